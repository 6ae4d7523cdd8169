"""`ladder-sim report-problem`: what it shows of a file, and what it never does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from places import SCHEMES

from ladder_sim.cli import main
from ladder_sim.core.problems import Problems
from ladder_sim.files import read_tree
from ladder_sim.files.masking import Masks
from ladder_sim.scenarios.loading import load_scheme

SCHEME = """\
# Project Phoenix, not before May
scheme: mine
title: {en: The Phoenix ladder, zh: 凤凰方案}
attributes: {department: {shares: {销售部: 0.5, 客服部: 0.5}}}
grades:
  - {id: low, title: Recruit of Phoenix, base: 4000}
  - {id: high, title: 高级凤凰, base: 5000, note: as the Phoenix council said}
moves:
  - {id: up, from: low, to: high, when: "department == '销售部' and kpi >= 80", review: monthly, titel: 凤凰}
"""


def _shown(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    assert main(["report-problem", *typed]) == 0
    return capsys.readouterr().out


def test_faults_and_rules_are_there_and_words_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Phoenix 2027"
    folder.mkdir()
    path = folder / "mine.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    text = _shown(capsys, str(path))
    assert "## mine.yaml" in text and "titel: unknown key" in text and "mine.yaml:9:" in text
    made = yaml.safe_load(text.split("```yaml")[1].split("```")[0])
    assert made["grades"][1]["base"] == 5000 and made["moves"][0]["id"] == "up"
    one, other = made["attributes"]["department"]["shares"]
    assert made["moves"][0]["when"] == f"department == '{one}' and kpi >= 80" and one != other
    for secret in ("Phoenix", "凤凰", "销售部", "客服部", "Recruit", "council", "not before May", str(tmp_path)):
        assert secret not in text, secret


def test_nothing_of_a_list_of_people_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "Staff of Phoenix.csv"
    path.write_text("person,grade,pay\nE-4711,agent,6017\n", encoding="utf-8")
    text = _shown(capsys, str(path))
    assert f"{path.stat().st_size} bytes" in text
    for secret in ("4711", "agent", "6017", "person,", "Phoenix"):
        assert secret not in text.split("## A list of people")[1], secret


def test_it_tells_versions_and_what_it_holds_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    text = _shown(capsys)
    for told in ("It holds: ", "It does not hold: ", "- numpy: ", "- ladder_sim: ", "- pandas: ", "- jinja2: "):
        assert told in text
    assert main(["--lang", "zh", "report-problem"]) == 0
    assert "不含：" in capsys.readouterr().out


def test_a_file_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.md"
    assert main(["report-problem", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == _shown(capsys)
    out.write_text("mine", encoding="utf-8")
    assert main(["report-problem", "--out", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == "mine"
    assert main(["report-problem", "--out", str(out), "--force"]) == 0


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml"))[::6], ids=lambda path: path.stem)
def test_a_masked_scheme_is_the_same_rules(path: Path, tmp_path: Path) -> None:
    """What is sent can be played: nothing that rules hang on was masked."""
    tree = read_tree(path, Problems())
    assert tree is not None
    masked = load_scheme(Masks().tree(tree.plain()))
    plain = load_scheme(path)
    assert [(move.id, move.kind) for move in masked.moves] == [(move.id, move.kind) for move in plain.moves]
    assert [grade.id for grade in masked.grades] == [grade.id for grade in plain.grades]
    assert {name: one.value for name, one in masked.parameters.items()} == {
        name: one.value for name, one in plain.parameters.items()
    }
