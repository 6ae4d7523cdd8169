"""Doors from a record to what stands above it: ``scheme.with_(…)``, ``comparison.plot()``.

A record holds data and knows nothing of what is made from it; users look for these on the record all the same. The
package says where each leads (`lead`), and it is opened at the first call, so that no module imports upwards.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

#: What a room further up gives. Its type stands there, and no module imports upwards: a door says in words what it is.
FromAbove: TypeAlias = Any

_LEADS: dict[str, str] = {}


def lead(doors: Mapping[str, str]) -> None:
    """Say where doors lead: name → ``module:function``."""
    _LEADS.update(doors)


def through(name: str) -> Callable[..., FromAbove]:
    """The function behind a door.

    Raises
    ------
    KeyError
        The package has no such door.
    """
    module, _, function = _LEADS[name].partition(":")
    found: Callable[..., FromAbove] = getattr(importlib.import_module(module), function)
    return found
