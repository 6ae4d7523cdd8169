"""How time and memory grow with people, replications and months, and what a cold start is made of.

    python -m benchmarks.growth            some minutes; writes benchmarks/results

Each figure is of a fresh process with one run: what it costs includes loading. Speed is of the run alone, by processor
time, so that other work on the machine enters by the caches alone.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.schemes import RESULTS, WORKFORCE, dated

PAGE, PICTURE = RESULTS / "growth.md", RESULTS / "growth.png"
#: Of one rule of tenure; of exams and months of several metrics; of teams, ranks and counts.
SCHEMES = ("g1-g6-tenure-bands", "ecommerce-dual-track", "probation-exam-and-d-to-c")
PEOPLE = tuple((people, 40_000 // people, 24) for people in (50, 200, 1_000, 5_000, 20_000))
REPLICATIONS = tuple((200, replications, 60) for replications in (1, 10, 50, 200))
MONTHS = tuple((200, 50, months) for months in (12, 60, 120))
ROUNDS = 1

_CHILD = """
import json, resource, sys, time
began = time.process_time()
import ladder_sim as ls
from dataclasses import replace
imported = time.process_time()
scheme, people, replications, months = sys.argv[1], *map(int, sys.argv[2:5])
made, workforce = ls.load_scheme(scheme), ls.load_workforce({workforce!r})
if people != workforce.people.headcount:
    workforce = replace(workforce, people=replace(workforce.people, headcount=people))
loaded = time.process_time()
from ladder_sim.experiment.simulation import compiled
compiled(made, workforce)
built = time.process_time()
run = ls.simulate(made, workforce, months=months, replications=replications, seed=1)
played = time.process_time()
run.summary()
told = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
if sys.platform == "linux":  # there ru_maxrss starts from the parent's peak
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
print(json.dumps(dict(parts=[imported - began, loaded - imported, built - loaded, played - built, told - played],
                      peak=peak, worked=float(run.counts.headcount[:, 1:].sum()))))
"""


@dataclass(frozen=True, slots=True)
class Grown:
    """A run in a fresh process.

    Parameters
    ----------
    parts
        Seconds of importing, loading, compiling, simulating and telling.
    peak
        Memory in MB.
    worked
        Person-months.
    """

    parts: tuple[float, ...]
    peak: float
    worked: float

    @property
    def rate(self) -> float:
        """Million person-months a second of the simulation alone."""
        return self.worked / self.parts[3] / 1e6


def grown(scheme: str, people: int, replications: int, months: int, rounds: int = ROUNDS) -> Grown:
    """The quickest of some fresh processes."""
    found = []
    for _ in range(rounds):
        command = [sys.executable, "-c", _CHILD.format(workforce=WORKFORCE), scheme,
                   *map(str, (people, replications, months))]  # fmt: skip
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "LADDER_SIM_COMPILED": "no"}
        )
        told = json.loads(done.stdout)
        found.append(Grown(tuple(told["parts"]), told["peak"], told["worked"]))
    return min(found, key=lambda each: sum(each.parts))


Sizes = Sequence[tuple[int, int, int]]


def table(sizes: Sizes, found: dict[tuple[str, int, int, int], Grown]) -> str:
    """A row for each size: speed and memory of each scheme."""
    lines = ["| people | replications | months | " + " | ".join(f"{scheme}, M/s | MB" for scheme in SCHEMES) + " |",
             "|" + "---:|" * (3 + 2 * len(SCHEMES))]  # fmt: skip
    for size in sizes:
        cells = [f"{found[scheme, *size].rate:.2f} | {found[scheme, *size].peak:.0f}" for scheme in SCHEMES]
        lines.append("| " + " | ".join([f"{number:,}" for number in size] + cells) + " |")
    return "\n".join(lines)


def cold(found: dict[tuple[str, int, int, int], Grown]) -> str:
    """What a first result of one replication is made of."""
    lines = [
        "| scheme | import | load | compile | simulate one replication | summary | in all, s |",
        "|---|" + "---:|" * 6,
    ]
    for scheme in SCHEMES:
        parts = found[scheme, *REPLICATIONS[0]].parts
        lines.append(f"| {scheme} | " + " | ".join(f"{part:.2f}" for part in (*parts, sum(parts))) + " |")
    return "\n".join(lines)


def measure_all() -> None:
    """Measure, print and write."""
    sizes = [*PEOPLE, *REPLICATIONS, *MONTHS]
    found = {(scheme, *size): grown(scheme, *size) for scheme in SCHEMES for size in dict.fromkeys(sizes)}
    text = "\n\n".join(
        (
            "# Growth, memory and the cold start",
            "Made by `make bench`; each figure of a fresh process, processor time, NumPy's steps. M/s: million"
            " person-months a second of the simulation; MB: peak memory of the process, libraries included.",
            dated(),
            f"![{PICTURE.stem}]({PICTURE.name})",
            "## People, as many slots in all",
            table(PEOPLE, found),
            "## Replications",
            table(REPLICATIONS, found),
            "## Months",
            table(MONTHS, found),
            "## A cold start",
            cold(found),
        )
    )
    print(text)
    PAGE.write_text(text + "\n", "utf-8")
    _drawn(found)


def _drawn(found: dict[tuple[str, int, int, int], Grown]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.2), layout="constrained")
    panels = (("people", PEOPLE, 0), ("replications", REPLICATIONS, 1), ("months", MONTHS, 2))
    for axes, (name, sizes, axis) in zip(figure.subplots(1, 3), panels, strict=True):
        for scheme in SCHEMES:
            at = [size[axis] for size in sizes]
            nanoseconds = [1e3 / found[scheme, *size].rate for size in sizes]
            axes.plot(at, nanoseconds, marker="o", markersize=3, linewidth=1, label=scheme)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xticks([size[axis] for size in sizes], [f"{size[axis]:,}" for size in sizes], fontsize=7)
        axes.minorticks_off()
        axes.set_xlabel(name)
        axes.spines[["top", "right"]].set_visible(False)
    figure.axes[0].set_ylabel("nanoseconds per person-month")
    figure.axes[1].legend(fontsize=7, frameon=False)
    figure.savefig(PICTURE, dpi=110)


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, NumPy {np.__version__}")
    measure_all()
