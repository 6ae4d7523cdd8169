"""How far the chosen lie ahead, against a loop over pools."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ladder_sim.engine import selectivity
from ladder_sim.engine.selectivity import Selectivity
from ladder_sim.streams import kernels

REPS, GRADES, SLOTS = 4, 3, 60


def department(random: np.random.Generator) -> SimpleNamespace:
    """People of three grades and free slots (the outside)."""
    grade = random.choice(GRADES + 1, REPS * SLOTS, p=[0.5, 0.3, 0.05, 0.15])
    rep = np.repeat(np.arange(REPS), SLOTS)
    return SimpleNamespace(rep=rep, reps=REPS, grade_count=GRADES, cell=rep * (GRADES + 1) + grade)


def ahead(
    people: SimpleNamespace, pool: np.ndarray, chosen: np.ndarray, value: np.ndarray, lots: np.ndarray
) -> np.ndarray:
    """Pool by pool: number × (mean of the chosen, or of the best, less the pool's)."""
    table = np.zeros((REPS, 2))
    pool, chosen, lots = (some[np.isfinite(value[some])] for some in (pool, chosen, lots))
    for cell in np.unique(people.cell[chosen]).tolist():
        usual = value[pool[people.cell[pool] == cell]]
        number = int((people.cell[chosen] == cell).sum())
        drawn, best = value[lots[people.cell[lots] == cell]], np.sort(usual)[::-1][:number]
        table[cell // (GRADES + 1)] += number * np.array([drawn.mean() - usual.mean(), best.mean() - usual.mean()])
    return table


@pytest.mark.parametrize(("at_once", "setting"), [(1, "no"), (1 << 18, "no"), (1, "yes")])
def test_many_occasions_give_what_a_loop_gives(monkeypatch: pytest.MonkeyPatch, at_once: int, setting: str) -> None:
    """Occasions of everybody in the grades of the chosen, and of some who were tested; some values are not known."""
    monkeypatch.setattr(selectivity, "AT_ONCE", at_once)
    monkeypatch.setenv(kernels.SETTING, setting)
    kernels.compile_for(0)
    random = np.random.default_rng(3)
    people = department(random)
    made, there = Selectivity(people), np.flatnonzero(people.cell % (GRADES + 1) < GRADES)  # type: ignore[arg-type]
    for number in (1, 2, 9, 40):
        whole, some = np.zeros((2, REPS, 2)), np.zeros((REPS, 2))
        ability, kpi = random.normal(size=REPS * SLOTS), random.normal(size=REPS * SLOTS)
        kpi[random.random(kpi.size) < 0.2] = -np.inf
        chosen = np.sort(random.choice(there, number, replace=False))
        tested = np.union1d(chosen, random.choice(there, 100, replace=False))
        eligible = np.union1d(chosen, random.choice(tested, 30))
        made.add([(whole[0], ability), (whole[1], kpi)], None, chosen, chosen)
        made.add([(some, ability)], tested, chosen, eligible)
        made.work_out()
        assert whole[0] == pytest.approx(ahead(people, there, chosen, ability, chosen))
        assert whole[1] == pytest.approx(ahead(people, there, chosen, kpi, chosen))
        assert some == pytest.approx(ahead(people, tested, chosen, ability, eligible))
    monkeypatch.setenv(kernels.SETTING, "no")
    kernels.compile_for(0)


def test_compiled_they_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    found = []
    for setting in ("no", "yes"):
        monkeypatch.setenv(kernels.SETTING, setting)
        kernels.compile_for(0)
        random = np.random.default_rng(5)
        people, tables = department(random), np.zeros((3, REPS, 2))
        made, there = Selectivity(people), np.flatnonzero(people.cell % (GRADES + 1) < GRADES)  # type: ignore[arg-type]
        for number in (1, 3, 40, 90):
            value = random.normal(80, 10, size=REPS * SLOTS).round(0)  # some alike
            value[random.random(value.size) < 0.2] = -np.inf
            chosen = np.sort(random.choice(there, number, replace=False))
            tested = np.union1d(chosen, random.choice(there, 100, replace=False))
            made.add([(tables[0], value), (tables[1], -value)], None, chosen, chosen)
            made.add([(tables[2], value)], tested, chosen, np.union1d(chosen, random.choice(tested, 30)))
        made.work_out()
        found.append(tables)
    assert found[0].any(axis=(1, 2)).all()
    np.testing.assert_array_equal(found[0].view(np.int64), found[1].view(np.int64))
    monkeypatch.setenv(kernels.SETTING, "no")
    kernels.compile_for(0)
