"""What a tenth analyst would type first, and what it gives: by grade and month, one bracket for all, whole forms."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.notebook.completing import words
from ladder_sim.results.broken_down import BY, OF_GRADES
from ladder_sim.results.measures import find

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 6, "replications": 4}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


def _told(ask: Callable[[], object]) -> str:
    with pytest.raises(ls.LadderError) as raised:
        ask()
    return str(raised.value)


# --- by grade ----------------------------------------------------------------------------------------------------


def test_what_adds_up_adds_up_over_grades(two: ls.Comparison) -> None:
    run = two[S]
    for name in ("labor_cost", "salary_cost"):
        assert np.allclose(run.measure(name, by="grade").sum(axis=1), run.measure(name))
        both = run.measure(name, by=["month", "grade"])
        assert np.allclose(both.T.groupby(level="month").sum().T, run.measure(name, by="month"))
    everyone, heads = run.window().everyone, run.headcount(by="grade")["mean"]
    for name in ("turnover", "promotion_rate", "labor_cost_per_head"):
        by_grade = run.measure(name, by="grade")
        assert list(by_grade.columns) == [info.id for info in run.axes.grades]
        shares = run.window().people / everyone[:, None]
        assert np.allclose(np.nansum(by_grade.to_numpy() * shares, axis=1), run.measure(name))
        assert by_grade.loc[:, by_grade.isna().all()].columns.isin(heads.index[heads == 0]).all()


def test_every_measure_by_grade_is_known_and_others_say_which_are(two: ls.Comparison) -> None:
    for name in OF_GRADES:
        assert two[S].measure(name, by="grade").shape == (4, len(two[S].axes.grades)), find(name, two[S].known)
    assert "not counted by grade; by grade there are net_promotion_rate" in _told(
        lambda: two.measure("kpi", by="grade")
    )
    with speaking("zh"):
        assert "没有按职级统计" in _told(lambda: two.measure("kpi", by="grade"))


def test_time_and_grade_stand_in_the_order_asked(two: ls.Comparison) -> None:
    months, grades = (two[S].measure("turnover", by=by) for by in (["month", "grade"], ["grade", "month"]))
    assert months.columns.names == ["month", "grade"] and grades.columns.names == ["grade", "month"]
    assert months.columns[0] == (1, "specialist") and grades.columns[1] == ("specialist", 2)
    pd.testing.assert_frame_equal(months.swaplevel(axis=1)[grades.columns], grades)
    assert two.measure("turnover", by=["grade", "year"]).columns.names == ["scheme", "grade", "year"]
    pd.testing.assert_frame_equal(two[S].measure("turnover", by=["month"]), two[S].measure("turnover", by="month"))
    assert "by_group('gender')" in _told(lambda: two.measure("turnover", by="gender"))
    assert all(word in _told(lambda: two.measure("turnover", by="mnth")) for word in BY)


def test_charts_by_grade(two: ls.Comparison) -> None:
    axes: Any = two[S].plot("labor_cost_per_head", by=["month", "grade"], level=0.8)
    lines = {line.get_gid(): line.get_ydata() for line in axes.lines if line.get_gid()}
    monthly: Any = two[S].measure("labor_cost_per_head", by=["month", "grade"])[1]
    assert lines["specialist"][0] == pytest.approx(monthly["specialist"].mean())
    mine = Figure().subplots()
    assert two[S].plot("turnover", by="grade", ax=mine, grades=["specialist"]) is mine
    assert [text.get_text() for text in mine.get_yticklabels()] == ["Specialist"]
    assert len(np.ravel(two.plot("turnover", by=["grade", "month"]))) == 2  # type: ignore[arg-type]  # panels
    assert "2 schemes" in _told(lambda: two.plot("turnover", by="grade", ax=mine))
    assert "neither" not in str(two.plot("headcount", by=["grade", "month"], interval=0.5))  # type: ignore[call-arg]


def test_the_level_of_the_bands_of_headcount(two: ls.Comparison) -> None:
    def widths(level: float) -> float:
        axes: Any = two[S].plot("headcount", level=level)
        return sum(float(np.ptp(band.get_paths()[0].vertices[:, 1])) for band in axes.collections)

    assert widths(0.98) > widths(0.5)
    assert "such as 0.9" in _told(lambda: two.plot("headcount", level=90))


@pytest.mark.parametrize("kind", ["hist", "box"])
def test_the_spread_of_a_measure(two: ls.Comparison, kind: Any) -> None:
    for source in (two, two[S]):
        axes: Any = source.plot("turnover", kind=kind)
        assert len(axes.patches) and axes.get_title(loc="left") == "Turnover"
    if kind == "hist":
        heights = [patch.get_height() for patch in two[S].plot("turnover", kind=kind, bins=3).patches]  # type: ignore[attr-defined]
        assert len(heights) == 3 and sum(heights) == SHORT["replications"]
    assert "measure('turnover').plot(kind='kde')" in _told(lambda: two.plot("turnover", kind="kde"))  # type: ignore[arg-type]


# --- tables ------------------------------------------------------------------------------------------------------


def test_a_table_is_summed_up_when_it_is_called(two: ls.Comparison) -> None:
    made = two.headcount(by=["grade", "month"], level=0.5)  # type: ignore[operator]  # a frame that can be called
    rows = two.headcount.groupby(["scheme", "grade", "month"], observed=True)["people"]
    assert np.allclose(made["mean"].sort_index(), rows.mean().sort_index())
    assert np.allclose(made["high"].sort_index(), rows.quantile(0.75).sort_index())
    exits = two[V].exits(by="month")  # type: ignore[operator]
    whole = two[V].frame("exits", zeros=True).groupby(["replication", "month"])["people"].sum().groupby("month").mean()
    assert np.allclose(exits["mean"], whole.loc[exits.index]) and exits.attrs["level"] == 0.9
    ends = two[V].headcount(by="grade")  # type: ignore[operator]
    assert np.allclose(ends["mean"], two[V].window().people.mean(axis=0)), "of people no sum over months"
    costs = two[S].costs(by="cost", interval=0.8)  # type: ignore[operator]
    assert costs["mean"].sum() * 2 == pytest.approx(two[S].measure("labor_cost").mean())
    assert costs.attrs["unit"] != two[S].costs.attrs["units"]["amount"]
    pd.testing.assert_frame_equal(two.headcount(["grade", "month"], level=0.5), made)  # type: ignore[operator]
    call = _told(lambda: two.table("headcount", level=0.8)).partition("replications: ")[2]
    assert eval(f"two.{call}", {"two": two}).attrs["level"] == 0.8
    assert "measure('turnover', by='grade')" in _told(lambda: two.table("turnover", by="grade"))  # type: ignore[call-arg]
    with pytest.raises(KeyError, match="did you mean 'month'"):
        two.headcount(by="mnth")  # type: ignore[operator]
    assert "such as 0.9" in _told(lambda: two.headcount(by="month", level=9))  # type: ignore[operator]


def test_tables_compare_as_any_frame(two: ls.Comparison) -> None:
    table, plain = two.headcount, pd.DataFrame(two.headcount)
    assert type(plain) is pd.DataFrame
    for one, other in ((table, plain), (plain, table), (table, table)):
        pd.testing.assert_frame_equal(one, other)
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(plain.assign(people=0), table)


def test_what_is_played_again_stands_among_the_tables(two: ls.Comparison) -> None:
    run = two[S]
    for name in ("spells", "events", "people", "alone"):
        assert name in run.tables and len(run.tables[name])
    assert ls.explain(run)["alone"].notna().any()
    by_hand = run.alone["reviews"].sum() / run.replications / (run.months / 12)
    assert ls.explain(run)["alone"].sum() == pytest.approx(by_hand)


def test_one_bracket_for_schemes_measures_and_tables(two: ls.Comparison) -> None:
    pd.testing.assert_frame_equal(two["turnover"], two.measure("turnover"))  # type: ignore[arg-type]  # a measure
    pd.testing.assert_frame_equal(two["headcount"], two.headcount)
    assert two[S].scheme.id == S
    assert "did you mean 'turnover'" in _told(lambda: two["turnovr"])
    assert "'turnover' is not compared" in _told(lambda: two.contrast("turnover", "kpi"))


def test_values_are_the_reader_s_own(two: ls.Comparison) -> None:
    before = two[S].interval("turnover")
    mine = two[S].values("turnover")
    mine *= 100
    assert two[S].interval("turnover") == before and two[S].values("turnover").max() < 5


# --- searches ----------------------------------------------------------------------------------------------------


def test_searches_tell_what_was_asked() -> None:
    swept = ls.sweep(S, W, excellent=[85, 95], **SHORT)
    assert swept.provenance.endswith("; varied: excellent 85, 95")
    assert swept.provenance_record()["question"]["vary"] == {"excellent": [85, 95]}
    many = ls.sweep(S, W, excellent=range(80, 96), **SHORT)
    assert many.provenance.endswith("; varied: excellent 80, 81, … 95 (16)")
    assert len(many.provenance_record()["question"]["vary"]["excellent"]) == 16
    sought = ls.seek(S, W, "excellent", turnover=0.4, **SHORT)
    assert sought.provenance.endswith("; sought: excellent from 70 to 98 for turnover = 0.4")
    chosen = ls.choose([S, V], W, by="turnover", matters=0.3, months=6)  # type: ignore[call-arg]  # measure=
    assert chosen.provenance.endswith("; by turnover, what matters 0.3")
    edge = ls.frontier([S, V], W, **SHORT)
    matched = ls.match(W, S, turnover=0.4, **SHORT)
    assert matched.provenance.endswith("; matched to turnover = 0.4")
    for found in (swept, sought, chosen, edge, matched):
        record: Any = found.provenance_record()
        assert record["line"] == found.provenance and json.loads(json.dumps(record)) == record
        assert ls.load_scheme(record["resolved"]["schemes"][S]) == ls.load_scheme(S)
        assert record["question"]["kind"] == record["kind"]
    assert "made by hand" in _told(dataclasses.replace(swept, question=None).provenance_record)


def test_a_small_sweep_is_played_again_for_another_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = ls.sweep(S, W, excellent=[85], **SHORT)
    assert swept.table("promotion_rate")["mean"][0] == pytest.approx(
        ls.simulate(ls.load_scheme(S).with_(excellent=85), W, **SHORT).values("promotion_rate").mean()
    )
    monkeypatch.setattr("ladder_sim.results.swept.PLAYED_AGAIN", 0)
    assert "was not asked for in this sweep" in _told(lambda: swept.table("promotion_rate"))


# --- from memory -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "given", "has"),
    [
        (ls.load_workforce, {"headcount": 80, "kpi": 75}, {"people": {"headcount": 80}}),
        (ls.load_workforce, {"id": "w", "size": 80, "metrics": {"kpi": {"mean": 75}}}, {"workforce": "w"}),
        (ls.load_workforce, {"people": {"n": 20}, "attrition": 0.3}, {}),
        (ls.load_workforce, "workforce: x", {}),
        (ls.load_study, {"schemes": [S, V], "workforce": W, "months": 12}, {"months": 12, "workforce": W}),
        (ls.load_study, {"id": "x", "schemes": {"now": S, "new": V}, "people": W, "years": 2}, {"months": 24}),
        (ls.load_study, {"schemes": ["nope"]}, {}),
    ],
)
def test_what_is_written_from_memory_is_shown_whole(load: Any, given: Any, has: dict[str, Any]) -> None:
    call = _told(lambda: load(given)).rpartition(": load_")[2]
    form = eval(call.partition("(")[2].removesuffix(")"))
    made = load(form)
    assert has.items() <= form.items() and made == load(made.to_dict())


def test_of_what_is_near_enough_no_other_is_shown() -> None:
    whole = ls.load_workforce(W).to_dict()
    assert "loads" not in _told(lambda: ls.load_workforce({**whole, "metrix": 3}))


# --- measures of one's own, sentences, messages --------------------------------------------------------------------


def test_a_measure_of_one_s_own_needs_no_unit_and_divides_by_nothing_in_silence(two: ls.Comparison) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mine = two[S].with_measure("ratio_of_moves", lambda w: w.exits_by("voluntary") / w.moves_by("demotion"))
    assert mine.known["ratio_of_moves"].unit == "ratio" and mine.table("ratio_of_moves")["mean"].isna().all()
    assert "divided by zero" in mine.table("ratio_of_moves")["note"].iloc[0]


def test_summaries_tell_the_result(two: ls.Comparison) -> None:
    level = two.at_equal("pay")
    assert level.summary()[0].startswith("At the pay of Two routes the difference in turnover is: Video cloud")
    assert level.summary()[1:] == level.moved()
    year = ls.compare([S, V], W, months=12, replications=4)
    assert "a scheme blind to the group" in year.summary()[-1]


def test_what_a_message_names_can_be_done_now(two: ls.Comparison, tmp_path: Path) -> None:
    path = two[S].save(tmp_path / "a.run")
    assert f"load_run('{path}')" in _told(lambda: ls.load_scheme(path))
    assert "worlds(worlds=20)" in _told(lambda: two.worlds(20))  # type: ignore[arg-type]
    assert two[S].interval("turnover", interval=0.9) == two[S].interval("turnover", 0.9)  # type: ignore[call-arg]
    assert "by_group('gender')" in _told(lambda: two[S].survival)  # type: ignore[attr-defined]


def test_a_record_says_where_its_texts_are_and_a_run_how_it_is_gone_through(two: ls.Comparison) -> None:
    record: Any = two[S].provenance_record()
    told = _told(lambda: record["scheme"])
    call = told.partition(": ")[2].partition("), ")[0] + ")"
    assert eval(f"ls.{call}", {"ls": ls, "record": record}) == two[S].scheme
    assert "did you mean 'months'" in _told(lambda: record["month"])
    assert type(json.loads(json.dumps(record))) is dict
    assert "for name in run.known" in _told(lambda: list(two[S]))


def test_completion_knows_columns_in_conditions(two: ls.Comparison) -> None:
    names = {"ls": ls, "two": two, "run": two[S]}
    assert words('run.headcount.query("month == 3 and gr', names) == ("gr", ["grade"])
    assert words('two.headcount.query("sch', names) == ("sch", ["scheme"])
    assert words('run.tables["sp', names) == ("sp", ["spells"])
    assert words('run.plot("turnover", kind="', names) == ("", ["hist", "box"])
    assert words('ls.load_scheme("ecommerce-d', names) == ("ecommerce-d", [S])
