"""The peers of the benchmark are what they claim to be: the same department, told independently."""

from __future__ import annotations

import re

import numpy as np
import pytest
from places import ROOT

from benchmarks import growth, numpy_by_hand, schemes, simpy_per_employee
from benchmarks.tables import Tables, disagreements, seats, starting_counts


def test_starting_counts_and_seats_follow_the_page() -> None:
    assert starting_counts(200) == [80, 56, 36, 20, 8]
    assert sum(starting_counts(37)) == 37
    assert [seats(3, n) for n in (200, 197, 190, 5)] == [20, 19, 19, 1]
    assert seats(4, 200) == 8


@pytest.mark.parametrize("simulator", [numpy_by_hand, simpy_per_employee])
def test_the_books_close(simulator: object) -> None:
    tables: Tables = simulator.simulate(people=50, months=24, replications=4, seed=5)  # type: ignore[attr-defined]
    start = np.broadcast_to(starting_counts(50), (4, 5))
    before = np.concatenate([start[:, None], tables.headcount[:, :-1]], axis=1)
    # leavers of a month are replaced in grade 1 on the first of the next
    hires = np.concatenate([np.zeros((4, 1), int), tables.exits.sum(axis=2)[:, :-1]], axis=1)
    up, down = tables.promotions, tables.demotions
    moved = -up - down
    moved[:, :, 1:] += up[:, :, :-1]
    moved[:, :, :-1] += down[:, :, 1:]
    moved[:, :, 0] += hires
    assert np.array_equal(tables.headcount, before + moved - tables.exits)
    assert not up[:, :, 4].any()
    assert not down[:, :, 0].any()


def test_numpy_by_hand_does_not_depend_on_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = numpy_by_hand.simulate(people=40, months=30, replications=7)
    monkeypatch.setattr(numpy_by_hand, "BLOCK", 80)
    cut = numpy_by_hand.simulate(people=40, months=30, replications=7)
    assert all(np.array_equal(a, b) for a, b in zip(whole.figures().values(), cut.figures().values(), strict=True))
    assert len(np.unique(whole.payroll.sum(axis=(1, 2)))) == 7


@pytest.mark.slow
def test_the_fused_kernel_is_numpy_by_hand() -> None:
    """The same rules and the same draws: every figure is equal."""
    kernel = pytest.importorskip("benchmarks.numba_fused")
    fused = kernel.simulate(people=200, months=48, replications=20, seed=5)
    by_hand = numpy_by_hand.simulate(people=200, months=48, replications=20, seed=5)
    assert all(np.array_equal(a, by_hand.figures()[name]) for name, a in fused.figures().items())
    assert fused.demotions.any() and fused.promotions[..., 3].any()


def test_a_difference_is_found() -> None:
    one = numpy_by_hand.simulate(people=100, months=24, replications=200, seed=1)
    other = numpy_by_hand.simulate(people=100, months=24, replications=200, seed=2)
    assert not disagreements(one, other)[1]
    other.payroll *= 1.01
    worst, words = disagreements(one, other)
    assert worst > 4
    assert words[0].startswith("year 1: payroll: ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "module", ["simpy_per_employee", "mesa_agents", "numba_fused", "with_ladder_sim", "with_ladder_sim_compiled"]
)
def test_the_tellings_agree(module: str) -> None:
    if module == "mesa_agents":
        pytest.importorskip("mesa", reason="make bench installs it")
    simulate = pytest.importorskip(f"benchmarks.{module}").simulate
    replications = 40 if module in ("simpy_per_employee", "mesa_agents") else 600
    worst, words = disagreements(
        simulate(replications=replications, seed=11), numpy_by_hand.simulate(replications=600, seed=12)
    )
    assert not words, (worst, words)


def test_the_readmes_quote_the_speeds_that_were_measured() -> None:
    """Every shipped scheme has been measured, and both READMEs give the three ratios of the table."""
    table = schemes.TABLE.read_text("utf-8")
    rows = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([0-9.]+) \|", table, re.M))
    assert rows.keys() == {path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml")}
    assert schemes.PICTURE.exists()
    quoted = re.search(r"reference department ([0-9.]+), median scheme ([0-9.]+), slowest ([0-9.]+)", table)
    assert quoted is not None
    reference, median, slowest = quoted.groups()
    assert rows.pop(schemes.SCENARIO) == reference and min(rows.values(), key=float) == slowest
    assert f"reference department reaches {reference},\nthe median scheme {median}, the slowest {slowest}" in (
        ROOT / "README.md"
    ).read_text("utf-8")
    assert f"参考部门{reference}，方案的中位数{median}，最慢{slowest}" in (ROOT / "README.zh.md").read_text("utf-8")


def test_a_scheme_is_measured() -> None:
    """Nothing is timed against a limit: only that there are figures, and what is said of them."""
    names = ("g1-g6-tenure-bands", schemes.SCENARIO)
    speeds = [schemes.measured(name, replications=2, rounds=1, fast=False) for name in names]
    assert all(speed.rate > 0 and speed.ratio > 0 and speed.alone > 0 for speed in speeds)
    assert f"reference department {speeds[1].ratio:.2f}, median scheme {speeds[0].ratio:.2f}" in schemes.summary(speeds)
    assert schemes.rows(speeds).count("\n") == 3


def test_growth_is_of_every_size() -> None:
    """A fresh process tells its parts, memory and person-months; the page has a row for each size."""
    one = growth.grown("g1-g6-tenure-bands", people=30, replications=2, months=3, rounds=1)
    assert len(one.parts) == 5 and min(one.parts) >= 0 and one.peak > 20 and 2 * 3 * 20 < one.worked < 2 * 3 * 40
    sizes = [(30, 2, 3), growth.REPLICATIONS[0]]
    found = {(scheme, *size): one for scheme in growth.SCHEMES for size in sizes}
    assert growth.table(sizes, found).count("\n") == 3 and growth.cold(found).count("\n") == 4
