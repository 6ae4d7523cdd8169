"""A run in one file: a zip archive of a manifest and arrays, each with its SHA-256.

``manifest.json`` says the format, the versions, the fingerprints, what was played and where each array belongs; the
arrays are NumPy files, read without pickle. A file is written whole or not at all. What this module writes is the one
form in which finished work is kept: `folder` keeps many of them.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainData, PlainForm, RecordValues
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.signed import door
from ladder_sim.core.writing import Occupied, write
from ladder_sim.results.counts import CountsPart, RunCounts
from ladder_sim.results.provenance import mark_of
from ladder_sim.results.run import Run
from ladder_sim.store.records import UnreadableRecord, packed, unpacked

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

KIND, FORMAT, SUFFIX = "ladder-sim run", 1, ".run"
MANIFEST = "manifest.json"


class Damaged(LadderError):
    """A kept run that cannot be trusted, or is none."""


def save_run(run: Run, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write a run to a file; see `Run.save`.

    Raises
    ------
    LadderError
        The name does not end in ``.run``, something of the run cannot be kept, another file is in the way, or the file
        cannot be written.
    """
    keepable(run)
    place = path_of(path, "path")
    if place.suffix != SUFFIX:
        text = tr("the name of a kept run ends in {suffix}", "保存 run 的文件名应以 {suffix} 结尾", suffix=SUFFIX)
        raise LadderError([Problem(Place(str(path)), text)])
    if place.exists() and not force and not _is_run(place):
        text = tr("is there and is no kept run; choose another name, or write over it with force=True",
                  "已存在且不是保存的 run；请换一个名称，或用 force=True 覆盖")  # fmt: skip
        raise Occupied([Problem(Place(str(place)), text)])

    def put(part: Path) -> None:
        put_run(run, part)
        if place.exists() and not force:
            _same_run(part, place)

    with contextlib.suppress(OSError):  # said when the file is written
        place.parent.mkdir(parents=True, exist_ok=True)
    write(place, put)
    return place


def _same_run(new: Path, there: Path) -> None:
    """Refuse to write over a run that holds other numbers, or none that can be read; when it was played is no matter.

    Raises
    ------
    Occupied
        With what the file there holds.
    """
    mine = read_manifest(new)
    try:
        other = read_manifest(there)
    except Damaged:
        other = {}
    if all(mine[key] == other.get(key) for key in ("fingerprints", "scheme", "workforce", "parts", "counts", "arrays")):
        return
    held = tr("{scheme} on {workforce}, {months} months, {n} replications", "方案 {scheme}，人员 {workforce}，"
              "{months}个月，重复{n}次", scheme=other["scheme"], workforce=other["workforce"], months=other["months"],
              n=other["replications"]) if other else tr("damaged", "已损坏")  # fmt: skip
    text = tr("holds another run ({held}); choose another name, or write over it with force=True",
              "保存着另一个 run（{held}）；请换一个名称，或用 force=True 覆盖", held=held)  # fmt: skip
    raise Occupied([Problem(Place(str(there)), text)])


def keepable(run: Run) -> None:
    """Refuse a run whose own measures, which are code, would be lost.

    Raises
    ------
    LadderError
        It cannot be kept; the message says what to do instead.
    """
    own = dict.fromkeys(measure.name for one in (run, *run.departments.values()) for measure in one.own)
    if own:
        names = tr(", ", "、").join(own)
        raise LadderError(tr("measures of your own ({names}) are code, which no file keeps; save the run without them,"
                             " dataclasses.replace(run, own=()).save('name.run'), and add them again with with_measure"
                             " when it is loaded",
                             "自定义指标（{names}）是代码，无法存入文件；请保存不含这些指标的 run，"
                             "即 dataclasses.replace(run, own=()).save('name.run')，加载后再用 with_measure 添加",
                             names=names))  # fmt: skip


@door
def load_run(path: str | os.PathLike[str]) -> Run:
    """A run that was kept by `Run.save`: the same numbers, without playing it again.

    Parameters
    ----------
    path : the file

    Raises
    ------
    LadderError
        The file is not there, is no kept run, was changed since it was written (every byte is checked), or was written
        by a version whose records this one does not know.
    """
    place = path_of(path, "path")
    with _opened(place) as archive:
        manifest = _manifest(archive, place)
        arrays = {name: _array(archive, place, name, said) for name, said in manifest["arrays"].items()}
    try:
        parts = {name: _run(said, arrays, _within(name)) for name, said in manifest.get("departments", {}).items()}
        return _run(manifest, arrays, "", departments=parts)
    except (UnreadableRecord, KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, LadderError) else type(error).__name__
        raise _unfit(place, manifest, reason) from error


def _run(
    said: PlainForm, arrays: Mapping[str, Numbers], within: str, departments: Mapping[str, Run] | None = None
) -> Run:
    """A run, or a department of one, whose arrays stand under names that begin so."""
    own = {name.removeprefix(within): array for name, array in arrays.items() if name.startswith(within)}
    return Run(**unpacked(said["run"]), counts=_counts(said["counts"], own), departments=departments or {})


def _within(department: str) -> str:
    """Where the arrays of a department stand."""
    return f"departments/{department}/"


def _is_run(path: Path) -> bool:
    """Whether a file is a kept run, whole or not."""
    try:
        with zipfile.ZipFile(path) as archive:
            head = json.loads(archive.read(MANIFEST))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return False
    return isinstance(head, dict) and head.get("kind") == KIND


def read_manifest(path: str | os.PathLike[str]) -> PlainForm:
    """What a kept run says of itself, its arrays not read: format, versions, fingerprints, replications.

    Raises
    ------
    Damaged
        It is none, or its manifest was changed.
    """
    place = Path(path)
    with _opened(place) as archive:
        return _manifest(archive, place)


# --- writing -------------------------------------------------------------------------------------


def put_run(run: Run, path: Path) -> None:
    """Write a run to a new file, whatever is there."""
    arrays = dict(arrays_of(run.counts))
    for name, one in run.departments.items():
        arrays |= {f"{_within(name)}{key}": array for key, array in arrays_of(one.counts)}
    manifest: PlainForm = {
        "kind": KIND,
        "format": FORMAT,
        "versions": run.origin.versions,
        "played": run.origin.played,
        "fingerprints": {"scheme": mark_of(run.scheme), "rules": mark_of(run.rules),
                         "workforce": mark_of(run.workforce)},
        "scheme": run.scheme.id,
        "workforce": run.workforce.id,
        "months": run.months,
        "replications": run.replications,
        "parts": [dataclasses.asdict(part) for part in run.luck],
        "events": run.origin.events,
        "explain": bool(run.counts.alone),
        "arrays": {},
        **_said(run),
    }  # fmt: skip
    if run.departments:
        manifest["departments"] = {name: _said(one) for name, one in run.departments.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            manifest["arrays"][name] = {"sha256": _stored(archive, name, array), "shape": list(array.shape),
                                        "dtype": array.dtype.str}  # fmt: skip
        archive.writestr(_entry(MANIFEST), _sealed(manifest))


def _said(run: Run) -> PlainForm:
    """What a run holds beside its arrays, and how these belong together."""
    kept = {name: value for name, value in run.__getstate__().items() if name not in ("counts", "own", "departments")}
    return {"counts": _shape(run.counts), "run": packed(kept)}


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of when it was written, so that equal runs make equal files."""
    made = zipfile.ZipInfo(name)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _sealed(manifest: PlainForm) -> str:
    """The manifest with the SHA-256 of all else that it says."""
    return json.dumps({**manifest, "sha256": _seal(manifest)}, ensure_ascii=False)


def _seal(manifest: PlainForm) -> str:
    text = json.dumps({key: value for key, value in manifest.items() if key != "sha256"}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class _Hashed(io.RawIOBase):
    """What is written through it is hashed on the way."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self.target, self.found = target, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        self.found.update(data)
        self.target.write(data)
        return memoryview(data).nbytes


def _stored(archive: zipfile.ZipFile, name: str, array: Numbers) -> str:
    with archive.open(_entry(f"{name}.npy"), "w", force_zip64=True) as target:
        hashed = _Hashed(target)
        np.lib.format.write_array(hashed, np.asarray(array), allow_pickle=False)
        return hashed.found.hexdigest()


def arrays_of(counts: RunCounts) -> Iterator[tuple[str, Numbers]]:
    """Every array of the counts under a name of its own, such as ``headcount`` and ``ledger/0``; of any shape."""
    for name, value in _parts(counts):
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}/{i}", array) for i, array in enumerate(value.values()))
        elif isinstance(value, list):
            yield from ((f"{name}/{i}", _column(column)) for i, column in enumerate(zip(*value, strict=True)))


def _shape(counts: RunCounts) -> PlainForm:
    """How the arrays belong together: one alone, several by key, the columns of a list of rows, or nothing."""
    made: PlainForm = {}
    for name, value in _parts(counts):
        if isinstance(value, dict):
            made[name] = {"keys": list(value)}
        elif isinstance(value, list):
            made[name] = {"columns": [_kind(column) for column in zip(*value, strict=True)]}
        else:
            made[name] = None if value is None else "array"
    return made


def _parts(counts: RunCounts) -> Iterator[tuple[str, CountsPart | list[tuple[object, ...]]]]:
    return ((field.name, getattr(counts, field.name)) for field in dataclasses.fields(counts) if field.init)


def _kind(column: Sequence[object]) -> str:
    return "date" if isinstance(column[0], dt.date) else "text" if isinstance(column[0], str) else "number"


def _column(column: Sequence[object]) -> Numbers:
    """A column of equal values: numbers as they are, dates as days, texts as UTF-8 of one length."""
    kind = _kind(column)
    if kind == "date":
        return np.array(column, "datetime64[D]").astype(np.int64)
    return np.array(column, np.str_) if kind == "text" else np.array(column)


# --- reading -------------------------------------------------------------------------------------


def _opened(place: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place)
    except FileNotFoundError:
        raise _damaged(place, tr("there is no such file", "没有这个文件")) from None
    except (OSError, zipfile.BadZipFile) as error:
        reason = (
            tr(
                "it is a folder; a run is a file, which run.save('name.run') writes",
                "这是文件夹；run 是单个文件，由 run.save('name.run') 写出",
            )
            if place.is_dir()
            else ""
        )
        reason = (
            reason
            or getattr(error, "strerror", None)
            or tr(
                "it is no kept run, which run.save('name.run') writes, or was cut short",
                "不是由 run.save('name.run') 保存的 run，或文件不完整",
            )
        )
        raise _damaged(place, reason) from error


def _damaged(place: Path, reason: str) -> Damaged:
    return Damaged([Problem(Place(str(place)), tr("cannot be read: {why}", "无法读取：{why}", why=reason))])


def _unfit(place: Path, manifest: PlainForm, reason: str) -> Damaged:
    text = tr("was written by ladder_sim {theirs} and cannot be read by this version ({why}); play it again",
              "由 ladder_sim {theirs} 写出，当前版本无法读取（{why}）；请重新模拟",
              theirs=manifest["versions"].get("ladder_sim") or "?", why=reason)  # fmt: skip
    return Damaged([Problem(Place(str(place)), text)])


def _manifest(archive: zipfile.ZipFile, place: Path) -> PlainForm:
    try:
        found = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise _damaged(place, tr("it is no kept run, which run.save('name.run') writes",
                                 "不是由 run.save('name.run') 保存的 run")) from error  # fmt: skip
    if not isinstance(found, dict) or found.get("kind") != KIND:
        hint = tr("; a comparison is read by load_comparison", "；比较结果用 load_comparison 读取") \
            if isinstance(found, dict) and "runs" in found else \
            tr(", which run.save('name.run') writes", "；由 run.save('name.run') 写出")  # fmt: skip
        raise _damaged(place, tr("it is no kept run", "不是保存的 run") + hint)
    if found.get("format") != FORMAT:
        text = tr("its format is {theirs}, this version reads {ours}", "其格式为 {theirs}，当前版本读取 {ours}",
                  theirs=found.get("format"), ours=FORMAT)  # fmt: skip
        raise _damaged(place, text)
    if found.get("sha256") != _seal(found):
        raise _damaged(place, tr("its manifest was changed since it was written", "其清单在写出后被修改过"))
    return found


def _array(archive: zipfile.ZipFile, place: Path, name: str, said: PlainForm) -> Numbers:
    changed = _damaged(place, tr("'{name}' was changed since it was written", "“{name}”在写出后被修改过", name=name))
    try:
        raw = archive.read(f"{name}.npy")
    except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise changed from error
    if hashlib.sha256(raw).hexdigest() != said["sha256"]:
        raise changed
    made: Numbers = np.lib.format.read_array(io.BytesIO(raw), allow_pickle=False)
    return made


def _counts(shapes: PlainForm, arrays: dict[str, Numbers]) -> RunCounts:
    made: RecordValues = {}
    for name, shape in shapes.items():
        if shape is None or shape == "array":
            made[name] = None if shape is None else arrays[name]
        elif "keys" in shape:
            made[name] = {key: arrays[f"{name}/{i}"] for i, key in enumerate(shape["keys"])}
        else:
            columns = [_values(arrays[f"{name}/{i}"], kind) for i, kind in enumerate(shape["columns"])]
            made[name] = list(zip(*columns, strict=True))
    return RunCounts(**made)


def _values(column: Numbers, kind: str) -> list[PlainData]:
    values: list[PlainData] = column.astype("datetime64[D]").tolist() if kind == "date" else column.tolist()
    return values
