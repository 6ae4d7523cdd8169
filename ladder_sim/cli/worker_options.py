"""The options of who does the work: processes of this machine, or a cluster."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from ladder_sim.cli.option_types import whole
from ladder_sim.core.executors import AUTO, Auto
from ladder_sim.core.i18n import tr

MOST = 256


def add_to_runs(made: argparse.ArgumentParser) -> None:
    """What a command that plays asks for."""
    made.add_argument("--workers", type=_workers, metavar="N",
                      help=tr("processes to work with (default: auto, as many as there are processors, and none for"
                              " work of a second)",
                              "并行进程数（默认 auto：与处理器数相同，约一秒内可完成时不另开进程）"))  # fmt: skip
    made.add_argument("--scheduler", metavar="ADDRESS",
                      help=tr("let the workers of a Dask scheduler do the work, such as tcp://10.0.0.5:8786",
                              "由 Dask 调度器的工作节点计算，例如 tcp://10.0.0.5:8786"))  # fmt: skip


def _workers(text: str) -> int | Auto:
    return AUTO if text == AUTO else whole(1, MOST)(text)


def elsewhere(options: argparse.Namespace) -> list[str]:
    """Which of them let others than this process do the work."""
    given = {"--workers": options.workers not in (None, 1), "--scheduler": options.scheduler}
    return [name for name, there in given.items() if there]


def check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse both at once."""
    if getattr(options, "scheduler", None) and options.workers is not None:
        parser.error(tr("--workers are processes of this machine, --scheduler names a cluster: give one of them",
                        "--workers 为本机进程，--scheduler 为集群；请只用其一"))  # fmt: skip


@contextmanager
def working(options: argparse.Namespace) -> Iterator[Executor | None]:
    """Who does the work meanwhile; None: this process."""
    from ladder_sim.experiment.clusters import cluster
    from ladder_sim.experiment.lazy_workers import working as processes

    if options.scheduler:
        with cluster(options.scheduler) as executor:
            yield executor
    else:
        with processes(AUTO if options.workers is None else options.workers) as executor:
            yield executor
