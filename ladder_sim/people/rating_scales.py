"""A rating as the KPI's points: in points already, by the user's table of steps, or not at all."""

from __future__ import annotations

import math

from ladder_sim.core.i18n import tr
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.cells import PeopleTable, ReaderOf, Unfit
from ladder_sim.people.plausibility import kpi_scale
from ladder_sim.people.reading import Finding, RosterReading, counted
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

FAR = 4.0  # standard deviations: of a column that is the KPI not every value lies beyond, on one side
STEPS = 9  # distinct values: up to so many are a scale of steps


class Ratings:
    """The column of ratings of a table."""

    def __init__(self, table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> None:
        self.table, self.needs, self.reading = table, needs, reading
        self.scale = kpi_scale(needs.kpi)

    def values(self, points: ReaderOf[float | None]) -> list[float | None] | None:
        """Points for each person, None where the file says none; None at all where the column cannot be the KPI."""
        if self.needs.mapping.kpi:
            return self._by_table()
        cells = self.table.cells_of("kpi")
        numbers = [value for _, cell in cells if (value := _number(cell, points)) is not None]
        if cells and not numbers:
            self._refused(tr("words, no points", "是文字而非得分"))
            return None
        if numbers and self._beyond(numbers):
            mean, sd = self.scale or (math.nan, math.nan)
            span = f"{min(numbers):g}" if len(set(numbers)) == 1 else f"{min(numbers):g}–{max(numbers):g}"
            self._refused(tr("{span} cannot be the KPI, whose mean is {mean:g} and spread {sd:.2g}",
                                    "{span}不可能是绩效得分（均值{mean:g}，标准差{sd:.2g}）",
                                    span=span, mean=mean, sd=sd))  # fmt: skip
            return None
        return self.table.read("kpi", points)

    def _beyond(self, numbers: list[float]) -> bool:
        """Do all values lie far beyond the metric, on one side?"""
        if self.scale is None:
            return False
        mean, sd = self.scale
        return max(numbers) < mean - FAR * sd or min(numbers) > mean + FAR * sd

    def _by_table(self) -> list[float | None]:
        steps = {spelling(step): points for step, points in self.needs.mapping.kpi.items()}
        self.reading.say(self.table.place("kpi"), tr("by the table of the workforce file: {counts}",
                                                     "按人员文件中的对照表：{counts}",
                                                     counts=counted(sheets.text(c) for _,
                                                                    c in self.table.cells_of("kpi"))))  # fmt: skip

        def read(cell: Cell) -> float:
            if spelling(cell) not in steps:
                raise Unfit(tr("'{value}' has no points under roster: kpi; there are: {steps}",
                               "“{value}”在 roster: kpi 中没有对应得分；已有：{steps}", value=sheets.text(cell),
                               steps=tr(", ", "、").join(self.needs.mapping.kpi)))  # fmt: skip
            return steps[spelling(cell)]

        return self.table.read("kpi", read)

    def _refused(self, why: str) -> None:
        """Not read, with the table of steps that would settle it."""
        cells = [sheets.text(cell) for _, cell in self.table.cells_of("kpi")]
        steps = sorted(set(cells))
        line = "roster: {kpi: {" + ", ".join(f"{step}: …" for step in steps) + "}}" if len(steps) <= STEPS else ""
        self.reading.doubt(self.table.place("kpi"), Finding("kpi", tr(
            "{why}; not read, so the KPI is drawn. The values: {counts}",
            "{why}；未读取，绩效得分改为随机抽取。取值：{counts}",
            why=why, counts=counted(cells)), len(cells), line))  # fmt: skip


def _number(cell: Cell, points: ReaderOf[float | None]) -> float | None:
    try:
        value = points(cell)
        return None if value is None else float(value)
    except (Unfit, TypeError):
        return None
