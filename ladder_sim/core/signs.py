"""Signs that no terminal, page or slide may be given: control and escape signs, directions, halves of characters.

They can move a cursor, turn a line round or hide a part of a name, and none of them can be seen in the file.
"""

from __future__ import annotations

import re
import unicodedata

_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control and escape signs but the tab and the line's end
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions
    "\u200b\u2028\u2029\u2060\ufeff\ufff9-\ufffb"  # separators and marks without width
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves and what is no character
)
REPLACEMENT = "\ufffd"

#: A text beginning so is a formula to a spreadsheet program, or becomes one when somebody edits its cell.
FORMULA = ("=", "+", "-", "@")


def joined(text: str) -> str:
    """The text with characters whole that an escape of JSON wrote in two halves, such as most emoji."""
    return _HALVES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def unfit(text: str) -> re.Match[str] | None:
    """The first sign that may not be shown, if there is one."""
    return _UNFIT.search(text)


def fit(text: str) -> str:
    """The text with every sign that may not be shown replaced by one that says so."""
    return _UNFIT.sub(REPLACEMENT, text)


def bare(text: str) -> str:
    """The text without the signs that may not be shown."""
    return _UNFIT.sub("", text)


def named(sign: str) -> str:
    """A sign that cannot be seen, in words that can be looked up: U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def first_upper(text: str) -> str:
    """A text as a sentence begins with it."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """A title within a sentence."""
    return text[:1].lower() + text[1:]


def width(text: str) -> int:
    """How many columns a text takes; East Asian characters take two."""
    return len(text) if text.isascii() else sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text, or as much of its beginning as takes so many columns with the mark that something is missing."""
    if len(text) * 2 <= columns or width(text) <= columns:
        return text
    taken = 0
    for place, sign in enumerate(text):
        taken += _columns(sign)
        if taken >= columns:
            return text[:place].rstrip() + "…"
    return text
