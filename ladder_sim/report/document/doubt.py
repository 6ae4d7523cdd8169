"""How sure the figures are: tornados and joint worlds that were asked for before the report was written."""

from __future__ import annotations

from functools import partial

from ladder_sim.analysis.statements import tornado as of_tornado
from ladder_sim.analysis.statements import worlds as of_worlds
from ladder_sim.core.display import sentences
from ladder_sim.core.i18n import tr
from ladder_sim.doubt.gathered import Assumed, range_text, valued
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.model.likely import RANGE_SOURCES
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Figure, Section, Table
from ladder_sim.report.document.ranked import told_worlds

MOST = 6  # points; what else was found stands in pictures and tables


def doubt(scene: Scene) -> Section | None:
    """What was found of the doubt of this comparison; None where nobody asked."""
    tornados = [found for found in scene.asked(Tornado) if scene.tells(found.measure.name)]
    sets = told_worlds(scene)
    if not tornados and not sets:
        return None
    said = [text for found in sets for text in of_worlds.summary(found)[1:]]
    for found in tornados:
        case = found.case(scene.focus) if scene.focus != scene.comparison.baseline else found.cases[0]
        said += [text for text in (of_tornado.headline(found, case), of_tornado.turns(found, case)) if text]
    points = tuple(dict.fromkeys(said))
    source = (sets or tornados)[0].assumed
    shorter = of_worlds.title(sets[0]) if sets else of_tornado.title(tornados[0], scene.focus)
    return Section(
        "doubt", tr("How sure", "结论的可靠程度"), points[0].rstrip(".。"), points[1 : 1 + MOST],
        figures=(*(_worlds_figure(found) for found in sets),
                 *(_tornado_figure(found, case.scheme) for found in tornados for case in found.cases)),
        tables=(*(_worlds_table(found) for found in sets),
                *(_layers_table(found) for found in sets if found.played_apart.told)),
        appendix=(*(_tornado_table(found) for found in tornados), _sources(source)),
        reading=tr(
            "Luck: other random numbers, the same assumptions. Assumptions: the same random numbers, other values"
            " within the ranges of the table. One at a time in a tornado, all at once in worlds.",
            "随机波动：假设不变，随机数不同。假设：随机数不变，各项假设在表中范围内取其他值；"
            "龙卷风图逐项改变，情景则同时改变。",
        ),
        caution=tr(
            "A range that rests on a guess is itself a guess. What is not in the model, such as skill or trust, is in"
            " no range.",
            "以推测为依据的范围本身也是推测；模型之外的因素（如技能、信任）不在任何范围内。",
        ),
        shorter=(shorter,),
    )  # fmt: skip


def _worlds_figure(found: Worlds) -> Figure:
    from ladder_sim.charts.worlds import world_panels

    title = tr("{measure} over {n} worlds", "{measure}：{n}种情景", measure=found.measures[0].title, n=found.sets)
    return Figure(title, sentences(*of_worlds.summary(found)[1:3]), partial(world_panels, found))


def _tornado_figure(found: Tornado, scheme: str) -> Figure:
    from ladder_sim.charts.tornado import tornadoes

    title = tr("{measure}: what the difference of {s} hangs on", "{measure}：{s}的差值取决于哪些假设",
               measure=found.measure.title, s=found.comparison.short(scheme))  # fmt: skip
    return Figure(title, of_tornado.headline(found, found.case(scheme)), partial(tornadoes, found, scheme))


def _worlds_table(found: Worlds) -> Table:
    return Table(of_worlds.columns(), tuple(of_worlds.rows(found)), title=tr("Over the worlds", "各情景汇总"),
                 note=of_worlds.summary(found)[0])  # fmt: skip


def _layers_table(found: Worlds) -> Table:
    """What spreads a single future."""
    note = tr(
        "Standard deviations. Luck: the chance of people in usual years. Differences between years: as workforce and"
        " rules give them. Fitted values: what records of their size leave open. Assumptions: all other ranges.",
        "均为标准差。随机波动：平常年度里个人的偶然。年度差异：由人员文件和规则给出。"
        "拟合值：该规模的历史记录所留下的误差。假设：其余各项的可能范围。",
    )
    return Table(of_worlds.layer_columns(), tuple(of_worlds.layer_rows(found)),
                 title=tr("What spreads a single future", "单次结果的离散来自哪里"), note=note)  # fmt: skip


def _tornado_table(found: Tornado) -> Table:
    title = tr("{measure}: every assumption that matters", "{measure}：有影响的假设", measure=found.measure.title)
    return Table(of_tornado.columns(), tuple(of_tornado.rows(found)), title=title)


def _sources(found: Assumed) -> Table:
    """Every range with what it rests on."""
    rows = tuple(
        (str(one.title), found.whose(one), valued(one, one.value), range_text(one), str(RANGE_SOURCES[one.source]),
         str(one.basis))
        for one in found.moved
    )  # fmt: skip
    columns = (tr("assumed", "假设"), tr("of", "属于"), tr("in use", "现值"), tr("range", "可能范围"),
               tr("source", "来源"), tr("rests on", "依据"))  # fmt: skip
    return Table(columns, rows, title=tr("Ranges of what is assumed", "各项假设的可能范围"))
