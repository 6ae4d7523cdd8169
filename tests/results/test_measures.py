"""Measures against counts filled by hand: 18 months, two replications."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

import fakes
import numpy as np
import pytest

from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import unit_name
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.measures import measures_of
from ladder_sim.results.run import Run


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def by_hand(counts: RunCounts, months: int = 18) -> Run:
    return Run(fakes.scheme(), fakes.workforce(), months, len(counts.headcount), 1, fakes.axes(), counts)


@pytest.fixture
def run() -> Run:
    t = fakes.empty(18, 2)
    t.headcount[:, 0] = 1_000_000  # the opening does not count
    t.headcount[0, 1:] = (40, 30, 20, 10)
    t.headcount[1, 1:10] = (40, 30, 20, 10)
    t.headcount[1, 10:] = (60, 30, 0, 10)
    t.moves[0, 3, 0], t.moves[0, 17, 1] = 4, 2
    t.moves[1, 0, 2] = 3
    t.exits[0, 5, 1] = (5, 2, 4, 1, 1)
    t.pay[0, :, 0] = (1000, 200)
    t.pay[0, :, 3] = (500, 0)
    t.costs[0, :, 0, 0] = 300
    t.costs[0, 2, 0, 1] = 5000
    t.kpi[0, :] = (800, 10)
    t.stuck[0] = 25
    t.regretted[0, 4] = 3
    t.seats[0, :9, 2] = (7, 5)
    t.seats[0, :9, 3] = (1, 3)  # more people than seats are no openings
    t.groups[0, :, 0] = (50, 0)
    t.groups[0, :, 1] = (25, 0)
    t.groups[0, 0, 0, 1], t.groups[0, 1, 1, 1] = 4, 1
    return by_hand(t)


def test_rates_per_year_of_eighteen_months(run: Run) -> None:
    assert run.values("promotion_rate") == pytest.approx([6 / 1.5 / 100, 3 / 1.5 / 100])
    assert run.values("promotion_rate:junior") == pytest.approx([4 / 1.5 / 40, 0])
    assert run.values("promotion_rate:senior")[1] == pytest.approx(3 / 1.5 / 10)  # half the time 20, then none
    assert run.values("turnover")[0] == pytest.approx(13 / 1.5 / 100)
    for cause, people in (("voluntary", 5), ("dismissal", 2), ("probation", 4), ("retirement", 1), ("transfer", 1)):
        assert run.values(f"turnover_{cause}")[0] == pytest.approx(people / 1.5 / 100)
    assert run.values("turnover_regretted")[0] == pytest.approx(3 / 1.5 / 100)


def test_money_per_year(run: Run) -> None:
    assert run.values("salary_cost")[0] == pytest.approx(12 * 1700)
    assert run.values("salary_cost_per_head")[0] == pytest.approx(12 * 17)
    assert run.values("salary_cost:bonus")[0] == pytest.approx(12 * 200)
    assert run.values("labor_cost")[0] == pytest.approx(12 * 2000 + 5000 / 1.5)
    assert run.values("labor_cost:severance")[0] == pytest.approx(5000 / 1.5)


def test_states_are_averages(run: Run) -> None:
    assert run.values("grade_mix:junior") == pytest.approx([0.4, 0.5])
    assert run.values("span") == pytest.approx([9, 9])
    assert run.values("stuck")[0] == pytest.approx(0.25)
    assert run.values("vacant_seats")[0] == pytest.approx(1)
    assert run.values("kpi")[0] == pytest.approx(80)


def test_fairness_is_a_group_against_the_others(run: Run) -> None:
    """4 promotions in 900 months against 1 in 450: 0.5 is added to each; only one replication has any."""
    expected = math.log(4.5 / 900) - math.log(1.5 / 450)
    name = "fairness:gender:female"
    assert run.values(name)[0] == pytest.approx(expected) and run.interval(name).mean == pytest.approx(expected)
    assert "fairness:gender:male" not in run.known, "of two groups the other's is the same turned round"


def test_by_year_annualizes_the_last_part(run: Run) -> None:
    table = run.measure("promotion_rate", by="year")
    assert table.columns.tolist() == [1, 2]
    assert table.loc[0].tolist() == pytest.approx([0.04, 2 / 0.5 / 100])
    with pytest.raises(LadderError, match="'time_to_promotion' needs the whole run"):
        run.measure("time_to_promotion", by="year")


def test_no_events_are_nan_with_a_note(run: Run) -> None:
    assert run.note("time_to_promotion") == "no value: nobody was promoted"
    note = run.note("fairness:gender:female")
    assert note.startswith("no value of their own in 1 of 2 replications: nobody was promoted, or only one group")
    assert re.search(r"by chance alone: \d+% to \d+% over all replications, \d+% to \d+% in a single one", note)
    assert run.note("kpi") == "no value in 1 of 2 replications: no KPI was recorded"
    assert run.note("turnover") == ""


def test_counts_of_nothing_gives_nan_not_a_crash() -> None:
    run = by_hand(fakes.empty(18, 2))
    table = run.measures()
    assert math.isnan(table.loc["turnover", "mean"]) and table.loc["turnover", "note"] == "no value: nobody was there"
    assert table.loc["salary_cost", "mean"] == 0
    assert run.to_dict()["measures"]["turnover"] == {
        "mean": None, "low": None, "high": None, "note": "no value: nobody was there",
    }  # fmt: skip


def test_waits_measures() -> None:
    """Ten enter the entry grade, one leaves at 2, four are promoted at 10, the rest wait on."""
    t = fakes.counts_of_waits([(2, 1, 1), (10, 0, 4), (18, 3, 5)], 18)
    run = by_hand(t)
    assert run.values("promoted_within_12") == pytest.approx([0.4])
    assert np.isnan(run.values("promoted_within_24")).all()  # the run is shorter
    assert run.values("time_to_promotion").tolist() == [10]
    assert run.values("time_to_promotion_mean") == pytest.approx([10])


def test_every_measure_is_described_in_both_languages() -> None:
    for measure in measures_of(fakes.axes()).values():
        assert unit_name(measure.unit)  # of those that have a name in both languages
        for title in (measure.title, measure.definition, measure.missing):
            assert title.en and title.zh and title.en != title.zh
        assert any(sign >= "\u4e00" for sign in measure.title.zh)


def test_unknown_measure_names_the_nearest() -> None:
    with pytest.raises(LadderError, match="measure 'turnovr' is not known; did you mean 'turnover'"):
        fakes.run(months=3, replications=1).values("turnovr")


def test_those_who_enter_on_trial_count_from_their_confirmation() -> None:
    """The entry grade confirms into the next: waits in the trial are left out, those after it count."""
    known = fakes.axes()
    confirm = replace(known.moves[0], id="confirm", kind="confirmation")
    known = replace(known, moves=(*known.moves, confirm), arcs=((1, 0, 1), *known.arcs[1:]))
    t = fakes.counts_of_waits([(2, 1, 3), (3, 2, 7), (10, 0, 4), (18, 3, 4)], 18)
    t.waits[2:, 1] = 1  # grade: the first two rows stay in the trial
    run = Run(fakes.scheme(), fakes.workforce(), 18, 1, 1, known, t)
    assert run.values("promoted_within_12") == pytest.approx([0.5])
