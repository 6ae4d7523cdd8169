"""Mappings that cannot be changed: what stands in a frozen record stays as its fingerprint says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError

K = TypeVar("K")
V = TypeVar("V")


class ReadOnlyError(LadderError, TypeError):
    """Something in a record was to be changed in place."""


class FrozenDict(dict[K, V]):
    """A dict that cannot be written into; ``dict(…)`` and ``|`` give one that can.

    A dict rather than a view of one, so that it pickles, copies and is written like any other.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))

    def _refused(self, *_: object, **__: object) -> NoReturn:
        raise ReadOnlyError(
            tr("a record cannot be changed in place; make a variant, such as scheme.with_(…) or people.with_({{…}})",
               "记录不能就地修改；请生成变体，例如 scheme.with_(…) 或 people.with_({{…}})")
        )  # fmt: skip

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refused


def frozen(value: Any) -> Any:
    """The value with every mapping in it read-only; lists and tuples are gone through."""
    if type(value) is dict or isinstance(value, MappingProxyType):
        return FrozenDict({key: frozen(item) for key, item in value.items()})
    if type(value) is list:
        return [frozen(item) for item in value]
    if type(value) is tuple and any(isinstance(item, Mapping | list | tuple) for item in value):
        return tuple(frozen(item) for item in value)
    return value


class FrozenFields:
    """A frozen dataclass whose mappings are read-only from the moment it is made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):  # type: ignore[arg-type]  # its subclasses are dataclasses
            given = getattr(self, entry.name)
            kept = frozen(given)
            if kept is not given:
                object.__setattr__(self, entry.name, kept)


def thawed(value: Any) -> Any:
    """A copy of the value that can be written into, its mappings plain dicts."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(thawed(item) for item in value)
    return value
