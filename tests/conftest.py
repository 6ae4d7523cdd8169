"""What every test shares: the `slow` marker, a headless plotting backend, and English unless a test says otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "Agg"
os.environ["LADDER_SIM_LANG"] = "en"  # whatever the system speaks; for commands in processes of their own too


# No test asks how quick a machine is: a busy one is no fault of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than about two seconds; `make test` leaves it out")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Texts are compared in English; a test that chooses another language does not leak it."""
    from ladder_sim.core import i18n

    before = i18n._chosen
    yield
    i18n._chosen = before
