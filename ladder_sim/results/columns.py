"""What the columns of tables are made of: categories in the order of the ladder, months beside dates, units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.one_line import OneLine
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.origin import SeedRange

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

#: By what a table is summed up where the level alone is asked: its own cells. Rows of other tables are unlike things.
OWN_CELLS: Mapping[str, tuple[str, ...]] = {
    "headcount": ("grade", "month"), "moves": ("move", "month"), "exits": ("grade", "cause", "month"),
    "hires": ("grade", "month"), "pay": ("grade", "part", "month"), "costs": ("grade", "cost", "month"),
}  # fmt: skip
#: How much of the replications lies from `low` to `high` where nobody says it.
USUAL_SHARE = 0.9

Codes = npt.NDArray[np.integer]
#: A column of a table that is made.
FrameColumn: TypeAlias = "Numbers | ExtensionArray"


@dataclass(frozen=True, slots=True, repr=False)
class Counted(OneLine):
    """A run's counts with what names them; the first of its replications has the number `first`."""

    counts: RunCounts
    axes: Axes
    workforce: Workforce
    months: int
    first: int = 0
    luck: tuple[SeedRange, ...] = ()

    @property
    def grades(self) -> list[str]:
        """Ids, in the order of the ladder."""
        return [grade.id for grade in self.axes.grades]

    def with_seeds(self, made: pd.DataFrame) -> pd.DataFrame:
        """A table of the run, where its replications are of several seeds with a column `seed` beside their numbers."""
        if len({part.seed for part in self.luck}) < 2 or "replication" not in made:
            return made
        seeds = np.repeat([part.seed for part in self.luck], [part.replications for part in self.luck])
        made.insert(list(made.columns).index("replication") + 1, "seed", seeds[made["replication"] - self.first])
        return made

    def replication(self, index: Codes) -> npt.NDArray[np.int32]:
        """Numbers of replications, which name their luck, from their places in the counts; of the same shape."""
        return index.astype(np.int32) + np.int32(self.first)


def category(codes: Codes, names: Sequence[str], *, ordered: bool = False) -> ExtensionArray:
    """Names by their codes, shape (rows,); -1 is missing. Where there are no names a column of missing texts.

    A category without categories does not come back from a parquet file.
    """
    import pandas as pd

    if not names:
        return pd.array([None] * len(codes), dtype="string")
    index = pd.Index(list(names), dtype="str")
    return pd.Categorical.from_codes(codes.astype(np.int32), categories=index, ordered=ordered)


def grade_category(codes: Codes, c: Counted, *, exit_too: bool = False) -> ExtensionArray:
    """Grades by their codes, ordered as on the ladder: within a track from the lowest to the highest.

    Parameters
    ----------
    codes : shape (rows,)
    exit_too : the outside is a grade, too, the last
    """
    return category(codes, [*c.grades, "exit"] if exit_too else c.grades, ordered=True)


def month_end(start: dt.date, months: Codes) -> npt.NDArray[np.datetime64]:
    """The last day of months of a run.

    Parameters
    ----------
    months : 1 is that of the start, 0 the one that ends on the day before; shape (rows,)

    Returns
    -------
    Shape (rows,).
    """
    after = np.datetime64(start, "M") + months.astype(np.int64)
    return (after.astype("datetime64[D]") - np.timedelta64(1, "D")).astype("datetime64[us]")


def day_of(start: dt.date, days: Codes) -> npt.NDArray[np.datetime64]:
    """Dates from days of a run.

    Parameters
    ----------
    days : from the first of month 1, that being 0; shape (rows,)
    """
    first = np.datetime64(start, "M").astype("datetime64[D]")
    dates: npt.NDArray[np.datetime64] = (first + days.astype(np.int64)).astype("datetime64[us]")
    return dates


def when(c: Counted, replication: Codes, months: Codes) -> dict[str, FrameColumn]:
    """The columns that most tables begin with.

    Parameters
    ----------
    replication : counted from 0, shape (rows,)
    months : counted from 1, shape (rows,)
    """
    return {
        "replication": c.replication(replication),
        "month": months.astype(np.int32),
        "date": month_end(c.workforce.start, months),
    }


def merged(orders: Iterable[Sequence[str]]) -> tuple[list[str], bool]:
    """Several orders as one, and whether it keeps all of them: what is new stands after what it followed."""
    orders = [list(order) for order in orders]
    made: list[str] = []
    for order in orders:
        # what stands before all that is known goes right before it; a ladder of its own after those before it
        at = next((made.index(name) for name in order if name in made), len(made))
        for name in order:
            if name in made:
                at = max(at, made.index(name) + 1)
            else:
                made.insert(at, name)
                at += 1
    place = {name: i for i, name in enumerate(made)}
    return made, all(place[a] < place[b] for order in orders for a, b in pairwise(order))


def stacked(frames: Mapping[str, pd.DataFrame], key: str) -> pd.DataFrame:
    """Tables of the same columns below each other; a first column, in the order given, says whose rows these are.

    Categories that differ are merged, in an order where one keeps the order of each.
    """
    import pandas as pd

    names = list(frames)
    parts = [frame.copy() for frame in frames.values()]
    for column in parts[0].columns:
        if any(isinstance(part[column].dtype, pd.CategoricalDtype) for part in parts):
            for part in parts:
                if part[column].dtype == "string":  # no names: see `category`
                    part[column] = part[column].astype(pd.CategoricalDtype(pd.Index([], dtype="str"), ordered=True))
        dtypes = [part[column].dtype for part in parts]
        kinds = [dtype for dtype in dtypes if isinstance(dtype, pd.CategoricalDtype)]
        if len(kinds) < len(parts):
            continue
        known, fits = merged(list(kind.categories) for kind in kinds)
        kept = all(kind.ordered for kind in kinds) and fits
        dtype = pd.CategoricalDtype(pd.Index(known, dtype="str"), ordered=kept)
        for part in parts:
            part[column] = part[column].astype(dtype)
    sizes = [len(part) for part in parts]
    made = pd.concat(parts, ignore_index=True)
    of = category(np.repeat(np.arange(len(names)), sizes), names, ordered=True)
    made.insert(0, key, pd.Series(of))
    return made
