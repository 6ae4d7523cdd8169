"""What a phrase of a policy is: a record with its patterns, what it writes, and examples that a test walks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.policies.figures import NUMBER, SPAN
from ladder_sim.policies.measured import measure_pattern
from ladder_sim.policies.qualities import quality_pattern

#: What a fact says: a condition of a move, when moves are reviewed, how many may move, who goes first, what is paid
#: with the move, the base pay of a grade, probation, a stage of a case, seats of a grade, a part of pay, the step
#: itself.
FactKind = Literal[
    "condition", "review", "quota", "order", "pay", "base", "probation", "probation_pay", "confirm", "stage", "seats",
    "part", "step", "trial", "applies", "after", "scope", "entry", "waiver",
]  # fmt: skip
#: Which way the move goes that a sentence speaks of; "any": the sentence does not say.
MoveDirection = Literal["promotion", "demotion", "dismissal", "confirmation", "lateral", "any"]


#: What the parts of a phrase matched, by name.
PhraseGroups = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PhraseWriting:
    """What a phrase writes.

    Parameters
    ----------
    value : an expression, or what stands at the key
    title : for people
    assumed : what the document does not say and the value needs
    others : what the words may mean as well; then it is unsure
    """

    value: str
    title: Title
    assumed: Title | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way in which policies say something.

    Parameters
    ----------
    id : its name, the reason that a draft gives
    kind : what its fact says
    title : what it reads, for people
    patterns : in both languages; ``{N}`` stands for a number, ``{SPAN}`` for a span of time, ``{M}`` for a measure
    writes : from the groups of the match and the sentence; None where the match turns out to mean nothing
    examples : a sentence, and what is written of it
    directions : of the moves whose sentences it reads; empty: all
    asking : read only in sentences that ask something of people
    process : read only in sentences about the way of a case
    """

    id: str
    kind: FactKind
    title: Title
    patterns: tuple[str, ...]
    writes: Callable[[Mapping[str, str], str], PhraseWriting | None]
    examples: tuple[tuple[str, str], ...]
    directions: tuple[MoveDirection, ...] = ()
    asking: bool = False
    process: bool = False


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase found in a sentence: where, and what it writes."""

    phrase: Phrase
    written: PhraseWriting
    start: int
    end: int
    groups: Mapping[str, str] = field(default_factory=dict, compare=False)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with its placeholders put in."""
    made = pattern.replace("{N}", NUMBER).replace("{SPAN}", SPAN).replace("{M}", measure_pattern())
    made = made.replace("{Q}", quality_pattern())
    return re.compile(made, re.IGNORECASE)


def found_in(text: str, phrases: tuple[Phrase, ...], direction: MoveDirection) -> list[FoundPhrase]:
    """The phrases of a sentence, none over another: those earlier in the table go first."""
    found: list[FoundPhrase] = []
    left = text
    for phrase in phrases:
        if phrase.directions and direction not in phrase.directions:
            continue
        for each in _matches(phrase, left, text):
            if all(each.end <= other.start or each.start >= other.end for other in found):
                found.append(each)
                # what is read is none of a later phrase's: commas keep the places
                left = left[: each.start] + "，" * (each.end - each.start) + left[each.end :]
    return sorted(found, key=lambda each: each.start)


def _matches(phrase: Phrase, left: str, text: str) -> Iterator[FoundPhrase]:
    for pattern in phrase.patterns:
        for match in compiled(pattern).finditer(left):
            groups = {name: value for name, value in match.groupdict().items() if value is not None}
            written = phrase.writes(groups, text)
            if written is not None:
                yield FoundPhrase(phrase, written, match.start(), match.end(), groups)
