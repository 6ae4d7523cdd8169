"""What runs on a roster write: no grade and no group of fewer than five, sums that hold, no pay of one person."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

from ladder_sim.biography.living import lives
from ladder_sim.biography.winning import winners
from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.experiment.comparing import compare
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import money, protected, written

LONE = 23_457  # what the one manager is paid, and nobody else


def roster() -> str:
    rows = ["person,hired,role,pay,gender"]
    for i in range(31):
        role, pay = ("manager", LONE) if i == 0 else ("supervisor", 9_111) if i == 1 else ("agent", 4_000 + 37 * i)
        rows.append(f"p{i},20{16 + i % 9}-03-01,{role},{pay},{'female' if i < 3 else 'male'}")
    return "\n".join(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("roster")
    text = """
        title: {en: W, zh: 测试}
        based_on: small-department-30
        start: 2026-01
        people: {roster: people.csv}
    """
    scenes.workforce_of(made, text, roster=roster())
    return made


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return simulate("fabric-star-pay", folder / "w.yaml", months=24, replications=20)


def test_grades_are_merged_until_none_is_small(run: Run) -> None:
    told = protected(run)
    assert len(told.axes.grades) < len(run.axes.grades) and len(told.axes.grades) > 1
    opening = told.counts.headcount[0, 0]
    assert not ((opening > 0) & (opening < SMALL_GROUP)).any()
    for months in (slice(1, 13), slice(13, 25)):
        people = told.counts.headcount[:, months].mean(axis=(0, 1))
        assert not ((people > 0) & (people < SMALL_GROUP)).any()
    assert [group[1] for group in told.axes.groups] == ["female+male"], "three women and nobody to stand with"
    assert not [name for name in told.known if name.startswith("fairness")]


def test_sums_hold(run: Run) -> None:
    told = protected(run)
    for name in ("headcount", "exits", "hires", "pay", "costs", "moves", "groups", "seats"):
        own, merged = getattr(run.counts, name), getattr(told.counts, name)
        assert merged.sum(axis=2) == pytest.approx(own.sum(axis=2)), name
    assert told.counts.waits[:, 5].sum() == run.counts.waits[:, 5].sum()
    for name in ("turnover", "promotion_rate", "labor_cost", "stuck"):
        assert told.interval(name).mean == pytest.approx(run.interval(name).mean), name
    paid = money(told, "pay")
    assert paid["amount"].sum() == pytest.approx(run.counts.pay.sum() / run.replications)
    costs = money(told, "costs")
    whole = run.counts.pay.sum() + run.counts.costs.sum()
    assert costs["amount"].sum() == pytest.approx(whole / run.replications)


def test_moves_lead_between_the_merged_grades(run: Run) -> None:
    """The books of the merged grades close: opening + in − out + hires − exits is the next month's headcount."""
    told = protected(run)
    counts, grades = told.counts, len(told.axes.grades)
    flow = counts.hires.astype(int) - counts.exits.sum(axis=3)
    for i, (_, start, end) in enumerate(told.axes.arcs):
        if end < grades:
            flow[:, :, start] -= counts.moves[:, :, i]
            flow[:, :, end] += counts.moves[:, :, i]
    assert (np.diff(counts.headcount.astype(int), axis=1) == flow).all()


def test_nobodys_pay_stands_in_the_files(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither any base pay of the roster nor a difference of two figures of pay.csv is what one person is paid."""
    out = tmp_path / "out"
    with i18n.speaking("en"):
        assert main(["run", "fabric-star-pay", "--workforce", str(folder / "w.yaml"), "--months", "24",
                     "--replications", "20", "--out", str(out)]) == 0  # fmt: skip
    assert "fewer than 5 are merged" in capsys.readouterr().err
    paid = pd.read_csv(out / "pay.csv")
    assert list(paid.columns) == ["year", "grade", "part", "amount"]
    base = paid.loc[paid["part"] == "base", "amount"].to_numpy()
    apart = np.abs(base[:, None] - base[None, :])
    for months in range(1, 13):
        assert not np.isclose(base, LONE * months).any() and not np.isclose(apart, LONE * months).any()
    grades = set(pd.read_csv(out / "headcount.csv")["grade"])
    assert set(paid["grade"]) == grades == set(pd.read_csv(out / "costs.csv")["grade"])
    assert set(pd.read_csv(out / "waits.csv")["grade"]) <= grades
    assert "manager" not in grades and any("manager" in grade for grade in grades)


def test_the_data_of_a_comparison_are_of_merged_grades(folder: Path, tmp_path: Path, run: Run) -> None:
    """Neither the table nor the data name a grade or a group that is merged in the tables of a run."""
    compared = compare([run.scheme, "ecommerce-dual-track"], folder / "w.yaml", months=24, replications=4)
    grades = {grade.id for one in compared.runs for grade in protected(one).axes.grades}
    compared.save(tmp_path, ["csv", "json"])
    data = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    names = set(pd.read_csv(tmp_path / "comparison.csv")["measure"])
    assert names == {name for told in data["schemes"].values() for name in told["measures"]}
    by_grade = {name.partition(":")[2] for name in names if name.startswith(("grade_mix:", "promotion_rate:"))}
    assert by_grade <= grades and "manager" not in by_grade and not [n for n in names if n.startswith("fairness")]
    assert "grade_mix:manager" in compared.known, "in memory everything is told"


def test_what_one_person_wins_stands_in_no_table(folder: Path) -> None:
    """The one manager and the one supervisor are told with others; what all gain together stays."""
    found = lives("fabric-star-pay", "ecommerce-dual-track", folder / "w.yaml", months=3, replications=2)
    for by in ("grade", "tenure", "gender"):
        *rows, everybody = found.winners(by=by)
        assert rows and all(row.people >= SMALL_GROUP for row in rows), by
        assert sum(row.people for row in rows) == everybody.people == 31
        assert sum(row.whole.mean for row in rows) == pytest.approx(everybody.whole.mean)
    apart = winners(found.first, found.second, "pay", "grade")
    assert min(row.people for row in apart) < SMALL_GROUP and len(apart) > len(found.winners())


def test_people_made_up_stay_as_they_are() -> None:
    run = simulate("fabric-star-pay", "small-department-30", months=12, replications=2)
    assert written(run) is run
