"""The departments of a company on a desk: one scheme is on show, all are played.

On the desk a department stands as a scheme and as its people, under its id; the company as it is and its alternatives
stand as candidates, with parameters under the names that they have in the company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ladder_sim.core.i18n import language, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import Candidate, DeskState, SchemeSheet, changed_of, with_sheet
from ladder_sim.desk.variant import Variant, WithinCompany
from ladder_sim.experiment.companies import with_measures
from ladder_sim.files.resolving.study import NOW
from ladder_sim.model.assumptions import Value
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.plan.company import as_scheme, name_in

_AS = "alternative:"  # before the id of a company where a scheme is named: a department may bear the same


class CompanyBook(DeskBook):
    """What the desk of a company has: its departments, and the companies that a study names, by id."""

    def __init__(self, study: Study) -> None:
        self.companies: dict[str, Company] = {one.id: with_measures(one, study.measures) for one in study.companies}
        self.now, self.baseline = self.companies[NOW], study.baseline
        super().__init__()
        for one in self.now.departments:
            self._schemes[one.id], self._people[one.id] = one.scheme, one.workforce
        self._seen: dict[tuple[str, Candidate], Variant] = {}

    def scheme(self, name: str, texts: Mapping[str, str] | None = None) -> Scheme:
        """The scheme of a department; of a candidate, the company told as one scheme."""
        if name.startswith(_AS) and name not in self._schemes:
            self._schemes[name] = as_scheme(self.companies[name.removeprefix(_AS)])
        return super().scheme(name, texts)

    def within(self, state: DeskState) -> WithinCompany:
        """The company around the department on show, as it is set."""
        changed = {one.id: dict(state.sheets.get(one.id, SchemeSheet()).changed) for one in self.now.departments}
        return WithinCompany(self.now, state.scheme, changed)

    def candidate(self, state: DeskState) -> Candidate:
        """The company as it is set, in all its departments."""
        every = self.within(state).changed(dict(state.sheet.changed))
        named = {name_in(of, name): value for of, changed in every.items() for name, value in changed.items()}
        return Candidate(_AS + NOW, changed_of(named))

    def variant(self, state: DeskState, candidate: Candidate) -> Variant:
        """A company as the department on show has it; that department alone names the company as it is."""
        key = (state.scheme, candidate)
        if key not in self._seen:
            company = self.companies[candidate.scheme.removeprefix(_AS)] if candidate.scheme.startswith(
                _AS) else self.now  # fmt: skip
            every = _by_department(company, dict(candidate.changed))
            one = company.department(state.scheme)
            self._seen[key] = Variant(one.scheme, one.workforce, every.pop(one.id, {}),
                                      within=WithinCompany(company, one.id, every))  # fmt: skip
        return self._seen[key]

    def alternatives(self) -> list[tuple[str, Candidate]]:
        """Title and candidate of every company but the one as it is."""
        return [(str(one.title), as_candidate(name)) for name, one in self.companies.items() if name != NOW]


def as_candidate(company: str) -> Candidate:
    """The company of this id, as something to hold others against."""
    return Candidate(_AS + company)


def _by_department(company: Company, changed: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """Parameters under the names that they have in the company, by department under their own."""
    made: dict[str, dict[str, Value]] = {}
    for one in company.departments:
        for name in one.scheme.parameters:
            if name_in(one.id, name) in changed:
                made.setdefault(one.id, {})[name] = changed[name_in(one.id, name)]
    return made


def company_desk(book: CompanyBook, department: str | None, baseline: str | None, beside: Sequence[str] = ()) -> Desk:
    """A desk with a department of a company on it.

    Parameters
    ----------
    department : its id; None: the first whose scheme has parameters
    baseline, beside : ids of the company as it is and of alternatives; the baseline None: that of the study

    Raises
    ------
    LadderError
        Everything that is not in the study.
    """
    ids = [one.id for one in book.now.departments]
    first = next((one.id for one in book.now.departments if one.scheme.parameters), ids[0])
    chosen = [book.baseline if baseline is None else baseline, *beside]
    wrong = [] if department in (None, *ids) else [
        tr("department: unknown department '{got}'; there are {names}", "department：未知的部门“{got}”；可选：{names}",
           got=department, names=tr(", ", "、").join(ids)) + nearest(str(department), ids)]  # fmt: skip
    wrong += [
        tr("{what}: unknown alternative '{got}'; there are {names}", "{what}：未知的备选“{got}”；可选：{names}",
           what="baseline" if at == 0 else f"beside[{at - 1}]", got=one, names=tr(", ", "、").join(book.companies))
        + nearest(str(one), list(book.companies))
        for at, one in enumerate(chosen) if one not in book.companies
    ]  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))
    on_show = department or first
    base, *others = map(as_candidate, chosen)
    sheet = SchemeSheet(baseline=None if chosen[0] == NOW else base, beside=tuple(others))
    return Desk(with_sheet(DeskState(on_show, on_show, language=language()), sheet), book)


def at_department(state: DeskState, department: str) -> DeskState:
    """The state with another department on show, and the same beside it."""
    shown = state.sheet
    turned = replace(state, scheme=department, people=department)
    return with_sheet(turned, replace(turned.sheet, baseline=shown.baseline, beside=shown.beside))
