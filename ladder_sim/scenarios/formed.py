"""A record and the form it was made of: whether the one still says what the other does.

A record is frozen, but `dataclasses.replace` makes another with the same form. What was changed so is played, and must
neither be lost by `with_` nor be left out of a file without a word.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce

Formed = TypeVar("Formed", Scheme, Workforce)

#: Names and texts, which a record may have for itself; and what stands apart from the form.
OWN = frozenset(("id", "title", "short_title", "file", "form", "replaced", "based_on"))
_MADE: dict[int, tuple[Mapping[str, object], Scheme | Workforce]] = {}


def remember(made: Formed) -> Formed:
    """Note that a record is what its form says; the form is kept, so that no other takes its identity."""
    if len(_MADE) >= 256:
        _MADE.clear()
    _MADE[id(made.form)] = (made.form, made)
    return made


def remembered(record: Formed) -> Formed | None:
    """The record that the same form was made into, where that is still known."""
    found = _MADE.get(id(record.form))
    if found is None or found[0] is not record.form:
        return None
    made = found[1]
    return made if isinstance(made, type(record)) else None


def edited(record: Formed, made: Formed) -> tuple[str, ...]:
    """The fields in which a record says something else than its form, which was made into `made`."""
    names = [field.name for field in dataclasses.fields(record) if field.name not in OWN]
    return tuple(name for name in names if getattr(record, name) != getattr(made, name))


def carried(record: Formed, before: Formed, after: Formed) -> Formed:
    """`after`, with what was changed on the record itself.

    Parameters
    ----------
    record : as it is, edited by `dataclasses.replace` or not
    before : what its form says
    after : what its form says once it is changed

    Raises
    ------
    LadderError
        Both changes meet, so that neither can be kept whole; every place where they do.
    """
    kept: RecordValues = {}
    problems = []
    for name in edited(record, before):
        if name == "parameters":
            continue
        kept[name], met = _merged(getattr(record, name), getattr(before, name), getattr(after, name))
        problems += [Problem(Place(where=f"{record.id}: {name}{part}"), _meet()) for part in met]
    if problems:
        raise LadderError(problems)
    return dataclasses.replace(after, **kept)


def _meet() -> str:
    return tr("this record was changed with dataclasses.replace, and the same would change again; make all changes"
              " with with_({…}) on the scheme or workforce as loaded",
              "该对象已用 dataclasses.replace 修改过，本次又要改同一部分；"
              "请在加载后的方案或人员上用 with_({…}) 一并修改")  # fmt: skip


def _merged(mine: object, was: object, now: object) -> tuple[object, list[str]]:
    """A value with both changes, entry by entry where it has entries; and where they meet."""
    if was == now:
        return mine, []
    if isinstance(mine, Mapping) and isinstance(was, Mapping) and isinstance(now, Mapping):
        made, met = _entries(dict(mine), dict(was), dict(now))
        return made, met
    listed = [_by_name(value) for value in (mine, was, now)]
    if all(entries is not None for entries in listed):
        made, met = _entries(*(entries for entries in listed if entries is not None))
        return tuple(made.values()), met
    return mine, [""]


def _by_name(value: object) -> dict[object, object] | None:
    """The entries of a tuple of records that have a name or an id of their own; None of anything else."""
    if not isinstance(value, tuple):
        return None
    names = [getattr(entry, "id", getattr(entry, "name", None)) for entry in value]
    return None if None in names or len(set(names)) < len(names) else dict(zip(names, value, strict=True))


def _entries(
    mine: dict[object, object], was: dict[object, object], now: dict[object, object]
) -> tuple[dict[object, object], list[str]]:
    """The entries as edited, in their order, those that were not edited as they are now."""
    nothing = object()
    made, met = {}, []
    for name in dict.fromkeys((*mine, *now)):
        values = [entries.get(name, nothing) for entries in (mine, was, now)]
        if values[0] == values[1]:
            chosen = values[2]
        else:
            chosen = values[0]
            if chosen is not nothing and values[1] != values[2]:  # what was taken out stays out
                met.append(f"[{name}]")
        if chosen is not nothing:
            made[name] = chosen
    return made, met
