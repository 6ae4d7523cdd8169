"""What the axes and columns of counts stand for: costs, drivers of leaving, ends of waits, kinds of events."""

from __future__ import annotations

from typing import Literal, get_args

from ladder_sim.core.i18n import Title

#: What labor costs besides pay.
Cost = Literal["employer_load", "severance", "hiring", "training"]
COSTS: tuple[Cost, ...] = get_args(Cost)
COST_TITLES: dict[Cost, Title] = {
    "employer_load": Title("employer's contributions", "单位社保"),
    "severance": Title("severance", "经济补偿"),
    "hiring": Title("hiring", "招聘"),
    "training": Title("training", "培训"),
}
#: What makes the hazard of somebody who leaves: the base by tenure, and what multiplies it.
Driver = Literal["base", "pay", "promotion", "passed_over", "performance"]
DRIVERS: tuple[Driver, ...] = get_args(Driver)
#: Worlds in which the labels of people are shuffled, counted beside each replication.
SHUFFLES = 8
#: How a stay in a grade ends, and the codes of that; censored: still there when the run ends.
WaitEnd = Literal["promotion", "exit", "other", "censored"]
WAIT_ENDS: tuple[WaitEnd, ...] = get_args(WaitEnd)
BY_PROMOTION, BY_EXIT = WAIT_ENDS.index("promotion"), WAIT_ENDS.index("exit")
BY_OTHER, CENSORED = WAIT_ENDS.index("other"), WAIT_ENDS.index("censored")
#: What an event log tells of: comings, the kinds of moves, the placement on a ladder adopted later, goings, and what
#: changes no grade.
RunEvent = Literal["hire", "promotion", "demotion", "lateral", "regrade", "confirmation", "status", "placement", "exit",
                   "case failed", "token earned", "table", "status begins", "status ends",
                   "transfer", "honor", "return waits"]  # fmt: skip
EVENTS: tuple[RunEvent, ...] = get_args(RunEvent)
#: The columns of `RunCounts.events`: codes of the axes, -1 for none; `day` counts from the first of month 1, `detail`
#: is the stage of a failed case or the token.
EVENT_COLUMNS = ("replication", "month", "day", "person", "event", "cause", "move", "from", "to", "detail")
