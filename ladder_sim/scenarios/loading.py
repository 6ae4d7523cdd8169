"""From a name or a path to a complete scheme, workforce or study; and variants of schemes."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import NOWHERE, LadderWarning, Place, Problems, nearest
from ladder_sim.files import Node, locate, read_tree, show, shown_path
from ladder_sim.files.brief_form import BriefForm, resolve_brief
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.formats import current, kind_of
from ladder_sim.files.idle import unread
from ladder_sim.files.merge import merge, same_content
from ladder_sim.files.resolve_scheme import CompleteForm, misfit, resolve_scheme
from ladder_sim.files.resolve_study import resolve_study
from ladder_sim.files.resolve_workforce import RosterReader, Vocabulary, resolve_vocabulary, resolve_workforce
from ladder_sim.files.schemas import schema_text
from ladder_sim.files.scheme_form import SchemeForm
from ladder_sim.files.titles import cut_titles
from ladder_sim.files.validate import AnyForm, validate
from ladder_sim.files.workforce_form import StudyForm, VocabularyForm, WorkforceForm
from ladder_sim.model.records import Parameter, Scheme, Workforce
from ladder_sim.model.report_options import Brief
from ladder_sim.model.study import Study
from ladder_sim.people.roster import read_roster
from ladder_sim.scenarios.laws import DATA, find_law
from ladder_sim.scenarios.registry import FOLDERS, WORDS, AtHand, Kind, at_hand, find_file, scenario_folders
from ladder_sim.scenarios.remarks import remark
from ladder_sim.scenarios.roster_tree import BASE, is_roster, roster_tree

__all__ = [
    "AtHand",
    "LadderWarning",
    "at_hand",
    "check_file",
    "fingerprint",
    "load_brief",
    "load_scheme",
    "load_study",
    "load_vocabulary",
    "load_workforce",
    "outline",
    "read_file",
    "read_workforce",
    "scenario_folders",
    "schema_text",
    "with_",
]

# --- trees --------------------------------------------------------------------------------------


def _tree(path: Path, kind: Kind, problems: Problems, chain: tuple[Path, ...] = (), on: str = BASE) -> Node | None:
    """The tree of a file, merged with what it is based on: a list of people on the workforce `on`."""
    read = roster_tree(path, on) if kind == "workforce" and is_roster(path) else read_tree(path, problems)
    tree = current(read, kind, problems) if read is not None and _is_kind(read, kind, problems) else None
    if tree is None:
        return None
    cut_titles(tree, problems)
    if not chain:
        _check_id(tree, path, kind, problems)
    based_on = tree.get("based_on")
    if based_on is None or not isinstance(based_on.value, str):
        return tree
    place = locate(tree, ("based_on",))
    base_path = find_file(based_on.value, kind, place, problems, near=path)
    if base_path is None:
        return None
    chain = (*chain, path.resolve())
    if base_path.resolve() in chain:
        names = " -> ".join(p.stem for p in (*chain[chain.index(base_path.resolve()) :], base_path))
        problems.add(place, tr("based_on goes in a circle: {names}", "based_on 循环引用：{names}", names=names))
        return None
    base = _tree(base_path, kind, problems, chain)
    if base is None:
        return None
    merged = merge(base, tree, problems)
    if same_content(base, merged):
        problems.warn(
            place,
            tr("changes nothing: it equals '{base}'", "没有任何改动：与“{base}”相同", base=based_on.value),
        )
    return merged


def _is_kind(tree: Node, kind: Kind, problems: Problems) -> bool:
    other = next((name for name in FOLDERS if name in tree.value and name != kind), None)
    if kind in tree.value or other is None or (kind == "study" and other != "study"):
        return True
    names = {"other": tr(*WORDS[other]), "kind": tr(*WORDS[kind])}
    text = tr("this is a {other}, not a {kind}", "这是{other}，不是{kind}", **names)
    problems.add(locate(tree, (other,), key=True), text)
    return False


def _check_id(tree: Node, path: Path, kind: Kind, problems: Problems) -> None:
    given = tree.get(kind)
    if given is not None and isinstance(given.value, str) and given.value != path.stem:
        problems.add(
            locate(tree, (kind,)),
            tr(
                "must equal the file's name '{stem}', got {got}",
                "应与文件名“{stem}”相同，现为{got}",
                stem=path.stem,
                got=show(given.value),
            ),
        )


# --- loading ------------------------------------------------------------------------------------


def load_scheme(name_or_path: str | os.PathLike[str] | Scheme) -> Scheme:
    """A scheme by id or path, complete and checked.

    Names that a workforce may declare are left to `simulate`, which knows the people; `check_file` asks for them.

    Raises
    ------
    LadderError: with everything that is wrong with the file, whoever the people are.
    """
    if isinstance(name_or_path, Scheme):
        return name_or_path
    made: Scheme = _load(name_or_path, "scheme", _scheme)
    return made


def load_workforce(name_or_path: str | os.PathLike[str] | Workforce) -> Workforce:
    """A workforce by id or path, or a list of people on the default one, checked. Raises `LadderError`."""
    if isinstance(name_or_path, Workforce):
        return name_or_path
    made: Workforce = _load(name_or_path, "workforce", _workforce)
    return made


def load_study(name_or_path: str | os.PathLike[str] | Study) -> Study:
    """A study by id or path; its schemes and workforce are looked for, not loaded. Raises `LadderError`."""
    if isinstance(name_or_path, Study):
        return name_or_path
    made: Study = _load(name_or_path, "study", _study)
    return made


def load_brief(name_or_path: str | os.PathLike[str] | Brief) -> Brief:
    """A brief by id or path: how a report is written. Raises `LadderError` with everything that is wrong."""
    if isinstance(name_or_path, Brief):
        return name_or_path
    made: Brief = _load(name_or_path, "brief", _brief)
    return made


def outline(path: str | os.PathLike[str]) -> Scheme | None:
    """A scheme whose expressions are not checked, without what it replaces, for listings; None where it is broken."""
    problems = Problems()
    fitted = _fit(SchemeForm, _tree(Path(path), "scheme", problems), problems)
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
    readers: dict[str | None, Callable[..., Scheme | Workforce | Study | Brief | None]] = {
        "workforce": _workforce, "study": _study, "brief": _brief,
    }  # fmt: skip
    made = readers.get(None if head is None else kind_of(head), _scheme)(path, problems, ())
    if isinstance(made, Scheme):
        remark(made, load_vocabulary().signals, problems)
    return made


def _load(name: str | os.PathLike[str], kind: Kind, read: Callable[..., Any]) -> Any:
    problems = Problems()
    text = os.fspath(name)
    path = find_file(text, kind, NOWHERE, problems)
    made = None if path is None else read(path, problems, ())
    if problems.settled:  # else the workforce is to say what is still open
        problems.raise_if_any()
    for warning in problems.warnings:
        warnings.warn(LadderWarning(str(warning)), stacklevel=3)
    return made


def _fit(form: type[AnyForm], tree: Node | None, problems: Problems) -> tuple[AnyForm, Node] | None:
    return None if tree is None else validate(form, tree, problems)


def _scheme(path: Path, problems: Problems, chain: tuple[Path, ...]) -> Scheme | None:
    fitted = _fit(SchemeForm, _tree(path, "scheme", problems), problems)
    if fitted is None:
        return None
    scheme = replace(resolve_scheme(*fitted, problems), file=shown_path(path))
    if scheme.adopted is not None:
        scheme = _with_replaced(scheme, fitted[1], path, problems, (*chain, path.resolve()))
    _check(scheme, problems)
    return scheme


def _check(made: Scheme | Workforce, problems: Problems) -> None:
    """Check the expressions; imported here, for the language's checks need what listing a folder does not."""
    from ladder_sim.plan.check import check_scheme, check_workforce

    if isinstance(made, Scheme):
        check_scheme(made, *load_vocabulary(), problems)
    else:
        check_workforce(made, problems)


def _with_replaced(scheme: Scheme, tree: Node, path: Path, problems: Problems, chain: tuple[Path, ...]) -> Scheme:
    """The scheme with the one that it replaces."""
    assert scheme.adopted is not None
    place = locate(tree, ("adopted", "after"))
    after = find_file(scheme.adopted.after, "scheme", place, problems, near=path)
    if after is None:
        return scheme
    if after.resolve() in chain:
        names = " -> ".join(p.stem for p in (*chain[chain.index(after.resolve()) :], after))
        problems.add(place, tr("schemes replace each other in a circle: {names}", "方案循环替代：{names}", names=names))
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


def _workforce(path: Path, problems: Problems, chain: tuple[Path, ...]) -> Workforce | None:
    return read_workforce(path, problems, read_roster)


def read_workforce(path: Path, problems: Problems, reader: RosterReader, base: str = BASE) -> Workforce | None:
    """A workforce as far as it can be read, its people by `reader`; of a list of people, on the workforce `base`."""
    fitted = _fit(WorkforceForm, _tree(path, "workforce", problems, on=base), problems)
    if fitted is None:
        return None
    standard = load_vocabulary() if fitted[0].signals == "standard" else Vocabulary({}, {})
    law = find_law(fitted[0].law, locate(fitted[1], ("law",)), problems, path)
    workforce = replace(resolve_workforce(*fitted, problems, standard, reader, law), file=shown_path(path))
    _check(workforce, problems)
    return workforce


def _study(path: Path, problems: Problems, chain: tuple[Path, ...]) -> Study | None:
    fitted = _fit(StudyForm, _tree(path, "study", problems), problems)
    if fitted is None:
        return None
    form, tree = fitted
    for index, entry in enumerate(form.schemes):
        loc = ("schemes", index) if isinstance(entry, str) else ("schemes", index, "id")
        name = entry if isinstance(entry, str) else entry.id
        found = find_file(name, "scheme", locate(tree, loc), problems, near=path)
        if found is not None and not isinstance(entry, str) and entry.set:
            scheme = _scheme(found, Problems(), ())
            for key, value in entry.set.items():
                if scheme is not None and (why := _misuse(scheme, key, value)):
                    problems.add(locate(tree, ("schemes", index, "set", key), key=True), why)
    find_file(form.workforce, "workforce", locate(tree, ("workforce",)), problems, near=path)
    return resolve_study(form, tree, problems)


def _brief(path: Path, problems: Problems, chain: tuple[Path, ...]) -> Brief | None:
    fitted = _fit(BriefForm, _tree(path, "brief", problems), problems)
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


# --- variants -----------------------------------------------------------------------------------


def with_(scheme: Scheme, **parameters: float | bool | str) -> Scheme:
    """The scheme with other values of its parameters; its id tells which, such as ``star-ladder(bar=115)``.

    Raises
    ------
    LadderError: for an unknown parameter, or a value out of its range.
    """
    problems = Problems()
    for name, value in parameters.items():
        if why := _misuse(scheme, name, value):
            problems.add(Place(where=scheme.id), why)
    problems.raise_if_any()
    changed = {name: value for name, value in parameters.items() if value != scheme.parameters[name].value}
    if not changed:
        given = ", ".join(f"{name}={_short(value)}" for name, value in parameters.items())
        text = tr(
            "changes nothing: {id} has {given} already", "没有任何改动：{id} 已是 {given}", id=scheme.id, given=given
        )
        warnings.warn(LadderWarning(text), stacklevel=3)
        return scheme
    for name in unread(scheme):
        if name in changed:
            text = tr("changes nothing: no rule of {id} reads {name}", "没有任何改动：{id} 没有规则读取 {name}",
                      id=scheme.id, name=name)  # fmt: skip
            warnings.warn(LadderWarning(text), stacklevel=3)
    return _changed(scheme, changed)


def _misuse(scheme: Scheme, name: str, value: object) -> str:
    """Why a parameter cannot be given this value, or ''."""
    known = scheme.parameters.get(name)
    if known is None:
        return tr("unknown parameter '{name}'", "未知的参数“{name}”", name=name) + nearest(name, scheme.parameters)
    why = _unsuitable(known, value)
    return f"{name}: {why}" if why else ""


def _unsuitable(parameter: Parameter, value: object) -> str:
    """Why a value does not suit, or ''; the kind of the value in force counts too."""
    if why := misfit(parameter, value):
        return why
    for kind, en, zh in (
        (bool, "must be true or false, got {got}", "应为 true 或 false，现为{got}"),
        (str, "must be text, got {got}", "应为文字，现为{got}"),
    ):
        if isinstance(parameter.value, kind) and not isinstance(value, kind):
            return tr(en, zh, got=show(value))
    if not isinstance(parameter.value, bool | str) and isinstance(value, bool | str):
        return tr("must be a number, got {got}", "应为数字，现为{got}", got=show(value))
    return ""


def _changed(scheme: Scheme, changed: dict[str, float | bool | str]) -> Scheme:
    parameters = {name: replace(p, value=changed.get(name, p.value)) for name, p in scheme.parameters.items()}
    root, _, rest = scheme.id.partition("(")
    settings = dict(part.split("=", 1) for part in rest.rstrip(")").split(", ") if "=" in part)
    settings |= {name: _short(value) for name, value in changed.items()}
    listed = ", ".join(f"{name}={value}" for name, value in settings.items())
    title = _with(scheme.title, listed)
    short = None if scheme.short_title is None else _with(scheme.short_title, listed)
    made = replace(scheme, id=f"{root}({listed})", title=title, short_title=short, parameters=parameters)
    if not isinstance(scheme.form, CompleteForm):
        return made
    form = scheme.form.changed(changed)
    if not form.parametric:
        return replace(made, form=form)
    # the ladder itself, or a number of months, depends on the parameters
    problems = Problems()
    fitted = validate(SchemeForm, form.tree, problems)
    again = None if fitted is None else resolve_scheme(*fitted, problems)
    if again is not None:
        _check(again, problems)
    if problems.settled:
        problems.raise_if_any()
    assert again is not None  # or something was wrong
    return replace(again, id=made.id, title=title, short_title=short, file=made.file, form=form, replaced=made.replaced)


def _with(title: Title, listed: str) -> Title:
    return Title(f"{_bare(title.en)} ({listed})", f"{_bare(title.zh)}（{listed}）")


def _bare(title: str) -> str:
    for opening in (" (", "（"):
        head, sign, tail = title.rpartition(opening)
        if sign and "=" in tail:
            return head
    return title


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, int | float) else str(value)
