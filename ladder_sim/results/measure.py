"""A measure as a record, and what measures are built of: rates, quotients and sums over a window of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.directions import Direction, DirectionWord
from ladder_sim.core.frozen import UnknownKeyError, not_there
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.results.intervals import ratio
from ladder_sim.results.period import Window

#: Which of two values of a measure is better; None where neither is.
Better = Direction | None
#: How a reader may say it.
BetterWord = DirectionWord | None
Parts = Callable[[Window], tuple[Floats, Floats]]

NOBODY = Title("nobody was there", "没有人员")  # why a measure is NaN, unless it says otherwise


@dataclass(frozen=True, slots=True, repr=False)
class Measure(OneLine):
    """A figure of a run.

    Parameters
    ----------
    unit : of its values, such as ``"share a year"``
    better : the direction that people and employer usually want; None where they differ
    compute : from a window a value for each replication, shape (replications,); NaN where there is none
    missing : why a value is NaN
    headline : shown where there is room for few
    yearly : can be told for a part of the run
    event : what one event more adds to each replication, shape (replications,); None: it counts none
    unseen : what one event may add to a sum in which none was seen, shape (replications,)
    signed : its events are counted up and down
    pooled : of one formed from all replications together, from weights of shape (pools, replications) one for each pool
    error : of a pooled measure, a standard error below which none is believed
    null : how far luck alone takes it from 0: pooled, and in one replication
    """

    name: str
    title: Title
    unit: str
    definition: Title
    better: Better
    compute: Callable[[Window], Floats]
    missing: Title = NOBODY
    headline: bool = False  # shown where there is room for few
    yearly: bool = True  # can be told for a single year
    event: Callable[[Window], Floats] | None = None  # what one event more adds to a replication; None: counts none
    unseen: Callable[[Window], Floats] | None = None  # what one event may add to a sum in which none was seen
    signed: bool = False  # its events are counted up and down
    pooled: Callable[[Window, Floats], Floats] | None = None  # from weights, shape (pools, replications): one for each
    error: Callable[[Window], float] | None = None  # of a pooled measure, a standard error below which none is believed
    null: Callable[[Window], tuple[float, float]] | None = None  # ± by luck alone: pooled, and in one replication
    noted: bool = False  # of what no rule reads, groups and who is chosen: a bare run has no value of it


class KnownMeasures(Mapping[str, Measure]):
    """Measures by name, which nobody can add to; completion offers the names inside brackets."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self._measures = measures

    def __getitem__(self, name: str) -> Measure:
        if name not in self._measures:
            raise UnknownKeyError(not_there(name, self))
        return self._measures[name]

    def __call__(self, name: str) -> Measure:
        """The measure of this name, for who writes parentheses for brackets."""
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)

    def __repr__(self) -> str:
        return f"<{len(self)} measures: {', '.join(self)}>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


def rate(count: Callable[[Window], Floats]) -> Callable[[Window], Floats]:
    """Events ÷ years ÷ average headcount, shape (replications,); a share a year."""
    return lambda w: ratio(count(w) / w.years, w.everyone)


def one(w: Window) -> Floats:
    """What one event adds to the rate of each replication, shape (replications,)."""
    return ratio(1 / w.years, w.everyone)


def one_of(*kinds: str) -> Callable[[Window], Floats]:
    """What one move of these kinds adds to the rate of each replication, shape (replications,).

    Nothing where the ladder has none of these kinds, so that 0 is known and not just seen.
    """
    return lambda w: one(w) if any(w.arcs(kind) for kind in kinds) else np.zeros(len(w.everyone))


def divided(parts: Parts) -> Callable[[Window], Floats]:
    """The quotient of each replication, shape (replications,); NaN where the lower part is 0."""
    return lambda w: ratio(*parts(w))


def together(parts: Parts) -> Callable[[Window, Floats], Floats]:
    """The quotient of sums over replications, from weights of shape (pools, replications); shape (pools,)."""
    return lambda w, weights: ratio(*(weights @ part for part in parts(w)))


def promotions(w: Window, grade: int | None = None) -> Floats:
    """Promotions of a window, all or those out of the grade of this code; shape (replications,)."""
    total: Floats = w.moved[:, w.arcs("promotion", grade)].sum(axis=1)
    return total
