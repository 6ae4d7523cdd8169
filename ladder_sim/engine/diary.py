"""The diary of a trace: a line for everything that happens to the people of a record, with the values that decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import simpy

from ladder_sim.core.arrays import Integers, Numbers, PersonFloats, PersonInts, PersonMask, SlotFloats, Slots
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title
from ladder_sim.engine.candidates import Candidates
from ladder_sim.engine.population import Population
from ladder_sim.engine.recorder import BACK, FELL
from ladder_sim.expressions.evidence import Fact, Probe, Reading, Reason, because, figure, own_title
from ladder_sim.expressions.nodes import View
from ladder_sim.expressions.scope import SeriesSpec
from ladder_sim.model.expression import Expr
from ladder_sim.model.kinds import CAUSES
from ladder_sim.people.records.file import Record
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import IN_STATUS, MovePlan, Program, StagePlan, TokenPlan, fixed_titles, status_reason
from ladder_sim.results.coded import EVENTS
from ladder_sim.results.counts import Axes
from ladder_sim.streams.kernels import spread

Row = tuple[int, int, int, str, str, str, str, str]  # person, month, order, event, move, from, to, reason

#: Lines of one month stand in this order: what takes effect, what is paid and scored, what is decided.
EFFECT, PAID, DECIDED = range(3)
MET, NOT_MET, WAIVED = Title("met", "满足"), Title("not met", "未满足"), Title("waived", "免除")
UNCONDITIONAL = Title("no condition", "无条件")
#: Outcomes that another line of the same review tells.
TOLD_ELSEWHERE = ("moved", "moved otherwise", "case under way", "left", "under way")
STATUS_EVENTS = ("status begins", "status ends", "return waits")
SEATED = ("promotion", "confirmation", "lateral")


class Diary:
    """Written by the engine while it plays a record; `rows` gives what was written."""

    population: Population
    calendar: Calendar
    env: simpy.Environment

    def __init__(self, table: Record, program: Program) -> None:
        self.table, self.program = table, program
        self.lines: list[Row] = []
        self.pay_now: dict[int, dict[str, float]] = {}
        self.pay_before: dict[int, str] = {}
        self.scores: dict[tuple[int, str], str] = {}
        self.grounds: dict[tuple[int, str], list[tuple[int, Reason]]] = {}  # why a move was decided, by review month
        self.slots: dict[tuple[int, str, int], list[Title]] = {}  # where a candidate of a month stood: seats, quota
        self.marks: dict[tuple[int, str], float] = {}
        self._probes: dict[tuple[str, str], Probe] = {}
        for plan in program.moves:  # before the first month, see `Probe`
            for name, expr in _tested(plan):
                context = plan.context if name in {c.id for c in plan.move.when} else "closed"
                self._probes[plan.move.id, name] = Probe(
                    expr, program.scope, "all" if name == ":confirm" else context, f"{plan.move.id}:{name}"
                )
        for token in program.tokens:
            self._probes["", token.token.name] = Probe(token.token.earn, program.scope)
        if program.scheme.probation is not None and program.scheme.probation.confirm is not None:
            self._probes["", ":confirm"] = Probe(program.scheme.probation.confirm, program.scope, "all")

    # -- helpers --------------------------------------------------------------------------------

    def _note(self, person: int, month: int, order: int, event: str, *rest: str) -> None:
        move, source, target, reason = rest
        self.lines.append((person, month, order, event, move, source, target, reason))

    def _person(self, slot: int) -> int:
        return int(self.population.columns["person"][slot])

    def there(self, idx: Slots, month: int) -> Slots:
        """Of the places `idx`, those of people whose record covers the month."""
        person = self.population.columns["person"][idx]
        kept: Slots = idx[(person >= 0) & (self.table.last[person] >= month)]
        return kept

    def _grade(self, place: int) -> str:
        code = int(self.population.columns["grade"][place])
        return self.program.infos[code].id if code < len(self.program.infos) else ""

    def _target(self, plan: MovePlan, place: int) -> str:
        code = int(plan.to[self.population.columns["grade"][place]])
        if plan.to_node is not None or code < 0:
            return ""
        return self.program.infos[code].id if code < len(self.program.infos) else "exit"

    def _decision(self, plan: MovePlan, place: int, month: int, event: str, reason: str) -> None:
        ends = (self._grade(place), self._target(plan, place))
        self._note(self._person(place), month, DECIDED, event, plan.move.id, *ends, reason)

    def _ground(self, person: int, move: str, month: int, reason: Reason) -> None:
        self.grounds.setdefault((person, move), []).append((month, reason))

    # -- reviews --------------------------------------------------------------------------------

    def tested(self, plan: MovePlan, view: View, idx: Slots, table: Numbers, waived: PersonMask) -> None:
        """People tested for a move; `table`: which condition holds for whom, shape (conditions, people)."""
        month, viewed = view.month, view.of(idx)
        facts = [self._probes[plan.move.id, condition.id].facts(condition.id, condition.title, holds.tolist(), viewed)
                 for condition, holds in zip(plan.move.when, table, strict=True)]  # fmt: skip
        for column, place in enumerate(idx):
            mine = [of_rule[column] for of_rule in facts]
            unmet = [fact for fact in mine if not fact.met]
            if self.table.last[self._person(place)] < month:
                continue
            if unmet and not waived[column]:
                self._decision(plan, int(place), month, "reviewed", because(NOT_MET, unmet, mine))
            else:
                lead = WAIVED if unmet else MET if mine else UNCONDITIONAL
                self._ground(self._person(place), plan.move.id, month, because(lead, unmet or mine, mine))

    def noted(self, number: int, month: int, reason: str, idx: Slots) -> None:
        """People who passed the conditions and are stopped otherwise."""
        plan = self.program.moves[number]
        when = month if not reason.startswith("failed: ") else self.calendar.month_of(self.env.now)
        for place in map(int, idx):
            key = (self._person(place), plan.move.id)
            if reason == "moved otherwise" and self._passed(key, month):
                stays = Title("leads to the present grade", "指向现职级，不变动")
                self._decision(plan, place, when, "reviewed", because(stays))
            elif reason not in TOLD_ELSEWHERE:
                event = "spared" if reason == "spared" else "reviewed"
                why = self._outcome(plan, key, month, reason)
                self._decision(plan, place, when, event, why)
                if reason.startswith("failed: "):
                    self._ground(key[0], "", when, why)  # who is out by it has no move

    def _passed(self, key: tuple[int, str], month: int) -> bool:
        return bool(self.grounds.get(key)) and self.grounds[key][-1][0] == month

    def _outcome(self, plan: MovePlan, key: tuple[int, str], month: int, reason: str) -> Reason:
        if reason.startswith("failed: "):
            stage = next(stage for stage in plan.stages if f"failed: {stage.stage.name}" == reason)
            return self._stage_reason(Title("failed", "未通过"), stage, key[0])
        for status in self.program.statuses:
            if reason == status_reason(status.status.id):
                return because(IN_STATUS.fill(s=status.status.title))
        told = fixed_titles()[reason]
        if reason == "spared":
            names = {token.token.name: token.token.title for token in self.program.tokens}
            return because(told, [Fact(str(plan.move.spared_by), names[str(plan.move.spared_by)], None)])
        ranks = self.slots.get((*key, month), [])
        place = ranks[0 if reason == "no seat" else -1] if ranks else None
        shown = [] if place is None else [Fact("rank", place, None)]
        met = self.grounds[key][-1][1].facts if self._passed(key, month) else ()
        return because(told, shown, [*shown, *met])

    def ranked(self, plan: MovePlan, view: View, idx: Slots, room: float) -> None:
        """Candidates, the best first, of whom not all can be taken.

        Parameters
        ----------
        room
            Of the first so many there is room, in people or full-time equivalents.
        """
        probe = self._probes.get((plan.move.id, ":order"))
        by: list[tuple[Fact, ...]] = [()] * idx.size
        if probe is not None:
            rule = own_title(probe.expr)
            by = [(fact,) for fact in probe.facts("order", rule, [None] * idx.size, view.of(idx))]
        for place, where, facts in zip(range(1, idx.size + 1), map(int, idx), by, strict=True):
            told = Title(f"rank {place} of {idx.size}, room for {max(room, 0):g}",
                         f"第{place}名（共 {idx.size} 人），名额 {max(room, 0):g}")  # fmt: skip
            self.slots.setdefault((self._person(where), plan.move.id, view.month), []).append(told)
            self._decision(plan, where, view.month, "rank", because(told, facts))

    def seated(self, plan: MovePlan, month: int, idx: Slots, goal: PersonInts) -> None:
        """People who are decided on and take a seat of a grade that has a limited number."""
        pool, grade = self.program.pool, self.population.columns["grade"]
        takes = self.program.seated[goal] & (pool[goal] != pool[grade[idx]]) & (plan.kind in SEATED)
        for place, target in zip(idx[takes], goal[takes], strict=True):
            of = self.program.infos[int(pool[target])]
            said = self.seats_said(int(pool[target]), month)
            if said is None:
                told = Title("a seat of {grade}: open seats are not in the record, so there is one",
                             "占用{grade}的一个编制：记录未填写空缺，视为有空缺").fill(grade=of.title)  # fmt: skip
            else:
                told = Title("a seat of {grade}: {said} open before the review",
                             "占用{grade}的一个编制：评审前空缺{said}")  # fmt: skip
                told = told.fill(grade=of.title, said=f"{said:g}")
            self._decision(plan, int(place), month, "seat", because(told, facts=[Fact(of.id, of.title, None)]))

    def seats_said(self, pool: int, month: int) -> float | None:
        """Open seats of a month by the record; None where it says nothing."""
        return self._open_said(self.program.infos[pool].id, month)

    def cap_room(self, cap: str, month: int) -> float:
        """How many more a cap over several grades has room for, as recorded; else plenty."""
        said = self._open_said(cap, month)
        return 1e6 if said is None else said

    def _open_said(self, name: str, month: int) -> float | None:
        column = f"open:{name}"
        if column not in self.table.values:
            return None
        said = self.table.at(column, min(month, self.table.last_month))
        return None if np.isnan(said).all() else float(np.nanmin(said))

    def opened(self, number: int, month: int, idx: Slots) -> None:
        """Candidates that enter their stages."""
        plan = self.program.moves[number]
        for place in map(int, idx):
            key = (self._person(place), plan.move.id)
            met = self.grounds[key][-1][1] if self._passed(key, month) else because(UNCONDITIONAL)
            self._decision(plan, place, month, "case opened", met)
            self._ground(*key, month, because(Title(f"case of month {month}", f"第{month}个月的流程"), facts=met.facts))

    # -- stages ---------------------------------------------------------------------------------

    def judged(self, cases: Candidates, stage: StagePlan, month: int, passed: PersonMask) -> None:
        """The outcome of a stage; who fails for good has a line of the review."""
        rule = stage.stage
        again = rule.retake_after is not None and cases.tries < max(1, rule.retakes)
        for place, holds in zip(map(int, cases.idx), passed, strict=True):
            if holds or again:
                event = "stage passed" if holds else "stage failed"
                reason = self._stage_reason(Title("", ""), stage, self._person(place))
                self._decision(cases.plan, place, month, event, reason)

    def _stage_reason(self, lead: Title, stage: StagePlan, person: int) -> Reason:
        rule = stage.stage
        mark = self.marks.get((person, rule.name))
        facts = [Fact(rule.name, rule.title, None)]
        if mark is not None and stage.at_least is not None:
            least = self.marks.get((person, f"{rule.name}:least"), np.nan)
            known = bool(np.isfinite(mark))
            got = Title(figure(mark), figure(mark)) if known else Title("not in the record", "记录未填写")
            asked = Title("mark {got}, at least {least} needed", "成绩 {got}，要求不低于 {least}").fill(
                got=got, least=figure(least)
            )
            readings = (Reading("mark", mark if known else None), Reading("least", float(least)))
            facts.append(Fact("mark", asked, None, None, readings))
        elif f"stage:{rule.name}" not in self.table.values and stage.passes is not None:
            facts.append(Fact("said", Title("not in the record", "记录未填写"), None))
        return because(lead, facts)

    # -- probation, tokens, scores --------------------------------------------------------------

    def probation_over(
        self, view: View, idx: Slots, fine: PersonMask, prolonged: Slots, plan: MovePlan | None = None
    ) -> None:
        """Probations that end this month, of hires or after a move: passed, prolonged (places) or not passed."""
        month, move = view.month, "" if plan is None else plan.move.id
        probe = self._probes.get((move, ":confirm"))
        facts: Sequence[Fact | None] = [None] * idx.size
        if probe is not None and idx.size:
            rule = own_title(probe.expr)
            facts = probe.facts("confirm", rule, fine.tolist(), view.of(idx))
        for place, holds, fact in zip(map(int, idx), fine, facts, strict=True):
            person = self._person(place)
            event = "probation passed" if holds else "probation failed"
            if not holds and place in prolonged:
                event = "probation prolonged"
            over = Title("its months are over", "期满")
            reason = because(over) if fact is None else because(MET if holds else NOT_MET, [fact])
            self._note(person, month, DECIDED, event, move, self._grade(place), "", reason)
            failed = Title("probation not passed", "试用未通过")
            for key in {move, ""}:  # who is out has no move
                self._ground(person, key, month, because(failed, [] if fact is None else [fact]))

    def earned(self, plan: TokenPlan, view: View, idx: Slots) -> None:
        """Tokens earned at this month's review."""
        token = plan.token
        rule = own_title(token.earn)
        facts = self._probes["", token.name].facts(token.name, rule, [True] * idx.size, view.of(idx))
        for place, fact in zip(map(int, idx), facts, strict=True):
            reason = because(token.title, [fact])
            self._note(self._person(place), view.month, PAID, "token earned", "", self._grade(place), "", reason)

    def closed(self, spec: SeriesSpec, month: int, values: SlotFloats) -> None:
        """A series whose period closes; of a score: a line for everybody whose value is another than before."""
        if spec.score is None:
            return
        assert spec.inner is not None
        population = self.population
        title = self.program.scope.scores[spec.score].title
        every = self.there(np.flatnonzero(population.alive()), month)
        for place, value in zip(map(int, every), spread(values, population.n)[every], strict=True):
            told = _score_text(value, spec.inner.kind, spec.inner.levels)
            person = self._person(place)
            if self.scores.get((person, spec.score), "") == told:
                continue
            self.scores[person, spec.score] = told
            number = spec.inner.kind == "number" and bool(np.isfinite(value))
            reading = Reading(spec.score, float(value) if number else told or None)
            fact = Fact(spec.score, title, None, None, (reading,))
            lead = Title("{score} {told}", "{score} {told}") if told else Title("{score} no value", "{score} 无数值")
            lead = lead.fill(score=Title(spec.score, title.of("zh")), told=told)
            self._note(person, month, PAID, "score", "", self._grade(place), "", because(lead, facts=[fact]))

    # -- pay ------------------------------------------------------------------------------------

    def paid(self, part: str, idx: Slots, amounts: PersonFloats) -> None:
        """A part of the month's pay, by slot: money of the month."""
        for place, amount in zip(idx, amounts, strict=True):
            person = self._person(place)
            if person >= 0:
                self.pay_now.setdefault(person, {})[part] = float(amount)

    def raised(self, idx: Slots, month: int, before: PersonFloats, after: PersonFloats) -> None:
        """Base pay a month that followed a change of the table."""
        for place, old, new in zip(map(int, idx), before, after, strict=True):
            person = self._person(place)
            if person >= 0 and self.table.last[person] >= month:
                told = f"base {plain(old)} → {plain(new)}"
                self._note(person, month, EFFECT, "table", "", "", self._grade(place), told)

    def awarded(self, idx: Slots, amounts: PersonFloats, part: str = "") -> None:
        """What is paid once with a move, or a part of pay that is settled at an exit, by slot."""
        month = self.calendar.month_of(self.env.now)
        for place, amount in zip(map(int, idx), amounts, strict=True):
            if amount:
                event, told = ("pay", f"{part} {plain(amount)}") if part else ("award", plain(amount))
                self._note(self._person(place), month, PAID, event, "", "", self._grade(place), told)

    def became(self, name: str, idx: Slots, told: Sequence[tuple[str, str]]) -> None:
        """What people bring has changed, by slot: the old value and the new one."""
        month = self.calendar.month_of(self.env.now)
        for place, (old, new) in zip(map(int, idx), told, strict=True):
            if self._person(place) >= 0 and old != new:
                reason = f"{name} {old} -> {new}" if old else f"{name} {new}"
                self._note(self._person(place), month, PAID, "attribute", "", "", self._grade(place), reason)

    def month_over(self, month: int) -> None:
        """A line for everybody whose pay differs from the month before."""
        for person, parts in self.pay_now.items():
            ordered = {"base": parts.get("base", 0.0), **parts}
            text = "; ".join(f"{name} {plain(amount)}" for name, amount in ordered.items() if amount or name == "base")
            if self.table.last[person] >= month and self.pay_before.get(person) != text:
                self.pay_before[person] = text
                self._note(person, month, PAID, "pay", "", "", self._person_grade(person), text)
        self.pay_now.clear()

    def _person_grade(self, person: int) -> str:
        places = np.flatnonzero(self.population.columns["person"] == person)
        return self._grade(int(places[0])) if places.size else "exit"

    # -- what was written -----------------------------------------------------------------------

    def rows(self, events: Integers, axes: Axes) -> list[tuple[str, int, str, str, str, str, str]]:
        """The lines and the moves of the event log together, by person and month.

        Parameters
        ----------
        events
            Rows of `EVENT_COLUMNS`, shape (events, columns).

        Returns
        -------
        person, month, order within the day, event, move, grade before, grade after, reason.
        """
        found = list(self.lines)
        grades = [*(grade.id for grade in axes.grades), "exit", ""]  # code -1, none, reads the last
        for _, month, _, person, code, cause, move, source, target, detail in events.tolist():
            event = EVENTS[code]
            if event in ("case failed", "token earned", "table"):  # lines of their own
                continue
            name = axes.moves[move].id.removesuffix(BACK).removesuffix(FELL) if move >= 0 else ""
            told = CAUSES[cause] if event == "exit" else event
            why = self._status(axes.details[detail]) if event in STATUS_EVENTS else self._why(person, name, month)
            found.append((person, month, EFFECT, told, name, grades[source], grades[target], why))
        found.sort(key=lambda row: row[:3])
        return [(self.table.persons[row[0]], row[1], *row[3:]) for row in found if row[0] >= 0]

    def _status(self, name: str) -> Reason:
        title = next(plan.status.title for plan in self.program.statuses if plan.status.id == name)
        return because(title)

    def _why(self, person: int, move: str, month: int) -> str:
        """Why a move that takes effect in `month` was decided."""
        return next((why for review, why in reversed(self.grounds.get((person, move), [])) if review < month), "")


def _tested(plan: MovePlan) -> Iterable[tuple[str, Expr]]:
    """The expressions of a move whose values a diary tells, by name; those of conditions by the condition's id."""
    yield from ((condition.id, condition.test) for condition in plan.move.when)
    if plan.move.order is not None:
        yield ":order", plan.move.order
    if plan.move.probation is not None and plan.move.probation.confirm is not None:
        yield ":confirm", plan.move.probation.confirm


def _score_text(value: float, kind: str, levels: Sequence[str]) -> str:
    """A score's value in the words of its kind; '' where it has none."""
    if value != value:
        return ""
    return levels[int(value)] if levels and kind != "number" else figure(value)
