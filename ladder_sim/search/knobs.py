"""What can be turned in a policy and its people: parameters of a scheme, the number of people, the rate of leaving."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.problems import LadderError, closest, misspelt, quietly
from ladder_sim.core.signed import habit
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.knob import Knob
from ladder_sim.scenarios.suitable import misuse

#: What `Workforce.with_` can turn; a scheme's own parameter of that name goes first.
HEADCOUNT, LEAVING = "headcount", "leaving"
PEOPLE = {
    HEADCOUNT: Title("headcount at the start", "期初人数"),
    LEAVING: Title("rate of leaving, times the present", "离职率（现值的倍数）"),
}

#: Arguments of `sweep` and `seek` beside what is varied: one of these may have been meant.
_OPTIONS = ("measures", "sample", "months", "replications", "seed", "first", "executor", "progress", "store")


def knob_of(scheme: Scheme, workforce: Workforce, name: str) -> Knob | None:
    """The knob of that name, the scheme's first; None where neither has one."""
    found = scheme.parameters.get(name)
    if found is not None:
        return Knob(name, found.title, found.unit, "scheme", found.value, found.low, found.high, found.step,
                    found.integer)  # fmt: skip
    if name == HEADCOUNT:
        now = workforce.people.size
        return Knob(name, PEOPLE[name], "", "workforce", now, max(1, now // 4), 4 * now, 1, True)
    if name == LEAVING:
        return Knob(name, PEOPLE[name], "", "workforce", 1.0, 0.0, 3.0)
    return None


def knobs_of(schemes: Sequence[Scheme], workforce: Workforce, names: Iterable[str]) -> list[Knob]:
    """The knobs of several schemes, those that only some have too; all unknown names are refused at once.

    Raises
    ------
    LadderError
        No scheme and no workforce has a knob of a name.
    """
    found, problems = [], []
    for name in names:
        having = [knob for scheme in schemes if (knob := knob_of(scheme, workforce, name)) is not None]
        if having:
            found.append(having[0])
        else:
            known = {*PEOPLE, *(parameter for scheme in schemes for parameter in scheme.parameters)}
            problems.append(
                tr("{name}: no parameter of {schemes}, and nothing of the workforce ({people}) that can be varied",
                   "{name}：既不是 {schemes} 的参数，也不是人员文件中可变动的内容（{people}）", name=name,
                   schemes=tr(", ", "、").join(scheme.id for scheme in schemes),
                   people=tr(", ", "、").join(PEOPLE))
                + (_by_itself(name) or habit(name, _OPTIONS) or _near(name, known))
            )  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    return found


def _near(name: str, known: Collection[str]) -> str:
    """The knob or the argument that was misspelt, else the knobs that there are."""
    if close := closest(name, known) or next((one for one in _OPTIONS if misspelt(name, [one])), ""):
        return tr("; did you mean '{name}'?", "；是不是“{name}”？", name=close)
    return tr("; known: {names}", "；可用：{names}", names=tr(", ", "、").join(sorted(known)))


def _by_itself(name: str) -> str:
    """What is written in the place of ``param="bar", values=[…]``."""
    if name not in ("param", "params", "parameter", "parameters", "values", "name", "names", "grid", "param_grid"):
        return ""
    return tr("; write sweep(scheme, people, bar=[80, 85]), or sweep(scheme, people, {'bar': [80, 85]})",
              "；请写作 sweep(scheme, people, bar=[80, 85]) 或 sweep(scheme, people, {'bar': [80, 85]})")  # fmt: skip


def turned_scheme(scheme: Scheme, settings: Mapping[str, Value]) -> Scheme:
    """The scheme with those settings that are its own; itself where they are as now.

    What changes nothing is no news at one value of many, so that no warning is given.

    Raises
    ------
    LadderError
        A value does not suit.
    """
    own = {n: v for n, v in settings.items() if n in scheme.parameters and v != scheme.parameters[n].value}
    if not own:
        return scheme
    with quietly():
        return scheme.with_(None, id=None, **own)


def turned_people(workforce: Workforce, scheme: Scheme, settings: Mapping[str, Value]) -> Workforce:
    """The people with those settings that are not the scheme's; themselves where they are as now.

    Raises
    ------
    LadderError
        A value does not suit.
    """
    for name, value in settings.items():
        if name in PEOPLE and name not in scheme.parameters and value != _now(workforce, name):
            workforce = _staffed(workforce, name, value)
    return workforce


def _staffed(workforce: Workforce, name: str, value: object) -> Workforce:
    """The people with one knob turned; what was said of them once is no news at one value of many."""
    with quietly():
        changes: RecordValues = {"headcount" if name == HEADCOUNT else "leaving": value}
        return workforce.with_(**changes)


def _now(workforce: Workforce, name: str) -> float:
    return workforce.people.size if name == HEADCOUNT else 1.0


def unsuitable(scheme: Scheme, workforce: Workforce, name: str, value: object) -> str:
    """Why a knob cannot be given a value, or ''; also where its owner is not this scheme."""
    if name in scheme.parameters:
        return misuse(scheme, name, value)
    if name not in PEOPLE:
        return ""
    try:
        _staffed(workforce, name, value)
    except LadderError as error:
        return str(error)
    return ""
