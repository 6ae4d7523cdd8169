"""What a fifth analyst typed: words in messages as they were written, records that stay, names that lead cheaply."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.core import leading
from ladder_sim.core.directions import DirectionWord, direction_of
from ladder_sim.core.frozen import FixedFieldError, unset
from ladder_sim.core.i18n import speaking
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.money import said_by
from ladder_sim.core.problems import LadderError, LadderWarning

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 3, "replications": 2}


@pytest.fixture(scope="module")
def swept(a: ls.Scheme, people: ls.Workforce) -> ls.Sweep:
    return ls.sweep(a, people, excellent=[85, 95], **SHORT)


# --- messages speak of what was written ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"workers": 0}, r"^workers: a number of processes is from 1 .*; got 0$"),
        ({"processes": 0}, r"^processes: a number of processes .*; got 0$"),
        ({"n_jobs": -2}, "^n_jobs: a number of processes .*; got -2$"),
        ({"executor": 0}, "^executor: a number of processes .*; got 0$"),
        ({"workers": "two"}, r"^workers must be a number of processes, such as 2, or 'auto', got 'two'$"),
        ({"executor": 1.5}, r"^executor must be a number of processes, .*concurrent.futures.Executor, got 1.5$"),
        ({"repetitions": 0}, "^repetitions must be a whole number from 1"),
        ({"random_state": -1}, "^random_state must be a whole number from 0"),
        ({"verbose": 3}, "^verbose must be True"),
        ({"cache": 3}, "^cache must be the path of a folder"),
        ({"keep_events": 3}, "^keep_events must be True or False"),
        ({"people": 80}, r"^people: needs the id of a workforce.* got int; so many people are load_workforce\("
                         r"'service-center-200'\)\.with_\(headcount=80\)$"),
    ],
)  # fmt: skip
def test_a_message_speaks_of_the_word_that_was_written(a: ls.Scheme, given: dict[str, Any], told: str) -> None:
    for play in (ls.simulate, ls.compare):
        if play is ls.compare and "people" in given:
            continue
        with pytest.raises(ls.LadderError, match=told):
            play(a, **{**SHORT, **given} if "repetitions" not in given else {"months": 3, **given})  # type: ignore[operator]


def test_a_word_is_forgotten_after_its_call(a: ls.Scheme, both: ls.Comparison) -> None:
    with pytest.raises(ls.LadderError, match=r"^workers"):
        ls.simulate(a, workers=0)  # type: ignore[call-arg]
    with pytest.raises(ls.LadderError, match=r"^executor"):
        ls.simulate(a, executor=0)
    with pytest.raises(ls.LadderError, match=r"^confidence must be a share"):
        both.table("turnover", confidence=95)  # type: ignore[call-arg]
    with pytest.raises(ls.LadderError, match=r"^level must be a share"):
        both.table("turnover", level=95)


def test_how_many_people_is_said_in_a_form_that_works(a: ls.Scheme, people: ls.Workforce) -> None:
    for asked in ({"people": 80}, {"size": 80}, {"headcount": 80}):
        assert people.with_(**asked).headcount == 80  # type: ignore[arg-type]
    assert people.with_({"people": 80}).headcount == 80
    with pytest.raises(ls.LadderError, match=r"people: must be a mapping, got 80; so many people are {headcount: 80}"):
        ls.load_workforce({"workforce": "mine", "people": 80})
    with pytest.raises(ls.LadderError) as told:
        ls.simulate(a, people=80)  # type: ignore[call-arg]
    call = re.search(r"load_workforce\(.*\)$", str(told.value))
    assert call and eval(f"ls.{call[0]}").headcount == 80, "what a message recommends is taken"


# --- records that stay as they are -----------------------------------------------------------------------


def test_a_frozen_record_says_what_to_write(a: ls.Scheme, people: ls.Workforce, both: ls.Comparison) -> None:
    study, brief = ls.load_study("demo"), ls.Brief(title="x")
    for record, name, value, told in (
        (people, "headcount", 5, "Workforce.headcount cannot be changed; make another: people.with_(headcount=5)"),
        (people, "size", 5, "Workforce.size cannot be changed; make another: people.with_(headcount=5)"),
        (a, "excellent", 85, "Scheme.excellent cannot be changed; make another: scheme.with_(excellent=85)"),
        (a, "id", "x", "Scheme.id cannot be changed; make another: scheme.with_(id='x')"),
        (a, "moves", [], "Scheme.moves cannot be changed; make another: scheme.with_({'moves': []})"),
        (a.moves[0], "to", "x", "Move.to cannot be changed; make another: scheme.with_(…) or people.with_(…)"),
        (study, "months", 5, "Study.months cannot be changed; make another: dataclasses.replace(study, months=5)"),
        (brief, "title", "y", "Brief.title cannot be changed; make another: dataclasses.replace(brief, title='y')"),
        (both[S], "seed", 7, "Run.seed cannot be changed; make another: ladder_sim.simulate(run.scheme,"),
        (both, "runs", (), "Comparison.runs cannot be changed"),
    ):  # fmt: skip
        with pytest.raises(FixedFieldError) as raised:
            setattr(record, name, value)
        assert str(raised.value).startswith(told) and isinstance(raised.value, dataclasses.FrozenInstanceError)
    with speaking("zh"), pytest.raises(ls.LadderError, match=r"不能修改；请另行生成：people\.with_\(headcount=5\)"):
        people.headcount = 5  # type: ignore[misc]  # the mistake


def test_every_public_record_is_fixed_in_words() -> None:
    records = [one for one in vars(ls).values() if isinstance(one, type)] + [getattr(ls, name) for name in ls.__all__]
    frozen = {one for one in records if dataclasses.is_dataclass(one) and one.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert {ls.Scheme, ls.Sweep, ls.Sought, ls.Frontier, ls.RosterCheck} <= frozen
    for kind in frozen:
        assert kind.__setattr__ is unset and kind.__delattr__ is unset, kind
    with pytest.raises(FixedFieldError, match=r"Workforce\.title cannot be changed"):
        del ls.load_workforce(W).title  # type: ignore[misc]  # the mistake


# --- names that lead when they are shown ------------------------------------------------------------------


def test_a_hint_is_worked_out_when_it_is_shown(both: ls.Comparison, a: ls.Scheme,
                                               monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    asked: list[str] = []

    def near(self: Any, name: str) -> str:
        asked.append(name)
        return "; a hint"

    monkeypatch.setattr(leading.Leading, "_near", near)
    for record in (a, both, both[S], both.frontier()):
        assert not hasattr(record, "nothing") and getattr(record, "nothing", 3) == 3
        said_by(record)
    assert not hasattr(ls, "nothing") and not hasattr(ls.plots, "nothing") and asked == []
    with pytest.raises(UnknownNameError) as raised:
        a.nothing  # type: ignore[attr-defined]
    assert asked == []
    assert str(raised.value) == "'Scheme' object has no attribute 'nothing'; a hint" and asked == ["nothing"]
    assert raised.value.args == (str(raised.value),) and repr(raised.value).startswith("UnknownNameError(")
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value) and again.problems == raised.value.problems
    assert asked == ["nothing"], "once"


# --- directions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", DirectionWord.__args__)  # type: ignore[attr-defined]
def test_a_direction_is_said_alike_everywhere(both: ls.Comparison, a: ls.Scheme, people: ls.Workforce,
                                              word: Any) -> None:  # fmt: skip
    meant = direction_of(word)
    mine = both.with_measure("m", lambda w: w.everyone, unit="people", better=word)
    assert mine.known["m"].better == meant
    assert mine.frontier(["m", "turnover"], better={"m": word}).better["m"] == meant
    found = ls.frontier([a, V], people, measures=["span", "turnover"], better={"span": word}, **SHORT)
    assert found.better["span"] == meant
    stated = a.with_({"measures": {"heads": {"value": "count(true)", "unit": "people", "better": word}}})
    assert stated.measures["heads"].better == meant
    kept = people.with_({"metrics": {"late": {"poisson": 0.3, "better": word}}})
    assert kept.metrics["late"].better == ("high" if meant == "up" else "low")


def test_a_word_that_is_no_direction_is_told_with_those_that_are(both: ls.Comparison, people: ls.Workforce) -> None:
    words = r"'up' or 'higher' \(more is better\), 'down' or 'lower' \(less is better\)"
    with pytest.raises(ls.LadderError, match=f"better must be {words} or None, got 'good'"):
        both.with_measure("m", lambda w: w.everyone, unit="people", better="good")  # type: ignore[arg-type]
    with pytest.raises(ls.LadderError, match=f"better of kpi: must be {words}, got 'good'"):
        both.frontier(["kpi", "turnover"], better={"kpi": "good"})  # type: ignore[dict-item]
    with pytest.raises(ls.LadderError, match=r"metrics\.late\.better: must be one of high, low, higher, lower"):
        people.with_({"metrics": {"late": {"poisson": 0.3, "better": "good"}}})


# --- what is asked by name ---------------------------------------------------------------------------------


def test_a_measure_that_was_not_asked_for_says_how_to_ask(swept: ls.Sweep) -> None:
    told = (r"measure 'kpi' was not asked for in this sweep: measures=\['advancement_rate', 'turnover', 'labor_cost'\];"
            r" play it with sweep\(…, measures=\['advancement_rate', 'turnover', 'labor_cost', 'kpi'\]\)")  # fmt: skip
    assert swept.table("kpi")["mean"].equals(ls.sweep(S, W, excellent=[85, 95], **SHORT,
                                                      measures="kpi").table()["mean"])  # fmt: skip
    swept = dataclasses.replace(swept, question=None)  # as one too large to be played again
    for ask in (lambda: swept.table("kpi"), lambda: swept.table(["turnover", "kpi"]), lambda: swept["kpi"],
                lambda: swept.values("kpi"), lambda: swept.differences("kpi"), lambda: swept.plot("kpi")):  # fmt: skip
        with pytest.raises(ls.LadderError, match=told):
            ask()
    with speaking("zh"), pytest.raises(ls.LadderError, match="没有计算指标'kpi'：measures="):
        swept.table("kpi")
    with pytest.raises(ls.LadderError, match=r"measure \['turnover'\] was not asked for"):
        swept.table([["turnover"]])  # type: ignore[list-item]  # the mistake


def test_a_number_is_no_name(both: ls.Comparison, swept: ls.Sweep, a: ls.Scheme) -> None:
    for ask in (
        lambda: swept.table(3),
        lambda: both.table(3),
        lambda: both[S].table(3),
        lambda: both.contrasts(3),
        lambda: both.frontier(3),
        lambda: both.worlds(3),
        lambda: ls.sweep(a, excellent=[85], measures=3),
    ):
        with pytest.raises(ls.LadderError, match="measures: needs a name or a list of names, got int"):
            ask()  # type: ignore[no-untyped-call]
    with pytest.raises(ls.LadderError, match="formats: needs a name or a list of names, got int"):
        both.save("nowhere", 3)  # type: ignore[arg-type]


def test_runs_and_records_are_asked_for_in_every_way(both: ls.Comparison, a: ls.Scheme) -> None:
    assert both.runs[a] is both.runs[S] is both.runs[0] is both.runs[-2] is both[S]
    assert both.runs(S) is both[S] and both.tables("headcount").equals(both.headcount)
    assert tuple(both[S].tables()) == tuple(both[S].tables)
    for ask in (
        lambda: both.runs[...],
        lambda: both.runs[None],
        lambda: both.runs[1.5],
        lambda: both.runs["x"],
        lambda: both.runs[[S]],
        lambda: a.moves[...],
        lambda: a.grades[None],
        lambda: both[S].tables[1.5],
    ):
        with pytest.raises(KeyError, match=r"is not there; (known: |did you mean)") as raised:
            ask()  # type: ignore[no-untyped-call]
        assert isinstance(raised.value, ls.LadderError)
    for ask in (lambda: both.runs[5], lambda: a.moves[-50]):
        with pytest.raises(IndexError, match=r"there is none at place -?\d+: there are \d+, counted from 0") as missed:
            ask()  # type: ignore[no-untyped-call]
        assert isinstance(missed.value, ls.LadderError)


@pytest.mark.parametrize("ask", ["gaps", "note", "values", "measure", "event", "frame"])
def test_a_method_that_is_asked_for_nothing_says_what_it_lacks(both: ls.Comparison, ask: str) -> None:
    with pytest.raises(ls.LadderError, match=rf"{ask}\(name.*\) lacks 'name'"):
        getattr(both[S], ask)()


# --- measures of one's own ---------------------------------------------------------------------------------


def test_a_function_that_fails_of_a_month_alone_is_refused_where_it_is_added(both: ls.Comparison) -> None:
    def of_two_months(window: Any) -> Any:
        return window.everyone / (window.stop - window.start - 1) if window.stop - window.start > 1 else 1 / 0

    for source in (both, both[S]):
        with pytest.raises(ls.LadderError, match=r"(?s)measure 'm': its function failed with ZeroDivisionError.*"
                                                 r"of month 1 alone.*yearly=False"):  # fmt: skip
            source.with_measure("m", of_two_months, unit="people")
        kept = source.with_measure("m", of_two_months, unit="people", yearly=False)
        assert kept.known["m"].yearly is False
    with pytest.raises(ls.LadderError, match="of month 3 alone"):
        both.with_measure("m", lambda w: w.everyone if w.start < 2 else 1 / 0, unit="people")


def _targets(path: Any) -> Any:
    return pd.read_csv(path)["target"]


def test_a_measure_that_reads_a_file_says_that_no_provenance_tells_it(both: ls.Comparison, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("target\n3\n", encoding="utf-8")
    run = both[S]
    told = "measure 'm' reads from outside whenever it is computed .*: the provenance tells the function, not what"
    with pytest.warns(LadderWarning, match=told):
        read = run.with_measure("m", lambda w: w.everyone * _targets(path).iloc[0], unit="people")
    assert read.provenance_record()["own_measures"]["m"]["outside"] == ["read_csv"]
    with pytest.warns(LadderWarning, match=r"computed \(open\)"):
        run.with_measure("n", lambda w: w.everyone + len(open(path).read()), unit="people")  # noqa: SIM115  # as a reader may write it
    with speaking("zh"), pytest.warns(LadderWarning, match="每次计算时都读取外部内容（read_csv）"):
        run.with_measure("m", lambda w: w.everyone * _targets(path).iloc[0], unit="people")
    before = float(_targets(path).iloc[0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kept = run.with_measure("m", lambda w, target=before: w.everyone * target, unit="people")
    record = kept.provenance_record()["own_measures"]["m"]
    assert record["outside"] == [] and record["reads"] == {"target": "3.0"}
    assert record["sha256"] == hashlib.sha256(record["function"].encode()).hexdigest()


def test_a_remedy_of_a_table_can_be_followed(people: ls.Workforce) -> None:
    """What is told to be written is taken."""
    run = ls.simulate("three-routes", people, months=3, replications=2, events=True)
    for asked, told in (({"replication": 1}, "query('replication == 1')"), ({"by": "event"}, "groupby('event')")):
        with pytest.raises(TypeError, match=re.escape(told)):
            run.events(**asked)
    assert set(run.events.query("replication == 1")["replication"]) <= {1}
    with pytest.raises(TypeError, match=r"write frame\('headcount', zeros=True\)"):
        run.headcount(zeros=True)
    with pytest.raises(LadderError, match=r"write with_\(\{'metrics\.kpi\.normal\.mean': 75\}\)"):
        people.with_(metrics={"kpi": {"mean": 75}})
    assert people.with_({"metrics.kpi.normal.mean": 75}) is not people


def test_a_small_scheme_written_from_memory_is_led_to_its_form() -> None:
    ladder = "{staff: {junior: {base: 4000}, senior: {base: 5000}}}"
    for given, told in (
        ({"id": "x", "grades": ["a"]}, f"grades: unknown key; here it is called ladder: {ladder}"),
        ({"id": "x", "grades": ["a"]}, "id: unknown key; here it is called scheme"),
        ({"scheme": "x", "ladder": ["a"], "entry": "a"}, f"stand in tracks, lowest first: ladder: {ladder}"),
        ({"scheme": "x", "ladder": {"a": {"base": 5000}}, "entry": "a"}, "got 5000; grades stand in tracks"),
    ):  # fmt: skip
        with pytest.raises(LadderError, match=re.escape(told)):
            ls.load_scheme(given)


def test_names_of_runs_are_in_them(people: ls.Workforce) -> None:
    found = ls.compare(["three-routes", "ecommerce-dual-track"], people, months=2, replications=2)
    assert "three-routes" in found.runs and found["three-routes"] in found.runs and "nowhere" not in found.runs
