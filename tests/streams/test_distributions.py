"""The table of distributions against the kinds of the model and the keys of the forms; each draw against its law."""

from __future__ import annotations

import math
from typing import Any, get_args

import numpy as np
import pytest

from ladder_sim.files.forms.metric import AttributeForm, MetricForm
from ladder_sim.model.metrics import AttributeKind, MetricKind
from ladder_sim.streams import draws
from ladder_sim.streams.distributions import DISTRIBUTIONS

KEYS = draws.person_keys(7, np.arange(4)[:, None], np.arange(50_000)[None, :]).ravel()
#: Parameters of a draw, with the mean and the variance of its law.
LAWS: dict[str, tuple[tuple[Any, ...], float, float]] = {
    "normal": ((3.0, 2.0), 3.0, 4.0),
    "lognormal": ((3.0, 0.5), 3.0, 9 * (math.exp(0.25) - 1)),  # mean given, sd of the log: m² (exp s² − 1)
    "uniform": ((2.0, 8.0), 5.0, 3.0),  # (b − a)² / 12
    "exponential": ((4.0,), 4.0, 16.0),
    "poisson": ((2.5,), 2.5, 2.5),
    "chance": ((0.3,), 0.3, 0.21),
    "shares": ((1.0, 2.0, 1.0), 1.0, 0.5),
    "table": ((((60.0, 1.0), (70.0, 2.0), (80.0, 1.0)),), 70.0, 50.0),
    "constant": ((5.0,), 5.0, 0.0),
    "value": ((5.0,), 5.0, 0.0),
}


def test_kinds_of_the_model_are_those_of_the_table() -> None:
    assert set(get_args(MetricKind)) == {kind for kind, d in DISTRIBUTIONS.items() if d.metric}
    assert set(get_args(AttributeKind)) == {kind for kind, d in DISTRIBUTIONS.items() if d.attribute}


def test_forms_have_a_key_for_each_kind_and_no_other() -> None:
    shared = {"learning", "clip", "cut", "at", "per", "title", "unit", "better", "event", "missing", "basis"}
    assert set(MetricForm.model_fields) - shared == {d.key for d in DISTRIBUTIONS.values() if d.metric}
    shared = {"order", "names", "cut", "at_least", "at_most", "changes", "title", "basis"}
    assert set(AttributeForm.model_fields) - shared == {d.key for d in DISTRIBUTIONS.values() if d.attribute}


@pytest.mark.parametrize("kind", DISTRIBUTIONS)
def test_each_draw_follows_its_law(kind: str) -> None:
    """|z| ≤ 4 for mean and variance of 200,000 draws; a kind without a law here has no draw that anybody checked."""
    parameters, mean, variance = LAWS[kind]
    distribution = DISTRIBUTIONS[kind]
    drawn = distribution.draw(KEYS, "x", 3, *parameters)
    assert drawn.shape == KEYS.shape and drawn.dtype == np.float64
    assert str(distribution.title)
    if not variance:
        assert (drawn == mean).all()
        return
    n = KEYS.size
    assert abs(drawn.mean() - mean) <= 4 * math.sqrt(variance / n)
    fourth = ((drawn - mean) ** 4).mean()
    assert abs(((drawn - mean) ** 2).mean() - variance) <= 4 * math.sqrt((fourth - variance**2) / n)
    if distribution.whole or kind == "chance":
        assert (drawn == np.floor(drawn)).all()
