"""A workforce: the people and how they behave, in its complete, resolved form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import PlainData
from ladder_sim.model.expression import NOTHING, ONE, Expr
from ladder_sim.model.indices import Index
from ladder_sim.model.law import NO_LAW, Law
from ladder_sim.model.likely import Likely
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.statuses import Status
from ladder_sim.model.written import VariedWorkforce, Written


@dataclass(frozen=True, slots=True)
class Effects:
    """What multiplies the monthly hazard of leaving. None switches an effect off.

    Pairs are a factor and months; where nothing else is said, the factor holds for so many months after the event.

    Parameters
    ----------
    top_performer : factor of who is in the top fifth by 12-month KPI
    promoted, demoted : factor, and for how many months
    """

    performance: float | None = None  # times, per +1 sd of ability-scaled 3-month KPI
    top_performer: float | None = None
    passed_over: tuple[float, int] | None = None  # times, for months
    promoted: tuple[float, int] | None = None
    demoted: tuple[float, int] | None = None
    stagnant: tuple[float, int] | None = None  # times, after months in grade
    stagnant_ramp: tuple[float, int, float] | None = None  # per month, after months, at most
    pay_gap: float | None = None  # exponent of pay ÷ market; the ratio counts from 0.8 to 1.25


@dataclass(frozen=True, slots=True, repr=False)
class Attrition(OneLine):
    """Voluntary leaving: a monthly hazard by completed months of tenure, or an expression; times effects.

    Parameters
    ----------
    base : from how many completed months on, and the chance to leave in a month, 0–1
    hazard : the same as an expression, in place of `base`
    """

    base: tuple[tuple[int, float], ...] = ()
    hazard: Expr | None = None
    effects: Effects = Effects()

    def base_after(self, months: int) -> float:
        """The hazard a month by `base` after so many completed months of tenure, before effects."""
        return next((chance for since, chance in sorted(self.base, reverse=True) if since <= months), 0.0)


#: What goes on when somebody comes back: the service, and what windows look back on.
RehireKept = Literal["employed", "results"]


@dataclass(frozen=True, slots=True)
class RehireRule:
    """Some hires are people who left by themselves.

    Parameters
    ----------
    share : of the hires, 0–1
    within : months since they left, at most
    keeps : what goes on
    """

    share: float
    within: int = 36
    keeps: tuple[RehireKept, ...] = ()


HiringKind = Literal["keep", "grow", "fixed", "poisson", "plan", "none"]


@dataclass(frozen=True, slots=True)
class KindOfHiring:
    """How posts are filled under a plan of this kind.

    Parameters
    ----------
    rate
        How its rate is written, by example; '' where it has none.
    keeps
        Does it keep a headcount, so that who leaves is replaced?
    numbers
        Does it name how many are hired?
    """

    rate: str = ""
    keeps: bool = False
    numbers: bool = False


#: In the order in which a file's keys are looked for; the last is no key but the word ``none``.
HIRING_KINDS: Mapping[HiringKind, KindOfHiring] = {
    "keep": KindOfHiring(keeps=True),
    "grow": KindOfHiring("2% a year", keeps=True),
    "fixed": KindOfHiring("45 a year", numbers=True),
    "poisson": KindOfHiring("4 a month", numbers=True),
    "plan": KindOfHiring(numbers=True),
    "none": KindOfHiring(),
}


@dataclass(frozen=True, slots=True, repr=False)
class Hiring(OneLine):
    """How posts are filled.

    Parameters
    ----------
    rate : of `kind`: a yearly growth as a share, a number a year or a mean a month
    lead_months : of kinds that keep a headcount, months between order and arrival
    """

    kind: HiringKind = "keep"
    rate: float = 0.0
    months: tuple[int, ...] = ()  # fixed: months of the year in which they join; empty means every month
    plan: tuple[tuple[int, int], ...] = ()  # (month of the run, hires)
    lead_months: int = 1
    by: str = ""  # the attribute whose mix of the first day is kept: who leaves is replaced by one of the same value
    freeze: tuple[int, int] | None = None  # first and last month of the run without recruiting
    rehires: RehireRule | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Costs(OneLine):
    """What people cost besides pay. Money in the scheme's unit.

    Parameters
    ----------
    hire, training_month : of each hire, both booked in the month of arrival
    severance_months_per_year : mean monthly pays for each year of service
    """

    employer_load: Expr = NOTHING  # share of pay
    load_floor: float | None = None  # the load's base is clamped to these, a month
    load_ceiling: float | None = None
    hire: Expr = NOTHING
    training_month: Expr = NOTHING
    severance_months_per_year: float = 0.0
    severance_plus: float = 0.0  # months of the last month's pay, in lieu of notice
    notice_given: bool = False  # then nothing is paid in its lieu, unless a move says N+1
    severance_cap_pay: float | None = None  # a month's pay counts up to this; above it at most 12 years
    hr_hour: float | None = None  # an hour of those who hold reviews and stages; None: nobody says


#: Amounts that a file may let change by date; they stand in `Workforce.rising` then, and are None here.
RISING = ("load_floor", "load_ceiling", "severance_cap_pay", "minimum_wage")


@dataclass(frozen=True, slots=True)
class Mentoring:
    """A newcomer gets a mentor.

    Parameters
    ----------
    who : may be one
    months : after which the newcomer counts as finished
    success : chance, 0–1, that it ends well
    """

    who: Expr
    months: int = 3
    success: Expr = ONE


@dataclass(frozen=True, slots=True, repr=False)
class Effort(OneLine):
    """How a metric responds to the distance from a promotion's lines; an assumption, off unless a file says it.

    Parameters
    ----------
    within, most
        Points more at the line, and the distance over which the response fades.
    beyond, least
        Points (below 0: less) for whom the lines are farther away than `beyond`; None: no such response.
    seats
        Whether the response is weighed by the chance that a seat is open.
    to
        The promotions to which people respond, by the ids of moves, or by the grades or roles to which they lead; empty
        for all. A workforce serves many schemes, so that a name that one lacks is none of its promotions.
    metric
        The metric that responds, and of which lines are lines; points are its own.
    """

    within: float
    most: float
    beyond: float | None = None
    least: float = 0.0
    seats: bool = False
    basis: str = ""
    to: tuple[str, ...] = ()
    metric: str = "kpi"


@dataclass(frozen=True, slots=True)
class BetweenYears:
    """How much one year of the organization differs from another, beyond the chance of people.

    A year's factor is ``exp(s·z − s²/2)`` with z standard normal, so that its mean is 1; a year's level is ``s·z``.

    Parameters
    ----------
    leaving
        s of the factor on every monthly hazard of leaving.
    hiring
        s of the factor on the hires of a plan that names numbers.
    performance
        s of the year's level of the KPI, in points.
    """

    leaving: float = 0.0
    hiring: float = 0.0
    performance: float = 0.0
    basis: str = ""


#: Patterns of leaving that a workforce may be given by name.
LeavingPreset = Literal["in-house", "outsourced"]

#: A value for each person: numbers, or texts of a team or of an attribute with levels; by the column's name.
RosterColumn: TypeAlias = tuple[float | str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Roster(FrozenFields, OneLine):
    """Real people, one row each. Columns as arrays of one length; missing values are NaN or ''."""

    file: str = field(compare=False)
    person: tuple[str, ...]
    role: tuple[str, ...]
    grade: tuple[str, ...]
    columns: Mapping[str, RosterColumn]  # months_employed, months_in_grade, team, pay, kpi, attributes
    rows: tuple[int, ...] = field(default=(), compare=False)  # of each person, as the spreadsheet counts

    def numbers(self, column: str) -> tuple[float, ...]:
        """A column of numbers, one for each person, NaN where the list says none; () without such a column."""
        return tuple(float(value) for value in self.columns.get(column, ()))

    def texts(self, column: str) -> tuple[str, ...]:
        """A column of texts, one for each person, '' where the list says none; () without such a column."""
        return tuple(str(value) for value in self.columns.get(column, ()))


@dataclass(frozen=True, slots=True, repr=False)
class People(FrozenFields, OneLine):
    """Who is there on the first day: a headcount by role or grade, or the people of a roster.

    Parameters
    ----------
    headcount : people, where neither `grades` nor a roster tells them
    team_size : people of a team
    roles : role → share of the headcount
    grades : grade id → people
    """

    headcount: int
    team_size: int = 10
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    roles: Mapping[str, float] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    roster: Roster | None = None
    history: bool = True  # have the people worked before month 1, so that windows are filled

    @property
    def size(self) -> int:
        """How many there are on the first day, whichever way that is said."""
        if self.roster is not None:
            return len(self.roster.person)
        return sum(self.grades.values()) if self.grades else self.headcount


@dataclass(frozen=True, slots=True, repr=False)
class Workforce(VariedWorkforce):
    """The people and how they behave. It knows no scheme.

    Money is in the unit of the scheme's, amounts of pay a month's; chances of leaving are those of a month.

    Parameters
    ----------
    start : first day of month 1
    people : who is there on the first day
    metrics : what is measured of people, by name
    ability_sd : standard deviation of ability between people
    carry_over : how much of it carries over to a new role, 0–1; the rest is drawn anew
    market : what others pay, by role, a month
    holidays : days on which nobody works, besides weekends
    file : the path it was read from; '' of none
    """

    id: str
    title: Title
    start: dt.date
    people: People
    metrics: Mapping[str, Metric]
    ability_sd: float = 1.0
    carry_over: float = 1.0
    ability_at_move: Expr | None = None  # instead: from `old` and `fresh`
    attrition: Attrition = Attrition()
    effort: Effort | None = None
    between_years: BetweenYears = BetweenYears()
    statuses: tuple[Status, ...] = ()  # that life begins
    hiring: Hiring = Hiring()
    costs: Costs = Costs()
    market: Mapping[str, Expr] = field(default_factory=dict)
    placement: Mapping[str, Expr] = field(default_factory=dict)  # role -> expression; comes before the scheme's own
    retirement: Expr | None = None  # age in years; where `statutory`, the place in the law's table of retirement
    statutory: bool = False
    law: Law = NO_LAW
    minimum_wage: float | None = None  # a month
    indices: Mapping[str, Index] = field(default_factory=dict)
    rising: Mapping[str, Expr] = field(default_factory=dict)  # amounts that change by date, by their names in `RISING`
    mentoring: Mentoring | None = None
    currency: str = ""  # in which all amounts are, a code such as USD; '' where the file does not say it
    holidays: tuple[dt.date, ...] = ()
    notes: tuple[Title, ...] = ()
    assumptions: Mapping[str, Likely] = field(default_factory=dict, compare=False)  # ranges by address; not played
    based_on: str | None = field(default=None, compare=False)  # says nothing that is played
    file: str = field(default="", compare=False)
    form: Mapping[str, PlainData] = field(default_factory=dict, compare=False)
    __eq__ = Written.__eq__
    __hash__ = Written.__hash__
