"""`seek` with several parameters or targets: a small constrained search over whole ranges, never by its start alone.

The ranges are looked over first, evenly (Halton) and with few replications; from where they are now and from the most
promising places, far apart, a way is gone to the targets (`JointSearch.solve`), and from where that ends neighbors are
tried in turn. What looks well is done again with all replications.

References
----------
R. Hooke and T. A. Jeeves, "Direct search" solution of numerical and statistical problems, Journal of the ACM 8 (1961)
212–229: neighbors in turn, with steps that are halved.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress
from ladder_sim.experiment.simulation import Playing
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.run import Run
from ladder_sim.results.sought_jointly import JointAnswer, JointlyTried, JointOutcome, SoughtJointly
from ladder_sim.results.targets import Aim
from ladder_sim.search.ends import whole
from ladder_sim.search.even import even
from ladder_sim.search.joint import APART, FRESH, STEPS, JointSearch, SearchRange
from ladder_sim.search.knobs import turned_people, turned_scheme

LOOKS = 8  # even looks for each knob
STARTS = 5  # promising places from which a way is gone
MOST = 4  # answers
FEWER = 5  # times fewer replications for what only shows the way, but
LEAST = 20  # not below this
SHORT = 5  # steps of a way that is gone again with all replications
COARSE_STEP, FINE_STEP = 1 / 16, 1 / 64  # of a range: how far neighbors lie that are tried in turn
TRIES = 60  # neighbors tried of one place, at most; a third with all replications
KNOBS = 8  # that can be turned together


@dataclass
class JointSeeking:
    """One search of `seek`: what was played with few replications, and with all."""

    scheme: Scheme
    people: Workforce
    knobs: Sequence[Knob]
    ends: Sequence[tuple[float, float]]
    measures: Mapping[str, Measure]
    aims: Mapping[str, Aim]
    playing: Playing
    first: int
    replications: int
    shown: Progress | None
    rough: JointSearch = field(init=False)
    fine: JointSearch = field(init=False)

    def __post_init__(self) -> None:
        now = [math.nan if isinstance(knob.now, str) else float(knob.now) for knob in self.knobs]
        ranges = [SearchRange(knob.name, value, low, high, knob.whole)
                  for knob, value, (low, high) in zip(self.knobs, now, self.ends, strict=True)]  # fmt: skip
        few = min(self.replications, max(LEAST, self.replications // FEWER))
        self.fine = JointSearch(ranges, self.measures, self.aims, self._run, self.replications, self._told)
        self.rough = self.fine if few == self.replications else replace(self.fine, replications=few, plays={})

    def found(self) -> SoughtJointly:
        """The answers, each played again on fresh seeds; or the nearest, where nothing meets the targets."""
        fine = self.fine
        start = fine.snapped(np.clip(fine.start(), 0.0, 1.0))
        now = fine.played(start)
        rough = self._leveled(start)
        responses, _ = rough.responses(start)
        looks = [rough.snapped(one) for one in even(LOOKS * len(self.knobs), len(self.knobs))]
        for one in looks:
            rough.played(one)
        self._check_values()
        inert = tuple(knob.name for knob, own in zip(self.knobs, responses.T, strict=True) if not own.any())
        if self._unmoved():
            return self._answered("unmoved" if not fine.near(now) else "found", start, [start], inert)
        ends = [self._way(rough, place) for place in (start, *self._promising(looks))]
        for place in self._distinct(ends):
            self._way(fine, place, SHORT)
        answers = self._answers(start)
        if answers:
            return self._answered("several" if len(answers) > 1 else "found", start, answers, inert)
        nearest = min(map(fine.place_of, fine.plays), key=fine.miss)
        return self._answered("unreachable", start, [nearest], inert)

    def _leveled(self, start: Floats) -> JointSearch:
        """The search with few replications, its targets moved by what these give otherwise than all do at the start.

        On the same luck that difference is nearly the same everywhere (a control variate).
        """
        if self.rough is not self.fine:
            away = np.nan_to_num(self.rough.played(start).means - self.fine.played(start).means)
            self.rough.aims = {name: replace(aim, number=aim.number + float(gap))
                               for (name, aim), gap in zip(self.aims.items(), away, strict=True)}  # fmt: skip
        return self.rough

    def _run(self, world: Mapping[str, float], replications: int) -> Run:
        scheme, people = self._turned(world)
        (run,) = replace(self.playing, workforce=people).play([scheme], self.first, replications)
        return run

    def _turned(self, world: Mapping[str, float]) -> tuple[Scheme, Workforce]:
        settings = {knob.name: whole(knob, world[knob.name]) for knob in self.knobs if knob.name in world}
        return turned_scheme(self.scheme, settings), turned_people(self.people, self.scheme, settings)

    def _told(self) -> None:
        if self.shown is not None:
            most = self._most
            self.shown(min(len(self.rough.plays) + len(self.fine.plays), most - 1), most)

    @property
    def _most(self) -> int:
        """Plays, about, of which progress is told."""
        n = len(self.knobs)
        return (LOOKS + 2) * n + STARTS * (8 + 2 * n * n) + MOST

    def _check_values(self) -> None:
        """Refuse a measure that has no value anywhere.

        Raises
        ------
        LadderError
            Each of them, with the reason.
        """
        means = np.array([one.means for one in self.rough.plays.values()])
        told = [tr("{measure} has no value here: {why}", "{measure}在此没有数值：{why}", measure=one.title,
                   why=one.missing) for one, nowhere in zip(self.measures.values(), np.isnan(means).all(axis=0),
                                                            strict=True) if nowhere]  # fmt: skip
        if told:
            raise LadderError("\n".join(told))

    def _unmoved(self) -> bool:
        """Whether every play gave the same, to the last bit."""
        plays = [one.means for one in self.rough.plays.values()]
        return all(np.array_equal(one, plays[0], equal_nan=True) for one in plays)

    # --- ways to the targets -----------------------------------------------------------------------

    def _promising(self, looks: Sequence[Floats]) -> list[Floats]:
        """The looks that come nearest to the targets, apart from each other."""
        kept: list[Floats] = []
        for place in sorted(looks, key=self.rough.miss):
            if len(kept) < STARTS and all(np.abs(place - other).max() > APART for other in kept):
                kept.append(place)
        return kept

    def _way(self, search: JointSearch, place: Floats, steps: int = STEPS) -> Floats:
        """From a place to where the targets are met, or to the nearest that was found."""
        found = search.solve(place, self.rough.slopes(place), np.ones(len(place)), steps)
        return found if search.near(search.played(found)) else self._neighbors(search, found)

    def _neighbors(self, search: JointSearch, place: Floats) -> Floats:
        """The best place that is reached by going to better neighbors, the most promising of them first."""
        step, most = (COARSE_STEP, TRIES) if search is self.rough else (FINE_STEP, TRIES // 3)
        best, tries = search.snapped(place), 0
        kinds = np.array([one.whole for one in search.searched])
        while tries < most and not search.near(search.played(best)):
            better = None
            for other in self._around(search, best, step):
                tries += 1
                if search.miss(other) < search.miss(best):
                    better = other
                    break
            if better is not None:
                best = better
            elif step > FINE_STEP and not kinds.all():
                step /= 2
            else:
                break
        return best

    def _around(self, search: JointSearch, place: Floats, step: float) -> list[Floats]:
        """Neighbors with one or two values moved by a step, those first that the responses promise most of."""
        wide = np.array([max(1 / one.width, 0.0) if one.whole else step for one in search.searched])
        n = len(place)
        single = [sign * np.eye(n)[i] for i in range(n) for sign in (1, -1)]
        double = [a * np.eye(n)[i] + b * np.eye(n)[j] for i in range(n) for j in range(i) for a in (1, -1)
                  for b in (1, -1)]  # fmt: skip
        slopes, gap = self.rough.slopes(place), search.gap(search.played(place))
        made = {}
        for way in (*single, *double):
            other = search.snapped(np.clip(place + way * wide, 0.0, 1.0))
            if search.key(other) != search.key(place):
                made[search.key(other)] = other
        return sorted(made.values(), key=lambda one: float(np.square(gap - slopes @ (one - place)).sum()))

    def _distinct(self, places: Sequence[Floats]) -> list[Floats]:
        """Each place once, the nearest to the targets first; of those that miss them by far only the first."""
        once = {self.rough.key(place): place for place in places}
        ordered = sorted(once.values(), key=self.rough.miss)
        return [place for i, place in enumerate(ordered) if i < 2 or self._meets(self.rough, place)][: MOST + 1]

    # --- answers -----------------------------------------------------------------------------------

    def _meets(self, search: JointSearch, place: Floats) -> bool:
        """Whether a place meets the targets; where whole numbers are turned, as well as luck can tell.

        A target that no mean came to from both sides is not met by an interval that happens to hold it.
        """
        played = search.played(place)
        if search.near(played):
            return True
        if not any(knob.whole for knob in self.knobs) or not self._spanned().all():
            return False
        return all(aim.holds(found := played.intervals[name]) and (aim.sign == "=" or not aim.short(found.mean))
                   for name, aim in self.aims.items())  # fmt: skip

    def _spanned(self) -> Mask:
        """Whether the means lie on both sides of each target, shape (measures,)."""
        means = np.array([one.means - [aim.number for aim in search.aims.values()]
                          for search in (self.rough, self.fine) for one in search.plays.values()])  # fmt: skip
        free = np.array([aim.sign != "=" for aim in self.aims.values()])
        found: Mask = np.logical_and((means <= 0).any(axis=0), (means >= 0).any(axis=0)) | free
        return found

    def _answers(self, start: Floats) -> list[Floats]:
        """What meets the targets, the first to prefer, then what lies farthest from those before."""
        fine = self.fine
        there = [place for place in map(fine.place_of, fine.plays) if self._meets(fine, place)]
        if not there:
            return []
        exact = [place for place in there if fine.near(fine.played(place))]
        if exact:
            there = exact
            kept = [min(exact, key=lambda one: (len(fine.world(one)), float(np.abs(one - start).max())))]
        else:
            kept = [min(there, key=fine.miss)]
        while len(kept) < MOST:
            far = max(there, key=lambda one: min(float(np.abs(one - other).max()) for other in kept))
            if min(float(np.abs(far - other).max()) for other in kept) <= APART:
                break
            kept.append(far)
        return kept

    def _answered(
        self, outcome: JointOutcome, start: Floats, answers: Sequence[Floats], inert: tuple[str, ...]
    ) -> SoughtJointly:
        made = tuple(self._answer(place) for place in answers)
        if self.shown is not None:
            self.shown(self._most, self._most)
        now = self.fine.played(start)
        return SoughtJointly(
            tuple(self.knobs), {knob.name: ends for knob, ends in zip(self.knobs, self.ends, strict=True)},
            self.measures, self.aims, outcome, now.intervals, made, inert, self._tried(), self.scheme, self.people,
            now.provenance,
        )  # fmt: skip

    def _settings(self, key: tuple[float, ...]) -> dict[str, float]:
        return {knob.name: whole(knob, value) for knob, value in zip(self.knobs, key, strict=True)}

    def _tried(self) -> tuple[JointlyTried, ...]:
        searches = [self.fine] if self.rough is self.fine else [self.rough, self.fine]
        return tuple(JointlyTried(self._settings(key), played.intervals, search.replications)
                     for search in searches for key, played in sorted(search.plays.items()))  # fmt: skip

    def _answer(self, place: Floats) -> JointAnswer:
        scheme, people = self._turned(self.fine.world(place))
        again = replace(self.playing, workforce=people, seed=self.playing.seed + FRESH)
        (run,) = again.play([scheme], self.first, self.replications)
        fresh = {name: run.interval(name) for name in self.aims}
        return JointAnswer(
            self._settings(self.fine.key(place)), self.fine.played(place).intervals, fresh, scheme, people
        )
