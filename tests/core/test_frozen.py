"""Records stay as their fingerprint says: none of their mappings can be written into."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.core.frozen import FrozenDict, FrozenFields, ReadOnlyError, frozen
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.store.records import known, packed, unpacked

SHIPPED = [
    lambda: ls.load_scheme("ecommerce-dual-track"),
    lambda: ls.load_workforce("service-center-200"),
    lambda: ls.load_study("all-schemes"),
]


def test_every_record_with_a_mapping_freezes_it() -> None:
    """A new record with a mapping is found here if it does not."""
    model = {name: cls for name, cls in known().items() if cls.__module__.startswith("ladder_sim.model.")}
    with_maps = []
    for name, cls in model.items():
        hints = typing.get_type_hints(cls)
        if any("Mapping" in str(hints[entry.name]) for entry in dataclasses.fields(cls)):
            with_maps.append(name)
            assert issubclass(cls, FrozenFields), name
            own = {} if cls.__post_init__ is FrozenFields.__post_init__ else inspect.getsource(cls.__post_init__)
            assert not own or "FrozenFields.__post_init__(self)" in own, name
    assert {"Scheme", "Workforce", "People", "Study", "Move"} <= set(with_maps)


def _mappings(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(value):
        for entry in dataclasses.fields(value):
            yield from _mappings(getattr(value, entry.name), f"{at}.{entry.name}")
    elif isinstance(value, Mapping):
        yield at, value
        for key, item in value.items():
            yield from _mappings(item, f"{at}[{key!r}]")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for i, item in enumerate(value):
            yield from _mappings(item, f"{at}[{i}]")


@pytest.mark.parametrize("made", SHIPPED)
def test_no_mapping_of_a_shipped_record_can_be_written_into(made: Any) -> None:
    found = dict(_mappings(made()))
    assert found
    for at, mapping in found.items():
        for change in ("__setitem__", "__delitem__", "clear", "pop", "popitem", "setdefault", "update", "__ior__"):
            with pytest.raises(ReadOnlyError, match="cannot be changed in place"):
                getattr(mapping, change)("x", 1)
                pytest.fail(f"{at} takes {change}")


def test_what_was_given_may_change_and_the_record_does_not() -> None:
    people = ls.load_workforce("service-center-200").people
    given = {"agent": 1.0}
    made = dataclasses.replace(people, roles=given)
    given["agent"] = 5.0
    assert made.roles == {"agent": 1.0}
    with pytest.raises(TypeError, match="with_"):
        made.roles["agent"] = 5  # type: ignore[index]  # the mistake


@pytest.mark.parametrize("made", SHIPPED[:2])
def test_copies_are_equal_and_read_only_too(made: Any) -> None:
    record = made()
    for copied in (
        pickle.loads(pickle.dumps(record)),
        copy.copy(record),
        copy.deepcopy(record),
        dataclasses.replace(record),
        unpacked(packed(record)),
    ):
        assert copied == record and fingerprint(copied) == fingerprint(record)
        assert all(isinstance(mapping, FrozenDict) for _, mapping in _mappings(copied))


def test_the_refusal_is_told_in_both_languages() -> None:
    ls.use("zh")
    with pytest.raises(ls.LadderError, match="不能就地修改"):
        frozen({"a": 1})["a"] = 2
