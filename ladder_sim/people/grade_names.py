"""Which grade of a ladder a name means: its id or its title, whatever the width, case and blanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from ladder_sim.core.i18n import Title
from ladder_sim.people.rosters.words import spelling


class NamedGrade(Protocol):
    """What has an id and a title, as grades of schemes and of runs have."""

    @property
    def id(self) -> str:
        """By which files name it."""

    @property
    def title(self) -> Title:
        """What people call it."""


def grades_meant(names: Iterable[str], grades: Sequence[NamedGrade]) -> dict[str, int]:
    """Name -> place of the grade in `grades`; names that mean none are left out. Every id goes before any title."""
    known: dict[str, int] = {}
    for words in ([grade.id for grade in grades], *zip(*(grade.title.spellings for grade in grades), strict=True)):
        for place, word in enumerate(words):
            known.setdefault(spelling(word), place)
    return {name: known[spelling(name)] for name in names if spelling(name) in known}
