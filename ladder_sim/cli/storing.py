"""What a folder of finished work holds: the command `store`, and the line that runs say of theirs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ladder_sim.cli.streams import print_json
from ladder_sim.cli.text import table
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.store.folder import Kept, Store


def store(options: argparse.Namespace) -> int:
    """List the files of a store, or those that `--clean` removes.

    Raises
    ------
    LadderError
        There is no such folder.
    """
    folder = Path(options.folder)
    if not folder.is_dir():
        raise LadderError([Problem(Place(str(folder)), tr("there is no such folder", "没有这个目录"))])
    kept = Store(folder)
    cleaning = options.clean is not None
    files = list(kept.clean(everything=options.clean == "all")) if cleaning else kept.entries()
    if options.json:
        print_json({"format": JSON_FORMAT, "folder": str(folder), "removed": cleaning,
                    "files": [_plain(one) for one in files]})  # fmt: skip
        return 0
    if files:
        print(_table(files))
    print(_sum(files, cleaning=cleaning))
    return 0


def print_taken(kept: Store | None) -> None:
    """Say how much of what was asked for was there already, on standard error."""
    if kept is not None:
        line = tr("{folder}: {taken:,} replications were there, {played:,} played and kept",
                  "{folder}：已有{taken:,}次重复，新模拟并保存{played:,}次", folder=kept.folder, taken=kept.taken,
                  played=kept.played)  # fmt: skip
        print(line, file=sys.stderr)


def _plain(one: Kept) -> JsonObject:
    return {
        "file": one.path.name, "bytes": one.size, "scheme": one.scheme or None, "workforce": one.workforce or None,
        "months": one.months or None, "seed": one.part.seed, "first": one.part.first,
        "replications": one.part.replications, "worlds": one.worlds, "played": one.played or None,
        "fault": one.fault or None,
    }  # fmt: skip


def _table(files: Sequence[Kept]) -> str:
    header = (tr("scheme", "方案"), tr("workforce", "人员"), tr("months", "月数"), tr("seed:replications", "种子:重复"),
              tr("worlds", "情景"), tr("played", "模拟时间"), tr("size", "大小"), tr("file", "文件"),
              tr("note", "说明"))  # fmt: skip
    rows = [
        (one.scheme or "–", one.workforce or "–", one.months or "–", one.part if one.part.replications else "–",
         f"{one.worlds:,}" if one.worlds else "–", one.played or "–", _megabytes(one.size), one.path.name, one.fault)
        for one in files
    ]  # fmt: skip
    return table(header, rows, right=(2, 4, 6))


def _sum(files: Sequence[Kept], *, cleaning: bool) -> str:
    size, bad = _megabytes(sum(one.size for one in files)), sum(1 for one in files if one.fault)
    if cleaning:
        return tr("{n} files removed, {size}", "已删除{n}个文件，{size}", n=len(files), size=size)
    return tr("{n} files, {size}; {bad} cannot be used any more (--clean removes them)",
              "{n}个文件，{size}；其中{bad}个已无法使用（--clean 可删除）",
              n=len(files), size=size, bad=bad)  # fmt: skip


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
