"""Who of a roster is at work on the first day: by status, by the date of leaving, by the date of joining."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problem
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.cells import PeopleTable, answer
from ladder_sim.people.reading import RosterReading, StatusCount, rows_said
from ladder_sim.people.statuses import TITLES, StandingId, standing
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

NEVER = 2090  # a year from which on a date of leaving says that nobody has left: 9999-12-31, 2099-12-31
BEFORE = 1920  # and up to which: 1900-01-01
SOON = 24  # months after the start within which somebody may be known to join; later is a slip

Day = Callable[[Cell], dt.date | None]


def drop_absent(table: PeopleTable, needs: RosterNeeds, reading: RosterReading, day: dict[str, Day]) -> None:
    """Leave out who is not at work, with a line for each reason; a status that says nothing is a fault.

    Parameters
    ----------
    day: column of dates -> what reads its cells.
    """
    before = len(table.rows)
    _by_status(table, needs, reading)
    for column, gone in (("has_left", 1.0), ("is_active", 0.0)):
        _by_answer(table, reading, column, gone)
    if "left_on" in table.at:
        _by_leaving_date(table, needs, reading, day["left_on"])
    if "hired" in table.at:
        _by_joining_date(table, needs, reading, day["hired"])
    if before and not table.rows:
        reading.problems.add(table.place("status"), tr("nobody is left", "没有在职人员"))


def _by_status(table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> None:
    if "status" not in table.at:
        return
    rows: dict[str, list[int]] = {}
    for row, cells in table.rows:
        rows.setdefault(sheets.text(table.cell(cells, "status")), []).append(row)
    gone: set[int] = set()
    by: dict[StandingId, list[int]] = {}
    for word, mine in rows.items():
        taken, like = standing(word, needs.mapping.left, needs.mapping.staying) if word else ("at_work", "")
        reading.statuses.append(StatusCount(word, len(mine), str(TITLES[taken]) if taken else ""))
        place = table.place("status")
        if taken is None:
            table.faults.append(Problem(place, _unknown(word, mine)))
            continue
        if like:
            reading.say(place, tr("'{word}' ({rows}) is taken for '{like}': {taken}",
                                  "“{word}”（{rows}）按“{like}”读取：{taken}", word=word, rows=rows_said(mine),
                                  like=like,
                                  taken=TITLES[taken]))  # fmt: skip
        by.setdefault(taken, []).extend(mine)
        if taken in ("left", "not_here_yet"):
            gone.update(mine)
    if "left" in by:
        reading.pass_over(table.place("status"), tr("people who have left", "已离职人员"), sorted(by["left"]))
    if "not_here_yet" in by:
        reading.pass_over(table.place("status"), tr("people who are not here yet", "尚未入职的人员"),
                          sorted(by["not_here_yet"]))  # fmt: skip
    if "under_notice" in by:
        reading.say(table.place("status"), tr("{rows} under notice: still at work on the first day, kept",
                                              "{rows}已提离职：首日仍在岗，予以保留",
                                              rows=rows_said(sorted(by["under_notice"]))))  # fmt: skip
    if "" in rows:
        reading.say(table.place("status"), tr("is empty in {rows}: taken as at work", "{rows}为空：视为在岗",
                                              rows=rows_said(rows[""])))  # fmt: skip
    _keep(table, gone)


def _unknown(word: str, rows: list[int]) -> str:
    return tr("'{word}' ({rows}) says neither that somebody is at work nor that somebody has left; write in the "
              "workforce "
              "file: roster: {{left: [{word}]}} or {{staying: [{word}]}}",
              "“{word}”（{rows}）既不表示在职也不表示离职；请在人员文件中写明：roster: {{left: [{word}]}} 或 "
              "{{staying: [{word}]}}", word=word, rows=rows_said(rows))  # fmt: skip


def _by_answer(table: PeopleTable, reading: RosterReading, column: str, gone: float) -> None:
    """A column that says yes or no: has left, or is at work."""
    if column not in table.at:
        return
    said = {row: answer(table.cell(cells, column)) for row, cells in table.rows}
    unclear = [row for row, value in said.items() if value is None]
    if unclear:
        table.faults.append(Problem(table.place(column), tr(
            "says neither yes nor no in {rows}; where it is a date of leaving or a status, write in the workforce "
            "file: roster: {{columns: {{left_on: {header}}}}} or {{columns: {{status: {header}}}}}",
            "{rows}既不是“是”也不是“否”；如为离职日期或状态，请在人员文件中写明："
            "roster: {{columns: {{left_on: {header}}}}} 或 {{columns: {{status: {header}}}}}",
            rows=rows_said(unclear), header=table.headers[table.at[column]])))  # fmt: skip
    left = [row for row, value in said.items() if value == gone]
    reading.pass_over(table.place(column), tr("people who have left", "已离职人员"), left)
    _keep(table, set(left))


def _by_leaving_date(table: PeopleTable, needs: RosterNeeds, reading: RosterReading, day: Day) -> None:
    gone, later, never, unread = [], [], [], []
    for row, cells in table.rows:
        cell = table.cell(cells, "left_on")
        found = day(cell)
        if not sheets.text(cell):
            continue
        if found is None:
            unread.append(row)
        elif found.year >= NEVER or found.year <= BEFORE:
            never.append(row)
        elif found <= needs.start:
            gone.append(row)
        else:
            later.append(row)
    place = table.place("left_on")
    if unread and not table.faults_of("left_on"):
        table.faults.append(Problem(place, tr("is not a date in {rows}", "{rows}不是日期", rows=rows_said(unread))))
    reading.pass_over(
        place, tr("people who have left by {start}", "截至 {start} 已离职的人员", start=needs.start), gone
    )
    if later:
        reading.say(place, tr("{rows} leave after the start: still at work on the first day, kept; the run draws who "
                              "leaves", "{rows}在开始日期之后离职：首日仍在岗，予以保留；离职由模拟抽取",
                              rows=rows_said(later)))  # fmt: skip
    if never:
        reading.say(place, tr("{rows} hold a date that stands for none, such as 9999-12-31: taken as at work",
                              "{rows}是表示“无”的占位日期（如9999-12-31）：视为在岗",
                              rows=rows_said(never)))  # fmt: skip
    _keep(table, set(gone))


def _by_joining_date(table: PeopleTable, needs: RosterNeeds, reading: RosterReading, day: Day) -> None:
    latest = sheets.months_later(needs.start, SOON)
    found = {row: day(table.cell(cells, "hired")) for row, cells in table.rows}
    joining = [row for row, joined in found.items() if joined is not None and needs.start < joined <= latest]
    reading.pass_over(table.place("hired"),
                      tr("people who join after the start of the run, {start}; its hires stand for them",
                         "模拟开始日期 {start} 之后入职的人员；由模拟中的招聘代替", start=needs.start),
                         joining)  # fmt: skip
    _keep(table, set(joining))


def _keep(table: PeopleTable, gone: set[int]) -> None:
    table.rows = [(row, cells) for row, cells in table.rows if row not in gone]
