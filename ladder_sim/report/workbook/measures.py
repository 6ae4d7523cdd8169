"""The sheets of measures: every figure of every scheme with its intervals, by year, by group, and what each means."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ladder_sim.analysis.rule_text.expressions import attribute_title, value_title
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import sentences, unit_text
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.units import as_shown
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, numbers
from ladder_sim.results.averages import interval_of
from ladder_sim.results.comparison import BASELINE, Contrast
from ladder_sim.results.differences import values_of
from ladder_sim.results.intervals import spread
from ladder_sim.results.measure import Measure
from ladder_sim.results.occurring import occurring, unseen_note
from ladder_sim.results.parity import pairs, rate_of
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import few_people, group_sizes, hidden

HIDDEN = Title("not shown", "不显示")

_SHARES = {"share a year": Title("% of headcount, a year", "占平均人数%（每年）"), "share": Title("%", "%")}


def cell_unit(unit: str) -> str:
    """A measure's unit in a cell of its own."""
    return str(_SHARES[unit]) if unit in _SHARES else unit_text(unit)


def _shown(values: Iterable[float], unit: str) -> tuple[CellValue, ...]:
    """Values of a row as displays have them: ratios of groups in place of their logarithms."""
    return numbers([as_shown(value, unit) for value in values])


def _half(value: float, unit: str) -> float:
    """Half an interval; the two sides of a ratio differ, so that it has none."""
    return math.nan if unit == "log_ratio" else value


def level_cells(c: Contrast, secret: bool) -> tuple[CellValue, ...]:
    """The mean of a measure with its interval and half of that; blank where it is `secret`."""
    if secret:
        return (None,) * 4
    unit = c.measure.unit
    ends = _shown((c.level.mean, c.level.low, c.level.high), unit)
    return (*ends, *numbers((_half(c.level.half, unit),)))


def difference_cells(c: Contrast, secret: bool) -> tuple[CellValue, ...]:
    """Difference, its ends, what the same luck saves, the chance of being better, the verdict and what it is worth."""
    if secret:
        return (None, None, None, None, None, str(HIDDEN), "")
    if c.verdict is BASELINE:
        return (None, None, None, None, None, str(BASELINE), "")
    worth = {True: tr("better", "更优"), False: tr("worse", "更差"), None: ""}[c.better]
    found = c.difference
    ends = _shown((found.mean, found.low, found.high), c.measure.unit)
    return (*ends, *numbers((c.luck_saves, c.chance_better)), str(c.verdict), worth)


def columns_of_measures() -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Columns of a measure's level, and of its difference."""
    level = (
        Column("measure", tr("Measure", "指标")),
        Column("scheme", tr("Scheme", "方案")),
        Column("unit", tr("Unit", "单位"), "word"),
        Column("mean", tr("Mean", "均值"), "level"),
        Column("low", tr("95% interval\nfrom", "95%区间\n下限"), "level"),
        Column("high", tr("95% interval\nto", "95%区间\n上限"), "level"),
        Column("half", tr("±", "±"), "level"),
    )
    difference = (
        Column("difference", tr("Difference from\nthe baseline", "与基准\n之差"), "change"),
        Column("difference_low", tr("95% interval\nfrom", "95%区间\n下限"), "change"),
        Column("difference_high", tr("95% interval\nto", "95%区间\n上限"), "change"),
        Column(
            "saved",
            tr("Same luck: so many\ntimes the replications", "随机条件一致：\n相当于重复次数的倍数"),
            "ratio",
        ),
        Column("chance", tr("Better in\n% of replications", "更优的\n重复占比"), "share", bar=True),
        Column("verdict", tr("Verdict", "判断"), "word"),
        Column("worth", tr("Better or\nworse", "优劣"), "word"),
    )
    return level, difference


def _measured(scene: SheetScene, names: Iterable[str]) -> list[tuple[str, Contrast, bool]]:
    """Measure by measure every scheme that has it: the scheme's name, the contrast, and whether it stays hidden."""
    base = scene.runs[0]
    found = []
    for name in names:
        for run in scene.runs:
            if name in run.known:
                secret = hidden(run, name) or (name in base.known and hidden(base, name))
                found.append((scene.name(run), scene.comparison.contrast(run.scheme.id, name), secret))
    return found


def _about(scene: SheetScene) -> str:
    if len(scene.comparison.runs) == 1:
        return tr("Mean over replications with the 95% interval of that mean; ± is half its width.",
                  "各次重复的均值及其95%区间，±为区间半宽。")  # fmt: skip
    return tr(
        "Mean over replications with the 95% interval of that mean; ± is half its width. Differences are scheme −"
        " baseline, paired by replication; where shares differ, the difference is in percentage points (1% = 1"
        " point). A difference whose interval contains 0 is no detectable difference.",
        "各次重复的均值及其95%区间，±为区间半宽。差值为 方案 − 基准，按重复配对；比例之差以百分点计（1%即1个百分点）。"
        "区间包含0的差值即差异不显著。",
    )


def measures(scene: SheetScene) -> Tab:
    """Every measure under every scheme that has it, with the spread between replications."""
    level, difference = columns_of_measures()
    between = (
        Column("p5", tr("5% of\nreplications\nbelow", "5%的\n重复低于"), "level"),
        Column("p95", tr("5% of\nreplications\nabove", "5%的\n重复高于"), "level"),
    )
    last = (
        Column("n", tr("Replications\nwith a value", "有数值的\n重复次数"), "whole"),
        Column("note", tr("Why not all", "缺失原因"), optional=True),
    )
    found = _measured(scene, occurring(scene.comparison.runs, scene.known))
    return Tab(
        "measures", tr("Measures", "全部指标"), tr("Every measure under every scheme", "各方案的全部指标"),
        sentences(_about(scene), unseen_note(scene.comparison.runs, scene.known)),
        (*level, *between, *difference, *last),
        tuple(_row(scene, name, c, secret) for name, c, secret in found),
        tuple(c.measure.unit for _, c, _ in found), frozen=2,
    )  # fmt: skip


def _row(scene: SheetScene, name: str, c: Contrast, secret: bool) -> tuple[CellValue, ...]:
    values = values_of(scene.comparison[c.scheme], c.measure.name)
    note = tr("a group of fewer than 5 people", "涉及不足5人的组") if secret else ""
    return (
        str(c.measure.title), name, cell_unit(c.measure.unit), *level_cells(c, secret),
        *((None, None) if secret else _shown(spread(values), c.measure.unit)), *difference_cells(c, secret),
        int((~np.isnan(values)).sum()), note or scene.comparison.reason(c.scheme, c.measure.name),
    )  # fmt: skip


def by_year(scene: SheetScene) -> Tab:
    """The headline measures that can be told for a single year."""
    rows, units = [], []
    windows = {run.scheme.id: [run.window(*year) for year in scene.years] for run in scene.runs}
    for measure in _yearly(scene):
        for run in scene.runs:
            if measure.name in run.known:
                compute, years = run.known[measure.name].compute, windows[run.scheme.id]
                found = [interval_of(measure, window, compute(window)) for window in years]
                mean, low, high = (np.array([getattr(one, end) for one in found]) for end in ("mean", "low", "high"))
                unit = cell_unit(measure.unit)
                sides = [_half(half, measure.unit) for half in (high - low) / 2]
                told = (*_shown(mean, measure.unit), *numbers(sides))
                rows.append((str(measure.title), scene.name(run), unit, *told, _years_without(mean, measure)))
                units.append(measure.unit)
    halves = tuple(
        Column(f"half_{i}", "±\n" + head.split("\n")[0], "level") for i, head in enumerate(scene.year_heads, 1)
    )
    return Tab(
        "by_year", tr("By year", "分年指标"), tr("Headline measures by year", "分年主要指标"),
        tr(
            "Mean over replications for each year; ± is half the width of its 95% interval. A last part of a year is"
            " given per year. Measures that need the whole run (waits) are not here.",
            "各年度的重复均值；±为其95%区间的半宽。不足一年的末段折合为全年。需要整个模拟期的指标（等待时间）不在此列。",
        ),
        (
            Column("measure", tr("Measure", "指标")), Column("scheme", tr("Scheme", "方案")),
            Column("unit", tr("Unit", "单位"), "word"), *scene.year_columns("level"), *halves,
            Column("note", tr("Why not all", "缺失原因"), optional=True),
        ),
        tuple(rows), tuple(units), frozen=2,
    )  # fmt: skip


def _years_without(mean: Floats, measure: Measure) -> str:
    """Which years have no value, and why."""
    missing = [str(year) for year, value in enumerate(mean, 1) if np.isnan(value)]
    if not missing:
        return ""
    return tr("no value in year {years}: {why}", "第{years}年无数值：{why}", years=tr(", ", "、").join(missing),
              why=measure.missing)  # fmt: skip


def _yearly(scene: SheetScene) -> list[Measure]:
    known = (scene.known[name] for name in occurring(scene.comparison.runs, scene.known))
    return [measure for measure in known if measure.headline and measure.yearly]


def definitions(scene: SheetScene) -> Tab:
    """What each measure is."""
    wanted = {"up": tr("higher", "较高"), "down": tr("lower", "较低"), None: tr("depends", "视情况")}
    rows = tuple(
        (str(m.title), m.name, cell_unit(m.unit), wanted[m.better], str(m.definition)) for m in scene.known.values()
    )
    return Tab(
        "definitions", tr("Definitions", "指标定义"), tr("What each measure is", "各指标的定义"),
        tr("The names are those of the Python interface: comparison.table(['turnover']).",
           "名称可用于 Python 接口：comparison.table(['turnover'])。"),
        (
            Column("measure", tr("Measure", "指标")), Column("name", tr("Name in Python", "Python 中的名称")),
            Column("unit", tr("Unit", "单位"), "word"), Column("better", tr("Better when", "何者为优"), "word"),
            Column("definition", tr("Definition", "定义"), most=90),
        ),
        rows,
    )  # fmt: skip


def _apart(run: Run, name: str) -> tuple[CellValue, ...]:
    """A group's promotion rate ÷ the others' with its interval, and what chance alone gives in one replication."""
    found, null = run.interval(name), run.null(name)
    chance = math.nan if null is None else null[1]
    return _shown((found.mean, found.low, found.high, -chance, chance), "log_ratio")


def _no_rate(people: float, apart: CellValue, *, against: bool) -> str:
    """Why a group has no rate, or no distance from the others where it is held `against` them."""
    if few_people(people):
        return tr("fewer than 5 people: not shown", "不足5人，不显示")
    if not people:
        return tr("nobody in this group", "该组无人")
    if apart is None and against:
        return tr("not against the others: nobody was promoted, or too few are in another group",
                  "未与其余人员比较：没有人晋升，或另一组人数太少")  # fmt: skip
    return ""


def fairness(scene: SheetScene) -> Tab:
    """Promotion rates by group, without small groups."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        people = group_sizes(run)
        yearly = scene.a_year(run.counts.groups[..., 1]).mean(axis=0)
        against = {pair.own: pair.name for pair in pairs(run.axes)}
        for i, (attribute, value, _) in enumerate(run.axes.groups):
            rate, name = rate_of(run.window(), i), against.get(i)
            few = few_people(people[i])
            apart = (None,) * 5 if name is None or hidden(run, name) else _apart(run, name)
            told = (None,) * 9 if few else (*numbers((people[i], yearly[i], rate.mean, rate.half)), *apart)
            note = _no_rate(people[i], apart[0], against=name is not None)
            by = attribute_title(run.workforce.people.attributes.get(attribute), attribute)
            rows.append((by, value_title(value), scene.name(run), *told, note))
    order = {row[0]: i for i, row in enumerate(reversed(rows))}, {row[:2]: i for i, row in enumerate(reversed(rows))}
    rows.sort(key=lambda row: (-order[0][row[0]], -order[1][row[:2]]))  # group by group, the schemes beside each other
    return Tab(
        "fairness", tr("Fairness", "公平性"), tr("Promotion by group", "各组人员的晋升"),
        tr(
            "No scheme may read these attributes. A group of fewer than 5 people on average is not shown. In % of"
            " the others: the group's rate ÷ that of everybody else (100%: alike; 80%: four fifths, a US rule of thumb;"
            " of two groups the first is shown). A lower rate is no proof of unequal treatment: groups may differ in"
            " tenure and grade, and chance alone makes rates differ, in a single replication within the last two"
            " numbers.",
            "方案的规则不得读取这些属性。平均不足5人的组不予显示。“为其余人员的”指该组晋升率为其余人员的百分之几（100%为相同；"
            "80%即五分之四，为美国经验规则，非中国法定标准；只有两组时列出第一组）。晋升率较低不等于待遇不公：各组的司龄和职级可能不同，"
            "仅随机波动也会造成差异，单次重复中的范围见最后两列。",
        ),
        (
            Column("attribute", tr("By", "属性")), Column("group", tr("Group", "组别")),
            Column("scheme", tr("Scheme", "方案")),
            Column("people", tr("People\n(average)", "平均\n人数"), "people"),
            Column("promotions", tr("Promotions\na year", "每年晋升\n人次"), "people"),
            Column("rate", tr("Promotion rate\na year", "年晋升率"), "share"),
            Column("half", "±", "share"),
            Column("ratio", tr("In % of\nthe others", "为其余\n人员的"), "log_ratio"),
            Column("ratio_low", tr("95% interval\nfrom", "95%区间\n下限"), "log_ratio"),
            Column("ratio_high", tr("95% interval\nto", "95%区间\n上限"), "log_ratio"),
            Column("chance_low", tr("By chance, in one\nreplication from", "单次重复\n随机波动下限"), "log_ratio"),
            Column("chance_high", tr("By chance, in one\nreplication to", "单次重复\n随机波动上限"), "log_ratio"),
            Column("note", tr("Note", "说明"), optional=True),
        ),
        tuple(rows), frozen=3,
    )  # fmt: skip
