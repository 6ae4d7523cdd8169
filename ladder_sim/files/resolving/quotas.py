"""How many a move takes: a number, a share of a grade or of the eligible, the open seats; whole or by group."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.forms.common import CountEntry
from ladder_sim.files.resolving.resolver import Resolver, expression_text, only_shares_round, share_expr, take_rounding
from ladder_sim.model.moves import Quota

_BY = re.compile(r"(.+?)\s+by\s+(\w+)(?:,?\s+shared\s+by\s+(headcount|eligible))?\Z")
_QUOTA = re.compile(r"(.+?)\s*%\s*of\s+(grade|eligible)\Z")


def resolve_quota(r: Resolver, value: object, count: CountEntry | None, move: tuple[str | int, ...]) -> Quota:
    """How many a review may move, and in what this is counted; `move`: where the move stands in the tree."""
    quota = _quota(r, value, (*move, "seats"))
    if count != "fte":
        return quota
    if quota.kind in ("unlimited", "vacancy"):
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
    if "%" in text or text in whole or isinstance(value, bool) or (isinstance(value, int | float) and value < 0):
        r.add(
            loc,
            tr(
                "must be unlimited, vacancy, a number, '10% of grade', '20% of eligible' or '12 by department', "
                "got {got}",
                "应为 unlimited、vacancy、数字、“10% of grade”“20% of eligible”或“12 by department”，现为{got}",
                got=show(value),
            ),
        )
        return Quota()
    only_shares_round(r, expression_text(value), given, *loc)
    n = r.part(text, 0, len(text), *loc) if isinstance(value, str) else r.expr(value, *loc)
    return Quota("number", n, by=by, spread=spread)


def _by_group(text: str) -> tuple[str, str, Literal["eligible", "headcount"]]:
    """A quota without its group, the group ('' where it has none), and in proportion to what a number is spread."""
    found = _BY.match(text)
    if found is None:
        return text, "", "eligible"
    return found[1], found[2], "headcount" if found[3] == "headcount" else "eligible"
