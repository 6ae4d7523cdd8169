"""The language of every text a user sees: English and Chinese, side by side.

`tr("English {x}", "中文 {x}", x=1)` gives the text in the language in use. A text without its
twin cannot be written, because both are arguments.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: Where a user's language is said, the nearest first.
_SAID_BY = ("LADDER_SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_chosen: Language | None = None


def use(language: str) -> None:
    """Choose the language of every text from here on.

    Parameters
    ----------
    language : ``"en"`` or ``"zh"``

    Raises
    ------
    ValueError
        It is another language.
    """
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(f"language must be 'en' or 'zh', got {language!r} / 语言只能是 'en' 或 'zh'")
    _chosen = "zh" if language == "zh" else "en"


def language() -> Language:
    """The language in use: what `use` chose, else ``LADDER_SIM_LANG``, else that of the user's system.

    The system's language is told by ``LC_ALL``, ``LC_MESSAGES`` or ``LANG``, on Windows by its own setting; where it is
    neither Chinese nor English, texts are English.
    """
    if _chosen is not None:
        return _chosen
    said = next((value for name in _SAID_BY if (value := os.environ.get(name))), None)
    if said is None and sys.platform == "win32":
        said = locale.getlocale()[0]
    return "zh" if (said or "").lower().startswith(("zh", "chinese")) else "en"


@contextmanager
def speaking(wanted: Language | None) -> Iterator[None]:
    """Another language for as long as the block lasts; None keeps the one in use, asked for once."""
    global _chosen
    before = _chosen
    use(wanted or language())
    try:
        yield
    finally:
        _chosen = before


def in_both(say: Callable[[], str]) -> Title:
    """What `say` gives in either language."""
    texts = []
    for wanted in LANGUAGES:
        with speaking(wanted):
            texts.append(say())
    return Title(*texts)


def tr(en: str, zh: str, /, **values: object) -> str:
    """One text in the language in use, its ``{names}`` filled from `values`."""
    text = zh if language() == "zh" else en
    return text.format(**values) if values else text


@dataclass(frozen=True, slots=True)
class Title:
    """A name in both languages; where only one was given, it serves for both."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.of(language())

    @classmethod
    def plain(cls, name: str) -> Title:
        """A name of a file in plain words, for want of a title: errors_cap is errors cap."""
        words = name.replace("_", " ")
        return cls(words, words)

    def of(self, wanted: Language) -> str:
        """The text in one of the languages, whatever is in use."""
        return self.zh if wanted == "zh" else self.en

    def without(self, end: Title) -> Title:
        """The same without what stands at its end."""
        return Title(self.en.removesuffix(end.en), self.zh.removesuffix(end.zh))

    def fill(self, **values: object) -> Title:
        """The same with its ``{names}`` filled, each text with the other titles' own text in its language."""

        def filled(text: str, wanted: Language) -> str:
            own = {name: value.of(wanted) if isinstance(value, Title) else value for name, value in values.items()}
            return text.format(**own)

        return Title(filled(self.en, "en"), filled(self.zh, "zh"))

    @property
    def alike(self) -> bool:
        """Whether one text serves for both languages."""
        return self.en == self.zh

    def by_language(self) -> dict[str, str]:
        """Both texts by the code of their language, as files and JSON have them."""
        return {"en": self.en, "zh": self.zh}

    @property
    def spellings(self) -> tuple[str, str]:
        """Both texts, where a word of either language will do."""
        return self.en, self.zh
