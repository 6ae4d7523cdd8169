"""What all rules of a month read and none owns, and the base of those that keep something of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import simpy

from ladder_sim.engine.population import Growth, Population
from ladder_sim.engine.recorder import Recorder
from ladder_sim.engine.script import Script
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import MovePlan, Program

Event = tuple[int, dt.date, int, str, str, str, str]  # replication, date, person, what, from, to, reason


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
    """

    programs: list[Program]
    population: Population
    calendar: Calendar
    recorder: Recorder
    script: Script | None
    env: simpy.Environment = field(default_factory=simpy.Environment)


class Rule:
    """A rule reads what is shared and what it is given, and writes its own attributes and the population's columns.

    `state.COLUMNS` names the columns that each module may write. A rule that keeps something for each slot joins the
    population's followers.
    """

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.population, self.recorder, self.script = shared.population, shared.recorder, shared.script
        self.calendar, self.env = shared.calendar, shared.env

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

    def event(
        self, slot: int, month: int, what: str, old: int, new: int, reason: str, *, day: int | None = None
    ) -> None:
        """One line of the event log; `old`, `new`: grade codes, −1 for none. `day` None: the first of `month`."""
        infos, population = self.program.infos, self.population
        date = self.calendar.date(self.calendar.first_day(month) if day is None else day)
        ends = [infos[code].id if 0 <= code < len(infos) else "" for code in (old, new)]
        person = int(population.columns["person"][slot])
        self.recorder.counts.events.append((int(population.rep[slot]), date, person, what, ends[0], ends[1], reason))

    def release(self) -> None:
        """Drop every reference, so that no circle keeps the batch's memory."""
        vars(self).clear()
