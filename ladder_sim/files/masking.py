"""A file with its words taken out: what a rule does can still be seen, what it is about cannot.

Titles, notes, sources and every word that is not ASCII, such as names of departments, become ``text-1``, ``text-2`` …,
the same word everywhere the same; ids, numbers and formulas stay, for with others the file would not be the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from ladder_sim.model.likely import RangeSource

#: Keys under which stands what is only read by people.
TEXT_KEYS = frozenset({
    "title", "short_title", "note", "notes", "source", "text", "en", "zh", "says", "why", "place", "organization",
    "question", "audience", "logo", "footer", "about", "left_out", "unit",
})  # fmt: skip
#: Words of the form that stand under such a key.
SAID = frozenset(get_args(RangeSource))
_WORD = re.compile(r"[^\x00-\x7f]+")


@dataclass(slots=True)
class Masks:
    """What stands for which text; filled as texts are masked."""

    by_text: dict[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """What stands for a text."""
        return self.by_text.setdefault(text, f"text-{len(self.by_text) + 1}") if text.strip() else text

    def inside(self, text: str) -> str:
        """A text whose words that are not ASCII are masked."""
        return _WORD.sub(lambda found: self.of(found[0]), text)

    def tree(self, value: object, *, read: bool = False) -> object:
        """A tree of a file, masked.

        Parameters
        ----------
        read : stands it under a key of `TEXT_KEYS`
        """
        if isinstance(value, str):
            return self.of(value) if read and value not in SAID else self.inside(value)
        if isinstance(value, Mapping):
            return {self.inside(key) if isinstance(key, str) else key: self.tree(one, read=read or key in TEXT_KEYS)
                    for key, one in value.items()}  # fmt: skip
        if isinstance(value, list | tuple):
            return [self.tree(one, read=read) for one in value]
        return value

    def told(self, text: str) -> str:
        """A message in which the masked texts, the longest first, are masked too."""
        for original in sorted(self.by_text, key=len, reverse=True):
            text = text.replace(original, self.by_text[original])
        return text
