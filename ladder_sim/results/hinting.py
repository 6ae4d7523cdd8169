"""A table that knows what its columns were called before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pandas as pd

from ladder_sim.core.i18n import tr


class HintingFrame(pd.DataFrame):
    """An ordinary frame, except that asking for a column by its old name tells the new one.

    Whatever is made of it is a plain `pandas.DataFrame`.
    """

    _metadata: ClassVar[list[str]] = ["renamed"]
    renamed: Mapping[str, str]

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            asked = [key] if isinstance(key, str) else key if isinstance(key, list) else []
            renamed = getattr(self, "renamed", {})
            old = [(name, renamed[name]) for name in asked if isinstance(name, str) and name in renamed]
            if not old:
                raise
            told = "; ".join(
                tr("column {old!r} is now {new!r}", "列{old!r}现名为{new!r}", old=a, new=b) for a, b in old
            )
            raise KeyError(told) from None
