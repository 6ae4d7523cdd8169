"""Every number of deck, brief, workbook and page is one of the JSON, at the digits shown, or one of a named list.

A value is noted before it is rounded, and looked for in the JSON to nine digits; a text holds no number that was not
rendered so, other than those named here. Counts of things that are listed are whole numbers without a unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import pytest
import shown
from comparisons import SIX
from comparisons import comparison as known
from shown import SHOWN, TOKEN, Rendered, key, numbers_in

import ladder_sim as ls
from ladder_sim.analysis.rule_text.expressions import valued
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Language
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.doubt.gathered import range_text
from ladder_sim.doubt.gathered import valued as doubted
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.report.brief import Brief
from ladder_sim.report.data import ASKED, comparison_data
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.page.page import every_figure
from ladder_sim.report.slides.deck import _stamp
from ladder_sim.report.workbook.kit import SheetScene
from ladder_sim.report.workbook.workbook import render, tabs
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.written import to_dict

pytest.importorskip("pptx")
pytest.importorskip("python_calamine")

#: Numbers of the method, which are no figures of a comparison.
OF_THE_METHOD = {
    "95%": "the level of every interval",
}
#: Whole numbers without a unit up to this one count what is listed: schemes, grades, rules, rows that are left out.
COUNTS = 250


@cache
def asked() -> Comparison:
    """Three schemes of which everything was asked that a report tells."""
    found = ls.compare(list(SIX[:3]), "small-department-30", replications=4, months=12)
    found.why("turnover")
    found.at_equal("pay")
    found.chosen()
    found.tornado("turnover", replications=2)
    found.worlds("turnover", worlds=5, replications=2)
    return found


@cache
def passed() -> Comparison:
    """The day of the switch."""
    made = ls.switch("fabric-star-pay", "ecommerce-dual-track", "small-department-30", placement="by pay", months=12,
                     replications=2)  # fmt: skip
    return made.comparison


def of(name: str) -> Comparison:
    return {"asked": asked, "switch": passed}.get(name, lambda: known(name))()


def reported(comparison: Comparison, brief: Brief) -> tuple[JsonObject, Rendered, dict[str, str]]:
    """The JSON, what was rendered, and the texts of the four reports."""
    with brief.spoken(), pytest.MonkeyPatch.context() as patch:
        data = comparison_data(comparison, brief)
        comparison.rendered.clear()
        made = shown.watched(patch)
        return data, made, shown.texts(comparison, brief)


def strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ():
        yield from strings(one)


def _form(record: Scheme | Workforce) -> object:
    """What a file says; of a record that was made by hand its titles."""
    try:
        return to_dict(record)
    except ls.LadderError:
        return [str(record.title)]


def inputs(comparison: Comparison, data: JsonObject) -> set[str]:
    """Numbers in texts of the JSON and of the files, and parameters as they are read: "8%"."""
    files = [_form(one) for one in (comparison.workforce, *(run.scheme for run in comparison.runs))]
    values = [valued(p) for run in comparison.runs for p in run.scheme.parameters.values()]
    for one in comparison.explained.values():
        if isinstance(one, Tornado | Worlds):
            values += [text for each in one.assumed.moved for text in (doubted(each, each.value), range_text(each))]
    given = [plain(x) for x in numbers_in(files)]
    every = (*strings(data), *strings(files), *values, *given, comparison.provenance, _stamp(comparison))
    return {found[1] for text in every for found in TOKEN.finditer(text)}


def strangers(comparison: Comparison, data: JsonObject, made: Rendered, texts: dict[str, str]) -> list[str]:
    """Numbers in texts that no function rendered and no list names, with what stands around them."""
    known_ = made.texts | inputs(comparison, data)
    whole = {x for x in numbers_in(data) if x == int(x)}
    whole.add(float(len(every_figure(comparison, Brief()).rows)))  # the page tells how long its table of all is
    lost = []
    for name, text in texts.items():
        for found in TOKEN.finditer(text):
            if found[1] in known_ or found[0] in OF_THE_METHOD:
                continue
            value = float(found[1].replace(",", ""))
            if not found[2] and "." not in found[1] and (value <= COUNTS or value in whole):
                continue
            lost.append(f"{name}: …{text[max(0, found.start() - 30) : found.end() + 12]!r}")
    return lost


SLOW = ("asked", "switch", "roster", "six", "many", "struck 3")
CASES = ("two", *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW))
#: The comparison of which everything was asked takes a while to play.
OF_ALL = pytest.param("asked", marks=pytest.mark.slow)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_every_number_of_a_text_is_one_of_the_json(name: str, language: Language) -> None:
    found = of(name)
    data, made, texts = reported(found, Brief(audience="hr", language=language))
    assert len(made.values) > 100 and min(map(len, texts.values())) > 1000
    assert shown.unknown_values(made, data) == []
    assert strangers(found, data, made, texts) == []


def test_a_figure_that_is_altered_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """On its way to a text by a thousandth, and in a text by its last digit."""
    found, brief = of("two"), Brief(audience="hr", language="en")
    level = Scene.level
    with monkeypatch.context() as patch:
        patch.setattr(Scene, "level", lambda self, value, unit, **given: level(self, value * 1.001, unit, **given))
        data, made, _ = reported(found, brief)
        assert len(shown.unknown_values(made, data)) > 20
    data, made, texts = reported(found, brief)
    told = found.contrast("fabric-star-pay", "labor_cost").level.mean
    text = Scene(found, brief).level(told, "money a year")
    assert text in texts["page"]
    other = f"{text[:-3]}{(int(text[-3]) + 1) % 10}{text[-2:]}"
    wrong = texts | {"page": texts["page"].replace(text, other, 1)}
    (lost,) = strangers(found, data, made, wrong)
    assert other in lost


@pytest.mark.parametrize("name", ["two", OF_ALL])
def test_every_number_of_a_chart_is_one_of_the_json(name: str) -> None:
    found = of(name)
    data = comparison_data(found)
    every = {key(way(x)) for x in numbers_in(data) for way in SHOWN}
    for chart in shown.charts(found, Brief(audience="hr")):
        for series in chart.series:
            values = [x for x in (*series.values, *series.low, *series.high) if math.isfinite(x)]
            assert not [x for x in values if key(x) not in every], (chart.title, series.name)


def _halves(comparison: Comparison) -> list[float]:
    """Half an interval of a difference, which the first sheet has beside it: its ends stand in the JSON."""
    return [c.difference.half for c in comparison.contrasts()]


@pytest.mark.parametrize("name", ["two", pytest.param("roster", marks=pytest.mark.slow)])
def test_every_number_of_the_workbook_is_one_of_the_json(name: str) -> None:
    """Sheet by sheet: those of a sheet of data are its table, those of the first and of prices are of some table."""
    found = of(name)
    data = comparison_data(found)
    every = {key(x) for x in numbers_in(data)} | {key(x) for x in _halves(found)}
    tables = data["tables"]
    assert isinstance(tables, dict)
    named = {tab.name: tables[tab.key] for _, tab in tabs(SheetScene(found, Brief()))}
    sheets = shown.sheets(render(found, Brief()))
    assert set(named) < set(sheets)
    for name_, rows in sheets.items():
        cells = {key(cell) for row in rows for cell in row if isinstance(cell, float)}
        own = {key(x) for x in numbers_in(named[name_])} if name_ in named else every
        counts = {key(x) for x in range(COUNTS)} if name_ == "Contents" else {"1"}  # a price as it was simulated
        assert cells <= own | counts, (name_, sorted(cells - own)[:5])


@pytest.mark.slow
def test_the_json_of_a_report_holds_what_was_asked() -> None:
    assert {"why", "equal", "chosen", "doubt", "worlds"} <= set(comparison_data(asked())[ASKED])  # type: ignore[arg-type]
    assert set(comparison_data(passed())[ASKED]) == {"switch", "tables"}  # type: ignore[call-overload]
