"""Documents, drafts and pages written to disk."""

from __future__ import annotations

from pathlib import Path

from ladder_sim.core.file_rule import write_once
from ladder_sim.core.writing import cannot_write


def put(place: Path, text: str | bytes, force: bool) -> Path:
    """Write a file; over one that holds something else only with `force`.

    Raises
    ------
    LadderError
        There is a file already that holds something else, or it cannot be written.
    """
    try:
        place.resolve().parent.mkdir(parents=True, exist_ok=True)
        write_once(place, text, force=force)
    except OSError as error:
        raise cannot_write(place, error) from error
    return place
