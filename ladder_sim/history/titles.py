"""Titles of a history: the draft of a table of them, and the table that was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.files import shown_path
from ladder_sim.history.reading import HistoryRead
from ladder_sim.history.record import GradeOrder
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.titles import TitleRow


def grade_draft(reading: HistoryRead) -> list[tuple[str, int, str]]:
    """The table of titles to fill in: each title with its rows; the grade is left to the user."""
    history = reading.history
    taken = {} if history is None else {title: grade for title, _, grade in history.titles}
    return [(title, rows, taken.get(title, "")) for title, rows in sorted(reading.titles.items(), key=lambda t: -t[1])]


def with_titles(order: GradeOrder, rows: Sequence[TitleRow], problems: Problems, file: Path) -> GradeOrder:
    """The order with further spellings of its grades, from a table of titles that the user filled in.

    Parameters
    ----------
    rows : of the table; an empty grade is one outside
    problems : a grade that is none of the order is added here
    file : of the table, named in messages
    """
    titles = dict(order.titles)
    for row in rows:
        grade = row.grade
        if not grade:
            continue
        place = order.place(grade)
        if place is None:
            problems.add(Place(shown_path(file), row.line), tr(
                "'{grade}' is none of the grades {ids}; leave the cell empty for a title outside",
                "“{grade}”不在所列职级 {ids} 之内；不计入的职称请留空", grade=grade,
                ids=tr(", ", "、").join(order.ids)))  # fmt: skip
        else:
            titles[spelling(row.title)] = place
    return replace(order, titles=titles, stated=True)
