"""Metrics that the unit, or a team, has as one: drawn once for it, equal for all its members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Floats, Keys, PersonFloats, SlotInts
from ladder_sim.engine.population import Population
from ladder_sim.expressions.nodes import View
from ladder_sim.model.metrics import DrawnPer
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import compiled

NUMBER = 1 << 60  # the unit's among the persons; teams follow
LAGS = 200  # months that an AR(1) looks back at most
LEAST = 1e-9  # weight of a month below which no older one counts


def together(keys: Keys, names: Sequence[str], month: int) -> dict[str, Floats]:
    """The month's normals of metrics of these names, in one call where that is quicker.

    Returns
    -------
    By metric, of the shape of `keys`, equal to those drawn one by one; empty where one by one is as quick.
    """
    if len(names) < 2 or compiled() is not None:
        return {}
    return dict(zip(names, draws.normals(keys, [f"metric:{name}" for name in names], month), strict=True))


class CommonMetrics:
    """Draws for the unit and for each team from keys of their own; keeps the shocks of the months before."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self._keys: dict[int, Keys] = {}  # by the number of teams, 0 for the unit
        self.past: dict[str, dict[int, Floats]] = {}  # of each metric, by month

    def keys(self, per: DrawnPer) -> tuple[SlotInts, Keys]:
        """Whose keys count for the person in each slot, as places; and the keys, shape (replications × units,).

        Parameters
        ----------
        per : ``unit`` or ``team``; a person's metric is nobody else's
        """
        population = self.population
        match per:
            case "unit":
                place, teams = population.rep, 0
            case "team":
                place, _ = population.group("team")
                teams = int(population.columns["team"].max(initial=0)) + 1
            case "person":
                raise AssertionError("a person's metric is nobody else's")
            case _:
                assert_never(per)
        if teams not in self._keys:
            numbers = NUMBER + (np.arange(1, teams + 1) if teams else np.zeros(1, np.int64))
            keys = draws.person_keys(population.seed, population.replications[:, None], numbers[None, :])
            self._keys[teams] = keys.ravel()
        return place, self._keys[teams]

    def drawn(self, name: str, plan: MetricPlan, view: View) -> tuple[PersonFloats, PersonFloats | None]:
        """Residual and trait of a metric this month, one for each slot.

        AR(1) as the sum of past shocks, a function of the team and the month alone: who joins meets what is there.
        """
        carry = plan.metric.carry
        place, keys = self.keys(plan.metric.per)
        residual = self._shock(name, keys, view.month).copy()
        weight = 1.0
        for lag in range(1, LAGS if carry else 1):
            weight *= carry
            if weight < LEAST:
                break
            residual += weight * self._shock(name, keys, view.month - lag)
        residual *= np.sqrt(1 - carry * carry)
        trait = None
        if plan.between is not None:
            trait = plan.between.value(view) * draws.normal(keys, f"trait:{name}")[place]
        return residual[place], trait

    def _shock(self, name: str, keys: Keys, month: int) -> Floats:
        """The shock of a month, drawn once; anew where there are other teams."""
        past = self.past.setdefault(name, {})
        if month not in past or past[month].size != keys.size:
            past.pop(month - LAGS, None)
            past[month] = draws.normal(keys, f"metric:{name}", month)
        return past[month]
