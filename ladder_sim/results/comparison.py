"""Several schemes on the same people with the same luck: what is different, and how sure that is.

A difference is scheme − baseline, formed within each replication and then averaged: people and luck
are the same on both sides. How much better it is known for that is measured beside each difference
(`Contrast.luck_saves`). Its interval is a 95 % t interval over replications, wider for few events; each
stands for itself, so of twenty differences that are nothing one will on average look like something.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from ladder_sim.core.display import sentences, table_html, unit_text
from ladder_sim.core.doors import noun
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import tells_money
from ladder_sim.core.needs import names_of
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.signed import door
from ladder_sim.core.units import unit_name
from ladder_sim.model.scheme import Scheme
from ladder_sim.results import differences
from ladder_sim.results.asked import either, without_level
from ladder_sim.results.boxes import Box, box_of, lines_of
from ladder_sim.results.frames import TableName, hinting, is_table
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import BetterWord, KnownMeasures, Measure
from ladder_sim.results.measures import find
from ladder_sim.results.missing import alike
from ladder_sim.results.named_items import NamedItems, named_items
from ladder_sim.results.occurring import occurring
from ladder_sim.results.own import confidence
from ladder_sim.results.paired import Paired
from ladder_sim.results.pairing import check_pairs
from ladder_sim.results.period import Window
from ladder_sim.results.run import Run
from ladder_sim.results.verdicts import (
    BASELINE,
    HIGHER,
    IDENTICAL,
    LOWER,
    MARKS,
    TONES,
    UNKNOWN,
    UNSURE,
    VERDICT_IDS,
    Contrast,
    is_better,
    judge,
    marks_note,
)

if TYPE_CHECKING:
    import pandas as pd

#: The words of `verdicts` are part of what is said here.
__all__ = [
    "BASELINE", "HIGHER", "IDENTICAL", "LOWER", "MARKS", "TONES", "UNKNOWN", "UNSURE", "Box", "Comparison", "Contrast",
    "is_better", "judge", "marks_note",
]  # fmt: skip


@noun
@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Paired):
    """Runs of several schemes on one workforce with one seed.

    Parameters
    ----------
    runs : a run for each scheme; the first need not be the baseline
    baseline : the id of the scheme from which differences are taken
    notes : what else a reader should know, such as how many replications a precision would still take
    same_people : False where runs may meet other people, as in the explorer, whose notes then say so
    """

    runs: NamedItems[Run, Run]
    baseline: str
    notes: tuple[str, ...] = ()
    same_people: bool = True

    if TYPE_CHECKING:  # any sequence of runs will do, which then are known by the ids of their schemes

        def __init__(
            self, runs: Sequence[Run], baseline: str, notes: tuple[str, ...] = (), same_people: bool = True
        ) -> None: ...

    def __post_init__(self) -> None:
        check_pairs(self.runs, same_people=self.same_people)
        object.__setattr__(self, "runs", named_items(self.runs, self.schemes, self._run))

    def __getstate__(self) -> RecordValues:
        return {"runs": self.runs, "baseline": self.baseline, "notes": self.notes, "same_people": self.same_people}

    def __setstate__(self, state: RecordValues) -> None:
        self.__init__(**state)  # type: ignore[misc]  # frozen: made anew

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.schemes)

    @overload
    def __getitem__(self, scheme: TableName) -> pd.DataFrame: ...  # type: ignore[overload-overlap]  # no scheme is called so

    @overload
    def __getitem__(self, scheme: str | float | Scheme) -> Run: ...

    def __getitem__(self, scheme: str | float | Scheme) -> Run | pd.DataFrame:
        """The run of a scheme, by its id, the scheme itself, or the number that `compare` was given as its name.

        A name that no scheme has may be that of a table or a measure, which then is as of `frame` or `measure`; type
        checkers take a measure's for a scheme's.

        Raises
        ------
        LadderError
            It is not compared, and no table or measure.
        """
        if isinstance(scheme, str) and scheme not in self.schemes and (is_table(scheme) or scheme in self.known):
            return either(self, scheme)  # type: ignore[return-value]  # of a comparison both are frames
        return self._run(scheme)

    @property
    def schemes(self) -> NamedItems[str, Scheme]:
        """The ids, in the order given; ``schemes["new"]`` is the scheme."""
        ids = [run.scheme.id for run in self.runs]
        return named_items(ids, ids, lambda name: self._run(name).scheme)

    @property
    def others(self) -> tuple[str, ...]:
        """The ids without the baseline."""
        return tuple(scheme for scheme in self.schemes if scheme != self.baseline)

    @property
    def baseline_first(self) -> tuple[str, ...]:
        """All ids, as charts and tables for people show them."""
        return (self.baseline, *self.others)

    @cached_property
    def departments(self) -> Mapping[str, Comparison]:
        """Of a company: the same comparison of each department alone, by its id; else empty.

        To a department a transfer is an exit, or an arrival.
        """
        names = tuple(self.runs[0].departments)
        made = {
            name: Comparison(tuple(run.departments[name] for run in self.runs), self.baseline, self.notes,
                             self.same_people)
            for name in names
        }  # fmt: skip
        return made

    @property
    def known(self) -> Mapping[str, Measure]:
        """The measures that any of the schemes has, by name; those of grades differ between ladders."""
        return KnownMeasures(self._known)

    @cached_property
    def _known(self) -> dict[str, Measure]:
        found: dict[str, Measure] = {}
        for run in (self._run(self.baseline), *self.runs):
            for name, measure in run.known.items():
                found.setdefault(name, measure)
        return found

    @door
    def with_measure(
        self, name: str, compute: Callable[[Window], object], *, unit: str = "ratio", title: str | Title | None = None,
        better: BetterWord = None, definition: str | Title | None = None, yearly: bool = True,
    ) -> Comparison:  # fmt: skip
        """The same comparison with a measure of your own under every scheme.

        Parameters
        ----------
        name, compute, unit, title, better, definition, yearly : as of `Run.with_measure`

        Raises
        ------
        LadderError
            As `Run.with_measure`.
        """
        runs = tuple(
            run.with_measure(name, compute, unit=unit, title=title, better=better, definition=definition, yearly=yearly)
            for run in self.runs
        )
        return Comparison(runs, self.baseline, self.notes, self.same_people)

    @property
    def headline(self) -> tuple[str, ...]:
        """The measures that stand where there is room for few; of causes of leaving those that occur."""
        return tuple(name for name in occurring(self.runs, self.known) if self.known[name].headline)

    @door
    def contrast(
        self, scheme: str | Scheme, measure: str | None = None, from_: str | Scheme | None = None, *,
        level: float = 0.95,
    ) -> Contrast:  # fmt: skip
        """A measure under a scheme and its difference from the baseline, with the verdict.

        Parameters
        ----------
        scheme, from_ : ids, or the schemes themselves; None: from the baseline
        measure : its name; it may stand alone where there is a single alternative
        level : how sure interval and verdict are, from 0.5 to below 1

        Returns
        -------
        Level and difference with their intervals, in the measure's unit; the verdict, and whether it is for the better.

        Raises
        ------
        LadderError
            A scheme or measure that is not compared, or a level that is none.
        """
        scheme, measure = self._only(scheme) if measure is None else self._in_order(scheme, measure)
        ids = (self._run(scheme).scheme.id, find(measure, self.known).name, self._run(from_ or self.baseline).scheme.id)
        key = (*ids, confidence(level))
        if key not in self._contrasts:  # reports ask many times
            self._contrasts[key] = self._contrast(*key)
        return self._contrasts[key]

    @cached_property
    def rendered(self) -> list[tuple[Hashable, Sequence[object], Sequence[object]]]:
        """What reports have rendered of it, for the next report to tell the same; theirs to fill and to read.

        Of each how it was asked for, what had been `explained` by then, and the sections.
        """
        return []

    @cached_property
    def explained(self) -> dict[Hashable, object]:
        """What `why` found and played, for the next question and for reports; theirs to fill and to read."""
        return {}

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str, str, float], Contrast]:
        return {}

    def _contrast(self, scheme: str, measure: str, from_: str, level: float) -> Contrast:
        meant, run, base = find(measure, self.known), self._run(scheme), self._run(from_)
        found = differences.change(run, base, meant, level)
        values = differences.difference(run, base, measure)
        there = values[~np.isnan(values)]
        good = there < 0 if meant.better == "down" else there > 0
        single = there.size and run is not base and meant.pooled is None and meant.better is not None
        if meant.pooled is not None:  # one number, of all replications together
            there = np.array([found.mean] if found.n else [])
        certain = differences.certain(run, base, meant)
        verdict = BASELINE if run is base else judge(there, found, certain=certain)
        if verdict is IDENTICAL and not alike(run, base, measure):
            verdict = UNKNOWN  # equal where both have a value, but one has none where the other has
        return Contrast(
            scheme,
            meant,
            differences.level_of(run, measure, level),
            found,
            float(good.mean()) if single else math.nan,
            differences.luck_saves(run, base, meant),
            verdict,
            is_better(verdict, meant.better),
        )

    def changes_nothing(self, scheme: str) -> bool:
        """Whether a scheme differs from the baseline in names and texts alone.

        Parameters
        ----------
        scheme : its id
        """
        return differences.same_rules(self._run(scheme), self._run(self.baseline))

    @door
    def change(self, scheme: str | Scheme, measure: str, level: float = 0.95) -> Interval:
        """Scheme − baseline with its interval, in the measure's unit.

        Parameters
        ----------
        scheme : an id, or the scheme itself
        measure : its name
        level : how sure the interval is, from 0.5 to below 1

        Raises
        ------
        LadderError
            A scheme or measure that is not compared, or a level that is none.
        """
        scheme, measure = self._in_order(scheme, measure)
        return differences.change(
            self._run(scheme), self._run(self.baseline), find(measure, self.known), confidence(level)
        )

    def contrasts(self, measures: Iterable[str] | str | None = None, *, level: float = 0.95) -> list[Contrast]:
        """Every scheme under every measure (or those named), measure by measure.

        Parameters
        ----------
        measures : one or several names; None: all
        level : how sure intervals and verdicts are, from 0.5 to below 1

        Returns
        -------
        One for each measure and scheme, the baseline's too; see `contrast`.

        Raises
        ------
        LadderError
            A measure that is not known, or a level that is none.
        """
        names = list(self.known) if measures is None else names_of(measures, "measures")
        return [self.contrast(scheme, name, level=level) for name in names for scheme in self.schemes]

    def table(
        self, measures: Sequence[str] | str | None = None, *, level: float = 0.95, zeros: bool = False
    ) -> pd.DataFrame:
        """One row per scheme and measure.

        Parameters
        ----------
        measures : one or several; default all. The name of a table of counts gives that: see `frame`.
        level : how sure intervals and verdicts are, from 0.5 to below 1
        zeros : as of `frame`

        Returns
        -------
        mean, low and high are the measure with the interval of its mean; difference, difference_low and difference_high
        the same for scheme − baseline, paired by replication. `luck_saves` is how many times the replications the same
        difference would need if each scheme had luck of its own. `verdict` is in plain words, `verdict_id` one of
        higher, lower, unsure, identical, unknown and baseline whatever the language; `better` True or False where the
        difference is detectable and one direction is better, else missing. `note` says why a row has no value, or has
        none in some replications.

        Raises
        ------
        LadderError
            A measure or table that is not known, or a level that is none.
        """
        import pandas as pd

        if is_table(measures) and measures not in self.known:
            without_level(measures, level)
            return self.frame(measures, zeros=zeros)
        told = self.contrasts(measures, level=level)
        rows = [
            (c.scheme, c.measure.name, c.level.mean, c.level.low, c.level.high, c.difference.mean, c.difference.low,
             c.difference.high, c.chance_better, c.luck_saves, str(c.verdict), c.better, unit_name(c.measure.unit),
             self.reason(c.scheme, c.measure.name), VERDICT_IDS[c.verdict])
            for c in told
        ]  # fmt: skip
        columns = [
            "scheme", "measure", "mean", "low", "high", "difference", "difference_low", "difference_high",
            "chance_better", "luck_saves", "verdict", "better", "unit", "note", "verdict_id",
        ]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns)
        made["better"] = pd.array([c.better for c in told], dtype="boolean")
        made["verdict_id"] = pd.Categorical(made["verdict_id"], categories=list(VERDICT_IDS.values()))
        made = hinting(made.set_index(["scheme", "measure"]), "measures")
        made.attrs = {"table": "measures", "level": level, "baseline": self.baseline, "source": self.provenance}
        return made

    def grid(self) -> list[tuple[Measure, list[Box]]]:
        """The main measures, each with a box per scheme, the baseline first."""
        return [
            (self.known[n], [box_of(self.contrast(s, n), self.reason(s, n)) for s in self.baseline_first])
            for n in self.headline
        ]

    def _repr_html_(self) -> str:
        rows = [
            (
                "\n".join(part for part in (str(measure.title), unit_text(measure.unit)) if part),
                *("\n".join((box.level, *lines_of(box))) for box in boxes),
            )
            for measure, boxes in self.grid()
        ]
        columns = (tr("measure", "指标"), *(self.title(scheme) for scheme in self.baseline_first))
        below = tr(
            "Below each mean: the difference from the baseline and its 95% interval.",
            "均值之下：与基准的差值及其95%区间。",
        )
        note = sentences(below, self.provenance, *self.notes)
        return table_html(columns, rows, titles=sentences(*self.leaders()), note=note)
