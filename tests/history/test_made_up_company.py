"""The made-up company that ships: its script makes the same rows, and a fit finds what is true of it."""

from __future__ import annotations

import gzip
import importlib.util
import io
import math
import statistics
import sys
from types import ModuleType

import pandas as pd
import pytest
from places import PACKAGE, ROOT

import ladder_sim as ls

SHIPPED = PACKAGE / "data" / "harbor-services.csv.gz"


@pytest.fixture(scope="module")
def company() -> ModuleType:
    spec = importlib.util.spec_from_file_location("company", ROOT / "docs" / "company.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["company"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_what_ships(company: ModuleType) -> None:
    assert gzip.decompress(SHIPPED.read_bytes()).decode("utf-8") == company.text()


def test_a_fit_finds_what_is_true(company: ModuleType) -> None:
    frame = pd.read_csv(io.BytesIO(gzip.decompress(SHIPPED.read_bytes())), keep_default_na=False)
    fit = ls.fit_history(frame, "agent<senior<lead<manager")
    table = fit.table().set_index("name")
    assert fit.flows().opening.iloc[0] == sum(company.HEADCOUNT.values()) == 1200
    for start in fit.leaving.starts:
        true = company.LEAVING[max(cut for cut in company.LEAVING if cut <= start)]
        found = table.loc[f"leaving.{start}"]
        # two standard errors more than sampling: the factors of these years are on average 1.01
        assert abs(found.value - true) <= 4 * (found.high - found.low) / 3.92, start
    spread = next(y.dispersion for y in fit.years if y.name == "leaving")
    assert spread.low < statistics.stdev(map(math.log, company.YEARS.values())) < spread.high and spread.p < 1e-6
    april = next(step for step in fit.steps if step.up and step.source == 0)
    assert (april.month, list(april.counts)) == (4, [float(n) for n in company.ROUNDS.values()])
    for source, chance in company.CHANCE.items():
        step = next(s for s in fit.steps if s.up and fit.history.order.ids[s.source] == source)
        assert step.low / 12 < chance * 1.06 and step.high / 12 > chance * 0.94
    assert table.loc["score.mean", "low"] < company.SCORE["mean"] < table.loc["score.mean", "high"]
    assert table.loc["score.between", "low"] < company.SCORE["between"] < table.loc["score.between", "high"]
    assert fit.hiring is not None and fit.hiring.kind == "keep", "posts are filled as they fall vacant"
