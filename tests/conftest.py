"""What every test shares: markers, a limit of time, a headless plotting backend, English unless it says otherwise."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "Agg"
os.environ["LADDER_SIM_LANG"] = "en"  # whatever the system speaks; for commands in processes of their own too


# No test asks how quick a machine is: a busy one is no fault of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


#: When the tests began, in seconds since 1970: set by the first process, read by those that it starts.
BEGAN = "LADDER_SIM_TESTS_BEGAN"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--minutes", type=float, help="begin no test after this many minutes; what is left is skipped")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than about two seconds; `make test` leaves it out")
    config.addinivalue_line("markers", "long: slow, and takes minutes, alone or over all its cases; comes last, so that `--minutes` leaves it out")
    if not hasattr(config, "workerinput"):
        os.environ[BEGAN] = str(time.time())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    minutes = item.config.getoption("--minutes")
    if minutes is not None and time.time() - float(os.environ[BEGAN]) > 60 * minutes:
        pytest.skip(f"not run: {minutes:g} minutes are over")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Texts are compared in English; a test that chooses another language does not leak it."""
    from ladder_sim.core import i18n

    before = i18n._chosen
    yield
    i18n._chosen = before
