"""What must hold of every run, on random schemes and workforces: books close, seats hold, nobody is counted twice.

Schemes are drawn with moves of every kind, seats, quotas, stages, tokens, probations, scores and pay parts;
workforces with every kind of hiring. What is checked is read from a run's public tables.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scenes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.changeover import SchemeTransition
from ladder_sim.model.kinds import IN_GRADE
from ladder_sim.model.moves import EXIT
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.coded import COSTS
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_workforce

MONTHS, REPLICATIONS = 11, 2
Draw = Any

CONDITIONS = [
    "kpi >= 72",
    "months_in_grade >= 2",
    "chance(0.5)",
    "mean(kpi, 3) >= 70",
    "streak(kpi >= 65) >= 2",
    "mark >= 70",
    "rank(kpi, team) <= 2",
    "not best_of(kpi, grade)",
    "count(kpi < 80, 3) >= 1",
    "not on_probation",
    "ever(kpi >= 75) >= 1",
    "attempts <= 3",
    "percentile(kpi, track) > 30",
    "kpi >= team_mean(kpi)",
    "total(late, this_quarter) <= 2",
    "shield >= 0",
    "months_since_promotion >= 1",
    "age >= 25",
    "unit_count(kpi >= 75) >= 1",
    "lowest(kpi, 2) >= 60",
]
PAYS = ["to base", "keep", "1.05 * base", "max(base, new.base)", {"raise": "5..9"}, {"raise": 4}]
HIRING: list[Any] = [
    {"keep": "headcount", "lead_months": 0},
    {"keep": "headcount", "lead_months": 2},
    {"grow": "150% a year", "lead_months": 1},
    {"fixed": "30 a year"},
    {"fixed": "24 a year", "months": [2, 7]},
    {"poisson": "2 a month"},
    {"keep": "headcount", "freeze": {"from": "2027-03", "to": "2027-06"}},
    "none",
]


def maybe(strategy: st.SearchStrategy[Any], often: float = 0.5) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy) if often <= 0.5 else st.one_of(strategy, strategy, st.none())


def present(**keys: Any) -> dict[str, Any]:
    """A mapping without what was not drawn."""
    return {key.rstrip("_"): value for key, value in keys.items() if value not in (None, [])}


@st.composite
def ladders(draw: Draw) -> dict[str, dict[str, Any]]:
    """One or two tracks of two to six grades together; the lowest grade never has seats."""
    sizes = draw(st.sampled_from([(2,), (3,), (4,), (2, 1), (3, 2), (2, 2), (4, 2)]))
    ladder: dict[str, dict[str, Any]] = {}
    number = 0
    for track, size in enumerate(sizes):
        grades = ladder.setdefault(f"t{track}", {})
        for _ in range(size):
            grade: dict[str, Any] = {
                "base": 100 + 20 * number,
                "role": "agent" if track == 0 else "lead",
                "bar": 60 + number,
            }
            if number > 0:
                grade |= present(
                    seats=draw(maybe(st.sampled_from([2, 3, 5, "1 per 4 agent", "25% of headcount", "2 per 5 g0"]))),
                )
                if "seats" in grade:
                    grade |= present(outside=draw(maybe(st.sampled_from([0, 0.5, 1, {"after": 2, "share": 1}]))))
            grades[f"g{number}"] = grade
            number += 1
    if draw(st.booleans()) and sizes[0] > 2 and isinstance(ladder["t0"]["g2"].get("seats"), int):
        ladder["t0"]["g1"]["seats"] = "shared with g2"
    if draw(st.booleans()) and sizes[0] > 1:
        ladder["t0"]["g0"]["trial"] = True
    return ladder


@st.composite
def stages(draw: Draw) -> list[dict[str, Any]]:
    found = []
    for n in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["talk", "vote", "exam"]))
        stage = {"stage": f"{kind}{n}", "days": draw(st.sampled_from([0, 3, 25, "5 if kpi > 70 else 0"]))}
        if kind == "vote":
            stage |= {"pass": 0.7, "objection": 0.1}
        if kind == "exam":
            stage |= {"score": "theory_exam", "at_least": 72} | draw(
                st.sampled_from([{}, {"retake_after": "1 month", "kept": 0.8}])
            )
        stage |= draw(st.sampled_from([{}, {}, {"capacity": "2 a month"}, {"fails_to": "exit"}]))
        found.append(stage)
    return found


@st.composite
def moves(draw: Draw, ladder: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    grades = [grade for track in ladder.values() for grade in track]
    found: list[dict[str, Any]] = []
    for n in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["up", "up", "down", "across", "out", "same", "before", "choice"]))
        move: dict[str, Any] = {
            "id": f"{kind}{n}",
            "review": draw(st.sampled_from(["monthly", "quarterly", "spring", "rolling"])),
        }
        if kind in ("up", "down"):
            move |= {"from": "any", "to": "next" if kind == "up" else "lower"}
            move |= {"kind": "promotion"} if kind == "up" else {}  # from a trial grade too
        elif kind == "across":
            source, target = draw(st.permutations(grades))[:2]
            move |= {"from": source, "to": target}
        elif kind in ("out", "same"):
            move |= {"from": draw(st.sampled_from(["any", "t0", grades[0]])), "to": "exit" if kind == "out" else "same"}
        elif kind == "before":
            move |= {"from": "any", "to": "before", "kind": "demotion"}
        else:
            move |= {
                "from": "t0",
                "to": "band(kpi, {0: g0, 70: g1})",
                "kind": draw(st.sampled_from(["promotion", "demotion"])),
            }
        when = draw(st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True))
        move["when"] = [*when, "chance(0.2)"] if kind == "out" else when
        if kind != "same":
            move |= present(
                seats=draw(maybe(st.sampled_from([1, 3, "20% of grade", "40% of eligible", "unlimited"]))),
                stages=draw(stages()),
            )
        move |= present(
            order=draw(maybe(st.just("kpi"))),
            apply=draw(maybe(st.just(0.8))),
            award=draw(maybe(st.just("3 * level"))),
            spared_by=draw(maybe(st.just("shield"))) if kind in ("down", "out") else None,
            pay=draw(maybe(st.sampled_from(PAYS))) if kind != "out" else None,
            cause=draw(st.sampled_from(["dismissal", {"transfer": 0.5, "dismissal": 0.5}])) if kind == "out" else None,
            waive=draw(maybe(st.just({"when": "chance(0.3)", "count": 1}))),
            probation=draw(maybe(st.sampled_from([
                {"months": 2, "confirm": "kpi >= 72", "otherwise": how} for how in ("exit", "stay", "lower")
            ]))) if kind == "up" else None,
        )  # fmt: skip
        found.append(move)
    return found


@st.composite
def schemes(draw: Draw) -> dict[str, Any]:
    ladder = draw(ladders())
    free = [grade for track in ladder.values() for grade, what in track.items() if "seats" not in what]
    entries = ["g0", {"g0": 0.7, free[-1]: 0.3} if free[-1] != "g0" else "g0", f"g0 if age < 35 else {free[-1]}"]
    probations = [
        {"months": 2, "confirm": "kpi >= 68"},
        {"months": 3, "pay": 0.8, "confirm": "kpi >= 75", "otherwise": "extend"},
    ]
    return present(
        ladder=ladder,
        entry=draw(st.sampled_from(entries)),
        probation=draw(maybe(st.sampled_from(probations))),
        scores={"mark": {"every": draw(st.sampled_from(["month", "quarter"])), "value": "mean(kpi, 2)"}},
        reviews={
            "monthly": {"every": "month"},
            "quarterly": {"every": "quarter"},
            "rolling": {"every": "2 months"},
            "spring": {"every": "year", "month": 2, "effective": "June"},
        },
        moves=draw(moves(ladder)),
        tokens={
            "shield": {
                "review": "quarterly",
                "earn": "best_of(kpi, team)",
                "keep": draw(st.sampled_from(["4 months", "forever"])),
            }
        },
        pay={"flat": 10, "mine": "0.1 * base * kpi / 100", "upper": {"amount": 7, "when": "level >= 2"}},
        team_size=draw(maybe(st.just(4))),
        signals={"theory_exam": {"at": "exam", "normal": {"mean": 74, "within": 6}}, "late": {"poisson": 0.4}},
    )


@st.composite
def workforces(draw: Draw) -> dict[str, Any]:
    by_role = {
        "headcount": draw(st.sampled_from([7, 16])),
        "roles": draw(st.sampled_from([{"agent": 1}, {"agent": 0.8, "lead": 0.2}])),
    }
    people = draw(st.sampled_from([by_role, {"grades": {"g0": 8, "g1": 2}}]))
    attributes: dict[str, Any] = {"age": {"uniform": [20, 50]}, "gender": {"shares": {"f": 0.6, "m": 0.4}}}
    if "headcount" in people and draw(st.booleans()):
        attributes["months_employed"] = {"exponential": 15}
    effects = {
        "passed_over": 1.5,
        "performance": 0.8,
        "demoted": {"times": 2, "for": 3},
        "pay_gap": -1,
        "top_performer": 1.2,
    }
    return {
        "people": {**people, "team_size": 5, "attributes": attributes},
        "metrics": {"kpi": {"normal": {"mean": 72, "between": 6, "within": 8, "carry": 0.4}}},
        "attrition": {"base": {"0": 0.08, "6": 0.03}, "effects": draw(st.sampled_from([{}, effects]))},
        "hiring": draw(st.sampled_from(HIRING)),
        "costs": {"employer_load": 0.3, "hire": 5, "severance": {"months_per_year": 1, "plus": 1}},
        "market": {"agent": 110, "lead": 200},
        "retirement": {"age": 50.5},
    }


# --- the checks ---------------------------------------------------------------------------------


class Books:
    """A run's public tables as arrays: shape (replications, months, …)."""

    def __init__(self, run: Run) -> None:
        self.run, self.scheme = run, run.scheme
        self.grades = [grade.id for grade in run.axes.grades]
        heads = run.frame("headcount")
        self.heads = heads["people"].to_numpy().reshape(REPLICATIONS, MONTHS + 1, len(self.grades)).astype(int)
        self.hires = self.table("hires")
        self.exits = self.table("exits")
        exits = run.frame("exits")
        late = exits[exits["cause"].isin(["voluntary", "retirement"])]  # at a month's end; by rule: on its first
        self.working = self.heads[:, 1:] + self.fill(late.rename(columns={"grade": "at"}))
        self.moves = run.frame("moves").astype({"from_grade": str, "to_grade": str, "move": str, "kind": str})
        self.ledger = run.frame("ledger").astype({"move": str, "reason": str})

    def table(self, name: str) -> np.ndarray:
        return self.fill(self.run.frame(name).rename(columns={"grade": "at"}))

    def fill(self, frame: pd.DataFrame) -> np.ndarray:
        """Rows (replication, month, at, people) as an array."""
        made = np.zeros((REPLICATIONS, MONTHS, len(self.grades)), int)
        place = frame["at"].astype(str).map(self.grades.index).to_numpy(int)
        np.add.at(
            made, (frame["replication"].to_numpy(), frame["month"].to_numpy() - 1, place), frame["people"].to_numpy()
        )
        return made

    def into(self, moves: pd.DataFrame) -> np.ndarray:
        return self.fill(moves[moves["to_grade"] != EXIT].rename(columns={"to_grade": "at"}))

    def out_of(self, moves: pd.DataFrame, *, exits: bool = False) -> np.ndarray:
        return self.fill((moves if exits else moves[moves["to_grade"] != EXIT]).rename(columns={"from_grade": "at"}))


def check_people(books: Books) -> None:
    """Headcount closes as a whole and by grade; every exit by rule is an exit."""
    change = np.diff(books.heads, axis=1)
    flow = books.hires - books.exits
    assert np.array_equal(change.sum(axis=2), flow.sum(axis=2))
    assert np.array_equal(change, flow + books.into(books.moves) - books.out_of(books.moves))
    by_rule = books.fill(books.moves[books.moves["to_grade"] == EXIT].rename(columns={"from_grade": "at"}))
    assert (by_rule <= books.exits).all()


def check_hiring(books: Books) -> None:
    """Who is replaced is replaced once: a headcount that is kept is never exceeded."""
    if books.run.workforce.hiring.kind == "keep":
        heads = books.working.sum(axis=2)
        assert (heads <= books.heads[:, :1].sum(axis=2)).all(), heads.tolist()


def check_nothing_negative(run: Run) -> None:
    counts = run.counts
    names = ("headcount", "moves", "exits", "hires", "pay", "costs", "stuck", "regretted", "seats", "groups")
    for table in (*(getattr(counts, name) for name in names), *counts.ledger.values()):
        assert np.isfinite(table).all() and (table >= 0).all()


def check_ledger(books: Books) -> None:
    """Each reviewed person has one outcome, and who is said to have moved has moved."""
    for move in books.scheme.moves:
        info = next(item for item in books.run.axes.moves if item.id == move.id)
        rows = books.ledger[books.ledger["move"] == move.id]
        assert set(rows["month"]) <= set(info.months)
        starts = [books.grades.index(grade) for grade in move.to]
        done = books.moves[books.moves["move"] == move.id]
        staged = bool(move.stages) or books.scheme.reviews[move.review].effective is not None
        for replication in range(REPLICATIONS):
            mine = rows[rows["replication"] == replication]
            for month in info.months:
                reviewed = mine.loc[mine["month"] == month, "reviews"].sum()
                assert reviewed == books.heads[replication, month, starts].sum(), (move.id, month)
            said, took = mine[mine["reason"] == "moved"], done[done["replication"] == replication]
            if staged:
                assert said["reviews"].sum() == took["people"].sum(), move.id
            else:
                by_month = said[said["month"] < MONTHS].set_index("month")["reviews"]
                assert dict(by_month.items()) == {m - 1: n for m, n in took.groupby("month")["people"].sum().items()}, (
                    move.id
                )


def check_seats(books: Books) -> None:
    """A fixed number of seats, not exceeded at the start, is only exceeded by demotions and `seats: unlimited`."""
    free = {move.id for move in books.scheme.moves if move.quota.kind == "unlimited"}
    pushed = books.moves[(books.moves["kind"] == "demotion") | books.moves["move"].isin(free)]
    for grade in books.scheme.grades:
        if grade.seats is None or grade.seats.kind != "number":
            continue
        pool = [
            grade.id,
            *(g.id for g in books.scheme.grades if g.seats and g.seats.kind == "shared" and g.seats.of == grade.id),
        ]
        places = [books.grades.index(name) for name in pool]
        most = int(grade.seats.n.text)
        down = books.into(pushed)[:, :, places].any(axis=(1, 2))
        in_force = books.working[:, :, places].sum(axis=2)
        start = books.heads[:, 0, places].sum(axis=1)
        for replication in np.flatnonzero((start <= most) & ~down):
            assert in_force[replication].max() <= most, (grade.id, in_force[replication].tolist())


def check_pay(books: Books) -> None:
    """Parts add up; the flat part counts heads; contributions are a share of it all."""
    run = books.run
    pay = run.frame("pay").astype({"part": str, "grade": str})
    total = pay.groupby("replication")["amount"].sum().reindex(range(REPLICATIONS), fill_value=0).to_numpy()
    assert np.allclose(run.values("salary_cost") * MONTHS / 12, total)
    in_force = books.working[:, :, [info.covered for info in run.axes.grades]]  # parts are the scheme's
    flat = pay[pay["part"] == "flat"].groupby(["replication", "month"])["amount"].sum()
    heads = {(r, m + 1): 10 * in_force[r, m].sum() for r in range(REPLICATIONS) for m in range(MONTHS)}
    if books.scheme.probation is None:
        assert all(flat.get(key, 0) == number for key, number in heads.items())
    else:
        assert all(flat.get(key, 0) <= number for key, number in heads.items())
    loads = run.counts.costs[..., COSTS.index("employer_load")]
    assert np.allclose(loads.sum(axis=(1, 2)), 0.3 * total)


def check_spells(books: Books) -> None:
    """Every stay in a grade begins once and ends once."""
    waits = books.run.frame("waits")
    between = books.moves[(books.moves["to_grade"] != EXIT) & ~books.moves["kind"].isin(IN_GRADE)]
    for replication in range(REPLICATIONS):
        mine = waits[waits["replication"] == replication]
        ends = mine.groupby(mine["ended_by"].astype(str))["people"].sum()
        here = between[between["replication"] == replication]
        begun = books.heads[replication, 0].sum() + books.hires[replication].sum() + here["people"].sum()
        assert ends.sum() == begun
        assert ends.get("exit", 0) == books.exits[replication].sum()
        assert ends.get("censored", 0) == books.heads[replication, -1].sum()
        assert ends.get("promotion", 0) == here.loc[here["kind"] == "promotion", "people"].sum()


def check_groups(books: Books) -> None:
    """Women and men are everybody, and their promotions are all promotions."""
    groups = books.run.counts.groups.sum(axis=2)
    assert np.array_equal(groups[:, :, 0], books.heads[:, 1:].sum(axis=2))
    promotions = books.moves[books.moves["kind"] == "promotion"]
    assert np.array_equal(groups[:, :, 1], books.into(promotions).sum(axis=2))


def check(run: Run) -> Books:
    books = Books(run)
    for checks in (check_people, check_hiring, check_ledger, check_seats, check_pay, check_spells, check_groups):
        checks(books)
    check_nothing_negative(run)
    assert len({run.counts.pay[i].tobytes() for i in range(REPLICATIONS)}) == REPLICATIONS
    return books


def load(scheme: dict[str, Any], workforce: dict[str, Any]) -> tuple[Scheme, Workforce]:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        text = [json.dumps(part)[1:-1] for part in (scheme, workforce)]
        for name, kind, body in (("s", "scheme", text[0]), ("w", "workforce", text[1])):
            (files / f"{name}.yaml").write_text(f'{{"{kind}": "{name}", {body}}}')
        return load_scheme(files / "s.yaml"), load_workforce(files / "w.yaml")


QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None}


def books_close(scheme: dict[str, Any], workforce: dict[str, Any]) -> None:
    rules, people = load(scheme, workforce)
    run = simulate(rules, people, months=MONTHS, replications=REPLICATIONS, seed=3)
    check(run)
    alone = simulate(rules, people, months=MONTHS, replications=REPLICATIONS, seed=3, block=1, explain=True)
    assert scenes.bits(alone) == scenes.bits(run)


@settings(max_examples=25, **QUIET)
@given(schemes(), workforces())
def test_the_books_of_any_run_close(scheme: dict[str, Any], workforce: dict[str, Any]) -> None:
    books_close(scheme, workforce)
    assert workforce["people"]


@pytest.mark.slow
@settings(max_examples=300, **QUIET)
@given(schemes(), workforces())
def test_the_books_of_many_runs_close(scheme: dict[str, Any], workforce: dict[str, Any]) -> None:
    books_close(scheme, workforce)
    assert workforce["people"]


@settings(max_examples=8, **QUIET)
@given(schemes(), schemes(), workforces(), st.sampled_from([2, 5, 7]))
def test_the_books_close_over_an_adoption(
    before: dict[str, Any], after: dict[str, Any], workforce: dict[str, Any], month: int
) -> None:
    """Heads and groups close; a start after the end, and the months before it, are the old scheme's bit for bit."""
    old, people = load(before, workforce)
    new, _ = load(after, workforce)
    new = replace(new, id="new", adopted=SchemeTransition(month, "s"), replaced=old)
    run = simulate(new, people, months=MONTHS, replications=REPLICATIONS, seed=3)
    books = Books(run)
    assert np.array_equal(np.diff(books.heads, axis=1).sum(axis=2), (books.hires - books.exits).sum(axis=2))
    check_nothing_negative(run)
    check_groups(books)
    same = simulate(
        replace(new, adopted=SchemeTransition(MONTHS + 1, "s")),
        people,
        months=MONTHS,
        replications=REPLICATIONS,
        seed=3,
    )
    plain = simulate(old, people, months=MONTHS, replications=REPLICATIONS, seed=3)
    width = [[grade.id for grade in same.axes.grades].index(grade.id) for grade in plain.axes.grades]
    assert np.array_equal(same.counts.headcount[:, :, width], plain.counts.headcount)
    assert np.array_equal(run.counts.headcount[:, :month][:, :, width], plain.counts.headcount[:, :month])
