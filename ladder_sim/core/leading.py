"""Objects that lead: who asks for a name that they have not is told the nearest, or how that is asked here."""

from __future__ import annotations

import inspect
import sys
from abc import ABCMeta
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FunctionType
from typing import TYPE_CHECKING, ClassVar

from ladder_sim.core.frozen import unset
from ladder_sim.core.habits import LOADED, PACKAGE, TOLD, made_by
from ladder_sim.core.i18n import Title, language, speaking, tr
from ladder_sim.core.problems import NOWHERE, LadderError, Problem, closest
from ladder_sim.core.signed import door

#: Names that a message lists at most.
LISTED = 60
#: Signs of a value that a message shows whole.
LONGEST = 300


class UnknownNameError(LadderError, AttributeError):
    """An attribute that an object has not; the message names the nearest, or what is asked in its place.

    What is worked out of it when it is shown, if ever, is given as a function: `hasattr` and `getattr` ask in vain all
    the time, and show nothing.
    """

    def __init__(self, told: Callable[[], str] | Iterable[Problem] | str) -> None:
        self._told, self._spoken = told if callable(told) else None, language()
        super().__init__("" if callable(told) else told)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong: that there is no such name, and what was probably meant."""
        if self._told is not None:
            with speaking(self._spoken):  # as when the name was asked for
                self._found = (Problem(NOWHERE, self._told()),)
            self.args, self._told = (str(self._found[0]),), None
        return self._found

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def told(meant: Title) -> str:
    """``; write …`` of code, which both languages share; of words as they are."""
    if meant.alike:
        return tr("; write {meant}", "；请写作 {meant}", meant=meant)
    return tr("; {meant}", "；{meant}", meant=meant)


def unknown_here(name: str, renamed: Mapping[str, str], public: Sequence[str]) -> UnknownNameError:
    """What is said of a name that the package has not: what is meant by it, else the nearest; and those that it has.

    Parameters
    ----------
    name : that was asked for
    renamed : names of earlier versions, with those of today
    public : every name of the package
    """
    return UnknownNameError(lambda: _unknown_in_package(name, renamed, public))


def _unknown_in_package(name: str, renamed: Mapping[str, str], public: Sequence[str]) -> str:
    if name in renamed:
        return tr("ladder_sim.{name} is called ladder_sim.{now} now", "ladder_sim.{name} 现名 ladder_sim.{now}",
                  name=name, now=renamed[name])  # fmt: skip
    meant = PACKAGE.get(name) or ("" if name in TOLD else closest(name, public))
    hint = tr("; did you mean '{name}'?", "；是不是“{name}”？", name=meant) if meant else ""
    if name in TOLD:
        hint += told(TOLD[name])
    return tr("module 'ladder_sim' has no attribute {name!r}{hint}; public names: {names}",
              "模块“ladder_sim”没有属性{name!r}{hint}；可用名称：{names}", name=name, hint=hint,
              names=tr(", ", "、").join(public))  # fmt: skip


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


class LeadingType(ABCMeta):
    """Classes that lead: what is asked of the class itself, or made of it by hand, is told where it comes from."""

    def __setattr__(cls, name: str, value: object) -> None:
        """What a frozen dataclass refuses in two words of Python's, a record of ours refuses in sentences."""
        super().__setattr__(name, unset if name in ("__setattr__", "__delattr__") else value)

    def __call__(cls, *args: object, **given: object) -> object:
        try:
            return super().__call__(*args, **given)
        except TypeError:
            made = _made_of(cls.__name__, args, given)
            if not made or _fits(cls, args, given):
                raise
        raise LadderError(tr("{kind} is made by {made}, not by its name", "{kind} 由 {made} 生成，不直接用类名构造",
                             kind=cls.__name__, made=made))  # fmt: skip

    if not TYPE_CHECKING:  # else every name would be taken for an attribute by a type checker

        def __getattr__(cls, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
            raise UnknownNameError(lambda: _unknown_of_class(cls, name))


def _unknown_of_class(cls: LeadingType, name: str) -> str:
    """What is said of a name that a class has not: how one of it is made."""
    made = made_by(cls.__name__, name)
    hint = tr("; {kind} is made by {made}", "；{kind} 由 {made} 生成", kind=cls.__name__, made=made) if made else ""
    return tr("class {kind!r} has no attribute {name!r}", "类“{kind}”没有属性“{name}”",
              kind=cls.__name__, name=name) + hint  # fmt: skip


def _made_of(kind: str, args: tuple[object, ...], given: Mapping[str, object]) -> str:
    """The call that makes a record of what a class was called with, as it was given where that is short."""
    load, file = LOADED.get(kind, ("", ""))
    what = dict(given) if given and not args else args[0] if args else None
    of_dict = isinstance(what, Mapping) and file.endswith(".yaml")
    of_text = isinstance(what, str) and (file.endswith(".yaml") or what.endswith(".run"))
    if not load or not (of_dict or of_text):
        return made_by(kind)
    text = repr(what)
    return f"ladder_sim.{load}({text if len(text) <= LONGEST else 'form'})"


def _fits(cls: type, args: tuple[object, ...], given: Mapping[str, object]) -> bool:
    """Whether a class could be called so."""
    try:
        inspect.signature(cls.__init__).bind(None, *args, **given)  # type: ignore[misc]  # of the class itself
    except TypeError:
        return False
    return True


class Leading(metaclass=LeadingType):
    """An object whose errors of `AttributeError` say what to write, and whose methods say what they take.

    `MEANT` has names that other libraries use, each with what is asked here. A class that knows names which stand in no
    class, such as measures or parameters, says how they are asked by `_meant`, or gives them by `_attribute`. Every
    public method is a `door`.
    """

    __slots__ = ()
    MEANT: ClassVar[Mapping[str, Title]] = {}

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        for name, value in list(vars(cls).items()):
            if isinstance(value, FunctionType) and not name.startswith("_") and not hasattr(value, "__wrapped__"):
                setattr(cls, name, door(value))
        if "__setattr__" in vars(cls):  # a frozen dataclass with slots, made anew as a whole
            cls.__setattr__ = cls.__delattr__ = unset  # type: ignore[method-assign]  # refuses all
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
        return [name for name in dir(self) if not name.startswith("_")]

    if not TYPE_CHECKING:  # else every name would be taken for an attribute by a type checker

        def __getattr__(self, name: str) -> object:
            kind = type(self)
            if name.startswith("_") or hasattr(kind, name):  # also what a property of ours failed of
                return object.__getattribute__(self, name)
            found = self._attribute(name)
            if found is not None:
                return found
            raise UnknownNameError(lambda: self._unknown(name))

    def _unknown(self, name: str) -> str:
        """What is said of a name that there is not."""
        hint = tr("; {meant}", "；{meant}", meant=meant) if (meant := self._meant(name)) else ""
        if not hint and name in self.MEANT:
            hint = told(self.MEANT[name])
        return tr("{kind!r} object has no attribute {name!r}", "“{kind}”对象没有属性“{name}”",
                  kind=type(self).__name__, name=name) + (hint or self._near(name))  # fmt: skip

    def _near(self, name: str) -> str:
        """The name that was misspelt, else those that there are."""
        close = closest(name, self._names())
        if close:
            return tr("; did you mean '{name}'?", "；是不是“{name}”？", name=close)
        names = [one for one in dir(self) if not one.startswith("_")]
        listed = tr(", ", "、").join(names[:LISTED]) + ("…" if len(names) > LISTED else "")
        return tr("; it has {names}", "；现有：{names}", names=listed)
