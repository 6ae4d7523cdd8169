"""Play several schemes on the same people with the same luck."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from ladder_sim.core.display import plain
from ladder_sim.core.doors import through
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door
from ladder_sim.experiment.companies import PlayingCompanies, chosen_companies
from ladder_sim.experiment.expecting import expectable, expected
from ladder_sim.experiment.given import check_arguments, people_of, progress_of, several, study_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.placed import schemes_and_people
from ladder_sim.experiment.precision import MOST, MOST_TIMES, Precision, check_precision, needed, shortfalls, undefined
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import company_subjects, in_one_currency, scheme_subjects
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import measurable, measured_alike
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.end_notes import end_notes
from ladder_sim.results.joining import join
from ladder_sim.results.run import Run
from ladder_sim.results.year_spread import year_notes
from ladder_sim.scenarios.loading import Readable, scheme_of
from ladder_sim.scenarios.studies import schemes_of, workforce_of
from ladder_sim.store.folder import store_of

__all__ = ["Comparison", "compare"]

Given = Scheme | Readable
PlayedT = TypeVar("PlayedT", contravariant=True)


@shares_work
@door
def compare(
    schemes: Given | Sequence[Given] | Mapping[str, Given] | Mapping[float, Given] | Study,
    *more: Given | Workforce | Sequence[Given] | None,
    workforce: Workforce | Readable | None = None,
    baseline: int | Given | None = None,
    months: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    first: int = 0,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    precision: Precision | None = None,
    events: bool = False,
    explain: bool = False,
    store: str | os.PathLike[str] | None = None,
) -> Comparison:
    """Play schemes on one workforce, the same people and the same luck under each.

    Parameters
    ----------
    schemes : a list of schemes, or of what `load_scheme` reads; a dict of them, whose names (or numbers, as of a
        sweep) are shown; or a study
    more : the people, as in ``compare([now, new], people)``; or, where `schemes` is a single one, the others and then
        the people, as in ``compare(now, new, people)``
    workforce : the same by name: a workforce, or what `load_workforce` reads; None: the study's, else
        ``service-center-200``, as on the command line
    baseline : what the others are compared with: a position, an id, a path or a scheme. One that is not among
        `schemes` is put first. None: the study's, else the first.
    months, replications, seed : how long, how often, and with which luck; None: the study's, else 60, 200 and 1
    first : the number of the first replication, whose luck depends on the seed and its number alone
    executor : how many processes share the work, ``"auto"`` for as many as are worth it, or any
        `concurrent.futures.Executor`
    progress : True shows a bar; a function is called with what is done and of how much
    precision : measure → half-width asked of its paired difference, in the measure's unit or in percent of the
        baseline (``"2%"``); replications are added until every scheme's is
        met, up to ten times those asked for (at least 2,000). What is missing then is said in `Comparison.notes`.
    events, explain : as in `simulate`
    store : a folder in which finished work is kept; a comparison that was stopped goes on where it was, as in
        `simulate`

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
                    progress=progress, events=events, explain=explain, precision=precision, store=store)  # fmt: skip
    assert not isinstance(executor, int | str)  # a pool by now
    asked, there = schemes_and_people(schemes, more, workforce, "compare")
    study = study_of(asked)
    usual = study or _USUAL
    if study is not None and study.companies:
        _of_a_company(there)
        company = PlayingCompanies(
            int(months or study.months), int(study.seed if seed is None else seed), executor,
            progress_of(progress, tr("comparing", "比较中")), bool(events), bool(explain), store_of(store),
        )  # fmt: skip
        number, chosen_of = int(replications or study.replications), chosen_companies(study, baseline)
        expectable(study.expectations, company_subjects(study), company.months)
        held = _played(company, *chosen_of, int(first), number, dict(precision or {}))
        if study.expectations:
            expected(study.expectations, held, executor=executor, store=company.store)
        return held
    if baseline is None:
        baseline = study.baseline if study is not None else ""
    people = workforce_of(study) if study is not None and there is None else people_of(there)
    months = usual.months if months is None else months
    listed = several(asked) if study is None else schemes_of(study, people, int(months))
    chosen, base = chosen_schemes(listed, baseline)
    chosen = measured_alike(chosen)
    measurable(usual.measures, chosen, people)
    subjects = scheme_subjects(chosen, people)
    in_one_currency(subjects)
    expectable(usual.expectations, subjects, int(months))
    wanted = dict(precision or {})
    check_precision(chosen, people, months, wanted)
    playing = Playing(people, int(months), int(usual.seed if seed is None else seed), executor,
                      progress_of(progress, tr("comparing", "比较中")), bool(events), bool(explain),
                      store=store_of(store))  # fmt: skip
    number = usual.replications if replications is None else replications
    made = _played(playing, chosen, base, int(first), int(number), wanted)
    if usual.expectations:
        expected(usual.expectations, made, executor=executor, store=playing.store)
    if study is not None and study.switch is not None:
        through("Study.switch")(study, made)  # whoever reads the comparison finds the day in it
    return made


#: What is played where nobody says it.
_USUAL = Study("", Title("", ""), "", (), "")


class _Player(Protocol[PlayedT]):
    """What plays several things on the same replications."""

    def play(self, schemes: Sequence[PlayedT], first: int, replications: int, /) -> list[Run]:
        """A run of each."""


def _of_a_company(workforce: object) -> None:
    """Refuse other people than those of the departments."""
    if workforce is not None:
        raise LadderError(tr("workforce: each department of the study has its own people; leave it out",
                             "workforce：研究中的各部门已有自己的人员；请勿另给"))  # fmt: skip


def _played(
    playing: _Player[PlayedT], schemes: Sequence[PlayedT], base: str, first: int, replications: int,
    precision: Precision,
) -> Comparison:  # fmt: skip
    """The comparison, with replications added until the precision is met."""
    comparison = Comparison(tuple(playing.play(schemes, first, replications)), base)
    if not precision:
        return replace(comparison, notes=(*year_notes(comparison.runs), *end_notes(comparison.runs)))
    limit = max(MOST, MOST_TIMES * replications)
    while (wanted := needed(comparison, precision)) > comparison.replications and comparison.replications < limit:
        done = comparison.replications
        # at least a quarter more, so that a few rounds do; not more than would be needed with a little to spare
        more = min(limit - done, max(25, done // 4, math.ceil(1.05 * wanted) - done))
        further = playing.play(schemes, first + done, more)
        paired = zip(comparison.runs, further, strict=True)
        comparison = Comparison(tuple(join([run, more_of]) for run, more_of in paired), base)
    runs = comparison.runs
    notes = (*shortfalls(comparison, precision), *undefined(comparison, precision), *year_notes(runs))
    return replace(comparison, notes=(*notes, *end_notes(runs)))


def chosen_schemes(schemes: list[Scheme], baseline: int | Given) -> tuple[list[Scheme], str]:
    """The schemes to play and the id of the baseline among them, '' for the first.

    Raises
    ------
    LadderError
        There are fewer than two, one stands there twice, or the baseline is none.
    """
    ids = [scheme.id for scheme in schemes]
    if not ids:
        raise LadderError(_too_few(0))
    baseline = ids[0] if baseline == "" else as_python(baseline)
    if isinstance(baseline, int | float) and not isinstance(baseline, bool):
        base = _numbered(baseline, ids)
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


def _numbered(baseline: float, ids: Sequence[str]) -> str:
    """The scheme that is named by a number, as of a sweep; else the one at this position."""
    if plain(baseline) in ids:
        return plain(baseline)
    if isinstance(baseline, int) and -len(ids) <= baseline < len(ids):
        return ids[baseline]
    raise LadderError(
        tr("baseline {got} is neither the name nor the position of a scheme; there are {n}, counted from 0: {names}",
           "基准{got}既不是方案的名称，也不是其位置；共有{n}个方案，从0数起：{names}", got=baseline, n=len(ids),
           names=tr(", ", "、").join(ids))
    )  # fmt: skip


def _too_few(n: int) -> str:
    return tr("a comparison needs at least two schemes, got {n}; for one alone use run (in Python: simulate;"
              " compare([a, b], people) compares two)",
              "比较至少需要两个方案，现有{n}个；只有一个方案时请用 run（Python 中为 simulate；比较两个用"
              " compare([a, b], 人员)）", n=n)  # fmt: skip
