"""Records that show themselves in one line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sized

from ladder_sim.core.frozen import unset
from ladder_sim.core.i18n import Title

MOST = 100  # characters of what a record tells of itself


class OneLine:
    """A dataclass, made with ``repr=False``, that tells itself in a line: what differs from the usual, cut where long.

    Numbers and texts are told, of arrays the shape, of other collections how many there are.
    """

    __slots__ = ()

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        made = vars(cls).get("__dataclass_params__")
        if made is not None and made.frozen and "__setattr__" in vars(cls):  # with slots, made anew as a whole
            cls.__setattr__ = cls.__delattr__ = unset  # type: ignore[method-assign]  # refuses all

    def __repr__(self) -> str:
        told = ", ".join(part for part in _parts(self) if part)
        return f"<{type(self).__name__} {told if len(told) <= MOST else told[: MOST - 1] + '…'}>"


def _parts(record: object) -> Iterator[str]:
    assert dataclasses.is_dataclass(record)
    for entry in dataclasses.fields(record):
        value = getattr(record, entry.name)
        if entry.repr and not (isinstance(value, str | int | float | bool | None) and value == entry.default):
            yield _part(entry.name, value)


def _part(name: str, value: object) -> str:
    if isinstance(value, str | int | float | bool | None):
        return f"{name}={value!r}"
    if isinstance(value, Title):
        return f"{name}={str(value)!r}"
    shape = getattr(value, "shape", None)
    if shape is not None:
        return f"{name} {shape}"
    if dataclasses.is_dataclass(value) and (known := getattr(value, "name", getattr(value, "id", None))) is not None:
        return f"{name}={known!r}"
    return f"{len(value)} {name}" if isinstance(value, Sized) and len(value) else ""
