"""The slides: native charts with the comparison's numbers, a message and notes on each, and room for every text."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import fakes
import pytest
from comparisons import COMPARED, SIX
from comparisons import comparison as known

import ladder_sim as ls
from ladder_sim.analysis.why_not import outcomes
from ladder_sim.core import i18n
from ladder_sim.core.display import unbroken
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.model.audiences import AUDIENCES, READERS, SECTIONS, Audience
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.parts import Chart, Cover, Series, Table
from ladder_sim.report.document.people import cells
from ladder_sim.report.document.stops import usual_routes
from ladder_sim.report.outline.outline import MADE, DeckOutline, outline
from ladder_sim.report.outline.parts import SLIDES, Slide
from ladder_sim.report.outline.plans import LOOKED_UP, OF_SECTIONS, PLANS, TOLD
from ladder_sim.report.slides import deck
from ladder_sim.report.slides.measure import TextBox, balanced, clipped, height, width, wrapped
from ladder_sim.report.slides.scale import scale_of, shown
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.run import Run
from ladder_sim.results.years import years_of

pptx = pytest.importorskip("pptx")
pytest.importorskip("python_calamine")

from pptx.util import Emu  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from ladder_sim.report.slides import (  # noqa: E402
    tables,
    template,
)
from ladder_sim.report.slides.slides import slides, title_size  # noqa: E402

#: Comparisons with what is odd: one replication, no review, names without end, missing values.
QUICK = ("one replication", "unreviewed", "endless", "struck 0", "struck 3")
LONG = Title(
    "Three grades by training and assessment with the regional council's quarterly amendment, option {n}",
    "三级培训考核成长方案（含区域委员会季度修订案，适用于全体一线客服人员）第{n}号备选方案",
)


def compared(n: int, *, long: bool = False) -> Comparison:
    """Several fake schemes on the same people."""
    runs = []
    for i in range(n):
        title = Title(LONG.en.format(n=i), LONG.zh.format(n=i)) if long else Title(f"Scheme {i}", f"方案{i}")
        rules = fakes.Rules(leave=0.02 + 0.004 * i, promote=(0.05 + 0.01 * i, 0.04, 0.01, 0.0), gender_gap=0.9)
        runs.append(fakes.run(rules, chosen=fakes.scheme(f"scheme-{i}", title), months=18, replications=5))
    return Comparison(tuple(runs), "scheme-0")


class Opened:
    """A deck, read back."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.file: Any = pptx.Presentation(io.BytesIO(content))

    @cached_property
    def slides(self) -> list[Any]:
        return list(self.file.slides)

    @cached_property
    def eyebrows(self) -> list[str]:
        return [slide.placeholders[template.EYEBROW_AT].text_frame.text for slide in self.slides[1:]]

    @cached_property
    def charts(self) -> list[Any]:
        return [shape.chart for slide in self.slides for shape in slide.shapes if shape.has_chart]

    def titled(self, title: str) -> Any:
        """The first chart below this title."""
        for slide in self.slides:
            shapes = list(slide.shapes)
            for i, shape in enumerate(shapes):
                if shape.has_chart and shape.name == title:
                    assert any(other.has_text_frame and other.text_frame.text == title for other in shapes[:i])
                    return shape.chart
        raise AssertionError(f"no chart {title!r}")

    @cached_property
    def text(self) -> str:
        return "\n".join(text for slide in self.slides for shape in slide.shapes for text, *_ in texts(shape))


def texts(shape: Any) -> Iterator[tuple[str, float, bool, TextBox]]:
    """The paragraphs of a shape with size, weight and the room they have; a table's cells too."""
    if shape.has_text_frame:
        place = TextBox(*(Emu(x).inches for x in (shape.left, shape.top, shape.width, shape.height)))
        for paragraph in shape.text_frame.paragraphs:
            yield *_font(paragraph), place
    if shape.has_table:
        for row in shape.table.rows:
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                room = Emu(column.width - cell.margin_left - cell.margin_right).inches
                high = Emu(row.height - cell.margin_top - cell.margin_bottom).inches
                for paragraph in cell.text_frame.paragraphs:
                    yield *_font(paragraph), TextBox(0, 0, room, math.inf if cell.is_merge_origin else high)


def _font(paragraph: Any) -> tuple[str, float, bool]:
    run = paragraph.runs[0] if paragraph.runs else None
    size = run.font.size.pt if run is not None and run.font.size else 12.0
    return paragraph.text, size, bool(run is not None and run.font.bold)


def workbook(chart: Any) -> list[list[Any]]:
    """The rows of a chart's embedded workbook."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    rows: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(blob)).get_sheet_by_index(0).to_python()
    return rows


def numbers(element: Any) -> list[float]:
    return [float(v.text) for v in element.iterfind(".//{*}v")]


def every_slide(found: Comparison, brief: Brief | None = None) -> tuple[Slide, ...]:
    """The slides behind the cover."""
    made_ = outline(found, brief or Brief())
    return (*made_.told, *made_.appendix)


@pytest.fixture(scope="module")
def three() -> Comparison:
    return compared(3)


@pytest.fixture(scope="module")
def made(three: Comparison) -> dict[str, bytes]:
    """The deck in both languages."""
    brief = Brief(title="Which ladder?", company="Acme", author="HR", date="2027-01-31")
    return {language: deck.render(three, replace(brief, language=language)) for language in ("en", "zh")}


@pytest.fixture(scope="module")
def opened(made: dict[str, bytes]) -> dict[str, Opened]:
    return {language: Opened(content) for language, content in made.items()}


# --- native charts and their numbers


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_is_native_and_its_workbook_keeps_names_numbers_and_intervals(
    three: Comparison, opened: dict[str, Opened], language: str
) -> None:
    """What opens with "Edit data" has the labels whole, the numbers, and the cells that the error bars read."""
    with i18n.speaking(language):  # type: ignore[arg-type]
        wanted = [block for one in every_slide(three) for block in one.blocks if isinstance(block, Chart)]
    charts = opened[language].charts
    assert len(charts) == len(wanted) > 4
    for made_, meant in zip(charts, wanted, strict=True):
        head, *rows = workbook(made_)
        assert [row[0] for row in rows] == list(meant.categories)
        assert head[1 : 1 + len(meant.series)] == [one.name for one in meant.series]
        for i, one in enumerate(meant.series, 1):
            there = [(row[i], value) for row, value in zip(rows, one.values, strict=True) if math.isfinite(value)]
            assert [cell for cell, _ in there] == pytest.approx([value for _, value in there])
        assert made_.value_axis.axis_title.text_frame.text == meant.unit
        assert _values(made_) == tuple(_told(v) for one in meant.series for v in one.values)


@pytest.mark.parametrize("name", ["two", "six"])
def test_every_number_of_a_chart_stands_in_the_json(name: str) -> None:
    found = known(name)
    kept = {f"{x:.9g}" for x in _plain_numbers(found.to_dict())}
    shares = {f"{x:.9g}" for run in found.runs for x in _ledger_shares(run)}
    pay = {f"{x:.9g}" for run in found.runs for x in _role_pay(run)}
    years = [run.known["labor_cost"].compute(run.window(*year)) for run in found.runs for year in years_of(found)]
    yearly = {f"{one.mean():.9g}" for one in years}
    seen = set()
    for one in every_slide(found):
        for block in one.blocks:
            if not isinstance(block, Chart):
                continue
            seen.add(one.id)
            allowed = kept | {"rules": shares, "change": pay, "budget": yearly}.get(one.id, set())
            for series in block.series:
                for value in (*series.values, *series.low, *series.high):
                    # differences of shares are shown in percentage points
                    assert not math.isfinite(value) or {f"{value:.9g}", f"{value / 100:.9g}"} & allowed, (one.id, value)
    assert {"turnover", "bridge", "parts", "levels", "rules"} <= seen


def _plain_numbers(data: Any) -> Iterator[float]:
    if isinstance(data, dict):
        data = list(data.values())
    for one in data if isinstance(data, list) else []:
        if isinstance(one, float | int):
            yield float(one)
        else:
            yield from _plain_numbers(one)


def _ledger_shares(run: Run) -> Iterator[float]:
    """Of promotion reviews, by the titles of their outcomes, as the ledger of the same JSON counts them."""
    usual = usual_routes(run)
    counts: dict[str, float] = {}
    total = 0.0
    for info in usual:
        sums = run.counts.ledger[info.id].sum(axis=(0, 1))
        total += float(sums.sum())
        for title, n in zip(outcomes(run, info), sums, strict=True):
            counts[title] = counts.get(title, 0.0) + float(n)
    yield from (n / total for n in counts.values())


def _role_pay(run: Run) -> Iterator[float]:
    for cell in cells(run, "role").values():
        found = mean_interval(cell.pay)
        yield from (found.mean, found.low, found.high)


def test_error_bars_are_the_intervals_and_read_the_workbooks_cells(
    three: Comparison, opened: dict[str, Opened]
) -> None:
    found = [three.contrast(scheme, "advancement_rate").level for scheme in three.baseline_first]
    series = opened["en"].titled("Advancement rate").plots[0].series[0]._element
    bars = series.find("{*}errBars")
    assert numbers(bars.find("{*}minus")) == pytest.approx([level.mean - level.low for level in found])
    assert numbers(bars.find("{*}plus")) == pytest.approx([level.high - level.mean for level in found])
    assert bars.find("{*}minus").findtext(".//{*}f") == "Sheet1!$E$2:$E$4"
    assert bars.find("{*}plus").findtext(".//{*}f") == "Sheet1!$F$2:$F$4"
    # the schema's order: labels, then error bars, then categories
    names = [child.tag.split("}")[1] for child in series]
    assert names.index("dLbls") < names.index("errBars") < names.index("cat") < names.index("val")


def _values(chart: Any) -> tuple[str, ...]:
    return tuple(_told(value) for series in chart.plots[0].series for value in series.values)


def _told(value: float | None) -> str:
    return "none" if value is None or not math.isfinite(value) else f"{value:.9g}"


# --- every slide


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_slide_has_a_title_a_number_and_notes(opened: dict[str, Opened], language: str) -> None:
    titles = []
    for number, slide in enumerate(opened[language].slides, 1):
        titles.append(slide.shapes.title.text_frame.text)
        assert slide.has_notes_slide and "seed" in slide.notes_slide.notes_text_frame.text.replace("种子", "seed")
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        if slide.slide_layout.name != "Cover":
            assert [str(kind).split(" ")[0] for kind in kinds].count("SLIDE_NUMBER") == 1
            fields = slide._element.findall(".//{*}fld")
            assert [field.findtext("{*}t") for field in fields] == [str(number)]
        assert not [s for s in slide.placeholders if s.has_text_frame and not s.text_frame.text.strip()]
    assert all(titles) and len(set(titles)) == len(titles)


def test_notes_are_those_that_python_pptx_lays_out(opened: dict[str, Opened]) -> None:
    """Those of the deck are written at once; the same slide asked for notes in the library's way gets the same."""
    fresh = pptx.Presentation(str(template.PATH))
    slide = fresh.slides.add_slide(fresh.slide_layouts[template.MESSAGE])
    expected = [(s.shape_id, dict(s.element.ph.attrib)) for s in slide.notes_slide.shapes]
    for told in opened["en"].slides:
        assert [(s.shape_id, dict(s.element.ph.attrib)) for s in told.notes_slide.shapes] == expected
        assert told.notes_slide.part.partname in {part.partname for part in told.part.package.iter_parts()}


def test_a_slide_is_told_by_its_message_and_its_notes(three: Comparison, opened: dict[str, Opened]) -> None:
    """What has no room on the slide stands in its notes, with how to read it and what not to conclude."""
    for one, slide in zip(every_slide(three), opened["en"].slides[1:], strict=True):
        assert slide.shapes.title.text_frame.text == unbroken(one.title)
        told = slide.notes_slide.notes_text_frame.text
        shown = "\n".join(text for shape in slide.shapes for text, *_ in texts(shape))
        assert not one.reading or f"How to read it: {one.reading}" in told
        assert not one.caution or f"Caution: {one.caution}" in told
        assert three.provenance in told
        for point in one.points:
            assert unbroken(point) in shown or unbroken(point) in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_seen_is_also_said(opened: dict[str, Opened], language: str) -> None:
    for slide in opened[language].slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert shape._element.xpath(".//p:cNvPr/@descr")[0].strip(), slide.shapes.title.text_frame.text


def test_reading_order_is_title_then_content_then_footer(opened: dict[str, Opened]) -> None:
    for slide in opened["en"].slides[1:]:
        if slide.slide_layout.name == "Cover":
            continue
        kinds = [str(s.placeholder_format.type).split(" ")[0] if s.is_placeholder else "" for s in slide.shapes]
        assert kinds[:2] == ["BODY", "TITLE"] or kinds[0] == "TITLE"
        assert kinds[-2:] == ["FOOTER", "SLIDE_NUMBER"]


# --- room


def overfull(opened: Opened) -> list[str]:
    """Texts that take more room than they have, by the widths of Arial."""
    wrong = []
    for slide in opened.slides:
        title = slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            found = [one for one in texts(shape) if one[0]]
            if shape.has_table:
                wrong += [
                    f"{title}: {text!r}" for text, size, bold, box in found
                    if height(text, size, box.width + 0.01, bold=bold) > box.height + 0.02
                ]  # fmt: skip
            elif found:
                used = sum(height(text, size, box.width, bold=bold) for text, size, bold, box in found)
                if used > found[0][3].height + 0.02:
                    wrong.append(f"{title}: {shape.name} {used:.2f} > {found[0][3].height:.2f}")
    return wrong


def overlapping(opened: Opened) -> list[str]:
    """Shapes that lie on one another or leave the slide."""
    wrong = []
    for slide in opened.slides:
        title = slide.shapes.title.text_frame.text
        boxes = [(s.name, TextBox(*(Emu(x).inches for x in (s.left, s.top, s.width, s.height)))) for s in slide.shapes]
        for name, box in boxes:
            if box.left < -0.01 or box.top < -0.01 or box.right > 13.34 or box.bottom > 7.51:
                wrong.append(f"{title}: {name} leaves the slide")
        for (name, a), (other, b) in combinations(boxes, 2):
            across = min(a.right, b.right) - max(a.left, b.left)
            down = min(a.bottom, b.bottom) - max(a.top, b.top)
            if across > 0.1 and down > 0.03:
                wrong.append(f"{title}: {name} on {other} ({across:.2f} x {down:.2f})")
    return wrong


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_fit_and_nothing_overlaps(opened: dict[str, Opened], language: str) -> None:
    assert overfull(opened[language]) == []
    assert overlapping(opened[language]) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("n", "long"), [(2, True), (6, False), (12, True)])
def test_any_number_of_schemes_fits(n: int, long: bool, language: str) -> None:
    content = Opened(deck.render(compared(n, long=long), Brief(language=language)))  # type: ignore[arg-type]
    assert overfull(content) == [] and overlapping(content) == []
    proper(content)


def proper(content: Opened) -> None:
    """At most fourteen slides and eight more; no title twice; no text under 14 points; every one with something."""
    titles = [slide.shapes.title.text_frame.text for slide in content.slides]
    assert 10 <= len(titles) <= 22 and len(set(titles)) == len(titles)
    assert sum(name.startswith(("Appendix", "附录")) for name in content.eyebrows) <= 8
    assert sum(not name.startswith(("Appendix", "附录")) for name in content.eyebrows) <= 13
    for slide in content.slides:
        runs = [run for kind in ("r", "fld") for run in slide._element.iter("{*}" + kind)]
        assert runs and min(int(run.find("{*}rPr").get("sz")) for run in runs) >= 1400
    for chart_ in content.charts:
        drawn = chart_._chartSpace.xpath(".//a:defRPr/@sz | .//a:rPr/@sz")
        assert drawn and min(map(int, drawn)) >= 1400
        assert any(value for series in chart_.plots[0].series for value in series.values if value), "zeros only"
        assert chart_.value_axis.minimum_scale <= 0 <= chart_.value_axis.maximum_scale


def test_a_title_of_any_length_fits() -> None:
    for many in (3, 20, 40):
        for title in ("promotion " * many, "晋升方案" * many):
            assert height(title, title_size(title), 12.033, bold=True) <= 1.01
    assert title_size("Short") == 24.0


def test_lines_break_as_office_programs_break_them() -> None:
    assert width("iii", 12) < width("WWW", 12) < width("WWW", 12, bold=True) + 1e-9
    assert wrapped("one two", 12, 0.4) == ["one", "two"]
    assert wrapped("晋升方案，很好", 12, 0.72) == ["晋升方", "案，很好"]  # no line begins with a comma
    assert wrapped("incomprehensible", 12, 0.5)[0] != "incomprehensible"
    assert [len(line) for line in balanced("晋升方案比较研", 12, 1.1)] == [4, 3]
    assert clipped("a name that is long, option 7", 11, 1.2, 1).endswith("7")
    assert clipped("short", 11, 1.2, 1) == "short"


# --- tables


def table(rows: int, columns: int, cell: str = "12.3%") -> Table:
    names = tuple(f"Scheme {i}" for i in range(columns))
    return Table(("Measure", *names), tuple((f"measure {i}", *[cell] * columns) for i in range(rows)), note="A note.")


def test_what_has_no_room_is_left_out_and_said() -> None:
    box = TextBox(0, 0, 12, 4.85)
    page = tables.whole(table(50, 3), box)
    shown_ = len(page.table.rows)
    assert 12 <= shown_ < 50 and page.table.rows == table(50, 3).rows[:shown_]
    assert page.table.note == f"{50 - shown_} more rows stand in the page and the workbook for want of room. A note."
    assert page.height <= box.height and page.size == 14.0
    words_ = "unabbreviatable incomprehensibilities"
    wide = tables.whole(table(12, 12, words_), box)
    assert sum(wide.widths) <= 12.01 and "more columns stand in the page" in wide.table.note
    high = tables.stretched(tables.whole(table(3, 3), box), box)
    assert 3 < high.height <= box.height + 1e-9 and high.heights[0] == tables.whole(table(3, 3), box).heights[0]


def test_a_small_table_is_large_and_many_columns_become_rows() -> None:
    box = TextBox(0, 0, 12, 4.85)
    small = tables.whole(table(3, 3), box)
    assert small.size == 20.0
    turned = tables.whole(table(4, 10), box)
    assert turned.table.columns == ("Measure", *(f"measure {i}" for i in range(4)))
    assert [row[0] for row in turned.table.rows] == [f"Scheme {i}" for i in range(10)]


def test_a_word_that_rows_share_is_said_once() -> None:
    rows = (("a", "1"), ("a", "2"), ("b", "3"), ("", "4"), ("", "5"))
    assert tables.runs(Table(("x", "y"), rows)) == {1: 2}
    content = Opened(_deck(Slide("budget", "Cost", "Costs", blocks=(Table(("x", "y"), rows),))))
    (found,) = [shape.table for shape in content.slides[1].shapes if shape.has_table]
    assert found.cell(1, 0).span_height == 2 and found.cell(2, 0).is_spanned
    assert [found.cell(i, 0).text_frame.text for i in range(1, 6)] == ["a", "", "b", "", ""]


# --- parts


def _deck(*told: Slide, logo: Path | None = None) -> bytes:
    return slides(Cover("Title", "Subtitle", "", "", ""), DeckOutline(told, ()), logo, "provenance, seed 1", "stamp")


def test_a_title_longer_than_a_property_of_the_file_breaks_nothing() -> None:
    for title in ("promotion " * 500, "晋升方案" * 75):
        made = slides(Cover(title, title, "", title, ""), DeckOutline((), ()), None, "provenance", "stamp")
        assert pptx.Presentation(io.BytesIO(made)).core_properties.title == title[:255]


def chart(kind: str = "bars", n: int = 3, **changes: Any) -> Chart:
    values = tuple(0.1 * (i + 1) for i in range(n))
    series = Series("=rate", values, tuple(v - 0.01 for v in values), tuple(v + 0.02 for v in values), "#0072B2")
    names = tuple(f"=1+{i}" for i in range(n))
    return replace(Chart(kind, "Rates", names, (series,), "% a year", "0.0%", "what one sees"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["bars", "columns", "stacked", "lines"])
def test_each_kind_of_chart_is_editable_and_no_text_is_a_formula(kind: str) -> None:
    content = Opened(_deck(Slide("budget", "Cost", "Costs", blocks=(chart(kind),))))
    (made_,) = content.charts
    rows = workbook(made_)
    assert rows[0][1] == "=rate" and [row[0] for row in rows[1:]] == ["=1+0", "=1+1", "=1+2"]
    assert [row[1] for row in rows[1:]] == pytest.approx([0.1, 0.2, 0.3])
    blob = made_.part.chart_workbook.xlsx_part.blob
    sheet = zipfile.ZipFile(io.BytesIO(blob)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert made_.plots[0].series[0]._element.find("{*}errBars") is not None


def test_what_has_no_value_stays_empty() -> None:
    hole = Series("a", (0.1, math.nan, 0.3), (0.05, math.nan, 0.2), (0.2, math.nan, 0.4))
    content = Opened(_deck(Slide("budget", "Cost", "Costs", blocks=(chart(series=(hole,)),))))
    (made_,) = content.charts
    assert list(made_.plots[0].series[0].values) == [0.1, None, 0.3]
    assert [row[1] for row in workbook(made_)[1:]] == [0.1, "", 0.3]
    assert numbers(made_._chartSpace.find(".//{*}plus")) == pytest.approx([0.1, 0.1])


def test_columns_with_long_names_lie_down() -> None:
    names = tuple(f"a scheme whose name goes on and on, number {i}" for i in range(6))
    wide = chart("columns", 6, categories=names)
    content = Opened(_deck(Slide("budget", "Cost", "Costs", blocks=(wide,))))
    assert content.charts[0]._chartSpace.find(".//{*}barDir").get("val") == "bar"
    shown_ = [name.replace("\n", " ") for name in content.charts[0].plots[0].categories]
    assert shown_ == list(names) and [row[0] for row in workbook(content.charts[0])[1:]] == list(names)


def test_axes_hold_every_value_and_begin_at_zero_under_bars() -> None:
    scale = scale_of(chart())
    assert (scale.low, scale.high) == (0.0, pytest.approx(0.35)) or scale.high >= 0.32
    assert scale_of(chart("lines", series=(Series("a", (15.0, 16.0)),))).low == 0, (
        "no axis makes a small rise look steep"
    )
    little = scale_of(chart(series=(Series("a", (-0.5, 1.0)),), least=5.0))
    assert little.low <= -5 and little.high >= 5
    assert scale_of(chart(series=(Series("a", (-3.0, 2.0)),))).low <= -3.5
    flat = scale_of(chart(series=(Series("a", (0.0, math.nan)),)))
    assert flat.low == 0.0 < flat.high


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(0.1234, "0.0%", "12.3%"), (16_632_000, "0.00,,", "16.63"), (57826.4, "#,##0", "57,826"), (3.04, "0.0", "3.0"),
     (1_500_000, "+0.00,,;-0.00,,", "+1.50"), (0.5, '"¥"0.0', "¥0.5")],
)  # fmt: skip
def test_labels_are_as_wide_as_their_format_says(value: float, form: str, text: str) -> None:
    assert shown(value, form) == text


# --- the file


def test_same_content_same_bytes(three: Comparison) -> None:
    brief = Brief(sections=("ladders", "promotion", "method"))
    assert deck.render(three, brief) == deck.render(three, brief)


def test_the_cover_and_the_files_properties_come_from_the_brief(opened: dict[str, Opened]) -> None:
    core = opened["en"].file.core_properties
    assert (core.title, core.author, core.language) == ("Which ladder?", "HR", "en-US")
    cover = [shape.text_frame.text for shape in opened["en"].slides[0].shapes if shape.has_text_frame]
    assert cover[0] == "Which ladder?" and "Acme  ·  HR  ·  2027-01-31  ·  for: board and management" in cover
    assert opened["zh"].file.core_properties.language == "zh-CN"
    assert b"created" not in opened["en"].zip.read("docProps/core.xml")


def test_wide_slides_in_fonts_that_have_chinese_signs(opened: dict[str, Opened]) -> None:
    file = opened["zh"].file
    assert (file.slide_width, file.slide_height) == (12_192_000, 6_858_000)
    for name in opened["zh"].zip.namelist():
        if name.startswith("ppt/theme/"):
            theme = opened["zh"].zip.read(name).decode()
            assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
    assert 'lang="zh-CN"' in opened["zh"].zip.read("ppt/slides/slide2.xml").decode()
    assert "附录" in opened["zh"].text and "Appendix" not in opened["zh"].text


def test_the_template_is_what_its_script_makes() -> None:
    shipped, fresh = (zipfile.ZipFile(io.BytesIO(b)) for b in (template.PATH.read_bytes(), template.build()))
    assert shipped.namelist() == fresh.namelist()
    assert [name for name in fresh.namelist() if shipped.read(name) != fresh.read(name)] == []


def test_signs_that_no_file_may_hold_are_left_out(three: Comparison) -> None:
    odd = replace(three.runs[1].scheme, title=Title("Odd\x07 <b>&\x1b scheme", "怪\x07<b>&方案"))
    runs = (three.runs[0], fakes.run(chosen=odd, months=14, replications=4))
    first = fakes.run(chosen=three.runs[0].scheme, months=14, replications=4)
    content = Opened(deck.render(Comparison((first, runs[1]), "scheme-0"), Brief(sections=("promotion", "cost"))))
    assert "Odd <b>& scheme" in content.text


def test_sections_of_the_brief_in_its_order(three: Comparison) -> None:
    found = outline(three, Brief(sections=("method", "turnover")))
    assert [one.id for one in found.told] == ["computed", "turnover"]
    assert [one.id for one in found.appendix] == ["levels"]
    assert set(OF_SECTIONS) == set(SLIDES) == set(MADE)
    assert {name for of in OF_SECTIONS.values() for name in of} == set(SECTIONS)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_audience_changes_what_is_shown_and_asked_and_no_figure(three: Comparison, audience: Audience) -> None:
    plan = PLANS[audience]
    assert len({*plan.told, *plan.appendix}) == len(plan.told) + len(plan.appendix)
    assert plan.told[0] == "ask" and plan.told[-2:] == ("next", "computed")
    assert len(plan.told) <= TOLD - 1 and len(plan.appendix) <= LOOKED_UP
    every = {one.id: one for one in every_slide(three)}
    every |= {one.id: one for one in every_slide(three, Brief(audience="team_leads"))}
    found = outline(three, Brief(audience=audience))
    assert [one.id for one in found.told] == [name for name in plan.told if name in {o.id for o in found.told}]
    for one in (*found.told, *found.appendix):
        for block, full in zip(one.blocks, every[one.id].blocks, strict=False):
            if isinstance(block, Chart) and isinstance(full, Chart) and block.title == full.title:
                assert [series.values for series in block.series] == [series.values for series in full.series]
    words = {"decision": "For decision: ", "opinion": "For your opinion: ", "comment": "For your comments: ",
             "nothing": "What is looked at: "}  # fmt: skip
    assert found.told[0].ask.startswith(words[READERS[audience].asked])
    amounts = [one.name for one in found.told[0].blocks[0].figures]  # type: ignore[union-attr]
    assert amounts == [str(three.known[name].title) for name in READERS[audience].measures[:3]]


def test_language_of_the_brief_does_not_stay(three: Comparison) -> None:
    deck.render(three, Brief(language="zh", sections=("method",)))
    assert i18n.language() == "en"


def test_saved_by_the_comparison(three: Comparison, tmp_path: Path) -> None:
    (path,) = three.save(tmp_path, "pptx", Brief(sections=("promotion",)))
    assert path.name == "comparison.pptx" and len(Opened(path.read_bytes()).slides) >= 2


def test_a_logo_stands_on_the_cover_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    logo = tmp_path / "logo.png"
    Image.new("RGB", (400, 100), "#0072B2").save(logo)
    content = Opened(_deck(Slide("budget", "Cost", "Costs"), logo=logo))
    (picture,) = [shape for shape in content.slides[0].shapes if shape.shape_type == 13]
    assert Emu(picture.width).inches == pytest.approx(3.2, abs=0.01)
    assert picture.width / picture.height == pytest.approx(4, rel=0.01)
    (tmp_path / "no.png").write_text("no picture", encoding="utf-8")
    for name in ("no.png", "missing.png"):
        with pytest.raises(LadderError, match=rf"logo '.*{name}' cannot be read as a picture; needed: a PNG or JPEG"):
            _deck(logo=tmp_path / name)


def test_missing_package_is_an_error_that_says_what_to_install(
    three: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(LadderError, match=r"pip install 'ladder-sim\[report\]'"):
        deck.render(three)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "name", [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in COMPARED]
)
def test_missing_values_zeros_and_endless_names_fit(name: str, language: i18n.Language) -> None:
    content = Opened(deck.render(known(name), Brief(language=language)))
    assert overfull(content) == [] and overlapping(content) == []
    proper(content)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_asked_has_its_slides_and_an_answer(language: i18n.Language) -> None:
    """Bridges, both ranges, flips, worlds, equal budget, a lottery: on the slides instead of the commands for them."""
    found = ls.compare(list(SIX[:3]), "small-department-30", replications=4, months=12)
    found.why("turnover")
    found.at_equal("pay")
    found.chosen()
    found.tornado("turnover", replications=2)
    found.worlds("turnover", worlds=5, replications=2)
    content = Opened(deck.render(found, Brief(language=language)))
    assert overfull(content) == [] and overlapping(content) == []
    proper(content)
    for command in ("--why", "--equal", "--doubt", "--worlds", "--chosen"):
        assert command not in content.text, command
    passed = ls.switch("fabric-star-pay", "ecommerce-dual-track", "small-department-30", placement="by pay", months=12,
                       replications=2)  # fmt: skip
    content = Opened(deck.render(passed.comparison, Brief(language=language)))
    assert overfull(content) == [] and overlapping(content) == []
    proper(content)
    assert passed.calendar_month(1) in "\n".join(slide.shapes.title.text_frame.text for slide in content.slides)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["two", "six", "many", "endless", "struck 3"])
def test_libreoffice_shows_every_slide(name: str, language: i18n.Language, tmp_path: Path) -> None:
    """A page for each slide, and on each page the title of its slide: nothing runs over onto another."""
    soffice, words_of = shutil.which("soffice"), shutil.which("pdftotext")
    if soffice is None or words_of is None:
        pytest.skip("LibreOffice or poppler is not installed: no soffice or pdftotext on the path")
    made_ = deck.render(known(name), Brief(language=language))
    (tmp_path / "deck.pptx").write_bytes(made_)
    command = [soffice, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "deck.pptx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    told = subprocess.run([words_of, "-layout", str(tmp_path / "deck.pdf"), "-"], check=True, capture_output=True)
    pages = told.stdout.decode("utf-8").split("\f")[:-1]
    opened_ = Opened(made_)
    assert len(pages) == len(opened_.slides)
    for page, slide in zip(pages, opened_.slides, strict=True):
        title = slide.shapes.title.text_frame.text
        assert _letters(title)[:12] in _letters(page), title


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("(−18.7 to +¥165,000)", "(−\N{WORD JOINER}18.7 to +\N{WORD JOINER}¥165,000)"),
        ("（−CHF 1.50 M）", "（−\N{WORD JOINER}CHF 1.50 M）"),
        ("80+20 and a − b", "80+20 and a − b"),
    ],
)
def test_no_line_ends_between_a_sign_and_its_number(text: str, joined: str) -> None:
    assert unbroken(text) == joined
