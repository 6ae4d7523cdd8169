"""What all rules of a month read and none owns, and the base of those that keep something of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import simpy

from ladder_sim.core.arrays import PersonFloats, PersonInts, Slots
from ladder_sim.engine.event_log import NONE
from ladder_sim.engine.population import Growth, Population
from ladder_sim.engine.recorder import Recorder
from ladder_sim.engine.script import Script
from ladder_sim.engine.starting_people import hire_attributes
from ladder_sim.engine.stopwatch import Stopwatch
from ladder_sim.engine.witness import Witness
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import MovePlan, Program
from ladder_sim.results.coded import EVENTS, RunEvent


@dataclass(frozen=True, slots=True)
class Shared:
    """The people, the books, the calendar and the clock of a batch.

    Parameters
    ----------
    programs
        The scheme's own, after that of a scheme it replaces; the one in force is the population's.
    recorder
        Takes events in and gives nothing back that a rule could depend on.
    script
        Of a trace: what the record says in place of draws, and the diary; None in a run.
    witness
        Notes how reviews end for every person, where somebody compares lives.
    """

    programs: list[Program]
    population: Population
    calendar: Calendar
    recorder: Recorder
    script: Script | None
    env: simpy.Environment = field(default_factory=simpy.Environment)
    witness: Witness | None = None


class Rule:
    """A rule reads what is shared and what it is given, and writes its own attributes and the population's columns.

    `state.COLUMNS` names the columns that each module may write. A rule that keeps something for each slot joins the
    population's followers.
    """

    watch: Stopwatch | None = None  # of the batch, where one runs

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.population, self.recorder, self.script = shared.population, shared.recorder, shared.script
        self.calendar, self.env, self.witness = shared.calendar, shared.env, shared.witness
        self.watch = self.population.watch

    def follow(self) -> None:
        """Be told when the batch becomes wider."""
        self.population.followers.append(self)

    def grow(self, growth: Growth) -> None:
        """The batch has become wider: nothing of a rule that keeps nothing for each slot."""

    @property
    def program(self) -> Program:
        """The program in force."""
        return self.population.program

    @property
    def workforce(self) -> Workforce:
        """The people and how they behave: the same under all programs."""
        return self.shared.programs[0].workforce

    def plans(self) -> Iterator[tuple[int, MovePlan]]:
        """The moves of the program in force, with their numbers on the ledger's axis."""
        offset = 0 if self.program is self.shared.programs[0] else len(self.shared.programs[0].moves)
        return ((offset + plan.index, plan) for plan in self.program.moves)

    def happened(
        self, idx: Slots, month: int, event: RunEvent, *, old: PersonInts | int = NONE, new: PersonInts | int = NONE,
        cause: PersonInts | int = NONE, move: int = NONE, detail: str = "", day: int | None = None,
    ) -> None:  # fmt: skip
        """Log an event of the people at `idx`, if events are kept.

        Parameters
        ----------
        old, new, cause
            Codes of grades and of the cause: one for all, or one for each, shape of `idx`.
        day
            None: the first of `month`.
        """
        log, population = self.recorder.log, self.population
        if log is None or not idx.size:
            return
        day = self.calendar.first_day(month) if day is None else day
        columns = (
            population.rep[idx], self.calendar.month_of(day), day, population.columns["person"][idx],
            EVENTS.index(event), cause, move, old, new, log.detail[detail] if detail else NONE,
        )  # fmt: skip
        log.rows.append(np.stack(np.broadcast_arrays(*columns), axis=1).astype(np.int32))

    def log_people(self, idx: Slots, month: int, known: dict[str, PersonFloats] | None = None) -> None:
        """Log who somebody is: those of the first day with month 0, newcomers with the month they join in.

        Parameters
        ----------
        known
            Attributes, one array of the shape of `idx` each; None: those that newcomers bring.
        """
        log, population = self.recorder.log, self.population
        if log is None or (month and not idx.size):
            return
        columns = population.columns
        attributes = dict(hire_attributes(self.workforce, population.keys[idx]) if known is None else known)
        for name in attributes:
            if known is None and f"attr:{name}" in columns:
                attributes[name] = columns[f"attr:{name}"][idx]
        since = max(0, month - 1)
        log.people.append(
            {
                "replication": population.rep[idx].astype(np.int32),
                "person": columns["person"][idx].astype(np.int32),
                "joined": np.full(idx.size, month, np.int32),
                "grade": columns["grade"][idx].astype(np.int32),
                "months_employed": (since - columns["hired_since"][idx]).astype(np.int32),
                "months_in_grade": (since - columns["grade_since"][idx]).astype(np.int32),
            }
            | {
                f"attr:{name}": attributes[name].astype(np.float64)
                for name in self.workforce.people.attributes
                if name not in GIVEN_CLOCKS
            }
        )

    def release(self) -> None:
        """Drop every reference, so that no circle keeps the batch's memory."""
        vars(self).clear()
