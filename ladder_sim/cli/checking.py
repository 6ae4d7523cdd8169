"""The command `check`: faults of files, and the report on a list of people."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.cli.arguments import FILES
from ladder_sim.cli.files import file_of, shown
from ladder_sim.cli.leaning import WIDE
from ladder_sim.cli.running import ready
from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.core.signs import cut
from ladder_sim.core.writing import csv_text, write
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.roster_check import RosterCheck
from ladder_sim.scenarios.loading import load_workforce
from ladder_sim.scenarios.roster_tree import is_roster

if TYPE_CHECKING:
    from ladder_sim.analysis.linting.findings import Lint


def check(options: argparse.Namespace) -> int:
    """Every error and warning of some files (or ids), of schemes on the people asked for, and lists of people.

    The exit code is 1 when there is an error; with ``--strict`` when there is a warning, too.
    """
    from ladder_sim.experiment.file_checking import (
        check_file,  # the people and their places: no other command of these needs them
    )

    code, people = 0, None
    found: list[JsonObject] = []
    seen: list[Lint] = []
    if options.workforce is not None and not all(is_roster(name) for name in options.files):
        path = file_of(options.workforce, ("workforce",))
        problems = check_file(path)
        code = _report(options, problems, path, None, found)
        people = None if problems.errors else load_workforce(path)
    for name in options.files:
        if is_roster(name):
            code = max(code, _roster(options, name, found))
            continue
        path = file_of(name, FILES)
        problems = check_file(path, people)
        doubts = _doubts(path, people) if options.lint and not problems.errors else []
        code = max(code, _report(options, problems, path, people, found, doubts, seen))
        seen += doubts
    if options.json:
        print_json({"format": JSON_FORMAT, "files": found})
    return code


def _report(
    options: argparse.Namespace, problems: Problems, path: Path, people: Workforce | None, found: list[JsonObject],
    doubts: Sequence[Lint] = (), seen: Sequence[Lint] = (),
) -> int:  # fmt: skip
    """What was found in a file; a scheme that stands in an earlier one, too, has its lint printed there alone."""
    told = {(finding.place, str(finding.says)) for lint in doubts for finding in lint.findings}
    problems.warnings[:] = [each for each in problems.warnings if (each.place, each.message) not in told]
    if options.json:
        found.append({"file": shown(path), "ok": not problems.errors, "errors": [str(e) for e in problems.errors],
                      "warnings": [str(w) for w in problems.warnings],
                      **({"lint": [lint.to_dict() for lint in doubts]} if options.lint else {})})  # fmt: skip
    else:
        _said(problems, path, people)
        for lint in doubts:
            if lint not in seen:
                print(lint)
            elif lint.findings:
                print(tr("{scheme}: findings as above", "{scheme}：检视发现同上", scheme=lint.scheme))
    doubtful = problems.warnings or any(lint.findings for lint in doubts)
    return 1 if problems.errors or (options.strict and doubtful) else 0


def _doubts(path: Path, people: Workforce | None) -> list[Lint]:
    """What the linter says of the scheme of a file, or of each scheme of a study."""
    from ladder_sim.analysis.linting.table import lint
    from ladder_sim.experiment.file_checking import schemes_in
    from ladder_sim.scenarios.loading import read_file

    made = read_file(path, Problems())
    if isinstance(made, Scheme):
        return [lint(made, people)]
    if isinstance(made, Study) and made.companies:
        return [lint(one.scheme, people) for one in made.companies[0].departments]
    if isinstance(made, Study):
        return [lint(scheme, people) for scheme in schemes_in(made, path)]
    return []


def _said(problems: Problems, path: Path, people: Workforce | None) -> None:
    """Print what was found, in the order of the file."""
    try:
        problems.raise_if_any()
    except LadderError as error:
        print(error)
    for warning in problems.warnings:
        print(tr("{warning} (warning)", "{warning}（警告）", warning=warning))
    if not problems.errors:
        on = "" if people is None else tr(" on {people}", "（人员文件：{people}）", people=people.id)
        print(tr("{path}{on}: ok", "{path}{on}：通过", path=shown(path), on=on))


# --- lists of people -------------------------------------------------------------------------------


def _roster(options: argparse.Namespace, name: str, found: list[JsonObject]) -> int:
    """The report on a list of people; 1 when there is an error, with ``--strict`` when something is doubtful."""
    from ladder_sim.experiment.roster_checking import check_roster

    ready(options.out, force=options.force)
    made = check_roster(name, options.workforce, options.scheme)
    if options.json:
        found.append(made.to_dict())
    else:
        print(_roster_text(made))
    if options.titles is not None:
        _titles(options.titles, made)
    if options.out is not None:
        path = made.save(options.out, force=options.force)
        print(tr("wrote {path}", "已写入 {path}", path=path), file=sys.stderr)
    return 1 if not made.ok or (options.strict and not made.clean) else 0


def _titles(name: str, check: RosterCheck) -> None:
    """Write the table of titles to fill in, never over one that is there.

    Raises
    ------
    LadderError
        The list has no titles, or the file is there.
    """
    if not check.reading.titles:
        raise LadderError(tr("{file}: no column of roles or grades was found, so there are no titles to fill in",
                             "{file}：没有找到岗位或职级列，没有可填写的名称", file=check.reading.file))  # fmt: skip
    rows = [(of.title, str(of.rows), of.role, of.grade) for of in check.reading.titles]
    try:
        write(name, csv_text([("title", "rows", "role", "grade"), *rows]), new=True)
    except FileExistsError:
        raise LadderError(tr("{file} is there already; name another, or remove it",
                             "{file} 已存在；请另取名称或先删除", file=name)) from None  # fmt: skip
    said = tr(
        "wrote {path}: fill in role and grade, and write roster: {{file: …, titles: {path}}} in the workforce file",
        "已写入 {path}：请填写 role 与 grade 列，并在人员文件中写 roster: {{file: …, titles: {path}}}",
        path=name,
    )
    print(said, file=sys.stderr)


def _roster_text(check: RosterCheck) -> str:
    """The report for a terminal: every table, then the verdict, last where a terminal leaves it in sight."""
    blocks = []
    for name, title, columns, rows in check.tables():
        if name == "doubtful":
            blocks.append("\n".join([title, *(line for row in rows for line in _doubt(*row))]))
        elif len(columns) == 1:
            blocks.append("\n".join([title, *(f"  {row[0]}" for row in rows)]))
        else:
            blocks.append(f"{title}\n{table(columns, [[cut(cell, WIDE) for cell in row] for row in rows])}")
    return "\n\n".join([*blocks, _verdict(check)])


def _doubt(column: str, message: str, line: str) -> list[str]:
    """A finding on one line, and on the next what to write."""
    return [f"  {column}{tr(': ', '：')}{message}", *([f"    → {line}"] if line else [])]


def _verdict(check: RosterCheck) -> str:
    file = check.reading.file
    if not check.ok:
        return tr("{file}: errors: {n}", "{file}：错误{n}处", file=file, n=len(check.problems.errors))
    if not check.clean:
        doubts = len(check.reading.findings)
        return tr("{file}: readable, {kept:,} people; doubtful: {n}", "{file}：可以读取，{kept:,}人；存疑{n}处",
                  file=file,
                  kept=check.reading.kept, n=doubts)  # fmt: skip
    if check.reading.kept == 1:
        return tr("{file}: ok, 1 person", "{file}：通过，1人", file=file)
    return tr("{file}: ok, {kept:,} people", "{file}：通过，{kept:,}人", file=file, kept=check.reading.kept)
