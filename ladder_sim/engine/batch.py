"""A block of replications played month by month: the order of a month, in one place."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import simpy

from ladder_sim.engine import leaving, paying, recruiting, reviewing
from ladder_sim.engine.changeover import adopt, shadow_histories
from ladder_sim.engine.context import BatchContext, Groups
from ladder_sim.engine.event_log import joined
from ladder_sim.engine.metrics import Drawer
from ladder_sim.engine.moving import apply_effects
from ladder_sim.engine.openings import Openings
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.engine.placement import months_in_grade, place
from ladder_sim.engine.population import opening_crowd
from ladder_sim.engine.recorder import Record, axes_of
from ladder_sim.engine.severance import Earnings
from ladder_sim.engine.state import State
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.results.counts import Tally
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import early, spread, spread_numbers

HISTORY = 15  # months of work before the run, so that windows are filled for people who were there
EVENING = 0.9  # reviews sit in the evening of the month's last day, stages end at noon


class Block(BatchContext):
    """One or two programs (a scheme, and the one it replaces until `switch`) on some replications."""

    def __init__(
        self,
        programs: list[Program],
        *,
        months: int,
        seed: int,
        replications: np.ndarray,
        switch: int = 0,
        events: bool = False,
        explain: bool = False,
        drivers: bool = False,
        script: Any = None,
    ) -> None:
        self.programs, self.months, self.switch = programs, months, switch
        self.program = programs[0]
        self.workforce = self.program.workforce
        self.calendar = Calendar(self.workforce.start, self.workforce.holidays)
        self.axes = axes_of(programs, self.calendar, months)
        self.explain, self.drivers = explain, drivers
        self.script = script
        self.record = Record(self.axes, replications.size, months, events=events, explain=explain, drivers=drivers)
        crowd = opening_crowd(self.workforce, seed, replications)
        self.state = State(programs, seed, replications, crowd.person.size, self.calendar)
        self.drawer = Drawer(self.state, programs)
        self.state.metrics = self.drawer
        if script is not None:
            script.attach(self)
        self.effects = {}
        self.arriving = {}
        self.on_order = np.zeros(replications.size, np.int64)
        self.due = {}
        self.openings = Openings(self.program, seed, replications, recorded=script is not None)
        self.reserved = np.zeros((replications.size, self.state.grade_count + 1), np.int64)
        self.env = simpy.Environment()
        self.agendas = {}
        self.capacity = {}
        self.open_now = None
        self.now = 0
        self.shadow = shadow_histories(programs[1], self.state.n) if len(programs) > 1 else []
        self.state.followers.append(self._grown)
        self.target = np.full(replications.size, crowd.person.size, np.int64)
        self._prepare()
        self.groups = Groups(self)
        self._open(crowd)

    def _prepare(self) -> None:
        """What the workforce's behavior needs, looked up once."""
        attrition, state = self.workforce.attrition, self.state
        starts = [month for month, _ in attrition.base] or [0]
        table = np.zeros(max(starts) + 1)
        for month, chance in sorted(attrition.base):
            table[month:] = chance
        self.base_hazard = table
        drawn = "kpi" in self.drawer.plans and self.drawer.plans["kpi"].metric.at == "month"
        self.kpi_ring = np.zeros((12, state.n)) if drawn else None
        self.kpi_count = 0
        costs = self.workforce.costs
        self.earnings = Earnings(state.n) if costs.severance_months_per_year or costs.severance_plus else None
        self.kpi12 = None
        self.paid_needed = attrition.effects.pay_gap is not None
        scopes = [program.scope for program in self.programs]
        self.needs_teams = any("team" in scope.columns_read for scope in scopes) or any(
            plan.metric.per == "team" for plan in self.drawer.plans.values()
        )
        wanted = {"mentee"}.union(*(scope.metrics_read for scope in scopes)) if self.workforce.mentoring else set()
        self.needs_mentors = (
            self.workforce.mentoring is not None
            and any("mentees" in scope.columns_read or "mentee" in scope.metrics_read for scope in scopes)
            and bool(wanted)
        )

    def _grown(self, wider: Callable[[np.ndarray, Any], np.ndarray], old: int, new: int) -> None:
        """The block has more places per replication."""
        if self.kpi_ring is not None:
            self.kpi_ring = np.stack([wider(row, 0.0) for row in self.kpi_ring])
        if self.earnings is not None:
            self.earnings.grow(wider)
        if self.kpi12 is not None:
            self.kpi12 = wider(self.kpi12, -np.inf)
        for history in self.shadow:
            if history is not None:
                history.grow(self.state.reps, old, new)

    # -- the people of the first day ------------------------------------------------------------

    def _open(self, crowd: Any) -> None:
        state, program = self.state, self.program
        columns = state.columns
        own = [code for code in range(state.grade_count) if program.own[code]]
        grades = [program.infos[code] for code in own]
        covered = [grade for grade, code in zip(grades, own, strict=True) if program.covered[code]]
        placed = place(crowd, covered, program.scope.roles)
        codes = np.array([*(program.grades.code(grade.id) for grade in covered), -1])
        grade = codes[placed]
        in_grade = months_in_grade(crowd, placed, covered, program.scope.roles)
        uncovered = {program.infos[c].role: c for c in own if not program.covered[c]}
        for role, code in uncovered.items():
            if role in crowd.roles:
                grade = np.where((grade < 0) & (crowd.role == crowd.roles.index(role)), code, grade)
        state.keys[:] = crowd.keys.ravel()
        columns["person"][:] = np.broadcast_to(crowd.person, crowd.keys.shape).ravel()
        if "tie" in columns:
            columns["tie"][:] = draws.lots(state.seed, state.replications, crowd.ids).ravel()
        columns["team"][:] = crowd.team.ravel()
        everybody = np.arange(state.n)
        state.set_grade(everybody, grade.ravel())
        employed = crowd.months_employed.ravel().astype(np.int16)
        for name in ("hired_since", "promoted_since", "role_since", "track_since", "regraded_since"):
            columns[name][:] = -employed
        columns["grade_since"][:] = columns["moved_since"][:] = -in_grade.ravel()
        columns["closed_since"][:] = -employed + (employed > 0)
        for name, values in crowd.attributes.items():
            if f"attr:{name}" in columns:
                columns[f"attr:{name}"][:] = values.ravel()
        columns["base"][:] = crowd.pay.ravel()  # not known before a grade is, but from a roster
        self._place_by_rule(crowd, everybody)
        columns["peak"][:] = columns["grade"]
        trial = state.trial()
        columns["closed_since"][trial] = 30000
        self._probation_of_newcomers(everybody[~trial & program.covered[columns["grade"]]])
        base = program.grades.fields["base"]
        columns["base"][:] = np.where(np.isnan(crowd.pay.ravel()), base[columns["grade"]], crowd.pay.ravel())
        ability = self.drawer.ability_given(crowd.ability.ravel(), crowd.kpi.ravel())
        self.drawer.joined(everybody, self._first_month(), ability)
        self.drawer.brought(everybody, self._first_month())
        if program.team_size != self.workforce.people.team_size:
            recruiting.deal_teams(state)
        self.groups.joined(everybody)
        if self.script is not None:
            self.script.hold_back(self)
        self.at_start = state.counts().copy()
        there = np.flatnonzero(state.alive())
        joined(self, there, 0, {name: values.ravel()[there] for name, values in crowd.attributes.items()})
        self.record.close(state, 0)

    def _place_by_rule(self, crowd: Any, everybody: np.ndarray) -> None:
        """Placement by the scheme's own expressions, for people whose grade is not given."""
        state, program = self.state, self.program
        view = state.view(0, 0)
        for role, node in program.placement.items():
            codes = {i for i, name in enumerate(crowd.roles) if role in (name, "any")}
            open_ = np.isin(crowd.role.ravel(), list(codes)) & (crowd.grade.ravel() < 0)
            idx = everybody[open_]
            chosen = spread_numbers(node.value(view.of(idx)), idx.size)
            fine = ~np.isnan(chosen)
            state.set_grade(idx[fine], chosen[fine].astype(np.int64))

    def _probation_of_newcomers(self, idx: np.ndarray) -> None:
        probation = self.program.scheme.probation
        if probation is None:
            return
        columns = self.state.columns
        until = columns["hired_since"][idx].astype(np.int64) + probation.months
        still = idx[until > 0]
        columns["probation_until"][still] = until[until > 0]
        assessed = probation.assessed_from or probation.months + 1
        columns["closed_since"][still] = columns["hired_since"][still] + assessed - 1

    def _first_month(self) -> int:
        """The first month drawn: a matter of the workforce alone, so that every scheme meets the same scores."""
        people = self.workforce.people
        worked = people.roster is not None or "months_employed" in people.attributes
        return 1 - HISTORY if people.history and worked and self.script is None else 1

    # -- the run --------------------------------------------------------------------------------

    def play(self) -> Tally:
        """Play all months and give what they leave."""
        with np.errstate(all="ignore"):
            for month in range(self._first_month(), 1):
                self._before(month)
            self.env.run(until=self.env.process(self._months()))  # nobody plays later days
        tally = self.record.finish(self.state)
        self._let_go()
        return tally

    def _let_go(self) -> None:
        """Undo the references that lead in circles, so that the block's memory is free at once."""
        self.state.followers.clear()
        self.state.metrics = None
        self.state.live.clear()
        for name in ("state", "drawer", "groups", "env", "record", "effects", "shadow"):
            delattr(self, name)

    def _before(self, month: int) -> None:
        """A month before the run: work is done and closed, nothing else happens."""
        self.drawer.draw(month)
        self.close(month)
        if self.state.monthly.get("kpi") is not None:
            leaving.update_top(self, month)

    def _months(self) -> Generator[Any, Any, None]:
        env, calendar = self.env, self.calendar
        for month in range(1, self.months + 1):
            yield env.timeout(calendar.first_day(month) - env.now)
            apply_effects(self, month)
            if self.switch and month == self.switch:
                adopt(self, month)
            recruiting.arrive(self, month)
            if self.script is not None:
                self.script.arrive(self, month)
            yield env.timeout(calendar.first_day(month + 1) - 1 + EVENING - env.now)
            self.drawer.draw(month)
            paying.pay(self, month)
            leaving.leave(self, month)
            self.close(month)
            self._book(month)
            reviewing.review(self, month)
            recruiting.recruit(self, month)
            if self.script is not None:
                self.script.month_over(self, month)
        yield env.timeout(0)  # the last evening's rounds begin; stages without days are over at once
        for item in self.state.live:
            if isinstance(item, Effect):
                if item.pending:
                    self.record.outcome(item.number, item.review_month, "under way", self.state.rep[item.idx])
            else:
                item.close_open()

    def close(self, month: int) -> None:
        """Scores whose period ends with this month join their history, and so do all series that windows read."""
        state = self.state
        recruiting.finish_mentoring(self, month)
        view = state.view(month, month)
        for spec, history in zip(self.program.series, state.histories, strict=True):
            if not self.calendar.closes(spec.period, month):
                continue
            if spec.inner is None:
                continue
            values = spread(spec.inner.value(view), state.n)
            counted = month - spec.period.step + 1 > state.columns["closed_since"]
            # of people of the first day nothing counts that lies before their hire; who is hired later starts anew
            history.close(month, values, counted, state.columns["hired_since"] < month if month <= 0 else None)
            if self.script is not None and spec.score is not None:
                self.script.scored(spec, month, values)
        if self.shadow and self.program is self.programs[0]:
            self._close_shadow(month)

    def _close_shadow(self, month: int) -> None:
        view = self.state.view(month, month)
        for spec, history in zip(self.programs[1].series, self.shadow, strict=True):
            if history is not None and spec.inner is not None and self.calendar.closes(spec.period, month):
                values = spread(spec.inner.value(view), self.state.n)
                counted = month - spec.period.step + 1 > self.state.columns["closed_since"]
                employed = self.state.columns["hired_since"] < month if month <= 0 else None
                history.close(month, values, counted, employed)

    def _book(self, month: int) -> None:
        """What the month's end shows."""
        state, tally, m = self.state, self.record.tally, month - 1
        self.record.close(state, month)
        grade, since = state.columns["grade"], state.columns["grade_since"]
        tally.stuck[:, m] = early(since, month - 24, grade, state.grade_count, state.reps)
        kpi = state.monthly.get("kpi")
        if kpi is not None:
            tally.kpi[:, m, 0] = state.total(np.where(state.alive(), kpi, 0.0))
            tally.kpi[:, m, 1] = state.heads()
            leaving.update_top(self, month)
        self.groups.book(m)
