"""From a syntax tree to nodes: names are looked up, kinds checked, constants folded, histories registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.expressions import nodes
from ladder_sim.expressions.categories import one_of_both, relevel, sides
from ladder_sim.expressions.comparing import NEGATED, choose, compare, comparer
from ladder_sim.expressions.functions import call_node
from ladder_sim.expressions.lookup import field_node, name_node
from ladder_sim.expressions.nodes import Node, NodeValue, combine
from ladder_sim.expressions.operators import ARITHMETIC, FLIPPED
from ladder_sim.expressions.parse import cannot_stand, parse, place_of
from ladder_sim.expressions.scope import Purpose, Scope, Wrong
from ladder_sim.expressions.syntax import (
    Arithmetic,
    Call,
    Chain,
    Choice,
    ComparisonSign,
    Cuts,
    Extent,
    GradeField,
    Junction,
    Membership,
    NameWord,
    Negation,
    NumberLiteral,
    Several,
    Signed,
    TextLiteral,
    Tree,
    Truth,
    written,
)
from ladder_sim.expressions.usable import usable
from ladder_sim.expressions.words import LARGEST
from ladder_sim.model.expression import Expr

KIND_WORDS = {
    "number": ("a number", "数字"),
    "bool": ("a condition (true or false)", "条件（真或假）"),
    "choice": ("a category", "类别"),
    "symbol": ("a word", "文字"),
    "grade": ("a grade", "职级"),
    "role": ("a role", "岗位层级"),
    "track": ("a track", "通道"),
}


def _kind_word(kind: str) -> str:
    return tr(*KIND_WORDS[kind])


class Builder:
    """Builds the nodes of one expression."""

    def __init__(self, expr: Expr, scope: Scope, purpose: Purpose, problems: Problems) -> None:
        self.expr, self.scope, self.purpose, self.problems = expr, scope, purpose, problems
        self.drawn: dict[Extent, str] = {}  # streams of chance(…) by place: a test and its negation share one

    def wrong(self, part: Tree, message: str, *, open: bool = False) -> Wrong:
        """Note what is wrong at a part of the expression; what is to be raised. `open`: a workforce may mend it."""
        self.problems.add(place_of(self.expr, part.at), message, open=open)
        return Wrong()

    def other(self, expr: Expr, owner: str, want: str) -> Node:
        """Another expression of the same scheme; raises `Wrong` where it cannot be built."""
        made = build(expr, self.scope, want, Purpose(owner, moves=False), self.problems)
        if made is None:
            raise Wrong
        return made

    # -- kinds ----------------------------------------------------------------------------------

    def condition(self, tree: Tree, negate: bool = False) -> Node:
        """A truth value; `negate` is pushed down to the comparisons."""
        match tree:
            case Negation(operand):
                return self.condition(operand, not negate)
            case Junction(both, parts):
                return self._junction([self.condition(part, negate) for part in parts], both != negate)
            case Chain():
                found = [self._pair(tree, *pair, negate) for pair in tree.pairs()]
                return self._junction(found, not negate)
            case Membership(what, inside, items):
                inside = inside != negate
                sign: ComparisonSign = "==" if inside else "!="
                return self._junction([self._pair(tree, what, sign, item) for item in items], not inside)
            case Choice(yes, asked, no):
                test, opposite = self.condition(asked), self.condition(asked, True)
                if test.constant is not None:
                    return self.condition(yes if test.constant else no, negate)
                return choose(test, opposite, self.condition(yes, negate), self.condition(no, negate))
            case NumberLiteral() | Truth() | TextLiteral() | NameWord() | GradeField() | Signed() | Arithmetic():
                return self._as_condition(tree, negate)
            case Call() | Cuts() | Several():
                return self._as_condition(tree, negate)
            case _:
                assert_never(tree)

    def _as_condition(self, tree: Tree, negate: bool) -> Node:
        """A value that stands for a condition by itself."""
        node = self.any(tree)
        if node.kind == "number" and node.key[0] in ("metric", "token"):
            return compare("<=" if negate else ">", node, nodes.number(0))
        if node.kind != "bool":
            raise self.wrong(
                tree,
                tr(
                    "{text} is {kind}, a condition is needed; compare it with something, e.g. {text} {with_it}",
                    "{text} 是{kind}，这里需要条件；请与某个值比较，例如 {text} {with_it}",
                    text=written(tree),
                    with_it=">= 60" if node.kind == "number" else tr("== name", "== 名称"),
                    kind=_kind_word(node.kind),
                ),
            )
        return self._negated(node) if negate else node

    def _negated(self, node: Node) -> Node:
        if node.constant is not None:
            return nodes.truth(not node.constant)
        if node.nullable and node.parts:
            known = node.parts[0]
            return combine("bool", "not", (node, known), lambda a, b: np.logical_not(a) & ~np.isnan(b))
        return combine("bool", "not", (node,), np.logical_not)

    def _junction(self, found: list[Node], both: bool) -> Node:
        rest = [node for node in found if node.constant is None]
        if any(node.constant is not None and node.constant != both for node in found):
            return nodes.truth(not both)
        if not rest:
            return nodes.truth(both)
        result = rest[0]
        run: Callable[..., NodeValue] = np.logical_and if both else np.logical_or
        for node in rest[1:]:
            result = combine("bool", "and" if both else "or", (result, node), run)
        return result

    def number(self, tree: Tree) -> Node:
        """A number, a condition as 1 or 0; raises `Wrong` where it is neither."""
        node = self.any(tree)
        if node.kind == "bool":
            if node.constant is not None:
                return nodes.number(float(node.constant))
            if node.key[0] == "metric":  # a chance is drawn as 0 or 1, but a record may tell of two in one month
                name = str(node.key[1])
                return Node("number", ("float", node.key), (node,), whole=True,
                            run=lambda view: np.asarray(view.source.metric(name, view), np.float64))  # fmt: skip
            return combine("number", "float", (node,), lambda a: np.asarray(a, dtype=np.float64), whole=True)
        if node.kind != "number":
            raise self.wrong(
                tree,
                tr("{text} is {kind}, a number is needed", "{text} 是{kind}，这里需要数字",
                   text=written(tree), kind=_kind_word(node.kind)),
            )  # fmt: skip
        return node

    def grade(self, tree: Tree) -> Node:
        """A grade, as codes (NaN where undefined); raises `Wrong` where it is none."""
        node = self.any(tree)
        if node.kind == "grade":
            return node
        if node.kind not in ("symbol", "choice"):
            raise self.wrong(
                tree,
                tr("{text} is {kind}, a grade is needed", "{text} 是{kind}，这里需要职级",
                   text=written(tree), kind=_kind_word(node.kind)),
            )  # fmt: skip
        return self.coded(tree, node, self.scope.grades.ids, "grade")

    def coded(self, tree: Tree, node: Node, levels: tuple[str, ...], kind: str) -> Node:
        """The words of a symbol node as codes into `levels`; raises `Wrong` for a word that is none of them."""
        absent = self.scope.absent if kind == "grade" else ()
        for level in node.levels:
            if level not in levels and level not in absent:
                raise self.wrong(
                    tree,
                    tr("'{word}' is not {kind}{hint}", "“{word}”不是{kind}{hint}",
                       word=level, kind=_kind_word(kind), hint=nearest(level, levels)),
                    open=kind == "choice" and self.scope.may_come(level, levels),
                )  # fmt: skip
        codes = np.array(
            [levels.index(level) if level in levels else np.nan for level in node.levels], dtype=np.float64
        )
        if node.constant is not None:
            code = float(codes[0])
            return Node(kind, ("code", kind, code), levels=levels, run=lambda view: code, constant=code, by_grade=True)

        def remap(values: NodeValue) -> NodeValue:
            known = np.nan_to_num(values).astype(np.int64)
            return np.where(np.isnan(values), np.nan, codes[known])

        made = combine(kind, "recode", (node,), remap, levels=levels)
        return made

    def scored(self, tree: Tree) -> Node:
        """The value of a score; a truth value is remembered as 1, 0 or undefined."""
        node = self.any(tree)
        if node.kind == "bool" and node.nullable:
            opposite = self.condition(tree, True)
            node = choose(node, opposite, nodes.number(1), nodes.number(0))
            node.kind = "bool"
        return node

    def level(self, tree: Tree, levels: tuple[str, ...]) -> Node:
        """A value of a category, as codes into `levels`; raises `Wrong` where it is none."""
        if isinstance(tree, NameWord) and tree.id in levels and tree.id not in self.scope.parameters:
            return self.coded(tree, nodes.symbol(tree.id), levels, "choice")
        if isinstance(tree, Choice):
            return choose(self.condition(tree.test), self.condition(tree.test, True),
                                self.level(tree.yes, levels), self.level(tree.no, levels), levels)  # fmt: skip
        node = self.any(tree)
        if node.kind == "symbol":
            return self.coded(tree, node, levels, "choice")
        if node.kind != "choice" or node.levels != levels:
            known = tr(", ", "、").join(levels)
            raise self.wrong(tree, tr("{text} is {kind}; one of {known} is needed", "{text} 是{kind}；应为{known}之一",
                                      text=written(tree), kind=_kind_word(node.kind), known=known))  # fmt: skip
        return node

    def deviation(self, tree: Tree) -> Node:
        """A standard deviation; raises `Wrong` where it is a constant below 0."""
        node = self.number(tree)
        if node.fixed is not None and not node.fixed >= 0:
            raise self.wrong(tree, tr("a standard deviation must be at least 0, got {got:g}",
                                      "标准差应不小于0，现为{got:g}", got=node.fixed))  # fmt: skip
        return node

    # -- everything -----------------------------------------------------------------------------

    def any(self, tree: Tree) -> Node:
        """A value of whatever kind the part gives; raises `Wrong` where it cannot be built."""
        match tree:
            case NumberLiteral(value):
                return self._number(tree, value)
            case Truth(value):
                return nodes.truth(value)
            case TextLiteral(value):
                return nodes.symbol(value)
            case NameWord():
                return name_node(self, tree)
            case GradeField():
                return field_node(self, tree)
            case Call():
                return usable(self, tree, call_node(self, tree))
            case Choice():
                return self._choice(tree)
            case Arithmetic():
                return usable(self, tree, self._arithmetic(tree))
            case Signed(sign, operand):
                inner = self.number(operand)
                return inner if sign == "+" else combine("number", "neg", (inner,), np.negative, whole=inner.whole)
            case Junction() | Chain() | Membership() | Negation():
                return self.condition(tree)
            case Cuts() | Several():
                raise self.wrong(tree, cannot_stand(written(tree)))
            case _:
                assert_never(tree)

    def _number(self, tree: Tree, given: float) -> Node:
        try:
            value = float(given)
        except OverflowError:
            value = float("inf")
        if abs(value) > LARGEST:
            raise self.wrong(tree, tr("the number is too large; at most {most:,.0f}", "数字太大；最多为{most:,.0f}",
                                      most=LARGEST))  # fmt: skip
        return nodes.number(value)

    def _arithmetic(self, tree: Arithmetic) -> Node:
        x, y = self.number(tree.left), self.number(tree.right)
        spec = ARITHMETIC[tree.sign]
        if spec.divides and y.constant == 0:
            raise self.wrong(tree, tr("{text} divides by zero", "{text} 除以零", text=written(tree)))
        work = spec.plain if y.constant is not None else spec.work
        nullable = x.nullable or y.nullable or spec.partial
        if spec.divides:
            nullable = x.nullable or not y.constant
        whole = x.whole and y.whole and not spec.partial
        return combine("number", spec.sign, (x, y), work, whole=whole, nullable=nullable)

    def _choice(self, tree: Choice) -> Node:
        test, opposite = self.condition(tree.test), self.condition(tree.test, True)
        if test.constant is not None:
            return self.any(tree.yes if test.constant else tree.no)
        yes, no = self.any(tree.yes), self.any(tree.no)
        if {yes.kind, no.kind} <= {"symbol", "choice"} and "symbol" in (yes.kind, no.kind):
            return one_of_both(test, opposite, yes, no)
        for word, other, side in ((yes, no, tree.yes), (no, yes, tree.no)):
            if word.kind == "symbol" and other.kind == "grade":
                coded = self.coded(side, word, self.scope.grades.ids, "grade")
                return choose(test, opposite, *((coded, other) if word is yes else (other, coded)))
        if {yes.kind, no.kind} <= {"number", "bool"}:
            return choose(test, opposite, yes, no)
        if yes.kind != no.kind or yes.levels != no.levels:
            raise self.wrong(
                tree,
                tr("both results of 'if … else' must be of one kind; got {a} and {b}",
                   "if … else 的两个结果必须同类；现在是{a}和{b}", a=_kind_word(yes.kind), b=_kind_word(no.kind)),
            )  # fmt: skip
        return choose(test, opposite, yes, no, yes.levels)

    # -- comparisons ----------------------------------------------------------------------------

    def _pair(self, tree: Tree, left: Tree, sign: ComparisonSign, right: Tree, negate: bool = False) -> Node:
        x, y = sides(self, left, right)
        if x.kind == "symbol" and y.kind != "symbol":
            x, y, left, right, sign = y, x, right, left, FLIPPED[sign]
        if x.kind == "grade" and y.kind in ("symbol", "grade"):
            return self._grades(tree, x, y, sign, negate)
        sign = NEGATED[sign] if negate else sign
        if x.kind in ("choice", "role", "track", "symbol") and y.kind in ("symbol", x.kind):
            return self._categories(tree, x, y, sign)
        if x.kind in ("number", "bool") and y.kind in ("number", "bool"):
            return compare(sign, self.number(left), self.number(right))
        raise self.wrong(
            tree,
            tr("{text} compares {a} with {b}", "{text} 把{a}与{b}相比较",
               text=written(tree), a=_kind_word(x.kind), b=_kind_word(y.kind)),
        )  # fmt: skip

    def _categories(self, tree: Tree, x: Node, y: Node, sign: ComparisonSign) -> Node:
        if x.kind == "symbol" and y.kind == "symbol":
            levels = tuple(dict.fromkeys([*x.levels, *y.levels]))
            x, y = relevel(x, levels), relevel(y, levels)
        elif y.kind == "symbol":
            y = self.coded(tree, y, x.levels, x.kind)
        ordered = x.kind == "choice" and any(a.ordered for a in self.scope.attributes.values() if a.levels == x.levels)
        if sign not in ("==", "!=") and not ordered:
            raise self.wrong(
                tree,
                tr("{text}: these values have no order; use == or 'in'", "{text}：这些取值没有先后；请用 == 或 in",
                   text=written(tree)),
            )  # fmt: skip
        both = (x, y)
        if all(node.constant is not None for node in both):
            return nodes.truth(bool(comparer(sign, True)(np.asarray(x.constant), np.asarray(y.constant))))
        exactly = comparer(sign, True)
        if sign == "!=" and x.nullable:
            return combine("bool", sign, both, lambda a, b: (a != b) & (a == a))
        return combine("bool", sign, both, exactly)

    def _grades(self, tree: Tree, x: Node, y: Node, sign: ComparisonSign, negate: bool) -> Node:
        if y.kind == "symbol":
            y = self.coded(tree, y, self.scope.grades.ids, "grade")
        if y.constant is not None and np.isnan(y.constant):
            return nodes.truth(False)
        table = self.scope.grades
        track = np.array([table.track.index(name) for name in table.track] + [-1])
        compared = comparer(sign, True)

        def run(a: NodeValue, b: NodeValue) -> NodeValue:
            known = ~(np.isnan(a) | np.isnan(b))
            a, b = np.nan_to_num(a).astype(np.int64), np.nan_to_num(b).astype(np.int64)
            if sign in ("==", "!="):
                result = np.asarray(compared(a, b))
            else:
                result = np.asarray(compared(table.level[a], table.level[b])) & (track[a] == track[b])
            holds: NodeValue = known & (np.logical_not(result) if negate else result)
            return holds

        node = combine("bool", f"grade{sign}{negate}", (x, y), run, nullable=False)
        return node


def build(
    expr: Expr, scope: Scope, want: str, purpose: Purpose, problems: Problems, levels: tuple[str, ...] = ()
) -> Node | None:
    """The compiled form of `expr`, of the kind wanted (one of `make` below); None after problems were noted.

    levels: of the category, where a "level" is wanted.
    """
    tree = parse(expr, problems)
    if tree is None:
        return None
    builder = Builder(expr, scope, purpose, problems)
    make: dict[str, Callable[[Tree], Node]] = {
        "number": builder.number, "bool": builder.condition, "grade": builder.grade, "any": builder.any,
            "score": builder.scored, "deviation": builder.deviation,
            "level": lambda part: builder.level(part, levels)}  # fmt: skip
    try:
        return make[want](tree)
    except Wrong:
        return None
