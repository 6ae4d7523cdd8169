"""Arguments of the wrong kind, at every door: refused by name and in words, never by what happens to break inside."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import ladder_sim as ls

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"


@pytest.fixture(scope="module")
def both() -> ls.Comparison:
    return ls.compare([S, V], W, months=6, replications=3)


PATH = "the path of a file or a folder, got int"
WRONG: dict[str, tuple[Callable[[ls.Comparison], Any], str]] = {
    "simulate swapped": (lambda c: ls.simulate(ls.load_workforce(W), ls.load_scheme(S)), "this is a workforce, not a"),
    "simulate a run": (lambda c: ls.simulate(c[S]), "scheme: needs a scheme, got Run; take run.scheme"),
    "load_scheme": (lambda c: ls.load_scheme(3), "source: needs the id of a scheme, .* got int"),
    "load_workforce": (lambda c: ls.load_workforce(pd.DataFrame({"a": [1]})), "roster:1: missing columns"),
    "load_run": (lambda c: ls.load_run(3), f"path: needs {PATH}"),
    "Run.save": (lambda c: c[S].save(3), f"path: needs {PATH}"),
    "Comparison.save": (lambda c: c.save(3), f"folder: needs {PATH}"),
    "Scheme.save": (lambda c: ls.load_scheme(S).save(3), f"path: needs {PATH}"),
    "check_roster": (lambda c: ls.check_roster(3), "roster: needs a DataFrame with a row per person, .* got int"),
    "say": (lambda c: ls.say(3), "rule: needs a rule as a text, got int"),
    "report_sections": (lambda c: ls.report_sections(c[S]), r"comparison: needs what compare\(\) returned, got Run"),
    "trace": (lambda c: ls.trace(S, 3), "record: needs a table with a row for each person and month, .* got int"),
    "explain": (lambda c: ls.explain(S), "explain takes a run, not a scheme: play it first, explain"),
    "join": (lambda c: ls.join(c[S]), "runs: needs a list of runs, got Run"),
    "diff": (lambda c: ls.diff(S, ls.load_workforce(W)), "b: this is a workforce, not a scheme"),
    "describe": (lambda c: ls.describe(c), "source: needs a scheme, got Comparison"),
    "frame": (lambda c: c.frame(3), "table 3 is not known; there are headcount"),
    "measure": (lambda c: c[S].measure(["turnover", "kpi"]), r"measure \['turnover', 'kpi'\] is not known"),
    "measure of a function": (lambda c: c[S].measure(len), r"is not known; with_measure\(\) adds one of your own"),
    "a run that is not there": (lambda c: c[0], "scheme '0' is not compared here"),
    "runs of a list": (lambda c: c[[S]], "is not compared here"),
    "why": (lambda c: c.why("turnover", executor="two"), "executor must be a number of processes"),
    "at_equal": (lambda c: c.at_equal("pay", store=2), "store must be the path of a folder"),
    "words.named": (lambda c: ls.words.named(3), "frame: needs a table of results, got int"),
    "words.side_by_side": (lambda c: ls.words.side_by_side(S, "x.csv"), "schemes: needs a list of schemes, got str"),
    "winners": (lambda c: ls.plots.winners(c, what="x"), "what must be 'pay', 'promotion' or None, got 'x'"),
    "waterfalls": (lambda c: ls.plots.waterfalls(c), r"why: needs what comparison.why\(\) returned, got Comparison"),
    "bottlenecks": (lambda c: ls.plots.bottlenecks(c, most=0), "most must be a whole number from 1, got 0"),
    "stamp": (lambda c: ls.plots.stamp(3, c), "picture: needs a figure of matplotlib, got int"),
    "ladder": (lambda c: ls.plots.ladder(c[S]), "source: needs a scheme, got Run; take run.scheme"),
    "with_measure": (lambda c: c.with_measure("x", 3, unit="money a yer"),
                     "compute must be a function of a window, got int.*\nunit must be .*; did you mean 'money a year'"),
    "a chart of an id": (lambda c: ls.plots.turnover(S), r"a chart takes what simulate\(\) or compare\(\) .*got str"),
    "axes": (lambda c: c.plot("headcount", ax=[1, 2]), r"ax must be axes of matplotlib, .* got \[1, 2\]"),
    "one scheme": (lambda c: ls.compare([], W), "a comparison needs at least two schemes, got 0"),
    "roster": (lambda c: ls.load_workforce(W, roster=3), "roster: needs a DataFrame with a row per person"),
}  # fmt: skip


@pytest.mark.parametrize("door", WRONG)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_argument_of_the_wrong_kind_is_refused_in_words(
    both: ls.Comparison, door: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ladder_sim.core.i18n import speaking

    ask, told = WRONG[door]
    with speaking("zh" if language == "zh" else "en"), pytest.raises(ls.LadderError) as raised:
        ask(both)
    if language == "en":
        assert raised.match(told)
    else:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in str(raised.value))


def test_a_scheme_of_flows_may_be_named_alone(both: ls.Comparison) -> None:
    assert isinstance(ls.plots.flows(both, schemes=V).figure, Figure)  # type: ignore[arg-type]


def test_numbers_of_numpy_are_numbers() -> None:
    whole = [np.int64(number) for number in (2, 3, 5, 1)]
    run = ls.simulate(S, W, months=whole[0], replications=whole[1], seed=whole[2], first=whole[3])  # type: ignore[arg-type]
    assert json.loads(json.dumps([run.to_dict(), run.provenance_record()]))[0]["months"] == 2
    both = ls.compare([S, V], W, months=whole[0], replications=whole[1], seed=whole[2], first=whole[3])  # type: ignore[arg-type]
    assert json.loads(json.dumps([both.to_dict(), both.provenance_record()]))[0]["first"] == 1


def test_nothing_can_be_put_into_a_result(both: ls.Comparison) -> None:
    for record, name in ((both, "baseline"), (both[S], "months"), (both[S], "scheme"), (both[S].scheme, "id")):
        with pytest.raises(AttributeError):
            setattr(record, name, "x")
