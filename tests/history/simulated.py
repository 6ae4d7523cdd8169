"""Histories with known chances: late entry, censoring, rehires, years that differ, rounds of promotion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Truth:
    """What people really do: chances a month by completed months of service, a year's factors, promotion, rehiring."""

    curve: dict[int, float] = field(default_factory=lambda: {0: 0.05, 6: 0.03, 24: 0.015})
    promotion: float = 0.01
    years: dict[int, float] = field(default_factory=dict)
    back: float = 0.1
    hires: float = 6.0  # a month
    start: dt.date = dt.date(2010, 1, 1)
    opened: dt.date = dt.date(2016, 1, 1)
    closed: dt.date = dt.date(2022, 1, 1)


def log_of(truth: Truth, seed: int) -> pd.DataFrame:
    """An event log from `opened` to `closed` of a company that began at `start`; days are drawn within months."""
    rng = np.random.default_rng(seed)
    first = truth.start.year * 12 + truth.start.month - 1
    opened, last = (day.year * 12 + day.month - 1 for day in (truth.opened, truth.closed))
    rows: list[tuple[str, dt.date, str, str]] = []
    hires = [(month, int(n)) for month, n in enumerate(rng.poisson(truth.hires, last - first), start=first)]
    person = 0
    for month, count in hires:
        for _ in range(count):
            person += 1
            rows += _life(f"P{person}", month, last, truth, rng)
    frame = pd.DataFrame(rows, columns=["person", "date", "event", "grade"])
    return _seen(frame, truth.opened, truth.closed, opened)


def _day(month: int, rng: np.random.Generator) -> dt.date:
    """Some day of a month."""
    begin = dt.date(month // 12, month % 12 + 1, 1)
    end = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return begin + dt.timedelta(days=int(rng.integers((end - begin).days)))


def _life(
    key: str, month: int, last: int, truth: Truth, rng: np.random.Generator
) -> list[tuple[str, dt.date, str, str]]:
    """Hirings, promotions and leavings of one person: times to them are exponential within pieces, in days."""
    rows: list[tuple[str, dt.date, str, str]] = []
    starts = sorted(truth.curve)
    hired = _day(month, rng)
    end = dt.date(last // 12, last % 12 + 1, 1)
    while True:
        grade = "junior"
        rows.append((key, hired, "hired", grade))
        left = _wait(hired, {start: -np.log1p(-truth.curve[start]) for start in starts}, truth.years, end, rng)
        up = _wait(hired, {0: -np.log1p(-truth.promotion)}, {}, end, rng)
        if up is not None and up > hired and (left is None or up < left):
            rows.append((key, up, "promoted", "senior"))
            grade = "senior"
        if left is None:
            return rows
        left = max(left, hired + dt.timedelta(days=1))
        rows.append((key, left, "left", grade))
        if rng.random() >= truth.back:
            return rows
        hired = left + dt.timedelta(days=60 + int(rng.integers(400)))
        if hired >= end:
            return rows


def _wait(
    hired: dt.date, curve: dict[int, float], years: dict[int, float], end: dt.date, rng: np.random.Generator
) -> dt.date | None:
    """The day on which it happens, None where not before the end; hazards hold by calendar month of service."""
    need = rng.exponential()
    day, month = hired, 0
    while day < end:
        index = hired.year * 12 + hired.month - 1 + month + 1
        following = _same_day(index, hired.day)
        rate = curve[max(start for start in curve if start <= month)] * years.get(day.year, 1.0)
        if need < rate:
            happened = day + dt.timedelta(days=need / rate * (following - day).days)
            return happened if happened < end else None
        need -= rate
        day, month = following, month + 1
    return None


def _same_day(month: int, day: int) -> dt.date:
    begin = dt.date(month // 12, month % 12 + 1, 1)
    end = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(begin + dt.timedelta(days=day - 1), end)


def _seen(frame: pd.DataFrame, opened: dt.date, closed: dt.date, month: int) -> pd.DataFrame:
    """What a log tells that was begun at `opened`: who had left before is not in it, who was there is in force."""
    kept = []
    for key, rows in frame.groupby("person", sort=False):
        before = rows[rows.date < opened]
        after = rows[(rows.date >= opened) & (rows.date < closed)]
        if len(before) and before.event.iloc[-1] != "left":
            hired = before[before.event == "hired"].iloc[-1]
            kept.append((key, hired.date, "hired", hired.grade))
            kept.append((key, opened, "in force", before.grade.iloc[-1]))
            ups = before[(before.event == "promoted") & (before.date > hired.date)]
            kept += [(key, row.date, "promoted", row.grade) for row in ups.itertuples()]
        kept += [(key, row.date, row.event, row.grade) for row in after.itertuples()]
    kept.append(("extract", closed, "closed", ""))
    return pd.DataFrame(kept, columns=["person", "date", "event", "grade"])
