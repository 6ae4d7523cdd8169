"""From an id, a path, a text or a dict to a complete scheme, workforce or study."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.money import met
from ladder_sim.core.needs import is_frame
from ladder_sim.core.problems import NOWHERE, LadderError, LadderWarning, Problems, nearest, warn
from ladder_sim.core.signed import door
from ladder_sim.files import FileNode, locate, parse_tree, read_tree, shown_path
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.formats import kind_of
from ladder_sim.files.forms.brief import BriefForm, resolve_brief
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.forms.study import StudyForm
from ladder_sim.files.forms.workforce import VocabularyForm, WorkforceForm
from ladder_sim.files.memory import is_text, tree_in_memory
from ladder_sim.files.resolving.scheme import resolve_scheme
from ladder_sim.files.resolving.study import resolve_study
from ladder_sim.files.resolving.workforce import RosterReader, Vocabulary, resolve_vocabulary, resolve_workforce
from ladder_sim.files.schemas import schema_text
from ladder_sim.files.validate import AnyForm, validate
from ladder_sim.model.parts import with_grades
from ladder_sim.model.report_options import Brief
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.people.rosters.roster import read_roster
from ladder_sim.people.tables.frames import RosterCell, roster_given
from ladder_sim.scenarios.companies import FileReader, companies_of
from ladder_sim.scenarios.formed import remember
from ladder_sim.scenarios.guessed_scheme import led
from ladder_sim.scenarios.laws import DATA, find_law
from ladder_sim.scenarios.no_source import no_source
from ladder_sim.scenarios.registry import (
    Kind,
    ScenarioEntry,
    find_file,
    list_scenarios,
    scenario_folders,
)
from ladder_sim.scenarios.remarks import remark
from ladder_sim.scenarios.roster_tree import BASE, check_people_alone, is_roster, put_roster, roster_tree
from ladder_sim.scenarios.suitable import misuse
from ladder_sim.scenarios.trees import FileSource, Memory, SourceReader, beside, shown_source, tree_of

if TYPE_CHECKING:
    import pandas as pd

#: What a scheme, a workforce or a study can be loaded from, besides a record of its own kind.
Readable = str | os.PathLike[str] | Mapping[str, object]
__all__ = [
    "ScenarioEntry", "LadderWarning", "list_scenarios", "check_file", "fingerprint", "load_brief", "load_scheme",
    "load_study", "load_vocabulary", "load_workforce", "outline", "read_file", "read_workforce", "scenario_folders",
    "schema_text", "scheme_of", "workforce_of",
]  # fmt: skip

T = TypeVar("T")

# --- loading ------------------------------------------------------------------------------------


@door
def load_scheme(source: Readable | Scheme) -> Scheme:
    """A scheme, complete and checked.

    Names that a workforce may declare are left to `simulate`, which knows the people; `check_file` asks for them.

    Parameters
    ----------
    source : an id, a path, a dict with the keys of a scheme's file, or its YAML text (of several lines). A scheme is
        returned as it is.

    Raises
    ------
    LadderError
        With everything that is wrong, whoever the people are.
    """
    return scheme_of(source, "source")


def scheme_of(source: object, argument: str) -> Scheme:
    """`load_scheme`; messages name the argument that was given."""
    if isinstance(source, Scheme):
        return with_grades(source)
    return _load(source, "scheme", _scheme, argument)


@door
def load_workforce(
    source: Readable | Workforce | pd.DataFrame,
    *,
    roster: pd.DataFrame | str | os.PathLike[str] | None = None,
    like: Readable | Workforce | None = None,
) -> Workforce:
    """A workforce, complete and checked.

    Parameters
    ----------
    source : an id, a path, a dict with the keys of a workforce's file, or its YAML text (of several lines). A
        workforce is returned as it is. The path of a list of people (CSV, workbook) puts them on the default workforce,
        and so does a data frame of them.
    roster : people in place of those of the file: a frame with a row each and the columns of a roster's file, or the
        path of such a file
    like : of a list of people alone, the workforce whose assumptions hold for them: ``center.with_(roster=source)``

    Raises
    ------
    LadderError
        With everything that is wrong; or `like` goes with something else than a list of people.
    """
    if like is not None:
        check_people_alone(source, roster)
        return workforce_of(like, "like").with_(roster=source)  # type: ignore[arg-type]  # a path or a frame
    if roster is None:
        return workforce_of(source, "source")
    try:
        base = workforce_of(source, "source")
    except LadderError:  # as a record without its people is; what else is wrong is said again
        return workforce_of(source, "source", roster)
    return base.with_(roster=roster)


def workforce_of(source: object, argument: str, roster: object = None) -> Workforce:
    """A workforce as `load_workforce` takes it, and raises `LadderError`; messages name the argument."""
    if isinstance(source, Workforce):
        return source
    if is_frame(source) and roster is None:
        return workforce_of(BASE, argument).with_(roster=source)  # type: ignore[arg-type]  # a frame
    rows = None if roster is None else roster_given(roster)

    def read(found: FileSource, problems: Problems, chain: tuple[Path, ...]) -> Workforce | None:
        return _workforce(found, problems, chain, rows)

    return _load(source, "workforce", read, argument)


@door
def load_study(source: Readable | Study) -> Study:
    """A study; its schemes and workforce are looked for, not loaded.

    Parameters
    ----------
    source : an id, a path, a dict with the keys of a study's file, or its YAML text (of several lines). A study is
        returned as it is.

    Raises
    ------
    LadderError
        With everything that is wrong.
    """
    if isinstance(source, Study):
        return source
    return _load(source, "study", _study, "source")


@door
def load_brief(name_or_path: str | os.PathLike[str] | Brief) -> Brief:
    """How a report is written.

    Parameters
    ----------
    name_or_path : an id, a path, or a brief, which is returned as it is

    Raises
    ------
    LadderError
        With everything that is wrong.
    """
    if isinstance(name_or_path, Brief):
        return name_or_path
    return _load(name_or_path, "brief", _brief, "brief")


def outline(path: str | os.PathLike[str]) -> Scheme | None:
    """A scheme whose expressions are not checked, without what it replaces, for listings; None where it is broken."""
    problems = Problems()
    fitted = _fit(SchemeForm, tree_of(Path(path), "scheme", problems), problems)
    made = None if fitted is None else resolve_scheme(*fitted, problems)
    return None if made is None or problems.errors else replace(made, file=shown_path(Path(path)))


def check_file(path: str | os.PathLike[str]) -> Problems:
    """Everything that is wrong or doubtful with a file of any kind, by itself; raises nothing."""
    problems = Problems()
    read_file(Path(path), problems)
    return problems


def read_file(path: Path, problems: Problems) -> Scheme | Workforce | Study | Brief | None:
    """What a file of any kind holds, as far as it can be read; what is wrong goes to `problems`."""
    head = roster_tree(path) if is_roster(path) else read_tree(path, Problems())
    kind = None if head is None else kind_of(head)
    made = next((reader for name, reader in _READERS.items() if name == kind), _scheme)(path, problems, ())
    if isinstance(made, Scheme):
        remark(made, load_vocabulary().signals, problems)
    return made


def read_source(source: FileSource, kind: Kind, problems: Problems | None = None) -> Scheme | Workforce | Study | Brief:
    """What a file or a form in memory holds. Raises `LadderError` with everything that is wrong.

    Parameters
    ----------
    problems : what a workforce may make right is added here
    """
    reader: SourceReader[Scheme | Workforce | Study | Brief] = _READERS[kind]
    return _read(source, reader, Problems() if problems is None else problems)


def left_open(scheme: Scheme) -> list[str]:
    """What is wrong in a scheme unless its workforce makes it right, such as a name that nothing else declares."""
    problems = Problems()
    check(scheme, problems)
    return [str(problem) for problem in dict.fromkeys(problems.errors) if problem.open]


def _load(given: object, kind: Kind, read: SourceReader[T], argument: str) -> T:
    problems = Problems()
    try:
        return _read(_source(given, kind, argument, problems), read, problems)
    except LadderError as error:
        refused = led(error, given, kind, read)
    raise refused


def _read(source: FileSource | None, read: SourceReader[T], problems: Problems) -> T:
    made = None if source is None else read(source, problems, ())
    if problems.settled:  # else the workforce is to say what is still open
        problems.raise_if_any()
    for warning in problems.warnings:
        warn(str(warning))
    assert made is not None  # or something was wrong
    met(made)
    return made


def _source(given: object, kind: Kind, argument: str, problems: Problems) -> FileSource | None:
    """Where to read from; a problem for what cannot be one."""
    if isinstance(given, Mapping):
        tree = tree_in_memory(given, problems)
        return None if tree is None else Memory(tree)
    if isinstance(given, str) and is_text(given):
        tree = parse_tree(given, "<text>", problems)
        return None if tree is None else Memory(tree)
    if isinstance(given, str | os.PathLike):
        return find_file(os.fspath(given), kind, NOWHERE, problems)
    raise LadderError(no_source(given, kind, argument))


def _fit(form: type[AnyForm], tree: FileNode | None, problems: Problems) -> tuple[AnyForm, FileNode] | None:
    return None if tree is None else validate(form, tree, problems)


def _scheme(source: FileSource, problems: Problems, chain: tuple[Path, ...]) -> Scheme | None:
    fitted = _fit(SchemeForm, tree_of(source, "scheme", problems), problems)
    if fitted is None:
        return None
    scheme = remember(replace(resolve_scheme(*fitted, problems), file=shown_source(source)))
    if scheme.adopted is not None:
        near = beside(source)
        chain = chain if near is None else (*chain, near.resolve())
        scheme = _with_replaced(scheme, fitted[1], near, problems, chain)
    check(scheme, problems)
    return scheme


def check(made: Scheme | Workforce, problems: Problems) -> None:
    """Check the expressions; imported here, for the language's checks need what listing a folder does not."""
    from ladder_sim.plan.check import check_scheme, check_workforce

    if isinstance(made, Scheme):
        check_scheme(made, *load_vocabulary(), problems)
    else:
        check_workforce(made, problems)


def _with_replaced(
    scheme: Scheme, tree: FileNode, path: Path | None, problems: Problems, chain: tuple[Path, ...]
) -> Scheme:
    """The scheme with the one that it replaces."""
    assert scheme.adopted is not None
    place = locate(tree, ("adopted", "after"))
    after = find_file(scheme.adopted.after, "scheme", place, problems, near=path)
    if after is None:
        return scheme
    if after.resolve() in chain:
        names = " → ".join(p.stem for p in (*chain[chain.index(after.resolve()) :], after))
        text = tr("schemes replace each other in a circle: {names}; leave 'adopted' out of one of them",
                  "方案循环替代：{names}；请删去其中一个的 adopted", names=names)  # fmt: skip
        problems.add(place, text)
        return scheme
    replaced = _scheme(after, problems, chain)
    given = tree.value["adopted"].get("placement")
    mapping = {} if given is None else given.plain()
    if replaced is not None and isinstance(mapping, dict):
        known = [*(grade.id for grade in replaced.grades), *replaced.absent]
        for old in mapping:
            if old not in known:
                problems.add(
                    locate(tree, ("adopted", "placement", old), key=True),
                    tr(
                        "unknown grade '{got}' of '{scheme}'",
                        "“{scheme}”中没有职级“{got}”",
                        got=old,
                        scheme=replaced.id,
                    )
                    + nearest(old, known),
                )
    return replace(scheme, replaced=replaced)


def read_workforce(path: Path, problems: Problems, reader: RosterReader, base: str = BASE) -> Workforce | None:
    """A list of people on the workforce `base`, as far as it can be read; its people by `reader`."""
    tree = roster_tree(path, base)
    return None if tree is None else workforce_read(Memory(tree, path), problems, reader)


def workforce_read(source: FileSource, problems: Problems, reader: RosterReader) -> Workforce | None:
    """The workforce of a form, as far as it can be read; its people by `reader`.

    Parameters
    ----------
    problems : everything that is wrong is added here
    """
    return _workforce(source, problems, (), reader=reader)


def _workforce(
    source: FileSource,
    problems: Problems,
    chain: tuple[Path, ...],
    rows: list[dict[str, RosterCell]] | str | None = None,
    reader: RosterReader = read_roster,
) -> Workforce | None:
    tree = tree_of(source, "workforce", problems)
    if tree is not None and rows is not None:
        put_roster(tree, rows)
    fitted = _fit(WorkforceForm, tree, problems)
    if fitted is None:
        return None
    standard = load_vocabulary() if fitted[0].signals == "standard" else Vocabulary({}, {})
    law = find_law(fitted[0].law, locate(fitted[1], ("law",)), problems, beside(source))
    made = resolve_workforce(*fitted, problems, standard, reader, law)
    workforce = remember(replace(made, file=shown_source(source)))
    check(workforce, problems)
    return workforce


def _study(source: FileSource, problems: Problems, chain: tuple[Path, ...]) -> Study | None:
    path = beside(source)
    fitted = _fit(StudyForm, tree_of(source, "study", problems), problems)
    if fitted is None:
        return None
    form, tree = fitted
    if form.departments is not None:
        return resolve_study(form, tree, problems, companies_of(form, tree, path, _PARTS, problems))
    for index, entry in enumerate(form.schemes or ()):
        loc = ("schemes", index) if isinstance(entry, str) else ("schemes", index, "id")
        name = entry if isinstance(entry, str) else entry.id
        found = find_file(name, "scheme", locate(tree, loc), problems, near=path)
        if found is not None and not isinstance(entry, str) and entry.set:
            scheme = _scheme(found, Problems(), ())
            for key, value in entry.set.items():
                if scheme is not None and (why := misuse(scheme, key, value, placed=True)):
                    problems.add(locate(tree, ("schemes", index, "set", key), key=True), why)
    if form.workforce is not None:
        find_file(form.workforce, "workforce", locate(tree, ("workforce",)), problems, near=path)
    return resolve_study(form, tree, problems)


def _brief(source: FileSource, problems: Problems, chain: tuple[Path, ...]) -> Brief | None:
    fitted = _fit(BriefForm, tree_of(source, "brief", problems), problems)
    return None if fitted is None else resolve_brief(*fitted, problems)


@functools.cache
def load_vocabulary() -> Vocabulary:
    """The standard signals and attributes that come with the package. Raises `LadderError`."""
    problems = Problems()
    path = DATA / "signals.yaml"
    fitted = _fit(VocabularyForm, read_tree(path, problems), problems)
    vocabulary = Vocabulary({}, {}) if fitted is None else resolve_vocabulary(*fitted, problems)
    problems.raise_if_any()
    return vocabulary


#: How the schemes and the people of a company's departments are read.
_PARTS: dict[str, FileReader] = {"scheme": _scheme, "workforce": _workforce}
_READERS: dict[Kind, SourceReader[Scheme | Workforce | Study | Brief]] = {
    "scheme": _scheme, "workforce": _workforce, "study": _study, "brief": _brief,
}  # fmt: skip
