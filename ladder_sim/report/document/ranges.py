"""Both ranges of a difference side by side: what luck leaves open, and how far other assumptions move it."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.analysis.statements.rough import rough_range
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import RANGE, Worlds
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Table
from ladder_sim.results.comparison import TONES, Contrast


def told_measures(scene: Scene) -> tuple[str, ...]:
    """The measures that the audience reads, as far as the schemes have them."""
    return tuple(name for name in scene.brief.readers.measures if name in scene.comparison.known)


def ranges_table(scene: Scene, title: str, measures: Sequence[str]) -> Table:
    """Baseline and focus in these measures: levels, the difference, and how far either doubt reaches."""
    found = {name: _over_assumptions(scene, name) for name in measures}
    known = any(found.values())
    b, s = scene.baseline, scene.title(scene.focus)
    columns = (tr("measure", "指标"), b, s, tr("difference", "差值"), tr("by luck (95%)", "随机波动（95%）"))
    heads: tuple[str, ...] = (*columns, tr("over the assumptions", "假设变动")) if known else columns
    rows, tones = [], []
    for name, over in found.items():
        row = _row(scene, name)
        rows.append((*row, *((over or tr("not computed", "未计算"),) if known else ())))
        tone = TONES[scene.comparison.contrast(scene.focus, name).better]
        tones.append(("", "", "", tone, *("" for _ in heads[4:])))
    luck = tr("By luck: other random numbers, the same assumptions.", "随机波动：假设不变、随机数不同时的95%区间。")
    over = tr(" Over the assumptions: nine of ten worlds, or each assumption alone over its range.",
              "假设变动：九成情景，或逐项改变假设。") if known else tr(
              " How far other assumptions would move them was not computed: compare with --worlds or --doubt.",
              "其他假设下的变动未计算：比较时加 --worlds 或 --doubt。")  # fmt: skip
    return Table(heads, tuple(rows), tuple(tones), luck + over, title)


def _row(scene: Scene, name: str) -> tuple[str, ...]:
    base = scene.comparison.contrast(scene.comparison.baseline, name)
    own = scene.comparison.contrast(scene.focus, name)
    unit, d = own.measure.unit, own.difference
    return (str(own.measure.title), scene.level(base.level.mean, unit), scene.level(own.level.mean, unit),
            _difference(scene, own), scene.span(d.low, d.high, unit, signed=True))  # fmt: skip


def _difference(scene: Scene, found: Contrast) -> str:
    """The difference; where it has none, why."""
    if not found.difference.n:
        return str(found.verdict)
    return scene.change(found.difference.mean, found.measure.unit)


def _over_assumptions(scene: Scene, name: str) -> str:
    """The range of the difference over the assumptions, of worlds before that of a tornado; '' where nobody asked."""
    for one in scene.asked(Worlds):
        if any(measure.name == name for measure in one.measures):
            spread = one.spread(name, scene.focus)
            return _rough(scene, name, spread.quantile(RANGE[0]), spread.quantile(RANGE[1]))
    for two in scene.asked(Tornado):
        if two.measure.name == name:
            return _rough(scene, name, *two.case(scene.focus).widest)
    return ""


def _rough(scene: Scene, name: str, low: float, high: float) -> str:
    return rough_range(low, high, (high - low) / 2, scene.comparison.known[name].unit)
