"""Voluntary leaving and retirement."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, ReplicationFloats, SlotFloats, Slots
from ladder_sim.core.fixed_math import expm1
from ladder_sim.core.i18n import tr
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.departures import Departures
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.performance import PerformanceWindow
from ladder_sim.engine.recorder import undefined
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.expressions.nodes import View
from ladder_sim.model.workforce import Attrition, Effects, Workforce
from ladder_sim.results.coded import DRIVERS
from ladder_sim.streams import draws
from ladder_sim.streams.functions import exp, log
from ladder_sim.streams.kernels import by_clock, compiled, spread_numbers
from ladder_sim.streams.walks import happens_beside
from ladder_sim.streams.years import LEAVING

PAY_RANGE = 1.25  # how far pay may lie from the market before its effect stays: beyond a quarter nothing was measured


#: What raised or lowered a hazard, in the order in which it did: the driver, and the hazard after it.
HazardSteps = list[tuple[str, PersonFloats]]
#: What a hazard is multiplied by: whose, among the people in question, and how many times.
Factor = tuple[PersonInts | slice, PersonFloats | float]
_ALL = slice(None)
_SLACK = 1 + 1e-9


@dataclass(slots=True)
class InQuestion:
    """Slots of people who might leave of their own accord, in rising order, with what is known of each so far.

    Parameters
    ----------
    draw
        Who has one below the chance leaves; shape (people,), 0–1.
    chance
        To leave in the month, with the factors worked out so far; shape (people,), 0–1.
    steps
        Where it is asked what chances are made of.
    """

    some: Slots
    draw: PersonFloats
    chance: PersonFloats
    steps: HazardSteps = field(default_factory=list)

    def times(self, factors: Iterator[Factor]) -> None:
        """Multiply the chances by some factors."""
        for who, times in factors:
            self.chance[who] *= times

    def narrow(self, most: float) -> None:
        """Leave out those who would stay even if their chances were `most` times as high."""
        (left,) = (self.draw < self.chance * most).nonzero()
        if left.size == self.draw.size:
            return
        self.some, self.draw, self.chance = self.some[left], self.draw[left], self.chance[left]
        self.steps = [(driver, after[left]) for driver, after in self.steps]


class Leaving(Rule):
    """Who leaves of their own accord, and who retires.

    `drivers`: whether what the hazards of leavers were made of is counted too.
    `pay_gap`: the exponent of pay ÷ market by slot of the batch, in place of the workforce's; None: that one.
    `by_tenure`: the monthly chance by completed months of tenure, the last value for all longer ones.
    """

    def __init__(
        self, shared: Shared, departures: Departures, sampler: MetricSampler, performance: PerformanceWindow,
        choices: ChoiceBook, *, drivers: bool = False, pay_gap: ReplicationFloats | None = None,
    ) -> None:  # fmt: skip
        super().__init__(shared)
        self.departures, self.sampler, self.performance = departures, sampler, performance
        self.choices, self.drivers, self.pay_gap = choices, drivers, pay_gap
        usual = self.workforce.attrition.effects.pay_gap
        self.most_by_pay = _most_by_pay([] if usual is None else [usual] if pay_gap is None else pay_gap.tolist())
        self.by_tenure = _table(self.workforce.attrition)

    @counted_as("leaving")
    def leave(self, month: int) -> None:
        """Who leaves in `month`. The hazard reads the clocks at the start of the month."""
        if self.script is not None and self.script.nobody_leaves:
            return
        if self.program.hazard is not None or self.workforce.attrition.base:
            self._resign(month)
        self._retire(month)

    def _resign(self, month: int) -> None:
        population = self.population
        asked = self._in_question(month)
        asked.narrow(1.0)
        going, steps = asked.some, asked.steps
        if going.size:
            if self.drivers:
                self._book_drivers(going, month, steps)
            top = going[self.performance.is_top(going)]
            self.recorder.counts.regretted[:, month - 1] = np.bincount(population.rep[top], minlength=population.reps)
            self.choices.left(top, month)
            self.departures.leave_for(going, "voluntary", month)

    def _retire(self, month: int) -> None:
        population, retirement = self.population, self.program.retirement
        if retirement is None or "attr:age" not in population.columns:
            return
        born = population.columns["attr:age"]  # so many years before the run
        if self.workforce.statutory:  # few are so old that the law's ages need to be worked out
            earliest = min(group.age for group in self.workforce.law.retirement)
            idx = np.flatnonzero(born >= earliest - month / 12 - 1e-6)
            idx = idx[population.columns["grade"][idx] < population.grade_count]
        else:
            idx = np.flatnonzero(population.alive())
        if not idx.size:
            return
        age = born[idx] + month / 12 + 1e-9
        limit = retirement.value(population.view(month, month).of(idx))
        if self.workforce.statutory:
            limit = statutory_age(self.workforce, spread_numbers(limit, idx.size), born[idx])
        old = idx[age >= limit]
        if old.size:
            self.departures.leave_for(old, "retirement", month)

    def _book_drivers(self, going: PersonInts, month: int, steps: HazardSteps) -> None:
        """Book what the hazard of each leaver was made of: shares that add up to one leaver.

        A hazard h = b·f₁·f₂·… above or below its base b is divided by the logarithmic mean of the two,
        L = (h − b) ÷ ln(h ÷ b), which no order enters: h − b = Σ L·ln fₖ (Ang, Energy Policy 33 (2005) 867–871). The
        base's share is b ÷ h, that of a factor L·ln fₖ ÷ h.
        """
        population = self.population
        base, last = steps[0][1], steps[-1][1]
        wide = log(last / base)
        mean = np.where(wide == 0, 1.0, -expm1(-wide) / wide)  # L ÷ h
        shares = {"base": base / last}
        before = base
        for driver, found in steps[1:]:
            shares[driver] = shares.get(driver, 0.0) + mean * log(found / before)
            before = found
        for driver, share in shares.items():
            booked = self.recorder.counts.drivers[:, month - 1, DRIVERS.index(driver)]
            booked += np.bincount(population.rep[going], weights=share, minlength=population.reps)

    def _in_question(self, month: int) -> InQuestion:
        """Who might leave in `month`, with their chances, and where asked what these are made of.

        Few have a draw below the highest chance that anybody with their base could have; only theirs are worked out,
        and before each costly factor those are left out whom even the most of it and of all after it could not reach.

        Raises
        ------
        LadderError
            The workforce's own expression has no value for somebody who is there.
        """
        population, effects = self.population, self.workforce.attrition.effects
        view = population.view(month - 1, month)
        base, by_pay = self._base(view), self.most_by_pay
        some, by_performance = self._near(view, base, _most_by_record(effects) * by_pay)
        by_performance *= by_pay
        asked = InQuestion(some, draws.uniform(population.keys[some], "leave", month), base[some])
        if self.drivers:
            asked.steps.append(("base", asked.chance.copy()))
        if effects == Effects():
            return asked
        for most, factors in (
            (by_performance, self._by_record(asked, month)),
            (by_pay, self._performing(effects, asked, view)),
            (1.0, self._by_pay(effects, asked, view)),
        ):
            for driver, each in factors:
                asked.times(each)
                if self.drivers:
                    asked.steps.append((driver, asked.chance.copy()))
            asked.narrow(most)
        return asked

    def _near(self, view: View, base: SlotFloats, most: float) -> tuple[Slots, float]:
        """Slots of the people whose draw lies below what their chance may be, and how many times performance makes it.

        Parameters
        ----------
        most
            What else may raise a chance.

        Returns
        -------
        The second is the most of all in the first, and a little more.
        """
        population, effects = self.population, self.workforce.attrition.effects
        times, by_top = effects.performance, max(1.0, effects.top_performer or 1.0) * _SLACK
        some = beside = None
        if times is not None and compiled() is not None:
            beside = self.sampler.kpi_beside(view, _log_of(times))
        if beside is not None:
            some = happens_beside(population.keys, "leave", view.month, base, most * by_top, beside)
        asked = view if some is None else view.of(some)
        raised = None if times is None else self._by_performance(times, asked)
        if raised is not None and raised.size:
            by_top *= max(1.0, float(exp(np.fmax.reduce(raised)))) * _SLACK
        if some is None:
            some = draws.happens(population.keys, "leave", view.month, base * (most * by_top))
        return some[population.columns["grade"][some] < population.grade_count], by_top

    def _base(self, view: View) -> SlotFloats:
        """By tenure or by the workforce's own expression, in this year."""
        spread, usual = self.workforce.between_years.leaving, self._usual(view)
        if not spread:
            return usual
        return usual * self.population.years.factor(LEAVING, spread, view.month)[self.population.rep]

    def _usual(self, view: View) -> SlotFloats:
        """The base in a year as any other."""
        population, node = self.population, self.program.hazard
        if node is None:
            return by_clock(self.by_tenure, population.columns["hired_since"], view.month - 1)
        chance = spread_numbers(node.value(view), population.n)
        if node.nullable and np.isnan(chance[population.alive()]).any():
            expr = self.workforce.attrition.hazard
            assert expr is not None  # or there would be no node of it
            unknown = int(np.isnan(chance[population.alive()]).sum())
            raise undefined(tr("the hazard of leaving", "离职概率"), unknown, view.month, expr.at)
        return chance

    def _by_record(self, asked: InQuestion, month: int) -> Iterator[tuple[str, Iterator[Factor]]]:
        """What being passed over, moves and standing still do, driver by driver, in a fixed order."""
        columns, effects, some = self.population.columns, self.workforce.attrition.effects, asked.some
        for name, effect in (
            ("passed_over", effects.passed_over),
            ("raised", effects.promoted),
            ("lowered", effects.demoted),
        ):
            if effect is not None:
                times, lasts = effect
                lately = np.flatnonzero(month - 1 - columns[name][some] < lasts)
                yield "passed_over" if name == "passed_over" else "promotion", iter([(lately, times)])
        yield "promotion", _waiting(effects, month - 1 - columns["grade_since"][some])

    def _by_performance(self, times: float, view: View) -> PersonFloats | None:
        """The logarithm of what performance does to the chances of a view; None where it is not normal."""
        standing = self.sampler.kpi_standing(view)
        if standing is None:
            return None
        slope = _log_of(times)  # the second term keeps the average hazard where it was
        raised: PersonFloats = slope * standing - slope * slope / 2
        return raised

    def _performing(self, effects: Effects, asked: InQuestion, view: View) -> Iterator[tuple[str, Iterator[Factor]]]:
        """What performance does."""
        found: list[Factor] = []
        if effects.performance is not None:
            raised = self._by_performance(effects.performance, view.of(asked.some))
            if raised is not None:
                found.append((_ALL, exp(raised)))
        if effects.top_performer is not None and (tops := self.performance.tops()) is not None:
            found.append((np.flatnonzero(tops[asked.some]), effects.top_performer))
        yield "performance", iter(found)

    def _by_pay(self, effects: Effects, asked: InQuestion, view: View) -> Iterator[tuple[str, Iterator[Factor]]]:
        """What pay beside the market does."""
        if effects.pay_gap is not None:
            gap = effects.pay_gap if self.pay_gap is None else self.pay_gap[self.population.rep[asked.some]]
            yield "pay", iter([(_ALL, self._beside_market(gap, asked.some, view.of(asked.some)))])

    def _beside_market(self, exponent: float | PersonFloats, some: Slots, view: View) -> PersonFloats:
        """(pay ÷ market) to the power of `exponent`, of the people `some` of the view; it counts within `PAY_RANGE`."""
        columns = self.population.columns
        grade = columns["grade"][some]
        market: PersonFloats = self.program.market.take(grade)
        for plan in self.program.market_plans:
            place = np.flatnonzero(plan.grades[grade])
            market[place] = plan.pay.value(view.of(some[place]))
        fte = self.population.fte()
        if fte is not None:
            market *= fte[some]
        ratio = np.clip(columns["pay"][some] / market, 1 / PAY_RANGE, PAY_RANGE)
        factor = exp(log(ratio) * exponent)
        factor[np.isnan(factor)] = 1  # no pay, or no market
        return factor


def _waiting(effects: Effects, waited: PersonInts) -> Iterator[Factor]:
    """What standing still for so many months does."""
    if effects.stagnant is not None:
        times, after = effects.stagnant
        yield np.flatnonzero(waited > after), times
    if effects.stagnant_ramp is not None:
        pace, after, most = effects.stagnant_ramp
        long = np.flatnonzero(waited > after)
        yield long, 1 + np.minimum((waited[long] - after) * pace, most)


def _most_by_record(effects: Effects) -> float:
    """The product of what a record can do at its highest, a little more for the rounding of each; as those below."""
    often = (effects.passed_over, effects.promoted, effects.demoted, effects.stagnant)
    most = math.prod(max(1.0, each[0]) for each in often if each is not None)
    if effects.stagnant_ramp is not None:
        most *= 1 + max(0.0, effects.stagnant_ramp[2])
    return most * _SLACK


@lru_cache(maxsize=64)
def _log_of(times: float) -> float:
    return float(log(times))


def _most_by_pay(exponents: Sequence[float]) -> float:
    """The most that pay beside the market does to a chance, at any of some exponents; 1 of none."""
    steepest = max(map(abs, exponents), default=None)
    return 1.0 if steepest is None else float(exp(log(PAY_RANGE) * steepest)) * _SLACK


def _table(attrition: Attrition) -> SlotFloats:
    """The monthly chance by completed months of tenure, shape (months,)."""
    starts = [month for month, _ in attrition.base] or [0]
    table = np.zeros(max(starts) + 1)
    for month, chance in sorted(attrition.base):
        table[month:] = chance
    return table


def statutory_age(workforce: Workforce, group: PersonFloats, age: PersonFloats) -> PersonFloats:
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
