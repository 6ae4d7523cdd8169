"""Expectations of a study: kept, broken or left to luck as counted by hand, with month and person; faults; displays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.file_checking import check_file
from ladder_sim.model.study import Study
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.expectations import Expectations, Judgment

STUDY = """
study: mine
format: 1
title: {{en: Mine, zh: 我的研究}}
workforce: small-department-30
schemes: [ecommerce-dual-track, fabric-star-pay]
months: 24
replications: 12
measures:
  settled: {{value: share(months_employed > 24), unit: share}}
expectations:
{expectations}
"""
STATED = """
  - title: {en: Nobody is hired, 'zh': 停止招聘}
    when: {hiring: none}
    expect: headcount == headcount(entry)
    within: 24
  - expect: headcount(specialist) >= 22
    always: true
    months: 3-20
  - expect: labor_cost <= 2_300_000
    year: 1
  - expect: turnover < 9 and settled >= 0
  - expect: headcount(top) > 99
    months: 24
"""


def study_of(folder: Path, expectations: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(STUDY.format(expectations=expectations), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return ls.compare(ls.load_study(study_of(tmp_path_factory.mktemp("expecting"), STATED)))


@pytest.fixture(scope="module")
def found(compared: Comparison) -> Expectations:
    made = compared.explained["expectations"]
    assert isinstance(made, Expectations)
    return made


def judgment(found: Expectations, number: int, scheme: str = "ecommerce-dual-track") -> Judgment:
    return [one for one in found.judged if one.scheme == scheme][number]


def test_always_is_counted_month_by_month(compared: Comparison, found: Expectations) -> None:
    run, one = compared["ecommerce-dual-track"], judgment(found, 1)
    place = [grade.id for grade in run.axes.grades].index("specialist")
    held = run.counts.headcount[:, 3:21, place] >= 22
    kept = held.all(axis=1)
    assert 0 < kept.mean() < 1, "the example tells nothing"
    assert one.share == kept.mean() and one.replications == 12 and one.fate == "luck"
    assert one.example is not None
    r = int(np.flatnonzero(~kept)[0])
    assert (one.example.replication, one.example.month) == (r, 3 + int(np.flatnonzero(~held[r])[0]))


def test_the_person_of_a_counter_example_is_there(compared: Comparison, found: Expectations) -> None:
    one = judgment(found, 1)
    assert one.example is not None and one.example.grade == "specialist"
    again = ls.simulate("ecommerce-dual-track", "small-department-30", months=24, replications=1,
                        first=one.example.replication, events=True)  # fmt: skip
    spells = again.frame("spells")
    own = spells[(spells["person"] == one.example.person) & (spells["grade"] == "specialist")]
    month = one.example.month
    assert ((own["entered"] <= month) & (own["left"].isna() | (own["left"] > month))).any()


def test_months_together_are_a_measure_of_them(compared: Comparison, found: Expectations) -> None:
    for scheme in compared.schemes:
        run, one = compared[scheme], judgment(found, 2, scheme)
        first_year = run.known["labor_cost"].compute(run.window(0, 12))
        assert one.share == (first_year <= 2_300_000).mean()
        if one.example is not None:
            r, month = one.example.replication, one.example.month
            costs = [run.known["labor_cost"].compute(run.window(0, m))[r] for m in range(1, 13)]
            assert all(cost > 2_300_000 for cost in costs[month - 1 :])
            assert month == 1 or costs[month - 2] <= 2_300_000


def test_when_plays_other_people(compared: Comparison, found: Expectations) -> None:
    people = ls.load_workforce("small-department-30").with_({"hiring": "none"})
    run = ls.simulate("ecommerce-dual-track", people, months=24, replications=12)
    entries = [i for i, grade in enumerate(run.axes.grades) if grade.entry]
    counted = run.counts.headcount[:, 1:]
    kept = (counted.sum(axis=2) == counted[:, :, entries].sum(axis=2)).any(axis=1)
    assert judgment(found, 0).share == kept.mean()


def test_what_is_sure_is_kept_or_broken_and_what_a_scheme_lacks_is_unknown(found: Expectations) -> None:
    assert [judgment(found, 3, s).fate for s in ("ecommerce-dual-track", "fabric-star-pay")] == ["kept", "kept"]
    assert judgment(found, 4).fate == "broken" and judgment(found, 4).share == 0
    lacking = judgment(found, 1, "fabric-star-pay")
    assert (lacking.fate, lacking.replications, lacking.example) == ("unknown", 0, None)
    assert not found.kept


def test_every_fault_is_said_at_its_place(tmp_path: Path) -> None:
    path = study_of(tmp_path, """
  - expect: turnovr < 0.5
  - expect: headcount(specialst) == 0
  - expect: labor_cost + 1
  - expect: promoted_within_24 > 0.5
    year: 1
  - expect: mean(kpi) > 3
  - expect: headcount > 1
    when: {hirring: none}
""")  # fmt: skip
    said = "\n".join(map(str, check_file(path).errors))
    for text in ("'turnovr' is no measure", "did you mean 'turnover'", "no scheme has a grade 'specialst'",
                 "did you mean 'specialist'", "must be a condition", "'promoted_within_24' needs the whole run",
                 "mean(kpi) cannot stand in an expectation", "when: ", "hirring"):  # fmt: skip
        assert text in said, text
    assert ":13:13" in said and ":14:13" in said
    with pytest.raises(LadderError, match="'turnovr' is no measure"):
        ls.compare(ls.load_study(path))
    for given, text in (
        ("year: 1\n    months: 1-3", "'year' and 'months' both say the months"),
        ("within: 3\n    always: true", "'always' does not go with 'within'"),
        ("months: 5-2", "must be a month or a range such as 13-24, got '5-2'"),
        ("year: 3", "speaks of month 36, but the study plays 24 months"),
    ):
        with pytest.raises(LadderError, match=text):
            ls.load_study(study_of(tmp_path, f"  - expect: headcount > 1\n    {given}\n"))
    study = ls.load_study(study_of(tmp_path, "  - {expect: headcount > 1, within: 24}\n"))
    with pytest.raises(LadderError, match="speaks of month 24, but 6 months are played"):
        ls.compare(study, months=6)


def test_a_wrong_key_hides_nothing_else(tmp_path: Path) -> None:
    """What is wrong with the form, with months and with names comes at once."""
    path = study_of(tmp_path, """
  - {expect: turnovr < 1, within: 99}
  - {expect: headcount(nobody) > 1, witin: 3}
  - {expect: headcount > 1, when: {hirin: none}}
""")  # fmt: skip
    told = "\n".join(map(str, check_file(path).errors))
    for part in ("speaks of month 99", "'nobody'", "witin: unknown key", "hirin: unknown key"):
        assert part in told, part


def test_a_study_saved_keeps_them(tmp_path: Path) -> None:
    study = ls.load_study(study_of(tmp_path, STATED))
    again = ls.load_study(study.save(tmp_path / "again.yaml"))
    assert isinstance(again, Study)
    for one, same in zip(study.expectations, again.expectations, strict=True):
        assert (same.title, same.rule.text, same.first, same.last) == (one.title, one.rule.text, one.first, one.last)
        assert (same.holds, same.when) == (one.holds, one.when)
    assert again.measures["settled"].value.text == study.measures["settled"].value.text


def test_they_are_shown(compared: Comparison, found: Expectations, tmp_path: Path) -> None:
    assert list(found.table()["fate"]).count("unknown") == 1
    assert "person" in found._repr_html_() and len(found.rows()[0]) == len(found.columns())
    use("zh")
    assert "视随机情况而定" in " ".join(found.summary())
    use("en")
    (section,) = [one for one in ls.report_sections(compared) if one.id == "expectations"]
    assert section.headline.startswith("Expectations:") and section.tables
    assert "headcount(specialist) &gt;= 22" in str(ls.describe(ls.load_study(study_of(tmp_path, STATED)))._repr_html_())


def test_the_command_line_exits_as_strict_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(study_of(tmp_path, "  - {expect: headcount > 99, months: 2}\n"))
    given = ["compare", path, "--months", "3", "--replications", "3"]
    assert main(given) == 0
    assert "broken" in capsys.readouterr().out
    assert main([*given, "--strict", "--json"]) == 1
    (first, _) = json.loads(capsys.readouterr().out)["expectations"]
    assert (first["fate"], first["share"], first["example"]["month"]) == ("broken", 0.0, 2)
    path = str(study_of(tmp_path, "  - {expect: headcount > 1, months: 2}\n"))
    assert main(["compare", path, "--months", "3", "--replications", "3", "--strict"]) == 0
