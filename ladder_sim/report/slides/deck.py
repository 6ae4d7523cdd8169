"""The slides: a comparison as a deck that leaders read and anybody can edit.

One message per slide: its title is the sentence, native charts and tables stand below, the notes say how to read them
and what not to conclude. The template is ``templates/deck.pptx``, made by `deck_template`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import write
from ladder_sim.report.brief import Brief
from ladder_sim.results.one_luck import luck_text
from ladder_sim.results.provenance import fingerprints

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

_DEFAULT = Brief()


def save(comparison: Comparison, path: Path, brief: Brief = _DEFAULT) -> None:
    """Write the slides."""
    write(path, render(comparison, brief))


def render(comparison: Comparison, brief: Brief = _DEFAULT) -> bytes:
    """The slides as a file, in the brief's language, else in the one in use; the same content makes the same bytes.

    Raises
    ------
    LadderError
        python-pptx is not installed, or the logo is no picture.
    """
    try:
        import pptx  # noqa: F401  the import is the question
        import xlsxwriter  # noqa: F401
    except ImportError as missing:
        raise LadderError(
            tr("slides need python-pptx: pip install 'ladder-sim[report]'",
               "生成幻灯片需要 python-pptx：pip install 'ladder-sim[report]'")
        ) from missing  # fmt: skip
    from ladder_sim.report.document.document import cover
    from ladder_sim.report.outline.outline import outline
    from ladder_sim.report.slides.pack import plain
    from ladder_sim.report.slides.slides import slides

    with brief.spoken(comparison):
        first = plain(cover(comparison, brief))
        return slides(first, plain(outline(comparison, brief)), brief.logo, comparison.provenance, _stamp(comparison))


def _stamp(comparison: Comparison) -> str:
    """Where the numbers come from in one line: names, then as much of the fingerprints as tells runs apart."""
    marks = fingerprints([run.scheme for run in comparison.runs], comparison.workforce)
    return tr(
        "{workforce} · {months} months · {n} replications · {luck} · {marks}",
        "{workforce} · {months}个月 · 重复{n}次 · {luck} · {marks}",
        workforce=comparison.workforce.title, months=comparison.months,
        n=comparison.replications, luck=luck_text(comparison.luck),
        marks=" ".join(mark[:6] for mark in (marks["workforce"], *marks["schemes"].values())),
    )  # fmt: skip
