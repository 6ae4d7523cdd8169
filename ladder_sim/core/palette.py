"""The colors of every chart and report: Okabe and Ito's, told apart by people who are color-blind.

Source: M. Okabe and K. Ito, Color Universal Design (2008). Written as ``#RRGGBB``.
"""

from __future__ import annotations

BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, ORANGE, SKY, YELLOW = "#CC79A7", "#E69F00", "#56B4E9", "#F0E442"
#: Schemes and other lines of a chart, in the order in which the colors are given out.
COLORS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
#: The baseline of a comparison, and what is none of the colors' business.
BASELINE_COLOR, NEUTRAL_COLOR = "#444444", "#999999"


def bare(color: str) -> str:
    """The six digits without their sign, as office files write a color."""
    return color.removeprefix("#")
