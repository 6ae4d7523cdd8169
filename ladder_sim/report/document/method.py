"""What the numbers rest on: assumptions, what is left out, the method, and the run's fingerprint."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

from ladder_sim.analysis.rule_text.expressions import listed, valued
from ladder_sim.analysis.rule_text.expressions import number as plain
from ladder_sim.analysis.stated import how, said_by
from ladder_sim.analysis.statements.claims import MAIN
from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.doubt.gathered import assumed, range_text
from ladder_sim.doubt.gathered import valued as valued_in
from ladder_sim.model.expression import Parameter
from ladder_sim.model.likely import RANGE_SOURCES
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.company import title_in
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.report.document.ranked import first_table
from ladder_sim.results.year_spread import usual_years
from ladder_sim.scenarios.defaults import leaned_of_list
from ladder_sim.scenarios.roster_tree import BASE

MarkedEntry = TypeVar("MarkedEntry")


def assumptions(scene: Scene) -> Section:
    """What was assumed, how unclear passages were read, and which rules are left out."""
    schemes = [scene.comparison[scheme].scheme for scheme in _order(scene)]
    marked = [one for one, _ in _once(schemes, _marked)]
    assumed, read = sum(p.assumed for p in marked), sum(not p.assumed for p in marked)
    left = len(_once(schemes, _not_told))
    own = scene.comparison[scene.focus].scheme
    return Section(
        "assumptions", tr("Assumptions", "假设"), _headline(scene, assumed, read, left),
        tuple(_points(scene, own)),
        tables=(first_table(scene), _parameters(scene, schemes), _left_out(scene, schemes), _people(scene),
                _responses(scene), *_leaned(scene)),
        appendix=_stated(scene, schemes),
        reading=tr(
            "Assumed: the source is silent and a plausible value was put in. Reading: the source is unclear and was"
            " understood in one way. Each is a parameter of the scheme's file: change it and compare again.",
            "假设：原文未作规定，取合理数值。解读：原文不明确，按一种含义执行。每一项都是方案文件中的参数，"
            "可修改后重新比较。",
        ),
        caution=tr(
            "Intervals do not cover the assumptions: they say how exact the simulation is, not how true it is.",
            "区间不反映假设的误差：它说明模拟有多精确，而不是有多真实。",
        ),
        shorter=(tr("{a} assumed values, {b} readings, {c} rules left out", "{a}项假设、{b}处解读，{c}条规则未纳入模型",
                    a=assumed, b=read, c=left),),
    )  # fmt: skip


def _order(scene: Scene) -> tuple[str, ...]:
    """The focus first, for its assumptions matter most."""
    rest = (scheme for scheme in scene.comparison.baseline_first if scheme != scene.focus)
    return (scene.focus, *rest)


def _headline(scene: Scene, assumed: int, read: int, left: int) -> str:
    if not assumed + read + left:
        return tr("The scheme files mark no assumption and leave out no rule", "方案文件未标记假设，规则均已纳入模型")
    values = tr("{n} assumed value", "{n}项假设取值", n=assumed) if assumed == 1 else tr(
        "{n} assumed values", "{n}项假设取值", n=assumed)  # fmt: skip
    readings = tr("{n} reading", "{n}处条款解读", n=read) if read == 1 else tr("{n} readings", "{n}处条款解读", n=read)
    rules = tr("every rule is in the model", "全部规则均已纳入模型") if not left else tr(
        "{n} rule is left out", "{n}条规则未纳入模型", n=left) if left == 1 else tr(
        "{n} rules are left out", "{n}条规则未纳入模型", n=left)  # fmt: skip
    texts = {"values": values, "readings": readings, "rules": rules}
    if scene.alone:
        return tr("{s} rests on {values} and {readings}; {rules}", "{s}基于{values}和{readings}；{rules}",
                  s=scene.title(scene.focus), **texts)  # fmt: skip
    return tr(
        "The schemes rest on {values} and {readings}; {rules}", "各方案基于{values}和{readings}；{rules}", **texts
    )


def _points(scene: Scene, own: Scheme) -> list[str]:
    """What the scheme in question assumes and leaves out, by name."""
    title = scene.title(own.id)
    made = []
    named = [tr("{p} {v}", "{p}为{v}", p=p.title, v=valued(p)) for p in own.parameters.values() if p.assumed]
    if named:
        made.append(tr("{s} assumes: {names}.", "{s}的假设：{names}。", s=title, names=_some(named)))
    left = [str(item.rule) for item in own.left_out]
    if left:
        made.append(tr("Left out of {s}: {names}.", "{s}未纳入模型的规则：{names}。", s=title, names=_some(left)))
    w = scene.comparison.workforce.title
    if scene.alone:
        made.append(tr("How people perform, answer and leave is the workforce's ('{w}').",
                       "人员的绩效、反应和离职行为取自“{w}”。", w=w))  # fmt: skip
        return made
    made.append(tr("How people perform, answer and leave is the workforce's ('{w}'), the same under every scheme.",
                   "人员的绩效、反应和离职行为取自“{w}”，各方案相同。", w=w))  # fmt: skip
    return made


def _some(names: list[str], most: int = 4) -> str:
    shown = tr("; ", "；").join(names[:most])
    if len(names) <= most:
        return shown
    return tr("{shown}; and {n} more", "{shown}；另有{n}项", shown=shown, n=len(names) - most)


def _once(
    schemes: list[Scheme], told: Callable[[Scheme], Iterable[MarkedEntry]]
) -> list[tuple[MarkedEntry, list[Scheme]]]:
    """What is told of several schemes in the same words once, with those schemes: variants share most of it."""
    made: list[tuple[MarkedEntry, list[Scheme]]] = []
    for scheme in schemes:
        for entry in told(scheme):
            found = next((of for one, of in made if one == entry and scheme not in of), None)
            if found is None:
                made.append((entry, [scheme]))
            else:
                found.append(scheme)
    return made


def _marked(scheme: Scheme) -> list[Parameter]:
    return [p for p in scheme.parameters.values() if p.assumed or p.reading]


def _not_told(scheme: Scheme) -> list[tuple[str, str]]:
    return [(str(entry.rule), str(entry.reason)) for entry in scheme.left_out]


def _of(scene: Scene, schemes: list[Scheme], of: list[Scheme]) -> str:
    """Which schemes something is told of."""
    if len(of) == len(schemes) > 1:
        return tr("all", "各方案")
    return listed([scene.title(scheme.id) for scheme in of])


def _parameters(scene: Scene, schemes: list[Scheme]) -> Table:
    rows = tuple(
        (_of(scene, schemes, of), str(p.title), valued(p), _origin(p), p.note) for p, of in _once(schemes, _marked)
    )
    columns = (tr("scheme", "方案"), tr("parameter", "参数"), tr("value", "取值"), tr("kind", "类型"),
               tr("remark", "说明"))  # fmt: skip
    note = "" if rows else tr("None is marked in the scheme files.", "方案文件中没有此类标记。")
    return Table(columns, rows, note=note, title=tr("Assumed values and readings", "假设取值与条款解读"))


def _origin(parameter: Parameter) -> str:
    return tr("assumed", "假设") if parameter.assumed else tr("reading", "解读")


def left_table(scene: Scene) -> Table:
    """Every rule that the model leaves out: of which schemes, the rule and the reason."""
    return _left_out(scene, [scene.comparison[scheme].scheme for scheme in _order(scene)])


def _left_out(scene: Scene, schemes: list[Scheme]) -> Table:
    rows = tuple((_of(scene, schemes, of), rule, reason) for (rule, reason), of in _once(schemes, _not_told))
    columns = (tr("scheme", "方案"), tr("rule left out", "未纳入模型的规则"), tr("reason", "原因"))
    note = "" if rows else tr("None is named in the scheme files.", "方案文件中没有列出。")
    return Table(columns, rows, note=note, title=tr("Rules left out of the model", "未纳入模型的规则"))


def _stated(scene: Scene, schemes: list[Scheme]) -> tuple[Table, ...]:
    """The sources beside the files, rule by rule, where a file says it."""
    rows = tuple(
        (scene.title(s.id), str(e.place), str(e.rule), said_by(s, e).replace("\n", tr("; ", "；")), how(e))
        for s in schemes
        if any(entry.by for entry in s.stated)
        for e in s.stated
    )
    columns = (tr("scheme", "方案"), tr("in the source", "原文位置"), tr("rule of the source", "原文条款"),
               tr("in the file", "方案文件"), tr("how", "处理"))  # fmt: skip
    title = tr("Source and file, rule by rule", "原文与方案文件逐条对照")
    return (Table(columns, rows, title=title),) if rows else ()


def _people(scene: Scene) -> Table:
    """What the workforce file says of people, in its main numbers, and its notes; of a company each department's."""
    rows: list[tuple[str, str]] = []
    base = scene.comparison.runs[0]
    for name, run in base.departments.items():
        where = base.department_titles[name]
        rows += [(str(title_in(where, Title(what, what))), value) for what, value in _numbers_of(run.workforce)]
    rows += _numbers_of(scene.comparison.workforce) if not rows else []
    rows += [(tr("note", "备注"), str(note)) for note in scene.comparison.workforce.notes]
    rows += [
        (tr("note on {s}", "{s}的备注", s=scene.title(s)), str(note))
        for s in (_order(scene) if scene.full else ())
        for note in scene.comparison[s].scheme.notes
    ]
    columns = (tr("assumption", "假设"), tr("value", "取值"))
    return Table(columns, tuple(rows), title=tr("What is assumed of the people", "关于人员的假设"))


def _responses(scene: Scene) -> Table:
    """Every value of the workforce that may be otherwise, with its range and what that rests on."""
    rows = tuple(
        (str(one.title), valued_in(one, one.value), range_text(one), str(RANGE_SOURCES[one.source]), str(one.basis))
        for one in assumed(scene.comparison).moved if not one.schemes
    )  # fmt: skip
    columns = (tr("assumed", "假设"), tr("in use", "现值"), tr("range", "可能范围"), tr("source", "来源"),
               tr("rests on", "依据"))  # fmt: skip
    return Table(columns, rows, title=tr("Ranges of what is assumed of the people", "关于人员的各项假设及可能范围"))


def _leaned(scene: Scene) -> tuple[Table, ...]:
    """Every assumption that a list of people leaves to the default workforce, where a list alone was given."""
    rows = tuple((of.title, of.value, of.address) for of in leaned_of_list(scene.comparison.workforce))
    columns = (tr("assumed", "假设"), tr("value", "取值"), tr("in a workforce file", "人员文件中的位置"))
    title = tr("Defaults on which the list of people leans", "花名册所依据的默认值")
    note = tr("Only a list of people was given; all else is assumed, as in {base}.",
              "只给了花名册；其余均为假设，取自 {base}。", base=BASE)  # fmt: skip
    return (Table(columns, rows, title=title, note=note),) if rows else ()


def _numbers_of(force: Workforce) -> list[tuple[str, str]]:
    """How many people a workforce has, and what makes them leave."""
    rows = [(tr("people at the start", "初始人数"), number(force.people.headcount, 0))]
    effects = force.attrition.effects
    for name, value in (
        (tr("chance of leaving after a promotion", "晋升后的离职倾向"), effects.promoted),
        (tr("chance of leaving when passed over", "晋升未果后的离职倾向"), effects.passed_over),
        (tr("chance of leaving after a demotion", "降级后的离职倾向"), effects.demoted),
    ):
        if value is not None:
            rows.append((name, tr("×{x} for {n} months", "×{x}，持续{n}个月", x=plain(value[0]), n=value[1])))
    rows += [(tr("between years: {what}", "年度之间：{what}", what=what), value)
             for what, value in usual_years(force.between_years)]  # fmt: skip
    if effects.pay_gap is not None:
        rows.append(
            (tr("elasticity of leaving to pay ÷ market pay", "离职对“薪酬÷市场薪酬”的弹性"), plain(effects.pay_gap))
        )
    return rows


def method(scene: Scene) -> Section:
    """The method in one slide; its last point is the fingerprint."""
    comparison = scene.comparison
    points = [
        tr("The same people with the same luck live through every scheme, month by month, for {m} months; {n} times"
           " with other luck.",
           "同一批人员在同一组随机条件下逐月经历每个方案，共{m}个月；更换随机数重复{n}次。",
           m=comparison.months, n=number(comparison.replications, 0)),
        tr("A difference is formed within each replication, then averaged: the luck that both schemes share falls out"
           " of it.{saved}",
           "差值在每次重复内部计算后再取平均：两个方案共有的随机波动相互抵消。{saved}", saved=_saved(scene)),
        tr("An interval is a 95% t interval over replications, wider for few events: how well the mean is known, not"
           " how far single years lie apart.",
           "区间为各次重复的95% t区间，事件少时加宽：表示均值有多准，而不是单个年份的波动。"),
        tr("No detectable difference means that the interval holds 0: there may be one, too small for these"
           " replications.",
           "“差异不显著”指95%区间包含0：差异可能存在，但小到在这些重复中看不出来。"),
        *comparison.notes,
        check_told(),
        tr("Fingerprint: {x}.", "指纹：{x}。", x=comparison.provenance),
    ]  # fmt: skip
    return Section(
        "method", tr("Method", "方法"),
        tr("Same people, same luck: what differs is the scheme", "人员与随机条件一致，差异只来自方案"), tuple(points),
        tables=(definitions(scene),),
        reading=tr(
            "Whoever has the files with these fingerprints gets these numbers again, to the last digit.",
            "文件指纹一致，即可完整复现全部数字。",
        ),
        caution=tr(
            "Each interval stands for itself: of twenty differences that are nothing, one looks like something. The"
            " recommendation is held to a stricter line for that reason.",
            "每个区间单独成立：二十个实际为零的差值中，平均有一个看似有差异。因此推荐方案采用更严格的标准。",
        ),
    )  # fmt: skip


def check_told() -> str:
    """How every number is checked."""
    return tr("Check it: ladder-sim verify FOLDER plays everything again and compares every bit.",
              "核对方法：ladder-sim verify 文件夹，重新计算并逐位比对。")  # fmt: skip


def _saved(scene: Scene) -> str:
    """What the same luck is worth in the main measures; empty where no difference varies."""
    found = [(c.measure.title, c.luck_saves) for c in (scene.comparison.contrast(scene.focus, name) for name in MAIN)]
    known = [f"{title} ×{number(times, 1)}" for title, times in found if not math.isnan(times)]
    if not known:
        return ""
    return tr(" For {s} it is worth so many times the replications: {known}.",
              "对{s}而言，相当于重复次数的若干倍：{known}。",
              s=scene.title(scene.focus), known=tr(", ", "，").join(known))  # fmt: skip


def definitions(scene: Scene) -> Table:
    """What each measure means."""
    rows = tuple(
        (str(m.title), str(m.definition))
        for m in scene.comparison.known.values()
        if ":" not in m.name and (scene.full or m.headline)
    )
    title = tr("What the measures mean", "指标定义")
    return Table((tr("measure", "指标"), tr("definition", "定义")), rows, title=title)
