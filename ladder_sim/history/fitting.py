"""`fit_history`: a history read, checked and fitted; what it tells, what is refused, and the workforce made of it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import need
from ladder_sim.core.problems import LadderError, Place, Problem, Problems
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door
from ladder_sim.history.estimates import Refusal
from ladder_sim.history.fit import Fit
from ladder_sim.history.hiring import fit_hiring, hiring_estimates, years_of_hiring
from ladder_sim.history.leaving import (
    LeavingFit,
    fit_leaving,
    leaving_estimates,
    survival_of,
    within_regime,
    years_of_leaving,
)
from ladder_sim.history.offering import offered
from ladder_sim.history.outward import fit_outward, outward_estimates
from ladder_sim.history.promotion import step_estimates, steps_of, wait_estimates, waits_of, years_of_steps
from ladder_sim.history.reading import HistoryRead, read_history
from ladder_sim.history.record import CheckLine, GradeOrder, PeopleHistory, SpellEnd, SpellEntry, parse_grades
from ladder_sim.history.refusing import always_refused
from ladder_sim.history.scores import fit_scores, pay_by_grade, pay_estimates, score_estimates
from ladder_sim.history.sources import Asked
from ladder_sim.history.titles import grade_draft, with_titles
from ladder_sim.model.roster import DateOrder, DecimalSign, KeyIn, PayPer
from ladder_sim.people.keys import KEYS_IN
from ladder_sim.people.titles import title_rows
from ladder_sim.scenarios.registry import WORKFORCE

if TYPE_CHECKING:
    import pandas as pd

DRAFT = "grades.csv"
PLAUSIBLE = (0.005, 0.80)  # leavers a year, as a share of the people
COMING_BACK = 0.02  # share of leavers who return from which on leaving and absence are hard to tell apart
A_DAY = Title("a date, or a text such as 2025-12-31", "日期，或2025-12-31 这样的文本")


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What the user says of the files, besides the grades and the time.

    Parameters
    ----------
    columns : what a column is (``person``, ``date``, ``event``, ``grade``, …) to its header
    dates, decimal : how dates and numbers are written, where the cells do not prove it
    pay_per : whether amounts of pay are a month's or a year's
    gap : days of absence from which on it is another spell
    rehires : ``restart`` where the service of who comes back begins anew, ``continue`` where it goes on
    titles : a table of titles and grades that was filled in
    reached : grade to the header of the dates on which people reached it
    key_in : where in its cells the key of a person stands
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    pay_per: PayPer = "month"
    gap: int = 30
    rehires: str = "restart"
    titles: Path | None = None
    reached: Mapping[str, str] = field(default_factory=dict)
    key_in: KeyIn | None = None


class OrderNeeded(LadderError):
    """The files name grades, and nobody has said which is higher; `draft` is the table of titles to fill in."""

    def __init__(self, problems: Iterable[Problem] | str, draft: Sequence[tuple[str, int, str]] = ()) -> None:
        super().__init__(problems)
        self.draft = tuple(draft)


@door
def fit_history(
    files: str | os.PathLike[str] | pd.DataFrame | Sequence[str | os.PathLike[str] | pd.DataFrame],
    grades: str | None = None,
    *,
    start: str | dt.date | None = None,
    end: str | dt.date | None = None,
    based_on: str = WORKFORCE,
    dismissals: bool = True,
    columns: Mapping[str, str] | None = None,
    dates: DateOrder | None = None,
    decimal: DecimalSign | None = None,
    pay_per: PayPer = "month",
    gap: int = 30,
    rehires: str = "restart",
    titles: str | os.PathLike[str] | None = None,
    reached: Mapping[str, str] | None = None,
    key_in: KeyIn | None = None,
) -> Fit:
    """Estimate how people leave, come and move from a history, with intervals, or refuse with the reason.

    Parameters
    ----------
    files : event logs (person, date, event, grade), snapshots (a column of their day, or a file for each day), tables
        with from and to; paths, data frames, or several of them that tell of the same people
    grades : the order of the grades, lowest first, such as ``"officer<detective<sergeant"``; further spellings after
        ``=``: ``"officer=PO|P.O.<detective"``. Other titles are outside. None for a history without grades
    start, end : first and last day of observation; None as the files say
    based_on : the workforce whose assumptions hold for what a history does not tell
    dismissals : whether dismissals are part of the chance to leave; False where the scheme's rules make them
    columns : what a column is to its header in the files, where that is not understood
    dates, decimal : ``"day-first"`` or ``"month-first"``, ``"comma"`` or ``"point"``, where the cells do not prove it
    pay_per : whether pay is a ``"month"``'s or a ``"year"``'s
    gap : days of absence from which on it is another spell
    rehires : ``"restart"`` where the service of who comes back begins anew, ``"continue"`` where it goes on
    titles : a table (CSV, workbook) with the columns title and grade, as ``ladder-sim fit`` drafts it
    reached : a grade to the header of the dates on which people reached it, where a row is a person
    key_in : where in its cells the key of a person stands that hold more, such as a name: ``"brackets"``,
        ``"figures"``, ``"first word"`` or ``"last word"``; the rest is never kept

    Returns
    -------
    A `Fit`: `table`, `refused`, `checks`, `workforce`, `check`, `backtest`, `save`.

    Raises
    ------
    LadderError
        With everything that is wrong with the files.
    """
    said = HowToRead(
        dict(columns or {}),
        dates,
        decimal,
        pay_per,
        gap,
        rehires,
        None if titles is None else Path(titles),
        dict(reached or {}),
        key_in,
    )
    paths = _files(files)
    reading = read_history(paths, _asked(grades, day_given(start, "start"), day_given(end, "end"), said))
    reading.problems.raise_if_any()
    if reading.history is None:
        raise LadderError(tr("nothing to fit: the files have no rows", "没有可拟合的内容：文件没有数据行"))
    if grades is None and reading.titles:
        raise OrderNeeded(_order_needed(reading), grade_draft(reading))
    return fitted(reading.history, based_on, dismissals)


def _order_needed(reading: HistoryRead) -> str:
    first = tr(", ", "、").join(f"'{title}' ({rows:,})" for title, rows, _ in grade_draft(reading)[:8])
    return tr(
        "grades: the order of the grades is not in the file and is not guessed; state it, lowest first: "
        "grades=\"junior<senior<lead\". The titles are: {first}",
        "grades：文件没有说明职级高低，工具不作猜测；请由低到高写明：grades=\"junior<senior<lead\"。现有职称：{first}",
        first=first)  # fmt: skip


def _files(files: object) -> list[Path | pd.DataFrame]:
    if not isinstance(files, Iterable) or isinstance(files, str | os.PathLike) or hasattr(files, "iloc"):
        return [_file(files)]
    return [_file(file) for file in files]


def _file(file: object) -> Path | pd.DataFrame:
    import pandas as pd

    if isinstance(file, pd.DataFrame):
        return file
    need(file, (str, os.PathLike), "files", Title("a path or a data frame, or several", "路径或 DataFrame，或若干个"))
    assert isinstance(file, str | os.PathLike)
    return Path(file)


def day_given(value: str | dt.date | None, name: str) -> dt.date | None:
    """A day given as such or as a text; raises `LadderError` for another text, by the name of the argument."""
    value = as_python(value)
    if value is None or isinstance(value, dt.date):
        return value
    need(value, str, name, A_DAY)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise LadderError(
            tr(
                "{name}: '{value}' is no day; write 2025-12-31",
                "{name}：“{value}”不是日期；请写成2025-12-31",
                name=name,
                value=value,
            )
        ) from None


def _asked(grades: str | None, start: dt.date | None, end: dt.date | None, said: HowToRead) -> Asked:
    if said.rehires not in ("restart", "continue"):
        raise LadderError(tr("rehires: '{value}' is neither restart nor continue",
                             "rehires：“{value}”既不是 restart 也不是 continue", value=said.rehires))  # fmt: skip
    if said.key_in is not None and said.key_in not in KEYS_IN:
        raise LadderError(tr("key_in: '{value}' is none of {known}", "key_in：“{value}”不是 {known} 之一",
                             value=said.key_in, known=tr(", ", "、").join(KEYS_IN)))  # fmt: skip
    order = None if grades is None else parse_grades(grades)
    _known_grades(order, said.reached)
    if order is not None and said.titles is not None:
        order = read_titles(order, said.titles)
    return Asked(order, start, end, said.columns, said.dates, said.decimal or "", said.pay_per, said.gap,
                 said.rehires == "restart", said.reached, said.key_in)  # fmt: skip


def _known_grades(order: GradeOrder | None, reached: Mapping[str, str]) -> None:
    """Dates of grades need their order; a date of none of them is a slip."""
    unknown = [grade for grade in reached if order is None or order.place(grade) is None]
    if unknown:
        raise LadderError(tr("reached: {names}: none of the grades {known}; state the order with grades=\"low<high\"",
                             "reached：{names} 不在职级 {known} 之内；请用 grades=\"低<高\" 写明顺序",
                             names=tr(", ", "、").join(unknown),
                             known="–" if order is None else tr(", ", "、").join(order.ids)))  # fmt: skip


def read_titles(order: GradeOrder, file: Path) -> GradeOrder:
    """The order with the spellings of a table of titles; raises `LadderError` for what is wrong with it."""
    problems = Problems()
    made = with_titles(order, title_rows(file, problems, "grade"), problems, file)
    problems.raise_if_any()
    return made


def fitted(history: PeopleHistory, based_on: str = WORKFORCE, dismissals: bool = True) -> Fit:
    """What a history tells.

    Parameters
    ----------
    based_on : the workforce whose assumptions hold for what a history does not tell
    dismissals : whether dismissals are part of the chance to leave

    Raises
    ------
    LadderError
        The history is too short.
    """
    refused: list[Refusal] = []
    lines = list(history.lines)
    history = within_regime(history, lines)
    _too_short(history)
    _coming_back(history, lines)
    leaving = fit_leaving(history, dismissals, refused)
    _plausible(leaving, lines)
    steps = steps_of(history, refused)
    outward = fit_outward(history, refused)
    waits = waits_of(history, refused)
    hires = fit_hiring(history, survival_of(leaving), refused)
    scores = fit_scores(history, refused)
    pays = pay_by_grade(history, refused)
    always_refused(history, refused)
    years = [years_of_leaving(history, leaving), *([] if hires is None else [years_of_hiring(history, hires)]),
             *years_of_steps(history, steps)]  # fmt: skip
    estimates = [
        *leaving_estimates(history, leaving), *outward_estimates(history, outward),
        *([] if hires is None else hiring_estimates(hires)),
        *step_estimates(history, steps), *wait_estimates(history, waits),
        *([] if scores is None else score_estimates(scores)), *pay_estimates(history, pays),
    ]  # fmt: skip
    return Fit(history, based_on, leaving, tuple(steps), tuple(waits), hires, scores, tuple(pays), tuple(estimates),
               tuple(years), tuple(refused), tuple(lines), tuple(offered(history, steps)), outward)  # fmt: skip


def _too_short(history: PeopleHistory) -> None:
    if not len(history.stays) or history.closed - history.opened < 28:
        raise LadderError([Problem(Place(history.files[0][0]), tr(
            "less than a month under observation, or nobody in the grades asked for",
            "观察期不足一个月，或所列职级中没有人员"))])  # fmt: skip


def _plausible(leaving: LeavingFit, lines: list[CheckLine]) -> None:
    """Turnover as no company has it: then something was read otherwise than it was meant."""
    events, months = float(leaving.rates.events.sum()), float(leaving.rates.months.sum())
    rate = 12 * events / max(months, 1e-9)
    if events and not PLAUSIBLE[0] <= rate <= PLAUSIBLE[1]:
        lines.append(CheckLine("turnover", tr(
            "{rate:.1%} of the people leave a year, outside {low:.1%} to {high:.0%}: look at who is in the file, at "
            "its dates, and at its first and last day, before anything is made of it",
            "年离职率为{rate:.1%}，不在{low:.1%}至{high:.0%}之间：使用前请核对文件口径、日期以及起止日", rate=rate,
            low=PLAUSIBLE[0], high=PLAUSIBLE[1]), int(events), True))  # fmt: skip


def _coming_back(history: PeopleHistory, lines: list[CheckLine]) -> None:
    """Leavers who come back: many of them, and leaving is absence."""
    spells = history.spells
    back = int(np.isin(spells.begun, [SpellEntry.REHIRED, SpellEntry.RETURNED]).sum())
    gone = int(np.isin(spells.ended, [SpellEnd.LEFT, SpellEnd.ABSENT]).sum())
    if gone and back / gone >= COMING_BACK:
        lines.append(CheckLine("coming_back", tr(
            "{share:.0%} of those who went came back ({back:,} of {gone:,}): some leavings may be absences",
            "离开的人中{share:.0%}后来返回（{gone:,}人中{back:,}人）：部分离职可能是缺勤", share=back / gone, back=back,
            gone=gone), back, True))  # fmt: skip
