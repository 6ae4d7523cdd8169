"""Which rules the twin cannot work out: each by name and place, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ladder_sim.analysis.cautions import PROBATION
from ladder_sim.analytic.chances import NotCovered
from ladder_sim.analytic.hazards import Hazard
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.moves import SAME, Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.program import Program


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A rule that breaks what the twin assumes."""

    rule: str
    why: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        spot = f"{self.place}: " if str(self.place) else ""
        return spot + tr("{rule}: {why}", "{rule}：{why}", rule=self.rule, why=self.why)


#: A part of a scheme that is there, what it is called and why it is not worked out.
_SCHEME: tuple[tuple[str, Title, Title], ...] = (
    (
        "adopted",
        Title("adoption during the run", "中途切换"),
        Title("two ladders follow each other", "前后两套职级体系"),
    ),
    ("tokens", Title("tokens", "豁免资格"), Title("who holds one is spared", "持有者可豁免")),
    ("statuses", Title("statuses", "状态"), Title("people are away or untested for a time", "期间内离岗或不参评")),
    ("hire_among", Title("applicants", "应聘者"), Title("hires are the best of several", "录用者择优产生")),
)


def of_scheme(scheme: Scheme) -> Iterator[Uncovered]:
    """Parts of a scheme that no state of the twin holds."""
    for name, title, why in _SCHEME:
        if getattr(scheme, name):
            yield Uncovered(str(title), str(why))
    if scheme.probation is not None and scheme.probation.confirm is not None and scheme.probation.months:
        yield Uncovered(str(PROBATION), tr("a confirmation is tested", "须考核转正"),
                        scheme.probation.confirm.at)  # fmt: skip
    for name, review in scheme.reviews.items():
        if review.who is not None or review.effective is not None or review.budget is not None:
            told = tr("for some only, in force later or with a budget", "仅限部分人员、延后或有预算")
            yield Uncovered(tr("review {name}", "评审 {name}", name=name), told)
    for grade in scheme.grades:
        if grade.outside is not None:
            yield Uncovered(str(grade.title), tr("openings are filled from outside", "空缺对外招聘"), grade.at)
        if grade.seats is not None and grade.seats.kind != "number":
            yield Uncovered(str(grade.title), tr("seats follow the number of people", "编制随人数变动"), grade.at)
        if grade.trial:
            yield Uncovered(str(grade.title), tr("a trial grade: results do not count there", "试用职级：期间成绩不计"),
                            grade.at)  # fmt: skip


def of_move(move: Move) -> Iterator[Uncovered]:
    """What of a move, besides its conditions, is not worked out."""
    named: tuple[tuple[object, Title], ...] = (
        (move.stages, Title("its cases take time and marks", "须经考核流程")),
        (move.after, Title("it takes effect later", "延后生效")),
        (move.to_expr, Title("its grade is chosen by an expression", "目标职级由表达式决定")),
        ("before" in move.to.values(), Title("it leads to the grade held before", "回到原先职级")),
        (move.probation, Title("a trial follows the move", "变动后有考察期")),
        (move.waive, Title("conditions are waived", "可免除条件")),
        (move.spared_by, Title("a token spares people", "可凭豁免资格免于变动")),
        (move.beside, Title("it is decided beside another move", "可与其他变动并行")),
        (move.quota.kind not in ("vacancy", "unlimited"), Title("a review has a quota", "评审设有名额")),
        (move.quota.by, Title("a quota by group", "按组分配名额")),
        (move.set, Title("it changes an attribute", "会改变人员信息")),
    )  # fmt: skip
    for there, why in named:
        if there:
            yield Uncovered(str(move.title), str(why), move.at)


def tested(scheme: Scheme) -> list[Move]:
    """The moves that change a grade or end employment; a raise in the grade changes no stock."""
    return [move for move in scheme.moves if set(move.to.values()) != {SAME}]


def of_people(workforce: Workforce, program: Program, hazard: Hazard) -> Iterator[Uncovered]:
    """What of the people is not worked out, each with the reason."""
    try:
        hazard.check()
    except NotCovered as reason:
        yield Uncovered(tr("attrition", "离职"), str(reason))
    hiring, years = workforce.hiring, workforce.between_years
    if years.leaving or years.performance:  # planned hires alone move no mean
        yield Uncovered(tr("between years", "年度之间的差异"),
                        tr("months of one year share its level", "同一年度各月水平相关"))  # fmt: skip
    if program.retirement is not None:
        yield Uncovered(tr("retirement", "退休"), tr("people leave by their age", "按年龄退休离职"))
    if hiring.rehires is not None or hiring.by:
        yield Uncovered(tr("hiring", "招聘"), tr("who is hired depends on who left", "录用取决于离职者"))
    if hiring.kind == "grow" and hiring.rate < 0:
        yield Uncovered(tr("hiring", "招聘"), tr("a shrinking headcount replaces some only", "缩编时只补充一部分"))
    if hiring.freeze is not None and hiring.kind in ("keep", "grow"):
        yield Uncovered(tr("hiring", "招聘"), tr("a freeze holds replacements up", "冻结期间暂停补员"))
    for code, info in enumerate(program.infos):
        if program.own[code] and not program.covered[code]:
            yield Uncovered(str(info.title), tr("people of a role without a grade are replaced in kind",
                                                "没有职级的岗位层级按原岗位补充"))  # fmt: skip
    if any(plan.status.begins is not None for plan in program.statuses):
        yield Uncovered(tr("statuses of life", "个人状态"), tr("people are away for a time", "人员会暂时离岗"))
