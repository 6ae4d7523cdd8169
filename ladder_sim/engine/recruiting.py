"""Hiring to the plan, where newcomers start, their teams and their mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.applying import choose
from ladder_sim.engine.event_log import happened, joined
from ladder_sim.engine.population import innate_ability
from ladder_sim.engine.state import State
from ladder_sim.engine.worth import counted
from ladder_sim.results.counts import COSTS
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import add, spread_numbers, turns

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

FIRST_HIRE = 1 << 20  # hire n of month m is person m · 2²⁰ + n; those of the first day have lower numbers


def recruit(block: BatchContext, month: int) -> None:
    """At the end of `month`: order the people who are missing; they arrive after the lead time."""
    if block.script is not None:
        return
    hiring, state = block.workforce.hiring, block.state
    block.due = {} if block.open_now is None else block.openings.due(block.open_now)
    if hiring.kind not in ("keep", "grow"):
        return
    if hiring.freeze is not None and hiring.freeze[0] <= month <= hiring.freeze[1]:
        return
    arrival = month + 1 + hiring.lead_months
    leavers = [np.empty(0, np.int64)]
    for effect in block.effects.get(month + 1, []):  # who has left meanwhile is not counted again
        there = state.columns["person"][effect.idx] == effect.person
        leavers.append(effect.idx[(effect.target == state.grade_count) & there])
    gone = np.concatenate(leavers)
    going = np.bincount(state.rep[np.unique(gone)] if gone.size else gone, minlength=state.reps)
    present = state.heads() - going
    target = block.target
    if hiring.kind == "grow":
        target = np.rint(block.target * (1 + hiring.rate) ** ((arrival - 1) / 12)).astype(np.int64)
    wanted = np.maximum(target - present - block.on_order, 0)
    order(block, arrival, wanted, {**_in_kind(block, target), **block.due})


def _in_kind(block: BatchContext, target: np.ndarray) -> dict[int, np.ndarray]:
    """People of roles that the scheme does not cover are replaced in kind: their number follows the headcount."""
    state, program = block.state, block.program
    counts = state.counts()
    found = {}
    for code in np.flatnonzero(program.own & ~program.covered):
        due = block.at_start[:, code] * target // np.maximum(block.target, 1)
        found[int(code)] = np.maximum(due - counts[:, code] - block.reserved[:, code], 0)
    return found


def order(block: BatchContext, arrival: int, wanted: np.ndarray, outside: dict[int, np.ndarray]) -> None:
    """Note who is to come in month `arrival`: outside openings first, the rest start where the scheme says."""
    block.on_order += wanted
    block.arriving.setdefault(arrival, []).append((wanted, _reserved(block, wanted, outside)))


def _reserved(block: BatchContext, wanted: np.ndarray, openings: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
    """How many of the hires fill openings, by grade; their seats are reserved."""
    left, to_grades = wanted.copy(), {}
    for code, number in openings.items():
        taken = np.minimum(number, left)
        if taken.any():
            left -= taken
            to_grades[code] = taken
            block.reserved[:, block.program.pool[code]] += taken
            block.openings.ordered(code, taken)
    return to_grades


def _planned(block: BatchContext, month: int) -> np.ndarray | None:
    """Hires of a plan that names numbers, not a headcount: how many join on the first of `month`."""
    hiring, state = block.workforce.hiring, block.state
    frozen = hiring.freeze is not None and hiring.freeze[0] <= month <= hiring.freeze[1]
    if block.script is not None or frozen:
        return None
    if hiring.kind == "fixed":
        of_year = block.calendar.month(month)[0]
        months = hiring.months or tuple(range(1, 13))
        if of_year not in months:
            return None
        done = months.index(of_year) if of_year in months else 0
        share = hiring.rate / len(months)
        number = int((done + 1) * share + 1e-9) - int(done * share + 1e-9)
        return np.full(state.reps, number, np.int64)
    if hiring.kind == "poisson":
        keys = draws.person_keys(state.seed, state.replications, np.full(state.reps, (1 << 61) + month))
        return draws.poisson_quantile(draws.uniform(keys, "hires", month), hiring.rate).astype(np.int64)
    if hiring.kind == "plan":
        return np.full(state.reps, sum(n for m, n in hiring.plan if m == month), np.int64)
    return None


def arrive(block: BatchContext, month: int) -> None:
    """Hires join on the first of `month`."""
    planned = _planned(block, month)
    orders = block.arriving.pop(month, [])
    if planned is not None:
        orders = [(planned, _reserved(block, planned, block.due))]
        block.on_order += planned
    for wanted, to_grades in orders:
        block.on_order -= wanted
        if wanted.any():
            _join(block, month, wanted, to_grades)


def _join(block: BatchContext, month: int, wanted: np.ndarray, to_grades: dict[int, np.ndarray]) -> None:
    state, program = block.state, block.program
    columns = state.columns
    idx = state.free_places(wanted)
    rep = state.rep[idx]
    number = turns(rep, state.reps)
    person = month * FIRST_HIRE + number
    state.keys[idx] = draws.person_keys(state.seed, state.replications[rep], person)
    columns["person"][idx] = person
    if "tie" in columns:
        columns["tie"][idx] = person
    for clock in state.clocks:
        clock[idx] = month - 1
    for name, value in state.blank:
        columns[name][idx] = value
    for plan in program.tokens:
        columns[f"token:{plan.token.name}"][idx] = 0
    for history in state.histories:
        history.forget(idx)
    lowest = int(np.flatnonzero(program.covered)[0])
    state.set_grade(idx, np.full(idx.size, lowest))  # to be read before the entry, and so is the base
    columns["base"][idx] = program.grades.fields["base"][lowest]
    columns["ability"][idx] = innate = innate_ability(block.workforce, state.keys[idx])
    choose(block, idx, month)
    grade = _entry(block, idx, month)
    taken = np.zeros(state.reps, np.int64)
    for code, numbers in to_grades.items():
        mine = (number >= taken[rep]) & (number < (taken + numbers)[rep])
        grade[mine] = code
        block.reserved[:, program.pool[code]] -= numbers
        taken += numbers
    other = np.flatnonzero(grade != lowest)
    if other.size:
        state.set_grade(idx[other], grade[other])
    columns["peak"][idx] = grade
    _start(block, idx, month)
    block.drawer.joined(idx, month, innate)
    columns["base"][idx] = program.grades.fields["base"][grade]
    add(block.record.tally.hires, (rep, month - 1, grade), 1)
    _costs(block, idx, month)
    block.groups.joined(idx)
    if block.needs_teams:
        seat_in_team(state, idx)
    if block.needs_mentors:
        _mentors(block, idx, month)
    joined(block, idx, month)
    happened(block, idx, month, "hire", new=grade)


def _entry(block: BatchContext, idx: np.ndarray, month: int) -> np.ndarray:
    """The grade in which each newcomer starts."""
    state, program = block.state, block.program
    entry = program.scheme.entry
    lowest = int(np.flatnonzero(program.covered)[0])
    if entry.grade is not None:
        return np.full(idx.size, program.grades.code(entry.grade))
    if entry.shares:
        codes = np.array([program.grades.code(grade) for grade in entry.shares])
        edges = np.cumsum(list(entry.shares.values()))
        u = draws.uniform(state.keys[idx], "entry", month)
        return codes[np.minimum(np.searchsorted(edges / edges[-1], u, side="right"), codes.size - 1)]
    assert program.entry is not None
    chosen = program.entry.value(state.view(month - 1, month).of(idx))
    values = spread_numbers(chosen, idx.size)
    return np.where(np.isnan(values), lowest, values).astype(np.int64)


def _start(block: BatchContext, idx: np.ndarray, month: int) -> None:
    """Probation and the first period that counts: the month of hire does not."""
    columns = block.state.columns
    probation = block.program.scheme.probation
    columns["closed_since"][idx] = month
    if probation is not None:
        new = idx[block.program.covered[columns["grade"][idx]]]
        columns["probation_until"][new] = month - 1 + probation.months
        assessed = probation.assessed_from or probation.months + 1
        columns["closed_since"][new] = month - 1 + assessed - 1
    columns["closed_since"][idx[block.state.trial(idx)]] = 30000


def _costs(block: BatchContext, idx: np.ndarray, month: int) -> None:
    state, tally = block.state, block.record.tally
    view = state.view(month - 1, month).of(idx)
    for name, node in (("hiring", block.program.hire_cost), ("training", block.program.training)):
        if node.constant == 0:
            continue
        amount = spread_numbers(counted(node.value(view)), idx.size)
        grade = state.columns["grade"][idx]
        add(tally.costs, (state.rep[idx], month - 1, grade, COSTS.index(name)), amount)


# --- teams -----------------------------------------------------------------------------------------


def deal_teams(state: State) -> None:
    """People dealt into teams of the scheme's own size, like cards."""
    alive = state.alive().reshape(state.reps, state.places)
    place = np.cumsum(alive, axis=1) - 1
    teams = np.maximum(1, (alive.sum(axis=1) / state.program.team_size + 0.5).astype(np.int64))
    state.columns["team"][:] = (place % teams[:, None]).ravel()


def seat_in_team(state: State, idx: np.ndarray) -> None:
    """Members join the smallest team; leads the one with the fewest leads of their role. Ties: the lowest number."""
    columns = state.columns
    teams = int(columns["team"].max(initial=0)) + 1
    role, _ = state.group("role")
    per_role = role % (int(role.max(initial=0)) // state.reps + 1) if state.reps else role
    pending = np.zeros(state.n, bool)
    pending[idx] = True
    members = state.members(False)
    rounds = turns(state.rep[idx], state.reps)
    for turn in range(int(rounds.max(initial=-1)) + 1):
        now = idx[rounds == turn]
        for lead in (False, True):
            mine = now[members[now] != lead]
            if not mine.size:
                continue
            pool = np.flatnonzero((members != lead) & state.alive() & ~pending)
            if lead:
                pool = pool[np.isin(per_role[pool], np.unique(per_role[mine]))]
            sizes = np.bincount(state.rep[pool] * teams + columns["team"][pool], minlength=state.reps * teams)
            columns["team"][mine] = sizes.reshape(state.reps, teams)[state.rep[mine]].argmin(axis=1)
            pending[mine] = False


# --- mentors ---------------------------------------------------------------------------------------


def _mentors(block: BatchContext, idx: np.ndarray, month: int) -> None:
    """Each newcomer gets the mentor with the fewest newcomers; ties by luck."""
    state, mentoring = block.state, block.workforce.mentoring
    assert mentoring is not None and block.program.mentors is not None
    who = np.broadcast_to(block.program.mentors[0].value(state.view(month - 1, month)), (state.n,)) & state.alive()
    load = np.zeros(state.n)
    for _, mentor, number, _, _ in state.mentor:
        still = state.columns["person"][mentor] == number
        np.add.at(load, mentor[still], 1)
    load += draws.uniform(state.keys, "mentor", month)
    load[~who] = np.inf
    load[idx] = np.inf
    shaped = load.reshape(state.reps, state.places)
    rep = state.rep[idx]
    turn = turns(rep, state.reps)
    for n in range(int(turn.max(initial=-1)) + 1):
        newcomers = idx[turn == n]
        rows = state.rep[newcomers]
        best = shaped[rows].argmin(axis=1)
        fine = np.isfinite(shaped[rows, best])
        mentor = (rows * state.places + best)[fine]
        shaped[rows[fine], best[fine]] += 1
        person = state.columns["person"]
        newcomers = newcomers[fine]
        state.mentor.append((month - 1 + mentoring.months, mentor, person[mentor], newcomers, person[newcomers]))


def finish_mentoring(block: BatchContext, month: int) -> None:
    """Newcomers who by now work alone count for their mentors, if both are still there."""
    state = block.state
    if block.needs_mentors:
        state.mentee_now[:] = 0
    if not state.mentor:
        return
    person, rest = state.columns["person"], []
    assert block.program.mentors is not None
    for due, mentor, mentor_number, trainee, trainee_number in state.mentor:
        if due > month:
            rest.append((due, mentor, mentor_number, trainee, trainee_number))
            continue
        fine = (person[mentor] == mentor_number) & (person[trainee] == trainee_number)
        mentor, trainee = mentor[fine], trainee[fine]
        chance = block.program.mentors[1].value(state.view(month, month).of(trainee))
        done = mentor[draws.uniform(state.keys[trainee], "mentored", month) < chance]
        np.add.at(state.columns["mentees"], done, 1)
        np.add.at(state.mentee_now, done, 1)
    state.mentor = rest
