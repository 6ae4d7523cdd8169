"""Who comes back to a filled place waits for the next opening, and goes before candidates."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from tests import scenes

SCHEME = """
ladder: {service: {junior: {base: 4000}, senior: {base: 5000, seats: 3}}}
entry: junior
statuses: {away: {title: {en: Secondment, zh: 借调}, months: 2, reviews: none, place: PLACE}}
reviews: {monthly: {every: month}}
moves:
  - {id: out, from: any, to: exit, review: monthly, when: [violation > 0]}
  - {id: sent, from: senior, to: same, status: away, review: monthly, when: [wish_transfer > 0]}
  - {id: up, from: junior, to: senior, review: monthly, when: [kpi >= 90], order: kpi}
"""


def told(folder: Path, place: str, seats: str) -> pd.DataFrame:
    """Ann is sent away at the end of month 1, for months 2 and 3; `seats`: open ones of her grade by month."""
    rows = []
    for month, open_seats in enumerate(scenes.series(seats, 7), 1):
        for who, grade, kpi in (("an", "senior", 70), ("bo", "junior", 95)):
            rows.append({"person": who, "month": month, "kpi": kpi if month >= 3 else 50, "grade": grade,
                         "months_in_grade": 24, "months_employed": 24, "open:senior": open_seats,
                         "wish_transfer": int(who == "an" and month == 1)})  # fmt: skip
    scheme = scenes.scheme_of(folder, SCHEME.replace("PLACE", place))
    return ls.trace(scheme, pd.DataFrame(rows))


def when(rows: pd.DataFrame, event: str) -> list[int]:
    return [int(row.month) for row in rows[rows.event == event].itertuples()]


@pytest.mark.parametrize(
    ("place", "seats", "waits", "ends", "promoted"),
    [
        ("kept", "0", [], [4], []),
        ("open", "0", [], [4], []),  # back beyond the seats
        ("queue", "1", [], [4], [4]),  # the record tells what is open as each month's reviews find it
        ("queue", "4*0 1", [3, 4], [6], [6]),
        ("queue", "0", [3, 4, 5, 6, 7], [], []),
    ],
)
def test_a_record_shows_the_month_of_the_return(
    tmp_path: Path, place: str, seats: str, waits: list[int], ends: list[int], promoted: list[int]
) -> None:
    rows = told(tmp_path, place, seats)
    assert when(rows, "return waits") == waits
    assert when(rows, "status ends") == ends
    assert when(rows, "promotion") == promoted


WORKFORCE = """
signals: standard
people: {headcount: 30, roles: {agent: 1}}
metrics: {wish_transfer: {chance: 0.1, event: true}}
attrition: {base: {0: 0.01}}
hiring: {keep: headcount, lead_months: 0}
"""


@pytest.mark.parametrize(("place", "beyond"), [("kept", False), ("open", True), ("queue", False)])
def test_nobody_comes_back_beyond_the_seats(tmp_path: Path, place: str, beyond: bool) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME.replace("PLACE", place) + "placement: {agent: junior}\n")
    run = ls.simulate(scheme, scenes.workforce_of(tmp_path, WORKFORCE), months=60, replications=6, seed=2)
    taken = run.counts.seats[:, :, 1, 1]
    assert (taken > 3).any() == beyond
    assert scenes.moved(run, "sent").sum() > 10


def test_a_card_tells_it_in_both_languages(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME.replace("PLACE", "queue"))
    assert "seat open; who comes back waits for one" in str(ls.describe(scheme))
    with speaking("zh"):
        assert "编制空出，返回者等待空缺" in str(ls.describe(scheme))
