"""Tables that came as lines of text, a cell to a line: put together again where their columns can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ladder_sim.policies.source import SourceLine, SourceTable

#: The head of the first column: what the rows are.
_FIRST = re.compile(
    r"(?:岗位|职位|员工)?(?:职级|级别|等级|星级|档次|层级|岗位|职位|职务|职称|名称)(?:名称)?|(?:job |"
    r"staff )?(?:grade|level|position|title|rank|class|band|post|role)s?",
    re.IGNORECASE,
)
#: A cell is no longer than this, and no sentence.
_CELL = 24
_NUMBERS = re.compile(
    r"[\d一二两三四五六七八九十半]|\b(?:one|two|three|four|five|six|twelve|no)\b|^[-–—/无不]|none|n/a", re.IGNORECASE
)


def flat_tables(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[SourceTable]]:
    """The lines without those that are cells of a table, and the tables."""
    left: list[SourceLine] = []
    tables: list[SourceTable] = []
    at = 0
    while at < len(lines):
        table = _table(lines, at) if _FIRST.fullmatch(lines[at][1].strip()) else None
        if table is None:
            left.append(lines[at])
            at += 1
        else:
            tables.append(table)
            at += len(table.rows) * len(table.header)
    return left, tables


def _table(lines: Sequence[SourceLine], at: int) -> SourceTable | None:
    """The table whose first cell is a line; None where the lines behind it are no cells."""
    run = at
    while run < len(lines) and _is_cell(lines[run]):
        run += 1
    cells = [line[1].strip() for line in lines[at:run]]
    heading = lines[at - 1][1] if at and len(lines[at - 1][1]) < 30 else ""
    best: tuple[float, SourceTable] | None = None
    for width in range(2, 9):
        rows = [tuple(cells[n : n + width]) for n in range(0, len(cells) - width + 1, width)]
        worth = _worth(rows, exact=len(cells) % width == 0)
        if worth > 0 and (best is None or worth > best[0]):
            places = tuple(line[0] for line in lines[at : at + len(rows) * width])
            best = worth, SourceTable(tuple(rows), places[0], (heading,) if heading else (), places=places)
    return None if best is None else best[1]


def _is_cell(line: SourceLine) -> bool:
    return (
        line[2] is None
        and len(line[1].strip()) <= (2 * _CELL if line[1].isascii() else _CELL)
        and not re.search(r"[。；;！!？?：:]|[a-z]\.$", line[1])
    )


def _worth(rows: Sequence[tuple[str, ...]], *, exact: bool) -> float:
    """How much speaks for a width: names in the first column that are alike, columns of numbers; 0 where it fails."""
    if len(rows) < 3:
        return 0
    head, body = rows[0], rows[1:]
    names = [row[0] for row in body]
    if len(set(names)) < len(names) or len(set(head)) < len(head):
        return 0
    if any(_NUMBERS.search(cell) and not re.fullmatch(r".*[（(].*", cell) for cell in head):
        return 0
    if not _alike(names):
        return 0
    numbered = sum(all(_NUMBERS.search(row[n]) for row in body) for n in range(1, len(head)))
    return 0 if 2 * numbered < len(head) - 1 else numbered / (len(head) - 1) + (0.5 if exact else 0)


def _alike(names: Sequence[str]) -> bool:
    """Whether names are of one kind: codes, or names with a word or an end in common."""
    if all(re.fullmatch(r"[A-Z]-?\d{1,2}级?|[一二三四五六七八九][级星档等]级?", name) for name in names):
        return True
    if any(re.match(r"\d|满|≥|不|无|至少", name) or len(name) > 32 for name in names):
        return False
    words = [set(name.lower().split()) if name.isascii() else {name[:1], name[-1:]} for name in names]
    if not all(name.isascii() or len(name) <= 10 for name in names):
        return False
    return (
        sum(any(words[n] & words[m] for m in range(len(words)) if m != n) for n in range(len(words))) > len(words) / 2
    )
