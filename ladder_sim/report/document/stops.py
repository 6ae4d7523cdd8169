"""Where people go and what stops them: flows between grades, and the why-not ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.analysis.statements.reviews import reviewed
from ladder_sim.analysis.why_not import outcomes
from ladder_sim.core.i18n import tr
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.report.document.kit import Scene, described, picture_of, plain_number, with_name
from ladder_sim.report.document.parts import Chart, Figure, Section, Series, Table
from ladder_sim.report.document.stage_table import stage_table
from ladder_sim.results.counts import MoveInfo

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


def flows(scene: Scene) -> Section:
    """Where people come from, where they go."""

    comparison = scene.comparison
    chosen, base = comparison[scene.focus], comparison[comparison.baseline]
    title = scene.title(scene.focus)
    runs = (chosen,) if scene.alone else (chosen, base)
    figures = [_map(scene, run) for run in reversed(runs)]
    if scene.full and any(grade.seats is not None for grade in chosen.scheme.grades):
        figures.append(_seats(title, chosen))
    return Section(
        "flows", tr("Flows", "流动"),
        _flows_headline(scene, _per_hundred(chosen), _per_hundred(base)),
        tuple(tr("{s}: {x}", "{s}：{x}", s=scene.title(run.scheme.id), x=_yearly(run)) for run in runs),
        figures=tuple(figures),
        tables=tuple(_arcs(scene, run) for run in (runs if scene.full else (chosen,))),
        reading=tr(
            "Means over all replications, in people a year. Who joins fills the posts of leavers and of growth; a"
            " promotion out of a grade opens a place in it.",
            "为各次重复的均值，单位为人/年。入职者补充离职和新增的岗位；从某职级晋升即在该级腾出位置。",
        ),
        caution=tr(
            "A mean of many futures is not a plan: single years lie further apart than these figures.",
            "多种可能未来的均值不是计划：单个年份的差别更大。",
        ),
        shorter=_flows_shorter(scene, chosen, base),
    )  # fmt: skip


def _map(scene: Scene, run: Run) -> Figure:
    from ladder_sim import charts as plots

    comparison, scheme = scene.comparison, run.scheme.id
    title = scene.title(scheme)
    return Figure(
        with_name(tr("Flows under {s}", "{s}的人员流动"), title),
        tr("Grades as boxes, arrows as wide as the people who move in a year. {s}: {x}",
           "方框为职级，箭头宽度为每年流动人数。{s}：{x}", s=title, x=_yearly(run)),
        lambda: picture_of(plots.flows(comparison, schemes=(scheme,))),
    )  # fmt: skip


def _seats(title: str, run: Run) -> Figure:
    from ladder_sim import charts as plots

    return Figure(
        with_name(tr("Seats under {s}", "{s}的编制"), title),
        tr("For each grade with seats under {s}: how many there are, how many are taken and how many stand open.",
           "{s}有编制限制的各职级：编制数、在编人数和空缺数。", s=title),
        lambda: picture_of(plots.seats(run)),
    )  # fmt: skip


def _moves_of(run: Run, kind: str) -> float:
    w = run.window()
    return float(w.moved[:, w.arcs(kind)].sum(axis=1).mean() / w.years)


def _flows_headline(scene: Scene, x: str, y: str) -> str:
    """Promotions and exits of both schemes; once where they are the same to the digits shown."""
    title, baseline = scene.title(scene.focus), scene.baseline
    if scene.alone:
        return tr("Of 100 people a year: {x} under {s}", "每100人每年——{s}：{x}", x=x, s=title)
    if x == y:
        return tr("Of 100 people a year: {x} under {s} and {b} alike", "每100人每年——{s}与{b}均为{x}", x=x, s=title,
                  b=baseline)  # fmt: skip
    return tr("Of 100 people a year: {x} under {s}, {y} under {b}", "每100人每年——{s}：{x}；{b}：{y}", x=x, s=title,
              y=y, b=baseline)  # fmt: skip


def _flows_shorter(scene: Scene, chosen: Run, base: Run) -> tuple[str, ...]:
    """Promotions alone, of both schemes: with their names, and without."""
    texts = {"x": _promoted(chosen), "y": _promoted(base), "s": scene.title(scene.focus), "b": scene.baseline}
    if scene.alone:
        return (tr("Promotions a year per 100 people: {x}", "每100人年晋升人次：{x}", **texts),)
    if texts["x"] == texts["y"]:
        return (
            tr("Promotions a year per 100 people: {x} under {s} and {b} alike", "每100人年晋升人次：{s}与{b}均为{x}",
               **texts),
            tr("Promotions a year per 100 people: {x}, as under the baseline", "每100人年晋升人次：与基准方案同为{x}",
               **texts),
        )  # fmt: skip
    return (
        tr("Promotions a year per 100 people: {x} under {s}, {y} under {b}", "每100人年晋升人次：{s}为{x}，{b}为{y}",
           **texts),
        tr("Promotions a year per 100 people: {x} under the alternative, {y} under the baseline",
           "每100人年晋升人次：备选方案{x}，基准方案{y}", **texts),
    )  # fmt: skip


def flow_a_year(run: Run) -> dict[str, float]:
    """Hires, promotions, demotions and exits a year, and promotions and exits per 100 people."""
    w = run.window()
    people = max(float(w.everyone.mean()), 1e-9)
    made = {
        "hires": float(w.over(run.counts.hires).sum(axis=1).mean() / w.years),
        "promotions": _moves_of(run, "promotion"),
        "demotions": _moves_of(run, "demotion"),
        "exits": float(w.exits.sum(axis=1).mean() / w.years),
    }
    return made | {f"{name}_per_100": 100 * made[name] / people for name in ("promotions", "exits")}


def _promoted(run: Run) -> str:
    return plain_number(flow_a_year(run)["promotions_per_100"])


def _per_hundred(run: Run) -> str:
    found = flow_a_year(run)
    return tr("{up} promotions and {out} exits", "晋升{up}人次、离职{out}人次",
              up=plain_number(found["promotions_per_100"]), out=plain_number(found["exits_per_100"]))  # fmt: skip


def _yearly(run: Run) -> str:
    found = {name: plain_number(value) for name, value in flow_a_year(run).items()}
    return tr(
        "{hires} hires, {promotions} promotions, {demotions} demotions and {exits} exits a year.",
        "每年入职{hires}人、晋升{promotions}人次、降级{demotions}人次、离职{exits}人次。",
        **found,
    )


def _arcs(scene: Scene, run: Run) -> Table:
    """From grade to grade, in people a year; those that fewer than five people take in the whole run are not shown."""
    w = run.window()
    titles = [str(g.title) for g in run.axes.grades]
    rows = []
    for i, (move, start, end) in enumerate(run.axes.arcs):
        total = float(w.moved[:, i].mean())
        if total == 0:
            continue
        target = tr("out", "离职") if end == len(titles) else titles[end]
        shown = f"<{SMALL_GROUP}" if total < SMALL_GROUP else plain_number(total / w.years)
        rows.append((titles[start], target, str(run.axes.moves[move].title), shown))
    columns = (tr("from", "自"), tr("to", "至"), tr("move", "变动"), tr("people a year", "人次/年"))
    title = with_name(tr("Moves a year under {s}", "{s}每年的变动"), scene.title(run.scheme.id))
    note = tr("<{n}: fewer than {n} people in the whole run.", "<{n}：整个模拟期不足{n}人次。", n=SMALL_GROUP)
    return Table(columns, tuple(rows), note=note, title=title)


# --- bottlenecks ----------------------------------------------------------------------------------------


def bottlenecks(scene: Scene) -> Section:
    """What stops people at promotion reviews."""
    comparison = scene.comparison
    found = {scheme: stops(comparison[scheme]) for scheme in comparison.baseline_first}
    focus = found[scene.focus]
    none = _unreviewed(comparison[scene.focus], scene.title(scene.focus))
    headline = _stops_headline(scene, focus) if focus.reasons else none
    stopped = [scheme for scheme in dict.fromkeys((comparison.baseline, scene.focus)) if found[scheme].reasons]
    points = [
        tr(
            "{s}: {reasons}.",
            "{s}：{reasons}。",
            s=scene.title(scheme),
            reasons=_told(scene, found[scheme].reasons[:3]),
        )
        for scheme in reversed(stopped)
    ]
    if focus.aside:
        points.append(tr("Counted apart, as most people are promoted another way out of the same grades: {moves}.",
                         "另行统计（同一职级的多数人经其他路径晋升）：{moves}。",
                         moves=tr(", ", "、").join(focus.aside)))  # fmt: skip
    charts = tuple(_chart(scene, scheme, found[scheme].reasons[:8]) for scheme in reversed(stopped))
    figures = (_by_move(scene),) if scene.full and focus.reasons else ()
    return Section(
        "bottlenecks", tr("Bottlenecks", "卡点"), headline, tuple(points), charts, figures,
        tables=(_reasons_table(scene, found), *stage_table(scene)),
        reading=tr(
            "Whoever is reviewed is counted once, under the first rule that failed, in the order of the scheme's file;"
            " rules further down would stop some of the same people. Where several promotions lead out of a grade, the"
            " one that most people take counts here; exceptions that few can meet are told apart.",
            "每位参评人员只计一次，计入方案文件中首个未满足的规则；其后的规则也会使其中一部分人受阻。"
            "同一职级有多条晋升途径时，此处只计多数人所经的途径；少数人才能满足的破格途径另行统计。",
        ),
        caution=tr(
            "Dropping the rule on top does not let all of these people through, and a rule that stops many may do what"
            " it is for.",
            "取消排在最前的规则并不会让这些人全部晋升；使很多人受阻的规则，也可能正是其用意所在。",
        ),
        shorter=_stops_shorter(scene, focus) if focus.reasons else (_unreviewed(comparison[scene.focus]),),
    )  # fmt: skip


def _stops_headline(scene: Scene, focus: Stops) -> str:
    reason, share = focus.reasons[0]
    return tr("What stops people most often under {s} – {reason}, {x} of promotion reviews",
              "{s}的最大卡点——{reason}（占晋升评审的{x}）", s=scene.title(scene.focus), reason=reason,
              x=scene.level(share, "share"))  # fmt: skip


def _stops_shorter(scene: Scene, focus: Stops) -> tuple[str, ...]:
    reason, share = focus.reasons[0]
    x = scene.level(share, "share")
    return (
        tr(
            "The main bottleneck under {s} – {reason}, {x} of reviews",
            "{s}的最大卡点——{reason}（{x}）",
            s=scene.title(scene.focus),
            reason=reason,
            x=x,
        ),
        tr("The main bottleneck – {reason}, {x} of reviews", "最大卡点——{reason}（{x}）", reason=reason, x=x),
        tr("The main bottleneck – {reason}", "最大卡点——{reason}", reason=reason),
        tr("The main bottleneck stops {x} of promotion reviews", "最大卡点占晋升评审的{x}", x=x),
    )


def _unreviewed(run: Run, scheme: str = "") -> str:
    """Why there is nothing to count: no review, or nobody at one; for a title without the name of the scheme."""
    if not reviewed(run, "promotion"):
        text = tr("No promotion review falls into these {n} months", "这{n}个月内没有晋升评审", n=run.months)
    else:
        text = tr("Nobody was reviewed for promotion or stopped at it", "没有人参加晋升评审或在评审中受阻")
    return tr("{text} under {s}", "{s}：{text}", s=scheme, text=text) if scheme else text


@dataclass(frozen=True, slots=True)
class Stops:
    """Why people were not promoted on the usual routes: share of their reviews, the largest first.

    `aside` has the titles of promotions that fewer people take than another out of the same grades.
    """

    reasons: tuple[tuple[str, float], ...]
    aside: tuple[str, ...]


def stops(run: Run) -> Stops:
    """What stopped people on the usual routes of promotion, all replications together."""
    usual = usual_routes(run)
    counts: dict[str, float] = {}
    total = 0.0
    for info in usual:
        sums = run.counts.ledger[info.id].sum(axis=(0, 1))
        total += float(sums.sum())
        for reason, title, n in zip(info.reason_ids, outcomes(run, info), sums, strict=True):
            if reason != "moved" and n:
                counts[title] = counts.get(title, 0.0) + float(n)
    shares = sorted(((title, n / total) for title, n in counts.items()), key=lambda one: -one[1])
    others = [i.title for i in run.axes.moves if i.kind == "promotion" and i not in usual and _reviews(run, i)]
    return Stops(tuple(shares), tuple(dict.fromkeys(map(str, others))))


def _reviews(run: Run, info: MoveInfo) -> int:
    """How many were reviewed for a move, all replications together."""
    return int(run.counts.ledger[info.id].sum()) if info.id in run.counts.ledger else 0


def usual_routes(run: Run) -> list[MoveInfo]:
    """Of the promotions that lead out of each grade the one that most people take, in the order of the file.

    An exception route tests nearly everybody and passes few; counted with the others, its condition would look like
    the ladder's bottleneck. Where nobody moves, the first that reviews anybody counts.
    """
    taken: dict[int, int] = {}
    for arc, (move, _, _) in enumerate(run.axes.arcs):
        taken[move] = taken.get(move, 0) + int(run.counts.moves[:, :, arc].sum())
    best: dict[int, int] = {}
    for move, source, _ in run.axes.arcs:
        info = run.axes.moves[move]
        if info.kind != "promotion" or not _reviews(run, info):
            continue
        if source not in best or taken[move] > taken[best[source]]:
            best[source] = move
    return [run.axes.moves[move] for move in sorted(set(best.values()))]


def _chart(scene: Scene, scheme: str, reasons: Sequence[tuple[str, float]]) -> Chart:
    title = with_name(tr("Where people are stopped under {s}", "{s}的卡点"), scene.title(scheme))
    names, shares = zip(*reasons, strict=True)
    series = Series(tr("share of promotion reviews", "占晋升评审的比例"), shares, color=scene.colors[scheme])
    told = [(reason, scene.level(share, "share")) for reason, share in reasons]
    unit = tr("% of promotion reviews; the first rule that failed", "占晋升评审%；首个未满足的规则")
    return Chart("bars", title, names, (series,), unit, "0.0%", described(title, told))


def _by_move(scene: Scene) -> Figure:
    from ladder_sim import charts as plots

    s = scene.title(scene.focus)
    return Figure(
        with_name(tr("Where people are stopped under {s}, by move", "{s}各项晋升的卡点"), s),
        tr("For each promotion of {s} the share of its reviews by the first rule that failed, with 95% intervals.",
           "{s}每项晋升按首个未满足的规则统计的评审占比，附95%区间。", s=s),
        lambda: picture_of(plots.bottlenecks(scene.comparison[scene.focus], most=4)),
    )  # fmt: skip


def _told(scene: Scene, reasons: Sequence[tuple[str, float]]) -> str:
    return tr("; ", "；").join(
        tr("{what} ({x})", "{what}（{x}）", what=reason, x=scene.level(share, "share")) for reason, share in reasons
    )


def _reasons_table(scene: Scene, found: dict[str, Stops]) -> Table:
    rule = tr("first rule that failed", "首个未满足的规则")
    columns = (tr("scheme", "方案"), rule, tr("share of reviews", "占评审比例"))
    rows = [
        (scene.title(scheme), reason, scene.level(share, "share"))
        for scheme, stops in found.items()
        for reason, share in stops.reasons[: 8 if scene.full else 3]
    ]
    rows += [
        (scene.title(scheme), _unreviewed(scene.comparison[scheme], scene.title(scheme)), "–")
        for scheme, stops in found.items()
        if not stops.reasons
    ]
    title = tr("What stops people, scheme by scheme", "各方案的卡点")
    if scene.alone:
        title = tr("What stops people", "卡点")
    return Table(columns, tuple(rows), title=title)
