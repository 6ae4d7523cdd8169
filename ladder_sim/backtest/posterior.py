"""The fitted people played over the very time they were fitted on: observed beside simulated.

It is no forecast. What lies outside the bands here, the model cannot say at all.
"""

from __future__ import annotations

from dataclasses import replace

from ladder_sim.backtest.backtesting import figures_of, paid
from ladder_sim.backtest.naive import keys_of, values_of
from ladder_sim.backtest.observed import course_of, horizon_of
from ladder_sim.backtest.playing import HowOften, played
from ladder_sim.backtest.result import Backtest
from ladder_sim.backtest.service import seen_by_service
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.history.fit import Fit
from ladder_sim.history.periods import windowed
from ladder_sim.history.promotion import FEWEST, entries_of
from ladder_sim.history.record import day_of, number
from ladder_sim.history.written import first_from, in_memory, roster_frame, start_of, yaml_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_scheme


@door
def check(fit: Fit, *, worlds: int = 10, replications: int = 20, seed: int = 1) -> Backtest:
    """Play the fitted people from their first day, moves at the rates that were seen.

    Parameters
    ----------
    fit : what `fit_history` gave
    worlds, replications, seed : as in `backtest`
    """
    history = fit.history
    begin = day_of(history.opened)
    if not history.snapshots:
        begin = first_from(begin)
    first = windowed(history, history.opened, number(begin) + 1)
    there = replace(fit, history=first)
    start = start_of(there)
    horizon = horizon_of(history, start)
    people = in_memory(yaml_of(fit, "fitted", "", start), roster_frame(there))
    seen = replace(course_of(history, horizon), service=seen_by_service(history, horizon))
    forecast = played(fit, people, ladder_of(fit), horizon, HowOften(worlds, replications, seed), by_service=True)
    keys = [key for key in keys_of(seen) if key[0] != "pay" or paid(people)]
    keys = [k for k in keys if k[0] != "service" or values_of(seen, k).any() or values_of(forecast, k).any()]
    return Backtest(fit, "as-seen", horizon, tuple(figures_of(seen, forecast, keys)), posterior=True)


def ladder_of(fit: Fit) -> Scheme:
    """The grades of a history with moves as often as they were seen, and years that differ as they did."""
    ids = fit.history.order.ids
    pay = {p.grade: p.median for p in fit.pays}
    grades: dict[str, JsonObject] = {name: {"base": round(pay.get(place, 1000.0 * (place + 1)), 2)}
                              for place, name in enumerate(ids)}  # fmt: skip
    moves = []
    for step in fit.steps:
        if step.total < FEWEST:
            continue
        spread = f" * between_years({min(2.0, step.dispersion.sd):.3f})" if step.dispersion.sd > 0 else ""
        a, b = ids[step.source], ids[step.target]
        moves.append({"id": f"{a}_to_{b}", "from": a, "to": b, "review": "monthly", "seats": "unlimited",
                      "when": [*step.who.conditions, f"chance({step.monthly:.6g}{spread})"]})  # fmt: skip
    shares = {
        name: round(float(share), 6) for name, share in zip(ids, entries_of(fit.history), strict=True) if share > 0
    }
    total = sum(shares.values())
    entry: dict[str, float] | str = (
        {name: share / total for name, share in shares.items()} if len(shares) > 1 else next(iter(shares), ids[0])
    )
    return load_scheme({"scheme": "as-seen", "ladder": {"all": grades}, "entry": entry,
                        "reviews": {"monthly": {"every": "month"}}, "moves": moves})  # fmt: skip
