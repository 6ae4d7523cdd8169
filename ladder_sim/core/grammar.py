"""Whatever in the code depends on the language beyond the words themselves, one record per language.

A text stands at its place in both languages (`tr`, `Title`). How a language counts, lists, quotes, sets money and
measures the room of a line stands here and nowhere else: `tests/test_grammar.py` refuses a branch on the language in
any other module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ladder_sim.core.i18n import Language, language
from ladder_sim.core.signs import cut, width


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language is set.

    Parameters
    ----------
    tag : str
        The language as office programs and pages name it.
    comma, conjunction, choice, option, also : str
        Between the items of a list, before the last one, before the last one of a choice, before that behind "must be
        one of", and between two clauses.
    quotes : tuple of str
        Around a text of a file; two empty ones stand for Python's own, with their escapes.
    words : tuple of str
        The numbers 0 … that are written as words; empty where figures are.
    counter : str
        The measure word behind a counted number.
    sided : str
        A measure in which something is better, ``{what}``, with the ``{side}`` where the word alone would mislead: a
        cost is lower, never better.
    numerals : str
        Signs that number the items of a sentence; empty where a semicolon does.
    third_person : str
        The ending of a verb of one: one promotes, two promote.
    unit_gap : str
        Between a number and its unit.
    money_first : bool
        Whether the currency's sign stands before the amount; otherwise its name stands behind.
    money_steps : tuple of (float, str)
        What large amounts are counted in, the largest first.
    short_from : float
        From this amount on money is short in few figures.
    totals_from : float
        The same of totals of an employer, which stand in one unit in a table: a difference of 75,419 is 7.54万.
    chart_unit : float
        What the figures of an office chart of money are divided by, where no format of a number can do it.
    axis_code : str
        An office program's format for large money on an axis; ``{sign}`` is the currency's.
    title_columns : int
        The room of an action title; East Asian characters take two columns.
    ideographs : bool
        Whether lines break between any two letters, and a font must have them.
    wrapped, column : float
        The room of a wrapped cell, and the width of a column, relative to the columns that its text takes: Latin
        letters are narrower than the digits that columns are measured in.
    ids_speak : bool
        Whether English words help the reader, such as the ids of files and what Python says.
    """

    tag: str
    comma: str
    conjunction: str
    choice: str
    option: str
    also: str
    quotes: tuple[str, str]
    words: tuple[str, ...]
    counter: str
    sided: str
    numerals: str
    third_person: str
    unit_gap: str
    money_first: bool
    money_steps: tuple[tuple[float, str], ...]
    short_from: float
    totals_from: float
    chart_unit: float
    axis_code: str
    title_columns: int
    ideographs: bool
    wrapped: float
    column: float
    ids_speak: bool


GRAMMARS: Mapping[Language, Grammar] = {
    "en": Grammar(
        tag="en-US", comma=", ", conjunction=" and ", choice=" or ", option=", ", also=" and ", quotes=("", ""),
        words=("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        counter="", sided="{what}", numerals="", third_person="s", unit_gap=" ", money_first=True,
        money_steps=((1e9, " bn"), (1e6, " M"), (1e3, " k")), short_from=1e6,
        totals_from=1e6, chart_unit=1.0, axis_code='{sign}0.0,,"M"',
        title_columns=90, ideographs=False, wrapped=1.06, column=1.05, ids_speak=True,
    ),
    "zh": Grammar(
        tag="zh-CN", comma="、", conjunction="和", choice=" 或 ", option=" 或 ", also="、", quotes=("“", "”"),
        words=(), counter="个", sided="{what}{side}", numerals="①②③④⑤", third_person="", unit_gap="", money_first=False,
        money_steps=((1e8, "亿"), (1e4, "万")), short_from=1e5,
        totals_from=1e3, chart_unit=1e4, axis_code='0\\.0,"万"',
        title_columns=52, ideographs=True, wrapped=1.0, column=1.1, ids_speak=False,
    ),
}  # fmt: skip


def grammar(of: Language | None = None) -> Grammar:
    """The grammar of a language, or of the one in use."""
    return GRAMMARS[of or language()]


# --- lists and numbers ----------------------------------------------------------------------------------


def enumerated(items: Iterable[object], *, clauses: bool = False) -> str:
    """An enumeration with its conjunction: promotion, turnover and labor cost; `clauses` are more than names."""
    names, own = [str(item) for item in items], grammar()
    last = own.also if clauses else own.conjunction
    return last.join(filter(None, (own.comma.join(names[:-1]), *names[-1:])))


def one_of(names: Iterable[object]) -> str:
    """What there is to choose from: ``a, b or c``, in the punctuation of the language."""
    *first, last = (str(name) for name in names)
    own = grammar()
    return own.comma.join(first) + own.choice + last if first else last


def options(names: Iterable[object]) -> str:
    """The same behind "must be one of", which asks for no "or" in English."""
    *first, last = (str(name) for name in names)
    own = grammar()
    return own.comma.join(first) + own.option + last if first else last


def quoted(text: str) -> str:
    """A text of a file in the quotation marks of the language; signs that cannot be seen as escapes."""
    before, behind = grammar().quotes
    written = repr(text)
    return f"{before}{written[1:-1]}{behind}" if before else written


def counted(n: int) -> str:
    """A small number as a word in English, a figure with its measure word in Chinese."""
    own = grammar()
    return own.words[n] if n < len(own.words) else f"{n}{own.counter}"


def agreeing(phrase: str, n: int) -> str:
    """A phrase that begins with a verb, for so many: promotes more, promote more."""
    ending = grammar().third_person
    if n != 1 or not ending:
        return phrase
    verb, blank, rest = phrase.partition(" ")
    return f"{verb}{ending}{blank}{rest}"


def numbered(items: Sequence[str]) -> list[str]:
    """The items of one sentence, with signs that number them where the language has such."""
    signs = grammar().numerals
    if len(items) < 2 or not signs:
        return list(items)
    return [sign + item for sign, item in zip(signs, items, strict=False)]


def holds(text: str, word: str, of: Language) -> bool:
    """Whether a text of a language uses a word; where words stand apart, as a word of its own or in the plural."""
    import re

    if GRAMMARS[of].ideographs:
        return word in text
    return re.search(rf"(?<![\w-]){re.escape(word)}s?\b", text, re.I) is not None


# --- titles ---------------------------------------------------------------------------------------------


def fits(title: str) -> bool:
    """Whether a text has the room of an action title: 26 Chinese characters, 90 letters."""
    return width(title) <= grammar().title_columns


def fitting(whole: str, *shorter: str) -> str:
    """The first of the texts that has the room of an action title, else the last one, cut.

    What the shorter ones leave out the caller must say elsewhere.
    """
    texts = (whole, *shorter)
    return next((text for text in texts if fits(text)), None) or cut(texts[-1], grammar().title_columns)
