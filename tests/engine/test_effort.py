"""Effort: points more within reach of a line, fewer far out of it; for whom, which lines, what an open seat weighs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.analysis.people_card import workforce_card
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.experiment.simulation import simulate
from ladder_sim.plan.check import check_pair

LADDER = """
ladder: {main: {a: {base: 100, role: agent}, b: {base: 200, role: agent%s}}}
entry: a
scores: {half: {every: month, value: "mean(kpi, 2)"}}
reviews: {monthly: {every: month}}
moves:
  - {id: up, from: a, to: b, review: monthly, when: [months_in_grade >= %s, "%s"]}
"""
PEOPLE = """
people: {grades: {a: 100}}
hiring: none
metrics: {kpi: {normal: {mean: 80, within: 0}}}
"""
NEAR = "effort: {near: {within: 10, most: 3}, hopeless: {beyond: 20, most: -2}%s}\n"


def kpi(folder: Path, line: str, *, wait: int = 1, seats: str = "", effort: str = NEAR % "") -> list[float]:
    """The mean KPI by month."""
    scheme = scenes.scheme_of(folder, LADDER % (seats, wait, line))
    run = simulate(scheme, scenes.workforce_of(folder, PEOPLE + effort), months=4, replications=2, seed=1)
    return [round(float(x), 9) for x in run.counts.kpi[0, :, 0] / run.counts.kpi[0, :, 1]]


def bell(distance: float) -> float:
    return 3 * math.exp(-0.5 * (distance / 10) ** 2)


def test_within_reach_people_try_harder(tmp_path: Path) -> None:
    """At 80 with the line at 90: 3·e^(−½) more in month 2; then 90 − 81.8 is the distance, and so on."""
    second = 80 + bell(10)
    third = 80 + bell(90 - second)
    assert kpi(tmp_path, "kpi >= 90")[:3] == pytest.approx([80, second, third])


def test_far_out_of_reach_they_slacken(tmp_path: Path) -> None:
    assert kpi(tmp_path, "kpi >= 101")[:2] == pytest.approx([80, 78])
    assert kpi(tmp_path, "kpi >= 101", effort="effort: {near: {within: 10, most: 3}}\n")[1] == pytest.approx(
        80 + bell(21)
    )


def test_who_is_not_due_or_has_no_line_does_not_respond(tmp_path: Path) -> None:
    assert kpi(tmp_path, "kpi >= 90", wait=3)[:3] == [80, 80, 80]  # due from the end of month 3 on
    assert kpi(tmp_path, "kpi >= 90", wait=3)[3] == pytest.approx(80 + bell(10))
    assert kpi(tmp_path, "count(kpi >= 70, 2) >= 3") == [80] * 4  # the line is reached
    assert kpi(tmp_path, "total(kpi, 2) >= 200") == [80] * 4  # a sum is on another scale


@pytest.mark.parametrize(
    "line", ["unit_total(kpi) >= 9000", "unit_count(kpi >= 70) >= 110", "group_total(kpi, grade) >= 9000",
             "group_count(kpi >= 70, grade) >= 110", "percentile(kpi) >= 101"]
)  # fmt: skip
def test_sums_and_counts_of_a_group_are_no_points(tmp_path: Path, line: str) -> None:
    assert kpi(tmp_path, line) == [80] * 4


@pytest.mark.parametrize("line", ["mean(kpi, 1) >= 90", "half >= 90", "streak(kpi >= 90) >= 2", "kpi - 10 >= 80"])
def test_lines_are_found_where_they_stand(tmp_path: Path, line: str) -> None:
    found = kpi(tmp_path, line)
    assert found[2 if line.startswith("half") else 1] == pytest.approx(80 + bell(10))


def test_the_farthest_line_of_a_promotion_counts(tmp_path: Path) -> None:
    assert kpi(tmp_path, "kpi >= 85 and mean(kpi, 1) >= 90")[1] == pytest.approx(80 + bell(10))


def test_an_open_seat_weighs(tmp_path: Path) -> None:
    """25 seats for 100 who are due: a quarter of the response."""
    found = kpi(tmp_path, "kpi >= 90", seats=", seats: 25", effort=NEAR % ", seats: true")
    assert found[1] == pytest.approx(80 + bell(10) / 4)
    assert kpi(tmp_path, "kpi >= 90", effort=NEAR % ", seats: true")[1] == pytest.approx(80 + bell(10))


def test_off_by_default_and_the_same_luck(tmp_path: Path) -> None:
    """Without the key nothing changes; a response of nothing is bit for bit no response."""
    scheme = scenes.scheme_of(tmp_path, LADDER % ("", 1, "kpi >= 82"))
    people = PEOPLE.replace("within: 0", "between: 4, within: 6, carry: 0.3")
    plain, nil = (
        simulate(scheme, scenes.workforce_of(tmp_path, people + effort), months=12, replications=3, seed=1)
        for effort in ("", "effort: {near: {within: 10, most: 0}}\n")
    )
    assert np.array_equal(plain.counts.kpi, nil.counts.kpi) and np.array_equal(plain.counts.moves, nil.counts.moves)


def test_faults_are_told_and_the_card_tells_the_assumption(tmp_path: Path) -> None:
    for text, says in (
        ("effort: {seats: true}", "needs near, hopeless or both"),
        ("effort: {near: {within: 0, most: 3}}", "effort.near.within"),
    ):
        with pytest.raises(LadderError) as error:
            scenes.workforce_of(tmp_path, PEOPLE + text)
        assert says in str(error.value)
    with pytest.raises(LadderError, match="needs a metric 'kpi' that is normal"):
        scenes.workforce_of(tmp_path, "people: {headcount: 3}\n" + NEAR % "")
    card = str(workforce_card(scenes.workforce_of(tmp_path, PEOPLE + NEAR % "")))
    assert "assumed" in card and "+3" in card


@pytest.mark.parametrize(("names", "responds"), [("up", True), ("b", True), ("agent", True), ("[lead, up]", True),
                                                ("sideways", False)])  # fmt: skip
def test_for_one_promotion(tmp_path: Path, names: str, responds: bool) -> None:
    """Named by the move, by the grade or by the role to which it leads; of another one there is no response."""
    effort = NEAR.replace("%s", f", for: {names}")
    assert kpi(tmp_path, "kpi >= 90", effort=effort)[1] == pytest.approx(80 + bell(10) * responds)


def test_a_promotion_that_the_scheme_lacks_is_warned_of(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, LADDER % ("", 1, "kpi >= 90"))
    people = scenes.workforce_of(tmp_path, PEOPLE + NEAR.replace("%s", ", for: [up, captain]"))
    problems = Problems()
    check_pair(scheme, people, problems)
    (told,) = [str(problem) for problem in problems.warnings if "effort" in str(problem)]
    assert "captain" in told and "up," not in told


SALES = """
people: {grades: {a: 100}}
hiring: none
metrics: {kpi: {normal: {mean: 80, within: 0}}, sales: {normal: {mean: 500, within: 0}}}
effort: {near: {within: 100, most: 30}, in: sales}
"""


def test_in_another_measure_lines_and_points_are_its_own(tmp_path: Path) -> None:
    """A line of 600 at 500: 30 · e^(−½) more sales in month 2, paid as they come; the KPI and its lines do not move."""
    line = "kpi >= 90 or sales >= 600"
    text = LADDER % ("", 1, line) + "pay: {sold: sales}\n"
    run = simulate(scenes.scheme_of(tmp_path, text), scenes.workforce_of(tmp_path, SALES), months=2, replications=1)
    sold = run.counts.pay[0, :, 0, [name for name, _ in run.axes.parts].index("sold")] / 100
    assert list(sold) == pytest.approx([500, 500 + 30 * math.exp(-0.5)])
    assert run.counts.kpi[0, 1, 0] / run.counts.kpi[0, 1, 1] == 80
    card = str(workforce_card(scenes.workforce_of(tmp_path, SALES)))
    assert "+30" in card and "KPI points" not in card


def test_a_measure_that_is_not_normal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match="needs a metric 'sold' that is normal"):
        scenes.workforce_of(tmp_path, SALES.replace("in: sales", "in: sold"))
