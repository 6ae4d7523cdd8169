"""How long the reports of a comparison take to write, after it is done: page, slides and workbook of the demo study.

    python -m benchmarks.report                       six schemes, 200 replications
    python -m benchmarks.report --replications 20     a quicker look

Each line is a process of its own, so that it pays for loading its libraries; the last writes all three, one after the
other. `again` is the same once more in that process, with everything loaded.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

import ladder_sim as ls

FORMATS = ("html", "pptx", "xlsx")
GOAL = 5.0  # seconds for all three


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of a first and a second writing, and the size of the files in kilobytes."""

    wall: float
    cpu: float
    again: float
    size: float


def timed(comparison: ls.Comparison, formats: tuple[str, ...]) -> Timing:
    """Write the formats twice, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        paths = comparison.save(folder, formats)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        begin = time.perf_counter()
        comparison.save(folder, formats)
        again = time.perf_counter() - begin
        return Timing(wall, cpu, again, sum(path.stat().st_size for path in paths) / 1000)


def _child(comparison: ls.Comparison, formats: tuple[str, ...], pipe: Connection) -> None:
    pipe.send(timed(comparison, formats))


def apart(comparison: ls.Comparison, formats: tuple[str, ...]) -> Timing:
    """The same in a process of its own that has only the comparison; where no process can be forked, in this one."""
    if not hasattr(os, "fork"):
        return timed(comparison, formats)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(comparison, formats, there))
    gc.freeze()  # or the child's collector would copy every page of what it shares with this process
    process.start()
    there.close()
    try:
        found: Timing = here.recv()
    except EOFError:
        raise SystemExit(f"writing {', '.join(formats)} failed; its message stands above") from None
    finally:
        process.join()
    return found


def main() -> None:
    """Play the study, then time the writers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--study", default="demo")
    options.add_argument("--replications", type=int, help="default: the study's")
    given = options.parse_args()
    study = ls.load_study(given.study)
    begin = time.perf_counter()
    comparison = ls.compare(
        study.schemes, study.workforce, baseline=study.baseline, months=study.months, seed=study.seed,
        replications=given.replications or study.replications,
    )  # fmt: skip
    played = time.perf_counter() - begin
    print(f"{len(comparison.runs)} schemes, {comparison.months} months, {comparison.replications} replications: "
          f"played in {played:.1f} s")  # fmt: skip
    print(f"{'':<20}{'seconds':>9}{'of CPU':>9}{'again':>9}{'kB':>9}")
    for formats in (*((form,) for form in FORMATS), FORMATS):
        found = apart(comparison, formats)
        print(f"{' + '.join(formats):<20}{found.wall:>9.2f}{found.cpu:>9.2f}{found.again:>9.2f}{found.size:>9.0f}")
    print(f"goal: all three within {GOAL:.0f} s")


if __name__ == "__main__":
    main()
