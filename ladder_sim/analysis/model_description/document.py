"""The seven elements as Markdown and as a page."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ladder_sim.analysis.card import CardSection
from ladder_sim.core.display import table_html
from ladder_sim.core.file_rule import fill_one
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, Place, Problem

#: Endings of the files that can be written.
ENDINGS = (".md", ".html")


@dataclass(frozen=True, slots=True)
class OddPart:
    """A heading with paragraphs and tables below it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[CardSection, ...] = ()


@dataclass(frozen=True, slots=True)
class OddElement:
    """One of the seven elements; `number` counts from 1."""

    number: int
    title: str
    parts: tuple[OddPart, ...]


@dataclass(frozen=True, slots=True, repr=False)
class OddDescription(AsData, Leading):
    """A model by the ODD protocol, in the language in which it was made. Prints as Markdown.

    Parameters
    ----------
    title : of the scheme
    elements : the seven, in the protocol's order
    notes : by what it was made, and the source of the form
    """

    title: str
    elements: tuple[OddElement, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"# {self.title}", "", *(line for note in self.notes for line in (note, ""))]
        for element in self.elements:
            lines += [f"## {element.number}. {element.title}", ""]
            for part in element.parts:
                lines += [f"### {part.title}", ""] if part.title else []
                lines += [line for text in part.paragraphs for line in (text, "")]
                lines += [line for table in part.tables for line in (*_markdown(table), "")]
        return "\n".join(lines).rstrip() + "\n"

    def html(self) -> str:
        """The description as one HTML page that needs nothing else."""
        body = [f"<h1>{escape(self.title)}</h1>", *(f"<p>{escape(note)}</p>" for note in self.notes)]
        for element in self.elements:
            body.append(f"<h2>{element.number}. {escape(element.title)}</h2>")
            for part in element.parts:
                body += [f"<h3>{escape(part.title)}</h3>"] if part.title else []
                body += [f"<p>{escape(text)}</p>" for text in part.paragraphs]
                body += [f"<h4>{escape(table.title)}</h4>{table_html(table.columns, table.rows)}"
                         for table in part.tables]  # fmt: skip
        style = ("body{font:16px/1.5 system-ui,'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif;"
                 "max-width:1000px;margin:0 auto;padding:1.5rem}.ladder-table td{white-space:pre-line!important;"
                 "text-align:left!important;vertical-align:top}")  # fmt: skip
        return (
            f'<!DOCTYPE html>\n<html lang="{tr("en", "zh-CN")}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="generator" content="ladder_sim">\n'
            f"<title>{escape(self.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
            + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
        )  # fmt: skip

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write it as Markdown or as a page.

        Parameters
        ----------
        path : ends in ``.md`` or ``.html``
        force : also over a file that somebody edited or that comes from elsewhere

        Raises
        ------
        LadderError
            It ends otherwise, the file cannot be written, or another is in the way.
        """
        place = path_of(path, "path")
        if place.suffix.lower() not in ENDINGS:
            text = tr(
                "a description is written as {kinds}", "说明可写成 {kinds}", kinds=tr(" or ", " 或 ").join(ENDINGS)
            )
            raise LadderError([Problem(Place(str(path)), text)])
        return fill_one(place, str(self) if place.suffix.lower() == ".md" else self.html(), force=force)

    def to_dict(self) -> JsonObject:
        """For programs: elements, their parts, paragraphs and tables."""
        return {
            "format": JSON_FORMAT, "title": self.title, "notes": list(self.notes),
            "elements": [
                {"number": element.number, "title": element.title, "parts": [
                    {"title": part.title, "paragraphs": list(part.paragraphs),
                     "tables": [{"title": table.title, "columns": list(table.columns),
                                 "rows": [list(row) for row in table.rows]} for table in part.tables]}
                    for part in element.parts]}
                for element in self.elements],
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"<OddDescription {self.title!r}>"

    def _repr_html_(self) -> str:
        return self.html().partition("<main>")[2].partition("</main>")[0]


def _markdown(table: CardSection) -> list[str]:
    """A table of Markdown; cells of several lines have breaks."""

    def row(cells: tuple[str, ...]) -> str:
        kept = [cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells]
        return f"| {' | '.join(kept)} |"

    title = [f"**{table.title}**", ""] if table.title else []
    return [*title, row(table.columns), f"|{'---|' * len(table.columns)}", *(row(one) for one in table.rows)]
