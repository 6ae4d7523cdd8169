"""A card in a notebook or a terminal: a head, and tables whose cells may have several lines."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ladder_sim.core.i18n import tr

_STYLE = (
    "<style>.ladder-card{border:1px solid #8886;border-radius:6px;padding:.6em 1em;margin:.6em 0;max-width:72em}"
    ".ladder-card h3{margin:.1em 0}.ladder-card p{margin:.3em 0}.ladder-card .facts{color:#777;font-size:.9em}"
    ".ladder-card table{border-collapse:collapse;margin:.3em 0}.ladder-card details{margin:.3em 0}"
    # more particular than JupyterLab's own rule, which aligns every cell to the right
    ".ladder-card.ladder-card th,.ladder-card.ladder-card td{text-align:left;vertical-align:top;"
    "padding:.2em .7em;white-space:normal;min-width:4.5em;"
    "border-bottom:1px solid #8884}.ladder-card td:first-child{min-width:8em}"
    ".ladder-card small{color:#777}.ladder-card summary{cursor:pointer;font-weight:bold}</style>"
)


@dataclass(frozen=True, slots=True)
class CardSection:
    """A part of a card: a table whose cells may have several lines."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    open: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """A scheme on one card. Prints as text and shows itself in a notebook, in the language it was made in."""

    id: str
    title: str
    summary: str
    facts: tuple[str, ...]
    sections: tuple[CardSection, ...]

    def __repr__(self) -> str:
        return f"<Card {self.id}: {len(self.sections)} sections; print() tells them>"

    def __str__(self) -> str:
        lines = [tr("{title} ({id})", "{title}（{id}）", title=self.title, id=self.id), self.summary, *self.facts]
        for section in self.sections:
            lines += ["", section.title]
            for first, *rest in section.rows:
                cells = zip(section.columns[1:], rest, strict=True)
                told = [tr("{a}: {b}", "{a}：{b}", a=name, b=cell) if name else cell for name, cell in cells if cell]
                lines.append("- " + first.replace("\n", tr("; ", "；")))
                lines += [f"    {line}" for cell in told for line in cell.split("\n")]
        return "\n".join(line for line in lines if line is not None)

    def _repr_html_(self) -> str:
        facts = "".join(f'<p class="facts">{escape(fact)}</p>' for fact in self.facts)
        sections = "".join(map(_section_html, self.sections))
        return (
            f'{_STYLE}<div class="ladder-card"><h3>{escape(self.title)} <small><code>{escape(self.id)}</code></small>'
            f"</h3><p>{escape(self.summary)}</p>{facts}{sections}</div>"
        )


def _section_html(section: CardSection) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in section.columns)
    body = "".join(f"<tr>{_named(first)}{''.join(map(_cell, rest))}</tr>" for first, *rest in section.rows)
    shown = f"<thead><tr>{head}</tr></thead>" if any(section.columns) else ""
    opened = " open" if section.open else ""
    return (
        f"<details{opened}><summary>{escape(section.title)}</summary>"
        f"<table>{shown}<tbody>{body}</tbody></table></details>"
    )


def _cell(text: str) -> str:
    return "<td>" + "<br>".join(escape(line) for line in text.split("\n")) + "</td>"


def _named(text: str) -> str:
    """The cell that names its row: what follows the name is small."""
    name, *rest = text.split("\n")
    return f"<td>{escape(name)}" + "".join(f"<br><small>{escape(line)}</small>" for line in rest) + "</td>"
