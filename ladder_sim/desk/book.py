"""Schemes and workforces of a desk by their ids, each loaded once: what is played is known by its object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.state import Candidate, DeskState
from ladder_sim.desk.variant import Variant, WithinCompany
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import load_scheme, load_workforce


class DeskBook:
    """What a desk has loaded. `schemes` and `people` are those there are from the beginning."""

    def __init__(self, schemes: Iterable[Scheme] = (), people: Iterable[Workforce] = ()) -> None:
        self._schemes = {one.id: one for one in schemes}
        self._people = {one.id: one for one in people}
        self._texts: dict[str, Scheme] = {}
        self._variants: dict[tuple[int, int, Candidate], Variant] = {}

    def scheme(self, name: str, texts: Mapping[str, str] | None = None) -> Scheme:
        """A scheme by its id. Raises `LadderError`.

        Parameters
        ----------
        texts : of schemes that are not at hand, by id
        """
        if text := (texts or {}).get(name):
            return self.scheme_of(text)
        if name not in self._schemes:
            self._schemes[name] = load_scheme(_at_hand(name))
        return self._schemes[name]

    def scheme_of(self, text: str) -> Scheme:
        """A scheme that is not at hand, of the YAML text of its file. Raises `LadderError`."""
        if text not in self._texts:
            self._texts[text] = load_scheme(text if "\n" in text else text + "\n")
        return self._texts[text]

    def workforce(self, name: str) -> Workforce:
        """A workforce by its id. Raises `LadderError`."""
        if name not in self._people:
            self._people[name] = load_workforce(_at_hand(name))
        return self._people[name]

    def knows_people(self, name: str) -> bool:
        """Whether a workforce of this id has been loaded."""
        return name in self._people

    def add_scheme(self, scheme: Scheme) -> None:
        """Keep a scheme that was made here, in place of one of the same id."""
        self._schemes[scheme.id] = scheme

    def add_people(self, name: str, workforce: Workforce) -> None:
        """Keep a workforce that was made here, under this id."""
        self._people[name] = workforce

    def remove_people(self, name: str) -> None:
        """Let a workforce go, and all that was made of it."""
        gone = self._people.pop(name, None)
        self._variants = {key: one for key, one in self._variants.items() if one.people is not gone}

    def within(self, state: DeskState) -> WithinCompany | None:
        """What is played with the scheme on show; None: it alone."""
        return None

    def candidate(self, state: DeskState) -> Candidate:
        """What is on show, as something to hold others against."""
        return state.candidate

    def variant(self, state: DeskState, candidate: Candidate) -> Variant:
        """A candidate on the people of a state; the same object while the state has the same. Raises `LadderError`."""
        base, people = self.scheme(candidate.scheme, state.texts), self.workforce(state.people)
        key = (id(base), id(people), candidate)
        if key not in self._variants:
            self._variants[key] = Variant(base, people, dict(candidate.changed), candidate.settings)
        return self._variants[key]


def _at_hand(name: str) -> str:
    """An id, and never a path: a link from elsewhere names what is at hand, and reads no other file."""
    if "/" in name or "\\" in name or name.endswith((".yaml", ".yml", ".csv", ".xlsx")) or "\n" in name:
        raise LadderError(tr("'{name}' is no id; a desk names schemes and people that are at hand",
                             "“{name}”不是编号；工作台只能引用现有的方案和人员", name=name))  # fmt: skip
    return name
