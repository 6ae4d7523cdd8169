"""One file at a time under the rule of `writing` for a file that is there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problem
from ladder_sim.core.voice import to_reader
from ladder_sim.core.writing import Occupied, Put, fill, write


def write_once(path: str | Path, content: str | bytes, *, force: bool = False) -> None:
    """Write a file that people go on working with, over none that holds anything else.

    Parameters
    ----------
    force : also over a file that holds something else

    Raises
    ------
    CannotWrite
        With the name of the file and the reason.
    Occupied
        There is a file that holds something else.
    """
    if force:
        write(path, content)
        return
    try:
        write(path, content, new=True)
    except FileExistsError:
        if problem := holds_other(path, content):
            raise Occupied([problem]) from None


def holds_other(path: str | Path, content: str | bytes) -> Problem | None:
    """What is wrong with a place for a file, before `write_once`; None where nothing is there or the same.

    Parameters
    ----------
    content : what is to be written
    """
    place = Path(path)
    if not os.path.lexists(place):
        return None
    with suppress(OSError):
        data = content.encode("utf-8") if isinstance(content, str) else content
        if not place.is_symlink() and place.read_bytes() == data:
            return None
    way = to_reader("--force", "force=True")
    return Problem(Place(str(path)), tr("is there already; choose another name, or write over it with {way}",
                                        "已存在；请换一个名称，或用 {way} 覆盖", way=way))  # fmt: skip


def fill_one(path: str | Path, put: Put | str, *, force: bool = False) -> Path:
    """Write one file of results, as `fill` writes several; the path.

    Parameters
    ----------
    put : what writes the file to the path that it is given, or its text
    force : also over a file that somebody edited or that comes from elsewhere

    Raises
    ------
    CannotWrite, Occupied
        Nothing was written, and what was there before is as it was.
    """
    place = Path(path)
    text = put.encode("utf-8") if isinstance(put, str) else None
    writer = put if text is None else lambda part: part.write_bytes(text)
    fill(place.parent, {place.name: writer}, force=force)  # type: ignore[dict-item]  # no text any more
    return place
