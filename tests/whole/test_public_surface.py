"""Every public class and function: what is typed wrongly is refused in words, with what to write, in both languages.

The walk: a name that there is not, a keyword that there is not, an argument too many, an argument too few, brackets in
the place of parentheses and the other way round. Nothing raw may come out: an error of ours is a `LadderError` whose
text is in the language in use.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.core import habits, writing
from ladder_sim.core.calls import EXAMPLES
from ladder_sim.core.doors import BoundNoun, NounMethod
from ladder_sim.core.i18n import speaking
from ladder_sim.core.leading import Leading
from ladder_sim.core.signed import HABITS, SAME

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 4, "replications": 3}


@pytest.fixture(scope="module")
def both(a: ls.Scheme, people: ls.Workforce) -> ls.Comparison:
    return ls.compare([a, V], people, events=True, explain=True, **SHORT)


@pytest.fixture(scope="module")
def records(a: ls.Scheme, people: ls.Workforce, both: ls.Comparison) -> dict[str, Any]:
    """One object of each kind that an analyst holds."""
    swept = ls.sweep(a, people, excellent=[80, 90], measures="turnover", **SHORT)
    return {"Scheme": a, "Workforce": people, "Run": both.runs[0], "Comparison": both, "Sweep": swept,
            "Window": both.runs[0].window(), "ChartDoor": both.plot}  # fmt: skip


LANGUAGES = ["en", "zh"]


def told(ask: Callable[[], object], language: str) -> str:
    """What is said of a mistake; it has to be ours, and in the language in use."""
    with speaking("zh" if language == "zh" else "en"), pytest.raises(ls.LadderError) as raised:
        ask()
    text = str(raised.value)
    assert text and (language == "en" or any("\u4e00" <= sign <= "\u9fff" for sign in text)), text
    return text


def methods(record: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in dir(type(record)):
        if not name.startswith("_") and callable(getattr(type(record), name)) and name not in ("mro", "register"):
            found = getattr(record, name)
            if callable(found) and not isinstance(found, pd.DataFrame | type) and not _is_table(type(record), name):
                yield name, found


def _is_table(kind: type, name: str) -> bool:
    return type(inspect.getattr_static(kind, name)).__name__ in ("_Table", "_Chart", "_ChartMethod")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_no_record_has_is_told(records: dict[str, Any], language: str) -> None:
    for record in records.values():
        for name in ("zzz", "qqq_of_nothing"):
            assert name in told(lambda record=record, name=name: getattr(record, name), language)  # type: ignore[misc]
            assert not hasattr(record, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_keyword_that_no_method_has_is_told(records: dict[str, Any], language: str) -> None:
    for kind, record in records.items():
        for name, method in methods(record):
            if "parameters" not in inspect.signature(method).parameters and name != "plot":
                text = told(lambda method=method: method(zzz_of_nothing=1), language)  # type: ignore[misc]
                assert "zzz_of_nothing" in text, (kind, name, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_arguments_are_told(records: dict[str, Any], language: str) -> None:
    for record in records.values():
        for _, method in methods(record):
            kinds = {one.kind for one in inspect.signature(method).parameters.values()}
            if inspect.Parameter.VAR_POSITIONAL not in kinds:
                told(lambda method=method: method(*["x"] * 30), language)  # type: ignore[misc]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_says_what_it_lacks_and_takes(language: str) -> None:
    rooms = [(ls, ls.__all__), (ls.plots, ls.plots.__all__)]
    for room, names in rooms:
        for name in names:
            function = getattr(room, name)
            if not inspect.isfunction(function) or name in ("explore", "app", "edit"):
                continue
            taken = inspect.signature(function).parameters.values()
            if not any(one.kind is one.VAR_KEYWORD for one in taken):
                assert "zzz_of_nothing" in told(lambda f=function: f(zzz_of_nothing=1), language)  # type: ignore[misc]
            if any(one.default is one.empty and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)
                   for one in taken):  # fmt: skip
                told(function, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_says_how_it_is_made(language: str) -> None:
    for kind in (ls.Scheme, ls.Workforce, ls.Run, ls.Comparison):
        assert "ladder_sim." in told(lambda kind=kind: kind("x"), language)  # type: ignore[misc]
        for name in ("from_dict", "load", "read_yaml"):
            assert "ladder_sim." in told(lambda kind=kind, name=name: getattr(kind, name), language)  # type: ignore[misc]
    assert not hasattr(ls.Scheme, "from_dict")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_package_are_told_by_what_they_mean(language: str) -> None:
    for name, meant in habits.PACKAGE.items():
        assert meant in ls.__all__ and name not in ls.__all__
        if f"ladder_sim.{name}" in sys.modules:
            continue  # a room of this name was imported
        assert meant in told(lambda name=name: getattr(ls, name), language)  # type: ignore[misc]
    for name in habits.TOLD:
        told(lambda name=name: getattr(ls, name), language)  # type: ignore[misc]
    with pytest.raises(AttributeError):
        ls.zzz  # type: ignore[attr-defined]


def test_words_of_other_libraries_stand_for_something_there_is(records: dict[str, Any]) -> None:
    """No word of the tables is one that the record has, which would be told of nobody; and what is told exists."""
    for kind in ("Scheme", "Workforce", "Run", "Comparison", "Sweep"):
        assert type(records[kind]).MEANT, kind
    known = set(records["Comparison"].known)
    assert set(habits.MEASURES.values()) <= known and not set(habits.MEASURES) & known
    arguments = {name for function in (ls.simulate, ls.compare, ls.sweep, ls.Run.with_measure, ls.Run.interval,
                                       ls.Run.measure, ls.plots.turnover)
                 for name in inspect.signature(function).parameters}  # fmt: skip
    assert set(SAME.values()) | set(HABITS) <= arguments | {"measure"}
    assert not set(SAME) & set(HABITS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_call_that_is_shown_can_be_made(name: str, records: dict[str, Any]) -> None:
    places = (ls, records["Run"], records["Comparison"])
    found = [getattr(place, name) for place in places if callable(getattr(place, name, None))]
    assert found
    if name == "catalog":
        return
    call = EXAMPLES[name].removeprefix(name)
    given: dict[str, Any] = {}

    def taken(*args: object, **words: object) -> None:
        given.update(args=args, words=words)

    named = dict.fromkeys(("now", "new", "people", "scheme", "first", "more", "records"), "x")
    eval(f"taken{call}", {"taken": taken, **named})  # a text of ours
    assert any(_binds(one, given["args"], given["words"]) for one in found)


def _binds(function: Callable[..., Any], args: tuple[object, ...], words: dict[str, Any]) -> bool:
    try:
        inspect.signature(function).bind(*args, **words)
    except TypeError:
        return False
    return True


# --- what is guessed first works --------------------------------------------------------------------------


def test_other_words_for_arguments_are_taken(a: ls.Scheme, people: ls.Workforce) -> None:
    run = ls.simulate(a, people, months=3, replications=2, seed=4)
    assert ls.simulate(rules=a, department=people, n_months=3, repetitions=2, random_state=4) == run  # type: ignore[call-arg]
    assert run.interval("turnover", confidence=0.9) == run.interval("turnover", level=0.9)  # type: ignore[call-arg]
    with pytest.raises(ls.LadderError, match=r"write level=…: interval\('turnover', level=0.9\)"):
        run.interval("turnover", alpha=0.1)  # type: ignore[call-arg]


def test_people_are_as_many_as_is_said(people: ls.Workforce) -> None:
    for made in (people.with_(people=20), people.with_({"people": 20}), people.with_({"headcount": 20}),  # type: ignore[call-arg]
                 people.with_(staff=20)):  # type: ignore[call-arg]  # fmt: skip
        assert made == people.with_(headcount=20) and made.id == f"{W}(headcount=20)"
    assert people.with_({"headcount": 20, "leaving": 2}) == people.with_(headcount=20, leaving=2)
    call = r"write with_\(\{'metrics.kpi.normal.mean': 75\}, headcount=20, leaving=2\)"
    for given in ({"performance_mean": 75, "attrition": 2}, {"kpi": 75, "turnover": 2}):
        with pytest.raises(ls.LadderError, match=call):
            people.with_(people=20, **given)
    for changes in ({"kpi": 75}, {"metrics": {"kpi": {"mean": 75}}}, {"metrics": {"kpi": 75}}):
        with pytest.raises(ls.LadderError, match=call) as raised:
            people.with_(changes, headcount=20, leaving=2)
        assert len(raised.value.problems) == 1


def test_hazards_are_taken_as_they_are_shown(people: ls.Workforce) -> None:
    twice = [[month, 2 * hazard] for month, hazard in people.attrition.base]
    made = people.with_({"attrition": {"base": twice}})
    assert made.attrition.base == tuple((month, hazard) for month, hazard in twice)
    assert made.attrition.base == people.with_(leaving=2).attrition.base


def test_what_has_names_is_asked_by_them(both: ls.Comparison) -> None:
    assert both.runs[S] is both[S] and both.runs[1] is both[V]  # type: ignore[call-overload]
    assert both.schemes[V] is both[V].scheme and tuple(both.schemes) == (S, V)
    pd.testing.assert_frame_equal(both.tables["headcount"], both.frame("headcount"))
    run = both[S]
    pd.testing.assert_frame_equal(run.tables["exits"], run.frame("exits"))
    assert run.known("turnover") is run.known["turnover"]  # type: ignore[operator]
    for wrong in (lambda: both.runs["x"], lambda: both.schemes["x"], lambda: run.tables["x"], lambda: run.known["x"]):  # type: ignore[call-overload]
        with pytest.raises(KeyError, match="is not there"):
            wrong()
    with pytest.raises(KeyError, match=r"it is a row: loc\['turnover'\]"):
        run.measures()["turnover"]


def test_a_measure_is_tried_where_it_is_added(both: ls.Comparison) -> None:
    run = both[S]
    wrong: dict[str, Any] = {
        "got int": lambda w: 1,
        "has no attribute 'foo'": lambda w: w.foo,
        "sum over all 4 months": lambda w: w.exits_by("voluntary"),
        r"one number: r\.exits_by\(\), r\.everyone": lambda r: r.exits.groupby("replication").people.sum(),
    }
    for text, function in wrong.items():
        for record in (run, both):
            with pytest.raises(ls.LadderError, match=text):
                record.with_measure("m", function, unit="people a year")
    made = [run.with_measure("m", lambda w, k=k: k * w.everyone, unit="people") for k in (1, 2)]  # type: ignore[misc]
    assert made[0].provenance != made[1].provenance


def test_a_grade_that_one_ladder_lacks_leaves_its_panel_empty(both: ls.Comparison) -> None:
    drawn: Any = both.plot("headcount", grades=["specialist"])
    assert [len(ax.lines) > 0 for ax in drawn.figure.axes] == [True, False]
    assert "none of these grades" in drawn.figure.axes[1].texts[0].get_text()


def test_a_chart_is_the_current_figure_of_pyplot(both: ls.Comparison, tmp_path: Path) -> None:
    import matplotlib.pyplot as plt

    plt.close("all")
    other = plt.figure()
    for ask in (lambda: both.plot("turnover"), lambda: ls.plots.winners(both), lambda: both.plot.headcount(),
                lambda: ls.plots.ladder(S)):  # fmt: skip
        drawn: Any = ask()
        assert plt.gcf() is drawn.figure is not other
    plt.savefig(tmp_path / "x.png")
    assert (tmp_path / "x.png").stat().st_size > 10_000
    both.plot("turnover", ax=other.subplots())
    assert plt.gcf() is drawn.figure, "a chart on given axes opens no figure"
    before = plt.get_fignums()
    both.save(tmp_path / "page", "html")
    assert plt.get_fignums() == before, "a report's charts are its own"
    for _ in range(20):
        both.plot("turnover")
    assert len(plt.get_fignums()) <= 16
    plt.close("all")


def test_a_chart_that_showed_itself_is_not_shown_twice(both: ls.Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib.pyplot as plt

    plt.close("all")
    drawn: Any = both.plot("turnover")
    assert plt.get_fignums()
    monkeypatch.setattr(plt, "get_backend", lambda: "module://matplotlib_inline.backend_inline")
    assert drawn._repr_png_() and not plt.get_fignums()
    monkeypatch.undo()
    assert mpl.get_backend()


def test_what_a_killed_process_left_goes_at_the_next_use(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {number: f"{writing.STAGE}{writing._here()}-{number}-abc" for number in (ended.pid, os.getpid())}
    for name in [*names.values(), f"{writing.STAGE}elsewhere-{ended.pid}-abc"]:
        (tmp_path / name).mkdir()
    ls.simulate(S, W, months=1, replications=1, store=tmp_path)
    left = {one.name for one in tmp_path.glob(f"{writing.STAGE}*")}
    assert left == {names[os.getpid()], f"{writing.STAGE}elsewhere-{ended.pid}-abc"}


def test_every_record_that_leads_is_a_door_in_each_method() -> None:
    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    for kind in set(below(Leading)):
        for name, value in vars(kind).items():
            if inspect.isfunction(value) and not name.startswith("_"):
                assert hasattr(value, "__wrapped__"), (kind, name)


# --- a noun in both spellings -----------------------------------------------------------------------------


def nouns(record: object) -> Iterator[tuple[str, BoundNoun[Any]]]:
    for name in dir(type(record)):
        if not name.startswith("_") and isinstance(inspect.getattr_static(type(record), name), NounMethod):
            yield name, getattr(record, name)


def test_what_needs_no_argument_answers_without_brackets(records: dict[str, Any]) -> None:
    seen = set()
    for kind in ("Run", "Comparison", "Sweep"):
        for name, method in nouns(records[kind]):
            if not method.answers():
                assert repr(method).startswith(f"<{name} is a method: write {name}("), (kind, name)
                continue
            seen.add(name)
            answer = method()
            assert repr(method) == repr(answer), (kind, name)
            if hasattr(answer, "__len__"):
                assert len(method) == len(answer) and list(map(str, method)) == list(map(str, answer))
            if hasattr(answer, "_repr_html_"):
                assert method._repr_html_() == answer._repr_html_()
    assert {"measures", "contrasts", "differences", "provenance_record", "summary", "table", "rows"} <= seen
    assert not {"why", "tornado", "worlds", "save", "plot"} & seen


def test_a_method_is_asked_what_its_answer_has(both: ls.Comparison) -> None:
    run: Any = both[S]
    assert run.measures.shape == run.measures().shape
    assert run.measures.loc["turnover", "mean"] == run.measures["mean"]["turnover"]
    pd.testing.assert_frame_equal(run.table["turnover"], run.table("turnover"))
    with pytest.raises(ls.LadderError, match=r"interval is a method: write interval\('turnover'"):
        run.interval.low
    with pytest.raises(TypeError, match=r"difference is a method: write difference\('turnover'\)"):
        list(both.difference)  # type: ignore[call-overload]


def test_what_is_no_method_answers_when_it_is_called(both: ls.Comparison) -> None:
    for record in (both, both[S]):
        asked: Any = record
        assert asked.provenance() == asked.provenance and asked.months() == asked.months == 4
        assert asked.replications() == 3 and asked.seed() == 1
        assert asked and json.dumps(asked.months) == "4"
        with pytest.raises(TypeError, match="a result has no length"):
            len(asked)
        with pytest.raises(ls.LadderError, match=r"seed cannot be changed; make another: .*seed=5\)"):
            asked.seed = 5


# --- what the sixth trial guessed -------------------------------------------------------------------------


def test_a_list_of_people_says_whose_assumptions_it_leans_on(people: ls.Workforce, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("person,grade,tenure_months\n" + "".join(f"p{i},specialist,{i}\n" for i in range(12)))
    assert "assumptions of service-center-200" in repr(ls.load_workforce(file))
    made = ls.load_workforce(file, like=people)
    assert made == people.with_(roster=file) and "assumptions of" not in repr(made)
    for word in ("assumptions", "base", "workforce"):
        assert ls.load_workforce(file, **{word: people}) == made
    for wrong in (lambda: ls.load_workforce(W, like=people), lambda: ls.load_workforce(file, roster=file, like=W)):
        with pytest.raises(ls.LadderError, match=r"write|list of people alone.*load_workforce\('staff.csv', like="):
            wrong()
    with pytest.raises(ls.LadderError, match=r"load_workforce\('staff.csv', like='service-center-200'\)"):
        ls.Workforce.from_csv(file)  # type: ignore[attr-defined]


def test_a_small_run_is_played_again_for_its_people(a: ls.Scheme, people: ls.Workforce) -> None:
    plain = ls.simulate(a, people, first=2, **SHORT)
    kept = ls.simulate(a, people, first=2, events=True, explain=True, **SHORT)
    for name in ("people", "spells", "events", "alone"):
        pd.testing.assert_frame_equal(plain.frame(name), kept.frame(name))  # type: ignore[arg-type]
    several = ls.join([plain, ls.simulate(a, people, seed=9, **SHORT)])
    with pytest.raises(ls.LadderError, match="simulate with events=True"):
        several.frame("people")
    with pytest.raises(ls.LadderError, match=r"run\.spells"):
        ls.lives(plain)  # type: ignore[arg-type]


def test_words_for_which_is_better(both: ls.Comparison) -> None:
    words = {"high": "up", "higher": "up", "more": "up", "low": "down", "lower": "down", "less": "down"}
    for word, meant in words.items():
        made = both[S].with_measure("m", lambda w: w.everyone, unit="people", better=word)  # type: ignore[arg-type]
        assert made.known["m"].better == meant


def test_what_is_said_twice_or_elsewhere(a: ls.Scheme, both: ls.Comparison, tmp_path: Path) -> None:
    with pytest.raises(ls.LadderError, match="replications is given twice, as replications=3 and as repetitions=2"):
        ls.simulate(a, W, repetitions=2, replications=3)  # type: ignore[call-arg]
    played = ls.simulate(a, W, resume=tmp_path / "kept", **SHORT)
    assert played == ls.simulate(a, W, store=tmp_path / "kept", **SHORT) and (tmp_path / "kept").is_dir()
    with pytest.raises(ls.LadderError, match=r"table\('headcount'\)"):
        both[S].table("head_count")
    other = ls.compare([a, V], W, months=4, replications=3, seed=2)
    assert ls.diff_results(both, both).figures == () and ls.diff_results(both, other).figures


class Limits:
    least = 2


FACTORS = {"a": [1, 2]}


def test_a_measure_is_marked_by_the_contents_of_what_it_reads(both: ls.Comparison) -> None:
    run = both[S]
    read: dict[str, tuple[Callable[[Any], object], Callable[[int], None]]] = {
        "FACTORS": (lambda w: FACTORS["a"][0] * w.everyone, lambda n: FACTORS["a"].__setitem__(0, n)),
        "Limits.least": (lambda w: Limits.least * w.everyone, lambda n: setattr(Limits, "least", n)),
    }
    for name, (function, change) in read.items():
        change(1)
        one = run.with_measure("m", function, unit="people")
        change(5)
        two = run.with_measure("m", function, unit="people")
        assert one.provenance != two.provenance, name
        with pytest.raises(ls.LadderError, match=f"reads {name}"):
            one.measure("m")
    luck = np.random.default_rng(1)
    with pytest.raises(ls.LadderError, match="other numbers when it is called twice"):
        run.with_measure("m", lambda w: w.everyone * luck.random(), unit="people")
