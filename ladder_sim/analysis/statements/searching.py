"""What a sweep and a search found, in sentences that claim no more than their intervals do."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.analysis.statements.rough import as_known
from ladder_sim.core.display import between, figure, stated
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_lower
from ladder_sim.results.knob import Knob
from ladder_sim.results.sought import Sought
from ladder_sim.results.swept import Sweep, SweepPoint
from ladder_sim.results.verdicts import Contrast

#: Parts of the range searched; a value that is known better is not told finer.
_FINE = 1000


def sweep_summary(sweep: Sweep) -> list[str]:
    """For each scheme and measure the lowest and the highest point; that nothing is told apart where so."""
    return [
        _extremes(sweep, scheme, points, name)
        for scheme, points in sweep.by_scheme.items()
        for name in sweep.measures
        if points
    ]


def _extremes(sweep: Sweep, scheme: str, points: Sequence[SweepPoint], name: str) -> str:
    measure = sweep.measures[name]
    there = [point for point in points if point.contrasts[name].level.n]
    who = tr("{s}: ", "{s}：", s=sweep.schemes[scheme]) if len(sweep.schemes) > 1 else ""
    if not there:
        return who + tr("{measure} has no value at any point, {why}.", "各点均无{measure}：{why}。",
                        measure=measure.title, why=measure.missing)  # fmt: skip
    ordered = sorted(there, key=lambda point: point.contrasts[name].level.mean)
    low, high = ordered[0], ordered[-1]
    a, b = low.contrasts[name], high.contrasts[name]
    if len(there) == 1 or not _apart(low, high, name):
        return who + tr("{measure} is not told apart over these values: {a} to {b}.",
                        "在这些取值内，{measure}的差异不显著：{a}至{b}。", measure=measure.title,
                        a=_level(a), b=_level(b))  # fmt: skip
    return who + tr("{measure} is lowest, {a} ({ra}), at {pa}{la}, and highest, {b} ({rb}), at {pb}{lb}.",
                    "{measure}最低为{a}（{ra}），取值为{pa}{la}；最高为{b}（{rb}），取值为{pb}{lb}。",
                    measure=measure.title, a=_level(a), ra=_range(a), pa=_settings(sweep.knobs, low),
                    la=_alike(low, there, name), b=_level(b), rb=_range(b), pb=_settings(sweep.knobs, high),
                    lb=_alike(high, there, name))  # fmt: skip


def _alike(extreme: SweepPoint, points: Sequence[SweepPoint], name: str) -> str:
    """How many other points luck does not tell apart from the lowest or the highest."""
    others = [point for point in points if point is not extreme]
    near = sum(not (_apart(extreme, other, name) or _apart(other, extreme, name)) for other in others)
    if not near:
        return ""
    return tr(" (not told apart from {n} of the other points)", "（与另外{n}个取值的差异不显著）", n=near)


def _apart(low: SweepPoint, high: SweepPoint, name: str) -> bool:
    """Whether two points differ by more than luck, paired by replication."""
    from ladder_sim.results.intervals import change_interval

    found = change_interval(high.values[name] - low.values[name])
    return found.low > 0


def _level(c: Contrast) -> str:
    return stated(figure(c.level.mean, c.measure.unit, short=True), c.measure.unit)


def _range(c: Contrast) -> str:
    return between(c.level.low, c.level.high, c.measure.unit, short=True)


def _settings(knobs: Sequence[Knob], point: SweepPoint) -> str:
    told = [knob.at(point.settings[knob.name]) for knob in knobs if knob.name in point.settings]
    return tr(", ", "、").join(told) or tr("the scheme as it stands", "现行设定")


def sought_summary(sought: Sought) -> list[str]:
    """The answer, how well it is known, and whether it held on luck that was not searched with."""
    unit, knob = sought.measure.unit, sought.knob
    names = {
        "over": knob.over(*sought.searched), "measure": sought.measure.title,
        "target": stated(figure(sought.target, unit, short=True), unit),
        "at": knob.at(_near(sought, sought.value)),
    }  # fmt: skip
    if sought.outcome == "unreachable":
        ends = [sought.tried[end].mean for end in (min(sought.tried), max(sought.tried))]
        told = tr("{measure} of {target} is not reachable with {over}: it goes from {la} to {lb}.",
                  "{over}时，{measure}无法达到{target}：其值为{la}至{lb}。",
                  la=figure(ends[0], unit, short=True), lb=figure(ends[1], unit, short=True), **names)  # fmt: skip
        near = sought.reached
        if not near.low <= sought.target <= near.high:
            return [told]
        return [told, tr("The 95% interval with {at} ({low} to {high}) holds the target: more replications may tell.",
                         "{at}时的95%区间（{low}至{high}）包含目标值；增加重复次数或可分辨。",
                         low=figure(near.low, unit, short=True), high=figure(near.high, unit, short=True),
                         **names)]  # fmt: skip
    return [_found(sought, names), *_doubt(sought, names), _again(sought, names)]


def _near(sought: Sought, value: float) -> float:
    """A value of what was turned, with the digits that its interval leaves; exact in the file and in `to_dict`."""
    if sought.knob.whole:
        return value
    low, high = sought.searched
    return as_known(value, max((sought.high - sought.low) / 2, (high - low) / _FINE))


def _found(sought: Sought, names: dict[str, object]) -> str:
    reached, knob = sought.reached, sought.knob
    level = figure(reached.mean, sought.measure.unit, short=True)
    if sought.flat is not None:
        return tr("{measure} is {level} and does not change anywhere in {stretch}.",
                  "{stretch}时，{measure}均为{level}，没有变化。", level=level,
                  stretch=knob.over(*(_near(sought, end) for end in sought.flat)), **names)  # fmt: skip
    if sought.outcome == "between":
        return _jump(sought, names)
    return tr("{measure} is {target} with {at} (95% interval {low} to {high}).",
              "{at}（95%区间{low}至{high}）时，{measure}为{target}。", low=knob.said(_near(sought, sought.low)),
              high=knob.said(_near(sought, sought.high)), **names)  # fmt: skip


def _jump(sought: Sought, names: dict[str, object]) -> str:
    """That the measure passes over the target, between two whole numbers or at a value where it jumps."""
    knob, unit = sought.knob, sought.measure.unit
    told = {**names, "measure": first_lower(str(sought.measure.title)), "at": knob.at(sought.value),
            "level": figure(sought.reached.mean, unit, short=True)}  # fmt: skip
    if knob.whole:
        return tr("No whole number gives {measure} of {target}; nearest is {at}, with {level}.",
                  "没有整数取值能使{measure}恰为{target}；最接近的是{at}，此时为{level}。", **told)  # fmt: skip
    a, b = sought.jump
    la, lb = (figure(sought.tried[end].mean, unit, short=True) for end in (a, b))
    return tr("No value gives {measure} of {target}: about {there} it jumps from {la} to {lb}; nearest is {at}, with"
              " {level}.",
              "没有取值能使{measure}恰为{target}：约在{there}处，其值由{la}跳至{lb}；最接近的是{at}，此时为{level}。",
              there=knob.at(_near(sought, (a + b) / 2)), la=la, lb=lb, **told)  # fmt: skip


def _doubt(sought: Sought, names: dict[str, object]) -> list[str]:
    """That the answer may lie beyond what was searched."""
    beyond = [end for end, own in zip(sought.searched, (sought.low, sought.high), strict=True) if end == own]
    if sought.outcome == "flat" or not beyond:
        return []
    if len(beyond) == 2:
        return [tr("Any of {over} would do, as far as so many replications tell: add replications.",
                   "就目前的重复次数而言，{over}之间任何取值都可能；请增加重复次数。", **names)]  # fmt: skip
    return [tr("It may lie beyond {end}, the end of what was searched.", "答案可能超出搜索范围的端点（{end}）。",
               end=sought.knob.at(beyond[0]))]  # fmt: skip


def _again(sought: Sought, names: dict[str, object]) -> str:
    unit, fresh = sought.measure.unit, sought.fresh
    texts = {"level": figure(fresh.mean, unit, short=True), "span": between(fresh.low, fresh.high, unit, short=True)}
    if fresh.low <= sought.target <= fresh.high or sought.outcome in ("flat", "between"):
        return tr(
            "Played again on fresh seeds it is {level} ({span}).",
            "换用新的随机种子重做，为{level}（{span}）。",
            **texts,
        )
    return tr("Played again on fresh seeds it is {level} ({span}), which does not hold the target: add replications.",
              "换用新的随机种子重做，为{level}（{span}），不含目标值；请增加重复次数。", **texts)  # fmt: skip
