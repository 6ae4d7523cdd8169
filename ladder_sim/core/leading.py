"""Objects that lead: who asks for a name that they have not is told the nearest, or how that is asked here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest


class UnknownNameError(LadderError, AttributeError):
    """An attribute that an object has not; the message names the nearest, or what is asked in its place."""


def let_ipython_look(cls: type) -> None:
    """Have IPython's completion ask for attributes: it asks no class with a ``__getattr__`` that it does not know."""
    guarded = sys.modules.get("IPython.core.guarded_eval")
    for policy in getattr(guarded, "EVALUATION_POLICIES", {}).values():
        allowed = getattr(policy, "allowed_getattr", None)
        if isinstance(allowed, set):
            allowed.add(cls)
    subclasses: list[type] = cls.__subclasses__()
    for below in subclasses:
        let_ipython_look(below)


class Leading:
    """An object whose errors of `AttributeError` say what to write.

    `MEANT` has names that other libraries use, each with what is asked here. A class that knows names which stand in no
    class, such as measures or parameters, says how they are asked by `_meant`, or gives them by `_attribute`.
    """

    __slots__ = ()
    MEANT: ClassVar[Mapping[str, Title]] = {}

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        let_ipython_look(cls)

    def _meant(self, name: str) -> str:
        """How a name that stands in no class is asked for; '' of one that is not known."""
        return ""

    def _attribute(self, name: str) -> object:
        """What a name stands for that stands in no class; None: nothing."""
        return None

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name != "MEANT"]

    def _names(self) -> Iterable[str]:
        """Names of which one may be misspelt."""
        return [name for name in dir(self) if not name.startswith("_") and name != "MEANT"]

    if not TYPE_CHECKING:  # else every name would be taken for an attribute by a type checker

        def __getattr__(self, name: str) -> object:
            kind = type(self)
            if name.startswith("_") or hasattr(kind, name):  # also what a property of ours failed of
                return object.__getattribute__(self, name)
            found = self._attribute(name)
            if found is not None:
                return found
            meant = self._meant(name)
            if not meant and name in self.MEANT:
                meant = str(self.MEANT[name])
            hint = tr("; {meant}", "；{meant}", meant=meant) if meant else nearest(name, self._names())
            raise UnknownNameError(tr("{kind!r} object has no attribute {name!r}", "“{kind}”对象没有属性“{name}”",
                                      kind=kind.__name__, name=name) + hint)  # fmt: skip
