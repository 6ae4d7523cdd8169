"""What the columns of a list of people are called before readers; the keys are what a workforce file writes."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.unit_words import USUAL_ATTRIBUTES
from ladder_sim.model.metrics import Attribute

#: By key; every key of `words.HEADERS` has one, and its Chinese is a header that is understood.
COLUMN_TITLES: Mapping[str, Title] = {
    **USUAL_ATTRIBUTES,
    "person": Title("staff number", "工号"),
    "role": Title("role", "岗位层级"),
    "grade": Title("grade", "职级"),
    "hired": Title("date of hire", "入职日期"),
    "tenure": Title("length of service", "司龄"),
    "years_employed": Title("years of service", "司龄（年）"),
    "months_employed": Title("months of service", "司龄月数"),
    "grade_since": Title("in the grade since", "任现职级日期"),
    "months_in_grade": Title("months in the grade", "任现职级月数"),
    "years_in_grade": Title("years in the grade", "任现职级年数"),
    "pay": Title("pay a month", "月薪"),
    "annual_pay": Title("pay a year", "年薪"),
    "kpi": Title("KPI score", "绩效得分"),
    "status": Title("status", "在职状态"),
    "has_left": Title("has left", "是否离职"),
    "is_active": Title("is at work", "是否在职"),
    "left_on": Title("date of leaving", "离职日期"),
    "fte": Title("full-time equivalent", "全职当量"),
    "birth": Title("date of birth", "出生日期"),
    "gender": Title("gender", "性别"),
}


def called(column: str, attributes: Mapping[str, Attribute]) -> str:
    """A column in words, with the key that a file would write where the words are others.

    Parameters
    ----------
    column : a key of `COLUMN_TITLES`, or the name of an attribute
    attributes : what the workforce declares, by name
    """
    of = attributes.get(column)
    title = COLUMN_TITLES.get(column) or (of.title if of is not None else None)
    words = column if title is None else str(title)
    return (
        words
        if words.replace(" ", "_") == column
        else tr("{words} ({key})", "{words}（{key}）", words=words, key=column)
    )
