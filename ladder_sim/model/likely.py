"""Between which values an assumed number probably lies, how it is spread between them, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place

#: ``triangular``: most likely the value in use, less and less toward the ends. ``uniform``: all between alike.
#: ``normal``: one in twenty lies beyond either end.
Shape = Literal["triangular", "uniform", "normal"]
#: ``stated``: by the organization or a published source. ``evidence``: computed from published data. ``default``: a
#: guess, which is said.
RangeSource = Literal["stated", "evidence", "default"]

SHAPES: dict[Shape, Title] = {
    "triangular": Title("most likely the value in use", "现值最可能"),
    "uniform": Title("all values alike", "各值同等可能"),
    "normal": Title("normal, 1 in 20 beyond either end", "正态，两端之外各占二十分之一"),
}
RANGE_SOURCES: dict[RangeSource, Title] = {
    "stated": Title("stated by a source", "有来源写明"),
    "evidence": Title("computed from data", "由数据算出"),
    "default": Title("a guess", "推测"),
}


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
