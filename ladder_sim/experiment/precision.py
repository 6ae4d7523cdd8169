"""Replications added until differences are known as well as was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import share_of
from ladder_sim.experiment.simulation import measured
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison, Contrast
from ladder_sim.results.measures import find

#: Measure → half-width of its paired difference: in the measure's unit, or in percent of the baseline such as ``"2%"``.
Precision = Mapping[str, float | str]

#: How many times the replications asked for a precision may take, and at least how many in all.
MOST_TIMES, MOST = 10, 2_000


def half_width(comparison: Comparison, name: str, wanted: float | str) -> float:
    """The half-width that is asked for, in the measure's unit; infinite where a percentage of nothing is asked.

    Parameters
    ----------
    wanted : in the measure's unit, or in percent of the baseline's mean (``"2%"``)
    """
    if not isinstance(wanted, str):
        return wanted
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
    known = {name for scheme in schemes for name in measured(scheme, people, months)} if precision else set()
    problems = [
        tr("precision: measure {name!r} is not known", "precision：没有名为“{name}”的指标", name=name)
        + nearest(str(name), known)
        for name in precision if name not in known
    ]  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))


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
    return [
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
           half=f"{contrast.difference.half:.3g}", asked=f"{asked:.3g}",
           more=number(wanted - comparison.replications, 0))
        for contrast, asked, wanted in _short(comparison, precision)
    ]  # fmt: skip
