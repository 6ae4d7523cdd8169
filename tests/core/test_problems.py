"""Suggestions in messages."""

from __future__ import annotations

import pytest

from ladder_sim.core.problems import nearest


@pytest.mark.parametrize(
    ("got", "known", "says"),
    [
        ("complation", ["completion", "count"], "; did you mean 'completion'?"),
        ("kpy", ["pay", "kpi", "seats"], "; did you mean 'kpi'?"),  # as close as 'pay', but it begins alike
        ("KPI", ["pay", "kpi"], "; did you mean 'kpi'?"),
        ("zzz", ["pay", "kpi"], "; known: kpi, pay"),
        ("zzz", [f"name_{i}" for i in range(13)], ""),
    ],
)
def test_nearest(got: str, known: list[str], says: str) -> None:
    assert nearest(got, known) == says
