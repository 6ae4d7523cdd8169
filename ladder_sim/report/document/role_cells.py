"""Pay per head and promotion rate by role or grade, as many sections and sheets need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.arrays import Floats
from ladder_sim.results.intervals import ratio

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class PayAndRise:
    """One role or grade under one scheme.

    Parameters
    ----------
    people : on average
    pay : a head and year, shape (replications,)
    promoted : promotions a year as a share of the people there, shape (replications,)
    """

    people: float
    pay: Floats  # a head and year
    promoted: Floats  # promotions a year as a share of the people there


def cells(run: Run, by: str) -> dict[str, PayAndRise]:
    """Pay per head and promotion rate by ``role`` or ``grade``, of grades that the scheme has."""
    w = run.window()
    paid = w.over(run.counts.pay).sum(axis=2) / w.years
    keys = [getattr(g, "role" if by == "role" else "id") for g in run.axes.grades]
    made = {}
    for key in dict.fromkeys(keys):
        own = [i for i, k in enumerate(keys) if k == key and run.axes.grades[i].covered]
        if not own:
            continue
        people = w.people[:, own].sum(axis=1)
        arcs = [i for g in own for i in w.arcs("promotion", g)]
        ups = w.moved[:, arcs].sum(axis=1) / w.years
        made[key] = PayAndRise(float(people.mean()), ratio(paid[:, own].sum(axis=1), people), ratio(ups, people))
    return made
