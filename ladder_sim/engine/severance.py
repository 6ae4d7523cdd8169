"""What is paid to people who are dismissed, from what they earned in the twelve months before."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, SlotFloats, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.model.kinds import Severance
from ladder_sim.model.workforce import Workforce

YEAR = 12


class Earnings:
    """What everybody earned in each of the last twelve months, awards included; of the run's months alone."""

    def __init__(self, n: int) -> None:
        self.ring = np.zeros((YEAR, n))  # row (month − 1) mod 12, CNY a month or the scheme's unit

    def book(self, month: int, earned: SlotFloats) -> None:
        """earned: shape (slots,), what is paid for `month`."""
        self.ring[(month - 1) % YEAR] = earned

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        self.ring = growth.wider(self.ring, 0.0)

    def before(self, idx: Slots, hired_since: PersonInts, month: int) -> tuple[PersonFloats, PersonFloats]:
        """Mean pay a month over the twelve months before the first of `month`, and the last month's pay.

        Fewer months where somebody worked fewer, or the run has seen fewer; shapes of `idx`.
        """
        past = month - 1
        worked = np.clip(past - np.maximum(hired_since, 0), 1, YEAR)  # months of the run, the hire's first included
        total = np.zeros(idx.size)
        for back in range(min(YEAR, past)):
            total += np.where(back < worked, self.ring[(past - 1 - back) % YEAR, idx], 0.0)
        return total / np.minimum(worked, max(past, 1)), self.ring[(past - 1) % YEAR, idx]


def severance_pay(
    workforce: Workforce, earned: tuple[PersonFloats, PersonFloats], months: PersonInts, kind: Severance
) -> PersonFloats:
    """What is due to people who are dismissed after so many `months` of service; of its shape, money.

    earned: the mean pay a month of the last twelve, and the last month's pay, as `Earnings.before` gives them.

    Labor Contract Law of the PRC, art. 47: months of the mean pay of twelve months by years of service, half a year or
    more counting as a year, less as half; above the ceiling the ceiling counts, for so many years at most. Pay in
    lieu of notice is the last month's (Implementing Regulations, art. 20), the mean is no less than the minimum wage
    (art. 27), and an unlawful dismissal costs twice the whole (Labor Contract Law, art. 87).
    """
    costs, law = workforce.costs, workforce.law
    years = service_years(months.astype(np.float64))
    pay, last = earned
    if workforce.minimum_wage is not None:
        pay = np.maximum(pay, workforce.minimum_wage)
    if costs.severance_cap_pay is not None:
        years = np.where(pay > costs.severance_cap_pay, np.minimum(years, law.severance_years), years)
        pay = np.minimum(pay, costs.severance_cap_pay)
    by_years: PersonFloats = years * costs.severance_months_per_year * pay
    in_lieu = costs.severance_plus * last
    match kind:
        case "none":
            return np.zeros(months.size)
        case "due":
            return by_years + (0.0 if costs.notice_given else in_lieu)
        case "N":
            return by_years
        case "N+1":
            return by_years + in_lieu
        case "2N":
            return law.wrongful_times * by_years
        case _:
            assert_never(kind)


def service_years(months: PersonFloats) -> PersonFloats:
    """Years of service as severance counts them: whole years, plus 1 for a rest of 6 months or more, else plus ½."""
    rest = months % 12
    return months // 12 + np.where(rest >= 6, 1.0, np.where(rest > 0, 0.5, 0.0))
