"""Measures that a scheme or a study states: their arithmetic over the sums that a run has kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.i18n import Title
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.plan.measures import BY_PEOPLE, AggregateKind, OwnPlan, figure_name
from ladder_sim.plan.program import Program
from ladder_sim.results.intervals import Floats
from ladder_sim.results.measures import Measure
from ladder_sim.results.period import Window

_NO_VALUE = Title("nobody counts for it, or it divides by zero", "没有可统计的人员，或除数为零")
_NOT_HERE = Title("cannot be measured under this scheme, which lacks what it reads",
                  "本方案没有该指标所读取的项目，无法统计")  # fmt: skip


@dataclass(frozen=True)
class Reckoned:
    """Gives a measure's values of a window: the sums joined over its months, then the arithmetic.

    A mean or a share is divided by the people of all month-ends, a total or a count by the month-ends.
    """

    plan: OwnPlan
    first: int  # its place among the figures of the run
    parameters: Mapping[str, float | bool | str]

    def __call__(self, window: Window) -> Floats:
        """One number per replication, NaN where there is none."""
        figures = self.plan.aggregates
        sums = window.over(window.tally.own[:, :, self.first : self.first + len(figures)])
        values = [_figure(figure.kind, sums[:, i], window) for i, figure in enumerate(figures)]
        return np.array([self._value([value[r] for value in values]) for r in range(len(window.tally.headcount))])

    def _value(self, figures: list[float]) -> float:
        if not figures or any(figure != figure for figure in figures):
            return np.nan
        known = {figure_name(i): float(figure) for i, figure in enumerate(figures)}
        try:
            return float(constant(self.plan.tree, {**self.parameters, **known}))
        except NotConstant:
            return np.nan


def _figure(kind: AggregateKind, sums: Floats, window: Window) -> Floats:
    """A figure of the window from its sums, shape (replications, 2)."""
    if not BY_PEOPLE[kind]:
        over: Floats = sums[:, 0] / (window.stop - window.start)
        return over
    with np.errstate(all="ignore"):
        return np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan)


def stated_measures(program: Program) -> tuple[Measure, ...]:
    """The measures that the scheme of a program states."""
    found, place = [], 0
    for plan in program.measures:
        own = plan.measure
        meant = own.definition or Title(own.value.text, own.value.text)
        found.append(
            Measure(own.name, own.title, own.unit, meant, own.better,
                    Reckoned(plan, place, program.scope.parameters), _NO_VALUE if plan.aggregates else _NOT_HERE,
                    headline=True)
        )  # fmt: skip
        place += len(plan.aggregates)
    return tuple(found)
