"""The sheets of money: what people are paid, part by part and grade by grade, and what they cost besides."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, intervals, numbers
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.intervals import ratio
from ladder_sim.results.run import Run


def _means(scene: SheetScene) -> str:
    return tr(
        "{c} a year; means over replications, ± is half the width of the mean's 95% interval."
        " No inflation and no general pay rounds are in these figures.",
        "单位：{c}/年；各次重复的均值，±为均值95%区间的半宽。未计通货膨胀和普调。",
        c=scene.currency.name,
    ).strip()


def _told(values: Floats) -> list[tuple[CellValue, ...]]:
    mean, low, high = intervals(values)
    return [numbers(pair) for pair in zip(mean, (high - low) / 2, strict=True)]


def pay(scene: SheetScene) -> Tab:
    """Pay by part and year; the total is the salary cost."""
    rows: list[tuple[CellValue, ...]] = []
    totals = []
    for run in scene.runs:
        array = run.counts.pay.sum(axis=2)
        array = np.concatenate([array, array.sum(axis=2, keepdims=True)], axis=2)
        years, told = scene.by_year(array), _told(scene.a_year(array))
        titles = [*(str(title) for _, title in run.axes.parts), tr("Salary cost", "薪酬成本合计")]
        whole = array[..., -1].sum()
        for i, title in enumerate(titles):
            share = float(array[..., i].sum() / whole) if whole else None
            rows.append((scene.name(run), title, *told[i], share, *numbers(years[:, i])))
        totals.append(len(rows) - 1)
    return Tab(
        "pay", tr("Pay", "薪酬"), tr("Pay by part and year", "各薪酬项目分年金额"),
        _means(scene) + tr(" The parts of a scheme add up to its salary cost.", "各项目之和即薪酬成本。"),
        (
            Column("scheme", tr("Scheme", "方案")), Column("part", tr("Part of pay", "薪酬项目")),
            Column("amount", tr("Mean\na year", "年均"), "money"), Column("half", "±", "money"),
            Column("share", tr("% of\nsalary cost", "占薪酬\n成本"), "share", bar=True),
            *scene.year_columns("money"),
        ),
        tuple(rows), totals=frozenset(totals), frozen=2,
    )  # fmt: skip


def pay_by_grade(scene: SheetScene) -> Tab:
    """What each grade is paid, in all and per head."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        amounts = scene.a_year(run.counts.pay.sum(axis=3))
        people = run.counts.headcount[:, 1:].mean(axis=1, dtype=np.float64)
        told = _told(amounts)
        # pooled, so that a grade that is empty in some replications has a value
        monthly = ratio(amounts.sum(axis=0), 12 * people.sum(axis=0))
        for g, grade in enumerate(scene.grades(run)):
            if amounts[:, g].any():
                rows.append((scene.name(run), grade, float(people[:, g].mean()), *told[g], *numbers([monthly[g]])))
    return Tab(
        "pay_by_grade", tr("Pay by grade", "各级薪酬"), tr("Pay by grade", "各职级的薪酬"),
        _means(scene)
        + tr(" Per head and month: all pay of the grade over its average headcount; people who leave in a month are"
             " paid in it.",
             "人均月薪为该职级全部薪酬除以平均人数；当月离职者计发当月薪酬。"),
        (
            Column("scheme", tr("Scheme", "方案")), Column("grade", tr("Grade", "职级")),
            Column("people", tr("People\n(average)", "平均\n人数"), "people"),
            Column("amount", tr("Pay\na year", "年薪酬\n总额"), "money"), Column("half", "±", "money"),
            Column("monthly", tr("Pay per head\nand month", "人均\n月薪"), "money", bar=True),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def _items(run: Run) -> Floats:
    """Salary cost, the costs besides it and the labor cost, by replication and month: (R, M, items)."""
    salary = run.counts.pay.sum(axis=(2, 3))[..., None]
    costs = np.concatenate([salary, run.counts.costs.sum(axis=2)], axis=2)
    whole: Floats = np.concatenate([costs, costs.sum(axis=2, keepdims=True)], axis=2)
    return whole


def _item_titles() -> list[str]:
    return [
        tr("Salary cost", "薪酬成本"),
        *(first_upper(str(COST_TITLES[cost])) for cost in COSTS),
        tr("Labor cost", "人工成本"),
    ]


def costs(scene: SheetScene) -> Tab:
    """The labor cost of each scheme, item by item, and its difference from the baseline."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        mean, low, high = intervals(scene.a_year(_items(run)))
        c = scene.comparison.contrast(run.scheme.id, "labor_cost")
        own = run.scheme.id == scene.comparison.baseline
        found = c.difference
        base = scene.comparison.contrast(scene.comparison.baseline, "labor_cost").level.mean
        against: tuple[CellValue, ...] = (None,) * 4
        if not own:
            against = numbers((found.mean, found.low, found.high, found.mean / base if base else np.nan))
        head = scene.comparison.contrast(run.scheme.id, "salary_cost_per_head").level.mean
        rows.append(
            (scene.name(run), *numbers(mean), *numbers([(high[-1] - low[-1]) / 2, head]), *against, str(c.verdict))
        )
    keys = ("salary", *COSTS, "labor")
    items = (Column(key, title, "money") for key, title in zip(keys, _item_titles(), strict=True))
    return Tab(
        "costs", tr("Costs", "成本"), tr("Labor cost by item", "人工成本构成"),
        _means(scene) + tr(" Labor cost is the sum of the items before it.", "人工成本为其前各项之和。"),
        (
            Column("scheme", tr("Scheme", "方案")), *items, Column("half", "±", "money"),
            Column("head", tr("Salary cost\nper head", "人均\n薪酬成本"), "money"),
            Column("difference", tr("Labor cost:\ndifference", "人工成本\n差值"), "change", unit="money"),
            Column("difference_low", tr("95% interval\nfrom", "95%区间\n下限"), "change", unit="money"),
            Column("difference_high", tr("95% interval\nto", "95%区间\n上限"), "change", unit="money"),
            Column("relative", tr("in % of the\nbaseline", "占基准\n比例"), "change", unit="share"),
            Column("verdict", tr("Verdict", "判断"), "word"),
        ),
        tuple(rows),
    )  # fmt: skip


def costs_by_year(scene: SheetScene) -> Tab:
    """The same items, year by year."""
    rows: list[tuple[CellValue, ...]] = []
    totals = []
    for run in scene.runs:
        array = _items(run)
        years, told = scene.by_year(array), _told(scene.a_year(array))
        for i, title in enumerate(_item_titles()):
            rows.append((scene.name(run), title, *told[i], *numbers(years[:, i])))
        totals.append(len(rows) - 1)
    return Tab(
        "costs_by_year", tr("Costs by year", "分年成本"), tr("Labor cost by item and year", "人工成本分年构成"),
        _means(scene) + tr(" Labor cost is the sum of the items before it.", "人工成本为其前各项之和。"),
        (
            Column("scheme", tr("Scheme", "方案")), Column("item", tr("Item", "项目")),
            Column("amount", tr("Mean\na year", "年均"), "money"), Column("half", "±", "money"),
            *scene.year_columns("money"),
        ),
        tuple(rows), totals=frozenset(totals), frozen=2,
    )  # fmt: skip
