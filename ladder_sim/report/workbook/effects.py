"""The sheets on effects: what a difference is made of, who wins and who loses, and what to check first."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.analysis.statements.effects import Effect, effect_between
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.model.kinds import EXIT_CAUSES
from ladder_sim.report.document.bridges import cost_items
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.ranked import first_title, ranked, weighed
from ladder_sim.report.document.role_cells import cells
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, numbers
from ladder_sim.report.workbook.measures import cell_unit
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.small_groups import few_people
from ladder_sim.results.why import Why, question_name


def bridges(scene: SheetScene) -> Tab:
    """What the difference of each alternative is made of: parts that add up to it, and the sum below them."""
    rows: list[tuple[CellValue, ...]] = []
    units: list[str] = []
    totals: list[int] = []
    for measure, scheme, split, parts in _splits(scene):
        unit = scene.known[measure].unit
        title = str(scene.known[measure].title)
        for name, one in parts:
            rows.append((title, scene.names[scheme], split, name, cell_unit(unit),
                         *numbers((one.mean, one.low, one.high))))  # fmt: skip
            units.append(unit)
        totals.append(len(rows) - 1)
    return Tab(
        "bridges", tr("Bridges", "差额分解"), tr("What the differences are made of", "差额由什么构成"),
        tr("The parts of a split add up to the difference from the baseline in its last row. By part of cost and by"
           " cause: read off the two runs. With its consequences, and direct: where compare … --why asked, by part of"
           " the scheme.",
           "每种分解的各项之和即最后一行与基准之差。按成本项目和离职原因：从两次模拟读出。"
           "含连带影响与直接：由 compare … --why 按方案组成部分分解。"),
        (
            Column("measure", tr("Measure", "指标")), Column("scheme", tr("Scheme", "方案")),
            Column("split", tr("Split", "分解方式"), "word"), Column("part", tr("Part", "项目")),
            Column("unit", tr("Unit", "单位"), "word"),
            Column("share", tr("Difference from\nthe baseline", "与基准\n之差"), "change"),
            Column("low", tr("95% interval\nfrom", "95%区间\n下限"), "change"),
            Column("high", tr("95% interval\nto", "95%区间\n上限"), "change"),
        ),
        tuple(rows), tuple(units), frozenset(totals), frozen=4,
    )  # fmt: skip


def _splits(scene: SheetScene) -> Iterator[tuple[str, str, str, list[tuple[str, Interval]]]]:
    """Measure, scheme, kind of split, and its parts with their sum behind."""
    comparison, together = scene.comparison, tr("together", "合计")
    causes = {f"turnover_{cause}": str(info.title) for cause, info in EXIT_CAUSES.items()}
    read_off = (("labor_cost", tr("by part of cost", "按成本项目"), cost_items()),
                ("turnover", tr("by cause", "按离职原因"), causes))  # fmt: skip
    for measure, split, items in (one for one in read_off if one[0] in scene.known):
        for scheme in comparison.others:
            found = [(title, comparison.contrast(scheme, name).difference) for name, title in items.items()]
            parts = [(title, one) for title, one in found if one.n and (one.mean or one.low or one.high)]
            total = comparison.contrast(scheme, measure).difference
            if parts and total.n:
                yield measure, scheme, split, [*parts, (together, total)]
    for why in scene.asked(Why):
        for own in why.splits if why.measure.name in scene.known else ():
            bars = [(str(bar.part.title), bar.range) for bar in own.bars if bar.values.any()]
            if bars and own.total.n:
                yield why.measure.name, own.scheme, question_name(own.question), [*bars, (together, own.total)]


def roles(scene: SheetScene) -> Tab:
    """Pay per head and promotion rate of each role, with the differences from the baseline; no groups below five."""
    rows: list[tuple[CellValue, ...]] = []
    base = cells(scene.runs[0], "role")
    for run in scene.runs:
        for role, one in cells(run, "role").items():
            if few_people(one.people):
                rows.append((first_upper(role_title(role)), scene.name(run), *(None,) * 9,
                             tr("fewer than 5 people: not shown", "不足5人，不显示")))  # fmt: skip
                continue
            against: tuple[CellValue, ...] = (None,) * 6
            if run is not scene.runs[0] and role in base and not few_people(base[role].people):
                other = base[role]
                against = (*_effect(effect_between("pay", "plain", one.pay, other.pay)),
                           *_effect(effect_between("rate", "plain", one.promoted, other.promoted)))  # fmt: skip
            pay, rate = numbers((mean_interval(one.pay).mean, mean_interval(one.promoted).mean))
            rows.append((first_upper(role_title(role)), scene.name(run), one.people, pay, *against[:3], rate,
                         *against[3:], ""))  # fmt: skip
    order = {role: i for i, role in enumerate(dict.fromkeys(row[0] for row in rows))}
    rows.sort(key=lambda row: order[row[0]])
    low, high = tr("95% interval\nfrom", "95%区间\n下限"), tr("95% interval\nto", "95%区间\n上限")
    paid = scene.brief.readers.may_see("money")
    title, about = tr("Promotion by role", "各岗位层级的晋升"), ""
    if paid:
        title = tr("Pay and promotion by role", "各岗位层级的薪酬与晋升")
        about = tr("Pay per head is everything paid in a year divided by the average number of people in the role. ",
                   "人均薪酬为一年全部支付额除以该岗位层级的平均人数。")  # fmt: skip
    return Tab(
        "roles", tr("Winners and losers", "受益与受损"), title,
        about
        + tr("Promotion rate is promotions out of the role's grades divided by the average number of people in the"
             " role. Differences are from the baseline, paired by replication. A role's mean also moves because other"
             " people hold it.",
             "晋升率为自该层级各职级晋升的人次除以该层级平均人数。差值为与基准之差，按重复配对。层级均值也会因人员构成变化而变动。"),
        (
            Column("who", tr("Role", "岗位层级")), Column("scheme", tr("Scheme", "方案")),
            Column("people", tr("People\n(average)", "平均\n人数"), "people"),
            Column("pay", tr("Pay per head\na year", "人均\n年薪酬"), "money"),
            Column("difference", tr("Pay:\ndifference", "薪酬\n差值"), "change", unit="money"),
            Column("difference_low", low, "change", unit="money"),
            Column("difference_high", high, "change", unit="money"),
            Column("rate", tr("Promotion rate\na year", "年晋升率"), "share"),
            Column("rate_difference", tr("Rate:\ndifference", "晋升率\n差值"), "change", unit="share"),
            Column("rate_low", low, "change", unit="share"), Column("rate_high", high, "change", unit="share"),
            Column("note", tr("Note", "说明"), optional=True),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def _effect(found: Effect) -> tuple[CellValue, ...]:
    return numbers((found.mean, found.low, found.high))


def first_assumptions(scene: SheetScene) -> Tab:
    """The ten assumptions to look at first, as page and slides have them."""
    told = Scene(scene.comparison, scene.brief)
    found = weighed(told)
    unit = "" if found is None else found.measure.unit
    rows = tuple(
        (i, one.title, one.whose, one.value, one.range, one.kind, *numbers((one.low, one.high)), one.turns)
        for i, one in enumerate(ranked(told), 1)
    )
    about = tr("Ranked by how many schemes share them, what the workforce says of leaving first. What they change:"
               " compare … --doubt.",
               "按共有方案数排序，人员文件中关于离职的在前。影响大小：compare … --doubt。")  # fmt: skip
    if found is not None:
        about = tr("Ranked by how far each moves the difference in {m} of {s} over its range ({u}).",
                   "按各项在可能范围内对{s}的{m}差值的影响排序（{u}）。", m=found.measure.title,
                   s=told.title(told.focus), u=cell_unit(unit))  # fmt: skip
    return Tab(
        "first_assumptions", tr("Check first", "先核实"),
        first_title(told) or tr("To check first", "先核实的假设"), about,
        (
            Column("place", tr("Place", "排序"), "whole"), Column("assumption", tr("Assumption", "假设"), most=60),
            Column("whose", tr("Of", "属于")), Column("value", tr("In use", "现值")),
            Column("range", tr("Range", "可能范围"), optional=True), Column("kind", tr("Kind", "类型"), "word"),
            *(() if found is None else (
                Column("low", tr("Difference over it\nfrom", "范围内差值\n下限"), "change", unit=unit),
                Column("high", tr("Difference over it\nto", "范围内差值\n上限"), "change", unit=unit),
                Column("turns_at", tr("Turns at", "反转点")),
            )),
        ),
        tuple(row if found is not None else row[:6] for row in rows), frozen=2,
    )  # fmt: skip
