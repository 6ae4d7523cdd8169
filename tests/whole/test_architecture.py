"""The picture of the rooms in ARCHITECTURE.md is that of the code."""

from __future__ import annotations

import importlib.util

import pytest
from places import ROOT


@pytest.fixture
def rooms() -> object:
    spec = importlib.util.spec_from_file_location("rooms", ROOT / "docs" / "rooms.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_that_of_the_code(rooms: object) -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert rooms.written(page) == page, "run: python docs/rooms.py"  # type: ignore[attr-defined]


def test_a_room_stands_above_all_that_it_imports_from(rooms: object) -> None:
    found = rooms.arrows()  # type: ignore[attr-defined]
    floors = rooms.floors(found)  # type: ignore[attr-defined]
    assert found and all(floors[source] > floors[target] for source, target in found)


def test_every_file_that_the_page_names_is_there() -> None:
    import re

    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", page))
    assert named, "the page names modules by their path"
    missing = [name for name in named if not any((root / name).is_file() for root in (ROOT, ROOT / "ladder_sim"))]
    assert not missing
