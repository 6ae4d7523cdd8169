"""What a run or a comparison is asked for by name alone: a table of counts, a measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from ladder_sim.core import habits
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_door import Plotted
from ladder_sim.results.columns import OWN_CELLS, USUAL_SHARE
from ladder_sim.results.frames import TABLES, TableName, is_table

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.core.above import Fairness
    from ladder_sim.results.named_items import NamedItems


class _Table:
    """A table of the record at hand."""

    def __set_name__(self, owner: type, name: str) -> None:
        assert is_table(name)
        self.name: TableName = name
        self.__doc__ = f"``frame({name!r})``: a row for each {TABLES[name].row.of('en')}."
        if name in OWN_CELLS:
            self.__doc__ += f" ``{name}(by={[*OWN_CELLS[name]]}, level={USUAL_SHARE})``."

    def __get__(self, record: Tabled | None, owner: type | None = None) -> pd.DataFrame:
        if record is None:  # asked of the class, by help and pages
            return self  # type: ignore[return-value]  # no record, no table
        return record.frame(self.name)


_TABLE = Title("table() has the measures as a frame, frame('headcount') a table of counts, measure('turnover') a value"
               " for each replication",
               "table() 给出指标表，frame('headcount') 给出计数表，measure('turnover') 给出各次重复的数值")  # fmt: skip
_PANDAS = ("df", "data", "dataframe", "results", "to_frame", "to_pandas", "to_dataframe", "to_excel",
           "describe", "head", "tail", "info", "columns", "index", "shape", "loc", "iloc", "mean", "std",
           "var", "median", "quantile", "groupby", "query", "items", "keys", "to_xarray", "to_dataset")  # fmt: skip


class Tabled(Plotted):
    """The tables of counts of a `Run` or a `Comparison` by their names, and its measures."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        **habits.RESULT,
        **dict.fromkeys(_PANDAS, _TABLE),
        **dict.fromkeys(("plots", "show", "figure", "chart"), Title("plot() draws the charts", "plot() 绘制图表")),
        **dict.fromkeys(("confidence_interval", "conf_int", "confint", "ci"),
                        Title("table() has the intervals, and interval('turnover') one",
                              "table() 含各区间，interval('turnover') 给出一个")),
        **dict.fromkeys(("ledger_by_move", "reasons", "why_not"), Title("ladder_sim.explain(run), or frame('ledger')",
                                                                       "ladder_sim.explain(run) 或 frame('ledger')")),
    }  # fmt: skip
    headcount, moves, exits, hires, pay, costs = _Table(), _Table(), _Table(), _Table(), _Table(), _Table()
    groups, seats, ledger, alone, waits = _Table(), _Table(), _Table(), _Table(), _Table()
    spells, events, people, grades, stages = _Table(), _Table(), _Table(), _Table(), _Table()

    if TYPE_CHECKING:

        def frame(self, name: TableName, *, zeros: bool = False) -> pd.DataFrame:
            """A table by name."""

        def measure(self, name: str) -> pd.Series[float] | pd.DataFrame:
            """A measure by name."""

        @property
        def tables(self) -> NamedItems[TableName, pd.DataFrame]:
            """The names that `frame` knows."""

        @property
        def _kept(self) -> tuple[TableName, ...]:
            """The tables for which nothing is played again."""

    def fairness(self) -> Fairness:
        """Whether groups, such as men and women, are promoted alike, beside what chance alone gives.

        Returns
        -------
        For each scheme and attribute how often one department of this size fails four fifths in a year, and how often
        under a scheme that is blind to the group; a test with its power; and each group against the others.

        Raises
        ------
        LadderError
            The workforce names no groups to audit.
        """
        made: Fairness = through("fairness")(self)
        return made

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        raise UnsizedError(
            tr("a result has no length: replications and months say how often and how long, len(known) is how many"
               " measures there are, len(tables) how many tables",
               "结果没有长度：重复次数见 replications，月数见 months，指标数为 len(known)，数据表数为 len(tables)")
        )  # fmt: skip

    def _attribute(self, name: str) -> object:
        return self.measure(name) if name in self.known else None

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.known]


#: How sure intervals are where nobody says it.
USUAL_LEVEL = 0.95
#: People times months times replications of what is played again for what it did not keep: some seconds.
PLAYED_AGAIN = 500_000
#: What a result is played with, in the order in which it is written.
PLAYED_WITH = ("months", "replications", "seed", "first")


def again(call: str, record: object, name: str, value: object) -> str:
    """The call that makes a result anew with another value; '' where the name is none of what it was played with.

    Parameters
    ----------
    call : its beginning, up to what the values follow
    record : the result
    name, value : what is to be otherwise
    """
    if name not in PLAYED_WITH:
        return ""
    now = {one: getattr(record, one, None) for one in PLAYED_WITH} | {name: value}
    told = [f"{one}={now[one]!r}" for one in PLAYED_WITH if one == name or now[one] not in (None, 0)]
    return f"ladder_sim.{call}, {', '.join(told)})"


class UnsizedError(LadderError, TypeError):
    """The length of a result was asked for."""


def either(record: Tabled, name: object) -> pd.Series[float] | pd.DataFrame:
    """A table of counts or a measure, whichever is called so.

    Raises
    ------
    LadderError
        Neither is.
    """
    if is_table(name):
        return record.frame(name)
    if isinstance(name, str) and name in record.known:
        return record.measure(name)
    known = [*TABLES, *record.known]
    hint = nearest(name, known) if isinstance(name, str) else ""
    if isinstance(name, list):
        hint = tr("; write table({name!r}) of several measures", "；查看多个指标请写作 table({name!r})", name=name)
    hint = hint or tr("; tables: {tables}; measures()['title'] lists the measures",
                      "；数据表：{tables}；指标见 measures()['title']",
                      tables=tr(", ", "、").join(record.tables))  # fmt: skip
    raise LadderError(
        tr("neither a measure nor a table is called {name!r}", "没有名为{name!r}的指标或数据表", name=name) + hint
    )


def without_level(name: str, level: float) -> None:
    """Refuse a level of intervals where a table of counts is asked for, which has none.

    Parameters
    ----------
    name : of the table
    level : as it was given

    Raises
    ------
    LadderError
        It is not the usual one.
    """
    if level != USUAL_LEVEL:
        raise LadderError(
            tr("table {name!r} has counts and no intervals, got level={level}; the middle of the replications:"
               " frame({name!r})(by='month', level={level})",
               "数据表{name!r}只有计数，没有区间，现为 level={level}；各次重复居中的部分：frame({name!r})(by='month',"
               " level={level})", name=name, level=level)
        )  # fmt: skip
