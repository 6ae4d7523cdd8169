"""What every record of a policy or a workforce is made of: expressions, periods, parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladder_sim.core.default_pack import spelled_out
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import NOWHERE, Place

UNSAID = Title("", "")


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression as it was written, and where it stands. Two are equal when their texts are."""

    text: str
    at: Place = field(default=NOWHERE, compare=False)


NOTHING, ONE = Expr("0"), Expr("1")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A knob of a scheme: one record drives documentation, sliders, sweeps and validation."""

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

    @property
    def note(self) -> str:
        """The remark in the language in use, codes of the default pack in words; '' where there is none."""
        return spelled_out(str(self.remark))


@dataclass(frozen=True, slots=True)
class Period:
    """How often something closes: every `step` months, in calendar step when `natural`.

    A natural quarter ends in March, June, …; `month` shifts a yearly or half-yearly period to end in that month.
    """

    step: int = 1
    natural: bool = True
    month: int = 12
