"""Doubts about single rules: ranks, lines that undo each other, copies with another calendar, seats that stay shut."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ladder_sim.analysis.ladder_graph import Way
from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.analysis.rule_text.expressions import listed
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place
from ladder_sim.expressions.constant import known_line
from ladder_sim.expressions.forced import FORCED
from ladder_sim.expressions.groups import RANKS
from ladder_sim.expressions.syntax import ComparisonSign, written
from ladder_sim.files.idle import idle_rules, unused
from ladder_sim.model.moves import EXIT, Move
from ladder_sim.scenarios.loading import load_vocabulary

_RANKING = frozenset(spec.name for spec in (*RANKS, *FORCED))


def idle(book: Rulebook) -> Iterator[Spotted]:
    """Lines that always or never hold and rules that never decide, as the file alone tells.

    The first are those that `check` warns of.
    """
    yield from idle_rules(book.scheme, load_vocabulary().signals)
    yield from unused(book.scheme)


def ranking(book: Rulebook, names: set[str]) -> bool:
    """Do names that a rule reads set people beside others: a rank, or a score with a forced distribution?"""
    forced = {score.name for score in book.scheme.scores if score.shares}
    return bool(names & (_RANKING | forced))


def hidden_quota(book: Rulebook) -> Iterator[Spotted]:
    """Conditions by rank: they let a fixed number or share through, whatever people achieve."""
    found: dict[tuple[Place, str, bool], list[str]] = {}
    for move in book.scheme.moves:
        if EXIT in move.to.values() or book.off(move):
            continue  # dismissals by rank are the law's to judge
        for condition in move.when:
            if ranking(book, book.reads(condition.test)):
                key = (condition.test.at, str(condition.title), move.kind == "demotion")
                found.setdefault(key, []).append(str(move.title))
    for (place, line, down), moves in found.items():
        yield "hidden_quota", place, tr(
            "{moves}: the line “{line}” is a rank, so it hits a fixed share however well everybody does",
            "“{moves}”：条件“{line}”按排名，实为名额：无论整体好坏，被降级的人数大致固定",
            moves=listed(moves), line=line,
        ) if down else tr(
            "{moves}: the line “{line}” is a rank, so it lets a fixed share through however well everybody does",
            "“{moves}”：条件“{line}”按排名，实为名额：无论整体好坏，达标人数大致固定",
            moves=listed(moves), line=line,
        )  # fmt: skip


# --- up and down again -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Between which values something must lie; an open end is not reached itself."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def cut(self, sign: ComparisonSign, bound: float) -> Span:
        """What is left of it by a further comparison."""
        below = sign in ("<", "<=")
        if sign == "==":
            return self.cut(">=", bound).cut("<=", bound)
        if sign == "!=":
            return self
        if below and (bound, sign != "<") < (self.high, not self.high_open):
            return Span(self.low, bound, self.low_open, sign == "<")
        if not below and (-bound, sign != ">") < (-self.low, not self.low_open):
            return Span(bound, self.high, sign == ">", self.high_open)
        return self

    def meets(self, other: Span) -> Span | None:
        """What both allow; None where that is nothing."""
        made = self
        if math.isfinite(other.low):
            made = made.cut(">" if other.low_open else ">=", other.low)
        if math.isfinite(other.high):
            made = made.cut("<" if other.high_open else "<=", other.high)
        empty = made.low > made.high or (made.low == made.high and (made.low_open or made.high_open))
        return None if empty else made

    def __str__(self) -> str:
        if not math.isfinite(self.low):
            return tr("up to {x}", "不超过{x}", x=plain(self.high))
        if not math.isfinite(self.high):
            return tr("from {x} on", "{x}以上", x=plain(self.low))
        return tr("{a} to {b}", "{a}至{b}", a=plain(self.low), b=plain(self.high))


def ping_pong(book: Rulebook) -> Iterator[Spotted]:
    """A way up and a way down again whose lines can hold for the same results."""
    ups = [way for way in book.ways if way.kind == "promotion"]
    downs = [way for way in book.ways if way.kind == "demotion"]
    seen: set[tuple[str, str]] = set()
    for up in ups:
        for down in downs:
            back = (down.source, down.target) == (up.target, up.source)
            if (
                back
                and up.move != down.move
                and (up.move, down.move) not in seen
                and (told := _overlap(book, up, down))
            ):
                seen.add((up.move, down.move))
                yield "ping_pong", book.moves[down.move].at, tr(
                    "the same results lead up by {up} and down again by {down}: {told}",
                    "同样的业绩既可按“{up}”晋升，又会按“{down}”降级：{told}",
                    up=book.moves[up.move].title, down=book.moves[down.move].title, told=told,
                )  # fmt: skip


def _overlap(book: Rulebook, up: Way, down: Way) -> str:
    """The results that lead both ways, in words; '' where there are none or it cannot be told."""
    rising, falling = _spans(book, up), _spans(book, down)
    if not falling or not set(falling) <= set(rising):
        return ""
    told = []
    for text, span in falling.items():
        both = span.meets(rising[text])
        if both is None:
            return ""
        told.append(f"{text}: {both}")
    return tr("; ", "；").join(told)


def _spans(book: Rulebook, way: Way) -> Mapping[str, Span]:
    """What a move asks of results: text → between which values; empty where it asks for something else besides.

    Times served are left out: they only delay.
    """
    spans: dict[str, Span] = {}
    for condition in book.moves[way.move].when:
        for part in book.parts(condition, way.source, way.target):
            if book.wait(part) is not None or book.is_clock(part):
                continue
            line = known_line(part, book.scheme.values)
            if line is None:
                if way.kind == "demotion":
                    return {}
                continue
            left, sign, bound = line
            text = written(left)
            spans[text] = spans.get(text, Span()).cut(sign, bound)
    return spans


# --- copies and seats ------------------------------------------------------------------------------


def calendar_twins(book: Rulebook) -> Iterator[Spotted]:
    """Two moves that ask the same of the same people at different reviews."""
    for a, b in combinations(book.scheme.moves, 2):
        if a.review != b.review and _asks(a) == _asks(b) and set(a.to.items()) & set(b.to.items()):
            yield "calendar_twins", b.at, tr(
                "{b} asks the same as {a} of the same people and differs in its review alone",
                "“{b}”与“{a}”对同一批人的要求完全相同，只是评审周期不同",
                a=a.title, b=b.title,
            )  # fmt: skip


def _asks(move: Move) -> tuple[object, ...]:
    """What decides a move besides its review."""
    return (move.kind, move.to_expr, frozenset(condition.test for condition in move.when), move.quota, move.order,
            tuple(stage.name for stage in move.stages), move.waive, move.status)  # fmt: skip


def shut_seats(book: Rulebook) -> Iterator[Spotted]:
    """Grades to which moves lead and that have no seat for them, whoever the people are."""
    for grade in book.scheme.grades:
        reason = _shut(book, grade.id)
        if reason and any(way.target == grade.id and way.kind in ("promotion", "lateral") for way in book.ways):
            yield "seats_never_open", grade.at, tr("no move from within can lead to {grade}: {reason}",
                                                   "内部人员无法进入{grade}：{reason}",
                                                   grade=grade.title, reason=reason)  # fmt: skip


def _shut(book: Rulebook, grade: str) -> str:
    own = book.grades[grade]
    if own.seats is not None and own.seats.kind in ("number", "share", "per") and book.words.value(own.seats.n) == 0:
        least = own.seats.rounding.least if own.seats.kind != "number" else 0
        if not least:
            return tr("it has no seats", "编制为零")
    if own.outside_after is None and own.outside is not None and book.words.value(own.outside) == 1:
        return tr("every opening is kept for hires", "全部空缺都留给外部招聘")
    return ""
