"""What a run shows of a scheme's rules: lines nobody or everybody met, seats that never opened, ups that came undone.

A run says it of its people and its months. Where nothing happened in n tests, a chance of up to 3 in n is left (the
rule of three: Hanley and Lippman-Hand, JAMA 1983).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ladder_sim.analysis.linting.lines import ranking
from ladder_sim.analysis.linting.rulebook import Rulebook, Spotted
from ladder_sim.core.i18n import tr
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Chain, names_in
from ladder_sim.files.idle import parts_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.kinds import MOVE_KINDS
from ladder_sim.model.moves import Condition, Move
from ladder_sim.results.counts import MoveInfo

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

TESTS = 300  # fewer people tested, all replications together, show nothing
EXCHANGES = 30  # and as many promotions
UNDONE = 0.5  # share of promotions after which as many fall back
#: Outcomes that are settled before the conditions are looked at.
_BEFORE = ("on probation", "case under way", "moved otherwise", "top step")

#: Words that say where somebody stands: a line of them alone says for whom a rule is.
_POSITION = frozenset(("grade", "level", "layer", "role", "track"))


def of_lines(run: Run) -> Iterator[Spotted]:
    """Lines that everybody or nobody met who came to them."""
    book = Rulebook(run.scheme)
    for info, move, counts in _reviewed(run, book):
        for condition, came, stopped in _walked(move, counts):
            facts = {"move": info.title, "line": condition.title, "n": f"{came:,}"}
            if came < TESTS or _settled(book, condition.test):
                continue
            before = counts.get("moved otherwise", 0)
            if stopped == came and before and ranking(book, book.reads(condition.test)):  # somebody is always last
                yield (
                    "never_decides",
                    move.at,
                    tr(
                        "{move}: whom the rank “{line}” would hit was moved by another rule before it, {before} in "
                        "{all} reviews of people",
                        "“{move}”：按排名“{line}”应变动的人员均已先由其他规则变动（参评{all}人次中的{before}人次）",
                        before=f"{before:,}",
                        all=f"{before + came:,}",
                        **facts,
                    ),
                )
            elif stopped == came:
                yield (
                    "nobody_meets",
                    condition.test.at,
                    tr(
                        "{move}: none of the {n} who came to the line “{line}” met it",
                        "“{move}”：到达条件“{line}”这一步的{n}人次无一达标",
                        **facts,
                    ),
                )
            elif not stopped:
                yield (
                    "everybody_meets",
                    condition.test.at,
                    tr(
                        "{move}: all of {n} who came to the line “{line}” met it, so it decides nothing here",
                        "“{move}”：到达条件“{line}”这一步的{n}人次全部达标，该条件在此不起作用",
                        **facts,
                    ),
                )


def _walked(move: Move, counts: Mapping[str, int]) -> Iterator[tuple[Condition, int, int]]:
    """Each condition in its order, how many people came to it, and how many it stopped."""
    left = _came(counts)
    for condition in move.when:
        stopped = counts.get(condition.id, 0)
        yield condition, left, stopped
        left -= stopped


def _came(counts: Mapping[str, int]) -> int:
    """How many people came to a move's conditions."""
    return sum(n for reason, n in counts.items() if reason not in _BEFORE and not reason.startswith("status: "))


def _settled(book: Rulebook, test: Expr) -> bool:
    """Is a line no standard: settled, switched off, a mere test that there is a value, or one of where people stand?"""
    tree = tree_of(test)
    left = None if tree is None else book.words.folded(tree, {})
    if left is None or book.words.known(left) is not None:
        return True
    return names_in(left) <= _POSITION or all(
        isinstance(part, Chain) and (book.ranges.switched_off(part) or _guard(book, part)) for part in parts_of(left)
    )


def _guard(book: Rulebook, part: Chain) -> bool:
    """``mean(kpi, 12) > 0`` and the like, which hold wherever there is a value."""
    ((_, sign, right), *more) = part.pairs()
    return not more and sign == ">" and book.ranges.known(right) == 0


def of_moves(run: Run) -> Iterator[Spotted]:
    """Moves by which nobody moved although no single line stopped everybody, and seats that never opened."""
    for info, move, counts in _reviewed(run, Rulebook(run.scheme)):
        done = sum(n for reason, n in counts.items() if _got_through(reason))
        seatless = counts.get("no seat", 0)
        if MOVE_KINDS[info.kind].needs_seat and seatless >= TESTS and not done:
            yield "seats_never_open", move.at, tr(
                "{move}: all of {n} who met its conditions found no open seat",
                "“{move}”：符合条件的{n}人次均无空缺可晋升",
                move=info.title, n=f"{seatless:,}",
            )  # fmt: skip
        tested = _came(counts)
        one_alone = any(came == stopped for _, came, stopped in _walked(move, counts) if came >= TESTS)
        if tested >= TESTS and not done and not seatless and not one_alone:
            yield "never_decides", move.at, tr(
                "{move}: nobody moved by it in {n} reviews of people: its conditions together stop everybody",
                "“{move}”：参评{n}人次，无一人因此变动；各条件合在一起无人能够通过",
                move=info.title, n=f"{tested:,}",
            )  # fmt: skip


def _got_through(reason: str) -> bool:
    """Did a review with this outcome lead somewhere: to the move, to a case, or to a place that others got?"""
    return reason in ("moved", "under way", "left", "quota reached", "budget spent") or reason.startswith("failed: ")


def of_falls(run: Run) -> Iterator[Spotted]:
    """Pairs of grades between which people rise and fall back about as often."""
    axes = run.axes
    moved = run.counts.moves.sum(axis=(0, 1))
    inside = len(axes.grades)
    ups: dict[tuple[int, int], int] = {}
    downs: dict[tuple[int, int], dict[str, int]] = {}
    for (number, source, target), n in zip(axes.arcs, moved.tolist(), strict=True):
        if target >= inside or source == target:
            continue
        if axes.moves[number].kind == "promotion":
            ups[source, target] = ups.get((source, target), 0) + n
        elif axes.moves[number].kind == "demotion":
            by_move = downs.setdefault((target, source), {})
            by_move[axes.moves[number].id] = by_move.get(axes.moves[number].id, 0) + n
    known = {move.id: move for move in run.scheme.moves}
    for pair, by_move in downs.items():
        back = sum(by_move.values())
        risen, move = ups.get(pair, 0), known.get(max(by_move, key=by_move.__getitem__))  # most of them fell by this
        if move is not None and risen >= EXCHANGES and back >= UNDONE * risen:
            lower, upper = (axes.grades[code].title for code in pair)
            yield "ping_pong", move.at, tr(
                "between {lower} and {upper} {up:,} rose and {down:,} fell",
                "{lower}与{upper}之间，{up:,}人次晋升、{down:,}人次降级",
                lower=lower, upper=upper, up=risen, down=back,
            )  # fmt: skip


def _reviewed(run: Run, book: Rulebook) -> Iterator[tuple[MoveInfo, Move, dict[str, int]]]:
    """Each move that is in force with how its reviews ended, all replications together."""
    known = {move.id: move for move in run.scheme.moves if not book.off(move)}
    for info in run.axes.moves:
        move = known.get(info.id)
        if move is not None and info.id in run.counts.ledger and info.months:
            counts = run.counts.ledger[info.id].sum(axis=(0, 1)).tolist()
            yield info, move, dict(zip(info.reason_ids, counts, strict=True))
