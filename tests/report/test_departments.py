"""A company in reports: a section, slides and a sheet by department; on a card, in the terminal."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from places import CORPUS

import ladder_sim as ls
from ladder_sim.analysis.statements.departments import department_note, told_of
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.workbook.departments import departments as sheet
from ladder_sim.report.workbook.kit import SheetScene
from ladder_sim.results.comparison import HIGHER, LOWER, Comparison

JOINER = "\N{WORD JOINER}"

STUDY = """
study: two
title: {en: Two departments, zh: 两个部门}
departments:
  sales: {title: {en: Sales, zh: 销售部}, scheme: ecommerce-dual-track, workforce: small-department-30}
  service: {title: {en: Service, zh: 客服部}, scheme: fabric-star-pay, workforce: small-department-30}
transfers:
  - {id: go, title: {en: To service, zh: 转客服}, from: sales.specialist, to: service.star_2, review: {every: quarter}, apply: 0.3}
alternatives:
  closed: {title: {en: No transfers, zh: 不再调动}, transfers: [{id: go, remove: true}]}
months: 12
replications: 4
"""  # noqa: E501


@functools.cache
def compared() -> Comparison:
    return ls.compare(ls.load_study(STUDY))


def test_a_report_has_a_section_with_a_table_for_each_department() -> None:
    section = next(one for one in report_sections(compared(), Brief()) if one.id == "departments")
    assert [table.title for table in section.tables] == ["Sales", "Service"]
    sales, service = section.tables
    assert sales.columns == ("scheme", "Advancement rate", "Turnover", "Labor cost", "Transfers out")
    assert service.columns[-1] == "Transfers in"  # nobody goes from there, nobody comes to sales
    assert [row[0] for row in sales.rows] == ["Status quo", "No transfers"]
    assert sales.rows[1][-1].startswith("0.0% (−")
    assert "Service" in section.headline and "To a department a transfer out is an exit" in section.reading


def test_what_is_said_of_departments_is_what_their_own_runs_have() -> None:
    use("zh")
    section = next(one for one in report_sections(compared(), Brief()) if one.id == "departments")
    for name, title in (("sales", "销售部"), ("service", "客服部")):
        alone = compared().departments[name]
        line = next((point for point in section.points if point.startswith(f"{title}：")), "")
        for measure, words in (("turnover", "离职率"), ("labor_cost", "人工成本")):
            c = alone.contrast("closed", measure)
            sure = c.verdict in (HIGHER, LOWER)
            assert (words in line) == sure
            if sure:
                assert f"{words}{'+' if c.difference.mean > 0 else '−'}" in line.replace(JOINER, "")
                if measure == "turnover":
                    assert f"{abs(100 * c.difference.mean):.1f}个百分点" in line
            for way, verdict in (("较高", HIGHER), ("较低", LOWER)):
                told = any(title in part and f"{words}{way}" in part for part in section.headline.split("；"))
                assert told == (c.verdict is verdict)
    audit = " ".join(next(one for one in report_sections(compared(), Brief()) if one.id == "fairness").points)
    assert "人的公司中" in audit and "人的部门中" not in audit
    use("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_of_a_departments_table_is_of_its_own_runs(language: str) -> None:
    use(language)
    section = next(one for one in report_sections(compared(), Brief()) if one.id == "departments")
    for table, name in zip(section.tables, ("sales", "service"), strict=True):
        alone = compared().departments[name]
        measures = {str(alone.known[one].title): one for one in told_of(alone)}
        for row, scheme in zip(table.rows, alone.baseline_first, strict=True):
            for head, cell in zip(table.columns[1:], row[1:], strict=True):
                c, text = alone.contrast(scheme, measures[head]), cell.replace(JOINER, "")
                if c.measure.unit == "share a year":
                    assert text.startswith(f"{100 * c.level.mean:.1f}%")
                    moved = re.search(r"[（(]([+−]\d+\.\d+)", text)
                    assert (moved is not None) == (c.verdict in (HIGHER, LOWER))
                    if moved:
                        assert float(moved[1].replace("−", "-")) == pytest.approx(100 * c.difference.mean, abs=0.051)
    use("en")


def test_to_a_department_transfers_are_exits_and_no_hires_and_the_company_counts_neither() -> None:
    company = compared()["now"]
    apart = list(company.departments.values())
    left = sum(run.counts.exits.sum(axis=(1, 2, 3)) for run in apart)
    came = sum(run.counts.hires.sum(axis=(1, 2)) for run in apart)
    across = [company.axes.moves[move].id in company.axes.transfers for move, *_ in company.axes.arcs]
    moved = company.counts.moves.sum(axis=1)[:, across].sum(axis=1)
    assert moved.sum() > 0 and (left - company.counts.exits.sum(axis=(1, 2, 3)) == moved).all()
    assert (came == company.counts.hires.sum(axis=(1, 2))).all()
    for language, text in (("en", "an exit and a transfer in no hire; the company counts neither"),
                           ("zh", "调出计入离职，调入不计入招聘；公司层面两者都不计入")):  # fmt: skip
        use(language)
        assert text in department_note()
    use("en")


def test_other_comparisons_have_none() -> None:
    both = ls.compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=3, replications=2)
    assert not both.departments and "departments" not in [section.id for section in report_sections(both, Brief())]
    assert not sheet(SheetScene(both, Brief())).rows


def test_the_workbook_has_a_sheet_by_department() -> None:
    tab = sheet(SheetScene(compared(), Brief()))
    assert [row[0] for row in tab.rows] == ["Sales"] * 8 + ["Service"] * 8
    alone = compared().departments["sales"]
    row = next(row for row in tab.rows if row[:3] == ("Sales", "Turnover", "Status quo"))
    assert row[4] == pytest.approx(alone["now"].interval("turnover").mean)


def test_every_format_is_written(tmp_path: Path) -> None:
    made = compared().save(tmp_path, ["csv", "html", "xlsx", "pptx", "json"], Brief(language="zh"))
    assert len(made) == 5
    page = (tmp_path / "comparison.html").read_text(encoding="utf-8")
    assert "客服部·" in page and "部门间调动率" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_tells_departments_transfers_and_what_alternatives_change(language: str) -> None:
    study = ls.load_study(CORPUS / "valid" / "study_company.yaml")
    use(language)
    told = str(ls.describe(study))
    for en, zh in [
        ("To sales", "转销售"), ("junior → junior, senior → senior", "junior → junior、senior → senior"),
        ("at most 20% of the eligible a review, in full-time equivalents", "每次至多符合条件者的20%（按全时当量计）"),
        ("who applies: 20%", "申请比例：20%"),
        ("goes on: service with the company, time since", "连续计算：司龄、距上次"),
        ("Other: no longer\n- back", "另一种：不再有的调动\n- back"), ("who applies: 40%", "申请比例：40%"),
    ]:  # fmt: skip
        assert (en if language == "en" else zh) in told
    assert (
        told.count("how: reviewed yearly" if language == "en" else "方式：每年评审") == 2
    )  # not again where it is the same


def test_the_terminal_tells_each_department(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(STUDY, encoding="utf-8")
    assert main(["compare", str(path), "--months", "6", "--replications", "2"]) == 0
    out = capsys.readouterr().out
    assert "department  measure" in out and "\nSales " in out and "\nService " in out and "Transfers in" in out
    assert main(["run", str(path), "--months", "6", "--replications", "2"]) == 0
    assert "To a department a transfer out is an exit" in capsys.readouterr().out
    assert main(["explain", str(path), "--months", "6", "--replications", "2", "--move", "sales_go"]) == 0
    assert "did not apply" in capsys.readouterr().out
    assert main(["compare", str(path), "--set", "excellent=80", "--why", "turnover", "--workforce", "x"]) != 0
    told = capsys.readouterr().err
    assert all(option in told for option in ("--set", "--workforce"))
