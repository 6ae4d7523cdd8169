"""Promotions to where somebody has never been, steps regained after a demotion, and what is left of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

LADDER = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}, c: {base: 3, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
"""
UP_AND_DOWN = (
    LADDER
    + """
moves:
  - {id: down, from: b, to: a, review: monthly, when: months_in_grade >= 2}
  - {id: up, from: a, to: b, review: monthly, when: months_in_grade >= 2}
"""
)
STEADY = (
    LADDER
    + """
moves:
  - {id: up, from: [a, b], to: next, review: monthly, when: months_in_grade >= 5}
"""
)
PEOPLE = """
people: {headcount: 10, roles: {agent: 1}, attributes: {months_employed: {exponential: 2}}}
metrics: {kpi: {normal: {mean: 80, within: 5}}}
attrition: {base: {0: %s}}
hiring: {keep: headcount, lead_months: 1}
"""


def people(folder: Path, leaving: float = 0.0) -> Workforce:
    return scenes.workforce_of(folder, PEOPLE % leaving, f"w{leaving}".replace(".", "_"))


def played(folder: Path, rules: str, name: str = "s", *, leaving: float = 0.0, months: int = 24) -> Run:
    return simulate(scenes.scheme_of(folder, rules, name), people(folder, leaving), months=months, replications=4)


def test_a_step_regained_is_no_advancement(tmp_path: Path) -> None:
    """All ten start in `a` (share 1 of the lowest grade comes first) or above; each comes to `b` anew once at most."""
    run = played(tmp_path, UP_AND_DOWN)
    below = run.counts.headcount[:, 0, 0]
    ups, downs = scenes.moved(run, "up").sum(axis=1), scenes.moved(run, "down").sum(axis=1)
    assert (run.counts.advanced.sum(axis=1) == below).all() and (ups > 2 * below).all()
    assert run.values("advancement_rate") == pytest.approx(below / 2 / 10)
    assert run.values("net_promotion_rate") == pytest.approx((ups - downs) / 2 / 10)
    assert run.values("promotion_rate") == pytest.approx(ups / 2 / 10)


def test_without_a_way_down_every_promotion_is_an_advancement(tmp_path: Path) -> None:
    run = played(tmp_path, STEADY, leaving=0.03)
    ups = scenes.moved(run, "up")
    assert ups.any() and (run.counts.advanced == ups).all()
    assert (run.values("advancement_rate") == run.values("promotion_rate")).all()


def test_a_newcomer_has_no_past_of_the_place(tmp_path: Path) -> None:
    """With turnover the place of somebody who was in `b` goes to newcomers, each of whom may advance to it."""
    run = played(tmp_path, UP_AND_DOWN, leaving=0.08, months=36)
    advanced = run.counts.advanced.sum(axis=1)
    joined = run.counts.headcount[:, 0, 0] + run.counts.hires.sum(axis=(1, 2))
    assert (advanced > run.counts.headcount[:, 0, 0]).all() and (advanced <= joined).all()
    assert (run.counts.advanced <= scenes.moved(run, "up")).all()


def test_a_scheme_that_is_adopted_keeps_the_past_on_grades_it_knows(tmp_path: Path) -> None:
    """From month 13 on the same ladder without a way down: who was in `b` before regains it, and is not new to it."""
    scenes.scheme_of(tmp_path, UP_AND_DOWN, "before")
    later = "adopted: {month: 13, after: before, placement: keep}\n" + STEADY.replace("[a, b]", "a")
    run = played(tmp_path, later, "later", months=30)
    alone = played(tmp_path, UP_AND_DOWN, "alone", months=12)
    assert scenes.moved(run, "up")[:, 12:].any()
    assert (run.counts.advanced[:, :12] == alone.counts.advanced).all()
    assert not run.counts.advanced[:, 12:].any()


def test_up_and_down_leads_no_sentence(tmp_path: Path) -> None:
    """Twice the promotions, most of them regained: the first sentence names who advances more people."""
    runs = (played(tmp_path, STEADY, "steady"), played(tmp_path, UP_AND_DOWN, "cycling"))
    comparison = Comparison(runs, "steady")
    rates = {run.scheme.id: run.interval("promotion_rate").mean for run in runs}
    assert rates["cycling"] > rates["steady"]
    assert comparison.leaders()[0].startswith("steady has the highest advancement rate: ")
    assert np.sign(comparison.contrast("cycling", "advancement_rate").difference.mean) == -1
