"""A table by word: what a row gives, what no row names, and what cannot stand there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.analysis.ladder_graph import named_ends
from ladder_sim.core.problems import LadderError

SCHEME = """
parameters: {size: {value: small, choices: [small, large]}}
ladder:
  desk: {a: {base: 3000}, b: {base: 4000}, c: {base: 5000, seats: "by(size, {'small': 1, 'large': 3})"}}
entry: a
attributes: {site: {shares: {north: 0.5, south: 0.3, west: 0.2}}}
reviews: {yearly: {every: year}}
moves:
  - {id: up, from: a, to: "by(site, {north: b, south: c})", kind: promotion, review: yearly, when: ["%s"]}
"""


def moved(folder: Path, rule: str) -> dict[str, str]:
    scheme = scenes.scheme_of(folder, SCHEME % rule)
    rows = [{"person": site, "month": m, "kpi": 80, "site": site} for site in ("north", "south", "west")
            for m in range(1, 14)]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    return {row.person: row.to_grade for row in told[told.event == "promotion"].itertuples()}


def test_a_row_gives_a_grade_a_number_or_an_expression(tmp_path: Path) -> None:
    assert moved(tmp_path, "true") == {"north": "b", "south": "c"}
    assert moved(tmp_path, "kpi >= by(site, {north: 80, south: 81})") == {"north": "b"}
    assert moved(tmp_path, "by(site, {north: kpi, south: 2 * kpi}) > 80") == {"south": "c"}


def test_what_no_row_names_is_unknown(tmp_path: Path) -> None:
    """Neither the comparison holds nor its opposite."""
    assert moved(tmp_path, "by(site, {south: 1}) == 1") == {"south": "c"}
    assert moved(tmp_path, "not by(site, {south: 1}) == 1") == {}


def test_a_parameter_decides_before_the_run(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME % "true")
    people = scenes.workforce_of(tmp_path, "people: {grades: {a: 5}}\nhiring: none\n")
    for size, seats in (("small", 1), ("large", 3)):
        own = scheme if size == "small" else scheme.with_(size=size)
        assert ls.simulate(own, people, months=1, replications=1).counts.seats[0, 0, 2, 0] == seats


def test_the_graph_knows_its_ends(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME % "true")
    (move,) = scheme.moves
    assert move.to_expr is not None and named_ends(scheme, move.to_expr, scheme.grades[0]) == {"b", "c"}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("by(site, {}) >= 1", r"write by\(letter, \{'A': 6, 'B': 4\}\)"),
        ("by(site, {north: 1, north: 2}) >= 1", r"north stands twice in by\(…\)"),
        ("by(kpi, {north: 1}) >= 1", "compares a number with a word"),
    ],
)
def test_faults_are_told(tmp_path: Path, rule: str, says: str) -> None:
    with pytest.raises(LadderError, match=says):
        scenes.scheme_of(tmp_path, SCHEME % rule)
