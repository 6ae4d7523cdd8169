"""How the numbers were made, and their fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.display import number
from ladder_sim.report.brief import Brief
from ladder_sim.report.story_parts import Section
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison


def method(comparison: Comparison, brief: Brief) -> Section:
    """The method in one slide; its last point is the fingerprint."""
    points = (
        tr("The same people with the same luck under each scheme, {months} months, {n} times over.",
           "各方案下人员相同、运气相同，模拟{months}个月，重复{n}次。",
           months=comparison.months, n=number(comparison.replications, 0)),
        comparison.provenance,
    )  # fmt: skip
    return Section(
        "method", tr("Method", "方法"),
        tr("Same people, same luck: what differs is the scheme", "同样的人、同样的运气：差异来自方案"), points,
        reading=tr("Differences are paired.", "差值按重复配对。"),
        caution=tr("It is a model.", "这是模型。"),
    )  # fmt: skip
