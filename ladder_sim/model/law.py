"""What a country's labor law says of the things that are simulated: one record, made from one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine

#: What a rule may ask of somebody that is no deed.
PersonalCaution = Literal["age", "looks", "protected"]
#: What a scheme can do that a law may have something to say of; a law's file has a text for each that it knows.
CautionKind = Literal[
    "last_place", "pay_cut", "second_probation", "extended_probation", "long_probation", "probation_pay",
    PersonalCaution,
]  # fmt: skip
CAUTION_KINDS: tuple[CautionKind, ...] = get_args(CautionKind)
#: Of whose posts a rule of law speaks: of all, those it calls management or technical, or the others.
Post = Literal["any", "management", "other"]


@dataclass(frozen=True, slots=True)
class Article:
    """A passage that a figure or a caution rests on; `checked`: read in its text when the file was written."""

    title: Title
    says: Title
    source: str
    date: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class RetirementGroup:
    """Whose age of retirement rises from `age` to `up_to` years.

    Parameters
    ----------
    months_for_one : by a month for so many months of birth
    """

    sex: str
    post: Post
    age: int
    up_to: int
    months_for_one: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """A named rate of the employer's contributions, as a share of pay."""

    title: Title
    share: float
    housing_fund: bool
    source: str
    date: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """What the law has to say of a kind of rule, and by which articles."""

    says: Title
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Law(FrozenFields, OneLine):
    """Figures of a country's labor law, each with its source. Not legal advice."""

    id: str
    title: Title
    articles: Mapping[str, Article] = field(default_factory=dict)
    severance_years: float = float("inf")  # of people paid above the ceiling, at most
    wrongful_times: float = 2.0  # what 2N multiplies
    probation_pay: float = 0.0  # share of the agreed pay, at least
    probation_months: int = 120  # at most
    retirement_since: dt.date | None = None
    retirement: tuple[RetirementGroup, ...] = ()
    contributions: Mapping[str, Contribution] = field(default_factory=dict)
    cautions: Mapping[CautionKind, Caution] = field(default_factory=dict)
    file: str = field(default="", compare=False)


#: A country of which nothing is said.
NO_LAW = Law("", Title("", ""))
