"""Does a scheme promote the right people? Who is chosen beside who could have been, and what becomes of them."""

from __future__ import annotations

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.results.intervals import ratio
from ladder_sim.results.measure import Measure, Parts, divided, one, rate, together
from ladder_sim.results.period import Window

_NOBODY_PROMOTED = Title("nobody was promoted, or out of grades of one alone", "没有人晋升，或所在职级仅一人")
_NO_NEW_ROLE = Title(
    "nobody was promoted to another role, or no KPI was recorded", "没有人晋升到新岗位层级，或没有绩效记录"
)


def choice_measures() -> list[Measure]:
    """Of promotions, in the order of tables."""
    return [
        _ahead(
            "chosen_ability", "ability", Title("Promoted by ability", "晋升择优度：能力"),
            Title(
                "how far the ability of those promoted lies above the mean of their grade ÷ how far that of the best"
                " there would; 1: the best are promoted, 0: as good as a lottery, all replications together",
                "获晋升者能力高出所在职级均值的程度 ÷ 同级最优者高出的程度；1为择优晋升，0相当于抽签，各次重复合并",
            ),
        ),
        _ahead(
            "chosen_kpi", "kpi", Title("Promoted by KPI", "晋升择优度：绩效"),
            Title("the same of the mean KPI of twelve months, as of the last half-year's end",
                  "同上，按近12个月绩效均值（截至上一个半年末）"),
        ),
        _ahead(
            "eligible_ability", "lottery", Title("Lottery among the eligible: ability", "符合条件者中抽签：能力"),
            Title(
                "the same of ability, were those chosen at a review drawn by lot from all who meet its conditions,"
                " against everybody tested: what the conditions alone give",
                "同上，按能力，设评审入选者由全部符合条件者中抽签产生，对照全体参评人员：即仅靠条件能达到的择优度",
            ),
        ),
        Measure(
            "kpi_new_role", Title("KPI in the new role, change", "晋升到新岗位后的绩效变化"), "points",
            Title(
                "mean KPI of the first twelve months after promotion to another role, less that of the twelve months"
                " before of those promoted, all replications together; below 0: the Peter effect",
                "晋升到其他岗位层级后首12个月的绩效均值减去获晋升者此前12个月的均值，各次重复合并；负值即彼得效应",
            ),
            "up", _change, _NO_NEW_ROLE, pooled=_pooled_change, noted=True,
        ),
        Measure(
            "turnover_passed_over", Title("Turnover: regretted, passed over", "离职率：晋升未果骨干流失"),
            "share a year",
            Title(
                "voluntary leavers in the top fifth by 12-month KPI who were passed over in a review within a year ÷"
                " average headcount of everybody, per year",
                "近12个月绩效居前五分之一、一年内评审晋升未果者的主动离职人次 ÷ 全体平均人数，按年计",
            ),
            "down", rate(lambda w: w.over(w.counts.choice["passed_over"])), event=one, noted=True,
        ),
    ]  # fmt: skip


def _ahead(name: str, table: str, title: Title, definition: Title) -> Measure:
    def parts(w: Window) -> tuple[Floats, Floats]:
        sums = w.over(w.counts.choice[table])
        return sums[:, 0], sums[:, 1]

    found: Parts = parts
    return Measure(name, title, "ratio", definition, "up", divided(found), _NOBODY_PROMOTED, pooled=together(found),
                   noted=True)  # fmt: skip


def _change(w: Window) -> Floats:
    before, people, after, times = w.over(w.counts.choice["new_role"]).T
    return ratio(after, times) - ratio(before, people)


def _pooled_change(w: Window, weights: Floats) -> Floats:
    before, people, after, times = (weights @ w.over(w.counts.choice["new_role"])).T
    return ratio(after, times) - ratio(before, people)
