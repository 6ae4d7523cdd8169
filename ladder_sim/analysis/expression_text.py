"""Rules in words: an expression told with the titles of what it reads and the values of its parameters.

``mean(result, look_back) > up_above`` becomes *mean of Monthly performance over the last 3 months > 80*. What has no
words of its own is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from ladder_sim.analysis.expression_fold import folded
from ladder_sim.analysis.rule_words import TRACKS, Case
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.roles import ROLES
from ladder_sim.core.unit_words import VALUES as _LEVELS
from ladder_sim.core.unit_words import audited_name, value_name
from ladder_sim.core.unit_words import unit_title as unit_title
from ladder_sim.expressions.constant import Known, known
from ladder_sim.expressions.evidence import PERIODS, Reading, gaps, shown
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.nodes import NEGATED
from ladder_sim.expressions.operators import ARITHMETIC, COMPARISONS
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.spans import AS_FAR, SPANS
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
    Name,
    Negation,
    Number,
    Signed,
    Text,
    Tree,
    Truth,
    names_in,
    walk,
    written,
)
from ladder_sim.expressions.words import FIELDS, UNKNOWN, WORDS
from ladder_sim.model.records import Attribute, Expr, Grade, Scheme
from ladder_sim.scenarios.loading import load_vocabulary

OR, AND, NOT, COMPARE, PHRASE, ADD, TIMES, SIGN, ATOM = range(9)


def number(value: object) -> str:
    """A plain value: thousands separators, no more figures than it has."""
    if isinstance(value, bool):
        return tr("yes", "是") if value else tr("no", "否")
    if isinstance(value, int | float):
        return f"{round(value, 4):,.10g}".replace("-", "\N{MINUS SIGN}")
    return value_title(str(value))


def track_title(scheme: Scheme, track: str) -> Title:
    """What a track is called; the usual words have a Chinese name where the scheme gives none."""
    title = scheme.tracks.get(track, Title(track, track))
    return Title(title.en, TRACKS.get(track, title.zh)) if title.zh == title.en else title


def role_title(role: str) -> str:
    """What the people of a role are called."""
    return str(ROLES[role].many) if role in ROLES else role.replace("_", " ")


class Wording:
    """Tells the expressions of a scheme in the language in use."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._grades = {grade.id: grade for grade in scheme.grades}
        self._values = {name: parameter.value for name, parameter in scheme.parameters.items()}
        standard = load_vocabulary()
        self._titles = {name: attribute.title for name, attribute in standard.attributes.items()}
        self._titles |= {name: metric.title for name, metric in {**standard.signals, **scheme.signals}.items()}
        self._titles |= {score.name: score.title for score in scheme.scores}
        self._titles |= {token.name: token.title for token in scheme.tokens}
        self._titles |= {grade.id: grade.title for grade in scheme.grades}
        self._tracks = {grade.track: track_title(scheme, grade.track) for grade in scheme.grades}
        self._titles = {**self._tracks, **self._titles}
        self._steps = {score.name: score.every.step for score in scheme.scores}

    def value(self, expr: Expr | None) -> float | None:
        """The number of an expression of parameters alone; None when it needs more."""
        tree = None if expr is None else tree_of(expr)
        return None if tree is None else self.known(tree)

    def known(self, part: Tree) -> float | None:
        """The same of a part of an expression; 0 or 1 of a test."""
        found = known(part, self._values)
        return float(found) if isinstance(found, int | float) else None

    def tell(self, expr: Expr | None, move: Mapping[str, str] | None = None, readings: Sequence[Reading] = ()) -> str:
        """The expression in words, with the values that its sides had.

        Parameters
        ----------
        move: from grade → to grade, which fills in what the grades carry.
        """
        if expr is None:
            return ""
        value = self.value(expr)
        if value is not None:
            return number(value)
        tree = tree_of(expr)
        if tree is None:
            return expr.text
        # readings are found by the text of the side that they belong to, so that their rule stays as it is written
        told = tree if readings else self._folded(tree, move or {})
        return _Teller(self, move or {}, readings).tell(told)[0]

    def cases(self, expr: Expr, move: Mapping[str, str] | None = None, person: Known | None = None) -> list[Case]:
        """The results of an expression, each with its condition; one case alone has none.

        Parameters
        ----------
        move: as for `tell`.
        person: what else is known of the person, such as its grade.
        """
        tree = tree_of(expr)
        if tree is None:
            return [Case("", expr.text)]
        return _Teller(self, move or {}, ()).cases(self._folded(tree, move or {}, person))

    def lines(self, expr: Expr, move: Mapping[str, str] | None = None, person: Known | None = None) -> str:
        """The expression in words, a line for each case."""
        return "\n".join(str(case) for case in self.cases(expr, move, person))

    def _folded(self, tree: Tree, move: Mapping[str, str], person: Known | None = None) -> Tree:
        """What is left of an expression when parameters, grades and numbers of grades are put in."""
        fields: dict[tuple[str, str], float] = {}
        for part in walk(tree):
            if isinstance(part, GradeField) and part.name != "base":
                carried = {self.value(expr) for _, expr in self._carried(part.of, part.name, move)}
                only = carried.pop() if len(carried) == 1 else None
                if only is not None:
                    fields[part.of, part.name] = only
        grades = {grade: grade for grade in self._grades} if person else {}
        return folded(tree, {**grades, **self._values, **(person or {})}, fields)

    def _carried(self, of: str, name: str, move: Mapping[str, str]) -> list[tuple[str, Expr]]:
        """What the grades that a move concerns carry, by the grade moved from."""
        found = []
        for source, target in move.items():
            grade = self._carrier(of, source, target)
            expr = None if grade is None else grade.base if name == "base" else grade.fields.get(name)
            if expr is not None:
                found.append((source, expr))
        return found

    def money(self, expr: Expr | None) -> str:
        """An amount in words: from 100 on in whole units, for no table of pay has more."""
        value = self.value(expr)
        return self.tell(expr) if value is None or abs(value) < 100 else number(round(value))

    def name(self, name: str) -> str:
        """A name's title; a parameter's value."""
        if name in self._values:
            value = self._values[name]
            return str(self._scheme.parameters[name].title) if isinstance(value, bool) else number(value)
        if name in self._titles:
            return str(self._titles[name])
        for table in (WORDS, GROUPS, SPANS):
            if name in table:
                return str(table[name].said)
        if name in _LEVELS:
            return str(_LEVELS[name])
        if name in ROLES:
            return role_title(name)
        return name.replace("_", " ")

    def is_word(self, name: str) -> bool:
        """Whether a name is a grade, role, track or value of a standard attribute."""
        return any(name in known for known in (self._grades, ROLES, self._tracks, _LEVELS))

    def period(self, tree: Tree) -> int:
        """The months between two closings of what an expression reads: the longest of its scores, else one."""
        names = names_in(tree)
        return max((self._steps[name] for name in names & set(self._steps)), default=1)

    def field(self, of: str, name: str, move: Mapping[str, str]) -> str:
        """What the grades that a move concerns carry: one number, or one per grade."""
        told = self.money if name == "base" else self.tell
        found = {str(self._titles[source]): told(expr) for source, expr in self._carried(of, name, move)}
        values = set(found.values())
        if len(values) == 1:
            return values.pop()
        if 1 < len(found) <= 8:
            each = [tr("{v} ({g})", "{v}（{g}）", v=value, g=grade) for grade, value in found.items()]
            return tr("[{each}]", "［{each}］", each=listed(each))
        field = tr("base pay", "基本工资") if name == "base" else name.replace("_", " ")
        spec = next((spec for spec in FIELDS.values() if spec.of == of), None)
        return f"{of}.{field}" if spec is None else str(spec.said).format(field=field)

    def _carrier(self, of: str, source: str, target: str) -> Grade | None:
        own = self._grades[source]
        spec = next((spec for spec in FIELDS.values() if spec.of == of), None)
        if spec is None:
            return None
        if spec.step is None:
            return self._grades.get(target)
        height = (own.track, own.level + spec.step)
        return next((g for g in self._grades.values() if (g.track, g.level) == height), None)


class _Teller:
    """Walks one expression; every answer is the words and how tightly they bind."""

    def __init__(self, wording: Wording, move: Mapping[str, str], readings: Sequence[Reading]) -> None:
        self._words = wording
        self._move = move
        self._readings = {reading.text: reading for reading in readings}

    def tell(self, part: Tree) -> tuple[str, int]:
        match part:
            case Text(value):
                return f"“{_LEVELS.get(value, value)}”", ATOM
            case Number(value) | Truth(value):
                return number(value), ATOM
            case Name(id):
                return self._words.name(id), ATOM
            case GradeField(of, name):
                return self._words.field(of, name, self._move), ATOM
            case Call():
                return self._call(part), PHRASE
            case Cuts():
                return self._cuts(part), ATOM
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
        if part.no == Name(UNKNOWN):  # of some people only
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
            case Name(id):
                denied = WORDS[id].denied if id in WORDS else None
                return str(denied) if denied else tr("not {x}", "非“{x}”", x=self.tell(part)[0])
            case Call():
                return tr("not {x}", "非（{x}）", x=self.tell(part)[0])
            case Chain(first, ((sign, right),)):  # unknown sides fail both, as the engine has it
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
            case Name(id) if id in WORDS:
                ways = WORDS[id].compared
            case _:
                return ""
        way, bound = next((way for way in ways if sign in way.signs), None), self._words.known(right)
        if way is None or bound is None:
            return ""
        n = way.bound(bound)
        return str(way.said).format(n=number(n), s="" if n == 1 else "s", sign=COMPARISONS[sign],
                                    call=self.tell(first)[0], **said)  # fmt: skip

    def _chain(self, part: Chain) -> str:
        if usual := self._usual(part):
            return usual
        text = self._side(part.first)
        for sign, right in part.rest:
            text += self._after(sign, right)
        return text + self._gaps(part.sides)

    def _after(self, sign: ComparisonSign, right: Tree) -> str:
        """A sign and what follows it."""
        if sign in ("==", "!=") and not self._readings and self._word(right):
            return (tr(" is ", "为") if sign == "==" else tr(" is not ", "不是")) + self._side(right)
        return f" {COMPARISONS[sign]} {self._side(right)}"

    def _membership(self, part: Membership) -> str:
        joint = tr("is one of", "属于") if part.inside else tr("is none of", "不属于")
        items = tr(", ", "、").join(self.tell(item)[0] for item in part.items)
        text = tr("{a} {joint} {b}", "{a}{joint}{b}", a=self._side(part.what), joint=joint, b=items)
        return text + self._gaps((part.what,))

    def _gaps(self, sides: Sequence[Tree]) -> str:
        return gaps([self._readings.get(written(side)) for side in sides])

    def _word(self, part: Tree) -> bool:
        """Whether a side is a word, such as a grade, and no number."""
        return isinstance(part, Text) or (isinstance(part, Name) and self._words.is_word(part.id))

    def _side(self, part: Tree) -> str:
        """A side of a comparison, with the value that it had."""
        reading = self._readings.get(written(part))
        value = shown(reading, lambda got, digits: number(got))
        if reading is not None and isinstance(reading.value, str):
            value = self._words.name(value)
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
            case "window":
                return self._span(call.args[0], given)
            case "group":
                return self._words.name(given.id if isinstance(given, Name) else "role")
            case "share":
                value = self._words.known(given)
                return self._in(given, OR) if value is None else number(100 * value)
            case _:
                assert_never(argument.kind)

    def _span(self, what: Tree, length: Tree) -> str:
        match length:
            case Name(word) if word in SPANS:
                return str(SPANS[word].said)
            case Call(function, (inner,)) if function == AS_FAR:
                return str(SPANS[AS_FAR].said).format(span=self._span(what, inner))
        step = self._words.period(what)
        text = self._in(length, PHRASE)
        if step not in PERIODS:
            return tr("the last {n} times {step} months", "近{n}期（每期{step}个月）", n=text, step=step)
        if text == "1":
            one = {1: tr("the last month", "上月"), 3: tr("the last quarter", "上季度"),
                   6: tr("the last half-year", "上半年度"), 12: tr("the last year", "上年度")}  # fmt: skip
            return one[step]
        return tr("the last {n} {unit}", "近{n}{unit}", n=text, unit=PERIODS[step])

    def _cuts(self, part: Cuts) -> str:
        steps = [
            tr("{grade} from {cut}", "{cut}起为{grade}", grade=self.tell(gives)[0], cut=self.tell(cut)[0])
            for cut, gives in part.rows
        ]
        return tr(", ", "、").join(steps)


def _by_case(part: Tree) -> Tree:
    """A comparison with a choice as a choice of comparisons, so that each case stands by itself."""
    match part:
        case Chain(first, ((sign, Choice(yes, test, no)),)) if no != Name(UNKNOWN):
            each = [_by_case(Chain(first, ((sign, side),))) for side in (yes, no)]
            return Choice(each[0], test, each[1])
    return part


def listed(names: Sequence[Any]) -> str:
    """Things side by side, in the punctuation of the language."""
    return tr(", ", "、").join(str(name) for name in names)


def value_title(value: str) -> str:
    """What a value of a standard attribute is called; others stay as they are written."""
    return str(value_name(value))


def attribute_title(attribute: Attribute | None, name: str) -> str:
    """What an attribute is called: the title that the workforce gives it, else the usual word."""
    if attribute is not None and attribute.title.zh != attribute.title.en:
        return str(attribute.title)
    return str(audited_name(name))
