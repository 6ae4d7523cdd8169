"""The list that a folder of results keeps of what was written there: names, SHA-256, and what the files are of."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ladder_sim.core.plain_data import PlainForm

LIST = ".ladder-sim.json"


def own_marks(folder: Path) -> dict[str, list[str]]:
    """The list of a folder; one that cannot be read knows no file, so that none is replaced."""
    try:
        files = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
        return {str(name): [str(mark) for mark in marks] for name, marks in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def digest_of(path: str | Path) -> str:
    """The SHA-256 of a file, as the list of a folder has it.

    Parameters
    ----------
    path : of a file that can be read
    """
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def records_with(folder: Path, names: list[str], record: PlainForm | None) -> PlainForm:
    """The records of a folder once these files are written: each once, and of each file which is its own."""
    records, of = _recorded(folder)
    of = {name: mark for name, mark in of.items() if name not in names}
    if record is not None:
        mark = hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()[:12]
        records, of = {**records, mark: record}, {**of, **dict.fromkeys(names, mark)}
    kept = {mark: one for mark, one in records.items() if mark in of.values()}
    return {"of": of, "records": kept} if kept else {}


def _recorded(folder: Path) -> tuple[dict[str, PlainForm], dict[str, str]]:
    """The records of a folder, and of each file which is its own; none where the list has none that can be read."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return dict(found["records"]), {str(name): str(mark) for name, mark in found["of"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, {}


def listed(folder: str | Path) -> dict[str, tuple[list[str], PlainForm | None]]:
    """What the list of a folder says of each file: its SHA-256, of which the newest is first, and its record.

    Parameters
    ----------
    folder : that `fill` has written to; of another, nothing is listed
    """
    place = Path(folder)
    records, of = _recorded(place)
    return {name: (marks, records.get(of.get(name, ""))) for name, marks in own_marks(place).items()}
