"""What an offered line says of the years to come: the right kind is chosen, and a band of it holds what it says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.history.chances import dispersion_of
from ladder_sim.history.promotion import GradeStep
from ladder_sim.history.vacancies import follow_vacancies, kept_seats
from ladder_sim.history.yearly import YearlyNumber, cyclic, memory_of, yearly_number

MONTHS = 12 * 10
SEATS = 150


def company(chosen: str, seed: int) -> ls.Fit:
    """600 people over ten years, who leave by 1 in 100 a month and are replaced; some go up as `chosen` says."""
    rng = np.random.default_rng(seed)
    grades = {f"p{i}": "high" if i < SEATS else "low" for i in range(600)}
    rows = [("x", "2016-01-01", "closed", ""), *((p, "2006-01-01", "in force", g) for p, g in grades.items())]
    for month in range(MONTHS):
        day = dt.date(2006 + month // 12, month % 12 + 1, 2 if month else 3)
        gone = [p for p in grades if rng.random() < 0.01]
        rows += [(p, str(day), "left", "") for p in gone]
        for p in gone:
            del grades[p]
        low, high = ([p for p, g in grades.items() if g == wanted] for wanted in ("low", "high"))
        if chosen == "seats":
            count = SEATS - len(high)
        elif chosen == "yearly seats":
            count = SEATS - len(high) if month % 12 == 5 else 0
        elif chosen == "rounds":
            count = int(rng.gamma(2, 9)) if month % 12 == 5 else 0
        else:
            count = int(rng.binomial(len(low), 0.0033))
        up = [str(p) for p in rng.choice(low, count, replace=False)]
        rows += [(p, str(day.replace(day=20)), "promoted", "high") for p in up]
        grades |= dict.fromkeys(up, "high")
        new = [f"n{month}-{i}" for i in range(len(gone))]
        rows += [(p, str(day.replace(day=25)), "hired", "low") for p in new]
        grades |= dict.fromkeys(new, "low")
    return ls.fit_history(pd.DataFrame(rows, columns=["person", "date", "event", "grade"]), "low<high")


@pytest.mark.parametrize("seed", range(1, 5))
def test_seats_that_are_filled_rounds_and_chances_are_told_apart(seed: int) -> None:
    lines = {chosen: company(chosen, seed).offered[0] for chosen in ("seats", "yearly seats", "rounds", "chance")}
    assert f"review: monthly, order: \"uniform(0, 1)\", seats: \"max(0, {SEATS} - unit_count(grade == high))\"" in \
        lines["seats"]  # fmt: skip
    assert "review: yearly" in lines["yearly seats"] and f"{SEATS} - unit_count" in lines["yearly seats"]
    assert "review: yearly" in lines["rounds"] and "round(max(0, normal(" in lines["rounds"]
    assert 'review: monthly, when: "chance(0.00' in lines["chance"]


def test_seats_that_are_offered_keep_the_grade_and_move_as_many_as_leave() -> None:
    fit = company("seats", 9)
    scheme = ("scheme: now\nladder: {all: {low: {base: 4000}, high: {base: 5000}}}\nentry: low\n"
              f"reviews: {{monthly: {{every: month}}}}\nmoves:\n  {fit.offered[0]}\n")  # fmt: skip
    tested = fit.backtest(scheme, "2014-01-01", worlds=4, replications=10, true_hires=False)
    heads = [f for f in tested.figures if f.key == ("headcount", (1,))]
    assert all(abs(f.foreseen["fitted"].middle - SEATS) <= 3 and f.foreseen["fitted"].holds(f.observed) for f in heads)
    moved = [f for f in tested.figures if f.key[0] == "promotions"]
    assert all(f.foreseen["fitted"].holds(f.observed) for f in moved)
    assert all(abs(f.foreseen["fitted"].middle - 0.12 * SEATS) < 4 for f in moved)


def step(counts: list[float]) -> GradeStep:
    mean = sum(counts) / len(counts)
    return GradeStep(0, 1, tuple(counts), (1000.0,) * len(counts), mean / 1000, 0, 1,
                     dispersion_of(counts, [mean] * len(counts)), 0)  # fmt: skip


def test_a_grade_with_two_ways_in_is_not_kept_by_one_of_them() -> None:
    fit = company("seats", 9)
    one = fit.steps[0]
    assert kept_seats(fit.history, one, [one]) == SEATS
    assert kept_seats(fit.history, one, [one, one]) is None


def test_a_few_years_in_which_moves_and_vacancies_happen_to_agree_are_no_proof() -> None:
    """Moves and leavers by chance, 40 of each over four years: few are taken for one another."""
    rng = np.random.default_rng(4)
    agree = 0
    for _ in range(1000):
        into, out = rng.poisson(40, 4), rng.poisson(40, 4)
        agree += follow_vacancies(into.tolist(), 200 + np.r_[0, np.cumsum(into - out)])
    assert agree <= 50
    assert follow_vacancies([38, 51, 33, 44], np.array([200, 198, 200, 199, 200]))


def test_of_snapshots_a_move_whose_years_are_alike_has_a_number_where_the_others_come_in_rounds() -> None:
    """120, 2, 90, 0 and 50 go up to the middle, 22, 25, 19, 23 and 21 from there; an event log knows their months."""
    grades = {f"p{i}": "low" if i < 500 else "middle" for i in range(800)}
    snapshots = [(p, "2010-12-31", g) for p, g in grades.items()]
    events = [("x", "2016-01-01", "closed", ""), *((p, "2011-01-01", "in force", g) for p, g in grades.items())]
    for place, counts in enumerate([(120, 22), (2, 25), (90, 19), (0, 23), (50, 21)]):
        for count, (source, target) in zip(counts[::-1], (("middle", "high"), ("low", "middle")), strict=True):
            for i, p in enumerate([p for p, g in grades.items() if g == source][:count]):
                grades[p] = target
                month = 6 if source == "low" else 1 + i % 12
                events.append((p, f"{2011 + place}-{month:02}-15", "promoted", target))
        snapshots += [(p, f"{2011 + place}-12-31", g) for p, g in grades.items()]
    seen = ls.fit_history(pd.DataFrame(snapshots, columns=["person", "snapshot", "grade"]), "low<middle<high")
    known = ls.fit_history(pd.DataFrame(events, columns=["person", "date", "event", "grade"]), "low<middle<high")
    for fit in (seen, known):
        assert [one.rounds for one in fit.steps] == [True, False]
    assert all("review: yearly" in line and "normal(" in line for line in seen.offered)
    assert "review: yearly" in known.offered[0] and 'review: monthly, when: "chance(' in known.offered[1]


def rounds(rng: np.random.Generator, years: int, spread: float, kept: float = 0.0, mean: float = 60) -> list[float]:
    """Poisson numbers around levels that are gamma with such a spread, or remember the year before."""
    level, made = 0.0, []
    for _ in range(years + 20):
        level = kept * level + np.sqrt(1 - kept**2) * rng.normal()
        made.append(max(0.0, 1 + spread * level) if kept else rng.gamma(spread**-2, spread**2))
    return [float(rng.poisson(mean * factor)) for factor in made[20:]]


@pytest.mark.slow
@pytest.mark.parametrize(("years", "spread"), [(6, 0.4), (6, 0.8), (12, 0.6)])
def test_95_of_100_years_to_come_lie_within_what_is_offered(years: int, spread: float) -> None:
    """Three moves at a time, 400 times, alike or with spreads of which one is half the other."""
    rng = np.random.default_rng(int(100 * spread) + years)
    inside = 0
    for trial in range(400):
        spreads = (spread, spread, spread if trial % 2 else spread / 2)
        series = [rounds(rng, years + 1, s) for s in spreads]
        steps = [step(counts[:-1]) for counts in series]
        for one, counts in zip(steps, series, strict=True):
            number = yearly_number(one, steps)
            middle = number.middle(number.first[0] if number.first else number.mean)
            inside += max(0, round(middle - 1.96 * number.sd)) <= counts[-1] <= round(middle + 1.96 * number.sd)
    assert 0.93 < inside / 1200 < 0.99


def test_a_normal_number_that_is_none_below_0_has_the_mean_asked_for() -> None:
    rng = np.random.default_rng(3)
    for counts in ([61, 49, 64, 72, 51, 20], [130, 0, 94, 94, 73, 0], [15, 0, 11, 32, 22, 22]):
        one = step([float(n) for n in counts])
        number = yearly_number(one, [one])
        drawn = np.maximum(0, rng.normal(number.middle(number.mean), number.sd, 200_000))
        assert drawn.mean() == pytest.approx(np.mean(counts), rel=0.02)
        assert drawn.std() > np.std(counts, ddof=1)
    assert YearlyNumber(40, 0).middle(40) == 40


def test_a_spread_known_from_few_years_is_drawn_toward_that_of_the_other_moves() -> None:
    quiet, wild = step([50.0, 62, 45, 70, 38, 60]), step([90.0, 0, 120, 5, 80, 10])
    alone, among = yearly_number(quiet, [quiet]), yearly_number(quiet, [quiet, wild])
    assert among.mean == alone.mean and among.sd > 1.3 * alone.sd
    assert yearly_number(wild, [quiet, wild]).sd < yearly_number(wild, [wild]).sd


@pytest.mark.parametrize(("planted", "right"), [(0.8, 0.5), (-0.8, -0.5), (0.0, 0.0)])
def test_the_years_say_whether_the_last_tells_of_the_next(planted: float, right: float) -> None:
    rng = np.random.default_rng(5)
    found = [memory_of([step(rounds(rng, 12, 0.4, planted, mean=200)) for _ in range(3)]) for _ in range(30)]
    assert found.count(right) >= 21
    assert found.count(-right) == 0 or not right


def test_after_a_low_year_the_next_are_expected_low_and_then_as_always() -> None:
    low = step([100.0, 110, 95, 105, 60, 40, 30, 20, 25, 15])
    number = yearly_number(low, [low])
    assert memory_of([low]) == 0.5
    assert number.first == pytest.approx([60 - 45 / 2, 60 - 45 / 4, 60 - 45 / 8])
    assert number.mean == 60


def test_years_of_a_cycle_have_numbers_of_their_own() -> None:
    most, least = cyclic([40.0, 3, 35, 5, 42, 2, 38, 4], [True, False] * 4)
    assert (most.mean, least.mean) == (38.75, 3.5)
    assert 5 < most.sd < 12 and 1 < least.sd < 5
