"""Lengths of time as files write them: whole months, and what to write where a policy speaks of weeks."""

from __future__ import annotations

import re

from ladder_sim.core.i18n import tr
from ladder_sim.files import show

_UNITS = {"month": 1, "months": 1, "quarter": 3, "quarters": 3, "year": 12, "years": 12}
MONTH = 365.25 / 12  # days, on average
_LENGTHS = {"day": 1.0, "天": 1.0, "日": 1.0, "week": 7.0, "周": 7.0, "星期": 7.0, "fortnight": 14.0,
            "half-month": MONTH / 2, "half month": MONTH / 2, "month": MONTH, "月": MONTH, "个月": MONTH,
            "quarter": 3 * MONTH, "季度": 3 * MONTH, "year": 12 * MONTH, "年": 12 * MONTH}  # fmt: skip
_WORDS = {"day": 1.0, "daily": 1.0, "week": 7.0, "weekly": 7.0, "other week": 14.0, "biweekly": 14.0,
          "fortnight": 14.0, "fortnightly": 14.0, "half-month": MONTH / 2, "half a month": MONTH / 2,
          "twice a month": MONTH / 2, "semi-monthly": MONTH / 2, "half a year": 6 * MONTH, "天": 1.0, "日": 1.0,
          "周": 7.0, "星期": 7.0, "两周": 14.0, "半个月": MONTH / 2, "半月": MONTH / 2}  # fmt: skip
_PERIODS = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_WORKING_WEEK = 5
_SAME = 0.5  # days


def months_of(text: str) -> int | None:
    """``6 months``, ``2 quarters`` or ``1 year`` in months; None for what is no duration."""
    found = re.fullmatch(r"(\d{1,4})\s*([a-z]+)", text)
    if not found or found[2] not in _UNITS:
        return None
    return int(found[1]) * _UNITS[found[2]]


def days_of(text: object) -> float | None:
    """How many days a text such as ``2 weeks`` or ``半个月`` means; None where it is no length of time."""
    word = text.strip().lower() if isinstance(text, str) else ""
    word = word.removeprefix("every ").removeprefix("each ").removeprefix("每").strip()
    if word in _WORDS:
        return _WORDS[word]
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)\s*([^\d\s].*)", word)
    if not found:
        return None
    length = _LENGTHS.get(found[2], _LENGTHS.get(found[2].removesuffix("s")))
    return None if length is None else float(found[1]) * length


def duration_wrong(text: object, line: str = "{n} months") -> str | None:
    """Why a length of time cannot stand as it is written, and what to write; None for what is no length of time.

    Parameters
    ----------
    line : what to write, with ``{n}`` for the months
    """
    days = days_of(text)
    if days is None:
        return None
    months, over = _nearest(days)
    write = line.replace("{n}", str(months)).replace("1 months", "1 month")
    if not over:
        return tr("time counts in whole months: write {write} for {got}", "时间按整月计：{got}请写作 {write}",
                  write=write, got=show(text))  # fmt: skip
    said = tr("time counts in whole months, and {got} is no number of them: write {write}, about {days} {way}",
              "时间按整月计，{got}不是整月：请写 {write}（约{way}{days}）", got=show(text), write=write,
              days=tr("1 day", "1天") if abs(over) == 1 else tr("{n} days", "{n}天", n=abs(over)),
              way=tr("longer", "长") if over > 0 else tr("shorter", "短"))  # fmt: skip
    if days < MONTH:
        said += tr("; what takes working days before a move is a stage: {stage}",
                   "；变动前需若干工作日的公示或流程，请写成环节：{stage}",
                   stage=f"{{stage: notice, days: {working_days(days)}}}")  # fmt: skip
    return said


def period_wrong(text: object) -> str | None:
    """The same of how often something is done."""
    days = days_of(text)
    if days is None:
        return None
    months, over = _nearest(days)
    write = f"every: {_PERIODS.get(months, f'{months} months')}"
    if not over:
        return tr("periods are whole months: write {write} for {got}", "周期按整月计：{got}请写作 {write}",
                  write=write, got=show(text))  # fmt: skip
    return tr("periods are whole months, and close at a month's end: write {write} for {got}; what would be decided "
              "within a month is decided at its end",
              "周期按整月计，于月末结束：{got}请写作 {write}；月中的决定都在月末作出", write=write,
              got=show(text))  # fmt: skip


def _nearest(days: float) -> tuple[int, int]:
    """The nearest number of months, at least one, and by how many whole days it is longer."""
    months = max(1, int(days / MONTH + 0.5))
    over = months * MONTH - days
    return months, 0 if abs(over) < _SAME else max(1, round(over)) if over > 0 else min(-1, round(over))


def working_days(days: float) -> int:
    """Working days of so many days of the calendar, at five a week; at least one."""
    return max(1, round(days * _WORKING_WEEK / 7))
