"""Rules in words: an expression told with the titles of what it reads and the values of its parameters.

``mean(result, look_back) > up_above`` becomes *mean of Monthly performance over the last 3 months > 80*. What has no
words of its own is shown as it is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from ladder_sim.analysis.rule_text.fold import folded
from ladder_sim.analysis.rule_text.renderer import Teller
from ladder_sim.analysis.rule_text.renderer import listed as listed
from ladder_sim.analysis.rule_text.renderer import number as number
from ladder_sim.analysis.rule_text.renderer import value_title as value_title
from ladder_sim.analysis.rule_text.tracks import TRACKS, Case
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.roles import ROLES
from ladder_sim.core.unit_words import VALUES as _LEVELS
from ladder_sim.core.unit_words import audited_name, parameter_text
from ladder_sim.core.unit_words import unit_title as unit_title
from ladder_sim.expressions.constant import Known, known, reach
from ladder_sim.expressions.dated import values_said
from ladder_sim.expressions.evidence import Reading
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.spans import SPANS
from ladder_sim.expressions.syntax import (
    GradeField,
    NameWord,
    TextLiteral,
    Tree,
    names_in,
    walk,
)
from ladder_sim.expressions.words import FIELDS, WORDS
from ladder_sim.model.expression import Expr, Parameter
from ladder_sim.model.grades import Grade
from ladder_sim.model.metrics import FTE, Attribute
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_vocabulary


def track_title(scheme: Scheme, track: str) -> Title:
    """What a track is called; the usual words have a Chinese name where the scheme gives none."""
    title = scheme.tracks.get(track, Title(track, track))
    return Title(title.of("en"), TRACKS.get(track, title.of("zh"))) if title.alike else title


def role_title(role: str) -> str:
    """What the people of a role are called."""
    return str(ROLES[role].many) if role in ROLES else role.replace("_", " ")


def dated_value(parameter: Parameter) -> str:
    """The value of a parameter as a plain number, and what it becomes by month."""
    return values_said(number(parameter.value), [(month, number(value)) for month, value in parameter.later])


def valued(parameter: Parameter) -> str:
    """The value of a parameter with its unit, and what it becomes by month."""

    def said(value: object) -> str:
        return parameter_text(number(value), value, parameter.unit, parameter.title)

    return values_said(said(parameter.value), [(month, said(value)) for month, value in parameter.later])


class Wording:
    """Tells the expressions of a scheme in the language in use."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._grades = {grade.id: grade for grade in scheme.grades}
        self._values = scheme.values
        standard = load_vocabulary()
        self._facts = {**standard.attributes, **scheme.attributes}
        self._titles = {level: title for fact in self._facts.values() for level, title in fact.names.items()}
        self._titles |= {FTE: Title("full-time equivalent", "全时当量")}
        self._titles |= {name: fact.title for name, fact in self._facts.items()}
        self._titles |= {name: metric.title for name, metric in {**standard.signals, **scheme.signals}.items()}
        self._titles |= {score.name: score.title for score in scheme.scores}
        self._titles |= {index.name: index.title for index in scheme.indices.values()}
        self._titles |= {token.name: token.title for token in scheme.tokens}
        self._titles |= {grade.id: grade.title for grade in scheme.grades}
        self._tracks = {grade.track: track_title(scheme, grade.track) for grade in scheme.grades}
        self._titles = {**self._tracks, **self._titles}
        self._happenings = {move.id: move.title for move in scheme.moves}
        self._stages = {(move.id, stage.name): stage.title for move in scheme.moves for stage in move.stages}
        self._statuses = {status.id: status.title for status in scheme.statuses}
        self._happenings |= self._statuses
        self._titles |= self._statuses
        self._steps = {score.name: score.every.step for score in scheme.scores}

    def value(self, expr: Expr | None) -> float | None:
        """The number of an expression of parameters alone; None when it needs more."""
        tree = None if expr is None else tree_of(expr)
        return None if tree is None else self.known(tree)

    def ends(self, exprs: Iterable[Expr]) -> tuple[float, float] | None:
        """The lowest and the highest of numbers, whatever month it is; None where not all are told by parameters."""
        found = [reach(tree, self._values) for expr in exprs if (tree := tree_of(expr)) is not None]
        if not found or not all(math.isfinite(end) for ends in found for end in ends):
            return None
        return min(low for low, _ in found), max(high for _, high in found)

    def known(self, part: Tree) -> float | None:
        """The same of a part of an expression; 0 or 1 of a test."""
        found = known(part, self._values)
        return float(found) if isinstance(found, int | float) else None

    def tell(self, expr: Expr | None, move: Mapping[str, str] | None = None, readings: Sequence[Reading] = ()) -> str:
        """The expression in words, with the values that its sides had.

        Parameters
        ----------
        move: from grade → to grade, which fills in what the grades carry.
        """
        if expr is None:
            return ""
        value = self.value(expr)
        if value is not None:
            return number(value)
        tree = tree_of(expr)
        if tree is None:
            return expr.text
        # readings are found by the text of the side that they belong to, so that their rule stays as it is written
        told = tree if readings else self.folded(tree, move or {})
        return Teller(self, move or {}, readings).tell(told)[0]

    def cases(self, expr: Expr, move: Mapping[str, str] | None = None, person: Known | None = None) -> list[Case]:
        """The results of an expression, each with its condition; one case alone has none.

        Parameters
        ----------
        move: as for `tell`.
        person: what else is known of the person, such as its grade.
        """
        tree = tree_of(expr)
        if tree is None:
            return [Case("", expr.text)]
        return Teller(self, move or {}, ()).cases(self.folded(tree, move or {}, person))

    def lines(self, expr: Expr, move: Mapping[str, str] | None = None, person: Known | None = None) -> str:
        """The expression in words, a line for each case."""
        return "\n".join(str(case) for case in self.cases(expr, move, person))

    def folded(self, tree: Tree, move: Mapping[str, str], person: Known | None = None) -> Tree:
        """What is left of an expression when parameters, grades and numbers of grades are put in."""
        fields: dict[tuple[str, str], float] = {}
        for part in walk(tree):
            if isinstance(part, GradeField) and part.name != "base":
                carried = {self.value(expr) for _, expr in self._carried(part.of, part.name, move)}
                only = carried.pop() if len(carried) == 1 else None
                if only is not None:
                    fields[part.of, part.name] = only
        grades = {grade: grade for grade in self._grades} if person else {}
        return folded(tree, {**grades, **self._values, **(person or {})}, fields)

    def _carried(self, of: str, name: str, move: Mapping[str, str]) -> list[tuple[str, Expr]]:
        """What the grades that a move concerns carry, by the grade moved from."""
        found = []
        for source, target in move.items():
            grade = self._carrier(of, source, target)
            expr = None if grade is None else grade.base if name == "base" else grade.fields.get(name)
            if expr is not None:
                found.append((source, expr))
        return found

    def money(self, expr: Expr | None) -> str:
        """An amount in words: from 100 on in whole units, for no table of pay has more."""
        value = self.value(expr)
        return self.tell(expr) if value is None or abs(value) < 100 else number(round(value))

    def name(self, name: str) -> str:
        """A name's title; a parameter's value."""
        if name in self._values:
            value = self._values[name]
            return str(self._scheme.parameters[name].title) if isinstance(value, bool) else number(value)
        if name in self._scheme.parameters:
            return dated_value(self._scheme.parameters[name])
        if name in self._titles:
            return str(self._titles[name])
        for table in (WORDS, GROUPS, SPANS):
            if name in table:
                return str(table[name].said)
        if name in _LEVELS:
            return str(_LEVELS[name])
        if name in ROLES:
            return role_title(name)
        return name.replace("_", " ")

    def is_word(self, name: str) -> bool:
        """Whether a name is a grade, role, track or value of a standard attribute."""
        values = {level for fact in self._facts.values() for level in fact.levels}
        return any(name in known for known in (self._grades, ROLES, self._tracks, _LEVELS, values))

    def value_beside(self, part: Tree, other: Tree) -> str:
        """What a word is called that is a value of the attribute beside it; '' where it is none."""
        word = part.id if isinstance(part, NameWord) else part.value if isinstance(part, TextLiteral) else ""
        fact = self._facts.get(other.id) if isinstance(other, NameWord) else None
        if fact is None or word not in fact.levels or word in self._values:
            return ""
        return str(fact.names[word]) if word in fact.names else value_title(word)

    def happening(self, name: str) -> str:
        """What a move or a status is called, in quotes."""
        return f"“{self._happenings.get(name, name)}”"

    def stage(self, move: str, name: str) -> str:
        """What a stage of a move is called."""
        return str(self._stages.get((move, name), name))

    def is_status(self, name: str) -> bool:
        """Whether a name is that of a status, which begins and ends."""
        return name in self._statuses

    def period(self, tree: Tree) -> int:
        """The months between two closings of what an expression reads: the longest of its scores, else one."""
        names = names_in(tree)
        return max((self._steps[name] for name in names & set(self._steps)), default=1)

    def field(self, of: str, name: str, move: Mapping[str, str]) -> str:
        """What the grades that a move concerns carry: one number, or one per grade."""
        told = self.money if name == "base" else self.tell
        found = {str(self._titles[source]): told(expr) for source, expr in self._carried(of, name, move)}
        values = set(found.values())
        if len(values) == 1:
            return values.pop()
        if 1 < len(found) <= 8:
            each = [tr("{v} ({g})", "{v}（{g}）", v=value, g=grade) for grade, value in found.items()]
            return tr("[{each}]", "［{each}］", each=listed(each))
        field = tr("base pay", "基本工资") if name == "base" else self._scheme.field_title(name)
        spec = next((spec for spec in FIELDS.values() if spec.of == of), None)
        return f"{of}.{field}" if spec is None else str(spec.said).format(field=field)

    def _carrier(self, of: str, source: str, target: str) -> Grade | None:
        own = self._grades[source]
        spec = next((spec for spec in FIELDS.values() if spec.of == of), None)
        if spec is None:
            return None
        if spec.step is None:
            return self._grades.get(target)
        height = (own.track, own.level + spec.step)
        return next((g for g in self._grades.values() if (g.track, g.level) == height), None)


def attribute_title(attribute: Attribute | None, name: str) -> str:
    """What an attribute is called: the title that the workforce gives it, else the usual word."""
    if attribute is not None and not attribute.title.alike:
        return str(attribute.title)
    return str(audited_name(name))
