"""What a file is packed with: archives without the time of day, so that the same content makes the same file, and
texts without signs that XML refuses."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import Any

#: The first day that a zip archive can name.
_THEN = (1980, 1, 1, 0, 0, 0)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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


def plain(value: Any) -> Any:
    """A text, or all texts in records and tuples, without the signs that no XML may hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, tuple):
        return tuple(plain(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: plain(getattr(value, part.name)) for part in fields(value)})
    return value
