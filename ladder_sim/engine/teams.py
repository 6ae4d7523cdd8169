"""Teams: who is in which, and where newcomers are seated."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Slots
from ladder_sim.engine.population import Population
from ladder_sim.streams.kernels import turns


def deal_teams(population: Population) -> None:
    """People dealt into teams of the scheme's own size, like cards."""
    alive = population.alive().reshape(population.reps, population.slots)
    turn = np.cumsum(alive, axis=1) - 1
    teams = np.maximum(1, (alive.sum(axis=1) / population.program.team_size + 0.5).astype(np.int64))
    population.columns["team"][:] = (turn % teams[:, None]).ravel()


def seat_in_team(population: Population, idx: Slots) -> None:
    """Members join the smallest team; leads the one with the fewest leads of their role. Ties: the lowest number."""
    columns, rep = population.columns, population.rep
    teams = int(columns["team"].max(initial=0)) + 1
    role, _ = population.group("role")
    per_role = role % (int(role.max(initial=0)) // population.reps + 1) if population.reps else role
    pending = np.zeros(population.n, bool)
    pending[idx] = True
    members = population.members(False)
    rounds = turns(rep[idx], population.reps)
    for turn in range(int(rounds.max(initial=-1)) + 1):
        now = idx[rounds == turn]
        for lead in (False, True):
            mine = now[members[now] != lead]
            if not mine.size:
                continue
            pool = np.flatnonzero((members != lead) & population.alive() & ~pending)
            if lead:
                pool = pool[np.isin(per_role[pool], np.unique(per_role[mine]))]
            sizes = np.bincount(rep[pool] * teams + columns["team"][pool], minlength=population.reps * teams)
            columns["team"][mine] = sizes.reshape(population.reps, teams)[rep[mine]].argmin(axis=1)
            pending[mine] = False
