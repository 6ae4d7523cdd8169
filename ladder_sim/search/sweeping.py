"""`sweep`: schemes played over a grid of their parameters, every point with the same luck."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ladder_sim.core.doors import CalledText
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import names_of
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.comparing import Given
from ladder_sim.experiment.given import NEEDED, check_arguments, people_of, progress_of, several
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.placed import schemes_and_people
from ladder_sim.experiment.simulation import Playing, measured
from ladder_sim.files.tree import shortened
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.differences import values_of
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.provenance import provenance
from ladder_sim.results.run import Run
from ladder_sim.results.search_question import SearchQuestion, varied_text
from ladder_sim.results.swept import Sweep, SweepPoint
from ladder_sim.scenarios.kinds_given import what_is
from ladder_sim.scenarios.loading import Readable
from ladder_sim.search import grid
from ladder_sim.search.knobs import knobs_of, turned_people, turned_scheme
from ladder_sim.store.folder import store_of

#: What a sweep tells where nobody asks for measures.
USUAL = ("advancement_rate", "turnover", "labor_cost")
USUAL_MONTHS = 60
TOGETHER = 16  # points played before their counts are reduced to measures, so that memory does not grow with the grid


@shares_work
@door
def sweep(
    schemes: Given | Sequence[Given] | Mapping[str, Given],
    /,
    *given: Workforce | Readable | Iterable[object] | None,
    workforce: Workforce | Readable | None = None,
    vary: Mapping[str, object] | None = None,
    measures: Sequence[str] | str | None = None,
    sample: int | None = None,
    months: int = USUAL_MONTHS,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
    **parameters: object,
) -> Sweep:
    """Play schemes over combinations of values of their parameters, all with the same luck.

    Parameters
    ----------
    schemes : a scheme, or several; what `load_scheme` reads will do
    given : the people, and what is varied, in either order: a workforce, or what `load_workforce` reads; a dict of
        name → values, or a name followed by its values, as in ``sweep(scheme, "bar", [80, 85], people)``
    workforce : the people by name; None: ``service-center-200``
    vary : name → values, for names that are none of Python's or stand among the arguments below
    parameters : the same by keyword: ``bar=range(70, 95, 5)``. A parameter that only some schemes have is varied in
        those. ``headcount`` and ``leaving`` (how many times the present rate) are the workforce's, where no scheme
        has a parameter of that name
    measures : which measures are told; default advancement, turnover and labor cost
    sample : how many combinations of each scheme are played, spread evenly over all of them; None: every one
    months, replications, seed, first, executor, progress, store : as in `simulate`

    Raises
    ------
    LadderError
        A name, a value or a measure is not known or does not suit, all at once and before any work.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.sweep("ecommerce-dual-track", excellent=[80, 85, 90], months=12, replications=20)
    >>> len(found.points)
    3
    """
    problems = Problems()
    with problems.collecting():
        check_arguments(NEEDED, months=months, replications=replications, seed=seed, first=first, sample=sample,
                        executor=executor, progress=progress, store=store)  # fmt: skip
    length, some = (USUAL_MONTHS, None) if problems.errors else (months, sample)
    loaded: list[_GivenNow] = []
    with problems.collecting():
        loaded.append(_in_order(schemes, given, workforce, vary))
    if not loaded:
        problems.raise_if_any()
    assert not isinstance(executor, int | str)  # a pool by now
    chosen, people, varied = loaded[0]
    values: dict[str, tuple[Value, ...]] = {}
    knobs: list[Knob] = []
    wanted: dict[str, Measure] = {}
    with problems.collecting():
        values = grid.values_of({**varied, **parameters})
    with problems.collecting():
        knobs = knobs_of(chosen, people, {**varied, **parameters})
    with problems.collecting():
        grid.check(chosen, people, values, some)
    with problems.collecting():
        wanted = measures_asked(chosen, people, length, measures)
    problems.raise_if_any()
    listed = list(grid.points(chosen, values, sample))
    shown = progress_of(progress, tr("sweeping", "扫描中"))
    total, done = len(listed) * replications, 0

    def told(now: int, _: int) -> None:
        if shown is not None:
            shown(done + now, total)

    kept = store_of(store)
    (start,) = Playing(people, months, seed, executor, store=kept).play([chosen[0]], first, replications)
    made: dict[int, SweepPoint] = {}
    for numbers, staff in _parts(listed, people):
        part = [listed[i] for i in numbers]
        variants = [turned_scheme(scheme, settings) for scheme, settings in part]
        there = [staff is people and variant is chosen[0] for variant in variants]  # as it stands: played already
        playing = Playing(staff, months, seed, executor, None if shown is None else told, store=kept)
        todo = [variant for variant, played in zip(variants, there, strict=True) if not played]
        runs = iter(playing.play(todo, first, replications) if todo else ())
        for i, (scheme, settings), played in zip(numbers, part, there, strict=True):
            made[i] = _point(scheme, settings, start if played else next(runs), start, wanted)
        done += len(part) * replications
        told(0, 0)
    line = provenance(chosen, people, months, start.luck, origin=start.origin) + varied_text(values)
    return Sweep(tuple(knobs), {scheme.id: scheme.short_title or scheme.title for scheme in chosen},
                 tuple(made[i] for i in range(len(listed))), wanted, CalledText(line), months, replications, seed,
                 {name: start.values(name) for name in wanted if name in start.known}, sample,
                 SearchQuestion("sweep", tuple(chosen), people, months, start.luck,
                                {"vary": {name: list(taken) for name, taken in values.items()},
                                 "measures": list(wanted), "sample": sample}, start.origin))  # fmt: skip


def asked_again(found: Sweep, measures: Sequence[str]) -> Sweep:
    """The same sweep once more, with other measures.

    Parameters
    ----------
    found : that says what was asked
    measures : which are told now

    Raises
    ------
    LadderError
        A measure is not known.
    """
    assert found.question is not None
    asked, (luck,) = found.question, found.question.luck
    vary = asked.given["vary"]
    assert isinstance(vary, Mapping)
    return sweep(list(asked.schemes), asked.workforce, vary=vary, measures=measures, sample=found.sample,
                 months=asked.months, replications=luck.replications, seed=luck.seed, first=luck.first)  # fmt: skip


_GivenNow = tuple[list[Scheme], Workforce, dict[str, object]]


def _in_order(schemes: object, given: Sequence[object], workforce: object, vary: object) -> _GivenNow:
    """The schemes, the people and what is varied, told apart by what they are.

    Raises
    ------
    LadderError
        What to write, where they cannot be told apart.
    """
    if vary is not None and not isinstance(vary, Mapping):
        raise _unclear(vary)
    varied: dict[str, object] = dict(vary or {})
    people, rest = [] if workforce is None else [workforce], list(given)
    listed = [schemes] if what_is(schemes) == "scheme" else list(schemes) if isinstance(schemes, list) else schemes
    while rest:
        one = rest.pop(0)
        kind = what_is(one)
        if isinstance(one, Mapping) and not kind:
            varied |= one
        elif isinstance(one, str) and not kind and rest and _may_be_values(rest[0]):
            if isinstance(rest[0], str | Mapping):
                raise _unclear(one)
            varied[one] = rest.pop(0)
        elif kind == "scheme" and isinstance(listed, list):
            listed.append(one)
        elif one is None or kind or isinstance(one, str | os.PathLike):
            people += [] if one is None else [one]
        else:
            raise _unclear(one)
    (_, there) = schemes_and_people(None, people, None, "sweep")
    return several(listed), people_of(there), varied


def _may_be_values(given: object) -> bool:
    return isinstance(given, Iterable) and not what_is(given)


def _unclear(got: object) -> LadderError:
    return LadderError(tr("sweep takes the schemes, the people, and the values by name:"
                          " sweep(scheme, people, bar=[80, 85]), or {{'bar': [80, 85]}}; it cannot use {got}",
                          "sweep 的参数为方案、人员，以及按名称给出的取值：sweep(scheme, people, bar=[80, 85])，"
                          "或 {{'bar': [80, 85]}}；无法使用 {got}", got=shortened(repr(got))))  # fmt: skip


GridPoint = tuple[Scheme, dict[str, Value]]


def _parts(points: Sequence[GridPoint], people: Workforce) -> Iterator[tuple[list[int], Workforce]]:
    """The numbers of points that are played together: on the same people, no more than the memory is meant for."""
    alike: dict[tuple[tuple[str, Value], ...], list[int]] = {}
    for i, (scheme, settings) in enumerate(points):
        staff = tuple((name, value) for name, value in settings.items() if name not in scheme.parameters)
        alike.setdefault(staff, []).append(i)
    for numbers in alike.values():
        scheme, settings = points[numbers[0]]
        staff_now = turned_people(people, scheme, settings)
        for at in range(0, len(numbers), TOGETHER):
            yield numbers[at : at + TOGETHER], staff_now


def _point(
    scheme: Scheme, settings: dict[str, Value], run: Run, start: Run, wanted: Mapping[str, Measure]
) -> SweepPoint:
    """A run reduced to what a sweep keeps."""
    if run.scheme.id == start.scheme.id:  # as it stands, or with other people
        run = replace(run, scheme=replace(run.scheme, id=f"{run.scheme.id}+"))
    both = Comparison((start, run), start.scheme.id, same_people=False)
    name = run.scheme.id
    return SweepPoint(scheme.id, settings, run.scheme, {m: both.contrast(name, m) for m in wanted},
                      {m: values_of(both[name], m) for m in wanted})  # fmt: skip


def measures_asked(
    schemes: Sequence[Scheme], people: Workforce, months: int, asked: Sequence[str] | str | None
) -> dict[str, Measure]:
    """The measures of a search, by name.

    Raises
    ------
    LadderError
        No scheme has some of them, all at once; or a scheme does not fit the people.
    """
    known: dict[str, Measure] = {}
    for scheme in schemes:
        for name, measure in measured(scheme, people, months).items():
            known.setdefault(name, measure)
    found: dict[str, Measure] = {}
    problems = Problems()
    for name in names_of(USUAL if asked is None else asked, "measures"):
        with problems.collecting():
            found[name] = find(name, known)
    problems.raise_if_any()
    return found
