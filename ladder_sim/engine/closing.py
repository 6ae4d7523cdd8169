"""Periods that close: their values join the histories that windows look back on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ladder_sim.core.arrays import SlotFloats, SlotMask
from ladder_sim.engine.history import History
from ladder_sim.engine.population import Population
from ladder_sim.engine.stopwatch import Account, over
from ladder_sim.expressions.happenings import DATE, column_of
from ladder_sim.expressions.scope import SeriesSpec
from ladder_sim.model.expression import Period
from ladder_sim.plan.calendar import Calendar
from ladder_sim.streams.kernels import spread

#: Told of every closed period: the series, the month and everybody's values.
SeriesClosed = Callable[[SeriesSpec, int, SlotFloats], None]


def close_series(
    population: Population, calendar: Calendar, specs: Sequence[SeriesSpec], histories: Sequence[History | None],
    month: int, *, told: SeriesClosed | None = None,
) -> None:  # fmt: skip
    """Scores whose period ends with `month` join their history, and so do all series that windows read.

    A period counts for people who were there for the whole of it. Of people of the first day nothing counts that lies
    before their hire; who is hired later starts anew.
    """
    view = population.view(month, month)
    ending: dict[Period, bool] = {}
    whole: dict[int, SlotMask] = {}  # by the length of a period: for whom all of it counts
    employed = population.columns["hired_since"] < month if month <= 0 else None
    for spec, history in zip(specs, histories, strict=True):
        if history is None or spec.inner is None:
            continue
        if spec.period not in ending:
            ending[spec.period] = calendar.closes(spec.period, month)
        if not ending[spec.period]:
            continue
        if month < spec.first_close and told is None:
            history.pass_by(month)
            continue
        with over(population.watch, *account_of(spec)):
            values = spread(spec.inner.value(view), population.n)
        skipped, step = None, spec.period.step
        if population.away is not None and month > 0 and spec.key[0] != "ago":
            values = population.away.changed(values, step)
            skipped = population.away.mostly("skip", step)
        if history.asks_who_counts and step not in whole:
            whole[step] = month - step + 1 > population.columns["closed_since"]
        history.close(month, values, whole.get(step), employed, partial(after, population, month - step + 1), skipped)
        if told is not None:
            told(spec, month, values)


def account_of(spec: SeriesSpec) -> Account:
    """To which rule the time of a series goes: the score or the metric that it keeps; else it is a look-back."""
    if spec.score is not None:
        return "score", spec.score
    if spec.metric is not None:
        return "metric", spec.metric
    return "lookback", ""


def after(population: Population, first: int, happening: str) -> SlotMask:
    """For whom a period lies after a happening, or after a date such as 2028-01.

    Parameters
    ----------
    first
        The month of the run with which the period begins.
    """
    if DATE.match(happening):
        year, month = map(int, happening.split("-"))
        of_year, _, in_year = population.calendar(first)
        return np.full(population.n, (in_year, of_year) >= (year, month))
    later: SlotMask = population.columns[column_of(happening)] < first
    return later
