"""A scheme as numbered articles, in the words in which its card tells the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.description import (
    conditions_text,
    ends_text,
    ladder_section,
    pay_section,
    review_text,
    start_section,
    tokens_section,
)
from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.analysis.rule_text.moves import how_lines
from ladder_sim.analysis.rule_text.pay import rises
from ladder_sim.analysis.rule_text.seat_words import caps_section
from ladder_sim.analysis.rule_text.statuses import statuses_section
from ladder_sim.analysis.scores_card import scores_section
from ladder_sim.core.i18n import Language, Title, language, speaking, tr
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.signed import door
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import names_in
from ladder_sim.model.expression import Expr
from ladder_sim.model.kinds import MoveKind
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.policies.expected import effects_article
from ladder_sim.policies.personal import staff_form
from ladder_sim.policies.policy_document import Chapter, Clause, PolicyArticle, PolicyDocument
from ladder_sim.policies.revised import marked
from ladder_sim.policies.single_changes import with_single_effects
from ladder_sim.results.comparison import Comparison
from ladder_sim.scenarios.loading import Readable, load_vocabulary, scheme_of

#: The chapters of moves: which kinds each has.
_CHAPTERS: tuple[tuple[Title, tuple[MoveKind, ...]], ...] = (
    (Title("Promotion", "晋升"), ("promotion", "confirmation")),
    (Title("Lateral moves and raises within the grade", "平级调动与同级调薪"), ("lateral", "regrade", "status")),
    (Title("Demotion", "降级"), ("demotion",)),
    (Title("Dismissal", "辞退"), ("dismissal",)),
)
#: How a move of a kind is said between its two grades.
VERBS: dict[MoveKind, Title] = {
    "promotion": Title("promoted to", "晋升为"), "confirmation": Title("confirmed as", "转正为"),
    "demotion": Title("demoted to", "降为"), "lateral": Title("transferred to", "转为"),
    "regrade": Title("remaining in", "保持"), "status": Title("remaining in", "保持"),
    "dismissal": Title("leaving:", "终止："), "honor": Title("remaining in", "保持"),
}  # fmt: skip


@door
def policy(
    scheme: Readable | Scheme,
    *,
    lang: Language | None = None,
    against: Readable | Scheme | None = None,
    staff: bool = False,
    effects: Comparison | None = None,
) -> PolicyDocument:
    """A scheme as a policy document of numbered articles, each tied to its rule.

    Parameters
    ----------
    scheme : it, or what `load_scheme` reads
    lang : the language of the document; by default the one in use
    against : an earlier scheme; what is new and what is gone since is marked, and the differences are listed
    effects : with `against`: a comparison of both, of which the document tells what the changes are expected to bring;
        each change is then played alone as well, as long and as often, and its effect stands beside its clause
    staff : as the people concerned read it: for each grade what it takes to be promoted, and from when

    Raises
    ------
    LadderError
        A scheme is not there, or wrong; effects without `against`, or of other schemes.
    """
    found = scheme_of(scheme, "scheme")
    with speaking(lang or language()):
        write = staff_form if staff else _document
        made = write(found)
        if against is None:
            if effects is not None:
                told = tr("expected effects stand beside changes: name the earlier scheme (against)",
                          "预计影响列于变更之旁：请指明旧方案（against）")  # fmt: skip
                raise LadderError([Problem(Place("effects"), told)])
            return made
        old = scheme_of(against, "against")
        expected = None if effects is None else effects_article(effects, found, old)
        changed = marked((made, write(old)), found, old, expected)
        return changed if effects is None else with_single_effects(changed, effects, found, old)


def _document(scheme: Scheme) -> PolicyDocument:
    words = Wording(scheme)
    chapters = [_general(scheme, words), _grades(scheme, words), _results(scheme, words)]
    for title, kinds in _CHAPTERS:
        moves = [move for move in scheme.moves if move.kind in kinds]
        chapters.append(Chapter(str(title), tuple(move_article(scheme, move, words) for move in moves)))
    chapters += [_pay(scheme, words), _exceptions(scheme, words), _closing(scheme)]
    kept = tuple(chapter for chapter in chapters if chapter.articles)
    return PolicyDocument(scheme.id, str(scheme.title), language(), kept)


def _general(scheme: Scheme, words: Wording) -> Chapter:
    """Purpose, scope, and what the rules measure."""
    aim = str(scheme.summary) or tr("These rules govern the grades, promotion and pay of the staff named below.",
                                    "为规范人员的职级、晋升与薪酬管理，制定本办法。")  # fmt: skip
    tracks = tr(", ", "、").join(str(title) for title in scheme.tracks.values())
    scope = tr(
        "They apply to everybody in a grade of these tracks: {tracks}.", "本办法适用于下列通道各职级的人员：{tracks}。",
               tracks=tracks)  # fmt: skip
    articles = [PolicyArticle("purpose", tr("Purpose", "目的"), (Clause(aim, address="summary"),)),
                PolicyArticle("scope", tr("Scope", "适用范围"), (Clause(scope, address="ladder"),))]  # fmt: skip
    named = measures_read(scheme)
    if named:
        lead = Clause(tr("The rules read these figures of a person’s month:", "本办法所用的月度指标和个人信息："))
        items = tuple(Clause(tr("“{name}”", "“{name}”", name=title), 1, address) for address, title in named)
        articles.append(PolicyArticle("measures", tr("Measures", "指标"), (lead, *items)))
    return Chapter(tr("General provisions", "总则"), tuple(articles))


def expressions_of(scheme: Scheme) -> list[Expr]:
    """Every expression that a rule reads."""
    found: list[Expr | None] = [score.value for score in scheme.scores]
    for move in scheme.moves:
        found += [condition.test for condition in move.when]
        found += [move.order, move.apply, move.to_expr, move.award, move.pay.value, move.pay.low, move.pay.high]
        found += [stage.score for stage in move.stages]
        found += [move.waive.when] if move.waive is not None else []
    found += [part.amount for part in scheme.pay] + [part.when for part in scheme.pay]
    found += [scheme.hire_if, scheme.probation.confirm if scheme.probation else None, scheme.entry.choose]
    found += [token.earn for token in scheme.tokens]
    return [expr for expr in found if expr is not None]


def measures_read(scheme: Scheme) -> list[tuple[str, str]]:
    """The signals and attributes that the rules read, each with its address and its title."""
    standard = load_vocabulary()
    names: dict[str, None] = {}
    for expr in expressions_of(scheme):
        tree = tree_of(expr)
        for name in sorted(names_in(tree)) if tree is not None else ():
            names.setdefault(name)
    metrics = {**standard.signals, **scheme.signals}
    facts = {**standard.attributes, **scheme.attributes}
    told = [(f"signals.{name}", str(metrics[name].title)) for name in names if name in metrics]
    return told + [
        (f"attributes.{name}", str(facts[name].title)) for name in names if name in facts and name not in metrics
    ]


def _table(key: str, section: CardSection, addresses: Sequence[str], lead: str) -> PolicyArticle:
    rows = (
        tuple(section.columns),
        *(tuple(re.sub(r"\s*\n\s*", tr("; ", "；"), cell) for cell in row) for row in section.rows),
    )
    return PolicyArticle(key, section.title, (Clause(lead),), tuple(addresses), rows)


def _grades(scheme: Scheme, words: Wording) -> Chapter:
    """The ladder, where hires start, probation."""
    ladder = _table("ladder", ladder_section(scheme, words), [f"ladder.{grade.id}" for grade in scheme.grades],
                    tr(
                        "The grades, each track from the lowest to the highest:",
                        "职级设置如下，各通道由低到高排列："))  # fmt: skip
    start = start_section(scheme, words)
    clauses = tuple(Clause(tr("{what}: {how}.", "{what}：{how}。", what=what, how=re.sub(r"\s*\n\s*", tr("; ", "；"),
        how)))
                    for what, how in start.rows)  # fmt: skip
    addresses = ("entry", *(("probation",) if scheme.probation else ()), *(("hire_if",) if scheme.hire_if else ()))
    caps = _table("caps", caps_section(scheme, words), [f"caps.{cap.id}" for cap in scheme.caps],
                  tr("Together these grades hold at most:", "下列职级合计不超过："))  # fmt: skip
    return Chapter(tr("Grades and hiring", "职级与入职"),
                   (ladder, *((caps,) if scheme.caps else ()),
                    PolicyArticle("start", start.title, clauses, addresses)))  # fmt: skip


def _results(scheme: Scheme, words: Wording) -> Chapter:
    """Named results, and when reviews are."""
    articles = []
    if scheme.scores:
        section = scores_section(scheme, words)
        clauses = tuple(Clause(tr("“{name}”, closed {every}: {how}", "“{name}”，{every}结算：{how}", name=name,
            every=every,
                                  how=re.sub(r"\s*\n\s*", tr("; ", "；"), how)), 1, f"scores.{score.name}")
                        for score, (name, every, how) in zip(scheme.scores, section.rows, strict=True))  # fmt: skip
        lead = Clause(tr("Results are closed as follows:", "考核得分按下列办法结算："))
        articles.append(PolicyArticle("scores", section.title, (lead, *clauses)))
    used = dict.fromkeys(review_text(scheme, move, words).split("\n")[0] for move in scheme.moves)
    if used:
        told = tr("Moves are decided at dated reviews: {all}.", "变动在定期评审时决定，评审周期：{all}。",
                  all=tr("; ", "；").join(used))  # fmt: skip
        articles.append(PolicyArticle("reviews", tr("Reviews", "评审"), (Clause(told),),
                                tuple(f"reviews.{name}" for name in scheme.reviews)))  # fmt: skip
    return Chapter(tr("Results and reviews", "考核与评审"), tuple(articles))


def move_article(scheme: Scheme, move: Move, words: Wording) -> PolicyArticle:
    """The article of a move: whom it leads where, when, under which conditions and how.

    Parameters
    ----------
    words : of the scheme
    """
    address = f"moves.{move.id}"
    clauses = [
        Clause(tr("{ends}.", "{ends}。", ends=line), address=f"{address}.to") for line in _ends(scheme, move, words)
    ]
    review = re.sub(r"\s*\n\s*", tr("; ", "；"), review_text(scheme, move, words))
    clauses.append(Clause(tr("Review: {review}.", "评审：{review}。", review=review), address=f"{address}.review"))
    conditions = conditions_text(move, words).split("\n")
    if move.when:
        clauses.append(Clause(tr("All of these must hold:", "须同时满足下列条件：")))
        told = [condition.id for condition in move.when]
        clauses += [Clause(line.removeprefix("• "), 1, f"{address}.{told[n]}" if n < len(told) else f"{address}.waive")
                    for n, line in enumerate(conditions)]  # fmt: skip
    else:
        clauses.append(Clause(tr("There is no further condition.", "无其他条件。")))
    how = [line.removeprefix("→ ") for line in how_lines(scheme, move, words)]
    if how:
        clauses.append(Clause(tr("How it is done:", "办理方式：")))
        clauses += [Clause(line, 1, address) for line in how]
    return PolicyArticle(f"moves.{move.id}", str(move.title), tuple(clauses), (address,))


def _ends(scheme: Scheme, move: Move, words: Wording) -> list[str]:
    """From where and to where, a sentence for each way."""
    verb = str(VERBS[move.kind])
    told = []
    for line in ends_text(scheme, move, words).split("\n"):
        source, _, target = line.partition(" → ")
        told.append(tr("From {a}, {verb} {b}", "由{a}{verb}{b}", a=source, verb=verb, b=target))
    return told


#: What is paid every month, and what once when somebody leaves.
_A_MONTH = Title("{part}: {amount} a month; for {who}.", "{part}：每月{amount}；适用：{who}。")
_ONCE = Title("{part}: {amount}; for {who}.", "{part}：{amount}；适用：{who}。")


def _pay(scheme: Scheme, words: Wording) -> Chapter:
    articles = []
    section = pay_section(scheme, words)
    if section.rows:
        clauses = tuple(
            Clause(str((_ONCE if each.at_exit else _A_MONTH).fill(
                part=part, amount=re.sub(r"\s*\n\s*", tr("; ", "；"), amount), who=who)), 1, f"pay.{each.name}")
            for each, (part, amount, who) in zip(scheme.pay, section.rows, strict=True))  # fmt: skip
        lead = Clause(tr("Besides base pay is paid:", "基本工资之外发放："))
        articles.append(PolicyArticle("pay", section.title, (lead, *clauses)))
    changes = rises(scheme, words)
    if changes.rows:
        articles.append(_table("rises", changes, [f"indices.{name}" for name in scheme.indices] or ["tables"],
                               tr("Pay changes by date as follows:", "薪酬按日期变化如下：")))  # fmt: skip
    return Chapter(tr("Pay", "薪酬"), tuple(articles))


def _exceptions(scheme: Scheme, words: Wording) -> Chapter:
    """What spares somebody a move, and conditions of a person that last."""
    articles = []
    for key, section, addresses in (
        ("tokens", tokens_section(scheme, words), [f"tokens.{token.name}" for token in scheme.tokens]),
        ("statuses", statuses_section(scheme, words), [f"statuses.{status.id}" for status in scheme.statuses]),
    ):
        if section.rows:
            articles.append(_table(key, section, addresses, tr("As follows:", "规定如下：")))
    return Chapter(tr("Exceptions and special cases", "例外与特殊情形"), tuple(articles))


def _closing(scheme: Scheme) -> Chapter:
    """Changeover, notes, what the source says and these articles leave out."""
    articles = []
    if scheme.adopted is not None:
        told = tr("These rules replace “{old}” in month {n}; cases under way then are closed.",
                  "本办法自第{n}个月起取代“{old}”，届时未完成的流程终止。", n=scheme.adopted.month,
                  old=scheme.replaced.title if scheme.replaced else scheme.adopted.after)  # fmt: skip
        articles.append(PolicyArticle("changeover", tr("Changeover", "新旧衔接"), (Clause(told),), ("adopted",)))
    if scheme.notes:
        articles.append(
            PolicyArticle("notes", tr("Notes", "说明"), tuple(Clause(str(note), 1, "notes") for note in scheme.notes))
        )
    return Chapter(tr("Supplementary provisions", "附则"), tuple(articles))
