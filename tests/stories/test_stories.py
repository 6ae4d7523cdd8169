"""Every stated rule of the six schemes as a short story: a given record, and what must happen, and why.

The stories are in ``tests/stories/<scheme>.yaml``; each is walked through its scheme by `trace`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML
from scenes import series

import ladder_sim as ls

FOLDER = Path(__file__).parent
MOVED = ("promotion", "demotion", "lateral", "regrade", "honor", "confirmation")
LEFT = ("voluntary", "dismissal", "probation", "retirement", "transfer")
KEYS = {"story", "rules", "months", "begins", "set", "people", "crowd", "moves", "effects", "exits", "why", "awards",
        "pay", "others"}  # fmt: skip


scheme_of = functools.cache(ls.load_scheme)
workforce_of = functools.cache(ls.load_workforce)


def _stories() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        told = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        for story in told["stories"]:
            assert set(story) <= KEYS, f"{path.name}: {set(story) - KEYS}"
            found.append(pytest.param(told, story, id=f"{path.stem}: {story['story']}"))
    return found


def _rows(name: str, person: Mapping[str, Any], told: Mapping[str, Any], months: int) -> list[dict[str, Any]]:
    start = {**told["defaults"]["start"], **person.get("start", {})}
    if "months_in_grade" not in person.get("start", {}) and "months_employed" in start:  # never longer than employed
        start["months_in_grade"] = min(start["months_in_grade"], start["months_employed"])
    signals = {**told["defaults"].get("all", {}), **{k: v for k, v in person.items() if k != "start"}}
    signals = {name: value for name, value in signals.items() if name not in start}
    told_by = {signal: series(value, months) for signal, value in signals.items()}
    rows = [{"person": name, "month": m + 1, **{s: v[m] for s, v in told_by.items()}} for m in range(months)]
    rows[0].update(start)
    return rows


def _record(told: Mapping[str, Any], story: Mapping[str, Any]) -> pd.DataFrame:
    months = story.get("months", told["defaults"]["months"])
    rows: list[dict[str, Any]] = []
    for name, person in story["people"].items():
        rows += _rows(name, person, told, months)
    starting = set(told["defaults"]["start"]) | {"team"}
    for kind, group in enumerate(story.get("crowd", [])):
        person = {k: v for k, v in group.items() if k != "n" and k not in starting}
        person["start"] = {k: v for k, v in group.items() if k in starting}
        for number in range(group["n"]):
            rows += _rows(f"crowd{kind}-{number}", person, told, months)
    return pd.DataFrame(rows)


def _told(told: Mapping[str, Any], story: Mapping[str, Any]) -> tuple[ls.Scheme, pd.DataFrame]:
    scheme = scheme_of(told["scheme"])
    if "set" in story:
        scheme = scheme.with_(**story["set"])
    workforce = None
    if "begins" in story:
        begins = dt.date.fromisoformat(str(story["begins"]))
        workforce = dataclasses.replace(workforce_of("service-center-200"), start=begins)
    return scheme, ls.trace(scheme, _record(told, story), workforce)


def _decided(happened: pd.DataFrame, row: Any) -> int:
    """The month of the review behind a move: the case's opening, else the month before the effect."""
    opened = happened[
        (happened["person"] == row.person)
        & (happened["event"] == "case opened")
        & (happened["move"] == row.move)
        & (happened["month"] < row.month)
    ]
    return int(opened["month"].max()) if len(opened) else int(row.month) - 1


def _compare(got: Sequence[str], want: Sequence[str], others: bool, what: str) -> None:
    if others:
        missing = [line for line in want if line not in got]
        assert not missing, f"{what} missing: {missing}; there were {sorted(got)}"
    else:
        assert sorted(got) == sorted(want), what


def _reasons(scheme: ls.Scheme, happened: pd.DataFrame, line: str) -> tuple[set[str], set[str]]:
    """The conditions a story names, and those that failed."""
    match = re.fullmatch(r"(\S+) (\d+) (\S+): (.*)", line)
    assert match, line
    person, month, move_id, ids = match.groups()
    (move,) = [m for m in scheme.moves if m.id == move_id]
    titles = {c.id: str(c.title) for c in move.when}
    unknown = set(ids.split()) - set(titles)
    assert not unknown, f"{line}: conditions are {sorted(titles)}"
    row = happened[
        (happened["person"] == person)
        & (happened["event"] == "reviewed")
        & (happened["move"] == move_id)
        & (happened["month"] == int(month))
    ]
    assert len(row) == 1, f"{line}: not reviewed then; {happened[happened['person'] == person].to_string()}"
    failed = {fact.id for fact in row["reason"].iloc[0].facts if not fact.met}
    return set(ids.split()), failed


@pytest.mark.parametrize(("told", "story"), _stories())
def test_story(told: Mapping[str, Any], story: Mapping[str, Any]) -> None:
    scheme, happened = _told(told, story)
    mine = happened[happened["person"].isin(list(story["people"]))]
    last = story.get("months", told["defaults"]["months"])
    decided = [row.month > last + 1 and _decided(mine, row) > last for row in mine.itertuples()]
    mine = mine[[not late for late in decided]]  # what is decided after the record ends is no part of the story
    moved = mine[mine["event"].isin(MOVED)]
    others = bool(story.get("others"))
    if "moves" in story:
        lines = [
            f"{row.person} {_decided(mine, row)} {row.move} {row.from_grade} > {row.to_grade}"
            for row in moved.itertuples()
        ]
        _compare(lines, story["moves"], others, "moves")
    if "effects" in story:
        lines = [f"{row.person} {row.month} {row.to_grade}" for row in moved.itertuples()]
        _compare(lines, story["effects"], others, "effects")
    if "exits" in story or "moves" in story:
        left = mine[mine["event"].isin(LEFT)]
        told_cause = any(len(line.split()) > 2 for line in story.get("exits", []))
        lines = [f"{r.person} {_decided(mine, r)}{f' {r.event}' if told_cause else ''}" for r in left.itertuples()]
        _compare(lines, story.get("exits", []), others, "exits")
    for line in story.get("why", []):
        named, failed = _reasons(scheme, mine, line)
        assert named == failed, line
    for line in story.get("awards", []):
        awards = [f"{r.person} {r.month} {r.reason}" for r in mine[mine["event"] == "award"].itertuples()]
        assert line in awards, awards
    for line in story.get("pay", []):
        person, month, part, amount = line.split()
        paid = mine[(mine["person"] == person) & (mine["event"] == "pay") & (mine["month"] <= int(month))]
        parts = dict(item.split() for item in paid["reason"].iloc[-1].split("; "))
        assert float(parts.get(part, 0)) == pytest.approx(float(amount)), f"{line}; paid: {parts}"


def test_every_named_parameter_of_a_story_is_known() -> None:
    for path in sorted(FOLDER.glob("*.yaml")):
        told = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        parameters = scheme_of(told["scheme"]).parameters
        for story in told["stories"]:
            assert set(story.get("set", {})) <= set(parameters), story["story"]


# --- what a record cannot show: hires, the first grading, seats -----------------------------------------------------


def _hired(tmp_path: Path, **attributes: object) -> ls.Workforce:
    """The service center with people of one kind."""
    given = "".join(f"    {name}: {value}\n" for name, value in attributes.items())
    path = tmp_path / "kind.yaml"
    text = "workforce: kind\ntitle: One kind\nbased_on: service-center-200\npeople:\n  attributes:\n"
    path.write_text(f"{text}{given}", encoding="utf-8")
    return ls.load_workforce(path)


def _from(origin: str) -> str:
    shares = {name: int(name == origin) for name in ("outside", "intern", "finished_intern", "transferee")}
    return f"{{shares: {shares}}}".replace("'", "")


@pytest.mark.parametrize(
    ("origin", "service", "related", "grades"),
    [
        ("outside", 12, 0, {"intermediate"}),
        ("outside", 11, 12, {"junior"}),
        ("outside", 11, 11, {"assistant"}),
        ("outside", 0, 0, {"assistant"}),
        ("intern", 0, 0, {"assistant"}),
        ("finished_intern", 0, 0, {"junior"}),
        ("transferee", 0, 0, {"junior", "intermediate"}),
    ],
)
def test_logistics_entry_grade(tmp_path: Path, origin: str, service: int, related: int, grades: set[str]) -> None:
    workforce = _hired(tmp_path, origin=_from(origin), experience_months=service, related_months=related)
    hires = ls.simulate("logistics-dual-track", workforce, months=4, replications=3, seed=1).frame("hires")
    skill = {"assistant", "junior", "intermediate", "senior", "veteran"}
    joined = hires[(hires["people"] > 0) & hires["grade"].isin(skill)]
    assert set(joined["grade"].astype(str)) == grades


@pytest.mark.parametrize(
    ("months", "grade"),
    [(5, "assistant"), (6, "junior"), (17, "junior"), (18, "intermediate"), (29, "intermediate"), (30, "senior"),
     (53, "senior"), (54, "veteran")],
)  # fmt: skip
def test_logistics_first_grading(tmp_path: Path, months: int, grade: str) -> None:
    workforce = _hired(tmp_path, months_employed=months)
    people = ls.simulate("logistics-dual-track", workforce, months=1, replications=2, seed=1).frame("headcount")
    first = people[(people["month"] == 0) & (people["people"] > 0)]
    assert {grade} == set(first["grade"].astype(str)) & {"assistant", "junior", "intermediate", "senior", "veteran"}


def test_outsiders_become_managers_only_where_the_switch_says_so() -> None:
    for share, wanted in ((0, False), (1, True)):
        scheme = scheme_of("transfer-four-rung").with_(manager_outside=share, outside_after=0)
        hires = ls.simulate(scheme, "service-center-200", months=24, replications=3, seed=1).frame("hires")
        assert bool(hires.loc[hires["grade"] == "service_manager", "people"].sum()) is wanted


def test_there_is_one_technical_support_lead() -> None:
    people = ls.simulate("video-cloud-levels", "service-center-200", months=36, replications=5, seed=1).frame(
        "headcount"
    )
    leads = people[people["grade"].isin(["support_lead_intermediate", "support_lead_senior"])]
    assert leads.groupby(["replication", "month"], observed=True)["people"].sum().max() == 1
