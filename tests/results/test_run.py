"""A run's tables, their columns and their accounts; how it shows itself."""

from __future__ import annotations

import json

import fakes
import numpy as np
import pytest

from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.results.run import Run

WHEN = ["replication", "month", "date"]
COLUMNS = {
    "headcount": [*WHEN, "grade", "people"],
    "moves": [*WHEN, "move", "kind", "from_grade", "to_grade", "people"],
    "exits": [*WHEN, "grade", "cause", "people"],
    "hires": [*WHEN, "grade", "people"],
    "pay": [*WHEN, "grade", "part", "amount"],
    "costs": [*WHEN, "grade", "cost", "amount"],
    "groups": [*WHEN, "attribute", "value", "people", "promotions"],
    "seats": [*WHEN, "grade", "seats", "taken"],
    "stages": [*WHEN, "move", "stage", "cases"],
    "ledger": [*WHEN, "move", "reason", "step", "reviews"],
    "waits": ["replication", "grade", "served", "months", "ended_by", "start", "stop", "people"],
    "grades": ["grade", "title", "track", "role", "level", "entry", "top"],
}


@pytest.fixture(scope="module")
def run() -> Run:
    return fakes.run(months=18, replications=4)


def test_columns(run: Run) -> None:
    assert set(COLUMNS) == set(run.tables) - {"alone", "spells", "events", "people"}, "these are played again for"
    for name, columns in COLUMNS.items():
        assert run.frame(name).columns.tolist() == columns, name


def test_only_headcount_has_rows_of_nobody(run: Run) -> None:
    assert len(run.frame("headcount")) == 4 * 19 * 4
    for name in ("moves", "exits", "hires"):
        assert (run.frame(name)["people"] > 0).all()
    assert (run.frame("ledger")["reviews"] > 0).all()
    assert (run.frame("pay")["amount"] != 0).all()


def test_each_grade_closes(run: Run) -> None:
    """Opening + hires + moves in − moves out − exits = closing, from the tables alone."""
    keys = ["replication", "month", "grade"]

    def flow(name: str, grade: str = "grade") -> dict[tuple[int, int, str], int]:
        table = run.frame(name).rename(columns={grade: "grade"} if grade != "grade" else {})
        return table.groupby(keys, observed=True)["people"].sum().to_dict()

    head, hires, exits = flow("headcount"), flow("hires"), flow("exits")
    came, went = flow("moves", "to_grade"), flow("moves", "from_grade")
    for r, month, grade in head:
        if month:
            key = (r, month, grade)
            change = hires.get(key, 0) + came.get(key, 0) - went.get(key, 0) - exits.get(key, 0)
            assert head[key] == head[r, month - 1, grade] + change


def test_tables_add_up_to_the_counts(run: Run) -> None:
    assert run.frame("pay")["amount"].sum() == pytest.approx(run.counts.pay.sum())
    assert run.frame("ledger")["reviews"].sum() == run.counts.ledger["up"].sum()
    decided = run.frame("ledger").query("reason == 'moved' and month < 18")["reviews"].sum()  # takes effect next month
    waited = run.frame("waits").query("ended_by == 'promotion'")["people"].sum()
    assert decided == run.frame("moves")["people"].sum() == waited


def test_names_are_categories(run: Run) -> None:
    assert run.frame("headcount")["grade"].cat.categories.tolist() == list(fakes.GRADES)
    assert run.frame("moves")["to_grade"].cat.categories.tolist() == [*fakes.GRADES, "exit"]


def test_measure_is_a_series_over_replications(run: Run) -> None:
    series = run.measure("turnover")
    assert series.name == "turnover" and series.index.name == "replication" and len(series) == 4
    assert np.allclose(series, run.values("turnover"))


def test_unknown_table(run: Run) -> None:
    with pytest.raises(LadderError, match="table 'headcont' is not known; did you mean 'headcount'"):
        run.frame("headcont")


def test_json_is_plain_and_complete(run: Run) -> None:
    made = json.loads(json.dumps(run.to_dict(), allow_nan=False))
    assert set(made) == {
        "ladder_sim",
        "code",
        "scheme",
        "workforce",
        "months",
        "replications",
        "seed",
        "first",
        "fingerprints",
        "measures",
        "format",
    }
    assert set(made["measures"]["turnover"]) == {"mean", "low", "high", "note"}
    assert set(made["fingerprints"]["schemes"]) == {"fake"}


def test_shows_itself_in_both_languages() -> None:
    run = fakes.run(chosen=fakes.scheme("a", fakes.Title("<script>", "<script>")), months=6, replications=3)
    english = run._repr_html_()
    assert "<script>" not in english and "&lt;script&gt;" in english
    assert "Salary cost" in english and "6 months, 3 replications, seed 1" in english and "a (" in english
    i18n.use("zh")
    assert "薪酬成本" in run._repr_html_() and "重复3次" in run.provenance
    assert run.measures().loc["turnover", "title"] == "离职率"


def test_low_and_high_are_of_the_mean(run: Run) -> None:
    table = run.measures()
    assert (table["low"].dropna() <= table["mean"].dropna() + 1e-12).all()
    row = fakes.run(months=12, replications=60).measures().loc["turnover"]
    assert row["high"] - row["low"] < (row["p95"] - row["p5"]) / 3
    assert list(run.table().columns) == ["title", "mean", "low", "high", "unit", "note"]


def test_the_counts_earlier_name_is_answered_with_the_present_one(run: Run) -> None:
    with pytest.raises(AttributeError, match="'tally'; it is called counts now"):
        run.tally  # type: ignore[attr-defined]
