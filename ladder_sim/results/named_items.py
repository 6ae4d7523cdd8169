"""Tuples of a result whose items are asked for by their names as well: ``comparison.runs["new"]``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, Protocol, Self, SupportsIndex, TypeVar, overload

from ladder_sim.core.frozen import LIKE_A_DICT, UnknownKeyError, at_place, like_a_dict, not_there
from ladder_sim.core.leading import UnknownNameError

V = TypeVar("V")
N = TypeVar("N")


class Called(Protocol):
    """What is known by an id, such as a scheme."""

    @property
    def id(self) -> str:
        """By which it is known."""


class NamedItems(tuple[V, ...], Generic[V, N]):
    """A tuple that gives something for each of its names, in brackets or as an attribute."""

    _names: tuple[str, ...]
    _give: Callable[[str], N]

    @overload
    def __getitem__(self, key: SupportsIndex) -> V: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[V, ...]: ...
    @overload
    def __getitem__(self, key: str | Called) -> N: ...
    def __getitem__(self, key: SupportsIndex | slice | str | Called) -> V | tuple[V, ...] | N:
        if isinstance(key, (int, slice, SupportsIndex)):
            return at_place(self, key)
        name = key if isinstance(key, str) else getattr(key, "id", None)
        if name not in self._names:
            raise UnknownKeyError(not_there(key if name is None else name, self._names))
        return self._give(name)

    def __contains__(self, item: object) -> bool:
        """Whether it is one of the items, or one of their names, as brackets take them."""
        return item in self._names if isinstance(item, str) else super().__contains__(item)

    def __call__(self, name: str | None = None) -> Self | N:
        """What a name gives, for who writes parentheses for brackets; without one the names."""
        return self if name is None else self[name]

    def items(self) -> list[tuple[str, N]]:
        """Each name with what it gives."""
        return [(name, self._give(name)) for name in self._names]

    if not TYPE_CHECKING:  # else every name would be taken for an item by a type checker

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(name)
            if name not in self._names:
                raise UnknownNameError(lambda: not_there(name, self._names) if name not in LIKE_A_DICT else
                                       like_a_dict(name, self._names))  # fmt: skip
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
