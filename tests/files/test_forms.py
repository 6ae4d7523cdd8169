"""The corpus: each small file gives exactly the messages that its first lines state."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from places import CORPUS, ROOT

from ladder_sim.core.i18n import Title, use
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.expressions.constant import NotConstant, constant, known
from ladder_sim.expressions.parse import tree_of
from ladder_sim.files import parse_tree
from ladder_sim.files.merge import merge, same_content
from ladder_sim.files.resolving.resolver import months_of, title_of
from ladder_sim.files.schemas import FOLDER, FORMS, schema_text
from ladder_sim.model.expression import Expr
from ladder_sim.scenarios.loading import check_file

INVALID = sorted(path for path in (CORPUS / "invalid").glob("*.yaml") if not path.stem.startswith("base_"))
VALID = sorted((CORPUS / "valid").glob("*.yaml"))


def stated(path: Path, word: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"# {word}: ") for line in lines if line.startswith(f"# {word}: ")]


def without_folders(text: str) -> str:
    return re.sub(r"(?:[\w.-]*/)+([\w.-]+\.(?:yaml|csv))", r"\1", text)


def given_by(path: Path) -> list[str]:
    try:
        check_file(path).raise_if_any()
    except LadderError as error:
        return [without_folders(str(problem)) for problem in error.problems]
    return []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_files_give_their_messages(path: Path) -> None:
    assert stated(path, "message"), "an invalid file states its messages"
    assert given_by(path) == stated(path, "message")


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_give_none(path: Path) -> None:
    problems = check_file(path)
    assert [str(problem) for problem in problems.errors] == []
    assert [without_folders(str(warning)) for warning in problems.warnings] == stated(path, "warning")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_message_exists_in_chinese(path: Path) -> None:
    use("zh")
    problems = check_file(path)
    assert problems.errors
    assert not [p.message for p in problems.errors if not re.search("[\u4e00-\u9fff]", p.message)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("misspelt_top", "misspelt_top.yaml:7:1: entri: 未知的键；是不是“entry”？"),
        ("unknown_to", "unknown_to.yaml:13:9: moves[0].to: 未知的职级“star_3”；是不是“star_2”？"),
        ("rate_without_unit", "rate_without_unit.yaml:6:16: hiring.grow: 应写明每年或每月，如“2% a year”，现为0.02"),
        ("entry_shares", "entry_shares.yaml:7:8: entry: 各份额之和应为1，现为1.1"),
        (
            "trap_yes_for_trial",
            "trap_yes_for_trial.yaml:5:33: ladder.service.star_1.trial: 应为 true 或 false，现为“yes”",
        ),
    ],
)
def test_some_messages_in_chinese(name: str, message: str) -> None:
    use("zh")
    assert given_by(CORPUS / "invalid" / f"{name}.yaml") == [message]


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_committed_schemas_equal_the_export(kind: str) -> None:
    committed = (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    assert committed == schema_text(kind), "run: python -m ladder_sim.files.schemas"
    schema = json.loads(committed)
    assert schema["properties"][kind]
    assert schema["additionalProperties"] is False


SCENARIOS = ROOT / "scenarios"
FOLDERS = {"schemes": "scheme", "workforces": "workforce", "studies": "study"}
OURS = [(path, kind) for folder, kind in FOLDERS.items() for path in sorted((SCENARIOS / folder).glob("*.yaml"))]
KINDS = [
    (path, next(kind for kind in ("study", "workforce", "scheme") if f"\n{kind}: " in "\n" + path.read_text("utf-8")))
    for path in VALID
]


@pytest.mark.parametrize(("path", "kind"), [*KINDS, *OURS], ids=lambda value: getattr(value, "stem", value))
def test_schemas_accept_what_loads(path: Path, kind: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    tree = parse_tree(path.read_text(encoding="utf-8"), path.name, Problems())
    assert tree is not None
    plain = json.loads(json.dumps(tree.plain()))  # keys of JSON are text
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(kind)))
    assert [error.message for error in validator.iter_errors(plain)] == []


@pytest.mark.parametrize(
    "name", ["misspelt_top", "move_is_text", "metric_misspelt", "bad_windows", "trap_yes_for_trial"]
)
def test_schemas_refuse_mistakes(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    tree = parse_tree((CORPUS / "invalid" / f"{name}.yaml").read_text(encoding="utf-8"), name, Problems())
    assert tree is not None
    kind = "workforce" if tree.get("workforce") else "scheme"
    assert list(jsonschema.Draft202012Validator(json.loads(schema_text(kind))).iter_errors(tree.plain()))


@pytest.mark.parametrize("kind", FORMS)
def test_every_mapping_of_a_schema_says_what_it_is_in_both_languages(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    told = {name: part.get("description", "") for name, part in [(kind, schema), *schema.get("$defs", {}).items()]}
    assert not [name for name, text in told.items() if not re.search(r"[A-Za-z]{3}.*[\u4e00-\u9fff]", text, re.S)]


def test_unknown_schema() -> None:
    with pytest.raises(LadderError, match=r"did you mean .scheme."):
        schema_text("schema")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n + 1", 4),
        ("three and not n > 5", True),
        ("way in ['slow', 'quick']", True),
        ("-n if three else 0", -3),
        ("1 < n <= 3", True),
        ("n / 2", 1.5),
        ("n ** 2 // 2", 4),
        ("min(n, 2) + round(1.25, 1)", 3.3),
        ("band(n, {0: 1, 3: 2})", 2),
    ],
)
def test_constant(text: str, value: object) -> None:
    assert constant(tree_of(Expr(text)), {"n": 3, "three": True, "way": "slow"}) == value


@pytest.mark.parametrize(
    "text", ["kpi", "f(n)", "next.n", "1 / 0", "'a' * 9", "'a' < 'b'", "mean(n, 3)", "10 ** 400", "min(n)"]
)
def test_not_constant(text: str) -> None:
    with pytest.raises(NotConstant):
        constant(tree_of(Expr(text)), {"n": 3})
    assert known(tree_of(Expr(text)), {"n": 3}) is None


def test_months_of() -> None:
    assert [months_of(text) for text in ("1 year", "6 months", "2 quarters", "soon", "1 day")] == [12, 6, 6, None, None]


def test_titles_serve_for_both_languages() -> None:
    assert title_of(None, "star_ladder") == Title("star ladder", "star ladder")
    assert title_of("Stars", "x") == Title("Stars", "Stars")


def merged(base: str, change: str) -> tuple[dict[str, object], list[str], bool]:
    problems = Problems()
    trees = [parse_tree(text, name, problems) for text, name in ((base, "base.yaml"), (change, "change.yaml"))]
    assert trees[0] is not None
    assert trees[1] is not None
    tree = merge(trees[0], trees[1], problems)
    return tree.plain(), [str(problem) for problem in problems.errors], same_content(trees[0], tree)


def test_mappings_merge_and_keep_their_order() -> None:
    plain, errors, same = merged("scheme: a\ntitle: A\nx: {p: 1, q: 2}\ny: 3\n", "scheme: b\nx: {q: 5, r: 6}\n")
    assert plain == {"scheme": "b", "x": {"p": 1, "q": 5, "r": 6}, "y": 3}
    assert list(plain) == ["x", "y", "scheme"]
    assert (errors, same) == ([], False)


def test_a_bare_value_of_a_parameter_keeps_its_range() -> None:
    plain, _, _ = merged("parameters: {bar: {value: 1, to: 9}}\n", "parameters: {bar: 2}\n")
    assert plain == {"parameters": {"bar": {"value": 2, "to": 9}}}
    plain, _, _ = merged("parameters: {bar: 1}\n", "parameters: {bar: {to: 9}}\n")
    assert plain == {"parameters": {"bar": {"value": 1, "to": 9}}}


def test_moves_merge_by_id() -> None:
    base = "moves: [{id: up, to: next, apply: 0.5}, {id: down, to: lower}, {id: out, to: exit}]\n"
    change = "moves: [{id: out, remove: true}, {id: up, apply: 0.9, seats: 3}, {id: side, to: x}]\n"
    plain, errors, _ = merged(base, change)
    assert plain == {
        "moves": [
            {"id": "up", "to": "next", "apply": 0.9, "seats": 3},
            {"id": "down", "to": "lower"},
            {"id": "side", "to": "x"},
        ]
    }
    assert errors == []


def test_removing_what_is_not_there() -> None:
    _, errors, _ = merged("pay: {bonus: 1}\n", "pay: {bonuss: {remove: true}}\n")
    assert errors == [
        "change.yaml:1:7: 'bonuss' cannot be removed; the scheme it is based on has none; did you mean 'bonus'?"
    ]


def test_one_kind_replaces_another() -> None:
    plain, _, _ = merged("metrics: {m: {poisson: 1, unit: x}}\n", "metrics: {m: {chance: 0.5}}\n")
    assert plain == {"metrics": {"m": {"unit": "x", "chance": 0.5}}}
    plain, _, _ = merged("people: {headcount: 3, team_size: 2}\n", "people: {grades: {a: 1}}\n")
    assert plain == {"people": {"team_size": 2, "grades": {"a": 1}}}


def test_shares_are_replaced_as_a_whole() -> None:
    plain, _, _ = merged("entry: {a: 0.5, b: 0.5}\n", "entry: {a: 1}\n")
    assert plain == {"entry": {"a": 1}}


def test_an_empty_key_takes_the_key_away() -> None:
    plain, _, _ = merged("moves: [{id: up, apply: 0.5}]\n", "moves: [{id: up, apply: }]\n")
    assert plain == {"moves": [{"id": "up"}]}
