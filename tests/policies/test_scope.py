"""Of which grade a sentence speaks: by its lead, headings, track, table; and what is open where none says."""

from __future__ import annotations

from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.policies.drafting import Draft
from ladder_sim.policies.ladders import ladder_of
from ladder_sim.policies.own_measures import own_measure
from ladder_sim.policies.reading import policy_text

LADDER = "# 晋升办法\n职级由低到高为初级坐席、中级坐席、高级坐席、资深坐席。\n"


def drafted(tmp_path: Path, text: str) -> Draft:
    path = tmp_path / "policy.md"
    path.write_text(text, encoding="utf-8")
    made = ls.draft(path)
    assert made.problems == ()
    return made


def asked(made: Draft) -> dict[str, set[str]]:
    """What each promotion asks, by the title of the grade that it reaches, without what is assumed."""
    assumed = {address for entry in made.scheme.stated if entry.kind == "assumed" for address in entry.by}
    titles = {grade.id: str(grade.title) for grade in made.scheme.grades}
    return {
        titles[next(iter(move.to.values()))]: {
            each.test.text for each in move.when if f"moves.{move.id}.{each.id}" not in assumed
        }
        for move in made.scheme.moves if move.kind == "promotion"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("管理通道：员工-组长-主管-经理", ["员工", "组长", "主管", "经理"]),
        ("S3-S5每季度晋级，S5-S7每半年晋级。", ["S3", "S4", "S5", "S6", "S7"]),
        ("从低到高依次为：见习客户经理、三级客户经理、二级客户经理、一级客户经理。",
         ["见习客户经理", "三级客户经理", "二级客户经理", "一级客户经理"]),
        ("岗位等级由低至高分为三档：一档拣货员、二档拣货员、三档拣货员。", ["一档拣货员", "二档拣货员", "三档拣货员"]),
        ("Guest Service Agent > Senior Guest Service Agent > Duty Supervisor",
         ["Guest Service Agent", "Senior Guest Service Agent", "Duty Supervisor"]),
        ("| Level | Name |\n|---|---|\n| L1 | Support Associate |\n| L2 | Support Specialist |\n",
         ["Support Associate", "Support Specialist"]),
        ("| 等级 | 称谓 |\n|---|---|\n| 1 | 见习伙伴 |\n| 2 | 熟手伙伴 |\n", ["见习伙伴", "熟手伙伴"]),
        ("共分见习导检员、一星导检员、二星导检员三个星级。\n\n| 项目 | 一星导检员 | 二星导检员 |\n|---|---|---|\n"
         "| 客户满意度 | 90%以上 | 93%以上 |\n", ["见习导检员", "一星导检员", "二星导检员"]),
    ],
)  # fmt: skip
def test_ladders_by_hyphens_codes_lists_and_names(text: str, names: list[str]) -> None:
    assert [grade.name for grade in ladder_of(policy_text(text)).grades] == names


def test_months_of_the_quarters_are_no_grades() -> None:
    assert ladder_of(policy_text("每年Q1-Q4进行晋升评定。")).grades == []


def test_and_above_means_every_step_further_up(tmp_path: Path) -> None:
    made = drafted(tmp_path, LADDER + "## 晋升流程\n晋升至高级坐席及以上须参加面试。\n")
    titles = {grade.id: str(grade.title) for grade in made.scheme.grades}
    heard = {titles[next(iter(move.to.values()))] for move in made.scheme.moves if move.stages}
    assert heard == {"高级坐席", "资深坐席"}


def test_a_track_is_the_scope_of_what_stands_under_its_name(tmp_path: Path) -> None:
    made = drafted(
        tmp_path, "# 晋升标准\n1.员工-组长-主管\n2.初级-中级-高级\n3.专家晋升发展通道：须具备一年内无违纪。\n"
    )
    assert {name for name, tests in asked(made).items() if "total(violation, up_to(12)) == 0" in tests} == {
        "中级", "高级"
    }  # fmt: skip


def test_a_lead_names_the_step_and_what_is_named_in_passing_does_not(tmp_path: Path) -> None:
    ladder = "# 教练\n职称由低到高为：助理教练、教练、高级教练。\n"
    text = ladder + "助理教练评教练：持有国家教练职业资格证，满意度不低于90%。\n"
    found = asked(drafted(tmp_path, text))
    assert "mean(satisfaction, 3) >= 90" in found["教练"] and found["高级教练"] == set()


def test_the_step_of_an_outer_heading_holds_below_a_lead_that_names_one_end(tmp_path: Path) -> None:
    ladder = "Agent > Senior Agent > Supervisor > Manager\n\n**Supervisor to Manager**\n\n"
    text = ladder + "A supervisor needs:\n- 30 months in post;\n"
    found = asked(drafted(tmp_path, text))
    assert found["Manager"] == {"months_in_grade >= 30"} and found["Supervisor"] == set()


def test_points_below_a_bar_are_barred_within_its_time(tmp_path: Path) -> None:
    text = LADDER + "## 晋升条件\n有下列情形之一的，半年内不得晋升：\n1. 迟到早退累计达5次；\n2. 旷工。\n"
    found = asked(drafted(tmp_path, text))["高级坐席"]
    assert found == {"total(late, up_to(6)) < 5", "total(absent, up_to(6)) == 0"}


def test_several_numbers_without_a_grade_are_unsure(tmp_path: Path) -> None:
    lost = "## 晋升要求\n带教新人1名。\n带教新人2名。\n"
    made = drafted(tmp_path, LADDER + lost)
    assert not any("mentees" in test for tests in asked(made).values() for test in tests)
    assert [each.status for each in made.sentences if "带教" in each.text] == ["unsure", "unsure"]
    once = asked(drafted(tmp_path, LADDER + "## 晋升要求\n带教新人2名。\n"))
    assert all("mentees >= 2" in tests for tests in once.values())


def test_a_result_below_a_mark_leads_nowhere_unless_something_says_so(tmp_path: Path) -> None:
    made = drafted(tmp_path, LADDER + "## 级别标准\n绩效得分低于60分。\n")
    assert not any("< 60" in str(move) for move in made.scheme.moves)
    assert [each.status for each in made.sentences if "低于" in each.text] == ["unsure"]


def test_without_grades_numbers_are_written_and_words_are_not(tmp_path: Path) -> None:
    made = drafted(tmp_path, "# 员工晋升条件\n1. 绩效考核85分以上。\n2. 具备良好的沟通能力。\n")
    (tests,) = asked(made).values()
    assert tests == {"mean(kpi, 3) >= 85"}
    said, open_ = (each for each in made.sentences if each.status in ("assumed", "unsure"))
    assert "the step that stands in" in said.remark and "communication" in open_.others[0]


def test_a_wait_after_a_failure_needs_something_to_fail_at(tmp_path: Path) -> None:
    again = "中级坐席晋升高级坐席未通过者，三个月后方可再次申请。\n"
    test = "months_since(failed(to_senior_agent)) >= 3"
    made = drafted(tmp_path, LADDER + again)
    assert not any("failed" in each for tests in asked(made).values() for each in tests)
    heard = drafted(tmp_path, LADDER + again + "## 晋升流程\n须通过面试。\n")
    goal = next(grade.id for grade in heard.scheme.grades if str(grade.title) == "高级坐席")
    assert test.replace("senior_agent", goal) in asked(heard)["高级坐席"]


def test_a_chapter_begins_within_a_line_where_its_number_counts_on() -> None:
    text = policy_text("一、总则\n说明。\n二、通道：专员→主管→经理三、晋升条件\n（1）服从安排。\n")
    assert "晋升条件" in [passage.text for passage in text.passages if passage.kind == "heading"]


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("近三个月工单合格率", "工单合格率"),
        ("神秘顾客评分", "神秘顾客评分"),
        ("first-time fix rate", "first_time_fix_rate"),
        ("年度业绩考核平均得分", None),
        ("客户满意度", None),
        ("an average performance score", None),
        ("whoever scores", None),
    ],
)
def test_measures_of_a_document_s_own(words: str, id: str | None) -> None:
    found = own_measure(words)
    assert (found.name if found else None) == id


def test_a_measure_of_its_own_is_brought_along_about_its_mark(tmp_path: Path) -> None:
    made = drafted(tmp_path, LADDER + "中级坐席晋升高级坐席：近三个月工单合格率不低于96%。\n")
    assert "mean(工单合格率, 3) >= 96" in asked(made)["高级坐席"]
    assert "signals.工单合格率" in {address for entry in made.scheme.stated for address in entry.by}
    people = ls.load_workforce("small-department-30")
    run = ls.simulate(made.scheme, people, months=18, replications=4)
    assert run.measures().shape[0] > 0
