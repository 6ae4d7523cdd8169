"""The slides on certainty: what would flip the decision, and the ten assumptions that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ladder_sim.analysis.rule_text.expressions import valued as parameter_valued
from ladder_sim.analysis.statements import tornado as of_tornado
from ladder_sim.analysis.statements import worlds as of_worlds
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, NEUTRAL_COLOR
from ladder_sim.core.signs import first_lower
from ladder_sim.core.units import times_shown
from ladder_sim.doubt.gathered import range_text, valued
from ladder_sim.doubt.tornado import Tornado, TornadoBar, TornadoCase
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.model.expression import Parameter
from ladder_sim.report.document.doubt import doubt as doubt_of
from ladder_sim.report.document.kit import SIGNED, Scene, described
from ladder_sim.report.document.method import assumptions as assumptions_of
from ladder_sim.report.document.parts import Chart, Series, Table
from ladder_sim.report.outline.effects import POINTS, SHARE
from ladder_sim.report.outline.parts import Slide, slide_of
from ladder_sim.results.comparison import HIGHER, LOWER, TONES

FoundT = TypeVar("FoundT")
#: Assumptions on a slide, and bars of a tornado.
MOST, BARS = 10, 6


def _asked(scene: Scene, kind: type[FoundT]) -> list[FoundT]:
    return [found for found in scene.comparison.explained.values() if isinstance(found, kind)]


def told_to(scene: Scene, measure: str) -> bool:
    """Whether an audience is shown a measure: those that are spared costs see no amounts."""
    return not scene.spared or not scene.comparison.known[measure].unit.startswith("money")


def doubt(scene: Scene) -> Slide:
    """What would flip the decision: tornado and worlds where they were played, else what luck alone leaves open."""
    section = doubt_of(scene)
    if section is None:
        return _luck_alone(scene)
    tornados, sets = _asked(scene, Tornado), _asked(scene, Worlds)
    block = _tornado_chart(scene, tornados[0]) if tornados else section.tables[0]
    if isinstance(block, Table):
        block = _worlds_table(sets[0])
    points = section.sentences
    if tornados and isinstance(block, Chart) and not any(bar.sure for bar in _case(scene, tornados[0]).bars):
        points = (*points, _only_luck(tornados[0]))
    return slide_of("doubt", section, (block,), points, name=tr("Risks", "风险"))


def _only_luck(found: Tornado) -> str:
    """What to make of bars none of which is beyond luck."""
    return tr(
        "None of these bars is beyond luck ({n} replications at each end): more of them tell which matter.",
        "各条均未超出随机波动（每端重复{n}次）：增加重复次数方可分辨哪些假设重要。",
        n=found.replications,
    )


def _case(scene: Scene, found: Tornado) -> TornadoCase:
    known = [case.scheme for case in found.cases]
    return found.case(scene.focus if scene.focus in known else known[0])


def _tornado_chart(scene: Scene, found: Tornado) -> Chart:
    """The difference at either end of each assumption that moves it most, from 0: across 0 another scheme is best."""
    case, unit = _case(scene, found), found.measure.unit
    bars = [bar for bar in case.bars if bar.span][:BARS]
    names = tuple(found.assumed.named(bar.assumption) for bar in bars)
    series = tuple(_ends(bars, i, times_shown(unit), color) for i, color in ((0, NEUTRAL_COLOR), (1, BLUE)))
    title = tr(
        "{m}: difference of {s} at the ends of each range",
        "{m}：{s}的差值，各项假设取两端时",
        m=found.measure.title,
        s=scene.title(case.scheme),
    )
    base = scene.comparison.contrast(scene.comparison.baseline, found.measure.name).level.mean
    least = POINTS if unit.startswith("share") else SHARE * abs(base)
    told = [(name, range_text(bar.assumption)) for name, bar in zip(names, bars, strict=True)]
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
    names = [name for name in every if told_to(scene, name)]
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
                scene.span(c.difference.low, c.difference.high, c.measure.unit, signed=True) or str(c.verdict)
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


def flips(scene: Scene) -> tuple[str, ...]:
    """What turns the answer for the scheme spoken for, with the values, where tornados were played."""
    told = (of_tornado.turns(found, _case(scene, found)) for found in _asked(scene, Tornado))
    return tuple(text for text in told if text)


# --- assumptions ----------------------------------------------------------------------------------------


def assumptions(scene: Scene) -> Slide | None:
    """The ten assumptions that matter most: by what they move where that was played, else of the scheme spoken for."""
    section = assumptions_of(scene)
    tornados = _asked(scene, Tornado)
    table = _by_weight(scene, tornados[0]) if tornados else _first(scene)
    if not table.rows:
        return None
    title = _weighed(tornados[0], len(table.rows)) if tornados else _shared(scene, len(table.rows), section.title)
    return slide_of("assumptions", section, (table,), title=title)


def _weighed(found: Tornado, n: int) -> str:
    """That these of the assumptions that were moved matter most."""
    return tr(
        "Of {m} assumptions these {n} matter most to {measure}",
        "{m}项假设中对{measure}影响最大的{n}项",
        m=len(found.assumed.moved),
        n=n,
        measure=first_lower(str(found.measure.title)),
    )


def _shared(scene: Scene, n: int, whole: str) -> str:
    """That these are the widest spread of all that is assumed; the `whole` where the slide shows all."""
    every = len(_by_use(scene))
    if every <= n or len(scene.comparison.runs) == 1:
        return whole
    return tr(
        "Check first: {n} of {m} assumptions, those that most schemes share",
        "先核实：{m}项假设中各方案共有最多的{n}项",
        n=n,
        m=every,
    )


def _by_weight(scene: Scene, found: Tornado) -> Table:
    case = _case(scene, found)
    unit = found.measure.unit
    rows = tuple(
        (
            str(bar.assumption.title),
            found.assumed.whose(bar.assumption),
            valued(bar.assumption, bar.assumption.value),
            range_text(bar.assumption),
            scene.span(*_reach(bar), unit, signed=True) or "–",
            _turn(bar),
        )
        for bar in case.bars[:MOST]
    )
    columns = (
        tr("assumed", "假设"),
        tr("of", "属于"),
        tr("in use", "现值"),
        tr("range", "可能范围"),
        tr("difference over it", "范围内差值"),
        tr("turns at", "反转点"),
    )
    return Table(columns, rows, note=_elsewhere())


def _reach(bar: TornadoBar) -> tuple[float, float]:
    values = [end.difference.mean for end in bar.ends if end.difference.n]
    return (min(values), max(values)) if values else (float("nan"), float("nan"))


def _turn(bar: TornadoBar) -> str:
    return tr("none", "无") if bar.flip is None else valued(bar.assumption, bar.flip.value)


def _first(scene: Scene) -> Table:
    """Of the scheme spoken for, then of the others, what is assumed first, each once."""
    ranked = sorted(_by_use(scene).items(), key=lambda use: (-len(use[1][0]), not use[1][1].assumed))
    rows = tuple(
        (
            title,
            value,
            _holders(scene, schemes),
            tr("assumed", "假设") if parameter.assumed else tr("reading", "解读"),
        )
        for (title, value), (schemes, parameter) in ranked[:MOST]
    )
    columns = (tr("assumption", "假设"), tr("value", "取值"), tr("schemes", "方案"), tr("kind", "类型"))
    note = tr(
        "Ranked by how many schemes share them; compare … --doubt ranks by what they change. ",
        "按共有方案数排序；compare … --doubt 按影响大小排序。",
    )
    return Table(columns, rows, note=note + _elsewhere())


def _holders(scene: Scene, schemes: Sequence[str]) -> str:
    """Which schemes hold an assumption: all, or the first and how many more."""
    if len(schemes) == len(scene.comparison.runs) > 1:
        return tr("all", "各方案")
    more = tr(" and {n} more", "等{n}个", n=len(schemes) - 1) if len(schemes) > 1 else ""
    return schemes[0] + more


def _by_use(scene: Scene) -> dict[tuple[str, str], tuple[list[str], Parameter]]:
    """Title and value of what is assumed or read in one way → the schemes that hold it, and the parameter."""
    found: dict[tuple[str, str], tuple[list[str], Parameter]] = {}
    for scheme in dict.fromkeys((scene.focus, *scene.comparison.baseline_first)):
        for parameter in scene.comparison[scheme].scheme.parameters.values():
            if parameter.assumed or parameter.reading:
                key = (str(parameter.title), parameter_valued(parameter))
                found.setdefault(key, ([], parameter))[0].append(scene.title(scheme))
    return found


def _elsewhere() -> str:
    return tr("All assumptions stand in the page and the workbook.", "全部假设见网页报告和工作簿。")
