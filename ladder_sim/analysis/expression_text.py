"""Rules in words: an expression told with the titles of what it reads and the values of its parameters.

``mean(result, look_back) > up_above`` becomes *mean of Monthly performance over the last 3 months > 80*. What has no
words of its own is shown as it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from ladder_sim.analysis import rule_words as rules
from ladder_sim.analysis.expression_fold import Known, folded, known
from ladder_sim.analysis.rule_words import Case
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.core.unit_words import VALUES as _LEVELS
from ladder_sim.core.unit_words import audited_name, value_name
from ladder_sim.core.unit_words import unit_title as unit_title
from ladder_sim.expressions.evidence import PERIODS, Reading, gaps, shown
from ladder_sim.expressions.names import AS_FAR
from ladder_sim.expressions.parse import names_in, parse
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
    return Title(title.of("en"), rules.TRACKS.get(track, title.of("zh"))) if title.alike else title


def role_title(role: str) -> str:
    """What the people of a role are called."""
    return str(rules.ROLES[role]) if role in rules.ROLES else role.replace("_", " ")


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
        tree = None if expr is None else parse(expr, Problems())
        return None if tree is None else self.known(tree)

    def known(self, node: ast.expr) -> float | None:
        """The same of a part of an expression; 0 or 1 of a test."""
        found = known(node, self._values)
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
        tree = parse(expr, Problems())
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
        tree = parse(expr, Problems())
        if tree is None:
            return [Case("", expr.text)]
        return _Teller(self, move or {}, ()).cases(self._folded(tree, move or {}, person))

    def lines(self, expr: Expr, move: Mapping[str, str] | None = None, person: Known | None = None) -> str:
        """The expression in words, a line for each case."""
        return "\n".join(str(case) for case in self.cases(expr, move, person))

    def _folded(self, tree: ast.expr, move: Mapping[str, str], person: Known | None = None) -> ast.expr:
        """What is left of an expression when parameters, grades and numbers of grades are put in."""
        fields: dict[tuple[str, str], float] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr != "base":
                carried = {self.value(expr) for _, expr in self._carried(node.value.id, node.attr, move)}
                only = carried.pop() if len(carried) == 1 else None
                if only is not None:
                    fields[node.value.id, node.attr] = only
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
        if name in rules.NAMES or name in _LEVELS:
            return str(rules.NAMES.get(name, _LEVELS.get(name)))
        if name in rules.ROLES:
            return role_title(name)
        unit, _, clock = name.partition("_")
        if unit == "career":
            unit, clock = clock, "career"
        if clock in rules.CLOCKS and unit in ("months", "years"):
            months = unit == "months"
            return tr("{unit} {clock}", "{clock}{unit}", clock=rules.CLOCKS[clock],
                      unit=tr(unit, "月数" if months else "年数"))  # fmt: skip
        return name.replace("_", " ")

    def is_word(self, name: str) -> bool:
        """Whether a name is a grade, role, track or value of a standard attribute."""
        return any(name in known for known in (self._grades, rules.ROLES, self._tracks, _LEVELS))

    def period(self, tree: ast.expr) -> int:
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
        whose = {"own": tr("this grade's", "本级"), "next": tr("the next grade's", "上一级"),
                 "lower": tr("the lower grade's", "下一级"), "new": tr("the new grade's", "新职级")}[of]  # fmt: skip
        return tr("{whose} {field}", "{whose}的{field}", whose=whose,
                  field=tr("base pay", "基本工资") if name == "base" else self._scheme.field_title(name))  # fmt: skip

    def _carrier(self, of: str, source: str, target: str) -> Grade | None:
        own = self._grades[source]
        if of == "own":
            return own
        if of == "new":
            return self._grades.get(target)
        step = 1 if of == "next" else -1
        return next((g for g in self._grades.values() if (g.track, g.level) == (own.track, own.level + step)), None)


class _Teller:
    """Walks one expression; every answer is the words and how tightly they bind."""

    def __init__(self, wording: Wording, move: Mapping[str, str], readings: Sequence[Reading]) -> None:
        self._words = wording
        self._move = move
        self._readings = {reading.text: reading for reading in readings}

    def tell(self, node: ast.expr) -> tuple[str, int]:
        if isinstance(node, ast.Constant):
            return (
                f"“{_LEVELS.get(node.value, node.value)}”" if isinstance(node.value, str) else number(node.value)
            ), ATOM
        if isinstance(node, ast.Name):
            return self._words.name(node.id), ATOM
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self._words.field(node.value.id, node.attr, self._move), ATOM
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._call(node.func.id, node.args), PHRASE
        value = self._words.known(node) if isinstance(node, ast.BinOp) else None
        if value is not None:
            return number(value), ATOM
        if isinstance(node, ast.IfExp):
            if isinstance(node.orelse, ast.Name) and node.orelse.id == "unknown":  # of some people only
                return tr("{x} (only where {c})", "{x}（仅计{c}者）", x=self._in(node.body, PHRASE),
                          c=self.tell(node.test)[0]), ATOM  # fmt: skip
            cases = self.cases(node)
            return tr("; ", "；").join(map(str, cases)), ATOM if len(cases) == 1 else OR
        return self._operation(node)

    def cases(self, node: ast.expr, otherwise: bool = False) -> list[Case]:
        """A choice one after the other: what is tested, and what then holds."""
        if not isinstance(node, ast.IfExp):
            last = tr("otherwise", "其余") if otherwise else ""
            return [Case(last, self._in(node, AND))] if otherwise else [Case("", self.tell(node)[0])]
        chosen = self._words.known(node.test)
        if chosen is not None:  # a switch of the scheme: the rule in force
            return self.cases(node.body if chosen else node.orelse, otherwise)
        if isinstance(node.test, ast.Call) and isinstance(node.test.func, ast.Name) and node.test.func.id == "chance":
            when = self._chance(node.test.args[0])
        else:
            when = tr("if {c}", "若{c}", c=self.tell(node.test)[0])
        return [Case(when, self._in(node.body, AND)), *self.cases(node.orelse, True)]

    def _chance(self, node: ast.expr) -> str:
        """When a draw decides: its chance as a percentage, or what the chance is called."""
        value = self._words.known(node)
        if value is None:
            return tr("by chance ({x})", "按概率（{x}）", x=self._in(node, OR))
        return tr("with a chance of {p}%", "{p}%的概率", p=number(100 * value))

    def _in(self, node: ast.expr, least: int) -> str:
        text, binds = self.tell(node)
        return text if binds >= least else tr("({x})", "（{x}）", x=text)

    def _operation(self, node: ast.expr) -> tuple[str, int]:
        if isinstance(node, ast.BoolOp):
            both = isinstance(node.op, ast.And)
            joint = tr(" and ", " 且 ") if both else tr(" or ", " 或 ")
            return joint.join(self._in(part, NOT if both else AND) for part in node.values), AND if both else OR
        if isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.Not):
                return self._not(node.operand), NOT
            sign = "−" if isinstance(node.op, ast.USub) else ""
            return sign + self._in(node.operand, SIGN), SIGN
        if isinstance(node, ast.Compare):
            return self._compare(node), COMPARE
        if isinstance(node, ast.BinOp):
            level = ADD if isinstance(node.op, ast.Add | ast.Sub) else TIMES
            right = level + (not isinstance(node.op, ast.Add | ast.Mult))
            sign = rules.SIGNS[type(node.op)]
            return f"{self._in(node.left, level)} {sign} {self._in(node.right, right)}", level
        if isinstance(node, ast.List | ast.Tuple):
            return tr(", ", "、").join(self.tell(item)[0] for item in node.elts), ATOM
        return ast.unparse(node), ATOM

    def _not(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id == "on_probation":
            return tr("not on probation", "不在试用期")
        if isinstance(node, ast.Name):
            return tr("not {x}", "非“{x}”", x=self.tell(node)[0])
        if isinstance(node, ast.Call):
            return tr("not {x}", "非（{x}）", x=self.tell(node)[0])
        return tr("not {x}", "非{x}", x=self._in(node, PHRASE))

    def _usual(self, node: ast.Compare) -> str:
        """Comparisons that have a way of saying of their own: months in a row, a place in a group; else ''."""
        if self._readings or len(node.ops) != 1 or not isinstance(node.left, ast.Call):
            return ""
        name, args = getattr(node.left.func, "id", ""), node.left.args
        bound, sign = self._words.known(node.comparators[0]), type(node.ops[0])
        if bound is None or not args:
            return ""
        if name == "streak" and sign is ast.GtE:
            unit = PERIODS.get(self._words.period(args[0]), PERIODS[1])
            return tr("{x} for {n} {unit} in a row", "{x}连续满{n}{unit}", x=self._in(args[0], PHRASE),
                      n=number(bound), unit=unit)  # fmt: skip
        if name == "unit_loss":
            return f"{self._in(node.left, PHRASE)} {rules.SIGNS[sign]} {number(100 * bound)}%"
        if name != "percentile" or sign not in rules.PLACES:
            return ""
        share = bound if sign is ast.LtE else 100 - bound
        return str(rules.PLACES[sign]).format(n=number(share), group=self._group(args), x=self._in(args[0], PHRASE))

    def _group(self, args: Sequence[ast.expr]) -> str:
        """Among whom somebody is ranked."""
        return self._words.name(args[1].id if len(args) == 2 and isinstance(args[1], ast.Name) else "role")

    def _compare(self, node: ast.Compare) -> str:
        if usual := self._usual(node):
            return usual
        text = self._side(node.left)
        for sign, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(sign, ast.In | ast.NotIn):
                joint = tr("is one of", "属于") if isinstance(sign, ast.In) else tr("is none of", "不属于")
                text = tr("{a} {joint} {b}", "{a}{joint}{b}", a=text, joint=joint, b=self.tell(right)[0])
            elif isinstance(sign, ast.Eq | ast.NotEq) and not self._readings and self._word(right):
                text += tr(" is ", "为") if isinstance(sign, ast.Eq) else tr(" is not ", "不是")
                text += self._side(right)
            else:
                text += f" {rules.SIGNS[type(sign)]} {self._side(right)}"
        return text + gaps([self._readings.get(ast.unparse(side)) for side in (node.left, *node.comparators)])

    def _word(self, node: ast.expr) -> bool:
        """Whether a side is a word, such as a grade, and no number."""
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        return isinstance(node, ast.Name) and self._words.is_word(node.id)

    def _side(self, node: ast.expr) -> str:
        """A side of a comparison, with the value that it had."""
        reading = self._readings.get(ast.unparse(node))
        value = shown(reading, lambda got, digits: number(got))
        if reading is not None and isinstance(reading.value, str):
            value = self._words.name(value)
        return f"{self._in(node, PHRASE)} {value}".rstrip()

    def _call(self, name: str, given: Sequence[ast.expr]) -> str:
        args = list(given)
        if name in rules.WINDOWS and len(args) == 2:
            return str(rules.WINDOWS[name]).format(
                x=self._in(args[0], PHRASE if name == "count" else TIMES), span=self._span(*args)
            )
        if name in rules.COUNTERS:
            unit = str(PERIODS.get(self._words.period(args[0]), PERIODS[1])).removeprefix("个")
            return str(rules.COUNTERS[name]).format(x=self._in(args[0], PHRASE), unit=unit)
        if name in rules.RANKS:
            return str(rules.RANKS[name]).format(x=self._in(args[0], PHRASE), group=self._group(args))
        if name == "chance" and len(args) == 1:
            return self._chance(args[0])
        if name in rules.TEAM:
            return str(rules.TEAM[name]).format(x=self._in(args[0], PHRASE if name.endswith("count") else TIMES))
        if name == "band" and len(args) == 2 and isinstance(args[1], ast.Dict):
            return self._band(args[0], args[1])
        if name == "first" and len(args) == 2:
            return tr("mean of {x} over the first {n} {unit} of service", "入职最初{n}{unit}{x}的均值",
                      x=self._in(args[0], TIMES), n=self._in(args[1], PHRASE),
                      unit=PERIODS.get(self._words.period(args[0]), PERIODS[1]))  # fmt: skip
        told = tr(", ", "，").join(self.tell(argument)[0] for argument in args)
        return tr("{word} ({told})", "{word}（{told}）", word=rules.FUNCTIONS.get(name, name), told=told)

    def _span(self, what: ast.expr, length: ast.expr) -> str:
        if isinstance(length, ast.Name) and length.id in rules.SPANS:
            return str(rules.SPANS[length.id])
        if isinstance(length, ast.Call) and isinstance(length.func, ast.Name) and length.func.id == AS_FAR:
            span = self._span(what, length.args[0])
            return tr("{span}, as far as there are any", "{span}（不足则按实有）", span=span)
        step = self._words.period(what)
        text = self._in(length, PHRASE)
        if step not in PERIODS:
            return tr("the last {n} times {step} months", "近{n}期（每期{step}个月）", n=text, step=step)
        if text == "1":
            one = {1: tr("the last month", "上月"), 3: tr("the last quarter", "上季度"),
                   6: tr("the last half-year", "上半年度"), 12: tr("the last year", "上年度")}  # fmt: skip
            return one[step]
        return tr("the last {n} {unit}", "近{n}{unit}", n=text, unit=PERIODS[step])

    def _band(self, what: ast.expr, table: ast.Dict) -> str:
        steps = [
            tr("{grade} from {cut}", "{cut}起为{grade}", grade=self.tell(value)[0], cut=self.tell(key)[0])
            for key, value in zip(table.keys, table.values, strict=True)
            if key is not None
        ]
        return tr("by {x}: {steps}", "按{x}：{steps}", x=self.tell(what)[0], steps=tr(", ", "、").join(steps))


def listed(names: Sequence[Any]) -> str:
    """Things side by side, in the punctuation of the language."""
    return tr(", ", "、").join(str(name) for name in names)


def value_title(value: str) -> str:
    """What a value of a standard attribute is called; others stay as they are written."""
    return str(value_name(value))


def attribute_title(attribute: Attribute | None, name: str) -> str:
    """What an attribute is called: the title that the workforce gives it, else the usual word."""
    if attribute is not None and not attribute.title.alike:
        return str(attribute.title)
    return str(audited_name(name))
