"""Schemes, workforces and studies as what a file would say: dicts, YAML texts, files; and each in one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import assert_never

from ladder_sim.core.file_rule import holds_other, write_once
from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.core.frozen import thawed
from ladder_sim.core.i18n import LANGUAGES, Title, tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import NOWHERE, LadderError, Place, Problem, Problems
from ladder_sim.core.writing import Occupied, cannot_write
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.files.memory import yaml_text
from ladder_sim.files.resolving.scheme import CompleteForm
from ladder_sim.files.resolving.stated import prune
from ladder_sim.model.expectations import Expectation
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.report_options import Brief
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study, StudySwitch
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios import people_variants
from ladder_sim.scenarios.defaults import base_of_list
from ladder_sim.scenarios.formed import Formed, edited
from ladder_sim.scenarios.registry import Kind, find_file
from ladder_sim.scenarios.told_form import told_form
from ladder_sim.scenarios.variants import formed, no_form, synced

ScenarioRecord = Scheme | Workforce | Study
#: How a path that a form names is written.
Named = Callable[[Path], str]


def to_dict(record: ScenarioRecord) -> PlainForm:
    """The form, paths absolute; see `Written.to_dict`."""
    return told_form(_form(record, lambda path: str(path.resolve())))


def to_yaml(record: ScenarioRecord) -> str:
    """The form as a YAML text."""
    return yaml_text(to_dict(record))


def save(record: ScenarioRecord, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write the form to a file; see `Written.save`.

    Raises
    ------
    LadderError
        There is a file already that holds something else, it cannot be written, or the record has no form.
    """
    place, text = _text_at(record, path)
    try:
        place.resolve().parent.mkdir(parents=True, exist_ok=True)
        write_once(place, text, force=force)
    except OSError as error:
        raise cannot_write(place, error) from error
    return place


def save_all(records: Sequence[ScenarioRecord], paths: Sequence[Path], *, force: bool = False) -> list[Path]:
    """Write several forms, each as `save` does; none where a file is in the way of one.

    Raises
    ------
    LadderError
        Every file that holds something else; one cannot be written, or a record has no form.
    """
    texts = dict(_text_at(record, path) for record, path in zip(records, paths, strict=True))
    problems = [found for place, text in texts.items() if not force and (found := holds_other(place, text))]
    if problems:
        raise Occupied(problems)
    return [save(record, path, force=force) for record, path in zip(records, paths, strict=True)]


def _text_at(record: ScenarioRecord, path: str | os.PathLike[str]) -> tuple[Path, str]:
    """The file that a record is written to, and its text: names of other files in it are as seen from there."""
    place = path_of(path, "path")
    if place.suffix not in (".yaml", ".yml"):
        if place.suffix and not place.is_dir():
            text = tr("the name of the file ends in .yaml, got {got}", "文件名应以 .yaml 结尾，现为 {got}",
                      got=place.suffix)  # fmt: skip
            raise LadderError([Problem(Place(str(path)), text)])
        place = place / f"{record.id}.yaml"
    folder = place.resolve().parent

    def named(target: Path) -> str:
        try:
            return Path(os.path.relpath(target.resolve(), folder)).as_posix()
        except ValueError:  # on another drive
            return str(target.resolve())

    return place, yaml_text({**_form(record, named), kind_of(record): place.stem})


def kind_of(record: ScenarioRecord) -> Kind:
    """The kind of file that a record has."""
    if isinstance(record, Scheme):
        return "scheme"
    if isinstance(record, Workforce):
        return "workforce"
    if isinstance(record, Study):
        return "study"
    assert_never(record)


def _form(record: ScenarioRecord, named: Named) -> PlainForm:
    if isinstance(record, Scheme):
        return _scheme(record, named)
    return _workforce(record, named) if isinstance(record, Workforce) else _study(record, named)


# --- schemes and workforces ------------------------------------------------------------------------


def _scheme(scheme: Scheme, named: Named) -> PlainForm:
    whole = synced(scheme)
    if not isinstance(whole.form, CompleteForm):
        raise LadderError(no_form(scheme.id))
    _unedited(scheme, formed(scheme), ("parameters",))
    tree = whole.form.tree.copy()
    prune(tree)
    form = {**_head(scheme), **_without(tree.plain())}
    adopted = form.get("adopted")
    if isinstance(adopted, dict) and "after" in adopted:
        adopted["after"] = _reference(adopted["after"], "scheme", scheme.file, named)
    return form


def _workforce(workforce: Workforce, named: Named) -> PlainForm:
    tree = people_variants.form_tree(workforce)
    _unedited(workforce, people_variants.formed(workforce), ())
    form = {**_head(workforce), **_without(tree.plain())}
    for section, key in (("people", "roster"), ("hiring", "plan")):
        part = form.get(section)
        if isinstance(part, dict) and isinstance(part.get(key), str):
            part[key] = named(_folder(workforce.file) / part[key])
    if str(form.get("law", "")).endswith((".yaml", ".yml")):
        form["law"] = named(_folder(workforce.file) / form["law"])
    return form


def _without(form: PlainForm) -> PlainForm:
    """What a form says below its head."""
    head = ("scheme", "workforce", "format", "title", "short_title", "based_on")
    return {key: value for key, value in form.items() if key not in head}


def _unedited(record: Formed, made: Formed, but: tuple[str, ...]) -> None:
    """Refuse a record that says something else than its form."""
    names = [name for name in edited(record, made) if name not in but]
    if names:
        text = tr("was changed with dataclasses.replace, which no file could say; make the change with with_({…})",
                  "已用 dataclasses.replace 修改，无法写成文件；请改用 with_({…})")  # fmt: skip
        raise LadderError([Problem(Place(where=f"{record.id}: {name}"), text) for name in names])


def _head(record: Scheme | Workforce) -> PlainForm:
    short = record.short_title if isinstance(record, Scheme) else None
    made = {kind_of(record): record.id, "format": FILE_FORMAT, "title": _title(record.title)}
    return made if short is None else {**made, "short_title": _title(short)}


def _title(title: Title) -> str | dict[str, str]:
    return title.of("en") if title.alike else {name: title.of(name) for name in LANGUAGES}


def _folder(file: str) -> Path:
    return Path(file).parent if file else Path()


def _reference(name: str, kind: Kind, file: str, named: Named) -> str:
    """An id where it means the same everywhere, else the path of what it means."""
    near = Path(file) if file else None
    found = find_file(name, kind, NOWHERE, Problems(), near=near)
    anywhere = find_file(name, kind, NOWHERE, Problems()) if Path(name).name == name else None
    if found is None or (anywhere is not None and anywhere.resolve() == found.resolve()):
        return name
    return named(found)


# --- studies -------------------------------------------------------------------------------------------


def _study(study: Study, named: Named) -> PlainForm:
    if study.companies:
        return _company(study, named)
    schemes: list[PlainData] = []
    for name in study.schemes:
        changes = study.set.get(name)
        given = _reference(name.partition("(")[0] if changes else name, "scheme", study.file, named)
        schemes.append({"id": given, "set": dict(changes)} if changes else given)
    form: PlainForm = {
        "study": study.id,
        "format": FILE_FORMAT,
        "title": _title(study.title),
        "workforce": _reference(study.workforce, "workforce", study.file, named),
        "schemes": schemes,
        "baseline": study.baseline,
        "months": study.months,
        "replications": study.replications,
        "seed": study.seed,
    }
    if study.measures:
        form["measures"] = {name: _measure(one) for name, one in study.measures.items()}
    if study.expectations:
        form["expectations"] = [_expectation(one) for one in study.expectations]
    if study.switch is not None:
        form["switch"] = _switch(study.switch)
    if study.questions:
        form["questions"] = [_title(question) for question in study.questions]
    if study.brief is not None:
        form["brief"] = _brief(study.brief, named)
    return form


def _switch(switch: StudySwitch) -> PlainForm:
    """What a study says of its switch."""
    return {
        "to": switch.to, "on": switch.on,
        "placement": switch.placement if isinstance(switch.placement, str) else dict(switch.placement),
        "pay": switch.pay if isinstance(switch.pay, str) else dict(switch.pay),
        "waves": [dict(wave) for wave in switch.waves], "new_hires": switch.new_hires,
    }  # fmt: skip


def _measure(measure: OwnMeasure) -> PlainForm:
    """A measure that a study states."""
    better = {None: None, "up": "high", "down": "low"}[measure.better]
    form = {
        "value": measure.value.text, "among": None if measure.among is None else measure.among.text,
        "unit": measure.unit, "better": better, "title": _title(measure.title),
        "definition": None if measure.definition is None else _title(measure.definition),
    }  # fmt: skip
    return {key: value for key, value in form.items() if value is not None}


def _expectation(one: Expectation) -> PlainForm:
    """An expectation with its months as a range; one that is to come true once, with the month by which."""
    when = {"within": one.last} if one.holds == "once" else {"months": f"{one.first}-{one.last}"}
    form = {"title": _title(one.title), "expect": one.rule.text, **when}
    if one.holds == "always":
        form["always"] = True
    return {**form, "when": thawed(one.when)} if one.when else form


def _company(study: Study, named: Named) -> PlainForm:
    """The form of a company's study; what its departments name stays found."""
    form: PlainForm = thawed(study.form)
    for part in (form, *form.get("alternatives", {}).values()):
        for department in (part.get("departments") or {}).values():
            for kind in ("scheme", "workforce"):
                if kind in department:
                    department[kind] = _reference(department[kind], kind, study.file, named)
    return {**form, "study": study.id}


def _brief(brief: Brief, named: Named) -> PlainForm:
    usual, form = Brief(), {}
    for field in fields(brief):
        value = getattr(brief, field.name)
        if value != getattr(usual, field.name):
            form[field.name] = named(value) if isinstance(value, Path) else _listed(value)
    return form


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


# --- in one line ------------------------------------------------------------------------------------------


def line(record: ScenarioRecord) -> str:
    """What a record is, in a line that a notebook can keep."""
    if isinstance(record, Scheme):
        parts = [f"{len(record.grades)} grades", f"{len(record.moves)} moves", f"{len(record.parameters)} parameters"]
    elif isinstance(record, Workforce):
        leans = [f"assumptions of {base}"] if (base := base_of_list(record)) else []
        parts = [f"{record.people.size} people", f"from {record.start:%Y-%m-%d}", *leans]
    elif isinstance(record, Study):
        parts = [f"{len(record.schemes)} schemes on {record.workforce}", f"{record.months} months",
                 f"{record.replications} replications"]  # fmt: skip
    else:
        assert_never(record)
    return f"<{type(record).__name__} {record.id}: {', '.join(parts)}, {fingerprint(record)}>"
