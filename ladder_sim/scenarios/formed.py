"""A record and the form it was made of: whether the one still says what the other does.

A record is frozen, but `dataclasses.replace` makes another with the same form. What was changed so is played, and must
neither be lost by `with_` nor be left out of a file without a word.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from ladder_sim.model.records import Scheme, Workforce

Formed = TypeVar("Formed", Scheme, Workforce)

#: Names and texts, which a record may have for itself; and what stands apart from the form.
OWN = frozenset(("id", "title", "short_title", "file", "form", "replaced", "based_on"))
_MADE: dict[int, tuple[Mapping[str, Any], Scheme | Workforce]] = {}


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
