"""What is assumed in schemes and workforces, gathered; and both at other values of it.

A parameter's range is what its file says with ``likely``. Where it says nothing the default reaches to either side half
the way to the nearer limit of what can be set, said as a guess; a parameter without limits is not moved. A workforce's
ranges stand under ``assumptions``; for responses of leaving that a workforce sets without a range, those of the
default workforce hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode, find
from ladder_sim.files.forms.likely import LEAVING, address_loc, numbers_of
from ladder_sim.files.idle import unread
from ladder_sim.model.assumptions import Assumption, Fixed, Value, World
from ladder_sim.model.company import Company
from ladder_sim.model.expression import Parameter
from ladder_sim.model.likely import Likely
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.formed import carried
from ladder_sim.scenarios.loading import load_workforce
from ladder_sim.scenarios.people_variants import form_tree, formed, leaving_times, read_form
from ladder_sim.scenarios.registry import WORKFORCE
from ladder_sim.scenarios.variants import at_values

#: Where the key of an assumption about people begins; parameters of schemes have none.
PEOPLE = "people:"
#: Keys of a workforce file that hold whole numbers.
WHOLE_KEYS = frozenset({"after", "for", "headcount", "lead_months", "months", "team_size", "within"})
#: Responses whose ranges, where a workforce gives none, are those of the default workforce.
_RESPONSES = "attrition"
_NEARER = Title("default: to either side half the way to the nearer limit of what can be set",
                  "默认：两侧各取现值到较近上下限距离的一半")  # fmt: skip
_BOTH = Title("default: either way", "默认：两种取值同等可能")
_NO_LIMITS = Title(
    "no range is given, nor limits from which one could be taken", "未给出可能范围，也没有可参照的上下限"
)
_DATED = Title("its values change by date", "取值随日期变化")
_UNREAD = Title("no rule reads it", "没有规则读取")


def assumptions_of(schemes: Sequence[Scheme], workforce: Workforce) -> tuple[list[Assumption], list[Fixed]]:
    """Everything assumed in schemes and a workforce: what can be moved, and what cannot, with the reason.

    Parameters of several schemes that agree in name, value, range and remark are one assumption, moved together:
    variants of a scheme share what they do not change, and a default means the same wherever it is used.
    """
    moved: dict[str, Assumption] = {}
    fixed: list[Fixed] = []
    for scheme in schemes:
        for made in _of_scheme(scheme):
            if isinstance(made, Fixed):
                fixed.append(made)
            else:
                _put(moved, made)
    for assumption in _of_people(workforce):
        moved[assumption.key] = assumption
    return list(moved.values()), fixed


def assumptions_of_companies(companies: Sequence[Company]) -> tuple[list[Assumption], list[Fixed]]:
    """Everything assumed in the departments of a company as it is and of its alternatives, which have the same people.

    What several departments say in the same words, such as a default, is one assumption, moved together; `schemes` are
    the alternatives in which a department's scheme has it.
    """
    each: list[Assumption] = []
    fixed: list[Fixed] = []
    for one in companies[0].departments:
        own: dict[str, Assumption] = {}
        for company in companies:
            for made in _of_scheme(replace(company.department(one.id).scheme, id=company.id)):
                if isinstance(made, Assumption):
                    _put(own, made)
                else:
                    fixed.append(replace(made, departments=(one.id,)))
        people = _of_people(one.workforce)
        each += [replace(made, key="", departments=(one.id,)) for made in (*own.values(), *people)]
    every = tuple(one.id for one in companies[0].departments)
    moved: dict[str, Assumption] = {}
    for made in _shared(each):
        key = _key_in_company(made, every)
        key = key if key not in moved else f"{made.schemes[0]}:{key}"
        moved[key] = replace(made, key=key)
    return list(moved.values()), _shared(fixed, of_schemes=True)


AssumedT = TypeVar("AssumedT", Assumption, Fixed)


def _shared(each: Sequence[AssumedT], *, of_schemes: bool = False) -> list[AssumedT]:
    """What departments, or also schemes, say alike, once for all of them."""
    made: list[AssumedT] = []
    for one in each:
        for place, other in enumerate(made):
            if _alike(one, other, of_schemes=of_schemes):
                made[place] = _of_both(other, one)
                break
        else:
            made.append(one)
    return made


def _of_both(other: AssumedT, one: AssumedT) -> AssumedT:
    """What two say alike, of the departments and schemes of both."""
    return replace(other, departments=tuple(dict.fromkeys((*other.departments, *one.departments))),
                   schemes=tuple(dict.fromkeys((*other.schemes, *one.schemes))))  # fmt: skip


def _alike(one: AssumedT, other: AssumedT, *, of_schemes: bool) -> bool:
    mine = replace(one, departments=other.departments)
    return (replace(mine, schemes=other.schemes) if of_schemes else mine) == other


def _key_in_company(one: Assumption, every: tuple[str, ...]) -> str:
    """A name among the assumptions of a company: with the departments before it, where they are not all."""
    bare = one.address if one.schemes else PEOPLE + one.address
    return bare if one.departments == every else f"{'+'.join(one.departments)}:{bare}"


def _of_scheme(scheme: Scheme) -> Iterator[Assumption | Fixed]:
    """What a scheme assumes."""
    idle = set(unread(scheme))
    for parameter in scheme.parameters.values():
        if parameter.assumed:
            yield _of_parameter(scheme, parameter, unread=parameter.name in idle)


def _put(moved: dict[str, Assumption], made: Assumption) -> None:
    """Beside what is there: one with it where both say the same, else under a key of its own."""
    for key, other in moved.items():
        if replace(other, key="", schemes=()) == replace(made, key="", schemes=()):
            moved[key] = replace(other, schemes=(*other.schemes, *made.schemes))
            return
    key = made.address if made.address not in moved else f"{made.schemes[0]}:{made.address}"
    moved[key] = replace(made, key=key)


def _of_parameter(scheme: Scheme, p: Parameter, *, unread: bool) -> Assumption | Fixed:
    blank = Fixed(p.name, (scheme.id,), p.name, p.title, p.value, _UNREAD)
    if unread:
        return blank
    if p.later:
        return replace(blank, why=_DATED)
    made = Assumption("", (scheme.id,), p.name, p.title, p.value, 0.0, 0.0, "triangular", "default", p.remark, p.unit,
                      p.integer)  # fmt: skip
    if isinstance(p.value, bool):
        return replace(made, choices=(False, True), high=1.0, shape="uniform", basis=_BOTH, limited=True)
    if isinstance(p.value, str):
        if len(p.choices) < 2:
            return replace(blank, why=_NO_LIMITS)
        return replace(made, choices=p.choices, high=float(len(p.choices) - 1), shape="uniform", basis=_BOTH,
                       limited=True)  # fmt: skip
    if p.likely is not None:
        return replace(made, low=p.likely.low, high=p.likely.high, shape=p.likely.shape, source=p.likely.source,
                       basis=p.likely.basis)  # fmt: skip
    if p.low is None or p.high is None or not p.low < p.high:
        return replace(blank, why=_NO_LIMITS)
    below, above = (p.value - p.low) / 2, (p.high - p.value) / 2
    reach = min(below, above) or max(below, above)
    low, high = max(p.low, p.value - reach), min(p.high, p.value + reach)
    if p.integer:  # at least one step, as far as it can be set
        low = max(p.low, min(round(low), p.value - 1))
        high = min(p.high, max(round(high), p.value + 1))
    return replace(made, low=float(low), high=float(high), basis=_NEARER, limited=True)


def _of_people(workforce: Workforce) -> Iterator[Assumption]:
    tree = form_tree(workforce) if workforce.form else None
    if tree is None:
        return
    for address, likely in _ranges(workforce, tree).items():
        loc = address_loc(address)
        node = find(tree, loc)
        value = 1.0 if likely.times or node is None else float(node.value)
        yield Assumption(
            PEOPLE + address, (), address, likely.title or Title.plain(address), value, likely.low, likely.high,
            likely.shape, likely.source, likely.basis, "times" if likely.times else "",
            loc[-1] in WHOLE_KEYS and not likely.times, likely.times,
        )  # fmt: skip


def _ranges(workforce: Workforce, tree: FileNode) -> Mapping[str, Likely]:
    """The workforce's own ranges; for responses without one those of the default workforce, where they hold."""
    made = dict(workforce.assumptions)
    numbers = numbers_of(tree)
    for address, likely in _usual().items():
        value = numbers.get(address)
        if address in made or value is None or likely.times or not address.startswith(_RESPONSES):
            continue
        if likely.low <= value <= likely.high:
            basis = Title("as of the default workforce: {basis}", "同默认人员文件：{basis}").fill(basis=likely.basis)
            made[address] = replace(likely, source="default", basis=basis)
    return made


@lru_cache(maxsize=1)
def _usual() -> Mapping[str, Likely]:
    return load_workforce(WORKFORCE).assumptions


# --- other values ----------------------------------------------------------------------------------


def scheme_at(scheme: Scheme, assumptions: Sequence[Assumption], world: World) -> Scheme:
    """The scheme, under its own name, in a possible world."""
    changed = {one.address: _whole(one, world[one.key]) for one in assumptions
               if scheme.id in one.schemes and one.key in world}  # fmt: skip
    return at_values(scheme, changed)


def people_at(workforce: Workforce, assumptions: Sequence[Assumption], world: World) -> Workforce:
    """The workforce, under its own name, in a possible world.

    Raises
    ------
    LadderError
        The values do not go together, each with its address.
    """
    chosen = [one for one in assumptions if not one.schemes and one.key in world]
    if not chosen:
        return workforce
    tree, problems = form_tree(workforce), Problems()
    tree.value.pop("assumptions", None)  # a range need not hold the values of a world
    put_world(tree, chosen, world, problems)
    problems.raise_if_any()
    made = carried(workforce, formed(workforce), read_form(workforce, tree))
    return replace(made, id=workforce.id, title=workforce.title, file=workforce.file)


PeopleAt = Callable[[Workforce, Sequence[Assumption], World], Workforce]


def company_at(
    company: Company, assumptions: Sequence[Assumption], world: World, people: PeopleAt = people_at
) -> Company:
    """The company, under its own name, in a possible world.

    Parameters
    ----------
    people : `people_at`, or what remembers what it gave

    Raises
    ------
    LadderError
        The values do not go together in a department, each with its address.
    """
    made = []
    for one in company.departments:
        ours = [each for each in assumptions if one.id in each.departments]
        mine = [replace(each, schemes=(one.scheme.id,)) for each in ours if company.id in each.schemes]
        scheme, workforce = scheme_at(one.scheme, mine, world), people(one.workforce, ours, world)
        made.append(replace(one, scheme=scheme, workforce=workforce))
    return replace(company, departments=tuple(made))


def put_world(tree: FileNode, chosen: Sequence[Assumption], world: World, problems: Problems) -> None:
    """Put the values of a world into a workforce's form: factors last, so that they are of what stands there then.

    Parameters
    ----------
    tree : the form, which is changed
    chosen : the assumptions that are put, those of the workforce
    problems : what does not go together is added here
    """
    for one in sorted(chosen, key=lambda one: one.times):
        value = _whole(one, world[one.key])
        if address_loc(one.address) == LEAVING:
            leaving_times(tree, float(value), problems)
        elif (node := find(tree, address_loc(one.address))) is not None:
            _set(node, value, times=one.times)


def _whole(one: Assumption, value: Value) -> Value:
    return int(value) if one.whole and not isinstance(value, bool | str) else value


def _set(node: FileNode, value: Value, *, times: bool) -> None:
    if not times:
        node.value = value
    elif isinstance(node.value, dict):
        for each in node.value.values():
            _set(each, value, times=True)
    elif isinstance(node.value, str):
        node.value = f"({node.value}) * {value!r}"
    else:
        node.value = node.value * value
