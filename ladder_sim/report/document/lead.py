"""The recommendation: what the numbers speak for, its price, and what would change it."""

from __future__ import annotations

from typing import assert_never

from ladder_sim.analysis.statements import titles
from ladder_sim.analysis.statements.claims import MAIN, field
from ladder_sim.analysis.statements.level import equal_told
from ladder_sim.analysis.statements.matters import matters_told
from ladder_sim.analysis.statements.reviews import no_reviews, unreviewed
from ladder_sim.analysis.statements.verdict import headline, reasons
from ladder_sim.analysis.statements.why import asked_first, pay_caution
from ladder_sim.core.grammar import numbered
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene, changes, grid_table, said, with_names
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.report.document.ranges import ranges_table, told_measures
from ladder_sim.report.document.ranked import flips


def recommendation(scene: Scene) -> Section:
    """What to do, or why the numbers do not say."""
    if scene.spared:
        return _spared(scene)
    found = scene.verdict
    first = no_reviews(scene.comparison)
    title, shorter = headline(found), titles.of_verdict(found)
    if first and len(unreviewed(scene.comparison)) == len(scene.comparison.runs):
        title, first = tr("{first}; {title}", "{first}；{title}", first=first, title=title), ""
        shorter = titles.no_review(scene.comparison)
    points = [first + tr(".", "。")] if first else []
    points += asked_first(scene.comparison, scene.focus)
    if caution := pay_caution(scene.comparison, ways=False):
        points.append(caution)
    points += equal_told(scene.comparison)[:1]
    points += matters_told(scene.comparison, scene.focus, scene.brief.matters)
    points += [*reasons(found)[: scene.most], *_price(scene), conditions(scene)]
    points = [*points[:5], *flips(scene), ask(scene)]
    more = ["time_to_promotion", "turnover_regretted"] if scene.full else []
    measures = [MAIN[0], "net_promotion_rate", *MAIN[1:], *more]
    return Section(
        "recommendation", tr("Recommendation", "建议"), title, tuple(points),
        (changes(scene, MAIN[0]), changes(scene, MAIN[1]), changes(scene, MAIN[2])),
        tables=(grid_table(scene, measures), _ranges(scene)),
        reading=tr(
            "A scheme is recommended only where promotion, turnover or labor cost is better and none of the three is"
            " worse. A gain counts when its interval, widened for the number of differences looked at, leaves out 0; a"
            " loss counts already when the plain interval does.",
            "只有当晋升率、离职率或人工成本至少一项更优且没有一项更差时，才支持某方案。优势须在按比较次数加宽的区间"
            "不含0时才算数；劣势只要普通区间不含0即算数。",
        ),
        caution=tr(
            "The three measures are not weighed against each other, and what else a ladder is for, such as skill, trust"
            " and fairness, is not in them.",
            "三项指标之间不作加权；职级体系的其他作用（技能、信任、公平）不在其中。",
        ),
        shorter=tuple(shorter),
    )  # fmt: skip


def _spared(scene: Scene) -> Section:
    """What changes in promotion and leaving, for those who are told of no cost; nothing is recommended to them."""
    kept = [name for name in MAIN if not scene.comparison.known[name].unit.startswith("money")]
    first, *rest = (field(scene.comparison, name) for name in kept)
    points = [*(text + tr(".", "。") for text in rest), conditions(scene), *flips(scene), ask(scene)]
    return Section(
        "recommendation", tr("What is looked at", "研究的问题"), first, tuple(points),
        tuple(changes(scene, name) for name in kept), tables=(grid_table(scene, kept), _ranges(scene)),
        reading=tr("Differences from the baseline with their 95% intervals; what the interval cannot tell from 0 is no"
                   " finding.", "与基准的差值及其95%区间；区间含0的差异不作为结论。"),
        caution=tr("What else a ladder is for, such as skill, trust and fairness, is not in these measures.",
                   "职级体系的其他作用（技能、信任、公平）不在这些指标中。"),
        shorter=tuple(titles.field(scene.comparison, kept[0])),
    )  # fmt: skip


def _ranges(scene: Scene) -> Table:
    """The scheme spoken for beside the baseline, with both ranges of each difference."""
    title = with_names(
        tr("{s} against {b}, with both ranges", "{s}与{b}：两种范围"), scene.title(scene.focus), scene.baseline
    )
    return ranges_table(scene, title, told_measures(scene))


def _price(scene: Scene) -> list[str]:
    """What the scheme spoken for costs, in money."""
    if scene.verdict.kind == "choice" and len(scene.comparison.others) > 1:
        return []
    chosen = scene.verdict.scheme
    if chosen is None and len(scene.comparison.others) == 1:
        chosen = scene.comparison.others[0]
    if chosen is None or chosen == scene.comparison.baseline:
        return []
    found = scene.comparison.contrast(chosen, "labor_cost")
    return [tr("Labor cost a year, {x}", "年人工成本，{x}", x=said(scene, found))]


def conditions(scene: Scene) -> str:
    """What would change the verdict."""
    scheme = scene.comparison[scene.focus].scheme
    assumed = sum(p.assumed or p.reading for p in scheme.parameters.values())
    left = len(scheme.left_out)
    made = [tr("people who respond otherwise than '{w}' assumes", "员工实际反应与“{w}”的假设不符",
               w=scene.comparison.workforce.title)]  # fmt: skip
    if assumed:
        made.append(tr("other values for what {s} leaves open ({n} assumed)", "{s}未写明、由本报告假设的{n}项取值",
                       s=scene.title(scheme.id), n=assumed))  # fmt: skip
    if left:
        made.append(tr("its rules that are left out of the model ({n})", "其未纳入模型的{n}条规则", n=left))
    return tr(
        "What could change this: {x}.", "以下因素变化时结论可能改变：{x}。", x=tr("; ", "；").join(numbered(made))
    )


def ask(scene: Scene) -> str:
    """What those who read it are asked for, and on what; those who are asked for nothing read what is looked at."""
    question = open_question(scene)
    asked = scene.brief.readers.asked
    if asked == "decision":
        return tr("For decision: {x}.", "请审议：{x}。", x=question)
    if asked == "opinion":
        return tr(
            "For your opinion: {x}. Nothing is decided yet.", "请讨论并提出意见：{x}。目前尚未作出决定。", x=question
        )
    if asked == "comment":
        return tr("For your comments: {x}. What would not work in your team?",
                  "请结合本部门实际反馈意见：{x}。哪些做法在您的小组难以执行？", x=question)  # fmt: skip
    if asked == "nothing":
        return tr("What is looked at: {x}. Nothing is decided yet.", "目前研究的问题：{x}。尚未作出决定。", x=question)
    assert_never(asked)


def open_question(scene: Scene) -> str:
    """What is to be decided, as a clause without its stop."""
    if scene.alone:
        return tr("whether {s} goes further, and with what it is compared", "是否继续推进{s}，以及与何方案比较",
                  s=scene.title(scene.focus))  # fmt: skip
    found, b = scene.verdict, scene.baseline
    chosen = found.scheme if found.scheme != scene.comparison.baseline else None
    if chosen is not None:
        return tr("whether to adopt {s} in place of {b}", "是否以{s}替代{b}", s=scene.title(chosen), b=b)
    if found.kind == "choice" and scene.spared:
        return tr("whether promotion or keeping people comes first", "以晋升还是留人为先")
    if found.kind == "choice":
        return tr("whether promotion, keeping people or cost comes first; the scheme follows from it",
                  "以晋升、留人还是成本为先，并据此选定方案")  # fmt: skip
    return tr("whether to keep {b}", "是否维持{b}", b=b)
