"""Closed sets: each is written once, and every table over one has an entry for each of its members."""

from __future__ import annotations

import ast
import importlib
import typing
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest
from places import PACKAGE, ROOT

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")
#: Two sets that are alike by chance: what one says has nothing to do with the other.
ALIKE: set[frozenset[str]] = set()


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


def test_there_are_tables_to_walk() -> None:
    found = [table for path in MODULES for table, _, _ in tables(importlib.import_module(name_of(path)))]
    assert {"MOVE_KINDS", "EXIT_CAUSES", "PAY_PARTS", "SEVERANCES", "HIRING_KINDS"} <= set(found)
