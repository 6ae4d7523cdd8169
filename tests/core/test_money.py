"""Money in the two languages: signs, units, rounding, and which currencies there are."""

from __future__ import annotations

import math

import pytest

from ladder_sim.core.i18n import use
from ladder_sim.core.money import NONE, currency_codes, currency_of

YUAN = currency_of("CNY")
assert YUAN is not None


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (13_568_670, "¥13.6 M", "1,360万元"),
        (1_357_000, "¥1.36 M", "136万元"),
        (999_600, "¥1.00 M", "100万元"),
        (270_123, "¥270,000", "27.0万元"),
        (9_994, "¥9,990", "1.00万元"),
        (4_320, "¥4,320", "0.43万元"),
        (420, "¥420", "420元"),
        (-68_120, "\N{MINUS SIGN}¥68,100", "\N{MINUS SIGN}6.81万元"),
        (2_340_000_000, "¥2.34 bn", "23.4亿元"),
        (0, "¥0", "0元"),
        (math.nan, "–", "–"),
    ],
)
def test_short_amounts(value: float, english: str, chinese: str) -> None:
    assert YUAN.amount(value) == english
    use("zh")
    assert YUAN.amount(value) == chinese


def test_amounts_of_a_column_are_told_in_the_unit_of_the_largest() -> None:
    assert YUAN.amount(451_588, signed=True, beside=22_170_000) == "+¥0.452 M"
    assert YUAN.amount(22_170_000, figures=4, beside=22_170_000) == "¥22.17 M"
    assert YUAN.amount(-9_500, beside=22e6) == "\N{MINUS SIGN}¥0.0095 M"
    assert YUAN.amount(0, beside=22e6) == "¥0"
    assert YUAN.amount(40, beside=22e6) == "¥40", "next to nothing keeps a unit of its own"
    assert YUAN.amount(451_588, beside=math.nan) == YUAN.amount(451_588)
    use("zh")
    assert YUAN.amount(13_000_000, beside=2.2e8) == "0.130亿元"


def test_signed_and_full_amounts() -> None:
    assert YUAN.amount(27_469, signed=True) == "+¥27,500"
    assert YUAN.amount(0, signed=True) == "¥0"
    assert YUAN.full(27_468.7, signed=True) == "+¥27,469"
    assert YUAN.full(-0.3) == "¥0"
    assert YUAN.full(math.nan) == "–"
    use("zh")
    assert YUAN.full(-1856) == "\N{MINUS SIGN}1,856元"


def test_more_figures_on_request() -> None:
    assert YUAN.amount(14_851_234, figures=4) == "¥14.85 M"
    use("zh")
    assert YUAN.amount(80_600, figures=4) == "8.06万元"  # to hundreds at the finest
    assert YUAN.amount(14_851_234, figures=4) == "1,485万元"


@pytest.mark.parametrize("given", ["CNY", "cny", "RMB", "¥", "￥", "元", "人民币", " CNY "])
def test_names_of_the_yuan(given: str) -> None:
    assert currency_of(given) == YUAN


def test_other_currencies() -> None:
    dollar, franc = currency_of("$"), currency_of("CHF")
    assert dollar is not None and franc is not None
    assert dollar.amount(1_500_000) == "$1.50 M"
    assert franc.amount(-1_500_000) == "\N{MINUS SIGN}CHF 1.50 M"
    assert NONE.amount(1_500_000) == "1.50 M" and currency_of("none") == currency_of("") == NONE
    assert [currency_of(name) for name in ("yen", "DOLLAR", "?")] == [None] * 3
    assert "EUR" in currency_codes()
    use("zh")
    assert dollar.amount(1_500_000) == "150万美元" and dollar.name == "美元"
    assert NONE.amount(1_500_000) == "150万"
