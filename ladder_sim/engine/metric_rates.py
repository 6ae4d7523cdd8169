"""Means of counts and chances of events, by ability; what is worked out of everybody is kept from month to month."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import PersonFloats
from ladder_sim.engine.population import Population
from ladder_sim.expressions.nodes import NodeValue, View
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams.functions import Remembered, exp
from ladder_sim.streams.poisson import PoissonTerms


class KeptRates:
    """The rates of a batch; ability and most means stay what they are for years, so that few are worked out anew."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.by_ability: dict[str, Remembered] = {}  # by metric, as is
        self.terms: dict[str, PoissonTerms] = {}

    def of_all(self, view: View) -> bool:
        """Is it a view of everybody in the batch, of whom something may be kept?"""
        return view.idx is None and view.source is self.population

    def kept(self, name: str, memory: Callable[[], PoissonTerms]) -> PoissonTerms:
        """What draws of a metric for everybody keep; made by `memory` at first."""
        if name not in self.terms:
            self.terms[name] = memory()
        return self.terms[name]

    def of(self, plan: MetricPlan, view: View) -> NodeValue:
        """The mean of counts or the chance of an event, higher or lower by ability; its mean over people is kept."""
        assert plan.mean is not None
        rate, slope = plan.mean.value(view), plan.metric.ability
        return rate * self._by_ability(plan.metric.name, slope, view) if slope else rate

    def _by_ability(self, name: str, slope: float, view: View) -> PersonFloats:
        """What ability multiplies a rate by; its mean over people is 1."""
        shift = np.square(slope * self.population.program.workforce.ability_sd) / 2

        def work(ability: PersonFloats) -> PersonFloats:
            return exp(slope * ability - shift)

        if not self.of_all(view):
            return work(view.column("ability"))
        if name not in self.by_ability:
            self.by_ability[name] = Remembered(work)
        return self.by_ability[name](view.column("ability"))
