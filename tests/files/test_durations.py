"""Lengths of time that are no whole months are refused with the line to write, and by how much it differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.core.i18n import speaking
from ladder_sim.core.problems import LadderError
from ladder_sim.files.resolving.durations import days_of, duration_wrong, months_of, period_wrong
from tests import scenes

SCHEME = """
ladder: {{service: {{junior: {{base: 4000}}, senior: {{base: 4800}}}}}}
entry: junior
reviews: {{monthly: {{every: month}}}}
{more}
"""
MOVE = "moves: [{{id: up, from: junior, to: senior, review: monthly, {more}}}]"


@pytest.mark.parametrize(
    ("text", "days"),
    [("2 weeks", 14), ("1 week", 7), ("every 2 weeks", 14), ("fortnight", 14), ("10 days", 10), ("2周", 14),
     ("每两周", 14), ("半个月", 15.21875), ("half a month", 15.21875), ("1.5 months", 45.65625), ("month", None),
     ("year", None), ("quarter", None), ("3 month_of_year", None), ("months_employed", None), (3, None),
     ("", None)],
)  # fmt: skip
def test_days_of_a_text(text: object, days: float | None) -> None:
    assert days_of(text) == (None if days is None else pytest.approx(days))


def test_whole_months_are_months() -> None:
    assert [months_of(text) for text in ("6 months", "2 quarters", "1 year", "2 weeks")] == [6, 6, 12, None]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("probation: {months: 6 weeks}", "write 1, about 12 days shorter"),
        ("tokens: {shield: {review: monthly, earn: kpi >= 95, keep: 26 weeks}}", "write 6 months, about 1 day longer"),
        ("statuses: {leave: {months: 1.5 years}}", "write 18 months for '1.5 years'"),
        ("scores: {s: {every: 2 weeks, value: kpi}}", "write every: month for '2 weeks'; what would be decided within"),
        ("scores: {s: {every: 13 weeks, value: kpi}}", "write every: quarter for '13 weeks'"),
        ("scores: {s: {every: half a year, value: kpi}}", "write every: half-year for 'half a year'"),
        (MOVE.format(more="after: 2 weeks"), "write 1 month, about 16 days longer; what takes working days before"),
        (MOVE.format(more="stages: [{stage: notice, days: 2 weeks}]"), "write 10 for '2 weeks'"),
        (
            MOVE.format(more="stages: [{stage: a, score: kpi, at_least: 8, retake_after: 10 days}]"),
            "about 20 days longer",
        ),
    ],
)
def test_what_to_write_is_told(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, SCHEME.format(more=more))
    assert says in str(error.value) and str(error.value).count("\n") == 0


def test_in_chinese() -> None:
    with speaking("zh"):
        assert duration_wrong("2 weeks") == (
            "时间按整月计，“2 weeks”不是整月：请写 1 month（约长16天）；变动前需若干工作日的公示或流程，"
            "请写成环节：{stage: notice, days: 10}"
        )
        assert period_wrong("每两周") == "周期按整月计，于月末结束：“每两周”请写作 every: month；月中的决定都在月末作出"
