"""Between which values a search turns what it is asked to turn: numbers with two ends, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.scalars import as_python
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.knob import Knob
from ladder_sim.search.knobs import knobs_of, unsuitable

#: What is turned: a name; names; or names with the ends of each, None of its own range.
Turned = str | Sequence[str] | Mapping[str, tuple[float, float] | None]


def turned(
    scheme: Scheme, people: Workforce, asked: object, between: tuple[float, float] | None
) -> tuple[list[Knob], list[tuple[float, float]]]:
    """What is turned, each with its ends.

    Parameters
    ----------
    asked : a name, names, or names with their ends
    between : the ends of a single name

    Raises
    ------
    LadderError
        A name is not known, is no number or has no range, or the ends do not suit; all at once.
    """
    ranges = _asked(asked, between)
    problems: list[str] = []
    knobs: list[Knob] = []
    for name in ranges:
        try:
            knobs += knobs_of([scheme], people, [name])
        except LadderError as error:
            problems.append(str(error))
    for knob in knobs:
        if not knob.numeric:
            problems.append(tr("{name} is no number: its values are compared by sweep",
                               "{name} 不是数字；各取值请用 sweep 比较", name=knob.name))  # fmt: skip
    ends = [(0.0, 0.0) if not knob.numeric else _ends(scheme, people, knob, ranges[knob.name], problems)
            for knob in knobs]  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
    return knobs, ends


def whole(knob: Knob, value: float) -> float:
    """A value as files have it: of a whole number without a point."""
    return int(value) if knob.whole and float(value).is_integer() else value


def _asked(asked: object, between: tuple[float, float] | None) -> dict[str, object]:
    """The names with what was given as their ends."""
    if isinstance(asked, Mapping):
        made = {str(name): ends for name, ends in asked.items()}
    elif isinstance(asked, Sequence) and not isinstance(asked, str) and all(isinstance(one, str) for one in asked):
        made = dict.fromkeys(asked)
    else:
        made = {asked: None} if isinstance(asked, str) else {}
    if not made:
        raise LadderError(tr("name what to turn: seek(scheme, workforce, 'bar', turnover=0.2), or several with their"
                             " ranges: {{'bar': (70, 95), 'wait': (6, 24)}}",
                             "请写出要求解的参数：seek(scheme, workforce, 'bar', turnover=0.2)，或多个参数及其范围："
                             "{{'bar': (70, 95), 'wait': (6, 24)}}"))  # fmt: skip
    if between is not None:
        if len(made) > 1:
            raise LadderError(tr("between is the range of one parameter; give each its own:"
                                 " {{'bar': (70, 95), 'wait': (6, 24)}}",
                                 "between 只适用于单个参数；请分别给出各自的范围："
                                 "{{'bar': (70, 95), 'wait': (6, 24)}}"))  # fmt: skip
        made = dict.fromkeys(made, between)
    return made


def _ends(scheme: Scheme, people: Workforce, knob: Knob, given: object, problems: list[str]) -> tuple[float, float]:
    """Both ends of a knob's range; what is wrong with them is added to the problems."""
    low, high = (knob.low, knob.high) if given is None else _two(knob, given, problems)
    if low is None or high is None:
        if given is None:
            problems.append(tr("{name} has no range; give one, such as (50, 100)",
                               "{name} 没有取值范围；请给出，例如 (50, 100)", name=knob.name))  # fmt: skip
        return 0.0, 0.0
    problems += [why for end in (low, high) if (why := unsuitable(scheme, people, knob.name, whole(knob, end)))]
    if low >= high:
        problems.append(tr("{name}: {a} must lie below {b}", "{name}：{a} 必须小于 {b}", name=knob.name, a=f"{low:g}",
                           b=f"{high:g}"))  # fmt: skip
    return float(low), float(high)


def _two(knob: Knob, given: object, problems: list[str]) -> tuple[float | None, float | None]:
    if isinstance(given, tuple | list | np.ndarray) and len(given) == 2:
        low, high = ends = [as_python(end) for end in given]
        if all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in ends):
            return low, high
    problems.append(tr("{name}: the range must be two numbers, such as (50, 100), got {got!r}",
                       "{name}：范围应为两个数，例如 (50, 100)，现为 {got!r}", name=knob.name, got=given))  # fmt: skip
    return None, None
