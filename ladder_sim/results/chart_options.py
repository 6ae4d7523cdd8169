"""What may be said of a chart beside its name: keywords by chart, for type checkers and completion.

`ladder_sim.charts` draws; a test holds these keywords against the arguments of its functions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, DrawStyleType, LineStyleType, MarkerType

    from ladder_sim.results.broken_down import By

#: For a run one value, for a comparison one for each scheme that is to look otherwise.
PerScheme = str | Mapping[str, str] | None
#: Steps of a chart over time.
TimeStep = Literal["month", "year"]
#: What a band over time holds: the middle of the replications, or the interval of their mean.
Band = Literal["replications", "mean"]
#: How the values of replications are drawn.
SpreadKind = Literal["hist", "box"]
#: What people gain or lose.
GainKind = Literal["pay", "promotion"]


class LabelOption(TypedDict, total=False):
    """The names of schemes: of a run one, of a comparison by scheme."""

    label: PerScheme


class LookOptions(LabelOption, total=False):
    """Names and colors of schemes."""

    color: PerScheme


class TimeOptions(LookOptions, total=False):
    """Of a measure: with `by` over time or by grade, with a band of this `level`; or its spread with `kind`."""

    by: By
    level: float
    band: Band
    kind: SpreadKind
    bins: int | None


class MeasureOptions(TimeOptions, total=False):
    """Of any measure: one within it that a hollow mark shows, and whether schemes stand at the left."""

    part: str | None
    names: bool


class HeadcountOptions(LabelOption, total=False):
    """The grades to show, in the order of the ladder, their colors, and how much the bands hold."""

    grades: Sequence[str] | None
    color: ColorType | Mapping[str, ColorType] | None
    level: float


class FlowOptions(LabelOption, total=False):
    """The schemes to show; a part of the map; width and height in inches of the room on a slide."""

    schemes: Sequence[str] | None
    grades: Collection[str] | None
    room: tuple[float, float] | None


class SeatOptions(LabelOption, total=False):
    """The grade whose months are shown."""

    grade: str | None


class ReasonOptions(LabelOption, total=False):
    """The move, or how many of them at most."""

    move: str | None
    most: int


class GainOptions(LookOptions, total=False):
    """Which of both is shown."""

    what: GainKind | None


class GroupOptions(LabelOption, total=False):
    """The attribute whose groups are shown."""

    attribute: str | None


class ChartOptions(TypedDict, total=False):
    """Those of every chart, where the chart is named by a text; which of them it takes, it says itself.

    The last are Matplotlib's, of the lines of charts over time.
    """

    label: PerScheme
    color: PerScheme | ColorType | Mapping[str, ColorType]
    by: By
    level: float
    band: Band
    kind: SpreadKind
    bins: int | None
    part: str | None
    names: bool
    grades: Sequence[str] | None
    schemes: Sequence[str] | None
    room: tuple[float, float] | None
    grade: str | None
    move: str | None
    most: int
    attribute: str | None
    linestyle: LineStyleType
    ls: LineStyleType
    linewidth: float
    lw: float
    marker: MarkerType
    markersize: float
    ms: float
    alpha: float
    drawstyle: DrawStyleType
    zorder: float
