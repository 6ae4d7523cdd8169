"""Workbooks: the right sheet, cells without a value, merged cells; and files that would bring a reader down."""

from __future__ import annotations

import datetime as dt
import math
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ladder_sim.core import i18n
from ladder_sim.core.problems import Problems
from ladder_sim.model.roster import RosterMapping, RosterNeeds
from ladder_sim.model.workforce import Roster
from ladder_sim.people.reading import RosterReading
from ladder_sim.people.rosters.roster import examine
from ladder_sim.people.tables import workbooks
from ladder_sim.people.tables.sheets import read_table

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")
START = dt.date(2027, 1, 1)
HEAD = ["id", "hired", "role", "pay"]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name.strip("_"))
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
            if name.endswith("_"):
                sheet.hide()
            else:
                sheet.activate()  # the first one cannot be hidden while it is the active one
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed."""
    parts = {item.filename: zipfile.ZipFile(path).read(item) for item in zipfile.ZipFile(path).infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def looked(path: Path, **mapping: Any) -> tuple[Roster | None, RosterReading]:
    return examine(path, RosterNeeds(START, mapping=RosterMapping(**mapping)))


def refusal(path: Path) -> str:
    problems = Problems()
    assert read_table(path, problems) is None
    return str(problems.errors[0]).split(f"{path.name}: ", 1)[1]


def person(key: str, role: str = "agent") -> list[Any]:
    return [key, "2024-03-01", role, 4000]


def test_the_sheet_with_headers_is_read_and_said(tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", Notes=[["Exported"], ["see Staff"]], Staff=[HEAD, person("a")])
    roster, reading = looked(path)
    assert roster is not None and roster.person == ("a",)
    assert reading.lines[0] == "sheet 'Staff' is read, not 'Notes'"


def test_of_two_sheets_that_fit_the_other_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", East=[HEAD, person("a")], West=[HEAD, person("b")])
    roster, reading = looked(path)
    assert roster is not None and roster.person == ("a",)
    assert reading.lines[0] == "sheet 'East' is read; 'West' would fit too: write roster: {sheet: …} for another"
    assert looked(path, sheet="West")[0].person == ("b",)  # type: ignore[union-attr]
    _, reading = looked(path, sheet="Wst")
    assert "has no sheet 'Wst'; did you mean 'West'?" in str(reading.problems.errors[0])


def test_a_hidden_sheet_is_read_only_when_no_other_fits(tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", Old_=[HEAD, person("old")], New=[HEAD, person("new")])
    assert looked(path)[0].person == ("new",)  # type: ignore[union-attr]
    path = book(tmp_path / "hidden.xlsx", Notes=[["nothing here"]], List_=[HEAD, person("a")])
    roster, reading = looked(path)
    assert roster is not None and "sheet 'List' is hidden" in reading.lines


def test_errors_and_formulas_without_a_value_are_named_by_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for i, row in enumerate([HEAD, person("a"), person("b"), person("c")]):
            sheet.write_row(i, 0, row)
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
        sheet.write_formula(2, 3, "=3000+900", None, "")
        sheet.write_formula(3, 3, "=3000+950", None, 3950)
    roster, reading = looked(path)
    assert roster is not None and roster.columns["pay"][2] == 3950 and math.isnan(roster.columns["pay"][0])
    assert reading.lines[0] == "pay: the error #N/A stands in D2: taken as empty"
    assert reading.lines[1].startswith(
        "pay: a formula whose value was not saved stands in D3: taken as empty; open the"
    )


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for i, row in enumerate([["id", "hired", "role", "team"], *(person(key)[:3] for key in "abc")]):
            sheet.write_row(i, 0, row)
        sheet.merge_range(1, 3, 3, 3, "North")
    roster, reading = looked(path)
    assert roster is not None and roster.columns["team"] == ("North",) * 3
    assert reading.lines[0] == "team: merged cells: rows 3, 4 take the value above"


# --- hostile -------------------------------------------------------------------------------------------------


def test_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("List")
        sheet.write_row(0, 0, HEAD)
        sheet.write(1_048_575, 16_383, "x")
    assert refusal(path) == (
        "sheet 'List' reaches to row 1,048,576, column 16,384; delete the stray cells far from the list, or save the "
        "list "
        "alone"
    )


@pytest.mark.parametrize("ref", ["ZZZZ9", "A0", "A9999999", "1A", "XFE1", ""])
def test_a_reference_that_no_sheet_has_is_refused(tmp_path: Path, ref: str) -> None:
    path = book(tmp_path / "bad.xlsx", List=[HEAD, person("a")])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A2"', f'r="{ref}"'.encode()))
    assert refusal(path) == f"sheet 'List' has a cell at '{ref}', which no spreadsheet has; save it anew as .xlsx"


def test_a_small_zip_of_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    bomb = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with bomb as made, made.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(61):
            part.write(b" " * 10_000_000)
    assert path.stat().st_size < 5_000_000
    assert refusal(path) == "unpacks to 610 MB, far more than a list of people; save that sheet alone"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "liar.xlsx", List=[HEAD, person("a")])
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    at = struct.unpack("<I", data[end + 16 : end + 20])[0]
    data[at + 24 : at + 28] = struct.pack("<I", 7)  # unpacked size of the first part in the directory
    path.write_bytes(data)
    problems = Problems()
    assert (read_table(path, problems) is None) == bool(problems.errors)  # read or refused, but in words


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = book(tmp_path / "laugh.xlsx", List=[HEAD, person("a")])
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    rewritten(path, "xl/workbook.xml", lambda data: bomb)
    assert refusal(path) == "declares entities of its own, which no spreadsheet program writes; save it anew as .xlsx"


def test_a_repeated_row_of_an_open_document_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "far.ods"
    cells = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml", f'<table:table-row table:number-rows-repeated="30000000">{cells}</table:table-row>'
        )
    assert "reaches to row 30,000,000" in refusal(path)


def test_a_reader_that_breaks_down_is_an_error_and_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "staff.xlsx", List=[HEAD, person("a")])
    child = tmp_path / "workbook_process.py"
    child.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(workbooks, "__file__", str(tmp_path / "workbooks.py"))
    assert refusal(path) == (
        "is not a workbook that can be read: the reader broke down; save it anew as .xlsx, or as CSV"
    )


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    about = {"unpacked": (7e8,), "dimension": ("List", 9, 9), "reference": ("List", "A0"), "unreadable": ("why",)}
    for code in ("library", "unpacked", "dimension", "reference", "entities", "memory", "unreadable"):
        said = []
        for language in ("en", "zh"):
            i18n.use(language)  # type: ignore[arg-type]
            said.append(workbooks._why(code, *about.get(code, ())))
        assert said[0] != said[1] and all(said)
    i18n.use("en")


def test_the_child_imports_nothing_of_the_package() -> None:
    text = Path(workbooks.__file__).with_name("workbook_process.py").read_text(encoding="utf-8")
    assert "ladder_sim" not in text.split('"""', 2)[2]


def test_no_library_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    path = tmp_path / "staff.csv"
    path.write_bytes("工号,入职日期,岗位\n7,2024-03-01,客服\n".encode("gb18030"))
    assert refusal(path) == (
        "is not UTF-8, and telling other encodings apart needs the 'data' extra: pip install 'ladder-sim[data]' (or "
        "save it "
        "as “CSV UTF-8”)"
    )
