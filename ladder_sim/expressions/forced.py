"""Forced distributions: letters that a group's members get by their order, in stated shares; of scores and of rules."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import numpy as np

from ladder_sim.core.arrays import PersonFloats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.arguments import no_new_grade
from ladder_sim.expressions.forced_shares import NoShare, share_of_letter, unbalanced
from ladder_sim.expressions.groups import group_of, rank_within
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import Argument, FunctionSpec
from ladder_sim.expressions.syntax import Call, Cuts, TextLiteral, Tree, written
from ladder_sim.model.scheme import ForcedShare
from ladder_sim.streams.kernels import spread_numbers

_CLOSE = 1e-9
_PLACE = Nature(evidence=True, by="person", own_past=True)


def sizes(shares: Sequence[ForcedShare], people: int) -> list[int]:
    """How many of a group get each letter; they add up to its people.

    "at most" is rounded down, but not below its `least`, "at least" up. Plain shares are rounded by largest remainder,
    to what is left where nothing takes the rest, else to the nearest of their sum. Where a small group has too few, the
    letter next above gives up somebody, and what "at most" leaves over passes on to the rest or to the plain shares.
    """
    made = [0] * len(shares)
    for i, share in enumerate(shares):
        if share.kind == "at most":
            most = int(np.floor(share.share * people + _CLOSE)) if share.people is None else share.people
            made[i] = min(max(most, share.least), people)
        elif share.kind == "at least":
            made[i] = int(np.ceil(share.share * people - _CLOSE)) if share.people is None else share.people
    plain = [i for i, share in enumerate(shares) if share.kind == "share"]
    rest = next((i for i, share in enumerate(shares) if share.kind == "rest"), None)
    left = max(people - sum(made), 0)
    wanted = sum(shares[i].share for i in plain) * people
    total = left if rest is None else min(left, int(np.floor(wanted + 0.5 + _CLOSE)))
    for i, number in zip(plain, _largest_remainder([shares[i].share for i in plain], total), strict=True):
        made[i] = number
    if rest is not None:
        made[rest] = left - total
    _take_back(shares, made, sum(made) - people)
    return made


def _largest_remainder(weights: Sequence[float], total: int) -> list[int]:
    """`total` in proportion to the weights; ties go to the earlier ones."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [weight / whole * total for weight in weights]
    counts = [int(np.floor(value + _CLOSE)) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def _take_back(shares: Sequence[ForcedShare], made: list[int], over: int) -> None:
    """What "at least" took beyond the group's people comes from the letters above it, the nearest first."""
    lowest = max((i for i, share in enumerate(shares) if share.kind == "at least"), default=len(shares) - 1)
    order = [*range(lowest - 1, -1, -1), *range(lowest + 1, len(shares)), lowest]
    for i in order:
        given = min(over, made[i])
        made[i] -= given
        over -= given


def forced(x: Node, shares: Sequence[ForcedShare], groups: Sequence[str]) -> Node:
    """The letter of each by the order of `x` among the ranked people of a group; unknown where `x` is.

    Parameters
    ----------
    shares : how many get which letter, the first letters being the best
    groups : names of groups that are joined
    """
    key = ("forced", x.key, tuple(shares), tuple(groups))
    letters = tuple(share.letter for share in shares)

    def codes(view: View) -> PersonFloats:
        source = view.source
        values = spread_numbers(x.value(view), view.everyone_size)
        group, number = source.group(*groups)
        ranked = np.flatnonzero(source.ranked() & ~np.isnan(values) & (group >= 0))
        since, tie = source.column("hired_since")[ranked], source.column("tie")[ranked]
        place, size = rank_within(values, group, number, ranked, since, tie)
        found = np.full(place.shape, np.nan)
        for people in np.unique(size[ranked]).astype(int).tolist():
            mine = ranked[size[ranked] == people]
            found[mine] = np.searchsorted(np.cumsum(sizes(shares, people)), place[mine] - 0.5, side="left")
        return found

    def run(view: View) -> NodeValue:
        return view.once(key, codes)

    return Node("symbol", key, (x,), levels=letters, nullable=True, period=x.period, nature=_PLACE, run=run)


def shares_said(table: Tree) -> str:
    """The letters of a rule with how many get each, in words: A: at most 10%, B: the rest."""
    if not isinstance(table, Cuts):
        return written(table)
    told = []
    for key, gives in table.rows:
        letter, text = (part.value if isinstance(part, TextLiteral) else written(part) for part in (key, gives))
        with contextlib.suppress(NoShare):  # said as it is written
            text = str(share_of_letter(letter, text, _percent))
        told.append(tr("{key}: {value}", "{key}：{value}", key=letter, value=text))
    return tr(", ", "、").join(told)


# --- built from a call ------------------------------------------------------------------------------


def _graded(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    x = builder.number(tree.args[0])
    no_new_grade(builder, tree.args[0], x)
    shares = _shares(builder, tree.args[1])
    group = group_of(builder, spec.name, tree.args[2]) if len(tree.args) > 2 else ("role",)
    return forced(x, shares, group)


def _shares(builder: ExpressionBuilder, table: Tree) -> tuple[ForcedShare, ...]:
    """The letters of a rule with how many get each.

    Raises
    ------
    Wrong
        They are no table of texts, stand twice, or do not add up.
    """
    rows = table.rows if isinstance(table, Cuts) else ()
    texts = [(key.value, gives.value) for key, gives in rows
             if isinstance(key, TextLiteral) and isinstance(gives, TextLiteral)]  # fmt: skip
    if not rows or len(texts) < len(rows):
        raise builder.wrong(
            table,
            tr("write graded(kpi, {{'A': 'at most 10%', 'B': 'the rest'}}, department), each letter and each share in"
               " quotes; got {got}",
               "请写成 graded(kpi, {{'A': 'at most 10%', 'B': 'the rest'}}, department)，等级和比例都加引号；现为{got}",
               got=written(table)),
        )  # fmt: skip
    letters = [letter for letter, _ in texts]
    twice = next((letter for letter in letters if letters.count(letter) > 1), None)
    if twice is not None:
        raise builder.wrong(table, tr("'{letter}' stands twice", "“{letter}”出现了两次", letter=twice))

    try:
        made = tuple(share_of_letter(letter, text, _percent) for letter, text in texts)
    except NoShare as odd:
        raise builder.wrong(table, str(odd)) from odd
    if problems := unbalanced(made):
        raise builder.wrong(table, problems[0])
    return made


def _percent(text: str) -> float:
    """A number of per cent; what changes stands in a score, whose shares read parameters. Raises `NoShare`."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise NoShare(tr("must be a number from 0% to 100%, got {got}% (a score's shares read parameters)",
                         "应为0%至100%的数字，现为{got}%（考核得分的 shares 可用参数）", got=text))  # fmt: skip
    return number


FORCED = (
    FunctionSpec(
        "graded",
        (Argument("x", "number", bare=True), Argument("shares", "shares"), Argument("group", "group", optional=True)),
        "any", _graded,
        Title("letter by {x} in the {group} ({shares})", "{group}内按{x}强制分布的等级（{shares}）"),
        Title("the letter that a forced distribution among the group gives on the day of the review, the first letters"
              " to the highest",
              "评审当日在分组内按强制分布得到的等级，靠前的等级给数值高者"),
        _PLACE,
    ),
)  # fmt: skip
