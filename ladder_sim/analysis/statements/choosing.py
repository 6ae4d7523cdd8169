"""What `choose` found, in sentences that claim no more than the procedure keeps to; and as rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import assert_never

from ladder_sim.core.display import between, change, counted, figure, first_few, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_lower
from ladder_sim.core.units import money_name, times_shown
from ladder_sim.results.choice import Chosen, Contender, WeightRange
from ladder_sim.results.intervals import Interval


def summary(found: Chosen) -> list[str]:
    """Who is best or that nothing matters, how it fared on fresh seeds, and how far the weights may move."""
    return [_first(found), *_beaten(found), *_again(found), *(_range(found, one) for one in found.ranges)]


def named(found: Chosen, schemes: Iterable[str]) -> str:
    """Schemes by their titles, the first few."""
    return first_few([str(found.contender(scheme).title) for scheme in schemes])


def criterion_text(found: Chosen) -> str:
    """By what was chosen: turnover; turnover × 2 and labor cost × 1."""
    by = found.criterion
    titles = {name: first_lower(str(measure.title)) for name, measure in by.measures.items()}
    if by.kind == "single":
        return next(iter(titles.values()))
    if by.kind == "weights":
        return tr(", ", "、").join(
            tr("{m} (weight {w}, counted by {per})", "{m}（权重{w}，以{per}计一次）", m=titles[name],
               w=f"{by.weights[name]:g}", per=_amount(by.per[name], by.measures[name].unit))
            for name in titles
        )  # fmt: skip
    if by.kind == "worth":
        return tr(", ", "、").join(_worth(found, name) for name in titles)
    assert_never(by.kind)


def _worth(found: Chosen, name: str) -> str:
    """A measure with what one unit of it, as reports show it, is worth; money is worth itself."""
    measure, worth = found.criterion.measures[name], found.criterion.weights[name]
    title = first_lower(str(measure.title))
    if measure.unit.startswith("money") and worth == 1:
        return title
    return tr("{m} ({per} is worth {w} {money})", "{m}（{per}值{w}{money}）", m=title,
              per=_amount(1 / times_shown(measure.unit), measure.unit), w=number(worth, 0),
              money=money_name())  # fmt: skip


def title(found: Chosen) -> str:
    """The outcome in the room of a title."""
    if found.outcome == "winner":
        return tr("Best of {k}: {s}", "{k}个方案中最优：{s}", k=len(found.contenders),
                  s=found.contender(found.leader).title)  # fmt: skip
    left = named(found, found.left)
    if found.outcome == "alike":
        return tr("No difference that matters: {left}", "差异无实际意义：{left}", left=left)
    if found.outcome == "undecided":
        return tr("Not decided: {left}", "尚无结论：{left}", left=left)
    assert_never(found.outcome)


def _amount(value: float, unit: str) -> str:
    """An amount without a sign: 1.0 pp, 100,000 CNY."""
    text = change(value, unit).removeprefix("+")
    if unit.startswith("money"):
        return tr("{x} {money}", "{x}{money}", x=text, money=money_name())
    return counted(text, unit)


def matters_text(found: Chosen) -> str:
    """The smallest difference that matters."""
    by = found.criterion
    if by.kind == "single":
        (measure,) = by.measures.values()
        return _amount(by.matters, measure.unit)
    if by.kind == "weights":
        return tr("as much as {parts}", "相当于{parts}", parts=tr(" and ", "加").join(
            tr("{x} of {m}", "{m}的{x}", x=_amount(by.per[name], one.unit), m=first_lower(str(one.title)))
            for name, one in by.measures.items()))  # fmt: skip
    if by.kind == "worth":
        return tr("{x} {money} a year", "每年{x}{money}", x=number(by.matters, 0), money=money_name())
    assert_never(by.kind)


def score_text(found: Chosen, value: float) -> str:
    """A difference of the score, with its sign."""
    by = found.criterion
    if by.kind == "single":
        (measure,) = by.measures.values()
        return counted(change(value if measure.better == "up" else -value, measure.unit, short=True), measure.unit)
    if by.kind == "weights":
        return ("+" if value > 0 else "") + number(value, 1)
    if by.kind == "worth":
        return change(value, "money a year", short=True)
    assert_never(by.kind)


def span_text(found: Chosen, interval: Interval) -> str:
    """An interval of differences of the score."""
    by = found.criterion
    if by.kind == "single":
        (measure,) = by.measures.values()
        low, high = (interval.low, interval.high) if measure.better == "up" else (-interval.high, -interval.low)
        return between(low, high, measure.unit, signed=True, short=True)
    if by.kind == "weights":
        return tr("{a} to {b}", "{a}至{b}", a=score_text(found, interval.low), b=score_text(found, interval.high))
    if by.kind == "worth":
        return between(interval.low, interval.high, "money a year", signed=True, short=True)
    assert_never(by.kind)


def _first(found: Chosen) -> str:
    texts = {"by": criterion_text(found), "x": matters_text(found), "n": number(found.decided_after, 0),
             "left": named(found, found.left), "s": found.contender(found.leader).title,
             "k": len(found.contenders), "error": f"{100 * found.error:g}%"}  # fmt: skip
    if found.outcome == "winner":
        return tr("Best of {k} by {by}: {s}. Decided after {n} replications; smallest difference that matters: {x};"
                  " chance of error at most {error}.",
                  "按{by}在{k}个方案中择优：{s}最优。重复{n}次后得出结论；有意义的最小差值为{x}；出错的可能不超过{error}。",
                  **texts)  # fmt: skip
    if found.outcome == "alike":
        return tr("By {by} there is no difference that matters ({x}) between {left}. Decided after {n} replications.",
                  "按{by}，{left}之间没有达到有意义幅度（{x}）的差异。重复{n}次后得出结论。", **texts)  # fmt: skip
    if found.outcome == "undecided":
        return tr("By {by} it is not decided between {left} after {n} replications; about {more} would do (most={more},"
                  " or --most {more}), fewer with a larger difference that matters than {x}.",
                  "按{by}，重复{n}次后仍无法在{left}之间得出结论；约需{more}次（most={more}，或 --most {more}），"
                  "若有意义的差值大于{x}，则所需次数更少。", more=found.needed, **texts)  # fmt: skip
    assert_never(found.outcome)


def _beaten(found: Chosen) -> Iterator[str]:
    """Who fell behind, where several are left."""
    behind = [one.scheme for one in found.contenders if one.beaten_by is not None]
    if behind and len(found.left) > 1:
        yield tr("Behind them: {s}.", "已落后的方案：{s}。", s=named(found, behind))


def _again(found: Chosen) -> Iterator[str]:
    """How far ahead the winner is on luck that nothing was chosen with."""
    if found.fresh is None or found.runner_up is None:
        return
    texts = {"s": found.contender(found.runner_up).title, "n": number(found.fresh.n, 0),
             "x": score_text(found, found.fresh.mean), "span": span_text(found, found.fresh)}  # fmt: skip
    unit = tr(" times what matters", "倍有意义的差值") if found.criterion.kind == "weights" else ""
    yield tr("On {n} fresh replications it differs from {s}, the next best, by {x}{unit} ({span}).",
             "换用新的随机种子重复{n}次，与次优的{s}相差{x}{unit}（{span}）。", unit=unit, **texts)  # fmt: skip


def _range(found: Chosen, one: WeightRange) -> str:
    """Between which weights the choice stays, and who leads beyond."""
    measure = found.criterion.measures[one.measure]
    texts = {"m": first_lower(str(measure.title)), "now": _weight(one.weight), "low": _weight(one.low),
             "high": _weight(one.high)}  # fmt: skip
    if one.at_low is None and one.at_high is None:
        return tr("The choice is the same whatever the weight of {m}.", "无论{m}的权重如何，结论不变。", **texts)
    turns = []
    if one.at_low is not None:
        turns.append(tr("below {low}, {s} leads", "低于{low}时，{s}领先", s=found.contender(one.at_low).title, **texts))
    if one.at_high is not None:
        turns.append(
            tr("above {high}, {s} leads", "高于{high}时，{s}领先", s=found.contender(one.at_high).title, **texts)
        )
    told = tr("; ", "；").join(turns)
    return tr("Weight of {m} (now {now}): {told}.", "{m}的权重（现为{now}）：{told}。", told=told, **texts)


def _weight(value: float) -> str:
    return number(value, 0) if value >= 1000 or math.isinf(value) else f"{value:.3g}"


def columns(found: Chosen) -> tuple[str, ...]:
    """The heads of `rows`."""
    told = [
        part for m in found.criterion.measures.values() for part in (str(m.title), tr("from leader", "与领先者之差"))
    ]
    return (tr("scheme", "方案"), *told, tr("replications", "重复次数"), tr("outcome", "结果"))


def rows(found: Chosen) -> list[tuple[str, ...]]:
    """A row per scheme: its measures and paired differences from the leader, how often it was played, and what of it.

    The leader stands first, then those that are left, then the beaten, the last beaten first.
    """
    order = {scheme: i for i, scheme in enumerate(found.left)}
    by_place = sorted(found.contenders, key=lambda one: (order.get(one.scheme, len(order)), -one.beaten_after))
    made = []
    for one in by_place:
        cells = [str(one.title)]
        for name, measure in found.criterion.measures.items():
            unit = measure.unit
            cells.append(figure(one.levels[name].mean, unit, short=True))
            cells.append("" if one.scheme == found.leader else change(one.differences[name].mean, unit, short=True))
        made.append((*cells, number(one.replications, 0), _outcome(found, one)))
    return made


def _outcome(found: Chosen, one: Contender) -> str:
    if one.beaten_by is not None:
        return tr("beaten by {s} after {n}", "重复{n}次后不及{s}", s=found.contender(one.beaten_by).title,
                  n=number(one.beaten_after, 0))  # fmt: skip
    if found.outcome == "winner":
        return tr("best", "最优")
    if found.outcome == "alike":
        return tr("no difference that matters", "差异无实际意义")
    if found.outcome == "undecided":
        return tr("not decided", "尚无结论")
    assert_never(found.outcome)
