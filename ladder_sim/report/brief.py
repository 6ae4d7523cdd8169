"""The brief: title, company, audience, language and currency of a report, and which sections it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ladder_sim.report.story_parts import SECTIONS

Audience = Literal["leadership", "finance", "hr"]


@dataclass(frozen=True, slots=True)
class Brief:
    """How a report is to be written; every part has a default.

    Parameters
    ----------
    title, subtitle : "" for what the comparison says of itself
    company, author, date : shown on the cover; "" leaves them out
    logo : a PNG or JPEG file
    audience : leadership (short), finance (money first) or hr (every table)
    language : None for the language in use
    sections : of SECTIONS; empty for those of the audience, in its order
    currency : a code such as CNY or a sign such as ¥; "" for none
    recommend : the id of the scheme to speak for; None lets the numbers say
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
    currency: str = "CNY"
    recommend: str | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sections to tell, in their order."""
        if self.sections:
            return self.sections
        if self.audience == "finance":  # money first
            first = ("recommendation", "cost", "cost_by_year")
            return (*first, *(name for name in SECTIONS if name not in first))
        return SECTIONS
