"""What a draft keeps of each rule: what it writes, where in the file, of which sentence, and what is assumed."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.policies.facts import PolicyFact
from ladder_sim.policies.ladders import FoundLadder
from ladder_sim.policies.source import Passage


@dataclass(slots=True)
class DraftEntry:
    """A rule of the document, or an assumption, with its addresses in the file."""

    rule: Title
    by: list[str]
    sentence: int | None = None
    remark: Title | None = None
    others: tuple[str, ...] = ()
    assumed: bool = False


@dataclass(slots=True)
class Forming:
    """A form in the making: what stands in it, and the entries that say where it comes from."""

    ladder: FoundLadder
    form: PlainForm
    entries: list[DraftEntry] = field(default_factory=list)
    unused: list[tuple[PolicyFact, Title]] = field(default_factory=list)
    passages: tuple[Passage, ...] = ()  # of the document
    unread: set[int] = field(default_factory=set)  # lines that must have been read and were not

    def said(self, fact: PolicyFact, *by: str, rule: Title | None = None) -> None:
        """A fact that stands at these addresses."""
        written = fact.found.written
        for entry in self.entries:
            if entry.sentence == fact.sentence and entry.rule == (rule or written.title):
                entry.by += [address for address in by if address not in entry.by]
                return
        self.entries.append(DraftEntry(rule or written.title, list(by), fact.sentence, written.assumed, written.others))

    def assume(self, rule: Title, *by: str) -> None:
        """What the document does not say and the file needs."""
        self.entries.append(DraftEntry(rule, list(by), assumed=True))

    def parameter(self, name: str, value: float, title: Title, unit: str = "", code: str = "") -> str:
        """An assumed parameter; a second one of the name is the same."""
        form: PlainForm = {"value": int(value) if value == int(value) else value, "assumed": code or True,
                           "title": {"en": title.en, "zh": title.zh}}  # fmt: skip
        if unit:
            form["unit"] = unit
        self.form.setdefault("parameters", {}).setdefault(name, form)
        return name

    def leave(self, fact: PolicyFact, why: Title) -> None:
        """A fact that was understood and has no place in the file."""
        self.unused.append((fact, why))


def titled(title: Title) -> PlainForm | str:
    """A title as a file has it."""
    return title.en if title.alike else {"en": title.en, "zh": title.zh}
