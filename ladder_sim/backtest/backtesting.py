"""`backtest`: fit on what came before a day, play a scheme over what came after, beside two naive forecasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from ladder_sim.backtest.naive import Key, by_chain, chain_of, keys_of, unchanged, values_of
from ladder_sim.backtest.observed import Course, Horizon, at_work, course_of, hires_by_month, horizon_of
from ladder_sim.backtest.playing import HowOften, played
from ladder_sim.backtest.result import Backtest, ForecastFigure, ForecastWay
from ladder_sim.backtest.scoring import Foreseen, of_samples
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.history.fit import Fit
from ladder_sim.history.fitting import day_given, fitted
from ladder_sim.history.leaving import survival_of
from ladder_sim.history.periods import windowed
from ladder_sim.history.record import PeopleHistory, day_of, number
from ladder_sim.history.written import start_of, workforce
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import Readable, load_scheme


@door
def backtest(
    fit: Fit,
    scheme: Scheme | Readable,
    since: str | dt.date,
    *,
    worlds: int = 20,
    replications: int = 20,
    seed: int = 1,
    true_hires: bool = True,
) -> Backtest:
    """Hold a forecast against what happened.

    Parameters
    ----------
    fit : what `fit_history` gave for the whole history; it is fitted anew on what came before
    scheme : the scheme in force after the day; its grades are named as those of the history
    since : the day before which is fitted and from which is played, the first of a month; of snapshots the first one
        on or after it is the first that is foreseen
    worlds, replications : draws of the fitted rates within their error, and replications of each
    seed : of the random numbers
    true_hires : whether to play once more with the hires that really came

    Raises
    ------
    LadderError
        Too little is known before or after the day, or the scheme lacks a grade.
    """
    ladder = load_scheme(scheme)
    day = day_given(since, "since")
    assert day is not None
    whole = fit.history
    before = windowed(whole, whole.opened, number(day))
    if before.closed - before.opened < 360 or (whole.snapshots and len(before.snapshots) < 3):
        raise LadderError(
            tr(
                "since: less than a year, or fewer than three snapshots, lie before {day}; the history begins "
                "on {begin}",
                "since：{day} 之前不足一年或不足三份快照；历史始于 {begin}",
                day=day,
                begin=day_of(whole.opened),
            )
        )
    learned = fitted(before, fit.based_on, dismissals=not any(move.kind == "dismissal" for move in ladder.moves))
    horizon = horizon_of(whole, start_of(learned))
    playing = HowOften(worlds, replications, seed)
    people = workforce(learned)
    forecasts: dict[ForecastWay, Course] = {"fitted": played(learned, people, ladder, horizon, playing)}
    if true_hires:
        plan = hires_by_month(whole, horizon, survival_of(learned.leaving))
        forecasts["true_hires"] = played(learned, people, ladder, horizon, playing, plan)
    seen = course_of(whole, horizon)
    every = [key for key in keys_of(seen) if key[0] != "pay" or paid(people)]
    keys = [key for key in every if key[0] not in ("promotions", "demotions") or key[1] in forecasts["fitted"].moves]
    naive = _naive(learned, horizon, keys)
    unruled = tuple((key, float(values_of(seen, key).sum())) for key in every if key not in keys)
    return Backtest(learned, ladder.id, horizon, tuple(_figures(seen, forecasts, naive, keys)), unruled)


def paid(people: Workforce) -> bool:
    """Does the list of people say what they are paid?"""
    roster = people.people.roster
    return roster is not None and "pay" in roster.columns


def _naive(learned: Fit, horizon: Horizon, keys: list[Key]) -> dict[ForecastWay, Mapping[Key, list[Foreseen]]]:
    """Both naive forecasts, from the periods before the cut."""
    history = learned.history
    now = _heads(history)
    past = course_of(history, _past(history, horizon))
    periods = _past(history, horizon).cuts
    chain = chain_of(history, [(a, b) for a, b in periods if a >= history.opened] or periods)
    return {"unchanged": unchanged(past, now, keys, len(horizon.days)), "markov": by_chain(chain, now, keys, horizon)}


def _past(history: PeopleHistory, horizon: Horizon) -> Horizon:
    """The periods before the cut, of the lengths of those after it: whole years back from it, or the snapshots."""
    if history.snapshots:
        days = list(history.snapshots[1:])
        first = history.snapshots[0]
    else:
        days, day = [], horizon.start
        while number(dt.date(day.year - 1, day.month, 1)) >= history.opened:
            days.insert(0, number(day) - 1)
            day = dt.date(day.year - 1, day.month, 1)
        first = number(day) - 1
        if not days:
            days = [number(horizon.start) - 1]
    months = tuple(range(1, len(days) + 1))
    return Horizon(day_of(first + 1), tuple(days), months, tuple(str(day_of(d)) for d in days))


def _heads(history: PeopleHistory) -> np.typing.NDArray[np.float64]:
    here = at_work(history, history.closed - 1)
    grade = history.stays.grade[here]
    return np.bincount(grade[grade >= 0], minlength=len(history.order.ids)).astype(float)


def _figures(
    seen: Course,
    forecasts: dict[ForecastWay, Course],
    naive: dict[ForecastWay, Mapping[Key, list[Foreseen]]],
    keys: list[Key],
) -> list[ForecastFigure]:
    made = []
    for key in keys:
        observed = values_of(seen, key)
        for period in range(len(observed)):
            foreseen: dict[ForecastWay, Foreseen] = {
                way: of_samples(values_of(course, key)[:, period]) for way, course in forecasts.items()
            }
            for way, given in naive.items():
                foreseen[way] = given[key][period]
            made.append(ForecastFigure(key, period, float(observed[period]), foreseen))
    return made


def figures_of(seen: Course, forecast: Course, keys: list[Key]) -> list[ForecastFigure]:
    """Observed beside what the scheme played, with hires as fitted, says.

    Parameters
    ----------
    seen : what happened, shapes without a leading axis
    forecast : of replications, shapes (replications, …)
    keys : the figures
    """
    return _figures(seen, {"fitted": forecast}, {}, keys)
