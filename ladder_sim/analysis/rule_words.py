"""The words of the rule language: what its names, clocks, windows and functions are called in cards and traces."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ladder_sim.core.i18n import Title, tr

ROLES = {
    "agent": Title("agents", "客服"),
    "specialist": Title("specialists", "专员"),
    "lead": Title("leads", "组长"),
    "supervisor": Title("supervisors", "主管"),
    "manager": Title("managers", "经理"),
    "director": Title("directors", "总监"),
    "executive": Title("executives", "高管"),
}
CLOCKS = {
    "in_grade": Title("in the grade", "任现职级"),
    "in_role": Title("in the role", "任本岗位层级"),
    "in_track": Title("in the track", "在本通道"),
    "employed": Title("in the company", "司龄"),
    "since_promotion": Title("since the last promotion", "距上次晋升"),
    "since_move": Title("since the last move", "距上次变动"),
    "since_regrade": Title("since the last pay change", "距上次同级调薪"),
    "career": Title("of career", "从业"),
}
NAMES = {
    "grade": Title("grade", "职级"),
    "role": Title("role", "岗位层级"),
    "track": Title("track", "通道"),
    "level": Title("level in the track", "通道内级次"),
    "layer": Title("layer", "层级"),
    "base": Title("base pay", "基本工资"),
    "pay": Title("pay", "薪酬"),
    "on_probation": Title("on probation", "处于试用期"),
    "mentees": Title("people mentored", "带教人数"),
    "attempts": Title("times not promoted in this grade", "本级晋升未果次数"),
    "by_waiver": Title("promoted by a waiver", "破格晋升"),
    "month": Title("month of the run", "模拟月份"),
    "month_of_year": Title("month of the year", "月份"),
    "quarter": Title("quarter", "季度"),
    "year": Title("year", "年份"),
    "unknown": Title("unknown", "未知"),
    "true": Title("true", "是"),
    "false": Title("false", "否"),
    "everyone": Title("whole department", "全部门"),
    "team": Title("team", "小组"),
}
TRACKS = {
    "service": "客服", "management": "管理", "expert": "专业", "skill": "技能", "project": "项目",
    "head": "部门负责人", "support": "支持", "sales": "销售", "desk": "服务台", "centre": "客服中心", "shop": "店铺",
    "stars": "星级", "posts": "岗位", "training": "培训", "quality": "质检", "operations": "运营",
    "assistants": "助理", "leads": "领班", "pool": "储备", "representatives": "客服代表", "reviewers": "审核员",
    "elsewhere": "其他部门", "reception": "接待", "data": "数据", "projects": "项目", "marketing_service": "营销客服",
    "main": "主通道", "brand": "品牌", "marketing": "市场", "administration": "行政", "account": "客户",
}  # fmt: skip
SIGNS: dict[type, str] = {
    ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "=", ast.NotEq: "≠",
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷", ast.FloorDiv: "÷ (whole)", ast.Mod: "mod", ast.Pow: "^",
}  # fmt: skip
WINDOWS = {
    "mean": Title("mean of {x} over {span}", "{span}{x}的均值"),
    "total": Title("total of {x} over {span}", "{span}{x}合计"),
    "lowest": Title("lowest {x} of {span}", "{span}{x}最低值"),
    "highest": Title("highest {x} of {span}", "{span}{x}最高值"),
    "count": Title("times in {span} that {x}", "{span}中{x}的次数"),
}
SPANS = {
    "this_year": Title("this year", "本年"), "this_quarter": Title("this quarter", "本季度"),
    "so_far": Title("all months so far", "入职至今"),
}  # fmt: skip
COUNTERS = {
    "streak": Title("{unit} in a row with {x}", "{x}的连续{unit}数"),
    "ever": Title("times so far with {x}", "累计{x}的次数"),
}
RANKS = {
    "rank": Title("place by {x} in the {group}", "{group}内按{x}的名次"),
    "percentile": Title("percentile of {x} in the {group}", "{group}内{x}的百分位"),
    "best_of": Title("best in the {group} by {x}", "{group}内{x}最佳"),
    "lowest_of": Title("last in the {group} by {x}", "{group}内{x}末位"),
    "rank_from_bottom": Title("place from the bottom by {x} in the {group}", "{group}内按{x}的倒数名次"),
}
PLACES: dict[type, Title] = {
    ast.GtE: Title("among the top {n}% of the {group} by {x}", "按{x}在{group}内排名前{n}%"),
    ast.LtE: Title("among the last {n}% of the {group} by {x}", "按{x}在{group}内排名后{n}%"),
}
FUNCTIONS = {
    "min": Title("the lower of", "较小者"), "max": Title("the higher of", "较大者"),
    "round": Title("rounded", "四舍五入"), "floor": Title("rounded down", "向下取整"),
    "ceil": Title("rounded up", "向上取整"), "abs": Title("size of", "绝对值"),
    "sqrt": Title("square root of", "平方根"), "exp": Title("e to the power of", "e的幂"),
    "log": Title("natural logarithm of", "自然对数"),
}  # fmt: skip
TEAM = {
    "team_mean": Title("team's mean of {x}", "小组{x}均值"),
    "team_total": Title("team's total of {x}", "小组{x}合计"),
    "team_count": Title("people in the team with {x}", "小组中{x}的人数"),
    "unit_mean": Title("department's mean of {x}", "部门{x}均值"),
    "unit_total": Title("department's total of {x}", "部门{x}合计"),
    "unit_count": Title("people in the department with {x}", "部门中{x}的人数"),
    "unit_loss": Title("department's turnover a year over {x} months", "部门近{x}个月的年化离职率"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One result of a choice: when it holds ('' where it always does), and what it is."""

    when: str
    what: str

    def __str__(self) -> str:
        if not self.when:
            return self.what
        if self.when == tr("otherwise", "其余"):
            return tr("{when} {what}", "{when}：{what}", when=self.when, what=self.what)
        return tr("{what} {when}", "{when}：{what}", when=self.when, what=self.what)
