"""From text to a syntax tree of the allowed kinds only; nothing is ever run by Python itself."""

from __future__ import annotations

import ast
from functools import lru_cache

from ladder_sim.core.grammar import grammar, quoted
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.model.records import Expr

MAX_LENGTH = 2000
MAX_NODES = 600
MAX_DEPTH = 60

_ALLOWED = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Attribute, ast.Call, ast.List, ast.Tuple, ast.Dict,
    ast.keyword, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.BinOp,
    ast.Add, ast.Sub, ast.Mult,
    ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
    ast.In, ast.NotIn, ast.IfExp,
)  # fmt: skip


def place_of(expr: Expr, node: ast.AST) -> Place:
    """Where `node` stands in the file: the expression's own place plus its offset."""
    offset = getattr(node, "col_offset", None)
    if offset is None or getattr(node, "lineno", 1) != 1:
        return expr.at
    return expr.at.moved(len(expr.text.strip().encode()[:offset].decode(errors="ignore")))


def names_in(tree: ast.AST) -> set[str]:
    """The names that a tree reads, those of its functions too."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def parse(expr: Expr, problems: Problems) -> ast.expr | None:
    """The tree of `expr`, or None after its problems were noted."""
    known = _sound(expr.text)
    return _parsed(expr, problems) if known is None else known


@lru_cache(maxsize=8192)
def _sound(text: str) -> ast.expr | None:
    """The tree of a text without a fault; None for any other. Trees are only read, so one serves every use."""
    return _parsed(Expr(text), Problems())


def _parsed(expr: Expr, problems: Problems) -> ast.expr | None:
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
    return tree.body if _allowed(expr, tree, problems) else None


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


def _allowed(expr: Expr, tree: ast.AST, problems: Problems) -> bool:
    count, fine = 0, True
    stack: list[tuple[ast.AST, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            problems.add(
                expr.at,
                tr(
                    "the expression is too deep or too long; split it into named scores",
                    "表达式太深或太长；请拆成几个命名的考核得分（scores）",
                ),
            )
            return False
        if not isinstance(node, _ALLOWED):
            problems.add(
                place_of(expr, node),
                tr(
                    "{what} is not part of the rule language; it knows numbers, names, arithmetic, comparisons, "
                    "and/or/not, a if c else b, lists and its own functions",
                    "规则语言里没有 {what}；可用：数字、名称、运算、比较、and/or/not、a if c else b、列表、内置函数",
                    what=type(node).__name__,
                ),
            )
            fine = False
            continue
        if isinstance(node, ast.Constant) and not isinstance(node.value, (bool, int, float, str)):
            problems.add(
                place_of(expr, node), tr("{v!r} is not a number or a text", "{v!r}不是数字或文本", v=node.value)
            )
            fine = False
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return fine
