"""A policy as numbered articles: records that the formats write out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Language, tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError, Place, Problem

#: Beside an earlier version: a clause that is new, or gone.
Mark = Literal["", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of an article.

    Parameters
    ----------
    level : 0 a paragraph, 1 an item of a list below it
    address : of the rule in the scheme's file; '' of what introduces
    effect : what a change is expected to do by itself; '' where nothing is said of it
    """

    text: str
    level: int = 0
    address: str = ""
    mark: Mark = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class PolicyArticle:
    """An article: its title, its clauses, a table below them.

    Parameters
    ----------
    key : what it says, whatever its number
    addresses : of the rules in the scheme's file
    rows : of a table, the header first
    """

    key: str
    title: str
    clauses: tuple[Clause, ...] = ()
    addresses: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles under a common heading."""

    title: str
    articles: tuple[PolicyArticle, ...]


@dataclass(frozen=True)
class PolicyDocument:
    """A scheme as a document that a committee reads and signs.

    Parameters
    ----------
    id, title : of the scheme
    language : that it is written in
    chapters : in order; articles are numbered through
    """

    id: str
    title: str
    language: Language
    chapters: tuple[Chapter, ...]

    def numbered(self) -> Iterator[tuple[int, PolicyArticle]]:
        """The articles with their numbers, from 1."""
        yield from enumerate((article for chapter in self.chapters for article in chapter.articles), start=1)

    def to_markdown(self) -> str:
        """The document as Markdown."""
        made: str = through("PolicyDocument.markdown")(self)
        return made

    def to_html(self) -> str:
        """The document as a page of its own."""
        made: str = through("PolicyDocument.page")(self)
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the document as .md, .html or .docx.

        Parameters
        ----------
        path : of the document
        force : write over a file that is there

        Raises
        ------
        LadderError
            There is a file already, the name ends otherwise, or it cannot be written.
        """
        from ladder_sim.policies.putting import put

        place = path_of(path, "path")
        writers = through("PolicyDocument.writers")()
        writer = writers.get(place.suffix.lower())
        if writer is None:
            told = tr("a policy is written as {kinds}, got '{got}'", "制度文件可写为{kinds}，现为“{got}”",
                      kinds=tr(", ", "、").join(writers), got=place.suffix or place.name)  # fmt: skip
            raise LadderError([Problem(Place(str(place)), told)])
        return put(place, writer(self), force)

    def __repr__(self) -> str:
        return f"PolicyDocument({self.id!r}: {sum(1 for _ in self.numbered())} articles)"

    def _repr_html_(self) -> str:
        made: str = through("PolicyDocument.body")(self)
        return made
