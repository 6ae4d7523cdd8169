"""What `simulate`, `compare` and `join` take, and what they refuse by name before any work."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.files.fingerprint import fingerprint

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "service-center-200"
SMALL: dict[str, Any] = {"months": 6, "replications": 3}


@pytest.fixture(scope="module")
def run() -> ls.Run:
    return ls.simulate(S, W, months=12, replications=6, events=True, explain=True)


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((3, W), "scheme: needs the id of a scheme, .* got int"),
        ((S, 3), "workforce: needs the id of a workforce, .* got int"),
        ((ls.load_workforce(W), ls.load_scheme(S)), "scheme: this is a workforce, not a scheme"),
    ],
)
def test_simulate_names_the_argument_of_the_wrong_type(given: tuple[Any, Any], said: str) -> None:
    with pytest.raises(ls.LadderError, match=said):
        ls.simulate(*given, **SMALL)


def test_everything_wrong_with_the_arguments_is_told_at_once_and_before_any_file_is_read() -> None:
    with pytest.raises(ls.LadderError) as raised:
        ls.compare(
            ["no-such-file", "nor-this"], W, months=-1, replications=0, seed=-3, executor="two", progress=7, events=1,
            precision={"turnover": -0.1},
        )  # type: ignore[arg-type]  # fmt: skip
    lines = str(raised.value).splitlines()
    assert [line.split()[0] for line in lines] == [
        "months", "replications", "seed", "events", "executor", "progress", "precision",
    ]  # fmt: skip
    with pytest.raises(
        ls.LadderError, match=r'precision must be a dict of measures, such as \{"turnover": 0.01\}, got'
    ):
        ls.compare([S, V], W, precision=0.01)  # type: ignore[arg-type]


def test_a_misspelt_measure_of_the_precision_costs_no_play(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladder_sim.experiment.simulation.play_block", lambda task: pytest.fail("played"))
    with pytest.raises(ls.LadderError, match="precision: measure 'turnovr' is not known; did you mean 'turnover'"):
        ls.compare([S, V], W, precision={"turnovr": 0.01})


@pytest.mark.parametrize(
    ("schemes", "said"),
    [
        ([], "a comparison needs at least two schemes, got 0"),
        ([S], "a comparison needs at least two schemes, got 1"),
        (S, "a comparison needs at least two schemes, got 1"),
        ([S, 3], r"schemes\[1\]: needs the id of a scheme, .* got int"),
        ({"now": S, "new": 3}, r"schemes\['new'\]: needs the id of a scheme, .* got int"),
        ({"now": S, None: V}, "schemes: the names are texts or numbers, got None"),
        (7, "schemes: needs a list of schemes, a dict of name and scheme, or a study, got int"),
        (ls.load_workforce(W), "schemes: needs a list of schemes, .* got Workforce"),
    ],
)
def test_compare_says_what_schemes_it_needs(schemes: Any, said: str) -> None:
    with pytest.raises(ls.LadderError, match=said):
        ls.compare(schemes, W, **SMALL)


def test_explain_and_diff_name_the_argument_of_the_wrong_type() -> None:
    with pytest.raises(ls.LadderError, match=r"run: needs a Run, got Comparison; take the run of a scheme: comparison"):
        ls.explain(ls.compare([S, V], W, **SMALL))  # type: ignore[arg-type]
    with pytest.raises(ls.LadderError, match=r"b: needs the id of a scheme, .* got int"):
        ls.diff(S, 3)  # type: ignore[arg-type]


# --- what is taken ------------------------------------------------------------------------------------


def test_nobody_named_is_the_command_line_s_workforce() -> None:
    assert ls.simulate(S, **SMALL).workforce.id == W
    assert ls.compare([S, V], **SMALL).workforce.id == W


def test_a_study_is_compared_as_it_says(tmp_path: Path) -> None:
    text = f"""
study: mine
workforce: small-department-30
schemes: [{S}, {{id: {S}, set: {{excellent: 85}}}}]
baseline: {S}(excellent=85)
months: 6
replications: 3
seed: 5
"""
    (tmp_path / "mine.yaml").write_text(text)
    for given in (ls.load_study(text), tmp_path / "mine.yaml", str(tmp_path / "mine.yaml")):
        both = ls.compare(given)
        assert both.schemes == (S, f"{S}(excellent=85)") and both.baseline == both.schemes[1]
        assert (both.workforce.id, both.months, both.replications, both.seed) == ("small-department-30", 6, 3, 5)
    other = ls.compare(ls.load_study(text), W, months=2, replications=2, baseline=0)
    assert (other.workforce.id, other.months, other.baseline) == (W, 2, S)


def test_names_of_a_dict_are_ids_and_titles() -> None:
    both = ls.compare({"now": S, "new": ls.load_scheme(S).with_(excellent=85)}, W, **SMALL)
    assert both.schemes == ("now", "new") and both.baseline == "now"
    assert both.title("new") == both.short("new") == "new"
    assert both._ipython_key_completions_() == ["now", "new"]
    assert both[both.runs[1].scheme] is both.runs[1] is both["new"]
    with pytest.raises(ls.LadderError, match="scheme '0' is not compared here; known: new, now"):
        both[0]
    assert both.table("headcount").equals(both.frame("headcount"))


def test_a_sweep_may_have_its_values_as_names() -> None:
    scheme = ls.load_scheme(S)
    swept = ls.compare({bar: scheme.with_(excellent=bar) for bar in (85, 90, 92.5)}, W, **SMALL)
    assert swept.schemes == ("85", "90", "92.5")
    assert swept[92.5].scheme.parameters["excellent"].value == 92.5


def test_compare_counts_events_and_reasons_as_simulate_does() -> None:
    both = ls.compare([S, V], W, **SMALL, events=True, explain=True, first=2)
    alone = ls.simulate(V, W, **SMALL, events=True, explain=True, first=2)
    assert both[V].counts.alone.keys() == alone.counts.alone.keys()
    pd.testing.assert_frame_equal(both[V].frame("events"), alone.frame("events"))
    assert len(alone.frame("events"))


def test_progress_true_shows_a_bar_and_a_function_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as executor:
        ls.simulate(S, W, **SMALL, progress=lambda done, total: seen.append((done, total)), executor=executor)
    ls.simulate(S, W, **SMALL, progress=True)
    ls.compare([S, V], W, **SMALL, progress=False)
    assert seen[-1] == (3, 3)


# --- results ------------------------------------------------------------------------------------------


def test_results_that_were_read_can_be_pickled(run: ls.Run) -> None:
    run._repr_html_()
    again = pickle.loads(pickle.dumps(run))
    pd.testing.assert_frame_equal(again.measures(), run.measures())
    both = ls.compare([S, V], W, **SMALL)
    both.summary()
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(both)).table(), both.table())


def test_results_are_a_line(run: ls.Run) -> None:
    marks = [fingerprint(record) for record in (run.scheme, run.workforce)]
    assert (
        repr(run) == f"<Run {S} ({marks[0]}) on {W} ({marks[1]}): 12 months, 6 replications, seed 1, events, explain>"
    )
    both = ls.compare([S, V], W, **SMALL)
    marks = {name: fingerprint(record) for name, record in ((V, both[V].scheme), (S, run.scheme), (W, run.workforce))}
    assert repr(both) == (f"<Comparison of {S} ({marks[S]}, baseline), {V} ({marks[V]}) on {W} ({marks[W]}): 6 months,"
                          " 3 replications, seed 1>")  # fmt: skip


def test_other_replications_have_another_provenance() -> None:
    one, two = ls.simulate(S, W, **SMALL), ls.simulate(S, W, **SMALL, first=3)
    assert one.provenance != two.provenance and two.provenance.endswith("seed 1 (nos. 3–5)")
    assert two.to_dict()["first"] == 3 and one.to_dict()["first"] == 0
    assert "parts" not in two.to_dict()  # which tells several seeds, of runs that were joined


def test_an_appendix_needs_nothing_more(run: ls.Run) -> None:
    record = run.provenance_record()
    assert record["parts"] == [{"seed": 1, "first": 0, "replications": 6}]
    assert record["versions"]["ladder_sim"] and record["versions"]["numpy"] and record["played"].endswith("UTC")
    scheme = ls.load_scheme(record["resolved"]["schemes"][S])
    people = ls.load_workforce(record["resolved"]["workforce"])
    assert record["events"] and record["explain"]
    again = ls.simulate(scheme, people, months=12, replications=6, events=True, explain=True)
    assert again.provenance == run.provenance
    pd.testing.assert_frame_equal(again.measures(), run.measures())


def test_a_roster_s_people_are_not_in_the_appendix() -> None:
    frame = pd.DataFrame({"person": ["Q7731"], "hired": ["2020-01-07"], "role": ["agent"]})
    run = ls.simulate(S, ls.load_workforce(W, roster=frame), **SMALL)
    assert "Q7731" not in str(run.provenance_record())


# --- join ---------------------------------------------------------------------------------------------


def test_runs_of_other_replications_join_to_the_run_of_all(run: ls.Run) -> None:
    halves = [ls.simulate(S, W, months=12, replications=3, first=first, events=True, explain=True) for first in (0, 3)]
    whole = ls.join(halves)
    pd.testing.assert_frame_equal(whole.measures(), run.measures())
    columns = ["replication", "date", "person"]
    events = [one.frame("events").sort_values(columns, kind="stable", ignore_index=True) for one in (whole, run)]
    pd.testing.assert_frame_equal(*events)
    assert whole.provenance == run.provenance and whole.parts == ()
    seeds = ls.join([halves[0], ls.simulate(S, W, months=12, replications=2, seed=7, events=True, explain=True)])
    assert seeds.replications == 5 and "seeds 1 (nos. 0–2), 7 (nos. 0–1)" in seeds.provenance


def test_replications_of_several_seeds_are_numbered_on_from_0() -> None:
    one, two = (ls.simulate(S, W, months=2, replications=2, seed=seed, first=5) for seed in (1, 2))
    both = ls.join([one, two])
    assert one.measure("turnover").index.tolist() == [5, 6]
    assert both.measure("turnover").index.tolist() == [0, 1, 2, 3]
    assert both.frame("headcount")["replication"].unique().tolist() == [0, 1, 2, 3]
    assert [(part["seed"], part["first"]) for part in both.to_dict()["parts"]] == [(1, 5), (2, 5)]


def test_runs_that_share_replications_or_differ_otherwise_are_not_joined(run: ls.Run) -> None:
    with pytest.raises(ls.LadderError, match=r"runs\[0\] and runs\[1\] share replications: 1:0–5 and 1:0–5"):
        ls.join([run, run])
    other = ls.simulate(V, ls.load_workforce(W).with_(headcount=50), months=6, replications=2)
    with pytest.raises(ls.LadderError) as raised:
        ls.join([run, other])
    text = str(raised.value)
    assert all(f"differs from runs[0] in {what}" in text for what in ("scheme", "workforce", "months", "explain"))
    assert "share replications" in text
    for wrong, said in (([], "runs: needs a list of runs"), (run, "runs: needs a list of runs, got Run"),
                        ([run, 3], r"runs\[1\]: needs a run, got int")):  # fmt: skip
        with pytest.raises(ls.LadderError, match=said):
            ls.join(wrong)  # type: ignore[arg-type]


def test_runs_under_other_luck_are_not_compared() -> None:
    a, b = ls.simulate(S, W, **SMALL), ls.simulate(V, W, **SMALL, seed=2)
    with pytest.raises(ls.LadderError, match="cannot be compared: they differ in months or replications"):
        ls.Comparison((a, b), S)
    c = ls.simulate(V, ls.load_workforce(W).with_(headcount=50), **SMALL)
    with pytest.raises(ls.LadderError, match="cannot be compared: their people differ"):
        ls.Comparison((a, c), S)
