"""What a deck is made of: slides with a message, sentences, and charts, tables, ladders or key figures to prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ladder_sim.report.document.parts import Chart, Section, Table

SlideName = Literal[
    "ask", "ladders", "compared", "change", "turnover", "bridge", "budget", "doubt", "assumptions", "fairness",
    "transition", "next", "computed", "grades", "rules", "parts", "levels", "groups", "departments", "answers",
    "left_out",
]  # fmt: skip
#: Every slide that a deck can have beside its cover, those of the appendix last.
SLIDES: tuple[SlideName, ...] = get_args(SlideName)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure in large letters, with what it is and how sure.

    Parameters
    ----------
    name, value, detail : what it is, the figure, and its interval or verdict
    tone : good, bad, or "" for neither
    """

    name: str
    value: str
    detail: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A path of a ladder: its grades by the level they stand on, from 1 at the bottom."""

    title: str
    grades: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DrawnLadder:
    """A scheme as a picture: its tracks beside each other, and a line that says when it reviews."""

    title: str
    detail: str
    tracks: tuple[Track, ...]
    color: str = ""

    @property
    def levels(self) -> int:
        """How many levels it has at most."""
        return max((level for track in self.tracks for level, _ in track.grades), default=1)


@dataclass(frozen=True, slots=True)
class Ladders:
    """Several ladders side by side; where they are many, a row of steps each. `alt` says it in a sentence."""

    ladders: tuple[DrawnLadder, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few key figures in a column below a heading."""

    title: str
    figures: tuple[KeyFigure, ...]


Block = Chart | Table | Ladders | KeyFigures


@dataclass(frozen=True, slots=True)
class Slide:
    """One message with what proves it.

    Parameters
    ----------
    id, name : which slide it is, and what it is about, above its title
    title : the message
    ask : what the audience is asked for, in a box of its own; "" for nothing
    points : sentences beside or above the blocks, the most important first; those without room go to the notes
    blocks : at most two
    reading, caution : for the notes: how to read it, and what not to conclude
    """

    id: SlideName
    name: str
    title: str
    points: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    ask: str = ""
    reading: str = ""
    caution: str = ""


def slide_of(
    id: SlideName,
    section: Section,
    blocks: tuple[Block, ...],
    points: tuple[str, ...] = (),
    *,
    title: str = "",
    name: str = "",
) -> Slide:
    """A slide that tells a section, with its title and name unless others are given, and its notes.

    Parameters
    ----------
    points : sentences beside the blocks; of the section all are `Section.sentences`
    """
    return Slide(
        id, name or section.name, title or section.title, points, blocks, reading=section.reading,
        caution=section.caution,
    )  # fmt: skip
