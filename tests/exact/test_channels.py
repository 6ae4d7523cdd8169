"""Shares of the openings by channel: whose turn it is, what is kept, and what goes to others.

The known order: with shares 60 % and 40 % openings go A B A B A and over again (each is given to the channel that is
farthest behind its share), as in the rosters of "60 % by seniority, 40 % by examination" of civil services.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import check_file

SCHEME = """
ladder:
  main:
    a: {base: 1000, role: agent}
    b: {base: 2000, role: agent, seats: 5%s}
entry: a
signals: {senior: {uniform: [0, 1]}, mark: {uniform: [0, 100]}}
reviews: {round: {every: quarter}}
moves:
  - {id: exam, from: a, to: b, review: round, when: [mark >= 80], order: mark, seats: "%s"%s}
  - {id: seniority, from: a, to: b, review: round, when: [senior == 1], order: months_employed, seats: %s}
"""


def promoted(folder: Path, openings: str, exam: str = "40% of openings", stage: str = "",
             seniority: str = "60% of openings", able: int = 3) -> dict[str, list[str]]:  # fmt: skip
    """By month in which they take effect, the moves; `able` people pass the exam's line, five are due by seniority."""
    scheme = scenes.scheme_of(folder, SCHEME % ("", exam, stage, seniority))
    months = 13
    rows = [
        {
            "person": f"{kind}{number}", "month": month, "kpi": 80, "grade": "a",
            "months_employed": 60 + month - number, "senior": int(kind == "s"),
            "mark": 90 - number if kind == "e" and number < able else 0,
            "open:b": scenes.series(openings, months)[month - 1], **({"stage:oral": int(month > 4)} if stage else {}),
        }
        for kind in "es" for number in range(6) for month in range(1, months + 1)
    ]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    moved = told[told.event == "promotion"]
    return {int(month): sorted(part.move + " " + part.person) for month, part in moved.groupby("month")}


def test_openings_are_given_in_turn_and_a_turn_is_kept_for_its_channel(tmp_path: Path) -> None:
    """One opening a quarter: seniority, exam, seniority, exam."""
    found = promoted(tmp_path, "2*0 1 2*0 1 2*0 1 2*0 1 1")
    assert found == {4: ["seniority s0"], 7: ["exam e0"], 10: ["seniority s1"], 13: ["exam e1"]}


def test_five_at_once_are_three_and_two(tmp_path: Path) -> None:
    assert promoted(tmp_path, "2*0 5 10*0") == {
        4: ["exam e0", "exam e1", "seniority s0", "seniority s1", "seniority s2"]
    }


def test_what_a_channel_cannot_fill_stays_with_it(tmp_path: Path) -> None:
    """Nobody passes the exam's line: of five openings two stay open, and no turn of seniority comes of them."""
    found = promoted(tmp_path, "2*0 5 2*0 2 2*2 2 4*2", able=0)
    assert found == {4: ["seniority s0", "seniority s1", "seniority s2"]}


def test_what_is_left_goes_to_others_where_the_policy_says_so(tmp_path: Path) -> None:
    """Failing which by seniority: the exam goes first, and what it leaves is open to the other move that evening."""
    found = promoted(tmp_path, "2*0 5 10*0", exam="40% of openings, unfilled to others", seniority="vacancy", able=1)
    assert found == {4: ["exam e0", *(f"seniority s{number}" for number in range(4))]}


def test_a_case_that_fails_gives_its_opening_back_to_its_channel(tmp_path: Path) -> None:
    """The oral of the first round is failed: the opening waits for the exam's next round."""
    found = promoted(tmp_path, "2*0 5 2*0 2 7*0", stage=", stages: [{stage: oral, days: 1, pass: 1}]")
    assert found == {4: ["seniority s0", "seniority s1", "seniority s2"], 8: ["exam e0", "exam e1"]}


def test_who_is_stopped_by_the_channel_alone_reads_quota_reached(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME % ("", "50% of openings", "", "50% of openings"))
    rows = [{"person": name, "month": month, "kpi": 80, "grade": "a", "senior": 0, "mark": mark, "open:b": 2}
            for name, mark in (("x", 90), ("y", 85)) for month in (1, 2, 3)]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    reason = told[(told.person == "y") & (told.event == "reviewed") & (told.move == "exam")].reason
    assert "quota reached" in str(reason.iloc[0])


@pytest.mark.parametrize("outside", [0, 0.3])
def test_every_channel_has_its_share_of_what_has_opened(tmp_path: Path, outside: float) -> None:
    """In every replication and month, where candidates abound: promotions and hires by their shares."""
    inside = 1 - outside
    text = SCHEME % (f", outside: {outside}", f"{40 * inside:g}% of openings", "", f"{60 * inside:g}% of openings")
    text = text.replace("[mark >= 80]", "[]").replace("[senior == 1]", "[]").replace("seats: 5", "seats: 60")
    scheme = scenes.scheme_of(tmp_path, text)
    people = scenes.workforce_of(
        tmp_path,
        """
        people: {grades: {a: 300, b: 60}}
        hiring: {keep: headcount}
        attrition: {hazard: 0.04}
        """,
    )
    run = simulate(scheme, people, months=36, replications=10)
    exam, seniority = (scenes.moved(run, move).cumsum(axis=1) for move in ("exam", "seniority"))
    hired = run.counts.hires[:, :, 1].astype(np.int64).cumsum(axis=1)
    assert exam[:, -1].min() > 10
    promoted_ = exam + seniority
    # hires are ordered monthly and candidates chosen quarterly: after a round all is filled but by hires
    rounds = np.arange(3, 36, 3)
    assert np.abs(exam - 0.4 * promoted_)[:, rounds].max() < 1 + 1e-9
    assert np.abs(hired[:, rounds] - outside * (promoted_ + hired)[:, rounds]).max() < 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("40% of openings", "60% of openings, unfilled to others"), "come to 120%"),
        (("seats: 5, outside: 0.2", "seats: 5"), ""),
        (("seats: 5", "seats: 5, outside: 0.2"), "hires from outside"),
        ((", seats: 5", ""), "a grade without seats has no openings: b"),
        (("seats: 5", "seats: 5, count: fte"), "full-time equivalents"),
        (("40% of openings", "40% of openings rounded up"), "nothing is rounded"),
        (("40% of openings", "40% of openings by role"), "nothing is rounded"),
        (("from: a, to: b, review: round, when: [mark", "from: a, to: exit, review: round, when: [mark"), "no seat of"),
        (('"40% of openings"', '"40% of openings", count: fte'), "'count' goes with"),
        (('"40% of openings"', '"140% of openings"'), "between 0% and 100%"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    text = (SCHEME % ("", "40% of openings", "", "60% of openings")).replace(*change)
    try:
        scheme = scenes.scheme_of(tmp_path, text)
        found = "\n".join(str(problem) for problem in check_file(Path(scheme.file)).errors)
    except LadderError as error:
        found = str(error)
    assert (told in found) if told else not found


def test_a_card_says_the_shares_and_what_is_left(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME % ("", "40% of openings, unfilled to others", "", "60% of openings"))
    card = str(ls.describe(scheme))
    assert "40% of the openings, given out in turn; what stays unfilled goes to the other ways" in card
    assert "60% of the openings" in card
