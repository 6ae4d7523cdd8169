"""What an analyst does with a run's tables: means over all cells, joins, survival analysis; nothing written through."""

from __future__ import annotations

from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core import i18n
from ladder_sim.core.problems import LadderError
from ladder_sim.results.coded import COSTS, WAIT_ENDS
from ladder_sim.results.columns import merged, month_end
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.frames import TABLES
from ladder_sim.results.run import Run
from ladder_sim.results.survival import incidence, wait_counts, within

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "service-center-200"
MONTHS, REPLICATIONS = 24, 6


@pytest.fixture(scope="module")
def run() -> Run:
    return ls.simulate(V, W, months=MONTHS, replications=REPLICATIONS, events=True, explain=True)


@pytest.fixture(scope="module")
def two() -> Comparison:
    return ls.compare([S, V], W, months=12, replications=8)


# --- nothing given out can change a result --------------------------------------------------------


def test_an_array_in_percent_changes_no_conclusion(two: Comparison) -> None:
    said, mean = two.summary(), two[V].interval("turnover").mean
    with pytest.raises(ValueError, match="read-only"):
        two[V].pooled(f"promotion_rate:{_promoted(two)}")[0] = 100
    for table in (
        two[V].values("turnover"),
        two.values(V, "turnover"),
        two[V].measure("turnover"),
        two.measure("turnover"),
        two[V].measure("turnover", by="year"),
    ):
        table *= 100
    assert two[V].interval("turnover").mean == mean and two.summary() == said
    assert np.array_equal(
        two.table("turnover")["mean"], ls.compare([S, V], W, months=12, replications=8).table("turnover")["mean"]
    )


def _promoted(two: Comparison) -> str:
    return next(name for name in two[V].known if name.startswith("promotion_rate:")).removeprefix("promotion_rate:")


def test_no_table_and_no_count_is_written_through(run: Run) -> None:
    for name in run.tables:
        before = run.frame(name)
        for column in before.select_dtypes("number"):
            table = run.frame(name)
            table[column] *= 0
            values = run.frame(name)[column].to_numpy()
            if values.flags.writeable and values.dtype != object:
                values[:] = 0
        pd.testing.assert_frame_equal(run.frame(name), before)
    for array in (
        run.counts.headcount,
        run.counts.costs,
        run.window().people,
        run.window().exits,
        *run.counts.ledger.values(),
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_the_measures_of_a_run_cannot_be_replaced(run: Run) -> None:
    with pytest.raises(TypeError):
        run.known["turnover"] = run.known["kpi"]  # type: ignore[index]


# --- nothing asked is answered with something else --------------------------------------------------


@pytest.mark.parametrize("by", ["anything", 12, None, True, "months", ["month", "year"], ["run", "grade"], []])
def test_by_is_checked(run: Run, two: Comparison, by: object) -> None:
    for ask in (lambda: run.measure("labour_cost", by=by), lambda: two.measure("labour_cost", by=by)):  # type: ignore[call-overload, arg-type]
        with pytest.raises(LadderError, match=r"by must be one of 'run', 'year', 'month', 'grade', or both such as"):
            ask()


def test_months_are_those_of_the_window_and_average_to_the_run(run: Run, two: Comparison) -> None:
    monthly = run.measure("labor_cost", by="month")
    assert monthly.columns.tolist() == list(range(1, MONTHS + 1)) and monthly.columns.name == "month"
    by_hand = run.frame("costs", zeros=True).groupby(["replication", "month"])["amount"].sum().unstack() * 12
    assert np.allclose(monthly, by_hand)
    assert monthly.mean(axis=1).to_numpy() == pytest.approx(run.values("labour_cost"))
    both = two.measure("labour_cost", by="month")
    assert both.columns.names == ["scheme", "month"] and both[V].equals(two[V].measure("labour_cost", by="month"))
    with pytest.raises(LadderError, match="needs the whole run, it has no value by month"):
        run.measure("time_to_promotion", by="month")


@pytest.mark.parametrize(
    ("level", "told"),
    [(95, "such as 0.95"), (1.0, "got 1.0"), ("0.9", "got '0.9'"), (0.2, "got 0.2"), (True, "got True")],
)
def test_level_is_checked(run: Run, two: Comparison, level: float, told: str) -> None:
    for ask in (
        lambda: run.interval("turnover", level), lambda: run.measures(level),
        lambda: two.table("turnover", level=level), lambda: two.change(V, "turnover", level),
    ):  # fmt: skip
        with pytest.raises(LadderError, match=told):
            ask()


def test_a_lower_level_is_a_narrower_interval(run: Run, two: Comparison) -> None:
    for name in ("turnover", "promoted_within_12", "promotion_rate"):
        wide, narrow = run.interval(name), run.interval(name, level=0.8)
        assert (
            wide.mean == narrow.mean and wide.low <= narrow.low < narrow.high <= wide.high and narrow.half < wide.half
        )
    wide, narrow = (two.table("turnover", level=level).loc[(V, "turnover")] for level in (0.95, 0.8))
    assert narrow["difference_high"] - narrow["difference_low"] < wide["difference_high"] - wide["difference_low"]
    assert two.table(level=0.8).attrs["level"] == 0.8 and run.table("turnover", level=0.8).index.tolist() == [
        "turnover"
    ]


def _of_two_seeds() -> ls.Run:
    """A joined run, which is not played again for what it did not keep."""
    return ls.join([ls.simulate(S, W, months=2, replications=1, seed=seed) for seed in (1, 2)])


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda run: run.frame(3), "table 3 is not known; there are headcount"),
        (lambda run: run.frame("waits", zeros=True), "has no rows of zeros"),
        (lambda run: run.frame("moves", zeros="yes"), "zeros must be True or False, got 'yes'"),
        (lambda run: run.measure(["turnover"]), r"measure \['turnover'\] is not known; one at a time"),
        (lambda run: run.measure(len), "is not known; with_measure"),
        (lambda run: _of_two_seeds().frame("events"), "simulate with events=True"),
        (lambda run: _of_two_seeds().frame("spells"), "simulate with events=True"),
        (lambda run: _of_two_seeds().frame("alone"), "simulate with explain=True"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said(run: Run, ask: object, told: str) -> None:
    with pytest.raises(LadderError, match=told):
        ask(run)  # type: ignore[operator]


def test_other_replications_are_other_numbers_and_another_provenance() -> None:
    first, later = (ls.simulate(S, W, months=3, replications=4, first=first) for first in (0, 20))
    assert first.provenance != later.provenance and "seed 1 (nos. 20–23)" in later.provenance
    assert later.to_dict()["first"] == 20
    assert later.measure("turnover").index.tolist() == later.frame("headcount")["replication"].unique().tolist()
    assert later.measure("turnover").index.tolist() == [20, 21, 22, 23]
    i18n.use("zh")
    assert "种子1（第20–23号）" in later.provenance


# --- tables that cannot mislead ---------------------------------------------------------------------


def test_a_level_in_percent_is_told_as_a_share(run: Run) -> None:
    with pytest.raises(LadderError, match=r"level must be a share from 0\.5 to below 1, such as 0\.95, got 95$"):
        run.interval("turnover", 95)


def test_means_over_zeros_are_true(run: Run) -> None:
    cells = REPLICATIONS * MONTHS
    exits = run.frame("exits", zeros=True)
    by_cause = exits.groupby(["replication", "month", "cause"], observed=False)["people"].sum().groupby("cause").mean()
    for place, cause in enumerate(("voluntary", "dismissal")):
        assert by_cause[cause] == pytest.approx(run.counts.exits[..., place].sum() / cells)
    mean = exits.groupby("grade", observed=True)["people"].sum() / cells
    assert mean.to_numpy() == pytest.approx(run.counts.exits.sum(axis=(0, 1, 3)) / cells)
    for name, table in TABLES.items():
        if table.sparse:
            all_, some = run.frame(name, zeros=True), run.frame(name)
            numbers = list(table.units)
            assert len(all_) >= len(some) > 0 and np.allclose(all_[numbers].sum(), some[numbers].sum())
            assert all_.attrs["zeros"] and not some.attrs["zeros"]


def test_costs_by_grade_and_month_are_the_labor_cost(run: Run) -> None:
    costs = run.frame("costs")
    whole = costs.groupby("replication")["amount"].sum() * 12 / MONTHS
    assert whole.to_numpy() == pytest.approx(run.values("labour_cost"))
    assert costs["cost"].cat.categories.tolist() == ["salary", *COSTS]
    by_cost = costs.groupby("cost", observed=False)["amount"].sum()
    for cost in COSTS:
        assert by_cost[cost] / REPLICATIONS * 12 / MONTHS == pytest.approx(run.values(f"labour_cost:{cost}").mean())
    hiring = costs[costs["cost"] == "hiring"]
    joined = run.frame("hires").merge(hiring, on=["replication", "month", "grade"])
    assert len(joined) == len(hiring) > 0  # where newcomers start


def test_a_load_within_limits_is_booked_by_grade(tmp_path: Path) -> None:
    """Ten a month on each of two people of grade a at 100, and 20 on one of b at 400: a tenth, at most 20."""
    scheme = scenes.scheme_of(tmp_path, scenes_two())
    crew = scenes.workforce_of(
        tmp_path, "people: {grades: {a: 2, b: 1}}\nhiring: none\ncosts: {employer_load: 0.1, load_ceiling: 200}\n"
    )
    load = ls.simulate(scheme, crew, months=2, replications=1).frame("costs").query("cost == 'employer_load'")
    assert load.groupby("grade", observed=True)["amount"].first().to_dict() == {"a": 20, "b": 20}


def scenes_two() -> str:
    return """
        ladder: {main: {a: {base: 100, role: agent}, b: {base: 400, role: agent}}}
        entry: a
        reviews: {monthly: {every: month}}
        moves: [{id: up, from: a, to: b, review: monthly, when: month >= 99}]
    """


def test_groups_are_people_and_promotions(run: Run) -> None:
    groups = run.frame("groups", zeros=True)
    heads = groups.groupby(["attribute", "replication", "month"], observed=True)["people"].sum()
    everybody = run.counts.headcount[:, 1:].sum(axis=2).ravel()
    for attribute in groups["attribute"].unique():
        assert (heads[attribute].to_numpy() == everybody).all()
    promoted = run.frame("moves").query("kind == 'promotion'")["people"].sum()
    assert groups.groupby("attribute", observed=True)["promotions"].sum().eq(promoted).all()


def test_months_have_their_dates(run: Run) -> None:
    heads = run.frame("headcount").drop_duplicates("month").set_index("month")["date"]
    start = pd.Timestamp(run.workforce.start)
    assert heads[0] == start - pd.Timedelta(days=1) and heads[1] == start + pd.offsets.MonthEnd(0)
    assert heads[MONTHS] == start + pd.DateOffset(months=MONTHS) - pd.Timedelta(days=1)
    assert month_end(run.workforce.start, np.array([2])).astype(str).tolist()[0].startswith(str(heads[2].date()))
    events = run.frame("events")
    assert (
        ((events["date"].dt.year * 12 + events["date"].dt.month) - (start.year * 12 + start.month) + 1)
        .eq(events["month"])
        .all()
    )


def test_grades_are_ordered_in_every_table_and_after_a_concat(two: Comparison) -> None:
    heads = two[S].frame("headcount")
    low = heads["grade"].cat.categories[2]
    assert heads["grade"].cat.ordered and (heads["grade"] >= low).sum() == len(heads) * 5 // 7
    both = two.frame("headcount")
    assert both["scheme"].cat.categories.tolist() == [S, V]
    own = [both.loc[both["scheme"] == scheme, "grade"].unique().tolist() for scheme in two.schemes]
    known = both["grade"].cat.categories.tolist()
    assert both["grade"].cat.ordered and all(sorted(ids, key=known.index) == ids for ids in own)
    pd.testing.assert_frame_equal(
        both[both["scheme"] == V].drop(columns="scheme").reset_index(drop=True).astype({"grade": str}),
        pd.DataFrame(two[V].frame("headcount")).astype({"grade": str}),
    )


def test_orders_that_disagree_are_not_ordered() -> None:
    assert merged([["a", "b", "d"], ["b", "c", "d"]]) == (["a", "b", "c", "d"], True)
    assert merged([["a", "b"], ["b", "a"]]) == (["a", "b"], False)


def test_units_and_source_stand_in_attrs(run: Run) -> None:
    for name, table in TABLES.items():
        attrs = run.frame(name).attrs
        assert set(attrs["units"]) == set(table.units) and attrs["source"] == run.provenance and attrs["row"]
        assert set(table.units) <= set(run.frame(name).columns)
    assert run.frame("ledger").attrs["units"] == {"reviews": "reviews"}
    assert run.measure("labour_cost").attrs["unit"] == "CNY a year"


def test_a_missing_value_says_why(two: Comparison) -> None:
    short = fakes.run(months=6, replications=3)
    assert short.measure("promoted_within_12").attrs["note"]
    own = next(name for name in two[S].known if name.startswith("promotion_rate:") and name not in two[V].known)
    assert set(two.measure(own).attrs["note"]) >= {V}


def test_verdicts_are_ids_and_booleans_are_boolean(two: Comparison) -> None:
    table = two.table(["turnover", "promotion_rate"])
    assert table["better"].dtype == "boolean" and len(table[table["better"].fillna(False)]) == 2
    i18n.use("zh")
    assert two.table("turnover")["verdict_id"].tolist() == table.loc[(slice(None), "turnover"), "verdict_id"].tolist()
    assert two.table("turnover").loc[(V, "turnover"), "verdict"] == "较低"
    grades = two[S].frame("grades")
    assert grades["top"].dtype == "boolean" and grades["level"].dtype == np.int32


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [("moves", "from", "from_grade"), ("moves", "to", "to_grade"), ("ledger", "people", "reviews"),
     ("waits", "end", "ended_by"), ("events", "from", "from_grade")],
)  # fmt: skip
def test_an_old_name_of_a_column_tells_the_new(run: Run, table: str, old: str, new: str) -> None:
    for key in (old, ["replication", old]):
        with pytest.raises(KeyError, match=f"column '{old}' is called '{new}'"):
            run.frame(table)[key]
    with pytest.raises(KeyError, match="'nobody'"):
        run.frame(table)["nobody"]
    with pytest.raises(KeyError, match="column 'people' is called 'reviews', for the same"):
        ls.explain(run)["people"]


def test_reasons_pivot_in_the_order_of_the_rules(run: Run) -> None:
    told = ls.explain(run)
    for move, rows in told.groupby("move", observed=True):
        assert rows["reason"].cat.codes.is_monotonic_increasing, move
    assert set(told["reason"].cat.categories) == set(told["reason"]) < set(run.frame("ledger")["reason"].cat.categories)


# --- people, events and spells ----------------------------------------------------------------------


def test_events_join_with_a_roster(tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(
        "person,role,hired\nP7,agent,2024-07-01\nP1,agent,2025-05-01\nP3,agent,2026-12-01\n"
    )
    crew = scenes.workforce_of(tmp_path, "people: {roster: team.csv}\nattrition: {hazard: 0.1}\n")
    run = ls.simulate(scenes.scheme_of(tmp_path, scenes_two()), crew, months=12, replications=2, events=True)
    people, events = run.frame("people"), run.frame("events")
    there = people[people["joined"] == 0]
    assert there["person"].tolist() == ["P7", "P1", "P3"] * 2 and there["months_employed"].tolist() == [30, 20, 1] * 2
    new = people[people["joined"] > 0]
    assert (new["person"].astype(str) == "hire-" + new["agent"].astype(str)).all() and len(new)
    assert len(people) == len(people[["replication", "person"]].drop_duplicates())
    left = events[(events["event"] == "exit") & events["person"].isin(["P7", "P1", "P3"])]
    assert len(left) == there["left"].notna().sum() > 0
    assert left["cause"].eq("voluntary").all() and left["to_grade"].eq("exit").all() and left["move"].isna().all()


def test_everybody_has_a_start_and_events_are_the_counts(run: Run) -> None:
    people, events = run.frame("people"), run.frame("events")
    start = people[people["joined"] == 0].groupby(["replication", "grade"], observed=False).size()
    assert (start.to_numpy() == run.counts.headcount[:, 0].ravel()).all()
    assert (people["joined"] > 0).sum() == run.counts.hires.sum() == (events["event"] == "hire").sum()
    assert (events["event"] == "exit").sum() == run.counts.exits.sum() == people["left"].notna().sum()
    moves = run.frame("moves")
    counted = moves.groupby(["replication", "month", "move", "from_grade", "to_grade"], observed=True)["people"].sum()
    logged = events[events["move"].notna() & (events["event"] != "case failed")]
    keys = ["replication", "month", "move", "from_grade", "to_grade"]
    pd.testing.assert_series_equal(
        logged.groupby(keys, observed=True).size(), counted, check_names=False, check_dtype=False
    )
    order = events[["replication", "date"]]
    assert order.equals(order.sort_values(["replication", "date"], kind="stable"))


def test_events_tell_apart_what_happened_and_by_what(run: Run) -> None:
    events = run.frame("events")
    assert str(events["date"].dtype).startswith("datetime64") and {"person", "agent", "month"} <= {*events.columns}
    for column in ("event", "cause", "move", "from_grade", "to_grade", "detail"):
        assert isinstance(events[column].dtype, pd.CategoricalDtype) and "" not in events[column].cat.categories
    left = events["event"] == "exit"
    assert events.loc[left, "cause"].notna().all() and events.loc[~left, "cause"].isna().all()
    happened = {"exit", "hire", "case failed", *(move.kind for move in run.axes.moves)}
    assert {*events["event"].unique()} <= happened and not {*events["event"].unique()} & {*run.axes.causes}
    failed = events["event"] == "case failed"
    assert events.loc[failed, "move"].notna().all() and events.loc[failed, "detail"].notna().all(), "move and stage"
    assert events.loc[events["event"] == "hire", "from_grade"].isna().all()


@pytest.mark.parametrize("scheme", [S, V, "logistics-dual-track"])
def test_spells_counted_are_the_waits(scheme: str) -> None:
    run = ls.simulate(scheme, W, months=15, replications=3, events=True, block=200)
    keys = ["replication", "grade", "served", "months", "ended_by", "start", "stop"]
    counted = run.frame("spells").groupby(keys, observed=True).size()
    waits = run.frame("waits").groupby(keys, observed=True)["people"].sum()
    pd.testing.assert_series_equal(counted, waits, check_names=False, check_dtype=False)


def test_spells_are_a_chain_of_stays(run: Run) -> None:
    """Everybody's stays follow each other: the next begins in the month the last ended, in the grade it led to."""
    spells = run.frame("spells").astype({"grade": str, "to_grade": str})
    same = spells[["replication", "person"]].eq(spells[["replication", "person"]].shift(-1)).all(axis=1)
    last, following = spells[same], spells.shift(-1)[same]
    assert len(last) and (last["to_grade"] == following["grade"]).all() and (last["left"] == following["entered"]).all()
    assert spells.loc[~same, "ended_by"].isin(["exit", "censored"]).all()
    assert (spells["stop"] > spells["start"]).all()
    assert {"gender", "joined", "cause"} <= set(spells.columns)


def test_the_first_day_s_people_enter_late(run: Run) -> None:
    """Fitted as they look, with entry: Aalen–Johansen written down by hand from one row per spell is the measure."""
    waits = run.frame("waits")
    entry = [i for i, info in enumerate(run.axes.grades) if info.entry]
    chosen = waits[waits["grade"].cat.codes.isin(entry)]
    survival = incident = 0.0
    survival = 1.0
    for time in np.unique(chosen.loc[chosen["ended_by"] != "censored", "stop"]):
        if time > 12:
            break
        at_risk = chosen.loc[(chosen["start"] < time) & (chosen["stop"] >= time), "people"].sum()
        now = (
            chosen[(chosen["stop"] == time) & (chosen["ended_by"] != "censored")]
            .groupby("ended_by", observed=False)["people"]
            .sum()
        )
        incident += survival * now["promotion"] / at_risk
        survival *= 1 - now.sum() / at_risk
    pooled = wait_counts(run.counts.waits, entry, MONTHS, REPLICATIONS).sum(axis=0, keepdims=True)
    assert incident > 0.01 and incident == pytest.approx(float(within(incidence(pooled), 12)[0]))
    assert set(waits["ended_by"].cat.categories) == set(WAIT_ENDS)


def test_lifelines_agrees(run: Run) -> None:
    """Aalen–Johansen and Kaplan–Meier of lifelines on the spells, as they come, against ours (waits in entry grades).

    Ties in its Aalen–Johansen are broken by a jitter, hence the tolerance.
    """
    lifelines = pytest.importorskip("lifelines", reason="lifelines needs pandas 2: make test-pandas2")
    spells = run.frame("spells")
    entry = [info.id for info in run.axes.grades if info.entry]
    mine = spells[spells["grade"].isin(entry)]
    codes = mine["ended_by"].map({"censored": 0, "promotion": 1, "exit": 2, "other": 3}).astype(int)
    fitted = lifelines.AalenJohansenFitter(seed=1, calculate_variance=False).fit(
        mine["stop"], codes, event_of_interest=1, entry=mine["start"]
    )
    codes_of = [i for i, info in enumerate(run.axes.grades) if info.entry]
    ours = incidence(wait_counts(run.counts.waits, codes_of, MONTHS, REPLICATIONS).sum(axis=0, keepdims=True))
    for month in (6, 12, 18):
        theirs = float(fitted.cumulative_density_[: month + 0.2].iloc[-1, 0])
        assert theirs == pytest.approx(float(within(ours, month)[0]), abs=0.004)
    stay = lifelines.KaplanMeierFitter().fit(mine["stop"], codes > 0, entry=mine["start"])
    for month in (6, 12, 18):
        assert float(stay.predict(month + 0.2)) == pytest.approx(float(ours.waiting[0, month]), abs=1e-9)


# --- measures of one's own ---------------------------------------------------------------------------


def test_a_measure_of_one_s_own_is_like_every_other(two: Comparison) -> None:
    mine = two.with_measure("leavers", lambda w: w.exits[:, 0] / w.years, unit="people", title="Leavers", better="down")
    row = mine.table("leavers").loc[(V, "leavers")]
    assert row["verdict_id"] == "lower" and bool(row["better"]) and row["unit"] == "people"
    assert mine.values(V, "leavers").to_numpy() == pytest.approx(two[V].counts.exits[..., 0].sum(axis=(1, 2)))
    assert mine[V].measure("leavers", by="month").shape == (8, 12)
    assert "leavers" in mine.to_dict()["schemes"][V]["measures"] and "leavers" in mine[V].table().index
    assert "leavers" not in two.known  # the comparison it was made from is as it was
    assert ls.plots.dots(mine, "leavers").get_title(loc="left") == "Leavers"


def test_a_measure_of_one_s_own_stands_in_charts_and_reports(two: Comparison, tmp_path: Path) -> None:
    mine = two.with_measure("early", lambda window: window.exits[:, 0] / window.years, unit="people",
                            title="Early leavers", better="down")  # fmt: skip
    assert mine.plot("early").figure.axes[0].get_title(loc="left") == "Early leavers"
    assert [line.get_gid() for line in mine.plot("early", by="year").figure.axes[0].get_lines()] == list(mine.schemes)
    files = {path.suffix: path.read_text(encoding="utf-8-sig") for path in mine.save(tmp_path, ["csv", "json", "html"])}
    assert ",early," in files[".csv"] and '"early"' in files[".json"] and "Early leavers" in files[".html"]
    assert "early" not in two.known, "what it was made of stays as it was"


def test_a_wrong_measure_is_said_at_once(run: Run) -> None:
    with pytest.raises(LadderError) as told:
        run.with_measure("", 3, unit="heads", better="big")  # type: ignore[arg-type]
    assert [line.split(" ")[0] for line in str(told.value).splitlines()] == ["name", "compute", "unit", "better"]
    with pytest.raises(LadderError, match="measure 'turnover' is there already"):
        run.with_measure("turnover", lambda w: w.everyone, unit="people")
    with pytest.raises(
        LadderError, match=r"measure 'x' must give a number for each of the 6 replications, got shape \(6, "
    ):
        run.with_measure("x", lambda w: w.exits, unit="people").values("x")
    with pytest.raises(LadderError, match="got str"):
        run.with_measure("x", lambda w: "many", unit="people").values("x")
