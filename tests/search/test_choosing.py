"""`choose`: chances of error held against a normal sampler and real runs; weights, ranges, faults, displays."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import scenes
from matplotlib.axes import Axes
from test_matching import COST
from test_matching import LADDER as WITHOUT_PARAMETERS
from test_matching import PEOPLE as WITHOUT_RANGES

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.results.choice import Chosen
from ladder_sim.search.sequential import FIRST, Contest, standing
from ladder_sim.search.weight_ranges import weight_ranges

PEOPLE = WITHOUT_RANGES + COST
LADDER = (
    WITHOUT_PARAMETERS.replace(">= 90", ">= bar")
    + """
parameters: {bar: {value: 90, from: 50, to: 250}}
measures: {old: {value: mean(kpi), among: months_in_grade > 500, better: high}}
"""
)
MATTERS = 0.4


def contest(rng: np.random.Generator, number: int, gap: float, common: float = 0.5) -> Contest:
    """A choice among normals of variance 1, correlated as runs of the same luck are; the first is better by `gap`."""
    scores = np.empty((number, 0))
    more = FIRST
    while True:
        shared = math.sqrt(common) * rng.normal(size=(1, more))
        drawn = shared + math.sqrt(1 - common) * rng.normal(size=(number, more))
        drawn[0] += gap
        scores = np.concatenate([scores, drawn], axis=1)
        found = standing(scores, MATTERS)
        if found.settled:
            return found
        more = max(FIRST, scores.shape[1] // 4)


def trials(number: int, gap: float, times: int) -> list[Contest]:
    rng = np.random.default_rng([number, round(100 * gap), 11])
    return [contest(rng, number, gap) for _ in range(times)]


def above(share: float, bound: float, times: int) -> float:
    """By how many standard errors a share lies above a bound."""
    return (share - bound) / math.sqrt(bound * (1 - bound) / times)


@pytest.mark.parametrize("number", [2, 3])
def test_chances_of_error_on_a_few_hundred_trials(number: int) -> None:
    equal, better = trials(number, 0.0, 300), trials(number, MATTERS, 300)
    false = sum(len(one.left) == 1 for one in equal) / 300
    right = sum(one.left == (0,) for one in better) / 300
    assert above(false, 0.05, 300) <= 4, false
    assert above(1 - right, 0.05, 300) <= 4, right


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("number", range(2, 13))
def test_chances_of_error(number: int) -> None:
    """False winners among equals at most 5 %, the better found in at least 95 %; 400 to 3,000 trials see 3 to 1.2 %."""
    times = 3000 if number <= 4 else 400
    equal, better = trials(number, 0.0, times), trials(number, MATTERS, times)
    false = sum(len(one.left) == 1 for one in equal) / times
    right = sum(one.left == (0,) for one in better) / times
    assert above(false, 0.05, times) <= 4, false
    assert above(1 - right, 0.05, times) <= 4, right


def test_a_decision_does_not_depend_on_the_portions() -> None:
    rng = np.random.default_rng(2)
    scores = rng.normal(size=(3, 400)) + np.array([[0.3], [0.0], [0.0]])
    whole = standing(scores, 0.3)
    assert whole.settled
    at = standing(scores[:, : whole.at], 0.3)
    assert (at.left, at.beaten, at.at) == (whole.left, whole.beaten, whole.at)
    assert not standing(scores[:, : whole.at - 1], 0.3).settled


def test_the_triangle_is_that_of_the_paper() -> None:
    """By hand: 20 differences of variance 1 and mean 5; η = ((2 β)^(−2/19) − 1) / 2, W = η 19 S² / δ' − δ' r / 2."""
    half = np.sqrt(19 / 20)
    differences = np.where(np.arange(20) % 2, half, -half)  # variance 1 with 19 degrees of freedom
    beta, zone = 0.05 / 2, 0.5
    wall = ((2 * beta) ** (-2 / 19) - 1) / 2 * 19 / zone - zone * 20 / 2
    for shift, beats in ((1e-9, True), (-1e-9, False)):
        mean = (wall + 20 * zone) / 20 + shift
        scores = np.array([differences + mean, np.zeros(20)])
        assert standing(scores, 2 * zone).beaten == ({1: (0, 20)} if beats else {})


def test_what_is_equal_is_alike_and_what_is_apart_is_found(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    other = scheme.with_(bar=60, id="sooner")
    found = ls.choose(
        {"now": scheme, "same": scheme, "sooner": other}, people, "promotion_rate", matters=0.02, months=12
    )
    assert found.winner == "sooner" and found.leader == "sooner"
    assert found.fresh is not None and found.fresh.low > 0
    assert found.contender("now").differences["promotion_rate"].high < 0
    alike = ls.choose({"now": scheme, "same": scheme}, people, "promotion_rate", matters=0.02, months=12)
    assert alike.outcome == "alike" and alike.winner is None and alike.fresh is None
    assert set(alike.left) == {"now", "same"} and alike.decided_after == FIRST


def test_too_few_replications_leave_it_undecided(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    other = scheme.with_(bar=89, id="other")
    found = ls.choose([scheme, other], people, "promotion_rate", matters=0.002, months=6, most=25)
    assert found.outcome == "undecided" and found.needed > 25
    assert f"most={found.needed}" in found.summary()[0]


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 4])
def test_chances_of_error_on_real_runs(tmp_path: Path, number: int) -> None:
    """Runs of rules that differ a little, each set to the same mean: a choice names one of them in at most 5 %.

    With the difference that matters added to one of them, it is found in at least 95 %. Where parts of the runs are too
    short for a decision, they count as errors.
    """
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    others = [scheme.with_(bar=85 + i, id=f"s{i}")
              for i in range(number)]  # fmt: skip
    both = ls.compare(others, people, months=6, replications=12_000)
    values = np.array([both.values(one.id, "promotion_rate") for one in others])
    values -= values.mean(axis=1, keepdims=True)  # as equal as can be; spread and common luck as of runs
    size = 150
    matters = 0.8 * float((values[0] - values[1]).std(ddof=1))
    parts = [values[:, at : at + size] for at in range(0, values.shape[1] - size, size)]
    assert matters > 0
    false = sum(len(standing(part, matters).left) == 1 for part in parts) / len(parts)
    gap = np.zeros((number, 1))
    gap[0] = matters
    right = sum(standing(part + gap, matters).left == (0,) for part in parts) / len(parts)
    assert above(false, 0.05, len(parts)) <= 4, false
    assert above(1 - right, 0.05, len(parts)) <= 4, right


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    folder = tmp_path_factory.mktemp("weighed")
    scheme, people = scenes.scheme_of(folder, LADDER), scenes.workforce_of(folder, PEOPLE)
    sooner = scheme.with_(bar=85, id="sooner")
    never = scheme.with_(bar=200, id="never")
    return ls.choose(
        [scheme, sooner, never], people, weights={"promotion_rate": 3, "labor_cost": 1},
        matters={"promotion_rate": 0.02, "labor_cost": 1000}, months=12,
    )  # fmt: skip


def test_at_the_end_of_a_range_another_leads(weighed: Chosen) -> None:
    """Scores formed anew with weights just inside and outside of each range, from the differences in the table."""
    assert weighed.winner is not None and weighed.ranges
    by = weighed.criterion
    gains = {
        one.scheme: by.gains({name: np.array([found.mean]) for name, found in one.differences.items()})
        for one in weighed.contenders
    }

    def leads(weights: dict[str, float]) -> str:
        return max(gains, key=lambda s: sum(weights[name] * float(gains[s][name][0]) for name in weights))

    assert leads(dict(by.weights)) == weighed.winner
    turned = 0
    for one in weighed.ranges:
        for end, scheme, inside in ((one.low, one.at_low, 1.001), (one.high, one.at_high, 0.999)):
            if scheme is not None:
                turned += 1
                assert leads({**by.weights, one.measure: end * inside}) == weighed.winner
                assert leads({**by.weights, one.measure: end / inside}) == scheme
    assert turned


def test_ranges_by_hand() -> None:
    """Ahead of b by 2 − w, and of c by w − 0.5, at weight w of the second measure: it stays from 0.5 to 2."""

    class By:
        measures = weights = {"x": 1.0, "y": 1.0}  # noqa: RUF012

    ahead = [{"x": 0.0, "y": 0.0}, {"x": 2.0, "y": -1.0}, {"x": -0.5, "y": 1.0}]
    of_x, of_y = weight_ranges(By(), ["a", "b", "c"], ahead, 0)  # type: ignore[arg-type]
    assert (of_y.low, of_y.high, of_y.at_low, of_y.at_high) == (0.5, 2.0, "c", "b")
    assert (of_x.low, of_x.high) == (0.5, 2.0)


def test_worth_in_money_is_the_same_as_weights_of_as_much(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    sooner = scheme.with_(bar=85, id="sooner")
    worth = ls.choose([scheme, sooner], people, worth={"promotion_rate": 500, "labor_cost": 1}, matters=1000, months=12)
    one = worth.contender(next(s.scheme for s in worth.contenders if s.scheme != worth.leader))
    parts = one.differences
    expected = 50_000 * parts["promotion_rate"].mean - parts["labor_cost"].mean
    assert one.score.mean == pytest.approx(expected)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    both = {"a": scheme, "b": scheme}
    with pytest.raises(LadderError) as wrong:
        ls.choose(both, people, weights={"turnovr": 1, "span": 0, "turnover": 1}, matters={"turnover": -1}, months=3)
    said = str(wrong.value)
    for text in ("'turnovr' is not known", "did you mean 'turnover'", "span: neither direction",
                 "span: it is one number", "weights of span: must be a number above 0, got 0",
                 "matters: turnovr is missing", "matters of turnover: must be a number above 0, got -1"):  # fmt: skip
        assert text in said, text
    for given, text in (
        ({}, "say by what to choose"),
        ({"measure": "turnover", "worth": {"turnover": 1}, "matters": 1}, "in one way"),
        ({"measure": "turnover"}, "matters must be the smallest difference of turnover"),
        ({"worth": {"turnover": 1}, "matters": "much"}, "in money a year"),
        ({"weights": {"turnover": 1}, "matters": 0.1}, "matters must say for each measure"),
        ({"measure": "turnover", "matters": 0.1, "most": 0}, "from 1 to"),
    ):
        with pytest.raises(LadderError, match=text):
            ls.choose(both, people, months=3, **given)  # type: ignore[arg-type]
    with pytest.raises(LadderError, match="at least two schemes"):
        ls.choose([scheme], people, "turnover", matters=0.1)


def test_a_measure_without_a_value_is_refused(tmp_path: Path) -> None:
    scheme, people = scenes.scheme_of(tmp_path, LADDER), scenes.workforce_of(tmp_path, PEOPLE)
    with pytest.raises(LadderError, match="choose by a measure that every replication has"):
        ls.choose({"a": scheme, "b": scheme}, people, "old", matters=0.1, months=1)


def test_it_is_shown_in_both_languages(weighed: Chosen) -> None:
    assert isinstance(weighed.plot(), Axes)
    use("zh")
    text = " ".join(weighed.summary())
    assert "最优" in text and "的权重" in text
    assert "最优" in weighed._repr_html_()
    use("en")
    assert weighed.table().loc[weighed.leader, "difference"].eq(0).all()
    assert json.loads(weighed.to_json())["winner"] == weighed.winner
    assert len(weighed.rows()[0]) == len(weighed.columns())


def test_the_command_line_and_a_stop_that_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["choose", "ecommerce-dual-track", "fabric-star-pay", "--by", "turnover", "--matters", "5%", "--workforce",
             "small-department-30", "--months", "6", "--store", str(tmp_path / "kept")]  # fmt: skip
    assert main([*given, "--picture", str(tmp_path / "c.png")]) == 0
    first = capsys.readouterr()
    assert "Star pay" in first.out and (tmp_path / "c.png").stat().st_size > 5000
    assert main([*given, "--json"]) == 0
    again = capsys.readouterr()
    told = json.loads(again.out)
    assert told["winner"] == "fabric-star-pay" and next(iter(told.items())) == ("format", JSON_FORMAT)
    assert "kept" in again.err or "store" in again.err


def test_a_page_tells_what_was_chosen(tmp_path: Path) -> None:
    both = ls.compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=6, replications=10)
    assert "choice" not in [one.id for one in ls.report_sections(both)]
    found = both.choose("turnover", matters=0.05)
    both.frontier()
    (section,) = [one for one in ls.report_sections(both) if one.id == "choice"]
    assert section.headline == found.summary()[0].rstrip(".") and len(section.figures) == 2
    pages = both.save(tmp_path, ["html"])
    assert "Each point again" in pages[0].read_text("utf-8")
