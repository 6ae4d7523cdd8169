"""Every result shows itself in one line with the fingerprints of what was played, the same in each language."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import LANGUAGES, speaking
from ladder_sim.core.json_text import AsData
from ladder_sim.results.provenance import mark_of

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
K: dict[str, Any] = {"months": 3, "replications": 3}


@functools.cache
def schemes() -> tuple[ls.Scheme, ls.Scheme, ls.Workforce]:
    return ls.load_scheme(S), ls.load_scheme(V), ls.load_workforce(W)


@functools.cache
def compared() -> ls.Comparison:
    a, b, people = schemes()
    return ls.compare([a, b], people, **K, events=True)


def study() -> ls.Comparison:
    return ls.compare(ls.load_study({"study": "x", "workforce": W, "schemes": [S, V], **K,
                                     "expectations": [{"expect": "headcount >= 2"}]}))  # fmt: skip


#: How a small one of each class of results is made.
MADE: dict[str, Callable[[], Any]] = {
    "Run": lambda: compared()[S],
    "Comparison": compared,
    "Tornado": lambda: compared().tornado("turnover", replications=2),
    "Worlds": lambda: compared().worlds("turnover", worlds=2, replications=2),
    "Level": lambda: compared().at_equal("pay"),
    "Why": lambda: compared().why("turnover"),
    "PlantedBias": lambda: compared().planted_bias("gender:female", shift=-3),
    "Chosen": lambda: compared().choose("turnover", matters=0.01, most=20),
    "BesideLottery": lambda: compared().chosen(),
    "Frontier": lambda: compared().frontier(),
    "Expectations": lambda: study().explained["expectations"],
    "Matched": lambda: ls.match(W, S, ["attrition.effects.pay_gap"], turnover=0.3, **K),
    "SoughtJointly": lambda: ls.seek(S, W, ["excellent", "specialist_months"], turnover=">= 0", **K),
    "Sought": lambda: ls.seek(S, W, "excellent", between=(80, 95), turnover=0.3, **K),
    "Sweep": lambda: ls.sweep(S, W, excellent=[85, 90], **K),
    "Twin": lambda: ls.twin(S, W, **K),
    "Lives": lambda: ls.lives(S, V, W, **K),
    "CrossedGroups": lambda: compared().crossed("gender"),
    "Fairness": lambda: compared().fairness(),
    "Lint": lambda: ls.lint(S, W, **K),
}
#: Results of other things than a scheme played on a workforce, or parts of those above.
OTHERS = {"Fit", "Backtest", "RosterCheck", "Life", "Tracked", "Verified", "ResultDiff", "Switch", "OddDescription"}


def classes(of: type = AsData) -> Iterator[type]:
    for one in of.__subclasses__():
        yield one
        yield from classes(one)


@pytest.mark.slow  # loads the whole package
def test_every_class_of_results_is_in_the_table() -> None:
    for module in pkgutil.walk_packages(ls.__path__, "ladder_sim."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    last = {one.__name__ for one in classes() if not one.__subclasses__()}
    assert last == set(MADE) | OTHERS


QUICK = {"Run", "Comparison", "Sweep", "Frontier", "Level"}


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in MADE]
)
def test_a_result_tells_in_a_line_what_was_played(name: str) -> None:
    a, b, people = schemes()
    made = MADE[name]()
    line = repr(made)
    assert type(made).__name__ == name and line.startswith(f"<{name} ") and line.endswith(">") and "\n" not in line
    first = made.scheme if name == "Sought" else a  # the scheme with the value found
    marks = {mark_of(first), mark_of(people)} | ({mark_of(b)} if V in line else set())
    assert all(mark in line for mark in marks), line
    assert len(line) < 420, line
    for language in LANGUAGES:
        with speaking(language):
            assert repr(made) == line
