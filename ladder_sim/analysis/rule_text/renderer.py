"""A tree in words: each kind of part has its way of being said, functions and words by their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, assert_never

from ladder_sim.analysis.rule_text.tracks import Case
from ladder_sim.core.i18n import tr
from ladder_sim.core.unit_words import VALUES as _LEVELS
from ladder_sim.core.unit_words import value_name
from ladder_sim.expressions.comparing import NEGATED
from ladder_sim.expressions.dated import rows_of, rows_said
from ladder_sim.expressions.evidence import PERIODS, Reading, gaps, shown
from ladder_sim.expressions.forced import shares_said
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.happenings import FAILED
from ladder_sim.expressions.operators import ARITHMETIC, COMPARISONS
from ladder_sim.expressions.spans import AS_FAR, SINCE, SPANS
from ladder_sim.expressions.specs import Argument, FunctionSpec
from ladder_sim.expressions.syntax import (
    Arithmetic,
    Call,
    Chain,
    Choice,
    ComparisonSign,
    Cuts,
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
)  # fmt: skip
from ladder_sim.expressions.words import UNKNOWN, WORDS

OR, AND, NOT, COMPARE, PHRASE, ADD, TIMES, SIGN, ATOM = range(9)


class Titles(Protocol):
    """What the names of a scheme are called, and what its parameters decide."""

    def known(self, part: Tree) -> float | None:
        """The number that a part always has, by the parameters; None where it depends on people or time."""

    def name(self, name: str) -> str:
        """A name's title, or the value of a parameter."""

    def is_word(self, name: str) -> bool:
        """Is it a grade, role, track or value of a standard attribute?"""

    def value_beside(self, part: Tree, other: Tree) -> str:
        """What a word is called that is a value of the attribute beside it; '' where it is none."""

    def happening(self, name: str) -> str:
        """What a move or a status is called, in quotes."""

    def is_status(self, name: str) -> bool:
        """Is it a status, which begins and ends?"""

    def stage(self, move: str, name: str) -> str:
        """What a stage of a move is called."""

    def period(self, tree: Tree) -> int:
        """Months between two closings of what a part reads: the longest of its scores', else one."""

    def field(self, of: str, name: str, move: Mapping[str, str]) -> str:
        """What the grades that a move concerns carry: one number, or one for each; `move` is from grade → to grade."""


def number(value: object) -> str:
    """A plain value: thousands separators, no more figures than it has."""
    if isinstance(value, bool):
        return tr("yes", "是") if value else tr("no", "否")
    if isinstance(value, int | float):
        return f"{round(value, 4):,.10g}".replace("-", "\N{MINUS SIGN}")
    return value_title(str(value))


def listed(names: Sequence[object]) -> str:
    """Things side by side, in the punctuation of the language."""
    return tr(", ", "、").join(str(name) for name in names)


def value_title(value: str) -> str:
    """What a value of a standard attribute is called; others stay as they are written."""
    return str(value_name(value))


def _quoted(part: Tree) -> str:
    return part.value if isinstance(part, TextLiteral) else ""


def _by_case(part: Tree) -> Tree:
    """A comparison with a choice as a choice of comparisons, so that each case stands by itself."""
    match part:
        case Chain(first, ((sign, Choice(yes, test, no)),)) if no != NameWord(UNKNOWN):
            each = [_by_case(Chain(first, ((sign, side),))) for side in (yes, no)]
            return Choice(each[0], test, each[1])
    return part


class Teller:
    """Walks one expression; every answer is the words and how tightly they bind."""

    def __init__(self, wording: Titles, move: Mapping[str, str], readings: Sequence[Reading]) -> None:
        self._words = wording
        self._move = move
        self._readings = {reading.text: reading for reading in readings}

    def tell(self, part: Tree) -> tuple[str, int]:
        """A part in words, and how tightly it holds together (`OR` to `ATOM`), which tells where brackets go."""
        match part:
            case TextLiteral(value):
                return f"“{_LEVELS.get(value, value)}”", ATOM
            case NumberLiteral(value) | Truth(value):
                return number(value), ATOM
            case NameWord(id):
                return self._words.name(id), ATOM
            case GradeField(of, name):
                return self._words.field(of, name, self._move), ATOM
            case Call(function):
                enclosed = function in FUNCTIONS and FUNCTIONS[function].said.spellings[0].endswith("({all})")
                return self._call(part), ATOM if enclosed else PHRASE
            case Cuts():
                return self._cuts(part), ATOM
            case Several(items):
                return tr(" and ", "、").join(self.tell(item)[0] for item in items), PHRASE
            case Arithmetic():
                return self._arithmetic(part)
            case Choice():
                return self._choice(part)
            case Junction(both, parts):
                joint = tr(" and ", " 且 ") if both else tr(" or ", " 或 ")
                return joint.join(self._in(inner, NOT if both else AND) for inner in parts), AND if both else OR
            case Negation(operand):
                return self._not(operand), NOT
            case Signed(sign, operand):
                return ("−" if sign == "-" else "") + self._in(operand, SIGN), SIGN
            case Chain():
                apart = part if self._readings else _by_case(part)
                return self._choice(apart) if isinstance(apart, Choice) else (self._chain(part), COMPARE)
            case Membership():
                return self._membership(part), COMPARE
            case _:
                assert_never(part)

    def _choice(self, part: Choice) -> tuple[str, int]:
        if part.no == NameWord(UNKNOWN):  # of some people only
            return tr("{x} (only where {c})", "{x}（仅计{c}者）", x=self._in(part.yes, PHRASE),
                      c=self.tell(part.test)[0]), ATOM  # fmt: skip
        cases = self.cases(part)
        return tr("; ", "；").join(map(str, cases)), ATOM if len(cases) == 1 else OR

    def cases(self, part: Tree, otherwise: bool = False) -> list[Case]:
        """A choice one after the other: what is tested, and what then holds."""
        part = _by_case(part)
        if not isinstance(part, Choice):
            last = tr("otherwise", "其余") if otherwise else ""
            return [Case(last, self._in(part, AND))] if otherwise else [Case("", self.tell(part)[0])]
        chosen = self._words.known(part.test)
        if chosen is not None:  # a switch of the scheme: the rule in force
            return self.cases(part.yes if chosen else part.no, otherwise)
        when = self.tell(part.test)[0]
        spec = FUNCTIONS.get(part.test.function) if isinstance(part.test, Call) else None
        if spec is None or not spec.leads:
            when = tr("if {c}", "若{c}", c=when)
        return [Case(when, self._in(part.yes, AND)), *self.cases(part.no, True)]

    def _in(self, part: Tree, least: int) -> str:
        text, binds = self.tell(part)
        return text if binds >= least else tr("({x})", "（{x}）", x=text)

    def _arithmetic(self, part: Arithmetic) -> tuple[str, int]:
        value = self._words.known(part)
        if value is not None:
            return number(value), ATOM
        level = ADD if part.sign in ("+", "-") else TIMES
        right = level + (part.sign not in ("+", "*"))
        return f"{self._in(part.left, level)} {ARITHMETIC[part.sign].said} {self._in(part.right, right)}", level

    def _not(self, part: Tree) -> str:
        match part:
            case NameWord(id):
                denied = WORDS[id].denied if id in WORDS else None
                return str(denied) if denied else tr("not {x}", "非“{x}”", x=self.tell(part)[0])
            case Call():
                return tr("not {x}", "非（{x}）", x=self.tell(part)[0])
            # "none" is not said as "≤ 0"
            case Chain(first, ((sign, right),)) if (sign, right) != (">", NumberLiteral(0)):
                return self._chain(Chain(first, ((NEGATED[sign], right),)))
            case _:
                return tr("not {x}", "非{x}", x=self._in(part, PHRASE))

    # -- comparisons ----------------------------------------------------------------------------

    def _usual(self, part: Chain) -> str:
        """Comparisons that have a way of saying of their own: months in a row, a waiting time, a place; else ''."""
        if self._readings or len(part.rest) != 1:
            return ""
        first, ((sign, right),) = part.first, part.rest
        said: dict[str, str] = {}
        match first:
            case Call(function, args) if function in FUNCTIONS and args:
                ways = FUNCTIONS[function].compared
                said = self._said(FUNCTIONS[function], first)
            case NameWord(id) if id in WORDS:
                ways = WORDS[id].compared
            case _:
                return ""
        way, bound = next((way for way in ways if sign in way.signs), None), self._words.known(right)
        if way is None or bound is None:
            return ""
        n = way.bound(bound)
        return str(way.said).format(n=number(n), plural="" if n == 1 else "s", sign=COMPARISONS[sign],
                                    call=self.tell(first)[0], **said)  # fmt: skip

    def _chain(self, part: Chain) -> str:
        if usual := self._usual(part):
            return usual
        text = self._side(part.first, part.rest[0][1])
        for left, sign, right in part.pairs():
            text += self._after(left, sign, right)
        return text + self._gaps(part.sides)

    def _after(self, left: Tree, sign: ComparisonSign, right: Tree) -> str:
        """A sign and what follows it."""
        value = self._words.value_beside(right, left)
        if sign in ("==", "!=") and not self._readings and (value or self._word(right)):
            return (tr(" is ", "为") if sign == "==" else tr(" is not ", "不是")) + self._side(right, left)
        return f" {COMPARISONS[sign]} {self._side(right, left)}"

    def _membership(self, part: Membership) -> str:
        joint = tr("is one of", "属于") if part.inside else tr("is none of", "不属于")
        items = tr(", ", "、").join(self._words.value_beside(i, part.what) or self.tell(i)[0] for i in part.items)
        text = tr("{a} {joint} {b}", "{a}{joint}{b}", a=self._side(part.what), joint=joint, b=items)
        return text + self._gaps((part.what,))

    def _gaps(self, sides: Sequence[Tree]) -> str:
        return gaps([self._readings.get(written(side)) for side in sides])

    def _word(self, part: Tree) -> bool:
        """Whether a side is a word, such as a grade, and no number."""
        return isinstance(part, TextLiteral) or (isinstance(part, NameWord) and self._words.is_word(part.id))

    def _side(self, part: Tree, other: Tree | None = None) -> str:
        """A side of a comparison, with the value that it had; `other`: the side beside it."""
        named = "" if other is None else self._words.value_beside(part, other)
        if named:
            return named
        reading = self._readings.get(written(part))
        value = shown(reading, lambda got, digits: number(got))
        if reading is not None and isinstance(reading.value, str):
            value = self._words.value_beside(TextLiteral(reading.value), part) or self._words.name(value)
        return f"{self._in(part, PHRASE)} {value}".rstrip()

    # -- functions ------------------------------------------------------------------------------

    def _call(self, part: Call) -> str:
        spec = FUNCTIONS.get(part.function)
        if spec is None or not spec.counts[0] <= len(part.args) <= spec.counts[1]:
            return written(part)
        known = self._words.known(part.args[0])
        said = spec.said if spec.settled_said is None or known is None else spec.settled_said
        return str(said).format(**self._said(spec, part))

    def _said(self, spec: FunctionSpec, part: Call) -> dict[str, str]:
        """What stands at the placeholders of a function's words."""
        given = dict(zip((argument.name for argument in spec.arguments), part.args, strict=False))
        said = {a.name: self._argument(a, given.get(a.name), part) for a in spec.arguments}
        said["all"] = tr(", ", "，").join(self.tell(argument)[0] for argument in part.args)
        unit = str(PERIODS.get(self._words.period(part.args[0]), PERIODS[1]))
        return {**said, "unit": unit, "each": unit.removeprefix("个")}

    def _argument(self, argument: Argument, given: Tree | None, call: Call) -> str:
        if given is None:
            return str(GROUPS["role"].said) if argument.kind == "group" else ""
        match argument.kind:
            case "number":
                return self._in(given, PHRASE if argument.bare else TIMES)
            case "condition" | "periods":
                return self._in(given, PHRASE)
            case "cuts":
                return self.tell(given)[0]
            case "category":
                return self._in(given, PHRASE)
            case "rows":
                return self._rows(given, call.args[0])
            case "shares":
                return shares_said(given)
            case "dates":
                return self._dates(call)
            case "happening" | "move" | "case" | "status":
                return self._happening(given, argument.kind)
            case "window":
                return self._span(call.args[0], given)
            case "group":
                return self._groups(given)
            case "share":
                value = self._words.known(given)
                return self._in(given, OR) if value is None else number(100 * value)
            case _:
                assert_never(argument.kind)

    def _groups(self, given: Tree) -> str:
        parts = given.items if isinstance(given, Several) else (given,)
        names = [part.id if isinstance(part, NameWord) else _quoted(part) for part in parts]
        told = [str(GROUPS[name].said) if name in GROUPS else self._words.name(name) for name in names]
        return tr(" and ", "、").join(told)

    def _happening(self, given: Tree, kind: str) -> str:
        """What happened to a person: a move, a status, a failed case."""
        match given:
            case TextLiteral(value):
                return value
            case Call(function, (inner,)) if function == FAILED:
                return tr("the last failed {x}", "上次{x}未通过", x=self._happening(inner, "case"))
            case GradeField(move, stage):
                return tr(
                    "{x} ({stage})",
                    "{x}（{stage}）",
                    x=self._words.happening(move),
                    stage=self._words.stage(move, stage),
                )
            case NameWord(id) if kind == "happening" and self._words.is_status(id):
                return tr("the end of {x}", "{x}结束", x=self._words.happening(id))
            case NameWord(id):
                return self._words.happening(id)
            case _:
                return written(given)

    def _span(self, what: Tree, length: Tree) -> str:
        match length:
            case NameWord(word) if word in SPANS:
                return str(SPANS[word].said)
            case Call(function, (inner,)) if function == AS_FAR:
                return str(SPANS[AS_FAR].said).format(span=self._span(what, inner))
            case Call(function, (inner,)) if function == SINCE:
                return str(SPANS[SINCE].said).format(h=self._happening(inner, "happening"))
        step = self._words.period(what)
        text = self._in(length, PHRASE)
        if step not in PERIODS:
            return tr("the last {n} times {step} months", "近{n}期（每期{step}个月）", n=text, step=step)
        if text == "1":
            one = {1: tr("the last month", "上月"), 3: tr("the last quarter", "上季度"),
                   6: tr("the last half-year", "上半年度"), 12: tr("the last year", "上年度")}  # fmt: skip
            return one[step]
        return tr("the last {n} {unit}", "近{n}{unit}", n=text, unit=PERIODS[step])

    def _dates(self, call: Call) -> str:
        """4,000; from January 2028 4,120: the first value holds before its month too."""
        rows = rows_of(call) or []
        return rows_said([starts for starts, _ in rows], [self._in(value, PHRASE) for _, value in rows])

    def _rows(self, table: Tree, what: Tree) -> str:
        """S: 8, A: 6: what each word of a table gives."""
        if not isinstance(table, Cuts):
            return written(table)
        told = [(self._words.value_beside(key, what) or self.tell(key)[0], self._in(gives, PHRASE))
                for key, gives in table.rows]  # fmt: skip
        return tr(", ", "、").join(tr("{key}: {value}", "{key}：{value}", key=key, value=value) for key, value in told)

    def _cuts(self, part: Cuts) -> str:
        steps = [
            tr("{grade} from {cut}", "{cut}起为{grade}", grade=self.tell(gives)[0], cut=self.tell(cut)[0])
            for cut, gives in part.rows
        ]
        return tr(", ", "、").join(steps)
