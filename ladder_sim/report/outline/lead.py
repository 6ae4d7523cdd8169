"""The slides that lead: what is asked, the schemes in a picture, and how they compare."""

from __future__ import annotations

from ladder_sim.analysis.rule_text.expressions import track_title
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.analysis.statements.verdict import by_priority
from ladder_sim.core.display import uncounted
from ladder_sim.core.grammar import fits, fitting
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_upper
from ladder_sim.model.scheme import Scheme
from ladder_sim.report.document.kit import Scene, most_of, the_rest
from ladder_sim.report.document.lead import conditions, recommendation
from ladder_sim.report.document.parts import Table
from ladder_sim.report.document.ranked import flips
from ladder_sim.report.outline.parts import DrawnLadder, KeyFigure, KeyFigures, Ladders, Slide, Track
from ladder_sim.results.comparison import HIGHER, LOWER, MARKS, TONES, Contrast, marks_note

#: As many ladders as can be drawn with the names of their grades.
NAMED = 2


def ask(scene: Scene) -> Slide:
    """What is asked for, on what conditions, and the figures of the scheme that is spoken for."""
    section = recommendation(scene)
    *points, asked = section.points
    title = section.title
    lead = section.lead
    if (chosen := "" if scene.spared else by_priority(scene.verdict)) and fits(chosen):
        title, lead = chosen, section.headline + tr(".", "。")
    first = (lead, conditions(scene), *flips(scene))
    told = tuple(dict.fromkeys(filter(None, (*first, *points))))
    return Slide("ask", section.name, title, told, (_figures(scene),), asked, section.reading, section.caution)


def _figures(scene: Scene) -> KeyFigures:
    title = tr("{s} against {b}", "{s}与{b}相比", s=scene.title(scene.focus), b=scene.baseline)
    found = [scene.comparison.contrast(scene.focus, name) for name in scene.brief.readers.measures[:3]]
    return KeyFigures(title, tuple(_figure(scene, one) for one in found))


def _figure(scene: Scene, c: Contrast) -> KeyFigure:
    unit, found = c.measure.unit, c.difference
    if not found.n:
        return KeyFigure(str(c.measure.title), "–", str(c.verdict))
    span = scene.span(found.low, found.high, unit, signed=True)
    detail = tr("95%: {span}", "95%区间：{span}", span=span) if span else str(c.verdict)
    if c.verdict not in (HIGHER, LOWER):
        detail = tr("{verdict} ({span})", "{verdict}（{span}）", verdict=c.verdict, span=span) if span else detail
    return KeyFigure(str(c.measure.title), scene.change(found.mean, unit), detail, TONES[c.better])


def ladders(scene: Scene) -> Slide:
    """Every scheme in a picture: its tracks and grades."""
    schemes = [scene.comparison[name].scheme for name in scene.comparison.baseline_first]
    made = tuple(_ladder(scene, scheme) for scheme in schemes)
    counts = [len(scheme.grades) for scheme in schemes]
    title = _ladder_title(scene, made, counts)
    alt = tr("; ", "；").join(
        tr("{s}: {n} grades, {k}", "{s}：{n}个职级，{k}", s=one.title, n=n, k=_tracks(len(one.tracks)))
        for one, n in zip(made, counts, strict=True)
    )
    points: tuple[str, ...] = ()
    if len(made) > NAMED:
        points = (
            tr(
                "Each row is a scheme, each color a track, each step a grade, the lowest on the left.",
                "每行一个方案，每种颜色一条通道，每格一个职级，左低右高。",
            ),
        )
    return Slide(
        "ladders",
        tr("The schemes", "方案"),
        title,
        points,
        (Ladders(made, alt),),
        reading=tr("Grades stand as the files of the schemes name them.", "职级名称取自各方案文件。"),
        caution=tr("More grades mean more steps, not a better career.", "职级多只说明台阶多，不说明职业发展更好。"),
    )


def _ladder_title(scene: Scene, made: tuple[DrawnLadder, ...], counts: list[int]) -> str:
    """How many grades the scheme spoken for has and the baseline, and between which numbers the others lie."""
    if scene.alone:
        own = {"s": made[0].title, "n": counts[0], "t": _tracks(len(made[0].tracks))}
        return fitting(tr("{s} has {n} grades in {t}", "{s}有{n}个职级、{t}", **own),
                       tr("{n} grades in {t}", "{n}个职级、{t}", **own))  # fmt: skip
    place = scene.comparison.baseline_first.index(scene.focus)
    ends = {"b": made[0].title, "s": made[place].title, "n": counts[0], "m": counts[place]}
    rest = [n for i, n in enumerate(counts) if i not in (0, place)]
    texts = [tr("{s} has {m} grades, {b} {n}", "{s}有{m}个职级，{b}有{n}个", **ends)]
    if counts[0] == counts[place]:
        texts = [tr("{s} and {b} have {n} grades each", "{s}与{b}均为{n}个职级", **ends)]
    if rest:
        more = tr("{told}; the others {a}", "{told}；其余{a}个", told=texts[0], a=_span(rest))
        if len(rest) == 1:
            more = tr("{told}; the other {a}", "{told}；另一方案{a}个", told=texts[0], a=_span(rest))
        shorter = tr("{n} schemes of {a} grades", "{n}个方案，各{a}个职级", n=len(made), a=_span(counts))
        return fitting(more, *texts, shorter)
    return fitting(
        *texts, tr("The alternative has {m} grades, the baseline {n}", "备选方案{m}个职级，基准方案{n}个", **ends)
    )


def _tracks(n: int) -> str:
    """So many tracks in words."""
    return tr("1 track", "1条通道") if n == 1 else tr("{n} tracks", "{n}条通道", n=n)


def _span(counts: list[int]) -> str:
    low, high = min(counts), max(counts)
    return str(low) if low == high else tr("{a} to {b}", "{a}至{b}", a=low, b=high)


def _ladder(scene: Scene, scheme: Scheme) -> DrawnLadder:
    levels = {grade.id: grade.level for grade in scene.comparison[scheme.id].axes.grades if grade.covered}
    by_track: dict[str, list[tuple[int, str]]] = {}
    for grade in scheme.grades:
        own = by_track.setdefault(grade.track, [])  # of a ladder that stands beside an old one the run has other ids
        own.append((levels.get(grade.id, len(own) + 1), str(grade.title)))
    tracks = tuple(Track(str(track_title(scheme, name)), tuple(sorted(own))) for name, own in by_track.items())
    moves = _ways_up(scheme)
    up = tr("1 way up", "1条晋升途径") if moves == 1 else tr("{m} ways up", "{m}条晋升途径", m=moves)
    detail = tr("{g} grades, {up}", "{g}个职级，{up}", g=len(scheme.grades), up=up)
    return DrawnLadder(scene.title(scheme.id), detail, tracks, scene.colors[scheme.id])


def _ways_up(scheme: Scheme) -> int:
    return sum(move.kind == "promotion" for move in scheme.moves)


def grades(scene: Scene) -> Slide | None:
    """Where the schemes are many: the ladders of the baseline and of the one spoken for, with their grades' names."""
    if len(scene.comparison.runs) <= NAMED:
        return None
    made = tuple(_ladder(scene, scene.comparison[name].scheme) for name in (scene.comparison.baseline, scene.focus))
    ups = [_ways_up(scene.comparison[name].scheme) for name in (scene.comparison.baseline, scene.focus)]
    texts = {"b": scene.baseline, "s": scene.title(scene.focus), "n": ups[0], "m": ups[1]}
    title = fitting(
        tr("{s} has {m} ways up, {b} {n}", "{s}有{m}条晋升途径，{b}有{n}条", **texts),
        tr(
            "Ways up: {m} under the alternative, {n} under the baseline",
            "晋升途径：备选方案{m}条，基准方案{n}条",
            **texts,
        ),
    )
    alt = tr("The ladders of {a} and {b}", "{a}与{b}的职级体系", a=made[0].title, b=made[1].title)
    rest = len(scene.comparison.runs) - 2
    return Slide("grades", tr("Grades", "职级"), title, (the_rest(rest),), (Ladders(made, alt),))


#: What a scheme has that is better in a main measure.
_MORE = {
    "advancement_rate": Title("more promotion", "晋升更多"),
    "turnover": Title("fewer leavers", "离职更少"),
    "labor_cost": Title("lower cost", "成本更低"),
}
#: What is compared of every scheme.
_MEASURES = ("advancement_rate", "time_to_promotion", "turnover", "labor_cost", "hr_hours")
#: And of a single alternative.
_PAIR = (*_MEASURES[:2], "stuck", "turnover", "turnover_regretted", "salary_cost_per_head", *_MEASURES[3:])


def compared(scene: Scene) -> Slide:
    """Every scheme in the measures that matter, with what is better and worse."""
    every = _PAIR if len(scene.comparison.runs) == 2 else _MEASURES
    measures = [name for name in every if name in scene.comparison.known and scene.tells(name)]
    table = _pair(scene, measures) if len(scene.comparison.runs) == 2 else _every(scene, measures)
    section = tr("Comparison", "方案对比")
    return Slide(
        "compared",
        section,
        _compared_title(scene, measures),
        blocks=(table,),
        reading=tr(
            "Green is better, orange is worse than the baseline, beyond luck; the rest is not told apart.",
            "绿色为显著更优，橙色为显著更差（与基准相比）；其余差异不显著。",
        ),
        caution=tr(
            "Each interval stands for itself: of twenty differences that are nothing one looks like something.",
            "每个区间单独成立：二十个实际为零的差值中，平均有一个看似有差异。",
        ),
    )


def _pair(scene: Scene, measures: list[str]) -> Table:
    """One alternative beside the baseline, a measure a row."""
    comparison, other = scene.comparison, scene.comparison.others[0]
    rows, tones = [], []
    for name in measures:
        base, c = comparison.contrast(comparison.baseline, name), comparison.contrast(other, name)
        unit, found = c.measure.unit, c.difference
        rows.append(
            (
                str(c.measure.title),
                scene.level(base.level.mean, unit),
                scene.level(c.level.mean, unit),
                scene.change(found.mean, unit) if found.n else "–",
                scene.span(found.low, found.high, unit, signed=True) or str(c.verdict),
            )
        )
        tones.append(("", "", "", TONES[c.better], ""))
    columns = (
        tr("measure", "指标"),
        scene.baseline,
        scene.title(other),
        tr("difference", "差值"),
        tr("95% interval", "95%区间"),
    )
    return Table(columns, tuple(rows), tuple(tones))


def _every(scene: Scene, measures: list[str]) -> Table:
    """Every scheme with its levels, in brackets the difference where it is beyond luck."""
    comparison = scene.comparison
    rows, tones = [], []
    for scheme in comparison.baseline_first:
        found = [comparison.contrast(scheme, name) for name in measures]
        rows.append((scene.title(scheme), *(_cell(scene, c) for c in found)))
        tones.append(("", *(TONES[c.better] for c in found)))
    note = tr(
        "In brackets: the difference from {b}, of shares in percentage points; {marks}.",
        "括号内为与{b}之差（比例为百分点）；{marks}。",
        b=scene.baseline,
        marks=marks_note(),
    )
    columns = (tr("scheme", "方案"), *(str(comparison.known[name].title) for name in measures))
    return Table(columns, tuple(rows), tuple(tones), note)


def _cell(scene: Scene, c: Contrast) -> str:
    most = most_of(scene, c.measure.name)
    level, mark = scene.level(c.level.mean, c.measure.unit, beside=most), MARKS.get(c.verdict, "")
    if c.verdict in (HIGHER, LOWER):
        mark = scene.change(c.difference.mean, c.measure.unit, beside=most)
        mark = uncounted(mark, c.measure.unit)  # of shares points: the note says so
    return tr("{level} ({mark})", "{level}（{mark}）", level=level, mark=mark) if mark else level


def _compared_title(scene: Scene, measures: list[str]) -> str:
    """Of one alternative in how many of the measures it is better; of several how many have no drawback."""
    others = scene.comparison.others
    if len(others) > 1:
        counts = [(str(_MORE[name]), sum(scene.comparison.contrast(s, name).better is True for s in others))
                for name in MAIN if scene.tells(name)]  # fmt: skip
        (first, n), *rest = counts
        told = [tr("{do} under {k} of {n} alternatives", "{n}个备选方案中{k}个{do}", k=n, do=first, n=len(others)),
                *(tr("{do} under {k}", "{k}个{do}", k=k, do=do) if k else tr("{do} under none", "无一{do}", do=do)
                  for do, k in rest)]  # fmt: skip
        few = tr(", ", "、").join(tr("{do} {k}", "{k}个{do}", k=k, do=do) for do, k in counts)
        short = tr("{told}, of {n} alternatives", "{n}个备选：{told}", n=len(others), told=few)
        return first_upper(fitting(tr(", ", "、").join(told), short))
    found = [scene.comparison.contrast(others[0], name).better for name in measures]
    sure = [scene.comparison.contrast(others[0], name).verdict in (HIGHER, LOWER) for name in measures]
    good = sum(s and f is True for s, f in zip(sure, found, strict=True))
    bad = sum(s and f is False for s, f in zip(sure, found, strict=True))
    name = first_upper(scene.title(others[0]))
    return fitting(
        tr(
            "{s}: better in {a} of {n} measures, worse in {b}",
            "{s}：{n}项指标中{a}项更优、{b}项更差",
            s=name,
            a=good,
            b=bad,
            n=len(measures),
        ),
        tr(
            "Better in {a} of {n} measures, worse in {b}",
            "{n}项指标中{a}项更优、{b}项更差",
            a=good,
            b=bad,
            n=len(measures),
        ),
    )
