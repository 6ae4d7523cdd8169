"""Tables of runs on real people that tell of nobody: grades and groups of fewer than five are merged with others.

Everything that a run on a roster writes is counted by grades that have nobody or at least `SMALL_GROUP` people, on the
first day and on average in every year; the same merged grades in every table, and in every run of a comparison that has
this ladder, so that sums still hold and nothing can be subtracted back. A part of pay is had by nobody or by as many
people of each merged grade: what three supervisors of ten leaders alone are paid would stand in the table as a part. A
part that follows base pay is likewise not had by nobody or by as many: it tells the base of all who have it, and so
that of the others. A part that so few have, or have not, anywhere is added to base pay. An attribute whose groups are
the people of merged grades but for fewer than five is told of all together: the pay of these few would be the
difference. Money is given as means over all replications, by year: between two months, or two replications, one
person's pay would be the difference. Runs on people who are made up stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Mask, Numbers
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.problems import Problems
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import names_in
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.results.coded import COSTS
from ladder_sim.results.columns import category
from ladder_sim.results.counts import Axes, GradeInfo, RunCounts
from ladder_sim.results.parity import attribute_of

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.comparison import Comparison
    from ladder_sim.results.run import Run

Places = npt.NDArray[np.int64]
#: Tables of money: those that are written by year.
MONEY = ("pay", "costs")
#: Parts of pay that an event brings.
_ONCE = ("award", "arrears", "protection")


def real(run: Run) -> bool:
    """Whether the people of the first day are real."""
    return run.workforce.people.roster is not None


def few_people(people: float) -> bool:
    """Nobody at all is no secret."""
    return 0 < people < SMALL_GROUP


def group_sizes(run: Run) -> Floats:
    """Average people by group, shape (groups,)."""
    people: Floats = run.counts.groups[..., 0].mean(axis=(0, 1), dtype=np.float64)
    return people


def hidden(run: Run, name: str) -> bool:
    """Whether a measure would tell of a group of fewer than five people."""
    compared = attribute_of(name)
    groups = zip(run.axes.groups, group_sizes(run), strict=True)
    return any(attribute == compared and few_people(people) for (attribute, _, _), people in groups)


def written(run: Run) -> Run:
    """The run as its files may tell of it: of real people `protected`, else itself."""
    return protected(run) if real(run) else run


def written_comparison(comparison: Comparison) -> Comparison:
    """The comparison as data may tell of it: of real people with every run `protected`, else itself."""
    if comparison.departments or not any(real(run) for run in comparison.runs):
        return comparison  # of a company whole departments are told
    runs = [protected(run, comparison.runs) if real(run) else run for run in comparison.runs]
    made = type(comparison)(runs, comparison.baseline, comparison.notes, comparison.same_people)
    made.explained.update(comparison.explained)  # what was asked of it is told of no single person
    return made


# --- merging --------------------------------------------------------------------------------------


def protected(run: Run, beside: Sequence[Run] = ()) -> Run:
    """The run with grades, parts of pay and groups merged until none tells of fewer than five people.

    Parameters
    ----------
    beside : runs that are told together with it: where ladders, parts or groups are alike, they are merged alike
    """
    together = [run, *(one for one in beside if one is not run and real(one))]
    rare = set().union(*(_rare(one) for one in together))
    alike = [one for one in together if _ids(one) == _ids(run)]
    grades = merged(np.concatenate([_cells(one, rare) for one in alike]), [grade.track for grade in run.axes.grades])
    groups = _groups([one for one in alike if _named(one) == _named(run)], grades)
    parts = np.cumsum([name not in rare for name, _ in run.axes.parts]) - 1
    parts[[name in rare for name, _ in run.axes.parts]] = 0
    axes = _axes(run.axes, grades, groups, parts)
    return replace(run, axes=axes, counts=_counts(run.counts, run.axes, axes, (grades, groups, parts)))


def _ids(run: Run) -> list[str]:
    return [grade.id for grade in run.axes.grades]


def _named(run: Run) -> list[tuple[str, str]]:
    return [(attribute, value) for attribute, value, _ in run.axes.groups]


def merged(people: Floats, like: Sequence[object]) -> Places:
    """Into which class each goes: neighbors of one kind first, then any, until no class is small.

    Parameters
    ----------
    people : shape (cells, places)
    like : of each place, its kind
    """
    of = np.arange(people.shape[1])
    while True:
        classes = np.unique(of)
        sums = {int(c): people[:, of == c].sum(axis=1) for c in classes}
        small = [c for c, n in sums.items() if ((n > 0) & (n < SMALL_GROUP)).any()]
        if not small or len(classes) == 1:
            return np.searchsorted(classes, of)
        one = min(small, key=lambda c: float(sums[c].sum()))
        at = int(np.flatnonzero(classes == one)[0])
        near = [int(classes[i]) for i in (at - 1, at + 1) if 0 <= i < len(classes)]
        kind = like[int(np.flatnonzero(of == one)[0])]
        alike = [c for c in near if kind in {like[int(i)] for i in np.flatnonzero(of == c)}]
        into = min(alike or near, key=lambda c: float(sums[c].sum()))
        of = np.where(np.isin(of, (one, into)), min(one, into), of)


def _cells(run: Run, rare: Set[str]) -> Floats:
    """People of whom some table would tell, shape (cells, grades): everybody, and who has a part of pay or has not."""
    there = run.counts.headcount
    years = _by_year(there[:, 1:])
    cells = [there[:, :1].mean(axis=0), years]
    for part in _standing(run):
        if run.axes.parts[part][0] not in rare:
            cells += _told_of(run, part, years)
    return np.concatenate(cells)


def _told_of(run: Run, part: int, years: Floats) -> list[Floats]:
    """The people of whom a part of pay tells: who has it, and where it follows base pay, who has not.

    Parameters
    ----------
    years : average people, shape (years, grades)

    Returns
    -------
    Of the same shape.
    """
    has = _having(run, part)
    told = [np.where(has, years, 0.0)]
    if has.any() and run.axes.parts[part][0] in _following(run):
        told.append(np.where(has, 0.0, years))
    return told


def _standing(run: Run) -> list[int]:
    """Parts of pay that people have month by month; what is paid for an event has no group of people."""
    return [i for i, (name, _) in enumerate(run.axes.parts) if name not in _ONCE]


def _having(run: Run, part: int) -> Mask:
    """In which grades anybody has a part of pay, shape (years, grades)."""
    starts = np.arange(0, run.months, 12)
    found: Mask = np.add.reduceat(np.abs(run.counts.pay[..., part]).sum(axis=0), starts, axis=0) > 0
    return found


def _rare(run: Run) -> set[str]:
    """Parts of pay beside the base that fewer than five people have, or have not, in some year.

    Also what is paid above the tables, which is one person's own, and a part of one's own pay that has a condition: how
    many have these is not counted.
    """
    years = _by_year(run.counts.headcount[:, 1:])
    own = {part.name for part in _paid(run) if part.when is not None} & _following(run)
    found = {name for name, _ in run.axes.parts if name in own or name == "protection"}
    for part in _standing(run)[1:]:
        people = np.stack([cells.sum(axis=1) for cells in _told_of(run, part, years)])
        if ((people > 0) & (people < SMALL_GROUP)).any():
            found.add(run.axes.parts[part][0])
    return found


def _paid(run: Run) -> Iterator[PayPart]:
    """The parts of pay of the scheme, and of those that it replaces."""
    scheme: Scheme | None = run.scheme
    while scheme is not None:
        yield from scheme.pay
        scheme = scheme.replaced


def _following(run: Run) -> set[str]:
    """Parts of pay whose amount reads base pay."""
    trees = {part.name: parse(part.amount, Problems()) for part in _paid(run)}
    return {name for name, tree in trees.items() if tree is None or not {"base", "pay"}.isdisjoint(names_in(tree))}


def _by_year(people: Numbers) -> Floats:
    """Average people, shape (years, places), from (replications, months, places)."""
    months = _lengths(people.shape[1])
    starts = np.arange(0, people.shape[1], 12)
    means: Floats = np.add.reduceat(people.mean(axis=0), starts, axis=0) / months[:, None]
    return means


def _groups(runs: Sequence[Run], grades: Places) -> Places:
    """Into which class each group goes; of all these runs the same.

    Parameters
    ----------
    grades : the class of each grade
    """
    axes = runs[0].axes
    people = np.concatenate([_by_year(run.counts.groups[..., 0]) for run in runs])
    made, at = np.zeros(people.shape[1], np.int64), 0
    for attribute in dict.fromkeys(name for name, _, _ in axes.groups):
        members = [i for i, group in enumerate(axes.groups) if group[0] == attribute]
        own = merged(people[:, members], [attribute] * len(members))
        if any(_like_grades(run, members, own, grades) for run in runs):
            own = np.zeros_like(own)
        made[members] = at + own
        at += int(own.max()) + 1
    return made


def _like_grades(run: Run, members: list[int], groups: Places, grades: Places) -> bool:
    """Whether some group is the people of merged grades but for fewer than five: those few would be the difference."""
    if "steps" not in run.counts.audit:
        return False
    months = run.counts.audit["steps"][..., 0].mean(axis=0)[:, members]
    people = months / _lengths(run.months)[:, None, None]
    cells = _summed(_summed(people, 1, groups), 2, grades)  # (years, groups, grades)
    apart = np.minimum(cells, cells.sum(axis=1, keepdims=True) - cells).sum(axis=2)
    return bool(((apart > 0) & (apart < SMALL_GROUP)).any())


def _lengths(months: int) -> Floats:
    """How many months each year of a run has, shape (years,)."""
    return np.diff(np.arange(0, months, 12), append=months).astype(np.float64)


def _axes(axes: Axes, grades: Places, groups: Places, parts: Places) -> Axes:
    arcs = tuple(dict.fromkeys(_arc(arc, grades) for arc in axes.arcs))
    named = []
    for c in range(int(groups.max(initial=-1)) + 1):
        members = [axes.groups[i] for i in np.flatnonzero(groups == c)]
        named.append(
            (members[0][0], "+".join(value for _, value, _ in members), joined_titles([t for _, _, t in members]))
        )
    merged = tuple(_grade([axes.grades[i] for i in np.flatnonzero(grades == c)]) for c in range(int(grades.max()) + 1))
    paid = [[axes.parts[i] for i in np.flatnonzero(parts == c)] for c in range(int(parts.max()) + 1)]
    told = tuple(("+".join(name for name, _ in own), joined_titles([title for _, title in own])) for own in paid)
    return replace(axes, grades=merged, arcs=arcs, groups=tuple(named), parts=told)


def _arc(arc: tuple[int, int, int], grades: Places) -> tuple[int, int, int]:
    move, start, end = arc
    return move, int(grades[start]), int(grades[end]) if end < len(grades) else int(grades.max()) + 1


def _grade(members: list[GradeInfo]) -> GradeInfo:
    if len(members) == 1:
        return members[0]
    return replace(
        members[0], id="+".join(one.id for one in members), title=joined_titles([one.title for one in members]),
        covered=any(one.covered for one in members), entry=any(one.entry for one in members),
        top=all(one.top for one in members),
    )  # fmt: skip


def joined_titles(titles: list[Title]) -> Title:
    """What groups are called that are merged; one is called as it is."""
    if len(titles) == 1:
        return titles[0]
    return in_both(lambda: tr(" + ", "、").join(map(str, titles)))


def merged_groups(found: list[tuple[Title, Mask]], sizes: list[float]) -> list[tuple[Title, Mask]]:
    """Groups of real people with neighbors until none has fewer than five: what one person gains stands in no table.

    Parameters
    ----------
    found : what each is called, and who is in it, of any shape
    sizes : how many are in each
    """
    if not found:
        return []
    of = merged(np.array([sizes]), [""] * len(found))
    made = []
    for c in range(int(of.max()) + 1):
        members = [found[i] for i in np.flatnonzero(of == c)]
        made.append(
            (joined_titles([title for title, _ in members]), np.logical_or.reduce([mask for _, mask in members]))
        )
    return made


def _summed(table: Numbers, axis: int, of: Places) -> Numbers:
    """A table with the places of an axis added up by their classes."""
    shape = list(table.shape)
    shape[axis] = int(of.max(initial=-1)) + 1
    made = np.zeros(shape, table.dtype)
    np.add.at(np.moveaxis(made, axis, 0), of, np.moveaxis(table, axis, 0))
    return made


def _counts(counts: RunCounts, old: Axes, new: Axes, places: tuple[Places, Places, Places]) -> RunCounts:
    grades, groups, parts = places
    arcs = np.array([new.arcs.index(_arc(arc, grades)) for arc in old.arcs], np.int64)
    by_grade: RecordValues = {name: _summed(getattr(counts, name), 2, grades)
                for name in ("headcount", "exits", "hires", "pay", "costs", "seats")}  # fmt: skip
    by_grade["pay"] = _summed(by_grade["pay"], 3, parts)
    audit = {name: _summed(table, 3 if name == "shuffled" else 2, groups) for name, table in counts.audit.items()}
    stopped = {move: _summed(table, 1, groups) for move, table in counts.stopped.items()}
    if "steps" in audit:
        audit["steps"] = _summed(audit["steps"], 3, grades)
    waits = np.array(counts.waits)
    if len(waits):
        waits[:, 1] = grades[waits[:, 1]]
        rows, back = np.unique(waits[:, :5], axis=0, return_inverse=True)
        waits = np.column_stack([rows, np.bincount(back.ravel(), waits[:, 5])]).astype(np.int32)
    return replace(
        counts, moves=_summed(counts.moves, 2, arcs), groups=_summed(counts.groups, 2, groups), audit=audit,
        stopped=stopped, waits=waits, events=None, people=None, **by_grade,
    )  # fmt: skip


def money(run: Run, name: str) -> pd.DataFrame:
    """The table ``pay`` or ``costs`` of a protected run by year, the mean over all replications.

    Without any class of five people there are no rows.
    """
    import pandas as pd

    counts, axes = run.counts, run.axes
    if name == "pay":
        table, column, kinds = counts.pay, "part", [part for part, _ in axes.parts]
    else:
        table, column, kinds = np.concatenate([counts.pay.sum(axis=3, keepdims=True), counts.costs], axis=3), "cost", [
            "salary", *COSTS]  # fmt: skip
    starts = np.arange(0, run.months, 12)
    amount = np.add.reduceat(table.mean(axis=0), starts, axis=0)  # (years, grades, kinds)
    if (_by_year(counts.headcount[:, 1:].sum(axis=2, keepdims=True)) < SMALL_GROUP).any():
        amount = np.zeros_like(amount)
    year, grade, kind = np.nonzero(amount)
    return pd.DataFrame({
        "year": year + 1, "grade": category(grade, [one.id for one in axes.grades], ordered=True),
        column: category(kind, kinds), "amount": amount[year, grade, kind],
    })  # fmt: skip
