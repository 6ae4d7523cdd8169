"""The companies of a study: departments with their schemes and people, transfers between them, alternatives.

A transfer becomes a move of the scheme that people leave: it leads out of that ladder, and its conditions stand in
that scheme's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import two_currencies
from ladder_sim.core.problems import Place, Problem, Problems
from ladder_sim.files import FileNode, locate
from ladder_sim.files.forms.study import DepartmentForm, StudyForm
from ladder_sim.files.merge import merge
from ladder_sim.files.resolving.resolver import title_of
from ladder_sim.files.resolving.study import AS_IT_IS, NOW
from ladder_sim.files.resolving.transfers import TransferDraft, drafts_of, goals_of, with_transfers
from ladder_sim.model.company import Company, CompanyDepartment, Transfer
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.check import check_pair
from ladder_sim.plan.company import name_in
from ladder_sim.scenarios.registry import find_file
from ladder_sim.scenarios.suitable import misuse
from ladder_sim.scenarios.trees import FileSource, Memory, tree_of

#: Of a source what it holds; what is wrong goes to the problems.
FileReader = Callable[[FileSource, Problems, tuple[Path, ...]], Scheme | Workforce | None]


def companies_of(
    form: StudyForm, tree: FileNode, near: Path | None, readers: Mapping[str, FileReader], problems: Problems
) -> tuple[Company, ...]:
    """The company as it is, then its alternatives; those that could be read."""
    made: list[Company] = []
    parts = _part(tree, tree)
    for name, title, change in _versions(form, tree):
        found = Problems()
        told = parts if change is None else merge(parts, _part(change, tree), found)
        if change is not None:
            _same_people(change, told, name, found)
        reading = _CompanyReading(told, near, readers, found)
        company = reading.company(name, title)
        for known, new in ((problems.errors, found.errors), (problems.warnings, found.warnings)):
            known += [problem for one in new if (problem := _of_study(one, tree.file)) not in known]
        made += [] if company is None else [company]
    return tuple(made)


def _versions(form: StudyForm, tree: FileNode) -> list[tuple[str, Title, FileNode | None]]:
    """Ids and titles of the company as it is and of its alternatives, with what these change."""
    made: list[tuple[str, Title, FileNode | None]] = [(NOW, AS_IT_IS, None)]
    for name, entry in form.alternatives.items():
        made.append((name, title_of(entry.title, name), tree.value["alternatives"].value[name]))
    return made


def _part(node: FileNode, tree: FileNode) -> FileNode:
    """What a company or an alternative says of departments and transfers, as a tree of its own."""
    kept: dict[str, FileNode] = {}
    if node is tree:  # so that an alternative has something to change
        kept["transfers"] = FileNode([], tree.file, tree.line, tree.column)
    kept |= {key: node.value[key] for key in ("departments", "transfers") if isinstance(node.value, dict)
            and node.value.get(key) is not None and node.value[key].value}  # fmt: skip
    return FileNode(kept, tree.file, node.line, node.column)


def _of_study(problem: Problem, file: str) -> Problem:
    """A problem of a transfer under the name that it has in the study, not that of the move that it became."""
    place = problem.place
    if place.file != file or not place.where.startswith("moves["):
        return problem
    return replace(problem, place=replace(place, where=f"transfers{place.where.removeprefix('moves')}"))


def _same_people(change: FileNode, told: FileNode, name: str, problems: Problems) -> None:
    """An alternative has the people that there are, in the departments that there are."""
    departments = change.get("departments")
    for department, node in ({} if departments is None else departments.value).items():
        if node.get("workforce") is not None:
            problems.add(
                locate(node, ("workforce",), key=True),
                tr("alternatives have the people of now, so that they can be compared: leave 'workforce' out",
                   "备选与现状须为同一批人员，才能比较：请去掉 workforce"),
            )  # fmt: skip
        if told.value["departments"].value[department].get("workforce") is None:
            del told.value["departments"].value[department]
            problems.add(
                Place(node.file, node.key_line or node.line, node.key_column or node.column,
                      f"alternatives.{name}.departments.{department}"),
                tr("'{name}' is no department as it is now", "现状中没有部门“{name}”", name=department),
            )  # fmt: skip


@dataclass(slots=True)
class _CompanyReading:
    """One company being read."""

    tree: FileNode
    near: Path | None
    readers: Mapping[str, FileReader]
    problems: Problems

    def company(self, id: str, title: Title) -> Company | None:
        """The company; None where something is missing."""
        known = len(self.problems.errors)
        nodes: dict[str, FileNode] = self.tree.value["departments"].value
        forms = {name: DepartmentForm.model_validate(node.plain()) for name, node in nodes.items()}
        drafts = drafts_of(self.tree.get("transfers"), list(nodes), self.problems)
        made = [self._department(name, form, drafts) for name, form in forms.items()]
        departments = [one for one in made if one is not None]
        if len(departments) < len(made):
            return None
        company = Company(id, title, tuple(departments), file=self.tree.file)
        self._one_calendar(company)
        self._one_currency(company)
        self._names_apart(company)
        transfers = tuple(found for draft in drafts if (found := self._transfer(draft, company)) is not None)
        return None if len(self.problems.errors) > known else replace(company, transfers=transfers)

    # -- departments ----------------------------------------------------------------------------

    def _place(self, department: str, *keys: str) -> Place:
        return locate(self.tree, ("departments", department, *keys))

    def _department(self, name: str, form: DepartmentForm, drafts: list[TransferDraft]) -> CompanyDepartment | None:
        for key in ("scheme", "workforce"):
            if getattr(form, key) is None:
                self.problems.add(self._place(name), tr("'{key}' is missing", "缺少“{key}”", key=key))
        workforce = self._workforce(name, form)
        scheme = self._scheme(name, form, [draft for draft in drafts if draft.source == name])
        if workforce is None or scheme is None:
            return None
        self._playable(name, scheme, workforce)
        return CompanyDepartment(name, title_of(form.title, name), scheme, workforce)

    def _workforce(self, name: str, form: DepartmentForm) -> Workforce | None:
        """The people of a department."""
        if form.workforce is None:
            return None
        path = find_file(form.workforce, "workforce", self._place(name, "workforce"), self.problems, near=self.near)
        made = None if path is None else self.readers["workforce"](path, self.problems, ())
        return made if isinstance(made, Workforce) else None

    def _scheme(self, name: str, form: DepartmentForm, drafts: list[TransferDraft]) -> Scheme | None:
        """The scheme of a department, with the parameters that the study sets and its transfers out."""
        if form.scheme is None:
            return None
        path = find_file(form.scheme, "scheme", self._place(name, "scheme"), self.problems, near=self.near)
        tree = None if path is None else tree_of(path, "scheme", self.problems)
        if path is None or tree is None:
            return None
        tree = self._set(name, form, path, tree)
        made = self.readers["scheme"](Memory(with_transfers(tree, drafts), path), self.problems, ())
        return made if isinstance(made, Scheme) else None

    def _set(self, name: str, form: DepartmentForm, path: Path, tree: FileNode) -> FileNode:
        """The tree of a scheme with other values of its parameters."""
        if not form.set:
            return tree
        plain = self.readers["scheme"](path, Problems(), ())
        wrong = False
        for key, value in form.set.items():
            if isinstance(plain, Scheme) and (why := misuse(plain, key, value, placed=True)):
                self.problems.add(locate(self.tree, ("departments", name, "set", key), key=True), why)
                wrong = True
        given = self.tree.value["departments"].value[name].value["set"]
        change = FileNode({"parameters": given}, tree.file, tree.line, tree.column)
        own = {key: tree.value[key] for key in ("scheme", "title", "short_title", "summary") if key in tree.value}
        if wrong:
            return tree
        merged = merge(tree, change, self.problems)
        return replace(merged, value={**own, **merged.value})

    def _playable(self, name: str, scheme: Scheme, workforce: Workforce) -> None:
        """What keeps a department from being played."""
        if scheme.adopted is not None:
            self.problems.add(
                self._place(name, "scheme"),
                tr("'{scheme}' is adopted during the run; a department of a company has one scheme throughout",
                   "“{scheme}”在模拟期间才启用；公司的部门须自始至终使用同一方案", scheme=scheme.id),
            )  # fmt: skip
        self.problems.errors[:] = [problem for problem in self.problems.errors if not problem.open]
        check_pair(scheme, workforce, self.problems)

    def _one_calendar(self, company: Company) -> None:
        """All departments begin on one day."""
        first = company.departments[0]
        for one in company.departments[1:]:
            if one.workforce.start != first.workforce.start:
                self.problems.add(
                    self._place(one.id, "workforce"),
                    tr("starts on {mine}, '{other}' on {theirs}: the departments of a company start on one day",
                       "开始日期为 {mine}，而“{other}”为 {theirs}：各部门须同日开始", mine=one.workforce.start,
                       other=first.id, theirs=first.workforce.start),
                )  # fmt: skip

    def _one_currency(self, company: Company) -> None:
        """All departments are paid in one currency."""
        said = [(one, one.scheme.currency or one.workforce.currency) for one in company.departments]
        first, mine = next(((one, code) for one, code in said if code), (company.departments[0], ""))
        for one, code in said:
            if code and code != mine:
                self.problems.add(self._place(one.id, "scheme"), two_currencies(mine, code, first.id, one.id))

    def _names_apart(self, company: Company) -> None:
        """In the company's tables a grade bears its department's name before its own."""
        seen: dict[str, str] = {}
        for one in company.departments:
            for grade in one.scheme.grades:
                name = name_in(one.id, grade.id)
                if name in seen:
                    self.problems.add(
                        self._place(one.id),
                        tr("grade '{grade}' would be called {name} in the company, and so would one of '{other}';"
                           " name the department otherwise",
                           "职级“{grade}”在公司层面将称为 {name}，与“{other}”的职级重名；请给部门换一个编号",
                           grade=grade.id, name=name, other=seen[name]),
                    )  # fmt: skip
                seen[name] = one.id

    # -- transfers ------------------------------------------------------------------------------

    def _transfer(self, draft: TransferDraft, company: Company) -> Transfer | None:
        """The record of a transfer, once both schemes are known."""
        move = next((m for m in company.department(draft.source).scheme.moves if m.id == draft.id), None)
        if move is None:
            return None  # said where it was read
        target = company.department(draft.target).scheme
        to = goals_of(draft, move, target, self.problems)
        for grade in target.grades:
            if grade.id in to.values() and grade.seats is not None and grade.seats.kind == "grouped":
                self.problems.add(
                    draft.to_place,
                    tr("'{grade}' has seats by {by}, which a transfer cannot ask for yet; give it one number of seats",
                       "“{grade}”的编制按{by}分列，目前不能由调动占用；请给它一个总编制数", grade=grade.id,
                       by=grade.seats.by),
                )  # fmt: skip
        return Transfer(draft.id, move.title, draft.source, draft.target, to, draft.keeps, draft.pay)
