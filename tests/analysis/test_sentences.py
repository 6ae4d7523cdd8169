"""Sentence by sentence: what fixed numbers are told as, in both languages."""

from __future__ import annotations

import math
from functools import partial

import fakes
import numpy as np
import pytest

from ladder_sim.analysis.statements import verdict as verdicts
from ladder_sim.analysis.statements.claims import MAIN, against, counted, of_field
from ladder_sim.analysis.statements.effects import Effect, EffectUnit, amount, effect, effect_between, possible, sure
from ladder_sim.analysis.statements.verdict import Standing, Verdict, headline, judged, reasons
from ladder_sim.core.i18n import Title, use
from ladder_sim.core.problems import LadderError
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE, Comparison
from ladder_sim.results.intervals import mean_interval

KINDS: dict[str, EffectUnit] = {
    "advancement_rate": "points",
    "turnover": "points",
    "labor_cost": "percent",
    "salary_cost": "percent",
    "time_to_promotion": "months",
}


def told(measure: str, mean: float, half: float) -> Effect:
    """A difference with its interval, and the verdict that follows from it."""
    low, high = mean - half, mean + half
    word = HIGHER if low > 0 else LOWER if high < 0 else UNSURE
    return Effect(measure, KINDS[measure], word, mean, low, high)


def silent(measure: str, word: Title) -> Effect:
    return Effect(measure, KINDS[measure], word, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("measure", "mean", "half", "english", "chinese"),
    [
        ("advancement_rate", 4.02, 0.1, "4.0 points", "4.0个百分点"),
        ("advancement_rate", 4.3, 0.9, "about 4 points", "约4个百分点"),
        ("advancement_rate", 1.2, 0.39, "about 1.2 points", "约1.2个百分点"),
        ("advancement_rate", 1.04, 0.3, "about 1.0 points", "约1.0个百分点"),
        ("advancement_rate", 50.3, 0.9, "50 points", "50个百分点"),
        ("advancement_rate", 2.0, 1.2, "at least 0.8 points", "至少0.8个百分点"),
        ("advancement_rate", 2.0, 1.9, "at least 0.1 points", "至少0.1个百分点"),
        ("turnover", -0.05, 0.02, "at least 0.03 points", "至少0.03个百分点"),
        ("turnover", -1.0, 0.02, "1.0 points", "1.0个百分点"),
        ("turnover", -1.3, 0.7, "at least 0.6 points", "至少0.6个百分点"),
        ("labor_cost", 2.0, 0.05, "2.0%", "2.0%"),
        ("labor_cost", -45.2, 1.0, "45%", "45%"),
        ("labor_cost", 0.004, 0.0001, "less than 0.01%", "不足0.01%"),
        ("time_to_promotion", 1.2, 0.6, "at least 0.6 months", "至少0.6个月"),
        ("time_to_promotion", -3.1, 0.8, "about 3 months", "约3个月"),
    ],
)
def test_amounts_are_rounded_and_hedged_by_their_interval(
    measure: str, mean: float, half: float, english: str, chinese: str
) -> None:
    assert amount(told(measure, mean, half)) == english
    use("zh")
    assert amount(told(measure, mean, half)) == chinese


def test_one_is_singular_and_a_single_replication_has_no_hedge() -> None:
    assert amount(told("advancement_rate", 1.1, 0.3)) == "about 1.1 points"
    assert amount(told("time_to_promotion", 1.6, 0.55)) == "at least 1 month"
    alone = Effect("advancement_rate", "points", HIGHER, 2.34, math.nan, math.nan)
    assert amount(alone) == "2.3 points"


def test_what_an_undetected_difference_may_be() -> None:
    found = told("turnover", 0.1, 0.5)
    assert possible(found) == "from 0.4 points lower to 0.6 points higher"
    use("zh")
    assert possible(found) == "从低0.4个百分点到高0.6个百分点之间"
    assert possible(Effect("turnover", "points", UNKNOWN, 1, math.nan, math.nan)) == "仅一次重复，无法得知"


UP, MORE = told("advancement_rate", 4.0, 0.8), told("labor_cost", 2.0, 0.05)
STAR = "Star ladder"


@pytest.mark.parametrize(
    ("effects", "english", "chinese"),
    [
        (
            (UP, told("turnover", 0.1, 0.5), MORE),
            "Star ladder shows about 4 points more advancement a year for 2.0% more labor cost; turnover: no detectable"
            " difference",
            "Star ladder年首次晋升率约高4个百分点，人工成本高2.0%；离职率：差异不显著",
        ),
        (
            (UP, told("turnover", -3.0, 0.1), told("labor_cost", -2.0, 0.05)),
            "Star ladder shows about 4 points more advancement a year at 2.0% less labor cost, turnover"
            " 3.0 points lower a year",
            "Star ladder年首次晋升率约高4个百分点，人工成本低2.0%，年离职率低3.0个百分点",
        ),
        (
            (told("advancement_rate", 0.1, 1), told("turnover", 3.0, 0.1), MORE),
            "Star ladder costs 2.0% more, turnover 3.0 points higher a year; advancement: no detectable difference",
            "Star ladder人工成本高2.0%，年离职率高3.0个百分点；首次晋升率：差异不显著",
        ),
        (
            (told("advancement_rate", 0.1, 1), told("turnover", 3.0, 0.1), silent("labor_cost", IDENTICAL)),
            "Star ladder: turnover 3.0 points higher a year; advancement: no detectable difference; labor cost:"
            " identical",
            "Star ladder：年离职率高3.0个百分点；首次晋升率：差异不显著；人工成本：完全相同",
        ),
        (
            (told("advancement_rate", -4, 0.1), told("turnover", 0, 1), told("labor_cost", 0, 1)),
            "Star ladder shows 4.0 points less advancement a year; turnover and labor cost: no detectable difference",
            "Star ladder年首次晋升率低4.0个百分点；离职率和人工成本：差异不显著",
        ),
        (
            tuple(told(name, 0.1, 1) for name in MAIN),
            "No detectable difference between Star ladder and Rules in force in advancement, turnover and labor cost",
            "Star ladder与Rules in force的首次晋升率、离职率和人工成本差异不显著",
        ),
        (
            (silent("advancement_rate", UNKNOWN), silent("turnover", IDENTICAL), silent("labor_cost", UNKNOWN)),
            "Star ladder against Rules in force: turnover: identical; advancement and labor cost: cannot be said",
            "Star ladder与Rules in force相比：离职率：完全相同；首次晋升率和人工成本：无法判断",
        ),
        (
            tuple(silent(name, IDENTICAL) for name in MAIN),
            "Star ladder and Rules in force are identical in advancement, turnover and labor cost",
            "Star ladder与Rules in force的首次晋升率、离职率和人工成本完全相同",
        ),
        (
            tuple(silent(name, UNKNOWN) for name in MAIN),
            "What Star ladder changes in advancement, turnover and labor cost against Rules in force cannot be said",
            "与Rules in force相比，Star ladder的首次晋升率、离职率和人工成本无法判断",
        ),
    ],
)
def test_one_scheme_against_the_baseline(effects: tuple[Effect, ...], english: str, chinese: str) -> None:
    assert against(STAR, "Rules in force", effects) == english
    use("zh")
    assert against(STAR, "Rules in force", effects) == chinese


@pytest.mark.parametrize(
    ("measure", "found", "english", "chinese"),
    [
        (
            "advancement_rate", {STAR: UP},
            "Star ladder shows about 4 points more advancement a year than B",
            "Star ladder与B相比，年首次晋升率约高4个百分点",
        ),
        (
            "turnover", {STAR: told("turnover", -3, 0.1)},
            "Star ladder: turnover 3.0 points lower a year than under B",
            "Star ladder与B相比，年离职率低3.0个百分点",
        ),
        (
            "labor_cost", {STAR: told("labor_cost", 0, 1)},
            "Labor cost: no detectable difference between Star ladder and B",
            "人工成本：Star ladder与B差异不显著",
        ),
        (
            "labor_cost", {STAR: silent("labor_cost", IDENTICAL)},
            "Labor cost: the same under Star ladder and B",
            "人工成本：Star ladder与B完全相同",
        ),
        (
            "advancement_rate", {STAR: UP, "C": told("advancement_rate", 9, 0.1)},
            "Both alternatives show more advancement than B; most: C, 9.0 points more a year",
            "两个备选方案的首次晋升率高于B；C最高，高9.0个百分点",
        ),
        (
            "turnover",
            {STAR: told("turnover", 2, 0.01), "C": told("turnover", -2, 0.01), "D": told("turnover", -3, 0.01),
             "E": told("turnover", 0, 1), "F": silent("turnover", IDENTICAL)},
            "Of the 5 alternatives one loses more people than B, two lose fewer people, no detectable difference for"
            " one, the same for one; fewest: D, 3.0 points lower a year",
            "5个备选方案中，1个离职率高于B，2个离职率较低，1个差异不显著，1个相同；D最低，低3.0个百分点",
        ),
        (
            "labor_cost", {STAR: told("labor_cost", 2, 0.05), "C": told("labor_cost", 0, 1)},
            "Of the 2 alternatives one costs more than B, no detectable difference for one; highest: Star ladder, 2.0%"
            " more",
            "2个备选方案中，1个人工成本高于B，1个差异不显著；Star ladder最高，高2.0%",
        ),
        (
            "advancement_rate", {STAR: told("advancement_rate", 0, 1), "C": told("advancement_rate", 0, 1)},
            "Advancement: no detectable difference between B and the 2 alternatives",
            "首次晋升率：B与2个备选方案之间差异不显著",
        ),
        (
            "advancement_rate", dict.fromkeys((STAR, "C"), silent("advancement_rate", IDENTICAL)),
            "Advancement: the same under B and the 2 alternatives",
            "首次晋升率：B与2个备选方案完全相同",
        ),
    ],
)  # fmt: skip
def test_the_whole_field(measure: str, found: dict[str, Effect], english: str, chinese: str) -> None:
    assert of_field(found, "B", measure) == english
    use("zh")
    assert of_field(found, "B", measure) == chinese


def test_counts_are_words_in_english() -> None:
    assert [counted(n) for n in (1, 3, 10, 11)] == ["one", "three", "ten", "11"]
    use("zh")
    assert [counted(n) for n in (1, 11)] == ["1个", "11个"]


# --- effects from runs ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair() -> Comparison:
    runs = (
        fakes.run(chosen=fakes.scheme("current", Title("Rules in force", "现行办法")), months=18, replications=12),
        fakes.run(
            fakes.Rules(promote=(0.12, 0.08, 0.02, 0.0), base=(3600.0, 4300.0, 5100.0, 6600.0)),
            chosen=fakes.scheme("star", Title("Star ladder", "星级方案")), months=18, replications=12,
        ),
    )  # fmt: skip
    return Comparison(runs, "current")


def test_shares_become_points_and_money_a_share_of_the_baseline(pair: Comparison) -> None:
    up, paid = effect(pair, "star", "advancement_rate"), effect(pair, "star", "salary_cost")
    assert up.mean == pytest.approx(100 * pair.contrast("star", "advancement_rate").difference.mean)
    base, star = pair.values("current", "salary_cost"), pair.values("star", "salary_cost")
    assert paid.mean == pytest.approx(100 * ((star - base) / base).mean())
    assert (up.kind, paid.kind, effect(pair, "star", "time_to_promotion").kind) == ("points", "percent", "months")
    between = effect_between("x", "percent", star, base)
    assert (between.mean, between.verdict) == (pytest.approx(paid.mean), HIGHER)


def test_a_gain_that_many_looks_explain_is_not_sure() -> None:
    values = np.array([1.0, 2.0, 3.0, 1.5, 0.2, 2.2])
    assert sure(partial(mean_interval, values), 1) and not sure(partial(mean_interval, values), 500)
    assert not sure(partial(mean_interval, np.zeros(5)), 1)


# --- the verdict ----------------------------------------------------------------------------------------


def standing(name: str, up: Effect, out: Effect, cost: Effect, *, unsure: tuple[str, ...] = ()) -> Standing:
    effects = (up, out, cost)
    good = [e.measure for e in effects if e.there and (e.mean > 0) == (e.measure == "advancement_rate")]
    gains = tuple(name for name in good if name not in unsure)
    losses = tuple(e.measure for e in effects if e.there and e.measure not in good)
    return Standing(name.lower(), name, effects, gains, losses)


SAME = told("turnover", 0.1, 0.5)
DEAR = standing("Star", UP, SAME, MORE)
CLEAR = standing("Clear", told("advancement_rate", 2, 0.05), SAME, told("labor_cost", 0.0, 0.4))
CHEAP = standing("Cheap", told("advancement_rate", -1, 0.01), SAME, told("labor_cost", -3, 0.05))
NONE = standing("None", told("advancement_rate", 0, 1), SAME, told("labor_cost", 0, 1))
WORSE = standing("Worse", told("advancement_rate", -1, 0.01), SAME, told("labor_cost", 0, 1))


def check(found: Verdict, kind: str, english: str, chinese: str, points: list[str]) -> None:
    assert found.kind == kind
    use("en")
    assert headline(found) == english
    assert reasons(found) == points
    use("zh")
    assert headline(found) == chinese


def test_a_scheme_without_a_drawback_is_recommended() -> None:
    check(
        judged([DEAR, CLEAR], "B"), "better",
        "Clear shows 2.0 points more advancement a year; turnover and labor cost: no detectable difference",
        "Clear年首次晋升率高2.0个百分点；离职率和人工成本：差异不显著",
        [
            "Clear is better than B in advancement; no drawback was detected.",
            "Turnover: no detectable difference; anything from 0.4 points lower to 0.6 points higher fits these runs.",
            "Labor cost: no detectable difference; anything from 0.4% lower to 0.4% higher fits these runs.",
        ],
    )  # fmt: skip


def test_others_without_a_drawback_are_named() -> None:
    others = [Standing(f"s{i}", f"S{i}", CLEAR.effects, CLEAR.gains, ()) for i in range(1, 6)]
    assert reasons(judged([CLEAR, others[0]], "B"))[-1] == "S1 too is better than B without a detected drawback."
    assert reasons(judged([CLEAR, *others[:2]], "B"))[-1] == "S1, S2 too are better than B without a detected drawback."
    assert reasons(judged([CLEAR, *others], "B"))[-1] == (
        "Better than B without a detected drawback are five others too, among them S1, S2, S3."
    )


def test_where_something_must_be_given_up_the_priorities_are_told() -> None:
    check(
        judged([DEAR, CHEAP], "B"), "choice",
        "No alternative beats B without a drawback: what counts most decides",
        "各方案与B互有优劣，取舍取决于公司的优先目标",
        [
            "If promotion counts most: Star shows about 4 points more advancement a year for 2.0% more labor cost;"
            " turnover: no detectable difference.",
            "If keeping people counts most: keep B, no alternative does better.",
            "If cost counts most: Cheap shows 1.0 points less advancement a year at 3.0% less labor cost; turnover: no"
            " detectable difference.",
        ],
    )  # fmt: skip


def test_one_alternative_with_a_price_is_told_as_a_trade() -> None:
    check(
        judged([DEAR], "B"), "choice",
        "Star shows about 4 points more advancement a year for 2.0% more labor cost; turnover: no detectable"
        " difference",
        "Star年首次晋升率约高4个百分点，人工成本高2.0%；离职率：差异不显著",
        [
            "Star is better than B in advancement.",
            "Star is worse than B in labor cost.",
            "Turnover: no detectable difference; anything from 0.4 points lower to 0.6 points higher fits these runs.",
        ],
    )  # fmt: skip


def test_nothing_is_recommended_on_noise() -> None:
    check(
        judged([NONE, NONE], "B"), "nothing",
        "The numbers give no reason to choose: no detectable difference in advancement, turnover and labor cost",
        "数据尚不足以支持选择：首次晋升率、离职率和人工成本差异均不显著", [],
    )  # fmt: skip
    check(
        judged([NONE, WORSE], "B"), "keep",
        "Nothing speaks for leaving B: no alternative is detectably better in advancement, turnover and labor cost",
        "暂无充足数据支持更换B：各备选方案的首次晋升率、离职率和人工成本均未显著更优", [],
    )  # fmt: skip
    lucky = standing(
        "Lucky", told("advancement_rate", 2, 1.9), SAME, told("labor_cost", 0, 1), unsure=("advancement_rate",)
    )
    assert judged([lucky, NONE], "B").kind == "nothing"


@pytest.mark.parametrize(
    ("asked", "standings", "english", "chinese"),
    [
        ("star", [DEAR], "Proposed: Star shows about 4 points", "建议：Star年首次晋升率约高4个百分点"),
        ("none", [NONE], "Proposed, though the numbers give no reason: No detectable difference between None and B",
         "按公司意见采用，数据不足以支持：None与B的"),
        ("worse", [WORSE], "Proposed, though no measure speaks for it: Worse shows",
         "按公司意见采用，无指标支持：Worse"),
        ("b", [DEAR], "Proposed: keep B; no alternative beats it without a drawback", "建议：维持B；没有方案"),
        ("b", [CLEAR], "Proposed: keep B, though Clear is better without a detectable drawback",
         "建议：维持B；但Clear更优"),
    ],
)  # fmt: skip
def test_a_fixed_recommendation_stays_honest(asked: str, standings: list[Standing], english: str, chinese: str) -> None:
    found = judged(standings, "B", asked)
    assert headline(found).startswith(english)
    use("zh")
    assert headline(found).startswith(chinese)


def test_the_verdict_of_runs(pair: Comparison) -> None:
    found = verdicts.verdict(pair)
    assert found.kind == "choice" and "advancement_rate" in found.standings[0].gains
    assert headline(found).startswith("Star ladder shows")
    with pytest.raises(LadderError, match="recommend: scheme 'sta' is not compared here; did you mean 'star'"):
        verdicts.verdict(pair, "sta")


def test_a_scheme_against_itself_is_never_recommended() -> None:
    """Three alternatives that differ by luck alone, 200 times: one in forty may look better in one of nine measures."""
    chosen = 0
    for seed in range(1, 201):
        noise = fakes.luck(seed, np.arange(24), 9, 1, 1) - 0.5
        chosen += any(sure(partial(mean_interval, noise[:, i]), 9) and noise[:, i].mean() > 0 for i in range(9))
    assert chosen <= 12
