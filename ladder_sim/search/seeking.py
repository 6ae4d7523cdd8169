"""`seek`: the value of a parameter at which a measure meets a target, and how well that value is known."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import NEEDED, check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.workers import shares_work
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.intervals import Interval
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.sought import Outcome, Sought
from ladder_sim.scenarios.loading import Readable
from ladder_sim.search.aims import aims_of
from ladder_sim.search.bisection import crossing
from ladder_sim.search.knobs import PEOPLE, knobs_of, turned_people, turned_scheme, unsuitable
from ladder_sim.search.sweeping import measures_asked
from ladder_sim.store.folder import store_of

FRESH = 1_000_003  # added to the seed for the luck on which the answer is looked at again
LOOKS = 5  # values between the ends that are looked at first, to see that the response goes one way
FINE = 1 / 1024  # of the range: how near the answer is looked for
PLAYS = 60  # at most, of which progress is told


@shares_work
@door
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
    executor: Executor | int | None = None,
    store: str | os.PathLike[str] | None = None,
    progress: ProgressGiven = None,
    **target: float,
) -> Sought:
    """Turn a parameter until a measure has a given mean, by bisection on the same luck.

    Parameters
    ----------
    scheme, workforce, months, replications, seed, first, executor, store, progress : as in `simulate`
    knob : the parameter's name; or ``headcount`` or ``leaving`` (times the present rate) of the workforce
    between : from where to where; default the range of the parameter
    target : one measure and the mean it is to have, such as ``turnover=0.2``

    Returns
    -------
    The answer with the interval of values at which the target still lies in the measure's 95 % interval; the measure
    at the answer again on fresh seeds; whether the target cannot be reached, or a whole stretch of values meets it.

    Raises
    ------
    LadderError
        The parameter or the measure is not known, the parameter is no number or has no range, or the target is none.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.seek("ecommerce-dual-track", None, "excellent", turnover=0.52, months=12, replications=20)
    >>> found.outcome in ("found", "flat", "between", "unreachable")
    True
    """
    assert not isinstance(executor, int)  # a pool by now
    check_arguments(NEEDED, months=months, replications=replications, seed=seed, first=first, executor=executor,
                    progress=progress, store=store)  # fmt: skip
    chosen = played_scheme(scheme)
    if isinstance(workforce, str) and (workforce in chosen.parameters or workforce in PEOPLE):
        workforce, knob = knob, workforce  # what is turned was named before the people
    people = people_of(workforce)
    turn = _numeric(chosen, people, knob)
    ends = _ends(chosen, people, turn, between)
    name, aim = _target(target)
    measure = measures_asked([chosen], people, months, name)[name]
    shown = progress_of(progress, tr("seeking {knob}", "求解{knob}", knob=turn.title))
    playing = Playing(people, months, seed, executor, store=store_of(store))
    search = _Search(chosen, people, turn, measure, aim, ends, playing, first, replications, shown)
    return search.found()


def _numeric(scheme: Scheme, people: Workforce, name: object) -> Knob:
    if not isinstance(name, str):
        raise LadderError(tr("name what to turn: seek(scheme, workforce, 'bar', turnover=0.2)",
                             "请写出要求解的参数：seek(scheme, workforce, 'bar', turnover=0.2)"))  # fmt: skip
    (knob,) = knobs_of([scheme], people, [name])
    if not knob.numeric:
        raise LadderError(
            tr(
                "{name} is no number: its values are compared by sweep",
                "{name} 不是数字；各取值请用 sweep 比较",
                name=name,
            )
        )
    return knob


def _ends(scheme: Scheme, people: Workforce, knob: Knob, between: tuple[float, float] | None) -> tuple[float, float]:
    low, high = (knob.low, knob.high) if between is None else _two(between)
    if low is None or high is None:
        raise LadderError(tr("{name} has no range; give one, such as between=(50, 100)",
                             "{name} 没有取值范围；请给出，例如 between=(50, 100)", name=knob.name))  # fmt: skip
    problems = [why for end in (low, high) if (why := unsuitable(scheme, people, knob.name, _whole(knob, end)))]
    if low >= high:
        problems.append(tr("between: {a} must lie below {b}", "between：{a} 必须小于 {b}", a=f"{low:g}", b=f"{high:g}"))
    if problems:
        raise LadderError("\n".join(problems))
    return float(low), float(high)


def _two(between: object) -> tuple[float, float]:
    if isinstance(between, tuple | list | np.ndarray) and len(between) == 2:
        low, high = ends = [as_python(end) for end in between]
        if all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in ends):
            return low, high
    raise LadderError(tr("between must be two numbers, such as (50, 100), got {got!r}",
                         "between 应为两个数，例如 (50, 100)，现为 {got!r}", got=between))  # fmt: skip


def _target(target: dict[str, float]) -> tuple[str, float]:
    got = ", ".join(target) or tr("none", "无")
    one = tr("give one measure and the mean it is to have, such as turnover=0.2; got {got}",
             "请给出一个指标及其目标均值，例如 turnover=0.2；现为 {got}", got=got)  # fmt: skip
    if len(target) != 1:
        raise LadderError(one)
    ((name, aim),) = aims_of(target, one).items()
    return name, aim


def _whole(knob: Knob, value: float) -> float:
    return int(value) if knob.whole and float(value).is_integer() else value


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
        below, above = self._crossing(a, b, lambda value: self._gap(value) if up else -self._gap(value))
        value = min((self._round(below, above), below, above), key=lambda end: abs(self._gap(end)))
        outcome: Outcome = "found"
        flat = self._flat(value)
        if flat is not None:
            outcome = "flat"
        elif (self.knob.whole and self._interval(value).low > self.target) or self._interval(value).high < self.target:
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

    def _crossing(self, a: float, b: float, response: Callable[[float], float]) -> tuple[float, float]:
        """Where a response crosses 0, searched between the nearest values that were played already."""
        known = [value for value in self.looks if a < value < b]
        a = max([a, *(value for value in known if response(value) <= 0)])
        b = min([b, *(value for value in known if response(value) > 0 and value > a)])
        return crossing(response, a, b, whole=self.knob.whole, tolerance=self.tolerance)

    def _gap(self, value: float) -> float:
        return self._interval(value).mean - self.target

    def _interval(self, value: float) -> Interval:
        if value not in self.looks:
            settings = {self.knob.name: _whole(self.knob, value)}
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

    def _flat(self, value: float) -> tuple[float, float] | None:
        """The ends of the stretch around a value in which no replication changes; None where there is none."""
        own = self._values(value)

        def changed(other: float) -> float:
            return -1.0 if np.array_equal(self._values(other), own, equal_nan=True) else 1.0

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
                sides.append(self._crossing(near, end, changed)[0])
            else:
                sides.append(-self._crossing(-near, -end, lambda other: changed(-other))[0])
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
            least = self._crossing(low, value, leaves)[inner]
        if reaches(high) <= 0:
            most = high
        elif reaches(value) <= 0:
            most = self._crossing(value, high, reaches)[1 - inner]
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
