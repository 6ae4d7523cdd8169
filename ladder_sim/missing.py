"""Why a figure is not there. What has no value says so in words, beside the empty place, in every table."""

from __future__ import annotations

import numpy as np

from ladder_sim.run import Run
from ladder_sim.words import tr


def alike(own: Run, base: Run, measure: str) -> bool:
    """Whether a measure has a value in the same replications of both runs; where not, equal values do not say all."""
    if measure not in own.known or measure not in base.known:
        return False
    return bool(np.array_equal(np.isnan(own.values(measure)), np.isnan(base.values(measure))))


def reason(own: Run, base: Run, measure: str, called: str) -> str:
    """Why a measure of `own`, or its difference from `base`, has no value or has none in some replications.

    Parameters
    ----------
    own, base: the runs that are compared; one and the same for the baseline itself.
    measure: a measure that at least one of them has.
    called: what the base is called, where its reason is another.

    Returns
    -------
    Empty where every replication has a value under both.
    """
    told = _of(own, measure)
    if own is base:
        return told
    other = _of(base, measure)
    if other and other != told:
        parts = (told, tr("{scheme}: {why}", "{scheme}：{why}", scheme=called, why=other))
        return tr("; ", "；").join(part for part in parts if part)
    return told


def _of(run: Run, measure: str) -> str:
    if measure not in run.known:
        return tr("the scheme has no such grade or part", "该方案没有此职级或项目")
    return run.gaps(measure)
