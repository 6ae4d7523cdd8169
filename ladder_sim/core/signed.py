"""Methods whose keywords are known only of the object at hand: completion and help tell them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

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
