"""What differs between two schemes or two workforces, each named by its id, its path or its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.files import changes as sentences
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.merge import as_written
from ladder_sim.files.said_values import said
from ladder_sim.files.tree import shortened
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.kinds_given import what_is
from ladder_sim.scenarios.loading import Readable, scheme_of, workforce_of
from ladder_sim.scenarios.written import to_dict

_HEAD = ("workforce", "format", "title")


@door
def diff(a: Readable | Scheme | Workforce, b: Readable | Scheme | Workforce) -> list[str]:
    """What `b` has otherwise than `a`, one sentence each; empty when they are the same policy, or the same people.

    Parameters
    ----------
    a, b : two schemes, or what `load_scheme` reads; or two workforces, or what `load_workforce` reads, whose
        differences are told by the keys of their files

    Raises
    ------
    LadderError
        A file is not there, or wrong, or they are not of one kind.
    """
    if what_is(a) == "workforce" and what_is(b) != "scheme":
        mine, other = workforce_of(a, "a"), workforce_of(b, "b")
        return [] if fingerprint(mine) == fingerprint(other) else list(_below(_content(mine), _content(other)))
    return sentences.diff(scheme_of(a, "a"), scheme_of(b, "b"))


def _content(workforce: Workforce) -> JsonObject:
    """The form of a workforce without its names; notes as they were first written."""
    return {
        key: [as_written(note) for note in value] if key == "notes" else value
        for key, value in to_dict(workforce).items() if key not in _HEAD
    }  # fmt: skip


def _below(a: Mapping[str, object], b: Mapping[str, object], at: str = "") -> Iterator[str]:
    """The differences of two sections, by address."""
    for key in dict.fromkeys((*a, *b)):
        address = f"{at}{key}"
        if key not in b:
            yield tr("{at} removed: {old}", "取消 {at}：{old}", at=address, old=_shown(a[key]))
        elif key not in a:
            yield tr("{at} added: {new}", "新增 {at}：{new}", at=address, new=_shown(b[key]))
        elif isinstance(old := a[key], Mapping) and isinstance(new := b[key], Mapping):
            yield from _below(old, new, f"{address}.")
        elif a[key] != b[key]:
            yield tr("{at}: {old} -> {new}", "{at}：{old} → {new}", at=address, old=_shown(a[key]), new=_shown(b[key]))


def _shown(value: object) -> str:
    """A value of a form; of many rows how many."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return tr("{n} rows", "{n}行", n=len(value))
    return shortened(said(value))
