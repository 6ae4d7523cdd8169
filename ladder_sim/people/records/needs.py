"""What a record must say: the columns that the rules read which its people can meet, and an empty record to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.expressions.nodes import Node
from ladder_sim.model.metrics import Metric
from ladder_sim.people.records.columns import RecordColumn
from ladder_sim.people.records.file import Record
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import MovePlan, Program

Needs = dict[str, Title]  # column -> the rule that reads it

BLANK_MONTHS = 12


def check_needs(record: Record, program: Program, columns: Mapping[str, RecordColumn], problems: Problems) -> None:
    """Every column that the people of the record can need must be there; each that is not is an error."""
    for name, rule in needed(record, program).items():
        column = columns[name]
        if column.name not in record.columns:
            problems.add(
                Place(record.file, 1),
                tr("the record has no column '{name}' ({title}), which '{rule}' reads for these people",
                   "记录中没有“{name}”（{title}）列，而这些人员适用的“{rule}”要读取它",
                   name=column.name, title=column.title, rule=rule),
            )  # fmt: skip


def needed(record: Record, program: Program) -> Needs:
    """The columns without which a rule that the record's people can meet is undefined, each with such a rule."""
    found: Needs = {}
    reached, moves = _met(record, program)
    for plan in moves:
        _read([*_nodes_of(plan), program.sits.get(plan.move.review)], plan.move.title, program, found)
        found |= {name: plan.move.title for name in plan.quota_by if name in program.scope.attributes}
    for part in program.parts:
        if part.grades is None or part.grades[list(reached)].any():
            _read([part.amount, part.when], part.part.title, program, found)
    for token in program.tokens:
        _read([token.earn], token.token.title, program, found)
    if "confirm" in program.probation and _on_probation(record, program):
        _read([program.probation["confirm"]], Title("probation", "试用期"), program, found)
    return {name: rule for name, rule in found.items() if name not in record.columns}


def _every_need(program: Program) -> Needs:
    """The columns that the rules of the scheme read, whoever the people are."""
    found: Needs = {}
    for plan in program.moves:
        _read(_nodes_of(plan), plan.move.title, program, found)
    for part in program.parts:
        _read([part.amount, part.when], part.part.title, program, found)
    for token in program.tokens:
        _read([token.earn], token.token.title, program, found)
    _read(program.probation.values(), Title("probation", "试用期"), program, found)
    return found


def blank(program: Program, columns: Mapping[str, RecordColumn], grade: str) -> list[list[str]]:
    """The rows of an empty record: a header with every column that a rule reads, and a year of one person."""
    names = ["person", "month", "grade", "months_employed", "months_in_grade", *_every_need(program)]
    names += [name for name, metric in program.scope.signals.items()
              if name in program.rules_read and _without(metric) is not None and name in columns]  # fmt: skip
    names += [name for name, column in columns.items() if column.prefix == "exam:" and name[5:] in program.rules_read]
    for plan in program.moves:
        names += ["applied"] if plan.apply is not None else []
        for stage in plan.stages:
            names += [f"exam:{stage.stage.name}"] if stage.score is not None else []
            names += [f"stage:{stage.stage.name}"] if stage.passes is not None else []
    names += [f"open:{program.infos[code].id}" for code in (*program.seats, *program.cells)]
    names += [f"open:{cap.cap.id}" for cap in program.caps]
    header = list(dict.fromkeys(names))
    rows = [["a", str(month), *[""] * (len(header) - 2)] for month in range(1, BLANK_MONTHS + 1)]
    rows[0][2] = grade
    return [header, *rows]


def _met(record: Record, program: Program) -> tuple[set[int], list[MovePlan]]:
    """The grades (codes) in which people of the record can be, and the moves that can be tested on them.

    Month by month: who stands in a grade may be moved at a review that falls due, and stands in the next one then.
    """
    calendar = Calendar(program.workforce.start, program.workforce.holidays)
    roster = program.workforce.people.roster
    assert roster is not None, "the people of a record are a roster"
    starts = [program.grades.code(grade) for grade in roster.grade]
    reached: set[int] = set()
    moves: dict[int, MovePlan] = {}
    for month in range(1, record.last_month + 1):
        reached |= {code for code, first in zip(starts, record.first, strict=True) if first <= month}
        leads: set[int] = set()
        for plan in program.moves:
            if not calendar.closes(program.scheme.reviews[plan.move.review].every, month):
                continue
            sources = [code for code in reached if plan.to[code] >= 0]
            if sources:
                moves[plan.index] = plan
                leads |= _targets(plan, sources, program)
        reached |= leads
    return reached, list(moves.values())


def _targets(plan: MovePlan, sources: Iterable[int], program: Program) -> set[int]:
    """Where a move can lead from some grades; the outside is nowhere."""
    codes = list(sources)
    if plan.to_node is not None or plan.before[codes].any():
        return {int(code) for code in np.flatnonzero(program.own)}
    lower = program.grades.neighbor(-1)
    back = {int(lower[plan.to[code]]) for code in codes} if plan.move.probation is not None else set()
    return {code for code in {int(plan.to[code]) for code in codes} | back if code < len(program.infos)}


def _on_probation(record: Record, program: Program) -> bool:
    """Does the probation of somebody end within the record?"""
    probation, roster = program.scheme.probation, program.workforce.people.roster
    if probation is None or roster is None:
        return False
    ends = record.first - 1 - np.asarray(roster.columns["months_employed"]) + probation.months
    return bool(((ends >= record.first) & (ends <= record.last)).any())


def _nodes_of(plan: MovePlan) -> Iterator[Node | None]:
    yield from plan.conditions
    yield from (plan.to_node, plan.order, plan.apply, plan.quota, plan.award, plan.after, plan.probation_confirm,
                plan.waive)  # fmt: skip
    yield from plan.pay.values()
    yield from plan.causes.values()
    yield from plan.sets.values()
    for stage in plan.stages:
        yield from (stage.days, stage.passes, stage.score, stage.at_least, stage.objection, stage.kept)
        yield from (stage.capacity, stage.after)


def _read(nodes: Iterable[Node | None], rule: Title, program: Program, found: Needs) -> None:
    """Note every column that the nodes read and cannot do without."""
    for node in nodes:
        for name in () if node is None else _names(node, program, set()):
            found.setdefault(name, rule)


def _names(node: Node, program: Program, seen: set[str]) -> Iterator[str]:
    what, name = node.key[0], str(node.key[1]) if len(node.key) > 1 else ""
    if what == "score" and name not in seen:
        seen.add(name)
        inner = program.scope.score_nodes.get(name)
        yield from () if inner is None else _names(inner, program, seen)
    elif what == "metric" and name not in seen:
        seen.add(name)
        yield from _of_metric(name, program, seen)
    elif what == "attr" and not _fixed(name, program):
        yield name
    for part in node.parts:
        yield from _names(part, program, seen)


def _of_metric(name: str, program: Program, seen: set[str]) -> Iterator[str]:
    """A metric of the month that has no value of its own; what is computed needs what it is computed from."""
    metric = program.scope.signals[name]
    if metric.kind == "value":
        plan = program.metrics.get(name)
        yield from () if plan is None or plan.mean is None else _names(plan.mean, program, seen)
    elif metric.at != "exam" and _without(metric) is None:
        yield name


def _without(metric: Metric) -> float | None:
    """What a record without the metric's column has; None: the column is needed."""
    return metric.missing if metric.missing is not None else 0.0 if metric.event else None


def _fixed(name: str, program: Program) -> bool:
    """An attribute that is the same for everybody need not be said."""
    attribute = program.scope.attributes.get(name)
    return attribute is None or attribute.kind == "constant"
