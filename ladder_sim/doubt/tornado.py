"""What the difference between two schemes would be at the ends of the range of each assumption, one at a time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.units import unit_name
from ladder_sim.doubt.flips import Flip, FlipSearch, turning
from ladder_sim.doubt.gathered import Assumed, assumed
from ladder_sim.doubt.plays import Plays, difference
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.model.assumptions import Assumption, Value
from ladder_sim.results.as_data import plain
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.provenance import result_line
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

REPLICATIONS = 50  # played at each end unless somebody asks for others
DOUBT = 0.05  # the chance that any bar of a tornado is taken for more than luck though it is not


@dataclass(frozen=True, slots=True)
class TornadoEnd:
    """One end of a bar.

    Parameters
    ----------
    value
        Of the assumption, in its unit.
    difference
        Between the schemes there, with its 95 % interval, in the measure's unit.
    shift
        How far that is from the difference in use; its interval allows for how many ends are looked at (Bonferroni).
    """

    value: Value
    difference: Interval
    shift: Interval


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """One assumption: what the difference is at either end.

    Parameters
    ----------
    ends
        The difference at the low and the high end of the range, in the measure's unit.
    flip
        Where the better scheme changes; None where it does not within the range.
    """

    assumption: Assumption
    ends: tuple[TornadoEnd, ...]
    flip: Flip | None = None

    @property
    def sure(self) -> bool:
        """Whether an end moves the difference by more than luck, allowing for how many ends are looked at."""
        return any(end.shift.low > 0 or end.shift.high < 0 for end in self.ends)

    @property
    def nothing(self) -> bool:
        """Whether it changes nothing at all: with the same luck every figure is the same."""
        return all(end.shift.low == end.shift.high == 0 for end in self.ends)

    @property
    def span(self) -> float:
        """How far the difference moves at most."""
        return max((abs(end.shift.mean) for end in self.ends if end.shift.n), default=0.0)


@dataclass(frozen=True, slots=True)
class TornadoCase:
    """One alternative against the baseline: the difference now, and a bar for each assumption, the longest first.

    Parameters
    ----------
    bars
        One for each assumption, the longest first.
    sought
        Whether it was looked for where the better scheme changes; no where none is better now, or nobody asked.
    """

    scheme: str
    difference: Interval
    bars: tuple[TornadoBar, ...]
    sought: bool

    @property
    def turning(self) -> tuple[TornadoBar, ...]:
        """The bars within whose range the better scheme changes."""
        return tuple(bar for bar in self.bars if bar.flip is not None)

    @property
    def widest(self) -> tuple[float, float]:
        """The lowest and the highest difference that one assumption alone makes, of bars beyond luck."""
        found = [end.difference.mean for bar in self.bars if bar.sure for end in bar.ends if end.difference.n]
        found.append(self.difference.mean)
        return min(found), max(found)


@dataclass(frozen=True, eq=False)
class Tornado(FrozenFields, AsData, Leading):
    """How much each assumption matters to the differences of one measure.

    Parameters
    ----------
    assumed
        What can be moved, and what cannot.
    cases
        One for each alternative, in the order of the comparison.
    replications
        Played at each end.
    """

    comparison: Comparison
    measure: Measure
    assumed: Assumed
    cases: tuple[TornadoCase, ...]
    replications: int

    def __repr__(self) -> str:
        told = f"of {self.measure.name}: {len(self.assumed.moved)} assumptions, {self.replications} replications"
        return result_line("Tornado", told, self.comparison.provenance)

    def case(self, scheme: str) -> TornadoCase:
        """That of one alternative.

        Parameters
        ----------
        scheme
            Its id.

        Raises
        ------
        LadderError
            The scheme is not compared.
        """
        wanted = self.comparison[scheme].scheme.id
        return next(case for case in self.cases if case.scheme == wanted)

    def summary(self) -> list[str]:
        """What they say, in plain sentences."""
        told: list[str] = through("Tornado.summary")(self)
        return told

    def plot(self, scheme: str | None = None) -> Figure:
        """The tornado of an alternative.

        Parameters
        ----------
        scheme
            Its id; None: the first.

        Raises
        ------
        LadderError
            The scheme is not compared.
        """
        figure: Figure = through("Tornado.plot")(self, scheme)
        return figure

    def table(self) -> pd.DataFrame:
        """The bars in numbers.

        Returns
        -------
        One row per alternative, assumption and end: the difference there, its shift, and where it turns. Differences
        are in the unit that ``attrs`` tells, values and turns in that of the assumption.
        """
        import pandas as pd

        rows = [
            (case.scheme, bar.assumption.key, str(bar.assumption.title), bar.assumption.value, end.value,
             end.difference.mean, end.shift.mean, end.shift.low, end.shift.high, bar.sure,
             None if bar.flip is None else bar.flip.value, None if bar.flip is None else bar.flip.confirmed)
            for case in self.cases for bar in case.bars for end in bar.ends
        ]  # fmt: skip
        columns = ["scheme", "assumption", "title", "value", "end", "difference", "shift", "shift_low", "shift_high",
                   "beyond_luck", "turns_at", "turn_confirmed"]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns).set_index(["scheme", "assumption"])
        made.attrs = {"unit": unit_name(self.measure.unit), "source": self.comparison.provenance}
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --doubt … --json``."""
        return {"measure": self.measure.name, "baseline": self.comparison.baseline, "replications": self.replications,
                "cases": [_as_json(case) for case in self.cases]}  # fmt: skip

    def _repr_html_(self) -> str:
        rows: list[tuple[str, ...]] = through("Tornado.rows")(self)
        columns: tuple[str, ...] = through("Tornado.columns")(self)
        return table_html(columns, rows, caption=str(self.measure.title), titles=sentences(*self.summary()),
                          note=self.comparison.provenance)  # fmt: skip


def _as_json(case: TornadoCase) -> JsonObject:
    bars = [
        {"assumption": bar.assumption.key, "title": str(bar.assumption.title), "value": bar.assumption.value,
         "beyond_luck": bar.sure,
         "ends": [{"value": end.value, "difference": plain(end.difference.mean), "shift": plain(end.shift.mean)}
                  for end in bar.ends],
         "turns": None if bar.flip is None else bar.flip.to_dict()}
        for bar in case.bars
    ]  # fmt: skip
    return {"scheme": case.scheme, "difference": plain(case.difference.mean), "turns_sought": case.sought,
            "assumptions": bars}  # fmt: skip


# --- making one ------------------------------------------------------------------------------------


@shares_work
def tornado(
    comparison: Comparison,
    measure: str = "turnover",
    *,
    replications: int | None = None,
    flips: bool = True,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Tornado:
    """Move every assumption of schemes and workforce to the ends of its range, one at a time, with the same luck.

    Parameters
    ----------
    measure
        Whose difference from the baseline is looked at.
    replications
        Played at each end; None: those of the comparison, at most 50.
    flips
        Look for the values at which the better scheme changes, and confirm them on fresh seeds.
    executor, progress
        As of `compare`.
    store
        A folder in which finished worlds are kept, and from which those of a work that was broken off are taken.

    Raises
    ------
    LadderError
        The measure is not known, or an argument is none that can be used.
    """
    check_arguments(replications=replications, executor=executor, progress=progress, store=store)
    meant = find(measure, comparison.known)
    count = min(comparison.replications, replications or REPLICATIONS)
    found = assumed(comparison)
    shown = progress_of(progress, tr("moving assumptions", "各项假设变动模拟中"))
    plays = Plays(comparison, found.moved, (meant.name,), count, executor, shown, store_of(store))
    _play_ends(plays)
    cases = [_case(plays, scheme, meant) for scheme in comparison.others]
    if flips:
        cases = turned(plays, meant, cases)
    made = Tornado(comparison, meant, found, tuple(cases), count)
    comparison.explained["tornado", meant.name] = made
    return made


def _play_ends(plays: Plays) -> None:
    wanted: list[tuple[str, dict[str, Value]]] = [(scheme, {}) for scheme in plays.comparison.schemes]
    for one in plays.assumptions:
        for scheme in one.schemes or plays.comparison.schemes:
            wanted += [(scheme, {one.key: end}) for end in one.ends]
    plays.play(wanted)


def _case(plays: Plays, scheme: str, measure: Measure) -> TornadoCase:
    now = difference(plays, scheme, {}, measure)
    looked = sum(len(one.ends) for one in plays.assumptions)
    level = 1 - DOUBT / max(1, looked)
    bars = []
    for one in plays.assumptions:
        if one.schemes and not {scheme, plays.comparison.baseline} & set(one.schemes):
            continue
        ends = []
        for value in one.ends:
            there = difference(plays, scheme, {one.key: value}, measure)
            shift = difference_interval(paired(there, now), measure, plays.replications, level)
            ends.append(TornadoEnd(value, difference_interval(there, measure, plays.replications), shift))
        bars.append(TornadoBar(one, tuple(ends)))
    bars.sort(key=lambda bar: (not bar.sure, -bar.span))
    return TornadoCase(scheme, difference_interval(now, measure, plays.replications), tuple(bars), sought=False)


def turned(plays: Plays, measure: Measure, cases: Sequence[TornadoCase]) -> list[TornadoCase]:
    """The cases with the values at which the better scheme changes, where one is better now.

    It is looked for under the assumptions alone that move the difference by more than luck.
    """
    certain = [case.difference.low > 0 or case.difference.high < 0 for case in cases]
    searches = [
        FlipSearch(plays, case.scheme, measure, bar.assumption,
                   tuple((end.value, end.difference.mean) for end in bar.ends), case.difference.mean)
        for case, sure in zip(cases, certain, strict=True) if sure for bar in case.bars if bar.sure
    ]  # fmt: skip
    found = turning(searches)
    made = []
    for case, sure in zip(cases, certain, strict=True):
        bars = tuple(TornadoBar(bar.assumption, bar.ends, found.get((case.scheme, bar.assumption.key)))
                     for bar in case.bars)  # fmt: skip
        made.append(TornadoCase(case.scheme, case.difference, bars, sought=sure))
    return made
