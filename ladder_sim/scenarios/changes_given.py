"""What `with_` is given to change: addresses as dicts, moves by their ids, and what a variant's id tells of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Place, Problems
from ladder_sim.core.scalars import as_python
from ladder_sim.files import FileNode

#: Lists of a file whose entries are found by their id.
LISTS = ("moves", "transfers")
#: What digits of a section begin with, in an id.
MARK = "~"
#: So many values, each no longer than so many signs, stand in an id as they are.
SHOWN, LONGEST = 2, 20


def by_sections(changes: Mapping[str, object], problems: Problems) -> dict[str, PlainData]:
    """Changes as a file has them: ``{"metrics.kpi.normal.mean": 75}`` as dicts in each other, moves as a list.

    Problems are added where two of the addresses meet in one place.
    """
    made: dict[str, PlainData] = {}
    for key, value in changes.items():
        path = str(key).split(".") if isinstance(key, str) and "." in key else [key]
        _put(made, path, _plain(value), key, problems)
    for name in LISTS:
        entries = made.get(name)
        if isinstance(entries, Mapping):
            wrong = [id for id, entry in entries.items() if not isinstance(entry, Mapping)]
            for id in wrong:
                problems.add(Place(where=f"{name}.{id}"),
                             tr("needs a mapping, such as {{'remove': True}}, got {got!r}",
                                "应为字典，例如 {{'remove': True}}，现为 {got!r}", got=entries[id]))  # fmt: skip
            made[name] = [{"id": id, **entry} for id, entry in entries.items() if id not in wrong]
    return made


def _plain(value: object) -> object:
    """A value whose mappings may be written into."""
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, Mapping) else as_python(value)


def _put(made: dict[str, PlainData], path: Sequence[str], value: object, key: object, problems: Problems) -> None:
    """Put a value at its address."""
    at = made
    for name in path[:-1]:
        below = at.setdefault(name, {})
        if isinstance(below, list) and name in LISTS:
            below = at[name] = {entry.get("id"): entry for entry in below if isinstance(entry, dict)}
        if not isinstance(below, dict):
            problems.add(
                Place(where=str(key)), tr("{name} is given as a whole already", "{name} 已整体给出", name=name)
            )
            return
        at = below
    there = at.get(path[-1])
    if isinstance(there, dict) and isinstance(value, dict):
        for name, item in value.items():
            _put(there, [name], item, key, problems)
    elif path[-1] in at:
        problems.add(Place(where=str(key)), tr("{name} is given twice", "{name} 重复给出", name=path[-1]))
    else:
        at[path[-1]] = value


def fitting(base: FileNode, changes: Mapping[str, object], problems: Problems) -> None:
    """Refuse a single value in the place of a whole section, before all that hangs on the section is found amiss."""
    for section, value in changes.items():
        node = base.value.get(section)
        if section == "attrition" and is_times(value):
            problems.add(Place(where=section), _leaving(value))
        elif node is not None and isinstance(node.value, dict) and isinstance(value, int | float):
            known = tr(", ", "、").join(map(str, node.value))
            problems.add(Place(where=str(section)), tr(
                "is a section of its own, got {got!r}; it has {known}", "是一个部分，现为 {got!r}；其中有{known}",
                got=value, known=known))  # fmt: skip


#: What a number is called that multiplies.
_TIMES = ("times", "factor", "multiplier", "scale", "multiply")


def is_times(value: object) -> bool:
    """Is a number said of leaving as a whole?"""
    if isinstance(value, Mapping):
        return len(value) == 1 and next(iter(value)) in _TIMES and is_times(next(iter(value.values())))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _leaving(value: object) -> str:
    number = next(iter(value.values())) if isinstance(value, Mapping) else value
    return tr("is a section of hazards; write with_(leaving={n}), times the present chance of leaving",
              "是各月离职概率的部分；请写作 with_(leaving={n})，即现有离职概率的倍数", n=number)  # fmt: skip


def told_changes(changes: Mapping[str, object], merged: PlainForm) -> dict[str, str]:
    """What the id of a variant says: a few values by their addresses, else each section with four digits.

    The digits are of what the section says now, so that two variants which say different things are called apart.
    """
    leaves = list(_leaves(changes))
    if leaves and len(leaves) <= SHOWN and all(text for _, text in leaves):
        return {_short(address): text for address, text in leaves}
    told = {}
    for section in changes:
        now = json.dumps(merged.get(section), ensure_ascii=False, sort_keys=True, default=str)
        told[str(section)] = MARK + hashlib.sha256(now.encode()).hexdigest()[:4]
    return told


def _short(address: str) -> str:
    """A parameter by its name alone, as where `with_` is given it by name."""
    return address.removeprefix("parameters.").removesuffix(".value") if address.startswith("parameters.") else address


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Single values by their addresses, '' for what is too long or none; names of the file itself are none."""
    if isinstance(value, Mapping) and value:
        for name, item in value.items():
            yield from _leaves(item, (*path, str(name)))
    else:
        yield ".".join(path), _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = plain(value) if isinstance(value, int | float) else value if isinstance(value, str) else ""
    return text if len(text) <= LONGEST and not set(text) & set("(),=/\\\n") else ""
