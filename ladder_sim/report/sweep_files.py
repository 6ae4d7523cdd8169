"""Writing a sweep: its table, everything as data, and a picture of every measure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.writing import fill
from ladder_sim.report.formats import folder_of
from ladder_sim.report.plain import write_data, write_table
from ladder_sim.results.swept import Sweep

TABLE, DATA = "sweep.csv", "sweep.json"


def files(measures: tuple[str, ...], knobs: int, *, sampled: bool = False) -> list[str]:
    """The files that `save` makes; of a sample of any number of knobs with pictures."""
    return [TABLE, DATA, *(f"{name}.png" for name in measures if knobs <= 3 or sampled)]


def save(sweep: Sweep, folder: str | Path, *, force: bool = False) -> list[Path]:
    """Write every file; see `Sweep.save`."""
    folder_of(folder, lambda _: tr("write save({folder!r})", "请写作 save({folder!r})",
                                   folder=str(Path(folder).with_suffix(""))))  # fmt: skip
    puts: dict[str, Callable[[Path], object]] = {
        TABLE: lambda path: write_table(sweep.table(), path),
        DATA: lambda path: write_data(sweep.to_dict(), path),
    }
    for name in sweep.measures if len(sweep.knobs) <= 3 or sweep.sample is not None else ():
        puts[f"{name}.png"] = partial(_picture, sweep, name)
    return fill(folder, puts, force=force)


def _picture(sweep: Sweep, measure: str, path: Path) -> None:
    sweep.plot(measure).savefig(path)
