"""Schemes at equal pay or budget, and who is chosen beside a lottery: what was asked before the report was written."""

from __future__ import annotations

from ladder_sim.analysis.statements.level import equal_titles, equal_told
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.level import Level


def equal(scene: Scene) -> Section | None:
    """The alternatives as they are and made equal, in one table; None where that was not asked."""
    asked = scene.asked(Level)
    if not asked:
        return None
    told = equal_told(scene.comparison)
    points = [*told[1:], *(text for found in asked for text in found.moved())]
    return Section(
        "equal", tr("At equal pay or budget", "同等薪酬或同等预算"), told[0].rstrip(".。"),
        tuple(dict.fromkeys(points)),
        tables=tuple(Table(found.columns(), tuple(found.rows()), title=_titled(found)) for found in asked),
        reading=tr(
            "Differences from the baseline with the same people and luck: first the schemes as they are, then with the"
            " baseline's pay for the same roles, or with one lever moved until labor cost is the baseline's within"
            " 0.1%.",
            "与基准的差值，人员和随机条件相同：先为原方案，再为相同岗位层级按基准薪酬发放，"
            "或调整一个杠杆使人工成本与基准相差不超过0.1%之后。",
        ),
        caution=tr("What is equal in cost need not be equal in headcount or in grades.",
                   "成本相同，人数和职级构成未必相同。"),
        shorter=equal_titles(asked[0], scene.focus),
    )  # fmt: skip


def _titled(found: Level) -> str:
    if found.equal == "pay":
        return tr("As they are, and at equal pay", "原方案与同等薪酬下")
    return tr("As they are, and at equal budget", "原方案与同等预算下")


def chosen(scene: Scene) -> Section | None:
    """Who is chosen, and who would be by lot; None where that was not asked."""
    found = next(iter(scene.asked(BesideLottery)), None)
    if found is None:
        return None
    said = dict(zip(found.comparison.schemes, found.summary(), strict=False))
    first = said.pop(scene.focus, None) or next(iter(said.values()))
    return Section(
        "chosen", tr("Who is chosen", "选拔了谁"), first.rstrip(".。"), tuple(said.values())[: scene.most],
        tables=(Table(found.columns(), tuple(found.rows()), title=tr("Beside a lottery", "与抽签对照")),),
        reading=tr(
            "By lot: the same scheme with lots in the place of its order of candidates; conditions, seats and quotas"
            " stay. What is beyond the lottery is due to the order, what the lottery has to the conditions.",
            "抽签：方案不变，只把候选人的排序改为抽签，条件、编制和名额照旧。超出抽签的部分来自排序，抽签本身的部分来自条件。",
        ),
        caution=tr(
            "Ability is known in a simulation alone. Some of the fall of KPI in a new role is regression to the mean.",
            "能力只在模拟中可知。新岗位绩效的下降有一部分是向均值回归。",
        ),
    )  # fmt: skip
