"""Statuses: conditions of a person that last, such as leave, and what clocks, windows and pay do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.expression import Expr

#: What becomes of the periods that fall into a status: they count as ever, are passed over, count 0, are unknown.
Windows = Literal["run", "skip", "zero", "unknown"]
WINDOWS: tuple[Windows, ...] = get_args(Windows)
#: What becomes of the seat: it stays taken, or others may have it and who comes back goes beyond the seats, or waits.
SeatAway = Literal["kept", "open", "queue"]
#: The clocks that a status may stop, and the column of each.
STOPPABLE: dict[str, str] = {
    "in_grade": "grade_since",
    "in_role": "role_since",
    "in_track": "track_since",
    "in_step": "step_since",
    "since_promotion": "promoted_since",
    "since_move": "moved_since",
    "since_regrade": "regraded_since",
    "employed": "hired_since",
}
#: What ``clocks: stop`` stops: every clock but the service with the company, and those of happenings.
HAPPENINGS = "happenings"
STOPPED: tuple[str, ...] = (*(name for name in STOPPABLE if name != "employed"), HAPPENINGS)


@dataclass(frozen=True, slots=True, repr=False)
class Status(OneLine):
    """A condition of a person that lasts.

    Parameters
    ----------
    months : Expr or None
        How long, read at the beginning; whole months, rounded, at least one.
    between : (Expr, Expr) or None
        Fewest and most months instead, every number of them as likely as another.
    until : Expr or None
        Instead: it ends with the month at whose end this holds. One of the three is given.
    begins : Expr or None
        The chance in a month that it begins; None: moves alone begin it.
    stops : tuple of str
        The clocks that stand still, of `STOPPABLE` and `HAPPENINGS`.
    windows : {"run", "skip", "zero", "unknown"}
        What becomes of its months in windows.
    pay : Expr or None
        What is paid a month in place of everything.
    parts : bool
        Are the parts of pay paid, where `pay` is None?
    reviews : tuple of str or None
        The moves that test who is in it; None: all.
    ends_with : tuple of str or None
        The moves that end it; None: every change of grade.
    place : {"kept", "open", "queue"}
        Does the seat stay taken meanwhile? If not, who comes back takes it again, beyond the seats where it has been
        filled (open), or waits until there is one (queue).
    counts : bool
        Does who is in it count as headcount, for those that are replaced and of whom seats are a share?
    """

    id: str
    title: Title
    months: Expr | None = None
    between: tuple[Expr, Expr] | None = None
    until: Expr | None = None
    begins: Expr | None = None
    stops: tuple[str, ...] = ()
    windows: Windows = "run"
    pay: Expr | None = None
    parts: bool = True
    reviews: tuple[str, ...] | None = None
    ends_with: tuple[str, ...] | None = None
    place: SeatAway = "kept"
    counts: bool = True
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def keeps_place(self) -> bool:
        """Does the seat stay taken meanwhile?"""
        return self.place == "kept"
