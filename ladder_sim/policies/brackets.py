"""Texts within brackets and outside of them."""

from __future__ import annotations

from collections.abc import Iterator

_OPEN, _CLOSE = "(（［[“", ")）］]”"


def closes(text: str) -> int:
    """Where the bracket closes that a text begins with; -1 where it does not."""
    level = 0
    for at, sign in enumerate(text):
        level += (sign in _OPEN) - (sign in _CLOSE)
        if level == 0:
            return at
    return -1


def outside(text: str, word: str) -> Iterator[int]:
    """Where a word stands outside all brackets."""
    level = 0
    for at, sign in enumerate(text):
        if level == 0 and text.startswith(word, at) and at:
            yield at
        level += (sign in _OPEN) - (sign in _CLOSE)


def apart(text: str, word: str) -> list[str]:
    """The parts of a text between a word that stands outside all brackets."""
    starts = list(outside(text, word))
    ends = [*starts, len(text)]
    return [text[start:end] for start, end in zip([0, *(at + len(word) for at in starts)], ends, strict=True)]
