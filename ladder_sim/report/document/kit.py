"""What every section needs: the comparison with its brief and verdict, and the charts and tables made alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.analysis.statements.titles import the_alternative, the_baseline
from ladder_sim.analysis.statements.verdict import Verdict, verdict
from ladder_sim.core.display import change, counted, figure, number, spanned, told_apart, uncounted
from ladder_sim.core.grammar import fitting, grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import Currency
from ladder_sim.core.palette import BLUE, VERMILION
from ladder_sim.core.signs import cut, width
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.core.units import times_shown, unit_name
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.parts import Chart, Series, Table
from ladder_sim.results.comparison import BASELINE, HIGHER, LOWER, MARKS, TONES, Contrast, marks_note
from ladder_sim.results.intervals import Interval
from ladder_sim.results.price import WHAT, Price

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ladder_sim.charts import Picture
    from ladder_sim.charts.style import Panels
    from ladder_sim.results.comparison import Comparison

FoundT = TypeVar("FoundT")
#: How charts write the numbers of each unit, in the code of spreadsheets.
FORMATS = {
    "share a year": "0.0%", "share": "0.0%", "money a year": "0.00,,", "money": "#,##0", "months": "0.0",
    "people": "#,##0.0", "people a year": "#,##0.0", "hours": "#,##0.0",
    "times a year": "#,##0.0", "seats": "#,##0.0", "points": "0.00", "ratio": "0.00", "log_ratio": "0.00",
}  # fmt: skip
#: The same of differences; those of shares are percentage points.
SIGNED = {
    "share a year": "+0.0;-0.0;0.0", "share": "+0.0;-0.0;0.0", "money a year": "+0.00,,;-0.00,,;0.00,,",
    "money": "+#,##0;-#,##0;0", "months": "+0.0;-0.0;0.0", "people": "+#,##0.0;-#,##0.0;0.0",
    "people a year": "+#,##0.0;-#,##0.0;0.0", "hours": "+#,##0.0;-#,##0.0;0.0",
    "times a year": "+#,##0.0;-#,##0.0;0.0", "seats": "+#,##0.0;-#,##0.0;0.0",
    "points": "+0.00;-0.00;0.00", "ratio": "+0.00;-0.00;0.00",
    "log_ratio": "+0.00;-0.00;0.00",
}  # fmt: skip
#: Charts with a series for each scheme show no more than this many.
SERIES = 6


def with_name(text: str, scheme: str) -> str:
    """A title with the name of a scheme in its blank ``{s}``; a name for which there is no room is cut."""
    room = grammar().title_columns - width(text.replace("{s}", ""))
    return text.format(s=cut(scheme, room))


def with_names(text: str, scheme: str, baseline: str) -> str:
    """The same with that of the baseline in ``{b}``; where both have no room, neither is named."""
    names = ((scheme, baseline), (the_alternative(), baseline), (the_alternative(), the_baseline()))
    return fitting(*(text.format(s=s, b=b) for s, b in names))


@dataclass
class Scene:
    """A comparison as a brief wants it told."""

    comparison: Comparison
    brief: Brief

    @cached_property
    def money(self) -> Currency:
        """The currency of the report."""
        return self.brief.money

    @cached_property
    def verdict(self) -> Verdict:
        """What the figures say of the schemes, with a recommendation where the brief asks for one."""
        return verdict(self.comparison, self.brief.recommend)

    @property
    def alone(self) -> bool:
        """Whether a single scheme is told of, with nothing to compare it with."""
        return len(self.comparison.runs) == 1

    @property
    def spared(self) -> bool:
        """Whether the audience is told of no cost."""
        return "money" in self.brief.readers.hides

    def tells(self, measure: str) -> bool:
        """Whether the audience is shown a measure: those that are spared costs see no amounts."""
        return self.brief.readers.may_see(self.comparison.known[measure].unit)

    def asked(self, kind: type[FoundT]) -> list[FoundT]:
        """The answers of a kind that the comparison carries."""
        return [found for found in self.comparison.explained.values() if isinstance(found, kind)]

    @property
    def full(self) -> bool:
        """Whether the audience reads every table."""
        return self.brief.readers.full

    @property
    def most(self) -> int:
        """How many points a section may have."""
        return 5 if self.full else 4

    @cached_property
    def focus(self) -> str:
        """The alternative that details are told of: the one spoken for, else the one that promotes most for sure."""
        if self.alone:
            return self.comparison.baseline
        asked = self.verdict.scheme
        if asked is not None and asked != self.comparison.baseline:
            return asked
        ahead = [s for s in self.verdict.standings if MAIN[0] in s.gains] or [
            s for s in self.verdict.standings if s.gains
        ]
        if not ahead:
            return self.comparison.others[0]
        return max(ahead, key=lambda s: next(e.mean for e in s.effects if e.measure == MAIN[0])).scheme

    @cached_property
    def few(self) -> tuple[str, ...]:
        """The schemes that a chart with a series each has room for: baseline, focus, then the others in order."""
        rest = [scheme for scheme in self.comparison.others if scheme != self.focus]
        return tuple(dict.fromkeys((self.comparison.baseline, self.focus, *rest)))[:SERIES]

    @property
    def baseline(self) -> str:
        """The name of the baseline."""
        return self.title(self.comparison.baseline)

    def title(self, scheme: str) -> str:
        """The short name of a scheme, by its id."""
        return self.comparison.short(scheme)

    @cached_property
    def colors(self) -> Mapping[str, str]:
        """Scheme → color, as in the pictures."""
        from ladder_sim.charts.style import colors_of

        return {scheme: color for scheme, (color, _) in colors_of(self.comparison).items()}

    # --- numbers as texts

    def level(self, value: float, unit: str, *, beside: float = 0.0) -> str:
        """A value of a measure with its unit, without "a year".

        Parameters
        ----------
        beside : the largest amount of its column, in whose unit money is told
        """
        if unit == "money a year":
            return self.money.amount(value, figures=4, beside=beside)
        return self.money.full(value) if unit == "money" else counted(figure(value, unit), unit)

    def change(self, value: float, unit: str, *, beside: float = 0.0) -> str:
        """A difference with its sign; `beside` as of `level`."""
        if unit == "money a year":
            return self.money.amount(value, signed=True, beside=beside)
        if unit == "money":
            return self.money.full(value, signed=True)
        return counted(change(value, unit), unit)

    def span(self, low: float, high: float, unit: str, *, signed: bool = False, beside: float = 0.0) -> str:
        """An interval; empty where there is none. `beside` as of `level`; an end is told in the unit of the other."""
        if math.isnan(low) or math.isnan(high):
            return ""
        show = change if signed else figure
        if unit.startswith("money") or low == high:
            told, most = self.change if signed else self.level, max(abs(low), abs(high), beside)
            first, last = told(low, unit, beside=most), told(high, unit, beside=most)
        else:
            first, last = told_apart(lambda end, finer: counted(show(end, unit, finer=finer), unit), low, high)
        return spanned(first if first == last else uncounted(first, unit), last)

    def axis(self, unit: str, *, signed: bool = False) -> str:
        """The unit beside an axis."""
        name, short = self.money.name, str(Title(self.money.code, self.money.word))
        if grammar().money_first and self.money.sign:  # as the amounts beside it have it
            name = short = self.money.sign
        if signed and unit in ("share a year", "share"):
            return tr("percentage points", "个百分点")
        told = {
            "share a year": tr("% of headcount, per year", "占平均人数%（每年）"),
            "share": tr("% of people", "占人数%"),
            "money a year": tr("{c} million a year", "万{c}/年", c=short).strip(),
            "money": tr("{c} a year per head", "{c}/人·年", c=name),
        }
        return told[unit] if unit in told else unit_name(unit)


def levels(scene: Scene, measure: str) -> Chart:
    """A measure under every scheme, the baseline first."""
    found = [scene.comparison.contrast(scheme, measure) for scheme in scene.comparison.baseline_first]
    meant = found[0].measure
    series = _series(str(meant.title), [c.level for c in found])
    told = [(scene.title(c.scheme), scene.level(c.level.mean, meant.unit)) for c in found]
    alt = described(str(meant.title), told)
    names = tuple(scene.title(c.scheme) for c in found)
    return Chart("bars", str(meant.title), names, (series,), scene.axis(meant.unit), FORMATS[meant.unit], alt)


def changes(scene: Scene, measure: str) -> Chart:
    """What each alternative differs from the baseline; shares in percentage points."""
    found = [scene.comparison.contrast(scheme, measure) for scheme in scene.comparison.others]
    meant = found[0].measure
    title = tr("{what}: difference from the baseline", "{what}：与基准之差", what=meant.title)
    times = times_shown(meant.unit)
    series = _series(title, [c.difference for c in found], times, VERMILION)
    told = [(scene.title(c.scheme), scene.change(c.difference.mean, meant.unit)) for c in found]
    names = tuple(scene.title(c.scheme) for c in found)
    unit = scene.axis(meant.unit, signed=True)
    return Chart("bars", title, names, (series,), unit, SIGNED[meant.unit], described(title, told))


def _series(name: str, found: Sequence[Interval], times: float = 1.0, color: str = BLUE) -> Series:
    mean, low, high = (tuple(times * getattr(i, end) for i in found) for end in ("mean", "low", "high"))
    return Series(name, mean, low, high, color)


def described(title: str, told: Sequence[tuple[str, str]]) -> str:
    """What a chart shows, in a sentence; of many values the first, the lowest and the highest are not worth more."""
    shown = [f"{name} {value}" for name, value in told[:8]]
    rest = tr(" and {n} more", "等，另有{n}项", n=len(told) - 8) if len(told) > 8 else ""
    values = tr(", ", "，").join(shown)
    return tr("{title}: {told}{rest}.", "{title}：{told}{rest}。", title=title, told=values, rest=rest)


def said(scene: Scene, c: Contrast) -> str:
    """One scheme in one measure: level, difference and interval, in a sentence."""
    unit, found = c.measure.unit, c.difference
    texts = {"s": scene.title(c.scheme), "level": scene.level(c.level.mean, unit), "verdict": word(scene.comparison, c)}
    if c.verdict not in (HIGHER, LOWER):
        return tr("{s}: {level}, {verdict}.", "{s}：{level}，{verdict}。", **texts)
    most = max(abs(found.mean), abs(found.low), abs(found.high))
    more = {"change": scene.change(found.mean, unit, beside=most),
            "span": scene.span(found.low, found.high, unit, signed=True, beside=most)}  # fmt: skip
    del texts["verdict"]
    return tr("{s}: {level}, {change} ({span}).", "{s}：{level}，{change}（{span}）。", **texts, **more)


def price_told(scene: Scene, found: Price) -> str:
    """What a leaver avoided or a promotion more costs, without its stop, to no more figures than luck leaves it."""
    if found.why is not None:
        return found.told(scene.comparison)
    span = spanned(scene.money.amount(found.value.low), scene.money.amount(found.value.high))
    return tr("{s}: {x} ({span}) of labor cost per {what}", "{s}：每{what}增加人工成本{x}（{span}）",
              s=scene.title(found.scheme), x=scene.money.amount(found.value.mean), span=span,
              what=WHAT[found.what])  # fmt: skip


def largest(scene: Scene, measure: str, n: int) -> list[Contrast]:
    """The `n` alternatives that differ most, the focus first."""
    found = [scene.comparison.contrast(scheme, measure) for scheme in scene.comparison.others]
    found.sort(key=lambda c: (c.scheme != scene.focus, -abs(c.difference.mean) if c.difference.n else 0.0))
    return found[:n]


def contrasts_table(scene: Scene, title: str, measures: Sequence[str]) -> Table:
    """Every scheme under the measures, a row each: mean, interval, difference, verdict."""
    columns = (
        tr("measure", "指标"), tr("scheme", "方案"), tr("mean", "均值"), tr("95% interval", "95%区间"),
        tr("difference", "差值"), tr("95% interval of the difference", "差值的95%区间"), tr("verdict", "判断"),
    )  # fmt: skip
    rows, tones = [], []
    for name in measures:
        most = most_of(scene, name)
        for scheme in scene.comparison.baseline_first:
            c = scene.comparison.contrast(scheme, name)
            rows.append(_row(scene, c, most))
            tones.append(("",) * 6 + (TONES[c.better],))
    return Table(columns, tuple(rows), tuple(tones), _difference_note(scene), title)


def _difference_note(scene: Scene) -> str:
    """What a difference is."""
    b = scene.baseline
    return tr("Differences are scheme − {b}, paired by replication.", "差值为 方案 − {b}，按重复配对。", b=b)


def word(comparison: Comparison, c: Contrast) -> str:
    """The verdict, with whether it is good news, and why where a value is missing."""
    why = comparison.reason(c.scheme, c.measure.name)
    if why:
        return tr("{v} ({why})", "{v}（{why}）", v=c.verdict, why=why)
    if c.better is None or c.verdict not in (HIGHER, LOWER):
        return str(c.verdict)
    return tr("{v} (better)", "{v}（更优）", v=c.verdict) if c.better else tr("{v} (worse)", "{v}（更差）", v=c.verdict)


def most_of(scene: Scene, measure: str) -> float:
    """The largest level of a measure under any scheme, in whose unit amounts of a column are told; NaN where none."""
    found = (abs(scene.comparison.contrast(s, measure).level.mean) for s in scene.comparison.schemes)
    return max((value for value in found if math.isfinite(value)), default=math.nan)


def _row(scene: Scene, c: Contrast, most: float) -> tuple[str, ...]:
    unit, found = c.measure.unit, c.difference
    own = c.verdict is BASELINE
    return (
        str(c.measure.title), scene.title(c.scheme), scene.level(c.level.mean, unit, beside=most),
        scene.span(c.level.low, c.level.high, unit, beside=most),
        "" if own else scene.change(found.mean, unit, beside=most),
        "" if own else scene.span(found.low, found.high, unit, signed=True, beside=most), word(scene.comparison, c),
    )  # fmt: skip


def grid_table(scene: Scene, measures: Sequence[str]) -> Table:
    """The schemes as rows, the measures as columns: the level, and the difference where there is a detectable one."""
    known = scene.comparison.known
    columns = (tr("scheme", "方案"), *(str(known[name].title) for name in measures))
    rows, tones = [], []
    for scheme in scene.comparison.baseline_first:
        found = [scene.comparison.contrast(scheme, name) for name in measures]
        rows.append((scene.title(scheme), *(_box(scene, c) for c in found)))
        tones.append(("", *(TONES[c.better] for c in found)))
    note = tr(
        "In brackets: the difference from {b} where it is detectable; {marks}.",
        "括号内为与{b}的显著差值；{marks}。", b=scene.baseline, marks=marks_note(),
    )  # fmt: skip
    title = tr("The schemes at a glance", "方案一览")
    return Table(columns, tuple(rows), tuple(tones), note, title)


def _box(scene: Scene, c: Contrast) -> str:
    most = most_of(scene, c.measure.name)
    level = scene.level(c.level.mean, c.measure.unit, beside=most)
    mark = MARKS.get(c.verdict, "")
    if c.verdict in (HIGHER, LOWER):
        mark = scene.change(c.difference.mean, c.measure.unit, beside=most)
    return tr("{level} ({mark})", "{level}（{mark}）", level=level, mark=mark) if mark else level


def the_rest(n: int) -> str:
    """Where those schemes stand, one or more, for which a slide has no room."""
    if n == 1:
        return tr("The other scheme stands in the page.", "另一方案见网页报告。")
    return tr("The other {n} schemes stand in the page.", "其余{n}个方案见网页报告。", n=n)


def small_note() -> str:
    """Why some cells are empty."""
    return tr("Groups of fewer than {n} people are not shown (<{n}).", "不足{n}人的组不显示（<{n}）。", n=SMALL_GROUP)


def plain_number(value: float) -> str:
    """A count that may be an average; a whole one without decimals."""
    return number(value, 0 if value >= 9.95 else 1).removesuffix(".0")


def in_wan(chart: Chart) -> Chart:
    """In Chinese the same chart with its money in 万, as texts and tables beside it have it."""
    if grammar().chart_unit == 1 or ",," not in chart.format:
        return chart

    def less(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(value / grammar().chart_unit for value in values)

    series = tuple(replace(s, values=less(s.values), low=less(s.low), high=less(s.high)) for s in chart.series)
    most = max((abs(value) for s in series for value in s.values if math.isfinite(value)), default=0.0)
    form = "#,##0" if most >= 100 else "#,##0.0"
    signed = f"+{form};-{form};{form}" if chart.format.startswith("+") else form
    return replace(chart, series=series, format=signed, least=chart.least / grammar().chart_unit)


def picture_of(drawn: Axes | Panels) -> Picture:
    """The picture that axes, or a grid of them, stand on."""
    from ladder_sim.charts.style import Panels, Picture

    made = drawn.figure if isinstance(drawn, Panels) else drawn.get_figure(root=True)
    assert isinstance(made, Picture)  # all charts of ours are drawn on one
    return made
