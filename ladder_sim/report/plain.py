"""A comparison without a report around it: its table, everything as data, its figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.signs import FORMULA
from ladder_sim.model.report_options import Brief

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison


def save_csv(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the table of measures, for spreadsheet programs as for others."""
    with brief.spoken():
        made = comparison.table().reset_index()
    made["scheme"] = [f"'{text}" if text.startswith(FORMULA) else text for text in made["scheme"]]
    # the byte order mark lets a spreadsheet program read Chinese
    made.to_csv(path, encoding="utf-8-sig", index=False)


def save_json(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write everything as data, as `Comparison.to_json` gives it."""
    with brief.spoken():
        text = json.dumps(comparison.to_json(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def save_figure(comparison: Comparison, path: Path, brief: Brief) -> None:
    """Write the main panels as a picture of the format that the path ends in."""
    with brief.spoken():
        comparison.plot().savefig(path)
