"""The workbook on paper and at other prices: pages as the contents say, formulas that give what their cells hold."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fakes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ladder_sim.core.i18n import Title
from ladder_sim.report.brief import Brief
from ladder_sim.report.workbook import workbook
from ladder_sim.report.workbook.prices import FIRST, INPUT, PRICES, SCALED_BY
from ladder_sim.report.workbook.printing import A4, LEGIBLE, PAPERS, printed_on
from ladder_sim.results.coded import COSTS
from ladder_sim.results.comparison import Comparison

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMES = {"en": ("Prices", "Costs"), "zh": ("价格折算", "成本")}
NAMES_OF_CONTENTS = {"en": "Contents", "zh": "目录"}
LONG = "A scheme whose name is so long that it is cut wherever it stands in a table of a workbook, number "


def many(n: int, *, long: bool = False, **rules: Any) -> Comparison:
    runs = []
    for i in range(n):
        title = Title(f"{LONG}{i}", f"名称很长以至于一行放不下的客服中心晋升方案{i}") if long else None
        own = fakes.Rules(**({"leave": 0.02 + 0.004 * i} | rules))
        runs.append(fakes.run(own, chosen=fakes.scheme(f"s{i}", title), months=14, replications=4))
    return Comparison(tuple(runs), "s0")


def made(comparison: Comparison, language: Any) -> bytes:
    brief = Brief(language=language)
    with brief.spoken():
        return workbook.render(comparison, brief)


def sheet_part(content: bytes, name: str) -> str:
    """The part of a sheet within the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read("xl/workbook.xml"))
    names = [str(sheet.get("name")) for sheet in root.iter(f"{MAIN}sheet")]
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"


def formulas(content: bytes, name: str) -> dict[str, tuple[str, str]]:
    """Cell → formula and stored result."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read(sheet_part(content, name)))
    found = {}
    for cell in root.iter(f"{MAIN}c"):
        formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
        if formula is not None:
            found[str(cell.get("r"))] = (str(formula.text), str(value.text if value is not None else ""))
    return found


def repriced(content: bytes, name: str, prices: dict[str, float]) -> bytes:
    """The file after somebody changed prices in another program: no result of a formula is kept."""
    part = sheet_part(content, name)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry == part:
                told = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text.decode("utf-8"))
                for row, price in enumerate(PRICES, FIRST + 1):
                    cell = f"{chr(ord('A') + INPUT)}{row}"
                    told, n = re.subn(rf'(<c r="{cell}"[^>]*>)<v>1</v>', rf"\g<1><v>{prices[price.name]}</v>", told)
                    assert n == 1
                text = told.encode("utf-8")
            new.writestr(entry, text)
    return target.getvalue()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_formulas_give_what_their_cells_hold(language: Any) -> None:
    """At the simulated prices each item is the one of the sheet of costs, and the sums are theirs."""
    prices, costs = NAMES[language]
    content = made(many(3), language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    simulated = book.get_sheet_by_name(costs).to_python(skip_empty_area=False)[4:]
    rows = book.get_sheet_by_name(prices).to_python(skip_empty_area=False)
    first = FIRST + len(PRICES) + 2
    for here, there in zip(rows[first:], simulated, strict=True):
        assert here[0] == there[0] and here[1 : 3 + len(COSTS)] == pytest.approx(there[1 : 3 + len(COSTS)])
    found = formulas(content, prices)
    assert len(found) == 3 * (2 + len(COSTS)) + 2 * 2
    assert (
        found[f"B{first + 1}"][0] == f"{costs}!B5*$B$5*$B$10" or found[f"B{first + 1}"][0] == f"'{costs}'!B5*$B$5*$B$10"
    )
    assert rows[first + 1][7] == pytest.approx(rows[first + 1][6] - rows[first][6])
    assert any("scaled, not simulated" in str(cell).lower() or "未重新模拟" in str(cell) for cell in rows[1])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        others = [
            n for n in file.namelist() if n.startswith("xl/worksheets/sheet") and n != sheet_part(content, prices)
        ]
        assert not any(b"<f>" in file.read(name) for name in others), "all other sheets hold numbers"


def test_every_cost_is_scaled_and_every_price_scales_something() -> None:
    assert set(SCALED_BY) == set(COSTS)
    used = {name for by in SCALED_BY.values() for name in by} | {"pay", "currency"}
    assert used == {price.name for price in PRICES}


@given(wide=st.floats(100, 6000), high=st.floats(50, 40_000))
@settings(max_examples=200, deadline=None)
def test_a_sheet_is_on_one_page_wherever_it_is_legible(wide: float, high: float) -> None:
    found = printed_on(wide, high)
    assert found.paper in PAPERS and found.pages >= 1
    if wide <= A4[0] / LEGIBLE and high <= A4[1] / LEGIBLE:
        assert found.pages == 1 and found.paper == 9
    assert printed_on(wide, 2 * high).pages >= found.pages


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice missing")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_libreoffice_recalculates_as_we_do(language: Any, tmp_path: Path) -> None:
    prices, costs = NAMES[language]
    content = made(many(3), language)
    chosen = {"pay": 1.1, "employer_load": 0.9, "severance": 2.0, "hiring": 1.5, "training": 0.5, "currency": 0.14}
    (tmp_path / "in.xlsx").write_bytes(repriced(content, prices, chosen))
    convert(tmp_path / "in.xlsx", "xlsx", tmp_path / "out")
    first = FIRST + len(PRICES) + 2
    rows = CalamineWorkbook.from_path(tmp_path / "out" / "in.xlsx").get_sheet_by_name(prices)
    got = rows.to_python(skip_empty_area=False)[first : first + 3]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    simulated = book.get_sheet_by_name(costs).to_python(skip_empty_area=False)[4:]
    totals = []
    for row, there in zip(got, simulated, strict=True):
        items = [there[1] * chosen["pay"] * chosen["currency"]]
        for value, cost in zip(there[2:], COSTS, strict=False):
            for name in SCALED_BY[cost]:
                value *= chosen[name]
            items.append(value)
        totals.append(sum(items))
        assert row[1 : 1 + len(items)] == pytest.approx(items) and row[1 + len(items)] == pytest.approx(totals[-1])
        if len(totals) > 1:
            assert row[2 + len(items)] == pytest.approx(totals[-1] - totals[0])
            assert row[3 + len(items)] == pytest.approx(totals[-1] / totals[0] - 1)


def convert(path: Path, form: str, folder: Path) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", form,
         "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip


STILL = {"leave": 0.0, "promote": (0.0, 0.0, 0.0, 0.0)}


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"), reason="LibreOffice or poppler missing"
)
@pytest.mark.parametrize(("n", "language", "long", "rules"), [
    (2, "en", False, {}), (2, "zh", True, {}), (6, "en", True, {}), (12, "zh", False, {}), (2, "en", False, STILL),
])  # fmt: skip
def test_it_prints_on_the_pages_that_the_contents_say(
    n: int, language: Any, long: bool, rules: dict[str, Any], tmp_path: Path
) -> None:
    content = made(many(n, long=long, **rules), language)
    (tmp_path / "book.xlsx").write_bytes(content)
    convert(tmp_path / "book.xlsx", "pdf", tmp_path)
    contents = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(1)
    said = {str(row[0]): int(row[3]) for row in contents.to_python(skip_empty_area=False)[4:] if row[3] != ""}
    texts = subprocess.run(["pdftotext", "-layout", tmp_path / "book.pdf", "-"], check=True, capture_output=True,
                           text=True).stdout.split("\f")[:-1]  # fmt: skip
    foot = r" {2,}(\S.*), page \d+ of \d+" if language == "en" else r" {2,}(\S.*)，第\d+页"
    pages = Counter(re.findall(foot, text)[-1] for text in texts)
    assert set(pages) == {*said, NAMES_OF_CONTENTS[language]}, "the contents themselves are a page"
    assert all(1 <= pages[name] <= most for name, most in said.items()), (pages, said)
    long_ones = {name for name, most in said.items() if most > 1}
    assert len(long_ones) <= len(said) / 3, "most sheets are a page each"
