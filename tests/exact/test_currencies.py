"""Pay agreed in another currency: the amount times a rate with values by month, to the cent."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import ladder_sim as ls
from tests import scenes

SCHEME = """
parameters: {usd: {value: {2027-01: 7.10, 2027-03: 7.05}, unit: CNY per USD, note: made up}}
ladder: {home: {local: {base: 6000}}, abroad: {sent: {base: 900 * usd}}}
entry: local
pay: {per_diem: {amount: 100 * usd, for: abroad}}
reviews: {quarterly: {every: quarter}}
moves: [{id: prize, from: any, to: same, review: quarterly, award: 50 * usd}]
"""


def test_the_rate_of_the_month_holds_for_base_parts_and_awards(tmp_path: Path) -> None:
    """900 × 7.10 = 6,390, from March × 7.05 = 6,345; 100 dollars 710, then 705; 50 dollars in April 352.50."""
    rows = [{"person": who, "month": month, "kpi": 80, "grade": grade, "months_employed": 24, "months_in_grade": 24}
            for who, grade in (("an", "sent"), ("bo", "local")) for month in range(1, 5)]  # fmt: skip
    told = ls.trace(scenes.scheme_of(tmp_path, SCHEME), pd.DataFrame(rows))
    paid = {(r.person, r.month): r.reason for r in told[told.event == "pay"].itertuples()}
    assert paid["an", 1] == "base 6390; per_diem 710"
    assert paid["an", 3] == "base 6345; per_diem 705"
    assert paid["bo", 1] == "base 6000" and ("bo", 3) not in paid
    assert [(r.person, r.month) for r in told[told.event == "table"].itertuples()] == [("an", 3)]
    assert {(r.month, r.reason) for r in told[told.event == "award"].itertuples()} == {(4, "352.5")}
