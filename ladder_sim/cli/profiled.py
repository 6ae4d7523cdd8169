"""``run --profile``: which rules of a scheme take most of the time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from ladder_sim.cli.text import table
from ladder_sim.core.display import compact
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject

if TYPE_CHECKING:
    from ladder_sim.analysis.rule_times import RuleTime
    from ladder_sim.engine.stopwatch import Stopwatch
    from ladder_sim.results.run import Run

SMALL = 0.01  # shares of the time below it are told together


def profiled(options: argparse.Namespace) -> AbstractContextManager[Stopwatch | None]:
    """As long as the block lasts a stopwatch runs, where `--profile` asks for one."""
    if not options.profile:
        return nullcontext()
    from ladder_sim.engine.stopwatch import measuring

    return measuring()


def print_times(watch: Stopwatch | None, run: Run) -> None:
    """Print the table of rules, the longest first, and how long the whole took; nothing without a stopwatch."""
    if watch is not None:
        from ladder_sim.analysis.rule_times import rule_times

        print(f"\n{_told(rule_times(watch, run), run)}")


def times_json(watch: Stopwatch | None, run: Run) -> JsonObject:
    """The same for programs, nothing told together."""
    if watch is None:
        return {}
    from ladder_sim.analysis.rule_times import rule_times

    return {
        "profile": [
            {"kind": one.kind, "id": one.name or None, "title": one.title, "seconds": one.seconds, "share": one.share}
            for one in rule_times(watch, run)
        ]
    }


def _told(times: Sequence[RuleTime], run: Run) -> str:
    header = (tr("rule", "规则"), tr("share of the time", "时间占比"), tr("seconds", "秒"),
              tr("ns a person-month", "纳秒/人月"))  # fmt: skip
    months = run.workforce.people.size * run.months * run.replications
    large = [one for one in times if one.share >= SMALL]
    rows = [(one.title, *_figures(one.seconds, one.share, months)) for one in large]
    if small := times[len(large) :]:
        title = tr("{n} more, each below {share:.0%}", "另有{n}项，各不足{share:.0%}", n=len(small), share=SMALL)
        rows.append((title, *_figures(sum(one.seconds for one in small), sum(one.share for one in small), months)))
    return f"{table(header, rows, right=(1, 2, 3))}\n{_sum(times, months)}"


def _figures(seconds: float, share: float, person_months: int) -> tuple[str, str, str]:
    return f"{share:.0%}", f"{seconds:.2f}", f"{seconds / person_months * 1e9:,.0f}"


def _sum(times: Sequence[RuleTime], months: int) -> str:
    seconds = sum(one.seconds for one in times)
    return tr(
        "{months:,} person-months in {seconds:.2f} s, {rate} a second; what several rules read counts for "
        "the first that asks for it",
        "{months:,}人月，用时{seconds:.2f}秒，每秒{rate}；多条规则共用的计算计入最先用到它的规则",
        months=months, seconds=seconds, rate=compact(months / seconds),
    )  # fmt: skip
