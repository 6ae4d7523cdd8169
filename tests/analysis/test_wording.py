"""What is told of a rule is the rule: choices row by row, grades that the run reaches, words of one glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import PACKAGE, SCHEMES
from scenes import scheme_of, workforce_of

from ladder_sim.analysis.description import describe
from ladder_sim.analysis.ladder_graph import named_ends
from ladder_sim.analysis.rule_text.expressions import Wording, valued
from ladder_sim.analysis.rule_text.fold import folded
from ladder_sim.analysis.rule_text.pay import base_text
from ladder_sim.analysis.why_not import explain
from ladder_sim.cli import main
from ladder_sim.core import i18n
from ladder_sim.core.grammar import one_of, quoted
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.expressions.constant import constant
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Choice, written
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.variant_titles import settings_title

SHIPPED = sorted((SCHEMES).glob("*.yaml"))
#: Schemes in which a move's end is chosen by an expression.
CHOOSING = [path for path in SHIPPED if any(move.to_expr is not None for move in load_scheme(path).moves)]

RULES = """
title: {en: Desk, zh: 服务台}
parameters:
  bar: {value: 80, from: 0, to: 100}
  strict: {value: true}
  spared: {value: 0.25, from: 0, to: 1, title: {en: Share spared, zh: 免试比例}}
  late: {value: 3, from: 1, to: 6, unit: month, title: {en: Assessed from, zh: 从第几个月起考核}, assumed: true}
  part: {value: 0.9, from: 0, to: 1, title: {en: Share who apply, zh: 申请比例}, assumed: true}
ladder:
  desk:
    junior: {title: {en: Junior, zh: 初级}, role: agent, base: 3017.375, wait: 6}
    middle: {title: {en: Middle, zh: 中级}, role: agent, base: 4000, wait: 6}
    senior: {title: {en: Senior, zh: 高级}, role: agent, base: 5000, wait: 6}
  lead:
    boss: {title: {en: Lead, zh: 领班}, role: lead, base: 6000, seats: 1 per 8 agent}
entry: "junior if education == college else senior if experience_months > 36 else middle"
reviews: {monthly: {every: month}}
moves:
  - id: down
    from: [middle, senior, boss]
    to: "junior if grade == middle else middle if grade in [senior] else senior"
    kind: demotion
    review: monthly
    when: ["mean(kpi, 3) < 55"]
  - id: up
    from: junior
    to: middle
    review: monthly
    when: ["months_in_grade >= own.wait"]
    award: 1.5 * new.base
    stages: [{stage: talk, score: interview, at_least: "0 if chance(spared) else bar"}]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Scheme:
    return scheme_of(tmp_path, RULES)


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("not on_probation", "not on probation", "不在试用期"),
        ("percentile(kpi, grade) >= 90", "among the top 10% of the grade by KPI score", "按绩效得分在职级内排名前10%"),
        ("percentile(kpi, team) > 90", "ahead of more than 90% of the others in the team by KPI score",
         "按绩效得分领先小组内超过90%的其他人员"),
        ("percentile(kpi, team) <= 5", "among the last 5% of the team by KPI score", "按绩效得分在小组内排名后5%"),
        ("streak(kpi >= 80) >= 2", "(KPI score ≥ 80) for 2 months in a row", "（绩效得分 ≥ 80）连续满2个月"),
        ("kpi + 0 > bar * 1", "KPI score > 80", "绩效得分 > 80"),
        ("kpi >= 60 and (kpi >= bar or not strict)", "KPI score ≥ 60 and KPI score ≥ 80",
         "绩效得分 ≥ 60 且 绩效得分 ≥ 80"),
        ("kpi > 90 or not strict", "KPI score > 90", "绩效得分 > 90"),
        ("mean(kpi, max(1, 3)) > bar", "mean of KPI score over the last 3 months > 80", "近3个月绩效得分的均值 > 80"),
        ("chance(0.5) and kpi > 60", "with a chance of 50% and KPI score > 60", "50%的概率 且 绩效得分 > 60"),
        ("team_mean(kpi if role == agent else unknown) > 70",
         "team's mean of KPI score (only where role is agents) > 70",
         "小组绩效得分（仅计岗位层级为客服者）均值 > 70"),
        ("grade != junior and unit_loss(12) <= 0.1",
         "grade is not Junior and department's turnover a year over 12 months ≤ 10%",
         "职级不是初级 且 部门近12个月的年化离职率 ≤ 10%"),
        ("kpi * round(2.5) > floor(70.9)", "KPI score × 3 > 70", "绩效得分 × 3 > 70"),
        ("not lowest_of(kpi, grade)", "not last in the grade by KPI score", "非（职级内绩效得分末位）"),
        ("months_employed >= 12", "12 months in the company", "司龄满12个月"),
        ("1 if kpi > 90 else 2 if kpi > bar else 3", "1 if KPI score > 90; 2 if KPI score > 80; otherwise 3",
         "若绩效得分 > 90：1；若绩效得分 > 80：2；其余：3"),
    ],
)  # fmt: skip
def test_a_rule_in_words(desk: Scheme, rule: str, en: str, zh: str) -> None:
    for language, text in (("en", en), ("zh", zh)):
        use(language)
        assert Wording(desk).tell(Expr(rule)) == text


numbers = st.sampled_from((0, 1, 2, -3))
leaves = st.sampled_from(("0", "1", "2.5", "a", "b", "x", "y", "x"))
arithmetic = st.recursive(
    leaves, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=5,
)  # fmt: skip
comparisons = st.tuples(arithmetic, st.sampled_from(["<", ">=", "=="]), arithmetic).map(" ".join)
tests = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(not ({t}))"),
    ),
    max_leaves=4,
)
choices = st.tuples(arithmetic, tests, arithmetic).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})")


@settings(max_examples=200)
@given(st.one_of(arithmetic, tests, choices), numbers, numbers, numbers, numbers)
def test_folding_keeps_what_a_rule_says(text: str, a: int, b: int, x: int, y: int) -> None:
    """`a` and `b` are parameters, `x` and `y` differ from person to person."""
    parameters, person = {"a": a, "b": b}, {"x": x, "y": y}
    tree = tree_of(Expr(text))
    left = folded(tree, parameters)
    assert constant(left, {**parameters, **person}) == constant(tree, {**parameters, **person})
    assert written(tree_of(Expr(written(left)))) == written(left)


def test_the_order_of_grades_is_not_that_of_the_alphabet() -> None:
    tree = tree_of(Expr("1 if grade >= middle else 2"))
    assert isinstance(folded(tree, {"grade": "senior", "middle": "middle"}), Choice)


def cell(scheme: Scheme, section: str, row: str, column: int) -> str:
    """A cell of a card, by the title of its section and the first words of its row."""
    found = next(s for s in describe(scheme).sections if s.title.startswith(section))
    return next(cells[column] for cells in found.rows if cells[0].startswith(row))


def test_choices_stand_in_rows_and_grades_decide_what_they_can(desk: Scheme) -> None:
    assert cell(desk, "Moves", "down", 1) == "Middle → Junior\nSenior → Middle\nLead → Senior"
    assert cell(desk, "Start", "hires", 1) == (
        "Junior if Education is junior college\n"
        "Senior if Months in customer service before the hire > 36\n"
        "otherwise Middle"
    )
    use("zh")
    assert cell(desk, "变动规则", "down", 1) == "中级 → 初级\n高级 → 中级\n领班 → 高级"
    assert cell(desk, "入职", "新员工", 1).endswith(" > 36：高级\n其余：中级")


def test_money_marks_and_shares_are_told_as_people_read_them(desk: Scheme) -> None:
    how = cell(desk, "Moves", "up", 4)
    assert "award: 1.5 months of base pay of the new grade: 4,000" in how or "(of the new grade: 4,000)" in how
    assert "no mark needed with a chance of 25%; otherwise at least 80" in how
    assert cell(desk, "Ladder", "Junior", 3) == "3,017"
    assert [cell(desk, "Assumptions", name, 1) for name in ("Assessed from", "Share who apply")] == ["month 3", "90%"]
    use("zh")
    how = cell(desk, "变动规则", "up", 4)
    assert "一次性奖励：1.5个月基本工资（按新职级：4,000）" in how
    assert "25%的概率：不设分数线；其余：不低于80" in how
    assert [cell(desk, "假设", name, 1) for name in ("从第几个月起考核", "申请比例")] == ["第3个月", "90%"]


@pytest.mark.parametrize("path", CHOOSING, ids=lambda path: path.stem)
def test_people_go_only_where_the_card_says(path: Path) -> None:
    scheme = load_scheme(path)
    run = simulate(scheme, load_workforce("service-center-200"), months=13, replications=1)
    moves = {move.id: move for move in scheme.moves}
    for arc, (number, source, target) in enumerate(run.axes.arcs):
        move = moves[run.axes.moves[number].id]
        if move.to_expr is not None and target < len(scheme.grades) and run.counts.moves[:, :, arc].any():
            assert scheme.grades[target].id in named_ends(scheme, move.to_expr, scheme.grades[source])


def test_the_ledger_tells_untitled_conditions_in_words(desk: Scheme) -> None:
    run = simulate(desk, load_workforce("service-center-200"), months=6, replications=2)
    assert "not met: mean of KPI score over the last 3 months < 55" in set(explain(run)["what"])
    use("zh")
    told = set(explain(run)["what"])
    assert {"未满足：近3个月绩效得分的均值 < 55", "未满足：任现职级满6个月"} <= told
    assert not any(re.search(r"[a-z_]+\(|>=|<=", text) for text in told)


def test_chinese_tables_of_the_terminal_have_no_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.yaml"
    scheme_of(tmp_path, RULES)
    few = ["--months", "3", "--replications", "2"]
    assert main(["--lang", "zh", "run", str(path), *few]) == 0
    shown = capsys.readouterr().out
    assert "晋升率" in shown and "promotion_rate" not in shown
    assert main(["--lang", "zh", "compare", str(path), "agent-to-foreman", *few]) == 0
    table = capsys.readouterr().out.split("\n\n")[0]
    assert "服务台" in table and "agent-to-foreman  " not in table and "运气" not in table
    assert main(["--lang", "en", "run", str(path), *few]) == 0
    assert "promotion_rate" in capsys.readouterr().out


def test_errors_quote_and_list_in_the_punctuation_of_the_language(tmp_path: Path) -> None:
    assert (quoted("a'b"), one_of("abc"), one_of("a")) == ('"a\'b"', "a, b or c", "a")
    use("zh")
    assert (quoted("a b"), one_of(["a", "b", "c"]), one_of(["a"])) == ("“a b”", "a、b 或 c", "a")
    with pytest.raises(LadderError) as wrong:
        workforce_of(tmp_path, "people: {headcount: {agent: 5}}\nattrition: {preset: inhouse}\n")
    assert "应为 in-house 或 outsourced，现为“inhouse”" in str(wrong.value)
    with pytest.raises(LadderError) as wrong:
        scheme_of(tmp_path, RULES.replace("mean(kpi, 3) < 55", "mean(kpi, 3 < 55"))
    assert "无法识别为表达式：“mean(kpi, 3 < 55”（有括号没有闭合）" in str(wrong.value)


@pytest.mark.parametrize(
    ("said", "meant"),
    [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_US.UTF-8"}, "en"), ({}, "en"), ({"LANG": "de_DE"}, "en"),
     ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"), ({"LADDER_SIM_LANG": "en", "LANG": "zh_CN"}, "en"),
     ({"LADDER_SIM_LANG": "zh", "LC_ALL": "C"}, "zh"), ({"LADDER_SIM_LANG": "", "LC_MESSAGES": "zh_TW"}, "zh")],
)  # fmt: skip
def test_the_language_is_the_users(monkeypatch: pytest.MonkeyPatch, said: dict[str, str], meant: str) -> None:
    monkeypatch.setattr(i18n, "_chosen", None)
    for name in ("LADDER_SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert i18n.language() == meant


#: Rooms whose Chinese is held here; digits stand close, words in Latin letters apart.
ROOMS = ("cli", "engine", "expressions", "files", "model", "notebook", "people", "plan", "scenarios")


def test_digits_stand_close_to_chinese() -> None:
    wide = re.compile(r"[\u4e00-\u9fff] \d|(?<![A-Za-z0-9-])\d+ [\u4e00-\u9fff]")
    wrong = []
    for path in (path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and wide.search(node.value):
                wrong.append(f"{path.name}:{node.lineno}: {node.value}")
    assert not wrong, "\n".join(wrong)


DATED = """
title: {en: Dated, zh: 分期}
parameters:
  line: {value: {2027-01: 75, 2028-01: 80}, unit: points, assumed: true, title: {en: Line, zh: 分数线}}
  quota: {value: {2027-01: 0.1, 2028-01: 0.2}, unit: share, assumed: true}
ladder:
  service:
    junior: {base: {2027-01: 4000, 2028-01: {value: 4120, paid_from: 2028-04}}}
    senior: {base: [4600, 4700]}
entry: junior
reviews: {monthly: {every: month}}
moves:
  - id: up
    from: junior
    to: senior
    review: monthly
    when: [{if: kpi >= line, title: {en: "At {line}", zh: "达{line}"}}]
"""


def test_a_value_by_month_is_told_whole(tmp_path: Path) -> None:
    scheme = scheme_of(tmp_path, DATED)
    assert valued(scheme.parameters["line"]) == "75 points; from January 2028 80 points"
    assert valued(scheme.parameters["quota"]) == "10%; from January 2028 20%"
    assert str(scheme.moves[0].when[0].title) == "At 75; from January 2028 80"
    assert scheme.moves[0].when[0].title.zh == "达75；2028年1月起80"
    assert settings_title(scheme.parameters, {"line": "75"}).en == " (Line = 75 points, later in proportion)"
    words = Wording(scheme)
    told = [base_text(grade, words, "¥{:,.0f}".format) for grade in scheme.grades]
    assert told == ["¥4,000; from January 2028 ¥4,120 (paid from April 2028)", "¥4,600 / ¥4,700"]
    assert words.ends([grade.base for grade in scheme.grades if grade.base is not None]) == (4000, 4600)


def test_where_one_number_is_asked_for_a_value_by_month_is_refused_as_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match=r"the value of 'line' changes by month\Z"):
        scheme_of(tmp_path, DATED + "probation: {months: line / 25}\n")
