"""A stretch of a run's months, with the sums that measures share: each is formed once, when first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Literal, get_args

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, locked
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.model.kinds import CAUSES, MoveKind
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.intervals import Interval, pooled_interval, ratio, samples, with_rare
from ladder_sim.results.survival import Incidence, incidence, wait_counts

MOVE_KINDS: tuple[MoveKind, ...] = get_args(MoveKind)
#: Of which grades: all that a promotion leads away from, or those in which people enter the ladder.
Waits = Literal["all", "entry"]


def _kept(values: Floats) -> Floats:
    """Sums that many share: nobody may write into them."""
    return locked(values)


def _place(name: str, known: Sequence[str], what: str) -> int:
    """Where a name stands among those known."""
    if name in known:
        return list(known).index(name)
    raise LadderError(
        tr("{what} {name!r} is not known", "没有{name!r}（{what}）", what=what, name=name) + nearest(str(name), known)
    )


#: How a figure of a table becomes a measure.
_OF_TABLES = Title(
    "a window has sums, tables are the run's: count in the table, a number for each replication, and give the function"
    " these, found = run.spells.groupby('replication').size().reindex(run.numbers, fill_value=0).to_numpy();"
    " run.with_measure('stays', lambda w, found=found: found, yearly=False)",
    "时间窗只有合计，数据表属于 run：请先在表中按每次重复计数，再交给函数，"
    "found = run.spells.groupby('replication').size().reindex(run.numbers, fill_value=0).to_numpy();"
    " run.with_measure('stays', lambda w, found=found: found, yearly=False)",
)


@dataclass(frozen=True, eq=False, repr=False)
class Window(OneLine, Leading):
    """The months `start` ≤ index < `stop` of a run, with the sums from which measures are formed.

    Parameters
    ----------
    counts, axes : the counts of the whole run, and what names them
    roles : from the lowest to the highest
    start, stop : months from 0, `stop` excluded
    """

    MEANT: ClassVar[Mapping[str, Title]] = dict.fromkeys(
        ("spells", "events", "waits", "ledger", "alone", "groups", "seats", "stages", "replications"), _OF_TABLES
    ) | dict.fromkeys(
        ("frame", "table", "headcount", "measure", "values"),
        Title("a window has sums over its months, such as everyone, exits_by('voluntary'), moves_by('promotion');"
              " tables are the run's, outside the function",
              "时间窗只有其各月的合计，如 everyone、exits_by('voluntary')、moves_by('promotion')；"
              "数据表属于 run，请在函数之外使用"),
    )  # fmt: skip

    counts: RunCounts
    axes: Axes
    roles: tuple[str, ...]
    start: int
    stop: int

    @property
    def years(self) -> float:
        """How long it is, in years."""
        return (self.stop - self.start) / 12

    @property
    def whole(self) -> bool:
        """Whether it is the whole run."""
        return self.start == 0 and self.stop == self.counts.moves.shape[1]

    def over(self, array: npt.NDArray[np.generic]) -> Floats:
        """The sum of an array over the window.

        Parameters
        ----------
        array : shape (replications, months, …), month m of the run at index m − 1

        Returns
        -------
        Shape (replications, …).
        """
        total: Floats = array[:, self.start : self.stop].sum(axis=1, dtype=np.float64)
        return total

    @cached_property
    def people(self) -> Floats:
        """Average headcount by grade over the ends of the months, shape (replications, grades)."""
        mean: Floats = self.counts.headcount[:, self.start + 1 : self.stop + 1].mean(axis=1, dtype=np.float64)
        return _kept(mean)

    @cached_property
    def everyone(self) -> Floats:
        """Average headcount over the ends of the months, shape (replications,)."""
        return _kept(self.people.sum(axis=1))

    @cached_property
    def moved(self) -> Floats:
        """People moved over the window, by the arcs of `axes`, shape (replications, arcs)."""
        return _kept(self.over(self.counts.moves))

    @cached_property
    def exits(self) -> Floats:
        """Exits by cause, in the order of `kinds.CAUSES`, shape (replications, causes); 0 of those nobody names."""
        counted = self.over(self.counts.exits).sum(axis=1)
        return _kept(np.pad(counted, ((0, 0), (0, len(CAUSES) - counted.shape[1]))))

    def exits_by(self, *causes: str) -> Floats:
        """Exits of these causes, or of all, shape (replications,).

        Parameters
        ----------
        causes : such as ``"voluntary"``, ``"dismissal"``, ``"retirement"``

        Raises
        ------
        LadderError
            No exit has such a cause.
        """
        wanted = [_place(cause, CAUSES, "cause") for cause in causes or CAUSES]
        total: Floats = self.exits[:, wanted].sum(axis=1)
        return total

    def moves_by(self, *names: str) -> Floats:
        """Moves of these kinds or with these ids, or all, shape (replications,).

        Parameters
        ----------
        names : kinds such as ``"promotion"`` and ``"demotion"``, or ids of moves

        Raises
        ------
        LadderError
            The scheme has no such move, and there is no such kind.
        """
        ids = [move.id for move in self.axes.moves]
        for name in names:
            _place(name, [*ids, *MOVE_KINDS], "move")
        chosen = [i for i, (move, _, _) in enumerate(self.axes.arcs)
                  if not names or self.axes.moves[move].kind in names or ids[move] in names]  # fmt: skip
        total: Floats = self.moved[:, chosen].sum(axis=1)
        return total

    @cached_property
    def paid(self) -> Floats:
        """Money paid to people over the window, not annualized, by the parts of `axes`, shape (replications, parts)."""
        return _kept(self.over(self.counts.pay).sum(axis=1))

    @cached_property
    def costs(self) -> Floats:
        """Money besides pay over the window, in the order of `coded.COSTS`, shape (replications, costs)."""
        return _kept(self.over(self.counts.costs).sum(axis=1))

    @cached_property
    def real(self) -> Window:
        """The same months with all money in prices of the first month of the run."""
        deflator = np.array(self.axes.deflator)[None, :, None, None]
        counts = replace(self.counts, pay=self.counts.pay / deflator, costs=self.counts.costs / deflator)
        return Window(counts, self.axes, self.roles, self.start, self.stop)

    def arcs(self, kind: str, grade: int | None = None) -> list[int]:
        """The arcs of moves of a kind, from one grade or from all.

        Parameters
        ----------
        kind : such as ``"promotion"``
        grade : code of the grade that is left; None: any

        Returns
        -------
        Places on the axis of arcs of `moved`.
        """
        return [
            i
            for i, (move, start, _) in enumerate(self.axes.arcs)
            if self.axes.moves[move].kind == kind and grade in (None, start)
        ]

    @cached_property
    def waits_all(self) -> Incidence:
        """Waits from every grade that a promotion leads away from, a row per replication."""
        return incidence(self._counts("all"))

    @cached_property
    def waits_entry(self) -> Incidence:
        """Waits from the entry grades, by replication; of a trial from those that it confirms into."""
        return incidence(self._counts("entry"))

    def pooled_waits(self, grades: Waits, weights: Floats) -> Incidence:
        """Waits from all replications together.

        Parameters
        ----------
        grades : ``"all"`` that a promotion leads away from, or ``"entry"``
        weights : how often each replication is taken, shape (pools, replications); see `intervals.samples`

        Returns
        -------
        A row for each pool.
        """
        known = self._pooled.get(grades)
        if known is None or known[0] is not weights:  # several measures ask for the same
            counts = self._counts(grades)
            summed = (weights @ counts.reshape(len(counts), -1).astype(np.float64)).reshape(-1, *counts.shape[1:])
            known = self._pooled[grades] = weights, incidence(summed)
        return known[1]

    @cached_property
    def entrant(self) -> float:
        """What one promotion adds to the share promoted out of the entry grades, in a replication on average."""
        one = ratio(1.0, self.waits_entry.at_risk.max(axis=1))
        there = one[~np.isnan(one)]
        return float(there.mean()) if there.size else 0.0

    def promoted_by(self) -> list[Interval]:
        """The share promoted out of the entry grades after 0, 1, … months with its 95 % interval.

        As long as more than half of the replications have somebody to tell of; all of them are taken together.
        """
        single, replications = self.waits_entry, len(self.counts.headcount)
        drawn = self.pooled_waits("entry", samples(replications)).promoted
        known = np.nonzero(single.defined.mean(axis=0) > 0.5)[0]
        made = []
        for month in range(int(known.max()) + 1 if known.size else 0):
            values = np.where(single.defined[:, month], single.promoted[:, month], np.nan)
            found = pooled_interval(drawn[:, month], replications)
            made.append(with_rare(found, values, 0.95, self.entrant))
        return made

    @cached_property
    def _pooled(self) -> dict[Waits, tuple[Floats, Incidence]]:
        return {}

    def _counts(self, grades: Waits) -> npt.NDArray[np.int64]:
        replications, months = self.counts.moves.shape[:2]
        chosen = self._entry_grades() if grades == "entry" else self._left_by_promotion()
        return wait_counts(self.counts.waits, chosen, months, replications)

    def _left_by_promotion(self) -> list[int]:
        return [i for i, g in enumerate(self.axes.grades) if g.covered and not g.top]

    def _entry_grades(self) -> list[int]:
        targets: dict[int, set[int]] = {}
        for _, source, target in (self.axes.arcs[i] for i in self.arcs("confirmation")):
            targets.setdefault(source, set()).add(target)
        found = {i for i, g in enumerate(self.axes.grades) if g.covered and g.entry}
        while trials := found & targets.keys():
            found = (found - trials).union(*(targets.pop(trial) for trial in trials))
        return sorted(found)
