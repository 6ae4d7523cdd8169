"""A scheme: a policy in its complete, resolved form, which everything else reads.

Numbers that may depend on a person or on a parameter stay expressions (`Expr`) until they are compiled for a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, assert_never

from ladder_sim.core.frozen import FrozenDict
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.changeover import SchemeTransition
from ladder_sim.model.expression import UNSAID, Expr, Parameter, Period
from ladder_sim.model.grades import STANDARD_ROLES, Cap, EntryRule, Grade
from ladder_sim.model.indices import Index, Tables
from ladder_sim.model.kinds import Cause
from ladder_sim.model.lint_codes import LintCode
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.moves import Move, Review, Token
from ladder_sim.model.statuses import Status
from ladder_sim.model.written import VariedScheme, Written

#: What becomes of a hire whom the end of probation does not confirm.
Unconfirmed = Literal["exit", "extend"]
#: How a rule of the source stands in the file.
StatedKind = Literal["said", "reading", "assumed", "left_out"]


@dataclass(frozen=True, slots=True)
class ForcedShare:
    """How many of a group get a letter: a share from 0 to 1, at most or at least one, or those who are left.

    With `people` it is a number of people in place of a share. `least`: so many of a share that is rounded down.
    """

    letter: str
    kind: Literal["share", "at most", "at least", "rest"]
    share: float = 0.0
    people: int | None = None
    least: int = 0

    def __str__(self) -> str:
        """How many, in words."""
        n = f"{100 * self.share:.4g}%" if self.people is None else tr("{n}", "{n}人", n=self.people)
        least = tr(", at least {n}", "，至少{n}人", n=self.least) if self.least else ""
        match self.kind:
            case "share":
                return n
            case "at most":
                return tr("at most {n}", "不超过{n}", n=n) + least
            case "at least":
                return tr("at least {n}", "不少于{n}", n=n)
            case "rest":
                return tr("the rest", "其余")
            case _:
                assert_never(self.kind)


@dataclass(frozen=True, slots=True, repr=False)
class Score(OneLine):
    """A named result, closed once per period.

    With `shares` its value puts people in order, and the score is the letter that they get: the first letters go to
    the highest, `within` each group.
    """

    name: str
    title: Title
    every: Period
    value: Expr
    first: float | None = None  # what ago(…) of it gives where there was no period yet
    shares: tuple[ForcedShare, ...] = ()
    within: tuple[str, ...] = ("role",)


@dataclass(frozen=True, slots=True, repr=False)
class PayPart(OneLine):
    """A monthly part of pay, or one that is settled once when somebody leaves.

    Parameters
    ----------
    amount : money a month, in the unit of base pay; of one at an exit once, below 0 to be paid back
    grades : ids of those that have it; empty: everybody
    when : who gets it; None: everybody in these grades
    """

    name: str
    title: Title
    amount: Expr
    grades: tuple[str, ...] = ()
    when: Expr | None = None
    in_full: bool = False  # paid in full to who works part time
    at_exit: tuple[Cause, ...] = ()  # the causes of exits at which it is settled; none: it is paid every month


@dataclass(frozen=True, slots=True, repr=False)
class Probation(OneLine):
    """The first months of a hire.

    Parameters
    ----------
    months : how long
    pay : share of base paid, 0–1
    confirm : what is tested at the end; None: nothing
    extend, extensions : months of an extension, and how many there may be
    assessed_from : first month of service that windows may read; None: the first after probation
    """

    months: int
    pay: Expr
    confirm: Expr | None = None
    otherwise: Unconfirmed = "exit"
    extend: int = 1
    extensions: int = 1
    parts: bool = False  # are other pay parts paid in probation
    assessed_from: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Stated(OneLine):
    """A rule of the source, in our own words, and what in the file says it, or the reason why nothing does."""

    rule: Title
    kind: StatedKind
    by: tuple[str, ...] = ()  # addresses such as moves.to_senior.service
    place: Title = UNSAID  # in the source
    remark: Title = UNSAID  # how it was read, or what an assumption rests on
    reason: Title = UNSAID
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Scheme(VariedScheme):
    """A policy: a ladder of grades, the moves between them, when they are reviewed, what they pay.

    Complete: what a file leaves out or takes from another stands here, too. Amounts of pay are a month's, in the file's
    own unit of money; months count from 1, shares from 0 to 1; what may depend on a person or a parameter stays an
    expression.

    Parameters
    ----------
    grades : from the lowest, track by track; their place is their code in tables
    entry : where hires start
    tracks : id → title
    parameters : knobs by name, in the order of the file
    roles : from the lowest
    caps : what grades together may hold
    tokens, statuses : what people earn and may spend, and what they may be in for a time
    scores : named results, closed once a period
    reviews : occasions by name
    moves : in the order in which one evening tests those of one kind
    pay : monthly parts besides base
    probation : of hires; None: there is none
    team_size : people of a team; None: as the workforce has it
    indices : rises of pay by month, by name
    adopted : what a scheme does with people who come from another one; None: nothing special
    source : where the rules come from, as the file says it
    summary, notes : for readers
    file : the path it was read from; '' of none
    """

    id: str
    title: Title
    grades: tuple[Grade, ...]
    entry: EntryRule
    tracks: Mapping[str, Title] = field(default_factory=dict)
    absent: tuple[str, ...] = ()  # grades that `exists` leaves out under these parameters
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    fields: Mapping[str, Title] = field(default_factory=dict, compare=False)  # what further keys of grades are called
    roles: tuple[str, ...] = STANDARD_ROLES
    currency: str = ""  # in which all amounts are, a code such as USD; '' where the file does not say it
    year_starts: int = 1  # the month of the year in which the organization's year begins
    scores: tuple[Score, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    tokens: tuple[Token, ...] = ()
    statuses: tuple[Status, ...] = ()
    caps: tuple[Cap, ...] = ()
    pay: tuple[PayPart, ...] = ()
    probation: Probation | None = None
    placement: Mapping[str, Expr] = field(default_factory=dict)  # role -> expression choosing a grade, at the start
    team_size: Expr | None = None
    hire_if: Expr | None = None  # who may be hired
    hire_among: Expr | None = None  # applicants for each opening
    hire_order: Expr | None = None  # the best of them by this is taken
    indices: Mapping[str, Index] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    entry_step: Expr | None = None  # at which step of its grade a hire starts
    entry_pay: Expr | None = None  # the base pay of a hire
    placement_step: Expr | None = None  # at which step people of the first day stand
    adopted: SchemeTransition | None = None
    replaced: Scheme | None = None  # the scheme that `adopted.after` names, resolved
    signals: Mapping[str, Metric] = field(default_factory=dict)  # metrics the scheme brings with it
    attributes: Mapping[str, Attribute] = field(default_factory=dict)  # what it asks of people, where nobody says it
    measures: Mapping[str, OwnMeasure] = field(default_factory=dict, compare=False)  # says nothing that is played
    summary: Title = field(default_factory=lambda: Title("", ""))
    short_title: Title | None = field(default=None, compare=False)  # for charts and headlines; says nothing new
    source: Mapping[str, object] = field(default_factory=dict)
    stated: tuple[Stated, ...] = field(default=(), compare=False)  # says nothing that is played
    #: Codes of the linter that the file silences, with the reasons; says nothing that is played.
    lint_ignored: Mapping[LintCode, Title] = field(default_factory=dict, compare=False)
    notes: tuple[Title, ...] = ()
    based_on: str | None = field(default=None, compare=False)  # says nothing that is played
    file: str = field(default="", compare=False)
    form: Mapping[str, PlainData] = field(
        default_factory=dict, compare=False
    )  # the human form, complete after based_on
    __eq__ = Written.__eq__
    __hash__ = Written.__hash__

    @property
    def values(self) -> dict[str, float | bool | str]:
        """The values of the parameters that do not change with the calendar."""
        return FrozenDict({name: one.value for name, one in self.parameters.items() if not one.later})

    @property
    def left_out(self) -> tuple[Stated, ...]:
        """The rules of the source that are left out."""
        return tuple(entry for entry in self.stated if entry.kind == "left_out")

    def field_title(self, name: str) -> Title:
        """What a further key of the grades is called; its name in plain words where the file does not say.

        Parameters
        ----------
        name : of the key
        """
        return self.fields.get(name) or Title.plain(name)
