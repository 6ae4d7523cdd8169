"""Where people go and what stops them: flows between grades, and the why-not ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.report.story_kit import SMALL, Scene, described, picture_of, plain_number
from ladder_sim.report.story_parts import Chart, Figure, Section, Series, Table
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.run import Run


def flows(scene: Scene) -> Section:
    """Where people come from, where they go."""

    comparison = scene.comparison
    chosen, base = comparison[scene.focus], comparison[comparison.baseline]
    title = scene.title(scene.focus)
    figures = [_map(scene, run) for run in (base, chosen)]
    if scene.full and any(grade.seats is not None for grade in chosen.scheme.grades):
        figures.append(_seats(title, chosen))
    return Section(
        "flows", tr("Flows", "流动"),
        tr("Of 100 people a year: {x} under {s}, {y} under {b}", "每100人每年：{s}为{x}；{b}为{y}",
           x=_per_hundred(chosen), s=title, y=_per_hundred(base), b=scene.baseline),
        (tr("{s}: {x}", "{s}：{x}", s=title, x=_yearly(chosen)),
         tr("{s}: {x}", "{s}：{x}", s=scene.baseline, x=_yearly(base))),
        figures=tuple(figures),
        tables=tuple(_arcs(scene, run) for run in ((chosen, base) if scene.full else (chosen,))),
        reading=tr(
            "Means over all replications, in people a year. Who joins fills the posts of leavers and of growth; a"
            " promotion out of a grade opens a place in it.",
            "为各次重复的均值，单位为人/年。入职者补充离职和增长的岗位；从某职级晋升即在该级腾出位置。",
        ),
        caution=tr(
            "A mean of many futures is not a plan: single years lie further apart than these figures.",
            "多种可能未来的均值不是计划：单个年份的差别更大。",
        ),
    )  # fmt: skip


def _map(scene: Scene, run: Run) -> Figure:
    from ladder_sim import plots

    comparison, scheme = scene.comparison, run.scheme.id
    title = scene.title(scheme)
    return Figure(
        tr("Flows under {s}", "{s}的人员流动", s=title),
        tr("Grades as boxes, arrows as wide as the people who move in a year. {s}: {x}",
           "方框为职级，箭头宽度为每年流动人数。{s}：{x}", s=title, x=_yearly(run)),
        lambda: picture_of(plots.flows(comparison, schemes=(scheme,))),
    )  # fmt: skip


def _seats(title: str, run: Run) -> Figure:
    from ladder_sim import plots

    return Figure(
        tr("Seats under {s}", "{s}的编制", s=title),
        tr("For each grade with seats under {s}: how many there are, how many are taken and how many stand open.",
           "{s}有编制限制的各职级：编制数、在岗数和空缺数。", s=title),
        lambda: picture_of(plots.seats(run)),
    )  # fmt: skip


def _moves_of(run: Run, kind: str) -> float:
    w = run.window()
    return float(w.moved[:, w.arcs(kind)].sum(axis=1).mean() / w.years)


def _per_hundred(run: Run) -> str:
    w = run.window()
    people = max(float(w.everyone.mean()), 1e-9)
    up, out = _moves_of(run, "promotion"), float(w.exits.sum(axis=1).mean() / w.years)
    return tr("{up} promotions and {out} exits", "晋升{up}人次、离职{out}人次",
              up=plain_number(100 * up / people), out=plain_number(100 * out / people))  # fmt: skip


def _yearly(run: Run) -> str:
    w = run.window()
    up, down = _moves_of(run, "promotion"), _moves_of(run, "demotion")
    hires = float(w.over(run.tally.hires).sum(axis=1).mean() / w.years)
    out = float(w.exits.sum(axis=1).mean() / w.years)
    return tr(
        "{hires} hires, {up} promotions, {down} demotions and {out} exits a year.",
        "每年入职{hires}人、晋升{up}人次、降级{down}人次、离职{out}人次。",
        hires=plain_number(hires), up=plain_number(up), down=plain_number(down), out=plain_number(out),
    )  # fmt: skip


def _arcs(scene: Scene, run: Run) -> Table:
    """From grade to grade, in people a year; those that fewer than five people take in the whole run are not shown."""
    w = run.window()
    titles = [str(g.title) for g in run.axes.grades]
    rows = []
    for i, (move, start, end) in enumerate(run.axes.arcs):
        total = float(w.moved[:, i].mean())
        if total == 0:
            continue
        target = tr("out", "离开") if end == len(titles) else titles[end]
        shown = f"<{SMALL}" if total < SMALL else plain_number(total / w.years)
        rows.append((titles[start], target, str(run.axes.moves[move].title), shown))
    columns = (tr("from", "自"), tr("to", "至"), tr("move", "变动"), tr("people a year", "人次/年"))
    title = tr("Moves a year under {s}", "{s}每年的变动", s=scene.title(run.scheme.id))
    note = tr("<{n}: fewer than {n} people in the whole run.", "<{n}：整个模拟期不足{n}人次。", n=SMALL)
    return Table(columns, tuple(rows), note=note, title=title)


# --- bottlenecks ----------------------------------------------------------------------------------------


def bottlenecks(scene: Scene) -> Section:
    """What stops people at promotion reviews."""
    comparison = scene.comparison
    found = {scheme: _reasons(comparison[scheme]) for scheme in comparison.baseline_first}
    focus = found[scene.focus]
    title = scene.title(scene.focus)
    if not focus:
        headline = tr("No promotion was reviewed under {s}", "{s}没有晋升评审", s=title)
    else:
        reason, share = focus[0]
        headline = tr("What stops most people under {s}: {reason}, {x} of promotion reviews",
                      "{s}下最主要的卡点：{reason}，占晋升评审的{x}", s=title, reason=reason,
                      x=scene.level(share, "share"))  # fmt: skip
    reviewed = [scheme for scheme in (comparison.baseline, scene.focus) if found[scheme]]
    points = [
        tr("{s}: {reasons}.", "{s}：{reasons}。", s=scene.title(scheme), reasons=_told(scene, found[scheme][:3]))
        for scheme in reversed(reviewed)
    ]
    charts = tuple(_chart(scene, scheme, found[scheme][:8]) for scheme in reversed(reviewed))
    figures = (_by_move(scene),) if scene.full and focus else ()
    return Section(
        "bottlenecks", tr("Bottlenecks", "瓶颈"), headline, tuple(points), charts, figures,
        tables=(_reasons_table(scene, found),),
        reading=tr(
            "Whoever is reviewed is counted once, under the first rule that failed, in the order of the scheme's file;"
            " rules further down would stop some of the same people.",
            "每位被评审者只计一次，计入方案文件中首个未满足的规则；其后的规则也会卡住其中一部分人。",
        ),
        caution=tr(
            "Dropping the rule on top does not let all of these people through, and a rule that stops many may do what"
            " it is for.",
            "取消排在最前的规则并不会让这些人全部晋升；卡住很多人的规则也可能正是其用意所在。",
        ),
    )  # fmt: skip


def _reasons(run: Run) -> list[tuple[str, float]]:
    """Why people were not promoted, over all promotions: share of the reviews, the largest first."""
    counts: dict[str, float] = {}
    total = 0.0
    for info in run.axes.moves:
        if info.kind != "promotion" or info.id not in run.tally.ledger:
            continue
        sums = run.tally.ledger[info.id].sum(axis=(0, 1))
        total += float(sums.sum())
        for reason, title, n in zip(info.reason_ids, info.reasons, sums, strict=True):
            if reason != "moved" and n:
                counts[str(title)] = counts.get(str(title), 0.0) + float(n)
    return sorted(((title, n / total) for title, n in counts.items()), key=lambda one: -one[1])


def _chart(scene: Scene, scheme: str, reasons: list[tuple[str, float]]) -> Chart:
    title = tr("Where people are stopped under {s}", "{s}的卡点", s=scene.title(scheme))
    names, shares = zip(*reasons, strict=True)
    series = Series(tr("share of promotion reviews", "占晋升评审的比例"), shares, color=scene.colors[scheme])
    told = [(reason, scene.level(share, "share")) for reason, share in reasons]
    unit = tr("% of promotion reviews; the first rule that failed", "占晋升评审的百分比；首个未满足的规则")
    return Chart("bars", title, names, (series,), unit, "0.0%", described(title, told))


def _by_move(scene: Scene) -> Figure:
    from ladder_sim import plots

    s = scene.title(scene.focus)
    return Figure(
        tr("Where people are stopped under {s}, by move", "{s}各项晋升的卡点", s=s),
        tr("For each promotion of {s} the share of its reviews by the first rule that failed, with 95% intervals.",
           "{s}每项晋升按首个未满足的规则统计的评审占比，附95%区间。", s=s),
        lambda: picture_of(plots.bottlenecks(scene.comparison[scene.focus], most=4)),
    )  # fmt: skip


def _told(scene: Scene, reasons: list[tuple[str, float]]) -> str:
    return tr("; ", "；").join(f"{reason} {scene.level(share, 'share')}" for reason, share in reasons)


def _reasons_table(scene: Scene, found: dict[str, list[tuple[str, float]]]) -> Table:
    rule = tr("first rule that failed", "首个未满足的规则")
    columns = (tr("scheme", "方案"), rule, tr("share of reviews", "占评审比例"))
    rows = [
        (scene.title(scheme), reason, scene.level(share, "share"))
        for scheme, reasons in found.items()
        for reason, share in reasons[: 8 if scene.full else 3]
    ]
    title = tr("What stops people, scheme by scheme", "各方案的卡点")
    return Table(columns, tuple(rows), title=title)
