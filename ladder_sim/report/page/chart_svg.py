"""A story's charts as SVG: text stays text, every number stands beside its mark, nothing is fetched.

Sizes are in CSS pixels at the width of 540 in which a chart is laid out; the page scales it. A column of text is about
half as wide as its font is high, a Chinese sign takes two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

from ladder_sim.charts.style import fitted
from ladder_sim.core.display import number
from ladder_sim.core.palette import BLUE
from ladder_sim.core.signs import width
from ladder_sim.report.document.parts import Chart, ChartKind, Series
from ladder_sim.report.slides.scale import Scale, scale_of

WIDE = 540.0
_FONT, _COLUMN, _LINE = 13, 7.4, 16.0
_NAMES = 24  # columns of a name beside a bar
_ROOM = 56.0  # for a value beside the end of a bar


def shown(value: float, form: str) -> str:
    """A number as an office program shows it in this format."""
    sections = form.split(";")
    part = sections[0]
    if value < 0 and len(sections) > 1:
        part, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        part = sections[2]
    digits = part.strip('+-%"')
    thousands = len(digits) - len(digits.rstrip(","))
    places = len(digits.rstrip(",").partition(".")[2])
    scaled = value * (100 if "%" in part else 1) / 1000**thousands
    text = number(scaled, places)
    if "#" not in part:
        text = text.replace(",", "")
    sign = "\N{MINUS SIGN}" if part.startswith("-") else "+" if part.startswith("+") else ""
    return sign + text + ("%" if "%" in part else "")


def svg(chart: Chart) -> str:
    """The chart as one ``<svg>`` element with its description."""
    body, height = _DRAWN[chart.kind](chart, scale_of(chart))
    return (
        f'<svg role="img" aria-label="{escape(chart.alt)}" viewBox="0 0 {WIDE:.0f} {height:.0f}" '
        f'font-size="{_FONT}" class="chart">{"".join(body)}</svg>'
    )


# --- marks ----------------------------------------------------------------------------------------------


def _text(x: float, y: float, text: str, anchor: str = "start", style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(text)}</text>'


def _rect(x: float, y: float, w: float, h: float, color: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}" fill="{color}"/>'


def _stroke(x1: float, y1: float, x2: float, y2: float, color: str = "#222", size: float = 1.4) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="{size:.1f}"/>'


def _lines_of(text: str, columns: int, most: int = 3) -> list[str]:
    return fitted(text, columns, most).split("\n")


def _ticks(scale: Scale) -> list[float]:
    n = round((scale.high - scale.low) / scale.step)
    return [scale.low + i * scale.step for i in range(n + 1)]


def _color(series: Series) -> str:
    return series.color or BLUE


def _interval(series: Series, i: int) -> tuple[float, float] | None:
    if i >= len(series.low) or not math.isfinite(series.low[i]) or not math.isfinite(series.high[i]):
        return None
    return series.low[i], series.high[i]


# --- horizontal bars ------------------------------------------------------------------------------------


class _Rows:
    """Names at the left, a row for each, and a value axis below."""

    def __init__(self, chart: Chart, scale: Scale, left_room: float, right_room: float) -> None:
        self.names = [_lines_of(name, _NAMES) for name in chart.categories]
        longest = max((width(line) for lines in self.names for line in lines), default=0)
        self.left = longest * _COLUMN + 12 + left_room
        self.right = WIDE - right_room
        self.heights = [max(26.0, _LINE * len(lines) + 8) for lines in self.names]
        self.bottom = 6 + sum(self.heights)
        self.scale, self.form, self.unit = scale, chart.format, chart.unit
        self.height = self.bottom + 40

    def at(self, value: float) -> float:
        return self.left + (value - self.scale.low) / (self.scale.high - self.scale.low) * (self.right - self.left)

    def frame(self, name_room: float) -> Iterator[str]:
        """Grid, names, axis and its unit."""
        ticks = _ticks(self.scale)
        widest = max(width(shown(tick, self.form)) for tick in ticks) * _COLUMN + 8
        every = 1 + int(widest / max(1.0, self.at(ticks[1]) - self.at(ticks[0])))  # so that no two labels touch
        for i, tick in enumerate(ticks):
            x = self.at(tick)
            zero = abs(tick) < 1e-12
            yield _stroke(x, 4, x, self.bottom, "#888" if zero else "#e2e2e2", 1.0)
            if (i - round(-self.scale.low / self.scale.step)) % every == 0:
                yield _text(x, self.bottom + 16, shown(tick, self.form), "middle", ' class="soft"')
        y = 6.0
        for lines, height in zip(self.names, self.heights, strict=True):
            top = y + height / 2 - _LINE * (len(lines) - 1) / 2 + 4.5
            for i, line in enumerate(lines):
                yield _text(self.left - name_room - 8, top + i * _LINE, line, "end")
            y += height
        yield _text(WIDE - 4, self.bottom + 34, self.unit, "end", ' class="soft"')

    def rows(self) -> Iterator[tuple[int, float, float]]:
        """Number, middle and height of each row."""
        y = 6.0
        for i, height in enumerate(self.heights):
            yield i, y + height / 2, height
            y += height


def _bars(chart: Chart, scale: Scale) -> tuple[list[str], float]:
    (series,) = chart.series[:1]
    below = _ROOM + 14 if any(value < 0 for value in series.values) else 0.0
    rows = _Rows(chart, scale, below, _ROOM + 14)
    body = list(rows.frame(below))
    for i, y, _ in rows.rows():
        value = series.values[i]
        if not math.isfinite(value):
            body.append(_text(rows.at(0) + 6, y + 4.5, "–"))
            continue
        x, zero, span = rows.at(value), rows.at(0), _interval(series, i)
        body.append(_rect(min(x, zero), y - 7, abs(x - zero), 14, _color(series)))
        ends = [value]
        if span is not None:
            a, b = rows.at(span[0]), rows.at(span[1])
            body += [_stroke(a, y, b, y), _stroke(a, y - 4, a, y + 4), _stroke(b, y - 4, b, y + 4)]
            ends += span
        label = shown(value, chart.format)
        if value < 0:
            body.append(_text(rows.at(min(ends)) - 6, y + 4.5, label, "end"))
        else:
            body.append(_text(rows.at(max(*ends, 0)) + 6, y + 4.5, label))
    return body, rows.height


def _stacked(chart: Chart, scale: Scale) -> tuple[list[str], float]:
    rows = _Rows(chart, scale, 0, _ROOM + 14)
    body = list(rows.frame(0))
    for i, y, _ in rows.rows():
        up = down = 0.0
        for series in chart.series:
            value = series.values[i] if math.isfinite(series.values[i]) else 0.0
            start = up if value >= 0 else down
            a, b = sorted((rows.at(start), rows.at(start + value)))
            body.append(_rect(a, y - 8, b - a, 16, _color(series)))
            up, down = (start + value, down) if value >= 0 else (up, start + value)
        body.append(_text(rows.at(up) + 6, y + 4.5, shown(up + down, chart.format)))
    return body, rows.height


# --- columns and lines ----------------------------------------------------------------------------------


class _Plot:
    """Categories from left to right below, a value axis at the left."""

    def __init__(self, chart: Chart, scale: Scale, *, ends: bool) -> None:
        self.left = 14 + max(width(shown(tick, chart.format)) for tick in _ticks(scale)) * _COLUMN
        self.right, self.top, self.bottom = WIDE - 10, 26.0, 286.0
        self.step = (self.right - self.left) / (max(1, len(chart.categories) - 1) if ends else len(chart.categories))
        if ends:  # room for half a name at both ends
            self.left, self.right = self.left + 30, self.right - 40
            self.step = (self.right - self.left) / max(1, len(chart.categories) - 1)
        self.offset = 0.0 if ends else self.step / 2
        columns = max(6, int(self.step / _COLUMN) - 1)
        self.names = [_lines_of(name, columns) for name in chart.categories]
        self.scale, self.form, self.unit = scale, chart.format, chart.unit
        self.height = self.bottom + 10 + _LINE * max(len(lines) for lines in self.names)

    def at(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.bottom - share * (self.bottom - self.top)

    def x(self, i: int) -> float:
        return self.left + self.offset + i * self.step

    def frame(self) -> Iterator[str]:
        for tick in _ticks(self.scale):
            y = self.at(tick)
            yield _stroke(self.left - (30 if not self.offset else 0), y, WIDE - 10, y, "#e2e2e2", 1.0)
            edge = self.left - (36 if not self.offset else 6)
            yield _text(edge, y + 4.5, shown(tick, self.form), "end", ' class="soft"')
        for i, lines in enumerate(self.names):
            for j, line in enumerate(lines):
                yield _text(self.x(i), self.bottom + 18 + j * _LINE, line, "middle")
        yield _text(4, 14, self.unit, "start", ' class="soft"')


def _columns(chart: Chart, scale: Scale) -> tuple[list[str], float]:
    plot = _Plot(chart, scale, ends=False)
    body = list(plot.frame())
    wide = min(46.0, plot.step * 0.8 / max(1, len(chart.series)))
    labeled = wide >= 30
    for s, series in enumerate(chart.series):
        for i, value in enumerate(series.values):
            if not math.isfinite(value):
                continue
            x = plot.x(i) + (s - (len(chart.series) - 1) / 2) * wide
            y, zero, span = plot.at(value), plot.at(0), _interval(series, i)
            body.append(_rect(x - wide * 0.44, min(y, zero), wide * 0.88, abs(zero - y), _color(series)))
            top = min(y, zero)
            if span is not None:
                a, b = plot.at(span[0]), plot.at(span[1])
                body += [_stroke(x, a, x, b), _stroke(x - 4, a, x + 4, a), _stroke(x - 4, b, x + 4, b)]
                top = min(top, b)
            if labeled:
                body.append(_text(x, top - 5, shown(value, chart.format), "middle", ' font-size="11"'))
    return body, plot.height


def _lines(chart: Chart, scale: Scale) -> tuple[list[str], float]:
    plot = _Plot(chart, scale, ends=True)
    body = list(plot.frame())
    dashes = ("", "7 3", "2 3")
    for s, series in enumerate(chart.series):
        points = [(plot.x(i), plot.at(v)) for i, v in enumerate(series.values) if math.isfinite(v)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = dashes[s % 3]
        style = f' stroke-dasharray="{dash}"' if dash else ""
        body.append(f'<polyline points="{path}" fill="none" stroke="{_color(series)}" stroke-width="2.2"{style}/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{_color(series)}"/>' for x, y in points]
    return body, plot.height


def legend(chart: Chart) -> Sequence[tuple[str, str]]:
    """Names and colors, where there is more than one series to tell apart."""
    return [(series.name, _color(series)) for series in chart.series] if len(chart.series) > 1 else []


_DRAWN: dict[ChartKind, Callable[[Chart, Scale], tuple[list[str], float]]] = {
    "bars": _bars, "stacked": _stacked, "columns": _columns, "lines": _lines,
}  # fmt: skip
