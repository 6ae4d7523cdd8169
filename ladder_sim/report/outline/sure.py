"""The slides on certainty: what would flip the decision, and the ten assumptions that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_sim.analysis.statements import worlds as of_worlds
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.core.display import sentences
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, NEUTRAL_COLOR
from ladder_sim.core.units import times_shown
from ladder_sim.doubt.gathered import range_text
from ladder_sim.doubt.tornado import Tornado, TornadoBar
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.report.document.bridges import least_of
from ladder_sim.report.document.doubt import doubt as doubt_of
from ladder_sim.report.document.kit import SIGNED, Scene, described, most_of
from ladder_sim.report.document.method import assumptions as assumptions_of
from ladder_sim.report.document.parts import Chart, Series, Table
from ladder_sim.report.document.ranked import (
    assumptions_shared,
    case_of,
    first_table,
    first_title,
    ranked,
    told_worlds,
    weighed,
)
from ladder_sim.report.outline.method import few_left_out
from ladder_sim.report.outline.parts import Slide, slide_of
from ladder_sim.results.comparison import HIGHER, LOWER, TONES

#: Bars of a tornado.
BARS = 6


def doubt(scene: Scene) -> Slide:
    """What would flip the decision: tornado and worlds where they were played, else what luck alone leaves open."""
    section = doubt_of(scene)
    if section is None:
        return _luck_alone(scene)
    played, points = weighed(scene), section.sentences
    block = _worlds_table(told_worlds(scene)[0]) if played is None else _tornado_chart(scene, played)
    if played is not None and not any(bar.sure for bar in case_of(scene, played).bars):
        points = (*points, _only_luck(played))
    return slide_of("doubt", section, (block,), points, name=tr("Risks", "风险"))


def _only_luck(found: Tornado) -> str:
    """What to make of bars none of which is beyond luck."""
    return tr(
        "None of these bars is beyond luck ({n} replications at each end): more of them tell which matter.",
        "各条均未超出随机波动（每端重复{n}次）：增加重复次数方可分辨哪些假设重要。",
        n=found.replications,
    )


def _tornado_chart(scene: Scene, found: Tornado) -> Chart:
    """The difference at either end of each assumption that moves it most, from 0: across 0 another scheme is best."""
    case, unit = case_of(scene, found), found.measure.unit
    bars = [bar for bar in case.bars if bar.span][:BARS]
    names = tuple(found.assumed.named(bar.assumption) for bar in bars)
    series = tuple(_ends(bars, i, times_shown(unit), color) for i, color in ((0, NEUTRAL_COLOR), (1, BLUE)))
    title = tr(
        "{m}: difference of {s} at the ends of each range",
        "{m}：{s}的差值，各项假设取两端时",
        m=found.measure.title,
        s=scene.title(case.scheme),
    )
    told = [(name, range_text(bar.assumption)) for name, bar in zip(names, bars, strict=True)]
    least = least_of(scene, found.measure.name)
    return Chart(
        "bars", title, names, series, scene.axis(unit, signed=True), SIGNED[unit], described(title, told), least
    )


def _ends(bars: Sequence[TornadoBar], i: int, times: float, color: str) -> Series:
    values = [bar.ends[min(i, len(bar.ends) - 1)].difference.mean for bar in bars]
    name = tr("high end", "取上限") if i else tr("low end", "取下限")
    return Series(name, tuple(times * value for value in values), color=color)


def _worlds_table(found: Worlds) -> Table:
    """Of the first measure: every scheme over the worlds."""
    kept = (1, 2, 3, 5, 7, 8)
    columns = of_worlds.columns()
    rows = of_worlds.rows(found)[: len(found.comparison.schemes)]
    return Table(tuple(columns[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows))


def _luck_alone(scene: Scene) -> Slide:
    """The differences with what luck leaves open; what is assumed was not moved."""
    every = MAIN if len(scene.comparison.others) > 1 else (*MAIN, "time_to_promotion", "turnover_regretted")
    names = [name for name in every if scene.tells(name)]
    found = {s: [scene.comparison.contrast(s, name) for name in names] for s in scene.comparison.others}
    sure = sum(c.verdict in (HIGHER, LOWER) for row in found.values() for c in row)
    title = tr(
        "Beyond luck are {k} of {n} differences; assumptions have not been varied yet",
        "{n}项差值中{k}项超出随机波动；各项假设尚未变动检验",
        k=sure,
        n=len(found) * len(names),
    )
    columns = (tr("scheme", "方案"), *(str(scene.comparison.known[name].title) for name in names))
    rows = tuple(
        (
            scene.title(s),
            *(
                scene.span(
                    c.difference.low,
                    c.difference.high,
                    c.measure.unit,
                    signed=True,
                    beside=most_of(scene, c.measure.name),
                )
                or str(c.verdict)
                for c in row
            ),
        )
        for s, row in found.items()
    )
    tones = tuple(("", *(TONES[c.better] for c in row)) for row in found.values())
    note = tr(
        "95% intervals of the differences from {b}, by chance alone.",
        "与{b}之差的95%区间，仅含随机波动。",
        b=scene.baseline,
    )
    if len(found) == 1:
        columns, rows, tones = _upright(columns, rows[0], tones[0])
    points = (
        tr(
            "What would flip the decision: compare … --doubt moves every assumption over its range and looks for the"
            " value at which the better scheme changes.",
            "哪些假设会使结论反转：compare … --doubt 逐项改变假设，并寻找使优劣反转的取值。",
        ),
        tr(
            "How often each scheme is the best: compare … --worlds draws all assumptions at once.",
            "各方案在多少情景中最优：compare … --worlds 同时改变全部假设。",
        ),
    )
    return Slide(
        "doubt",
        tr("Risks", "风险"),
        title,
        points,
        (Table(columns, rows, tones, note),),
        reading=tr("An interval that leaves out 0 is beyond luck.", "区间不含0即超出随机波动。"),
        caution=tr(
            "Intervals do not hold what is assumed of people and rules.", "区间不含对人员和规则所作假设的误差。"
        ),
    )


def _upright(
    columns: tuple[str, ...], row: tuple[str, ...], tones: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """The only row as rows of its own: measure, interval."""
    head = (tr("measure", "指标"), tr("{s}: range of the difference", "{s}：差值的范围", s=row[0]))
    return head, tuple(zip(columns[1:], row[1:], strict=True)), tuple(("", tone) for tone in tones[1:])


# --- assumptions ----------------------------------------------------------------------------------------


def assumptions(scene: Scene) -> Slide | None:
    """The ten assumptions that matter first."""
    table = first_table(scene)
    if not table.rows:
        return None
    section = assumptions_of(scene)
    elsewhere = tr("All assumptions stand in the page and the workbook.", "全部假设见网页报告和工作簿。")
    told = replace(table, title="", note=sentences(table.note, elsewhere))
    return slide_of("assumptions", section, (told,), few_left_out(scene), title=_first_title(scene) or section.title)


def _first_title(scene: Scene) -> str:
    """What the answer rests on, and what to check first; "" where nothing is left aside."""
    told = first_title(scene)
    varied = any(isinstance(one, Tornado | Worlds) for one in scene.comparison.explained.values())
    if not told or varied:
        return told
    n, m = len(ranked(scene)), assumptions_shared(scene)
    return tr("{m} assumptions have not been varied yet; check these {n} first",
              "{m}项假设尚未变动检验；请先核实这{n}项", n=n, m=m)  # fmt: skip
