"""Backtests: the score of bands, naive forecasts with known answers, and a forecast that is right by construction."""

from __future__ import annotations

import dataclasses
import json
import sys

import numpy as np
import pytest
from places import TESTS

import ladder_sim as ls
from ladder_sim.backtest.naive import MarkovChain, by_chain
from ladder_sim.backtest.observed import Horizon
from ladder_sim.backtest.result import Backtest, ForecastFigure
from ladder_sim.backtest.scoring import Foreseen, of_samples
from ladder_sim.core.formats import JSON_FORMAT

sys.path.insert(0, str(TESTS / "history"))
from simulated import Truth, log_of, snapshots_of  # the histories of the other room

NOW = """
scheme: now
ladder: {all: {junior: {base: 4000}, senior: {base: 5000}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: chance(0.01), seats: unlimited}]
"""


def test_interval_score() -> None:
    """Gneiting and Raftery (JASA 2007), equation 43: the width, and 40 times by how much a 95 % band was missed."""
    band = Foreseen(10, 5, 15)
    assert (band.score(12), band.score(17), band.score(4)) == pytest.approx((10, 10 + 80, 10 + 40))
    assert band.holds(15) and not band.holds(15.5)
    found = of_samples(np.arange(1001.0))
    assert (found.low, found.middle, found.high) == pytest.approx((24.05, 500, 975.95))


def test_a_band_of_few_replications_holds_95_in_100_of_what_comes_next() -> None:
    """Of 50 alike, the chance to lie outside is 2 × 1.275 ÷ 51; quantiles of type 7 would miss nearly twice as many."""
    rng = np.random.default_rng(1)
    outside = 0
    for _ in range(4000):
        band = of_samples(rng.normal(size=50))
        outside += int(not band.holds(rng.normal()))
    assert abs(outside - 200) <= 4 * np.sqrt(200 * 0.95)


def test_markov_chain_with_known_stocks() -> None:
    """Stay .55/.65/.75/.88, up .15/.12/.08, 45 recruits split .9/.08/.02/0: Bartholomew's example."""
    stay = np.diag([0.55, 0.65, 0.75, 0.88]) + np.diag([0.15, 0.12, 0.08], 1)
    chain = MarkovChain(stay, 45 * np.array([0.9, 0.08, 0.02, 0.0]))
    import datetime as dt

    horizon = Horizon(dt.date(2020, 1, 1), (0,) * 5, (12, 24, 36, 48, 60), ("",) * 5)
    keys = [("headcount", (grade,)) for grade in range(4)]
    found = by_chain(chain, np.array([100.0, 50, 25, 10]), keys, horizon)
    first = [found[key][0].middle for key in keys]
    fifth = [found[key][4].middle for key in keys]
    assert first == pytest.approx([95.5, 51.1, 25.65, 10.8])
    assert fifth == pytest.approx([90.503284, 49.975257, 27.231111, 13.548924], abs=1e-6)
    band = found[("headcount", (0,))][4]
    assert ((band.high - band.low) / 2 / 1.959963984540054) ** 2 == pytest.approx(90.249989, abs=1e-4)


@pytest.fixture(scope="module")
def fit() -> ls.Fit:
    years = {2016: 0.8, 2017: 1.3, 2018: 0.7, 2019: 1.1, 2020: 1.3, 2021: 0.8}
    return ls.fit_history(log_of(Truth(hires=2000, years=years), 2), "junior<senior")


@pytest.fixture(scope="module")
def tested(fit: ls.Fit) -> Backtest:
    made: Backtest = fit.backtest(NOW, "2020-01-01", worlds=5, replications=8)
    return made


def test_it_is_fitted_on_what_came_before_alone(fit: ls.Fit, tested: Backtest) -> None:
    later = fit.history.spells.stop > np.datetime64("2020-01-01").astype("datetime64[D]").astype(int)
    assert tested.fit.history.spells.left.sum() == (fit.history.spells.left & ~later).sum()
    assert str(tested.horizon.start) == "2020-01-01" and tested.horizon.months == (12, 24)


def test_observed_and_first_day_are_right(fit: ls.Fit, tested: Backtest) -> None:
    flows = fit.flows().set_index("period")
    observed = sum(f.observed for f in tested.figures if f.key[0] == "headcount" and f.period == 0)
    assert observed == flows.loc["2020", "closing"]
    leavers = [f.observed for f in tested.figures if f.key[0] == "leavers"]
    assert leavers == [flows.loc["2020", "end_left"], flows.loc["2021", "end_left"]]


def test_most_figures_lie_inside_the_bands(tested: Backtest) -> None:
    held, number = tested.inside("fitted")
    assert number == 8 and held >= 6
    assert set(tested.ways) == {"fitted", "true_hires", "unchanged", "markov"}
    assert max(tested.errors_by_grade("fitted")) < 0.25


def test_the_sentence_names_what_a_naive_forecast_does_better(tested: Backtest) -> None:
    scores = {(s.kind, s.way): s.interval for s in tested.scores()}
    worse = [kind for kind in ("headcount", "promotions", "leavers")
             if min(scores[kind, "unchanged"], scores[kind, "markov"]) < scores[kind, "fitted"]]  # fmt: skip
    assert ("naive forecast is better" in tested.sentence()) == bool(worse)


def test_a_round_that_comes_a_year_later_is_no_error_of_the_whole_time(tested: Backtest) -> None:
    """0 and 90 seen, 60 and 0 foreseen: missed by 150 of 90 year by year, and by 30 in all."""
    key = ("promotions", (0, 1))
    late = [ForecastFigure(key, period, seen, {"fitted": Foreseen(middle, 0, 99)})
            for period, (seen, middle) in enumerate([(0, 60), (90, 0)])]  # fmt: skip
    heads = [ForecastFigure(("headcount", (0,)), 0, 100, {"fitted": Foreseen(90, 0, 99)})]
    of_heads, of_moves = dataclasses.replace(tested, figures=(*late, *heads)).scores()
    assert (of_moves.error, of_moves.whole) == pytest.approx((150 / 90, 30 / 90))
    assert of_heads.error == pytest.approx(0.1) and np.isnan(of_heads.whole)


def test_each_move_is_told_by_itself_and_who_is_nearer_is_named(tested: Backtest) -> None:
    """One move is foreseen wholly, one missed by all of it; the chain misses a quarter, with bands too narrow."""
    keys = (("promotions", (0, 1)), ("demotions", (1, 0)))
    bands = {"fitted": (100, 0), "unchanged": (50, 0), "markov": (75, 25)}
    figures = [
        ForecastFigure(
            key,
            0,
            100,
            {
                way: Foreseen(middle[place], 0 if way == "fitted" else middle[place], 110)
                for way, middle in bands.items()
            },
        )
        for place, key in enumerate(keys)
    ]
    same = dict.fromkeys(bands, Foreseen(90, 0, 99))
    heads = [ForecastFigure(("headcount", (grade,)), 0, 90, same) for grade in range(2)]
    made = dataclasses.replace(tested, figures=(*figures, *heads))  # fmt: skip
    told = {(name, score.way): score for name, score in made.move_scores()}
    assert list(dict.fromkeys(name for name, _ in told)) == ["promotions junior → senior", "demotions senior → junior"]
    assert (
        told["promotions junior → senior", "fitted"].error == 0 and told["promotions junior → senior", "fitted"].inside
    )
    assert told["demotions senior → junior", "fitted"].error == 1
    assert made.nearer() == ["demotions (Markov chain)"]
    assert "a naive forecast has the smaller mean error in demotions (Markov chain)" in made.sentence()
    tables = {name: rows for name, _, _, rows in made.tables()}
    assert len(tables["moves"]) == 6 and tables["moves"][0][:3] == (
        "promotions junior → senior",
        "played, hires fitted",
        "0%",
    )
    moves = made.to_dict()["moves"]
    assert isinstance(moves, list) and moves[0] == {
        "name": "promotions junior → senior", "way": "fitted", "figures": 1, "inside": 1, "error": 0.0,
        "error_whole": 0.0, "interval_score": 110.0}  # fmt: skip
    assert "moves" not in {name for name, *_ in tested.tables()}, "one move is in the scores already"


def test_page_and_picture(tested: Backtest, tmp_path: object) -> None:
    page = tested.save(tmp_path / "page.html").read_text(encoding="utf-8")  # type: ignore[operator]  # a path
    assert page.count("<svg") == 1 and tested.sentence()[:20] in page
    assert len(tested.plot().axes) >= 4


def test_played_over_its_own_time(fit: ls.Fit) -> None:
    checked = fit.check(worlds=4, replications=8)
    held, number = checked.inside("fitted")
    assert number == 24 and held >= 20
    assert checked.posterior and checked.ways == ("fitted",)
    for period in range(6):  # leavers by service are those of the period, seen and foreseen
        of = [f for f in checked.figures if f.period == period and f.key[0] == "service"]
        whole = next(f for f in checked.figures if f.period == period and f.key[0] == "leavers")
        assert sum(f.observed for f in of) == whole.observed and len(of) == 4
        assert sum(f.foreseen["fitted"].middle for f in of) == pytest.approx(whole.foreseen["fitted"].middle, rel=0.05)
    assert checked.name(("service", (1,))) == "leavers, 1 to 3 years of service"
    assert sum(f.foreseen["fitted"].holds(f.observed) for f in checked.figures if f.key[0] == "service") >= 21


def test_the_pay_bill_is_checked_where_it_is_known() -> None:
    log = log_of(Truth(hires=600, back=0.0), 3)
    log["pay"] = np.where(log.grade == "senior", 5000.0, np.where(log.grade == "junior", 4000.0, np.nan))
    checked = ls.fit_history(log, "junior<senior").check(worlds=3, replications=6)
    pay = [f for f in checked.figures if f.key[0] == "pay"]
    assert len(pay) == 6 and all(f.foreseen["fitted"].middle == pytest.approx(f.observed, rel=0.1) for f in pay)


def test_of_snapshots() -> None:
    log = log_of(Truth(hires=900, back=0.0), 7)
    fit = ls.fit_history(snapshots_of(log, [f"{year}-12-31" for year in range(2015, 2022)]), "junior<senior")
    tested = fit.backtest(NOW, "2020-01-01", worlds=3, replications=6, true_hires=True)
    assert tested.horizon.months == (12, 24) and len(tested.figures) == 8
    held, number = tested.inside("true_hires")
    assert held >= number - 3


def test_a_scheme_without_the_grades_is_refused_with_both_lists(fit: ls.Fit) -> None:
    other = NOW.replace("senior", "expert")
    with pytest.raises(ls.LadderError, match=r"no grade senior; its grades are junior, expert"):
        fit.backtest(other, "2020-01-01")
    with pytest.raises(ls.LadderError, match="less than a year, or fewer than three snapshots, lie before 2016-03-01"):
        fit.backtest(NOW, "2016-03-01")
    with pytest.raises(ls.LadderError, match="after 2021-12-01 less than a period is known"):
        fit.backtest(NOW, "2021-12-01")


def test_data_say_their_format(fit: ls.Fit, tested: Backtest) -> None:
    for made in (fit, tested):
        assert next(iter(made.to_dict().items())) == ("format", JSON_FORMAT)
        assert json.loads(made.to_json()) == json.loads(json.dumps(made.to_dict()))


def _with_a_grade_above() -> ls.Fit:
    """Half of the seniors go on as chiefs, whom the fit leaves out: 1 in 100 a month."""
    rng = np.random.default_rng(5)
    rows: list[tuple[str, str, str, str]] = [("x", "2022-01-01", "closed", "")]
    for person in range(1500):
        rows.append((f"p{person}", "2012-01-01", "hired", "junior" if person % 3 else "senior"))
        wait = rng.exponential(100)
        if person % 3 == 0 and wait < 119:
            month = int(wait)
            rows.append((f"p{person}", f"{2012 + month // 12}-{month % 12 + 1:02d}-15", "promoted", "chief"))
        elif person % 3 and rng.exponential(200) < 119:
            month = int(rng.integers(0, 119))
            rows.append((f"p{person}", f"{2012 + month // 12}-{month % 12 + 1:02d}-15", "left", ""))
    import pandas as pd

    return ls.fit_history(pd.DataFrame(rows, columns=["person", "date", "event", "grade"]), "junior<senior")


def test_who_goes_on_above_the_grades_is_no_leaver_and_is_gone() -> None:
    fit = _with_a_grade_above()
    assert fit.outward is not None and fit.outward.went[0] == 0 and fit.outward.went[1] > 200
    assert fit.outward.chance[1] == pytest.approx(0.01, rel=0.2)
    assert "+ band(level, {1: 0, 2: 0.0" in fit.to_yaml()
    tested = fit.backtest(NOW.replace("chance(0.01)", "chance(0)"), "2018-01-01", worlds=3, replications=6)
    seniors = [f for f in tested.figures if f.key == ("headcount", (1,))]
    assert all(f.foreseen["fitted"].holds(f.observed) for f in seniors)
    assert seniors[-1].foreseen["fitted"].middle == pytest.approx(seniors[-1].observed, rel=0.15)
    leavers = [f for f in tested.figures if f.key[0] == "leavers"]
    assert sum(f.foreseen["fitted"].holds(f.observed) for f in leavers) >= len(leavers) - 1


def test_promotions_after_the_cut_are_not_known_before_it(fit: ls.Fit) -> None:
    import datetime as dt

    from ladder_sim.history.fitting import fitted
    from ladder_sim.history.periods import windowed
    from ladder_sim.history.record import StayEnd, number

    cut = number(dt.date(2020, 1, 1))
    before = windowed(fit.history, fit.history.opened, cut)
    seen = (fit.history.stays.ended == StayEnd.UP) & (fit.history.stays.stop < cut)
    assert sum(step.total for step in fitted(before).steps) == seen.sum()
