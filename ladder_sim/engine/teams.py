"""Teams: who is in which, and where newcomers are seated."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Slots
from ladder_sim.engine.population import Population
from ladder_sim.streams.kernels import lowest_first


def deal_teams(population: Population) -> None:
    """People dealt into teams of the scheme's own size, like cards."""
    alive = population.alive().reshape(population.reps, population.slots)
    turn = np.cumsum(alive, axis=1) - 1
    teams = np.maximum(1, (alive.sum(axis=1) / population.program.team_size + 0.5).astype(np.int64))
    population.columns["team"][:] = (turn % teams[:, None]).ravel()
    population.teams[:] = teams


def seat_in_team(population: Population, idx: Slots) -> None:
    """Members join the smallest team; leads the one with the fewest leads of their role. Ties: the lowest number.

    One newcomer of a replication after the other, each into one of its replication's own teams, of which other
    replications may have more; `idx`: rising.
    """
    team, rep, reps = population.columns["team"], population.rep, population.reps
    teams = int(population.teams.max(initial=1))
    role, roles = population.group("role")
    kind = np.where(population.members(False), 0, role % (roles // reps) + 1)  # who is counted together
    settled = population.alive()
    settled[idx] = False
    for code in np.unique(kind[idx]):
        there = np.flatnonzero(settled & (kind == code))
        sizes = np.bincount(rep[there] * teams + team[there], minlength=reps * teams).reshape(reps, teams)
        sizes = np.where(np.arange(teams) < population.teams[:, None], sizes, np.inf)
        mine = idx[kind[idx] == code]
        team[mine] = lowest_first(sizes, np.bincount(rep[mine], minlength=reps))
