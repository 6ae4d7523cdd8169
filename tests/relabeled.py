"""A run's numbers under the name of something that was not played, which a test needs and nobody else may have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ladder_sim.results.run import Run


def relabeled(run: Run, **given: Any) -> Run:
    """The run with other fields; its counts are a copy, so that nothing is known of what they were counted of."""
    return replace(run, counts=replace(run.counts), **given)
