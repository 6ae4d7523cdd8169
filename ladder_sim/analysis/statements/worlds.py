"""What joint worlds say: chances, ranges, targets, where the best scheme fails, and what is worth measuring first."""

from __future__ import annotations

import math

from ladder_sim.analysis.statements.rough import rough, rough_range
from ladder_sim.core.display import figure, number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.doubt.failing import FailingRegion
from ladder_sim.doubt.gathered import valued
from ladder_sim.doubt.worlds import RANGE, Worlds

WORTH = 3  # assumptions named that are worth measuring


def summary(worlds: Worlds) -> list[str]:
    """Which is best and how often, each alternative with both ranges, targets, where the best fails, what to know."""
    told = [_drawn(worlds)]
    if worlds.ranked:
        told.append(_best(worlds))
    told += [difference_told(worlds, scheme) for scheme in worlds.comparison.others]
    if worlds.played_apart.told:
        told += [layers_told(worlds, scheme) for scheme in worlds.comparison.baseline_first]
    if worlds.targets:
        told.append(_targets(worlds))
    if worlds.ranked:
        told += risks(worlds)
    return told


def risks(worlds: Worlds) -> list[str]:
    """Where the best scheme fails and what is worth measuring first, of worlds that are ranked."""
    return [text for text in (_fails(worlds), _worth(worlds)) if text]


def title(worlds: Worlds) -> str:
    """The first finding, short enough for a title."""
    if not worlds.ranked:
        return tr("{n} worlds", "{n}种情景", n=worlds.sets)
    best = worlds.best
    return tr("{measure}: {s} is the best in {share} of {n} worlds", "{measure}：{n}种情景中{share}以{s}最优",
              measure=worlds.measures[0].title, s=worlds.comparison.short(best),
              share=_percent(worlds.chance_best(best)), n=worlds.sets)  # fmt: skip


def _drawn(worlds: Worlds) -> str:
    lost = worlds.sets - int(worlds.played.sum())
    told = tr("{n} worlds, each another set of the {m} assumptions, {r} replications in each",
              "{n}种情景，每种为{m}项假设的另一组取值，各重复{r}次",
              n=worlds.sets, m=len(worlds.assumed.moved), r=worlds.replications)  # fmt: skip
    if lost:
        told += tr(
            "; {k} could not be played, for their values do not go together",
            "；其中{k}种取值互相矛盾，未能模拟",
            k=lost,
        )
    return told + tr(".", "。")


def _percent(share: float) -> str:
    return f"{number(100 * share, 0)}%"


def _best(worlds: Worlds) -> str:
    best, measure = worlds.best, worlds.measures[0]
    regret = worlds.regret(best)
    texts = {"s": worlds.comparison.short(best), "measure": measure.title, "share": _percent(worlds.chance_best(best)),
             "most": _size(float(regret.max()), measure.unit)}  # fmt: skip
    if not regret.any():
        told = tr("{measure}: {s} is the best in every world", "{measure}：{s}在所有情景中都最优", **texts)
    else:
        told = tr(
            "{measure}: {s} is the best on average, and in {share} of the worlds; at worst it is {most} behind",
            "{measure}：{s}平均最优，在{share}的情景中最优；最不利时落后{most}", **texts,
        )  # fmt: skip
    if not worlds.sure_best:
        told += tr("; the random numbers leave open whether it is, more replications would tell",
                   "；但随机波动尚不能排除其他方案更优，需增加重复次数")  # fmt: skip
    return told + tr(".", "。")


def _size(value: float, unit: str) -> str:
    half = value / 10 if value else 0.0
    return rough(value, half, unit).removeprefix("+")


def difference_told(worlds: Worlds, scheme: str) -> str:
    """The difference of an alternative from the baseline with its range by luck and over the worlds."""
    measure = worlds.measures[0]
    found = worlds.spread(measure.name, scheme)
    low, high = (found.quantile(share) for share in RANGE)
    half = max(found.mean.half if found.mean.n else 0.0, (high - low) / 2)  # no figure is finer than the wider allows
    texts = {"s": worlds.comparison.short(scheme), "b": worlds.comparison.short(worlds.comparison.baseline),
             "measure": measure.title}  # fmt: skip
    if not found.mean.n:
        return tr("{measure}, {s} against {b}: no value.", "{s}与{b}相比，{measure}没有数值。", **texts)
    return tr("{measure}, {s} against {b}: {x} ({luck} by luck; {over} in nine of ten worlds).",
              "{s}与{b}相比，{measure}差值{x}（随机波动{luck}；九成情景中{over}）。",
              x=rough(found.mean.mean, half, measure.unit),
              luck=rough_range(found.mean.low, found.mean.high, half, measure.unit),
              over=rough_range(low, high, half, measure.unit), **texts)  # fmt: skip


#: What spreads a figure.
LAYERS = {
    "luck": Title("luck", "随机波动"),
    "years": Title("differences between years", "年度差异"),
    "fitted": Title("sampling error of fitted values", "拟合值的抽样误差"),
    "assumptions": Title("assumptions", "假设"),
}


def layers_told(worlds: Worlds, scheme: str) -> str:
    """What spreads the first measure of a scheme, in standard deviations, and where nine of ten futures lie."""
    measure = worlds.measures[0]
    found = worlds.layers(measure.name, scheme, difference=False)
    half = (found.high - found.low) / 2
    parts = tr(", ", "、").join(
        tr("{title} {x}", "{title}{x}", title=title, x=_size(getattr(found, name), measure.unit))
        for name, title in LAYERS.items() if getattr(found, name) > 0
    )  # fmt: skip
    texts = {"measure": measure.title, "s": worlds.comparison.short(scheme), "parts": parts}
    told = tr("{measure}, {s}: spread of one future (standard deviations) by {parts}",
              "{s}的{measure}：单次结果的离散程度（标准差）来自{parts}", **texts)  # fmt: skip
    if not math.isnan(half):
        told += tr("; nine of ten futures lie in {span}", "；九成结果在{span}之间",
                   span=rough_range(found.low, found.high, half, measure.unit, signed=False))  # fmt: skip
    return told + tr(".", "。")


def layer_columns() -> tuple[str, ...]:
    """The heads of `layer_rows`."""
    return (tr("measure", "指标"), tr("scheme", "方案"), *(str(title) for title in LAYERS.values()),
            tr("all together", "合计"))  # fmt: skip


def layer_rows(worlds: Worlds) -> list[tuple[str, ...]]:
    """A row per measure and scheme: the standard deviation by each layer."""
    made = []
    for measure in worlds.measures:
        for scheme in worlds.comparison.baseline_first:
            found = worlds.layers(measure.name, scheme, difference=False)
            parts = (getattr(found, name) for name in (*LAYERS, "total"))
            made.append((str(measure.title) if scheme == worlds.comparison.baseline else "",
                         worlds.comparison.short(scheme), *(_size(x, measure.unit) for x in parts)))  # fmt: skip
    return made


def _targets(worlds: Worlds) -> str:
    listed = tr("; ", "；").join(
        tr(
            "{s} in {share}",
            "{s}占{share}",
            s=worlds.comparison.short(scheme),
            share=_percent(worlds.meets_all(scheme)),
        )
        for scheme in worlds.comparison.baseline_first
    )
    goals = tr(", ", "，").join(_goal(worlds, i) for i in range(len(worlds.targets)))
    return tr("All targets ({goals}) are met by {listed} of the worlds.",
              "全部目标（{goals}）达成的情景占比：{listed}。",
              goals=goals, listed=listed)  # fmt: skip


def _goal(worlds: Worlds, i: int) -> str:
    target = worlds.targets[i]
    value = figure(target.number, target.measure.unit, short=True)
    if target.at_most:
        return tr("{m} at most {x}", "{m}不高于{x}", m=target.measure.title, x=value)
    return tr("{m} at least {x}", "{m}不低于{x}", m=target.measure.title, x=value)


def _fails(worlds: Worlds) -> str:
    best, found = worlds.best, worlds.fails_where
    won = worlds.chance_best(best)
    if won == 1:
        return ""
    share = 1 - float(f"{won:.2f}") or 1 - won  # what is left of the share that was told: both add up to 100%
    name = worlds.comparison.short(best)
    if found is None:
        return tr("No one assumption says where {s} is not the best ({share} of the worlds).",
                  "{s}在{share}的情景中并非最优，没有哪一项假设单独可以说明。",
                  s=name, share=_percent(share))  # fmt: skip
    where = _where(worlds, found)
    if found.whole:
        return tr("{s} is the best unless {where}.", "除非{where}，{s}都最优。", s=name, where=where)
    return tr("{s} fails mostly where {where}: there it is not the best in {density} of the worlds, which are"
              " {coverage} of those in which it fails.",
              "{s}失利多见于{where}：这些情景中有{density}并非最优，占其失利情景的{coverage}。",
              s=name, where=where, density=_percent(found.density), coverage=_percent(found.coverage))  # fmt: skip


def _where(worlds: Worlds, found: FailingRegion) -> str:
    one = found.assumption
    texts = {"title": worlds.assumed.named(one), "x": valued(one, found.value)}
    if found.above:
        return tr("{title} is above {x}", "{title}高于{x}", **texts)
    return tr("{title} is below {x}", "{title}低于{x}", **texts)


def _worth(worlds: Worlds) -> str:
    unit = worlds.measures[0].unit
    if not worlds.worth:
        return ""
    everything = worlds.worth_of_all
    sure = [worth for worth in worlds.worth if worth.sure][:WORTH]
    if not sure:
        if math.isclose(everything, 0.0, abs_tol=1e-12):
            return tr("Nothing is worth measuring for this choice: no assumption would change it.",
                      "就这一选择而言无需再测量：任何假设都不会改变它。")  # fmt: skip
        return tr("Knowing any one assumption would not change the choice by more than chance; knowing all of them"
                  " would gain {x} on average.",
                  "单独查明任何一项假设，对选择的改变都不超出偶然；全部查明平均可改善{x}。",
                  x=_size(everything, unit))  # fmt: skip
    parts = [
        tr("{title} (would change the choice in {share} of the worlds and gain {x} on average)",
           "{title}（在{share}的情景中会改变选择，平均改善{x}）", title=worlds.assumed.named(worth.assumption),
           share=_percent(worth.changes), x=_size(worth.gain, unit))
        for worth in sure
    ]  # fmt: skip
    return tr("Measure first: {parts}; knowing everything would gain {x}.",
              "最值得先查明：{parts}；全部查明平均可改善{x}。",
              parts=tr("; ", "；").join(parts), x=_size(everything, unit))  # fmt: skip


def columns(_: object = None) -> tuple[str, ...]:
    """The heads of `rows`, the same for all."""
    return (tr("measure", "指标"), tr("scheme", "方案"), tr("mean of the worlds", "情景均值"), tr("difference", "差值"),
            tr("by luck", "随机波动"), tr("nine of ten worlds", "九成情景"), tr("worst tenth", "最差一成均值"),
            tr("largest regret", "最大落后"), tr("best in", "最优占比"), tr("all targets", "达标占比"))  # fmt: skip


def rows(worlds: Worlds) -> list[tuple[str, ...]]:
    """A row per measure and scheme."""
    made = []
    for measure in worlds.measures:
        for scheme in worlds.comparison.baseline_first:
            made.append(_row(worlds, measure.name, scheme))
    return made


def _row(worlds: Worlds, name: str, scheme: str) -> tuple[str, ...]:
    measure, own = worlds.comparison.known[name], scheme == worlds.comparison.baseline
    level, d = (worlds.spread(name, scheme, difference=way) for way in (False, True))
    low, high = (d.quantile(share) for share in RANGE)
    half = max(d.mean.half if d.mean.n else 0.0, (high - low) / 2)
    wide = (level.quantile(RANGE[1]) - level.quantile(RANGE[0])) / 2
    first = measure is worlds.measures[0] and worlds.ranked
    against = ("", "", "") if own else (
        rough(d.mean.mean, half, measure.unit), rough_range(d.mean.low, d.mean.high, half, measure.unit),
        rough_range(low, high, half, measure.unit),
    )  # fmt: skip
    return (
        str(measure.title) if own else "", worlds.comparison.short(scheme),
        rough(level.mean.mean, wide, measure.unit, signed=False),
        *against,
        rough(worlds.worst_tenth(scheme), wide, measure.unit, signed=False) if first else "",
        _size(float(worlds.regret(scheme).max()), measure.unit) if first else "",
        _percent(worlds.chance_best(scheme)) if first else "",
        _percent(worlds.meets_all(scheme)) if first and worlds.targets else "",
    )  # fmt: skip
