"""The closed kinds of a policy, one record each: kinds of move and causes of exit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ladder_sim.core.i18n import Title

MoveKind = Literal["promotion", "demotion", "lateral", "regrade", "dismissal", "confirmation"]
Cause = Literal["voluntary", "dismissal", "probation", "retirement", "transfer"]


@dataclass(frozen=True, slots=True)
class KindOfMove:
    """What there is to say of a kind of move.

    Parameters
    ----------
    title
        The kind as a rule, in cards, charts and reports.
    event
        What happens to a person, in traces and messages.
    turn
        Kinds are tested in this order on an evening, lowest first.
    needs_seat
        Does a move of the kind take an open seat of the grade it leads to?
    """

    title: Title
    event: Title
    turn: int
    needs_seat: bool


@dataclass(frozen=True, slots=True)
class CauseOfExit:
    """Why somebody leaves: what it is called in traces, and whether severance is due unless a move says otherwise."""

    event: Title
    severance: bool


def _move(title: Title, turn: int, *, needs_seat: bool) -> KindOfMove:
    return KindOfMove(title, title, turn, needs_seat)


#: In the order in which reports list them.
MOVE_KINDS: dict[MoveKind, KindOfMove] = {
    "promotion": _move(Title("promotion", "晋升"), 4, needs_seat=True),
    "demotion": _move(Title("demotion", "降级"), 2, needs_seat=False),
    "lateral": _move(Title("lateral move", "平级调动"), 5, needs_seat=True),
    "regrade": _move(Title("regrade", "同级调薪"), 6, needs_seat=False),
    "dismissal": KindOfMove(Title("exit", "离职（辞退或调出）"), Title("dismissal", "辞退"), turn=1, needs_seat=False),
    "confirmation": _move(Title("confirmation", "转正"), 3, needs_seat=True),
}
#: In the order of the axis of exits.
EXIT_CAUSES: dict[Cause, CauseOfExit] = {
    "voluntary": CauseOfExit(Title("leaves", "主动离职"), severance=False),
    "dismissal": CauseOfExit(MOVE_KINDS["dismissal"].event, severance=True),
    "probation": CauseOfExit(Title("left: failed probation", "试用不合格"), severance=False),
    "retirement": CauseOfExit(Title("retirement", "退休"), severance=False),
    "transfer": CauseOfExit(Title("transfer", "调出"), severance=False),
}
#: The titles of kinds, for those who have the kind as a text.
MOVE_TITLES: dict[str, Title] = {kind: info.title for kind, info in MOVE_KINDS.items()}
CAUSES: tuple[Cause, ...] = get_args(Cause)
#: Moves are tested in this order of kinds.
ORDER: tuple[MoveKind, ...] = tuple(sorted(MOVE_KINDS, key=lambda kind: MOVE_KINDS[kind].turn))
#: Kinds of moves that need no seat.
SEATLESS = frozenset(kind for kind, info in MOVE_KINDS.items() if not info.needs_seat)
