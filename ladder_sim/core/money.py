"""Money as people read it: the sign before the amount in English, the unit after it in Chinese, in 万 and 亿."""

from __future__ import annotations

import functools
import inspect
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from ladder_sim.core.display import MINUS, finest, money_step, number
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import nearest
from ladder_sim.core.units import YUAN, money_called, money_met, money_title


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its code, its sign before an amount, and its Chinese name behind one; all empty for none."""

    code: str
    sign: str
    word: str

    @property
    def called(self) -> Title:
        """What stands beside an axis: CNY, 元; "money" where no currency is to be shown."""
        return Title(self.code or "money", self.word or "金额")

    @property
    def name(self) -> str:
        """The same in the language in use."""
        return str(self.called)

    def amount(self, value: float, *, signed: bool = False, figures: int = 3, beside: float = 0.0) -> str:
        """A short amount, to so many figures: ¥13.6 M and ¥270,000; 1,360万元 and 27万元.

        Parameters
        ----------
        beside : the largest amount of its column, in whose unit it is told: ¥0.27 M below ¥13.6 M
        """
        if math.isnan(value):
            return "–"
        mark = MINUS if value < 0 else "+" if signed and value > 0 else ""
        text = _short(abs(value), figures, 0.0 if math.isnan(beside) else abs(beside))
        return self._beside(mark, text)

    def _beside(self, mark: str, text: str) -> str:
        """An amount with its currency where the language has it."""
        if not grammar().money_first:
            return f"{mark}{text}{self.word}"
        gap = " " if self.sign[-1:].isalpha() else ""
        return f"{mark}{self.sign}{gap}{text}"

    def full(self, value: float, *, signed: bool = False) -> str:
        """The amount to the unit: ¥13,568,670; 13,568,670元."""
        if math.isnan(value):
            return "–"
        mark = MINUS if round(value) < 0 else "+" if signed and round(value) > 0 else ""
        text = number(abs(value), 0)
        return self._beside(mark, text)


def _short(size: float, figures: int, beside: float = 0.0) -> str:
    """A positive amount to so many figures, in the units of the language, or in that of a larger one beside it."""
    if size:
        size = round(size, figures - 1 - math.floor(math.log10(size)))
    steps = [step for step in grammar().money_steps if step[0] >= LEAST_STEP]
    found = money_step(max(size, beside), steps)
    if found is None or not size:
        return number(size, 0)
    step, name = found
    before = len(str(int(size / step))) if size >= step else 1 + math.floor(math.log10(size / step))
    digits = int(max(0, min(figures - before, finest(step))))
    if beside > size and not round(size / step, digits):
        return _short(size, figures)  # next to nothing in that unit
    return number(size / step, digits) + name


#: In a sentence nothing smaller is counted in: ¥270,000 rather than ¥270 k.
LEAST_STEP = 1e4

_KNOWN = {
    "CNY": Currency("CNY", "¥", "元"),
    "USD": Currency("USD", "$", "美元"),
    "EUR": Currency("EUR", "€", "欧元"),
    "GBP": Currency("GBP", "£", "英镑"),
    "HKD": Currency("HKD", "HK$", "港元"),
    "JPY": Currency("JPY", "JP¥", "日元"),
    "SGD": Currency("SGD", "S$", "新加坡元"),
    "TWD": Currency("TWD", "NT$", "新台币"),
    "KRW": Currency("KRW", "₩", "韩元"),
    "INR": Currency("INR", "₹", "卢比"),
}
_ALIASES = {"RMB": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY", "US$": "USD"}
NONE = Currency("", "", "")


def currency_of(text: str) -> Currency | None:
    """The currency of a code or a sign; "" and ``none`` stand for none, and None says that there is no such currency.

    Any code of three capital letters will do; those without a sign are written before the amount.
    """
    given = text.strip()
    if given in ("", "none"):
        return NONE
    code = _ALIASES.get(given.upper(), given.upper())
    if code in _KNOWN:
        return _KNOWN[code]
    by_sign = {money.sign: money for money in _KNOWN.values()}
    if given in by_sign:
        return by_sign[given]
    return Currency(given, given, given) if re.fullmatch(r"[A-Z]{3}", given) else None


def currency_name(code: str) -> str:
    """What a currency is called in the language in use."""
    return (currency_of(code) or NONE).name


def currency_codes() -> tuple[str, ...]:
    """The codes that have a sign."""
    return tuple(_KNOWN)


def wrong_currency(got: str) -> str:
    """Why a currency cannot be used."""
    return tr(
        "{got!r} is neither a code of three capital letters such as CNY nor a known sign such as ¥ (none: no sign)",
        "“{got}”既不是三个大写字母的代码（如 CNY），也不是已知的符号（如 ¥）；不显示货币请写 none", got=got,
    ) + nearest(got.upper(), currency_codes())  # fmt: skip


# --- whose money it is ----------------------------------------------------------------------------

#: Where a record has what says its currency, if it does not say it itself.
_SAID_BY = ("comparison", "before", "scheme")
ClassT = TypeVar("ClassT")
_FROM_FILES: ContextVar[bool] = ContextVar("from_files", default=False)


def said_by(record: object) -> str:
    """The code of the currency that a record says, itself or by what it is made of; '' where none does."""
    code = getattr(record, "currency", None)
    for name in () if code is not None else _SAID_BY:
        code = code or getattr(getattr(record, name, None), "currency", None)
    return code if isinstance(code, str) else ""


@contextmanager
def money_of(record: object) -> Iterator[None]:
    """Amounts in the currency of a record for as long as the block lasts, unless somebody has said another one."""
    found = currency_of(said_by(record))
    if found is None or found is NONE:
        yield
        return
    with money_called(found.called, stated=False):
        yield


def tells_money(cls: type[ClassT]) -> type[ClassT]:
    """A class whose public methods and display in a notebook tell amounts in its own currency; see `money_of`."""
    for name, method in list(vars(cls).items()):
        if inspect.isfunction(method) and (not name.startswith("_") or name == "_repr_html_"):
            setattr(cls, name, _in_own_money(method))
    return cls


def _in_own_money(method: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(method)
    def told(self: object, *given: object, **named: object) -> object:
        with money_of(self):
            return method(self, *given, **named)

    return told


@contextmanager
def money_from_files() -> Iterator[None]:
    """Amounts in the currency of the files that are read within the block, the last that says one; else in CNY."""
    token = _FROM_FILES.set(True)
    try:
        with money_called(YUAN, stated=False):
            yield
    finally:
        _FROM_FILES.reset(token)


def met(record: object) -> None:
    """A record that was read from a file: within `money_from_files` amounts are in its currency from here on."""
    found = currency_of(said_by(record)) if _FROM_FILES.get() else None
    if found is not None and found is not NONE:
        money_met(found.called)


def currency_in_use() -> Currency:
    """The currency in which amounts are told here and now."""
    return next((found for text in money_title().spellings if (found := currency_of(text)) is not None), NONE)


def two_currencies(mine: str, theirs: str, a: str, b: str) -> str:
    """Why amounts of two files cannot stand together.

    Parameters
    ----------
    mine, theirs : the codes
    a, b : what the files are called
    """
    return tr(
        "{a} is in {mine}, {b} in {theirs}: amounts of two currencies cannot be added or compared. Write one of the"
        " files in the other's currency, amounts agreed in the first as the amount times its rate: parameters: {{rate:"
        " {{2027-01: 7.1}}}}, base: 900 * rate",
        "“{a}”以 {mine} 计，“{b}”以 {theirs} 计：两种货币的金额不能相加或比较。请把其中一个文件改用另一种货币，"
        "原币金额写作金额乘以汇率，例如 parameters: {{rate: {{2027-01: 7.1}}}}，base: 900 * rate",
        a=a, b=b, mine=mine, theirs=theirs,
    )  # fmt: skip
