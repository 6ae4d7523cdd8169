"""Whether groups are promoted alike, in sentences and in a table: a year of one department, and each group."""

from __future__ import annotations

import math

from ladder_sim.analysis.rule_text.expressions import attribute_title
from ladder_sim.core.display import between, figure, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import audited_name
from ladder_sim.results.audit import Department
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.group_fairness import Fairness, furthest
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import hidden


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
        "单独一年的数据不足以下结论：即使确有五分之四的差异，检验能发现它的概率{power}。",
        power=tr("less than 1%", "不到1%")
        if one.power < 0.01
        else tr("{x}%", "只有{x}%", x=number(100 * one.power, 0)),
    )


def summary(found: Fairness) -> list[str]:
    """For each scheme and attribute what one department can tell of it, and how far its groups are apart."""
    told = []
    for run, one in found.years():
        told.append(_blind(found, run, one))
        if apart := _furthest(run, one.attribute, found.title(run)):
            told.append(apart)
    return told or [tr("Runs shorter than a year tell nothing of groups.", "模拟不足一年，无法比较各组。")]


def blind_sentences(source: Run | Comparison) -> list[str]:
    """What one department of this size can tell of groups, scheme by scheme; nothing of what has none to audit."""
    found = Fairness(source)
    return [_blind(found, run, one) for run, one in found.years()]


def _blind(found: Fairness, run: Run, one: Department) -> str:
    return blind_sentence(one, found.title(run), company=bool(run.departments))


def _furthest(run: Run, attribute: str, name: str) -> str:
    """The group of an attribute that is furthest from the others, all replications together."""
    found = furthest(run, attribute)
    if found is None or hidden(run, found[0].name):  # one group of few people hides all of the attribute
        return ""
    pair, one = found
    return tr(
        "{s}: all {n} replications together, {group} are promoted at {x} of the rate of {rest} ({span}; 80% is four"
        " fifths).",
        "{s}：{n}次重复合计，{group}的晋升率为{rest}的{x}（{span}；80%即五分之四）。",
        s=name, n=number(run.replications, 0), group=pair.whose, rest=pair.rest_of, x=figure(one.mean, "log_ratio"),
        span=between(one.low, one.high, "log_ratio"),
    )  # fmt: skip


def columns(found: Fairness) -> tuple[str, ...]:
    """The heads of `rows`."""
    return (
        tr("scheme", "方案"), tr("attribute", "属性"), tr("people", "人数"), tr("promotions a year", "每年晋升人次"),
        tr("years below four fifths", "未达五分之四的年份"), tr("by chance alone", "仅由随机波动"),
        tr("years Fisher's test finds", "费希尔检验显著的年份"), tr("by chance alone", "仅由随机波动"),
        tr("years further apart than luck", "差异超出随机波动的年份"),
        tr("power for a true four fifths", "对真实五分之四差异的检验功效"),
    )  # fmt: skip


def rows(found: Fairness) -> list[tuple[str, ...]]:
    """A year of one department under each scheme, by attribute; none where nobody was promoted in a whole year."""
    return [
        (found.title(run), attribute_title(run.workforce.people.attributes.get(d.attribute), d.attribute),
         number(d.people, 0), number(d.promotions, 1),
         *(percent(share.mean) for share in (d.fails, d.fails_blind, d.found, d.found_blind, d.apart)),
         percent(d.power))
        for run, d in found.years()
        if d.years
    ]  # fmt: skip


def note(found: Fairness) -> str:
    """How the table is to be read."""
    return tr(
        "Of the years of a single {place} in which anybody was promoted; rates compared as whole numbers, strictly"
        " below 4/5. By chance alone: the same people and the same luck, the labels of persons shuffled. Further apart"
        " than luck: than in 95 of 100 years of shuffled labels, which by chance alone is one year in twenty; Fisher's"
        " test takes promotions of one person for those of several. Below a power of 80% one year gives no verdict.",
        "统计同一{place}中有晋升的年份；比率按整数比较，严格低于4/5才计入。仅由随机波动：同样的人员和随机数，组别标签打乱。"
        "差异超出随机波动：超过标签打乱后95%的年份，仅由随机波动时为二十年一次；费希尔检验把同一人的多次晋升视为多人。"
        "功效低于80%时，一年的数据不足以下结论。",
        place=place_word(any(run.departments for run in found.runs)),
    )  # fmt: skip


def percent(share: float) -> str:
    """A share in whole percent; a dash where there is none."""
    return "–" if math.isnan(share) else f"{number(100 * share, 0)}%"
