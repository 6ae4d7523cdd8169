"""Who is promoted more and who less, for those who are told of no pay."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.analysis.statements.effects import Effect, amount, effect_between, size
from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.report.document.kit import FORMATS, Scene, described, plain_number, small_note
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.report.document.role_cells import PayAndRise, cells
from ladder_sim.results.comparison import MARKS, TONES, marks_note
from ladder_sim.results.intervals import mean_interval

_UNIT = "share a year"


def risers(scene: Scene) -> Section:
    """Promotion rate by role of every scheme, against the baseline."""
    comparison = scene.comparison
    base, chosen = (cells(comparison[s], "role") for s in (comparison.baseline, scene.focus))
    same = comparison.changes_nothing(scene.focus)
    seen = [r for r in base if r in chosen and min(base[r].people, chosen[r].people) >= SMALL_GROUP
            and base[r].promoted.size and (base[r].promoted.any() or chosen[r].promoted.any())]  # fmt: skip
    found = {r: effect_between("rate", "points", chosen[r].promoted, base[r].promoted, certain=same) for r in seen}
    texts = {"s": scene.title(scene.focus), "b": scene.baseline}
    points = [
        tr("{role}: promotion rate {told}.", "{role}：晋升率{told}。", role=first_upper(role_title(r)), told=_way(one))
        for r, one in found.items()
    ]
    charts = (_chart(scene, base, chosen, seen),) if seen else ()
    return Section(
        "winners", tr("Who wins, who loses", "谁受益、谁受损"), _headline(found, texts), tuple(points[: scene.most]),
        charts, tables=(_table(scene, base),),
        reading=tr("Promotions out of the role's grades in a year, divided by the average number of people in the role;"
                   " compared within replications.",
                   "一年内自该岗位层级各职级晋升的人次除以该层级平均人数，在重复内部比较。"),
        caution=tr("A role's rate also moves because other people hold it: where many are promoted the role fills with"
                   " newcomers.", "层级的晋升率也会因人员构成变化而变动：晋升多时该层级补入新人。"),
        shorter=_shorter(found, texts),
    )  # fmt: skip


def _headline(found: Mapping[str, Effect], texts: Mapping[str, str]) -> str:
    told = _told(found, named=True)
    if not told:
        return tr("{s} promotes no role detectably more or less often than {b}",
                  "{s}与{b}相比，各岗位层级晋升率差异均不显著", **texts)  # fmt: skip
    return tr("Promotion rate under {s} against {b}: {told}", "晋升率，{s}与{b}相比：{told}", told=told, **texts)


def _shorter(found: Mapping[str, Effect], texts: Mapping[str, str]) -> tuple[str, ...]:
    told, few = _told(found, named=True), _told(found, named=False)
    if not told:
        return (tr("Promotion rate: no detectable difference in any role", "晋升率：各岗位层级差异均不显著"),)
    return (tr("Promotion rate under {s}: {told}", "{s}的晋升率：{told}", told=told, **texts),
            tr("Promotion rate: {told}", "晋升率：{told}", told=told),
            tr("Promotion rate: {told}", "晋升率：{told}", told=few))  # fmt: skip


def _told(found: Mapping[str, Effect], *, named: bool) -> str:
    """Which roles rise more and which less often, with the amounts, or in directions alone."""
    ways = [(role, one) for up in (True, False) for role, one in found.items() if one.there and one.up == up]
    if named:
        return tr(", ", "，").join(_of(role, one) for role, one in ways)
    up = enumerated([role_title(role) for role, one in ways if one.up])
    down = enumerated([role_title(role) for role, one in ways if not one.up])
    parts = [tr("higher for {who}", "{who}上升", who=up) if up else "",
             tr("lower for {who}", "{who}下降", who=down) if down else ""]  # fmt: skip
    return tr(", ", "，").join(filter(None, parts))


def _of(role: str, one: Effect) -> str:
    who, x = role_title(role), amount(one)
    if not size(one):
        return tr("higher for {who}", "{who}上升", who=who) if one.up else tr("lower for {who}", "{who}下降", who=who)
    if one.up:
        return tr("{x} higher for {who}", "{who}上升{x}", who=who, x=x)
    return tr("{x} lower for {who}", "{who}下降{x}", who=who, x=x)


def _way(one: Effect) -> str:
    if not one.there:
        return str(one.verdict)
    if not size(one):
        return tr("higher", "上升") if one.up else tr("lower", "下降")
    return tr("{x} higher", "高{x}", x=amount(one)) if one.up else tr("{x} lower", "低{x}", x=amount(one))


def _chart(
    scene: Scene, base: Mapping[str, PayAndRise], chosen: Mapping[str, PayAndRise], roles: list[str]
) -> Chart:  # fmt: skip
    names = tuple(first_upper(role_title(r)) for r in roles)
    series = []
    for scheme, found in ((scene.comparison.baseline, base), (scene.focus, chosen)):
        means = [mean_interval(found[r].promoted) for r in roles]
        mean, low, high = (tuple(getattr(i, end) for i in means) for end in ("mean", "low", "high"))
        series.append(Series(scene.title(scheme), mean, low, high, scene.colors[scheme]))
    title = tr("Promotion rate by role", "各岗位层级晋升率")
    told = [(name, tr("{a} and {b}", "{a}和{b}", a=scene.level(series[0].values[i], _UNIT),
                      b=scene.level(series[1].values[i], _UNIT))) for i, name in enumerate(names)]  # fmt: skip
    return Chart("columns", title, names, tuple(series), tr("% of the role, per year", "占该层级人数%（每年）"),
                 FORMATS[_UNIT], described(title, told))  # fmt: skip


def _table(scene: Scene, base: Mapping[str, PayAndRise]) -> Table:
    """People and promotion rate of each role under every scheme, with the difference where one is detectable."""
    rows, tones = [], []
    for scheme in scene.comparison.baseline_first:
        for role, one in cells(scene.comparison[scheme], "role").items():
            if one.people < SMALL_GROUP:
                rows.append((scene.title(scheme), first_upper(role_title(role)), f"<{SMALL_GROUP}", "–", ""))
                tones.append(("",) * 5)
                continue
            told, tone = "", ""
            if scheme != scene.comparison.baseline and role in base and base[role].people >= SMALL_GROUP:
                found = effect_between("rate", "plain", one.promoted, base[role].promoted)
                told = MARKS.get(found.verdict, "") or scene.change(found.mean, _UNIT)
                tone = TONES[found.up] if found.there else ""
            rate = scene.level(mean_interval(one.promoted).mean, _UNIT)
            rows.append((scene.title(scheme), first_upper(role_title(role)), plain_number(one.people), rate, told))
            tones.append(("", "", "", "", tone))
    columns = (tr("scheme", "方案"), tr("role", "岗位层级"), tr("people", "人数"), tr("promotion rate", "晋升率"),
               tr("against {b}", "与{b}之差", b=scene.baseline))  # fmt: skip
    title = tr("Promotion rate by role, scheme by scheme", "各方案各岗位层级的晋升率")
    return Table(columns, tuple(rows), tuple(tones), marks_note() + tr(". ", "。") + small_note(), title)
