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
from ladder_sim.store.proof import proof_of_search

TABLE, DATA = "sweep.csv", "sweep.json"


def files(measures: tuple[str, ...], knobs: int, *, sampled: bool = False) -> list[str]:
    """The files that `save` makes; of a sample of any number of knobs with pictures."""
    return [TABLE, DATA, *(f"{name}.png" for name in measures if knobs <= 3 or sampled)]


def save(sweep: Sweep, folder: str | Path, *, force: bool = False) -> list[Path]:
    """Write every file; see `Sweep.save`."""
    folder_of(folder, lambda _: tr("write save({folder!r})", "请写作 save({folder!r})",
                                   folder=str(Path(folder).with_suffix(""))))  # fmt: skip
    puts = _data(sweep)
    for name in sweep.measures if len(sweep.knobs) <= 3 or sweep.sample is not None else ():
        puts[f"{name}.png"] = partial(_picture, sweep, name)
    return fill(folder, puts, force=force, record=None if sweep.question is None else proof_of_search(sweep.question))


def save_data(sweep: Sweep, folder: str | Path) -> list[Path]:
    """Write the table and the data alone, as `verify` makes them again."""
    return fill(folder, _data(sweep))


def _data(sweep: Sweep) -> dict[str, Callable[[Path], object]]:
    return {TABLE: lambda path: write_table(sweep.table(), path), DATA: lambda path: write_data(sweep.to_dict(), path)}


def _picture(sweep: Sweep, measure: str, path: Path) -> None:
    sweep.plot(measure).savefig(path)
