"""Statuses in words: how long, what stands still, what is paid, what tests who is in them."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.words import CLOCK_TITLES
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.statuses import HAPPENINGS, STOPPABLE, STOPPED, SeatAway, Status, Windows

_WINDOWS: Mapping[Windows, Title] = {
    "run": Title("count as ever", "照计"),
    "skip": Title("are passed over", "不算周期"),
    "zero": Title("count 0", "计0"),
    "unknown": Title("are unknown", "未知"),
}
_SEATS: Mapping[SeatAway, Title] = {
    "kept": Title("seat kept", "保留编制"),
    "open": Title("seat open", "编制空出"),
    "queue": Title("seat open; who comes back waits for one", "编制空出，返回者等待空缺"),
}
_IN_STEP = Title("in the step", "在本档")
_OF_HAPPENINGS = Title("since what happened", "距事件")


def statuses_section(scheme: Scheme, words: Wording) -> CardSection:
    """A row for each status of a scheme."""
    moves = {move.id: str(move.title) for move in scheme.moves}
    rows = tuple(
        (str(status.title), length(status, words) + ended(status, moves), clocks(status),
         str(_WINDOWS[status.windows]), paid(status, words), place(status), reviews(status, moves))
        for status in scheme.statuses
    )  # fmt: skip
    columns = (tr("status", "状态"), tr("lasts", "持续"), tr("clocks that stop", "停计的时钟"),
               tr("its months in windows", "各月在窗口中"), tr("pay", "薪酬"),
               tr("seat and headcount", "编制与人数"), tr("reviews", "评审"))  # fmt: skip
    return CardSection(tr("Statuses", "状态"), columns, rows)


def length(status: Status, words: Wording) -> str:
    """How long it lasts."""
    if status.until is not None:
        return tr("until {c}", "直至{c}", c=words.tell(status.until))
    if status.between is not None:
        low, high = (words.tell(expr) for expr in status.between)
        return tr("{a} to {b} months", "{a}至{b}个月", a=low, b=high)
    return tr("{n} months", "{n}个月", n=words.tell(status.months))


def ended(status: Status, moves: Mapping[str, str]) -> str:
    """The moves that end it before its time; '' where every change of grade does."""
    if status.ends_with is None:
        return ""
    if not status.ends_with:
        return tr("; no move ends it", "；变动不使其结束")
    return tr(
        "; ended by {moves}", "；因{moves}而结束", moves=listed([moves.get(name, name) for name in status.ends_with])
    )


def clocks(status: Status) -> str:
    """The clocks that stand still."""
    if not status.stops:
        return tr("none", "无")
    if status.stops == STOPPED:
        return tr("all but service with the company", "除司龄外全部")
    titles = {name: CLOCK_TITLES.get(column, _IN_STEP) for name, column in STOPPABLE.items()}
    titles[HAPPENINGS] = _OF_HAPPENINGS
    return listed([titles[name] for name in status.stops])


def paid(status: Status, words: Wording) -> str:
    """What is paid meanwhile."""
    if status.pay is not None:
        return words.tell(status.pay)
    return tr("as ever", "照发") if status.parts else tr("base pay alone", "仅基本工资")


def place(status: Status) -> str:
    """Whether the seat stays taken and the person counts as headcount."""
    seat = str(_SEATS[status.place])
    return seat if status.counts else tr("{seat}, not counted", "{seat}，不计入人数", seat=seat)


def reviews(status: Status, moves: Mapping[str, str]) -> str:
    """The moves that test who is in it; `moves`: their titles by id."""
    if status.reviews is None:
        return tr("all", "全部")
    return listed([moves.get(name, name) for name in status.reviews]) or tr("none", "不参加")
