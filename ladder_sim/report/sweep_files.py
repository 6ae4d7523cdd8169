"""Writing a sweep: its table, everything as data, and a picture of every measure."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ladder_sim.core.writing import fill
from ladder_sim.results.swept import Sweep

TABLE, DATA = "sweep.csv", "sweep.json"


def files(measures: tuple[str, ...], knobs: int) -> list[str]:
    """The files that `save` makes."""
    return [TABLE, DATA, *(f"{name}.png" for name in measures if knobs <= 3)]


def save(sweep: Sweep, folder: str | Path, *, force: bool = False) -> list[Path]:
    """Write every file; see `Sweep.save`."""
    puts: dict[str, Callable[[Path], object]] = {
        # the byte order mark lets a spreadsheet read Chinese
        TABLE: lambda path: sweep.table().to_csv(path, index=False, encoding="utf-8-sig"),
        DATA: lambda path: path.write_text(
            json.dumps(sweep.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        ),
    }
    for name in sweep.measures if len(sweep.knobs) <= 3 else ():
        puts[f"{name}.png"] = partial(_picture, sweep, name)
    return fill(folder, puts, force=force)


def _picture(sweep: Sweep, measure: str, path: Path) -> None:
    sweep.plot(measure).savefig(path)
