"""The decision page: one HTML file that needs nothing else, to be read, printed and mailed.

Sentences first, then the figures, then every number; what was assumed and what was left out stands at the end.
Text from files is escaped; the few lines of script only sort tables.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ladder_sim.comparison import HIGHER, LOWER, TONES, Comparison, Contrast
from ladder_sim.display import between, change, figure, number, stated, unit_text
from ladder_sim.fonts import chinese
from ladder_sim.model import Parameter, Scheme
from ladder_sim.problems import LadderError
from ladder_sim.sentences import differences
from ladder_sim.words import language, tr

if TYPE_CHECKING:
    from ladder_sim.plots import Picture


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, the number it is sorted by, and whether it is good news."""

    text: str
    key: float | None = None
    tone: str = ""  # "good", "bad" or ""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    svg: str
    open: bool = True


def save(comparison: Comparison, path: Path) -> None:
    """Write the page."""
    path.write_text(render(comparison), encoding="utf-8")


def render(comparison: Comparison) -> str:
    """The page as one HTML text, in the language in use."""
    try:
        import jinja2
    except ImportError as missing:
        raise LadderError(
            tr("the HTML report needs jinja2: pip install 'ladder-sim[report]'",
               "HTML报告需要jinja2：pip install 'ladder-sim[report]'")
        ) from missing  # fmt: skip
    source = resources.files("ladder_sim.report").joinpath("templates", "page.html").read_text(encoding="utf-8")
    # strict: a name that the template does not get is an error of ours, not an empty place in a report
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(
        source
    )
    return template.render(tr=tr, lang=tr("en", "zh-CN"), **_content(comparison))


def _content(comparison: Comparison) -> dict[str, Any]:
    schemes = [run.scheme for run in comparison.runs]
    return {
        "title": tr("Comparison of {n} promotion schemes", "{n}个晋升方案的比较", n=len(schemes)),
        "subtitle": tr(
            "{workforce}; {months} months, {replications} replications; baseline: {baseline}",
            "{workforce}；{months}个月，重复{replications}次；基准方案：{baseline}",
            workforce=comparison.workforce.title, months=comparison.months,
            replications=number(comparison.replications, 0), baseline=comparison.title(comparison.baseline),
        ),
        "summary": comparison.leaders(),
        "differences": differences(comparison),
        "grid": _grid(comparison),
        "notes": comparison.notes,
        "schemes": [(comparison.title(s.id), s.id, str(s.summary)) for s in schemes],
        "charts": _charts(comparison),
        "table": _table(comparison),
        "definitions": [(str(m.title), str(m.definition)) for m in comparison.known.values()],
        "assumptions": [(comparison.title(s.id), *row) for s in schemes for row in _assumptions(s)],
        "left_out": [(comparison.title(s.id), str(n.rule), str(n.reason)) for s in schemes for n in s.not_modelled],
        "readings": [
            *((comparison.title(s.id), str(note)) for s in schemes for note in s.notes),
            *((str(comparison.workforce.title), str(note)) for note in comparison.workforce.notes),
        ],
        "provenance": comparison.provenance,
        "sources": [(s.id, ", ".join(f"{k}: {v}" for k, v in s.source.items())) for s in schemes if s.source],
    }  # fmt: skip


def _assumptions(scheme: Scheme) -> list[tuple[str, str, str, str]]:
    """The parameters that the source does not state: assumed outright, or one reading of an unclear passage."""
    return [
        (
            str(p.title),
            _value(p),
            tr("assumed", "假定") if p.assumed else tr("reading", "理解"),
            p.note,
        )
        for p in scheme.parameters.values()
        if p.assumed or p.reading
    ]


def _value(parameter: Parameter) -> str:
    value = parameter.value
    if isinstance(value, bool):
        return tr("yes", "是") if value else tr("no", "否")
    text = f"{value:,g}" if isinstance(value, (int, float)) and abs(value) < 1e6 else str(value)
    return f"{text} {parameter.unit}".strip()


def _grid(comparison: Comparison) -> dict[str, Any]:
    """The main measures as rows, the schemes as columns, the baseline first."""
    return {
        "schemes": [comparison.title(scheme) for scheme in comparison.baseline_first],
        "rows": [
            (str(measure.title), unit_text(measure.unit), str(measure.definition), boxes)
            for measure, boxes in comparison.grid()
        ],
    }


def _table(comparison: Comparison) -> Table:
    """Every measure under every scheme that has it, a row each."""
    columns = (
        tr("measure", "指标"), tr("scheme", "方案"), tr("mean", "均值"), tr("95% interval", "95%区间"),
        tr("difference", "差值"), tr("95% interval of the difference", "差值的95%区间"),
        tr("better in", "更优的重复占比"), tr("verdict", "判断"),
    )  # fmt: skip
    rows = tuple(
        _row(comparison, contrast)
        for contrast in comparison.contrasts()
        if contrast.measure.name in comparison[contrast.scheme].known
    )
    return Table(columns, rows)


def _row(comparison: Comparison, c: Contrast) -> tuple[Cell, ...]:
    unit, own, found = c.measure.unit, c.scheme == comparison.baseline, c.difference
    chance = "" if own or c.chance_better != c.chance_better else f"{100 * c.chance_better:.0f}%"
    word = str(c.verdict)
    if c.better is not None and c.verdict in (HIGHER, LOWER):
        word += tr(" (better)", "（更优）") if c.better else tr(" (worse)", "（更差）")
    return (
        Cell(str(c.measure.title)),
        Cell(comparison.title(c.scheme)),
        Cell(stated(figure(c.level.mean, unit), unit), c.level.mean),
        Cell(between(c.level.low, c.level.high, unit)),
        Cell("" if own else change(found.mean, unit), found.mean),
        Cell("" if own else between(found.low, found.high, unit, signed=True)),
        Cell(chance, c.chance_better),
        Cell(word, tone=TONES[c.better]),
    )


def _charts(comparison: Comparison) -> list[Chart]:
    from ladder_sim import plots

    made: list[tuple[str, Callable[[], Any], bool]] = [
        (tr("At a glance", "总览"), lambda: plots.overview(comparison), True),
        (tr("How the ladder fills", "各职级人数"), lambda: _picture(plots.headcount_by_grade(comparison)), False),
    ]
    if any(table.any() for run in comparison.runs for table in run.tally.ledger.values()):
        made.append((tr("Where people are stopped", "卡在哪里"), lambda: _bottlenecks(comparison), False))
    charts = []
    for i, (title, draw, opened) in enumerate(made):
        picture = draw()
        if picture is not None:
            charts.append(Chart(title, svg(picture, f"c{i}", title), opened))
    return charts


def _picture(axes: Any) -> Picture:
    first = axes.flat[0] if hasattr(axes, "flat") else axes
    made: Picture = first.get_figure(root=True)
    return made


def _bottlenecks(comparison: Comparison) -> Picture | None:
    from ladder_sim import plots

    try:
        return _picture(plots.bottlenecks(comparison))
    except LadderError:  # no promotion was reviewed: nothing to show
        return None


def svg(picture: Picture, prefix: str, title: str) -> str:
    """A figure as inline SVG: no file header, names made unique on the page, a title for those who listen.

    Text becomes outlines, so that it looks the same everywhere; only Chinese without a Chinese font here stays text,
    for the reader's machine will have one.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    outlines = language() == "en" or chinese() is not None
    with mpl.rc_context({"svg.fonttype": "path" if outlines else "none"}):
        picture.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r'((?:xlink:)?href)="#([^"]+)"', rf'\1="#{prefix}-\2"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
