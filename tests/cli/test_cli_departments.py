"""A record of one department of a company, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.cli import main

SCHEME = """
scheme: {name}
ladder: {{service: {{{low}: {{base: 4000}}, {high}: {{base: 4600}}}}}}
entry: {low}
reviews: {{monthly: {{every: month}}}}
moves: [{{id: {name}_up, from: {low}, to: {high}, review: monthly, when: [months_in_grade >= 2]}}]
"""
STUDY = """
study: company
departments:
  sales: {scheme: sellers.yaml, workforce: small-department-30}
  service: {scheme: servants.yaml, workforce: small-department-30}
transfers: [{id: to_sales, from: service.clerk, to: sales.seller, review: monthly, when: [kpi >= 90]}]
months: 6
replications: 2
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, low, high in (("sellers", "seller", "closer"), ("servants", "clerk", "expert")):
        (tmp_path / f"{name}.yaml").write_text(SCHEME.format(name=name, low=low, high=high), encoding="utf-8")
    (tmp_path / "company.yaml").write_text(STUDY, encoding="utf-8")
    rows = [f"x,{month},80,clerk\ny,{month},95,clerk" for month in range(1, 4)]
    (tmp_path / "record.csv").write_text("person,month,kpi,grade\n" + "\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_record_is_walked_through_the_rules_of_its_department(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In month 1 y meets the rule of the transfer, x is promoted in month 3."""
    assert main(["trace", "company.yaml", "record.csv", "--department", "service"]) == 0
    out = capsys.readouterr().out
    assert "transfer             to sales" in out and "promotion            servants up" in out and "closer" not in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["company.yaml"], "add --department with one of sales, service"),
        (["company.yaml", "--department", "servise"], "did you mean 'service'?"),
        (["company.yaml", "--department", "sales", "--set", "bar=3"], "under departments: set"),
        (["servants.yaml", "--department", "sales"], "'servants.yaml' is no study of a company; leave it out"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert main(["trace", options[0], "record.csv", *options[1:]]) == 1
    assert said in capsys.readouterr().err


def test_what_is_not_asked_of_a_company_is_refused_with_another_way_at_once(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = STUDY + "alternatives: {strict: {title: {en: Strict, zh: 严格}, transfers: []}}\n"
    (desk / "company.yaml").write_text(study, encoding="utf-8")
    assert main(["compare", "company.yaml", "--set", "bar=3", "--workforce", "x"]) == 1
    said = capsys.readouterr().err
    assert "--set: write parameters in the study, under departments: set" in said
    assert "--workforce: each department of the study has its own people" in said


def test_how_sure_a_company_is_and_whom_it_chooses(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = STUDY + "alternatives: {strict: {transfers: [{id: to_sales, remove: true}]}}\n"
    (desk / "company.yaml").write_text(study, encoding="utf-8")
    asked = ["--worlds", "2", "--chosen", "--bias", "female=-0.5", "--cross", "department,gender", "--lang", "zh"]
    assert main(["compare", "company.yaml", *asked]) == 0
    out = capsys.readouterr().out
    told = ("2种情景", "按方案选拔", "绩效得分评低0.50个标准差", "个交叉组")
    assert all(text in out for text in told)


def test_what_is_asked_of_a_company_and_kept(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = STUDY + "alternatives: {strict: {transfers: [{id: to_sales, remove: true}]}}\n"
    study += "expectations: [{title: Service stays, expect: headcount(service) >= 30, always: true}]\n"
    (desk / "company.yaml").write_text(study, encoding="utf-8")
    asked = ["--why", "turnover", "--choose", "turnover=0.9", "--frontier", "turnover,labor_cost", "--store", "kept"]
    assert main(["compare", "company.yaml", *asked]) == 0
    out = capsys.readouterr().out
    told = ("transfers between departments", "“Service stays”: ", "Over turnover and labor cost")
    assert all(text in out for text in told)
    assert main(["run", "company.yaml", "--store", "kept"]) == 0
    assert "2" in capsys.readouterr().err, "the replications that were taken are told"
