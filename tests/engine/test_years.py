"""Years that differ for everybody at once: leaving, planned hires, the level of the KPI, chances of a scheme."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.analysis.people_card import workforce_card
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.engine.company import CompanyBatch
from ladder_sim.experiment.simulation import Playing, compiled, simulate
from ladder_sim.model.company import Company
from ladder_sim.results.joining import join
from ladder_sim.results.run import Run
from ladder_sim.streams.years import factor_of, year_normal

LADDER = """
ladder: {main: {a: {base: 100, role: agent}, b: {base: 200, role: agent}}}
entry: a
%s"""
PEOPLE = """
start: 2027-%s-01
people: {grades: {a: 200}}
attrition: {base: {0: 0.02}%s}
metrics: {kpi: {normal: {mean: 80, between: 2, within: 3}}}
hiring: {%s}
between_years: {%s}
"""
KEEP = "keep: headcount, lead_months: 0"
CHANCE = """
reviews: {monthly: {every: month}}
moves:
  - {id: up, from: a, to: b, review: monthly, when: "chance(%s)"}
  - {id: down, from: b, to: a, review: monthly, when: "chance(0.5)"}
"""


def play(folder: Path, spread: str, *, hiring: str = KEEP, rules: str = "", starts: str = "01", effects: str = "",
         months: int = 24, replications: int = 400) -> Run:  # fmt: skip
    people = scenes.workforce_of(folder, PEOPLE % (starts, effects, hiring, spread))
    return simulate(scenes.scheme_of(folder, LADDER % rules), people, months=months, replications=replications, seed=3)


def leavers(run: Run) -> scenes.Counts:
    """By replication and month."""
    return run.counts.exits.sum(axis=tuple(range(2, run.counts.exits.ndim))).astype(np.int64)


def z(values: scenes.Counts, mean: float) -> float:
    return float((values.mean() - mean) / (values.std(ddof=1) / math.sqrt(values.size)))


def test_a_years_factor_has_mean_one_and_the_spread_that_is_asked_for() -> None:
    normals = year_normal(1, np.arange(20_000), "years:leaving", 2027)
    for spread in (0.1, 0.5):
        factors = factor_of(normals, spread)
        assert abs(z(factors, 1.0)) <= 4
        assert abs(z((factors - 1) ** 2, math.exp(spread**2) - 1)) <= 4
        assert np.log(factors).std() == pytest.approx(spread, rel=0.03)


@pytest.mark.parametrize("spread", [0.2, 0.4])
def test_yearly_leavers_are_a_mixed_binomial(tmp_path: Path, spread: float) -> None:
    """200 places filled every month: leavers of a year given its factor F are binomial, of 2,400 months with 0.02 F.

    Mean n h; variance n (h − h² E F²) + (n h)² Var F, with E F² = exp(s²) of a lognormal of mean 1.
    """
    run = play(tmp_path, f"leaving: {spread}", replications=2000)
    n, h, second = 2400, 0.02, math.exp(spread**2)
    variance = n * (h - h * h * second) + (n * h) ** 2 * (second - 1)
    yearly = leavers(run).reshape(-1, 2, 12).sum(axis=2)
    for year in range(2):
        assert abs(z(yearly[:, year], n * h)) <= 4
        assert abs(z((yearly[:, year] - n * h) ** 2, variance)) <= 4
    apart = (yearly[:, 0] - n * h) * (yearly[:, 1] - n * h)  # two years know nothing of each other
    assert abs(z(apart, 0.0)) <= 4


def test_the_year_is_the_organizations_and_its_first_may_be_a_part(tmp_path: Path) -> None:
    """Start in November, years from April: five months of one year, then twelve of the next."""
    run = play(tmp_path, "leaving: 1.0", starts="11", rules="year_starts: april\n", months=17, replications=600)
    seen = np.corrcoef(leavers(run).T)
    first, later = slice(0, 5), slice(5, 17)
    assert seen[first, first][np.triu_indices(5, 1)].min() > 0.5
    assert seen[later, later][np.triu_indices(12, 1)].min() > 0.5
    assert np.abs(seen[first, later]).max() < 0.25


def test_no_cut_changes_a_bit_and_a_scheme_meets_the_same_years(tmp_path: Path) -> None:
    spread = "leaving: 0.5, performance: 2"
    whole = play(tmp_path, spread, replications=6, rules=CHANCE % "0.1 * between_years(0.6)")
    playing = Playing(whole.workforce, 24, 3, block=400)
    (blocks,) = playing.play([whole.scheme], 0, 6)
    parts = [playing.play([whole.scheme], first, 3)[0] for first in (0, 3)]
    assert scenes.bits(whole) == scenes.bits(blocks) == scenes.bits(join(parts))
    other = scenes.scheme_of(tmp_path, LADDER % (CHANCE % "0.0"), "other")
    (still,) = playing.play([other], 0, 6)
    assert np.array_equal(leavers(still), leavers(whole))  # moves that pay and scores do not answer to


def test_where_years_are_alike_nothing_changes(tmp_path: Path) -> None:
    alike = play(tmp_path, "leaving: 0, hiring: 0, performance: 0", replications=3)
    people = scenes.workforce_of(tmp_path, (PEOPLE % ("01", "", KEEP, "X")).replace("between_years: {X}", ""), "v")
    without = simulate(alike.scheme, people, months=24, replications=3, seed=3)
    assert scenes.bits(alike) == scenes.bits(without)


def test_a_chance_stops_at_one(tmp_path: Path) -> None:
    """Where every factor would take the chance above 1, everybody leaves; the mean is lower for the part lost."""
    people = scenes.workforce_of(tmp_path, (PEOPLE % ("01", "", KEEP, "leaving: 2")).replace("0: 0.02", "0: 0.9"))
    run = simulate(scenes.scheme_of(tmp_path, LADDER % ""), people, months=1, replications=800, seed=3)
    chance = np.minimum(0.9 * factor_of(year_normal(3, np.arange(800), "years:leaving", 2027), 2.0), 1.0)
    gone = leavers(run)[:, 0]
    assert (gone[chance == 1.0] == 200).all()
    assert abs((gone - 200 * chance).sum()) <= 4 * math.sqrt((200 * chance * (1 - chance)).sum())
    assert gone.mean() < 180


@pytest.mark.parametrize(
    ("hiring", "yearly"), [("fixed: 45 a year", 45), ("fixed: 7 a year, months: [3, 9]", 7), ("poisson: 4 a month", 48)]
)
def test_planned_hires_follow_the_year_in_the_mean_and_stay_whole(tmp_path: Path, hiring: str, yearly: int) -> None:
    run = play(tmp_path, "hiring: 0.3", hiring=hiring, replications=1500)
    hires = run.counts.hires.sum(axis=2).reshape(-1, 2, 12).sum(axis=2).astype(np.int64)
    for year, of in enumerate((2027, 2028)):
        due = yearly * factor_of(year_normal(3, np.arange(1500), "years:hiring", of), 0.3)
        if "fixed" in hiring:
            assert np.abs(hires[:, year] - due).max() < 1  # no more than the rounding
        assert abs(z(hires[:, year] - due, 0.0)) <= 4


def test_a_plan_of_hires_starts_anew_each_year_and_a_freeze_takes_its_months(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("month,hires\n1,10\n2,10\n14,10\n", encoding="utf-8")
    run = play(tmp_path, "hiring: 0.3", hiring="plan: plan.csv", replications=300)
    hires = run.counts.hires.sum(axis=2).astype(np.int64)
    first, second = (factor_of(year_normal(3, np.arange(300), "years:hiring", of), 0.3) for of in (2027, 2028))
    assert np.abs(hires[:, 0] - 10 * first).max() < 1
    assert np.abs(hires[:, :2].sum(axis=1) - 20 * first).max() < 1
    assert np.abs(hires[:, 13] - 10 * second).max() < 1
    frozen = play(tmp_path, "hiring: 0.3", hiring="plan: plan.csv, freeze: {from: 2027-01, to: 2027-01}",
                  replications=300)  # fmt: skip
    later = frozen.counts.hires.sum(axis=2).astype(np.int64)
    assert not later[:, 0].any()
    assert np.abs(later[:, 1] - 10 * first).max() < 1


def test_the_years_level_of_the_kpi_is_everybodys_and_nobodys_own(tmp_path: Path) -> None:
    """Means by year move by s·z; who stands out in the year does not, so that leaving by performance is untouched."""
    effects = ", effects: {performance: 0.5}"
    apart = play(tmp_path, "performance: 4", effects=effects, replications=60)
    usual = play(tmp_path, "", effects=effects, replications=60)
    assert np.array_equal(leavers(apart), leavers(usual))
    sums = (apart.counts.kpi[:, :, 0] - usual.counts.kpi[:, :, 0]) / usual.counts.kpi[:, :, 1]
    for year, of in enumerate((2027, 2028)):
        level = 4 * year_normal(3, np.arange(60), "years:performance", of)
        assert sums[:, 12 * year : 12 * year + 12] == pytest.approx(np.repeat(level[:, None], 12, axis=1))


def test_chances_of_a_scheme_differ_between_years(tmp_path: Path) -> None:
    """Reviews of a year share a factor; its mean is 1, so that the mean of moves is that of the plain chance."""
    usual = play(tmp_path, "", rules=CHANCE % "0.1", replications=500, months=25)
    apart = play(tmp_path, "", rules=CHANCE % "0.1 * between_years(0.5)", replications=500, months=25)
    first = [scenes.moved(run, "up")[:, 1] for run in (usual, apart)]  # of the review in month 1, all 200 in a
    assert abs(z(first[1], 200 * 0.1)) <= 4
    exact = 200 * (0.1 - 0.01 * math.exp(0.25)) + 400 * (math.exp(0.25) - 1)
    assert abs(z((first[1] - 20) ** 2, exact)) <= 4
    assert first[0].var() < 0.5 * first[1].var()


def test_departments_of_a_company_share_their_years(tmp_path: Path) -> None:
    people = scenes.workforce_of(tmp_path, PEOPLE % ("01", "", KEEP, "leaving: 0.8"))
    scheme = scenes.scheme_of(tmp_path, LADDER % "")
    company = Company("both", Title.plain("both"), ())
    programs = {name: compiled(scheme, people)[0] for name in ("x", "y")}
    played = CompanyBatch(company, programs, months=12, seed=3, replications=np.arange(200)).play()
    gone = [played[name].exits.reshape(200, -1).sum(axis=1) for name in ("x", "y")]
    assert np.corrcoef(*gone)[0, 1] > 0.9
    assert not np.array_equal(*gone)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("between_years: {hiring: 0.2}\n", "goes with hiring that names numbers (fixed, poisson or plan)"),
        ("between_years: {leaving: 3}\n", "between_years.leaving"),
        ("between_years: {performance: -1}\n", "between_years.performance"),
        ("between_years: {leving: 0.2}\n", "leaving"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, lines: str, says: str) -> None:
    with pytest.raises(LadderError) as caught:
        scenes.workforce_of(tmp_path, (PEOPLE % ("01", "", KEEP, "X")).replace("between_years: {X}\n", lines))
    assert says in str(caught.value)
    assert "w.yaml:8:" in str(caught.value)


def test_a_spread_without_anything_to_act_on_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LadderError) as caught:
        scenes.workforce_of(tmp_path, "people: {grades: {a: 9}}\nbetween_years: {leaving: 0.1, performance: 1}\n")
    assert "nobody leaves of their own accord here" in str(caught.value)
    assert "needs a metric 'kpi' that is normal" in str(caught.value)


@pytest.mark.parametrize("inside", ["-0.1", "3", "kpi"])
def test_a_factor_needs_a_known_spread(tmp_path: Path, inside: str) -> None:
    with pytest.raises(LadderError, match="the spread between years is a number or a parameter from 0 to 2"):
        play(tmp_path, "", rules=CHANCE % f"0.1 * between_years({inside})", replications=1, months=1)


def test_the_card_tells_it(tmp_path: Path) -> None:
    card = workforce_card(scenes.workforce_of(tmp_path, PEOPLE % ("01", "", KEEP, "leaving: 0.2, basis: records")))
    (section,) = [each for each in card.sections if each.title == "Between years"]
    assert section.rows == (("chances to leave", "× 0.8 to × 1.2 in two years of three"), ("rests on", "records"))
    usual = replace(scenes.workforce_of(tmp_path, PEOPLE % ("01", "", KEEP, "")))
    assert not [each for each in workforce_card(usual).sections if each.title == "Between years"]
