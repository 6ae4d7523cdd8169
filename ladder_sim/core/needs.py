"""What an argument must be: of the wrong kind it is refused by its name, before anything is done with it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import as_written

A_PATH = Title("the path of a file or a folder", "文件或文件夹的路径")
NAMES = Title("a name or a list of names", "一个名称或名称列表")
A_NUMBER = Title("a number", "数字")


def is_frame(given: object) -> bool:
    """Whether something is a table of pandas, which need not be loaded to know it."""
    return type(given).__name__ == "DataFrame"


def need(given: object, kinds: type | tuple[type, ...], name: str, what: Title) -> None:
    """Refuse an argument that is none of these kinds.

    Parameters
    ----------
    name : of the argument
    what : what would do, in words

    Raises
    ------
    LadderError
        It is of another kind, which is told.
    """
    if not isinstance(given, kinds):
        raise LadderError(tr("{name}: needs {what}, got {type}", "{name}：应为{what}，现为 {type}",
                             name=as_written(name), what=what, type=type(given).__name__))  # fmt: skip


def names_of(given: object, name: str, count: str = "") -> list[str]:
    """An argument that is one name or several: a text, or a list of texts.

    Parameters
    ----------
    count : the call that takes a number, such as ``worlds(worlds={n})``, where one may have been meant

    Raises
    ------
    LadderError
        It is neither.
    """
    if isinstance(given, str):
        return [given]
    if count and isinstance(given, int):
        raise LadderError(tr("{name}: needs {what}, got {type}; how many: {call}",
                             "{name}：应为{what}，现为 {type}；数目：{call}", name=as_written(name), what=NAMES,
                             type=type(given).__name__, call=count.format(n=given)))  # fmt: skip
    need(given, Iterable, name, NAMES)
    return [*given]  # type: ignore[misc]  # which of them is no name is told where they are looked up


def path_of(given: str | os.PathLike[str], name: str) -> Path:
    """An argument that is a path.

    Raises
    ------
    LadderError
        It is none.
    """
    need(given, (str, os.PathLike), name, A_PATH)
    return Path(given)


def numbered(first: Path, number: int) -> list[Path]:
    """So many files: ``found.yaml``, ``found-2.yaml`` and so on."""
    return [first, *(first.with_name(f"{first.stem}-{i}{first.suffix}") for i in range(2, number + 1))]
