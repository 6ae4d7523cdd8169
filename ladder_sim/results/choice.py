"""Which of several schemes is best, as `choose` found it: a winner, or several with nothing that matters between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.directions import Direction
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.units import unit_name
from ladder_sim.results.as_data import ends_of, plain
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.search_question import Searched, SearchQuestion

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: winner: one has beaten all others. alike: several are left, and none is better than another by what matters.
#: undecided: the replications allowed did not do.
ChoiceOutcome = Literal["winner", "alike", "undecided"]
#: single: one measure. weights: several, each counted in what matters of it. worth: several, each in money.
CriterionKind = Literal["single", "weights", "worth"]


#: By which a measure is turned so that more is better.
SIGNS: Mapping[Direction, float] = {"up": 1.0, "down": -1.0}


@dataclass(frozen=True, slots=True, repr=False)
class Criterion(FrozenFields, OneLine):
    """By what schemes are chosen: one number of a replication, the higher the better.

    Parameters
    ----------
    kind : how measures are put together
    measures : name → measure; every one has a better direction
    weights : name → as the reader gave it; of ``single`` 1
    per : name → how much of the measure counts its weight once, in the measure's unit
    matters : the smallest difference that matters, in the unit of the score: of ``single`` the measure's, of
        ``weights`` 1, of ``worth`` money
    """

    kind: CriterionKind
    measures: Mapping[str, Measure]
    weights: Mapping[str, float]
    per: Mapping[str, float]
    matters: float

    def gains(self, values: Mapping[str, Floats]) -> dict[str, Floats]:
        """Each measure's part of the score at weight 1, from one number per replication; the higher the better.

        Parameters
        ----------
        values : name → the measure or its differences, shape (replications,)
        """
        made: dict[str, Floats] = {}
        for name, measure in self.measures.items():
            assert measure.better is not None  # a criterion is of measures that have a better direction
            made[name] = SIGNS[measure.better] * values[name] / self.per[name]
        return made

    def score(self, values: Mapping[str, Floats]) -> Floats:
        """The score of each replication, shape (replications,); weights are taken as shares of their sum."""
        gains = self.gains(values)
        whole = sum(self.weights.values()) if self.kind == "weights" else 1.0
        made: Floats = np.sum([self.weights[name] / whole * gains[name] for name in gains], axis=0)
        return made


@dataclass(frozen=True, slots=True, repr=False)
class Contender(FrozenFields, OneLine):
    """One of the schemes.

    Parameters
    ----------
    replications : how many it was played; one that is beaten is played no further
    levels : measure → its mean with a 95 % interval
    differences : measure → this less the leader, paired by the replications of both
    score : the same of the criterion; below 0 where this is worse
    beaten_by, beaten_after : which scheme has beaten it and after how many replications; None, 0 where none has
    """

    scheme: str
    title: Title
    replications: int
    levels: Mapping[str, Interval]
    differences: Mapping[str, Interval]
    score: Interval
    beaten_by: str | None
    beaten_after: int


@dataclass(frozen=True, slots=True)
class WeightRange:
    """How far the weight of a measure may move, the others as they are, before another scheme leads.

    Parameters
    ----------
    low, high : between which weights the winner stays; 0 and infinity where none of them turns the choice
    at_low, at_high : the scheme that leads beyond; None where none does
    """

    measure: str
    weight: float
    low: float
    high: float
    at_low: str | None
    at_high: str | None


@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Chosen(Searched, FrozenFields, AsData, Leading):
    """What `choose` found.

    Parameters
    ----------
    criterion : by what, and the smallest difference that matters
    outcome : ``winner``, ``alike`` or ``undecided``
    left : the schemes that none has beaten, the one with the best mean first; of ``winner`` it alone
    contenders : every scheme, in the order given
    decided_after : replications after which the last decision fell; of ``undecided`` how many were played
    needed : of ``undecided`` about how many replications would do
    ranges : of a winner by weights, how far each weight may move
    runner_up : of a winner the scheme with the next best mean
    fresh : of a winner its score less the runner-up's on luck that nothing was chosen with
    error : the chance of error that the procedure keeps to
    months, seed : how long each replication is, and of which random numbers
    provenance : one line that says where the numbers come from
    question : what was asked
    """

    criterion: Criterion
    outcome: ChoiceOutcome
    left: tuple[str, ...]
    contenders: tuple[Contender, ...]
    decided_after: int
    needed: int
    ranges: tuple[WeightRange, ...]
    runner_up: str | None
    fresh: Interval | None
    error: float
    months: int
    seed: int
    provenance: str = field(repr=False)
    currency: str = field(default="", repr=False)  # of what was chosen among; '' where nothing says it
    question: SearchQuestion | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        said = ", ".join(self.left)
        told = f"by {', '.join(self.criterion.measures)}: {self.outcome}, {said}; {self.decided_after} replications"
        return result_line("Chosen", told, self.provenance)

    @property
    def winner(self) -> str | None:
        """The scheme that is best by what matters; None where none is."""
        return self.left[0] if self.outcome == "winner" else None

    @property
    def leader(self) -> str:
        """The scheme from which differences are taken: the winner, else the best mean of those left."""
        return self.left[0]

    def contender(self, scheme: str) -> Contender:
        """One of the schemes.

        Parameters
        ----------
        scheme : its id
        """
        return next(one for one in self.contenders if one.scheme == scheme)

    def table(self) -> pd.DataFrame:
        """One row per scheme and measure.

        Returns
        -------
        scheme, measure; mean, low, high: its level; difference, difference_low, difference_high: from the leader,
        paired by replication; replications; beaten_by, beaten_after; unit.
        """
        import pandas as pd

        rows = [
            (one.scheme, name, one.levels[name].mean, one.levels[name].low, one.levels[name].high,
             one.differences[name].mean, one.differences[name].low, one.differences[name].high, one.replications,
             one.beaten_by, one.beaten_after, unit_name(measure.unit))
            for one in self.contenders for name, measure in self.criterion.measures.items()
        ]  # fmt: skip
        columns = ["scheme", "measure", "mean", "low", "high", "difference", "difference_low", "difference_high",
                   "replications", "beaten_by", "beaten_after", "unit"]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns).set_index(["scheme", "measure"])
        made.attrs = {"level": 0.95, "source": self.provenance}
        return made

    def summary(self) -> list[str]:
        """The choice in sentences: who, by how much, how sure, and when it would turn."""
        made: list[str] = through("Chosen.summary")(self)
        return made

    def rows(self) -> list[tuple[str, ...]]:
        """A row per scheme in texts."""
        made: list[tuple[str, ...]] = through("Chosen.rows")(self)
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        made: tuple[str, ...] = through("Chosen.columns")(self)
        return made

    def plot(self, ax: Axes | None = None) -> Drawn:
        """Every scheme's paired difference from the leader with its interval, beside what matters.

        Parameters
        ----------
        ax : axes to draw on; None: new ones
        """
        drawn: Drawn = through("Chosen.plot")(self, ax)
        return drawn

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim choose --json``; what has no value is None."""
        criterion = self.criterion
        return {
            "format": JSON_FORMAT, "outcome": self.outcome, "winner": self.winner, "left": list(self.left),
            "by": {"kind": criterion.kind, "matters": criterion.matters,
                   "measures": {name: {"weight": criterion.weights[name], "per": criterion.per[name],
                                       "unit": unit_name(m.unit)} for name, m in criterion.measures.items()}},
            "schemes": [
                {"scheme": one.scheme, "replications": one.replications,
                 "levels": {name: ends_of(found) for name, found in one.levels.items()},
                 "differences": {name: ends_of(found) for name, found in one.differences.items()},
                 "score": ends_of(one.score), "beaten_by": one.beaten_by, "beaten_after": one.beaten_after}
                for one in self.contenders
            ],
            "decided_after": self.decided_after, "needed": self.needed, "error": self.error,
            "ranges": [{"measure": r.measure, "weight": r.weight, "low": r.low, "high": plain(r.high),
                        "at_low": r.at_low, "at_high": r.at_high} for r in self.ranges],
            "runner_up": self.runner_up, "fresh": None if self.fresh is None else ends_of(self.fresh),
            "months": self.months, "seed": self.seed, "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.provenance)
