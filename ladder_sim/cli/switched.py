"""The day of a switch as tables of a terminal."""

from __future__ import annotations

from ladder_sim.changeover import told
from ladder_sim.changeover.day import PASSAGE
from ladder_sim.changeover.switching import Switch
from ladder_sim.cli.text import table
from ladder_sim.core.i18n import tr


def switch_lines(found: Switch, by: str = PASSAGE) -> list[str]:
    """Who passes in each way, by group, and the first year of each, as tables with a blank line behind each."""
    lines = []
    for way in (way for way, day in found.days.items() if len(day.people)):
        lines += [str(found.comparison.title(way)),
                  table(found.columns(), found.rows(by, way=way), right=range(1, 8)), ""]  # fmt: skip
    for way in found.days:
        lines += [tr("{way}: first year", "{way}：首年", way=found.comparison.title(way)),
                  table(told.month_columns(), told.month_rows(found, way), right=range(1, 3)), ""]  # fmt: skip
    return lines
