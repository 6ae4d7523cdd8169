"""Rules that a country's labor law has something to say of, found by what they do; the law's file says what.

Not legal advice: a rule that is not found here may be unlawful all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.groups import RANKS
from ladder_sim.expressions.parse import names_read
from ladder_sim.model.law import CautionKind, Law
from ladder_sim.model.moves import EXIT, Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.laws import load_law

PROBATION = Title("probation of hires", "新员工试用期")
NOT_ADVICE = Title("Not legal advice", "不构成法律意见")


@dataclass(frozen=True, slots=True)
class Cautioned:
    """Rules of a scheme, by title, of which a law has this to say; `articles` as they are cited."""

    kind: CautionKind
    rules: tuple[Title, ...]
    says: Title
    articles: tuple[str, ...]

    @property
    def cited(self) -> str:
        """The articles in one line, in the language in force."""
        return tr("; ", "；").join(self.articles)


def cautions(scheme: Scheme, law: Law | None = None) -> tuple[Cautioned, ...]:
    """What the law (by default mainland China's) has to say of a scheme's rules, each kind once."""
    law = load_law() if law is None else law
    found: dict[CautionKind, list[Title]] = {}
    for kind, title in (*_of_moves(scheme), *_of_probation(scheme, law)):
        found.setdefault(kind, []).append(title)
    return tuple(
        Cautioned(kind, tuple(dict.fromkeys(found[kind])), caution.says, tuple(_cite(law, a) for a in caution.articles))
        for kind, caution in law.cautions.items()
        if kind in found
    )


def _cite(law: Law, name: str) -> str:
    article = law.articles[name]
    return str(article.title) + ("" if article.checked else tr(" (unchecked)", "（未核对原文）"))


def cautions_section(scheme: Scheme) -> CardSection:
    """The cautions as a section of a scheme's card."""
    rows = tuple((listed([str(t) for t in c.rules]), str(c.says), c.cited) for c in cautions(scheme))
    title = tr("Legal cautions ({law}; {not_advice})", "合规提示（{law}；{not_advice}）",
               law=load_law().title, not_advice=str(NOT_ADVICE).lower())  # fmt: skip
    return CardSection(title, (tr("rule", "规则"), tr("caution", "提示"), tr("articles", "依据")), rows, open=True)


def _of_moves(scheme: Scheme) -> Iterator[tuple[CautionKind, Title]]:
    words = Wording(scheme)
    base = {grade.id: words.value(grade.base) for grade in scheme.grades}
    for move in scheme.moves:
        if EXIT in move.to.values() and {"dismissal", "up_or_out"} & set(move.causes) and _by_rank(scheme, move):
            yield "last_place", move.title
        if _cuts_pay(move, base, words):
            yield "pay_cut", move.title
        if move.probation is not None and move.probation.confirm is not None:
            yield "second_probation", move.title


def _of_probation(scheme: Scheme, law: Law) -> Iterator[tuple[CautionKind, Title]]:
    probation = scheme.probation
    if probation is None or not probation.months:
        return
    if probation.confirm is not None and probation.otherwise == "extend" and probation.extensions:
        yield "extended_probation", PROBATION
    if probation.months > law.probation_months:
        yield "long_probation", PROBATION
    share = Wording(scheme).value(probation.pay)
    if share is not None and share < law.probation_pay - 1e-9:
        yield "probation_pay", PROBATION


def _by_rank(scheme: Scheme, move: Move) -> bool:
    """Is somebody dismissed for coming last: by a rank in a condition or a score it reads, or as the worst so many?"""
    if move.order is not None and move.quota.kind not in ("unlimited", "vacancy"):
        return True
    scores = {score.name: score.value for score in scheme.scores}
    waiting, seen = [condition.test for condition in move.when], set[str]()
    while waiting:
        names = names_read(waiting.pop())
        if names & {spec.name for spec in RANKS}:
            return True
        fresh = (names & set(scores)) - seen
        if any(score.shares for score in scheme.scores if score.name in fresh):
            return True
        seen |= fresh
        waiting += [scores[name] for name in fresh]
    return False


def _cuts_pay(move: Move, base: dict[str, float | None], words: Wording) -> bool:
    """Can base pay fall by the move itself?"""
    rule = move.pay
    if rule.kind == "raise":
        low = words.value(rule.low)
        return low is not None and low < 0
    if move.kind != "demotion" or rule.kind == "keep":
        return False
    if rule.kind == "set" or move.to_expr is not None:
        return True
    for source, target in move.to.items():
        old, new = base.get(source), base.get(target)
        if old is None or new is None or new < old:  # pay by a formula, or the grade held before: it may
            return True
    return False
