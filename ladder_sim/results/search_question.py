"""What a search was asked, so that it can be asked again: of which schemes and people, with which luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import language
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.appendix import resolved
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.provenance import fingerprints

#: The searches whose results say what they were asked.
SearchKind = Literal["sweep", "seek", "frontier"]


@dataclass(frozen=True, eq=False, repr=False)
class SearchQuestion(FrozenFields, OneLine):
    """What a sweep, a seek or a frontier was asked.

    Parameters
    ----------
    kind : which search it was
    schemes, workforce : as they were given, before anything was turned
    months : how long every run was
    luck : of which seeds and numbers the replications are, in their order
    given : the other arguments, as JSON has them
    origin : when and by which versions it was answered
    """

    kind: SearchKind
    schemes: tuple[Scheme, ...]
    workforce: Workforce
    months: int
    luck: tuple[SeedRange, ...]
    given: Mapping[str, object]
    origin: Origin

    def to_dict(self) -> JsonObject:
        """As the JSON of its answer has it: names and fingerprints of the files, whose texts must be at hand."""
        return {
            "ladder_sim": self.origin.ladder_sim or None, "code": self.origin.code or None,
            "workforce": self.workforce.id, "months": self.months, "parts": [asdict(part) for part in self.luck],
            "fingerprints": fingerprints(self.schemes, self.workforce),
            "question": {"kind": self.kind, "language": language(), **self.given},
        }  # fmt: skip

    def record(self) -> JsonObject:
        """As the list of a folder keeps it: the texts of the files too, so that nothing else need be at hand."""
        return {
            **self.to_dict(), "kind": self.kind, "schemes": [scheme.id for scheme in self.schemes],
            "replications": sum(part.replications for part in self.luck),
            "explain": self.origin.explain, "events": self.origin.events, "played": self.origin.played or None,
            "versions": {name: number or None for name, number in self.origin.versions.items()},
            "resolved": resolved(self.schemes, self.workforce), "counts": {},
        }  # fmt: skip
