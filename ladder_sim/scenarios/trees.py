"""Trees of files and of forms in memory, each merged with what it is based on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode, locate, read_tree, show, shown_path
from ladder_sim.files.formats import current, kind_of
from ladder_sim.files.merge import merge, of_others, same_content
from ladder_sim.files.titles import cut_titles
from ladder_sim.scenarios.registry import SCENARIO_FILES, Kind, find_file
from ladder_sim.scenarios.roster_tree import is_roster, roster_tree


@dataclass(frozen=True, slots=True)
class Memory:
    """A form in memory; what it names by a relative path lies beside `near`, or in the current folder."""

    tree: FileNode
    near: Path | None = None


FileSource = Path | Memory
Read_co = TypeVar("Read_co", covariant=True)


class SourceReader(Protocol[Read_co]):
    """Reads a source; None and problems where it cannot."""

    def __call__(self, source: FileSource, problems: Problems, chain: tuple[Path, ...], /) -> Read_co | None:
        """What it holds."""


def tree_of(source: FileSource, kind: Kind, problems: Problems, chain: tuple[Path, ...] = ()) -> FileNode | None:
    """The tree of a file or of a form in memory, merged with what it is based on.

    Parameters
    ----------
    problems : everything that is wrong is added here
    chain : the files that led here by ``based_on``, so that a circle is seen
    """
    read = source.tree if isinstance(source, Memory) else _read(source, kind, problems)
    tree = current(read, kind, problems) if read is not None and _is_kind(read, kind, problems, top=not chain) else None
    if tree is None:
        return None
    cut_titles(tree, problems)
    if not chain and isinstance(source, Path):
        _check_id(tree, source, kind, problems)
    based_on = tree.get("based_on")
    if based_on is None or not isinstance(based_on.value, str):
        return tree
    place = locate(tree, ("based_on",))
    near = beside(source)
    base_path = find_file(based_on.value, kind, place, problems, near=near)
    if base_path is None:
        return None
    chain = chain if near is None else (*chain, near.resolve())
    if base_path.resolve() in chain:
        names = " → ".join(p.stem for p in (*chain[chain.index(base_path.resolve()) :], base_path))
        text = tr("goes in a circle: {names}; one of them must stand on its own",
                  "循环引用：{names}；其中一个不能再引用其他文件", names=names)  # fmt: skip
        problems.add(place, text)
        return None
    base = tree_of(base_path, kind, problems, chain)
    if base is None:
        return None
    merged = merge(base, tree, problems)
    if same_content(base, merged):
        problems.warn(
            place,
            tr("changes nothing: it equals '{base}'", "没有任何改动：与“{base}”相同", base=based_on.value),
        )
    return of_others(merged, tree.value)


def _read(path: Path, kind: Kind, problems: Problems) -> FileNode | None:
    """The tree of a file; of a list of people, that of the workforce which puts them on the default one."""
    return roster_tree(path) if kind == "workforce" and is_roster(path) else read_tree(path, problems)


def beside(source: FileSource) -> Path | None:
    """The path next to which named files are looked for; None where what was given has no place."""
    return source.near if isinstance(source, Memory) else source


def shown_source(source: FileSource) -> str:
    """The path as users read it; '' where there is none."""
    near = beside(source)
    return "" if near is None else shown_path(near)


#: Sections that no study has: where one of them stands, the file is a scheme's or a workforce's.
_NO_STUDY = frozenset(("ladder", "moves", "people", "metrics"))


def _is_kind(tree: FileNode, kind: Kind, problems: Problems, *, top: bool) -> bool:
    """Whether a file is of a kind; what it is else, and at the `top`, where it was asked for, what reads it."""
    other = kind_of(tree)
    if kind in tree.value or other is None or other == "law":
        return True
    if kind == "study" and ("schemes" in tree.value or not _NO_STUDY & {*tree.value}):
        return True
    reads = f"load_{other}({tree.file!r})" if tree.file and not tree.file.startswith("<") else f"load_{other}(…)"
    problems.add(
        locate(tree, (other,), key=True),
        tr(
            "this is a {other}, not a {kind}",
            "这是{other}，不是{kind}",
            other=SCENARIO_FILES[other].title,
            kind=SCENARIO_FILES[kind].title,
        )
        + (tr("; {reads} reads it", "；请用 {reads} 读取", reads=reads) if top else ""),
    )
    return False


def _check_id(tree: FileNode, path: Path, kind: Kind, problems: Problems) -> None:
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
