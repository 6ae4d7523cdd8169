"""What is left at equal pay, in a sentence: who loses fewest then, where it is another."""

from __future__ import annotations

import fakes
import pytest

import ladder_sim as ls
from ladder_sim.analysis.statements.level import equal_told
from ladder_sim.analysis.statements.verdict import by_priority, verdict
from ladder_sim.core import i18n
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.level import Level, Lever


def _compared(**leaves: float) -> Comparison:
    """Schemes a, b, … of which so many leave in a month."""
    made = [fakes.run(fakes.Rules(leave=share), chosen=fakes.scheme(name), replications=40, months=24)
            for name, share in leaves.items()]  # fmt: skip
    return Comparison(tuple(made), "a")


def _told(before: Comparison, after: Comparison, language: str = "en") -> str:
    lever = Lever("pay", fakes.Title("pay", "薪酬"), 1.0, 0.8)
    before.explained["equal"] = Level("pay", before, after, dict.fromkeys(before.others, lever))
    with i18n.speaking(language):
        (told,) = equal_told(before)
    return told


def test_who_loses_fewest_then_is_named() -> None:
    before, after = _compared(a=0.04, b=0.02, c=0.03), _compared(a=0.04, b=0.04, c=0.02)
    assert _told(before, after).endswith(f" Then {before.short('c')} has the lowest turnover, not {before.short('b')}.")
    assert _told(before, after, "zh").endswith("，而不是" + _in_chinese(before, "b") + "。")


def _in_chinese(comparison: Comparison, scheme: str) -> str:
    with i18n.speaking("zh"):
        return comparison.short(scheme)


@pytest.mark.parametrize("after", [{"a": 0.04, "b": 0.03, "c": 0.035}, {"a": 0.03, "b": 0.03, "c": 0.03}])
def test_nothing_is_said_where_it_stays_or_is_not_certain(after: dict[str, float]) -> None:
    before = _compared(a=0.04, b=0.02, c=0.03)
    assert "Then " not in _told(before, _compared(**after))


def test_a_title_does_not_take_assumed_pay_for_the_ladder() -> None:
    found = ls.compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=24, replications=12)
    assert by_priority(verdict(found)) == (
        "Promotion first: Star pay; keeping people first: Star pay (assumed pay); cost first: keep Two routes"
    )
    with i18n.speaking("zh"):
        assert "留人优先：星级薪酬（薪酬为假设）" in by_priority(verdict(found))
    lever = Lever("pay", fakes.Title("pay", "薪酬"), 1.0, 0.8)
    level = Level("pay", found, found, {"fabric-star-pay": lever})
    found.explained["equal"] = level  # as if it kept as many more people at the baseline's pay
    assert "(assumed pay)" not in by_priority(verdict(found))
