"""What is worth knowing first: by how much the choice of a scheme would gain if one assumption were known.

Whoever chooses now takes the scheme that is best on average over all worlds. Who knew an assumption would take the
one that is best for its value. The mean gain is the expected value of perfect information of that assumption, in the
unit of the measure: 0 where knowing it would never change the choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.model.assumptions import Assumption
from ladder_sim.streams import draws

SHUFFLES = 200  # worlds dealt out anew, to see what an assumption that says nothing would seem to be worth
DEGREE = 3
FEWEST = 30  # worlds below which nothing is told


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing an assumption is worth.

    Parameters
    ----------
    gain
        Of the choice, in the measure's unit, above what one that says nothing would seem to gain.
    changes
        In how large a share of worlds, from 0 to 1, the choice would be another.
    noise
        What one in twenty of sets of worlds would show for the best of assumptions that say nothing, in the measure's
        unit.
    """

    assumption: Assumption
    gain: float
    changes: float
    noise: float

    @property
    def sure(self) -> bool:
        """Whether it is more than chance shows."""
        return self.gain > self.noise


def worth_knowing(assumptions: Sequence[Assumption], numbers: Floats, scores: Floats) -> list[Worth]:
    """The worth of each assumption, the largest first.

    Parameters
    ----------
    numbers
        Shape (worlds, assumptions).
    scores
        How good each scheme is in each world, more being better, shape (worlds, schemes); no NaN.

    References
    ----------
    M. Strong, J. E. Oakley and A. Brennan, Estimating multiparameter partial expected value of perfect information
    from a probabilistic sensitivity analysis sample: a nonparametric regression approach, Medical Decision Making 34
    (2014) 311–326; here with cubic polynomials, and with the bias that they have taken off by worlds dealt out anew.
    """
    worlds = len(scores)
    if worlds < FEWEST or scores.shape[1] < 2:
        return []
    dealt = np.argsort(draws.uniform(draws.person_keys(0, np.arange(SHUFFLES)[:, None], np.arange(worlds)), "dealt"))
    found, seeming = [], np.zeros((len(assumptions), SHUFFLES))
    for j in range(len(assumptions)):
        basis = _basis(numbers[:, j])
        found.append(_gain(basis, scores))
        for k in range(SHUFFLES if basis.shape[1] > 1 else 0):
            seeming[j, k] = _gain(basis, scores[dealt[k]])[0]
    usual = seeming.mean(axis=1)
    noise = float(np.quantile((seeming - usual[:, None]).max(axis=0), 0.95)) if len(assumptions) else 0.0
    most = worth_of_all(scores)  # one is never worth more than all; a curve through few worlds may seem to be
    made = [
        Worth(one, max(0.0, min(most, gain - float(usual[j]))), changes, noise)
        for j, (one, (gain, changes)) in enumerate(zip(assumptions, found, strict=True))
    ]
    return sorted(made, key=lambda worth: -worth.gain)


def worth_of_all(scores: Floats) -> float:
    """What knowing all assumptions would be worth: the best in each world, less the best on average.

    The expected value of perfect information (H. Raiffa and R. Schlaifer, Applied Statistical Decision Theory, 1961).

    Parameters
    ----------
    scores
        How good each scheme is in each world, more being better, shape (worlds, schemes); no NaN.

    Returns
    -------
    In the unit of `scores`.
    """
    return float(scores.max(axis=1).mean() - scores.mean(axis=0).max())


def _basis(values: Floats) -> Floats:
    """An orthonormal basis of the polynomials of the values, shape (worlds, at most 4)."""
    there = np.unique(values)
    degree = min(DEGREE, len(there) - 1)
    if not degree:
        return np.full((len(values), 1), 1 / np.sqrt(len(values)))
    scaled = 2 * (values - there[0]) / (there[-1] - there[0]) - 1
    made: Floats = np.linalg.qr(np.polynomial.legendre.legvander(scaled, degree))[0]
    return made


def _gain(basis: Floats, scores: Floats) -> tuple[float, float]:
    """The gain of choosing by the fitted scores, and how often the choice is another."""
    fitted = basis @ (basis.T @ scores)
    usual = int(scores.mean(axis=0).argmax())
    best = fitted.argmax(axis=1)
    return float((fitted.max(axis=1) - fitted[:, usual]).mean()), float((best != usual).mean())
