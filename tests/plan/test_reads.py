"""What closes before a run for nobody is passed by; whatever a run reads of those months is there."""

from __future__ import annotations

import numpy as np
import pytest

from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.experiment.simulation import compiled, simulate
from ladder_sim.expressions.scope import EVERY_MONTH
from ladder_sim.scenarios.loading import load_scheme, load_workforce


@pytest.mark.parametrize("name", ["agent-to-foreman", "three-lever-plan", "complaint-desk-standard"])
def test_a_run_does_not_change_where_nothing_is_passed_by(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme, workforce = load_scheme(name), load_workforce("service-center-200")
    short = simulate(scheme, workforce, months=15, replications=2).counts
    passed = 0
    for program in compiled(scheme, workforce):
        for spec in program.series:
            passed += spec.first_close > EVERY_MONTH
            spec.first_close = EVERY_MONTH
    monkeypatch.setattr(MetricSampler, "_waits", lambda *_: False)
    whole = simulate(scheme, workforce, months=15, replications=2).counts
    assert passed
    for table in ("headcount", "moves", "exits", "pay", "kpi"):
        assert np.array_equal(getattr(short, table), getattr(whole, table))
    assert all(np.array_equal(short.ledger[move], whole.ledger[move]) for move in whole.ledger)


def test_reaches_add_up_and_counters_read_every_month() -> None:
    """A score of a month that closes in month 1 needs the twelve months of the windows in it."""
    scheme, workforce = load_scheme("ecommerce-kpi-baseline"), load_workforce("service-center-200")
    series = {spec.key: spec for spec in compiled(scheme, workforce)[-1].series}
    assert any(spec.streak for spec in series.values())
    for spec in series.values():
        if spec.streak or spec.ever or spec.so_far:
            assert spec.first_close == EVERY_MONTH
        else:
            assert spec.first_close <= 1 - (spec.length + 2) * spec.period.step
