"""Check that the simulators of REFERENCE.md agree, then time them side by side.

    python -m benchmarks.run_bench            everything, some minutes; writes benchmarks/results
    python -m benchmarks.run_bench --quick    fewer replications, no memory, not every scheme

Exit code 1 when two simulators disagree: then no time is printed.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import growth, schemes
from benchmarks.tables import Tables, disagreements

PEOPLE, MONTHS = 200, 60
ROUNDS = 6  # so that each meets the machine in a calm moment


@dataclass(frozen=True, slots=True)
class Simulator:
    """A module with `simulate(people, months, replications, seed)`; how many replications are timed and checked."""

    module: str
    title: str
    timed: int
    checked: int

    def load(self) -> Callable[..., Tables]:
        found: Callable[..., Tables] = importlib.import_module(f"benchmarks.{self.module}").simulate
        return found


SIMULATORS = (
    Simulator("simpy_per_employee", "SimPy, a process per employee", 20, 100),
    Simulator("mesa_agents", "Mesa, an agent per employee", 20, 100),
    Simulator("numpy_by_hand", "NumPy by hand, replications stacked", 1000, 2000),
    Simulator("numba_fused", "one kernel fused by hand, compiled", 1000, 2000),
    Simulator("with_ladder_sim", "ladder_sim, rules from a YAML scheme", 1000, 2000),
    Simulator("with_ladder_sim_compiled", "ladder_sim, its hot steps compiled", 1000, 2000),
)


def available() -> list[Simulator]:
    """Those whose packages and scenarios are there; what is missing is said."""
    found = []
    for simulator in SIMULATORS:
        try:
            simulator.load()(people=50, months=3, replications=1)
        except (ImportError, ValueError) as problem:
            print(f"left out: {simulator.title}: {problem}", file=sys.stderr)
        else:
            found.append(simulator)
    return found


def check(simulators: list[Simulator], share: float) -> bool:
    """Compare every pair on every yearly figure and print the verdicts."""
    tables = {s: s.load()(PEOPLE, MONTHS, max(20, int(s.checked * share)), 7) for s in simulators}
    agreed = True
    print(f"Agreement: {len(next(iter(tables.values())).figures())} yearly figures, largest |z| of the differences")
    for one, other in itertools.combinations(simulators, 2):
        worst, words = disagreements(tables[one], tables[other])
        print(f"  {one.title} / {other.title}: {worst:.1f}{'' if not words else '  DISAGREE'}")
        for line in words:
            print(f"    {line}")
        agreed = agreed and not words
    return agreed


def speed(simulators: list[Simulator], share: float) -> dict[str, float]:
    """Million person-months a second: the best of some rounds, taken in turn so that all meet the same machine."""
    best = dict.fromkeys((s.title for s in simulators), 0.0)
    for turn in range(ROUNDS):
        for simulator in simulators:
            replications = max(10, int(simulator.timed * share))
            simulate = simulator.load()
            begin = time.perf_counter()
            simulate(PEOPLE, MONTHS, replications, turn + 1)
            passed = time.perf_counter() - begin
            best[simulator.title] = max(best[simulator.title], PEOPLE * MONTHS * replications / passed / 1e6)
    return best


_CHILD = """
import resource, sys
from benchmarks.{module} import simulate
simulate({people}, {months}, {replications}, 1)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
if sys.platform == "linux":  # there ru_maxrss starts from the parent's peak
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
print(peak)
"""


def fresh(simulator: Simulator, replications: int) -> tuple[float, float]:
    """A fresh process with its imports and one run: seconds until it ends, and peak memory in MB."""
    code = _CHILD.format(module=simulator.module, people=PEOPLE, months=MONTHS, replications=replications)
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return time.perf_counter() - begin, float(done.stdout)


def report(simulators: list[Simulator], quick: bool) -> None:
    """Print the tables of times and of memory."""
    share = 0.2 if quick else 1.0
    rates = speed(simulators, share)
    slowest = min(rates.values())
    print(f"\nSpeed: {PEOPLE} people, {MONTHS} months, one process, best of {ROUNDS}\n")
    print("| simulator | replications | million person-months per second | times the slowest |\n|---|---:|---:|---:|")
    for simulator in simulators:
        rate = rates[simulator.title]
        print(f"| {simulator.title} | {max(10, int(simulator.timed * share))} | {rate:.2f} | {rate / slowest:.0f} |")
    if quick:
        return
    print("\nA fresh process, imports included: seconds until the first result, and its peak memory\n")
    print("| simulator | 200 replications, s | MB at 200 | MB at 1000 | MB at 2000 |\n|---|---:|---:|---:|---:|")
    for simulator in simulators:
        if simulator.timed < 100:  # an object per employee keeps one replication at a time; minutes for nothing new
            seconds, size = fresh(simulator, 200)
            print(f"| {simulator.title} | {seconds:.1f} | {size:.0f} | – | – |")
            continue
        seconds = min(fresh(simulator, 200)[0] for _ in range(3))
        sizes = [fresh(simulator, replications)[1] for replications in (200, 1000, 2000)]
        print(f"| {simulator.title} | {seconds:.2f} | " + " | ".join(f"{size:.0f}" for size in sizes) + " |")


def main() -> int:
    """Run the benchmark; 1 when two simulators disagree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fifth of the replications, no memory")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    simulators = available()
    if not check(simulators, 0.5 if options.quick else 1.0):
        print("The simulators disagree; no times are printed.", file=sys.stderr)
        return 1
    report(simulators, options.quick)
    if not options.quick and any(simulator.module == "with_ladder_sim" for simulator in simulators):
        print("\nEvery scheme: speed of NumPy by hand, the same compiled, million person-months a second,"
              " seconds of one replication\n")  # fmt: skip
        schemes.measure_all()
        print("\nGrowth, memory and the cold start\n")
        growth.measure_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
