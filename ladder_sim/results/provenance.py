"""Where numbers come from: the fingerprints of what was played, and the line that tells it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from ladder_sim.core.i18n import Title, tr
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.one_luck import luck_text
from ladder_sim.results.origin import UNKNOWN, Origin, SeedRange


def rules_of(scheme: Scheme) -> Scheme:
    """A scheme without what only tells of it: two of the same rules give the same numbers under any luck."""
    nothing = Title("", "")
    parameters = {
        name: replace(one, title=nothing, remark=nothing, assumed=False, reading=False, low=None, high=None, step=None)
        for name, one in scheme.parameters.items()
    }
    return replace(
        scheme, id="", title=nothing, currency="", summary=nothing, source={}, notes=(), based_on=None,
        parameters=parameters,
    )  # fmt: skip


class Fingerprints(TypedDict):
    """Fingerprints of the files' contents: of the schemes by id, and of the workforce."""

    schemes: dict[str, str]
    workforce: str


def fingerprints(schemes: Sequence[Scheme], workforce: Workforce) -> Fingerprints:
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


def mark_of_company(company: Company) -> str:
    """The fingerprint of a company: of its departments' schemes and people, and of the ways between them."""
    said = (
        [(one.id, mark_of(replace(rules_of(one.scheme), file="")), mark_of(one.workforce), sorted(one.scheme.measures))
         for one in company.departments],
        [(one.id, one.source, one.target, sorted(one.to.items()), sorted(one.keeps), one.pay)
         for one in company.transfers],
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def provenance(
    schemes: list[Scheme], workforce: Workforce, months: int, luck: Sequence[SeedRange], own: Sequence[str] = (),
    origin: Origin = UNKNOWN,
) -> str:  # fmt: skip
    """One line: schemes, workforce, months, replications, seed, with the fingerprints of the files' contents.

    Parameters
    ----------
    own : names of the reader's own measures, which no file tells
    origin : what tells whether events and explanations were kept
    """
    marks = fingerprints(schemes, workforce)
    line = tr(
        "schemes {schemes}; workforce {workforce}; {months} months, {replications} replications, {luck}{kept}",
        "方案 {schemes}；人员 {workforce}；{months}个月，重复{replications}次，{luck}{kept}",
        schemes=tr(", ", "、").join(_marked(scheme, mark) for scheme, mark in marks["schemes"].items()),
        workforce=_marked(workforce.id, marks["workforce"]),
        months=months, replications=sum(part.replications for part in luck), luck=luck_text(luck),
        kept=_kept(origin),
    )  # fmt: skip
    return line + (tr("; own measures {names}", "；自定义指标 {names}", names=tr(", ", "、").join(own)) if own else "")


#: A fingerprint behind a name, as `provenance` writes it in each language.
_MARK = re.compile(r"[(（]([0-9a-f]{12})[)）]")


def result_line(kind: str, told: str, source: str) -> str:
    """``<Sweep of …; files 3ba99380a2d5, 8f0c…>``: a result in one line, with the fingerprints of what was played.

    Parameters
    ----------
    source : the line of its `provenance`
    """
    marks = dict.fromkeys(_MARK.findall(source))
    return f"<{kind} {told}{'; files ' if marks else ''}{', '.join(marks)}>"


def _kept(origin: Origin) -> str:
    """What was kept beside counts, as the arguments say it."""
    kept = [name for name, there in (("events", origin.events), ("explain", origin.explain)) if there]
    return tr(", with {kept}", "，含 {kept}", kept=tr(" and ", " 和 ").join(kept)) if kept else ""


def _marked(name: str, mark: str) -> str:
    return tr("{name} ({mark})", "{name}（{mark}）", name=name, mark=mark)
