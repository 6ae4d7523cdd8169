"""What a fit offers for a scheme: of whom it moves, how often, and with which doubt."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.history.offering import cycle_of, predictive_sd
from ladder_sim.history.who_moves import EVERYBODY, MoveWindow

YEARS = range(2004, 2016)


def careers(chosen: str, counts: list[int], down: int = 0) -> ls.Fit:
    """40 people a year since 1975; each year some move up: the seniors, some of 4 to 11 years of service, anyone."""
    rng = np.random.default_rng(8)
    hired = {f"p{i}": 1975 + i % 40 for i in range(1600)}
    rows = [("x", "2016-01-01", "closed", "")] + [(p, f"{year}-01-01", "hired", "low") for p, year in hired.items()]
    low = set(hired)
    for year, count in zip(YEARS, counts, strict=True):
        service = {p: year - hired[p] for p in sorted(low)}
        if chosen == "seniors":
            mine = sorted(service, key=lambda p: -service[p])[:count]
        else:
            able = [p for p, s in service.items() if s >= 1 and (chosen == "anyone" or 4 <= s < 12)]
            mine = list(rng.choice(able, count, replace=False))
        rows += [(p, f"{year}-06-15", "promoted", "high") for p in mine]
        low -= set(mine)
        back = list(rng.choice(sorted(set(hired) - low - set(mine)), down, replace=False)) if year > 2004 else []
        rows += [(p, f"{year}-{1 + i % 12:02}-20", "demoted", "low") for i, p in enumerate(back)]
        low |= set(back)
    frame = pd.DataFrame(rows, columns=["person", "date", "event", "grade"])
    return ls.fit_history(frame, "low<high", start="2004-01-01")


EVEN = [12, 18, 11, 19, 15, 12, 17, 15, 14, 16, 13, 15]


def test_the_longest_service_goes_first_only_where_it_did() -> None:
    seniors, anyone = (careers(chosen, EVEN) for chosen in ("seniors", "anyone"))
    assert seniors.steps[0].who.longest_first and "order" not in seniors.offered[0]
    assert not anyone.steps[0].who.longest_first and 'order: "uniform(0, 1)"' in anyone.offered[0]
    assert anyone.steps[0].who.conditions == []


def test_the_service_of_who_was_moved_is_a_condition_and_the_chance_is_of_those_within() -> None:
    fit = careers("some", EVEN)
    who = fit.steps[0].who
    assert who.conditions == ["years_employed >= 4", "years_employed < 12"] and 0.2 < who.share < 0.35
    assert "when: [years_employed >= 4, years_employed < 12]" in fit.offered[0]
    step = fit.steps[0]
    assert step.monthly == pytest.approx(-math.expm1(-step.rate / 12 / who.share))


def test_every_second_year_is_seen_and_no_accident_of_few_years_is() -> None:
    rounds = [40, 3, 35, 5, 42, 2, 38, 4, 33, 6, 41, 3]
    fit = careers("some", rounds)
    cycle = cycle_of(fit.history, fit.steps[0])
    assert cycle is not None and (cycle.every, cycle.at) == (2, 0)
    assert cycle.most == np.mean(rounds[::2]) and cycle.least == np.mean(rounds[1::2])
    assert re.search(r"normal\(38, \d\)\)\) if year % 2 == 0 else round\(max\(0, normal\(4, \d\)\)\)", fit.offered[0])
    broken = careers("some", [40, 3, 35, 45, 42, 2, 38, 4, 33, 6, 41, 3])
    assert cycle_of(broken.history, broken.steps[0]) is None


def test_an_offered_scheme_can_be_played_and_moves_as_many() -> None:
    fit = careers("some", [40, 3, 35, 5, 42, 2, 38, 4, 33, 6, 41, 3], down=4)
    scheme = ls.load_scheme("scheme: now\nladder: {all: {low: {base: 4000}, high: {base: 5000}}}\nentry: low\n"
                            "reviews: {monthly: {every: month}, yearly: {every: year, month: 6}}\nmoves:\n"
                            + "\n".join(f"  {line}" for line in fit.offered))  # fmt: skip
    assert [move.kind for move in scheme.moves] == ["promotion", "demotion"]
    run = ls.simulate(scheme, fit.workforce, months=12, replications=40)
    moved = run.counts.moves.sum(axis=1).mean(axis=0)
    assert moved[0] == pytest.approx(38, rel=0.2) and moved[1] == pytest.approx(4, rel=0.5)


def test_demotions_are_a_chance_even_in_years_that_differ() -> None:
    fit = careers("some", [20] * 12, down=10)
    assert "chance(" in fit.offered[1] and "review: monthly" in fit.offered[1]


def test_the_doubt_about_a_rate_is_in_its_years() -> None:
    """With no spread between years it is the error of so many moves: one by the root of them."""
    step = careers("anyone", [15] * 12).steps[0]
    assert predictive_sd(step) == pytest.approx(1 / math.sqrt(step.total), rel=0.05)
    apart = careers("anyone", [9, 20, 14, 25, 12, 18, 8, 19, 15, 24, 10, 12]).steps[0]
    assert 0 < apart.dispersion.sd < predictive_sd(apart) < 2 * apart.dispersion.sd
    wild = careers("anyone", [2, 2, 90, 2, 2, 3, 80, 2, 3, 2, 85, 2]).steps[0]
    assert predictive_sd(wild) == wild.dispersion.sd, "years beyond the largest seen are in it already"


def test_nothing_is_said_of_whom_little_is_known() -> None:
    assert MoveWindow(0, 0, 1.0, False) == EVERYBODY and EVERYBODY.conditions == []
    frame = pd.DataFrame([(f"p{i}", day, grade) for i in range(60) for day, grade in
                          (("2012-12-31", "low"), ("2013-12-31", "high" if i < 30 else "low"), ("2014-12-31", "high"))],
                         columns=["person", "snapshot", "grade"])  # fmt: skip
    fit = ls.fit_history(frame, "low<high")
    assert fit.steps[0].total == 60 and fit.steps[0].who is EVERYBODY, "no day of hiring is known"
