"""How one year differs from another for everybody at once: a draw for each replication, stream and year.

A draw is a function of (seed, replication, stream, year) alone, so that schemes meet the same years.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import ReplicationFloats, ReplicationInts
from ladder_sim.streams import draws
from ladder_sim.streams.functions import exp
from ladder_sim.streams.quantiles import exact_quantile

#: The number under which a year is drawn; persons, teams and hires have others.
YEARS = 1 << 58
#: Of the streams for the spreads that a workforce gives.
LEAVING, HIRING, PERFORMANCE = "years:leaving", "years:hiring", "years:performance"
#: Of the rounding of planned hires.
HIRED = "years:hired"


def year_uniform(seed: int, replications: ReplicationInts, stream: str, year: int) -> ReplicationFloats:
    """Uniform in (0, 1), one for each replication."""
    keys = draws.person_keys(seed, replications, np.full(replications.size, YEARS))
    return draws.uniform(keys, stream, year)


def year_normal(seed: int, replications: ReplicationInts, stream: str, year: int) -> ReplicationFloats:
    """Standard normal, one for each replication."""
    return exact_quantile(year_uniform(seed, replications, stream, year))


def factor_of(normal: ReplicationFloats, spread: float) -> ReplicationFloats:
    """The factor exp(s·z − s²/2) of a year, lognormal with mean 1 and standard deviation s of its logarithm."""
    factor: ReplicationFloats = exp(spread * normal - spread * spread / 2)
    return factor
