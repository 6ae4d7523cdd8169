"""What `seek` found of several parameters or for several targets, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_sim.core.display import between, change, figure, stated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_lower
from ladder_sim.results.intervals import Interval
from ladder_sim.results.sought_jointly import JointAnswer, SoughtJointly
from ladder_sim.results.targets import AimSign
from ladder_sim.search.joint import NEAR, OF_LUCK

#: How an aim is told, with the number.
AIM_WORDS: Mapping[AimSign, Title] = {
    "=": Title("{x}", "{x}"), "<=": Title("at most {x}", "不高于{x}"), ">=": Title("at least {x}", "不低于{x}"),
}  # fmt: skip


def summary(found: SoughtJointly) -> list[str]:
    """How far the targets are now, with which values they are met, or by how much they are missed, and how sure."""
    told = [_now(found)]
    first = found.answers[0]
    if found.outcome == "unmoved":
        told.append(tr("Nothing that was turned changes any of it: name other parameters.",
                       "所调整的参数对上述指标都没有影响；请换用其他参数。"))  # fmt: skip
        return told
    if found.outcome == "unreachable":
        told += [_nearest(found, first), *_open(found, first)]
    elif _turned(found, first):
        told += [_met(found, first), _again(found, first), *_rounded(found, first)]
    else:
        told += [tr("Nothing needs to be turned.", "无需调整。"), _again(found, first)]
    if found.outcome == "several":
        others = tr("; or ", "；或").join(_values(found, answer) for answer in found.answers[1:])
        told.append(tr("So do others, far from it: {others}. The targets leave the choice open: give another target, or"
                       " compare the variants.",
                       "相距较远的以下取值同样可行：{others}。所给目标不足以取舍：请再给出一个目标，或对各方案作比较。",
                       others=others))  # fmt: skip
    return [*told, *_inert(found)]


def _now(found: SoughtJointly) -> str:
    parts = tr("; ", "；").join(
        tr("{m} {x}, target: {y}", "{m}为{x}，目标为{y}", m=_name(found, name), x=_level(found, name, one.mean),
           y=aim_text(found, name))
        for name, one in found.now.items()
    )  # fmt: skip
    return tr("As it stands: {parts}.", "按现值：{parts}。", parts=parts)


def aim_text(found: SoughtJointly, name: str) -> str:
    """What a measure is to be, with its unit: at most 20% a year.

    Parameters
    ----------
    name : of the measure
    """
    aim = found.aims[name]
    return str(AIM_WORDS[aim.sign].fill(x=_level(found, name, aim.number)))


def _name(found: SoughtJointly, name: str) -> str:
    return first_lower(str(found.measures[name].title))


def _level(found: SoughtJointly, name: str, value: float) -> str:
    unit = found.measures[name].unit
    return stated(figure(value, unit, short=True), unit)


def _turned(found: SoughtJointly, answer: JointAnswer) -> list[str]:
    return [knob.name for knob in found.knobs if answer.settings[knob.name] != knob.now]


def _values(found: SoughtJointly, answer: JointAnswer) -> str:
    return tr(", ", "、").join(knob.at(answer.settings[knob.name]) for knob in found.knobs)


def _reached(found: SoughtJointly, reached: Mapping[str, Interval], joint: str) -> str:
    parts = (
        tr("{m} {x} ({span})", "{m}{x}（{span}）", m=_name(found, name), x=_level(found, name, one.mean),
           span=between(one.low, one.high, found.measures[name].unit, short=True))
        for name, one in reached.items()
    )  # fmt: skip
    return joint.join(parts)


def _met(found: SoughtJointly, answer: JointAnswer) -> str:
    return tr("The targets are met with {values}: {reached}.", "{values}时达到目标：{reached}。",
              values=_values(found, answer),
              reached=_reached(found, answer.reached, tr(", ", "，")))  # fmt: skip


def _rounded(found: SoughtJointly, answer: JointAnswer) -> list[str]:
    """That whole numbers come no nearer, where a mean is farther from its target than a search goes on for."""
    steps = [str(knob.title) for knob in found.knobs if knob.whole]
    off = any(abs(aim.short(reached.mean)) > max(NEAR * abs(aim.number), OF_LUCK * reached.half)
              for aim, reached in zip(found.aims.values(), answer.reached.values(), strict=True))  # fmt: skip
    if not steps or not off:
        return []
    return [tr("Of {knobs} whole numbers alone will do, and none nearer was found; the intervals hold the targets.",
               "{knobs}只能取整数，未找到更接近的取值；上述区间均包含目标。",
               knobs=tr(" and ", "、").join(steps))]  # fmt: skip


def _nearest(found: SoughtJointly, answer: JointAnswer) -> str:
    missed = [name for name, aim in found.aims.items() if not aim.holds(answer.reached[name])]
    named = missed or [name for name, aim in found.aims.items() if aim.short(answer.reached[name].mean)]
    parts = tr("; ", "；").join(_miss(found, name, answer.reached[name]) for name in named)
    return tr("Not reachable together with {ranges}: the nearest that was found is {values}, with {reached}. There"
              " {parts}.",
              "{ranges}时，无法同时达到各目标：所找到的最接近的取值为{values}，此时{reached}。{parts}。",
              ranges=tr(", ", "、").join(knob.over(*found.searched[knob.name]) for knob in found.knobs),
              values=_values(found, answer), reached=_reached(found, answer.reached, tr(", ", "，")),
              parts=parts)  # fmt: skip


def _miss(found: SoughtJointly, name: str, reached: Interval) -> str:
    """By how much a measure lies above or below its target."""
    short, unit = found.aims[name].short(reached.mean), found.measures[name].unit
    gap = change(abs(short), unit).removeprefix("+")
    words = Title("{m} lies {gap} below the target of {x}", "{m}比目标{x}低{gap}")
    if short < 0:
        words = Title("{m} lies {gap} above the target of {x}", "{m}比目标{x}高{gap}")
    return str(words.fill(m=_name(found, name), gap=gap, x=_level(found, name, found.aims[name].number)))


def _open(found: SoughtJointly, answer: JointAnswer) -> list[str]:
    if all(aim.holds(answer.reached[name]) for name, aim in found.aims.items()):
        return [tr("The 95% intervals there hold the targets: more replications may tell.",
                   "该处的95%区间包含各目标；增加重复次数或可分辨。")]  # fmt: skip
    return []


def _again(found: SoughtJointly, answer: JointAnswer) -> str:
    parts = _reached(found, answer.fresh, tr("; ", "；"))
    if all(aim.holds(answer.fresh[name]) for name, aim in found.aims.items()):
        return tr("Played again on fresh seeds: {parts}.", "换用新的随机种子重做：{parts}。", parts=parts)
    return tr("Played again on fresh seeds: {parts}, which does not hold all targets: add replications.",
              "换用新的随机种子重做：{parts}，未全部包含目标值；请增加重复次数。", parts=parts)  # fmt: skip


def _inert(found: SoughtJointly) -> list[str]:
    idle = [str(knob.title) for knob in found.knobs if knob.name in found.inert]
    if not idle or found.outcome == "unmoved":
        return []
    return [tr("{knobs}: changes none of the measures, the others as they are now.",
               "{knobs}：其他参数取现值时，对各指标没有影响。", knobs=tr(", ", "、").join(idle))]  # fmt: skip


def columns(found: SoughtJointly) -> tuple[str, ...]:
    """The heads of `rows`."""
    answers = [tr("answer {i}", "答案{i}", i=i) for i, _ in enumerate(found.answers, 1)]
    if found.outcome in ("unreachable", "unmoved"):
        answers = [tr("nearest", "最接近")]
    return (tr("what", "项目"), tr("range or target", "范围或目标"), tr("now", "现值"), *answers)


def rows(found: SoughtJointly) -> list[tuple[str, ...]]:
    """A row per knob, then one per measure."""
    made: list[tuple[str, ...]] = []
    for knob in found.knobs:
        low, high = found.searched[knob.name]
        span = tr("{low} to {high}", "{low}至{high}", low=knob.said(low), high=knob.said(high))
        made.append((str(knob.title), span, knob.said(knob.now),
                     *(knob.said(answer.settings[knob.name]) for answer in found.answers)))  # fmt: skip
    for name, measure in found.measures.items():
        levels: Sequence[Interval] = [found.now[name], *(answer.reached[name] for answer in found.answers)]
        made.append((str(measure.title), aim_text(found, name),
                     *(_level(found, name, one.mean) for one in levels)))  # fmt: skip
    return made
