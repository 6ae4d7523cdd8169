"""Draws that rules write: uniform(…) and normal(…) of people and of the unit, and what a new role makes of people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run

LADDER = """
ladder: {main: {a: {base: 100, role: agent}, b: {base: 200, role: supervisor, seats: "%s"}}}
entry: a
reviews: {monthly: {every: month}}
pay: {luck: %s}
moves:
  - {id: up, from: a, to: b, review: monthly, when: "%s", seats: "%s"}
"""
PEOPLE = """
people: {grades: {a: 200}}
hiring: none
metrics: {kpi: {normal: {mean: 80, between: 5, within: 0}}}
"""


def played(
    folder: Path, *, seats: str = "100", part: str = "0", when: str = "true", quota: str = "vacancy",
    people: str = PEOPLE, months: int = 6, replications: int = 40,
) -> Run:  # fmt: skip
    scheme = scenes.scheme_of(folder, LADDER % (seats, part, when, quota))
    return simulate(scheme, scenes.workforce_of(folder, people), months=months, replications=replications, seed=5)


def luck(run: Run) -> np.ndarray:
    at = [part for part, _ in run.axes.parts].index("luck")
    return run.counts.pay[..., at].sum(axis=2)


def test_a_part_of_pay_drawn_for_each_person_and_month(tmp_path: Path) -> None:
    """200 people a month: the mean of a uniform from 0 to 10 has the deviation √(100/12/200)."""
    run = played(tmp_path, part="uniform(0, 10)", when="false")
    mean = luck(run) / 200
    assert abs(mean.mean() - 5) < 4 * np.sqrt(100 / 12 / 200 / mean.size)
    assert mean.std() == pytest.approx(np.sqrt(100 / 12 / 200), rel=0.2)
    assert len(np.unique(mean)) == mean.size


def test_normal_has_its_mean_and_spread(tmp_path: Path) -> None:
    mean = luck(played(tmp_path, part='"normal(50, 4)"', when="false")) / 200
    assert abs(mean.mean() - 50) < 4 * 4 / np.sqrt(200 * mean.size)
    assert mean.std() == pytest.approx(4 / np.sqrt(200), rel=0.2)


def test_two_places_are_two_draws_and_one_place_is_one(tmp_path: Path) -> None:
    twice = luck(played(tmp_path, part='"uniform(0, 1) - uniform(0, 1)"', when="false"))
    assert (twice != 0).all()
    other = luck(played(tmp_path, part='"uniform(0, 10)"', when="kpi > 80"))
    assert other == pytest.approx(luck(played(tmp_path, part='"uniform(0, 10)"', when="false")), rel=1e-12)


def test_seats_that_vary_are_one_number_for_the_unit(tmp_path: Path) -> None:
    """As many as 3 to 5 seats, drawn for each replication and month, and not for each person."""
    run = played(tmp_path, seats="uniform(3, 6)")
    seats = run.counts.seats[:, :, 1, 0]
    assert set(np.unique(seats)) == {3, 4, 5}
    assert len({tuple(row) for row in seats.tolist()}) > 30
    assert np.bincount(seats.ravel())[3:] / seats.size == pytest.approx([1 / 3] * 3, abs=0.12)
    quota = scenes.moved(played(tmp_path, seats="100", quota="uniform(1, 3)"), "up")
    assert set(np.unique(quota[:, 1:])) == {1, 2}


def test_a_trace_reads_the_middle(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, LADDER % ("5", '"uniform(0, 10) + normal(7, 2)"', "false", "vacancy"))
    told = ls.trace(scheme, pd.DataFrame([{"person": "p", "month": 1}]))
    assert [str(reason) for reason in told[told.event == "pay"].reason] == ["base 100; luck 12"]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ('"uniform(10, 0)"', "the lower limit 10 is above the upper 0"),
        ('"normal(10, -1)"', "a standard deviation must be at least 0, got -1"),
        ('"uniform(10)"', "uniform"),
    ],
)
def test_faults_are_told(tmp_path: Path, part: str, says: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, LADDER % ("5", part, "true", "vacancy"))
    assert says in str(error.value)


# --- a new role -------------------------------------------------------------------------------------


def kpi(folder: Path, ability: str, metric: str = "{normal: {mean: 80, between: 5}}") -> tuple[np.ndarray, np.ndarray]:
    """Mean KPI of everybody, and after everybody has come into a new role; shape (replications,) each."""
    people = f"people: {{grades: {{a: 200}}}}\nhiring: none\nmetrics: {{kpi: {metric}}}\n{ability}"
    run = played(folder, seats="1000", when="month == 2", people=people, months=4)
    return run.counts.kpi[:, 1, 0] / 200, run.counts.kpi[:, 3, 0] / 200


def test_carry_over_is_one_rule_of_many(tmp_path: Path) -> None:
    """The same people and the same fresh draws, so equal but for the last digits."""
    _, plain = kpi(tmp_path, "ability: {carry_over: 0.6}")
    _, written = kpi(tmp_path, 'ability: {at_move: "0.6 * old + sqrt(1 - 0.6 * 0.6) * fresh"}')
    assert written == pytest.approx(plain, rel=1e-12)
    _, anew = kpi(tmp_path, "ability: {at_move: fresh}")
    assert anew == pytest.approx(kpi(tmp_path, "ability: {carry_over: 0}")[1], rel=1e-12)


def test_competence_changes_within_a_tenth(tmp_path: Path) -> None:
    """Pluchino, Rapisarda & Garofalo 2010: competence of 1 to 10, mean 7, sd 2; ± 10 % at a promotion."""
    metric = '{normal: {mean: 7, between: 2, at_move: "old * %s"}, cut: [1, 10]}'
    before, after = kpi(tmp_path, "", metric % "1")
    assert after == pytest.approx(before, rel=1e-9)
    before, after = kpi(tmp_path, "", metric % "0.9")
    assert after == pytest.approx(0.9 * before, rel=0.005)  # who was at 1.1 or less is at the limit of 1
    before, after = kpi(tmp_path, "", metric % "uniform(0.9, 1.1)")
    assert 0 < np.abs(after - before).mean() < 0.1
    # the Peter hypothesis: drawn anew, as with ability that does not carry over
    before, after = kpi(tmp_path, "ability: {carry_over: 0}", metric.replace("old * %s", "fresh"))
    assert abs((after - before).mean()) < 4 * (after - before).std() / np.sqrt(after.size)
    assert np.abs(after - before).mean() > 0.05


def test_faults_of_a_new_role_are_told(tmp_path: Path) -> None:
    for text, says in (
        ("ability: {carry_over: 0.5, at_move: old}", "has carry_over too; choose one"),
        ("metrics: {kpi: {lognormal: {mean: 1, at_move: old}}}", "'at_move' goes with a person's normal metric"),
        ("ability: {at_move: older}", "ability.at_move: unknown name 'older'; did you mean 'old'?"),
    ):
        with pytest.raises(LadderError) as error:
            scenes.workforce_of(tmp_path, "people: {headcount: 3}\n" + text)
        assert says in str(error.value)
