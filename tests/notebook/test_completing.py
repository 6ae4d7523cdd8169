"""Completion inside quotes, brackets and calls, through IPython's own completer."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.notebook.completing import WORDS, open_call, words

core = pytest.importorskip("IPython.core.completer")
S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    both = ls.compare([scheme, V], people, months=2, replications=2, explain=True)
    return {"ls": ls, "s": scheme, "w": people, "c": both, "r": both[S], "runs": list(both.runs)}


class Shell:
    """What an extension needs of a shell."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.Completer = core.IPCompleter(shell=None, namespace=names, global_namespace={}, use_jedi=False)

    def offered(self, text: str) -> list[str]:
        with core.provisionalcompleter():
            return [one.text for one in self.Completer.completions(text, len(text))]


@pytest.fixture
def shell(names: dict[str, Any]) -> Iterator[Shell]:
    made = Shell(names)
    ls.load_ipython_extension(made)
    yield made
    ls.unload_ipython_extension(made)
    assert made.Completer.custom_matchers == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('c["vid', [V]),
        ('x = r.frame("le', ["ledger"]),
        ("c['ecommerce-dual-track'].frame(\"al", ["alone"]),
        ('runs[0].measure("turnover_v', ["turnover_voluntary"]),
        ('c.table(["turnover", "kpi_', ["kpi_new_role"]),
        ('r.measure("turnover", by="', ["run", "year", "month"]),
        ('c.values("vid', [V]),
        (f'c.values("{V}", "turnover_tr', ["turnover_transfer"]),
        ('c.plot("headcount_', ["headcount_by_grade"]),
        ('c.plot(\n    "turnover_re', ["turnover_retirement", "turnover_resignation_in_lieu", "turnover_regretted"]),
        ('ls.plots.dots(c, "turnover_u', ["turnover_up_or_out"]),
        ('ls.plots.headcount_by_grade(r, grades=["specialist_', ["specialist_lead"]),
        ('ls.explain(r, move="to_director_s', ["to_director_short"]),
        ('ls.load_workforce("service-center-200-', ["service-center-200-outsourced"]),
        ('ls.simulate("video-', [V]),
        ('# it\'s\nls.compare({"now": s, "new": "video-', [V]),
        ('r.known["turnover_v', ["turnover_voluntary"]),
    ],
)
def test_names_are_offered_inside_quotes(shell: Shell, typed: str, offered: list[str]) -> None:
    assert shell.offered(typed)[: len(offered)] == offered


@pytest.mark.parametrize(
    "typed", ['r.frame("headcount").query("', 'open("', 'print("', "r.frame('''x", 'w.save("', "r.x("]
)
def test_elsewhere_completion_stays_as_it_was(names: dict[str, Any], typed: str) -> None:
    assert words(typed, names) is None


def test_nothing_is_executed_to_complete(names: dict[str, Any]) -> None:
    called: list[int] = []

    class Trap:
        @property
        def frame(self) -> Any:
            called.append(1)

    for typed in ('trap.frame("', 'trap().frame("', 'c[print(1)].frame("', 'f"{trap.frame}".frame("', 'trap.frame["'):
        assert words(typed, {**names, "trap": Trap()}) is None
    assert not called


def test_the_call_in_which_a_text_ends() -> None:
    found = open_call('a = f(1, "x,(y", g(2), key=["p", "q')
    assert found is not None and (found.callee, found.begun) == ("f", "q")
    assert found.arguments == ("1", ' "x,(y"', " g(2)", ' key=["p", ')
    for text in ("f(", 'f("a"', 'f("a") + "', '"a', "f('''a", 'f(# "a'):
        assert open_call(text) is None, text


def test_parameters_of_a_scheme_are_keywords_of_with_(shell: Shell, names: dict[str, Any]) -> None:
    assert "excellent=" in shell.offered("s.with_(") and "headcount=" in shell.offered("w.with_(he")
    signature = inspect.signature(names["s"].with_)
    assert signature.parameters["excellent"].default == 90 and "self" not in signature.parameters
    assert set(names["s"].parameters) < set(signature.parameters)
    assert names["s"].with_.__doc__ == type(names["s"]).with_.__doc__
    assert "lead_span=8" in str(inspect.signature(names["s"].with_))


def test_charts_are_offered_without_what_they_are_made_of(shell: Shell) -> None:
    offered = {text.rpartition(".")[2] for text in shell.offered("ls.plots.")}
    assert {"flows", "series"} <= offered <= set(ls.plots.__all__)


def test_every_parameter_with_words_is_one_of_a_public_function() -> None:
    """A parameter that is called otherwise one day would lose its words in silence."""
    public: list[Any] = [getattr(ls, name) for name in ls.__all__]
    public += [getattr(ls.plots, name) for name in ls.plots.__all__]
    methods = [value for one in (ls.Run, ls.Comparison, ls.Scheme) for value in vars(one).values()]
    methods += [value for one in (ls.Run.__mro__[1], *ls.Comparison.__mro__[1:3]) for value in vars(one).values()]
    functions = [one for one in [*public, *methods] if inspect.isfunction(one)]
    seen = {name for one in functions for name in inspect.signature(one).parameters}
    assert set(WORDS) <= seen
