"""What a search was asked, so that it can be asked again: of which schemes and people, with which luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.appendix import ProvenanceRecord, resolved
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.provenance import fingerprints

#: The searches whose results say what they were asked, so that `verify` asks it again.
SearchKind = Literal["sweep", "seek", "frontier"]
#: The others, whose records tell it all the same.
OtherSearch = Literal["choose", "match"]
#: Values of a knob that a line tells at most.
LISTED = 12


@dataclass(frozen=True, eq=False, repr=False)
class SearchQuestion(FrozenFields, OneLine):
    """What a search was asked.

    Parameters
    ----------
    kind : which search it was
    schemes, workforce : as they were given, before anything was turned
    months : how long every run was
    luck : of which seeds and numbers the replications are, in their order
    given : the other arguments, as JSON has them
    origin : when and by which versions it was answered
    """

    kind: SearchKind | OtherSearch
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


def varied_text(values: Mapping[str, Sequence[object]]) -> str:
    """``; varied: excellent 80, 85, 90`` for the line of a sweep: what stood at which values.

    Parameters
    ----------
    values : name → values, in their order
    """
    told = [f"{name} {', '.join(map(str, one))}" if len(one) <= LISTED else
            f"{name} {one[0]}, {one[1]}, … {one[-1]} ({len(one)})" for name, one in values.items()]  # fmt: skip
    return tr("; varied: {told}", "；变动：{told}", told=tr("; ", "；").join(told))


def sought_text(turned: Mapping[str, Sequence[float]], aims: Sequence[str]) -> str:
    """``; sought: excellent from 70 to 98 for turnover = 0.4`` for the line of a search for values.

    Parameters
    ----------
    turned : name → the ends of the values searched
    aims : what the measures are to be
    """
    told = [tr("{name} from {low:g} to {high:g}", "{name} 从{low:g}到{high:g}", name=name, low=ends[0], high=ends[1])
            for name, ends in turned.items()]  # fmt: skip
    return tr("; sought: {told} for {aims}", "；求解：{told}，使 {aims}", told=tr(", ", "、").join(told),
              aims=tr(", ", "、").join(aims))  # fmt: skip


class Searched(Leading):
    """A result of a search, which says what was asked."""

    if TYPE_CHECKING:

        @property
        def provenance(self) -> str:
            """One line that says where the numbers come from."""

        @property
        def question(self) -> SearchQuestion | None:
            """What was asked."""

    def provenance_record(self) -> JsonObject:
        """Everything that says where the numbers come from, as JSON has it: for a paper's appendix, or to ask again.

        What was varied or sought, in which values, under ``question``; fingerprints, seeds and numbers of replications,
        versions, the date, and the schemes and the workforce as YAML texts under ``resolved``.

        Raises
        ------
        LadderError
            The result was made by hand, so that nothing says what was asked.
        """
        if self.question is None:
            raise LadderError(tr("nothing says what was asked: this result was made by hand",
                                 "未记录所提问题：该结果由手工构造"))  # fmt: skip
        return ProvenanceRecord({"line": self.provenance, **self.question.record()})
