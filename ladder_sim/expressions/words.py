"""The words of the rule language that stand for a value of the person or of the moment: one record for each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import PersonInts
from ladder_sim.core.i18n import Title
from ladder_sim.expressions import fiscal, nodes
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.expressions.happenings import HAPPENINGS
from ladder_sim.expressions.nodes import Nature, Node, NodeKey, NodeValue, View, combine
from ladder_sim.expressions.scope import AGING, ExpressionBuilder
from ladder_sim.expressions.spans import SPANS
from ladder_sim.expressions.specs import COUNTED, Compared, FieldSpec, WordSpec, by_name
from ladder_sim.expressions.syntax import Whose

#: What a file may write or reckon: beyond it floats no longer tell one cent from the next.
LARGEST = 1e15
UNKNOWN = "unknown"

# --- nodes -------------------------------------------------------------------------------------------


def column_node(
    kind: str, key: NodeKey, column: str, *, levels: tuple[str, ...] = (), whole: bool = False,
    nullable: bool = False, by_grade: bool = False, nature: Nature = nodes.PLAIN,
) -> Node:  # fmt: skip
    """A column of the state as it is."""
    return Node(kind, key, levels=levels, whole=whole, nullable=nullable, by_grade=by_grade, nature=nature,
                run=lambda view: view.column(column))  # fmt: skip


def by_grade_node(
    kind: str, key: NodeKey, look_up: Callable[[PersonInts], NodeValue], *, levels: tuple[str, ...] = (),
    whole: bool = False, nullable: bool = False,
) -> Node:  # fmt: skip
    """What the grade alone tells: `look_up` takes grade codes."""
    return Node(kind, key, by_grade=True, run=lambda view: look_up(view.column("grade")), levels=levels, whole=whole,
                nullable=nullable)  # fmt: skip


def attribute_node(builder: ExpressionBuilder, name: str) -> Node:
    """An attribute that people bring; those that grow are as of the moment."""
    attribute = builder.scope.attributes[name]
    builder.scope.attributes_read.add(name)
    column = f"attr:{name}"
    if name in AGING:
        pace = AGING[name]
        return Node("number", ("attr", name), whole=True,
                    run=lambda view: np.floor(view.column(column) + view.now * pace + 1e-6))  # fmt: skip
    if attribute.levels:
        return column_node("choice", ("attr", name), column, levels=attribute.levels, nullable=True)
    return column_node("number", ("attr", name), column, nullable=True)


def _clock(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    column, unit = spec.column, spec.unit
    builder.scope.columns_read.add(column)
    raw: Callable[[View], PersonInts] = lambda view: view.now - view.column(column)  # noqa: E731
    if unit == 1:
        return Node("number", ("clock", spec.name), whole=True, run=lambda view: raw(view).astype(np.float64), raw=raw,
                    clock=column)  # fmt: skip
    return Node("number", ("clock", spec.name), run=lambda view: raw(view) / unit, clock=column)


def _career(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    unit, employed = spec.unit, WORDS["months_employed"]
    served = employed.build(builder, employed)
    if "experience_months" not in builder.scope.attributes:
        return combine("number", spec.name, (served,), lambda a: a / unit)
    before = attribute_node(builder, "experience_months")
    return combine("number", spec.name, (served, before), lambda a, b: (a + b) / unit)


def _month(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    return Node("number", ("calendar", spec.name), whole=True, nature=_DATED, run=lambda view: float(view.month))


def _calendar(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    place = _PLACES[spec.name]
    return Node("number", ("calendar", spec.name), whole=True, nature=_DATED,
                run=lambda view: float(view.source.calendar(view.month)[place]))  # fmt: skip


def _fiscal(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    part, starts = fiscal.PARTS[spec.name], builder.scope.year_starts
    return Node("number", ("calendar", spec.name), whole=True, nature=_DATED,
                run=lambda view: float(part(view.source.calendar(view.month), starts)))  # fmt: skip


_PLACES = {"month_of_year": 0, "quarter": 1, "year": 2}  # where each stands in what the calendar tells of a month
_DATED = Nature(by="month")


def _grade(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    return column_node("grade", ("grade",), "grade", levels=builder.scope.grades.ids, by_grade=True)


def _height(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    values = getattr(builder.scope.grades, spec.name)
    return by_grade_node("number", (spec.name,), lambda codes: values[codes], whole=True)


def _label(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    scope = builder.scope
    labels: tuple[str, ...] = getattr(scope.grades, spec.name)
    levels = scope.roles if spec.name == "role" else scope.tracks()
    codes = np.array([levels.index(label) if label in levels else -1 for label in labels] + [-1])
    return by_grade_node(spec.name, (spec.name,), lambda at: codes[at], levels=levels)


def _kept(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    """A column of the state by the word's own name."""
    builder.scope.columns_read.add(spec.column)
    counted = spec.kind == "number" and spec.reach == COUNTED  # whole numbers are compared without tolerance
    return column_node(spec.kind, (spec.name,), spec.column, whole=counted)


def _constant(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    return nodes.truth(spec.name.lower() == "true")


def _unknown(builder: ExpressionBuilder, spec: WordSpec) -> Node:
    node = nodes.number(float("nan"))
    node.nullable = True
    return node


# --- records -----------------------------------------------------------------------------------------


def _served(clock: Title, unit: int) -> tuple[Compared, Compared]:
    """How a waiting time is said: 12 months in the grade, or less."""
    of = Title("month{plural}", "个月") if unit == 1 else Title("year{plural}", "年")
    open_ = {"n": "{n}", "unit": of, "clock": clock}  # the number is filled in where a rule is told
    return (
        Compared((">=",), Title("{n} {unit} {clock}", "{clock}满{n}{unit}").fill(**open_)),
        Compared(("<",), Title("less than {n} {unit} {clock}", "{clock}不满{n}{unit}").fill(**open_)),
    )


def _both_units(name: str, column: str, said: Title, since: Title) -> tuple[WordSpec, WordSpec]:
    """A clock in months and in years."""

    def one(unit: int, title: Title) -> WordSpec:
        name_of_unit = "months" if unit == 1 else "years"
        return WordSpec(f"{name_of_unit}_{name}", "number", _clock, title, since, column, "clock", COUNTED, unit=unit,
                        in_months=f"months_{name}", compared=_served(said, unit))  # fmt: skip

    return (
        one(1, Title("months {said}", "{said}月数").fill(said=said)),
        one(12, Title("years {said}", "{said}年数").fill(said=said)),
    )


_CLOCKS = (
    ("in_grade", "grade_since", Title("in the grade", "任现职级"),
     Title("the last change of grade", "最近一次变动职级")),
    ("in_role", "role_since", Title("in the role", "任本岗位层级"), Title("entering the role", "进入该岗位层级")),
    ("in_track", "track_since", Title("in the track", "在本通道"), Title("entering the track", "进入该通道")),
    ("employed", "hired_since", Title("in the company", "司龄"), Title("the hire", "入职")),
    ("since_promotion", "promoted_since", Title("since the last promotion", "距上次晋升"),
     Title("the last promotion; the hire, if there was none", "最近一次晋升；没有则从入职起")),
    ("since_move", "moved_since", Title("since the last move", "距上次变动"),
     Title("the last change of grade, as above", "最近一次变动职级，同第一行")),
    ("since_regrade", "regraded_since", Title("since the last pay change", "距上次同级调薪"),
     Title("the last in-grade raise; the hire, if there was none", "最近一次同级调薪；没有则从入职起")),
)  # fmt: skip
_OF_CAREER = Title("the hire, plus `experience_months` before it", "入职以来，加上入职前的 `experience_months`")
_YEARS_OF_CAREER = Title("years of career", "从业年数")
_CAREERS = Title("of career", "从业")
_CAREER = (
    WordSpec("career_months", "number", _career, Title("months of career", "从业月数"), _OF_CAREER, unit=1,
             in_months="career_months", compared=_served(_CAREERS, 1)),
    *(
        WordSpec(name, "number", _career, _YEARS_OF_CAREER, _OF_CAREER, unit=12, in_months="career_months",
                 compared=_served(_CAREERS, 12))
        for name in ("career_years", "years_career")
    ),
)  # fmt: skip
_OF_CALENDAR = Title("1 to 12; 1 to 4; such as 2027", "1到12；1到4；如2027")
_OF_FISCAL = Title(
    "the same of the year that `year_starts` begins; a fiscal year has the number of the year in which it begins",
    "同上，按 `year_starts` 所定的财年；财年以其开始的年份为名",
)
_TIME = (
    WordSpec("month", "number", _month, Title("month of the run", "模拟月份"),
             Title("month of the run: 1, 2, …", "模拟的第几个月：1、2……")),
    WordSpec("month_of_year", "number", _calendar, Title("month of the year", "月份"), _OF_CALENDAR),
    WordSpec("quarter", "number", _calendar, Title("quarter", "季度"), _OF_CALENDAR),
    WordSpec("year", "number", _calendar, Title("year", "年份"), _OF_CALENDAR),
    WordSpec("month_of_fiscal_year", "number", _fiscal, Title("month of the fiscal year", "财年第几月"), _OF_FISCAL),
    WordSpec("fiscal_quarter", "number", _fiscal, Title("fiscal quarter", "财季"), _OF_FISCAL),
    WordSpec("fiscal_year", "number", _fiscal, Title("fiscal year", "财年"), _OF_FISCAL),
)  # fmt: skip
_HEIGHT = Title("place in the track from 1; height compared with other tracks",
                "在通道中的位次（从1起）；与其他通道相比的层级")  # fmt: skip
_LABELS = Title("role and track", "岗位层级、通道")
_MONEY = Title("monthly base pay; everything paid in the month (0 before the first pay)",
               "月基本工资；当月全部薪酬（首次发薪前为0）")  # fmt: skip
_PERSON = (
    WordSpec("grade", "grade", _grade, Title("grade", "职级"),
             Title("the grade; grades of one track compare by order", "职级；同一通道内可比高低"), "grade", "hire"),
    WordSpec("role", "role", _label, Title("role", "岗位层级"), _LABELS),
    WordSpec("track", "track", _label, Title("track", "通道"), _LABELS),
    WordSpec("level", "number", _height, Title("level in the track", "通道内级次"), _HEIGHT),
    WordSpec("layer", "number", _height, Title("layer", "层级"), _HEIGHT),
    WordSpec("base", "number", _kept, Title("base pay", "基本工资"), _MONEY, "base", "hire"),
    WordSpec("pay", "number", _kept, Title("pay", "薪酬"), _MONEY, "pay", newcomer=0),
    WordSpec("on_probation", "bool", _kept, Title("on probation", "处于试用期"),
             Title("on probation, in a trial grade, or on probation after a move",
                   "处于试用期、试用职级或变动后的考察期"),
             "on_probation", "hire", denied=Title("not on probation", "不在试用期")),
    WordSpec("mentees", "number", _kept, Title("people mentored", "带教人数"),
             Title("newcomers coached so far", "累计带出的新人数"), "mentees", newcomer=0, reach=COUNTED),
    WordSpec("attempts", "number", _kept, Title("times not promoted in this grade", "本级晋升未果次数"),
             Title("reviews in this grade before today's in which the waiting times were served and no promotion "
                   "came of it", "本次评审之前，在本职级中已满足年限要求却未获晋升的评审次数"),
             "attempts", newcomer=0, reach=COUNTED),
    WordSpec("by_waiver", "bool", _kept, Title("promoted by a waiver", "破格晋升"),
             Title("came into this grade by a waiver", "是否经破格晋升进入本职级"), "by_waiver", newcomer=False),
)  # fmt: skip
_IN_STEP = Title("in the step", "在本档")
_SINCE_STEP = Title("reaching the step", "进入该档")
_STEPS = (
    WordSpec("step", "number", _kept, Title("step", "档位"),
             Title("the step in the grade: 1, 2, …; 1 where the grade has no list",
                   "职级内的档位：1、2……；无列表的职级为1"),
             "step", "hire", reach=COUNTED),
    WordSpec("steps", "number", _height, Title("number of steps", "档位数"),
             Title("How many steps the grade has", "本职级的档位数"), reach=COUNTED),
    WordSpec("months_in_step", "number", _clock, Title("months in the step", "在本档月数"), _SINCE_STEP, "step_since",
             "clock", COUNTED, unit=1, in_months="months_in_step", compared=_served(_IN_STEP, 1)),
    WordSpec("years_in_step", "number", _clock, Title("years in the step", "在本档年数"), _SINCE_STEP, "step_since",
             "clock", COUNTED, unit=12, in_months="months_in_step", compared=_served(_IN_STEP, 12)),
)  # fmt: skip
_TRUTHS = Title("also `True`, `False`; in arithmetic 1 and 0", "也可写 `True`、`False`；参与运算时为1和0")
_FIXED = (
    WordSpec("true", "bool", _constant, Title("true", "是"), _TRUTHS, fixed=True),
    WordSpec("false", "bool", _constant, Title("false", "否"), _TRUTHS, fixed=True),
    WordSpec(
        UNKNOWN,
        "number",
        _unknown,
        Title("unknown", "未知"),
        Title("the word `unknown`", "`unknown` 这个词"),
        fixed=True,
    ),
)

WORDS = by_name(
    (*(word for clock in _CLOCKS for word in _both_units(*clock)), *_CAREER, *_TIME, *_PERSON, *_STEPS, *_FIXED)
)
#: What a clock is called, by its column.
CLOCK_TITLES = {column: said for _, column, said, _ in _CLOCKS}
#: Columns of the clocks: the month before the one in which each began.
CLOCK_COLUMNS = (*(column for _, column, _, _ in _CLOCKS), "step_since")
#: Clocks that a roster or a record gives of the people there on the first day; for the engine they are no attributes.
GIVEN_CLOCKS = ("months_employed", "months_in_grade")

FIELDS: dict[Whose, FieldSpec] = {
    spec.of: spec
    for spec in (
        FieldSpec("own", 0, Title("this grade's {field}", "本级的{field}"),
                  Title("`base` or a field `f` of the present grade", "现职级的 `base` 或字段 `f`")),
        FieldSpec("next", 1, Title("the next grade's {field}", "上一级的{field}"),
                  Title("of the next or the lower grade of the track", "本通道上一级、下一级的")),
        FieldSpec("lower", -1, Title("the lower grade's {field}", "下一级的{field}"),
                  Title("of the next or the lower grade of the track", "本通道上一级、下一级的")),
        FieldSpec("new", None, Title("the new grade's {field}", "新职级的{field}"),
                  Title("of the grade the move leads to", "变动目标职级的")),
    )
}  # fmt: skip

#: Words that a file may take for a name of its own, which then goes before the word: they came later than files.
_YIELDING = ("step", "steps")
#: Names that a grade, a parameter, a score or a metric may not take. What tells of happenings stands before a bracket
#: alone, so that files of earlier versions may go on calling something of theirs ``times``.
RESERVED = frozenset(
    [*(word for word in WORDS if word not in _YIELDING),
     *(name for name in FUNCTIONS if FUNCTIONS[name] not in HAPPENINGS), *GROUPS, *SPANS, *FIELDS,
     "True", "False", "exit", "same", "before", "any", "and", "or", "not", "if", "else", "in"]
)  # fmt: skip
