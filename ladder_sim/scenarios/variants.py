"""Variants in memory: a scheme or a workforce with other values or rules, made the way a file with ``based_on`` is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.problems import LadderError, Place, Problems, warn
from ladder_sim.core.scalars import as_python
from ladder_sim.files import FileNode
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.idle import idle_moves, unread
from ladder_sim.files.memory import tree_in_memory
from ladder_sim.files.merge import OWN as OWN_KEYS
from ladder_sim.files.merge import merge, of_others, same_content
from ladder_sim.files.resolving.scheme import CompleteForm, resolve_scheme
from ladder_sim.files.resolving.stated import prune
from ladder_sim.files.validate import validate
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.changes_given import by_sections, fitting, told_changes
from ladder_sim.scenarios.formed import Formed, carried, remember, remembered
from ladder_sim.scenarios.loading import check, left_open, load_vocabulary, read_source
from ladder_sim.scenarios.new_moves import moves_told
from ladder_sim.scenarios.new_names import warn_of_new_names
from ladder_sim.scenarios.suitable import misuse
from ladder_sim.scenarios.trees import Memory
from ladder_sim.scenarios.variant_titles import retitled, settings_title


def with_(
    scheme: Scheme, changes: Mapping[str, object] | None = None, /, *, id: str | None = None, **parameters: Value
) -> Scheme:
    """The scheme with other rules, then other values of its parameters; see `Scheme.with_`."""
    told = {name: value for name, value in parameters.items() if name in _KEYS and _is_part(scheme, name, value)}
    if told and isinstance(changes, Mapping | None):  # parts of a file by keyword
        parameters = {name: value for name, value in parameters.items() if name not in told}
        changes = {**(changes or {}), **told}
    if isinstance(changes, Mapping):  # a parameter among the keys of a file
        own = {name: value for name, value in changes.items() if name in scheme.parameters and name not in _KEYS}
        if own:
            changes = {name: value for name, value in changes.items() if name not in own} or None
            parameters = {**own, **parameters}  # type: ignore[dict-item]  # values are looked at below
    parameters = {name: as_python(value) for name, value in parameters.items()}
    base = scheme if changes is None else _merged(scheme, changes)
    made = _with_values(base, parameters) if parameters or changes is None else base
    return made if id is None else named(made, scheme, id)


def _is_part(scheme: Scheme, name: str, value: object) -> bool:
    """Whether a keyword is meant as a part of the file, such as moves, and not as a parameter."""
    return name not in scheme.parameters and isinstance(value, Mapping | list | tuple)


#: What a file may say at its top.
_KEYS = frozenset(SchemeForm.model_fields)


# --- values of parameters ------------------------------------------------------------------------


def _with_values(scheme: Scheme, parameters: Mapping[str, Value]) -> Scheme:
    problems = Problems()
    for name, value in parameters.items():
        if why := misuse(scheme, name, value):
            problems.add(Place(where=scheme.id), why)
    problems.raise_if_any()
    changed = {name: value for name, value in parameters.items() if value != scheme.parameters[name].value}
    if not changed:
        if parameters:
            given = ", ".join(f"{name}={_short(value)}" for name, value in parameters.items())
            warn(tr("changes nothing: {id} has {given} already", "没有任何改动：{id} 已是 {given}",
                     id=scheme.id, given=given))  # fmt: skip
        return scheme
    for name in unread(scheme):
        if name in changed:
            warn(tr("changes nothing: no rule of {id} reads {name}", "没有任何改动：{id} 没有规则读取 {name}",
                     id=scheme.id, name=name))  # fmt: skip
    return _changed(scheme, changed)


def _changed(scheme: Scheme, changed: Mapping[str, Value], *, checked: bool = True) -> Scheme:
    parameters = {name: p.with_value(changed[name]) if name in changed else p for name, p in scheme.parameters.items()}
    made = _told(
        scheme, {name: _short(value) for name, value in changed.items()}, replace(scheme, parameters=parameters)
    )
    if checked and any(isinstance(value, str) for value in changed.values()):
        _checked(made)  # a text may be a word of a rule
    if not isinstance(scheme.form, CompleteForm):
        return made
    form = scheme.form.changed(changed)
    if not form.parametric & changed.keys():
        return replace(made, form=form)
    # the ladder itself, or a number of months, depends on these parameters
    again = remember(replace(_resolved(form, checked=checked), form=form))
    named_so = replace(again, id=made.id, title=made.title, short_title=made.short_title, file=made.file,
                       replaced=made.replaced)  # fmt: skip
    return carried(scheme, formed(scheme), named_so)


def at_values(scheme: Scheme, values: Mapping[str, Value]) -> Scheme:
    """The scheme under its own name with other values of parameters, which suit them, to be compiled at once.

    Nothing is warned of, and its expressions are not checked: the compiler will.
    """
    changed = {name: value for name, value in values.items() if value != scheme.parameters[name].value}
    if not changed:
        return scheme
    made = _changed(scheme, changed, checked=False)
    return replace(made, id=scheme.id, title=scheme.title, short_title=scheme.short_title)


def _resolved(form: CompleteForm, *, checked: bool = True) -> Scheme:
    problems = Problems()
    fitted = validate(SchemeForm, form.tree, problems)
    again = None if fitted is None else resolve_scheme(*fitted, problems)
    if again is not None and checked:
        _checked(again, problems)
    elif problems.settled:
        problems.raise_if_any()
    assert again is not None  # or something was wrong
    return again


def _checked(made: Scheme, problems: Problems | None = None) -> None:
    """Refuse a scheme whose rules no workforce makes right; `problems` are those that were found before."""
    problems = Problems() if problems is None else problems
    check(made, problems)
    if problems.settled:
        problems.raise_if_any()


def formed(record: Scheme) -> Scheme:
    """What the form of a scheme says, whatever was changed on the record since, values of parameters aside."""
    found = remembered(record)
    if found is None and isinstance(record.form, CompleteForm):
        found = remember(replace(_resolved(record.form), form=record.form))
    return record if found is None else found


# --- rules ---------------------------------------------------------------------------------------


def _merged(scheme: Scheme, changes: Mapping[str, object]) -> Scheme:
    """The scheme with what a variant's file would say."""
    if not isinstance(scheme.form, CompleteForm):
        raise LadderError(no_form(scheme.id))
    changes = moves_told(scheme, changes) if isinstance(changes, Mapping) else changes
    form = synced(scheme).form  # values set on the record itself belong to it
    assert isinstance(form, CompleteForm)
    tree, kinds = changed_tree(form.tree, changes, "scheme")
    problems = Problems()
    made = read_source(Memory(tree, Path(scheme.file) if scheme.file else None), "scheme", problems)
    assert isinstance(made, Scheme)
    _warn_of_open(scheme, problems)
    _warn_of_idle(scheme, made)
    return carried(scheme, formed(scheme), replace(_titled(made, scheme, changes, kinds), file=scheme.file))


def _warn_of_open(before: Scheme, problems: Problems) -> None:
    """Warn of names that are wrong since the change unless the workforce declares them."""
    now = [str(problem) for problem in dict.fromkeys(problems.errors) if problem.open]
    known = left_open(before) if now else []
    for line in now:
        if line not in known:
            warn(line)


def _warn_of_idle(before: Scheme, made: Scheme) -> None:
    """Warn of rules that do nothing since the change, such as lines that always hold."""
    signals = load_vocabulary().signals
    known = {text for _, _, text in idle_moves(before, signals)}
    for code, _, text in dict.fromkeys(idle_moves(made, signals)):
        if text not in known and code not in made.lint_ignored:
            warn(f"{before.id}: {text}")


def synced(scheme: Scheme) -> Scheme:
    """The scheme with a form that says the values of its parameters, also of those set on the record itself."""
    if not isinstance(scheme.form, CompleteForm):
        return scheme
    said = formed(scheme).parameters
    values = {name: p.value for name, p in scheme.parameters.items() if name in said and said[name].value != p.value}
    return replace(scheme, form=scheme.form.changed(values)) if values else scheme


def changed_tree(base: FileNode, changes: object, kind: str) -> tuple[FileNode, dict[str, str]]:
    """A form's tree with changes merged into it, which keeps its own names; and what a variant's id tells of them.

    Raises
    ------
    LadderError
        `changes` is no dict of a file's keys, or names what cannot be changed; all at once.
    """
    if not isinstance(changes, Mapping):
        raise LadderError(
            tr("changes: needs a dict with the keys of a file, got {type}; values of parameters are given by name,"
               " as in with_(bar=115)",
               "changes：应为以文件中的键组成的字典，现为 {type}；参数值请按名称给出，例如 with_(bar=115)",
               type=type(changes).__name__)
        )  # fmt: skip
    problems = Problems()
    for key in ("scheme", "workforce", "study", "based_on"):
        if key in changes:
            problems.add(
                Place(where=key),
                tr("cannot be changed here; the id is given as id=…", "不能在此更改；编号请用 id=… 给出"),
            )
    changes = by_sections(changes, problems)
    fitting(base, changes, problems)
    change = None if problems.errors or not changes else tree_in_memory(changes, problems)
    problems.raise_if_any()
    if change is None:
        warn(tr("changes nothing: no change is given", "没有任何改动：未给出改动"))
        return base.copy(), {}
    warn_of_new_names(base, changes)
    own = {key: base.value[key] for key in OWN_KEYS if key in base.value and key != "based_on"}
    merged = merge(base, change, problems)
    problems.raise_if_any()
    if same_content(base, merged) and not set(changes) & set(OWN_KEYS):
        warn(tr("changes nothing: it equals what it is made of", "没有任何改动：与原来相同"))
    merged = of_others(merged, changes)
    entries = {kind: own[kind], **own, **merged.value}
    made = replace(merged, value=entries, file=base.file).copy()
    if kind == "scheme":
        prune(made)
    return made, told_changes(changes, merged.plain())


def _titled(made: Formed, base: Formed, changes: Mapping[str, object], kinds: Mapping[str, str]) -> Formed:
    settled = _told(base, {name: said for name, said in kinds.items() if name.partition(".")[0] not in OWN_KEYS})
    fields: RecordValues = {"id": settled.id}
    if "title" not in changes:
        fields["title"] = settled.title
    if isinstance(settled, Scheme) and "short_title" not in changes:
        fields["short_title"] = settled.short_title
    return replace(made, **fields)


# --- names ---------------------------------------------------------------------------------------


def settings_of(record: Formed) -> dict[str, str]:
    """What the id of a record says was changed, by name; '' where it tells no value."""
    rest = record.id.removesuffix(")").partition("(")[2]
    return {name: value for name, _, value in (part.partition("=") for part in rest.split(", ") if part)}


def _behind(record: Formed, settings: Mapping[str, str]) -> Title:
    return settings_title(record.parameters if isinstance(record, Scheme) else {}, settings)


def _told(record: Formed, changed: Mapping[str, str], made: Formed | None = None) -> Formed:
    """The record under an id and a title that tell what is changed, also by earlier changes.

    Parameters
    ----------
    made
        The record with its new values; None: `record`.
    """
    made = record if made is None else made
    settings = {**settings_of(record), **changed}
    if not settings:
        return made
    listed = ", ".join(f"{name}={value}" if value else name for name, value in settings.items())
    before, now = _behind(record, settings_of(record)), _behind(made, settings)
    root = record.id.partition("(")[0]
    fields: RecordValues = {"id": f"{root}({listed})", "title": retitled(record.title, before, now)}
    if isinstance(record, Scheme) and record.short_title is not None:
        fields["short_title"] = retitled(record.short_title, before, now)
    return replace(made, **fields)


def with_settings_title(record: Formed, changed: Mapping[str, object]) -> Formed:
    """The record under an id and a title that tell the values given."""
    return _told(record, {name: "" if value is None else _short(value) for name, value in changed.items()})


def named(made: Formed, base: Formed, id: str) -> Formed:
    """The record under an id of one's own, which stands behind its title.

    Raises
    ------
    LadderError
        The id is no text.
    """
    if not isinstance(id, str) or not id.strip():
        raise LadderError(tr("id: needs a text, got {got}", "id：应为文字，现为 {got}", got=repr(id)))
    now = Title(" ({id})", "（{id}）").fill(id=id)
    fields: RecordValues = {"id": id, "title": retitled(base.title, _behind(base, settings_of(base)), now)}
    if isinstance(base, Scheme) and base.short_title is not None:
        fields["short_title"] = Title(id, id)
    return replace(made, **fields)


def no_form(id: str) -> str:
    """Why a record made by hand cannot be changed by what a file would say."""
    return tr("{id}: this record was not made from a file, a text or a dict, so it has no form to change or to write",
              "{id}：该对象不是由文件、文本或字典生成的，没有可修改或写出的内容", id=id)  # fmt: skip


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, int | float) else str(value)
