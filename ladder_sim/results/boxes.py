"""A table of measures by schemes for people: what stands in each place."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.display import between, change, figure
from ladder_sim.core.i18n import tr
from ladder_sim.results.verdicts import HIGHER, LOWER, TONES, Contrast


@dataclass(frozen=True, slots=True)
class Box:
    """What a table of measures by schemes says in one place; every part is a text in the language in use."""

    level: str
    difference: str = ""
    interval: str = ""
    word: str = ""
    tone: str = ""  # "good", "bad" or ""


def box_of(c: Contrast, why: str) -> Box:
    """What stands for a measure under a scheme; `why` says why there is no value, or none in some replications."""
    unit, found = c.measure.unit, c.difference
    level = figure(c.level.mean, unit, short=True)
    if c.verdict not in (HIGHER, LOWER):
        return Box(level, word=" · ".join(part for part in (str(c.verdict), why) if part))
    interval = between(found.low, found.high, unit, signed=True, short=True)
    word = {True: tr("better", "更优"), False: tr("worse", "更差"), None: ""}[c.better]
    return Box(level, change(found.mean, unit, short=True), interval, word, TONES[c.better])


def lines_of(box: Box) -> tuple[str, ...]:
    """What stands below the level."""
    if not box.difference:
        return (box.word,)
    return (" · ".join(part for part in (box.difference, box.word) if part), box.interval)
