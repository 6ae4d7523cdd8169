"""Figures with no more digits than their doubt allows."""

from __future__ import annotations

import math

from ladder_sim.core.display import compact, number, spanned
from ladder_sim.core.i18n import tr


def rough(value: float, half: float, unit: str, *, signed: bool = True) -> str:
    """A difference, or a level, rounded to the place of the first digit of its doubt, the second where it is small.

    Parameters
    ----------
    half
        Half the width of the wider of its ranges, in the unit of the measure; 0 or NaN: as many digits as usual.
    signed
        Whether it is a difference: with its sign, shares in percentage points.
    """
    share = unit in ("share", "share a year")
    value, half = (100 * value, 100 * half) if share else (value, half)
    if math.isnan(value):
        return "–"
    place = _place(half) if half > 0 and math.isfinite(half) else (-1 if share else -2)
    rounded = round(value, -place)
    sign = "+" if signed and rounded > 0 else ""
    if unit.startswith("money"):
        size = math.floor(math.log10(abs(rounded))) if rounded else place
        return sign + compact(rounded, max(1, size - place + 1))
    text = sign + number(rounded, min(2, max(0, -place)))
    return text + (tr(" pp", "个百分点") if signed else "%") if share else text


def _place(half: float) -> int:
    """The power of ten of the last digit shown: of a doubt from 1 to 3.54 two digits count, above it one.

    The rounding rule of the Particle Data Group, Review of Particle Physics, introduction, section 5.3.
    """
    first = math.floor(math.log10(half))
    return first - 1 if half < 3.55 * 10.0**first else first


def as_known(value: float, half: float) -> float:
    """A value rounded to the place that its doubt leaves, as `rough` shows it; as it is where there is no doubt."""
    return round(value, -_place(half)) if half > 0 and math.isfinite(half) else value


def rough_range(low: float, high: float, half: float, unit: str, *, signed: bool = True) -> str:
    """Two ends, rounded alike; the unit behind the second alone. One value where both are read alike."""
    first, last = (rough(end, half, unit, signed=signed) for end in (low, high))
    return spanned(first if first == last else first.removesuffix(tr(" pp", "个百分点")), last)
