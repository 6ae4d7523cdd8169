"""`choose`: the best of several schemes without luck's favor, or that nothing between them matters."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.doors import CalledText
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import said_by
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.comparing import Given
from ladder_sim.experiment.given import check_arguments, progress_of, study_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import Subject, play_subjects, subject_of
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.averages import interval_of
from ladder_sim.results.choice import Chosen, Contender, Criterion
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, change_interval, paired
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.origin import SeedRange, here
from ladder_sim.results.provenance import provenance
from ladder_sim.results.run import Run
from ladder_sim.results.search_question import SearchQuestion
from ladder_sim.scenarios.kinds_given import what_is
from ladder_sim.scenarios.loading import Readable
from ladder_sim.search.asked_schemes import asked
from ladder_sim.search.criteria import Amounts, criterion_of
from ladder_sim.search.joint import FRESH
from ladder_sim.search.sequential import ERROR, FIRST, Contest, standing
from ladder_sim.search.weight_ranges import weight_ranges
from ladder_sim.store.folder import store_of

MOST = 2_000  # replications of a scheme, where nobody says it
AGAIN = (50, 200)  # replications of the look at the winner on fresh seeds, at least and at most


@shares_work
@door
def choose(
    schemes: Given | Sequence[Given] | Mapping[str, Given] | Study,
    workforce: Workforce | Readable | None = None,
    measure: str | None = None,
    *,
    matters: float | Amounts | None = None,
    weights: Amounts | None = None,
    worth: Amounts | None = None,
    most: int = MOST,
    months: int | None = None,
    seed: int | None = None,
    first: int = 0,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Chosen:
    """The best of several schemes, or those between which no difference that matters lies.

    Replications are added until every pair is decided (KN++, `ladder_sim.search.sequential`), all on the same people
    with the same luck; a scheme that is beaten is played no further.

    Parameters
    ----------
    schemes : a list of schemes, or of what `load_scheme` reads; a dict of them by name; or a study
    workforce : the people; None: the study's, else ``service-center-200``
    measure : by which one measure
    matters : the smallest difference that matters, in the measure's unit (0.01 is one percentage point of turnover);
        with `weights` one for each measure; with `worth` in money a year
    weights : measure → weight, in place of `measure`: a weight counts once for each difference that matters, so that
        ``{"turnover": 2, "labor_cost": 1}`` with ``matters={"turnover": 0.01, "labor_cost": 100000}`` takes a point of
        turnover for twice as important as 100,000 of cost. What matters of the whole is as much as a difference that
        matters in every measure
    worth : measure → what one unit of it is worth in money a year, as reports show it (a percentage point, a month);
        1 for a measure that is money itself
    most : replications of a scheme at most
    months, seed, first, executor, progress, store : as in `compare`

    Returns
    -------
    Where all are equal a winner is named with a chance of at most 5 %; where one is better than all others by what
    matters it is named with a chance of at least 95 %; both for measures that vary about normally.

    Raises
    ------
    LadderError
        An argument is none that can be used, all at once and before any work; or a measure has no value in some
        replication.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> now = ls.load_scheme("ecommerce-dual-track")
    >>> both = [now, now.with_(excellent=95)]
    >>> found = ls.choose(both, "small-department-30", "labor_cost", matters=50_000, months=12)
    >>> found.outcome in ("winner", "alike", "undecided")
    True
    """
    check_arguments(months=months, replications=most, seed=seed, first=first, executor=executor, progress=progress,
                    store=store)  # fmt: skip
    assert not isinstance(executor, int | str)  # a pool by now
    if measure is None and weights is None and worth is None and isinstance(workforce, str) and not what_is(workforce):
        workforce, measure = None, workforce
    study = study_of(schemes)
    usual = study or Study("", Title("", ""), "", (), "")
    among = asked(schemes, study, workforce, "choose")
    length = int(usual.months if months is None else months)
    by = criterion_of(among, length, measure, matters=matters, weights=weights, worth=worth)
    luck = int(usual.seed if seed is None else seed)
    playing = Playing(among[0].workforce, length, luck, executor, store=store_of(store))
    shown = progress_of(progress, tr("choosing", "择优中"))
    return _Choosing(among, by, playing, int(first), int(most), shown).found()


@shares_work
def choose_of(
    comparison: Comparison,
    measure: str | None = None,
    *,
    matters: float | Amounts | None = None,
    weights: Amounts | None = None,
    worth: Amounts | None = None,
    most: int = MOST,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Chosen:
    """The best of the schemes that were compared; kept with the comparison, so that its reports tell it.

    Parameters
    ----------
    measure : by which one measure
    matters, weights, worth, most, executor, progress, store : as in `choose`

    Raises
    ------
    LadderError
        As `choose`.
    """
    assert not isinstance(executor, int | str)  # a pool by now
    check_arguments(replications=most, executor=executor, progress=progress, store=store)
    among = [subject_of(comparison[scheme]) for scheme in comparison.baseline_first]
    by = criterion_of(among, comparison.months, measure, matters=matters, weights=weights, worth=worth)
    playing = Playing(comparison.workforce, comparison.months, one_luck(comparison).seed, executor,
                      store=store_of(store))  # fmt: skip
    shown = progress_of(progress, tr("choosing", "择优中"))
    made = _Choosing(among, by, playing, 0, int(most), shown).found()
    comparison.explained["choice", tuple(made.criterion.weights.items()), made.criterion.matters] = made
    return made


class _Choosing:
    """The schemes while they are played on: what each replication gave, and how they stand."""

    def __init__(
        self, among: Sequence[Subject], by: Criterion, playing: Playing, first: int, most: int,
        shown: Progress | None,
    ) -> None:  # fmt: skip
        self.among, self.by, self.playing, self.first, self.most = among, by, playing, first, most
        self.schemes = [one.scheme for one in among]
        self.shown = shown
        self.values = [{name: np.empty(0) for name in by.measures} for _ in among]
        self.last: list[Run | None] = [None] * len(among)

    def found(self) -> Chosen:
        """Play until every pair is decided, or as often as is allowed."""
        now = Contest(tuple(range(len(self.schemes))), {}, False, 0, FIRST)
        played, wanted = 0, min(FIRST, self.most)
        while True:
            self._play(now.left, played, wanted - played, now.needed)
            played = wanted
            now = standing(self._scores(played), self.by.matters)
            if now.settled or played >= self.most:
                return self._told(now, played)
            # a quarter more each time: what is played past the decision is little, and so are the rounds
            wanted = min(self.most, played + max(FIRST, played // 4))

    def _play(self, left: Sequence[int], done: int, more: int, needed: int) -> None:
        """More replications of the schemes that are left."""
        before = sum(len(self._any(i)) for i in range(len(self.schemes)))
        total = max(before + len(left) * more, before + len(left) * (min(needed, self.most) - done)) + 1

        def told(now: int, _: int) -> None:
            if self.shown is not None:
                self.shown(before + now, total)

        playing = replace(self.playing, progress=told)
        runs = play_subjects(playing, [self.among[i] for i in left], self.first + done, more)
        for i, run in zip(left, runs, strict=True):
            self.last[i] = run
            for name in self.by.measures:
                self.values[i][name] = np.concatenate([self.values[i][name], self._there(run, name)])

    def _there(self, run: Run, name: str) -> Floats:
        """The measure in every replication.

        Raises
        ------
        LadderError
            It has no value in some.
        """
        values = run.values(name)
        if np.isnan(values).any():
            raise LadderError(tr("{measure}, {scheme}: {why}; choose by a measure that every replication has",
                                 "{measure}，{scheme}：{why}；请选用每次重复都有数值的指标",
                                 measure=self.by.measures[name].title, scheme=run.scheme.id,
                                 why=run.gaps(name)))  # fmt: skip
        return values

    def _any(self, i: int) -> Floats:
        return next(iter(self.values[i].values()))

    def _scores(self, played: int) -> Floats:
        """Shape (schemes, replications); NaN where a scheme was not played any more."""
        made = np.full((len(self.schemes), played), np.nan)
        for i, values in enumerate(self.values):
            own = self.by.score(values)
            made[i, : len(own)] = own
        return made

    def _told(self, now: Contest, played: int) -> Chosen:
        """What was found, the leader first."""
        scores = self._scores(played)
        order = sorted(now.left, key=lambda i: -float(np.nanmean(scores[i])))
        leader = order[0]
        won = now.settled and len(order) == 1
        gaps = [float(np.nanmean(scores[i] - scores[leader])) for i in range(len(self.schemes))]
        second = max((i for i in range(len(gaps)) if i != leader), key=lambda i: gaps[i])
        ids = [scheme.id for scheme in self.schemes]
        fresh = self._again(leader, second, now.at) if won else None
        luck = [SeedRange(self.playing.seed, self.first, played)]
        if self.shown is not None:
            total = sum(len(self._any(i)) for i in range(len(ids)))
            self.shown(total, total)
        people = self.playing.workforce
        return Chosen(
            self.by, "winner" if won else "alike" if now.settled else "undecided", tuple(ids[i] for i in order),
            tuple(self._contender(i, leader, now) for i in range(len(ids))),
            now.at if now.settled else played, now.needed,
            weight_ranges(self.by, ids, self._gains(leader), leader) if won else (), ids[second] if won else None,
            fresh, ERROR, self.playing.months, self.playing.seed,
            CalledText(provenance(list(self.schemes), people, self.playing.months, luck) + self._told_by()),
            said_by(self.among[0]) or self.among[0].workforce.currency,
            SearchQuestion("choose", tuple(self.schemes), people, self.playing.months, tuple(luck), {
                "weights": dict(self.by.weights), "per": dict(self.by.per), "matters": self.by.matters,
                "most": self.most}, here()),
        )  # fmt: skip

    def _told_by(self) -> str:
        """``; by turnover, what matters 0.01``"""
        return tr("; by {measures}, what matters {matters:g}", "；依据 {measures}，有意义的最小差值 {matters:g}",
                  measures=tr(", ", "、").join(self.by.measures), matters=self.by.matters)  # fmt: skip

    def _shared(self, i: int, other: int) -> dict[str, Floats]:
        """Each measure of a scheme less that of another, in the replications of both."""
        n = min(len(self._any(i)), len(self._any(other)))
        return {name: paired(self.values[i][name][:n], self.values[other][name][:n]) for name in self.by.measures}

    def _gains(self, leader: int) -> list[dict[str, float]]:
        """By scheme how much the leader is ahead in each measure, at weight 1."""
        every = [self.by.gains(self._shared(leader, i)) for i in range(len(self.schemes))]
        return [{name: float(gain.mean()) for name, gain in gains.items()} for gains in every]

    def _contender(self, i: int, leader: int, now: Contest) -> Contender:
        """What is told of a scheme."""
        run, scheme = self.last[i], self.schemes[i]
        assert run is not None
        by, after = now.beaten.get(i, (None, 0))
        apart = self._shared(i, leader)
        levels = {name: interval_of(measure, run.window(), self.values[i][name])
                  for name, measure in self.by.measures.items()}  # fmt: skip
        differences = {name: change_interval(values, event=0.0 if i == leader else run.event(name))
                       for name, values in apart.items()}  # fmt: skip
        return Contender(scheme.id, scheme.short_title or scheme.title, len(self._any(i)), levels, differences,
                         change_interval(self.by.score(apart)), None if by is None else self.schemes[by].id,
                         after)  # fmt: skip

    def _again(self, leader: int, second: int, at: int) -> Interval:
        """The winner's score less the runner-up's on luck that nothing was chosen with."""
        low, high = AGAIN
        playing = replace(self.playing, seed=self.playing.seed + FRESH)
        pair = [self.among[leader], self.among[second]]
        mine, other = play_subjects(playing, pair, self.first, min(max(at, low), high))
        apart = {name: paired(mine.values(name), other.values(name)) for name in self.by.measures}
        return change_interval(self.by.score(apart))
