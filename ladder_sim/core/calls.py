"""Calls that a message shows to be copied: one of each public function, and those that stand for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from ladder_sim.core.habits import OWN_FUNCTION
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.units import MeasureUnit

#: A call of each that can be copied, shown where arguments are missing.
EXAMPLES: Mapping[str, str] = {
    "simulate": "simulate('ecommerce-dual-track', 'service-center-200', months=24, replications=100, seed=1)",
    "compare": "compare([now, new], people, months=24, replications=100, seed=1)",
    "sweep": "sweep(scheme, people, excellent=[80, 85, 90], measures=['promotion_rate'])",
    "seek": "seek(scheme, people, 'excellent', turnover=0.4)",
    "match": "match('service-center-200', 'ecommerce-dual-track', turnover=0.4)",
    "join": "join([first, more])",
    "with_measure": "with_measure('early_leavers', lambda w: w.exits_by('voluntary') / w.years, unit='people a year')",
    "values": "values('turnover')",
    "measure": "measure('turnover')",
    "interval": "interval('turnover', level=0.95)",
    "contrast": "contrast('new', 'turnover')",
    "difference": "difference('turnover')",
    "change": "change('new', 'turnover')",
    "frame": "frame('headcount')",
    "by_group": "by_group('gender')",
    "table": "table(['turnover', 'promotion_rate'])",
    "contrasts": "contrasts(['turnover', 'promotion_rate'])",
    "gaps": "gaps('turnover')",
    "note": "note('turnover')",
    "save": "save('name.run')",
    "lives": "lives(now, new, people)",
    "diff": "diff(now, new)",
    "trace": "trace(scheme, records)",
    "switch": "switch(now, new, people)",
    "describe": "describe('ecommerce-dual-track')",
    "use": "use('zh')",
    "choose": "choose([now, new], people, 'turnover', matters=0.01)",
    "catalog": "describe('ecommerce-dual-track') of one scheme, list_scenarios('workforce') of other files",
    "load_scheme": "load_scheme('ecommerce-dual-track')",
    "load_workforce": "load_workforce('service-center-200')",
}  # fmt: skip
_OF_ROWS = Title(
    "a table has a row for each replication; means, and the middle nine tenths of the replications, are"
    " frame('headcount')(by=['month', 'grade'], level=0.9)",
    "表中每次重复一行；各次重复的均值和居中的九成为 frame('headcount')(by=['month', 'grade'], level=0.9)",
)
_BROKEN_DOWN = Title(
    "measure('turnover', by='month') has a number for each replication by month, year or grade, or"
    " by=['month', 'grade']; plot('turnover', by='month') draws them",
    "measure('turnover', by='month') 按月、年或职级给出各次重复的数值，或 by=['month', 'grade']；"
    "plot('turnover', by='month') 绘图",
)
_AS_PARQUET = Title(
    "save('name.run') keeps the whole run; a table as parquet is frame('moves').to_parquet('moves.parquet')",
    "save('name.run') 保存整个 run；单个数据表写作 frame('moves').to_parquet('moves.parquet')",
)
#: Arguments that one method has not though its like have: what to write in their place.
IN_PLACE: Mapping[tuple[str, str], Title] = {
    ("Sweep.table", "level"): Title(
        "a sweep keeps its 95% intervals alone; others come of the same schemes compared: compare([point.variant for"
        " point in sweep.points], people, months=sweep.months, replications=sweep.replications, seed=sweep.seed)"
        ".table(level=0.9)",
        "扫描只保留95%区间；其他置信水平请比较同样的方案：compare([point.variant for point in sweep.points], people,"
        " months=sweep.months, replications=sweep.replications, seed=sweep.seed).table(level=0.9)"),
    **{(f"{kind}.frame", word): _OF_ROWS for kind in ("Run", "Comparison")
       for word in ("level", "by", "ci", "alpha", "agg", "quantile", "groupby", "freq")},
    **{(f"{kind}.{method}", word): _BROKEN_DOWN for kind in ("Run", "Comparison")
       for method in ("table", "values", "interval", "contrast", "difference", "measures")
       for word in ("by", "groupby", "freq")},
    **{("Run.save", word): _AS_PARQUET for word in ("format", "formats", "fmt")},
}  # fmt: skip


def completed(name: str, places: Iterable[str], args: Sequence[object], given: Mapping[str, object]) -> str:
    """The example of `with_measure` with what was given; '' of other calls.

    Parameters
    ----------
    name, args, given : what was called, and with what
    places : names of arguments in their order
    """
    if name != "with_measure":
        return ""
    told = dict(zip(places, args, strict=False)) | dict(given)
    if callable(told.get("name")) and "compute" not in told:
        told = {**told, "compute": told["name"], "name": None}
    title = told.get("name") if isinstance(told.get("name"), str) else "early_leavers"
    function = "compute" if callable(told.get("compute")) else OWN_FUNCTION
    unit = told.get("unit") if isinstance(told.get("unit"), str) else "people a year"
    return f"with_measure({title!r}, {function}, unit={unit!r})"


def choices(name: str) -> str:
    """``; unit is one of …`` of the method that asks for a unit; '' of others.

    Parameters
    ----------
    name : of the method
    """
    if name != "with_measure":
        return ""
    return tr("; unit is one of {units}, better 'up' or 'down' where one direction is better",
              "；unit 可为{units}；有优劣方向时另写 better='up' 或 'down'",
              units=tr(", ", "、").join(map(repr, get_args(MeasureUnit))))  # fmt: skip
