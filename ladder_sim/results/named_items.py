"""Tuples of a result whose items are asked for by their names as well: ``comparison.runs["new"]``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, SupportsIndex, TypeVar, overload

from ladder_sim.core.frozen import UnknownKeyError, not_there
from ladder_sim.core.leading import UnknownNameError

V = TypeVar("V")
N = TypeVar("N")


class NamedItems(tuple[V, ...], Generic[V, N]):
    """A tuple that gives something for each of its names, in brackets or as an attribute."""

    _names: tuple[str, ...]
    _give: Callable[[str], N]

    @overload
    def __getitem__(self, key: SupportsIndex) -> V: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[V, ...]: ...
    @overload
    def __getitem__(self, key: str) -> N: ...
    def __getitem__(self, key: SupportsIndex | slice | str) -> V | tuple[V, ...] | N:
        if not isinstance(key, str):
            return tuple.__getitem__(self, key)
        if key not in self._names:
            raise UnknownKeyError(not_there(key, self._names))
        return self._give(key)

    if not TYPE_CHECKING:  # else every name would be taken for an item by a type checker

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(name)
            if name not in self._names:
                raise UnknownNameError(not_there(name, self._names))
            return self._give(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._names]

    def __reduce__(self) -> tuple[type, tuple[tuple[V, ...]]]:
        return tuple, (tuple(self),)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._names)


def named_items(items: Iterable[V], names: Iterable[str], give: Callable[[str], N]) -> NamedItems[V, N]:
    """A tuple with names.

    Parameters
    ----------
    items : of the tuple
    names : by which something is asked for
    give : from a name what it gives
    """
    made: NamedItems[V, N] = NamedItems(items)
    made._names, made._give = tuple(names), give
    return made
