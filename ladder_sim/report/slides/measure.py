"""Where things stand on a slide and how much room a text takes, known before any office program opens the file.

Widths are those of Arial (and of Helvetica, Liberation Sans, Arimo, which have the same); a Chinese sign is as wide as
high. Lengths are inches, font sizes points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ladder_sim.core.wholes import within_words

# fmt: off
#: Advance widths of the signs from blank to ~, in thousandths of the font size: regular and bold.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 222, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 222, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 278, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 278, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)
# fmt: on
#: Other fonts stand in where Arial is missing, and programs round: some room on the safe side.
_SPARE = 1.03
#: Height of a line in font sizes; Chinese fonts are higher than Latin ones.
_LINE, _LINE_CHINESE = 1.2, 1.33
_NO_BEGIN = "，。、；：？！）》】”’%…·,.;:?!)]}"
_NO_END = "（《【“‘([{"


@dataclass(frozen=True, slots=True)
class TextBox:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge, in inches from the left of the slide."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge, in inches from the top of the slide."""
        return self.top + self.height

    def split(self, share: float, gap: float = 0.4) -> tuple[TextBox, TextBox]:
        """The left part, of this share, and the right one."""
        first = (self.width - gap) * share
        return (
            TextBox(self.left, self.top, first, self.height),
            TextBox(self.left + first + gap, self.top, self.width - first - gap, self.height),
        )

    def cut(self, height: float, gap: float = 0.15) -> tuple[TextBox, TextBox]:
        """The upper part, of this height, and the lower one."""
        return (
            TextBox(self.left, self.top, self.width, height),
            TextBox(self.left, self.top + height + gap, self.width, self.height - height - gap),
        )

    def columns(self, n: int, gap: float = 0.4) -> tuple[TextBox, ...]:
        """So many equal columns."""
        each = (self.width - (n - 1) * gap) / n
        return tuple(TextBox(self.left + i * (each + gap), self.top, each, self.height) for i in range(n))


#: No text of a slide is smaller, in points.
LEAST = 14.0
#: A slide is 13.333 by 7.5 inches.
SLIDE = TextBox(0, 0, 13.333, 7.5)
_LEFT, _WIDE = 0.65, 12.033
EYEBROW = TextBox(_LEFT, 0.4, _WIDE, 0.34)
TITLE = TextBox(_LEFT, 0.74, _WIDE, 1.0)
BODY = TextBox(_LEFT, 1.95, _WIDE, 4.85)
FOOTER = TextBox(_LEFT, 7.0, 11.0, 0.32)
NUMBER = TextBox(_LEFT + 11.033, 7.0, 1.0, 0.32)
COVER_TITLE = TextBox(1.15, 2.05, 10.9, 1.75)
COVER_SUBTITLE = TextBox(1.15, 4.15, 10.9, 1.1)
COVER_BY = TextBox(1.15, 6.45, 10.9, 0.4)
COVER_LOGO = TextBox(1.15, 0.75, 3.2, 0.85)


@lru_cache(maxsize=4096)
def _full(sign: str) -> bool:
    """Whether a sign is as wide as high."""
    return unicodedata.east_asian_width(sign) in "WF"


@lru_cache(maxsize=50_000)
def _units(text: str, bold: bool) -> int:
    """The width of a text in thousandths of its font size."""
    table = _BOLD if bold else _REGULAR
    units = sum(table[ord(sign) - 32] if " " <= sign <= "~" else 1000 if _full(sign) else 600 for sign in text)
    # some programs set a little room between Chinese and Latin signs
    return units + 250 * sum(_full(a) != _full(b) for a, b in pairwise(text) if " " not in (a, b))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text of one line is, in inches; `size` in points."""
    return _units(text, bold) / 1000 * size / 72 * _SPARE


def chinese(text: str) -> bool:
    """Whether a text has signs of full width."""
    return not text.isascii() and any(map(_full, text))


def line_height(text: str, size: float) -> float:
    """The height of a line of this text."""
    return (_LINE_CHINESE if chinese(text) else _LINE) * size / 72


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The lines into which an office program breaks a text in a box of this width; words too long are cut.

    Parameters
    ----------
    size : of the font, in points
    room : width of the box, in inches
    """
    if "\n" not in text and width(text, size, bold=bold) <= room:
        return [text]
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, size, room, bold)]


def _broken(text: str, size: float, room: float, bold: bool) -> list[str]:
    lines, line, used = [], "", 0.0
    for piece in _pieces(text):
        if line and used + width(piece.rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
        while len(piece) > 1 and width(piece.rstrip(), size, bold=bold) > room:
            cut = max(1, next(i for i in range(len(piece), 0, -1) if i == 1 or width(piece[:i], size) <= room))
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
        used += width(piece, size, bold=bold)
    return [*lines, line.rstrip()]


def balanced(text: str, size: float, room: float) -> list[str]:
    """The lines of a short text, about equally long: no last line of one sign, and no Chinese word in two parts.

    It is we who break these lines; where whole words would take more of them, signs are parted as by an office program.
    """
    broken, lines = wrapped, wrapped(text, size, room)
    if within_words(text) and len(whole := _by_words(text, size, room)) <= len(lines):
        broken, lines = _by_words, whole
    while len(lines) > 1 and len(narrower := broken(text, size, room - 0.05)) == len(lines):
        room, lines = room - 0.05, narrower
    return lines


def clipped(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> str:
    """A name in at most so many lines; of one too long the middle goes, for variants differ at either end.

    Parameters
    ----------
    size, room : as of `wrapped`
    """
    kept, short = len(text), text
    while len(wrapped(short, size, room, bold=bold)) > lines and kept > 4:
        kept -= 1
        short = text[: (kept + 1) // 2].rstrip() + "…" + text[len(text) - kept // 2 :].lstrip()
    return short


def _by_words(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The lines of a text broken at ends of words alone, each with as many as it has room for."""
    together = within_words(text)
    places = [i + 1 for i in range(len(text) - 1) if i not in together and text[i + 1] not in _NO_BEGIN]
    lines, rest = list[str](), text
    while rest and width(rest, size, bold=bold) > room:
        done = len(text) - len(rest)
        fitting = [end for end in places if end > done and width(text[done:end].rstrip(), size, bold=bold) <= room]
        if not fitting:
            return [*text]  # a word too long for a line
        lines.append(text[done : fitting[-1]].rstrip())
        rest = text[fitting[-1] :]
    return [*lines, rest]


@lru_cache(maxsize=20_000)
def _pieces(text: str) -> tuple[str, ...]:
    """What an office program breaks a line behind: words with their blank, hyphens, Chinese signs with punctuation."""
    pieces: list[str] = []
    word = ""
    for i, sign in enumerate(text):
        word += sign
        after = text[i + 1 : i + 2]
        if (after and after in _NO_BEGIN) or sign in _NO_END:
            continue
        if sign in " -" or _full(sign) or (after and _full(after)):
            pieces.append(word)
            word = ""
    return (*pieces, word) if word else tuple(pieces)


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """How high a text is in a box of this width, in inches; `size` and `room` as of `wrapped`."""
    return len(wrapped(text, size, room, bold=bold)) * line_height(text, size)


def tall(texts: Iterable[str], size: float, room: float, gap: float) -> float:
    """How high paragraphs are, in inches, with a gap in font sizes between them; `size` and `room` as of `wrapped`."""
    heights = [height(text, size, room) for text in texts]
    return sum(heights) + max(0, len(heights) - 1) * gap * size / 72


def largest(text: str, sizes: Sequence[float], box: TextBox, *, lines: int = 99, bold: bool = False) -> float:
    """The largest of the sizes (points) at which a text fits a box and its lines are few enough; else the last."""
    for size in sizes:
        found = wrapped(text, size, box.width, bold=bold)
        if len(found) <= lines and len(found) * line_height(text, size) <= box.height:
            return size
    return sizes[-1]


def shortened(text: str, size: float, room: float, *, lines: int = 1, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits so many lines, with …; `size` and `room` as of `wrapped`."""
    kept = text
    while len(wrapped(kept, size, room, bold=bold)) > lines and len(kept) > 2:
        kept = kept.removesuffix("…")[:-1].rstrip() + "…"
    return kept
