"""Groups by several attributes at once: counted as the run counts its groups, small ones merged so that sums hold."""

from __future__ import annotations

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import use
from ladder_sim.results.intersections import MERGED, _merged
from ladder_sim.results.run import Run


@pytest.fixture(scope="module")
def run() -> Run:
    return ls.simulate("top-three-reserve-supervisor", "service-center-200", months=24, replications=6, events=True)


def test_one_attribute_is_what_the_run_counts(run: Run) -> None:
    """By gender alone: people, promotions and the pooled ratio are those of the measures, to the last digits."""
    found = run.by_group("gender")
    groups = run.counts.groups.sum(axis=1, dtype=np.float64)
    assert found["people"].to_numpy() == pytest.approx(groups[:, :, 0].mean(axis=0) / 24)
    assert found["promotions"].to_numpy() == pytest.approx(groups[:, :, 1].mean(axis=0) / 2)
    for column, name in (
        ("promotion", "fairness"),
        ("leaving", "fairness_leaving"),
        ("dismissal", "fairness_dismissal"),
    ):
        measured = run.interval(f"{name}:gender:female")
        row = found.loc["female"]
        assert np.log(row[[f"{column}_ratio", f"{column}_low", f"{column}_high"]].to_numpy(float)) == pytest.approx(
            [measured.mean, measured.low, measured.high]
        )


def test_crossed_groups_add_up(run: Run) -> None:
    found = run.by_group(["gender", "age"], bands={"age": [25, 30]})
    assert found.index.names == ["gender", "age"] and ("female", "25-30") in found.index
    alone = run.by_group("gender")
    for column in ("people", "promotions"):
        assert found.groupby("gender")[column].sum().to_numpy() == pytest.approx(alone[column].to_numpy())
    assert found["short"].sum() == pytest.approx(0, abs=1e-9)


def test_small_groups_are_merged_and_nothing_is_lost(run: Run) -> None:
    """Of 2, 3, 4 and 50 people the first three are one; of 4 and 50 the one is with the other."""
    groups = [("a",), ("b",), ("c",), ("d",)]
    months = np.array([[2.0, 3, 4, 50]]) * 24
    labels, table = _merged(run, groups, {"months": months})
    assert labels == [("d",), (f"a{MERGED}b{MERGED}c",)] and table["months"].tolist() == [[50 * 24, 9 * 24]]
    labels, table = _merged(run, [("a",), ("b",)], {"months": np.array([[4.0, 50]]) * 24})
    assert labels == [(f"a{MERGED}b",)] and table["months"].sum() == 54 * 24
    crossed = run.by_group(["gender", "education", "age"], bands={"age": [25, 30]})
    assert (crossed["people"] >= 5).all()
    assert crossed["people"].sum() == pytest.approx(run.by_group("gender")["people"].sum())


def test_what_cannot_be_crossed_is_said(run: Run) -> None:
    use("en")
    for by, bands, said in (
        ("gendr", None, "did you mean 'gender'"),
        ("age", None, "bands={'age'"),
    ):
        with pytest.raises(ls.LadderError, match=said):
            run.by_group(by, bands)
    plain, more = (ls.simulate("top-three-reserve-supervisor", "small-department-30", months=2, replications=2,
                               seed=seed) for seed in (1, 2))  # fmt: skip
    kept = ls.simulate("top-three-reserve-supervisor", "small-department-30", months=2, replications=2, events=True)
    assert plain.by_group("gender").equals(kept.by_group("gender")), "a small run is played again"
    both = ls.join(plain, more)
    with pytest.raises(ls.LadderError, match="play the run with events=True"):
        both.by_group("gender")
    with pytest.raises(ls.LadderError) as told:
        both.by_group(["sex", "age"])
    assert str(told.value).startswith("by_group: people have no attribute 'sex'; write by_group('gender')\n")
    assert "'age' is a number" in str(told.value), "names are judged first, and all at once"
