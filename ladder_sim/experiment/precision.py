"""Replications added until differences are known as well as was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ladder_sim.core.display import figure, number, plain, stated
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import share_of, times_shown
from ladder_sim.experiment.simulation import measured
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison, Contrast
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find

#: Measure → half-width of its paired difference: in the measure's unit, or in percent of the baseline such as ``"2%"``.
Precision = Mapping[str, float | str]

#: How many times the replications asked for a precision may take, and at least how many in all.
MOST_TIMES, MOST = 10, 2_000


def half_width(comparison: Comparison, name: str, wanted: float | str) -> float:
    """The half-width that is asked for, in the measure's unit; infinite where a percentage of nothing is asked.

    A percentage of a ratio of groups is one of the ratio, whose logarithm is the measure.

    Parameters
    ----------
    wanted : in the measure's unit, or in percent of the baseline's mean (``"2%"``)
    """
    if not isinstance(wanted, str):
        return wanted
    if name in comparison.known and comparison.known[name].unit == "log_ratio":
        return math.log1p(share_of(wanted))
    level = abs(comparison[comparison.baseline].interval(name).mean) if name in comparison.known else math.nan
    return share_of(wanted) * level if level > 0 else math.inf


def check_precision(schemes: list[Scheme], people: Workforce, months: int, precision: Precision) -> None:
    """Refuse measures that no scheme has, before anything is played.

    Parameters
    ----------
    months : of the runs
    precision : measure → half-width asked of its difference

    Raises
    ------
    LadderError
        With every measure that is not known.
    """
    known = {name: one for scheme in schemes for name, one in measured(scheme, people, months).items()}
    problems = [f"precision: {_unknown(name, known)}" for name in precision if name not in known]
    if problems:
        raise LadderError("\n".join(problems))


def _unknown(name: str, known: Mapping[str, Measure]) -> str:
    try:
        meant = find(name, known).name
    except LadderError as found:
        return str(found)
    return tr("measure {name!r} is not known", "没有名为{name!r}的指标", name=name) + nearest(meant, [meant])


def _short(comparison: Comparison, precision: Precision) -> list[tuple[Contrast, float, int]]:
    """What misses its half-width: the contrast, the half-width asked for, the replications it would take."""
    found = []
    for name, wanted in precision.items():
        asked = half_width(comparison, name, wanted)
        for scheme in comparison.others:
            contrast = comparison.contrast(scheme, name)
            half, n = contrast.difference.half, contrast.difference.n
            if n == 0:
                continue  # nothing to be had from more, which `_undefined` says
            if math.isnan(half):
                found.append((contrast, asked, max(10, 2 * comparison.replications)))
            elif half > asked:
                # the half-width falls with the root; replications without a value take their share
                found.append((contrast, asked, math.ceil(comparison.replications * (half / asked) ** 2)))
    return found


def undefined(comparison: Comparison, precision: Precision) -> list[str]:
    """Of which measures no replications would make the difference known, and why."""
    base = comparison[comparison.baseline]
    return [
        tr("{measure}: {share} of the baseline's {level} is no half-width; give one in the measure's unit.",
           "{measure}：基准为{level}，其{share}无法作为半宽；请按指标的单位给出。",
           measure=find(name, comparison.known).title, share=wanted,
           level=figure(base.interval(name).mean, find(name, comparison.known).unit))
        for name, wanted in precision.items()
        if math.isinf(half_width(comparison, name, wanted)) and not math.isnan(base.interval(name).mean)
    ] + [
        tr("{measure}, {scheme}: the difference cannot be said ({why}); more replications may not change that.",
           "{measure}，{scheme}：差值无法判断（{why}）；增加重复次数未必有用。",
           measure=find(name, comparison.known).title, scheme=comparison.title(scheme),
           why=comparison.reason(scheme, name))
        for name in precision for scheme in comparison.others if not comparison.contrast(scheme, name).difference.n
    ]  # fmt: skip


def needed(comparison: Comparison, precision: Precision) -> int:
    """How many replications it takes in all; 0 where it is met."""
    return max((number for _, _, number in _short(comparison, precision)), default=0)


def shortfalls(comparison: Comparison, precision: Precision) -> list[str]:
    """What was missed, and how many more replications it would take."""
    return [
        tr("{measure}, {scheme}: the difference is known to ±{half}, asked was ±{asked}; it would take about {more}"
           " more replications.",
           "{measure}，{scheme}：差值精度为±{half}，要求±{asked}；大约还需要{more}次重复。",
           measure=find(contrast.measure.name, comparison.known).title, scheme=comparison.title(contrast.scheme),
           half=_told(contrast.difference.half, contrast.measure.unit), asked=_told(asked, contrast.measure.unit),
           more=number(wanted - comparison.replications, 0))
        for contrast, asked, wanted in _short(comparison, precision)
    ]  # fmt: skip


def _told(half: float, unit: str) -> str:
    """A half-width as figures of its unit are read, to three digits."""
    if unit == "log_ratio":
        return plain(float(f"{100 * math.expm1(half):.3g}")) + "%"
    text = plain(float(f"{times_shown(unit) * half:.3g}"))
    if times_shown(unit) > 1:
        return text + tr(" pp", "个百分点")
    return stated(number(half, 0) if unit.startswith("money") and half >= 100 else text, unit)
