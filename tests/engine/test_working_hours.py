"""HR's own work by hand: people who come up, cases, retakes, sittings, the fullest month, and what an hour costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.i18n import Language
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.stage_table import stage_table
from ladder_sim.report.workbook.kit import SheetScene
from ladder_sim.report.workbook.stage_sheet import stages
from ladder_sim.results.run import Run
from ladder_sim.results.stage_cases import stage_peak

SCHEME = """
ladder: {main: {low: {base: 1000}, high: {base: 1500}}, top: {lead: {base: 3000, role: lead}}}
entry: low
reviews: {quarterly: {every: quarter%s}}
moves:
  - id: up
    from: low
    to: high
    review: quarterly
    when: [months_in_grade >= 3]
    stages: [{stage: exam, days: 30, pass: %s%s}, {stage: panel, pass: 1%s}]
"""
PEOPLE = "people: {grades: {low: 10, high: 4, lead: 1}}\nhiring: none\n%s"
REVIEW = ", work: {hours: 0.5, panel: 2, sitting: 3}"
EXAM = ", work: {sitting: 4, panel: 3}"
PANEL = ", work: {hours: 0.75, panel: 5, sitting: 1}"


def played(folder: Path, scheme: str, costs: str = "", months: int = 12) -> Run:
    people = scenes.workforce_of(folder, PEOPLE % costs)
    return simulate(scenes.scheme_of(folder, scheme), people, months=months, replications=2)


def hours(run: Run) -> list[float]:
    assert np.array_equal(run.counts.work[0], run.counts.work[1])  # nothing is left to luck here
    return [float(value) for value in run.counts.work[0, :, 0]]


def test_everybody_comes_up_once_and_every_case_goes_through_its_stages(tmp_path: Path) -> None:
    """March: ten come up; thirty working days later, in May, ten sit and go on to the panel; then nobody is low."""
    run = played(tmp_path, SCHEME % (REVIEW, "1", EXAM, PANEL), "costs: {hr_hour: 100}\n")
    march = 2 * (0.5 * 10 + 3)
    may = 3 * 4 + 5 * (0.75 * 10 + 1)
    assert hours(run) == [0, 0, march, 0, may, *[0] * 7]
    assert run.measure("hr_hours").to_numpy() == pytest.approx((march + may) / 12)
    assert run.measure("hr_hours_peak").to_numpy() == pytest.approx(may)
    assert run.measure("hr_cost").to_numpy() == pytest.approx(100 * (march + may))
    assert run.measure("labor_cost").to_numpy() == pytest.approx(run.measure("salary_cost").to_numpy())


def test_a_retake_is_a_case_and_who_fails_comes_up_again(tmp_path: Path) -> None:
    """Nobody passes: ten come up in March, sit in May and again in June, come up at the end of June, and so on."""
    run = played(tmp_path, SCHEME % (REVIEW, "0, retake_after: 1 month", ", work: {hours: 1}", PANEL))
    review = 2 * (0.5 * 10 + 3)
    assert hours(run) == [0, 0, review, *[0, 10, 10 + review] * 3]


def test_cases_and_sittings_of_a_stage_are_counted_where_nobody_says_hours(tmp_path: Path) -> None:
    """Nobody passes the exam: ten sit in May, June, August, September, November, December; nobody reaches the panel."""
    run = played(tmp_path, SCHEME % ("", "0, retake_after: 1 month", "", ""))
    assert run.counts.cases[0].tolist() == [[10 * (month in (5, 6, 8, 9, 11, 12)), 0] for month in range(1, 13)]
    for name, told in {"stage_cases:exam": 60, "stage_sittings:exam": 6, "stage_cases:panel": 0}.items():
        assert run.measure(name).to_numpy() == pytest.approx(told), name
    assert stage_peak(run.window(), "exam") == pytest.approx(10)
    by_month = run.measure("stage_cases:exam", by="month").to_numpy()[0]
    assert by_month == pytest.approx(12 * run.counts.cases[0, :, 0])
    table = run.frame("stages")
    assert table.columns[-3:].tolist() == ["move", "stage", "cases"] and table["cases"].sum() == 2 * 60
    assert set(table["stage"]) == {"exam"} and set(table["move"]) == {"up"}


def test_cases_agree_with_the_ledger(tmp_path: Path) -> None:
    """With one date each, who comes before the panel has passed the exam, and is moved or fails there."""
    run = played(tmp_path, SCHEME % ("", "0.5", "", ""), months=24)
    ledger = run.frame("ledger").groupby(["replication", "reason"], observed=False)["reviews"].sum().unstack()
    exams = run.counts.cases[:, :, 0].sum(axis=1)
    passed = run.counts.cases[:, :, 1].sum(axis=1)
    assert (exams - passed).tolist() == ledger["failed: exam"].tolist() and exams.min() > passed.min() > 0
    assert passed.tolist() == (ledger["moved"] + ledger["failed: panel"]).tolist()


def test_page_and_workbook_have_cases_by_stage(tmp_path: Path) -> None:
    run = played(tmp_path, SCHEME % ("", "0, retake_after: 1 month", "", ""))
    other = run.scheme.with_(id="other")
    both = ls.compare([run.scheme, other], run.workforce, months=12, replications=2)
    told: dict[Language, tuple[str, str]] = {
        "en": ("Cases and sittings by stage", "Stages"),
        "zh": ("各评审环节的人次与场次", "评审环节"),
    }
    for language, names in told.items():
        brief = Brief(language=language)
        with brief.spoken():
            (table,) = stage_table(Scene(both, brief))
            sheet = stages(SheetScene(both, brief))
        assert (table.title, sheet.name) == names
        assert [row[1:] for row in table.rows] == [("exam", "60.0", "6.0", "10.0")] * 2
        assert [row[1:] for row in sheet.rows] == [("exam", 60.0, 6.0, 10.0)] * 2


def test_a_review_for_some_counts_these(tmp_path: Path) -> None:
    run = played(tmp_path, SCHEME % (", for: months_employed < 0, work: {hours: 1, sitting: 8}", "1", "", ""))
    assert hours(run) == [0] * 12


def test_hours_change_nothing_and_without_them_there_is_no_measure(tmp_path: Path) -> None:
    silent = played(tmp_path, SCHEME % ("", "0.5", "", ""), "costs: {hr_hour: 100}\n")
    counted = played(tmp_path, SCHEME % (REVIEW, "0.5", EXAM, PANEL))
    assert np.array_equal(silent.counts.headcount, counted.counts.headcount)
    assert np.array_equal(silent.counts.ledger["up"], counted.counts.ledger["up"])
    assert not [name for name in silent.table().index if name.startswith("hr_")]
    assert [name for name in counted.table().index if name.startswith("hr_")] == ["hr_hours", "hr_hours_peak"]
    table = ls.compare([silent.scheme, counted.scheme.with_(id="counted")], counted.workforce, months=6,
                       replications=2)  # fmt: skip
    assert table["counted"].measure("hr_hours").notna().all()


def test_hours_are_kept_in_a_file_and_told_by_the_card(tmp_path: Path) -> None:
    run = played(tmp_path, SCHEME % (REVIEW, "1", EXAM, PANEL))
    run.save(tmp_path / "hours.run")
    assert np.array_equal(ls.load_run(tmp_path / "hours.run").counts.work, run.counts.work)
    told = str(ls.describe(run.scheme))
    assert "0.5 hours for each person, 3 hours a sitting, panel of 2" in told and "panel of 3" in told


@pytest.mark.parametrize("work", ["{hours: -1}", "{hours: many}", "{panle: 3}"])
def test_hours_that_are_none_are_refused(tmp_path: Path, work: str) -> None:
    with pytest.raises(LadderError, match=r"s\.yaml:5:.*reviews\.quarterly"):
        scenes.scheme_of(tmp_path, SCHEME % (f", work: {work}", "1", "", ""))
