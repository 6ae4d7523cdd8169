"""`match`: assumed values moved within their ranges until the simulated present is the known one.

Values are searched as places in their ranges, 0 at the low end and 1 at the high one, all on the same luck. Each step
is the least move (in ranges) that the measured responses say will do, with values held at their ends where they would
leave them; responses are corrected after each step.

References
----------
C. G. Broyden, A class of methods for solving nonlinear simultaneous equations, Mathematics of Computation 19 (1965)
577–593: the correction of the responses.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.display import figure, stated
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.problems import LadderError, nearest, quietly
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.workers import shares_work
from ladder_sim.model.assumptions import Assumption
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.intervals import Interval, paired
from ladder_sim.results.matched import Match, Matched, MatchOutcome
from ladder_sim.results.measure import Measure
from ladder_sim.scenarios.assumptions import assumptions_of, people_at
from ladder_sim.scenarios.loading import Readable
from ladder_sim.scenarios.matched_people import matched_people
from ladder_sim.search.aims import aims_of
from ladder_sim.search.least_moves import least_move
from ladder_sim.search.seeking import FRESH
from ladder_sim.search.sweeping import measures_asked
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

STEPS = 12  # of one search, at most
NEAR = 0.002  # of a target: how near its mean must come
OF_LUCK = 0.1  # of half the interval: no nearer than this is worth it
WEAK = 0.05  # of the strongest response: what moves a measure less is left alone
APART = 0.15  # of a range: answers that differ by less in every value are one
MOST = 4  # answers
LEADING = 6  # values, the strongest, of which each leads an answer
EAGER = 1e-4  # what a value costs to move that an answer is to move first
FINE = 3  # digits of a range's width in which values are given


@shares_work
@door
def match(
    workforce: Workforce | Readable | None = None,
    scheme: Scheme | Readable | None = None,
    move: Sequence[str] | str | None = None,
    /,
    *,
    months: int = 12,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: Executor | None = None,
    store: str | os.PathLike[str] | None = None,
    progress: ProgressGiven = None,
    **targets: float,
) -> Matched:
    """Move assumed values of a workforce within their ranges until the simulated present is the known one.

    Parameters
    ----------
    workforce, replications, seed, first, executor, store, progress : as in `simulate`
    scheme : the scheme in force
    move : addresses of the values to move, such as ``attrition.effects.pay_gap``; None: all that have a range in the
        workforce, whole numbers only where there are no others. These are moved by whole steps; where nothing else is
        moved, the answer is as near as a step allows
    months : how long the present is; a year unless said
    targets : measures and their known values, such as ``turnover=0.38, promotion_rate=0.12``

    Returns
    -------
    The values, and workforces with them, ready to compare; several where sets far apart match as well, the one that
    moves fewest values first. What is not reachable within the ranges is said, with the nearest.

    Raises
    ------
    LadderError
        A measure or an address is not known, a target is no number, or nothing has a range.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.match("small-department-30", "ecommerce-dual-track", turnover=0.4, replications=20)
    >>> found.outcome in ("found", "several", "unreachable", "unmoved")
    True
    """
    check_arguments(months=months, replications=replications, seed=seed, first=first, executor=executor,
                    progress=progress, store=store)  # fmt: skip
    if scheme is None:
        raise LadderError(tr("name the scheme in force: match(workforce, scheme, turnover=0.38)",
                             "请给出现行方案：match(workforce, scheme, turnover=0.38)"))  # fmt: skip
    people, chosen = people_of(workforce), played_scheme(scheme)
    aims = aims_of(targets, tr("give at least one measure and its known value, such as turnover=0.38",
                                          "请至少给出一个指标及其已知数值，例如 turnover=0.38"))  # fmt: skip
    values = _values(people, move)
    measures = measures_asked([chosen], people, months, list(aims))
    known = {measure.name: aims[name] for name, measure in zip(aims, measures.values(), strict=True)}
    measures = {measure.name: measure for measure in measures.values()}
    shown = progress_of(progress, tr("matching", "求解中"))
    playing = Playing(people, months, seed, executor, store=store_of(store))
    search = _Matching(chosen, people, values, measures, known, playing, first, replications, shown)
    return search.found()


def _values(people: Workforce, move: Sequence[str] | str | None) -> tuple[Assumption, ...]:
    """The assumed values that may be moved.

    Raises
    ------
    LadderError
        An address has no range, each; or there is none at all.
    """
    having = {one.address: one for one in assumptions_of([], people)[0] if one.numeric}
    if move is None:
        found = tuple(one for one in having.values() if not one.whole) or tuple(having.values())
        if not found:
            raise LadderError(tr("nothing in {w} has a range to move it in; give some under assumptions, such as"
                                 " attrition: {{times: [0.8, 1.2]}}",
                                 "{w} 中没有带可能范围的值；请在 assumptions 下写明，例如"
                                 " attrition: {{times: [0.8, 1.2]}}", w=people.id))  # fmt: skip
        return found
    names = [move] if isinstance(move, str) else list(move)
    problems = []
    for name in names:
        one = having.get(str(name))
        if one is None:
            problems.append(tr("{name}: nothing with a range in {w} has this address", "{name}：{w} 中没有此地址的范围",
                               name=name, w=people.id) + nearest(str(name), having))  # fmt: skip
    if problems or not names:
        raise LadderError("\n".join(problems or [tr("name what to move, or leave it out", "请写出要变动的值，或省略")]))
    return tuple(having[str(name)] for name in names)


@dataclass(frozen=True, slots=True, eq=False)
class _Played:
    """What is kept of a set of values that was played."""

    means: Floats
    intervals: Mapping[str, Interval]
    values: Mapping[str, Floats]
    provenance: str


@dataclass
class _Matching:
    """One search: what was played, and what is asked of it."""

    scheme: Scheme
    people: Workforce
    searched: tuple[Assumption, ...]
    measures: Mapping[str, Measure]
    targets: Mapping[str, float]
    playing: Playing
    first: int
    replications: int
    shown: Progress | None
    plays: dict[tuple[float, ...], _Played] = field(default_factory=dict)
    grain: Floats = field(default_factory=lambda: np.zeros(1))  # as near as whole steps come, by measure

    def found(self) -> Matched:
        start = self._places([float(one.value) for one in self.searched])
        now = self._play(start)
        for name, interval in now.intervals.items():
            if not interval.n or math.isnan(interval.mean):
                measure = self.measures[name]
                raise LadderError(tr("{measure} has no value here: {why}", "{measure}在此没有数值：{why}",
                                     measure=measure.title, why=measure.missing))  # fmt: skip
        responses, live = self._responses(start)
        self.grain = self._grain(responses, live)
        if not live.any():
            return self._told("unmoved" if not self._near(now) else "found", start, now, [start], live)
        least = self._solve(start, responses, np.where(live, 1.0, np.inf))
        if not self._near(self._play(least)):
            return self._told("unreachable", start, now, [least], live)
        answers = self._apart(start, [least, *self._leading(start, responses, live)])
        return self._told("several" if len(answers) > 1 else "found", start, now, answers, live)

    def _leading(self, start: Floats, responses: Floats, live: Mask) -> list[Floats]:
        """What matches if one value moves as far as it can or need, and the others make up for the rest."""
        found = []
        for j in np.argsort(-np.abs(responses).max(axis=0))[:LEADING]:
            if live[j]:
                costs = np.where(live, np.where(np.arange(len(start)) == j, EAGER, 1.0), np.inf)
                places = self._solve(start, responses, costs)
                found += [places] if self._near(self._play(places)) else []
        return found

    def _apart(self, start: Floats, answers: Sequence[Floats]) -> list[Floats]:
        """Answers that lie apart, those that move fewest values first."""
        kept: list[Floats] = []
        for places in sorted(answers, key=lambda one: (len(self._world(one)), float(np.abs(one - start).max()))):
            if len(kept) < MOST and all(np.abs(places - other).max() > APART for other in kept):
                kept.append(places)
        return kept

    # --- places ------------------------------------------------------------------------------------

    def _places(self, numbers: Sequence[float]) -> Floats:
        """Where numbers lie in their ranges."""
        return np.array([(x - one.low) / (one.high - one.low) for x, one in zip(numbers, self.searched, strict=True)])

    def _snapped(self, places: Floats) -> Floats:
        """The places with those of whole numbers at the nearest one within its range."""
        made = places.copy()
        for j, one in enumerate(self.searched):
            if one.whole:
                value = min(max(round(one.low + float(places[j]) * (one.high - one.low)), math.ceil(one.low)),
                            math.floor(one.high))  # fmt: skip
                made[j] = (value - one.low) / (one.high - one.low)
        return made

    def _world(self, places: Floats) -> dict[str, float]:
        """The values at these places, with few digits; those in use are left out."""
        world = {}
        for place, one in zip(self._snapped(places), self.searched, strict=True):
            width = one.high - one.low
            exact = one.low + float(place) * width
            digits = 0 if one.whole else FINE - math.floor(math.log10(width))
            if abs(exact - float(one.value)) > 0.5 * 10.0**-digits:
                world[one.key] = min(max(round(exact, digits), one.low), one.high)
        return world

    def _play(self, places: Floats) -> _Played:
        world = self._world(places)
        key = tuple(world.get(one.key, float(one.value)) for one in self.searched)
        if key not in self.plays:
            with quietly():
                people = people_at(self.people, self.searched, world)
            (run,) = replace(self.playing, workforce=people).play([self.scheme], self.first, self.replications)
            self.plays[key] = self._kept(run)
            if self.shown is not None:
                self.shown(min(len(self.plays), self._most - 1), self._most)
        return self.plays[key]

    def _kept(self, run: Run) -> _Played:
        found = {name: run.interval(name) for name in self.targets}
        values = {name: run.values(name) if m.pooled is None else run.pooled(name) for name, m in self.measures.items()}
        return _Played(np.array([one.mean for one in found.values()]), found, values, run.provenance)

    # --- the search --------------------------------------------------------------------------------

    @property
    def _most(self) -> int:
        """Plays at most, of which progress is told."""
        return 2 * len(self.searched) + STEPS * (LEADING + 1)

    @property
    def _aims(self) -> Floats:
        return np.array(list(self.targets.values()))

    @property
    def _sizes(self) -> Floats:
        """What a measure's distance counts by."""
        return np.maximum(np.abs(self._aims), 1e-9)

    def _gap(self, played: _Played) -> Floats:
        """How far each measure is below its target, as a share of it."""
        gap: Floats = (self._aims - played.means) / self._sizes
        return np.where(np.isnan(gap), 1.0, gap)

    def _near(self, played: _Played) -> bool:
        halves = np.array([found.half for found in played.intervals.values()]) / self._sizes
        near = np.maximum(np.maximum(NEAR, OF_LUCK * halves), self.grain)
        return bool((np.abs(self._gap(played)) <= near).all())

    def _grain(self, responses: Floats, live: Mask) -> Floats:
        """Half of what the finest whole step moves each measure by, where nothing but whole numbers moves any."""
        whole = np.array([one.whole for one in self.searched])
        if not live.any() or (live & ~whole).any():
            return np.zeros(len(self.targets))
        steps = np.array([1 / (one.high - one.low) for one in self.searched])
        moved = np.where(live, np.abs(responses) * steps, np.inf)
        least: Floats = np.where(np.isfinite(moved), moved, np.inf).min(axis=1)
        return 0.55 * least  # a response is no straight line: half a step and some of it

    def _responses(self, start: Floats) -> tuple[Floats, Mask]:
        """What each measure changes by over each range, shape (measures, values), and which values move any."""
        made = np.zeros((len(self.targets), len(start)))
        live = np.zeros(len(start), bool)
        for j in range(len(start)):
            low, high = (self._play(np.where(np.arange(len(start)) == j, end, start)) for end in (0.0, 1.0))
            made[:, j] = np.nan_to_num((high.means - low.means) / self._sizes)
            for name, measure in self.measures.items():
                change = difference_interval(paired(high.values[name], low.values[name]), measure, self.replications)
                live[j] |= change.low > 0 or change.high < 0
        strongest = np.abs(made).max(axis=1, keepdims=True)
        live &= (np.abs(made) > WEAK * np.where(strongest > 0, strongest, 1.0)).any(axis=0)
        return made, live

    def _solve(self, start: Floats, responses: Floats, costs: Floats) -> Floats:
        """The places at which the measures meet their targets, or the nearest that were found."""
        places, slopes = start.copy(), responses.copy()
        best = places
        for _ in range(STEPS):
            played = self._play(places)
            gap = self._gap(played)
            if self._near(played):
                return places
            moved = self._snapped(places + least_move(slopes, gap, places, start, costs))
            step = moved - places
            if np.abs(step).max() < 10.0**-FINE:
                break
            change = gap - self._gap(self._play(moved))
            slopes = slopes + np.outer(change - slopes @ step, step) / float(step @ step)
            if self._miss(moved) < self._miss(best):
                best = moved
            places = moved
        return best

    def _miss(self, places: Floats) -> float:
        return float(np.square(self._gap(self._play(places))).sum())

    # --- the answer --------------------------------------------------------------------------------

    def _told(
        self, outcome: MatchOutcome, start: Floats, now: _Played, answers: Sequence[Floats], live: Mask
    ) -> Matched:
        inert = tuple(one for one, moves in zip(self.searched, live, strict=True) if not moves)
        made = tuple(self._answer(places, i) for i, places in enumerate(answers, 1))
        if self.shown is not None:
            self.shown(self._most, self._most)
        return Matched(self.scheme.id, self.scheme.title, self.people.id, self.measures, self.targets,
                       self.playing.months, outcome, now.intervals, self.searched, inert, made,
                       now.provenance)  # fmt: skip

    def _basis(self) -> Title:
        """What a value that was moved rests on."""

        def told() -> str:
            """Every measure with what is known of it."""
            parts = []
            for name, measure in self.measures.items():
                known = stated(figure(self.targets[name], measure.unit, short=True), measure.unit)
                parts.append(tr("{m} is {x}", "{m}为{x}", m=measure.title, x=known))
            return tr(", ", "、").join(parts)

        aims = in_both(told)
        return Title("set so that under '{s}' {aims} ({n} months)", "设为使“{s}”下{aims}（{n}个月）").fill(
            s=self.scheme.title, aims=aims, n=self.playing.months
        )

    def _answer(self, places: Floats, number: int) -> Match:
        world = self._world(places)
        with quietly():
            people = matched_people(self.people, self.searched, world, self._basis(), number)
        again = replace(self.playing, workforce=people, seed=self.playing.seed + FRESH)
        (run,) = again.play([self.scheme], self.first, self.replications)
        fresh = {name: run.interval(name) for name in self.targets}
        return Match(world, self._play(places).intervals, fresh, people)
