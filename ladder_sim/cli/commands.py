"""What each command does; a command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ladder_sim.cli import (
    checking,
    choosing,
    explaining,
    files,
    fitting,
    policies,
    problem_report,
    proving,
    recording,
    running,
    saying,
    searching,
    serving,
    storing,
    switching,
)

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": files.listing,
    "check": checking.check,
    "run": running.run,
    "compare": running.compare,
    "sweep": searching.sweep,
    "seek": searching.seek,
    "match": searching.match,
    "frontier": choosing.frontier,
    "choose": choosing.choose,
    "fit": fitting.fit,
    "backtest": fitting.backtest,
    "track": recording.track,
    "verify": recording.verify,
    "diff": recording.diff,
    "describe": recording.describe,
    "twin": proving.twin,
    "lives": proving.lives,
    "switch": switching.switch,
    "explain": explaining.explain,
    "trace": explaining.trace,
    "say": saying.say,
    "store": storing.store,
    "app": serving.app,
    "upgrade": files.upgrade,
    "policy": policies.policy,
    "cover": policies.cover,
    "schema": files.schema,
    "new": files.new,
    "report-problem": problem_report.report_problem,
}
