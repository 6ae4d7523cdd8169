"""The columns of the population: one record for each, with its dtype, its value for a newcomer, and who writes it.

To add a column, add its record here: it is made, grown, given its blank value at every hire and checked for its
writers from this table alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.protected import PROTECTED
from ladder_sim.model.moves import BEFORE, BudgetFor
from ladder_sim.plan.program import Program

NEVER = -30000  # a month before all others
FOREVER = 30000  # a month after all others
OUTSIDE = "outside"  # as a blank: the code of no grade, which depends on the ladder

Programs = Sequence[Program]
ProgramsWanted = Callable[[Programs], bool]
Members = Callable[[Programs], Iterable[str]]


def _always(_: Programs) -> bool:
    return True


def _never(_: Programs) -> bool:
    return False


def _nobody(_: Programs) -> tuple[str, ...]:
    return ()


def _of_rules(family: str) -> Members:
    """The members of a family that a rule reads."""

    def _members(programs: Programs) -> list[str]:
        read = set().union(*(program.scope.columns_read for program in programs))
        return sorted(name.removeprefix(family) for name in read if name.startswith(family))

    return _members


def _attributes(programs: Programs) -> list[str]:
    program = programs[0]
    read = set(groups_of(program)).union(*(p.scope.attributes_read for p in programs))
    return sorted(read | ({"age"} & set(program.workforce.people.attributes)))


def _tokens(programs: Programs) -> Iterable[str]:
    return dict.fromkeys(plan.token.name for program in programs for plan in program.tokens)


def _statuses(programs: Programs) -> Iterable[str]:
    return dict.fromkeys(plan.status.id for program in programs for plan in program.statuses)


def _stops(clock: str) -> ProgramsWanted:
    """Is there a status that stops a clock?"""
    return lambda programs: any(clock in plan.status.stops for program in programs for plan in program.statuses)


def _read(name: str) -> ProgramsWanted:
    return lambda programs: any(program.reads(name) for program in programs)


def _pay(programs: Programs) -> bool:
    return _read("pay")(programs) or programs[0].workforce.attrition.effects.pay_gap is not None


def _probation(programs: Programs) -> bool:
    return any(
        program.scheme.probation is not None or any(plan.move.probation is not None for plan in program.moves)
        for program in programs
    )


def _stepped(programs: Programs) -> bool:
    return any(program.stepped or program.reads("step") or program.reads("step_since") for program in programs)


def _pays_late(programs: Programs) -> bool:
    return any(program.pending for program in programs)


def _remembers(programs: Programs) -> bool:
    plans = [plan for program in programs for plan in program.moves]
    return any(plan.before.any() or any(s.fails_to.to == BEFORE for s in plan.move.stages) for plan in plans)


def _protects(programs: Programs) -> bool:
    return programs[-1].protects


def _awards(programs: Programs) -> bool:
    return any(plan.award is not None for program in programs for plan in program.moves)


def _budgeted(of: BudgetFor) -> ProgramsWanted:
    return lambda programs: any(
        review.budget is not None and review.budget.of == of
        for program in programs for review in program.scheme.reviews.values()
    )  # fmt: skip


def _effort_responds(programs: Programs) -> bool:
    return programs[0].workforce.effort is not None


def _hired_on(programs: Programs) -> bool:
    rehires = programs[0].workforce.hiring.rehires
    kept = rehires is not None and bool(rehires.keeps)
    return kept or programs[0].takes_in or _stops("employed")(programs)


def resumes(programs: Programs) -> bool:
    """Do the results of people who left count on when they come back?"""
    rehires = programs[0].workforce.hiring.rehires
    return rehires is not None and "results" in rehires.keeps


def _roster(programs: Programs) -> bool:
    return programs[0].workforce.people.roster is not None


def _effect(name: str) -> ProgramsWanted:
    return lambda programs: getattr(programs[0].workforce.attrition.effects, name) is not None


@dataclass(frozen=True, slots=True)
class StateColumn:
    """What a batch keeps of every slot under a name.

    Parameters
    ----------
    dtype
        Of the array of shape (replications × slots,).
    blank
        What it holds of a newcomer, and of a slot where nobody has been. None: what a hire is given there, or the
        month before the hire for a clock, whatever the slot held before.
    meaning
        In a line, with the unit.
    written_by
        The modules of the engine that may write it; `tests/engine/test_state.py` reads their assignments.
    clock
        The month before the one in which it started, so that ``now − clock`` is the completed months.
    kept
        Whether a batch of these programs has it.
    wiped
        Whether a newcomer's predecessor would show in it: only then is it set at the hire.
    members
        Of a family: the names of its columns without the family's own.
    """

    dtype: type[np.generic]
    blank: int | float | str | None
    meaning: str
    written_by: tuple[str, ...]
    clock: bool = False
    kept: ProgramsWanted = _always
    wiped: ProgramsWanted = _always
    members: Members = _nobody

    def empty(self, size: int, grades: int) -> Numbers:
        """The column of slots where nobody has been; shape (size,)."""
        return np.full(size, self.fill(grades), self.dtype)

    def fill(self, grades: int) -> float | str:
        """The value of a slot where nobody has been; `grades`: the code of the outside."""
        return grades if self.blank == OUTSIDE else 0 if self.blank is None else self.blank


def _clock(meaning: str, *written_by: str, members: Members = _nobody, kept: ProgramsWanted = _always) -> StateColumn:
    return StateColumn(np.int16, None, meaning, ("population", *written_by), clock=True, members=members, kept=kept)


#: Every column; a name that ends in a colon is a family with a column for each member.
COLUMNS: dict[str, StateColumn] = {
    "grade": StateColumn(np.int64, OUTSIDE, "grade code; the outside where nobody is", ("population", "script")),
    "person": StateColumn(np.int64, -1, "number within the replication, −1 nobody",
                     ("opening", "hiring", "departures", "arrivals", "script"), wiped=_never),
    "team": StateColumn(np.int64, None, "number of the team", ("opening", "teams")),
    "base": StateColumn(np.float64, None, "base pay a month",
                        ("opening", "hiring", "moving", "tables", "transition", "arrivals", "protection")),
    "protected_since": StateColumn(np.int16, NEVER, "month of the changeover, of who is paid apart from the tables",
                                   ("protection",), kept=_protects, wiped=_protects),
    "protected_from": StateColumn(np.float64, 0, "base pay a month before the changeover", ("protection",),
                                  kept=_protects, wiped=_never),
    "protected_to": StateColumn(np.float64, 0, "base pay a month by the new tables at the changeover", ("protection",),
                                kept=_protects, wiped=_never),
    "by_table": StateColumn(np.float64, 0, "base pay a month without protection, of who is protected", ("protection",),
                            kept=_protects, wiped=_never),
    "base_due": StateColumn(np.float64, None, "base pay a month by the tables that hold, paid or not",
                            ("tables", "hiring", "moving", "arrivals"), kept=_pays_late),
    "owed": StateColumn(np.float64, 0, "what holds and has not been paid", ("payroll",), kept=_pays_late, wiped=_never),
    "pay": StateColumn(np.float64, 0, "pay of the last month paid", ("payroll",), wiped=_pay),
    "ability": StateColumn(np.float64, None, "ability in the present role, of the workforce's standard deviation",
                      ("metric_sampler", "hiring", "rehires")),
    "before": StateColumn(np.int64, -1, "grade code before the last move", ("moving", "transition", "rehires"),
                          wiped=_remembers),
    "peak": StateColumn(np.int64, OUTSIDE, "code of the grade of the highest layer held so far",
                   ("opening", "hiring", "moving", "transition", "arrivals")),
    "mentees": StateColumn(np.int32, 0, "newcomers mentored to the end", ("mentoring", "script"),
                           wiped=_read("mentees")),
    "mentees_now": StateColumn(np.float64, 0, "newcomers mentored to the end this month", ("mentoring",),
                          wiped=lambda programs: programs[0].workforce.mentoring is not None),
    "attempts": StateColumn(np.int32, 0, "reviews failed since the last move", ("meeting", "selection", "moving"),
                       wiped=_read("attempts")),
    "by_waiver": StateColumn(np.bool_, False, "the last move was by a waiver", ("moving",), wiped=_read("by_waiver")),
    "busy": StateColumn(np.bool_, False, "a case or a decided move is under way",
                   ("meeting", "selection", "moving", "departures", "transition")),
    "probation_until": StateColumn(np.int16, NEVER, "last month of the probation",
                              ("opening", "hiring", "probation", "moving", "transition", "statuses"), wiped=_probation),
    "probation_of": StateColumn(np.int16, -1, "index of the move that began the probation, −1 the hire",
                           ("moving", "transition"), wiped=_probation),
    "extended": StateColumn(np.int16, 0, "how often the probation was prolonged", ("probation", "moving"),
                       wiped=_probation),
    "passed_over": StateColumn(np.int16, NEVER, "month in which somebody else was promoted instead",
                          ("meeting", "selection"), wiped=_effect("passed_over")),
    "raised": StateColumn(np.int16, NEVER, "month before the last promotion", ("moving",), wiped=_effect("promoted")),
    "lowered": StateColumn(np.int16, NEVER, "month before the last demotion", ("moving",), wiped=_effect("demoted")),
    "award": StateColumn(np.float64, 0, "awards of this month", ("moving", "payroll"), kept=_awards, wiped=_never),
    "step": StateColumn(np.int16, 1, "step in the grade, from 1", ("steps",), kept=_stepped),
    "step_since": StateColumn(np.int16, None, "the month before that in which the step was reached",
                              ("steps", "statuses"), kept=_stepped),
    "decided_raise": StateColumn(np.float64, 0, "raise that a review with a budget has decided",
                                ("budget", "moving"), kept=_budgeted("raises"), wiped=_budgeted("raises")),
    "decided_award": StateColumn(np.float64, 0, "award that a review with a budget has decided",
                                ("budget", "moving"), kept=_budgeted("awards"), wiped=_budgeted("awards")),
    "effort": StateColumn(np.float64, 0, "KPI points more or less by effort, this month", ("effort",),
                          kept=_effort_responds, wiped=_effort_responds),
    "tie": StateColumn(np.int64, None, "who goes first of equals: rows of a roster have no order, so it is drawn",
                  ("opening", "hiring", "arrivals"), kept=_roster),
    "hired_since": _clock("employment", "opening", "statuses", "rehires"),
    "grade_since": _clock("time in the grade", "opening", "moving", "statuses"),
    "role_since": _clock("time in the role", "opening", "moving", "statuses"),
    "track_since": _clock("time on the track", "opening", "moving", "statuses"),
    "promoted_since": _clock("time since the last promotion, or the hire", "opening", "moving", "statuses"),
    "moved_since": _clock("time since the last move, or the hire", "opening", "moving", "statuses"),
    "closed_since": _clock("time that counts for scores", "opening", "hiring", "moving", "probation", "statuses",
                           "arrivals", "rehires"),
    "moved_on": _clock("time since the last move for windows, where a status stops the clock itself", "opening",
                       "moving", kept=_stops("since_move")),
    "hired_on": _clock("employment for windows, where a status stops the clock itself", "opening",
                       kept=_hired_on),
    "regraded_since": _clock("time since the last regrade, or the hire", "opening", "moving", "statuses"),
    "attr:": StateColumn(np.float64, None, "an attribute as of month 0, a category's code; NaN unknown",
                    ("opening", "applying", "script", "facts", "arrivals"), members=_attributes),
    "token:": StateColumn(np.int64, 0, "tokens held", ("tokens", "meeting"), members=_tokens),
    "until:": StateColumn(np.int32, FOREVER, "last month of the tokens held", ("tokens",), wiped=_never,
                          members=_tokens),
    "status:": StateColumn(np.int16, NEVER, "last month of a status; before any month for who is not in it",
                           ("statuses", "returns"), members=_statuses),
    "began:": StateColumn(np.int16, NEVER, "month before a status began", ("statuses",), wiped=_never,
                          members=_statuses),
    "last:": _clock("time since a happening, or the hire", "opening", "happenings", "script", "statuses",
                    members=_of_rules("last:")),
    "times:": StateColumn(np.int16, 0, "how often something happened since the hire", ("happenings", "script"),
                          members=_of_rules("times:")),
    "attempts:": StateColumn(np.int32, 0, "reviews of one move that came to nothing since the last move",
                             ("meeting", "selection", "moving"), members=_of_rules("attempts:")),
}  # fmt: skip


def column_of(name: str) -> StateColumn:
    """The record of a column, such as ``attempts`` or ``token:flag``."""
    return COLUMNS[name] if name in COLUMNS else COLUMNS[name[: name.index(":") + 1]]


def groups_of(program: Program) -> tuple[str, ...]:
    """Attributes by which fairness is audited: those that the law protects, where the workforce has them."""
    attributes = program.workforce.people.attributes
    return tuple(name for name in PROTECTED if name in attributes and 2 <= len(attributes[name].levels) <= 12)


def columns_of(programs: Programs) -> tuple[str, ...]:
    """The names of the columns that a batch of these programs has."""
    named: list[str] = []
    for name, column in COLUMNS.items():
        if name.endswith(":"):
            named += [f"{name}{member}" for member in column.members(programs)]
        elif column.kept(programs):
            named.append(name)
    return tuple(named)


def members_of(family: str, programs: Programs) -> tuple[str, ...]:
    """The members of a family, such as ``attempts:``."""
    return tuple(COLUMNS[family].members(programs))


def clocks_of(programs: Programs) -> tuple[str, ...]:
    """The clocks among them: rows of one table, so that all of a newcomer's are set at once."""
    return tuple(name for name in columns_of(programs) if column_of(name).clock)


def wiped_of(programs: Programs) -> tuple[tuple[str, float | str], ...]:
    """The columns in which a predecessor's past would show and is read, with what they hold of a newcomer."""
    return tuple(
        (name, column.fill(len(programs[0].grades)))
        for name in columns_of(programs)
        if (column := column_of(name)).blank not in (None, OUTSIDE) and column.wiped(programs)
    )
