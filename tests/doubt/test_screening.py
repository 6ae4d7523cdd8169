"""Screening against SALib's own test function, and elementary effects by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import Title
from ladder_sim.doubt import screening
from ladder_sim.model.assumptions import Assumption

pytest.importorskip("SALib")
COEFFICIENTS = (0.0, 1.0, 4.5, 9.0, 99.0)


def _comparison() -> Any:
    return ls.compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=1, replications=2)


def _screened(monkeypatch: pytest.MonkeyPatch, function: Any, *, trajectories: int = 40) -> Any:
    moved = tuple(
        Assumption(f"x{i}", (), f"x{i}", Title("", ""), 0.5, 0.0, 1.0, "uniform", "stated", Title("", ""))
        for i in range(len(COEFFICIENTS))
    )

    class Plays:
        def __init__(self, comparison: Any, *_: Any) -> None:
            self.comparison = comparison

        def play(self, wanted: Any) -> None:
            list(wanted)

        def values(self, scheme: str, world: dict[str, float], measure: str, seed: int | None = None) -> Any:
            return np.full(2, 0.0 if scheme == "ecommerce-dual-track" else function(list(world.values())))

    monkeypatch.setattr(screening, "Plays", Plays)
    monkeypatch.setattr(screening, "assumed", lambda _: SimpleNamespace(moved=moved))
    return screening.morris(_comparison(), trajectories=trajectories)


def test_the_g_function_of_sobol_is_ranked_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sobol's g: the smaller its coefficient, the more an input matters, and through the others too.

    I. M. Sobol, Mathematics and Computers in Simulation 47 (1998) 275–281; as in SALib.test_functions.Sobol_G.
    """
    from SALib.test_functions import Sobol_G

    def g(x: list[float]) -> float:
        return float(Sobol_G.evaluate(np.array([x]), a=np.array(COEFFICIENTS))[0])

    found = _screened(monkeypatch, g)
    assert list(found.index) == [f"x{i}" for i in range(5)]
    assert found["mu_star"].iloc[0] > 10 * found["mu_star"].iloc[-1] and found["sigma"].iloc[0] > 0.5


def test_effects_of_a_sum_are_its_weights_and_do_not_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = [3.0, -2.0, 1.0, 0.0, 0.5]
    found = _screened(monkeypatch, lambda x: float(np.dot(weights, x)), trajectories=5)
    inner = 0.99  # the design's ends are drawn in a little, as distributions have tails
    assert found.loc["x0", "mu"] == pytest.approx(3, rel=1 - inner) and found.loc["x3", "mu_star"] == 0
    assert found.loc["x1", "mu"] == pytest.approx(-2, rel=1 - inner)
    assert (found["sigma"] < 0.05).all()


def test_without_salib_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "SALib.analyze", None)
    with pytest.raises(ls.LadderError, match=r"ladder-sim\[doubt\]"):
        screening.morris(_comparison())
