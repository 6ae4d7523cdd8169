"""Results as data: a dict of plain values, or the same as a JSON text."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, SupportsIndex

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door

if TYPE_CHECKING:
    import numpy as np


class JsonText(str):
    """A JSON text; asked for a key, as the dict that `to_json` gave once, it says where that is."""

    __slots__ = ()

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if isinstance(key, str):
            raise LadderError(tr("to_json() is a text; to_dict()[{key!r}] has the data",
                                 "to_json() 是文本；数据请用 to_dict()[{key!r}]", key=key))  # fmt: skip
        return super().__getitem__(key)


class AsData(ABC):
    """A result that tells itself as data, for programs."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> JsonObject:
        """As data: dicts, lists, texts, numbers and None."""

    @door
    def to_json(self) -> str:
        """`to_dict` as a JSON text."""
        return JsonText(json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, default=_plain))


def _plain(value: np.generic) -> object:
    """What JSON has for a number of NumPy."""
    return value.item()
