"""The closed kinds of a policy, one record each: kinds of move and causes of exit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from ladder_sim.core.i18n import Title

MoveKind = Literal["promotion", "demotion", "lateral", "regrade", "dismissal", "confirmation", "status", "honor"]
Cause = Literal[
    "voluntary", "dismissal", "probation", "retirement", "transfer", "up_or_out", "resignation_in_lieu",
    "end_of_contract",
]  # fmt: skip
#: What is paid at an exit: nothing, as the workforce's costs say, its years (N) with notice pay (+1), or twice them.
WrittenSeverance = Literal["none", "N", "N+1", "2N"]
Severance = Literal[WrittenSeverance, "due"]
#: Parts of pay that a month pays without the scheme's naming them.
PayPartName = Literal["base", "award", "arrears", "protection"]
#: What a part of pay is to somebody who asks why pay differs.
PayNature = Literal["fixed", "variable", "allowances"]


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
    in_grade
        Does it always leave people in their grade?
    """

    title: Title
    event: Title
    turn: int
    needs_seat: bool
    in_grade: bool = False


@dataclass(frozen=True, slots=True)
class CauseOfExit:
    """Why somebody leaves.

    Parameters
    ----------
    event
        What it is called in traces.
    title
        What it is called in figures.
    severance
        What is paid unless a move says otherwise.
    payable
        Is what a move says paid? Of causes for which it never is, a move that names them beside others pays nothing.
    usual
        Does every run count it? The others are counted where a scheme names them.
    """

    event: Title
    title: Title
    severance: Severance = "none"
    payable: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class KindOfPayPart:
    """A part of pay that is not the scheme's own.

    Parameters
    ----------
    title
        What it is called in figures.
    meaning
        What it is, said to somebody who gave a part of their own its name.
    nature
        To which kind of pay it counts where differences are explained.
    usual
        Is it there in every run? Else where something is paid later than it holds, or otherwise than by the tables
        for a time after a changeover.
    """

    title: Title
    meaning: Title
    nature: PayNature
    usual: bool = True


def _move(title: Title, turn: int, *, needs_seat: bool) -> KindOfMove:
    return KindOfMove(title, title, turn, needs_seat)


#: In the order in which reports list them.
MOVE_KINDS: dict[MoveKind, KindOfMove] = {
    "promotion": _move(Title("promotion", "晋升"), 4, needs_seat=True),
    "demotion": _move(Title("demotion", "降级"), 2, needs_seat=False),
    "lateral": _move(Title("lateral move", "平级调动"), 5, needs_seat=True),
    "regrade": KindOfMove(
        Title("regrade", "同级调薪"), Title("in-grade raise", "同级调薪"), turn=6, needs_seat=False, in_grade=True
    ),
    "dismissal": KindOfMove(Title("exit", "离职（辞退或调出）"), Title("dismissal", "辞退"), turn=1, needs_seat=False),
    "confirmation": _move(Title("confirmation", "转正"), 3, needs_seat=True),
    # a warning, a plan of improvement: of one turn with raises, so that the order of the file stays theirs
    "status": KindOfMove(
        Title("change of status", "状态变更"), Title("change of status", "状态变更"), turn=6, needs_seat=False,
        in_grade=True,
    ),
    # a title of excellence, a prize: base pay stays, so that no clock of raises restarts
    "honor": KindOfMove(
        Title("award without a raise", "表彰奖励"), Title("award without a raise", "表彰奖励"), turn=6,
        needs_seat=False, in_grade=True,
    ),
}  # fmt: skip
#: In the order of the axis of exits.
EXIT_CAUSES: dict[Cause, CauseOfExit] = {
    "voluntary": CauseOfExit(Title("leaves", "主动离职"), Title("voluntary", "主动离职")),
    "dismissal": CauseOfExit(MOVE_KINDS["dismissal"].event, Title("dismissal", "辞退"), severance="due", payable=True),
    "probation": CauseOfExit(Title("left: failed probation", "试用不合格"), Title("failed probation", "试用不合格")),
    "retirement": CauseOfExit(Title("retirement", "退休"), Title("retirement", "退休")),
    "transfer": CauseOfExit(Title("transfer", "调出"), Title("transfer out", "调出")),
    "up_or_out": CauseOfExit(
        Title("left: up or out", "非升即走离任"), Title("up or out", "非升即走"), payable=True, usual=False
    ),
    "resignation_in_lieu": CauseOfExit(
        Title("resigned in lieu of dismissal", "劝退离职"), Title("resignation in lieu of dismissal", "劝退"),
        payable=True, usual=False,
    ),
    # Labor Contract Law of the PRC, art. 46 (5): severance without pay in lieu of notice
    "end_of_contract": CauseOfExit(
        Title("contract ended", "合同到期终止"), Title("end of contract", "合同到期终止"), severance="N", payable=True,
        usual=False,
    ),
}  # fmt: skip
#: What each severance is called with a move; the usual one is not said.
SEVERANCES: dict[Severance, Title] = {
    "none": Title("no severance", "不支付经济补偿"),
    "N": Title("severance N", "经济补偿N"),
    "N+1": Title("severance N+1", "经济补偿N+1"),
    "2N": Title("damages 2N", "赔偿金2N"),
    "due": Title("the usual severance", "一般经济补偿"),
}
#: In the order of the axis of pay, before the scheme's own.
PAY_PARTS: dict[PayPartName, KindOfPayPart] = {
    "base": KindOfPayPart(
        Title("base pay", "基本工资"), Title("the base pay of the grades", "职级的基本工资"), "fixed"
    ),
    "award": KindOfPayPart(
        Title("awards", "一次性奖励"), Title("what moves pay once", "变动时的一次性奖励"), "variable"
    ),
    "arrears": KindOfPayPart(
        Title("arrears", "补发"), Title("what is paid later than it holds", "延后生效的补发"), "allowances", usual=False
    ),
    "protection": KindOfPayPart(
        Title("protection of pay", "过渡期薪酬保护"),
        Title(
            "what base pay is above or below the tables for a time after a changeover",
            "新旧方案切换后一段时间内，基本工资高于或低于薪级表的部分",
        ),
        "fixed",
        usual=False,
    ),
}
#: The titles of kinds, for those who have the kind as a text.
MOVE_TITLES: dict[str, Title] = {kind: info.title for kind, info in MOVE_KINDS.items()}
CAUSES: tuple[Cause, ...] = get_args(Cause)
_USUAL = sum(info.usual for info in EXIT_CAUSES.values())
#: Moves are tested in this order of kinds; those of one turn in the order of the file.
ORDER: tuple[frozenset[MoveKind], ...] = tuple(
    frozenset(kind for kind in MOVE_KINDS if MOVE_KINDS[kind].turn == turn)
    for turn in sorted({info.turn for info in MOVE_KINDS.values()})
)
#: Kinds of moves that leave people in their grade.
IN_GRADE = frozenset(kind for kind, info in MOVE_KINDS.items() if info.in_grade)
#: Kinds of moves that need no seat.
SEATLESS = frozenset(kind for kind, info in MOVE_KINDS.items() if not info.needs_seat)


def causes_counted(named: Iterable[Cause]) -> tuple[Cause, ...]:
    """The axis of exits where moves name these causes: the usual ones, and as many of the others as are needed."""
    return CAUSES[: max([_USUAL, *(CAUSES.index(cause) + 1 for cause in named)])]
