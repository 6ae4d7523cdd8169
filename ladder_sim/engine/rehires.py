"""Rehires: people who left by themselves and come back, with what they are and, where these are kept, their service
and their results.

Where results go on, what windows look back on is put aside when somebody leaves and taken up at the return: the time
between is no period for the person, as in a status that windows pass over. What happened (`times`, `attempts`), tokens
and statuses begin anew, and so do results of another scheme, which has other windows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Keys, Mask, Numbers, PersonFloats, PersonInts, Slots
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.state import FOREVER
from ladder_sim.model.kinds import CAUSES

VOLUNTARY = CAUSES.index("voluntary")
SINCE = "closed_since"  # among the results: from when on they count


@dataclass(slots=True, eq=False)
class Leavers:
    """People who left by themselves; arrays have one value for each, shape (people,), in the order of their leaving."""

    rep: PersonInts
    key: Keys
    left: PersonInts  # the month
    served: PersonInts  # completed months
    columns: dict[str, Numbers]  # ability, grade, attributes as of month 0, and results; a row for each

    def cut(self, keep: Mask) -> Leavers:
        """The same for some of them; `keep` has the shape (people,)."""
        columns = {name: values[keep] for name, values in self.columns.items()}
        return Leavers(self.rep[keep], self.key[keep], self.left[keep], self.served[keep], columns)

    def and_then(self, more: Leavers) -> Leavers:
        """These and those who left after them."""
        columns = {name: np.concatenate([values, more.columns[name]]) for name, values in self.columns.items()}
        return Leavers(
            np.concatenate([self.rep, more.rep]), np.concatenate([self.key, more.key]),
            np.concatenate([self.left, more.left]), np.concatenate([self.served, more.served]), columns,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Returning:
    """Who of some newcomers comes back: their places among them, and what they were when they left."""

    places: Slots
    who: Leavers


class Rehires(Rule):
    """Remembers who left by themselves, by replication, and draws who of the hires is one of them."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.rule = None if shared.script is not None else self.workforce.hiring.rehires
        self.leavers: Leavers | None = None

    def remember(self, idx: Slots, cause: PersonInts, month: int) -> None:
        """People leave in `month`: those who do so by themselves may come back.

        Parameters
        ----------
        cause
            Places in `CAUSES`.
        """
        if self.rule is None:
            return
        idx = idx[cause == VOLUNTARY]
        population, columns = self.population, self.population.columns
        kept = [name for name in columns if name.startswith("attr:")]
        results = {} if not self.resumes else self._results(idx)
        more = Leavers(
            population.rep[idx].copy(), population.keys[idx].copy(), np.full(idx.size, month),
            month - columns["hired_since"][idx].astype(np.int64),
            {name: columns[name][idx].copy() for name in ["ability", "grade", *kept]} | results,
        )  # fmt: skip
        self.leavers = more if self.leavers is None else self.leavers.and_then(more)

    def drawn(self, idx: Slots, month: int) -> Returning | None:
        """Who of the newcomers at `idx` comes back on the first of `month`: uniformly of those who left in time."""
        if self.rule is None or self.leavers is None:
            return None
        self.leavers = self.leavers.cut(self.leavers.left >= month - self.rule.within)
        population, pool = self.population, self.leavers
        keys = population.keys[idx]
        wanted = np.flatnonzero(population.chances.uniform(keys, "rehire", month) < self.rule.share)
        lot = population.chances.uniform(keys, "rehire:who", month)
        free = np.ones(pool.rep.size, bool)
        places, rows = [], []
        for place in wanted.tolist():  # a handful a month
            there = np.flatnonzero(free & (pool.rep == population.rep[idx[place]]))
            if there.size:
                row = int(there[min(int(lot[place] * there.size), there.size - 1)])
                free[row] = False
                places.append(place)
                rows.append(row)
        chosen = np.zeros(pool.rep.size, bool)
        chosen[rows] = True
        order = np.argsort(rows, kind="stable")
        self.leavers = pool.cut(~chosen)
        return Returning(np.array(places, np.int64)[order], pool.cut(chosen)) if places else None

    def restore(self, idx: Slots, back: Returning | None, innate: PersonFloats, month: int) -> None:
        """Give those who come back what they were: their draws, attributes, ability and grade before; `innate` too."""
        if back is None or self.rule is None:
            return
        columns, who, mine = self.population.columns, back.who, idx[back.places]
        self.population.keys[mine] = who.key
        for name, values in who.columns.items():
            if name.startswith("attr:"):
                columns[name][mine] = values
        columns["ability"][mine] = innate[back.places] = who.columns["ability"]
        grade = who.columns["grade"]
        if "before" in columns:
            columns["before"][mine] = np.where(self.program.own[grade], grade, columns["before"][mine])
        if "employed" in self.rule.keeps:
            columns["hired_since"][mine] = month - 1 - who.served

    @property
    def resumes(self) -> bool:
        """Do results of an earlier stay count on?"""
        return self.rule is not None and "results" in self.rule.keeps

    def _results(self, idx: Slots) -> dict[str, Numbers]:
        """What windows may read of people who leave, and from when on it counts."""
        found: dict[str, Numbers] = {SINCE: self.population.columns["closed_since"][idx].copy()}
        for number, history in enumerate(self.population.histories):
            found |= {f"{number}:{name}": values for name, values in history.kept(idx).items()}
        return found

    def resume(self, idx: Slots, back: Returning | None, month: int) -> None:
        """The results of those who come back go on; after all that a hire sets.

        Whoever starts in a trial grade begins anew: nothing counts there.
        """
        if back is None or not self.resumes or not back.who.rep.size:
            return
        population, places = self.population, idx[back.places]
        keep = ~population.trial(places) & (back.who.columns[SINCE] < FOREVER)
        mine, who = places[keep], back.who.cut(keep)
        for number, history in enumerate(population.histories):
            prefix = f"{number}:"
            kept = {name.removeprefix(prefix): values for name, values in who.columns.items()
                    if name.startswith(prefix)}  # fmt: skip
            history.resumed(mine, kept)
        population.columns["closed_since"][mine] = who.columns[SINCE]
        if population.away is not None:
            population.away.returned(mine, month - who.left)

    def adopt(self) -> None:
        """Another scheme is in force, with other windows: who has left before comes back without results."""
        if not self.resumes or self.leavers is None:
            return
        rest = {name: values for name, values in self.leavers.columns.items()
                if name in ("ability", "grade") or name.startswith("attr:")}  # fmt: skip
        blank = self._results(np.zeros(self.leavers.rep.size, np.int64))
        blank[SINCE] = np.full(self.leavers.rep.size, FOREVER)
        self.leavers.columns = rest | blank
