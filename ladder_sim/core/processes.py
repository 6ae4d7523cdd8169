"""Other processes: how they are begun without what runs here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def without_script() -> Iterator[None]:
    """Meanwhile a process may be begun, without the script that runs here, which it would else run once more.

    What travels to our processes is of this package alone, so that they need no script; one that has no
    ``if __name__ == "__main__":`` is safe.
    """
    main = sys.modules.get("__main__")
    if main is None:
        yield
        return
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
