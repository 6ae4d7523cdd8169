"""The sheets of people: headcount, moves, exits, hires, where reviews stop people, and how long they wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ladder_sim.analysis.why_not import outcomes, unreviewed
from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.model.kinds import EXIT_CAUSES, MOVE_KINDS, MoveKind
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, intervals, numbers
from ladder_sim.results.coded import WAIT_ENDS
from ladder_sim.results.intervals import ratio, samples
from ladder_sim.results.measures import WITHIN
from ladder_sim.results.run import Run
from ladder_sim.results.survival import Incidence, counts_of, incidence, median_of_entrants, within


def _scheme() -> Column:
    return Column("scheme", tr("Scheme", "方案"))


def _half(kind: str = "people") -> Column:
    return Column("half", "±", "share" if kind == "share" else "people")


def _means() -> str:
    return tr(
        "Means over replications; ± is half the width of the mean's 95% interval.",
        "各次重复的均值；±为均值95%区间的半宽。",
    )


def _told(values: Floats, event: float = 0.0) -> list[tuple[CellValue, ...]]:
    """Mean and half-width of each column of a (replications, columns) array; `event` is what one adds to a value."""
    mean, low, high = intervals(values, event)
    return [numbers(pair) for pair in zip(mean, (high - low) / 2, strict=True)]


def headcount(scene: SheetScene) -> Tab:
    """People by grade at the end of each month: the months across, as in a budget."""
    rows: list[tuple[CellValue, ...]] = []
    totals: list[int] = []
    for run in scene.runs:
        people = run.counts.headcount.astype(np.float64)
        mean, low, high = intervals(np.concatenate([people, people.sum(axis=2, keepdims=True)], axis=2))
        titles = [*scene.grades(run), tr("all grades", "合计")]
        for figure, table in ((tr("mean", "均值"), mean), ("±", (high - low) / 2)):
            rows.extend((scene.name(run), figure, title, *numbers(table[:, g])) for g, title in enumerate(titles))
            totals.append(len(rows) - 1)
    heads = [tr("start", "期初"), *(f"{date:%Y-%m}" for date in scene.dates[1:])]
    return Tab(
        "headcount", tr("Headcount", "人数"), tr("Headcount by grade and month", "各职级逐月人数"),
        _means() + tr(" At the start, then at the end of each month.", "先列期初，其后为各月月末。"),
        (
            _scheme(), Column("figure", tr("Figure", "数值"), "word"), Column("grade", tr("Grade", "职级")),
            *(Column(f"month_{month}", head, "people") for month, head in enumerate(heads)),
        ),
        tuple(rows), totals=frozenset(totals), frozen=3, filters=3,
    )  # fmt: skip


def moves(scene: SheetScene) -> Tab:
    """Moves a year by kind and move."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        info = run.axes.moves
        if not info:
            continue
        table = np.zeros((len(run.axes.arcs), len(info)))
        for i, (move, _, _) in enumerate(run.axes.arcs):
            table[i, move] = 1.0
        yearly = scene.a_year(run.counts.moves) @ table
        one = 12 / run.months
        rates = ratio(yearly, _everyone(run)[:, None])
        found = sorted(
            zip(info, _told(yearly, one), _told(rates, _share(one, run)), strict=True),
            key=lambda row: list(MOVE_KINDS).index(row[0].kind),
        )
        rows.extend(
            (scene.name(run), str(MOVE_KINDS[move.kind].title), str(move.title), *people, *rate)
            for move, people, rate in found
        )
    return Tab(
        "moves", tr("Moves", "职级变动"), tr("Moves a year by kind and move", "每年各类职级变动"), _means(),
        (
            _scheme(), Column("kind", tr("Kind", "类别"), "word"), Column("move", tr("Move", "变动")),
            Column("people", tr("People\na year", "每年\n人次"), "people"), _half(),
            Column("rate", tr("% of headcount\na year", "占平均人数\n每年"), "share", bar=True),
            Column("rate_half", "±", "share"),
        ),
        tuple(rows), frozen=3,
    )  # fmt: skip


def _everyone(run: Run) -> Floats:
    """Average headcount of everybody, by replication."""
    total: Floats = run.counts.headcount[:, 1:].sum(axis=2).mean(axis=1, dtype=np.float64)
    return total


def _share(one: float, run: Run) -> float:
    """What so many people a year add to a rate."""
    return one / max(1.0, float(_everyone(run).mean()))


def flows(scene: SheetScene) -> Tab:
    """Moves a year from grade to grade; those that nobody makes are left out."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        yearly = scene.a_year(run.counts.moves)
        pairs: dict[tuple[MoveKind, int, int], list[int]] = {}
        for i, (move, source, target) in enumerate(run.axes.arcs):
            pairs.setdefault((run.axes.moves[move].kind, source, target), []).append(i)
        kept = [(pair, arcs) for pair, arcs in pairs.items() if yearly[:, arcs].any()]
        kept.sort(key=lambda item: (list(MOVE_KINDS).index(item[0][0]), item[0][1:]))
        if not kept:
            continue
        grades = [*scene.grades(run), tr("(leaves)", "（离职）")]
        told = _told(np.column_stack([yearly[:, arcs].sum(axis=1) for _, arcs in kept]), 12 / run.months)
        rows.extend(
            (scene.name(run), grades[source], grades[target], str(MOVE_KINDS[kind].title), *people)
            for ((kind, source, target), _), people in zip(kept, told, strict=True)
        )
    return Tab(
        "flows", tr("Flows", "职级流向"), tr("Moves a year from grade to grade", "每年职级间的流向"),
        _means() + tr(" Pairs of grades between which nobody moves are left out.", "无人流动的职级组合不列出。"),
        (
            _scheme(), Column("from", tr("From", "从")), Column("to", tr("To", "到")),
            Column("kind", tr("Kind", "类别"), "word"),
            Column("people", tr("People\na year", "每年\n人次"), "people", bar=True), _half(),
        ),
        tuple(rows), frozen=3,
    )  # fmt: skip


def exits(scene: SheetScene) -> Tab:
    """Exits by cause, and by year."""
    rows: list[tuple[CellValue, ...]] = []
    totals = []
    for run in scene.runs:
        array = run.counts.exits.sum(axis=2)
        array = np.concatenate([array, array.sum(axis=2, keepdims=True)], axis=2)
        yearly, years = scene.a_year(array), scene.by_year(array)
        one = 12 / run.months
        rates = _told(ratio(yearly, _everyone(run)[:, None]), _share(one, run))
        titles = [*(str(EXIT_CAUSES[cause].title) for cause in run.axes.causes), tr("all causes", "合计")]
        for i, (title, people, rate) in enumerate(zip(titles, _told(yearly, one), rates, strict=True)):
            rows.append((scene.name(run), title, *people, *rate, *numbers(years[:, i])))
        totals.append(len(rows) - 1)
    return Tab(
        "exits", tr("Exits", "离职"), tr("Exits by cause", "各原因离职人数"), _means(),
        (
            _scheme(), Column("cause", tr("Cause", "原因")),
            Column("people", tr("People\na year", "每年\n人数"), "people"), _half(),
            Column("rate", tr("% of headcount\na year", "占平均人数\n每年"), "share", bar=True),
            Column("rate_half", "±", "share"), *scene.year_columns("people"),
        ),
        tuple(rows), totals=frozenset(totals), frozen=2,
    )  # fmt: skip


def hires(scene: SheetScene) -> Tab:
    """Hires by grade, and by year."""
    rows: list[tuple[CellValue, ...]] = []
    totals = []
    for run in scene.runs:
        array = np.concatenate([run.counts.hires, run.counts.hires.sum(axis=2, keepdims=True)], axis=2)
        years = scene.by_year(array)
        titles = [*scene.grades(run), tr("all grades", "合计")]
        for i, (title, people) in enumerate(zip(titles, _told(scene.a_year(array), 12 / run.months), strict=True)):
            if years[:, i].any() or i == len(titles) - 1:
                rows.append((scene.name(run), title, *people, *numbers(years[:, i])))
        totals.append(len(rows) - 1)
    return Tab(
        "hires", tr("Hires", "招聘"), tr("Hires by grade", "各职级招聘人数"),
        _means() + tr(" Grades that nobody is hired into are left out.", "无人招入的职级不列出。"),
        (
            _scheme(), Column("grade", tr("Grade", "职级")),
            Column("people", tr("People\na year", "每年\n人数"), "people"), _half(), *scene.year_columns("people"),
        ),
        tuple(rows), totals=frozenset(totals), frozen=2,
    )  # fmt: skip


def seats(scene: SheetScene) -> Tab:
    """Seats by grade, and how many are taken."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        table = run.counts.seats
        required, taken = table.mean(axis=(0, 1), dtype=np.float64).T
        vacant = np.maximum(table[..., 0] - table[..., 1], 0).mean(axis=1, dtype=np.float64)
        rates = ratio(vacant.mean(axis=0), required)
        for g, (grade, told) in enumerate(zip(scene.grades(run), _told(vacant), strict=True)):
            if required[g]:
                rows.append((scene.name(run), grade, *numbers((required[g], taken[g])), *told, *numbers([rates[g]])))
    return Tab(
        "seats", tr("Seats", "编制"), tr("Seats by grade", "各职级的编制"),
        _means()
        + tr(" Mean of months, after each month's reviews; taken: by people, or promised to one who is to come. Only"
             " grades with seats of their own.",
             "各月评审之后的月均值；“已占”含在岗者和已定人选。只列有编制限制的职级。"),
        (
            _scheme(), Column("grade", tr("Grade", "职级")), Column("seats", tr("Seats", "编制"), "people"),
            Column("taken", tr("Taken", "已占"), "people"), Column("open", tr("Open", "空缺"), "people"), _half(),
            Column("share", tr("% open", "空缺率"), "share", bar=True),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def reviews(scene: SheetScene) -> Tab:
    """The why-not ledger: how reviews end, reason by reason."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        for row in _reasons(run):
            rows.append((scene.name(run), *row))
    return Tab(
        "why_not", tr("Why not", "未变动原因"), tr("How reviews end: the why-not ledger", "评审结果：未变动原因台账"),
        tr(
            "Each person reviewed has one outcome: the first condition that failed, in the order of the scheme, or"
            " what came after. “Only this” counts those stopped by that condition and no other; runs that"
            " were asked to explain have it. Means over replications; ± is half the width of the mean's 95% interval.",
            "每位参评人员只有一个结果：按方案顺序的首个未满足条件，或其后的原因。“仅此一项”为仅因该条件受阻者，"
            "运行时要求解释才有此列。各次重复的均值；±为均值95%区间的半宽。",
        ),
        (
            _scheme(), Column("kind", tr("Kind", "类别"), "word"), Column("move", tr("Move", "变动")),
            Column("step", tr("Step", "次序"), "whole"), Column("reason", tr("Outcome", "结果")),
            Column("people", tr("Reviews\na year", "每年评审\n人次"), "people"), _half(),
            Column("share", tr("% of\nreviews", "占评审\n人次"), "share", bar=True),
            Column("alone", tr("Only this:\na year", "仅此一项\n每年人次"), "people", optional=True),
            Column("note", tr("Note", "说明"), optional=True),
        ),
        tuple(rows), frozen=3,
    )  # fmt: skip


def _reasons(run: Run) -> Iterator[tuple[CellValue, ...]]:
    years = run.months / 12
    for info in run.axes.moves:
        if info.id not in run.counts.ledger:
            continue
        counts = run.counts.ledger[info.id].sum(axis=1, dtype=np.float64) / years
        total = counts.mean(axis=0).sum()
        told = _told(counts)
        alone = None
        if info.id in run.counts.alone:
            alone = run.counts.alone[info.id].sum(axis=1, dtype=np.float64).mean(axis=0) / years
        for i, (key, title) in enumerate(zip(info.reason_ids, outcomes(run, info), strict=True)):
            condition = i < info.conditions
            if condition or key == "moved" or counts[:, i].any():
                only = float(alone[i]) if alone is not None and condition else None
                share = float(counts[:, i].mean() / total) if total else None
                why = "" if total else unreviewed(info)
                yield str(MOVE_KINDS[info.kind].title), str(info.title), i + 1, title, *told[i], share, only, why


def waits(scene: SheetScene) -> Tab:
    """Cumulative incidence of promotion out of the entry grade, month by month."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        curve = run.window().promoted_by()
        found = run.window().pooled_waits("entry", samples(run.replications))
        others = [part[0, : len(curve)].tolist() for part in (found.left, found.other, found.waiting)]
        rows.extend(
            (scene.name(run), month, *numbers((curve[month].mean, curve[month].half)), *rest)
            for month, rest in enumerate(zip(*others, strict=True))
        )
    return Tab(
        "waits", tr("Time to promotion", "晋升等待"),
        tr("Of those who enter an entry grade: promoted, left or waiting after so many months",
           "进入起始职级者在若干个月后：已晋升、已离职或仍在等待的比例"),
        tr(
            "Cumulative incidence by Aalen–Johansen with delayed entry; leaving and other moves compete with promotion."
            " All replications together; ± is half the width of the 95% interval.",
            "采用带延迟进入的 Aalen–Johansen 累积发生率；离职和其他变动与晋升互为竞争事件。"
            "各次重复合并计算；±为95%区间的半宽。",
        ),
        (
            _scheme(), Column("month", tr("Months\nin grade", "任现职级\n月数"), "whole"),
            Column("promoted", tr("Promoted", "已晋升"), "share", bar=True), _half("share"),
            Column("left", tr("Left", "已离职"), "share"), Column("other", tr("Other move", "其他变动"), "share"),
            Column("waiting", tr("Still waiting", "仍在等待"), "share"),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def waits_by_grade(scene: SheetScene) -> Tab:
    """Shares promoted within 12, 24 and 36 months of entering each grade, all replications together."""
    rows: list[tuple[CellValue, ...]] = []
    for run in scene.runs:
        counts = _pooled_waits(run)
        found = incidence(counts)
        shares = [within(found, months) for months in WITHIN]
        median = median_of_entrants(found)
        observed = counts[:, :, : len(WAIT_ENDS)].sum(axis=(1, 2))
        for g, (grade, name) in enumerate(zip(run.axes.grades, scene.grades(run), strict=True)):
            if grade.covered and not grade.top and observed[g]:
                values = [median[g], *(share[g] for share in shares)]
                stays = float(observed[g] / run.replications)
                rows.append((scene.name(run), name, stays, *numbers(values), _why_no_wait(values, found, g)))
    return Tab(
        "waits_by_grade", tr("Waits by grade", "各级等待"), tr("Time to promotion by grade", "各职级的晋升等待时间"),
        tr(
            "Of those who enter the grade, the share promoted out of it within so many months, and the month by which"
            " half of them are promoted, leavers included; cumulative incidence with all replications together, so"
            " that grades with few people can be told. Where a cell is empty, the note says why.",
            "进入该职级者在若干个月内晋升的比例，以及其中一半人（含离职者）获得晋升所需的月数；"
            "累积发生率，全部重复合并计算，以便人数少的职级也有数值。空格的原因见说明。",
        ),
        (
            _scheme(), Column("grade", tr("Grade", "职级")),
            Column("people", tr("Stays observed\nper replication", "每次重复\n观察到的任期数"), "people"),
            Column("median", tr("Median wait\nof entrants", "进入者的等待\n月数中位数"), "months"),
            *(
                Column(f"within_{m}", tr("Promoted within\n{m} months", "{m}个月内\n晋升", m=m), "share", bar=m == 24)
                for m in WITHIN
            ),
            Column("note", tr("Note", "说明"), optional=True),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip


def _why_no_wait(values: Sequence[float], found: Incidence, grade: int) -> str:
    """Why a grade has no median wait, or no share within so many months."""
    parts = []
    if np.isnan(values[0]):
        most = f"{100 * found.promoted[grade].max():.0f}%"
        parts.append(tr("median not reached: {x} of entrants promoted in the months observed",
                        "中位数未达到：观察期内进入者的晋升比例为{x}", x=most))  # fmt: skip
    if np.isnan(values[1:]).any():
        parts.append(tr("the run is too short, or nobody was observed so long", "模拟月数不足，或无人被观察那么久"))
    return tr("; ", "；").join(parts)


def _pooled_waits(run: Run) -> Integers:
    """Counts of shape (grades, months + 2, ends), all replications together."""
    rows = np.asarray(run.counts.waits)
    return counts_of(rows[:, 1], rows[:, 2:], run.months, len(run.axes.grades))
