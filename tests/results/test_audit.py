"""A year of one department: four fifths in whole numbers, Fisher's test, and worlds in which labels are shuffled."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import fakes
import numpy as np
import pytest

from ladder_sim.analysis.statements.group_fairness import blind_sentence
from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.comparing import compare
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.audit import departments, detected, fails, fisher, power, steps
from ladder_sim.results.coded import SHUFFLES
from ladder_sim.results.parity import Counts, pairs
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_workforce

YEAR = 12


def chance(people: int, rate: float) -> float:
    """How often two groups of so many, promoted with the same chance, fail four fifths; some promotion given."""
    binomial = [math.comb(people, k) * rate**k * (1 - rate) ** (people - k) for k in range(people + 1)]
    failing = sum(
        binomial[a] * binomial[b]
        for a, b in itertools.product(range(people + 1), repeat=2)
        if a + b and 5 * min(a, b) < 4 * max(a, b)
    )
    return failing / (1 - binomial[0] ** 2)


@pytest.mark.parametrize(("rate", "published"), [(0.04, 0.74), (0.2, 0.42), (0.5, 0.12)])
def test_equal_groups_fail_four_fifths_by_luck(rate: float, published: float) -> None:
    """Two groups of 100, the same chance: the share of years by exact binomials, and that of years drawn (4 se)."""
    exact = chance(100, rate)
    assert exact == pytest.approx(published, abs=0.006)
    drawn = (fakes.luck(7, np.arange(4_000), 200, 0, 1) < rate).reshape(4_000, 2, 100).sum(axis=2)
    some = drawn.sum(axis=1) > 0
    found = fails(drawn, np.full((4_000, 2), 100 * YEAR))[some].mean()
    assert abs(found - exact) <= 4 * math.sqrt(exact * (1 - exact) / some.sum())


def test_exactly_four_fifths_is_not_below() -> None:
    """48 of 80 against 75 of 100 is 4/5 as fractions, but as floats below it.

    12 of 40 against 48 of 80 is a half: question 12 of the US agencies on their guidelines (44 FR 11996, 1979).
    """
    assert 48 / 80 / (75 / 100) < 0.8
    people = np.array([[80, 100], [80, 100], [40, 80]]) * YEAR
    assert fails(np.array([[48, 75], [47, 75], [12, 48]]), people).tolist() == [False, True, True]
    few = np.array([[4, 100], [5, 100], [0, 100]]) * YEAR
    assert fails(np.array([[0, 50], [0, 50], [0, 50]]), few).tolist() == [False, True, False], "no group of four"


def test_fishers_exact_test_by_hand() -> None:
    """The lady tasting tea: 4 cups of each kind. All right 2/70, three 34/70, two 1 (Fisher 1935, Design, chapter II).

    7 of 17 against 2 of 17 by enumeration.
    """
    assert fisher(4, 4, 4) == pytest.approx([2 / 70, 34 / 70, 1, 34 / 70, 2 / 70])
    ways = [math.comb(17, x) * math.comb(17, 9 - x) for x in range(10)]
    assert fisher(17, 17, 9)[7] == pytest.approx(sum(w for w in ways if w <= ways[7]) / math.comb(34, 9))
    found = detected(np.array([[4, 0], [16, 2]]), np.array([[5, 5], [20, 20]]) * YEAR)
    assert found.tolist() == [bool(fisher(5, 5, 4)[4] < 0.05), True]


def test_power_against_drawn_years() -> None:
    """The chance of finding a true four fifths with 100 and 100 people, 90 promotions a year; 3000 years, 4 se."""
    rate = 90 / 180
    lots = fakes.luck(3, np.arange(3_000), 200, 0, 1)
    own, rest = (lots[:, :100] < 0.8 * rate).sum(axis=1), (lots[:, 100:] < rate).sum(axis=1)
    drawn = detected(np.stack([own, rest], axis=1), np.full((3_000, 2), 100 * YEAR)).mean()
    told = power(100, 100, 90.0)
    assert abs(drawn - told) <= 4 * math.sqrt(told * (1 - told) / 3_000) and 0.1 < told < 0.5
    assert power(1000, 1000, 900.0) > 0.8 > told


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate("fabric-star-pay", "small-department-30", months=30, replications=40)


def test_tables_by_group_add_up_to_those_of_everybody(run: Run) -> None:
    """Everybody is of one group: exits by cause, pay, person-months and promotions are those of the run."""
    audit, counts = run.counts.audit, run.counts
    assert (audit["exits"].sum(axis=2)[..., : counts.exits.shape[3]] == counts.exits.sum(axis=2)).all()
    assert audit["pay"].sum(axis=2) == pytest.approx(counts.pay.sum(axis=(2, 3)))
    table = audit["steps"].sum(axis=2)
    promoted = [i for i, (m, _, _) in enumerate(run.axes.arcs) if run.axes.moves[m].kind == "promotion"]
    for year, months in enumerate((slice(0, 12), slice(12, 24), slice(24, 30))):
        assert (table[:, year, :, 0] == counts.headcount[:, 1:][:, months].sum(axis=1)).all()
        assert (table[:, year, :, 1].sum(axis=1) == counts.moves[:, months][..., promoted].sum(axis=(1, 2))).all()


def test_shuffled_worlds_have_the_same_people_and_promotions(run: Run) -> None:
    """In each shuffled world as many people and promotions as in the run; labels differ from it and from each other."""
    mixed, own = run.counts.audit["shuffled"], run.counts.audit["steps"].sum(axis=3)
    assert mixed.shape[2] == SHUFFLES
    assert (mixed.sum(axis=3) == own.sum(axis=2)[:, :, None]).all()
    promotions = np.concatenate([own[:, :, None, :, 1], mixed[..., 1]], axis=2)[:, 0, :, 0]
    apart = [(promotions[:, a] != promotions[:, b]).any() for a, b in itertools.combinations(range(1 + SHUFFLES), 2)]
    assert all(apart)
    women = mixed[:, :, :, 0, 0].mean() / mixed[..., 0].sum(axis=3).mean()
    assert women == pytest.approx(own[:, :, 0, 0].mean() / own[..., 0].sum(axis=2).mean(), abs=0.03)
    opening = mixed[:, 0, :, 0, 0].std(axis=1)
    assert opening.mean() > 0, "newcomers bear labels of their own"


def test_a_scheme_blind_to_groups_is_like_its_shuffled_worlds(run: Run) -> None:
    (one,) = departments(run)
    assert one.attribute == "gender" and one.people == pytest.approx(29.5, abs=1)
    assert one.fails.low <= one.fails_blind.high and one.fails_blind.low <= one.fails.high
    assert one.fails_blind.half < one.fails.half, "eight worlds tell more than one"
    assert not one.tells and one.power < 0.2
    with i18n.speaking("en"):
        told = blind_sentence(one, "Star pay")
    assert "a scheme blind to the group fails four fifths in" in told and "settle nothing" in told


@pytest.mark.slow
def test_of_a_blind_scheme_one_year_in_twenty_lies_further_apart_than_luck() -> None:
    """Under star pay people rise several times a year, whom Fisher's test takes for several people.

    The scheme reads no gender: of 400 years one in twenty, |z| <= 4; Fisher's test finds far more of shuffled years.
    """
    (one,) = departments(simulate("fabric-star-pay", "small-department-30", months=24, replications=200))
    assert abs(one.apart.mean - 0.05) <= 4 * math.sqrt(0.05 * 0.95 / one.years)
    assert one.found_blind.mean > 0.1


def test_blocks_change_nothing() -> None:
    whole = simulate("fabric-star-pay", "small-department-30", months=13, replications=6)
    parts = simulate("fabric-star-pay", "small-department-30", months=13, replications=6, block=40)
    for name, table in whole.counts.audit.items():
        assert table == pytest.approx(parts.counts.audit[name]), name


def test_a_step_and_the_persons_short() -> None:
    """6 of 30 women and 9 of 20 men: at the rate of all 15 of 50, 9 women; three are short."""
    counts = fakes.empty(12, 3)
    counts.headcount[:] = (50, 0, 0, 0)
    counts.groups[..., 0] = 30, 20
    counts.groups[:, 4, :, 1] = 6, 9
    counts.audit["steps"][:, 0, :, 0] = np.array([[30 * 12, 6], [20 * 12, 9]])
    run = Run(fakes.scheme(), fakes.workforce(), 12, 3, 1, fakes.axes(), counts)
    whole, first, *rest = steps(run)
    assert whole.grade is None and first.grade is not None and first.grade.id == "junior" and not rest
    assert first.short.mean == whole.short.mean == pytest.approx(3)
    assert first.ratio.mean == pytest.approx(math.log(18.5 / 30 / 12) - math.log(27.5 / 20 / 12))


def test_leaving_dismissal_and_pay_by_group() -> None:
    """2 of 30 women leave and 4 of 20 men; one man is dismissed; women are paid four fifths."""
    counts = fakes.empty(12, 2)
    counts.headcount[:] = (50, 0, 0, 0)
    counts.groups[..., 0] = 30, 20
    counts.audit["exits"][:, 3, :, 0] = 2, 4
    counts.audit["exits"][:, 3, 1, 1] = 1
    counts.audit["pay"][:] = 30 * 4000.0, 20 * 5000.0
    run = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), counts)
    told = {what: run.interval(f"fairness_{what}:gender:female").mean for what in ("leaving", "dismissal", "pay")}
    assert told["pay"] == pytest.approx(math.log(0.8))
    assert told["leaving"] == pytest.approx(math.log(4.5 / 30) - math.log(8.5 / 20))
    assert told["dismissal"] == pytest.approx(math.log(0.5 / 30) - math.log(2.5 / 20))
    (pair,) = pairs(run.axes)
    assert isinstance(pair.counts(run.window()), Counts)


@pytest.mark.parametrize("groups", [2, 3])
def test_what_is_too_likely_to_be_found_is_not_tested_and_is_not_found(groups: int) -> None:
    """As Fisher's test of every year says, those that are skipped for the chance of their table included."""
    random = np.random.default_rng(groups)
    months = random.integers(60, 900, (300, groups))
    promotions = random.binomial(months // 12, random.random((300, groups)) * 0.5)
    number, tests = np.maximum(promotions, np.rint(months / 12).astype(int)), 1 if groups == 2 else groups
    found = []
    for people, promoted in zip(number.tolist(), promotions.tolist(), strict=True):
        heads, total = sum(people), sum(promoted)
        p = [fisher(own, heads - own, total)[x - max(0, total - heads + own)]
             for own, x in zip(people[:tests], promoted, strict=False)]  # fmt: skip
        found.append(min(p) * tests < 0.05)
    assert 0 < sum(found) < 300
    assert detected(promotions, months).tolist() == found


@pytest.mark.parametrize(("chance", "said"), [(0.0004, "less than 1%"), (0.04, "4%"), (0.31, "31%")])
def test_a_small_power_is_not_told_as_none(run: Run, chance: float, said: str) -> None:
    (one,) = departments(run)
    with i18n.speaking("en"):
        assert blind_sentence(replace(one, power=chance), "S").endswith(f"with a chance of {said}.")


# --- asked of a run or a comparison ------------------------------------------------------------------


def test_fairness_is_asked_of_a_run_and_of_a_comparison() -> None:
    made = compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=24, replications=4,
                   baseline="fabric-star-pay")  # fmt: skip
    found = made.fairness()
    assert [run.scheme.id for run in found.runs] == ["fabric-star-pay", "ecommerce-dual-track"], "the baseline first"
    table = found.table()
    own = departments(made["fabric-star-pay"])[0]
    row = table.loc[("fabric-star-pay", "gender")]
    assert row["fails"] == own.fails.mean and row["fails_blind"] == own.fails_blind.mean and row["power"] == own.power
    groups = found.groups()
    whole = next(one for one in steps(made["fabric-star-pay"]) if one.grade is None)
    (told,) = groups[(groups["scheme"] == "fabric-star-pay") & groups["grade"].isna()]["ratio"]
    assert told == pytest.approx(math.exp(whole.ratio.mean))
    assert (
        found.to_dict()["schemes"]["fabric-star-pay"]
        == made["fabric-star-pay"].fairness().to_dict()["schemes"]["fabric-star-pay"]
    )
    assert len(found.rows()[0]) == len(found.columns()) and found.plot() is not None
    alone = made["fabric-star-pay"].fairness().summary()
    assert alone == [one for one in found.summary() if one.startswith("Star pay")] and len(alone) == 2
    assert alone[0].startswith("Star pay, gender: in a department of") and "of the rate of men" in alone[1]
    with i18n.speaking("zh"):
        assert "女性的晋升率为男性的" in found.summary()[1] and "未达五分之四" in found._repr_html_()


def test_without_groups_there_is_nothing_to_audit() -> None:
    people = load_workforce("reference-department")
    assert not people.people.attributes.get("gender")
    run = simulate("reference-department", people, months=12, replications=2)
    with pytest.raises(LadderError, match="no group to audit"):
        run.fairness()
    short = simulate("three-grade-growth", "small-department-30", months=6, replications=2)
    assert short.fairness().summary() == ["Runs shorter than a year tell nothing of groups."]
    assert short.fairness().table().empty and short.fairness().rows() == []
