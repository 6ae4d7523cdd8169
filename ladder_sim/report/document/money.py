"""What it costs: a year on average, by year, and by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.analysis.statements import titles
from ladder_sim.analysis.statements.claims import field
from ladder_sim.analysis.statements.effects import effect_between, hedge, size
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, GREEN, NEUTRAL_COLOR, ORANGE, SKY, VERMILION
from ladder_sim.report.document.bridges import cost_bridge
from ladder_sim.report.document.kit import Scene, changes, contrasts_table, described, largest, levels, said
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.years import year_names, years_of

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

#: Of the parts of a year's cost, in their order.
PART_COLORS = (BLUE, SKY, NEUTRAL_COLOR, VERMILION, GREEN, ORANGE)


def cost(scene: Scene) -> Section:
    """What people cost a year."""
    points = [said(scene, c) for c in largest(scene, "labor_cost", scene.most - 1)]
    per_head = scene.comparison.contrast(scene.focus, "salary_cost_per_head")
    points.append(tr("Pay per head: {x}", "人均薪酬：{x}", x=said(scene, per_head)))
    if "hr_hours" in scene.comparison.known:
        hours = scene.comparison.contrast(scene.focus, "hr_hours")
        points.append(tr("HR's own work a month: {x}", "人力资源部每月自身工作量：{x}", x=said(scene, hours)))
    bridge = cost_bridge(scene)
    measures = ["labor_cost", "salary_cost", "salary_cost_per_head"]
    if scene.full:
        measures += [f"labor_cost:{name}" for name in COSTS]
    return Section(
        "cost", tr("Cost", "成本"), field(scene.comparison, "labor_cost"), tuple(points),
        (levels(scene, "labor_cost"), changes(scene, "labor_cost"), *([bridge] if bridge else ()),
         levels(scene, "salary_cost_per_head")),
        tables=(contrasts_table(scene, tr("Cost, scheme by scheme", "各方案的成本"), measures),),
        reading=tr(
            "Labor cost is everything paid to people and what comes with them: employer's contributions, severance,"
            " hiring and training, a year on average over the whole run.",
            "人工成本包括全部薪酬及随之产生的单位社保、经济补偿、招聘和培训费用，为整个模拟期的年均值。",
        ),
        caution=tr(
            "Prices stay as they are: no inflation, no general pay rounds. What better or more experienced people earn"
            " the company is not counted against their cost.",
            "价格保持不变：未计通胀和普遍调薪。人员更优秀、更有经验所带来的收益未与成本相抵。",
        ),
        shorter=tuple(titles.field(scene.comparison, "labor_cost")),
    )  # fmt: skip


# --- by year and part -----------------------------------------------------------------------------------


def cost_by_year(scene: Scene) -> Section:
    """The cost of each year, and what it is made of."""
    comparison = scene.comparison
    names = year_names(comparison)
    years = {scheme: labor_by_year(comparison[scheme], years_of(comparison)) for scheme in comparison.baseline_first}
    told = [_in_year(scene, years, i, names[i]) for i in ((0, len(names) - 1) if len(names) > 1 else (0,))]
    title = scene.title(scene.focus)
    headline = tr("Labor cost under {s} against {b}: {told}", "人工成本，{s}与{b}相比：{told}",
                  s=title, b=scene.baseline, told=tr("; ", "；").join(told))  # fmt: skip
    charts = [year_lines(scene, years, names)] if len(names) > 1 else []
    return Section(
        "cost_by_year", tr("Costs by year and part", "分年与分项成本"), headline, tuple(_largest_part(scene)),
        (*charts, cost_stack(scene)), tables=(years_table(scene, years, names), parts_table(scene)),
        reading=tr(
            "The lines are labor cost by year of the run; the stacked bars say what a year on average is made of.",
            "折线为模拟期各年的人工成本；堆积条为年均成本的构成。",
        ),
        caution=tr(
            "The first years still show how people were placed when the scheme began; the last ones are nearer to what"
            " it costs in the long run.",
            "头几年仍受方案启用时人员定级的影响；后几年更接近长期成本。",
        ),
        shorter=(tr("Labor cost – {told}", "人工成本：{told}", told=tr("; ", "，").join(told)),
                 tr("Labor cost – {told}", "人工成本：{told}", told=told[-1])),
    )  # fmt: skip


def labor_by_year(run: Run, years: list[tuple[int, int]]) -> Floats:
    """Labor cost a year, shape (replications, years); a part of a year made whole."""
    measure = run.known["labor_cost"]
    return np.column_stack([measure.compute(run.window(*year)) for year in years])


def _in_year(scene: Scene, years: dict[str, Floats], i: int, name: str) -> str:
    """What the focus costs more or less in one year."""
    ours, theirs = (years[scheme][:, i] for scheme in (scene.focus, scene.comparison.baseline))
    same = scene.comparison.changes_nothing(scene.focus)
    found = effect_between("labor_cost", "percent", ours, theirs, certain=same)
    if not found.there:
        return tr("{y}: {verdict}", "{y}{verdict}", y=name, verdict=found.verdict)
    texts = {"h": hedge(found), "x": size(found), "y": name}
    if found.up:
        return tr("{h}{x} more in {y}", "{y}{h}高{x}", **texts)
    return tr("{h}{x} less in {y}", "{y}{h}低{x}", **texts)


def year_lines(scene: Scene, years: dict[str, Floats], names: list[str]) -> Chart:
    """Labor cost of each year, a line for each scheme.

    Parameters
    ----------
    years : scheme → labor cost, shape (replications, years)
    """
    series = tuple(
        Series(scene.title(s), tuple(float(x) for x in years[s].mean(axis=0)), color=scene.colors[s]) for s in scene.few
    )
    title = tr("Labor cost by year", "各年人工成本")
    told = [
        (s.name, tr("from {a} to {b}", "由{a}到{b}", a=scene.money.amount(s.values[0], figures=4),
                    b=scene.money.amount(s.values[-1], figures=4)))
        for s in series
    ]  # fmt: skip
    alt = described(title, told)
    return Chart("lines", title, tuple(names), series, scene.axis("money a year"), "0.00,,", alt)


def cost_parts(run: Run) -> dict[str, float]:
    """What a year on average is made of: base pay, the other parts of pay together, and what comes with people."""
    w = run.window()
    paid = w.paid.mean(axis=0) / w.years
    costs = w.costs.mean(axis=0) / w.years
    made = {"base": float(paid[0]), "other": float(paid[1:].sum())}
    return made | {name: float(costs[i]) for i, name in enumerate(COSTS)}


def every_part(run: Run) -> dict[str, float]:
    """The same with each part of pay by itself."""
    w = run.window()
    paid = w.paid.mean(axis=0) / w.years
    made = {f"pay:{name}": float(x) for (name, _), x in zip(run.axes.parts, paid, strict=True)}
    rest = cost_parts(run)
    return made | {name: rest[name] for name in COSTS}


def _part_titles() -> dict[str, str]:
    named = {"base": tr("base pay", "基本工资"), "other": tr("other pay", "其他薪酬")}
    return named | {name: str(title) for name, title in COST_TITLES.items()}


def cost_stack(scene: Scene) -> Chart:
    """What a year costs under every scheme, part upon part."""
    comparison = scene.comparison
    parts = [cost_parts(comparison[scheme]) for scheme in comparison.baseline_first]
    series = tuple(
        Series(title, tuple(one[name] for one in parts), color=color)
        for (name, title), color in zip(_part_titles().items(), PART_COLORS, strict=True)
        if any(one[name] for one in parts)
    )
    title = tr("What a year costs, by part", "年均成本构成")
    names = tuple(scene.title(scheme) for scheme in comparison.baseline_first)
    at = tr("{title} under {b}", "{b}的{title}", title=title, b=scene.baseline)
    told = [(s.name, scene.money.amount(s.values[0])) for s in series]
    return Chart("stacked", title, names, series, scene.axis("money a year"), "0.00,,", described(at, told))


def _largest_part(scene: Scene) -> list[str]:
    """Where the difference between the focus and the baseline comes from."""
    own, base = (cost_parts(scene.comparison[scheme]) for scheme in (scene.focus, scene.comparison.baseline))
    titles = _part_titles()
    gaps = sorted(((own[name] - base[name], name) for name in own), key=lambda gap: -abs(gap[0]))
    told = [
        tr("{part} {x}", "{part}{x}", part=titles[name], x=scene.money.amount(gap, signed=True))
        for gap, name in gaps[:3]
        if round(gap)
    ]
    if not told:
        return []
    return [tr("{s} − {b}, yearly average by part: {told}.", "{s} − {b}，年均分项差额：{told}。",
               s=scene.title(scene.focus), b=scene.baseline, told=tr(", ", "，").join(told))]  # fmt: skip


def years_table(scene: Scene, years: dict[str, Floats], names: list[str]) -> Table:
    """The same in numbers.

    Parameters
    ----------
    years : scheme → labor cost, shape (replications, years)
    """
    most = max(float(found.mean(axis=0).max()) for found in years.values())
    rows = tuple(
        (scene.title(scheme), *(scene.money.amount(float(x), figures=4, beside=most) for x in found.mean(axis=0)))
        for scheme, found in years.items()
    )
    note = tr("Labor cost a year.", "每年人工成本。")
    if scene.comparison.months % 12:
        note += tr(" The last part of a year is made whole.", "最后不足一年的部分已折算为全年。")
    title = tr("Labor cost by year", "各年人工成本")
    return Table((tr("scheme", "方案"), *names), rows, note=note, title=title)


def parts_table(scene: Scene) -> Table:
    """Parts as columns; for those who read every table each part of pay has its own."""
    comparison = scene.comparison
    titles = _part_titles()
    if not scene.full:
        found = {scheme: cost_parts(comparison[scheme]) for scheme in comparison.baseline_first}
    else:
        found, titles = _every_part(scene)
    shown = [name for name in titles if any(one.get(name) for one in found.values())]
    most = {name: max(abs(one[name]) for one in found.values() if name in one) for name in shown}
    rows = tuple(
        (scene.title(scheme), *(scene.money.amount(one[name], figures=4, beside=most[name]) if name in one else "–"
                                for name in shown))
        for scheme, one in found.items()
    )  # fmt: skip
    note = tr("A year on average over the whole run.", "整个模拟期的年均值。")
    title = tr("What a year costs, by part", "年均成本构成")
    return Table((tr("scheme", "方案"), *(titles[name] for name in shown)), rows, note=note, title=title)


def _every_part(scene: Scene) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Every part of pay by its own name, and what comes with people."""
    found: dict[str, dict[str, float]] = {}
    titles: dict[str, str] = {}
    for scheme in scene.comparison.baseline_first:
        run = scene.comparison[scheme]
        titles |= {f"pay:{name}": str(title) for name, title in run.axes.parts if f"pay:{name}" not in titles}
        found[scheme] = every_part(run)
    return found, titles | {name: str(title) for name, title in COST_TITLES.items()}
