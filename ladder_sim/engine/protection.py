"""Base pay kept apart from the tables for a time after a changeover: frozen, or led to the new tables in steps.

While tables and moves change base pay on the first of a month, everybody has that of the tables; after them what is
protected is put on top (or what is held back taken off). What is paid is therefore never the ground on which a table or
a raise builds.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonFloats, SlotFloats, SlotMask, Slots
from ladder_sim.engine.population import Population
from ladder_sim.engine.shared import Rule
from ladder_sim.engine.state import NEVER
from ladder_sim.model.changeover import SwitchPay


class Protection(Rule):
    """Keeps base pay of people who passed to another scheme as its rule of pay says."""

    def begin(self) -> None:
        """Everybody's base is that of the tables, so that tables and moves change that."""
        idx = self._protected()
        columns = self.population.columns
        columns["base"][idx] = columns["by_table"][idx]

    def protect(self, idx: Slots, before: PersonFloats, month: int, pay: SwitchPay) -> None:
        """People have passed on the first of `month`, and their base is that of the new tables.

        Parameters
        ----------
        idx, before
            Who, and their base pay a month until then, shape (people,).
        """
        columns = self.population.columns
        now = columns["base"][idx]
        kept = (before > now) & (pay.falls in ("frozen", "phased")) | (before < now) & (pay.rises_over > 0)
        mine = idx[kept]
        columns["protected_from"][mine] = before[kept]
        columns["protected_to"][mine] = now[kept]
        columns["protected_since"][mine] = month

    def apply(self, month: int, pay: SwitchPay) -> None:
        """Put what is protected in `month` on top of the tables, and let go whom nothing protects any more."""
        idx = self._protected()
        if not idx.size:
            return
        columns = self.population.columns
        table = columns["base"][idx].copy()
        columns["by_table"][idx] = table
        passed = month - columns["protected_since"][idx].astype(np.int64)
        first, last = columns["protected_from"][idx], columns["protected_to"][idx]
        falls = first > last
        over = np.where(falls, pay.falls_over if pay.falls == "phased" else 0, pay.rises_over)
        path = first + (last - first) * np.where(over > 0, passed / np.maximum(over, 1), 0.0)
        paid = np.where(falls, np.maximum(table, path), table + path - last)
        moved = columns["grade_since"][idx] == month - 1
        lowered = columns["lowered"][idx] == month - 1
        over_now = (over > 0) & (passed >= over)
        ended = over_now | np.where(falls, (path <= table) | lowered, moved & (passed > 0))
        columns["base"][idx] = np.where(ended, table, np.maximum(paid, 0.0))
        columns["protected_since"][idx[ended]] = NEVER

    def _protected(self) -> Slots:
        return protected(self.population)


def protected(population: Population) -> Slots:
    """Who is paid otherwise than by the tables; shape (people,)."""
    on: SlotMask = (population.columns["protected_since"] > NEVER) & population.alive()
    return np.flatnonzero(on)


def protected_share(population: Population) -> SlotFloats:
    """Of everybody's base pay the share that is protection (below 0: held back), shape (slots of the batch,)."""
    idx, columns = protected(population), population.columns
    share = np.zeros(population.n)
    paid = columns["base"][idx]
    share[idx] = np.where(paid > 0, 1 - columns["by_table"][idx] / np.where(paid > 0, paid, 1), 0.0)
    return share
