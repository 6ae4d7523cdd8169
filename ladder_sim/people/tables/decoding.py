"""Text from bytes: by its byte order mark, else UTF-8, else what charset-normalizer and the headers make likely."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from ladder_sim.core.i18n import tr

#: Encodings that spreadsheet programs of the languages here write, besides Unicode; the first is the likeliest.
OTHERS = ("gb18030", "cp1252", "big5")
SAID = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "gb18030": "GBK/GB18030",
    "cp1252": "Latin-1 (Windows-1252)",
    "big5": "Big5",
}
#: One ideograph between letters of a word is a letter with an accent read in the wrong encoding: Müller, M黮ler.
_LONE = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?![\u3400-\u9fff])")
_INSIDE = re.compile(r"[A-Za-z][\u3400-\u9fff](?![\u3400-\u9fff])|(?<![\u3400-\u9fff])[\u3400-\u9fff][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding it was in."""

    text: str
    encoding: str

    @property
    def shown(self) -> str:
        """The encoding as people call it."""
        return SAID.get(self.encoding, self.encoding)


def decoded(data: bytes, fits: Callable[[str], int] = lambda text: 0) -> Decoded | str:
    """The text of a file, or a sentence that says why there is none.

    Parameters
    ----------
    fits: how many of a text's headers are known words; of several encodings that are possible the one with most.
    """
    unicode = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(unicode)
        return _refusal() if "\0" in text else Decoded(text, unicode.removesuffix("-sig"))
    except UnicodeDecodeError:
        if unicode == "utf-16" or b"\0" in data:
            return _refusal()
    try:
        import charset_normalizer
    except ImportError:
        return tr("is not UTF-8, and telling other encodings apart needs the 'data' extra: pip install "
                  "'ladder-sim[data]' (or save it as “CSV UTF-8”)",
                  "不是 UTF-8 编码；识别其他编码需要安装 data 扩展：pip install 'ladder-sim[data]'"
                  "（或另存为“CSV UTF-8”）")  # fmt: skip
    matches = charset_normalizer.from_bytes(data, cp_isolation=list(OTHERS), threshold=1.0)
    ranked = [match.encoding for match in matches]
    possible = {name: said for name in OTHERS if (said := _text(data, name)) is not None}
    if not possible:
        return _refusal()
    eastern = [said for name, said in possible.items() if name != "cp1252"]
    western = "cp1252" in possible and not any(map(_looks_chinese, eastern))

    def likely(name: str) -> tuple[int, bool, int, int]:
        place = ranked.index(name) if name in ranked else len(OTHERS)
        return -fits(possible[name]), (name == "cp1252") != western, place, OTHERS.index(name)

    best = min(possible, key=likely)
    return Decoded(possible[best], best)


def _text(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if re.search("[\x00-\x08\x0e-\x1f]", text) else text


def _looks_chinese(text: str) -> bool:
    """Do ideographs stand together, and not alone inside words of Latin letters?"""
    found = len(re.findall(r"[\u3400-\u9fff]", text))
    return found > 0 and len(_INSIDE.findall(text)) + len(_LONE.findall(text)) <= found


def _refusal() -> str:
    return tr("is not text in UTF-8, UTF-16 or GB18030; save it as “CSV UTF-8”",
              "不是 UTF-8、UTF-16 或 GB18030 编码的文本；请另存为“CSV UTF-8”")  # fmt: skip
