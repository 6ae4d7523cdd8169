"""Promotion rates by group, and how far each group's is from the others', with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ladder_sim.analysis.rule_text.expressions import value_title
from ladder_sim.core.display import between, figure
from ladder_sim.core.i18n import tr
from ladder_sim.core.thresholds import FOUR_FIFTHS, SMALL_GROUP
from ladder_sim.results.intervals import Interval
from ladder_sim.results.parity import GroupPair, pairs, rate_of
from ladder_sim.results.small_groups import group_sizes

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

#: On the scale of the log ratio.
_LOG_FOUR_FIFTHS = math.log(FOUR_FIFTHS)

ParityStatus = Literal["beyond", "open", "apart", "within", "none"]


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """A group of people: how many on average, and their promotion rate, all replications together."""

    name: str
    people: float
    rate: Interval


@dataclass(frozen=True, slots=True)
class Against:
    """A group against everybody else of its attribute.

    `status` says where the log ratio lies against four fifths, either way: ``beyond`` it, ``open`` where the interval
    holds it, ``apart`` within it but not 0, ``within`` where 0 cannot be ruled out, ``none`` without a ratio.
    """

    pair: GroupPair
    ratio: Interval  # log ratio
    luck: float  # ± of the log ratio in a single replication by chance alone, NaN without a ratio
    status: ParityStatus


@dataclass(frozen=True, slots=True)
class Rates:
    """The groups of one attribute under one scheme, and those that are large enough against the others."""

    groups: tuple[ShareGroup, ...]
    against: tuple[Against, ...]

    @property
    def shown(self) -> tuple[ShareGroup, ...]:
        """The groups that are large enough."""
        return tuple(group for group in self.groups if group.people >= SMALL_GROUP)

    def having(self, status: ParityStatus) -> list[Against]:
        """The groups of this status, the furthest from the others first."""
        return sorted((one for one in self.against if one.status == status), key=lambda one: -abs(one.ratio.mean))


def audit(run: Run) -> dict[str, Rates]:
    """Attribute → the promotion rates of its groups."""
    window = run.window()
    people = group_sizes(run)
    made = {}
    for attribute in dict.fromkeys(a for a, _, _ in run.axes.groups):
        members = [i for i, (a, _, _) in enumerate(run.axes.groups) if a == attribute]
        groups = tuple(
            ShareGroup(value_title(run.axes.groups[i][1]), float(people[i]), rate_of(window, i)) for i in members
        )
        large = [
            pair
            for pair in pairs(run.axes)
            if pair.attribute == attribute and min(people[pair.own], people[list(pair.rest)].sum()) >= SMALL_GROUP
        ]
        made[attribute] = Rates(groups, tuple(_against(run, pair) for pair in large))
    return made


def _against(run: Run, pair: GroupPair) -> Against:
    found, null = run.interval(pair.name), run.null(pair.name)
    return Against(pair, found, math.nan if null is None else null[1], _status(found))


def _status(found: Interval) -> ParityStatus:
    if math.isnan(found.low):
        return "none"
    if found.high < _LOG_FOUR_FIFTHS or found.low > -_LOG_FOUR_FIFTHS:
        return "beyond"
    if found.low < _LOG_FOUR_FIFTHS or found.high > -_LOG_FOUR_FIFTHS:
        return "open"
    return "within" if found.low <= 0 <= found.high else "apart"


def ratio_word(one: Against) -> str:
    """How the group's rate stands to the others': women 97% of the rate of men (91% to 104%)."""
    return tr(
        "{group} {x} of the rate of {rest} ({span})", "{group}为{rest}的{x}（{span}）",
        group=one.pair.whose, rest=one.pair.rest_of, x=figure(one.ratio.mean, "log_ratio"),
        span=between(one.ratio.low, one.ratio.high, "log_ratio"),
    )  # fmt: skip


def differs(rates: Rates) -> bool:
    """Whether any group is detectably promoted otherwise than the others."""
    return any(one.ratio.low > 0 or one.ratio.high < 0 for one in rates.against)


def under_some(n: int, of: int) -> str:
    """Under how many of the schemes something holds."""
    if of == 1:
        return tr("under this scheme", "本方案")
    if n == of == 2:
        return tr("under both schemes", "两个方案均")
    if n == of:
        return tr("under all {of} schemes", "全部{of}个方案", of=of)
    return tr("under {n} of {of} schemes", "{of}个方案中有{n}个", n=n, of=of)


def fair_titles(found: Mapping[str, Mapping[str, Rates]]) -> tuple[str, ...]:
    """Shorter messages on fairness: the first that holds, without the names of schemes and groups."""

    def under(holds: Callable[[Rates], bool]) -> int:
        return sum(any(holds(r) for r in rates.values()) for rates in found.values())

    if beyond := under(lambda r: bool(r.having("beyond"))):
        return (
            tr("Outside four fifths (a US rule of thumb) {some}", "{some}超出五分之四参考线（美国经验规则）",
               some=under_some(beyond, len(found))),
        )  # fmt: skip
    if apart := under(differs):
        some = under_some(apart, len(found))
        return (
            tr("Promotion rates of groups differ {some}; none is surely outside four fifths",
               "{some}组间晋升率有差异", some=some),
            tr("Groups' promotion rates differ {some}", "{some}组间晋升率有差异", some=some),
        )  # fmt: skip
    if under(lambda r: bool(r.having("open"))):
        if len(found) == 1:
            return (tr("Too few are promoted to tell groups apart", "晋升人数太少，无法判断组间差异"),)
        return (
            tr("No detectable difference between groups in promotion; some schemes promote too few",
               "组间晋升率差异不显著，部分方案晋升人数太少"),
        )  # fmt: skip
    if not under(lambda r: any(one.ratio.n for one in r.against)):
        return (tr("Whether groups are promoted alike cannot be said", "无法判断各组晋升是否一致"),)
    return (
        tr("No detectable difference between groups in promotion, as far as it can be said",
           "组间晋升率差异不显著，部分方案无法判断"),
    )  # fmt: skip
