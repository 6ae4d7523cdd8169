"""Policy documents from files: plain text, Markdown and Word."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from ladder_sim.core.i18n import Language, tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError, Place, Problem, Problems
from ladder_sim.files import read_bytes, read_text, shown_path
from ladder_sim.policies.flat_tables import flat_tables
from ladder_sim.policies.source import Passage, SourceLine, SourceTable, SourceText
from ladder_sim.policies.splitting import cells_of, is_heading, numbered, passages_of, upright

if TYPE_CHECKING:
    from docx.document import Document

_Read = tuple[list[SourceLine], list[SourceTable]]


def read_policy(path: str | os.PathLike[str]) -> SourceText:
    """A document, split into what it says.

    Parameters
    ----------
    path : a file that ends in .txt, .md or .docx

    Raises
    ------
    LadderError
        It is not there, cannot be read, is of another kind, or says nothing.
    """
    place = path_of(path, "path")
    reader = _READERS.get(place.suffix.lower())
    if reader is None:
        text = tr("a policy is read from {kinds}, got '{got}'; save it as one of these",
                  "制度文件可读取{kinds}，现为“{got}”；请另存为其中一种",
                  kinds=tr(", ", "、").join(_READERS), got=place.suffix or place.name)  # fmt: skip
        raise LadderError([Problem(Place(shown_path(place)), text)])
    problems = Problems()
    lines, tables = reader(place, problems)
    problems.raise_if_any()
    found = source_of(lines, tables, place.name)
    if not found.passages:
        raise LadderError([Problem(Place(shown_path(place)), tr("says nothing: there is no text in it",
                                                                "没有可读的文字"))])  # fmt: skip
    return found


def policy_text(text: str, name: str = "policy.md") -> SourceText:
    """A document given as text, with the headings and tables of Markdown.

    Parameters
    ----------
    name : what it is called
    """
    lines, tables = _marked(text)
    return source_of(lines, tables, name)


def source_of(lines: list[SourceLine], tables: list[SourceTable], name: str) -> SourceText:
    """The parts put together in the order of the lines."""
    tables = [upright(table) for table in tables]
    found: list[Passage] = [*passages_of(lines), *(cell for table in tables for cell in cells_of(table))]
    found.sort(key=lambda passage: passage.line)
    chinese = sum(len(re.findall(r"[\u4e00-\u9fff]", passage.text)) for passage in found)
    words = sum(len(re.findall(r"[A-Za-z]+", passage.text)) for passage in found)
    language: Language = "zh" if chinese > words else "en"
    return SourceText(name, language, tuple(found), tuple(tables), tuple(lines))


def _plain(path: Path, problems: Problems) -> _Read:
    text = read_text(path, problems)
    return ([], []) if text is None else _marked(text)


def _marked(text: str) -> _Read:
    """Lines of a text; rows with bars or tabs between their cells are tables, ``#`` and bold lines headings."""
    lines: list[SourceLine] = []
    tables: list[SourceTable] = []
    rows: list[tuple[str, ...]] = []
    begun, heading = 0, ""
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        cells = _cells(raw)
        if cells is not None:
            begun = begun or number
            if not all(re.fullmatch(r":?-{2,}:?", cell) or not cell for cell in cells):
                rows.append(cells)
            continue
        if rows:
            _close(rows, begun, heading, tables, lines)
            rows, begun = [], 0
        marked = re.match(r"(#{1,6})\s+(.*)", raw.strip())
        level = len(marked.group(1)) - 2 if marked else _emphasized(raw.strip())
        bare = _closed_up(re.sub(r"\*\*|__", "", marked.group(2) if marked else raw).strip())
        bare = bare if level != _ITALIC else bare.strip("*_ ")
        bare = re.sub(r"^[-•*+] ", "◦ ", bare) if re.match(r"\s{2,}[-•*+] ", raw) else bare
        if bare:
            lines.append((number, bare, level))
            heading = bare if level is not None or len(bare) < 30 else heading
    lines, flat = flat_tables(lines)
    return lines, [*tables, *flat]


#: The levels of lines that are bold, or italic, as a whole: below the headings with a sign of their own.
_BOLD, _ITALIC = 2, 3


def _emphasized(line: str) -> int | None:
    """The level of a line that is a heading by its bold or italic type; None where it is none, or bears a number."""
    found = re.fullmatch(r"(\*\*|__|\*|_)(?=\S)(?P<text>[^*_]+?)(?<=\S)\1[:：]?", line)
    if found is None or numbered(found["text"])[0] < 9 or not is_heading(found["text"].rstrip(":："), 0):
        return None
    return _BOLD if len(found.group(1)) == 2 else _ITALIC


def _closed_up(text: str) -> str:
    """A text without the blanks between single Chinese signs that narrow columns and wide titles leave."""
    return re.sub(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff] ){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])",
                  lambda found: found.group().replace(" ", ""), text)  # fmt: skip


def _cells(line: str) -> tuple[str, ...] | None:
    """The cells of a row of a table; None where a line is none."""
    bare = line.strip()
    if bare.count("|") >= 2 or (bare.startswith("|") and bare.endswith("|")):
        return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare.strip("|")))
    if "\t" in bare:
        return tuple(cell.strip() for cell in bare.split("\t"))
    return None


def _close(
    rows: list[tuple[str, ...]], line: int, heading: str, tables: list[SourceTable], lines: list[SourceLine]
) -> None:
    """A table that has ended; one row alone is a line."""
    if len(rows) < 2:
        lines.append((line, " ".join(rows[0]), None))
        return
    width = max(map(len, rows))
    tables.append(SourceTable(tuple((*row, *[""] * (width - len(row))) for row in rows), line,
                              (heading,) if heading else ()))  # fmt: skip


def _word(path: Path, problems: Problems) -> _Read:
    """A Word document: paragraphs with the numbers that Word gives to lists, and tables in their places."""
    raw = read_bytes(path, problems)
    if raw is None:
        return [], []
    try:
        from docx import Document as opened
    except ImportError:
        problems.add(
            Place(shown_path(path)),
            tr(
                "Word documents need python-docx: pip install python-docx",
                "读取 Word 文件需要 python-docx：pip install python-docx",
            ),
        )
        return [], []
    try:
        document = opened(BytesIO(raw))
    except (BadZipFile, KeyError, ValueError):
        problems.add(
            Place(shown_path(path)),
            tr(
                "is no Word document (.docx); open it in Word and save it anew",
                "不是有效的 Word 文件（.docx）；请用 Word 打开后重新保存",
            ),
        )
        return [], []
    return _blocks(document)


def _blocks(document: Document) -> _Read:
    """The paragraphs and tables of a Word document in their order."""
    from docx.table import Table

    lines: list[SourceLine] = []
    tables: list[SourceTable] = []
    heading, counted = "", 0
    for number, block in enumerate(document.iter_inner_content(), start=1):
        if isinstance(block, Table):
            rows = [tuple(cell.text.strip() for cell in row.cells) for row in block.rows]
            if rows:
                _close(rows, number, heading, tables, lines)
            continue
        text = block.text.strip()
        style = (block.style.name or "") if block.style is not None else ""
        level = re.search(r"(?:Heading|标题)\s*(\d)", style)
        counted = counted + 1 if "List Number" in style else 0
        if text:
            lines += [(number, f"{counted}. {part}" if counted else part, int(level.group(1)) - 2 if level else None)
                      for part in text.split("\n") if part.strip()]  # fmt: skip
            heading = text if level or len(text) < 30 else heading
    return lines, tables


_READERS: Mapping[str, Callable[[Path, Problems], _Read]] = {".txt": _plain, ".md": _plain, ".docx": _word}


def endings() -> Iterator[str]:
    """The endings of files that are read."""
    yield from _READERS
