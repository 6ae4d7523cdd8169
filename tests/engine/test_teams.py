"""Where newcomers are seated: one after the other, each replication on its own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scenes import scheme_of

import ladder_sim as ls
from ladder_sim.engine.teams import seat_in_team

SLOTS, TEAMS, ROLES = 40, 5, 3


def department(seed: int, reps: int) -> SimpleNamespace:
    """People of three roles in teams; role 0 are members, about a sixth of the slots is free."""
    random = np.random.default_rng(seed)
    n = reps * SLOTS
    rep, role = np.repeat(np.arange(reps), SLOTS), random.choice(ROLES, n, p=[0.8, 0.1, 0.1])
    alive, team = random.random(n) > 0.15, random.integers(0, TEAMS, n)
    return SimpleNamespace(
        rep=rep, reps=reps, n=n, columns={"team": team}, alive=alive.copy,
        members=lambda unit: role == 0, group=lambda name: (rep * (ROLES + 1) + role, reps * (ROLES + 1)), role=role,
    )  # fmt: skip


def seated(people: SimpleNamespace, idx: np.ndarray) -> list[int]:
    """One newcomer after the other: the team with the fewest of those who count like the newcomer."""
    team, there = people.columns["team"].copy(), people.alive()
    there[idx] = False
    for slot in idx.tolist():
        alike = there & (people.rep == people.rep[slot]) & (people.role == people.role[slot])
        team[slot] = np.bincount(team[alike], minlength=int(people.columns["team"].max()) + 1).argmin()
        there[slot] = True
    return team.tolist()


def test_newcomers_fill_the_smallest_team_of_their_kind() -> None:
    for seed in range(20):
        people = department(seed, 3)
        idx = np.flatnonzero(people.alive())[:: 1 + seed % 4]
        wanted = seated(people, idx)
        seat_in_team(people, idx)  # type: ignore[arg-type]
        assert people.columns["team"].tolist() == wanted


def test_a_lead_of_another_replication_is_nothing_to_a_lead() -> None:
    """A lead of role 1 arrives in one replication, of role 2 in the other: each is counted with its own role."""
    people = department(1, 2)
    people.role[[0, SLOTS]] = 1, 2
    idx = np.array([0, SLOTS])
    wanted = seated(people, idx)
    seat_in_team(people, idx)  # type: ignore[arg-type]
    assert people.columns["team"].tolist() == wanted


@pytest.mark.parametrize("read", ["team_mean(kpi) >= 82", "team_total(kpi) >= 600", "team_count(kpi >= 85) >= 4",
                                  "team_loss(3) <= 2"])  # fmt: skip
def test_newcomers_have_a_team_whichever_word_reads_it(read: str, tmp_path: Path) -> None:
    """What a team has together makes a team of newcomers as a rank in it does: the rank of everybody is at least 1."""
    ladder = "reviews: {q: {every: quarter}}\n"
    ladder += "ladder: {agents: {junior: {base: 4000}, senior: {base: 5000}}}\nentry: junior\n"
    rule = "moves: [{id: up, from: junior, to: senior, review: q, when: [%s]}]"
    alone = scheme_of(tmp_path, ladder + rule % read, "alone")
    ranked = scheme_of(tmp_path, ladder + rule % f"{read}, 'rank(months_employed, team) >= 1'", "ranked")
    people = {"months": 36, "replications": 3, "seed": 1}
    counted = [ls.simulate(scheme, "service-center-200", **people).counts for scheme in (alone, ranked)]  # type: ignore[arg-type]
    assert counted[0].moves.sum()
    assert all((np.asarray(getattr(counted[0], name)) == getattr(counted[1], name)).all()
               for name in ("headcount", "moves", "exits", "hires"))  # fmt: skip
