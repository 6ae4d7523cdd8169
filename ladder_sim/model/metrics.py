"""What people bring and what is measured of them: attributes and metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.model.expression import Expr, Period

MetricKind = Literal["normal", "lognormal", "poisson", "chance", "uniform", "table", "value"]


AttributeKind = Literal["normal", "uniform", "exponential", "poisson", "shares", "table", "constant"]

#: When a metric is drawn anew, and whether each person, team or the unit has a draw of its own.
DrawnAt = Literal["month", "exam", "hire"]
DrawnPer = Literal["person", "team", "unit"]


@dataclass(frozen=True, slots=True)
class FactChange:
    """At the end of each period an attribute becomes `to` for those for whom `when` holds; ``next``: one level up."""

    every: Period
    when: Expr
    to: Expr


NEXT_LEVEL = "next"
#: The attribute that says how much of full time somebody works, 0 to 1; pay is in proportion.
FTE = "fte"


@dataclass(frozen=True, slots=True, repr=False)
class Attribute(FrozenFields, OneLine):
    """Something a person has from the start. `levels` makes it ordered (or named); `params` belong to `kind`.

    Parameters
    ----------
    params : of its distribution, in the order of `streams.distributions`
    low, high : limits of its values; None: none
    shares : of its levels, which need not add up to 1
    """

    name: str
    title: Title
    kind: AttributeKind
    params: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    ordered: bool = False
    shares: tuple[float, ...] = ()
    names: Mapping[str, Title] = field(default_factory=dict)  # what its values are called
    changes: tuple[FactChange, ...] = ()  # with time; of several the first that applies
    table: tuple[tuple[float, float], ...] = ()  # values and weights
    cut: bool = False  # what lies beyond the limits is drawn within them, not put on them


#: Full-time equivalents where nothing is said of them: everybody works full time.
FULL_TIME = Attribute(FTE, Title("full-time equivalent", "全时当量"), "constant", (1.0,))


@dataclass(frozen=True, slots=True, repr=False)
class Metric(OneLine):
    """Something drawn for each person (or once for each `per`), each month or at an occasion.

    normal and lognormal: mean + between · ability + AR(1) with stationary sd `within` and lag-1 `carry`.

    Parameters
    ----------
    between : standard deviation of people's own levels, in the metric's unit
    within : standard deviation of a person's months around the own level
    carry : correlation of a month with the next, 0–1
    """

    name: str
    title: Title
    kind: MetricKind
    mean: Expr | None = None  # also the chance of `chance`, the expression of `value`
    between: Expr | None = None
    within: Expr | None = None
    carry: float = 0.0
    ability: float | None = None  # normal: correlation of the between part with ability, default 1; others: log slope
    at_move: Expr | None = None  # what a new role makes of the person's own level, from `old` and `fresh`
    gain: Expr | None = None  # learning: how far below the mean a newcomer starts
    half_life: float = 0.0  # months
    low: float | None = None  # clip, or
    high: float | None = None
    cut: bool = False  # what lies beyond the limits is drawn within them, not put on them
    table: tuple[tuple[float, float], ...] = ()  # values and weights
    at: DrawnAt = "month"
    per: DrawnPer = "person"
    unit: str = ""
    better: Literal["high", "low"] = "high"
    event: bool = False  # an event that a record without the column has none of
    missing: float | None = None  # what a record without the column has; an event has 0
    basis: str = ""  # source, or "assumed"
