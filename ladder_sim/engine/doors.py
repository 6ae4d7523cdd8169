"""Doors between the departments of a company: seats on both sides, and people on their way.

Each department is a batch of its own, on the same replications; what one has to know of another goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import GradeInts, GradeMask, Keys, Numbers, PersonFloats, PersonInts, ReplicationInts, Slots
from ladder_sim.engine.held import Held
from ladder_sim.engine.pending_moves import PendingMove, Queue
from ladder_sim.engine.population import Population
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.starting_people import hire_attributes
from ladder_sim.engine.state import groups_of
from ladder_sim.model.company import TRANSFERRED_CLOCKS, Transfer
from ladder_sim.plan.program import MovePlan, Program
from ladder_sim.streams.kernels import by_group


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """People who come from another department on the first of a month; arrays have one value for each, shape (people,).

    Parameters
    ----------
    rep
        Replications, which rise.
    goal
        Grade codes of this department.
    base
        Base pay a month before the transfer.
    ability
        In standard deviations of the department that they left.
    role
        The roles that they left, by name.
    clocks
        By column, of those that go on.
    attributes
        As of month 0, a category by its code here; of those that both departments declare.
    """

    transfer: Transfer
    rep: PersonInts
    key: Keys
    goal: PersonInts
    base: PersonFloats
    ability: PersonFloats
    role: tuple[str, ...]
    clocks: Mapping[str, Numbers]
    attributes: Mapping[str, PersonFloats]


class Doors:
    """The doors of one department; `others` has those of all departments, by name.

    Invariant: every seat that is promised in another department for a case or a decided transfer is reserved there,
    until the person comes or the case comes to nothing.
    """

    def __init__(self, name: str, out: Mapping[str, Transfer], others: Mapping[str, Doors]) -> None:
        self.name, self.out, self.others = name, out, others
        self.arrivals: list[Arrival] = []
        self._goals: dict[str, GradeInts] = {}

    def open(self, population: Population, seats: SeatBook, queue: Queue) -> None:
        """The department stands: its people, its seats and its decided moves."""
        self.population, self.seats, self.queue = population, seats, queue

    def close(self) -> None:
        """Drop every reference, so that no circle keeps the batch's memory."""
        vars(self).clear()

    # -- out ------------------------------------------------------------------------------------

    def leads(self, plan: MovePlan | None) -> Transfer | None:
        """The transfer that a move is; None of every other move."""
        return None if plan is None else self.out.get(plan.move.id)

    def goals(self, transfer: Transfer) -> GradeInts:
        """Grade codes of the other department by grade code of this one; shape (grades + 1,), 0 where none leads."""
        if transfer.id not in self._goals:
            mine, theirs = self.population.program.grades, self.others[transfer.target].population.program.grades
            table = np.zeros(len(mine.ids) + 1, np.int64)
            for source, target in transfer.to.items():
                table[mine.code(source)] = theirs.code(target)
            self._goals[transfer.id] = table
        return self._goals[transfer.id]

    def book(self, plan: MovePlan | None) -> SeatBook:
        """Where the seats stand that are held for a move's people: here, or in the department to which it leads."""
        transfer = self.leads(plan)
        return self.seats if transfer is None else self.others[transfer.target].seats

    def give_back(self, plan: MovePlan | None, rep: PersonInts, held: Held) -> None:
        """Seats that were held for a move's people are open again, where they stand."""
        channel = None if plan is None or self.leads(plan) is not None else plan.move.id
        self.book(plan).give_back(rep, held, channel)

    def pools(self, transfer: Transfer, idx: Slots) -> PersonInts:
        """The pool of seats in the other department to which a transfer leads each person; shape of `idx`."""
        there = self.others[transfer.target].population.program
        pools: PersonInts = there.pool[self.goals(transfer)[self.population.columns["grade"][idx]]]
        return pools

    def seated(self, transfer: Transfer) -> GradeMask:
        """bool by grade code of the other department: are its seats limited?"""
        return self.others[transfer.target].population.program.seated

    def reserve(self, transfer: Transfer, idx: Slots) -> Held:
        """Promise the people at `idx` a seat in the other department."""
        seats = self.others[transfer.target].seats
        held = seats.hold(self.pools(transfer, idx), self.population.fte_of(idx))
        seats.reserve(self.population.rep[idx], held)
        return held

    def send(self, move: PendingMove, transfer: Transfer) -> None:
        """People leave for another department today; they are still here when this is called."""
        population, idx = self.population, move.idx
        order = by_group(population.rep[idx], population.reps)
        idx = idx[order]
        columns, grade = population.columns, population.columns["grade"][idx]
        clocks = {column: columns[column][idx].astype(np.int64) for clock, column in TRANSFERRED_CLOCKS.items()
                  if clock in transfer.keeps}  # fmt: skip
        workforce = population.program.workforce
        arrival = Arrival(
            transfer, population.rep[idx], population.keys[idx], self.goals(transfer)[grade],
            columns["base"][idx].copy(), columns["ability"][idx] / (workforce.ability_sd or 1.0),
            tuple(population.program.grades.role[code] for code in grade), clocks, self._facts(transfer, idx),
        )  # fmt: skip
        self.others[transfer.target].arrivals.append(arrival)

    def _facts(self, transfer: Transfer, idx: Slots) -> dict[str, PersonFloats]:
        """What the people are, by the codes of the other department; what it does not know is left out."""
        mine = self.population.program.workforce
        theirs = self.others[transfer.target].population.program.workforce.people.attributes
        found: dict[str, PersonFloats] = {}
        names = read_of(self.others[transfer.target].population.program)
        drawn = hire_attributes(mine, self.population.keys[idx], names)
        for name in sorted(names & set(mine.people.attributes) & set(theirs)):
            column = self.population.columns.get(f"attr:{name}")
            values = drawn.get(name) if column is None else column[idx]
            if values is not None:
                found[name] = _translated(values, mine.people.attributes[name].levels, theirs[name].levels)
        return found

    # -- in -------------------------------------------------------------------------------------

    def take(self) -> list[Arrival]:
        """Take out who comes today."""
        arrivals, self.arrivals = self.arrivals, []
        return arrivals

    def expected(self, month: int) -> ReplicationInts:
        """How many will come by decided transfers on the first of `month`; shape (replications,)."""
        coming = np.zeros(self.population.reps, np.int64)
        for door in self.others.values():
            for move in door.queue.by_month.get(month, []):
                transfer = door.leads(move.plan)
                if transfer is not None and transfer.target == self.name:
                    there = door.population.columns["person"][move.idx] == move.person
                    coming += np.bincount(door.population.rep[move.idx[there]], minlength=coming.size)
        return coming


def read_of(program: Program) -> set[str]:
    """The attributes that a batch of this program keeps: what rules read, and the groups of the fairness audit."""
    return program.scope.attributes_read | set(groups_of(program))


def _translated(values: PersonFloats, mine: tuple[str, ...], theirs: tuple[str, ...]) -> PersonFloats:
    """Codes of one list of levels as codes of another; what that does not have is not known."""
    if not mine or mine == theirs:
        return values
    table = np.array([*(float(theirs.index(level)) if level in theirs else np.nan for level in mine), np.nan])
    known = np.where(np.isnan(values), len(mine), values).astype(np.int64)
    made: PersonFloats = table[known]
    return made
