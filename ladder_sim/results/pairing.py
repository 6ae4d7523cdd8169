"""Whether runs can be compared: differences are formed replication by replication, on the same people."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.money import two_currencies
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
        if run.currency and first.currency and run.currency != first.currency:
            raise LadderError(two_currencies(first.currency, run.currency, first.scheme.id, run.scheme.id))
        if same_people and run.workforce is not first.workforce and run.workforce != first.workforce:
            raise LadderError(
                tr("{a} and {b} cannot be compared: their people differ", "{a} 与 {b} 无法比较：人员不同",
                   a=first.scheme.id, b=run.scheme.id)
            )  # fmt: skip


def check_no_department(runs: Sequence[Run], what: str) -> None:
    """Refuse one department of a company, which cannot be played anew without the others.

    Raises
    ------
    LadderError
        Of a department; `what` is the name of the call.
    """
    if any(run.axes.of == "department" for run in runs):
        raise LadderError(
            tr("{what} plays anew, and a department cannot be played without the others: ask it of the comparison of"
               " the whole company",
               "{what} 需要重新模拟，而单个部门不能脱离其他部门模拟：请对整个公司的比较使用", what=what)
        )  # fmt: skip
