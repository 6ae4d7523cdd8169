"""The units of measures, as tables and charts name them. Shares are fractions of 1; displays show percentages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from ladder_sim.core.i18n import Title

_UNITS: dict[str, Title] = {
    "share a year": Title("share a year", "比例/年"),
    "share": Title("share", "比例"),
    "money a year": Title("{money} a year", "{money}/年"),
    "money": Title("{money} a year per head", "{money}/人·年"),
    "months": Title("months", "个月"),
    "people": Title("people", "人"),
    "seats": Title("seats", "个编制"),
    "points": Title("points", "分"),
    "ratio": Title("ratio", "比值"),
    "log_ratio": Title("log ratio, 0 = alike", "对数比，0为相同"),  # as tables hold it; shown as the ratio
}
YUAN = Title("CNY", "元")
_money = YUAN


def unit_name(unit: str) -> str:
    """A unit in the language in use, amounts of money in the currency in use."""
    return str(_UNITS[unit]).format(money=_money)


def as_shown(value: float, unit: str) -> float:
    """A level or a difference as displays have it: of the logarithm of a ratio the ratio itself, 1 where alike."""
    return math.exp(value) if unit == "log_ratio" else value


def money_name() -> str:
    """The currency in use, as it stands behind an amount in Chinese."""
    return str(_money)


@contextmanager
def money_called(name: Title) -> Iterator[None]:
    """Another name of the currency for as long as the block lasts; otherwise it is CNY, 元."""
    global _money
    before, _money = _money, name
    try:
        yield
    finally:
        _money = before
