"""The audit of groups, sentence and note against the counts behind them: whose rate, which years, how many short."""

from __future__ import annotations

import re
from collections.abc import Mapping

import fakes
import numpy as np
import pytest

from ladder_sim.core.i18n import Title, speaking
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.group_audit import fairness
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

WOMEN, MEN, TIMES = 30, 20, 6
#: Promotions of women and men in the first and in the second year, under each scheme.
EVEN, UNEVEN = ((9, 6), (9, 6)), ((3, 9), (0, 0))


def run(
    name: str, promoted: tuple[tuple[int, int], ...], people: tuple[int, int] = (WOMEN, MEN), spread: int = 0
) -> Run:
    """So many women and men for two years, so many of them promoted out of the lowest grade each year."""
    counts = fakes.empty(24, TIMES)
    counts.headcount[:] = (sum(people), 0, 0, 0)
    counts.groups[..., 0] = people
    for year, both in enumerate(promoted):
        for i, n in enumerate(both):
            each = [n + (spread if replication % 2 else -spread) * (1 - 2 * i) for replication in range(TIMES)]
            counts.groups[:, 12 * year + 4, i, 1] = each
            counts.audit["steps"][:, year, i, 0] = [(12 * people[i], one) for one in each]
            counts.audit["shuffled"][:, year, :, i, 1] = np.array(each)[:, None]
        counts.audit["shuffled"][:, year, :, :, 0] = 12 * np.array(people)
    chosen = fakes.scheme(name, Title(name.upper(), f"方案{name}"))
    return Run(chosen, fakes.workforce(), 24, TIMES, 1, fakes.axes(), counts)


def told(runs: Mapping[str, Run], language: str = "zh") -> Section:
    with speaking(language):  # type: ignore[arg-type]
        return fairness(Scene(Comparison(tuple(runs.values()), next(iter(runs))), Brief()))


def percent(women: int, men: int) -> str:
    """Women's rate in % of men's, all replications together, with half a promotion more on either side."""
    return f"{100 * (TIMES * women + 0.5) / WOMEN / ((TIMES * men + 0.5) / MEN):.0f}%"


def table(section: Section, title: str) -> Table:
    return next(one for one in section.tables if str(one.title).startswith(title))


def test_a_scheme_outside_four_fifths_is_named_with_its_own_ratio() -> None:
    section = told({"a": run("a", EVEN), "b": run("b", UNEVEN), "c": run("c", ((9, 2), (9, 2)))})
    assert section.headline.startswith("超出五分之四参考线（美国经验规则）：")
    assert f"方案b（性别：女性为男性的{percent(3, 9)}" in section.headline
    assert f"方案c（性别：女性为男性的{percent(18, 4)}" in section.headline and "方案a" not in section.headline
    rows = {row[0]: row for row in table(section, "各方案各组").rows}
    assert [rows[f"方案{s}"][4] for s in "abc"] == ["99.8%", percent(3, 9), percent(18, 4)]
    assert [rows[f"方案{s}"][6] for s in "abc"] == ["未超出，但有差异", "超出", "超出"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_differing_within_four_fifths_open_and_unknown_are_told_apart(language: str) -> None:
    """94% of the others' rate differs where nothing spreads; a spread about even holds 100%, a wide one four fifths."""

    def of(name: str, women: int, men: int, spread: int) -> Run:
        return run(name, ((women, men), (women, men)), (300, 200), spread)

    even = of("a", 90, 60, 1)
    others = {"within": of("b", 90, 60, 1), "differ": of("b", 85, 60, 0), "open": of("b", 3, 2, 2)}
    said = {name: told({"a": even, "b": other}, language).headline for name, other in others.items()}
    said["none"] = told({s: run(s, ((0, 0), (0, 0))) for s in "ab"}, language).headline
    words = {
        "within": ("under any scheme", "各方案下组间晋升率差异均不显著"),
        "differ": ("differ under 1 of 2", "2个方案中有1个组间有差异"),
        "open": ("under 1 of 2 schemes too few are promoted", "2个方案中有1个晋升人数太少"),
        "none": ("nobody was promoted", "没有人晋升"),
    }  # fmt: skip
    for name, (english, chinese) in words.items():
        for other, text in said.items():
            assert ((english if language == "en" else chinese) in text) == (name == other), (name, other, text)


def test_rates_in_the_points_are_those_of_the_groups() -> None:
    section = told({"a": run("a", EVEN), "b": run("b", UNEVEN)})
    for scheme, women, men in (("a", 9, 6), ("b", 1.5, 4.5)):
        (point,) = (text for text in section.points if text.startswith(f"方案{scheme}，按性别的晋升率"))
        rates = [("女", f"{100 * women / WOMEN:.1f}"), ("男", f"{100 * men / MEN:.1f}")]
        assert re.findall(r"([女男]) (\d+\.\d)%", point) == rates
    assert f"女性为男性的{percent(3, 9)}" in point


def test_years_are_those_with_a_promotion_and_exactly_four_fifths_is_not_below() -> None:
    """48 of 80 against 75 of 100 is 4/5, 47 of 80 below it; a year without a promotion is none of the years."""
    runs = {"a": run("a", ((48, 75), (0, 0)), (80, 100)), "b": run("b", ((47, 75), (48, 75)), (80, 100))}
    years = table(told(runs), "同等规模的部门，逐年")
    assert "同一部门中有晋升的年份" in years.note and "严格低于4/5才计入" in years.note
    found = {row[0]: row for row in years.rows}
    assert [found[f"方案{s}"][4] for s in "ab"] == ["0%", "50%"]
    assert [found[f"方案{s}"][2:4] for s in "ab"] == [("180", "61.5"), ("180", "122.5")]
    assert all(row[5] == row[4] for row in years.rows), "labels shuffled here as they were"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_persons_short_are_what_the_rate_of_all_would_add(language: str) -> None:
    section = told({"a": run("a", EVEN), "b": run("b", UNEVEN)}, language)
    steps = table(section, "By grade" if language == "en" else "按晋升前职级")
    assert ("how many more" if language == "en" else "还应多晋升") in steps.note
    for scheme, women, men in (("a", 9, 6), ("b", 1.5, 4.5)):
        short = WOMEN * (women + men) / (WOMEN + MEN) - women
        rows = [row for row in steps.rows if row[0].lower().endswith(scheme)]
        assert rows and all(float(row[6].replace("−", "-")) == pytest.approx(short, abs=0.006) for row in rows)


def test_a_group_of_fewer_than_five_is_neither_told_nor_compared() -> None:
    section = told({s: run(s, ((2, 4), (2, 4)), (4, MEN)) for s in "ab"})
    sizes = table(section, "各组及其人数")
    assert "不足5人的组不显示（<5）" in sizes.note
    for row in sizes.rows:
        assert (row[2:] == ("<5", "–", "–")) == row[1].endswith("女")
    assert not any("女" in text for text in (*section.points, section.headline))
    assert all("各方案各组" not in str(one.title) for one in section.tables)
