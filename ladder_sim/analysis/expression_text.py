"""Rules in words: an expression told with the titles of what it reads and the values of its parameters.

``mean(result, look_back) > up_above`` becomes *mean of Monthly performance over the last 3 months > 80*. What has no
words of its own is shown as it is written.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Mapping, Sequence
from typing import Any

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.core.unit_words import VALUES as _LEVELS
from ladder_sim.core.unit_words import audited_name, value_name
from ladder_sim.core.unit_words import unit_title as unit_title
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.evidence import PERIODS, Reading, gaps, shown
from ladder_sim.expressions.names import AS_FAR
from ladder_sim.expressions.parse import parse
from ladder_sim.model.records import Attribute, Expr, Grade, Scheme
from ladder_sim.scenarios.loading import load_vocabulary

OR, AND, NOT, COMPARE, PHRASE, ADD, TIMES, SIGN, ATOM = range(9)

ROLES = {
    "agent": Title("agents", "客服"),
    "specialist": Title("specialists", "专员"),
    "lead": Title("leads", "组长"),
    "supervisor": Title("supervisors", "主管"),
    "manager": Title("managers", "经理"),
    "director": Title("directors", "总监"),
    "executive": Title("executives", "高管"),
}
_CLOCKS = {
    "in_grade": Title("in the grade", "在本级"),
    "in_role": Title("in the role", "在本岗位"),
    "in_track": Title("in the track", "在本通道"),
    "employed": Title("in the company", "入职"),
    "since_promotion": Title("since the last promotion", "距上次晋升"),
    "since_move": Title("since the last move", "距上次变动"),
    "since_regrade": Title("since the last pay change", "距上次调薪"),
    "career": Title("of career", "从业"),
}
_NAMES = {
    "grade": Title("grade", "职级"),
    "role": Title("role", "岗位"),
    "track": Title("track", "通道"),
    "level": Title("level in the track", "通道内级次"),
    "layer": Title("layer", "层级"),
    "base": Title("base pay", "基本工资"),
    "pay": Title("pay", "薪酬"),
    "on_probation": Title("on probation", "处于试用期"),
    "mentees": Title("people mentored", "带教人数"),
    "attempts": Title("times not promoted in this grade", "本级未获晋升次数"),
    "by_waiver": Title("came by a waiver", "经免除条件晋升"),
    "month": Title("month of the run", "模拟月份"),
    "month_of_year": Title("month of the year", "月份"),
    "quarter": Title("quarter", "季度"),
    "year": Title("year", "年份"),
    "unknown": Title("unknown", "未知"),
    "true": Title("true", "是"),
    "false": Title("false", "否"),
    "everyone": Title("whole department", "全部门"),
    "team": Title("team", "团队"),
}
_TRACKS = {
    "service": "客服", "management": "管理", "expert": "专业", "skill": "技能", "project": "项目",
    "head": "部门负责人", "support": "支持", "sales": "销售", "desk": "服务台", "centre": "客服中心", "shop": "店铺",
    "stars": "星级", "posts": "岗位", "training": "培训", "quality": "质检", "operations": "运营",
    "assistants": "助理", "leads": "领班", "pool": "储备", "representatives": "客服代表", "reviewers": "审核员",
    "elsewhere": "其他部门", "reception": "接待", "data": "数据", "projects": "项目", "marketing_service": "营销客服",
    "main": "主通道", "brand": "品牌", "marketing": "市场", "administration": "行政", "account": "客户",
}  # fmt: skip
_SIGNS: dict[type, str] = {
    ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "=", ast.NotEq: "≠",
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷", ast.FloorDiv: "÷ (whole)", ast.Mod: "mod", ast.Pow: "^",
}  # fmt: skip
_WINDOWS = {
    "mean": Title("mean of {x} over {span}", "{span}{x}的均值"),
    "total": Title("total of {x} over {span}", "{span}{x}合计"),
    "lowest": Title("lowest {x} of {span}", "{span}{x}最低值"),
    "highest": Title("highest {x} of {span}", "{span}{x}最高值"),
    "count": Title("times in {span} that {x}", "{span}中{x}的次数"),
}
_SPANS = {
    "this_year": Title("this year", "本年"), "this_quarter": Title("this quarter", "本季度"),
    "so_far": Title("all months so far", "入职至今"),
}  # fmt: skip
_COUNTERS = {
    "streak": Title("{unit} in a row with {x}", "{x}的连续{unit}数"),
    "ever": Title("times so far with {x}", "累计{x}的次数"),
}
_RANKS = {
    "rank": Title("place by {x} in the {group}", "{group}内按{x}的名次"),
    "percentile": Title("percentile of {x} in the {group}", "{group}内{x}的百分位"),
    "best_of": Title("best in the {group} by {x}", "{group}内{x}最佳"),
    "lowest_of": Title("last in the {group} by {x}", "{group}内{x}末位"),
    "rank_from_bottom": Title("place from the bottom by {x} in the {group}", "{group}内按{x}的倒数名次"),
}
_TEAM = {
    "team_mean": Title("team's mean of {x}", "团队{x}均值"),
    "team_total": Title("team's total of {x}", "团队{x}合计"),
    "team_count": Title("people in the team with {x}", "团队中{x}的人数"),
    "unit_mean": Title("department's mean of {x}", "部门{x}均值"),
    "unit_total": Title("department's total of {x}", "部门{x}合计"),
    "unit_count": Title("people in the department with {x}", "部门中{x}的人数"),
    "unit_loss": Title("department's turnover a year over {x} months", "部门近{x}个月的年化离职率"),
    "chance": Title("by chance ({x})", "按概率（{x}）"),
}


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
    return Title(title.en, _TRACKS.get(track, title.zh)) if title.zh == title.en else title


def role_title(role: str) -> str:
    """What the people of a role are called."""
    return str(ROLES[role]) if role in ROLES else role.replace("_", " ")


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
        tracks = {grade.track: track_title(scheme, grade.track) for grade in scheme.grades}
        self._titles |= {name: title for name, title in tracks.items() if name not in self._titles}
        self._steps = {score.name: score.every.step for score in scheme.scores}

    def value(self, expr: Expr | None) -> float | None:
        """The number of an expression of parameters alone; None when it needs more."""
        tree = None if expr is None else parse(expr, Problems())
        return None if tree is None else self.known(tree)

    def known(self, node: ast.expr) -> float | None:
        """The same of a part of an expression; 0 or 1 of a test."""
        try:
            found = constant(ast.unparse(_Powers(self._values).visit(copy.deepcopy(node))), self._values)
        except NotConstant:
            return None
        return float(found) if isinstance(found, int | float) else None

    def tell(self, expr: Expr | None, move: Mapping[str, str] | None = None, readings: Sequence[Reading] = ()) -> str:
        """The expression in words, with the values that its sides had.

        Parameters
        ----------
        move: from grade → to grade, which fills in what the grades carry.
        """
        if expr is None:
            return ""
        known = self.value(expr)
        if known is not None:
            return number(known)
        tree = parse(expr, Problems())
        return expr.text if tree is None else _Teller(self, move or {}, readings).tell(tree)[0]

    def name(self, name: str) -> str:
        """A name's title; a parameter's value."""
        if name in self._values:
            value = self._values[name]
            return str(self._scheme.parameters[name].title) if isinstance(value, bool) else number(value)
        if name in self._titles:
            return str(self._titles[name])
        if name in _NAMES or name in _LEVELS:
            return str(_NAMES.get(name, _LEVELS.get(name)))
        if name in ROLES:
            return role_title(name)
        unit, _, clock = name.partition("_")
        if unit == "career":
            unit, clock = clock, "career"
        if clock in _CLOCKS and unit in ("months", "years"):
            months = unit == "months"
            return tr("{unit} {clock}", "{clock}{unit}", clock=_CLOCKS[clock],
                      unit=tr(unit, "月数" if months else "年数"))  # fmt: skip
        return name.replace("_", " ")

    def period(self, tree: ast.expr) -> int:
        """The months between two closings of what an expression reads: the longest of its scores, else one."""
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return max((self._steps[name] for name in names & set(self._steps)), default=1)

    def field(self, of: str, name: str, move: Mapping[str, str]) -> str:
        """What the grades that a move concerns carry: one number, or one per grade."""
        found: dict[str, str] = {}
        for source, target in move.items():
            grade = self._carrier(of, source, target)
            expr = None if grade is None else grade.base if name == "base" else grade.fields.get(name)
            if grade is not None and expr is not None:
                found[str(self._titles[source])] = self.tell(expr)
        values = set(found.values())
        if len(values) == 1:
            return values.pop()
        if 1 < len(found) <= 8:
            each = [tr("{v} ({g})", "{v}（{g}）", v=value, g=grade) for grade, value in found.items()]
            return tr("[{each}]", "［{each}］", each=listed(each))
        whose = {"own": tr("this grade's", "本级"), "next": tr("the next grade's", "上一级"),
                 "lower": tr("the lower grade's", "下一级"), "new": tr("the new grade's", "新职级")}[of]  # fmt: skip
        return tr("{whose} {field}", "{whose}的{field}", whose=whose,
                  field=tr("base pay", "基本工资") if name == "base" else name.replace("_", " "))  # fmt: skip

    def _carrier(self, of: str, source: str, target: str) -> Grade | None:
        own = self._grades[source]
        if of == "own":
            return own
        if of == "new":
            return self._grades.get(target)
        step = 1 if of == "next" else -1
        return next((g for g in self._grades.values() if (g.track, g.level) == (own.track, own.level + step)), None)


class _Powers(ast.NodeTransformer):
    """Puts numbers for powers of parameters, such as ``step ** 2``, which `constant` leaves alone."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        sides = [constant(ast.unparse(side), self._values) for side in (node.left, node.right)]
        try:
            return ast.Constant(math.pow(*map(float, sides)))
        except (ValueError, OverflowError, TypeError) as error:
            raise NotConstant("**") from error


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
        known = self._words.known(node) if isinstance(node, ast.BinOp) else None
        if known is not None:
            return number(known), ATOM
        if isinstance(node, ast.IfExp):
            chosen = self._words.known(node.test)
            if chosen is not None:  # a switch of the scheme: the rule in force
                return self.tell(node.body if chosen else node.orelse)
            parts = {"a": self._in(node.body, AND), "c": self._in(node.test, OR), "b": self._in(node.orelse, OR)}
            return tr("{a} if {c}, else {b}", "若{c}则为{a}，否则为{b}", **parts), OR
        return self._operation(node)

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
                return tr("not {x}", "非{x}", x=self._in(node.operand, PHRASE)), NOT
            sign = "−" if isinstance(node.op, ast.USub) else ""
            return sign + self._in(node.operand, SIGN), SIGN
        if isinstance(node, ast.Compare):
            return self._compare(node), COMPARE
        if isinstance(node, ast.BinOp):
            level = ADD if isinstance(node.op, ast.Add | ast.Sub) else TIMES
            right = level + (not isinstance(node.op, ast.Add | ast.Mult))
            sign = _SIGNS[type(node.op)]
            return f"{self._in(node.left, level)} {sign} {self._in(node.right, right)}", level
        if isinstance(node, ast.List | ast.Tuple):
            return tr(", ", "、").join(self.tell(item)[0] for item in node.elts), ATOM
        return ast.unparse(node), ATOM

    def _compare(self, node: ast.Compare) -> str:
        text = self._side(node.left)
        for sign, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(sign, ast.In | ast.NotIn):
                joint = tr("is one of", "属于") if isinstance(sign, ast.In) else tr("is none of", "不属于")
                text = tr("{a} {joint} {b}", "{a}{joint}{b}", a=text, joint=joint, b=self.tell(right)[0])
            else:
                text += f" {_SIGNS[type(sign)]} {self._side(right)}"
        return text + gaps([self._readings.get(ast.unparse(side)) for side in (node.left, *node.comparators)])

    def _side(self, node: ast.expr) -> str:
        """A side of a comparison, with the value that it had."""
        reading = self._readings.get(ast.unparse(node))
        value = shown(reading, lambda got, digits: number(got))
        if reading is not None and isinstance(reading.value, str):
            value = self._words.name(value)
        return f"{self._in(node, PHRASE)} {value}".rstrip()

    def _call(self, name: str, given: Sequence[ast.expr]) -> str:
        args = list(given)
        if name in _WINDOWS and len(args) == 2:
            return str(_WINDOWS[name]).format(
                x=self._in(args[0], PHRASE if name == "count" else TIMES), span=self._span(*args)
            )
        if name in _COUNTERS:
            unit = str(PERIODS.get(self._words.period(args[0]), PERIODS[1])).removeprefix("个")
            return str(_COUNTERS[name]).format(x=self._in(args[0], PHRASE), unit=unit)
        if name in _RANKS:
            group = args[1].id if len(args) == 2 and isinstance(args[1], ast.Name) else "role"
            return str(_RANKS[name]).format(x=self._in(args[0], PHRASE), group=self._words.name(group))
        if name in _TEAM:
            return str(_TEAM[name]).format(x=self._in(args[0], PHRASE if name.endswith("count") else TIMES))
        if name == "band" and len(args) == 2 and isinstance(args[1], ast.Dict):
            return self._band(args[0], args[1])
        if name == "first" and len(args) == 2:
            return tr("mean of {x} over the first {n} {unit} of service", "入职最初{n}{unit}{x}的均值",
                      x=self._in(args[0], TIMES), n=self._in(args[1], PHRASE),
                      unit=PERIODS.get(self._words.period(args[0]), PERIODS[1]))  # fmt: skip
        listed = tr(", ", "，").join(self.tell(argument)[0] for argument in args)
        words = {"min": Title("the lower of", "较小值"), "max": Title("the higher of", "较大值"),
                 "round": Title("rounded", "取整"), "floor": Title("rounded down", "向下取整"),
                 "ceil": Title("rounded up", "向上取整"), "abs": Title("size of", "绝对值"),
                 "sqrt": Title("square root of", "平方根"), "exp": Title("e to the power of", "e的幂"),
                 "log": Title("natural logarithm of", "自然对数")}  # fmt: skip
        return f"{words.get(name, name)} ({listed})"

    def _span(self, what: ast.expr, length: ast.expr) -> str:
        if isinstance(length, ast.Name) and length.id in _SPANS:
            return str(_SPANS[length.id])
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
    if attribute is not None and attribute.title.zh != attribute.title.en:
        return str(attribute.title)
    return str(audited_name(name))
