"""Files of earlier formats: what has another name since, one record each; read as if written today.

A file says its format with ``format: 1``; without that line it is from before versions. An older file is read as if
`upgrade` had rewritten it, with a warning; a newer one is refused by name. What only a person can decide is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, assert_never, get_args

from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.files import read_text, shortened
from ladder_sim.files.tree import FileNode, Loc, Scalar, locate, show

#: The key that tells a file's kind, in the order in which they are looked for: a study names a workforce and may hold
#: a brief, a workforce names a law.
FileKind = Literal["study", "workforce", "brief", "scheme", "law"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
#: A key that names a kind at the top: at the beginning of a line, or first in braces.
_KIND = re.compile(rf"""^(?:\{{\s*)?["']?(?:{"|".join(FILE_KINDS)})["']?\s*:""", re.M)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A key, or the text of a key, that has another name.

    Parameters
    ----------
    since : the first format that has the new name
    kind : of the files concerned
    at : the path to what holds the key, by the names that hold before this record; ``*`` for every key or entry
    """

    since: int
    kind: FileKind
    at: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Redefined:
    """A word of rules that means something else since; a person must look.

    Parameters
    ----------
    pattern : a regular expression that finds it in a rule
    said : what changed and what to write
    """

    since: int
    kind: FileKind
    pattern: str
    said: Title


FormatChange = Renamed | Redefined

#: Every change of the formats, the oldest first: what one record renames, later ones know by its new name.
CHANGES: tuple[FormatChange, ...] = (
    Renamed(1, "scheme", (), "not_modelled", "stated"),
    Renamed(1, "scheme", ("stated", "*"), "reason", "left_out"),
    Renamed(1, "scheme", ("stated", "*"), "not_modelled", "left_out"),
    Redefined(
        1, "scheme", r"\bpercentile\s*\(",
        Title("percentile() is 100 for the best and 0 for the last (it was 100/n for the last): for the best tenth "
              "write >= 90 where > 90 stood",
              "percentile()：最高者得100，最低者得0（以前最低者得“100/n”）：取前10%时，原来写“> 90”的，请改为“>= 90”"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a file is older than its reader.

    Parameters
    ----------
    node : what stands there; of a key its value
    """

    change: FormatChange
    place: Place
    node: FileNode


def kind_of(tree: FileNode) -> FileKind | None:
    """The kind of a file, by its first key that names one; None where none does."""
    return next((kind for kind in FILE_KINDS if kind in tree.value), None)


def names_a_kind(path: Path) -> bool:
    """Whether a text file has a top key that says what it is: ``scheme``, ``workforce``, ``law``...

    A file of which another file gives the path may be anybody's, a password file too: what has no such key is to be
    refused without a word of what stands in it. One that cannot be read passes, for reading it says why, and quotes
    nothing.
    """
    text = read_text(path, Problems())
    return text is None or not text.strip() or _KIND.search(text) is not None


def not_of_kind(name: str, kind: FileKind, title: Title) -> str:
    """Why a file that `names_a_kind` refuses is not read."""
    return tr(
        "'{name}' is no {title}: it has no line '{kind}: ...', and nothing of it is read or shown",
        "“{name}”不是{title}：其中没有“{kind}: …”一行，内容不予读取，也不显示",
        name=shortened(name), kind=kind, title=title,
    )  # fmt: skip


def format_of(tree: FileNode, problems: Problems) -> int | None:
    """The format of a file; None, and a problem, where it is newer than this program or no format at all."""
    given = tree.get("format")
    if given is None:
        return 0
    place, value = locate(tree, ("format",)), given.value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        problems.add(place, tr("must be the number of a format such as {now}, got {got}",
                               "应为格式编号，如{now}，现为{got}", now=FILE_FORMAT, got=show(value)))  # fmt: skip
        return None
    if value > FILE_FORMAT:
        text = tr(
            "format {got} is newer than this ladder-sim, which reads up to format {now}: install a newer ladder-sim",
            "格式{got}比本程序新（本程序最高可读格式{now}）：请安装较新版本的 ladder-sim",
            got=value, now=FILE_FORMAT,
        )  # fmt: skip
        problems.add(place, text)
        return None
    return value


def brought_up(tree: FileNode, kind: FileKind, version: int, problems: Problems) -> tuple[FileNode, tuple[Found, ...]]:
    """A copy of the tree as of today, and every place where it differs; places stay those of the file.

    A new name that stands beside the old one is a problem: which holds, only its author knows.
    """
    made = tree.copy()
    found: list[Found] = []
    for change in CHANGES:
        if change.since <= version or change.kind != kind:
            continue
        match change:
            case Renamed():
                found += _renamed(made, change, problems)
            case Redefined():
                found += _redefined(made, change)
            case _ as never:
                assert_never(never)
    return made, tuple(found)


def current(tree: FileNode, kind: FileKind, problems: Problems) -> FileNode | None:
    """The tree as of today without its `format`; None where it is of a newer one, which `problems` then says."""
    version = format_of(tree, problems)
    if version is None:
        return None
    made, found = brought_up(tree, kind, version, problems)
    made.value.pop("format", None)
    renamed = [item for item in found if isinstance(item.change, Renamed)]
    if renamed:
        names = tr("; ", "；").join(dict.fromkeys(said(item.change) for item in renamed))
        text = tr(
            "is of an earlier format ({names}); it is read all the same, ladder-sim upgrade {file} rewrites it",
            "是较早的格式（{names}）；仍可读取，用 ladder-sim upgrade {file} 可改写为现行格式",
            names=names, file=tree.file,
        )  # fmt: skip
        problems.warn(renamed[0].place, text)
    return made


def said(change: FormatChange) -> str:
    """A change in words."""
    if isinstance(change, Redefined):
        return str(change.said)
    return tr("'{old}' is '{new}' now", "“{old}”现为“{new}”", old=change.old, new=change.new)


def called_now(kind: FileKind, path: Sequence[object]) -> str:
    """The present name of a key of earlier formats, or ''."""
    for change in CHANGES:
        if isinstance(change, Renamed) and change.kind == kind and len(path) == len(change.at) + 1:
            inner = all(asked in ("*", part) for asked, part in zip(change.at, path, strict=False))
            if inner and path[-1] == change.old:
                return change.new
    return ""


def _renamed(tree: FileNode, change: Renamed, problems: Problems) -> Iterator[Found]:
    for loc, holder in list(_holders(tree, change.at)):
        node = holder.value.get(change.old)
        if node is None:
            continue
        place = locate(tree, (*loc, change.old), key=True)
        if change.new in holder.value:
            text = tr("'{old}' is called '{new}' now, and both stand here: put them together under '{new}'",
                      "“{old}”现称“{new}”，而此处两者都有：请合并到“{new}”之下",
                      old=change.old, new=change.new)  # fmt: skip
            problems.add(place, text)
            del holder.value[change.old]
            continue
        holder.value = {change.new if key == change.old else key: value for key, value in holder.value.items()}
        yield Found(change, place, node)


def _holders(node: FileNode, at: tuple[str, ...], loc: Loc = ()) -> Iterator[tuple[Loc, FileNode]]:
    """The mappings that a path leads to, each with where it stands."""
    if not at:
        if isinstance(node.value, dict):
            yield loc, node
        return
    first, rest = at[0], at[1:]
    below: Sequence[tuple[Scalar, FileNode]] = ()
    if isinstance(node.value, dict):
        below = [(key, value) for key, value in node.value.items() if first in ("*", key)]
    elif isinstance(node.value, list) and first == "*":
        below = list(enumerate(node.value))
    for key, value in below:
        yield from _holders(value, rest, (*loc, key))


def _redefined(tree: FileNode, change: Redefined) -> Iterator[Found]:
    for loc, node in _texts(tree, ()):
        if re.search(change.pattern, node.value):
            yield Found(change, replace(locate(tree, loc)), node)


def _texts(node: FileNode, loc: tuple[str | int | float | bool | None, ...]) -> Iterator[tuple[Loc, FileNode]]:
    """Every text of a tree; titles, notes and what a source states are no rules."""
    if isinstance(node.value, str):
        yield loc, node
    elif isinstance(node.value, dict):
        for key, value in node.value.items():
            if key not in ("title", "note", "notes", "summary", "stated", "source"):
                yield from _texts(value, (*loc, key))
    elif isinstance(node.value, list):
        for index, value in enumerate(node.value):
            yield from _texts(value, (*loc, index))
