"""What a reader looks at in Python shows itself in a line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import ladder_sim as ls
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import MOST, OneLine


def _records(value: Any, seen: set[int]) -> Iterator[Any]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if dataclasses.is_dataclass(value):
        yield value
        for entry in dataclasses.fields(value):
            yield from _records(getattr(value, entry.name), seen)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _records(item, seen)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _records(item, seen)


def test_records_of_results_and_rules_show_themselves_in_a_short_line() -> None:
    first = ls.load_scheme("ecommerce-dual-track")
    both = ls.compare({"now": first, "new": first.with_(excellent=85)}, months=12, replications=2)
    run = both["new"]
    swept = ls.sweep(first, excellent=[85], months=12, replications=2)
    shown = [run, run.window(), run.counts, run.axes, run.known["turnover"], *both.contrasts(), *swept.points]
    seen: set[int] = set()
    met = [one for record in shown for one in _records(record, seen)]
    assert {"Move", "Grade", "Metric", "MoveInfo", "People"} <= {type(one).__name__ for one in met}
    long = {type(one).__name__ for one in met if isinstance(one, OneLine) and len(repr(one)) > MOST + 40}
    assert not long
    long = {type(one).__name__ for one in met if len(repr(one)) > 400 and not isinstance(one, Title)}
    assert not long


def test_what_is_told_helps() -> None:
    run = ls.simulate("ecommerce-dual-track", months=12, replications=2)
    assert repr(run.window()).startswith("<Window ") and "stop=12" in repr(run.window())
    assert "headcount (2, 13, " in repr(run.counts)
    assert "grades" in repr(run.axes)
    assert repr(run.scheme.moves[0]).startswith(f"<Move id={run.scheme.moves[0].id!r}")
