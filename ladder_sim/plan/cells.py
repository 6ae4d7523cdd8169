"""Seats of a grade by the values of an attribute, pools of their own behind those of the grades; and caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.model.grades import Grade, Seats
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.builders import Builders
from ladder_sim.plan.facts import group_named
from ladder_sim.plan.program import Program
from ladder_sim.plan.seat_plans import CapPlan, CellPlan, SeatPlan


def own_codes(scheme: Scheme, space: Sequence[Grade]) -> dict[int, Grade]:
    """The scheme's own grades, by code in the space."""
    own = {grade.id: grade for grade in scheme.grades}
    return {code: own[grade.id] for code, grade in enumerate(space) if grade.id in own}


def cell_plans(build: Builders, grades: Mapping[int, Grade], first: int) -> dict[int, CellPlan]:
    """The seats by group, by grade code; `first`: the number of the first pool that is no grade's."""
    made: dict[int, CellPlan] = {}
    for code, grade in grades.items():
        if grade.seats is not None and grade.seats.kind == "grouped":
            cell = _cell(build, grade.seats, first)
            if cell is not None:
                made[code] = cell
                first += len(cell.pools)
    return made


def _cell(build: Builders, seats: Seats, first: int) -> CellPlan | None:
    attribute = build.scope.attributes.get(seats.by)
    if attribute is None or not attribute.levels:
        known = [name for name, fact in build.scope.attributes.items() if fact.levels]
        why = tr("seats are by an attribute with categories, got {got}", "编制应按有类别的人员信息设置，现为{got}",
                 got=seats.by)  # fmt: skip
        build.problems.add(
            seats.n.at, why + nearest(seats.by, known), open=attribute is None and build.scope.may_come(seats.by, known)
        )
        return None
    if not group_named(build, seats.by, seats.n):
        return None
    given = dict(seats.each)
    for name, each in given.items():
        if name not in attribute.levels:
            why = tr("'{got}' is no value of {by}", "“{got}”不是{by}的取值", got=name, by=seats.by)
            build.problems.add(each.n.at, why + nearest(name, attribute.levels))
    return CellPlan(seats.by, first, tuple(_plan(build, given.get(level)) for level in attribute.levels))


def cap_plans(build: Builders, scheme: Scheme, program: Program) -> tuple[CapPlan, ...]:
    """What grades together may hold; `program` has its pools and its seats by group."""
    made = []
    codes_of = {grade.id: code for code, grade in own_codes(scheme, program.infos).items()}
    for cap in scheme.caps:
        n, per = build.unit(cap.seats.n, f"{cap.id}:seats"), build.unit(cap.seats.per, "per")
        if n is None or per is None:
            continue
        codes = tuple(codes_of[name] for name in cap.grades if name in codes_of)
        pools = [
            pool
            for code in codes
            for pool in (program.cells[code].pools if code in program.cells else [int(program.pool[code])])
        ]
        made.append(CapPlan(cap, SeatPlan(cap.seats, n, per), codes, tuple(dict.fromkeys(pools))))
    return tuple(made)


def _plan(build: Builders, seats: Seats | None) -> SeatPlan | None:
    if seats is None:
        return None
    n, per = build.node(seats.n, "number", "seats"), build.node(seats.per, "number", "per")
    return None if n is None or per is None else SeatPlan(seats, n, per)
