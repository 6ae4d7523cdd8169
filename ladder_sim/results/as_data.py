"""Runs and comparisons as data, for programs that read JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.plain_data import JsonObject, PlainForm
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.provenance import fingerprints, mark_of_company
from ladder_sim.results.run import Run
from ladder_sim.results.verdicts import VERDICT_IDS, Contrast

if TYPE_CHECKING:
    import pandas as pd


def run_json(run: Run) -> JsonObject:
    """As printed by ``ladder-sim run --json``; what has no value is None."""
    measures = {}
    for name in run.known:
        found = run.interval(name)
        measures[name] = {**ends_of(found), "note": run.gaps(name), **luck_alone(run, name)}
    return {"format": JSON_FORMAT, "scheme": run.scheme.id, **played([run]), "measures": measures}


def comparison_json(comparison: Comparison) -> JsonObject:
    """As printed by ``ladder-sim compare --json``; what has no value is None."""
    schemes: PlainForm = {scheme: {"measures": {}} for scheme in comparison.schemes}
    for c in comparison.contrasts():
        if c.measure.name in comparison[c.scheme].known:
            schemes[c.scheme]["measures"][c.measure.name] = {
                **numbers_of(c),
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


def plain(value: float) -> float | None:
    """A number as JSON has it: None for NaN and infinities."""
    return float(value) if math.isfinite(value) else None


def ends_of(found: Interval) -> dict[str, float | None]:
    """An interval as JSON has it."""
    return {"mean": plain(found.mean), "low": plain(found.low), "high": plain(found.high)}


def numbers_of(c: Contrast) -> dict[str, float | None]:
    """A measure and its difference with their intervals, as JSON has them."""
    return ends_of(c.level) | {
        "difference": plain(c.difference.mean), "difference_low": plain(c.difference.low),
        "difference_high": plain(c.difference.high),
    }  # fmt: skip


def luck_alone(run: Run, name: str) -> dict[str, float | None]:
    """What chance alone gives, as JSON has it, beside a measure that has such a thing."""
    null = run.null(name)
    return {} if null is None else {"luck_alone": plain(null[0]), "luck_alone_single": plain(null[1])}


def played(runs: Sequence[Run]) -> JsonObject:
    """What was played, for JSON: runs of several schemes on the same people, so that they share all of this."""
    run = runs[0]
    return {
        "ladder_sim": run.origin.ladder_sim or None, "code": run.origin.code or None,
        "workforce": run.workforce.id, "months": run.months, "replications": run.replications, "seed": run.seed,
        "first": run.first, **({"parts": [asdict(part) for part in run.parts]} if run.parts else {}),
        "fingerprints": {**fingerprints([each.scheme for each in runs], run.workforce), **company_marks(runs)},
        **({"study": run.company.file} if run.company is not None else {}),
    }  # fmt: skip


def company_marks(runs: Sequence[Run]) -> dict[str, dict[str, str]]:
    """Of companies, under `companies`, the fingerprint of each by its id."""
    marks = {run.scheme.id: mark_of_company(run.company) for run in runs if run.company is not None}
    return {"companies": marks} if marks else {}


def records(frame: pd.DataFrame) -> list[JsonObject]:
    """The rows of a table, its index among the columns; what has no value is None."""
    rows = frame.reset_index().to_dict("records")
    return [{str(key): plain(v) if isinstance(v, float) else v for key, v in row.items()} for row in rows]
