"""A changeover in sentences and rows."""

from __future__ import annotations

import math

from ladder_sim.analysis.rule_text.expressions import attribute_title
from ladder_sim.changeover.cost import SwitchCost
from ladder_sim.changeover.day import PASSAGE, ROLE, SwitchDay, SwitchedGroup
from ladder_sim.changeover.switching import Switch
from ladder_sim.core.display import change, heads, number, with_money
from ladder_sim.core.i18n import tr
from ladder_sim.core.units import money_name
from ladder_sim.results.intervals import Interval


def summary(found: Switch) -> list[str]:
    """Who passes and whose pay changes in each way, then what it costs in the first year and when it has settled."""
    said = []
    costs = {one.scheme: one for one in found.cost()}
    for way, day in found.days.items():
        title = found.comparison.title(way)
        said.append(_day(str(title), found, day))
        said.append(_cost(str(title), found, costs[way]))
    return said


def _day(title: str, found: Switch, day: SwitchDay) -> str:
    date = found.calendar_month(found.month)
    if not len(day.people):
        return tr("{way}: nobody of today's people passes; hires from {date} on come under the new scheme.",
                  "{way}：现有人员均不切换；自{date}起入职的新员工适用新方案。", way=title, date=date)  # fmt: skip
    whole = day.by(PASSAGE)[-1]
    if math.isnan(whole.before):
        return tr("{way}: fewer than five people pass; nothing is told of so few.",
                  "{way}：切换人员不足五人，不予列示。", way=title)  # fmt: skip
    adopted = day.scheme.adopted
    assert adopted is not None
    text = tr("{way}: from {date} on {n} people pass; by the new tables base pay falls for {falls} and rises for "
              "{rises}, together {sum} {money} a month (rule of pay: {rule})",
              "{way}：自{date}起{n}人切换；按新薪级表，基本工资{falls}人降低、{rises}人提高，合计每月{sum}{money}"
              "（薪酬处理：{rule}）",
              way=title, date=date, n=heads(whole.people), falls=_heads(whole.falls),
              rises=_heads(whole.rises), sum=change(whole.table - whole.before, "money"), money=money_name(),
              rule=adopted.pay)  # fmt: skip
    if whole.protected > 0:
        text += tr("; {n} are paid otherwise than by the tables at first, together {sum}",
                   "；其中{n}人过渡期内不按薪级表计薪，首月合计{sum}",
                   n=heads(whole.protected), sum=change(whole.paid - whole.table, "money"))  # fmt: skip
    return text + tr(".", "。")


def _cost(title: str, found: Switch, one: SwitchCost) -> str:
    text = tr("{way}: labor cost in the first {n} months {sum} {money} against the old scheme, of this protection "
              "of pay {part}",
              "{way}：切换后前{n}个月，人工成本比原方案{sum}{money}，其中过渡期薪酬保护{part}",
              way=title, n=one.months, sum=_ends(one.first), part=_mean(one.first_protection),
              money=money_name())  # fmt: skip
    if one.settled is None:
        text += tr("; when it has settled is not told: play at least two years beyond the switch",
                   "；模拟期不足切换后两年，未列示稳定后的成本")  # fmt: skip
    else:
        assert one.settled_protection is not None
        text += tr("; in the last 12 months {sum}, of this protection {part}",
                   "；模拟期最后12个月{sum}，其中薪酬保护{part}", sum=_ends(one.settled),
                   part=_mean(one.settled_protection))  # fmt: skip
    if one.last_protected == found.comparison.months:
        text += tr(" (still not settled: somebody is protected to the end of the run)",
                   "（尚未稳定：直至模拟期末仍有人处于薪酬保护）")  # fmt: skip
    return text + tr(".", "。")


def _ends(found: Interval) -> str:
    if found.low == found.high or found.n < 2:
        return change(found.mean, "money")
    return tr("{m} ({a} to {b})", "{m}（{a}至{b}）", m=change(found.mean, "money"), a=change(found.low, "money"),
              b=change(found.high, "money"))  # fmt: skip


def _mean(found: Interval) -> str:
    return change(found.mean, "money")


def columns(found: Switch) -> tuple[str, ...]:
    """The heads of `rows`."""
    return (
        tr("group", "分组"), tr("people", "人数"), tr("base falls", "降低"), tr("base rises", "提高"),
        tr("protected", "受保护"), with_money(tr("base pay a month before", "切换前月基本工资"), "money"),
        tr("by the new tables", "按新薪级表"), tr("as paid at first", "首月实发"),
    )  # fmt: skip


def rows(found: Switch, by: str = PASSAGE, way: str | None = None) -> list[tuple[str, ...]]:
    """What the switch means by group, in texts.

    Parameters
    ----------
    by, way : as of `Switch.groups`
    """
    return [_row(one) for one in found.groups(by, way=way)] if len(found.day(way).people) else []


def _heads(value: float) -> str:
    """A number of people; of real ones one to four are not told apart."""
    return tr("fewer than 5", "不足5人") if math.isnan(value) else heads(value)


def _row(one: SwitchedGroup) -> tuple[str, ...]:
    if math.isnan(one.before):
        return (str(one.group), _heads(one.before), *["–"] * 6)
    heads = (_heads(value) for value in (one.people, one.falls, one.rises, one.protected))
    return (str(one.group), *heads, number(one.before, 0), change(one.table - one.before, "money"),
            change(one.paid - one.before, "money"))  # fmt: skip


def month_rows(found: Switch, way: str) -> list[tuple[str, ...]]:
    """The first twelve months of a way in texts: month, more labor cost, of this protection."""
    return [(found.calendar_month(one.month), _ends(one.more), _mean(one.protection)) for one in found.months(way)]


def month_columns() -> tuple[str, ...]:
    """The heads of `month_rows`."""
    more = with_money(tr("labor cost against the old scheme", "人工成本（与原方案之差）"), "money")
    return (tr("month", "月份"), more, tr("of this protection of pay", "其中过渡期薪酬保护"))


def group_title(found: Switch, group: str) -> str:
    """What people are grouped by, in words."""
    if group == ROLE:
        return tr("role", "岗位层级")
    return attribute_title(found.comparison.workforce.people.attributes.get(group), group)
