"""Comparisons that several tests look at: real ones, and fakes with long names, missing values, no review."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import fakes
import numpy as np
from places import ROOT

import ladder_sim as ls
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderWarning
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

LONG = "A very long name of a scheme that somebody in the department has thought about for quite some time, number "
SIX = ("ecommerce-dual-track", "fabric-star-pay", "logistics-dual-track", "service-dept-notice-rules",
       "ecommerce-kpi-baseline", "assistant-grading-foreman")  # fmt: skip
SCHEMES = ("current", "bold", "calm", "dear")
STILL = (0.0, 0.0, 0.0, 0.0)


def compared(n: int, *, months: int = 18, replications: int = 6, **changes: object) -> Comparison:
    """The rules in force and n − 1 alternatives with long names, more generous one after the other."""
    runs = [fakes.run(chosen=fakes.scheme("current", Title("Rules in force", "现行办法")), months=months,
                      replications=replications)]  # fmt: skip
    for i in range(1, n):
        rules = fakes.Rules(promote=(0.06 + 0.04 * i / n, 0.05, 0.02, 0.0), base=(3600.0, 4300.0, 5100.0, 6500.0),
                            **changes)  # type: ignore[arg-type]  # fmt: skip
        chosen = fakes.scheme(f"s{i}", Title(f"{LONG}{i}", f"某部门设想已久的名称很长的晋升方案之{i}"))
        runs.append(fakes.run(rules, chosen=chosen, months=months, replications=replications))
    return Comparison(tuple(runs), "current")


def fake(name: str, months: int = 13, replications: int = 5, **rules: object) -> Run:
    chosen = fakes.scheme(name, Title(name.title(), f"方案{name}"))
    return fakes.run(fakes.Rules(people=20, **rules), chosen=chosen, months=months, replications=replications)  # type: ignore[arg-type]


def struck(seed: int, schemes: int = 3) -> Comparison:
    """A comparison in which values are missing: of each measure none, some or all, under each scheme by itself."""
    rng = np.random.default_rng(seed)
    rules: list[Mapping[str, object]] = [{}, {"promote": (0.2, 0.1, 0.1, 0.0)}, {}, {"base": (4e3, 5e3, 6e3, 7e3)}]
    runs = [fake(name, **own) for name, own in zip(SCHEMES[:schemes], rules, strict=False)]
    for run in runs:
        for name in run.known:
            values = run.values(name).copy()
            how = rng.integers(4)
            gone = (np.zeros(len(values), bool), np.ones(len(values), bool), rng.random(len(values)) < 0.6,
                    np.arange(len(values)) > 0)[how]  # fmt: skip
            values[gone] = math.nan
            run._values[name] = values
            if run.known[name].pooled is not None and np.isnan(values).all():
                run._pooled[name] = np.full_like(run.pooled(name), math.nan)
    return Comparison(tuple(runs), SCHEMES[0])


def unreviewed(run: Run) -> Run:
    """The run as if no review were due in its months."""
    moves = tuple(replace(info, months=()) for info in run.axes.moves)
    ledger = {**run.counts.ledger, "up": np.zeros_like(run.counts.ledger["up"])}
    return replace(run, counts=replace(run.counts, ledger=ledger), axes=replace(run.axes, moves=moves))


def _named(title: Title) -> Comparison:
    """Two schemes whose names have no end."""
    runs = [fakes.run(fakes.Rules(promote=(0.05 * n, 0.03, 0.01, 0.0)),
                      chosen=fakes.scheme(f"s{n}", Title(f"{title.en} {n}", f"{title.zh}{n}")), months=13,
                      replications=5) for n in (1, 2)]  # fmt: skip
    return Comparison(tuple(runs), "s1")


@cache
def comparison(name: str) -> Comparison:
    force = "service-center-200"
    match name:
        case "two" | "six":
            return ls.compare(list(SIX[: {"two": 2, "six": 6}[name]]), force, replications=3, months=24)
        case "three":
            return ls.compare(list(SIX[:3]), "shop-service-30", replications=2, months=7)
        case "roster":
            roster = ROOT / "scenarios" / "rosters" / "service-center-60.csv"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", LadderWarning)  # cells of it are empty
                return ls.compare(list(SIX[:3]), roster, replications=3, months=24)
        case "identical":
            same = fakes.run(chosen=fakes.scheme("a"), months=14, replications=4)
            other = fakes.run(chosen=fakes.scheme("b", Title("Beta", "乙")), months=14, replications=4)
            return Comparison((same, other), "a")
        case "one replication":
            return compared(2, replications=1)
        case "long":
            return compared(2)
        case "many":
            return compared(9)
        case "unreviewed":
            return Comparison(tuple(unreviewed(fake(one, promote=STILL)) for one in ("current", "bold")), "current")
        case "endless":
            return _named(Title("An endless name " * 12, "没有尽头的名称" * 12))
    return struck(int(name.split()[1]), int(name.split()[1]) % 3 + 2)


COMPARED = ("two", "three", "six", "roster", "identical", "one replication", "long", "many", "unreviewed", "endless",
         *(f"struck {seed}" for seed in range(9)))  # fmt: skip
