"""Workbooks: every sheet with its cells, or one sentence that says why a workbook is not read."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from ladder_sim.core.i18n import tr

#: A value as a file has it; None or '' where it is empty.
Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

SECONDS = 120  # a workbook of 50 MB takes some ten


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells row by row, blank rows included, so that row i of the list is row i + 1 of the spreadsheet.

    marks: (row, column), from 0, of cells that hold an error such as ``#N/A``, or '' for a formula whose value was
        not saved.
    merged: cells that took the value of the merged range they belong to.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int], ...] = ()


def read_sheets(path: Path) -> list[Sheet] | str:
    """The sheets of a workbook, in its order; a text where it cannot be read."""
    if find_spec("python_calamine") is None:
        return _needs_library()
    child = Path(__file__).with_name("workbook_process.py")
    try:
        # -P: the folder of the script is no place to import from
        done = subprocess.run([sys.executable, "-P", str(child), str(path.resolve())], capture_output=True,
                              timeout=SECONDS, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return tr("takes more than {n} seconds to read; save the list of people alone, as .xlsx or CSV",
                  "读取超过{n}秒；请只将人员名单另存为 .xlsx 或 CSV", n=SECONDS)  # fmt: skip
    if done.returncode:
        return tr("is not a workbook that can be read: the reader broke down; save it anew as .xlsx, or as CSV",
                  "不是可读取的工作簿：读取程序异常中止；请重新另存为 .xlsx 或 CSV")  # fmt: skip
    made = pickle.loads(done.stdout)
    if "refused" in made:
        return _why(*made["refused"])
    return [
        Sheet(found["name"], found["rows"], found["visible"], found["marks"], tuple(found["merged"]))
        for found in made["sheets"]
    ]


def _needs_library() -> str:
    return tr("reading workbooks needs the 'data' extra: pip install 'ladder-sim[data]' (or save the sheet as CSV)",
              "读取 Excel 工作簿需要安装 data 扩展：pip install 'ladder-sim[data]'（或将工作表另存为 "
              "CSV）")  # fmt: skip


def _why(code: str, *about: object) -> str:
    if code == "library":
        return _needs_library()
    if code == "unpacked":
        return tr("unpacks to {mb:,.0f} MB, far more than a list of people; save that sheet alone",
                  "解压后有{mb:,.0f} MB，远大于一份人员名单；请只另存该工作表",
                  mb=float(str(about[0])) / 1e6)  # fmt: skip
    if code == "dimension":
        return tr("sheet '{sheet}' reaches to row {rows:,}, column {columns:,}; delete the stray cells far from the "
                  "list, or save the list alone",
                  "工作表“{sheet}”延伸到第{rows:,}行、第{columns:,}列；请删除远离名单的零散单元格，或只另存名单",
                  sheet=about[0], rows=about[1], columns=about[2])  # fmt: skip
    if code == "reference":
        return tr("sheet '{sheet}' has a cell at '{ref}', which no spreadsheet has; save it anew as .xlsx",
                  "工作表“{sheet}”含有不存在的单元格位置“{ref}”；请重新另存为 .xlsx", sheet=about[0],
                  ref=about[1])  # fmt: skip
    if code == "entities":
        return tr("declares entities of its own, which no spreadsheet program writes; save it anew as .xlsx",
                  "含有自定义实体，表格软件不会写出这样的文件；请重新另存为 .xlsx")  # fmt: skip
    if code == "memory":
        return tr("needs more memory than a list of people should; save that sheet alone, or as CSV",
                  "所需内存超出一份人员名单的合理范围；请只另存该工作表，或另存为 CSV")  # fmt: skip
    return tr("is not a workbook that can be read: {reason}", "不是可读取的工作簿：{reason}",
              reason=about[0] if about else code)  # fmt: skip
