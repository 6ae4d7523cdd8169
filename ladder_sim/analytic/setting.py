"""What the recursion of a run starts from: the first day as it was drawn, the agenda, the clocks that rules read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from ladder_sim.analytic.chances import CLOCK_WORDS, CLOCKS, CLOSED, NotCovered, Rules
from ladder_sim.analytic.coverage import tested
from ladder_sim.analytic.hazards import Hazard
from ladder_sim.analytic.recursion import EXIT_CODE, Item, Setting, State
from ladder_sim.core.i18n import tr
from ladder_sim.engine.batch import Batch
from ladder_sim.expressions.constant import known_number
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Call, Chain, NameWord, Tree, names_in, walk
from ladder_sim.files.idle import parts_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.moves import SAME, Move
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.run import Run

UNCAPPED = 10**6


def setting_of(
    run: Run, program: Program, rules: Rules, hazard: Hazard, full: Mapping[int, float]
) -> tuple[Batch, Setting]:
    """The batch of the run's replications on its first day, and what does not change while the months go by.

    Raises
    ------
    NotCovered
        Hires start where the rules alone do not say.
    """
    numbers = np.asarray(run.numbers, np.int64)
    batch = Batch([program], months=run.months, seed=one_luck(run).seed, replications=numbers)
    calendar = Calendar(run.workforce.start, run.workforce.holidays)
    caps = _caps(rules, hazard)
    clocks = tuple(name for name in (*CLOCKS, CLOSED) if name in caps)
    made = Setting(rules, hazard, program.infos, clocks, caps, _agenda(batch, program, calendar), full,
                   _entry(rules, program), run.workforce.hiring, calendar, run.months)  # fmt: skip
    return batch, made


def started(batch: Batch, setting: Setting) -> tuple[dict[State, float], dict[State, float]]:
    """The people of the first day by state, a mean of the replications; and the sum of their months in the grade."""
    population = batch.population
    there = np.flatnonzero(population.alive())
    columns = [population.columns["grade"][there].astype(np.int64)]
    columns += [np.minimum(-population.columns[name][there].astype(np.int64), setting.caps[name])
                for name in setting.clocks]  # fmt: skip
    served = -population.columns["grade_since"][there].astype(np.float64)
    states, place = np.unique(np.column_stack(columns), axis=0, return_inverse=True)
    place = place.ravel()
    people = np.bincount(place) / population.reps
    months = np.bincount(place, weights=served) / population.reps
    keys = [tuple(int(value) for value in row) for row in states]
    return dict(zip(keys, people.tolist(), strict=True)), dict(zip(keys, months.tolist(), strict=True))


def _agenda(batch: Batch, program: Program, calendar: Calendar) -> Callable[[int], Sequence[Item]]:
    """What an evening tests, in the engine's order."""
    numbers = {move.id for move in tested(program.scheme)}

    @cache
    def of(due: frozenset[str]) -> tuple[Item, ...]:
        found = []
        for item in batch.reviews.agenda.of(due):
            if item.plan.move.id in numbers:
                outside = len(program.infos)
                to = {int(code): int(item.plan.to[code]) for code in item.sources}
                inside = {code: EXIT_CODE if end == outside else end for code, end in to.items()}
                found.append(Item(item.number, item.plan.move, inside))
        return tuple(found)

    def at(month: int) -> Sequence[Item]:
        reviews = program.scheme.reviews
        return of(frozenset(name for name, item in reviews.items() if calendar.closes(item.every, month)))

    return at


def _entry(rules: Rules, program: Program) -> dict[int, float]:
    """Where hires start, as shares of 1."""
    entry = program.scheme.entry
    if entry.grade is not None:
        return {program.grades.code(entry.grade): 1.0}
    if entry.shares:
        total = sum(entry.shares.values())
        return {program.grades.code(name): share / total for name, share in entry.shares.items()}
    if rules.workforce.hiring.kind == "none":
        return {}
    raise NotCovered(tr("hires start in a grade that an expression chooses", "新员工的起始职级由表达式决定"))


# --- clocks ----------------------------------------------------------------------------------------


def _caps(rules: Rules, hazard: Hazard) -> dict[str, int]:
    """Column → from where on no rule tells two of its values apart; columns that no rule reads are left out."""
    caps = dict.fromkeys(hazard.reads(), UNCAPPED)
    attrition = rules.workforce.attrition
    if attrition.hazard is None and "hired_since" in caps:
        caps["hired_since"] = max(since for since, _ in attrition.base) + 1
    for move, expr, tree in _trees(rules):
        for column, most in _bounds(tree):
            caps[column] = max(caps.get(column, 0), most)
        months = longest(rules, expr)
        looked = ([CLOSED, "moved_since"] if move.windows == "since_move" else [CLOSED]) if months else []
        caps |= {column: max(caps.get(column, 0), months) for column in looked}
    return caps


def _trees(rules: Rules) -> Iterator[tuple[Move, Expr, Tree]]:
    """Every condition of a move that is worked out, from each grade, with the grades' numbers put in."""
    for move in tested(rules.scheme):
        for source, target in move.to.items():
            for expr in [*(condition.test for condition in move.when), *([move.apply] if move.apply else [])]:
                tree = tree_of(expr)
                if tree is not None and target != SAME:
                    yield move, expr, rules.words.folded(tree, {source: target})


def _bounds(tree: Tree) -> Iterator[tuple[str, int]]:
    """The clocks that a condition reads, each with the month from which on it says the same."""
    for part in parts_of(tree):
        read = {CLOCK_WORDS[name][0] for name in names_in(part) & set(CLOCK_WORDS)}
        if isinstance(part, Chain) and len(part.rest) == 1:
            for side, other in (part.sides, part.sides[::-1]):
                bound = known_number(other, {})
                if isinstance(side, NameWord) and side.id in CLOCK_WORDS and bound is not None:
                    column, unit = CLOCK_WORDS[side.id]
                    yield column, math.ceil(bound * unit) + 1
                    read -= {column}
        yield from ((column, UNCAPPED) for column in read)


def longest(rules: Rules, expr: Expr) -> int:
    """Over how many months a condition looks back on results; 0: on none."""
    tree = tree_of(expr)
    if tree is None:
        return 0
    metrics = {*rules.scheme.signals, *rules.workforce.metrics}
    folded = rules.words.folded(tree, {})
    spans = [
        known_number(part.args[1], rules.scheme.values) or 1
        for part in walk(folded)
        if isinstance(part, Call) and part.function == "mean" and len(part.args) == 2
    ]
    return int(max([*spans, 1])) if names_in(folded) & metrics else 0
