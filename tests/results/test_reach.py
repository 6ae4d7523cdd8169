"""How small a difference could have been seen, and what a smaller one takes; precision in percent."""

from __future__ import annotations

import argparse
import math
import re

import fakes
import pytest

from ladder_sim.analysis.statements.reach import MEASURES, reach_sentence
from ladder_sim.cli.option_types import precision
from ladder_sim.core import i18n
from ladder_sim.experiment.given import share_of
from ladder_sim.experiment.precision import half_width
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.reach import Reach, reach, round_below


def compared(replications: int) -> Comparison:
    made = [
        fakes.run(rules, chosen=fakes.scheme(name), replications=replications)
        for name, rules in (("a", fakes.Rules()), ("b", fakes.Rules(promote=(0.09, 0.04, 0.01, 0.0), leave=0.04)))
    ]
    return Comparison(tuple(made), "a")


def test_a_smaller_difference_takes_its_square() -> None:
    comparison = compared(20)
    (found,) = reach(comparison, ("turnover",))
    half = comparison.contrast("b", "turnover").difference.half
    assert found.half == half > found.closer > 0.28 * half
    assert found.more == math.ceil(20 * ((half / found.closer) ** 2 - 1))
    assert not reach(compared(1), ("turnover",)), "one replication shows no width"
    again = compared(20 + found.more).contrast("b", "turnover").difference.half
    assert again == pytest.approx(found.closer, rel=0.35)


@pytest.mark.parametrize(("value", "expected"), [(0.56, 0.5), (0.2, 0.2), (0.0199, 0.01), (7.0, 5.0), (38_581, 20_000)])
def test_round_numbers(value: float, expected: float) -> None:
    assert round_below(value) == pytest.approx(expected)


def test_the_sentence_in_both_languages() -> None:
    comparison = compared(20)
    with i18n.speaking("en"):
        told = reach_sentence(comparison)
    assert told.startswith("20 replications could have seen differences of ±") and " more would see ±" in told
    with i18n.speaking("zh"):
        assert reach_sentence(comparison).startswith("20次重复可识别的差值：")
    assert reach_sentence(compared(1)) == ""


def test_the_sentence_tells_what_was_worked_out() -> None:
    comparison = compared(20)
    found = reach(comparison, MEASURES)
    with i18n.speaking("en"):
        told = reach_sentence(comparison)
    widths = [float(text.replace(",", "")) for text in re.findall(r"±[^\d]*([\d,.]*\d)", told)]
    scale = [100 if one.measure.unit == "share a year" else 1 for one in found]
    expected = [float(f"{one.half:.2g}") * k for one, k in zip(found, scale, strict=True)]
    assert widths[:-1] == pytest.approx(expected, rel=0.05) and widths[-1] == pytest.approx(found[0].closer * scale[0])
    assert f"; {found[0].more} more would see" in told


def test_each_width_stands_with_its_own_measure_in_chinese() -> None:
    comparison = compared(20)
    found = reach(comparison, MEASURES)
    with i18n.speaking("zh"):
        told = reach_sentence(comparison)
        seen, more = told.removesuffix("。").split("；")
        parts = seen.removeprefix("20次重复可识别的差值：").split("、")
        for one, part in zip(found, parts, strict=True):
            assert part.startswith(str(one.measure.title))
            value = float(re.search(r"±([\d,.]+)", part)[1].replace(",", "")) * (1e4 if "万" in part else 1)  # type: ignore[index]
            assert value == pytest.approx(one.half * (100 if one.measure.unit == "share a year" else 1), rel=0.05)
        assert more.startswith(f"再增加{found[0].more}次重复可识别{found[0].measure.title}±")
        assert float(re.search(r"±([\d.]+)", more)[1]) == pytest.approx(100 * found[0].closer)  # type: ignore[index]


def test_a_percentage_is_of_the_baseline() -> None:
    comparison = compared(20)
    base = comparison["a"].interval("labor_cost").mean
    assert half_width(comparison, "labor_cost", "2%") == pytest.approx(0.02 * base)
    assert half_width(comparison, "labor_cost", 500.0) == 500.0
    assert half_width(comparison, "net_of_nothing", "2%") == math.inf
    assert share_of("2%") == 0.02 and math.isnan(share_of("2")) and math.isnan(share_of("x%"))
    assert precision("turnover=0.005, labor_cost=2%") == {"turnover": 0.005, "labor_cost": "2%"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("turnover=x, =5", "got 'turnover=x', '=5'"),
        ("turnover=inf", "got 'turnover=inf'"),
        ("turnover=0%", "got 'turnover=0%'"),
        ("turnover=0.5pp", r"turnover=0.005 \(±0.5 pp\) .* got 'turnover=0.5pp'"),
        ("", "got ''"),
        ("turnover=1%,turnover=2%", "several for 'turnover'"),
    ],
)
def test_a_precision_that_says_nothing_is_refused(text: str, said: str) -> None:
    with i18n.speaking("en"), pytest.raises(argparse.ArgumentTypeError, match=said):
        precision(text)


def test_a_percentage_of_a_ratio_of_groups_is_one_of_the_ratio() -> None:
    comparison = compared(20)
    (name,) = [one for one in comparison.known if one.startswith("fairness:")][:1]
    assert half_width(comparison, name, "2%") == pytest.approx(math.log(1.02))


def test_what_is_seen_and_what_would_be_are_told_apart() -> None:
    """0.149 and 0.1 points both read 0.1 with one digit."""
    found = Reach(compared(20).known["turnover"], 0.00149, 0.001, 24)
    with i18n.speaking("en"), pytest.MonkeyPatch.context() as patched:
        patched.setattr("ladder_sim.analysis.statements.reach.reach", lambda *given: [found])
        told = reach_sentence(compared(20))
    assert told == ("20 replications could have seen differences of ±0.15 pp in turnover; 24 more would see ±0.1 pp in"
                    " turnover.")  # fmt: skip
