"""A workforce and a study, from the human form to the model."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData, PlainForm
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.files import FileNode, show
from ladder_sim.files.forms.likely import resolve_assumptions
from ladder_sim.files.forms.workforce import (
    RosterForm,
    VocabularyForm,
    WorkforceForm,
)
from ladder_sim.files.resolving.attrition import attrition, effort, retirement
from ladder_sim.files.resolving.between_years import between_years
from ladder_sim.files.resolving.hiring import beside, day_of, hiring
from ladder_sim.files.resolving.metrics import attribute, metric
from ladder_sim.files.resolving.pay import indices
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.files.resolving.statuses import resolve_statuses
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import STANDARD_ROLES
from ladder_sim.model.law import Law
from ladder_sim.model.metrics import FTE, FULL_TIME, Attribute, Metric
from ladder_sim.model.roster import LEFT_OUT, ROSTER_COLUMNS, RosterMapping, RosterNeeds
from ladder_sim.model.workforce import Costs, Mentoring, People, Roster, Workforce

#: Rows of a roster: headers, then a row of cells per person.
RosterRows = list[list[PlainData]]
#: Reads the people of a file or of rows: where they are, what they must fit, problems.
RosterReader = Callable[[Path | RosterRows, RosterNeeds, Problems], Roster | None]


class Vocabulary(NamedTuple):
    """The standard signals and attributes."""

    signals: Mapping[str, Metric]
    attributes: Mapping[str, Attribute]


def resolve_workforce(
    form: WorkforceForm, tree: FileNode, problems: Problems, standard: Vocabulary, read_roster: RosterReader, law: Law
) -> Workforce:
    """The complete workforce. `standard` fills in what ``signals: standard`` leaves to it; `law` is the one named."""
    r = Resolver(tree, problems)
    start = _start(r, form.start)
    metrics = {name: metric(r, name, entry, "metrics", name) for name, entry in form.metrics.items()}
    market = {role: r.expr(value, "market", role) for role, value in form.market.items()}
    kpi = metrics.get("kpi") or (standard.signals.get("kpi") if form.signals == "standard" else None)
    needs = RosterNeeds(start, kpi=kpi, market=market)
    people = _people(r, form, standard, needs, read_roster)
    for name in metrics:
        r.free_name(name, "metrics", name)
        if name in people.attributes and name in form.people.attributes:
            text = tr("'{name}' is an attribute already; name the metric otherwise",
                      "“{name}”已是属性；请为指标另取编号", name=name)  # fmt: skip
            r.add(("metrics", name), text, key=True)
    if form.signals == "standard":
        metrics |= {name: entry for name, entry in standard.signals.items() if name not in metrics}
    _known_roles(r, form)
    posts = hiring(r, form, start)
    mentoring = form.mentoring
    return Workforce(
        id=form.workforce,
        title=title_of(form.title, form.workforce),
        start=start,
        people=people,
        metrics=metrics,
        ability_sd=float(form.ability.sd),
        carry_over=float(form.ability.carry_over),
        ability_at_move=_at_move(r, form),
        attrition=attrition(r, form.attrition),
        effort=effort(r, form),
        statuses=resolve_statuses(r, form.statuses, {*metrics, *people.attributes}, None),
        between_years=between_years(r, form, posts),
        hiring=posts,
        costs=_costs(r, form, law),
        market=market,
        placement=_placement(r, form),
        retirement=retirement(r, form, law, people.attributes),
        statutory=form.retirement is not None and form.retirement.preset is not None,
        law=law,
        minimum_wage=_plain(form.minimum_wage),
        rising=_rising(r, form),
        mentoring=None
        if mentoring is None
        else Mentoring(
            r.expr(mentoring.who, "mentoring", "who"),
            mentoring.months,
            r.expr(mentoring.success, "mentoring", "success"),
        ),
        indices=indices(r, form.indices),
        currency=r.currency(form.currency),
        holidays=tuple(sorted(_holidays(r, form))),
        notes=tuple(title_of(note, "") for note in form.notes),
        assumptions=resolve_assumptions(r, form.assumptions),
        based_on=form.based_on,
        file=tree.file,
        form=tree.plain(),
    )


def resolve_vocabulary(form: VocabularyForm, tree: FileNode, problems: Problems) -> Vocabulary:
    """The standard signals and attributes, from the file that is shipped."""
    r = Resolver(tree, problems)
    for section in ("signals", "attributes"):
        for name in getattr(form, section):
            r.free_name(name, section, name)
    return Vocabulary(
        {name: metric(r, name, entry, "signals", name) for name, entry in form.signals.items()},
        {name: attribute(r, name, entry, "attributes", name) for name, entry in form.attributes.items()},
    )


def _start(r: Resolver, text: object) -> dt.date:
    day = day_of(f"{text}-1" if re.fullmatch(r"\d{4}-\d{1,2}", str(text)) else text)
    if day is None:
        r.add(
            ("start",),
            tr("must be a date such as 2027-01-01, got {got}", "应为日期，如2027-01-01，现为{got}", got=show(text)),
        )
        return dt.date(2027, 1, 1)
    if day.day != 1:
        r.add(
            ("start",),
            tr("must be the first day of a month, got {got}", "应为某月的第一天，现为{got}", got=show(text)),
        )
    return day.replace(day=1)


def _holidays(r: Resolver, form: WorkforceForm) -> set[dt.date]:
    days: set[dt.date] = set()
    for index, text in enumerate(form.holidays):
        day = day_of(text)
        if day is None:
            r.add(
                ("holidays", index),
                tr(
                    "must be a date such as 2027-01-01, got {got}",
                    "应为日期，如2027-01-01，现为{got}",
                    got=show(text),
                ),
            )
        else:
            days.add(day)
    return days


def _people(
    r: Resolver, form: WorkforceForm, standard: Vocabulary, needs: RosterNeeds, read_roster: RosterReader
) -> People:
    given = form.people
    attributes = {
        name: attribute(r, name, entry, "people", "attributes", name) for name, entry in given.attributes.items()
    }
    if form.signals == "standard":
        attributes |= {n: a for n, a in standard.attributes.items() if n not in attributes and n not in form.metrics}
    if given.roles is not None:
        r.shares(given.roles, "people", "roles")
    roster = _roster(r, given.roster, replace(needs, attributes=attributes), read_roster)
    if roster is not None and FTE in roster.columns and FTE not in attributes:
        attributes[FTE] = FULL_TIME  # of hires, who are not on the list
    counted = sum(given.grades.values()) if given.grades else len(roster.person) if roster else None
    if given.grades and given.roster:
        r.add(
            ("people", "roster"),
            tr("has grades and a roster at once; choose one", "同时有 grades 和 roster；请只留一个"),
            key=True,
        )
    if given.grades and not counted:
        r.add(("people", "grades"), tr("nobody is in any grade", "各职级都没有人"), key=True)
    if counted is None and given.headcount is None and given.roster is None:
        r.add(("people",), tr("needs headcount, grades or a roster", "需要 headcount、grades 或 roster"), key=True)
    if counted is not None and given.headcount not in (None, counted):
        r.add(
            ("people", "headcount"),
            tr(
                "says {said}, but there are {counted} people; leave it out",
                "写的是{said}，实际是{counted}人；可以省略",
                said=given.headcount,
                counted=counted,
            ),
        )
    return People(
        headcount=counted or given.headcount or 1,
        team_size=given.team_size,
        attributes=attributes,
        roles={role: float(share) for role, share in (given.roles or {"agent": 1.0}).items()},
        grades=dict(given.grades or {}),
        roster=roster,
        history=given.history,
    )


def _roster(
    r: Resolver, form: str | RosterForm | list[PlainForm] | None, needs: RosterNeeds, read_roster: RosterReader
) -> Roster | None:
    if form is None:
        return None
    own = r.tree.value["people"].get("roles")
    roles = tuple(dict.fromkeys((*STANDARD_ROLES, *(own.plain() if own else ()))))
    needs = replace(needs, roles=roles)
    if isinstance(form, list):
        return read_roster(_rows(form), needs, r.problems)
    if isinstance(form, str) and form.startswith(LEFT_OUT):
        r.add(("people", "roster"),
              tr("this text is without its people ({said}); give them: load_workforce(text, roster=frame or file)",
                 "此文本不含人员名单（{said}）；请给出人员：load_workforce(text, roster=数据表或文件)",
                 said=form))  # fmt: skip
        return None
    if isinstance(form, str):
        return read_roster(beside(r, form, "people", "roster"), needs, r.problems)
    needs = replace(needs, mapping=_mapping(r, form, needs.attributes, roles))
    return read_roster(beside(r, form.file, "people", "roster", "file"), needs, r.problems)


def _mapping(
    r: Resolver, form: RosterForm, attributes: Mapping[str, Attribute], roles: tuple[str, ...]
) -> RosterMapping:
    """How the file is to be read, as the workforce says it."""
    known = (*ROSTER_COLUMNS, *attributes)
    for name in form.columns:
        if name not in known:
            r.unknown(("people", "roster", "columns", name), ("column", "列"), name, known, key=True)
    wrong = [(title, role) for title, role in form.roles.items() if role not in (*roles, "none")]
    for title, role in wrong:
        r.unknown(("people", "roster", "roles", title), ("role", "岗位层级"), role, (*roles, "none"))
    return RosterMapping(
        columns={name: header for name, header in form.columns.items() if name in known},
        pay_per=None if form.pay is None else form.pay.per,
        full_time=form.pay is not None and form.pay.full_time,
        dates=form.dates,
        decimal=form.decimal,
        kpi={step: float(points) for step, points in (form.kpi or {}).items()},
        left=tuple(form.left),
        staying=tuple(form.staying),
        sheet=form.sheet or "",
        roles={title: "" if role == "none" else role for title, role in form.roles.items()},
        grades={title: "" if grade == "none" else grade for title, grade in form.grades.items()},
        titles="" if form.titles is None else str(beside(r, form.titles, "people", "roster", "titles")),
        reached=dict(form.reached),
        key_in=form.key_in,
        words=_words(r, form, attributes),
        numbered=form.numbered,
    )


def _words(r: Resolver, form: RosterForm, attributes: Mapping[str, Attribute]) -> dict[str, dict[str, str]]:
    """What words of an attribute mean: one of its levels, or none."""
    made: dict[str, dict[str, str]] = {}
    leveled = {name: of.levels for name, of in attributes.items() if of.levels}
    for name, words in form.words.items():
        if name not in leveled:
            r.unknown(
                ("people", "roster", "words", name), ("attribute with levels", "分档属性"), name, leveled, key=True
            )
            continue
        allowed = (*leveled[name], "none")
        for word, level in words.items():
            if level not in allowed:
                r.unknown(("people", "roster", "words", name, word), ("level", "取值"), level, allowed)
        made[name] = {word: "" if level == "none" else level for word, level in words.items()}
    return made


def _rows(people: list[PlainForm]) -> RosterRows:
    """People listed in the form as the rows of a table, whose headers are every name that any of them has."""
    headers = list(dict.fromkeys(name for person in people for name in person))
    return [headers, *([person.get(name) for name in headers] for person in people)]


def _known_roles(r: Resolver, form: WorkforceForm) -> None:
    """A role that nobody knows is most likely misspelt; but schemes may have roles of their own."""
    roles = {*STANDARD_ROLES, *(form.people.roles or {})}
    for role in form.market:
        if role not in roles:
            r.problems.warn(
                r.place("market", role, key=True),
                tr("nobody has the role '{role}'", "没有岗位层级为“{role}”的人员", role=role) + nearest(role, roles),
            )


def _placement(r: Resolver, form: WorkforceForm) -> dict[str, Expr]:
    if form.placement is None:
        return {}
    if isinstance(form.placement, str):
        roles = dict.fromkeys([*STANDARD_ROLES, *(form.people.roles or {})])
        return {role: r.expr(form.placement, "placement") for role in roles}
    return {role: r.expr(text, "placement", role) for role, text in form.placement.items()}


def _at_move(r: Resolver, form: WorkforceForm) -> Expr | None:
    """What a new role makes of somebody's ability."""
    if form.ability.at_move is not None and "carry_over" in form.ability.model_fields_set:
        r.add(("ability", "at_move"), tr("has carry_over too; choose one", "同时有 carry_over；请只留一个"), key=True)
    return r.maybe(form.ability.at_move, "ability", "at_move")


def _employer_load(r: Resolver, form: WorkforceForm, law: Law) -> Expr:
    """The employer's contributions: as written, or a named rate of the law's table."""
    given = form.costs
    if given.contributions is None:
        return r.expr(0 if given.employer_load is None else given.employer_load, "costs", "employer_load")
    if given.employer_load is not None:
        text = tr("has {given} at once; choose one", "同时有 {given}；请只留一个",
                  given="employer_load + contributions")  # fmt: skip
        r.add(("costs", "contributions"), text, key=True)
    if given.contributions not in law.contributions:
        r.unknown(("costs", "contributions"), ("rate of contributions", "缴费比例"), given.contributions,
                  law.contributions)  # fmt: skip
        return Expr("0")
    return Expr(repr(law.contributions[given.contributions].share), r.place("costs", "contributions"))


def _plain(value: object) -> float | None:
    """An amount that stays the same; None where there is none, or one that changes."""
    return float(value) if isinstance(value, int | float) else None


def _rising(r: Resolver, form: WorkforceForm) -> dict[str, Expr]:
    """Amounts that change by date, by their names in the model."""
    costs = form.costs
    given: dict[str, tuple[object, tuple[str, ...]]] = {
        "load_floor": (costs.load_floor, ("costs", "load_floor")),
        "load_ceiling": (costs.load_ceiling, ("costs", "load_ceiling")),
        "severance_cap_pay": (costs.severance.cap_pay, ("costs", "severance", "cap_pay")),
        "minimum_wage": (form.minimum_wage, ("minimum_wage",)),
    }
    return {
        name: r.expr(value, *loc) for name, (value, loc) in given.items() if value is not None and _plain(value) is None
    }


def _costs(r: Resolver, form: WorkforceForm, law: Law) -> Costs:
    given = form.costs
    floor, ceiling = _plain(given.load_floor), _plain(given.load_ceiling)
    if floor is not None and ceiling is not None and floor > ceiling:
        r.add(("costs", "load_floor"), tr("is above load_ceiling", "高于 load_ceiling"))
    return Costs(
        employer_load=_employer_load(r, form, law),
        load_floor=floor,
        load_ceiling=ceiling,
        hire=r.expr(given.hire, "costs", "hire"),
        training_month=r.expr(given.training_month, "costs", "training_month"),
        severance_months_per_year=float(given.severance.months_per_year),
        severance_plus=float(given.severance.plus),
        notice_given=given.severance.notice == "given",
        severance_cap_pay=_plain(given.severance.cap_pay),
        hr_hour=None if given.hr_hour is None else float(given.hr_hour),
    )
