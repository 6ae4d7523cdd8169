"""Play several schemes on the same people with the same luck."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.experiment.given import Progress, check_arguments, people_of, progress_of, several, study_of
from ladder_sim.experiment.simulation import Playing, measured
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison, Contrast
from ladder_sim.results.joining import join
from ladder_sim.results.measures import find
from ladder_sim.scenarios.loading import Readable, scheme_of
from ladder_sim.scenarios.studies import schemes_of, workforce_of

__all__ = ["Comparison", "compare"]

Given = Scheme | Readable

#: How many times the replications asked for a precision may take, and at least how many in all.
MOST_TIMES, MOST = 10, 2_000


def compare(
    schemes: Sequence[Given] | Mapping[str, Given] | Study | str | Path,
    workforce: Workforce | Readable | None = None,
    *,
    baseline: int | Given | None = None,
    months: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    first: int = 0,
    executor: Executor | None = None,
    progress: Progress | bool | None = None,
    precision: Mapping[str, float] | None = None,
    events: bool = False,
    explain: bool = False,
) -> Comparison:
    """Play schemes on one workforce, the same people and the same luck under each.

    Parameters
    ----------
    schemes : a list of schemes, or of what `load_scheme` reads; a dict of them, whose names are shown; or a study
    workforce : a workforce, or what `load_workforce` reads; None: the study's, else ``service-centre-200``, as on the
        command line
    baseline : what the others are compared with: a position, an id, a path or a scheme. One that is not among
        `schemes` is put first. None: the study's, else the first.
    months, replications, seed : how long, how often, and with which luck; None: the study's, else 60, 200 and 1
    first : the number of the first replication, whose luck depends on the seed and its number alone
    executor : any `concurrent.futures.Executor` to share the work
    progress : True shows a bar; a function is called with what is done and of how much
    precision : measure → half-width asked of its paired difference; replications are added until every scheme's is
        met, up to ten times those asked for (at least 2,000). What is missing then is said in `Comparison.notes`.
    events, explain : as in `simulate`

    Raises
    ------
    LadderError
        An argument is none that can be used, or a scheme does not fit the workforce; before any work.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> now = ls.load_scheme("ecommerce-dual-track")
    >>> both = ls.compare({"now": now, "new": now.with_(excellent=85)}, months=12, replications=20)
    >>> both.schemes
    ('now', 'new')
    """
    check_arguments(months=months, replications=replications, seed=seed, first=first, executor=executor,
                    progress=progress, events=events, explain=explain, precision=precision)  # fmt: skip
    study = study_of(schemes)
    usual = study or _USUAL
    if baseline is None:
        baseline = 0 if study is None else study.baseline
    chosen, base = _choose(several(schemes) if study is None else schemes_of(study), baseline)
    people = workforce_of(study) if study is not None and workforce is None else people_of(workforce)
    months = usual.months if months is None else months
    wanted = dict(precision or {})
    _check_precision(chosen, people, months, wanted)
    playing = Playing(people, months, usual.seed if seed is None else seed, executor,
                      progress_of(progress, tr("comparing", "比较中")), bool(events), bool(explain))  # fmt: skip
    return _played(playing, chosen, base, first, usual.replications if replications is None else replications, wanted)


#: What is played where nobody says it.
_USUAL = Study("", Title("", ""), "", (), "")


def _played(
    playing: Playing, schemes: list[Scheme], base: str, first: int, replications: int, precision: Mapping[str, float]
) -> Comparison:
    """The comparison, with replications added until the precision is met."""
    comparison = Comparison(tuple(playing.play(schemes, first, replications)), base)
    if not precision:
        return comparison
    limit = max(MOST, MOST_TIMES * replications)
    while (needed := _needed(comparison, precision)) > comparison.replications and comparison.replications < limit:
        done = comparison.replications
        # at least a quarter more, so that a few rounds do; not more than would be needed with a little to spare
        more = min(limit - done, max(25, done // 4, math.ceil(1.05 * needed) - done))
        further = playing.play(schemes, first + done, more)
        runs = zip(comparison.runs, further, strict=True)
        comparison = Comparison(tuple(join([run, more_of]) for run, more_of in runs), base)
    return replace(comparison, notes=(*_shortfalls(comparison, precision), *_undefined(comparison, precision)))


def _choose(schemes: list[Scheme], baseline: int | Given) -> tuple[list[Scheme], str]:
    """The schemes to play and the id of the baseline among them."""
    ids = [scheme.id for scheme in schemes]
    if not ids:
        raise LadderError(_too_few(0))
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
        found = scheme_of(baseline, "baseline")
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
        raise LadderError(_too_few(len(schemes)))
    return schemes, base


def _too_few(n: int) -> str:
    return tr("a comparison needs at least two schemes, got {n}; for one alone use run (in Python: simulate)",
              "比较至少需要两个方案，现有{n}个；只有一个方案时请用 run（Python 中为 simulate）", n=n)  # fmt: skip


def _check_precision(schemes: list[Scheme], people: Workforce, months: int, precision: Mapping[str, float]) -> None:
    """Refuse measures that no scheme has, before anything is played."""
    known = {name for scheme in schemes for name in measured(scheme, people, months)} if precision else set()
    problems = [
        tr("precision: measure {name!r} is not known", "precision：没有名为“{name}”的指标", name=name)
        + nearest(str(name), known)
        for name in precision if name not in known
    ]  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))


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
