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
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import money, protected, written, written_comparison
from ladder_sim.scenarios.loading import load_scheme

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
    for name in ("headcount", "exits", "hires", "costs", "moves", "groups", "seats"):
        own, merged = getattr(run.counts, name), getattr(told.counts, name)
        assert merged.sum(axis=2) == pytest.approx(own.sum(axis=2)), name
    assert told.counts.pay.sum(axis=(2, 3)) == pytest.approx(run.counts.pay.sum(axis=(2, 3)))
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
    base = paid.loc[paid["part"].str.startswith("base"), "amount"].to_numpy()
    assert len(base)
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


def test_a_part_of_pay_that_few_have_stands_nowhere_alone(run: Run) -> None:
    """The one supervisor alone has `post`; the manager and a few leads alone have no `performance`, a share of base."""
    told, names = protected(run), [name for name, _ in run.axes.parts]
    assert [name for name, _ in told.axes.parts][:2] == ["base+performance+post", "award"]
    into = [next(i for i, one in enumerate(told.axes.grades) if grade.id in one.id.split("+"))
            for grade in run.axes.grades]  # fmt: skip
    people = run.counts.headcount[:, 1:].reshape(run.replications, 2, 12, -1).mean(axis=(0, 2))
    paid = run.counts.pay.reshape(run.replications, 2, 12, *run.counts.pay.shape[2:]).sum(axis=(0, 2))
    looked = 0
    for part, _ in told.axes.parts:
        if part == "award":
            continue
        has = paid[:, :, [names.index(name) for name in part.split("+")]].sum(axis=2) > 0  # (years, grades)
        for year, one in np.ndindex(2, len(told.axes.grades)):
            of = np.array(into) == one
            assert not 0 < people[year][of & has[year]].sum() < SMALL_GROUP, (part, told.axes.grades[one].id)
            looked += 1
    assert looked > 10


def test_schemes_of_a_comparison_are_merged_alike(folder: Path) -> None:
    """Two schemes with one ladder: what is merged in one is merged in the other, or pay would be the difference."""
    scheme = load_scheme("fabric-star-pay")
    slow, quick = (simulate(scheme.with_(None, id=name, bar=bar), folder / "w.yaml", months=24, replications=3)
                   for name, bar in (("slow", 128), ("quick", 82)))  # fmt: skip
    assert protected(slow).axes.grades != protected(quick).axes.grades, "alone they are merged in other ways"
    told = written_comparison(Comparison((slow, quick), "slow"))
    first, second = told.runs
    assert first.axes.grades == second.axes.grades and first.axes.parts == second.axes.parts
    for one in told.runs:
        means = one.counts.headcount[:, 1:].reshape(3, 2, 12, -1).mean(axis=(0, 2))
        assert not ((means > 0) & (means < SMALL_GROUP)).any()


def test_groups_that_are_grades_but_for_a_few_are_told_together(tmp_path: Path) -> None:
    """All ten leaders and one agent are women: their pay less that of the leaders would be this agent's."""
    rows = ["person,hired,role,pay,gender"]
    for i in range(40):
        role = "supervisor" if i < 10 else "agent"
        rows.append(f"p{i},2018-03-01,{role},{9_000 if i < 10 else 4_000 + i},{'female' if i < 11 else 'male'}")
    text = """
        title: {en: W, zh: 测试}
        based_on: small-department-30
        start: 2026-01
        people: {roster: people.csv}
    """
    people = scenes.workforce_of(tmp_path, text, roster="\n".join(rows))
    told = protected(simulate("ecommerce-dual-track", people, months=1, replications=3))
    assert [value for _, value, _ in told.axes.groups] == ["female+male"]


def test_people_made_up_stay_as_they_are() -> None:
    run = simulate("fabric-star-pay", "small-department-30", months=12, replications=2)
    assert written(run) is run
