"""Whether a scheme promotes the right people, in a sentence beside a lottery among the eligible."""

from __future__ import annotations

import math

from ladder_sim.analysis.statements.rough import rough, rough_range
from ladder_sim.core.i18n import tr
from ladder_sim.results.chosen import BesideLottery, LotteryRow


def summary(found: BesideLottery) -> list[str]:
    """A sentence for each scheme: ability, KPI in the new role, and good people who were passed over."""
    by: dict[str, dict[str, LotteryRow]] = {}
    for one in found.choices():
        by.setdefault(one.scheme, {})[one.measure.name] = one
    return [_sentence(found, scheme, by[scheme]) for scheme in by]


def _sentence(found: BesideLottery, scheme: str, by: dict[str, LotteryRow]) -> str:
    name = found.comparison.short(scheme)
    ability = by.get("chosen_ability")
    if ability is None or not ability.found.n:
        return tr("{s}: nobody is promoted out of others, so that nobody is chosen.",
                  "{s}：没有从多人中晋升的情况，无从选拔。", s=name)  # fmt: skip
    told = tr("{s}: those promoted lie {x} of the way from the mean of their grade to its best in ability",
              "{s}：获晋升者的能力平均处于本职级均值至最优者区间的{x}处",
              s=name, x=_of(ability, ability.found.mean))  # fmt: skip
    if not found.competes(scheme):
        return told + tr("; everybody who is eligible is promoted, so that lots change nothing.",
                         "；符合条件者均获晋升，抽签没有差别。")  # fmt: skip
    told += tr(", by lot among the eligible {y} ({beyond})", "，若在符合条件者中抽签则为{y}（{beyond}）",
               y=_of(ability, ability.by_lot.mean), beyond=_beyond(ability))  # fmt: skip
    parts = [told]
    role = by.get("kpi_new_role")
    if role is not None and role.found.n:
        parts.append(
            tr(
                "KPI changes by {x} points in a new role, by lot {y} ({beyond})",
                "晋升到新岗位后绩效变化{x}分，抽签为{y}分（{beyond}）",
                **_both(role),
            )
        )
    elif role is not None:
        parts.append(tr("KPI in a new role: {why}", "晋升到新岗位后的绩效：{why}",
                        why=found.comparison[scheme].gaps("kpi_new_role")))  # fmt: skip
    lost = by.get("turnover_passed_over")
    if lost is not None and lost.found.n:
        parts.append(tr("{x} of the people a year are top performers who leave after being passed over, by lot {y}"
                        " ({beyond})",
                        "因晋升未果的骨干流失率{x}，抽签为{y}（{beyond}）", **_both(lost)))  # fmt: skip
    return tr("; ", "；").join(parts) + tr(".", "。")


def _unit(one: LotteryRow) -> str:
    """Shares of the way to the best are told as percentages."""
    return "share" if one.measure.unit == "ratio" else one.measure.unit


def _half(one: LotteryRow) -> float:
    """Half the width of the widest range of the three, which decides the digits of all."""
    return max((range_.half for range_ in (one.found, one.by_lot, one.difference) if range_.half > 0), default=math.nan)


def _of(one: LotteryRow, value: float) -> str:
    return rough(value, _half(one), _unit(one), signed=_unit(one) == "points")


def _beyond(one: LotteryRow) -> str:
    """By how much the choice differs from a lottery, or that luck alone would differ as much."""
    d, unit = one.difference, _unit(one)
    if not one.sure:
        return tr("no detectable difference", "差异不显著")
    return tr("{d}, {span} by luck", "相差{d}，随机波动{span}", d=rough(d.mean, d.half, unit),
              span=rough_range(d.low, d.high, d.half, unit))  # fmt: skip


def _both(one: LotteryRow) -> dict[str, str]:
    return {"x": _of(one, one.found.mean), "y": _of(one, one.by_lot.mean), "beyond": _beyond(one)}
