"""Rates, intervals and tests of a fit: known answers, a library as oracle, and coverage over many histories."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from simulated import CURVE, Truth, log_of, snapshots_of

import ladder_sim as ls
from ladder_sim.history.chances import chi2_quantile, chi2_tail, dispersion_of, limits_of
from ladder_sim.history.exposure import CUTS, cube_of, rates_of
from ladder_sim.history.reading import read_history
from ladder_sim.history.record import parse_grades
from ladder_sim.history.sources import REASON_ORDER, Asked
from ladder_sim.scenarios.loading import check_file

EVERY = np.ones(len(REASON_ORDER), bool)


def test_exact_limits() -> None:
    """Garwood (Biometrika 1936), as in tables of Poisson limits: 0, 5, 10 events."""
    for events, low, high in ((0, 0.0, 3.689), (5, 1.623, 11.668), (10, 4.795, 18.390)):
        assert limits_of(events, 1.0) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_chi_squared() -> None:
    """Abramowitz and Stegun, table 26.8; and far tails, where a series would overflow."""
    assert chi2_quantile(0.95, 1) == pytest.approx(3.841459, abs=1e-5)
    assert chi2_quantile(0.95, 10) == pytest.approx(18.307038, abs=1e-5)
    assert chi2_tail(18.307038, 10) == pytest.approx(0.05, abs=1e-6)
    assert chi2_tail(5000.0, 8) == 0.0 and chi2_tail(0.0, 3) == 1.0
    assert limits_of(200_000, 1.0)[0] == pytest.approx(200_000 - 1.96 * math.sqrt(200_000), rel=1e-3)


def test_dispersion_of_counts() -> None:
    """Equal counts have none; these (mean 50, variance 1,250) are known by hand: τ² = 1200 ÷ 2500."""
    assert dispersion_of([20, 20, 20, 20], [20, 20, 20, 20]).sd == 0.0
    found = dispersion_of([25, 75, 25, 75, 50], [50, 50, 50, 50, 50])
    assert found.index == pytest.approx(2500 / 50 / 4)
    assert found.sd == pytest.approx(math.sqrt(math.log1p((625 - 50) / 2500)), rel=1e-6)
    assert found.low < found.sd < found.high and found.p < 1e-6


def test_rounds_are_seen_and_offered_as_seats() -> None:
    """Promotions of 0, 88, 0, 125, 27, 143 in six years are no chance for each person."""
    rows = [("x", "2010-01-01", "closed", "")]
    person = 0
    for year, count in zip(range(2004, 2010), (0, 88, 0, 125, 27, 143), strict=True):
        for _ in range(count):
            person += 1
            rows += [(f"p{person}", "2001-01-01", "hired", "low"), (f"p{person}", f"{year}-04-15", "promoted", "high")]
    rows += [(f"q{i}", "2001-01-01", "hired", "low") for i in range(800)]
    frame = pd.DataFrame(rows, columns=["person", "date", "event", "grade"])
    fit = ls.fit_history(frame, "low<high", start="2004-01-01")
    step = next(s for s in fit.steps if s.up)
    assert step.counts == (0, 88, 0, 125, 27, 143) and step.rounds and step.month == 4
    assert "round(max(0, normal(" in fit.offered[0] and "yearly" in fit.offered[0]
    assert any("in rounds" in e.note for e in fit.estimates)


def test_waits_of_five_years_to_the_day_are_sixty_months() -> None:
    """Whatever leap days lie between, and the last class is kept, however few are in it."""
    rows = [("x", "2020-01-01", "closed", "")]
    for i in range(40):
        year = 2001 + i % 5
        rows += [(f"p{i}", f"{year}-02-28", "hired", "low"), (f"p{i}", f"{year + 5}-02-28", "promoted", "high")]
    rows += [(f"l{i}", "2005-03-01", "hired", "low") for i in range(5)]
    rows += [(f"l{i}", "2014-03-01", "promoted", "high") for i in range(5)]
    fit = ls.fit_history(pd.DataFrame(rows, columns=["person", "date", "event", "grade"]), "low<high")
    wait = fit.waits[0]
    assert wait.median == pytest.approx(60.0, abs=1e-9)
    assert wait.months.tolist() == pytest.approx([60.0, 108.0]) and wait.promoted[-1] == pytest.approx(1.0)


def test_yearly_snapshots_give_what_the_log_gives() -> None:
    """Who leaves between two snapshots leaves on an unknown day, and newcomers are under observation from the first."""
    log = log_of(Truth(hires=4000, back=0.0, promotion=0.0), 11)
    shots = snapshots_of(log, [f"{year}-12-31" for year in range(2015, 2022)])
    exact = ls.fit_history(log, "junior<senior").table().set_index("name")
    seen = ls.fit_history(shots, "junior<senior").table().set_index("name")
    for name in ("leaving.12", "leaving.36", "leaving.60"):
        a, b = exact.loc[name], seen.loc[name]
        assert b.value == pytest.approx(a.value, rel=0.1), name
    for start in (0, 3, 6):
        found = seen.loc[f"leaving.{start}"]
        assert found.low < CURVE[max(c for c in CURVE if c <= start)] < found.high
        assert found.high - found.low > exact.loc[f"leaving.{start}", "high"] - exact.loc[f"leaving.{start}", "low"]
    assert seen.loc["hiring.year", "value"] == pytest.approx(exact.loc["hiring.year", "value"], rel=0.1)


def test_years_that_differ_are_told_from_chance() -> None:
    years = {2016: 0.7, 2017: 1.4, 2018: 0.6, 2019: 1.0, 2020: 1.5, 2021: 0.8}
    fit = ls.fit_history(log_of(Truth(hires=4000, years=years), 2), "junior<senior")
    spread = next(y.dispersion for y in fit.years if y.name == "leaving")
    assert spread.p < 1e-6 and spread.low < 0.35 < spread.high
    text = fit.to_yaml()
    assert "between_years: {leaving:" in text and "between_years.leaving: {interval:" in text
    same = ls.fit_history(log_of(Truth(hires=4000), 2), "junior<senior")
    assert next(y.dispersion for y in same.years if y.name == "leaving").p > 0.001


def test_the_workforce_file_is_accepted_and_has_a_basis_on_every_number(tmp_path: object) -> None:
    fit = ls.fit_history(log_of(Truth(), 6), "junior<senior")
    files = fit.save(tmp_path / "our-people.yaml")  # type: ignore[operator]  # a path
    problems = check_file(files[0])
    assert not problems.errors, [str(error) for error in problems.errors]
    made = ls.load_workforce(files[0])
    assert made.people.size == len(fit.workforce.people.roster.person)  # type: ignore[union-attr]  # it has one
    assert made.attrition.base == fit.workforce.attrition.base and made.retirement is None
    text = files[0].read_text(encoding="utf-8")
    blocks = [part for part in ("attrition:", "hiring:") if part in text]
    assert text.count("sha256") >= len(blocks) + 1
    assert "refused" in text and "basis: assumed" in text


def test_scores_with_known_parts() -> None:
    """Monthly scores: between 6, within 8, of which .5 carries on."""
    rng = np.random.default_rng(3)
    rows, ratings = [("x", "2020-01-01", "closed", "", np.nan)], []
    for i in range(400):
        rows.append((f"p{i}", "2017-01-01", "hired", "one", np.nan))
        level, part = 80 + 6 * rng.normal(), 8 * rng.normal()
        for month in range(24):
            part = 0.5 * part + 8 * math.sqrt(0.75) * rng.normal()
            ratings.append(
                (f"p{i}", f"{2017 + month // 12}-{month % 12 + 1:02d}-28", "rated", "", round(level + part, 2))
            )
    frame = pd.DataFrame([*rows, *ratings], columns=["person", "date", "event", "grade", "score"])
    table = ls.fit_history(frame, "one").table().set_index("name")
    for name, true in (("score.mean", 80), ("score.between", 6), ("score.within", 8), ("score.carry", 0.5)):
        found = table.loc[name]
        error = (found.high - found.value) / 1.96
        assert abs(found.value - true) <= 4 * error, name


def test_ratings_are_no_scores() -> None:
    rows = [("x", "2020-01-01", "closed", "", np.nan)]
    for i in range(60):
        rows += [(f"p{i}", "2017-01-01", "hired", "one", np.nan)]
        rows += [(f"p{i}", f"201{y}-06-30", "rated", "", 3 if i % 5 else 4) for y in (7, 8, 9)]
    fit = ls.fit_history(pd.DataFrame(rows, columns=["person", "date", "event", "grade", "score"]), "one")
    refused = next(r for r in fit.refused if r.part == "scores")
    assert "2 values, 80% in one" in refused.figure and fit.scores is None


def test_lifelines_agrees_on_waits() -> None:
    """Kaplan-Meier with late entry, on the same spells."""
    lifelines = pytest.importorskip("lifelines")
    fit = ls.fit_history(log_of(Truth(hires=1500, back=0.0), 9), "junior<senior")
    stays = fit.history.stays
    mine = (stays.grade == 0) & stays.since_known
    from ladder_sim.history.months import months_between

    begin = months_between(stays.since[mine], stays.entry[mine])
    end = months_between(stays.since[mine], stays.stop[mine])
    curve = lifelines.KaplanMeierFitter().fit(end, stays.ended[mine] == 1, entry=begin)
    for month, promoted in ((12.0, None), (36.0, None), (60.0, None)):
        wait = fit.waits[0]
        at = np.searchsorted(wait.months, month, side="right") - 1
        assert promoted is None
        # alone: the curve if nobody left
        from ladder_sim.history.promotion import _incidence

        _, _, _, alone = _incidence(begin, end, stays.ended[mine] == 1, stays.ended[mine] == 3)
        assert alone[at] == pytest.approx(float(curve.predict(month)), abs=2e-3)


def test_lifelines_agrees_on_a_piecewise_hazard() -> None:
    lifelines = pytest.importorskip("lifelines")
    fit = ls.fit_history(log_of(Truth(hires=1500, back=0.0, promotion=0.0), 12), "junior<senior")
    spells = fit.history.spells
    from ladder_sim.history.months import months_between

    frame = pd.DataFrame({"begin": months_between(spells.hired, spells.entry),
                          "end": months_between(spells.hired, spells.stop), "left": spells.left})  # fmt: skip
    frame = frame[frame.end > frame.begin]
    cuts = list(fit.leaving.starts[1:])
    model = lifelines.PiecewiseExponentialFitter(breakpoints=cuts).fit(frame.end, frame.left, entry=frame.begin)
    hazards = [1 / model.params_[f"lambda_{i}_"] for i in range(len(cuts) + 1)]
    assert [-math.log1p(-p) for p in fit.leaving.chance] == pytest.approx(hazards, rel=0.02)


@pytest.mark.long
@pytest.mark.slow
def test_coverage_over_two_thousand_histories() -> None:
    """95 % of the exact intervals hold the truth, at least: late entry, censoring and rehires in all of them."""
    groups = np.searchsorted(np.array([*CURVE]), np.array([*CUTS, 10**6]), side="right") - 1
    held = np.zeros(len(CURVE))
    number = 2000
    order = parse_grades("junior<senior")
    for seed in range(number):
        history = read_history([log_of(Truth(hires=220, promotion=0.0), 10_000 + seed)], Asked(order)).history
        assert history is not None
        rates = rates_of(cube_of(history), groups, EVERY)
        months = np.array([rates.months[..., groups == g].sum() for g in range(len(CURVE))])
        for group, true in enumerate(CURVE.values()):
            low, high = limits_of(float(rates.information[group]), float(months[group]))
            held[group] += low <= true <= high
    z = (held / number - 0.95) / math.sqrt(0.95 * 0.05 / number)
    assert (z >= -4).all(), z  # exact intervals hold at least 95 %
    assert (held / number <= 0.985).all(), "and not much more"


def test_a_headcount_is_kept_only_where_hires_follow_the_leavers_closely() -> None:
    """Hires that differ from the leavers by a third each year leave a headcount that is not kept."""

    def fitted_kind(off: tuple[int, ...]) -> str:
        rows = [("x", "2020-01-01", "closed", "")]
        person = 300
        rows += [(f"p{i}", "2009-01-01", "hired", "one") for i in range(person)]
        for year, miss in enumerate(off):
            leavers = 40 + 30 * (year % 3)
            rows += [(f"p{person - 300 + i}", f"{2011 + year}-06-01", "left", "") for i in range(leavers)]
            rows += [(f"p{person + i}", f"{2011 + year}-06-10", "hired", "one") for i in range(leavers + miss)]
            person += leavers + miss
        fit = ls.fit_history(
            pd.DataFrame(rows, columns=["person", "date", "event", "grade"]), "one", start="2011-01-01"
        )
        assert fit.hiring is not None
        return fit.hiring.kind

    assert fitted_kind((0, 0, 0, 0, 0, 0, 0, 0)) == "keep"
    assert fitted_kind((25, -20, 15, -25, 20, -25, 22, -12)) == "poisson"
