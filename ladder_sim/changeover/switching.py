"""`switch`: from the scheme in force to a new one on a date, for the people of today."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.changeover.cost import YEAR, SwitchCost, SwitchMonth, cost_of, months_of
from ladder_sim.changeover.day import PASSAGE, SwitchDay, SwitchedGroup, check_group, day_of
from ladder_sim.changeover.people_list import check_list, list_lines
from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject, PlainData
from ladder_sim.core.problems import LadderError, Problems, nearest
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.core.writing import csv_text, write
from ladder_sim.experiment.comparing import compare
from ladder_sim.experiment.given import check_arguments, people_of, played_scheme
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.results.as_data import ends_of
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.one_luck import one_luck
from ladder_sim.scenarios.loading import Readable
from ladder_sim.scenarios.ways import WAY_TITLES, month_of, ways

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MONTHS, REPLICATIONS = 60, 200


@shares_work
@door
def switch(
    old: Scheme | Readable,
    new: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    *,
    on: str | int = 1,
    placement: str | Mapping[str, str] = "keep",
    pay: str | Mapping[str, str] = "at once",
    waves: Sequence[Mapping[str, str | int]] = (),
    new_hires: bool = True,
    months: int = MONTHS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Switch:
    """Pass from the scheme in force to a new one on a date, in several ways on the same people with the same luck.

    Parameters
    ----------
    old, new : schemes, or what `load_scheme` reads
    workforce : the people, or what `load_workforce` reads; None: as for `simulate`
    on : the month on whose first the new scheme holds, such as ``"2027-01"``, or its number in the run
    placement : old grade → new grade or an expression that gives one; ``"keep"``: the grade of the same name; ``"by
        pay"``: the highest of the role that pays no more. An old grade of which nothing says where its people come is
        refused with the line to write
    pay : what becomes of base pay: ``"at once"``, ``"protected"`` (never falls, rises with the tables), ``"frozen"``
        (until the tables catch up), ``"12 months"`` (falls in steps), or ``falls`` and ``rises`` apart
    waves : who passes when, such as ``{"month": 1, "if": "department == sales"}``; months as `on`
    new_hires : whether the way is played in which only hires come under the new scheme
    months, replications, seed, executor, progress, store : as for `simulate`

    Returns
    -------
    The day of the switch by group (`day`, `table`), its cost by month (`months_table`, `cost`), and all ways beside the
    old scheme (`comparison`).

    Raises
    ------
    LadderError
        A file is wrong, a grade has nowhere to go, or a scheme does not fit the people.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> found = ls.switch("fabric-star-pay", "fabric-star-pay", "small-department-30", months=2, replications=2)
    >>> found.month
    1
    """
    problems = Problems()
    with problems.collecting():
        check_arguments(months=months, replications=replications, seed=seed, executor=executor, progress=progress,
                        store=store)  # fmt: skip
    length = MONTHS if problems.errors else months
    before, after, people = played_scheme(old), played_scheme(new), people_of(workforce)
    month, asked = 1, []
    with problems.collecting():
        month = month_of(on, people, length)
    for i, wave in enumerate(waves):
        with problems.collecting():
            asked.append({**wave, "month": month_of(wave.get("month", month), people, length, f"waves[{i}]")})
    form: dict[str, PlainData] = {"placement": placement if isinstance(placement, str) else dict(placement),
                                  "pay": pay if isinstance(pay, str) else dict(pay)}  # fmt: skip
    made: list[tuple[str, Scheme]] = []
    with problems.collecting():
        made = ways(before, after, month, form, asked, hires_only=new_hires)
    problems.raise_if_any()
    both = [before, *(scheme for _, scheme in made)]
    compared = compare(both, workforce=people, baseline=0, months=months, replications=replications, seed=seed,
                       executor=executor, progress=progress, store=store)  # fmt: skip
    days = {scheme.id: day_of(scheme, people, months, replications, seed) for _, scheme in made}
    found = Switch(compared, month, days)
    compared.explained["switch"] = found
    return found


def switch_of(study: Study, comparison: Comparison) -> Switch | None:
    """The day of a study's switch in its comparison, kept with it, so that reports tell it; None: it has none there.

    Parameters
    ----------
    comparison : the study played, against the scheme in force
    """
    ends = tuple(f"_{name}" for name in WAY_TITLES)
    made = [scheme for run in comparison.runs if (scheme := run.scheme).adopted is not None and scheme.id.endswith(ends)
            and scheme.adopted.after == comparison.baseline]  # fmt: skip
    if study.switch is None or not made:
        return None
    months = [scheme.adopted.month for scheme in made if scheme.adopted is not None]
    seed = one_luck(comparison).seed
    days = {scheme.id: day_of(scheme, comparison.workforce, comparison.months, comparison.replications, seed)
            for scheme in made}  # fmt: skip
    found = Switch(comparison, min(months), days)
    comparison.explained["switch"] = found
    return found


@dataclass(eq=False, repr=False)
class Switch(AsData, Leading):
    """A changeover in each of the ways asked for.

    Parameters
    ----------
    comparison : the old scheme as the baseline, and every way
    month : of the run, on whose first the new scheme holds
    days : way → who passes, and to what pay
    """

    comparison: Comparison
    month: int
    days: Mapping[str, SwitchDay]

    def __repr__(self) -> str:
        return f"<Switch from {self.comparison.baseline} in month {self.month}: {', '.join(self.days)}>"

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        return self.comparison.provenance

    @property
    def calendar(self) -> Calendar:
        """The months of the run by date."""
        people = self.comparison.workforce
        return Calendar(people.start, people.holidays)

    def day(self, way: str | None = None) -> SwitchDay:
        """Who passes in a way.

        Parameters
        ----------
        way : an id of `days`; None: the first

        Raises
        ------
        LadderError
            There is no such way.
        """
        if way is None:
            return next(iter(self.days.values()))
        if way not in self.days:
            raise LadderError(tr("way: no {got!r}{hint}", "way：没有{got!r}{hint}", got=way,
                                 hint=nearest(str(way), list(self.days))))  # fmt: skip
        return self.days[way]

    def groups(self, by: str = PASSAGE, *, way: str | None = None) -> list[SwitchedGroup]:
        """What the switch means by group, the last row for everybody; of real people groups below five are merged.

        Parameters
        ----------
        by : ``passage`` (old → new grade), ``old_grade``, ``new_grade``, ``role``, or an attribute with categories
        way : as of `day`

        Raises
        ------
        LadderError
            There is no such way or group.
        """
        day = self.day(way)
        check_group(by, day.workforce, day.attributes)
        return day.by(by)

    def table(self, by: str = PASSAGE, *, way: str | None = None) -> pd.DataFrame:
        """`groups` as a table.

        Parameters
        ----------
        by, way : as of `groups`

        Returns
        -------
        A row for each group: people, how many of them have lower or higher base pay by the new tables and how many are
        protected, then base pay of all a month before, by the tables and as paid. What would tell of fewer than five
        real people is NaN.

        Raises
        ------
        LadderError
            As `groups`.
        """
        import pandas as pd

        rows = [(str(one.group), one.people, one.falls, one.rises, one.protected, one.before, one.table, one.paid)
                for one in self.groups(by, way=way)]  # fmt: skip
        columns = ["group", "people", "falls", "rises", "protected", "before", "by_table", "paid"]
        made = pd.DataFrame(rows, columns=columns)
        made.attrs = {"by": by, "source": self.provenance}
        return made

    def months(self, way: str, last: int | None = None) -> list[SwitchMonth]:
        """Labor cost of each month of a way more than under the old scheme.

        Parameters
        ----------
        way : as of `day`
        last : the last month told; None: twelve from the switch

        Raises
        ------
        LadderError
            There is no such way.
        """
        self.day(way)
        end = self.month + YEAR - 1 if last is None else last
        return months_of(self.comparison, way, self.month, min(end, self.comparison.months))

    def months_table(self, last: int | None = None) -> pd.DataFrame:
        """`months` of every way as a table.

        Parameters
        ----------
        last : as of `months`

        Returns
        -------
        A row for each way and month: more labor cost than under the old scheme with its 95 % interval, and how much of
        it is protection of pay.
        """
        import pandas as pd

        rows = [(way, one.month, self.calendar_month(one.month), one.more.mean, one.more.low, one.more.high,
                 one.protection.mean) for way in self.days for one in self.months(way, last)]  # fmt: skip
        columns = ["scheme", "month", "date", "more", "more_low", "more_high", "protection"]
        made = pd.DataFrame(rows, columns=columns)
        made.attrs = {"level": 0.95, "source": self.provenance}
        return made

    def calendar_month(self, month: int) -> str:
        """A month of the run as ``2027-01``.

        Parameters
        ----------
        month : from 1
        """
        of_year, _, year = self.calendar.month(month)
        return f"{year}-{of_year:02}"

    def cost(self) -> list[SwitchCost]:
        """What each way costs in its first year, and when it has settled."""
        return [cost_of(self.comparison, way, self.month) for way in self.days]

    def summary(self) -> list[str]:
        """The day and its cost in sentences."""
        made: list[str] = through("Switch.summary")(self)
        return made

    def plot(self, ax: Axes | None = None) -> Drawn:
        """Base pay by the new tables, person by person from the largest fall to the largest rise, and cost by month.

        Parameters
        ----------
        ax : axes to draw the months on alone; None: a picture of both
        """
        drawn: Drawn = through("Switch.plot")(self, ax)
        return drawn

    def save(self, folder: str | Path, formats: str | Sequence[str] = "html", *, force: bool = False) -> list[Path]:
        """Write a report of the comparison with a section on the switch, as `Comparison.save` does.

        Parameters
        ----------
        folder, formats, force : as there
        """
        return self.comparison.save(folder, formats, force=force)

    def save_people(self, path: str | Path, *, way: str | None = None) -> None:
        """Write a list with a row for each person of the roster, by the roster's key: CSV. It stands nowhere else.

        Parameters
        ----------
        path : of the file; one that is there is refused
        way : as of `day`

        Raises
        ------
        LadderError
            The people are of no roster, the file is there, or it cannot be written.
        """
        day = self.day(way)
        check_list(path, day.workforce)
        write(path, csv_text(list_lines(day)), new=True)

    def to_dict(self, by: str = PASSAGE) -> JsonObject:
        """As printed by ``ladder-sim switch --json``; tells of no single person.

        Parameters
        ----------
        by : as of `groups`

        Raises
        ------
        LadderError
            There is no such group.
        """
        return {
            "format": JSON_FORMAT, "old": self.comparison.baseline, "month": self.month,
            "date": self.calendar_month(self.month), "by": by,
            "ways": [{"scheme": way, "groups": _plain(self.table(by, way=way)) if len(day.people) else [],
                      "months": [{"month": one.month, "more": ends_of(one.more), "protection": ends_of(one.protection)}
                                 for one in self.months(way)],
                      "cost": _cost(cost_of(self.comparison, way, self.month))} for way, day in self.days.items()],
            "provenance": self.provenance,
        }  # fmt: skip

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        made: tuple[str, ...] = through("Switch.columns")(self)
        return made

    def rows(self, by: str = PASSAGE, *, way: str | None = None) -> list[tuple[str, ...]]:
        """`groups` in texts.

        Parameters
        ----------
        by, way : as of `groups`

        Raises
        ------
        LadderError
            As `groups`.
        """
        made: list[tuple[str, ...]] = through("Switch.rows")(self, by, way)
        return made

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.provenance)


def _plain(frame: pd.DataFrame) -> list[PlainData]:
    rows: list[PlainData] = frame.to_dict(orient="records")
    return [{name: None if value != value else value for name, value in row.items()} for row in rows]


def _cost(one: SwitchCost) -> JsonObject:
    settled = None if one.settled is None else ends_of(one.settled)
    apart = None if one.settled_protection is None else ends_of(one.settled_protection)
    return {"months": one.months, "first": ends_of(one.first), "first_protection": ends_of(one.first_protection),
            "settled": settled, "settled_protection": apart, "last_protected": one.last_protected}  # fmt: skip
