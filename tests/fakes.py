"""Runs without an engine: a small, honest simulation whose counts close, for the tests of what reads results.

Every month: promotions take effect and newcomers join on the first, pay, leaving (chance `leave`), clocks, and a review
that promotes those at least `wait` months in grade (chance `promote` by grade). A leaver's post is filled next month in
the entry grade. Waits are booked as the engine does, by completed months. Draws are a hash of (seed, replication, post,
month, stream), so two fakes with different numbers live through the same luck.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ladder_sim.core.i18n import Title
from ladder_sim.model.expression import Expr, Parameter
from ladder_sim.model.grades import EntryRule, Grade
from ladder_sim.model.kinds import causes_counted
from ladder_sim.model.scheme import Scheme, Stated
from ladder_sim.model.workforce import People, Workforce
from ladder_sim.results.coded import COSTS
from ladder_sim.results.counts import Axes, GradeInfo, MoveInfo, RunCounts, audit_tables, choice_tables
from ladder_sim.results.run import Run

GRADES = ("junior", "middle", "senior", "lead")
TITLES = (
    Title("Junior agent", "初级客服"),
    Title("Intermediate agent", "中级客服"),
    Title("Senior agent", "高级客服"),
    Title("Team lead", "客服组长"),
)
ROLES = ("agent", "agent", "agent", "lead")


@dataclass(frozen=True)
class Rules:
    """What a fake scheme does; money a month by grade."""

    promote: tuple[float, ...] = (0.06, 0.04, 0.01, 0.0)
    leave: float = 0.03
    wait: int = 6
    base: tuple[float, ...] = (3500.0, 4200.0, 5000.0, 6500.0)
    start: tuple[float, ...] = (0.5, 0.3, 0.15, 0.05)
    tenure: int = 36  # months in grade at the start are spread evenly below this; 0: everybody starts fresh
    people: int = 60
    gender_gap: float = 1.0  # the second group's chance of promotion is this many times the first's


@dataclass
class Stage:
    """Schemes with the rules behind them, and a stand-in for `simulate` that plays them."""

    rules: dict[str, Rules] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def scheme(self, name: str, title: Title | None = None, **changes: Any) -> Scheme:
        self.rules[name] = Rules(**changes)
        return scheme(name, title)

    def simulate(self, chosen: Scheme, workforce: Workforce, **options: Any) -> Run:
        self.calls.append({"scheme": chosen.id, **options})
        kept = {key: options[key] for key in ("months", "replications", "seed", "first") if key in options}
        return run(self.rules[chosen.id], chosen=chosen, workforce=workforce, **kept)


def scheme(name: str = "fake", title: Title | None = None) -> Scheme:
    grades = tuple(
        Grade(g, "service", role, i + 1, i + 1, t, Expr("3500"))
        for i, (g, role, t) in enumerate(zip(GRADES, ROLES, TITLES, strict=True))
    )
    knobs = {
        "bar": Parameter("bar", 110, Title("Target line", "达标线"), 90, 130, unit="%"),
        "lead_pay": Parameter(
            "lead_pay", 500, Title("Lead's allowance", "组长津贴"), assumed=True, remark=Title("D4", "D4")
        ),
        "half": Parameter("half", True, Title("Half years count", "半年计入"), reading=True),
    }
    left_out = (Stated(Title("Study leave <b>", "学习假"), "left_out", reason=Title("rare & small", "少见")),)
    return Scheme(
        name,
        title or Title(name.replace("_", " "), name),
        grades,
        EntryRule("junior"),
        parameters=knobs,
        stated=left_out,
    )


def workforce(name: str = "center") -> Workforce:
    return Workforce(name, Title("Service center", "客服中心"), dt.date(2027, 1, 1), People(60), {})


def luck(seed: int, replications: np.ndarray, posts: int, month: int, stream: int) -> np.ndarray:
    """Uniforms of shape (replications, posts): splitmix64 of the coordinates."""
    key = np.array([[seed * 1_000_003 + month * 977 + stream * 131]], np.uint64) * np.uint64(0x2545F4914F6CDD1D)
    post = np.arange(posts, dtype=np.uint64)[None, :] * np.uint64(0xD1B54A32D192ED03)
    x = key + post + replications.astype(np.uint64)[:, None] * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 0xD6E8FEB86659FD93)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    return (x >> np.uint64(11)).astype(np.float64) / 2**53


def axes() -> Axes:
    reasons = ("c1", "not chosen", "moved")
    titles = (
        Title("not met: Long enough in grade", "未满足：在级时间达标"),
        Title("not chosen", "未获评"),
        Title("moved", "已晋升"),
    )
    months = tuple(range(1, 2000))
    top = len(GRADES) - 1
    return Axes(
        tuple(
            GradeInfo(g, t, "service", role, i + 1, True, i == 0, i == top)
            for i, (g, t, role) in enumerate(zip(GRADES, TITLES, ROLES, strict=True))
        ),
        (MoveInfo("up", Title("Promotion", "晋升"), "promotion", titles, reasons, 1, months),),
        tuple((0, g, g + 1) for g in range(top)),
        (("base", Title("base", "基本工资")), ("bonus", Title("bonus", "奖金"))),
        (("gender", "female", Title("female", "女")), ("gender", "male", Title("male", "男"))),
    )


def run(
    rules: Rules | None = None,
    *,
    chosen: Scheme | None = None,
    workforce: Workforce | None = None,
    months: int = 24,
    replications: int = 8,
    seed: int = 1,
    first: int = 0,
) -> Run:
    """A run of the fake department."""
    rules = rules or Rules()
    counts = _play(rules, months, np.arange(first, first + replications), seed)
    named = axes()
    moves = tuple(
        MoveInfo(m.id, m.title, m.kind, m.reasons, m.reason_ids, m.conditions, m.months[:months]) for m in named.moves
    )
    named = Axes(named.grades, moves, named.arcs, named.parts, named.groups)
    people = workforce or globals()["workforce"]()
    return Run(chosen or scheme(), people, months, replications, seed, named, counts, first=first)


def empty(
    months: int, replications: int, *, grades: int = 4, arcs: int = 3, parts: int = 2, groups: int = 2
) -> RunCounts:
    """Counts of nothing, to be filled by hand."""
    r, m = replications, months
    return RunCounts(
        np.zeros((r, m + 1, grades), np.int32),
        np.zeros((r, m, arcs), np.int32),
        np.zeros((r, m), np.int32),
        np.zeros((r, m, grades, len(causes_counted(()))), np.int32),
        np.zeros((r, m, grades), np.int32),
        np.zeros((r, m, grades, parts)),
        np.zeros((r, m, grades, len(COSTS))),
        np.zeros((r, m, 2)),
        np.zeros((r, m), np.int32),
        np.zeros((r, m), np.int32),
        np.zeros((r, m, grades, 2), np.int32),
        np.zeros((r, m, groups, 2), np.int32),
        ledger={"up": np.zeros((r, m, 3), np.int32)},
        fte=np.zeros((r, m, 0)),
        own=np.zeros((r, m, 0, 2)),
        drivers=np.zeros((r, m, 0)),
        choice=choice_tables(r, m),
        audit=audit_tables(r, m, grades, groups),
    )


def _count(into: np.ndarray, month: int, grade: np.ndarray, who: np.ndarray) -> None:
    rows, posts = np.nonzero(who)
    np.add.at(into, (rows, month, grade[rows, posts]), 1)


def _waits(grade: np.ndarray, first: np.ndarray, clock: np.ndarray, who: np.ndarray, end: int) -> np.ndarray:
    rows, posts = np.nonzero(who)
    return np.column_stack(
        [rows, *(table[rows, posts] for table in (grade, first, clock)), np.full(len(rows), end), np.ones_like(rows)]
    )


def _play(rules: Rules, months: int, replications: np.ndarray, seed: int) -> RunCounts:
    n, r = rules.people, len(replications)
    t = empty(months, r)
    draw = partial(luck, seed, replications, n)
    grade = np.minimum(np.searchsorted(np.cumsum(rules.start), draw(0, 0)), len(GRADES) - 1)
    clock = (draw(0, 1) * rules.tenure).astype(int)
    group = np.broadcast_to(np.arange(n) % 2, (r, n))
    here = np.ones((r, n), bool)
    up = np.zeros((r, n), bool)
    base, chance = np.asarray(rules.base), np.asarray(rules.promote)
    first, waits = clock, []
    _count(t.headcount, 0, grade, here)
    for m in range(months):
        _count(t.moves, m, grade, up)
        t.advanced[:, m] = t.moves[:, m].sum(axis=1)
        waits.append(_waits(grade, first, clock, up, 0))
        for g in (0, 1):
            t.groups[:, m, g, 1] = (up & (group == g)).sum(1)
        fresh = ~here
        grade = np.where(fresh, 0, grade + up)
        first, clock = (np.where(fresh | up, 0, months) for months in (first, clock))
        _count(t.hires, m, grade, fresh)
        kpi = 60 + 40 * draw(m + 1, 2)
        for g in range(len(GRADES)):
            t.pay[:, m, g, 0] = ((grade == g) * base[g]).sum(1)
            t.pay[:, m, g, 1] = ((grade == g) * base[g] * 0.3 * kpi / 100).sum(1)
        t.costs[:, m, :, 0] = 0.32 * t.pay[:, m].sum(2)
        t.costs[:, m, 0, 2] = 3000.0 * fresh.sum(1)
        gone = draw(m + 1, 3) < rules.leave
        dismissed = gone & (draw(m + 1, 4) < 0.25)
        _count(t.exits[..., 0], m, grade, gone & ~dismissed)
        _count(t.exits[..., 1], m, grade, dismissed)
        t.regretted[:, m] = (gone & ~dismissed & (kpi > 92)).sum(1)
        waits.append(_waits(grade, first, clock, gone, 1))
        here, clock = ~gone, clock + 1
        _count(t.headcount, m + 1, grade, here)
        long_enough = here & (clock >= rules.wait)
        up = long_enough & (draw(m + 1, 5) < chance[grade] * np.where(group == 1, rules.gender_gap, 1.0))
        t.ledger["up"][:, m] = np.stack([(here & ~long_enough).sum(1), (long_enough & ~up).sum(1), up.sum(1)], axis=1)
        for g in (0, 1):
            t.groups[:, m, g, 0] = (here & (group == g)).sum(1)
            t.audit["exits"][:, m, g, 0] = (gone & ~dismissed & (group == g)).sum(1)
            t.audit["exits"][:, m, g, 1] = (dismissed & (group == g)).sum(1)
            t.audit["pay"][:, m, g] = (base[grade] * (group == g)).sum(1)
            t.audit["steps"][:, m // 12, g, :, 0] += np.stack([(here & (group == g) & (grade == i)).sum(1)
                                                               for i in range(len(GRADES))], axis=1)  # fmt: skip
            t.audit["steps"][:, m // 12, g, 0, 1] += t.groups[:, m, g, 1]
        t.audit["shuffled"][:, m // 12] += t.groups[:, m, None]
        t.kpi[:, m] = np.stack([(kpi * here).sum(1), here.sum(1)], axis=1)
        t.stuck[:, m] = (here & (clock > 24)).sum(1)
        lead = len(GRADES) - 1
        t.seats[:, m, lead] = np.stack([np.full(r, 4), (here & (grade == lead)).sum(1)], axis=1)
    waits.append(_waits(grade, first, clock, here, 3))
    t.waits = np.concatenate(waits).astype(np.int32)
    return t


def counts_of_waits(rows: Sequence[tuple[int, int, int]], months: int) -> RunCounts:
    """Counts of one replication of waits in the entry grade alone, seen from their start: (months, end, people)."""
    t = empty(months, 1)
    t.waits = np.array([(0, 0, 0, m, end, people) for m, end, people in rows], np.int32)
    return t
