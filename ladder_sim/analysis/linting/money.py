"""Doubts about pay: promotions that pay less, and grades whose pay does not tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Move

#: How much of a grade's range the range below may cover before the step up says little.
MOST_OVERLAP = 0.5


def pay_falls(book: Rulebook) -> Iterator[Spotted]:
    """Promotions after which the pay that is the same for everybody is lower."""
    for way in dict.fromkeys(book.ways):
        if way.kind not in ("promotion", "confirmation") or way.source == way.target:
            continue
        move = book.moves[way.move]
        found = _before_and_after(book, move, book.grades[way.source], book.grades[way.target])
        if found is not None and found[1] < found[0] - 0.5:
            old, new = (plain(round(amount)) for amount in found)
            yield "pay_falls", move.at, tr(
                "{move}: who rises from {source} to {target} is paid {new} a month after {old}",
                "“{move}”：由{source}升至{target}后，月薪由{old}降为{new}",
                move=move.title, source=book.title(way.source), target=book.title(way.target), old=old, new=new,
            )  # fmt: skip
        elif (cut := book.words.value(move.pay.low)) is not None and move.pay.kind == "raise" and cut < 0:
            yield "pay_falls", move.at, tr("{move}: the raise that goes with it can be below zero, down to {cut}",
                                           "“{move}”：随之的调薪可能为负，最低为{cut}",
                                           move=move.title, cut=plain(cut))  # fmt: skip


def _before_and_after(book: Rulebook, move: Move, source: Grade, target: Grade) -> tuple[float, float] | None:
    """Pay a month before and after a move, as far as the grades alone tell it; None where they do not."""
    old, new = _base(book, source), _base(book, target)
    if old is None or new is None or move.pay.kind == "set" or source.steps or target.steps:
        return None
    if move.pay.kind in ("keep", "raise"):
        new = old
    return old + _parts(book, source, target, source, old), new + _parts(book, source, target, target, new)


def _base(book: Rulebook, grade: Grade) -> float | None:
    return None if grade.base is None else book.number(grade.base, grade)


def _parts(book: Rulebook, a: Grade, b: Grade, grade: Grade, base: float) -> float:
    """The parts of pay of everybody in a grade, of those that are known in both grades."""
    total = 0.0
    for part in book.scheme.pay:
        if part.at_exit:
            continue
        amounts = {}
        for one in (a, b):
            paid = not part.grades or one.id in part.grades
            known = book.number(part.amount, one, base if one is grade else (_base(book, one) or 0.0))
            amounts[one.id] = 0.0 if not paid else None if part.when is not None else known
        if None not in amounts.values():
            total += amounts[grade.id] or 0.0
    return total


def pay_overlaps(book: Rulebook) -> Iterator[Spotted]:
    """Neighbors on a track that are paid alike, or whose ranges cover each other by more than `MOST_OVERLAP`."""
    for track in dict.fromkeys(grade.track for grade in book.scheme.grades):
        for lower, upper in pairwise(grade for grade in book.scheme.grades if grade.track == track):
            told = _overlap(book, lower, upper)
            if told:
                yield "pay_overlaps", upper.at, tr("{lower} and {upper}: {told}", "{lower}与{upper}：{told}",
                                                   lower=lower.title, upper=upper.title, told=told)  # fmt: skip


def _overlap(book: Rulebook, lower: Grade, upper: Grade) -> str:
    ranges = [_range(book, grade) for grade in (lower, upper)]
    if None in ranges:
        return ""
    (low_a, high_a), (low_b, high_b) = (ends for ends in ranges if ends is not None)
    if low_a == high_a and low_b == high_b:
        if high_a != high_b or not _alike(book, lower, upper):
            return ""
        return tr("nothing in their pay tells them apart: the base is {x} a month in both",
                  "薪酬毫无差别：两级基本工资均为每月{x}", x=plain(round(high_a)))  # fmt: skip
    share = float(high_a > low_b) if high_b == low_b else (high_a - low_b) / (high_b - low_b)
    if share <= MOST_OVERLAP:
        return ""
    return tr("the steps of the lower one cover {share}% of the range of the upper one",
              "下一级的薪档覆盖了上一级薪酬区间的{share}%", share=plain(round(100 * min(share, 1))))  # fmt: skip


def _range(book: Rulebook, grade: Grade) -> tuple[float, float] | None:
    """The lowest and the highest base of a grade over its steps."""
    exprs = grade.steps.get("base") or ((grade.base,) if grade.base is not None else ())
    found = [book.number(expr, grade) for expr in exprs]
    if not found or None in found:
        return None
    known = [value for value in found if value is not None]
    return min(known), max(known)


def _alike(book: Rulebook, lower: Grade, upper: Grade) -> bool:
    """Is every part of pay the same in both grades, as far as anything that a person brings is the same?"""
    for part in book.scheme.pay:
        if part.grades and (lower.id in part.grades) != (upper.id in part.grades):
            return False
        told = [book.words.tell(part.amount, {grade.id: grade.id}) for grade in (lower, upper)]
        amounts = [book.number(part.amount, grade, 1.0) for grade in (lower, upper)]
        if told[0] != told[1] or amounts[0] != amounts[1] or book.reads(part.amount) & {"grade", "level", "layer"}:
            return False
    return True
