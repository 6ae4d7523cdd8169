"""A table of counts summed up by some of its columns: the mean of the replications, and the middle of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ladder_sim.core.units import money_name

#: Tables of people who are there at the end of each month.
STOCKS = ("headcount", "groups")


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
