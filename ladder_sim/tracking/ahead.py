"""The forecast from here: what the replications say of the months to come, given the months that came.

Each replication is moved to where the department stands: what is still to come in it is corrected by a linear
regression, over the replications, of the months to come on where each stood at the last known month. Which way is
followed where it is clear, and the scatter that is left stays.

References
----------
M. A. Beaumont, W. Zhang and D. J. Balding, Approximate Bayesian computation in population genetics, Genetics 162
(2002), 2025–2035: the adjustment of draws by regression, here without weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats

LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Ahead:
    """Months to come.

    Parameters
    ----------
    low, middle, high : the middle and the ends of the 90 % range, shape (series, months to come)
    beyond : whether the department stands where no replication stood, so that the regression is extrapolated
    """

    low: Floats
    middle: Floats
    high: Floats
    beyond: bool


def ahead_of(plan: Floats, came: Floats, start: Floats, coming: Floats) -> Ahead:
    """What is to come, given where things stand.

    Parameters
    ----------
    plan : where each replication stood at the last known month, shape (replications, states)
    came : where the department stands, shape (states,)
    start : what is already behind in the sums to come, by series and month to come, shape (series, months to come)
    coming : what each replication has from there on, shape (replications, series, months to come); of flows sums since
        the last known month, or since the beginning of a later plan year
    """
    mean, sd = plan.mean(axis=0), plan.std(axis=0)
    told = sd > 0
    z, at = (plan[:, told] - mean[told]) / sd[told], (came[told] - mean[told]) / sd[told]
    flat = coming.reshape(len(plan), -1)
    gram = z.T @ z
    # one unit of ridge for each state: states that move together would else get coefficients without bounds
    solved = np.linalg.solve(gram + max(1, told.sum()) * np.eye(len(gram)), z.T)
    slope = solved @ (flat - flat.mean(axis=0))
    fitted = z @ slope
    used = float(np.trace(z @ solved)) + 1
    # what is left is larger than the residuals say, and larger still far from where replications stood
    far = float(at @ np.linalg.solve(gram + max(1, told.sum()) * np.eye(len(gram)), at))
    wider = np.sqrt(len(plan) / max(len(plan) - used, 1.0) * (1 + far))
    center = flat.mean(axis=0) + at @ slope
    moved = center + (flat - flat.mean(axis=0) - fitted) * wider
    shaped = np.maximum(moved.reshape(coming.shape), 0.0) + start
    tail = (1 - LEVEL) / 2
    low, middle, high = np.quantile(shaped, [tail, 0.5, 1 - tail], axis=0)
    outside = (came < plan.min(axis=0)) | (came > plan.max(axis=0))
    return Ahead(low, middle, high, bool(outside.any()))
