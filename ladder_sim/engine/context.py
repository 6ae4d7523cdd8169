"""What the rules of a month share: the people, the program in force, the calendar, the books, and what is under way.

Each rule is a module of functions that take the context; what a rule alone keeps is marked with its name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import simpy

from ladder_sim.engine.history import History
from ladder_sim.engine.metrics import Drawer
from ladder_sim.engine.openings import Openings
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.engine.recorder import Record
from ladder_sim.engine.severance import Earnings
from ladder_sim.engine.state import State, groups_of
from ladder_sim.model.records import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import MovePlan, Program
from ladder_sim.results.counts import Axes
from ladder_sim.streams.kernels import add


class BatchContext:
    """One or two programs (a scheme, and the one it replaces) on some replications, month by month.

    Arrays by replication have shape (replications,), arrays by place shape (replications × places,).
    """

    programs: list[Program]
    program: Program  # in force
    workforce: Workforce
    calendar: Calendar
    axes: Axes
    months: int
    explain: bool
    drivers: bool  # book what the hazards of leavers were made of
    script: Any  # of a trace: what the record says in place of draws
    record: Record
    state: State
    drawer: Drawer
    groups: Groups
    env: simpy.Environment
    now: int  # the month of the reviews under way
    effects: dict[int, list[Effect]]  # by month in which they take place
    reserved: np.ndarray  # (replications, grades + 1) int: seats promised to cases under way
    openings: Openings
    shadow: list[History | None]  # of the scheme to come, before the changeover
    # hiring
    arriving: dict[int, Any]
    on_order: np.ndarray  # (replications,) int
    due: dict[int, np.ndarray]  # openings that hires may fill, by grade
    target: np.ndarray  # (replications,) int: headcount to keep
    at_start: np.ndarray  # (replications, grades + 1) int: people of the first day
    open_now: np.ndarray | None
    # reviews and cases
    agendas: dict[Any, Any]  # what each evening's reviews test, by program and reviews due
    capacity: dict[tuple[int, int, int], np.ndarray]
    # leaving
    base_hazard: np.ndarray  # by completed months of tenure
    kpi_ring: np.ndarray | None  # (12, places)
    kpi_count: int
    kpi12: np.ndarray | None
    earnings: Earnings | None  # where severance is paid
    paid_needed: bool
    needs_teams: bool
    needs_mentors: bool

    def release(self, rep: np.ndarray, pool: np.ndarray) -> None:
        """Seats reserved for cases that come to nothing are open again, for whom they were before."""
        add(self.reserved, (rep, pool), -1)
        self.openings.give_back(rep, pool)

    def plans(self) -> list[tuple[int, MovePlan]]:
        """The moves of the program in force, with their places on the ledger's axis."""
        offset = 0 if self.program is self.programs[0] else len(self.programs[0].moves)
        return [(offset + plan.index, plan) for plan in self.program.moves]


class Groups:
    """Headcount and promotions by group, for the fairness audit; kept up with every event."""

    def __init__(self, block: BatchContext) -> None:
        self.block = block
        program, state = block.program, block.state
        self.names = groups_of(program)
        attributes = program.workforce.people.attributes
        self.offsets = np.cumsum([0, *(len(attributes[name].levels) for name in self.names)])
        self.people = np.zeros((state.reps, int(self.offsets[-1])), np.int64)
        self.promoted = np.zeros_like(self.people)

    def _add(self, table: np.ndarray, idx: np.ndarray, sign: int) -> None:
        state = self.block.state
        for name, offset in zip(self.names, self.offsets, strict=False):
            codes = state.columns[f"attr:{name}"][idx]
            fine = ~np.isnan(codes)
            add(table, (state.rep[idx[fine]], offset + codes[fine].astype(np.int64)), sign)

    def joined(self, idx: np.ndarray) -> None:
        self._add(self.people, idx, 1)

    def left(self, idx: np.ndarray) -> None:
        self._add(self.people, idx, -1)

    def promotion(self, idx: np.ndarray) -> None:
        self._add(self.promoted, idx, 1)

    def book(self, m: int) -> None:
        groups = self.block.record.tally.groups
        groups[:, m, :, 0] = self.people
        groups[:, m, :, 1] = self.promoted
        self.promoted[:] = 0
