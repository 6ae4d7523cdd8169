"""Which rules of a scheme take how long to simulate: a stopwatch's accounts, told by the titles of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import Title
from ladder_sim.engine.stopwatch import OUTSIDE, Stopwatch, WorkKind

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

#: What each kind of work is called; those with a name of their own have `title` in it.
KINDS: Mapping[WorkKind, Title] = {
    "outside": Title("files, and rules made ready", "读取文件与准备规则"),
    "metric": Title("metric: {title}", "指标：{title}"),
    "score": Title("score: {title}", "考核得分：{title}"),
    "lookback": Title("what other conditions look back on", "其他条件回看的历史"),
    "move": Title("move: {title}", "变动：{title}"),
    "status": Title("statuses", "人员状态"),
    "base": Title("base pay and employer's load", "基本工资与单位附加成本"),
    "pay": Title("pay: {title}", "薪酬项：{title}"),
    "leaving": Title("leaving and retirement", "离职与退休"),
    "hiring": Title("hiring: applicants, entry, teams, mentors", "招聘：筛选、定级、编组、带教"),
    "effort": Title("effort", "努力程度"),
    "books": Title("counting what tables and reports show", "报表与统计的计数"),
    "rest": Title("the rest: first day, calendar, seats", "其他：首日、日历、编制"),
}


@dataclass(frozen=True, slots=True)
class RuleTime:
    """How long a rule took.

    Parameters
    ----------
    kind
        Of the work, a key of `KINDS`.
    name
        The id of the metric, score, move or part of pay; '' where the kind has one account only.
    title
        The same in the language in use.
    seconds
        Of elapsed time, without the rules that it asked for anything.
    share
        Of the whole run's time, 0 to 1.
    """

    kind: WorkKind
    name: str
    title: str
    seconds: float
    share: float


def rule_times(watch: Stopwatch, run: Run) -> list[RuleTime]:
    """What a stopwatch counted while `run` was played, the longest first; the shares add up to 1.

    Time outside of the months that were played (reading files, making rules ready) is left out.
    """
    spent = {account: seconds for account, seconds in watch.spent.items() if account != OUTSIDE}
    whole = sum(spent.values()) or 1.0
    titles: dict[tuple[str, str], Title] = {}
    for one in (*run.departments.values(), run):
        titles |= _titles(one)
    found = [
        RuleTime(kind, name, str(KINDS[kind].fill(title=titles.get((kind, name), name))), seconds, seconds / whole)
        for (kind, name), seconds in spent.items()
    ]
    return sorted(found, key=lambda one: -one.seconds)


def _titles(run: Run) -> dict[tuple[str, str], Title]:
    """What the rules of a run are called, by kind and id."""
    metrics = {**run.workforce.metrics, **run.scheme.signals}
    titles = {("metric", name): metric.title for name, metric in metrics.items()}
    titles |= {("score", score.name): score.title for score in run.scheme.scores}
    titles |= {("move", move.id): move.title for move in run.axes.moves}
    return titles | {("pay", name): title for name, title in run.axes.parts}
