"""`match`: assumed values moved within their ranges until the simulated present is the known one."""

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
from ladder_sim.core.doors import CalledText
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.needs import names_of
from ladder_sim.core.problems import LadderError, nearest, quietly
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.model.assumptions import Assumption
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.matched import Match, Matched
from ladder_sim.results.measure import Measure
from ladder_sim.results.origin import SeedRange, here
from ladder_sim.results.search_question import SearchQuestion
from ladder_sim.results.sought_jointly import JointOutcome
from ladder_sim.results.targets import Aim
from ladder_sim.scenarios.assumptions import assumptions_of, people_at
from ladder_sim.scenarios.loading import Readable
from ladder_sim.scenarios.matched_people import matched_people
from ladder_sim.search.aims import aims_of, in_own_words
from ladder_sim.search.joint import FRESH, STEPS, JointPlay, JointSearch, SearchRange
from ladder_sim.search.sweeping import measures_asked
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

MOST = 4  # answers
LEADING = 6  # values, the strongest, of which each leads an answer
EAGER = 1e-4  # what a value costs to move that an answer is to move first


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
    in_own_words("match", (workforce, scheme, move), targets)
    people, chosen = people_of(workforce), played_scheme(scheme)
    aims = aims_of(targets, tr("give at least one measure and its known value, such as turnover=0.38",
                                          "请至少给出一个指标及其已知数值，例如 turnover=0.38"))  # fmt: skip
    values = _values(people, move)
    measures = measures_asked([chosen], people, months, list(aims))
    known = {measure.name: aims[name].number for name, measure in zip(aims, measures.values(), strict=True)}
    measures = {measure.name: measure for measure in measures.values()}
    shown = progress_of(progress, tr("matching", "求解中"))
    playing = Playing(people, months, seed, executor, store=store_of(store))
    search = _Matching(chosen, people, values, measures, known, playing, first, replications, shown)
    made = search.found()
    question = SearchQuestion("match", (chosen,), people, months, (SeedRange(seed, first, replications),),
                              {"targets": known, "move": [one.address for one in values]}, here())  # fmt: skip
    told = tr("; matched to {aims}", "；与已知数值对照：{aims}",
              aims=tr(", ", "、").join(f"{name} = {value:g}" for name, value in known.items()))  # fmt: skip
    return replace(made, question=question, provenance=CalledText(made.provenance + told))


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
    names = names_of(move, "move")
    problems = []
    for name in names:
        one = having.get(str(name))
        if one is None:
            problems.append(tr("{name}: nothing with a range in {w} has this address", "{name}：{w} 中没有此地址的范围",
                               name=name, w=people.id) + nearest(str(name), having))  # fmt: skip
    if problems or not names:
        raise LadderError("\n".join(problems or [tr("name what to move, or leave it out", "请写出要变动的值，或省略")]))
    return tuple(having[str(name)] for name in names)


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
    joint: JointSearch = field(init=False)

    def __post_init__(self) -> None:
        ranges = [SearchRange(one.key, float(one.value), one.low, one.high, one.whole) for one in self.searched]
        aims = {name: Aim(value) for name, value in self.targets.items()}
        self.joint = JointSearch(ranges, self.measures, aims, self._run, self.replications, self._told_of)

    def found(self) -> Matched:
        joint = self.joint
        start = joint.start()
        now = joint.played(start)
        for name, interval in now.intervals.items():
            if not interval.n or math.isnan(interval.mean):
                measure = self.measures[name]
                raise LadderError(tr("{measure} has no value here: {why}", "{measure}在此没有数值：{why}",
                                     measure=measure.title, why=measure.missing))  # fmt: skip
        responses, live = joint.responses(start)
        joint.find_grain(responses, live)
        if not live.any():
            return self._told("unmoved" if not joint.near(now) else "found", start, now, [start], live)
        least = joint.solve(start, responses, np.where(live, 1.0, np.inf))
        if not joint.near(joint.played(least)):
            return self._told("unreachable", start, now, [least], live)
        answers = joint.apart(start, [least, *self._leading(start, responses, live)], MOST)
        return self._told("several" if len(answers) > 1 else "found", start, now, answers, live)

    def _leading(self, start: Floats, responses: Floats, live: Mask) -> list[Floats]:
        """What matches if one value moves as far as it can or need, and the others make up for the rest."""
        found, joint = [], self.joint
        for j in np.argsort(-np.abs(responses).max(axis=0))[:LEADING]:
            if live[j]:
                costs = np.where(live, np.where(np.arange(len(start)) == j, EAGER, 1.0), np.inf)
                places = joint.solve(start, responses, costs)
                found += [places] if joint.near(joint.played(places)) else []
        return found

    @property
    def _most(self) -> int:
        """Plays at most, of which progress is told."""
        return 2 * len(self.searched) + STEPS * (LEADING + 1)

    def _told_of(self) -> None:
        """Progress, after every play."""
        if self.shown is not None:
            self.shown(min(len(self.joint.plays), self._most - 1), self._most)

    def _run(self, world: Mapping[str, float], replications: int) -> Run:
        with quietly():
            people = people_at(self.people, self.searched, world)
        (run,) = replace(self.playing, workforce=people).play([self.scheme], self.first, replications)
        return run

    # --- the answer --------------------------------------------------------------------------------

    def _told(
        self, outcome: JointOutcome, start: Floats, now: JointPlay, answers: Sequence[Floats], live: Mask
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
        world = self.joint.world(places)
        with quietly():
            people = matched_people(self.people, self.searched, world, self._basis(), number)
        again = replace(self.playing, workforce=people, seed=self.playing.seed + FRESH)
        (run,) = again.play([self.scheme], self.first, self.replications)
        fresh = {name: run.interval(name) for name in self.targets}
        return Match(world, self.joint.played(places).intervals, fresh, people)
