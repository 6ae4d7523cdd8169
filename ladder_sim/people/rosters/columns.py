"""What the columns of a roster say, each read as the whole column shows that it is written."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problem
from ladder_sim.model.metrics import FTE
from ladder_sim.model.roster import DATE_ORDERS, DateOrder, DecimalSign, RosterNeeds
from ladder_sim.model.workforce import RosterColumn
from ladder_sim.people import conventions, tenures
from ladder_sim.people.cells import PeopleTable, ReaderOf, T, Unfit, number, within
from ladder_sim.people.conventions import Decision
from ladder_sim.people.rating_scales import Ratings
from ladder_sim.people.reading import Finding, RosterReading, counted, rows_said
from ladder_sim.people.rosters.present import Day
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

DATES = ("hired", "left_on", "grade_since", "birth")
REACHED = "reached: "  # and a grade: the dates on which people reached it
BY_YEAR = ("hired", "grade_since", "birth")  # whose years alone are taken as their middle
NUMBERS = ("pay", "annual_pay", "kpi", "fte", "months_in_grade", "years_in_grade")
MONEY = ("pay", "annual_pay")
STAND_INS = (dt.date(1900, 1, 1), dt.date(1970, 1, 1))
EARLIEST = 66  # years before the start: nobody was hired earlier

#: Months in the present grade of each row, from the months employed; None where no dates of grades are in the file.
MonthsReached = Callable[[list[float]], list[float | None] | None]


class Columns:
    """The columns of a table that become the roster's, and how each is written."""

    def __init__(self, table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> None:
        self.table, self.needs, self.reading = table, needs, reading
        self.faulty: set[str] = set()  # columns that have one fault as a whole, and none by cell
        self.told: dict[str, str] = {}
        dated = [name for name in table.at if name in DATES or name.startswith(REACHED)]
        orders = {name: conventions.date_order(table.cells_of(name)) for name in dated}
        signs = {name: conventions.decimal_sign(table.cells_of(name)) for name in NUMBERS if name in table.at}
        self.orders = {name: self._order(name, found, orders) for name, found in orders.items()}
        self.signs = {name: self._sign(name, found, signs) for name, found in signs.items()}
        self.days: dict[str, Day] = {
            name: functools.partial(
                conventions.day_or_year if name in BY_YEAR or name.startswith(REACHED) else conventions.day,
                way=self.orders[name], latest=needs.start,
            )
            for name in self.orders
        }  # fmt: skip

    def said(self, name: str) -> str:
        """How a column was read, in words; '' where nothing had to be decided."""
        return self.told.get(name, "")

    def made(self, reached: MonthsReached) -> dict[str, RosterColumn]:
        """Column of the roster -> a value for each person, NaN where the file says none.

        Parameters
        ----------
        reached : months in the present grade by its date, from the months employed; None where no column says it
        """
        employed = self._employed()
        made: dict[str, RosterColumn] = {"months_employed": tuple(employed)}
        in_grade, fte = self._months_in_grade(employed, reached(employed)), self._fte()
        for name, values in (
            ("months_in_grade", in_grade),
            (FTE, fte),
            ("pay", self._pay(fte)),
            ("kpi", self._kpi()),
            ("age", self._age()),
        ):
            if values is not None:
                made[name] = tuple(math.nan if value is None else value for value in values)
        return made

    # --- how a column is written ---

    def _order(
        self, name: str, own: Decision[DateOrder], all_: Mapping[str, Decision[DateOrder]]
    ) -> DateOrder | Literal[""]:
        """The order of a column of dates: as the user says, as its cells prove, or as another column's do."""
        self._short_years(name)
        if self.needs.mapping.dates is not None:
            return self.needs.mapping.dates
        if own.against is not None and own.way:
            self._fault(name, tr("dates are written in two ways: {a} is {one}, {b} is {other}; write them in one",
                                 "日期有两种写法：{a}为{one}，{b}为{other}；请统一", a=_shown(own.proof[:1]),
                                 b=_shown([own.against]), one=DATE_ORDERS[own.way],
                                 other=next(o for way, o in DATE_ORDERS.items() if way != own.way)))  # fmt: skip
            return ""
        if own.way:
            self._decided(
                name,
                tr(
                    "{way}: {proof} show it",
                    "{way}：{proof}可以证明",
                    way=DATE_ORDERS[own.way],
                    proof=_shown(own.proof),
                ),
            )
            return own.way
        if not own.doubtful:
            return ""
        for other, found in all_.items():
            if found.way and found.against is None:
                self._decided(name, tr("{way}, as in column '{other}'", "{way}，与“{other}”列相同",
                                       way=DATE_ORDERS[found.way],
                                       other=self.table.headers[self.table.at[other]]))  # fmt: skip
                return found.way
        self._fault(name, tr("{a} can be read with the day or the month first, and no cell decides; write in the "
                             "workforce "
                             "file: roster: {{dates: day-first}} or {{dates: month-first}}",
                             "{a}可读作日在前或月在前，没有单元格能够判定；请在人员文件中写明：roster: {{dates: "
                             "day-first}} 或 "
                             "{{dates: month-first}}", a=_shown(own.doubtful[:1])))  # fmt: skip
        return ""

    def _short_years(self, name: str) -> None:
        years = [(row, cell) for row, cell in self.table.cells_of(name) if conventions.year_alone(cell)]
        if years and (name in BY_YEAR or name.startswith(REACHED)):
            self.reading.say(self.table.place(name), tr(
                "years alone, such as {cell}, in {rows}: taken as their middle, 1 July, or halfway to the start of the "
                "run in its own year",
                "{rows}只有年份（如 {cell}）：取年中（7月1日）；与模拟开始同年者取年初至开始日的中点",
                rows=rows_said(row for row, _ in years), cell=sheets.text(years[0][1])))  # fmt: skip
        short = [(row, cell) for row, cell in self.table.cells_of(name) if conventions.short_year(cell)]
        if short:
            self.reading.say(self.table.place(name), tr(
                "years of two figures, such as {cell}, in {rows}: taken as {low} to {high}",
                "{rows}的年份只有两位（如 {cell}）：按 {low} 至 {high} 年读取", rows=rows_said(row for row, _ in short),
                cell=sheets.text(short[0][1]), low=self.needs.start.year - 98,
                high=self.needs.start.year + 1))  # fmt: skip
        serials = [(row, cell) for row, cell in self.table.cells_of(name) if sheets.is_serial(cell)]
        if serials:
            cell = serials[0][1]
            self.reading.say(self.table.place(name), tr(
                "day numbers of a spreadsheet in {rows}: {cell} is {day}",
                "{rows}是表格软件的日期序号：{cell} 即 {day}",
                rows=rows_said(row for row, _ in serials), cell=sheets.text(cell), day=sheets.date(cell)))  # fmt: skip

    def _sign(
        self, name: str, own: Decision[DecimalSign], all_: Mapping[str, Decision[DecimalSign]]
    ) -> DecimalSign | Literal[""]:
        """The decimal sign of a column of numbers."""
        if self.needs.mapping.decimal is not None:
            return self.needs.mapping.decimal
        if own.against is not None:
            self._fault(name, tr("numbers are written in two ways: {a} and {b}; write them in one",
                                 "数字有两种写法：{a}和{b}；请统一", a=_shown(own.proof[:1]),
                                 b=_shown([own.against])))  # fmt: skip
            return ""
        if own.way == "comma":
            self._decided(
                name, tr("decimal comma: {proof} show it", "小数点写作逗号：{proof}可以证明", proof=_shown(own.proof))
            )
        if own.way or not own.doubtful:
            return own.way
        proved = (found.way for found in all_.values() if found.way and found.against is None)
        other: DecimalSign | Literal[""] = next(proved, "")
        pointed = [(row, text) for row, text in own.doubtful if "." in text]
        if name in MONEY and pointed and not other:
            self._fault(name, tr("{a} may be thousands or a decimal, and no cell decides; write in the workforce file: "
                                 "roster: {{decimal: comma}} or {{decimal: point}}",
                                 "{a}可能是千位分隔，也可能是小数，没有单元格能够判定；请在人员文件中写明：roster: "
                                 "{{decimal: comma}} 或 {{decimal: point}}", a=_shown(pointed[:1])))  # fmt: skip
        elif other == "comma":
            self._decided(name, tr("decimal comma, as in other columns", "小数点写作逗号，与其他列相同"))
        return other

    def _fault(self, name: str, message: str) -> None:
        self.faulty.add(name)
        self.table.faults.append(Problem(self.table.place(name), message))

    def _one_way(self, name: str, mixed: tuple[tuple[int, str], tuple[int, str]] | None) -> None:
        """A fault of a column that is written in two ways, as two of its cells show."""
        if mixed is not None:
            self._fault(name, tr("is written in two ways: {cells}; write it in one", "有两种写法：{cells}；请统一",
                                 cells=_shown(mixed)))  # fmt: skip

    def _decided(self, name: str, message: str) -> None:
        self.told[name] = message
        self.reading.say(self.table.place(name), message)

    def _quiet(self, name: str, read: ReaderOf[T]) -> ReaderOf[T | None]:
        """A reader that leaves alone the cells of a column which has one fault as a whole."""
        return (lambda cell: None) if name in self.faulty else read

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> ReaderOf[float | None]:
        """The reader of a column of numbers within limits, by the decimal sign that the column shows."""
        sign = self.signs.get(name, "")

        def read(cell: Cell) -> float:
            value = conventions.number(cell, sign)
            return within(number(cell) if value is None else value, low, high)

        return self._quiet(name, read)

    # --- time ---

    def _date(self, name: str) -> ReaderOf[dt.date | None]:
        day, start = self.days[name], self.needs.start

        def read(cell: Cell) -> dt.date:
            found = day(cell)
            if found is None:
                raise Unfit(tr("'{value}' is not a date; write it like 2020-01-07 or 2020年1月7日",
                               "“{value}”不是日期；请写成2020-01-07或2020年1月7日",
                               value=sheets.text(cell)))  # fmt: skip
            if found > start:
                raise Unfit(
                    tr("{day} is after the start of the run, {start}; leave out who joins later, or start later",
                       "{day} 晚于模拟开始日期 {start}；请删去之后入职的人员，或推迟开始日期", day=found, start=start)
                )  # fmt: skip
            if found.year < start.year - EARLIEST and name != "birth":
                raise Unfit(tr("{day} is more than 66 years before the start", "{day} 早于开始日期66年以上", day=found))
            return found

        return self._quiet(name, read)

    def _employed(self) -> list[float]:
        """Completed months of service: since the date of joining, else as the tenure says."""
        table = self.table
        if "hired" in table.at:
            needed = "" if "hired" in self.faulty else tr("is empty; everybody needs one", "为空；每人都必须填写")
            days = table.read("hired", self._date("hired"), needed)
            self._stand_ins(days)
            return [sheets.month_count(day, self.needs.start) if day else math.nan for day in days]
        name = next((name for name in ("months_employed", "years_employed", "tenure") if name in table.at), None)
        if name is None:
            return [math.nan] * len(table.rows)
        header = table.headers[table.at[name]]
        unit = {"months_employed": "month", "years_employed": "year"}.get(name, tenures.unit_of(header))
        if unitless := [
            (row, sheets.text(cell)) for row, cell in table.cells_of(name) if tenures.lacks_unit(cell, unit)
        ]:
            self._fault(name, tr("numbers without a unit: {cells}; say in the workforce file what the column is: "
                                 "columns: {{years_employed: {header}}} or {{months_employed: {header}}}",
                                 "数字没有单位：{cells}；请在人员文件中写明该列含义：columns: {{years_employed: "
                                 "{header}}} 或 {{months_employed: {header}}}", cells=_few_shown(unitless),
                                 header=header))  # fmt: skip
            return [math.nan] * len(table.rows)
        spans = table.read(
            name, lambda cell: tenures.span(cell, unit), tr("is empty; everybody needs one", "为空；每人都必须填写")
        )
        bands = [sheets.text(cell) for _, cell in table.cells_of(name) if _is_band(cell, unit)]
        text = tr("tenure in place of a date of joining, read in {unit}", "以司龄代替入职日期，单位为{unit}",
                  unit=tr("years", "年") if unit == "year" else tr("months", "月"))  # fmt: skip
        if bands:
            text += tr("; bands count as their middle, open ones as their end: {bands}",
                       "；区间取中值，开放区间取端点：{bands}", bands=counted(bands))  # fmt: skip
        self._decided(name, text)
        return [math.nan if span is None else float(math.floor(span.months + 1e-9)) for span in spans]

    def _stand_ins(self, days: list[dt.date | None]) -> None:
        """Dates of joining that systems write where they know none."""
        rows = [row for (row, _), day in zip(self.table.rows, days, strict=True) if day in STAND_INS]
        if rows:
            self.reading.doubt(self.table.place("hired"), Finding("hired", tr(
                "1900-01-01 or 1970-01-01 in {rows}: systems write these where they know no date",
                "{rows}为1900-01-01 或1970-01-01：系统常以此表示日期未知", rows=rows_said(rows)),
                len(rows)))  # fmt: skip

    def dates(self, name: str) -> list[dt.date | None]:
        """The dates of a column; those that stand for none are None."""
        days = self.table.read(name, self._date(name))
        return [None if day in STAND_INS else day for day in days]

    def _months_in_grade(self, employed: list[float], reached: list[float | None] | None) -> list[float | None] | None:
        table = self.table
        name = next((n for n in ("months_in_grade", "years_in_grade", "grade_since") if n in table.at), None)
        if name is None:
            return None if reached is None else self._within_service(reached, employed, "")
        if name == "grade_since":
            days = table.read(name, self._date(name))
            months = [None if day is None else sheets.month_count(day, self.needs.start) for day in days]
        elif name == "months_in_grade":
            months = list(table.read(name, self.number(name, 0)))
        else:
            years = table.read(name, self.number(name, 0))
            months = [None if value is None else float(math.floor(12 * value + 1e-9)) for value in years]
            self._decided(name, tr("years, times 12", "以年计，乘以12"))
        return self._within_service(months, employed, name)

    def _within_service(self, months: list[float | None], employed: list[float], name: str) -> list[float | None]:
        """Months in the grade, none of them more than those employed."""
        table = self.table
        for index, (value, of) in enumerate(zip(months, employed, strict=True)):
            if value is not None and name == "years_in_grade" and of < value <= of + 11:
                months[index] = of  # whole years were rounded
            elif value is not None and value > of:
                table.fault(index, name or next(column for column in table.at if column.startswith(REACHED)), tr(
                    "gives {months:g} months in the grade, but only {employed:g} months employed",
                    "任现职级{months:g}个月，但司龄仅{employed:g}个月", months=value, employed=of))  # fmt: skip
        return months

    def _age(self) -> list[float | None] | None:
        """Completed years on the first day, where the file has dates of birth and no ages."""
        if "birth" not in self.table.at or "age" in self.table.at or "age" not in self.needs.attributes:
            return None
        days = self.table.read("birth", self._date("birth"))
        ages = [None if day is None else sheets.month_count(day, self.needs.start) // 12 for day in days]
        for index, age in enumerate(ages):
            if age is not None and not 14 <= age <= 80:
                self.table.fault(index, "birth", tr("gives an age of {age:g}; ages are 14 to 80",
                                                    "得出年龄{age:g}岁；年龄应为14至80岁",
                                                    age=age))  # fmt: skip
        self.told["birth"] = tr("age on the first day", "首日年龄")
        return ages

    # --- pay, rating, part time ---

    def _pay(self, fte: list[float | None] | None) -> list[float | None] | None:
        """Base pay a month for full time."""
        values = self._paid()
        if values is None or fte is None or self.needs.mapping.full_time:
            return values
        return [value if value is None or not share else value / share for value, share in
                zip(values, fte, strict=True)]  # fmt: skip

    def _paid(self) -> list[float | None] | None:
        """Base pay a month as the file gives it."""
        name = next((name for name in MONEY if name in self.table.at), None)
        if name is None:
            return None
        self._one_way(name, conventions.two_currencies(self.table.cells_of(name)))
        values = self.table.read(name, self.number(name, 0))
        yearly = self.needs.mapping.pay_per == "year" or (name == "annual_pay" and self.needs.mapping.pay_per is None)
        if not yearly:
            return values
        self._decided(name, tr("a yearly amount: divided by 12", "按年计：除以12"))
        return [None if value is None else value / 12 for value in values]

    def _kpi(self) -> list[float | None] | None:
        if "kpi" not in self.table.at:
            return None
        self._one_way("kpi", conventions.two_scales(self.table.cells_of("kpi")))
        if "kpi" in self.faulty:
            return None
        return Ratings(self.table, self.needs, self.reading).values(self.number("kpi"))

    def _fte(self) -> list[float | None] | None:
        """Everybody's share of full time; None where the file says nothing of it."""
        if FTE not in self.table.at:
            return None
        self._one_way(FTE, conventions.two_scales(self.table.cells_of(FTE), 2.0))
        shares = self.table.read(FTE, self.number(FTE, 0))
        if max((share for share in shares if share is not None), default=0) > 2:  # 100 for whole
            shares = [None if share is None else share / 100 for share in shares]
            self.told[FTE] = tr("in percent", "以百分比计")
        for index, share in enumerate(shares):
            if share == 0:
                self.table.fault(index, FTE, tr("is 0; who does not work is left out, with a word under status",
                                                "为0；不在岗的人员请删去，或在状态栏注明"))  # fmt: skip
        shares = [None if share is None else min(share, 1.0) for share in shares]
        self._say_part_time(shares)
        return shares

    def _say_part_time(self, shares: list[float | None]) -> None:
        """Who works part time, and what the file's pay is taken for."""
        part = [(row, share) for (row, _), share in zip(self.table.rows, shares, strict=True)
                if share is not None and share < 1]  # fmt: skip
        if not part:
            return
        told = counted(f"{share:g}" for _, share in part)
        rows = rows_said(row for row, _ in part)
        if self.needs.mapping.full_time:
            self.reading.say(self.table.place(FTE), tr(
                "part time in {rows} (share of full time, people: {shares}); the file's pay is that for full time, of"
                " which they are paid their share",
                "{rows}为非全职（工时比例及人数：{shares}）；薪酬为全职口径，按比例发放",
                shares=told, rows=rows))  # fmt: skip
        else:
            self.reading.say(self.table.place(FTE), tr(
                "part time in {rows} (share of full time, people: {shares}); the file's pay is what they are paid, so"
                " that for full time is it ÷ the share; otherwise write roster: {{pay: {{full_time: true}}}}",
                "{rows}为非全职（工时比例及人数：{shares}）；薪酬按实发解读，全职口径 = 薪酬 ÷ 工时比例；"
                "如为全职口径，请写 roster: {{pay: {{full_time: true}}}}", shares=told, rows=rows))  # fmt: skip


def _is_band(cell: Cell, unit: str) -> bool:
    try:
        return tenures.span(cell, unit).band
    except Unfit:
        return False


def _few_shown(cells: list[tuple[int, str]]) -> str:
    return _shown(cells[:2]) + (tr(" and {n:,} more", "等另有{n:,}处", n=len(cells) - 2) if len(cells) > 2 else "")


def _shown(cells: Iterable[tuple[int, str]]) -> str:
    return tr(", ", "、").join(
        tr("{text} (row {row})", "{text}（第{row}行）", text=text, row=row) for row, text in cells
    )
