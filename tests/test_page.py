"""The decision page: whole, self-contained, escaped, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import fakes
import pytest

from ladder_sim import words
from ladder_sim.comparison import Comparison
from ladder_sim.report.page import render

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Checker(HTMLParser):
    """Keeps count of open tags, ids and whatever would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("src", "href", "xlink:href") and value and not value.startswith("#"):
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
    made = {}
    for language in ("en", "zh"):
        words.use(language)
        made[language] = render(comparison)
    words.use("en")
    return made


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_whole_and_self_contained(pages: dict[str, str], language: str) -> None:
    page = pages[language]
    checker = check(page)
    assert checker.wrong == [] and checker.stack == []
    assert len(checker.ids) == len(set(checker.ids))
    assert checker.fetched == []
    assert not re.search(r"@import|url\((?!#)|<link|<iframe", page)
    assert checker.tags.count("svg") == 3
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page))
    assert {a or b for a, b in used} <= set(checker.ids)


def test_text_from_files_is_escaped(pages: dict[str, str]) -> None:
    page = pages["en"]
    assert page.count("<script>") == 1  # ours
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;more&#34;" in page
    assert "A &lt;note&gt;." in page
    assert "Study leave &lt;b&gt;" in page and "rare &amp; small" in page


def test_page_says_it_all(pages: dict[str, str]) -> None:
    page, chinese = pages["en"], pages["zh"]
    for part in (
        "costs least", "no detectable difference", "Labour cost", "Promotion rate: from Junior agent",
        "Lead&#39;s allowance", "500", "assumed", "D4", "reading", "not modelled", "@media print", "aria-sort",
        "18 months, 6 replications, seed 1", "scheme − baseline", "promotions ÷ average headcount",
    ):  # fmt: skip
        assert part in page, part
    assert '<html lang="zh-CN">' in chinese
    for part in ("结论", "人工成本", "假定", "未纳入模型的条款", "数据来源"):
        assert part in chinese


def test_same_comparison_same_bytes(comparison: Comparison, pages: dict[str, str]) -> None:
    assert render(comparison) == pages["en"]


def test_scheme_without_flags_says_so(comparison: Comparison) -> None:
    plain = [replace(run.scheme, parameters={}, not_modelled=()) for run in comparison.runs]
    runs = tuple(fakes.run(chosen=scheme, months=6, replications=2) for scheme in plain)
    page = render(Comparison(runs, "current"))
    assert "None is marked in the scheme files." in page and "None is named in the scheme files." in page


def test_saved_by_the_comparison(comparison: Comparison, tmp_path: Path) -> None:
    (path,) = comparison.save(tmp_path, "html")
    assert path.name == "comparison.html" and path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
