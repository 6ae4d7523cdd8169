"""exp, log and powers: right to the last place but one, and what they are at the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from ladder_sim.core import fixed_math

SOME = np.random.default_rng(5)
NEAR = SOME.uniform(-1, 1, 400)
WIDE = np.concatenate([NEAR, SOME.uniform(-40, 40, 400), SOME.uniform(-700, 700, 200), NEAR * 1e-6])
POSITIVE = np.concatenate([1 + NEAR * 1e-4, SOME.uniform(0, 3, 400), 2.0 ** SOME.integers(-1074, 1023, 200)])
ENDS = np.array([0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan, 0.5, -2, 3, -2.5, 1e308, 5e-324, -745.2, 709.79, -800.0])


def errors(found: Iterable[float], exact: Callable[..., Decimal], *given: Iterable[float]) -> float:
    """The largest distance from the value worked out to 40 digits, in units of the last place."""
    with localcontext() as context:
        context.prec = 40
        pairs = zip(found, (exact(*map(Decimal, map(float, one))) for one in zip(*given, strict=True)), strict=True)
        return float(max(abs(Decimal(float(f)) - e) / Decimal(float(np.spacing(abs(f)))) for f, e in pairs))


def test_exp_and_log_are_exact_to_one_unit() -> None:
    """Against the decimal module of Python, whose results are correctly rounded."""
    assert errors(fixed_math.exp(WIDE), Decimal.exp, WIDE) < 0.9
    assert errors(fixed_math.log(POSITIVE), Decimal.ln, POSITIVE) < 0.9


def test_small_ones_keep_their_digits() -> None:
    x = np.concatenate([NEAR * 0.99, NEAR * 1e-9])
    assert errors(fixed_math.log1p(x), lambda d: (1 + d).ln(), x) < 2.5
    assert errors(fixed_math.expm1(x), lambda d: d.exp() - 1, x) < 2.5


def test_powers_are_exact_to_one_unit() -> None:
    x, y = fixed_math.exp(NEAR * 5), SOME.uniform(-60, 60, NEAR.size)
    assert errors(fixed_math.power(x, y), lambda a, b: a**b, x, y) < 0.9


def test_whole_powers_are_whole() -> None:
    base, exponent = np.meshgrid(np.arange(-12.0, 13), np.arange(0.0, 14))
    found = fixed_math.power(base, exponent)
    wanted = [int(b) ** int(e) for b, e in zip(base.ravel(), exponent.ravel(), strict=True)]
    assert [int(each) for each in found.ravel()] == wanted
    assert fixed_math.power(10.0, np.arange(23)).tolist() == [float(10**k) for k in range(23)]


@pytest.mark.parametrize("name", ["exp", "log", "expm1", "log1p"])
def test_the_ends_are_those_of_the_standard(name: str) -> None:
    ours: Any = getattr(fixed_math, name)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(ours(ENDS), getattr(np, name)(ENDS), rtol=1e-15, atol=0)


def test_the_ends_of_powers_are_those_of_the_standard() -> None:
    base, exponent = np.meshgrid(ENDS, ENDS)
    with np.errstate(all="ignore"):
        wanted, found = np.power(base, exponent), fixed_math.power(base, exponent)
    np.testing.assert_allclose(found, wanted, rtol=1e-15, atol=0)
    known = ~np.isnan(wanted)
    assert np.array_equal(np.signbit(found[known]), np.signbit(wanted[known]))


def test_shapes_and_pieces() -> None:
    assert fixed_math.exp(0.0).shape == () and float(fixed_math.exp(0.0)) == 1.0
    assert fixed_math.log(np.ones((2, 3))).tolist() == [[0.0] * 3] * 2
    long = np.linspace(-5, 5, 20_001)
    assert np.array_equal(fixed_math.exp(long)[::2], fixed_math.exp(long[::2]))
    assert fixed_math.exp(np.empty(0)).size == 0
