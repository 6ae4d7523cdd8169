"""What is said of something that is no scheme, people, study or brief, nor anything that one is loaded from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import SupportsIndex

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signed import as_written
from ladder_sim.model.report_options import Brief
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.registry import SCENARIO_FILES, WORKFORCE, Kind, ScenarioEntry

#: Of what was played, how that is taken which was played, by the name of its class: results stand above files.
PLAYED: Mapping[str, Title] = {
    "Run": Title("take run.scheme or run.workforce of it; of several runs: comparison = compare([now, new], people)",
                 "请取其 run.scheme 或 run.workforce；比较多个：comparison = compare([now, new], people)"),
    "Comparison": Title("a comparison has it as a method: comparison.frontier(['labor_cost', 'turnover']),"
                        " comparison.choose('turnover', matters=0.01); its schemes: comparison.schemes['id']",
                        "比较结果自带该方法：comparison.frontier(['labor_cost', 'turnover'])、"
                        "comparison.choose('turnover', matters=0.01)；其中的方案：comparison.schemes['编号']"),
    "Sweep": Title("a point of a sweep has its scheme: sweep.points[0].variant",
                   "扫描的每个取值都有其方案：sweep.points[0].variant"),
}  # fmt: skip


def no_source(given: object, kind: Kind, argument: str) -> str:
    """Why something cannot be loaded as this kind, and what to give or to take of it in its place."""
    what, argument = str(SCENARIO_FILES[kind].title), as_written(argument)
    if isinstance(given, Scheme | Workforce | Study | Brief):
        names: dict[type, Kind] = {Scheme: "scheme", Workforce: "workforce", Study: "study", Brief: "brief"}
        other = SCENARIO_FILES[names[type(given)]].title
        return tr("{argument}: this is a {other}, not a {kind}", "{argument}：这是{other}，不是{kind}",
                  argument=argument, other=other, kind=what)  # fmt: skip
    if type(given).__name__ in PLAYED:
        return tr("{argument}: needs a {kind}, got {type}; {how}", "{argument}：应为{kind}，现为 {type}；{how}",
                  argument=argument, kind=what, type=type(given).__name__,
                  how=PLAYED[type(given).__name__])  # fmt: skip
    told = tr("{argument}: needs the id of a {kind}, a path, a YAML text, a dict or a loaded {kind}, got {type}",
              "{argument}：应为{kind}的编号、路径、YAML 文本、字典或已加载的{kind}，现为 {type}",
              argument=argument, kind=what, type=type(given).__name__)  # fmt: skip
    if isinstance(given, ScenarioEntry):
        told += tr("; its id: load_{kind}({id!r})", "；请用其编号：load_{kind}({id!r})", kind=kind, id=given.id)
    if kind == "workforce" and isinstance(given, SupportsIndex) and not isinstance(given, bool):
        told += tr("; so many people are load_workforce({usual!r}).with_(headcount={n})",
                   "；指定人数请写作 load_workforce({usual!r}).with_(headcount={n})",
                   usual=WORKFORCE, n=int(given))  # fmt: skip
    return told
