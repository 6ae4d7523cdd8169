"""What proves a result: everything that plays it again, and the digests of what it counted."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from typing import Literal

import numpy as np

from ladder_sim.core.plain_data import PlainForm
from ladder_sim.results.appendix import record
from ladder_sim.results.as_data import company_marks
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.provenance import fingerprints
from ladder_sim.results.run import Run
from ladder_sim.results.search_question import SearchQuestion
from ladder_sim.scenarios.registry import ids_of
from ladder_sim.store.run_file import arrays_of


def digests(counts: RunCounts) -> dict[str, str]:
    """SHA-256 of each array that was counted, by name: of its kind of number, its shape and its bytes."""
    return {name: _digest(array) for name, array in arrays_of(counts)}


def _own(name: str, kind: Literal["scheme", "workforce"]) -> bool:
    """Whether a file of one's own is asked for by its path: what is at hand is by its id, wherever it lies."""
    return name.partition("(")[0] not in ids_of(kind)


def _digest(array: np.typing.NDArray[np.generic]) -> str:
    found = hashlib.sha256(f"{array.dtype.str} {array.shape} ".encode())
    found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def proof_of(runs: Sequence[Run], kind: str, baseline: str = "", notes: Sequence[str] = ()) -> PlainForm:
    """The record that a folder of results keeps of runs over the same replications.

    Of companies it names the study, which says their departments; those have digests of their own.

    Parameters
    ----------
    runs : as they were played, before anything was merged to protect small groups
    kind : which files are made of them, ``run`` or ``comparison``
    baseline : of a comparison, the scheme that the others are compared with
    notes : what else it tells its readers
    """
    origin = runs[0].origin
    parts = [dataclasses.asdict(part) for part in runs[0].luck]
    if runs[0].company is not None:
        told = {key: value for key, value in record(runs).items() if key != "resolved"}
        marks = fingerprints([run.scheme for run in runs], runs[0].workforce)
        return {
            "kind": kind, "baseline": baseline, "notes": list(notes), **told, "study": runs[0].company.file,
            "fingerprints": {**marks, **company_marks(runs)}, "modules": dict(origin.modules),
            "counts": {run.scheme.id: company_digests(run) for run in runs}, "parts": parts,
        }  # fmt: skip
    return {
        "kind": kind, "baseline": baseline, "notes": list(notes), **record(runs),
        "files": {run.scheme.id: run.scheme.file for run in runs if _own(run.scheme.id, "scheme")},
        "people": runs[0].workforce.file if _own(runs[0].workforce.id, "workforce") else "",
        "modules": dict(origin.modules),
        "counts": {run.scheme.id: digests(run.counts) for run in runs},
        "parts": parts,
    }  # fmt: skip


def company_digests(run: Run) -> dict[str, str]:
    """Those of a company's counts and, behind the department's name, of its departments' counts."""
    inner = {f"{name}: {array}": mark for name, one in run.departments.items()
             for array, mark in digests(one.counts).items()}  # fmt: skip
    return {**digests(run.counts), **inner}


def proof_of_search(question: SearchQuestion) -> PlainForm:
    """The record that a folder keeps of what a search was asked."""
    schemes, people = question.schemes, question.workforce
    return {
        **question.record(),
        "files": {scheme.id: scheme.file for scheme in schemes if _own(scheme.id, "scheme")},
        "people": people.file if _own(people.id, "workforce") else "",
        "modules": dict(question.origin.modules),
    }
