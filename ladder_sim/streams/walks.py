"""Draws that go by what each person is: steps of an AR(1) about a mean, and who has a chance by a value beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers, Keys, NumberOrEach
from ladder_sim.streams import kernels
from ladder_sim.streams.draws import EXACT, constant_of, normal, pairs
from ladder_sim.streams.quantiles import TAILS

#: A table, and the code of each person in it; None: 0.
LevelDraws = tuple[Floats, Integers] | None
#: A table by months, a clock of each person, and the month at which it is read; None: 0.
ClockDraws = tuple[Floats, Integers, int] | None

_NONE, _NO_CODES, _NO_CLOCK = np.empty(0), np.empty(0, np.int64), np.empty(0, np.int16)


@dataclass(frozen=True, slots=True)
class Scaling:
    """What a residual becomes: ``within * residual + trait − behind + level``, cut off at limits; in that order.

    Parameters
    ----------
    within : standard deviation of a month's value, a number or one for each; in points of the metric, as all but codes
    trait : what each person has for good, shape (people,); None: 0
    behind : a table by months and the clock of each; None: 0
    level : a table and the code of each in it; None: 0
    low, high : the limits
    """

    within: NumberOrEach
    trait: Floats | None = None
    behind: ClockDraws = None
    level: LevelDraws = None
    low: float = -np.inf
    high: float = np.inf


def walk_on(drawn: Floats, residual: Floats | None, carry: float, place: Scaling) -> Floats:
    """The step of `walk` by normals that are drawn already.

    Parameters
    ----------
    drawn : standard normals, overwritten and given back; shape (people,)
    residual, carry, place : as of `walk`
    """
    if residual is None:
        drawn *= place.within
    else:
        residual *= carry
        drawn *= np.sqrt(1 - carry * carry)
        residual += drawn
        np.multiply(residual, place.within, out=drawn)
    if place.trait is not None:
        drawn += place.trait
    if place.behind is not None:
        drawn -= kernels.by_clock(*place.behind)
    if place.level is not None:
        drawn += place.level[0].take(place.level[1])
    if place.low > -np.inf or place.high < np.inf:
        np.clip(drawn, place.low, place.high, out=drawn)
    return drawn


def walk(keys: Keys, stream: str, month: int, residual: Floats | None, carry: float, place: Scaling) -> Floats:
    """One step of an AR(1) of unit variance in place, by one normal per key.

    The residual becomes ``carry * residual + sqrt(1 - carry²) * normal``, so that its variance stays 1.

    Parameters
    ----------
    keys : shape (people,), as all arrays here
    residual : changed in place; None: there is no memory, and the residual is the normal itself
    carry : what is kept of it from month to month, 0–1
    place : what a residual becomes

    Returns
    -------
    In the metric's points.
    """
    fast = kernels.compiled()
    if fast is None or np.ndim(place.within) or keys.size == 0:
        return walk_on(normal(keys, stream, month), residual, carry, place)
    if residual is None:
        residual, carry = np.zeros(keys.size), 0.0
    out = np.empty(keys.size)
    trait = _NONE if place.trait is None else place.trait
    behind, since, now = (_NONE, _NO_CLOCK, 0) if place.behind is None else place.behind
    level, codes = (_NONE, _NO_CODES) if place.level is None else place.level
    fast.walk(
        keys, constant_of(stream, month), pairs(), EXACT, TAILS, residual, carry, np.sqrt(1 - carry * carry),
        float(place.within), trait, behind, since, now, level, codes, place.low, place.high, out,
    )  # fmt: skip
    return out


@dataclass(frozen=True, slots=True)
class ChanceBeside:
    """What was to be expected of a value of each person, ``level − behind``, and what is above it does to a chance.

    Parameters
    ----------
    value : in points, shape (people,)
    level : a table and the code of each in it, in points
    behind : a table by months and the clock of each; None: 0
    slope, shift : a chance is multiplied by ``exp(slope * (value − expected) − shift)``
    """

    value: Floats
    level: tuple[Floats, Integers]
    behind: ClockDraws
    slope: float
    shift: float


def happens_beside(
    keys: Keys, stream: str, month: int, chance: Floats, most: float, beside: ChanceBeside
) -> npt.NDArray[np.int64] | None:
    """The places of those to whom something may happen whose chance goes by a value: whose uniform is below the chance.

    A first look, for whoever works out the chances of these few then: rounded otherwise than those will be.

    Parameters
    ----------
    keys : shape (people,)
    chance : in the month, of who has the expected value, shape (people,)
    most : what else may raise a chance, a little more for the rounding

    Returns
    -------
    Places in `keys`, rising; None where it is no quicker to ask of everybody.
    """
    fast = kernels.compiled()
    if fast is None or beside.value.dtype != np.float64:
        return None
    places = np.empty(keys.size, np.int64)
    behind, since, now = (_NONE, _NO_CLOCK, 0) if beside.behind is None else beside.behind
    found = fast.happens_beside(
        keys, constant_of(stream, month), chance, most, beside.value, behind, since, now, *beside.level, beside.slope,
        beside.shift, places,
    )  # fmt: skip
    return places[:found]
