"""Groups by several attributes at once, such as gender and age band: promoted, leaving and dismissed alike?

Read from the spells of a run with events, so that any attribute of people can be crossed with any other after the run;
the measure is that of `parity`: each group against everybody else, all replications together. People are in the band of
their age on the first day or at their hire. Of real people levels are joined first, so that no table beside another
tells of fewer than five.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import names_of
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.results.intervals import UNDEFINED, Interval, change_interval, pooled_interval, samples
from ladder_sim.results.joined_levels import safe_classes
from ladder_sim.results.parity import CAUSES_OF, Counts
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import real

if TYPE_CHECKING:
    import pandas as pd

MERGED = "+"
#: Of a company its departments can be crossed like an attribute.
DEPARTMENT = "department"
UNKNOWN = "?"  # of real people; without it they would be the difference between two tables
#: What others call an attribute.
_OTHERS = {"sex": "gender", "men": "gender", "women": "gender", "male": "gender", "female": "gender",
           "age_band": "age", "age_group": "age", "degree": "education"}  # fmt: skip


def by_group(run: Run, by: Sequence[str], bands: Mapping[str, Sequence[float]] | None = None) -> pd.DataFrame:
    """Every combination of attributes against everybody else; see `Run.by_group`.

    Raises
    ------
    LadderError
        An attribute is not known, or the bands are not by attribute.
    """
    import pandas as pd

    names = names_of(by, "by")
    if bands is not None and not isinstance(bands, Mapping):
        raise LadderError(tr("bands: needs a dict of attributes, such as {{{name!r}: {got}}}, got {type}",
                             "bands：应为属性的字典，例如 {{{name!r}: {got}}}，现为 {type}", name=names[0],
                             got=list(bands) if isinstance(bands, Iterable) else [30, 40],
                             type=type(bands).__name__))  # fmt: skip
    _named(run, names, dict(bands or {}))
    spells = _spells(run)
    parts = [_labels(run, spells, name, dict(bands or {})) for name in names]
    if real(run):
        parts = _joined(run, spells, names, parts, dict(bands or {}))
    known = np.logical_and.reduce([part != "" for part in parts])
    spells, parts = spells[known], [part[known] for part in parts]
    joined = pd.Series(list(zip(*parts, strict=True)), dtype=object)
    groups = sorted(set(joined))
    counted = _counted(run, spells, joined.map({group: i for i, group in enumerate(groups)}).to_numpy(), len(groups))
    labels, counted = _merged(run, groups, counted)
    rows = [_row(run, counted, i) for i in range(len(labels))]
    made = pd.DataFrame(rows, index=pd.MultiIndex.from_tuples(labels, names=names) if len(names) > 1
                        else pd.Index([label[0] for label in labels], name=names[0]))  # fmt: skip
    made.attrs = {"units": dict.fromkeys(("people", "promotions", "short"), "people"), "smallest": SMALL_GROUP,
                  "source": run.provenance}  # fmt: skip
    return made


def with_events(run: Run) -> bool:
    """Whether single people of a run are known; of a company those of every department."""
    return all(one.counts.events is not None for one in run.departments.values() or (run,))


def _spells(run: Run) -> pd.DataFrame:
    try:
        return run.frame("spells").reset_index(drop=True)  # a small run is played again for it
    except LadderError:
        raise LadderError(tr("by_group reads single people: play the run with events=True",
                             "by_group 需要逐人记录：请以 events=True 模拟")) from None  # fmt: skip


def _named(run: Run, names: Sequence[str], bands: Mapping[str, Sequence[float]]) -> None:
    """Refuse attributes that people have not, and numbers without bands, all at once and before anything is played."""
    attributes = run.workforce.people.attributes
    own = {DEPARTMENT} - {*attributes} if run.departments else set()
    wrong = [
        tr("by_group: people have no attribute '{name}'{hint}", "by_group：人员没有属性“{name}”{hint}", name=name,
           hint=_meant(name, [*attributes, *own]))
        if name not in attributes else
        tr("by_group: '{name}' is a number; give the ends of its bands, as bands={{'{name}': [30, 40]}}",
           "by_group：“{name}”是数值，请给出分段，例如 bands={{'{name}': [30, 40]}}", name=name)
        for name in names
        if name not in own and (name not in attributes or not (attributes[name].levels or bands.get(name)))
    ]  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))


def _meant(name: str, attributes: Iterable[str]) -> str:
    """``; write by_group('gender')`` of another word for an attribute, else the nearest, else all that there are."""
    known = [*attributes]
    other = _OTHERS.get(name.lower(), "")
    if other in known:
        return tr("; write by_group({name!r})", "；请写作 by_group({name!r})", name=other)
    return nearest(name, known) or tr("; known: {names}", "；可用：{names}", names=tr(", ", "、").join(known))


def _labels(run: Run, spells: pd.DataFrame, name: str, bands: dict[str, Sequence[float]]) -> Numbers:
    """The group of everybody by one attribute, '' where it is not known."""
    if name == DEPARTMENT and name not in run.workforce.people.attributes:
        return spells[name].astype("str").to_numpy(object)
    if name not in spells:
        hint = _meant(name, [*map(str, spells)])
        raise LadderError(tr("by_group: people have no attribute '{name}'{hint}",
                             "by_group：人员没有属性“{name}”{hint}", name=name, hint=hint))  # fmt: skip
    values = spells[name]
    if run.workforce.people.attributes[name].levels:
        return values.astype(object).where(values.notna(), "").to_numpy(object)
    cuts = sorted(float(cut) for cut in bands[name])
    numbers = values.to_numpy(np.float64)
    place = np.searchsorted(cuts, np.nan_to_num(numbers), side="right")
    texts = [_band(cuts, i) for i in range(len(cuts) + 1)]
    return np.where(np.isnan(numbers), "", np.array(texts, object)[place])


def _joined(
    run: Run, spells: pd.DataFrame, names: Sequence[str], parts: list[Numbers], bands: dict[str, Sequence[float]]
) -> list[Numbers]:  # fmt: skip
    """The groups of everybody, with levels joined by the real people of the first day, the unknown ones a level too."""
    parts = [np.where(part == "", UNKNOWN, part) for part in parts]
    orders = [[*_levels(run, name, bands), UNKNOWN] for name in names]
    codes = np.stack([np.array([order.index(label) for label in part], np.int64)
                      for order, part in zip(orders, parts, strict=True)], axis=1)  # fmt: skip
    first = spells["entered"].to_numpy() == 0
    cells, people = np.unique(codes[first], axis=0, return_counts=True)
    classes = safe_classes(people / run.replications, cells, [len(order) for order in orders])
    made = []
    for k, (order, of) in enumerate(zip(orders, classes, strict=True)):
        there = set(codes[:, k].tolist())
        labels = [MERGED.join(order[i] for i in np.flatnonzero(of == c) if i in there) for c in of]
        made.append(np.array(labels, object)[codes[:, k]])
    return made


def _levels(run: Run, name: str, bands: dict[str, Sequence[float]]) -> list[str]:
    """The groups of an attribute, in their order; of the departments of a company these."""
    if name == DEPARTMENT and name not in run.workforce.people.attributes:
        return list(run.departments)
    levels = run.workforce.people.attributes[name].levels
    if levels:
        return list(levels)
    cuts = sorted(float(cut) for cut in bands.get(name, ()))
    return [_band(cuts, i) for i in range(len(cuts) + 1)]


def _band(cuts: Sequence[float], i: int) -> str:
    if i == 0:
        return f"<{cuts[0]:g}"
    return f"{cuts[-1]:g}+" if i == len(cuts) else f"{cuts[i - 1]:g}-{cuts[i]:g}"


def _counted(run: Run, spells: pd.DataFrame, group: Integers, groups: int) -> dict[str, Floats]:
    """By what happens, shape (replications, groups): person-months, promotions, exits."""
    shape = run.replications, groups
    rep = spells["replication"].to_numpy() - run.numbers.start
    cell = rep * groups + group
    entered = spells["entered"].to_numpy(np.float64)
    left = spells["left"].fillna(run.months + 1).to_numpy(np.float64)
    months = np.maximum(left - np.maximum(entered, 1), 0)  # the month's ends at which the stay lasts

    def table(weights: Numbers) -> Floats:
        made = np.bincount(cell, weights.astype(np.float64), minlength=shape[0] * shape[1])
        return made.astype(np.float64).reshape(shape)

    cause = spells["cause"].astype(object)
    found = {"months": table(months), "promotion": table((spells["ended_by"] == "promotion").to_numpy())}
    return found | {name: table(cause.isin(causes).to_numpy()) for name, causes in CAUSES_OF.items()}


def _merged(
    run: Run, groups: Sequence[tuple[str, ...]], counted: dict[str, Floats]
) -> tuple[list[tuple[str, ...]], dict[str, Floats]]:
    """Groups of fewer than five people on average together, with the next smallest while they are still too few."""
    people = counted["months"].mean(axis=0) / run.months
    order = np.argsort(people, kind="stable")
    few = int((people < SMALL_GROUP).sum())
    while 0 < few < len(order) and (few == 1 or people[order[:few]].sum() < SMALL_GROUP):
        few += 1
    if few < 2:
        return list(groups), counted
    small, kept = sorted(order[:few].tolist()), sorted(order[few:].tolist())
    labels = [groups[i] for i in kept]
    width = len(groups[0])
    labels.append(tuple(MERGED.join(dict.fromkeys(groups[i][k] for i in small)) for k in range(width)))
    return labels, {name: np.column_stack([table[:, kept], table[:, small].sum(axis=1)])
                    for name, table in counted.items()}  # fmt: skip


def _row(run: Run, counted: dict[str, Floats], i: int) -> dict[str, float]:
    months = counted["months"]
    rest = months.sum(axis=1) - months[:, i]
    row = {"people": float(months[:, i].mean()) / run.months,
           "promotions": float(counted["promotion"][:, i].mean()) * 12 / run.months}  # fmt: skip
    for name in ("promotion", *CAUSES_OF):
        table = counted[name]
        counts = Counts(table[:, i], months[:, i], table.sum(axis=1) - table[:, i], rest)
        found = _ratio(run, counts, people=row["people"])
        row |= {f"{name}_ratio": math.exp(found.mean), f"{name}_low": math.exp(found.low),
                f"{name}_high": math.exp(found.high)}  # fmt: skip
        if name == "promotion":
            row["short"] = change_interval(counts.short() * 12 / run.months).mean
    return row


def _ratio(run: Run, counts: Counts, *, people: float) -> Interval:
    """The pooled log ratio with its interval; none of a group that is too small, or of everybody."""
    if people < SMALL_GROUP or counts.rest_months.mean() < SMALL_GROUP * run.months:
        return UNDEFINED
    drawn = counts.pooled(samples(run.replications)).log_ratio()
    return pooled_interval(drawn, run.replications, error=counts.error())
