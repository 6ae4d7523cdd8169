"""A policy document as it is read: headings, sentences, cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.i18n import Language, tr

#: What a piece of a document is. A cell carries the header of its column and the first cell of its row as headings.
PassageKind = Literal["heading", "sentence", "cell"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a sentence or a cell of a document.

    Parameters
    ----------
    text : as it stands there, without its number
    line, column : from 1; of a Word document the paragraph
    label : its number or that of the article it stands in, such as 第三条 or 2.1; '' where it has none
    headings : under which it stands, the outermost first
    """

    text: str
    kind: PassageKind
    line: int
    column: int = 1
    label: str = ""
    headings: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return self.label or tr("line {n}", "第{n}行", n=self.line)


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of a document: the header first, every row of its width, and where it stands.

    Parameters
    ----------
    turned : its rows stand as columns in the document
    places : the line of each cell, row by row, where each has one of its own
    """

    rows: tuple[tuple[str, ...], ...]
    line: int
    headings: tuple[str, ...] = ()
    turned: bool = False
    places: tuple[int, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0]


#: A line of a document: its number, its text, and the level of a heading where the format says that it is one.
SourceLine = tuple[int, str, int | None]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document: its name, the language that most of it is in, its passages in order, its tables."""

    name: str
    language: Language
    passages: tuple[Passage, ...]
    tables: tuple[SourceTable, ...] = ()
    lines: tuple[SourceLine, ...] = ()

    @property
    def title(self) -> str:
        """The first heading or sentence that is short enough for a name; else the file's name."""
        first = next((passage.text for passage in self.passages if len(passage.text) <= 60), "")
        return first.strip("#*　 ：:") or self.name
