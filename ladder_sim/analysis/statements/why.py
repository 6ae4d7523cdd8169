"""Why a measure differs, in sentences: how much of the difference each part is, with its ranges of luck and assumption.

Also the caution before a comparison of schemes whose pay is assumed and far apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ladder_sim.analysis.statements.rough import rough, rough_range
from ladder_sim.attribution.assumed import apart
from ladder_sim.core.display import between, change, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.voice import to_reader
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.level import Level
from ladder_sim.results.split import Bar, Split
from ladder_sim.results.why import Why

NAMED = 4  # bars told one by one; what is left is told together


def summary(why: Why) -> list[str]:
    """Each alternative: the split with its consequences in full, then what the runs show directly, then the notes."""
    told: list[str] = []
    notes: dict[str, None] = {}
    for scheme in why.schemes:
        told += [sentence(why, why.split(scheme, question)) for question in ("consequences", "direct")]
        notes |= dict.fromkeys(str(note) for note in why.split(scheme).notes)
    return [text for text in told if text] + [tr("Note: {note}.", "说明：{note}。", note=note) for note in notes]


def sentence(why: Why, split: Split) -> str:
    """One split in a sentence; empty where there is no such split of this measure."""
    names = {
        "measure": str(why.measure.title), "scheme": why.comparison.short(split.scheme),
        "baseline": why.comparison.short(split.baseline),
    }  # fmt: skip
    if split.missing is not None:
        if split.question == "direct":
            return ""
        return tr("{measure}, {scheme} against {baseline}: the difference cannot be split, {why}.",
                  "{scheme}与{baseline}相比，{measure}的差值无法分解：{why}。", why=split.missing, **names)  # fmt: skip
    if not any(bar.values.any() for bar in split.bars):
        if split.question == "direct":
            return ""
        return tr("{measure}, {scheme} against {baseline}: no difference to split.",
                  "{scheme}与{baseline}相比，{measure}没有差别，无需分解。", **names)  # fmt: skip
    return _consequences(split, names) if split.question == "consequences" else _direct(split)


def claims(why: Why, split: Split) -> tuple[str, ...]:
    """What a split with its consequences says without ranges, in a line and in shorter ones, for a title."""
    measure, bars = str(why.measure.title), _by_size(split.bars)
    if split.missing is not None:
        return (tr("{measure}: the difference cannot be split", "{measure}的差值无法分解", measure=measure),)
    if not bars:
        return (tr("{measure}: no difference to split", "{measure}没有差别，无需分解", measure=measure),)
    part = str(bars[0].part.title)
    most = tr("{measure}: the difference is mostly {part}", "{measure}之差主要来自{part}", measure=measure, part=part)
    if not _within(split, bars[0]):
        return (tr("{measure}: the largest part of the difference is {part}", "{measure}之差的最大一项是{part}",
                   measure=measure, part=part),)  # fmt: skip
    scheme = why.comparison.short(split.scheme)
    told = {"measure": measure, "s": scheme, "part": part, "x": _share(split, bars[0], absolute=True),
            "total": _total(split).removeprefix("−").removeprefix("+")}  # fmt: skip
    named = (
        tr("{measure} under {s}: of {total} more, {x} is {part}", "{s}的{measure}高{total}，其中{part}占{x}", **told)
        if split.total.mean > 0
        else tr(
            "{measure} under {s}: of {total} less, {x} is {part}", "{s}的{measure}低{total}，其中{part}占{x}", **told
        )
    )
    line = (
        tr("{measure}: of {total} more, {x} is {part}", "{measure}高{total}，其中{part}占{x}", **told)
        if split.total.mean > 0
        else tr("{measure}: of {total} less, {x} is {part}", "{measure}低{total}，其中{part}占{x}", **told)
    )
    return (named, line, most) if abs(bars[0].range.mean) > abs(split.total.mean) / 2 else (named, line)


def _within(split: Split, bar: Bar) -> bool:
    """Whether a bar is a part of the difference: of its sign, and no larger."""
    return bar.range.mean * split.total.mean > 0 and abs(bar.range.mean) <= abs(split.total.mean)


def _consequences(split: Split, names: dict[str, str]) -> str:
    bars = _by_size(split.bars)
    first, rest = bars[0], bars[1:]
    within = _within(split, first)
    total = _total(split)
    texts = {**names, "total": total.removeprefix("−").removeprefix("+"), "part": str(first.part.title),
             "ranges": _ranges(split, first, absolute=within), "assumed": _assumed(split, first),
             "rest": _listed(split, rest)}  # fmt: skip
    if within:
        x = _share(split, first, absolute=True)
        if split.total.mean > 0:
            return tr("{measure}, {scheme} against {baseline}: of {total} more, {x}{ranges} is {part}{assumed}{rest}.",
                      "{scheme}与{baseline}相比，{measure}高{total}，其中{part}占{x}{ranges}{assumed}{rest}。",
                      x=x, **texts)  # fmt: skip
        return tr("{measure}, {scheme} against {baseline}: of {total} less, {x}{ranges} is {part}{assumed}{rest}.",
                  "{scheme}与{baseline}相比，{measure}低{total}，其中{part}占{x}{ranges}{assumed}{rest}。",
                  x=x, **texts)  # fmt: skip
    texts["total"] = total
    x = _share(split, first)
    return tr("{measure}, {scheme} against {baseline}: {total} is made up of {part} {x}{ranges}{assumed}{rest}.",
              "{scheme}与{baseline}相比，{measure}差值{total}，由以下各项构成：{part}{x}{ranges}{assumed}{rest}。",
              x=x, **texts)  # fmt: skip


def _direct(split: Split) -> str:
    bars = _by_size(split.bars)
    listed = tr(", ", "，").join(_bar(split, bar) for bar in bars[:NAMED])
    rest = _rest(split, bars[NAMED:])
    return tr("Read off the two runs directly, {total} is: {listed}{rest}.",
              "直接从两次模拟看，差值{total}的构成：{listed}{rest}。",
              total=change(split.total.mean, split.measure.unit, short=True), listed=listed, rest=rest)  # fmt: skip


def _by_size(bars: Sequence[Bar]) -> list[Bar]:
    return sorted((bar for bar in bars if bar.values.any()), key=lambda bar: -abs(bar.range.mean))


def _total(split: Split) -> str:
    """The whole difference, with no more digits than the range of the response to pay allows, which moves it, too."""
    paid = next((bar for bar in split.bars if bar.part.id == "pay"), None)
    half = math.nan if paid is None else max(_wider(split, paid), split.total.half)
    if math.isnan(half):
        return change(split.total.mean, split.measure.unit, short=True)
    return rough(split.total.mean, half, split.measure.unit)


def _size(value: float, unit: str) -> str:
    return change(abs(value), unit, short=True).removeprefix("+")


def _listed(split: Split, bars: Sequence[Bar]) -> str:
    """The other parts, each with its range, after a semicolon; and those that are the same in both schemes."""
    told = [_bar(split, bar) for bar in bars[: NAMED - 1]]
    text = "".join(tr("; {bar}", "；{bar}", bar=bar) for bar in told) + _rest(split, bars[NAMED - 1 :])
    if equal := [str(bar.part.title) for bar in split.bars if bar.equal]:
        text += tr("; the same in both, and so 0: {parts}", "；两方案相同、贡献为0：{parts}",
                   parts=tr(", ", "、").join(equal))  # fmt: skip
    return text


def _rest(split: Split, bars: Sequence[Bar]) -> str:
    if not bars:
        return ""
    left = sum(bar.range.mean for bar in bars)
    return tr("; the rest {x}", "；其余{x}", x=change(left, split.measure.unit, short=True))


def _bar(split: Split, bar: Bar) -> str:
    return tr("{part} {x}{ranges}{assumed}", "{part}{x}{ranges}{assumed}", part=bar.part.title,
              x=_share(split, bar), ranges=_ranges(split, bar),
              assumed=_assumed(split, bar))  # fmt: skip


def _wider(split: Split, bar: Bar) -> float:
    """Half the wider range of a bar that has one of an assumption too; NaN of one that has luck alone."""
    response = split.response
    if response is None or bar.part.id != "pay":
        return math.nan
    return max(bar.range.half, abs(response.high - response.low) / 2)


def _share(split: Split, bar: Bar, *, absolute: bool = False) -> str:
    """How much of the difference a bar is, with no more digits than its wider range allows."""
    unit, half = split.measure.unit, _wider(split, bar)
    if math.isnan(half):
        return _size(bar.range.mean, unit) if absolute else change(bar.range.mean, unit, short=True)
    told = rough(abs(bar.range.mean) if absolute else bar.range.mean, half, unit)
    return told.removeprefix("+") if absolute else told


def _ranges(split: Split, bar: Bar, *, absolute: bool = False) -> str:
    """The range of luck, and of pay that over responses to it; `absolute`: of the size, for a part of a whole."""
    unit, half = split.measure.unit, _wider(split, bar)
    sign = -1 if absolute and bar.range.mean < 0 else 1

    def span(a: float, b: float) -> str:
        low, high = sorted((sign * a, sign * b))
        if not math.isnan(half):
            return rough_range(low, high, half, unit).replace("+", "" if absolute else "+")
        return between(low, high, unit, signed=not absolute or unit.startswith("share"), short=True).replace(
            "+", "" if absolute else "+"
        )

    parts = []
    if luck := span(bar.range.low, bar.range.high):
        parts.append(tr("{span} by luck", "随机波动{span}", span=luck))
    response = split.response
    if response is not None and bar.part.id == "pay":
        parts.append(
            tr("{span} over responses of leaving to pay from {a} to {b}, {c} being assumed, which move the whole"
               " difference, too",
               "离职对薪酬的反应指数取{a}至{b}时为{span}，总差值也随之变动，现假设{c}",
               span=span(response.low, response.high), a=number(response.exponents[0], 1),
               b=number(response.exponents[1], 1), c=number(response.assumed, 1))
        )  # fmt: skip
    return tr(" ({x})", "（{x}）", x=tr("; ", "；").join(parts)) if parts else ""


def _assumed(split: Split, bar: Bar) -> str:
    if bar.part.id != "pay" or split.question != "consequences" or not split.pay_assumed:
        return ""
    return tr(", which is assumed", "，而薪酬金额为假设")


# --- before any comparison --------------------------------------------------------------------------

FIRST = 3  # alternatives of which the answer is told before everything else


def asked_first(comparison: Comparison, scheme: str | None = None) -> list[str]:
    """What `Comparison.why` was asked first, answered in a sentence for each alternative; nothing where nobody asked.

    Parameters
    ----------
    scheme
        One alternative alone; None: the first ones.
    """
    for found in comparison.explained.values():
        if isinstance(found, Why) and found.splits:
            wanted = [name for name in found.schemes if scheme in (None, name)]
            return [text for name in wanted[:FIRST] if (text := sentence(found, found.split(name)))]
    return []


def pay_caution(comparison: Comparison, *, ways: bool = True) -> str:
    """That schemes differ much in pay that is assumed; empty where they do not. `ways`: and how to find out more."""
    found = apart(comparison)
    if not found:
        return ""
    listed = tr(", ", "、").join(
        f"{comparison.short(scheme)} {'+' if share > 0 else ''}{number(100 * share, 0)}%" for scheme, share in found
    )
    told = tr(
        "Caution: for the same roles pay differs from that of {baseline} by more than 5% ({listed}), and amounts are"
        " assumed. What these schemes gain or cost may be their pay, not their ladder",
        "注意：相同岗位层级的薪酬与{baseline}相差超过5%（{listed}），且金额为假设。这些方案的收益或成本可能来自薪酬而非职级体系",
        baseline=comparison.short(comparison.baseline), listed=listed,
    )  # fmt: skip
    if not ways:
        return told + tr(".", "。")
    answers = comparison.explained.values()
    split = any(isinstance(one, Why) and one.measure.name == "turnover" for one in answers)
    leveled = any(isinstance(one, Level) and one.equal == "pay" for one in answers)
    further = []
    if not split:
        further.append(to_reader(tr("--why says how much", "--why 说明各占多少"),
                                 tr("why() says how much", "why() 说明各占多少")))  # fmt: skip
    if not leveled:
        further.append(to_reader(tr("--equal pay compares at equal pay", "--equal pay 在同等薪酬下比较"),
                                 tr("at_equal() compares at equal pay", "at_equal() 在同等薪酬下比较")))  # fmt: skip
    if not further:
        return told + tr(".", "。")
    return told + tr(": {further}.", "：{further}。", further=tr(", ", "，").join(further))
