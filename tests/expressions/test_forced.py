"""Forced distributions: how many of a group get each letter, who they are, and what files may say."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.expressions.forced import sizes
from ladder_sim.model.scheme import ForcedShare

A = ForcedShare("A", "at most", 0.10)
B = ForcedShare("B", "share", 0.30)
C = ForcedShare("C", "rest")
D = ForcedShare("D", "at least", 0.05)


@pytest.mark.parametrize(
    ("shares", "people", "wanted"),
    [
        ((A, B, C), 17, [1, 5, 11]),  # 1.7 down; 5.1 to 5; the rest
        ((A, B, C, D), 40, [4, 12, 22, 2]),
        ((A, B, C, D), 17, [1, 5, 10, 1]),  # 0.85 up
        ((A, B, C, D), 3, [0, 1, 1, 1]),
        ((A, B, C, D), 1, [0, 0, 0, 1]),
        ((A, B, C), 0, [0, 0, 0]),
        # 2:3:5 of 11 → 2.2, 3.3, 5.5: the largest remainder is the last one's
        ([ForcedShare(x, "share", s) for x, s in (("A", 0.2), ("B", 0.3), ("C", 0.5))], 11, [2, 3, 6]),
        # what "at most" leaves over goes to the plain shares: 19 − 1 in the ratio 60:30
        ((A, ForcedShare("B", "share", 0.6), ForcedShare("C", "share", 0.3)), 19, [1, 12, 6]),
        # two of two are forced down: the letter above gives up its last
        ((ForcedShare("A", "share", 0.5), ForcedShare("B", "at least", 0.5)), 1, [0, 1]),
        # a tenth of six is nobody, but one at least; two at least for the last, at the cost of those above
        ((ForcedShare("A", "at most", 0.1, least=1), C, ForcedShare("D", "at least", people=2)), 6, [1, 3, 2]),
        ((ForcedShare("A", "at most", 0.1, least=1), C, ForcedShare("D", "at least", people=2)), 2, [0, 0, 2]),
        ((ForcedShare("A", "at most", people=2), C), 30, [2, 28]),
        ((ForcedShare("A", "at most", people=2), C), 1, [1, 0]),
    ],
)
def test_sizes_by_hand(shares: tuple[ForcedShare, ...], people: int, wanted: list[int]) -> None:
    assert sizes(shares, people) == wanted


def test_sizes_of_every_group_keep_what_they_promise() -> None:
    for people in range(300):
        found = sizes((A, B, C, D), people)
        assert sum(found) == people and min(found) >= 0
        assert found[0] <= 0.1 * people + 1e-9
        assert found[3] >= min(people, math.ceil(0.05 * people - 1e-9))
        assert abs(found[1] - 0.3 * people) <= 1


SCHEME = """
ladder: {{main: {{a: {{base: 100, role: agent}}, b: {{base: 200, role: agent}}}}}}
entry: a
scores:
  letter: {{every: month, value: kpi, {shares}}}
reviews: {{monthly: {{every: month}}}}
moves:
  - {{id: note, from: any, to: same, review: monthly, when: ["letter == 'A'"]}}
"""


def letters(folder: Path, kpi: dict[str, float], shares: str, grades: dict[str, str] | None = None) -> str:
    scheme = scenes.scheme_of(folder, SCHEME.format(shares=shares))
    rows = [{"person": p, "month": 1, "kpi": k, "grade": (grades or {}).get(p, "a")} for p, k in kpi.items()]
    told = ls.trace(scheme, pd.DataFrame(rows))
    found = {row.person: str(row.reason).split()[1] for row in told[told.event == "score"].itertuples()}
    return "".join(found.get(person, "-") for person in kpi)


TEN = {f"p{i}": 100 - i for i in range(10)}


def test_the_best_get_the_first_letters(tmp_path: Path) -> None:
    assert letters(tmp_path, TEN, "shares: {A: at most 10%, B: 30%, C: the rest, D: at least 5%}") == "ABBBCCCCCD"
    backwards = dict(reversed(TEN.items()))
    assert letters(tmp_path, backwards, "shares: {A: 20%, B: the rest}") == "B" * 8 + "AA"


def test_within_each_grade_and_over_both(tmp_path: Path) -> None:
    grades = {f"p{i}": "a" if i < 4 else "b" for i in range(10)}
    half = "shares: {A: 50%, B: 50%}"
    assert letters(tmp_path, TEN, half, grades) == "AAAAABBBBB"  # one role
    assert letters(tmp_path, TEN, half + ", within: grade", grades) == "AABBAAABBB"
    assert letters(tmp_path, TEN, half + ", within: [grade, role]", grades) == "AABBAAABBB"


SMALL = "shares: {A: 'at most 10%, at least 1', B: the rest, C: at least 1}, within: site"
SITES = "attributes: {site: {shares: {north: 0.5, south: 0.5}, title: {en: Site, zh: 站点}}}\n"


def test_a_small_group_by_an_attribute_has_its_one(tmp_path: Path) -> None:
    """Three in the north, two in the south: one A and one C each, though a tenth of either is nobody."""
    scheme = scenes.scheme_of(tmp_path, SITES + SCHEME.format(shares=SMALL))
    site = {"p0": "north", "p1": "north", "p2": "north", "p3": "south", "p4": "south"}
    rows = [{"person": p, "month": 1, "kpi": TEN[p], "grade": "a", "site": where} for p, where in site.items()]
    told = ls.trace(scheme, pd.DataFrame(rows))
    assert {r.person: str(r.reason).split()[1] for r in told[told.event == "score"].itertuples()} == {
        "p0": "A", "p1": "B", "p2": "C", "p3": "A", "p4": "C",
    }  # fmt: skip
    assert "forced, in each Site: A at most 10%, at least 1; B the rest; C at least 1" in str(ls.describe(scheme))


def test_who_has_no_result_has_no_letter_and_is_not_counted(tmp_path: Path) -> None:
    some = {**TEN, "p0": float("nan"), "p1": float("nan")}
    assert letters(tmp_path, some, "shares: {A: 25%, B: the rest}") == "--AABBBBBB"


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ("shares: {A: 60%, B: 60%}", "shares must add up to 100%, or leave something for 'the rest'; got 120%"),
        ("shares: {A: at most 10%, B: at least 90%}", "one of the letters must be 'the rest' or a plain share"),
        ("shares: {A: the rest, B: the rest}", "'the rest' stands twice"),
        ("shares: {A: some, B: the rest}", "must be '30%', 'at most 10%', 'at least 5%', 'at most 2', 'at least 1' or"),
        ("shares: {A: 'at least 10%, at least 1', B: the rest}", "a least number of people goes with 'at most'"),
        ("shares: {A: 10%, B: the rest}, within: grades", "within: unknown group 'grades'; did you mean 'grade'?"),
        ("within: grade", "'within' goes with shares"),
    ],
)
def test_faults_are_told(tmp_path: Path, shares: str, says: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, SCHEME.format(shares=shares))
    assert says in str(error.value)


def test_the_card_and_the_difference_tell_it(tmp_path: Path) -> None:
    forced = scenes.scheme_of(tmp_path, SCHEME.format(shares="shares: {A: at most 10%, B: the rest}"), "forced")
    other = scenes.scheme_of(tmp_path, SCHEME.format(shares="shares: {A: 20%, B: the rest}"), "other")
    assert "forced, in each role: A at most 10%; B the rest" in str(ls.describe(forced))
    assert any("at most 10%" in line and "20%" in line for line in ls.diff(forced, other))
