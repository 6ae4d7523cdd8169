"""Columns of the dates on which people reached each grade: from them the grade, and the months in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.people.cells import PeopleTable
from ladder_sim.people.reading import RosterReading, rows_said
from ladder_sim.people.rosters.columns import REACHED, Columns
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.tables import sheets


class Reached:
    """A table's dates by grade.

    Who has no date of any grade is in the one of joining; who has one of the present grade is in it since then. Where
    the file has no grades, the grade reached last is the present one.
    """

    def __init__(self, table: PeopleTable, columns: Columns) -> None:
        self.table, self.columns = table, columns
        self.names = [name for name in table.at if name.startswith(REACHED)]
        self.days = {name.removeprefix(REACHED): columns.dates(name) for name in self.names}

    def grades(self, told: list[str | None], reading: RosterReading) -> list[str | None]:
        """The grade of each row; where the file has none, that reached last."""
        if not self.days or "grade" in self.table.at:
            return told
        made, both = [], []
        for index, (row, _) in enumerate(self.table.rows):
            dated = self._of(index)
            made.append(max(dated, key=lambda grade: dated[grade]) if dated else None)
            if len(dated) > 1 and sorted(dated.values())[-1] == sorted(dated.values())[-2]:
                both.append(row)
        reading.say(self.table.place(), tr(
            "no column of grades: the grade reached last is the present one, none for {n:,} people without a date",
            "没有职级列：以最后任职的职级为现职级；{n:,}人没有任何任职日期，不设职级",
            n=sum(grade is None for grade in made)))  # fmt: skip
        if both:
            reading.say(self.table.place(), tr(
                "two grades reached on one day in {rows}: the one whose column stands first is taken",
                "{rows}同日任职两个职级：取列在前的一个", rows=rows_said(both)))  # fmt: skip
        return list(made)

    def _of(self, index: int) -> dict[str, dt.date]:
        """The dates that a row has, by grade."""
        found = {grade: days[index] for grade, days in self.days.items()}
        return {grade: day for grade, day in found.items() if day is not None}

    def months(self, grades: Sequence[str | None], employed: Sequence[float]) -> list[float | None] | None:
        """Completed months in the present grade, None of who has no date of it; None without such columns."""
        if not self.days:
            return None
        joining = self._of_joining(grades)
        columns = {spelling(grade): days for grade, days in self.days.items()}
        start = self.columns.needs.start
        made: list[float | None] = []
        for index, grade in enumerate(grades):
            days = columns.get(spelling(grade or ""))
            day = None if days is None else days[index]
            made.append(employed[index] if joining[index] else None if day is None else sheets.month_count(day, start))
        return made

    def _of_joining(self, grades: Sequence[str | None]) -> list[bool]:
        """Whose present grade is that of joining: no date of any grade, and none of it is asked for."""
        asked = {spelling(grade) for grade in self.days}
        return [not self._of(index) and spelling(grade or "") not in asked for index, grade in enumerate(grades)]
