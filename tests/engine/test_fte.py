"""Part time: seats and quotas in full-time equivalents or heads, and the shares of a list of people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scenes import outcomes, scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.core.problems import LadderError

HEAD = """
ladder:
  service: {junior: {base: 4000}}
  leads: {lead: {base: 6000, role: supervisor, %s}}
entry: junior
reviews: {half: {every: half-year}}
moves:
  - {id: up, from: junior, to: lead, review: half, order: months_employed%s}
"""
PEOPLE = "people: {roster: people.csv}\nhiring: none\n"


def roster(*shares: float) -> str:
    """People in the order in which they stand for promotion, the first the longest there."""
    rows = [f"p{i},agent,junior,{60 - i},{share},4000" for i, share in enumerate(shares)]
    return "person,role,grade,months_employed,fte,pay\n" + "\n".join(rows)


def leads(run: ls.Run, month: int) -> int:
    code = [grade.id for grade in run.axes.grades].index("lead")
    return int(run.counts.headcount[0, month, code])


def played(tmp_path: Path, grade: str, move: str = "", *shares: float) -> ls.Run:
    scheme = scheme_of(tmp_path, HEAD % (grade, move))
    return ls.simulate(scheme, workforce_of(tmp_path, PEOPLE, roster=roster(*shares)), months=8, replications=1)


def test_seats_in_fte_hold_as_many_equivalents_and_nobody_goes_past_who_does_not_fit(tmp_path: Path) -> None:
    # 2.0 = 0.6 + 0.6 + 0.8; the next, of 0.2, finds none
    run = played(tmp_path, "seats: 2, count: fte", "", 0.6, 0.6, 0.8, 0.2)
    assert leads(run, 7) == 3
    assert outcomes(run, "up")[6] == {"moved": 3, "no seat": 1}
    seats = run.frame("seats")
    assert seats.loc[seats["month"] == 6, ["seats", "taken"]].to_numpy().tolist() == [[2.0, 2.0]]
    # heads: two of them, whatever they work
    assert leads(played(tmp_path, "seats: 2", "", 0.6, 0.6, 0.8, 0.2), 7) == 2
    # 0.6 + 0.6, then 1.0 does not fit into 0.8, and 0.2 does not go past it
    run = played(tmp_path, "seats: 2, count: fte", "", 0.6, 0.6, 1.0, 0.2)
    assert leads(run, 7) == 2
    assert run.values("vacant_seats")[0] == pytest.approx((5 * 2.0 + 3 * 0.8) / 8)


def test_a_seat_may_be_a_part_of_one_and_a_ratio_counts_equivalents(tmp_path: Path) -> None:
    assert leads(played(tmp_path, "seats: 1.5, count: fte", "", 1.0, 0.5, 0.5), 7) == 2
    # 8 agents at half time are 4 equivalents: one seat of a whole equivalent for 4, which two of 0.5 fill
    assert leads(played(tmp_path, "seats: 1 per 4 agent, count: fte", "", *[0.5] * 8), 7) == 2
    assert leads(played(tmp_path, "seats: 1 per 4 agent fte", "", *[0.5] * 8), 7) == 1


def test_cases_hold_their_share_of_a_seat(tmp_path: Path) -> None:
    stages = ", stages: [{stage: talk, days: 5, pass: 1}]"
    run = played(tmp_path, "seats: 2, count: fte", stages, 0.6, 0.6, 0.8, 0.2)
    assert leads(run, 8) == 3
    failing = ", stages: [{stage: talk, days: 5, pass: 0}]"
    run = played(tmp_path, "seats: 2, count: fte", failing, 0.6, 0.6, 0.8, 0.2)
    assert leads(run, 8) == 0
    seats = run.frame("seats")
    assert seats.loc[seats["month"] == 6, "taken"].tolist() == [2.0]  # held for the cases under way
    assert seats.loc[seats["month"] == 7, "taken"].tolist() == [0.0]  # given back


def test_who_is_away_holds_no_share_of_a_seat(tmp_path: Path) -> None:
    # the lead of 0.6 is on leave from month 1 on and leaves the seat open: 1.0 is free for 0.6, and not for another 0.5
    head = HEAD % ("seats: 1, count: fte", "")
    people = (
        PEOPLE + "statuses: {leave: {begins: 1 if level == 1 and role == supervisor else 0, months: 12, place: open}}\n"
    )
    rows = roster(0.6, 0.6, 0.5).replace("p0,agent,junior", "p0,supervisor,lead")
    run = ls.simulate(scheme_of(tmp_path, head), workforce_of(tmp_path, people, roster=rows), months=8, replications=1)
    assert leads(run, 7) == 2
    seats = run.frame("seats")
    assert seats.loc[seats["month"] == 6, "taken"].tolist() == [0.6]


def test_quotas_in_fte(tmp_path: Path) -> None:
    def moved(quota: str, *shares: float) -> int:
        return outcomes(played(tmp_path, "layer: 2", f", {quota}", *shares), "up")[6].get("moved", 0)

    assert moved("seats: 2, count: fte", 0.6, 0.6, 0.8, 0.2) == 3
    assert moved("seats: 2", 0.6, 0.6, 0.8, 0.2) == 2
    # half of 2.2 equivalents, rounded down: 1.0, which the first (0.6) fits and the second does not
    assert moved("seats: 50% of eligible, count: fte", 0.6, 0.6, 0.8, 0.2) == 1
    assert moved("seats: 50% of eligible", 0.6, 0.6, 0.8, 0.2) == 2
    assert moved("seats: 100% of grade, count: fte", 0.5, 0.5, 0.5, 0.5) == 4


def test_what_fte_does_not_go_with(tmp_path: Path) -> None:
    for grade, move, said in [
        ("count: fte", "", "seats of the grade's own"),
        ("seats: 2, count: fte, outside: 0.5", "", "filled from within alone"),
        ("seats: 2", ", count: fte", "a number or a share under seats"),
        ("seats: 2, count: heeds", "", "'heads'"),
    ]:
        with pytest.raises(LadderError, match=said):
            scheme_of(tmp_path, HEAD % (grade, move))


def test_a_list_with_fte_is_played(tmp_path: Path) -> None:
    people = workforce_of(tmp_path, PEOPLE, roster=roster(0.6, 1.0).replace("0.6,4000", "0.6,3000"))
    scheme = scheme_of(tmp_path, HEAD % ("seats: 1", ", seats: 0"))
    run = ls.simulate(scheme, people, months=1, replications=1)
    assert run.counts.pay[0, 0].sum() == pytest.approx(3000 + 4000)  # what the file says is what is paid
    assert run.values("fte")[0] == pytest.approx(1.6)
    assert people.people.roster is not None
    assert people.people.roster.columns["pay"] == (pytest.approx(5000), 4000)
    text = PEOPLE.replace("people.csv", "{file: people.csv, pay: {full_time: true}}")
    full = workforce_of(tmp_path, text, roster=roster(0.6, 1.0).replace("0.6,4000", "60%,5000").replace("1.0", "100%"))
    run = ls.simulate(scheme, full, months=1, replications=1)
    assert run.counts.pay[0, 0].sum() == pytest.approx(3000 + 4000)


def test_where_nobody_works_part_time_fte_is_heads(tmp_path: Path) -> None:
    scheme = scheme_of(tmp_path, HEAD % ("seats: 20% of agent, count: fte", ""))
    plain = scheme_of(tmp_path, HEAD % ("seats: 20% of agent", ""), "t")
    runs = [ls.simulate(one, "small-department-30", months=12, replications=3) for one in (scheme, plain)]
    assert np.array_equal(runs[0].counts.headcount, runs[1].counts.headcount)
