"""Numbers that cannot be what they are for: refused by `check`, each at its place, with the true cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError, misspelt
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import check_file, load_scheme, load_workforce

SCHEME = """scheme: made
parameters: {few: 3, zero: 0}
ladder:
  service:
    low: {base: BASE}
    high: {base: 5000, seats: SEATS, outside: OUTSIDE}
entry: low
reviews: {monthly: {every: month}}
moves:
  - id: up
    from: low
    to: high
    review: monthly
    seats: QUOTA
    stages: [{stage: talk, days: DAYS, pass: PASS, capacity: CAPACITY a month}]
    pay: PAY
    award: AWARD
pay: {bonus: {amount: BONUS}}
team_size: TEAM
hire_among: AMONG
hire_order: kpi
"""
FINE = {
    "BASE": "4000", "SEATS": "3", "OUTSIDE": "0.5", "QUOTA": "2", "DAYS": "3", "PASS": "0.9", "CAPACITY": "5",
    "PAY": "to base", "AWARD": "100", "BONUS": "200", "TEAM": "8", "AMONG": "2",
}  # fmt: skip
PEOPLE = """workforce: people
people: {headcount: 20}
signals: standard
metrics: {kpi: {normal: {mean: 80, within: 8}}}
costs: {employer_load: LOAD, hire: HIRE, training_month: 100}
attrition: {hazard: HAZARD}
market: {agent: MARKET}
retirement: {age: AGE}
"""
WELL = {"LOAD": "0.3", "HIRE": "900", "HAZARD": "0.02", "MARKET": "4500", "AGE": "60"}


def written(folder: Path, name: str, text: str, values: dict[str, str]) -> Path:
    for word, value in values.items():
        text = text.replace(f" {word}", f" {value}").replace(f"{{{word}", f"{{{value}")
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    return [str(problem).split("made.yaml:")[-1].split("people.yaml:")[-1] for problem in check_file(path).errors]


def test_the_file_itself_is_fine(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "made", SCHEME, FINE)) == []
    assert faults(written(tmp_path, "people", PEOPLE, WELL)) == []


@pytest.mark.parametrize(
    ("word", "value", "message"),
    [
        ("BASE", "-1", "5:17: ladder.service.low.base: base pay must be at least 0, got -1"),
        ("BASE", "2e12", "base pay must be at most 1,000,000,000,000, got 2,000,000,000,000"),
        ("BASE", "1e308", "5:17: ladder.service.low.base: must be a smaller number, got 1e+308"),
        ("BASE", "10 ** 400", "10 ** 400 is too large; at most 1,000,000,000,000,000"),
        ("BASE", "exp(9999)", "exp(9999) is too large"),
        ("BASE", "4000 + log(0)", "5:24: ladder.service.low.base: log(0) has no value"),
        ("BASE", "sqrt(few - 4) * 1000", "sqrt(few - 4) has no value"),
        (
            "SEATS",
            "kpi",
            "6:31: ladder.service.high.seats: seats: one number is asked for, and 'kpi' differs by",
        ),
        ("SEATS", "rank(kpi)", "'kpi' differs by person"),
        ("SEATS", "own.base", "'own.base' differs by person"),
        ("SEATS", "1e300", "must be a smaller number"),
        ("SEATS", "few - 5", "seats must be at least 0, got -2"),
        ("SEATS", "1 per zero agent", "the number after 'per' must be at least 0.01, got 0"),
        ("OUTSIDE", "1.5", "must be at most 1, got 1.5"),
        ("OUTSIDE", "0.1 * month", "there is no calendar here, for the number is read once before the run"),
        ("OUTSIDE", "unit_mean(kpi) / 100", "'unit_mean' is known only in the run"),
        ("QUOTA", "months_in_grade", "14:12: moves[0].seats: the seats of a review: one number is asked for"),
        ("DAYS", "-few", "working days must be at least 0, got -3"),
        ("PASS", "few", "a chance must be at most 1, got 3"),
        ("CAPACITY", "kpi", "a capacity: one number is asked for, and 'kpi' differs by person"),
        ("PAY", "-100 * few", "pay must be at least 0, got -300"),
        ("AWARD", "-1", "an award must be at least 0, got -1"),
        ("BONUS", "few * 1e14 * 1e14", "few * 100000000000000.0 * 100000000000000.0 is too large"),
        ("TEAM", "few - 9", "a team's size must be at least 1, got -6"),
        ("AMONG", "kpi", "the applicants for each opening: one number is asked for"),
        ("AMONG", "1e9", "must be at most 1,000, got 1,000,000,000"),
    ],
)
def test_numbers_of_a_scheme(word: str, value: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, "made", SCHEME, FINE | {word: value})
    found = faults(path)
    assert len(found) == 1 and message in found[0]
    with pytest.raises(LadderError):
        load_scheme(path)
    use("zh")
    (chinese,) = check_file(path).errors
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.message)


@pytest.mark.parametrize(
    ("word", "value", "message"),
    [
        ("HIRE", "log(0)", "5:35: costs.hire: log(0) has no value"),
        ("HIRE", "-5", "a cost must be at least 0, got -5"),
        ("LOAD", "-0.1", "5:24: costs.employer_load: the employer's load must be at least 0, got -0.1"),
        ("LOAD", "30", "must be at most 10, got 30"),
        ("HAZARD", "2", "a chance must be at most 1, got 2"),
        ("MARKET", "0 - 1", "market pay must be at least 0, got -1"),
        ("AGE", "-60", "an age must be at least 0, got -60"),
    ],
)
def test_numbers_of_a_workforce(word: str, value: str, message: str, tmp_path: Path) -> None:
    (found,) = faults(written(tmp_path, "people", PEOPLE, WELL | {word: value}))
    assert message in found


def test_what_is_of_the_unit_may_be_read(tmp_path: Path) -> None:
    values = FINE | {"SEATS": "floor(unit_count(role == agent) / few)", "QUOTA": "month", "CAPACITY": "month_of_year"}
    assert faults(written(tmp_path, "made", SCHEME, values)) == []


def test_a_branch_not_taken_is_not_reckoned(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "made", SCHEME, FINE | {"BASE": "log(few - 3) if few > 3 else 4000"})) == []
    assert faults(written(tmp_path, "made", SCHEME, FINE | {"AWARD": "100 if unknown > 3 else 0"})) == []


def test_a_score_that_cannot_be_built_is_reported_once(tmp_path: Path) -> None:
    text = SCHEME.replace(
        "team_size", "scores: {s: {every: month, value: kpy + 1}, t: {every: month, value: s}}\nteam_size"
    )
    path = written(
        tmp_path, "made", text.replace("    seats: QUOTA", "    when: [s > 3, t > 4]\n    seats: QUOTA"), FINE
    )
    assert [fault.split(": ", 1)[1] for fault in faults(path)] == [
        "scores.s.value: unknown name 'kpy'; did you mean 'kpi'? If not: declare it in the scheme, under attributes or"
        " signals"
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300])
def test_a_parameter_is_a_number_that_can_be_used(number: float, tmp_path: Path) -> None:
    scheme: Scheme = load_scheme(written(tmp_path, "made", SCHEME, FINE))
    with pytest.raises(LadderError, match="few: must be a number that can be used, got"):
        scheme.with_(few=number)


def test_one_sign_makes_a_misspelling() -> None:
    assert misspelt("kpy", ["kpi"]) and misspelt("barr", ["bar"]) and misspelt("satisfacton", ["satisfaction"])
    assert not misspelt("region", ["retention"]) and not misspelt("channel", ["chance"])


# --- what only a draw can show --------------------------------------------------------------------


def test_the_seats_of_a_review_are_counted_per_replication(tmp_path: Path) -> None:
    """Results do not depend on how many replications are played together."""
    values = FINE | {"QUOTA": "max(0, floor(unit_mean(kpi)) - 78)", "SEATS": "20", "CAPACITY": "999"}
    scheme, people = written(tmp_path, "made", SCHEME, values), written(tmp_path, "people", PEOPLE, WELL)
    runs = [simulate(scheme, people, months=12, replications=6, block=block) for block in (20, 10_000)]
    moves = [run.frame("moves").to_dict("list") for run in runs]
    assert moves[0] == moves[1]


def test_amounts_without_a_value_follow_the_rule(tmp_path: Path) -> None:
    """Undefined amounts are not paid, costs below 0 cost nothing, and a deduction takes no more than there is."""
    scheme = written(
        tmp_path, "made", SCHEME, FINE | {"BONUS": "-9000 if kpi > 0 else unknown", "AWARD": "kpi / 0 ** kpi"}
    )
    people = written(tmp_path, "people", PEOPLE, WELL | {"HIRE": "0 - kpi", "LOAD": "log(kpi - 1e9)"})
    run = simulate(scheme, people, months=6, replications=2)
    pay, costs = run.frame("pay"), run.counts.costs
    assert abs(run.counts.pay.sum()) < 1e-6 and pay.select_dtypes("number").notna().all().all()
    assert (costs >= 0).all() and costs[..., 0].sum() == 0


def test_a_hazard_without_a_value_names_its_place(tmp_path: Path) -> None:
    people = load_workforce(written(tmp_path, "people", PEOPLE, WELL | {"HAZARD": "log(0 - kpi)"}))
    with pytest.raises(LadderError, match=r"people.yaml:6:21: attrition.hazard: the hazard of leaving is undefined"):
        simulate(load_scheme(written(tmp_path, "made", SCHEME, FINE)), people, months=3, replications=1)


def test_too_many_people_are_not_a_matter_of_replications(tmp_path: Path) -> None:
    path = written(tmp_path, "people", PEOPLE + "hiring: {fixed: 100000000 a year}\n", WELL)
    assert "hiring.fixed: is too large: at most 10,000,000" in faults(path)[0]
    path.write_text(path.read_text().replace("100000000", "9000000"))
    with pytest.raises(LadderError, match="20 people and 45,000,000 hires in 60 months are more than can be played"):
        simulate(load_scheme(written(tmp_path, "made", SCHEME, FINE)), path)


def test_drawn_numbers_beyond_all_measure_are_unknown(tmp_path: Path) -> None:
    """An amount beyond 10¹² is not paid, a stage takes 10,000 working days at most, nobody has served 100 years."""
    scheme = written(
        tmp_path, "made", SCHEME, FINE | {"BONUS": "kpi ** kpi", "DAYS": "kpi ** kpi", "PAY": "kpi ** kpi"}
    )
    text = PEOPLE.replace("{headcount: 20}", "{headcount: 20, attributes: {months_employed: {exponential: 1e9}}}")
    run = simulate(scheme, written(tmp_path, "people", text, WELL), months=8, replications=2)
    assert 0 < run.counts.pay.max() < 1e6
