"""What a file is packed with: archives without the time of day, so that the same content makes the same file, and
texts without signs that XML refuses."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TextedT = TypeVar("TextedT", bound="DataclassInstance")

#: Time and day as a zip archive has them: midnight of the first day that it can name, January 1, 1980.
_THEN = struct.pack("<HH", 0, 1 << 5 | 1)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def settled(file: bytes) -> bytes:
    """An office file with its members' times set: four bytes before each member and in the list at the end.

    Nothing is packed anew. The places are those of the format's description: 10 bytes into a local header, 12 into an
    entry of the list, which is 46 bytes and the texts whose lengths stand at 28.
    """
    made = bytearray(file)
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        places = [member.header_offset + 10 for member in source.infolist()]
        entry = source.start_dir
        for _ in places[:]:
            places.append(entry + 12)
            entry += 46 + sum(struct.unpack_from("<HHH", file, entry + 28))
    for place in places:
        made[place : place + 4] = _THEN
    return bytes(made)


@overload
def plain(value: str) -> str: ...
@overload
def plain(value: TextedT) -> TextedT: ...
@overload
def plain(value: object) -> object: ...
def plain(value: object) -> object:
    """A text, or all texts in records and tuples, without the signs that no XML may hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, tuple):
        return tuple(plain(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: plain(getattr(value, part.name)) for part in fields(value)})
    return value
