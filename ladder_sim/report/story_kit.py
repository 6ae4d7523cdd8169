"""Charts and tables that several sections make alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.comparison import BASELINE, HIGHER, LOWER, TONES, Contrast
from ladder_sim.display import between, change, figure, stated
from ladder_sim.report.story_parts import Chart, Series, Table
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison

FORMATS = {"share a year": "0.0%", "share": "0.0%", "money a year": "0.00,,", "money": "#,##0", "months": "0.0"}


def unit_of(unit: str, currency: str) -> str:
    """The unit beside an axis."""
    units = {
        "share a year": tr("% of headcount, per year", "占平均人数的百分比，按年计"),
        "money a year": tr("{c} million a year", "百万{c}/年", c=currency),
        "money": tr("{c} a year per head", "{c}/年·人", c=currency),
        "months": tr("months", "个月"),
    }
    return units[unit]


def levels(comparison: Comparison, measure: str, currency: str) -> Chart:
    """A measure under every scheme, the baseline first."""
    found = [comparison.contrast(scheme, measure) for scheme in comparison.baseline_first]
    meant = found[0].measure
    names = tuple(comparison.title(c.scheme) for c in found)
    told = [
        f"{name} {stated(figure(c.level.mean, meant.unit, short=True), meant.unit)}"
        for name, c in zip(names, found, strict=True)
    ]
    series = Series(
        str(meant.title),
        tuple(c.level.mean for c in found),
        tuple(c.level.low for c in found),
        tuple(c.level.high for c in found),
        "#0072B2",
    )
    alt = tr(
        "{title} by scheme: {told}.", "各方案的{title}：{told}。", title=meant.title, told=tr(", ", "，").join(told)
    )
    return Chart("bars", str(meant.title), names, (series,), unit_of(meant.unit, currency), FORMATS[meant.unit], alt)


def contrasts_table(comparison: Comparison, measures: list[str]) -> Table:
    """Every scheme under the measures: mean, interval, difference, verdict."""
    columns = (
        tr("scheme", "方案"), tr("measure", "指标"), tr("mean", "均值"), tr("95% interval", "95%区间"),
        tr("difference from the baseline", "与基准之差"), tr("95% interval", "95%区间"), tr("verdict", "判断"),
    )  # fmt: skip
    rows, tones = [], []
    for name in measures:
        for scheme in comparison.baseline_first:
            c = comparison.contrast(scheme, name)
            rows.append(_row(comparison, c))
            tones.append(("", "", "", "", "", "", TONES[c.better]))
    return Table(columns, tuple(rows), tuple(tones))


def _row(comparison: Comparison, c: Contrast) -> tuple[str, ...]:
    unit, found = c.measure.unit, c.difference
    own = c.verdict is BASELINE
    word = str(c.verdict)
    if c.better is not None and c.verdict in (HIGHER, LOWER):
        word += tr(" (better)", "（更优）") if c.better else tr(" (worse)", "（更差）")
    return (
        comparison.title(c.scheme), str(c.measure.title), stated(figure(c.level.mean, unit), unit),
        between(c.level.low, c.level.high, unit), "" if own else change(found.mean, unit),
        "" if own else between(found.low, found.high, unit, signed=True), word,
    )  # fmt: skip
