"""Between which values an assumed number probably lies, how it is spread between them, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.fixed_math import exp
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place

#: ``triangular``: most likely the value in use, less and less toward the ends. ``uniform``: all between alike.
#: ``normal``: one in twenty lies beyond either end. ``estimate``: the ends are those of a 95 % interval around the
#: value in use, each side normal on its own; of positive numbers on the scale of logarithms.
Shape = Literal["triangular", "uniform", "normal", "estimate"]
#: ``stated``: by the organization or a published source. ``evidence``: computed from published data. ``fitted``:
#: estimated from the organization's own records, with a sampling error. ``default``: a guess, which is said.
RangeSource = Literal["stated", "evidence", "fitted", "default"]

SHAPES: dict[Shape, Title] = {
    "triangular": Title("most likely the value in use", "现值最可能"),
    "uniform": Title("all values alike", "各值同等可能"),
    "normal": Title("normal, 1 in 20 beyond either end", "正态，两端之外各占二十分之一"),
    "estimate": Title("an estimate with its 95% interval", "估计值及其95%区间"),
}
RANGE_SOURCES: dict[RangeSource, Title] = {
    "stated": Title("stated by a source", "有来源写明"),
    "evidence": Title("computed from data", "由数据算出"),
    "fitted": Title("fitted from records", "由历史记录拟合"),
    "default": Title("a guess", "推测"),
}
#: The keys by which a file gives a range; one of them.
RANGE_KEYS = ("range", "times", "interval", "se")
#: Standard errors from an estimate to either end of its 95 % interval.
ERRORS = 1.959963984540054


@dataclass(frozen=True, slots=True, repr=False)
class Likely(OneLine):
    """The range of an assumed number.

    Parameters
    ----------
    low, high
        Its ends, in the unit of the number; with `times` factors of it.
    title
        What the number is called, where it stands in no record that has a title.
    basis
        What the range rests on, in words.
    """

    low: float
    high: float
    shape: Shape = "triangular"
    source: RangeSource = "stated"
    times: bool = False
    title: Title | None = None
    basis: Title = field(default_factory=lambda: Title("", ""))
    at: Place = field(default=NOWHERE, compare=False)


def interval_of(value: float, error: float) -> tuple[float, float]:
    """The 95 % interval of an estimate with this standard error; of a positive value on the scale of logarithms.

    There the standard error is ``error / value`` (delta method), so that a small rate never comes out below 0.
    """
    if value > 0:
        times = float(exp(ERRORS * error / value))
        return value / times, value * times
    return value - ERRORS * error, value + ERRORS * error
