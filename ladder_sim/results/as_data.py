"""A comparison as data, for programs that read JSON."""

from __future__ import annotations

from typing import Any

from ladder_sim.results.citing import fingerprints, numbered
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import luck_alone, plain


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
                "verdict": c.verdict.en,  # a word for programs, whatever the language
                "note": comparison.reason(c.scheme, c.measure.name),
                **luck_alone(comparison[c.scheme], c.measure.name),
            }
    return {
        "ladder_sim": comparison.runs[0].origin.ladder_sim or None,
        "baseline": comparison.baseline,
        "workforce": comparison.workforce.id,
        "months": comparison.months,
        "replications": comparison.replications,
        "seed": comparison.seed,
        **numbered(comparison.runs[0].luck),
        "fingerprints": fingerprints([run.scheme for run in comparison.runs], comparison.workforce),
        "notes": list(comparison.notes),
        "schemes": schemes,
    }
