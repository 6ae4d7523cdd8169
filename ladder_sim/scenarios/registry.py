"""Where schemes, workforces and studies are kept, and what is at hand.

Ids are looked for in ``scenarios/`` of the current directory, in the folders named by the environment variable
``LADDER_SIM_SCENARIOS``, and in the project's own scenarios; a file's neighbors come first for what it refers to.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.core.shipped import shipped
from ladder_sim.core.signed import door
from ladder_sim.core.signs import cut, fit
from ladder_sim.core.voice import to_reader
from ladder_sim.files import is_there, shortened, top_entries
from ladder_sim.files.formats import names_a_kind, not_of_kind
from ladder_sim.files.resolving.resolver import title_of
from ladder_sim.files.titles import WIDEST
from ladder_sim.people.tables.sheets import TEXT_FILES, WORKBOOKS

Kind = Literal["scheme", "workforce", "study", "brief"]


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """A kind of file that has an id.

    Parameters
    ----------
    title
        What a file of the kind is called.
    folder
        Below the folders of scenarios.
    """

    title: Title
    folder: str


SCENARIO_FILES: Mapping[Kind, KindOfFile] = {
    "scheme": KindOfFile(Title("scheme", "方案"), "schemes"),
    "workforce": KindOfFile(Title("workforce", "人员文件"), "workforces"),
    "study": KindOfFile(Title("study", "研究"), "studies"),
    "brief": KindOfFile(Title("brief", "报告说明"), "briefs"),
}
_SUFFIXES = (".yaml", ".yml")
#: Ids of earlier versions, and what they are called now; files that name them are read with a warning.
RENAMED_IDS: Mapping[str, str] = {
    "service-centre-200": "service-center-200",
    "service-centre-200-outsourced": "service-center-200-outsourced",
    "customer-centre-ladder": "customer-center-ladder",
    "callcentre-two-channels": "callcenter-two-channels",
}
#: Who is played where nobody is named.
WORKFORCE = "service-center-200"


@dataclass(frozen=True, slots=True, repr=False)
class ScenarioEntry(OneLine):
    """A scheme, workforce or study that can be loaded by its id."""

    id: str
    title: Title
    path: Path


def scenario_folders() -> list[Path]:
    """The folders that hold schemes, workforces and studies, in the order of search."""
    named = [Path(name) for name in os.environ.get("LADDER_SIM_SCENARIOS", "").split(os.pathsep) if name]
    folders = [Path.cwd() / "scenarios", *named, shipped("scenarios")]
    return list({folder.resolve(): folder for folder in folders}.values())


def _files(kind: Kind, near: Path | None = None) -> Iterator[Path]:
    folders = [(folder / SCENARIO_FILES[kind].folder, "**/*") for folder in scenario_folders()]
    if near is not None:
        beside = [(near.parent, "*"), (near.parent.parent / SCENARIO_FILES[kind].folder, "*")]
        folders = [*beside, *folders]
    for folder, pattern in folders:
        yield from sorted(path for path in folder.glob(pattern) if path.suffix in _SUFFIXES)


@door
def list_scenarios(kind: Kind = "scheme") -> list[ScenarioEntry]:
    """What can be loaded by id, in the order of the ids; of two files of one id the first found counts.

    Parameters
    ----------
    kind : ``"scheme"``, ``"workforce"``, ``"study"`` or ``"brief"``

    Returns
    -------
    A record for each: `id`, `title` and `path`.

    Raises
    ------
    LadderError
        There is no such kind.
    """
    if kind not in SCENARIO_FILES:
        unknown = tr("unknown kind '{kind}'", "未知的种类“{kind}”", kind=kind)
        raise LadderError(unknown + nearest(str(kind), SCENARIO_FILES))
    found: dict[str, ScenarioEntry] = {}
    for path in _files(kind):
        if path.stem not in found:
            found[path.stem] = ScenarioEntry(path.stem, _title(path, kind), path)
    return sorted(found.values(), key=lambda entry: entry.id)


def ids_of(kind: Kind) -> set[str]:
    """The ids that can be loaded."""
    return {path.stem for path in _files(kind)}


def _title(path: Path, kind: Kind) -> Title:
    given = top_entries(path, {"title"}).get("title")
    if isinstance(given, dict):
        en, zh = given.get("en"), given.get("zh")
        return Title(*(cut(str(text or path.stem), WIDEST) for text in (en or zh, zh or en)))
    return title_of(cut(given, WIDEST) if isinstance(given, str) and given else None, fit(path.stem))


def _named_in_a_file(name: str, near: Path, kind: Kind, place: Place, problems: Problems) -> Path | None:
    """A path that stands in the file `near`; a problem where it leads to what is no file of ours."""
    found = near.parent / name
    if (kind == "workforce" and found.suffix.lower() in TEXT_FILES + WORKBOOKS) or names_a_kind(found):
        return found
    problems.add(place, not_of_kind(name, kind, SCENARIO_FILES[kind].title))
    return None


def _lying_here(name: str) -> str:
    """That a file of this name lies in the current folder, which is meant by its name with the ending; or ''."""
    here = next((name + end for end in sorted(_SUFFIXES) if is_there(name + end)), "")
    return here and tr("; {file} lies in this folder: write {file}", "；当前文件夹中有 {file}：请写 {file}", file=here)


def find_file(name: str, kind: Kind, place: Place, problems: Problems, near: Path | None = None) -> Path | None:
    """The file of an id or a path; a problem when there is none.

    Parameters
    ----------
    place : where it is named, for messages
    near : the file that names it, beside which it is looked for, too; None: it was named by a user
    """
    path = Path(name)
    if path.suffix in _SUFFIXES or os.sep in name or "/" in name or (is_there(name) and path.is_file()):
        return path if near is None else _named_in_a_file(name, near, kind, place, problems)
    known: dict[str, Path] = {}
    for found in _files(kind, near):
        known.setdefault(found.stem, found)
    if name in known:
        return known[name]
    if near is None and re.search(r"\w\.[A-Za-z]{2,4}$", name):  # the name of a file, which is not there
        return path
    now = RENAMED_IDS.get(name, "")
    if now in known:
        problems.warn(place, tr("'{old}' is spelled '{new}' here; it is read all the same",
                                "“{old}”在此写作“{new}”；仍可读取", old=name, new=now))  # fmt: skip
        return known[now]
    what = str(SCENARIO_FILES[kind].title)
    for other in SCENARIO_FILES:
        if other != kind and name in ids_of(other):
            problems.add(place, tr("'{name}' is a {other}, not a {what}: load_{kind}('{name}')",
                                   "“{name}”是{other}，不是{what}：请用 load_{kind}('{name}')", name=shortened(name),
                                   other=str(SCENARIO_FILES[other].title), what=what, kind=other))  # fmt: skip
            return None
    problems.add(
        place,
        tr("unknown {what} '{name}'", "未知的{what}“{name}”", what=what, name=shortened(name))
        + (
            (_lying_here(name) if near is None else "")
            or nearest(name, known)
            or to_reader(
                tr("; ladder-sim list shows what there is", "；可用 ladder-sim list 查看现有的"),
                tr(
                    "; list_scenarios({kind!r}) has those that there are",
                    "；list_scenarios({kind!r}) 列出现有的",
                    kind=kind,
                ),
            )
        ),
    )
    return None
