"""What became of a study's expectations, in sentences and rows."""

from __future__ import annotations

from typing import assert_never

from ladder_sim.core.display import first_few, how_often, number
from ladder_sim.core.i18n import tr
from ladder_sim.results.expectations import CounterExample, Expectations, Fate, Judgment


def summary(found: Expectations) -> list[str]:
    """For each expectation under how many schemes it is kept, and where it fails."""
    titles = dict.fromkeys(str(one.expectation.title) for one in found.judged)
    return [_told(title, [one for one in found.judged if str(one.expectation.title) == title]) for title in titles]


def _told(title: str, judged: list[Judgment]) -> str:
    kept = [one.title for one in judged if one.fate == "kept"]
    if len(kept) == len(judged):
        return tr("“{t}”: kept by every scheme.", "“{t}”：各方案均满足。", t=title)
    parts = [tr("kept by {s}", "{s}满足", s=first_few(kept))] if kept else []
    parts += [_failing(one) for one in judged if one.fate != "kept"]
    return tr("“{t}”: {parts}.", "“{t}”：{parts}。", t=title, parts=tr("; ", "；").join(parts))


def _failing(one: Judgment) -> str:
    """A scheme that does not keep it, with where it fails."""
    where = example_text(one.example)
    where = tr(" ({where})", "（{where}）", where=where) if where else ""
    if one.fate == "broken":
        return tr("broken by {s}{where}", "{s}不满足{where}", s=one.title, where=where)
    if one.fate == "luck":
        return tr("left to luck under {s}, kept in {x} of {n} replications{where}",
                  "{s}视随机情况而定，{n}次重复中{x}满足{where}", s=one.title, x=how_often(one.share),
                  n=number(one.replications, 0), where=where)  # fmt: skip
    if one.fate == "unknown":
        return tr("cannot be said of {s}, which lacks what is asked", "{s}没有所问的职级或指标，无法判断", s=one.title)
    if one.fate == "kept":
        return ""
    assert_never(one.fate)


def example_text(example: CounterExample | None) -> str:
    """Where it fails: the month, the replication, and a person."""
    if example is None:
        return ""
    told = tr("month {m} of replication {r}", "第{r}号重复的第{m}个月", m=example.month, r=example.replication)
    if example.person is None:
        return told
    return tr("{told}: person {p} is in {g}", "{told}：人员{p}在{g}", told=told, p=example.person,
              g=example.grade_title)  # fmt: skip


def fate_text(fate: Fate) -> str:
    """What became of it."""
    if fate == "kept":
        return tr("kept", "满足")
    if fate == "broken":
        return tr("broken", "不满足")
    if fate == "luck":
        return tr("left to luck", "视随机情况")
    if fate == "unknown":
        return tr("cannot be said", "无法判断")
    assert_never(fate)


def columns(found: Expectations) -> tuple[str, ...]:
    """The heads of `rows`."""
    return (tr("expectation", "预期"), tr("scheme", "方案"), tr("outcome", "结果"), tr("kept in", "满足占比"),
            tr("where it fails", "不满足之处"))  # fmt: skip


def rows(found: Expectations) -> list[tuple[str, ...]]:
    """A row per expectation and scheme."""
    return [
        (str(one.expectation.title), one.title, fate_text(one.fate), how_often(one.share) if one.replications else "–",
         example_text(one.example) if one.fate != "unknown"
         else tr("the scheme lacks what is asked", "该方案没有所问的职级或指标"))
        for one in found.judged
    ]  # fmt: skip
