"""Schemes over two or three measures: which of them another beats in every one, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.directions import direction_of, directions_known
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.needs import names_of
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import unit_name
from ladder_sim.results.as_data import ends_of, plain
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.differences import level_of, values_of
from ladder_sim.results.intervals import RELATIVE, Interval, samples
from ladder_sim.results.measure import Better, BetterWord, Measure
from ladder_sim.results.measures import find
from ladder_sim.results.provenance import result_line
from ladder_sim.results.reproduced import command_of
from ladder_sim.results.run import Run
from ladder_sim.results.search_question import Searched, SearchQuestion

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: frontier: no other is as good in every measure and better in one. dominated: another is. unsure: luck leaves it open.
#: unknown: a measure has no value.
FrontierPlace = Literal["frontier", "dominated", "unsure", "unknown"]
SURE = 0.95  # share of the samples from which on a place is taken for sure
LEAST, MOST = 2, 3  # measures of a frontier


@dataclass(frozen=True, eq=False, repr=False)
class FrontierPoint(FrozenFields, OneLine):
    """A scheme of a frontier.

    Parameters
    ----------
    levels : measure → its mean with a 95 % interval
    place : where it stands, with `share` at least 95 % or at most 5 %
    by : the schemes that dominate it by their means
    share : of bootstrap samples of the replications, in which any other scheme dominates it
    share_of_replications : the same of single replications
    command : what plays the point again; '' where no file says the scheme or the people
    """

    scheme: str
    title: str
    levels: Mapping[str, Interval]
    place: FrontierPlace
    by: tuple[str, ...]
    share: float
    share_of_replications: float
    command: str = field(repr=False)


@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Frontier(Searched, FrozenFields, AsData, Leading):
    """What `frontier` found.

    Parameters
    ----------
    comparison : the schemes, played with the same luck
    measures : name → measure, in the order asked
    better : name → which direction counts as better
    points : every scheme, in the order given
    """

    comparison: Comparison
    measures: Mapping[str, Measure]
    better: Mapping[str, Better]
    points: tuple[FrontierPoint, ...]

    def __repr__(self) -> str:
        told = f"of {', '.join(self.comparison.schemes)} over {', '.join(self.measures)}: " \
               f"{self.comparison.replications} replications"  # fmt: skip
        return result_line("Frontier", told, self.comparison.provenance)

    @property
    def best(self) -> tuple[str, ...]:
        """The schemes that none dominates by their means."""
        return tuple(point.scheme for point in self.points if not point.by and point.place != "unknown")

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        return self.comparison.provenance

    @property
    def question(self) -> SearchQuestion:
        """What was asked, by which it is verified."""
        c = self.comparison
        return SearchQuestion("frontier", tuple(run.scheme for run in c.runs), c.workforce, c.months, c.luck,
                              {"baseline": c.baseline, "better": dict(self.better)}, c.runs[0].origin)  # fmt: skip

    def point(self, scheme: str) -> FrontierPoint:
        """A scheme of the frontier.

        Parameters
        ----------
        scheme : its id

        Raises
        ------
        LadderError
            It was not compared.
        """
        for point in self.points:
            if point.scheme == scheme:
                return point
        raise LadderError(tr("scheme {scheme!r} is not compared here", "本次比较没有方案{scheme!r}", scheme=scheme)
                          + nearest(scheme, self.comparison.schemes))  # fmt: skip

    def table(self) -> pd.DataFrame:
        """One row per scheme.

        Returns
        -------
        For each measure its mean, ``_low`` and ``_high``; place; dominated_by, by the means; share and
        share_of_replications in which it is dominated; command.
        """
        import pandas as pd

        rows = []
        for point in self.points:
            row: JsonObject = {"scheme": point.scheme}
            for name, found in point.levels.items():
                row |= {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
            row |= {"place": point.place, "dominated_by": ", ".join(point.by), "share": point.share,
                    "share_of_replications": point.share_of_replications, "command": point.command}  # fmt: skip
            rows.append(row)
        made = pd.DataFrame(rows).set_index("scheme")
        made.attrs = {"units": {name: unit_name(m.unit) for name, m in self.measures.items()},
                      "source": self.provenance}  # fmt: skip
        return made

    def summary(self) -> list[str]:
        """Which schemes are worth weighing against each other, and which another beats in everything."""
        made: list[str] = through("Frontier.summary")(self)
        return made

    def rows(self) -> list[tuple[str, ...]]:
        """A row per scheme in texts."""
        made: list[tuple[str, ...]] = through("Frontier.rows")(self)
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        made: tuple[str, ...] = through("Frontier.columns")(self)
        return made

    def plot(self, ax: Axes | None = None) -> Drawn:
        """The schemes over two measures with their intervals; over three a panel for each pair.

        Parameters
        ----------
        ax : axes to draw on, of two measures; None: new ones

        Raises
        ------
        LadderError
            Axes for a frontier of three measures.
        """
        drawn: Drawn = through("Frontier.plot")(self, ax)
        return drawn

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim frontier --json``; what has no value is None."""
        return {
            "format": JSON_FORMAT,
            **self.question.to_dict(),
            "measures": {name: {"better": self.better[name], "unit": unit_name(m.unit)}
                         for name, m in self.measures.items()},
            "points": [
                {"scheme": point.scheme, "levels": {name: ends_of(found) for name, found in point.levels.items()},
                 "place": point.place, "dominated_by": list(point.by), "share": plain(point.share),
                 "share_of_replications": plain(point.share_of_replications), "command": point.command or None}
                for point in self.points
            ],
            "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.provenance)


def frontier_of(
    comparison: Comparison, measures: Sequence[str] | str, better: Mapping[str, BetterWord] | None = None
) -> Frontier:
    """The frontier of schemes that were compared; kept with the comparison, so that its reports tell it.

    Parameters
    ----------
    measures : two or three
    better : measure → ``"up"`` (or ``"higher"``) or ``"down"`` (or ``"lower"``), for those that have no
        better direction or to have it otherwise

    Raises
    ------
    LadderError
        The measures are not two or three, one is not known, or has no better direction.
    """
    names = names_of(measures, "measures")
    meant = measures_of_frontier(names, comparison.known, better or {})
    found = {name: find(name, comparison.known) for name in meant}
    runs = comparison.runs
    means = _signed(meant, [[_sampled(run, m) for m in found.values()] for run in runs])
    single = _signed(meant, [[values_of(run, name) for name in found] for run in runs])
    over = [[_dominates(means[j], means[i]) for j in range(len(runs))] for i in range(len(runs))]
    points = []
    for i, run in enumerate(runs):
        there = not np.isnan(means[i][:, 0]).any()
        any_of = np.any(over[i], axis=0)
        share = float(any_of[1:].mean()) if there else np.nan
        alone = np.any([_dominates(other, single[i]) for other in single], axis=0)
        by = tuple(runs[j].scheme.id for j in range(len(runs)) if over[i][j][0])
        points.append(FrontierPoint(
            run.scheme.id, comparison.short(run.scheme.id), {name: level_of(run, name) for name in found},
            _place(share) if run.replications > 1 else "unsure", by, share,
            float(alone.mean()) if there else np.nan, command_of(run),
        ))  # fmt: skip
    made = Frontier(comparison, found, meant, tuple(points))
    comparison.explained["frontier", tuple(meant.items())] = made
    return made


def measures_of_frontier(
    names: Sequence[str], known: Mapping[str, Measure], better: Mapping[str, BetterWord]
) -> dict[str, Better]:
    """The measures with the direction that counts as better, checked.

    Raises
    ------
    LadderError
        As `frontier_of`, all at once.
    """
    problems = []
    if not LEAST <= len(dict.fromkeys(names)) <= MOST:
        problems.append(tr("a frontier takes two or three measures, such as labor_cost and turnover; got {n}",
                           "前沿需要两到三个指标，例如 labor_cost 和 turnover；现为{n}个",
                           n=len(dict.fromkeys(names))))  # fmt: skip
    problems += [tr("better: {name} is not among the measures", "better：{name} 不在所选指标中", name=name)
                 + nearest(str(name), names) for name in better if name not in names]  # fmt: skip
    problems += [tr("better of {name}: must be {words}, got {got!r}", "{name} 的 better 应为{words}，现为 {got!r}",
                    name=name, words=directions_known(), got=way)
                 for name, way in better.items() if direction_of(way) is None]  # fmt: skip
    meant: dict[str, Better] = {}
    for name in names:
        try:
            measure = find(name, known)
        except LadderError as error:
            problems.append(str(error))
            continue
        meant[measure.name] = direction_of(better[name]) if name in better else measure.better
        if meant[measure.name] is None:
            problems.append(tr("{name}: neither direction is better by itself; say which, such as {name}=up",
                               "{name}：该指标本身没有优劣方向；请说明，例如 {name}=up", name=name))  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    return meant


def _sampled(run: Run, measure: Measure) -> Floats:
    """The measure over all replications, then over each bootstrap sample of them, shape (1 + samples,)."""
    name = measure.name
    if name not in run.known:
        return np.full(len(samples(run.replications)), np.nan)
    if measure.pooled is not None:
        return run.pooled(name)
    values, weights = run.values(name), samples(run.replications)
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        made: Floats = weights @ np.where(there, values, 0.0) / (weights @ there.astype(np.float64))
    return made


def _signed(better: Mapping[str, Better], every: Sequence[Sequence[Floats]]) -> list[Floats]:
    """By scheme an array, shape (measures, numbers), in which more is better."""
    signs = np.array([1.0 if way == "up" else -1.0 for way in better.values()])
    return [signs[:, None] * np.stack(list(one)) for one in every]


def _dominates(other: Floats, mine: Floats) -> Mask:
    """Where `other` is as good in every measure and better in one; shape (numbers,). Rounding is no difference."""
    near = RELATIVE * np.maximum(np.abs(other), np.abs(mine))
    with np.errstate(invalid="ignore"):
        as_good: Mask = np.all(other >= mine - near, axis=0)
        better: Mask = np.any(other > mine + near, axis=0)
    return as_good & better


def _place(share: float) -> FrontierPlace:
    if np.isnan(share):
        return "unknown"
    return "dominated" if share >= SURE else "frontier" if share <= 1 - SURE else "unsure"
