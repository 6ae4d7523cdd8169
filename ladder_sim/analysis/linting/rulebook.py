"""A scheme as the linter reads it: its ways, its grades' numbers, and its expressions under the parameters in use."""

from __future__ import annotations

from functools import cached_property

from ladder_sim.analysis.cautions import switched_off
from ladder_sim.analysis.ladder_graph import Way, entries, facts_of, ways
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core.problems import Place
from ladder_sim.expressions.constant import known_number
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Chain, NameWord, Tree, names_in
from ladder_sim.files.idle import Ranges, parts_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.lint_codes import LintCode
from ladder_sim.model.moves import Condition, Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_vocabulary

#: A code, where, and the sentence in the language in use.
Spotted = tuple[LintCode, Place, str]


class Rulebook:
    """What several checks ask of one scheme; everything is read from the resolved record."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.words = Wording(scheme)
        self.grades = {grade.id: grade for grade in scheme.grades}
        self.moves = {move.id: move for move in scheme.moves}
        self.ranges = Ranges(scheme, load_vocabulary().signals)
        self._parts: dict[tuple[str, str, str], tuple[Tree, ...]] = {}
        self._numbers: dict[tuple[str, str, float | None], float | None] = {}

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way a move that is not switched off can lead inside the ladder."""
        on = {move.id for move in self.scheme.moves if not self.off(move)}
        return tuple(way for way in ways(self.scheme) if way.move in on and way.target in self.grades)

    @cached_property
    def hired_into(self) -> tuple[str, ...]:
        """The grades in which hires start, those that outsiders enter included."""
        outside = [grade.id for grade in self.scheme.grades if self.words.value(grade.outside) != 0 and grade.outside]
        return tuple(dict.fromkeys([*entries(self.scheme), *outside]))

    def off(self, move: Move) -> bool:
        """Is a move switched off by parameters alone?"""
        return switched_off(move, self.words)

    def title(self, grade: str) -> str:
        """A grade's title."""
        return str(self.grades[grade].title)

    def number(self, expr: Expr, grade: Grade, base: float | None = None) -> float | None:
        """What an expression gives everybody in a grade; None where more is needed."""
        key = (expr.text, grade.id, base)
        if key not in self._numbers:
            self._numbers[key] = self._number(expr, grade, base)
        return self._numbers[key]

    def _number(self, expr: Expr, grade: Grade, base: float | None) -> float | None:
        tree = tree_of(expr)
        if tree is None:
            return None
        named = {**self.scheme.values, **facts_of(grade), **({} if base is None else {"base": base})}
        names = {grade.id: grade.id for grade in self.scheme.grades}
        left = self.words.folded(tree, {grade.id: grade.id}, {**names, **named})
        return known_number(left, named)

    def parts(self, condition: Condition, source: str, target: str) -> tuple[Tree, ...]:
        """What must all hold for a move from a grade to another, the grades' numbers put in."""
        key = (condition.test.text, source, target)
        if key not in self._parts:
            tree = tree_of(condition.test)
            self._parts[key] = () if tree is None else tuple(parts_of(self.words.folded(tree, {source: target})))
        return self._parts[key]

    def reads(self, expr: Expr) -> set[str]:
        """The names that an expression reads under the parameters in use, through the scores that it reads."""
        scores = {score.name: score.value for score in self.scheme.scores}
        found: set[str] = set()
        waiting = [expr]
        while waiting:
            tree = tree_of(waiting.pop())
            names = set() if tree is None else names_in(self.words.folded(tree, {}))
            waiting += [scores[name] for name in names & set(scores) - found]
            found |= names
        return found

    def wait(self, part: Tree) -> tuple[str, float] | None:
        """A clock in months and how many of them a part asks for; None of other parts."""
        if not isinstance(part, Chain) or len(part.rest) != 1:
            return None
        ((left, sign, right),) = part.pairs()
        clock, bound = self.ranges.clock(left), self.ranges.known(right)
        if clock is None or bound is None or sign not in (">", ">="):
            return None
        return clock[0], bound * clock[1]

    def is_clock(self, part: Tree) -> bool:
        """Does a part ask for a time served alone?"""
        return isinstance(part, Chain) and all(
            self.ranges.clock(side) is not None or not isinstance(side, NameWord) for side in part.sides
        ) and any(self.ranges.clock(side) is not None for side in part.sides)  # fmt: skip
