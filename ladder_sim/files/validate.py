"""Fitting a file's tree to a form: what does not fit becomes problems in plain words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ladder_sim.core.grammar import one_of
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.files import FileNode, KeyPath, find, locate, show
from ladder_sim.files.formats import called_now, kind_of
from ladder_sim.files.forms.common import Form
from ladder_sim.files.tree import Scalar

AnyForm = TypeVar("AnyForm", bound=Form)

# What stands in for a value that does not fit, so that the rest of the file can be checked too.
_STAND_INS: dict[str, Scalar] = {
    "value": 0,
    "amount": 0,
    "earn": True,
    "if": True,
    "every": "month",
    "stage": "stage",
    "months": 1,
    "mean": 0,
    "headcount": 1,
}
_PASSES = 6
#: What others call a key; told where a form has that key.
_ELSEWHERE: Mapping[str, str] = {
    "id": "scheme", "name": "title", "grades": "ladder", "levels": "ladder", "ranks": "ladder", "tracks": "ladder",
    "rules": "moves", "promotions": "moves", "promotion": "moves", "transitions": "moves", "salary": "pay",
    "start": "entry", "start_grade": "entry", "condition": "when", "conditions": "when", "criteria": "when",
    "requirements": "when", "source": "from", "start_from": "from", "target": "to", "every": "review",
    "frequency": "review",
}  # fmt: skip
#: Of keys that are called otherwise within an entry that has an id.
_OF_ENTRIES: Mapping[str, str] = {"name": "id", "if": "when"}
#: Errors of pydantic at what should be a mapping.
_NO_MAPPING = ("dict_type", "model_type", "model_attributes_type")
#: How a ladder is written, for who writes it otherwise.
_LADDER = "ladder: {staff: {junior: {base: 4000}, senior: {base: 5000}}}"


def validate(form: type[AnyForm], tree: FileNode, problems: Problems) -> tuple[AnyForm, FileNode] | None:
    """`tree` as a `form`, and the part of the tree that it holds.

    Values that do not fit are reported and left out, so that the rest can be checked too; None when too
    little is left.
    """
    tree = tree.copy()
    for _ in range(_PASSES):
        data = tree.plain()
        unknown: list[tuple[int, list[str], tuple[str, ...]]] = []
        paths = dict(_mappings(data, ()))
        made: AnyForm | None = None
        errors: list[ErrorDetails] = []
        try:
            made = form.model_validate(data, context=unknown)
        except ValidationError as misfits:
            errors = list(misfits.errors(include_url=False))
        meant = _add_unknown(unknown, paths, tree, problems)
        found = [(_path(error["loc"], data), error) for error in errors]
        for path, error in found:
            if not (error["type"] == "missing" and path in meant) and not _follows(tree, path, error):
                _add(path, error, tree, problems)
        for identity, keys, _known in unknown:
            holder = _at(tree, paths[identity])
            holder.spoiled = True
            for key in keys:
                holder.value.pop(key, None)
        if made is not None:
            return made, tree
        drops = [_repair(tree, path, error) for path, error in found]
        if None in drops:
            return None
        # from the end of each list, so that the numbers of the others hold
        listed = {(id(items), index): items for drop in drops for items, index in drop or []}
        for (_, index), items in sorted(listed.items(), key=lambda entry: -entry[0][1]):
            del items.value[index]
            items.spoiled = True
    return None


def _mappings(data: object, path: KeyPath) -> Iterator[tuple[int, KeyPath]]:
    """The path of every mapping, by its identity."""
    if isinstance(data, dict):
        yield id(data), path
        for key, value in data.items():
            yield from _mappings(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _mappings(value, (*path, index))


def _add_unknown(
    unknown: list[tuple[int, list[str], tuple[str, ...]]],
    paths: dict[int, KeyPath],
    tree: FileNode,
    problems: Problems,
) -> set[KeyPath]:
    """Report unknown keys; the paths of the keys they were probably meant to be."""
    meant: set[KeyPath] = set()
    for identity, keys, known in unknown:
        parent = paths[identity]
        for key in keys:
            path = (*parent, key)
            other = _called_here(str(key), known)
            close = [other] if other else difflib.get_close_matches(str(key), known, n=1, cutoff=0.6)
            meant.update((*parent, name) for name in close)
            place = locate(tree, path, key=True)
            if str(key) == "":
                problems.add(place, tr("a key is empty", "键是空的"))
                continue
            odd = not str(key).replace("_", "").replace("-", "").isalnum()
            hint = _renamed(tree, path) or (
                tr(
                    '; if it belongs to the text before it, put all of that text in "double quotes"',
                    "；如果它属于前面的文字，请把整段文字放进双引号",
                )
                if odd
                else _elsewhere(other) or _of_play(str(key), known) or nearest(str(key), known)
            )
            problems.add(place, tr("unknown key", "未知的键") + (hint or _allowed(known)))
    return meant


def _renamed(tree: FileNode, path: KeyPath) -> str:
    """The present name of a key of earlier formats, or ''."""
    kind = kind_of(tree)
    name = called_now(kind, path) if kind is not None else ""
    return tr("; it is called '{name}' now", "；现称“{name}”", name=name) if name else ""


def _called_here(key: str, known: tuple[str, ...]) -> str:
    """The key of this form that goes by this name elsewhere, or ''."""
    names = (_OF_ENTRIES.get(key.lower()) if "id" in known else None, _ELSEWHERE.get(key.lower()))
    return next((name for name in names if name in known), "")


def _elsewhere(name: str) -> str:
    """``; here it is called moves`` of a key that goes by another name elsewhere; '' of none."""
    shown = _LADDER if name == "ladder" else name
    return tr("; here it is called {name}", "；这里写作 {name}", name=shown) if name else ""


def _of_play(key: str, known: tuple[str, ...]) -> str:
    """Of a scheme what is said of keys that tell how it is played; '' of others."""
    if "ladder" not in known or key.lower() not in ("months", "replications", "seed", "horizon", "years"):
        return ""
    return tr("; no scheme says it: it is given when the scheme is played", "；方案中不写，模拟时再给出")


def _allowed(known: tuple[str, ...]) -> str:
    return tr("; allowed: {names}", "；可用：{names}", names=tr(", ", "、").join(known))


def _path(loc: KeyPath, data: PlainData) -> KeyPath:
    """An error's place in the file: the tags of unions, which the file does not have, left out."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(part, str) and part.startswith("<") and part.endswith(">"):
            continue
        if part == "[key]":
            continue
        # pydantic gives the key of a mapping as text; the file may have a number there
        if isinstance(data, dict):
            part = next((key for key in data if key == part or str(key) == part), part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif not isinstance(part, str) or data is None:
            data = None
        path.append(part)
    return tuple(path)


def _add(path: KeyPath, error: ErrorDetails, tree: FileNode, problems: Problems) -> None:
    if error["type"] == "missing":
        place = locate(tree, path[:-1])
        problems.add(place, tr("'{key}' is missing", "缺少“{key}”", key=path[-1]))
        return
    at_key = "[key]" in error["loc"]
    more = _as_a_headcount(path, error.get("input")) or _as_a_ladder(path, error)
    problems.add(locate(tree, path, key=at_key), in_words(error) + more)


def _as_a_headcount(path: KeyPath, given: object) -> str:
    """What to write for people that are given as a number; '' of anything else."""
    if path != ("people",) or not isinstance(given, int) or isinstance(given, bool):
        return ""
    return tr("; so many people are {{headcount: {n}}}", "；指定人数请写作 {{headcount: {n}}}", n=given)


def _as_a_ladder(path: KeyPath, error: ErrorDetails) -> str:
    """What to write for grades as a list, or without the track that they stand in; '' of anything else."""
    if path[:1] != ("ladder",) or len(path) > 3 or error["type"] not in _NO_MAPPING:
        return ""
    return tr(
        "; grades stand in tracks, lowest first: {ladder}", "；职级写在通道之下，由低到高：{ladder}", ladder=_LADDER
    )


def in_words(error: ErrorDetails) -> str:
    """A pydantic error as a plain sentence."""
    got, ctx, kind = show(error.get("input")), error.get("ctx") or {}, error["type"]
    needs = {
        "need_number": ("a number", "数字"),
        "need_integer": ("a whole number", "整数"),
        "need_hiring": ("none or a mapping such as {keep: headcount}", " none 或 {keep: headcount} 这样的映射"),
        "int_parsing": ("a whole number", "整数"),
        "int_type": ("a whole number", "整数"),
        "need_smaller": ("a smaller number", "更小的数字"),
        "need_flag": ("true or false", " true 或 false"),
        "need_severance": ("true, false, none, N, N+1 or 2N", " true、false、none、N、N+1或2N"),
        "need_text": ("text", "文字"),
        "need_expression": ("a number or an expression", "数字或表达式"),
        "need_month": ("a month such as 2028-01", "月份，如2028-01"),
        "need_title": ("a text, or a mapping with en and zh", "文字，或含 en 和 zh 的映射"),
        "need_name": (
            "a name of letters, digits and _ that does not begin with a digit",
            "由字母、数字和下划线组成的名称，不能以数字开头",
        ),
        "need_shorter_name": ("a name of at most 64 signs", "不超过64个字符的名称"),
        "dict_type": ("a mapping", "映射"),
        "list_type": ("a list", "列表"),
        "model_type": ("a mapping", "映射"),
        "model_attributes_type": ("a mapping", "映射"),
        "string_type": ("text", "文字"),
    }
    if kind in needs:
        return _need(*needs[kind], got)
    if kind == "literal_error":
        words = str(ctx["expected"]).replace(" or ", ", ")
        names = [word.strip().strip("'") for word in words.split(",")]
        text = str(error.get("input"))
        close = nearest(text, names) if difflib.get_close_matches(text, names, n=1, cutoff=0.6) else ""
        if len(names) == 1:
            return _need(f"'{names[0]}'", f"“{names[0]}”", got)
        shown = ", ".join(names)
        return _need(f"one of {shown}", f" {one_of(names)}", got) + close
    if kind == "union_tag_invalid":
        return _need(*_shapes(str(ctx["expected_tags"])), got)
    limits = {
        "greater_than_equal": ("at least {x}", "不小于{x}的数", "ge"),
        "less_than_equal": ("at most {x}", "不大于{x}的数", "le"),
        "greater_than": ("more than {x}", "大于{x}的数", "gt"),
        "less_than": ("less than {x}", "小于{x}的数", "lt"),
    }
    if kind in limits:
        en, zh, name = limits[kind]
        limit = f"{ctx[name]:g}" if isinstance(ctx[name], int | float) else str(ctx[name])
        return _need(en.format(x=limit), zh.format(x=limit), got)
    if kind == "too_short" and not ctx.get("actual_length"):
        return tr("must not be empty", "不能为空")
    if kind in ("too_short", "too_long"):
        n = ctx.get("min_length", ctx.get("max_length"))
        return tr("must have {n} entries, got {got}", "应有{n}项，现有{got}项", n=n, got=ctx.get("actual_length"))
    return tr("cannot be used: {got}", "无法使用：{got}", got=got)


def _need(en: str, zh: str, got: str) -> str:
    return tr(
        "must be " + en.replace("{", "{{").replace("}", "}}") + ", got {got}",
        "应为" + zh.replace("{", "{{").replace("}", "}}") + "，现为{got}",
        got=got,
    )


def _shapes(tags: str) -> tuple[str, str]:
    words = {
        "<number>": ("a number", "数字"),
        "<text>": ("text", "文字"),
        "<flag>": ("true or false", "true 或 false"),
        "<list>": ("a list", "列表"),
        "<mapping>": ("a mapping", "映射"),
        "<nothing>": ("nothing", "空"),
    }
    names = [tag.strip().strip("'") for tag in tags.split(",")]
    en = [words[name][0] for name in names if name in words]
    told = [words[name][1] for name in names if name in words]
    told = [one.replace(" 或 ", "/") for one in told] if len(told) > 1 else told  # true/false among others
    zh = "或".join(part for part in ("、".join(told[:-1]), told[-1] if told else "") if part)
    gap = " " if zh[:1].isascii() else ""  # a Latin word stands apart from the Chinese before it
    return ", ".join(en[:-1]) + (" or " if len(en) > 1 else "") + en[-1], gap + zh


def _at(tree: FileNode, path: KeyPath) -> FileNode:
    for part in path:
        tree = tree.value[part]
    return tree


def _follows(tree: FileNode, path: KeyPath, error: ErrorDetails) -> bool:
    """Is this only because something that did not fit has been taken out?"""
    where = path[:-1] if error["type"] == "missing" else path
    node = find(tree, where)
    return node is not None and node.spoiled and error["type"] in ("missing", "too_short")


def _repair(tree: FileNode, path: KeyPath, error: ErrorDetails) -> list[tuple[FileNode, int]] | None:
    """Take what does not fit out of the tree, or put something harmless in its place.

    Entries of lists are not taken out but returned, for their numbers must hold meanwhile. None: it cannot be done.
    """
    holders = [tree]
    for part in path[:-1]:
        try:
            holders.append(holders[-1].value[part])
        except (KeyError, IndexError, TypeError):
            break  # something above is not what it should be: the last one that exists is taken out
    path = path[: len(holders)]
    if not path:
        return None
    holder, last, missing = holders[-1], path[-1], error["type"] == "missing"
    if isinstance(holder.value, dict) and last in _STAND_INS:
        old = holder.value.get(last, holder)
        holder.value[last] = replace(old, value=_STAND_INS[str(last)], spoiled=True)
        holder.spoiled = True
        return []
    if isinstance(holder.value, dict) and not missing:
        holder.spoiled = True
        return [] if holder.value.pop(last, None) is not None else None
    # something needed is missing: give up the entry of a list that it belongs to
    for above, part in zip(reversed(holders), reversed(path), strict=True):
        if isinstance(above.value, list) and isinstance(part, int):
            return [(above, part)]
    return None
