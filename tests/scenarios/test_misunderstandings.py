"""What a newcomer writes in Python that is none of it: the message says what to write, and that works."""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.core.problems import LadderWarning

S, W = "ecommerce-dual-track", "service-center-200"


def _refusal(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(ls.LadderError) as raised:
        call(*args, **given)
    return str(raised.value)


def test_people_from_a_frame_are_a_roster() -> None:
    frame = pd.DataFrame({"person": ["a", "b"], "role": ["agent", "agent"]})
    told = _refusal(ls.load_workforce(W).with_, people=frame)
    assert told == _refusal(ls.load_workforce(W).with_, roster=frame)
    assert told.startswith("roster:1: missing columns: 'hired'")


def test_a_dotted_address_is_taken_as_a_dict() -> None:
    people = ls.load_workforce(W)
    meant = people.with_({"metrics": {"kpi": {"normal": {"mean": 75}}}})
    assert people.with_({"metrics.kpi.normal.mean": 75}) == meant != people


@pytest.mark.parametrize(("kind", "name", "other"), [("scheme", W, "workforce"), ("workforce", S, "scheme"),
                                                     ("scheme", "demo", "study"), ("study", S, "scheme")])  # fmt: skip
def test_the_id_of_another_kind_names_the_loader(kind: str, name: str, other: str) -> None:
    told = _refusal(getattr(ls, f"load_{kind}"), name)
    assert told == f"'{name}' is a {other}, not a {kind}: load_{other}('{name}')"
    getattr(ls, f"load_{other}")(name)


def test_arguments_of_a_sweep_in_each_others_place_are_understood() -> None:
    people, small = ls.load_workforce(W), {"months": 1, "replications": 1}
    usual = ls.sweep(S, people, {"excellent": [80]}, **small).table()
    for asked in (({"excellent": [80]}, people), ({"excellent": [80]},)):
        assert ls.sweep(S, *asked, **small).table().equals(usual)


def test_an_unknown_argument_of_a_public_function_says_what_was_meant() -> None:
    assert _refusal(ls.simulate, S, iterations=3) == (
        f"simulate has no argument 'iterations'; write replications=…: simulate('{S}', replications=3)"
    )
    assert "did you mean 'months'?" in _refusal(ls.simulate, S, month=3)
    assert "did you mean 'baseline'?" in _refusal(ls.compare, [S], base_line=S)
    assert "; write replications=…" in _refusal(ls.sweep, S, excellent=[80], iterations=3)
    assert "did you mean 'roster'?" in _refusal(ls.load_workforce, W, rooster=None)
    assert "; known: block, events" in _refusal(ls.simulate, S, zz=1)
    ls.use("zh")
    assert _refusal(ls.simulate, S, month=3) == "simulate 没有参数'month'；是不是“months”？"


def test_an_unknown_public_name_says_what_was_meant() -> None:
    with pytest.raises(AttributeError, match="did you mean 'simulate'"):
        getattr(ls, "simulat")  # noqa: B009  # a type checker would see it


def test_a_hazard_beyond_certain_is_warned_of_where_it_was_asked_for() -> None:
    people = ls.load_workforce(W)
    with pytest.warns(LadderWarning, match=r"25 times the present .* certain for \d+ of the \d+ bands") as told:
        people.with_(leaving=25)
    assert told[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        people.with_(leaving=2)


def test_warnings_name_the_line_of_the_caller() -> None:
    scheme = ls.load_scheme(S)
    with pytest.warns(LadderWarning, match="changes nothing") as told:
        scheme.with_(excellent=scheme.values["excellent"])
    assert told[0].filename == __file__
    with pytest.warns(LadderWarning, match="is spelled") as told:
        ls.load_workforce("service-cent" + "re-200")  # the spelling that earlier versions had
    assert told[0].filename == __file__


@pytest.fixture(scope="module")
def both() -> ls.Comparison:
    scheme = ls.load_scheme(S)
    return ls.compare({"now": scheme, "new": scheme.with_(excellent=85)}, months=12, replications=2)


def test_a_measure_without_its_scheme_is_told(both: ls.Comparison) -> None:
    assert list(both.values("turnover")) == ["now", "new"] and list(both.difference("turnover")) == ["new"]
    assert _refusal(both.values) == "values(scheme, measure) lacks 'scheme'; such as values('turnover')"
    assert _refusal(both.difference, "new") == "of which measure? such as ('new', 'turnover')"
    assert "takes no more arguments" in _refusal(both.values, "new", "turnover", 3)
    assert "did you mean 'level'?" in _refusal(both.contrast, "new", "turnover", levels=0.9)
    ls.use("zh")
    assert _refusal(both.values) == "values(scheme, measure) 缺少'scheme'；例如 values('turnover')"


def test_charts_say_what_they_do_not_take(both: ls.Comparison) -> None:
    assert "no grade to show" in _refusal(both.plot, "headcount_by_grade", grades=[])
    assert "the measure is named first, as in plot('turnover')" in _refusal(both.plot, "turnover", measure="x")
    assert "choose one chart, such as plot('turnover', ax=ax)" in _refusal(both["new"].plot, ax=object())


def test_runs_are_joined_as_a_list_or_one_after_the_other() -> None:
    a, b, c = (ls.simulate(S, months=2, replications=1, seed=seed) for seed in (1, 2, 3))
    assert ls.join(a, b, c).luck == ls.join([a, b, c]).luck == ls.join([a, b], c).luck
    assert "needs a list of runs" in _refusal(ls.join, a)
    assert "runs[1]: needs a run, got str" in _refusal(ls.join, a, "b")


def test_measures_of_ones_own_are_told_what_they_take(both: ls.Comparison) -> None:
    run = both["new"]
    told = _refusal(run.with_measure, "m", lambda w: w.years, unit="percent", better="lower")
    assert "unit must be one of 'share a year'" in told
    told = _refusal(run.with_measure, "m", lambda w: w.years, unit="people", better="nice")
    assert "better must be" in told and "got 'nice'" in told
    told = _refusal(run.with_measure, "mine", lambda w: w.frame("exits"), unit="people")
    assert told.startswith(
        "measure 'mine': 'Window' object has no attribute 'frame'; a window has sums over its months"
    )
    assert told.endswith("tables are the run's, outside the function")
    told = _refusal(run.with_measure, "other", lambda w: w.leavers, unit="people")
    assert "measure 'other': 'Window' object has no attribute 'leavers'" in told
    assert "ZeroDivisionError" in _refusal(run.with_measure, "z", lambda w: 1 / 0, unit="people")


def test_a_value_given_twice_to_a_sweep_is_warned_of() -> None:
    with pytest.warns(LadderWarning, match="excellent: values that stand there twice are played once; 1 of 2") as told:
        ls.sweep(S, excellent=[85, 85], months=1, replications=1)
    assert told[0].filename == __file__


def test_the_version_of_the_package_is_in_the_record_of_a_run(both: ls.Comparison) -> None:
    assert both.provenance_record()["versions"]["ladder_sim"] == ls.__version__


def test_grades_of_several_ladders_stand_in_the_order_of_the_schemes() -> None:
    from ladder_sim.results.columns import merged

    assert merged([["a", "b"], ["x", "y"]]) == (["a", "b", "x", "y"], True)
    assert merged([["a", "b", "c"], ["x", "b"]]) == (["a", "x", "b", "c"], True)
    assert merged([["a", "c"], ["a", "b", "c"]]) == (["a", "b", "c"], True)
    assert merged([["a", "b"], ["b", "a"]])[1] is False
