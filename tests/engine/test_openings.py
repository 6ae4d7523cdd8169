"""Openings: who may fill a seat is settled when it opens, so that the share from outside holds at every calendar."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes
from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_sim.core.problems import Problems
from ladder_sim.engine.openings import Openings
from ladder_sim.experiment.simulation import simulate
from ladder_sim.plan.compiler import compile_scheme
from ladder_sim.plan.program import Program
from ladder_sim.results.run import Run

RULES = """
ladder:
  main:
    a: {base: 1, role: agent}
    b: {base: 2, role: agent, seats: 40, outside: %s}
    c: {base: 3, role: agent, seats: %s, outside: %s}
entry: a
reviews: {round: {every: %s}}
moves: [{id: up, from: [a, b], to: next, review: round%s}]
"""
PEOPLE = """
people: {grades: {a: 400, b: 40, c: %d}}
hiring: {keep: headcount, lead_months: %d}
attrition: {hazard: 0.06 if level == 1 else 0.02}
"""
CALENDARS = ("month", "quarter", "half-year", "year")
A, B, C = 0, 1, 2


def play(folder: Path, b: float, c: float = 0, *, of_c: int = 20, every: str = "month", lead: int = 0, months: int = 60,
         replications: int = 60, more: str = "") -> Run:  # fmt: skip
    rules = scenes.scheme_of(folder, RULES % (b, of_c, c, every, more))
    return simulate(rules, scenes.workforce_of(folder, PEOPLE % (of_c, lead)), months=months, replications=replications)


def flows(run: Run) -> dict[str, np.ndarray]:
    """By replication and month in which it takes effect: hires by grade, promotions by the grade left, exits."""
    arcs = {(source, target): i for i, (_, source, target) in enumerate(run.axes.arcs)}
    moves = run.counts.moves.astype(np.int64)
    return {
        "hires": run.counts.hires.astype(np.int64),
        "up": np.stack([moves[:, :, arcs[A, B]], moves[:, :, arcs[B, C]]], axis=2),
        "exits": run.counts.exits.sum(axis=3).astype(np.int64),
    }


def openings(found: dict[str, np.ndarray]) -> np.ndarray:
    """Seats of b and c that have opened by the end of each month but the last: who left, and who is promoted away."""
    opened = found["exits"][:, :-1, [B, C]].copy()
    opened[:, :, 0] += found["up"][:, 1:, 1]  # of a review of the month before
    return opened.cumsum(axis=1)


@pytest.mark.parametrize("every", CALENDARS)
@pytest.mark.parametrize(("b", "c", "lead"), [(0.5, 0.2, 0), (0.15, 0.7, 0), (0.5, 0.5, 2), (1, 0, 0), (0, 1, 0)])
def test_the_share_of_the_openings_goes_outside_at_every_calendar(
    tmp_path: Path, every: str, b: float, c: float, lead: int
) -> None:
    """In every replication and up to every month, the hires are the share of the openings, but for less than one."""
    found = flows(play(tmp_path, b, c, every=every, lead=lead, replications=20))
    hired = found["hires"][:, :, [B, C]].cumsum(axis=1)
    due = np.array([b, c]) * openings(found)
    assert (np.abs(hired[:, 1 + lead :] - due[:, : due.shape[1] - lead]) < 1).all()
    assert (hired[:, -1] > 0).all(axis=0).tolist() == [b > 0, c > 0]
    if 1 in (b, c):  # nobody is promoted into a grade that is filled from outside alone
        assert found["up"].sum(axis=(0, 1))[[b, c].index(1)] == 0


def test_each_opening_has_the_chance_of_the_share(tmp_path: Path) -> None:
    """Few openings, small share: no rounding down to nothing. 3 of 20 openings of 900 replications; detects 0.01."""
    found = flows(play(tmp_path, 0.15, of_c=2, months=13, replications=900))
    hired, opened = found["hires"][:, 1:, B].sum(axis=1), openings(found)[:, -1, 0]
    off = hired - 0.15 * opened
    assert abs(off.mean()) / (off.std(ddof=1) / 30) < 4 and opened.mean() < 14


def test_flows_of_a_chain_of_vacancies(tmp_path: Path) -> None:
    """H. C. White, Chains of Opportunity (1970): vacancies v that begin and Q that pass on, flows v (I - Q)^-1.

    Reviews are monthly, so that grades are full when the month begins: 2 % of 20 and of 40 seats open by exits. What
    is filled from within opens a seat below. Detects 2 % of a flow.
    """
    months, share_b, share_c = 36, 0.3, 0.4
    found = flows(play(tmp_path, share_b, share_c, months=months + 1, replications=250))
    begin = np.array([0.02 * 20, 0.02 * 40, 0.0])  # in c, b, a
    passed = np.array([[0, 1 - share_c, 0], [0, 0, 1 - share_b], [0, 0, 0]])
    in_c, in_b, in_a = begin @ np.linalg.inv(np.eye(3) - passed) * months
    per_run = {name: table[:, 1:].sum(axis=1) for name, table in found.items()}
    exact = [
        (per_run["hires"][:, C], share_c * in_c),
        (per_run["hires"][:, B], share_b * in_b),
        (per_run["up"][:, 1], (1 - share_c) * in_c),
        (per_run["up"][:, 0], in_a),
    ]
    for got, flow in exact:
        assert abs(got.mean() - flow) / (got.std(ddof=1) / np.sqrt(got.size)) < 4


def test_an_inside_seat_without_candidates_stays_open(tmp_path: Path) -> None:
    """Nobody passes: what is settled for people from within is never given to hires."""
    run = play(tmp_path, 0.5, of_c=0, more=", when: false", months=40)
    found = flows(run)
    opened = openings(found)[:, -1, 0]
    seats, taken = run.counts.seats[:, -1, B].T
    assert (seats - taken > 0.5 * opened - 1).all() and (opened > 10).all()
    assert (np.abs(found["hires"][:, 1:, B].sum(axis=1) - 0.5 * opened) < 1).all()


def test_a_case_that_comes_to_nothing_gives_its_seat_back_to_the_candidates(tmp_path: Path) -> None:
    """Every case fails for a year: its seat is not drawn for anew each time, else it would go outside in the end."""
    stage = ", stages: [{stage: talk, days: 5, pass: 0}]"
    found = flows(play(tmp_path, 0.5, of_c=0, more=stage, months=40))
    hired = found["hires"][:, 1:, B].cumsum(axis=1)
    assert (np.abs(hired - 0.5 * openings(found)[:, :, 0]) < 1).all()


def test_seats_of_growth_are_openings(tmp_path: Path) -> None:
    """Ten seats more from the second year on, nobody leaves: half of them to hires, who replace leavers of a."""
    rules = RULES.replace("seats: 40", "seats: 40 + 10 * (month > 12)") % (0.5, 1, 0, "month", "")
    people = PEOPLE.replace("else 0.02", "else 0") % (1, 0)
    run = simulate(scenes.scheme_of(tmp_path, rules), scenes.workforce_of(tmp_path, people), months=16, replications=20)
    found = flows(run)
    assert (found["hires"][:, :, B].sum(axis=1) == 5).all() and (found["up"][:, :, 0].sum(axis=1) == 5).all()


@pytest.mark.parametrize("hiring", ["{fixed: 120 a year}", "{poisson: 10 a month}"])
def test_hires_of_a_plan_fill_the_openings_first(tmp_path: Path, hiring: str) -> None:
    people = (PEOPLE % (0, 0)).replace("{keep: headcount, lead_months: 0}", hiring)
    rules = scenes.scheme_of(tmp_path, RULES % (0.5, 0, 0, "quarter", ""))
    found = flows(simulate(rules, scenes.workforce_of(tmp_path, people), months=40, replications=20))
    hired = found["hires"][:, 1:, B].cumsum(axis=1)[:, -1]
    assert (np.abs(hired - 0.5 * openings(found)[:, -1, 0]) < 2).all()


def test_two_grades_of_one_pool_share_its_openings(tmp_path: Path) -> None:
    """Of the openings of b's and c's forty seats, b gives three and c two of ten to hires, and promotions fill half."""
    rules = RULES.replace("seats: %s", "seats: shared with %s") % (0.3, "b", 0.2, "half-year", "")
    people = (PEOPLE % (0, 0)).replace("a: 400, b: 40", "a: 400, b: 30").replace("c: 0", "c: 10")
    found = flows(simulate(scenes.scheme_of(tmp_path, rules), scenes.workforce_of(tmp_path, people), months=60,
                           replications=40))  # fmt: skip
    opened = found["exits"][:, :-1, [B, C]].sum(axis=(1, 2))
    hired = found["hires"][:, 1:, [B, C]].sum(axis=1)
    assert (np.abs(hired - opened[:, None] * [0.3, 0.2]) < 2).all()


@pytest.mark.parametrize("after", [0, 2])
def test_where_candidates_go_first_every_opening_that_they_leave_goes_outside(tmp_path: Path, after: int) -> None:
    """Seats open in every month, and hires are ordered in every month: none of the openings is forgotten."""
    outside = f"{{share: 1, after: {after}}}"
    rules = scenes.scheme_of(tmp_path, RULES % (outside, 0, 0, "year", ", when: false"))
    run = simulate(rules, scenes.workforce_of(tmp_path, PEOPLE % (0, 0)), months=40, replications=20)
    found = flows(run)
    if after == 0:
        assert (found["hires"][:, 1:, B].cumsum(axis=1) == openings(found)[:, :, 0]).all()
    assert run.counts.headcount[:, 12:, B].mean() > 37 - after and (found["hires"][:, 1:, B].sum(axis=1) >= 10).all()


# --- the count itself ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("openings")
    rules = scenes.scheme_of(folder, RULES % (0.5, 1, 0, "month", ""))
    made = compile_scheme(rules, scenes.workforce_of(folder, PEOPLE % (1, 0)), Problems())
    assert made is not None
    return made


def desk_of(program: Program, share: float) -> Openings:
    desk = Openings(program, 1, np.arange(5))
    desk.share = {B: share, C: 0.0}
    return desk


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["free", "fill", "hire", "back"]), st.integers(-4, 6)), max_size=30),
       st.sampled_from([0, 0.1, 0.3, 0.5, 1]))  # fmt: skip
def test_kept_seats_are_open_and_the_share_holds(program: Program, steps: list[tuple[str, int]], share: float) -> None:
    """Whatever opens, vanishes, is filled or is given back: kept seats are open ones, and hires keep to the share."""
    desk, u = desk_of(program, share), desk_of(program, share).credit[B]
    free, hired, opened = np.zeros((5, 4), np.int64), np.zeros(5), np.zeros(5)
    for what, n in steps:
        room = np.maximum(free[:, B], 0)
        if what == "free":  # seats open or vanish
            opened += np.maximum(free[:, B] + n, 0) - room
            free[:, B] += n
            desk.settle(free)
        elif what == "fill":  # candidates fill what they may
            free[:, B] -= np.minimum(abs(n), room - desk.closed(B))
            desk.fill(free)
        elif what == "hire":
            hires = np.minimum(abs(n), desk.due(free)[B])
            free[:, B] -= hires
            hired += hires
            desk.ordered(B, hires)
        elif (room - desk.closed(B) > 0).all():  # a case takes a seat and gives it back
            free[:, B] -= 1
            desk.fill(free)
            free[:, B] += 1
            desk.give_back(np.arange(5), np.full(5, B), None)
            desk.settle(free)
        assert (desk.kept[:, B] >= 0).all() and (desk.kept[:, B] <= np.maximum(free[:, B], 0)).all()
        assert (desk.known[:, B] == np.maximum(free[:, B], 0)).all()
    assert desk.credit[B] + desk.kept[:, B] + hired == pytest.approx(u + share * opened)
