"""Who is chosen: ahead of the grade by hand, a lottery that is one, and bounds."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import fakes
import numpy as np
import pytest
import scenes

from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.selectivity import Selectivity
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.counts import choice_tables
from ladder_sim.results.run import Run


def book(cell: list[int], **columns: list[float]) -> ChoiceBook:
    """Two replications of two grades; people by their cell, replication × 3 + grade."""
    made = object.__new__(ChoiceBook)
    places = np.array(cell)
    made.script = None
    held = {"grade": places % 3} | {name: np.array(values) for name, values in columns.items()}
    made.population = SimpleNamespace(  # type: ignore[assignment]
        cell=places, rep=places // 3, reps=2, grade_count=2, columns=held,
    )  # fmt: skip
    made.ahead = Selectivity(made.population)
    made.recorder = SimpleNamespace(bare=False, counts=SimpleNamespace(choice=choice_tables(2, 1)))  # type: ignore[assignment]
    return made


def test_ahead_of_the_grade_by_hand() -> None:
    """Grade 0 of the first replication: 1, 2, 3, 6 (mean 3). Chosen 2 and 6: 8 − 6 = 2 ahead; the best 3 and 6: 3.

    Eligible 2, 3 and 6: their mean lies 2⁄3 above the grade's, times two chosen. The other replication has nobody.
    """
    made = book([0, 0, 0, 0, 1, 3], ability=[1.0, 2.0, 3.0, 6.0, 99.0, 5.0])
    made.reviewed(np.arange(6), np.array([1, 2, 3]), np.array([1, 3]), 1)
    made.finish()
    table = made.recorder.counts.choice
    assert table["lottery"][:, 0].tolist() == [pytest.approx([4 / 3, 3.0]), [0.0, 0.0]]
    chosen = np.array([1, 3])
    made.ahead.add([(table["ability"][:, 0], made.population.columns["ability"])], None, chosen, chosen)
    made.finish()
    assert table["ability"][:, 0].tolist() == [[2.0, 3.0], [0.0, 0.0]]


def test_measures_take_all_replications_together() -> None:
    counts = fakes.empty(12, 2)
    counts.headcount[:] = (50, 0, 0, 0)
    counts.choice["ability"][:, 3] = [[2.0, 3.0], [0.0, 1.0]]
    counts.choice["new_role"][:, 3] = [[160.0, 2, 0, 0], [0, 0, 0, 0]]
    counts.choice["new_role"][:, 8] = [[0, 0, 225.0, 3], [0, 0, 75.0, 1]]
    counts.choice["passed_over"][:, 5] = 1, 0
    run = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), counts)
    assert run.interval("chosen_ability").mean == pytest.approx(0.5)
    assert run.interval("kpi_new_role").mean == pytest.approx(75 - 80)
    assert run.interval("turnover_passed_over").mean == pytest.approx(0.5 / 50)
    assert math.isnan(run.interval("chosen_kpi").mean) and "nobody was promoted" in run.note("chosen_kpi")


@pytest.mark.parametrize("scheme", ["fabric-star-pay", "top-three-reserve-supervisor"])
def test_nobody_chooses_better_than_the_best(scheme: str) -> None:
    run = simulate(scheme, "small-department-30", months=24, replications=10)
    for name in ("ability", "kpi", "lottery"):
        table = run.counts.choice[name]
        assert (table[..., 0] <= table[..., 1] + 1e-9).all() and table[..., 1].any(), name
    assert (run.counts.choice["passed_over"] <= run.counts.regretted).all()


RULES = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}}}
entry: a
reviews: {half: {every: half-year}}
moves:
  - {id: up, from: a, to: b, review: half, when: %s}
"""
PEOPLE = """
people: {headcount: 40, roles: {agent: 1}, attributes: {months_employed: {exponential: 2}}}
metrics: {kpi: {normal: {mean: 80, within: 5}}}
attrition: {base: {0: 0.03}}
hiring: {keep: headcount, lead_months: 1}
"""


def played(folder: Path, rule: str) -> Run:
    rules, people = scenes.scheme_of(folder, RULES % rule), scenes.workforce_of(folder, PEOPLE)
    return simulate(rules, people, months=36, replications=60)


def test_a_lottery_is_worth_nothing_and_a_line_in_kpi_something(tmp_path: Path) -> None:
    """Promoted by chance: 0 within four standard errors, of ability and KPI; by a line in KPI: well above."""
    blind = played(tmp_path, "chance(0.1)")
    for name in ("chosen_ability", "chosen_kpi", "eligible_ability"):
        found = blind.interval(name)
        assert abs(found.mean) <= 2 * (found.high - found.low) and found.half < 0.1, name
    seen = played(tmp_path, "mean(kpi, 6) >= 84")
    assert seen.interval("chosen_kpi").low > 0.5
    assert seen.interval("eligible_ability").mean == pytest.approx(seen.interval("chosen_ability").mean, abs=0.05)
