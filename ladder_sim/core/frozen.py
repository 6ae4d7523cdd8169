"""Mappings and lists that cannot be changed: what stands in a frozen record stays as its fingerprint says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn, Self, SupportsIndex, TypeVar, overload

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, closest, nearest

K = TypeVar("K")
V = TypeVar("V")
C = TypeVar("C", bound=type)


class ReadOnlyError(LadderError, TypeError):
    """Something in a record was to be changed in place."""


class UnknownKeyError(LadderError, KeyError):
    """A name that a record's mapping has not; the message names the nearest."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))  # a KeyError would show the text in quotes


def refused(*_: object, **__: object) -> NoReturn:
    """What every way of writing into a record comes to.

    Raises
    ------
    ReadOnlyError
        Always.
    """
    raise ReadOnlyError(
        tr("a record cannot be changed in place; make a variant, such as scheme.with_(…) or people.with_(…), or"
           " change a copy: dict(…), list(…), frame.copy()",
           "记录不能就地修改；请生成变体，例如 scheme.with_(…) 或 people.with_(…)，或修改副本：dict(…)、list(…)、"
           "frame.copy()")
    )  # fmt: skip


class FixedFieldError(ReadOnlyError, dataclasses.FrozenInstanceError):
    """A field of a record was to be given another value."""


def unset(record: object, name: str, value: object = None) -> NoReturn:
    """What setting or deleting a field of a frozen record comes to.

    A record says by `_remade` which call makes another; of parts of schemes and people their variants are told.

    Raises
    ------
    FixedFieldError
        Always.
    """
    remade = getattr(type(record), "_remade", None)
    kind = type(record).__name__
    call = remade(record, name, value) if remade else ""
    names = [str(one) for one in _names_of(record)]
    near = "" if call or name in names else closest(name, names)
    if near:
        call = remade(record, near, value) if remade else ""
    if not call and type(record).__module__.startswith(_PARTS):
        call = _WHOLE.get(kind) or tr("scheme.with_(…) or people.with_(…)", "scheme.with_(…) 或 people.with_(…)")
    told = tr("; make another: {call}", "；请另行生成：{call}", call=call) if call else ""
    if near:
        raise FixedFieldError(tr("{kind} has no {name!r} but {near!r}, which cannot be changed",
                                 "{kind} 没有{name!r}，只有 {near!r}，且不能修改", kind=kind, name=name, near=near)
                              + told)  # fmt: skip
    raise FixedFieldError(tr("{kind}.{name} cannot be changed", "{kind}.{name} 不能修改", kind=kind, name=name) + told)


def _names_of(record: object) -> Iterable[object]:
    """Names of which one that is to be set may be misspelt: those that a record leads to, else its fields."""
    names = getattr(type(record), "_names", None)
    if names is not None:
        found: Iterable[object] = names(record)
        return found
    return [entry.name for entry in dataclasses.fields(record)] if dataclasses.is_dataclass(record) else []


#: What makes another of a whole record.
_WHOLE = {"Scheme": "scheme.with_(…)", "Workforce": "people.with_(…)"}
#: Where the parts of schemes and workforces are defined.
_PARTS = "ladder_sim.model."


#: Names that a message lists at most.
LISTED = 40


def not_there(key: object, known: Iterable[object]) -> str:
    """That nothing is called so, with the nearest name or those that there are."""
    names = [str(one) for one in known]
    listed = tr(", ", "、").join(names[:LISTED]) + ("…" if len(names) > LISTED else "")
    return tr("{key!r} is not there", "没有{key!r}", key=key) + (
        nearest(str(key), names) or (tr("; known: {names}", "；可用：{names}", names=listed) if names else "")
    )


class NoSuchPlaceError(LadderError, IndexError):
    """A place of a tuple that it has not; the message names those that there are."""


@overload
def at_place(items: tuple[V, ...], place: SupportsIndex) -> V: ...
@overload
def at_place(items: tuple[V, ...], place: slice) -> tuple[V, ...]: ...
@overload
def at_place(items: tuple[V, ...], place: SupportsIndex | slice) -> V | tuple[V, ...]: ...
def at_place(items: tuple[V, ...], place: SupportsIndex | slice) -> V | tuple[V, ...]:
    """What stands at a place of a tuple, counted from 0, or -1 from the end.

    Raises
    ------
    NoSuchPlaceError
        The tuple is shorter.
    """
    try:
        return tuple.__getitem__(items, place)
    except IndexError:
        raise NoSuchPlaceError(
            tr("there is none at place {place}: there are {n}, counted from 0", "没有第{place}个：共{n}个，从0数起",
               place=place, n=len(items))
        ) from None  # fmt: skip


#: What else is asked of a dict.
LIKE_A_DICT = ("keys", "values", "get")


def like_a_dict(asked: str, known: Iterable[object]) -> str:
    """What is said where a tuple with names is asked for what a dict has besides `items`.

    Parameters
    ----------
    asked : such as ``keys``
    known : the names
    """
    return tr("{asked!r} is not there; write items(), pairs of name and entry, dict(….items()), or […] with a name: "
              "{names}",
              "没有{asked!r}；请写作 items()，得到名称与条目的对；也可写 dict(….items())，或用方括号中的名称：{names}",
              asked=asked, names=tr(", ", "、").join(map(str, known)))  # fmt: skip


def _not_added() -> NoReturn:
    raise ReadOnlyError(tr("a record cannot be changed in place; entries are added by a variant, such as"
                           " scheme.with_({'moves': [{'id': 'my_rule', …}]})",
                           "记录不能就地修改；请用变体增加条目，例如 scheme.with_({'moves': [{'id': 'my_rule', …}]})")
                        )  # fmt: skip


class Records(tuple[V, ...]):
    """Records in their order, each also known by its id: ``scheme.moves["to_lead"]``."""

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> V: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[V, ...]: ...
    def __getitem__(self, key: SupportsIndex | slice | str) -> V | tuple[V, ...]:
        if isinstance(key, (int, slice, SupportsIndex)):
            return at_place(self, key)
        for record in self:
            if getattr(record, "id", None) == key:
                return record
        raise UnknownKeyError(not_there(key, self._ipython_key_completions_()))

    def __contains__(self, what: object) -> bool:
        return tuple.__contains__(self, what) or (isinstance(what, str) and what in self._ipython_key_completions_())

    def __add__(self, more: object) -> tuple[V, ...]:
        if not isinstance(more, tuple):
            _not_added()
        return (*self, *more)

    def items(self) -> list[tuple[str, V]]:
        """Each id with its record."""
        return list(zip(self._ipython_key_completions_(), self, strict=True))

    @overload
    def __call__(self, id: str) -> V: ...
    @overload
    def __call__(self, id: None = None) -> Self: ...
    def __call__(self, id: str | None = None) -> Self | V:
        """The record of an id, for who writes parentheses for brackets; without one all."""
        return self if id is None else self[id]

    if not TYPE_CHECKING:  # else every name would be taken for an attribute by a type checker

        def __getattr__(self, name: str) -> object:
            if name in LIKE_A_DICT:
                raise AttributeError(like_a_dict(name, self._ipython_key_completions_()))
            if name in ("append", "extend", "insert", "add", "remove", "pop"):
                _not_added()
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _ipython_key_completions_(self) -> list[str]:
        return [str(getattr(record, "id", "")) for record in self]


class FrozenDict(dict[K, V]):
    """A dict that cannot be written into; ``dict(…)`` and ``|`` give one that can.

    A dict rather than a view of one, so that it pickles, copies and is written like any other.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return (type(self), (dict(self),))

    def __missing__(self, key: object) -> NoReturn:
        raise UnknownKeyError(not_there(key, self))

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = refused


class FrozenList(list[V]):
    """A list that cannot be written into; ``list(…)`` and ``+`` give one that can."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return (type(self), (list(self),))

    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = insert = pop = refused
    remove = reverse = sort = refused


@overload
def frozen(value: dict[K, V]) -> FrozenDict[K, V]: ...
@overload
def frozen(value: object) -> object: ...
def frozen(value: object) -> object:
    """The value with every mapping and list in it read-only; tuples are gone through."""
    if type(value) is dict or isinstance(value, MappingProxyType):
        return FrozenDict({key: frozen(item) for key, item in value.items()})
    if type(value) is list:
        return FrozenList([frozen(item) for item in value])
    if type(value) is tuple and value and all(isinstance(getattr(item, "id", None), str) for item in value):
        return Records(value)
    if type(value) is tuple and any(isinstance(item, Mapping | list | tuple) for item in value):
        return tuple(frozen(item) for item in value)
    return value


def fixed(cls: C) -> C:
    """A frozen dataclass that refuses in words to have a field set; those that lead, and `FrozenFields`, do already."""
    cls.__setattr__ = cls.__delattr__ = unset  # type: ignore[method-assign,assignment]  # frozen all the same
    return cls


class FrozenFields:
    """A frozen dataclass whose mappings and lists are read-only from the moment it is made."""

    __slots__ = ()

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        if "__setattr__" in vars(cls):  # what a dataclass with slots makes fails of a name that is no field
            cls.__setattr__ = unset  # type: ignore[method-assign]  # refuses all, whatever the name
            cls.__delattr__ = unset  # type: ignore[method-assign]  # likewise

    def __post_init__(self) -> None:
        for entry in dataclasses.fields(self):  # type: ignore[arg-type]  # its subclasses are dataclasses
            given = getattr(self, entry.name)
            kept = frozen(given)
            if kept is not given:
                object.__setattr__(self, entry.name, kept)


@overload
def thawed(value: Mapping[K, V]) -> dict[K, V]: ...
@overload
def thawed(value: object) -> object: ...
def thawed(value: object) -> object:
    """A copy of the value that can be written into, its mappings plain dicts, its lists plain lists."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [thawed(item) for item in value]
    if type(value) is tuple:
        return tuple(thawed(item) for item in value)
    return value
