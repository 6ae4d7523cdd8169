"""Luck, years, the sampling error of fitted values and assumptions, told apart; and how estimates are drawn."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.i18n import use
from ladder_sim.doubt.drawn import people_drawn
from ladder_sim.doubt.sampling import quantile
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.model.assumptions import Assumption
from ladder_sim.model.likely import interval_of
from ladder_sim.scenarios.assumptions import assumptions_of

LADDER = "ladder: {main: {a: {base: 100, role: agent}}}\nentry: a\n"
PEOPLE = """
people: {grades: {a: 200}}
attrition: {base: {0: 0.02}}
hiring: {keep: headcount, lead_months: 0}
costs: {hire: 500}
between_years: {leaving: 0.3}
assumptions:
  attrition.base.0: {se: 0.003}
"""
OTHER = "  costs.hire: [400, 600]\n"


def played(folder: Path, people: str) -> Worlds:
    schemes = [scenes.scheme_of(folder, LADDER, name) for name in ("one", "two")]
    comparison = ls.compare(schemes, scenes.workforce_of(folder, people), months=12, replications=400, seed=4)
    return comparison.worlds(["turnover", "labor_cost:hiring"], 40, replications=10)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    return played(tmp_path_factory.mktemp("layers"), PEOPLE + OTHER)


def test_each_layer_is_what_it_is_known_to_be(worlds: Worlds) -> None:
    """Relative to the mean: √((1 − h) ÷ 2,400 h) by luck, √(exp(s²) − 1) by years, the standard error by fit."""
    found = worlds.layers("turnover", "one", difference=False)
    mean = worlds.comparison["one"].interval("turnover").mean
    assert found.luck / mean == pytest.approx(math.sqrt(0.98 / 48), rel=0.15)
    assert found.years / mean == pytest.approx(math.sqrt(math.exp(0.09) - 1), rel=0.15)
    assert found.fitted / mean == pytest.approx(0.15, rel=0.15)
    assert found.assumptions < 0.1 * found.fitted  # what a hire costs moves nobody
    spread = found.high - found.low
    assert spread == pytest.approx(2 * 1.645 * found.total, rel=0.25)


def test_the_same_scheme_twice_differs_by_nothing_in_any_layer(worlds: Worlds) -> None:
    found = worlds.layers("turnover", "two")
    assert (found.luck, found.years, found.fitted, found.assumptions) == (0, 0, 0, 0)


def test_an_assumption_is_no_fitted_value(worlds: Worlds) -> None:
    found = worlds.layers("labor_cost:hiring", "one", difference=False)
    mean = worlds.comparison["one"].interval("labor_cost:hiring").mean
    assert found.assumptions / mean == pytest.approx(100 / math.sqrt(6) / 500, rel=0.35)
    table = worlds.layers_table()
    assert list(table.columns) == ["luck", "years", "fitted", "assumptions", "total", "low", "high", "unit"]
    assert len(table) == 2 * 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_and_data_tell_them(worlds: Worlds, language: str) -> None:
    use(language)
    told = " ".join(worlds.summary())
    parts = {"en": ("differences between years", "sampling error of fitted values", "nine of ten futures"),
             "zh": ("年度差异", "拟合值的抽样误差", "九成结果")}[language]  # fmt: skip
    assert all(part in told for part in parts)
    assert worlds.to_dict()["layers"][0]["years"] > 0
    (section,) = [each for each in ls.report_sections(worlds.comparison) if each.id == "doubt"]
    assert any(parts[0] in " ".join(table.columns) for table in section.tables)


def test_alike_years_without_fitted_values_say_nothing_of_layers(tmp_path: Path) -> None:
    plain = PEOPLE.replace("between_years: {leaving: 0.3}\n", "").replace("{se: 0.003}", "[0.01, 0.03]")
    schemes = [scenes.scheme_of(tmp_path, LADDER, name) for name in ("one", "two")]
    comparison = ls.compare(schemes, scenes.workforce_of(tmp_path, plain), months=6, replications=4)
    found = comparison.worlds("turnover", 4)
    assert not found.played_apart.told and not comparison.notes
    assert found.layers("turnover", "one", difference=False).years == 0
    assert found.layers("turnover", "one", difference=False).fitted == 0


def test_where_years_differ_a_comparison_notes_what_its_ranges_hold(worlds: Worlds) -> None:
    assert any("differences between years" in note or "年度之间的差异" in note for note in worlds.comparison.notes)


# --- estimates ---------------------------------------------------------------------------------------


def estimate(value: float, low: float, high: float) -> Assumption:
    title = ls.load_workforce("small-department-30").title
    return Assumption("k", (), "k", title, value, low, high, "estimate", "fitted", title)


@pytest.mark.parametrize(("value", "low", "high"), [(0.02, 0.015, 0.03), (-2.0, -3.0, -1.5), (0.0, 0.0, 0.004)])
def test_an_estimate_is_drawn_through_its_interval(value: float, low: float, high: float) -> None:
    one = estimate(value, low, high)
    assert quantile(one, 0.025) == pytest.approx(low)
    assert quantile(one, 0.5) == pytest.approx(value)
    assert quantile(one, 0.975) == pytest.approx(high)
    assert min(quantile(one, share) for share in (1e-9, 0.001)) >= (0 if low >= 0 else -4)


def test_a_standard_error_makes_an_interval_on_the_scale_of_logarithms() -> None:
    low, high = interval_of(0.02, 0.003)
    assert (math.log(high / low) / (2 * 1.96)) == pytest.approx(0.15, rel=1e-3)
    assert interval_of(-2, 0.5) == pytest.approx((-2.98, -1.02), abs=1e-3)


def test_people_are_drawn_from_fitted_values_alone(tmp_path: Path) -> None:
    people = scenes.workforce_of(tmp_path, PEOPLE + OTHER)
    drawn = people_drawn(people, 60, seed=2)
    hazards = np.log([one.attrition.base[0][1] for one in drawn])
    assert hazards.mean() == pytest.approx(math.log(0.02), abs=0.02)
    assert hazards.std() == pytest.approx(0.15, rel=0.1)
    assert {one.costs.hire.text for one in drawn} == {people.costs.hire.text}
    assert [one.attrition for one in people_drawn(people, 60, seed=2)] == [one.attrition for one in drawn]
    both = people_drawn(people, 10, seed=2, sources=("fitted", "stated"))
    assert len({one.costs.hire.text for one in both}) > 1
    without = people_drawn(replace(people, assumptions={}), 3, seed=2)
    assert all(one is not None and one.attrition == people.attrition for one in without)


def test_sources_of_ranges_say_which_is_fitted(tmp_path: Path) -> None:
    moved, _ = assumptions_of([], scenes.workforce_of(tmp_path, PEOPLE + OTHER))
    assert {one.address: (one.source, one.shape) for one in moved} == {
        "attrition.base.0": ("fitted", "estimate"), "costs.hire": ("stated", "triangular"),
    }  # fmt: skip
