"""Scripted luck: the same engine with a record in the place of chance, and a diary of what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.language.nodes import View
from ladder_sim.language.program import FIXED_REASONS, Program
from ladder_sim.steps import spread_numbers
from ladder_sim.tally import CAUSES
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.engine.block import Block
    from ladder_sim.engine.rounds import Cases
    from ladder_sim.record_file import Record

SURE = 1e-12
Row = tuple[int, int, int, str, str, str, str, str]  # person, month, order, event, move, from, to, reason


class Script:
    """Feeds a record to a block, and writes the diary."""

    nobody_leaves = True

    def __init__(self, table: Record, program: Program) -> None:
        self.table, self.program = table, program
        self.diary: list[Row] = []
        self.pay_now: dict[int, dict[str, float]] = {}
        self.pay_before: dict[int, str] = {}
        self.month = 0

    def attach(self, block: Block) -> None:
        """Take the place of luck and of the metrics."""
        self.block = block
        block.state.luck = self
        drawer: Any = block.drawer
        drawer.draw = self._draw
        drawn_now = drawer.now
        drawer.now = lambda name, view: self._now(name, view, drawn_now)
        self.order = np.argsort(block.state.keys)

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

    def open_seats(self, block: Block) -> np.ndarray:
        """Open seats as recorded; else plenty. A seat filled since stays filled."""
        state = block.state
        seats = np.full((1, state.grade_count + 1), 10**6, np.int64)
        for code, grade in enumerate(block.program.infos):
            column = f"open:{grade.id}"
            if column in self.table.values:
                said = self.table.at(column, min(self.month_now(), self.table.last_month))
                if not np.isnan(said).all():
                    seats[0, block.program.pool[code]] = int(np.nanmin(said))
        return seats

    def month_now(self) -> int:
        return self.block.now

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

    # -- the diary ------------------------------------------------------------------------------

    def _note(self, person: int, month: int, order: int, event: str, *rest: str) -> None:
        move, source, target, reason = rest
        self.diary.append((person, month, order, event, move, source, target, reason))

    def _move(self, number: int) -> tuple[str, Any]:
        plan = self.program.moves[number]
        return plan.move.id, plan

    def _grade(self, place: int) -> str:
        code = int(self.block.state.columns["grade"][place])
        return self.program.infos[code].id if code < len(self.program.infos) else ""

    def _target(self, plan: Any, place: int) -> str:
        code = int(plan.to[self.block.state.columns["grade"][place]])
        if plan.to_node is not None or code < 0:
            return ""
        return self.program.infos[code].id if code < len(self.program.infos) else "exit"

    def failed(self, number: int, month: int, idx: np.ndarray, table: np.ndarray) -> None:
        """People stopped by conditions: all of those that failed."""
        move, plan = self._move(number)
        for column, place in enumerate(idx):
            person = int(self.block.state.columns["person"][place])
            if self.table.last[person] < month:
                continue
            titles = [str(c.title) for c, holds in zip(plan.move.when, table[:, column], strict=True) if not holds]
            self._note(
                person, month, 2, "reviewed", move, self._grade(place), self._target(plan, place), "; ".join(titles)
            )

    def noted(self, number: int, month: int, reason: str, idx: np.ndarray) -> None:
        """People stopped otherwise."""
        if reason in ("moved", "moved otherwise", "case under way", "left", "under way"):
            return
        move, plan = self._move(number)
        word = reason
        if reason in FIXED_REASONS:
            word = str(FIXED_REASONS[reason])
        elif reason.startswith("failed: "):
            titles = {stage.name: str(stage.title) for stage in plan.move.stages}
            word = tr("failed: {stage}", "未通过：{stage}", stage=titles.get(reason[8:], reason[8:]))
        when = month if not reason.startswith("failed: ") else self.block.calendar.month_of(self.block.env.now)
        for place in idx:
            person = int(self.block.state.columns["person"][place])
            event = "spared" if reason == "spared" else "reviewed"
            self._note(person, when, 2, event, move, self._grade(place), self._target(plan, place), word)

    def opened(self, number: int, month: int, idx: np.ndarray) -> None:
        """Cases that enter their stages."""
        move, plan = self._move(number)
        for place in idx:
            person = int(self.block.state.columns["person"][place])
            self._note(person, month, 3, "case opened", move, self._grade(place), self._target(plan, place), "")

    def paid(self, part: str, idx: np.ndarray, amounts: np.ndarray) -> None:
        for place, amount in zip(idx, amounts, strict=True):
            person = int(self.block.state.columns["person"][place])
            if person >= 0:
                self.pay_now.setdefault(person, {})[part] = float(amount)

    def awarded(self, idx: np.ndarray, amounts: np.ndarray) -> None:
        for place, amount in zip(idx, amounts, strict=True):
            if amount:
                person = int(self.block.state.columns["person"][place])
                month = self.block.calendar.month_of(self.block.env.now)
                self._note(person, month, 1, "award", "", "", self._grade(place), f"{amount:g}")

    def month_over(self, block: Block, month: int) -> None:
        """A line for everybody whose pay differs from the month before."""
        for person, parts in self.pay_now.items():
            ordered = {"base": parts.get("base", 0.0), **parts}
            text = "; ".join(f"{name} {amount:.10g}" for name, amount in ordered.items() if amount or name == "base")
            if self.table.last[person] >= month and self.pay_before.get(person) != text:
                self.pay_before[person] = text
                self._note(person, month, 1, "pay", "", "", self._person_grade(person), text)
        self.pay_now.clear()

    def _person_grade(self, person: int) -> str:
        places = np.flatnonzero(self.block.state.columns["person"] == person)
        return self._grade(int(places[0])) if places.size else "exit"

    def rows(self, events: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The diary and the event log together, by person and month."""
        found = list(self.diary)
        for _, date, person, event, source, target, reason in events:
            start = self.block.calendar.date(0)
            month = (date.year - start.year) * 12 + date.month - start.month + 1
            if event == "failed":
                continue
            if event in CAUSES:
                found.append((person, month, 0, event, reason, source, "exit", ""))
            elif event == "token earned":
                found.append((person, month - 1, 1, event, "", source, "", reason))
            else:
                found.append((person, month, 0, event, reason, source, target, ""))
        found.sort(key=lambda row: row[:3])
        return [(self.table.persons[row[0]], row[1], *row[3:]) for row in found if row[0] >= 0]
