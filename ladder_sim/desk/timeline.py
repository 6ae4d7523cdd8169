"""Steps that can be taken back and taken again, of whatever is changed step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timeline(Generic[T]):
    """What is there now, what was before (the last is the nearest), and what was taken back (likewise)."""

    now: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()

    def stepped(self, to: T, most: int, *, joined: bool = False) -> Self:
        """One step further; `most` can be taken back, and one that is `joined` goes together with the one before."""
        past = self.past if joined and self.past else (*self.past, self.now)[-most:]
        return replace(self, now=to, past=past, future=())

    def undone(self) -> Self:
        """One step back; the same where there is none."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(*self.future, self.now))

    def redone(self) -> Self:
        """The last step back taken again; the same where there is none."""
        if not self.future:
            return self
        return replace(self, now=self.future[-1], past=(*self.past, self.now), future=self.future[:-1])
