"""What a company and an alternative of it can exchange: the parts of each department's scheme, and the transfers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ladder_sim.attribution.parts import LADDER, PARTS, PAY, SchemePair, one_ladder, pair_of
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import compiled
from ladder_sim.expressions.rename import bare_parts
from ladder_sim.model.company import Company, CompanyDepartment
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.company import title_in
from ladder_sim.results.split import Coalition, SplitPart

TRANSFERS = SplitPart("transfers", Title("transfers between departments", "部门间调动"))
#: Of companies whose schemes and transfers do not fit together in any other way.
EVERYTHING = SplitPart("everything", Title("all departments and transfers", "全部部门及调动"))
#: With more parts than this the departments are exchanged whole: each part more doubles what is played.
MOST_PARTS = 6


@dataclass(frozen=True)
class CompanyPair:
    """A company as it is and an alternative.

    Parameters
    ----------
    by_part : the departments whose parts are exchanged one by one; the others are exchanged whole
    together : whether nothing can be exchanged without the rest
    """

    base: Company
    other: Company
    by_part: Mapping[str, SchemePair]
    together: bool = False

    @cached_property
    def differing(self) -> tuple[SplitPart, ...]:
        """The parts that are not the same in both."""
        if self.together:
            return (EVERYTHING,)
        parts = tuple(part for one in self.base.departments for part in self._parts(one))
        return (*parts, TRANSFERS) if self._transfers(self.base) != self._transfers(self.other) else parts

    @property
    def equal(self) -> tuple[SplitPart, ...]:
        """The departments that are the same in both."""
        if self.together:
            return ()
        same = [one for one in self.base.departments if not self._parts(one)]
        return tuple(SplitPart(one.id, one.title) for one in same)

    def mixture(self, lent: Coalition) -> Company:
        """The company as it is with these parts of the alternative."""
        if self.together:
            return self.other if lent else self.base
        giver = self.other if TRANSFERS.id in lent else self.base
        departments = tuple(self._department(one, giver, lent) for one in self.base.departments)
        return replace(self.base, id="+".join((self.base.id, *sorted(lent))), departments=departments,
                       transfers=giver.transfers)  # fmt: skip

    def _parts(self, one: CompanyDepartment) -> list[SplitPart]:
        """The parts in which a department differs."""
        pair = self.by_part.get(one.id)
        if pair is not None:
            differing = self._bare_pair(one.id, pair).differing
            return [replace(part, id=_named(one.id, part), title=title_in(one.title, part.title)) for part in differing]
        mine, theirs = (_without(company, one.id) for company in (self.base, self.other))
        same = bare_parts(_played(mine)) == bare_parts(_played(theirs))
        return [] if same else [replace(LADDER, id=_named(one.id, LADDER), title=title_in(one.title, LADDER.title))]

    def _bare_pair(self, name: str, pair: SchemePair) -> SchemePair:
        """A pair of schemes without their transfers, which are a part of their own."""
        return SchemePair(_stripped(pair.base, self.base, name), _stripped(pair.other, self.other, name))

    def _scheme(self, company: Company, name: str) -> Scheme:
        """A department's scheme, under the names in which parts of it are exchanged."""
        pair = self.by_part.get(name)
        if pair is None:
            return company.department(name).scheme
        return pair.other if company is self.other else pair.base

    def _transfers(self, company: Company) -> object:
        """The ways of a company between its departments, with the moves that they are."""
        moves = [move for one in company.departments for move in self._scheme(company, one.id).moves
                 if move.id in company.leaving(one.id)]  # fmt: skip
        return bare_parts((company.transfers, tuple(moves)))

    def _department(self, one: CompanyDepartment, giver: Company, lent: Coalition) -> CompanyDepartment:
        pair = self.by_part.get(one.id)
        if pair is not None:
            chosen = frozenset(part.id for part in PARTS if _named(one.id, part) in lent)
            scheme = self._bare_pair(one.id, pair).mixture(chosen)
        else:
            scheme = _without(self.other if _named(one.id, LADDER) in lent else self.base, one.id)
        source = self._scheme(giver, one.id)
        moves = tuple(move for move in source.moves if move.id in giver.leaving(one.id))
        reviews = {move.review: source.reviews[move.review] for move in moves}
        return replace(one, scheme=replace(scheme, moves=(*scheme.moves, *moves), reviews={**reviews, **scheme.reviews},
                                           form={}))  # fmt: skip


def company_pair(base: Company, other: Company) -> CompanyPair:
    """The pair: departments by their parts where they fit together and are few enough, else whole, else all at once."""
    alike = [one for one in base.departments if one_ladder(one.scheme, other.department(one.id).scheme)]
    pairs = {one.id: pair_of(one.scheme, other.department(one.id).scheme) for one in alike}
    for by_part in (pairs, dict[str, SchemePair]()):
        found = CompanyPair(base, other, by_part)
        if len(found.differing) <= MOST_PARTS and _fits(found):
            return found
    return CompanyPair(base, other, {}, together=True)


def company_at_pay_of(company: Company, model: Company) -> Company:
    """A company with the pay of another in every department.

    Raises
    ------
    LadderError
        The grades of a department are others there, each of these departments.
    """
    other = [one.id for one in company.departments if not one_ladder(model.department(one.id).scheme, one.scheme)]
    if other:
        raise LadderError(
            tr("equal pay: {names} of '{company}' has other grades than now, so that it cannot be paid as now; take"
               " equal='budget', or compare the department's schemes in a study of its own",
               "同薪比较：“{company}”中 {names} 的职级与现状不同，无法套用现状薪酬；请用 equal='budget'，"
               "或为该部门另写研究比较其方案", names=tr(", ", "、").join(other), company=company.id)
        )  # fmt: skip
    pairs = {one.id: pair_of(model.department(one.id).scheme, one.scheme) for one in company.departments}
    pair = CompanyPair(model, company, pairs)
    rest = [_named(one, part) for one in pairs for part in PARTS if part is not PAY]
    return pair.mixture(frozenset((*rest, TRANSFERS.id)))


def _fits(pair: CompanyPair) -> bool:
    """Whether each part alone goes together with the rest of the company as it is."""
    try:
        return all(_playable(pair.mixture(frozenset({part.id}))) for part in pair.differing)
    except LadderError:
        return False


def _playable(company: Company) -> bool:
    """Whether transfers lead from grades that there are to grades that there are.

    Raises
    ------
    LadderError
        A department's scheme does not fit its people.
    """
    grades = {one.id: {grade.id for grade in one.scheme.grades} for one in company.departments}
    for one in company.departments:
        compiled(one.scheme, one.workforce)
    return all(grades[t.source].issuperset(t.to) and grades[t.target].issuperset(t.to.values())
               for t in company.transfers)  # fmt: skip


def _named(department: str, part: SplitPart) -> str:
    return f"{department}.{part.id}"


def _played(scheme: Scheme) -> Scheme:
    """The scheme without what only tells of it."""
    return replace(scheme, id="", form={}, source={}, stated=(), notes=(), file="")


def _without(company: Company, name: str) -> Scheme:
    """The scheme of a department without its transfers."""
    return _stripped(company.department(name).scheme, company, name)


def _stripped(scheme: Scheme, company: Company, name: str) -> Scheme:
    leaving = company.leaving(name)
    moves = tuple(move for move in scheme.moves if move.id not in leaving)
    own = {*(move.review for move in moves), *(token.review for token in scheme.tokens)}
    gone = {move.review for move in scheme.moves if move.id in leaving} - own
    return replace(scheme, moves=moves, reviews={n: r for n, r in scheme.reviews.items() if n not in gone}, form={})
