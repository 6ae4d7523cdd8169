"""Which scheme to choose: frontiers and choices that were asked for before the report was written."""

from __future__ import annotations

from functools import partial

from ladder_sim.analysis.statements import dominance as of_frontier
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Figure, Section, Table
from ladder_sim.results.choice import Chosen
from ladder_sim.results.dominance import Frontier

MOST = 6  # points; what else was found stands in pictures and tables


def choice(scene: Scene) -> Section | None:
    """What was chosen by which measures, and which schemes others beat in each; None where nobody asked."""
    asked = list(scene.comparison.explained.values())
    choices = [found for found in asked if isinstance(found, Chosen)]
    frontiers = [found for found in asked if isinstance(found, Frontier)]
    if not choices and not frontiers:
        return None
    said = [text for one in choices for text in one.summary()] + [text for two in frontiers for text in two.summary()]
    return Section(
        "choice", tr("Which to choose", "如何取舍"), said[0].rstrip(".。"), tuple(said[1 : 1 + MOST]),
        figures=(*(_choice_figure(found) for found in choices), *(_frontier_figure(found) for found in frontiers)),
        tables=(*(Table(found.columns(), tuple(found.rows()), title=tr("Every scheme", "全部方案"))
                  for found in choices),
                *(Table(found.columns(), tuple(found.rows()), title=tr("Dominance", "是否被全面超过"))
                  for found in frontiers)),
        appendix=tuple(_again(found) for found in frontiers),
        reading=tr(
            "A scheme dominates another that is no better in any of the measures and worse in one; its share is that of"
            " bootstrap samples of the replications. A best scheme is sought by adding replications until every pair is"
            " told apart by the difference that matters, or found alike (KN++).",
            "若一个方案在各项指标上都不逊于另一方案且至少一项更优，则后者被全面超过；所列比例为各次重复的自助抽样中如此的占比。"
            "择优时不断增加重复次数，直到每两个方案都按有意义的差值分出优劣，或判定无实际差异（KN++ 方法）。",
        ),
        caution=tr("Measures that nobody named weigh nothing here, and assumptions are not varied.",
                   "未列入的指标在此没有权重，各项假设也未作变动。"),
    )  # fmt: skip


def _choice_figure(found: Chosen) -> Figure:
    from ladder_sim.charts.dominance import choice_picture

    return Figure(tr("Differences from the leader", "与领先者的差值"), found.summary()[0],
                  partial(choice_picture, found))  # fmt: skip


def _frontier_figure(found: Frontier) -> Figure:
    from ladder_sim.charts.dominance import frontier_picture

    title = tr("{m}: the frontier", "{m}：前沿", m=tr(" and ", "与").join(
        str(measure.title) for measure in found.measures.values()))  # fmt: skip
    return Figure(title, found.summary()[0], partial(frontier_picture, found))


def _again(found: Frontier) -> Table:
    """What plays each point again."""
    rows = tuple((point.title, text) for point, text in zip(found.points, of_frontier.commands(found), strict=True))
    return Table((tr("scheme", "方案"), tr("command", "命令")), rows, title=tr("Each point again", "单独重做各点"))
