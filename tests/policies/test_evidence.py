"""What a draft asks for before it writes a rule, and what it lists as unsure instead."""

from __future__ import annotations

from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.policies.choices import several_in, terms_of
from ladder_sim.policies.drafting import Draft
from ladder_sim.policies.reading import policy_text

LADDER = "# 晋升办法\n职级由低到高为初级坐席、中级坐席、高级坐席。\n"


def drafted(tmp_path: Path, text: str) -> Draft:
    path = tmp_path / "policy.md"
    path.write_text(LADDER + text, encoding="utf-8")
    made = ls.draft(path)
    assert made.problems == ()
    return made


def asked_of(made: Draft) -> set[str]:
    assumed = {address for entry in made.scheme.stated if entry.kind == "assumed" for address in entry.by}
    return {each.test.text for move in made.scheme.moves for each in move.when
            if f"moves.{move.id}.{each.id}" not in assumed}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("## 晋升条件\n中级坐席须具备良好的沟通能力。", True),
        ("## 总则\n员工应具备良好的沟通能力。", False),
        ("## 晋升条件\n可以参考沟通能力等因素进行评估，须酌情。", False),
        ("## 工作内容\n坐席须具备良好的沟通能力。", False),
    ],
)
def test_a_quality_is_written_where_a_move_is_spoken_of(text: str, rule: bool, tmp_path: Path) -> None:
    made = drafted(tmp_path, text)
    assert any("communication" in test for test in asked_of(made)) is rule
    if not rule:
        (unsure,) = [each for each in made.sentences if each.status == "unsure"]
        assert "mean(communication, 6) >= 75" in unsure.others and unsure.writes == ()
        left = [entry for entry in made.scheme.left_out if "mean(communication, 6) >= 75" in str(entry.reason)]
        assert len(left) == 1


def test_so_many_of_several_need_every_point(tmp_path: Path) -> None:
    whole = (
        "## 中级坐席晋升高级坐席\n（一）以下三项中至少满足两项：\n"
        "1. 绩效考核85分以上；\n2. 满意度95%以上；\n3. 带教新人2名。\n"
    )
    (test,) = {test for test in asked_of(drafted(tmp_path, whole)) if " + " in test}
    assert test.endswith(">= 2") and test.count(" + ") == 2 and "mentees >= 2" in test
    made = drafted(tmp_path, whole.replace("带教新人2名", "工位整洁美观"))
    assert not any("satisfaction" in test for test in asked_of(made))


@pytest.mark.parametrize(
    ("text", "told"),
    [("以下三项中至少满足两项", (2, 3)), ("下列条件至少具备一项", (1, 0)), ("any two of the following three", (2, 3)),
     ("at least one of the following", (1, 0)), ("须同时满足下列条件", None)],
)  # fmt: skip
def test_how_many_of_how_many(text: str, told: tuple[int, int] | None) -> None:
    assert several_in(text) == told


def test_who_is_spared_the_waiting_time(tmp_path: Path) -> None:
    text = "第一条 中级坐席晋升高级坐席须任职满12个月。\n第二条 获评优秀员工的，第一条所列年限可以放宽。\n"
    move = next(move for move in drafted(tmp_path, text).scheme.moves if move.waive is not None)
    assert move.waive is not None and move.waive.when.text == "total(award, up_to(12)) >= 1"
    assert move.waive.only == ("c1",) and str(move.title) in ("中级坐席升高级坐席", "中级坐席 to 高级坐席")
    unread = drafted(tmp_path, text.replace("获评优秀员工的", "领导特别赏识的"))
    assert all(move.waive is None for move in unread.scheme.moves)


def test_a_bare_number_in_a_cell_is_said_to_be_a_reading(tmp_path: Path) -> None:
    table = (
        "| 原级 | 目标级 | 质检成绩 |\n|---|---|---|\n| 初级坐席 | 中级坐席 | 80分 |\n| 中级坐席 | 高级坐席 | 85分 |\n"
    )
    made = drafted(tmp_path, table)
    (cell,) = [each for each in made.sentences if each.text == "80分"]
    assert cell.status == "assumed" and "A bare number" in cell.remark
    assert "mean(quality_check, 3) >= 80" in asked_of(made)


def test_terms_of_a_document_stand_for_what_it_measures() -> None:
    told = terms_of(policy_text("Guest score means the mean customer satisfaction of six months.\n"))
    assert {term.lower(): sense.lower() for term, sense in told.items()} == {"guest score": "customer satisfaction"}
