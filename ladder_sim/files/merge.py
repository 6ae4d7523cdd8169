"""Variants: a file that says ``based_on`` and names only what differs."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.files import FileNode
from ladder_sim.files.tree import KeyPath, Scalar
from ladder_sim.model.likely import RANGE_KEYS
from ladder_sim.model.workforce import HIRING_KINDS
from ladder_sim.streams.distributions import DISTRIBUTIONS

# Each file has its own.
OWN = ("scheme", "workforce", "title", "short_title", "based_on", "adopted", "summary")
# Of each group a mapping has one; a variant that names another replaces it.
_EITHER = (
    frozenset(each.key for each in DISTRIBUTIONS.values()),
    frozenset(("base", "hazard", "preset")),
    frozenset(("age", "preset")),
    frozenset(("employer_load", "contributions")),
    frozenset(("headcount", "grades", "roster")),
    frozenset(kind for kind in HIRING_KINDS if kind != "none"),
    frozenset(("times", "per_month")),
    frozenset(RANGE_KEYS),
)
# Tables that only make sense as a whole.
_WHOLE = {
    ("entry",),
    ("placement",),
    ("people", "roles"),
    ("people", "grades"),
    ("attrition", "base"),
}
# Entries that may be written as one value: the key that the value belongs to.
_SHORT = {"parameters": "value", "pay": "amount"}
_MISSING = object()


def merge(base: FileNode, change: FileNode, problems: Problems) -> FileNode:
    """`base` with what `change` says; every node keeps the place it was written at."""
    kept = {key: node for key, node in base.value.items() if key not in OWN}
    merged = _mapping(replace(base, value=kept), change, (), problems)
    return replace(merged, file=change.file, line=change.line, column=change.column)


#: Sections of a workforce of which its notes speak: who the people are, how they leave and come.
_NOTED = ("people", "attrition", "hiring")
_SAID_BEFORE = Title("(of the people as first described) ", "（就原始人员文件而言）")


def of_others(merged: FileNode, changed: Container[object]) -> FileNode:
    """A workforce whose people are no longer those that its notes were written of: the notes say so.

    Parameters
    ----------
    changed : sections that say something new; notes among them are new, too
    """
    notes = merged.value.get("notes")
    if notes is None or not isinstance(notes.value, list) or "notes" in changed:
        return merged
    if not any(name in changed for name in _NOTED):
        return merged
    told = replace(notes, value=[_said_before(note) for note in notes.value])
    return replace(merged, value={**merged.value, "notes": told})


def _said_before(note: FileNode) -> FileNode:
    if isinstance(note.value, dict):
        return replace(note, value={name: _marked(part, name) for name, part in note.value.items()})
    return _marked(note, "zh" if isinstance(note.value, str) and not note.value.isascii() else "en")


def as_written(note: PlainData) -> PlainData:
    """A note of a form, without what `of_others` put before it."""
    if isinstance(note, dict):
        return {name: as_written(text) for name, text in note.items()}
    return next((note.removeprefix(mark) for mark in _SAID_BEFORE.spellings if str(note).startswith(mark)), note)


def _marked(text: FileNode, language: object) -> FileNode:
    mark = _SAID_BEFORE.by_language().get(str(language), _SAID_BEFORE.spellings[0])
    if not isinstance(text.value, str) or text.value.startswith(mark):
        return text
    return replace(text, value=mark + text.value)


def same_content(base: FileNode, merged: FileNode) -> bool:
    """Does the variant say nothing new (its id, title and summary aside)?"""
    if "adopted" in merged.value:
        return False
    return _content(base) == _content(merged)


def _content(node: FileNode) -> PlainForm:
    return {key: value for key, value in node.plain().items() if key not in OWN}


def _mapping(base: FileNode, change: FileNode, loc: KeyPath, problems: Problems) -> FileNode:
    entries: dict[Scalar, FileNode] = dict(base.value)
    for group in _EITHER:
        if loc and group & set(change.value):
            entries = {key: node for key, node in entries.items() if key not in group or key in change.value}
    for key, node in change.value.items():
        entries[key] = _merged(entries.get(key), node, (*loc, key), problems)
        if _removes(node):
            if key not in base.value:
                _not_there(node, key, base.value, problems)
            del entries[key]
        elif node.value is None and key in base.value and not (len(loc) == 2 and loc[0] == "ladder"):
            del entries[key]  # `apply:` with nothing behind it takes the key away
    return replace(change, value=entries)


def _merged(base: FileNode | None, change: FileNode, loc: KeyPath, problems: Problems) -> FileNode:
    if base is None or loc in _WHOLE or loc[-1] == "shares":
        return change
    short = _SHORT.get(str(loc[0])) if len(loc) == 2 else None
    if short is not None and not isinstance(change.value, dict | list) and isinstance(base.value, dict):
        whole = {**base.value, short: change}
        return replace(base, value=whole)
    if short is not None and isinstance(change.value, dict) and not isinstance(base.value, dict | list):
        base = replace(base, value={short: base})
    if loc in (("moves",), ("transfers",)) and isinstance(base.value, list) and isinstance(change.value, list):
        return _listed(base, change, loc[0], problems)
    if isinstance(base.value, dict) and isinstance(change.value, dict):
        return _mapping(base, change, loc, problems)
    return change


def _listed(base: FileNode, change: FileNode, key: str | int, problems: Problems) -> FileNode:
    """Moves (or transfers) with the same id merge, others are added at the end, ``remove: true`` drops one."""
    made: list[FileNode] = list(base.value)
    ids = [_id(node) for node in made]
    for node in change.value:
        name = _id(node)
        at = ids.index(name) if name in ids and name is not _MISSING else None
        if _removes(node):
            if at is None:
                _not_there(node, name, ids, problems, key)
            else:
                del made[at], ids[at]
        elif at is None:
            made.append(node)
            ids.append(name)
        else:
            made[at] = replace(_mapping(made[at], node, (key, at), problems), index=node.index)
    return replace(change, value=made)


def _id(node: FileNode) -> object:
    found = node.get("id")
    return _MISSING if found is None or isinstance(found.value, dict | list) else found.value


def _removes(node: FileNode) -> bool:
    flag = node.get("remove")
    return flag is not None and flag.value is True


def _not_there(node: FileNode, name: object, known: Iterable[object], problems: Problems, key: str | int = "") -> None:
    names = [str(key) for key in known if key is not _MISSING]
    shown = "" if name is _MISSING else name
    text = tr("'{name}' cannot be removed; the scheme it is based on has none",
              "无法删除“{name}”；所依据的方案里没有它", name=shown)  # fmt: skip
    if key == "transfers":
        text = tr("'{name}' cannot be removed; there is no such transfer now", "无法删除“{name}”；现状中没有这项调动",
                  name=shown)  # fmt: skip
    place = Place(node.file, node.key_line or node.line, node.key_column or node.column)
    problems.add(place, text + nearest(str(name), names))
