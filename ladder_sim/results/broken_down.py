"""A measure by year, by month and by grade: which words ask for it, and the numbers of each replication.

A measure of a grade is formed as of the whole: rates and amounts a head are sums divided by the average headcount, here
of that grade alone. A move counts for the grade from which it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, misspelt, nearest
from ladder_sim.model.kinds import EXIT_CAUSES
from ladder_sim.results.measure import Measure
from ladder_sim.results.period import Window

if TYPE_CHECKING:
    import pandas as pd

#: By what a measure is broken down.
ByWord = Literal["run", "year", "month", "grade"]
#: One word, or time and grade together, in the order in which they are to stand.
By = ByWord | Sequence[ByWord]
BY: tuple[ByWord, ...] = get_args(ByWord)
#: Months of one value of each word of time.
STEPS: Mapping[str, int] = {"year": 12, "month": 1}
#: The measures made of nothing but headcount, moves, exits, pay and costs, which are counted by grade.
OF_GRADES = (
    "net_promotion_rate", "promotion_rate", "demotion_rate", "turnover",
    *(f"turnover_{cause}" for cause in EXIT_CAUSES), "salary_cost", "salary_cost_per_head",
    "labor_cost", "labor_cost_per_head",
)  # fmt: skip


def by_words(by: object) -> tuple[ByWord, ...]:
    """By what a measure is asked for, in the order given: ``("run",)``, or years or months, grades, or both.

    Parameters
    ----------
    by : a word of `ByWord`, or a list of them

    Raises
    ------
    LadderError
        Another word, or words that do not go together.
    """
    asked = [by] if isinstance(by, str) else list(by) if isinstance(by, list | tuple) else [by]
    found = tuple(word for one in asked for word in BY if one == word)
    timed = [word for word in found if word in STEPS]
    alone = "run" not in found or len(found) == 1
    if len(found) == len(asked) == len(set(found)) and found and len(timed) < 2 and alone:
        return found
    strange = next((one for one in asked if one not in BY), None)
    listed = tr(", ", "、").join(map(repr, BY))
    raise LadderError(
        tr("by must be one of {known}, or both such as ['month', 'grade'], got {by!r}",
           "by 应为{known}之一，或同时给出，如 ['month', 'grade']，现为{by!r}", known=listed, by=by)
        + ("" if not isinstance(strange, str) else nearest(strange, BY) if misspelt(strange, BY) else
           tr("; groups of people: by_group({by!r}) of a run", "；人员分组请用 run 的 by_group({by!r})", by=strange))
    )  # fmt: skip


def broken_down(
    measure: Measure, by: tuple[ByWord, ...], months: int, window: Callable[[int, int], Window], numbers: range
) -> pd.DataFrame:
    """A measure by year or month, by grade, or by both.

    Parameters
    ----------
    by : as of `by_words`, not of the run
    months : of the run
    window : gives the months from one index up to another
    numbers : of the replications

    Returns
    -------
    A row for each replication, a column for each year or month 1, 2, …, for each grade in the order of the ladder, or
    for each pair of them; NaN where there is no value, as where nobody is in a grade.

    Raises
    ------
    LadderError
        The measure needs the whole run, or is not counted by grade.
    """
    import pandas as pd

    time = next((word for word in by if word in STEPS), None)
    if time is not None and not measure.yearly:
        raise LadderError(
            tr("measure {name!r} needs the whole run, it has no value by {by}",
               "指标{name!r}需要整个模拟期，没有按{by}的数值", name=measure.name, by=time)
        )  # fmt: skip
    step = months if time is None else STEPS[time]
    windows = [window(start, min(start + step, months)) for start in range(0, months, step)]
    index = pd.RangeIndex(numbers.start, numbers.stop, name="replication")
    if "grade" not in by:
        parts = [measure.compute(one) for one in windows]
        return pd.DataFrame(np.column_stack(parts), index=index, columns=pd.RangeIndex(1, len(parts) + 1, name=time))
    _counted_by_grade(measure)
    made = dict(_grades(measure, windows))
    if time is None:
        return pd.DataFrame({grade: values for grade, (values,) in made.items()}, index).rename_axis(columns="grade")
    cells: dict[tuple[int | str, int | str], Floats]  # by column, in their order
    if by[0] == time:
        cells = {(number, grade): parts[number - 1] for number in range(1, len(windows) + 1)
                 for grade, parts in made.items()}  # fmt: skip
    else:
        cells = {(grade, number): values for grade, parts in made.items() for number, values in enumerate(parts, 1)}
    found = pd.DataFrame(np.column_stack([*cells.values()]), index=index)
    found.columns = pd.MultiIndex.from_tuples([*cells], names=list(by))
    return found


def _counted_by_grade(measure: Measure) -> None:
    if measure.name in OF_GRADES:
        return
    raise LadderError(
        tr("measure {name!r} is not counted by grade; by grade there are {known}",
           "指标{name!r}没有按职级统计；可按职级的有：{known}", name=measure.name,
           known=tr(", ", "、").join(OF_GRADES))
    )  # fmt: skip


def _grades(measure: Measure, windows: Sequence[Window]) -> Iterator[tuple[str, list[Floats]]]:
    """Each grade with the measure of it alone, of each window: of counts in which nobody else is counted."""
    counts, axes = windows[0].counts, windows[0].axes
    starts = np.array([start for _, start, _ in axes.arcs], np.int64)
    for place, grade in enumerate(axes.grades):
        here = np.arange(len(axes.grades)) == place
        alone = replace(
            counts,
            headcount=counts.headcount * here,
            moves=counts.moves * (starts == place),
            exits=counts.exits * here[:, None],
            pay=counts.pay * here[:, None],
            costs=counts.costs * here[:, None],
        )
        with np.errstate(all="ignore"):
            yield grade.id, [measure.compute(replace(window, counts=alone)) for window in windows]
