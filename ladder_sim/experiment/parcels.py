"""What travels to another process as bytes, and arrives there once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

Content = TypeVar("Content")


class Parcel(Generic[Content]):
    """Records that every block of a run needs: packed once, and the same object for the same bytes."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.packed: bytes | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], Parcel[object]], tuple[bytes]]:
        if self.packed is None:
            self.packed = pickle.dumps(self.content, pickle.HIGHEST_PROTOCOL)
        return _unpacked, (self.packed,)


@lru_cache(maxsize=64)
def _unpacked(packed: bytes) -> Parcel[object]:
    """The same object for the same bytes, so that a process compiles a scheme once, not for each block."""
    return Parcel(pickle.loads(packed))
