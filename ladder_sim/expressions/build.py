"""From a syntax tree to nodes: names are looked up, kinds checked, constants folded, histories registered."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.expressions import nodes
from ladder_sim.expressions.functions import build_call
from ladder_sim.expressions.lookup import field_node, name_node
from ladder_sim.expressions.names import LARGEST
from ladder_sim.expressions.nodes import NEGATED, Node, View, combine
from ladder_sim.expressions.parse import parse, place_of
from ladder_sim.expressions.scope import Purpose, Scope, Wrong
from ladder_sim.expressions.usable import usable
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


def kind_word(kind: str) -> str:
    return tr(*KIND_WORDS[kind])


class Builder:
    """Builds the nodes of one expression."""

    def __init__(self, expr: Expr, scope: Scope, purpose: Purpose, problems: Problems) -> None:
        self.expr, self.scope, self.purpose, self.problems = expr, scope, purpose, problems
        self.drawn: dict[tuple[int, int], str] = {}  # streams of chance(…) by place: a test and its negation share one

    def wrong(self, node: ast.AST, message: str, *, open: bool = False) -> Wrong:
        """Note what is wrong at a part of the expression; `open` where a workforce may make it right."""
        self.problems.add(place_of(self.expr, node), message, open=open)
        return Wrong()

    def other(self, expr: Expr, owner: str, want: str) -> Node:
        """Another expression of the same scheme."""
        made = build(expr, self.scope, want, Purpose(owner, moves=False), self.problems)
        if made is None:
            raise Wrong
        return made

    # -- kinds ----------------------------------------------------------------------------------

    def condition(self, tree: ast.expr, negate: bool = False) -> Node:
        """A truth value; `negate` is pushed down to the comparisons."""
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            return self.condition(tree.operand, not negate)
        if isinstance(tree, ast.BoolOp):
            both = isinstance(tree.op, ast.And) != negate
            return self._junction([self.condition(value, negate) for value in tree.values], both)
        if isinstance(tree, ast.Compare):
            return self._compare(tree, negate)
        if isinstance(tree, ast.IfExp):
            test, opposite = self.condition(tree.test), self.condition(tree.test, True)
            if test.constant is not None:
                return self.condition(tree.body if test.constant else tree.orelse, negate)
            return nodes.choose(test, opposite, self.condition(tree.body, negate), self.condition(tree.orelse, negate))
        node = self.any(tree)
        if node.kind == "number" and node.key[0] in ("metric", "token"):
            return nodes.compare("<=" if negate else ">", node, nodes.number(0))
        if node.kind != "bool":
            raise self.wrong(
                tree,
                tr(
                    "{text} is {kind}, a condition is needed; compare it with something, e.g. {text} {with_it}",
                    "{text} 是{kind}，这里需要条件；请与某个值比较，例如 {text} {with_it}",
                    text=ast.unparse(tree),
                    with_it=">= 60" if node.kind == "number" else tr("== name", "== 名称"),
                    kind=kind_word(node.kind),
                ),
            )
        return self.negated(node) if negate else node

    def negated(self, node: Node) -> Node:
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
        run: Callable[..., Any] = np.logical_and if both else np.logical_or
        for node in rest[1:]:
            result = combine("bool", "and" if both else "or", (result, node), run)
        return result

    def number(self, tree: ast.expr) -> Node:
        node = self.any(tree)
        if node.kind == "bool":
            if node.constant is not None:
                return nodes.number(float(node.constant))
            if node.key[0] == "metric":  # a chance is drawn as 0 or 1, but a record may tell of two in one month
                name = str(node.key[1])
                counted: Callable[[View], Any] = lambda view: np.asarray(view.source.metric(name, view), np.float64)  # noqa: E731
                return Node("number", ("float", node.key), (node,), whole=True, run=counted)
            return combine("number", "float", (node,), lambda a: np.asarray(a, dtype=np.float64), whole=True)
        if node.kind != "number":
            raise self.wrong(
                tree,
                tr("{text} is {kind}, a number is needed", "{text} 是{kind}，这里需要数字",
                   text=ast.unparse(tree), kind=kind_word(node.kind)),
            )  # fmt: skip
        return node

    def grade(self, tree: ast.expr) -> Node:
        """A grade, as codes (NaN where undefined)."""
        node = self.any(tree)
        if node.kind == "grade":
            return node
        if node.kind not in ("symbol", "choice"):
            raise self.wrong(
                tree,
                tr("{text} is {kind}, a grade is needed", "{text} 是{kind}，这里需要职级",
                   text=ast.unparse(tree), kind=kind_word(node.kind)),
            )  # fmt: skip
        return self.coded(tree, node, self.scope.grades.ids, "grade")

    def coded(self, tree: ast.AST, node: Node, levels: tuple[str, ...], kind: str) -> Node:
        """The words of a symbol node as codes into `levels`."""
        absent = self.scope.absent if kind == "grade" else ()
        for level in node.levels:
            if level not in levels and level not in absent:
                raise self.wrong(
                    tree,
                    tr("'{word}' is not {kind}{hint}", "“{word}”不是{kind}{hint}",
                       word=level, kind=kind_word(kind), hint=nearest(level, levels)),
                    open=self.scope.alone and kind == "choice",
                )  # fmt: skip
        codes = np.array(
            [levels.index(level) if level in levels else np.nan for level in node.levels], dtype=np.float64
        )
        if node.constant is not None:
            code = float(codes[0])
            return Node(kind, ("code", kind, code), levels=levels, run=lambda view: code, constant=code, by_grade=True)

        def remap(values: Any) -> Any:
            known = np.nan_to_num(values).astype(np.int64)
            return np.where(np.isnan(values), np.nan, codes[known])

        made = combine(kind, "recode", (node,), remap, levels=levels)
        return made

    def scored(self, tree: ast.expr) -> Node:
        """The value of a score; a truth value is remembered as 1, 0 or undefined."""
        node = self.any(tree)
        if node.kind == "bool" and node.nullable:
            opposite = self.condition(tree, True)
            node = nodes.choose(node, opposite, nodes.number(1), nodes.number(0))
            node.kind = "bool"
        return node

    def deviation(self, tree: ast.expr) -> Node:
        """A standard deviation."""
        node = self.number(tree)
        if node.constant is not None and not node.constant >= 0:
            raise self.wrong(tree, tr("a standard deviation must be at least 0, got {got:g}",
                                      "标准差应不小于0，现为{got:g}", got=node.constant))  # fmt: skip
        return node

    # -- everything -----------------------------------------------------------------------------

    def any(self, tree: ast.expr) -> Node:
        if isinstance(tree, ast.Constant):
            return self._constant(tree)
        if isinstance(tree, ast.Name):
            return name_node(self, tree)
        if isinstance(tree, ast.Attribute):
            return field_node(self, tree)
        if isinstance(tree, ast.Call):
            return usable(self, tree, build_call(self, tree))
        if isinstance(tree, ast.IfExp):
            return self._choice(tree)
        if isinstance(tree, ast.BinOp):
            return usable(self, tree, self._arithmetic(tree))
        if isinstance(tree, ast.UnaryOp) and not isinstance(tree.op, ast.Not):
            inner = self.number(tree.operand)
            if isinstance(tree.op, ast.UAdd):
                return inner
            return combine("number", "neg", (inner,), np.negative, whole=inner.whole)
        if isinstance(tree, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
            return self.condition(tree)
        raise self.wrong(
            tree,
            tr("{text} cannot stand here", "{text} 不能用在这里", text=ast.unparse(tree)),
        )

    def _constant(self, tree: ast.Constant) -> Node:
        if isinstance(tree.value, bool):
            return nodes.truth(tree.value)
        if isinstance(tree.value, str):
            return nodes.symbol(tree.value)
        try:
            value = float(tree.value)  # type: ignore[arg-type]
        except OverflowError:
            value = float("inf")
        if abs(value) > LARGEST:
            raise self.wrong(tree, tr("the number is too large; at most {most:,.0f}", "数字太大；最多为{most:,.0f}",
                                      most=LARGEST))  # fmt: skip
        return nodes.number(value)

    def _arithmetic(self, tree: ast.BinOp) -> Node:
        x, y = self.number(tree.left), self.number(tree.right)
        whole = x.whole and y.whole
        if isinstance(tree.op, (ast.Div, ast.FloorDiv, ast.Mod)):
            if y.constant == 0:
                raise self.wrong(
                    tree,
                    tr("{text} divides by zero", "{text} 除以零", text=ast.unparse(tree)),
                )
            work = {ast.Div: np.divide, ast.FloorDiv: np.floor_divide, ast.Mod: np.mod}[type(tree.op)]
            return combine(
                "number", type(tree.op).__name__, (x, y), _safe(work, y), nullable=x.nullable or not y.constant
            )
        run: dict[type, Callable[..., Any]] = {
            ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Pow: _power
        }  # fmt: skip
        if type(tree.op) not in run:
            raise self.wrong(tree, tr("this operator is not known", "不支持这个运算符"))
        return combine("number", type(tree.op).__name__, (x, y), run[type(tree.op)],
                       whole=whole and not isinstance(tree.op, ast.Pow),
                       nullable=x.nullable or y.nullable or isinstance(tree.op, ast.Pow))  # fmt: skip

    def _choice(self, tree: ast.IfExp) -> Node:
        test, opposite = self.condition(tree.test), self.condition(tree.test, True)
        if test.constant is not None:
            return self.any(tree.body if test.constant else tree.orelse)
        yes, no = self.any(tree.body), self.any(tree.orelse)
        if yes.kind == "symbol" and no.kind == "symbol":
            levels = tuple(dict.fromkeys([*yes.levels, *no.levels]))
            return nodes.choose(test, opposite, _relevel(yes, levels), _relevel(no, levels), levels)
        for word, other, side in ((yes, no, tree.body), (no, yes, tree.orelse)):
            if word.kind == "symbol" and other.kind == "grade":
                coded = self.coded(side, word, self.scope.grades.ids, "grade")
                return nodes.choose(test, opposite, *((coded, other) if word is yes else (other, coded)))
        if {yes.kind, no.kind} <= {"number", "bool"}:
            return nodes.choose(test, opposite, yes, no)
        if yes.kind != no.kind or yes.levels != no.levels:
            raise self.wrong(
                tree,
                tr("both results of 'if … else' must be of one kind; got {a} and {b}",
                   "if … else 的两个结果必须同类；现在是{a}和{b}", a=kind_word(yes.kind), b=kind_word(no.kind)),
            )  # fmt: skip
        return nodes.choose(test, opposite, yes, no, yes.levels)

    # -- comparisons ----------------------------------------------------------------------------

    def _compare(self, tree: ast.Compare, negate: bool) -> Node:
        found, left = [], tree.left
        for op, right in zip(tree.ops, tree.comparators, strict=True):
            found.append(self._one(tree, left, op, right, negate))
            left = right
        return self._junction(found, not negate)

    def _one(self, tree: ast.expr, left: ast.expr, op: ast.cmpop, right: ast.expr, negate: bool) -> Node:
        if isinstance(op, (ast.In, ast.NotIn)):
            if not isinstance(right, (ast.List, ast.Tuple)):
                raise self.wrong(right, tr("write a list in brackets after 'in'", "in 后面请写方括号列表"))
            inside = isinstance(op, ast.In) != negate
            sign = "==" if inside else "!="
            return self._junction([self._pair(tree, left, sign, item) for item in right.elts], not inside)
        sign = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}[type(op)]
        return self._pair(tree, left, sign, right, negate)

    def _pair(self, tree: ast.expr, left: ast.expr, sign: str, right: ast.expr, negate: bool = False) -> Node:
        x, y = self.any(left), self.any(right)
        if x.kind == "symbol" and y.kind != "symbol":
            flipped = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}.get(sign, sign)
            x, y, left, right, sign = y, x, right, left, flipped
        if x.kind == "grade" and y.kind in ("symbol", "grade"):
            return self._grades(tree, x, y, sign, negate)
        sign = NEGATED[sign] if negate else sign
        if x.kind in ("choice", "role", "track", "symbol") and y.kind in ("symbol", x.kind):
            return self._categories(tree, x, y, sign)
        if x.kind in ("number", "bool") and y.kind in ("number", "bool"):
            return nodes.compare(sign, self.number(left), self.number(right))
        raise self.wrong(
            tree,
            tr("{text} compares {a} with {b}", "{text} 把{a}与{b}相比较",
               text=ast.unparse(tree), a=kind_word(x.kind), b=kind_word(y.kind)),
        )  # fmt: skip

    def _categories(self, tree: ast.expr, x: Node, y: Node, sign: str) -> Node:
        if x.kind == "symbol" and y.kind == "symbol":
            levels = tuple(dict.fromkeys([*x.levels, *y.levels]))
            x, y = _relevel(x, levels), _relevel(y, levels)
        elif y.kind == "symbol":
            y = self.coded(tree, y, x.levels, x.kind)
        ordered = x.kind == "choice" and any(a.ordered for a in self.scope.attributes.values() if a.levels == x.levels)
        if sign not in ("==", "!=") and not ordered:
            raise self.wrong(
                tree,
                tr("{text}: these values have no order; use == or 'in'", "{text}：这些取值没有先后；请用 == 或 in",
                   text=ast.unparse(tree)),
            )  # fmt: skip
        both = (x, y)
        if all(node.constant is not None for node in both):
            return nodes.truth(bool(nodes.comparer(sign, True)(x.constant, y.constant)))
        exactly = nodes.comparer(sign, True)
        if sign == "!=" and x.nullable:
            return combine("bool", sign, both, lambda a, b: (a != b) & (a == a))
        return combine("bool", sign, both, exactly)

    def _grades(self, tree: ast.expr, x: Node, y: Node, sign: str, negate: bool) -> Node:
        if y.kind == "symbol":
            y = self.coded(tree, y, self.scope.grades.ids, "grade")
        if y.constant is not None and np.isnan(y.constant):
            return nodes.truth(False)
        table = self.scope.grades
        track = np.array([table.track.index(name) for name in table.track] + [-1])
        compare = nodes.comparer(sign, True)

        def run(a: Any, b: Any) -> Any:
            known = ~(np.isnan(a) | np.isnan(b))
            a, b = np.nan_to_num(a).astype(np.int64), np.nan_to_num(b).astype(np.int64)
            if sign in ("==", "!="):
                result = compare(a, b)
            else:
                result = compare(table.level[a], table.level[b]) & (track[a] == track[b])
            return known & (np.logical_not(result) if negate else result)

        node = combine("bool", f"grade{sign}{negate}", (x, y), run, nullable=False)
        return node


def _relevel(node: Node, levels: tuple[str, ...]) -> Node:
    """A symbol node whose codes point into a longer list of words."""
    if node.levels == levels[: len(node.levels)]:
        return Node(node.kind, (*node.key, levels), node.parts, levels, node.nullable, by_grade=node.by_grade,
                    constant=0.0 if node.constant is not None else None, period=node.period, run=node.run)  # fmt: skip
    codes = np.array([levels.index(level) for level in node.levels], dtype=np.float64)
    if node.constant is not None:
        code = float(codes[0])
        return Node("symbol", (*node.key, levels), levels=levels, by_grade=True, constant=code, run=lambda view: code)

    def remap(values: Any) -> Any:
        return np.where(np.isnan(values), np.nan, codes[np.nan_to_num(values).astype(np.int64)])

    return combine("symbol", "relevel", (node,), remap, levels=levels, extra={"levels": levels})


def _safe(work: Callable[..., Any], y: Node) -> Callable[[Any, Any], Any]:
    if y.constant is not None:
        return work

    def divide(a: Any, b: Any) -> Any:
        with np.errstate(all="ignore"):
            result = np.asarray(work(a, b), dtype=np.float64)
        bad = ~np.isfinite(result)
        if bad.any():
            result = np.where(bad, np.nan, result)
        return result

    return divide


def _power(a: Any, b: Any) -> Any:
    with np.errstate(all="ignore"):
        result = np.power(np.asarray(a, dtype=np.float64), b)
    return np.where(np.isfinite(result), result, np.nan)


def build(expr: Expr, scope: Scope, want: str, purpose: Purpose, problems: Problems) -> Node | None:
    """The compiled form of `expr`, of the kind wanted (one of `make` below); None after problems were noted."""
    tree = parse(expr, problems)
    if tree is None:
        return None
    builder = Builder(expr, scope, purpose, problems)
    make = {"number": builder.number, "bool": builder.condition, "grade": builder.grade, "any": builder.any,
            "score": builder.scored, "deviation": builder.deviation}[want]  # fmt: skip
    try:
        return make(tree)
    except Wrong:
        return None
