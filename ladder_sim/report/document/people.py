"""Who wins and who loses, and whether groups of people are treated alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.analysis.expression_text import attribute_title, role_title
from ladder_sim.analysis.statements.claims import first_upper
from ladder_sim.analysis.statements.effects import Effect, effect_between, hedge, size
from ladder_sim.core.display import change, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.report.document.kit import Scene, described, plain_number, small_note, with_names
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.report.document.roles import no_role, pay_titles, rise
from ladder_sim.report.document.shares import Group, Rates, Status, audit, differs, fair_titles, ratio_word
from ladder_sim.results.comparison import MARKS, TONES, UNKNOWN, marks_note
from ladder_sim.results.intervals import Floats, mean_interval, ratio

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class Cell:
    """One role or grade under one scheme; arrays have a number per replication."""

    people: float
    pay: Floats  # a head and year
    promoted: Floats  # promotions a year as a share of the people there


def cells(run: Run, by: str) -> dict[str, Cell]:
    """Pay per head and promotion rate by ``role`` or ``grade``, of grades that the scheme has."""
    w = run.window()
    paid = w.over(run.tally.pay).sum(axis=2) / w.years
    keys = [getattr(g, "role" if by == "role" else "id") for g in run.axes.grades]
    made = {}
    for key in dict.fromkeys(keys):
        own = [i for i, k in enumerate(keys) if k == key and run.axes.grades[i].covered]
        if not own:
            continue
        people = w.people[:, own].sum(axis=1)
        arcs = [i for g in own for i in w.arcs("promotion", g)]
        ups = w.moved[:, arcs].sum(axis=1) / w.years
        made[key] = Cell(float(people.mean()), ratio(paid[:, own].sum(axis=1), people), ratio(ups, people))
    return made


def winners(scene: Scene) -> Section:
    """Pay per head and promotion rate by role and grade, against the baseline."""
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
        shorter=pay_titles(pay),
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


def _detail(scene: Scene, title: str, base: dict[str, Cell], chosen: dict[str, Cell], named: dict[str, str]) -> Table:
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
    return Table(columns, tuple(rows), tuple(tones), f"{note} {small_note()}", title)


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


def _all_schemes(scene: Scene, base: dict[str, Cell], roles: list[str]) -> Table:
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
    return Table(columns, tuple(rows), tuple(tones), f"{note} {small_note()}", title)


def _pay_chart(scene: Scene, base: dict[str, Cell], chosen: dict[str, Cell], roles: list[str]) -> Chart:
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


# --- fairness -------------------------------------------------------------------------------------------


def fairness(scene: Scene) -> Section:
    """Promotion rates by group, each against the others, with the four-fifths rule and its caveat."""
    comparison = scene.comparison
    found = {scheme: audit(comparison[scheme]) for scheme in comparison.baseline_first}
    reading = tr(
        "A group's log ratio is the logarithm of its promotion rate ÷ that of everybody else, all replications"
        " together: 0 is alike, below 0 the group is promoted less, above 0 more; −0.22 and +0.22 are four fifths"
        " either way. The last column says how far from 0 luck alone takes it in a single course of events: what an"
        " employer's own figures may show though groups do not matter.",
        "对数比为该组晋升率与其余人员晋升率之比的自然对数，各次重复合并计算：0为相同，负数为该组晋升较少，正数为较多；"
        "−0.22和+0.22分别相当于两个方向的五分之四。最后一列为单次进程中随机波动可使其偏离0的幅度：即使组别无关，"
        "实际一次的数据也可能如此。",
    )  # fmt: skip
    caution = tr(
        "Four fifths is a rule of thumb of the US EEOC for where to look, neither proof of bias nor a legal test in"
        " China or elsewhere, and a ratio near 0 is no proof of fairness. No scheme is called better or worse for it."
        " Only groups that the workforce file names are audited; no scheme may read them.",
        "五分之四参考线是美国 EEOC（平等就业机会委员会）的经验规则，非中国法定标准，只提示应关注之处，"
        "不是存在偏见的证据；对数比接近0也不证明公平。"
        "不据此评判方案优劣。只检视人员文件中列出的组别，方案不得使用这些属性。",
    )
    name = tr("Fairness audit", "公平性检视")
    if not any(found.values()):
        return Section(
            "fairness", name, tr("No groups to audit: the workforce names none", "没有可检视的组别：人员文件未列出"),
            reading=reading, caution=caution,
        )  # fmt: skip
    charts = tuple(_rates_chart(scene, found, a) for a in _attributes(found) if _drawable(scene, found, a))
    return Section(
        "fairness", name, _fair_headline(scene, found), tuple(_fair_points(scene, found)), charts,
        tables=(_ratios(scene, found), _sizes(scene, found)), reading=reading, caution=caution,
        shorter=fair_titles(found),
    )  # fmt: skip


Found = dict[str, dict[str, Rates]]


def _attributes(found: Found) -> list[str]:
    return list(dict.fromkeys(a for rates in found.values() for a in rates))


def _fair_headline(scene: Scene, found: Found) -> str:
    beyond = [(s, a, one) for s, rates in found.items() for a, r in rates.items() for one in r.having("beyond")[:1]]
    apart = {s for s, rates in found.items() if any(differs(r) for r in rates.values())}
    unsure = {s for s, rates in found.items() if any(r.having("open") for r in rates.values())}
    if beyond:
        told = [
            tr("{s} ({a}: {x})", "{s}（{a}：{x}）", s=scene.title(s), a=_attribute(scene, a), x=ratio_word(one))
            for s, a, one in beyond[:3]
        ]
        if len(beyond) > 3:
            told.append(tr("and {n} more", "等，另有{n}项", n=len(beyond) - 3))
        return tr("Outside four fifths (a US rule of thumb): {told}",
                  "超出五分之四参考线（美国经验规则）：{told}", told=tr(", ", "、").join(told))  # fmt: skip
    if apart:
        return tr("No group is surely outside four fifths (a US rule of thumb); groups' promotion rates differ under"
                  " {n} of {all} schemes",
                  "没有组别确定超出五分之四参考线（美国经验规则）；{all}个方案中有{n}个组间有差异",
                  n=len(apart), all=len(found))  # fmt: skip
    if unsure:
        return tr("No detectable difference between groups in promotion; under {n} of {all} schemes too few are"
                  " promoted to tell on which side of four fifths (a US rule of thumb) they are",
                  "组间晋升率差异不显著；{all}个方案中有{n}个晋升人数太少，无法与五分之四参考线（美国经验规则）对照",
                  n=len(unsure), all=len(found))  # fmt: skip
    unvalued = [s for s, rates in found.items() if not any(one.ratio.n for r in rates.values() for one in r.against)]
    if len(unvalued) == len(found):
        return tr("Whether groups are promoted alike cannot be said: nobody was promoted, or no two groups are large"
                  " enough", "无法判断各组晋升是否一致：没有人晋升，或没有两个人数足够的组")  # fmt: skip
    if unvalued:
        return tr("No detectable difference between groups in promotion; under {n} of {all} schemes it cannot be said",
                  "组间晋升率差异不显著；{all}个方案中有{n}个无法判断", n=len(unvalued), all=len(found))  # fmt: skip
    return tr("No detectable difference between groups in promotion under any scheme",
              "各方案下组间晋升率差异均不显著")  # fmt: skip


def _fair_points(scene: Scene, found: Found) -> list[str]:
    """The baseline and the focus, group by group."""
    made = []
    for scheme in dict.fromkeys((scene.focus, scene.comparison.baseline)):
        for attribute, rates in found[scheme].items():
            groups = tr(", ", "，").join(f"{g.name} {scene.level(g.rate.mean, 'share a year')}" for g in rates.shown)
            if not groups:
                continue
            known = [one for one in rates.against if one.ratio.n]
            text = tr("{s}, promotion rate by {a}: {groups}", "{s}，按{a}的晋升率：{groups}",
                      s=scene.title(scheme), a=_attribute(scene, attribute), groups=groups)  # fmt: skip
            if known:
                text += tr("; log ratio {x}", "；对数比{x}", x=ratio_word(max(known, key=lambda o: abs(o.ratio.mean))))
            made.append(text + tr(".", "。"))
    return made[: scene.most]


def _attribute(scene: Scene, name: str) -> str:
    return attribute_title(scene.comparison.workforce.people.attributes.get(name), name)


def _drawable(scene: Scene, found: Found, attribute: str) -> bool:
    return all(attribute in found[s] and len(found[s][attribute].shown) > 1 for s in _pair(scene))


def _pair(scene: Scene) -> tuple[str, str]:
    return scene.comparison.baseline, scene.focus


def _rates_chart(scene: Scene, found: Found, attribute: str) -> Chart:
    kept = [g.name for g in found[scene.comparison.baseline][attribute].shown]
    series = []
    for scheme in _pair(scene):
        groups: dict[str, Group] = {g.name: g for g in found[scheme][attribute].shown}
        values = [groups[name].rate if name in groups else mean_interval([]) for name in kept]
        mean, low, high = (tuple(getattr(i, end) for i in values) for end in ("mean", "low", "high"))
        series.append(Series(scene.title(scheme), mean, low, high, scene.colors[scheme]))
    title = tr("Promotion rate by {a}", "按{a}的晋升率", a=_attribute(scene, attribute))
    told = [(s.name, tr(", ", "，").join(f"{n} {scene.level(v, 'share')}" for n, v in zip(kept, s.values, strict=True)))
            for s in series]  # fmt: skip
    unit = tr("% of the group, per year", "占该组平均人数%（每年）")
    return Chart("columns", title, tuple(kept), tuple(series), unit, "0.0%", described(title, told))


def _ratios(scene: Scene, found: Found) -> Table:
    columns = (
        tr("scheme", "方案"), tr("attribute", "属性"), tr("group", "组别"), tr("against", "对照"),
        tr("log ratio", "对数比"),
        tr("95% interval", "95%区间"), tr("four fifths (US rule of thumb)", "五分之四参考线（美国经验规则）"),
        tr("luck alone, one run", "单次随机波动范围"),
    )  # fmt: skip
    words: dict[Status, str] = {
        "beyond": tr("outside", "超出"), "open": tr("cannot be told", "无法判断"),
        "apart": tr("within, rates differ", "未超出，但有差异"), "within": tr("within", "未超出"),
        "none": tr("cannot be said", "无法判断"),
    }  # fmt: skip
    rows = [
        (
            scene.title(scheme), _attribute(scene, attribute), str(one.pair.group),
            str(one.pair.against or tr("everybody else", "其余人员")), change(one.ratio.mean, "log_ratio"),
            scene.span(one.ratio.low, one.ratio.high, "log_ratio", signed=True), words[one.status],
            "–" if math.isnan(one.luck) else f"±{number(one.luck, 2)}",
        )
        for scheme, audited in found.items()
        for attribute, r in audited.items()
        for one in r.against
    ]  # fmt: skip
    title = tr("Each group against the others, scheme by scheme", "各方案各组与其余人员对照")
    return Table(columns, tuple(rows), note=small_note(), title=title)


def _sizes(scene: Scene, found: Found) -> Table:
    columns = (tr("scheme", "方案"), tr("group", "组别"), tr("people", "人数"), tr("promotion rate", "晋升率"),
               tr("95% interval", "95%区间"))  # fmt: skip
    rows = [
        (scene.title(scheme), tr("{a}: {g}", "{a}：{g}", a=_attribute(scene, a), g=g.name), *_size(scene, g))
        for scheme, audited in found.items()
        for a, rates in audited.items()
        for g in rates.groups
    ]
    return Table(columns, tuple(rows), note=small_note(), title=tr("Groups and their sizes", "各组及其人数"))


def _size(scene: Scene, group: Group) -> tuple[str, str, str]:
    if group.people < SMALL_GROUP:
        return f"<{SMALL_GROUP}", "–", "–"
    found = group.rate
    rate = scene.level(found.mean, "share a year")
    return plain_number(group.people), rate, scene.span(found.low, found.high, "share a year")
