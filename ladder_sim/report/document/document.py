"""The story of a comparison: one content for the page, the slides and the workbook."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import replace

from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, language, tr
from ladder_sim.core.needs import need
from ladder_sim.core.signed import door
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.alone import ALONE
from ladder_sim.report.document.choice import choice
from ladder_sim.report.document.departments import departments
from ladder_sim.report.document.doubt import doubt
from ladder_sim.report.document.expecting import expectations
from ladder_sim.report.document.fair import chosen, equal
from ladder_sim.report.document.flow import promotion, turnover
from ladder_sim.report.document.group_audit import fairness
from ladder_sim.report.document.kit import Scene, in_wan
from ladder_sim.report.document.lead import recommendation
from ladder_sim.report.document.method import assumptions, method
from ladder_sim.report.document.money import cost, cost_by_year
from ladder_sim.report.document.parts import SECTIONS, Chart, Cover, Figure, Section, Series, Table
from ladder_sim.report.document.people import winners
from ladder_sim.report.document.rules import ladders
from ladder_sim.report.document.stops import bottlenecks, flows
from ladder_sim.report.document.switching import switch
from ladder_sim.report.document.why import why
from ladder_sim.results.comparison import Comparison

__all__ = ["SECTIONS", "Chart", "Cover", "Figure", "Section", "Series", "Table", "cover", "report_sections"]

_TOLD: dict[str, Callable[[Scene], Section | None]] = {
    "recommendation": recommendation,
    "expectations": expectations,
    "why": why,
    "equal": equal,
    "choice": choice,
    "switch": switch,
    "doubt": doubt,
    "chosen": chosen,
    "ladders": ladders,
    "promotion": promotion,
    "turnover": turnover,
    "cost": cost,
    "flows": flows,
    "bottlenecks": bottlenecks,
    "winners": winners,
    "fairness": fairness,
    "departments": departments,
    "cost_by_year": cost_by_year,
    "assumptions": assumptions,
    "method": method,
}


@door
def report_sections(comparison: Comparison, brief: Brief | None = None) -> tuple[Section, ...]:
    """The sections that a report tells, in its order and in the language in use.

    Page, slides and workbook tell the same, so that it is put together once and kept with the comparison.

    Parameters
    ----------
    comparison : what is told of
    brief : for whom, which sections; None: as reports are without a brief

    Raises
    ------
    LadderError
        The brief recommends a scheme that is not compared.
    """
    need(comparison, Comparison, "comparison", Title("what compare() returned", "compare() 的结果"))
    brief = Brief() if brief is None else brief
    wanted, asked = (brief, language()), list(comparison.explained.values())
    for of, then, sections in comparison.rendered:
        if of == wanted and len(then) == len(asked) and all(map(operator.is_, then, asked)):
            return tuple(section for section in sections if isinstance(section, Section))
    scene = Scene(comparison, brief)
    makers = ALONE if scene.alone else _TOLD
    found = (makers[name](scene) for name in brief.chosen if name in makers)
    made = tuple(_speaking(section) for section in found if section is not None)
    comparison.rendered.append((wanted, asked, made))
    return made


def _speaking(section: Section) -> Section:
    """The section in the reader's units, without charts of zeros only: they would show a finding of nothing."""
    charts = (speaking_chart(chart) for chart in section.charts)
    return replace(section, charts=tuple(chart for chart in charts if chart is not None))


def speaking_chart(chart: Chart) -> Chart | None:
    """A chart in the reader's units; None of zeros only, which would show a finding of nothing."""
    return in_wan(chart) if _shows(chart) else None


def _shows(chart: Chart) -> bool:
    """Whether any bar of a chart has a length."""
    return any(math.isfinite(value) and value != 0 for one in chart.series for value in one.values)


def cover(comparison: Comparison, brief: Brief) -> Cover:
    """Title and subtitle: the brief's, else what the comparison says of itself."""
    if len(comparison.runs) == 1:
        return _cover_of_one(comparison, brief)
    title = brief.title or tr("Comparison of {n} promotion schemes", "{n}个晋升方案的比较", n=len(comparison.runs))
    subtitle = brief.subtitle or tr(
        "{workforce}; {months} months, {replications} replications; baseline: {baseline}",
        "{workforce}；{months}个月，重复{replications}次；基准方案：{baseline}",
        workforce=comparison.workforce.title, months=comparison.months,
        replications=number(comparison.replications, 0), baseline=comparison.title(comparison.baseline),
    )  # fmt: skip
    return Cover(title, subtitle, brief.company, brief.author, brief.date)


def _cover_of_one(comparison: Comparison, brief: Brief) -> Cover:
    """Of a single scheme its title; there is no baseline."""
    subtitle = brief.subtitle or tr(
        "{workforce}; {months} months, {replications} replications",
        "{workforce}；{months}个月，重复{replications}次",
        workforce=comparison.workforce.title, months=comparison.months,
        replications=number(comparison.replications, 0),
    )  # fmt: skip
    title = brief.title or comparison.title(comparison.baseline)
    return Cover(title, subtitle, brief.company, brief.author, brief.date)
