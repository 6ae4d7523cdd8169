"""A comparison to be made, as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.company import Company
from ladder_sim.model.expectations import Expectation
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.report_options import Brief
from ladder_sim.model.written import Written


@dataclass(frozen=True, slots=True)
class StudySwitch(FrozenFields):
    """From the baseline to one of the other schemes on a date, in several ways that are compared as schemes are.

    Parameters
    ----------
    to : the scheme that takes over, as `Study.schemes` names it
    on : the month on whose first it holds, such as ``2027-01``, or its number in the run
    placement, pay : as `adopted` of a scheme's file has them
    waves : who passes when, each a ``month`` as `on` and ``if``; empty: no way in waves is played
    new_hires : whether the way is played in which only hires come under the new scheme
    """

    to: str
    on: str | int = 1
    placement: str | Mapping[str, str] = "keep"
    pay: str | Mapping[str, str] = "at once"
    waves: tuple[Mapping[str, PlainData], ...] = ()
    new_hires: bool = True
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Study(Written):
    """A comparison to be made: which schemes, on whom, for how long, and the questions it answers.

    Of a company `companies` has its departments as they are and as alternatives would have them, complete; `schemes`
    are their ids, and `workforce` is ''.

    Parameters
    ----------
    id, title : what it is called in files, and by people
    workforce, schemes, baseline : ids or paths, as the file has them
    months, replications, seed : how long, how often and with which luck
    measures : further ones, by name
    expectations : statements that are held against every scheme
    switch : from the baseline to one of the others on a date; None: every scheme as if it had always held
    """

    id: str
    title: Title
    workforce: str
    schemes: tuple[str, ...]
    baseline: str
    months: int = 60
    replications: int = 200
    seed: int = 1
    questions: tuple[Title, ...] = ()
    brief: Brief | None = None  # how its report is written
    set: Mapping[str, Mapping[str, float | bool | str]] = field(
        default_factory=dict
    )  # scheme -> parameters that differ
    measures: Mapping[str, OwnMeasure] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    switch: StudySwitch | None = None
    companies: tuple[Company, ...] = ()
    form: Mapping[str, PlainData] = field(default_factory=dict, compare=False)  # of a company: what its file says
    file: str = field(default="", compare=False)

    @property
    def currency(self) -> str:
        """Of a company, the code of the currency that its departments say; else ''."""
        said = (one.scheme.currency or one.workforce.currency for company in self.companies[:1]
                for one in company.departments)  # fmt: skip
        return next(filter(None, said), "")

    __eq__ = Written.__eq__
    __hash__ = Written.__hash__
