"""`track`: a monthly file held against the run on which a scheme was decided."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.results.run import Run
from ladder_sim.store.run_file import load_run
from ladder_sim.tracking.actual import Actual, read_actual
from ladder_sim.tracking.ahead import Ahead, ahead_of
from ladder_sim.tracking.bands import LEAST, band_of, least_shifts
from ladder_sim.tracking.result import Tracked
from ladder_sim.tracking.tracked_series import YEAR, TrackedSeries, curves, plan_years, predicted

if TYPE_CHECKING:
    import pandas as pd


@door
def track(run: Run | str | os.PathLike[str], actual: str | os.PathLike[str] | pd.DataFrame) -> Tracked:
    """Hold the months that came against the plan.

    Parameters
    ----------
    run : what was decided on: a run, or the file that `Run.save` wrote; at least 40 replications, 400 are good
    actual : a CSV file, a workbook or a data frame with a row for each month and grade, or for everybody where `grade`
        is empty or says total: month (2026-03, or its number in the run), grade, headcount at its end, promotions,
        leavers, pay (the pay bill, all parts, without what an employer pays on top); cells may be empty, columns be
        missing

    Returns
    -------
    Each measure inside or outside a band that one department in one history leaves, over all measures and months
    together, in at most 5 % of years; what shift it would notice; the forecast from here.

    Raises
    ------
    LadderError
        The run cannot be read, has too few replications or is of a company; or the file is wrong: all faults at once.
    """
    plan = run if isinstance(run, Run) else load_run(run)
    _fit(plan)
    came = read_actual(actual, plan)
    followed, line = curves(plan, came.values, came.last)
    floor = np.array([_one(series, followed[:, i]) for i, series in enumerate(came.values)])
    band = band_of(followed, floor)
    power = least_shifts(followed, band, (came.last - 1) // YEAR)
    ahead = _ahead(plan, came, line) if came.last < plan.months else None
    return Tracked(plan, came, line, band, power, ahead)


def _fit(run: Run) -> None:
    """Refuse a run that no band can be made of."""
    if run.departments:
        raise LadderError(tr("a company is followed department by department: track(run.departments['{name}'], …)",
                             "公司需逐个部门对照：track(run.departments['{name}'], …)",
                             name=next(iter(run.departments))))  # fmt: skip
    if run.replications < LEAST:
        raise LadderError(tr("the run has {n} replications; a band with 5% false alarms needs {least}, 400 are good:"
                             " simulate(…, replications=400)",
                             "该 run 只有{n}次重复；误报率5%的预测带至少需要{least}次，建议400次："
                             "simulate(…, replications=400)",
                             n=run.replications, least=LEAST))  # fmt: skip


def _one(series: TrackedSeries, plan: Floats) -> float:
    """The least deviation that counts: a person, or a thousandth of the usual pay bill."""
    return max(1.0, float(np.median(plan)) / 1000) if series.kind == "pay" else 1.0


def _ahead(run: Run, actual: Actual, line: Floats) -> Ahead:
    """The forecast of every month after the last known one."""
    last, series = actual.last, tuple(actual.values)
    raw = np.stack([predicted(run, one) for one in series], axis=1)
    states, here, start, coming = [], [], [], []
    for i, one in enumerate(series):
        known = ~np.isnan(actual.values[one][:last])
        if one.flow:
            states.append((raw[:, i, :last] * known).sum(axis=1))
            here.append(float(np.nansum(actual.values[one][:last])))
        else:
            latest = int(np.flatnonzero(known)[-1])
            states.append(raw[:, i, latest])
            here.append(float(actual.values[one][latest]))
        start.append(_behind(one, actual, run.months))
        coming.append(_since(raw[:, i], last) if one.flow else raw[:, i, last:])
    return ahead_of(np.stack(states, axis=1), np.array(here), np.stack(start), np.stack(coming, axis=1))


def _behind(series: TrackedSeries, actual: Actual, months: int) -> Floats:
    """What a flow has already summed up in the months to come of the current plan year, shape (months to come,)."""
    made = np.zeros(months - actual.last)
    if series.flow and actual.last % YEAR:
        year = actual.last // YEAR
        made[: (year + 1) * YEAR - actual.last] = np.nansum(actual.values[series][year * YEAR : actual.last])
    return made


def _since(raw: Floats, last: int) -> Floats:
    """Sums of a flow since the last known month, or since the beginning of a later plan year."""
    parts = [np.cumsum(raw[:, max(year.start, last) : year.stop], axis=1) for year in plan_years(raw.shape[1])
             if year.stop > last]  # fmt: skip
    return np.concatenate(parts, axis=1)
