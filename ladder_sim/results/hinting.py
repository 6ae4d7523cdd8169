"""A table that leads whoever asks for a column that it has not."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import pandas as pd
from pandas.core.groupby import DataFrameGroupBy

from ladder_sim.core.display import plain
from ladder_sim.core.frozen import UnknownKeyError
from ladder_sim.core.i18n import tr
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import SAME
from ladder_sim.results.columns import OWN_CELLS, USUAL_SHARE
from ladder_sim.results.grouped import columns_of, grouped, level_meant, no_column
from ladder_sim.results.own import confidence

#: What methods of pandas take and give, which its types tell by the arguments; ours only pass it on.
PandasObject: TypeAlias = Any


#: Names that a message lists at most.
LISTED = 60


class TableCallError(LadderError, TypeError):
    """A table was given arguments in parentheses."""


class ColumnNameError(LadderError, NameError):
    """A condition names a column that a table has not."""


def absent(told: str, key: object) -> KeyError:
    """The error of a key that is not there, in words where there are any.

    Parameters
    ----------
    told : what is said of it; '' nothing
    key : that was asked for
    """
    return UnknownKeyError(told) if told else KeyError(key)


class FrameType(type):
    """Classes of frames that take every frame for one of theirs, so that ``pd.testing.assert_frame_equal`` compares.

    It asks the class of one frame about the other; of what is in them they differ by nothing.
    """

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, pd.DataFrame)


class HintingFrame(pd.DataFrame, metaclass=FrameType):
    """An ordinary frame, except that asking for a column by an old or a misspelt name tells the right one.

    Whatever is made of it is a plain `pandas.DataFrame`. Which class a frame has, ``type(…) is`` tells.
    """

    _metadata: ClassVar[list[str]] = ["renamed", "called", "numbers"]
    renamed: Mapping[str, str]
    called: str
    numbers: range

    if not TYPE_CHECKING:  # else every name would be taken for a column

        def __getattr__(self, name: str) -> object:
            try:
                return super().__getattr__(name)
            except AttributeError:
                if name.startswith("_") or name in self._metadata:
                    raise
                raise UnknownNameError(self._unknown(name)) from None

    @property
    def _table(self) -> str:
        """By which name messages speak of it."""
        return str(self.attrs.get("table") or getattr(self, "called", ""))

    def _unknown(self, name: object) -> str:
        columns = [str(column) for column in dict.fromkeys(self.columns.get_level_values(0))]
        row = self._row(name)
        if row:
            return tr("table {table!r} has no column {name!r}; it is a row: {row}",
                      "数据表{table!r}没有列{name!r}；这是一行：{row}", table=self._table, name=name,
                      row=row)  # fmt: skip
        counted = next(iter(self.attrs.get("units", ())), "") if name in (*_COUNTED, self._table) else ""
        hint = tr("; did you mean {name!r}?", "；是不是 {name!r}？", name=counted) if counted else nearest(
            str(name), columns) or tr("; it has {names}", "；现有：{names}",
                                                 names=tr(", ", "、").join(columns))  # fmt: skip
        return tr("table {table!r} has no column {name!r}", "数据表{table!r}没有列{name!r}",
                  table=self._table, name=name) + hint  # fmt: skip

    def _row(self, name: object) -> str:
        """How the rows of this name are asked for; '' where none is called so."""
        names = [str(level) for level in self.index.names if level is not None]
        found = [level for level in names if name in self.index.get_level_values(level)]
        if not found:
            return ""
        return f"loc[{name!r}]" if self.index.nlevels == 1 else f"xs({name!r}, level={found[0]!r})"

    @property
    def loc(self) -> PandasObject:
        """As of any frame; a row or a column that there is not is told."""
        return HintingLoc("loc", self)

    @property
    def at(self) -> PandasObject:
        """As of any frame; a row or a column that there is not is told."""
        return HintingAt("at", self)

    def _absent(self, key: object) -> str:
        """What is said of a key of rows, or of rows and columns, of which a part is nowhere; '' where none is."""
        parts = [part for one in (key if isinstance(key, tuple) else (key,))
                 for part in (one if isinstance(one, list) else [one])]  # fmt: skip
        columns = {*self.columns.get_level_values(0)}
        levels = [self.index.get_level_values(i) for i in range(self.index.nlevels)]
        for part in parts:
            if isinstance(key, str) and len(levels) > 1 and part not in levels[0] and (row := self._row(part)):
                return tr(
                    "table {table!r} has no row {name!r}; write {row}",
                    "数据表{table!r}没有名为{name!r}的行；请写作 {row}",
                    table=self._table,
                    name=part,
                    row=row,
                )
            if not isinstance(part, str) or part in columns or any(part in level for level in levels):
                continue
            named = [str(one) for level in levels if level.dtype.kind not in "iufMm" for one in level.unique()]
            hint = nearest(part, named)
            if not hint or part is not parts[0]:
                hint = nearest(part, [*named, *map(str, columns)]) or hint
            listed = tr("; rows: {names}", "；各行：{names}", names=tr(", ", "、").join(named[:LISTED]) + (
                "…" if len(named) > LISTED else "")) if named else ""  # fmt: skip
            return tr("table {table!r} has no row or column {name!r}", "数据表{table!r}没有名为{name!r}的行或列",
                      table=self._table, name=part) + (hint or listed)  # fmt: skip
        return ""

    def __call__(self, *asked: object, **given: object) -> pd.DataFrame:
        """The table, as ``run.headcount()``; or summed up, as ``run.headcount(by=["grade", "month"], level=0.9)``.

        With `level` alone by its own cells, such as grade and month. Summed up it has for each combination the mean of
        the replications, and from `low` to `high` the middle of them.
        pandas calls what can be called where a frame is put into another, with that other one.
        """
        strange = [value for value in asked if not isinstance(value, pd.DataFrame | pd.Series)]
        if len(strange) == 1 and "by" not in given and isinstance(strange[0], str | list | tuple):
            strange, given = [], {**given, "by": strange[0]}
        words = {"level" if SAME.get(name) == "level" else name: value for name, value in given.items()}
        if self._summed and not strange and {"by", "level"} & set(words) and set(words) <= {"by", "level", "zeros"}:
            by = self._columns(words["by"]) if "by" in words else list(OWN_CELLS.get(self._table, ()))
            if by or "by" in words:
                return grouped(self, by, self._summed, self.numbers, confidence(words.get("level", USUAL_SHARE)))
        if given or strange:
            told = ", ".join([*map(repr, strange), *(f"{name}={value!r}" for name, value in given.items())])
            takes = (tr("{table} takes by= and level= in brackets", "{table} 的括号中可写 by= 和 level=",
                        table=self._table) if self._summed else
                     tr("{table} is a table and takes nothing in brackets", "{table} 是数据表，括号中不能有内容",
                        table=self._table))  # fmt: skip
            raise TableCallError(tr("{takes}, got {told}; {instead}", "{takes}，现为 {told}；{instead}", takes=takes,
                                    told=told, instead=self._instead(given)))  # fmt: skip
        return self

    @property
    def _summed(self) -> str:
        """The column that is summed up where the table is called; '' where none can be."""
        counted = next(iter(self.attrs.get("units", ())), "")
        return counted if getattr(self, "numbers", None) and counted in _SUMMED else ""

    def _columns(self, by: object) -> list[str]:
        """The columns that `by` names.

        Raises
        ------
        KeyError
            With every one by which nothing can be summed up.
        """
        listed = [by] if isinstance(by, str) else list(by) if isinstance(by, list | tuple) else [by]
        names = list(map(str, listed))
        if told := self._missing(names) or no_column(self, names, self._table):
            raise UnknownKeyError(told)
        return names

    def _instead(self, given: Mapping[str, object]) -> str:
        """What takes arguments of such names: the table with its zeros, rows of it, groups of it, sums of it."""
        known = {str(name) for name in [*self.columns, *self.index.names]}
        if set(given) == {"zeros"}:
            return tr("write frame({table!r}, zeros={zeros})", "请写作 frame({table!r}, zeros={zeros})",
                      table=self._table, zeros=given["zeros"])  # fmt: skip
        if given and set(given) <= known:
            rows = " and ".join(f"{name} == {as_python(value)!r}" for name, value in given.items())
            return tr("rows of it are chosen with query({rows!r})", "请用 query({rows!r}) 选取行", rows=rows)
        if self._summed:
            return self._finished(given)
        by = given.get("by")
        if isinstance(by, str) and by in known:
            return tr("groups of its rows are made with groupby({by!r})", "请用 groupby({by!r}) 分组", by=by)
        return tr("rows of it are chosen with query(…) or loc[…], groups made with groupby(…)",
                  "请用 query(…) 或 loc[…] 选取行，用 groupby(…) 分组")  # fmt: skip

    def _finished(self, given: Mapping[str, object]) -> str:
        """The whole call that sums the table up, with what was given of it."""
        by = (
            self._columns(given["by"])
            if "by" in given
            else list(
                OWN_CELLS.get(self._table) or [name for name in columns_of(self) if name not in ("scheme", "date")]
            )
        )
        level = level_meant(given, USUAL_SHARE)
        low, high = (plain(round((1 + side * level) / 2, 12)) for side in (-1, 1))
        return tr("write {call}, whose low and high are the {low} and {high} quantiles of the replications",
                  "请写作 {call}，其 low 和 high 为各次重复的{low}与{high}分位数",
                  call=f"{self._table}(by={by!r}, level={plain(level)})", low=low, high=high)  # fmt: skip

    def groupby(self, by: PandasObject = None, *args: PandasObject, **options: PandasObject) -> PandasObject:
        """As of any frame; a column that there is not is told, of the table and of its groups.

        Parameters
        ----------
        by, args, options : as of `pandas.DataFrame.groupby`

        Raises
        ------
        KeyError
            With every column that is not there, and the nearest that is.
        """
        missing = self._missing([by] if isinstance(by, str) else by if isinstance(by, list) else [])
        if missing:
            raise UnknownKeyError(missing)
        made: PandasObject = super().groupby(by, *args, **options)
        if type(made) is DataFrameGroupBy:
            made.__class__ = HintingGroups
        return made

    def _missing(self, asked: Sequence[object]) -> str:
        """What is said of columns that are asked for and are not there; '' where all are."""
        known = [*self.columns, *self.index.names]
        renamed = getattr(self, "renamed", {})
        return "; ".join(
            tr("column {old!r} is called {new!r}", "列{old!r}名为{new!r}", old=name, new=renamed[name])
            + (tr(", for the same person may be reviewed several times", "，因为同一人可多次参加评审")
               if (name, renamed[name]) == ("people", "reviews") else "")
            if name in renamed else self._unknown(name)
            for name in asked if isinstance(name, str) and name not in known
        )  # fmt: skip

    def __getitem__(self, key: PandasObject) -> PandasObject:
        try:
            return super().__getitem__(key)
        except KeyError:
            asked = [key] if isinstance(key, str) else key if isinstance(key, list) else []
            raise absent(self._missing(asked), key) from None


#: Arguments of pandas that name columns, and of methods that take several how many of them stand first.
_COLUMNS = ("keys", "by", "index", "columns", "values", "id_vars", "value_vars", "key", "labels", "subset")
_PLACES = {"pivot_table": 3, "melt": 2}
#: The columns that are summed up, where a table is called.
_SUMMED = ("people", "amount", "reviews", "cases")
#: What others call the column that counts.
_COUNTED = ("count", "counts", "n", "number", "value", "values", "size", "total")


def _told(method: str) -> Callable[..., PandasObject]:
    """A method of frames that takes names of columns, where it tells those that there are not.

    Raises, when it is called
    -------------------------
    KeyError, NameError
        As pandas, with the nearest name.
    """
    of_pandas: PandasObject = getattr(pd.DataFrame, method)

    @functools.wraps(of_pandas)
    def told(self: HintingFrame, *args: PandasObject, **options: PandasObject) -> PandasObject:
        if method in ("query", "eval"):  # pandas looks for variables so many calls up
            options["level"] = options.get("level", 0) + 1
        try:
            return of_pandas(self, *args, **options)
        except KeyError as error:
            values = (*args[: _PLACES.get(method, 1)], *(options[one] for one in _COLUMNS if one in options))
            given = [one for value in values for one in (value if isinstance(value, list) else [value])]
            found = self._absent(tuple(given)) if method == "xs" else self._missing(given)
            raise absent(found, error.args[0]) from None
        except NameError as error:
            name = re.search("name '(.+?)' is not defined", str(error))
            raise (ColumnNameError(self._unknown(name[1])) if name else error) from None

    return told


for _method in ("set_index", "sort_values", "pivot", "pivot_table", "melt", "xs", "drop", "drop_duplicates", "query",
                "eval"):  # fmt: skip
    setattr(HintingFrame, _method, _told(_method))


class _HintingIndexer:
    """An indexer of a `HintingFrame`, which leads as it does."""

    def __getitem__(self, key: PandasObject) -> PandasObject:
        indexer: PandasObject = super()
        table: PandasObject = self.obj  # type: ignore[attr-defined]  # of pandas' indexer
        try:
            return indexer.__getitem__(key)
        except KeyError as error:
            missing = table._absent(key) if type(table) is HintingFrame else ""
            raise absent(missing, error.args[0]) from None


class HintingLoc(_HintingIndexer, object if TYPE_CHECKING else type(pd.DataFrame().loc)):  # type: ignore[misc]  # as above
    """``loc`` of a `HintingFrame`."""


class HintingAt(_HintingIndexer, object if TYPE_CHECKING else type(pd.DataFrame().at)):  # type: ignore[misc]  # as above
    """``at`` of a `HintingFrame`."""


class NumberedFrame(pd.DataFrame, metaclass=FrameType):
    """An ordinary frame of schemes that are named by numbers, whose columns are found by these as well: ``[80]``.

    Whatever is made of it is a plain `pandas.DataFrame`.
    """

    def __getitem__(self, key: PandasObject) -> PandasObject:
        return super().__getitem__([self._named(one) for one in key] if isinstance(key, list) else self._named(key))

    def _named(self, key: PandasObject) -> PandasObject:
        number = as_python(key) if not isinstance(key, pd.Series | pd.DataFrame) else key
        if isinstance(number, bool) or not isinstance(number, int | float):
            return key
        text = plain(number)
        return text if text in self.columns.get_level_values(0) else key


class HintingGroups(DataFrameGroupBy[PandasObject, PandasObject] if TYPE_CHECKING else DataFrameGroupBy):  # type: ignore[misc]  # pandas has no brackets here
    """Groups of a `HintingFrame`, which lead as it does."""

    def __getitem__(self, key: PandasObject) -> PandasObject:
        asked = [key] if isinstance(key, str) else key if isinstance(key, list) else []
        table: PandasObject = self.obj
        missing = table._missing(asked) if type(table) is HintingFrame else ""
        if missing:
            raise UnknownKeyError(missing)
        return super().__getitem__(key)
