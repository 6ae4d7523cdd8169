"""Who gets a seat: order and ties, chains of seats from the top, seats per role, shared seats, quotas, openings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

from ladder_sim.analysis.tracing import trace
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run

HEAD = """
entry: a
reviews: {monthly: {every: month}}
"""
CREW = "hiring: none\nattrition: {hazard: %s}\npeople: {grades: {%s}, attributes: {age: {uniform: [20, 60]}}}\n"


def play(
    folder: Path, ladder: str, moves: str, people: str, *, months: int = 3, replications: int = 1, hazard: str = "0",
    roster: str = "",
) -> Run:  # fmt: skip
    rules = scenes.scheme_of(folder, f"ladder: {{main: {{{ladder}}}}}{HEAD}moves: [{moves}]\n")
    crew = CREW % (hazard, people) if not roster else people
    return simulate(rules, scenes.workforce_of(folder, crew, roster=roster), months=months, replications=replications)


def moved(run: Run, move: str, month: int = 1) -> int:
    """People whom the review of a month moves, all replications together."""
    return int(scenes.moved(run, move)[:, month].sum())


A = "a: {base: 1, role: agent}"
B = "b: {base: 2, role: agent%s}"
C = "c: {base: 3, role: agent%s}"
UP = "{id: up, from: [a, b], to: next, review: monthly%s}"
ONE = "{id: up, from: a, to: b, review: monthly%s}"

ROSTER = """
person,hired,grade,age
p0,2026-06-01,a,30
p1,2026-01-01,a,40
p2,2026-01-01,a,40
p3,2026-03-01,a,50
p4,2026-06-01,a,30
"""
FROM_ROSTER = "people: {roster: people.csv, attributes: {age: 30}}\nhiring: none\n"


@pytest.mark.parametrize(
    ("order", "who"),
    [
        ("age", ["p3", "p1"]),  # the highest, then of two equals the lower number
        ("-age", ["p0", "p4"]),  # of four, those at the bottom; both joined in June
        ("min(age, 40)", ["p1", "p2"]),  # three are equal: longer service goes first
        ("0 * age", ["p1", "p2"]),
        ("age / (age - 50)", ["p0", "p4"]),  # 50 is undefined, and comes last: -1.5, -4, -4, -1.5
        (None, ["p1", "p2"]),
    ],
)
def test_order_and_ties(tmp_path: Path, order: str | None, who: list[str]) -> None:
    """The award tells who it is: every person's is another power of two."""
    lines = ROSTER.strip().splitlines()
    roster = "\n".join(f"{line},{i - 1 if i else 'certificates'}" for i, line in enumerate(lines))
    people = FROM_ROSTER.replace("{age: 30}", "{age: 30, certificates: 0}")
    award = ", award: 2 ** certificates" + (f", order: '{order}'" if order else "")
    rules = scenes.scheme_of(tmp_path, f"ladder: {{main: {{{A}, {B % ', seats: 2'}}}}}{HEAD}moves: [{ONE % award}]\n")
    run = simulate(rules, scenes.workforce_of(tmp_path, people, roster=roster), months=2, replications=1)
    awarded = run.counts.pay[0, 1, :, [name for name, _ in run.axes.parts].index("award")].sum()
    assert awarded == sum(2 ** int(name[1]) for name in who)
    assert scenes.outcomes(run, "up")[1] == {"no seat": 3, "moved": 2}


@pytest.mark.parametrize(
    "rule", ["seats: 2", "when: rank(0 * age, everyone) <= 2", "when: 'percentile(0 * age, grade) > 99'"]
)
def test_the_order_of_rows_decides_nothing(tmp_path: Path, rule: str) -> None:
    """Twelve equals of one service: the two who go first are the same however the file is sorted, not in every run."""
    names = [f"p{number}" for number in range(12)]
    people = FROM_ROSTER.replace("{age: 30}", "{age: 30, certificates: 0}")
    rules = scenes.scheme_of(
        tmp_path, f"ladder: {{main: {{{A}, {B % ''}}}}}{HEAD}moves: [{ONE % f', {rule}, award: 2 ** certificates'}]\n"
    )

    def awarded(rows: list[str]) -> list[float]:
        lines = [f"{name},2026-01-01,a,30,{name[1:]}" for name in rows]
        roster = "\n".join(["person,hired,grade,age,certificates", *lines])
        run = simulate(rules, scenes.workforce_of(tmp_path, people, roster=roster), months=2, replications=5)
        part = [name for name, _ in run.axes.parts].index("award")
        return [float(amount) for amount in run.counts.pay[:, 1, :, part].sum(axis=1)]

    first = awarded(names)
    assert first == awarded(names[::-1]) == awarded(names[5:] + names[:5])
    assert len(set(first)) > 1


def test_the_order_of_a_records_rows_decides_nothing(tmp_path: Path) -> None:
    """Longer service goes first; of four equals the same one in whatever order the rows stand."""
    rules = scenes.scheme_of(tmp_path, f"ladder: {{main: {{{A}, {B % ', seats: 2'}}}}}{HEAD}moves: [{ONE % ''}]\n")
    rows = pd.DataFrame({"person": ["ed", "di", "cy", "bo", "an"], "month": 1, "grade": "a", "open:b": 2,
                         "months_employed": [9, 9, 12, 9, 9]})  # fmt: skip

    def promoted(table: pd.DataFrame) -> set[str]:
        steps = trace(rules, table)
        return set(steps.loc[steps["event"] == "promotion", "person"])

    first = promoted(rows)
    assert "cy" in first and len(first) == 2
    assert first == promoted(rows[::-1]) == promoted(rows.sort_values("months_employed"))


def test_a_seat_freed_above_is_filled_below_in_the_same_review(tmp_path: Path) -> None:
    """One seat in c: one moves from b to c, and one from a to the seat that b loses."""
    run = play(tmp_path, f"{A}, {B % ', seats: 3'}, {C % ', seats: 1'}", UP % "", "a: 5, b: 3", months=2)
    assert [moved(run, "up")] == [2]
    arcs = {run.axes.arcs[i][1:]: int(n) for i, n in enumerate(run.counts.moves[0, 1])}
    assert arcs == {(0, 1): 1, (1, 2): 1}


def test_rules_that_stand_below_do_not_take_the_seats_above(tmp_path: Path) -> None:
    """The same in two rules, the lower one first in the file."""
    rules = "{id: low, from: a, to: b, review: monthly}, {id: high, from: b, to: c, review: monthly}"
    run = play(tmp_path, f"{A}, {B % ', seats: 3'}, {C % ', seats: 1'}", rules, "a: 5, b: 3", months=2)
    assert (moved(run, "low"), moved(run, "high")) == (1, 1)


def test_a_leaver_and_a_dismissed_make_room_at_once(tmp_path: Path) -> None:
    out = "{id: out, from: b, to: exit, review: monthly, when: month == 2, seats: 2}"
    rules = f"{ONE % ''}, {out}"
    run = play(tmp_path, f"{A}, {B % ', seats: 3'}", rules, "a: 9, b: 3", months=4)
    assert scenes.moved(run, "up")[0].tolist() == [0, 0, 2, 0]
    run = play(
        tmp_path,
        f"{A}, {B % ', seats: 3'}",
        ONE % "",
        "a: 9, b: 3",
        months=3,
        hazard="1 if level == 2 and month == 2 else 0",
    )
    assert scenes.moved(run, "up")[0].tolist() == [0, 0, 3]
    assert run.counts.vacant[0].tolist() == [0, 0, 0]


def test_open_seats_are_counted(tmp_path: Path) -> None:
    run = play(tmp_path, f"{A}, {B % ', seats: 7'}", ONE % ", when: month == 2", "a: 4, b: 1", months=3)
    assert run.counts.vacant[0].tolist() == [6, 2, 2]
    table = run.frame("seats")
    assert table["grade"].unique().tolist() == ["b"] and table["month"].tolist() == [1, 2, 3]
    assert table["seats"].tolist() == [7, 7, 7]
    assert table["taken"].tolist() == [1, 5, 5]  # who was chosen has the seat at once


@pytest.mark.parametrize(
    ("seats", "taken"),
    [
        ("4", 4),
        ("1 per 8 agent", 2),  # 20 agents, rounded down
        ("1 per 8 headcount", 2),
        ("10% of headcount", 2),
        ("10% of a", 2),
        ("14.9% of headcount", 2),
        ("15% of headcount", 3),  # exactly three
        ("1 per 50 agent", 1),  # at least one
        ("1 per 8 agent rounded up", 3),  # 20 agents: 2.5
        ("1 per 8 agent rounded nearest", 3),
        ("1 per 9 agent rounded nearest", 2),
        ("1 per 8 agent rounded down", 2),
        ("15% of headcount rounded up", 3),  # exactly three
        ("1 per 50 agent rounded nearest", 1),
        ("1 per 50 agent rounded nearest, at least 0", 0),
        ("1 per 50 agent at least 4", 4),
        ("3 per 10 a", 6),
        ("0", 0),
    ],
)
def test_kinds_of_seats(tmp_path: Path, seats: str, taken: int) -> None:
    ladder = f"{A}, lead: {{base: 2, role: lead, seats: '{seats}'}}"
    run = play(tmp_path, ladder, "{id: up, from: a, to: lead, review: monthly}", "a: 20", months=2)
    assert moved(run, "up") == taken


def test_seats_follow_the_role(tmp_path: Path) -> None:
    """Four of 24 agents become leads; of the 20 that are left, one per 6 is three."""
    ladder = f"{A}, lead: {{base: 2, role: lead, seats: 1 per 6 agent}}"
    run = play(tmp_path, ladder, "{id: up, from: a, to: lead, review: monthly}", "a: 24", months=4)
    assert scenes.moved(run, "up")[0].tolist() == [0, 4, 0, 0]
    assert run.counts.vacant[0].tolist() == [0, 0, 0, 0]  # one too many is not an opening


def test_shared_seats(tmp_path: Path) -> None:
    """b and c draw on three seats; a move between them takes none."""
    ladder = f"{A}, {B % ', seats: shared with c'}, {C % ', seats: 3'}"
    rules = "{id: on, from: b, to: c, review: monthly}, {id: up, from: a, to: b, review: monthly}"
    run = play(tmp_path, ladder, rules, "a: 9, b: 2", months=3)
    assert scenes.moved(run, "on")[0].tolist() == [0, 2, 1] and scenes.moved(run, "up")[0].tolist() == [0, 1, 0]
    table = run.frame("seats")
    assert table["grade"].unique().tolist() == ["c"] and table["taken"].tolist() == [3, 3, 3]


def test_a_case_holds_its_seat(tmp_path: Path) -> None:
    """Two seats, and a stage of two months: no third case is begun, and a failed one gives its seat back."""
    stage = ", stages: [{stage: talk, days: 30, pass: %s}]"
    run = play(tmp_path, f"{A}, {B % ', seats: 2'}", ONE % (stage % 1), "a: 6", months=6)
    assert scenes.outcomes(run, "up")[1] == {"no seat": 4, "moved": 2}
    assert scenes.outcomes(run, "up")[2] == {"case under way": 2, "no seat": 4}
    assert scenes.outcomes(run, "up")[4] == {"no seat": 4} and run.counts.headcount[0, -1].tolist() == [4, 2]
    run = play(tmp_path, f"{A}, {B % ', seats: 2'}", ONE % (stage % 0), "a: 6", months=6)
    assert scenes.outcomes(run, "up")[3] == {"no seat": 4, "failed: talk": 2}  # begun anew in March


@pytest.mark.parametrize(("passes", "final"), [(1, [8, 1, 2]), (0, [8, 3, 0])])
def test_a_case_within_shared_seats_keeps_the_seat_that_it_has(tmp_path: Path, passes: int, final: list[int]) -> None:
    """Of three seats two are taken; while both have a case under way to the other grade, the third is open."""
    ladder = f"{A}, {B % ', seats: shared with c'}, {C % ', seats: 3'}"
    stage = f"when: month == 1, stages: [{{stage: talk, days: 40, pass: {passes}}}]"
    rules = f"{{id: on, from: b, to: c, review: monthly, {stage}}}, {{id: up, from: a, to: b, review: monthly}}"
    run = play(tmp_path, ladder, rules, "a: 9, b: 2", months=5)
    assert scenes.moved(run, "up")[0].tolist() == [0, 1, 0, 0, 0]
    assert run.counts.headcount[0, -1].tolist() == final
    assert run.frame("seats")["taken"].tolist() == [3] * 5


def test_a_seat_reserved_for_a_leaver_is_free_again(tmp_path: Path) -> None:
    """Everybody with a case leaves in February; in March the seats are open again."""
    stage = ", when: age < 40, stages: [{stage: talk, days: 30}]"
    roster = ROSTER.replace("40\n", "39\n", 1).replace("30", "45").replace("50", "45")
    people = FROM_ROSTER + "attrition: {hazard: 1 if age < 40 and month == 2 else 0}\n"
    rules = ONE % stage + ", {id: late, from: a, to: b, review: monthly, when: month == 4}"
    run = play(tmp_path, f"{A}, {B % ', seats: 1'}", rules, people, roster=roster, months=6)
    assert scenes.outcomes(run, "up")[1] == {"c1": 4, "left": 1}
    assert scenes.outcomes(run, "late")[4] == {"no seat": 3, "moved": 1}


def test_demotions_wait_for_no_seat(tmp_path: Path) -> None:
    rules = "{id: down, from: b, to: a, review: monthly}"
    run = play(tmp_path, f"a: {{base: 1, role: agent, seats: 3}}, {B % ''}", rules, "a: 3, b: 4", months=2)
    assert moved(run, "down") == 4


@pytest.mark.parametrize(
    ("seats", "of_a", "of_b"),
    [
        ("3", 3, 0),
        ("20% of grade", 6, 0),
        ("unlimited", 20, 10),
        ("50% of eligible", 10, 5),
        ("1", 1, 0),
        ("22% of grade rounded up", 7, 0),
        ("22% of grade rounded nearest", 7, 0),
        ("21% of grade rounded nearest", 6, 0),
        ("2% of grade", 1, 0),
        ("2% of grade, at least 0", 0, 0),
    ],
)
def test_quotas_where_no_grade_has_seats(tmp_path: Path, seats: str, of_a: int, of_b: int) -> None:
    """20 in a, who are first in order, and 10 in b; a quota is for the whole move."""
    run = play(
        tmp_path, f"{A}, {B % ''}, {C % ''}", UP % f", seats: '{seats}', order: -level", "a: 20, b: 10", months=2
    )
    assert moved(run, "up") == of_a + of_b
    if seats != "50% of eligible":  # shared out among all in order
        assert run.counts.moves[0, 1].tolist() == [of_a, of_b]


@pytest.mark.parametrize(("seats", "all_in_all"), [("3", 3), ("20% of grade", 6)])
def test_a_quota_is_one_though_seats_cut_the_move_in_parts(tmp_path: Path, seats: str, all_in_all: int) -> None:
    """c has seats, so b's people are tested before a's: together they keep to the quota."""
    run = play(tmp_path, f"{A}, {B % ''}, {C % ', seats: 2'}", UP % f", seats: {seats}", "a: 20, b: 10", months=2)
    assert run.counts.moves[0, 1].tolist() == [all_in_all - 2, 2]


@pytest.mark.parametrize(
    ("quota", "seats", "outcome"),
    [
        (3, 1, {"no seat": 9, "moved": 1}),  # more would not help, as long as there is one seat
        (1, 3, {"quota reached": 2, "no seat": 7, "moved": 1}),
        (2, 12, {"quota reached": 8, "moved": 2}),
        (2, None, {"quota reached": 8, "moved": 2}),
        (0, 4, {"quota reached": 4, "no seat": 6}),
        (4, 0, {"no seat": 10}),
    ],
)
def test_who_is_stopped_by_the_quota_and_who_by_the_seats(
    tmp_path: Path, quota: int, seats: int | None, outcome: dict[str, int]
) -> None:
    """No seat: there is none for that person, whatever the quota. Quota reached: there is one."""
    ladder = f"{A}, {B % (f', seats: {seats}' if seats is not None else '')}"
    run = play(tmp_path, ladder, ONE % f", seats: {quota}", "a: 10", months=2)
    assert scenes.outcomes(run, "up")[1] == outcome


def test_a_share_of_the_eligible(tmp_path: Path) -> None:
    """A fifth of those who pass the conditions, rounded down, but at least one."""
    run = play(
        tmp_path,
        f"{A}, {B % ''}",
        ONE % ", when: chance(0.4), seats: 20% of eligible",
        "a: 30",
        months=2,
        replications=200,
    )
    table = run.counts.ledger["up"][:, 0]
    names = run.axes.moves[0].reason_ids
    there, gone = table[:, names.index("quota reached")], table[:, names.index("moved")]
    eligible = there + gone
    assert (gone == np.where(eligible > 0, np.maximum(1, eligible // 5), 0)).all() and np.unique(eligible).size > 5


def test_passed_over_people_are_remembered(tmp_path: Path) -> None:
    """No seat: the hazard is tripled for two months."""
    more = "attrition: {base: {0: 0.2}, effects: {passed_over: {times: 3, for: 2}}}\n"
    people = "people: {grades: {a: 2000, z: 2000}}\nhiring: none\n"
    rules = scenes.scheme_of(
        tmp_path,
        f"ladder: {{main: {{{A}, {B % ', seats: 1'}}}, apart: {{z: {{base: 1, role: agent}}}}}}{HEAD}"
        f"moves: [{ONE % ', when: month == 1'}]\n",
    )
    run = simulate(rules, scenes.workforce_of(tmp_path, people + more), months=4, replications=1)
    heads, exits = run.counts.headcount[0, :, [0, 2]].T, run.counts.exits[0, :, [0, 2], 0].T
    rates = exits / heads[:-1]
    exact = [(0.2, 0.2), (0.6, 0.2), (0.6, 0.2), (0.2, 0.2)]
    for month, pair in enumerate(exact):
        for rate, hazard, people_there in zip(rates[month], pair, heads[month], strict=True):
            assert abs(rate - hazard) / np.sqrt(hazard * (1 - hazard) / people_there) < 4


OUTSIDE = """
people: {grades: {a: 10, b: 4}}
hiring: {keep: headcount, lead_months: 0}
attrition: {hazard: 1 if level == 2 and month == 1 else 0}
"""


def test_openings_that_go_to_hires(tmp_path: Path) -> None:
    """Four leads leave. All to hires: they come into b; none: a's people move up, and hires come into a."""
    for outside, hired, promoted in ((1, [0, 4], 0), (0, [4, 0], 4)):
        rules = scenes.scheme_of(
            tmp_path,
            f"ladder: {{main: {{{A}, {B % f', seats: 4, outside: {outside}'}}}}}{HEAD}"
            f"moves: [{ONE % (', when: false' if outside else '')}]\n",
        )
        run = simulate(rules, scenes.workforce_of(tmp_path, OUTSIDE), months=3, replications=1)
        assert run.counts.hires[0].sum(axis=0).tolist() == hired
        assert moved(run, "up") == promoted
        assert run.counts.headcount[0, 3].tolist() == [10, 4]


def test_candidates_from_within_go_first_for_some_months(tmp_path: Path) -> None:
    """Openings of January go outside when they have stood open for three months: the first to come do so in May."""
    ladder = f"{A}, {B % ', seats: 4, outside: {after: 3, share: 1}'}"
    rules = scenes.scheme_of(tmp_path, f"ladder: {{main: {{{ladder}}}}}{HEAD}moves: [{ONE % ', when: false'}]\n")
    people = OUTSIDE.replace("else 0", "else 0.4 if level == 1 else 0")
    run = simulate(rules, scenes.workforce_of(tmp_path, people), months=8, replications=20)
    by_month = run.counts.hires[:, :, 1].sum(axis=0)
    assert by_month[:4].tolist() == [0, 0, 0, 0] and by_month[4] > 0
    assert (run.counts.headcount[:, 8, 1] == 4).all()
