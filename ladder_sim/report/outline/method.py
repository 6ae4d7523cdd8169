"""The slides on where the numbers come from: how they were computed, how to check them, and the appendix's lists."""

from __future__ import annotations

from dataclasses import replace

from ladder_sim.changeover.switching import Switch
from ladder_sim.core.i18n import Title, tr
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.report.document.choice import choice
from ladder_sim.report.document.departments import departments as departments_of
from ladder_sim.report.document.expecting import expectations
from ladder_sim.report.document.flow import promotion
from ladder_sim.report.document.kit import Scene, the_rest
from ladder_sim.report.document.method import assumptions as assumptions_of
from ladder_sim.report.document.method import check_told, left_table, method
from ladder_sim.report.document.parts import Chart, Table
from ladder_sim.report.document.stops import bottlenecks
from ladder_sim.report.outline.parts import Slide, slide_of
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.level import Level
from ladder_sim.results.why import Why

#: What can be asked of a comparison beside what it always tells: its kind, what it is, and the command.
ASKED: tuple[tuple[type, Title, str], ...] = (
    (Why, Title("why figures differ", "差异原因"), "compare … --why"),
    (Level, Title("at equal budget", "同等预算比较"), "compare … --equal"),
    (Tornado, Title("what flips the decision", "结论反转点"), "compare … --doubt"),
    (Worlds, Title("all assumptions at once", "全部假设同时变动"), "compare … --worlds"),
    (BesideLottery, Title("who is chosen", "选拔了谁"), "compare … --chosen"),
    (Switch, Title("the day of the switch", "切换当日"), "switch OLD NEW"),
)

#: From so many rules on those that are left out have a slide; fewer stand beside the assumptions.
LEAST_LEFT = 4
#: Bars of a chart of rules.
_BARS = 6


def computed(scene: Scene) -> Slide:
    """The method, the way to check every number, and what was asked of the comparison or was not."""
    section = method(scene)
    kinds = {type(found) for found in scene.comparison.explained.values()}
    rows = tuple((str(title), tr("yes", "已计算") if kind in kinds else command) for kind, title, command in ASKED)
    table = Table((tr("also computed?", "补充计算"), tr("or by this command", "结果或命令")), rows)
    points = (
        check_told(),
        *section.points[:2],
        section.points[-1],
    )
    return slide_of("computed", section, (table,), points, name=tr("How it was computed", "计算方法"))


def rules(scene: Scene) -> Slide:
    """Where people are stopped: the first rule that fails, under the scheme spoken for and the baseline."""
    section = bottlenecks(scene)
    chart = next((_first_names(chart) for chart in section.charts), None)
    rest = len(scene.comparison.runs) - 2
    left: tuple[str, ...] = ()
    if rest > 0 and chart is not None:
        left = (the_rest(rest),)
    shown = section.tables[:1] if chart is None else (chart,)
    return slide_of("rules", section, shown, (*section.sentences, *left))


def _first_names(chart: Chart) -> Chart:
    """The first bars of a chart, which are the longest."""
    series = tuple(
        replace(one, values=one.values[:_BARS], low=one.low[:_BARS], high=one.high[:_BARS]) for one in chart.series
    )
    return replace(chart, categories=chart.categories[:_BARS], series=series)


def levels(scene: Scene) -> Slide:
    """Promotion of every scheme with its intervals."""
    section = promotion(scene)
    charts = section.charts[: 2 if len(scene.comparison.runs) <= 6 else 1]
    points = tuple(filter(None, (section.lead, *section.points[-1:])))
    title = ""
    if scene.spared:  # the message is the first slide's already
        title = tr("Advancement under each scheme, with its range by luck", "各方案的首次晋升率及随机波动范围")
    return slide_of("levels", section, charts, points, title=title)


def departments(scene: Scene) -> Slide | None:
    """The main measures by department; None where no company is compared."""
    section = departments_of(scene)
    if section is None:
        return None
    rows = tuple((table.title, *row) for table in section.tables for row in table.rows)
    first = section.tables[0]
    tones = tuple(("", *row) for table in section.tables for row in (table.tones or (("",) * len(first.columns),)))
    table = Table(
        (tr("department", "部门"), *first.columns), rows, tones if len(tones) == len(rows) else (), first.note
    )
    return slide_of("departments", section, (table,), section.sentences)


def answers(scene: Scene) -> Slide | None:
    """What a study expects, or which scheme to choose by named measures; None where neither was asked."""
    section = expectations(scene) or choice(scene)
    if section is None:
        return None
    return slide_of("answers", section, (replace(section.tables[0], title=""),), section.sentences)


def few_left_out(scene: Scene) -> tuple[str, ...]:
    """Rules that the model leaves out, in a sentence each, where they are too few for a slide."""
    rows = left_table(scene).rows
    if len(rows) >= LEAST_LEFT:
        return ()
    told = Title("Left out of the model ({s}): {rule}. {why}.", "未纳入模型（{s}）：{rule}。{why}。")
    return tuple(
        str(told).format(s=scheme, rule=rule.rstrip(".。"), why=why.rstrip(".。")) for scheme, rule, why in rows
    )


def left_out(scene: Scene) -> Slide | None:
    """The rules of every scheme that the model leaves out."""
    table = left_table(scene)
    if len(table.rows) < LEAST_LEFT:
        return None
    title = tr(
        "{n} rules are left out of the model, each with its reason", "{n}条规则未纳入模型及其原因", n=len(table.rows)
    )
    return slide_of("left_out", assumptions_of(scene), (replace(table, title=""),), title=title)
