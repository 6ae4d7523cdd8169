"""Numbers as reports write them, at the doors of Python: a unit that is none is refused, not written as a number."""

from __future__ import annotations

import numpy as np

from ladder_sim.core import display
from ladder_sim.core.i18n import LANGUAGES, tr
from ladder_sim.core.needs import A_NUMBER, need
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.signed import door
from ladder_sim.core.units import UNITS, unit_name


@door
def figure(value: float, unit: str, *, short: bool = False) -> str:
    """A measure's value without its unit, except that shares and ratios of groups become percentages.

    Parameters
    ----------
    value : a number in the measure's unit, NaN where it has none
    unit : of the measure, such as ``"share a year"`` or ``"money"``, also as tables name it; ``"log_ratio"`` is the
        logarithm of a ratio of groups: −0.03 is 97%
    short : whether millions are told as such

    Raises
    ------
    LadderError
        No such unit, or no number.
    """
    return display.figure(_number(value, "value"), _unit(unit), short=short)


@door
def change(value: float, unit: str, *, short: bool = False) -> str:
    """A difference with its sign; shares in percentage points, to a tenth unless that would show nothing.

    Ratios of groups differ by a factor: ×1.03 where one is 3% above the other.

    Parameters
    ----------
    value, unit, short : as in `figure`

    Raises
    ------
    LadderError
        No such unit, or no number.
    """
    return display.change(_number(value, "value"), _unit(unit), short=short)


@door
def between(low: float, high: float, unit: str, *, signed: bool = False, short: bool = False) -> str:
    """An interval in words; empty where an end is NaN.

    Parameters
    ----------
    low, high : its ends, in the measure's unit
    unit, short : as in `figure`
    signed : whether it is one of a difference

    Raises
    ------
    LadderError
        No such unit, or no number.
    """
    ends = _number(low, "low"), _number(high, "high")
    return display.between(*ends, _unit(unit), signed=signed, short=short)


def _unit(given: object) -> str:
    """The unit that is meant: by its id, or as tables name it in a language."""
    if isinstance(given, str):
        if given in UNITS:
            return given
        for unit, kind in UNITS.items():
            if given == unit_name(unit) or given in (kind.title.of(language) for language in LANGUAGES):
                return unit
    raise LadderError(tr("unit: there is none called {got!r}{hint}", "unit：没有名为{got!r}的单位{hint}", got=given,
                         hint=nearest(str(given), UNITS)))  # fmt: skip


def _number(given: float, name: str) -> float:
    need(given, (int, float, np.number), name, A_NUMBER)
    return float(given)
