"""New parts of a scheme as a form puts them in: a grade, a move, a review, a part of pay, with names that are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.editing.renaming import NAMED, NamedKind, names_of
from ladder_sim.editing.sheet import FileSheet, names_at
from ladder_sim.expressions.words import RESERVED

#: Sections whose entries stand under names of their own, each with what a new one says and the kind of its name.
_NEW: Mapping[str, tuple[NamedKind | None, str, PlainForm]] = {
    "parameters": ("parameter", "value", {"value": 0}),
    "reviews": ("review", "review", {"every": "quarter"}),
    "scores": ("score", "score", {"every": "quarter", "value": "mean(kpi, 3)"}),
    "pay": (None, "allowance", {"amount": 0}),
    "tokens": ("token", "certificate", {"review": "", "earn": "true"}),
    "caps": ("cap", "cap", {"over": "", "seats": "30% of headcount"}),
    "indices": ("index", "index", {"yearly": "2%"}),
    "statuses": ("status", "status", {"months": 3}),
    "attributes": (None, "fact", {"shares": {"no": 0.5, "yes": 0.5}}),
    "measures": (None, "measure", {"value": "mean(kpi)", "unit": "points"}),
    "signals": (
        None,
        "signal",
        {
            "title": {"en": "New signal", "zh": "新测量项"},
            "unit": "points",
            "better": "high",
            "basis": "assumed",
            "normal": {"mean": 75, "between": 5, "within": 8},
        },
    ),
}


@dataclass(frozen=True, slots=True)
class NewPart:
    """A form with a part more, and where the part stands."""

    sheet: FileSheet
    loc: tuple[str | int, ...]


def free_name(sheet: FileSheet, stem: str) -> str:
    """A name that nothing in a scheme has: `stem`, or with a number."""
    taken = set(RESERVED) | {name for kind in NAMED for name in names_of(sheet, kind)}
    taken |= {name for section in _NEW for name in names_at(sheet.form, (section,))}
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if name not in taken)


def with_entry(sheet: FileSheet, section: str) -> NewPart:
    """The form with one entry more in a section of named entries. Raises `LadderError`.

    Parameters
    ----------
    section : the key under which it stands, such as ``reviews``
    """
    _, stem, value = _NEW[section]
    name = free_name(sheet, stem)
    if section == "tokens":
        value = {**value, "review": next(iter(names_of(sheet, "review")), "")}
    if section == "caps":
        value = {**value, "over": next(reversed(names_of(sheet, "grade")), "")}
    loc = (section, name)
    return NewPart(sheet.set(loc, value), loc)


def with_grade(sheet: FileSheet, track: str) -> NewPart:
    """The form with a new grade at the top of a track, in the role of the one below. Raises `LadderError`."""
    name = free_name(sheet, "grade")
    below = [*names_at(sheet.form, ("ladder", track))]
    last = sheet.value(("ladder", track, below[-1])) if below else None
    value: PlainForm = {"title": _title(Title("New grade", "新职级"))}
    if isinstance(last, dict):
        value |= {key: last[key] for key in ("role", "base") if key in last}
    loc = ("ladder", track, name)
    return NewPart(sheet.set(loc, value), loc)


def with_track(sheet: FileSheet) -> NewPart:
    """The form with a new track of one grade. Raises `LadderError`."""
    track, grade = free_name(sheet, "track"), free_name(sheet, "grade")
    value = {
        grade: {"track_title": _title(Title("New track", "新通道")), "title": _title(Title("New grade", "新职级"))}
    }
    return NewPart(sheet.set(("ladder", track), value), ("ladder", track))


def with_move(sheet: FileSheet) -> NewPart:
    """The form with a new promotion from the first grade to the next.

    Raises
    ------
    LadderError
        There are no two grades to move between.
    """
    steps = [pair for track in names_at(sheet.form, ("ladder",))
             for pair in zip(names_at(sheet.form, ("ladder", track)), names_at(sheet.form, ("ladder", track))[1:],
                             strict=False)]  # fmt: skip
    grades = names_of(sheet, "grade")
    if not steps and len(grades) < 2:
        told = tr("a move leads from one grade to another: add a second grade first",
                  "变动须有来源和去向两个职级：请先添加第二个职级")  # fmt: skip
        raise LadderError([Problem(Place(where="moves"), told)])
    source, target = steps[0] if steps else grades[:2]
    if not names_of(sheet, "review"):
        sheet = with_entry(sheet, "reviews").sheet
    value = {"id": free_name(sheet, f"to_{target}"), "title": _title(Title("New move", "新变动")), "from": source,
             "to": target, "review": names_of(sheet, "review")[0], "when": ["months_in_grade >= 12"]}  # fmt: skip
    moves = sheet.value(("moves",))
    at = len(moves) if isinstance(moves, list) else 0
    return NewPart(sheet.insert(("moves",), value), ("moves", at))


def with_stage(sheet: FileSheet, move: int) -> NewPart:
    """The form with a new stage of a move. Raises `LadderError`."""
    loc = ("moves", move, "stages")
    stages = sheet.value(loc)
    at = len(stages) if isinstance(stages, list) else 0
    used = {one.get("stage") for one in stages if isinstance(one, dict)} if isinstance(stages, list) else set()
    name = next(name for name in ("interview", *(f"stage_{n}" for n in range(2, 1000))) if name not in used)
    value = {"stage": name, "title": _title(Title("Interview", "面试")), "days": 5, "pass": 0.7}
    return NewPart(sheet.insert(loc, value), (*loc, at))


def with_condition(sheet: FileSheet, move: int, rule: PlainData) -> NewPart:
    """The form with a condition more at a move. Raises `LadderError`."""
    loc = ("moves", move, "when")
    listed = sheet.value(loc)
    at = len(listed) if isinstance(listed, list) else int(listed is not None)
    return NewPart(sheet.insert(loc, rule), (*loc, at))


def _title(title: Title) -> PlainForm:
    return dict(title.by_language())
