"""What became of a study's expectations: kept, broken or left to luck under each scheme, with a counter-example."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.model.expectations import Expectation
from ladder_sim.results.as_data import plain
from ladder_sim.results.provenance import result_line

if TYPE_CHECKING:
    import pandas as pd

#: kept: in at least `SURE` of the replications. broken: in at most the rest. luck: between. unknown: the scheme lacks
#: what is asked, or no replication has a value.
Fate = Literal["kept", "broken", "luck", "unknown"]
SURE = 0.95


@dataclass(frozen=True, slots=True, repr=False)
class CounterExample(OneLine):
    """Where an expectation fails.

    Parameters
    ----------
    replication : the first in which it does
    month : the first month of it by which it has failed
    person, grade, grade_title : somebody who is in the grade that the rule names, at the end of that month; None where
        the rule names none, or nobody is in it
    """

    replication: int
    month: int
    person: int | None = None
    grade: str | None = None
    grade_title: Title | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Judgment(FrozenFields, OneLine):
    """An expectation under a scheme.

    Parameters
    ----------
    share : of the replications with a value, in which it is kept
    replications : how many have a value
    """

    expectation: Expectation
    scheme: str
    title: str
    fate: Fate
    share: float
    replications: int
    example: CounterExample | None


@dataclass(frozen=True, eq=False, repr=False)
class Expectations(FrozenFields, AsData, Leading):
    """A study's expectations, each under every scheme."""

    judged: tuple[Judgment, ...]
    provenance: str = field(repr=False)

    def __repr__(self) -> str:
        told = f"{sum(one.fate == 'kept' for one in self.judged)} of {len(self.judged)} kept"
        return result_line("Expectations", told, self.provenance)

    @property
    def kept(self) -> bool:
        """Whether every one is kept under every scheme."""
        return all(one.fate == "kept" for one in self.judged)

    def table(self) -> pd.DataFrame:
        """One row per expectation and scheme: fate, share kept, the counter-example's replication, month, person."""
        import pandas as pd

        rows = [
            (str(one.expectation.title), one.scheme, one.fate, one.share,
             *((one.example.replication, one.example.month, one.example.person) if one.example else (None,) * 3))
            for one in self.judged
        ]  # fmt: skip
        columns = ["expectation", "scheme", "fate", "share", "replication", "month", "person"]
        made = pd.DataFrame(rows, columns=columns)
        made[columns[4:]] = made[columns[4:]].astype("Int64")
        made.attrs = {"source": self.provenance}
        return made

    def summary(self) -> list[str]:
        """A sentence per expectation, and one per scheme that does not keep it."""
        made: list[str] = through("Expectations.summary")(self)
        return made

    def rows(self) -> list[tuple[str, ...]]:
        """A row per expectation and scheme in texts."""
        made: list[tuple[str, ...]] = through("Expectations.rows")(self)
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        made: tuple[str, ...] = through("Expectations.columns")(self)
        return made

    def to_dict(self) -> JsonObject:
        """As ``ladder-sim compare STUDY --json`` has it under ``expectations``; what has no value is None."""
        return {
            "format": JSON_FORMAT,
            "expectations": [
                {"title": str(one.expectation.title), "rule": one.expectation.rule.text, "scheme": one.scheme,
                 "fate": one.fate, "share": plain(one.share), "replications": one.replications,
                 "example": None if one.example is None else
                 {"replication": one.example.replication, "month": one.example.month, "person": one.example.person,
                  "grade": one.example.grade}}
                for one in self.judged
            ],
            "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.provenance)
