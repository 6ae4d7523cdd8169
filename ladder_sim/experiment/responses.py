"""Replications played once more with another response of leaving to pay, in the blocks of those that are played anyway.

A block costs a fixed time a month, whatever its size, so that few replications more in it cost little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import ReplicationFloats, ReplicationInts


@dataclass(frozen=True, slots=True)
class PayResponse:
    """Replications played once more, with another response of leaving to pay.

    Parameters
    ----------
    exponent : of pay ÷ market, in place of the workforce's
    first, replications : which ones
    """

    exponent: float
    first: int
    replications: int


def numbered(
    cut: tuple[int, int], end: int, responses: Sequence[PayResponse], usual: float | None
) -> tuple[ReplicationInts, ReplicationFloats | None]:
    """The numbers of the replications of a block, and the response to pay in each.

    Parameters
    ----------
    cut : from and to; the replications of `responses` are numbered on from `end`
    usual : the workforce's exponent of pay ÷ market; None: it has no such response

    Returns
    -------
    Shape (replications,) each; the second is None where every one has the usual response.
    """
    if not responses:
        return np.arange(*cut), None
    start = min(cut[0], end)
    numbers, exponents = [np.arange(start, end)], [np.full(end - start, np.nan if usual is None else usual)]
    for each in responses:
        numbers.append(each.first + np.arange(each.replications))
        exponents.append(np.full(each.replications, each.exponent))
    some = slice(cut[0] - start, cut[1] - start)
    return np.concatenate(numbers)[some], np.concatenate(exponents)[some]
