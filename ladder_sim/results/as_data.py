"""A comparison as data, for programs that read JSON."""

from __future__ import annotations

from typing import Any

from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import luck_alone, plain, played
from ladder_sim.results.verdicts import VERDICT_IDS


def to_json(comparison: Comparison) -> dict[str, Any]:
    """As printed by ``ladder-sim compare --json``; what has no value is None."""
    schemes: dict[str, Any] = {scheme: {"measures": {}} for scheme in comparison.schemes}
    for c in comparison.contrasts():
        if c.measure.name in comparison[c.scheme].known:
            schemes[c.scheme]["measures"][c.measure.name] = {
                "mean": plain(c.level.mean),
                "low": plain(c.level.low),
                "high": plain(c.level.high),
                "difference": plain(c.difference.mean),
                "difference_low": plain(c.difference.low),
                "difference_high": plain(c.difference.high),
                "luck_saves": plain(c.luck_saves),
                "better": c.better,
                "verdict": c.verdict.of("en"),  # in English whatever the language; programs read the id
                "note": comparison.reason(c.scheme, c.measure.name),
                "verdict_id": VERDICT_IDS[c.verdict],
                **luck_alone(comparison[c.scheme], c.measure.name),
            }
    return {
        "format": JSON_FORMAT,
        "baseline": comparison.baseline,
        **played(comparison.runs),
        "notes": list(comparison.notes),
        "schemes": schemes,
    }
