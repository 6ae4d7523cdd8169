"""The command that plays a run again, where files say all of it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.problems import LadderError, quietly
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.provenance import mark_of, rules_of
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_study, load_workforce
from ladder_sim.scenarios.registry import ids_of
from ladder_sim.scenarios.variants import at_values


def command_of(run: Run) -> str:
    """``ladder-sim run …`` with the same rules, people and luck; '' where files do not say them.

    What it would play is loaded and held against the run's scheme and people, so that the command is true: a variant is
    told by the values of parameters that differ from its file's.
    """
    if run.first or run.parts:
        return ""
    if run.company is not None:
        return _of_a_company(run, run.company)
    scheme, people = _scheme(run.scheme), _workforce(run.workforce)
    if not scheme or not people:
        return ""
    return shlex.join(["ladder-sim", "run", *scheme, "--workforce", people, "--months", str(run.months),
                       "--replications", str(run.replications), "--seed", str(run.seed)])  # fmt: skip


def _of_a_company(run: Run, company: Company) -> str:
    """``ladder-sim compare`` of the study in which the company stands as it was played; '' where none says it."""
    try:
        with quietly():
            there = load_study(company.file).companies if company.file else ()
    except LadderError:
        return ""
    if not any(_alike(one, company) for one in there):
        return ""
    return shlex.join(["ladder-sim", "compare", company.file, "--months", str(run.months), "--replications",
                       str(run.replications), "--seed", str(run.seed)])  # fmt: skip


def _alike(one: Company, other: Company) -> bool:
    def said(company: Company) -> object:
        return company.id, company.transfers, [(mark_of(replace(rules_of(each.scheme), measures={})),
                                                mark_of(each.workforce)) for each in company.departments]  # fmt: skip

    return said(one) == said(other)


def _scheme(scheme: Scheme) -> list[str]:
    """The scheme's id or file, with settings; empty where no file with settings is the scheme."""
    for name in _names(scheme.id.partition("(")[0], scheme.file, "scheme"):
        try:
            with quietly():
                base = load_scheme(name)
                values = {key: one.value for key, one in scheme.parameters.items()
                          if key in base.parameters and base.parameters[key].value != one.value}  # fmt: skip
                again = at_values(base, values)
        except LadderError:
            continue
        if rules_of(again) == rules_of(scheme):
            settings = [f"{key}={_value(value)}" for key, value in values.items()]
            return [name, *(part for text in settings for part in ("--set", text))]
    return []


def _workforce(people: Workforce) -> str:
    """The people's id or file; '' where neither is they."""
    for name in _names(people.id, people.file, "workforce"):
        try:
            with quietly():
                if mark_of(load_workforce(name)) == mark_of(people):
                    return name
        except LadderError:
            continue
    return ""


def _names(id_: str, file: str, kind: str) -> list[str]:
    """By what a file may be asked for: an id that is known, then its path."""
    known = ids_of("scheme" if kind == "scheme" else "workforce")
    return [*([id_] if id_ in known else []), *([file] if file and Path(file).is_file() else [])]


def _value(value: float | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
