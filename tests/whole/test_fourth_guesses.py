"""What a fourth analyst typed: scalars of other libraries, captured values, renamed runs, notes of other people."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT = {"months": 3, "replications": 2}


@pytest.fixture(scope="module")
def run(a: ls.Scheme, people: ls.Workforce) -> ls.Run:
    return ls.simulate(a, people, **SHORT)


# --- scalars of NumPy and pandas ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.int64, np.int16, np.float64, np.float32, np.array], ids=lambda kind: kind.__name__)
def test_numbers_of_numpy_are_taken_wherever_plain_ones_are(a: ls.Scheme, people: ls.Workforce, kind: Any) -> None:
    assert a.with_(excellent=kind(85)) == a.with_(excellent=85)
    assert a.with_({"parameters": {"excellent": kind(85)}}) == a.with_({"parameters": {"excellent": 85}})
    assert a.with_({"parameters.excellent": kind(85)}).id == f"{S}(excellent=85)"
    assert people.with_(leaving=kind(2)).id == people.with_(leaving=2).id
    assert people.with_({"metrics": {"kpi": {"normal": {"mean": kind(75)}}}}).metrics["kpi"].mean.text in ("75", "75.0")
    form = {**people.to_dict(), "workforce": "other"}
    form["people"] = {**form["people"], "team_size": kind(9)}
    assert ls.load_workforce(form).people.team_size == 9


@pytest.mark.parametrize("number", [np.int64(20), np.int16(20), np.array(20)], ids=["int64", "int16", "array"])
def test_whole_numbers_of_numpy_are_numbers_of_people(people: ls.Workforce, number: Any) -> None:
    assert people.with_(headcount=number) == people.with_(headcount=20)


def test_a_mean_of_a_column_is_taken(a: ls.Scheme, people: ls.Workforce) -> None:
    kpi = pd.Series([80, 70, 75])
    assert people.with_({"metrics": {"kpi": {"normal": {"mean": kpi.mean()}}}}).metrics["kpi"].mean.text == "75.0"
    assert a.with_(excellent=kpi.max() + 5).parameters["excellent"].value == 85
    assert type(a.with_(excellent=kpi.max() + 5).parameters["excellent"].value) is int


@pytest.mark.parametrize("start", [pd.Timestamp("2028-01-01"), np.datetime64("2028-01-01"),
                                   np.datetime64("2028-01-01", "ns"), "2028-01-01"])  # fmt: skip
def test_a_first_day_is_taken_from_pandas(people: ls.Workforce, start: Any) -> None:
    assert str(people.with_(start=start).start) == "2028-01-01"
    assert str(ls.load_workforce({**people.to_dict(), "start": start}).start) == "2028-01-01"


def test_no_time_is_refused_and_not_left_out(people: ls.Workforce) -> None:
    for start in (pd.NaT, np.datetime64("NaT")):
        with pytest.raises(ls.LadderError, match="NaT"):
            people.with_(start=start)


def test_a_search_takes_numbers_of_numpy(a: ls.Scheme, people: ls.Workforce) -> None:
    swept = ls.sweep(a, people, excellent=np.arange(80, 95, 10), **SHORT)
    pd.testing.assert_frame_equal(swept.table(), ls.sweep(a, people, excellent=[80, 90], **SHORT).table())
    found = ls.seek(a, people, "excellent", turnover=np.float64(0.2), between=np.array([80, 90]), **SHORT)
    assert found.outcome in ("found", "flat", "between", "unreachable")


# --- measures of one's own ------------------------------------------------------------------------------


def _measure(factor: float) -> Any:
    return lambda window: window.everyone * factor


def test_what_a_measure_captures_is_told_and_tells_runs_apart(run: ls.Run) -> None:
    one, two = (run.with_measure("m", _measure(factor), unit="people") for factor in (1, 2))
    assert repr(one) != repr(two) and one != two
    records = [made.provenance_record()["own_measures"]["m"] for made in (one, two)]
    assert [record["reads"] for record in records] == [{"factor": "1"}, {"factor": "2"}]


FACTOR = 3.0


def _helper(values: Any) -> Any:
    return values * FACTOR


def _reads_outside(window: Any, more: float = 1) -> Any:
    return _helper(window.everyone) * more * np.ones(1)


def test_a_variable_that_was_given_another_value_is_seen(run: ls.Run, a: ls.Scheme, people: ls.Workforce,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    other = ls.simulate(a, people, **SHORT, first=2)
    before = run.with_measure("m", _reads_outside, unit="people")
    assert before["m"].iloc[0] == 3 * run.window().everyone[0]
    reads = before.provenance_record()["own_measures"]["m"]["reads"]
    assert reads["_helper.FACTOR"] == "3.0" and reads["more"] == "1" and reads["np"] == "module numpy"
    assert not {"everyone", "values", "window"} & set(reads), "attributes and what is inside is not read from outside"
    assert before == run.with_measure("m", _reads_outside, unit="people")
    late = other.with_measure("m", _reads_outside, unit="people")
    monkeypatch.setitem(globals(), "FACTOR", 4.0)
    after = other.with_measure("m", _reads_outside, unit="people")
    with pytest.raises(ls.LadderError, match=r"_helper\.FACTOR: 3\.0, 4\.0"):
        ls.join(before, after)
    assert before != run.with_measure("m", _reads_outside, unit="people")
    with pytest.raises(ls.LadderError, match=r"reads _helper\.FACTOR, which was 3\.0 when .* and is 4\.0 now"):
        late.values("m")


def test_a_list_that_a_measure_writes_into_stops_nobody(run: ls.Run) -> None:
    seen: list[int] = []

    def counting(window: Any) -> Any:
        seen.append(window.start)
        return window.everyone

    assert run.with_measure("m", counting, unit="people").measure("m", by="month").shape == (2, 3)
    assert seen == [0, 0, 0, 2, 0, 1, 2], "twice where it is added, of the first and the last month, then by month"


def test_a_measure_is_not_named_like_a_table(run: ls.Run) -> None:
    with pytest.raises(ls.LadderError, match="'headcount' is the name of a table"):
        run.with_measure("headcount", lambda window: window.everyone, unit="people")


# --- a run is what was played ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [(lambda: {"scheme": ls.load_scheme(V)}, "scheme"), (lambda: {"seed": 5}, "seed and replications"),
     (lambda: {"first": 7, "months": 2}, "months: .*\nseed and replications"),
     (lambda: {"workforce": ls.load_workforce("shop-service-30")}, "workforce")],
)  # fmt: skip
def test_a_run_is_not_given_what_was_not_played(run: ls.Run, change: Any, told: str) -> None:
    with pytest.raises(ls.LadderError, match=f"(?s){told}: the numbers of a run are those of what was played"):
        dataclasses.replace(run, **change())


def test_a_run_may_bear_another_title(run: ls.Run) -> None:
    named = dataclasses.replace(run, scheme=dataclasses.replace(run.scheme, id="mine"))
    assert named.scheme.id == "mine" and named.counts is run.counts


# --- a list of people, and notes of other people --------------------------------------------------------


@pytest.fixture(scope="module")
def staff() -> pd.DataFrame:
    return pd.DataFrame({"person": [f"P{i}" for i in range(12)], "hired": [f"20{i + 10}-03-01" for i in range(12)],
                         "role": ["agent"] * 10 + ["supervisor"] * 2, "kpi": range(70, 82)})  # fmt: skip


def test_columns_that_are_not_read_are_named_and_doubtful(a: ls.Scheme, staff: pd.DataFrame) -> None:
    assert ls.check_roster(staff, W, a).clean
    bad = staff.rename(columns={"kpi": "kip"}).assign(gendr="male", wage=5)
    found = ls.check_roster(bad, W, a)
    assert found.ok and not found.clean and "doubts" in repr(found)
    told = {line.partition(":")[0]: line for line in found.summary()}
    assert "unknown column, not read; did you mean 'kpi'?" in told["kip"] and "'gender'" in told["gendr"]
    assert told["wage"] == "wage: unknown column, not read"
    assert [finding["column"] for finding in found.to_dict()["findings"]] == ["kip", "gendr", "wage"]


def test_notes_of_other_people_say_so(people: ls.Workforce, staff: pd.DataFrame, tmp_path: Path) -> None:
    assert people.notes
    mark = ("(of the people as first described) ", "（就原始人员文件而言）")
    (tmp_path / "half.yaml").write_text(f"workforce: half\nbased_on: {W}\npeople: {{headcount: 15}}\n", "utf-8")
    variants = [people.with_(headcount=20), people.with_(leaving=2), people.with_(roster=staff),
                people.with_({"people": {"headcount": 20}}), ls.load_workforce(W, roster=staff),
                ls.load_workforce(tmp_path / "half.yaml"), people.with_(headcount=20).with_(leaving=3)]  # fmt: skip
    for made in variants:
        for was, now in zip(people.notes, made.notes, strict=True):
            assert [now.of("en"), now.of("zh")] == [mark[0] + was.of("en"), mark[1] + was.of("zh")]
    for made in (people.with_(start="2028-01-01"), people.with_({"metrics.kpi.normal.mean": 75})):
        assert made.notes == people.notes
    own = people.with_({"people": {"headcount": 20}, "notes": ["Twenty of us."]})
    assert not any("first described" in note.of("en") for note in own.notes)


# --- baselines, names and files -------------------------------------------------------------------------


def test_a_name_goes_before_a_position(a: ls.Scheme, people: ls.Workforce) -> None:
    low = a.with_(excellent=80)
    given = {1: low, 0: a}
    assert ls.compare(given, people, baseline=1, **SHORT).baseline == "1"
    assert ls.compare(given, people, baseline=np.int64(0), **SHORT).baseline == "0"
    assert ls.compare(given, people, **SHORT).baseline == "1", "the first"
    made = ls.compare({80: low, 90: a}, people, baseline=90, **SHORT)
    assert made.baseline == "90" and ls.compare([a, V], people, baseline=np.int64(1), **SHORT).baseline == V
    assert ls.compare({80: low, 90: a}, people, baseline=-1, **SHORT).baseline == "90"
    with pytest.raises(ls.LadderError, match=r"neither the name nor the position .* 80, 90"):
        ls.compare({80: low, 90: a}, people, baseline=85, **SHORT)
    assert made[np.int64(80)] is made["80"] is made[80.0]
    for table in (made.values("turnover"), made.measure("turnover")):
        assert list(table[80]) == list(table["80"]) and table[[80, 90]].shape == (2, 2)
    assert list(made.difference("turnover")[80]) == list(made.difference(80, "turnover"))
    with pytest.raises(KeyError):
        made.values("turnover")[85]


def test_a_series_of_schemes_keeps_its_names(a: ls.Scheme, people: ls.Workforce) -> None:
    named = ls.compare(pd.Series({"a": a, "b": V}), people, **SHORT)
    assert named.schemes == ("a", "b")
    assert ls.compare(pd.Series([a, V]), people, **SHORT).schemes == (S, V)


@pytest.mark.parametrize(("name", "told"), [("x.html", r"save\('.*x', 'html'\)"), ("x.txt", r"save\('.*x'\)")])
def test_the_name_of_a_file_is_no_folder(both: ls.Comparison, tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(ls.LadderError, match=told):
        both.save(tmp_path / name)
    assert not list(tmp_path.iterdir())
    (tmp_path / name).mkdir()
    assert both.save(tmp_path / name, "csv")


def test_a_folder_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "x.run").mkdir()
    with pytest.raises(ls.LadderError, match="is a folder"):
        ls.load_run(tmp_path / "x.run")


def test_the_appendix_holds_what_was_played_of_a_record_that_no_file_says(a: ls.Scheme, people: ls.Workforce) -> None:
    made = ls.simulate(dataclasses.replace(a, moves=a.moves[:3]), people, **SHORT)
    text = made.provenance_record()["resolved"]["schemes"][S]
    assert text.startswith("# Not a file that can be loaded") and "dataclasses.replace" in text.partition("\n")[0]
    assert all(move.id in text for move in a.moves[:3]) and f"id: {a.moves[4].id}" not in text
    staffed = dataclasses.replace(people, team_size=people.people.team_size) if hasattr(people, "team_size") else people
    assert staffed.id in ls.simulate(a, staffed, **SHORT).provenance_record()["resolved"]["workforce"]


def test_difference_of_notes_marked_is_none(people: ls.Workforce) -> None:
    assert ls.diff(people, people.with_(headcount=20)) == ["people.headcount: 30 -> 20"]


# --- small ones -----------------------------------------------------------------------------------------


def test_small_mistakes_are_told_in_words(a: ls.Scheme, people: ls.Workforce, run: ls.Run, both: ls.Comparison,
                                          tmp_path: Path) -> None:  # fmt: skip
    for name in ("headcount", "anything", "id"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(people, name, 5)
    with pytest.raises(TypeError, match=r"headcount takes by= and level= .* got 5"):
        run.headcount(5)  # type: ignore[operator]  # the mistake
    kept = ls.simulate(a, people, **SHORT, events=True)
    with pytest.raises(ls.LadderError, match=r"bands: needs a dict of attributes, such as \{'age': \[25, 30\]\}"):
        kept.by_group("age", bands=[25, 30])  # type: ignore[arg-type]  # the mistake
    assert "events" in repr(kept) and kept.provenance != run.provenance
    with pytest.raises(ls.LadderError, match="no such file"):
        ls.load_scheme("two-steps.txt")
    assert " to " in repr(both.contrast("turnover")) and "–" not in repr(both.contrast("turnover"))
    assert not {"MEANT"} & {*dir(a), *dir(run), *dir(both)}
