"""Expected stocks and flows, month by month, from the distribution of the first day.

The order of a month is the engine's: who is hired joins on the first, leaving comes at the end, then the reviews,
whose moves are booked on the first of the next month. Nobody's chance depends on anybody else, so that expected
numbers follow a linear recursion whatever the luck; where seats are always filled, a review moves as many as left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.analytic.chances import CLOSED, Demands, NotCovered, Rules, outcomes
from ladder_sim.analytic.hazards import Hazard
from ladder_sim.core.arrays import Floats
from ladder_sim.core.fixed_math import power
from ladder_sim.core.i18n import tr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Move
from ladder_sim.model.workforce import Hiring
from ladder_sim.plan.calendar import Calendar

#: A grade's code, and the clocks that are kept, in months at a month's end.
State = tuple[int, ...]
#: People expected in a state, and the sum of their months in the grade, which no cap cuts.
Mass = list[float]
EXIT_CODE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A move as one evening tests it: in these grades, each with the grade it leads to (`EXIT_CODE`: out)."""

    number: int
    move: Move
    to: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What does not change while the months go by.

    Parameters
    ----------
    grades : by code
    clocks : columns that the states keep, in their order
    caps : from where on two values of a clock are the same to every rule
    agenda : month → the items of its reviews, in their order
    full : grade code → seats that every review fills
    entry : grade code → share of the hires
    """

    rules: Rules
    hazard: Hazard
    grades: Sequence[Grade]
    clocks: tuple[str, ...]
    caps: Mapping[str, int]
    agenda: Callable[[int], Sequence[Item]]
    full: Mapping[int, float]
    entry: Mapping[int, float]
    hiring: Hiring
    calendar: Calendar
    months: int


@dataclass(slots=True, eq=False)
class Expected:
    """Expected numbers of people.

    Parameters
    ----------
    stocks : by month and grade code, month 0 the start; shape (months + 1, grades)
    hires, exits : shape (months, grades)
    moves : by item, grade left and grade reached (codes), shape (months,)
    promoted : grade code → promotions out of it, and the sum of their months in the grade
    """

    stocks: Floats
    hires: Floats
    exits: Floats
    moves: dict[tuple[int, int, int], Floats] = field(default_factory=dict)
    promoted: dict[int, tuple[float, float]] = field(default_factory=dict)  # grade → promotions, months waited


class Recursion:
    """The expected numbers of people by state, one month after the other.

    A linear recursion of stocks and flows as in Markov models of manpower (D. J. Bartholomew, A. F. Forbes and S. I.
    McClean, Statistical Techniques for Manpower Planning, 1991); where seats are always filled, their renewal form.
    """

    def __init__(self, setting: Setting, start: Mapping[State, float], in_grade: Mapping[State, float]) -> None:
        self.s = setting
        self.mass: dict[State, Mass] = {}
        for state, people in start.items():
            self._add(self.mass, self._capped(state), people, in_grade[state])
        g, m = len(setting.grades), setting.months
        self.found = Expected(np.zeros((m + 1, g)), np.zeros((m, g)), np.zeros((m, g)))
        self.target = sum(weight[0] for weight in self.mass.values())
        self.arriving: defaultdict[int, float] = defaultdict(float)
        self._chances: dict[tuple[object, ...], list[float]] = {}
        self._hazards: dict[tuple[object, ...], float] = {}

    def played(self) -> Expected:
        """Every month.

        Raises
        ------
        NotCovered
            A state meets a rule that cannot be worked out.
        """
        self.found.stocks[0] = self._stock()
        for month in range(1, self.s.months + 1):
            self._join(month)
            self._leave(month)
            self.found.stocks[month] = self._stock()
            self._review(month)
            self._order(month)
        return self.found

    # --- people ------------------------------------------------------------------------------------

    def _stock(self) -> Floats:
        stock = np.zeros(len(self.s.grades))
        for state, (people, _) in self.mass.items():
            stock[state[0]] += people
        return stock

    def _capped(self, state: State) -> State:
        grade, *clocks = state
        return (grade, *(min(value, self.s.caps.get(name, value)) for name, value in
                         zip(self.s.clocks, clocks, strict=True)))  # fmt: skip

    @staticmethod
    def _add(mass: dict[State, Mass], state: State, people: float, months: float) -> None:
        held = mass.setdefault(state, [0.0, 0.0])
        held[0] += people
        held[1] += months

    def _clocks(self, state: State) -> dict[str, int]:
        return dict(zip(self.s.clocks, state[1:], strict=True))

    def _known(self, state: State, month: int) -> dict[str, float | bool | str]:
        grade = self.s.grades[state[0]]
        own = {name: value for name, value in self._clocks(state).items() if name != CLOSED}
        return self.s.rules.values(grade, own, month, self.s.calendar.month(month))

    # --- a month -----------------------------------------------------------------------------------

    def _join(self, month: int) -> None:
        """Hires of the first of a month: their clocks begin; the month of the hire does not count for windows."""
        number = self.arriving.pop(month, 0.0) + self._planned(month)
        for code, share in self.s.entry.items():
            if number * share:
                clocks = tuple(-1 if name == CLOSED else 0 for name in self.s.clocks)
                self._add(self.mass, self._capped((code, *clocks)), number * share, 0.0)
                self.found.hires[month - 1, code] += number * share

    def _planned(self, month: int) -> float:
        """Hires of a plan that names numbers; see the engine's `Recruitment`."""
        hiring = self.s.hiring
        if hiring.freeze is not None and hiring.freeze[0] <= month <= hiring.freeze[1]:
            return 0.0
        if hiring.kind == "fixed":
            months = hiring.months or tuple(range(1, 13))
            of_year = self.s.calendar.month(month)[0]
            if of_year not in months:
                return 0.0
            done, share = months.index(of_year), hiring.rate / len(months)
            return float(int((done + 1) * share + 1e-9) - int(done * share + 1e-9))
        if hiring.kind == "poisson":
            return hiring.rate
        return float(sum(n for m, n in hiring.plan if m == month)) if hiring.kind == "plan" else 0.0

    def _leave(self, month: int) -> None:
        """Who leaves, by the clocks at the month's start; for who stays a month has passed."""
        left: dict[State, Mass] = {}
        for state, (people, months) in self.mass.items():
            chance = self._leaving(state, month)
            self.found.exits[month - 1, state[0]] += people * chance
            stay = people * (1 - chance)
            if stay:
                older = (state[0], *(clock + 1 for clock in state[1:]))
                self._add(left, self._capped(older), stay, months * (1 - chance) + stay)
        self.mass = left

    def _leaving(self, state: State, month: int) -> float:
        key = (state, *self.s.calendar.month(month))
        if key not in self._hazards:
            grade = self.s.grades[state[0]]
            known = self._known(state, month)
            self._hazards[key] = self.s.hazard.at(grade, self._clocks(state), known)
        return self._hazards[key]

    def _review(self, month: int) -> None:
        """The evening's moves: those of people who move alone, then those into seats, from the top down."""
        items = self.s.agenda(month)
        if not items:
            return
        before, moved = self.mass, {}
        arrived: dict[State, Mass] = {}
        for state, (people, months) in before.items():
            mine = [item for item in items if state[0] in item.to and item.to[state[0]] not in self.s.full]
            left = 1.0
            for item, chance in zip(mine, self._moving(state, month, mine), strict=True):
                if chance:
                    self._move(arrived, state, item, (people * chance, months * chance), month)
                    left -= chance
            moved[state] = [people * left, months * left]
        self.mass = moved
        for state, (people, months) in arrived.items():
            self._add(self.mass, state, people, months)
        for item in items:
            for source, target in item.to.items():
                if target in self.s.full:
                    self._fill(item, source, target, month)

    def _moving(self, state: State, month: int, items: Sequence[Item]) -> list[float]:
        """The chances of an evening's moves for people in a state."""
        if not items:
            return []
        key = (state, tuple((item.number, item.to[state[0]]) for item in items), *self.s.calendar.month(month))
        if key not in self._chances:
            self._chances[key] = outcomes([self._asked(item, state, month) for item in items])
        return self._chances[key]

    def _asked(self, item: Item, state: State, month: int) -> Demands:
        """What a move asks of people in a state; the windows of some look back no further than the last move."""
        clocks, target = self._clocks(state), item.to[state[0]]
        closed = clocks.get(CLOSED, 0)
        if item.move.windows == "since_move":
            closed = min(closed, clocks.get("moved_since", closed))
        name = "exit" if target == EXIT_CODE else self.s.grades[target].id
        return self.s.rules.asked(item.move, self.s.grades[state[0]], name, self._known(state, month), closed)

    def _move(
        self, arrived: dict[State, Mass], state: State, item: Item, weight: tuple[float, float], month: int
    ) -> None:
        """Book a move in the month after its review, and put the people where it leads."""
        people, months = weight
        source, target = state[0], item.to[state[0]]
        booked = self.found.moves.setdefault((item.number, source, target), np.zeros(self.s.months + 1))
        booked[month] += people
        if item.move.kind == "promotion" and month < self.s.months:
            number, waited = self.found.promoted.get(source, (0.0, 0.0))
            self.found.promoted[source] = (number + people, waited + months)
        if target != EXIT_CODE:
            self._add(arrived, self._capped((target, *self._after(state, item, target))), people, 0.0)

    def _after(self, state: State, item: Item, target: int) -> Iterable[int]:
        """The clocks after a move."""
        old, new = self.s.grades[state[0]], self.s.grades[target]
        for name, clock in zip(self.s.clocks, state[1:], strict=True):
            anew = (
                name in ("grade_since", "moved_since")
                or (name == "promoted_since" and item.move.kind == "promotion")
                or (name == "role_since" and old.role != new.role)
                or (name == "track_since" and old.track != new.track)
            )
            yield 0 if anew else clock

    def _fill(self, item: Item, source: int, target: int, month: int) -> None:
        """As many move up as seats are open; who they are does not matter here."""
        room = self.s.full[target] - sum(w[0] for state, w in self.mass.items() if state[0] == target)
        there = sum(w[0] for state, w in self.mass.items() if state[0] == source)
        if room <= 0 or not there:
            return
        arrived: dict[State, Mass] = {}
        for state, weight in list(self.mass.items()):
            if state[0] == source:
                part = [amount * room / there for amount in weight]
                self._move(arrived, state, item, (part[0], part[1]), month)
                self.mass[state] = [weight[0] - part[0], weight[1] - part[1]]
        for state, (people, months) in arrived.items():
            self._add(self.mass, state, people, months)

    def _order(self, month: int) -> None:
        """Where a headcount is kept, who is missing is ordered at the month's end."""
        hiring = self.s.hiring
        if hiring.kind not in ("keep", "grow"):
            return
        arrival = month + 1 + hiring.lead_months
        target = self.target
        if hiring.kind == "grow":
            target = float(np.rint(self.target * power(1 + hiring.rate, (arrival - 1) / 12)))
        present = sum(weight[0] for weight in self.mass.values())
        wanted = target - present - sum(self.arriving.values())
        if wanted < -1e-6:
            raise NotCovered(tr("more people than the headcount that is kept", "人数超过应保持的编制"))
        self.arriving[arrival] += max(wanted, 0.0)
