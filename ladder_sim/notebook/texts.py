"""What the explorer says in HTML: the figures, who is shown in which color, and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ladder_sim.core.display import between, change, figure, stated
from ladder_sim.core.i18n import tr
from ladder_sim.core.units import unit_name
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.model.assumptions import Value
from ladder_sim.model.expression import Parameter
from ladder_sim.notebook.view import ExplorerView
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, TONES, Comparison, Contrast
from ladder_sim.scenarios.variant_titles import setting

#: The figures that stand above the charts.
FIGURES = ("advancement_rate", "net_promotion_rate", "turnover", "salary_cost", "time_to_promotion", "stuck")

#: Those of a whole company below them.
COMPANY_FIGURES = ("advancement_rate", "transfer_rate", "turnover", "labor_cost", "time_to_promotion", "stuck")


def tiles(view: ExplorerView) -> str:
    """The figures of the what-if, each with its paired difference from the baseline."""
    return _tiles(view.comparison, view.now_id, FIGURES)


def company_tiles(view: ExplorerView) -> str:
    """The same of the whole company, below a heading; '' where none is played."""
    if view.of_company is None:
        return ""
    heading = escape(tr("The whole company", "全公司"))
    return f'<div class="ls-over">{heading}</div>{_tiles(view.of_company, view.now_id, COMPANY_FIGURES)}'


def _tiles(comparison: Comparison, scheme: str, figures: Sequence[str]) -> str:
    contrasts = [comparison.contrast(scheme, name) for name in figures if name in comparison[scheme].known]
    return f'<div class="ls-tiles">{"".join(_tile(one) for one in contrasts)}</div>'


def _tile(c: Contrast) -> str:
    unit = c.measure.unit
    title, level = str(c.measure.title), stated(figure(c.level.mean, unit, short=True), unit)
    if unit == "money a year":  # the amount is wide enough
        title = tr("{title}, {unit}", "{title}（{unit}）", title=title, unit=unit_name(unit))
        level = figure(c.level.mean, unit, short=True)
    tone = TONES[c.better]
    if c.verdict in (HIGHER, LOWER):
        span = between(c.difference.low, c.difference.high, unit, signed=True, short=True)
        span = span.removesuffix(tr(" pp", "个百分点"))  # it stands before the brackets
        below = f"<b>{escape(change(c.difference.mean, unit, short=True))}</b> <span>{escape(_brackets(span))}</span>"
    elif c.verdict is IDENTICAL:
        below = escape(tr("as the baseline", "与基准方案相同"))
    else:
        below = escape(str(c.verdict))
    name = escape(title)
    return (
        f'<div class="ls-tile" data-measure="{c.measure.name}"><div class="ls-name">{name}</div>'
        f'<div class="ls-level">{_split(level)}</div><div class="ls-change ls-{tone or "none"}">{below}</div></div>'
    )


def _brackets(text: str) -> str:
    return tr("({text})", "（{text}）", text=text) if text else ""


def _split(level: str) -> str:
    """The number large, its unit small behind it."""
    number, blank, unit = level.partition(" ")
    if not unit or not number[:1].isdigit():
        return f"<b>{escape(level)}</b>"
    if unit[:1] in ("M", "k", "b", "万", "亿") and (
        unit[1:2] in ("", " ", "n")
    ):  # 13.57 M, 1,357 万: the size belongs to the number
        size, _, unit = unit.partition(" ")
        number += f" {size}"
    return f"<b>{escape(number)}</b>{blank}<small>{escape(unit)}</small>"


def legend(view: ExplorerView) -> str:
    """Who is drawn how: the what-if, the baseline as a ghost, those beside it."""
    marks = ("now", "ghost", *("beside" for _ in view.beside))
    words = (tr("What-if", "试算"), tr("Baseline", "基准方案"), *("" for _ in view.beside))
    entries = [
        f'<span class="ls-entry"><i class="ls-{mark}" style="--ls-c:{color}"></i>'
        f"{f'<b>{escape(word)}</b> ' if word else ''}{escape(name)}</span>"
        for mark, word, color, name in zip(marks, words, view.colors, view.names, strict=True)
    ]
    return f'<div class="ls-legend">{"".join(entries)}</div>'


def changes(parameters: Mapping[str, Parameter], changed: Mapping[str, Value], settings: WorkforceSettings) -> str:
    """What was moved, by title, with the value and its unit."""
    moved = [setting(parameters[name], value) for name, value in changed.items()] + settings.told()
    return " · ".join(moved) if moved else tr("nothing changed", "未作改动")


def status(moved: str, facts: Sequence[str], **data: object) -> str:
    """One line: what was moved, how much of the luck is played, how long it took; `data` is for programs that look."""
    told = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    shown = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return f'<div class="ls-status" role="status"{told}><b>{escape(moved)}</b>{shown}</div>'


def facts(view: ExplorerView, full: int, *, seconds: float, simulating: float) -> list[str]:
    """What was played for a picture, and how long it took; `full` replications are all there will be."""
    n = view.now.replications
    played = tr("{n} of {full} replications", "{full}次重复中的{n}次", n=n, full=full)
    return [
        played if n < full else tr("all {full} replications", "全部{full}次重复", full=full),
        tr("{months} months, seed {seed}", "{months}个月，种子{seed}", months=view.now.months, seed=view.now.seed),
        tr("{a} ms, of which {b} ms simulating", "{a}毫秒，其中模拟{b}毫秒", a=f"{1e3 * seconds:.0f}",
           b=f"{1e3 * simulating:.0f}"),
    ]  # fmt: skip
