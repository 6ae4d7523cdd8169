"""A company told as one scheme and one workforce: its departments' ladders side by side, under names of their own.

Nobody plays them; tables, charts and reports read of them what is called what. `name_in` is the name that a grade, a
move or a part of pay of a department has there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import TypeVar

from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.rename import renamed
from ladder_sim.model.company import Company, CompanyDepartment
from ladder_sim.model.grades import Cap, EntryRule, Grade, Seats
from ladder_sim.model.moves import BEFORE, EXIT, LOWER, NEXT, SAME, STAY, Condition, Move
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.statuses import Status
from ladder_sim.model.workforce import People, Workforce

V = TypeVar("V")

#: Where a move may lead that is no grade.
NOWHERE_ELSE = frozenset((EXIT, SAME, NEXT, LOWER, BEFORE, STAY))


def name_in(department: str, name: str) -> str:
    """The name of something of a department in the company."""
    return f"{department}_{name}"


def title_in(department: Title, title: Title) -> Title:
    """What something of a department is called in the company."""
    return Title("{department}: {title}", "{department}·{title}").fill(department=department, title=title)


def title_under(heading: object, title: object) -> str:
    """What something is called below a heading that names its department already."""
    department, between, _ = str(heading).partition(tr(": ", "·"))
    return str(title).removeprefix(department + between) if between else str(title)


def as_scheme(company: Company) -> Scheme:
    """The ladders of all departments side by side; transfers are lateral moves between them."""
    parts = [in_company(company, one) for one in company.departments]
    first = parts[0]
    return Scheme(
        id=company.id,
        title=company.title,
        grades=tuple(grade for part in parts for grade in part.grades),
        entry=_entry(parts),
        tracks=_all(part.tracks for part in parts),
        absent=tuple(name for part in parts for name in part.absent),
        parameters=_all(part.parameters for part in parts),
        fields=_all(part.fields for part in parts),
        roles=tuple(dict.fromkeys(role for part in parts for role in part.roles)),
        currency=next((part.currency for part in parts if part.currency), ""),
        year_starts=first.year_starts if len({part.year_starts for part in parts}) == 1 else 1,
        scores=tuple(score for part in parts for score in part.scores),
        reviews=_all(part.reviews for part in parts),
        moves=tuple(move for part in parts for move in part.moves),
        tokens=tuple(token for part in parts for token in part.tokens),
        statuses=tuple(status for part in parts for status in part.statuses),
        caps=tuple(cap for part in parts for cap in part.caps),
        pay=tuple(pay for part in parts for pay in part.pay),
        indices=_all(part.indices for part in parts),
        signals=_all(part.signals for part in parts),
        attributes=_all(part.attributes for part in parts),
        short_title=company.title,
        stated=tuple(
            replace(entry, rule=title_in(one.title, entry.rule))
            for one in company.departments for entry in one.scheme.left_out
        ),
        notes=tuple(title_in(one.title, note) for one in company.departments for note in one.scheme.notes),
        file=company.file,
    )  # fmt: skip


def as_workforce(company: Company) -> Workforce:
    """The people of all departments: how many, and which attributes there are; what differs is that of the first."""
    workforces = [one.workforce for one in company.departments]
    first = workforces[0]
    people = People(
        headcount=sum(one.people.size for one in workforces),
        team_size=first.people.team_size,
        attributes=_all(one.people.attributes for one in reversed(workforces)),
    )
    title = reduce(lambda a, b: Title("{a}, {b}", "{a}、{b}").fill(a=a, b=b), [
        title_in(one.title, one.workforce.title) for one in company.departments
    ])  # fmt: skip
    return replace(
        first,
        id="+".join(dict.fromkeys(one.id for one in workforces)),
        title=title,
        people=people,
        metrics=_all(one.metrics for one in reversed(workforces)),
        notes=tuple(title_in(one.title, note) for one in company.departments for note in one.workforce.notes),
        based_on=None,
        file="",
        form={},
    )


def _all(mappings: Iterable[Mapping[str, V]]) -> dict[str, V]:
    return {name: value for mapping in mappings for name, value in mapping.items()}


def _entry(parts: list[Scheme]) -> EntryRule:
    """Hires start where their department says."""
    found: dict[str, float] = {}
    for part in parts:
        entry = part.entry
        chosen = [entry.grade] if entry.grade else list(entry.shares)
        for grade in chosen or [grade.id for grade in part.grades if grade.level == 1]:
            found[str(grade)] = 1.0
    return EntryRule(shares={grade: 1 / len(found) for grade in found})


def department_names(one: CompanyDepartment) -> dict[str, str]:
    """What the names of a department's scheme are in the company's."""
    return _NamesOfDepartment(one).names


def in_company(company: Company, one: CompanyDepartment) -> Scheme:
    """The scheme of a department under the names that it has in the company."""
    scheme, mine = one.scheme, _NamesOfDepartment(one)
    renamed_scheme = renamed(replace(scheme, form={}, source={}, stated=(), measures={}, replaced=None), mine.names)
    return replace(
        renamed_scheme,
        grades=tuple(mine.grade(grade) for grade in renamed_scheme.grades),
        absent=tuple(mine.of(name) for name in scheme.absent),
        entry=mine.entry(renamed_scheme.entry),
        tracks={mine.of(n): title_in(one.title, t) for n, t in renamed_scheme.tracks.items()},
        parameters={mine.of(n): replace(p, name=mine.of(n), title=title_in(one.title, p.title))
                    for n, p in renamed_scheme.parameters.items()},
        scores=tuple(replace(score, name=mine.of(score.name)) for score in renamed_scheme.scores),
        reviews={mine.of(n): replace(r, name=mine.of(n), title=title_in(one.title, r.title),
                                     after=r.after and mine.of(r.after))
                 for n, r in renamed_scheme.reviews.items()},
        moves=tuple(mine.move(replace(move, when=_conditions(was, move)), company)
                    for was, move in zip(scheme.moves, renamed_scheme.moves, strict=True)),
        tokens=tuple(replace(t, name=mine.of(t.name), review=mine.of(t.review)) for t in renamed_scheme.tokens),
        statuses=tuple(mine.status(status) for status in renamed_scheme.statuses),
        caps=tuple(mine.cap(cap) for cap in renamed_scheme.caps),
        pay=tuple(mine.part(part) for part in renamed_scheme.pay),
        indices={mine.of(n): replace(i, name=mine.of(n), of=i.of and mine.called(i.of),
                                     grades=tuple(map(mine.of, i.grades)))
                 for n, i in renamed_scheme.indices.items()},
    )  # fmt: skip


def _conditions(was: Move, now: Move) -> tuple[Condition, ...]:
    """The conditions of a move under other names; one without a title of its own is told by its rule."""
    return tuple(
        replace(condition, title=Title(condition.test.text, condition.test.text))
        if before.test.text in before.title.spellings else condition
        for before, condition in zip(was.when, now.when, strict=True)
    )  # fmt: skip


class _NamesOfDepartment:
    """What the names of a department's scheme are in the company's."""

    def __init__(self, department: CompanyDepartment) -> None:
        self.department, scheme = department, department.scheme
        own = [
            *(grade.id for grade in scheme.grades), *scheme.absent, *scheme.tracks, *scheme.parameters,
            *(score.name for score in scheme.scores), *(token.name for token in scheme.tokens),
            *(status.id for status in scheme.statuses), *(cap.id for cap in scheme.caps),
            *(move.id for move in scheme.moves), *scheme.indices,
        ]  # fmt: skip
        self.names = {name: self.of(name) for name in own}

    def of(self, name: str) -> str:
        """A name with the department's before it."""
        return name_in(self.department.id, name)

    def called(self, name: str) -> str:
        """A name that may be one of the scheme's own, or one that all departments share."""
        return self.names.get(name, name)

    def seats(self, seats: Seats | None) -> Seats | None:
        """Seats, of people under their names in the company."""
        if seats is None:
            return None
        each = tuple((value, self.seats(one) or one) for value, one in seats.each)
        return replace(seats, of=self.called(seats.of), each=each)

    def grade(self, grade: Grade) -> Grade:
        """A grade under its name in the company."""
        title = title_in(self.department.title, grade.title)
        return replace(grade, id=self.of(grade.id), track=self.of(grade.track), title=title,
                       seats=self.seats(grade.seats))  # fmt: skip

    def cap(self, cap: Cap) -> Cap:
        """A cap over grades of the department."""
        return replace(cap, id=self.of(cap.id), title=title_in(self.department.title, cap.title),
                       grades=tuple(map(self.of, cap.grades)), seats=self.seats(cap.seats) or cap.seats)  # fmt: skip

    def entry(self, entry: EntryRule) -> EntryRule:
        """Where hires of the department start."""
        shares = {self.of(grade): share for grade, share in entry.shares.items()}
        return replace(entry, grade=None if entry.grade is None else self.of(entry.grade), shares=shares)

    def goal(self, goal: str) -> str:
        """Where a move leads: a grade, or a word for none."""
        return goal if goal in NOWHERE_ELSE else self.of(goal)

    def move(self, move: Move, company: Company) -> Move:
        """A move; a transfer leads into the other department, and is a lateral one."""
        transfer = company.leaving(self.department.id).get(move.id)
        to = {self.of(grade): self.goal(goal) for grade, goal in move.to.items()}
        if transfer is not None:
            to = {self.of(grade): name_in(transfer.target, goal) for grade, goal in transfer.to.items()}
        stages = tuple(replace(stage, fails_to=replace(
            stage.fails_to, to=self.goal(stage.fails_to.to),
            status=stage.fails_to.status and self.of(stage.fails_to.status),
        )) for stage in move.stages)  # fmt: skip
        return replace(
            move, id=self.of(move.id), title=title_in(self.department.title, move.title), to=to, stages=stages,
            kind=move.kind if transfer is None else "lateral", review=self.of(move.review),
            spared_by=move.spared_by and self.of(move.spared_by), status=move.status and self.of(move.status),
            counts_as=move.counts_as and self.of(move.counts_as), beside=tuple(map(self.called, move.beside)),
        )  # fmt: skip

    def status(self, status: Status) -> Status:
        """A status, and the moves that it names."""

        def _moves(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
            return None if names is None else tuple(map(self.of, names))

        return replace(status, id=self.of(status.id), title=title_in(self.department.title, status.title),
                       reviews=_moves(status.reviews), ends_with=_moves(status.ends_with))  # fmt: skip

    def part(self, part: PayPart) -> PayPart:
        """A part of pay, of the department's people alone."""
        grades = part.grades or tuple(grade.id for grade in self.department.scheme.grades)
        title = title_in(self.department.title, part.title)
        return replace(part, name=self.of(part.name), title=title, grades=tuple(map(self.of, grades)))
