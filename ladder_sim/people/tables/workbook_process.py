"""A workbook read in a process of its own, so that a library that gives up takes nothing else with it.

Run as a script by `workbooks`: the path of a workbook is its argument, a pickled `dict` its output. It imports
nothing of the package. What a zip unpacks to and how far the cells reach are looked at before any library opens it:
a cell at the far corner makes the reader ask for hundreds of gigabytes.
"""

from __future__ import annotations

import io
import pickle
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

UNPACKED = 600_000_000  # bytes: some 100 times the lists that people keep
CELLS = 20_000_000  # of a sheet's rectangle, filled or not: the library holds all of it
ROWS, COLUMNS = 1_048_576, 16_384  # no spreadsheet program has more
MEMORY = 6 << 30

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.S)
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")
_REF = re.compile(rb'\br="([^"]*)"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>([^<]+)<")
_PLAIN = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")


class WorkbookRefused(Exception):
    """Why the workbook is not opened: a code, and what belongs to it."""


def main(path: str) -> dict[str, object]:
    """What is handed to the parent: the sheets, or why there are none."""
    _limit_memory()
    try:
        marks = _looked_at(path) if zipfile.is_zipfile(path) else {}
        return {"sheets": _sheets(path, marks)}
    except WorkbookRefused as refused:
        return {"refused": refused.args}
    except MemoryError:
        return {"refused": ("memory",)}
    except ImportError:
        return {"refused": ("library",)}
    except Exception as error:
        return {"refused": ("unreadable", f"{error}".splitlines()[0] if str(error) else type(error).__name__)}


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # no such limit on this system
        return


# --- looked at first -----------------------------------------------------------------------------------


def _looked_at(path: str) -> dict[str, dict[tuple[int, int], str]]:
    """Of each sheet: cells (row, column from 0) that hold an error, or a formula whose value was not saved ('')."""
    with zipfile.ZipFile(path) as book:
        size = sum(item.file_size for item in book.infolist())
        if size > UNPACKED:
            raise WorkbookRefused("unpacked", size)
        names = {item.filename for item in book.infolist()}
        if "content.xml" in names:
            _open_document(_part(book, "content.xml"))
        marks = {}
        for name, part in _parts(book, names).items():
            if part in names:
                marks[name] = _marks(_part(book, part), name)
        return marks


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    """A part's bytes, never more than it may be, whatever its header says."""
    with book.open(name) as part:
        data = part.read(UNPACKED + 1)
    if len(data) > UNPACKED:
        raise WorkbookRefused("unpacked", len(data))
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise WorkbookRefused("entities")
    return data


def _parts(book: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Sheet -> the part of the file that holds it; empty where it is not written as XML."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    rels = {
        item.get("Id"): str(item.get("Target"))
        for item in ElementTree.fromstring(_part(book, "xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for item in ElementTree.fromstring(_part(book, "xl/workbook.xml")).iter():
        if item.tag.endswith("}sheet"):
            rel = next((value for key, value in item.items() if key.endswith("}id")), "")
            target = rels.get(rel, "")
            found[str(item.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _marks(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    marks = {}
    left = top = 10**9
    right = bottom = -1
    for attributes, body in _CELL.findall(_EMPTY_CELL.sub(b"", data)):
        ref = _REF.search(attributes)
        if ref is None:
            continue
        row, column = _spot(ref[1], sheet)
        left, right, top, bottom = min(left, column), max(right, column), min(top, row), max(bottom, row)
        value = _VALUE.search(body)
        if re.search(rb'\bt="e"', attributes):
            marks[row, column] = value[1].decode("utf-8", "replace") if value else "#ERROR"
        elif (b"<f" in body or b":f" in body) and value is None and b"<is>" not in body:
            marks[row, column] = ""
    if (right + 1) * (bottom + 1) > CELLS:
        raise WorkbookRefused("dimension", sheet, bottom + 1, right + 1)
    return marks


def _spot(ref: bytes, sheet: str) -> tuple[int, int]:
    found = _PLAIN.fullmatch(ref)
    column = 0
    for sign in found[1] if found else b"":
        column = column * 26 + sign - 64
    if found is None or column > COLUMNS or int(found[2]) > ROWS:
        raise WorkbookRefused("reference", sheet, ref[:20].decode("utf-8", "replace"))
    return int(found[2]) - 1, column - 1


def _open_document(data: bytes) -> None:
    """An .ods says in one attribute how often a row or a cell is repeated; what is filled may not be so too often."""
    cells = 0
    rows = 1
    for tag, attributes, empty in re.findall(rb"<table:(table-row|table-cell)\b([^>]*?)(/?)>", data):
        times = re.search(rb'number-(?:rows|columns)-repeated="(\d{1,12})"', attributes)
        repeated = int(times[1]) if times else 1
        if tag == b"table-row":
            rows = repeated
        elif not empty:
            cells += repeated * rows
            if cells > CELLS:
                raise WorkbookRefused("dimension", "content", rows, repeated)


# --- read ----------------------------------------------------------------------------------------------


def _sheets(path: str, marks: dict[str, dict[tuple[int, int], str]]) -> list[dict[str, object]]:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    found = []
    for about in book.sheets_metadata:
        if not str(about.typ).endswith(".WorkSheet"):
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height * sheet.total_width > CELLS:
            raise WorkbookRefused("dimension", about.name, sheet.total_height, sheet.total_width)
        rows = sheet.to_python(skip_empty_area=False)
        merged = _unmerged(rows, sheet.merged_cell_ranges or [])
        visible = str(about.visible).endswith(".Visible")  # every kind of state has the word in its class's name
        found.append({"name": about.name, "visible": visible, "rows": rows, "merged": merged,
                      "marks": marks.get(about.name, {})})  # fmt: skip
    return found


def _unmerged(rows: list[list[object]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[tuple[int, int]]:
    """Put the value of each cell that is merged downwards into all its rows; which cells took it."""
    filled = []
    for (top, left), (bottom, _) in ranges:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if value == "":
            continue
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]) and rows[row][left] == "":
                rows[row][left] = value
                filled.append((row, left))
    return filled


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(main(sys.argv[1]), pickle.HIGHEST_PROTOCOL))
