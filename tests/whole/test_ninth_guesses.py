"""What a ninth analyst typed: misspelt names that would have been taken, remedies that are true, texts of one line."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.core.problems import LadderWarning
from ladder_sim.notebook.completing import keywords, words

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 3, "replications": 2}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


def _told(ask: Callable[[], object]) -> str:
    with pytest.raises((ls.LadderError, TypeError)) as raised:
        ask()
    assert isinstance(raised.value, ls.LadderError), "notebooks show it without a traceback"
    return str(raised.value)


# --- misspelt names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parameters.excelent": 85}, "parameters: 'excelent' is new,.*did you mean 'excellent'"),
        ({"parameters": {"excelent": {"value": 85}}}, "parameters: 'excelent' is new,.*did you mean 'excellent'"),
        ({"reviews.quaterly.every": "month"}, "reviews: 'quaterly' is new,.*did you mean 'quarterly'"),
        ({"ladder.shop.specialst.base": 4000}, r"ladder\.shop: 'specialst' is new,.*did you mean 'specialist'"),
    ],
)
def test_a_name_that_is_almost_one_of_the_scheme_is_warned_of(a: ls.Scheme, change: Any, told: str) -> None:
    with pytest.warns(LadderWarning, match=told):
        a.with_(change)
    with warnings.catch_warnings():
        warnings.simplefilter("error", LadderWarning)
        a.with_({"parameters": {"bar": 85}, "moves": [{"id": a.moves[0].id, "title": "{bar}"}]})


def test_a_metric_that_is_almost_another_is_warned_of_by_its_address_too(people: ls.Workforce) -> None:
    with pytest.warns(LadderWarning, match="metrics: 'kip' is new,.*did you mean 'kpi'"):
        people.with_({"metrics.kip.normal.mean": 75})


def test_a_misspelt_move_is_told_and_a_part_of_the_moves_warned_of(a: ls.Scheme) -> None:
    told = "moves: there is no move 'to_team_leed'; did you mean 'to_team_lead'?"
    assert _told(lambda: a.with_({"moves": [{"id": "to_team_leed", "title": "x"}]})) == told
    assert _told(lambda: a.with_({"moves": {"to_team_leed": {"title": "x"}}})) == told
    some: Any = a.to_dict()["moves"]
    with pytest.warns(
        LadderWarning, match=r"those that are not given stay; one is taken out by \{'id': '\w+', 'remove'"
    ):
        a.with_({"moves": [{**some[0], "title": "x"}, *some[1:3]]})


def test_a_new_move_is_told_whole(a: ls.Scheme) -> None:
    move = {"from": "specialist", "to": "specialist_lead", "when": "kpi >= 90"}
    for given in ([move], [{"id": "fast", **move}], move):
        told = _told(lambda given=given: a.with_({"moves": given}))  # type: ignore[misc]  # bound now
        made = eval(f"scheme.{told.partition('write ')[2]}", {"scheme": a})
        assert len(made.moves) == len(a.moves) + 1 and made.moves[-1].review == a.moves[0].review
    told = _told(lambda: a.with_(moves=[move]))  # type: ignore[arg-type]
    assert len(eval(f"scheme.{told.partition('write ')[2]}", {"scheme": a}).moves) == len(a.moves) + 1
    whole = {"id": "fast", **move, "review": "quarterly"}
    assert [one.id for one in a.with_({"moves": [*a.moves, whole]}).moves] == [*(one.id for one in a.moves), "fast"]
    told = _told(lambda: a.with_({"moves": [*a.moves[1:], whole]}))
    made = eval(f"scheme.{told.partition('write ')[2]}", {"scheme": a})
    assert [one.id for one in made.moves] == [*(one.id for one in a.moves[1:]), "fast"]


# --- texts and files ---------------------------------------------------------------------------------------------


def test_a_text_of_one_line_is_a_text(a: ls.Scheme) -> None:
    assert ls.load_scheme(json.dumps(a.to_dict())) == a
    assert "'ladder' is missing" in _told(lambda: ls.load_scheme("scheme: mini"))
    assert "not valid YAML" in _told(lambda: ls.load_scheme("scheme: ["))
    assert "'people' is missing" in _told(lambda: ls.load_workforce("workforce: x"))
    assert _told(lambda: ls.load_scheme("nothing")).startswith("unknown scheme 'nothing'")


def test_a_record_that_holds_no_figure_is_not_called_stale(both: ls.Comparison, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    record: Any = both[S].provenance_record()
    path.write_text(json.dumps(record), encoding="utf-8")
    told = _told(lambda: ls.verify(path))
    assert "holds no figure; play it again from its texts: simulate(" in told
    call = told.partition("texts: ")[2].partition(", or verify")[0]
    scope = {"simulate": ls.simulate, "load_scheme": ls.load_scheme, "load_workforce": ls.load_workforce,
             "record": record, "id": S}  # fmt: skip
    assert eval(call, scope) == both[S]


def test_a_run_with_own_measures_says_how_it_is_saved(both: ls.Comparison, tmp_path: Path) -> None:
    mine = both[S].with_measure("late", lambda w: w.exits_by("voluntary") / w.years, unit="people a year")
    assert "dataclasses.replace(run, own=()).save('name.run')" in _told(lambda: mine.save(tmp_path / "a.run"))
    assert ls.load_run(dataclasses.replace(mine, own=()).save(tmp_path / "a.run")) == both[S]


# --- remedies that are true ----------------------------------------------------------------------------------------


def test_what_a_message_names_can_be_done(both: ls.Comparison, a: ls.Scheme, people: ls.Workforce) -> None:
    run = both[S]
    for ask, told in (
        (lambda: ls.Run(S), r"Run is made by ladder_sim.simulate\("),  # type: ignore[call-arg, arg-type]
        (lambda: ls.Run("a.run"), r"ladder_sim.load_run\('a.run'\)"),  # type: ignore[call-arg, arg-type]
        (lambda: ls.seek(a, "excelent", turnover=0.3), "excelent: no parameter of .* no workforce; did you mean"),
        (lambda: ls.sweep(a, people, {"min_months": [1, 2]}), "known: .*specialist_months"),
        (lambda: run + run, "write ladder_sim.join"),
        (lambda: run[["turnover", "kpi"]], r"write table\(\['turnover', 'kpi'\]\)"),  # type: ignore[index]
        (lambda: run.headcount.groupby("month")["headcount"], "did you mean 'people'"),
        (lambda: run.headcount(3), r"takes by= and level= in brackets, got 3"),  # type: ignore[operator]
        (lambda: run.headcount.nothing, "has no column 'nothing'"),
        (lambda: run.headcount.query("mnth == 3"), "did you mean 'month'"),
        (lambda: setattr(both, "baseline", V), rf"comparison.workforce, baseline='{V}'\)"),
        (lambda: run.interval("turnover").lower, "write low"),  # type: ignore[attr-defined]
        (lambda: tuple(run.interval("turnover")), "low, high = found.low, found.high"),
        (lambda: both.contrast("turnover").pvalue, "no p-value is told"),  # type: ignore[attr-defined]
        (lambda: run.save("x", format="parquet"), "frame\\('moves'\\).to_parquet"),  # type: ignore[call-arg]
        (lambda: a.to_yaml("x.yaml"), r"write save\('x.yaml'\)"),  # type: ignore[call-arg]
        (lambda: both.frame("headcount", level=0.9), r"\(by=\['month', 'grade'\], level=0.9\)"),  # type: ignore[call-arg]
        (lambda: a.__setitem__("excellent", 3), r"scheme.with_\(excellent=3\)"),
        (lambda: setattr(a.parameters["excellent"], "value", 3), "Parameter.value cannot be changed"),
    ):  # fmt: skip
        with pytest.raises(ls.LadderError, match=told):
            ask()
    assert run.interval("turnover")["low"] == run.interval("turnover").low
    assert ls.sweep(a, people, grid={"excellent": [80, 85]}, **SHORT).points[1].settings == {"excellent": 85}


def test_a_month_in_which_nothing_happens_is_no_reason_to_warn(both: ls.Comparison) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        made = both[S].with_measure("quits", lambda w: w.exits_by("voluntary") / w.exits_by(), unit="share")
    assert "quits" in made.known


# --- completion -----------------------------------------------------------------------------------------------------


def test_names_of_the_reader_stand_for_what_they_are(both: ls.Comparison) -> None:
    names = {"ls": ls, "S": S, "both": both}
    assert words('both.runs[S].frame("headc', names) == ("headc", ["headcount"])
    assert words('both[S].measure("turnover_v', names) == ("turnover_v", ["turnover_voluntary"])
    found = words('ls.sweep(S, W, {"', names)
    assert found is not None and "excellent" in found[1] and W not in found[1]
    assert keywords("ls.sweep(S, W, exc", names) == ("exc", ["excellent="])
