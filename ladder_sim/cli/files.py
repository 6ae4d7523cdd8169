"""The commands about files: list, check, schema and new."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from ladder_sim.cli.arguments import KINDS
from ladder_sim.cli.text import table
from ladder_sim.loading import at_hand, load_scheme, load_study, load_workforce, schema_text
from ladder_sim.problems import LadderError, Place, Problem, nearest
from ladder_sim.words import language, tr

_FOLDERS = {"scheme": "schemes", "workforce": "workforces", "study": "studies"}
_LOADERS: Mapping[str, Callable[[Any], Any]] = {
    "scheme": load_scheme,
    "workforce": load_workforce,
    "study": load_study,
}
_TOP_KEY = re.compile(r"^\ufeff?(scheme|workforce|study)\s*:", re.M)


def _kind_name(kind: str) -> str:
    return {"scheme": tr("scheme", "方案"), "workforce": tr("workforce", "人员"), "study": tr("study", "研究")}[kind]


def kind_of(name: str) -> str | None:
    """What kind of thing an id or a file is; None when it cannot be told.

    A file tells it by the first of its top keys; an id by where it is found, schemes first.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        try:
            found = _TOP_KEY.search(path.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return None
        return found[1] if found else None
    return next((kind for kind in KINDS if name in at_hand(kind)), None)


def listing(options: argparse.Namespace) -> int:
    """Everything at hand with its title; what does not load is listed with its first problem."""
    wanted = (options.kind,) if options.kind else KINDS
    found: dict[str, list[dict[str, str]]] = {kind: [] for kind in wanted}
    for kind in wanted:
        for name in sorted(at_hand(kind)):
            try:
                thing = _LOADERS[kind](name)
            except LadderError as error:
                broken = tr("does not load: {why}", "无法读取：{why}", why=error.problems[0])
                found[kind].append({"id": name, "title": broken, "size": ""})
            else:
                found[kind].append({"id": name, "title": str(thing.title), "size": _size(thing)})
    if options.json:
        print(json.dumps({_FOLDERS[kind]: rows for kind, rows in found.items()}, ensure_ascii=False))
        return 0
    header = (tr("kind", "类别"), tr("id", "编号"), tr("title", "名称"), tr("size", "规模"))
    print(table(header, [(_kind_name(kind), *row.values()) for kind, rows in found.items() for row in rows]))
    return 0


def _size(thing: Any) -> str:
    if hasattr(thing, "grades"):
        return tr("{g} grades, {m} moves", "{g} 个职级，{m} 项变动", g=len(thing.grades), m=len(thing.moves))
    if hasattr(thing, "people"):
        return tr("{n} people", "{n} 人", n=thing.people.headcount)
    return tr("{n} schemes", "{n} 个方案", n=len(thing.schemes))


def check(options: argparse.Namespace) -> int:
    """Every error and warning of some files; 1 when there is an error."""
    errors = 0
    for name in options.files:
        problems, warnings, kind = _checked(name)
        for problem in problems:
            print(problem)
        for warning in warnings:
            print(tr("{warning} (warning)", "{warning}（警告）", warning=warning))
        if not problems:
            print(tr("{name}: ok, a {kind}", "{name}：通过，{kind}", name=name, kind=_kind_name(kind)))
        errors += len(problems)
    return 1 if errors else 0


def _checked(name: str) -> tuple[list[Problem], list[Problem], str]:
    """The errors and warnings of one file, and its kind."""
    path = Path(name)
    if not path.is_file():
        kind = kind_of(name)
        if kind is None:
            known = [known for each in KINDS for known in at_hand(each)]
            message = tr("there is no such file", "没有这个文件") + (nearest(name, known) if not path.suffix else "")
            return [Problem(Place(name), message)], [], "scheme"
    else:
        kind = kind_of(name) or "scheme"
    try:
        thing = _LOADERS[kind](name if not path.is_file() else path)
    except LadderError as error:
        return list(error.problems), [], kind
    return [], list(getattr(thing, "warnings", ())), kind


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file."""
    print(schema_text(options.kind).rstrip("\n"))
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a commented starting file; one that is there is left alone."""
    name = options.name
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise LadderError(
            tr("name '{name}': an id has small letters, digits and hyphens only, such as '{better}'",
               "名称“{name}”：编号只能用小写字母、数字和连字符，例如“{better}”",
               name=name, better=re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or "my-scheme")
        )  # fmt: skip
    path = Path(options.out) if options.out else _home(options.kind) / f"{name}.yaml"
    if options.out and path.stem != name:
        raise LadderError(
            tr("--out {path}: the file must be called {name}.yaml, like the {kind} in it",
               "--out {path}：文件名须为 {name}.yaml，与其中的{kind}同名", path=path, name=name,
               kind=_kind_name(options.kind))
        )  # fmt: skip
    text = (resources("ladder_sim.cli") / "templates" / f"{options.kind}.{language()}.yaml").read_text(encoding="utf-8")
    schemes = sorted(at_hand("scheme"))[:2]
    for placeholder, value in (("NAME", name), ("SCHEMES", ", ".join(schemes)), ("BASELINE", "".join(schemes[:1]))):
        text = text.replace(placeholder, value)
    with path.open("x", encoding="utf-8") as file:  # x: never over an existing file
        file.write(text)
    print(tr("wrote {path}; next: ladder-sim check {path}", "已写入 {path}；接着：ladder-sim check {path}", path=path),
          file=sys.stderr)  # fmt: skip
    return 0


def _home(kind: str) -> Path:
    folder = Path("scenarios") / _FOLDERS[kind]
    return folder if folder.is_dir() else Path()
