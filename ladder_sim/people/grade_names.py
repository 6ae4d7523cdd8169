"""Which grade of a ladder a name means: its id or its title, whatever the width, case and blanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ladder_sim.model.grades import Grade
from ladder_sim.people.rosters.words import spelling


def grades_meant(names: Iterable[str], grades: Sequence[Grade]) -> dict[str, int]:
    """Name -> place of the grade in `grades`; names that mean none are left out. Every id goes before any title."""
    known: dict[str, int] = {}
    for words in ([grade.id for grade in grades], *zip(*(grade.title.spellings for grade in grades), strict=True)):
        for place, word in enumerate(words):
            known.setdefault(spelling(word), place)
    return {name: known[spelling(name)] for name in names if spelling(name) in known}
