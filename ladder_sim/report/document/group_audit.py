"""Whether groups of people are treated alike: by the scheme, and in one department of this size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ladder_sim.analysis.rule_text.expressions import attribute_title
from ladder_sim.analysis.statements.group_fairness import blind_sentence, place_word
from ladder_sim.analysis.why_not import by_group, by_group_columns, by_group_note
from ladder_sim.core.display import between, figure, number, sentences, spanned, told_apart
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.doubt.bias import PlantedBias
from ladder_sim.doubt.crossing import CrossedGroups
from ladder_sim.report.document.kit import Scene, described, plain_number, small_note
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.report.document.shares import (
    ParityStatus,
    Rates,
    ShareGroup,
    audit,
    differs,
    fair_titles,
    ratio_word,
    under_some,
)
from ladder_sim.results.audit import departments, steps
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.parity import KINDS, pairs
from ladder_sim.results.small_groups import hidden

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


def fairness(scene: Scene) -> Section:
    """Promotion rates by group, each against the others, with the four-fifths rule and its caveat."""
    comparison = scene.comparison
    found = {scheme: audit(comparison[scheme]) for scheme in comparison.baseline_first}
    reading = tr(
        "A group's promotion rate is told in % of that of everybody else, all replications together: 100% is alike,"
        " below it the group is promoted less, above it more; 80% and 125% are four fifths either way. The last column"
        " says how far from 100% chance alone takes it in a single course of events: what an employer's own figures may"
        " show though groups do not matter.",
        "各组晋升率以占其余人员晋升率的百分比表示，各次重复合并计算：100%为相同，低于100%为该组晋升较少，高于100%为较多；"
        "80%和125%分别相当于两个方向的五分之四。最后一列为单次进程中仅由随机波动造成的范围：即使组别无关，"
        "实际一次的数据也可能如此。",
    )  # fmt: skip
    caution = tr(
        "Four fifths is a rule of thumb of the US EEOC for where to look, neither proof of bias nor a legal test in"
        " China or elsewhere, and a ratio near 100% is no proof of fairness. No scheme is called better or worse for"
        " it. Only groups that the workforce file names are audited; no scheme may read them.",
        "五分之四参考线是美国 EEOC（平等就业机会委员会）的经验规则，非中国法定标准，只提示应关注之处，"
        "不是存在偏见的证据；比值接近100%也不证明公平。"
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
        tables=tuple(t for t in (_ratios(scene), *_biases(scene), *_crossed(scene), _others(scene),
                             _years(scene),
                             _steps(scene),
                             _rules(scene), _sizes(scene, found)) if t.rows),
        reading=reading, caution=caution,
        shorter=fair_titles(found),
    )  # fmt: skip


RatesByGroup = dict[str, dict[str, Rates]]


def _attributes(found: RatesByGroup) -> list[str]:
    return list(dict.fromkeys(a for rates in found.values() for a in rates))


def _fair_headline(scene: Scene, found: RatesByGroup) -> str:
    beyond = [(s, a, one) for s, rates in found.items() for a, r in rates.items() for one in r.having("beyond")[:1]]
    apart = {s for s, rates in found.items() if any(differs(r) for r in rates.values())}
    unsure = {s for s, rates in found.items() if any(r.having("open") for r in rates.values())}
    if beyond:
        told = [
            tr("{s} ({a}: {x})", "{s}（{a}：{x}）", s=scene.title(s), a=attribute_name(scene, a), x=ratio_word(one))
            for s, a, one in beyond[:3]
        ]
        if len(beyond) > 3:
            told.append(tr("and {n} more", "等，另有{n}项", n=len(beyond) - 3))
        return tr("Outside four fifths (a US rule of thumb): {told}",
                  "超出五分之四参考线（美国经验规则）：{told}", told=tr(", ", "、").join(told))  # fmt: skip
    if apart:
        return tr("No group is surely outside four fifths (a US rule of thumb); groups' promotion rates differ {some}",
                  "没有组别确定超出五分之四参考线（美国经验规则）；{some}组间有差异",
                  some=under_some(len(apart), len(found)))  # fmt: skip
    if unsure and scene.alone:
        return tr("No detectable difference between groups in promotion; too few are promoted to tell on which side of"
                  " four fifths (a US rule of thumb) they are",
                  "组间晋升率差异不显著；晋升人数太少，无法与五分之四参考线（美国经验规则）对照")  # fmt: skip
    if unsure:
        return tr("No detectable difference between groups in promotion; {some} too few are promoted to tell on which"
                  " side of four fifths (a US rule of thumb) they are",
                  "组间晋升率差异不显著；{some}晋升人数太少，无法与五分之四参考线（美国经验规则）对照",
                  some=under_some(len(unsure), len(found)))  # fmt: skip
    unvalued = [s for s, rates in found.items() if not any(one.ratio.n for r in rates.values() for one in r.against)]
    if len(unvalued) == len(found):
        return tr("Whether groups are promoted alike cannot be said: nobody was promoted, or no two groups are large"
                  " enough", "无法判断各组晋升是否一致：没有人晋升，或没有两个人数足够的组")  # fmt: skip
    if unvalued:
        return tr("No detectable difference between groups in promotion; {some} it cannot be said",
                  "组间晋升率差异不显著；{some}无法判断", some=under_some(len(unvalued), len(found)))  # fmt: skip
    if scene.alone:
        return tr("No detectable difference between groups in promotion", "组间晋升率差异不显著")
    return tr("No detectable difference between groups in promotion under any scheme",
              "各方案下组间晋升率差异均不显著")  # fmt: skip


def _fair_points(scene: Scene, found: RatesByGroup) -> list[str]:
    """The baseline and the focus, group by group."""
    made = []
    for scheme in dict.fromkeys((scene.focus, scene.comparison.baseline)):
        for attribute, rates in found[scheme].items():
            groups = tr(", ", "，").join(f"{g.name} {scene.level(g.rate.mean, 'share a year')}" for g in rates.shown)
            if not groups:
                continue
            known = [one for one in rates.against if one.ratio.n]
            text = tr("{s}, promotion rate by {a}: {groups}", "{s}，按{a}的晋升率：{groups}",
                      s=scene.title(scheme), a=attribute_name(scene, attribute), groups=groups)  # fmt: skip
            if known:
                text += tr("; {x}", "；{x}", x=ratio_word(max(known, key=lambda o: abs(o.ratio.mean))))
            made.append(text + tr(".", "。"))
    told = [
        blind_sentence(one, scene.title(scene.focus), company=bool(scene.comparison.departments))
        for one in departments(scene.comparison[scene.focus])
    ]
    return [*told[:2], *made][: scene.most]


def attribute_name(scene: Scene, name: str) -> str:
    """What an attribute of the workforce is called."""
    return attribute_title(scene.comparison.workforce.people.attributes.get(name), name)


def _drawable(scene: Scene, found: RatesByGroup, attribute: str) -> bool:
    return all(attribute in found[s] and len(found[s][attribute].shown) > 1 for s in _pair(scene))


def _pair(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys((scene.comparison.baseline, scene.focus)))


def _rates_chart(scene: Scene, found: RatesByGroup, attribute: str) -> Chart:
    kept = [g.name for g in found[scene.comparison.baseline][attribute].shown]
    series = []
    for scheme in _pair(scene):
        groups: dict[str, ShareGroup] = {g.name: g for g in found[scheme][attribute].shown}
        values = [groups[name].rate if name in groups else mean_interval([]) for name in kept]
        mean, low, high = (tuple(getattr(i, end) for i in values) for end in ("mean", "low", "high"))
        series.append(Series(scene.title(scheme), mean, low, high, scene.colors[scheme]))
    title = tr("Promotion rate by {a}", "按{a}的晋升率", a=attribute_name(scene, attribute))
    told = [(s.name, tr(", ", "，").join(f"{n} {scene.level(v, 'share')}" for n, v in zip(kept, s.values, strict=True)))
            for s in series]  # fmt: skip
    unit = tr("% of the group, per year", "占该组平均人数%（每年）")
    return Chart("columns", title, tuple(kept), tuple(series), unit, "0.0%", described(title, told))


_PARITY: dict[ParityStatus, Title] = {
    "beyond": Title("outside", "超出"), "open": Title("cannot be told", "无法判断"),
    "apart": Title("within, rates differ", "未超出，但有差异"), "within": Title("within", "未超出"),
    "none": Title("cannot be said", "无法判断"),
}  # fmt: skip


def _ratios(scene: Scene) -> Table:
    """Every group of every scheme against the others, with what chance alone does."""
    found = {scheme: audit(scene.comparison[scheme]) for scheme in scene.comparison.baseline_first}
    columns = (
        tr("scheme", "方案"), tr("attribute", "属性"), tr("group", "组别"), tr("against", "对照"),
        tr("its rate in % of theirs", "晋升率为对照的"),
        tr("95% interval", "95%区间"), tr("four fifths (US rule of thumb)", "五分之四参考线（美国经验规则）"),
        tr("by chance alone, one run", "单次随机波动范围"),
    )  # fmt: skip
    rows = [
        (
            scene.title(scheme), attribute_name(scene, attribute), str(one.pair.group),
            str(one.pair.against or tr("everybody else", "其余人员")), figure(one.ratio.mean, "log_ratio"),
            between(one.ratio.low, one.ratio.high, "log_ratio"), str(_PARITY[one.status]),
            between(-one.luck, one.luck, "log_ratio") or "–",
        )
        for scheme, audited in found.items()
        for attribute, r in audited.items()
        for one in r.against
    ]  # fmt: skip
    title = tr("Each group against the others, scheme by scheme", "各方案各组与其余人员对照")
    return Table(columns, tuple(rows), note=small_note(), title=title)


def _biases(scene: Scene) -> list[Table]:
    """What schemes make of a planted bias, where that was asked."""
    asked = [one for one in scene.comparison.explained.values() if isinstance(one, PlantedBias)]
    title = tr("A planted bias", "设定的评分偏差")
    return [Table(one.columns(), tuple(one.rows()), note=sentences(*one.summary()), title=title) for one in asked]


def _crossed(scene: Scene) -> list[Table]:
    """Groups by several attributes at once, where that was asked."""
    asked = [one for one in scene.comparison.explained.values() if isinstance(one, CrossedGroups)]
    made = []
    for one in asked:
        by = " × ".join(attribute_name(scene, name) for name in one.by)
        note = sentences(*one.summary(), one.note())
        title = tr("Crossed: {by}", "交叉分组：{by}", by=by)
        made.append(Table(one.columns(), tuple(one.rows()), note=note, title=title))
    return made


def parities(scene: Scene, kinds: Sequence[str], schemes: Iterable[str]) -> Table:
    """Each group against the others in measures of these kinds under these schemes, beside what chance alone does."""
    columns = (tr("scheme", "方案"), tr("measure", "指标"), tr("in % of the others'", "为其余人员的"),
               tr("95% interval", "95%区间"), tr("by chance alone, one run", "单次随机波动范围"))  # fmt: skip
    rows = []
    for run, name, one in _compared_groups(scene, kinds, schemes):
        null = run.null(name)
        luck = "–" if null is None else between(-null[1], null[1], "log_ratio")
        rows.append((scene.title(run.scheme.id), str(run.known[name].title), figure(one.mean, "log_ratio"),
                     between(one.low, one.high, "log_ratio"), luck or "–"))  # fmt: skip
    return Table(columns, tuple(rows), note=small_note(), title=tr("Leaving, dismissal and pay", "离职、辞退与薪酬"))


def groups_beyond_luck(scene: Scene, kinds: Sequence[str], schemes: Iterable[str]) -> tuple[int, int]:
    """Of the comparisons of `parities`: in how many the interval leaves out 100%, and how many there are."""
    found = [one for _, _, one in _compared_groups(scene, kinds, schemes)]
    return sum(one.low > 0 or one.high < 0 for one in found), len(found)


def _compared_groups(
    scene: Scene, kinds: Sequence[str], schemes: Iterable[str]
) -> Iterator[tuple[Run, str, Interval]]:  # fmt: skip
    """Each group that is large enough against the others: the run, the measure's name, its logarithm of a ratio."""
    for scheme in schemes:
        run = scene.comparison[scheme]
        for pair in pairs(run.axes):
            for kind in kinds:
                name = f"{kind}:{pair.attribute}:{pair.value}"
                if not hidden(run, name) and (one := run.interval(name)).n:
                    yield run, name, one


def _others(scene: Scene) -> Table:
    """Leaving, dismissal and pay of each group against the others."""
    return parities(scene, KINDS[1:], scene.comparison.baseline_first)


def _years(scene: Scene) -> Table:
    """A year of one department: four fifths and Fisher's test under each scheme, and where labels are shuffled."""
    found = scene.comparison.fairness()
    place = place_word(bool(scene.comparison.departments))
    title = tr("One {place} of this size, year by year", "同等规模的{place}，逐年", place=place)
    return Table(found.columns(), tuple(found.rows()), note=found.note(), title=title)


def _steps(scene: Scene) -> Table:
    """Of the baseline and the focus: each group by step of the ladder, with the persons it is short of a year."""
    columns = (
        tr("scheme", "方案"), tr("attribute", "属性"), tr("group", "组别"), tr("promotion out of", "晋升前职级"),
        tr("its rate in % of the others'", "晋升率为其余人员的"), tr("95% interval", "95%区间"),
        tr("persons short a year", "每年少晋升人数"),
        tr("95% interval", "95%区间"),
    )  # fmt: skip
    rows = []
    for s in dict.fromkeys((scene.comparison.baseline, scene.focus)):
        for step in steps(scene.comparison[s]):
            if not step.ratio.n:
                continue
            grade = tr("all grades", "全部职级") if step.grade is None else str(step.grade.title)
            rows.append((
                scene.title(s), attribute_name(scene, step.pair.attribute), str(step.pair.group), grade,
                figure(step.ratio.mean, "log_ratio"), between(step.ratio.low, step.ratio.high, "log_ratio"),
                number(step.short.mean, 2),
                spanned(*told_apart(lambda end, finer: number(end, 2 + finer), step.short.low, step.short.high)),
            ))  # fmt: skip
    note = tr(
        "Persons short: how many more of the group would be promoted at the rate of everybody in the same grades; below"
        " 0 it has more than that.",
        "每年少晋升人数：若按同职级全体的比率晋升，该组还应多晋升的人数；负数表示多于此数。",
    )
    return Table(columns, tuple(rows), note=note, title=tr("By grade promoted out of", "按晋升前职级"))


def _rules(scene: Scene) -> Table:
    """The rules that stop groups otherwise, of the focus; empty where the ledger was not counted by group."""
    rows = by_group(scene.comparison[scene.focus])
    title = tr("By rule: {s}", "按规则：{s}", s=scene.title(scene.focus))
    return Table(by_group_columns(), tuple(rows), note=by_group_note(), title=title)


def _sizes(scene: Scene, found: RatesByGroup) -> Table:
    columns = (tr("scheme", "方案"), tr("group", "组别"), tr("people", "人数"), tr("promotion rate", "晋升率"),
               tr("95% interval", "95%区间"))  # fmt: skip
    rows = [
        (scene.title(scheme), tr("{a}: {g}", "{a}：{g}", a=attribute_name(scene, a), g=g.name), *_size(scene, g))
        for scheme, audited in found.items()
        for a, rates in audited.items()
        for g in rates.groups
    ]
    return Table(columns, tuple(rows), note=small_note(), title=tr("Groups and their sizes", "各组及其人数"))


def _size(scene: Scene, group: ShareGroup) -> tuple[str, str, str]:
    if group.people < SMALL_GROUP:
        return f"<{SMALL_GROUP}", "–", "–"
    found = group.rate
    rate = scene.level(found.mean, "share a year")
    return plain_number(group.people), rate, scene.span(found.low, found.high, "share a year")
