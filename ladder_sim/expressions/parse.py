"""From text to a tree of `syntax`; nothing is ever run by Python itself.

Python's own parser reads the text; what it made is checked (limits, allowed kinds) and turned into the rule
language's tree. No other module sees Python's tree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

from ladder_sim.core.grammar import grammar, quoted
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.expressions import syntax
from ladder_sim.expressions.syntax import ArithmeticSign, ComparisonSign, Extent, Tree
from ladder_sim.model.expression import Expr

MAX_LENGTH = 2000
MAX_NODES = 600
MAX_DEPTH = 60

_ARITHMETIC: dict[type[ast.operator], ArithmeticSign] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], ComparisonSign] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
#: Kinds without parts of their own; a name holds nothing but how it is used.
_LEAVES = frozenset[type[ast.AST]]((
    ast.Load, ast.And, ast.Or, ast.Not, ast.USub, ast.UAdd, ast.In, ast.NotIn, *_ARITHMETIC, *_COMPARISONS,
))  # fmt: skip
#: Kinds that mean something wherever they stand.
_NEVER_WRONG = frozenset[type[ast.AST]]((
    ast.Expression, ast.Name, ast.keyword, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.IfExp,
))  # fmt: skip
_ALLOWED = _NEVER_WRONG | {ast.Constant, ast.Attribute, ast.Call, ast.List, ast.Tuple, ast.Dict, ast.Compare}


def place_of(expr: Expr, at: Extent) -> Place:
    """Where a part stands in the file: the expression's own place plus its offset."""
    for start, stop, place in expr.pieces:
        if start <= at.start < stop:
            return place.moved(at.start - start)
    before = expr.text.strip()[: at.start]
    return expr.at if "\n" in before else expr.at.moved(len(before))


def parse(expr: Expr, problems: Problems) -> Tree | None:
    """The tree of `expr`, or None after its problems were noted."""
    known = _sound(expr.text)
    return _parsed(expr, problems) if known is None else known


def tree_of(expr: Expr) -> Tree | None:
    """The tree of `expr`; None where its text has a fault, which is reported elsewhere."""
    return _sound(expr.text)


def names_read(expr: Expr) -> set[str]:
    """The names that an expression reads, those of its functions too; none of a text with a fault."""
    tree = _sound(expr.text)
    return set() if tree is None else syntax.names_in(tree)


@lru_cache(maxsize=8192)
def _sound(text: str) -> Tree | None:
    """The tree of a text without a fault; None for any other. Trees are frozen, so one serves every use."""
    return _parsed(Expr(text), Problems())


def _parsed(expr: Expr, problems: Problems) -> Tree | None:
    text = expr.text.strip()
    if not text:
        problems.add(expr.at, tr("the expression is empty", "表达式为空"))
        return None
    if len(text) > MAX_LENGTH:
        problems.add(
            expr.at,
            tr(
                "the expression has {n} characters, at most {most} are read; split it into named scores",
                "表达式有{n}个字符，最多{most}个；请拆成几个命名的考核得分（scores）",
                n=len(text),
                most=MAX_LENGTH,
            ),
        )
        return None
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        column = (error.offset or 1) - 1
        problems.add(
            expr.at.moved(max(0, min(column, len(text)))),
            tr("cannot be read as an expression: {text} ({why})", "无法识别为表达式：{text}（{why}）",
               text=quoted(_short(text)), why=_why(text, error)),
        )  # fmt: skip
        return None
    except (ValueError, RecursionError, MemoryError):
        problems.add(
            expr.at,
            tr("cannot be read as an expression: {text}", "无法识别为表达式：{text}", text=quoted(_short(text))),
        )
        return None
    reader = _Reader(expr, text, problems)
    return reader.tree(tree.body) if reader.allowed(tree) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _why(text: str, error: SyntaxError) -> str:
    wide = [c for c in text if c in "，：；（）“”‘’" or "\uff01" <= c <= "\uff5e"]
    if wide:
        return tr("full-width character {c}; use the plain one", "有全角字符{c}；请改用半角", c=quoted(wide[0]))
    if "=" in text.replace("==", "").replace(">=", "").replace("<=", "").replace("!=", ""):
        return tr("to compare, write ==", "比较请写 ==")
    if str(error.msg).endswith("was never closed"):
        return tr("a bracket is not closed", "有括号没有闭合")
    return str(error.msg) if grammar().ids_speak else tr("cannot be read", "写法有误")


class _Reader:
    """Checks and turns one of Python's trees."""

    def __init__(self, expr: Expr, text: str, problems: Problems) -> None:
        self._expr, self._problems = expr, problems
        self._plain = text.isascii() and "\n" not in text
        lines = [] if self._plain else text.encode().split(b"\n")
        self._text = text.encode()
        self._starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]

    # -- what may stand -------------------------------------------------------------------------

    def allowed(self, tree: ast.AST) -> bool:
        """Is the tree within the limits, and made of the language's parts alone?"""
        count, fine = 0, True
        stack: list[tuple[ast.AST, int, ast.AST | None]] = [(tree, 0, None)]
        while stack:
            node, depth, above = stack.pop()
            count += 1
            if count > MAX_NODES or depth > MAX_DEPTH:
                self._problems.add(
                    self._expr.at,
                    tr(
                        "the expression is too deep or too long; split it into named scores",
                        "表达式太深或太长；请拆成几个命名的考核得分（scores）",
                    ),
                )
                return False
            kind = type(node)
            if kind in _LEAVES:
                continue
            if kind not in _NEVER_WRONG:
                for at, message in _faults(node, above):
                    self._problems.add(place_of(self._expr, self._extent(at)), message)
                    fine = False
            if kind in _ALLOWED:
                stack += [(child, depth + 1, node) for child in ast.iter_child_nodes(node)]
        return fine

    def _extent(self, node: ast.AST) -> Extent:
        start, stop = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None) or 0
        if self._plain:
            return Extent(start, stop)
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
        return Extent(self._character(first, start), self._character(last, stop))

    def _character(self, line: int, byte: int) -> int:
        return len(self._text[: self._starts[line - 1] + byte].decode(errors="ignore"))

    # -- from Python's tree ---------------------------------------------------------------------

    def tree(self, node: ast.AST) -> Tree:
        """The same in the language's own parts; `node` has passed `allowed`."""
        return _TURN[type(node)](self, node, self._extent(node))

    def constant(self, node: ast.Constant, at: Extent) -> Tree:
        if isinstance(node.value, bool):
            return syntax.Truth(node.value, at=at)
        if isinstance(node.value, str):
            return syntax.TextLiteral(node.value, at=at)
        assert isinstance(node.value, int | float)
        return syntax.NumberLiteral(node.value, at=at)

    def name(self, node: ast.Name, at: Extent) -> Tree:
        return syntax.NameWord(node.id, at=at)

    def field(self, node: ast.Attribute, at: Extent) -> Tree:
        assert isinstance(node.value, ast.Name)
        return syntax.GradeField(node.value.id, node.attr, at=at)

    def call(self, node: ast.Call, at: Extent) -> Tree:
        assert isinstance(node.func, ast.Name)
        return syntax.Call(node.func.id, tuple(self.tree(argument) for argument in node.args), at=at)

    def cuts(self, node: ast.Dict, at: Extent) -> Tree:
        rows = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key is not None]
        return syntax.Cuts(tuple((self.tree(key), self.tree(value)) for key, value in rows), at=at)

    def several(self, node: ast.List | ast.Tuple, at: Extent) -> Tree:
        return syntax.Several(tuple(self.tree(item) for item in node.elts), at=at)

    def junction(self, node: ast.BoolOp, at: Extent) -> Tree:
        return syntax.Junction(isinstance(node.op, ast.And), tuple(map(self.tree, node.values)), at=at)

    def unary(self, node: ast.UnaryOp, at: Extent) -> Tree:
        operand = self.tree(node.operand)
        if isinstance(node.op, ast.Not):
            return syntax.Negation(operand, at=at)
        return syntax.Signed("-" if isinstance(node.op, ast.USub) else "+", operand, at=at)

    def arithmetic(self, node: ast.BinOp, at: Extent) -> Tree:
        return syntax.Arithmetic(self.tree(node.left), _ARITHMETIC[type(node.op)], self.tree(node.right), at=at)

    def comparison(self, node: ast.Compare, at: Extent) -> Tree:
        """A chain or a membership; a chain that holds ``in`` becomes parts that must all hold."""
        made: list[Tree] = []
        left, first, rest = node.left, self.tree(node.left), list[tuple[ComparisonSign, Tree]]()
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                assert isinstance(right, ast.List | ast.Tuple)
                if rest:
                    made.append(syntax.Chain(first, tuple(rest), at=at))
                items = tuple(self.tree(item) for item in right.elts)
                made.append(syntax.Membership(self.tree(left), isinstance(op, ast.In), items, at=at))
                rest = []
            else:
                rest.append((_COMPARISONS[type(op)], self.tree(right)))
                left = right
        if rest:
            made.append(syntax.Chain(first, tuple(rest), at=at))
        return made[0] if len(made) == 1 else syntax.Junction(True, tuple(made), at=at)

    def choice(self, node: ast.IfExp, at: Extent) -> Tree:
        return syntax.Choice(self.tree(node.body), self.tree(node.test), self.tree(node.orelse), at=at)


_TURN: dict[type[ast.AST], Callable[..., Tree]] = {
    ast.Constant: _Reader.constant, ast.Name: _Reader.name, ast.Attribute: _Reader.field, ast.Call: _Reader.call,
    ast.Dict: _Reader.cuts, ast.BoolOp: _Reader.junction, ast.UnaryOp: _Reader.unary, ast.BinOp: _Reader.arithmetic,
    ast.List: _Reader.several, ast.Tuple: _Reader.several, ast.Compare: _Reader.comparison, ast.IfExp: _Reader.choice,
}  # fmt: skip


def _faults(node: ast.AST, above: ast.AST | None) -> Iterator[tuple[ast.AST, str]]:
    """What is wrong with a part where it stands, each with the part to point at."""
    if type(node) not in _ALLOWED:
        yield node, tr(
            "{what} is not part of the rule language; it knows numbers, names, arithmetic, comparisons, "
            "and/or/not, a if c else b, lists and its own functions",
            "规则语言里没有 {what}；可用：数字、名称、运算、比较、and/or/not、a if c else b、列表、内置函数",
            what=type(node).__name__,
        )  # fmt: skip
    elif isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | float | str):
        yield node, tr("{v!r} is not a number or a text", "{v!r}不是数字或文本", v=node.value)
    elif isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        yield node, no_field(ast.unparse(node))
    elif isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        if not isinstance(node.func, ast.Attribute) or isinstance(node.func.value, ast.Name):
            yield node, tr("{text} is not a function", "{text} 不是函数", text=ast.unparse(node.func))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.keywords:
        yield node, tr("write the values of {name}(…) without names", "{name}(…) 的参数不要写名称", name=node.func.id)
    elif _astray(node, above):
        yield node, cannot_stand(ast.unparse(node))
    elif isinstance(node, ast.Compare):
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn) and not isinstance(right, ast.List | ast.Tuple):
                yield right, tr("write a list in brackets after 'in'", "in 后面请写方括号列表")


def _astray(node: ast.AST, above: ast.AST | None) -> bool:
    """Does a table stand where no function takes it, or a list anywhere but there and after ``in``?"""
    if isinstance(node, ast.Dict):
        return None in node.keys or not isinstance(above, ast.Call)
    if isinstance(node, ast.List) and isinstance(above, ast.Call):
        return False
    return isinstance(node, ast.List | ast.Tuple) and not _after_in(node, above)


def _after_in(node: ast.AST, above: ast.AST | None) -> bool:
    """Is a list what ``in`` asks about, and nothing compared with it in turn?"""
    if not isinstance(above, ast.Compare):
        return False
    after = zip(above.ops, above.comparators, strict=True)
    chained = [*(side is node for side in above.comparators[:-1]), False]
    return any(
        side is node and isinstance(op, ast.In | ast.NotIn) and not more
        for (op, side), more in zip(after, chained, strict=True)
    )


def cannot_stand(text: str) -> str:
    """What is said of a part at a place where it means nothing."""
    return tr("{text} cannot stand here", "{text} 不能用在这里", text=text)


def no_field(text: str) -> str:
    """What is said of ``a.b`` that is no number of a grade."""
    return tr("{text} is not known; write own.x, next.x, lower.x or new.x for a number that a grade carries",
              "无法识别 {text}；请用 own.x、next.x、lower.x 或 new.x 读取职级携带的数字", text=text)  # fmt: skip
