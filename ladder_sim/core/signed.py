"""Keywords told: those known only of the object at hand by completion and help, those that are none by an error."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest

F = TypeVar("F", bound=Callable[..., Any])


def signed(keywords: Callable[[Any], Mapping[str, object]]) -> Callable[[F], F]:
    """A method that tells, of each object, the keywords which its ``**`` stands for.

    Parameters
    ----------
    keywords : from the object the names, each with the value that it has now
    """

    def made(method: F) -> F:
        return cast(F, _Signed(method, keywords))

    return made


def door(function: F) -> F:
    """A public function that tells of a keyword which it has not what was probably meant.

    Raises, when it is called
    -------------------------
    LadderError
        A line for each such keyword.
    """
    known = inspect.signature(function).parameters

    @functools.wraps(function)
    def called(*args: Any, **given: Any) -> Any:
        strange = [name for name in given if name not in known]
        if strange:
            takes = tr("; it takes {names}", "；可用参数：{names}", names=tr(", ", "、").join(known))
            raise LadderError("\n".join(
                tr("{function} has no argument {name!r}", "{function} 没有参数{name!r}", function=function.__name__,
                   name=name) + (nearest(name, known) or takes)
                for name in strange
            ))  # fmt: skip
        return function(*args, **given)

    return cast(F, called)


class _Signed:
    """The method of a class; of an object a function with a signature of its own."""

    def __init__(self, method: Callable[..., Any], keywords: Callable[[Any], Mapping[str, object]]) -> None:
        self.method, self.keywords = method, keywords
        self.__doc__ = method.__doc__

    def __get__(self, record: Any, owner: type | None = None) -> Callable[..., Any]:
        if record is None:
            return self.method

        @functools.wraps(self.method)
        def bound(*args: Any, **given: Any) -> Any:
            return self.method(record, *args, **given)

        bound.__dict__["__signature__"] = self._signature(record)
        return bound

    def _signature(self, record: Any) -> inspect.Signature:
        fixed = list(inspect.signature(self.method).parameters.values())[1:-1]  # without self and **
        taken = {one.name for one in fixed}
        own = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=value)
            for name, value in self.keywords(record).items() if name not in taken
        ]  # fmt: skip
        return inspect.Signature([*fixed, *own])
