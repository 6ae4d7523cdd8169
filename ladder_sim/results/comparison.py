"""Several schemes on the same people with the same luck: what is different, and how sure that is.

A difference is scheme − baseline, formed within each replication and then averaged: people and luck
are the same on both sides. How much better it is known for that is measured beside each difference
(`Contrast.luck_saves`). Its interval is a 95 % t interval over replications, wider for few events; each
stands for itself, so of twenty differences that are nothing one will on average look like something.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.core.display import between, change, figure, table_html, unit_text
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import unit_name
from ladder_sim.model.records import Workforce
from ladder_sim.results import differences
from ladder_sim.results.comparison_doors import ComparisonDoors
from ladder_sim.results.intervals import Floats, Interval
from ladder_sim.results.measures import Better, Measure, find
from ladder_sim.results.missing import alike, reason
from ladder_sim.results.run import Run, fingerprints, luck_alone, plain, provenance

if TYPE_CHECKING:
    import pandas as pd

HIGHER = Title("higher", "较高")
LOWER = Title("lower", "较低")
UNSURE = Title("no detectable difference", "差异不显著")
IDENTICAL = Title("identical", "完全相同")
UNKNOWN = Title("cannot be said", "无法判断")
BASELINE = Title("baseline", "基准")
#: What stands for a verdict that has no figure where there is no room for its words.
MARKS = {UNSURE: "≈", IDENTICAL: "=", UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class Contrast:
    """A measure under one scheme, and what it differs from the baseline."""

    scheme: str
    measure: Measure
    level: Interval
    difference: Interval
    chance_better: float  # share of replications in which it is better, or higher where no direction is better
    luck_saves: float  # variance of the difference had each its own luck ÷ its variance with the same luck
    verdict: Title
    better: bool | None


@dataclass(frozen=True, slots=True)
class Box:
    """What a table of measures by schemes says in one place; every part is a text ready to show."""

    level: str
    difference: str = ""
    interval: str = ""
    word: str = ""
    tone: str = ""  # "good", "bad" or ""


def marks_note() -> str:
    """What the marks stand for."""
    return tr("; ", "；").join(
        tr("{mark}: {v}", "{mark}：{v}", mark=mark, v=verdict) for verdict, mark in MARKS.items()
    )


TONES = {True: "good", False: "bad", None: ""}


@dataclass(eq=False)
class Comparison(ComparisonDoors):
    """Runs of several schemes on one workforce with one seed; the first of `runs` need not be the baseline.

    `notes` says what else a reader should know, such as how many replications a precision would still take.
    """

    runs: tuple[Run, ...]
    baseline: str
    notes: tuple[str, ...] = ()

    def __getitem__(self, scheme: str) -> Run:
        """The run of a scheme."""
        for run in self.runs:
            if run.scheme.id == scheme:
                return run
        raise LadderError(
            tr("scheme {scheme!r} is not compared here", "本次比较没有方案{scheme!r}", scheme=scheme)
            + nearest(scheme, self.schemes)
        )

    @property
    def schemes(self) -> tuple[str, ...]:
        """The ids, in the order given."""
        return tuple(run.scheme.id for run in self.runs)

    @property
    def others(self) -> tuple[str, ...]:
        """The ids without the baseline."""
        return tuple(scheme for scheme in self.schemes if scheme != self.baseline)

    @property
    def baseline_first(self) -> tuple[str, ...]:
        """All ids, as charts and tables for people show them."""
        return (self.baseline, *self.others)

    @property
    def workforce(self) -> Workforce:
        return self.runs[0].workforce

    @property
    def months(self) -> int:
        return self.runs[0].months

    @property
    def replications(self) -> int:
        return self.runs[0].replications

    @property
    def seed(self) -> int:
        return self.runs[0].seed

    @cached_property
    def known(self) -> dict[str, Measure]:
        """The measures that any of the schemes has, by name; those of grades differ between ladders."""
        found: dict[str, Measure] = {}
        for run in (self[self.baseline], *self.runs):
            for name, measure in run.known.items():
                found.setdefault(name, measure)
        return found

    @property
    def headline(self) -> tuple[str, ...]:
        """The measures that stand where there is room for few."""
        return tuple(name for name, measure in self.known.items() if measure.headline)

    def values(self, scheme: str, measure: str) -> Floats:
        """A measure under a scheme, one number per replication; NaN where the scheme has no such measure."""
        run = self[scheme]
        find(measure, self.known)
        return run.values(measure) if measure in run.known else np.full(run.replications, math.nan)

    def measure(self, name: str) -> pd.DataFrame:
        """A measure as a frame: a row per replication, a column per scheme."""
        import pandas as pd

        index = pd.RangeIndex(self.replications, name="replication")
        return pd.DataFrame({scheme: self.values(scheme, name) for scheme in self.schemes}, index=index)

    def difference(self, scheme: str, measure: str, from_: str | None = None) -> Floats:
        """Scheme − baseline (or `from_`), one number per replication."""
        return differences.difference(self[scheme], self[from_ or self.baseline], measure)

    def contrast(self, scheme: str, measure: str, from_: str | None = None) -> Contrast:
        """A measure under a scheme and its difference from the baseline (or `from_`), with the verdict."""
        key = (scheme, measure, from_ or self.baseline)
        if key not in self._contrasts:  # reports ask many times
            self._contrasts[key] = self._contrast(*key)
        return self._contrasts[key]

    @cached_property
    def told(self) -> list[Any]:
        """What reports have told of it, for the next report to tell the same; theirs to fill and to read."""
        return []

    @cached_property
    def explained(self) -> dict[Any, Any]:
        """What `why` found and played, for the next question and for reports; theirs to fill and to read."""
        return {}

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str, str], Contrast]:
        return {}

    def _contrast(self, scheme: str, measure: str, from_: str) -> Contrast:
        meant, run, base = find(measure, self.known), self[scheme], self[from_]
        found = differences.change(run, base, meant)
        values = self.difference(scheme, measure, from_)
        there = values[~np.isnan(values)]
        good = there < 0 if meant.better == "down" else there > 0
        single = there.size and run is not base and meant.pooled is None
        if meant.pooled is not None:  # one number, of all replications together
            there = np.array([found.mean] if found.n else [])
        certain = differences.certain(run, base, meant)
        verdict = BASELINE if run is base else judge(there, found, certain=certain)
        if verdict is IDENTICAL and not alike(run, base, measure):
            verdict = UNKNOWN  # equal where both have a value, but one has none where the other has
        return Contrast(
            scheme,
            meant,
            differences.level_of(run, measure),
            found,
            float(good.mean()) if single else math.nan,
            differences.luck_saves(run, base, meant),
            verdict,
            is_better(verdict, meant.better),
        )

    def changes_nothing(self, scheme: str) -> bool:
        """Whether a scheme differs from the baseline in names and texts alone."""
        return differences.same_rules(self[scheme], self[self.baseline])

    def change(self, scheme: str, measure: str, confidence: float = 0.95) -> Interval:
        """Scheme − baseline with an interval of this confidence."""
        return differences.change(self[scheme], self[self.baseline], find(measure, self.known), confidence)

    def reason(self, scheme: str, measure: str) -> str:
        """Why a measure or its difference from the baseline has no value, or none in some replications; else empty."""
        return reason(self[scheme], self[self.baseline], measure, self.title(self.baseline))

    def contrasts(self, measures: Iterable[str] | None = None) -> list[Contrast]:
        """Every scheme under every measure, measure by measure."""
        names = list(self.known) if measures is None else list(measures)
        return [self.contrast(scheme, name) for name in names for scheme in self.schemes]

    def table(self, measures: Sequence[str] | str | None = None) -> pd.DataFrame:
        """One row per scheme and measure.

        mean, low and high are the measure with the 95 % interval of its mean; difference, difference_low and
        difference_high the same for scheme − baseline, paired by replication. `luck_saves` is how many times the
        replications the same difference would need if each scheme had luck of its own. `verdict` is in plain words,
        `better` True or False where the difference is detectable and one direction is better, else None. `note` says
        why a row has no value, or has none in some replications.
        """
        import pandas as pd

        names = [measures] if isinstance(measures, str) else measures
        rows = [
            (c.scheme, c.measure.name, c.level.mean, c.level.low, c.level.high, c.difference.mean, c.difference.low,
             c.difference.high, c.chance_better, c.luck_saves, str(c.verdict), c.better, unit_name(c.measure.unit),
             self.reason(c.scheme, c.measure.name))
            for c in self.contrasts(names)
        ]  # fmt: skip
        columns = [
            "scheme", "measure", "mean", "low", "high", "difference", "difference_low", "difference_high",
            "chance_better", "luck_saves", "verdict", "better", "unit", "note",
        ]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns).astype({"better": object})
        made["better"] = [row[columns.index("better")] for row in rows]  # keeps True, False and None apart
        return made.set_index(["scheme", "measure"])

    def to_json(self) -> dict[str, Any]:
        """As printed by ``ladder-sim compare --json``; what has no value is None."""
        schemes: dict[str, Any] = {scheme: {"measures": {}} for scheme in self.schemes}
        for c in self.contrasts():
            if c.measure.name in self[c.scheme].known:
                schemes[c.scheme]["measures"][c.measure.name] = {
                    "mean": plain(c.level.mean),
                    "low": plain(c.level.low),
                    "high": plain(c.level.high),
                    "difference": plain(c.difference.mean),
                    "difference_low": plain(c.difference.low),
                    "difference_high": plain(c.difference.high),
                    "luck_saves": plain(c.luck_saves),
                    "better": c.better,
                    "verdict": c.verdict.en,  # a word for programs, whatever the language
                    "note": self.reason(c.scheme, c.measure.name),
                    **luck_alone(self[c.scheme], c.measure.name),
                }
        return {
            "baseline": self.baseline,
            "workforce": self.workforce.id,
            "months": self.months,
            "replications": self.replications,
            "seed": self.seed,
            "fingerprints": fingerprints([run.scheme for run in self.runs], self.workforce),
            "notes": list(self.notes),
            "schemes": schemes,
        }

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        schemes = [run.scheme for run in self.runs]
        return provenance(schemes, self.workforce, self.months, self.replications, self.seed)

    def title(self, scheme: str) -> str:
        """A scheme's title in the language in use; with its id where another has the same, as variants do."""
        title = str(self[scheme].scheme.title)
        alike = sum(str(run.scheme.title) == title for run in self.runs)
        return title if alike == 1 else scheme if scheme.startswith(title) else f"{title} [{scheme}]"

    def short(self, scheme: str) -> str:
        """A scheme's short title, for charts and headlines; the title where it has none of its own."""
        shorts = [str(run.scheme.short_title or run.scheme.title) for run in self.runs]
        own = shorts[self.schemes.index(scheme)]
        return own if shorts.count(own) == 1 else self.title(scheme)

    def grid(self) -> list[tuple[Measure, list[Box]]]:
        """The main measures, each with a box per scheme, the baseline first."""
        return [(self.known[n], [_box(self, scheme, n) for scheme in self.baseline_first]) for n in self.headline]

    def _repr_html_(self) -> str:
        rows = [
            (
                "\n".join(part for part in (str(measure.title), unit_text(measure.unit)) if part),
                *("\n".join((box.level, *_lines(box))) for box in boxes),
            )
            for measure, boxes in self.grid()
        ]
        columns = (tr("measure", "指标"), *(self.title(scheme) for scheme in self.baseline_first))
        below = tr(
            "Below each mean: the difference from the baseline and its 95% interval.",
            "均值之下：与基准的差值及其95%区间。",
        )
        note = " ".join((below, self.provenance, *self.notes))
        return table_html(columns, rows, titles=" ".join(self.leaders()), note=note)


def _box(comparison: Comparison, scheme: str, measure: str) -> Box:
    c, why = comparison.contrast(scheme, measure), comparison.reason(scheme, measure)
    unit, found = c.measure.unit, c.difference
    level = figure(c.level.mean, unit, short=True)
    if c.verdict not in (HIGHER, LOWER):
        return Box(level, word=" · ".join(part for part in (str(c.verdict), why) if part))
    interval = between(found.low, found.high, unit, signed=True, short=True)
    word = {True: tr("better", "更优"), False: tr("worse", "更差"), None: ""}[c.better]
    return Box(level, change(found.mean, unit, short=True), interval, word, TONES[c.better])


def _lines(box: Box) -> tuple[str, ...]:
    """What stands below the level."""
    if not box.difference:
        return (box.word,)
    return (" · ".join(part for part in (box.difference, box.word) if part), box.interval)


def judge(values: Floats, found: Interval, *, certain: bool = False) -> Title:
    """The word for a paired difference: by whether its interval leaves out 0.

    Where every replication is equal it is *identical* only when that is `certain` from the rules: luck alone makes few
    events equal, too.
    """
    if not found.n:
        return UNKNOWN
    if certain and not values.any():
        return IDENTICAL
    if math.isnan(found.low):
        return UNKNOWN
    return HIGHER if found.low > 0 else LOWER if found.high < 0 else UNSURE


def is_better(verdict: Title, direction: Better) -> bool | None:
    """Whether a detectable difference is for the better; None where there is none, or no direction is better."""
    if direction is None or verdict not in (HIGHER, LOWER):
        return None
    return (verdict is HIGHER) == (direction == "up")
