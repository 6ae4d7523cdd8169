"""What happened to people: when last and how often, for the rules that ask for it."""

from __future__ import annotations

from ladder_sim.core.arrays import Slots
from ladder_sim.engine.shared import Rule


class Happenings(Rule):
    """Keeps the last time and the number of what rules read, and restarts the windows that look back to it."""

    def took_place(self, idx: Slots, name: str, since: int) -> None:
        """Something happened to the people at `idx`.

        Parameters
        ----------
        name
            Of a move or a status.
        since
            The month of the run after which months count.
        """
        self.counted(idx, name)
        self.ended(idx, name, since)

    def counted(self, idx: Slots, name: str) -> None:
        """Something begins that is over later: it counts from today."""
        if f"times:{name}" in self.population.columns:
            self.population.columns[f"times:{name}"][idx] += 1

    def ended(self, idx: Slots, name: str, since: int) -> None:
        """It is over: the clock counts the months after `since`."""
        if f"last:{name}" in self.population.columns:
            self.population.columns[f"last:{name}"][idx] = since
        for history in self.population.histories:
            if name in history.after:
                history.restart(name, idx)

    def failed(self, idx: Slots, move: str, stage: str, month: int) -> None:
        """Cases failed at a stage in `month`."""
        for name in (f"failed:{move}", f"failed:{move}.{stage}"):
            self.took_place(idx, name, month)
