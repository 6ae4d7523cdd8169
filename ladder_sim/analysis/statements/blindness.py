"""What one department can tell of groups, in a sentence."""

from __future__ import annotations

import math

from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import audited_name
from ladder_sim.results.audit import Department


def place_word(company: bool) -> str:
    """What the people of a run are together."""
    return tr("company", "公司") if company else tr("department", "部门")


def blind_sentence(one: Department, scheme: str, *, company: bool = False) -> str:
    """How often a scheme blind to the group fails four fifths in a department (company) of this size, and this one."""
    texts = {"s": scheme, "a": audited_name(one.attribute), "n": number(one.people, 0), "place": place_word(company)}
    if not one.years or math.isnan(one.fails_blind.mean):
        return tr("{s}, {a}: nobody was promoted in a whole year, so that groups cannot be compared.",
                  "{s}，按{a}：没有一个完整年度有人晋升，无法比较各组。", **texts)  # fmt: skip
    told = tr(
        "{s}, {a}: in a {place} of {n} people a scheme blind to the group fails four fifths in {blind}% of years,"
        " by chance alone; this one in {own}%.",
        "{s}，按{a}：在{n}人的{place}中，即使方案完全不区分组别，仅随机波动就会使{blind}%的年份未达五分之四；本方案为{own}%。",
        blind=number(100 * one.fails_blind.mean, 0), own=number(100 * one.fails.mean, 0), **texts,
    )  # fmt: skip
    if one.tells or math.isnan(one.power):
        return told
    return told + tr(
        " One year's figures settle nothing: a test would find a true four fifths with a chance of {power}.",
        "单独一年的数据不足以下结论：即使确有五分之四的差异，检验发现它的概率也仅为{power}。",
        power=tr("less than 1%", "不到1%") if one.power < 0.01 else number(100 * one.power, 0) + "%",
    )
