"""Mentors: each newcomer gets one, and counts for the mentor once the newcomer works alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import PersonInts, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.plan.unread import reads_mentees
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import lowest_first, spread


@dataclass(slots=True)
class Mentorships:
    """Pairs of mentor and newcomer that end with month `due`: slots, and the numbers of the people in them then."""

    due: int
    mentor: Slots
    mentor_person: PersonInts
    newcomer: Slots
    newcomer_person: PersonInts


class MentorBook(Rule):
    """The mentorships under way; nothing is kept where no rule reads what comes of them."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.needed = self.workforce.mentoring is not None and any(map(reads_mentees, shared.programs))
        self.under_way: list[Mentorships] = []
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for pairs in self.under_way:
            pairs.mentor, pairs.newcomer = growth.moved(pairs.mentor), growth.moved(pairs.newcomer)

    def assign(self, idx: Slots, month: int) -> None:
        """Each newcomer gets the mentor with the fewest newcomers; ties by a draw."""
        if not self.needed:
            return
        population, mentoring, plan = self.population, self.workforce.mentoring, self.program.mentors
        assert mentoring is not None and plan is not None
        who = spread(plan.who.value(population.view(month - 1, month)), population.n) & population.alive()
        who[idx] = False
        person, has, load = population.columns["person"], np.zeros(population.n), np.full(population.n, np.inf)
        for pairs in self.under_way:
            np.add.at(has, pairs.mentor[person[pairs.mentor] == pairs.mentor_person], 1)
        mentors = np.flatnonzero(who)
        load[mentors] = has[mentors] + draws.uniform(population.keys[mentors], "mentor", month)
        wanted = np.bincount(population.rep[idx], minlength=population.reps)
        column = lowest_first(load.reshape(population.reps, population.slots), wanted)
        fine = column >= 0
        newcomers = idx[fine]
        mentor = population.rep[newcomers] * population.slots + column[fine]
        due = month - 1 + mentoring.months
        self.under_way.append(Mentorships(due, mentor, person[mentor], newcomers, person[newcomers]))

    @counted_as("hiring")
    def finish(self, month: int) -> None:
        """Newcomers who by now work alone count for their mentors, if both are still there."""
        if not self.needed:
            return
        population, plan = self.population, self.program.mentors
        assert plan is not None
        columns, rest = population.columns, []
        columns["mentees_now"][:] = 0
        for pairs in self.under_way:
            if pairs.due > month:
                rest.append(pairs)
                continue
            fine = columns["person"][pairs.mentor] == pairs.mentor_person
            fine &= columns["person"][pairs.newcomer] == pairs.newcomer_person
            mentor, newcomer = pairs.mentor[fine], pairs.newcomer[fine]
            chance = plan.success.value(population.view(month, month).of(newcomer))
            done = mentor[draws.uniform(population.keys[newcomer], "mentored", month) < chance]
            np.add.at(columns["mentees"], done, 1)
            np.add.at(columns["mentees_now"], done, 1)
        self.under_way = rest
