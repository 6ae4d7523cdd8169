"""How fast every shipped scheme plays, beside NumPy by hand on the reference department in the same minute.

    python -m benchmarks.schemes            every scheme, some minutes; writes benchmarks/results
    python -m benchmarks.schemes g1-g6-tenure-bands fabric-star-pay     these alone, written nowhere

Processor time of one process, the least of some rounds. A scheme's rounds alternate with those of NumPy by hand, so
that both meet the same machine. Other work on it takes more from what needs more memory: ratios of a busy machine are
too low; its load stands beside them.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import ladder_sim as ls
from benchmarks import numpy_by_hand
from benchmarks.with_ladder_sim import SCENARIO, compiled

RESULTS = Path(__file__).resolve().parent / "results"
TABLE, PICTURE = RESULTS / "schemes.md", RESULTS / "schemes.png"
WORKFORCE = "service-center-200"
PEOPLE, MONTHS, REPLICATIONS = 200, 60, 200
ROUNDS = 4
GOAL, MEDIAN_GOAL, ALONE_GOAL = 0.2, 0.5, 0.05  # of NumPy by hand: each, their median; seconds of one replication


@dataclass(frozen=True, slots=True)
class Speed:
    """A scheme's speed.

    Parameters
    ----------
    rate
        Million person-months a second.
    ratio
        Of that to NumPy by hand in the same rounds.
    compiled
        The ratio with the compiled steps; NaN without numba.
    alone
        Seconds that one replication takes.
    """

    scheme: str
    rate: float
    ratio: float
    compiled: float
    alone: float


def seconds(play: Callable[[], object]) -> float:
    """Processor time of a call."""
    begin = time.process_time()
    play()
    return time.process_time() - begin


def measured(scheme: str, replications: int, rounds: int, *, fast: bool = True) -> Speed:
    """Play a scheme and NumPy by hand in turn; `fast`: with the compiled steps too, where numba is there."""
    made, workforce = ls.load_scheme(scheme), ls.load_workforce(SCENARIO if scheme == SCENARIO else WORKFORCE)

    def play(number: int) -> ls.Run:
        return ls.simulate(made, workforce, months=MONTHS, replications=number, seed=1)

    def with_steps(setting: str) -> tuple[float, float]:
        with compiled(setting):
            months = float(play(2).counts.headcount[:, 1:].sum()) / 2  # compiled and loaded from here on
            hand, own = beside(lambda: play(replications), replications, rounds)
        rate = months * replications / own / 1e6
        return rate, rate * hand / (PEOPLE * MONTHS * replications / 1e6)

    rate, ratio = with_steps("no")
    with compiled("no"):
        alone = min(seconds(lambda: play(1)) for _ in range(rounds))
    quick = with_steps("yes")[1] if fast and importlib.util.find_spec("numba") else float("nan")
    return Speed(scheme, rate, ratio, quick, alone)


def beside(play: Callable[[], object], replications: int, rounds: int) -> tuple[float, float]:
    """Least seconds of NumPy by hand on the reference department, and of something played in turn with it."""
    pairs = [
        (seconds(lambda: numpy_by_hand.simulate(PEOPLE, MONTHS, replications, 1)), seconds(play)) for _ in range(rounds)
    ]
    return min(hand for hand, _ in pairs), min(own for _, own in pairs)


def fused(replications: int, rounds: int) -> float:
    """The speed of the fused kernel on the reference department, of NumPy by hand; NaN without numba."""
    try:
        from benchmarks import numba_fused
    except ImportError:
        return float("nan")
    numba_fused.simulate(PEOPLE, 3, 1, 1)
    hand, own = beside(lambda: numba_fused.simulate(PEOPLE, MONTHS, replications, 1), replications, rounds)
    return hand / own


def rows(speeds: Sequence[Speed]) -> str:
    """The table, the slowest first."""
    lines = ["| scheme | of NumPy by hand | compiled, of NumPy by hand | million person-months a second"
             " | one replication, s |", "|---|---:|---:|---:|---:|"]  # fmt: skip
    for speed in sorted(speeds, key=lambda speed: speed.ratio):
        lines.append(
            f"| {speed.scheme} | {speed.ratio:.2f} | {speed.compiled:.2f} | {speed.rate:.1f} | {speed.alone:.2f} |"
        )
    return "\n".join(lines)


def summary(speeds: Sequence[Speed]) -> str:
    """What the README quotes: the reference department, and the median and the slowest of the others."""
    others = [speed for speed in speeds if speed.scheme != SCENARIO]
    of = [speed.ratio for speed in others]
    reference = next(speed for speed in speeds if speed.scheme == SCENARIO)
    fast = [speed.compiled for speed in others]
    reached = sum(ratio >= GOAL for ratio in of)
    quick = sum(speed.alone <= ALONE_GOAL for speed in others)
    return "\n".join(
        (
            f"- reference department {reference.ratio:.2f}, median scheme {statistics.median(of):.2f},"
            f" slowest {min(of):.2f}",
            f"- with compiled steps: reference department {reference.compiled:.2f}, median scheme"
            f" {statistics.median(fast):.2f}, slowest {min(fast):.2f}",
            f"- goals: each scheme at least {GOAL}: {reached} of {len(of)}; their median {MEDIAN_GOAL};"
            f" one replication alone within {ALONE_GOAL} s: {quick} of {len(of)}",
        )
    )


def dated() -> str:
    """The machine, its load, the versions and the day."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, load {load:.0f}; Python {platform.python_version()},"
        f" NumPy {np.__version__}; {datetime.date.today()}"
    )


def written(speeds: Sequence[Speed], replications: int, kernel: float) -> None:
    """Write the table and the picture; `kernel`: the speed of the fused kernel."""
    RESULTS.mkdir(exist_ok=True)
    head = (
        "# Speed of every shipped scheme\n\nMade by `make bench`. Ratios to NumPy by hand on the reference department"
        " in the same rounds; a load above the number of processors makes them too low."
        f" {PEOPLE} people, {MONTHS} months, {replications} replications, one process, processor time; NumPy's steps"
        " where nothing else is said."
        f"\n\n{dated()}\n"
    )
    said = f"{summary(speeds)}\n- the reference department as one kernel fused by hand and compiled: {kernel:.1f}"
    TABLE.write_text(f"{head}\n{said}\n\n![{PICTURE.stem}]({PICTURE.name})\n\n{rows(speeds)}\n", "utf-8")
    _drawn(speeds)


def _drawn(speeds: Sequence[Speed]) -> None:
    from matplotlib.figure import Figure

    ordered = sorted(speeds, key=lambda speed: speed.ratio)
    figure = Figure(figsize=(8, 0.2 * len(ordered) + 1.2), layout="constrained")
    axes = figure.subplots()
    colors = ["#7a5195" if speed.scheme == SCENARIO else "#2f6f9f" for speed in ordered]
    axes.barh([speed.scheme for speed in ordered], [speed.ratio for speed in ordered], color=colors, height=0.7)
    axes.plot([speed.compiled for speed in ordered], range(len(ordered)), ".", color="#d97b29", markersize=4,
              label="compiled steps")  # fmt: skip
    axes.legend(loc="lower right", fontsize=7, frameon=False)
    for goal, what in ((GOAL, "goal of each"), (MEDIAN_GOAL, "goal of the median"), (1.0, "NumPy by hand")):
        axes.axvline(goal, color="0.4", linewidth=0.8, linestyle=":")
        axes.annotate(what, (goal, 0.02), (3, 0), xycoords=("data", "axes fraction"), textcoords="offset points",
                      fontsize=7, color="0.3", rotation=90, va="bottom")  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks([0.02, 0.05, 0.1, 0.2, 0.5, 1], ["0.02", "0.05", "0.1", "0.2", "0.5", "1"])
    axes.set_xlabel("speed, of NumPy by hand (logarithmic)")
    axes.tick_params(axis="y", labelsize=7)
    axes.margins(y=0.01)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(PICTURE, dpi=110)


def listed(schemes: Sequence[str], replications: int, rounds: int) -> list[Speed]:
    """Measure schemes and print a line of each."""
    speeds = []
    for scheme in schemes:
        speeds.append(measured(scheme, replications, rounds))
        found = speeds[-1]
        print(f"{scheme:<34}{found.ratio:6.2f}{found.compiled:6.2f}{found.rate:8.2f}{found.alone:8.3f}", flush=True)
    return speeds


def measure_all(replications: int = REPLICATIONS, rounds: int = ROUNDS) -> None:
    """Measure every shipped scheme, print it and write the results."""
    speeds = listed([entry.id for entry in ls.list_scenarios("scheme")], replications, rounds)
    print(summary(speeds))
    written(speeds, replications, fused(replications, 3 * rounds))


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schemes", nargs="*", help="these alone; without any: all, and write the results")
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    if options.schemes:
        listed(options.schemes, options.replications, options.rounds)
    else:
        measure_all(options.replications, options.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
