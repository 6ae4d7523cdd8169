"""Measures that a scheme or a study states: their arithmetic over the sums that a run has kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.parse import tree_of
from ladder_sim.model.expression import Expr
from ladder_sim.plan.measures import figure_name
from ladder_sim.results.counts import Axes, OwnInfo
from ladder_sim.results.measure import Measure
from ladder_sim.results.period import Window

_NO_VALUE = Title("nobody counts for it, or it divides by zero", "没有可统计的人员，或除数为零")
_NOT_HERE = Title("cannot be measured under this scheme, which lacks what it reads",
                  "本方案没有该指标所读取的项目，无法统计")  # fmt: skip
#: Figures that are divided by people; the others by month-ends.
_A_PERSON = ("mean", "share")


def stated_measures(axes: Axes) -> list[Measure]:
    """The measures that the scheme of a run, or its study, states."""
    found, place = [], 0
    for own in axes.own:
        missing = _NO_VALUE if own.kinds else _NOT_HERE
        found.append(Measure(own.id, own.title, own.unit, own.definition, own.better, _Reckoned(own, place), missing,
                             headline=True))  # fmt: skip
        place += len(own.kinds)
    return found


@dataclass(frozen=True)
class _Reckoned:
    """Gives a measure's values of a window: the sums joined over its months, then the arithmetic.

    A mean or a share is divided by the people of all month-ends, a total or a count by the month-ends.
    """

    own: OwnInfo
    first: int  # its place among the figures of the run

    def __call__(self, window: Window) -> Floats:
        """One number per replication, NaN where there is none."""
        kinds, reps = self.own.kinds, len(window.counts.headcount)
        tree = tree_of(Expr(self.own.arithmetic)) if kinds else None
        if tree is None:
            return np.full(reps, np.nan)
        sums = window.over(window.counts.own[:, :, self.first : self.first + len(kinds)])
        figures = np.stack([_figure(kind, sums[:, i], window) for i, kind in enumerate(kinds)])
        values = np.full(reps, np.nan)
        for r in np.flatnonzero(~np.isnan(figures).any(axis=0)):
            known = {figure_name(i): float(figure) for i, figure in enumerate(figures[:, r])}
            try:
                values[r] = float(constant(tree, {**dict(self.own.parameters), **known}))
            except NotConstant:
                continue
        return values


def _figure(kind: str, sums: Floats, window: Window) -> Floats:
    """A figure of the window from its sums, shape (replications, 2)."""
    if kind not in _A_PERSON:
        over: Floats = sums[:, 0] / (window.stop - window.start)
        return over
    with np.errstate(all="ignore"):
        return np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan)
