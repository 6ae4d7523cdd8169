"""Sets of assumptions: points spread evenly over the ranges of all of them at once (a Latin hypercube).

Draws come from `streams`, each from the seed, the assumption's key and the world's number alone, so that an assumption
more or less changes no other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.fixed_math import exp, log
from ladder_sim.model.assumptions import Assumption, Value
from ladder_sim.model.likely import ERRORS
from ladder_sim.streams import draws
from ladder_sim.streams.quantiles import exact_quantile

#: Of a normal distribution what lies beyond these shares is not drawn.
TAILS = 0.005


def hypercube(assumptions: Sequence[Assumption], worlds: int, seed: int) -> dict[str, Floats]:
    """For each assumption one number in (0, 1) per world, one from each of as many equal strips.

    Parameters
    ----------
    seed
        Of the draws; with it and an assumption's key alone the numbers of that assumption are given.

    Returns
    -------
    By the assumption's key, shape (worlds,).

    References
    ----------
    M. D. McKay, R. J. Beckman and W. J. Conover, A comparison of three methods for selecting values of input variables,
    Technometrics 21 (1979) 239–245.
    """
    keys = draws.person_keys(seed, np.arange(worlds), np.zeros(worlds, np.int64))
    found: dict[str, Floats] = {}
    for one in assumptions:
        order = np.argsort(np.argsort(draws.uniform(keys, f"strip:{one.key}")))
        found[one.key] = (order + draws.uniform(keys, f"place:{one.key}")) / worlds
    return found


def quantile(one: Assumption, share: float) -> float:
    """The value below which so large a share of an assumption's distribution lies; of choices their position.

    Parameters
    ----------
    share
        In (0, 1).
    """
    low, high = one.low, one.high
    if one.choices:
        return float(min(int(share * len(one.choices)), len(one.choices) - 1))
    if one.whole:  # so that both ends are as likely as they should be once rounded
        low, high = low - 0.5, high + 0.5
    match one.shape:
        case "uniform":
            return low + share * (high - low)
        case "triangular":
            return _triangular(low, float(one.value), high, share)
        case "normal":
            middle, share = (low + high) / 2, min(max(share, TAILS), 1 - TAILS)
            return middle + (high - low) / 2 / _normal(0.95) * _normal(share)
        case "estimate":
            return _estimate(one, min(max(share, TAILS), 1 - TAILS))
        case _:
            assert_never(one.shape)


def _triangular(low: float, mode: float, high: float, share: float) -> float:
    below = (mode - low) / (high - low)
    if share < below:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1 - share) * (high - low) * (high - mode))


def _estimate(one: Assumption, share: float) -> float:
    """A normal on either side of the value, through the 95 % interval; of positive numbers in their logarithms."""
    value, errors = float(one.value), _normal(share) / ERRORS
    end = one.high if errors > 0 else one.low
    if one.low > 0:
        return value * float(exp(abs(errors) * log(end / value)))
    return value + abs(errors) * (end - value)


def _normal(share: float) -> float:
    return float(exact_quantile(share))


def numbers_at(assumptions: Sequence[Assumption], shares: Mapping[str, Floats]) -> Floats:
    """The numbers of all worlds, shape (worlds, assumptions); of choices their position.

    Parameters
    ----------
    shares
        By the assumption's key, shape (worlds,), in (0, 1); as of `hypercube`.
    """
    worlds = len(next(iter(shares.values()))) if shares else 0
    made = np.empty((worlds, len(assumptions)))
    for j, one in enumerate(assumptions):
        made[:, j] = [quantile(one, float(share)) for share in shares[one.key]]
    return made


def world_of(assumptions: Sequence[Assumption], numbers: Sequence[float]) -> dict[str, Value]:
    """A world with these numbers, each the nearest value that its assumption can take.

    Parameters
    ----------
    numbers
        One for each assumption; of choices their position.
    """
    return {one.key: one.at(float(number)) for one, number in zip(assumptions, numbers, strict=True)}
