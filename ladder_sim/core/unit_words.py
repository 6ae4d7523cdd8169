"""What the units of parameters are called, and the standard attributes of people with their values."""

from __future__ import annotations

import re

from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.protected import PROTECTED

_UNITS = {
    name: Title(name, zh)
    for name, zh in {
        "points": "分", "months": "个月", "month": "月", "CNY": "元", "CNY a month": "元/月", "agents": "名客服",
        "years": "年", "quarters": "个季度", "working days": "个工作日", "supervisors": "名主管", "people": "人",
        "a year": "每年", "days": "天", "a month": "每月", "a quarter": "每季", "orders a day": "单/日",
        "contacts a day": "次/日", "seconds": "秒", "stars": "星", "points of 5": "分（满分5分）",
        "half-years": "个半年", "CNY a year of service": "元/年司龄", "% a year": "%/年",
        "representatives": "名客服代表", "tickets a month": "票/月", "rounds": "轮", "reviews": "次评审",
        "characters a minute": "字/分钟", "cases a quarter": "例/季", "days a year": "天/年",
        "systems": "个系统", "%": "%", "level": "级", "yes or no": "是或否", "quarters a year": "个季度/年",
        "months of three": "个月（共3个月）", "months of four": "个月（共4个月）", "months of six": "个月（共6个月）",
        "points a month": "分/月", "months of new base pay": "个月基本工资（按新职级）", "months a year": "个月/年",
        "methods": "种方法", "managers": "名经理", "kinds": "类", "figures": "项数据", "errors": "次差错",
        "departments": "个部门", "certificates": "个证书", "cases a class": "例/类", "assistants": "名助理",
        "area leads": "名区域负责人", "a month and project": "每月每个项目", "a half-year": "每半年",
        "CNY a year": "元/年", "CNY a head": "元/人", "% of tickets": "%（占票量）", "% of the team": "%（占小组人数）",
        "% of the month's complaints": "%（占当月投诉）", "% of the grade": "%（占本级人数）", "cases": "例",
        "complaints": "起投诉", "courses": "门课程", "customers": "名客户", "improvements": "项改进",
        "incidents": "起事故", "level 1 to 3": "级（1至3）", "level 1 to 4": "级（1至4）", "praises": "次表扬",
        "projects": "个项目", "proposals": "条建议", "reports": "份报告", "times": "次", "titles": "个称号",
        "violations": "次违规",
    }.items()
}  # fmt: skip


def unit_title(unit: str) -> str:
    """A parameter's unit; units without a Chinese name stay as they are written."""
    return str(_UNITS[unit]) if unit in _UNITS else unit


#: Words by which the title of a parameter without a unit says that it is a share of 1.
_SHARE = re.compile(r"率|比例|概率|权重|占比|[Ss]hare\b|[Cc]hance\b|[Pp]robability|[Ww]eight\b")


def parameter_text(text: str, value: object, unit: str, title: Title) -> str:
    """A parameter's value as people read it: 3 months, month 3, and 90% where it is a share.

    text: the value as a plain number; title: what the parameter is called, which tells a share from a count.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text
    return f"{percent(value):.10g}%" if is_share(value, unit, title) else with_unit(text, unit)


def is_share(value: object, unit: str, title: Title) -> bool:
    """Whether a parameter's value is a share of 1: from 0 to 1, and its unit, or its title without one, says so."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return number and (unit == "share" or (not unit and _SHARE.search(" ".join(title.spellings)) is not None))


def percent(share: float) -> float:
    """A share of 1 as per cent, without the last digits of binary numbers."""
    return round(100 * share, 4)


def with_unit(value: str, unit: str) -> str:
    """A value and its unit: 3 months, 3个月; a per cent sign stands close in both languages."""
    if not unit:
        return value
    if unit == "month":  # which one, not how many
        return tr("month {n}", "第{n}个月", n=value)
    title = unit_title(unit)
    if title.startswith("每"):  # how often: 每半年1
        return title + value
    return value + ("" if unit.startswith("%") else grammar().unit_gap) + title


#: The values of the standard attributes.
VALUES = {"college": Title("junior college", "大专")} | {
    value: Title(name, zh)
    for value, zh in {
        "school": "中学", "bachelor": "本科", "master": "硕士", "female": "女", "male": "男",
        "outside": "外部招聘", "intern": "实习生", "finished_intern": "实习期满者", "transferee": "转岗人员",
        "basic": "基本操作", "functions": "熟练使用函数", "visio": "会用 Visio", "skilled": "熟练",
        "proficient": "精通",
        "little": "略懂", "reading_writing": "能读写", "fluent": "流利", "expert": "专家", "management": "管理",
        "marketing": "市场营销", "multinational": "跨国企业", "local": "本地企业", "same": "相同", "other": "其他",
    }.items()
    for name in [value.replace("_", " ")]
}  # fmt: skip


def value_name(value: str) -> Title:
    """What a value of a standard attribute is called; others stay as they are written."""
    name = value.replace("_", " ")
    return VALUES.get(value, Title(name, name))


#: Those who have a value, where the value alone names no people.
_PEOPLE = {"female": Title("women", "女性"), "male": Title("men", "男性")}


def people_of(value: str, title: Title) -> Title:
    """Those who have a value of an attribute, as a sentence names them: women, 女性; else by its `title`."""
    return _PEOPLE.get(value) or Title("{title}", "{title}组").fill(title=title)


#: What attributes are called that lists of people usually have, beside the protected ones.
USUAL_ATTRIBUTES = {
    "age": Title("age", "年龄"),
    "education": Title("education", "学历"),
    "experience_months": Title("months of experience before", "入职前经验月数"),
    "certificates": Title("certificates", "证书"),
    "team": Title("team", "小组"),
}


def audited_name(attribute: str) -> Title:
    """What a protected or usual attribute is called; others stay as they are written."""
    if attribute in PROTECTED:
        return PROTECTED[attribute].title
    name = attribute.replace("_", " ")
    return USUAL_ATTRIBUTES.get(attribute, Title(name, name))
