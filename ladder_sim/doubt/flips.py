"""At which value of an assumption the better of two schemes changes; found with common luck, confirmed on fresh seeds.

Near such a value the two schemes are equal, so that no number of replications tells them apart there. It is therefore
confirmed by the nearest values to either side at which fresh seeds tell for certain which scheme is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.doubt.plays import Plays, difference
from ladder_sim.model.assumptions import Assumption, Value
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.one_luck import one_luck

FRESH = 2_000_003  # added to the seed for the luck on which a turn is confirmed
HALVINGS = 6  # of the stretch in which it turns
#: How far from the turn it is looked at on fresh seeds, as shares of the way to the value in use or to the other side.
STEPS = (0.25, 0.5, 1.0)
AWAY = 1.1  # times the difference in use: beyond it an end leads away from a turn


@dataclass(frozen=True, slots=True)
class Flip:
    """The value at which the better scheme changes.

    Parameters
    ----------
    value
        Of a number found between two values; of a choice the choice itself.
    rising
        Whether the other scheme is better above it.
    here, there
        The nearest values on the side of the value in use and on the other at which fresh seeds tell for certain
        which scheme is better; None where they do not.
    """

    value: Value
    rising: bool
    here: Value | None
    there: Value | None

    @property
    def confirmed(self) -> bool:
        """Whether fresh seeds confirm it on either side."""
        return self.here is not None and self.there is not None

    def to_dict(self) -> JsonObject:
        """As plain values."""
        return {"at": self.value, "other_is_better": "above" if self.rising else "below",
                "confirmed_at": [self.here, self.there], "confirmed": self.confirmed}  # fmt: skip


@dataclass
class FlipSearch:
    """The search for the turn of one alternative under one assumption.

    Differences are in the measure's unit, values in that of the assumption.

    Parameters
    ----------
    known
        Values that were played, with the difference there.
    now
        The difference at the value in use.
    inside, outside
        Values on the side of the value in use and beyond the turn, between which it lies; None before one is found.
    """

    plays: Plays
    scheme: str
    measure: Measure
    assumption: Assumption
    known: tuple[tuple[Value, float], ...]
    now: float
    inside: float = 0.0
    outside: float | None = None
    at: list[float] = field(default_factory=list)  # the differences inside and outside
    beyond: float = 0.0  # the farthest value that is known to lie on the other side
    choice: Value | None = None

    def turns(self, difference: float) -> bool:
        """Whether the other scheme is better where the difference is this."""
        return difference * self.now < 0

    @property
    def key(self) -> tuple[str, str]:
        """The alternative and the assumption."""
        return self.scheme, self.assumption.key

    def between(self) -> list[Value]:
        """Values halfway to the ends that do not turn, for it may turn and turn back on the way.

        Not on the way to an end at which the better scheme is better still: most plays of a search were spent there.
        """
        if not self.assumption.numeric or any(self.turns(d) for _, d in self.known):
            return []
        own = float(self.assumption.value)
        near = [value for value, d in self.known if abs(d) <= AWAY * abs(self.now)]
        halves = [self.assumption.at((own + float(value)) / 2) for value in near]
        return [value for value in halves if value not in (self.assumption.value, *(v for v, _ in self.known))]

    def bracket(self) -> None:
        """Begin between the value in use and the nearest known value that turns."""
        turning = [(value, d) for value, d in self.known if self.turns(d)]
        if not turning:
            return
        if not self.assumption.numeric:
            self.choice = turning[0][0]
            return
        own = float(self.assumption.value)
        value, d = min(turning, key=lambda one: abs(float(one[0]) - own))
        self.inside, self.outside, self.at, self.beyond = own, float(value), [self.now, d], float(value)

    def middle(self) -> Value | None:
        """The next value to look at; None where the stretch is as short as it can be."""
        if self.outside is None:
            return None
        value = self.assumption.at((self.inside + self.outside) / 2)
        return None if value in (self.inside, self.outside) else value

    def narrow(self, value: Value, difference: float) -> None:
        """Halve the stretch."""
        if self.turns(difference):
            self.outside, self.at[1] = float(value), difference
        else:
            self.inside, self.at[0] = float(value), difference

    @property
    def turn(self) -> float:
        """Between the two values, where a straight line crosses zero."""
        assert self.outside is not None
        share = self.at[0] / (self.at[0] - self.at[1])
        return self.inside + share * (self.outside - self.inside)

    def checks(self, step: float) -> tuple[Value, Value]:
        """Values on both sides of the turn at which it is looked at on fresh seeds.

        Parameters
        ----------
        step
            How far from the turn, as a share of the way to the value in use and to the farthest value known to lie
            beyond.
        """
        if self.choice is not None:
            return self.assumption.value, self.choice
        assert self.outside is not None
        own, turn = float(self.assumption.value), self.turn
        if self.assumption.whole:
            return (self.assumption.at(self.inside + step * (own - self.inside)),
                    self.assumption.at(self.outside + step * (self.beyond - self.outside)))  # fmt: skip
        return turn + step * (own - turn), turn + step * (self.beyond - turn)


def turning(searches: Sequence[FlipSearch]) -> dict[tuple[str, str], Flip]:
    """The turns of all searches that find one; each round of all of them is played together."""
    _look(searches, {search.key: search.between() for search in searches})
    for search in searches:
        search.bracket()
    for _ in range(HALVINGS):
        middles = {search.key: search.middle() for search in searches}
        _look(searches, {key: [] if value is None else [value] for key, value in middles.items()}, narrow=True)
    found = [search for search in searches if search.outside is not None or search.choice is not None]
    return {search.key: flip for search, flip in zip(found, _confirmed(found), strict=True)}


def _look(searches: Sequence[FlipSearch], values: dict[tuple[str, str], list[Value]], *, narrow: bool = False) -> None:
    """Play the values and tell each search the differences there."""
    _play(((search, value) for search in searches for value in values[search.key]), None)
    for search in searches:
        for value in values[search.key]:
            found = float(np.nanmean(_difference(search, value)))
            if narrow:
                search.narrow(value, found)
            else:
                search.known = (*search.known, (value, found))


def _confirmed(searches: Sequence[FlipSearch]) -> list[Flip]:
    """The turns with the nearest values on either side at which fresh seeds are certain."""
    sure: dict[tuple[str, str], list[Value | None]] = {search.key: [None, None] for search in searches}
    for step in STEPS:
        left = [(search, side) for search in searches for side in (0, 1) if sure[search.key][side] is None]
        if left:
            seed = one_luck(left[0][0].plays.comparison).seed + FRESH  # all searches share their plays
            _play(((search, search.checks(step)[side]) for search, side in left), seed)
        for search, side in left:
            value = search.checks(step)[side]
            if _certain(search, value, turned=side == 1):
                sure[search.key][side] = value
    made = []
    for search in searches:
        value = search.choice if search.choice is not None else search.assumption.at(search.turn)
        if search.assumption.whole and search.outside is not None:
            value = search.outside  # the first whole number on the other side
        rising = search.choice is not None or float(search.outside or 0.0) > float(search.assumption.value)
        made.append(Flip(value, rising, *sure[search.key]))
    return made


def _certain(search: FlipSearch, value: Value, *, turned: bool) -> bool:
    values = _difference(search, value, one_luck(search.plays.comparison).seed + FRESH)
    found = difference_interval(values, search.measure, search.plays.replications)
    return (found.low > 0 or found.high < 0) and search.turns(found.mean) == turned


def _play(wanted: Iterable[tuple[FlipSearch, Value]], seed: int | None) -> None:
    listed = list(wanted)
    if listed:
        plays = listed[0][0].plays
        plays.play(
            ((scheme, {search.assumption.key: value}) for search, value in listed
             for scheme in (search.scheme, plays.comparison.baseline)), seed,
        )  # fmt: skip


def _difference(search: FlipSearch, value: Value, seed: int | None = None) -> Floats:
    return difference(search.plays, search.scheme, {search.assumption.key: value}, search.measure, seed)
