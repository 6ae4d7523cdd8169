"""Whether messages speak to somebody at the command line, or to somebody who writes Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_AT_COMMAND_LINE: ContextVar[bool] = ContextVar("at_command_line", default=False)


@contextmanager
def at_command_line() -> Iterator[None]:
    """Messages name options and commands, for as long as the block lasts; else what one writes in Python."""
    token = _AT_COMMAND_LINE.set(True)
    try:
        yield
    finally:
        _AT_COMMAND_LINE.reset(token)


def to_reader(command: str, python: str) -> str:
    """One of two texts: that with the options of a command, or that with the call."""
    return command if _AT_COMMAND_LINE.get() else python
