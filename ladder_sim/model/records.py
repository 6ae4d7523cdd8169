"""A scheme and a workforce in their complete, resolved form, which everything else reads.

Numbers that may depend on a person or on a parameter stay expressions (`Expr`) until they are compiled for a run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ladder_sim.core.default_pack import spelled_out
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.core.roles import STANDARD_ROLES as STANDARD_ROLES
from ladder_sim.core.rounding import USUAL, Rounding
from ladder_sim.model.law import NO_LAW, Law

MoveKind = Literal["promotion", "demotion", "lateral", "regrade", "dismissal", "confirmation"]
MetricKind = Literal["normal", "lognormal", "poisson", "chance", "uniform", "value"]
AttributeKind = Literal["normal", "uniform", "exponential", "poisson", "shares", "constant"]
Cause = Literal["voluntary", "dismissal", "probation", "retirement", "transfer"]
#: What is paid at an exit: nothing, as the workforce's costs say, its years (N) with notice pay (+1), or twice them.
Severance = Literal["none", "due", "N", "N+1", "2N"]

EXIT, SAME, NEXT, LOWER, BEFORE = "exit", "same", "next", "lower", "before"
#: Kinds of moves that need no seat.
SEATLESS = ("demotion", "dismissal", "regrade")
UNSAID = Title("", "")


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression as it was written, and where it stands. Two are equal when their texts are."""

    text: str
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A knob of a scheme: one record drives documentation, sliders, sweeps and validation."""

    name: str
    value: float | bool | str
    title: Title
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    integer: bool = False
    choices: tuple[str, ...] = ()
    assumed: bool = False
    reading: bool = False
    remark: Title = UNSAID
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def note(self) -> str:
        """The remark in the language in use, codes of the default pack in words; '' where there is none."""
        return spelled_out(str(self.remark))


@dataclass(frozen=True, slots=True)
class Seats:
    """How many people a grade may hold: `n`, or `n` per `per` people of `of`, or the share `n` of `of`.

    `of` is a role, a grade or ``"headcount"``; the file says how fractions are rounded. A grade of kind ``shared``
    draws on the seats of the grade `of`.
    """

    kind: Literal["number", "per", "share", "shared"]
    n: Expr
    per: Expr = Expr("1")
    of: str = "headcount"
    rounding: Rounding = USUAL


@dataclass(frozen=True, slots=True)
class Grade:
    """A step of a ladder. `base` is CNY a month (or the scheme's own unit)."""

    id: str
    track: str
    role: str
    level: int
    layer: int
    title: Title
    base: Expr | None = None
    seats: Seats | None = None
    outside: Expr | None = None  # share of the openings filled by hires
    outside_after: Expr | None = None  # candidates go first, for so many months; None: settled when a seat opens
    share: float = 1.0
    trial: bool = False
    fields: Mapping[str, Expr] = field(default_factory=dict)
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Period:
    """How often something closes: every `step` months, in calendar step when `natural`.

    A natural quarter ends in March, June, …; `month` shifts a yearly or half-yearly period to end in that month.
    """

    step: int = 1
    natural: bool = True
    month: int = 12


@dataclass(frozen=True, slots=True)
class Score:
    """A named result, closed once per period."""

    name: str
    title: Title
    every: Period
    value: Expr


@dataclass(frozen=True, slots=True)
class Review:
    """The dated occasion at which moves are tested; `effective` is a month of the year, or None for the next month."""

    name: str
    title: Title
    every: Period
    effective: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a move's `when`: all must hold, and the first that fails is the reason in the why-not ledger."""

    id: str
    title: Title
    test: Expr


@dataclass(frozen=True, slots=True)
class Quota:
    """How many a single review may move: as many as there are seats, a number, a share of the grade or of the eligible.

    ``unlimited`` goes beyond the seats of the target grade.
    """

    kind: Literal["unlimited", "vacancy", "number", "share of grade", "share of eligible"] = "vacancy"
    n: Expr | None = None
    rounding: Rounding = USUAL  # of a share


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that a case walks through: `days` working days, then a mark, a vote or an objection."""

    name: str
    title: Title
    days: Expr
    passes: Expr | None = None  # chance to pass
    score: Expr | None = None  # a mark, compared with at_least
    at_least: Expr | None = None
    objection: Expr | None = None  # chance that an objection stops the case
    retake_after: int | None = None  # months
    retakes: int = 0
    kept: Expr | None = None  # chance that a failed candidate is given the retake
    capacity: Expr | None = None  # cases a month
    fails_to: Literal["stay", "exit"] = "stay"


@dataclass(frozen=True, slots=True)
class PayRule:
    """What a move does to base pay: to the new grade's base, kept, raised within a range, or set."""

    kind: Literal["base", "keep", "raise", "set"] = "base"
    low: Expr | None = None
    high: Expr | None = None
    by: Expr | None = None  # 0 to 1, place in the range; default: the case's mark, else luck
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """When `when` holds, up to `count` of the named conditions (all when empty) count as met."""

    when: Expr
    count: int = 1
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveProbation:
    """Probation that follows a move; `confirm` is tested at its end, `otherwise` is exit, stay or lower."""

    months: int
    confirm: Expr | None = None
    otherwise: str = EXIT


@dataclass(frozen=True, slots=True)
class Move:
    """A rule by which people change grade. `to` maps each grade it starts from to where it leads."""

    id: str
    title: Title
    kind: MoveKind
    review: str
    to: Mapping[str, str]  # from grade -> grade id, or EXIT, SAME, BEFORE
    to_expr: Expr | None = None  # a grade chosen by expression, instead of `to`'s values
    when: tuple[Condition, ...] = ()
    quota: Quota = Quota()
    order: Expr | None = None
    apply: Expr | None = None
    stages: tuple[Stage, ...] = ()
    pay: PayRule = PayRule()
    award: Expr | None = None
    spared_by: str | None = None
    causes: Mapping[str, Expr] = field(default_factory=lambda: {"dismissal": Expr("1")})  # of an exit: cause -> share
    severance: Severance = "due"  # of those whose cause is a dismissal
    windows: Literal["across", "since_move"] = "across"
    calendar: Literal["across", "since_move"] = "across"  # the same for this_year and this_quarter
    probation: MoveProbation | None = None
    waive: Waiver | None = None
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Token:
    """Something earned at a review and spent to be spared; `keep` in months, None for ever."""

    name: str
    title: Title
    review: str
    earn: Expr
    keep: int | None = None
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class PayPart:
    """A monthly part of pay; `grades` empty means everybody."""

    name: str
    title: Title
    amount: Expr
    grades: tuple[str, ...] = ()
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Probation:
    """The first months of a hire: `pay` is the share of base paid, no assessment before month `assessed_from`."""

    months: int
    pay: Expr
    confirm: Expr | None = None
    otherwise: Literal["exit", "extend"] = "exit"
    extend: int = 1
    extensions: int = 1
    parts: bool = False  # are other pay parts paid in probation
    assessed_from: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Where hires start: one grade, shares of several, or an expression choosing a grade."""

    grade: str | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    choose: Expr | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """From `month` on (1 is the first) the scheme holds; until then `after` does."""

    month: int
    after: str
    placement: Literal["keep", "pay protected"] | Mapping[str, str] = "keep"


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule of the source, in our own words, and what in the file says it, or the reason why nothing does."""

    rule: Title
    kind: Literal["said", "reading", "assumed", "left_out"]
    by: tuple[str, ...] = ()  # addresses such as moves.to_senior.service
    place: Title = UNSAID  # in the source
    remark: Title = UNSAID  # how it was read, or what an assumption rests on
    reason: Title = UNSAID
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A policy: a ladder of grades, the moves between them, when they are reviewed, what they pay."""

    id: str
    title: Title
    grades: tuple[Grade, ...]
    entry: Entry
    tracks: Mapping[str, Title] = field(default_factory=dict)
    absent: tuple[str, ...] = ()  # grades that `exists` leaves out under these parameters
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    roles: tuple[str, ...] = STANDARD_ROLES
    scores: tuple[Score, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    tokens: tuple[Token, ...] = ()
    pay: tuple[PayPart, ...] = ()
    probation: Probation | None = None
    placement: Mapping[str, Expr] = field(default_factory=dict)  # role -> expression choosing a grade, at the start
    team_size: Expr | None = None
    hire_if: Expr | None = None  # who may be hired
    hire_among: Expr | None = None  # applicants for each opening
    hire_order: Expr | None = None  # the best of them by this is taken
    adopted: Adopted | None = None
    replaced: Scheme | None = None  # the scheme that `adopted.after` names, resolved
    signals: Mapping[str, Metric] = field(default_factory=dict)  # metrics the scheme brings with it
    summary: Title = field(default_factory=lambda: Title("", ""))
    short_title: Title | None = field(default=None, compare=False)  # for charts and headlines; says nothing new
    source: Mapping[str, Any] = field(default_factory=dict)
    stated: tuple[Stated, ...] = field(default=(), compare=False)  # says nothing that is played
    notes: tuple[Title, ...] = ()
    based_on: str | None = None
    file: str = field(default="", compare=False)
    form: Mapping[str, Any] = field(default_factory=dict, compare=False)  # the human form, complete after based_on

    @property
    def left_out(self) -> tuple[Stated, ...]:
        """The rules of the source that are left out."""
        return tuple(entry for entry in self.stated if entry.kind == "left_out")

    def with_(self, **parameters: float | bool | str) -> Scheme:
        """The same scheme with other parameter values, such as ``scheme.with_(bar=115)``."""
        made: Scheme = through("Scheme.with_")(self, **parameters)
        return made


# --- the workforce -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something a person has from the start. `levels` makes it ordered (or named); `params` belong to `kind`."""

    name: str
    title: Title
    kind: AttributeKind
    params: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    ordered: bool = False
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """Something drawn for each person (or once for each `per`), each month or at an occasion.

    normal and lognormal: mean + between · ability + AR(1) with stationary sd `within` and lag-1 `carry`.
    """

    name: str
    title: Title
    kind: MetricKind
    mean: Expr | None = None  # also the chance of `chance`, the expression of `value`
    between: Expr | None = None
    within: Expr | None = None
    carry: float = 0.0
    ability: float | None = None  # normal: correlation of the between part with ability, default 1; others: log slope
    gain: Expr | None = None  # learning: how far below the mean a newcomer starts
    half_life: float = 0.0  # months
    low: float | None = None  # clip
    high: float | None = None
    at: Literal["month", "exam", "hire"] = "month"
    per: Literal["person", "team", "unit"] = "person"
    unit: str = ""
    better: Literal["high", "low"] = "high"
    event: bool = False  # an event that a record without the column has none of
    missing: float | None = None  # what a record without the column has; an event has 0
    basis: str = ""  # source, or "assumed"


@dataclass(frozen=True, slots=True)
class Effects:
    """What multiplies the monthly hazard of leaving. None switches an effect off."""

    performance: float | None = None  # times, per +1 sd of ability-scaled 3-month KPI
    top_performer: float | None = None
    passed_over: tuple[float, int] | None = None  # times, for months
    promoted: tuple[float, int] | None = None
    demoted: tuple[float, int] | None = None
    stagnant: tuple[float, int] | None = None  # times, after months in grade
    stagnant_ramp: tuple[float, int, float] | None = None  # per month, after months, at most
    pay_gap: float | None = None  # exponent of pay ÷ market; the ratio counts from 0.8 to 1.25


@dataclass(frozen=True, slots=True)
class Attrition:
    """Voluntary leaving: a monthly hazard by completed months of tenure, or an expression; times effects."""

    base: tuple[tuple[int, float], ...] = ()
    hazard: Expr | None = None
    effects: Effects = Effects()


@dataclass(frozen=True, slots=True)
class Hiring:
    """How posts are filled. `rate` belongs to `kind`: a yearly growth, a number a year or a mean a month."""

    kind: Literal["keep", "grow", "fixed", "poisson", "plan", "none"] = "keep"
    rate: float = 0.0
    months: tuple[int, ...] = ()  # fixed: months of the year in which they join; empty means every month
    plan: tuple[tuple[int, int], ...] = ()  # (month of the run, hires)
    lead_months: int = 1
    freeze: tuple[int, int] | None = None  # first and last month of the run without recruiting


@dataclass(frozen=True, slots=True)
class Costs:
    """What people cost besides pay. Money in the scheme's unit."""

    employer_load: Expr = Expr("0")  # share of pay
    load_floor: float | None = None  # the load's base is clamped to these, a month
    load_ceiling: float | None = None
    hire: Expr = Expr("0")
    training_month: Expr = Expr("0")
    severance_months_per_year: float = 0.0
    severance_plus: float = 0.0  # months of the last month's pay, in lieu of notice
    notice_given: bool = False  # then nothing is paid in its lieu, unless a move says N+1
    severance_cap_pay: float | None = None  # a month's pay counts up to this; above it at most 12 years


@dataclass(frozen=True, slots=True)
class Mentoring:
    """A newcomer gets a mentor among those for whom `who` holds and counts as finished after `months`."""

    who: Expr
    months: int = 3
    success: Expr = Expr("1")


@dataclass(frozen=True, slots=True)
class Roster:
    """Real people, one row each. Columns as arrays of one length; missing values are NaN or ''."""

    file: str
    person: tuple[str, ...]
    role: tuple[str, ...]
    grade: tuple[str, ...]
    columns: Mapping[str, tuple[Any, ...]]  # months_employed, months_in_grade, team, pay, kpi, attributes
    rows: tuple[int, ...] = ()  # of each person, as the spreadsheet counts


@dataclass(frozen=True, slots=True)
class People:
    headcount: int
    team_size: int = 10
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    roles: Mapping[str, float] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    roster: Roster | None = None
    history: bool = True  # have the people worked before month 1, so that windows are filled


@dataclass(frozen=True, slots=True)
class Workforce:
    """The people and how they behave. It knows no scheme."""

    id: str
    title: Title
    start: dt.date
    people: People
    metrics: Mapping[str, Metric]
    ability_sd: float = 1.0
    carry_over: float = 1.0
    attrition: Attrition = Attrition()
    hiring: Hiring = Hiring()
    costs: Costs = Costs()
    market: Mapping[str, Expr] = field(default_factory=dict)
    placement: Mapping[str, Expr] = field(default_factory=dict)  # role -> expression; comes before the scheme's own
    retirement: Expr | None = None  # age in years; where `statutory`, the place in the law's table of retirement
    statutory: bool = False
    law: Law = NO_LAW
    minimum_wage: float | None = None  # a month
    mentoring: Mentoring | None = None
    holidays: tuple[dt.date, ...] = ()
    notes: tuple[Title, ...] = ()
    based_on: str | None = None
    file: str = field(default="", compare=False)
    form: Mapping[str, Any] = field(default_factory=dict, compare=False)
