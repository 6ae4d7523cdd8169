"""Runs at rest: what is quickly made again goes, where many sessions share a machine."""

from __future__ import annotations

from ladder_sim.results.run import Run


def let_go(run: Run) -> None:
    """Let go of the sums from which measures of a run were formed; they are formed again where another is asked for."""
    run._windows.clear()
