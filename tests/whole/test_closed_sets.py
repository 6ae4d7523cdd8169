"""Closed sets: each is written once, and every table over one has an entry for each of its members."""

from __future__ import annotations

import ast
import importlib
import inspect
import typing
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest
from places import PACKAGE, ROOT

from ladder_sim.core import palette

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")
#: Two sets that are alike by chance: what one says has nothing to do with the other.
ALIKE: set[frozenset[str]] = set()
#: Measures chosen for two places, and not all there are.
CHOSEN = {frozenset({"advancement_rate", "labor_cost", "net_promotion_rate", "time_to_promotion", "turnover"})}
#: Tables read by texts of files or of measures, each held to its set by the tests of its own room.
READ_BY_TEXT = {"UNITS", "FORMATS", "SIGNED", "FORMS", "ROSTER_COLUMNS", "HEADERS", "_TOLD"}


def name_of(path: Any) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def literals() -> Iterator[tuple[str, frozenset[str]]]:
    """Every ``Literal[…]`` of three texts or more, with its place."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
                inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                texts = [one.value for one in inner if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if len(texts) >= 3:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", frozenset(texts)


def test_a_closed_set_is_written_once() -> None:
    where: dict[frozenset[str], list[str]] = {}
    for place, texts in literals():
        where.setdefault(texts, []).append(place)
    twice = [f"{sorted(texts)}: {places}" for texts, places in where.items() if len(places) > 1 and texts not in ALIKE]
    assert not twice, "give the set a name in the lower of the rooms:\n" + "\n".join(twice)


def kinds_of(annotation: Any) -> tuple[str, ...]:
    """The members of a set of texts; () for what is none."""
    annotation = getattr(annotation, "__value__", annotation)
    found = get_args(annotation) if get_origin(annotation) is Literal else ()
    return found if found and all(isinstance(one, str) for one in found) else ()


def tables(module: ModuleType) -> Iterator[tuple[str, Mapping[Any, Any], tuple[str, ...]]]:
    """The tables of a module whose keys are annotated with a closed set."""
    for name, text in getattr(module, "__annotations__", {}).items():
        if not isinstance(getattr(module, name, None), Mapping):
            continue
        space = {**vars(typing), **vars(module)}
        try:
            annotation = eval(text, space) if isinstance(text, str) else text
        except NameError:  # named for type checkers alone
            key = ast.unparse(ast.parse(text).body[0].value.slice.elts[0])  # type: ignore[attr-defined]
            annotation = Mapping[eval(key, space), Any]  # type: ignore[misc]
        arguments = get_args(annotation)
        if len(arguments) == 2 and kinds_of(arguments[0]):
            yield name, getattr(module, name), kinds_of(arguments[0])


@pytest.mark.parametrize("name", [name_of(path) for path in MODULES])
def test_a_table_over_a_closed_set_is_complete(name: str) -> None:
    for table, entries, members in tables(importlib.import_module(name)):
        assert set(entries) == set(members), f"{name}.{table}"


def named(module: ModuleType) -> Iterator[tuple[str, frozenset[str]]]:
    """The tuples of texts and the tables by texts that a module gives a name, annotated with a closed set or not."""
    tree = ast.parse(inspect.getsource(module))
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if value is not None else None  # type: ignore[attr-defined]
        parts = value.keys if isinstance(value, ast.Dict) else value.elts if isinstance(value, ast.Tuple) else []
        texts = [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(target, ast.Name) and len(texts) == len(parts) >= 4:
            yield target.id, frozenset(texts)


def test_what_stands_beside_a_closed_set_is_held_by_it() -> None:
    """A table of the same members as a set or as another table is annotated with the set, so that it is walked."""
    sets = {texts for _, texts in literals()}
    loose: dict[frozenset[str], list[str]] = {}
    for path in MODULES:
        module = importlib.import_module(name_of(path))
        walked = {name for name, _, _ in tables(module)}
        for name, texts in named(module):
            if name not in walked | READ_BY_TEXT:
                loose.setdefault(texts, []).append(f"{name_of(path)}.{name}")
    twins = {tuple(sorted(t)): places for t, places in loose.items() if t not in CHOSEN and (t in sets or places[1:])}
    assert not twins, "\n".join(f"{places}: {members}" for members, places in twins.items())


#: Keys of files and of JSON that are alike a set.
AS_DATA = {frozenset({"en", "zh"})}


def within_functions(tree: ast.Module) -> Iterator[tuple[int, frozenset[str]]]:
    """The keys of every dict of texts that no annotation types, tables of the module left out, each with its line."""
    every = list(ast.walk(tree))
    tables_ = {id(node.value) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)}
    typed = tables_ | {id(node.value) for node in every if isinstance(node, ast.AnnAssign)}
    for node in every:
        if isinstance(node, ast.Dict) and node.keys and id(node) not in typed:
            texts = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            if len(texts) == len(node.keys):
                yield node.lineno, frozenset(texts)


def test_a_dict_within_a_function_is_no_table_of_a_closed_set() -> None:
    """One that has a set's members for its keys is annotated with the set, or a table of the module."""
    sets = {texts for _, texts in literals()} - AS_DATA
    trees = {path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    found = [f"{name}:{line}" for name, tree in trees.items() for line, keys in within_functions(tree) if keys in sets]
    assert not found


def test_the_colors_of_charts_are_written_once() -> None:
    colors = {color.removeprefix("#").lower() for color in [*palette.COLORS, palette.YELLOW]}
    for path in MODULES:
        texts = {node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
        again = {text for text in texts if text.removeprefix("#").lower() in colors}
        assert not again or path.name == "palette.py", f"{path}: take {again} from core/palette.py"


def test_there_are_tables_to_walk() -> None:
    found = [table for path in MODULES for table, _, _ in tables(importlib.import_module(name_of(path)))]
    assert {"MOVE_KINDS", "EXIT_CAUSES", "PAY_PARTS", "SEVERANCES", "HIRING_KINDS", "TAKEN"} <= set(found)
