"""Statuses of people: when they begin and end, and what stands still meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Mask, PersonInts, PersonMask, SlotFloats, SlotMask, Slots
from ladder_sim.engine.happenings import Happenings
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.skipping import Away
from ladder_sim.engine.state import FOREVER, NEVER, members_of, resumes
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.engine.worth import counted, whole_months
from ladder_sim.expressions.nodes import View
from ladder_sim.model.statuses import HAPPENINGS, STOPPABLE, STOPPED
from ladder_sim.plan.statuses import StatusPlan
from ladder_sim.streams.kernels import spread, spread_numbers


@dataclass(slots=True, eq=False)
class Beginning:
    """People who will be in a status from the first of a month until the end of another."""

    month: int
    idx: Slots
    person: PersonInts
    status: str
    until: PersonInts


class Statuses(Rule):
    """Begins and ends statuses; whoever is in one has in ``status:`` the last month of it.

    Invariant: a status lasts whole months. It begins and ends on the first, after the moves of that day.
    """

    def __init__(self, shared: Shared, happenings: Happenings) -> None:
        super().__init__(shared)
        self.happenings = happenings
        self.coming: list[Beginning] = []
        programs = shared.programs
        self.any = any(program.statuses for program in programs)
        self.away = None
        if any(plan.away for program in programs for plan in program.statuses) or resumes(programs):
            self.away = self.population.away = Away(self.population.n)
        self.happened_to = members_of("last:", programs)
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for beginning in self.coming:
            beginning.idx = growth.moved(beginning.idx)
        if self.away is not None:
            self.away.grow(growth.wider)

    def plan(self, status: str) -> StatusPlan:
        """The status of that name under the scheme in force."""
        return next(plan for plan in self.program.statuses if plan.status.id == status)

    def within(self, status: str, month: int) -> SlotMask:
        """Who is in a status in a month."""
        within: SlotMask = (self.population.columns[f"status:{status}"] >= month) & self.population.alive()
        return within

    # -- beginning ------------------------------------------------------------------------------

    def begin(self, idx: Slots, status: str, month: int, until: PersonInts | None = None) -> None:
        """People are in a status from the first of `month`.

        Parameters
        ----------
        until
            Its last month; None: as the status says.
        """
        if not idx.size:
            return
        columns = self.population.columns
        last = month - 1 + self._months(self.plan(status), idx, month) if until is None else until
        columns[f"status:{status}"][idx] = np.minimum(last, FOREVER)
        columns[f"began:{status}"][idx] = month - 1
        self.happenings.counted(idx, status)
        self.happened(idx, month, "status begins", old=columns["grade"][idx], detail=status)

    def begin_later(self, idx: Slots, status: str, month: int, until: PersonInts) -> None:
        """The same on a first to come, for who is there then."""
        self.coming.append(Beginning(month, idx, self.population.columns["person"][idx], status, until))

    def _months(self, plan: StatusPlan, idx: Slots, month: int) -> PersonInts:
        """How long it lasts for each; for ever where its end is a condition."""
        view = self.population.view(month - 1, month).of(idx)
        if plan.months is not None:
            return np.maximum(whole_months(plan.months.value(view), idx.size), 1)
        if plan.between and None not in plan.between:
            low, high = (whole_months(node.value(view), idx.size) for node in plan.between if node is not None)
            keys, stream = self.population.keys[idx], f"status:{plan.status.id}:months"
            drawn = np.floor(self.population.chances.uniform(keys, stream, month) * (np.maximum(high, low) - low + 1))
            return np.maximum(low + drawn.astype(np.int64), 1)
        return np.full(idx.size, FOREVER)

    # -- the first of a month -------------------------------------------------------------------

    @counted_as("status")
    def turn(self, month: int) -> None:
        """What ended with the month before, and what begins on the first of this one."""
        if not self.any:
            return
        columns = self.population.columns
        for plan in self.program.statuses:
            over = np.flatnonzero((columns[f"status:{plan.status.id}"] == month - 1) & self.population.alive())
            self._over(over, plan.status.id, month)
        for beginning in [item for item in self.coming if item.month <= month]:
            self.coming.remove(beginning)
            there = columns["person"][beginning.idx] == beginning.person
            self.begin(beginning.idx[there], beginning.status, month, beginning.until[there])
        for plan in self.program.statuses:
            if plan.begins is not None:
                self._by_life(plan, month)

    def _by_life(self, plan: StatusPlan, month: int) -> None:
        """What begins by chance, or as a record says."""
        population, name = self.population, plan.status.id
        if self.script is not None:
            said = self.script.in_status(name, month)
            if said is not None:
                now = self.within(name, month)
                self._over(np.flatnonzero(now & ~said), name, month)
                new = np.flatnonzero(said & ~now & population.alive())
                self.begin(new, name, month, np.full(new.size, FOREVER))
            return
        free = np.flatnonzero(population.alive() & ~self.within(name, month))
        view = population.view(month - 1, month).of(free)
        assert plan.begins is not None
        begins = population.chance(f"status:{name}", counted(plan.begins.value(view)), view)
        self.begin(free[spread(begins, free.size)], name, month)

    def _over(self, idx: Slots, status: str, month: int) -> None:
        """A status ended with the month before."""
        if idx.size:
            self.population.columns[f"status:{status}"][idx] = NEVER
            self.happenings.ended(idx, status, month - 1)
            self.happened(idx, month, "status ends", old=self.population.columns["grade"][idx], detail=status)

    def moved(self, idx: Slots, move: str, changed: PersonMask, month: int) -> None:
        """A move takes effect on the first of `month`: it may end statuses.

        Parameters
        ----------
        move
            Its id.
        changed
            Whose grade is another.
        """
        for plan in self.program.statuses:
            ends = plan.status.ends_with
            affected = idx[changed] if ends is None else idx if move in ends else idx[:0]
            column = self.population.columns[f"status:{plan.status.id}"]
            self._over(affected[column[affected] >= month - 1], plan.status.id, month)

    # -- the evening ----------------------------------------------------------------------------

    @counted_as("status")
    def stand_still(self, month: int) -> None:
        """Clocks that stop go back by the month that is over; called before anything reads them."""
        if not self.any and self.away is None:
            return
        columns = self.population.columns
        stopped: dict[str, Mask] = {}
        for plan in self.program.statuses:
            if plan.status.stops:
                within = self.within(plan.status.id, month)
                for column in self._columns(plan.status.stops) & columns.keys():
                    stopped[column] = stopped[column] | within if column in stopped else within
        for column, within in stopped.items():
            if column in ("probation_until", "closed_since"):  # as long as the probation goes on
                within = within & (columns[column] >= month) & (columns[column] < FOREVER)
            columns[column][within] += 1
        if self.away is not None:
            self.away.note({kind: self._in_any(kind, month) for kind in self.away.kinds})

    def _columns(self, stops: tuple[str, ...]) -> set[str]:
        """The columns of clocks; what stops all of them prolongs a probation."""
        found = {STOPPABLE[name] for name in stops if name in STOPPABLE}
        if HAPPENINGS in stops:
            found |= {f"last:{name}" for name in self.happened_to}
        return found | {"probation_until", "closed_since"} if stops == STOPPED else found

    def _in_any(self, windows: str, month: int) -> SlotMask:
        within = np.zeros(self.population.n, bool)
        for plan in self.program.statuses:
            if plan.status.windows == windows:
                within |= self.within(plan.status.id, month)
        return within

    @counted_as("status")
    def end_by_condition(self, month: int) -> None:
        """Statuses whose condition to end holds at the month's end have it as their last."""
        for plan in self.program.statuses:
            if plan.until is not None:
                idx = np.flatnonzero(self.within(plan.status.id, month))
                holds = spread(plan.until.value(self.population.view(month, month).of(idx)), idx.size)
                self.population.columns[f"status:{plan.status.id}"][idx[holds]] = month

    def pay(self, view: View, base: SlotFloats, without: SlotMask | None) -> tuple[SlotFloats, SlotMask | None]:
        """Base pay of the month, and who is paid no parts, after what statuses change.

        Parameters
        ----------
        base
            Money of the month, which stays as it is.
        without
            Who is paid no parts; None: nobody.
        """
        for plan in self.program.statuses:
            if plan.pay is None and plan.status.parts:
                continue
            idx = np.flatnonzero(self.within(plan.status.id, view.month))
            if not idx.size:
                continue
            without = np.zeros(base.size, bool) if without is None else without.copy()
            without[idx] = True
            if plan.pay is not None:
                base = base.copy()
                base[idx] = spread_numbers(counted(plan.pay.value(view.of(idx))), idx.size)
        return base, without
