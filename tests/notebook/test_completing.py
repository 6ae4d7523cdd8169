"""Completion inside quotes, brackets and calls, through IPython's own completer."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from places import ROOT

import ladder_sim as ls
from ladder_sim.notebook.completing import keywords, open_call, words
from ladder_sim.notebook.known_words import FREE, KEYWORDS, NAMES, words_of
from ladder_sim.results.frames import TABLES

core = pytest.importorskip("IPython.core.completer")
S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    both = ls.compare([scheme, V], people, months=2, replications=2, explain=True)
    swept = ls.sweep(scheme, people, excellent=[85, 90], months=2, replications=2)
    return {"sw": swept, "ls": ls, "s": scheme, "w": people, "c": both, "r": both[S], "runs": list(both.runs),
            "t": both.table(["turnover", "kpi"])}  # fmt: skip


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
        ('c.values("turnover_tr', ["turnover_transfer"]),
        ('c.difference("turnover_tr', ["turnover_transfer"]),
        ('c.contrast("turnover_tr', ["turnover_transfer"]),
        ('sw.table("turn', ["turnover"]),
        ('sw.values("turn', ["turnover"]),
        ('sw["turn', ["turnover"]),
        ('sw.knob("', ["excellent"]),
        ('ls.explain(r, "to_director_s', ["to_director_short"]),
        ('ls.seek(s, w, "exc', ["excellent"]),
        ('ls.sweep("ecommerce-dual-track", w, {"exc', ["excellent"]),
        ('ls.match(w, s, "attrition.effects.p', ["attrition.effects.pay_gap"]),
        ('c.save("out", "ht', ["html"]),
        ('ls.words.figure(.3, "share', ["share a year", "share"]),
        ('c.planted_bias("gender:', ["gender:female"]),
        ('c.at_equal("b', ["budget"]),
        ('r.tables("le', ["ledger"]),
        ('c.tables["le', ["ledger"]),
        ('c.runs("vid', [V]),
        ('r.known("turnover_v', ["turnover_voluntary"]),
        ('r.measures().loc["turnover_v', ["turnover_voluntary"]),
        ('r.measures().loc["turnover", "mea', ["mean"]),
        ('r.measures().loc[["kpi", "turnover_v', ["turnover_voluntary"]),
        ('c.table("turnover").loc["vid', [V]),
        (f'c.table().loc["{V}", "turnover_v', ["turnover_voluntary"]),
        ('c.table()["verdict_', ["verdict_id"]),
        (f'c.table("turnover").loc["{V}", "turn', ["turnover"]),
        (f'c.table("turnover").loc[("{V}", "turn', ["turnover"]),
        (f'c.table("turnover").loc[("{V}", "turnover"), "mea', ["mean"]),
        ('c.table("turnover")["verdict_', ["verdict_id"]),
        ('t.loc["vid', [V]),
        ('t[["mean", "verdict_', ["verdict_id"]),
        ('r.headcount["gra', ["grade"]),
        ('r.frame("pay")["am', ["amount"]),
        ('r.headcount.groupby(["month", "gra', ["grade"]),
        ('r.headcount.sort_values("gra', ["grade"]),
        ('c.measure("turnover")["vid', [V]),
        ('sw.table()["exc', ["excellent"]),
        ('s.table().loc["exc', ["excellent"]),
        ('w.metrics["kp', ["kpi"]),
        ('r.provenance_record()["res', ["resolved"]),
        ('w.with_({"met', ["metrics"]),
        ('w.with_({"metrics": {"kp', ["kpi"]),
        ('w.with_({"metrics": {"kpi": {"nor', ["normal"]),
        ('w.with_({"metrics.kpi.nor', ["metrics.kpi.normal"]),
        ('w.with_({"metrics": {"kpi": {"better": "lo', ["low", "lower"]),
        ('s.with_({"mov', ["moves"]),
        ('s.with_({"moves": {"to_team', ["to_team_lead"]),
        ('s.with_({"moves": {"to_team_lead": {"rev', ["review"]),
        ('s.with_({"moves": [{"id": "to_team', ["to_team_lead"]),
        ('s.with_({"moves": [{"id": "to_team_lead", "rev', ["review"]),
        ('s.with_({"parameters": {"exc', ["excellent"]),
        ('ls.load_workforce({"attr', ["attrition"]),
        ('ls.load_scheme({"moves": [{"rev', ["review"]),
        ('ls.sweep(s, w, {"exc', ["excellent"]),
        ('r.plot("turnover", by="', ["month", "year"]),
        ('c.plot.turnover(by="y', ["year"]),
        ('r.with_measure("x", lambda w: w.exits', ["exits", "exits_by"]),
        ('c.with_measure("x", compute=lambda w: w.years + w.prom', ["promoted_by"]),
        ("s.moves[0].revi", ["review"]),
        ('s.moves["to_team_lead"].revi', ["review"]),
        ("c.runs[0].headc", ["headcount"]),
    ],
)
def test_names_are_offered_inside_quotes(shell: Shell, typed: str, offered: list[str]) -> None:
    assert shell.offered(typed)[: len(offered)] == offered


@pytest.mark.parametrize(
    "typed",
    [
        'r.spells["',
        'r.frame("spells")["',
        'c.why("turnover")["',
        'open("',
        'print("',
        "r.frame('''x",
        'w.save("',
        "r.x(",
    ],
)
def test_elsewhere_completion_stays_as_it_was(names: dict[str, Any], typed: str) -> None:
    assert words(typed, names) is None


def test_rows_of_a_whole_table_are_known_without_its_numbers(
    names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    contrast = ls.Comparison._contrast
    monkeypatch.setattr(ls.Comparison, "_contrast",
                        lambda self, *key: (asked.append(key[1]), contrast(self, *key))[1])  # fmt: skip
    fresh = ls.Comparison(names["c"].runs, names["c"].baseline)
    assert words('c.table().loc["', {"c": fresh}) == ("", [S, V])
    assert len(set(asked)) == 1


def test_nothing_is_executed_to_complete(names: dict[str, Any]) -> None:
    called: list[int] = []

    class Trap:
        @property
        def frame(self) -> Any:
            called.append(1)

    for typed in (
        'trap.frame("',
        'trap().frame("',
        'trap.frame()["',
        'print(1)["',
        'c.table(print(1)).loc["',
        'c[print(1)].frame("',
        'f"{trap.frame}".frame("',
        'trap.frame["',
    ):
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


def calls() -> Iterator[tuple[str, Any]]:
    """Every public call: functions, methods of public classes, charts and words."""
    for name in ls.__all__:
        found = getattr(ls, name)
        if inspect.isclass(found):
            for one in dir(found):
                method = getattr(found, one)
                if not one.startswith("_") and one not in TABLES and callable(method) and not inspect.isclass(method):
                    yield f"{name}.{one}", method
        elif inspect.ismodule(found):
            yield from ((f"{name}.{one}", getattr(found, one)) for one in found.__all__
                        if inspect.isfunction(getattr(found, one)))  # fmt: skip
        else:
            yield name, found


#: Annotations of what is no name: numbers, truths, results and functions.
NO_NAMES = set(
    re.findall(
        r"[\w.]+",
        """
    int float bool None Callable Executor Progress Precision Axes Collection Sequence Iterable Mapping Window Figure
    ColorType Chosen Comparison Run Sweep Sought Tornado Why Worlds Frontier Match Sourced Drawable PerScheme Amounts
    class Plotted Switch Life inspect._empty dt.date pd.DataFrame pd.Series tuple
""",
    )
)


def test_every_public_parameter_offers_its_names_or_is_free() -> None:
    """A new call, and one whose parameter is called otherwise one day, must say which."""
    undecided, seen = [], set()
    for call, function in calls():
        if call.startswith("LadderError."):
            continue
        for one in inspect.signature(function).parameters.values():
            seen |= {one.name, f"{call}.{one.name}"}
            tokens = set(re.findall(r"[A-Za-z_][\w.]*", str(one.annotation)))
            decided = words_of(call, function, one.name) or {one.name, f"{call}.{one.name}"} & FREE
            if one.name != "self" and tokens - NO_NAMES and not decided:
                undecided.append(f"{call}({one.name}: {one.annotation})")
    assert not undecided, "\n".join(undecided)
    lost = sorted((set(NAMES) | FREE) - seen - {"options"})
    assert lost == [], "a parameter that is called otherwise would lose its words in silence"
    assert set(KEYWORDS) <= set(ls.__all__)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ls.sweep(s, w, exc", "excellent="), ("ls.sweep('ecommerce-dual-track', w, exc", "excellent="),
        ("ls.seek(s, w, 'excellent', turnover_v", "turnover_voluntary="), ("ls.sweep(s, w, headc", "headcount="),
    ],
)  # fmt: skip
def test_what_is_varied_or_sought_is_offered_as_a_keyword(shell: Shell, typed: str, offered: str) -> None:
    assert offered in shell.offered(typed)


IN_IPYTHON = """
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.run_cell("import ladder_sim as ls")
text = 'ls.simulate("video-cl'
print(shell.Completer.complete(line_buffer=text, cursor_pos=len(text))[1])
shell.run_line_magic("unload_ext", "ladder_sim")
print([one.__name__ for one in shell.Completer.custom_matchers])
"""


def test_an_import_within_ipython_is_enough() -> None:
    done = subprocess.run([sys.executable, "-c", IN_IPYTHON], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.splitlines() == [f"['{V}']", "[]"], done.stdout + done.stderr


@pytest.mark.parametrize(
    "typed", ["ls.sweep(s, w, exc + exc", "print(exc", "exc", "ls.sweep(s, w, [exc", "r.frame(exc"]
)
def test_elsewhere_no_keyword_is_offered(names: dict[str, Any], typed: str) -> None:
    assert keywords(typed, names) is None
