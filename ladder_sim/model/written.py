"""What schemes, workforces and studies have in common for whoever holds one in Python: a line, a card, a file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import inspect
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Concatenate, NoReturn, ParamSpec, Protocol, Self, TypeVar

from ladder_sim.core import habits
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import FrozenFields, unset
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import is_frame
from ladder_sim.core.plain_data import JsonObject, PlainData
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door, shown, signed
from ladder_sim.model.parts import check_parts

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.model.expression import Parameter
    from ladder_sim.model.grades import Grade
    from ladder_sim.model.metrics import Metric
    from ladder_sim.model.moves import Move, Review


class Crowd(Protocol):
    """People of whom it is known how many there are."""

    @property
    def size(self) -> int:
        """How many."""


P = ParamSpec("P")
R = TypeVar("R")
W = TypeVar("W", bound="VariedWorkforce")


def replaced(record: object, name: str, value: object) -> str:
    """The call that makes a record with another value of a field; '' where it has no such field."""
    fields = [entry.name for entry in dataclasses.fields(record)]  # type: ignore[arg-type]  # a dataclass
    kind = type(record).__name__.lower()
    return f"dataclasses.replace({kind}, {name}={shown(value)})" if name in fields else ""


class Written(FrozenFields, Leading):
    """A record that files have a form for, with the `id` by which it is found and the `title` that is shown."""

    __slots__ = ()
    id: str
    title: Title

    def to_dict(self) -> JsonObject:
        """The form as a file has it, complete after ``based_on``: plain dicts, lists, numbers and texts.

        Loading it again gives the same record with the same fingerprint; what it names by a path (a roster, a plan of
        hires, a law) it names by an absolute one.

        Raises
        ------
        LadderError
            The record was changed with `dataclasses.replace` where its form is not; the message names the fields.
        """
        made: JsonObject = through("Written.to_dict")(self)
        return made

    def to_yaml(self) -> str:
        """`to_dict` as a YAML text. Raises `LadderError` as it does."""
        made: str = through("Written.to_yaml")(self)
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the form to a YAML file, which then can be loaded by path, or by id from a folder of scenarios.

        Parameters
        ----------
        path : a name that ends in ``.yaml``, which gives the file its id; or a folder, in which the file is named by
            the id in use
        force : also over a file that is there

        Returns
        -------
        The file.

        Raises
        ------
        LadderError
            There is a file already that holds something else, it cannot be written, or the record has no form (see
            `to_dict`).
        """
        made: Path = through("Written.save")(self, path, force=force)
        return made

    def __eq__(self, other: object) -> bool:
        """Whether another says the same, whatever it is called: so a saved record is the one that was saved.

        Records of one fingerprint are equal. Named again in each record, as the hash is, for a dataclass makes its own.
        """
        if type(other) is not type(self):
            return NotImplemented
        told = [entry.name for entry in dataclasses.fields(self) if entry.compare and entry.name != "id"]  # type: ignore[arg-type]  # its subclasses are dataclasses
        return self is other or all(getattr(self, name) == getattr(other, name) for name in told)

    def __hash__(self) -> int:
        """By the title, which equal records share."""
        return hash(self.title)

    def _remade(self, name: str, value: object) -> str:
        return replaced(self, name, value)

    def __repr__(self) -> str:
        line: str = through("Written.line")(self)
        return line

    def _repr_html_(self) -> str:
        card: str = through("Written.card")(self)
        return card


#: What others call the name of a record, which has an id and a title.
_CALLED = ("name", "label", "called")


def named_anew(record: str, value: object) -> str:
    """The calls that give a record another id, or another title."""
    return tr("{record}.with_(id={value}), or with another title {record}.with_({{'title': {value}}})",
              "{record}.with_(id={value})，或更改标题 {record}.with_({{'title': {value}}})",
              record=record, value=shown(value))  # fmt: skip


def _parameter_values(scheme: VariedScheme) -> Mapping[str, object]:
    """The value that each parameter has now, by name."""
    return {name: parameter.value for name, parameter in scheme.parameters.items()}


class VariedScheme(Written):
    """A scheme, of which variants can be made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        FrozenFields.__post_init__(self)
        check_parts(self)

    MEANT: ClassVar[Mapping[str, Title]] = habits.SCHEME

    if TYPE_CHECKING:
        parameters: Mapping[str, Parameter]
        form: Mapping[str, PlainData]
        grades: Sequence[Grade]
        moves: Sequence[Move]
        reviews: Mapping[str, Review]

    def __getitem__(self, name: str) -> float | bool | str:
        """The value of a parameter, as ``scheme.parameters[name].value``."""
        return self.parameters[name].value

    def __setitem__(self, name: str, value: object) -> NoReturn:
        """Refused: a scheme with another value is another scheme."""
        unset(self, name, value)

    __iter__ = None  # names are no positions

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.parameters)

    def _meant(self, name: str) -> str:
        if name not in self.parameters:
            return self._changed_by(name)
        value = self.parameters[name].value
        return tr("it is a parameter: scheme[{name!r}] is {value!r}, scheme.with_({name}=…) makes a variant",
                  "这是参数：scheme[{name!r}] 为 {value!r}，scheme.with_({name}=…) 生成变体",
                  name=name, value=value)  # fmt: skip

    def _changed_by(self, name: str) -> str:
        """The call that a word for changing a scheme stands for, with names of this one."""
        if name in habits.CHANGE:
            parameter = next(iter(self.parameters), "name")
            value = self.parameters[parameter].value if self.parameters else "…"
            return tr("write scheme.with_({name}={value!r}), or of rules scheme.with_({{'moves': {{…}}}})",
                      "请写作 scheme.with_({name}={value!r})，修改规则用 scheme.with_({{'moves': {{…}}}})",
                      name=parameter, value=value)  # fmt: skip
        if name in habits.RULE:
            steps = [(a.id, b.id) for a, b in pairwise(self.grades) if a.track == b.track]
            low, high = next(iter(steps), (self.grades[0].id, self.grades[-1].id))
            rule = (f"scheme.with_({{'moves': {{'my_rule': {{'from': {low!r}, 'to': {high!r}, 'review':"
                    f" {next(iter(self.reviews), 'yearly')!r}, 'when': 'mean(kpi, 6) >= 90'}}}}}})")  # fmt: skip
            one = next((move.id for move in self.moves), "")
            there = tr("scheme.moves has the rules, such as scheme.moves[{one!r}]; ", "各条规则见 scheme.moves，例如"
                       " scheme.moves[{one!r}]；", one=one) if one else ""  # fmt: skip
            return there + tr("to add one, write {rule}", "新增一条请写作 {rule}", rule=rule)
        return ""

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.parameters]

    def _remade(self, name: str, value: object) -> str:
        if name == "id" or name in self.parameters:
            return f"scheme.with_({name}={shown(value)})"
        if name in _CALLED:
            return named_anew("scheme", value)
        return f"scheme.with_({{{name!r}: {shown(value)}}})" if name in self.form else ""

    def table(self) -> pd.DataFrame:
        """The parameters in use, a row for each.

        Returns
        -------
        Indexed by name: title, value, the range it may have (low, high, step; missing where it has none), its unit,
        `origin` (``"source"``, of the scheme's source; ``"reading"``, how a vague text was read; ``"assumed"``) and a
        note on what it rests on. ``attrs`` tells the scheme.
        """
        made: pd.DataFrame = through("Scheme.table")(self)
        return made

    @signed(_parameter_values)
    def with_(
        self, changes: Mapping[str, object] | None = None, /, *, id: str | None = None, **parameters: float | bool | str
    ) -> Self:
        """The same scheme with other rules or parameter values, such as ``scheme.with_(bar=115)``.

        Parameters
        ----------
        changes : what a file with ``based_on`` may say: ``{"moves": [{"id": "to_lead", "remove": True}]}``
        id : of the variant; by default it tells what was changed, such as ``star-ladder(bar=115)``
        parameters : values by name

        Raises
        ------
        LadderError
            A parameter is not known or out of its range, a change does not fit; all at once.
        """
        made: Self = through("Scheme.with_")(self, changes, id=id, **parameters)
        return made


def _are_people(given: object) -> bool:
    """Whether something is a list of people: a frame, or the path of a file."""
    return isinstance(given, str | os.PathLike) or is_frame(given)


#: What others call how many people there are.
_HEADS = ("people", "size", "n", "n_people", "staff", "employees", "n_employees", "heads", "count")


def _is_number(given: object) -> bool:
    """Whether something is a number, of NumPy too."""
    return isinstance(as_python(given), int | float) and not isinstance(given, bool)


def _others_are_told(method: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
    """The method, where a keyword that it has not is told with what was probably meant.

    `people` may be a roster, or how many they are.
    """
    known, checked = inspect.signature(method).parameters, door(method)

    def called(self: W, /, *args: P.args, **given: P.kwargs) -> R:
        """Replaced by the method's own."""
        if "roster" not in given and _are_people(given.get("people")):
            given["roster"] = given.pop("people")
        for word in _HEADS:
            if word in given and _is_number(given[word]) and given.get("headcount") is None:
                given["headcount"] = given.pop(word)
        if strange := {name: value for name, value in given.items() if name not in known}:
            kept = {name: value for name, value in given.items() if name in known}
            through("Workforce.strange")(self, strange, {**kept, "changes": args[0] if args else None})
        return checked(self, *args, **given)

    return functools.wraps(method)(called)


class VariedWorkforce(Written):
    """A workforce, of which variants can be made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        FrozenFields.__post_init__(self)
        check_parts(self)

    MEANT: ClassVar[Mapping[str, Title]] = habits.WORKFORCE

    if TYPE_CHECKING:
        people: Crowd
        form: Mapping[str, PlainData]
        metrics: Mapping[str, Metric]

    @property
    def headcount(self) -> int:
        """People on the first day; `with_` makes a workforce of others."""
        return self.people.size

    def _meant(self, name: str) -> str:
        if name == "leaving":
            return tr("with_(leaving=2) doubles it; attrition has the hazards",
                      "with_(leaving=2) 使其加倍；各月离职概率见 attrition")  # fmt: skip
        if name in self.metrics:
            return tr("it is a metric: workforce.metrics[{name!r}]", "这是指标：workforce.metrics[{name!r}]", name=name)
        return ""

    def _names(self) -> Iterable[str]:
        return [*super()._names(), *self.metrics]

    def _remade(self, name: str, value: object) -> str:
        if name in ("id", "headcount", "leaving", "start", "roster"):
            return f"people.with_({name}={shown(value)})"
        if name in _CALLED:
            return named_anew("people", value)
        if name in _HEADS:
            return f"people.with_(headcount={shown(value)})"
        return f"people.with_({{{name!r}: {shown(value)}}})" if name in self.form else ""

    @_others_are_told
    def with_(
        self,
        changes: Mapping[str, object] | None = None,
        /,
        *,
        id: str | None = None,
        headcount: int | None = None,
        leaving: float | None = None,
        start: str | dt.date | None = None,
        roster: pd.DataFrame | str | os.PathLike[str] | None = None,
    ) -> Self:
        """The same people but for what is named, such as ``people.with_(headcount=80, leaving=2)``.

        Parameters
        ----------
        changes : what a file with ``based_on`` may say: ``{"metrics": {"kpi": {"normal": {"mean": 75}}}}``
        id : of the variant; by default it tells what was changed
        headcount : people on the first day; numbers by grade are scaled to it, in the same shares
        leaving : times the monthly hazard of leaving on one's own account
        start : first day of month 1, such as ``2027-01-01``
        roster : people in place of those of the file: a frame with a row each and the columns of a roster's file, or
            the path of such a file

        Raises
        ------
        LadderError
            A change does not fit, or a number is out of range; all at once.
        """
        made: Self = through("Workforce.with_")(
            self, changes, id=id, headcount=headcount, leaving=leaving, start=start, roster=roster
        )
        return made

    def leaned_on(self) -> pd.DataFrame:
        """Every default on which a list of people leans that was given as the workforce; empty of a file of its own.

        A row for each by its address in a workforce file, with `title` and `value`.
        """
        made: pd.DataFrame = through("Workforce.leaned_on")(self)
        return made
