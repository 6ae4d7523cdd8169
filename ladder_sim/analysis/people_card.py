"""Cards of a workforce and of a study: who the people are, how they leave and are hired, what is to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from ladder_sim.analysis.card import Card, CardSection
from ladder_sim.analysis.company_card import company_sections
from ladder_sim.analysis.rule_text.expressions import number, role_title
from ladder_sim.analysis.rule_text.pay import world
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import currency_name
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import BetweenYears, Effects, Effort, Hiring, Workforce
from ladder_sim.results.year_spread import usual_years
from ladder_sim.streams.distributions import DISTRIBUTIONS

#: So many rows of a section are shown; the rest is counted.
MOST = 40

_EFFECTS = {
    "performance": Title("per standard deviation of performance", "绩效每高一个标准差"),
    "top_performer": Title("top performers", "绩效前列者"),
    "passed_over": Title("passed over for promotion", "晋升未果"),
    "promoted": Title("promoted", "获晋升"),
    "demoted": Title("demoted", "被降级"),
    "stagnant": Title("long in the same grade", "久未晋升"),
    "stagnant_ramp": Title("long in the same grade, rising by the month", "久未晋升（逐月上升）"),
    "pay_gap": Title("pay against the market, as a power", "薪酬与市场之比（幂次）"),
}


def workforce_card(workforce: Workforce) -> Card:
    """The people on one card."""
    people = workforce.people
    size = tr("{n} people from {day}, teams of {team}", "{day}起，共{n}人，每个小组{team}人",
              n=people.size, day=workforce.start.isoformat(), team=people.team_size)  # fmt: skip
    if workforce.currency:
        size += tr("; amounts in {c}", "；金额以{c}计", c=currency_name(workforce.currency))
    sections = (
        _people(workforce), _leaving(workforce), _effort(workforce.effort, workforce.metrics),
        _years(workforce.between_years), _hiring(workforce.hiring), world(workforce), _metrics(workforce),
        _attributes(workforce),
    )  # fmt: skip
    notes = CardSection(tr("Notes", "备注"), ("",), tuple((str(note),) for note in workforce.notes))
    kept = tuple(section for section in (*sections, notes) if section.rows)
    return Card(workforce.id, str(workforce.title), size, (), kept)


def _people(workforce: Workforce) -> CardSection:
    people = workforce.people
    if people.roster is not None:
        rows = [(tr("roster", "花名册"), str(len(people.roster.person)))]
    elif people.grades:
        rows = [(grade, str(count)) for grade, count in people.grades.items()]
    else:
        rows = [(role_title(role), f"{number(100 * share)}%") for role, share in people.roles.items()]
    return CardSection(tr("People", "人员"), (tr("who", "人员"), tr("how many", "数量")), _cut(rows), open=True)


def _leaving(workforce: Workforce) -> CardSection:
    attrition = workforce.attrition
    rows = [
        (tr("from month {n} of tenure", "司龄满{n}个月起", n=month),
         tr("{p}% a month", "每月{p}%", p=number(100 * hazard)))
        for month, hazard in attrition.base
    ]  # fmt: skip
    if attrition.hazard is not None:
        rows.append((tr("a month, by the rule", "每月，按规则"), attrition.hazard.text))
    rows += [(str(_EFFECTS[name]), text) for name, text in _effects(attrition.effects)]
    columns = (tr("who", "对象"), tr("chance", "概率"))
    return CardSection(tr("Leaving on their own account", "主动离职"), columns, _cut(rows))


def _effects(effects: Effects) -> Iterator[tuple[str, str]]:
    """What multiplies the chance of leaving, each in words."""
    for name in ("performance", "top_performer"):
        value = getattr(effects, name)
        if value is not None:
            yield name, f"× {number(value)}"
    for name in ("passed_over", "promoted", "demoted"):
        lasting = getattr(effects, name)
        if lasting is not None:
            yield name, tr("× {x} for {n} months", "× {x}，持续{n}个月", x=number(lasting[0]), n=lasting[1])
    if effects.stagnant is not None:
        times, after = effects.stagnant
        yield "stagnant", tr("× {x} after {n} months", "{n}个月后 × {x}", x=number(times), n=after)
    if effects.stagnant_ramp is not None:
        more, after, most = effects.stagnant_ramp
        yield "stagnant_ramp", tr("+{x} a month after {n} months, at most +{most}", "{n}个月后每月+{x}，最多+{most}",
                                  x=number(more), n=after, most=number(most))  # fmt: skip
    if effects.pay_gap is not None:
        yield "pay_gap", number(effects.pay_gap)


def _effort(effort: Effort | None, metrics: Mapping[str, Metric]) -> CardSection:
    """How scores respond to a promotion within reach: an assumption."""
    rows = []
    if effort is not None:
        what = str(metrics[effort.metric].title) if effort.metric in metrics else effort.metric
        if effort.metric == "kpi":
            what = tr("KPI", "绩效")
        if effort.to:
            rows.append((tr("to which promotions", "针对的晋升"), tr(", ", "、").join(effort.to)))
        if effort.most:
            rows.append((tr("at the line", "达标线附近"),
                         tr("{x} {what} points, fading over {n}", "{what}{x}分，{n}分外渐弱",
                            x=f"{effort.most:+g}", what=what, n=number(effort.within))))  # fmt: skip
        if effort.beyond is not None:
            rows.append((tr("more than {n} points below", "低于达标线{n}分以上", n=number(effort.beyond)),
                         tr("{x} {what} points", "{what}{x}分", what=what, x=f"{effort.least:+g}")))  # fmt: skip
        if effort.seats:
            rows.append(
                (tr("weighed", "加权"), tr("by open seats over those who are due", "按空缺数与符合年限人数之比"))
            )
        rows.append((tr("rests on", "依据"), effort.basis or tr("assumed", "假设")))
    return CardSection(tr("Effort", "努力程度"), ("", ""), tuple(rows))


def _years(spread: BetweenYears) -> CardSection:
    """How much years differ; nothing where they do not."""
    rows = usual_years(spread)
    if rows and spread.basis:
        rows.append((tr("rests on", "依据"), spread.basis))
    return CardSection(tr("Between years", "年度之间的差异"), ("", ""), tuple(rows))


def _how_hired(hiring: Hiring) -> str:
    match hiring.kind:
        case "keep":
            return tr("posts that fall vacant are filled", "空缺即补")
        case "grow":
            return tr("growth of {n}% a year", "每年增长{n}%", n=number(100 * hiring.rate))
        case "fixed":
            return tr("{n} a year", "每年{n}人", n=number(hiring.rate))
        case "poisson":
            return tr("{n} a month on average", "平均每月{n}人", n=number(hiring.rate))
        case "plan":
            return tr("by a plan, {n} in all", "按计划，共{n}人", n=sum(hires for _, hires in hiring.plan))
        case "none":
            return tr("nobody is hired", "不招聘")
        case _:
            assert_never(hiring.kind)


def _hiring(hiring: Hiring) -> CardSection:
    rows = [(tr("how", "方式"), _how_hired(hiring))]
    if hiring.kind != "none":
        rows.append((tr("months until they start", "到岗所需月数"), str(hiring.lead_months)))
    if hiring.rehires is not None:
        back = tr("{share}% of the hires, who left in the last {n} months", "占招聘的{share}%，离职不超过{n}个月",
                  share=number(100 * hiring.rehires.share), n=hiring.rehires.within)  # fmt: skip
        if "employed" in hiring.rehires.keeps:
            back += tr("; their service counts on", "；司龄连续计算")
        if "results" in hiring.rehires.keeps:
            back += tr("; their earlier results count on", "；此前的业绩继续有效")
        rows.append((tr("rehires", "离职后再入职"), back))
    return CardSection(tr("Hiring", "招聘"), ("", ""), tuple(rows))


def _metrics(workforce: Workforce) -> CardSection:
    own = workforce.form.get("metrics", {}) if workforce.form else workforce.metrics
    rows = [(f"{metric.title}\n{name}", _drawn(metric)) for name, metric in workforce.metrics.items() if name in own]
    return CardSection(tr("Metrics of their own", "自有指标"), (tr("metric", "指标"), tr("drawn", "取值")), _cut(rows))


def _drawn(metric: Metric) -> str:
    parts = [(tr("mean", "均值"), metric.mean), (tr("between people", "人与人之间"), metric.between),
             (tr("within a person", "同一人各月之间"), metric.within)]  # fmt: skip
    told = tr(", ", "，").join(f"{name} {expr.text}" for name, expr in parts if expr is not None)
    kind = DISTRIBUTIONS[metric.kind].title
    return tr("{kind}: {told}", "{kind}：{told}", kind=kind, told=told) if told else str(kind)


def _attributes(workforce: Workforce) -> CardSection:
    own = workforce.form.get("people", {}).get("attributes", {}) if workforce.form else workforce.people.attributes
    rows = [
        (f"{attribute.title}\n{name}", _spread(attribute))
        for name, attribute in workforce.people.attributes.items() if name in own
    ]  # fmt: skip
    columns = (tr("attribute", "属性"), tr("drawn", "取值"))
    return CardSection(tr("Attributes of their own", "自有属性"), columns, _cut(rows))


def _spread(attribute: Attribute) -> str:
    if attribute.levels:
        pairs = zip(attribute.levels, attribute.shares, strict=False)
        told = [f"{level} {number(100 * share)}%" for level, share in pairs] or list(attribute.levels)
        return tr(", ", "，").join(told)
    params = tr(", ", "、").join(number(value) for value in attribute.params)
    return tr("{kind} ({x})", "{kind}（{x}）", kind=DISTRIBUTIONS[attribute.kind].title, x=params)


def _study_card(study: Study) -> Card:
    """What is to be compared, on one card."""
    size = tr("{months} months, {n} replications, seed {seed}", "{months}个月，重复{n}次，种子{seed}",
              months=study.months, n=study.replications, seed=study.seed)  # fmt: skip
    if not study.companies:
        size = tr("{size}; people: {people}", "{size}；人员：{people}", size=size, people=study.workforce)
    base = tr("baseline", "基准")
    titles = {company.id: str(company.title) for company in study.companies}
    schemes = tuple((titles.get(name, name), base if name == study.baseline else "") for name in study.schemes)
    what = tr("Alternatives", "备选") if study.companies else tr("Schemes", "方案")
    questions = tuple((str(question),) for question in study.questions)
    sections = (
        CardSection(what, ("", ""), schemes, open=True),
        *(company_sections(study) if study.companies else ()),
        CardSection(tr("Questions", "问题"), ("",), questions, open=True),
        CardSection(
            tr("Expectations", "预期"),
            (tr("expectation", "预期"), tr("rule", "条件")),
            tuple((str(one.title), one.rule.text) for one in study.expectations),
            open=True,
        ),
    )
    return Card(study.id, str(study.title), size, (), tuple(section for section in sections if section.rows))


def _cut(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    if len(rows) <= MOST:
        return tuple(rows)
    more = tr("and {n} more", "另有{n}项", n=len(rows) - MOST)
    return (*rows[:MOST], (more, *("" for _ in rows[0][1:])))


def card_of(record: Workforce | Study) -> Card:
    """The card of whichever it is."""
    if isinstance(record, Workforce):
        return workforce_card(record)
    if isinstance(record, Study):
        return _study_card(record)
    assert_never(record)
