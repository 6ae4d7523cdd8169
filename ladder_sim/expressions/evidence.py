"""Why a rule held or did not: the values that its comparisons had, person by person.

A `Probe` is an expression taken apart at its comparisons; it reads their sides for the people of a view. What it reads
becomes a `Fact` of a rule, and facts make a `Reason`: a text that carries what it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import PersonNumbers
from ladder_sim.core.display import yes_no
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import Builder
from ladder_sim.expressions.categories import levels_of
from ladder_sim.expressions.functions import window_of
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.scope import Purpose, Scope, Wrong
from ladder_sim.expressions.span import Context
from ladder_sim.expressions.syntax import (
    Call,
    Chain,
    Choice,
    Junction,
    Membership,
    NameWord,
    Negation,
    Tree,
    walk,
    written,
)
from ladder_sim.model.expression import Expr
from ladder_sim.streams.kernels import spread

PERIODS = {
    1: Title("months", "个月"), 3: Title("quarters", "个季度"), 6: Title("half-years", "个半年"),
    12: Title("years", "年"),
}  # fmt: skip
DIGITS, ALL_DIGITS = 4, 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What a part of an expression was for one person; `value` None: undefined.

    `filled` of `needed` periods of `step` months were closed, where a window had too few.
    """

    text: str
    value: float | str | bool | None
    filled: int | None = None
    needed: int | None = None
    step: int = 1
    digits: int = DIGITS  # after the point; more where fewer would look like the bound
    unsaid: bool = False  # a mark that a record does not give: the highest

    def plain(self) -> JsonObject:
        """For programs."""
        told: JsonObject = {"text": self.text, "value": self.value}
        if self.unsaid:
            return {**told, "not_in_record": True}
        return told if self.needed is None else {**told, "filled": self.filled, "needed": self.needed}


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule and the values that decided it; `met` None: no rule, a value alone."""

    id: str
    title: Title
    met: bool | None
    test: Expr | None = None
    readings: tuple[Reading, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()  # parts that are the same for everybody, and what they are

    @property
    def untitled(self) -> bool:
        """The rule is known by its own text."""
        return self.test is not None and self.test.text in self.title.spellings

    def plain(self) -> JsonObject:
        """For programs."""
        rule = None if self.test is None else self.test.text
        return {"id": self.id, "title": str(self.title), "met": self.met, "rule": rule,
                "values": [reading.plain() for reading in self.readings]}  # fmt: skip

    def __str__(self) -> str:
        if self.test is None or not self.readings:
            return str(self.title)
        text = _Text(self).told()
        return text if self.untitled else tr("{title} ({text})", "{title}（{text}）", title=self.title, text=text)


class Reason(str):
    """The text of a reason, with what it was made of: a `lead`, the facts that are `shown`, and all `facts`."""

    lead: Title = Title("", "")
    shown: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()


def because(lead: Title, shown: Sequence[Fact] = (), facts: Sequence[Fact] | None = None) -> Reason:
    """A reason in the language in use; `facts` are all that were looked at, by default those shown."""
    made = Reason(joined(str(lead), [str(fact) for fact in shown]))
    made.lead, made.shown = lead, tuple(shown)
    made.facts = made.shown if facts is None else tuple(facts)
    return made


def own_title(expr: Expr) -> Title:
    """A rule without a title is known by its text."""
    return Title(expr.text, expr.text)


def joined(lead: str, parts: Sequence[str]) -> str:
    """A lead and what follows it, in the punctuation of the language."""
    rest = tr("; ", "；").join(part for part in parts if part)
    return tr("{lead}: {rest}", "{lead}：{rest}", lead=lead, rest=rest) if lead and rest else lead or rest


def gaps(readings: Sequence[Reading | None]) -> str:
    """Why the first part without a value has none, in brackets; '' where all have one."""
    missing = [reading for reading in readings if reading is not None and reading.value is None and not reading.unsaid]
    return tr(" ({why})", "（{why}）", why=_gap(missing[0])) if missing else ""


def _gap(reading: Reading) -> str:
    """Why a part has no value."""
    if reading.needed is None:
        return tr("no value", "无数值")
    unit = PERIODS.get(reading.step, Title("periods", "期"))
    return tr("window not filled: {a} of {b} {unit}", "期数不足：需{b}{unit}，现有{a}{unit}",
              a=reading.filled, b=reading.needed, unit=unit)  # fmt: skip


class Probe:
    """An expression taken apart at its comparisons.

    It is made before the first month is played: what it reads belongs to the program's histories then.
    """

    def __init__(self, expr: Expr, scope: Scope, context: Context = "closed", owner: str = "") -> None:
        self.expr, self.scope, self.context = expr, scope, context
        self._builder = Builder(expr, scope, Purpose(owner, context), Problems())
        tree = tree_of(expr)
        self.parts: dict[str, Node] = {}
        self.fixed: dict[str, str] = {}
        self.windows: dict[str, list[tuple[int, int]]] = {}  # of a part: series and number of periods
        self.pairs: list[tuple[str, str]] = []
        for left, right in [] if tree is None else _sides(tree, self._live):
            self._take(left, right)
            if right is not None:
                self._take(right, left)
                self.pairs.append((written(left), written(right)))

    def _built(self, tree: Tree) -> Node | None:
        try:
            return self._builder.any(tree)
        except Wrong:
            return None

    def _live(self, tree: Choice) -> list[Tree]:
        """The parts of a choice that are in force: a switch of the scheme leaves one."""
        test = self._builder.condition(tree.test).constant
        return [tree.test, tree.yes, tree.no] if test is None else [tree.yes if test else tree.no]

    def _take(self, tree: Tree, other: Tree | None) -> None:
        """Keep a part, unless it is a value of the category beside it."""
        text = written(tree)
        if isinstance(tree, NameWord) and other is not None and tree.id in levels_of(self.scope, other):
            return
        node = self._built(tree)
        if node is None or text in self.parts or text in self.fixed:
            return
        if node.constant is not None:
            if node.kind == "number":
                self.fixed[text] = figure(float(node.constant))
            elif text in self.scope.parameters:
                self.fixed[text] = str(self.scope.parameters[text])
            return
        self.parts[text] = node
        self.windows[text] = [found for call in walk(tree) if (found := self._window(call))]

    def _window(self, call: Tree) -> tuple[int, int] | None:
        """The history and the number of periods of a window with a fixed length."""
        if not isinstance(call, Call) or (spec := window_of(call)) is None:
            return None
        asks = spec.arguments[0].kind == "condition"
        inner = self._builder.condition(call.args[0]) if asks else self._builder.number(call.args[0])
        length = self._built(call.args[1])
        series = next((i for i, spec in enumerate(self.scope.series) if spec.key == inner.key), None)
        if series is None or length is None or length.constant is None:
            return None
        return series, int(length.constant)

    def read(self, view: View) -> list[tuple[Reading, ...]]:
        """The readings of each person of the view."""
        assert view.idx is not None
        size = view.idx.size
        table = {text: spread(node.value(view), size) for text, node in self.parts.items()}
        return [tuple(self._reading(text, table, view, i) for text in self.parts) for i in range(size)]

    def _reading(self, text: str, table: Mapping[str, PersonNumbers], view: View, i: int) -> Reading:
        node, value = self.parts[text], table[text][i]
        if node.kind == "bool":
            return Reading(text, bool(value))
        if value != value:
            return self._undefined(text, view, i)
        if node.kind == "number" and np.isinf(value):
            return Reading(text, None, unsaid=True)
        if node.kind == "number":
            return Reading(text, float(value), digits=self._digits(text, table, i))
        return Reading(text, node.levels[int(value)] if 0 <= int(value) < len(node.levels) else None)

    def _digits(self, text: str, table: Mapping[str, PersonNumbers], i: int) -> int:
        """More digits where the rounded values would look alike and are not."""
        mine = float(table[text][i])
        for pair in self.pairs:
            if text in pair:
                other = pair[1] if pair[0] == text else pair[0]
                bound = self._number(other, table, i)
                if bound is not None and bound != mine and round(bound, DIGITS) == round(mine, DIGITS):
                    return ALL_DIGITS
        return DIGITS

    def _number(self, text: str, table: Mapping[str, PersonNumbers], i: int) -> float | None:
        if text in table and self.parts[text].kind == "number":
            return float(table[text][i])
        return float(self.fixed[text]) if text in self.fixed else None

    def _undefined(self, text: str, view: View, i: int) -> Reading:
        assert view.idx is not None
        at = view.idx[i : i + 1]
        for series, needed in self.windows[text]:
            store = view.source.series(series)
            since = int(store.reaching(view.source.since(self.context)[at], self.context, at)[0])
            filled = min(max((store.last - since) // store.step, 0), store.closed, needed)
            if filled < needed:
                return Reading(text, None, filled, needed, store.step)
        return Reading(text, None)

    def facts(self, name: str, title: Title, met: Sequence[bool | None], view: View) -> list[Fact]:
        """A fact for each person of the view.

        Parameters
        ----------
        met : whether the condition holds, one for each person; None where it is none
        """
        fixed = tuple(self.fixed.items())
        return [Fact(name, title, holds, self.expr, readings, fixed)
                for holds, readings in zip(met, self.read(view), strict=True)]  # fmt: skip


def figure(value: float, digits: int = DIGITS) -> str:
    """A number as it stands in a rule: no more digits than it has."""
    return f"{round(float(value), digits):.{ALL_DIGITS}g}"


def _sides(tree: Tree, live: Callable[[Choice], list[Tree]]) -> Iterator[tuple[Tree, Tree | None]]:
    """The pairs that an expression compares; what stands alone has no other side."""
    match tree:
        case Junction(_, parts):
            for part in parts:
                yield from _sides(part, live)
        case Negation(operand):
            yield from _sides(operand, live)
        case Choice():
            for part in live(tree):
                yield from _sides(part, live)
        case Chain():
            for left, _, right in tree.pairs():
                yield left, right
        case Membership(what, _, _):
            yield what, None
        case _:
            yield tree, None


class _Text:
    """The rule of a fact as it is written, with the values in it."""

    def __init__(self, fact: Fact) -> None:
        assert fact.test is not None
        self.tree = tree_of(fact.test)
        self.readings = {reading.text: reading for reading in fact.readings}
        self.fixed = dict(fact.fixed)

    def told(self) -> str:
        return "" if self.tree is None else self.tell(self.tree)

    def tell(self, tree: Tree) -> str:
        match tree:
            case Junction(both, parts):
                told = [f"({self.tell(part)})" if isinstance(part, Junction) else self.tell(part) for part in parts]
                return (" and " if both else " or ").join(told)
            case Negation(operand):
                inner = self.tell(operand)
                return f"not {inner}" if isinstance(operand, NameWord | Call) else f"not ({inner})"
            case Chain(first, rest):
                told = [self.side(first), *(f"{sign} {self.side(right)}" for sign, right in rest)]
                return " ".join(told) + self.gaps(tree.sides)
            case Membership(what, inside, items):
                listed = ", ".join(written(item) for item in items)
                return f"{self.side(what)} {'in' if inside else 'not in'} [{listed}]" + self.gaps([what])
        reading = self.readings.get(written(tree))
        if isinstance(tree, Choice) or (reading is not None and isinstance(reading.value, bool)):
            return written(tree)
        return self.side(tree) + self.gaps([tree])

    def side(self, tree: Tree) -> str:
        """A side of a comparison: what is fixed by its value alone, else its text and its value."""
        text = written(tree)
        if text in self.fixed:
            return self.fixed[text]
        value = shown(self.readings.get(text), figure)
        return f"{text} {value}" if value else text

    def gaps(self, sides: Sequence[Tree]) -> str:
        """Why sides have no value, in brackets."""
        return gaps([self.readings.get(written(side)) for side in sides])


def shown(reading: Reading | None, number: Callable[[float, int], str]) -> str:
    """The value of a reading in words; '' where there is none."""
    if reading is not None and reading.unsaid:
        return tr("(not in the record)", "（记录未填写）")
    if reading is None or reading.value is None:
        return ""
    if isinstance(reading.value, bool):
        return yes_no(reading.value)
    return reading.value if isinstance(reading.value, str) else number(reading.value, reading.digits)
