"""The day of the switch by hand, sums that are equal, and nothing of a single real person but where it is asked for."""

from __future__ import annotations

import json
import math
import zipfile
from pathlib import Path

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.changeover import switching, told
from ladder_sim.changeover.cost import labor_cost, protection
from ladder_sim.changeover.people_list import PERSON_COLUMNS
from ladder_sim.changeover.switching import Switch
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.scenarios.ways import AT_ONCE, IN_WAVES, NEW_HIRES
from ladder_sim.store.folder import store_of

OLD = """
ladder: {main: {a: {base: 1000, title: {en: A, zh: 甲}}, b: {base: 2000, title: {en: B, zh: 乙}}}}
entry: a
reviews: {yearly: {every: year}}
moves: [{id: up, from: a, to: b, review: yearly, when: months_in_grade >= 12}]
"""
NEW = """
ladder: {main: {x: {base: 1200, title: {en: X, zh: 子}}, y: {base: 1500, title: {en: Y, zh: 丑}}}}
entry: x
reviews: {yearly: {every: year}}
moves: [{id: up, from: x, to: y, review: yearly, when: months_in_grade >= 12}]
"""
MADE_UP = "people: {grades: {a: 12, b: 8}}\nhiring: none\n"
REAL = """
people:
  roster: people.csv
  attributes: {department: {shares: {sales: 0.5, service: 0.5}}, gender: {shares: {female: 0.5, male: 0.5}}}
metrics: {kpi: {normal: {mean: 70, between: 6, within: 6}}}
attrition: {hazard: 0.03}
hiring: {keep: headcount}
costs: {employer_load: 0.3}
"""
PLACES = {"a": "x", "b": "y"}


def rows(people: int = 40) -> str:
    made = ["person,hired,role,grade,pay,department,gender"]
    for i in range(people):
        grade, pay = ("a", 1000 + i) if i < people * 0.6 else ("b", 2000 + i)
        made.append(f"key{i:03}x,2020-01-01,agent,{grade},{pay},{'sales' if i % 3 else 'service'},"
                    f"{'female' if i % 2 else 'male'}")  # fmt: skip
    return "\n".join(made)


def switched(folder: Path, people: str = MADE_UP, roster: str = "", **options: object) -> Switch:
    old, new = scenes.scheme_of(folder, OLD, "old"), scenes.scheme_of(folder, NEW, "fresh")
    asked = {"placement": PLACES, "months": 26, "replications": 3, **options}
    return ls.switch(old, new, scenes.workforce_of(folder, people, roster=roster), **asked)  # type: ignore[arg-type]


def test_the_day_by_hand(tmp_path: Path) -> None:
    """Twelve rise from 1,000 to 1,200; eight would fall from 2,000 to 1,500 and keep what they have at first."""
    found = switched(tmp_path, pay="frozen")
    table = found.table().set_index("group")
    assert table.loc["A → X"].tolist() == [12, 0, 12, 0, 12_000, 14_400, 14_400]
    assert table.loc["B → Y"].tolist() == [8, 8, 0, 8, 16_000, 12_000, 16_000]
    assert table.loc["everybody who passes"].tolist() == [20, 8, 12, 8, 28_000, 26_400, 30_400]
    first = found.months(f"fresh_{AT_ONCE}")[0]
    assert (first.more.mean, first.protection.mean) == (2_400, 4_000)
    cost = next(one for one in found.cost() if one.scheme == f"fresh_{AT_ONCE}")
    # eleven months as the first; in December nobody's pay has changed yet, in January all of a come to b or y
    assert (cost.first.mean, cost.first_protection.mean, cost.last_protected) == (12 * 2_400, 12 * 4_000, 26)


@pytest.mark.parametrize("by", ["passage", "old_grade", "new_grade", "role", "department", "gender"])
def test_the_groups_add_up_to_everybody(tmp_path: Path, by: str) -> None:
    found = switched(tmp_path, REAL.replace("roster: people.csv", "grades: {a: 24, b: 16}"), on="2027-05")
    *parts, whole = found.groups(by)
    for name in ("people", "falls", "rises", "protected", "before", "table", "paid"):
        assert math.isclose(sum(getattr(one, name) for one in parts), getattr(whole, name), abs_tol=1e-6)


def test_cost_by_month_is_the_measure_of_labor_cost(tmp_path: Path) -> None:
    found = switched(tmp_path, REAL, rows(), pay={"falls": "10 months", "rises": "at once"})
    for run in found.comparison.runs:
        years = run.months / 12
        assert np.allclose(labor_cost(run).sum(axis=1) / years, run.measure("labor_cost").to_numpy())
    way = f"fresh_{AT_ONCE}"
    months = found.months(way, found.comparison.months)
    difference = found.comparison.table("labor_cost").loc[(way, "labor_cost"), "difference"] * found.comparison.months
    assert math.isclose(sum(one.more.mean for one in months), difference / 12, rel_tol=1e-9)
    assert not protection(found.comparison[way])[:, 10:].any() and protection(found.comparison[way])[:, :10].all()


def test_ways_are_compared_on_the_same_people_with_the_same_luck(tmp_path: Path) -> None:
    found = switched(tmp_path, REAL, rows(), on="2027-07", waves=[
        {"month": "2027-07", "if": "department == sales"}, {"month": "2027-10"}])  # fmt: skip
    assert list(found.days) == [f"fresh_{way}" for way in (AT_ONCE, IN_WAVES, NEW_HIRES)]
    old = found.comparison[found.comparison.baseline]
    for way in found.days:
        assert np.array_equal(labor_cost(found.comparison[way])[:, :6], labor_cost(old)[:, :6])
    at_once, waves, hires = found.days.values()
    assert set(waves.people[:, 2]) == {7, 10} and set(at_once.people[:, 2]) == {7} and not len(hires.people)
    first = waves.people[:, 2] == 7
    levels = found.comparison.workforce.people.attributes["department"].levels
    assert set(waves.attributes["department"][first]) == {levels.index("sales")}


def test_an_old_grade_that_goes_nowhere_is_asked_for_with_the_line_to_write(tmp_path: Path) -> None:
    with pytest.raises(LadderError) as caught:
        switched(tmp_path, placement={"a": "x"})
    assert "do people come from b (B)?" in str(caught.value) and "--place b=…" in str(caught.value)
    assert "one of x, y" in str(caught.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"placement": {**PLACES, "c": "x"}}, "'old' has no grade 'c'"),
        ({"placement": {**PLACES, "b": "z"}}, "unknown grade 'z'"),
        ({"pay": "soon"}, "must be at once, protected, frozen or a time such as '12 months', got 'soon'"),
        ({"on": "2026-12"}, "on: 2026-12 is not in the run, which goes from 2027-01 to 2029-02"),
        ({"on": "spring"}, "on: needs a month such as 2027-01"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(tmp_path: Path, options: dict[str, object], said: str) -> None:
    with pytest.raises(LadderError) as caught:
        switched(tmp_path, **options)
    assert said in str(caught.value)


def test_a_list_by_person_stands_in_the_file_that_was_asked_for_and_nowhere_else(tmp_path: Path) -> None:
    found = switched(tmp_path, REAL, rows(), on="2027-03", pay="frozen")
    found.save_people(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == ",".join(PERSON_COLUMNS) and len(lines) == 41
    assert sorted(line.split(",")[0] for line in lines[1:]) == [f"key{i:03}x" for i in range(40)]
    key, chance, month, old, new, sure, before, table, paid = lines[30].split(",")
    assert (key, month, old, new, sure, before, table, paid) == ("key029x", "3", "b", "y", "1.0", "2029.0", "1500.0",
                                                               "2029.0")  # fmt: skip
    assert 0 < float(chance) <= 1
    found.save(tmp_path / "out", ("html", "xlsx", "pptx", "csv", "json"))
    for path in (tmp_path / "out").iterdir():
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            content = b"".join(zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist())
        assert b"key0" not in content, path
    assert "key0" not in found.to_json() + found._repr_html_() + "".join(found.summary())
    page = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    assert "The day of the switch" in page and "First year by month" in page
    with pytest.raises(LadderError, match="is there already and is left as it is"):
        found.save_people(tmp_path / "list.csv")
    with pytest.raises(LadderError, match="a list by person needs a roster"):
        switched(tmp_path).save_people(tmp_path / "other.csv")


def test_fewer_than_five_real_people_are_not_told_apart(tmp_path: Path) -> None:
    few = rows(20).replace("sales", "service").replace("agent,b,2019,service", "agent,b,2019,sales")
    found = switched(tmp_path, REAL, few)
    assert [str(one.group) for one in found.groups("department")] == ["sales + service", "everybody who passes"]
    seven = found.groups("passage")
    assert all(math.isnan(value) or value == 0 or value >= 5 for one in seven for value in (
        one.people, one.falls, one.rises, one.protected))  # fmt: skip
    assert math.isnan(switched(tmp_path, REAL, rows(4)).groups()[-1].before)
    curve = found.day().curve()
    assert min(np.unique(curve, return_counts=True)[1]) >= 5
    assert not switched(tmp_path, REAL, rows(4)).day().curve().size


def test_both_languages_and_a_picture(tmp_path: Path) -> None:
    found = switched(tmp_path, pay={"falls": "frozen", "rises": "6 months"})
    use("zh")
    text = "".join(found.summary())
    assert "一次切换" in text and "过渡期薪酬保护" in text and "分6个月逐步到位" in text
    assert found.columns()[0] == "分组" and told.month_columns()[0] == "月份"
    use("en")
    assert "everybody at once: from 2027-01 on 20 people pass" in found.summary()[0]
    left, right = found.plot().flat
    assert len(left.patches) == 20 and len(right.lines) >= 3


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    switched(tmp_path)
    files = [str(tmp_path / f"{name}.yaml") for name in ("old", "fresh")]
    people = ["--workforce", str(tmp_path / "w.yaml"), "--months", "3", "--replications", "2"]
    places = ["--place", "a=x", "--place", "b=y if months_in_grade >= 6 else x"]
    assert main(["switch", *files, *people, *places, "--pay", "frozen", "--wave", "2027-02", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [way["scheme"] for way in found["ways"]] == ["fresh_at_once", "fresh_in_waves", "fresh_new_hires"]
    assert found["ways"][0]["groups"][-1]["people"] == 20 and found["date"] == "2027-01"
    assert main(["switch", *files, *people, *places, "--no-new-hires"]) == 0
    assert "A → X" in capsys.readouterr().out
    assert main(["switch", *files, *people, "--place", "by pay", "--place", "a=x"]) == 1
    assert "needs OLD=NEW" in capsys.readouterr().err


def test_work_is_told_and_kept(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = switched(tmp_path, store=tmp_path / "kept", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (9, 9), "the old scheme and two ways, three times each"
    kept = store_of(tmp_path / "kept")
    assert kept is not None
    again = switched(tmp_path, store=kept, executor=2)
    assert (kept.taken, kept.played) == (9, 0) and again.summary() == first.summary()


def test_faults_of_every_kind_come_together(tmp_path: Path) -> None:
    with pytest.raises(LadderError) as raised:
        switched(tmp_path, months=0, on="soon", placement={"a": "nowhere", "b": "y", "c": "x"}, pay="frozn",
                 waves=[{"month": "2027-13"}])  # fmt: skip
    for part in ("months must be", "on: needs a month", "waves[0]: needs a month", "unknown grade 'nowhere'",
                 "got 'frozn'", "has no grade 'c'"):  # fmt: skip
        assert part in str(raised.value), part


def test_the_command_checks_groups_first_and_takes_numbers_of_months(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    switched(tmp_path, on=" 2 ")
    files = [str(tmp_path / f"{name}.yaml") for name in ("old", "fresh")]
    given = ["switch", *files, "--workforce", str(tmp_path / "w.yaml"), "--place", "a=x", "--place", "b=y"]
    short = ["--months", "4", "--replications", "2"]
    assert main([*given, "--on", "2", *short, "--store", str(tmp_path / "kept")]) == 0
    shown = capsys.readouterr()
    assert "from 2027-02 on" in shown.out and "0 replications were there, 6 played and kept" in shown.err
    assert main([*given, "--on", "2", *short, "--store", str(tmp_path / "kept"), "--workers", "2"]) == 0
    assert "6 replications were there, 0 played" in capsys.readouterr().err
    monkeypatch.setattr(switching, "compare", lambda *_, **__: pytest.fail("played"))
    assert main([*given, "--by", "shoe"]) == 1
    assert "by: no group 'shoe'; there are old_grade, new_grade, passage, role" in capsys.readouterr().err
    assert main(["switch", "nosuch", "neither", "--workforce", "nobody"]) == 1
    shown = capsys.readouterr()
    assert all(name in shown.err for name in ("'nosuch'", "'neither'", "'nobody'"))
