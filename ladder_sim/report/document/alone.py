"""The sections of a single scheme, which there is nothing to compare with: what it does, without a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.analysis.statements.reviews import no_reviews
from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.report.document.flow import turnover_by_cause, within_months
from ladder_sim.report.document.group_audit import fairness
from ladder_sim.report.document.kit import Scene, described, plain_number, small_note
from ladder_sim.report.document.lead import ask, conditions
from ladder_sim.report.document.method import assumptions, check_told, definitions
from ladder_sim.report.document.money import cost_stack, labor_by_year, parts_table, year_lines, years_table
from ladder_sim.report.document.parts import Chart, Section, Series, Table
from ladder_sim.report.document.role_cells import PayAndRise, cells
from ladder_sim.report.document.rules import ladders
from ladder_sim.report.document.stops import bottlenecks, flows
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.years import year_names, years_of


def level_told(scene: Scene, measure: str, *, span: bool = True) -> str:
    """A measure of the scheme with its interval: Turnover 41.8% (39.0% to 44.6%)."""
    found = scene.comparison.contrast(scene.focus, measure)
    texts = {"m": found.measure.title, "x": scene.level(found.level.mean, found.measure.unit)}
    ends = scene.span(found.level.low, found.level.high, found.measure.unit) if span else ""
    if not ends or not found.level.n:
        return tr("{m} {x}", "{m}{x}", **texts)
    return tr("{m} {x} ({ends})", "{m}{x}（{ends}）", ends=ends, **texts)


def levels_table(scene: Scene, title: str, measures: Sequence[str]) -> Table:
    """Measures of the scheme: mean and interval, a row each."""
    rows = []
    for name in measures:
        if name not in scene.comparison.known:
            continue
        found = scene.comparison.contrast(scene.focus, name)
        unit, level = found.measure.unit, found.level
        why = scene.comparison.reason(scene.focus, name)
        rows.append(
            (str(found.measure.title), scene.level(level.mean, unit), scene.span(level.low, level.high, unit) or why)
        )
    columns = (tr("measure", "指标"), tr("mean", "均值"), tr("95% interval", "95%区间"))
    return Table(columns, tuple(rows), title=title)


def _section(
    scene: Scene, about: tuple[str, str], measures: Sequence[str], charts: tuple[Chart, ...] = (), caution: str = ""
) -> Section:
    """A section on some measures: the first two are its message, the table has all.

    Parameters
    ----------
    about : id and name
    """
    known = [name for name in measures if name in scene.comparison.known]
    joint = tr("; ", "；")
    return Section(
        *about, joint.join(level_told(scene, name) for name in known[:2]),
        tuple(level_told(scene, name) + tr(".", "。") for name in known[2:5]), charts,
        tables=(levels_table(scene, tr("Figures", "指标"), known),),
        reading=tr("Means over all replications with the 95% interval of the mean.", "各次重复的均值及其95%区间。"),
        caution=caution or tr("What another scheme would do is not known from this one: compare them.",
                              "由单个方案无法得知其他方案的效果：请另作比较。"),
        shorter=(joint.join(level_told(scene, name, span=False) for name in known[:2]),
                 level_told(scene, known[0], span=False)),
    )  # fmt: skip


def _lead(scene: Scene) -> Section:
    """What the scheme does in its main measures, and what that rests on."""
    made = _section(scene, ("recommendation", tr("In short", "概要")), scene.brief.readers.measures)
    first = no_reviews(scene.comparison)
    compared = tr("Nothing is compared here: ladder-sim compare {s} OTHER sets it beside another scheme.",
                  "本报告未作比较：ladder-sim compare {s} 另一方案，可与其他方案对照。", s=scene.focus)  # fmt: skip
    points = (*([first + tr(".", "。")] if first else []), *made.points, compared, conditions(scene), ask(scene))
    return replace(made, points=points)


def _promotion(scene: Scene) -> Section:
    names = ("advancement_rate", "time_to_promotion", "net_promotion_rate", "promotion_rate", "demotion_rate", "stuck")
    return _section(scene, ("promotion", tr("Promotion", "晋升")), names, (within_months(scene),))


def _turnover(scene: Scene) -> Section:
    names = ("turnover", "turnover_regretted", "turnover_voluntary", "turnover_dismissal", "turnover_probation")
    return _section(scene, ("turnover", tr("Turnover", "离职")), names, (turnover_by_cause(scene),))


def _cost(scene: Scene) -> Section:
    names = ("labor_cost", "salary_cost_per_head", "salary_cost")
    return _section(scene, ("cost", tr("Cost", "成本")), names)


def _cost_by_year(scene: Scene) -> Section:
    """Labor cost of each year, and what it is made of."""
    names = year_names(scene.comparison)
    years = {scene.focus: labor_by_year(scene.comparison[scene.focus], years_of(scene.comparison))}
    told = [
        tr("{x} in {y}", "{y}为{x}", y=name, x=scene.money.amount(float(value), figures=4))
        for name, value in zip(names, years[scene.focus].mean(axis=0), strict=True)
    ]
    charts = (year_lines(scene, years, names),) if len(names) > 1 else ()
    message = tr("Labor cost: {x}", "人工成本：{x}", x=tr(", ", "，").join(told))
    return Section(
        "cost_by_year", tr("Costs by year and part", "分年与分项成本"), message, (), (*charts, cost_stack(scene)),
        tables=(years_table(scene, years, names), parts_table(scene)),
        reading=tr("Labor cost by year of the run, and what a year on average is made of.",
                   "模拟期各年的人工成本，以及年均成本的构成。"),
        caution=tr("Prices stay as they are: no inflation, no general pay rounds.",
                   "价格保持不变：未计通胀和普遍调薪。"),
        shorter=(tr("Labor cost: {x}", "人工成本：{x}", x=told[-1]),),
    )  # fmt: skip


def _by_role(scene: Scene) -> Section:
    """Pay per head and promotion rate of each role; of those that are told of no pay promotion alone."""
    found = cells(scene.comparison[scene.focus], "role")
    seen = {role: one for role, one in found.items() if one.people >= SMALL_GROUP}
    what = tr("Promotion rate", "晋升率") if scene.spared else tr("Pay per head", "人均薪酬")
    told = [(role_title(role), _told(scene, one)) for role, one in seen.items()]
    message = tr("No role is large enough to tell of", "没有人数足够的岗位层级")
    shorter = [tr("Promotion by role", "各岗位层级的晋升") if scene.spared else
               tr("Pay per head and promotion by role", "各岗位层级的人均薪酬与晋升率")]  # fmt: skip
    if told:
        every = tr(", ", "，").join(tr("{who} {x}", "{who}{x}", who=who, x=x) for who, x in told)
        message = tr("{what}: {x}", "{what}：{x}", what=what, x=every)
        (first, a), (last, b) = told[0], told[-1]
        shorter.insert(0, tr("{what}: {first} {a}, {last} {b}", "{what}：{first}{a}，{last}{b}", what=what, first=first,
                             a=a, last=last, b=b))  # fmt: skip
    return Section(
        "winners", tr("Promotion by role", "各岗位层级的晋升") if scene.spared else
        tr("Pay and promotion by role", "各岗位层级的薪酬与晋升"), message, (),
        (_role_chart(scene, seen),) if seen else (), tables=(_roles_table(scene, found),),
        reading=("" if scene.spared else tr("Pay is everything paid in a year divided by the average number of people"
                 " in the role. ", "薪酬为一年全部支付额除以该岗位层级的平均人数。"))
        + tr("Promotion rate is promotions out of the role's grades in a year divided by the average number of people"
             " in the role.", "晋升率为一年内自该层级各职级晋升的人次除以该层级平均人数。"),
        caution=tr("A role's mean also moves because other people come to hold it.",
                   "层级均值也会因人员构成变化而变动。"),
        shorter=tuple(shorter),
    )  # fmt: skip


def _told(scene: Scene, one: PayAndRise) -> str:
    """Of a role what the audience is told first: pay per head, else the promotion rate."""
    return scene.level(_mean(scene, one).mean, "share a year" if scene.spared else "money")


def _mean(scene: Scene, one: PayAndRise) -> Interval:
    return mean_interval(one.promoted if scene.spared else one.pay)


def _roles_table(scene: Scene, found: dict[str, PayAndRise]) -> Table:
    pay = () if scene.spared else (tr("pay per head", "人均薪酬"), tr("95% interval", "95%区间"))
    columns = (tr("who", "人员"), tr("people", "人数"), *pay, tr("promotion rate", "晋升率"),
               tr("95% interval", "95%区间"))  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for role, one in found.items():
        name = first_upper(role_title(role))
        if one.people < SMALL_GROUP:
            rows.append((name, f"<{SMALL_GROUP}", *("–",) * (len(columns) - 2)))
            continue
        paid, rate = mean_interval(one.pay), mean_interval(one.promoted)
        money = () if scene.spared else (scene.level(paid.mean, "money"), scene.span(paid.low, paid.high, "money"))
        rows.append((name, plain_number(one.people), *money, scene.level(rate.mean, "share a year"),
                     scene.span(rate.low, rate.high, "share a year")))  # fmt: skip
    return Table(columns, tuple(rows), note=small_note(), title=tr("By role", "按岗位层级"))


def _role_chart(scene: Scene, seen: dict[str, PayAndRise]) -> Chart:
    names = tuple(first_upper(role_title(role)) for role in seen)
    means = [_mean(scene, one) for one in seen.values()]
    mean, low, high = (tuple(getattr(one, end) for one in means) for end in ("mean", "low", "high"))
    told = [(name, _told(scene, one)) for name, one in zip(names, seen.values(), strict=True)]
    series = Series(scene.title(scene.focus), mean, low, high, scene.colors[scene.focus])
    if scene.spared:
        title, axis = (
            tr("Promotion rate by role", "各岗位层级晋升率"),
            tr("% of the role, per year", "占该层级人数%（每年）"),
        )
        form = "0.0%"
    else:
        title, axis, form = tr("Pay per head by role", "各岗位层级人均薪酬"), scene.axis("money"), "#,##0"
    return Chart("columns", title, names, (series,), axis, form, described(title, told))


def _method(scene: Scene) -> Section:
    """How one scheme was played."""
    comparison = scene.comparison
    points = (
        tr("The people live through the scheme month by month for {m} months, {n} times with other luck.",
           "人员逐月经历该方案，共{m}个月；更换随机数重复{n}次。",
           m=comparison.months, n=number(comparison.replications, 0)),
        tr("An interval is a 95% t interval over replications, wider for few events: how well the mean is known, not"
           " how far single years lie apart.",
           "区间为各次重复的95% t区间，事件少时加宽：表示均值有多准，而不是单个年份的波动。"),
        *comparison.notes,
        check_told(),
        tr("Fingerprint: {x}.", "指纹：{x}。", x=comparison.provenance),
    )  # fmt: skip
    return Section(
        "method", tr("Method", "方法"), tr("One scheme, played {n} times with other luck",
                                           "同一方案，更换随机数重复{n}次", n=number(comparison.replications, 0)),
        points, tables=(definitions(scene),),
        reading=tr("Whoever has the files with these fingerprints gets these numbers again, to the last digit.",
                   "文件指纹一致，即可完整复现全部数字。"),
        caution=tr("Intervals do not hold what is assumed of people and rules.",
                   "区间不含对人员和规则所作假设的误差。"),
    )  # fmt: skip


#: The sections of a single scheme; those that are not named have nothing to tell of one.
ALONE: dict[str, Callable[[Scene], Section | None]] = {
    "recommendation": _lead,
    "ladders": ladders,
    "promotion": _promotion,
    "turnover": _turnover,
    "cost": _cost,
    "flows": flows,
    "bottlenecks": bottlenecks,
    "winners": _by_role,
    "fairness": fairness,
    "cost_by_year": _cost_by_year,
    "assumptions": assumptions,
    "method": _method,
}
