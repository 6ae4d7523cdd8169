"""Voluntary leaving and retirement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.engine.moving import leave as depart
from ladder_sim.engine.recorder import undefined
from ladder_sim.model.records import Effects, Workforce
from ladder_sim.results.counts import CAUSES, DRIVERS
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import spread_numbers

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

PAY_RANGE = 1.25  # how far pay may lie from the market before its effect stays: beyond a quarter nothing was measured

VOLUNTARY, RETIREMENT = CAUSES.index("voluntary"), CAUSES.index("retirement")


def leave(block: BatchContext, month: int) -> None:
    """Who leaves in `month`. The hazard reads the clocks at the start of the month."""
    state = block.state
    if block.script is not None and block.script.nobody_leaves:
        return
    if block.program.hazard is not None or block.workforce.attrition.base:
        steps: Steps | None = [] if block.drivers else None
        going = draws.happens(state.keys, "leave", month, hazard(block, month, steps))
        going = going[state.columns["grade"][going] < state.grade_count]
        if going.size:
            if steps is not None:
                _book_drivers(block, going, month, steps)
            kpi12 = block.kpi12
            if kpi12 is not None:
                top = kpi12[going] >= state.top[state.rep[going]]
                block.record.tally.regretted[:, month - 1] = np.bincount(state.rep[going[top]], minlength=state.reps)
            depart(block, going, np.full(going.size, VOLUNTARY), month)
    retirement = block.program.retirement
    if retirement is not None and "attr:age" in state.columns:
        limit = retirement.value(state.view(month, month))
        if block.workforce.statutory:
            limit = statutory_age(block.workforce, spread_numbers(limit, state.n), state.columns["attr:age"])
        age = state.columns["attr:age"] + month / 12 + 1e-9
        old = np.flatnonzero((age >= limit) & state.alive())
        if old.size:
            depart(block, old, np.full(old.size, RETIREMENT), month)


def statutory_age(workforce: Workforce, group: np.ndarray, age: np.ndarray) -> np.ndarray:
    """The age at which the law lets people retire, in years; NaN where the group is.

    Somebody who would have retired in the k-th month (from 1) since the law began works a month longer for each
    `months_for_one` of these k, a begun one included, up to the new age: the reckoning of the tables that the State
    Council published with the decision of 2024-09-13.

    Parameters
    ----------
    group: place in the law's table of retirement, shape (people,).
    age: years on the first day of the run, which give the month of birth, shape (people,).
    """
    law, start = workforce.law, workforce.start
    assert law.retirement_since is not None  # or there would be no table
    since = law.retirement_since
    born = np.floor(12 * (start.year - since.year) + start.month - since.month - 12 * age + 1e-6)
    table = np.array([(g.age, 12 * (g.up_to - g.age), g.months_for_one) for g in law.retirement], float)
    known = ~np.isnan(group)
    first, most, pace = table[np.where(known, group, 0).astype(np.int64)].T
    late = np.clip(np.ceil((born + 12 * first + 1) / pace), 0, most)
    return np.where(known, first + late / 12, np.nan)


#: What raised or lowered a hazard, in the order in which it did: the driver, and the hazard after it.
Steps = list[tuple[str, np.ndarray]]


def hazard(block: BatchContext, month: int, steps: Steps | None = None) -> np.ndarray:
    """The chance to leave in `month`, per place; shape (places of the block,). `steps` takes in what it is made of."""

    def step(driver: str) -> None:
        if steps is not None:
            steps.append((driver, chance.copy()))

    state, attrition = block.state, block.workforce.attrition
    view = state.view(month - 1, month)
    columns = state.columns
    if block.program.hazard is not None:
        chance = spread_numbers(block.program.hazard.value(view), state.n)
        if block.program.hazard.nullable and np.isnan(chance[state.alive()]).any():
            assert attrition.hazard is not None  # or there would be no node of it
            unknown = int(np.isnan(chance[state.alive()]).sum())
            raise undefined(tr("the hazard of leaving", "离职概率"), unknown, month, attrition.hazard.at)
    else:
        chance = block.base_hazard.take(month - 1 - columns["hired_since"].astype(np.int64), mode="clip")
    step("base")
    effects = attrition.effects
    if effects == Effects():
        return chance
    if block.program.hazard is not None:
        chance = chance.copy()
    for column, effect in (
        ("passed_over", effects.passed_over),
        ("raised", effects.promoted),
        ("lowered", effects.demoted),
    ):
        if effect is not None:
            times, lasts = effect
            recent = np.flatnonzero(month - 1 - columns[column] < lasts)
            chance[recent] *= times
            step("passed_over" if column == "passed_over" else "promotion")
    waited: Any = month - 1 - columns["grade_since"]
    if effects.stagnant is not None:
        times, after = effects.stagnant
        chance[np.flatnonzero(waited > after)] *= times
        step("promotion")
    if effects.stagnant_ramp is not None:
        pace, after, most = effects.stagnant_ramp
        long = np.flatnonzero(waited > after)
        chance[long] *= 1 + np.minimum((waited[long] - after) * pace, most)
        step("promotion")
    standing = None if effects.performance is None else block.drawer.kpi_standing(view)
    if standing is not None and effects.performance is not None:
        slope = np.log(effects.performance)  # the second term keeps the average hazard where it was
        chance *= np.exp(slope * standing - slope * slope / 2)
        step("performance")
    if effects.top_performer is not None and block.kpi12 is not None:
        chance[np.flatnonzero(block.kpi12 >= state.top[state.rep])] *= effects.top_performer
        step("performance")
    if effects.pay_gap is not None:
        market = block.program.market[columns["grade"]]
        for of_role, node in block.program.market_nodes:
            idx = np.flatnonzero(of_role[columns["grade"]])
            market[idx] = node.value(view.of(idx))
        ratio = np.clip(columns["pay"] / market, 1 / PAY_RANGE, PAY_RANGE)
        factor = np.exp(effects.pay_gap * np.log(ratio))
        chance *= np.where(np.isfinite(factor), factor, 1)
        step("pay")
    return chance


def _book_drivers(block: BatchContext, going: np.ndarray, month: int, steps: Steps) -> None:
    """Book what the hazard of each leaver was made of: shares that add up to one leaver.

    A hazard h = b·f₁·f₂·… above or below its base b is divided by the logarithmic mean of the two,
    L = (h − b) ÷ ln(h ÷ b), which no order enters: h − b = Σ L·ln fₖ (Ang, Energy Policy 33 (2005) 867–871). The base's
    share is b ÷ h, that of a factor L·ln fₖ ÷ h.
    """
    state = block.state
    base, last = steps[0][1][going], steps[-1][1][going]
    with np.errstate(all="ignore"):
        wide = np.log(last / base)
        mean = np.where(wide == 0, 1.0, -np.expm1(-wide) / wide)  # L ÷ h
        shares = {"base": base / last}
        before = base
        for driver, after in steps[1:]:
            found = after[going]
            shares[driver] = shares.get(driver, 0.0) + mean * np.log(found / before)
            before = found
    for driver, share in shares.items():
        booked = block.record.tally.drivers[:, month - 1, DRIVERS.index(driver)]
        booked += np.bincount(state.rep[going], weights=share, minlength=state.reps)


def update_top(block: BatchContext, month: int) -> None:
    """At each half-year's end: people's 12-month KPI, and from where on one is in the top fifth of the unit."""
    ring = block.kpi_ring
    if ring is None:
        return
    ring[block.kpi_count % 12] = block.state.monthly["kpi"]
    block.kpi_count += 1
    if month % 6 or block.kpi_count < 3:
        return
    state = block.state
    whole = min(12, block.kpi_count)
    rows = [ring[(block.kpi_count - 1 - back) % 12] for back in range(whole)]
    mean = rows[0].copy()
    for row in rows[1:]:
        mean += row
    mean /= whole
    months = month - state.columns["closed_since"]
    part = np.flatnonzero(months < whole)  # newcomers: the mean of their own months
    own = months[part]
    total = np.zeros(part.size)
    for back, row in enumerate(rows):
        total += np.where(back < own, row[part], 0.0)
    mean[part] = total / np.maximum(own, 1)
    mean[part[own < 3]] = -np.inf
    mean[~state.alive()] = -np.inf
    shaped = mean.reshape(state.reps, state.places)
    known = np.count_nonzero(np.isfinite(shaped), axis=1)
    place = state.places - np.maximum(known // 5, 1)
    state.top = np.sort(shaped, axis=1)[np.arange(state.reps), place]
    block.kpi12 = mean
