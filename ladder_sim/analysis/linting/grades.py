"""Doubts about the ladder itself: grades nobody comes to or leaves upwards, and the least time to the top."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping

from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.expressions.constant import known_number
from ladder_sim.expressions.parse import tree_of
from ladder_sim.model.workforce import Attrition

#: Kinds of move that are a way up or on.
_ONWARD = ("promotion", "confirmation", "lateral")
LONG = 240  # months: half of a working life of forty years
RARE = 0.01  # share of hires below whom a grade is none that people can look forward to
#: Clocks that begin anew with the grade.
_FRESH = ("months_in_grade", "months_since_promotion", "months_since_move")


def unreachable(book: Rulebook) -> Iterator[Spotted]:
    """Grades to which no way leads from where hires start: nobody comes there once the first ones are gone."""
    reached = _closure(book, book.hired_into)
    for grade in book.scheme.grades:
        if grade.id not in reached:
            yield (
                "unreachable",
                grade.at,
                tr(
                    "nobody who is hired can come to {grade}: no move in force leads there from a grade in "
                    "which hires start",
                    "新入职者无法到达{grade}：从起始职级出发，没有任何生效的变动规则通向该级",
                    grade=grade.title,
                ),
            )


def _closure(book: Rulebook, start: tuple[str, ...]) -> set[str]:
    """The grades that ways lead to from some grades, those included."""
    reached, waiting = set(start), list(start)
    while waiting:
        here = waiting.pop()
        for way in book.ways:
            if way.source == here and way.target not in reached:
                reached.add(way.target)
                waiting.append(way.target)
    return reached


def dead_end(book: Rulebook) -> Iterator[Spotted]:
    """Grades below the top of their track out of which no move leads up or to another track."""
    for grade in book.scheme.grades:
        higher = [other for other in book.scheme.grades if other.track == grade.track and other.level > grade.level]
        above = {other.id for other in higher}
        onward = any(w.source == grade.id != w.target and (w.kind in _ONWARD or w.target in above) for w in book.ways)
        if higher and not onward:
            yield "dead_end", grade.at, tr(
                "{grade} is a dead end: the track goes on to {next}, and no move that is in force leads up or across",
                "{grade}没有晋升出口：通道之上还有{next}，但没有任何生效的变动规则由此晋升或平级调动",
                grade=grade.title, next=min(higher, key=lambda other: other.level).title,
            )  # fmt: skip


def down_only(book: Rulebook) -> Iterator[Spotted]:
    """Falls after which no way leads back."""
    for way in dict.fromkeys(book.ways):
        if way.kind == "demotion" and way.source != way.target and way.source not in _closure(book, (way.target,)):
            move = book.moves[way.move]
            yield "down_only", move.at, tr(
                "{move} leads from {source} down to {target}, and no way leads back up",
                "“{move}”使人从{source}降至{target}，此后没有任何途径可以升回",
                move=move.title, source=book.title(way.source), target=book.title(way.target),
            )  # fmt: skip


# --- the least time to the top ---------------------------------------------------------------------


def too_slow(book: Rulebook, attrition: Attrition | None = None) -> Iterator[Spotted]:
    """The top takes longer than a career allows: than `LONG`, or than all but `RARE` of the hires stay."""
    start = book.hired_into
    inside = [grade for grade in book.scheme.grades if grade.id in _closure(book, _entries_alone(book))]
    if not inside or not start:
        return
    layer = max(grade.layer for grade in inside)
    times = least_times(book)
    tops = [(times[grade.id], grade) for grade in inside if grade.layer == layer and grade.id in times]
    if not tops:
        return
    months, top = min(tops, key=lambda entry: entry[0])
    facts = {"grade": top.title, "months": plain(round(months)), "years": plain(round(months / 12, 1))}
    if months > LONG:
        yield (
            "too_slow",
            top.at,
            tr(
                "the waiting times add up to {months} months ({years} years) from hire to {grade} at the quickest",
                "仅各项年限相加，从入职到{grade}最快也要{months}个月（{years}年）",
                **facts,
            ),
        )
        return
    stay = None if attrition is None else staying(attrition, math.ceil(months))
    if stay is not None and stay < RARE:
        yield "too_slow", top.at, tr(
            "{grade} takes {months} months at the quickest, and of 1,000 hires only {n} stay that long at the usual "
            "rate of leaving",
            "到{grade}最快也要{months}个月，而按通常离职率，1,000名新员工中只有{n}人能留到那时",
            n=plain(round(1000 * stay, 1)), **facts,
        )  # fmt: skip


def _entries_alone(book: Rulebook) -> tuple[str, ...]:
    """The grades of hires that no opening higher up is filled with."""
    inside = [grade for grade in book.hired_into if book.grades[grade].outside is None]
    return tuple(inside) or book.hired_into[:1]


def least_times(book: Rulebook) -> Mapping[str, float]:
    """Grade → the least months from the hire by the waiting times alone, for grades that people from within reach.

    A lower bound: results, seats and the calendar only make it longer. Two moves tested at one review lie at least
    its period apart.
    """
    best: dict[tuple[str, str], float] = {}
    queue = [(0.0, grade, "") for grade in _entries_alone(book)]
    while queue:
        time, here, review = heapq.heappop(queue)
        if best.get((here, review), math.inf) <= time:
            continue
        best[here, review] = time
        for way in book.ways:
            if way.source == here and way.target != here:
                heapq.heappush(queue, (_served(book, way.move, here, way.target, time, review), way.target,
                                       book.moves[way.move].review))  # fmt: skip
    return {grade: min(t for (at, _), t in best.items() if at == grade) for grade, _ in best}


def _served(book: Rulebook, name: str, source: str, target: str, since: float, review: str) -> float:
    """When a move can take effect at the earliest for who came to its grade at `since`."""
    move = book.moves[name]
    step = book.scheme.reviews[move.review].every.step
    time = since + (step if review == move.review else 1 if since else 0)
    free = set() if move.waive is None else set(move.waive.only) or {condition.id for condition in move.when}
    for condition in move.when:
        for part in book.parts(condition, source, target) if condition.id not in free else ():
            found = book.wait(part)
            if found is not None:
                clock, months = found
                time = max(time, since + months if clock in _FRESH else months if clock == "months_employed" else 0)
    return time


def staying(attrition: Attrition, months: int) -> float | None:
    """The share of hires who are there after so many months at the usual hazard; None where tenure does not tell it."""
    left, tree = 1.0, None if attrition.hazard is None else tree_of(attrition.hazard)
    for month in range(months):
        if attrition.hazard is None:
            hazard: float | None = attrition.base_after(month)
        else:
            hazard = None if tree is None else known_number(tree, {"months_employed": float(month)})
        if hazard is None:
            return None
        left *= 1 - min(max(hazard, 0.0), 1.0)
    return left
