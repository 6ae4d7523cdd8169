"""The brief: title, company, audience, language and currency of a report, and which sections it has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import LANGUAGES, speaking, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import NONE, Currency, currency_in_use, currency_of, money_of, wrong_currency
from ladder_sim.core.problems import NOWHERE, LadderError, Problem, nearest
from ladder_sim.core.scalars import as_python
from ladder_sim.core.units import money_called, share_of
from ladder_sim.model.audiences import AUDIENCES, READERS, SECTIONS, Audience, Readers, SectionName
from ladder_sim.model.written import replaced

__all__ = [
    "AUDIENCES", "LOGO_BYTES", "LOGO_PIXELS", "ON_REQUEST", "SECTIONS", "Audience", "Brief", "SectionName",
    "difference_that_matters", "pixels", "wrong_currency", "wrong_logo", "wrong_matter",
]  # fmt: skip

#: Of the sections the ones that are told only where their question was asked, or where a company is compared.
ON_REQUEST = ("expectations", "why", "equal", "choice", "switch", "doubt", "chosen", "departments")

#: Of a logo: bytes, and pixels a side.
LOGO_BYTES, LOGO_PIXELS = 2_000_000, (16, 6000)


@dataclass(frozen=True, slots=True)
class Brief(FrozenFields, Leading):
    """How a report is to be written; every part has a default.

    Parameters
    ----------
    title, subtitle : "" for what the comparison says of itself
    company, author, date : shown on the cover; "" leaves them out
    logo : a PNG or JPEG file
    audience : leadership (short), finance (money first), hr (every table), works_council, team_leads or staff; it
        changes what is shown and asked for, no figure
    language : None for the language in use
    sections : of SECTIONS; empty for those of the audience, in its order
    currency : a code such as CNY or a sign such as ¥; "" for none; None: that of the schemes, CNY where they say none
    recommend : the id of the scheme to speak for; None lets the numbers say
    matters : measure → the smallest difference that matters, in its unit or in percent of the baseline ("2%")

    Raises
    ------
    LadderError
        With everything that is wrong.
    """

    title: str = ""
    subtitle: str = ""
    company: str = ""
    logo: Path | None = None
    author: str = ""
    date: str = ""
    audience: Audience = "leadership"
    language: Literal["en", "zh"] | None = None
    sections: tuple[str, ...] = ()
    currency: str | None = None
    recommend: str | None = None
    matters: Mapping[str, float | str] = field(default_factory=dict)

    def _remade(self, name: str, value: object) -> str:
        return replaced(self, name, value)

    def __post_init__(self) -> None:
        FrozenFields.__post_init__(self)
        wrong = list(self._wrong())
        if wrong:
            raise LadderError([Problem(NOWHERE, f"brief: {text}") for text in wrong])

    def _wrong(self) -> Iterator[str]:
        for name in self.sections:
            if name not in SECTIONS:
                yield tr("sections: unknown section {name!r}", "sections：没有名为“{name}”的部分", name=name) + nearest(
                    str(name), SECTIONS
                )
        if self.audience in AUDIENCES:
            for name in self.sections:
                if not self.readers.may_read(name):
                    yield tr("sections: {name} tells pay and cost, which is kept from {who}; leave it out, or choose"
                             " another audience",
                             "sections：{name} 涉及薪酬与成本，不向“{who}”展示；请删去，或选择其他读者",
                             name=name, who=self.readers.title)  # fmt: skip
        if len(set(self.sections)) < len(self.sections):
            yield tr("sections: each section stands once", "sections：每个部分只列一次")
        if self.audience not in AUDIENCES:
            yield tr("audience: unknown audience {name!r}", "audience：没有名为“{name}”的读者", name=self.audience) + (
                nearest(str(self.audience), AUDIENCES)
            )
        if self.language not in (None, *LANGUAGES):
            yield tr(
                "language: must be en or zh, got {got!r}", "language：应为 en 或 zh，现为“{got}”", got=self.language
            )
        if self.currency is not None and currency_of(self.currency) is None:
            yield f"currency: {wrong_currency(self.currency)}"
        for name, least in self.matters.items():
            if not difference_that_matters(least):
                yield f"matters: {wrong_matter(name, least)}"
        if self.logo is not None and (why := wrong_logo(Path(self.logo))):
            yield f"logo: {why}"

    @property
    def money(self) -> Currency:
        """The currency of every amount within `spoken`."""
        return currency_in_use() if self.currency is None else currency_of(self.currency) or NONE

    @contextmanager
    def spoken(self, of: object = None) -> Iterator[None]:
        """Texts are in its language and amounts in its currency for as long as the block lasts.

        Parameters
        ----------
        of : what is told, whose currency it is where the brief says none
        """
        with speaking(self.language):
            if self.currency is None:
                with money_of(of):
                    yield
            else:
                with money_called(self.money.called):
                    yield

    @property
    def readers(self) -> Readers:
        """What the audience reads."""
        return READERS[self.audience]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sections to tell, in their order."""
        return self.sections or self.readers.sections


def difference_that_matters(given: object) -> bool:
    """Whether a smallest difference is a number above 0, or a percentage such as ``"2%"``."""
    if isinstance(given, str):
        return 0 < share_of(given) < math.inf
    given = as_python(given)
    return isinstance(given, int | float) and not isinstance(given, bool) and 0 < given < math.inf


def wrong_matter(name: str, got: object) -> str:
    """Why a smallest difference cannot be used."""
    return tr(
        "{name}: needs a number above 0 in the measure's unit, or a percentage of the baseline such as 2%, got {got!r}",
        "{name}：应为大于0的数（按指标单位），或基准的百分比，如2%，现为{got!r}", name=name, got=got,
    )  # fmt: skip


def wrong_logo(path: Path) -> str:
    """Why a picture cannot be a logo; "" when it can."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LOGO_BYTES else b""
    except FileNotFoundError:
        return tr("there is no file {path}", "没有文件 {path}", path=path)
    except OSError as error:
        why = error.strerror or str(error)
        return tr("{path} cannot be read: {why}", "{path} 无法读取：{why}", path=path, why=why)
    if size > LOGO_BYTES:
        return tr("{path} has {size} MB; at most {most} MB go into a report",
                  "{path} 有{size} MB；报告中最多{most} MB",
                  path=path, size=round(size / 1e6, 1), most=LOGO_BYTES // 10**6)  # fmt: skip
    found = pixels(content)
    if found is None:
        return tr("{path} is no PNG or JPEG picture; save it as one of these",
                  "{path} 不是 PNG 或 JPEG 图片；请另存为其中一种", path=path)  # fmt: skip
    low, high = LOGO_PIXELS
    if not all(low <= side <= high for side in found):
        return tr("{path} has {w} × {h} pixels; {low} to {high} a side are needed",
                  "{path} 为{w} × {h}像素；每边应为{low}至{high}",
                  path=path, w=found[0], h=found[1], low=low, high=high)  # fmt: skip
    return ""


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None when it is neither."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame header
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + length
    return None
