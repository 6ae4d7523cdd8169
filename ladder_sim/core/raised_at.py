"""At which line of a notebook's cell an error came up: what Jupyter tells in its tracebacks, which ours leave out."""

from __future__ import annotations

import linecache
from types import CodeType, TracebackType

from ladder_sim.core.i18n import tr

#: How the names of files begin that IPython and its kernel give to cells.
_CELLS = ("<ipython-input-", "ipykernel_")


def raised_at(trace: TracebackType | None) -> str:
    """``cell line 3: `` of the statement that failed, with the function of the reader's in which it did; '' elsewhere.

    Of a cell with a single line nothing is told: it is that one.

    Parameters
    ----------
    trace : of the error, from the cell inwards
    """
    passed: list[tuple[CodeType, int]] = []
    while trace is not None:
        if any(sign in trace.tb_frame.f_code.co_filename for sign in _CELLS):
            passed.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    if not passed:
        return ""
    (cell, line), (inner, deep) = passed[0], passed[-1]
    if inner is not cell:
        return tr("cell line {line}, in {name} line {deep}: ", "单元格第{line}行，{name} 第{deep}行：", line=line,
                  name=inner.co_name, deep=deep)  # fmt: skip
    text = linecache.getlines(cell.co_filename)
    if sum(1 for one in text if one.strip()) < 2:
        return ""
    return tr("cell line {line}: ", "单元格第{line}行：", line=line)
