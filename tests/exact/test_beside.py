"""Two decisions on one person at one date: what may stand beside what, in which order, and what is paid after both."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate

SCHEME = """
ladder:
  main:
    a: {{base: 4000, role: agent}}
    b: {{base: 5000, role: agent}}
entry: a
reviews:
  merit: {{every: year, month: 3{merit}}}
  rounds: {{every: year, month: 3{rounds}}}
moves:
  - {{id: wgi, from: any, to: same, review: merit, pay: base + 100, when: months_in_grade >= 3}}
  - {{id: qsi, from: any, to: same, review: merit, pay: base * 1.1, when: kpi >= 90{qsi}}}
  - {{id: up, from: a, to: b, review: rounds, when: kpi >= 95{up}}}
"""


def told(folder: Path, kpi: float, *, qsi: str = "", up: str = "", merit: str = "", rounds: str = "") -> pd.DataFrame:
    scheme = scenes.scheme_of(folder, SCHEME.format(qsi=qsi, up=up, merit=merit, rounds=rounds))
    return ls.trace(scheme, pd.DataFrame([{"person": "p", "month": m, "kpi": kpi} for m in range(1, 8)]))


def outcome(lines: pd.DataFrame) -> tuple[list[str], float]:
    """The moves with their months of effect in order, and the base pay at the end."""
    moved = lines[lines.event.isin(["regrade", "promotion"])]
    paid = str(lines[lines.event == "pay"].reason.iloc[-1]).split()[1]
    return [f"{row.move} {row.month}" for row in moved.itertuples()], float(paid)


def test_without_the_key_one_a_date(tmp_path: Path) -> None:
    assert outcome(told(tmp_path, 92)) == (["wgi 4"], 4100)


def test_two_raises_on_one_date_the_second_on_top_of_the_first(tmp_path: Path) -> None:
    """4,000 + 100 and then 10 % more: 4,510."""
    assert outcome(told(tmp_path, 92, qsi=", beside: [wgi]")) == (["wgi 4", "qsi 4"], pytest.approx(4510))


def test_any_names_all_that_can_be(tmp_path: Path) -> None:
    """Promotions are tested before raises: 5,000, then 100 more, and qsi is beside the promotion too."""
    found = outcome(told(tmp_path, 96, qsi=", beside: any", up=", beside: wgi"))
    assert found == (["up 4", "wgi 4", "qsi 4"], pytest.approx(5610))


def test_only_what_is_named_stands_beside(tmp_path: Path) -> None:
    """The promotion goes first and is beside wgi alone."""
    assert outcome(told(tmp_path, 96, up=", beside: wgi")) == (["up 4", "wgi 4"], 5100)


def test_a_review_after_another(tmp_path: Path) -> None:
    """The promotion is tested after merit, in which the person has been decided on already."""
    assert outcome(told(tmp_path, 96, rounds=", after: merit")) == (["wgi 4"], 4100)
    found = outcome(told(tmp_path, 96, rounds=", after: merit", up=", beside: wgi"))
    assert found == (["wgi 4", "up 4"], 5000)  # to the new base, whatever was paid until then


def test_cases_run_beside_each_other_where_named(tmp_path: Path) -> None:
    """The promotion takes effect in June; the raise of April does not wait for it."""
    assert outcome(told(tmp_path, 96, rounds=", effective: 6")) == (["up 6"], 5000)
    found = outcome(told(tmp_path, 96, rounds=", effective: 6", up=", beside: wgi"))
    assert found == (["wgi 4", "up 6"], 5000)


def test_a_case_that_goes_on_is_still_under_way_after_the_other_move(tmp_path: Path) -> None:
    """What was decided in March for January bars the next promotion, though a raise took effect meanwhile."""
    text = SCHEME.format(qsi="", up=", beside: wgi", merit="", rounds=", effective: 1")
    text = text.replace("rounds: {every: year, month: 3", "rounds: {every: quarter")
    scheme = scenes.scheme_of(tmp_path, text)
    workforce = scenes.workforce_of(tmp_path, "people: {grades: {a: 5}}\nhiring: none\nmetrics: {kpi: {value: 96}}\n")
    run = simulate(scheme, workforce, months=12, replications=1, seed=1)
    assert scenes.outcomes(run, "up")[6] == {"case under way": 5}


def test_raises_beside_each_other_share_a_budget(tmp_path: Path) -> None:
    """100 and 400 are asked for, 250 is there: half of each."""
    found = outcome(told(tmp_path, 92, qsi=", beside: wgi", merit=", budget: 250 a month, share_out: in proportion"))
    assert found == (["wgi 4", "qsi 4"], pytest.approx(4250))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"up": ", beside: [wig]"}, "moves[2].beside[0]: unknown move 'wig'; did you mean 'wgi'?"),
        ({"rounds": ", after: merits"}, "unknown review 'merits'; did you mean 'merit'?"),
        ({"rounds": ", after: merit", "merit": ", after: rounds"}, "would come after itself"),
    ],
)
def test_faults_are_told(tmp_path: Path, keys: dict[str, str], says: str) -> None:
    with pytest.raises(LadderError) as error:
        told(tmp_path, 90, **keys)
    assert says in str(error.value)


def test_two_changes_of_grade_are_refused(tmp_path: Path) -> None:
    text = SCHEME.format(qsi="", up="", merit="", rounds="")
    text += "  - {id: down, from: b, to: a, review: rounds, beside: [up]}\n"
    text += "  - {id: out, from: b, to: exit, review: rounds, beside: wgi}\n"
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, text)
    assert str(error.value).count("one must be to: same and none an exit") == 2


def test_the_card_tells_it(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME.format(qsi=", beside: any", up=", beside: wgi", merit="", rounds=""))
    assert "may be decided beside any other" in str(ls.describe(scheme))
    assert "may be decided beside wgi" in str(ls.describe(scheme))
