"""Why the figures differ: what `Comparison.why` was asked, with its waterfalls; and what the changes cost."""

from __future__ import annotations

from functools import partial

from ladder_sim.analysis.statements.why import claims, sentence
from ladder_sim.core.display import between, change
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene, price_told
from ladder_sim.report.document.parts import Figure, Section, Table
from ladder_sim.results.price import prices
from ladder_sim.results.why import Why, question_name

MOST = 6  # points; what else was asked stands in pictures and tables


def why(scene: Scene) -> Section | None:
    """The splits that were asked for before the report was written; None where none were."""
    asked = [found for found in scene.asked(Why) if found.splits and scene.tells(found.measure.name)]
    if not asked:
        return None
    first = asked[0]
    scheme = scene.focus if scene.focus in first.schemes else first.schemes[0]
    headline = sentence(first, first.split(scheme)).rstrip(".。")
    points = [sentence(first, first.split(scheme, "direct"))]
    for found in asked[1:]:
        points.append(sentence(found, found.split(scheme if scheme in found.schemes else found.schemes[0])))
    points += [
        price_told(scene, one) + tr(".", "。")
        for one in prices(scene.comparison)
        if one.scheme == scheme and not scene.spared
    ]
    shown = [text for text in dict.fromkeys(points) if text][:MOST]
    return Section(
        "why", tr("Why", "原因"), headline, tuple(shown),
        figures=tuple(_figure(found, name) for found in asked for name in found.schemes
                      if any(split.bars for split in found.splits if split.scheme == name)),
        tables=tuple(_table(found) for found in asked),
        reading=tr(
            "With its consequences: parts of the alternative are exchanged for the baseline's, every mixture is played"
            " with the same luck, and each part has the mean of what it changes over all orders of exchange. Direct:"
            " read off the two runs, without what follows from it. The bars of a split add up to the difference.",
            "含连带影响：把备选方案的各部分与基准互换，所有组合在相同随机条件下模拟，各部分的贡献为其在所有互换次序下"
            "所引起变化的平均。直接：从两次模拟读出，不含后续影响。每种分解的各项之和等于差值。",
        ),
        caution=tr(
            "Ranges by luck do not hold what is assumed. The range over responses of leaving to pay does, for that one"
            " assumption.",
            "随机波动的范围不含假设的不确定性；离职对薪酬反应的范围只涉及这一项假设。",
        ),
        shorter=claims(first, first.split(scheme)),
    )  # fmt: skip


def _figure(found: Why, scheme: str) -> Figure:
    from ladder_sim.charts.waterfall import waterfalls

    title = tr("{measure}: {s} against {b}", "{measure}：{s}与{b}", measure=found.measure.title,
               s=found.comparison.short(scheme), b=found.comparison.short(found.comparison.baseline))  # fmt: skip
    return Figure(title, sentence(found, found.split(scheme)), partial(waterfalls, found, scheme))


def _table(found: Why) -> Table:
    unit = found.measure.unit
    rows = tuple(
        (
            found.comparison.short(one.scheme), question_name(one.question), str(bar.part.title),
            change(bar.range.mean, unit, short=True),
            between(bar.range.low, bar.range.high, unit, signed=True, short=True),
        )
        for one in found.splits for bar in one.bars
    )  # fmt: skip
    columns = (tr("scheme", "方案"), tr("split", "分解"), tr("part", "项目"), tr("share", "贡献"),
               tr("95% interval", "95%区间"))  # fmt: skip
    title = tr("{measure}: every part", "{measure}：全部各项", measure=found.measure.title)
    notes = dict.fromkeys(str(note) for one in found.splits for note in one.notes)
    return Table(columns, rows, note="".join(tr("{note}. ", "{note}。", note=note) for note in notes), title=title)
