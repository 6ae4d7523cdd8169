"""How people move: promotion, turnover, flows between grades, and what stops people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.analysis.statements import titles
from ladder_sim.analysis.statements.claims import field, undetected
from ladder_sim.analysis.statements.reviews import no_reviews, unreviewed
from ladder_sim.core.grammar import counted, enumerated
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, GREEN, NEUTRAL_COLOR, ORANGE, PURPLE, SKY, VERMILION, YELLOW
from ladder_sim.core.signs import first_upper
from ladder_sim.model.kinds import EXIT_CAUSES, Cause
from ladder_sim.report.document.kit import (
    FORMATS,
    SERIES,
    Scene,
    changes,
    contrasts_table,
    described,
    largest,
    levels,
    said,
)
from ladder_sim.report.document.parts import Chart, Section, Series
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE
from ladder_sim.results.measures import WITHIN

if TYPE_CHECKING:
    pass

CAUSE_COLORS: dict[Cause, str] = {
    "voluntary": BLUE, "dismissal": VERMILION, "probation": ORANGE, "retirement": NEUTRAL_COLOR,
    "transfer": SKY, "up_or_out": PURPLE, "resignation_in_lieu": GREEN, "end_of_contract": YELLOW,
}  # fmt: skip


def promotion(scene: Scene) -> Section:
    """How many are promoted, and how fast."""
    comparison = scene.comparison
    waits = first_upper(field(comparison, "time_to_promotion")) + tr(".", "。")
    points = [said(scene, c) for c in largest(scene, "advancement_rate", scene.most - 2)]
    title, first = field(comparison, "advancement_rate"), no_reviews(comparison)
    shorter = titles.no_review(comparison) or titles.field(comparison, "advancement_rate")
    if first and len(unreviewed(comparison)) == len(comparison.runs):
        title = first
    elif first:
        points.insert(0, first + tr(".", "。"))
    downs = comparison.contrast(scene.focus, "demotion_rate")
    if downs.verdict in (HIGHER, LOWER):
        points.append(tr("Demotions: {x}", "降级：{x}", x=said(scene, downs)))
    charts = [levels(scene, "advancement_rate"), changes(scene, "advancement_rate")]
    if len(comparison.runs) <= SERIES:
        charts.append(within_months(scene))
    tables = [
        contrasts_table(
            scene,
            tr("Promotion, scheme by scheme", "各方案的晋升"),
            ["advancement_rate", "net_promotion_rate", "promotion_rate", "time_to_promotion"],
        )
    ]
    if scene.full:
        tables.append(
            contrasts_table(
                scene,
                tr("More about promotion", "晋升的更多指标"),
                [f"promoted_within_{m}" for m in WITHIN] + ["demotion_rate", "stuck"],
            )
        )
    return Section(
        "promotion", tr("Promotion", "晋升"), title, (*points, waits), tuple(charts),
        tables=tuple(tables),
        reading=tr(
            "Each bar is a scheme's promotions in a year to a higher layer than the person held before, as a share of"
            " the average headcount; the line at its end is the 95% interval of the mean. People and luck are the same"
            " under every scheme, so the difference has an interval of its own: read that, not the overlap of bars.",
            "每条为该方案一年内升到本人未曾达到层级的人次占平均人数的比例，末端线段是均值的95%区间。"
            "各方案的人员与随机条件相同，差值另有自己的区间：请以差值区间为准，不要看两条是否重叠。",
        ),
        caution=tr(
            "A ladder with more grades has more steps to climb: a higher rate need not mean a better career. The"
            " promotion rate counts every step up, also one regained after a demotion; advancement does not.",
            "职级越多，可晋升的台阶越多：比率高不一定意味着职业发展更好。晋升率计入每次上升，降级后再升也计入；"
            "首次晋升率不计入。",
        ),
        shorter=tuple(shorter),
    )  # fmt: skip


def within_months(scene: Scene) -> Chart:
    """The share of newcomers promoted within one, two and three years."""
    whole = [m for m in WITHIN if m <= scene.comparison.months] or [WITHIN[0]]  # nobody is seen for longer
    names = tuple(tr("{m} months", "{m}个月内", m=m) for m in whole)
    series = []
    for scheme in scene.comparison.baseline_first:
        found = [scene.comparison.contrast(scheme, f"promoted_within_{m}").level for m in whole]
        mean, low, high = (tuple(getattr(i, end) for i in found) for end in ("mean", "low", "high"))
        series.append(Series(scene.title(scheme), mean, low, high, scene.colors[scheme]))
    title = tr("Newcomers promoted within so many months", "新员工在若干个月内获晋升的比例")
    told = [(s.name, scene.level(s.values[:2][-1], "share")) for s in series]
    at = tr("{title}, at {m} months", "{title}（{m}个月）", title=title, m=whole[:2][-1])
    return Chart("columns", title, names, tuple(series), tr("% of those who joined", "占入职者%"), "0%",
                 described(at, told))  # fmt: skip


def turnover(scene: Scene) -> Section:
    """How many leave, and why."""
    comparison = scene.comparison
    points = [said(scene, c) for c in largest(scene, "turnover", scene.most - 1)]
    points.append(_regretted(scene))
    measures = ["turnover", *(f"turnover_{cause}" for cause in _causes(scene))]
    if scene.full:
        measures.append("turnover_regretted")
    return Section(
        "turnover", tr("Turnover", "离职"), field(comparison, "turnover"), tuple(points),
        (levels(scene, "turnover"), turnover_by_cause(scene), changes(scene, "turnover")),
        tables=(contrasts_table(scene, tr("Turnover, scheme by scheme", "各方案的离职"), measures),),
        reading=tr(
            "Leavers for any reason in a year as a share of the average headcount. A scheme acts on leaving through"
            " what the workforce file says of people: how they respond to being promoted, passed over, demoted, and to"
            " pay below the market.",
            "一年内各种原因的离职人次占平均人数的比例。方案通过人员文件中的行为假设影响离职：晋升、晋升未果、降级以及"
            "低于市场的薪酬会改变离职倾向。",
        ),
        caution=tr(
            "How strongly people respond is assumed, not measured here: the order of schemes is more reliable than the"
            " size of the differences. Dismissals and failed probations are part of a scheme's rules, not people"
            " walking away."
            " A failed probation costs no severance; in a dispute the employer must prove the conditions of hiring.",
            "人员反应的强弱是假设而非实测：方案的排序比差值大小更可靠。辞退和试用不合格是方案规则的一部分，"
            "不是员工主动离开；试用不合格解除不支付经济补偿，但发生争议时须由单位举证不符合录用条件。",
        ),
        shorter=tuple(titles.field(comparison, "turnover")),
    )  # fmt: skip


def _causes(scene: Scene) -> list[Cause]:
    """The causes that occur under any scheme, in the order of their axis."""
    runs = scene.comparison.runs
    seen = {cause for run in runs for i, cause in enumerate(run.axes.causes) if run.counts.exits[..., i].any()}
    return [cause for cause in EXIT_CAUSES if cause in seen]


def turnover_by_cause(scene: Scene) -> Chart:
    """The causes of leaving under every scheme, one upon the other."""
    comparison = scene.comparison
    series = []
    for cause in _causes(scene) or ["voluntary"]:
        found = [comparison.contrast(scheme, f"turnover_{cause}").level.mean for scheme in comparison.baseline_first]
        series.append(Series(str(EXIT_CAUSES[cause].title), tuple(found), color=CAUSE_COLORS[cause]))
    title = tr("Turnover by cause", "按原因划分的离职率")
    names = tuple(scene.title(scheme) for scheme in comparison.baseline_first)
    told = [(s.name, scene.level(s.values[0], "share a year")) for s in series]
    at = tr("{title} under {b}", "{b}的{title}", title=title, b=scene.baseline)
    unit = "share a year"
    return Chart("stacked", title, names, tuple(series), scene.axis(unit), FORMATS[unit], described(at, told))


def _regretted(scene: Scene) -> str:
    """Whether it is the good ones that leave."""
    found = [scene.comparison.contrast(scheme, "turnover_regretted") for scheme in scene.comparison.others]
    up = [scene.title(c.scheme) for c in found if c.verdict is HIGHER]
    down = [scene.title(c.scheme) for c in found if c.verdict is LOWER]
    groups = {v: [scene.title(c.scheme) for c in found if c.verdict is v] for v in (UNSURE, IDENTICAL, UNKNOWN)}
    if not up and not down:
        words = [str(v) for v, names in groups.items() if len(names) == len(found)] or undetected(groups)
        return tr("Top performers leaving: {told}.", "骨干流失：{told}。", told=tr(", ", "，").join(words))
    parts = []
    for names, few, many in (
        (up, tr("more under {x}", "{x}较多"), tr("more under {n} schemes", "{n}个方案较多")),
        (down, tr("fewer under {x}", "{x}较少"), tr("fewer under {n} schemes", "{n}个方案较少")),
    ):
        if names:
            parts.append(few.format(x=enumerated(names)) if len(names) <= 2 else many.format(n=len(names)))
    told = tr("Top performers leaving: {parts} than under {b}", "骨干流失：与{b}相比，{parts}",
              parts=tr("; ", "；").join(parts), b=scene.baseline)  # fmt: skip
    if groups[UNKNOWN]:
        told += tr("; cannot be said for {n}", "；{n}无法判断", n=counted(len(groups[UNKNOWN])))
    return told + tr(".", "。")
