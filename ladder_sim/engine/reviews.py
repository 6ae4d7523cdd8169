"""Reviews: what falls due at a month's end, in its order."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.engine.agenda import Agenda
from ladder_sim.engine.budget import Carried, PriceOfMove
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.meeting import ReviewMeeting
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.probation import Probations
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.tokens import Tokens
from ladder_sim.model.moves import BudgetFor


class Reviews(Rule):
    """Holds a meeting at each month's end."""

    def __init__(
        self,
        shared: Shared,
        seats: SeatBook,
        selection: SelectionProcess,
        queue: Queue,
        choices: ChoiceBook,
        doors: Doors,
        *,
        explain: bool,
        prices: Mapping[BudgetFor, PriceOfMove],
    ) -> None:
        super().__init__(shared)
        self.seats, self.selection, self.queue, self.explain = seats, selection, queue, explain
        self.prices = prices
        self.carried: Carried = {}
        self.choices, self.doors = choices, doors
        self.agenda, self.tokens = Agenda(shared, frozenset(doors.out)), Tokens(shared)
        self.meeting: ReviewMeeting | None = None  # of tonight
        self.due: frozenset[str] = frozenset()  # tonight
        self.probations = Probations(shared, selection)

    def review(self, month: int) -> None:
        """Everything that falls due at the end of `month`: tokens, probations, then moves in the order of kinds.

        Transfers to other departments follow in `transfer`, when all departments have come so far, and then `close`.
        """
        if self.script is not None and month > self.script.table.last_month:
            return
        reviews = self.program.scheme.reviews
        due = self.due = frozenset(name for name, item in reviews.items() if self.calendar.closes(item.every, month))
        self.tokens.earn(month, due)
        self.seats.begin(month)
        meeting = self.meeting = ReviewMeeting(
            self.shared,
            month,
            seats=self.seats,
            selection=self.selection,
            queue=self.queue,
            choices=self.choices,
            doors=self.doors,
            explain=self.explain,
            prices=self.prices,
            carried=self.carried,
        )
        self.probations.end(month, meeting)
        items = self.agenda.of(due)
        self.selection.hours.reviewed(due, items, month)
        for item in items:
            meeting.test(item)

    def transfer(self) -> None:
        """Tonight's moves to other departments, for whom nothing else is decided."""
        if self.meeting is not None:
            for item in self.agenda.transfers(self.due):
                self.meeting.test(item)

    def close(self) -> None:
        """Tonight's reviews are over."""
        if self.meeting is not None:
            self.meeting.close()
            self.seats.end()
            self.meeting = None
