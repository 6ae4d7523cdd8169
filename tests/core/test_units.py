"""The units of measures: one record each, and every table over them knows them all."""

from __future__ import annotations

from typing import get_args

import pytest

from ladder_sim.core.money import currency_of
from ladder_sim.core.units import UNITS, MeasureUnit
from ladder_sim.report.document.kit import FORMATS, SIGNED
from ladder_sim.report.workbook.sheet import number_formats
from ladder_sim.results.own import UNITS as OWN


def test_every_table_over_units_knows_each_of_them() -> None:
    assert list(FORMATS) == list(SIGNED) == list(UNITS)
    formats = number_formats(currency_of("CNY"))
    assert set(UNITS) <= set(formats) and {f"±{unit}" for unit in UNITS} <= set(formats)


def test_a_measure_of_ones_own_has_a_unit_that_is_there() -> None:
    assert set(get_args(MeasureUnit)) == set(OWN) == set(UNITS) - {"log_ratio"}


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_its_name_in_both_languages_and_room_between_its_ends(unit: str) -> None:
    info = UNITS[unit]
    assert info.title.en and info.title.zh != info.title.en and info.least < info.most
