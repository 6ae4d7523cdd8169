"""A bare run leaves out what no rule reads, and nothing else: costs and groups reach no rule."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.doubt import plays
from ladder_sim.experiment.simulation import Playing, compiled
from ladder_sim.plan.unread import reads_mentees, reads_teams
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.run import Run
from ladder_sim.scenarios.assumptions import assumptions_of, people_at

SCHEMES = ("top-three-reserve-supervisor", "fabric-star-pay")
NOTED = {"groups", "audit", "choice"}  # tables that a bare run has nothing in


def _played(scheme: str, *, bare: bool, people: str | ls.Workforce = "small-department-30") -> Run:
    force = people if isinstance(people, ls.Workforce) else ls.load_workforce(people)
    return Playing(force, 24, 3, bare=bare).play([ls.load_scheme(scheme)], 0, 3)[0]


def _tables(counts: RunCounts, *but: str) -> dict[str, Any]:
    return {
        one.name: getattr(counts, one.name) for one in dataclasses.fields(counts) if one.name not in (*but, "sealed")
    }


def _same(a: dict[str, Any], b: dict[str, Any]) -> None:
    for name, table in a.items():
        if isinstance(table, dict):
            _same(table, b[name])
        elif table is not None:
            assert np.array_equal(table, b[name], equal_nan=np.asarray(table).dtype.kind == "f"), name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_other_table_has_the_same_bits(scheme: str) -> None:
    whole, bare = _played(scheme, bare=False), _played(scheme, bare=True)
    _same(_tables(whole.counts, *NOTED), _tables(bare.counts, *NOTED))
    assert whole.counts.choice and whole.counts.audit and whole.counts.groups.size
    assert not bare.counts.choice and not bare.counts.audit and not bare.counts.groups.size


def test_measures_say_whether_a_bare_run_has_them() -> None:
    whole, bare = _played(SCHEMES[0], bare=False), _played(SCHEMES[0], bare=True)
    noted = [one for one in whole.known.values() if one.noted]
    assert {one.name for one in noted} >= {
        "chosen_ability",
        "kpi_new_role",
        "turnover_passed_over",
        "fairness:gender:female",
    }
    for one in whole.known.values():
        if one.noted:
            with pytest.raises((KeyError, IndexError)):
                bare.values(one.name)
        else:
            assert np.array_equal(bare.values(one.name), whole.values(one.name), equal_nan=True), one.name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_people_cost_beside_their_pay_reaches_no_rule(scheme: str) -> None:
    people = ls.load_workforce("service-center-200").with_(headcount=40)
    costs = [one for one in assumptions_of([], people)[0] if one.address.startswith("costs.")]
    assert len(costs) >= 5
    moved = people_at(people, costs, {one.key: one.ends[-1] for one in costs})
    usual, other = (_played(scheme, bare=False, people=force).counts for force in (people, moved))
    _same(_tables(usual, "costs"), _tables(other, "costs"))
    assert not np.array_equal(usual.costs, other.costs)


READING = ("four-grade-competence",)
READS = {"mentoring.": reads_mentees, "people.team_size": reads_teams}


@pytest.mark.parametrize("start", READS)
def test_what_a_scheme_does_not_read_of_people_is_not_played(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moved, it changes no table of such a scheme; a scheme that reads it is played at both ends."""
    people = ls.load_workforce("service-center-200").with_(headcount=40)
    moved = [one for one in assumptions_of([], people)[0] if one.address.startswith(start)]
    assert moved
    other = people_at(people, moved, {one.key: one.ends[0] for one in moved})
    reads = {}
    for scheme in (*SCHEMES, *READING):
        (program,) = compiled(ls.load_scheme(scheme), people)
        reads[scheme] = READS[start](program)
        if not reads[scheme]:
            before, after = (_played(scheme, bare=False, people=force).counts for force in (people, other))
            _same(_tables(before), _tables(after))
    assert set(reads.values()) == {True, False}
    chosen = [next(name for name, read in reads.items() if read is wanted) for wanted in (False, True)]
    comparison = ls.compare(chosen, people, months=6, replications=2)
    played: list[str] = []
    whole = plays.play_world
    monkeypatch.setattr(plays, "play_world", lambda task: played.append(task.subject.content.id) or whole(task))
    asked = plays.Plays(comparison, tuple(moved), ("turnover",), 2)
    asked.play((name, {one.key: one.ends[0]}) for name in chosen for one in moved)
    assert played.count(chosen[0]) == 1 and played.count(chosen[1]) == len(moved)
