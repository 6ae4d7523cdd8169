"""The decision page: the story as one HTML file that needs nothing else, to be read, printed and mailed.

Each section has its message, its charts and, folded away, its tables and how to read it; every figure stands at the
end. Text from files is escaped; the few lines of script only sort tables and open folds for printing.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.analysis.scheme_figures import source_of
from ladder_sim.core.display import how_often, number, unbroken
from ladder_sim.core.fonts import chinese
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import css_variables
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signs import first_upper
from ladder_sim.core.writing import write
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.bare import bare
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.report.page.sealing import sealed
from ladder_sim.results.comparison import BASELINE, TONES, Comparison, Contrast
from ladder_sim.results.occurring import occurring, unseen_note
from ladder_sim.results.small_groups import hidden

if TYPE_CHECKING:
    from jinja2 import Template

    from ladder_sim.charts import Picture
    from ladder_sim.report.document.kit import Scene

#: Tables of these sections are open at once, as far as they are short.
_OPEN = ("recommendation", "ladders", "winners", "fairness")
_SHORT = 14
#: Of a picture's inch; and from how many inches on it is broad.
PIXELS, BROAD = 105, 8.0


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a table: its text, the number it is sorted by, and whether it is good news."""

    text: str
    key: float | None = None
    tone: str = ""  # "good", "bad" or ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page; `right` numbers the columns of figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[PageCell, ...], ...]
    right: tuple[int, ...]
    note: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG, at most so many pixels wide; a broad one has a row for itself."""

    title: str
    svg: str
    wide: int
    broad: bool


def save(comparison: Comparison, path: Path, brief: Brief | None = None) -> None:
    """Write the page."""
    write(path, render(comparison, brief))


def render(comparison: Comparison, brief: Brief | None = None) -> str:
    """The page as one HTML text, in the brief's language, else in the one in use.

    Raises
    ------
    LadderError
        jinja2 is not installed, or the brief does not fit the comparison.
    """
    from ladder_sim.report.page.chart_svg import legend, svg

    template = _template()
    wanted = brief or Brief()
    with wanted.spoken(comparison):
        given = {"tr": tr, "lang": tr("en", "zh-CN"), "svg": svg, "legend": legend, "colors": css_variables()}
        made = str(template.render(**given, **_content(comparison, wanted)))
        return made if wanted.readers.hides else sealed(made, comparison)  # the files that it carries hide nothing


@cache
def _template() -> Template:
    try:
        import jinja2
    except ImportError as missing:
        raise LadderError(
            tr("the HTML report needs jinja2: pip install 'ladder-sim[report]'",
               "HTML 报告需要 jinja2：pip install 'ladder-sim[report]'")
        ) from missing  # fmt: skip
    source = resources.files("ladder_sim.report.page").joinpath("page.html").read_text(encoding="utf-8")
    # strict: a name that the template does not get is an error of ours, not an empty place in a report
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["unbroken"] = unbroken
    return made.from_string(source)


def _content(comparison: Comparison, brief: Brief) -> dict[str, object]:
    from ladder_sim.report.document.document import cover, report_sections

    sections = report_sections(comparison, brief)
    schemes = [run.scheme for run in comparison.runs]
    return {
        "cover": cover(comparison, brief),
        "logo": "" if brief.logo is None else embedded(brief.logo),
        "sections": [(section, _figures(section), _tables(section)) for section in sections],
        "every": every_figure(comparison, brief),
        "notes": [*filter(None, [unseen_note(comparison.runs, comparison.known)]), *comparison.notes],
        "provenance": comparison.provenance,
        "alone": len(comparison.runs) == 1,
        "sources": [(comparison.title(s.id), source_of(s)) for s in schemes if s.source],
    }


def embedded(path: Path) -> str:
    """A picture as the address of an ``img``, within the page."""
    kind = "png" if path.suffix.lower() == ".png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


# --- tables ---------------------------------------------------------------------------------------------


def _tables(section: Section) -> list[Grid]:
    return [
        grid(table, opened=section.id in _OPEN and i == 0 and len(table.rows) <= _SHORT)
        for i, table in enumerate((*section.tables, *section.appendix))
        if table.rows
    ]


def grid(table: Table, *, opened: bool = False) -> Grid:
    """A story's table for the page: with what it is sorted by, and figures to the right."""
    tones = table.tones or (("",) * len(table.columns),) * len(table.rows)
    right = tuple(i for i in range(1, len(table.columns)) if figures_only([row[i] for row in table.rows]))
    rows = tuple(
        tuple(
            PageCell(text, sort_key(text) if i in right else None, tone)
            for i, (text, tone) in enumerate(zip(row, marks, strict=True))
        )
        for row, marks in zip(table.rows, tones, strict=True)
    )
    title = table.title or tr(", ", "、").join(table.columns[:3])
    return Grid(title, tuple(map(first_upper, table.columns)), rows, right, table.note, opened)


def figures_only(texts: Sequence[str]) -> bool:
    """Whether a column has figures with their units, or nothing, in every row."""
    return any(sort_key(text) is not None for text in texts) and not any(
        re.search(r"[^\W\d_]", _UNITS.sub("", text)) for text in texts
    )


_UNITS = re.compile(
    r"\b(?:M|bn|k|pp|to|a month|[A-Z]{3})\b|个百分点|[百万亿至月人]|[美欧港日新加坡韩]*元|英镑|新台币|卢比"
)


_NUMBER = re.compile(r"[^\d\w(（]*?([+\N{MINUS SIGN}-]?)[^\d\w(（]{0,3}?(\d[\d,]*\.?\d*) ?(%|bn\b|M\b|k\b|亿|万)?")
_TIMES = {"%": 0.01, "bn": 1e9, "M": 1e6, "k": 1e3, "亿": 1e8, "万": 1e4}


def sort_key(text: str) -> float | None:
    """The number that a text begins with, as it is meant: ¥1.2 M is 1200000; None where it begins with none."""
    found = _NUMBER.match(text.removeprefix("<"))
    if found is None:
        return None
    value = float(found[2].replace(",", "")) * _TIMES.get(found[3] or "", 1.0)
    return -value if found[1] in ("\N{MINUS SIGN}", "-") else value


def every_figure(comparison: Comparison, brief: Brief) -> Grid:
    """Every measure under every scheme that has it, a row each.

    Parameters
    ----------
    comparison : as data may tell of it
    """
    from ladder_sim.report.document.kit import Scene

    scene = Scene(comparison, brief)
    columns = (
        tr("measure", "指标"), tr("scheme", "方案"), tr("mean", "均值"), tr("95% interval", "95%区间"),
        tr("difference", "差值"), tr("95% interval of the difference", "差值的95%区间"),
        tr("same luck: times the replications", "随机条件一致：相当于重复次数的倍数"),
        tr("better in", "更优的重复占比"), tr("verdict", "判断"),
    )  # fmt: skip
    rows = tuple(
        _row(scene, contrast)
        for contrast in comparison.contrasts(occurring(comparison.runs, comparison.known))
        if scene.tells(contrast.measure.name)
        and contrast.measure.name in comparison[contrast.scheme].known
        and not hidden(comparison[contrast.scheme], contrast.measure.name)
    )
    if scene.alone:
        title = tr("Every measure", "全部指标")
        return Grid(title, tuple(map(first_upper, columns[:4])), tuple(row[:4] for row in rows), (2, 3))
    title = tr("Every measure under every scheme", "各方案的全部指标")
    return Grid(title, tuple(map(first_upper, columns)), rows, (2, 3, 4, 5, 6, 7))


def _row(scene: Scene, c: Contrast) -> tuple[PageCell, ...]:
    from ladder_sim.report.document.kit import word

    unit, own, found = c.measure.unit, c.verdict is BASELINE, c.difference
    chance = "" if own or math.isnan(c.chance_better) else how_often(c.chance_better)
    return (
        PageCell(str(c.measure.title)),
        PageCell(scene.title(c.scheme)),
        _cell(scene.level(c.level.mean, unit), c.level.mean),
        _cell(scene.span(c.level.low, c.level.high, unit), c.level.low),
        PageCell("") if own else _cell(scene.change(found.mean, unit), found.mean),
        PageCell("") if own else _cell(scene.span(found.low, found.high, unit, signed=True), found.low),
        _cell("" if math.isnan(c.luck_saves) else f"×{number(c.luck_saves, 1)}", c.luck_saves),
        _cell(chance, c.chance_better),
        PageCell(word(scene.comparison, c), tone=TONES[c.better]),
    )


def _cell(text: str, key: float) -> PageCell:
    return PageCell(text, None if math.isnan(key) else key)


# --- pictures -------------------------------------------------------------------------------------------


def _figures(section: Section) -> list[Drawing]:
    made = []
    for i, figure in enumerate(section.figures):
        picture = figure.draw()
        wide = float(picture.get_size_inches()[0])
        with bare(picture, figure.title):
            drawn = inline(picture, f"{section.id}-{i}", figure.alt)
        made.append(Drawing(figure.title, drawn, round(wide * PIXELS), wide > BROAD))
    return made


def inline(picture: Picture, prefix: str, alt: str) -> str:
    """A figure as inline SVG: no file header, names made unique on the page, a description for those who listen.

    Text becomes outlines, so that it looks the same everywhere; only Chinese without a Chinese font here stays text,
    for the reader's machine will have one.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    outlines = not grammar().ideographs or chinese() is not None
    with mpl.rc_context({"svg.fonttype": "path" if outlines else "none"}):
        picture.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)  # it would hold for the whole page
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns:xlink="[^"]*"| xmlns="[^"]*"| version="[^"]*"', "", text)
    text = text.replace("xlink:href=", "href=")
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    kept = {name for pair in used for name in pair}
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in kept else "", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    return re.sub(r"<svg ", f'<svg class="picture" role="img" aria-label="{escape(alt)}" ', text, count=1)
