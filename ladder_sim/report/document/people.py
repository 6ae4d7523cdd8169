"""Who wins and who loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.analysis.statements.effects import Effect, effect_between, hedge, size
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import sentences
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.report.document.kit import Scene, described, plain_number, small_note, with_names
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.report.document.risers import risers
from ladder_sim.report.document.role_cells import PayAndRise, cells
from ladder_sim.report.document.roles import no_role, pay_titles, rise
from ladder_sim.results.comparison import MARKS, TONES, UNKNOWN, marks_note
from ladder_sim.results.intervals import mean_interval

if TYPE_CHECKING:
    pass


def winners(scene: Scene) -> Section:
    """Pay per head and promotion rate by role and grade, against the baseline."""
    if scene.spared:
        return risers(scene)
    comparison = scene.comparison
    base, chosen = (cells(comparison[s], "role") for s in (comparison.baseline, scene.focus))
    title = scene.title(scene.focus)
    roles = [r for r in _roles(scene) if r in base and r in chosen]
    seen = [r for r in roles if min(base[r].people, chosen[r].people) >= SMALL_GROUP]
    same = comparison.changes_nothing(scene.focus)
    pay = {r: effect_between("pay", "percent", chosen[r].pay, base[r].pay, certain=same) for r in seen}
    promoted = {r: effect_between("rate", "points", chosen[r].promoted, base[r].promoted, certain=same) for r in seen}
    points = [_about(scene, r, pay[r], promoted[r]) for r in seen]
    by_role = with_names(tr("By role: {s} against {b}", "按岗位层级：{s}与{b}"), title, scene.baseline)
    tables = [_detail(scene, by_role, base, chosen, {r: first_upper(role_title(r)) for r in roles}), *_by_grade(scene)]
    if len(comparison.others) > 1:
        tables.append(_all_schemes(scene, base, roles))
    charts = (_pay_chart(scene, base, chosen, seen),) if seen else ()
    return Section(
        "winners", tr("Who wins, who loses", "谁受益、谁受损"), _winners_headline(title, scene.baseline, pay),
        tuple(points[: scene.most]), charts, tables=tuple(tables),
        reading=tr(
            "Pay is everything paid in a year divided by the average number of people in the role; promotion rate is"
            " promotions out of the role's grades divided by the same. Both are compared within replications.",
            "薪酬为一年全部支付额除以该岗位层级的平均人数；晋升率为自该层级各职级晋升的人次除以同一人数。两者均在重复内部比较。",
        ),
        caution=tr(
            "A role's mean also moves because other people hold it: where many are promoted the role fills with"
            " newcomers, and its mean pay falls though nobody earns less.",
            "层级均值也会因人员构成变化而变动：晋升多时该层级补入新人，即使没有人减薪，人均薪酬也会下降。",
        ),
        shorter=pay_titles(pay, title),
    )  # fmt: skip


def _roles(scene: Scene) -> list[str]:
    found = scene.comparison[scene.comparison.baseline].window().roles
    extra = [g.role for run in scene.comparison.runs for g in run.axes.grades]
    return list(dict.fromkeys([*found, *extra]))


def _winners_headline(title: str, baseline: str, pay: dict[str, Effect]) -> str:
    up = [(r, e) for r, e in pay.items() if e.there and e.up]
    down = [(r, e) for r, e in pay.items() if e.there and not e.up]
    texts = {"s": title, "b": baseline}
    if not pay:
        return tr("{s} and {b} have no role in common that is large enough to compare",
                  "{s}与{b}没有人数足够的共同岗位层级可供比较", **texts)  # fmt: skip
    if not up and not down:
        return no_role(texts, pay)
    told = tr(", ", "，").join(rise(role, one) for role, one in (*up, *down))
    return tr("Pay per head under {s} against {b}: {told}", "人均薪酬，{s}与{b}相比：{told}", told=told, **texts)


def _about(scene: Scene, role: str, pay: Effect, promoted: Effect) -> str:
    return tr("{role}: pay per head {pay}; promotion rate {rate}.", "{role}：人均薪酬{pay}；晋升率{rate}。",
              role=first_upper(role_title(role)), pay=_way(pay), rate=_way(promoted))  # fmt: skip


def _way(found: Effect) -> str:
    if not found.there:
        return str(found.verdict)
    texts = {"h": hedge(found), "x": size(found)}
    return tr("{h}{x} higher", "{h}高{x}", **texts) if found.up else tr("{h}{x} lower", "{h}低{x}", **texts)


def _detail(
    scene: Scene, title: str, base: dict[str, PayAndRise], chosen: dict[str, PayAndRise], named: dict[str, str]
) -> Table:
    """People, pay and promotion under both schemes, with differences."""
    columns = (
        tr("who", "人员"), tr("people: {b}", "人数：{b}", b=scene.baseline),
        tr("people: {s}", "人数：{s}", s=scene.title(scene.focus)), tr("pay per head", "人均薪酬"),
        tr("difference", "差值"), tr("95% interval", "95%区间"), tr("promotion rate", "晋升率"),
        tr("difference", "差值"), tr("95% interval", "95%区间"),
    )  # fmt: skip
    rows, tones = [], []
    for key, name in named.items():
        a, b = base[key], chosen[key]
        counts = tuple(f"<{SMALL_GROUP}" if one.people < SMALL_GROUP else plain_number(one.people) for one in (a, b))
        if min(a.people, b.people) < SMALL_GROUP:
            rows.append((name, *counts, *("–",) * 6))
            tones.append(("",) * 9)
            continue
        pay = effect_between("pay", "plain", b.pay, a.pay)
        rate = effect_between("rate", "plain", b.promoted, a.promoted)
        rows.append(
            (name, *counts, *_three(scene, b.pay, pay, "money"), *_three(scene, b.promoted, rate, "share a year"))
        )
        tones.append(("", "", "", "", _tone(pay), "", "", _tone(rate), ""))
    whose = {"s": scene.title(scene.focus), "b": scene.baseline}
    note = tr("Pay per head and promotion rate are those of {s}; differences are against {b}.",
              "人均薪酬和晋升率为{s}的数值；差值为与{b}之差。", **whose)  # fmt: skip
    return Table(columns, tuple(rows), tuple(tones), sentences(note, small_note()), title)


def _three(scene: Scene, values: Floats, found: Effect, unit: str) -> tuple[str, str, str]:
    return (
        scene.level(mean_interval(values).mean, unit), scene.change(found.mean, unit),
        scene.span(found.low, found.high, unit, signed=True),
    )  # fmt: skip


def _tone(found: Effect) -> str:
    return TONES[found.up] if found.there else ""


def _by_grade(scene: Scene) -> list[Table]:
    """The same by grade where both ladders have it: under the same id and title."""
    comparison = scene.comparison
    titles = [{g.id: g.title for g in comparison[s].axes.grades} for s in (comparison.baseline, scene.focus)]
    base, chosen = (cells(comparison[s], "grade") for s in (comparison.baseline, scene.focus))
    keys = [g for g in base if g in chosen and titles[0][g] == titles[1][g]]
    if not keys:
        return []
    title = with_names(tr("By grade: {s} against {b}", "按职级：{s}与{b}"), scene.title(scene.focus), scene.baseline)
    return [_detail(scene, title, base, chosen, {g: str(titles[0][g]) for g in keys})]


def _all_schemes(scene: Scene, base: dict[str, PayAndRise], roles: list[str]) -> Table:
    """What every alternative does to pay per head, by role."""
    rows, tones = [], []
    for scheme in scene.comparison.others:
        own = cells(scene.comparison[scheme], "role")
        texts, marks = [], []
        for role in roles:
            if role not in own or min(own[role].people, base[role].people) < SMALL_GROUP:
                texts.append("–")
                marks.append("")
                continue
            found = effect_between("pay", "plain", own[role].pay, base[role].pay)
            text = scene.money.full(found.mean, signed=True)
            mark = MARKS.get(found.verdict, "")
            texts.append(text if not mark else mark if found.verdict is UNKNOWN else f"{mark} ({text})")
            marks.append(_tone(found))
        rows.append((scene.title(scheme), *texts))
        tones.append(("", *marks))
    columns = (tr("pay per head against {b}", "人均薪酬与{b}之差", b=scene.baseline),
               *(first_upper(role_title(r)) for r in roles))  # fmt: skip
    note = marks_note() + tr(".", "。")
    title = tr("Pay per head by role, scheme by scheme", "各方案各岗位层级的人均薪酬差额")
    return Table(columns, tuple(rows), tuple(tones), sentences(note, small_note()), title)


def _pay_chart(scene: Scene, base: dict[str, PayAndRise], chosen: dict[str, PayAndRise], roles: list[str]) -> Chart:
    names = tuple(first_upper(role_title(r)) for r in roles)
    series = []
    for scheme, found in ((scene.comparison.baseline, base), (scene.focus, chosen)):
        means = [mean_interval(found[r].pay) for r in roles]
        mean, low, high = (tuple(getattr(i, end) for i in means) for end in ("mean", "low", "high"))
        series.append(Series(scene.title(scheme), mean, low, high, scene.colors[scheme]))
    title = tr("Pay per head by role", "各岗位层级人均薪酬")
    told = [
        (name, tr("{a} and {b}", "{a}和{b}", a=scene.money.full(series[0].values[i]),
                  b=scene.money.full(series[1].values[i])))
        for i, name in enumerate(names)
    ]  # fmt: skip
    alt = described(tr("{t} under {b} and {s}", "{b}和{s}的{t}", t=title, b=series[0].name, s=series[1].name), told)
    return Chart("columns", title, names, tuple(series), scene.axis("money"), "#,##0", alt)
