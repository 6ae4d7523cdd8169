"""What was found beside the measures stands in page and workbook as in the deck, from one source."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from comparisons import SIX, compared, fake
from comparisons import comparison as known

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import RANGE
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.ranked import FIRST, first_table, ranked
from ladder_sim.report.outline.outline import outline
from ladder_sim.report.page import page
from ladder_sim.report.workbook.kit import SheetScene, Tab
from ladder_sim.report.workbook.workbook import tabs
from ladder_sim.results.comparison import Comparison


def sheets(found: Comparison) -> dict[str, Tab]:
    return {tab.key: tab for _, tab in tabs(SheetScene(found, Brief()))}


def column(tab: Tab, key: str) -> list[Any]:
    return [row[tab.place(key)] for row in tab.rows]


def test_the_same_assumptions_stand_first_in_deck_page_and_workbook() -> None:
    found, brief = known("six"), Brief()
    scene = Scene(found, brief)
    wanted = [one.title for one in ranked(scene)]
    assert len(wanted) == FIRST and "Level of leaving (times)" in wanted, "what makes people leave is among them"
    section = next(one for one in report_sections(found, brief) if one.id == "assumptions")
    assert section.tables[0].rows == first_table(scene).rows
    slide = next(one for one in outline(found, brief).told if one.id == "assumptions")
    assert slide.blocks[0].rows == section.tables[0].rows  # type: ignore[union-attr]
    made = sheets(found)
    assert column(made["first_assumptions"], "assumption") == wanted
    every = set(column(made["assumptions"], "item"))
    assert set(wanted) <= every and len(every) > 100, "all of them stand after the first ten"


@pytest.mark.parametrize("measure", ["labor_cost", "turnover"])
def test_the_parts_of_a_bridge_add_up_to_the_difference(measure: str) -> None:
    found = known("six")
    tab = sheets(found)["bridges"]
    title = str(found.known[measure].title)
    for scheme in found.others:
        name = SheetScene(found, Brief()).names[scheme]
        rows = [row for row in tab.rows if row[:2] == (title, name)]
        shares = [row[tab.place("share")] for row in rows]
        assert len(rows) > 2 and rows[-1][tab.place("part")] == "together"
        assert sum(shares[:-1]) == pytest.approx(shares[-1])  # type: ignore[arg-type]
        assert shares[-1] == pytest.approx(found.contrast(scheme, measure).difference.mean)


def test_the_page_has_the_bridge_of_cost_and_the_work_of_hr() -> None:
    found = known("two")
    section = next(one for one in report_sections(found, Brief()) if one.id == "cost")
    slide = next(one for one in outline(found, Brief()).told if one.id == "bridge")
    bridge = next(chart for chart in section.charts if chart.title == "Labor cost: the difference by part")
    assert bridge == next(block for block in slide.blocks)
    hours = [point for point in section.points if point.startswith("HR's own work a month")]
    assert len(hours) == ("hr_hours" in found.known)
    assert "ladder-sim verify" in page.render(found, Brief(language="en"))


def test_pay_by_role_on_its_sheet_is_that_of_the_measures_and_hides_few() -> None:
    found = compared(2)
    tab = sheets(found)["roles"]
    rows = {(row[0], row[1]): row for row in tab.rows}
    names = SheetScene(found, Brief()).names
    lead = rows["Leads", names["s1"]]
    assert lead[2:-1] == (None,) * (len(lead) - 3) and "fewer than 5" in str(lead[-1])
    agent = rows["Agents", names["s1"]]
    base = rows["Agents", names["current"]]
    assert agent[tab.place("difference")] == pytest.approx(agent[tab.place("pay")] - base[tab.place("pay")])  # type: ignore[operator]


@cache
def asked() -> Comparison:
    found = ls.compare(list(SIX[:2]), "small-department-30", replications=3, months=8)
    found.why("turnover")
    found.at_equal("pay")
    found.chosen()
    found.tornado("turnover", replications=2, flips=False)
    found.tornado("labor_cost", replications=2, flips=False)
    found.worlds("turnover", worlds=3, replications=2)
    return found


@pytest.mark.slow
def test_every_answer_has_a_sheet_of_numbers() -> None:
    found = asked()
    made = sheets(found)
    assert {"equal", "flips", "worlds", "chosen", "bridges"} <= set(made)
    why, equal, worlds = (next(one for one in found.explained.values() if type(one).__name__ == name)
                          for name in ("Why", "Level", "Worlds"))  # fmt: skip
    parts = why.table().xs("consequences", level="question")["share"].to_numpy()
    shares = column(made["bridges"], "share")
    assert all(any(np.isclose(part, share) for share in shares) for part in parts if part)
    tab, other = made["equal"], found.others[0]
    row = tab.rows[column(tab, "measure").index(str(found.known["turnover"].title))]
    assert row[tab.place("after")] == pytest.approx(equal.after.contrast(other, "turnover").difference.mean)
    spread = worlds.spread("turnover", found.others[0])
    tab = made["worlds"]
    assert column(tab, "worlds_low")[-1] == pytest.approx(spread.quantile(RANGE[0]))
    assert column(tab, "best")[-1] == pytest.approx(worlds.chance_best(found.others[0]))
    flips = made["flips"]
    assert len({row[0] for row in flips.rows}) == 2


@pytest.mark.slow
def test_those_who_are_shown_no_money_see_no_doubt_of_it() -> None:
    found = asked()
    for audience in ("staff", "team_leads"):
        brief = Brief(audience=audience)  # type: ignore[arg-type]
        made = outline(found, brief)
        texts = " ".join(text for slide in (*made.told, *made.appendix)
                         for text in (slide.title, *slide.points))  # fmt: skip
        sections = " ".join(" ".join((one.headline, *one.points)) for one in report_sections(found, brief)
                            if one.id in ("doubt", "why", "recommendation"))  # fmt: skip
        assert "Labor cost, " not in texts + sections and "¥" not in sections
    told = {type(one) for one in found.explained.values()}
    assert Tornado in told


def test_titles_of_a_choice_say_which_scheme_for_what() -> None:
    dear = {"promote": (0.3, 0.2, 0.1, 0.0), "base": (5e3, 6e3, 7e3, 9e3)}
    runs = (fake("current", 24, 8), fake("bold", 24, 8, **dear), fake("calm", 24, 8))
    first = outline(Comparison(runs, "current"), Brief()).told[0]
    assert first.title == "Promotion first: Bold; keeping people or cost first: keep Current"
    assert "No alternative beats Current" in first.points[0], "the whole sentence stands below"
    with speaking("zh"):
        title = outline(Comparison(runs, "current"), Brief()).told[0].title
    assert title == "晋升优先：方案bold；留人或成本优先：维持方案current"
