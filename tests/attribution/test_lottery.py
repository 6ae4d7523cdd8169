"""Every promotion by lot: what a choice is held against."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import scenes

import ladder_sim as ls
from ladder_sim.attribution.lottery import by_lot
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.model.report_options import Brief
from ladder_sim.results.chosen import MEASURES, BesideLottery

RULES = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: lead, seats: %s}}}
entry: a
reviews: {half: {every: half-year}}
moves:
  - {id: up, from: a, to: b, review: half, when: months_in_grade >= 3%s}
"""
PEOPLE = """
people: {headcount: 60, roles: {agent: 0.9, lead: 0.1}, attributes: {months_employed: {exponential: 12}}}
metrics: {kpi: {normal: {mean: 80, within: 5, between: 4}}}
attrition: {base: {0: 0.03}, effects: {passed_over: 1.5}}
hiring: {keep: headcount, lead_months: 1}
"""
SEATS, BEST = "10% of headcount", ", order: mean(kpi, 6)"


def found(folder: Path, seats: str, order: str, replications: int = 40) -> BesideLottery:
    scheme, people = scenes.scheme_of(folder, RULES % (seats, order)), scenes.workforce_of(folder, PEOPLE)
    made = ls.compare([scheme, by_lot(scheme)], people, months=36, replications=replications).chosen()
    assert isinstance(made, BesideLottery)
    return made


def test_the_best_first_choose_better_than_lots(tmp_path: Path) -> None:
    """Seats for a tenth, best first by KPI: far above a lottery in KPI, and above it in ability."""
    made = found(tmp_path, SEATS, BEST)
    own = made.comparison.schemes[0]
    rows = {one.measure.name: one for one in made.choices() if one.scheme == own}
    assert set(rows) == set(MEASURES) and made.competes(own)
    assert rows["chosen_kpi"].difference.low > 0.3 and rows["chosen_ability"].difference.low > 0.2
    assert abs(rows["chosen_kpi"].by_lot.mean) <= 4 * rows["chosen_kpi"].by_lot.half / 1.96
    assert rows["kpi_new_role"].found.mean < rows["kpi_new_role"].by_lot.mean, "more to regress to the mean"
    lots = made.comparison.schemes[1]
    assert not made.competes(lots), "what is drawn by lot is its own lottery"
    assert all(one.difference.low == one.difference.high == 0 for one in made.choices()
               if one.scheme == lots and one.difference.n)  # fmt: skip


def test_lots_of_ones_own_differ_from_others_by_luck_alone(tmp_path: Path) -> None:
    """An order that is a lot of another stream: |z| <= 4 of the difference in either measure of choice."""
    made = found(tmp_path, SEATS, ", order: uniform(0, 2)")
    for one in made.choices():
        if one.scheme == made.comparison.schemes[0] and one.measure.name.startswith("chosen"):
            assert abs(one.difference.mean) <= 2.1 * max(one.difference.half, 1e-9), one.measure.name


def test_where_nobody_competes_lots_change_nothing(tmp_path: Path) -> None:
    made = found(tmp_path, "100% of headcount", BEST, replications=4)
    own = made.comparison.schemes[0]
    assert not made.competes(own) and made.by_lot[own] is made.comparison[own]
    use("en")
    assert "lots change nothing" in made.summary()[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_has_the_figures_of_choice_and_lottery(tmp_path: Path, language: str) -> None:
    """No finer than their ranges; whether luck alone would differ as much is said of each."""
    made = found(tmp_path, SEATS, BEST, replications=6)
    use(language)
    words = ("no detectable difference", "by luck") if language == "en" else ("差异不显著", "随机波动")
    for told, scheme in zip(made.summary(), made.comparison.schemes, strict=True):
        rows = {one.measure.name: one for one in made.choices() if one.scheme == scheme}
        ability, lost = rows["chosen_ability"], rows["turnover_passed_over"]
        if not made.competes(scheme):
            continue
        after = told.partition(": " if language == "en" else "：")[2].replace("−", "-")
        shown = [float(x) for x in re.findall(r"(-?\d+(?:\.\d+)?)%", after)]
        for value, got in zip((ability.found.mean, ability.by_lot.mean), shown, strict=False):
            assert abs(got - 100 * value) <= 50 * ability.found.half + 0.5
        judged = [one for one in (ability, rows["kpi_new_role"], lost) if one.found.n]
        assert told.count(words[0]) == sum(not one.sure for one in judged)
        assert told.count(words[1]) == sum(one.sure for one in judged)
        if not rows["kpi_new_role"].found.n:
            assert made.comparison[scheme].gaps("kpi_new_role") in told


def test_conditions_seats_and_demotions_stay() -> None:
    scheme = ls.load_scheme("top-three-reserve-supervisor")
    lots = by_lot(scheme)
    for old, new in zip(scheme.moves, lots.moves, strict=True):
        assert (new.when, new.quota, new.to) == (old.when, old.quota, old.to)
        assert (new == old) == (old.kind != "promotion" or old.order == new.order)
    assert scheme.grades == lots.grades


@pytest.mark.parametrize("language", ["en", "zh"])
def test_told_in_words_tables_and_reports(tmp_path: Path, language: str) -> None:
    made = found(tmp_path, SEATS, BEST, replications=4)
    use(language)
    assert ("by lot" if language == "en" else "抽签") in made.summary()[0]
    assert len(made.rows()[0]) == len(made.columns()) and "<table" in made._repr_html_()
    json.dumps(made.to_dict())
    assert len(made.table()) == 2 * len(MEASURES)
    (section,) = [one for one in ls.report_sections(made.comparison, Brief()) if one.id == "chosen"]
    assert section.tables[0].rows
    made.comparison.at_equal("pay")
    assert next(one for one in ls.report_sections(made.comparison, Brief()) if one.id == "equal").tables


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    base = ["compare", "top-three-reserve-supervisor", "fabric-star-pay", "--workforce", "small-department-30",
            "--months", "12", "--replications", "2", "--chosen"]  # fmt: skip
    assert main([*base, "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["chosen"]["fabric-star-pay"]) >= {"chosen_ability"}
    assert main(["--lang", "zh", *base]) == 0
    assert "按方案选拔" in capsys.readouterr().out
