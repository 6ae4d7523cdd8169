"""Play several schemes on the same people with the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.experiment.own_measures import measured_alike
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison, Contrast
from ladder_sim.results.counts import join
from ladder_sim.results.measures import find
from ladder_sim.results.run import Run

__all__ = ["Comparison", "compare"]

Given = Scheme | str | Path
Progress = Callable[[int, int], object]

#: How many times the replications asked for a precision may take, and at least how many in all.
MOST_TIMES, MOST = 10, 2_000


def compare(
    schemes: Sequence[Given],
    workforce: Workforce | str | Path,
    *,
    baseline: int | Given = 0,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    precision: Mapping[str, float] | None = None,
) -> Comparison:
    """Play schemes on one workforce, the same people and the same luck under each.

    Parameters
    ----------
    schemes : schemes, ids or paths
    workforce : a workforce, its id or path
    baseline : what the others are compared with: a position, an id, a path or a scheme. One that is not among
        `schemes` is put first.
    months, replications, seed : how long, how often, and with which luck
    executor : any `concurrent.futures.Executor` to share the work
    progress : called with what is done and of how much
    precision : measure → half-width asked of its paired difference; replications are added until every scheme's is
        met, up to ten times those asked for (at least 2,000). What is missing then is said in `Comparison.notes`.
    """
    chosen, base = _choose(schemes, baseline)
    chosen = measured_alike(chosen)
    people = _workforce(workforce)

    def play(first: int, number: int) -> tuple[Run, ...]:
        from ladder_sim.experiment.simulation import simulate_all

        runs = simulate_all(
            chosen, people, months=months, replications=number, seed=seed, first=first, executor=executor,
            progress=progress,
        )  # fmt: skip
        return tuple(runs)

    comparison = Comparison(play(0, replications), base)
    if not precision:
        return comparison
    _check_precision(comparison, precision)
    limit = max(MOST, MOST_TIMES * replications)
    while (needed := _needed(comparison, precision)) > comparison.replications and comparison.replications < limit:
        done = comparison.replications
        # at least a quarter more, so that a few rounds do; not more than would be needed with a little to spare
        more = min(limit - done, max(25, done // 4, math.ceil(1.05 * needed) - done))
        further = play(done, more)
        comparison = Comparison(
            tuple(_extended(run, more_of) for run, more_of in zip(comparison.runs, further, strict=True)), base
        )
    return replace(comparison, notes=(*_shortfalls(comparison, precision), *_undefined(comparison, precision)))


def _extended(run: Run, more: Run) -> Run:
    return Run(
        run.scheme, run.workforce, run.months, run.replications + more.replications, run.seed, run.axes,
        join([run.tally, more.tally]), run.seconds + more.seconds, run.first, run.own,
    )  # fmt: skip


def _scheme(given: Given) -> Scheme:
    if isinstance(given, Scheme):
        return given
    from ladder_sim.scenarios.loading import load_scheme

    return load_scheme(given)


def _workforce(given: Workforce | str | Path) -> Workforce:
    if isinstance(given, Workforce):
        return given
    from ladder_sim.scenarios.loading import load_workforce

    return load_workforce(given)


def _choose(given: Sequence[Given], baseline: int | Given) -> tuple[list[Scheme], str]:
    """The schemes to play and the id of the baseline among them."""
    if isinstance(given, (str, Path, Scheme)):
        given = [given]
    schemes = [_scheme(one) for one in given]
    ids = [scheme.id for scheme in schemes]
    if isinstance(baseline, int):
        if not -len(ids) <= baseline < len(ids):
            raise LadderError(
                tr("baseline {got} is not the position of a scheme; there are {n}, counted from 0",
                   "基准{got}不是方案的位置；共有{n}个方案，从0数起", got=baseline, n=len(ids))
            )  # fmt: skip
        base = ids[baseline]
    elif isinstance(baseline, str) and baseline in ids:
        base = baseline
    else:
        found = _scheme(baseline)
        base = found.id
        if base not in ids:
            schemes.insert(0, found)
            ids.insert(0, base)
        elif found != schemes[ids.index(base)]:
            ids.append(base)  # another scheme of the same name: refused below
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise LadderError(
            tr("scheme {ids} is compared twice; name each scheme once, and give different ones different ids",
               "方案 {ids} 重复出现；每个方案只列一次，不同的方案需要不同的编号", ids=tr(", ", "、").join(twice))
        )  # fmt: skip
    if len(schemes) < 2:
        raise LadderError(
            tr("a comparison needs at least two schemes, got {n}; for one alone use run (in Python: simulate)",
               "比较至少需要两个方案，现有{n}个；只有一个方案时请用 run（Python 中为 simulate）", n=len(schemes))
        )  # fmt: skip
    return schemes, base


def _check_precision(comparison: Comparison, precision: Mapping[str, float]) -> None:
    for name, half in precision.items():
        if name not in comparison.known:
            raise LadderError(
                tr("precision: measure {name!r} is not known", "precision：没有名为“{name}”的指标", name=name)
                + nearest(name, comparison.known)
            )
        if not (isinstance(half, (int, float)) and half > 0):
            raise LadderError(
                tr("precision of {name!r} must be a half-width above 0, got {half!r}",
                   "“{name}”的精度必须是大于0的半宽，现为{half!r}", name=name, half=half)
            )  # fmt: skip


def _short(comparison: Comparison, precision: Mapping[str, float]) -> list[tuple[Contrast, float, int]]:
    """What misses its half-width: the contrast, the half-width asked for, the replications it would take."""
    found = []
    for name, asked in precision.items():
        for scheme in comparison.others:
            contrast = comparison.contrast(scheme, name)
            half, n = contrast.difference.half, contrast.difference.n
            if n == 0:
                continue  # nothing to be had from more, which `_undefined` says
            if math.isnan(half):
                found.append((contrast, asked, max(10, 2 * comparison.replications)))
            elif half > asked:
                # the half-width falls with the root; replications without a value take their share
                found.append((contrast, asked, math.ceil(comparison.replications * (half / asked) ** 2)))
    return found


def _undefined(comparison: Comparison, precision: Mapping[str, float]) -> list[str]:
    """Of which measures no replications would make the difference known, and why."""
    return [
        tr("{measure}, {scheme}: the difference cannot be said ({why}); more replications may not change that.",
           "{measure}，{scheme}：差值无法判断（{why}）；增加重复次数未必有用。",
           measure=find(name, comparison.known).title, scheme=comparison.title(scheme),
           why=comparison.reason(scheme, name))
        for name in precision for scheme in comparison.others if not comparison.contrast(scheme, name).difference.n
    ]  # fmt: skip


def _needed(comparison: Comparison, precision: Mapping[str, float]) -> int:
    return max((needed for _, _, needed in _short(comparison, precision)), default=0)


def _shortfalls(comparison: Comparison, precision: Mapping[str, float]) -> list[str]:
    return [
        tr("{measure}, {scheme}: the difference is known to ±{half}, asked was ±{asked}; it would take about {more}"
           " more replications.",
           "{measure}，{scheme}：差值精度为±{half}，要求±{asked}；大约还需要{more}次重复。",
           measure=find(contrast.measure.name, comparison.known).title, scheme=comparison.title(contrast.scheme),
           half=f"{contrast.difference.half:.3g}", asked=f"{asked:.3g}",
           more=number(needed - comparison.replications, 0))
        for contrast, asked, needed in _short(comparison, precision)
    ]  # fmt: skip
