"""Charts that the spreadsheet program draws itself, from the cells of the sheets; error bars too come from cells.

Names of series and categories are cells, never texts, so that a title that looks like a formula stays a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.core.signs import first_upper, width
from ladder_sim.core.units import unit_name
from ladder_sim.model.kinds import EXIT_CAUSES
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene
from ladder_sim.report.workbook.pages import DrawnSheet
from ladder_sim.report.workbook.sheet import DARK, GRAY, LINE, Book, Placed, address, clean, font
from ladder_sim.results.coded import COSTS

_DASHES = ("solid", "dash", "round_dot")
#: Lines that can still be told apart in one chart, and charts of one kind that are worth their room.
MOST_LINES, MOST_ALIKE = 8, 12
#: Lower parts are dark, upper ones light: grades and items have an order.
_STEPS = ("#1F3A5F", "#2F6690", "#5B97C4", "#9CC5E3", "#CFE3F2", "#F2D4B7", "#E8A46A", "#C96F2E", "#8C4A18", "#5A5A5A")


class Charts:
    """Makes the charts of a workbook from the tabs that stand in it."""

    def __init__(self, book: Book, scene: SheetScene, placed: Mapping[str, Placed]) -> None:
        self.book, self.scene, self.placed = book, scene, placed
        self.names = list(scene.names.values())
        self._rows: dict[str, dict[tuple[CellValue, ...], list[int]]] = {}

    def color(self, i: int) -> str:
        """The color of a run by its number: the first is the baseline."""
        return BASELINE_COLOR if i == 0 else COLORS[(i - 1) % len(COLORS)]

    def dash(self, i: int) -> str:
        """The dash of a run's line: the next one when the colors are used up."""
        return _DASHES[max(0, i - 1) // len(COLORS) % len(_DASHES)]

    # --- bars of levels ----------------------------------------------------------------------------

    def level(self, measure: str) -> DrawnSheet | None:
        """A measure by scheme with the 95 % interval of its mean."""
        meant = self.scene.known[measure]
        rows = self.rows("measures", str(meant.title))
        tab = self.placed["measures"]
        if not _shows(tab, rows, "mean"):
            return None
        first, last = rows[0], rows[-1]
        chart = self.book.file.add_chart({"type": "bar"})
        own = {str(tab.tab.rows[row][1]) for row in rows}
        points = [
            {"fill": {"color": BASELINE_COLOR if name == self.names[0] else COLORS[0]}}
            for name in self.names
            if name in own
        ]
        chart.add_series(
            {
                "name": tab.cells("measure", first, first)[:3],
                "categories": tab.cells("scheme", first, last), "values": tab.cells("mean", first, last),
                "points": points, "gap": 60, "y_error_bars": _bars(tab, tab.cells("half", first, last)),
            }
        )  # fmt: skip
        unit = str(tab.tab.rows[first][2])
        self._dress(chart, str(meant.title), self._axis_code(meant.unit), unit, across=True)
        chart.set_legend({"none": True})
        alt = tr(
            "Bars: {title} by scheme, with 95% intervals.", "条形图：各方案的{title}及95%区间。", title=meant.title
        )
        return DrawnSheet(chart, _tall(len(rows)), alt)

    def rows(self, key: str, *starts: CellValue) -> list[int]:
        """The rows of a tab whose first cells, one or two, are these."""
        if key not in self._rows:
            index: dict[tuple[CellValue, ...], list[int]] = {}
            for i, row in enumerate(self.placed[key].tab.rows):
                for start in (row[:1], row[:2]):
                    index.setdefault(start, []).append(i)
            self._rows[key] = index
        return self._rows[key].get(starts, [])

    # --- stacked bars --------------------------------------------------------------------------------

    def costs(self) -> DrawnSheet | None:
        """Labor cost by scheme and item; None where the audience is told of no cost."""
        if "costs" not in self.placed:
            return None
        tab = self.placed["costs"]
        last = len(tab.tab.rows) - 1
        chart = self.book.file.add_chart({"type": "bar", "subtype": "stacked"})
        for i, key in enumerate(("salary", *COSTS)):
            chart.add_series(
                {
                    "name": tab.head(key, key)[:3], "categories": tab.cells("scheme", 0, last),
                    "values": tab.cells(key, 0, last), "fill": {"color": _STEPS[(0, 2, 6, 3, 5)[i % 5]]}, "gap": 60,
                }
            )  # fmt: skip
        title = tr("Labor cost by item", "人工成本构成")
        unit = unit_name("money a year")
        self._dress(chart, title, self._axis_code("money a year"), unit, across=True)
        alt = tr("Stacked bars: labor cost by scheme and item.", "堆积条形图：各方案人工成本的构成。")
        return DrawnSheet(chart, _tall(last + 1) + 40, alt)

    def turnover(self) -> DrawnSheet | None:
        """Turnover by cause, stacked; None where nobody leaves, for a chart without a series is no workbook's."""
        tab = self.placed["measures"]
        found = []
        for i, (cause, info) in enumerate(EXIT_CAUSES.items()):
            rows = self.rows("measures", str(self.scene.known[f"turnover_{cause}"].title))
            if any(tab.tab.rows[row][tab.tab.place("mean")] for row in rows):
                found.append((i, info, rows))
        if not found:
            return None
        chart = self.book.file.add_chart({"type": "bar", "subtype": "stacked"})
        for i, info, rows in found:
            chart.add_series(
                {
                    "name": _label(first_upper(str(info.title))),
                    "categories": tab.cells("scheme", rows[0], rows[-1]),
                    "values": tab.cells("mean", rows[0], rows[-1]),
                    "fill": {"color": _STEPS[(2, 6, 3, 9)[i % 4]]}, "gap": 60,
                }
            )  # fmt: skip
        unit = tr("% of headcount, a year", "占平均人数%（每年）")
        self._dress(chart, tr("Turnover by cause", "离职率构成"), "0%", unit, across=True)
        alt = tr("Stacked bars: turnover by scheme and cause.", "堆积条形图：各方案各原因的离职率。")
        return DrawnSheet(chart, _tall(len(found[0][2])) + 40, alt)

    def fairness(self) -> list[DrawnSheet]:
        """Promotion rates by group, a chart for each attribute."""
        if "fairness" not in self.placed:
            return []
        tab = self.placed["fairness"]
        made = []
        for attribute in dict.fromkeys(str(row[0]) for row in tab.tab.rows):
            rows = self.rows("fairness", attribute)
            if not _shows(tab, rows, "rate"):
                continue
            chart = self.book.file.add_chart({"type": "bar"})
            for i, group in enumerate(dict.fromkeys(tab.tab.rows[row][1] for row in rows)):
                own = self.rows("fairness", attribute, group)
                chart.add_series(
                    {
                        "name": tab.cells("group", own[0], own[0])[:3],
                        "categories": tab.cells("scheme", own[0], own[-1]),
                        "values": tab.cells("rate", own[0], own[-1]), "gap": 60,
                        "fill": {"color": COLORS[i % len(COLORS)]},
                        "y_error_bars": _bars(tab, tab.cells("half", own[0], own[-1])),
                    }
                )  # fmt: skip
            title = tr("Promotion rate by group: {a}", "各组晋升率：{a}", a=attribute)
            self._dress(chart, title, "0%", tr("% of the group, a year", "占该组平均人数%（每年）"), across=True)
            alt = tr("Bars: promotion rate by scheme and group, with 95% intervals.",
                     "条形图：各方案各组的晋升率及95%区间。")  # fmt: skip
            made.append(DrawnSheet(chart, 130 + 18 * len(rows), alt))
        return made

    # --- lines ---------------------------------------------------------------------------------------

    def by_year(self, measure: str) -> DrawnSheet | None:
        """A measure by year, a line per scheme."""
        meant = self.scene.known.get(measure)
        rows = self.rows("by_year", str(meant.title)) if meant else []
        # a part of a year, told per year, would jump about
        years = sum(stop - start == 12 for start, stop in self.scene.years)
        tab = self.placed["by_year"]
        if meant is None or years < 2 or not _shows(tab, rows, *(f"year_{i}" for i in range(1, years + 1))):
            return None
        chart = self.book.file.add_chart({"type": "line"})
        for i, row in enumerate(rows[:MOST_LINES]):
            half = tab.across("half_1", f"half_{years}", row)
            chart.add_series(
                {
                    "name": tab.cells("scheme", row, row)[:3], "categories": tab.head("year_1", f"year_{years}"),
                    "values": tab.across("year_1", f"year_{years}", row), "line": self._line(i),
                    "marker": {"type": "circle", "size": 5, "fill": {"color": self.color(i)},
                               "border": {"color": self.color(i)}},
                    "y_error_bars": _bars(tab, half, self.color(i)),
                }
            )  # fmt: skip
        title = tr("{title} by year", "分年{title}", title=meant.title)
        self._dress(chart, title, self._axis_code(meant.unit), str(tab.tab.rows[rows[0]][2]))
        alt = tr("Lines: {title} by year and scheme, with 95% intervals.", "折线图：各方案分年{title}及95%区间。",
                 title=meant.title)  # fmt: skip
        return DrawnSheet(chart, 250 + _legend(self.names[:MOST_LINES]), alt)

    def waits(self) -> DrawnSheet | None:
        """The share promoted out of the entry grade, month by month."""
        tab = self.placed["waits"]
        every = [(i, self.rows("waits", name)) for i, name in enumerate(self.names[:MOST_LINES])]
        found = [(i, rows) for i, rows in every if len(rows) >= 2]
        if not any(_shows(tab, rows, "promoted") for _, rows in found):
            return None
        chart = self.book.file.add_chart({"type": "scatter", "subtype": "straight"})
        for i, rows in found:
            half = tab.cells("half", rows[0], rows[-1])
            chart.add_series(
                {
                    "name": tab.cells("scheme", rows[0], rows[0])[:3],
                    "categories": tab.cells("month", rows[0], rows[-1]),
                    "values": tab.cells("promoted", rows[0], rows[-1]), "line": self._line(i),
                    "marker": {"type": "none"}, "y_error_bars": _bars(tab, half, self.color(i), caps=False),
                }
            )  # fmt: skip
        title = tr("Promoted out of the entry grade", "自起始职级晋升的比例")
        self._dress(chart, title, "0%", tr("% of those who entered", "占进入者%"))
        chart.set_x_axis(self._axis(tr("months since entering the grade", "进入该职级后的月数"), "0") | {
            "min": 0, "max": self.scene.comparison.months, "major_unit": 12 if self.scene.comparison.months > 24 else 3,
        })  # fmt: skip
        alt = tr("Curves: share promoted by months in the entry grade, with 95% intervals.",
                 "曲线：任起始职级月数与已晋升比例，附95%区间。")  # fmt: skip
        return DrawnSheet(chart, 270 + _legend(self.names[:MOST_LINES]), alt)

    # --- a chart for each scheme -----------------------------------------------------------------------

    def headcount(self) -> list[DrawnSheet]:
        """People by grade, month by month, a chart for each scheme."""
        tab = self.placed["headcount"]
        made = []
        for run in self.scene.runs[:MOST_ALIKE]:
            name = self.scene.name(run)
            chart = self.book.file.add_chart({"type": "area", "subtype": "stacked"})
            grades, last = self.scene.grades(run), self.scene.comparison.months
            # the rows of a scheme begin with the means of its grades
            for g, row in enumerate(self.rows("headcount", name)[: len(grades)]):
                shade = _STEPS[g % len(_STEPS)] if len(grades) <= len(_STEPS) else _between(g, len(grades))
                chart.add_series(
                    {
                        "name": tab.cells("grade", row, row)[:3], "categories": tab.head("month_0", f"month_{last}"),
                        "values": tab.across("month_0", f"month_{last}", row), "fill": {"color": shade},
                        "border": {"color": "#FFFFFF", "width": 0.25},
                    }
                )  # fmt: skip
            self._dress(chart, tr("Headcount: {name}", "人数：{name}", name=name), "#,##0", tr("people", "人"))
            axis = self._axis("", "General")
            axis.pop("name")
            chart.set_x_axis(
                axis | {"interval_unit": 12 if len(self.scene.dates) > 30 else 3, "position_axis": "on_tick"}
            )
            alt = tr("Stacked areas: headcount by grade and month under {name}.", "堆积面积图：{name}各职级逐月人数。",
                     name=name)  # fmt: skip
            made.append(DrawnSheet(chart, 260 + _legend(grades), alt))
        return made

    def reasons(self) -> list[DrawnSheet]:
        """How reviews of each scheme's most reviewed promotion end."""
        if "why_not" not in self.placed:  # nobody is reviewed
            return []
        tab = self.placed["why_not"]
        people = tab.tab.place("people")
        made = []
        for name in self.names[:MOST_ALIKE]:
            moves: dict[tuple[str, str], list[int]] = {}
            for i in self.rows("why_not", name):
                row = tab.tab.rows[i]
                moves.setdefault((str(row[1]), str(row[2])), []).append(i)
            # the first kind of move that is tested most; moves of one title stand together
            found = [
                (sum(_size(tab.tab.rows[i][people]) for i in rows), rows)
                for (kind, _), rows in moves.items()
                if kind == tr("promotion", "晋升") and rows == list(range(rows[0], rows[-1] + 1))
            ]
            if not found or not max(found)[0]:
                continue
            rows = max(found)[1]
            chart = self.book.file.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": tab.cells("move", rows[0], rows[0])[:3],
                    "categories": tab.cells("reason", rows[0], rows[-1]),
                    "values": tab.cells("people", rows[0], rows[-1]), "fill": {"color": COLORS[0]}, "gap": 40,
                    "y_error_bars": _bars(tab, tab.cells("half", rows[0], rows[-1])),
                }
            )  # fmt: skip
            move = str(tab.tab.rows[rows[0]][2])
            title = tr("How reviews end: {name}: {move}", "评审结果：{name}：{move}", name=name, move=move)
            self._dress(chart, title, "#,##0", tr("reviews a year", "每年评审人次"), across=True)
            chart.set_legend({"none": True})
            alt = tr("Bars: outcomes of the reviews for {move} under {name}.", "条形图：{name}“{move}”评审的结果。",
                     name=name, move=move)  # fmt: skip
            made.append(DrawnSheet(chart, _tall(len(rows)), alt))
        return made

    # --- dress -----------------------------------------------------------------------------------------

    def _line(self, i: int) -> dict[str, object]:
        return {"color": self.color(i), "width": 2.25 if i == 0 else 1.75, "dash_type": self.dash(i)}

    def _axis_code(self, unit: str) -> str:
        """A number format short enough for an axis; money in millions, or in units of ten thousand in Chinese."""
        if unit == "money a year":
            sign = self.book.code(Column("", "", "money"), "").partition("#")[0]
            return grammar().axis_code.format(sign=sign)
        if unit == "money":
            return self.book.code(Column("", "", "money"), "")
        return {"share a year": "0%", "share": "0%", "points": "0.0", "ratio": "0.0", "log_ratio": "0%"}.get(unit, "0")

    def _axis(self, name: str, code: str) -> dict[str, object]:
        return {
            "name": _label(name), "name_font": {"size": 9, "bold": False, "color": GRAY, "name": font()},
            "num_font": {"size": 9, "color": "#333333", "name": font()}, "num_format": code,
            "line": {"color": LINE}, "major_tick_mark": "none", "minor_tick_mark": "none",
        }  # fmt: skip

    def _dress(self, chart: SheetPart, title: str, code: str, unit: str, *, across: bool = False) -> None:
        """Title, axes and legend; `across` for bars that lie."""
        chart.set_title(
            {"name": _label(title), "overlay": False,
             "name_font": {"size": 11, "bold": True, "color": DARK, "name": font()}}
        )  # fmt: skip
        grid = {"major_gridlines": {"visible": True, "line": {"color": "#E3E7EC", "width": 0.75}}, "min": 0}
        value = self._axis(unit, code) | grid
        category = self._axis("", "General") | {"major_gridlines": {"visible": False}}
        category.pop("name")
        if across:
            chart.set_x_axis(value)
            # the first on top, and the numbers below
            chart.set_y_axis(category | {"reverse": True, "crossing": "max"})
        else:
            chart.set_x_axis(category)
            chart.set_y_axis(value)
        chart.set_legend({"position": "bottom", "font": {"size": 9, "color": "#333333", "name": font()}})
        chart.set_chartarea({"border": {"color": LINE}})
        chart.show_na_as_empty_cell()


def _shows(tab: Placed, rows: Iterable[int], *keys: str) -> bool:
    """Whether a chart of these cells would show more than zeros."""
    return any(tab.tab.rows[row][tab.tab.place(key)] for row in rows for key in keys)


def _size(value: CellValue) -> float:
    return value if isinstance(value, float) else 0.0


def _tall(rows: int) -> int:
    """Pixels for so many bars."""
    return 110 + rows * (26 if rows <= 14 else 18)


def _legend(names: Sequence[str]) -> int:
    """Pixels for a legend below a chart: as many names beside each other as there is room for."""
    longest = max((width(name) for name in names), default=0)
    return 20 * -(-len(names) // max(1, min(4, 90 // (longest + 8))))


def _between(i: int, n: int) -> str:
    """The i-th of n steps from dark to light."""
    share = i / max(1, n - 1)
    ends = ((0x1F, 0x3A, 0x5F), (0x5B, 0x97, 0xC4), (0xF2, 0xD4, 0xB7))
    low, high, at = (ends[0], ends[1], 2 * share) if share < 0.5 else (ends[1], ends[2], 2 * share - 1)
    return "#" + "".join(f"{round(a + (b - a) * at):02X}" for a, b in zip(low, high, strict=True))


def _bars(tab: Placed, cells: list[str | int], color: str = "#222222", *, caps: bool = True) -> dict[str, object]:
    """Error bars from cells; their values go along, for programs that show a chart without calculating."""
    half, values = address(cells), tab.numbers(cells)
    return {
        "type": "custom", "plus_values": half, "minus_values": half, "plus_data": values, "minus_data": values,
        "end_style": int(caps), "line": {"color": color, "width": 1.25 if caps else 0.5},
    }  # fmt: skip


def _label(text: str) -> str:
    """A text for a chart; the library takes one like ``Pay!A1`` for a cell."""
    return re.sub(r"!(?=[$A-Z])", "! ", clean(text))


def only(drawn: Iterable[DrawnSheet | None]) -> list[DrawnSheet]:
    """Those that there are."""
    return [one for one in drawn if one is not None]
