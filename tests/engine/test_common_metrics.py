"""A metric of a team or the unit: one draw for all, whatever was drawn before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ladder_sim.engine.common_metrics import NUMBER, CommonMetrics
from ladder_sim.streams import draws

REPS, SLOTS = 3, 8


def population(teams: int) -> Any:
    """Replications 10, 11 and 12 with people in teams."""
    rep = np.repeat(np.arange(REPS), SLOTS)
    team = np.arange(rep.size) % teams
    return SimpleNamespace(
        rep=rep, reps=REPS, seed=7, replications=np.arange(10, 10 + REPS), columns={"team": team},
        group=lambda name: (rep * teams + team, REPS * teams),
    )  # fmt: skip


@pytest.mark.parametrize("per", ["team", "unit"])
def test_the_sum_of_past_shocks(per: Any) -> None:
    """AR(1) as a sum over the months before, of the key of each team; teams that are new in month 3 have a past too."""
    carry, people = 0.5, population(2)
    common = CommonMetrics(people)
    plan: Any = SimpleNamespace(metric=SimpleNamespace(carry=carry, per=per), between=None)
    for month in (1, 2, 3, 4):
        if month == 3:
            people.columns, people.group = (other := population(4)).columns, other.group
        found, trait = common.drawn("mood", plan, SimpleNamespace(month=month))  # type: ignore[arg-type]
        which = people.columns["team"] + 1 if per == "team" else np.zeros(people.rep.size, np.int64)
        keys = draws.person_keys(7, people.replications[people.rep], which + NUMBER)
        lags = [carry**lag * draws.normal(keys, "metric:mood", month - lag) for lag in range(29)]
        assert trait is None
        np.testing.assert_allclose(found, np.sqrt(1 - carry**2) * sum(lags), atol=1e-8)
        assert np.array_equal(common.keys(per)[1][common.keys(per)[0]], keys)
