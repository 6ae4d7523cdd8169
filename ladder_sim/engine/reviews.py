"""Reviews: what falls due at a month's end, in its order."""

from __future__ import annotations

from ladder_sim.engine.agenda import Agenda
from ladder_sim.engine.budget import Price
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.meeting import ReviewMeeting
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.probation import Probations
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.tokens import Tokens


class Reviews(Rule):
    """Holds a meeting at each month's end."""

    def __init__(
        self,
        shared: Shared,
        seats: SeatBook,
        selection: SelectionProcess,
        queue: Queue,
        choices: ChoiceBook,
        *,
        explain: bool,
        price: Price,
    ) -> None:
        super().__init__(shared)
        self.seats, self.selection, self.queue, self.explain = seats, selection, queue, explain
        self.price = price
        self.choices = choices
        self.agenda, self.tokens = Agenda(shared), Tokens(shared)
        self.probations = Probations(shared, selection)

    def review(self, month: int) -> None:
        """Everything that falls due at the end of `month`: tokens, probations, then moves in the order of kinds."""
        if self.script is not None and month > self.script.table.last_month:
            return
        reviews = self.program.scheme.reviews
        due = frozenset(name for name, item in reviews.items() if self.calendar.closes(item.every, month))
        self.tokens.earn(month, due)
        self.seats.begin(month)
        meeting = ReviewMeeting(
            self.shared,
            month,
            seats=self.seats,
            selection=self.selection,
            queue=self.queue,
            choices=self.choices,
            explain=self.explain,
            price=self.price,
        )
        self.probations.end(month, meeting)
        for item in self.agenda.of(due):
            meeting.test(item)
        meeting.close()
        self.seats.end()
