"""What `match` found, in sentences."""

from __future__ import annotations

from ladder_sim.core.display import between, figure, stated
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_lower
from ladder_sim.doubt.gathered import range_text, valued
from ladder_sim.model.assumptions import Assumption
from ladder_sim.results.intervals import Interval
from ladder_sim.results.matched import Match, Matched
from ladder_sim.results.measure import Measure

MOST = 4  # values named of an answer
DIGITS = 3  # of a value


def summary(found: Matched) -> list[str]:
    """How far the present was from the known one, what was moved, whether it held on fresh seeds, what else fits."""
    told = [_before(found)]
    if found.outcome == "unmoved":
        told.append(tr("None of the values that may move changes it beyond luck: name others, or give their ranges.",
                       "可变动的各项值都不能使其变化超出随机波动；请指定其他值，或写明其范围。"))  # fmt: skip
        return told
    first = found.answers[0]
    if found.outcome == "unreachable":
        told += [_nearest(found, first), *_luck(found, first)]
        return told
    if not first.world:
        return [*told, tr("Nothing needs to be moved.", "无需调整。"), _again(found, first)]
    told += [
        tr("It fits with {values}.", "改为以下取值即与已知数字吻合：{values}。", values=_values(found, first)),
        _again(found, first),
    ]
    if found.outcome == "several":
        others = tr("; or ", "；或").join(_values(found, answer) for answer in found.answers[1:])
        told.append(tr("These fit as well: {others}. What is known does not tell them apart: compare schemes on each of"
                       " the {n}, or give another target.",
                       "以下取值同样吻合：{others}。已知数字无法区分它们：请在这{n}种取值下分别比较方案，"
                       "或再给出一个已知指标。",
                       others=others, n=len(found.answers)))  # fmt: skip
    return told


def _said(one: Assumption, value: float) -> str:
    """A value with its unit, in the digits that a reader can use; exact in the file and in `to_dict`."""
    return valued(one, value if one.whole else float(f"{value:.{DIGITS}g}"))


def _values(found: Matched, answer: Match) -> str:
    moved = found.moved(answer)
    shown = [tr("{title} {x} (was {was})", "{title}{x}（原为{was}）", title=one.title, x=_said(one, value),
                was=_said(one, float(one.value))) for one, value in moved[:MOST]]  # fmt: skip
    if len(moved) > MOST:
        shown.append(tr("and {n} more, moved less", "另有{n}项变动较小", n=len(moved) - MOST))
    return tr(", ", "、").join(shown)


def _name(measure: Measure) -> str:
    return first_lower(str(measure.title))


def _level(found: Matched, name: str, value: float) -> str:
    unit = found.measures[name].unit
    return stated(figure(value, unit, short=True), unit)


def _before(found: Matched) -> str:
    parts = tr("; ", "；").join(
        tr("{m} {x}, known: {y}", "{m}为{x}，已知为{y}", m=_name(measure), x=_level(found, name, found.now[name].mean),
           y=_level(found, name, found.targets[name]))
        for name, measure in found.measures.items()
    )  # fmt: skip
    return tr("As it stands: {parts}.", "按现值：{parts}。", parts=parts)


def _nearest(found: Matched, answer: Match) -> str:
    reached = tr(", ", "，").join(
        tr("{m} {x}", "{m}{x}", m=_name(measure), x=_level(found, name, answer.reached[name].mean))
        for name, measure in found.measures.items()
    )
    return tr("Not reachable within the ranges: the nearest is {reached}, with {values}.",
              "在各自范围内无法达到：最接近时{reached}，取值为{values}。", reached=reached,
              values=_values(found, answer) or tr("the values in use", "现值"))  # fmt: skip


def _luck(found: Matched, answer: Match) -> list[str]:
    """That more replications may tell, where every interval of the nearest holds what is known."""
    if all(_holds(answer.reached[name], aim) for name, aim in found.targets.items()):
        return [tr("The 95% intervals there hold what is known: more replications may tell.",
                   "该处的95%区间包含已知数字；增加重复次数或可分辨。")]  # fmt: skip
    return []


def _holds(interval: Interval, aim: float) -> bool:
    return interval.low <= aim <= interval.high


def _again(found: Matched, answer: Match) -> str:
    parts = tr("; ", "；").join(
        tr("{m} {x} ({span})", "{m}{x}（{span}）", m=_name(measure),
           x=_level(found, name, answer.fresh[name].mean),
           span=between(answer.fresh[name].low, answer.fresh[name].high, measure.unit, short=True))
        for name, measure in found.measures.items()
    )  # fmt: skip
    if all(_holds(answer.fresh[name], aim) for name, aim in found.targets.items()):
        return tr("Played again on fresh seeds: {parts}.", "换用新的随机种子重做：{parts}。", parts=parts)
    return tr("Played again on fresh seeds: {parts}, which does not hold all that is known: add replications.",
              "换用新的随机种子重做：{parts}，未全部包含已知数字；请增加重复次数。", parts=parts)  # fmt: skip


def columns(found: Matched) -> tuple[str, ...]:
    """The heads of `rows`."""
    answers = [tr("answer {i}", "答案{i}", i=i) for i, _ in enumerate(found.answers, 1)]
    if found.outcome == "unreachable":
        answers = [tr("nearest", "最接近")]
    return (tr("assumed value", "假设值"), tr("range", "可能范围"), tr("was", "原值"), *answers)


def rows(found: Matched) -> list[tuple[str, ...]]:
    """A row per value that an answer moves."""
    moved = {key for answer in found.answers for key in answer.world}
    return [
        (str(one.title),
         range_text(one), _said(one, float(one.value)),
         *(_said(one, float(answer.world.get(one.key, one.value))) for answer in found.answers))
        for one in found.searched if one.key in moved
    ]  # fmt: skip
