"""The records of the rule language, walked: each word and function is built, said, explained and reset.

A word or a function that is entered halfway fails here.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import PACKAGE, ROOT, SCHEMES
from scenes import scheme_of

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.core.protected import PROTECTED
from ladder_sim.core.roles import ROLES
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.hiring import Recruitment
from ladder_sim.experiment.simulation import compiled
from ladder_sim.expressions.build import build
from ladder_sim.expressions.constant import constant, known, reach
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.nodes import PLAIN
from ladder_sim.expressions.operators import ARITHMETIC
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.scope import GradeTable, Purpose, Scope
from ladder_sim.expressions.span import LookBack
from ladder_sim.expressions.spans import AS_FAR, SPANS
from ladder_sim.expressions.specs import FunctionSpec, WordSpec
from ladder_sim.expressions.syntax import FIELDS_OF, NameWord, Signed, walk, written
from ladder_sim.expressions.words import CLOCK_COLUMNS, FIELDS, WORDS
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.analysis import is_gate
from ladder_sim.scenarios.loading import load_scheme, load_workforce

SHIPPED = sorted(SCHEMES.glob("*.yaml"))
#: What stands for an argument of each kind in an example.
GIVEN = {"number": "kpi", "condition": "kpi >= 80", "window": "3", "periods": "3", "group": "team", "share": "0.5",
         "shares": "{'A': 'at most 10%', 'B': 'the rest'}",
         "cuts": "{0: 1, 80: 2}", "category": "role", "rows": "{agent: 1}",
         "dates": "{'2027-01': kpi, '2027-08': 550}", "happening": "up",
         "move": "up", "case": "up.panel", "status": "leave"}  # fmt: skip

LADDER = """
ladder:
  desk: {junior: {base: 3000}, senior: {base: 4000}}
entry: junior
probation: {months: 2, pay: 0.9}
tokens: {shield: {review: monthly, earn: kpi >= 200}}
reviews: {monthly: {every: month}}
moves:
  - id: up
    title: {en: Up, zh: 升级}
    from: junior
    to: senior
    review: monthly
    when: [months_in_grade >= 6, kpi >= 90]
    stages: [{stage: panel, title: {en: Panel, zh: 评审会}, pass: 0.9}]
statuses: {leave: {months: 3, title: {en: Leave, zh: 休假}}}
"""


def example(spec: FunctionSpec) -> str:
    """A call of a function, from the kinds of its arguments."""
    return f"{spec.name}({', '.join(GIVEN[argument.kind] for argument in spec.arguments)})"


def scope() -> Scope:
    grades = GradeTable(("junior", "senior"), ("desk",) * 2, ("agent",) * 2, np.array([1.0, 2, 0]),
                        np.array([1.0, 2, 0]), {"base": np.array([3000.0, 4000, np.nan])})  # fmt: skip
    return Scope(signals={"kpi": Metric("kpi", Title("KPI", "KPI"), "normal")}, grades=grades, roles=("agent",),
                 moves={"up": ("panel",)}, statuses=("leave",))  # fmt: skip


def node_of(text: str) -> Any:
    problems = Problems()
    node = build(Expr(text), scope(), "any", Purpose("test"), problems)
    assert node is not None, problems.errors
    return node


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return scheme_of(tmp_path_factory.mktemp("desk"), LADDER)


def said(scheme: Scheme, text: str, language: str) -> str:
    i18n.use(language)
    return Wording(scheme).tell(Expr(text))


def in_words(told: str, name: str, language: str) -> bool:
    """Is it said in words of the language, not as code, and every placeholder filled?"""
    if "{" in told or "_" in told or re.search(rf"\b{name} ?\(", told):
        return False
    return language == "en" or (bool(re.search("[\u4e00-\u9fff]", told)) and not re.search("[a-z]{2}", told))


# --- every record ------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_is_built_as_its_record_says(spec: FunctionSpec) -> None:
    node = node_of(example(spec))
    assert node.nature == spec.nature
    if spec.gives != "any":
        assert node.kind == spec.gives
    if spec.work is None and spec.settle is None:  # it looks at people: say what that needs
        assert spec.nature != PLAIN and spec.nature.by is not None, "give it a nature"
    assert is_gate(node_of(f"{spec.name}({', '.join(['base'] * spec.counts[0])})")) if spec.work else True
    least = spec.counts[0]
    problems = Problems()
    build(Expr(f"{spec.name}({', '.join(['1'] * (least - 1))})"), scope(), "any", Purpose("test"), problems)
    assert "takes" in str(problems.errors[0])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_is_said_in_words(desk: Scheme, spec: FunctionSpec, language: str) -> None:
    told = said(desk, example(spec), language)
    assert in_words(told, spec.name, language), told
    for compared in spec.compared:
        for sign in compared.signs:
            told = said(desk, f"{example(spec)} {sign} 3", language)
            assert in_words(told, spec.name, language), told


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("spec", WORDS.values(), ids=WORDS)
def test_a_word_is_built_and_said_in_words(desk: Scheme, spec: WordSpec, language: str) -> None:
    node = node_of(spec.name)
    assert node.kind == spec.kind
    assert (node.constant is not None) == spec.fixed
    i18n.use(language)
    told = Wording(desk).name(spec.name) if spec.fixed else said(desk, f"{spec.name} == 3", language)
    assert in_words(told, spec.name, language), told
    assert bool(spec.column) == (spec.newcomer is not None), "what does a newcomer have?"
    assert (spec.newcomer == "clock") == (spec.column in CLOCK_COLUMNS)


GUIDED = [*((spec.name, spec.meaning) for table in (WORDS, FUNCTIONS, SPANS) for spec in table.values()),
          *((spec.of, spec.meaning) for spec in FIELDS.values())]  # fmt: skip


@pytest.mark.parametrize("end", ["", ".zh"])
@pytest.mark.parametrize(("name", "meaning"), GUIDED, ids=[name for name, _ in GUIDED])
def test_the_guide_says_what_the_record_says(name: str, meaning: Title, end: str) -> None:
    lines = (ROOT / "docs" / f"rule-language{end}.md").read_text(encoding="utf-8").splitlines()
    wanted = meaning.zh if end else meaning.en
    assert any(wanted in line and re.search(rf"`[^`]*\b{name}\b[^`]*`", line) for line in lines), wanted


def test_small_tables_are_those_of_the_types() -> None:
    kinds = get_args(get_type_hints(LookBack)["kind"])
    assert {*SPANS, "last"} - {"since_promotion", "since_move"} == set(kinds)  # these are windows since something
    assert set(FIELDS) == set(FIELDS_OF)
    assert all(title.en and title.zh != title.en for role in ROLES.values() for title in (role.one, role.many))
    assert all(attribute.title.zh != attribute.title.en for attribute in PROTECTED.values())
    assert all(group.said.zh != group.said.en for group in GROUPS.values())
    assert AS_FAR in SPANS


# --- a newcomer has no predecessor's past ------------------------------------------------------------


def _asked(spec: WordSpec) -> str:
    """A number that reads a word."""
    if spec.kind == "bool":
        return f"(1 if {spec.name} else 0)"
    return f"({spec.name} == {'junior' if spec.kind == 'grade' else 1})"


def test_a_newcomer_has_nothing_of_a_predecessor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column that a word reads is set when somebody takes a place."""
    words = [spec for spec in WORDS.values() if spec.column]
    tests = " + ".join(_asked(spec) for spec in words)
    scheme = scheme_of(tmp_path, LADDER + f"pay:\n  all: {{amount: '0 * ({tests})'}}\n")
    poison, joined = 97, 0
    join = Recruitment._join

    def poisoned(self: Recruitment, month: int, *rest: Any) -> None:
        nonlocal joined
        state = self.population
        empty = np.flatnonzero(~state.alive())
        for spec in words:
            state.column(spec.column)  # or the state does not know it
            if spec.column in state.columns and spec.column != "grade":
                column = state.columns[spec.column]
                column[empty] = True if column.dtype == bool else poison
        join(self, month, *rest)
        new = empty[state.alive()[empty]]
        joined += new.size
        for spec in words:
            values = state.column(spec.column)[new]
            if spec.newcomer == "clock":
                assert (values == month - 1).all(), spec.name
            elif isinstance(spec.newcomer, str):
                assert (values != poison).all(), spec.name
            else:
                assert (values == spec.newcomer).all(), spec.name

    monkeypatch.setattr(Recruitment, "_join", poisoned)
    block = Batch(compiled(scheme, load_workforce("service-center-200")), months=6, seed=3, replications=np.arange(2))
    block.play()
    assert joined > 10


# --- one evaluation ----------------------------------------------------------------------------------

numbers = st.floats(-50, 50, allow_nan=False).map(lambda x: round(x, 2)) | st.integers(-9, 9)
COMPUTED = sorted(name for name, spec in FUNCTIONS.items() if spec.work is not None)


@settings(max_examples=300)
@given(st.sampled_from([*ARITHMETIC, *COMPUTED, "band"]), st.lists(numbers, min_size=2, max_size=3))
def test_a_constant_is_what_the_built_node_gives(what: str, given: list[float]) -> None:
    """What is worked out of a tree and what a node of arrays gives are one."""
    if what in ARITHMETIC:
        text = f"({given[0]}) {what} ({given[1]})"
    elif what == "band":
        text = f"band({given[0]}, {{-20: 1, 0: 2, 10.5: 3}})"
    else:
        text = f"{what}({', '.join(map(str, given[: FUNCTIONS[what].counts[1]]))})"
    node = build(Expr(text), scope(), "number", Purpose("test"), Problems())
    tree = tree_of(Expr(text))
    assert tree is not None
    found = known(tree, {})
    if node is None or node.constant is None or math.isnan(node.constant):
        if node is not None and node.constant is None:  # a table is looked up when it is asked
            value = float(node.run(None))
            assert found is None if math.isnan(value) else found == value
        else:
            assert found is None or abs(float(found)) > 1e15
    else:
        assert found == node.constant
    low, high = reach(tree, {})
    assert found is None or low <= found <= high


def test_undecided_parts_are_named() -> None:
    tree = tree_of(Expr("n + 1 > kpi"))
    assert tree is not None
    assert known(tree, {"n": 1}) is None and constant(tree, {"n": 1, "kpi": 1}) is True


# --- text and tree -----------------------------------------------------------------------------------


def _expressions(value: Any) -> list[Expr]:
    if isinstance(value, Expr):
        return [value]
    if isinstance(value, str | int | float | None):
        return []
    if isinstance(value, dict):
        return [found for item in value.values() for found in _expressions(item)]
    if isinstance(value, tuple | list):
        return [found for item in value for found in _expressions(item)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [found for name in fields for found in _expressions(getattr(value, name))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_expression_is_written_as_it_is_read(path: Path) -> None:
    found = _expressions(load_scheme(path))
    assert found
    for expr in found:
        tree = tree_of(expr)
        assert tree is not None and tree_of(Expr(written(tree))) == tree, expr.text
        text = expr.text.strip()
        for part in walk(tree):  # a part stands where it says
            assert text[part.at.start : part.at.stop], expr.text
            if isinstance(part, NameWord):
                assert text[part.at.start : part.at.stop] == part.id


@pytest.mark.parametrize(
    "text",
    ["-2 ** 2", "(-2) ** 2", "2 ** -1", "2 ** 3 ** 2", "(2 ** 3) ** 2", "a - (b - c)", "a - b - c", "a / (b * c)",
     "not (a and b)", "(not a) == b", "(a if b else c) + 1", "a if (b if c else d) else e", "(a < b) < c", "a < b < c",
     "a or b and c", "(a or b) and c", "x not in ['a', b]", "(a in [b]) == c", "f(a, {1: b, 2: c})", "next.x * -a",
     "- - a", "+a", "'it\\'s'", "1e20", "(a if b else c) if d else e", "not not a"],
)  # fmt: skip
def test_a_tree_is_written_with_the_brackets_it_needs(text: str) -> None:
    tree = tree_of(Expr(text))
    assert tree is not None
    assert tree_of(Expr(written(tree))) == tree
    assert "((" not in written(tree)


def test_places_count_characters_of_all_lines() -> None:
    text = "('优' == w and\n -kpi > 3)"
    tree = tree_of(Expr(text))
    assert tree is not None
    (signed,) = (part for part in walk(tree) if isinstance(part, Signed))
    assert text[signed.at.start : signed.at.stop] == "-kpi"


def test_a_chain_that_ends_in_a_list_is_two_conditions() -> None:
    tree = tree_of(Expr("1 < n in [2, 3]"))
    assert tree is not None
    assert written(tree) == "1 < n and n in [2, 3]"


def test_pythons_tree_is_seen_by_the_parser_alone() -> None:
    """Every other pass reads the tree of `expressions.syntax`; `schemas` reads the texts of our own forms,
    `completing` the Python that a reader types, and `own` the text of a function of the reader's."""
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")
             if re.search(r"^(import ast|from ast)\b", path.read_text(encoding="utf-8"), re.M)}  # fmt: skip
    assert found == {"expressions/parse.py", "files/schemas.py", "notebook/looking_up.py", "results/own.py"}
