"""Which entries of a list or a mapping stay, go and come when it is to say something else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ladder_sim.core.plain_data import PlainData

#: By these keys an entry of a list is known, whatever else of it changes.
_KNOWN_BY = ("id", "stage", "scheme")


@dataclass(frozen=True, slots=True)
class EntryStep:
    """An entry that stays (`old` and `new`), goes (`old` alone) or comes (`new` alone).

    Parameters
    ----------
    old, new : its number before and after
    source : of one that comes: the number that it had where it stood elsewhere before, saying the same
    """

    old: int | None
    new: int | None
    source: int | None = None


def steps_of(
    old: Sequence[object],
    new: Sequence[object],
    before: Sequence[PlainData],
    after: Sequence[PlainData],
    keyed: bool,
) -> list[EntryStep]:
    """The steps from one to the other, in order; of a run of changed entries what goes comes before what comes.

    Parameters
    ----------
    old, new : keys of a mapping, or the entries of a list
    before, after : what the entries say
    keyed : is it a mapping?
    """
    names = [[*old], [*new]] if keyed else [[_known_by(one) for one in old], [_known_by(one) for one in new]]
    steps: list[EntryStep] = []
    for tag, a, b, c, d in SequenceMatcher(a=names[0], b=names[1], autojunk=False).get_opcodes():
        if tag == "equal":
            steps += [EntryStep(i, j) for i, j in zip(range(a, b), range(c, d), strict=True)]
            continue
        while a < b and c < d and _alike(names, a, c, before[a], after[c], keyed):
            steps.append(EntryStep(a, c))
            a, c = a + 1, c + 1
        steps += [EntryStep(i, None) for i in range(a, b)] + [EntryStep(None, j) for j in range(c, d)]
    return _with_sources(steps, names, before, after)


def _known_by(entry: object) -> object:
    if isinstance(entry, dict):
        for key in _KNOWN_BY:
            if isinstance(entry.get(key), str):
                return (key, entry[key])
    return json.dumps(entry, ensure_ascii=False, default=str)


def _alike(names: Sequence[Sequence[object]], a: int, c: int, before: PlainData, after: PlainData, keyed: bool) -> bool:
    """May one entry be changed into the other where it stands?"""
    if names[0][a] in names[1] or names[1][c] in names[0]:
        return False  # it stands elsewhere
    if isinstance(before, dict) and isinstance(after, dict):
        alike = [key for key, value in after.items() if before.get(key) == value]
        return 2 * len(alike) >= len(after)
    return not keyed or bool(before == after)


def _with_sources(
    steps: list[EntryStep], names: Sequence[Sequence[object]], before: Sequence[PlainData], after: Sequence[PlainData]
) -> list[EntryStep]:
    gone = [step.old for step in steps if step.old is not None and step.new is None]
    made = []
    for step in steps:
        if step.old is None and step.new is not None:
            at = step.new
            source = next((i for i in gone if names[0][i] == names[1][at] and before[i] == after[at]), None)
            step = replace(step, source=source)
        made.append(step)
    return made
