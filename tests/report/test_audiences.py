"""What is kept from an audience leaves page, slides, brief and workbook alike."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import shown
from comparisons import comparison as known

import ladder_sim as ls
from ladder_sim.core.i18n import LANGUAGES, Language
from ladder_sim.model.audiences import AUDIENCES, KEPT_BACK, READERS, Audience, Confidential
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.outline.outline import outline
from ladder_sim.report.page.page import every_figure, render
from ladder_sim.report.workbook.kit import SheetScene
from ladder_sim.report.workbook.workbook import tabs
from ladder_sim.results.comparison import Comparison

pytest.importorskip("pptx")
pytest.importorskip("python_calamine")

#: Amounts are told in a currency that nothing else names.
SIGN = "CHF"
#: What a scheme pays in a grade is its rule, which everybody is told.
OF_GRADES = re.compile(r"(?:base pay|基本工资)[^.;。；\n]*")


def all_sheets(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """The sheets that somebody may see who is spared nothing, by key, with their columns."""
    return {tab.key: tuple(c.key for c in tab.columns) for _, tab in tabs(SheetScene(comparison, Brief(audience="hr")))}


def test_every_place_of_what_is_kept_back_is_one_that_there_is() -> None:
    assert set(KEPT_BACK) == set(get_args(Confidential))
    there = all_sheets(known("two")) | {"prices": (), "equal": (), "switch_months": ()}  # written beside, or only asked
    for kept in KEPT_BACK.values():
        assert set(kept.sheets) <= set(there)
        assert all(set(columns) <= set(there[key]) for key, columns in kept.columns.items())
        assert not set(kept.sections) & {name for one in READERS.values() if one.hides for name in one.sections}


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "audience",
    [one if READERS[one].hides or one == "hr" else pytest.param(one, marks=pytest.mark.slow) for one in AUDIENCES],
)
def test_no_report_tells_what_is_kept_back(audience: Audience, language: Language) -> None:
    comparison, brief = known("two"), Brief(audience=audience, language=language, currency=SIGN)
    readers = brief.readers
    with brief.spoken(comparison):
        told = shown.texts(comparison, brief)
        if readers.hides:  # on the page base pay stands in tables too
            page = re.sub(r'<section id="ladders".*?</section>', "", render(comparison, brief), flags=re.DOTALL)
            told["page"] = re.sub(r"<[^>]+>", "\n", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL))
        sections = {section.id for section in report_sections(comparison, brief)}
        made = dict(tab_of(tab) for _, tab in tabs(SheetScene(comparison, brief)))
        slides = outline(comparison, brief)
        titles = {row[0].text for row in every_figure(comparison, brief).rows}
    money = {str(one.title.of(language)) for one in comparison.known.values() if one.unit in ("money", "money a year")}
    if not readers.hides:
        assert all(SIGN in text for text in told.values()) and made.keys() >= {"pay", "costs"} and money & titles
        return
    for kept in readers.kept_back:
        assert not sections & set(kept.sections) and not made.keys() & set(kept.sheets)
        assert not {slide.id for slide in (*slides.told, *slides.appendix)} & {"bridge", "budget", *kept.sections}
        for key, columns in kept.columns.items():
            assert key in made and not set(made[key]) & set(columns)
    assert not money & titles
    for name, text in told.items():
        lost = OF_GRADES.sub("", text)
        assert SIGN not in lost, f"{name}: {lost[max(0, lost.find(SIGN) - 80) :][:120]}"


def tab_of(tab: object) -> tuple[str, tuple[str, ...]]:
    return tab.key, tuple(column.key for column in tab.columns)  # type: ignore[attr-defined]


def test_of_one_scheme_nothing_is_told_that_is_kept_back() -> None:
    one = Comparison((known("two").runs[0],), known("two").runs[0].scheme.id)
    for language in LANGUAGES:
        brief = Brief(audience="staff", language=language, currency=SIGN)
        with brief.spoken(one):
            told = shown.texts(one, brief)
        for name in ("deck", "brief", "workbook"):
            lost = OF_GRADES.sub("", told[name])
            assert SIGN not in lost, f"{name}: {lost[max(0, lost.find(SIGN) - 80) :][:120]}"


def test_the_files_of_schemes_and_people_are_not_within_such_a_page() -> None:
    comparison = known("two")
    assert "ladder-sim-proof" in render(comparison, Brief(audience="hr"))
    assert "ladder-sim-proof" not in render(comparison, Brief(audience="staff"))


def test_a_brief_that_names_a_section_which_is_kept_back_is_refused() -> None:
    with pytest.raises(ls.LadderError, match=r"sections: cost tells pay and cost, which is kept from the people"):
        Brief(audience="staff", sections=("recommendation", "cost"))
    assert Brief(audience="finance", sections=("cost",)).chosen == ("cost",)
