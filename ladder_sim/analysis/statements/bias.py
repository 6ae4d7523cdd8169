"""What a scheme makes of a planted bias, in a sentence."""

from __future__ import annotations

import math

from ladder_sim.core.display import figure, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import people_of
from ladder_sim.doubt.bias import BiasEffect, PlantedBias


def summary(found: PlantedBias) -> list[str]:
    """The bias, then a sentence for each scheme."""
    run = next(iter(found.runs.values()))
    title = next(title for a, v, title in run.axes.groups if (a, v) == (found.pair.attribute, found.group))
    who = people_of(found.group, title)
    texts = {"who": who, "metric": run.workforce.metrics[found.metric].title, "x": number(abs(found.shift), 2)}
    way = (tr("{metric} of {who} rated {x} standard deviations lower for the same work:",
              "同样的工作，{who}的{metric}评低{x}个标准差：", **texts) if found.shift < 0
           else tr("{metric} of {who} rated {x} standard deviations higher for the same work:",
                   "同样的工作，{who}的{metric}评高{x}个标准差：", **texts))  # fmt: skip
    first = [one for one in found.effects() if one.measure.name == found.pair.name]
    return [way, *(_sentence(found, one) for one in first)]


def _sentence(found: PlantedBias, one: BiasEffect) -> str:
    name = found.comparison.short(one.scheme)
    if not one.difference.n:
        return tr("{s}: nobody was promoted, or only one group is there.", "{s}：没有人晋升，或只有一个组。", s=name)
    texts = {"s": name, "whose": found.pair.whose, "rest": found.pair.rest_of,
             "a": figure(one.before.mean, "log_ratio"), "b": figure(one.after.mean, "log_ratio")}  # fmt: skip
    if one.difference.low <= 0 <= one.difference.high:
        told = tr("{s}: no detectable change in promotion ({whose} {a} of the rate of {rest}, then {b})",
                  "{s}：晋升率变化不显著（{whose}为{rest}的比例由{a}变为{b}）", **texts)  # fmt: skip
    else:
        told = tr("{s}: the promotion rate of {whose} goes from {a} to {b} of that of {rest}",
                  "{s}：{whose}的晋升率由{rest}的{a}变为{b}", **texts)  # fmt: skip
    short = found.short(one.scheme)
    if short.n and not math.isnan(short.mean) and round(short.mean, 1):
        told += _short(short.mean)
    years = found.department(one.scheme)
    if years is not None and not math.isnan(years[1].apart.mean):
        told += tr("; one year's figures would show it in {b}% of years, where chance alone shows it in 5%",
                   "；只看一年的数据，{b}%的年份能检出差异（仅由随机波动也有5%）",
                   b=number(100 * years[1].apart.mean, 0))  # fmt: skip
    return told + tr(".", "。")


def _short(fewer: float) -> str:
    """By how many promotions the group has fewer in a year, or more."""
    n = number(abs(fewer), 1)
    if fewer > 0:
        return tr(", {n} fewer promotions of the group a year in a department of this size",
                  "，同等规模的部门中该组每年少晋升{n}人次", n=n)  # fmt: skip
    return tr(", {n} more promotions of the group a year in a department of this size",
              "，同等规模的部门中该组每年多晋升{n}人次", n=n)  # fmt: skip
