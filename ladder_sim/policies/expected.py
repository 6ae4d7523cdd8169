"""What a new policy is expected to bring, beside what it changes: the figures of a comparison as an article."""

from __future__ import annotations

from ladder_sim.analysis.statements.doubt import luck_alone
from ladder_sim.analysis.statements.effects import effect
from ladder_sim.analysis.statements.why import summary as why_told
from ladder_sim.core.display import between, figure, stated
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.policy_document import Clause, PolicyArticle
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.why import Why

#: The measures that a committee asks for first.
TOLD = ("advancement_rate", "net_promotion_rate", "time_to_promotion", "turnover", "labor_cost")


def effects_article(comparison: Comparison, scheme: Scheme, earlier: Scheme) -> PolicyArticle:
    """The figures under the earlier scheme and the new one, with what differs; then what the parts of it are due to.

    Parameters
    ----------
    comparison : of the earlier scheme, its baseline, and the new one
    scheme, earlier : that the document is about

    Raises
    ------
    LadderError
        The comparison is of other schemes.
    """
    new = compared_as(comparison, scheme, earlier)
    rows: list[tuple[str, ...]] = [
        (
            tr("measure", "指标"),
            tr("earlier", "原办法"),
            tr("new", "新办法"),
            tr("difference (95% interval)", "差值（95%区间）"),
        )
    ]
    for measure in TOLD:
        before, after = comparison.contrast(comparison.baseline, measure), comparison.contrast(new, measure)
        unit, found = after.measure.unit, after.difference
        change = str(after.verdict)
        if effect(comparison, new, measure).there:
            change = between(found.low, found.high, unit, signed=True, short=True)
        values = [stated(figure(each.level.mean, unit, short=True), unit) for each in (before, after)]
        rows.append((str(after.measure.title), *values, change))
    run = comparison[new]
    people = tr("Expected of a simulation of {w} over {n} months, {r} times with the same people and luck under both.",
                "依据模拟预计：{w}，{n}个月，两办法使用相同人员和随机数，各重复{r}次。",
                w=run.workforce.title, n=run.months, r=run.replications)  # fmt: skip
    clauses = [Clause(people), *(Clause(text, 1) for text in (luck_alone(comparison),) if text)]
    for found_why in comparison.explained.values():
        if isinstance(found_why, Why):
            clauses += [Clause(text, 1) for text in why_told(found_why)]
    return PolicyArticle("effects", tr("Expected effects", "预计影响"), tuple(clauses), rows=tuple(rows))


def compared_as(comparison: Comparison, scheme: Scheme, earlier: Scheme) -> str:
    """The id under which the new scheme is compared.

    Parameters
    ----------
    comparison : of the earlier scheme, its baseline, and the new one

    Raises
    ------
    LadderError
        It is of other schemes.
    """
    base = comparison[comparison.baseline].scheme
    others = [id for id in comparison.others if _same(comparison[id].scheme, scheme)]
    if not _same(base, earlier) or not others:
        told = tr("the comparison must be of {old} as its baseline and of {new}, got {got}",
                  "比较须以 {old} 为基准并含 {new}，现为：{got}", old=earlier.id, new=scheme.id,
                  got=tr(", ", "、").join([comparison.baseline, *comparison.others]))  # fmt: skip
        raise LadderError([Problem(Place("effects"), told)])
    return others[0]


def _same(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes have the same rules, whatever they are called."""
    return (one.values, one.grades, one.moves, one.pay, one.scores) == (
        other.values, other.grades, other.moves, other.pay, other.scores)  # fmt: skip
