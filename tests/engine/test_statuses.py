"""Statuses: clocks that stop, windows that pass months over, pay and reviews meanwhile; what follows a failed stage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scenes import scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run

LADDER = """
ladder:
  desk: {a: {base: 3000}, b: {base: 4000}, c: {base: 5000}}
entry: a
reviews: {monthly: {every: month}, yearly: {every: year}}
"""
PEOPLE = """
people: {grades: {a: 1}}
metrics: {kpi: {normal: {mean: 75, within: 5}}, sales: {normal: {mean: 0}}}
"""
MOVES = ("promotion", "demotion", "lateral", "regrade", "dismissal", "status")


def told(
    folder: Path, text: str, months: int, *, statuses: str = "", events: tuple[str, ...] = MOVES, **columns: Any
) -> list[tuple[str, str, int]]:
    """(event, move, month) of one person; columns: a value for all months, or one for each."""
    table = {name: value if isinstance(value, list) else [value] * months for name, value in columns.items()}
    record = pd.DataFrame({"person": "p", "month": range(1, months + 1), **table})
    workforce = workforce_of(folder, PEOPLE + statuses) if statuses else None
    rows = ls.trace(scheme_of(folder, LADDER + text), record, workforce)
    return [(row.event, row.move, row.month) for row in rows.itertuples() if row.event in events]


def during(months: int, first: int, last: int) -> list[str]:
    return ["yes" if first <= month <= last else "no" for month in range(1, months + 1)]


LEAVE = "statuses: {leave: {begins: 0, months: 4, clocks: stop, windows: skip}}"


def test_a_wait_stands_still_during_leave(tmp_path: Path) -> None:
    """Twelve months with four of leave among them are done at the end of month 16: effect in month 17."""
    text = "moves: [{id: up, from: a, to: b, review: monthly, when: [months_in_grade >= 12]}]"
    leave = {"status:leave": during(20, 5, 8)}
    assert told(tmp_path, text, 20, statuses=LEAVE, **leave) == [("promotion", "up", 17)]
    run = LEAVE.replace("clocks: stop", "clocks: run")
    assert told(tmp_path, text, 20, statuses=run, **leave) == [("promotion", "up", 13)]
    part = LEAVE.replace("clocks: stop", "clocks: [since_promotion]")
    assert told(tmp_path, text, 20, statuses=part, **leave) == [("promotion", "up", 13)]


def test_a_window_reaches_back_over_leave(tmp_path: Path) -> None:
    """KPI 90, 80, 70 in months 2 to 4, leave in 5 to 8, 80 in month 9: the mean of three worked months is 76.67."""
    kpi = [90, 90, 80, 70, 0, 0, 0, 0, 80, 85, 85, 85]
    text = 'moves: [{id: up, from: a, to: b, review: monthly, when: ["mean(kpi, 3) >= %s", month >= 5]}]'
    leave = {"status:leave": during(12, 5, 8), "kpi": kpi}
    assert told(tmp_path, text % 76.6, 12, statuses=LEAVE, **leave) == [("promotion", "up", 6)]  # 90, 80, 70: 80
    late = text.replace("month >= 5", "month >= 9")
    assert told(tmp_path, late % 76.6, 12, statuses=LEAVE, **leave) == [("promotion", "up", 10)]
    assert told(tmp_path, late % 76.7, 12, statuses=LEAVE, **leave) == [("promotion", "up", 11)]  # 70, 80, 85: 78.3
    zero, unknown = (LEAVE.replace("skip", word) for word in ("zero", "unknown"))
    assert told(tmp_path, late % 76.6, 12, statuses=zero, **leave) == [("promotion", "up", 12)]
    assert told(tmp_path, late % 76.6, 12, statuses=unknown, **leave) == [("promotion", "up", 12)]
    assert told(tmp_path, late % 76.6, 12, statuses=LEAVE.replace("skip", "run"), **leave)[0][2] == 12


@pytest.mark.parametrize(("rule", "month"), [
    ("count(kpi >= 80, 3) == 3", 8), ("streak(kpi >= 80) >= 3", 8), ("total(kpi, up_to(3)) >= 240", 8),
    ("lowest(kpi, 3) >= 80", 8), ("total(kpi, since_move) >= 240", 8), ("total(kpi, this_year) >= 240", 8),
    ("first(kpi, 3) >= 80", 8), ("ever(kpi >= 80) >= 3", 8),
])  # fmt: skip
def test_every_window_leaves_the_months_of_leave_out(tmp_path: Path, rule: str, month: int) -> None:
    """80 in every month, leave in months 3 to 6: three months are there at the end of month 7."""
    text = f'moves: [{{id: up, from: a, to: b, review: monthly, when: ["{rule}"]}}]'
    leave = {"status:leave": during(12, 3, 6), "kpi": 80}
    assert told(tmp_path, text, 12, statuses=LEAVE, **leave) == [("promotion", "up", month)]


def test_a_quarter_counts_if_half_of_it_was_worked(tmp_path: Path) -> None:
    """Leave in February and March takes the first quarter out; leave in February alone does not."""
    text = """
scores: {result: {every: quarter, value: "mean(kpi, up_to(3))"}}
moves: [{id: up, from: a, to: b, review: monthly, when: ["count(result >= 80, 2) == 2"]}]
"""
    gone = {"status:leave": during(12, 2, 3), "kpi": 80}
    assert told(tmp_path, text, 12, statuses=LEAVE, **gone) == [("promotion", "up", 10)]
    there = {"status:leave": during(12, 2, 2), "kpi": 80}
    assert told(tmp_path, text, 12, statuses=LEAVE, **there) == [("promotion", "up", 7)]


def test_a_fresh_window_does_not_reach_behind_the_move(tmp_path: Path) -> None:
    """Up on the first of month 4 with KPI 50 before; two months since then are worked in month 8."""
    text = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: [month == 3]}
  - {id: down, from: b, to: a, review: monthly, when: ["mean(kpi, 2) < 60"]}
"""
    leave = {"status:leave": during(12, 5, 7), "kpi": [50] * 3 + [59] * 9}
    assert told(tmp_path, text, 12, statuses=LEAVE, **leave) == [("promotion", "up", 4), ("demotion", "down", 9)]


def test_words_of_a_status(tmp_path: Path) -> None:
    """Leave in months 3 and 4, and 8: in it for two months in month 4; two months after its end in month 6."""
    leave = {"status:leave": during(12, 3, 4)}
    leave["status:leave"][7] = "yes"
    for rule, month in (("leave", 4), ("months_in(leave) >= 2", 5), ("times(leave) >= 2", 9),
                        ("times(leave) == 1 and not leave and months_since(leave) >= 2", 7)):  # fmt: skip
        text = f'moves: [{{id: up, from: a, to: b, review: monthly, when: ["{rule}"]}}]'
        plain = LEAVE.replace("clocks: stop, ", "")
        assert told(tmp_path, text, 12, statuses=plain, **leave)[0] == ("promotion", "up", month), rule


def paid(folder: Path, text: str, months: int, **more: Any) -> dict[int, str]:
    table = {name: value if isinstance(value, list) else [value] * months for name, value in more.items()}
    record = pd.DataFrame({"person": "p", "month": range(1, months + 1), **table})
    statuses = table and "statuses: {leave: {begins: 0, months: 4, pay: %s}}"
    workforce = workforce_of(folder, PEOPLE + (statuses % more_pay if statuses else ""))
    rows = ls.trace(scheme_of(folder, LADDER + text), record, workforce)
    return {row.month: row.reason for row in rows.itertuples() if row.event == "pay"}


more_pay = "0.6 * base"


@pytest.mark.parametrize(("rule", "amount"), [("0.6 * base", "base 1800"), ("base", "base 3000"),
                                              ("all", "")])  # fmt: skip
def test_pay_during_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, amount: str) -> None:
    """3,000 and a bonus of 10 %: on leave in months 2 and 3 what the status says, then as before."""
    monkeypatch.setitem(globals(), "more_pay", rule)
    text = "pay: {bonus: 0.1 * base}"
    told_ = paid(tmp_path, text, 4, **{"status:leave": during(4, 2, 3)})
    full = "base 3000; bonus 300"
    assert told_ == ({1: full, 2: amount, 4: full} if amount else {1: full})


CAPABILITY = """
statuses: {capability: {months: 6, reviews: [back, out], pay: base, ends_with: back}}
moves:
  - {id: warn, from: a, to: same, status: capability, review: monthly, when: [kpi < 60]}
  - id: back
    from: desk
    to: same
    review: monthly
    pay: {raise: 10}
    when: [capability, months_in(capability) >= 5, kpi >= 60]
  - {id: out, from: a, to: exit, review: monthly, when: [months_in(capability) >= 6, kpi < 60]}
  - {id: up, from: a, to: b, review: monthly, when: [months_in_grade >= 5]}
"""


def test_only_the_named_moves_test_who_is_in_a_process(tmp_path: Path) -> None:
    """Warned on the first of month 3 for six months: no promotion, which would be due in month 5, before its end."""
    kpi = [80, 50] + [80] * 10
    got = told(tmp_path, CAPABILITY, 12, kpi=kpi)
    assert got == [("status", "warn", 3), ("regrade", "back", 8), ("promotion", "up", 9)]
    assert told(tmp_path, CAPABILITY, 12, kpi=[80] + [50] * 11) == [("status", "warn", 3), ("dismissal", "out", 9)]
    begun = told(tmp_path, CAPABILITY, 12, kpi=kpi, events=("status begins", "status ends"))
    assert begun == [("status begins", "", 3), ("status ends", "", 8)]


def test_a_status_ends_when_its_condition_holds(tmp_path: Path) -> None:
    text = CAPABILITY.replace("months: 6,", "until: kpi >= 70,")
    got = told(tmp_path, text, 8, kpi=[80, 50, 65, 65, 72, 72, 72, 72])
    assert got == [("status", "warn", 3), ("promotion", "up", 7)]


STAGES = """
statuses: {terminal_year: {months: 12, reviews: none}}
moves:
  - id: tenure
    from: a
    to: b
    review: monthly
    when: [months_in_grade >= 6]
    stages: [{stage: review, pass: 0.8, fails_to: {to: %s}}]
  - {id: rise, from: desk, to: same, review: monthly, pay: {raise: 10}, when: [months_since(rise) >= 4]}
"""


@pytest.mark.parametrize(("to", "what"), [
    ("exit, after: 12 months, cause: voluntary, status: terminal_year", ("voluntary", 19)),
    ("exit", ("dismissal", 7)), ("exit, after: 2", ("dismissal", 9)), ("stay", None),
])  # fmt: skip
def test_what_follows_a_failed_stage(tmp_path: Path, to: str, what: tuple[str, int] | None) -> None:
    """Failed in month 6: out on the first of month 7, or so many months later; nothing else moves them until then."""
    got = told(tmp_path, STAGES % to, 24, events=(*MOVES, "voluntary"), **{"stage:review": "no"})
    ends = [(event, month) for event, _, month in got if event in ("dismissal", "voluntary")]
    assert ends == ([] if what is None else [what])
    if what is not None:
        assert [month for event, _, month in got if event == "regrade"] == [5]


def test_a_failure_leads_to_a_lower_grade(tmp_path: Path) -> None:
    text = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: [month == 1]}
  - id: renewal
    from: b
    to: c
    review: monthly
    when: [month == 6]
    stages: [{stage: board, pass: 0.5, fails_to: %s}]
  - id: again
    from: a
    to: same
    review: monthly
    pay: {raise: 1}
    when: [failed(renewal) == 1, times(renewal) + times(again) == 0]
"""
    for goal in ("lower", "before", "a"):
        got = told(tmp_path, text % goal, 8, **{"stage:board": "no"})
        assert got == [("promotion", "up", 2), ("demotion", "renewal", 7), ("regrade", "again", 8)], goal
    late = told(tmp_path, text % "{to: lower, after: 1 month}", 9, **{"stage:board": "no"})
    assert late[1] == ("demotion", "renewal", 8)


def test_a_move_may_take_effect_later(tmp_path: Path) -> None:
    """Decided in month 3: three months later is month 7; in the April after that, month 16."""
    text = """
reviews: {monthly: {every: month}, spring: {every: month, effective: April}}
moves:
  - {id: up, from: a, to: b, review: %s, after: %s, when: [month >= 3]}
"""
    plain = LADDER
    for review, after, month in (("monthly", "3 months", 7), ("monthly", "1 if kpi > 90 else 2", 6),
                                 ("spring", "0", 4), ("spring", "1", 16)):  # fmt: skip
        scheme = plain.replace("reviews: {monthly: {every: month}, yearly: {every: year}}\n", "") + text % (
            review,
            after,
        )
        record = pd.DataFrame({"person": "p", "month": range(1, 18), "kpi": 80})
        rows = ls.trace(scheme_of(tmp_path, scheme), record)
        assert [(r.event, r.month) for r in rows.itertuples() if r.event in MOVES] == [("promotion", month)], after


LIFE = """
people: {grades: {a: 400}}
metrics: {kpi: {normal: {mean: 75, within: 5}}}
statuses:
  leave: {begins: 0.05, months: {uniform: [2, 4]}, clocks: stop, windows: skip, reviews: none, pay: 0.5 * base}
"""


def test_a_run_with_leave_begun_by_chance(tmp_path: Path) -> None:
    """5 % of those at work begin leave each month, for 2, 3 or 4 months: after 19 at work: 3/22 are on leave."""
    text = """
moves: [{id: up, from: a, to: b, review: yearly, when: ["mean(kpi, 3) >= 0"]}]
pay: {note: 0}
"""
    run = simulate(scheme_of(tmp_path, LADDER + text), workforce_of(tmp_path, LIFE), months=36, replications=20, seed=1)
    base = run.counts.pay[:, 24:, 0, 0].sum() / 3000 + run.counts.pay[:, 24:, 1, 0].sum() / 4000
    heads = run.counts.headcount[:, 25:].sum()
    share = 2 * (1 - base / heads)
    assert abs(share - 3 / 22) < 0.002
    ledger = run.counts.ledger["up"].sum(axis=(0, 1))
    reasons = next(info.reason_ids for info in run.axes.moves if info.id == "up")
    assert ledger[reasons.index("status: leave")] > 0


def test_leave_changes_nobody_elses_draws(tmp_path: Path) -> None:
    """A workforce with a status that nobody begins plays as one without."""
    scheme = scheme_of(
        tmp_path, LADDER + 'moves: [{id: up, from: a, to: b, review: yearly, when: ["mean(kpi, 3) >= 75"]}]'
    )
    with_, without = LIFE.replace("0.05", "0"), LIFE[: LIFE.index("statuses")]
    runs = [
        simulate(scheme, workforce_of(tmp_path, text, name), months=24, replications=3, seed=1)
        for name, text in (("w1", with_), ("w2", without))
    ]
    assert np.array_equal(runs[0].counts.moves, runs[1].counts.moves)
    assert np.array_equal(runs[0].counts.pay, runs[1].counts.pay)


@pytest.mark.parametrize(("status", "said"), [
    ("{}", "needs 'months' or 'until'"),
    ("{months: 3, until: kpi > 3}", "one of them"),
    ("{months: 3, clocks: [in_rank]}", "must be run, stop"),
    ("{months: 3, reviews: [uup]}", "did you mean 'up'"),
    ("{months: 3, ends_with: dwn}", "unknown move"),
])  # fmt: skip
def test_a_faulty_status_is_told(tmp_path: Path, status: str, said: str) -> None:
    text = f"statuses: {{notice: {status}}}\nmoves: [{{id: up, from: a, to: b, review: monthly, status: notice}}]"
    with pytest.raises(ls.LadderError, match=said):
        scheme_of(tmp_path, LADDER + text)


AWAY = """
ladder: {desk: {a: {base: 3000}, b: {base: 4000, seats: %s}}}
entry: a
reviews: {monthly: {every: month}}
statuses: {furlough: {months: 3, reviews: none, pay: 0%s}}
moves:
  - {id: go, from: b, to: same, status: furlough, review: monthly, seats: 1, when: [month == 2]}
  - {id: up, from: a, to: b, review: monthly, when: [month >= 2]}
"""


def away(folder: Path, seats: str = "2", terms: str = "", hiring: str = "none") -> Run:
    """Ten in grade a and two in b, of whom one is away in months 3, 4 and 5."""
    people = f"people: {{grades: {{a: 10, b: 2}}, attributes: {{months_employed: 30}}}}\nhiring: {hiring}\n"
    scheme = scheme_of(folder, AWAY % (seats, terms))
    return simulate(scheme, workforce_of(folder, people), months=8, replications=2, seed=1)


def stock(run: Run, grade: int) -> list[int]:
    """People of a grade at the ends of months 1, 2, …"""
    found: list[int] = run.counts.headcount[0, 1:, grade].tolist()
    return found


def test_the_seat_is_kept_or_open_meanwhile(tmp_path: Path) -> None:
    """Open: filled from the review of month 3 on, and two seats hold three people when the third comes back."""
    assert stock(away(tmp_path), 1) == [2] * 8
    assert stock(away(tmp_path, terms=", place: kept"), 1) == [2] * 8
    run = away(tmp_path, terms=", place: open")
    assert stock(run, 1) == [2, 2, 2, 3, 3, 3, 3, 3]
    assert run.counts.seats[0, :, 1, 1].tolist() == [2, 2, 2, 2, 3, 3, 3, 3]


def test_who_is_no_headcount_is_replaced(tmp_path: Path) -> None:
    """Ordered at the end of month 3, there from month 5 on; nobody is hired for who comes back."""
    keep = "{keep: headcount}"
    assert away(tmp_path, hiring=keep).counts.headcount[0, 1:].sum(axis=1).tolist() == [12] * 8
    run = away(tmp_path, terms=", counts: false", hiring=keep)
    assert run.counts.headcount[0, 1:].sum(axis=1).tolist() == [12, 12, 12, 12, 13, 13, 13, 13]


def test_who_is_no_headcount_makes_no_seat(tmp_path: Path) -> None:
    """One seat for six people: two for twelve, and one for the eleven of months 3 to 5."""
    run = away(tmp_path, "1 per 6 agent", ", counts: false")
    assert run.counts.seats[0, :, 1, 0].tolist() == [2, 2, 1, 1, 2, 2, 2, 2]


def test_who_is_away_takes_a_seat_to_move(tmp_path: Path) -> None:
    """Who holds no seat gives none back: the exit of the one on furlough opens nothing more."""
    text = AWAY.replace("reviews: none", "reviews: [out]").replace("month >= 2", "month == 5") % ("2", ", place: open")
    text += "  - {id: out, from: b, to: exit, review: monthly, when: [furlough, month == 3]}\n"
    people = workforce_of(tmp_path, "people: {grades: {a: 10, b: 2}}\nhiring: none\n")
    run = simulate(scheme_of(tmp_path, text), people, months=8, replications=1, seed=1)
    assert run.counts.seats[0, 2:, 1, 1].tolist() == [1, 1, 2, 2, 2, 2]


def test_the_card_and_the_difference_tell_place_and_headcount(tmp_path: Path) -> None:
    plain = scheme_of(tmp_path, AWAY % ("2", ""))
    other = scheme_of(tmp_path, AWAY % ("2", ", place: open, counts: false"), "t")
    assert "seat open, not counted" in str(ls.describe(other))
    assert "seat kept" in str(ls.describe(plain))
    changed = str(ls.diff(plain, other))
    assert "seat meanwhile kept -> open" in changed and "counts as headcount yes -> no" in changed
