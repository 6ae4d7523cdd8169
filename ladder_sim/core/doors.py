"""Doors from a record to what stands above it: ``scheme.with_(…)``, ``comparison.plot()``.

A record holds data and knows nothing of what is made from it; users look for these on the record all the same. The
package says where each leads (`lead`), and it is opened at the first call, so that no module imports upwards. Classes
of rooms further up that a door gives are named for type checkers in `core/above.pyi`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any, Generic, Self, TypeAlias, TypeVar

from ladder_sim.core.calls import EXAMPLES
from ladder_sim.core.i18n import tr
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.money import money_of
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import at_the_door

R = TypeVar("R")
K = TypeVar("K", bound=type)
#: What a method of any kind gives, and what that is asked for: only passed on.
DoorAnswer: TypeAlias = Any

#: What a door takes that plays anew, or writes or draws: who only looks at it does not open it.
_AT_WORK = ("executor", "store", "force", "ax")
#: What a door takes first that is asked for names: brackets behind it mean parentheses.
_NAMES = ("name", "measure", "measures", "scheme")

_LEADS: dict[str, str] = {}


def lead(doors: Mapping[str, str]) -> None:
    """Say where doors lead: name → ``module:function``."""
    _LEADS.update(doors)


def through(name: str) -> Callable[..., Any]:
    """The function behind a door, which tells amounts in the currency of the record that it is called on.

    What it gives, the method says that goes through it.

    Raises
    ------
    KeyError
        The package has no such door.
    """
    module, _, function = _LEADS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)

    @functools.wraps(found)
    def opened(*given: object, **named: object) -> object:
        with money_of(given[0] if given else None):
            try:
                return found(*given, **named)
            except LadderError as error:
                at_the_door(error)
                raise

    return opened


def noun(cls: K) -> K:
    """Have every public method of a class answer in both spellings, as ``run.measures`` and ``run.measures()``.

    Of a method that needs no argument, what is shown, iterated, indexed or asked of the method itself is asked of what
    it gives; one that is asked for a name takes it in brackets too. Those that play anew, write or draw only say how
    they are called.
    """
    for name in dir(cls):
        function = inspect.getattr_static(cls, name)
        if not name.startswith("_") and isinstance(function, FunctionType):
            setattr(cls, name, NounMethod(function))
    return cls


class NounMethod(Generic[R]):
    """A method of a class that is a `noun`."""

    def __init__(self, function: Callable[..., R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, record: object, owner: type | None = None) -> Callable[..., R]:
        return self.function if record is None else BoundNoun(self.function, record)


class BoundNoun(Generic[R]):
    """The method of a record; to help it is a routine, for it binds as one."""

    def __init__(self, function: Callable[..., R], record: object) -> None:
        functools.update_wrapper(self, function)
        self.__self__, self.__func__ = record, function

    @functools.cached_property
    def __signature__(self) -> inspect.Signature:  # when it is asked for: methods are called more often
        return inspect.signature(functools.partial(self.__func__, self.__self__))

    def __get__(self, record: object, owner: type | None = None) -> Self:
        return self

    def __call__(self, *args: object, **given: object) -> R:
        return self.__func__(self.__self__, *args, **given)

    def answers(self) -> bool:
        """Whether looking at the method is as good as calling it."""
        taken = self.__signature__.parameters.values()
        return not any(
            one.name in _AT_WORK or (one.default is one.empty and one.kind is not one.VAR_KEYWORD) for one in taken
        )

    @functools.cached_property
    def _answer(self) -> DoorAnswer:
        if not self.answers():
            raise TypeError(self._written())
        return self()

    def _written(self) -> str:
        name = self.__func__.__name__
        needed = ", ".join(one.name for one in self.__signature__.parameters.values() if one.default is one.empty)
        return tr("{method} is a method: write {call}", "{method} 是方法：请写作 {call}", method=name,
                  call=EXAMPLES.get(name, f"{name}({needed})"))  # fmt: skip

    def __getitem__(self, key: DoorAnswer) -> DoorAnswer:
        first = next(iter(self.__signature__.parameters), "")
        if self.answers() and first not in _NAMES:
            return self._answer[key]
        try:
            return self(*key) if isinstance(key, tuple) else self(key)
        except LadderError:
            if self.answers():
                try:
                    return self._answer[key]
                except (KeyError, TypeError):
                    pass  # what was said of the name says more
            raise

    def __iter__(self) -> Iterator[DoorAnswer]:
        return iter(self._answer)

    def __len__(self) -> int:
        return len(self._answer)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, item: object) -> bool:
        return item in self._answer

    def __repr__(self) -> str:
        if self.answers():
            try:
                return repr(self._answer)
            except LadderError as error:
                return str(error)
        return f"<{self._written()}>"

    def __str__(self) -> str:
        return str(self._answer) if self.answers() else repr(self)

    def _repr_html_(self) -> str | None:
        shown = getattr(self._answer, "_repr_html_", None) if self.answers() else None
        return None if shown is None else str(shown())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundNoun) and (self.__self__ is other.__self__ and self.__func__ is other.__func__)

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__func__))

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, str]]:
        return getattr, (self.__self__, self.__func__.__name__)

    def _ipython_key_completions_(self) -> list[str]:
        return list(getattr(self.__self__, "known", ()))

    def __getattr__(self, name: str) -> DoorAnswer:
        if name.startswith("_"):
            raise AttributeError(name)
        if not self.answers():
            raise UnknownNameError(tr("{written}; it has no {name!r} of its own", "{written}；方法本身没有 {name!r}",
                                      written=f"{self._written()}.{name}", name=name))  # fmt: skip
        return getattr(self._answer, name)


class CalledText(str):
    """A text that is a property; who calls it as a method gets it all the same."""

    __slots__ = ()

    def __call__(self) -> str:
        return str(self)


class CalledNumber(int):
    """A whole number that is an attribute; who calls it as a method gets it all the same."""

    __slots__ = ()

    def __call__(self) -> int:
        return int(self)
