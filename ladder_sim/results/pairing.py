"""Whether runs can be compared: differences are formed replication by replication, on the same people."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.results.run import Run


def check_pairs(runs: Sequence[Run], *, same_people: bool = True) -> None:
    """Refuse runs of other months, replications or, if so wanted, people than the first. Raises `LadderError`."""
    first = runs[0]
    for run in runs[1:]:
        if (run.months, run.luck) != (first.months, first.luck):
            raise LadderError(
                tr("{a} and {b} cannot be compared: they differ in months or replications; {x}, {y}",
                   "{a} 与 {b} 无法比较：月数或重复不同；{x}，{y}", a=first.scheme.id, b=run.scheme.id,
                   x=first.provenance, y=run.provenance)
            )  # fmt: skip
        if same_people and run.workforce is not first.workforce and run.workforce != first.workforce:
            raise LadderError(
                tr("{a} and {b} cannot be compared: their people differ", "{a} 与 {b} 无法比较：人员不同",
                   a=first.scheme.id, b=run.scheme.id)
            )  # fmt: skip
