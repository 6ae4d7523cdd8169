"""The assumptions on which a list of people leans, in one table, where only a list was given as the workforce."""

from __future__ import annotations

from ladder_sim.cli.text import table
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signs import cut
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.defaults import leaned_of_list
from ladder_sim.scenarios.roster_tree import BASE

WIDE = 84  # columns of a value on a terminal


def leaned_text(workforce: Workforce) -> str:
    """The table with a line above; '' where the workforce is a file of its own."""
    rows = [(of.title, cut(of.value, WIDE), of.address) for of in leaned_of_list(workforce)]
    if not rows:
        return ""
    columns = (tr("assumed", "假设"), tr("value", "取值"), tr("in a workforce file", "人员文件中的位置"))
    head = tr("Only a list of people was given ({file}); all else is assumed, as in {base}. Write a workforce file "
              "to put your own in its place:",
              "只给了花名册（{file}）；其余均为假设，取自 {base}。请写一个人员文件，换成本单位的数据：",
              file=workforce.file, base=BASE)  # fmt: skip
    return f"{head}\n{table(columns, rows)}"


def leaned_json(workforce: Workforce) -> JsonObject:
    """The same for programs."""
    found = leaned_of_list(workforce)
    listed = [{"address": of.address, "title": of.title, "value": of.value} for of in found]
    return {"leaned_on": listed} if listed else {}
