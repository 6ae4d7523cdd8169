"""Which of two values of a figure is better: the direction, and the words in which files and readers say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ladder_sim.core.i18n import tr

Direction = Literal["up", "down"]
#: How a file or a reader may say it.
DirectionWord = Literal["high", "low", "higher", "lower", "up", "down"]
_MEANT: Mapping[str, Direction] = {
    **dict.fromkeys(("up", "higher", "high", "more", "max", "maximize", "+"), "up"),
    **dict.fromkeys(("down", "lower", "low", "less", "min", "minimize", "-"), "down"),
}


def direction_of(word: object) -> Direction | None:
    """The direction that a word means, such as ``"up"`` of ``"higher"``; None of a word that means none."""
    return _MEANT.get(word.strip().lower()) if isinstance(word, str) else None


def directions_known() -> str:
    """The words for a direction, as a message lists them."""
    return tr("'up' or 'higher' (more is better), 'down' or 'lower' (less is better)",
              "'up' 或 'higher'（越高越好）、'down' 或 'lower'（越低越好）")  # fmt: skip
