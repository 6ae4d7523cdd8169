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
#: Pages and the explorer, by what a color is for; each can be read as letters on white (contrast 4.5 and more), but
#: for `line`.
ROLES_OF_COLOR = {
    "ink": "#1d1d1f", "soft": "#595959", "line": "#d8d8d8", "accent": "#0b4a75", "focus": BLUE, "better": "#00664c",
    "worse": "#9b3d00",
}  # fmt: skip


def css_variables(prefix: str = "") -> str:
    """The colors by what they are for as variables of a style sheet: ``--ink: #1d1d1f; …``."""
    return " ".join(f"--{prefix}{role}: {color};" for role, color in ROLES_OF_COLOR.items())


def bare(color: str) -> str:
    """The six digits without their sign, as office files write a color."""
    return color.removeprefix("#")
