"""Readings of worlds in one file: the measures of one scheme on one workforce, a line for each world.

A world is a set of assumptions. A run of each would be a file of its own, of which measures alone are wanted; so what
is kept of it is those. Every line carries its checksum, the first one says what all of them are of. A line is added
once its world is played, so that work which is broken off loses the world in hand at most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Place, Problem, warn
from ladder_sim.core.writing import cannot_write
from ladder_sim.store.run_file import Damaged

KIND, FORMAT, SUFFIX = "ladder-sim readings", 1, ".readings"

#: By measure one number per replication, of a pooled one its samples; None: the world's values do not go together.
KeptReading = Mapping[str, Floats] | None


class Readings:
    """The readings of a file, read when they are first asked for.

    Parameters
    ----------
    path
        The file; made when the first world is added.
    head
        What its first line says: of which scheme, people, months, replications and measures it is, and by which
        versions.
    """

    def __init__(self, path: Path, head: Mapping[str, object]) -> None:
        self.path, self.head = path, dict(head)
        self._found: PlainForm | None = None
        self._open = True  # whether lines can be added

    def __contains__(self, world: object) -> bool:
        return _digest(world) in self._lines()

    def get(self, world: object) -> KeptReading:
        """The reading of a world that is there: by measure shape (replications,), of a pooled one (1 + samples,)."""
        found = self._lines()[_digest(world)]
        return None if found is None else {name: np.array(row, np.float64) for name, row in found.items()}

    def put(self, world: object, reading: KeptReading) -> None:
        """Add a world; where the file does not take it, that is warned of once and the work goes on.

        Parameters
        ----------
        world : what JSON has
        reading : by measure shape (replications,), of a pooled one (1 + samples,); None: its values do not go together
        """
        if not self._open:
            return
        plain = None if reading is None else {name: list(map(float, row)) for name, row in reading.items()}
        found, digest = self._lines(), _digest(world)
        try:
            text = _line([digest, plain])
            _add(self.path, text if found or self.path.exists() else _line(self._said()) + text)
        except OSError as error:
            self._open = False
            warn(tr("{what}; not kept, the work goes on", "{what}；未能保存，模拟继续",
                    what=cannot_write(self.path, error)))  # fmt: skip
        found[digest] = plain

    def _said(self) -> PlainForm:
        return {"kind": KIND, "format": FORMAT, **self.head}

    def _lines(self) -> PlainForm:
        """What the file holds; lines that were changed are left out, with a warning."""
        if self._found is not None:
            return self._found
        self._found = {}
        if not self.path.is_file():
            return self._found
        try:
            lines = iter(_checked(self.path))
            _head(next(lines, None), self.path)
        except Damaged as damaged:
            self._open = False
            warn(tr("{what}; played again, and not kept there (ladder-sim store --clean removes the file)",
                    "{what}；已重新模拟，且不存入该文件（ladder-sim store --clean 可删除）", what=damaged))  # fmt: skip
            return self._found
        lost = 0
        for body in lines:
            if body is None:
                lost += 1
            else:
                self._found[body[0]] = body[1]
        if lost:
            warn(tr("{file}: lines cut short or changed since they were written: {n}; their worlds are played again",
                    "{file}：{n}行不完整或写出后被修改过，相应情景已重新模拟",
                    file=self.path, n=lost))  # fmt: skip
        return self._found


def read_head(path: Path) -> tuple[PlainForm, int]:
    """What a file of readings says of itself, and how many worlds it holds.

    Raises
    ------
    Damaged
        It is none, or its first line was changed.
    """
    lines = iter(_checked(path))
    head = _head(next(lines, None), path)
    return head, len({body[0] for body in lines if body is not None})


def _head(body: PlainData, path: Path) -> PlainForm:
    if not isinstance(body, dict) or body.get("kind") != KIND:
        reason = tr("it is no file of readings, or was changed", "不是情景结果文件，或已被修改")
    elif body.get("format") != FORMAT:
        reason = tr("its format is {theirs}, this version reads {ours}", "其格式为 {theirs}，当前版本读取 {ours}",
                    theirs=body.get("format"), ours=FORMAT)  # fmt: skip
    else:
        return body
    raise Damaged([Problem(Place(str(path)), tr("cannot be read: {why}", "无法读取：{why}", why=reason))])


def _checked(path: Path) -> Iterator[PlainData]:
    """The lines of a file, None for those whose checksum does not fit: cut short, or changed."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Damaged([Problem(Place(str(path)), str(error.strerror))]) from error
    for line in lines:
        try:
            body, check = json.loads(line)
            yield body if check == _check(body) else None
        except (ValueError, TypeError):
            yield None


def _digest(world: object) -> str:
    return hashlib.blake2b(json.dumps(world).encode(), digest_size=12).hexdigest()


def _check(body: object) -> str:
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()[:16]


def _line(body: object) -> str:
    return json.dumps([body, _check(body)]) + "\n"


def _add(path: Path, text: str) -> None:
    """Append whole lines at once, on a line of their own also where the last was cut short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        size = file.tell()
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                text = "\n" + text
        file.write(text.encode())
