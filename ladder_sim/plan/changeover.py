"""One scheme taking over from another: both ladders side by side while people pass, and the plan of who passes when.

Where not everybody passes at once, the scheme that is played has the grades and rules of both: the old ones under their
own names, the new ones under names of their own. Who has not passed stays under the old rules; who is hired comes under
the new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from ladder_sim.core.arrays import GradeMask
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.expressions.rename import rewritten
from ladder_sim.model.changeover import SchemeTransition
from ladder_sim.model.company import Company, CompanyDepartment
from ladder_sim.model.grades import Grade, Seats
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.builders import Builders
from ladder_sim.plan.company import department_names, in_company, name_in
from ladder_sim.plan.program import Program
from ladder_sim.plan.switch_plan import SwitchPlan, WavePlan

#: What the new ladder's names begin with beside the old one.
NEW = "new"
NEW_TITLE = Title("New scheme", "新方案")
ValueT = TypeVar("ValueT")


def switch_plan(build: Builders, scheme: Scheme, space: Sequence[Grade], own: GradeMask) -> SwitchPlan | None:
    """The changeover to a scheme; None where it replaces none, or where waves wait for the old ladder beside it.

    Parameters
    ----------
    space : every grade that can occur, by code
    own : bool by grade code: a grade of the scheme
    """
    adopted = scheme.adopted
    if adopted is None or (adopted.waves is not None and not adopted.beside):
        return None
    codes = {grade.id: code for code, grade in enumerate(space)}
    onto: GradeMask = own & ~np.array([grade.id in adopted.beside for grade in space] + [False])
    fixed = {} if isinstance(adopted.placement, str) else adopted.placement
    choose = {}
    for old, expr in adopted.choose.items():
        node = build.node(expr, "grade", f"adopted.placement.{old}")
        if old in codes and node is not None:
            choose[codes[old]] = node
    waves = [WavePlan(adopted.month, None)]
    if adopted.waves is not None:
        waves = [WavePlan(wave.month, build.node(wave.who, "bool", "adopted.waves")) for wave in adopted.waves]
    attributes = build.scope.attributes  # who passes is told by group
    build.scope.attributes_read.update(name for name, one in attributes.items() if one.levels)
    return SwitchPlan(
        onto, {codes[old]: codes[new] for old, new in fixed.items() if old in codes and new in codes}, choose,
        adopted.placement == "by pay", adopted.pay, tuple(waves), bool(adopted.beside),
    )  # fmt: skip


def while_passing(scheme: Scheme, workforce: Workforce) -> Scheme:
    """The scheme that is played from its month on: itself, or both ladders side by side where people pass in waves."""
    adopted, old = scheme.adopted, scheme.replaced
    if adopted is None or old is None or adopted.waves is None or adopted.beside:
        return scheme
    alone = CompanyDepartment(NEW, NEW_TITLE, replace(scheme, adopted=None), workforce)
    new = in_company(Company(scheme.id, scheme.title, (alone,)), alone)
    passing = _passing(adopted, scheme, old, department_names(alone))
    both = _joined(_kept(old, new, passing), new)
    measures = _measured(scheme, department_names(alone))
    return replace(
        both, measures=measures, id=scheme.id, title=scheme.title, adopted=passing, replaced=old, file=scheme.file,
        short_title=scheme.short_title,
    )  # fmt: skip


def _measured(scheme: Scheme, names: dict[str, str]) -> dict[str, OwnMeasure]:
    """The new scheme's measures under the names of both ladders: who waits on the old one is in no grade of the new."""
    return {
        name: replace(one, value=rewritten(one.value, names), among=one.among and rewritten(one.among, names))
        for name, one in scheme.measures.items()
    }


def _passing(adopted: SchemeTransition, scheme: Scheme, old: Scheme, names: dict[str, str]) -> SchemeTransition:
    """The changeover with the new ladder's names."""
    fixed = {} if isinstance(adopted.placement, str) else adopted.placement
    to = {grade: names[goal] for grade, goal in fixed.items()}
    choose = {grade: rewritten(expr, names) for grade, expr in adopted.choose.items()}
    placement = adopted.placement
    if placement != "by pay":
        new = {grade.id for grade in scheme.grades}
        same = {grade.id: names[grade.id] for grade in old.grades if grade.id in new and grade.id not in choose}
        placement = {**same, **to}
    return replace(adopted, placement=placement, choose=choose, beside=tuple(grade.id for grade in old.grades))


def _kept(old: Scheme, new: Scheme, adopted: SchemeTransition) -> Scheme:
    """The old ladder as it goes on: nobody is hired into it, and the posts that pass are those of the new one."""
    to = {} if isinstance(adopted.placement, str) else adopted.placement
    pools = {grade.id: grade.seats for grade in new.grades if grade.seats is not None}
    grades = tuple(replace(grade, outside=None, outside_after=None, seats=_seats(grade, to, pools))
                   for grade in old.grades)  # fmt: skip
    everybody = tuple(grade.id for grade in old.grades)
    return replace(old, grades=grades, pay=tuple(replace(part, grades=part.grades or everybody) for part in old.pay))


def _seats(grade: Grade, to: dict[str, str] | object, pools: dict[str, Seats]) -> Seats | None:
    """The seats of an old grade: those of the new one to which it passes, which are the same posts."""
    target = to.get(grade.id) if isinstance(to, dict) else None
    mine = pools.get(target or "")
    if grade.seats is None or grade.seats.kind == "shared" or mine is None or mine.kind == "grouped":
        return grade.seats
    owner = mine.of if mine.kind == "shared" else target
    assert owner is not None
    return Seats("shared", mine.n, of=owner, fte=mine.fte)


def _joined(old: Scheme, new: Scheme) -> Scheme:
    """Both ladders; whatever there is one of, such as probation and where hires start, is the new scheme's."""

    def _all(of: Callable[[Scheme], dict[str, ValueT]]) -> dict[str, ValueT]:
        return {**of(old), **of(new)}

    return replace(
        new,
        grades=(*old.grades, *new.grades), absent=(*old.absent, *new.absent),
        tracks=_all(lambda each: dict(each.tracks)),
        parameters=_all(lambda each: dict(each.parameters)),
        fields=_all(lambda each: dict(each.fields)),
        roles=tuple(dict.fromkeys((*new.roles, *old.roles))),
        scores=(*old.scores, *new.scores),
        reviews=_all(lambda each: dict(each.reviews)),
        moves=(*old.moves, *new.moves), tokens=(*old.tokens, *new.tokens), statuses=(*old.statuses, *new.statuses),
        pay=(*old.pay, *new.pay), caps=(*old.caps, *new.caps),
        indices=_all(lambda each: dict(each.indices)),
        signals=_all(lambda each: dict(each.signals)),
        attributes=_all(lambda each: dict(each.attributes)),
        measures={},
    )  # fmt: skip


def check_changeover(scheme: Scheme, problems: Problems) -> None:
    """What keeps a scheme from taking over as it says; needs the scheme that it replaces.

    Parameters
    ----------
    problems : everything is added here
    """
    adopted, old = scheme.adopted, scheme.replaced
    if adopted is None or old is None:
        return
    at = _place(scheme)
    if adopted.waves is None:
        return
    for what, differ in (
        (tr("the month in which the year begins (year_starts)", "年度起始月（year_starts）"),
         scheme.year_starts != old.year_starts),
        (tr("how bases follow their tables (tables)", "基本工资随薪级表调整的方式（tables）"),
         scheme.tables != old.tables),
    ):  # fmt: skip
        if differ:
            text = tr("while some pass later than others both schemes hold, and there can be one only of: {what}; let "
                      "both say the same, or leave 'waves' out",
                      "分批切换期间两个方案并行，只能有一种：{what}；请使两者一致，或删去 waves",
                      what=what)  # fmt: skip
            problems.add(at, text)
    clash = sorted({name_in(NEW, grade.id) for grade in scheme.grades} & {grade.id for grade in old.grades})
    if clash:
        text = tr("'{old}' has the grades {names}, as the new ones are called beside it; rename them there",
                  "“{old}”的职级{names}与新职级并行时的名称相同；请在该方案中改名",
                  old=old.id, names=tr(", ", "、").join(clash))  # fmt: skip
        problems.add(at, text)


def check_protection(program: Program, problems: Problems) -> None:
    """Pay that is kept apart from the tables, and tables that are paid later than they hold, are not said together."""
    adopted = program.scheme.adopted
    if adopted is not None and program.protects and program.pending:
        text = tr("base pay that is frozen or phased at the changeover does not go with tables that are paid later "
                  "than they hold; leave 'paid_from' out, or write pay: protected",
                  "切换时冻结或逐步到位的基本工资，目前不能与延后发放的薪级表（paid_from）并用；请删去 paid_from，"
                  "或改为 pay: protected")  # fmt: skip
        problems.add(_place(program.scheme), text)


def _place(scheme: Scheme) -> Place:
    return Place(scheme.file, where="adopted")


def unplaced(adopted: SchemeTransition, scheme: Scheme, old: Scheme) -> list[Grade]:
    """The old grades of which nothing says to which new one their people come."""
    if adopted.placement == "by pay":
        return []
    fixed = {} if isinstance(adopted.placement, str) else adopted.placement
    said = {*fixed, *adopted.choose, *(grade.id for grade in scheme.grades)}
    roles = {grade.role for grade in scheme.grades}
    return [grade for grade in old.grades if grade.id not in said and not (
        grade.role in scheme.placement or "any" in scheme.placement) and grade.role in roles]  # fmt: skip
