"""Measures of what only a run's axes know: its grades, its parts of pay and cost, its groups of people."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.counts import Axes
from ladder_sim.results.intervals import ratio
from ladder_sim.results.measure import Measure, divided, one, promotions, rate, together
from ladder_sim.results.parity import Events, GroupPair, pairs
from ladder_sim.results.period import Window
from ladder_sim.results.stage_cases import stage_measures
from ladder_sim.results.work_measures import work_measures


def axis_measures(axes: Axes) -> list[Measure]:
    """By grade, by part of pay and cost, by group, in the order of tables."""
    part_time = _fte_measures() if axes.part_time else []
    moved = _transfer_measures(axes)
    hours = [*work_measures(axes), *stage_measures(axes)]
    return [*_grade_measures(axes), *_part_measures(axes), *part_time, *hours, *moved, *_fairness_measures(axes)]


def below_and_above(w: Window, people: Floats) -> tuple[Floats, Floats]:
    """People in the lowest role, and in all higher ones; `people` by grade, shape (replications, grades)."""
    order = {role: i for i, role in enumerate(w.roles)}
    ranks = np.array([order.get(g.role, len(order)) for g in w.axes.grades])
    lowest = ranks == ranks.min()
    return people[:, lowest].sum(axis=1), people[:, ~lowest].sum(axis=1)


def _equivalents(w: Window) -> Floats:
    """Average full-time equivalents, shape (replications,)."""
    found: Floats = w.over(w.counts.fte).sum(axis=1) / (w.stop - w.start)
    return found


def _fte_measures() -> list[Measure]:
    """What is counted in full-time equivalents, where anybody may work part time."""

    def salary(w: Window) -> Floats:
        return ratio(w.paid.sum(axis=1) / w.years, _equivalents(w))

    def labor(w: Window) -> Floats:
        return ratio((w.paid.sum(axis=1) + w.costs.sum(axis=1)) / w.years, _equivalents(w))

    def span(w: Window) -> tuple[Floats, Floats]:
        return below_and_above(w, w.over(w.counts.fte))

    return [
        Measure(
            "fte", Title("Full-time equivalents", "全时当量人数"), "people",
            Title("sum of everybody's share of full time, mean of month-ends; headcount counts heads",
                  "每人全时当量之和，月末平均；人数则按人头计"),
            None, _equivalents, headline=True,
        ),
        Measure(
            "salary_cost_per_fte", Title("Salary cost per full-time equivalent", "每全时当量薪酬成本"), "money",
            Title("salary cost ÷ average full-time equivalents", "薪酬成本 ÷ 平均全时当量人数"),
            None, salary,
        ),
        Measure(
            "labor_cost_per_fte", Title("Labor cost per full-time equivalent", "每全时当量人工成本"), "money",
            Title("labor cost ÷ average full-time equivalents", "人工成本 ÷ 平均全时当量人数"),
            None, labor,
        ),
        Measure(
            "span_fte", Title("Agents per leader, in full-time equivalents", "管理幅度（全时当量）"), "ratio",
            Title("full-time equivalents in the lowest role ÷ those in all higher roles, all replications together",
                  "最低岗位层级的全时当量 ÷ 其上各层级的全时当量，各次重复合并计算"),
            None, divided(span), Title("nobody in a higher role", "没有更高岗位层级的人员"), pooled=together(span),
        ),
    ]  # fmt: skip


def _transfer_measures(axes: Axes) -> list[Measure]:
    """Moves between departments: of a company, or out of one department and into it."""

    def moved(w: Window) -> Floats:
        total: Floats = w.moved[:, _transfer_arcs(w.axes)].sum(axis=1)
        return total

    match axes.of:
        case "":
            return []
        case "company":
            return [Measure(
                "transfer_rate", Title("Transfers between departments", "部门间调动率"), "share a year",
                Title("moves from one department to another ÷ average headcount of the company, per year; they are"
                      " neither exits nor hires", "部门间调动人次 ÷ 公司平均人数，按年计；不计入离职和招聘"),
                None, rate(moved), headline=True, event=one,
            )]  # fmt: skip
        case "department":
            return [
                Measure(
                    "transfers_out", Title("Transfers out", "调出率"), "share a year",
                    Title("people who go to another department ÷ average headcount of this one, per year; they are"
                          " among its exits (transfer out)",
                          "调往其他部门的人次 ÷ 本部门平均人数，按年计；计入本部门离职（调出）"),
                    None, rate(moved), headline=True, event=one,
                ),
                Measure(
                    "transfers_in", Title("Transfers in", "调入率"), "share a year",
                    Title("people who come from another department ÷ average headcount of this one, per year; they are"
                          " no hires", "由其他部门调入的人次 ÷ 本部门平均人数，按年计；不计入招聘"),
                    None, rate(lambda w: w.over(w.counts.arrivals).sum(axis=1)), headline=True, event=one,
                ),
            ]  # fmt: skip
        case _:
            assert_never(axes.of)


def _transfer_arcs(axes: Axes) -> list[int]:
    """The arcs of moves between departments."""
    return [i for i, (move, _, _) in enumerate(axes.arcs) if axes.moves[move].id in axes.transfers]


def _grade_measures(axes: Axes) -> list[Measure]:
    grades = list(enumerate(axes.grades))
    rates = [_promotion_rate(i, grade.id, grade.title) for i, grade in grades if grade.covered and not grade.top]
    return rates + [_mix(i, grade.id, grade.title) for i, grade in grades]


def _promotion_rate(i: int, grade: str, title: Title) -> Measure:
    """How many are promoted out of the grade with this place on the axis of grades."""

    def parts(w: Window) -> tuple[Floats, Floats]:
        return promotions(w, i) / w.years, w.people[:, i]

    return Measure(
        f"promotion_rate:{grade}",
        Title("Promotion rate: from {g}", "晋升率：{g}").fill(g=title), "share a year",
        Title("promotions out of the grade ÷ its average headcount, per year, all replications together",
              "自该职级晋升人次 ÷ 该职级平均人数，按年计，各次重复合并计算"),
        "up", divided(parts), Title("nobody was in the grade", "该职级无人"), pooled=together(parts),
        event=lambda w: ratio(1 / w.years, w.people[:, i]),
    )  # fmt: skip


def _mix(i: int, grade: str, title: Title) -> Measure:
    return Measure(
        f"grade_mix:{grade}", Title("Share of {g}", "{g}占比").fill(g=title), "share",
        Title("the grade's average headcount ÷ everybody's", "该职级平均人数 ÷ 全体平均人数"),
        None, lambda w: ratio(w.people[:, i], w.everyone),
    )  # fmt: skip


def _part_measures(axes: Axes) -> list[Measure]:
    made = [_salary_part(i, part, title) for i, (part, title) in enumerate(axes.parts)]
    return made + [_labor_part(i, cost, COST_TITLES[cost]) for i, cost in enumerate(COSTS)]


def _salary_part(i: int, part: str, title: Title) -> Measure:
    return Measure(
        f"salary_cost:{part}", Title("Salary cost: {p}", "薪酬成本：{p}").fill(p=title), "money a year",
        Title("this part of pay, per year", "该薪酬项目，按年计"),
        None, lambda w: w.paid[:, i] / w.years,
    )  # fmt: skip


def _labor_part(i: int, cost: str, title: Title) -> Measure:
    return Measure(
        f"labor_cost:{cost}", Title("Labor cost: {cost}", "人工成本：{cost}").fill(cost=title), "money a year",
        Title("this cost, per year", "该项费用，按年计"),
        None, lambda w: w.costs[:, i] / w.years,
    )  # fmt: skip


def _fairness_measures(axes: Axes) -> list[Measure]:
    audited = pairs(axes)
    made = [_promotion_fairness(pair) for pair in audited]
    for pair in audited:
        made += [_exit_fairness(pair, "leaving"), _exit_fairness(pair, "dismissal"), _pay_fairness(pair)]
    return [replace(one, noted=True) for one in made]


def _promotion_fairness(pair: GroupPair) -> Measure:
    return Measure(
        pair.name, pair.title, "log_ratio",
        Title(
            "the group's promotion rate in % of that of the others, all replications together; 100%: alike, 80%:"
            " four fifths (the rule of thumb of US employment law), 125%: five quarters; to be read beside what"
            " chance alone gives; tables and JSON hold its natural logarithm",
            "该组晋升率为其余人员晋升率的百分之几，各次重复合并计算；100%为相同，80%即五分之四"
            "（美国 EEOC 的经验规则，非中国法定标准），125%即四分之五；须与随机波动的范围对照；"
            "数据表和 JSON 中为其自然对数",
        ),
        None, lambda w: pair.counts(w).log_ratio(),
        Title("nobody was promoted, or only one group is there", "没有人晋升，或只有一个组"),
        pooled=lambda w, weights: pair.counts(w).pooled(weights).log_ratio(),
        error=lambda w: pair.counts(w).error(),
        null=lambda w: pair.counts(w).null(),
    )  # fmt: skip


_EXIT_RATES: dict[Events, Title] = {
    "leaving": Title("Voluntary turnover", "主动离职率"),
    "dismissal": Title("Dismissals and failed probations", "辞退及试用不合格率"),
}
_LEAVERS: dict[Events, Title] = {
    "leaving": Title("voluntary leavers", "主动离职人次"),
    "dismissal": Title("the dismissed, also on probation,", "辞退及试用不合格人次"),
}


def _exit_fairness(pair: GroupPair, what: Events) -> Measure:
    name, title = pair.of(what, _EXIT_RATES[what])
    return Measure(
        name, title, "log_ratio",
        Title(
            "the group's rate of {cause} a head in % of that of the others, all replications together; 100%: alike;"
            " to be read beside what chance alone gives; tables and JSON hold its natural logarithm",
            "该组{cause}比率为其余人员的百分之几，各次重复合并计算；100%为相同；须与随机波动的范围对照；"
            "数据表和 JSON 中为其自然对数",
        ).fill(cause=_LEAVERS[what]),
        None, lambda w: pair.left(w, what).log_ratio(),
        Title("nobody left so, or only one group is there", "没有人因此离职，或只有一个组"),
        pooled=lambda w, weights: pair.left(w, what).pooled(weights).log_ratio(),
        error=lambda w: pair.left(w, what).error(),
        null=lambda w: pair.left(w, what).null(),
    )  # fmt: skip


def _pay_fairness(pair: GroupPair) -> Measure:
    name, title = pair.of("pay", Title("Pay", "人均薪酬"))
    return Measure(
        name, title, "log_ratio",
        Title(
            "the group's mean monthly pay in % of that of the others, whatever their grades, all replications together;"
            " 100%: alike; tables and JSON hold its natural logarithm",
            "该组月均薪酬为其余人员的百分之几（不区分职级），各次重复合并计算；100%为相同；"
            "数据表和 JSON 中为其自然对数",
        ),
        None, pair.pay_ratio, Title("nobody is paid, or only one group is there", "没有人领薪，或只有一个组"),
        pooled=pair.pay_ratio,
    )  # fmt: skip
