"""The linter: for each code a file that shows it and one that just does not, and what a run shows beyond the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
import scenes
from places import ROOT, TESTS

import ladder_sim as ls
from ladder_sim.analysis.description import describe
from ladder_sim.analysis.linting import played
from ladder_sim.analysis.linting.findings import Lint
from ladder_sim.analysis.linting.table import LINT, of_run
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.lint_codes import LintCode
from ladder_sim.scenarios.loading import load_scheme

FILES = TESTS / "corpus" / "lint"
CODES: tuple[LintCode, ...] = tuple(
    code for part in get_args(LintCode) for code in (get_args(part) or (part,))
)  # fmt: skip


#: What a file shows besides its own code, for a reason that can be read in it.
BESIDES = {"unreachable": {"dead_end"}, "down_only": {"dead_end", "unreachable"}}


def codes(found: Lint) -> set[str]:
    return {finding.code for finding in found.findings}


def test_every_code_has_its_record_and_its_files() -> None:
    assert set(LINT) == set(CODES)
    assert {path.stem for path in FILES.glob("*.yaml")} == {
        f"{code}{end}" for code in CODES for end in ("", "-just-not")
    }


@pytest.mark.filterwarnings("ignore::ladder_sim.core.problems.LadderWarning")
@pytest.mark.parametrize("code", CODES)
def test_a_file_shows_it_and_another_just_does_not(code: LintCode) -> None:
    found = ls.lint(FILES / f"{code}.yaml")
    mine = [finding for finding in found.findings if finding.code == code]
    assert mine, f"not found: {code}"
    for finding in mine:
        assert finding.basis == "rules" and finding.place.line > 0 and finding.place.file.endswith(f"{code}.yaml")
        assert finding.says.en and finding.says.zh != finding.says.en and finding.remedy.zh
        assert f"[{code}, rules]" in str(finding)
    assert codes(found) - {code} == BESIDES.get(code, set())
    assert codes(ls.lint(FILES / f"{code}-just-not.yaml")) == set()


def test_a_file_silences_a_code_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (FILES / "dead_end.yaml").read_text(encoding="utf-8")
    path = tmp_path / "quiet.yaml"
    path.write_text(
        text.replace("scheme: dead_end", "scheme: quiet")
        + "lint: {ignore: {dead_end: {en: Hired from outside, zh: 由外部招聘}, age: none}}\n",
        encoding="utf-8",
    )
    found = ls.lint(path)
    assert not found.findings and [f.code for f in found.silenced] == ["dead_end"] and found.idle == ("age",)
    assert "Hired from outside" in str(found) and "ignored, but not found: age" in str(found)
    assert "meant so: Hired from outside" in str(describe(load_scheme(path)))
    assert found.to_dict()["silenced"][0]["reason"]["zh"] == "由外部招聘"
    assert main(["check", "--lint", "--strict", str(path)]) == 0
    assert "quiet: findings: 0" in capsys.readouterr().out


def test_what_check_warns_of_is_silenced_too_and_not_said_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FILES / "nobody_meets.yaml"
    assert main(["check", "--strict", str(path)]) == 1
    assert "can never hold" in capsys.readouterr().out
    assert main(["check", "--lint", str(path)]) == 0
    assert capsys.readouterr().out.count("can never hold") == 1
    quiet = tmp_path / "nobody_meets.yaml"
    quiet.write_text(path.read_text(encoding="utf-8") + "lint: {ignore: {nobody_meets: so}}\n", encoding="utf-8")
    assert main(["check", "--strict", str(quiet)]) == 0


def test_an_unknown_code_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    text = (FILES / "dead_end-just-not.yaml").read_text(encoding="utf-8") + "lint: {ignore: {ded_end: so}}\n"
    path = tmp_path / "dead_end-just-not.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ls.LadderError, match="dead_end"):
        load_scheme(path)


def test_findings_are_told_in_chinese_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    use("zh")
    try:
        assert "没有晋升出口" in str(ls.lint(FILES / "dead_end.yaml"))
        assert "设计检视" in str(describe(FILES / "dead_end.yaml"))
    finally:
        use("en")
    assert main(["check", "--lint", "--json", str(FILES / "dead_end.yaml")]) == 0
    (found,) = json.loads(capsys.readouterr().out)["files"][0]["lint"]
    assert found["findings"][0]["code"] == "dead_end" and found["findings"][0]["path"] == "ladder.t.b"
    assert ls.lint(FILES / "dead_end.yaml").table()["code"].tolist() == ["dead_end"]


def test_a_study_has_its_schemes_linted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = tmp_path / "both.yaml"
    study.write_text(
        f"study: both\nschemes: [{FILES}/dead_end.yaml, {FILES}/age.yaml]\nworkforce: small-department-30\n",
        encoding="utf-8",
    )
    assert main(["check", "--lint", str(study)]) == 0
    said = capsys.readouterr().out
    assert "dead_end: findings: 1" in said and "age: findings: 1" in said


def test_the_law_of_the_land_decides(tmp_path: Path) -> None:
    """Where a law says nothing of probations, a run on its people does not either."""
    (tmp_path / "land.yaml").write_text("law: land\ntitle: Land\n", encoding="utf-8")
    people = scenes.workforce_of(tmp_path, PEOPLE % "hazard: 0" + "law: land.yaml\n")
    path = FILES / "long_probation.yaml"
    assert "long_probation" in codes(ls.lint(path))
    assert "long_probation" not in codes(ls.lint(path, people, months=3, replications=1))


# --- of a run ------------------------------------------------------------------------------------

PEOPLE = """
people: {headcount: 40}
metrics: {kpi: {normal: {mean: 80, between: 4, within: 4}, clip: [0, 100]}}
attrition: {%s}
hiring: {keep: headcount}
"""
LADDER = """
ladder: {t: {a: {base: 1000}, b: {base: 1200%s}}}
entry: a
placement: a
reviews: {monthly: {every: month}}
moves:
  %s
"""


def shown(folder: Path, moves: str, seats: str = "", leaving: str = "hazard: 0") -> list[tuple[str, str]]:
    scheme = scenes.scheme_of(folder, LADDER % (seats, moves))
    run = simulate(scheme, scenes.workforce_of(folder, PEOPLE % leaving), months=12, replications=2)
    return [(f.code, f.says.en) for f in of_run(run).findings if f.basis == "run"]


@pytest.mark.parametrize(
    ("line", "code"),
    [("kpi >= 99.9", "nobody_meets"), ("kpi >= 40", "everybody_meets"), ("kpi >= 80", None), ("kpi > 0", None)],
)
def test_lines_that_a_run_shows_to_decide_nothing(tmp_path: Path, line: str, code: str | None) -> None:
    found = shown(tmp_path, f"- {{id: up, from: a, to: b, review: monthly, when: [{line}, chance(0.01)]}}")
    assert [one for one, _ in found] == ([code] if code else [])


def test_lines_that_together_let_nobody_through(tmp_path: Path) -> None:
    """A half of the people meets either line, and nobody both."""
    ((code, text),) = shown(tmp_path, "- {id: up, from: a, to: b, review: monthly, when: [kpi >= 82, kpi <= 81]}")
    assert (code, "960 reviews of people" in text) == ("nobody_meets", False)
    ((code, text),) = shown(
        tmp_path, "- {id: up, from: a, to: b, review: monthly, when: [kpi >= 82, chance(0.5), kpi <= 78]}"
    )
    assert (code, "960 reviews of people" in text) == ("never_decides", True)


def test_seats_that_never_open_in_a_run(tmp_path: Path) -> None:
    """Two seats that two people hold who never leave."""
    move = "- {id: up, from: a, to: b, review: monthly, when: [kpi >= 70]}"
    scheme = scenes.scheme_of(tmp_path, (LADDER % (", seats: 2", move)).replace("placement: a\n", ""))
    people = scenes.workforce_of(tmp_path, (PEOPLE % "hazard: 0").replace("{headcount: 40}", "{grades: {a: 38, b: 2}}"))
    found = of_run(simulate(scheme, people, months=12, replications=2)).findings
    assert [f.code for f in found if f.basis == "run" and f.code == "seats_never_open"] == ["seats_never_open"]
    assert "seats_never_open" not in {code for code, _ in shown(tmp_path, move, ", seats: 2", "hazard: 0.05")}


def test_ups_that_come_undone(tmp_path: Path) -> None:
    moves = """- {id: down, from: b, to: a, review: monthly, pay: keep, when: [%s]}
  - {id: up, from: a, to: b, review: monthly, when: [chance(0.2)]}"""
    (found,) = [text for code, text in shown(tmp_path, moves % "chance(0.5)") if code == "ping_pong"]
    assert "rose and" in found
    assert not [code for code, _ in shown(tmp_path, moves % "chance(0.01)") if code == "ping_pong"]


def test_the_counts_told_are_those_of_the_run(tmp_path: Path) -> None:
    moves = """- {id: down, from: b, to: a, review: monthly, pay: keep, when: [chance(0.5)]}
  - {id: up, from: a, to: b, review: monthly, when: [kpi >= 40, chance(0.2)]}"""
    scheme = scenes.scheme_of(tmp_path, LADDER % ("", moves))
    run = simulate(scheme, scenes.workforce_of(tmp_path, PEOPLE % "hazard: 0"), months=12, replications=2)
    told = {f.code: [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", f.says.en)] for f in of_run(run).findings}
    moved = run.frame("moves").groupby("move", observed=True)["people"].sum()
    assert told["ping_pong"] == [moved["up"], moved["down"]]
    reviewed = run.frame("ledger").groupby("move", observed=True)["reviews"].sum()
    assert told["everybody_meets"][0] == reviewed["up"], "all who were reviewed came to the first line, and met it"


def test_few_people_show_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(played, "TESTS", 10**6)
    assert shown(tmp_path, "- {id: up, from: a, to: b, review: monthly, when: [kpi >= 99.9]}") == []


def test_a_career_is_too_short_at_the_rate_of_leaving(tmp_path: Path) -> None:
    """0.9^44 is below 0.01, 0.9^43 above: a wait of 44 months is too long where one in ten leaves a month."""
    for wait, found in ((44, True), (43, False)):
        move = f"- {{id: up, from: a, to: b, review: monthly, when: [months_in_grade >= {wait}]}}"
        scheme = scenes.scheme_of(tmp_path, LADDER % ("", move))
        people = scenes.workforce_of(tmp_path, PEOPLE % "hazard: 0.1")
        assert ("too_slow" in codes(ls.lint(scheme, people, months=1, replications=1))) == found


@pytest.mark.parametrize("end", ["", ".zh"])
def test_every_code_is_explained_in_the_guide(end: str) -> None:
    text = (ROOT / "docs" / f"sound-design{end}.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert {code for code in CODES if any(f"`{code}`" in row for row in rows)} == set(CODES)


def test_a_rank_lets_through_or_hits(tmp_path: Path) -> None:
    """Of a way down nobody is let through: the line hits as many as it says."""
    scheme = scenes.scheme_of(tmp_path, """
ladder: {t: {a: {base: 1000}, b: {base: 1200}}}
entry: a
reviews: {q: {every: quarter}}
moves:
  - {id: up, from: a, to: b, review: q, when: [rank(kpi) <= 3]}
  - {id: down, from: b, to: a, review: q, pay: keep, when: [rank_from_bottom(kpi) <= 1]}
""")  # fmt: skip
    told = [str(one.says) for one in ls.lint(scheme).findings if one.code == "hidden_quota"]
    assert "lets a fixed share through" in told[0] and "it hits a fixed share" in told[1] and len(told) == 2


@pytest.mark.parametrize(("goal", "found"), [("c", False), ("a", True)])
def test_a_regrade_to_a_higher_grade_leads_on(tmp_path: Path, goal: str, found: bool) -> None:
    text = """
ladder: {t: {a: {base: 1000}, b: {base: 1200}, c: {base: 1400}}}
entry: a
reviews: {q: {every: quarter}}
moves:
  - {id: up, from: a, to: b, review: q, when: [kpi >= 80]}
  - {id: within, from: b, to: GOAL, kind: regrade, review: q, when: [kpi >= 80]}
"""
    assert ("dead_end" in codes(ls.lint(scenes.scheme_of(tmp_path, text.replace("GOAL", goal))))) == found


def test_falls_are_told_where_most_of_them_happen(tmp_path: Path) -> None:
    """Two rules lead down; the second is hardly ever met, and stands last."""
    moves = """- {id: up, from: a, to: b, review: monthly, when: [chance(0.2)]}
  - {id: often, from: b, to: a, review: monthly, pay: keep, when: [chance(0.5)]}
  - {id: seldom, from: b, to: a, review: monthly, pay: keep, when: [chance(0.01)]}"""
    scheme, people = (
        scenes.scheme_of(tmp_path, LADDER % ("", moves)),
        scenes.workforce_of(tmp_path, PEOPLE % "hazard: 0"),
    )
    found = of_run(simulate(scheme, people, months=12, replications=2)).findings
    (place,) = [one.place for one in found if one.code == "ping_pong"]
    assert "moves[1]" in str(place)


def test_whom_a_rank_would_hit_another_rule_took(tmp_path: Path) -> None:
    """The last by results falls by the first rule already: the rank hits nobody, and is not to be eased."""
    first = "- {id: first, from: b, to: a, review: monthly, pay: keep, when: [rank_from_bottom(kpi) <= 3]}\n"
    moves = first + "  - {id: last, from: b, to: a, review: monthly, pay: keep, when: [rank_from_bottom(kpi) <= 1]}"
    people = (PEOPLE % "hazard: 0").replace("{headcount: 40}", "{grades: {a: 2, b: 80}}")
    text = (LADDER % ("", moves)).replace("placement: a\n", "")
    run = simulate(scenes.scheme_of(tmp_path, text), scenes.workforce_of(tmp_path, people), months=12, replications=2)
    found = [(one.code, one.says.en) for one in of_run(run).findings if one.basis == "run"]
    ((code, said),) = found
    ledger = run.frame("ledger").query("move == 'last'").groupby("reason", observed=True)["reviews"].sum()
    assert code == "never_decides" and ledger["moved otherwise"] > 0
    assert f"before it, {ledger['moved otherwise']} in {ledger.sum():,} reviews" in said


def test_where_somebody_stands_is_no_standard(tmp_path: Path) -> None:
    assert shown(tmp_path, "- {id: up, from: a, to: b, review: monthly, when: [level == 1, chance(0.01)]}") == []


def test_who_was_moved_before_came_to_no_line(tmp_path: Path) -> None:
    """Of the 960 reviews nearly all end by the first rule: what is left shows nothing of the second."""
    moves = """- {id: out, from: a, to: b, review: monthly, when: [chance(0.9)]}
  - {id: back, from: b, to: a, review: monthly, pay: keep, when: [chance(0.9)]}
  - {id: rare, from: a, to: b, review: monthly, when: [kpi >= 82, chance(0.5), kpi <= 78]}"""
    assert [code for code, _ in shown(tmp_path, moves)] == ["ping_pong"]
