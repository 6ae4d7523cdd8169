"""What spreads a figure, told apart: luck, differences between years, the sampling error of fitted values, assumptions.

Luck and years are those of one future at the values in use: the same replications are played once more with every year
a usual one, and what their variance is smaller by is that of the years. Fitted values and assumptions are spreads of
expected values between worlds: the same worlds are played once more with the fitted values moved alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.doubt.plays import Plays
from ladder_sim.doubt.spread import spread
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import play_subjects, subjects_of
from ladder_sim.model.assumptions import World
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.year_spread import year_notes

#: Shares of futures between which a forecast lies.
NINE_OF_TEN = (0.05, 0.95)
#: Values by measure and scheme.
LayerValues = Mapping[tuple[str, str], Floats]


@dataclass(frozen=True, slots=True)
class Layers:
    """How far a measure, or a difference of it, lies apart, in its unit.

    Parameters
    ----------
    luck, years
        Standard deviations of one future by the chance of people, and by differences between years.
    fitted, assumptions
        Standard deviations of the expected value by the sampling error of fitted values, and by all other ranges; with
        what the two do together.
    low, high
        Nine of ten futures lie between them, with all four layers at once: every replication at the values in use,
        moved by what the expected value of each world differs from their mean.
    """

    luck: float
    years: float
    fitted: float
    assumptions: float
    low: float
    high: float

    @property
    def total(self) -> float:
        """The standard deviation of all four."""
        return math.sqrt(self.luck**2 + self.years**2 + self.fitted**2 + self.assumptions**2)


@dataclass(frozen=True, slots=True, eq=False)
class LayerPlays:
    """What was played to tell layers apart.

    Parameters
    ----------
    usual
        Values in usual years, shape (replications,); None where years are alike.
    fitted
        Values in worlds in which the fitted values alone differ, shape (worlds, replications); None: in no world.
    alone
        Is everything that is moved fitted?
    """

    usual: LayerValues | None
    fitted: LayerValues | None
    alone: bool

    @property
    def told(self) -> bool:
        """Whether there is more than luck and assumptions to tell apart."""
        return self.usual is not None or self.fitted is not None or self.alone


#: Of worlds for which nothing more was played.
NOTHING_APART = LayerPlays(None, None, alone=False)


def layer_plays(plays: Plays, worlds: Sequence[World], names: Sequence[str]) -> LayerPlays:
    """Play what tells the layers of these worlds apart; nothing where there is but one kind of each.

    Parameters
    ----------
    plays
        In which the worlds were played.
    names
        The measures that are read off.
    """
    comparison = plays.comparison
    usual = None
    if year_notes(comparison.runs):
        base = comparison.runs[0]
        luck = one_luck(base)
        playing = Playing(comparison.workforce, comparison.months, luck.seed, plays.executor, usual=True)
        runs = play_subjects(playing, subjects_of(comparison), luck.first, comparison.replications)
        usual = {(name, run.scheme.id): run.values(name) for run in runs for name in names if name in run.known}
    keys = {one.key for one in plays.assumptions if one.source == "fitted"}
    alone = len(keys) == len(plays.assumptions)
    fitted = None
    if keys and not alone:
        cut = [{key: value for key, value in world.items() if key in keys} for world in worlds]
        plays.play((scheme, world) for world in cut for scheme in comparison.schemes)
        fitted = {(name, scheme): np.stack([plays.values(scheme, world, name) for world in cut])
                  for name in names for scheme in comparison.schemes}  # fmt: skip
    return LayerPlays(usual, fitted, alone)


def layers_of(
    comparison: Comparison, played: LayerPlays, values: LayerValues, measure: Measure, scheme: str, *, difference: bool,
    replications: int,
) -> Layers:  # fmt: skip
    """The layers of a measure of a scheme, or of its difference from the baseline.

    Parameters
    ----------
    values
        By measure and scheme, shape (worlds, replications), of a pooled measure (worlds, 1 + samples).
    difference
        Whether of the difference.
    replications
        Played in each world.

    Returns
    -------
    In the unit of the measure; the variance by years is what that of one future is larger than in usual years, the
    variance by assumptions what that between worlds is larger than between worlds that differ in fitted values alone.
    """
    own = {run.scheme.id: run.values(measure.name) for run in comparison.runs if measure.name in run.known}
    now = {(measure.name, name): found for name, found in own.items()}
    futures = _of(now, comparison, measure, scheme, difference=difference)
    luck = seen = _variance(futures)
    if played.usual is not None:
        luck = _variance(_of(played.usual, comparison, measure, scheme, difference=difference))
    whole = spread(_of(values, comparison, measure, scheme, difference=difference), measure, replications)
    between = _known(whole.between)
    fitted = between if played.alone else 0.0
    if played.fitted is not None:
        apart = _of(played.fitted, comparison, measure, scheme, difference=difference)
        fitted = _known(spread(apart, measure, replications).between)
    low, high = _nine_of_ten(futures, whole.worlds)
    return Layers(math.sqrt(luck), math.sqrt(max(0.0, seen - luck)), fitted,
                  math.sqrt(max(0.0, between**2 - fitted**2)), low, high)  # fmt: skip


def _of(values: LayerValues, comparison: Comparison, measure: Measure, scheme: str, *, difference: bool) -> Floats:
    found = values[measure.name, scheme]
    return paired(found, values[measure.name, comparison.baseline]) if difference else found


def _variance(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.var(ddof=1)) if there.size > 1 else 0.0


def _known(between: float) -> float:
    return 0.0 if math.isnan(between) else between


def _nine_of_ten(futures: Floats, worlds: Floats) -> tuple[float, float]:
    """The range of futures whose expected value may be that of any world; NaN where there is none."""
    there, expected = futures[~np.isnan(futures)], worlds[~np.isnan(worlds)]
    if not there.size or not expected.size:
        return math.nan, math.nan
    low, high = np.quantile(there[:, None] + (expected - expected.mean())[None, :], NINE_OF_TEN)
    return float(low), float(high)
