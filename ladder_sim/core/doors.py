"""Doors from a record to what stands above it: ``scheme.with_(…)``, ``comparison.plot()``.

A record holds data and knows nothing of what is made from it; users look for these on the record all the same. The
package says where each leads (`lead`), and it is opened at the first call, so that no module imports upwards. Classes
of rooms further up that a door gives are named for type checkers in `core/above.pyi`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

_LEADS: dict[str, str] = {}


def lead(doors: Mapping[str, str]) -> None:
    """Say where doors lead: name → ``module:function``."""
    _LEADS.update(doors)


def through(name: str) -> Callable[..., Any]:
    """The function behind a door; what it gives, the method says that goes through it.

    Raises
    ------
    KeyError
        The package has no such door.
    """
    module, _, function = _LEADS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
