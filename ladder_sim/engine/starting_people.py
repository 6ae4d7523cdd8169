"""Who is there on the first day, and what newcomers bring: the people of a workforce as arrays.

Synthetic people are drawn anew in every replication; a roster's people are the same in all of them,
and only what the roster does not say is drawn. Every draw belongs to a person's key (see `streams`), so
no scheme and no other attribute can change it.

Readings, where a workforce leaves room:

- Without an attribute ``months_employed`` everybody starts with 0 months.
- Whole months are the drawn months rounded, so that their mean is the one asked for; 1,200 at most.
- Where both age and tenure are drawn, nobody can have joined before 18 (or before the age's own
  ``at_least``, if lower): tenure is cut to what ``at_most`` leaves, then a too low age is raised to
  starting age + tenure. Experience before the hire does not enter, and what a roster states stays.
- A roster's `tenure_quantile` is the person's place (0 to 1, ties share the middle) by tenure among
  the roster's people of the same role; a synthetic person's is the draw behind the tenure.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers, PersonFloats, ReplicationInts
from ladder_sim.core.roles import STANDARD_ROLES
from ladder_sim.expressions.scope import AGING
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.metrics import FTE, Attribute, Metric
from ladder_sim.model.workforce import Roster, Workforce
from ladder_sim.streams import draws
from ladder_sim.streams.distributions import DISTRIBUTIONS

STARTING_AGE = 18.0
MOST_MONTHS = 1200  # nobody works longer than a hundred years
UNKNOWN = -1


@dataclass(slots=True)
class StartingPeople:
    """People on the first day; arrays have the shape (replications, people) unless said otherwise."""

    person: npt.NDArray[np.int64]  # (people,) 0, 1, ...
    keys: npt.NDArray[np.uint64]  # of random streams
    role: npt.NDArray[np.int16]  # index into `roles`, or -1: not known (only the grade is)
    roles: tuple[str, ...]
    months_employed: npt.NDArray[np.int32]  # completed months
    months_in_grade: npt.NDArray[np.int32]  # completed months, or -1: not known
    attributes: dict[str, Floats]  # categories as level codes; NaN where nothing is known
    ability: Floats  # innate, with the workforce's sd
    ability_sd: float
    tenure_quantile: Floats  # in (0, 1)
    team: npt.NDArray[np.int32]
    grade: npt.NDArray[np.int32]  # index into `grade_names`, or -1
    grade_names: tuple[str, ...]
    pay: Floats  # a month, NaN where not known
    kpi: Floats  # from a roster, NaN where not known
    ids: tuple[str, ...] = ()  # (people,) a roster's own ids; empty for synthetic people


def aged(name: str, values: PersonFloats, month: int) -> PersonFloats:
    """An attribute of somebody who joins on the first of `month`, as of month 0."""
    return values - AGING[name] * (month - 1) if name in AGING else values


def category_code(attribute: Attribute, value: str) -> int:
    """The code of a category: its place in the attribute's levels, from 0."""
    return attribute.levels.index(value)


def starting_people(workforce: Workforce, seed: int, replications: ReplicationInts) -> StartingPeople:
    """The people of the first day.

    Parameters
    ----------
    replications: shape (R,), the numbers of the replications, from 0.
    """
    people = workforce.people
    count = people.size
    person = np.arange(count, dtype=np.int64)
    keys = draws.person_keys(seed, np.asarray(replications)[:, None], person[None, :])
    role, roles, grade, grade_names = _standing(workforce, count)
    shape = keys.shape
    start = StartingPeople(
        person=person,
        keys=keys,
        role=_everywhere(role, shape).astype(np.int16),
        roles=roles,
        months_employed=np.zeros(shape, np.int32),
        months_in_grade=np.full(shape, 0 if people.grades and people.roster is None else UNKNOWN, np.int32),
        attributes=hire_attributes(workforce, keys),
        ability=innate_ability(workforce, keys),
        ability_sd=workforce.ability_sd,
        tenure_quantile=draws.uniform(keys, _stream("months_employed")),
        team=_everywhere(_teams(person, people.team_size), shape).astype(np.int32),
        grade=_everywhere(grade, shape).astype(np.int32),
        grade_names=grade_names,
        pay=np.full(shape, np.nan),
        kpi=np.full(shape, np.nan),
    )
    if people.roster is None:
        _draw_tenure(start, people.attributes)
        _graduated(start, people.attributes)
    else:
        _apply_roster(start, people.roster, people.attributes)
    return start


def hire_attributes(
    workforce: Workforce, keys: npt.NDArray[np.uint64], only: Container[str] | None = None
) -> dict[str, Floats]:
    """What newcomers bring, one array of the shape of `keys` per attribute; clocks are not among them.

    ``experience_months`` (before the hire) is always there, 0 where the workforce does not declare it, and so is
    ``fte``, 1. `only`: leave out the attributes of other names.
    """
    attributes = workforce.people.attributes
    wanted = [name for name in attributes if name not in GIVEN_CLOCKS and (only is None or name in only)]
    drawn = {name: _draw(attributes[name], keys) for name in wanted}
    if "experience_months" not in attributes:
        drawn["experience_months"] = np.zeros(keys.shape)
    if FTE not in attributes and (only is None or FTE in only):
        drawn[FTE] = np.ones(keys.shape)
    return drawn


def innate_ability(workforce: Workforce, keys: npt.NDArray[np.uint64]) -> Floats:
    """The ability people are born with: normal, mean 0, the workforce's standard deviation; shape of `keys`."""
    ability: Floats = draws.normal(keys, "ability") * workforce.ability_sd
    return ability


def shared_out(shares: Sequence[float], total: int) -> list[int]:
    """`total` split in proportion to `shares` by largest remainder; ties go to the earlier ones."""
    whole = sum(shares)
    exact = [round(share / whole * total, 9) for share in shares]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts


# --- where people stand ------------------------------------------------------------------------


def _standing(workforce: Workforce, count: int) -> tuple[Integers, tuple[str, ...], Integers, tuple[str, ...]]:
    """Role and grade per person, as indices with the names they point into."""
    people = workforce.people
    unknown = np.full(count, UNKNOWN, np.int64)
    if people.roster is not None:
        roles = _low_to_high([name for name in people.roster.role if name])
        role, grade = people.roster.role, people.roster.grade
        names = tuple(dict.fromkeys(name for name in grade if name))
        return _indices(role, roles), roles, _indices(grade, names), names
    if people.grades:
        by_grade = np.repeat(np.arange(len(people.grades)), list(people.grades.values()))
        return unknown, _low_to_high(people.roles), by_grade, tuple(people.grades)
    roles = _low_to_high(people.roles) or STANDARD_ROLES[:1]
    counts = shared_out([people.roles.get(name, 1.0) for name in roles], count)
    return np.repeat(np.arange(len(roles)), counts), roles, unknown, ()


def _low_to_high(names: Sequence[str] | Mapping[str, float]) -> tuple[str, ...]:
    """Distinct role names, lowest first: in the standard order when all are standard, else as written."""
    distinct = tuple(dict.fromkeys(names))
    if set(distinct) <= set(STANDARD_ROLES):
        return tuple(sorted(distinct, key=STANDARD_ROLES.index))
    return distinct


def _indices(values: Sequence[str], names: tuple[str, ...]) -> Integers:
    place = {name: i for i, name in enumerate(names)}
    return np.array([place.get(value, UNKNOWN) for value in values], np.int64)


def _teams(person: Integers, team_size: int) -> Integers:
    """Teams as even as can be, dealt out like cards: persons are in order of role, and every team needs its lead."""
    teams = max(1, int(len(person) / max(1, team_size) + 0.5))
    return person % teams


def _everywhere(row: Integers, shape: tuple[int, ...]) -> Integers:
    """The same row in every replication."""
    return np.broadcast_to(row, shape)


# --- what people have --------------------------------------------------------------------------


def _stream(name: str) -> str:
    return f"attribute.{name}"


def _draw(attribute: Attribute, keys: npt.NDArray[np.uint64]) -> Floats:
    """One value per key, by the inverse distribution function of the attribute's own stream, then clipped."""
    distribution, stream = DISTRIBUTIONS[attribute.kind], _stream(attribute.name)
    if attribute.cut:
        assert distribution.cut is not None
        low, high = limits_of(attribute)
        return distribution.cut(draws.uniform(keys, stream), low, high, *attribute.params)
    params: tuple[object, ...] = attribute.params
    if attribute.kind == "shares":
        params = attribute.shares or (1.0,) * len(attribute.levels)
    elif attribute.kind == "table":
        params = (attribute.table,)
    values = distribution.draw(keys, stream, 0, *params)
    if attribute.low is not None or attribute.high is not None:
        values = np.clip(values, attribute.low, attribute.high)
    return values


def limits_of(what: Attribute | Metric) -> tuple[float, float]:
    """The limits of an attribute or a metric; infinite where it has none."""
    return -math.inf if what.low is None else what.low, math.inf if what.high is None else what.high


def _draw_months(attribute: Attribute, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    return np.clip(np.rint(_draw(attribute, keys)), 0, MOST_MONTHS).astype(np.int32)


def _draw_tenure(start: StartingPeople, attributes: Mapping[str, Attribute]) -> None:
    """Clocks of synthetic people, and ages that fit them."""
    if "months_employed" in attributes:
        start.months_employed = _draw_months(attributes["months_employed"], start.keys)
    age = attributes.get("age")
    if age is not None and age.kind != "constant" and attributes.get("months_employed", age).kind != "constant":
        if age.high is not None:
            longest = int(np.clip(12 * (age.high - _starting_age(age)), 0, MOST_MONTHS))
            np.minimum(start.months_employed, longest, out=start.months_employed)
        _raise_ages(start, age)
    if "months_in_grade" in attributes:
        drawn = _draw_months(attributes["months_in_grade"], start.keys)
        if "months_employed" in attributes:
            drawn = np.minimum(drawn, start.months_employed)
        else:
            start.months_employed = drawn.copy()
        start.months_in_grade = drawn


def _graduated(start: StartingPeople, attributes: Mapping[str, Attribute]) -> None:
    """What is drawn is the time between graduation and hire; by now the months employed have come on top."""
    if "graduated_months" in attributes and attributes["graduated_months"].kind != "constant":
        start.attributes["graduated_months"] = start.attributes["graduated_months"] + start.months_employed


def _starting_age(age: Attribute) -> float:
    return STARTING_AGE if age.low is None else min(STARTING_AGE, age.low)


def _raise_ages(start: StartingPeople, age: Attribute) -> None:
    lowest = _starting_age(age) + start.months_employed / 12
    start.attributes["age"] = np.maximum(start.attributes["age"], lowest)


# --- rosters -----------------------------------------------------------------------------------


def _apply_roster(start: StartingPeople, roster: Roster, attributes: Mapping[str, Attribute]) -> None:
    """Put what the roster says in the place of what was drawn."""
    columns = roster.columns
    start.ids = roster.person
    start.months_employed[:] = np.asarray(columns["months_employed"], np.float64).astype(np.int32)
    start.tenure_quantile[:] = _place_in_role(start.months_employed[:1], start.role[:1])
    age = attributes.get("age")
    if age is not None and age.kind != "constant":
        _raise_ages(start, age)  # the drawn ones: a stated age replaces them next
    _graduated(start, attributes)
    for name, values in start.attributes.items():
        if name in columns:
            _overwrite(values, _codes(columns[name], attributes.get(name)))
    if "months_in_grade" in columns:
        stated = np.minimum(np.asarray(columns["months_in_grade"], np.float64), start.months_employed[:1].ravel())
        start.months_in_grade[:] = np.where(np.isnan(stated), UNKNOWN, stated).astype(np.int32)
    for name, target in (("pay", start.pay), ("kpi", start.kpi)):
        if name in columns:
            target[:] = np.asarray(columns[name], np.float64)
    if "team" in columns:
        names = {name: i for i, name in enumerate(dict.fromkeys(str(name) for name in columns["team"] if name))}
        if names:
            start.team[:] = [names.get(str(name), i % len(names)) for i, name in enumerate(columns["team"])]


def _codes(values: Sequence[object], attribute: Attribute | None) -> Floats:
    """A roster's column as numbers; NaN where it is silent."""
    if attribute is None or not attribute.levels:
        return np.array(values, np.float64)
    return np.array([category_code(attribute, str(value)) if value else np.nan for value in values], np.float64)


def _overwrite(drawn: Floats, stated: Floats) -> None:
    known = ~np.isnan(stated)
    drawn[:, known] = stated[known]


def _place_in_role(tenure: npt.NDArray[np.int32], role: npt.NDArray[np.int16]) -> Floats:
    """Each person's place by tenure among those of the same role: (below + half of the equal) / all, in (0, 1)."""
    result = np.empty(tenure.shape)
    for code in np.unique(role):
        mine = role == code
        ordered = np.sort(tenure[mine])
        below = np.searchsorted(ordered, tenure[mine], side="left")
        up_to = np.searchsorted(ordered, tenure[mine], side="right")
        result[mine] = (below + up_to) / (2 * ordered.size)
    return result
