"""`lives`: two schemes on the same people with the same luck, person by person."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from ladder_sim.biography.life import Life, Parting, dates_of, parting, spans_of
from ladder_sim.biography.watching import Person, WatchedRun, watched
from ladder_sim.biography.winning import (
    PRIZES,
    Prize,
    Winners,
    amount_told,
    known_groups,
    prizes,
    share_told,
    winners,
    with_unit_of,
)
from ladder_sim.core.display import number
from ladder_sim.core.doors import through
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.given import check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.results.origin import SeedRange
from ladder_sim.results.provenance import provenance, result_line
from ladder_sim.results.run_doors import RunDoors
from ladder_sim.results.stays import NEWCOMER
from ladder_sim.scenarios.loading import Readable

if TYPE_CHECKING:
    import pandas as pd

MONTHS, REPLICATIONS = 60, 20


@shares_work
@door
def lives(
    first: Scheme | Readable,
    second: Scheme | Readable | None = None,
    workforce: Workforce | Readable | None = None,
    *,
    months: int = MONTHS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
) -> Lives:
    """Follow every person through two schemes, with the same chances under both.

    Parameters
    ----------
    first, second : schemes, or what `load_scheme` reads
    workforce : the people, or what `load_workforce` reads; None: as for `simulate`
    months, replications, seed, executor, progress : as for `simulate`

    Returns
    -------
    Any person's two lives (`person`), those that teach most (`chosen`), and winners and losers (`winners`).

    Raises
    ------
    LadderError
        A file is wrong, a scheme does not fit the people, or there is no second one.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.lives("ecommerce-dual-track", "fabric-star-pay", "small-department-30", months=6, replications=2)
    >>> found.person(0).person
    0
    """
    if second is None or isinstance(first, RunDoors):
        raise LadderError(
            tr("lives follows people through two schemes: lives(now, new, people); of one run spells has each person's"
               " way through the grades, events each change, people who they are: run.spells, run.events, run.people",
               "lives 在两个方案下对照同一批人员：lives(now, new, people)；"
               "单个 run 的个人历程见 run.spells（各段任职）、"
               "run.events（各次变动）、run.people（人员信息）")
        )  # fmt: skip
    check_arguments(months=months, replications=replications, seed=seed, executor=executor, progress=progress)
    assert not isinstance(executor, int | str)  # a pool by now
    schemes, people = (played_scheme(first), played_scheme(second)), people_of(workforce)
    shown = progress_of(progress, tr("following lives", "逐人对照中"))
    played = watched(schemes, people, months, replications, seed, executor, shown)
    luck = (SeedRange(seed, 0, replications),)
    return Lives(played[0], played[1], people, months, replications, provenance(list(schemes), people, months, luck))


def is_whole(given: object) -> bool:
    """Is something a whole number?"""
    return isinstance(given, int | np.integer) and not isinstance(given, bool)


@dataclass(eq=False, repr=False)
class Lives(AsData, Leading):
    """Everybody under two schemes.

    Parameters
    ----------
    first, second : what happened under either
    workforce : the people, the same under both
    months, replications : how long and how often
    provenance : one line that says where the numbers come from
    """

    first: WatchedRun
    second: WatchedRun
    workforce: Workforce
    months: int
    replications: int
    provenance: str

    def __repr__(self) -> str:
        a, b = self.first.scheme.id, self.second.scheme.id
        return result_line("Lives", f"under {a} and {b}: {self.replications} replications", self.provenance)

    def person(self, person: int | str, replication: int = 0) -> Life:
        """One person's two lives.

        Parameters
        ----------
        person : as in the tables of events and people: with a roster its own id, else the number
        replication : which

        Raises
        ------
        LadderError
            Nobody of that number or key is there under either scheme.
        """
        who = (self._replication(replication), self._number(person))
        if who not in self.first.start and who not in self.second.start:
            raise LadderError(
                tr("person {p} is in replication {r} under neither scheme; those of the first day are 0 to {n}",
                   "第{r}次重复中，两种方案下都没有人员{p}；首日人员编号为0至{n}",
                   p=who[1], r=replication, n=self.first.pay.shape[1] - 1)
            )  # fmt: skip
        return self._life(who)

    def _number(self, person: int | str) -> int:
        roster = self.workforce.people.roster
        keys = () if roster is None else roster.person
        if isinstance(person, str) or (is_whole(person) and any(key.isdecimal() for key in keys)):
            person = str(person)  # a roster's own numbers are meant, not those of the run
            number = person.removeprefix(NEWCOMER)
            if person not in keys and person != number and number.isdecimal():
                return int(number)
            if person not in keys:
                raise LadderError(tr("no person '{p}' in the roster{hint}", "花名册中没有人员“{p}”{hint}", p=person,
                                     hint=nearest(person, keys)))  # fmt: skip
            return keys.index(person)
        if not is_whole(person):
            raise LadderError(tr("person: needs a number, got {got!r}", "person：应为编号，现为{got!r}", got=person))
        return int(person)

    def _replication(self, replication: int) -> int:
        if isinstance(replication, bool) or replication not in range(self.replications):
            raise LadderError(tr("replication: from 0 to {n}, got {got!r}", "replication：应为0至{n}，现为{got!r}",
                                 n=self.replications - 1, got=replication))  # fmt: skip
        return int(replication)

    def _life(self, who: Person) -> Life:
        calendar = Calendar(self.workforce.start, self.workforce.holidays)
        a, b = self.first, self.second
        return Life(
            who[1], who[0], self._known(who), dates_of(a, who, calendar), dates_of(b, who, calendar),
            parting(a, b, who), ((a.scheme.id, a.title), (b.scheme.id, b.title)),
            (spans_of(a, who, self.months), spans_of(b, who, self.months)), self.months, self.provenance,
        )  # fmt: skip

    def _known(self, who: Person) -> Title:
        """The grade and the service on the first day, or the month of the hire."""
        run = self.first if who in self.first.start else self.second
        joined, grade = run.start[who]
        title = run.axes.grades[grade].title
        if joined:
            return in_both(lambda: tr("hired in month {m} as {g}", "第{m}个月入职，职级{g}", m=joined, g=title))
        them = run.counts.people
        assert them is not None
        place = np.flatnonzero((them["replication"] == who[0]) & (them["person"] == who[1]))[0]
        served = int(them["months_employed"][place])
        return in_both(lambda: tr("{g}, {n} months of service", "{g}，司龄{n}个月", g=title, n=served))

    # --- instructive lives -------------------------------------------------------------------------

    def chosen(self) -> dict[str, Life]:
        """Lives that teach most, one of each kind that there is, by name.

        ``gains`` and ``loses`` most pay; ``stays`` under the second scheme and leaves under the first, ``leaves`` the
        other way round; ``displaced``: the longest chain of people behind a seat; ``alike``: most promotions in two
        lives that are the same.
        """
        found: dict[str, Person] = {}
        gain = prizes(self.second, "pay") - prizes(self.first, "pay")
        stay = prizes(self.second, "stay") - prizes(self.first, "stay")
        for name, values in (("gains", gain), ("loses", -gain), ("stays", stay), ("leaves", -stay)):
            best = (divmod(int(place), values.shape[1]) for place in np.argsort(-values, axis=None, kind="stable"))
            fresh = next(who for who in best if who not in found.values())
            if values[fresh] > 0:
                found[name] = fresh
        chains = [(len(at.chain), -who[0], -who[1]) for who, at in self._partings if at is not None and at.chain]
        if chains:
            _, rep, person = max(chains)
            found["displaced"] = (-rep, -person)
        same = [(self._promotions(who), -who[0], -who[1]) for who, at in self._partings if at is None]
        if same and max(same)[0]:
            _, rep, person = max(same)
            found["alike"] = (-rep, -person)
        return {name: self._life(who) for name, who in found.items()}

    def _promotions(self, who: Person) -> int:
        return sum(each.event == "promotion" for each in self.first.happenings.get(who, ()))

    @cached_property
    def _partings(self) -> list[tuple[Person, Parting | None]]:
        """Where the lives of everybody of the first day part, in the first replication."""
        people = range(self.first.pay.shape[1])
        return [((0, person), parting(self.first, self.second, (0, person))) for person in people]

    # --- winners and losers ------------------------------------------------------------------------

    def winners(self, prize: Prize = "pay", *, by: str = "grade") -> list[Winners]:
        """Winners and losers among the people of the first day, by group; the last row is everybody.

        Parameters
        ----------
        prize : ``pay`` over the run, ``stay`` (months there) or ``promotions``
        by : ``grade`` on the first day under the first scheme, ``tenure``, or an attribute with categories.
            Of the people of a roster groups of fewer than five are merged with others.

        Raises
        ------
        LadderError
            No such prize or group.
        """
        names = get_args(Prize)
        if prize not in names:
            raise LadderError(tr("prize: {names}; got {got!r}", "prize：{names}；现为{got!r}",
                                 names=", ".join(names), got=prize))  # fmt: skip
        known = known_groups(self.first)
        if by not in known:
            raise LadderError(tr("by: no group {got!r}{hint}", "by：没有分组{got!r}{hint}", got=by,
                                 hint=nearest(str(by), known)))  # fmt: skip
        real = self.workforce.people.roster is not None
        return winners(self.first, self.second, prize, by, real=real)

    def table(self, prize: Prize = "pay", *, by: str = "grade") -> pd.DataFrame:
        """`winners` as a table.

        Parameters
        ----------
        prize, by : as of `winners`

        Returns
        -------
        A row for each group: shares from 0 to 1, and differences in the unit of the prize with their 95 % intervals.

        Raises
        ------
        LadderError
            As `winners`.
        """
        import pandas as pd

        rows = []
        for row in self.winners(prize, by=by):
            ends = [end for one in (row.won, row.lost, row.each, row.whole) for end in (one.mean, one.low, one.high)]
            rows.append((str(row.group), row.people, *ends))
        names = [f"{name}{end}" for name in ("won", "lost", "each", "whole") for end in ("", "_low", "_high")]
        made = pd.DataFrame(rows, columns=["group", "people", *names])
        made.attrs = {"prize": str(PRIZES[prize]), "source": self.provenance}
        return made

    def columns(self, prize: Prize = "pay") -> list[str]:
        """The headings of `rows`.

        Parameters
        ----------
        prize : as of `winners`
        """
        each, whole = (with_unit_of(title, prize) for title in (tr("for each", "人均差值"), tr("in all", "合计差值")))
        return [tr("group", "分组"), tr("people", "人数"), tr("gain", "受益"), tr("lose", "受损"),
                each, whole]  # fmt: skip

    def rows(self, prize: Prize = "pay", *, by: str = "grade") -> list[tuple[str, ...]]:
        """`winners` as a terminal shows it, with intervals.

        Parameters
        ----------
        prize, by : as of `winners`

        Raises
        ------
        LadderError
            As `winners`.
        """
        digits = 0 if prize == "pay" else 2
        return [
            (str(row.group), number(row.people, 1), share_told(row.won), share_told(row.lost),
             amount_told(row.each, digits), amount_told(row.whole, digits))
            for row in self.winners(prize, by=by)
        ]  # fmt: skip

    def summary(self, prize: Prize = "pay") -> list[str]:
        """How many win and lose, in a sentence, then the lives that teach most.

        Parameters
        ----------
        prize : as of `winners`

        Raises
        ------
        LadderError
            No such prize.
        """
        *_, all_ = self.winners(prize)
        a, b = self.first.title, self.second.title
        head = tr("In {prize}, {won} of the people of the first day gain and {lost} lose under {b} against {a}.",
                  "按{prize}计，首日人员在“{b}”下比在“{a}”下受益的占{won}，受损的占{lost}。",
                  won=share_told(all_.won), lost=share_told(all_.lost), a=a, b=b, prize=PRIZES[prize])  # fmt: skip
        told = [["", str(KINDS[name]), *life.lines()] for name, life in self.chosen().items()]
        return [head, *(line for lines in told for line in lines)]

    def save(
        self, folder: str | os.PathLike[str], people: Sequence[int | str] = (), *, replication: int = 0,
        prize: Prize = "pay", by: str = "grade", force: bool = False,
    ) -> list[Path]:  # fmt: skip
        """Write a page with winners and losers and lives side by side, each with its picture, and the pictures alone.

        Parameters
        ----------
        folder : made where it is not there
        people : whose lives, as of `person`; none: those that teach most. Of people of a list only those named here
        replication, prize, by : of which those asked for are; as of `winners`
        force : also over files that somebody edited

        Returns
        -------
        The files: ``lives.html``, and a picture of each life.

        Raises
        ------
        LadderError
            As `person` and `winners`; or a file is in the way.
        """
        options = {"replication": replication, "prize": prize, "by": by, "force": force}
        made: list[Path] = through("Lives.save")(self, folder, people, **options)
        return made

    def to_dict(self, prize: Prize = "pay", *, by: str = "grade") -> JsonObject:
        """As printed by ``ladder-sim lives --json``.

        Parameters
        ----------
        prize, by : as of `winners`

        Raises
        ------
        LadderError
            As `winners`.
        """
        return {
            "schemes": [self.first.scheme.id, self.second.scheme.id], "prize": prize, "by": by,
            "winners": self.table(prize, by=by).to_dict(orient="records"),
            "chosen": {name: life.to_dict() for name, life in self.chosen().items()}, "played": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{escape(line)}</p>" if line else "<hr>" for line in self.summary())
        return f"{lines}<p><small>{escape(self.provenance)}</small></p>"


#: Kinds of instructive lives.
KINDS: dict[str, Title] = {
    "gains": Title("Gains the most pay", "薪酬增加最多"),
    "loses": Title("Loses the most pay", "薪酬减少最多"),
    "stays": Title("Stays longer under the second scheme", "在第二种方案下留任更久"),
    "leaves": Title("Leaves earlier under the second scheme", "在第二种方案下更早离职"),
    "displaced": Title("Somebody else gets the seat", "名额由他人取得"),
    "alike": Title("Rises in the same way under both", "两种方案下晋升相同"),
}
