"""What an argument must be: of the wrong kind it is refused by its name, before anything is done with it."""

from __future__ import annotations

import os
from pathlib import Path

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError

A_PATH = Title("the path of a file or a folder", "文件或文件夹的路径")
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
                             name=name, what=what, type=type(given).__name__))  # fmt: skip


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
