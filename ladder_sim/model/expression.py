"""What every record of a policy or a workforce is made of: expressions, periods, parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace

from ladder_sim.core.default_pack import spelled_out
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.likely import Likely

UNSAID = Title("", "")


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression as it was written, and where it stands. Two are equal when their texts are.

    `pieces` are for a text that is made of several of the file: characters from, to, and where those stand.
    """

    text: str
    at: Place = field(default=NOWHERE, compare=False)
    pieces: tuple[tuple[int, int, Place], ...] = field(default=(), compare=False)


NOTHING, ONE = Expr("0"), Expr("1")


def expressions_in(value: object) -> Iterator[Expr]:
    """Every expression of a record and of what it holds; a form, which says the same in texts, is left out."""
    if isinstance(value, Expr):
        yield value
    elif is_dataclass(value) and not isinstance(value, Title):
        for each in fields(value):
            if each.name != "form":
                yield from expressions_in(getattr(value, each.name))
    elif isinstance(value, Mapping):
        yield from expressions_in(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from expressions_in(item)


def scaled(later: float, first: float, now: float) -> float:
    """A later value where the first becomes `now`: in the same ratio, from 0 by the same amount."""
    return later * now / first if first else later + now


@dataclass(frozen=True, slots=True, repr=False)
class Parameter(OneLine):
    """A knob of a scheme: one record drives documentation, sliders, sweeps and validation.

    Parameters
    ----------
    value : in use, in `unit`
    low, high, step : of its range, in `unit`; None: it has none
    integer : takes whole numbers
    choices : all its values, where it is no number
    assumed, reading : is it no figure of the source, or how a vague one was read
    remark : what it rests on
    """

    name: str
    value: float | bool | str
    title: Title
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    integer: bool = False
    choices: tuple[str, ...] = ()
    assumed: bool = False
    reading: bool = False
    remark: Title = UNSAID
    at: Place = field(default=NOWHERE, compare=False)
    since: str = ""  # of a value that changes: the month from which `value` holds, such as 2027-01
    later: tuple[tuple[str, float], ...] = ()  # and from which months it is what
    likely: Likely | None = field(default=None, compare=False)  # of an assumed one; says nothing that is played

    def with_value(self, value: float | bool | str) -> Parameter:
        """The same knob at another value; later values keep their ratio to the first."""
        if not self.later or isinstance(value, bool | str) or isinstance(self.value, bool | str):
            return replace(self, value=value)
        return replace(self, value=value, later=tuple((month, scaled(v, self.value, value)) for month, v in self.later))

    @property
    def note(self) -> str:
        """The remark in the language in use, codes of the default pack in words; '' where there is none."""
        return spelled_out(str(self.remark))


@dataclass(frozen=True, slots=True)
class Period:
    """How often something closes: every `step` months, in calendar step when `natural`.

    `month` is one in which a natural period ends: 12 for quarters of the calendar, which end in March, June, …
    """

    step: int = 1
    natural: bool = True
    month: int = 12
