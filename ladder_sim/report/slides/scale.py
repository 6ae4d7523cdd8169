"""The value axis of a chart: from where to where and in which steps, so that places in the chart are known."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ladder_sim.core.display import number
from ladder_sim.report.document.parts import Chart


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis."""

    low: float
    high: float
    step: float

    def share(self, length: float) -> float:
        """A length in values as a share of the axis."""
        return length / (self.high - self.low)


def scale_of(chart: Chart, steps: int = 5) -> Scale:
    """Round ends that hold every value, every interval and 0, so that no axis makes a small difference look steep."""
    values = [value for value in _values(chart) if math.isfinite(value)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    low, high = min(low, 0.0, -chart.least), max(high, 0.0, chart.least)
    if high == low:
        high = low + (abs(low) or 1.0)
    step = _round((high - low) / steps)
    if chart.kind == "bars" and low < 0:
        low -= 0.75 * step  # the labels of bars to the left, which end where the names begin
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _values(chart: Chart) -> list[float]:
    if chart.kind == "stacked":
        rows = list(zip(*(series.values for series in chart.series), strict=True))
        return [sum(v for v in row if sign * v > 0) for row in rows for sign in (1, -1)]
    return [value for s in chart.series for part in (s.values, s.low, s.high) for value in part]


def _round(step: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(base * power for base in (1, 2, 2.5, 5, 10) if base * power >= step * (1 - 1e-9))


def shown(value: float, form: str) -> str:
    """A number about as an office program shows it in this format; to know its width."""
    bare = re.sub(r'"([^"]*)"', r"\1", form.split(";")[0])
    match = re.search(r"[#0][#0,.]*", bare)
    if match is None:
        return f"{value:g}"
    digits = match.group()
    scaled = value * (100 if "%" in bare else 1) / 1000 ** (len(digits) - len(digits.rstrip(",")))
    places = len(digits.rstrip(",").partition(".")[2])
    text = number(scaled, places)
    if "," not in digits.rstrip(","):
        text = text.replace(",", "")
    return bare[: match.start()] + text + bare[match.end() :]
