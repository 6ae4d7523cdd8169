"""A table that leads whoever asks for a column that it has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import pandas as pd
from pandas.core.groupby import DataFrameGroupBy

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.core.scalars import as_python

#: What methods of pandas take and give, which its types tell by the arguments; ours only pass it on.
PandasObject: TypeAlias = Any


class HintingFrame(pd.DataFrame):
    """An ordinary frame, except that asking for a column by an old or a misspelt name tells the right one.

    Whatever is made of it is a plain `pandas.DataFrame`.
    """

    _metadata: ClassVar[list[str]] = ["renamed"]
    renamed: Mapping[str, str]

    if not TYPE_CHECKING:  # else every name would be taken for a column

        def __getattr__(self, name: str) -> object:
            try:
                return super().__getattr__(name)
            except AttributeError:
                if name.startswith("_") or name == "renamed":
                    raise
                raise AttributeError(self._unknown(name)) from None

    def _unknown(self, name: object) -> str:
        columns = [str(column) for column in self.columns]
        row = self._row(name)
        if row:
            return tr("table {table!r} has no column {name!r}; it is a row: {row}",
                      "数据表{table!r}没有列{name!r}；这是一行：{row}", table=self.attrs.get("table", ""), name=name,
                      row=row)  # fmt: skip
        hint = nearest(str(name), columns) or tr("; it has {names}", "；现有：{names}",
                                                 names=tr(", ", "、").join(columns))  # fmt: skip
        return tr("table {table!r} has no column {name!r}", "数据表{table!r}没有列{name!r}",
                  table=self.attrs.get("table", ""), name=name) + hint  # fmt: skip

    def _row(self, name: object) -> str:
        """How the rows of this name are asked for; '' where none is called so."""
        names = [str(level) for level in self.index.names if level is not None]
        found = [level for level in names if name in self.index.get_level_values(level)]
        if not found:
            return ""
        return f"loc[{name!r}]" if self.index.nlevels == 1 else f"xs({name!r}, level={found[0]!r})"

    def __call__(self, *asked: object, **given: object) -> HintingFrame:
        """The table: it may be asked for with brackets behind its name, as ``run.headcount()``.

        pandas calls what can be called where a frame is put into another, with that other one.
        """
        strange = [value for value in asked if not isinstance(value, pd.DataFrame | pd.Series)]
        if given or strange:
            told = ", ".join([*map(repr, strange), *(f"{name}={value!r}" for name, value in given.items())])
            raise TypeError(tr("{table} is a table and takes nothing in brackets, got {told}; {instead}",
                               "{table} 是数据表，括号中不能有内容，现为 {told}；{instead}",
                               table=self.attrs.get("table", ""), told=told, instead=self._instead(given)))  # fmt: skip
        return self

    def _instead(self, given: Mapping[str, object]) -> str:
        """What takes arguments of such names: the table with its zeros, rows of it, groups of it."""
        known = {str(name) for name in [*self.columns, *self.index.names]}
        if set(given) == {"zeros"}:
            return tr("write frame({table!r}, zeros={zeros})", "请写作 frame({table!r}, zeros={zeros})",
                      table=self.attrs.get("table", ""), zeros=given["zeros"])  # fmt: skip
        if given and set(given) <= known:
            rows = " and ".join(f"{name} == {as_python(value)!r}" for name, value in given.items())
            return tr("rows of it are chosen with query({rows!r})", "请用 query({rows!r}) 选取行", rows=rows)
        by = given.get("by")
        if isinstance(by, str) and by in known:
            return tr("groups of its rows are made with groupby({by!r})", "请用 groupby({by!r}) 分组", by=by)
        return tr("rows of it are chosen with query(…) or loc[…], groups made with groupby(…)",
                  "请用 query(…) 或 loc[…] 选取行，用 groupby(…) 分组")  # fmt: skip

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
            raise KeyError(missing)
        made: PandasObject = super().groupby(by, *args, **options)
        if type(made) is DataFrameGroupBy:
            made.__class__ = HintingGroups
        return made

    def _missing(self, asked: Sequence[object]) -> str:
        """What is said of columns that are asked for and are not there; '' where all are."""
        known = [*self.columns, *self.index.names]
        renamed = getattr(self, "renamed", {})
        return "; ".join(
            tr("column {old!r} is now {new!r}", "列{old!r}现名为{new!r}", old=name, new=renamed[name])
            if name in renamed else self._unknown(name)
            for name in asked if isinstance(name, str) and name not in known
        )  # fmt: skip

    def __getitem__(self, key: PandasObject) -> PandasObject:
        try:
            return super().__getitem__(key)
        except KeyError:
            asked = [key] if isinstance(key, str) else key if isinstance(key, list) else []
            raise KeyError(self._missing(asked) or key) from None


class NumberedFrame(pd.DataFrame):
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
        missing = table._missing(asked) if isinstance(table, HintingFrame) else ""
        if missing:
            raise KeyError(missing)
        return super().__getitem__(key)
