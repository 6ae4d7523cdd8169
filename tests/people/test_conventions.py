"""What a whole column shows of its cells: whatever is written in one way with a proof is read back as it was meant."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_sim.people import conventions, likeness, tenures
from ladder_sim.people.cells import Unfit
from ladder_sim.people.rosters.words import known_headers, personal
from ladder_sim.people.statuses import TITLES, WORDS, folded, standing

LATEST = dt.date(2027, 1, 1)
DAYS = st.lists(st.dates(dt.date(1930, 1, 1), dt.date(2026, 12, 31)), min_size=1, max_size=8)
FORMS = {
    "day-first": ("{d:%d/%m/%Y}", "{d.day}-{d.month}-{d.year}", "{d:%d/%m/%y}"),
    "month-first": ("{d:%m/%d/%Y}", "{d.month}/{d.day}/{d.year}", "{d:%m/%d/%y}"),
}


@given(days=DAYS, way=st.sampled_from(sorted(FORMS)), form=st.integers(0, 2))
def test_dates_in_one_order_are_read_back(days: list[dt.date], way: str, form: int) -> None:
    cells = [(row, FORMS[way][form].format(d=day)) for row, day in enumerate(days)]
    found = conventions.date_order(cells)
    assert found.against is None
    if any(day.day > 12 for day in days):
        assert found.way == way
        assert [conventions.day(cell, found.way, LATEST) for _, cell in cells] == days
    else:
        assert not found.way and found.open == any(day.day != day.month for day in days)


@given(
    values=st.lists(st.decimals(0, 9_999_999, places=2), min_size=1, max_size=8),
    signs=st.sampled_from([(",", "."), (".", ",")]),
    grouped=st.booleans(),
)
def test_numbers_with_one_decimal_sign_are_read_back(
    values: list[object], signs: tuple[str, str], grouped: bool
) -> None:
    group, decimal = signs
    written = [
        f"{value:{',' if grouped else ''}.2f}".translate(str.maketrans({",": group, ".": decimal})) for value in values
    ]
    found = conventions.decimal_sign(list(enumerate(written)))
    assert found.way == ("comma" if decimal == "," else "point") and found.against is None
    assert [conventions.number(cell, found.way) for cell in written] == [pytest.approx(float(v)) for v in values]  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["4.250", "4,250", "12.345"])
def test_three_digits_behind_one_sign_prove_nothing(cell: str) -> None:
    assert conventions.decimal_sign([(1, cell)]).open


@given(years=st.integers(0, 40), months=st.integers(0, 11))
def test_lengths_of_time(years: int, months: int) -> None:
    for written in (f"{years}年{months}个月", f"{years} years {months} months", f"{years}y{months}m"):
        assert tenures.span(written, "") == (12 * years + months, False)


@pytest.mark.parametrize("cell", ["long", "年", "", "-3 years", "99 years"])
def test_what_is_no_length_of_time(cell: str) -> None:
    with pytest.raises(Unfit):
        tenures.span(cell, "year")


def test_every_word_of_a_status_is_understood_as_its_row_says() -> None:
    """The first row that fits holds; a word whose whole meaning an earlier row takes would never be reached."""
    for meant, words in WORDS:
        for word in words:
            assert standing(word.strip("^$"))[0] == meant, word
    assert {meant for meant, _ in WORDS} == set(TITLES)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Resigned (notice given)", "under_notice"), ("离职（手续办理中）", "under_notice"), ("Not active", "left"),
     ("Non-active", "left"),
     ("Unemployed", "left"), ("Inactive", "left"), ("ACTIVE", "at_work"), ("在職", None), ("", None), ("Leaver",
                                                                                                     "left"),
     ("Long-term leave", "on_leave"), ("Retired (rehired)", "at_work"), ("退休返聘", "at_work"), ("Actve", "at_work"),
     ("Unactve", None)],
)  # fmt: skip
def test_words_that_turn_round(word: str, meant: str | None) -> None:
    assert standing(word)[0] == meant
    assert folded(word) == folded(word.upper())


@pytest.mark.parametrize(("a", "b"), likeness.OPPOSITES)
def test_opposites_are_never_near(a: str, b: str) -> None:
    assert likeness.near(f"{a}日期xx", [f"{b}日期xx"], least=0) is None
    assert likeness.near(f"{b}日期xx", [f"{a}日期xx"], least=0) is None


def test_headers_that_are_personal_are_never_columns() -> None:
    known = known_headers({})
    assert not [word for word in known if personal(word)]
    for header in (
        "员工身份证号码",
        "Employee Phone 2",
        "Work E-mail",
        "First Name",
        "紧急联系人电话",
        "Bank Account No",
        "IBAN",
    ):
        assert personal(header), header
    for header in ("Team", "岗位名称", "Grade name", "入职日期", "Phase", "职级名称"):
        assert not personal(header), header
