"""A what-if as a scheme file of its own: a variant that names its base and only what differs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ladder_sim.core.i18n import LANGUAGES, Title, in_both, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import cannot_write, write
from ladder_sim.editing.sheet import read_sheet
from ladder_sim.files.changes import diff
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.notebook.scenario_list import listed_scenarios
from ladder_sim.scenarios.loading import load_scheme
from ladder_sim.scenarios.registry import scenario_folders

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Exists(LadderError):
    """A file of this name is there; ask before writing over it."""


def folder_for(own: Path | None = None) -> Path:
    """Where new schemes go: the first folder of scenarios that can be written to, else the current one."""
    if own is not None:
        return own
    for place in scenario_folders():
        schemes = place / "schemes"
        if schemes.is_dir() and os.access(schemes, os.W_OK):
            return schemes
    return Path.cwd()


def proposal(scheme: Scheme, folder: Path) -> str:
    """An id that is free."""
    root = re.sub(r"[^a-z0-9_]+", "-", scheme.id.partition("(")[0].lower()).strip("-") or "scheme"
    taken = {entry.id for entry in listed_scenarios("scheme")} | {path.stem for path in folder.glob("*.y*ml")}
    return next(name for n in range(1, 10_000) if (name := f"{root}-{n}") not in taken)


def save_variant(
    scheme: Scheme, changed: Mapping[str, Value], name: str, folder: Path, *, over: bool = False, text: str = ""
) -> Path:
    """Write ``name.yaml``: based on the file of `scheme`, with the values that differ from that file.

    Parameters
    ----------
    scheme : as loaded, or a variant of it made by `with_`
    changed : values of parameters on top of it
    over : write over a file that is there
    text : of a scheme that no file holds; then all of it is written, with these values

    Raises
    ------
    Exists
        There is a file of this name and `over` is not set.
    LadderError
        The name is no id, another scheme has it, nothing differs, or the scheme has no file.
    """
    path = folder / f"{name}.yaml"
    base = load_scheme(text) if text else _base(scheme)
    values = {key: changed.get(key, parameter.value) for key, parameter in scheme.parameters.items()}
    values = {key: value for key, value in values.items() if value != base.parameters[key].value}
    _check(name, path, base, bool(values or text))
    if path.exists() and not over:
        raise Exists(tr("{path} exists already; press 'Write over it' or choose another name",
                        "{path} 已存在；请点“覆盖”或换一个名称", path=path))  # fmt: skip
    before = path.read_bytes() if path.exists() else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    write(path, own_text(text, values, name) if text else _text(base, values, name, path))
    try:
        load_scheme(path)
    except BaseException:  # whatever is wrong with it, no broken file stays behind
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write(path, before)
        raise
    return path


def own_text(text: str, values: Mapping[str, Value], name: str = "") -> str:
    """The file of a scheme that was made here, with other values of its parameters, and another id unless `name` is ''.

    Raises
    ------
    LadderError
        The text cannot be read.
    """
    sheet = read_sheet(text, "scheme")
    for key, value in values.items():
        before = sheet.value(("parameters", key))
        sheet = sheet.set(("parameters", key, "value") if isinstance(before, dict) else ("parameters", key), value)
    return (sheet.set(("scheme",), name) if name else sheet).text


def _base(scheme: Scheme) -> Scheme:
    if not scheme.file or not Path(scheme.file).is_file():
        raise LadderError(tr("scheme '{id}' was not read from a file, a variant cannot name it as its base",
                             "方案“{id}”不是从文件读取的，无法作为变体的依据", id=scheme.id))  # fmt: skip
    return load_scheme(scheme.file)


def _check(name: str, path: Path, base: Scheme, differs: bool) -> None:
    """All that is wrong with the wish at once."""
    problems = []
    if not _ID.fullmatch(name):
        better = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or "my-scheme"
        problems.append(
            tr("name '{name}': an id has small letters, digits and hyphens only, such as '{better}'",
               "名称“{name}”：编号只能用小写字母、数字和连字符，例如“{better}”", name=name, better=better)
        )  # fmt: skip
    other = next((entry.path for entry in listed_scenarios("scheme") if entry.id == name), None)
    if other is not None and other.resolve() != path.resolve():
        problems.append(tr("name '{name}': there is a scheme of this id, {path}", "名称“{name}”：已有同名方案 {path}",
                           name=name, path=other))  # fmt: skip
    if path.resolve() == Path(base.file).resolve():
        problems.append(tr("a variant cannot take the place of the scheme it is based on",
                           "变体不能覆盖它所依据的方案"))  # fmt: skip
    if not differs:
        problems.append(
            tr("nothing differs from {id}; move a control first", "与{id}没有差别；请先移动一个控件", id=base.id)
        )
    if problems:
        raise LadderError("\n".join(problems))


def _text(base: Scheme, values: Mapping[str, Value], name: str, path: Path) -> str:
    changed = base.with_(None, id=None, **values)
    head = Title("# {base}, with", "# {base}，改动：").fill(base=base.title)
    told = in_both(lambda: "\n".join((str(head), *(f"#   {' '.join(line.split())}" for line in diff(base, changed)))))
    title = _title(base.title, name).spellings
    texts = ", ".join(f"{word}: {_quoted(text)}" for word, text in zip(LANGUAGES, title, strict=True))
    lines = [
        *told.spellings,
        f"scheme: {name}",
        f"title: {{{texts}}}",
        f"based_on: {_quoted(_reference(base, path))}",
        "parameters:",
        *(f"  {key}: {_written(value)}" for key, value in values.items()),
    ]
    return "\n".join(lines) + "\n"


def _title(base: Title, name: str) -> Title:
    return Title("{base} [{name}]", "{base}［{name}］").fill(base=base, name=name)


def _reference(base: Scheme, path: Path) -> str:
    """The base's id where that finds its file, else the way to it."""
    own = Path(base.file).resolve()
    near = own.parent == path.parent.resolve()
    listed = next((entry.path.resolve() for entry in listed_scenarios("scheme") if entry.id == own.stem), None)
    if near or listed == own:
        return own.stem
    return Path(os.path.relpath(own, path.parent.resolve())).as_posix()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)
