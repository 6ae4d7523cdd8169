"""Policy documents of our own drafted into schemes: what is said, what is assumed, what is left open."""

from __future__ import annotations

from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.policies.drafting import Draft
from ladder_sim.policies.facts import STATUSES

HERE = Path(__file__).parent
CHINESE, ENGLISH = HERE / "small_policy.zh.md", HERE / "small_policy.en.txt"


def rules_of(made: Draft, move: str) -> set[str]:
    return {condition.test.text for each in made.scheme.moves if each.id == move for condition in each.when}


def moves_to(made: Draft, title: str) -> list[str]:
    goal = next(grade.id for grade in made.scheme.grades if str(grade.title) == title)
    return [move.id for move in made.scheme.moves if goal in move.to.values() and move.kind == "promotion"]


def test_a_chinese_policy_becomes_a_scheme_that_passes() -> None:
    made = ls.draft(CHINESE)
    assert made.problems == () and made.id == "small_policy-zh"
    scheme = made.scheme
    assert [str(grade.title) for grade in scheme.grades] == ["见习坐席", "初级坐席", "高级坐席", "组长"]
    assert [grade.base.text for grade in scheme.grades if grade.base] == ["3200", "3800", "4600", "5900"]
    (senior,), (lead,) = moves_to(made, "高级坐席"), moves_to(made, "组长")
    shared = {"total(late, up_to(12)) <= 6", "total(complaint_major, up_to(12)) == 0"}
    assert rules_of(made, senior) == {"months_in_grade >= 9", "mean(kpi, 6) >= 85"} | shared
    assert rules_of(made, lead) == {"months_in_grade >= 12", "mentees >= 2", "education >= college"} | shared
    review = scheme.reviews[next(move.review for move in scheme.moves if move.id == senior)]
    assert (review.every.step, review.every.month) == (6, 6)
    quota = next(move.quota for move in scheme.moves if move.id == senior)
    assert (quota.kind, quota.n.text if quota.n else "") == ("share of grade", "0.15")
    assert scheme.probation is not None and (scheme.probation.months, scheme.probation.pay.text) == (2, "0.9")
    down = next(move for move in scheme.moves if move.kind == "demotion")
    assert [condition.test.text for condition in down.when] == ["streak(kpi < 60) >= 3"]
    stages = {stage.name: stage for stage in next(move for move in scheme.moves if move.id == senior).stages}
    assert stages["interview"].at_least is not None and stages["interview"].at_least.text == "80"
    assert stages["notice"].days.text == "5"


def test_an_english_policy_becomes_a_scheme_that_passes() -> None:
    made = ls.draft(ENGLISH, id="riverside")
    assert made.problems == () and made.scheme.id == "riverside"
    assert [str(grade.title) for grade in made.scheme.grades] == [
        "Trainee Agent",
        "Support Agent",
        "Senior Agent",
        "Team Lead",
    ]
    (senior,), (lead,) = moves_to(made, "Senior Agent"), moves_to(made, "Team Lead")
    shared = {"mean(satisfaction, 6) >= 90", "total(complaint, up_to(12)) <= 3"}
    assert rules_of(made, senior) == {"months_in_grade >= 18"} | shared
    assert rules_of(made, lead) == {"months_in_grade >= 24", "education >= bachelor"} | shared
    assert made.scheme.probation is not None and made.scheme.probation.months == 3
    assert (
        next(move.pay.value.text for move in made.scheme.moves if move.id == senior and move.pay.value) == "base * 1.08"
    )


def test_each_sentence_has_a_status_and_what_is_open_is_listed() -> None:
    made = ls.draft(CHINESE)
    by_text = {sentence.text: sentence.status for sentence in made.sentences}
    assert next(status for text, status in by_text.items() if "团队氛围" in text) == "other"
    missed = next(text for text, status in by_text.items() if "特殊贡献" in text)
    assert by_text[missed] == "missed"
    assert sum(made.counts().values()) == sum(not sentence.heading for sentence in made.sentences)
    with speaking("zh"):
        assert missed in made.summary() and str(STATUSES["missed"]) in made.summary()
    left = [entry for entry in made.scheme.left_out if "特殊贡献" in str(entry.rule)]
    assert left and str(left[0].reason)


def test_the_file_quotes_the_document_and_marks_what_is_assumed(tmp_path: Path) -> None:
    made = ls.draft(CHINESE)
    path = made.save(tmp_path / "star.yaml")
    text = path.read_text(encoding="utf-8")
    assert "第三条" in text and "初级坐席晋升高级坐席须在现职级任职满9个月" in text
    scheme = ls.load_scheme(path)
    assert scheme.id == "star"
    assert {"said", "assumed", "left_out"} <= {entry.kind for entry in scheme.stated}
    path.write_text(text + "# edited\n", encoding="utf-8")
    with pytest.raises(ls.LadderError, match=r"star\.yaml"):
        made.save(path)
    made.save(path, force=True)
    with pytest.raises(ls.LadderError, match="yaml"):
        made.save(tmp_path / "star.pdf")


def test_the_page_shows_document_and_file(tmp_path: Path) -> None:
    page = ls.draft(CHINESE).save(tmp_path / "star.html").read_text(encoding="utf-8")
    assert "任职满9个月" in page and "moves." in page and "特殊贡献" in page
    assert "months_in_grade &gt;= 9" in page


def test_a_word_document_reads_as_its_text(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("晋升办法", 1)
    document.add_paragraph("初级客服 → 中级客服 → 高级客服")
    document.add_paragraph("初级客服晋升中级客服须任职满6个月。", style="List Number")
    table = document.add_table(rows=0, cols=2)
    for row in (("职级", "基本工资"), ("初级客服", "3000"), ("中级客服", "3500"), ("高级客服", "4200")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "policy.docx"))
    made = ls.draft(tmp_path / "policy.docx")
    assert [grade.base.text for grade in made.scheme.grades if grade.base] == ["3000", "3500", "4200"]
    (step,) = moves_to(made, "中级客服")
    assert rules_of(made, step) == {"months_in_grade >= 6"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("policy.pdf", b"%PDF", r"\.txt, \.md, \.docx"), ("empty.txt", b" \n", "no text"),
        ("broken.docx", b"no zip", "no Word document"), ("old.txt", "晋升".encode("gb18030"), "UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    if name.endswith(".docx"):
        pytest.importorskip("docx")
    (tmp_path / name).write_bytes(content)
    with speaking("en"), pytest.raises(ls.LadderError, match=told) as caught:
        ls.draft(tmp_path / name)
    assert name in str(caught.value)


def test_a_document_without_grades_says_that_two_stand_in(tmp_path: Path) -> None:
    (tmp_path / "vague.txt").write_text("We value everybody. Good work is seen.", encoding="utf-8")
    made = ls.draft(tmp_path / "vague.txt")
    assert made.problems == () and len(made.scheme.grades) == 2
    with speaking("en"):
        assert any("stand in" in str(entry.rule) for entry in made.scheme.stated)


def test_a_cover_names_sentences_and_rules_without_the_other(tmp_path: Path) -> None:
    made = ls.draft(ENGLISH, id="riverside")
    path = made.save(tmp_path / "riverside.yaml")
    found = ls.cover(path, ENGLISH)
    assert not [each for each in found.uncovered if "18 months" in each.text]
    assert found.without == ()
    form = dict(ls.load_scheme(path).to_dict())
    form["stated"] = [entry for entry in form["stated"] if entry.get("at") != "2.1"]
    less = ls.cover(form, ENGLISH)
    assert any("18 months" in each.text for each in less.uncovered)
    assert any(address.endswith(".c1") for address in less.without)
    assert "riverside" in less.save(tmp_path / "cover.html").read_text(encoding="utf-8")
    with pytest.raises(ls.LadderError, match="html"):
        less.save(tmp_path / "cover.pdf")
