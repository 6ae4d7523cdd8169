"""The ten assumptions to look at first: by what they change where that was played, else by who shares them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ladder_sim.analysis.rule_text.expressions import valued as parameter_valued
from ladder_sim.analysis.statements import tornado as of_tornado
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_lower
from ladder_sim.doubt.gathered import assumed, range_text, valued
from ladder_sim.doubt.tornado import Tornado, TornadoBar, TornadoCase
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Table

#: So many assumptions stand first.
FIRST = 10
#: Where the addresses of how people leave begin, on which every figure of turnover rests.
_LEAVING = "attrition"


@dataclass(frozen=True, slots=True)
class RankedAssumption:
    """An assumption in its place.

    Parameters
    ----------
    title, whose, value : what is assumed, by which schemes or the workforce, and the value in use
    kind : whether it is assumed or a reading of an unclear passage
    range : between which values it may lie; "" where it has no range
    low, high : the least and the largest difference over that range, in the unit of the measure; NaN where not played
    turns : the value at which the better scheme changes, "none" where none does; "" where not played
    """

    title: str
    whose: str
    value: str
    kind: str
    range: str = ""
    low: float = math.nan
    high: float = math.nan
    turns: str = ""


def weighed(scene: Scene) -> Tornado | None:
    """The tornado by which assumptions are ranked; None where none was played of a measure that is told."""
    return next((found for found in scene.asked(Tornado) if scene.tells(found.measure.name)), None)


def told_worlds(scene: Scene) -> list[Worlds]:
    """The worlds that were played of measures which the audience is told."""
    return [found for found in scene.asked(Worlds) if all(scene.tells(one.name) for one in found.measures)]


def case_of(scene: Scene, found: Tornado) -> TornadoCase:
    """That of the scheme spoken for, else the first."""
    known = [case.scheme for case in found.cases]
    return found.case(scene.focus if scene.focus in known else known[0])


def flips(scene: Scene) -> tuple[str, ...]:
    """What turns the answer for the scheme spoken for, with the values, where tornados were played."""
    played = (found for found in scene.asked(Tornado) if scene.tells(found.measure.name))
    told = (of_tornado.turns(found, case_of(scene, found)) for found in played)
    return tuple(text for text in told if text)


def ranked(scene: Scene) -> tuple[RankedAssumption, ...]:
    """The assumptions that matter first, at most `FIRST`."""
    found = weighed(scene)
    if found is not None:
        return tuple(_weighed(found, bar) for bar in case_of(scene, found).bars[:FIRST])
    return tuple(_shared(scene)[:FIRST])


def assumptions_shared(scene: Scene) -> int:
    """How many assumptions there are, those that several schemes share counted once."""
    return len(_shared(scene))


def first_title(scene: Scene) -> str:
    """That these of all assumptions stand first, and by what; "" where they are all there are."""
    found, n = weighed(scene), len(ranked(scene))
    if found is not None:
        measure = first_lower(str(found.measure.title))
        return tr("Of {m} assumptions these {n} matter most to {measure}", "{m}项假设中对{measure}影响最大的{n}项",
                  m=len(found.assumed.moved), n=n, measure=measure)  # fmt: skip
    every = len(_shared(scene))
    if every <= n:
        return ""
    if scene.alone:
        return tr("Of {m} assumptions check these {n} first", "{m}项假设中请先核实这{n}项", n=n, m=every)
    return tr("Of {m} assumptions check these {n} first, those that most schemes share",
              "{m}项假设中请先核实这{n}项（各方案共有最多）", n=n, m=every)  # fmt: skip


def first_table(scene: Scene) -> Table:
    """`ranked` as a table, a row each."""
    title = first_title(scene) or tr("To check first", "先核实的假设")
    rows, found = ranked(scene), weighed(scene)
    columns: tuple[str, ...]
    if found is not None:
        unit = found.measure.unit
        columns = (tr("assumed", "假设"), tr("of", "属于"), tr("in use", "现值"), tr("range", "可能范围"),
                   tr("difference over it", "范围内差值"), tr("turns at", "反转点"))  # fmt: skip
        told = tuple((one.title, one.whose, one.value, one.range,
                      scene.span(one.low, one.high, unit, signed=True) or "–", one.turns) for one in rows)  # fmt: skip
        return Table(columns, told, title=title)
    columns = (tr("assumption", "假设"), tr("value", "取值"), tr("schemes", "方案"), tr("kind", "类型"))
    note = tr("Ranked by how many schemes share them, what the workforce says of leaving first; compare … --doubt"
              " ranks by what they change.",
              "按共有方案数排序，人员文件中关于离职的在前；compare … --doubt 按影响大小排序。")  # fmt: skip
    return Table(columns, tuple((one.title, one.value, one.whose, one.kind) for one in rows), note=note, title=title)


# --- by what they change ----------------------------------------------------------------------------------


def _weighed(found: Tornado, bar: TornadoBar) -> RankedAssumption:
    one = bar.assumption
    values = [end.difference.mean for end in bar.ends if end.difference.n]
    low, high = (min(values), max(values)) if values else (math.nan, math.nan)
    turns = tr("none", "无") if bar.flip is None else valued(one, bar.flip.value)
    return RankedAssumption(str(one.title), found.assumed.whose(one), valued(one, one.value), tr("assumed", "假设"),
                            range_text(one), low, high, turns)  # fmt: skip


# --- by who shares them -----------------------------------------------------------------------------------


def _shared(scene: Scene) -> list[RankedAssumption]:
    """All that is assumed: of leaving first, then of the schemes, the most shared first."""
    every = assumed(scene.comparison)
    leaving = [
        RankedAssumption(str(one.title), every.whose(one), valued(one, one.value), tr("assumed", "假设"),
                         range_text(one))
        for one in every.moved if not one.schemes and one.address.startswith(_LEAVING)
    ]  # fmt: skip
    found: dict[tuple[Title, str, bool], list[str]] = {}
    for scheme in dict.fromkeys((scene.focus, *scene.comparison.baseline_first)):
        for parameter in scene.comparison[scheme].scheme.parameters.values():
            if parameter.assumed or parameter.reading:
                key = (parameter.title, parameter_valued(parameter), parameter.assumed)
                found.setdefault(key, []).append(scene.title(scheme))
    order = sorted(found.items(), key=lambda use: (-len(use[1]), not use[0][2]))
    own = [
        RankedAssumption(str(title), _holders(scene, schemes), value,
                         tr("assumed", "假设") if is_assumed else tr("reading", "解读"))
        for (title, value, is_assumed), schemes in order
    ]  # fmt: skip
    return leaving + own


def _holders(scene: Scene, schemes: Sequence[str]) -> str:
    """Which schemes hold an assumption: all, or the first and how many more."""
    if len(schemes) == len(scene.comparison.runs) > 1:
        return tr("all", "各方案")
    more = tr(" and {n} more", "等{n}个", n=len(schemes) - 1) if len(schemes) > 1 else ""
    return schemes[0] + more
