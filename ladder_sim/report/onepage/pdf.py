"""The brief as a PDF of one page, drawn by matplotlib: nothing else is needed, and its text can be selected."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.palette import ROLES_OF_COLOR
from ladder_sim.core.writing import write
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.ranges import told_measures
from ladder_sim.report.onepage.content import one_page
from ladder_sim.report.onepage.layout import HIGH, WIDE, LaidOut, fonts_of, laid_out
from ladder_sim.report.onepage.picture import draw_differences

if TYPE_CHECKING:
    from ladder_sim.charts import Picture
    from ladder_sim.results.comparison import Comparison


def save(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the brief.

    Raises
    ------
    LadderError
        The brief does not fit the comparison, or the file cannot be written.
    """
    write(path, render(comparison, brief))


def render(comparison: Comparison, brief: Brief) -> bytes:
    """The brief as the bytes of a PDF of one page, in the brief's language.

    Raises
    ------
    LadderError
        The brief does not fit the comparison.
    """
    with brief.spoken(comparison):
        scene = Scene(comparison, brief)
        made = laid_out(one_page(scene), len(comparison.others))
        picture = _drawn(made, brief)
        if not scene.alone:
            draw_differences(scene, told_measures(scene), picture, made.sheet.picture)
        buffer = io.BytesIO()
        front = made.page.front
        about = {"Title": front.title, "Author": front.author or None, "Subject": front.subtitle,
                 "Creator": "ladder_sim", "CreationDate": None, "ModDate": None}  # fmt: skip
        picture.savefig(buffer, format="pdf", metadata=about)
    return buffer.getvalue()


def _drawn(made: LaidOut, brief: Brief) -> Picture:
    """The page without its picture."""
    from matplotlib.lines import Line2D

    from ladder_sim.charts.style import Picture, quiet

    with quiet():
        picture = Picture(figsize=(WIDE / 72, HIGH / 72))
        for line in made.sheet.lines:
            picture.text(
                line.x / WIDE, 1 - line.y / HIGH, line.text, fontsize=line.size, va="baseline",
                ha="right" if line.right else "left", color=ROLES_OF_COLOR[line.color],
                fontweight="bold" if line.bold else "normal", parse_math=False, fontfamily=fonts_of(line.text),
            )  # fmt: skip
        for rule in made.sheet.rules:
            y = 1 - rule.y / HIGH
            picture.add_artist(Line2D([rule.x / WIDE, (rule.x + rule.wide) / WIDE], [y, y], linewidth=0.6,
                                      color=ROLES_OF_COLOR[rule.color], transform=picture.transFigure))  # fmt: skip
        if brief.logo is not None and brief.logo.is_file():
            _logo(picture, brief.logo)
    return picture


def _logo(picture: Picture, path: Path) -> None:
    """At the upper right, 30 points high."""
    from matplotlib.image import imread

    from ladder_sim.report.onepage.layout import EDGE

    pixels = imread(path)
    wide = 30.0 * pixels.shape[1] / pixels.shape[0]
    ax = picture.add_axes(((WIDE - EDGE - wide) / WIDE, 1 - (EDGE + 24) / HIGH, wide / WIDE, 30 / HIGH))
    ax.imshow(pixels)
    ax.set_axis_off()
