"""What may stand in a slot of a phrase: the names of a scheme and the words of the language, by what they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from ladder_sim.analysis.rule_text.expressions import role_title, track_title, value_title, valued
from ladder_sim.core.i18n import Title, in_both
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.spans import SPANS
from ladder_sim.expressions.words import FIELDS, WORDS
from ladder_sim.model.expression import Parameter
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_vocabulary

#: What a slot holds: a number or a parameter; what is measured of a person; the sign of a comparison; how far a window
#: looks back; among whom a rank is given; what happened; a value such as a grade; a number that a grade carries.
SlotKind = Literal["number", "measure", "sign", "window", "group", "happening", "value", "field"]


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """What a slot may hold: as the rule has it, and as people call it."""

    text: str
    title: Title


def _with_value(parameter: Parameter) -> str:
    return f"{parameter.title} = {valued(parameter)}"


class WordChoices:
    """The choices that a scheme gives."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme

    @cached_property
    def _facts(self) -> dict[str, Attribute]:
        return {**load_vocabulary().attributes, **self._scheme.attributes}

    @cached_property
    def measures(self) -> tuple[SlotChoice, ...]:
        """What can be asked of a person: results, scores, certificates, facts, waiting times."""
        scheme, found = self._scheme, {}
        for name, metric in {**load_vocabulary().signals, **scheme.signals}.items():
            found[name] = metric.title
        found |= {score.name: score.title for score in scheme.scores}
        found |= {token.name: token.title for token in scheme.tokens}
        found |= {name: fact.title for name, fact in self._facts.items()}
        found |= {name: spec.said for name, spec in WORDS.items() if not spec.fixed}
        return tuple(SlotChoice(name, title) for name, title in found.items())

    def numbers(self) -> tuple[SlotChoice, ...]:
        """The parameters of the scheme, each with its value."""
        return tuple(
            SlotChoice(name, in_both(partial(_with_value, one))) for name, one in self._scheme.parameters.items()
        )

    def truths(self) -> tuple[SlotChoice, ...]:
        """Yes and no."""
        return (SlotChoice("true", Title("yes", "是")), SlotChoice("false", Title("no", "否")))

    def of_name(self, name: str) -> tuple[SlotKind, tuple[SlotChoice, ...]]:
        """What a name is, and what may stand in its place."""
        scheme = self._scheme
        if name in scheme.parameters:
            return "number", self.numbers()
        if name in WORDS and WORDS[name].fixed:
            return "value", self.truths() if name in ("true", "false") else ()
        if any(choice.text == name for choice in self.measures):
            return "measure", self.measures
        return "value", self._values(name)

    def _values(self, name: str) -> tuple[SlotChoice, ...]:
        """The grades where a name is one, or the roles, the tracks, the values of the fact that has it."""
        scheme = self._scheme
        if any(grade.id == name for grade in scheme.grades):
            return tuple(SlotChoice(grade.id, grade.title) for grade in scheme.grades)
        tracks = dict.fromkeys(grade.track for grade in scheme.grades)
        if name in tracks:
            return tuple(SlotChoice(track, track_title(scheme, track)) for track in tracks)
        roles = dict.fromkeys(grade.role for grade in scheme.grades)
        if name in roles:
            return tuple(SlotChoice(role, in_both(partial(role_title, role))) for role in roles)
        for fact in self._facts.values():
            if name in fact.levels:
                return tuple(SlotChoice(level, fact.names.get(level) or in_both(partial(value_title, level)))
                             for level in fact.levels)  # fmt: skip
        return ()

    def quoted(self, value: str) -> tuple[SlotChoice, ...]:
        """The letters of the scores that give them, in quotes."""
        for score in self._scheme.scores:
            letters = [share.letter for share in score.shares] if score.shares else []
            if value in letters:
                return tuple(SlotChoice(f"'{letter}'", Title(letter, letter)) for letter in letters)
        return ()

    def fields(self) -> tuple[SlotChoice, ...]:
        """The numbers that grades carry: of this grade, the next, the lower, the new one."""
        scheme = self._scheme
        names = dict.fromkeys(name for grade in scheme.grades for name in grade.fields)
        titles = {"base": Title("base pay", "基本工资"),
                  **{name: scheme.field_title(name) for name in names}}  # fmt: skip
        return tuple(SlotChoice(f"{of}.{name}", spec.said.fill(field=title))
                     for of, spec in FIELDS.items() for name, title in titles.items())  # fmt: skip

    def groups(self) -> tuple[SlotChoice, ...]:
        """Among whom people are ranked."""
        found = {name: spec.said for name, spec in GROUPS.items()}
        found |= {name: fact.title for name, fact in self._facts.items() if fact.levels}
        return tuple(SlotChoice(name, title) for name, title in found.items())

    def windows(self) -> tuple[SlotChoice, ...]:
        """How far a window looks back, where it is no number of periods."""
        return tuple(SlotChoice(name, spec.said) for name, spec in SPANS.items() if "{" not in spec.said.en)

    def happenings(self) -> tuple[SlotChoice, ...]:
        """What can have happened to a person: moves and statuses."""
        scheme = self._scheme
        found = {one.id: one.title for one in scheme.moves} | {one.id: one.title for one in scheme.statuses}
        return tuple(SlotChoice(name, title) for name, title in found.items())
