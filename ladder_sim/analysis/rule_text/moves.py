"""How a move is decided and what it brings, in words: quota and seats, order, stages, pay, award, probation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ladder_sim.analysis.rule_text.exits import exit_terms
from ladder_sim.analysis.rule_text.expressions import Wording, listed, number
from ladder_sim.analysis.rule_text.pay import step_text
from ladder_sim.analysis.rule_text.seat_waits import seats_line
from ladder_sim.analysis.rule_text.tracks import Case
from ladder_sim.analysis.rule_text.work import work_words
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.dated import MONTHS
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Arithmetic, GradeField, NameWord, written
from ladder_sim.files.resolving.resolver import number_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.kinds import EXIT_CAUSES, IN_GRADE
from ladder_sim.model.moves import BEFORE, EXIT, LOWER, STAY, Failure, Move, MoveProbation, PayRule, Quota, Stage
from ladder_sim.model.scheme import Scheme


def percent(share: float | None) -> str:
    """A share as a percentage; '' where there is none."""
    return "" if share is None else f"{100 * share:.4g}%"


def otherwise(what: str) -> str:
    """What happens to who is not confirmed."""
    texts = {"exit": Title("leaves", "离职"), "extend": Title("extended", "延长试用"), "stay": Title("stays", "留任"),
             "lower": Title("one grade lower", "降一级")}  # fmt: skip
    return str(texts.get(what, what))


def how_lines(scheme: Scheme, move: Move, words: Wording) -> list[str]:
    """Everything about a move besides its conditions, a line each: seats, order, stages, pay, probation."""
    lines = [_quota(move.quota, words), seats_line(scheme, move)]
    if move.order is not None:
        lines.append(tr("first by {x}", "按{x}择优", x=words.tell(move.order, move.to)))
    if move.apply is not None:
        lines.append(tr("who applies: {x}", "申请比例：{x}", x=_shares(move.apply, words, move.to)))
    lines += [_stage(stage, words, move.to) for stage in move.stages]
    if move.step is not None:
        lines.append(step_text(move.step, words.tell(move.step_to, move.to)))
    if move.keeps_wait is not None:
        lines.append(tr("the months in the step go on if {x}", "若{x}，原档已任月数带入新档",
                        x=words.tell(move.keeps_wait, move.to)))  # fmt: skip
    lines.append(_pay_rule(move, words))
    lines += [_becomes(name, expr, words) for name, expr in move.set.items()]
    if move.award is not None and EXIT in move.to.values():
        lines.append(tr("separation pay: {x}", "离职补偿：{x}", x=_award(move.award, words, move.to)))
    elif move.award is not None:
        lines.append(tr("award: {x}", "一次性奖励：{x}", x=_award(move.award, words, move.to)))
    if move.after is not None:
        lines.append(tr("takes effect {n} months later", "{n}个月后生效", n=words.tell(move.after, move.to)))
    if move.status is not None:
        lines.append(tr("begins {s}", "开始{s}", s=words.happening(move.status)))
    if move.probation is not None:
        lines.append(_probation(move.probation, words, move.to))
    if move.spared_by is not None:
        token = next((str(t.title) for t in scheme.tokens if t.name == move.spared_by), move.spared_by)
        lines.append(tr("spared by {token}", "可用{token}豁免", token=token))
    if move.counts_as is not None:
        lines.append(tr("counts as {name}", "计作{name}", name=words.happening(move.counts_as)))
    if move.beside:
        titles = {other.id: str(other.title) for other in scheme.moves}
        names = listed([titles.get(name, tr("any other", "任何其他变动")) for name in move.beside])
        lines.append(tr("may be decided beside {names}", "可与{names}同时决定", names=names))
    if EXIT in move.to.values():
        lines += exit_terms(move, words)
    return [line for line in lines if line]


def _becomes(name: str, expr: Expr, words: Wording) -> str:
    """An attribute that the move changes."""
    tree = tree_of(expr)
    value = "" if tree is None else words.value_beside(tree, NameWord(name))
    return tr("{fact} becomes {value}", "{fact}变为{value}", fact=words.name(name), value=value or words.tell(expr))


def _quota(quota: Quota, words: Wording) -> str:
    """How many may move at a review; '' where only seats limit it."""
    if quota.kind in ("unlimited", "vacancy"):
        return ""
    if quota.fte:
        whole = _quota(replace(quota, fte=False), words)
        return tr("{whole}, in full-time equivalents", "{whole}（按全时当量计）", whole=whole)
    n, each = words.tell(quota.n), _each(quota, words)
    if quota.kind == "number":
        return tr("at most {n} a review", "每次至多{n}人", n=n) + each
    share = percent(words.value(quota.n)) or n
    if quota.kind == "share of openings":
        left = tr("; what stays unfilled goes to the other ways into the grade",
                  "；未用完的转给进入该职级的其他途径") if quota.released else ""  # fmt: skip
        return tr("{n} of the openings, given out in turn", "空缺的{n}（依次分配）", n=share) + left
    if quota.kind == "share of grade":
        return tr("at most {n} of the grade a review", "每次至多本级的{n}", n=share) + each + str(quota.rounding)
    return tr("at most {n} of the eligible a review", "每次至多符合条件者的{n}", n=share) + each + str(quota.rounding)


def _each(quota: Quota, words: Wording) -> str:
    """In which groups a quota holds; '' where it holds for all together."""
    if not quota.by:
        return ""
    group = words.name(quota.by)
    if quota.kind != "number":
        return tr(", in each {group}", "（各{group}分别计算）", group=group)
    if quota.spread == "headcount":
        return tr(", spread over each {group} by headcount (largest remainder, of equal ones the larger group)",
                  "（按各{group}人数以最大余数法分配，余数相同者先给人数多的）", group=group)  # fmt: skip
    return tr(", spread over each {group} by the eligible (largest remainder, of equal ones the larger group)",
              "（按各{group}符合条件人数以最大余数法分配，余数相同者先给人数多的）", group=group)  # fmt: skip


def _stage(stage: Stage, words: Wording, move: Mapping[str, str]) -> str:
    details = []
    if words.value(stage.days) != 0:
        details.append(_cases(words.cases(stage.days, move), lambda n: tr("{n} working days", "{n}个工作日", n=n)))
    if stage.at_least is not None:
        details.append(_pass_mark(words.tell(stage.score, move), words.cases(stage.at_least, move)))
    texts: tuple[tuple[Expr | None, str, str], ...] = (
        (stage.passes, "{x} pass", "通过率{x}"),
        (stage.objection, "{x} objections", "异议率{x}"),
        (stage.kept, "{x} of those who fail may retake", "未通过者{x}可补考"),
    )
    for expr, en, zh in texts:
        if expr is not None:
            details.append(tr(en, zh, x=_shares(expr, words, move)))
    if stage.retakes:
        details.append(
            tr("{n} retakes, after {m} months", "可补考{n}次，间隔{m}个月", n=stage.retakes, m=stage.retake_after)
        )
    if stage.capacity is not None:
        details.append(tr("{n} cases a month", "每月{n}人次", n=words.tell(stage.capacity, move)))
    if stage.work is not None:
        details.append(work_words(stage.work))
    details += _failure_words(stage.fails_to, words, move)
    return tr("→ {stage}", "→ {stage}", stage=stage.title) + (
        tr(" ({x})", "（{x}）", x=tr("; ", "；").join(details)) if details else ""
    )


def _failure_words(failure: Failure, words: Wording, move: Mapping[str, str]) -> list[str]:
    """What follows a failed stage; nothing where people just stay."""
    if failure.to == STAY:
        return []
    goal = {EXIT: tr("who fails leaves", "未通过者离职"), LOWER: tr("who fails goes one grade lower", "未通过者降一级"),
            BEFORE: tr("who fails goes back to the grade before", "未通过者回到原职级")}  # fmt: skip
    text = goal.get(failure.to) or tr("who fails goes to {g}", "未通过者转为{g}", g=words.name(failure.to))
    if failure.after is not None:
        text += tr(", {n} months later", "（{n}个月后）", n=words.tell(failure.after, move))
    if failure.effective is not None:
        text += tr(", in force from {m}", "，{m}起生效", m=MONTHS[failure.effective - 1])
    if failure.status is not None:
        text += tr(", {s} until then", "，其间为{s}", s=words.happening(failure.status))
    if failure.cause is not None:
        text += tr(" ({c})", "（{c}）", c=EXIT_CAUSES[failure.cause].event)
    return [text]


def _pass_mark(score: str, cases: list[Case]) -> str:
    """What a stage asks for; a mark of 0 asks for nothing."""
    if len(cases) == 1:
        return tr("{x} at least {n}", "{x}不低于{n}", x=score, n=cases[0].what)

    def asked(n: str) -> str:
        return tr("no mark needed", "不设分数线") if n == "0" else tr("at least {n}", "不低于{n}", n=n)

    return tr("{x}: {told}", "{x}：{told}", x=score, told=_cases(cases, asked))


def _cases(cases: list[Case], said: Callable[[str], str]) -> str:
    """Each result of a choice as `said`, side by side."""
    return tr("; ", "；").join(str(replace(case, what=said(case.what))) for case in cases)


def _shares(expr: Expr, words: Wording, move: Mapping[str, str]) -> str:
    """A share of 1, or one for each case, as percentages."""

    def said(text: str) -> str:
        number = number_of(text)
        return text if number is None else percent(number)

    return _cases(words.cases(expr, move), said)


def _award(award: Expr, words: Wording, move: Mapping[str, str]) -> str:
    """An award; so many times a grade's base pay is told as months of it."""
    tree = tree_of(award)
    if not isinstance(tree, Arithmetic) or tree.sign != "*":
        return words.tell(award, move)
    whose = {"own": tr("of the grade moved from", "按原职级"), "new": tr("of the new grade", "按新职级")}
    for months, base in ((tree.left, tree.right), (tree.right, tree.left)):
        of = whose.get(base.of) if isinstance(base, GradeField) and base.name == "base" else None
        n = words.known(months)
        if n is not None and of is not None:
            amounts = words.tell(Expr(written(base), award.at), move)
            texts = {"n": number(n), "of": of, "m": amounts}
            if n == 1:
                return tr("{n} month of base pay {of}: {m}", "{n}个月基本工资（{of}：{m}）", **texts)
            return tr("{n} months of base pay {of}: {m}", "{n}个月基本工资（{of}：{m}）", **texts)
    return words.tell(award, move)


def _pay_rule(move: Move, words: Wording) -> str:
    rule: PayRule = move.pay
    if rule.kind == "base" or move.kind == "dismissal":
        return ""
    if rule.kind == "keep":
        return "" if move.kind in IN_GRADE else tr("base pay kept", "基本工资不变")
    if rule.kind == "set":
        return tr("base pay becomes {x}", "基本工资调为{x}", x=words.tell(rule.value, move.to))
    low, high = words.tell(rule.low, move.to), words.tell(rule.high, move.to)
    raised = low if low == high else tr("{a} to {b}", "{a}至{b}", a=low, b=high)
    return tr("base pay raised by {x}", "基本工资上调{x}", x=raised)


def _probation(probation: MoveProbation, words: Wording, move: Mapping[str, str]) -> str:
    text = tr("a month on probation", "试用1个月") if probation.months == 1 else tr(
        "{n} months on probation", "试用{n}个月", n=probation.months)  # fmt: skip
    if probation.confirm is None:
        return text
    confirm = words.tell(probation.confirm, move)
    return text + tr(", confirmed if {x}, otherwise {o}", "，合格条件：{x}，否则{o}", x=confirm,
                     o=otherwise(probation.otherwise))  # fmt: skip
