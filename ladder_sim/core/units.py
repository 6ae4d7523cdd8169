"""The units of measures, as tables and charts name them. Shares are fractions of 1; displays show percentages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.i18n import Title

#: Units that a measure of one's own may have.
MeasureUnit = Literal[
    "share a year",
    "share",
    "money a year",
    "money",
    "months",
    "people",
    "people a year",
    "hours",
    "times a year",
    "seats",
    "points",
    "ratio",
]


@dataclass(frozen=True, slots=True)
class MeasuredIn:
    """A unit of measures.

    Parameters
    ----------
    title
        ``{money}`` stands for the currency in use.
    least, most
        What a value can be at all; money may be negative where a scheme takes pay away.
    digits
        Behind the point, where figures are shown; of money as many as its size needs.
    counted
        Does a figure name its unit, as 3 months do? Shares show theirs, ratios have none.
    """

    title: Title
    least: float = -math.inf
    most: float = math.inf
    digits: int = 1
    counted: bool = False


UNITS: Mapping[str, MeasuredIn] = {
    "share a year": MeasuredIn(Title("share a year", "比例/年"), least=0.0),
    "share": MeasuredIn(Title("share", "比例"), least=0.0, most=1.0),
    "money a year": MeasuredIn(Title("{money} a year", "{money}/年"), digits=0),
    "money": MeasuredIn(Title("{money} a year per head", "{money}/人·年"), digits=0),
    "months": MeasuredIn(Title("months", "个月"), least=0.0, counted=True),
    "people": MeasuredIn(Title("people", "人"), least=0.0, counted=True),
    "people a year": MeasuredIn(Title("people a year", "人/年"), least=0.0, counted=True),
    "hours": MeasuredIn(Title("hours", "小时"), least=0.0, counted=True),
    "times a year": MeasuredIn(Title("times a year", "次/年"), least=0.0, counted=True),
    "seats": MeasuredIn(Title("seats", "个编制"), least=0.0, counted=True),
    "points": MeasuredIn(Title("points", "分"), digits=2, counted=True),
    "ratio": MeasuredIn(Title("ratio", "比值"), digits=2),
    "log_ratio": MeasuredIn(Title("log ratio, 0 = alike", "对数比，0为相同"), digits=2),  # shown as the ratio
}
YUAN = Title("CNY", "元")
_money = YUAN
_stated = False  # did somebody say the currency, so that no record's own goes?


def unit_name(unit: str) -> str:
    """A unit in the language in use, amounts of money in the currency in use."""
    return str(UNITS[unit].title).format(money=_money)


def as_shown(value: float, unit: str) -> float:
    """A level or a difference as displays have it: of the logarithm of a ratio the ratio itself, 1 where alike."""
    return math.exp(value) if unit == "log_ratio" else value


def share_of(text: str) -> float:
    """``"2%"`` as a share; NaN where the text is none."""
    try:
        return float(text.removesuffix("%")) / 100 if text.endswith("%") else math.nan
    except ValueError:
        return math.nan


def times_shown(unit: str) -> int:
    """What the numbers of a unit are multiplied by on the axis of a chart, where shares stand as percentages."""
    return 100 if unit in ("share a year", "share") else 1


def money_name() -> str:
    """The currency in use, as it stands behind an amount in Chinese."""
    return str(_money)


def money_title() -> Title:
    """The currency in use, in both languages."""
    return _money


@contextmanager
def money_called(name: Title, *, stated: bool = True) -> Iterator[None]:
    """Another name of the currency for as long as the block lasts; otherwise it is CNY, 元.

    Parameters
    ----------
    stated : whether somebody said it, so that within the block what a record says of itself changes nothing
    """
    global _money, _stated
    before = _money, _stated
    if stated or not _stated:
        _money, _stated = name, stated or _stated
    try:
        yield
    finally:
        _money, _stated = before


def money_met(name: Title) -> None:
    """The name of the currency from here on, to the end of the block that has given it another."""
    global _money
    if not _stated:
        _money = name
