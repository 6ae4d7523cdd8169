"""Sentences of the card against a run of its scheme: each number is read from the card and found in the counts."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scenes import moved, outcomes, scheme_of, workforce_of

from ladder_sim.analysis.description import describe
from ladder_sim.core.i18n import Language, speaking
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run

SCHEME = """
ladder: {main: {junior: {base: 4000, role: agent}, senior: {base: 6000, role: agent, seats: 30}}}
entry: junior
probation: {months: 3, pay: 0.8, confirm: age > 0}
reviews: {monthly: {every: month}, late: {every: half-year}}
moves:
  - {id: up, from: junior, to: senior, review: late, when: [{if: months_in_grade >= 9, title: {en: Served, zh: 任满}}],
     apply: 0.5, seats: 10% of grade, order: age, award: 2 * new.base, stages: [{stage: exam, pass: 0.6}]}
  - {id: out, from: junior, to: exit, review: late, when: [{if: age > 70, title: {en: Old, zh: 年长}}], severance: 2N}
pay: {meal: {amount: 300, for: senior}}
"""
PEOPLE = """
hiring: none
attrition: {hazard: 0}
people: {grades: {junior: 300}, attributes: {age: {uniform: [20, 60]}}}
"""
MONTHS, REPLICATIONS = 26, 20


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("cards")
    scheme, people = scheme_of(folder, SCHEME), workforce_of(folder, PEOPLE)
    return simulate(scheme, people, months=MONTHS, replications=REPLICATIONS)


def told(run: Run, pattern: dict[Language, str]) -> list[float]:
    """The numbers of the one sentence of the card that has this shape, the same in both languages."""
    found = []
    for language, shape in pattern.items():
        with speaking(language):
            hits = re.findall(shape, str(describe(run.scheme)))
        assert len(set(hits)) == 1, (shape, hits)
        values = hits[0] if isinstance(hits[0], tuple) else hits[:1]
        found.append(sorted(float(value.replace(",", "")) for value in values))
    assert found[0] == found[1]
    return found[0]


def paid(run: Run, part: str) -> npt.NDArray[np.float64]:
    """What is paid as this part of pay, by replication, month and grade."""
    return run.counts.pay[..., [one[0] for one in run.axes.parts].index(part)]


def near(count: int, of: int, chance: float) -> bool:
    return bool(abs(count - of * chance) <= 4 * np.sqrt(of * chance * (1 - chance)))


def test_nobody_moves_before_the_months_that_the_card_asks(run: Run) -> None:
    (months,) = told(run, {"en": r"Served: (\d+) months in the grade", "zh": r"任满：任现职级满(\d+)个月"})
    reviewed = outcomes(run, "up")
    early = [month for month in reviewed if month + 1 < months]
    assert early and all(set(reviewed[month]) == {"c1"} for month in early), "told as not met, and nobody met it"
    assert all("c1" not in reviewed[month] for month in reviewed if month >= months)
    assert not moved(run, "up")[:, : int(months) - 1].any()


def test_moves_fall_into_the_months_of_the_review_that_the_card_names(run: Run) -> None:
    with speaking("en"):
        assert "review: half-yearly" in str(describe(run.scheme))
    assert set(np.flatnonzero(moved(run, "up").sum(axis=0))) <= {6, 12, 18, 24}, "from the month after a half-year on"


def test_shares_who_apply_and_pass_are_those_of_the_card(run: Run) -> None:
    (apply,) = told(run, {"en": r"who applies: (\d+)%", "zh": r"申请比例：(\d+)%"})
    (passed,) = told(run, {"en": r"exam \((\d+)% pass\)", "zh": r"exam（通过率(\d+)%）"})
    reasons = [found for found in outcomes(run, "up").values() if "c1" not in found]
    stayed = sum(found.get("did not apply", 0) for found in reasons)
    failed = sum(found.get("failed: exam", 0) for found in reasons)
    everybody = sum(sum(found.values()) for found in reasons)
    assert near(everybody - stayed, everybody, apply / 100)
    ups = int(moved(run, "up").sum())
    assert near(ups, ups + failed, passed / 100), "of those for whom there is a place"


def test_no_review_moves_more_than_the_card_allows_and_seats_are_not_passed(run: Run) -> None:
    (share,) = told(run, {"en": r"at most (\d+)% of the grade a review", "zh": r"每次至多本级的(\d+)%"})
    (seats,) = told(run, {"en": r"seats: (\d+) seats", "zh": r"编制(\d+)人"})
    with speaking("en"):
        assert "when a seat is open" in str(describe(run.scheme))
    ups = moved(run, "up")
    juniors = run.counts.headcount[:, :-1, 0]
    assert (ups <= np.ceil(share / 100 * juniors)).all() and ups.any()
    assert run.counts.headcount[:, :, 1].max() == seats, "they fill, and no more"


def test_an_award_is_as_many_months_of_pay_as_the_card_says(run: Run) -> None:
    shape: dict[Language, str] = {
        "en": r"award: (\d+) months of base pay of the new grade: ([\d,]+)",
        "zh": r"一次性奖励：(\d+)个月基本工资（按新职级：([\d,]+)）",
    }
    months, base = told(run, shape)
    assert paid(run, "award").sum() == months * base * moved(run, "up").sum() > 0


def test_pay_of_a_grade_is_what_the_card_says(run: Run) -> None:
    (bottom,) = told(run, {"en": r"main 1\n.*\n\s+base pay a month: ([\d,]+)", "zh": r"通道 1\n.*\n.*每月）：([\d,]+)"})
    (top,) = told(run, {"en": r"main 2\n.*\n\s+base pay a month: ([\d,]+)", "zh": r"通道 2\n.*\n.*每月）：([\d,]+)"})
    base = paid(run, "base").sum(axis=0)  # (months, grades)
    people = run.counts.headcount[:, 1:].sum(axis=0)
    months = slice(3, None)  # after the probation with which people without a history begin
    assert np.allclose(base[months], np.array([bottom, top]) * people[months]) and people[-1].all()


def test_a_move_that_nobody_meets_is_told_as_not_met_and_costs_nothing(run: Run) -> None:
    with speaking("en"):
        assert "how: damages 2N" in str(describe(run.scheme))
    assert all(set(found) == {"c1"} for found in outcomes(run, "out").values())
    assert not moved(run, "out").any() and not run.interval("labor_cost:severance").mean


def test_newcomers_on_probation_get_the_share_that_the_card_says(tmp_path: Path) -> None:
    scheme = scheme_of(tmp_path, SCHEME)
    people = workforce_of(tmp_path, PEOPLE.replace("hiring: none", "hiring: {fixed: 120 a year}"))
    found = simulate(scheme, people, months=2, replications=2)
    shape: dict[Language, str] = {"en": r"(\d+) months at (\d+)% of base pay", "zh": r"(\d+)个月，基本工资的(\d+)%"}
    months, share = told(found, shape)
    assert months == 3, "longer than the run, so that all who joined are on probation"
    joined = found.counts.hires.sum(axis=(0, 2)).cumsum() + 300 * found.replications  # the first without a history
    base = paid(found, "base").sum(axis=(0, 2))
    assert joined[-1] > joined[0] and np.allclose(base, 4000 * share / 100 * joined)
