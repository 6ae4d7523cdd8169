"""Money as people read it: the sign before the amount in English, the unit after it in Chinese, in 万 and 亿."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ladder_sim.core.display import MINUS, finest, money_step, number
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import Title


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

    def amount(self, value: float, *, signed: bool = False, figures: int = 3) -> str:
        """A short amount, to so many figures: ¥13.6 M and ¥270,000; 1,360万元 and 27万元."""
        if math.isnan(value):
            return "–"
        mark = MINUS if value < 0 else "+" if signed and value > 0 else ""
        size = abs(value)
        text = _short(size, figures)
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


def _short(size: float, figures: int) -> str:
    """A positive amount to so many figures, in the units of the language."""
    if size:
        size = round(size, figures - 1 - math.floor(math.log10(size)))
    found = money_step(size, [step for step in grammar().money_steps if step[0] >= LEAST_STEP])
    if found is None:
        return number(size, 0)
    step, name = found
    before = len(str(int(size / step)))
    return number(size / step, max(0, min(figures - before, finest(step)))) + name


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


def currency_codes() -> tuple[str, ...]:
    """The codes that have a sign."""
    return tuple(_KNOWN)
