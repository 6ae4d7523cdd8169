"""What an analyst types first works, or says what to write; and nothing typed can make a result lie."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.charts.asked import CHARTS
from ladder_sim.core.frozen import ReadOnlyError
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.results.asked import Tabled
from ladder_sim.results.chart_door import ChartDoor
from ladder_sim.results.frames import TABLES
from ladder_sim.results.own import own_record

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT = {"months": 6, "replications": 4}


@pytest.fixture(scope="module")
def run(a: ls.Scheme, people: ls.Workforce) -> ls.Run:
    return ls.simulate(a, people, **SHORT, explain=True, events=True)


@pytest.fixture(scope="module")
def both(a: ls.Scheme, people: ls.Workforce) -> ls.Comparison:
    return ls.compare([a, V], people, **SHORT)


@pytest.fixture(scope="module")
def staff() -> pd.DataFrame:
    return pd.DataFrame({"person": [f"P{i}" for i in range(12)], "hired": [f"20{i + 10}-03-01" for i in range(12)],
                         "role": ["agent"] * 10 + ["supervisor"] * 2})  # fmt: skip


# --- nothing can make a result lie -------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda run: run.workforce.form["holidays"].clear(),
        lambda run: run.workforce.form["metrics"]["kpi"]["clip"].__setitem__(1, 300),
        lambda run: run.counts.ledger.clear(),
        lambda run: run.counts.people.clear(),
        lambda run: run.departments.__setitem__("x", 3),
        lambda run: setattr(run.counts, "headcount", run.counts.headcount * 2),
    ],
)
def test_what_a_run_was_played_from_and_counted_cannot_be_written_into(run: ls.Run, write: Any) -> None:
    before = json.dumps(run.provenance_record()["resolved"]), len(run.frame("ledger")), len(run.frame("people"))
    with pytest.raises(ReadOnlyError, match="cannot be changed in place"):
        write(run)
    assert before == (json.dumps(run.provenance_record()["resolved"]), len(run.frame("ledger")),
                      len(run.frame("people")))  # fmt: skip


def test_a_window_that_measures_share_cannot_be_moved(run: ls.Run) -> None:
    with pytest.raises(AttributeError):
        run.window().start = 5  # type: ignore[misc]  # the mistake


def test_what_a_sweep_found_cannot_be_written_into(a: ls.Scheme, people: ls.Workforce) -> None:
    swept = ls.sweep(a, people, excellent=[85], **SHORT)
    for write in (
        lambda: swept.points[0].settings.update(excellent=1),  # type: ignore[attr-defined]  # the mistake
        lambda: swept.measures.clear(),  # type: ignore[attr-defined]
    ):
        with pytest.raises(ReadOnlyError):
            write()


def test_a_mean_beyond_the_scale_is_warned_of(people: ls.Workforce) -> None:
    with pytest.warns(UserWarning, match=r"mean 150 lies outside the limits 0.* to 100"):
        people.with_({"metrics": {"kpi": {"normal": {"mean": 150}}}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        people.with_({"metrics": {"kpi": {"normal": {"mean": 99}}}})


def test_a_metric_called_almost_as_another_is_warned_of(people: ls.Workforce) -> None:
    with pytest.warns(UserWarning, match="'kip' is new.*did you mean 'kpi'"):
        people.with_({"metrics": {"kip": {"normal": {"mean": 75}}}})


@pytest.mark.parametrize(
    ("move", "told"),
    [
        ({"to": "specialist", "when": ["mean(kpi, 6) < 600"]}, "always holds"),
        ({"to": "specialist", "when": ["mean(kpi, 6) > 600"]}, "can never hold"),
        ({"to": "shop_supervisor", "when": ["mean(kpi, 6) < 60"]}, "nothing happens"),
    ],
)
def test_a_rule_that_does_nothing_is_warned_of_when_it_is_added(a: ls.Scheme, move: dict[str, Any], told: str) -> None:
    with pytest.warns(UserWarning, match=told):
        a.with_({"moves": [{"id": "back", "from": "shop_supervisor", "review": "yearly", **move}]})


def test_joined_runs_keep_measures_of_one_s_own_or_are_refused(a: ls.Scheme, people: ls.Workforce) -> None:
    def mine(window: Any) -> Any:
        return window.everyone

    one, two = (ls.simulate(a, people, **SHORT, seed=seed) for seed in (1, 2))
    kept = ls.join(one.with_measure("m", mine, unit="people"), two.with_measure("m", mine, unit="people"))
    assert kept.values("m")[-1] == two.window().everyone[-1]
    also = ls.join(one, two.with_measure("m", mine, unit="people"))
    assert "m" in also.known, "of the second run alone"
    with pytest.raises(ls.LadderError, match=r"measures of your own called 'm' that are different functions"):
        ls.join(one.with_measure("m", mine, unit="people"),
                two.with_measure("m", lambda window: window.everyone * 100, unit="people"))  # fmt: skip


def test_a_measure_of_one_s_own_stands_in_what_is_cited(run: ls.Run, both: ls.Comparison) -> None:
    for source in (run, both):
        mine = source.with_measure("m", lambda window: window.everyone, unit="people a year")
        assert "own measures: m" in repr(mine) and "own measures m (" in mine.provenance
        told = mine.provenance_record()["own_measures"]["m"]
        assert told["unit"] == "people a year" and "window.everyone" in told["function"]
        assert source.provenance_record()["own_measures"] == {}
    assert own_record(run.known["turnover"])["function"] is None


def test_rules_that_are_saved_under_a_name_keep_their_fingerprint(a: ls.Scheme, tmp_path: Path) -> None:
    made = a.with_(excellent=85)
    again = ls.load_scheme(made.save(tmp_path / "mine.yaml"))
    assert again.id == "mine" != made.id and fingerprint(again) == fingerprint(made) != fingerprint(a)
    parts = [ls.simulate(scheme, W, **SHORT, seed=seed) for seed, scheme in enumerate((made, again))]
    assert ls.join(parts).replications == 8


def test_a_record_without_its_people_says_so_and_takes_them(staff: pd.DataFrame, people: ls.Workforce) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine = people.with_(roster=staff)
        text = ls.simulate(S, mine, **SHORT).provenance_record()["resolved"]["workforce"]
        with pytest.raises(ls.LadderError, match=r"without its people \(left out: 12 people.*roster=frame or file"):
            ls.load_workforce(text)
        assert fingerprint(ls.load_workforce(text, roster=staff)) == fingerprint(mine)


def test_people_who_stand_twice_in_a_roster_are_counted_once(staff: pd.DataFrame, people: ls.Workforce) -> None:
    with pytest.warns(UserWarning, match="passed over"):
        twice = people.with_(roster=pd.concat([staff, staff]))
    assert twice.id == f"{W}(roster=12)" and twice.headcount == 12


def test_a_reason_s_step_is_its_place_in_its_own_move(run: ls.Run) -> None:
    ledger = run.frame("ledger", zeros=True)
    for info in (move for move in run.axes.moves if move.months):
        mine = ledger[ledger["move"] == info.id].drop_duplicates("reason").set_index("reason")["step"]
        assert dict(mine) == {reason: i for i, reason in enumerate(info.reason_ids, start=1)}


def test_tables_without_a_roster_come_back_from_parquet(run: ls.Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="tables go to parquet where pyarrow is installed")
    for name in run.tables:
        made = run.frame(name)
        made.to_parquet(tmp_path / "table.parquet")
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "table.parquet"), pd.DataFrame(made))


# --- what is typed first works -----------------------------------------------------------------------


def test_schemes_and_people_are_told_apart_by_what_they_are(a: ls.Scheme, people: ls.Workforce,
                                                            both: ls.Comparison) -> None:  # fmt: skip
    v = ls.load_scheme(V)
    for made in (ls.compare(a, v, people, **SHORT), ls.compare(S, V, W, **SHORT), ls.compare(a, [v], people, **SHORT),
                 ls.compare(a, V, workforce=people, **SHORT), ls.compare([a, v], workforce=W, **SHORT)):  # fmt: skip
        assert made == both
    with pytest.raises(ls.LadderError, match=r"one workforce.*people are not compared"):
        ls.compare(a, [people, people], **SHORT)
    with pytest.raises(ls.LadderError, match=r"compare\(\[a, b\], people\)"):
        ls.compare(a, people, **SHORT)


def test_a_sweep_takes_values_and_people_in_either_order(a: ls.Scheme, people: ls.Workforce) -> None:
    made = [ls.sweep(a, people, excellent=[85, 95], **SHORT), ls.sweep(a, {"excellent": [85, 95]}, people, **SHORT),
            ls.sweep(a, "excellent", [85, 95], people, **SHORT), ls.sweep(a, people, {"excellent": [85, 95]}, **SHORT),
            ls.sweep(a, vary={"excellent": [85, 95]}, workforce=people, **SHORT)]  # fmt: skip
    assert all(one.to_dict() == made[0].to_dict() for one in made)
    apart = made[0].differences("turnover")
    table = made[0].table("turnover")
    np.testing.assert_allclose(apart.mean().to_numpy(), table["difference"].to_numpy())
    with pytest.raises(ls.LadderError, match=r"it cannot use 3"):
        ls.sweep(a, 3, people)  # type: ignore[arg-type]  # the mistake
    found = ls.seek(a, "excellent", people, turnover=0.5, **SHORT)
    assert found.knob.name == "excellent"


def test_a_table_is_asked_for_in_any_of_the_usual_ways(run: ls.Run, both: ls.Comparison) -> None:
    for source in (run, both):
        for made in (source.table("headcount"), source.headcount):
            pd.testing.assert_frame_equal(pd.DataFrame(made), pd.DataFrame(source.frame("headcount")))
        assert source.table("exits", zeros=True).attrs["zeros"]
    pd.testing.assert_frame_equal(run["headcount"], run.frame("headcount"))
    pd.testing.assert_series_equal(run["turnover"], run.measure("turnover"))
    assert "turnover" in run and "headcount" in run and "x" not in run
    assert any(line.startswith("Turnover: ") for line in run.summary())


def test_every_table_and_every_chart_is_a_name_of_results(run: ls.Run) -> None:
    assert set(TABLES) <= set(dir(Tabled)) & set(dir(run))
    assert set(CHARTS) <= set(dir(ChartDoor)) & set(dir(run.plot))


def test_charts_answer_to_their_names(run: ls.Run, both: ls.Comparison) -> None:
    for draw in (lambda: run.plot("headcount"), run.plot.headcount, run.plot.headcount_by_grade,
                 lambda: ls.plots.headcount(run)):  # type: ignore[attr-defined]  # known when it runs  # fmt: skip
        assert draw().get_ylabel() == "people"
    assert both.plot.labor_cost().figure  # type: ignore[attr-defined]  # a measure, known when it runs


def test_values_and_differences_of_all_schemes_or_of_one(both: ls.Comparison) -> None:
    assert list(both.values("turnover").columns) == [S, V] and list(both.difference("turnover").columns) == [V]
    v = both[V].scheme
    np.testing.assert_array_equal(both.difference("turnover")[V], both.difference(V, "turnover"))
    for ask in (both.values, both.difference):
        np.testing.assert_array_equal(ask("turnover", v), ask(v, "turnover"))  # type: ignore[call-overload]
    assert both.contrast("turnover", v) == both.contrast(v, "turnover")  # type: ignore[arg-type]
    with pytest.raises(ls.LadderError, match="of which measure"):
        both.difference(v)  # type: ignore[call-overload]  # the mistake


def test_runs_are_equal_by_what_they_hold(run: ls.Run, a: ls.Scheme, people: ls.Workforce) -> None:
    again = ls.simulate(a, people, **SHORT, explain=True, events=True)
    assert again == run and hash(again) == hash(run) and again is not run
    assert run != ls.simulate(a, people, **SHORT, seed=2, explain=True, events=True)
    assert run != ls.simulate(a, people, **SHORT), "which kept less"
    assert run != run.with_measure("m", lambda window: window.everyone, unit="people")


def test_data_as_a_dict_and_as_a_text(run: ls.Run, both: ls.Comparison) -> None:
    for source in (run, both):
        assert json.loads(source.to_json()) == source.to_dict()
    with pytest.raises(ls.LadderError, match=r"to_dict\(\)\['measures'\]"):
        run.to_json()["measures"]  # type: ignore[index]  # as it was once
    assert run.to_json()[:1] == "{"


def test_people_come_from_a_path_or_a_frame(staff: pd.DataFrame, people: ls.Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    staff.to_csv(path, index=False)
    made = [people.with_(roster=staff), people.with_(roster=path), people.with_(people=str(path)),  # type: ignore[call-arg]
            people.with_(people=staff), ls.load_workforce(W, roster=path)]  # type: ignore[call-arg]  # fmt: skip
    assert len({fingerprint(one) for one in made[:4]}) == 1 and made[4].headcount == 12
    for given in ((path, people), (path, S), (staff, people, S), (path, W), (staff,)):
        assert ls.check_roster(*given).ok


def test_a_number_is_a_number_of_processes(a: ls.Scheme, people: ls.Workforce, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from ladder_sim.experiment import lazy_workers as workers

    begun = []

    class Threads(ThreadPoolExecutor):
        def __init__(self, number: int) -> None:
            begun.append(number)
            super().__init__(number)

    monkeypatch.setattr(workers, "Workers", Threads)
    alone = ls.simulate(a, people, **SHORT)
    for words in ({"executor": 2}, {"n_jobs": 2}, {"workers": np.int64(2)}):
        assert ls.simulate(a, people, **SHORT, **words) == alone  # type: ignore[arg-type]
    ls.sweep(a, people, excellent=[85], n_jobs=3, **SHORT)
    assert begun == [2, 2, 2, 3]
    with pytest.raises(ls.LadderError, match="a number of processes is from 1"):
        ls.simulate(a, people, executor=0)


def test_two_workforces_are_told_apart(people: ls.Workforce) -> None:
    told = ls.diff(people, people.with_({"metrics": {"kpi": {"normal": {"mean": 75}}}}, headcount=80))
    assert told == ["people.headcount: 30 -> 80", "metrics.kpi.normal.mean: 80 -> 75"]
    assert ls.diff(people, W) == []
    with pytest.raises(ls.LadderError, match="this is a workforce, not a scheme"):
        ls.diff(people, S)


def test_a_window_counts_exits_by_cause_and_moves_by_kind(run: ls.Run) -> None:
    window = run.window()
    by_cause = window.exits_by("voluntary") + window.exits_by("dismissal", "probation")
    assert (by_cause <= window.exits_by()).all() and window.exits_by().sum() == run.frame("exits")["people"].sum()
    moved = run.frame("moves")
    assert window.moves_by("promotion").sum() == moved.loc[moved["kind"] == "promotion", "people"].sum()
    with pytest.raises(ls.LadderError, match="did you mean 'voluntary'"):
        window.exits_by("voluntry")


# --- what does not work leads on ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda r, c, s, w: ls.load_rules, "did you mean 'load_scheme'"),
        (lambda r, c, s, w: ls.simulate(s, w, years=2), r"write months=…: simulate\(scheme, workforce, months=24\)"),
        (lambda r, c, s, w: ls.simulate(s, w, n=3), "write replications=…"),
        (lambda r, c, s, w: ls.sweep(s, w, excellent=[80], n_iter=3), "write replications=…"),
        (lambda r, c, s, w: ls.simulate(s, w, seed=None), "seed must be a whole number"),
        (lambda r, c, s, w: ls.sweep(s, w, excellent=[80], seed=None), "seed must be a whole number"),
        (lambda r, c, s, w: r.headcout, "did you mean 'headcount'"),
        (lambda r, c, s, w: r.describe, r"table\(\) has the measures"),
        (lambda r, c, s, w: c.mean, r"table\(\) has the measures"),
        (lambda r, c, s, w: r["turnovr"], "did you mean 'turnover'"),
        (lambda r, c, s, w: c["turnovr"], "'turnovr' is not compared here.*did you mean 'turnover'"),
        (lambda r, c, s, w: s.excellent, r"scheme\['excellent'\] is 90"),
        (lambda r, c, s, w: s["excelent"], "did you mean 'excellent'"),
        (lambda r, c, s, w: s.parameters["excelent"], "did you mean 'excellent'"),
        (lambda r, c, s, w: w.kpi, r"workforce.metrics\['kpi'\]"),
        (lambda r, c, s, w: r.headcount["persons"], "has no column 'persons'.*people"),
        (lambda r, c, s, w: r.headcount.persons, "has no column 'persons'.*people"),
        (lambda r, c, s, w: r.plot.hist, r"plot\('turnover', kind='hist'\)"),
        (lambda r, c, s, w: c.plot("turnover", kind="kde"), r"measure\('turnover'\).plot\(kind='kde'\)"),
        (lambda r, c, s, w: ls.plots.labor_cost, r"dots\(result, 'labor_cost'\)"),
        (lambda r, c, s, w: c.at_equal(n_jbs=2), "at_equal has no argument 'n_jbs'"),
        (lambda r, c, s, w: r.window().frame("exits"), "a window has sums over its months"),
    ],
)
def test_what_is_not_there_leads_to_what_is(
    run: ls.Run, both: ls.Comparison, a: ls.Scheme, people: ls.Workforce, ask: Any, told: str
) -> None:
    with pytest.raises((ls.LadderError, AttributeError, KeyError), match=told):
        ask(run, both, a, people)


def test_a_name_that_is_missing_is_an_attribute_error_in_both_languages(run: ls.Run, a: ls.Scheme) -> None:
    assert not hasattr(run, "describe") and getattr(a, "nothing", 3) == 3
    ls.use("zh")
    with pytest.raises(AttributeError, match="没有属性“describe”；table"):
        run.describe  # type: ignore[attr-defined]
    with pytest.raises(ls.LadderError, match="请写作 replications=…：simulate"):
        ls.simulate(a, n_iter=3)  # type: ignore[call-arg]


def test_axes_of_another_kind_are_refused(both: ls.Comparison) -> None:
    from matplotlib.figure import Figure

    polar = Figure().subplots(subplot_kw={"projection": "polar"})
    with pytest.raises(ls.LadderError, match="rectangular axes, got polar ones"):
        ls.plots.turnover(both, ax=polar)


def test_printing_a_comparison_tells_what_is_to_be_borne_in_mind(both: ls.Comparison) -> None:
    assert str(both).splitlines() == [repr(both), *both.summary()]
    assert "\n" not in repr(both)


def test_long_records_show_themselves_in_a_line(a: ls.Scheme) -> None:
    assert repr(ls.describe(a)) == f"<Card {S}: {len(ls.describe(a).sections)} sections; print() tells them>"
    assert all("\n" not in repr(one) and len(repr(one)) < 150 for one in ls.list_scenarios())


def test_a_variant_of_a_variant_says_how_often_people_leave_in_all(people: ls.Workforce) -> None:
    twice = people.with_(leaving=1.5).with_(leaving=2)
    assert twice.id == f"{W}(leaving=3)" == people.with_(leaving=3).id
    assert people.with_(headcount=40, leaving=2).id == f"{W}(headcount=40, leaving=2)"
    own = people.with_(leaving=2, id="x(leaving=much)")
    assert own.with_(leaving=2).id == "x(leaving=2)"


def test_an_id_of_people_stands_anywhere_in_a_sweep(a: ls.Scheme) -> None:
    tiny = {"months": 1, "replications": 1, "measures": "turnover"}
    usual = ls.sweep(a, {"excellent": [80]}, W, **tiny).table()
    assert ls.sweep(a, W, {"excellent": [80]}, **tiny).table().equals(usual)
    assert ls.sweep(a, W, "excellent", [80], **tiny).table().equals(usual)


def test_what_a_message_recommends_is_taken(a: ls.Scheme, people: ls.Workforce) -> None:
    with pytest.raises(ls.LadderError, match=r"write with_\(leaving=2\)"):
        people.with_(attrition=2)  # type: ignore[call-arg]  # as an analyst types it
    with pytest.raises(ls.LadderError, match=r"needs a mapping, such as"):
        a.with_({"moves.back": 3})


def test_one_measure_may_be_named_as_a_text(both: ls.Comparison) -> None:
    assert [c.measure.name for c in both.contrasts("turnover")] == ["turnover", "turnover"]


# --- what a third analyst guessed -------------------------------------------------------------------


def test_a_join_by_person_is_right_or_empty(staff: pd.DataFrame, people: ls.Workforce) -> None:
    numbered = staff.assign(person=range(1, 13))
    run = ls.simulate(S, people.with_(people=numbered), months=6, replications=2, events=True)  # type: ignore[call-arg]
    there = run.people[run.people["joined"] == 0]
    assert there["person"].tolist() == [str(i) for i in range(1, 13)] * 2
    assert there["agent"].tolist() == list(range(12)) * 2
    joined = there.merge(numbered.assign(person=numbered["person"].astype(str)), on="person")
    assert (joined["months_employed"] == joined["hired"].map(lambda day: (2027 - int(day[:4])) * 12 - 2)).all()
    assert not run.people.duplicated(["replication", "person"]).any()
    with pytest.raises(KeyError, match="column 'key' is called 'person'"):
        run.events["key"]


def test_people_of_whole_number_ids_are_found_by_these(staff: pd.DataFrame, people: ls.Workforce) -> None:
    found = ls.lives(S, V, people.with_(roster=staff.assign(person=range(1, 13))), months=2, replications=1)
    assert found.person(1).person == 0 == found.person("1").person, "the roster's 1 is the first agent"
    with pytest.raises(ls.LadderError, match="no person '0' in the roster"):
        found.person(0)


def test_a_saved_record_equals_itself(a: ls.Scheme, people: ls.Workforce, tmp_path: Path) -> None:
    made = a.with_(excellent=85, id="a-plus")
    again = ls.load_scheme(made.save(tmp_path / "plus.yaml"))
    assert again == made != a and hash(again) == hash(made) and again.id != made.id
    assert ls.simulate(made, people, **SHORT) == ls.simulate(again, people, **SHORT)


def test_people_from_a_frame_are_the_same_by_every_way(staff: pd.DataFrame, people: ls.Workforce) -> None:
    assert people.with_(people=staff) == ls.load_workforce(W, roster=staff)  # type: ignore[call-arg]
    usual = ls.load_workforce("service-center-200", roster=staff)
    assert ls.load_workforce(staff) == usual == ls.simulate(S, staff, **SHORT).workforce  # type: ignore[arg-type]
    assert ls.compare(S, V, staff, **SHORT).workforce == usual  # type: ignore[arg-type]


def test_changes_are_taken_as_they_are_spoken_of(a: ls.Scheme, people: ls.Workforce) -> None:
    move = {"from": "shop_supervisor", "to": "specialist", "review": "yearly", "when": ["mean(kpi, 6) < 60"]}
    ways = [
        a.with_({"moves": [{"id": "back", **move}]}),
        a.with_({"moves": {"back": move}}),
        a.with_({"moves.back": move}),
    ]
    assert ways[0] == ways[1] == ways[2] and ways[0].moves["back"].to  # type: ignore[call-overload]
    nested = people.with_({"metrics": {"kpi": {"normal": {"mean": 75}}}})
    assert people.with_({"metrics.kpi.normal.mean": 75}) == nested
    for wrong in ({"attrition": 2}, {"attrition.times": 2}):
        with pytest.raises(ls.LadderError, match=r"write with_\(leaving=2\)") as told:
            people.with_(wrong)
        assert len(told.value.problems) == 1
    with pytest.raises(ls.LadderError, match="given twice"):
        people.with_({"metrics.kpi.normal.mean": 75, "metrics": {"kpi": {"normal": {"mean": 3}}}})


def test_variants_that_say_different_things_are_called_apart(a: ls.Scheme, people: ls.Workforce) -> None:
    def back(line: int) -> dict[str, Any]:
        return {"moves": [{"id": "back", "from": "shop_supervisor", "to": "specialist", "review": "yearly",
                           "when": [f"mean(kpi, 6) < {line}"]}]}  # fmt: skip

    made = [a.with_(back(line)) for line in (60, 70)]
    assert made[0].id != made[1].id and made[0].id.startswith(f"{S}(moves=~") and a.with_(back(60)).id == made[0].id
    assert people.with_({"metrics.kpi.normal.mean": 75}).id == f"{W}(metrics.kpi.normal.mean=75)"
    assert a.with_({"parameters.excellent": 85}).id == f"{S}(excellent=85)"


@pytest.mark.parametrize(
    "array",
    [lambda run: run.counts.headcount, lambda run: run.counts.waits, lambda run: run.counts.events,
     lambda run: run.window().exits, lambda run: run.window().everyone],
)  # fmt: skip
def test_nothing_given_out_can_be_made_writable(run: ls.Run, array: Any) -> None:
    with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
        array(run).flags.writeable = True


def test_measures_of_one_s_own_stand_in_summaries_with_their_own_text(run: ls.Run, both: ls.Comparison) -> None:
    one, two = lambda w: w.everyone, lambda w: w.everyone * 2  # fmt: skip
    made = run.with_measure("one", one, unit="people").with_measure("two", two, unit="people")
    own = made.provenance_record()["own_measures"]
    assert (own["one"]["function"], own["two"]["function"]) == ("lambda w: w.everyone", "lambda w: w.everyone * 2")
    assert made.summary()[-1].startswith("two: ")
    assert repr(run.with_measure("m", one, unit="people")) != repr(run.with_measure("m", two, unit="people"))
    assert any(line.startswith("m: ") for line in both.with_measure("m", one, unit="people").summary())


def test_charts_on_given_axes_stay_within_their_room(both: ls.Comparison) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 5))
    axes = figure.subplots(1, 2)
    both[S].plot.headcount(ax=axes[0])
    both.plot.turnover(ax=axes[1])
    (_, end), (begin, last) = (_ends(ax, figure) for ax in axes)
    assert end < begin and last < 1


def _ends(ax: Any, figure: Any) -> tuple[float, float]:
    box = ax.get_tightbbox().transformed(figure.transFigure.inverted())
    return box.x0, box.x1


def test_methods_and_tables_are_asked_in_brackets_and_calls(run: ls.Run, both: ls.Comparison) -> None:
    pd.testing.assert_frame_equal(both.values["turnover"], both.values("turnover"))  # type: ignore[index]
    pd.testing.assert_frame_equal(pd.DataFrame(run.headcount()), pd.DataFrame(run.headcount))  # type: ignore[operator]
    assert both.contrast("turnover") == both.contrast(V, "turnover")
    swept = ls.sweep(S, W, excellent=[85], measures="turnover", **SHORT)
    pd.testing.assert_frame_equal(swept["turnover"], swept.values("turnover"))


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda r, c, s, w: c.headcount["peple"], "did you mean 'people'"),
        (lambda r, c, s, w: c.headcount.groupby("grade")["headcount"], "has no column 'headcount'"),
        (lambda r, c, s, w: r.headcount.groupby("grad"), "did you mean 'grade'"),
        (lambda r, c, s, w: r.values.head(), r"values\('turnover'\).head"),
        (lambda r, c, s, w: c.plot.measure("turnover"), r"plot\('turnover'\) draws a measure"),
        (lambda r, c, s, w: s["x"], "known: specialist_months"),
        (lambda r, c, s, w: s.moves["to_tem_lead"], "did you mean 'to_team_lead'"),
        (lambda r, c, s, w: s.grades["x"], "known: .*specialist"),
        (lambda r, c, s, w: r.measures("turnover"), r"table\('turnover'\)"),
        (lambda r, c, s, w: r.measure("mean_kpi"), "did you mean 'kpi'"),
        (lambda r, c, s, w: c.measures, r"table\(\) tells every measure"),
        (lambda r, c, s, w: ls.join([r, c]), r"runs\[1\]: needs a run, got Comparison.*join\(\[a, b\["),
        (lambda r, c, s, w: ls.simulate(s, w, 24, 100), "months=24, replications=100"),
        (lambda r, c, s, w: ls.compare([s, V], w, 24, 100), "months=24, replications=100"),
        (lambda r, c, s, w: r.with_measure("m", len), "its function failed with TypeError"),
        (lambda r, c, s, w: ls.load_scheme("x"), r"list_scenarios\('scheme'\)"),
        (lambda r, c, s, w: w.with_(roster=pd.DataFrame({"a": [1]})), r"frame.rename\(columns="),
        (lambda r, c, s, w: ls.sweep(s, w, excellent=[85], measures="turnover", **SHORT).frame, r"table\(\) has a row"),
    ],
)
def test_what_the_third_analyst_typed_leads_on(
    run: ls.Run, both: ls.Comparison, a: ls.Scheme, people: ls.Workforce, ask: Any, told: str
) -> None:
    with pytest.raises((ls.LadderError, AttributeError, KeyError), match=told):
        ask(run, both, a, people)


def test_messages_in_python_name_no_options(both: ls.Comparison) -> None:
    assert "--" not in "\n".join(both.summary()) and "at_equal()" in "\n".join(both.summary())
