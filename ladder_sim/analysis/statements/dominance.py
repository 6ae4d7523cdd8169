"""What a frontier says: which schemes are to be weighed against each other, and which another beats in everything."""

from __future__ import annotations

from typing import assert_never

from ladder_sim.core.display import between, figure, first_few, how_often, with_money
from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_lower
from ladder_sim.results.dominance import Frontier, FrontierPlace, FrontierPoint


def summary(found: Frontier) -> list[str]:
    """Who is on the frontier, who is dominated by whom and how surely, and what luck leaves open."""
    told = [_first(found)]
    told += [_dominated(found, point) for point in found.points if point.place == "dominated"]
    unsure = [point for point in found.points if point.place == "unsure"]
    if unsure:
        told.append(tr("Luck leaves open: {s}.", "随机波动下无法确定：{s}。", s=tr("; ", "；").join(
            tr("{s} (dominated in {x} of the samples)", "{s}（{x}的抽样中被全面超过）", s=point.title,
               x=how_often(point.share)) for point in unsure)))  # fmt: skip
    unknown = [point.title for point in found.points if point.place == "unknown"]
    if unknown:
        told.append(tr("A measure has no value: {s}.", "有指标无数值：{s}。", s=first_few(unknown)))
    return told


def _measures(found: Frontier) -> str:
    return enumerated(first_lower(str(measure.title)) for measure in found.measures.values())


def _first(found: Frontier) -> str:
    sure = [point.title for point in found.points if point.place == "frontier"]
    if not sure:
        return tr("Over {m} no scheme is surely on the frontier.", "就{m}而言，没有方案可以确定位于前沿。",
                  m=_measures(found))  # fmt: skip
    if len(sure) == 1 and all(point.place == "dominated" for point in found.points if point.title != sure[0]):
        return tr("Over {m} every other scheme is dominated by another; {s} is left.",
                  "就{m}而言，其他方案都被全面超过，只剩{s}。", m=_measures(found), s=sure[0])  # fmt: skip
    return tr("Over {m} no other scheme is better in everything than {s}: between them it is a matter of weights.",
              "就{m}而言，没有方案全面优于{s}；在它们之间取舍取决于各指标的权重。", m=_measures(found),
              s=first_few(sure))  # fmt: skip


def _dominated(found: Frontier, point: FrontierPoint) -> str:
    by = first_few([found.point(scheme).title for scheme in point.by])
    return tr("{s} is dominated by {by}: no better in anything and worse in something, in {x} of the samples.",
              "{s}被{by}全面超过：没有一项更优，且至少一项更差（{x}的抽样如此）。", s=point.title, by=by,
              x=how_often(point.share))  # fmt: skip


def place_text(place: FrontierPlace) -> str:
    """Where a scheme stands."""
    if place == "frontier":
        return tr("on the frontier", "位于前沿")
    if place == "dominated":
        return tr("dominated", "被全面超过")
    if place == "unsure":
        return tr("open", "无法确定")
    if place == "unknown":
        return tr("no value", "无数值")
    assert_never(place)


def columns(found: Frontier) -> tuple[str, ...]:
    """The heads of `rows`."""
    measures = (with_money(str(m.title), m.unit) for m in found.measures.values())
    return (tr("scheme", "方案"), *measures, tr("place", "位置"), tr("dominated by", "被谁超过"),
            tr("in samples", "占抽样"), tr("in replications", "占各次重复"))  # fmt: skip


def rows(found: Frontier) -> list[tuple[str, ...]]:
    """A row per scheme: each measure with its interval, where it stands, by whom and how surely it is dominated."""
    made = []
    for point in found.points:
        levels = (
            tr("{x} ({span})", "{x}（{span}）", x=figure(one.mean, found.measures[name].unit, short=True),
               span=between(one.low, one.high, found.measures[name].unit, short=True))
            for name, one in point.levels.items()
        )  # fmt: skip
        by = tr(", ", "、").join(found.point(scheme).title for scheme in point.by)
        made.append((point.title, *levels, place_text(point.place), by, how_often(point.share),
                     how_often(point.share_of_replications)))  # fmt: skip
    return made


def commands(found: Frontier) -> list[str]:
    """A line per scheme with the command that plays it again, or what to do first where no file says it."""
    return [
        point.command or tr("{s}: save it first, scheme.save('{s}.yaml'); no file says it as it was played",
                            "{s}：请先用 scheme.save('{s}.yaml') 保存；目前没有文件记录这一方案", s=point.scheme)
        for point in found.points
    ]  # fmt: skip
