"""The fields of a form: what each is called, what it may hold and what it means, read from the schema of the file."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.files.key_words import halves, key_title
from ladder_sim.files.schemas import FOLDER, FORMS, forms_by_name

#: What a field holds: a text, a text in two languages, a number, a whole number, yes or no, one of a list, a rule of
#: the language, a list, fields of its own, or entries by name.
FieldKind = Literal["text", "title", "number", "whole", "flag", "choice", "rule", "list", "fields", "entries"]
#: Kinds of file that have a form.
FormKind = Literal["scheme", "workforce"]
FieldPath = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    Parameters
    ----------
    key : as the file has it
    title, help : for people; a half of the help may be ''
    kind : what it holds; where it may hold several kinds, the plainest
    kinds : all that it may hold
    choices : of a choice
    required : must it be there?
    low, high : of a number; None where there is no limit
    """

    key: str
    title: Title
    help: Title
    kind: FieldKind
    kinds: tuple[FieldKind, ...]
    choices: tuple[str, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None


#: From the plainest on: the first that a field may hold is how it is shown when it is empty.
_PLAINEST: tuple[FieldKind, ...] = (
    "title", "choice", "flag", "whole", "number", "rule", "text", "list", "entries", "fields",
)  # fmt: skip
_RULE = frozenset(("boolean", "number", "string"))


@functools.cache
def _schema(kind: FormKind) -> PlainForm:
    made: PlainForm = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return made


def _ways(part: PlainForm, schema: PlainForm) -> Iterator[tuple[PlainForm, str]]:
    """All that a part of a schema allows, each with the name of its form or ''; nothing is left out of a choice."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        yield from ((way, found or name) for way, found in _ways(schema["$defs"][name], schema))
        return
    several = part.get("anyOf") or part.get("oneOf")
    if several and "properties" not in part:
        for one in several:
            yield from _ways(one, schema)
    elif part.get("type") != "null":
        yield part, ""


def fields_of(kind: FormKind, loc: FieldPath = ()) -> tuple[FormField, ...]:
    """The fields that a mapping of a file may have, in the order of the guides; none where keys are names.

    Parameters
    ----------
    loc : the path of the mapping, such as ``("moves", 0)``
    """
    schema = _schema(kind)
    for part, form in _at(kind, loc):
        if "properties" in part:
            needed = _needed(kind, form)
            return tuple(
                _field(key, told, form or _form_of(kind), key in needed, schema)
                for key, told in sorted(part["properties"].items(), key=lambda item: _order(form or "", item[0], kind))
                if key != "remove"
            )
    return ()


def field_at(kind: FormKind, loc: FieldPath) -> FormField | None:
    """The field that a path leads to; None where the file has none there."""
    key, schema = loc[-1], _schema(kind)
    for part, form in _at(kind, loc[:-1]):
        if key in part.get("properties", {}):
            return _field(str(key), part["properties"][key], form or _form_of(kind), key in _needed(kind, form), schema)
    ways = _at(kind, loc)
    return _field(str(key), {"anyOf": [part for part, _ in ways]}, ways[0][1], False, schema) if ways else None


def _at(kind: FormKind, loc: FieldPath) -> list[tuple[PlainForm, str]]:
    """What a file may have at a path."""
    schema = _schema(kind)
    found = [*_ways(schema, schema)] if not loc else []
    if not loc:
        return found or [(schema, "")]
    for part, _ in _at(kind, loc[:-1]) or ():
        below = part.get("items") if isinstance(loc[-1], int) else part.get("properties", {}).get(loc[-1])
        if below is None and not isinstance(loc[-1], int):
            below = part.get("additionalProperties")
        if isinstance(below, dict):
            found += _ways(below, schema)
    return found


def _field(key: str, told: PlainForm, form: str, needed: bool, schema: PlainForm) -> FormField:
    ways = [*_ways(told, schema)]
    kinds = {_kind(part, name) for part, name in ways}
    if set(_types(ways)) >= _RULE:
        kinds = kinds - {"text", "flag", "number", "whole"} | {"rule"}
    elif {"text", "whole"} <= kinds or {"text", "number"} <= kinds:
        kinds = kinds - {"text", "number", "whole"} | {"rule"}
    kinds -= {"whole"} if "number" in kinds else set()
    ordered = tuple(one for one in _PLAINEST if one in kinds)
    choices = tuple(str(one) for part, _ in ways for one in part.get("enum", ()))
    limits = [part for part, _ in ways if part.get("type") in ("number", "integer")]
    low = next((part[name] for part in limits for name in ("minimum", "ge", "exclusiveMinimum") if name in part), None)
    high = next((part[name] for part in limits for name in ("maximum", "le") if name in part), None)
    return FormField(key, key_title(key, form), halves(told.get("description", "")), ordered[0], ordered, choices,
                     needed, low, high)  # fmt: skip


def _types(ways: Sequence[tuple[PlainForm, str]]) -> Iterator[str]:
    return (str(part.get("type")) for part, _ in ways if "enum" not in part)


def _kind(part: PlainForm, form: str) -> FieldKind:
    if form == "Both":
        return "title"
    if "enum" in part or "const" in part:
        return "choice"
    if "properties" in part:
        return "fields"
    kinds: dict[str, FieldKind] = {"string": "text", "integer": "whole", "number": "number", "boolean": "flag",
                                   "array": "list", "object": "entries"}  # fmt: skip
    return kinds[str(part.get("type", "object"))]


def _form_of(kind: FormKind) -> str:
    return FORMS[kind].__name__


@functools.cache
def _needed(kind: FormKind, form: str) -> frozenset[str]:
    """The keys that a form must have; the exported schema asks for few, since a variant gives the others."""
    found = forms_by_name().get(form, FORMS[kind]).model_fields
    return frozenset(field.alias or name for name, field in found.items() if field.is_required())


@functools.cache
def _written_order(kind: FormKind, form: str) -> dict[str, int]:
    """The place of each key in its form: the exported schema is sorted by name."""
    found = forms_by_name().get(form, FORMS[kind])
    return {key: at for at, key in enumerate(found.keys())}


def _order(form: str, key: str, kind: FormKind) -> tuple[int, str]:
    return _written_order(kind, form).get(key, 999), key


def placed_key(kind: FormKind, loc: FieldPath, value: PlainData, key: str) -> int:
    """At which place of a mapping a new key goes, by the order of its form; behind all where that has none."""
    order = [field.key for field in fields_of(kind, loc)]
    if key not in order or not isinstance(value, dict):
        return len(value)
    before = set(order[: order.index(key)])
    places = [at for at, one in enumerate(value) if str(one) in before]
    return places[-1] + 1 if places else 0
