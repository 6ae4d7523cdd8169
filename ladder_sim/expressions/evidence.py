"""Why a rule held or did not: the values that its comparisons had, person by person.

A `Probe` is an expression taken apart at its comparisons; it reads their sides for the people of a view. What it reads
becomes a `Fact` of a rule, and facts make a `Reason`: a text that carries what it was made of.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.expressions import names
from ladder_sim.expressions.build import Builder
from ladder_sim.expressions.nodes import Context, Node, View
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.scope import Purpose, Scope, Wrong
from ladder_sim.model.records import Expr
from ladder_sim.streams.kernels import spread

PERIODS = {
    1: Title("months", "个月"), 3: Title("quarters", "个季度"), 6: Title("half-years", "个半年"),
    12: Title("years", "年"),
}  # fmt: skip
_SIGNS: dict[type, str] = {
    ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in",
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

    def plain(self) -> dict[str, Any]:
        """For programs."""
        told: dict[str, Any] = {"text": self.text, "value": self.value}
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

    def plain(self) -> dict[str, Any]:
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
        tree = parse(expr, Problems())
        self.parts: dict[str, Node] = {}
        self.fixed: dict[str, str] = {}
        self.windows: dict[str, list[tuple[int, int]]] = {}  # of a part: series and number of periods
        self.pairs: list[tuple[str, str]] = []
        for left, right in [] if tree is None else _sides(tree, self._live):
            self._take(left)
            if right is not None:
                self._take(right)
                self.pairs.append((ast.unparse(left), ast.unparse(right)))

    def _built(self, tree: ast.expr) -> Node | None:
        try:
            return self._builder.any(tree)
        except Wrong:
            return None

    def _live(self, tree: ast.IfExp) -> list[ast.expr]:
        """The parts of a choice that are in force: a switch of the scheme leaves one."""
        test = self._builder.condition(tree.test).constant
        return [tree.test, tree.body, tree.orelse] if test is None else [tree.body if test else tree.orelse]

    def _take(self, tree: ast.expr) -> None:
        text, node = ast.unparse(tree), self._built(tree)
        if node is None or text in self.parts or text in self.fixed:
            return
        if node.constant is not None:
            if node.kind == "number":
                self.fixed[text] = figure(float(node.constant))
            elif text in self.scope.parameters:
                self.fixed[text] = str(self.scope.parameters[text])
            return
        self.parts[text] = node
        self.windows[text] = [found for call in ast.walk(tree) if (found := self._window(call))]

    def _window(self, call: ast.AST) -> tuple[int, int] | None:
        """The history and the number of periods of a window with a fixed length."""
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names.WINDOWS):
            return None
        counting = call.func.id == "count"
        inner = self._builder.condition(call.args[0]) if counting else self._builder.number(call.args[0])
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

    def _reading(self, text: str, table: Mapping[str, np.ndarray], view: View, i: int) -> Reading:
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

    def _digits(self, text: str, table: Mapping[str, np.ndarray], i: int) -> int:
        """More digits where the rounded values would look alike and are not."""
        mine = float(table[text][i])
        for pair in self.pairs:
            if text in pair:
                other = pair[1] if pair[0] == text else pair[0]
                bound = self._number(other, table, i)
                if bound is not None and bound != mine and round(bound, DIGITS) == round(mine, DIGITS):
                    return ALL_DIGITS
        return DIGITS

    def _number(self, text: str, table: Mapping[str, np.ndarray], i: int) -> float | None:
        if text in table and self.parts[text].kind == "number":
            return float(table[text][i])
        return float(self.fixed[text]) if text in self.fixed else None

    def _undefined(self, text: str, view: View, i: int) -> Reading:
        assert view.idx is not None
        since = int(view.source.since(self.context)[view.idx[i]])
        for series, needed in self.windows[text]:
            store = view.source.series(series)
            filled = min(max((store.last - since) // store.step, 0), store.closed, needed)
            if filled < needed:
                return Reading(text, None, filled, needed, store.step)
        return Reading(text, None)

    def facts(self, name: str, title: Title, met: Sequence[bool | None], view: View) -> list[Fact]:
        """A fact for each person of the view."""
        fixed = tuple(self.fixed.items())
        return [Fact(name, title, holds, self.expr, readings, fixed)
                for holds, readings in zip(met, self.read(view), strict=True)]  # fmt: skip


def figure(value: float, digits: int = DIGITS) -> str:
    """A number as it stands in a rule: no more digits than it has."""
    return f"{round(float(value), digits):.{ALL_DIGITS}g}"


def _sides(tree: ast.expr, live: Callable[[ast.IfExp], list[ast.expr]]) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """The pairs that an expression compares; what stands alone has no other side."""
    if isinstance(tree, ast.BoolOp):
        for value in tree.values:
            yield from _sides(value, live)
    elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        yield from _sides(tree.operand, live)
    elif isinstance(tree, ast.IfExp):
        for part in live(tree):
            yield from _sides(part, live)
    elif isinstance(tree, ast.Compare):
        left = tree.left
        for right in tree.comparators:
            yield left, None if isinstance(right, ast.List | ast.Tuple) else right
            left = right
    else:
        yield tree, None


class _Text:
    """The rule of a fact as it is written, with the values in it."""

    def __init__(self, fact: Fact) -> None:
        assert fact.test is not None
        self.tree = parse(fact.test, Problems())
        self.readings = {reading.text: reading for reading in fact.readings}
        self.fixed = dict(fact.fixed)

    def told(self) -> str:
        return "" if self.tree is None else self.tell(self.tree)

    def tell(self, tree: ast.expr) -> str:
        if isinstance(tree, ast.BoolOp):
            joint = " and " if isinstance(tree.op, ast.And) else " or "
            parts = [f"({self.tell(v)})" if isinstance(v, ast.BoolOp) else self.tell(v) for v in tree.values]
            return joint.join(parts)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            inner = self.tell(tree.operand)
            return f"not {inner}" if isinstance(tree.operand, ast.Name | ast.Call) else f"not ({inner})"
        if isinstance(tree, ast.Compare):
            parts = [self.side(tree.left)]
            for sign, right in zip(tree.ops, tree.comparators, strict=True):
                parts += [_SIGNS[type(sign)], self.side(right)]
            return " ".join(parts) + self.gaps([tree.left, *tree.comparators])
        reading = self.readings.get(ast.unparse(tree))
        if isinstance(tree, ast.IfExp) or (reading is not None and isinstance(reading.value, bool)):
            return ast.unparse(tree)
        return self.side(tree) + self.gaps([tree])

    def side(self, tree: ast.expr) -> str:
        """A side of a comparison: what is fixed by its value alone, else its text and its value."""
        text = ast.unparse(tree)
        if text in self.fixed:
            return self.fixed[text]
        value = shown(self.readings.get(text), figure)
        return f"{text} {value}" if value else text

    def gaps(self, sides: Sequence[ast.expr]) -> str:
        """Why sides have no value, in brackets."""
        return gaps([self.readings.get(ast.unparse(side)) for side in sides])


def shown(reading: Reading | None, number: Callable[[float, int], str]) -> str:
    """The value of a reading in words; '' where there is none."""
    if reading is not None and reading.unsaid:
        return tr("(not in the record)", "（记录未填写）")
    if reading is None or reading.value is None:
        return ""
    if isinstance(reading.value, bool):
        return tr("yes", "是") if reading.value else tr("no", "否")
    return reading.value if isinstance(reading.value, str) else number(reading.value, reading.digits)
