"""Rules that do nothing, as far as the file alone tells: parameters that nothing reads, waits that others cover,
lines that always or never hold.

Nothing here is certain to be a mistake, so all of it is a warning. What is said is sure: ranges are those that the
signals' own limits and the functions' definitions give, whoever the people are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.expressions.constant import known_number, reach
from ladder_sim.expressions.functions import window_of
from ladder_sim.expressions.operators import FLIPPED
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.specs import ANYTHING, COUNTED, Bounds
from ladder_sim.expressions.syntax import Call, Chain, ComparisonSign, Junction, NameWord, Tree, names_in, walk, written
from ladder_sim.expressions.words import WORDS
from ladder_sim.files import locate
from ladder_sim.files.resolving.scheme import CompleteForm
from ladder_sim.model.expression import Expr
from ladder_sim.model.lint_codes import DesignCode
from ladder_sim.model.metrics import Metric
from ladder_sim.model.moves import SAME, Condition, Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.streams.distributions import DISTRIBUTIONS

V = TypeVar("V")

_TEXTS = (
    "title", "short_title", "track_title", "fields", "summary", "notes", "note", "source", "unit", "basis", "rule",
    "stated", "reading", "lint",
)  # fmt: skip
# A grade's clock never shows more than these, for whatever restarts them restarts it too.
_ABOVE_GRADE = ("in_role", "in_track", "employed", "since_promotion", "since_move")


#: A code of the linter, the place and what is said.
Idle = tuple[DesignCode, Place, str]
#: Sections of a file whose entries do nothing unless something names them.
_NAMED: Mapping[str, Title] = {
    "scores": Title("nothing reads this score: no rule is decided by it", "没有规则读取这项考核得分：它不影响任何结果"),
    "reviews": Title("no move and no token is tested at this review", "没有变动或资格证书使用这次评审"),
    "tokens": Title(
        "no move is spared by this token and no rule reads it", "没有变动可用这项资格证书豁免，也没有规则读取它"
    ),
}


def idle_rules(scheme: Scheme, signals: Mapping[str, Metric]) -> Iterator[Idle]:
    """What does nothing in a scheme, each with the linter's code, its place and the reason.

    signals: the metrics that its rules may read, by name, for the limits of their values.
    """
    for name in unread(scheme):
        yield (
            "never_decides",
            scheme.parameters[name].at,
            tr("nothing reads this parameter: changing it changes nothing", "没有规则读取这个参数：改动它没有任何影响"),
        )
    yield from idle_moves(scheme, signals)


def idle_moves(scheme: Scheme, signals: Mapping[str, Metric]) -> Iterator[Idle]:
    """The same of moves and their lines alone."""
    found = Ranges(scheme, signals)
    # Where another rule names a move, as ``times(refusal)`` does, that it took place is what it brings.
    counted = _named(_without(scheme.form, "parameters"), "moves", [move.id for move in scheme.moves])
    for move in scheme.moves:
        if move.id not in counted:
            yield from _nowhere(move)
        yield from _covered(scheme, move, found)
        yield from _decided(move, found)


def unused(scheme: Scheme) -> Iterator[Idle]:
    """Scores, reviews and tokens that nothing names: for the linter alone, for a file may just begin with them."""
    for section, why in _NAMED.items():
        entries = scheme.form.get(section) or {}
        named = _named(scheme.form, section, entries)
        for name in entries:
            if name not in named:
                yield "never_decides", _place(scheme, section, name), str(why)


# --- names -----------------------------------------------------------------------------------------


def unread(scheme: Scheme) -> list[str]:
    """Parameters whose name stands in no value of the file."""
    named = _named(_without(scheme.form, "parameters"), "parameters", scheme.parameters)
    return [name for name in scheme.parameters if name not in named] if scheme.form else []


def _named(form: Mapping[str, PlainData], section: str, names: Iterable[str]) -> set[str]:
    """Those names of a section's entries that stand elsewhere in a form: in another section, or in another entry."""
    entries = form.get(section) or {}
    told = entries.items() if isinstance(entries, Mapping) else [(entry.get("id"), entry) for entry in entries]
    words = [(key, set(_words(entry))) for key, entry in told]
    rest = set(_words(_without(form, section)))
    return {name for name in names if name in rest or any(name in found for key, found in words if key != name)}


def _without(form: Mapping[str, V], section: str) -> dict[str, V]:
    return {key: value for key, value in form.items() if key != section}


def _place(scheme: Scheme, section: str, name: str) -> Place:
    return locate(scheme.form.tree, (section, name), key=True) if isinstance(scheme.form, CompleteForm) else NOWHERE


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from re.findall(r"\w+", value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _TEXTS:
                yield str(key)
                yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


# --- moves -----------------------------------------------------------------------------------------


def _nowhere(move: Move) -> Iterator[Idle]:
    """A move that leads from a grade to the same one and brings nothing else with it."""
    brings = (move.step, move.step_to, move.award, move.status, move.probation, move.set or None)
    stays = [start for start, end in move.to.items() if end in (start, SAME)]
    if stays and move.to_expr is None and move.pay.kind == "keep" and all(one is None for one in brings):
        yield "never_decides", move.at, tr("the move {move} leads from {grade} to {grade}: nothing happens",
                          "规则 {move} 由 {grade} 到 {grade}：没有任何变化",
                          move=move.id, grade=tr(", ", "、").join(stays))  # fmt: skip


# --- waits -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wait:
    """At least so many months on a clock, and what asks for them."""

    clock: str
    months: float
    text: str
    owner: int  # number of the condition
    at: Place
    window: bool = False


def _covered(scheme: Scheme, move: Move, found: Ranges) -> Iterator[Idle]:
    """Waits that another condition of the move implies; where two ask for the same, the later one is told."""
    waits = [wait for i, condition in enumerate(move.when) for wait in _waits(condition, i, found)]
    windows = [wait for i, condition in enumerate(move.when) for wait in _windows(scheme, move, condition, i, found)]
    fresh = _only_hired(scheme, move)
    for wait in waits:
        if wait.months <= 0:
            continue
        for other in (*waits, *windows):
            earlier = other.months > wait.months or other.owner < wait.owner
            if other.owner != wait.owner and earlier and _implies(other, wait, fresh):
                yield "never_decides", wait.at, _why(wait, other)
                break


def _why(wait: _Wait, other: _Wait) -> str:
    if not other.window:
        return tr("never decides: {wait} is always met where {other} is", "不起作用：满足 {other} 时，{wait} 必然满足",
                  wait=wait.text, other=other.text)  # fmt: skip
    return tr(
        "decides nothing for people hired under this scheme: {other} needs {n:g} months of service, which are more than"
        " {wait}; with up_to(…) a window takes what there is",
        "对在本方案下入职的人不起作用：{other} 需要服务满{n:g}个月，已超过 {wait}；窗口写成 up_to(…) 则按实有期数计",
        wait=wait.text, other=other.text, n=other.months,
    )  # fmt: skip


def _implies(a: _Wait, b: _Wait, fresh: bool) -> bool:
    """Does whoever meets `a` meet `b`? fresh: everybody's time in the grade is that since the hire."""
    if a.months < b.months:
        return False
    if a.clock == b.clock or b.clock == "career_months":
        return True
    if a.clock == "months_employed":
        return fresh and a.window
    return a.clock == "months_in_grade" and b.clock.removeprefix("months_") in _ABOVE_GRADE


def _only_hired(scheme: Scheme, move: Move) -> bool:
    """Are the grades that a move starts from those of hires alone, to which no move leads?"""
    reached = {end for other in scheme.moves for end in other.to.values()}
    chosen = any(other.to_expr is not None or "before" in other.to.values() for other in scheme.moves)
    return not chosen and not reached & set(move.to)


def _windows(scheme: Scheme, move: Move, condition: Condition, number: int, found: Ranges) -> Iterator[_Wait]:
    """The service that the condition's windows need: so many closed months, and those that are not closed before."""
    probation = scheme.probation
    lead = 1 if probation is None or not probation.months else (probation.assessed_from or probation.months + 1) - 1
    trial = {grade.id for grade in scheme.grades if grade.trial}
    if set(move.to) <= trial:
        lead = 0  # their windows see every month since the hire
    for part in all_of(condition.test):
        for node in walk(part) if isinstance(part, Chain) else ():
            if isinstance(node, Call) and window_of(node) is not None:
                length = found.known(node.args[1])
                if length is not None:
                    months = lead + length * found.step(node.args[0])
                    yield _Wait("months_employed", months, written(node), number, condition.test.at, True)


def _waits(condition: Condition, number: int, found: Ranges) -> Iterator[_Wait]:
    for part in all_of(condition.test):
        if not isinstance(part, Chain) or len(part.rest) != 1:
            continue
        ((left, sign, right),) = part.pairs()
        if found.clock(right) and not found.clock(left):
            left, sign, right = right, FLIPPED[sign], left
        clock, bound = found.clock(left), found.known(right)
        if clock is None or bound is None or sign not in (">", ">="):
            continue
        name, unit = clock
        months = math.floor(bound * unit + 1e-9) + 1 if sign == ">" else math.ceil(bound * unit - 1e-9)
        yield _Wait(name, months, written(part), number, condition.test.at)


def all_of(expr: Expr) -> Iterator[Tree]:
    """The parts of a condition that must all hold."""
    tree = tree_of(expr)
    if tree is not None:
        yield from parts_of(tree)


def parts_of(tree: Tree) -> Iterator[Tree]:
    """The parts of a tree that must all hold."""
    left = [tree]
    while left:
        node = left.pop(0)
        if isinstance(node, Junction) and node.both:
            left = [*node.parts, *left]
        else:
            yield node


# --- lines that always or never hold ---------------------------------------------------------------


def _decided(move: Move, found: Ranges) -> Iterator[Idle]:
    for condition in move.when:
        for part in all_of(condition.test):
            if not isinstance(part, Chain) or len(part.rest) != 1 or found.switched_off(part):
                continue
            ((left, sign, right),) = part.pairs()
            verdict = found.verdict(left, sign, right)
            if verdict is None:
                continue
            low, high = found.of(left)
            reach = tr(
                "it lies between {low} and {high}", "其取值在{low}至{high}之间", low=_plain(low), high=_plain(high)
            )
            text = written(part)
            yield (
                "everybody_meets" if verdict else "nobody_meets",
                condition.test.at,
                (
                    tr("{text} always holds: {reach}", "{text} 恒成立：{reach}", text=text, reach=reach)
                    if verdict
                    else tr("{text} can never hold: {reach}", "{text} 不可能成立：{reach}", text=text, reach=reach)
                ),
            )


def _plain(value: float) -> str:
    return "∞" if value == math.inf else "-∞" if value == -math.inf else plain(value)


class Ranges:
    """The lowest and highest that parts of expressions can be."""

    def __init__(self, scheme: Scheme, signals: Mapping[str, Metric]) -> None:
        self._values: PlainForm = dict(scheme.values)
        self._parameters = scheme.parameters
        self._steps = {score.name: score.every.step for score in scheme.scores}
        named = {**signals, **scheme.signals}  # of a score and a signal of one name rules read the score
        self._signals = {name: metric for name, metric in named.items() if name not in self._steps}

    def step(self, part: Tree) -> int:
        """Months between two closings of what an expression reads."""
        names = names_in(part)
        return max((self._steps[name] for name in names & set(self._steps)), default=1)

    def known(self, part: Tree) -> float | None:
        """A number that parameters alone decide."""
        return known_number(part, self._values)

    def clock(self, part: Tree) -> tuple[str, float] | None:
        """The clock that a bare name reads, in months, and how many months its unit has."""
        spec = WORDS.get(part.id) if isinstance(part, NameWord) else None
        if spec is None or not spec.unit:
            return None
        return spec.in_months, spec.unit

    def switched_off(self, part: Tree) -> bool:
        """Is the line a parameter that stands at its end, as one does that switches a rule off?"""
        names = names_in(part) & set(self._parameters)
        return any(
            isinstance(p.value, bool | str) or p.value in (0, p.low, p.high)
            for p in map(self._parameters.get, names)
            if p
        )

    def verdict(self, left: Tree, sign: ComparisonSign, right: Tree) -> bool | None:
        """True: holds for every value that can be; False: for none; None: it depends, or is not known."""
        (low, high), bound = self.of(left), self.known(right)
        if bound is None or (low == -math.inf and high == math.inf) or low == high:
            return None
        if sign in ("<", "<="):
            low, high, bound, sign = -high, -low, -bound, FLIPPED[sign]
        if sign == ">=":
            return True if low >= bound else False if high < bound else None
        if sign == ">":
            return True if low > bound else False if high <= bound else None
        return None

    def of(self, part: Tree) -> Bounds:
        """Lowest and highest; infinite where nothing is known."""
        return reach(part, self._values, self._name)

    def _name(self, name: str) -> Bounds:
        metric = self._signals.get(name)
        if metric is not None and metric.kind != "value":
            drawn = DISTRIBUTIONS[metric.kind]
            return (
                drawn.least if metric.low is None else metric.low,
                drawn.most if metric.high is None else metric.high,
            )
        if name == "certificates":  # the standard attribute that counts
            return COUNTED
        return WORDS[name].reach if name in WORDS else ANYTHING
