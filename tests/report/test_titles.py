"""Titles have the room of an action title in every report, and what they leave out stands in the line below."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pptx
import pytest
from comparisons import COMPARED, SIX, comparison
from python_calamine import CalamineWorkbook

import ladder_sim as ls
from ladder_sim.analysis.statements import titles
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.analysis.statements.effects import Effect
from ladder_sim.analysis.statements.verdict import Standing, by_priority, judged
from ladder_sim.analysis.statements.why import claims
from ladder_sim.core.display import unbroken
from ladder_sim.core.grammar import GRAMMARS, fits, fitting
from ladder_sim.core.i18n import Language, Title, speaking, use
from ladder_sim.core.signs import width
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.page.page import render as page
from ladder_sim.report.slides.deck import render as deck
from ladder_sim.report.workbook import workbook
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE, Comparison

LANGUAGES = pytest.mark.parametrize("language", GRAMMARS)


def shown(found: Comparison, brief: Brief) -> Iterator[tuple[str, str]]:
    for section in report_sections(found, brief):
        yield f"{section.id}: section", section.title
        for kind in ("charts", "figures", "tables", "appendix"):
            yield from ((f"{section.id}: {kind}", one.title) for one in getattr(section, kind))


@LANGUAGES
@pytest.mark.parametrize("name", COMPARED)
def test_every_title_has_its_room(name: str, language: Language) -> None:
    with speaking(language):
        for audience in ("leadership", "hr"):
            brief = Brief(audience=audience)  # type: ignore[arg-type]
            for where, text in shown(comparison(name), brief):
                assert fits(text), (where, width(text), text)
                # only names of schemes are cut, and no message
                named = name in ("long", "many", "endless", "one replication") and "section" not in where
                assert "…" not in text or named, (where, text)


@LANGUAGES
@pytest.mark.parametrize("name", COMPARED)
def test_what_a_title_leaves_out_stands_below_it(name: str, language: Language) -> None:
    with speaking(language):
        for section in report_sections(comparison(name), Brief()):
            if section.title != section.headline:
                assert section.title in section.shorter or "…" in section.title
                assert section.lead.startswith(section.headline)
            else:
                assert not section.lead


@pytest.fixture(scope="module")
def questioned() -> Comparison:
    """A comparison of which everything was asked that a report has a section for."""
    found = ls.compare(list(SIX[:2]), "small-department-30", replications=3, months=12)
    found.why("turnover")
    found.at_equal("pay")
    found.chosen()
    found.crossed(["gender", "age"], {"age": [25, 30]})
    found.frontier(["labor_cost", "turnover"])
    return found


@LANGUAGES
def test_a_message_of_what_was_asked_is_not_cut(questioned: Comparison, language: Language) -> None:
    """It is told shorter, or the section bears its name; the whole sentence stands below."""
    with speaking(language):
        sections = report_sections(questioned, Brief())
        assert {"why", "equal", "chosen", "choice"} <= {section.id for section in sections}
        for where, text in shown(questioned, Brief()):
            assert "…" not in text and fits(text), (where, text)
        for section in sections:
            assert section.title == section.headline or section.lead.startswith(section.headline)
        why = next(section for section in sections if section.id == "why")
        split = questioned.why("turnover").split("fabric-star-pay")
        assert why.title == claims(questioned.why("turnover"), split)[0] != why.headline
        assert str(max(split.bars, key=lambda bar: abs(bar.range.mean)).part.title) in why.title


@LANGUAGES
@pytest.mark.parametrize("name", ["two", "six", "endless"])
def test_page_and_workbook_show_title_and_lead_and_slides_begin_with_the_first(name: str, language: Language) -> None:
    use(language)
    found, brief = comparison(name), Brief(language=language)
    slides = list(pptx.Presentation(io.BytesIO(deck(found, brief))).slides)
    for slide in slides[1:]:
        assert fits(slide.shapes.title.text_frame.text)
    first = report_sections(found, brief)[0]
    title = slides[1].shapes.title.text_frame.text
    if title != unbroken(first.title):  # which scheme for which priority; the message stands below
        assert title == unbroken(by_priority(Scene(found, brief).verdict))
        texts = [shape.text_frame.text for shape in slides[1].shapes if shape.has_text_frame]
        assert any(unbroken(first.headline) in text for text in texts)
    html = page(found, brief)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook.render(found, brief))).get_sheet_by_index(0).to_python()
    cells = "\n".join(str(cell) for row in rows for cell in row)
    for section in report_sections(found, brief):
        for text in filter(None, (section.title, section.lead)):
            assert text in cells
            assert text.replace("'", "&#39;").replace("&", "&amp;").replace("&amp;#39;", "&#39;") in html


@LANGUAGES
def test_a_message_is_never_cut_in_any_outcome(language: Language) -> None:
    """Every verdict in each of the three measures, proposed by the numbers or by somebody."""
    kinds = (HIGHER, LOWER, UNSURE, IDENTICAL, UNKNOWN)
    with speaking(language):
        for a in kinds:
            for b in kinds:
                for c in kinds:
                    effects = tuple(Effect(m, "points", v, *_numbers(v)) for m, v in zip(MAIN, (a, b, c), strict=True))
                    good = {m for m, v in zip(MAIN, (a, b, c), strict=True) if v is (HIGHER if m == MAIN[0] else LOWER)}
                    bad = {m for m, v in zip(MAIN, (a, b, c), strict=True) if v in (HIGHER, LOWER)} - good
                    one = Standing("s", "名" * 40, effects, tuple(good), tuple(bad))
                    for asked in (None, "s", "base"):
                        found = judged((one,), "基" * 40, asked)
                        assert any(map(fits, titles.of_verdict(found))), titles.of_verdict(found)
                        found = judged((one, one), "基" * 40, asked)
                        assert any(map(fits, titles.of_verdict(found))), titles.of_verdict(found)
                    for n in (1, 2, 5):
                        many = {f"{'名' * 40}{i}": e for i, e in enumerate((*effects, *effects)[:n])}
                        assert any(map(fits, titles.of_field(many, MAIN[0])))


def _numbers(verdict: Title) -> tuple[float, float, float]:
    return {HIGHER: (12.34, 12.3, 12.4), LOWER: (-12.34, -12.4, -12.3)}.get(verdict, (0.0, -1.0, 1.0))


def test_the_room_is_that_of_a_slide() -> None:
    assert (GRAMMARS["zh"].title_columns, GRAMMARS["en"].title_columns) == (52, 90)  # 26 characters; 90 letters
    with speaking("zh"):
        assert fits("字" * 26) and fits("字" * 20 + "1" * 12) and not fits("字" * 27)
        assert fitting("字" * 30, "短") == "短" and fitting("字" * 30).endswith("…")


@LANGUAGES
def test_a_shorter_title_says_no_more_than_the_whole(language: Language) -> None:
    """Direction and amount of a title are those of the run."""
    with speaking(language):
        found = comparison("two")
        for measure in MAIN:
            contrast = found.contrast(SIX[1], measure)
            words = {HIGHER: {"en": ("higher", "more"), "zh": ("高",)}, LOWER: {"en": ("lower", "less"), "zh": ("低",)}}
            for text in titles.field(found, measure):
                assert any(word in text for word in words[contrast.verdict][language]), text
                other = words[LOWER if contrast.verdict is HIGHER else HIGHER][language]
                assert not any(word in text for word in other), text
