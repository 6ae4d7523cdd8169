"""What a history is: spells of service and stays in grades, as arrays; the order of grades; what was decided.

Days are counted from 1970-01-01. A spell is a time at work without a break, as far as it was observed: whoever was
there before the history begins enters it late, whoever is there at its end is censored.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError

#: Grade codes of a stay that are no place in the order: not stated, and none of the grades asked for.
UNSTATED, OUTSIDE = -1, -2
EPOCH = dt.date(1970, 1, 1)
SHORTEST = 45  # days of a period at the ends; a shorter one belongs to its neighbor


class SpellEntry(IntEnum):
    """How a spell begins."""

    HIRED = 0
    IN_FORCE = 1
    RETURNED = 2  # after a gap in which the employment went on
    REHIRED = 3
    FROM_OUTSIDE = 4  # from a grade that is none of those asked for
    OUT_OF_SIGHT = 5  # hired long before the first sight: the file did not cover the person


class SpellEnd(IntEnum):
    """How a spell ends."""

    OPEN = 0
    LEFT = 1
    ABSENT = 2  # not seen for a time, then back in the same employment
    TO_OUTSIDE = 3
    OUT_OF_SIGHT = 4  # may have gone on in a grade that the file did not cover then


class StayEnd(IntEnum):
    """How a stay in a grade ends."""

    OPEN = 0
    UP = 1
    DOWN = 2
    GONE = 3


@dataclass(frozen=True, slots=True)
class Spells:
    """One row for each spell, by person and time; arrays of shape (spells,).

    Parameters
    ----------
    person : a number of the person within the history, no key
    hired, hired_known : day from which service counts, and whether the file says it
    entry, stop : the days of observation, the last one excluded: who leaves on a day is not there at its end
    seen : the last day on which the person was surely there; an end lies between it and `stop`
    begun, ended, reason : codes of `SpellEntry`, `SpellEnd`, and the place in the reasons of leaving
    """

    person: Integers
    hired: Integers
    hired_known: Mask
    entry: Integers
    stop: Integers
    seen: Integers
    begun: Integers
    ended: Integers
    reason: Integers

    def __len__(self) -> int:
        return len(self.person)

    @property
    def left(self) -> Mask:
        """Which spells end by leaving, shape (spells,)."""
        return np.asarray(self.ended == SpellEnd.LEFT)

    def taken(self, at: Integers | Mask) -> Spells:
        """Some of the spells, by their places or by a mask of shape (spells,)."""
        return Spells(*(getattr(self, name)[at] for name in Spells.__slots__))


@dataclass(frozen=True, slots=True)
class Stays:
    """One row for each stay in a grade, by spell and time; arrays of shape (stays,).

    Parameters
    ----------
    spell : place in `Spells`
    grade : place in the order of grades, or `UNSTATED` or `OUTSIDE`
    since, since_known : the day from which the grade is held, and whether the file says it
    entry, stop : the days of observation, the last one excluded
    ended, to : codes of `StayEnd`, and the grade that follows
    """

    spell: Integers
    grade: Integers
    since: Integers
    since_known: Mask
    entry: Integers
    stop: Integers
    ended: Integers
    to: Integers

    def __len__(self) -> int:
        return len(self.spell)

    def taken(self, at: Integers | Mask) -> Stays:
        """Some of the stays, by their places or by a mask of shape (stays,)."""
        return Stays(*(getattr(self, name)[at] for name in Stays.__slots__))


@dataclass(frozen=True, slots=True)
class Values:
    """Amounts or scores as they were read; arrays of shape (values,).

    Parameters
    ----------
    person : number within the history
    day : days from `EPOCH`, rising
    value : money a month, or points
    """

    person: Integers
    day: Integers
    value: Floats


@dataclass(frozen=True, slots=True)
class GradeOrder:
    """The grades from low to high as the user states them.

    ids : as a scheme may name them
    titles : spelling in the file to place in the order
    stated : whether the user has said which titles are which grade, so that every other one is outside
    """

    ids: tuple[str, ...]
    titles: Mapping[str, int]
    stated: bool = False

    def place(self, name: str) -> int | None:
        """The place of a grade by its id or one of its spellings, None for none of them."""
        from ladder_sim.people.rosters.words import spelling

        found = self.titles.get(spelling(name))
        return self.ids.index(name) if found is None and name in self.ids else found


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Something that was decided, counted or left out. `count` is of rows or people."""

    what: str
    message: str
    count: int = 0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class PeopleHistory:
    """A history that was read; days are counted from `EPOCH`.

    Parameters
    ----------
    files : names with the first digits of their SHA-256
    kind : ``events``, ``snapshots`` or ``spans``
    order : of the grades
    opened, closed : first day of observation, and the day after the last
    spells, stays, pays, scores : what people did, in tables; see their classes
    keys : of persons, by number; for the roster alone
    snapshots : their days, of a history of snapshots
    by_month : whether changes stand on the first or last days of months
    stated_reasons : whether the file says why people left
    titles : title as the file writes it, rows, and the grade that it was taken for ('' for none)
    last_grades : whether a person has one grade only, that of the last day
    births, genders : day of birth (-10**6 for none) and word of the gender, by person, shape (people,); None without
        such a column
    lines : what was decided, counted or left out in reading
    """

    files: tuple[tuple[str, str], ...]
    kind: str
    order: GradeOrder
    opened: int
    closed: int
    spells: Spells
    stays: Stays
    pays: Values
    scores: Values
    keys: tuple[str, ...] = field(repr=False)
    snapshots: tuple[int, ...] = ()
    by_month: bool = False
    stated_reasons: bool = False
    titles: tuple[tuple[str, int, str], ...] = ()
    last_grades: bool = False
    births: Integers | None = None
    genders: tuple[str, ...] | None = None
    lines: tuple[CheckLine, ...] = ()

    @property
    def source(self) -> str:
        """The files with their fingerprints, as a basis names them."""
        return ", ".join(f"{name} (sha256 {sha})" for name, sha in self.files)

    @property
    def bounds(self) -> list[int]:
        """Days at whose ends the periods meet; what happens on a day belongs to the period that ends with it."""
        if self.snapshots:
            return list(self.snapshots)
        return [self.opened, *(first - 1 for first, _ in self.years[1:]), self.closed - 1]

    @property
    def years(self) -> list[tuple[int, int]]:
        """The periods that are told apart, as pairs of days (the second excluded): between snapshots, else years."""
        if self.snapshots:
            return list(pairwise(self.snapshots))
        first, last = day_of(self.opened), day_of(self.closed - 1)
        cuts = [number(dt.date(year, 1, 1)) for year in range(first.year + 1, last.year + 1)]
        cuts = [cut for cut in cuts if cut - self.opened >= SHORTEST and self.closed - cut >= SHORTEST]
        ends = [self.opened, *cuts, self.closed]
        return [(a, b) for a, b in pairwise(ends) if b > a]


def number(day: dt.date) -> int:
    """A day's number, counted from `EPOCH`."""
    return (day - EPOCH).days


def day_of(value: int) -> dt.date:
    """The day of a number."""
    return EPOCH + dt.timedelta(days=int(value))


def parse_grades(text: str) -> GradeOrder:
    """The order that a text such as ``officer<detective<sergeant`` states; ``officer=PO|P.O.`` names spellings.

    Raises
    ------
    LadderError
        A grade is empty or stands twice.
    """
    from ladder_sim.people.rosters.words import spelling

    ids: list[str] = []
    titles: dict[str, int] = {}
    for place, part in enumerate(text.replace("＜", "<").split("<")):
        name, _, others = (piece.strip() for piece in part.partition("="))
        made = re.sub(r"\W+", "_", name).strip("_")
        made = f"g_{made}" if made[:1].isdigit() else made
        if not made or made in ids:
            raise LadderError(tr("grades '{text}': '{part}' is empty or stands twice; write each grade once, lowest "
                                 "first: junior<senior<lead",
                                 "职级“{text}”：“{part}”为空或重复；请由低到高各写一次，如 junior<senior<lead",
                                 text=text, part=part.strip()))  # fmt: skip
        ids.append(made)
        for word in (name, *filter(None, (piece.strip() for piece in others.split("|")))):
            titles[spelling(word)] = place
    return GradeOrder(tuple(ids), titles, len(titles) > len(ids))


#: One grade for everybody, where a history names none.
ONE_GRADE = GradeOrder(("everybody",), {})
