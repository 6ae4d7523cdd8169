"""Whether a scheme promotes the right people, in a sentence beside a lottery among the eligible."""

from __future__ import annotations

from ladder_sim.core.display import change, figure
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
              s=name, x=_share(ability.found.mean))  # fmt: skip
    if not found.competes(scheme):
        return told + tr("; everybody who is eligible is promoted, so that lots change nothing.",
                         "；符合条件者均获晋升，抽签没有差别。")  # fmt: skip
    told += tr(", by lot among the eligible {y}", "，若在符合条件者中抽签则为{y}", y=_share(ability.by_lot.mean))
    parts = [told]
    role = by.get("kpi_new_role")
    if role is not None and role.found.n:
        parts.append(
            tr(
                "KPI changes by {x} points in a new role, by lot {y}",
                "晋升到新岗位后绩效变化{x}分，抽签为{y}分",
                **_both(role),
            )
        )
    lost = by.get("turnover_passed_over")
    if lost is not None and lost.found.n:
        parts.append(tr("{x} of the people a year are top performers who leave after being passed over, by lot {y}",
                        "因晋升未果的骨干流失率{x}，抽签为{y}", **_both(lost)))  # fmt: skip
    return tr("; ", "；").join(parts) + tr(".", "。")


def _share(value: float) -> str:
    return figure(value, "share")


def _both(one: LotteryRow) -> dict[str, str]:
    unit = one.measure.unit
    shown = change if unit == "points" else figure
    return {"x": shown(one.found.mean, unit, short=True), "y": shown(one.by_lot.mean, unit, short=True)}
