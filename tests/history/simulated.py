"""Histories with known chances: late entry, censoring, rehires, years that differ.

Months are places on the calendar: 24,000.5 is the middle of January 2000. Times to leaving are drawn from the
cumulative hazard; where years differ, by thinning (Lewis and Shedler 1979).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

CURVE = {0: 0.05, 6: 0.03, 24: 0.015}


@dataclass(frozen=True)
class Truth:
    """What people do: hazards a month by completed months of service, factors of years, promotion, coming back."""

    curve: Mapping[int, float] = field(default_factory=lambda: dict(CURVE))
    promotion: float = 0.01
    years: Mapping[int, float] = field(default_factory=dict)
    back: float = 0.1
    hires: int = 700
    start: int = 2010
    opened: int = 2016
    closed: int = 2022


def place_to_day(places: Any) -> Any:
    """Days (numpy) of places on the calendar."""
    month = np.floor(places).astype(np.int64)
    first = (month - 12 * 1970).astype("datetime64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    return first.astype("datetime64[D]") + np.floor((places - month) * length).astype(np.int64)


def _waits(hired: Any, curve: Mapping[int, float], years: Mapping[int, float], rng: np.random.Generator) -> Any:
    """Months until it happens."""
    starts = np.array([*curve, 2000.0])
    cumulative = np.r_[0.0, np.cumsum(np.diff(starts) * np.array([*curve.values()]))]
    most = max([1.0, *years.values()])
    spent, wait = np.zeros(len(hired)), np.full(len(hired), np.nan)
    while (open_ := np.flatnonzero(np.isnan(wait))).size:
        spent[open_] += rng.exponential(size=open_.size) / most
        at = np.interp(spent[open_], cumulative, starts)
        year = ((hired[open_] + at) // 12).astype(int)
        factor = np.array([years.get(int(y), 1.0) for y in year]) if years else np.ones(open_.size)
        wait[open_] = np.where(rng.random(open_.size) * most < factor, at, np.nan)
    return wait


def log_of(truth: Truth, seed: int) -> pd.DataFrame:
    """The event log that was begun on 1 January of `opened` and closed on 1 January of `closed`."""
    rng = np.random.default_rng(seed)
    hired = 12 * truth.start + rng.random(truth.hires) * 12 * (truth.closed - truth.start)
    person = np.arange(truth.hires)
    parts = []
    for _ in range(3):  # first employment, and up to two more
        left = hired + _waits(hired, truth.curve, truth.years, rng)
        up = (
            hired + rng.exponential(1 / truth.promotion, len(hired)) if truth.promotion else np.full(len(hired), np.inf)
        )
        parts.append(_told(person, hired, left, up, truth))
        back = rng.random(len(hired)) < truth.back
        person, hired = person[back], left[back] + 2 + 12 * rng.random(int(back.sum()))
        inside = hired < 12 * truth.closed
        person, hired = person[inside], hired[inside]
    rows = pd.concat(parts)
    end = pd.DataFrame({"person": ["extract"], "date": [_first(truth.closed)], "event": ["closed"], "grade": [""]})
    return pd.concat([rows.sort_values(["person", "date"], kind="stable"), end], ignore_index=True)


def _first(year: int) -> Any:
    return np.datetime64(f"{year}-01-01", "D")


def _told(person: Any, hired: Any, left: Any, up: Any, truth: Truth) -> pd.DataFrame:
    opened, closed = 12 * truth.opened, 12 * truth.closed
    seen = left > opened  # who had left before is not in the log

    def part(mask: Any, places: Any, event: str, grade: Any) -> pd.DataFrame:
        n = int(mask.sum())
        return pd.DataFrame(
            {
                "person": [f"P{i}" for i in person[mask]],
                "date": place_to_day(places[mask]),
                "event": [event] * n,
                "grade": [grade] * n if isinstance(grade, str) else grade[mask],
            }
        )

    now = np.where(up < opened, "senior", "junior")
    at = np.full(len(hired), float(opened))
    return pd.concat([
        part(seen, hired, "hired", "junior"),
        part(seen & (hired < opened), at, "in force", now),
        part(seen & (up < left) & (up < closed), up, "promoted", "senior"),
        part(seen & (left < closed), left, "left", ""),
    ])  # fmt: skip


def snapshots_of(log: pd.DataFrame, days: list[str]) -> pd.DataFrame:
    """The snapshots that would have been taken of the people of a log."""
    rows = []
    for day in days:
        past = log[(log.event != "closed") & (log.date <= np.datetime64(day, "D"))]
        last = past.drop_duplicates("person", keep="last").set_index("person").event
        there = last.index[last != "left"].sort_values()
        grade = past[past.grade != ""].drop_duplicates("person", keep="last").set_index("person").grade
        hired = past[past.event == "hired"].groupby("person").date.max()
        rows.append(pd.DataFrame({"snapshot": day, "person": there, "grade": grade.reindex(there).to_numpy(),
                                  "hired": hired.reindex(there).to_numpy()}))  # fmt: skip
    return pd.concat(rows, ignore_index=True)
