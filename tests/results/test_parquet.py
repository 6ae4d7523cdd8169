"""Every table goes to a parquet file and comes back as it was: values, types, order of categories, missing values."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.results.frames import TABLES

pytest.importorskip("pyarrow", reason="tables go to parquet where pyarrow is installed")

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"


@pytest.fixture(scope="module")
def both() -> ls.Comparison:
    staff = pd.DataFrame({"person": [f"P{i}" for i in range(12)], "hired": ["2024-03-01"] * 12,
                          "role": ["agent"] * 10 + ["supervisor"] * 2})  # fmt: skip
    people = ls.load_workforce(W, roster=staff)
    return ls.compare([S, V], people, months=12, replications=3, events=True, explain=True)


def _again(made: pd.DataFrame, folder: Path) -> pd.DataFrame:
    made.to_parquet(folder / "table.parquet")
    return pd.read_parquet(folder / "table.parquet")


@pytest.mark.parametrize("zeros", [False, True])
def test_every_table_comes_back_from_parquet(both: ls.Comparison, tmp_path: Path, zeros: bool) -> None:
    run = both[S]
    seen = set()
    for name in run.tables:
        for source in (run, both):
            try:
                made = source.frame(name, zeros=zeros)
            except ls.LadderError as no_zeros:
                assert zeros and "has no rows of zeros" in str(no_zeros)
                continue
            again = _again(made, tmp_path)
            pd.testing.assert_frame_equal(again, pd.DataFrame(made), check_exact=True)
            for column in made.columns:
                if isinstance(made[column].dtype, pd.CategoricalDtype):
                    assert list(again[column].cat.categories) == list(made[column].cat.categories)
                    assert again[column].cat.ordered == made[column].cat.ordered
            assert again.attrs == made.attrs, "units and where the numbers come from"
            seen.add(name)
    assert seen == {name for name in run.tables if not zeros or name == "headcount" or TABLES[name].sparse}
    assert "P3" in set(run.frame("people")["person"]), "a roster's own ids are among what is tried"


def test_what_is_said_of_measures_comes_back_from_parquet(both: ls.Comparison, tmp_path: Path) -> None:
    run = both[S]
    frames = [both.table(), run.table(), run.measures(), both.measure("turnover"), ls.explain(run), ls.catalog(),
              run.measure("turnover").to_frame()]  # fmt: skip
    for made in frames:
        again = _again(made, tmp_path)
        pd.testing.assert_frame_equal(again, pd.DataFrame(made), check_exact=True)
        assert again.attrs == made.attrs
