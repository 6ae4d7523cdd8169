"""The slides on effects: what changes for whom, the bridges of turnover and cost, and the budget."""

from __future__ import annotations

import math
from dataclasses import replace

from ladder_sim.analysis.statements.effects import effect, hedge, size
from ladder_sim.core.grammar import fitting
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.bridges import cost_bridge, cost_items, cost_shares, part_bridge
from ladder_sim.report.document.fair import equal
from ladder_sim.report.document.flow import turnover as turnover_of
from ladder_sim.report.document.kit import FORMATS, Scene, described, levels, most_of
from ladder_sim.report.document.money import PART_COLORS, cost, cost_by_year
from ladder_sim.report.document.parts import Chart, Series, Table
from ladder_sim.report.document.people import winners
from ladder_sim.report.document.why import why
from ladder_sim.report.outline.parts import Slide, slide_of
from ladder_sim.results.comparison import TONES
from ladder_sim.results.intervals import Interval
from ladder_sim.results.level import Level
from ladder_sim.results.why import Why


def change(scene: Scene) -> Slide:
    """Who wins and who loses by role: of one alternative as a chart, of several as a table of all."""
    section = winners(scene)
    several = len(scene.comparison.others) > 1
    blocks = (_told_columns(section.tables[-1]),) if several else section.charts or section.tables[:1]
    return slide_of("change", section, blocks, section.sentences)


def _told_columns(table: Table) -> Table:
    """The table without its title, and without roles that are in no scheme large enough to tell of."""
    kept = [j for j in range(len(table.columns)) if j == 0 or any(row[j] != "–" for row in table.rows)]
    if len(kept) < 2:
        return replace(table, title="")
    columns = tuple(table.columns[j] for j in kept)
    rows, tones = (tuple(tuple(row[j] for j in kept) for row in rows) for rows in (table.rows, table.tones))
    return replace(table, title="", columns=columns, rows=rows, tones=tones)


# --- bridges --------------------------------------------------------------------------------------------


def turnover(scene: Scene) -> Slide:
    """Why turnover differs: its bridge by part of the scheme where that was asked, else by cause of leaving."""
    section = turnover_of(scene)
    bridges = (part_bridge(scene, found) for found in scene.asked(Why) if found.measure.name == "turnover")
    chart = next((one for one in bridges if one is not None), None)
    if chart is not None and (told := why(scene)) is not None:
        return slide_of("turnover", told, (chart,), told.sentences, name=tr("Turnover: why", "离职：原因"))
    command = tr("Which part of the scheme does it: compare … --why.", "由方案的哪一部分引起：compare … --why。")
    stacked = next((one for one in section.charts if one.kind == "stacked" and _told(one)), levels(scene, "turnover"))
    return slide_of("turnover", section, (stacked,), (*section.sentences, command))


def _told(chart: Chart) -> bool:
    return any(math.isfinite(value) and value != 0 for one in chart.series for value in one.values)


def bridge(scene: Scene) -> Slide | None:
    """What the difference in labor cost is made of."""
    section, chart = cost(scene), cost_bridge(scene)
    if chart is None:
        return None
    points = (*_pair_note(scene), *section.points)
    name = tr("Cost: what makes it", "成本：差额构成")
    return slide_of("bridge", section, (chart,), points, title=_bridge_title(scene, cost_shares(scene)[0]), name=name)


def _bridge_title(scene: Scene, largest: tuple[str, Interval]) -> str:
    found = effect(scene.comparison, scene.focus, "labor_cost")
    texts = {
        "part": largest[0],
        "p": scene.change(largest[1].mean, "money a year"),
        "h": hedge(found),
        "x": size(found),
        "s": scene.title(scene.focus),
    }
    if not found.there:
        return tr(
            "Labor cost: {v}; the largest part is {part} ({p})",
            "人工成本{v}；最大一项为{part}（{p}）",
            v=found.verdict,
            **texts,
        )
    if found.up:
        return fitting(
            tr("{s} costs {h}{x} more, most of it {part} ({p})", "{s}的人工成本{h}高{x}，主要为{part}（{p}）", **texts),
            tr("Labor cost {h}{x} higher, most of it {part}", "人工成本{h}高{x}，主要为{part}", **texts),
        )
    return fitting(
        tr("{s} costs {h}{x} less, most of it {part} ({p})", "{s}的人工成本{h}低{x}，主要为{part}（{p}）", **texts),
        tr("Labor cost {h}{x} lower, most of it {part}", "人工成本{h}低{x}，主要为{part}", **texts),
    )


def _pair_note(scene: Scene) -> tuple[str, ...]:
    """Which pair a bridge shows, where more are compared."""
    rest = len(scene.comparison.others) - 1
    if not rest:
        return ()
    return (
        tr(
            "A bridge has two ends: shown are {s} and {b}; of the others ({n}) the slide on budget and the appendix"
            " tell.",
            "差额分解只能对照两个方案：图为{s}与{b}；其余{n}个方案见预算页和附录。",
            s=scene.title(scene.focus),
            b=scene.baseline,
            n=rest,
        ),
    )


# --- budget ---------------------------------------------------------------------------------------------


def budget(scene: Scene) -> Slide:
    """Labor cost of every scheme year by year, with the difference; and what is left of it at equal budget."""
    section, years = cost(scene), cost_by_year(scene)
    asked = scene.asked(Level)
    told = equal(scene)
    points = list(section.points[:1])
    if told is not None and asked:
        points = [*filter(None, (told.lead or told.title, *told.points)), *points]
    else:
        points.append(tr("At equal budget: compare … --equal budget.", "同等预算下的比较：compare … --equal budget。"))
    table = _years_table(scene, years.tables[0])
    if few := len(scene.comparison.runs) <= 2 and len(years.charts) > 1:
        table = replace(
            table,
            columns=table.columns[:-1],
            rows=tuple(row[:-1] for row in table.rows),
            tones=tuple(row[:-1] for row in table.tones),
        )
    blocks = (years.charts[0], table) if few else (table,)
    title, lead = section.title, section.lead
    if len(scene.comparison.others) == 1:  # the slide before says how much in all
        title, lead = years.title, section.headline + tr(".", "。")
    if told is not None and asked:
        title, lead = told.title, section.headline + tr(".", "。")
    return Slide(
        "budget",
        tr("Cost and budget", "成本与预算"),
        title,
        tuple(dict.fromkeys(filter(None, (lead, *points)))),
        blocks,
        reading=years.reading,
        caution=years.caution,
    )


def _years_table(scene: Scene, years: Table) -> Table:
    """The years' table with the difference from the baseline behind."""
    rows, tones, most = [], [], most_of(scene, "labor_cost")
    for scheme, row in zip(scene.comparison.baseline_first, years.rows, strict=True):
        c = scene.comparison.contrast(scheme, "labor_cost")
        own = scheme == scene.comparison.baseline
        texts = (
            ("", "")
            if own
            else (
                scene.change(c.difference.mean, "money a year", beside=most),
                scene.span(c.difference.low, c.difference.high, "money a year", signed=True, beside=most),
            )
        )
        rows.append((*row, *texts))
        tones.append((*("" for _ in row), TONES[c.better], ""))
    columns = (*years.columns, tr("difference a year", "年均差额"), tr("95% interval", "95%区间"))
    return Table(columns, tuple(rows), tuple(tones), years.note)


def parts(scene: Scene) -> Slide:
    """What a year costs under every scheme, by part."""
    section = cost_by_year(scene)
    share = _pay_share(scene)
    title = tr("Pay makes {x} of labor cost under {b}", "{b}的人工成本中薪酬占{x}", b=scene.baseline, x=share)
    short = tr("Pay makes {x} of labor cost under the baseline", "基准方案的人工成本中薪酬占{x}", x=share)
    chart = _parts_chart(scene)
    return slide_of("parts", section, (chart,), section.points, title=fitting(title, short))


def _parts_chart(scene: Scene) -> Chart:
    names = scene.comparison.baseline_first
    series = []
    for (measure, title), color in zip(cost_items().items(), PART_COLORS, strict=False):
        means = tuple(scene.comparison.contrast(scheme, measure).level.mean for scheme in names)
        if any(means):
            series.append(Series(title, means, color=color))
    title = tr("What a year costs, by part", "年均成本构成")
    told = [(one.name, scene.money.amount(one.values[0])) for one in series]
    at = tr("{title} under {b}", "{b}的{title}", title=title, b=scene.baseline)
    titles = tuple(scene.title(scheme) for scheme in names)
    unit = "money a year"
    return Chart("stacked", title, titles, tuple(series), scene.axis(unit), FORMATS[unit], described(at, told))


def _pay_share(scene: Scene) -> str:
    pay, every = (
        scene.comparison.contrast(scene.comparison.baseline, name).level.mean for name in ("salary_cost", "labor_cost")
    )
    return scene.level(pay / every if every else math.nan, "share")
