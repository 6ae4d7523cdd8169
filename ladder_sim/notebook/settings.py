"""How an explorer plays, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ladder_sim.notebook.served import ServedLimits


@dataclass(frozen=True, slots=True)
class Settings:
    """How long, how often, with which luck; where files go; and whether another process may play ahead."""

    months: int = 60
    replications: int = 200
    seed: int = 1
    schemes: Path | None = None  # the folder of new schemes; None: where the scenarios are
    exports: str = "out/what-if"
    prefetch: bool = True
    limits: ServedLimits | None = None  # of a session on a server, whose files are downloads
