"""The guides as tests read them: the tables that say what the code in their last column is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from places import ROOT

DOCS = ROOT / "docs"


def tables(path: Path) -> Iterator[tuple[str, int, list[list[str]]]]:
    """Kind, line, and the rows (without the header) of every table with a comment before it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if found := re.fullmatch(r"<!-- check: (\w+) -->", line.strip()):
            rows = []
            for row in lines[number:]:
                if not row.startswith("|"):
                    break
                rows.append([cell.strip() for cell in row.strip("|").split("|")])
            assert len(rows) > 2, f"{path.name}:{number}: no table follows"
            yield found[1], number, rows[2:]


def spans(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def phrase_book() -> dict[str, str]:
    """Every line of the phrase book, and the kind of thing that it is: ``rule``, ``move``, …"""
    found = [(kind, rows) for kind, _, rows in tables(DOCS / "phrase-book.md")]
    return {phrase: kind for kind, rows in found for row in rows for phrase in spans(row[-1])}
