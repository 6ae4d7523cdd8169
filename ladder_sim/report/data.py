"""A comparison as data with every number that reports show: they round these, and show none of their own.

Beside the measures of `Comparison.to_dict` stand what was asked of the comparison, the figures that sections tell of
each scheme (pay by role, cost by year and part, where people are stopped, groups, sizes of effects), and the tables of
the workbook as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.statements.departments import by_department
from ladder_sim.analysis.statements.effects import Effect, effect, effect_between
from ladder_sim.attribution.assumed import apart
from ladder_sim.changeover.switching import Switch
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.doubt.bias import PlantedBias
from ladder_sim.doubt.crossing import CrossedGroups
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.money import cost_parts, every_part, labor_by_year
from ladder_sim.report.document.role_cells import PayAndRise, cells
from ladder_sim.report.document.rules import ends_of_pay, remarks
from ladder_sim.report.document.shares import audit
from ladder_sim.report.document.stops import flow_a_year, stops
from ladder_sim.report.workbook.kit import CellValue, FormulaCell, SheetScene, Tab
from ladder_sim.report.workbook.workbook import tabs
from ladder_sim.results.as_data import ends_of, numbers_of, plain, records
from ladder_sim.results.choice import Chosen
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.dominance import Frontier
from ladder_sim.results.expectations import Expectations
from ladder_sim.results.group_fairness import of_groups
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.level import Level
from ladder_sim.results.price import prices
from ladder_sim.results.run import Run
from ladder_sim.results.why import Why
from ladder_sim.results.years import year_names, years_of

#: The key of the answers to what was asked beside the measures.
ASKED = "asked"
#: Questions that a comparison may carry several answers to, and those of which it tells the last; by their key.
_SEVERAL: dict[str, type[Why | Tornado | Worlds | Frontier | Chosen]] = {
    "why": Why, "doubt": Tornado, "worlds": Worlds, "frontier": Frontier, "choice": Chosen,
}  # fmt: skip
_ONE: dict[str, type[Level | BesideLottery | PlantedBias | CrossedGroups | Switch]] = {
    "equal": Level, "chosen": BesideLottery, "bias": PlantedBias, "crossed": CrossedGroups, "switch": Switch,
}  # fmt: skip


def comparison_data(comparison: Comparison, brief: Brief | None = None) -> JsonObject:
    """Everything that reports show, as numbers, in the language in use where there are words.

    Parameters
    ----------
    brief : as of the reports, for the words of the tables

    Returns
    -------
    `Comparison.to_dict`; under ``figures`` those of sections by scheme, under ``departments`` the measures of a
    company's, under ``tables`` each sheet of the workbook row by row; under ``asked`` the answers to what was `asked`,
    with the sheets that hold them under its own ``tables``, so that everything else is played again without them.
    """
    made = comparison.to_dict()
    answers = asked(comparison)
    if answers:
        made[ASKED] = answers
    made["figures"] = {scheme: _figures(comparison, scheme) for scheme in comparison.schemes}
    if comparison.departments:
        made["departments"] = _departments(comparison)
    brief = brief or Brief()
    tables = _tables(comparison, brief)
    made["tables"] = tables
    if comparison.explained:
        plain_tables = _tables(replace(comparison), brief)  # a copy carries no answers
        made["tables"] = plain_tables
        if more := {key: rows for key, rows in tables.items() if plain_tables.get(key) != rows}:
            made[ASKED] = answers | {"tables": more}
    return made


def _tables(comparison: Comparison, brief: Brief) -> JsonObject:
    """Each sheet of data of the workbook, row by row."""
    return {tab.key: _rows(tab) for _, tab in tabs(SheetScene(comparison, brief))}


def asked(comparison: Comparison) -> JsonObject:
    """What was asked of a comparison beside its measures, by the name of the question; nothing where nothing was."""
    every = list(comparison.explained.values())
    made: JsonObject = {}
    for key, kind in _SEVERAL.items():
        if found := [one.to_dict() for one in every if isinstance(one, kind)]:
            made[key] = found
    for key, single in _ONE.items():
        for one in every:
            if isinstance(one, single):
                made[key] = _switch(one) if isinstance(one, Switch) else one.to_dict()
    for one in every:
        if isinstance(one, Expectations):
            made["expectations"] = one.to_dict()["expectations"]
    return made


def _switch(found: Switch) -> JsonObject:
    """The day of the switch, and who passes on it, by way and by every group that is known."""
    told = {key: value for key, value in found.to_dict().items() if key not in ("format", "provenance")}
    return told | {
        "by_group": {
            way: {group: [_passing(one) for one in records(found.table(group, way=way))] for group in day.known}
            for way, day in found.days.items()
            if len(day.people)
        }
    }


def _passing(row: JsonObject) -> JsonObject:
    """A group that passes, with how its base pay changes by the tables and as paid at first."""
    before = row["before"]
    made = dict(row)
    for name in ("by_table", "paid"):
        value = row[name]
        made[f"{name}_change"] = value - before if isinstance(value, float) and isinstance(before, float) else None
    return made


# --- sections -------------------------------------------------------------------------------------------


def _figures(comparison: Comparison, scheme: str) -> JsonObject:
    """The figures of one scheme, and its differences from the baseline where it is not that."""
    run, base = comparison[scheme], comparison[comparison.baseline]
    made: JsonObject = {
        "pay_by_role": _pay(run, base, "role"), "pay_by_grade": _pay(run, base, "grade"),
        "labor_cost_by_year": _years(comparison, scheme), "cost_parts": _parts(run, base),
        "flow_a_year": flow_a_year(run),
        "stops": [{"reason": reason, "share": share} for reason, share in stops(run).reasons],
        **of_groups(run),
        "groups": _groups(run), "base_pay": _base_pay(run), "remarks": remarks(run).to_dict()["findings"],
    }  # fmt: skip
    if scheme != comparison.baseline:
        made["effects"] = {name: _effect(effect(comparison, scheme, name)) for name in comparison.known
                           if name in run.known and name in base.known}  # fmt: skip
        made["prices"] = {one.what: ends_of(one.value) for one in prices(comparison) if one.scheme == scheme}
        made["pay_apart"] = [share for name, share in apart(comparison) if name == scheme]
    return made


def _pay(run: Run, base: Run, by: str) -> JsonObject:
    """Pay per head and promotion rate by role or grade; differences where the baseline has it too."""
    own, other = cells(run, by), cells(base, by)
    made: JsonObject = {}
    for key, cell in own.items():
        found: JsonObject = {"people": plain(cell.people), "pay": ends_of(mean_interval(cell.pay)),
                             "promoted": ends_of(mean_interval(cell.promoted))}  # fmt: skip
        if run is not base and key in other:
            found |= _against(cell, other[key])
        made[key] = found
    return made


def _against(cell: PayAndRise, base: PayAndRise) -> JsonObject:
    return {
        "pay_difference": _effect(effect_between("pay", "plain", cell.pay, base.pay)),
        "pay_percent": _effect(effect_between("pay", "percent", cell.pay, base.pay)),
        "promoted_difference": _effect(effect_between("rate", "plain", cell.promoted, base.promoted)),
        "promoted_points": _effect(effect_between("rate", "points", cell.promoted, base.promoted)),
    }


def _effect(found: Effect) -> JsonObject:
    return {"unit": found.kind, "mean": plain(found.mean), "low": plain(found.low), "high": plain(found.high)}


def _years(comparison: Comparison, scheme: str) -> list[JsonObject]:
    """Labor cost of each year, and its difference in % of the baseline's."""
    spans, names = years_of(comparison), year_names(comparison)
    own, base = (labor_by_year(comparison[s], spans) for s in (scheme, comparison.baseline))
    made = []
    for i, name in enumerate(names):
        one: JsonObject = {"year": name, "mean": plain(float(own[:, i].mean()))}
        if scheme != comparison.baseline:
            one["percent"] = _effect(effect_between("labor_cost", "percent", own[:, i], base[:, i]))
        made.append(one)
    return made


def _parts(run: Run, base: Run) -> JsonObject:
    """What a year costs by part, and how much more than under the baseline."""
    own, other = cost_parts(run), cost_parts(base)
    labor = sum(own.values())
    return {
        "parts": own | every_part(run), "more": {name: value - other[name] for name, value in own.items()},
        "pay_share": (own["base"] + own["other"]) / labor if labor else None,
    }  # fmt: skip


def _groups(run: Run) -> JsonObject:
    """Attribute → group → people and promotion rate, of groups that are large enough to tell of."""
    return {
        attribute: {one.name: {"people": one.people, "rate": ends_of(one.rate)} for one in rates.shown}
        for attribute, rates in audit(run).items()
    }


def _base_pay(run: Run) -> JsonObject:
    """The lowest and the highest base pay of the ladder, and that of each grade; nothing where it is an expression."""
    words = Wording(run.scheme)
    every = {grade.id: words.ends(grade.steps.get("base") or (grade.base,)) for grade in run.scheme.grades
             if grade.base is not None}  # fmt: skip
    grades = {name: {"low": ends[0], "high": ends[1]} for name, ends in every.items() if ends is not None}
    ends = ends_of_pay(run.scheme)
    return {"grades": grades, **({} if ends is None else {"low": ends[0], "high": ends[1]})}


def _departments(comparison: Comparison) -> JsonObject:
    """Department → scheme → measure: what `by_department` tells, so that no small department is."""
    made: dict[str, dict[str, dict[str, Mapping[str, float | None]]]] = {}
    for one in by_department(comparison):
        for c in one.contrasts:
            made.setdefault(one.department, {}).setdefault(c.scheme, {})[c.measure.name] = numbers_of(c)
    return dict(made)


# --- tables ---------------------------------------------------------------------------------------------


def _rows(tab: Tab) -> list[JsonObject]:
    keys = [column.key for column in tab.columns]
    return [dict(zip(keys, map(_value, row), strict=True)) for row in tab.rows]


def _value(cell: CellValue) -> object:
    """A cell as JSON has it: a date as a text, of a formula its result."""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell.value if isinstance(cell, FormulaCell) else cell
