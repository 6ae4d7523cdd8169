"""Why people leave by a scheme's rules: what each cause counts as, what is paid, and what is paid once besides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.kinds import CAUSES, EXIT_CAUSES, causes_counted
from ladder_sim.results.coded import COSTS
from ladder_sim.results.run import Run

SCHEME = """
ladder: {main: {a: {base: 100, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
moves:
  - {id: out, from: a, to: exit, review: monthly, when: month == 12%s}
"""
PEOPLE = """
people: {grades: {a: 3}}
hiring: none
costs: {employer_load: 0.5, severance: {months_per_year: 1, plus: 1}}
"""


def played(folder: Path, terms: str, people: str = PEOPLE) -> Run:
    scheme = scenes.scheme_of(folder, SCHEME % terms)
    return simulate(scheme, scenes.workforce_of(folder, people), months=14, replications=1, seed=1)


def severance(run: Run) -> float:
    return float(run.counts.costs[..., COSTS.index("severance")].sum())


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_counted_as_what_it_is(tmp_path: Path, cause: str) -> None:
    """Three people leave in month 13: a turnover of that cause alone, and of no other."""
    run = played(tmp_path, f", cause: {cause}")
    by_cause = {
        name: float(measure.compute(run.window(0, 14))[0])
        for name, measure in run.known.items()
        if name.startswith("turnover_") and name != "turnover_regretted"
    }
    assert by_cause.pop(f"turnover_{cause}") == float(run.known["turnover"].compute(run.window(0, 14))[0]) > 0
    assert set(by_cause.values()) == {0.0}


@pytest.mark.parametrize(
    ("terms", "each"),
    [
        (", cause: dismissal", 200),  # one year of service and a month in lieu of notice
        (", cause: end_of_contract", 100),  # Labor Contract Law, art. 46 (5), 47: a year's month, no notice
        (", cause: end_of_contract, severance: N+1", 200),
        (", cause: end_of_contract, severance: none", 0),
        (", cause: up_or_out", 0),
        (", cause: up_or_out, severance: N", 100),
        (", cause: resignation_in_lieu", 0),
        (", cause: resignation_in_lieu, severance: N+1", 200),
        (", cause: retirement", 0),
        (", cause: retirement, severance: N", 0),
        (", cause: voluntary, severance: N", 0),
    ],
)
def test_what_is_paid(tmp_path: Path, terms: str, each: float) -> None:
    assert severance(played(tmp_path, terms)) == 3 * each


def test_separation_pay_is_a_cost_without_contributions(tmp_path: Path) -> None:
    """Tenth of a year's base pay for each year, at most 100: 0.1 × 12 × 100 × 1 = 120, so 100, for three people."""
    plain = played(tmp_path, ", cause: retirement")
    run = played(tmp_path, ', cause: retirement, award: "min(0.1 * 12 * base * years_employed, 100)"')
    assert severance(run) - severance(plain) == 300
    assert np.array_equal(run.counts.pay, plain.counts.pay)
    load = COSTS.index("employer_load")
    assert np.array_equal(run.counts.costs[..., load], plain.counts.costs[..., load])


def test_a_trace_tells_the_cause_and_what_is_paid(tmp_path: Path) -> None:
    """Separation pay after exactly 20 years: 0.1 × 12 × 5,000 × 20 = 120,000."""
    text = SCHEME.replace("month == 12", '"years_employed >= 20"').replace("base: 100", "base: 5000")
    scheme = scenes.scheme_of(tmp_path, text % ', cause: retirement, award: "0.1 * 12 * base * years_employed"')
    record = pd.DataFrame([{"person": "p", "month": m, "months_employed": 238} for m in (1, 2, 3)])
    told = ls.trace(scheme, record)
    left = told[told.event == "retirement"]
    assert [(int(r.month), str(r.to_grade)) for r in left.itertuples()] == [(3, "exit")]
    assert [str(r.reason) for r in told[told.event == "award"].itertuples()] == ["120000"]


def test_a_run_counts_the_rarer_causes_where_they_are_named(tmp_path: Path) -> None:
    """Keys that are not written change no count."""
    usual = tuple(cause for cause, info in EXIT_CAUSES.items() if info.usual)
    assert causes_counted(()) == usual == played(tmp_path, "").axes.causes
    assert causes_counted(["resignation_in_lieu"]) == (*usual, "up_or_out", "resignation_in_lieu")


def test_schemes_with_other_causes_compare(tmp_path: Path) -> None:
    workforce = scenes.workforce_of(tmp_path, PEOPLE)
    one = scenes.scheme_of(tmp_path, SCHEME % ", cause: up_or_out", "one")
    two = scenes.scheme_of(tmp_path, SCHEME % "", "two")
    found = ls.compare([one, two], workforce, months=14, replications=3, seed=1, baseline="two")
    assert found.change("one", "turnover_up_or_out").mean == pytest.approx(
        -found.change("one", "turnover_dismissal").mean
    )


def test_the_card_tells_them(tmp_path: Path) -> None:
    card = str(ls.describe(scenes.scheme_of(tmp_path, SCHEME % ", cause: retirement, award: 6 * base")))
    assert "retirement" in card and "separation pay: 6" in card
