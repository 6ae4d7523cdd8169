"""Voluntary leaving and retirement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.engine.moving import leave as depart
from ladder_sim.engine.recorder import undefined
from ladder_sim.model.records import Effects
from ladder_sim.results.counts import CAUSES
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
        going = draws.happens(state.keys, "leave", month, hazard(block, month))
        going = going[state.columns["grade"][going] < state.grade_count]
        if going.size:
            kpi12 = block.kpi12
            if kpi12 is not None:
                top = kpi12[going] >= state.top[state.rep[going]]
                block.record.tally.regretted[:, month - 1] = np.bincount(state.rep[going[top]], minlength=state.reps)
            depart(block, going, np.full(going.size, VOLUNTARY), month)
    retirement = block.program.retirement
    if retirement is not None and "attr:age" in state.columns:
        limit = retirement.value(state.view(month, month))
        age = state.columns["attr:age"] + month / 12
        old = np.flatnonzero((age >= limit) & state.alive())
        if old.size:
            depart(block, old, np.full(old.size, RETIREMENT), month)


def hazard(block: BatchContext, month: int) -> np.ndarray:
    """The chance to leave in `month`, per place; shape (places of the block,)."""
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
    waited: Any = month - 1 - columns["grade_since"]
    if effects.stagnant is not None:
        times, after = effects.stagnant
        chance[np.flatnonzero(waited > after)] *= times
    if effects.stagnant_ramp is not None:
        pace, after, most = effects.stagnant_ramp
        long = np.flatnonzero(waited > after)
        chance[long] *= 1 + np.minimum((waited[long] - after) * pace, most)
    standing = None if effects.performance is None else block.drawer.kpi_standing(view)
    if standing is not None and effects.performance is not None:
        slope = np.log(effects.performance)  # the second term keeps the average hazard where it was
        chance *= np.exp(slope * standing - slope * slope / 2)
    if effects.top_performer is not None and block.kpi12 is not None:
        chance[np.flatnonzero(block.kpi12 >= state.top[state.rep])] *= effects.top_performer
    if effects.pay_gap is not None:
        market = block.program.market[columns["grade"]]
        for of_role, node in block.program.market_nodes:
            idx = np.flatnonzero(of_role[columns["grade"]])
            market[idx] = node.value(view.of(idx))
        ratio = np.clip(columns["pay"] / market, 1 / PAY_RANGE, PAY_RANGE)
        factor = np.exp(effects.pay_gap * np.log(ratio))
        chance *= np.where(np.isfinite(factor), factor, 1)
    return chance


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
