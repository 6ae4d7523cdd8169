"""Sentences on doubt, causes and prices against what was played: each number is read from the sentence and found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.analysis.statements import tornado as on_tornado
from ladder_sim.analysis.statements.doubt import side_by_side
from ladder_sim.analysis.statements.rough import rough
from ladder_sim.analysis.statements.worlds import difference_told
from ladder_sim.core.i18n import Language, Title, speaking
from ladder_sim.doubt.gathered import range_text, valued
from ladder_sim.doubt.worlds import RANGE
from ladder_sim.model.assumptions import Assumption
from ladder_sim.results.price import prices

LOW = SCHEME.replace("{value: 75, from: 0, to: 100}", "{value: 75, from: 0, to: 100, assumed: true}")
HIGH = LOW.replace("two-grades", "high").replace("Two grades", "High bar").replace("value: 75", "value: 80")
_NUMBER = re.compile("[+\N{MINUS SIGN}]?\\d[\\d,]*\\.?\\d*")
MEASURE = "advancement_rate"


def numbers(text: str) -> list[float]:
    """The numbers of a text, in its order; ranges keep their signs."""
    return [float(one.replace(",", "").replace("\N{MINUS SIGN}", "-")) for one in _NUMBER.findall(text)]


def near(told: float, true: float, text: str) -> bool:
    """Whether a number is the true one, to the digits that it is told with."""
    digits = len(text.partition(".")[2])
    return abs(told - true) <= 0.51 * 10.0**-digits + (5 if abs(told) >= 10 and not digits and told % 10 == 0 else 0)


@pytest.fixture(scope="module")
def compared() -> Any:
    return ls.compare([LOW, HIGH], WORKFORCE, months=12, replications=8)


@pytest.fixture(scope="module")
def tornado(compared: Any) -> Any:
    return compared.tornado(MEASURE)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    with speaking(request.param):
        yield request.param


def _held(text: str, mean: float, luck: tuple[float, float], over: tuple[float, float]) -> None:
    """The difference lies within the range of luck as told, and each end is the one found."""
    found = [one.replace("\N{MINUS SIGN}", "-") for one in _NUMBER.findall(text)]
    values = [float(one.replace(",", "")) for one in found]
    x, low, high = values[-5:-2] if len(values) >= 5 else (mean, *values[-4:-2])
    assert low <= x <= high, text
    for told, true, sign in zip(values[-4:], (*luck, *over), found[-4:], strict=True):
        assert near(told, true, sign), (text, told, true)


def test_a_difference_lies_within_its_range_by_luck(compared: Any, tornado: Any, language: Language) -> None:
    (case,) = tornado.cases
    found = case.difference
    text = on_tornado.headline(tornado, case)
    ends = tuple(100 * end for end in case.widest)
    _held(text, 100 * found.mean, (100 * found.low, 100 * found.high), ends)
    assert near(numbers(text)[-5], 100 * found.mean, _NUMBER.findall(text)[-5])
    beside = side_by_side(compared, "high", MEASURE)
    luck = compared.contrast("high", MEASURE).difference
    _held(beside, 100 * luck.mean, (100 * luck.low, 100 * luck.high), ends)


def test_worlds_do_not_blur_what_luck_leaves_open(compared: Any, language: Language) -> None:
    worlds = compared.worlds([MEASURE], 12, replications=6)
    found = worlds.spread(MEASURE, "high")
    text = difference_told(worlds, "high")
    luck = 100 * found.mean.low, 100 * found.mean.high
    _held(text, 100 * found.mean.mean, luck, tuple(100 * found.quantile(share) for share in RANGE))


def test_a_turn_is_told_on_the_side_where_it_was_found(tornado: Any, language: Language) -> None:
    (case,) = tornado.cases
    text = on_tornado.turns(tornado, case)
    assert case.turning, "the bars of both schemes turn it"
    above, below = ("is above", "is below") if language == "en" else ("高于", "低于")
    for bar in case.turning:
        flip = bar.flip
        word = above if flip.rising else below
        assert f"{word if language == 'zh' else word + ' '}{valued(bar.assumption, flip.value)}" in text
        beyond = [end.difference.mean for end in bar.ends if (end.value > flip.value) == flip.rising]
        assert any(mean * case.difference.mean <= 0 for mean in beyond), "beyond it the other is better"


def test_bars_are_told_with_their_units(language: Language) -> None:
    rest: tuple[Any, ...] = ("triangular", "default", Title("", ""))
    share = Assumption("k", (), "a", Title("Share who apply", "申请比例"), 0.3, 0.15, 0.45, *rest)
    months = Assumption("k", (), "a", Title("Probation", "试用期"), 3, 2, 4, *rest, "months")
    assert valued(share, 0.3) == "30%" and range_text(share) == ("15% to 45%" if language == "en" else "15%至45%")
    assert valued(months, 3) == ("3 months" if language == "en" else "3个月")
    assert range_text(months) == ("2 to 4 months" if language == "en" else "2至4个月")


def test_the_parts_of_a_difference_add_up_in_the_sentence(compared: Any, language: Language) -> None:
    why = compared.why("turnover")
    for split in why.splits:
        total = sum(bar.range.mean for bar in split.bars)
        assert total == pytest.approx(split.total.mean, abs=1e-9)
    text = " ".join(why.summary())
    more, less = ("more", "less") if language == "en" else ("高", "低")
    mean = why.splits[0].total.mean
    if f" {more}," in text or f"离职率{more}" in text:
        assert mean > 0
    if f" {less}," in text or f"离职率{less}" in text:
        assert mean < 0


def test_a_price_is_told_only_of_what_there_is_more_of(compared: Any, language: Language) -> None:
    cost = compared.contrast("high", "labor_cost").difference.mean
    for price in prices(compared):
        text = price.told(compared)
        if price.why is None:
            assert not math.isnan(price.value.mean) and math.copysign(1, price.value.mean) == math.copysign(1, cost)
            low, high = price.value.low, price.value.high
            assert low <= price.value.mean <= high
        else:
            assert str(price.why) in text and not numbers(text)


@pytest.mark.parametrize(("value", "half"), [(-0.134, 0.025), (0.0123, 0.004), (0.4, 0.21)])
def test_rounding_to_the_doubt_stays_within_it(value: float, half: float) -> None:
    with speaking("en"):
        told = numbers(rough(value, half, "share"))[0] / 100
    assert abs(told - value) <= half / 2
