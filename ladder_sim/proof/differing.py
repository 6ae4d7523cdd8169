"""The first figure that two results have otherwise, named as a reader finds it: table, replication, month, grade."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.model.kinds import CAUSES
from ladder_sim.results.coded import COSTS
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.run import Run
from ladder_sim.store.run_file import arrays_of

#: The axes of each table of the counts; of what is not here, places are told by their numbers.
AXES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("headcount", "hires", "fte", "arrivals"), ("replication", "month", "grade")),
    **dict.fromkeys(("advanced", "stuck", "regretted"), ("replication", "month")),
    **dict.fromkeys(("kpi", "own", "choice"), ("replication", "month")),
    "moves": ("replication", "month", "arc"), "exits": ("replication", "month", "grade", "cause"),
    "pay": ("replication", "month", "grade", "part"), "costs": ("replication", "month", "grade", "cost"),
    "work": ("replication", "month"), "cases": ("replication", "month", "stage"),
    "seats": ("replication", "month", "grade"), "groups": ("replication", "month", "group"),
    "ledger": ("replication", "review"), "alone": ("replication", "review"), "stopped": ("replication", "group"),
    "audit": ("replication",), "drivers": ("replication", "month"), "waits": ("row",), "events": ("row",),
    "people": ("row",),
}  # fmt: skip


def first_otherwise(kept: RunCounts, again: RunCounts, of: Run) -> tuple[str, str] | None:
    """The first table that differs, and the first figure in it; None where all are the same to the last bit.

    Parameters
    ----------
    of : whose grades, months and replications name the place
    """
    mine, other = dict(arrays_of(kept)), dict(arrays_of(again))
    for name in dict.fromkeys((*mine, *other)):
        if name not in mine or name not in other:
            side = tr("is counted in one of both only", "只有一方有此项计数")
            return table_name(name, kept if name in mine else again), side
        a, b = mine[name], other[name]
        if a.dtype != b.dtype or a.shape != b.shape:
            sizes = tr("{a} numbers, played again {b}", "{a}个数字，重新模拟后为{b}个", a=a.size, b=b.size)
            return table_name(name, kept), sizes
        if a.tobytes() != b.tobytes():
            return table_name(name, kept), _figure(name, a, b, of)
    return None


def table_name(array: str, counts: RunCounts) -> str:
    """``ledger to_senior`` for ``ledger/0``: what stands for the number is the key.

    Parameters
    ----------
    array : as `arrays_of` names it
    """
    head, _, place = array.partition("/")
    keys = getattr(counts, head, None)
    return f"{head} {list(keys)[int(place)]}" if place and isinstance(keys, Mapping) else array


def _figure(name: str, a: Numbers, b: Numbers, of: Run) -> str:
    same = (a == b) | ((a != a) & (b != b)) if a.dtype.kind == "f" else a == b
    places = np.argwhere(~same)
    if not len(places):  # bits of zeros and of NaN
        return tr("the same numbers in other bits", "数值相同，但位表示不同")
    at = tuple(int(i) for i in places[0])
    axes = AXES.get(name.partition("/")[0], ())
    where = tr(", ", "，").join(_place(axis, i, name, of) for axis, i in zip_longest(axes, at, fillvalue="") if i != "")
    more = tr("; {n} figures differ in all", "；共{n}个数字不同", n=len(places)) if len(places) > 1 else ""
    return tr("{where}: kept {a}, played again {b}{more}", "{where}：保存的为{a}，重新模拟为{b}{more}", where=where,
              a=a[at], b=b[at], more=more)  # fmt: skip


def _place(axis: str, i: object, name: str, of: Run) -> str:
    """A place of an axis as tables name it."""
    assert isinstance(i, int)
    axes: Axes = of.axes
    named: Mapping[str, Sequence[str]] = {
        "grade": [grade.id for grade in axes.grades], "cause": CAUSES, "part": [part for part, _ in axes.parts],
        "cost": COSTS, "arc": [axes.moves[move].id for move, _, _ in axes.arcs],
        "group": [f"{attribute} {value}" for attribute, value, _ in axes.groups],
        "stage": [f"{stage.move}.{stage.id}" for stage in axes.stages],
    }  # fmt: skip
    if axis in named and i < len(named[axis]):
        return str(named[axis][i])
    first = of.numbers.start if axis == "replication" else 0 if axis == "month" and name == "headcount" else 1
    words = {
        "replication": tr("replication {n}", "重复{n}", n=i + first),
        "month": tr("month {n}", "第{n}月", n=i + first),
        "review": tr("review {n}", "第{n}次评审", n=i + first),
        "row": tr("row {n}", "第{n}行", n=i + first),
    }
    return words.get(axis, f"[{i}]")


def first_in_csv(kept: str, again: str) -> str:
    """The first cell in which two tables differ, by line and header; '' where none does."""
    mine, other = (list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) for text in (kept, again))
    header = mine[0] if mine else []
    for line, (a, b) in enumerate(zip_longest(mine, other), start=1):
        if a is None or b is None:
            return tr("{a} lines, played again {b}", "{a}行，重新模拟为{b}行", a=len(mine), b=len(other))
        for place, (x, y) in enumerate(zip_longest(a, b)):
            if x != y:
                column = header[place] if place < len(header) else str(place + 1)
                named = tr(" ({name})", "（{name}）", name=a[0]) if place else ""
                return tr("line {line}{named}, column '{column}': there {a}, played again {b}",
                          "第{line}行{named}“{column}”列：文件为{a}，重新模拟为{b}", line=line, named=named,
                          column=column, a=_shown(x), b=_shown(y))  # fmt: skip
    return ""


def first_in_json(kept: str, again: str) -> str:
    """The first value in which two JSON texts differ, by its path; '' where none does."""
    try:
        mine, other = json.loads(kept), json.loads(again)
    except ValueError:
        return tr("is no JSON any more", "已不是有效的 JSON")
    return next((tr("{path}: there {a}, played again {b}", "{path}：文件为{a}，重新模拟为{b}", path=path, a=_shown(x),
                    b=_shown(y)) for path, x, y in values_otherwise(mine, other)), "")  # fmt: skip


def values_otherwise(a: PlainData, b: PlainData, path: str = "") -> Iterator[tuple[str, PlainData, PlainData]]:
    """Every value in which two trees of JSON differ, with its path; None stands for what one lacks."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from values_otherwise(a.get(key), b.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from values_otherwise(x, y, f"{path}[{i}]")
    elif a != b and not (isinstance(a, float) and isinstance(b, float) and math.isnan(a) and math.isnan(b)):
        yield path, a, b


def _shown(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
