"""Steps within a grade: at which step people stand, and the base of their grade at it."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Numbers, PersonFloats, PersonInts, Slots
from ladder_sim.engine.population import Population
from ladder_sim.engine.shared import Rule
from ladder_sim.engine.state import NEVER
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.model.moves import StepRule
from ladder_sim.streams.kernels import spread_numbers


def base_at(population: Population, grade: PersonInts, step: PersonInts | None = None) -> PersonFloats:
    """The base pay a month of grades in the month in force, at a step each (None: the first); shape of `grade`."""
    return at_step(population.field("base"), grade, step)


def at_step(table: Numbers, grade: PersonInts, step: PersonInts | None = None) -> PersonFloats:
    """What grades carry, at a step each.

    Parameters
    ----------
    table
        By grade code, shape (grades + 1,), or by code and step, shape (grades + 1, steps).
    step
        From 1; one beyond the last is the last. None: the first.

    Returns
    -------
    Shape of `grade`, in the unit of `table`.
    """
    if table.ndim == 1:
        plain: PersonFloats = table[grade]
        return plain
    at = 0 if step is None else np.minimum(step, table.shape[1]) - 1
    stepped: PersonFloats = table[grade, at]
    return stepped


class Steps(Rule):
    """Keeps the step of everybody, where a grade has steps."""

    @property
    def kept(self) -> bool:
        """Does the batch keep steps?"""
        return "step" in self.population.columns

    def of(self, idx: Slots) -> PersonInts | None:
        """The steps of people; None where none are kept."""
        return self.population.columns["step"][idx] if self.kept else None

    def put(self, idx: Slots, step: PersonInts, month: int) -> None:
        """Let people stand at steps from the first of `month`; the clock of the step restarts where it is another.

        Who comes to another grade starts anew: `anew` is called for them.
        """
        columns = self.population.columns
        other = columns["step"][idx] != step
        columns["step_since"][idx[other]] = month - 1
        columns["step"][idx] = step

    def anew(self, idx: Slots, month: int) -> None:
        """The clock of the step starts on the first of `month`."""
        self.population.columns["step_since"][idx] = month - 1

    def go_on(self, idx: Slots, since: PersonInts | None) -> None:
        """The clocks of the steps of people run from before, but where `since` is NEVER; None: of nobody."""
        if since is not None:
            kept = since != NEVER
            self.population.columns["step_since"][idx[kept]] = since[kept]

    def within(self, step: PersonFloats, grade: PersonInts) -> PersonInts:
        """Steps that their grades have: whole, from 1 to the last; the first where unknown."""
        last = self.program.grades.steps[grade]
        found: PersonInts = np.clip(np.nan_to_num(np.floor(step + 1e-9), nan=1), 1, last).astype(np.int64)
        return found

    def after(self, rule: StepRule | None, node: Node | None, view: View, old: PersonInts) -> PersonInts:
        """The step, from 1, to which a move leads each person of the view.

        Parameters
        ----------
        rule
            None: the same in the same grade, else the first.
        node
            Gives the step where `rule` is ``to``.
        old
            Codes of the grades before the move.
        """
        assert view.target is not None
        new, now = view.target, view.column("step").astype(np.float64)
        match rule:
            case None:
                step = np.where(new == old, now, 1.0)
            case "first":
                step = np.ones(now.shape)
            case "keep":
                step = now
            case "next":
                step = now + 1
            case "to":
                assert node is not None
                found = spread_numbers(node.value(view), now.size)
                step = np.where(np.isnan(found), np.where(new == old, now, 1.0), found)
            case _:
                assert_never(rule)
        return self.within(step, new)

    def open(self, idx: Slots, pay: PersonFloats) -> None:
        """Steps of the first day: by rule, else by pay, the nearest not above; months in grade spread evenly."""
        if not self.kept:
            return
        population, columns = self.population, self.population.columns
        grade = columns["grade"][idx]
        if self.program.placement_step is not None:
            step = spread_numbers(self.program.placement_step.value(population.view(0, 0).of(idx)), idx.size)
        else:
            step = self._by_pay(grade, pay)
        columns["step"][idx] = made = self.within(step, grade)
        columns["step_since"][idx] = -(-columns["grade_since"][idx].astype(np.int64) // made)

    def _by_pay(self, grade: PersonInts, pay: PersonFloats) -> PersonFloats:
        """The highest step whose base is not above the pay; the first where the pay is unknown or below all."""
        table = self.population.field("base")
        if table.ndim == 1:
            return np.ones(grade.shape)
        slack = 1e-9 * np.maximum(1.0, np.abs(pay))
        below: PersonFloats = (table[grade] <= (pay + slack)[:, None]).sum(axis=1).astype(np.float64)
        return np.maximum(below, 1.0)

    def join(self, idx: Slots, grade: PersonInts, month: int) -> PersonInts | None:
        """The step at which each newcomer starts in its grade; None where no steps are kept."""
        if not self.kept:
            return None
        population, node = self.population, self.program.entry_step
        step = np.ones(idx.size)
        if node is not None:
            view = population.view(month - 1, month).of(idx, grade)
            step = spread_numbers(node.value(view), idx.size)
        made = self.within(step, grade)
        population.columns["step"][idx] = made
        self.anew(idx, month)
        return made
