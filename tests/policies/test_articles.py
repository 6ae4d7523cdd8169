"""Schemes as policy documents, and those documents read back into schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.analysis.description import conditions_text, ends_text
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.rule_text.moves import how_lines
from ladder_sim.cli import main
from ladder_sim.core.i18n import Language, speaking
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.articles import policy
from ladder_sim.policies.drafting import draft_of
from ladder_sim.policies.reading import policy_text
from ladder_sim.policies.said_back import SaidBack
from ladder_sim.policies.written_out import chinese

DESK = """
scheme: desk
title: {en: Desk, zh: 服务台}
summary: {en: Two steps by results., zh: 按业绩分两步晋升。}
parameters: {line: 85, wait: 9}
ladder:
  service:
    junior: {title: {en: Junior agent, zh: 初级坐席}, track_title: {en: Desk posts, zh: 坐席岗}, base: 4000}
    senior: {title: {en: Senior agent, zh: 高级坐席}, base: 4800}
    lead: {title: {en: Desk lead, zh: 班组长}, role: supervisor, base: 6000, seats: 1 per 8 agent}
entry: junior
probation: {months: 3, pay: 0.8, confirm: kpi >= 60}
scores: {half: {title: {en: Half-year mean, zh: 半年均分}, every: half-year, value: "mean(kpi, 6)"}}
reviews: {quarterly: {every: quarter}, yearly: {every: year, month: 6}}
moves:
  - id: up
    title: {en: To senior, zh: 升高级}
    from: junior
    to: senior
    review: quarterly
    when:
      - months_in_grade >= wait
      - {if: "half >= line", title: {en: Results, zh: 业绩达线}}
      - total(complaint, up_to(12)) == 0 and streak(satisfaction >= 90) >= 3
    stages: [{stage: talk, title: {en: Talk, zh: 面谈}, days: 5, score: interview, at_least: 75}]
    pay: {raise: 400..600}
  - id: to_lead
    title: {en: To lead, zh: 升班组长}
    from: senior
    to: lead
    review: yearly
    when: [education >= college, "percentile(mean(kpi, 12), grade) >= 90"]
    seats: 10% of grade
    order: mean(kpi, 12)
    apply: 0.8
  - {id: down, title: {en: Down, zh: 降级}, from: senior, to: junior, review: quarterly, when: ["mean(kpi, 3) < 60"]}
  - {id: out, title: {en: Out, zh: 淘汰}, from: any, to: exit, review: quarterly, when: [total(absent, 12) >= 3]}
pay: {bonus: {title: {en: Bonus, zh: 绩效奖金}, amount: 0.3 * base * kpi / 100}}
"""


@pytest.fixture(scope="module")
def desk() -> Scheme:
    return ls.load_scheme(DESK)


def told(scheme: Scheme) -> set[tuple[str, ...]]:
    words = Wording(scheme)
    found: set[tuple[str, ...]] = set()
    for move in scheme.moves:
        parts = [
            ends_text(scheme, move, words),
            conditions_text(move, words),
            "\n".join(how_lines(scheme, move, words)),
        ]
        found |= {(str(move.title), line) for part in parts for line in part.split("\n")}
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_articles_of_a_scheme_read_back_as_the_scheme(desk: Scheme, language: Language) -> None:
    with speaking(language):
        made = draft_of(policy_text(policy(desk).to_markdown()), "again")
        assert made.problems == (), made.problems
        again = made.scheme
        assert told(again) == told(desk)
        assert [str(grade.title) for grade in again.grades] == [str(grade.title) for grade in desk.grades]
        assert [(review.every.step, review.every.month) for review in again.reviews.values()] == [(3, 12), (12, 6)]
        assert again.probation is not None and again.probation.months == 3
        assert [str(part.title) for part in again.pay] == [str(part.title) for part in desk.pay]


def test_an_edited_article_gives_the_edited_rule(desk: Scheme) -> None:
    with speaking("zh"):
        text = policy(desk).to_markdown()
        assert "任现职级满9个月" in text
        made = draft_of(policy_text(text.replace("任现职级满9个月", "任现职级满15个月")), "again")
        tests = {condition.test.text for move in made.scheme.moves for condition in move.when}
        assert "months_in_grade >= 15" in tests and "months_in_grade >= 9" not in tests


@pytest.mark.parametrize(
    "rule",
    ["mean(kpi, 6) >= 85", "months_in_grade >= 9", "streak(kpi >= 80) >= 3", "rank(mean(kpi, 3), team) <= 2",
     "total(late, up_to(12)) <= 3", "count(kpi < 60, 12) <= 1", "education >= college or mentees >= 2",
     "0.6 * kpi + 0.4 * satisfaction >= 85", "percentile(kpi, grade) <= 10", "not on_probation"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_a_rule_give_the_rule(rule: str, language: Language) -> None:
    from ladder_sim.policies.house_articles import condition_of
    from ladder_sim.scenarios.loading import load_vocabulary

    standard = load_vocabulary()
    with speaking(language):
        names = {str(metric.title): name for name, metric in standard.signals.items()}
        names |= {str(fact.title): name for name, fact in standard.attributes.items()}
        said = str(ls.say(rule))
        read = condition_of(said, SaidBack(names))
        assert read is not None and str(ls.say(read["if"])) == said
    assert SaidBack({}).rule("本公司位于城东") is None


def test_each_article_is_tied_to_its_rule(desk: Scheme) -> None:
    document = policy(desk, lang="en")
    addresses = {clause.address for _, article in document.numbered() for clause in article.clauses}
    for move in desk.moves:
        assert {f"moves.{move.id}.{condition.id}" for condition in move.when} <= addresses
    assert {"pay.bonus", "scores.half"} <= addresses
    assert "moves.up" in document.to_html()


def test_old_and_new_are_marked(desk: Scheme) -> None:
    stricter = desk.with_(line=90)
    marks = {
        (clause.mark, clause.text)
        for _, article in policy(stricter, lang="en", against=desk).numbered()
        for clause in article.clauses
    }
    assert any(mark == "added" and "90" in text for mark, text in marks)
    assert any(mark == "removed" and "85" in text for mark, text in marks)
    page = policy(stricter, lang="en", against=desk).to_html()
    assert "<ins>" in page and "<del>" in page
    assert "Nothing differs" in policy(desk, lang="en", against=desk).to_markdown()


def test_expected_effects_stand_beside_the_changes(desk: Scheme) -> None:
    stricter = desk.with_(line=90)
    both = ls.compare({"old": desk, "new": stricter}, workforce="small-department-30", months=6, replications=2)
    text = policy(stricter, lang="en", against=desk, effects=both).to_markdown()
    before, _, after = text.partition("Expected effects")
    assert "What changes" in before and "| Turnover |" in after.split("## ")[0]
    assert "预计影响" in policy(stricter, lang="zh", against=desk, effects=both).to_markdown()
    with speaking("en"):
        with pytest.raises(ls.LadderError, match="against"):
            policy(stricter, effects=both)
        with pytest.raises(ls.LadderError, match="must be of"):
            policy(desk, against=stricter, effects=both)


def test_staff_read_what_it_takes_and_when(desk: Scheme) -> None:
    text = policy(desk, lang="en", staff=True).to_markdown()
    assert "You are Junior agent" in text and "after 9 months" in text and "What can lead down or out" in text


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_a_policy_is_written_whole(desk: Scheme, ending: str, tmp_path: Path) -> None:
    if ending == "docx":
        pytest.importorskip("docx")
    path = policy(desk, lang="zh").save(tmp_path / f"desk.{ending}")
    assert path.stat().st_size > 1000
    with pytest.raises(ls.LadderError):
        policy(desk).save(path)
    with pytest.raises(ls.LadderError, match=r"\.md"):
        policy(desk).save(tmp_path / "desk.pdf")


def test_a_word_document_comes_back(desk: Scheme, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    path = policy(desk, lang="zh").save(tmp_path / "desk.docx")
    made = ls.draft(path)
    assert made.problems == ()
    with speaking("zh"):
        assert told(made.scheme) == told(desk)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_numbers_in_chinese(n: int, said: str) -> None:
    assert chinese(n) == said


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_text(DESK, encoding="utf-8")
    assert main(["policy", "desk.yaml", "--lang", "en", "-o", "desk.md"]) == 0
    assert main(["new", "scheme", "again", "--from", "desk.md", "--lang", "en"]) == 0
    assert Path("again.yaml").exists() and Path("again.html").exists()
    assert main(["check", "again.yaml", "--lang", "en"]) == 0
    capsys.readouterr()
    main(["cover", "again.yaml", "desk.md", "--json", "--lang", "en"])
    import json

    found = json.loads(capsys.readouterr().out)
    assert next(iter(found)) == "format" and found["scheme"] == "again" and found["sentences"]
    assert main(["new", "workforce", "people", "--from", "desk.md", "--lang", "en"]) == 1
    assert "--from drafts a scheme" in capsys.readouterr().err
    assert main(["new", "scheme", "again", "--from", "nowhere.docx", "--lang", "en"]) == 1
