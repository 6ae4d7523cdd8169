"""Charts that the office program draws itself and people can edit: their numbers lie in an embedded workbook.

python-pptx makes the chart; `deck_marks` writes what it has no names for. Where the parts stand in the frame is
computed here, so that no program has to guess: labels begin where the interval ends, long names have their room.
"""

from __future__ import annotations

import math

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.util import Inches, Pt

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.palette import COLORS, bare
from ladder_sim.report.document.parts import Chart, ChartKind, Series
from ladder_sim.report.slides import marks
from ladder_sim.report.slides.book import ErrorBarColumns, book
from ladder_sim.report.slides.measure import TextBox, balanced, clipped, height, width, wrapped
from ladder_sim.report.slides.room import SIZE, SMALL, TITLE_SIZE, UNIT, Room, arranged
from ladder_sim.report.slides.scale import Scale, scale_of, shown
from ladder_sim.report.slides.text import label

#: The thickest bar.
_BAR = 0.8
#: The least room of a bar with its number inside.
_INSIDE = 0.36
#: Between an interval and the label beyond it.
_APART = 0.04
#: Office programs begin a title this far inside the frame.
_INSET = 0.08
#: Between two numbers along an axis.
_BETWEEN = 0.15
_DASHES = (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT)
_COLORS = tuple(map(bare, COLORS))


def head(chart: Chart, box: TextBox) -> float:
    """The height of a chart's title."""
    return height(chart.title, TITLE_SIZE, box.width, bold=True)


def add(slide: SlidePart, chart: Chart, box: TextBox, titled: float = 0.0) -> TextBox:
    """Put a chart and its title into the box; returns the part of it that the chart takes.

    `titled` is the height of the title, as of charts side by side the highest; 0 leaves the title out.
    """
    chart = _lying(chart, box)
    if titled:
        above, box = box.cut(titled, 0.1)
        label(slide, above, chart.title, size=TITLE_SIZE, color="tx2", bold=True)
    scale, room = _arranged(chart, TextBox(box.left - _INSET, box.top, box.width + _INSET, box.height))
    place = (Inches(x) for x in (room.frame.left, room.frame.top, room.frame.width, room.frame.height))
    file, cells = book(chart)
    frame = slide.shapes.add_chart(_KINDS[chart.kind], *place, _data(chart, room, file))
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    made = frame.chart
    made._chartSpace.find("{*}date1904").addnext(marks.no("roundedCorners"))
    made.font.size = Pt(SIZE)
    made.has_title = False  # it stands above, where every program sets it alike
    _axes(made, chart, scale, room)
    _legend(made, room)
    made._chartSpace.chart.plotArea.insert(0, marks.layout(*room.shares(room.plot), inner=True))
    for old in made._chartSpace.chart.plotArea.findall("{*}layout")[1:]:
        made._chartSpace.chart.plotArea.remove(old)
    _bars(made, chart, room)
    for i, series in enumerate(chart.series):
        _series(made.plots[0].series[i], chart, series, i, scale, room, cells[i])
    return room.frame


def _arranged(chart: Chart, box: TextBox) -> tuple[Scale, Room]:
    """The value axis and the room of the parts; fewer steps where their numbers have no room beside each other."""
    steps = max(2, min(6, int(0.7 * box.width)))
    while True:
        scale = scale_of(chart, steps)
        room = arranged(chart, box, scale)
        widest = max(width(shown(end, chart.format), SMALL) for end in (scale.low, scale.high))
        if (
            steps <= 2
            or chart.kind not in ("bars", "stacked")
            or ((scale.high - scale.low) / scale.step * (widest + _BETWEEN) <= room.plot.width)
        ):
            return scale, room
        steps -= 1


_KINDS: dict[ChartKind, SlidePart] = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}


def _lying(chart: Chart, box: TextBox) -> Chart:
    """Columns whose names have no room below them lie down as bars."""
    slot = 0.85 * box.width / max(1, len(chart.categories))
    if chart.kind == "columns" and any(len(wrapped(name, SIZE, slot)) > 2 for name in chart.categories):
        return Chart("bars", *(getattr(chart, name) for name in Chart.__slots__[1:]))
    return chart


class _Data(CategoryChartData):  # type: ignore[misc]  # python-pptx has no types
    """The numbers of a chart with the workbook that they lie in, instead of one that python-pptx writes."""

    def __init__(self, number_format: str, file: bytes) -> None:
        super().__init__(number_format=number_format)
        self._file = file

    @property
    def xlsx_blob(self) -> bytes:
        return self._file


def _data(chart: Chart, room: Room, file: bytes) -> CategoryChartData:
    """What is shown until someone edits the data: names broken into lines here, for programs differ in that."""
    data = _Data(chart.format, file)
    data.categories = [
        "\n".join(balanced(clipped(name, room.size, room.names, room.lines), room.size, room.names))
        for name in chart.categories
    ]
    for series in chart.series:
        data.add_series(series.name, [v if math.isfinite(v) else None for v in series.values])
    return data


def _legend(made: SlidePart, room: Room) -> None:
    made.has_legend = room.legend is not None
    if room.legend is None:
        return
    beside = room.legend.left > room.plot.left
    made.legend.position = XL_LEGEND_POSITION.RIGHT if beside else XL_LEGEND_POSITION.TOP
    made.legend.include_in_layout = False
    made.legend.font.size = Pt(SIZE)
    element = made.legend._element
    for old in element.findall("{*}layout"):
        element.remove(old)
    element.find("{*}legendPos").addnext(marks.layout(*room.shares(room.legend)))


def _title(
    title: SlidePart, text: str, size: float, at: tuple[float, float] | None, color: str, *, bold: bool = False
) -> None:
    """A title with its words at a place instead of centered; without one turned up along its axis."""
    element = title._element
    for child in list(element):
        element.remove(child)
    element.append(marks.rich(text, size, color, bold=bold, up=at is None))
    if at is not None:
        element.append(marks.layout(*at))
    element.append(marks.no("overlay"))


def _axes(made: SlidePart, chart: Chart, scale: Scale, room: Room) -> None:
    names, values = made.category_axis, made.value_axis
    lying = chart.kind in ("bars", "stacked")
    values.minimum_scale, values.maximum_scale, values.major_unit = scale.low, scale.high, scale.step
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb("E4E8EB")
    values.major_gridlines.format.line.width = Pt(0.75)
    values.format.line.fill.background()
    values.major_tick_mark = names.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.font.size = Pt(SMALL)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = chart.format, False
    names.tick_labels.font.size = Pt(room.size)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # also where bars go left of 0
    names.format.line.color.rgb = _rgb("8A949C")
    if lying:
        names.reverse_order = True
        # the first category on top, the values' axis still below (python-pptx's `crosses` misses this axis)
        values._element.find("{*}crosses").set("val", "max")
    values.has_title = True
    below = (room.plot.left / room.frame.width, 1 - UNIT / room.frame.height)
    _title(values.axis_title, chart.unit, SMALL, below if lying else None, "")


def _rgb(color: str) -> SlidePart:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color)


def _bars(made: SlidePart, chart: Chart, room: Room) -> None:
    """Bars of a width that looks the same in every chart."""
    if chart.kind == "lines":
        return
    across = room.plot.height if chart.kind != "columns" else room.plot.width
    slot = across / max(1, len(chart.categories))
    side_by_side = 1 if chart.kind == "stacked" else len(chart.series)
    most = _BAR if chart.kind != "columns" else 0.6
    thick = min(0.66 * slot / side_by_side, most)
    plot = made.plots[0]
    plot.vary_by_categories = False
    plot.gap_width = int(min(500, max(0, 100 * (slot / thick - side_by_side))))
    plot.overlap = 100 if chart.kind == "stacked" else 0


def _series(
    made: SlidePart, chart: Chart, series: Series, index: int, scale: Scale, room: Room, cells: ErrorBarColumns
) -> None:
    color = series.color.removeprefix("#") or _COLORS[index % len(_COLORS)]
    element = made._element
    if chart.kind == "lines":
        made.smooth = False
        made.format.line.color.rgb = _rgb(color)
        made.format.line.width = Pt(2.25)
        made.format.line.dash_style = _DASHES[index // len(_COLORS) % len(_DASHES)]
        made.marker.style, made.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        made.marker.format.fill.solid()
        made.marker.format.fill.fore_color.rgb = _rgb(color)
        made.marker.format.line.color.rgb = _rgb(color)
    else:
        made.invert_if_negative = False
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = _rgb(color)
    before = element.find("{*}cat")
    if (labels := _labels(chart, series, color, scale, room)) is not None:
        before.addprevious(labels)
    if series.low and any(math.isfinite(end) for end in (*series.low, *series.high)):
        direction = "y" if chart.kind == "lines" else ""
        minus, plus = cells.lengths
        before.addprevious(marks.error_bars(minus, plus, cells.references, direction))


def _labels(chart: Chart, series: Series, color: str, scale: Scale, room: Room) -> SlidePart:
    """Values at the ends of the bars, beyond the interval; inside where bars are stacked; none on lines."""
    if chart.kind == "lines" or (chart.kind != "stacked" and len(chart.series) * len(chart.categories) > 40):
        return None
    if chart.kind == "stacked":
        return _inside(chart, series, color, scale, room)
    if chart.kind == "columns" and not _labels_fit(chart, room):
        return None
    places: list[tuple[float, float] | None] = []
    ends = list(zip(series.low, series.high, strict=True)) or [(v, v) for v in series.values]
    for value, (low, high) in zip(series.values, ends, strict=True):
        if not math.isfinite(value):
            places.append(None)
            continue
        beyond = (high - value if value >= 0 else low - value) if math.isfinite(high - low) else 0.0
        share = scale.share(beyond)
        apart = math.copysign(_APART, beyond) if beyond else 0.0
        if chart.kind == "bars":
            places.append(((share * room.plot.width + apart) / room.frame.width, 0.0))
        else:
            places.append((0.0, -(share * room.plot.height + apart) / room.frame.height))
    thick = room.plot.height / max(1, len(chart.categories)) / len(chart.series)
    size = SIZE if chart.kind == "columns" or thick > 0.24 else SMALL
    return marks.labels(chart.format, size, places, "outEnd")


def _labels_fit(chart: Chart, room: Room) -> bool:
    """Whether the labels of columns can stand beside each other."""
    each = 0.8 * room.plot.width / len(chart.categories) / len(chart.series)
    values = [v for series in chart.series for v in series.values if math.isfinite(v)]
    return all(width(shown(value, chart.format), SIZE) < each for value in values)


def _inside(chart: Chart, series: Series, color: str, scale: Scale, room: Room) -> SlidePart | None:
    """Labels in the segments that are wide enough, in the color that can be read on them."""
    if room.plot.height / max(1, len(chart.categories)) < _INSIDE:
        return None
    places = []
    for value in series.values:
        long = scale.share(abs(value)) * room.plot.width if math.isfinite(value) else 0.0
        places.append((0.0, 0.0) if long > width(shown(value, chart.format), SMALL) + 0.08 else None)
    dark = sum(w * int(color[i : i + 2], 16) for w, i in ((0.299, 0), (0.587, 2), (0.114, 4))) < 150
    return marks.labels(chart.format, SMALL, places, "ctr", "FFFFFF" if dark else "1B2733")
