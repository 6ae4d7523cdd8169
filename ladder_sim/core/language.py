"""The door to the language in use, for those who write Python: it refuses as every other does."""

from __future__ import annotations

from ladder_sim.core import i18n
from ladder_sim.core.i18n import LANGUAGES, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door


@door
def use(language: str) -> None:
    """Choose the language of every text from here on.

    Parameters
    ----------
    language : ``"en"`` or ``"zh"``

    Raises
    ------
    LadderError
        It is another language.
    """
    if not isinstance(language, str) or language not in LANGUAGES:
        raise LadderError(tr("language: there are 'en' (English) and 'zh' (Chinese), got {got!r}",
                             "language：可用 'en'（英文）或 'zh'（中文），现为 {got!r}", got=language))  # fmt: skip
    i18n.use(language)
