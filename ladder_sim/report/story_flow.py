"""How people move: promotion and turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.report.brief import Brief
from ladder_sim.report.story_kit import contrasts_table, levels
from ladder_sim.report.story_parts import Section
from ladder_sim.sentences import differences, leaders
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison


def promotion(comparison: Comparison, brief: Brief) -> Section:
    """How many are promoted."""
    return Section(
        "promotion", tr("Promotion", "晋升"), leaders(comparison)[0], tuple(differences(comparison)[:5]),
        (levels(comparison, "promotion_rate", brief.currency),),
        tables=(contrasts_table(comparison, ["promotion_rate", "time_to_promotion"]),),
        reading=tr("Each bar is a scheme.", "每条代表一个方案。"),
        caution=tr("More promotions are not better people.", "晋升多不等于人员更好。"),
    )  # fmt: skip


def turnover(comparison: Comparison, brief: Brief) -> Section:
    """How many leave."""
    return Section(
        "turnover", tr("Turnover", "离职"), leaders(comparison)[1], tuple(differences(comparison)[:5]),
        (levels(comparison, "turnover", brief.currency),),
        tables=(contrasts_table(comparison, ["turnover", "turnover_voluntary", "turnover_dismissal"]),),
        reading=tr("Each bar is a scheme.", "每条代表一个方案。"),
        caution=tr("It rests on the workforce's assumptions.", "以人员假设为前提。"),
    )  # fmt: skip
