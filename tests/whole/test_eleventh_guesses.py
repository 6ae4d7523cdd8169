"""What an eleventh analyst would type first, and what it gives: levels alone, styles of lines, swaps, joins, cells."""

from __future__ import annotations

import copy
import io
import json
import pickle
import pydoc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import ruamel.yaml
import yaml
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from places import TESTS

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.core.problems import LadderWarning
from ladder_sim.notebook.completing import words
from ladder_sim.results.columns import OWN_CELLS
from ladder_sim.results.frames import TABLES
from ladder_sim.results.grouped import columns_of
from ladder_sim.scenarios.told_form import KEYS

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
SHORT: dict[str, Any] = {"months": 6, "replications": 4}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture(scope="module")
def later() -> ls.Comparison:
    return ls.compare([S, V], W, seed=2, **SHORT)


def _told(ask: Callable[[], object]) -> str:
    with pytest.raises(ls.LadderError) as raised:
        ask()
    return str(raised.value)


# --- tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OWN_CELLS)
def test_a_level_alone_sums_a_table_up_by_its_own_cells(two: ls.Comparison, name: Any) -> None:
    table: Any = two.frame(name)
    cells = [*OWN_CELLS[name]]
    assert set(cells) <= set(columns_of(table)) and list(table(level=0.8).index.names) == ["scheme", *cells]
    pd.testing.assert_frame_equal(table(level=0.8), table(by=cells, level=0.8))
    assert table(interval=0.8).attrs["level"] == 0.8, "as everywhere, interval is another word for level"
    assert f"{name}(by={cells}, level=" in pydoc.render_doc(getattr(ls.Comparison, name))
    assert "(by=" in str(type(two).frame.__doc__) + str(type(two[S]).frame.__doc__)


@pytest.mark.parametrize(
    ("given", "level"),
    [({"quantile": 0.9}, 0.8), ({"alpha": 0.2}, 0.8), ({"ci": 0.7}, 0.7), ({"agg": "mean"}, 0.9),
     ({"by": "month", "level": 0.6, "agg": "mean"}, 0.6)],
)  # fmt: skip
def test_what_a_table_does_not_take_is_answered_by_the_finished_call(
    two: ls.Comparison, given: dict[str, Any], level: float
) -> None:
    told = _told(lambda: two.headcount(**given))  # type: ignore[operator]
    assert "takes nothing" not in told
    made = eval("two." + told.partition("write ")[2].partition(", whose")[0], {"two": two})
    assert made.attrs["level"] == level and "month" in made.index.names
    assert f"the {round((1 - level) / 2, 3):g} and {round((1 + level) / 2, 3):g} quantiles" in told


def test_tables_of_unlike_rows_ask_for_columns(two: ls.Comparison) -> None:
    for name in ("groups", "stages", "ledger"):
        table: Any = getattr(two[S], name)
        call = _told(lambda table=table: table(level=0.9)).partition("write ")[2].partition(", whose")[0]
        assert {"mean", "low", "high"} <= set(eval("run." + call, {"run": two[S]}).columns)
    assert "takes nothing in brackets" in _told(lambda: two[S].spells(level=0.9))  # type: ignore[operator]
    assert not set(OWN_CELLS) & {"groups", "stages", "ledger"} and set(OWN_CELLS) <= set(TABLES)


def test_what_is_counted_is_nothing_to_sum_up_by(two: ls.Comparison) -> None:
    heads: Any = two[S].headcount
    for by in ("people", ["month", "people"]):
        assert "by='people': this is what is counted; by is one or several of month, date, grade" in _told(
            lambda by=by: heads(by=by)  # type: ignore[misc]
        )
    assert "over which the mean is formed" in _told(lambda: heads(by="replication"))
    assert "each once" in _told(lambda: heads(by=[])) and "each once" in _told(lambda: heads(by=["month", "month"]))
    with speaking("zh"):
        assert "这是被统计的数值" in _told(lambda: heads(by="people"))
    assert words('run.headcount(by="', {"run": two[S]}) == ("", ["month", "date", "grade"])
    assert words('two.headcount(by=["grade", "', {"two": two}) == ("", ["scheme", "month", "date", "grade"])


def test_a_measure_asked_as_a_table_is_led_to_the_measure(two: ls.Comparison) -> None:
    for source in (two, two[S]):
        frame: Any = source.frame
        table: Any = source.table
        for ask in (frame, table):
            told = _told(lambda ask=ask: ask("labor_cost_per_head", by=["month", "grade"]))
            call = "measure('labor_cost_per_head', by=['month', 'grade'])"
            assert told.endswith("write " + call) and len(eval(f"source.{call}", {"source": source}))
        assert "write measure('turnover')" in _told(lambda frame=frame: frame("turnover"))


# --- charts ------------------------------------------------------------------------------------------------------


def test_lines_take_the_reader_s_color_and_style(two: ls.Comparison) -> None:
    run, mine = two[S], Figure().subplots()
    ax: Any = run.plot("labor_cost_per_head", by=["month", "grade"], color="k", linestyle="--", lw=3, ax=mine)
    assert ax is mine and len(ax.lines) == len(run.axes.grades)
    for line in (*ax.lines, *ax.get_legend().get_lines()):
        assert (to_hex(line.get_color()), line.get_linestyle(), line.get_linewidth()) == ("#000000", "--", 3)
    over: Any = two.plot("turnover", by="month", marker="o", alpha=0.5)
    assert [(line.get_marker(), line.get_alpha()) for line in over.lines] == [("o", 0.5)] * 2
    heads: Any = run.plot("headcount", color="teal", linestyle=":")
    assert {to_hex(line.get_color()) for line in heads.lines if line.get_linestyle() == ":"} == {"#008080"}
    plain: Any = run.plot("turnover", by="month")
    assert plain.lines[0].get_linestyle() == "-", "for one chart alone"


def test_a_style_that_is_none_is_told_and_so_is_what_a_chart_does_not_draw(two: ls.Comparison) -> None:
    run: Any = two[S]
    told = _told(lambda: run.plot("turnover", by="month", marker="zz", linestyle="dashd"))
    assert [line.partition(" is nothing")[0] for line in told.splitlines()] == ["marker='zz'", "linestyle='dashd'"]
    assert "color 'kk' is not a color: one for all" in _told(lambda: run.plot("turnover", by="grade", color="kk"))
    told = _told(lambda: run.plot("turnover", by="grade", color="k", linestyle="--"))
    call = told.partition("ax = ")[2].partition(";")[0]
    assert call == "plot('turnover', by='grade', color='k')" and eval("run." + call, {"run": run}).lines
    told = _told(lambda: run.plot("turnover", by=["month", "grade"], color="k", ls="--", title="x"))
    assert "ax = plot('turnover', by=['month', 'grade'], color='k', ls='--'); ax.set(title='x')" in told


# --- forms, swaps, names -----------------------------------------------------------------------------------------


def test_a_form_names_the_key_that_is_meant_and_is_a_dict_for_all_others() -> None:
    form: Any = ls.load_scheme(S).to_dict()
    assert "'grades' is called 'ladder' in a file" in _told(lambda: form["grades"])
    assert "did you mean 'ladder'" in _told(lambda: form["laddr"])
    assert "form['people']" in _told(lambda: ls.load_workforce(W).to_dict()["headcount"])
    with pytest.raises(KeyError):
        form["grades"]
    assert form.get("grades") is None and "grades" not in form
    whole = {**form, **ls.load_workforce(W).to_dict(), "study": ""}
    assert all(set(here) <= set(whole) for here in KEYS.values()) and not set(KEYS) & set(whole)
    assert form == dict(form) == json.loads(json.dumps(form)) == copy.deepcopy(form) == pickle.loads(pickle.dumps(form))
    assert yaml.safe_dump(form) == yaml.safe_dump(dict(form)) and yaml.dump(form) == yaml.dump(dict(form))
    for kind in ("rt", "safe"):
        one, other = io.StringIO(), io.StringIO()
        ruamel.yaml.YAML(typ=kind).dump(form, one)
        ruamel.yaml.YAML(typ=kind).dump(dict(form), other)
        assert one.getvalue() == other.getvalue()
    assert ls.load_scheme(form) == ls.load_scheme(S)


def test_what_is_swapped_or_of_another_kind_is_told_with_what_reads_it(tmp_path: Path) -> None:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    swapped: Any = (people, scheme)
    for call in (ls.simulate, lambda a, b: ls.seek(a, b, "excellent", turnover=0.4)):
        told = _told(lambda call=call: call(*swapped))
        assert "the scheme comes first: " in told and "(scheme, people, …)" in told and "\n" not in told
    files = {"scheme": scheme.save(tmp_path / "s.yaml"), "workforce": people.save(tmp_path / "w.yaml")}
    for kind, file in files.items():
        for load in {ls.load_scheme, ls.load_workforce, ls.load_study} - {getattr(ls, f"load_{kind}")}:
            told = _told(lambda load=load, file=file: load(file))
            call = told.rpartition("; ")[2].removesuffix(" reads it")
            assert "\n" not in told and eval(f"ls.{call}", {"ls": ls}) in (scheme, people)
    assert "load_workforce(…) reads it" in _told(lambda: ls.load_scheme(people.to_dict()))
    assert "\n" not in _told(lambda: ls.load_scheme(people.to_dict()))
    for load, writes in ((ls.load_run, "run.save('name.run')"), (ls.load_comparison, "comparison.save('name.run')")):
        assert f"which {writes} writes" in _told(lambda load=load: load(files["scheme"]))
    assert "which run.save('name.run') writes" in _told(lambda: ls.load_run(tmp_path))


@pytest.mark.parametrize(
    ("name", "value", "made"),
    [("name", "x", "scheme.with_(id='x'), or with another title scheme.with_({'title': 'x'})"),
     ("excelent", 90, "Scheme has no 'excelent' but 'excellent', which cannot be changed; make another:"
      " scheme.with_(excellent=90)"),
     ("titel", "x", "scheme.with_({'title': 'x'})"), ("nothing_at_all", 1, "; make another: scheme.with_(…)")],
)  # fmt: skip
def test_a_scheme_s_own_variant_is_told_where_an_attribute_is_set(name: str, value: object, made: str) -> None:
    scheme = ls.load_scheme(S)
    told = _told(lambda: setattr(scheme, name, value))
    assert told.endswith(made) and "people" not in told
    people = ls.load_workforce(W)
    assert _told(lambda: setattr(people, "headcont", 40)).endswith("people.with_(headcount=40)")
    assert _told(lambda: setattr(people, "nothing_at_all", 40)).endswith("make another: people.with_(…)")
    assert "Move has no 'wen' but 'when'" in _told(lambda: setattr(scheme.moves[0], "wen", ""))


# --- measures, joins, cells --------------------------------------------------------------------------------------


def test_a_figure_of_a_table_becomes_a_measure(two: ls.Comparison) -> None:
    run: Any = two[S]
    told = _told(lambda: run.with_measure("stays", lambda w: w.spells.size))
    code = told.partition("these, ")[2]
    scope: dict[str, Any] = {"run": run}
    exec(code.partition("; ")[0], scope)
    made = eval(code.partition("; ")[2], scope)
    assert made.values("stays").sum() == len(run.spells)


def test_shapes_that_do_not_fit_are_told_with_the_line_that_does(two: ls.Comparison) -> None:
    told = _told(lambda: two.with_measure("out", lambda w: w.exits / w.people))
    grades = two.runs[0].window().people.shape[1]
    assert f"w.exits (4, 8), w.people (4, {grades})" in told
    line = told.partition("one number: ")[2]
    assert line == "lambda w: w.exits_by() / w.everyone"
    window = two[S].window()
    assert np.allclose(two.with_measure("out", eval(line))[S].values("out"), window.exits_by() / window.everyone)
    assert _told(lambda: two.with_measure("out", lambda w: w.people)).endswith("one number: lambda w: w.everyone")


def test_comparisons_of_the_same_schemes_are_joined(two: ls.Comparison, later: ls.Comparison) -> None:
    both = ls.join([two, later])
    assert isinstance(both, ls.Comparison) and both.baseline == S and both.notes == two.notes
    for scheme in (S, V):
        assert both[scheme] == ls.join([two[scheme], later[scheme]]) and both[scheme].replications == 8
    assert both == ls.join(two, later)
    told = _told(lambda: ls.join([two, two]))
    assert [line.partition(":")[0] for line in told.splitlines()] == [S, V] and "first=" in told
    other = ls.compare([S, "ecommerce-kpi-baseline"], W, seed=2, **SHORT)
    call = _told(lambda: ls.join([two, other])).partition("have: ")[2]
    assert eval(f"ls.{call}", {"ls": ls, "a": two, "b": other}).replications == 8
    assert "its runs with runs" in _told(lambda: ls.join([two, later[S]]))  # type: ignore[list-item]


def test_what_the_linter_finds_is_gone_through() -> None:
    found = ls.lint(TESTS / "corpus" / "lint" / "age.yaml")
    assert [str(one) for one in found] == [str(one) for one in found.findings] and len([*found]) > 0


def test_an_error_in_a_notebook_tells_the_line_of_its_cell(capsys: pytest.CaptureFixture[str]) -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    shell.user_ns["ls"] = ls

    def shown(cell: str) -> str:
        capsys.readouterr()
        with speaking("en"):
            shell.run_cell(cell)
        return capsys.readouterr().out.replace("\x1b[31m", "").replace("\x1b[0m", "").strip()

    assert shown("a = 1\n\nls.load_scheme('x')").startswith("cell line 3: unknown scheme 'x'")
    assert shown("ls.load_scheme('x')\n").startswith("unknown scheme 'x'"), "of one line it is that one"
    shown("def mine():\n    return ls.load_scheme('x')")
    assert shown("for i in range(2):\n    mine()").startswith("cell line 2, in mine line 2: unknown scheme")
    assert shown("with_two = 1\nls.simulate(months='x', replications=-1)").count("\n") == 0, "lacks the scheme alone"
    for mode in ("Plain", "Context"):
        shell.InteractiveTB.set_mode(mode)
        lines = shown(f"1\nls.simulate({S!r}, months='x', replications=-1)").splitlines()
        assert [line.partition(" must")[0] for line in lines] == ["cell line 2: months", "replications"]


# --- moves between grades that are not there ----------------------------------------------------------------------


def test_a_move_that_is_left_out_with_its_grade_is_told() -> None:
    levels = ls.load_scheme("video-cloud-levels")
    move = {"id": "fast", "from": "ordinary_base", "to": "ordinary_senior", "review": levels.moves[0].review}
    form = levels.to_dict()
    form["moves"] = [*form["moves"], move]  # type: ignore[misc]
    for given in (lambda: levels.with_({"moves": [move]}), lambda: ls.load_scheme(form)):
        with pytest.warns(LadderWarning, match="'fast' is left out: .* grade ordinary_base is not there"):
            assert len(given().moves) == len(levels.moves)


def test_an_error_of_a_file_that_cannot_be_read_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "picture.run").write_bytes(b"\x89PNG")
    with pytest.raises(ls.LadderError) as caught:
        ls.load_run(tmp_path / "picture.run")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_values_of_parameters_are_read_only() -> None:
    scheme = ls.load_scheme("ecommerce-dual-track")
    with pytest.raises(ls.LadderError, match="with_"):
        scheme.values["excellent"] = 85
    assert json.loads(json.dumps(scheme.values)) == scheme.values == copy.copy(scheme.values)


def test_a_table_drawn_like_a_chart_is_led_to_pandas_and_to_a_measure() -> None:
    run = ls.simulate("ecommerce-dual-track", "small-department-30", months=6, replications=2)
    for draw in (lambda: run.plot("costs"), lambda: ls.plots.costs(run)):  # type: ignore[attr-defined]
        with pytest.raises((ls.LadderError, AttributeError), match=r"it is a table, .*frame\('costs'\)") as caught:
            draw()
        assert "did you mean" not in str(caught.value)
    run.plot("labor_cost_per_head", by=["month", "grade"])


def test_parts_by_keyword_beside_changes_that_are_none() -> None:
    scheme = ls.load_scheme("ecommerce-dual-track")
    with pytest.raises(ls.LadderError):
        scheme.with_("moves", moves=[])  # type: ignore[arg-type]
