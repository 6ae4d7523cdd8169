"""Turnover of a person's own team or department: by a record to the month, and in a run against its events."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from tests import scenes

SCHEME = """
attributes: {{site: {{shares: {{north: 0.5, south: 0.5}}, title: {{en: Site, zh: 站点}}}}}}
roles: [agent, lead]
ladder:
  service: {{junior: {{base: 4000}}, senior: {{base: 4800}}}}
  heads: {{lead: {{base: 6000, role: lead}}, chief: {{base: 7000, role: lead}}}}
entry: junior
reviews: {{monthly: {{every: month}}}}
moves:
  - {{id: out, from: service, to: exit, review: monthly, when: [violation > 0]}}
  - {{id: up, from: lead, to: chief, review: monthly, when: ["{rule}"]}}
"""


def people(leaver: str = "south") -> pd.DataFrame:
    """Team 1 of four members loses one at the end of month 2, in effect on the first of month 3; team 2 of two none."""
    rows = []
    for who, team, grade, site in (
        *((f"a{i}", 1, "junior", "north" if i else leaver) for i in range(4)),
        *((f"b{i}", 2, "junior", "south") for i in range(2)),
        ("anna", 1, "lead", "north"),
        ("bo", 2, "lead", "south"),
    ):
        for month in range(1, 7):
            rows.append({"person": who, "month": month, "kpi": 70, "team": team, "grade": grade, "site": site,
                         "months_in_grade": 24, "months_employed": 24,
                         "violation": int(who == "a0" and month == 2)})  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame[(frame.person != "a0") | (frame.month <= 2)]


def promoted(folder: Path, rule: str, rows: pd.DataFrame) -> dict[str, int]:
    told = ls.trace(scenes.scheme_of(folder, SCHEME.format(rule=rule)), rows)
    return {row.person: row.month for row in told[told.event == "promotion"].itertuples()}


@pytest.mark.parametrize(
    ("rule", "when"),
    [
        # a window of two months is filled at the end of month 2; the exit is in month 3, out of the window in month 5
        ("team_loss(2) == 0", {"anna": 3, "bo": 3}),
        ("month >= 3 and team_loss(2) == 0", {"anna": 6, "bo": 4}),
        # 4 heads at the end of month 2, 3 at that of month 3: 1 / 3.5 in two months, 1.714 a year
        ("month == 3 and 1.714 <= team_loss(2) <= 1.715", {"anna": 4}),
        # everybody: 8 heads, then 7; 1 / 7.5 × 6 = 0.8
        ("month == 3 and group_loss(2, everyone) == unit_loss(2) and abs(unit_loss(2) - 0.8) < 0.0001",
         {"anna": 4, "bo": 4}),
        # the leaver was of the south: 4 heads of it, then 3, its lead among them
        ("month == 3 and group_loss(2, site) == 0", {"anna": 4}),
        ("month == 3 and abs(group_loss(2, site) - 12 / 7) < 0.0001", {"bo": 4}),
        # of the juniors of the south there were 3, then 2; of leads nobody left
        ("month == 3 and group_loss(2, [site, grade]) == 0", {"anna": 4, "bo": 4}),
    ],
)  # fmt: skip
def test_a_record_shows_the_loss_of_the_own_group(tmp_path: Path, rule: str, when: dict[str, int]) -> None:
    assert promoted(tmp_path, rule, people()) == when


def test_a_trace_and_a_card_tell_it(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME.format(rule="team_loss(2) <= 0.3"))
    told = ls.trace(scheme, people())
    (reason,) = told[(told.person == "anna") & (told.month == 3) & (told.event == "promotion")].reason
    assert "team_loss(2) 0 <= 0.3" in reason
    assert "team's turnover a year over 2 months ≤ 30%" in str(ls.describe(scheme))


@pytest.mark.parametrize("group", ["everyone", "grade", "site"])
def test_a_run_counts_the_exits_of_each_group(tmp_path: Path, group: str) -> None:
    """The mean of everybody's loss, weighted by heads, is what a run's exits and heads give over three months."""
    text = SCHEME.format(rule="1 == 1") + f"measures: {{loss: {{value: mean(group_loss(3, {group}) / 12 * 3)}}}}\n"
    workforce = scenes.workforce_of(
        tmp_path,
        """
        signals: standard
        people: {headcount: 60, roles: {agent: 0.8, lead: 0.2}}
        attrition: {base: {0: 0.05}}
        hiring: {keep: headcount, lead_months: 0}
    """,
    )
    run = ls.simulate(scenes.scheme_of(tmp_path, text), workforce, months=3, replications=1, seed=4)
    exits, heads = run.counts.exits.sum(axis=3), run.counts.headcount[:, 1:]
    assert exits.sum() > 4
    if group == "grade":  # each grade's exits over its mean heads, in the mean of the people at the end of month 3
        loss = exits.sum(axis=1) / np.maximum(heads.mean(axis=1), 1e-9)
        wanted = float((loss * heads[:, 2]).sum() / heads[:, 2].sum())
    else:
        wanted = float(exits.sum() / heads.sum(axis=2).mean())
    got = run.counts.own[0, 2]
    assert got[0, 0] / got[0, 1] == pytest.approx(wanted, rel=1e-9 if group != "site" else 0.5)


def test_a_group_without_anybody_has_no_turnover(tmp_path: Path) -> None:
    """Team 3 has a lead and no members: unknown, so that neither the rule nor its opposite holds."""
    rows = pd.concat([people(), people().query("person == 'anna'").assign(person="cy", team=3)])
    assert promoted(tmp_path, "team_loss(2) >= 0", rows) == {"anna": 3, "bo": 3}
    assert promoted(tmp_path, "not team_loss(2) >= 0", rows) == {}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("team_loss(this_year) > 0", "team_loss(…) takes a number of months"),
        ("group_loss(3) > 0", "group_loss"),
        ("group_loss(3, gender) > 0", "the group of group_loss(…) is one of role, team, grade"),
        ("group_loss(3, sit) > 0", "did you mean 'site'?"),
    ],
)
def test_faults_are_told(tmp_path: Path, rule: str, says: str) -> None:
    with pytest.raises(ls.LadderError) as error:
        ls.simulate(scenes.scheme_of(tmp_path, SCHEME.format(rule=rule)), "small-department-30", months=1)
    assert says in str(error.value)
