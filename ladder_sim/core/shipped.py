"""Where the files are that come with the package and that people read: scenarios, guides, notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

Folder = Literal["docs", "notebooks", "scenarios"]
FOLDERS: tuple[Folder, ...] = get_args(Folder)
_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: Folder) -> Path:
    """A folder that comes with the package: in it where it was installed, beside it in the repository."""
    inside = _PACKAGE / "shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
