"""The event log of a batch: who came, moved and left, when and by which rule; and who they were.

Kept when a run is asked for events. What is written is read from the people as they stand, and nothing is drawn that
others draw, so that a run with events has the same bits.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, Numbers
from ladder_sim.results.coded import EVENT_COLUMNS
from ladder_sim.results.counts import Axes

NONE = -1


class EventLog:
    """Columns of codes, added to with every event."""

    def __init__(self, axes: Axes) -> None:
        self.detail = {name: code for code, name in enumerate(axes.details)}
        self.rows: list[Integers] = [np.zeros((0, len(EVENT_COLUMNS)), np.int32)]
        self.people: list[dict[str, Numbers]] = []

    def tables(self) -> tuple[Integers, dict[str, Numbers]]:
        """What was logged: the events, and everybody who was ever there.

        Returns
        -------
        Events in the order of replications and days, shape (events, columns) of `EVENT_COLUMNS`; and by column
        everybody in the order of replications and persons, shape (people,) each.
        """
        events = np.concatenate(self.rows)
        events = events[np.lexsort((events[:, 2], events[:, 0]))]
        names = self.people[0]
        people = {name: np.concatenate([them[name] for them in self.people]) for name in names}
        by_person = np.lexsort((people["person"], people["replication"]))
        return events, {name: values[by_person] for name, values in people.items()}
