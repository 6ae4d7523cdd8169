"""A desk as it is at first: with what a caller names, or with what a file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ladder_sim.core.i18n import language, tr
from ladder_sim.core.problems import NOWHERE, LadderError, Place, Problem, Problems
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.history import DeskHistory
from ladder_sim.desk.reading import check_fits, read_file
from ladder_sim.desk.state import MOST_BESIDE, OWN_PEOPLE, Candidate, DeskState, SchemeSheet, changed_of, with_sheet
from ladder_sim.files import read_text, read_tree, shown_path
from ladder_sim.files.formats import kind_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import load_scheme, load_study, load_workforce
from ladder_sim.scenarios.registry import find_file
from ladder_sim.scenarios.roster_tree import is_roster
from ladder_sim.scenarios.studies import schemes_of, workforce_of


def desk_for(scheme: Scheme, people: Workforce, *, baseline: Scheme, beside: Sequence[Scheme] = ()) -> Desk:
    """A desk with a scheme on it, on these people, beside others."""
    book = DeskBook([*beside, baseline, scheme], [people])
    base = None if baseline is scheme else Candidate(baseline.id)
    sheet = SchemeSheet(baseline=base, beside=tuple(Candidate(one.id) for one in beside))
    state = DeskState(scheme.id, people.id, language=language())
    return Desk(with_sheet(state, sheet), book)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a file puts on a desk.

    Parameters
    ----------
    history : the desk
    book : with what the file holds
    months, replications, seed : of a study; 0 where the file does not say
    """

    history: DeskHistory
    book: DeskBook = field(default_factory=DeskBook)
    months: int = 0
    replications: int = 0
    seed: int = 0


def opened(path: Path, scheme: str, people: str) -> OpenedFile:
    """What a file puts on a desk: a scheme, a study, a workforce, a list of people, or a desk.

    Parameters
    ----------
    scheme, people : ids of what is shown where the file names none

    Raises
    ------
    LadderError
        It cannot be read, or is none of these; everything that is wrong.
    """
    if path.suffix.lower() == ".json":
        found = OpenedFile(read_file(path))
        check_fits(found.history.now, found.book)
        return found
    if is_roster(path):
        return _of_state(DeskState(scheme, OWN_PEOPLE), people=load_workforce(path))
    problems = Problems()
    tree = read_tree(path, problems)
    problems.raise_if_any()
    kind = None if tree is None else kind_of(tree)
    if kind == "study":
        return _of_study(load_study(path))
    if kind == "workforce":
        made = load_workforce(path)
        return _of_state(DeskState(scheme, made.id), people=made)
    if kind == "brief":
        said = tr("is a brief of a report; the app opens a scheme, a study, people or a desk's file",
                  "是报告设定；应用可打开方案、研究、人员或工作台文件")  # fmt: skip
        raise LadderError([Problem(Place(shown_path(path)), said)])
    return _of_scheme(path, people)


def _of_state(state: DeskState, *, scheme: Scheme | None = None, people: Workforce | None = None) -> OpenedFile:
    book = DeskBook([] if scheme is None else [scheme])
    if people is not None:
        book.add_people(state.people, people)
    return OpenedFile(DeskHistory(state), book)


def _of_scheme(path: Path, people: str) -> OpenedFile:
    """A scheme: at hand by its id; elsewhere as its text, which goes along with the desk, where that is whole."""
    made = load_scheme(path)
    known = find_file(made.id, "scheme", NOWHERE, Problems())
    state = DeskState(made.id, people)
    if known is not None and known.resolve() == path.resolve():
        return _of_state(state)
    text = read_text(path, Problems()) or ""
    try:
        DeskBook().scheme_of(text)
    except LadderError:  # it names a file beside it, which a text cannot
        return _of_state(state, scheme=made)
    return OpenedFile(DeskHistory(DeskState(made.id, people, texts={made.id: text})))


def _of_study(study: Study) -> OpenedFile:
    """A study: its baseline, one of the others on show, the rest beside."""
    if study.companies:
        raise LadderError([Problem(Place(study.file), tr(
            "is a study of a company, which the app does not show; open it in a notebook with ls.explore('{file}'), or"
            " compare it with: ladder-sim compare {file}",
            "是公司研究，应用不能显示；请在笔记本中用 ls.explore('{file}') 打开，或用 ladder-sim compare {file} 比较",
            file=study.file))])  # fmt: skip
    schemes, people = schemes_of(study), workforce_of(study)
    candidates = {name: Candidate(name.partition("(")[0] if study.set.get(name) else one.id,
                                  changed_of(study.set.get(name, {})))
                  for name, one in zip(study.schemes, schemes, strict=True)}  # fmt: skip
    base = candidates[study.baseline]
    others = [one for name, one in candidates.items() if name != study.baseline] or [base]
    shown, beside = others[0], tuple(others[1 : 1 + MOST_BESIDE])
    sheet = SchemeSheet(shown.changed, None if base == Candidate(shown.scheme) else base, beside)
    state = with_sheet(DeskState(shown.scheme, people.id), sheet)
    book = DeskBook(
        [one for name, one in zip(study.schemes, schemes, strict=True) if not study.set.get(name)], [people]
    )
    return OpenedFile(DeskHistory(state), book, study.months, study.replications, study.seed)
