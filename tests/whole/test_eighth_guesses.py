"""What an eighth analyst typed: each wrong guess is led to its call in one message, or taken."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib
import pandas as pd
import pytest
from places import ROOT

import ladder_sim as ls
from ladder_sim.core.habits import LOADED, MADE
from ladder_sim.core.i18n import speaking
from ladder_sim.core.leading import Leading
from ladder_sim.results.own import UNITS

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 3, "replications": 2}


@pytest.fixture(scope="module")
def run(both: ls.Comparison) -> ls.Run:
    return both[S]


@pytest.fixture(scope="module")
def swept(a: ls.Scheme, people: ls.Workforce) -> ls.Sweep:
    return ls.sweep(a, people, excellent=[85, 95], **SHORT)


def _told(ask: Callable[[], object], kind: type[Exception] = ls.LadderError) -> str:
    with pytest.raises(kind) as raised:
        ask()
    return str(raised.value.args[0] if isinstance(raised.value, KeyError) else raised.value)


# --- classes -----------------------------------------------------------------------------------------------


def test_every_public_class_says_which_call_makes_one() -> None:
    kinds = {name: getattr(ls, name) for name in ls.__all__ if isinstance(getattr(ls, name), type)}
    del kinds["LadderError"]
    assert set(kinds) == set(MADE) and set(LOADED) <= set(MADE)
    for name, kind in kinds.items():
        assert issubclass(kind, Leading), name
        told = _told(lambda kind=kind: kind.nothing_of_this_name)  # type: ignore[misc]  # bound now
        assert f"{name} is made by {MADE[name]}" in told
        function = re.match(r"ladder_sim\.(\w+)\(", MADE[name])
        assert function and callable(getattr(ls, function[1]))


@pytest.mark.parametrize(("kind", "load"), [("Scheme", "load_scheme"), ("Workforce", "load_workforce"),
                                            ("Study", "load_study")])  # fmt: skip
def test_a_dict_or_a_file_is_led_to_the_function_that_loads_it(kind: str, load: str) -> None:
    cls = getattr(ls, kind)
    assert _told(lambda: cls.from_dict).endswith(f"{kind} is made by ladder_sim.{load}(form)")
    assert _told(lambda: cls.from_yaml).endswith(f"{kind} is made by ladder_sim.{load}('name.yaml')")
    assert (
        _told(lambda: cls({"title": "x"})) == f"{kind} is made by ladder_sim.{load}({{'title': 'x'}}), not by its name"
    )
    assert _told(lambda: cls("my.yaml")) == f"{kind} is made by ladder_sim.{load}('my.yaml'), not by its name"
    with speaking("zh"):
        assert _told(lambda: cls("my.yaml")) == f"{kind} 由 ladder_sim.{load}('my.yaml') 生成，不直接用类名构造"


def test_what_was_kept_is_led_to_the_function_that_loads_it() -> None:
    assert _told(lambda: ls.Run.load).endswith("Run is made by ladder_sim.load_run('name.run')")  # type: ignore[attr-defined]
    assert _told(lambda: ls.Comparison.load).endswith("ladder_sim.load_comparison('name.run')")  # type: ignore[attr-defined]
    assert _told(lambda: ls.Brief.from_file).endswith("ladder_sim.load_brief('name.yaml')")  # type: ignore[attr-defined]
    assert ls.Brief("A title").title == "A title", "it may be made by its name"


def test_an_entry_of_the_list_is_led_to_its_id() -> None:
    entry = next(one for one in ls.list_scenarios("scheme") if one.id == S)
    assert _told(lambda: ls.load_scheme(entry)).endswith(f"; its id: load_scheme('{S}')")  # type: ignore[arg-type]


# --- calls that stand for another ----------------------------------------------------------------------------


def test_explain_of_a_scheme_is_led_to_the_run_that_is_needed(a: ls.Scheme, people: ls.Workforce) -> None:
    told = _told(lambda: ls.explain(S, W, months=3))  # type: ignore[call-arg, arg-type]
    assert told == ("explain takes a run, not a scheme: play it first,"
                    f" explain(simulate('{S}', '{W}', months=3, explain=True))")  # fmt: skip
    call = told.partition("first, ")[2]
    found = eval(f"ls.{call}".replace("simulate", "ls.simulate"))
    assert found["alone"].notna().any()
    assert "explain(simulate(scheme, people, replications=5, explain=True))" in _told(
        lambda: ls.explain(a, people, reps=5))  # type: ignore[call-arg, arg-type]  # fmt: skip
    assert f"explain(simulate('{S}', explain=True))" in _told(lambda: ls.explain(S))  # type: ignore[arg-type]


def test_a_target_in_other_words_is_led_to_the_name_of_its_measure(a: ls.Scheme, people: ls.Workforce) -> None:
    meant = "a target is given by the name of its measure; write "
    told = _told(lambda: ls.seek(S, W, "excellent", target={"turnover": 0.2}))  # type: ignore[arg-type]
    assert told == f"target: {meant}seek('{S}', '{W}', 'excellent', turnover=0.2)"
    told = _told(lambda: ls.seek(a, "excellent", people, measure="turnover", value=0.2))  # type: ignore[call-overload]
    assert told == f"measure, value: {meant}seek(scheme, 'excellent', people, turnover=0.2)"
    first = next(iter(a.parameters))
    assert _told(lambda: ls.seek(S, W, targets={"kpi": 80})).endswith(f"seek('{S}', '{W}', '{first}', kpi=80)")  # type: ignore[call-overload]
    assert (
        _told(lambda: ls.match(W, S, target={"turnover": 0.2})) == f"target: {meant}match('{W}', '{S}', turnover=0.2)"
    )  # type: ignore[arg-type]


def test_values_by_place_are_led_to_their_names(a: ls.Scheme, people: ls.Workforce) -> None:
    assert _told(lambda: a.with_("excellent", 85)).endswith("; write with_(excellent=85)")  # type: ignore[arg-type, call-arg]
    assert _told(lambda: people.with_("headcount", 20)).endswith("; write with_(headcount=20)")  # type: ignore[arg-type, call-arg]
    told = _told(lambda: a.with_(nothing=3))
    assert "unknown parameter 'nothing'; there are " in told and all(name in told for name in a.parameters)


def test_a_rule_is_led_to_where_rules_stand(a: ls.Scheme) -> None:
    told = _told(lambda: a.move)  # type: ignore[attr-defined]
    assert f"scheme.moves has the rules, such as scheme.moves['{a.moves[0].id}']; to add one, write " in told
    call = told.partition("write ")[2]
    added = eval(call, {"scheme": a})
    assert added.moves["my_rule"].kind == "promotion" and len(added.moves) == len(a.moves) + 1


# --- records and results as collections -----------------------------------------------------------------------


def test_parts_of_another_kind_are_refused_when_a_record_is_made(a: ls.Scheme, people: ls.Workforce) -> None:
    told = _told(lambda: dataclasses.replace(a, grades=["a"], entry=None))  # type: ignore[arg-type]
    assert told.splitlines()[0] == "Scheme.grades[0]: must be Grade, got str"
    assert "Scheme.entry: must be EntryRule, got NoneType" in told and "scheme.with_({…})" in told
    assert "Workforce.metrics: must be Mapping, got tuple" in _told(
        lambda: dataclasses.replace(people, metrics=()))  # type: ignore[arg-type]  # fmt: skip
    assert len(dataclasses.replace(a, moves=list(a.moves)).moves) == len(a.moves)  # type: ignore[arg-type]
    none = dataclasses.replace(a, grades=())
    for ask in (lambda: ls.simulate(none, people, **SHORT), lambda: ls.compare([none, a], people, **SHORT),
                lambda: ls.lint(none), lambda: ls.sweep(none, people, excellent=[80], **SHORT)):  # fmt: skip
        assert _told(ask).startswith("Scheme.grades: needs at least one grade")


def test_a_comparison_is_iterated_as_it_is_asked(both: ls.Comparison, a: ls.Scheme) -> None:
    assert [*both] == [S, V] and [both[name].scheme.id for name in both] == [S, V]
    assert S in both and a in both and "nothing" not in both and 3 not in both
    assert _told(lambda: both[0]).endswith("; by its place: runs[0]")
    assert both.runs.items() == [(S, both[S]), (V, both[V])] and dict(both.runs.items())[V] is both[V]
    assert [name for name, _ in both.schemes.items()] == [S, V]
    assert dict(both[S].tables.items())["headcount"].equals(both[S].headcount)
    assert _told(lambda: both.items).endswith("; write runs.items()")  # type: ignore[attr-defined]
    assert "write items(), pairs of name and entry" in _told(lambda: both.runs.keys())
    assert "comparison has it as a method" in _told(lambda: ls.compare(both)), "it is no list of schemes"


def test_rules_are_asked_for_as_a_dict_and_not_added_to(a: ls.Scheme) -> None:
    assert dict(a.moves.items())["to_team_lead"] is a.moves["to_team_lead"] is a.moves("to_team_lead")  # type: ignore[attr-defined]
    assert a.moves() is a.moves  # type: ignore[operator]
    for ask in (lambda: a.moves.append({}), lambda: a.moves.__add__([{}])):  # type: ignore[attr-defined, operator]
        assert "entries are added by a variant, such as scheme.with_({'moves': [{'id': 'my_rule', …}]})" in _told(ask)
    assert a.moves + a.moves[:1] == (*a.moves, a.moves[0])
    assert not hasattr(a.moves, "nothing")


def test_a_list_that_cannot_be_read_says_why_when_it_is_printed() -> None:
    check = ls.check_roster("nope.csv")
    assert str(check) == "nope.csv: there is no such file" and check.summary() == [str(check)]


def test_the_record_of_a_comparison_has_its_line(both: ls.Comparison) -> None:
    assert both.provenance_record()["line"] == both.provenance
    assert both[S].provenance_record()["line"] == both[S].provenance


def test_tables_of_several_seeds_say_whose_rows_these_are(a: ls.Scheme, people: ls.Workforce) -> None:
    one, more, other = (ls.simulate(a, people, months=3, replications=2, seed=seed, first=first, events=True)
                        for seed, first in ((1, 0), (1, 5), (2, 7)))  # fmt: skip
    joined = ls.join(other, one)
    for name in joined.tables:
        made = joined.frame(name)
        if "replication" not in made:
            continue
        assert list(made.columns).index("seed") == list(made.columns).index("replication") + 1
        assert set(zip(made["replication"], made["seed"], strict=True)) <= {(0, 2), (1, 2), (2, 1), (3, 1)}
    assert joined.events.query("seed == 1").drop(columns=["seed", "replication"]).reset_index(drop=True).equals(
        one.events.drop(columns="replication"))  # fmt: skip
    assert "seed" not in ls.join(more, one).events and "seed" not in one.events
    assert ls.join(more, one).by_group("gender")["people"].sum() == pytest.approx(
        ls.join(one, more).by_group("gender")["people"].sum()), "replications that begin elsewhere"  # fmt: skip


# --- tables ---------------------------------------------------------------------------------------------------


def test_rows_and_columns_that_are_not_there_are_told(run: ls.Run, both: ls.Comparison, swept: ls.Sweep) -> None:
    measures, table, heads = run.measures(), both.table(), run.headcount
    for ask, told in (
        (lambda: measures.loc["turnovr"], "table 'measures' has no row or column 'turnovr'; did you mean 'turnover'?"),
        (lambda: measures.loc["turnover", "men"], "no row or column 'men'; did you mean 'mean'?"),
        (lambda: measures.loc[["turnovr", "kpi"]], "no row or column 'turnovr'; did you mean 'turnover'?"),
        (lambda: measures.at["turnovr", "mean"], "no row or column 'turnovr'; did you mean 'turnover'?"),
        (lambda: table.loc[(V, "turnovr")], "no row or column 'turnovr'; did you mean 'turnover'?"),
        (lambda: table.loc["turnover"], "has no row 'turnover'; write xs('turnover', level='measure')"),
        (lambda: table.xs("turnovr", level=1), "no row or column 'turnovr'; did you mean 'turnover'?"),
        (lambda: heads.set_index("mnth"), "table 'headcount' has no column 'mnth'; did you mean 'month'?"),
        (lambda: heads.sort_values("ppl"), "table 'headcount' has no column 'ppl'; did you mean 'people'?"),
        (lambda: heads.pivot_table(index="mnth", values="people"), "no column 'mnth'; did you mean 'month'?"),
        (lambda: heads.pivot(index="mnth", columns="grade", values="people"), "did you mean 'month'?"),
        (lambda: heads.drop(columns=["mnth"]), "no column 'mnth'; did you mean 'month'?"),
        (lambda: both.values("turnover")["x"], "table 'values' has no column 'x'; known: "),
        (lambda: swept.table()["x"], "table 'sweep' has no column 'x'"),
    ):  # fmt: skip
        assert told in _told(ask, KeyError)
    assert "no column 'mnth'; did you mean 'month'?" in _told(lambda: heads.query("mnth == 3"), NameError)


def test_tables_are_asked_as_any_frame(run: ls.Run) -> None:
    measures, heads = run.measures(), run.headcount
    plain = pd.DataFrame(measures)
    one = "turnover"
    three = 3  # noqa: F841  # read by the query
    assert measures.loc[one, "mean"] == plain.loc[one, "mean"] == measures.at[one, "mean"]
    assert measures.loc[measures["mean"] > 1].equals(plain.loc[plain["mean"] > 1])
    assert measures.loc[:, "mean"].equals(plain["mean"]) and measures.loc[one:"kpi"].equals(plain.loc[one:"kpi"])
    assert heads.query("month == @three").equals(pd.DataFrame(heads).query("month == @three")), "variables at hand"
    assert heads.eval("people + @three").equals(heads["people"] + 3)
    assert type(heads.set_index("month")) is pd.DataFrame, "what is made of it is a plain frame"


# --- charts ---------------------------------------------------------------------------------------------------


def test_what_matplotlib_sets_is_led_to_what_comes_back(both: ls.Comparison, run: ls.Run) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    before = matplotlib.get_backend()
    plt.switch_backend("agg")
    for ask, told in (
        (lambda: run.plot("turnover", by="grade", linestyle="--"),
         "plot('turnover', by='grade'); plt.setp(ax.lines, linestyle='--')"),
        (lambda: both.plot("turnover", marker="o"), "plot('turnover'); plt.setp(ax.lines, marker='o')"),
        (lambda: both.plot("kpi", label={S: "now"}, title="x"),
         f"plot('kpi', label={{{S!r}: 'now'}}); ax.set(title='x')"),
    ):  # fmt: skip
        text = _told(ask)
        assert text.endswith(f"; set it of what comes back: ax = {told}")
        call = text.partition("ax = ")[2]
        source = run if "by=" in told else both
        scope: dict[str, Any] = {"plt": plt, "plot": source.plot}
        exec(f"ax = {call}", scope)
        assert scope["ax"].lines
    assert _told(lambda: both.plot("turnover", level=0.9)).endswith("plot('turnover', by='month', level=0.9)")
    assert "plt.setp" not in _told(lambda: both.plot("flows", lw=2)), "it is of several panels"
    assert _told(lambda: both.plot(x="month")).endswith("over time with by: plot('turnover', by='month')")
    plt.switch_backend(before)


def test_another_level_of_a_sweep_is_led_to_the_comparison(swept: ls.Sweep, people: ls.Workforce) -> None:
    call = _told(lambda: swept.table(level=0.9)).partition("compared: ")[2]  # type: ignore[call-arg]
    made = eval(f"ls.{call}", {"ls": ls, "sweep": swept, "people": people})
    assert made.attrs.get("level", 0.9) == 0.9 and {"low", "high"} <= set(made.columns)


# --- measures of one's own --------------------------------------------------------------------------------------


def test_what_an_own_measure_needs_is_said_at_once(run: ls.Run) -> None:
    told = _told(lambda: run.with_measure("late"))  # type: ignore[call-arg]
    assert all(repr(one) in told for one in UNITS)
    assert run.with_measure("late", lambda w: w.everyone).known["late"].unit == "ratio"
    call = told.partition("such as ")[2].partition("; unit")[0]
    assert "late" in eval(f"run.{call}", {"run": run}).known
    told = _told(lambda: run.with_measure("turnover", lambda w: w.nothing, unit="%", better="good"))  # type: ignore[arg-type]
    for part in ("measure 'turnover' is there already", "got '%'; write unit='share'", "better must be",
                 "has no attribute 'nothing'"):  # fmt: skip
        assert part in told
    series = pd.Series([1.0, 2.0])
    told = _told(lambda: run.with_measure("late", series, unit="people"))  # type: ignore[arg-type]
    assert told.startswith("compute must be a function of a window, got Series; write with_measure(")


# --- where an error begins ----------------------------------------------------------------------------------------


def test_an_error_of_the_input_begins_at_the_call() -> None:
    code = f"import ladder_sim as ls\nls.simulate({S + 'x'!r}, months=3)\n"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False).stderr
    lines = shown.splitlines()
    assert lines[-1].startswith("ladder_sim.core.problems.LadderError: unknown scheme")
    assert sum(line.lstrip().startswith("File ") for line in lines) <= 2, "the reader's line, and the door"
    whole = subprocess.run([sys.executable, "-X", "dev", "-c", code], cwd=ROOT, capture_output=True, text=True,
                           check=False).stderr  # fmt: skip
    assert whole.count('File "') > 4


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield
