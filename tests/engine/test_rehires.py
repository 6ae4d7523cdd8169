"""Rehires: who comes back, what they bring, whose service goes on, and that nothing of another person shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run

SCHEME = """
ladder: {main: {a: {base: 100, role: agent}, b: {base: 200, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
pay: {service: {amount: months_employed}, mark: {amount: badge}}
moves: [{id: up, from: a, to: before, kind: promotion, review: monthly, when: "%s"}]
"""
PEOPLE = """
people: {grades: {a: 20}, attributes: {badge: {uniform: [0, 1000]}, months_employed: 24, months_in_grade: 0}}
attrition: {hazard: "%s"}
hiring: {lead_months: %s%s}
metrics: {kpi: {normal: {mean: 80, between: 5, within: 0}}}
"""
ALL = ", rehires: {share: 1, within: 12%s}"
SERVICE, MARK = "service", "mark"


def played(
    folder: Path, rehires: str, *, hazard: str = "1 if month == 3 else 0", lead: int = 1, months: int = 8,
    replications: int = 2,
) -> Run:  # fmt: skip
    scheme = scenes.scheme_of(folder, SCHEME % "false")
    workforce = scenes.workforce_of(folder, PEOPLE % (hazard, lead, rehires))
    return simulate(scheme, workforce, months=months, replications=replications, seed=4)


def paid(run: Run, part: str) -> np.ndarray:
    at = [name for name, _ in run.axes.parts].index(part)
    return run.counts.pay[..., at].sum(axis=2)


def test_everybody_leaves_and_comes_back_as_they_were(tmp_path: Path) -> None:
    """All 20 leave in month 3 and are replaced in month 5: the same badges and the same ability."""
    run = played(tmp_path, ALL % "")
    assert run.counts.hires[:, 4].sum() == 40
    assert paid(run, MARK)[:, 6] == pytest.approx(paid(run, MARK)[:, 1])
    assert run.counts.kpi[:, 6, 0] == pytest.approx(run.counts.kpi[:, 1, 0])
    other = played(tmp_path, "")
    assert (paid(other, MARK)[:, 6] != paid(other, MARK)[:, 1]).all()


def test_service_begins_anew_or_goes_on(tmp_path: Path) -> None:
    """27 months served at the end of month 3; in month 5 it is 1, or 28."""
    assert (paid(played(tmp_path, ALL % ""), SERVICE)[:, 4] == 20 * 1).all()
    assert (paid(played(tmp_path, ALL % ", keeps: [employed]"), SERVICE)[:, 4] == 20 * 28).all()


RESULTS = """
scores: {quarter_kpi: {every: quarter, value: "mean(kpi, 3)"}}
pay:
  all: ever(kpi >= 0)
  run: streak(kpi >= 0)
  ten: count(kpi >= 0, 10)
  year: count(kpi >= 0, this_year)
  sum: total(kpi, so_far) / kpi
  mean: mean(kpi, 12) / kpi
  latest: quarter_kpi / kpi
  quarters: ever(quarter_kpi >= 0)
"""


def results(folder: Path, keeps: str, *, lead: int = 1, months: int = 7) -> dict[str, list[float]]:
    """By part, what a person is paid a month on average; in month 3 all leave, and they are back in month 4 + lead."""
    rules = (SCHEME % "false").replace("pay: {service: {amount: months_employed}, mark: {amount: badge}}", RESULTS)
    workforce = scenes.workforce_of(folder, PEOPLE % ("1 if month == 3 else 0", lead, ALL % keeps))
    run = simulate(scenes.scheme_of(folder, rules), workforce, months=months, replications=2, seed=4)
    there = np.maximum(run.counts.pay[..., 0].sum(axis=2), 1) / 100
    return {
        name: [round(float(x), 6) for x in (paid(run, name) / there)[0]]
        for name, _ in run.axes.parts
        if name not in ("base", "award")
    }


def test_results_of_an_earlier_stay_count_on(tmp_path: Path) -> None:
    """15 months before the run and two in it count; the two months between are no periods, in a year's windows too.

    Pay is read before its month closes: in May a year has five periods up to April, of which three were worked.
    April, a month of three, does not take the quarter away.
    """
    found = results(tmp_path, ", keeps: [employed, results]")
    assert [values[4:7] for values in found.values()] == [
        [17, 18, 19], [17, 18, 19], [10, 10, 10], [3, 4, 5], [17, 18, 19], [1, 1, 1], [1, 1, 1], [5, 5, 6],
    ], found  # fmt: skip


def test_a_period_away_for_its_greater_part_is_none(tmp_path: Path) -> None:
    """Back in June: of the second quarter two months are missing, so that it does not count; the letter stays."""
    found = results(tmp_path, ", keeps: [employed, results]", lead=2)
    assert found["quarters"][5:7] == [5, 5]
    assert found["all"][5:7] == [17, 18]
    assert found["latest"][6] == 1


def test_without_it_results_begin_anew(tmp_path: Path) -> None:
    found = results(tmp_path, ", keeps: [employed]")
    assert found["all"][4:7] == [0, 1, 2]
    assert found["ten"][4:7] == [0, 0, 0]


def test_only_within_the_months(tmp_path: Path) -> None:
    """Gone in month 3, back in month 5 at the earliest: within 1 month nobody is, within 2 all are."""
    late = played(tmp_path, ", rehires: {share: 1, within: 1}")
    assert (paid(late, MARK)[:, 6] != paid(late, MARK)[:, 1]).all()
    assert paid(played(tmp_path, ", rehires: {share: 1, within: 2}"), MARK)[:, 6] == pytest.approx(
        paid(late, MARK)[:, 1]
    )


def test_the_share_of_hires(tmp_path: Path) -> None:
    """Of 20 × 200 hires a quarter comes back: those whose service went on have 28 months, the others 1."""
    run = played(tmp_path, ", rehires: {share: 0.25, keeps: [employed]}", replications=200, months=5)
    back = (paid(run, SERVICE)[:, 4] - 20) / 27
    assert abs(back.mean() / 20 - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 4000)


def test_batches_and_others_change_nothing(tmp_path: Path) -> None:
    """A share of nothing is bit for bit no rule; a person comes back once."""
    hazard = "0.05"
    assert scenes.bits(played(tmp_path, ", rehires: {share: 0}", hazard=hazard, months=24)) == scenes.bits(
        played(tmp_path, "", hazard=hazard, months=24)
    )
    found = played(tmp_path, ALL % ", keeps: [employed]", hazard=hazard, months=36, replications=9)
    assert (found.counts.headcount[:, -1].sum(axis=1) <= 20).all()


def test_windows_do_not_reach_back_before_the_return(tmp_path: Path) -> None:
    """A sum since the hire is of this time, whatever service is kept."""
    text = SCHEME % "false"
    scheme = scenes.scheme_of(tmp_path, text.replace("amount: badge", "amount: total(kpi / kpi, so_far)"))
    workforce = scenes.workforce_of(tmp_path, PEOPLE % ("1 if month == 3 else 0", 1, ALL % ", keeps: [employed]"))
    run = simulate(scheme, workforce, months=8, replications=1, seed=4)
    assert paid(run, MARK)[0, 6] <= 20 * 2


@pytest.mark.parametrize("keys", ["share: 2", "share: 0.1, keeps: [pension]", "within: 3"])
def test_faults_are_told(tmp_path: Path, keys: str) -> None:
    with pytest.raises(LadderError, match=r"hiring\.rehires"):
        scenes.workforce_of(tmp_path, PEOPLE % ("0", 1, f", rehires: {{{keys}}}"))
