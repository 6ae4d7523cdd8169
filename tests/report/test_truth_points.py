"""Numbers and names in points of a report and in sentences of a terminal are those of the runs behind them."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from comparisons import COMPARED, comparison

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.statements.bottom_line import leaders
from ladder_sim.core.i18n import speaking
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.lead import _price, ask, conditions
from ladder_sim.report.document.money import _largest_part, _part_titles, cost_parts
from ladder_sim.report.document.rules import ladders
from ladder_sim.results.comparison import HIGHER, LOWER, UNSURE

CASES = pytest.mark.parametrize("name", [name for name in COMPARED if name != "endless" and name[-1] not in "45678"])
WAN = {"万": 1e4, "亿": 1e8, "": 1.0}


def amounts(text: str) -> list[float]:
    """The amounts of a Chinese text with their signs, in yuan."""
    found = re.findall(r"([+−]?)([\d,]+(?:\.\d+)?)([万亿]?)元", text)
    return [(-1 if sign == "−" else 1) * float(size.replace(",", "")) * WAN[unit] for sign, size, unit in found]


def close(told: float, meant: float, figures: int = 3) -> bool:
    """Whether an amount told to so many figures is that of the run."""
    return told == pytest.approx(meant, rel=0.51 * 10 ** (1 - figures), abs=0.51)


@CASES
def test_ladders_tell_the_lowest_and_highest_base_pay_that_people_get(name: str) -> None:
    found = comparison(name)
    scene = Scene(found, Brief())
    with speaking("zh"):
        points = {s: next(p for p in ladders(scene).points if p.startswith(f"{scene.title(s)}：基本工资"))
                  for s in (scene.focus, found.baseline)}  # fmt: skip
    for scheme, text in points.items():
        rules = found[scheme].scheme
        told = amounts(text.partition("：基本工资")[2].partition("；")[0])
        values = [value for g in rules.grades if (value := Wording(rules).value(g.base)) is not None]
        assert (not values and not told) or (close(told[0], min(values), 9) and close(told[-1], max(values), 9)), text
        assert ("；评审无" in text) == (not rules.reviews)


@CASES
def test_the_largest_parts_are_those_in_which_the_runs_differ_most(name: str) -> None:
    scene = Scene(comparison(name), Brief())
    own, base = (cost_parts(scene.comparison[s]) for s in (scene.focus, scene.comparison.baseline))
    with speaking("zh"):
        titles, told = _part_titles(), _largest_part(scene)
    gaps = {titles[part]: own[part] - base[part] for part in own}
    if not told:
        assert all(round(gap) == 0 for gap in gaps.values())
        return
    said = re.findall(r"([^，：]+?)([+−][\d,.]+[万亿]?元)", told[0].rpartition("：")[2])
    assert 0 < len(said) <= 3
    for part, amount in said:
        assert close(amounts(amount)[0], gaps[part]), told
    left = [abs(gap) for part, gap in gaps.items() if part not in dict(said)]
    assert min(abs(gaps[part]) for part, _ in said) >= max(left, default=0.0) or len(said) < 3


@CASES
@pytest.mark.parametrize("recommend", [False, True])
def test_the_price_is_that_of_the_scheme_spoken_for(name: str, recommend: bool) -> None:
    found = comparison(name)
    scene = Scene(found, Brief(recommend=found.others[0] if recommend else None))
    chosen = scene.verdict.scheme
    with speaking("zh"):
        told, asked = _price(scene), ask(scene)
        spoken = scene.title(chosen or found.others[0])
        word = str(found.contrast(chosen or found.others[0], "labor_cost").verdict)
    if recommend:
        assert chosen == found.others[0] and spoken in asked
    if not told:
        assert scene.verdict.kind == "choice" or chosen in (None, found.baseline)
        return
    c = found.contrast(chosen or found.others[0], "labor_cost")
    assert told[0].startswith(f"年人工成本，{spoken}：")
    values = amounts(told[0].partition("：")[2])
    if not math.isnan(c.level.mean):
        assert close(values[0], c.level.mean, 4)
    if c.verdict in (HIGHER, LOWER):
        assert all(close(a, b) for a, b in zip(values[1:], (c.difference.mean, c.difference.low, c.difference.high),
                                                strict=True))  # fmt: skip
    else:
        assert word in told[0] and len(values) <= 1


@CASES
def test_what_would_change_the_verdict_counts_what_the_scheme_assumes_and_leaves_out(name: str) -> None:
    scene = Scene(comparison(name), Brief())
    scheme = scene.comparison[scene.focus].scheme
    with speaking("zh"):
        text = conditions(scene).replace(scene.title(scheme.id), "S")
    assumed = sum(p.assumed or p.reading for p in scheme.parameters.values())
    told = re.search(r"S未写明、由本报告假设的(\d+)项取值", text)
    assert (int(told[1]) if told else 0) == assumed
    left = re.search(r"未纳入模型的(\d+)条规则", text)
    assert (int(left[1]) if left else 0) == len(scheme.left_out)
    assert str(scene.comparison.workforce.title.zh) in text


@CASES
def test_who_is_ahead_is_ahead_and_those_close_to_it_are_close(name: str) -> None:
    found = comparison(name)
    words = (("首次晋升率最高", "advancement_rate", np.nanargmax), ("离职率最低", "turnover", np.nanargmin),
             ("人工成本最低", "labor_cost", np.nanargmin))  # fmt: skip
    with speaking("zh"):
        texts = leaders(found)
        titles = {scheme: found.title(scheme) for scheme in found.schemes}
        for claim, measure, extreme in words:
            means = np.array([found.contrast(scheme, measure).level.mean for scheme in found.schemes])
            text = next((text for text in texts if claim in text), "")
            if not text:
                assert np.isnan(means).all() or any("完全相同" in text or "均无数值" in text for text in texts)
                continue
            best = found.schemes[int(extreme(means))]
            assert text.startswith(titles[best] + claim)
            close_to = text.partition("；与")[2].partition("差异不显著")[0] if "差异不显著" in text else ""
            for rival in (s for s, mean in zip(found.schemes, means, strict=True) if s != best and mean == mean):
                unsure = found.contrast(best, measure, rival).verdict is UNSURE
                assert (titles[rival] in close_to) == unsure, text
