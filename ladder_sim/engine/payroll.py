"""Pay of a month, part by part, and what it costs on top."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import Mask, PersonFloats, PersonInts, SlotFloats, SlotInts, SlotMask, Slots
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.protection import protected_share
from ladder_sim.engine.severance import Earnings
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.statuses import Statuses
from ladder_sim.engine.stopwatch import counted_as, over
from ladder_sim.engine.worth import counted, known
from ladder_sim.expressions.nodes import View
from ladder_sim.model.kinds import CAUSES
from ladder_sim.plan.limits import MONEY_MOST
from ladder_sim.plan.program import PartPlan
from ladder_sim.results.coded import COSTS
from ladder_sim.streams.kernels import spread, spread_numbers, sums

LOAD = COSTS.index("employer_load")


PayBooked = Callable[[str, int, Slots | None, PersonFloats], None]  # a part, its month, of whom, how much


class Payroll(Rule):
    """Pays everybody at each month's end, and keeps what was earned where severance asks for it."""

    def __init__(self, shared: Shared, groups: GroupCounts, statuses: Statuses) -> None:
        super().__init__(shared)
        self.groups, self.statuses = groups, statuses
        costs = self.workforce.costs
        severance = costs.severance_months_per_year or costs.severance_plus
        self.earnings = Earnings(self.population.n) if severance else None
        if self.earnings is not None:
            self.population.followers.append(self.earnings)
        self.fte: SlotFloats | None = None  # this month's; amounts are those of full time
        self._at_occasions: dict[int, bool] = {}  # by part: does it read what is drawn at an occasion?
        self.pay_is_read = self.workforce.attrition.effects.pay_gap is not None

    @counted_as("base")
    def pay(self, month: int) -> None:
        """Everybody who worked is paid, this month's leavers included. A part without a value is not paid."""
        population, program = self.population, self.program
        columns = population.columns
        self.fte = population.fte()
        base, total = self._amounts(month, self._told)
        due = self._late(month, total) if program.pending else None
        pay_is_read = program.reads("pay") or self.pay_is_read
        columns["pay"] = total if total is not base else base.copy() if pay_is_read else base
        if self.script is not None:
            self.script.paid("base", np.arange(population.n), base)
        earned = total + columns["award"] if "award" in columns else total
        if self.earnings is not None:
            self.earnings.book(month, earned if due is None else earned - total + due)
        self._load(month, earned)
        self.groups.paid(earned, month)
        if "award" in columns:
            columns["award"][:] = 0

    def _amounts(self, month: int, told: PayBooked) -> tuple[SlotFloats, SlotFloats]:
        """Base pay of the month and the total of all parts; `told` takes every part."""
        program, population = self.program, self.population
        view = population.view(month, month)
        base, without = self.statuses.pay(view, *self._base(month))
        if self.fte is not None:
            base = base * self.fte
        total = base.copy() if program.parts or program.pending else base  # else the column itself
        self._tell_base(month, base, told)
        for plan in program.parts:
            if plan.part.at_exit:
                continue
            with over(self.watch, "pay", plan.part.name):
                self._part(plan, view, total, without, told)
        return base, total

    def _tell_base(self, month: int, base: SlotFloats, told: PayBooked) -> None:
        """Base pay as it is paid, and apart from it what a changeover protects."""
        if not self.program.protects:
            told("base", month, None, base)
            return
        extra = base * protected_share(self.population)
        told("base", month, None, base - extra)
        told("protection", month, None, extra)

    def _told(self, part: str, month: int, idx: Slots | None, amounts: PersonFloats) -> None:
        """Note a part of pay in the books and in a trace; `idx` None: of everybody."""
        population = self.population
        self._book(part, month, amounts, population.cell if idx is None else population.cell[idx])
        if self.script is not None and part != "base":
            self.script.paid(part, np.arange(population.n) if idx is None else idx, amounts)

    def _late(self, month: int, total: SlotFloats) -> SlotFloats:
        """Keep what holds and is not paid yet, pay what was owed once it is paid; gives what the month's pay was due.

        Arrears are added to `total` in the month in which they are paid, and belong to the months before it.
        """
        owed, program = self.population.columns["owed"], self.program
        due = total.copy()
        if any(paid == month for _, paid in program.pending):
            idx = np.flatnonzero(owed)
            if idx.size:
                self._told("arrears", month, idx, owed[idx])
                total[idx] += owed[idx]
                owed[:] = 0
        if program.arrears(month):
            with self.population.looking_ahead():
                _, held = self._amounts(month, lambda part, month, idx, amounts: None)
            owed += np.where(self.population.alive(), held - due, 0.0)
            due = held
        return due

    def settle(self, idx: Slots, cause: PersonInts, month: int, now: int) -> None:
        """Who leaves is paid what is owed, and what is settled at an exit is paid, or paid back.

        Parameters
        ----------
        cause
            Places in `CAUSES`, shape of `idx`.
        now
            The month at whose end the clocks are read.
        """
        for plan in self.program.parts:
            if plan.part.at_exit:
                self._at_exit(plan, idx, cause, month, now)
        columns = self.population.columns
        if "owed" not in columns:
            return
        mine = idx[columns["owed"][idx] != 0]
        if mine.size:
            self._told("arrears", month, mine, columns["owed"][mine])
        columns["owed"][idx] = 0

    def _at_exit(self, plan: PartPlan, idx: Slots, cause: PersonInts, month: int, now: int) -> None:
        """Settle a part with those who leave for its causes: as it stands, whatever was worked and earned."""
        mine = idx[np.isin(cause, [CAUSES.index(name) for name in plan.part.at_exit])]
        if plan.grades is not None:
            mine = mine[plan.grades[self.population.columns["grade"][mine]]]
        view = self.population.view(now, month)
        if plan.when is not None and mine.size:
            mine = mine[spread(plan.when.value(view.of(mine)), mine.size)]
        if mine.size:
            amounts = spread_numbers(plan.amount.value(view.of(mine)), mine.size)
            amounts = np.where(known(amounts), amounts, 0.0)
            self._book(plan.part.name, month, amounts, self.population.cell[mine])
            if self.script is not None:
                self.script.awarded(mine, amounts, plan.part.name)

    def _base(self, month: int) -> tuple[SlotFloats, Mask | None]:
        """Base pay of the month, and who is paid no parts; None: everybody is."""
        columns, probation = self.population.columns, self.program.scheme.probation
        base = self.population.column("base")
        if probation is None:
            return base, None
        starting = np.flatnonzero((columns["probation_until"] >= month) & (columns["probation_of"] < 0))
        if not starting.size:
            return base, None
        base = base.copy()
        share = self.program.probation["pay"].value(self.population.view(month, month).of(starting))
        base[starting] *= counted(share, 1)
        if probation.parts:
            return base, None
        without = np.zeros(self.population.n, bool)
        without[starting] = True
        return base, without

    def _part(self, plan: PartPlan, view: View, total: SlotFloats, without: SlotMask | None, told: PayBooked) -> None:
        """Pay one part on top of `total`, which is everybody's so far; `without`: who is paid no parts."""
        wanted = self._wanted(plan, without)
        if wanted is not None and self._listed(plan, wanted):
            idx = np.flatnonzero(wanted)
            if plan.when is not None:
                idx = idx[spread(plan.when.value(view.of(idx)), idx.size)]
            amounts = self._amount(plan, view.of(idx), total[idx])
            told(plan.part.name, view.month, idx, amounts)
            total[idx] += amounts
            return
        amounts = self._amount(plan, view, total)
        if wanted is not None:
            amounts = np.where(wanted, amounts, 0.0)
        told(plan.part.name, view.month, None, amounts)
        total += amounts

    def _wanted(self, plan: PartPlan, without: SlotMask | None) -> SlotMask | None:
        """Who might be paid a part; None: everybody."""
        if plan.grades is None and plan.when is None:
            return None if without is None else ~without
        population = self.population
        wanted: SlotMask = population.alive() if plan.grades is None else plan.grades[population.columns["grade"]]
        return wanted if without is None else wanted & ~without

    def _listed(self, plan: PartPlan, wanted: SlotMask) -> bool:
        """Is a part worked out for a list of people? Else for everybody, which is quicker where most are paid it."""
        if plan.when is not None or self.script is not None or 2 * np.count_nonzero(wanted) < wanted.size:
            return True
        if id(plan) not in self._at_occasions:  # those may be drawn for nobody else
            metrics = self.program.metrics
            self._at_occasions[id(plan)] = plan.amount.anywhere(
                lambda node: (
                    node.key[0] == "metric"
                    and (of := metrics.get(str(node.key[1]))) is not None
                    and of.metric.at != "month"
                )
            )
        return self._at_occasions[id(plan)]

    def _amount(self, plan: PartPlan, view: View, so_far: PersonFloats) -> PersonFloats:
        """A part of the people of a view; a deduction takes no more than the pay `so_far`. Of its shape."""
        amounts = spread_numbers(plan.amount.value(view), so_far.size)
        if not (amounts.min(initial=0.0) >= -MONEY_MOST and amounts.max(initial=0.0) <= MONEY_MOST):
            amounts = np.where(known(amounts), amounts, 0)
        if self.fte is not None and not plan.part.in_full:
            amounts = amounts * (self.fte if view.idx is None else self.fte[view.idx])
        return np.maximum(amounts, -so_far) if amounts.min(initial=0.0) < 0 else amounts

    def _book(self, part: str, month: int, amounts: PersonFloats, cells: SlotInts) -> None:
        """Note the sums of a part by replication and grade; `cells` are the people's."""
        reps, width = self.population.reps, self.population.grade_count + 1
        by_cell = sums(cells, amounts, reps * width).reshape(reps, width)
        self.recorder.counts.pay[:, month - 1, :, self.recorder.part[part]] += by_cell[:, :-1]

    def _load(self, month: int, earned: SlotFloats) -> None:
        """Employer's contributions: a share of pay, awards included, within a floor and a ceiling.

        Where no person's own amount matters, the booked sums are as good and many times quicker.
        """
        costs, population, counts, m = (
            self.program.workforce_at(month).costs,
            self.population,
            self.recorder.counts,
            month - 1,
        )
        share = counted(self.program.load.value(population.view(month, month)))
        if costs.load_floor is None and costs.load_ceiling is None and np.ndim(share) == 0:
            paid = counts.pay[:, m]
            if exits := [self.recorder.part[plan.part.name] for plan in self.program.parts if plan.part.at_exit]:
                paid = np.delete(paid, exits, axis=2)  # of who left on the first of the month
            counts.costs[:, m, :, LOAD] += float(share) * paid.sum(axis=2)
            return
        amounts = np.clip(earned, costs.load_floor, costs.load_ceiling)
        amounts *= share
        reps, width = population.reps, population.grade_count + 1
        by_cell = sums(population.cell, amounts, reps * width).reshape(reps, width)  # the last is of empty slots
        counts.costs[:, m, :, LOAD] += by_cell[:, :-1]
