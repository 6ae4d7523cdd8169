"""A study that says its switch: its ways compared as schemes are, with the figures of `switch`; faults are placed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from test_switching import MADE_UP, NEW, OLD

import ladder_sim as ls
from ladder_sim.changeover.cost import labor_cost
from ladder_sim.changeover.switching import Switch
from ladder_sim.cli import main
from ladder_sim.core.i18n import use

STUDY = """study: adopt
workforce: staff
schemes: [old, fresh]
months: 26
replications: 3
switch:
  to: fresh
  on: 2027-02
  placement: {a: x, b: y}
  pay: {falls: frozen, rises: 6 months}
  waves: [{month: 2027-02, if: months_in_grade >= 6}, {month: 8}]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both schemes, people and the study, in which commands are typed."""
    monkeypatch.chdir(tmp_path)
    use("en")
    for folder, name, text in (("schemes", "old", f"scheme: old\n{OLD}"), ("schemes", "fresh", f"scheme: fresh\n{NEW}"),
                               ("workforces", "staff", f"workforce: staff\nstart: 2027-01-01\n{MADE_UP}"),
                               ("studies", "adopt", STUDY)):  # fmt: skip
        home = tmp_path / "scenarios" / folder
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "scenarios" / "studies" / "adopt.yaml"


def test_the_ways_are_schemes_of_the_study_with_the_figures_of_switch(desk: Path) -> None:
    both = ls.compare(ls.load_study("adopt"))
    assert both.schemes == ("old", "fresh_at_once", "fresh_in_waves", "fresh_new_hires")
    asked = ls.switch("old", "fresh", "staff", on="2027-02", placement={"a": "x", "b": "y"}, months=26, replications=3,
                      pay={"falls": "frozen", "rises": "6 months"},
                      waves=[{"month": "2027-02", "if": "months_in_grade >= 6"}, {"month": 8}])  # fmt: skip
    found = both.explained["switch"]
    assert isinstance(found, Switch) and found.month == asked.month == 2
    for way in found.days:
        assert np.array_equal(labor_cost(both[way]), labor_cost(asked.comparison[way]))
        assert found.table(way=way).equals(asked.table(way=way))
    assert found.summary() == asked.summary()
    assert "switch" in [section.id for section in ls.report_sections(both)]


def test_the_command_tells_it_and_settings_reach_the_ways(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(desk)]) == 0
    assert main(["compare", "adopt", "--out", "out", "--report", "html,brief.html"]) == 0
    told = capsys.readouterr().out
    assert "everybody at once: first year" in told and "nobody of today's people passes" in told
    assert "The day of the switch" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    assert "on the day of the switch" in (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    assert main(["compare", "adopt", "--months", "14", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["switch"]["date"] == "2027-02" and [one["scheme"] for one in data["switch"]["ways"]] == [
        "fresh_at_once", "fresh_in_waves", "fresh_new_hires"]  # fmt: skip
    assert main(["--lang", "zh", "compare", "adopt", "--months", "14"]) == 0
    assert "一次切换：首年" in capsys.readouterr().out
    use("en")


def test_a_study_is_written_as_it_was_read(desk: Path, tmp_path: Path) -> None:
    study = ls.load_study("adopt")
    assert study.switch is not None
    again = ls.load_study(study.to_yaml())
    assert again.switch == study.switch and study.switch.waves[1] == {"month": 8}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("to: fresh", "to: frehs", "6:3"),
        ("to: fresh", "to: frehs", "switch.to: unknown scheme 'frehs'; did you mean 'fresh'"),
        ("to: fresh", "to: old", "'old' is the baseline, the scheme in force; name the one that takes over"),
        ("on: 2027-02", "on: 2037-02", "switch: on: 2037-02 is not in the run, which goes from 2027-01 to 2029-02"),
        ("a: x, ", "", "in a study placement: {a: …}"),
        ("b: y", "b: z", "unknown grade 'z'"),
        ("frozen", "frosen", "must be at once, protected, frozen or a time"),
        ("months_in_grade >= 6", "months_in_graed >= 6", "months_in_grade"),
        ("  to: fresh\n", "", "'to' is missing"),
    ],
)
def test_what_is_wrong_is_placed(desk: Path, old: str, new: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write_text(STUDY.replace(old, new), encoding="utf-8")
    capsys.readouterr()
    if told == "6:3":
        told = "adopt.yaml:7:7"
    assert main(["check", str(desk)]) == 1
    out = capsys.readouterr()
    assert told in out.out + out.err
    assert "adopt.yaml:" in out.out + out.err
