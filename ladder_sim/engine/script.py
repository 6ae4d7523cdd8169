"""Scripted luck: the same engine with a record in the place of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.engine.diary import Diary
from ladder_sim.engine.state import FOREVER, NEVER, SINCE, aged
from ladder_sim.expressions.nodes import Context, View
from ladder_sim.streams.kernels import spread_numbers

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext
    from ladder_sim.engine.rounds import Cases

SURE = 1e-12


class Script(Diary):
    """Feeds a record to a block, which writes the diary."""

    nobody_leaves = True

    def attach(self, block: BatchContext) -> None:
        """Take the place of luck and of the metrics."""
        self.block = block
        block.state.luck = self
        drawer: Any = block.drawer
        drawer.draw = self._draw
        self._count_from_the_record(block)
        drawn_now = drawer.now
        drawer.now = lambda name, view: self._now(name, view, drawn_now)
        self.order = np.argsort(block.state.keys)

    # -- who is there ---------------------------------------------------------------------------

    def _count_from_the_record(self, block: BatchContext) -> None:
        """Windows of people whose record begins later than month 1 look back to its first month."""
        joined = np.where(self.table.first > 1, self.table.first - 1, NEVER)
        since = block.state.since

        def recorded(context: Context) -> np.ndarray:
            later: np.ndarray = np.maximum(since(context), joined)
            return later

        state: Any = block.state
        state.since = recorded

    def hold_back(self, block: BatchContext) -> None:
        """People whose first row is a later month are not there yet; what they are is kept for it."""
        state = block.state
        self._say_unknown(block)
        for person, mentored in enumerate(self.table.start.get("mentees", [])):
            state.columns["mentees"][person] = mentored or 0
        self.late = np.flatnonzero(self.table.first > 1)
        # pay is a month's own, and later the same array as base
        self.kept = {name: values[self.late].copy() for name, values in state.columns.items() if name != "pay"}
        if self.late.size:
            block.groups.left(self.late)
            state.set_grade(self.late, np.full(self.late.size, state.grade_count))
            state.columns["person"][self.late] = -1

    def _say_unknown(self, block: BatchContext) -> None:
        """What a record does not say of a person is unknown, and not drawn."""
        for name, attribute in block.workforce.people.attributes.items():
            if f"attr:{name}" in block.state.columns and attribute.kind != "constant":
                said = self.table.start.get(name, [None] * len(self.table.persons))
                unsaid = np.array([value is None for value in said])
                block.state.columns[f"attr:{name}"][unsaid] = np.nan

    def arrive(self, block: BatchContext, month: int) -> None:
        """People whose first row is this month join on its first; their clocks are as of then."""
        mine = np.flatnonzero(self.table.first[self.late] == month)
        if not mine.size:
            return
        state, idx = block.state, self.late[mine]
        for name, values in self.kept.items():
            state.columns[name][idx] = _shifted(name, values[mine], month)
        grade = self.kept["grade"][mine]
        state.columns["grade"][idx] = state.grade_count  # until the counts are told
        state.set_grade(idx, grade)
        for history in state.histories:
            history.forget(idx)
        block.record.tally.hires[0, month - 1] += np.bincount(grade, minlength=state.grade_count)
        block.groups.joined(idx)

    # -- what chance would decide ---------------------------------------------------------------

    def uniform(self, keys: np.ndarray, stream: str, month: int) -> np.ndarray:
        """0 where things happen, 1 where they do not: the record's word, else what goes well."""
        what, _, rest = stream.partition(":")
        owner = rest.split(":")[0]
        kinds = {plan.move.id: plan.kind for plan in self.program.moves}
        well = kinds.get(owner) not in ("dismissal", "demotion")
        column = f"chance:{owner}"
        if what == "apply":
            well, column = True, "applied"
        elif what == "stage":
            well, column = not stream.endswith(":objection"), ""
        elif what == "cause":
            return np.full(keys.shape, SURE)
        elif what == "raise":
            return np.full(keys.shape, 0.5)
        elif owner.startswith("scores."):
            column = f"chance:{owner[7:]}"
        result = np.full(keys.shape, SURE if well else 1 - SURE)
        if column in self.table.values:
            said = self.table.latest(column, month)[self._people(keys)]
            result = np.where(np.isnan(said), result, np.where(said > 0.5, SURE, 1 - SURE))
        return result

    def _people(self, keys: np.ndarray) -> np.ndarray:
        state = self.block.state
        order = np.argsort(state.keys)
        places = order[np.searchsorted(state.keys[order], keys)]
        return state.columns["person"][places]

    def _draw(self, month: int) -> None:
        """This month's metrics, as recorded."""
        state, table = self.block.state, self.table
        state.monthly = {}
        view = state.view(month, month)
        for name, plan in self.block.drawer.plans.items():
            metric = plan.metric
            if metric.at != "month":
                continue
            if name in table.values:
                values = table.at(name, month).copy()
                if metric.event or metric.missing is not None:
                    values[np.isnan(values) & (table.last >= month)] = metric.missing or 0.0
            elif metric.kind == "value" and plan.mean is not None:
                values = spread_numbers(plan.mean.value(view), state.n).copy()
            else:
                default = metric.missing if metric.missing is not None else 0.0 if metric.event else np.nan
                values = np.full(state.n, default)
            state.monthly[name] = values
        for name in ("mentees", "mentee") if month == 1 else ("mentee",):  # coached before, and in the month
            if name in table.values:
                state.columns["mentees"] += np.nan_to_num(table.at(name, month)).astype(np.int32)

    def _now(self, name: str, view: View, otherwise: Any) -> np.ndarray:
        """An exam's mark: as recorded, else passed."""
        size = self.block.state.n if view.idx is None else view.idx.size
        for column in (f"exam:{name}", name):
            if column in self.table.values:
                said = self.table.latest(column, max(view.month, 1))
                said = said if view.idx is None else said[self.block.state.columns["person"][view.idx]]
                return np.where(np.isnan(said), np.inf, said)
        metric = self.block.drawer.plans[name].metric
        if metric.at == "hire":
            return np.full(size, metric.missing if metric.missing is not None else 0.0 if metric.event else np.nan)
        return np.full(size, np.inf)

    def open_seats(self, block: BatchContext) -> np.ndarray:
        """Open seats as recorded; else plenty. A seat filled since stays filled."""
        state = block.state
        seats = np.full((1, state.grade_count + 1), 10**6, np.int64)
        for code in range(state.grade_count):
            said = self.seats_said(code, block.now)
            if said is not None:
                seats[0, code] = said
        return seats

    def mark(self, cases: Cases, stage: str, score: np.ndarray) -> np.ndarray:
        column = f"exam:{stage}"
        if column not in self.table.values:
            return score
        month = self.block.calendar.month_of(self.block.env.now)
        said = self.table.latest(column, month)[cases.person]
        return np.where(np.isnan(said), score, said)

    def stage(self, cases: Cases, stage: str, month: int, passed: np.ndarray) -> np.ndarray:
        column = f"stage:{stage}"
        if column not in self.table.values:
            return passed
        said = self.table.latest(column, month)[cases.person]
        return np.where(np.isnan(said), passed, said > 0.5)

    def compared(self, cases: Cases, stage: str, score: np.ndarray, least: np.ndarray) -> None:
        """Note the marks of a stage and what was needed, for the diary."""
        for place, mark, needed in zip(map(int, cases.idx), score, least, strict=True):
            self.marks[self._person(place), stage] = float(mark)
            self.marks[self._person(place), f"{stage}:least"] = float(needed)


def _shifted(name: str, values: np.ndarray, month: int) -> np.ndarray:
    """What people of the first day are who join on the first of `month` instead: clocks begin later by as much."""
    if name in SINCE or name == "probation_until":
        return np.where(np.isin(values, (NEVER, FOREVER)), values, values + month - 1)
    return aged(name.removeprefix("attr:"), values, month) if name.startswith("attr:") else values
