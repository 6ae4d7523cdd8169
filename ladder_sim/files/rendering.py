"""Values as YAML text, to be put into a text that is there: in one line where they are small, else on their own."""

from __future__ import annotations

import json
import re

from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.signs import width
from ladder_sim.files.extents import WrittenAs
from ladder_sim.files.scalars import reads_as_text
from ladder_sim.files.tree import Scalar

#: A line is no longer than so many columns where it need not be.
WIDEST_LINE = 120
#: A text that needs no quotes anywhere: letters, digits, CJK, and signs that mean nothing in YAML where they stand.
_BARE = re.compile(r"[^\W\d_][^\[\]{},#:\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
#: One that needs none on a line of its own: commas, brackets, and a sign before no blank.
_BARE_LINE = re.compile(r"[\w(≥≤][^#:\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")


def scalar_text(value: Scalar, *, flow: bool, like: WrittenAs = "plain") -> str:
    """A text, number, truth or nothing as it stands in a file.

    Parameters
    ----------
    flow : within brackets
    like : how the value was written that it takes the place of; its quotes are kept
    """
    if not isinstance(value, str):
        return _plain_scalar(value)
    if like == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    bare = (_BARE if flow else _BARE_LINE).fullmatch(value)
    if like != '"' and bare and value == value.strip() and reads_as_text(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _plain_scalar(value: float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def flow_text(value: PlainData) -> str:
    """A value in one line, lists and mappings in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar_text(key, flow=True)}: {flow_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(part) for part in value) + "]"
    return scalar_text(value, flow=True)


def inline_text(value: PlainData, used: int) -> str | None:
    """A value in one line, where it is small enough for that; None where it takes lines of its own.

    Parameters
    ----------
    used : columns that stand before it
    """
    if not isinstance(value, dict | list):
        return scalar_text(value, flow=False)
    text = flow_text(value)
    return text if not value or (_flat(value) and used + width(text) <= WIDEST_LINE) else None


def _flat(value: PlainForm | list[PlainData]) -> bool:
    """Does it hold no rules of its own: words, numbers, and titles in two languages?"""
    parts = value.values() if isinstance(value, dict) else value
    return all(not isinstance(part, dict | list) or (isinstance(part, dict) and set(part) <= {"en", "zh"}) or
               (isinstance(part, list) and not any(isinstance(one, dict | list) for one in part))
               for part in parts)  # fmt: skip


def block_lines(value: PlainForm | list[PlainData], indent: int) -> list[str]:
    """A list or mapping on lines of its own, each without its ending."""
    lines: list[str] = []
    pairs = [(f"{scalar_text(key, flow=False)}:", part) for key, part in value.items()] \
        if isinstance(value, dict) else [("-", part) for part in value]  # fmt: skip
    for head, part in pairs:
        lines += entry_lines(head, part, indent)
    return lines


def entry_lines(head: str, value: PlainData, indent: int) -> list[str]:
    """An entry of a list or a mapping on lines of its own; `head` is ``-`` or the key with its colon."""
    before = " " * indent + head
    inline = inline_text(value, len(before) + 1)
    if inline is not None:
        return [f"{before} {inline}"]
    below = block_lines(value, indent + 2)
    if head == "-" and isinstance(value, dict):
        return [f"{before} {below[0].lstrip()}", *below[1:]]
    return [before, *below]
