"""The check of a list of people: who is in, what it implies, what is written of it, and what is never written."""

from __future__ import annotations

import csv
import json
import math
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from places import ROOT

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.roster_checking import check_roster, implied_by
from ladder_sim.people.plausibility import _fences

SAMPLE = ROOT / "scenarios" / "rosters" / "service-center-60.csv"
LADDER = """scheme: two
ladder:
  service:
    junior: {title: {en: Junior agent, zh: 初级客服}, role: agent, base: 4000, seats: 2}
    senior: {title: {en: Senior agent, zh: 高级客服}, role: agent, base: 4800}
entry: junior
reviews: {quarterly: {every: quarter}}
moves:
  - {id: up, from: junior, to: senior, review: quarterly, when: [months_in_grade >= 6]}
"""
#: What must never be written anywhere: names, identity numbers, phones, mail, accounts, notes on persons.
SECRETS = (
    "王晓梅",
    "Jane Q. Example",
    "110101199003070011",
    "13912345678",
    "jane@example.org",
    "6222020200112233",
    "怀孕",
)
PRIVATE = (
    "工号,姓名,Full Name,身份证号,手机,Work Email,银行卡号,备注,入职日期,岗位,月薪,状态\n"
    + "".join(
        f"k{i},王晓梅,Jane Q. Example,110101199003070011,13912345678,jane@example.org,6222020200112233,怀孕,"
        f"{'2024-03-01' if i != 4 else 'soon'},客服,{3900 + i},{'在职' if i % 5 else '离职'}\n"
        for i in range(1, 24)
    )
)  # fmt: skip


def saved(folder: Path, content: str, name: str = "staff.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def staff(number: int, grade: str = "junior", start: int = 2020) -> str:
    rows = "".join(
        f"p{i},{start + i % 6}-{1 + i % 12:02}-15,agent,{grade},{3900 + 10 * (i % 9)}\n" for i in range(number)
    )
    return f"id,hired,role,grade,pay\n{rows}"


# --- what it implies -------------------------------------------------------------------------------------


def test_the_turnover_implied_is_that_of_the_hazards(tmp_path: Path) -> None:
    """Leaving by a constant chance p a month with every post filled at once: 12 p a year, whoever the people are."""
    base = saved(tmp_path, "workforce: flat\npeople: {headcount: 1}\nattrition: {base: {0: 0.03}}\n"
                 "hiring: {keep: headcount, lead_months: 0}\nmetrics: {kpi: {normal: {mean: 80, between: 6, within: "
                 "8}}}\n"
                 "market: {agent: 4000}\n", "flat.yaml")  # fmt: skip
    check = check_roster(saved(tmp_path, staff(400)), base)
    assert check.implied is not None and check.ok
    expected = 12 * 0.03
    error = math.sqrt(expected / (400 * 100))
    assert abs(check.implied.turnover - expected) < 0.02 * expected + 4 * error
    assert abs(check.implied.kpi - 80) < 1
    assert check.implied.usual


def test_turnover_outside_what_is_usual_is_flagged(tmp_path: Path) -> None:
    base = saved(tmp_path, "workforce: fast\npeople: {headcount: 1}\nattrition: {base: {0: 0.2}}\nmarket: {agent: "
                           "4000}\n",
                 "fast.yaml")  # fmt: skip
    check = check_roster(saved(tmp_path, staff(60)), base)
    assert check.implied is not None and not check.implied.usual and check.ok and not check.clean
    assert "outside 2% to 80%" in str(check.implied)


def test_nobody_is_promoted_in_it(tmp_path: Path) -> None:
    scheme = ls.load_scheme(saved(tmp_path, LADDER, "two.yaml"))
    workforce = ls.load_workforce(saved(tmp_path, staff(80)))
    alone, ruled = implied_by(workforce), implied_by(workforce, scheme)
    assert ruled.turnover == pytest.approx(alone.turnover, abs=0.15)  # the same people; pay counts from the ladder's


# --- against a scheme ------------------------------------------------------------------------------------


def test_grades_seats_and_pay_are_held_against_the_scheme(tmp_path: Path) -> None:
    content = "id,hired,role,grade,pay\n" + "".join(
        f"p{i},2022-03-01,agent,{grade},{pay}\n"
        for i, (grade, pay) in enumerate(
            [
                ("ＪＵＮＩＯＲ", 5000),
                ("初级 客服", 5000),
                ("junior", 5000),
                ("Senior agent", 4000),
                ("senior agent (trial)", 4000),
            ]
        )
    )
    check = check_roster(saved(tmp_path, content), scheme=saved(tmp_path, LADDER, "two.yaml"))
    found = [finding.message for finding in check.reading.findings]
    assert (
        "scheme 'two' has no grade 'senior agent (trial)' (row 6; nearest: 'Senior agent'): its people are placed by "
        "their role" in found
    )
    assert "3 people in 'Junior agent', which has 2 seats" in found
    assert "median pay falls from 'Junior agent' (5,000) to 'Senior agent' (4,000)" in found


def scores(values: Sequence[object]) -> str:
    return "工号,入职日期,岗位,绩效\n" + "".join(f"k{i},2024-03-01,客服,{value}\n" for i, value in enumerate(values))


USUAL = [60 + 7 * i % 41 for i in range(60)]


@pytest.mark.parametrize(
    ("slips", "told", "chinese"),
    [
        ({16: 840}, "far from the others: 840 in row 18; the other 59 lie from 60 to 100",
         "与其他人相差悬殊：第18行为840；其余59个在60至100之间"),
        ({16: 840, 3: 710.5}, "far from the others: 710.5, 840 in rows 5, 18; the other 58 lie from 60 to 100",
         "与其他人相差悬殊：第5、18行为710.5、840；其余58个在60至100之间"),
        ({0: 8.1}, "", ""),  # of scores that spread so far a low one may be
        ({}, "", ""),
        (dict.fromkeys(range(8), 840), "", ""),  # no slips, but people of another scale
    ],
)  # fmt: skip
def test_a_score_far_from_all_others_is_doubtful(
    tmp_path: Path, slips: dict[int, float], told: str, chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, scores([slips.get(i, value) for i, value in enumerate(USUAL)]))
    for language, text in (("en", told), ("zh", chinese)):
        i18n.use(language)  # type: ignore[arg-type]
        found = [str(one) for one in check_roster(path).reading.findings if one.column == "kpi"]
        assert [one for one in found if "far from" in one or "悬殊" in one] == ([text] if text else [])
    i18n.use("en")
    main(["check", str(path)])
    assert (f"kpi: {told}" in capsys.readouterr().out) == bool(told) or not told
    if told:
        with pytest.warns(UserWarning, match="far from the others: .*840 in row"):
            ls.load_workforce(path)


def test_a_slip_in_an_attribute_is_doubtful_too(tmp_path: Path) -> None:
    frame = pd.read_csv(SAMPLE)
    assert ls.check_roster(frame).clean
    frame.loc[30, "绩效"] = 8.1
    (finding,) = ls.check_roster(frame).reading.findings
    assert str(finding) == "far from the others: 8.1 in row 32; the other 55 lie from 69 to 94"


@pytest.mark.parametrize("law", ["normal", "rounded", "lognormal", "uniform", "rare counts", "counts", "shares"])
def test_what_one_law_draws_is_hardly_ever_doubtful(law: str) -> None:
    rng = np.random.default_rng(7)
    draw: dict[str, Callable[[int], Any]] = {
        "normal": lambda n: rng.normal(80, 10, n), "rounded": lambda n: rng.normal(80, 10, n).round(),
        "lognormal": lambda n: rng.lognormal(3, 1, n), "uniform": lambda n: rng.uniform(0, 100, n),
        "rare counts": lambda n: rng.poisson(0.3, n), "counts": lambda n: rng.poisson(3, n),
        "shares": lambda n: 100 * rng.beta(8, 2, n),
    }  # fmt: skip
    alarms = 0
    for people in (10, 12, 30, 60, 200):
        for _ in range(100):
            values = [float(value) for value in draw[law](people)]
            low, high = _fences(values)
            alarms += not all(low <= value <= high for value in values)
    assert alarms <= 5, "of 500 lists"


def test_a_run_says_whom_it_places_by_role(tmp_path: Path) -> None:
    path = saved(tmp_path, "id,hired,role,grade\n1,2022-03-01,agent,chief\n2,2022-03-01,agent,senior\n")
    workforce = ls.load_workforce(path)
    with pytest.warns(UserWarning, match=r"no grade 'chief' \(row 2\): its people are placed by their role"):
        ls.simulate(saved(tmp_path, LADDER, "two.yaml"), workforce, months=1, replications=2)


# --- who is in, and what is told ---------------------------------------------------------------------------


def test_everybody_is_accounted_for(tmp_path: Path) -> None:
    content = (
        "id,hired,role,status,last day\n1,2020-01-15,agent,active,\n2,2020-01-15,agent,left,\n"
        "3,2020-01-15,agent,active,2026-02-01\n4,2027-03-01,agent,active,\nTotal,,4,,\n"
    )
    check = check_roster(saved(tmp_path, content))
    counts = [count for _, count in check.who()]
    assert check.reading.rows == 5 and check.reading.kept == 1
    assert sum(counts[:-1]) == counts[-1]


def test_a_list_with_faults_has_a_report_too(tmp_path: Path) -> None:
    check = check_roster(saved(tmp_path, "id,hired,role\n1,soon,agent\n"))
    assert not check.ok and check.roster is None and check.implied is None
    assert "'soon' is not a date" in json.dumps(check.to_dict(), ensure_ascii=False)
    assert "The list cannot be used yet" in check._repr_html_() or check._repr_html_()
    page = check.save(tmp_path / "page.html")
    assert "The list cannot be used yet; errors: 1" in page.read_text(encoding="utf-8")


def test_a_workforce_that_is_not_there_is_said() -> None:
    with pytest.raises(LadderError, match="unknown workforce 'nobody'"):
        check_roster(SAMPLE, "nobody")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_in_every_form_and_language(tmp_path: Path, language: str) -> None:
    i18n.use(language)  # type: ignore[arg-type]
    check = ls.check_roster(SAMPLE)
    assert check.clean
    page = check.save(tmp_path / "page.html").read_text(encoding="utf-8")
    for _, title, _, _ in check.tables():
        assert title in page
    assert page.count("<svg") == 1 and f'lang="{"en" if language == "en" else "zh-CN"}"' in page
    shown = check._repr_html_()
    assert "data:image/png;base64," in shown
    told = json.loads(json.dumps(check.to_dict()))
    assert told["kept"] == 60 and told["implied"]["usual"] and told["read"]["header_row"] == "1"
    assert len(check.plot().axes) == 6
    assert any(("60" in line) for line in check.summary())


def test_small_groups_tell_their_number_only() -> None:
    check = ls.check_roster(SAMPLE)
    groups = {row[0]: row for row in check.groups()}
    assert groups["managers"][2:] == ("1", "–", "–") and groups["agents"][3] != "–"
    assert list(groups) == ["agents", "leads", "supervisors", "managers"], "as people call them, the lowest first"


def test_the_mapping_of_the_workforce_holds(tmp_path: Path) -> None:
    saved(tmp_path, "Nr,Joined,Post,Gross\n1,03/04/2022,agent,48000\n2,05/04/2022,agent,51000\n")
    saved(tmp_path, "workforce: ours\nbased_on: service-center-200\npeople:\n  roster:\n    file: staff.csv\n"
          "    columns: {person: Nr, hired: Joined, role: Post, pay: Gross}\n    pay: {per: year}\n    dates: "
          "day-first\n",
          "ours.yaml")  # fmt: skip
    roster = ls.load_workforce(tmp_path / "ours.yaml").people.roster
    assert roster is not None and roster.columns["pay"] == (4000, 4250)
    assert roster.columns["months_employed"] == (56, 56)
    check = check_roster(tmp_path / "staff.csv", tmp_path / "ours.yaml")
    assert check.ok and check.roster is not None and check.roster.columns["pay"] == (4000, 4250)
    assert not check_roster(tmp_path / "staff.csv").ok  # without it nobody knows who is who


def test_a_mapping_is_checked(tmp_path: Path) -> None:
    saved(tmp_path, staff(3))
    path = saved(tmp_path, "workforce: ours\nbased_on: service-center-200\npeople:\n  roster: {file: staff.csv, "
                           "columns: "
                 "{hird: hired}, pay: {per: week}, dates: sideways, kpi: {1: high}}\n", "ours.yaml")  # fmt: skip
    with pytest.raises(LadderError) as error:
        ls.load_workforce(path)
    said = str(error.value)
    for part in ("ours.yaml:4:75", "'week'", "'sideways'"):
        assert part in said or part.startswith("ours"), said


# --- lists as workforces -----------------------------------------------------------------------------------


def test_a_list_stands_for_a_workforce(tmp_path: Path) -> None:
    path = saved(tmp_path, staff(30))
    alone = ls.load_workforce(path)
    named = ls.load_workforce({"workforce": "named", "based_on": "service-center-200", "people": {"roster": str(path)}})
    scheme = saved(tmp_path, LADDER, "two.yaml")
    runs = [ls.simulate(scheme, people, months=12, replications=4) for people in (alone, named)]
    np.testing.assert_array_equal(runs[0].values("turnover"), runs[1].values("turnover"))


def test_a_comparison_on_a_list_shows_what_it_leans_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, scheme = saved(tmp_path, staff(20)), saved(tmp_path, LADDER, "two.yaml")
    other = saved(tmp_path, LADDER.replace("two", "slow").replace(">= 6", ">= 30"), "slow.yaml")
    asked = ["compare", str(scheme), str(other), "--workforce", str(path), "--months", "12", "--replications", "3"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "Only a list of people was given" in told
    for address in ("attrition", "hiring", "costs", "market", "metrics.kpi", "retirement", "people.attributes"):
        assert address in told
    assert main([*asked, "--json"]) == 0
    assert {of["address"] for of in json.loads(capsys.readouterr().out)["leaned_on"]} >= {
        "start",
        "attrition",
        "market",
        "law",
        "holidays",
    }


def test_page_and_api_have_the_same_table(tmp_path: Path) -> None:
    i18n.use("en")
    path, scheme = saved(tmp_path, staff(20)), saved(tmp_path, LADDER, "two.yaml")
    other = saved(tmp_path, LADDER.replace("two", "slow").replace(">= 6", ">= 30"), "slow.yaml")
    comparison = ls.compare([scheme, other], path, months=3, replications=2)
    frame = comparison.workforce.leaned_on()
    assert {"attrition", "costs", "law"} <= set(frame.index) and list(frame.columns) == ["title", "value"]
    (page,) = [file.read_text(encoding="utf-8") for file in comparison.save(tmp_path / "out", "html")]
    assert "Defaults on which the list of people leans" in page
    assert all(title in page for title in frame["title"])
    assert ls.load_workforce("small-department-30").leaned_on().empty


# --- privacy -------------------------------------------------------------------------------------------------


def test_names_and_numbers_are_never_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that is written anywhere is searched: terminal, JSON, pages, notebook, tables, faults, pickles."""
    bad = saved(tmp_path, PRIVATE)
    fine = saved(tmp_path, PRIVATE.replace("soon", "2024-03-01"), "fine.csv")
    scheme = saved(tmp_path, LADDER, "two.yaml")
    out = tmp_path / "out"
    written = []
    for path in (bad, fine):
        for extra in ([], ["--json"], ["--out", str(tmp_path / f"{path.stem}.html")]):
            main(["check", str(path), *extra])
        check = check_roster(path, scheme=scheme)
        written += [
            check._repr_html_(),
            repr(check),
            pickle.dumps(check).decode("latin-1"),
            pickle.dumps(check).decode("utf-8", "replace"),
        ]
    main(["run", str(scheme), "--workforce", str(fine), "--months", "6", "--replications", "2", "--out", str(out)])
    main(["compare", str(scheme), str(scheme), "--set", "x=1", "--workforce", str(bad)])
    heard = capsys.readouterr()
    written += [heard.out, heard.err]
    written += [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*")
                if path.is_file() and path not in (bad, fine)]  # fmt: skip
    everything = "\n".join(written)
    assert "row 5, column '入职日期'" in everything  # something was written of the file
    for secret in SECRETS:
        assert secret not in everything, secret


def test_keys_of_people_stand_in_faults_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, staff(12).replace("p7,", "key-of-seven,"))
    main(["check", str(path), "--out", str(tmp_path / "page.html")])
    main(["check", str(path), "--json"])
    told = (
        capsys.readouterr().out
        + (tmp_path / "page.html").read_text(encoding="utf-8")
        + check_roster(path)._repr_html_()
    )
    assert "key-of-seven" not in told and "key-of-seven" not in json.dumps(check_roster(path).to_dict())


# --- the command -----------------------------------------------------------------------------------------------


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = saved(tmp_path, staff(12).replace("39", "479"), "doubtful.csv")
    wrong = saved(tmp_path, "id,hired,role\n1,soon,agent\n", "wrong.csv")
    assert main(["check", str(SAMPLE), "--strict"]) == 0
    assert main(["check", str(doubtful)]) == 0
    assert main(["check", str(doubtful), "--strict"]) == 1
    assert main(["check", str(wrong)]) == 1
    capsys.readouterr()
    assert main(["check", "service-center-200", "--scheme", "x"]) == 2
    assert "--scheme goes with a list of people" in capsys.readouterr().err
    assert main(["check", str(SAMPLE), str(wrong), "service-center-200", "--json"]) == 1
    files = json.loads(capsys.readouterr().out)["files"]
    assert [entry["ok"] for entry in files] == [True, False, True]


def test_the_sample_is_not_changed_by_being_checked() -> None:
    before = SAMPLE.read_bytes()
    check_roster(SAMPLE)
    assert SAMPLE.read_bytes() == before and list(csv.reader(before.decode("utf-8-sig").splitlines()))
