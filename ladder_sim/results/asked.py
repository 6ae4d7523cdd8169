"""What a run or a comparison is asked for by name alone: a table of counts, a measure."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, NoReturn, Self, TypeVar

from ladder_sim.core import habits
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_door import Plotted
from ladder_sim.results.frames import TABLES, TableName, is_table

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.named_items import NamedItems


R = TypeVar("R")


class MethodOfNames(Generic[R]):
    """A method that is asked for a name, where one may write brackets for parentheses: ``values["turnover"]``.

    What else is asked of the method itself, as of a frame, tells how it is called.
    """

    def __init__(self, function: Callable[..., R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, record: object, owner: type | None = None) -> Callable[..., R]:
        return self.function if record is None else _Bound(self.function, record)


class _Bound(Generic[R]):
    """The method of a record; to help it is a routine, for it binds as one."""

    def __init__(self, function: Callable[..., R], record: object) -> None:
        functools.update_wrapper(self, function)
        self.__self__, self.__func__ = record, function
        self.__signature__ = inspect.signature(functools.partial(function, record))

    def __get__(self, record: object, owner: type | None = None) -> Self:
        return self

    def __call__(self, *args: object, **given: object) -> R:
        return self.__func__(self.__self__, *args, **given)

    def __getitem__(self, name: object) -> R:
        return self(*name) if isinstance(name, tuple) else self(name)

    __iter__ = None  # names are no positions

    def __repr__(self) -> str:
        return f"<bound method {self.__func__.__qualname__} of {self.__self__!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bound) and (self.__self__ is other.__self__ and self.__func__ is other.__func__)

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__func__))

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, str]]:
        return getattr, (self.__self__, self.__func__.__name__)

    def _ipython_key_completions_(self) -> list[str]:
        return list(getattr(self.__self__, "known", ()))

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        method = self.__func__.__name__
        raise UnknownNameError(
            tr("{method} is a method: write {method}('turnover').{name}",
               "{method} 是方法：请写作 {method}('turnover').{name}",
               method=method, name=name)
        )  # fmt: skip


class _Table:
    """A table of the record at hand."""

    def __set_name__(self, owner: type, name: str) -> None:
        assert is_table(name)
        self.name: TableName = name
        self.__doc__ = f"``frame({name!r})``: a row for each {TABLES[name].row.of('en')}."

    def __get__(self, record: Tabled | None, owner: type | None = None) -> pd.DataFrame:
        if record is None:  # asked of the class, by help and pages
            return self  # type: ignore[return-value]  # no record, no table
        return record.frame(self.name)


_TABLE = Title("table() has the measures as a frame, frame('headcount') a table of counts, measure('turnover') a value"
               " for each replication",
               "table() 给出指标表，frame('headcount') 给出计数表，measure('turnover') 给出各次重复的数值")  # fmt: skip
_PANDAS = ("df", "data", "dataframe", "results", "to_frame", "to_pandas", "to_dataframe", "to_csv", "to_excel",
           "to_parquet", "describe", "head", "tail", "info", "columns", "index", "shape", "loc", "iloc", "mean", "std",
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
    spells, events, people, grades = _Table(), _Table(), _Table(), _Table()

    if TYPE_CHECKING:

        def frame(self, name: TableName, *, zeros: bool = False) -> pd.DataFrame:
            """A table by name."""

        def measure(self, name: str) -> pd.Series[float] | pd.DataFrame:
            """A measure by name."""

        @property
        def tables(self) -> NamedItems[TableName, pd.DataFrame]:
            """The names that `frame` knows."""

    def _attribute(self, name: str) -> object:
        return self.measure(name) if name in self.known else None

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.known]


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
    hint = hint or tr("; tables: {tables}; measures()['title'] lists the measures",
                      "；数据表：{tables}；指标见 measures()['title']",
                      tables=tr(", ", "、").join(record.tables))  # fmt: skip
    raise LadderError(
        tr("neither a measure nor a table is called {name!r}", "没有名为{name!r}的指标或数据表", name=name) + hint
    )
