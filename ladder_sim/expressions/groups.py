"""Nodes that set people beside others: ranks, and sums over a team or the unit."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Numbers, PersonFloats, PersonInts, SlotFloats, SlotInts, SlotNumbers, Slots
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import nearest
from ladder_sim.expressions.arguments import no_new_grade
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import COUNTED, Argument, Compared, FunctionSpec, GroupSpec, by_name
from ladder_sim.expressions.syntax import COMPARISON_SIGNS, Call, NameWord, Several, TextLiteral, Tree, written
from ladder_sim.expressions.windows import MAX_PERIODS, span_of
from ladder_sim.streams.kernels import ranked, spread_numbers


def _ranking(name: str, x: Node, group: tuple[str, ...]) -> Node:
    """Place of `x` among the ranked people of a group; 1 is the highest. Ties: longer service, then lot.

    Who lacks an attribute by which people are grouped is in no group and not ranked.
    """
    key = ("rank", x.key, *group)

    def places(view: View) -> tuple[PersonFloats, PersonFloats]:
        values = spread_numbers(x.value(view), view.source.column("grade").size)
        groups, number = view.source.group(*group)
        who = np.flatnonzero(view.source.ranked() & ~np.isnan(values) & (groups >= 0))
        since, tie = view.source.column("hired_since")[who], view.source.column("tie")[who]
        return rank_within(values, groups, number, who, since, tie)

    def run(view: View) -> NodeValue:
        if key not in view.memo:
            view.memo[key], view.memo["size", key] = places(view.everyone())
        place, size = (np.asarray(view.cut(view.memo[one])) for one in (key, ("size", key)))
        found: NodeValue
        match name:
            case "rank":
                found = place
            case "best_of":
                found = place == 1
            case "lowest_of":
                found = place == size
            case "rank_from_bottom":
                found = size - place + 1
            case "percentile":
                found = _percent_below(place, size)
            case _:
                raise ValueError(name)
        return found

    if name in ("best_of", "lowest_of"):  # who is not ranked is neither the best nor not the best
        return Node("bool", (name, *key), (_ranking("rank", x, group),), nullable=True, period=x.period, run=run)
    return Node("number", (name, *key), (x,), nullable=True, period=x.period, run=run)


def _percent_below(place: PersonFloats, size: PersonFloats) -> PersonFloats:
    """Of the others in the group, how many per cent stand below: 100 for the first, 0 for the last, 100 when alone.

    Both ends alike: the k-th from the top has 100 less what the k-th from the bottom has. For values without ties it
    is PERCENTRANK.INC of spreadsheets. NaN where `place` is; of its shape.
    """
    percent: PersonFloats = 100 * (size - place) / np.maximum(size - 1, 1)
    return np.where(size == 1, 100.0, percent)


def rank_within(
    values: SlotFloats, groups: SlotInts, number: int, who: Slots, since: SlotInts, tie: SlotNumbers
) -> tuple[SlotFloats, SlotFloats]:
    """Places (1 is the highest value) and group sizes for everybody; NaN where not ranked.

    Ties go by longer service, then by lot.

    Parameters
    ----------
    values, groups : shape (slots,); the groups from 0, −1 for who is in none, `number` of them
    who : slots of those who are ranked, none of them with an undefined value
    since, tie : of `who`: month of hire (the earlier first), and the lot
    """
    place = np.full(values.shape, np.nan)
    size = np.full(values.shape, np.nan)
    if not who.size:
        return place, size
    mine = groups[who]
    order = ranked(values[who], since, tie, mine, number)
    lengths = np.bincount(mine, minlength=number)
    starts = np.cumsum(lengths) - lengths
    place[who[order]] = np.arange(1, order.size + 1) - starts[mine[order]]
    size[who] = lengths[mine]
    return place, size


def together(name: str, x: Node, group: tuple[str, ...]) -> Node:
    """A mean, median, total or count over the members of the person's group; of a team, those of the lowest role.

    Parameters
    ----------
    name : of the function, such as ``team_mean``
    x : of what; people of whom it is undefined are left out
    group : names of groups that are joined
    """
    unit = "team" not in group
    what = name.split("_")[1]

    def groups(view: View) -> PersonFloats:
        index, size = view.source.group(*group)
        values = spread_numbers(x.value(view), index.size)
        members = np.flatnonzero(view.source.members(unit) & ~np.isnan(values) & (index >= 0))
        totals: Numbers
        if what == "median":
            totals = medians(values[members], index[members], size)
        else:
            totals = np.bincount(index[members], weights=values[members], minlength=size)
        if what == "mean":
            with np.errstate(all="ignore"):
                totals = totals / np.bincount(index[members], minlength=size)
        everybody: PersonFloats = np.where(index >= 0, totals[index], np.nan)
        return everybody

    partial = what in ("mean", "median") or not set(group) <= {"team", "everyone"}
    key = ("together", what, x.key, *group)
    return Node("number", (name, *key), (x,), nullable=partial, period=x.period,
                run=lambda view: view.once(key, groups))  # fmt: skip


def medians(values: PersonFloats, groups: PersonInts, number: int) -> Numbers:
    """The median of each group, of an even number the mean of the two in the middle; NaN of a group without members.

    Parameters
    ----------
    values, groups : shape (members,); the groups from 0, `number` of them
    """
    order = np.lexsort((values, groups))
    sizes = np.bincount(groups, minlength=number)
    starts = np.cumsum(sizes) - sizes
    found = np.full(number, np.nan)
    there = np.flatnonzero(sizes)
    ordered = values[order]
    low, high = (starts + (sizes - 1) // 2)[there], (starts + sizes // 2)[there]
    found[there] = (ordered[low] + ordered[high]) / 2
    return found


# --- built from a call ------------------------------------------------------------------------------


def _rank(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    x = builder.number(tree.args[0])
    no_new_grade(builder, tree.args[0], x)
    group = group_of(builder, spec.name, tree.args[1]) if len(tree.args) == 2 else ("role",)
    return _ranking(spec.name, x, group)


def group_of(builder: ExpressionBuilder, name: str, given: Tree) -> tuple[str, ...]:
    """The groups that an argument names: one, or several that are joined; what they read is noted.

    Parameters
    ----------
    name : of the function, as messages tell it

    Raises
    ------
    Wrong
        One of them is no group.
    """
    parts = given.items if isinstance(given, Several) else (given,)
    found = tuple(dict.fromkeys(_one_group(builder, name, part) for part in parts))
    if not found:
        raise builder.wrong(given, tr("name a group, e.g. {known}", "请写明分组，例如 {known}", known="grade"))
    return found


def _one_group(builder: ExpressionBuilder, name: str, given: Tree) -> str:
    scope = builder.scope
    word = given.id if isinstance(given, NameWord) else given.value if isinstance(given, TextLiteral) else ""
    if word in GROUPS:
        return note_group(builder, word)
    categories = [each for each, attribute in scope.attributes.items() if attribute.levels]
    if word in categories:
        scope.attributes_read.add(word)
        return word
    raise builder.wrong(
        given,
        tr("the group of {name} is one of {known}, an attribute with categories, or a list of these; got {got}",
           "{name} 的分组应为 {known}、按类别取值的人员信息，或由它们组成的列表；现在是 {got}",
           name="'by'" if name == "by" else f"{name}(…)", known=tr(", ", "、").join(GROUPS), got=written(given))
        + nearest(word, [*GROUPS, *categories]),
        open=bool(word) and scope.may_come(word, [*GROUPS, *categories]),
    )  # fmt: skip


def _together(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    what = tree.args[0]
    inner = builder.condition(what) if spec.arguments[0].kind == "condition" else builder.number(what)
    no_new_grade(builder, what, inner)
    return together(spec.name, inner, _of_name(builder, spec) or group_of(builder, spec.name, tree.args[1]))


def _of_name(builder: ExpressionBuilder, spec: FunctionSpec) -> tuple[str, ...]:
    """The group that a function's own name tells, noted as read; empty where its second argument does."""
    group = {"team": "team", "unit": "everyone"}.get(spec.name.split("_")[0])
    return () if group is None else (note_group(builder, group),)


def note_group(builder: ExpressionBuilder, group: str) -> str:
    """A group of the language; whoever is hired gets a place in it only where it is noted as read."""
    if GROUPS[group].column:
        builder.scope.columns_read.add(GROUPS[group].column)
    return group


def _loss(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    span = span_of(builder, tree.args[0], spec.name, MAX_PERIODS)
    if not span.whole:
        raise builder.wrong(tree, tr("{name}(…) takes a number of months", "{name}(…) 需要月数", name=spec.name))
    months, group = span.periods, _of_name(builder, spec) or group_of(builder, spec.name, tree.args[1])
    builder.scope.losses_read.add(group)
    key = (spec.name, months, *group)

    def run(view: View) -> NodeValue:
        return view.once(key, lambda everyone: everyone.source.loss(months, *group))

    return Node("number", key, nullable=True, run=run)


# --- records -----------------------------------------------------------------------------------------

GROUPS = by_name(
    (
        GroupSpec("role", Title("role", "岗位层级")),
        GroupSpec("team", Title("team", "小组"), column="team"),
        GroupSpec("grade", Title("grade", "职级")),
        GroupSpec("track", Title("track", "通道")),
        GroupSpec("everyone", Title("whole department", "全部门")),
    )
)
_RANKED = (Argument("x", "number", bare=True), Argument("group", "group", optional=True))
_IN = Argument("group", "group")
_X, _C = Argument("x", "number"), Argument("c", "condition")
_PLACE = Nature(evidence=True, by="person", own_past=True)
_TEAM, _UNIT = Nature(evidence=True, by="person"), Nature(evidence=True, by="unit")
_BEST = Title("is it the best, the last?", "是否第一、是否最后")
_OF_TEAM = Title("over the members of the person's team", "对本组成员计算")
_OF_UNIT = Title("over everybody in the department", "对全部门计算")
_OF_GROUP = Title("over the person's group, as `rank` takes it", "对本人所在分组计算，分组写法同 `rank`")
_FIRST = (1.0, COUNTED[1])
_K = Argument("k", "periods")
_LOST = Title("exits of the last `k` months over average headcount, as a share a year",
              "最近 `k` 个月离职人次 ÷ 平均人数，折算为年")  # fmt: skip
_IN_PERCENT = (
    Compared(COMPARISON_SIGNS, Title("{call} {sign} {n}%", "{call} {sign} {n}%"), lambda bound: 100 * bound),
)

RANKS = (
    FunctionSpec(
        "rank", _RANKED, "number", _rank, Title("place by {x} in the {group}", "{group}内按{x}的名次"),
        Title("place in the group; 1 is the highest value", "在分组中的名次，1为最高值"), _PLACE,
        reach=lambda *_: _FIRST,
        compared=(Compared(("<=",), Title("among the first {n} of the {group} by {x}", "按{x}在{group}内排名前{n}")),),
    ),
    FunctionSpec(
        "percentile", _RANKED, "number", _rank,
        Title("percentile of {x} in the {group}", "{group}内按{x}领先的人员占比（%）"),
        Title("of the others in the group, how many per cent stand below", "分组内其他人中有百分之几排在其后"), _PLACE,
        reach=lambda *_: (0.0, 100.0),
        compared=(
            Compared((">=",), Title("among the top {n}% of the {group} by {x}", "按{x}在{group}内排名前{n}%"),
                     lambda bound: 100 - bound),
            Compared(("<=",), Title("among the last {n}% of the {group} by {x}", "按{x}在{group}内排名后{n}%")),
            Compared((">",), Title("ahead of more than {n}% of the others in the {group} by {x}",
                                   "按{x}领先{group}内超过{n}%的其他人员")),
            Compared(("<",), Title("ahead of fewer than {n}% of the others in the {group} by {x}",
                                   "按{x}领先{group}内不足{n}%的其他人员")),
        ),
    ),
    FunctionSpec(
        "best_of", _RANKED, "bool", _rank, Title("best in the {group} by {x}", "{group}内{x}最佳"), _BEST, _PLACE
    ),
    FunctionSpec(
        "lowest_of", _RANKED, "bool", _rank, Title("last in the {group} by {x}", "{group}内{x}末位"), _BEST, _PLACE
    ),
    FunctionSpec(
        "rank_from_bottom", _RANKED, "number", _rank,
        Title("place from the bottom by {x} in the {group}", "{group}内按{x}的倒数名次"),
        Title("place from the bottom; 1 is the lowest", "倒数名次，1为最低值"), _PLACE, reach=lambda *_: _FIRST,
        compared=(Compared(("<=",), Title("among the last {n} of the {group} by {x}", "按{x}在{group}内排名后{n}")),),
    ),
)  # fmt: skip

TOGETHER = (
    FunctionSpec("team_mean", (_X,), "number", _together, Title("team's mean of {x}", "小组{x}均值"), _OF_TEAM, _TEAM),
    FunctionSpec("team_median", (_X,), "number", _together, Title("team's median of {x}", "小组{x}中位数"),
                 _OF_TEAM, _TEAM),
    FunctionSpec("team_total", (_X,), "number", _together, Title("team's total of {x}", "小组{x}合计"),
                 _OF_TEAM, _TEAM),
    FunctionSpec("team_count", (_C,), "number", _together, Title("people in the team with {c}", "小组中{c}的人数"),
                 _OF_TEAM, _TEAM, reach=lambda *_: COUNTED),
    FunctionSpec("unit_mean", (_X,), "number", _together, Title("department's mean of {x}", "部门{x}均值"),
                 _OF_UNIT, _UNIT),
    FunctionSpec("unit_median", (_X,), "number", _together, Title("department's median of {x}", "部门{x}中位数"),
                 _OF_UNIT, _UNIT),
    FunctionSpec("unit_total", (_X,), "number", _together, Title("department's total of {x}", "部门{x}合计"),
                 _OF_UNIT, _UNIT),
    FunctionSpec("unit_count", (_C,), "number", _together,
                 Title("people in the department with {c}", "部门中{c}的人数"), _OF_UNIT, _UNIT,
                 reach=lambda *_: COUNTED),
    FunctionSpec("group_mean", (_X, _IN), "number", _together, Title("mean of {x} in the {group}", "{group}内{x}均值"),
                 _OF_GROUP, _TEAM),
    FunctionSpec("group_median", (_X, _IN), "number", _together,
                 Title("median of {x} in the {group}", "{group}内{x}中位数"), _OF_GROUP, _TEAM),
    FunctionSpec("group_total", (_X, _IN), "number", _together,
                 Title("total of {x} in the {group}", "{group}内{x}合计"), _OF_GROUP, _TEAM),
    FunctionSpec("group_count", (_C, _IN), "number", _together,
                 Title("people in the {group} with {c}", "{group}内{c}的人数"), _OF_GROUP, _TEAM,
                 reach=lambda *_: COUNTED),
    FunctionSpec("unit_loss", (_K,), "number", _loss,
                 Title("department's turnover a year over {k} months", "部门近{k}个月的年化离职率"),
                 _LOST, _UNIT, compared=_IN_PERCENT),
    FunctionSpec("team_loss", (_K,), "number", _loss,
                 Title("team's turnover a year over {k} months", "小组近{k}个月的年化离职率"),
                 _LOST, _TEAM, compared=_IN_PERCENT),
    FunctionSpec("group_loss", (_K, _IN), "number", _loss,
                 Title("turnover a year in the {group} over {k} months", "{group}近{k}个月的年化离职率"),
                 _LOST, _TEAM, compared=_IN_PERCENT),
)  # fmt: skip
