"""Arguments by what they are: schemes one after the other, the people last, as one writes them at first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import by_their_names
from ladder_sim.scenarios.kinds_given import what_is


def schemes_and_people(first: object, more: Sequence[object], people: object, function: str) -> tuple[object, object]:
    """What is compared, and the people, from arguments in the order given.

    Parameters
    ----------
    first : a list or a dict of schemes, or a study; or the first of several schemes
    more : further schemes, and the people
    people : those given by name
    function : how messages call it

    Raises
    ------
    LadderError
        There are several people, or no scheme beside them.
    """
    if what_is(first) != "scheme":
        found = [one for one in more if one is not None]
        return first, _single([*found, *([] if people is None else [people])], function)
    schemes, there = [first], [] if people is None else [people]
    for one in more:
        one_thing = isinstance(one, str | Mapping | os.PathLike) or what_is(one)
        for part in one if isinstance(one, Iterable) and not one_thing else [one]:
            if part is not None:
                (there if what_is(part) == "workforce" else schemes).append(part)
    return (schemes if len(schemes) > 1 else first), _single(there, function)


def _single(people: Sequence[object], function: str) -> object:
    """The people, who are the same for all schemes."""
    numbers = [one for one in people if isinstance(one, int | float)]
    if numbers:
        raise LadderError(
            tr("{function}: numbers are given by name", "{function}：数字请按名称给出", function=function)
            + by_their_names(numbers, ("months", "replications"))
        )
    if len(people) > 1:
        raise LadderError(
            tr("{function} takes one workforce, on which every scheme is played, got {n}: people are not compared; play"
               " a scheme on each with simulate(scheme, people), or vary them with sweep(scheme, people,"
               " headcount=[…])",
               "{function} 只用一份人员文件，所有方案都在其上模拟，现有{n}个；不同人员请分别用"
               " simulate(方案, 人员) 模拟，或用 sweep(方案, 人员, headcount=[…]) 变动",
               function=function, n=len(people))
        )  # fmt: skip
    return people[0] if people else None
