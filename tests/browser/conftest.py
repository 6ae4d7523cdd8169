"""What the browser's tests share: the app and JupyterLab served once for a file, and where pictures of pages go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import browser

#: Small enough to be played whole while a test waits.
SMALL = {"LADDER_SIM_MONTHS": "24", "LADDER_SIM_REPLICATIONS": "60", "LADDER_SIM_LANG": "en"}


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """The address of the app."""
    with browser.app(**SMALL) as url:
        yield url


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of JupyterLab with the explorer's notebook."""
    with browser.jupyterlab(tmp_path_factory.mktemp("lab"), **SMALL) as url:
        yield url


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go: the folder of LADDER_SIM_SHOTS, so that people can look at them."""
    place = Path(os.environ.get("LADDER_SIM_SHOTS", tmp_path))
    place.mkdir(parents=True, exist_ok=True)
    return place
