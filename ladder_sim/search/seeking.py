"""`seek`: the value of a parameter at which a measure meets a target, and how well that value is known; or several."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar, overload

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.doors import CalledText
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import NEEDED, check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.intervals import Interval
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.origin import SeedRange, here
from ladder_sim.results.search_question import SearchQuestion, sought_text
from ladder_sim.results.sought import Outcome, Sought
from ladder_sim.results.sought_jointly import SoughtJointly
from ladder_sim.results.targets import Aim
from ladder_sim.scenarios.loading import Readable
from ladder_sim.search.aims import in_own_words, nearly, sought_aims
from ladder_sim.search.bisection import crossing
from ladder_sim.search.ends import Turned, turned, whole
from ladder_sim.search.joint import FRESH, NEAR, OF_LUCK
from ladder_sim.search.joint_seeking import JointSeeking
from ladder_sim.search.knobs import PEOPLE, turned_people, turned_scheme
from ladder_sim.search.sweeping import USUAL_MONTHS, measures_asked
from ladder_sim.store.folder import store_of

LOOKS = 5  # values between the ends that are looked at first, to see that the response goes one way
FINE = 1 / 1024  # of the range: how near the answer is looked for
PLAYS = 60  # at most, of which progress is told
F = TypeVar("F", Sought, SoughtJointly)


@overload
def seek(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    knob: str | Workforce | None = None,
    /,
    *,
    between: tuple[float, float] | None = None,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: ExecutorGiven = None,
    store: str | os.PathLike[str] | None = None,
    progress: ProgressGiven = None,
    **target: float,
) -> Sought: ...


@overload
def seek(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None,
    knob: Sequence[str] | Mapping[str, tuple[float, float] | None],
    /,
    *,
    between: tuple[float, float] | None = None,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: ExecutorGiven = None,
    store: str | os.PathLike[str] | None = None,
    progress: ProgressGiven = None,
    **target: float | str,
) -> Sought | SoughtJointly: ...


@shares_work
@door
def seek(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    knob: Turned | Workforce | None = None,
    /,
    *,
    between: tuple[float, float] | None = None,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: ExecutorGiven = None,
    store: str | os.PathLike[str] | None = None,
    progress: ProgressGiven = None,
    **target: float | str,
) -> Sought | SoughtJointly:
    """Turn one or several parameters until one or several measures have given means, all on the same luck.

    One parameter and one mean are found by bisection; otherwise the ranges are searched together.

    Parameters
    ----------
    scheme, workforce, months, replications, seed, first, executor, store, progress : as in `simulate`
    knob : a parameter's name; or ``headcount`` or ``leaving`` (times the present rate) of the workforce. Several: a
        list of names, or a dict with the range of each, such as ``{"bar": (70, 95), "wait": (6, 24)}``
    between : of one name, from where to where; default the range of the parameter
    target : measures and the means they are to have, such as ``turnover=0.2``; with a list or a dict several will do,
        and also ``turnover="<= 20%"``

    Returns
    -------
    Of one name and one mean a `Sought`: the answer with the interval of values at which the target still lies in the
    measure's 95 % interval; the measure at the answer again on fresh seeds; whether the target cannot be reached, or
    a whole stretch of values meets it. Else a `SoughtJointly`: values that meet all targets, several sets where sets
    far apart do, each again on fresh seeds; or by how much which target is missed at the nearest.

    Raises
    ------
    LadderError
        A parameter or a measure is not known, a parameter is no number or has no range, or a target is none.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.seek("ecommerce-dual-track", None, "excellent", turnover=0.52, months=12, replications=20)
    >>> found.outcome in ("found", "flat", "between", "unreachable")
    True
    """
    problems = Problems()
    with problems.collecting():
        check_arguments(NEEDED, months=months, replications=replications, seed=seed, first=first, executor=executor,
                        progress=progress, store=store)  # fmt: skip
    length = USUAL_MONTHS if problems.errors else months
    loaded: list[tuple[Scheme, Workforce, object]] = []
    with problems.collecting():
        loaded.append(_loaded(scheme, workforce, knob))
    if not loaded:
        problems.raise_if_any()
    assert not isinstance(executor, int | str)  # a pool by now
    chosen, people, asked = loaded[0]
    in_own_words("seek", (scheme, workforce, knob), target, [*chosen.parameters])
    knobs, ends = list[Knob](), list[tuple[float, float]]()
    aims: dict[str, Aim] = {}
    measures: dict[str, Measure] = {}
    with problems.collecting():
        knobs, ends = turned(chosen, people, asked, between)
    with problems.collecting():
        aims = sought_aims(target, together=not isinstance(asked, str))
    with problems.collecting():
        measures = {one.name: one for one in measures_asked([chosen], people, length, list(target)).values()}
    problems.raise_if_any()
    named = tr(", ", "、").join(str(one.title) for one in knobs)
    shown = progress_of(progress, tr("seeking {knob}", "求解{knob}", knob=named))
    playing = Playing(people, months, seed, executor, store=store_of(store))
    turn = {one.name: list(span) for one, span in zip(knobs, ends, strict=True)}
    question = SearchQuestion("seek", (chosen,), people, months, (SeedRange(seed, first, replications),),
                              {"turn": turn, "targets": {name: as_python(one) for name, one in target.items()}},
                              here())  # fmt: skip
    aims_told = [f"{name} {aim.sign} {aim.number:g}" for name, aim in aims.items()]
    if len(knobs) == len(aims) == 1 and (aim := next(iter(aims.values()))).sign == "=":
        alone = _Search(chosen, people, knobs[0], next(iter(measures.values())), aim.number, ends[0], playing, first,
                        replications, shown)  # fmt: skip
        return _asked(alone.found(), question, sought_text(turn, aims_told))
    wanted = dict(zip(measures, aims.values(), strict=True))
    joint = JointSeeking(chosen, people, knobs, ends, measures, wanted, playing, first, replications, shown)
    return _asked(joint.found(), question, sought_text(turn, aims_told))


def _asked(found: F, question: SearchQuestion, told: str) -> F:
    """What was found, with what was asked."""
    return replace(found, question=question, provenance=CalledText(found.provenance + told))


def _loaded(scheme: Scheme | Readable, workforce: object, knob: object) -> tuple[Scheme, Workforce, object]:
    """The scheme, the people and what is to be turned, of which the people may come second.

    Raises
    ------
    LadderError
        The scheme or the people cannot be read, or what stands in their place is almost a parameter.
    """
    chosen = played_scheme(scheme, "seek")
    if knob is None and isinstance(workforce, str) and not _names(workforce, chosen):
        nearly(workforce, chosen)
    staff, asked = (knob, workforce) if _names(workforce, chosen) else (workforce, knob)
    return chosen, people_of(staff), asked


def _names(given: object, scheme: Scheme) -> bool:
    """Whether what was given in the place of the people is what is to be turned."""
    names = [given] if isinstance(given, str) else list(given) if isinstance(given, Mapping | list | tuple) else []
    known = {*scheme.parameters, *PEOPLE}
    return bool(names) and all(isinstance(name, str) and name in known for name in names)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What is kept of a value that was played: its counts go, so that memory does not grow with the search."""

    interval: Interval
    values: Floats
    scheme: Scheme
    workforce: Workforce
    provenance: str


@dataclass
class _Search:
    """One search: what was played, and what is asked of it."""

    scheme: Scheme
    people: Workforce
    knob: Knob
    measure: Measure
    target: float
    ends: tuple[float, float]
    playing: Playing
    first: int
    replications: int
    shown: Progress | None
    looks: dict[float, _Look] = field(default_factory=dict)

    def found(self) -> Sought:
        low, high = self.ends
        looked = self._looks()
        gaps = [self._gap(value) for value in looked]
        if all(math.isnan(gap) for gap in gaps):
            raise LadderError(
                tr("{measure} has no value here: {why}", "{measure}在此没有数值：{why}",
                   measure=self.measure.title, why=self.measure.missing)
            )  # fmt: skip
        steps = [(a, b) for a, b in pairwise(looked) if self._gap(a) * self._gap(b) <= 0]
        if not steps:
            return self._unreachable(looked)
        a, b = min(steps, key=lambda step: abs(step[0] + step[1] - 2 * self._now()))
        up = self._gap(b) >= self._gap(a)

        def response(value: float) -> float:
            return self._gap(value) if up else -self._gap(value)

        value = self._nearest(*self._crossing(a, b, response, self.tolerance))
        if not self._meets(value):  # the measure may jump there, or be known better than the values were looked at
            sides = self._crossing(a, b, response, self.tolerance * FINE)
            value = self._nearest(*sides)
            value = value if self._meets(value) else self._beside(value, sides)
        flat = self._flat(value) if self._meets(value) else None
        if flat is not None and not self.knob.whole and self._same(neat := self._round(*flat), value):
            value = neat  # any of them will do
        outcome: Outcome = "found" if flat is None else "flat"
        if not self._meets(value):
            outcome = "between"
        return self._answer(outcome, value, self._bounds(value, up, low, high), flat)

    def _looks(self) -> list[float]:
        low, high = self.ends
        middle = np.linspace(low, high, LOOKS + 2)
        return list(dict.fromkeys(float(round(x)) if self.knob.whole else float(x) for x in middle))

    def _now(self) -> float:
        assert not isinstance(self.knob.now, str)
        return float(self.knob.now)

    @property
    def tolerance(self) -> float:
        return (self.ends[1] - self.ends[0]) * FINE

    def _round(self, below: float, above: float) -> float:
        """A value between two that is written with few digits."""
        for digits in range(-6, 12):
            value = round((below + above) / 2, digits)
            if below <= value <= above:
                return float(value)
        return below

    def _nearest(self, below: float, above: float) -> float:
        """Of two values next to each other and a round one between them that which comes nearest to the target.

        The round one where it is near enough.
        """
        neat = self._round(below, above)
        enough = max(NEAR * abs(self.target), OF_LUCK * self._interval(neat).half)
        if not self.knob.whole and abs(self._gap(neat)) <= enough:
            return neat
        return min((neat, below, above), key=lambda end: abs(self._gap(end)))

    def _beside(self, value: float, sides: tuple[float, float]) -> float:
        """A round value on the same side of a jump, where it gives the same."""
        way = self.tolerance if value == sides[1] else -self.tolerance
        neat = self._round(*sorted((value, float(np.clip(value + way, *self.ends)))))
        return neat if not self.knob.whole and self._same(neat, value) else value

    def _meets(self, value: float) -> bool:
        """Whether the target is met at a value: by its interval, or, where values have no steps, very nearly."""
        found = self._interval(value)
        near = not self.knob.whole and abs(found.mean - self.target) <= NEAR * abs(self.target)
        return near or found.low <= self.target <= found.high

    def _crossing(
        self, a: float, b: float, response: Callable[[float], float], tolerance: float
    ) -> tuple[float, float]:
        """Where a response crosses 0, searched between the nearest values that were played already."""
        known = [value for value in self.looks if a < value < b]
        a = max([a, *(value for value in known if response(value) <= 0)])
        b = min([b, *(value for value in known if response(value) > 0 and value > a)])
        return crossing(response, a, b, whole=self.knob.whole, tolerance=tolerance)

    def _gap(self, value: float) -> float:
        return self._interval(value).mean - self.target

    def _interval(self, value: float) -> Interval:
        if value not in self.looks:
            settings = {self.knob.name: whole(self.knob, value)}
            scheme, people = turned_scheme(self.scheme, settings), turned_people(self.people, self.scheme, settings)
            (run,) = replace(self.playing, workforce=people).play([scheme], self.first, self.replications)
            name = self.measure.name
            self.looks[value] = _Look(run.interval(name), run.values(name), scheme, people, run.provenance)
            if self.shown is not None:
                self.shown(min(len(self.looks), PLAYS - 1), PLAYS)
        return self.looks[value].interval

    def _values(self, value: float) -> Floats:
        self._interval(value)
        return self.looks[value].values

    def _same(self, a: float, b: float) -> bool:
        return np.array_equal(self._values(a), self._values(b), equal_nan=True)

    def _flat(self, value: float) -> tuple[float, float] | None:
        """The ends of the stretch around a value in which no replication changes; None where there is none."""

        def changed(other: float) -> float:
            return -1.0 if self._same(other, value) else 1.0

        low, high = self.ends
        step = 1.0 if self.knob.whole else 2 * self.tolerance
        sides = []
        for end, way in ((low, -1), (high, 1)):
            near = value + way * step
            if not low <= near <= high or changed(near) > 0:
                sides.append(value)
            elif changed(end) < 0:
                sides.append(end)
            elif way > 0:
                sides.append(self._crossing(near, end, changed, self.tolerance)[0])
            else:
                sides.append(-self._crossing(-near, -end, lambda other: changed(-other), self.tolerance)[0])
        return (sides[0], sides[1]) if sides[1] - sides[0] > step else None

    def _bounds(self, value: float, up: bool, low: float, high: float) -> tuple[float, float]:
        """Between which values the measure's interval contains the target, its response taken to go one way."""

        def reaches(other: float) -> float:  # above 0 once the interval lies above the target
            found = self._interval(other)
            return (found.low if up else -found.high) - (self.target if up else -self.target)

        def leaves(other: float) -> float:  # at most 0 as long as the interval lies below the target
            found = self._interval(other)
            return (found.high if up else -found.low) - (self.target if up else -self.target)

        inner = 1 if self.knob.whole else 0  # of a whole number the neighbor inside, else the one outside
        least, most = value, value
        if leaves(low) > 0:
            least = low
        elif leaves(value) > 0:
            least = self._crossing(low, value, leaves, self.tolerance)[inner]
        if reaches(high) <= 0:
            most = high
        elif reaches(value) <= 0:
            most = self._crossing(value, high, reaches, self.tolerance)[1 - inner]
        return least, most

    def _unreachable(self, looked: list[float]) -> Sought:
        there = [value for value in looked if not math.isnan(self._gap(value))]
        value = min(there, key=lambda one: abs(self._gap(one)))
        return self._answer("unreachable", value, (value, value), None)

    def _answer(
        self, outcome: Outcome, value: float, bounds: tuple[float, float], flat: tuple[float, float] | None
    ) -> Sought:
        look = self.looks[value]
        again = replace(self.playing, workforce=look.workforce, seed=self.playing.seed + FRESH)
        (fresh,) = again.play([look.scheme], self.first, self.replications)
        if self.shown is not None:
            self.shown(PLAYS, PLAYS)
        tried = {one: self.looks[one].interval for one in sorted(self.looks)}
        return Sought(self.knob, self.measure, self.target, outcome, value, *bounds, flat, tried,
                      fresh.interval(self.measure.name), look.scheme, look.workforce, self.ends,
                      look.provenance)  # fmt: skip
