"""What `compare` prints: the figures, then who is ahead in a few sentences, then where to look next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from ladder_sim.analysis.statements.bottom_line import FEW
from ladder_sim.analysis.statements.departments import by_department, department_note
from ladder_sim.analysis.statements.doubt import luck_alone
from ladder_sim.analysis.statements.reach import reach_sentence
from ladder_sim.analysis.statements.why import asked_first, pay_caution
from ladder_sim.changeover.switching import Switch
from ladder_sim.cli.switched import switch_lines
from ladder_sim.cli.text import once, table
from ladder_sim.core.display import between, change, counted, figure, number, stated, with_money
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import width
from ladder_sim.doubt.bias import PlantedBias
from ladder_sim.doubt.crossing import CrossedGroups
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.choice import Chosen
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.comparison import HIGHER, LOWER, MARKS, UNKNOWN, Comparison, Contrast, marks_note
from ladder_sim.results.dominance import Frontier
from ladder_sim.results.expectations import Expectations
from ladder_sim.results.level import Level
from ladder_sim.results.price import prices
from ladder_sim.results.why import Why, question_name

#: The measures of which it shows then what is left at equal pay.
FIRST = ("advancement_rate", "turnover", "labor_cost")
#: Its measures, under names that leave room for numbers.
MAIN = {
    "advancement_rate": Title("advanced a year", "年首次晋升率"),
    "net_promotion_rate": Title("net", "年净晋升率"),
    "turnover": Title("leaving a year", "年离职率"),
    "labor_cost": Title("labor cost a year", "年人工成本"),
    "time_to_promotion": Title("months waited", "晋升等待月数"),
}


def comparison_text(
    result: Comparison, paths: Sequence[Path] = (), asked: Sequence[Why] = (), level: Level | None = None,
    doubts: Sequence[str] = (),
) -> str:  # fmt: skip
    """Everything, the sentences last, where a terminal leaves them in sight; `paths` are the files written.

    asked, level, doubts : what `--why`, `--equal`, and `--doubt` with its like asked for
    """
    few = len(result.schemes) <= FEW  # else a line per scheme rather than one per scheme and measure
    first = [*asked_first(result), *filter(None, [pay_caution(result)])]
    lines = [*first, ""] if first else []
    lines += [_every(result) if few else _main(result), *_departments(result), result.provenance, ""]
    if level is not None:
        shown = level.rows(None if few else FIRST)
        lines += [table(level.columns(), shown, right=(2, 3, 4, 5)), *level.moved(), ""]
    said = result.summary() if few else result.leaders()
    lines += [text for text in said if text not in first]
    if could := reach_sentence(result):
        lines.append(could)
    if not few and (alone := luck_alone(result)):
        lines.append(alone)
    for why in asked:
        lines += ["", _parts(why), *why.summary()]
    if asked:
        lines += [price.told(result) + tr(".", "。") for price in prices(result)]
    for found in result.explained.values():
        if isinstance(found, BesideLottery | PlantedBias | CrossedGroups):
            lines += ["", table(found.columns(), once(found.rows()), right=(2, 3, 4, 5)), *found.summary()]
        elif isinstance(found, Expectations):
            lines += ["", table(found.columns(), once(found.rows()), right=(3,)), *found.summary()]
        elif isinstance(found, Switch):
            lines += ["", *switch_lines(found), *found.summary()]
        elif isinstance(found, Chosen | Frontier):
            lines += ["", table(found.columns(), found.rows(), right=range(1, len(found.columns()) - 1)),
                      *found.summary()]  # fmt: skip
    return "\n".join([*lines, *doubts, *result.notes, "", *_next(result, paths)])


def _departments(result: Comparison) -> list[str]:
    """Of a company its departments: each main measure with its differences."""
    rows = []
    for one in by_department(result):
        base, *others = one.contrasts
        cells = [figure(base.level.mean, base.measure.unit, short=True), *map(_beside, others)]
        rows.append((one.title, with_money(str(base.measure.title), base.measure.unit), *cells))
    if not rows:
        return []
    names = _named(result)
    header = (tr("department", "部门"), tr("measure", "指标"), *(names[name] for name in result.baseline_first))
    return ["", table(header, once(rows), right=range(2, len(header))), department_note(), ""]


def _beside(c: Contrast) -> str:
    """A figure with its difference from the baseline, or the sign that says why there is none."""
    level = figure(c.level.mean, c.measure.unit, short=True)
    return tr("{level} ({diff})", "{level}（{diff}）", level=level, diff=_short(c) or MARKS[UNKNOWN])


def _parts(why: Why) -> str:
    """Every part of both splits: its share of the difference with the range of luck."""
    unit, rows = why.measure.unit, []
    for one in why.splits:
        for i, bar in enumerate(one.bars):
            scheme = why.comparison.short(one.scheme) if not i else ""
            span = tr("the same in both", "两方案相同") if bar.equal else between(
                bar.range.low, bar.range.high, unit, signed=True, short=True)  # fmt: skip
            rows.append((scheme, question_name(one.question) if not i else "", bar.part.title,
                         change(bar.range.mean, unit, short=True), span))  # fmt: skip
    header = (tr("scheme", "方案"), tr("split", "分解"), str(why.measure.title), tr("share", "贡献"),
              tr("95% interval", "95%区间"))  # fmt: skip
    return table(header, rows, right=(3, 4))


def _next(result: Comparison, paths: Sequence[Path]) -> list[str]:
    """Where to look next, and commands that go on from here."""
    scheme = next((result[s].scheme for s in result.others if "(" not in s), result[result.baseline].scheme)
    name = scheme.id if not scheme.file or Path(scheme.file).parent.name == "schemes" else scheme.file
    page = next((path for path in paths if path.suffix == ".html"), None)
    steps = []
    if not result.departments:
        steps.append((f"ladder-sim explain {name}", tr("which rule stops people there", "人员在哪条规则上受阻")))
        if knob := _knob(scheme):
            against = tr("the scheme against a variant of its own", "改一个参数，与原方案比较")
            steps.append((f"ladder-sim compare {name} --set {knob}", against))
    if page is not None:
        what = tr("in a browser: charts, every figure, what is assumed", "用浏览器打开：图表、全部指标和各项假设")
        steps.insert(0, (str(page), what))
    else:
        steps.insert(0, ("--out DIR", tr("writes every figure, charts and a page", "写出全部指标、图表和网页报告")))
    wide = max(width(step) for step, _ in steps)
    return [
        tr("Look next:", "接下来："),
        *(f"  {step}{' ' * (wide - width(step))}  {what}" for step, what in steps),
    ]


def _knob(scheme: Scheme) -> str:
    """A parameter to turn, by a tenth of its range; '' where the scheme has none that is a number with a range."""
    for parameter in scheme.parameters.values():
        low, high, value = parameter.low, parameter.high, parameter.value
        if low is None or high is None or isinstance(value, (bool, str)):
            continue
        step = parameter.step or (high - low) / 10
        step = max(1, round(step)) if parameter.integer else step
        return f"{parameter.name}={value + step if value + step <= high else value - step:g}"
    return ""


def _named(result: Comparison) -> dict[str, str]:
    """What the schemes are called in tables: by their ids in English, which are words, by their titles in Chinese."""
    titles = {name: str(result[name].scheme.title) for name in result.schemes}
    apart = not grammar().ids_speak and len(set(titles.values())) == len(titles)
    return titles if apart else {name: name for name in result.schemes}


def _main(result: Comparison) -> str:
    """A line per scheme: the main measures with their differences from the baseline."""
    rows, names = [], _named(result)
    for scheme in result.schemes:
        contrasts = [result.contrast(scheme, name) for name in MAIN]
        cells = [text for c in contrasts for text in (figure(c.level.mean, c.measure.unit, short=True), _short(c))]
        rows.append([names[scheme], *cells])
    titles = [part for name, title in MAIN.items()
              for part in (with_money(str(title), result.known[name].unit), tr("diff.", "差值"))]  # fmt: skip
    right = range(1, 1 + len(titles))
    note = tr("diff.: from the baseline, {baseline}; {marks}", "差值：与基准方案（{baseline}）相比；{marks}",
              baseline=names[result.baseline], marks=marks_note())  # fmt: skip
    return "\n".join([table([tr("scheme", "方案"), *titles], rows, right), note, *_missing(result, MAIN)])


def _missing(result: Comparison, measures: Mapping[str, Title]) -> list[str]:
    """Why figures of a table are not there: a line below it for each measure and reason, with the schemes."""
    lines, names = [], _named(result)
    for name, title in measures.items():
        why: dict[str, list[str]] = {}
        for scheme in result.schemes:
            if name in result[scheme].known and (text := result[scheme].gaps(name)):
                why.setdefault(text, []).append(names[scheme])
        for text, schemes in why.items():
            lines.append(tr("{title}: {why} ({schemes})", "{title}：{why}（{schemes}）", title=title, why=text,
                            schemes=tr(", ", "、").join(schemes)))  # fmt: skip
    return lines


def _short(c: Contrast) -> str:
    if c.verdict in (HIGHER, LOWER):
        return change(c.difference.mean, c.measure.unit, short=True)
    return MARKS.get(c.verdict, "")


def _span(c: Contrast) -> str:
    """The interval of a difference, with its unit."""
    unit = c.measure.unit
    return counted(between(c.difference.low, c.difference.high, unit, signed=True, short=True), unit)


def _every(result: Comparison) -> str:
    """The main measures: each scheme's mean and its paired difference from the baseline."""
    rows: list[tuple[object, ...]] = []
    names = _named(result)
    for c in result.contrasts(result.headline):
        unit, own = c.measure.unit, c.scheme == result.baseline
        title = c.measure.title if not rows or c.scheme == result.schemes[0] else ""
        difference = "" if own else counted(change(c.difference.mean, unit, short=True), unit)
        interval = "" if own else _span(c)
        verdict = tr("baseline", "基准方案") if own else c.verdict
        saved = "" if math.isnan(c.luck_saves) else f"×{number(c.luck_saves, 1)}"
        level = stated(figure(c.level.mean, unit, short=True), unit)
        rows.append((title, names[c.scheme], level, difference, interval, saved, verdict))
    header = (tr("measure", "指标"), tr("scheme", "方案"), tr("mean", "均值"), tr("difference", "差值"),
              tr("95% interval", "95%区间"), tr("paired gain", "配对倍数"), tr("verdict", "判断"))  # fmt: skip
    note = tr("paired gain: how many times the replications the difference would need if each scheme had random"
              " numbers of its own",
              "配对倍数：若各方案随机数各自独立，得到同样精度的差值所需重复次数的倍数")  # fmt: skip
    missing = _missing(result, {name: result.known[name].title for name in result.headline})
    return "\n".join([table(header, rows, right=(2, 3, 4, 5)), note, *missing])
