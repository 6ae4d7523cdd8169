"""Undefined is not equal: whatever values are missing, every output tells the same of them, and none calls them alike.

Values of runs are struck out at random, measure by measure and scheme by scheme; what each output says is then held
against the verdicts of the comparison, and those against the arrays.
"""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from comparisons import STILL, fake, struck, unreviewed
from pptx import Presentation
from scenes import scheme_of, workforce_of

from ladder_sim import charts
from ladder_sim.analysis.statements import claims, verdict
from ladder_sim.analysis.statements.effects import Effect, effect
from ladder_sim.analysis.why_not import explain
from ladder_sim.cli.compared import MAIN, comparison_text
from ladder_sim.core.i18n import Title, use
from ladder_sim.experiment.comparing import compare
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.kit import Scene, contrasts_table, grid_table
from ladder_sim.report.page import page
from ladder_sim.report.slides import deck
from ladder_sim.report.workbook.kit import SheetScene as Sheets
from ladder_sim.report.workbook.measures import by_year, measures
from ladder_sim.results.comparison import BASELINE, HIGHER, IDENTICAL, LOWER, MARKS, UNKNOWN, UNSURE, Comparison
from ladder_sim.results.occurring import occurring

CASES = pytest.mark.parametrize("seed", range(8))


@CASES
def test_verdicts_follow_from_what_is_there(seed: int) -> None:
    found = struck(seed)
    for scheme in found.others:
        for name in found.known:
            a, b = found.values(scheme, name), found.values("current", name)
            if found.known[name].pooled is not None:  # one value of all replications that have any
                a, b = (found[s].pooled(name) for s in (scheme, "current"))
            both = (~np.isnan(a) & ~np.isnan(b)).sum()
            word = found.contrast(scheme, name).verdict
            if not both:
                assert word is UNKNOWN
            if word in (HIGHER, LOWER, UNSURE):
                assert both > 1
            if word is IDENTICAL:
                pooled = found.known[name].pooled is not None
                assert np.allclose(*((a[:1], b[:1]) if pooled else (a, b)), equal_nan=True)


@CASES
def test_every_table_says_the_same_and_why(seed: int, tmp_path: Path) -> None:
    found = struck(seed)
    found.save(tmp_path, ["csv", "json"])
    with (tmp_path / "comparison.csv").open(encoding="utf-8-sig") as file:
        rows = {(row["scheme"], row["measure"]): row for row in csv.DictReader(file)}
    data = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))["schemes"]
    scene = Scene(found, Brief())
    shown = {(cells[0].text, cells[1].text): cells[-1].text for cells in page.every_figure(found, Brief()).rows}
    told_of = {row[:2]: row[-1] for row in contrasts_table(scene, "all", list(found.known)).rows}
    sheet = measures(Sheets(found, Brief()))
    place = {key: sheet.place(key) for key in ("measure", "scheme", "verdict", "note", "mean", "n")}
    cells = {(row[place["measure"]], row[place["scheme"]]): row for row in sheet.rows}
    assert len(cells) == len(sheet.rows) and cells.keys() == shown.keys() <= {
        (str(found.known[name].title), found.title(scheme)) for scheme, name in rows
    }
    assert {name for scheme, name in rows} - set(occurring(found.runs, found.known)) == {
        name for scheme, name in rows if (str(found.known[name].title), found.title(scheme)) not in shown
    }
    for (scheme, name), row in rows.items():
        c, key = found.contrast(scheme, name), (str(found.known[name].title), found.title(scheme))
        missing = np.isnan(found.values(scheme, name)).any() or np.isnan(found.values("current", name)).any()
        if key not in shown:  # a cause of leaving that occurs under no scheme: a note names it
            assert not found.values(scheme, name).any()
            continue
        own = cells[key]
        words = (row["verdict"], data[scheme]["measures"][name]["verdict"], own[place["verdict"]])
        assert set(words) == {str(c.verdict)}
        assert shown[key].startswith(str(c.verdict)) and told_of[key].startswith(str(c.verdict))
        notes = (row["note"], data[scheme]["measures"][name]["note"], own[place["note"]])
        assert len(set(notes)) == 1 and (not missing or scheme == "current" or notes[0])
        if np.isnan(found.values(scheme, name)).any():
            assert "no value" in notes[0] and notes[0] in shown[key] and notes[0] in told_of[key]
        assert row["mean"] or notes[0]
        assert own[place["mean"]] is not None or notes[0]


@CASES
def test_the_terminal_says_it_in_both_forms(seed: int) -> None:
    for schemes in (3, 4):
        found = struck(seed, schemes)
        lines = [re.split(r"\s{2,}", line.strip()) for line in comparison_text(found).splitlines()]
        for c in found.contrasts(found.headline if schemes == 3 else list(MAIN)[:2]):
            if schemes == 3:
                title = str(c.measure.title)
                first = next(i for i, line in enumerate(lines) if line[0] == title)
                line = next(line for line in lines[first:] if c.scheme in line[:2])
                assert str(c.verdict) in line
                why = found[c.scheme].note(c.measure.name)
                below = [line[0] for line in lines if line[0].startswith(f"{title}: {why} (") and why]
                assert bool(why) == any(c.scheme in text for text in below)
            elif c.scheme != "current":
                line = next(line for line in lines if line[0] == c.scheme)
                marks = line[2:5:2]
                mark = marks[0] if c.measure.name == next(iter(MAIN)) else marks[1]
                assert mark == MARKS.get(c.verdict, mark) and (mark in MARKS.values()) == (c.verdict in MARKS)


WORDS = {UNSURE: "no detectable difference", IDENTICAL: "the same", UNKNOWN: "cannot be said"}


@CASES
@pytest.mark.parametrize("schemes", [2, 3, 4])
def test_sentences_name_every_outcome_and_no_other(seed: int, schemes: int) -> None:
    found = struck(seed, schemes)
    for name in claims.PHRASES:
        text = claims.field(found, name)
        there = {found.contrast(scheme, name).verdict for scheme in found.others}
        for word, phrase in WORDS.items():
            assert (phrase in text) == (word in there), (text, there)
        assert text.startswith(("Both", "All")) == (schemes > 2 and len(there) == 1 and there <= {HIGHER, LOWER})
        nowhere = math.isnan(found.contrast("current", name).level.mean)
        assert (f"Current: {found.known[name].missing}" in text) == nowhere
    for scheme in found.others:
        effects = [effect(found, scheme, name) for name in claims.MAIN]
        text = claims.against("It", "Current", effects)
        for word, phrase in (WORDS | {IDENTICAL: "identical"}).items():
            assert (phrase in text.lower()) == (word in {e.verdict for e in effects}), text


@CASES
def test_leaders_do_not_pass_over_who_has_no_value(seed: int) -> None:
    found = struck(seed)
    lines = found.leaders()
    for name, line in zip(claims.MAIN, lines, strict=True):
        without = [found.title(s) for s in found.schemes if np.isnan(found.values(s, name)).all()]
        if len(without) == len(found.schemes):
            assert "no scheme has a value" in line
            continue
        assert ("; no value for " + ", ".join(without) + "." in line) == bool(without)
        assert "all schemes are identical" not in line or not without


@CASES
def test_the_verdict_does_not_take_unknown_for_equal(seed: int) -> None:
    found = verdict.verdict(struck(seed))
    dark = {name for one in found.standings for name in one.unknown}
    text = verdict.headline(found)
    if found.kind in ("keep", "nothing") and len(found.standings) > 1:
        assert ("cannot" in text) == bool(dark)
        assert not any(re.search(rf"(difference|better) in [^;]*{claims.PHRASES[n].name}", text) for n in dark), text


@CASES
def test_marks_of_small_tables(seed: int) -> None:
    found = struck(seed)
    scene = Scene(found, Brief())
    table = grid_table(scene, claims.MAIN)
    for row, scheme in zip(table.rows, found.baseline_first, strict=True):
        for cell, name in zip(row[1:], claims.MAIN, strict=True):
            word = found.contrast(scheme, name).verdict
            assert all((mark in cell) == (word is verdict_) for verdict_, mark in MARKS.items()), cell


def test_every_verdict_without_a_figure_has_a_mark() -> None:
    assert set(MARKS) == {UNSURE, IDENTICAL, UNKNOWN} and len(set(MARKS.values())) == 3
    assert not {HIGHER, LOWER, BASELINE} & set(MARKS)


def test_years_without_a_value_say_so() -> None:
    found = struck(1)
    tab = by_year(Sheets(found, Brief()))
    note = tab.place("note")
    for row in tab.rows:
        assert any(cell is None for cell in row[3:note]) == bool(row[note]) or row[note] == ""


def test_a_precision_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    rules = """
    ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}}}
    entry: a
    reviews: {monthly: {every: month}}
    moves: [{id: up, from: a, to: b, review: monthly, when: [months_in_grade >= %d]}]
    """
    schemes = [scheme_of(tmp_path, rules % months, name) for name, months in (("never", 900), ("soon", 2))]
    crew = workforce_of(tmp_path, "hiring: none\nattrition: {hazard: 0}\npeople: {grades: {a: 5}}\n")
    found = compare(schemes, crew, months=4, replications=2, precision={"time_to_promotion": 1.0})
    (note,) = found.notes
    assert note.startswith(
        "Time to promotion (median of those promoted), soon: the difference cannot be said (never: no"
    )
    assert "nobody was promoted" in note and note in comparison_text(found)


# --- nobody moves, and no review --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nobody() -> Comparison:
    """Nobody is promoted under the baseline; two alternatives promote."""
    runs = (fake("current", promote=STILL), fake("bold", promote=(0.2, 0.1, 0.1, 0.0)), fake("calm"))
    return Comparison(runs, "current")


def test_nobody_promoted_is_no_equal_wait(nobody: Comparison, tmp_path: Path) -> None:
    said = "Wait for a promotion: what the 2 alternatives change against Current cannot be said"
    sections = {section.id: section for section in report_sections(nobody, Brief())}
    assert any(point.startswith(said) and "Current: nobody was promoted" in point
               for point in sections["promotion"].points)  # fmt: skip
    deck.save(nobody, tmp_path / "c.pptx", Brief())
    page.save(nobody, tmp_path / "c.html", Brief())
    slides = Presentation(str(tmp_path / "c.pptx")).slides
    words = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    html = (tmp_path / "c.html").read_text(encoding="utf-8")
    for text in (*words, html):
        assert not re.search(r"[Ww]ait for a promotion: no detectable difference", text)
    assert any(said in text for text in words) and said in html
    assert "no value: nobody was promoted" in comparison_text(nobody)
    assert "baseline · no value: nobody was promoted" in nobody._repr_html_()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_chart_shows_zeros_only(nobody: Comparison, language: str) -> None:
    use(language)
    still = Comparison((fake("current", promote=STILL), fake("bold", promote=STILL)), "current")
    for found in (nobody, still):
        for section in report_sections(found, Brief(audience="hr")):
            for chart in section.charts:
                assert any(np.nan_to_num(one.values).any() for one in chart.series)
    axes = charts.promotion_rate(still)
    shown = [text.get_text() for text in axes.texts]
    assert shown == [{"en": "0 in every replication", "zh": "各次重复均为0"}[language]]
    assert not charts.promotion_rate(nobody).texts[0].get_text().startswith(shown[0])
    assert len(charts.time_to_promotion(still).texts) == 1 and not charts.time_to_promotion(still).lines


def test_a_run_without_a_review_says_so_first(nobody: Comparison) -> None:
    runs = tuple(unreviewed(fake(name, promote=STILL)) for name in ("current", "bold"))
    found = Comparison(runs, "current")
    said = "No review falls into these 13 months under any scheme: nobody could move"
    assert found.summary()[0] == said + "."
    sections = {section.id: section for section in report_sections(found, Brief())}
    assert sections["promotion"].headline == said
    assert sections["recommendation"].headline.startswith(said + "; ")
    assert sections["bottlenecks"].headline == "No promotion review falls into these 13 months under Bold"
    assert [row[1] for row in sections["bottlenecks"].tables[0].rows] == [
        "No promotion review falls into these 13 months under Current", sections["bottlenecks"].headline,
    ]  # fmt: skip
    assert said in charts.promotion_rate(found).texts[0].get_text().replace("\n", " ")
    assert set(explain(runs[0])["note"]) == {"no review in these months"}
    use("zh")
    assert found.summary()[0] == "各方案：这13个月内没有任何评审，不会发生人员变动。"
    use("en")
    mixed = Comparison((runs[0], nobody.runs[1], nobody.runs[2]), "current")
    assert mixed.summary()[0].startswith("No review falls into these 13 months under Current")
    points = next(section for section in report_sections(mixed, Brief()) if section.id == "promotion").points
    assert points[0].startswith("No review falls into these 13 months under Current")
    assert not any("No review" in text for text in nobody.summary())


# --- the verdict by hand -----------------------------------------------------------------------------------


def standing(name: str, *words: Title) -> verdict.Standing:
    """An alternative whose three main measures have these verdicts."""
    sign = {HIGHER: 1.0, LOWER: -1.0}
    effects = tuple(
        Effect(measure, "points", word, 2 * sign.get(word, 0), sign.get(word, 0) - 0.1, sign.get(word, 0) + 0.1)
        for measure, word in zip(claims.MAIN, words, strict=True)
    )
    good = {e.measure for e in effects if e.there and e.up == (e.measure == "advancement_rate")}
    losses = tuple(e.measure for e in effects if e.there and e.measure not in good)
    return verdict.Standing(name, name, effects, tuple(good), losses)


@pytest.mark.parametrize(
    ("standings", "english", "chinese"),
    [
        (
            [standing("a", UNSURE, UNKNOWN, UNSURE), standing("c", UNSURE, UNSURE, IDENTICAL)],
            "The numbers give no reason to choose: no detectable difference in advancement and labor cost; cannot be"
            " said for every alternative: turnover",
            "数据尚不足以支持选择：首次晋升率和人工成本差异均不显著；并非各方案均可判断：离职率",
        ),
        (
            [standing("a", UNKNOWN, UNKNOWN, UNKNOWN), standing("c", UNKNOWN, UNKNOWN, UNKNOWN)],
            "The numbers cannot say: no alternative can be compared with B in advancement, turnover and labor cost",
            "数据无法判断：首次晋升率、离职率和人工成本均无法与B比较",
        ),
        (
            [standing("a", LOWER, UNKNOWN, UNSURE), standing("c", UNSURE, UNSURE, UNSURE)],
            "Nothing speaks for leaving B: no alternative is detectably better in advancement and labor cost; cannot be"
            " said for every alternative: turnover",
            "暂无充足数据支持更换B：各备选方案的首次晋升率和人工成本均未显著更优；并非各方案均可判断：离职率",
        ),
    ],
)
def test_a_verdict_names_what_it_cannot_say(standings: list[verdict.Standing], english: str, chinese: str) -> None:
    found = verdict.judged(standings, "B")
    assert verdict.headline(found) == english
    use("zh")
    assert verdict.headline(found) == chinese


def test_a_priority_that_cannot_be_said_keeps_nothing() -> None:
    found = verdict.judged([standing("a", HIGHER, UNKNOWN, HIGHER), standing("c", UNSURE, UNSURE, UNSURE)], "B")
    assert found.kind == "choice"
    sentences = verdict.reasons(found)
    assert "If keeping people counts most: what the alternatives change against B cannot be said of each." in sentences
    assert "If cost counts most: keep B, no alternative does better." in sentences
    asked = verdict.judged([standing("a", UNKNOWN, UNKNOWN, UNKNOWN)], "B", "a")
    assert verdict.headline(asked).startswith("Proposed, though the numbers cannot say: What a changes in advancement,")
    assert verdict.reasons(asked)[0] == "Advancement: whether it differs cannot be said."
