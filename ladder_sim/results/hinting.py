"""A table that leads whoever asks for a column that it has not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest


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
        hint = nearest(str(name), columns) or tr("; it has {names}", "；现有：{names}",
                                                 names=tr(", ", "、").join(columns))  # fmt: skip
        return tr("table {table!r} has no column {name!r}", "数据表{table!r}没有列{name!r}",
                  table=self.attrs.get("table", ""), name=name) + hint  # fmt: skip

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            asked = [key] if isinstance(key, str) else key if isinstance(key, list) else []
            renamed = getattr(self, "renamed", {})
            old: list[tuple[str, str]] = [
                (name, renamed[name]) for name in asked if isinstance(name, str) and name in renamed
            ]
            if not old:
                raise KeyError("; ".join(self._unknown(name) for name in asked if name not in self.columns)
                               or key) from None  # fmt: skip
            told = "; ".join(
                tr("column {old!r} is now {new!r}", "列{old!r}现名为{new!r}", old=a, new=b) for a, b in old
            )
            raise KeyError(told) from None
