"""What a session of the app may use where it is served to others, and the words in which it says no.

`ServedLimits` goes from the server to the sessions in an environment variable; where that is not set, as on one's own
machine, there are no limits.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress

if sys.platform != "win32":
    import resource

#: The environment variable of a session in which its limits stand.
VARIABLE = "LADDER_SIM_SERVED"
#: What a view of *Look closer*, which plays many times, may take: as much time, and as many person-months, as so many
#: runs. At the usual limits each view fits 200 people, 60 months and 200 replications.
RUNS_OF_A_VIEW = 10


@dataclass(frozen=True, slots=True)
class ServedLimits:
    """The most that one run in a session may take: person-months, seconds, and megabytes beyond the empty session."""

    person_months: int = 10_000_000
    seconds: float = 60.0
    memory: int = 2_000

    def check(self, people: int, months: int, replications: int, runs: int = 1) -> None:
        """Refuse what is too large before it begins. Raises `LadderError`.

        Parameters
        ----------
        runs : it may take as much as so many: one for a run, `RUNS_OF_A_VIEW` for a view
        """
        wanted, most = people * months * replications, runs * self.person_months
        if wanted > most:
            raise LadderError(tr(
                "{people} people over {months} months, {replications} times, are {wanted} person-months; on this "
                "server {what} has {most} at most: choose fewer people, or run it on your own computer",
                "{people}人、{months}个月、模拟{replications}次，共{wanted}人月；本服务器每{what}最多{most}人月："
                "请减少人数，或在自己的电脑上运行",
                people=number(people, 0), months=months, replications=number(replications, 0), wanted=number(wanted, 0),
                what=tr("a run", "次运行") if runs == 1 else tr("a view", "个视图"), most=number(most, 0),
            ))  # fmt: skip

    def clock(self) -> Progress:
        """What a run calls after each of its blocks; of a run that takes too long it raises `LadderError`."""
        began = time.monotonic()

        def passed(done: int, total: int, /) -> None:
            if time.monotonic() - began > self.seconds and done < total:
                raise LadderError(tr(
                    "this run was stopped after {seconds} seconds, the most that this server gives to one; choose "
                    "fewer people, or run it on your own computer",
                    "本次运行超过{seconds}秒（本服务器每次运行的上限），已停止；请减少人数，或在自己的电脑上运行",
                    seconds=number(self.seconds, 0),
                ))  # fmt: skip

        return passed

    def bind_memory(self) -> bool:
        """Hold this process to its memory, so that too much of it is an error here and no harm to other sessions.

        Returns
        -------
        Whether the system can do so; Linux can.
        """
        status = Path("/proc/self/status")
        if sys.platform == "win32" or not status.is_file():
            return False
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        most = int(lines["VmData"].split()[0]) * 1024 + self.memory * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        return True

    def written(self) -> str:
        """The value of the environment variable."""
        return json.dumps(asdict(self))


def limits_here() -> ServedLimits | None:
    """The limits of this session; None on one's own machine."""
    said = os.environ.get(VARIABLE)
    return ServedLimits(**json.loads(said)) if said else None
