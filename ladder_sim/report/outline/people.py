"""The slides on people: fairness and who is chosen, the passage of today's staff, and what comes next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ladder_sim.changeover.day import PASSAGE
from ladder_sim.changeover.switching import Switch
from ladder_sim.core.display import between, figure, heads, number, sentences
from ladder_sim.core.grammar import fitting
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.report.document.fair import chosen
from ladder_sim.report.document.group_audit import attribute_name, groups_beyond_luck, parities
from ladder_sim.report.document.group_audit import fairness as fairness_of
from ladder_sim.report.document.kit import Scene, small_note, the_rest
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.report.document.shares import Against, audit
from ladder_sim.report.document.steps import next_steps as next_steps_of
from ladder_sim.report.document.switching import switch
from ladder_sim.report.outline.parts import Slide, slide_of
from ladder_sim.results.parity import KINDS


def fairness(scene: Scene) -> Slide | None:
    """Of every scheme the group furthest from the others, beside what chance alone does; and who is chosen."""
    section = fairness_of(scene)
    table = _furthest(scene) if len(scene.comparison.runs) > 2 else _every_group(scene)
    if table is None or not table.rows:
        return None
    told = chosen(scene)
    if scene.alone:
        points: tuple[str, ...] = ()
    elif told is None:
        points = (
            tr("Who is chosen beside a lottery: compare … --chosen.", "与抽签相比选拔了谁：compare … --chosen。"),
        )
    else:
        points = (told.lead or told.title + tr(".", "。"),)
    return slide_of("fairness", section, (table,), (*filter(None, (section.lead,)), *points))


def _furthest(scene: Scene) -> Table:
    """Of every scheme the group whose promotion rate is furthest from the others', a row each."""
    columns = (
        tr("scheme", "方案"),
        tr("furthest group", "差距最大的组"),
        tr("its rate in % of the others'", "晋升率为其余人员的"),
        tr("95% interval", "95%区间"),
        tr("by chance alone, one run", "单次随机波动范围"),
    )
    rows = []
    for scheme in scene.comparison.baseline_first:
        found = audit(scene.comparison[scheme])
        known = [(name, one) for name, rates in found.items() for one in rates.against if one.ratio.n]
        if found:
            rows.append((scene.title(scheme), *_far(scene, known)))
    note = tr("Every other group stands in the page and the workbook. ", "其余各组见网页报告和工作簿。")
    return Table(columns, tuple(rows), note=note + small_note())


def _far(scene: Scene, known: Sequence[tuple[str, Against]]) -> tuple[str, ...]:
    if not known:
        return (tr("cannot be said", "无法判断"), "–", "–", "–")
    name, far = max(known, key=lambda one: abs(one[1].ratio.mean))
    group = tr("{a}: {g}", "{a}：{g}", a=attribute_name(scene, name), g=far.pair.group)
    chance = "–" if math.isnan(far.luck) else between(-far.luck, far.luck, "log_ratio")
    span = between(far.ratio.low, far.ratio.high, "log_ratio")
    return (group, figure(far.ratio.mean, "log_ratio"), span, chance)


def groups(scene: Scene) -> Slide | None:
    """Every group of the baseline and of the scheme spoken for against everybody else."""
    section, table = fairness_of(scene), _every_group(scene)
    if table is None or len(scene.comparison.runs) <= 2:
        return None
    pair = (scene.comparison.baseline, scene.focus)
    apart, every = groups_beyond_luck(scene, KINDS, pair)
    texts = {"k": apart, "n": every, "b": scene.baseline, "s": scene.title(scene.focus)}
    title = tr("Under {b} and {s}, {k} of {n} comparisons of groups lie beyond luck",
               "{b}与{s}：各组对照{n}项中{k}项超出随机波动", **texts)  # fmt: skip
    short = tr("Of {n} comparisons of groups {k} lie beyond luck", "各组对照{n}项中{k}项超出随机波动", **texts)
    rest = len(scene.comparison.runs) - 2
    note = sentences(table.note, the_rest(rest))
    return slide_of("groups", section, (replace(table, note=note),), title=fitting(title, short))


def _every_group(scene: Scene) -> Table | None:
    """Promotion, leaving, dismissal and pay by group, of the baseline and the focus; None without groups."""
    table = parities(scene, KINDS, dict.fromkeys((scene.comparison.baseline, scene.focus)))
    return replace(table, title="") if table.rows else None


# --- the passage ----------------------------------------------------------------------------------------


def transition(scene: Scene) -> Slide | None:
    """The day of the switch and its cost, where the comparison carries it."""
    section, found = switch(scene), _switch(scene)
    if section is None or found is None:
        return None
    way = next((name for name, day in found.days.items() if len(day.people)), None)
    table = section.tables[0]
    if way is not None:
        table = _passing(found, way)
    points = [section.lead or section.title + tr(".", "。"), *section.points]
    return slide_of("transition", section, (table,), tuple(points), title=_passage_title(section, found, way))


#: Rows of the table of the switch beside that of everybody.
_GROUPS = 3


def _passing(found: Switch, way: str) -> Table:
    """Everybody who passes, then the largest groups; a note says how many are not shown."""
    *rows, everybody = found.rows(way=way)
    *groups, _ = found.groups(way=way)
    sizes = [0.0 if math.isnan(one.people) else one.people for one in groups]
    largest = sorted(range(len(rows)), key=lambda i: -sizes[i])[:_GROUPS]
    left = len(rows) - len(largest)
    note = tr("The largest groups; {n} more stand in the page.", "仅列人数最多的几组；其余{n}组见网页报告。", n=left)
    return Table(found.columns(), (everybody, *(rows[i] for i in sorted(largest))), note=note if left else "")


def _switch(scene: Scene) -> Switch | None:
    return next(iter(scene.asked(Switch)), None)


def _passage_title(section: Section, found: Switch, way: str | None) -> str:
    date = found.calendar_month(found.month)
    if way is None:
        return tr("From {date} on only hires come under the new scheme", "自{date}起仅新员工适用新方案", date=date)
    whole = found.day(way).by(PASSAGE)[-1]
    if math.isnan(whole.before):
        return section.title
    return tr(
        "From {date} on {n} people pass; base pay falls for {a}, rises for {b}",
        "{date}切换{n}人：基本工资{a}人降低、{b}人提高",
        date=date,
        n=heads(whole.people),
        a=_about(whole.falls),
        b=_about(whole.rises),
    )


def _about(value: float) -> str:
    """A mean of people to the person."""
    return tr("fewer than 5", "不足5") if math.isnan(value) else number(value, 0)


# --- what comes next ------------------------------------------------------------------------------------


def next_steps(scene: Scene) -> Slide:
    """Steps from here with owners and dates to fill in, for what the audience is asked for."""
    steps = next_steps_of(scene)
    blank = tr("(to fill in)", "（待填）")
    columns = (tr("step", "步骤"), tr("how", "做法"), tr("owner", "负责人"), tr("by", "完成时间"))
    rows = tuple((f"{i}. {step.title}", _begun(step.how), blank, blank) for i, step in enumerate(steps, 1))
    title = tr(
        "Next: {n} steps to a scheme in force; owners and dates are to be named",
        "下一步：{n}个步骤，负责人和时间待定",
        n=len(steps),
    )
    return Slide(
        "next",
        tr("Next steps", "下一步"),
        title,
        blocks=(Table(columns, rows),),
        caution=tr(
            "What the law asks for, above all where pay falls, is for a lawyer to say.",
            "法律要求（尤其涉及降薪的）须由法律专业人员确认。",
        ),
    )


def _begun(how: str) -> str:
    """A text with a capital, but for a command, which is typed as it stands."""
    return how if how.startswith(("ladder-sim ", "compare ")) else first_upper(how)


__all__ = ["fairness", "groups", "next_steps", "transition"]
