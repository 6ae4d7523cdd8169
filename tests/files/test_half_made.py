"""A key that is half made fails here: read by no resolver, played by nothing, told by no card or no difference."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from functools import cache

import pytest
from places import PACKAGE

from ladder_sim.files import changes, said_values
from ladder_sim.files.field_words import FIELD_WORDS
from ladder_sim.files.forms.common import Form
from ladder_sim.model import grades, indices, metrics, moves, scheme, statuses, workforce
from ladder_sim.streams.distributions import DISTRIBUTIONS

#: Fields of records that nothing plays, for they are texts or say where something stands.
SAID_ONLY = {
    "Scheme": {"id", "title", "summary", "short_title", "source", "stated", "notes", "based_on", "form", "file",
               "lint_ignored"},
    "Workforce": {"id", "title", "notes", "based_on", "form", "file"},
    "Stated": {"rule", "remark", "reason", "place", "by", "kind", "at"}, "Effort": {"basis"}, "Metric": {"basis"},
    "KindOfHiring": {"rate", "keeps", "numbers"}, "BetweenYears": {"basis"},
}  # fmt: skip
#: Fields of a scheme that no card says, and why.
UNTOLD = {
    "Scheme": {"absent", "replaced", "short_title"},  # what a variant dropped; the scheme before; the title is said
    "Move": {"calendar"},  # the same as `windows` but where a file says otherwise
    "Status": {"begins"},  # of a workforce's own, whose card says it otherwise
    # how people and results are drawn: the file's guide says it, a card its kind and mean
    "Attribute": {"ordered", "changes", "cut"}, "Metric": {"carry", "ability", "at_move", "gain", "half_life", "cut"},
}  # fmt: skip
#: Sections of a scheme whose difference is none of its rules.
SAME_RULES = {"id", "title", "absent", "replaced", "summary", "source", "notes", "tracks"}


def records(*modules: object) -> Iterator[type]:
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__:  # type: ignore[attr-defined]
                yield value


@cache
def read_in(*rooms: str) -> frozenset[str]:
    """The names that modules of these rooms read from something, or name in a text as `getattr` takes them."""
    found: set[str] = set()
    for path in (path for room in rooms for path in (PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


def forms(form: type[Form] = Form) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from forms(each)


for _path in (PACKAGE / "files" / "forms").glob("[a-z]*.py"):
    importlib.import_module(f"ladder_sim.files.forms.{_path.stem}")


@pytest.mark.parametrize("form", {each.__name__: each for each in forms()}.values(), ids=lambda form: form.__name__)
def test_every_key_of_a_form_is_read(form: type[Form]) -> None:
    drawn = {each.key for each in DISTRIBUTIONS.values()}  # read by the table
    own = ("desk",) if form.__module__ == "ladder_sim.desk.forms" else ("files/resolving", "files/forms")
    read = read_in(*own) | drawn | set(workforce.HIRING_KINDS)
    noted = {"format", "document", "url"}  # read before the form; of a source, for people
    assert not [name for name in form.model_fields if name not in read | noted]


@pytest.mark.parametrize("record", records(grades, indices, metrics, moves, scheme, statuses, workforce))
def test_every_field_of_a_record_is_played(record: type) -> None:
    read = read_in("plan", "engine", "expressions", "experiment", "people", "results", "model", "streams")
    names = {field.name for field in dataclasses.fields(record)} - SAID_ONLY.get(record.__name__, set())
    assert not names - read - {"title", "at", "file", "form"}


@pytest.mark.parametrize("record", records(grades, indices, metrics, moves, scheme, statuses))
def test_every_field_of_a_schemes_record_is_told_by_its_card(record: type) -> None:
    names = {field.name for field in dataclasses.fields(record)} - UNTOLD.get(record.__name__, set())
    assert not names - read_in("analysis") - {"at", "form", "file"}


@pytest.mark.parametrize("record", records(grades, indices, metrics, moves, scheme, statuses))
def test_every_field_of_a_schemes_record_has_its_words_in_a_difference(record: type) -> None:
    if record in (scheme.Scheme, scheme.Stated) or record in said_values.record_said.registry:
        return
    names = {field.name for field in dataclasses.fields(record) if field.compare} - {"title"}
    assert not names - set(FIELD_WORDS)
    assert not [name for name in names if FIELD_WORDS[name].zh.isascii()]


def test_every_section_of_a_scheme_is_compared() -> None:
    tree = ast.parse(inspect.getsource(changes.diff))
    compared = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not {field.name for field in dataclasses.fields(scheme.Scheme) if field.compare} - compared - SAME_RULES
