"""The month's metrics: drawn for everybody at once, from each person's own streams."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from ladder_sim.core.arrays import Keys, PersonFloats, SlotFloats, Slots
from ladder_sim.engine.common_metrics import CommonMetrics, together
from ladder_sim.engine.learning import behind, lag
from ladder_sim.engine.metric_level import deviation, mean_by_grade, placement
from ladder_sim.engine.metric_rates import KeptRates
from ladder_sim.engine.new_role import at_move
from ladder_sim.engine.population import Growth, Population
from ladder_sim.engine.recorder import check_mean
from ladder_sim.engine.starting_people import limits_of
from ladder_sim.engine.stopwatch import over
from ladder_sim.expressions.nodes import NodeValue, View
from ladder_sim.plan.program import MetricPlan, Program
from ladder_sim.streams import draws, walks
from ladder_sim.streams.distributions import DISTRIBUTIONS
from ladder_sim.streams.functions import exp, log
from ladder_sim.streams.truncated import normal_between, normal_freed
from ladder_sim.streams.years import PERFORMANCE


class MetricSampler:
    """Draws what the scheme reads; keeps the slow part of each metric (trait and AR(1) residual) per person."""

    def __init__(self, population: Population, programs: list[Program]) -> None:
        self.population = population
        self.plans = {name: plan for program in programs for name, plan in program.metrics.items()}
        self.common = CommonMetrics(population)
        self.trait: dict[str, SlotFloats] = {}
        self.residual: dict[str, SlotFloats] = {}
        self.once: dict[str, SlotFloats] = {}
        self.drawn: dict[str, SlotFloats] = {}  # the month's normals, where they are drawn for all metrics at once
        self.rates = KeptRates(population)
        for name, plan in self.plans.items():
            if DISTRIBUTIONS[plan.metric.kind].residual and plan.metric.per == "person":
                if plan.between is not None:
                    self.trait[name] = np.zeros(population.n)
                if plan.metric.carry:
                    self.residual[name] = np.zeros(population.n)
            if plan.metric.at == "hire":
                self.once[name] = np.zeros(population.n)

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for table in (self.trait, self.residual, self.once):
            for name, values in table.items():
                table[name] = growth.wider(values, 0.0)

    # -- people change --------------------------------------------------------------------------

    def joined(self, idx: Slots, month: int, innate: PersonFloats) -> None:
        """People who start to work in `month`: their ability in their role, their traits, their residuals."""
        self.population.columns["ability"][idx] = innate
        self.set_traits(idx)
        if self.residual:
            drawn = draws.normals(self.population.keys[idx], [f"metric:{name}:start" for name in self.residual], month)
            for residual, start in zip(self.residual.values(), drawn, strict=True):
                residual[idx] = start

    def ability_given(self, innate: PersonFloats, kpi: PersonFloats) -> PersonFloats:
        """Ability of people whose mean KPI of the last year is known (NaN: not known).

        The normal posterior of ability given a 12-month mean: reliability r = b² / (b² + w²(1+φ)/(1−φ)/12); its mean is
        r (kpi − mean) / b, and its spread √(1−r) comes from the person's own stream.
        """
        plan = self.plans.get("kpi")
        known = ~np.isnan(kpi)
        sd = self.population.program.workforce.ability_sd
        if plan is None or plan.between is None or plan.mean is None or not known.any() or not sd:
            return innate
        view = self.population.view(0, 0)
        between = plan.between.value(view) * sd
        within: NodeValue = 0.0 if plan.within is None else plan.within.value(view)
        carry = min(plan.metric.carry, 0.95)
        reliability = np.square(between) / (np.square(between) + np.square(within) * (1 + carry) / (1 - carry) / 12)
        drawn = reliability * (kpi - plan.mean.value(view)) / between * sd + np.sqrt(1 - reliability) * innate
        return np.where(known, drawn, innate)

    def brought(self, idx: Slots, month: int, only: Container[str] | None = None) -> None:
        """What people show once, when they are hired; `only`: leave out the metrics of other names."""
        view = View(self.population, month - 1, month, idx)
        for name, values in self.once.items():
            if only is None or name in only:
                values[idx] = self._of_view(name, self.plans[name], view)

    def new_role(self, idx: Slots, month: int) -> None:
        """People in a new role: only part of their ability carries over (the Peter principle)."""
        program = self.population.program
        workforce, ability = program.workforce, self.population.columns["ability"]
        levels = {
            name: self._own_level(name, idx, self.trait[name][idx])
            for name in self.trait
            if self.plans[name].at_move is not None
        }
        keep, rule = workforce.carry_over, program.ability_at_move
        if keep < 1 or rule is not None:
            fresh = self._fresh_ability(idx, month)
            if rule is None:
                ability[idx] = keep * ability[idx] + np.sqrt(1 - keep * keep) * fresh
            else:
                ability[idx] = at_move(rule, self.population, idx, month, ability[idx], fresh)
        self.set_traits(idx)
        for name, old in levels.items():
            self._carried(name, idx, month, old)

    def _fresh_ability(self, idx: Slots, month: int) -> PersonFloats:
        """The ability that people in a new role would have if nothing of the old one carried over."""
        return (
            draws.normal(self.population.keys[idx], "ability:role", month)
            * self.population.program.workforce.ability_sd
        )

    def _own_level(self, name: str, idx: Slots, trait: PersonFloats) -> PersonFloats:
        """A person's own level of a metric: its mean for somebody with this trait."""
        plan = self.plans[name]
        view = View(self.population, 0, 0, idx)
        if plan.metric.cut:
            return self._cut(plan, view, trait, idx.size)
        mean = 0.0 if plan.mean is None else plan.mean.value(view)
        return np.asarray(mean + trait)

    def _carried(self, name: str, idx: Slots, month: int, old: PersonFloats) -> None:
        """The trait of a metric after a new role, by its own rule: from the old level and one of somebody new."""
        plan = self.plans[name]
        assert plan.at_move is not None
        view = View(self.population, 0, 0, idx)
        fresh = self._fresh_ability(idx, month)
        anew = self._trait(name, self.population.keys[idx], fresh, view, f"trait:{name}:role", month)
        level = at_move(plan.at_move, self.population, idx, month, old, self._own_level(name, idx, anew))
        mean = np.asarray(0.0 if plan.mean is None else plan.mean.value(view))
        if plan.metric.cut:
            sd, (low, high) = np.sqrt(np.maximum(self._variance(plan, view), 1e-300)), limits_of(plan.metric)
            level = mean + sd * normal_freed((level - mean) / sd, (low - mean) / sd, (high - mean) / sd)
        self.trait[name][idx] = level - mean

    def set_traits(self, idx: Slots, only: Container[str] | None = None) -> None:
        """The slow part of metrics (of those in `only`) of the people at `idx`, from their keys and their ability."""
        population, names = self.population, [name for name in self.trait if only is None or name in only]
        if not names:
            return
        ability, view = population.columns["ability"][idx], View(population, 0, 0, idx)
        own = [name for name in names if abs(self._link(name)) < 1]
        drawn = dict(zip(own, draws.normals(population.keys[idx], [f"trait:{name}" for name in own]), strict=True))
        for name in names:
            self.trait[name][idx] = self._mixed(name, ability, drawn.get(name), view)

    def _trait(
        self, name: str, keys: Keys, ability: PersonFloats, view: View, stream: str = "", month: int = 0
    ) -> PersonFloats:
        """The slow part of a metric of the people of a view with this ability; the rest of it is drawn."""
        drawn = draws.normal(keys, stream or f"trait:{name}", month) if abs(self._link(name)) < 1 else None
        return self._mixed(name, ability, drawn, view)

    def _link(self, name: str) -> float:
        """How much of the slow part of a metric is ability, −1 to 1."""
        link = self.plans[name].metric.ability
        return 1.0 if link is None else link

    def _mixed(self, name: str, ability: PersonFloats, drawn: PersonFloats | None, view: View) -> PersonFloats:
        """The slow part of a metric by ability and, where that is not all of it, a normal draw of its own."""
        plan, sd, link = self.plans[name], self.population.program.workforce.ability_sd or 1.0, self._link(name)
        assert plan.between is not None
        mixed = link * (ability / sd)
        if drawn is not None:
            mixed = mixed + np.sqrt(1 - link * link) * drawn
        return np.asarray(mixed * np.asarray(plan.between.value(view)) * (sd if abs(link) == 1 else 1.0))

    def shown(self, name: str, keys: Keys, view: View) -> PersonFloats:
        """What applicants with these keys show, who have no slot yet (`view` knows their ability); shape of `keys`."""
        trait = None
        if name in self.trait:
            trait = self._trait(name, keys, view.column("ability"), View(view.source, 0, 0))
        return self._draw(name, self.plans[name], view, keys, trait)

    # -- the month ------------------------------------------------------------------------------

    def draw(self, month: int) -> None:
        """All monthly metrics of everybody. Clocks are those at the end of the month."""
        population = self.population
        population.monthly = {}
        view = population.view(month, month)
        # where time is kept by metric, each is drawn for itself: the same numbers
        self.drawn = together(population.keys, list(self.residual), month) if population.watch is None else {}
        for name, plan in self.plans.items():
            if plan.metric.at == "month" and not self._waits(name, plan, month):
                with over(population.watch, "metric", name):
                    population.monthly[name] = self._monthly(name, plan, view)

    def _waits(self, name: str, plan: MetricPlan, month: int) -> bool:
        """Is it drawn only once it is read? Before the run, what has no memory may be; the KPI is always read."""
        return month < 0 and not plan.metric.carry and plan.metric.per == "person" and name != "kpi"

    def now(self, name: str, view: View) -> PersonFloats:
        """A metric that is not drawn yet: an exam now, what was drawn at the hire, a month's before the run."""
        plan = self.plans[name]
        if plan.metric.at == "month" and self._waits(name, plan, view.month):
            everybody = View(self.population, view.month, view.month)
            values = self.population.monthly[name] = self._monthly(name, plan, everybody)
            return values if view.idx is None else values[view.idx]
        if name in self.once:
            values = self.once[name]
            return values if view.idx is None else values[view.idx]
        with over(self.population.watch, "metric", name):
            return self._of_view(name, self.plans[name], view)

    def _monthly(self, name: str, plan: MetricPlan, view: View) -> SlotFloats:
        if DISTRIBUTIONS[plan.metric.kind].residual:
            population = self.population
            if plan.metric.per != "person":
                shock, trait = self.common.drawn(name, plan, view)
                return self._shape(plan, view, shock, self._in_year(name, trait, view), population.n)
            keys, stream = self._keys(plan, view), f"metric:{name}"
            residual, trait = self.residual.get(name), self._in_year(name, self._lasting(name), view)
            place = placement(plan, view, trait)
            known = place.level is not None
            if residual is None and not known:
                return self._shape(plan, view, draws.normal(keys, stream, view.month), trait, population.n)
            carry, drawn = plan.metric.carry, self.drawn.pop(name, None)
            if drawn is None:
                shock = walks.walk(keys, stream, view.month, residual, carry, place)
            else:
                shock = walks.walk_on(drawn, residual, carry, place)
            return shock if known else self._placed(plan, view, shock, population.n)
        return self._of_view(name, plan, view)

    def _lasting(self, name: str) -> SlotFloats | None:
        """The person's own deviation from the mean of a metric; that which responds with this month's effort."""
        trait, effort_of = self.trait.get(name), self.population.program.workforce.effort
        if effort_of is None or name != effort_of.metric or "effort" not in self.population.columns:
            return trait
        effort = self.population.columns["effort"]
        return effort if trait is None else trait + effort

    def _in_year(self, name: str, trait: SlotFloats | None, view: View) -> SlotFloats | None:
        """A deviation from the mean of a metric with what this year is like for everybody, which counts for the KPI."""
        level = self._level_of_year(view) if name == "kpi" else None
        if level is None:
            return trait
        return level if trait is None else trait + level

    def _level_of_year(self, view: View) -> SlotFloats | None:
        """How far everybody's KPI lies above that of a usual year, one for each slot; None where years are alike."""
        sd = self.population.program.workforce.between_years.performance
        if not sd:
            return None
        level: SlotFloats = self.population.years.level(PERFORMANCE, sd, view.month)[self.population.rep]
        return level

    def _shape(
        self, plan: MetricPlan, view: View, shock: PersonFloats, trait: PersonFloats | None, size: int
    ) -> PersonFloats:
        """mean + trait + within · shock − learning, on the natural or the log scale, clipped; overwrites `shock`."""
        shock *= 0.0 if plan.within is None else plan.within.value(view)
        if trait is not None:
            shock += trait
        return self._placed(plan, view, shock, size)

    def _placed(self, plan: MetricPlan, view: View, shock: PersonFloats, size: int) -> PersonFloats:
        """The metric of which `shock` is the deviation from the mean, overwrites it."""
        metric = plan.metric
        if metric.cut:
            return self._cut(plan, view, shock, size)
        if plan.gain is not None:
            shock -= behind(plan, view)
        mean: NodeValue = 0.0 if plan.mean is None else plan.mean.value(view)
        if metric.kind == "lognormal":
            spread = self._log_variance(plan, view)
            values = np.asarray(mean * exp(shock - spread / 2))
        else:
            shock += mean
            values = shock
        if metric.low is not None or metric.high is not None:
            np.clip(values, metric.low, metric.high, out=values)
        if values.shape != (size,):
            values = np.broadcast_to(values, (size,)).copy()
        return values

    def _cut(self, plan: MetricPlan, view: View, shock: PersonFloats, size: int) -> PersonFloats:
        """The metric cut off at its limits: `shock`, trait and residual together, is drawn within them.

        Over people and months the values of one mean are those of the truncated normal (of the logarithms, where the
        metric is lognormal); who deviates more in the one deviates more in the other.
        """
        low, high = limits_of(plan.metric)
        mean = np.asarray(0.0 if plan.mean is None else plan.mean.value(view), np.float64)
        of_logs = plan.metric.kind == "lognormal"
        variance = self._variance(plan, view)
        if of_logs:
            mean = log(mean) - self._log_variance(plan, view) / 2
            low, high = (float(log(max(limit, 0.0))) for limit in (low, high))
        if plan.gain is not None:
            mean = mean - behind(plan, view)
        sd = np.sqrt(np.maximum(variance, 1e-300))
        values = mean + sd * normal_between(shock / sd, (low - mean) / sd, (high - mean) / sd)
        values = np.clip(values, low, high)
        return np.broadcast_to(exp(values) if of_logs else values, (size,)).copy()

    def _variance(self, plan: MetricPlan, view: View) -> NodeValue:
        """Of the deviations from the mean: the trait's, and the residual's."""
        sd = self.population.program.workforce.ability_sd or 1.0
        between = 0.0 if plan.between is None else np.asarray(plan.between.value(view))
        if plan.metric.per == "person" and plan.metric.ability in (None, 1, -1):
            between = between * sd
        within = 0.0 if plan.within is None else np.asarray(plan.within.value(view))
        return np.square(between) + np.square(within)

    def kpi_standing(self, view: View) -> PersonFloats | None:
        """This month's KPI against the person's expected one, in standard deviations; None where it is not normal."""
        plan = self._normal_kpi()
        if plan is None or plan.mean is None:
            return None
        expected: NodeValue = plan.mean.value(view)
        if plan.gain is not None:
            expected = expected - behind(plan, View(view.source, view.month, view.month, view.idx))
        level = self._level_of_year(view)
        if level is not None:  # the year's is nobody's own
            expected = expected + view.cut(level)
        kpi: NodeValue = view.cut(self.population.monthly["kpi"])
        standing = np.asarray(kpi - expected) / deviation(plan, view, self.population.program.workforce.ability_sd)
        return standing

    def kpi_beside(self, view: View, slope: float) -> walks.ChanceBeside | None:
        """The same of everybody for a chance that is multiplied by exp(slope · standing − slope² ÷ 2).

        None where it is not normal, or what is expected of people goes by more than their grade and their time in it.
        """
        plan = self._normal_kpi()
        if plan is None or self.population.program.workforce.between_years.performance:
            return None
        level, gain = mean_by_grade(plan, view), lag(plan, View(view.source, view.month, view.month))
        sd = deviation(plan, view, self.population.program.workforce.ability_sd)
        if level is None or (plan.gain is not None and gain is None) or np.ndim(sd) or not sd > 0:
            return None
        return walks.ChanceBeside(self.population.monthly["kpi"], level, gain, slope / float(sd), slope * slope / 2)

    def _normal_kpi(self) -> MetricPlan | None:
        plan = self.plans.get("kpi")
        return plan if plan is not None and plan.metric.kind == "normal" and plan.mean is not None else None

    def _log_variance(self, plan: MetricPlan, view: View) -> NodeValue:
        parts: list[NodeValue] = [node.value(view) for node in (plan.between, plan.within) if node is not None]
        return sum(np.square(part) for part in parts)

    def _keys(self, plan: MetricPlan, view: View) -> Keys:
        """Whose streams: the person's, or that of the team or unit, which all members share."""
        population = self.population
        if plan.metric.per == "person":
            return population.keys if view.idx is None else population.keys[view.idx]
        place, keys = self.common.keys(plan.metric.per)
        return keys[place if view.idx is None else place[view.idx]]

    def _of_view(self, name: str, plan: MetricPlan, view: View) -> PersonFloats:
        """A draw without memory, for the people of the view."""
        trait = self.trait.get(name)
        if trait is not None and view.idx is not None:
            trait = trait[view.idx]
        return self._draw(name, plan, view, self._keys(plan, view), trait)

    def _draw(self, name: str, plan: MetricPlan, view: View, keys: Keys, trait: PersonFloats | None) -> PersonFloats:
        """A draw without memory, for people with these keys and traits."""
        metric, distribution, stream = plan.metric, DISTRIBUTIONS[plan.metric.kind], f"metric:{name}"
        if distribution.residual:
            return self._shape(plan, view, draws.normal(keys, stream, view.month), trait, keys.size)
        parameters: list[object] = [self._parameter(each, plan, view) for each in distribution.parameters]
        if metric.cut and distribution.cut is not None:
            return distribution.cut(draws.uniform(keys, stream, view.month), *limits_of(metric), *parameters)
        if distribution.memory is not None and self.rates.of_all(view):
            parameters.append(self.rates.kept(name, distribution.memory))
        values = distribution.draw(keys, stream, view.month, *parameters)
        if not distribution.bounded and (metric.low is not None or metric.high is not None):
            np.clip(values, metric.low, metric.high, out=values)
        return values

    def _parameter(self, name: str, plan: MetricPlan, view: View) -> NodeValue | tuple[tuple[float, float], ...]:
        """A parameter of a metric's distribution, one value or one for each of the people of the view."""
        metric = plan.metric
        match name:
            case "low":
                return metric.low or 0.0
            case "high":
                return 1.0 if metric.high is None else metric.high
            case "chance":
                return self.rates.of(plan, view)
            case "mean":
                rate = self.rates.of(plan, view)
                check_mean(plan, rate, view.month)
                return rate
            case "table":
                return metric.table
            case "value":
                assert plan.mean is not None
                return plan.mean.value(view)
            case _:
                raise AssertionError(f"a metric has no parameter {name!r}: no file says one")
