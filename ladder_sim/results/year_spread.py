"""How much years differ, in words: rows of a card, and what ranges over replications hold where they do."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.model.expression import expressions_in
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import BetweenYears, Workforce
from ladder_sim.results.run import Run

#: How a rule says that years differ.
FUNCTION = re.compile(r"\bbetween_years\s*\(")


def usual_years(spread: BetweenYears) -> list[tuple[str, str]]:
    """What differs between years, and between which values two years of three lie; empty where they are alike."""
    rows = []
    for title, s in ((tr("chances to leave", "离职概率"), spread.leaving),
                     (tr("planned hires", "计划招聘人数"), spread.hiring)):  # fmt: skip
        if s:
            low, high = (plain(round(math.exp(way * s - s * s / 2), 2)) for way in (-1, 1))
            rows.append((title, tr("× {a} to × {b} in two years of three", "三年中有两年在 × {a} 至 × {b} 之间",
                                   a=low, b=high)))  # fmt: skip
    if spread.performance:
        rows.append((tr("level of the KPI", "绩效水平"),
                     tr("± {x} points in two years of three", "三年中有两年在 ± {x} 分以内",
                        x=plain(spread.performance))))  # fmt: skip
    return rows


def what_ranges_hold() -> str:
    """What ranges and intervals hold where years differ."""
    return tr(
        "Years differ here, for everybody at once: ranges over replications hold the chance of people and the"
        " differences between years; a 95% interval of a mean or of a difference only says how far more replications"
        " could still move it.",
        "本次模拟中各年度之间存在对所有人共同的差异：各次重复的范围同时包含个人的偶然和年度之间的差异；"
        "均值和差值的95%区间只表示增加重复次数还可能使其变动多少。",
    )


def years_differ(scheme: Scheme, workforce: Workforce) -> bool:
    """Does anything differ between years for everybody at once, by the workforce or by a rule of either?"""
    spread = workforce.between_years
    named = any(FUNCTION.search(expr.text) for expr in expressions_in((scheme, workforce)))
    return named or (spread.leaving, spread.hiring, spread.performance) != (0.0, 0.0, 0.0)


def year_notes(runs: Sequence[Run]) -> tuple[str, ...]:
    """What the ranges of these runs hold; empty where years are alike in all of them."""
    played = [each for run in runs for each in (run.departments.values() or (run,))]
    return (what_ranges_hold(),) if any(years_differ(run.scheme, run.workforce) for run in played) else ()


def in_bands(runs: Sequence[Run]) -> str:
    """What a caption adds to a band over the replications of these runs; '' where years are alike."""
    return tr(", differences between years included", "，含年度差异") if year_notes(runs) else ""
