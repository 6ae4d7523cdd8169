"""What it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.report.brief import Brief
from ladder_sim.report.story_kit import contrasts_table, levels
from ladder_sim.report.story_parts import Section
from ladder_sim.sentences import differences, leaders
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison


def cost(comparison: Comparison, brief: Brief) -> Section:
    """What people cost a year."""
    return Section(
        "cost", tr("Cost", "成本"), leaders(comparison)[2], tuple(differences(comparison)[:5]),
        (levels(comparison, "labour_cost", brief.currency), levels(comparison, "salary_cost_per_head", brief.currency)),
        tables=(contrasts_table(comparison, ["labour_cost", "salary_cost", "salary_cost_per_head"]),),
        reading=tr("Each bar is a scheme.", "每条代表一个方案。"),
        caution=tr("No inflation and no pay rounds are in it.", "未计通胀和普调。"),
    )  # fmt: skip
