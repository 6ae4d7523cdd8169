"""Where what happens by chance comes from: draws by address, or the record of a trace."""

from __future__ import annotations

from typing import Protocol

from ladder_sim.core.arrays import Keys, PersonFloats
from ladder_sim.streams import draws


class Chances(Protocol):
    """The draws of a run; a trace puts its record in their place."""

    def uniform(self, keys: Keys, stream: str, month: int) -> PersonFloats:
        """Uniform in (0, 1), one for each key, shape of `keys`."""


class SeededChances:
    """Draws by the address of each person, stream and month."""

    def uniform(self, keys: Keys, stream: str, month: int) -> PersonFloats:
        """Uniform in (0, 1), one for each key, shape of `keys`."""
        return draws.uniform(keys, stream, month)
