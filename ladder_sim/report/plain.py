"""A comparison without a report around it: its table, everything as data, its figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.signs import FORMULA
from ladder_sim.model.report_options import Brief

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.comparison import Comparison


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV; the name of a scheme that a spreadsheet program would take for a formula has a quote."""
    if "scheme" in table:
        names = [f"'{text}" if text.startswith(FORMULA) else text for text in table["scheme"]]
        table = table.assign(scheme=names)
    # the byte order mark lets a spreadsheet program read Chinese
    table.to_csv(path, encoding="utf-8-sig", index=False)


def json_text(data: Mapping[str, object]) -> str:
    """What JSON has, as files have it."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_data(data: Mapping[str, object], path: Path) -> None:
    """Write what JSON has."""
    path.write_text(json_text(data), encoding="utf-8")


def save_csv(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the table of measures, for spreadsheet programs as for others."""
    with brief.spoken(comparison):
        made = comparison.table().reset_index()
    write_table(made, path)


def save_json(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write everything as data: `Comparison.to_dict`, and every number that the reports show beside it."""
    from ladder_sim.report.data import comparison_data

    with brief.spoken(comparison):
        data = comparison_data(comparison, brief)
    write_data(data, path)


def save_figure(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the main panels as a picture of the format that the path ends in."""
    with brief.spoken(comparison):
        comparison.plot().savefig(path)
