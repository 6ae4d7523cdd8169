"""Ladders of countries and trades, written from the guides alone, and records of which is known what must happen.

A ladder is ``tests/ladders/<id>.yaml``, with the people whom its records need in ``<id>-people.yaml``; its cases stand
in ``told/<id>.yaml``. Each case walks people month by month through the ladder (`ladder_sim.trace`) and says all that
happens to them (``happens``), what they are paid from which month on (``paid``), or what stops a move (``stopped``).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML
from scenes import series

import ladder_sim as ls
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import check_file

FOLDER = Path(__file__).parent
LADDERS = sorted(path.stem for path in (FOLDER / "told").glob("*.yaml"))
KEYS = {"case", "rules", "months", "all", "set", "people", "happens", "paid", "stopped"}
#: What a record shows besides what happens: pay has its own list, and these lead up to the rest.
UNTOLD = ("pay", "reviewed", "rank", "seat", "case opened", "stage passed", "score", "table", "probation passed")

ladder = functools.cache(lambda name: ls.load_scheme(FOLDER / f"{name}.yaml"))


def cases() -> list[Any]:
    found = []
    for name in LADDERS:
        file = YAML(typ="safe", pure=True).load((FOLDER / "told" / f"{name}.yaml").read_text(encoding="utf-8"))
        for case in file["cases"]:
            assert set(case) <= KEYS, f"{name}: {set(case) - KEYS}"
            case["all"] = {**file.get("all", {}), **case.get("all", {})}
            found.append(pytest.param(name, case, id=f"{name}: {case['case']}"))
    return found


def record(case: Mapping[str, Any]) -> pd.DataFrame:
    """A row for each person and month; a person's ``start`` stands in the first one, columns are as `series` reads."""
    rows = []
    for name, given in case["people"].items():
        person = {**case["all"], **given}
        start = {**case["all"].get("start", {}), **given.get("start", {})}
        columns = {key: series(value, case["months"]) for key, value in person.items() if key != "start"}
        for month in range(case["months"]):
            told = {key: values[month] for key, values in columns.items()}
            rows.append({"person": name, "month": month + 1, **told, **(start if month == 0 else {})})
    return pd.DataFrame(rows)


def told(name: str, case: Mapping[str, Any]) -> pd.DataFrame:
    scheme = ladder(name)
    if "set" in case:
        scheme = scheme.with_(**case["set"])
    people = FOLDER / f"{name}-people.yaml"
    return ls.trace(scheme, record(case), people if people.exists() else None)


def happens(rows: pd.DataFrame) -> dict[str, list[str]]:
    """By person, what happened: the month, the event, the move, and the new grade or the amount."""
    found: dict[str, list[str]] = {}
    for row in rows.itertuples():
        if row.event in UNTOLD:
            continue
        goal = row.to_grade if row.to_grade not in (row.from_grade, "exit") else ""
        what = row.reason if row.event in ("award", "status begins", "status ends", "attribute") else row.move
        words = [str(row.month), row.event, what, goal if row.event not in ("award", "attribute") else ""]
        found.setdefault(row.person, []).append(" ".join(word for word in words if word))
    return found


def paid(rows: pd.DataFrame) -> dict[str, dict[str, dict[int, float]]]:
    """By person and part, the amounts by the month from which they are paid; 0 where the part is not named."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for row in rows[rows.event == "pay"].itertuples():
        parts = {part: float(amount) for part, _, amount in (item.rpartition(" ") for item in row.reason.split("; "))}
        mine = found.setdefault(row.person, {})
        for part in {*mine, *parts}:
            changes = mine.setdefault(part, {})
            amount = parts.get(part, 0.0)
            if not changes or changes[max(changes)] != amount:
                changes[row.month] = amount
    return found


@pytest.mark.parametrize(("name", "case"), cases())
def test_a_case_of_a_ladder(name: str, case: Mapping[str, Any]) -> None:
    rows = told(name, case)
    if "happens" in case:
        happened = happens(rows)
        assert {person: happened.get(person, []) for person in case["people"]} == case["happens"]
    for person, parts in case.get("paid", {}).items():
        got = paid(rows)[person]
        for part, amounts in parts.items():
            assert got.get(part, {}) == pytest.approx(amounts, abs=0.005), (person, part)
    for line in case.get("stopped", ()):
        person, month, move, why = line.split(" ", 3)
        here = rows[(rows.person == person) & (rows.month == int(month)) & (rows.move == move)]
        assert any(why in reason for reason in here.reason), rows.to_string()


@pytest.mark.parametrize("name", LADDERS)
def test_a_ladder_is_read_without_a_warning_and_told_in_both_languages(name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    assert not check_file(path).warnings
    assert str(ls.describe(ladder(name)))


def test_the_strength_of_a_grade_changes_by_date() -> None:
    """Seats of O-4: 40, and 42 from October 2028, month 22 of the run."""
    people = ls.load_workforce(FOLDER / "officer-promotion-people.yaml")
    run = simulate(ladder("officer-promotion"), people, months=24, replications=1, seed=1)
    assert run.counts.seats[0, :, 1, 0].tolist() == [40] * 21 + [42] * 3
