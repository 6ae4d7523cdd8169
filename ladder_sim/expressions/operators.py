"""The signs of arithmetic: what each gives and how it is said. The signs of comparisons are in `comparing.comparer`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.fixed_math import power
from ladder_sim.expressions.nodes import NodeValue
from ladder_sim.expressions.syntax import ArithmeticSign, ComparisonSign


@dataclass(frozen=True, slots=True)
class OperatorSpec:
    """A sign between two numbers.

    Parameters
    ----------
    sign, said : str
        In files; in words.
    work : callable
        The result, of floats or arrays; what has none is NaN.
    plain : callable
        The same where every result is finite.
    partial : bool
        May have no result.
    """

    sign: ArithmeticSign
    said: str
    work: Callable[[NodeValue, NodeValue], NodeValue]
    plain: Callable[[NodeValue, NodeValue], NodeValue]
    partial: bool = False

    @property
    def divides(self) -> bool:
        """Is 0 on the right a fault?"""
        return self.sign in ("/", "//", "%")


def finite(work: Callable[..., NodeValue]) -> Callable[..., NodeValue]:
    """`work` with NaN for whatever is not finite."""

    def run(*values: NodeValue) -> NodeValue:
        with np.errstate(all="ignore"):
            result = np.asarray(work(*values), dtype=np.float64)
        bad = ~np.isfinite(result)
        return np.where(bad, np.nan, result) if bad.any() else result

    return run


def _power(a: NodeValue, b: NodeValue) -> NodeValue:
    with np.errstate(all="ignore"):
        result = power(a, b)
    return np.where(np.isfinite(result), result, np.nan)


def _partial(sign: ArithmeticSign, said: str, work: Callable[[NodeValue, NodeValue], NodeValue]) -> OperatorSpec:
    return OperatorSpec(sign, said, finite(work), work, partial=True)


ARITHMETIC: dict[ArithmeticSign, OperatorSpec] = {
    spec.sign: spec
    for spec in (
        OperatorSpec("+", "+", np.add, np.add),
        OperatorSpec("-", "−", np.subtract, np.subtract),
        OperatorSpec("*", "×", np.multiply, np.multiply),
        _partial("/", "÷", np.divide),
        _partial("//", "÷ (whole)", np.floor_divide),
        _partial("%", "mod", np.mod),
        OperatorSpec("**", "^", _power, _power, partial=True),
    )
}
#: The signs of comparisons in words.
COMPARISONS: dict[ComparisonSign, str] = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "==": "=", "!=": "≠"}
FLIPPED: dict[ComparisonSign, ComparisonSign] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
