"""Schemes in many possible worlds: all assumptions otherwise at once."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import names_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.units import unit_name
from ladder_sim.doubt.failing import FailingRegion, condition
from ladder_sim.doubt.gathered import Assumed, assumed
from ladder_sim.doubt.knowing import Worth, worth_knowing, worth_of_all
from ladder_sim.doubt.layers import NOTHING_APART, LayerPlays, Layers, layer_plays, layers_of
from ladder_sim.doubt.plays import Plays
from ladder_sim.doubt.sampling import hypercube, numbers_at, world_of
from ladder_sim.doubt.spread import Spread, spread
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.results.as_data import records
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.provenance import result_line
from ladder_sim.results.targets import Target, targets_of
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SETS, REPLICATIONS = 200, 20
FRESH = 3_000_017  # added to the seed for the draws of worlds
#: Shares of worlds between which a range over assumptions is told: the worst and the best twentieth lie outside.
RANGE = (0.05, 0.95)
TENTH = 0.1


@dataclass(frozen=True, eq=False)
class Worlds(FrozenFields, AsData, Leading):
    """Measures of the schemes of a comparison in possible worlds.

    Parameters
    ----------
    assumed : what schemes and workforce assume, with the ranges that were drawn from
    measures : the first decides which scheme is best
    targets : what a scheme should reach
    replications : played in each world
    numbers : values of the assumptions, of choices their position, shape (worlds, assumptions)
    values : by measure and scheme, shape (worlds, replications), of a pooled measure (worlds, 1 + samples), in the
        measure's unit; NaN in worlds that could not be played
    played_apart : how much of the spread is luck and how much the assumptions
    """

    comparison: Comparison
    assumed: Assumed
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    replications: int
    numbers: Floats
    values: Mapping[tuple[str, str], Floats]
    played_apart: LayerPlays = NOTHING_APART

    def __repr__(self) -> str:
        names = ", ".join(measure.name for measure in self.measures)
        told = f"of {names}: {len(self.numbers)} worlds, {self.replications} replications"
        return result_line("Worlds", told, self.comparison.provenance)

    @property
    def sets(self) -> int:
        """How many sets of assumptions were drawn."""
        return len(self.numbers)

    @cached_property
    def played(self) -> Mask:
        """The worlds in which every scheme has a value of the first measure, shape (worlds,)."""
        name = self.measures[0].name
        there = [~np.isnan(self.values[name, scheme]).all(axis=1) for scheme in self.comparison.schemes]
        found: Mask = np.logical_and.reduce(there)
        return found

    @cached_property
    def _spreads(self) -> dict[tuple[str, str, bool], Spread]:
        return {}

    def spread(self, measure: str, scheme: str, *, difference: bool = True) -> Spread:
        """A measure of a scheme, or its difference from the baseline, over the worlds.

        Parameters
        ----------
        measure, scheme : by name and id
        difference : whether of the difference

        Raises
        ------
        LadderError
            One of them is not known.
        """
        wanted = self.comparison[scheme].scheme.id
        key = (find(measure, self.comparison.known).name, wanted, difference)
        if key not in self._spreads:
            own = self.values[key[0], wanted]
            if difference:
                own = paired(own, self.values[key[0], self.comparison.baseline])
            self._spreads[key] = spread(own, self.comparison.known[key[0]], self.replications)
        return self._spreads[key]

    def layers(self, measure: str, scheme: str, *, difference: bool = True) -> Layers:
        """What spreads a measure of a scheme, or its difference from the baseline: luck, years, fitted, assumed.

        Parameters
        ----------
        measure, scheme, difference : as of `spread`, of which another raises `LadderError`
        """
        meant, wanted = find(measure, self.comparison.known), self.comparison[scheme].scheme.id
        return layers_of(self.comparison, self.played_apart, self.values, meant, wanted, difference=difference,
                         replications=self.replications)  # fmt: skip

    # --- which is best -------------------------------------------------------------------------------

    @cached_property
    def scores(self) -> Floats:
        """How good each scheme is in each world that was played, shape (worlds, schemes), more being better.

        Differences from the baseline, with luck within worlds taken out; all NaN where no direction is better.
        """
        name, better = self.measures[0].name, self.measures[0].better
        sign = {"up": 1.0, "down": -1.0, None: math.nan}[better]
        made = [
            np.zeros(int(self.played.sum())) if scheme == self.comparison.baseline
            else sign * self.spread(name, scheme).worlds[self.played]
            for scheme in self.comparison.schemes
        ]  # fmt: skip
        return np.stack(made, axis=1)

    @property
    def ranked(self) -> bool:
        """Whether one direction of the first measure is better, so that a scheme can be best."""
        return self.measures[0].better is not None and bool(self.played.any())

    @property
    def best(self) -> str:
        """The scheme that is best on average over the worlds."""
        return self.comparison.schemes[int(self.scores.mean(axis=0).argmax())]

    @cached_property
    def _first(self) -> Floats:
        """Each scheme's share of being best in each world; ties are shared."""
        top = self.scores >= self.scores.max(axis=1, keepdims=True)
        made: Floats = top / top.sum(axis=1, keepdims=True)
        return made

    @property
    def sure_best(self) -> bool:
        """Whether luck leaves no doubt that `best` is best on average over the worlds drawn (95 %, each other one)."""
        name, best = self.measures[0].name, self.best
        for other in self.comparison.schemes:
            gap = spread(paired(self.values[name, best], self.values[name, other]), self.measures[0],
                         self.replications).mean  # fmt: skip
            if other != best and not (gap.low > 0 or gap.high < 0):
                return False
        return True

    def chance_best(self, scheme: str) -> float:
        """In how large a share of the worlds, from 0 to 1, a scheme is the best; ties are shared.

        Parameters
        ----------
        scheme : its id; another raises `LadderError`
        """
        return float(self._first[:, self._at(scheme)].mean())

    def regret(self, scheme: str) -> Floats:
        """What the best scheme of each world is better than this, shape (worlds,), in the measure's unit.

        Parameters
        ----------
        scheme : its id
        """
        made: Floats = self.scores.max(axis=1) - self.scores[:, self._at(scheme)]
        return made

    def meets_all(self, scheme: str) -> float:
        """In how large a share of the worlds, from 0 to 1, a scheme meets all targets; NaN without any.

        Parameters
        ----------
        scheme : its id
        """
        if not self.targets:
            return math.nan
        wanted = self.comparison[scheme].scheme.id
        met = [
            target.met(self.spread(target.measure.name, wanted, difference=False).worlds[self.played])
            for target in self.targets
        ]
        return float(np.logical_and.reduce(met).mean())

    def worst_tenth(self, scheme: str) -> float:
        """The mean of the first measure in the worst tenth of a scheme's worlds, in its unit.

        Parameters
        ----------
        scheme : its id
        """
        name = self.measures[0].name
        there = np.sort(self.spread(name, scheme, difference=False).worlds[self.played])
        if not there.size:
            return math.nan
        count = max(1, round(TENTH * there.size))
        return float((there[-count:] if self.measures[0].better == "down" else there[:count]).mean())

    def _at(self, scheme: str) -> int:
        return self.comparison.schemes.index(self.comparison[scheme].scheme.id)

    # --- why -----------------------------------------------------------------------------------------

    @cached_property
    def fails_where(self) -> FailingRegion | None:
        """Where the scheme that is best on average is not the best; None where no one assumption says it."""
        fails = self._first[:, self._at(self.best)] < 0.5
        return condition(self.assumed.moved, self.numbers[self.played], fails)

    @cached_property
    def worth(self) -> list[Worth]:
        """What is worth knowing first, the largest gain first."""
        return worth_knowing(self.assumed.moved, self.numbers[self.played], self.scores) if self.ranked else []

    @property
    def worth_of_all(self) -> float:
        """What knowing every assumption would be worth, in the measure's unit."""
        return worth_of_all(self.scores)

    # --- to read -------------------------------------------------------------------------------------

    def summary(self) -> list[str]:
        """What they say, in plain sentences."""
        told: list[str] = through("Worlds.summary")(self)
        return told

    def plot(self) -> Figure:
        """The differences over the worlds, and what is worth knowing."""
        figure: Figure = through("Worlds.plot")(self)
        return figure

    def table(self) -> pd.DataFrame:
        """The worlds in numbers, each measure in its unit.

        Returns
        -------
        One row per measure and scheme: mean over the worlds, ranges by luck and over assumptions, and its chances. The
        difference from the baseline has two ranges: `luck_low` and `luck_high` of its mean by luck, and `worlds_low`,
        `worlds_high` between which nine tenths of the worlds lie.
        """
        import pandas as pd

        rows = []
        for measure in self.measures:
            for scheme in self.comparison.schemes:
                level, d = (self.spread(measure.name, scheme, difference=own) for own in (False, True))
                first = measure is self.measures[0] and self.ranked
                rows.append(
                    (measure.name, scheme, level.mean.mean, d.mean.mean, d.mean.low, d.mean.high,
                     d.quantile(RANGE[0]), d.quantile(RANGE[1]), d.between,
                     *((self.worst_tenth(scheme), float(self.regret(scheme).mean()), float(self.regret(scheme).max()),
                        self.chance_best(scheme)) if first else (math.nan,) * 4),
                     self.meets_all(scheme), unit_name(measure.unit))
                )  # fmt: skip
        columns = ["measure", "scheme", "mean", "difference", "luck_low", "luck_high", "worlds_low", "worlds_high",
                   "between_worlds", "worst_tenth", "mean_regret", "largest_regret", "chance_best", "meets_all_targets",
                   "unit"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).set_index(["measure", "scheme"])

    def layers_table(self) -> pd.DataFrame:
        """One row per measure and scheme, of the level and of the difference: standard deviations by layer.

        `luck` and `years` of one future, `fitted` and `assumptions` of the expected value; nine of ten futures with all
        four lie between `low` and `high`.
        """
        import pandas as pd

        rows = []
        for measure in self.measures:
            for scheme in self.comparison.schemes:
                for of in ("level", "difference")[: 1 + (scheme != self.comparison.baseline)]:
                    found = self.layers(measure.name, scheme, difference=of == "difference")
                    rows.append((measure.name, scheme, of, found.luck, found.years, found.fitted, found.assumptions,
                                 found.total, found.low, found.high, unit_name(measure.unit)))  # fmt: skip
        columns = ["measure", "scheme", "of", "luck", "years", "fitted", "assumptions", "total", "low", "high", "unit"]
        return pd.DataFrame(rows, columns=columns).set_index(["measure", "scheme", "of"])

    def sets_table(self) -> pd.DataFrame:
        """A row for every world: its assumptions in their units, then the first measure of each scheme."""
        import pandas as pd

        keys = [one.key for one in self.assumed.moved]
        made = pd.DataFrame([world_of(self.assumed.moved, row) for row in self.numbers], columns=keys)
        name = self.measures[0].name
        for scheme in self.comparison.schemes:
            made[f"{name} {scheme}"] = self.spread(name, scheme, difference=False).worlds
        made.index.name = "world"
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --worlds … --json``."""
        worth = [{"assumption": w.assumption.key, "gain": w.gain, "changes_choice": w.changes, "beyond_chance": w.sure}
                 for w in self.worth[:10]]  # fmt: skip
        fails = self.fails_where if self.ranked else None
        return {
            "measure": self.measures[0].name, "sets": self.sets, "played": int(self.played.sum()),
            "replications": self.replications, "best": self.best if self.ranked else None,
            "targets": {t.measure.name: f"{'<=' if t.at_most else '>='} {t.number:g}" for t in self.targets},
            "schemes": records(self.table()), "worth_knowing": worth,
            "layers": records(self.layers_table()),
            "fails_where": None if fails is None else {
                "assumption": fails.assumption.key, "above" if fails.above else "below": fails.value,
                "density": fails.density, "coverage": fails.coverage,
            },
        }  # fmt: skip

    def _repr_html_(self) -> str:
        rows: list[tuple[str, ...]] = through("Worlds.rows")(self)
        columns: tuple[str, ...] = through("Worlds.columns")(self)
        return table_html(columns, rows, caption=str(self.measures[0].title), titles=sentences(*self.summary()),
                          note=self.comparison.provenance)  # fmt: skip


@shares_work
def worlds(
    comparison: Comparison,
    measures: str | Sequence[str] = "turnover",
    worlds: int = SETS,
    *,
    replications: int | None = None,
    targets: Mapping[str, object] | None = None,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Worlds:
    """Play every scheme in many sets of assumptions, drawn from all ranges at once, with the same luck in each.

    Parameters
    ----------
    measures : one or several; the first decides which scheme is best
    worlds : how many sets are drawn
    replications : played in each; None: those of the comparison, at most 20
    targets : measure → ``"<= 40%"``: what a scheme should reach
    executor, progress : as of `compare`
    store : a folder in which finished worlds are kept, and from which those of a work that was broken off are taken

    Raises
    ------
    LadderError
        A measure is not known, a target cannot be read, nothing is assumed, or there are fewer than two worlds.
    """
    check_arguments(replications=replications, executor=executor, progress=progress, store=store)
    names = names_of(measures, "measures", "worlds(worlds={n})")
    meant = tuple(find(name, comparison.known) for name in names)
    goals = targets_of(targets, comparison.known)
    found = assumed(comparison)
    if worlds < 2 or not found.moved:
        raise LadderError(
            tr("worlds: needs at least 2, got {got}", "worlds：至少为2，现为{got}", got=worlds) if worlds < 2
            else tr("worlds: schemes and workforce assume nothing that has a range; see assumptions()",
                    "worlds：方案和人员没有带可能范围的假设；见 assumptions()")
        )  # fmt: skip
    seed = one_luck(comparison).seed
    count = min(comparison.replications, replications or REPLICATIONS)
    asked = tuple(dict.fromkeys((*(m.name for m in meant), *(t.measure.name for t in goals))))
    shown = progress_of(progress, tr("playing worlds", "多种情景模拟中"))
    plays = Plays(comparison, found.moved, asked, count, executor, shown, store_of(store))
    numbers = numbers_at(found.moved, hypercube(found.moved, worlds, seed + FRESH))
    drawn = [world_of(found.moved, row) for row in numbers]
    plays.play((scheme, world) for world in drawn for scheme in comparison.schemes)
    values = {
        (name, scheme): np.stack([plays.values(scheme, world, name) for world in drawn])
        for name in asked for scheme in comparison.schemes
    }  # fmt: skip
    apart = layer_plays(plays, drawn, asked)
    made = Worlds(comparison, found, meant, goals, count, numbers, values, apart)
    comparison.explained["worlds", meant[0].name] = made
    return made
