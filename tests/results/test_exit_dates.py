"""When people leave: the log of events, the table of exits and the spells agree with what is paid."""

from __future__ import annotations

import pandas as pd
import pytest

import ladder_sim as ls


@pytest.fixture(scope="module")
def run() -> ls.Run:
    return ls.simulate("customer-center-ladder", months=24, replications=3, events=True)


def test_who_leaves_by_a_move_leaves_on_the_first_and_others_on_the_last_day(run: ls.Run) -> None:
    gone = run.frame("events").query("event == 'exit'")
    own = gone["cause"].isin(["voluntary", "retirement"])
    assert own.any() and not own.all()
    assert gone[own]["date"].dt.is_month_end.all()
    assert gone[~own]["date"].dt.is_month_start.all()


def test_events_spells_and_exits_count_the_same_people_in_the_same_months(run: ls.Run) -> None:
    gone = run.frame("events").query("event == 'exit'")
    keys = ["replication", "month", "cause"]
    by_event = gone.groupby(keys, observed=True).size()
    by_exit = run.frame("exits").groupby(keys, observed=True)["people"].sum()
    spells = run.frame("spells").query("ended_by == 'exit'").rename(columns={"left": "month"})
    by_spell = spells.groupby(keys, observed=True).size()
    for other in (by_exit, by_spell):
        assert dict(other.items()) == dict(by_event.items())
    months = run.frame("exits")
    ends = pd.to_datetime(months["date"])
    assert ends.dt.is_month_end.all()
    assert (gone["date"].dt.to_period("M") == (gone["date"] + pd.offsets.MonthEnd(0)).dt.to_period("M")).all()
