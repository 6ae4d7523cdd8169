"""Where numbers come from: the fingerprints of what was played, and the line that tells it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.records import Scheme, Workforce


def rules_of(scheme: Scheme) -> Scheme:
    """A scheme without what only tells of it: two of the same rules give the same numbers under any luck."""
    nothing = Title("", "")
    parameters = {
        name: replace(one, title=nothing, remark=nothing, assumed=False, reading=False, low=None, high=None, step=None)
        for name, one in scheme.parameters.items()
    }
    return replace(
        scheme, id="", title=nothing, summary=nothing, source={}, notes=(), based_on=None,
        parameters=parameters,
    )  # fmt: skip


def fingerprints(schemes: list[Scheme], workforce: Workforce) -> dict[str, Any]:
    """The fingerprints of the files' contents."""
    return {
        "schemes": {scheme.id: mark_of(scheme) for scheme in schemes},
        "workforce": mark_of(workforce),
    }


#: Fingerprints by the identity of frozen records, which are kept so that no other takes their place.
_MARKS: dict[int, tuple[Scheme | Workforce, str]] = {}


def mark_of(thing: Scheme | Workforce) -> str:
    """The fingerprint, computed once: a report shows it many times."""
    from ladder_sim.scenarios.loading import fingerprint

    found = _MARKS.get(id(thing))
    if found is None or found[0] is not thing:
        if len(_MARKS) >= 256:
            _MARKS.clear()
        found = _MARKS[id(thing)] = (thing, str(fingerprint(thing)))
    return found[1]


def provenance(
    schemes: list[Scheme], workforce: Workforce, months: int, replications: int, seed: int, first: int = 0
) -> str:
    """One line: schemes, workforce, months, replications, seed, with the fingerprints of the files' contents."""
    marks = fingerprints(schemes, workforce)
    later = tr(" from number {first} on", "（自第{first}号起）", first=first) if first else ""
    return tr(
        "schemes {schemes}; workforce {workforce}; {months} months, {replications} replications{later}, seed {seed}",
        "方案 {schemes}；人员 {workforce}；{months}个月，重复{replications}次{later}，种子{seed}",
        schemes=tr(", ", "、").join(_marked(scheme, mark) for scheme, mark in marks["schemes"].items()),
        workforce=_marked(workforce.id, marks["workforce"]),
        months=months, replications=replications, seed=seed, later=later,
    )  # fmt: skip


def _marked(name: str, mark: str) -> str:
    return tr("{name} ({mark})", "{name}（{mark}）", name=name, mark=mark)
