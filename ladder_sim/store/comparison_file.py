"""A comparison in one file: its runs, each as `run_file` writes it, and which of them is the baseline."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import Place, Problem
from ladder_sim.core.signed import door
from ladder_sim.core.writing import Occupied, write
from ladder_sim.results.comparison import Comparison
from ladder_sim.store.run_file import MANIFEST, SUFFIX, Damaged, keepable, load_run, put_run, read_manifest

KIND, FORMAT = "ladder-sim comparison", 1
#: What of a run's manifest says which run it is; when it was played is no matter.
_SAME = ("fingerprints", "scheme", "workforce", "parts", "counts", "arrays")


def save_comparison(comparison: Comparison, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write a comparison to a file that ends in ``.run``; see `Comparison.save`.

    Raises
    ------
    LadderError
        Something of it cannot be kept, another file is in the way, or the file cannot be written.
    """
    place = path_of(path, "folder")
    for run in comparison.runs:
        keepable(run)

    def put(part: Path) -> None:
        _put(comparison, part)
        if place.exists() and not force and not _alike(part, place):
            text = tr("is there and holds something else; choose another name, or write over it with force=True",
                      "已存在且内容不同；请换一个名称，或用 force=True 覆盖")  # fmt: skip
            raise Occupied([Problem(Place(str(place)), text)])

    place.parent.mkdir(parents=True, exist_ok=True)
    write(place, put)
    return place


def _put(comparison: Comparison, path: Path) -> None:
    said: PlainForm = {"kind": KIND, "format": FORMAT, "baseline": comparison.baseline,
                       "notes": list(comparison.notes), "same_people": comparison.same_people, "runs": []}  # fmt: skip
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, zipfile.ZipFile(path, "w") as archive:
        for number, run in enumerate(comparison.runs):
            file = Path(folder) / f"{number}{SUFFIX}"
            put_run(run, file)
            told, data = read_manifest(file), file.read_bytes()
            said["runs"].append({"sha256": hashlib.sha256(data).hexdigest(), **{key: told[key] for key in _SAME}})
            archive.writestr(zipfile.ZipInfo(file.name), data)  # says nothing of when it was written
        archive.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(said, ensure_ascii=False))


def _alike(new: Path, there: Path) -> bool:
    try:
        mine, other = _manifest(new), _manifest(there)
    except Damaged:
        return False
    runs = [[{key: run[key] for key in _SAME} for run in said["runs"]] for said in (mine, other)]
    return runs[0] == runs[1] and mine["baseline"] == other["baseline"]


@door
def load_comparison(path: str | os.PathLike[str]) -> Comparison:
    """A comparison that was kept by ``comparison.save("name.run")``: the same numbers, without playing it again.

    Parameters
    ----------
    path : the file

    Raises
    ------
    LadderError
        The file is not there, is no kept comparison, was changed since it was written (every byte is checked), or was
        written by a version whose records this one does not know.
    """
    place = path_of(path, "path")
    said = _manifest(place)
    runs = []
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(place) as archive:
        for number, told in enumerate(said["runs"]):
            file = Path(folder) / f"{number}{SUFFIX}"
            try:
                data = archive.read(file.name)
            except (KeyError, zipfile.BadZipFile) as error:
                raise _damaged(place, _changed(number)) from error
            if hashlib.sha256(data).hexdigest() != told["sha256"]:
                raise _damaged(place, _changed(number))
            file.write_bytes(data)
            runs.append(load_run(file))
    return Comparison(tuple(runs), said["baseline"], tuple(said["notes"]), same_people=said["same_people"])


def _manifest(place: Path) -> PlainForm:
    try:
        with zipfile.ZipFile(place) as archive:
            said: PlainForm = json.loads(archive.read(MANIFEST))
    except FileNotFoundError:
        raise _damaged(place, tr("there is no such file", "没有这个文件")) from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        reason = tr(
            "it is no kept comparison, which comparison.save('name.run') writes, or was cut short",
            "不是由 comparison.save('name.run') 保存的比较结果，或文件不完整",
        )
        raise _damaged(place, reason) from error
    if not isinstance(said, dict) or said.get("kind") != KIND:
        reason = tr("it is no kept comparison; one run is read by load_run",
                    "不是保存的比较结果；单个 run 用 load_run 读取")  # fmt: skip
        raise _damaged(place, reason)
    if said.get("format") != FORMAT:
        reason = tr("its format is {theirs}, this version reads {ours}", "其格式为 {theirs}，当前版本读取 {ours}",
                    theirs=said.get("format"), ours=FORMAT)  # fmt: skip
        raise _damaged(place, reason)
    return said


def _changed(number: int) -> str:
    return tr("run {n} of it was changed since it was written", "其中第{n}个 run 在写出后被修改过", n=number + 1)


def _damaged(place: Path, reason: str) -> Damaged:
    return Damaged([Problem(Place(str(place)), tr("cannot be read: {why}", "无法读取：{why}", why=reason))])
