"""How a share of a small group becomes a whole number of people, as a file states it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import Title, tr

RoundingWay = Literal["down", "nearest", "up"]
CLOSE = 1e-9  # what the computer's last digits may take from a whole number

_WORK: dict[RoundingWay, Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]] = {
    "down": lambda x: np.floor(x + CLOSE),
    "nearest": lambda x: np.floor(x + 0.5 + CLOSE),
    "up": lambda x: np.ceil(x - CLOSE),
}
_SAID: dict[RoundingWay, Title] = {
    "down": Title("", ""),
    "nearest": Title(", rounded to the nearest", "，四舍五入"),
    "up": Title(", rounded up", "，向上取整"),
}
_TAIL = re.compile(r"(?P<share>.+?)(?:,?\s+rounded\s+(?P<way>\w+))?(?:,?\s+at\s+least\s+(?P<least>\d{1,6}))?\s*\Z")


@dataclass(frozen=True, slots=True)
class Rounding:
    """Down, up, or to the nearest whole number (a half goes up), and never below `least`."""

    way: RoundingWay = "down"
    least: int = 1

    def whole(self, values: Numbers) -> npt.NDArray[np.int64]:
        """People for these shares; of the shape of `values`."""
        return np.maximum(self.least, _WORK[self.way](np.asarray(values, np.float64))).astype(np.int64)

    def __str__(self) -> str:
        """What differs from what is usual, to be set behind the share; '' where nothing does."""
        least = "" if self.least == 1 else tr(", at least {n}", "，至少{n}人", n=self.least)
        return str(_SAID[self.way]) + least


USUAL = Rounding()


def split_rounding(text: str) -> tuple[str, Rounding | None]:
    """``10% of grade rounded up, at least 2`` as the share and its rounding; None where a way is not known."""
    found = _TAIL.match(text)
    if found is None:
        return text, USUAL
    way = next((known for known in get_args(RoundingWay) if known == (found["way"] or "down")), None)
    return found["share"], None if way is None else Rounding(way, 1 if found["least"] is None else int(found["least"]))
