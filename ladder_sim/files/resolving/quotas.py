"""How many a move takes: a number, a share of a grade or of the eligible, the open seats; whole or by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ladder_sim.core.i18n import tr
from ladder_sim.files import KeyPath, show
from ladder_sim.files.forms.common import CountEntry
from ladder_sim.files.resolving.resolver import Resolver, expression_text, only_shares_round, share_expr, take_rounding
from ladder_sim.model.grades import Grade
from ladder_sim.model.kinds import SEATLESS, MoveKind
from ladder_sim.model.moves import Quota

_BY = re.compile(r"(.+?)\s+by\s+(\w+)(?:,?\s+shared\s+by\s+(headcount|eligible))?\Z")
_OPENINGS = re.compile(r"(.+?)\s*%\s*of\s+openings(,?\s+unfilled\s+to\s+others)?\Z")
_QUOTA = re.compile(r"(.+?)\s*%\s*of\s+(grade|eligible)\Z")
_SHARE = re.compile(r"%(?!\s*[\d(])")  # a percent sign that is no remainder such as year % 2


def resolve_quota(r: Resolver, value: object, count: CountEntry | None, move: tuple[str | int, ...]) -> Quota:
    """How many a review may move, and in what this is counted; `move`: where the move stands in the tree."""
    quota = _quota(r, value, (*move, "seats"))
    if count != "fte":
        return quota
    if quota.kind in ("unlimited", "vacancy", "share of openings"):
        told = tr("'count' goes with a number or a share under seats; what the seats of a grade count stands there",
                  "“count”须与 seats 中的人数或比例同用；职级编制的计数方式写在职级里")  # fmt: skip
        r.add((*move, "count"), told, key=True)
    return replace(quota, fte=True)


def _quota(r: Resolver, value: object, loc: tuple[str | int, ...]) -> Quota:
    """A quota as it is written; None: the open seats, where the target grade has a limit."""
    if value is None:
        return Quota("vacancy")  # where the target grade has seats; elsewhere there is always room
    given, rounding = take_rounding(r, expression_text(value), *loc)
    text, by, spread = _by_group(given)
    whole: dict[str, Quota] = {"unlimited": Quota("unlimited"), "vacancy": Quota("vacancy")}
    if text in whole and not by:
        return whole[text]
    if found := _OPENINGS.match(text):
        return _openings(r, value, found, plain=given == expression_text(value).strip() and not by, loc=loc)
    if found := _QUOTA.match(text):
        n = share_expr(r, text, found.span(1), *loc)
        if spread != "eligible":
            r.add(
                loc,
                tr(
                    "only a number is shared by headcount, got {got}",
                    "只有人数才能按人数分摊，现为{got}",
                    got=show(value),
                ),
            )
        return Quota("share of grade" if found[2] == "grade" else "share of eligible", n, rounding, by)
    if (
        _SHARE.search(text)
        or text in whole
        or isinstance(value, bool)
        or (isinstance(value, int | float) and value < 0)
    ):
        r.add(
            loc,
            tr(
                "must be unlimited, vacancy, a number, '10% of grade', '20% of eligible', '60% of openings' or "
                "'12 by department', got {got}",
                "应为 unlimited、vacancy、数字、“10% of grade”“20% of eligible”“60% of openings”"
                "或“12 by department”，现为{got}",
                got=show(value),
            ),
        )
        return Quota()
    only_shares_round(r, expression_text(value), given, *loc)
    n = r.part(text, 0, len(text), *loc) if isinstance(value, str) else r.expr(value, *loc)
    return Quota("number", n, by=by, spread=spread)


def _openings(r: Resolver, value: object, found: re.Match[str], *, plain: bool, loc: KeyPath) -> Quota:
    """A share of the openings; `plain`: no group and no rounding stand behind it."""
    if not plain:
        told = tr("openings are given out one by one, so nothing is rounded; a group stands in the seats of the grade, "
                  "under ladder; got {got}",
                  "空缺逐个分配，无需取整；分组写在职级的 seats 里；现为{got}", got=show(value))  # fmt: skip
        r.add(loc, told)
    return Quota("share of openings", share_expr(r, found[0], found.span(1), *loc), released=found[2] is not None)


def takes_openings(r: Resolver, quota: Quota, kind: MoveKind, goals: Sequence[Grade | None], loc: KeyPath) -> None:
    """Whoever has a share of the openings leads to grades that have seats.

    Parameters
    ----------
    goals
        The grades to which the move leads; None: one that is no fixed grade.
    loc
        Where the move's quota stands.
    """
    if quota.kind != "share of openings":
        return
    if kind in SEATLESS or None in goals:
        told = tr("a share of the openings goes with a move into a grade that is named; this one takes no seat of one",
                  "按空缺比例分配，只用于进入写明职级的变动；这条规则不占用编制")  # fmt: skip
        r.add(loc, told)
        return
    bare = [grade.id for grade in goals if grade is not None and grade.seats is None]
    if bare:
        r.add(loc, tr("a grade without seats has no openings: {grades}; write its seats under ladder, or a number here",
                      "没有编制的职级没有空缺：{grades}；请在 ladder 中写明其 seats，或在此写人数",
                      grades=tr(", ", "、").join(dict.fromkeys(bare))))  # fmt: skip
    parts = [grade.id for grade in goals if grade is not None and grade.seats is not None and grade.seats.fte]
    if parts:
        r.add(loc, tr("openings are counted in heads, and {grades} counts its seats in full-time equivalents",
                      "空缺按人数计，而{grades}的编制按全时当量计",
                      grades=tr(", ", "、").join(dict.fromkeys(parts))))  # fmt: skip


def _by_group(text: str) -> tuple[str, str, Literal["eligible", "headcount"]]:
    """A quota without its group, the group ('' where it has none), and in proportion to what a number is spread."""
    found = _BY.match(text)
    if found is None:
        return text, "", "eligible"
    return found[1], found[2], "headcount" if found[3] == "headcount" else "eligible"
