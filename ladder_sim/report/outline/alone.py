"""The slides of a single scheme, which there is nothing to compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE
from ladder_sim.core.signs import first_upper
from ladder_sim.report.document.alone import ALONE, levels_table
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.method import check_told
from ladder_sim.report.document.parts import Chart, Section, Series
from ladder_sim.report.outline.lead import ladders
from ladder_sim.report.outline.method import left_out, rules
from ladder_sim.report.outline.parts import KeyFigure, KeyFigures, Slide, SlideName, slide_of
from ladder_sim.report.outline.people import fairness, next_steps
from ladder_sim.report.outline.sure import assumptions
from ladder_sim.results.measures import WITHIN

_MEASURES = ("advancement_rate", "time_to_promotion", "stuck", "turnover", "turnover_regretted", "labor_cost",
             "salary_cost_per_head", "hr_hours")  # fmt: skip


def _of(scene: Scene, name: str) -> Section:
    section = ALONE[name](scene)
    assert section is not None  # those asked for here always have something to tell
    return section


def _ask(scene: Scene) -> Slide:
    """What the scheme does, in large figures, and what is asked."""
    section = _of(scene, "recommendation")
    *points, asked = section.points
    made = []
    for name in scene.brief.readers.measures[:3]:
        c = scene.comparison.contrast(scene.focus, name)
        span = scene.span(c.level.low, c.level.high, c.measure.unit)
        detail = tr("95%: {span}", "95%区间：{span}", span=span) if span else ""
        made.append(KeyFigure(str(c.measure.title), scene.level(c.level.mean, c.measure.unit), detail))
    figures = KeyFigures(scene.title(scene.focus), tuple(made))
    return replace(slide_of("ask", section, (figures,), tuple(points)), ask=asked)


def _figures(scene: Scene) -> Slide:
    """The main measures with their intervals."""
    section = _of(scene, "promotion")
    table = levels_table(
        scene, "", [name for name in _MEASURES if name in scene.comparison.known and scene.tells(name)]
    )
    return slide_of("compared", section, (table,), name=tr("Main figures", "主要指标"))


def _roles(scene: Scene) -> Slide:
    section = _of(scene, "winners")
    return slide_of("change", section, section.charts or section.tables, section.sentences)


def _turnover(scene: Scene) -> Slide:
    section = _of(scene, "turnover")
    return slide_of("turnover", section, tuple(map(_by_series, section.charts)), section.sentences)


def _budget(scene: Scene) -> Slide:
    section = _of(scene, "cost_by_year")
    chart = section.charts[:1] if len(section.charts) > 1 else ()
    return slide_of("budget", section, (*chart, section.tables[0]), section.sentences)


def _parts(scene: Scene) -> Slide:
    section = _of(scene, "cost")
    return slide_of("parts", section, (_by_series(_of(scene, "cost_by_year").charts[-1]),), section.sentences)


def _by_series(chart: Chart) -> Chart:
    """A stacked chart of one scheme as a bar for each of its parts."""
    values = tuple(one.values[0] for one in chart.series)
    names = tuple(first_upper(one.name) for one in chart.series)
    return replace(chart, kind="bars", categories=names, series=(Series(chart.title, values, color=BLUE),))


def _levels(scene: Scene) -> Slide:
    section = _of(scene, "promotion")
    longest = next((m for m in reversed(WITHIN) if m <= scene.comparison.months), WITHIN[0])
    found = scene.comparison.contrast(scene.focus, f"promoted_within_{longest}").level
    title = tr("Of newcomers {x} are promoted within {m} months", "新员工{m}个月内获晋升的占{x}", m=longest,
               x=scene.level(found.mean, "share"))  # fmt: skip
    if not found.n:
        title = tr("How soon newcomers are promoted cannot be said", "新员工多久获晋升无法判断")
    return slide_of("levels", section, section.charts, section.sentences, title=title)


def _computed(scene: Scene) -> Slide:
    section = _of(scene, "method")
    points = tuple(dict.fromkeys((check_told(), *section.points)))
    return slide_of("computed", section, (), points, name=tr("How it was computed", "计算方法"))


def _none(scene: Scene) -> None:
    """What has nothing to tell of one scheme."""


#: What makes each slide of one scheme.
MADE_ALONE: dict[SlideName, Callable[[Scene], Slide | None]] = {
    "ask": _ask, "ladders": ladders, "compared": _figures, "change": _roles, "turnover": _turnover,
    "budget": _budget, "assumptions": assumptions, "fairness": fairness, "next": next_steps, "computed": _computed,
    "rules": rules, "parts": _parts, "levels": _levels, "left_out": left_out,
    "bridge": _none, "doubt": _none, "transition": _none, "grades": _none, "groups": _none, "departments": _none,
    "answers": _none,
}  # fmt: skip
