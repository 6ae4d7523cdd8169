"""Who does the work of a call, as users say it."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Literal, TypeAlias

#: As many processes as are worth it; none for work that is done sooner than they are begun.
Auto = Literal["auto"]
AUTO: Auto = "auto"

#: So many processes, ``"auto"``, any `concurrent.futures.Executor`; None: the process that asks.
ExecutorGiven: TypeAlias = Executor | int | Auto | None
