"""A picture without what a report says around it: its heading, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matplotlib.text import Text

from ladder_sim.charts.style import HEADING, SOURCE

if TYPE_CHECKING:
    from ladder_sim.charts import Picture


@contextmanager
def bare(picture: Picture, title: str) -> Iterator[None]:
    """Hide for as long as the block lasts what the caption `title` says, if there is one, and the source."""
    with _hidden(_said(picture, title) if title else []), _without_source(picture):
        yield


def _said(picture: Picture, title: str) -> list[Text]:
    """The heading, and texts that say what the caption says; names and numbers along an axis never do, and are many."""
    places = [*picture.get_children(), *(child for axes in picture.axes for child in axes.get_children())]
    texts = [*(place for place in places if isinstance(place, Text)), *(axes.xaxis.label for axes in picture.axes)]
    said = []
    for text in texts:
        words = " ".join(text.get_text().split())
        if text.get_gid() == HEADING or (len(words) > 0.4 * len(title) and words in title):
            said.append(text)
    return said


@contextmanager
def _without_source(picture: Picture) -> Iterator[None]:
    """Without where the numbers come from for as long as the block lasts: the report says it."""
    found = [(text, text.get_text()) for text in picture.findobj(Text) if text.get_gid() == SOURCE]
    for text, _ in found:
        notes = str(text.get_label())
        text.set_text("" if notes.startswith("_") else notes)
    try:
        yield
    finally:
        for text, whole in found:
            text.set_text(whole)


@contextmanager
def _hidden(texts: Sequence[Text]) -> Iterator[None]:
    """Without these texts for as long as the block lasts, for other reports show the same picture."""
    shown = [text for text in texts if text.get_visible()]
    for text in shown:
        text.set_visible(False)
    try:
        yield
    finally:
        for text in shown:
            text.set_visible(True)
