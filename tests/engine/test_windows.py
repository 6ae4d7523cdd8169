"""What windows see: closed periods, the month of hire, probation, moves, quarters, and what is undefined.

Each scene has one person (and a bystander, where that one is hired) and rules that fire as early as they
can; the month of the review that moves the person tells from when the window was full.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import scenes

from ladder_sim.experiment.simulation import simulate

LADDER = """
ladder:
  main:
    a: {base: 1, role: agent}
    b: {base: 2, role: agent}
    c: {base: 3, role: agent}
  apart: {z: {base: 1, role: agent}}
entry: a
reviews: {monthly: {every: month}}
signals: {x: {value: 1}}
"""
THERE = "people: {grades: {a: 1}}\nhiring: none\n"
HIRED_IN_FEBRUARY = "people: {grades: {z: 1}}\nhiring: {plan: plan.csv}\n"
X = 'metrics: {x: {value: "%s"}}\n'
UP = "{id: up, from: a, to: b, review: monthly, when: %s}"


def reviews(
    folder: Path,
    *moves: str,
    people: str = THERE,
    x: str = "1",
    scheme: str = "",
    months: int = 20,
    start: str = "2027-01-01",
) -> dict[str, list[int]]:
    """The months of the reviews that decided each move."""
    (folder / "plan.csv").write_text("month,hires\n2,1\n")
    rules = scenes.scheme_of(folder, f"{LADDER}{scheme}\nmoves: [{', '.join(moves)}]\n")
    workforce = scenes.workforce_of(folder, f"start: {start}\n{people}{X % x}")
    run = simulate(rules, workforce, months=months, replications=1)
    found = {}
    for info in run.axes.moves:
        by_month = scenes.moved(run, info.id)[0]
        found[info.id] = [month for month in range(months) for _ in range(by_month[month])]  # effect a month later
    return found


def first(folder: Path, when: str, **scene: object) -> int | None:
    """The month of the review that moves the person up, None if there is none."""
    months = reviews(folder, UP % when, **scene)["up"]  # type: ignore[arg-type]
    return months[0] if months else None


@pytest.mark.parametrize("function", ["total(x, 3) >= 3", "mean(x, 3) >= 1", "lowest(x, 3) >= 1", "highest(x, 3) >= 1",
                                      "count(x >= 1, 3) >= 0", "streak(x >= 1) >= 3"])  # fmt: skip
def test_a_window_needs_all_its_months(tmp_path: Path, function: str) -> None:
    assert first(tmp_path, f"'{function}'") == 3


def test_the_window_moves_on(tmp_path: Path) -> None:
    x = "1 if month in [2, 3, 5, 7] else 0"
    assert first(tmp_path, "'count(x >= 1, 4) >= 3'", x=x) == 5  # months 2 to 5
    assert first(tmp_path, "'total(x, 2) == 2'", x=x) == 3
    assert first(tmp_path, "'streak(x >= 1) >= 2'", x=x) == 3
    assert first(tmp_path, "'ever(x >= 1) >= 4'", x=x) == 7
    assert first(tmp_path, "'lowest(x, 3) == 0 and highest(x, 3) == 0'", x=x) == 10
    assert first(tmp_path, "'mean(x, 5) >= 0.6'", x=x) == 5
    assert first(tmp_path, "'streak(x < 1) >= 3'", x=x) == 10


def test_the_month_of_hire_does_not_count(tmp_path: Path) -> None:
    """Hired on the first of February: March, April and May are closed."""
    for function in ("total(x, 3) >= 3", "count(x >= 1, 3) >= 3", "streak(x >= 1) >= 3"):
        assert first(tmp_path, f"'{function}'", people=HIRED_IN_FEBRUARY) == 5
    assert first(tmp_path, "months_employed >= 3", people=HIRED_IN_FEBRUARY) == 4  # clocks count it
    assert first(tmp_path, "ever(x >= 1) >= 3", people=HIRED_IN_FEBRUARY) == 4  # and so does a career's count


def test_nothing_is_remembered_of_whom_one_replaces(tmp_path: Path) -> None:
    """The one person leaves in March and is replaced in April, in the same place."""
    people = "people: {grades: {a: 1}}\nhiring: {keep: headcount, lead_months: 0}\n"
    people += "attrition: {hazard: 1 if month == 3 else 0}\n"
    assert first(tmp_path, "ever(x >= 1) >= 4", people=people) == 7
    assert first(tmp_path, "'streak(x >= 1) >= 4'", people=people) == 8  # the month of hire does not count
    assert first(tmp_path, "'count(x >= 1, this_year) >= 4'", people=people) == 8
    assert first(tmp_path, "'total(x, this_year) >= 4'", people=people) == 8
    assert first(tmp_path, "'total(x, 4) >= 4'", people=people) == 8


def test_probation_months_do_not_count(tmp_path: Path) -> None:
    """Probation in February, March and April: May is the first closed month."""
    scene = {"people": HIRED_IN_FEBRUARY, "scheme": "probation: {months: 3}"}
    assert first(tmp_path, "'total(x, 3) >= 3'", **scene) == 7
    assert first(tmp_path, "'streak(x >= 1) >= 3'", **scene) == 7
    assert first(tmp_path, "not on_probation", **scene) == 5
    scene["scheme"] = "probation: {months: 3, assessed_from: 3}"  # from the third month on
    assert first(tmp_path, "'total(x, 3) >= 3'", **scene) == 6


def test_a_prolonged_probation_counts_no_more(tmp_path: Path) -> None:
    scheme = "probation: {months: 3, confirm: month >= 5, otherwise: extend, extend: 2}"
    assert first(tmp_path, "'total(x, 3) >= 3'", people=HIRED_IN_FEBRUARY, scheme=scheme) == 9  # July to September


def test_confirmation_sees_the_months_of_the_probation(tmp_path: Path) -> None:
    """Three months with the month of hire; one is missing if the window is empty or reads a month too many."""
    for wanted, confirmed in (("total(x, 3) == 3", True), ("total(x, 4) >= 0", False)):
        scheme = f"probation: {{months: 3, confirm: '{wanted}'}}"
        months = first(tmp_path, "months_employed >= 4", people=HIRED_IN_FEBRUARY, scheme=scheme)
        assert months == (5 if confirmed else None)


def test_people_who_were_there_have_a_past(tmp_path: Path) -> None:
    people = "people: {headcount: 1, roles: {agent: 1}, attributes: {months_employed: 24}%s}\nhiring: none\n"
    ladder = "placement: a"
    assert first(tmp_path, "'total(x, 12) >= 12'", people=people % "", scheme=ladder) == 1
    assert first(tmp_path, "'total(x, 12) >= 12'", people=people % ", history: false", scheme=ladder) == 12
    young = (people % "").replace("24", "5")  # four whole months before the run
    assert first(tmp_path, "'total(x, 12) >= 12'", people=young, scheme=ladder) == 8


def test_windows_of_a_promotion_look_back_across_the_move(tmp_path: Path) -> None:
    on = "{id: on, from: b, to: c, review: monthly, when: '%s'%s}"
    up = UP % "'total(x, 2) >= 2'"
    assert reviews(tmp_path, up, on % ("total(x, 3) >= 3", "")) == {"up": [2], "on": [3]}
    assert reviews(tmp_path, up, on % ("total(x, 3) >= 3", ", windows: since_move")) == {"up": [2], "on": [5]}
    assert reviews(tmp_path, up, on % ("streak(x >= 1) >= 3", "")) == {"up": [2], "on": [5]}  # streaks restart


def test_windows_of_a_demotion_start_empty(tmp_path: Path) -> None:
    """Up on the first of March; March, April and May fill the window of three."""
    down = "{id: down, from: b, to: a, review: monthly, when: ['total(x, 3) >= 3']%s}"
    up = UP % "month == 2"
    assert reviews(tmp_path, up, down % "") == {"up": [2], "down": [5]}
    assert reviews(tmp_path, up, down % ", windows: across") == {"up": [2], "down": [3]}
    out = "{id: out, from: b, to: exit, review: monthly, when: 'count(x >= 1, 3) >= 3'}"
    assert reviews(tmp_path, up, out) == {"up": [2], "out": [5]}


def test_a_regrade_restarts_nothing(tmp_path: Path) -> None:
    more = "{id: more, from: a, to: same, review: monthly, when: month == 2, pay: 5}"
    assert reviews(tmp_path, more, UP % "streak(x >= 1) >= 4") == {"more": [2], "up": [4]}
    assert reviews(tmp_path, more, UP % "months_in_grade >= 4 and months_since_regrade == 2") == {
        "more": [2],
        "up": [4],
    }


def test_this_year_and_this_quarter(tmp_path: Path) -> None:
    """From July: six months close this year, then it starts anew."""
    july = {"start": "2027-07-01"}
    assert first(tmp_path, "'total(x, this_year) == 6'", **july) == 6
    assert first(tmp_path, "'total(x, this_year) == 7'", **july) == 13  # July 2028
    assert first(tmp_path, "'month > 6 and total(x, this_year) == 1'", **july) == 7  # January
    assert first(tmp_path, "'count(x >= 1, this_year) == 12'", **july) == 18
    assert first(tmp_path, "'total(x, this_quarter) == 3'", start="2027-02-01") == 5  # April to June
    assert first(tmp_path, "'count(x >= 1, this_quarter) == 2'", start="2027-02-01") == 2
    assert first(tmp_path, "'month > 3 and mean(x, this_quarter) == 4'", x="month") == 4


def test_this_year_of_somebody_hired_this_year(tmp_path: Path) -> None:
    scene = {"people": HIRED_IN_FEBRUARY, "x": "month"}
    assert first(tmp_path, "'total(x, this_year) == 3 + 4'", **scene) == 4  # March and April
    assert first(tmp_path, "'count(x >= 1, this_year) == 10'", **scene) == 12
    assert first(tmp_path, "'mean(x, this_year) == 3.5'", **scene) == 4
    assert first(tmp_path, "'lowest(x, this_year) == 3'", **scene) == 3
    assert first(tmp_path, "'mean(x, this_year) >= 0'", **scene) == 3  # undefined while nothing has closed


def test_up_to_takes_what_there_is(tmp_path: Path) -> None:
    """A clean record over two years does not make anybody wait for two years."""
    clean = "'months_employed >= 3 and total(x, up_to(24)) == 0'"
    assert first(tmp_path, clean, x="0") == 3
    assert first(tmp_path, clean, x="1 if month == 2 else 0") is None
    assert first(tmp_path, "'total(x, up_to(3)) == 0'", x="1 if month <= 2 else 0") == 5  # and no more than that
    assert first(tmp_path, "'mean(x, up_to(3)) == 1.5'", x="month") == 2
    assert first(tmp_path, "'lowest(x, up_to(3)) == 2'", x="month") == 4
    assert first(tmp_path, "'highest(x, up_to(3)) == 3'", x="4 - month if month < 4 else 0") == 1
    assert first(tmp_path, "'count(x >= 1, up_to(6)) == 4'") == 4


def test_up_to_before_anything_is_closed(tmp_path: Path) -> None:
    """Hired in February, whose month does not count: a total is nothing, a mean is not known."""
    scene = {"people": HIRED_IN_FEBRUARY}
    assert first(tmp_path, "'total(x, up_to(3)) == 0'", **scene) == 2
    assert first(tmp_path, "'mean(x, up_to(3)) < 9'", **scene) == 3
    assert first(tmp_path, "'not mean(x, up_to(3)) < 0.5'", **scene) == 3


def test_so_far_adds_up_and_never_restarts(tmp_path: Path) -> None:
    two_at_once = "2 if month == 3 else 0"
    assert first(tmp_path, "'total(x, so_far) >= 2'", x=two_at_once) == 3
    assert first(tmp_path, "'ever(x > 0) >= 2'", x=two_at_once) is None  # months, not people
    assert first(tmp_path, "'total(x, so_far) >= 2'", x="1 if month in [1, 18] else 0") == 18
    assert first(tmp_path, "'total(x, so_far) >= 3'", people=HIRED_IN_FEBRUARY) == 4  # from the month of hire on
    assert first(tmp_path, "'mean(x, so_far) == 3'", x="month") == 5
    assert first(tmp_path, "'highest(x, so_far) == 5 and x == 0'", x="5 if month == 2 else 0") == 3
    assert first(tmp_path, "'lowest(x, so_far) == 1 and x == 4'", x="month") == 4
    back = "{id: on, from: b, to: c, review: monthly, when: 'total(x, so_far) >= 5', windows: since_move}"
    assert reviews(tmp_path, UP % "month == 2", back) == {"up": [2], "on": [5]}


def test_a_record_may_tell_of_two_in_one_month(tmp_path: Path) -> None:
    """Where a metric is drawn as a chance too, which is 0 or 1 for each person and month."""
    import ladder_sim as ls

    chance = LADDER.replace("{x: {value: 1}}", "{x: {chance: 0.1, event: true}}")
    up = UP % "'total(x, so_far) >= 2 and ever(x) == 1'"
    rules = scenes.scheme_of(tmp_path, f"{chance}\nmoves: [{up}]\n")
    record = tmp_path / "record.csv"
    record.write_text("person,month,grade,months_employed,x\nan,1,a,30,2\nan,2,,,0\nbo,1,a,30,1\nbo,2,,,0\n")
    told = ls.trace(rules, record)
    assert set(told[told["event"] == "promotion"]["person"]) == {"an"}


def test_so_far_of_whom_one_replaces_is_forgotten(tmp_path: Path) -> None:
    people = "people: {grades: {a: 1}}\nhiring: {keep: headcount, lead_months: 0}\n"
    people += "attrition: {hazard: 1 if month == 3 else 0}\n"
    assert first(tmp_path, "'total(x, so_far) >= 4'", people=people) == 7
    assert first(tmp_path, "'lowest(x, so_far) == 4'", people=people, x="month") == 4


def test_what_happened_so_far_begins_with_the_hire(tmp_path: Path) -> None:
    """Of people of the first day too, who have fifteen months of work behind them at most."""
    people = "people: {headcount: 1, roles: {agent: 1}, attributes: {months_employed: 5}}\nhiring: none\n"
    scene = {"people": people, "scheme": "placement: a"}
    assert first(tmp_path, "'total(x, so_far) == 6'", **scene) == 1
    assert first(tmp_path, "ever(x >= 1) == 6", **scene) == 1
    assert first(tmp_path, "'mean(x, so_far) == 1 and month_of_year == 3'", **scene) == 3


def test_so_far_passes_over_what_is_not_known(tmp_path: Path) -> None:
    x = "month / (month - 2) * (month - 2)"
    assert first(tmp_path, "'total(x, so_far) == 4'", x=x) == 3
    assert first(tmp_path, "'mean(x, so_far) == 2'", x=x) == 3


def test_the_calendar_of_a_demotion_is_whole(tmp_path: Path) -> None:
    """Up on the first of March: the year's total holds January and February all the same."""
    down = "{id: down, from: b, to: a, review: monthly, when: ['total(x, this_year) >= 5']%s}"
    up = UP % "month == 2"
    assert reviews(tmp_path, up, down % "") == {"up": [2], "down": [5]}
    assert reviews(tmp_path, up, down % ", windows: across") == {"up": [2], "down": [5]}
    assert reviews(tmp_path, up, down % ", windows: since_move") == {"up": [2], "down": [7]}


def test_an_undefined_period_leaves_the_window_undefined(tmp_path: Path) -> None:
    """x is 0/0 in February: no window over it has a value, of fixed length or of a year so far."""
    x = "(month - 2) / (month - 2)"
    assert first(tmp_path, "'total(x, 2) >= 0'", x=x) == 4
    assert first(tmp_path, "'month >= 2 and mean(x, this_year) >= 0'", x=x) == 13
    assert first(tmp_path, "'not total(x, 2) >= 9'", x=x) == 4
    assert first(tmp_path, "'not x >= 9 and month > 1'", x=x) == 3
    assert first(tmp_path, "'streak(x >= 1) >= 2'", x=x) == 4  # a month without a value breaks a run
    assert first(tmp_path, "'count(x >= 1, 3) == 2'", x=x) == 3


def test_what_is_undefined_is_neither_true_nor_false(tmp_path: Path) -> None:
    assert first(tmp_path, "'not total(x, 3) >= 9'") == 3
    assert first(tmp_path, "'not (total(x, 3) >= 9 and x >= 1)'") == 3
    assert first(tmp_path, "'not (total(x, 3) >= 9 and x >= 2)'") == 1  # the second part decides
    assert first(tmp_path, "'(1 if total(x, 3) >= 1 else 2) >= 0'") == 3


QUARTERS = "scores: {q: {every: quarter, value: 'total(x, 3)'}, fine: {every: quarter, value: 'total(x, 3) >= 3'}}"


def test_scores_of_a_quarter(tmp_path: Path) -> None:
    scene = {"scheme": QUARTERS}
    assert first(tmp_path, "q >= 3", **scene) == 3
    assert first(tmp_path, "q >= 3 and month >= 5", **scene) == 5  # the last closed quarter's
    assert first(tmp_path, "'mean(q, 2) >= 3'", **scene) == 6
    assert first(tmp_path, "'total(q, 4) >= 12'", **scene) == 12
    assert first(tmp_path, "'count(q >= 3, 3) == 3'", **scene) == 9
    assert first(tmp_path, "streak(q >= 3) >= 2", **scene) == 6
    assert first(tmp_path, "fine", **scene) == 3
    assert first(tmp_path, "not fine", **scene) is None
    assert first(tmp_path, "'mean(q, 2) >= 3'", x="month", **scene) == 6
    assert first(tmp_path, "q == 4 + 5 + 6", x="month", **scene) == 6


def test_a_quarter_counts_when_all_of_it_does(tmp_path: Path) -> None:
    """Hired in February: the first quarter is not closed for this person."""
    scene = {"scheme": QUARTERS, "people": HIRED_IN_FEBRUARY}
    assert first(tmp_path, "q >= 3", **scene) == 6
    assert first(tmp_path, "not q >= 9", **scene) == 6
    assert first(tmp_path, "'mean(q, 2) >= 3'", **scene) == 9
    assert first(tmp_path, "'count(q >= 3, 2) == 2'", **scene) == 9


def test_quarters_are_those_of_the_calendar(tmp_path: Path) -> None:
    assert first(tmp_path, "q >= 1", scheme=QUARTERS, start="2027-02-01") == 5  # the first whole quarter ends in June
    rolling = "scores: {q: {every: 3 months, value: 'total(x, 3)'}}"
    assert first(tmp_path, "q >= 1", scheme=rolling, start="2027-02-01") == 3


def test_scores_of_truth_are_undefined_where_their_parts_are(tmp_path: Path) -> None:
    scores = "scores: {fine: {every: month, value: 'mean(x, 3) >= 5'}}"
    assert first(tmp_path, "not fine", scheme=scores) == 3


def test_trial_grades(tmp_path: Path) -> None:
    """Moves that start on trial see its months, the month of hire included; afterwards they do not count."""
    scheme = LADDER.replace("    a: {base", "    t: {trial: true, base: 1, role: agent}\n    a: {base").replace(
        "entry: a", "entry: t"
    )
    (tmp_path / "plan.csv").write_text("month,hires\n2,1\n")
    moves = """
moves:
  - {id: settle, from: t, to: a, review: monthly, when: ['total(x, 3) >= 3', 'count(x >= 1, 3) == 3']}
  - {id: up, from: a, to: b, review: monthly, when: ['total(x, 2) >= 2', not on_probation]}
"""
    rules = scenes.scheme_of(tmp_path, scheme + moves)
    run = simulate(rules, scenes.workforce_of(tmp_path, HIRED_IN_FEBRUARY + X % 1), months=12, replications=1)
    assert scenes.outcomes(run, "settle")[3] == {"c1": 1} and scenes.outcomes(run, "settle")[4] == {"moved": 1}
    assert scenes.outcomes(run, "up")[5] == {"c1": 1} and scenes.outcomes(run, "up")[6] == {"moved": 1}
    assert [info.kind for info in run.axes.moves] == ["confirmation", "promotion"]


def test_long_windows(tmp_path: Path) -> None:
    assert first(tmp_path, "'count(x >= 1, 60) == 60'", months=62) == 60
    assert first(tmp_path, "'total(x, 70) == 70'", months=72) == 70
