"""What is at hand, read once: the titles of fifty files take a third of a second, and widgets ask often."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.desk.desk import Desk
from ladder_sim.scenarios.registry import SCENARIO_FILES, Kind, ScenarioEntry, list_scenarios, scenario_folders


def listed_scenarios(kind: Kind) -> tuple[ScenarioEntry, ...]:
    """The schemes or workforces at hand; looked up again when a file has come or gone."""
    folders = [folder / SCENARIO_FILES[kind].folder for folder in scenario_folders()]
    return _known(kind, tuple((str(folder.resolve()), _changed(folder)) for folder in folders))


def own_schemes(desk: Desk) -> list[tuple[str, str]]:
    """Title and id of the schemes that were made here."""
    texts = desk.now.texts
    return [
        (tr("{title} (yours)", "{title}（自有）", title=desk.book.scheme(name, texts).title), name) for name in texts
    ]


def _changed(folder: Path) -> int:
    return folder.stat().st_mtime_ns if folder.is_dir() else 0


@lru_cache(maxsize=8)
def _known(kind: Kind, folders: tuple[tuple[str, int], ...]) -> tuple[ScenarioEntry, ...]:
    return tuple(list_scenarios(kind))
