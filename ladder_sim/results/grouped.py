"""A table of counts summed up by some of its columns: the mean of the replications, and the middle of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ladder_sim.core.i18n import tr
from ladder_sim.core.units import money_name

#: Tables of people who are there at the end of each month.
STOCKS = ("headcount", "groups")


def columns_of(table: pd.DataFrame) -> list[str]:
    """The columns by which a table can be summed up: neither what is counted nor what it is summed up over."""
    return [str(name) for name in table.columns if name not in ("replication", "seed", *table.attrs["units"])]


def level_meant(given: Mapping[str, object], usual: float) -> float:
    """How sure an interval is meant to be, by whatever name it was given: a quantile is one end of it.

    Parameters
    ----------
    given : arguments as they were written
    usual : where none of them tells it
    """
    for name, value in given.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            ends = name in ("quantile", "quantiles", "q")
            level = round(abs(2 * value - 1) if ends else 1 - value if name == "alpha" else value, 12)
            if 0.5 <= level < 1:
                return level
    return usual


def no_column(table: pd.DataFrame, by: Sequence[str], called: str) -> str:
    """What is said of a `by` that names no column, or one that is counted or summed up over; '' of any other.

    Parameters
    ----------
    by : columns of the table
    called : the name of the table
    """
    known = columns_of(table)
    strange = [name for name in by if name not in known]
    if by and not strange and len(set(by)) == len(by):
        return ""
    lines = [tr("by={name!r}: these are the replications, over which the mean is formed; each by itself is"
                " frame({table!r})",
                "by={name!r}：均值正是对各次重复求得；逐次数据为 frame({table!r})", name=name, table=called)
             if name in ("replication", "seed") else
             tr("by={name!r}: this is what is counted; by is one or several of {known}",
                "by={name!r}：这是被统计的数值；by 可为以下一列或多列：{known}", name=name,
                known=tr(", ", "、").join(known))
             for name in strange]  # fmt: skip
    return "\n".join(lines) or tr(
        "by={by!r} must name columns, each once: {known}", "by={by!r} 应列出列名，每列一次：{known}", by=[*by],
        known=tr(", ", "、").join(known)
    )  # fmt: skip


def grouped(table: pd.DataFrame, by: Sequence[str], counted: str, replications: range, level: float) -> pd.DataFrame:
    """Sums of each replication by some columns, over the replications: mean, low and high.

    Rows that a table leaves out count as nothing: of every scheme each combination of what it has. People that are
    there at a month's end are no sum over months: where these are not asked for, their mean over the months.

    Parameters
    ----------
    table : with a column `replication`, of a comparison also `scheme`
    by : columns; those of different schemes are not mixed
    counted : the column that is summed, in its unit
    replications : their numbers
    level : how much of the replications lies from `low` to `high`

    Returns
    -------
    A row for each combination.
    """
    stock = table.attrs["table"] in STOCKS and not {"month", "date"} & set(by)
    table = table[table["month"] > 0] if stock else table  # the start is no month's end
    keys = ["scheme", *by] if "scheme" in table and "scheme" not in by else list(by)
    sums = table.groupby([*keys, "replication"], observed=True)[counted].sum()
    wide = sums.unstack("replication").reindex(columns=list(replications)).fillna(0)
    parts = [wide] if "scheme" not in keys else [part for _, part in wide.groupby(level="scheme", observed=True)]
    whole = pd.concat([part.reindex(_every(part.index), fill_value=0) for part in parts])
    values = whole.to_numpy(np.float64) / (table["month"].nunique() if stock else 1)
    ends = [round((1 - level) / 2, 12), round((1 + level) / 2, 12)]
    low, high = np.quantile(values, ends, axis=1)
    made = pd.DataFrame({"mean": values.mean(axis=1), "low": low, "high": high}, index=whole.index)
    over = counted == "amount" and not {"month", "date"} & set(by)
    unit = money_name() if over else table.attrs["units"][counted]
    made.attrs = {**table.attrs, "unit": unit, "level": level, "zeros": True}
    return made


def _every(index: pd.Index) -> pd.Index:
    """Each combination of what there is, months without a gap."""
    if not isinstance(index, pd.MultiIndex):
        return _filled(index)
    levels = [_filled(index.get_level_values(i).unique()) for i in range(index.nlevels)]
    return pd.MultiIndex.from_product(levels, names=index.names)


def _filled(values: pd.Index) -> pd.Index:
    if values.name != "month":
        return values.sort_values()
    return pd.RangeIndex(int(values.min()), int(values.max()) + 1, name="month")
