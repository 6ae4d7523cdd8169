"""What a tornado says, in sentences and as rows: luck and assumptions side by side, and where the better one turns."""

from __future__ import annotations

from ladder_sim.analysis.statements.rough import rough, rough_range
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.flips import Flip
from ladder_sim.doubt.gathered import range_text, valued
from ladder_sim.doubt.tornado import Tornado, TornadoBar, TornadoCase

NAMED = 3  # assumptions named in a sentence


def summary(tornado: Tornado) -> list[str]:
    """Each alternative: the difference with both ranges, what it hangs on, where it turns; then what is not moved."""
    told: list[str] = []
    for case in tornado.cases:
        told.append(headline(tornado, case))
        told += [text for text in (_most(tornado, case), turns(tornado, case), _idle(case)) if text]
    if tornado.assumed.fixed:
        told.append(tr("{n} assumed values are not moved, for want of a range or of a rule that reads them.",
                       "另有{n}项假设未变动：没有可能范围，或没有规则读取。",
                       n=len(tornado.assumed.fixed)))  # fmt: skip
    return told


def title(tornado: Tornado, scheme: str) -> str:
    """What was found of an alternative, or of the first, short enough for a title."""
    known = [case.scheme for case in tornado.cases]
    case = tornado.case(scheme if scheme in known else known[0])
    texts = {"measure": tornado.measure.title, "s": tornado.comparison.short(case.scheme), "n": len(case.turning)}
    if case.turning:
        return tr(
            "{measure}: {n} assumptions can turn what is said of {s}", "{measure}：{n}项假设可使{s}的结论反转", **texts
        )
    if not case.sought:
        return tr("{measure}: luck leaves open whether {s} is better", "{measure}：随机波动下{s}优劣难断", **texts)
    return tr(
        "{measure}: no assumption alone turns what is said of {s}", "{measure}：无单项假设使{s}的结论反转", **texts
    )


def half_of(case: TornadoCase) -> float:
    """Half the width of the range over the assumptions."""
    low, high = case.widest
    return (high - low) / 2


def headline(tornado: Tornado, case: TornadoCase) -> str:
    """The difference with its range by luck and over the assumptions."""
    unit, (low, high) = tornado.measure.unit, case.widest
    half = max(case.difference.half, half_of(case))  # no figure is finer than the wider range allows
    names = {"measure": tornado.measure.title, "s": tornado.comparison.short(case.scheme),
             "b": tornado.comparison.short(tornado.comparison.baseline)}  # fmt: skip
    if not case.difference.n:
        return tr(
            "{measure}, {s} against {b}: no value to be in doubt of.", "{s}与{b}相比，{measure}没有数值。", **names
        )
    names["x"] = rough(case.difference.mean, half, unit)
    names["luck"] = rough_range(case.difference.low, case.difference.high, half, unit)
    if case.bars and not any(bar.sure for bar in case.bars):  # their ends are luck, so there is no range to tell
        return tr("{measure}, {s} against {b}: {x} ({luck} by luck; no assumption alone moves it by more than that).",
                  "{s}与{b}相比，{measure}差值{x}（随机波动{luck}；没有哪一项假设单独引起更大的变化）。",
                  **names)  # fmt: skip
    return tr("{measure}, {s} against {b}: {x} ({luck} by luck; {over} over the assumptions, one at a time).",
              "{s}与{b}相比，{measure}差值{x}（随机波动{luck}；逐项改变假设{over}）。",
              over=rough_range(low, high, half, unit), **names)  # fmt: skip


def _most(tornado: Tornado, case: TornadoCase) -> str:
    sure = [bar for bar in case.bars if bar.sure]
    if not sure:
        return tr("No assumption alone moves it by more than luck.", "没有哪一项假设单独引起超出随机波动的变化。")
    unit, half = tornado.measure.unit, max(case.difference.half, half_of(case))
    parts = []
    for bar in sure[:NAMED]:
        ends = sorted(end.difference.mean for end in bar.ends if end.difference.n)
        ends = [case.difference.mean, *ends] if len(ends) == 1 else ends
        parts.append(tr("{title} ({range}): {span}", "{title}（{range}）：{span}",
                        title=tornado.assumed.named(bar.assumption), range=range_text(bar.assumption),
                        span=rough_range(min(ends), max(ends), half, unit)))  # fmt: skip
    return tr("It hangs most on {parts}.", "影响最大的假设：{parts}。", parts=tr("; ", "；").join(parts))


def turns(tornado: Tornado, case: TornadoCase) -> str:
    """Where the better scheme changes; or that no assumption makes it change within its range."""
    if not case.sought:
        if case.difference.low <= 0 <= case.difference.high:
            return tr("Which is better is not known already by luck, so no turn is looked for.",
                      "仅随机波动就已无法判断优劣，故不寻找转折点。")  # fmt: skip
        return ""
    found = case.turning
    if not found:
        return tr("No assumption alone turns this within its range ({n} looked at).",
                  "在各自可能范围内，没有哪一项假设单独使结论反转（共{n}项）。", n=len(case.bars))  # fmt: skip
    told = [_flip(tornado, bar, bar.flip) for bar in found if bar.flip is not None]
    return tr("It turns the other way {told}.", "结论反转的情形：{told}。", told=tr("; ", "；").join(told))


def _flip(tornado: Tornado, bar: TornadoBar, flip: Flip) -> str:
    one = bar.assumption
    texts = {"title": tornado.assumed.named(one), "x": valued(one, flip.value), "now": valued(one, one.value)}
    if one.choices:
        text = tr("where {title} is {x}", "{title}为{x}", **texts)
    elif flip.rising:
        text = tr("where {title} is above {x} (in use {now})", "{title}高于{x}（现值{now}）", **texts)
    else:
        text = tr("where {title} is below {x} (in use {now})", "{title}低于{x}（现值{now}）", **texts)
    if flip.confirmed and flip.here is not None and flip.there is not None:
        return text + tr(", confirmed with fresh random numbers at {a} and {b}", "，用新的随机数在{a}和{b}处确认",
                         a=valued(one, flip.here), b=valued(one, flip.there))  # fmt: skip
    return text + tr(", not confirmed with fresh random numbers", "，未能用新的随机数确认")


def _idle(case: TornadoCase) -> str:
    nothing = sum(bar.nothing for bar in case.bars)
    gray = sum(not bar.sure for bar in case.bars) - nothing
    parts = []
    if gray:
        parts.append(tr("{n} move it by no more than luck", "{n}项的影响不超出随机波动", n=gray))
    if nothing:
        parts.append(tr("{n} change nothing at all", "{n}项毫无影响", n=nothing))
    if not parts:
        return ""
    return tr("Of {all} assumptions {parts}.", "{all}项假设中，{parts}。", all=len(case.bars),
              parts=tr(" and ", "，").join(parts))  # fmt: skip


def columns(_: object = None) -> tuple[str, ...]:
    """The heads of `rows`, the same for all."""
    return (tr("scheme", "方案"), tr("assumption", "假设"), tr("in use", "现值"), tr("range", "可能范围"),
            tr("difference at its ends", "两端差值"), tr("note", "说明"))  # fmt: skip


def rows(tornado: Tornado, most: int = 15) -> list[tuple[str, ...]]:
    """A row per assumption, the longest bars first; of those within luck the first few."""
    made: list[tuple[str, ...]] = []
    for case in tornado.cases:
        half = case.difference.half  # what luck leaves open of each end
        for i, bar in enumerate(case.bars[: max(most, sum(bar.sure for bar in case.bars))]):
            one = bar.assumption
            ends = tr(" / ", " / ").join(rough(end.difference.mean, half, tornado.measure.unit) for end in bar.ends)
            made.append((tornado.comparison.short(case.scheme) if not i else "", tornado.assumed.named(one),
                         valued(one, one.value), range_text(one), ends, _note(bar)))  # fmt: skip
    return made


def _note(bar: TornadoBar) -> str:
    if bar.nothing:
        return tr("changes nothing", "毫无影响")
    if not bar.sure:
        return tr("within luck", "不超出随机波动")
    return tr("turns at {x}", "{x}处反转", x=valued(bar.assumption, bar.flip.value)) if bar.flip is not None else ""
