"""What is drawn of plain shapes that anybody can edit: ladders, key figures, the box of what is asked."""

from __future__ import annotations

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.palette import COLORS, bare
from ladder_sim.report.outline.parts import DrawnLadder, KeyFigure, KeyFigures, Ladders, Track
from ladder_sim.report.slides.measure import LEAST, TextBox, clipped, height, largest, line_height, width, wrapped
from ladder_sim.report.slides.template import DEEP, INK, MUTED, PALE
from ladder_sim.report.slides.text import write

_TONES = {"good": "00694B", "bad": "A63F00", "": DEEP}
_TRACKS = tuple(map(bare, COLORS))
_WHITE = "FFFFFF"
#: A grade's box is no higher and no wider.
_HIGH, _WIDE = 0.75, 2.6
#: Of key figures.
_VALUES = (32.0, 28.0, 24.0, 20.0, 18.0, 16.0, LEAST)
#: A row of steps is no higher.
_ROW = 1.55
#: A heading of a ladder, and of a track.
_NAME, _SUB = 20.0, LEAST


def box(
    slide: SlidePart,
    place: TextBox,
    text: str,
    *,
    size: float,
    fill: str = "",
    color: str = INK,
    bold: bool = False,
    middle: bool = False,
) -> SlidePart:
    """A rectangle with a text; without a color to fill it the text alone."""
    at = (Inches(x) for x in (place.left, place.top, place.width, place.height))
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *at)
    shape._element.remove(shape._element.find("{*}style"))  # its shadow and its border
    shape.line.fill.background()
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    else:
        shape.fill.background()
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if fill else MSO_ANCHOR.TOP
    side = Inches(0.05 if middle else 0.2) if fill else 0
    frame.margin_left = frame.margin_right = side
    frame.margin_top = frame.margin_bottom = 0
    write(frame, [text], size=size)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.bold = bold
            run.font.color.rgb = RGBColor.from_string(color)
    return shape


def ask_box(slide: SlidePart, place: TextBox, text: str, size: float) -> None:
    """What is asked of those who read it."""
    box(slide, place, text, size=size, fill=DEEP, color=_WHITE, bold=True).name = "Ask"


def key_figures(slide: SlidePart, told: KeyFigures, place: TextBox) -> None:
    """The figures below each other, each with a bar of its tone at the left."""
    title = clipped(told.title, 16.0, place.width, 2, bold=True)
    head, rest = place.cut(height(title, 16.0, place.width, bold=True), 0.15)
    box(slide, head, title, size=16.0, color=DEEP, bold=True)
    each = (rest.height - 0.1 * (len(told.figures) - 1)) / max(1, len(told.figures))
    for i, one in enumerate(told.figures):
        top = rest.top + i * (each + 0.1)
        box(slide, TextBox(rest.left, top, 0.08, each), "", size=LEAST, fill=_TONES[one.tone])
        _card(slide, TextBox(rest.left + 0.08, top, rest.width - 0.08, each), one)


def _card(slide: SlidePart, place: TextBox, one: KeyFigure) -> None:
    """A figure with its name above and its interval below, in one shape."""
    wide = place.width - 0.4
    free = place.height - height(one.name, LEAST, wide) - height(one.detail, LEAST, wide) - 0.04
    size = largest(one.value, _VALUES, TextBox(0, 0, wide, free), lines=1, bold=True)
    shape = box(slide, place, one.name, size=LEAST, fill=PALE)
    write(shape.text_frame, [one.name, one.value, one.detail], size=LEAST)
    styles = ((LEAST, INK, False), (size, _TONES[one.tone], True), (LEAST, MUTED, False))
    for paragraph, (points, color, bold) in zip(shape.text_frame.paragraphs, styles, strict=True):
        paragraph.space_before = Pt(0)
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(points), bold
            run.font.color.rgb = RGBColor.from_string(color)


# --- ladders --------------------------------------------------------------------------------------------


def ladders(slide: SlidePart, told: Ladders, place: TextBox) -> None:
    """Ladders side by side with the names of their grades; more than two as rows of steps."""
    if len(told.ladders) <= 2:
        for one, at in zip(told.ladders, place.columns(len(told.ladders), 0.5), strict=True):
            _ladder(slide, one, at)
    else:
        _rows(slide, told, place)
    first = slide.shapes[len(slide.shapes) - 1]
    first._element.nvSpPr.cNvPr.set("descr", told.alt)


def _ladder(slide: SlidePart, one: DrawnLadder, place: TextBox) -> None:
    """A ladder: its tracks as columns, the lowest level at the bottom."""
    head, rest = place.cut(0.42, 0.02)
    box(slide, head, clipped(one.title, _NAME, head.width, 1, bold=True), size=_NAME, color=DEEP, bold=True)
    sub, rest = rest.cut(0.28, 0.12)
    box(slide, sub, clipped(one.detail, _SUB, sub.width, 1), size=_SUB, color=MUTED)
    names, rest = rest.cut(0.3, 0.05)
    columns = rest.columns(max(1, len(one.tracks)), 0.15)
    levels = max(one.levels, max((len(track.grades) for track in one.tracks), default=1))
    for i, (track, column) in enumerate(zip(one.tracks, columns, strict=True)):
        above = TextBox(column.left, names.top, column.width, names.height)
        box(
            slide,
            above,
            clipped(track.title, _SUB, column.width, 1, bold=True),
            size=_SUB,
            color=_TRACKS[i % len(_TRACKS)],
            bold=True,
        )
        _track(slide, track, column, levels, _TRACKS[i % len(_TRACKS)])


def _track(slide: SlidePart, track: Track, column: TextBox, levels: int, color: str) -> None:
    """The grades of a track from the bottom; those that share a level stand on steps of their own."""
    step = min(_HIGH, column.height / levels)
    gap = 0.05 if step > 0.36 else 0.03
    apart = len({level for level, _ in track.grades}) == len(track.grades)
    for place, (level, name) in enumerate(track.grades, 1):
        at = min(level if apart else place, levels)
        cell = TextBox(column.left, column.bottom - at * step + gap, column.width, step - gap)
        lines = max(1, int(cell.height / line_height(name, LEAST)))
        size = largest(name, (18.0, 16.0, LEAST), TextBox(0, 0, cell.width - 0.15, cell.height), lines=lines)
        lines = max(1, int(cell.height / line_height(name, size)))
        box(
            slide,
            cell,
            clipped(name, size, cell.width - 0.15, min(2, lines)),
            size=size,
            fill=color,
            color=_ink_on(color),
            middle=True,
        )


def _rows(slide: SlidePart, told: Ladders, place: TextBox) -> None:
    """A row for each scheme: its name, then a step for each grade, track by track."""
    n = len(told.ladders)
    row = min(_ROW, place.height / n)
    size = 18.0 if row > 0.6 else 16.0 if row > 0.45 else LEAST
    names = min(3.4, max(width(one.title, size, bold=True) for one in told.ladders) + 0.1)
    counts = max(width(one.detail, LEAST) for one in told.ladders) + 0.1
    most = max(sum(len(track.grades) for track in one.tracks) + 0.5 * (len(one.tracks) - 1) for one in told.ladders)
    each = min(1.1, (place.width - names - counts - 0.4) / most)
    for i, one in enumerate(told.ladders):
        top, high = place.top + i * row, 0.72 * row
        line = max(line_height(one.title, size), line_height(one.title, LEAST))
        middle = top + (high - line) / 2
        lines = max(1, min(2, int(row / line)))
        title = clipped(one.title, size, names, lines, bold=True)
        tall = line * len(wrapped(title, size, names, bold=True))
        at = TextBox(place.left, top + (high - tall) / 2, names + 0.1, tall)
        box(slide, at, title, size=size, color=DEEP, bold=True)
        left = place.left + names + 0.2
        for k, track in enumerate(one.tracks):
            left = _steps(slide, track, TextBox(left, top, each, high), _TRACKS[k % len(_TRACKS)])
        box(slide, TextBox(place.right - counts, middle, counts, line), one.detail, size=LEAST, color=MUTED)


def _steps(slide: SlidePart, track: Track, first: TextBox, color: str) -> float:
    """The grades of a track as steps that rise; gives where the next track begins."""
    n = len(track.grades)
    for i in range(n):
        share = 0.45 + 0.55 * (i + 1) / n
        high = first.height * share
        cell = TextBox(first.left + i * first.width, first.top + first.height - high, first.width - 0.04, high)
        box(slide, cell, "", size=LEAST, fill=color)
    return first.left + (n + 0.5) * first.width


def _ink_on(color: str) -> str:
    """White or dark, whichever can be read on a color."""
    light = sum(w * int(color[i : i + 2], 16) for w, i in ((0.299, 0), (0.587, 2), (0.114, 4)))
    return _WHITE if light < 150 else INK
