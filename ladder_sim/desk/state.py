"""What lies on the desk, as frozen data, and the states that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.model.assumptions import Value

#: What is chosen on a desk, and what lies there at first.
Pick = Literal["scheme", "workforce"]
FIRST: Mapping[Pick, str] = {"scheme": "ecommerce-dual-track", "workforce": "service-center-200"}
#: The id of people of one's own, of whom a desk has one list at a time; no file and no link holds them.
OWN_PEOPLE = "own-people"
#: Schemes that stand beside the baseline at most.
MOST_BESIDE = 5
#: Parameters that differ from a scheme's file, in the order in which they are told.
Changed = tuple[tuple[str, Value], ...]


def changed_of(values: Mapping[str, Value]) -> Changed:
    """Values by name as a state keeps them: equal for equal values, whatever their order."""
    return tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scheme that another is held against: which, what differs from its file, and on which people.

    Parameters
    ----------
    scheme : its id
    changed : parameters that differ from its file
    settings : what is set otherwise on the side of the people
    """

    scheme: str
    changed: Changed = ()
    settings: WorkforceSettings = field(default_factory=WorkforceSettings)


@dataclass(frozen=True, slots=True)
class SchemeSheet:
    """What was done with one scheme; kept while another is on show.

    Parameters
    ----------
    changed : parameters that differ from its file
    baseline : what it is compared with; None: itself, as its file has it
    beside : further schemes on show
    move : the promotion whose stops are shown; '' for the one that most people are reviewed for
    """

    changed: Changed = ()
    baseline: Candidate | None = None
    beside: tuple[Candidate, ...] = ()
    move: str = ""


@dataclass(frozen=True, slots=True)
class DeskState:
    """What lies on the desk.

    Parameters
    ----------
    scheme, people : ids of the scheme and the workforce on show
    sheets : what was done with each scheme, by id
    settings : what is set otherwise on the side of the people, by id of the workforce
    together : whether those settings hold for the schemes beside, too
    texts : schemes that are not at hand, as the YAML text of their file, by id
    language : in which all is told
    """

    scheme: str
    people: str
    sheets: Mapping[str, SchemeSheet] = field(default_factory=dict)
    settings: Mapping[str, WorkforceSettings] = field(default_factory=dict)
    together: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    @property
    def sheet(self) -> SchemeSheet:
        """What was done with the scheme on show."""
        return self.sheets.get(self.scheme, SchemeSheet())

    @property
    def own(self) -> WorkforceSettings:
        """What is set otherwise of the people on show."""
        return self.settings.get(self.people, WorkforceSettings())

    @property
    def candidate(self) -> Candidate:
        """The scheme on show, as something to hold others against."""
        return Candidate(self.scheme, self.sheet.changed, self.own)


def with_sheet(state: DeskState, sheet: SchemeSheet) -> DeskState:
    """The state with another sheet of the scheme on show; a blank one is not kept."""
    sheets = {**state.sheets, state.scheme: sheet}
    return replace(state, sheets={name: one for name, one in sheets.items() if one != SchemeSheet()})


def with_own(state: DeskState, settings: WorkforceSettings) -> DeskState:
    """The state with other settings of the people on show; those of the file are not kept."""
    all_settings = {**state.settings, state.people: settings}
    return replace(state, settings={name: one for name, one in all_settings.items() if one.changed})


def with_changes(state: DeskState, changed: Mapping[str, Value], settings: WorkforceSettings) -> DeskState:
    """The state with these parameters and people set otherwise than their files."""
    return with_own(with_sheet(state, replace(state.sheet, changed=changed_of(changed))), settings)


def without_changes(state: DeskState) -> DeskState:
    """The state with scheme and people on show as their files have them; what stands beside stays."""
    return with_changes(state, {}, WorkforceSettings())


def with_text(
    state: DeskState, name: str, text: str, fitting: Callable[[Changed], Changed], beside: str = ""
) -> DeskState:
    """The state with a scheme of one's own on show.

    Parameters
    ----------
    name, text : its id, and the YAML text of its file
    fitting : of what was changed of an earlier text of it, that which fits this one
    beside : the baseline of one that is new here; '' for none
    """

    def fitted(one: Candidate) -> Candidate:
        return replace(one, changed=fitting(one.changed)) if one.scheme == name else one

    sheets = {
        of: replace(
            sheet, changed=fitting(sheet.changed) if of == name else sheet.changed,
            baseline=None if sheet.baseline is None else fitted(sheet.baseline),
            beside=tuple(dict.fromkeys(map(fitted, sheet.beside))),
        )
        for of, sheet in state.sheets.items()
    }  # fmt: skip
    if beside and beside != name and name not in (*state.texts, *sheets):
        sheets[name] = SchemeSheet(baseline=Candidate(beside))
    return replace(state, scheme=name, sheets=sheets, texts={**state.texts, name: text})


def without_people(state: DeskState, gone: str, instead: str) -> DeskState:
    """The state where a workforce is gone: another is on show, and nothing is set of the one that went."""
    settings = {name: one for name, one in state.settings.items() if name != gone}
    return replace(state, people=instead if state.people == gone else state.people, settings=settings)
