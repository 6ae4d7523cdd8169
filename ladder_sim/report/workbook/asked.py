"""The sheets of what was asked beside the measures: at equal pay, over the assumptions, who is chosen, the switch."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_sim.changeover.switching import Switch
from ladder_sim.core.display import yes_no
from ladder_sim.core.i18n import tr
from ladder_sim.core.units import as_shown
from ladder_sim.doubt.gathered import range_text, valued
from ladder_sim.doubt.tornado import Tornado, TornadoBar
from ladder_sim.doubt.worlds import RANGE, Worlds
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, numbers
from ladder_sim.report.workbook.measures import cell_unit
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.intervals import Interval
from ladder_sim.results.level import Level

#: Of the assumptions within luck only the first are told, so that there are so many in all.
_FEW = 15


def _ends(found: Interval, unit: str) -> tuple[CellValue, ...]:
    """Mean, low and high as displays have them."""
    return _cells((found.mean, found.low, found.high), unit)


def _cells(values: Iterable[float], unit: str) -> tuple[CellValue, ...]:
    return numbers([as_shown(value, unit) for value in values])


def _measured() -> tuple[Column, ...]:
    """The first columns: which measure of which scheme, and its unit."""
    return (Column("measure", tr("Measure", "指标")), Column("scheme", tr("Scheme", "方案")),
            Column("unit", tr("Unit", "单位"), "word"))  # fmt: skip


def _changes(key: str, head: str) -> tuple[Column, ...]:
    """A difference with the ends of its interval."""
    return (Column(key, head, "change"), Column(f"{key}_low", tr("95% interval\nfrom", "95%区间\n下限"), "change"),
            Column(f"{key}_high", tr("95% interval\nto", "95%区间\n上限"), "change"))  # fmt: skip


def equal(scene: SheetScene) -> Tab:
    """Each alternative as it is and made equal to the baseline in pay or budget; no rows where nobody asked."""
    rows: list[tuple[CellValue, ...]] = []
    units: list[str] = []
    for found in scene.asked(Level):
        by = tr("equal pay", "同等薪酬") if found.equal == "pay" else tr("equal budget", "同等预算")
        for name in found.before.headline:
            measure = found.before.known[name]
            for scheme in found.before.others:
                was, now = (one.contrast(scheme, name).difference for one in (found.before, found.after))
                rows.append((str(measure.title), scene.names[scheme], cell_unit(measure.unit), by,
                             *_ends(was, measure.unit), *_ends(now, measure.unit)))  # fmt: skip
                units.append(measure.unit)
    return Tab(
        "equal", tr("At equal pay or budget", "同等薪酬或预算"),
        tr("Differences from the baseline, as they are and at equal pay or budget", "与基准之差：原方案与同等条件下"),
        tr("Same people and luck. At equal pay every scheme pays the same roles as the baseline does; at equal budget"
           " one lever is moved until labor cost is the baseline's.",
           "人员与随机条件相同。同等薪酬：相同岗位层级按基准薪酬发放；同等预算：调整一个杠杆使人工成本与基准相同。"),
        (*_measured(), Column("by", tr("Made equal in", "同等条件"), "word"),
         *_changes("before", tr("Difference\nas it is", "原方案\n差值")),
         *_changes("after", tr("Difference\nmade equal", "同等条件下\n差值"))),
        tuple(rows), tuple(units), frozen=2,
    )  # fmt: skip


def flips(scene: SheetScene) -> Tab:
    """Every assumption that was moved: the difference at either end of its range, and where the better scheme turns."""
    rows: list[tuple[CellValue, ...]] = []
    units: list[str] = []
    for found in (one for one in scene.asked(Tornado) if one.measure.name in scene.known):
        unit = found.measure.unit
        for case in found.cases:
            head = (str(found.measure.title), scene.names[case.scheme], cell_unit(unit))
            told = case.bars[: max(_FEW, sum(bar.sure for bar in case.bars))]
            rows += [(*head, rank, *_moved(found, bar, unit)) for rank, bar in enumerate(told, 1)]
            units += [unit] * len(told)
    return Tab(
        "flips", tr("Flip points", "反转点"), tr("What the differences hang on", "差值取决于哪些假设"),
        tr("Each assumption is moved alone to the ends of its range, with the same luck. Beyond luck: it moves the"
           " difference by more than chance; of the others the first are told. Turns at: the value from which the other"
           " scheme is better.",
           "逐项将假设取到范围两端，随机条件不变。超出随机：引起的变化超出随机波动，其余仅列前几项。反转点：达到该值后另一方案更优。"),
        (
            *_measured(), Column("rank", tr("Place", "排序"), "whole"),
            Column("assumption", tr("Assumption", "假设"), most=44),
            Column("whose", tr("Of", "属于"), most=30), Column("value", tr("In use", "现值")),
            Column("range", tr("Range", "可能范围")),
            Column("low_end", tr("Difference at\nthe low end", "下限处\n差值"), "change"),
            Column("high_end", tr("Difference at\nthe high end", "上限处\n差值"), "change"),
            Column("beyond_luck", tr("Beyond\nluck", "超出\n随机"), "word"),
            Column("turns_at", tr("Turns at", "反转点"), optional=True),
            Column("confirmed", tr("Confirmed on\nfresh luck", "以新随机数\n确认"), "word", optional=True),
        ),
        tuple(rows), tuple(units), frozen=5,
    )  # fmt: skip


def _moved(found: Tornado, bar: TornadoBar, unit: str) -> tuple[CellValue, ...]:
    one, flip = bar.assumption, bar.flip
    ends = _cells([end.difference.mean for end in (bar.ends[0], bar.ends[-1])], unit) if bar.ends else (None, None)
    turns = ("", "") if flip is None else (valued(one, flip.value), yes_no(flip.confirmed))
    return (str(one.title), found.assumed.whose(one), valued(one, one.value), range_text(one), *ends,
            yes_no(bar.sure), *turns)  # fmt: skip


def worlds(scene: SheetScene) -> Tab:
    """Every scheme over sets of assumptions drawn at once: both ranges of its differences, and how often it is best."""
    rows: list[tuple[CellValue, ...]] = []
    units: list[str] = []
    for found in scene.asked(Worlds):
        for measure in (one for one in found.measures if one.name in scene.known):
            first = measure is found.measures[0] and found.ranked
            for scheme in scene.names:
                level, d = (found.spread(measure.name, scheme, difference=own) for own in (False, True))
                own = scheme == scene.comparison.baseline
                over = () if own else (d.mean.mean, d.mean.low, d.mean.high, *(d.quantile(x) for x in RANGE))
                ranks = (found.worst_tenth(scheme), float(found.regret(scheme).max())) if first else ()
                rows.append((
                    str(measure.title), scene.names[scheme], cell_unit(measure.unit),
                    *_cells((level.mean.mean,), measure.unit), *(_cells(over, measure.unit) or (None,) * 5),
                    *(_cells(ranks, measure.unit) or (None,) * 2),
                    *numbers((found.chance_best(scheme) if first else float("nan"), found.meets_all(scheme))),
                ))  # fmt: skip
                units.append(measure.unit)
    return Tab(
        "worlds", tr("Worlds", "多种情景"), tr("All assumptions at once", "全部假设同时变动"),
        tr("Each world is another set of all assumptions, drawn from their ranges; every scheme is played in each. By"
           " luck: the 95% interval of the mean difference. Over the assumptions: nine of ten worlds lie between.",
           "每种情景为全部假设的一组取值，各方案均在其中模拟。随机波动：差值均值的95%区间；假设变动：九成情景所在的区间。"),
        (
            *_measured(), Column("mean", tr("Mean of\nthe worlds", "情景\n均值"), "level"),
            Column("difference", tr("Difference from\nthe baseline", "与基准\n之差"), "change"),
            Column("luck_low", tr("By luck\nfrom", "随机波动\n下限"), "change"),
            Column("luck_high", tr("By luck\nto", "随机波动\n上限"), "change"),
            Column("worlds_low", tr("Over assumptions\nfrom", "假设变动\n下限"), "change"),
            Column("worlds_high", tr("Over assumptions\nto", "假设变动\n上限"), "change"),
            Column("worst_tenth", tr("Worst tenth\nof worlds", "最差一成\n均值"), "level"),
            Column("regret", tr("Largest\nregret", "最大\n落后"), "level"),
            Column("best", tr("Best in\n% of worlds", "最优\n情景占比"), "share", bar=True),
            Column("targets", tr("Meets all\ntargets in", "全部达标\n占比"), "share", optional=True),
        ),
        tuple(rows), tuple(units), frozen=2,
    )  # fmt: skip


def chosen(scene: SheetScene) -> Tab:
    """Who is chosen beside a lottery among the eligible; no rows where nobody asked."""
    rows: list[tuple[CellValue, ...]] = []
    units: list[str] = []
    for found in scene.asked(BesideLottery):
        for one in found.choices():
            unit = one.measure.unit
            rows.append((str(one.measure.title), scene.names[one.scheme], cell_unit(unit), *_ends(one.found, unit),
                         *_ends(one.by_lot, unit), *_ends(one.difference, unit), yes_no(one.sure)))  # fmt: skip
            units.append(unit)
    low, high = tr("95% interval\nfrom", "95%区间\n下限"), tr("95% interval\nto", "95%区间\n上限")
    return Tab(
        "chosen", tr("Who is chosen", "选拔了谁"), tr("Who is chosen, beside a lottery", "选拔了谁：与抽签对照"),
        tr("By lot: the same scheme with lots in the place of its order of candidates; conditions, seats and quotas"
           " stay.", "抽签：方案不变，只把候选人的排序改为抽签，条件、编制和名额照旧。"),
        (
            *_measured(), Column("found", tr("As it\nchooses", "按方案\n选拔"), "level"), Column("low", low, "level"),
            Column("high", high, "level"), Column("by_lot", tr("By lot", "抽签"), "level"),
            Column("by_lot_low", low, "level"), Column("by_lot_high", high, "level"),
            *_changes("difference", tr("Difference", "差值")),
            Column("beyond_luck", tr("Beyond\nluck", "超出\n随机"), "word"),
        ),
        tuple(rows), tuple(units), frozen=2,
    )  # fmt: skip


def switch(scene: SheetScene) -> Tab:
    """Who passes on the day of the switch, and whose base pay changes by how much; no rows where nobody asked."""
    rows: list[tuple[CellValue, ...]] = []
    for found in scene.asked(Switch):
        for way, day in found.days.items():
            if not len(day.people):
                continue
            for one in found.groups(way=way):
                counts = (one.people, one.falls, one.rises, one.protected)
                pay = (one.before, one.table - one.before, one.paid - one.before)
                rows.append((str(found.comparison.title(way)), str(one.group), *numbers(counts), *numbers(pay)))
    return Tab(
        "switch", tr("Switch", "切换"),
        tr("The day of the switch, by passage from grade to grade", "切换当日：按职级去向"),
        tr("People who pass, on average over the replications; base pay of all of them a month before, and how it"
           " changes by the new tables and as paid at first. What would tell of fewer than five people is left out.",
           "切换人数为各次重复的平均；基本工资为全部切换人员切换前的月合计，以及按新薪级表和首月实发的变化。不足5人者不列示。"),
        (
            Column("way", tr("Way", "切换方式")), Column("group", tr("Passage", "职级去向")),
            Column("people", tr("People", "人数"), "people"),
            Column("falls", tr("Base pay\nfalls", "基本工资\n降低"), "people"),
            Column("rises", tr("Base pay\nrises", "基本工资\n提高"), "people"),
            Column("protected", tr("Protected", "受保护"), "people"),
            Column("before", tr("Base pay,\na month before", "切换前月\n基本工资"), "money"),
            Column("by_table", tr("Change by\nthe tables", "按新薪级表\n变化"), "change", unit="money"),
            Column("paid", tr("Change as\npaid at first", "首月实发\n变化"), "change", unit="money"),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def switch_months(scene: SheetScene) -> Tab:
    """Labor cost of the first year after the switch against the old scheme, month by month."""
    rows: list[tuple[CellValue, ...]] = []
    for found in scene.asked(Switch):
        for way in found.days:
            for one in found.months(way):
                told = numbers((one.more.mean, one.more.low, one.more.high, one.protection.mean))
                rows.append((str(found.comparison.title(way)), found.calendar_month(one.month), *told))
    return Tab(
        "switch_months", tr("Switch by month", "切换后逐月"), tr("The first year after the switch", "切换后第一年"),
        tr("Labor cost of a month against the old scheme on the same people with the same luck.",
           "每月人工成本与原方案之差，人员与随机条件相同。"),
        (
            Column("way", tr("Way", "切换方式")), Column("month", tr("Month", "月份"), "word"),
            Column("more", tr("Labor cost:\ndifference", "人工成本\n差值"), "change", unit="money"),
            Column("more_low", tr("95% interval\nfrom", "95%区间\n下限"), "change", unit="money"),
            Column("more_high", tr("95% interval\nto", "95%区间\n上限"), "change", unit="money"),
            Column("protection", tr("of this protection\nof pay", "其中薪酬\n保护"), "change", unit="money"),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip
