"""What a law says of the height of pay, held against a scheme and its people: warnings, for both can be played."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.plan.program import Program

SLACK = 1e-9  # 0.8 × 3500 is no less than 2800


def warn_of_wages(program: Program, problems: Problems) -> None:
    """Base pay below the minimum wage, on probation and after it; pay and length of a probation beyond the law."""
    scheme, law = program.scheme, program.workforce.law
    base = program.grades.first("base")
    probation = scheme.probation
    node = program.probation.get("pay")
    share = 1.0 if node is None or node.constant is None else float(node.constant)
    if probation is not None and probation.months:
        if share < law.probation_pay - SLACK:
            problems.warn(probation.pay.at, tr(
                "{law}: pay on probation is at least {least:.0%} of base pay, got {got:.0%}; raise the share",
                "{law}：试用期工资不得低于约定工资的{least:.0%}，现为{got:.0%}；请提高比例",
                law=law.title, least=law.probation_pay, got=share))  # fmt: skip
        if probation.months > law.probation_months:
            problems.warn(probation.pay.at, tr(
                "{law}: probation is at most {most} months, with a short contract fewer, got {got}; shorten it",
                "{law}：试用期最长{most}个月（合同期短的更短），现为{got}个月；请缩短",
                law=law.title, most=law.probation_months, got=probation.months))  # fmt: skip
    _trials(program, problems)
    least = program.workforce_at(1).minimum_wage
    if least is None:
        return
    for code, grade in enumerate(program.infos):
        if not (program.own[code] and program.covered[code]):
            continue
        starts = probation is not None and probation.months and not grade.trial and grade.level == 1
        paid = float(base[code]) * (share if starts else 1.0)
        if paid < least - SLACK:
            problems.warn(grade.at, tr(
                "grade '{grade}': base pay of {paid:,.6g} a month is below the minimum wage of {least:,.6g}; unless"
                " other parts of pay make up for it every month, raise it",
                "职级“{grade}”：月基本工资{paid:,.6g}低于最低工资标准{least:,.6g}；除非其他固定薪酬每月都能补足，"
                "请提高",
                grade=grade.id, paid=paid, least=least))  # fmt: skip


def _trials(program: Program, problems: Problems) -> None:
    """A trial grade's base against that of the grade it confirms into."""
    base, law = program.grades.first("base"), program.workforce.law
    for plan in program.moves:
        if plan.kind != "confirmation":
            continue
        for code, grade in enumerate(program.infos):
            to = int(plan.to[code])
            if grade.trial and 0 <= to < len(program.infos) and base[code] < law.probation_pay * base[to] - SLACK:
                problems.warn(grade.at, tr(
                    "{law}: pay in trial grade '{grade}' is at least {least:.0%} of that of '{to}', got {got:.0%};"
                    " raise its base",
                    "{law}：试用职级“{grade}”的工资不得低于“{to}”的{least:.0%}，现为{got:.0%}；请提高基本工资",
                    law=law.title, grade=grade.id, to=program.infos[to].id, least=law.probation_pay,
                    got=float(base[code] / base[to])))  # fmt: skip
