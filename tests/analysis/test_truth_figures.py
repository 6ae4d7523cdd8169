"""What is printed beside a figure is true of it: its interval, what it counts, whether it is the better."""

from __future__ import annotations

import math
import re

import fakes
import pytest
from places import SCHEMES

from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title, speaking
from ladder_sim.core.units import UNITS
from ladder_sim.experiment.comparing import compare
from ladder_sim.report.document.rules import _shorter as ladder_titles
from ladder_sim.results.bounds import bounded
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.scenarios.loading import load_scheme


@pytest.fixture(scope="module")
def two() -> Comparison:
    return compare(
        ["ecommerce-dual-track", "service-dept-notice-rules"], "small-department-30", months=12, replications=4
    )


def test_every_interval_holds_its_value(two: Comparison) -> None:
    """An index below 0, worse than the mean, is as possible as one above it."""
    for run in two.runs:
        for name in run.known:
            found = run.interval(name)
            if not math.isnan(found.low):
                assert found.low <= found.mean <= found.high, name


@pytest.mark.parametrize("unit", UNITS)
def test_no_unit_cuts_a_value_out_of_its_interval(unit: str) -> None:
    for mean in (-3.0, -0.04, 0.0, 0.4, 1.0, 2.5):
        cut = bounded(Interval(mean, mean - 0.2, mean + 0.2, 9), unit)
        assert cut.low <= cut.mean <= cut.high


def test_nothing_is_told_as_better_where_no_direction_is(two: Comparison) -> None:
    told = [contrast for contrast in two.contrasts() if contrast.scheme != two.baseline]
    neutral = [contrast for contrast in told if contrast.measure.better is None]
    assert neutral and all(math.isnan(contrast.chance_better) and contrast.better is None for contrast in neutral)
    assert any(not math.isnan(contrast.chance_better) for contrast in told if contrast.measure.better)


def test_a_ratio_of_exits_is_named_after_all_that_it_counts() -> None:
    run = fakes.run(fakes.Rules(people=6), months=6, replications=2)
    for name, measure in run.known.items():
        if "dismissal" in name and ":" in name:
            assert "probation" in measure.title.en and "试用不合格" in measure.title.zh


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_two_numbers_stand_side_by_side_in_a_condition(path: object) -> None:
    scheme = load_scheme(str(path))
    with speaking("en"):
        titles = [str(condition.title) for move in scheme.moves for condition in move.when]
    assert not [title for title in titles if re.search(r"\d \d", title)]


def test_a_name_that_ends_in_a_digit_does_not_run_into_a_number() -> None:
    i18n.use("zh")
    scheme = load_scheme("sales-s-grades")

    class Scene:
        baseline, alone = "S3–S13", False

        def title(self, _: str) -> str:
            return "S3–S13"

    long, _ = ladder_titles(Scene(), scheme, scheme)  # type: ignore[arg-type]
    assert "S3–S13的职级数相同：11个" in long and not re.search(r"S13\d", long)
    assert str(Title("a", "一")) == "一"
