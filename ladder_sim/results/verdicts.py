"""The words for a difference, and what a comparison says of one measure under one scheme."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from ladder_sim.core import habits
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import Leading
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Better, Measure

HIGHER = Title("higher", "较高")
LOWER = Title("lower", "较低")
UNSURE = Title("no detectable difference", "差异不显著")
IDENTICAL = Title("identical", "完全相同")
UNKNOWN = Title("cannot be said", "无法判断")
BASELINE = Title("baseline", "基准")
#: What stands for a verdict that has no figure where there is no room for its words.
MARKS = {UNSURE: "≈", IDENTICAL: "=", UNKNOWN: "?"}


@dataclass(frozen=True, slots=True, repr=False)
class Contrast(Leading):
    """A measure under one scheme, and what it differs from the baseline; level and difference in the measure's unit."""

    MEANT: ClassVar[Mapping[str, Title]] = habits.CONTRAST
    scheme: str
    measure: Measure
    level: Interval
    difference: Interval
    chance_better: float  # share of replications in which it is better; NaN where no direction is
    luck_saves: float  # variance of the difference had each its own luck ÷ its variance with the same luck
    verdict: Title
    better: bool | None

    def __repr__(self) -> str:
        by = self.difference
        told = f"{by.mean:.4g} ({by.low:.4g} to {by.high:.4g})"
        return f"<Contrast {self.scheme}, {self.measure.name}: difference {told}, {VERDICT_IDS[self.verdict]}>"


def marks_note() -> str:
    """What the marks stand for."""
    return tr("; ", "；").join(
        tr("{mark}: {v}", "{mark}：{v}", mark=mark, v=verdict) for verdict, mark in MARKS.items()
    )


TONES = {True: "good", False: "bad", None: ""}

#: What programs may read, whatever the language.
VERDICT_IDS = {HIGHER: "higher", LOWER: "lower", UNSURE: "unsure", IDENTICAL: "identical", UNKNOWN: "unknown",
               BASELINE: "baseline"}  # fmt: skip


def judge(values: Floats, found: Interval, *, certain: bool = False) -> Title:
    """The word for a paired difference, shape (replications,): by whether its interval leaves out 0.

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
