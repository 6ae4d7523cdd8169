"""The key of a person cut out of a cell that holds more, such as ``Lee, Ann (0164)``; the rest is forgotten at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import assert_never

from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.roster import KeyIn

_BRACKETS = re.compile(r"[(\[【{]([^()\[\]【】{}]+)[)\]】}]")
_FIGURES = re.compile(r"\d+")
_SEPARATORS = " ,;:|/-_·、，；：\t"


#: Words that systems write where they know none: no key of anybody.
NO_KEYS = ("null", "none", "n/a", "#n/a", "nan", "nil", "--", "未知")


def as_key(text: str) -> str:
    """A key as it is compared: full-width signs as plain ones; '' for a word that stands for none, such as NULL."""
    written = unicodedata.normalize("NFKC", text).strip()
    return "" if written.casefold() in NO_KEYS else written


def key_in(text: str, where: KeyIn) -> str:
    """The key in a cell's text, '' where there is none, or more than one that could be meant.

    Parameters
    ----------
    where : ``brackets``: what stands in the only pair of brackets; ``figures``: the only run of figures; ``first
        word`` and ``last word``: up to the first blank or separator, or behind the last
    """
    written = unicodedata.normalize("NFKC", text).strip()
    match where:
        case "brackets":
            found = _BRACKETS.findall(written)
        case "figures":
            found = _FIGURES.findall(written)
        case "first word" | "last word":
            words = [part for part in re.split(f"[{re.escape(_SEPARATORS)}]+", written) if part]
            found = words[:: len(words) - 1] if len(words) > 1 else []
            found = found[:1] if where == "first word" else found[-1:]
        case _:
            assert_never(where)
    return found[0].strip() if len(found) == 1 else ""


#: What each way to cut a key out means.
KEYS_IN: Mapping[KeyIn, Title] = {
    "brackets": Title("in brackets", "括号内"), "figures": Title("the figures", "其中的数字"),
    "first word": Title("the first word", "第一个词"), "last word": Title("the last word", "最后一个词"),
}  # fmt: skip


def no_key(rows: str, where: KeyIn) -> str:
    """What is said of rows without such a key; the cell itself may be a name and is not told."""
    return tr("{rows}: no key there, or more than one ({where}); every person needs one",
              "{rows}：没有编号，或不止一个（{where}）；每人都必须有一个", rows=rows, where=KEYS_IN[where])  # fmt: skip


def names_no_key(header: str) -> str:
    """What is said of a column of names that is to be the key of persons."""
    return tr(
        "'{header}' is personal and is never read past its header; where a key stands in its cells, such as "
        "'(0164)' behind a name, say so: key_in: brackets, figures, first word or last word",
        "“{header}”是个人信息，表头以下从不读取；如单元格中含有编号（如姓名后的“(0164)”），请写明："
        "key_in: brackets、figures、first word 或 last word", header=header)  # fmt: skip
