"""A scheme checked on its people: what a run would refuse is said before, and what the people bring may be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.cli import main
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.file_checking import check_file
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import load_scheme, load_workforce

SCHEME = """scheme: sites
ladder: {service: {junior: {base: 4000}, senior: {base: 4800, share: 0}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: [city == east]}]
"""
PEOPLE = """workforce: two-sites
people: {headcount: 60, attributes: {city: {shares: {east: 0.5, west: 0.5}}}}
metrics: {kpi: {normal: {mean: 80, within: 8}}}
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sites.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "two-sites.yaml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def found(name: str, people: str | None = None) -> list[str]:
    return [str(error) for error in check_file(name, None if people is None else load_workforce(people)).errors]


def test_a_scheme_alone_names_the_ways_to_declare_a_name(desk: Path) -> None:
    assert found("sites.yaml") == [
        "sites.yaml:5:68: moves[0].when[0]: unknown name 'city'; declare it in the workforce (people: attributes, or "
        "metrics) or in the scheme: under attributes what people bring, under signals what is measured each month"
    ]


def test_on_its_people_it_is_fine_and_half_of_them_move(desk: Path) -> None:
    assert found("sites.yaml", "two-sites.yaml") == []
    run = simulate("sites.yaml", "two-sites.yaml", months=3, replications=4)
    entered = run.counts.moves.sum() / 4
    assert 20 <= entered <= 40  # half of 60, more than five standard errors on either side


def test_other_people_are_named(desk: Path) -> None:
    Path("two-sites.yaml").write_text(PEOPLE.replace("city:", "shop:"), encoding="utf-8")
    expected = ("sites.yaml:5:68: moves[0].when[0]: unknown name 'city'; workforce 'two-sites' does not declare it "
                "(people: attributes, or metrics), nor do the scheme's attributes or signals")  # fmt: skip
    assert found("sites.yaml", "two-sites.yaml") == [expected]
    with pytest.raises(LadderError, match="workforce 'two-sites' does not declare it"):
        simulate("sites.yaml", "two-sites.yaml", months=3, replications=1)


def test_a_fault_that_no_people_can_mend_keeps_a_scheme_from_loading(desk: Path) -> None:
    assert load_scheme("sites.yaml").id == "sites"
    Path("sites.yaml").write_text(SCHEME.replace("to: senior", "to: seniour"), encoding="utf-8")
    with pytest.raises(LadderError, match="seniour"):
        load_scheme("sites.yaml")


def test_grades_of_the_people_that_the_ladder_lacks(desk: Path) -> None:
    Path("two-sites.yaml").write_text(
        PEOPLE.replace("headcount: 60", "grades: {junior: 5, chief: 2}"), encoding="utf-8"
    )
    (fault,) = found("sites.yaml", "two-sites.yaml")
    assert fault.startswith("two-sites.yaml:2:30: people.grades.chief: the workforce has people in grade 'chief'")


def test_a_study_checks_every_pair(desk: Path) -> None:
    text = "study: both\nworkforce: two-sites\nschemes: [sites, other]\n"
    Path("both.yaml").write_text(text, encoding="utf-8")
    other = SCHEME.replace("scheme: sites", "scheme: other").replace("city ==", "shop ==")
    Path("other.yaml").write_text(other, encoding="utf-8")
    (fault,) = found("both.yaml")
    assert fault.startswith("other.yaml:5:68: moves[0].when[0]: unknown name 'shop'; workforce 'two-sites'")


def test_the_command_takes_several_schemes_and_their_people(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sites.yaml", "--workforce", "two-sites.yaml"]) == 0
    assert capsys.readouterr().out.splitlines() == ["two-sites.yaml: ok", "sites.yaml on two-sites: ok"]
    assert main(["check", "sites.yaml", "--workforce", "nobody.yaml"]) == 1
    assert "nobody.yaml: there is no such file" in capsys.readouterr().out


def test_a_name_longer_than_any_file_system_takes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x" * 300, "x" * 300 + ".yaml", "a\0b"):
        assert main(["check", name]) == 1
        assert main(["run", name]) == 1
        assert max(map(len, capsys.readouterr().out.splitlines())) < 200
    Path("sites.yaml").write_text(SCHEME + f"based_on: {'x' * 600}\n", encoding="utf-8")
    (fault,) = found("sites.yaml")
    assert fault.startswith("sites.yaml:6:11: based_on: unknown scheme 'xxxx") and len(fault) < 170
