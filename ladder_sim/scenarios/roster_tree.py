"""A list of people as a workforce: the file that would name it on top of one that is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import is_frame
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.files import FileNode, parse_tree, shown_path
from ladder_sim.files.memory import nodes
from ladder_sim.files.merge import of_others
from ladder_sim.people.tables.frames import RosterCell
from ladder_sim.people.tables.sheets import TEXT_FILES, WORKBOOKS
from ladder_sim.scenarios.registry import WORKFORCE

BASE = WORKFORCE  # whose assumptions hold for people of whom only a list is given


def is_roster(path: str | Path) -> bool:
    """Does a name mean a table of people rather than a YAML file?"""
    return Path(path).suffix.lower() in TEXT_FILES + WORKBOOKS


def check_people_alone(source: object, roster: object) -> None:
    """Refuse another workforce's assumptions for what is no list of people.

    Raises
    ------
    LadderError
        The source is no path of a list and no frame, or there is a roster beside it.
    """
    text = isinstance(source, str | os.PathLike) and "\n" not in str(source) and is_roster(str(source))
    if roster is not None or not (text or is_frame(source)):
        raise LadderError(
            tr("like= goes with a list of people alone, a CSV file, a workbook or a frame: load_workforce('staff.csv',"
               " like='service-center-200'); other people for a workforce that is there:"
               " load_workforce('service-center-200', roster='staff.csv'); got {got}",
               "like= 只与人员名单（CSV、工作簿或数据框）一起使用：load_workforce('staff.csv',"
               " like='service-center-200')；为已有人员文件换人：load_workforce('service-center-200',"
               " roster='staff.csv')；现为 {got}", got=str(source).partition("\n")[0][:60])
        )  # fmt: skip


def roster_tree(path: Path, base: str = BASE) -> FileNode | None:
    """The workforce of a list of people: `base`, with these people. Its id is the name of the list."""
    text = (f"workforce: {json.dumps(path.stem)}\ntitle: {json.dumps(path.stem)}\nbased_on: {json.dumps(base)}\n"
            f"people: {{roster: {{file: {json.dumps(path.name)}}}}}\n")  # fmt: skip
    return parse_tree(text, shown_path(path), Problems())


def put_roster(tree: FileNode, rows: list[dict[str, RosterCell]] | str) -> None:
    """Have a roster, or the file of one, take the place of the people that a workforce's form tells of."""
    people = tree.value.setdefault("people", FileNode({}, tree.file, tree.line, tree.column))
    if isinstance(people.value, dict):
        for name in ("headcount", "grades", "roster"):
            people.value.pop(name, None)
        people.value["roster"] = nodes(rows)
    tree.value.update(of_others(tree, ("people",)).value)
