"""A scheme's rules in words: who moves when, under which conditions, through which stages, and what it pays.

Built from the titles and expressions of the file, so that it cannot say anything else than the simulation does.
"""

from __future__ import annotations

from collections import Counter

from ladder_sim.analysis.card import Card, CardSection
from ladder_sim.analysis.cautions import cautions_section
from ladder_sim.analysis.changeover_card import changeover_section
from ladder_sim.analysis.ladder_graph import facts_of
from ladder_sim.analysis.linting.section import remarks_section
from ladder_sim.analysis.people_card import card_of
from ladder_sim.analysis.rule_text.expressions import Wording, listed, role_title, track_title, valued
from ladder_sim.analysis.rule_text.moves import how_lines, otherwise, percent
from ladder_sim.analysis.rule_text.pay import base_text, rises
from ladder_sim.analysis.rule_text.seat_words import caps_section, seats_text
from ladder_sim.analysis.rule_text.statuses import statuses_section
from ladder_sim.analysis.rule_text.work import work_words
from ladder_sim.analysis.scheme_figures import Entry, cycle, entry_of
from ladder_sim.analysis.scores_card import scores_section
from ladder_sim.analysis.stated import left_out_section, stated_section
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import currency_name
from ladder_sim.core.signed import door
from ladder_sim.expressions.dated import MONTHS
from ladder_sim.files.said_values import UNSPENT
from ladder_sim.model.grades import Grade
from ladder_sim.model.kinds import EXIT_CAUSES, MOVE_KINDS
from ladder_sim.model.moves import BEFORE, EXIT, SAME, Budget, BudgetKind, Move, Token
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import Readable, load_scheme, load_workforce
from ladder_sim.scenarios.registry import ids_of

#: Moves from more grades than this are told by their direction where it is the same for all.
FEW = 3


@door
def describe(source: Readable | Scheme | Workforce | Study) -> Card:
    """The rules of a scheme in words, or the people of a workforce, or what a study compares.

    Parameters
    ----------
    source : a scheme, or what `load_scheme` reads; a loaded workforce or study, or the id of a workforce

    Raises
    ------
    LadderError
        The file is wrong.
    """
    if isinstance(source, Workforce | Study):
        return card_of(source)
    if isinstance(source, str) and source not in ids_of("scheme") and source in ids_of("workforce"):
        return card_of(load_workforce(source))
    return _scheme_card(load_scheme(source))


def card_html(record: Scheme | Workforce | Study) -> str:
    """The card as a notebook shows it."""
    return describe(record)._repr_html_()


def rule_sections(found: Scheme) -> tuple[CardSection, ...]:
    """What is played of a scheme, a table for each kind of rule that it has."""
    words = Wording(found)
    sections = (
        ladder_section(found, words),
        caps_section(found, words),
        start_section(found, words),
        *changeover_section(found, words),
        scores_section(found, words),
        _moves(found, words),
        tokens_section(found, words),
        statuses_section(found, words),
        pay_section(found, words),
        rises(found, words),
    )
    return tuple(section for section in sections if section.rows)


def _scheme_card(found: Scheme) -> Card:
    sections = (
        *rule_sections(found),
        cautions_section(found),
        remarks_section(found),
        stated_section(found),
        _assumptions(found),
        left_out_section(found),
        _notes(found),
    )
    kept = tuple(section for section in sections if section.rows)
    return Card(found.id, str(found.title), str(found.summary), _facts(entry_of(found)), kept)


def _facts(entry: Entry) -> tuple[str, ...]:
    size = tr("{grades} grades, {moves} moves; tracks: {tracks}; reviews: {reviews}",
              "{grades}个职级，{moves}条变动规则；通道：{tracks}；评审：{reviews}",
              grades=entry.grades, moves=entry.moves, tracks=listed(entry.tracks),
              reviews=listed(entry.reviews) or tr("none", "无"))  # fmt: skip
    origin = tr("parameters: stated {s}, assumed {a}, readings {r}; numbers in the rules: {f}; rules left out: {n}",
                "参数：原文写明{s}个，假设{a}个，解读{r}个；规则中直接写出的数字{f}个；未纳入模型的规则{n}条",
                s=entry.stated, a=entry.assumed, r=entry.readings, f=entry.fixed, n=entry.left_out)  # fmt: skip
    source = tr("source: {s}", "来源：{s}", s=entry.source) if entry.source else ""
    return tuple(fact for fact in (size, origin, source) if fact)


# --- the ladder ----------------------------------------------------------------------------------


def ladder_section(scheme: Scheme, words: Wording) -> CardSection:
    """The grades, each with its track, role, base pay and seats."""
    rows = [
        (
            f"{grade.title}" + (tr(" (trial)", "（试用级）") if grade.trial else ""),
            f"{track_title(scheme, grade.track)} {grade.level}",
            role_title(grade.role),
            base_text(grade, words),
            seats_text(grade.seats, scheme, words) or tr("no limit", "不限"),
            _outside(grade, words),
        )
        for grade in scheme.grades
    ]
    columns = (tr("grade", "职级"), tr("track, level", "通道与级次"), tr("role", "岗位层级"),
               tr("base pay a month", "基本工资（每月）"), tr("seats", "编制"),
               tr("hires from outside", "外部招聘"))  # fmt: skip
    return CardSection(tr("Ladder", "职级体系"), columns, tuple(rows))


def _outside(grade: Grade, words: Wording) -> str:
    if grade.outside is None:
        return ""
    share = percent(words.value(grade.outside)) or words.tell(grade.outside)
    every = words.value(grade.outside) == 1
    if grade.outside_after is None or words.value(grade.outside_after) == 0:
        return tr("every opening", "全部空缺") if every else tr("{share} of the openings", "{share}的空缺", share=share)
    months = words.tell(grade.outside_after)
    if every:
        return tr("every opening that stood {n} months", "空缺满{n}个月后一律外招", n=months)
    return tr("{share} of the openings that stood {n} months", "空缺满{n}个月后，{share}外招", share=share, n=months)


def start_section(scheme: Scheme, words: Wording) -> CardSection:
    """Where hires start, and their probation."""
    titles = {grade.id: str(grade.title) for grade in scheme.grades}
    entry = scheme.entry
    if entry.grade is not None:
        where = titles.get(entry.grade, entry.grade)
    elif entry.choose is not None:
        where = words.lines(entry.choose)
    else:
        where = listed([f"{titles.get(grade, grade)} {percent(share)}" for grade, share in entry.shares.items()])
    rows = [(tr("hires start as", "新员工起始职级"), where)]
    if scheme.hire_if is not None:
        rows.append((tr("who may be hired", "录用条件"), words.tell(scheme.hire_if)))
    if scheme.probation is not None:
        p = scheme.probation
        text = tr("{n} months at {pay} of base pay", "{n}个月，基本工资的{pay}", n=p.months,
                  pay=percent(words.value(p.pay)) or words.tell(p.pay))  # fmt: skip
        if p.confirm is not None:
            text += tr("; confirmed if {x}", "；转正条件：{x}", x=words.tell(p.confirm))
            text += tr(", otherwise {x}", "，否则{x}", x=otherwise(p.otherwise))
        if p.assessed_from is not None:
            text += tr("; results count from month {n}", "；自第{n}个月起计入考核", n=p.assessed_from)
        rows.append((tr("probation", "试用期"), text))
    for what, given in (
        (tr("step of a hire", "新员工起薪档位"), scheme.entry_step),
        (tr("base pay of a hire", "新员工基本工资"), scheme.entry_pay),
        (tr("step on the first day", "首日档位"), scheme.placement_step),
    ):
        if given is not None:
            rows.append((what, words.lines(given)))
    if scheme.currency:
        rows.append((tr("amounts in", "金额的货币"), currency_name(scheme.currency)))
    if scheme.year_starts != 1:
        rows.append((tr("the year begins in", "年度起始于"), tr("month {m}", "{m}月", m=scheme.year_starts)))
    for role, expr in scheme.placement.items():
        rows.append((tr("first placement of {role}", "{role}的初始定级", role=role_title(role)), words.lines(expr)))
    return CardSection(tr("Start", "入职与试用"), ("", ""), tuple(rows))


# --- the moves -----------------------------------------------------------------------------------


def _moves(scheme: Scheme, words: Wording) -> CardSection:
    rows = tuple(
        (
            f"{move.title}\n{MOVE_KINDS[move.kind].title}",
            ends_text(scheme, move, words),
            review_text(scheme, move, words),
            conditions_text(move, words),
            "\n".join(how_lines(scheme, move, words)),
        )
        for move in scheme.moves
    )
    columns = (tr("move", "变动"), tr("from → to", "起止职级"), tr("review", "评审"),
               tr("all of these", "须全部满足"), tr("how", "方式"))  # fmt: skip
    return CardSection(tr("Moves", "变动规则"), columns, rows, open=True)


def ends_text(scheme: Scheme, move: Move, words: Wording) -> str:
    """From which grades a move leads where, a line for each way."""
    titles = {grade.id: str(grade.title) for grade in scheme.grades}
    if move.to_expr is not None:
        return _chosen_ends(scheme, move, words)
    sources = tr("every grade", "所有职级") if len(move.to) == len(titles) else listed([titles[g] for g in move.to])
    if len(move.to) > FEW and (step := _same_step(scheme, move)) is not None:
        return f"{sources} → {step}"
    ends = set(move.to.values())
    fixed = {
        EXIT: tr("leaves the unit", "离职"),
        SAME: tr("the same grade", "原职级"),
        BEFORE: tr("the grade before", "原先的职级"),
    }
    if len(ends) == 1:
        end = ends.pop()
        return f"{sources} → {fixed.get(end) or titles.get(end, end)}"
    return "\n".join(f"{titles[a]} → {fixed.get(b) or titles.get(b, b)}" for a, b in move.to.items())


def _chosen_ends(scheme: Scheme, move: Move, words: Wording) -> str:
    """A grade chosen by an expression: a line for those who go the same way, as far as their grade decides it."""
    assert move.to_expr is not None
    ends: dict[tuple[str, ...], list[str]] = {}
    for source in scheme.grades:
        if source.id in move.to:
            cases = words.cases(move.to_expr, {source.id: move.to[source.id]}, facts_of(source))
            ends.setdefault(tuple(map(str, cases)), []).append(str(source.title))
    return "\n".join(f"{listed(sources)} → {tr('; ', '；').join(cases)}" for cases, sources in ends.items())


def _same_step(scheme: Scheme, move: Move) -> str | None:
    """One grade up or down for everybody, in a few words; None where people go different ways."""
    place = {grade.id: (grade.track, grade.level) for grade in scheme.grades}
    steps = {place[b][1] - place[a][1] if b in place and place[a][0] == place[b][0] else 0 for a, b in move.to.items()}
    words = {1: tr("the next grade up", "上一级"), -1: tr("the next grade down", "下一级")}
    return words.get(steps.pop()) if len(steps) == 1 else None


def review_text(scheme: Scheme, move: Move, words: Wording) -> str:
    """When a move is reviewed."""
    review = scheme.reviews[move.review]
    text = str(cycle(review.every))
    if review.every.natural and review.every.step == 12:
        text += tr(", end of {m}", "，{m}末", m=MONTHS[review.every.month - 1])
    if review.who is not None:
        text += tr(", of those with: {x}", "，范围：{x}", x=words.tell(review.who))
    if review.budget is not None:
        text += "\n" + _budget(review.budget, words)
    if review.work is not None:
        text += "\n" + work_words(review.work)
    if review.effective is not None:
        text += tr(", in force from {m}", "，{m}起生效", m=MONTHS[review.effective - 1])
    return text


_EACH: dict[BudgetKind, Title] = {
    "share of base": Title("{n} in each {group}", "{n}（各{group}分别）"),
    "amount": Title("{n}, shared out to each {group} by its base pay", "{n}（按各{group}基本工资总额分配）"),
}


def _budget(budget: Budget, words: Wording) -> str:
    """What a review may add to pay, and what happens where that is too little."""
    n = words.tell(budget.n)
    if budget.kind == "share of base":
        n = tr("{n} of all base pay", "基本工资总额的{n}", n=percent(words.value(budget.n)) or n)
    elif budget.of == "raises":
        n = tr("{n} a month", "每月{n}", n=words.money(budget.n))
    else:
        n = words.money(budget.n)
    if budget.by:
        n = str(_EACH[budget.kind]).format(n=n, group=words.name(budget.by))
    what = tr("raises", "加薪") if budget.of == "raises" else tr("awards", "奖励")
    rest = tr("; {rest}", "；{rest}", rest=UNSPENT[budget.unspent]) if budget.unspent != "lapses" else ""
    if budget.share_out == "in proportion":
        return tr("{what} of {n} in all, cut in proportion", "{what}总额{n}，超出时同比例缩减", what=what, n=n) + rest
    return (
        tr("{what} of {n} in all, best first until it is spent", "{what}总额{n}，择优用完为止", what=what, n=n) + rest
    )


def conditions_text(move: Move, words: Wording) -> str:
    """The conditions of a move, a line each."""
    lines = []
    for condition in move.when:
        told, title = words.tell(condition.test, move.to), str(condition.title)
        named = title not in (condition.test.text, condition.id.replace("_", " "), told)
        lines.append("• " + (tr("{title}: {told}", "{title}：{told}", title=title, told=told) if named else told))
    if move.waive is not None:
        names = {c.id: str(c.title) for c in move.when}
        only = listed([names.get(name, name) for name in move.waive.only]) or tr("these", "以上条件")
        lines.append(tr("• up to {n} of [{only}] waived if {x}", "• 若{x}，可免除其中至多{n}项：{only}",
                        n=move.waive.count, only=only, x=words.tell(move.waive.when, move.to)))  # fmt: skip
    return "\n".join(lines) or tr("no condition", "无条件")


# --- tokens, pay, and what stands behind the numbers -----------------------------------------------


def tokens_section(scheme: Scheme, words: Wording) -> CardSection:
    """What spares somebody a move."""

    def keep(token: Token) -> str:
        return tr("for ever", "长期有效") if token.keep is None else tr("{n} months", "{n}个月", n=token.keep)

    rows = tuple(
        (str(t.title), str(cycle(scheme.reviews[t.review].every)), words.tell(t.earn), keep(t)) for t in scheme.tokens
    )
    columns = (tr("token", "豁免资格"), tr("review", "评审"), tr("earned by", "获得条件"), tr("kept", "有效期"))
    return CardSection(tr("Tokens", "豁免资格"), columns, rows)


def pay_section(scheme: Scheme, words: Wording) -> CardSection:
    """Parts of pay besides base."""
    rows = []
    for part in scheme.pay:
        chosen = [grade for grade in scheme.grades if not part.grades or grade.id in part.grades]
        own = {grade.id: SAME for grade in chosen}
        who = tr("everybody", "所有人")
        if part.grades:
            roles = Counter(grade.role for grade in scheme.grades)
            whole = {g.role for g in chosen if roles[g.role] == sum(c.role == g.role for c in chosen)}
            names = dict.fromkeys(role_title(g.role) if g.role in whole else str(g.title) for g in chosen)
            who = listed(list(names))
        condition = tr(" if {x}", "（若{x}）", x=words.tell(part.when, own)) if part.when is not None else ""
        condition += tr(" (in full to part-timers)", "（非全日制全额发放）") if part.in_full else ""
        condition += _at_exit(part)
        rows.append((str(part.title), words.lines(part.amount, own) + condition, who))
    columns = (tr("part", "项目"), tr("a month", "每月"), tr("for", "适用"))
    return CardSection(tr("Pay besides base pay", "基本工资以外的薪酬"), columns, tuple(rows))


def _at_exit(part: PayPart) -> str:
    """Of a part that is settled at an exit: when it is."""
    if not part.at_exit:
        return ""
    every = part.at_exit == tuple(cause for cause in EXIT_CAUSES if cause != "transfer")
    causes = (
        tr("whatever the cause", "不论原因")
        if every
        else listed([str(EXIT_CAUSES[cause].title) for cause in part.at_exit])
    )
    return tr(" (once, when somebody leaves: {causes})", "（离职时一次结清：{causes}）", causes=causes)


def _assumptions(scheme: Scheme) -> CardSection:
    rows = tuple(
        (
            str(p.title),
            valued(p),
            tr("assumed", "假设") if p.assumed else tr("reading", "解读"),
            p.note,
        )
        for p in scheme.parameters.values()
        if p.assumed or p.reading
    )
    columns = (tr("parameter", "参数"), tr("value", "取值"), tr("origin", "来源"), tr("note", "说明"))
    return CardSection(tr("Assumptions and readings ({n})", "假设与解读（{n}）", n=len(rows)), columns, rows)


def _notes(scheme: Scheme) -> CardSection:
    return CardSection(tr("Notes", "说明"), ("",), tuple((str(note),) for note in scheme.notes))
