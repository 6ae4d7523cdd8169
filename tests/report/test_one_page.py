"""The brief: one page whatever is compared, for each audience what it reads, and the comparison's figures."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import fakes
import pytest

from ladder_sim.core.i18n import Title
from ladder_sim.model.audiences import AUDIENCES, READERS
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.onepage import html, pdf
from ladder_sim.report.onepage.content import one_page
from ladder_sim.report.onepage.layout import EDGE, HIGH, INNER, WIDE, broken, laid_out, split_at, text_wide
from ladder_sim.results.comparison import Comparison

LONG_ZH = "名称很长以至于一行放不下的客服中心晋升方案及其配套的考核与薪酬办法，编号"
LONG = "A scheme whose name is so long that no column of a page of A4 has room for it on a line, number "
SHEETS = [(n, language, long) for n in (2, 3, 7, 12) for language in ("en", "zh") for long in (False, True)]


def many(n: int, *, long: bool = False, people: int = 60) -> Comparison:
    """So many schemes; `long` names have no room."""
    runs = []
    for i in range(n):
        title = Title(f"{LONG}{i}", f"{LONG_ZH}{i}") if long else None
        rules = fakes.Rules(leave=0.02 + 0.004 * i, people=people)
        runs.append(fakes.run(rules, chosen=fakes.scheme(f"s{i}", title), months=14, replications=4))
    return Comparison(tuple(runs), "s0")


@pytest.mark.parametrize(("n", "language", "long"), SHEETS)
def test_it_is_one_page_and_nothing_leaves_it(n: int, language: Any, long: bool) -> None:
    comparison = many(n, long=long)
    with Brief(language=language).spoken():
        made = laid_out(one_page(Scene(comparison, Brief(language=language))), n - 1)
        for line in made.sheet.lines:
            wide = text_wide(line.text, line.size, bold=line.bold)
            left, right = (line.x - wide, line.x) if line.right else (line.x, line.x + wide)
            assert left >= EDGE - 1 and right <= WIDE - EDGE + 1, line
            assert line.y <= HIGH - EDGE
    assert made.size >= 6.5 and (long or made.size >= 8)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_reads_its_parts_and_the_same_figures(audience: Any) -> None:
    comparison = many(3)
    page = one_page(Scene(comparison, Brief(audience=audience)))
    parts = [block.part for block in page.blocks]
    assert parts == [part for part in READERS[audience].parts if part in parts]
    assert page.readers == f"For: {READERS[audience].title}"
    every = one_page(Scene(comparison, Brief(audience="hr")))
    known = {row[0]: row for row in every.figures.rows}
    for row in page.figures.rows:
        assert row == known.get(row[0], row)
    money = any("¥" in text for row in page.figures.rows for text in row)
    assert money == (audience not in ("staff", "team_leads"))


def test_a_brief_names_what_was_not_computed() -> None:
    page = one_page(Scene(many(2), Brief()))
    told = " ".join(text for block in page.blocks for text in block.sentences)
    assert "--doubt" in told and "ladder-sim switch" in told and "--worlds" in page.figures.note
    assert "over the assumptions" not in page.figures.columns


def test_lines_break_where_they_should() -> None:
    text = "what turns it was not computed: compare with --doubt and --worlds"
    lines = broken(text, 120.0, 9.0)
    assert len(lines) > 2 and " ".join(lines) == text
    assert all(text_wide(line, 9.0) <= 120.0 for line in lines) and not any(line.endswith("--") for line in lines)
    assert broken("", INNER, 9.0) == [""]
    assert split_at([10, 10, 10]) in (1, 2) and split_at([30, 10, 10]) == 1 and split_at([]) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pdf_and_html_are_written_alike(language: Any) -> None:
    comparison, brief = many(3), Brief(language=language, company="Example & Co", date="2027-01-15")
    made, text = pdf.render(comparison, brief), html.render(comparison, brief)
    assert made == pdf.render(comparison, brief) and text == html.render(comparison, brief), "the same again"
    assert len(re.findall(rb"/Type /Page\b", made)) == 1
    assert b"595" in made and not re.search(r"https?://|<script|<link", text)
    with brief.spoken():
        page = one_page(Scene(comparison, brief))
    assert "Example &amp; Co" in text and f'lang="{"en" if language == "en" else "zh-CN"}"' in text
    for row in page.figures.rows:
        assert all(f">{cell}<" in text for cell in row)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium") or not shutil.which("pdfinfo"), reason="Chromium or poppler missing")
@pytest.mark.parametrize(("n", "language", "long"), SHEETS)
def test_the_html_prints_on_one_page(n: int, language: Any, long: bool, tmp_path: Path) -> None:
    """What stands last is on that page: nothing is cut at its end."""
    path, printed = tmp_path / "brief.html", tmp_path / "brief.pdf"
    comparison = many(n, long=long)
    path.write_text(html.render(comparison, Brief(language=language)), encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'c'}",
         "--no-pdf-header-footer", f"--print-to-pdf={printed}", path.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    info = subprocess.run(["pdfinfo", printed], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages: +1\b", info)
    text = subprocess.run(["pdftotext", printed, "-"], check=True, capture_output=True, text=True).stdout
    assert "ladder-sim verify" in " ".join(text.split())


def test_schemes_without_a_value_are_told_not_left_blank() -> None:
    """Nobody leaves and nobody moves: no median wait, and differences of 0."""
    still = fakes.Rules(leave=0.0, promote=(0.0, 0.0, 0.0, 0.0))
    runs = tuple(fakes.run(still, chosen=fakes.scheme(f"s{i}"), months=12, replications=3) for i in range(2))
    comparison = Comparison(runs, "s0")
    page = one_page(Scene(comparison, Brief()))
    assert all(cell for row in page.figures.rows for cell in row[:4])
    assert pdf.render(comparison, Brief()).startswith(b"%PDF") and "<svg" in html.render(comparison, Brief())
