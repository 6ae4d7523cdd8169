"""The decision page: whole, self-contained, escaped, accessible, in both languages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import fakes
import pytest

from ladder_sim.core import i18n
from ladder_sim.model.report_options import ON_REQUEST
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import SECTIONS, Chart, Series, Table, report_sections
from ladder_sim.report.page.chart_svg import shown, svg
from ladder_sim.report.page.page import figures_only, grid, render, sort_key
from ladder_sim.results.comparison import Comparison

VOID = {"meta", "br", "link", "img", "input", "hr"}
LONG = "A scheme whose name is so long that it has to be broken into several lines beside its bar, number "


class Checker(HTMLParser):
    """Keeps count of open tags, ids and whatever would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("src", "href", "xlink:href") and value and not value.startswith(("#", "data:")):
                self.fetched.append(value)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(tag)


def check(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert checker.wrong == [] and checker.stack == []
    assert len(checker.ids) == len(set(checker.ids))
    assert checker.fetched == []
    return checker


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    nasty = fakes.Title("<script>alert('x')</script> & \"more\"", "<b>方案</b>")
    runs = (
        fakes.run(chosen=fakes.scheme("current"), months=18, replications=6),
        fakes.run(fakes.Rules(leave=0.02), chosen=fakes.scheme("other", nasty), months=18, replications=6),
    )
    return Comparison(runs, "current", notes=("A <note>.",))


@pytest.fixture(scope="module")
def pages(comparison: Comparison) -> dict[str, str]:
    """The page in both languages."""
    return {language: render(comparison, Brief(language=language)) for language in ("en", "zh")}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_whole_and_self_contained(pages: dict[str, str], comparison: Comparison, language: str) -> None:
    page = pages[language]
    checker = check(page)
    assert not re.search(r"@import|url\((?!#)|<link|<iframe|https?://", page)
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page))
    assert {a or b for a, b in used} <= set(checker.ids)
    assert set(SECTIONS) - set(ON_REQUEST) <= set(checker.ids)
    i18n.use(language)
    sections = report_sections(comparison, Brief())
    drawings = sum(len(section.charts) + len(section.figures) for section in sections)
    told = [attrs["aria-label"] for tag, attrs in checker.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(told) == drawings and all(told)
    assert page.count("<style") == 1  # those of pictures would hold for the whole page


def test_who_listens_finds_the_way(pages: dict[str, str]) -> None:
    checker = check(pages["en"])
    levels = [int(tag[1]) for tag, _ in checker.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels[1:]) == {2}
    tables = sum(tag == "table" for tag, _ in checker.tags)
    assert tables and tables == sum(tag == "caption" for tag, _ in checker.tags)
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in checker.tags if tag == "th")
    assert all(attrs.get("tabindex") == "0" and attrs.get("aria-label") for tag, attrs in checker.tags
               if attrs.get("class") in ("wide", "canvas"))  # fmt: skip
    assert '<html lang="en">' in pages["en"] and '<html lang="zh-CN">' in pages["zh"]
    assert 'href="#main"' in pages["en"]


def test_text_from_files_is_escaped(pages: dict[str, str]) -> None:
    page = pages["en"]
    assert page.count("<script>") == 1  # ours
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;more&#34;" in page
    assert "A &lt;note&gt;." in page
    assert "Study leave &lt;b&gt;" in page and "rare &amp; small" in page


def test_page_says_it_all(pages: dict[str, str], comparison: Comparison) -> None:
    page, chinese = pages["en"], pages["zh"]
    for part in (
        "no detectable difference", "Labor cost", "Promotion rate: from Junior agent", "Lead&#39;s allowance", "500",
        "assumed", "default: service of 12 months on entry", "reading", "left out", "@media print", "aria-sort",
        "18 months, 6 replications, seed 1",
        "scheme − baseline", "promotions ÷ average headcount", "How to read this, and what not to conclude",
        comparison.provenance,
    ):  # fmt: skip
        assert part in page, part
    for part in ("建议", "人工成本", "假设", "未纳入模型的规则", "数据来源", "解读要点"):
        assert part in chinese, part


def test_what_the_same_luck_is_worth_stands_beside_each_difference(
    comparison: Comparison, pages: dict[str, str]
) -> None:
    saved = comparison.contrast("other", "turnover").luck_saves
    assert f"×{saved:.1f}" in pages["en"] and "Same luck: times the replications" in pages["en"]


def test_a_group_of_few_people_is_in_no_table() -> None:
    """Eight people, four of each group: no row tells how their promotion differs."""
    for people, there in ((8, False), (60, True)):
        runs = [fakes.run(fakes.Rules(people=people), chosen=fakes.scheme(name), months=14) for name in ("a", "b")]
        page = render(Comparison(tuple(runs), "a"), Brief())
        assert ("Promotion rate by gender: women ÷ men" in page) is there


def test_same_comparison_same_bytes(comparison: Comparison, pages: dict[str, str]) -> None:
    assert render(comparison) == pages["en"]


def test_a_brief_shapes_the_page(comparison: Comparison, tmp_path: Path) -> None:
    from test_brief import png

    brief = Brief(title="New <ladder>", company="Example & Co", logo=png(tmp_path / "l.png"), sections=("cost",))
    page = render(comparison, brief)
    check(page)
    assert "New &lt;ladder&gt;" in page and 'alt="Example &amp; Co"' in page and "data:image/png;base64," in page
    assert 'id="cost"' in page and 'id="turnover"' not in page and 'id="numbers"' in page


def test_saved_by_the_comparison(comparison: Comparison, tmp_path: Path) -> None:
    (path,) = comparison.save(tmp_path, "html")
    assert path.name == "comparison.html" and path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


# --- tables ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12.4%", 0.124), ("¥13.6 M", 13_600_000), ("\N{MINUS SIGN}¥181,000", -181_000), ("+4.3 pp (1 to 5)", 4.3),
        ("<5", 5), ("1,360万元", 13_600_000), ("1.2亿元", 120_000_000), ("7", 7), ("3.8% (+1.9 pp)", 0.038),
        ("CHF 1.50 M", None), ("no", None), ("", None), ("–", None), ("Grade 7", None), ("2 exits", 2),
    ],
)  # fmt: skip
def test_what_cells_are_sorted_by(text: str, key: float | None) -> None:
    assert sort_key(text) == (None if key is None else pytest.approx(key))


def test_columns_of_figures_stand_right() -> None:
    assert figures_only(["¥13.6 M", "–", ""]) and figures_only(["3,500元至4,900元/月"]) and figures_only(["<5", "27"])
    assert figures_only(["+48.7 to +50.9 pp"]) and figures_only(["31.0%（−16.1个百分点）"])
    assert (
        not figures_only(["1 demotion, 2 promotions"]) and not figures_only(["", "–"]) and not figures_only(["female"])
    )
    made = grid(Table(("who", "n", "word"), (("a", "2", "x"), ("b", "10", "y")), (("", "good", ""), ("", "", ""))))
    assert made.right == (1,) and made.rows[0][1].key == 2 and made.rows[0][1].tone == "good"
    assert made.title == "who, n, word"


# --- charts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.1234, "0.0%", "12.3%"), (0.5, "0%", "50%"), (1_234_567.0, "#,##0", "1,234,567"),
        (14_851_234.0, "0.00,,", "14.85"), (4.26, "+0.0;-0.0;0.0", "+4.3"), (12.0, "0.0", "12.0"),
        (-4.26, "+0.0;-0.0;0.0", "\N{MINUS SIGN}4.3"), (0.0, "+0.0;-0.0;0.0", "0.0"),
        (-1_500_000.0, "+0.00,,;-0.00,,;0.00,,", "\N{MINUS SIGN}1.50"),
    ],
)  # fmt: skip
def test_numbers_are_shown_as_an_office_program_would(value: float, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize("kind", ["bars", "stacked", "columns", "lines"])
@pytest.mark.parametrize("n", [1, 4, 46])
def test_charts_have_every_number_within_their_frame(kind: str, n: int) -> None:
    values = tuple(((-1) ** i) * (i + 1.5) for i in range(n))
    nothing = (float("nan"), *values[1:])
    series = [Series("a", values, tuple(v - 1 for v in values), tuple(v + 1 for v in values), "#112233")]
    if kind != "bars":
        series.append(Series("b & c", nothing, color="#445566"))
    names = tuple(f"{LONG}{i}" for i in range(n))
    made = svg(Chart(kind, "t", names, tuple(series), "unit", "0.0", 'alt "text"'))  # type: ignore[arg-type]
    assert 'aria-label="alt &quot;text&quot;"' in made and "nan" not in made
    wide, high = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', made).groups())  # type: ignore[union-attr]
    for x, y in re.findall(r'<(?:text|rect) x="(-?[\d.]+)" y="(-?[\d.]+)"', made):
        assert -1 <= float(x) <= wide + 1 and -1 <= float(y) <= high + 1
    if kind == "bars":
        assert all(f">{shown(value, '0.0')}</text>" in made for value in values)
        assert made.count("<rect") == n
    check(f"<p>{made}</p>")


def test_a_chart_of_nothing_is_empty_not_broken() -> None:
    empty = Series("a", (float("nan"), 0.0), (), (), "#112233")
    for kind in ("bars", "columns", "lines", "stacked"):
        assert "nan" not in svg(Chart(kind, "t", ("x", "y"), (empty,), "u", "0.0%", "a"))  # type: ignore[arg-type]


# --- by the tools that others use -----------------------------------------------------------------------


def _many(n: int) -> Comparison:
    runs = [fakes.run(chosen=fakes.scheme("current"), months=14, replications=4)]
    for i in range(1, n):
        title = fakes.Title(f"{LONG}{i}", f"名称很长、需要分成几行显示的晋升方案之{i}")
        rules = fakes.Rules(leave=0.03 - 0.001 * i)
        runs.append(fakes.run(rules, chosen=fakes.scheme(f"s{i}", title), months=14, replications=4))
    return Comparison(tuple(runs), "current")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pages of 2 and 10 schemes in both languages, for those who read every table."""
    folder = tmp_path_factory.mktemp("pages")
    made = []
    for n in (2, 10):
        for language in ("en", "zh"):
            path = folder / f"{n}.{language}.html"
            path.write_text(render(_many(n), Brief(audience="hr", language=language)), encoding="utf-8")  # type: ignore[arg-type]
            made.append(path)
    return made


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Nu Html Checker, by npm."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("java") is None:
        pytest.skip("npm and java are needed for the HTML validator")
    home = tmp_path_factory.mktemp("npm")
    done = subprocess.run(
        [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "vnu-jar"],
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    found = sorted(home.glob("**/vnu.jar"))
    if done.returncode or not found:
        pytest.skip(f"vnu-jar cannot be installed: {done.stderr[-200:]}")
    return found[0]


@pytest.mark.slow
def test_the_validator_finds_no_error(files: list[Path], validator: Path) -> None:
    done = subprocess.run(
        ["java", "-jar", str(validator), *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[:3000]


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_the_accessibility_check_finds_no_fault(files: list[Path], width: int) -> None:
    """axe-core on the page with everything unfolded; and no table or chart makes the page itself scroll sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("LADDER_SIM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"])
        try:
            for file in files:
                page = browser.new_page(viewport={"width": width, "height": 900})
                asked: list[str] = []
                page.on("request", lambda request, asked=asked: asked.append(request.url))
                page.goto(file.as_uri())
                page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
                found = axe.Axe().run(page).response["violations"]
                assert not found, [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert asked == [file.as_uri()]
                check_sorting(page)
                page.close()
        finally:
            browser.close()


def check_sorting(page: object) -> None:
    """By keyboard: a column of figures in rising, then in falling order."""
    keys = "Array.from(document.querySelectorAll('#numbers tbody tr')).map(r => Number(r.cells[2].dataset.key))"
    head = page.locator("#numbers thead th").nth(2)  # type: ignore[attr-defined]
    head.locator("button").press("Enter")
    rising = [x for x in page.evaluate(keys) if x == x and x is not None]  # type: ignore[attr-defined]
    assert rising == sorted(rising) and head.get_attribute("aria-sort") == "ascending"
    head.locator("button").press("Enter")
    falling = [x for x in page.evaluate(keys) if x == x and x is not None]  # type: ignore[attr-defined]
    assert falling == sorted(rising, reverse=True)
