"""Doors from a record to what stands above it: ``scheme.with_(…)``, ``comparison.plot()``.

A record holds data and knows nothing of what is made from it; users look for these on the record all the same. The
package says where each leads (`lead`), and it is opened at the first call, so that no module imports upwards. Classes
of rooms further up that a door gives are named for type checkers in `core/above.pyi`.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from typing import Any

from ladder_sim.core.money import money_of

_LEADS: dict[str, str] = {}


def lead(doors: Mapping[str, str]) -> None:
    """Say where doors lead: name → ``module:function``."""
    _LEADS.update(doors)


def through(name: str) -> Callable[..., Any]:
    """The function behind a door, which tells amounts in the currency of the record that it is called on.

    What it gives, the method says that goes through it.

    Raises
    ------
    KeyError
        The package has no such door.
    """
    module, _, function = _LEADS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)

    @functools.wraps(found)
    def opened(*given: object, **named: object) -> object:
        with money_of(given[0] if given else None):
            return found(*given, **named)

    return opened
