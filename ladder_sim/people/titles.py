"""Tables of titles: what each title of a file is, as a draft is written and filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.files import shown_path
from ladder_sim.people.rosters.words import plain
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

#: Columns of such a table, and their headers besides their own names.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("职称", "岗位名称", "原名称"), "rows": ("行数",), "role": ("岗位层级", "角色"), "grade": ("职级",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A row of the table: a title with its role and its grade, '' for none; `line` as the spreadsheet counts."""

    line: int
    title: str
    role: str
    grade: str


def title_rows(file: Path, problems: Problems, *needed: str) -> list[TitleRow]:
    """The rows of a table of titles; nothing of a file that is none comes up in a message.

    Parameters
    ----------
    problems : what is wrong is added here
    needed : the columns of which one must be there, besides title
    """
    rows = sheets.read_rows(file, problems)
    if rows is None:
        return []
    header = [plain(cell) for cell in (rows or [[]])[0]]
    known = {plain(word): name for name, words in COLUMNS.items() for word in (name, *words)}
    at = {known[word]: i for i, word in reversed(list(enumerate(header))) if word in known}
    if "title" not in at or not any(name in at for name in needed):
        problems.add(Place(shown_path(file), 1), tr(
            "needs the columns title and {needed}", "需要“title”列以及{needed}列",
            needed=tr(" or ", "或").join(needed)))  # fmt: skip
        return []

    def cell(row: list[Cell], name: str) -> str:
        return sheets.text(row[at[name]]) if name in at and at[name] < len(row) else ""

    made = [TitleRow(i, *(cell(row, name) for name in ("title", "role", "grade"))) for i, row in enumerate(rows[1:], 2)]
    return [row for row in made if row.title]
