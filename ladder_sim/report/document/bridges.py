"""Bridges: what a difference between two schemes is made of, part by part, with what the parts come to."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.units import times_shown
from ladder_sim.report.document.kit import SIGNED, Scene, described
from ladder_sim.report.document.parts import Chart, Series
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.intervals import Interval
from ladder_sim.results.why import Why

#: A chart of differences reaches at least so far: percentage points, and a share of the baseline's amount.
POINTS, SHARE = 5.0, 0.05


def least_of(scene: Scene, measure: str) -> float:
    """How far an axis of differences of a measure reaches at least, so that what is small looks small."""
    base = scene.comparison.contrast(scene.comparison.baseline, measure).level.mean
    return POINTS if scene.comparison.known[measure].unit.startswith("share") else SHARE * abs(base)


def bridge_chart(
    scene: Scene, title: str, parts: Sequence[tuple[str, Interval]], total: Interval, measure: str
) -> Chart:
    """The parts of a difference with their intervals, and what they come to, from 0 on an axis as wide as matters.

    Parameters
    ----------
    parts : title and share of each; together the total
    """
    unit = scene.comparison.known[measure].unit
    times = times_shown(unit)
    every = [*parts, (tr("together", "合计"), total)]
    mean, low, high = (tuple(times * getattr(one, end) for _, one in every) for end in ("mean", "low", "high"))
    told = [(name, scene.change(one.mean, unit)) for name, one in every]
    series = Series(title, mean, low, high, scene.colors[scene.focus])
    names = tuple(name for name, _ in every)
    return Chart("bars", title, names, (series,), scene.axis(unit, signed=True), SIGNED[unit], described(title, told),
                 least_of(scene, measure))  # fmt: skip


def cost_items() -> dict[str, str]:
    """The measures that labor cost is made of, with what each is."""
    return {"salary_cost": tr("pay", "薪酬")} | {f"labor_cost:{name}": str(COST_TITLES[name]) for name in COSTS}


def cost_shares(scene: Scene) -> list[tuple[str, Interval]]:
    """What the difference in labor cost of the scheme spoken for is made of, the largest part first."""
    found = [(title, scene.comparison.contrast(scene.focus, name).difference) for name, title in cost_items().items()]
    parts = [(title, one) for title, one in found if one.n and one.mean]
    return sorted(parts, key=lambda part: -abs(part[1].mean))


def cost_bridge(scene: Scene) -> Chart | None:
    """The difference in labor cost of the scheme spoken for by part; None where there is none."""
    parts, total = cost_shares(scene), scene.comparison.contrast(scene.focus, "labor_cost").difference
    if not parts or not total.n:
        return None
    title = tr("Labor cost: the difference by part", "人工成本之差按项目分解")
    return bridge_chart(scene, title, parts, total, "labor_cost")


def part_bridge(scene: Scene, found: Why) -> Chart | None:
    """The difference of a measure of the scheme spoken for by part of the scheme; None where no part changes it."""
    if scene.focus not in found.schemes:
        return None
    split = found.split(scene.focus)
    bars = sorted((bar for bar in split.bars if bar.values.any()), key=lambda bar: -abs(bar.range.mean))
    if not bars:
        return None
    title = tr("{m}: the difference by part of the scheme", "{m}之差按方案组成部分分解", m=found.measure.title)
    parts = [(str(bar.part.title), bar.range) for bar in bars]
    return bridge_chart(scene, title, parts, split.total, found.measure.name)
