"""The rule language as a typed tree: the parts of an expression, how they are walked and how they are written.

`parse.parse` makes it, once per text; every pass reads it with ``match`` over `Tree`, whose last case is
``assert_never``: a new kind of part is an error of the type checker in each pass that does not know it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal, assert_never, get_args

ComparisonSign = Literal["==", "!=", "<", "<=", ">", ">="]
ArithmeticSign = Literal["+", "-", "*", "/", "//", "%", "**"]
COMPARISON_SIGNS: tuple[ComparisonSign, ...] = get_args(ComparisonSign)
#: Whose number a field is: the present grade's, the next one's, the lower one's, that of the grade a move leads to.
Whose = Literal["next", "lower", "own", "new"]
FIELDS_OF: tuple[Whose, ...] = get_args(Whose)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a part stands: characters `start` up to `stop` of its expression without the blanks around it."""

    start: int
    stop: int


MADE = Extent(0, 0)  # of parts that no text holds


@dataclass(frozen=True, slots=True)
class SyntaxPart:
    """What every part has. Two parts are equal when they say the same, wherever they stand."""

    at: Extent = field(default=MADE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class NumberLiteral(SyntaxPart):
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Truth(SyntaxPart):
    """``True`` or ``False``; in small letters they are words."""

    value: bool


@dataclass(frozen=True, slots=True)
class TextLiteral(SyntaxPart):
    """A word in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class NameWord(SyntaxPart):
    """A word without brackets: a parameter, metric, attribute, clock, score, grade or a level of a category."""

    id: str


@dataclass(frozen=True, slots=True)
class GradeField(SyntaxPart):
    """A number that a grade carries: ``next.base``. Whether `of` is one of `Whose` is asked when it is built."""

    of: str
    name: str


@dataclass(frozen=True, slots=True)
class Call(SyntaxPart):
    """A function with its arguments: ``mean(kpi, 12)``."""

    function: str
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Cuts(SyntaxPart):
    """The table of ``band``: cut-offs, each with what it gives. It stands as an argument only."""

    rows: tuple[tuple[Tree, Tree], ...]


@dataclass(frozen=True, slots=True)
class Several(SyntaxPart):
    """A list as an argument: groups that are joined."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Signed(SyntaxPart):
    """``-x`` or ``+x``."""

    sign: Literal["-", "+"]
    operand: Tree


@dataclass(frozen=True, slots=True)
class Arithmetic(SyntaxPart):
    """Two numbers joined by a sign."""

    left: Tree
    sign: ArithmeticSign
    right: Tree


@dataclass(frozen=True, slots=True)
class Chain(SyntaxPart):
    """``a < b <= c``: a first side, then each sign with the side that follows it."""

    first: Tree
    rest: tuple[tuple[ComparisonSign, Tree], ...]

    def pairs(self) -> Iterator[tuple[Tree, ComparisonSign, Tree]]:
        """Each comparison with both its sides."""
        left = self.first
        for sign, right in self.rest:
            yield left, sign, right
            left = right

    @property
    def sides(self) -> tuple[Tree, ...]:
        """All that is compared, left to right."""
        return (self.first, *(side for _, side in self.rest))


@dataclass(frozen=True, slots=True)
class Membership(SyntaxPart):
    """``x in [a, b]``; `inside` False: ``not in``."""

    what: Tree
    inside: bool
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Junction(SyntaxPart):
    """Parts joined by ``and`` (`both`) or by ``or``; two at least."""

    both: bool
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negation(SyntaxPart):
    """``not x``."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class Choice(SyntaxPart):
    """``yes if test else no``."""

    yes: Tree
    test: Tree
    no: Tree


Tree = (
    NumberLiteral | Truth | TextLiteral | NameWord | GradeField | Call | Cuts | Several | Signed | Arithmetic | Chain
    | Membership | Junction | Negation | Choice
)  # fmt: skip


def children(tree: Tree) -> tuple[Tree, ...]:
    """The parts right below, in the order in which they are written."""
    match tree:
        case NumberLiteral() | Truth() | TextLiteral() | NameWord() | GradeField():
            return ()
        case Call(_, args):
            return args
        case Cuts(rows):
            return tuple(part for row in rows for part in row)
        case Several(items):
            return items
        case Signed(_, operand) | Negation(operand):
            return (operand,)
        case Arithmetic(left, _, right):
            return (left, right)
        case Chain():
            return tree.sides
        case Membership(what, _, items):
            return (what, *items)
        case Junction(_, parts):
            return parts
        case Choice(yes, test, no):
            return (yes, test, no)
        case _:
            assert_never(tree)


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and all parts below it, level by level."""
    waiting = deque((tree,))
    while waiting:
        part = waiting.popleft()
        waiting.extend(children(part))
        yield part


def mapped(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with `change` made of each part right below it; the tree itself where nothing differs."""
    old = children(tree)
    new = tuple(change(part) for part in old)
    if all(a is b for a, b in zip(old, new, strict=True)):
        return tree
    match tree:
        case NumberLiteral() | Truth() | TextLiteral() | NameWord() | GradeField():
            return tree
        case Call():
            return replace(tree, args=new)
        case Cuts():
            return replace(tree, rows=tuple(zip(new[::2], new[1::2], strict=True)))
        case Several():
            return replace(tree, items=new)
        case Signed() | Negation():
            return replace(tree, operand=new[0])
        case Arithmetic():
            return replace(tree, left=new[0], right=new[1])
        case Chain(_, rest):
            signs = [sign for sign, _ in rest]
            return replace(tree, first=new[0], rest=tuple(zip(signs, new[1:], strict=True)))
        case Membership():
            return replace(tree, what=new[0], items=new[1:])
        case Junction():
            return replace(tree, parts=new)
        case Choice():
            return replace(tree, yes=new[0], test=new[1], no=new[2])
        case _:
            assert_never(tree)


def names_in(tree: Tree) -> set[str]:
    """The names that a tree reads, those of its functions too; of ``next.base`` the ``next``."""
    return {name for part in walk(tree) if (name := name_of(part))}


def name_of(part: Tree) -> str:
    """The name that a part itself reads or calls; '' where it has none."""
    match part:
        case NameWord(id):
            return id
        case Call(function, _):
            return function
        case GradeField(of, _):
            return of
        case _:
            return ""


# --- written -------------------------------------------------------------------------------------


class Binds(IntEnum):
    """How tightly a part holds together; a looser one inside a tighter one stands in brackets."""

    CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)


_ARITHMETIC: dict[ArithmeticSign, Binds] = {
    "+": Binds.SUM, "-": Binds.SUM, "*": Binds.PRODUCT, "/": Binds.PRODUCT, "//": Binds.PRODUCT, "%": Binds.PRODUCT,
    "**": Binds.POWER,
}  # fmt: skip


def written(tree: Tree) -> str:
    """The text of a tree, with one way of setting blanks and brackets; parsed again it gives an equal tree."""
    return _written(tree, Binds.CHOICE)


def _written(tree: Tree, least: int) -> str:
    text, binds = _text(tree)
    return f"({text})" if binds < least else text


def _text(tree: Tree) -> tuple[str, Binds]:
    match tree:
        case NumberLiteral(value):
            text = repr(value).replace("inf", "1e309")
            return text, Binds.SIGN if text.startswith("-") else Binds.ATOM
        case Truth(value) | TextLiteral(value):
            return repr(value), Binds.ATOM
        case NameWord(id):
            return id, Binds.ATOM
        case GradeField(of, name):
            return f"{of}.{name}", Binds.ATOM
        case Call(function, args):
            return f"{function}({_listed(args)})", Binds.ATOM
        case Cuts(rows):
            return "{" + ", ".join(f"{written(cut)}: {written(gives)}" for cut, gives in rows) + "}", Binds.ATOM
        case Several(items):
            return f"[{_listed(items)}]", Binds.ATOM
        case Signed(sign, operand):
            return sign + _written(operand, Binds.SIGN), Binds.SIGN
        case Arithmetic(left, sign, right):
            level = _ARITHMETIC[sign]
            power = sign == "**"  # it binds from the right, and a sign after it needs no brackets
            after = Binds.SIGN if power else level + 1
            return f"{_written(left, level + power)} {sign} {_written(right, after)}", level
        case Chain(first, rest):
            told = [_written(first, Binds.SUM), *(f"{sign} {_written(side, Binds.SUM)}" for sign, side in rest)]
            return " ".join(told), Binds.COMPARISON
        case Membership(what, inside, items):
            joint = "in" if inside else "not in"
            return f"{_written(what, Binds.SUM)} {joint} [{_listed(items)}]", Binds.COMPARISON
        case Junction(both, parts):
            level, joint = (Binds.AND, " and ") if both else (Binds.OR, " or ")
            return joint.join(_written(part, level + 1) for part in parts), level
        case Negation(operand):
            return f"not {_written(operand, Binds.NOT)}", Binds.NOT
        case Choice(yes, test, no):
            return f"{_written(yes, Binds.OR)} if {_written(test, Binds.OR)} else {written(no)}", Binds.CHOICE
        case _:
            assert_never(tree)


def _listed(parts: tuple[Tree, ...]) -> str:
    return ", ".join(written(part) for part in parts)
