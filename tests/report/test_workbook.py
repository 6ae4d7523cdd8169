"""The workbook: the comparison's numbers as numbers, texts as texts, and a file that office programs accept."""

from __future__ import annotations

import ast
import io
import posixpath
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fakes
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from relabeled import relabeled

from ladder_sim.analysis.why_not import explain
from ladder_sim.charts import style
from ladder_sim.cli.arguments import parse
from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.report.brief import Brief
from ladder_sim.report.workbook import charts as workbook_charts
from ladder_sim.report.workbook import workbook
from ladder_sim.report.workbook.kit import LABEL, SheetScene, abridged, intervals, lines_of, width
from ladder_sim.report.workbook.sheet import clean, number_formats
from ladder_sim.results.averages import interval_of
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.occurring import occurring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

#: The sheet that recalculates, whose table stands below its prices.
PRICES = ("Prices", "价格折算")
#: What a file may call its scheme; each would do something if it were not a text.
NASTY = ("=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2", "http://example.org/a", "internal:'Pay'!A1", "{=1+1}", "007")


class Opened:
    """An .xlsx file, read by one library for its values and by hand for everything else."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    def xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.zip.read(part))

    def parts(self, pattern: str) -> list[str]:
        return [name for name in self.zip.namelist() if re.fullmatch(pattern, name)]

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet."""
        targets = {r.get("Id"): r.get("Target") for r in self.xml("xl/_rels/workbook.xml.rels")}
        return {
            str(sheet.get("name")): f"xl/{targets[sheet.get(f'{LINK}id')]}"
            for sheet in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        }

    def rows(self, sheet: str) -> list[list[Any]]:
        return self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def table(self, sheet: str, head: int = 3) -> pd.DataFrame:
        """The rows below the head; names of columns in one line."""
        rows = self.rows(sheet)
        return pd.DataFrame(rows[head + 1 :], columns=[" ".join(str(cell).split()) for cell in rows[head]])

    @cached_property
    def names(self) -> dict[str, str]:
        return {str(n.get("name")): str(n.text) for n in self.xml("xl/workbook.xml").iter(f"{MAIN}definedName")}

    @cached_property
    def formats(self) -> list[tuple[str, bool]]:
        """The number format of each cell format, and whether its texts are marked as texts."""
        styles = self.xml("xl/styles.xml")
        codes = {int(str(n.get("numFmtId"))): str(n.get("formatCode")) for n in styles.iter(f"{MAIN}numFmt")}
        codes |= {0: "General", 3: "#,##0", 10: "0.00%", 2: "0.00"}
        cells = styles.find(f"{MAIN}cellXfs")
        assert cells is not None
        return [(codes.get(int(str(x.get("numFmtId"))), "?"), x.get("quotePrefix") == "1") for x in cells]

    def format(self, sheet: str, cell: str) -> tuple[str, bool]:
        for found in self.xml(self.sheets[sheet]).iter(f"{MAIN}c"):
            if found.get("r") == cell:
                return self.formats[int(found.get("s", "0"))]
        raise AssertionError(cell)

    def charts(self) -> Iterator[ElementTree.Element]:
        for part in self.parts(r"xl/charts/chart\d+\.xml"):
            yield self.xml(part)

    def cells(self, reference: str) -> list[Any]:
        """The values that a reference such as 'Pay'!$A$1:$B$2 names."""
        found = re.fullmatch(r"('?)(.+?)\1!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?", reference)
        assert found, reference
        _, sheet, left, top, right, bottom = found.groups()
        rows = self.rows(sheet.replace("''", "'"))
        columns = range(_column(left), _column(right or left) + 1)
        return [rows[row - 1][column] for row in range(int(top), int(bottom or top) + 1) for column in columns]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def make(n: int = 3, *, months: int = 26, people: int = 60, titles: tuple[str, ...] = (), brief: Any = None) -> Any:
    workforce = fakes.workforce()
    runs = []
    for i in range(n):
        title = Title(titles[i], titles[i]) if i < len(titles) else Title(f"Scheme {i}", f"方案{i}")
        rules = fakes.Rules(leave=0.03 + 0.01 * i, promote=(0.06 + 0.03 * i, 0.04, 0.01, 0.0), people=people)
        chosen = fakes.scheme(f"s{i}", title)
        runs.append(fakes.run(rules, chosen=chosen, workforce=workforce, months=months, replications=6))
    return Comparison(tuple(runs), "s1" if n > 1 else "s0", notes=("=a note",))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return make()


@pytest.fixture(scope="module")
def opened(comparison: Comparison) -> Opened:
    return Opened(workbook.render(comparison))


@pytest.fixture(scope="module")
def chinese(comparison: Comparison) -> Opened:
    i18n.use("zh")
    try:
        return Opened(workbook.render(comparison))
    finally:
        i18n.use("en")


@pytest.fixture(scope="module")
def nasty() -> Opened:
    return Opened(workbook.render(make(len(NASTY), months=14, titles=NASTY)))


def same(got: Any, wanted: Any) -> None:
    """Equal, where an empty cell is NaN."""
    left = np.array([np.nan if isinstance(value, str) and value == "" else value for value in got], float)
    np.testing.assert_allclose(left, np.asarray(wanted, float), rtol=1e-12, atol=1e-12)


# --- numbers ------------------------------------------------------------------------------------------


def test_measures_are_those_of_the_comparison(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("Measures")
    wanted = comparison.table()
    kept = occurring(comparison.runs, comparison.known)
    assert len(made) == len(kept) * 3 < len(wanted) == len(comparison.known) * 3
    order = [(scheme, name) for name in kept for scheme in comparison.baseline_first]
    wanted = wanted.loc[order]
    own = wanted["verdict"] == "baseline"
    level, difference = [3, 4, 5], [9, 10, 11]
    ratios = (wanted["unit"] == "log ratio, 0 = alike").to_numpy()
    assert ratios.any() and not ratios.all()
    same(made.iloc[:, 12], wanted["luck_saves"])
    for at, column in zip(level, ("mean", "low", "high"), strict=True):
        same(made.iloc[:, at], np.where(ratios, np.exp(wanted[column].where(ratios, 0.0)), wanted[column]))
    for at, column in zip(difference, ("difference", "difference_low", "difference_high"), strict=True):
        shown = np.where(ratios, np.exp(wanted[column].where(ratios, 0.0)), wanted[column])
        same(made.iloc[:, at], np.where(own, np.nan, shown))
    same(made["±"], np.where(ratios, np.nan, (wanted["high"] - wanted["low"]) / 2))
    same(made["Better in % of replications"], wanted["chance_better"])
    assert list(made["Verdict"]) == list(wanted["verdict"])
    worth = {True: "better", False: "worse", None: ""}
    assert list(made["Better or worse"]) == [
        worth[b] for b in wanted["better"].astype(object).where(wanted["better"].notna(), None)
    ]
    assert {"better", "worse", ""} == set(made["Better or worse"])
    assert made["Measure"][0] == "Advancement rate" and list(made["Scheme"][:3]) == ["Scheme 1", "Scheme 0", "Scheme 2"]


def test_years_are_those_of_the_runs(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("By year").set_index(["Measure", "Scheme"])
    for scheme in comparison.schemes:
        for name in ("promotion_rate", "turnover_voluntary", "labor_cost", "stuck"):
            values = comparison[scheme].measure(name, by="year")
            row = made.loc[(str(comparison.known[name].title), comparison.title(scheme))]
            same(row.iloc[1:4], values.mean())
            windows = [comparison[scheme].window(*months) for months in ((0, 12), (12, 24), (24, 26))]
            own = comparison.known[name]
            found = [interval_of(own, w, values[year].to_numpy()) for w, year in zip(windows, values, strict=True)]
            same(row.iloc[4:7], [one.half for one in found])
            assert found[0].half == mean_interval(values[1]).half, "a whole year has events enough"
    assert "time_to_promotion" not in made.index
    assert list(made.columns[1:4]) == [
        "Year 1 2027-01 – 2027-12", "Year 2 2028-01 – 2028-12", "Year 3 2029-01 – 2029-02 per year",
    ]  # fmt: skip


def test_headcount_by_grade_and_month(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("Headcount").set_index(["Scheme", "Figure", "Grade"]).sort_index()
    assert made.shape == (3 * 2 * 5, 27)
    assert list(made.columns[:3]) == ["start", "2027-01", "2027-02"] and made.columns[-1] == "2029-02"
    for scheme in comparison.schemes:
        frame, name = comparison[scheme].frame("headcount"), comparison.title(scheme)
        for grade, title in zip(fakes.GRADES, fakes.TITLES, strict=True):
            groups = frame[frame["grade"] == grade].groupby("month")["people"]
            same(made.loc[(name, "mean", title.en)], groups.mean())
            same(made.loc[(name, "±", title.en)], [mean_interval(g.astype(float)).half for _, g in groups])
        same(made.loc[(name, "mean")].drop("all grades").sum(), made.loc[(name, "mean", "all grades")])


def test_moves_exits_and_hires_are_people_a_year(comparison: Comparison, opened: Opened) -> None:
    for scheme in comparison.schemes:
        run, name = comparison[scheme], comparison.title(scheme)
        moves = opened.table("Moves").set_index("Scheme").loc[name]  # one move only
        per_run = run.frame("moves").groupby("replication")["people"].sum() / (26 / 12)
        same(moves.iloc[2:4], [per_run.mean(), mean_interval(per_run).half])
        rate = run.interval("promotion_rate")
        same(moves.iloc[4:6], [rate.mean, rate.half])
        exits = opened.table("Exits").set_index(["Scheme", "Cause"]).loc[name]
        for cause in ("voluntary", "dismissal", "retirement"):
            same([exits.loc[cause, "% of headcount a year"]], [run.interval(f"turnover_{cause}").mean])
        same([exits.loc["all causes", "% of headcount a year"]], [run.interval("turnover").mean])
        same([exits["People a year"].iloc[:-1].sum()], [exits.loc["all causes", "People a year"]])
        hires = opened.table("Hires").set_index(["Scheme", "Grade"]).loc[name]
        total = run.frame("hires")["people"].sum() / 6
        same([hires.loc["all grades", "People a year"]], [total * 12 / 26])
        years = [float(hires.loc["all grades"].iloc[2 + year]) for year in range(3)]
        same([years[0] + years[1] + years[2] * 2 / 12], [total])


def test_open_seats_are_the_measure(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("Seats").set_index("Scheme")
    for scheme in comparison.schemes:
        rows, run = made.loc[[comparison.title(scheme)]], comparison[scheme]
        found = run.interval("vacant_seats")
        same([rows["Open"].sum()], [found.mean])
        seats = run.counts.seats.mean(axis=(0, 1))
        same(rows[["Seats", "Taken"]].to_numpy(), seats[seats[:, 0] > 0])
        same(rows["% open"], rows["Open"] / rows["Seats"])


def test_flows_add_up_to_the_moves(comparison: Comparison, opened: Opened) -> None:
    flows, moves = opened.table("Flows"), opened.table("Moves")
    same(flows.groupby("Scheme")["People a year"].sum(), moves.groupby("Scheme")["People a year"].sum())
    first = flows[flows["Scheme"] == "Scheme 1"]
    assert next(zip(first["From"], first["To"], strict=True)) == ("Junior agent", "Intermediate agent")


def test_ledger_is_that_of_explain(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("Why not").set_index("Scheme")
    for scheme in comparison.schemes:
        wanted = explain(comparison[scheme])
        rows = made.loc[comparison.title(scheme)]
        same(rows["Reviews a year"], wanted["reviews"])
        same(rows["% of reviews"], wanted["share"])
        assert list(rows["Outcome"]) == list(wanted["what"])
    assert "Only this: a year" not in made  # the runs were not asked


def test_an_explained_run_tells_what_stops_people_alone(comparison: Comparison) -> None:
    run = fakes.run(chosen=fakes.scheme("s"), months=3, replications=2)
    object.__setattr__(run.counts, "alone", {"up": run.counts.ledger["up"][:, :, :1] // 2})
    other = fakes.run(chosen=fakes.scheme("t"), months=3, replications=2)
    made = Opened(workbook.render(Comparison((run, other), "s"))).table("Why not")
    same(made["Only this: a year"][:3], explain(run)["alone"])
    assert set(made["Only this: a year"][3:]) == {""}


def test_waits_are_the_cumulative_incidence(comparison: Comparison, opened: Opened) -> None:
    made = opened.table("Time to promotion").set_index(["Scheme", "Months in grade"])
    for scheme in comparison.schemes:
        run, name = comparison[scheme], comparison.title(scheme)
        for months in (12, 24):
            found = run.interval(f"promoted_within_{months}")
            same(made.loc[(name, months), ["Promoted", "±"]], [found.mean, found.half])
        rows = made.loc[name][["Promoted", "Left", "Other move", "Still waiting"]].astype(float)
        # leaving and moving happen within the month, waiting is told at its end: nobody is counted twice
        assert (rows.sum(axis=1) <= 1 + 1e-9).all() and (rows.sum(axis=1) > 0.9).all()
    pooled = opened.table("Waits by grade").set_index(["Scheme", "Grade"])
    assert set(pooled.index.get_level_values("Grade")) == {t.en for t in fakes.TITLES[:3]}  # no promotion from the top
    entry = made["Promoted"].loc[("Scheme 1", 12)]
    assert pooled.loc[("Scheme 1", "Junior agent"), "Promoted within 12 months"] == pytest.approx(entry, abs=0.05)
    assert (pooled["Promoted within 36 months"] == "").all()  # the run is shorter


def test_pay_and_costs_add_up(comparison: Comparison, opened: Opened) -> None:
    pay = opened.table("Pay").set_index(["Scheme", "Part of pay"])
    costs = opened.table("Costs").set_index("Scheme")
    yearly = opened.table("Costs by year").set_index(["Scheme", "Item"])
    grades = opened.table("Pay by grade").set_index("Scheme")
    for scheme in comparison.schemes:
        run, name = comparison[scheme], comparison.title(scheme)
        salary, labor = run.interval("salary_cost"), run.interval("labor_cost")
        same(pay.loc[(name, "Salary cost")].iloc[:2], [salary.mean, salary.half])
        parts = pay.loc[name]
        same(parts.iloc[:-1].drop(columns="±").sum(), parts.iloc[-1].drop("±"))
        same([grades.loc[name, "Pay a year"].sum()], [salary.mean])
        row = costs.loc[name]
        same([row["Salary cost"], row["Labor cost"], row["±"]], [salary.mean, labor.mean, labor.half])
        items = ["Salary cost", *(_upper(COST_TITLES[cost].en) for cost in COSTS)]
        same([row[items].sum()], [row["Labor cost"]])
        contrast = comparison.contrast(scheme, "labor_cost")
        if scheme != comparison.baseline:
            same([row["Labor cost: difference"]], [contrast.difference.mean])
        by = run.measure("labor_cost", by="year").mean()
        same(yearly.loc[(name, "Labor cost")].iloc[2:], by)
    monthly = opened.table("Pay by grade")["Pay per head and month"]
    assert ((monthly > 3000) & (monthly < 10_000)).all()


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=3, max_size=3), min_size=1, max_size=8))
def test_intervals_are_those_of_the_package(rows: list[list[float | None]]) -> None:
    values = np.array([[np.nan if x is None else x for x in row] for row in rows])
    for i, found in enumerate(zip(*intervals(values), strict=True)):
        wanted = mean_interval(values[:, i])
        np.testing.assert_allclose(found, [wanted.mean, wanted.low, wanted.high], rtol=1e-9, atol=1e-6)


def test_one_replication_has_no_intervals() -> None:
    runs = tuple(fakes.run(chosen=fakes.scheme(f"s{i}"), months=3, replications=1) for i in range(2))
    made = Opened(workbook.render(Comparison(runs, "s0")))
    heads = made.table("Headcount")
    assert set(heads[heads["Figure"] == "±"]["start"]) == {""} and set(heads["start"]) != {""}
    assert set(made.table("Measures")["±"]) == {""}


# --- what is hidden ---------------------------------------------------------------------------------------


def test_small_groups_are_not_shown() -> None:
    made = Opened(workbook.render(make(2, months=14, people=8)))
    fairness = made.table("Fairness")
    assert set(fairness["Note"]) == {"fewer than 5 people: not shown"}
    assert (fairness.iloc[:, 3:12] == "").all(axis=None)
    measures = made.table("Measures")
    ratio = measures[measures["Measure"] == "Promotion rate by gender: women ÷ men"]
    assert len(ratio) == 2 and set(ratio["Verdict"]) == {"not shown"}
    assert (ratio.iloc[:, 3:14] == "").all(axis=None)
    assert set(ratio["Why not all"]) == {"a group of fewer than 5 people"}
    assert "fewer than 5 people on average" in made.rows("Fairness")[1][0]


def test_groups_of_five_are_shown(comparison: Comparison, opened: Opened) -> None:
    fairness = opened.table("Fairness")
    assert set(fairness["By"]) == {"gender"} and "Note" not in fairness
    run = comparison["s0"]
    own = fairness[(fairness["Scheme"] == "Scheme 0") & (fairness["Group"] == "female")].iloc[0]
    groups = run.counts.groups[:, :, 0].astype(float)
    rate = 12 * groups[..., 1].sum() / groups[..., 0].sum()
    same([own["People (average)"], own["Promotion rate a year"]], [groups[..., 0].mean(), rate])
    found, null = run.interval("fairness:gender:female"), run.null("fairness:gender:female")
    assert null is not None
    names = ("In % of the others", "95% interval from", "95% interval to")
    chances = ("By chance, in one replication from", "By chance, in one replication to")
    wanted = np.exp([found.mean, found.low, found.high, -null[1], null[1]])
    same([own[name] for name in (*names, *chances)], list(wanted))
    every = opened.table("Measures")
    row = every[(every["Measure"] == "Promotion rate by gender: women ÷ men") & (every["Scheme"] == "Scheme 0")].iloc[0]
    same(row.iloc[3:6], list(wanted[:3]))
    assert row["Unit"] == "100% = alike" and row["±"] == "", "the two sides of a ratio differ"
    assert set(fairness[fairness["Group"] == "male"]["In % of the others"]) == {""}, "the same turned round"


# --- texts are texts ----------------------------------------------------------------------------------------


def test_no_text_becomes_a_formula_or_a_link(nasty: Opened) -> None:
    shown = set(nasty.table("Schemes")["Title"])
    assert shown == set(NASTY)
    for name, part in nasty.sheets.items():
        root = nasty.xml(part)
        for formula in root.iter(f"{MAIN}f"):  # ours: numbers of cells, and nothing that a file says
            assert name in PRICES and re.fullmatch(r"[A-Za-z0-9$!*+\-/():,=\"']+", str(formula.text)), formula.text
        for link in root.iter(f"{MAIN}hyperlink"):
            assert link.get(f"{LINK}id") is None and link.get("location"), name
    for part in nasty.parts(r".*\.rels"):
        assert not [r.attrib for r in nasty.xml(part) if r.get("TargetMode") == "External"], part
    assert not nasty.parts(r"xl/externalLinks/.*") and not nasty.parts(r".*vba.*")


def test_a_risky_text_stays_a_text_when_somebody_edits_its_cell(nasty: Opened) -> None:
    rows = nasty.rows("Schemes")
    found = {row[2]: nasty.format("Schemes", f"C{i}")[1] for i, row in enumerate(rows, 1) if row[2] in NASTY}
    assert {title for title, marked in found.items() if marked} == {t for t in NASTY if t[0] in "=+-@"}


def test_names_of_series_are_cells_so_that_no_title_is_evaluated(nasty: Opened) -> None:
    seen = 0
    for chart in nasty.charts():
        for formula in chart.iter(f"{CHART}f"):
            text = str(formula.text)
            assert "cmd" not in text and nasty.cells(text), text
            seen += 1
        for title in chart.iter(f"{CHART}title"):
            assert not list(title.iter(f"{CHART}f"))
    assert seen > 50


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\x00b\x07c", "a\ufffdb\ufffdc"), ("line\r\nline", "line\nline"), ("\ud800x", "\ufffdx"),
        ("方案\uffff", "方案\ufffd"), ("x" * 40_000, "x" * 32_766 + "…"),
    ],
)  # fmt: skip
def test_signs_that_xml_forbids_are_replaced(text: str, wanted: str) -> None:
    assert clean(text) == wanted


def test_titles_with_forbidden_signs_and_footers_with_commands_are_written() -> None:
    made = make(2, months=4, titles=("bell\x07 & <b>", "\U0001f600 emoji"))
    workforce = replace(made.workforce, id="a&b&PZ")
    runs = tuple(relabeled(run, workforce=workforce) for run in made.runs)
    opened = Opened(workbook.render(Comparison(runs, "s0"), Brief(title="=1+1", author="A & B", company="<c>")))
    assert opened.table("Schemes")["Title"][0] == "bell\ufffd & <b>"
    assert opened.rows("Summary")[0][0] == "=1+1"
    footer = next(iter(opened.xml(opened.sheets["Pay"]).iter(f"{MAIN}oddFooter"))).text
    assert footer and "a&&b&&PZ" in footer and len(footer) <= 255


# --- the file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["opened", "chinese", "nasty"])
def test_the_package_is_whole(which: str, request: pytest.FixtureRequest) -> None:
    book: Opened = request.getfixturevalue(which)
    assert book.zip.testzip() is None
    names = book.zip.namelist()
    assert len(names) == len(set(names))
    types = book.xml("[Content_Types].xml")
    parts = {str(t.get("PartName")).lstrip("/") for t in types if t.get("PartName")}
    endings = {str(t.get("Extension")) for t in types if t.get("Extension")}
    for name in names:
        book.xml(name)  # every part is XML, and well-formed
        assert name in parts or name.rpartition(".")[2] in endings or name == "[Content_Types].xml", name
    assert parts <= set(names)
    for part in book.parts(r".*\.rels"):
        home = posixpath.dirname(posixpath.dirname(part))
        for relation in book.xml(part):
            target = str(relation.get("Target"))
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(home, target))
            assert inside in names, (part, target)


@pytest.mark.parametrize("which", ["opened", "chinese"])
def test_sheets_names_links_and_ranges(which: str, request: pytest.FixtureRequest) -> None:
    book: Opened = request.getfixturevalue(which)
    names = list(book.sheets)
    assert len(names) == 27 and len({name.lower() for name in names}) == 27
    for name in names:
        assert 0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) and name.strip("'") == name
    contents = names[1]
    rows = book.rows(contents)[4:]
    assert [row[0] for row in rows] == [names[0], *names[2:]]
    links = [str(link.get("location")) for link in book.xml(book.sheets[contents]).iter(f"{MAIN}hyperlink")]
    assert [link.partition("!")[0].strip("'") for link in links] == [row[0] for row in rows]
    for name in names[3:]:
        back = [link.get("location") for link in book.xml(book.sheets[name]).iter(f"{MAIN}hyperlink")]
        assert back in ([f"'{contents}'!A1"], [f"{contents}!A1"])
    for row in rows:
        if row[4]:
            assert book.cells(book.names[row[4]])
        if isinstance(row[2], float) and row[2]:
            sheet, head = row[0], 11 if row[0] in PRICES else 3
            assert len(book.table(sheet, head)) == row[2]


@pytest.mark.parametrize("which", ["opened", "chinese"])
def test_every_sheet_is_set_up_for_screen_and_paper(which: str, request: pytest.FixtureRequest) -> None:
    book: Opened = request.getfixturevalue(which)
    for name in list(book.sheets)[3:]:
        if name in PRICES:
            continue
        root = book.xml(book.sheets[name])
        pane = next(iter(root.iter(f"{MAIN}pane")))
        assert pane.get("state") == "frozen" and int(str(pane.get("ySplit"))) == 4
        last = len(book.rows(name))
        area = next(iter(root.iter(f"{MAIN}autoFilter"))).get("ref")
        assert area is not None and area.startswith("A4:") and area.endswith(str(last))
        setup = next(iter(root.iter(f"{MAIN}pageSetup")))
        assert next(iter(root.iter(f"{MAIN}pageSetUpPr"))).get("fitToPage") == "1", "else a wide table is cut in two"
        wide = sum(float(str(c.get("width"))) * (int(str(c.get("max"))) - int(str(c.get("min"))) + 1)
                   for c in root.iter(f"{MAIN}col"))  # fmt: skip
        assert setup.get("paperSize") in ("8", "9") and setup.get("fitToHeight") != "0"
        assert int(setup.get("fitToWidth") or 1) == 1 and wide
        footer = next(iter(root.iter(f"{MAIN}oddFooter"))).text
        assert footer and "center (" in footer and "&A" in footer
        for column in root.iter(f"{MAIN}col"):
            assert 5 <= float(str(column.get("width"))) <= 92
    titles = [n.text for n in book.xml("xl/workbook.xml").iter(f"{MAIN}definedName") if "Titles" in str(n.get("name"))]
    assert len(titles) == 23


def test_charts_are_native_and_refer_to_cells(comparison: Comparison, opened: Opened) -> None:
    charts = list(opened.charts())
    # 4 on the summary; 3 by year, waits, costs, turnover, fairness, headcount and reviews by scheme
    assert len(charts) == 4 + 3 + 1 + 1 + 1 + 1 + 3 + 3
    bars = 0
    for chart in charts:
        series = list(chart.iter(f"{CHART}ser"))
        assert series
        for one in series:
            sizes = []
            for kind in ("cat", "val", "xVal", "yVal"):
                for formula in (f for part in one.iter(f"{CHART}{kind}") for f in part.iter(f"{CHART}f")):
                    cells = opened.cells(str(formula.text))
                    assert "" not in cells or kind != "val", formula.text
                    sizes.append(len(cells))
            assert len(sizes) == 2 and sizes[0] == sizes[1]
            for side in ("plus", "minus"):
                for part in one.iter(f"{CHART}{side}"):
                    (formula,) = part.iter(f"{CHART}f")
                    assert len(opened.cells(str(formula.text))) == sizes[0]
                    bars += 1
    assert bars > 30
    (rate,) = [chart for chart in charts if "Advancement rate" in _texts(chart)]
    values = next(iter(rate.iter(f"{CHART}val")))
    cached = [float(str(v.text)) for v in values.iter(f"{CHART}v")]
    same(cached, [comparison.contrast(s, "advancement_rate").level.mean for s in comparison.baseline_first])
    half = next(iter(rate.iter(f"{CHART}plus")))
    same(
        [float(str(v.text)) for v in half.iter(f"{CHART}v")],
        [comparison.contrast(s, "advancement_rate").level.half for s in comparison.baseline_first],
    )


def _texts(chart: ElementTree.Element) -> list[str]:
    return [str(t.text) for t in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]


def test_charts_have_a_text_for_those_who_do_not_see_them(opened: Opened) -> None:
    spoken = []
    for part in opened.parts(r"xl/drawings/drawing\d+\.xml"):
        spoken += re.findall(r'<xdr:cNvPr [^>]*descr="([^"]+)"', opened.zip.read(part).decode())
    assert len(spoken) == len(list(opened.charts()))
    assert "Bars: Turnover by scheme, with 95% intervals." in spoken


def test_colors_are_those_of_the_other_charts() -> None:
    assert workbook_charts.COLORS == style.COLORS and workbook_charts.BASELINE_COLOR == style.BASELINE_COLOR


# --- formats and words ------------------------------------------------------------------------------------------


def first_row(book: Opened, measure: str) -> int:
    return next(i for i, row in enumerate(book.rows("Measures"), 1) if row[0] == measure)


@pytest.mark.parametrize(
    ("measure", "level", "change"),
    [
        ("Promotion rate", "0.0%", "+0.00%;-0.00%;0.00%"),
        ("Salary cost", '"¥"#,##0;-"¥"#,##0', '+"¥"#,##0;-"¥"#,##0;"¥"#,##0'),
        ("Time to promotion (median of those promoted)", "0.0", "+0.00;-0.00;0.00"),
        ("Mean KPI", "0.00", "+0.00;-0.00;0.00"),
    ],
)
def test_numbers_are_shown_in_their_units(opened: Opened, measure: str, level: str, change: str) -> None:
    row = first_row(opened, measure) + 1  # the second scheme: the first is the baseline
    assert opened.format("Measures", f"D{row}")[0] == level
    assert opened.format("Measures", f"J{row}")[0] == change


def test_units_stand_beside_the_numbers(opened: Opened, chinese: Opened) -> None:
    units = dict(zip(opened.table("Measures")["Measure"], opened.table("Measures")["Unit"], strict=True))
    assert units["Turnover"] == "% of headcount, a year" and units["Salary cost"] == "CNY a year"
    assert (
        units["Salary cost per head"] == "CNY a year per head"
        and units["Time to promotion (median of those promoted)"] == "months"
    )
    table = chinese.table("全部指标")
    assert dict(zip(table["指标"], table["单位"], strict=True))["薪酬成本"] == "元/年"


@pytest.mark.parametrize(
    ("currency", "code"),
    [("USD", '"$"#,##0;-"$"#,##0'), ("€", '"€"#,##0;-"€"#,##0'), ("", "#,##0"), ("CHF", '"CHF "#,##0;-"CHF "#,##0')],
)
def test_currency_of_the_brief(comparison: Comparison, currency: str, code: str) -> None:
    assert number_formats(SheetScene(comparison, Brief(currency=currency)).currency)["money"] == code


def test_every_text_is_chinese_in_chinese(chinese: Opened) -> None:
    known = re.compile(r"^[\x00-\x7f]*$")
    plain = set()
    for sheet in chinese.sheets:
        for row in chinese.rows(sheet):
            plain |= {
                cell for cell in row if isinstance(cell, str) and known.match(cell) and re.search("[A-Za-z]{3}", cell)
            }
    allowed = ("data_", "import ladder_sim", "ladder-sim", "ladder_sim", "numpy", "xlsxwriter", "center (")
    names = {"s0", "s1", "s2", "=a note", "Python", *SheetScene(make(), Brief()).comparison.known}
    assert not [text for text in plain if text not in names and not text.startswith(allowed) and "(" not in text]


def test_language_of_the_brief_does_not_leak(comparison: Comparison, tmp_path: Path) -> None:
    i18n.use("en")
    workbook.save(comparison, tmp_path / "zh.xlsx", Brief(language="zh"))
    assert i18n.language() == "en"
    assert next(iter(Opened((tmp_path / "zh.xlsx").read_bytes()).sheets)) == "摘要"


def test_summary_says_the_headlines_and_the_figures(comparison: Comparison, opened: Opened) -> None:
    from ladder_sim.report.document.document import report_sections

    rows = opened.rows("Summary")
    told = [row[1] for row in rows if row[1]]
    assert all("\n".join(filter(None, (s.title, s.lead))) in told for s in report_sections(comparison, Brief()))
    assert "=a note" in told
    start = next(i for i, row in enumerate(rows) if row[:2] == ["Scheme 0", "mean"])
    lines = [row[1] for row in rows[start : start + 5]]
    assert lines == ["mean", "±", "difference", "±", "verdict"]
    for at, name in enumerate(comparison.headline, 2):
        c = comparison.contrast("s0", name)
        same([rows[start][at], rows[start + 1][at]], [c.level.mean, c.level.half])
        same([rows[start + 2][at], rows[start + 3][at]], [c.difference.mean, c.difference.half])
        assert str(rows[start + 4][at]).startswith(str(c.verdict))


def test_assumptions_and_what_is_not_modeled(opened: Opened) -> None:
    made = opened.table("Assumptions")
    own = made[made["Scheme or workforce"] == "Scheme 1"].set_index("Parameter or rule")
    kind, value, note = own.loc["Lead's allowance", ["What it is", "Value", "Note"]].tolist()
    assert (kind, value) == ("assumed", 500) and note.startswith("default: service of 12 months")
    assert own.loc["Half years count", ["What it is", "Value"]].tolist() == ["reading", "yes"]
    assert own.loc["Study leave <b>", ["What it is", "Note"]].tolist() == ["left out", "rare & small"]
    assert "Target line" not in own.index  # the source states it
    assert "=a note" in list(made["Note"])


def test_provenance_makes_the_numbers_again(comparison: Comparison, opened: Opened) -> None:
    rows = {(row[0], row[1]): row[2] for row in opened.rows("Provenance")[4:]}
    assert rows["Seed", "which luck"] == "1" and rows["Months", "from 2027-01-01"] == 26
    mark = comparison.to_dict()["fingerprints"]["schemes"]["s1"]
    assert rows["Scheme (baseline)", "Scheme 1"] == f"s1 ({mark})"
    command = shlex.split(rows["Make it again", "on the command line"])
    assert command[0] == "ladder-sim"
    options, _ = parse(command[1:])
    assert options.schemes == ["s0", "s1", "s2"] and options.baseline == "s1" and options.report == ("xlsx",)
    assert (options.months, options.replications, options.seed, options.workforce) == (26, 6, 1, "center")
    ast.parse(rows["Make it again", "in Python"])


def test_a_variant_is_made_again_in_python() -> None:
    runs = tuple(
        fakes.run(chosen=fakes.scheme(name), months=3, replications=2) for name in ("s", "s(bar=115, half=false)")
    )
    rows = {row[1]: row[2] for row in Opened(workbook.render(Comparison(runs, "s"))).rows("Provenance")[4:]}
    assert "on the command line" not in rows
    assert "'s', ls.load_scheme('s').with_(bar=115, half=False)], 'center', baseline=0" in rows["in Python"]
    ast.parse(rows["in Python"])


def test_properties_of_the_document(comparison: Comparison) -> None:
    brief = Brief(title="Stars & tracks", company="Acme", author="Finance", date="2027-03-01")
    first, second = workbook.render(comparison, brief), workbook.render(comparison, brief)
    assert first == second  # the same comparison and date, the same bytes
    core = Opened(first).zip.read("docProps/core.xml").decode()
    assert "<dc:title>Stars &amp; tracks</dc:title>" in core and "<dc:creator>Finance</dc:creator>" in core
    assert "2027-03-01T00:00:00Z" in core and "26 months, 6 replications, seed 1" in core


def test_a_logo_stands_on_the_summary(comparison: Comparison, tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    Figure(figsize=(2, 1)).savefig(tmp_path / "logo.png")
    made = Opened.__new__(Opened)
    made.zip = zipfile.ZipFile(io.BytesIO(workbook.render(comparison, Brief(logo=tmp_path / "logo.png"))))
    assert made.parts(r"xl/media/image1\.png")


# --- names --------------------------------------------------------------------------------------------------


def test_long_and_equal_titles_get_short_names_of_their_own() -> None:
    long = "A very long title that nobody would want to read in every row of a table"
    titles = (f"{long}, first", f"{long}, second", f"{long}, second", "short", "中" * 30)
    names = list(SheetScene(make(5, months=2, titles=titles), Brief()).names.values())
    assert len(set(names)) == 5 and all(width(name) <= LABEL for name in names)
    assert "short" in names and f"{'中' * 19}…" in names
    assert any(name.endswith("first") for name in names)


@pytest.mark.parametrize(
    ("text", "room", "middle", "wanted"),
    [
        ("abc", 3, False, "abc"),
        ("abcdef", 4, False, "abc…"),
        ("abcdefgh", 6, True, "abc…gh"),
        ("ab, cd", 5, False, "ab…"),
    ],
)
def test_abridged(text: str, room: int, middle: bool, wanted: str) -> None:
    assert abridged(text, room, middle=middle) == wanted


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [("one", 10, 1), ("one two three", 8, 2), ("a\nb", 10, 2), ("中" * 10, 10, 3), ("", 5, 1), ("x" * 25, 10, 3)],
)
def test_lines_of_a_cell(text: str, columns: float, lines: int) -> None:
    assert abs(lines_of(text, columns) - lines) <= (1 if "中" in text else 0)


# --- errors and programs ---------------------------------------------------------------------------------------


def test_without_the_library_the_error_says_what_to_install(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(LadderError, match=r"pip install 'ladder-sim\[report\]'"):
        workbook.save(comparison, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_said(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(LadderError, match=r"cannot be written: this is a folder, a file is needed"):
        workbook.save(comparison, tmp_path)


def test_saved_by_the_comparison(comparison: Comparison, tmp_path: Path) -> None:
    (path,) = comparison.save(tmp_path, "xlsx")
    assert path.name == "comparison.xlsx" and "Measures" in Opened(path.read_bytes()).sheets


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_office_program_opens_it(language: Any, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    path = tmp_path / "book.xlsx"
    workbook.save(make(3, months=14), path, Brief(language=language))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    done = subprocess.run(
        ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "error" not in done.stderr.lower(), done.stderr
    assert (tmp_path / "book.pdf").stat().st_size > 20_000
