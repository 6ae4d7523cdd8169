"""Ranges as they are read: ends that would read alike have more digits, or are told as one value."""

from __future__ import annotations

import pytest

from ladder_sim.core.display import between, spanned, told_apart
from ladder_sim.core.i18n import speaking


@pytest.mark.parametrize(
    ("low", "high", "unit", "signed", "en", "zh"),
    [
        (0.0, 0.0, "share", False, "0.0% throughout", "均为0.0%"),
        (0.0, 0.0004, "share a year", False, "0.00% to 0.04%", "0.00%至0.04%"),
        (0.0, 0.00004, "share", False, "0.000% to 0.004%", "0.000%至0.004%"),
        (0.0, 1e-9, "share", False, "about 0.0%", "约0.0%"),
        (0.451, 0.462, "share", False, "45.1% to 46.2%", "45.1%至46.2%"),
        (0.00001, 0.00002, "share", True, "0.001 to 0.002 pp", "0.001至0.002个百分点"),
        (12.01, 12.02, "months", False, "12.01 to 12.02", "12.01至12.02"),
        (float("nan"), 1.0, "months", False, "", ""),
    ],
)  # fmt: skip
def test_ends_that_read_alike(low: float, high: float, unit: str, signed: bool, en: str, zh: str) -> None:
    for language, expected in (("en", en), ("zh", zh)):
        with speaking(language):  # type: ignore[arg-type]
            told = between(low, high, unit, signed=signed).replace("+", "").replace("\N{MINUS SIGN}", "-")
            assert told == expected


def test_a_range_of_texts_is_one_value_where_they_are_alike() -> None:
    with speaking("en"):
        assert spanned("5", "5") == "about 5" and spanned("5", "6") == "5 to 6"
    assert told_apart(lambda end, finer: f"{end:.{finer}f}", 1.1, 1.2) == ("1.1", "1.2")
    assert told_apart(lambda end, finer: f"{end:.{finer}f}", 1.1, 1.1001) == ("1", "1")
