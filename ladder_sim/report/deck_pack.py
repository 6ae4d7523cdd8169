"""The same content makes the same file: zip archives without the time of day."""

from __future__ import annotations

import io
import zipfile

#: The first day that a zip archive can name.
_THEN = (1980, 1, 1, 0, 0, 0)


def settled(file: bytes) -> bytes:
    """An office file with its members' times set, in the same order."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _THEN), source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
