"""`check_roster`: a list of people read, held against what is plausible, and played for a year without promotions."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.i18n import Title
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import NOWHERE, Place, Problems
from ladder_sim.core.signed import door
from ladder_sim.experiment.pairs import check_pair
from ladder_sim.experiment.simulation import simulate
from ladder_sim.files.resolving.workforce import RosterReader, RosterRows
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import STANDARD_ROLES, EntryRule, Grade
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Roster, Workforce
from ladder_sim.people.plausibility import against_scheme, plain_number
from ladder_sim.people.reading import RosterReading
from ladder_sim.people.rosters.roster import examine
from ladder_sim.people.tables.frames import roster_given
from ladder_sim.results.roster_check import Implied, RosterCheck
from ladder_sim.scenarios.defaults import leaned_on
from ladder_sim.scenarios.kinds_given import what_is
from ladder_sim.scenarios.loading import (
    Readable,
    read_workforce,
    scheme_of,
    workforce_of,
    workforce_read,
)
from ladder_sim.scenarios.people_variants import form_tree
from ladder_sim.scenarios.registry import find_file
from ladder_sim.scenarios.roster_tree import BASE, put_roster
from ladder_sim.scenarios.trees import Memory

if TYPE_CHECKING:
    import pandas as pd

MONTHS = 12
PLAYED = 40_000  # people of all replications together
UNKNOWN_ROLE = "agent"


@door
def check_roster(
    roster: str | os.PathLike[str] | pd.DataFrame,
    workforce: Workforce | Scheme | Readable | None = None,
    scheme: Scheme | Readable | None = None,
) -> RosterCheck:
    """Check a list of people before any run; raises nothing for what is wrong with the list.

    Parameters
    ----------
    roster: a CSV file or a workbook, or a data frame with the same columns.
    workforce: a workforce, or what `load_workforce` reads, whose assumptions hold, and whose ``roster:`` says how a
        file is to be read; None for that of a service center of 200. A scheme here is taken for `scheme`.
    scheme: whose grades and seats the people are held against.

    Raises
    ------
    LadderError
        The workforce or the scheme is not there or cannot be read.
    """
    if scheme is None and what_is(workforce) == "scheme":
        workforce, scheme = None, workforce
    ladder = None if scheme is None else scheme_of(scheme, "scheme")
    problems = Problems()
    readings: list[RosterReading] = []

    def read(file: Path | RosterRows, needs: RosterNeeds, found: Problems) -> Roster | None:
        people, reading = examine(file, needs)
        readings.append(reading)
        found.errors += reading.problems.errors
        found.warnings += reading.problems.warnings
        return people

    made = _read(roster, workforce, problems, read)
    if not readings:  # the workforce itself is wrong
        problems.raise_if_any()
    reading = readings[-1]
    people = None if made is None or problems.errors else made.people.roster
    if made is None or people is None:
        return RosterCheck(reading, None, None, ladder, problems, None)
    if ladder is not None:
        for column, finding in against_scheme(people, ladder):
            reading.doubt(Place(reading.file, where=column), finding)
        check_pair(ladder, made, problems)
    implied = None if problems.errors else implied_by(made, ladder)
    return RosterCheck(reading, people, made, ladder, problems, implied, leaned_on(made) if workforce is None else ())


def _read(roster: object, workforce: object, problems: Problems, read: RosterReader) -> Workforce | None:
    """The people on the workforce whose assumptions hold, as far as they can be read."""
    named = workforce is None or (isinstance(workforce, str | os.PathLike) and "\n" not in os.fspath(workforce))
    if named and isinstance(roster, str | os.PathLike):
        base = find_file(str(workforce or BASE), "workforce", NOWHERE, problems)
        problems.raise_if_any()
        return read_workforce(path_of(roster, "roster"), problems, read, str(Path(str(base)).resolve()))
    people = workforce_of(BASE if workforce is None else workforce, "workforce")
    tree = form_tree(people)
    put_roster(tree, roster_given(roster))
    return workforce_read(Memory(tree, Path(people.file) if people.file else None), problems, read)


def implied_by(workforce: Workforce, scheme: Scheme | None = None) -> Implied:
    """What a workforce implies for its first year, before any rule moves anybody."""
    still = _own_grades(workforce) if scheme is None else replace(scheme, moves=(), replaced=None, adopted=None)
    people = max(1, 0 if workforce.people.roster is None else len(workforce.people.roster.person))
    run = simulate(still, workforce, months=MONTHS, replications=int(np.clip(PLAYED // people, 10, 100)))
    turnover = run.values("turnover")
    scores = run.values("kpi") if "kpi" in run.known else np.array([np.nan])
    kpi = float(np.nanmean(scores)) if np.isfinite(scores).any() else float("nan")
    low, high = (float(q) for q in np.quantile(turnover, (0.05, 0.95)))
    return Implied(float(np.mean(turnover)), low, high, kpi)


def _own_grades(workforce: Workforce) -> Scheme:
    """A ladder on which everybody stays: a grade for each grade and role that the people have, paid as they are."""
    roster = workforce.people.roster
    assert roster is not None
    pays = roster.numbers("pay") or (float("nan"),) * len(roster.person)
    standing = dict.fromkeys(
        (role or UNKNOWN_ROLE, grade or role) for role, grade in zip(roster.role, roster.grade, strict=True)
    )
    standing = dict.fromkeys(standing) | {(role, role): None for role, _ in standing}
    grades = []
    for level, (role, name) in enumerate({name: (role, name) for role, name in standing}.values(), 1):
        paid = [pay for pay, own, grade in zip(pays, roster.role, roster.grade, strict=True)
                if (own or UNKNOWN_ROLE) == role and (grade or own) == name and pay == pay]  # fmt: skip
        market = plain_number(workforce.market.get(role))
        base = float(np.median(paid)) if paid else market if market == market else 1.0
        grades.append(Grade(f"g{level}", "all", role, level, level, Title.plain(name), Expr(repr(base))))
    roles = tuple(dict.fromkeys((*STANDARD_ROLES, *(grade.role for grade in grades))))
    title = Title("nobody is promoted", "无人晋升")
    return Scheme(
        "no-moves", title, tuple(grades), EntryRule(grade=grades[0].id), {"all": Title("all", "全部")}, roles=roles
    )
