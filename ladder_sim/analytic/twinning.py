"""`twin`: what a scheme does worked out exactly, beside what a simulation of it gives."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analytic.chances import CLOCKS, NotCovered, Rules
from ladder_sim.analytic.coverage import Uncovered, of_move, of_people, of_scheme, tested
from ladder_sim.analytic.figures import FigureKind, Twin, TwinFigure, figure_of
from ladder_sim.analytic.filled_seats import full_grades, of_seats
from ladder_sim.analytic.hazards import Hazard
from ladder_sim.analytic.recursion import EXIT_CODE, Expected, Recursion
from ladder_sim.analytic.setting import longest, setting_of, started
from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import check_arguments, people_of, played_scheme
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import compiled, simulate
from ladder_sim.expressions.parse import names_read
from ladder_sim.model.kinds import CAUSES, IN_GRADE
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.results.coded import BY_PROMOTION
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import Readable

MONTHS, REPLICATIONS = 60, 200


@shares_work
@door
def twin(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    *,
    months: int = MONTHS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Twin:
    """Expected stocks, flows and waits worked out from a scheme, beside the simulated ones.

    Rates, waiting times, lines on results that are drawn anew each month, calendars of reviews, hiring plans and seats
    that every review fills are worked out; the people start as they are drawn on the first day. Every other rule is
    named with the reason why nothing exact can be said.

    Parameters
    ----------
    scheme : a scheme, or what `load_scheme` reads
    workforce : the people, or what `load_workforce` reads; None: as for `simulate`
    months, replications, seed, executor, progress, store : of the simulation, as for `simulate`

    Returns
    -------
    The figures with the differences in standard errors, or the rules that stand in the way.

    Raises
    ------
    LadderError
        A file is wrong, the two do not fit together, or an argument is none.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> ls.twin("ecommerce-dual-track", months=1, replications=2).works
    False
    """
    check_arguments(months=months, replications=replications, seed=seed, executor=executor, progress=progress,
                    store=store)  # fmt: skip
    chosen, people = played_scheme(scheme), people_of(workforce)
    return twin_of(simulate(chosen, people, months=months, replications=replications, seed=seed, executor=executor,
                            progress=progress, store=store))  # fmt: skip


def twin_of(run: Run) -> Twin:
    """The twin of a run that is there already."""
    scheme, people = run.scheme, run.workforce
    program = compiled(scheme, people)[-1]
    rules = Rules(scheme, people, Wording(scheme))
    hazard = Hazard(rules)
    full = full_grades(run, program)
    barred = [*of_scheme(scheme), *(each for move in tested(scheme) for each in of_move(move)),
              *of_people(people, program, hazard)]  # fmt: skip
    expected: Expected | None = None
    if not barred:
        barred += of_seats(run, program, hazard, full)
    barred += [] if barred else _conditions(rules, program, hazard)
    if not barred:
        try:
            batch, setting = setting_of(run, program, rules, hazard, full)
            expected = Recursion(setting, *started(batch, setting)).played()
        except NotCovered as reason:  # what only some states meet
            barred.append(Uncovered(scheme.id, str(reason)))
    assumed = [_filled(program.infos[code].title) for code in full] if expected is not None else []
    covered = [move.title for move in tested(scheme)] if expected is not None else []
    figures = [] if expected is None else list(_figures(run, expected, full))
    return Twin(scheme.id, people.id, tuple(dict.fromkeys(barred)), tuple(covered), tuple(assumed), tuple(figures),
                run.provenance)  # fmt: skip


def _filled(grade: Title) -> Title:
    return in_both(lambda: tr("{grade}: in the run every review filled all seats, which is taken as given.",
                              "{grade}：模拟中每次评审都补满编制，据此推算。", grade=grade))  # fmt: skip


# --- what can be worked out ------------------------------------------------------------------------


def _conditions(rules: Rules, program: Program, hazard: Hazard) -> list[Uncovered]:
    """Conditions and hazards that a state does not decide, each by its move."""
    found = []
    infos = {grade.id: grade for grade in program.infos}
    blank = dict.fromkeys(CLOCKS, 1)
    calendar = Calendar(rules.workforce.start).month(1)
    for move in tested(rules.scheme):
        for source, target in move.to.items():
            grade = infos[source]
            try:
                rules.asked(move, grade, target, rules.values(grade, blank, 1, calendar), 0)
            except NotCovered as reason:
                found.append(Uncovered(str(move.title), str(reason), move.at))
    for grade in program.infos:
        try:
            hazard.at(grade, blank, rules.values(grade, blank, 1, calendar))
        except NotCovered as reason:
            found.append(Uncovered(tr("attrition", "离职"), str(reason)))
    return found + _looked_at_twice(rules)


def _looked_at_twice(rules: Rules) -> list[Uncovered]:
    """Results that decide more than once: at several reviews, or by windows longer than the time between two."""
    readers: dict[str, dict[str, Move]] = {}
    found = []
    metrics = {**rules.scheme.signals, **rules.workforce.metrics}
    for move in tested(rules.scheme):
        step = rules.scheme.reviews[move.review].every.step
        for condition in move.when:
            names = names_read(condition.test) & set(metrics)
            for name in names:
                readers.setdefault(name, {}).setdefault(move.review, move)
            if names and longest(rules, condition.test) > step:
                why = tr("its window is longer than the time between two reviews, so that results count twice",
                         "所看期间长于评审间隔，同一成绩会被重复使用")  # fmt: skip
                found.append(Uncovered(str(move.title), why, condition.test.at))
    for name, reviews in readers.items():
        if len(reviews) > 1:
            *_, last = reviews.values()
            why = tr("{name} decides at several reviews", "多次评审都依据{name}", name=metrics[name].title)
            found.append(Uncovered(str(last.title), why, last.at))
    return found


# --- the figures -----------------------------------------------------------------------------------


def _figures(run: Run, expected: Expected, full: Mapping[int, float]) -> Iterator[TwinFigure]:
    counts, grades = run.counts, run.axes.grades
    years = [(start, min(start + 12, run.months)) for start in range(0, run.months, 12)]
    flows: tuple[tuple[FigureKind, Floats, Integers], ...] = (
        ("hires", expected.hires, counts.hires),
        ("exits", expected.exits, counts.exits[..., CAUSES.index("voluntary")]),
    )
    for start, stop in years:
        for code, grade in enumerate(grades):
            yield figure_of("stock", grade.title, stop, expected.stocks[stop, code],
                            counts.headcount[:, stop, code].astype(float))  # fmt: skip
        for code, grade in enumerate(grades):
            for kind, exact, table in flows:
                counted = table[:, start:stop, code].sum(axis=1).astype(float)
                if exact[start:stop, code].any() or counted.any():
                    yield figure_of(kind, grade.title, stop, float(exact[start:stop, code].sum()), counted)
        yield from _moves(run, expected, start, stop)
    yield from _waits(run, expected, full)


def _moves(run: Run, expected: Expected, start: int, stop: int) -> Iterator[TwinFigure]:
    """Moves by what they lead from and to, in the months in which they take effect."""
    axes, outside = run.axes, len(run.axes.grades)
    exact: dict[tuple[int, int, int], float] = {}
    for (number, source, target), booked in expected.moves.items():
        arc = (number, source, outside if target == EXIT_CODE else target)
        exact[arc] = float(booked[start:stop].sum())
    changes = {i for i, info in enumerate(axes.moves) if info.kind not in IN_GRADE}
    for i, arc in enumerate(axes.arcs):
        counted = run.counts.moves[:, start:stop, i].sum(axis=1).astype(float)
        if arc[0] in changes and (exact.get(arc) or counted.any()):
            name = in_both(partial(_arc_name, run, arc))
            yield figure_of("move", name, stop, exact.get(arc, 0.0), counted)


def _arc_name(run: Run, arc: tuple[int, int, int]) -> str:
    move, source, target = arc
    grades = run.axes.grades
    ends = str(grades[target].title) if target < len(grades) else tr("leaves", "离职")
    return tr("{move}: {a} → {b}", "{move}：{a}→{b}", move=run.axes.moves[move].title, a=grades[source].title, b=ends)


def _waits(run: Run, expected: Expected, full: Mapping[int, float]) -> Iterator[TwinFigure]:
    """Months in the grade before promotion, over all promotions of the run; not where seats choose who goes.

    The error is that of a ratio of sums, by the delta method.
    """
    rows = run.counts.waits
    promoted = rows[rows[:, 4] == BY_PROMOTION]
    for code, (number, months) in expected.promoted.items():
        leads = {target for (_, source, target) in expected.moves if source == code}
        mine = promoted[promoted[:, 1] == code]
        if number <= 1e-9 or not mine.size or leads & set(full):
            continue
        exact = months / number
        people = np.bincount(mine[:, 0], weights=mine[:, 5], minlength=run.replications)
        served = np.bincount(mine[:, 0], weights=mine[:, 5] * mine[:, 3], minlength=run.replications)
        gaps = served - exact * people
        error = float(gaps.std(ddof=1)) / math.sqrt(run.replications) / float(people.mean())
        yield TwinFigure("wait", run.axes.grades[code].title, run.months, exact,
                         float(served.sum() / people.sum()), error, run.replications)  # fmt: skip
