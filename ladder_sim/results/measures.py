"""What a run is judged by: one number per replication and measure, from the arrays of its counts.

Rates are per year whatever the number of months: events ÷ years ÷ average headcount, where the
average headcount is the mean of the month-end headcounts of the window (its opening does not
count). Shares and stocks are averages over the month-ends of the window. A window is the whole
run or one of its years. What cannot be said (no events, no people) is NaN, with a note.

What divides by a small number of people or events, or asks for the middle of a few waits, is formed from all
replications together: the mean of such quotients is biased, and leaves out the replications that have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.habits import MEASURES
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, closest, nearest
from ladder_sim.model.kinds import EXIT_CAUSES, Cause
from ladder_sim.results.axis_measures import axis_measures, below_and_above
from ladder_sim.results.choice_measures import choice_measures
from ladder_sim.results.counts import Axes
from ladder_sim.results.frames import TABLES
from ladder_sim.results.intervals import ratio
from ladder_sim.results.measure import Measure, divided, one, one_of, promotions, rate, together
from ladder_sim.results.own_measures import stated_measures
from ladder_sim.results.period import Window
from ladder_sim.results.real import with_real
from ladder_sim.results.survival import mean_month, median_month, median_of_entrants, within

# why a measure is NaN
_NO_PROMOTION = Title("nobody was promoted", "没有人晋升")
_NOT_REACHED = Title(
    "not reached, fewer than half of those who enter a grade are promoted in the months observed",
    "未达到，观察期内进入职级者获晋升的不到一半",
)
_TOO_SHORT = Title(
    "the run is shorter, or nobody in an entry grade was observed throughout",
    "模拟月数不足，或起始职级没有可连续观察的人员",
)
WITHIN = (12, 24, 36)


def _demotions(w: Window) -> Floats:
    total: Floats = w.moved[:, w.arcs("demotion")].sum(axis=1)
    return total


def _span(w: Window) -> tuple[Floats, Floats]:
    return below_and_above(w, w.people)


def _stuck(w: Window) -> Floats:
    return ratio(w.over(w.counts.stuck), w.everyone * (w.stop - w.start))


def _kpi(w: Window) -> Floats:
    sums = w.over(w.counts.kpi)
    return ratio(sums[:, 0], sums[:, 1])


def _a_head(w: Window) -> Floats:
    return ratio(w.paid.sum(axis=1) / w.years, w.everyone)


def _labor(w: Window) -> Floats:
    total: Floats = (w.paid.sum(axis=1) + w.costs.sum(axis=1)) / w.years
    return total


def _flow_measures() -> list[Measure]:
    made = [
        Measure(
            "advancement_rate", Title("Advancement rate", "首次晋升率"), "share a year",
            Title(
                "promotions to a higher layer than the person has held since joining (or since the first day) ÷ average"
                " headcount (everybody), per year; a step regained after a demotion does not count",
                "晋升到本人入职（或模拟首日）以来未曾达到的层级的人次 ÷ 平均人数（全体），按年计；"
                "降级后再升回原级不计入",
            ),
            "up", rate(lambda w: w.over(w.counts.advanced)), headline=True, event=one_of("promotion"),
        ),
        Measure(
            "net_promotion_rate", Title("Net promotion rate", "净晋升率"), "share a year",
            Title("promotions less demotions ÷ average headcount (everybody), per year",
                  "晋升人次减降级人次 ÷ 平均人数（全体），按年计"),
            "up", rate(lambda w: promotions(w) - _demotions(w)), headline=True,
            event=one_of("promotion", "demotion"), signed=True,
        ),
        Measure(
            "promotion_rate", Title("Promotion rate", "晋升率"), "share a year",
            Title(
                "promotions ÷ average headcount (everybody), per year; every step up counts, also one regained after a"
                " demotion",
                "晋升人次 ÷ 平均人数（全体），按年计；每次上升都计入，降级后再升也计入",
            ),
            "up", rate(promotions), headline=True, event=one_of("promotion"),
        ),
        Measure(
            "demotion_rate", Title("Demotion rate", "降级率"), "share a year",
            Title("demotions ÷ average headcount (everybody), per year", "降级人次 ÷ 平均人数（全体），按年计"),
            None, rate(_demotions), headline=True, event=one_of("demotion"),
        ),
        Measure(
            "turnover", Title("Turnover", "离职率"), "share a year",
            Title(
                "exits of every cause ÷ average headcount, per year (leavers over headcount, not the loss of a cohort)",
                "各种原因的离职人次 ÷ 平均人数，按年计（不是同批入职人员的离职比例）",
            ),
            "down", rate(lambda w: w.exits.sum(axis=1)), headline=True, event=one,
        ),
    ]  # fmt: skip
    made += [_turnover(i, cause, info.title) for i, (cause, info) in enumerate(EXIT_CAUSES.items())]
    made.append(
        Measure(
            "turnover_regretted", Title("Turnover: regretted", "离职率：骨干流失"), "share a year",
            Title(
                "voluntary leavers in the top fifth by 12-month KPI ÷ average headcount of everybody, per year",
                "近12个月绩效居前五分之一者的主动离职人次 ÷ 全体平均人数，按年计",
            ),
            "down", rate(lambda w: w.over(w.counts.regretted)), headline=True, event=one,
        )
    )  # fmt: skip
    return made


def _turnover(i: int, cause: Cause, what: Title) -> Measure:
    """Exits of the cause with this place on the axis of causes."""
    return Measure(
        f"turnover_{cause}", Title("Turnover: {what}", "离职率：{what}").fill(what=what), "share a year",
        Title("exits ({what}) ÷ average headcount, per year", "{what}人次 ÷ 平均人数，按年计").fill(what=what),
        "down" if cause == "voluntary" else None, rate(lambda w: w.exits[:, i]),
        headline=cause in ("voluntary", "dismissal", "probation"), event=one,
    )  # fmt: skip


def _money_measures() -> list[Measure]:
    return [
        Measure(
            "salary_cost", Title("Salary cost", "薪酬成本"), "money a year",
            Title("everything paid to people, per year", "付给员工的全部薪酬，按年计"),
            "down", lambda w: w.paid.sum(axis=1) / w.years, headline=True, unseen=_a_head,
        ),
        Measure(
            "salary_cost_per_head", Title("Salary cost per head", "人均薪酬成本"), "money",
            Title("salary cost ÷ average headcount at month-ends, without those who left in the month",
                  "薪酬成本 ÷ 月末平均人数（当月离职者计薪但不在月末人数内）"),
            None, _a_head, headline=True, unseen=lambda w: ratio(_a_head(w), w.everyone),
        ),
        Measure(
            "labor_cost", Title("Labor cost", "人工成本"), "money a year",
            Title(
                "salary cost and employer's contributions, severance, hiring and training, per year",
                "薪酬成本加单位社保、经济补偿、招聘和培训费用，按年计",
            ),
            "down", _labor, headline=True, unseen=_a_head,
        ),
        Measure("labor_cost_per_head", Title("Labor cost per head", "人均人工成本"), "money",
                Title("labor cost ÷ average headcount at month-ends, without those who left in the month",
                      "人工成本 ÷ 月末平均人数（当月离职者计薪但不在月末人数内）"), None,
                lambda w: ratio(_labor(w), w.everyone), unseen=lambda w: ratio(_a_head(w), w.everyone)),
    ]  # fmt: skip


def _wait_measures() -> list[Measure]:
    made = [
        Measure(
            "time_to_promotion",
            Title("Time to promotion (median of those promoted)", "晋升等待时间（获晋升者中位数）"), "months",
            Title(
                "months in grade by which half of those promoted within the horizon are promoted; all grades but the"
                " top and all replications together, Aalen–Johansen with delayed entry, leaving and other moves as"
                " competing events; months in a grade that was left by a lateral move are no part of it",
                "在模拟期内获晋升者中，一半人获得晋升所需的任现职级月数；除最高职级外全部职级、各次重复合并，"
                "采用带延迟进入的 Aalen–Johansen 估计，离职和其他变动为竞争事件；此前经平级调动离开的职级月数不计入",
            ),
            "down", lambda w: median_month(w.waits_all.promoted), _NO_PROMOTION, headline=True, yearly=False,
            pooled=lambda w, weights: median_month(w.pooled_waits("all", weights).promoted),
        ),
        Measure(
            "time_to_promotion_mean", Title("Time to promotion (mean)", "晋升等待时间（均值）"), "months",
            Title(
                "mean months in grade of those promoted within the horizon, from the same cumulative incidence",
                "在模拟期内获晋升者的平均任现职级月数，取自同一累积发生率",
            ),
            "down", lambda w: mean_month(w.waits_all.promoted), _NO_PROMOTION, yearly=False,
            pooled=lambda w, weights: mean_month(w.pooled_waits("all", weights).promoted),
        ),
    ]  # fmt: skip
    made.append(
        Measure(
            "median_wait", Title("Median wait of entrants", "进入者等待中位数"), "months",
            Title(
                "months in grade by which half of those who enter a grade are promoted out of it; leavers and other"
                " moves count as never promoted; all grades but the top, all replications together",
                "进入某职级者中一半人由该级获得晋升所需的任现职级月数；离职和其他变动视为未获晋升；除最高职级外全部职级、各次重复合并",
            ),
            "down", lambda w: median_of_entrants(w.waits_all), _NOT_REACHED, yearly=False,
            pooled=lambda w, weights: median_of_entrants(w.pooled_waits("all", weights)),
        )
    )  # fmt: skip
    return made + [_promoted_within(months) for months in WITHIN]


def _promoted_within(months: int) -> Measure:
    return Measure(
        f"promoted_within_{months}",
        Title(f"Promoted within {months} months", f"{months}个月内晋升"), "share",
        Title(
            f"share of those who enter an entry grade (where that is a trial, the grade it confirms into)"
            f" promoted straight out of it within {months} months; leavers, and those who leave it by a lateral"
            " move, stay in the denominator (cumulative incidence, all replications together)",
            f"进入起始职级者（起始职级为试用职级时，指转正后的职级）在{months}个月内从该级直接晋升的比例；"
            "离职者和平级调动离开者计入分母（累积发生率，各次重复合并）",
        ),
        "up", lambda w: within(w.waits_entry, months), _TOO_SHORT, headline=months == 24,
        yearly=False, event=lambda w: np.array([w.entrant]),
        pooled=lambda w, weights: within(w.pooled_waits("entry", weights), months),
    )  # fmt: skip


def _state_measures() -> list[Measure]:
    return [
        Measure(
            "stuck", Title("Longer than 24 months in grade", "任现职级超过24个月"), "share",
            Title("share of people longer in their grade than 24 months, mean of month-ends",
                  "在现职级超过24个月的人员比例，月末平均"),
            "down", _stuck, headline=True,
        ),
        Measure(
            "span", Title("Agents per leader", "管理幅度"), "ratio",
            Title("heads, not full-time equivalents: people in the lowest role ÷ people in all higher roles, all"
                  " replications together", "按人头计：最低岗位层级人数 ÷ 其上各层级人数，各次重复合并计算"),
            None, divided(_span), Title("nobody in a higher role", "没有更高岗位层级的人员"), pooled=together(_span),
        ),
        Measure(
            "vacant_seats", Title("Vacant seats", "空缺编制"), "seats",
            Title("open seats in grades with seats, mean of months; full-time equivalents where a grade counts these",
                  "有编制限制职级的空缺数，各月平均；按全时当量计的职级以全时当量计"),
            "down", lambda w: w.over(w.counts.vacant) / (w.stop - w.start),
        ),
        Measure(
            "kpi", Title("Mean KPI", "平均绩效"), "points",
            Title("mean monthly KPI of everybody assessed", "全部被考核人员的月度绩效均值"),
            "up", _kpi, Title("no KPI was recorded", "没有绩效记录"), headline=True,
        ),
    ]  # fmt: skip


def measures_of(axes: Axes) -> dict[str, Measure]:
    """Every measure that a run with these axes has, by name, in the order of tables."""
    made = [
        *_flow_measures(), *_money_measures(), *_wait_measures(), *_state_measures(), *choice_measures(),
        *axis_measures(axes), *stated_measures(axes),
    ]  # fmt: skip
    return {measure.name: measure for measure in with_real(made, axes)}


def measure_titles(names: Iterable[str]) -> dict[str, Title]:
    """What measures are called that every run has, by name, in the order asked for."""
    own = (*_flow_measures(), *_money_measures(), *_wait_measures(), *_state_measures())
    known = {measure.name: measure.title for measure in own}
    return {name: known[name] for name in names}


def _by_habit(text: str, known: Mapping[str, Measure]) -> str:
    """The measure that others call so: attrition is turnover."""
    meant = MEASURES.get(text.lower().replace(" ", "_"), "")
    return tr("; did you mean '{name}'?", "；是不是“{name}”？", name=meant) if meant in known else ""


def _by_title(text: str, known: Mapping[str, Measure]) -> str:
    """The measure whose title was written as a name: mean_kpi is the kpi, whose title is Mean KPI."""
    plain = text.replace("_", " ").strip().lower()
    named = [name for name, measure in known.items() if plain in map(str.lower, measure.title.spellings)]
    return tr("; did you mean '{name}'?", "；是不是“{name}”？", name=named[0]) if named else ""


def _by_table(text: str) -> str:
    """``head_count`` is a table."""
    name = next((one for one in TABLES if one == text.lower().replace("_", "").replace(" ", "")), "")
    name = name or (closest(text, TABLES) if text else "")
    return tr("; there is a table: table({name!r})", "；有数据表：table({name!r})", name=name) if name else ""


def no_measure(name: object, known: Mapping[str, Measure]) -> None:
    """Refuse the name of a measure where a table is asked for.

    Raises
    ------
    LadderError
        It is one of those known, and no table; with the call that gives it.
    """
    if isinstance(name, str) and name in known and name not in TABLES:
        raise LadderError(tr("{name!r} is a measure, not a table; write measure({name!r})",
                             "{name!r}是指标，不是数据表；请写作 measure({name!r})", name=name))  # fmt: skip


def find(name: object, known: Mapping[str, Measure]) -> Measure:
    """The measure of this name; ``labour_cost`` is ``labor_cost``.

    Raises
    ------
    LadderError
        There is none, with the nearest name, or what the name is instead.
    """
    text = name if isinstance(name, str) else ""
    found = known.get(text) or known.get(text.replace("labour_cost", "labor_cost"))
    if found is not None:
        return found
    hint = ""
    if text in TABLES:
        hint = tr("; there is a table of this name: frame({name!r}), summed up frame({name!r})(by='month')",
                  "；有这个名称的数据表：frame({name!r})，汇总为 frame({name!r})(by='month')", name=text)  # fmt: skip
    if isinstance(name, list | tuple):
        hint = tr("; one at a time; table({name!r}) takes several", "；每次一个；table({name!r}) 可取多个", name=name)
    hint = (
        hint
        or _by_habit(text, known)
        or _by_title(text, known)
        or nearest(text, known)
        or _by_table(text)
        or tr("; with_measure() adds one of your own", "；自定指标请用 with_measure()")
    )
    raise LadderError(tr("measure {name!r} is not known", "没有名为{name!r}的指标", name=name) + hint)
