"""What one word or one function of the rule language is: a record, entered once and read by every pass.

The records stand in `words.WORDS` and `functions.FUNCTIONS`; ``tests/whole/test_vocabulary.py`` walks them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.expressions.nodes import PLAIN, Nature, Node, NodeValue
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.syntax import Call, ComparisonSign, Tree, Whose

Plain = float | bool | str
#: The lowest and the highest that a value can be.
Bounds = tuple[float, float]
ANYTHING: Bounds = (-math.inf, math.inf)
COUNTED: Bounds = (0.0, math.inf)
#: What an argument is: a number, a condition, how far a window looks back, a number of periods, a group of people, a
#: share of 1, a table of cut-offs, a table of months, the shares of a forced distribution, what happened to the person,
#: a move, a move or a stage of one, a status.
ArgumentKind = Literal[
    "number",
    "condition",
    "window",
    "periods",
    "group",
    "share",
    "cuts",
    "category",
    "rows",
    "shares",
    "dates",
    "happening",
    "move",
    "case",
    "status",
]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function.

    Parameters
    ----------
    name : str
        Its placeholder in the function's words.
    optional : bool
        May be left out; optional ones come last.
    bare : bool
        Said without brackets where it is a sum or a phrase.
    """

    name: str
    kind: ArgumentKind
    optional: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """How a comparison of a function or a word with a known number is said.

    Parameters
    ----------
    signs : tuple of str
        Of the comparisons that are said so.
    said : Title
        With the placeholders of the function's arguments, ``{n}`` for the bound, ``{plural}`` for the plural of what is
        counted in English, ``{sign}``, and ``{call}`` for the function or the word in words.
    bound : callable
        The number that is said, of the one that is written.
    """

    signs: tuple[ComparisonSign, ...]
    said: Title
    bound: Callable[[float], float] = lambda n: n


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """A function of the language.

    Parameters
    ----------
    name : str
    arguments : tuple of Argument
    gives : {"number", "bool", "any"}
        The kind of its value; "any": that of its results.
    build : callable
        (builder, call) → node. The number of arguments has been checked.
    said : Title
        In words, with a placeholder for each argument; ``{unit}`` is the period of the first one ("months", "个月"),
        ``{each}`` the same without a counting word, ``{all}`` all of them side by side.
    meaning : Title
        What its line in the guide says.
    nature : Nature
        Carried by its nodes: `functions.call_node` gives it to them.
    most : int
        How many arguments, where the last may be repeated; 0: as many as there are in `arguments`.
    work : callable or None
        The number that numbers give, for floats and arrays alike; NaN where there is none. None: more is needed.
    settle : callable or None
        (call, value of a part) → its value where that is known beforehand; None: it never is. What has `work` needs
        none.
    reach : callable or None
        (call, reach of a part, known number of a part or None) → lowest and highest; None: nothing is known.
    compared : tuple of Compared
    settled_said : Title or None
        In words, where the first argument is known.
    leads : bool
        Stands for a condition without "if" before it.
    """

    name: str
    arguments: tuple[Argument, ...]
    gives: Literal["number", "bool", "any"]
    build: Callable[[ExpressionBuilder, FunctionSpec, Call], Node]
    said: Title
    meaning: Title
    nature: Nature = PLAIN
    most: int = 0
    work: Callable[..., NodeValue] | None = None
    settle: Callable[[Call, Callable[[Tree], Plain]], Plain] | None = None
    reach: Callable[[Call, Callable[[Tree], Bounds], Callable[[Tree], float | None]], Bounds] | None = None
    compared: tuple[Compared, ...] = ()
    settled_said: Title | None = None
    leads: bool = False

    @property
    def counts(self) -> tuple[int, int]:
        """The least and the most arguments."""
        least = sum(not argument.optional for argument in self.arguments)
        return least, max(self.most, len(self.arguments))


@dataclass(frozen=True, slots=True)
class WordSpec:
    """A word of the language that stands for a value of the person or of the moment.

    Parameters
    ----------
    name : str
    kind : {"number", "bool", "grade", "role", "track"}
    build : callable
        (builder, record) → node.
    said : Title
        In words.
    meaning : Title
        What its line in the guide says.
    column : str
        The column of the state that it reads; '' where it reads none.
    newcomer : float, bool, "hire", "clock" or None
        What the column holds of somebody who takes a predecessor's place; "hire": what the hire sets, "clock": it
        starts with the hire. None for words without a column alone.
    reach : (float, float)
        Lowest and highest.
    denied : Title or None
        "not" before it in words, where that is more than the word with "not".
    fixed : bool
        The same for everybody at all times.
    unit : int
        Months in one of what it counts, for clocks; 0 for other words.
    in_months : str
        The name of the same clock in months.
    compared : tuple of Compared
    """

    name: str
    kind: Literal["number", "bool", "grade", "role", "track"]
    build: Callable[[ExpressionBuilder, WordSpec], Node]
    said: Title
    meaning: Title
    column: str = ""
    newcomer: float | bool | Literal["hire", "clock"] | None = None
    reach: Bounds = ANYTHING
    denied: Title | None = None
    fixed: bool = False
    unit: int = 0
    in_months: str = ""
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Whose number ``own.x``, ``next.x``, ``lower.x``, ``new.x`` is.

    Parameters
    ----------
    step : int or None
        Levels up from the present grade; None: that of the grade a move leads to.
    said : Title
        With ``{field}``.
    """

    of: Whose
    step: int | None
    said: Title
    meaning: Title


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group among whom people are ranked; `column`: what the state must keep for it."""

    name: str
    said: Title
    column: str = ""


@dataclass(frozen=True, slots=True)
class SpanSpec:
    """A word for how far a window looks back; ``up_to(k)`` alone takes periods, ``{span}`` in its words."""

    name: str
    said: Title
    meaning: Title


_Record = TypeVar("_Record", FunctionSpec, WordSpec, GroupSpec, SpanSpec)


def by_name(records: tuple[_Record, ...]) -> Mapping[str, _Record]:
    """A table of records; a name stands once."""
    table = {record.name: record for record in records}
    assert len(table) == len(records), "a name stands twice"
    return table
