"""What records are known by."""

from __future__ import annotations

from typing import Protocol


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """By which others name it."""


class HasName(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str:
        """By which others name it."""
