"""Why schemes differ: fair shares against brute force, bars that add up, parts that are nothing, fair comparisons."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from places import SCHEMES
from scenes import bits, scheme_of, workforce_of

from ladder_sim.analysis.statements.rough import rough
from ladder_sim.analysis.statements.why import pay_caution, sentence
from ladder_sim.attribution import coalitions, direct
from ladder_sim.attribution import why as of_why
from ladder_sim.attribution.assumed import apart, assumed_pay
from ladder_sim.attribution.level import at_equal
from ladder_sim.attribution.parts import PARTS, one_ladder, pair_of
from ladder_sim.attribution.pay_by_role import factors, pay_of_roles
from ladder_sim.attribution.why import DIRECT, why
from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.display import change
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.comparing import compare
from ladder_sim.experiment.simulation import simulate_all
from ladder_sim.model.kinds import CAUSES
from ladder_sim.model.report_options import Brief
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.report.document.document import report_sections
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.price import prices
from ladder_sim.results.split import Coalition, Split, product_shares, shapley
from ladder_sim.scenarios.loading import load_scheme, load_workforce

LADDER = """
    title: {en: Small ladder, zh: 小方案}
    parameters:
      bar: {value: 80, from: 60, to: 95, title: {en: Bar, zh: 分数线}}
      low: {value: 64, from: 40, to: 80, title: {en: Low bar, zh: 低分线}}
      pay_1: {value: 4000, from: 3000, to: 9000, title: {en: Pay, zh: 工资}, assumed: true}
      bonus: {value: 0.1, from: 0, to: 1, title: {en: Bonus, zh: 奖金}}
      span: {value: 8, from: 1, to: 20, integer: true, title: {en: Seats, zh: 编制}}
      trial: {value: 3, from: 0, to: 6, integer: true, title: {en: Trial, zh: 试用期}}
      yes_share: {value: 0.9, from: 0, to: 1, title: {en: Pass, zh: 通过率}}
    ladder:
      line:
        junior: {title: {en: Junior, zh: 初级}, role: agent, base: pay_1}
        senior: {title: {en: Senior, zh: 高级}, role: agent, base: 1.2 * pay_1, seats: span, share: 0.1}
    entry: junior
    probation: {months: trial, pay: 0.8, confirm: chance(0.95), otherwise: exit}
    scores:
      half: {title: {en: Half year, zh: 半年}, every: quarter, value: "mean(kpi, up_to(6))"}
    reviews:
      quarterly: {every: quarter, title: {en: Quarterly, zh: 季度}}
    moves:
      - id: up
        title: {en: Up, zh: 晋升}
        from: junior
        to: senior
        review: quarterly
        when:
          - {if: half >= bar, title: {en: Bar met, zh: 达线}, id: bar}
        stages:
          - {stage: vote, days: 0, pass: yes_share, title: {en: Vote, zh: 评议}}
      - id: out
        title: {en: Out, zh: 辞退}
        from: [junior, senior]
        to: exit
        kind: dismissal
        review: quarterly
        when:
          - {if: half < low, title: {en: Too low, zh: 过低}, id: low}
    pay:
      bonus: {title: {en: Bonus, zh: 奖金}, amount: bonus * base * kpi / 80}
      lunch: {title: {en: Lunch, zh: 餐补}, amount: 300}
"""
PEOPLE = """
    title: {en: People, zh: 人员}
    start: 2027-01-01
    people:
      headcount: 40
      attributes: {months_employed: {exponential: 30}}
    metrics:
      kpi: {title: {en: KPI, zh: 绩效}, normal: {mean: 75, between: 6, within: 8, carry: 0.5}}
    attrition:
      base: {0: 0.05, 12: 0.03}
      effects:
        performance: 0.75
        pay_gap: -2
        passed_over: {times: 1.5, for: 6}
        stagnant: {after: 12, per_month: 0.01, at_most: 0.5}
    hiring: {keep: headcount, lead_months: 1}
    costs: {employer_load: 0.3, hire: 1000, training_month: 100, severance: {months_per_year: 1}}
    market: {agent: 4500 * (0.7 if on_probation else 1)}
"""
EVERYTHING = {"bar": 74.0, "low": 67.0, "pay_1": 5000.0, "span": 14, "trial": 2, "yes_share": 0.6}


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return scheme_of(tmp_path_factory.mktemp("ladder"), LADDER)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Workforce:
    return workforce_of(tmp_path_factory.mktemp("people"), PEOPLE)


@pytest.fixture(scope="module")
def everything(ladder: Scheme, people: Workforce) -> Comparison:
    """Two schemes that differ in all six parts; what is played for one question serves the next."""
    return compare([ladder, ladder.with_(**EVERYTHING)], people, months=12, replications=4)


@pytest.fixture(scope="module")
def compared(ladder: Scheme, people: Workforce) -> Callable[..., Comparison]:
    def made(**changed: float | str | bool) -> Comparison:
        return compare([ladder, ladder.with_(**changed)], people, months=12, replications=6)

    return made


# --- arithmetic -----------------------------------------------------------------------------------


def _by_orders(players: str, worth: Callable[[Coalition], float]) -> dict[str, float]:
    """The definition: the mean of what each adds over all orders of joining."""
    sums = dict.fromkeys(players, 0.0)
    orders = list(itertools.permutations(players))
    for order in orders:
        for place, player in enumerate(order):
            sums[player] += worth(frozenset(order[: place + 1])) - worth(frozenset(order[:place]))
    return {player: total / len(orders) for player, total in sums.items()}


def test_shapley_is_the_mean_over_all_orders() -> None:
    table = dict(zip(_coalitions("abcd"), np.random.default_rng(3).normal(size=16), strict=True))
    found = shapley("dbca", lambda coalition: np.array([table[coalition]]))
    assert {k: v[0] for k, v in found.items()} == pytest.approx(_by_orders("abcd", table.__getitem__), rel=1e-12)


def _coalitions(players: str) -> list[Coalition]:
    return [frozenset(c) for n in range(len(players) + 1) for c in itertools.combinations(players, n)]


def test_shapley_of_the_glove_game() -> None:
    """One left glove, two right ones; a pair is worth 1 (Osborne and Rubinstein, A Course in Game Theory, 1994)."""
    found = shapley("lrs", lambda c: np.array([float("l" in c and ("r" in c or "s" in c))]))
    assert {k: v[0] for k, v in found.items()} == pytest.approx({"l": 2 / 3, "r": 1 / 6, "s": 1 / 6})


def test_the_order_of_players_changes_no_bit() -> None:
    table = dict(zip(_coalitions("abcd"), np.random.default_rng(4).normal(size=(16, 5)), strict=True))
    first, second = shapley("abcd", table.__getitem__), shapley("cadb", table.__getitem__)
    assert all(np.array_equal(first[name], second[name]) for name in "abcd")


@pytest.mark.parametrize("n", [1, 2, 5, 6])
def test_shares_of_a_product_are_its_shapley_values(n: int) -> None:
    rng = np.random.default_rng(n)
    before, after = list(rng.random((n, 3))), list(rng.random((n, 3)))
    after[0] = before[0]
    names = "abcdef"[:n]

    def worth(c: Coalition) -> np.ndarray:
        made: np.ndarray = np.prod([after[i] if x in c else before[i] for i, x in enumerate(names)], axis=0)
        return made

    by_orders, found = shapley(names, worth), product_shares(before, after)
    assert np.allclose(found, [by_orders[name] for name in names], rtol=1e-12, atol=1e-15)
    assert not found[0].any()


# --- with its consequences ------------------------------------------------------------------------


def _adds_up(split: Split, difference: np.ndarray) -> None:
    total = np.sum([bar.values for bar in split.bars], axis=0)
    assert np.allclose(total, difference, rtol=1e-9, atol=1e-9 * np.abs(difference).max())


@pytest.mark.parametrize("measure", ["turnover", "labor_cost", "promotion_rate", "kpi"])
def test_bars_add_up_in_every_replication(everything: Comparison, measure: str) -> None:
    found = everything
    told = why(found, measure, responses=None)
    for split in told.splits:
        if split.missing is None:
            _adds_up(split, found.difference(found.others[0], measure))
    assert {split.question for split in told.splits if split.bars} == (
        {"consequences", "direct"} if measure in DIRECT else {"consequences"}
    )


def test_six_parts_and_each_mixture_is_played_once(everything: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    found, played = Comparison(everything.runs, everything.baseline), list[Scheme]()
    whole = coalitions.MixtureSetup.play

    def counted(stage: coalitions.MixtureSetup, schemes: list[Scheme], **options: bool) -> object:
        played.extend(schemes)
        return whole(stage, schemes, **options)

    monkeypatch.setattr(coalitions.MixtureSetup, "play", counted)
    split = why(found, "labor_cost", responses=None).split(found.others[0])
    assert [bar.part for bar in split.bars] == list(PARTS) and not any(bar.equal for bar in split.bars)
    assert len(played) == 2**6 - 2
    why(found, "salary_cost", responses=None)  # of what was played already
    assert len(played) == 2**6 - 2


RESPONSE_ENDS = (-1.0, -4.5)


def _pay_at(found: Comparison, exponent: float, few: int, measure: str) -> np.ndarray:
    """The pay bar by its definition: every mixture played with a workforce of this response."""
    base, own = (found[scheme].scheme for scheme in (found.baseline, found.others[0]))
    attrition = found.workforce.attrition
    effects = replace(attrition.effects, pay_gap=exponent)
    people, pair = replace(found.workforce, attrition=replace(attrition, effects=effects)), pair_of(base, own)
    some = coalitions.coalitions(pair.differing)
    runs = simulate_all([pair.mixture(lent) for lent in some], people, months=12, replications=few)
    worth = {lent: run.values(measure) for lent, run in zip(some, runs, strict=True)}
    return shapley([part.id for part in pair.differing], worth.__getitem__)["pay"]


@pytest.mark.parametrize("few", [4, 3])
def test_the_range_over_responses_is_that_of_workforces_that_have_them(
    everything: Comparison, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few: int
) -> None:
    """To the bit, whether they are played in the blocks of the mixtures, after them, or kept one by one."""
    monkeypatch.setattr(of_why, "FEW", few)
    fresh = [Comparison(everything.runs, everything.baseline) for _ in range(3)]
    why(fresh[1], "turnover", responses=None)  # the mixtures are there before the ends are asked for
    splits = [why(one, "turnover", responses=RESPONSE_ENDS, store=store).split(one.others[0])
              for one, store in zip(fresh, (None, None, tmp_path / "kept"), strict=True)]  # fmt: skip
    share = splits[0].bar("pay")
    assert share is not None
    expected = tuple(
        float(np.nanmean(share.values))
        + float(np.nanmean(_pay_at(everything, end, few, "turnover") - share.values[:few]))
        for end in RESPONSE_ENDS
    )
    assert expected[0] != expected[1]
    for split in splits:
        assert split.response is not None and split.response.bars == expected and split.response.replications == few


def test_the_whole_has_no_finer_digits_than_the_response_to_pay_leaves(everything: Comparison) -> None:
    """Which moves the whole difference, as the sentence says: what it is in points is no finer than that range."""
    found = why(Comparison(everything.runs, everything.baseline), "turnover", responses=(-0.1, -9.0))
    split = found.split(everything.others[0])
    assert split.response is not None
    half = max(abs(split.response.high - split.response.low) / 2, split.total.half)
    with i18n.speaking("en"):
        told = sentence(found, split)
    shown = rough(split.total.mean, half, "share a year")
    assert shown != change(split.total.mean, "share a year") and shown.removeprefix("−").removeprefix("+") in told


def test_ends_of_the_response_are_played_once_for_all_measures(
    everything: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, played = Comparison(everything.runs, everything.baseline), list[int]()
    whole = coalitions.simulate_all

    def counted(schemes: list[Scheme], *given: Workforce, **options: object) -> object:
        played.append(len(schemes))
        return whole(schemes, *given, **options)

    monkeypatch.setattr(coalitions, "simulate_all", counted)
    first = why(found, "labor_cost").split(found.others[0])
    assert sum(played) == 2**6  # every mixture, with both ends in its blocks
    second = why(found, "salary_cost").split(found.others[0])
    assert sum(played) == 2**6
    assert first.response is not None and second.response is not None


def test_pay_alone_is_all_pay_and_the_rest_exactly_nothing(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=5200.0)
    split = why(found, "turnover", responses=None).split(found.others[0])
    difference = found.difference(found.others[0], "turnover")
    pay = split.bar("pay")
    assert difference.any() and pay is not None and np.array_equal(pay.values, difference)
    rest = [bar for bar in split.bars if bar.part.id != "pay"]
    assert len(rest) == 5 and all(bar.equal and not bar.values.any() for bar in rest)


def test_a_part_that_reads_the_same_is_the_same_though_names_are_lent(ladder: Scheme) -> None:
    pair = pair_of(ladder, ladder.with_(bar=70))
    assert [part.id for part in pair.differing] == ["moves"]
    assert [part.id for part in pair_of(ladder, ladder.with_(span=7)).differing] == ["seats"]
    assert [part.id for part in pair_of(ladder, ladder.with_(low=70)).differing] == ["dismissal"]
    assert [part.id for part in pair_of(ladder, ladder.with_(trial=1)).differing] == ["entry"]
    assert [part.id for part in pair_of(ladder, ladder.with_(yes_share=0.5)).differing] == ["reviews"]
    assert [part.id for part in pair_of(ladder, ladder.with_(bonus=0.5)).differing] == ["pay"]


def test_the_mixtures_of_nothing_and_of_all_are_the_schemes_themselves(ladder: Scheme, people: Workforce) -> None:
    other = ladder.with_(**EVERYTHING)
    pair = pair_of(ladder, other)
    mixed = [pair.mixture(frozenset(part.id for part in some)) for some in ((), PARTS)]
    base, own, none, every = simulate_all([ladder, other, *mixed], people, months=24, replications=4)
    for run, mixture in ((base, none), (own, every)):
        assert all(np.array_equal(run.values(name), mixture.values(name), equal_nan=True) for name in run.known)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scheme_lends_its_parts(path: Path) -> None:
    """A variant with every number moved, put together from its parts, gives the variant's own figures."""
    scheme, people = load_scheme(path), load_workforce("service-center-200")
    moved = {}
    for one in scheme.parameters.values():
        if one.low is None or one.high is None or isinstance(one.value, bool | str):
            continue
        step = max(1, round((one.high - one.low) / 10)) if one.integer else (one.high - one.low) / 10
        moved[one.name] = one.value + step if one.value + step <= one.high else one.value - step
    other = scheme.with_(**moved)
    if not one_ladder(scheme, other) or scheme.id == "assistant-grading-foreman":  # there a lent score draws anew
        return
    every = pair_of(scheme, other).mixture(frozenset(part.id for part in PARTS))
    own, mixed = simulate_all([other, every], people, months=24, replications=2)
    assert all(np.allclose(own.values(name), mixed.values(name), rtol=1e-9, equal_nan=True) for name in own.known)


# --- ladders that share no grade --------------------------------------------------------------------


def _renamed(folder: Path, factor: float) -> Scheme:
    text = (
        LADDER.replace("junior", "lower_one")
        .replace("senior", "upper_one")
        .replace("value: 4000", f"value: {4000 * factor}")
    )
    return scheme_of(folder, text.replace("amount: 300", f"amount: {300 * factor}"), "renamed")


def test_other_grades_with_other_pay_are_all_pay(ladder: Scheme, people: Workforce, tmp_path: Path) -> None:
    other = _renamed(tmp_path, 1.25)
    found = compare([ladder, other], people, months=36, replications=12)
    split = why(found, "turnover", responses=None).split("renamed")
    pay = split.bar("pay")
    assert [bar.part.id for bar in split.bars] == ["pay", "ladder"] and pay is not None
    assert pay.range.mean / split.total.mean > 0.99
    assert "different grades" in str(split.notes[0]) and "职级不同" in split.notes[0].zh


def test_pay_by_role_comes_within_a_thousandth(ladder: Scheme, people: Workforce, tmp_path: Path) -> None:
    base, own = simulate_all([ladder, _renamed(tmp_path, 1.6)], people, months=24, replications=6)
    stage = coalitions.MixtureSetup(people, 24, 6, 1)
    now, notes = coalitions.at_pay_of(own, base, stage)
    assert pay_of_roles(own)["agent"] / pay_of_roles(base)["agent"] > 1.4
    assert pay_of_roles(now)["agent"] == pytest.approx(pay_of_roles(base)["agent"], rel=1e-3) and not notes


def test_a_role_that_the_other_lacks_is_paid_like_its_neighbor(ladder: Scheme) -> None:
    grades = (*ladder.grades, replace(ladder.grades[1], id="chief", role="manager"))
    found = factors(replace(ladder, grades=grades), {"agent": 2.0, "manager": 9.0}, {"agent": 3.0})
    assert found.by_role == {"agent": 1.5, "manager": 1.5} and found.lent == {"manager": "agent"}


# --- direct -----------------------------------------------------------------------------------------


def test_what_hazards_are_made_of_adds_up_to_the_leavers_and_moves_no_bit(ladder: Scheme, people: Workforce) -> None:
    (plain,), (counted,) = (
        simulate_all([ladder], people, months=24, replications=6, drivers=asked) for asked in (False, True)
    )
    assert bits(plain) == bits(counted) and plain.counts.drivers.shape == (6, 24, 0)
    voluntary = counted.counts.exits[..., CAUSES.index("voluntary")].sum(axis=2)
    assert np.allclose(counted.counts.drivers.sum(axis=2), voluntary, rtol=1e-9) and voluntary.any()


def test_an_effect_that_is_off_drives_nobody(ladder: Scheme, people: Workforce) -> None:
    effects = replace(people.attrition.effects, pay_gap=None, performance=None)
    calm = replace(people, attrition=replace(people.attrition, effects=effects))
    found = compare([ladder, ladder.with_(pay_1=6000.0)], calm, months=24, replications=4)
    split = why(found, "turnover_voluntary").split(found.others[0], "direct")
    assert {bar.part.id: bar.values.any() for bar in split.bars}["pay"] == np.False_
    assert why(found, "turnover_voluntary").split(found.others[0]).response is None


def test_a_factor_of_two_on_a_constant_hazard(tmp_path: Path, ladder: Scheme) -> None:
    """h = 2b: the base has half of each leaver, the factor the other half, whatever the hazard."""
    text = PEOPLE.replace("performance: 0.75", "stagnant: {times: 2, after: 0}")
    for line in ("pay_gap: -2", "passed_over: {times: 1.5, for: 6}"):
        text = text.replace("        " + line + "\n", "")
    text = text.replace("        stagnant: {after: 12, per_month: 0.01, at_most: 0.5}\n", "")
    people = workforce_of(tmp_path, text, "twice")
    (run,) = simulate_all([ladder], people, months=12, replications=4, drivers=True)
    base, promotion = run.counts.drivers[..., 0].sum(), run.counts.drivers[..., 2].sum()
    waited = run.counts.exits[..., 0].sum() - 2 * promotion  # leavers in their first month of a grade
    assert promotion > 0 and base == pytest.approx(promotion + waited)


def test_the_cost_bridge_puts_each_change_where_it_belongs(compared: Callable[..., Comparison]) -> None:
    found = compared(bonus=0.4)
    run, base = found[found.others[0]], found[found.baseline]
    bars = {part.id: values.mean() for part, values in direct.cost(run, base).items()}
    assert set(bars) == {"headcount", "mix", "fixed", "variable", "allowances", "employer_load", "severance", "hiring",
                         "training"}  # fmt: skip
    assert bars["variable"] > 10 * abs(bars["allowances"]) and bars["variable"] > 10 * abs(bars["fixed"])
    head = direct.cost(run, base, a_head=True)
    difference = found.difference(found.others[0], "labor_cost_per_head")
    assert np.allclose(np.sum(list(head.values()), axis=0), difference, rtol=1e-9)


def test_rules_of_one_ladder_are_steps_of_their_own(compared: Callable[..., Comparison]) -> None:
    found = compared(bar=70)
    split = why(found, "promotion_rate", responses=None).split(found.others[0], "direct")
    assert [bar.part.id for bar in split.bars][:2] == ["reviewed", "up.bar"]
    assert split.bars[1].range.mean > 0


# --- what cannot be said ------------------------------------------------------------------------------


def test_an_undefined_measure_cannot_be_split(compared: Callable[..., Comparison]) -> None:
    found = compared(span=1)  # more are there than seats: nobody is promoted
    nobody = why(found, "time_to_promotion", responses=None)
    assert nobody.splits[0].missing is not None and "cannot be split" in nobody.summary()[0]
    with i18n.speaking("zh"):
        assert "无法分解" in nobody.summary()[0]
    with pytest.raises(LadderError, match="turnoverr"):
        why(found, "turnoverr")


def test_a_grade_of_one_ladder_alone_cannot_be_split(ladder: Scheme, people: Workforce, tmp_path: Path) -> None:
    found = compare([ladder, _renamed(tmp_path, 1.0)], people, months=12, replications=3)
    split = why(found, "grade_mix:junior").split("renamed")
    assert split.missing is not None and not split.bars
    assert "cannot be split" in why(found, "grade_mix:junior").summary()[0]


# --- words, pictures, files ---------------------------------------------------------------------------


def test_the_first_sentence_has_both_ranges_and_says_what_is_assumed(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=6000.0)
    told = why(found, "turnover")
    text = told.summary()[0]
    assert "by luck" in text and "over responses of leaving to pay from −1.0 to −4.5, −2.0 being assumed" in text
    assert "which move the whole difference, too" in text
    assert "is pay, which is assumed" in text and "the same in both, and so 0: promotion and demotion rules" in text
    response = told.split(found.others[0]).response
    pay = told.split(found.others[0]).bar("pay")
    assert response is not None and pay is not None and response.low < pay.range.mean < response.high
    with i18n.speaking("zh"):
        text = told.summary()[0]
        assert "随机波动" in text and "其中薪酬占" in text and "而薪酬金额为假设" in text
    assert list(told.table().columns) == ["title", "share", "low", "high", "difference", "unit"]
    json.dumps(told.to_dict())
    assert "with its consequences" in told._repr_html_()


def test_waterfalls_end_where_the_alternative_stands(everything: Comparison) -> None:
    found = everything
    picture = why(found, "turnover", responses=None).plot()
    for ax in picture.axes:
        bars = ax.patches
        levels = [found[name].interval("turnover").mean * 100 for name in (found.baseline, found.others[0])]
        assert bars[0].get_width() == pytest.approx(levels[0]) and bars[-1].get_width() == pytest.approx(levels[1])
        reached = bars[0].get_width() + sum(bar.get_width() for bar in bars[1:-1])
        assert reached == pytest.approx(levels[1])


def test_reports_tell_why_only_where_it_was_asked(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=6000.0)
    assert "why" not in [section.id for section in report_sections(found, Brief())]
    why(found, "turnover", responses=None)
    (section,) = [section for section in report_sections(found, Brief()) if section.id == "why"]
    assert section.headline.startswith("Turnover, ") and section.figures and section.tables


def test_a_caution_stands_first_where_assumed_pay_lies_apart(compared: Callable[..., Comparison]) -> None:
    near, far = compared(pay_1=4050.0), compared(pay_1=6000.0)
    assert assumed_pay(far.runs[0].scheme) == ("pay_1",)
    assert not apart(near) and not pay_caution(near) and "Caution" not in near.leaders()[0]
    ((_, share),) = apart(far)
    assert 0.4 < share < 0.5 and far.leaders()[0] == pay_caution(far)
    with i18n.speaking("zh"):
        assert pay_caution(far).startswith("注意：")
    stated = replace(far.runs[0].scheme, parameters={
        name: replace(one, assumed=False) for name, one in far.runs[0].scheme.parameters.items()})  # fmt: skip
    assert assumed_pay(stated) == ()


def test_the_command_line_asks_why_and_compares_at_equal_pay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme_of(tmp_path, LADDER)
    workforce_of(tmp_path, PEOPLE)
    given = ["compare", str(tmp_path / "s.yaml"), "--set", "pay_1=5000", "--workforce", str(tmp_path / "w.yaml"),
             "--months", "12", "--replications", "3"]  # fmt: skip
    assert main([*given, "--why", "turnover,labor_cost", "--equal", "pay"]) == 0
    out = capsys.readouterr().out
    first, caution, *_ = out.splitlines()
    assert (
        first.startswith("Turnover, Small ladder (Pay = 5000) against Small ladder: of ") and "is pay, which" in first
    )
    assert caution.startswith("Caution: ") and "--why" not in caution and "--equal" not in caution, "both were asked"
    assert "with its consequences" in out and "at equal pay" in out and " by luck; as it is " in out
    assert main([*given, "--why", "--equal", "budget", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["why"][0]["measure"] == "turnover" and found["equal"]["equal"] == "budget"
    assert main([*given, "--why", "s"]) == 1
    assert "schemes stand before --why" in capsys.readouterr().err


# --- fair comparisons ---------------------------------------------------------------------------------


def test_at_equal_pay_only_the_ladder_is_left(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=6000.0)
    level = at_equal(found, "pay")
    assert not level.after.difference(found.others[0], "turnover").any()
    assert found.difference(found.others[0], "turnover").any()
    assert level.after.schemes == found.schemes and "every scheme paid as" in level.summary()[1]


def test_at_equal_budget_the_cost_is_the_baselines(compared: Callable[..., Comparison]) -> None:
    found = compared(**EVERYTHING)
    other = found.others[0]
    level = found.at_equal("budget")
    costs = [level.after.values(name, "labor_cost").mean() for name in (found.baseline, other)]
    assert costs[1] == pytest.approx(costs[0], rel=1e-3)
    lever = level.levers[other]
    assert lever.name == "pay" and 0.5 < lever.after < 1 and lever.confirmed is not None
    assert abs(lever.confirmed.mean) < 0.05 and "on fresh seeds" in level.summary()[1]
    assert len(level.rows()[0]) == len(level.columns())
    assert {"before", "after"} <= set(level.table().columns) and "<table" in level._repr_html_()


def test_a_lever_that_cannot_reach_the_budget_says_so(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=9000.0)
    level = at_equal(found, "budget", "bonus")
    lever = level.levers[found.others[0]]
    assert lever.missing is not None and lever.after == lever.before and "not made equal" in level.summary()[0]
    with pytest.raises(LadderError, match="no such parameter"):
        at_equal(found, "budget", "bonuss")
    with pytest.raises(LadderError, match="'pay' or 'budget'"):
        at_equal(found, "costs")  # type: ignore[arg-type]


def test_a_whole_number_takes_the_nearer_of_two_neighbors(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=4020.0, span=12)
    level = at_equal(found, "budget", "span")
    lever, base = level.levers[found.others[0]], found[found.baseline].values("labor_cost").mean()
    if lever.missing is None:
        scheme = found[found.others[0]].scheme
        costs = [
            compare([found[found.baseline].scheme, scheme.with_(span=int(lever.after) + step)], found.workforce,
                    months=12, replications=6).runs[1].values("labor_cost").mean() if step
            else level.after.runs[1].values("labor_cost").mean() for step in (-1, 0, 1)
        ]  # fmt: skip
        gaps = np.abs(np.array(costs) / base - 1)
        assert lever.after == int(lever.after) and (gaps.argmin() == 1 or gaps[1] < 1e-3)
        assert lever.cost == pytest.approx(costs[1] / base - 1)
        if gaps[1] > 1e-3:
            assert lever.neighbor is not None and level.beyond is not None
            assert lever.cost * lever.neighbor_cost < 0 and abs(lever.neighbor - lever.after) == 1
            there = level.beyond.values(found.others[0], "labor_cost").mean() / base - 1
            assert lever.neighbor_cost == pytest.approx(there)
            assert "No whole number meets the budget" in " ".join(level.summary())
            assert len(level.rows()[0]) == len(level.columns()) == 7


def test_the_price_of_a_leaver_is_cost_over_people(compared: Callable[..., Comparison]) -> None:
    found = compared(pay_1=6000.0)
    base, own = found[found.baseline], found[found.others[0]]
    price = next(one for one in prices(found) if one.what == "leaver")
    fewer = (base.window().exits.sum() - own.window().exits.sum()) / 6
    more = (own.values("labor_cost") - base.values("labor_cost")).mean()
    assert fewer > 0 and price.value.mean == pytest.approx(more / fewer)
    assert "leaver avoided" in price.told(found)
    none = next(one for one in prices(compared(pay_1=4000.1)) if one.what == "leaver")
    assert math.isnan(none.value.mean) and none.why is not None
