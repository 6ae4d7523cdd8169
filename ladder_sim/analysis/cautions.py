"""Rules that a country's labor law has something to say of, found by what they do; the law's file says what.

Not legal advice: a rule that is not found here may be unlawful all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place
from ladder_sim.core.protected import PROTECTED
from ladder_sim.expressions.forced import FORCED
from ladder_sim.expressions.groups import RANKS
from ladder_sim.expressions.parse import names_read, tree_of
from ladder_sim.expressions.syntax import Call, names_in
from ladder_sim.model.expression import Expr
from ladder_sim.model.law import CautionKind, Law, PersonalCaution
from ladder_sim.model.moves import EXIT, Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.laws import load_law

CHANCE = "chance"
PROBATION = Title("probation of hires", "新员工试用期")
HIRING = Title("hiring", "招聘录用")
NOT_ADVICE = Title("Not legal advice", "不构成法律意见")


#: Words in the name of an attribute or a metric that tells how somebody looks.
LOOKS = frozenset({"appearance", "beauty", "bmi", "face", "figure", "height", "looks", "weight", "五官", "体重", "外貌",
                   "容貌", "形象", "气质", "相貌", "身高", "颜值"})  # fmt: skip
#: The same of what tells somebody's age.
AGES = frozenset({"age", "birthday", "birthyear", "born", "出生", "年龄"})
#: And of what the law protects besides; `PROTECTED` has the attributes of the house.
_PRIVATE = frozenset({"children", "health", "hepatitis", "hukou", "pregnant", "race", "健康", "婚姻", "宗教", "怀孕",
                      "户籍", "民族", "残疾", "生育"})  # fmt: skip
_ABOUT: Mapping[PersonalCaution, frozenset[str]] = {
    "age": AGES, "looks": LOOKS, "protected": _PRIVATE | frozenset(PROTECTED),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cautioned:
    """Rules of a scheme, by title, of which a law has this to say; `places`: where each stands; `articles` as cited."""

    kind: CautionKind
    rules: tuple[Title, ...]
    places: tuple[Place, ...]
    says: Title
    articles: tuple[str, ...]

    @property
    def cited(self) -> str:
        """The articles in one line, in the language in force; those of one law after its name, once."""
        laws: dict[str, list[str]] = {}
        for article in self.articles:
            law, mark, number = article.partition(tr(", art. ", "》"))
            laws.setdefault(law + mark, []).append(number)
        told = [law + tr(", ", "、").join(numbers) for law, numbers in laws.items()]
        return tr("; ", "；").join(told)


def cautions(scheme: Scheme, law: Law | None = None) -> tuple[Cautioned, ...]:
    """What the law (by default mainland China's) has to say of a scheme's rules, each kind once."""
    law = load_law() if law is None else law
    found: dict[CautionKind, dict[Title, Place]] = {}
    for kind, title, place in (*_of_moves(scheme), *_of_probation(scheme, law), *_of_people(scheme)):
        found.setdefault(kind, {}).setdefault(title, place)
    return tuple(
        Cautioned(kind, tuple(found[kind]), tuple(found[kind].values()), caution.says,
                  tuple(_cite(law, a) for a in caution.articles))
        for kind, caution in law.cautions.items()
        if kind in found
    )  # fmt: skip


def _cite(law: Law, name: str) -> str:
    article = law.articles[name]
    return str(article.title) + ("" if article.checked else tr(" (unchecked)", "（未核对原文）"))


def cautions_section(scheme: Scheme) -> CardSection:
    """The cautions as a section of a scheme's card."""
    rows = tuple((listed([str(t) for t in c.rules]), str(c.says), c.cited) for c in cautions(scheme))
    title = tr("Legal cautions ({law}; {not_advice})", "合规提示（{law}；{not_advice}）",
               law=load_law().title, not_advice=str(NOT_ADVICE).lower())  # fmt: skip
    return CardSection(title, (tr("rule", "规则"), tr("caution", "提示"), tr("articles", "依据")), rows, open=True)


#: A kind of caution, the rule's title and where it stands.
Doubt = tuple[CautionKind, Title, Place]


def _of_moves(scheme: Scheme) -> Iterator[Doubt]:
    words = Wording(scheme)
    base = {grade.id: words.value(grade.base) for grade in scheme.grades}
    for move in scheme.moves:
        if EXIT in move.to.values() and {"dismissal", "up_or_out"} & set(move.causes) and _by_rank(scheme, move):
            yield "last_place", move.title, move.at
        if _cuts_pay(move, base, words):
            yield "pay_cut", move.title, move.at
        if move.probation is not None and move.probation.confirm is not None:
            yield "second_probation", move.title, move.at


def _of_probation(scheme: Scheme, law: Law) -> Iterator[Doubt]:
    probation = scheme.probation
    if probation is None or not probation.months:
        return
    place = probation.pay.at
    if probation.confirm is not None and probation.otherwise == "extend" and probation.extensions:
        yield "extended_probation", PROBATION, probation.confirm.at
    if probation.months > law.probation_months:
        yield "long_probation", PROBATION, place
    share = Wording(scheme).value(probation.pay)
    if share is not None and share < law.probation_pay - 1e-9:
        yield "probation_pay", PROBATION, place


def _of_people(scheme: Scheme) -> Iterator[Doubt]:
    """Rules that ask what somebody is and not what somebody does, under the parameters in use."""
    words = Wording(scheme)
    for title, expr in _deciding(scheme, words):
        tree = tree_of(expr)
        names = set() if tree is None else names_in(words.folded(tree, {})) - set(scheme.parameters)
        for kind, about in _ABOUT.items():
            if any(_about(name, about) for name in names):
                yield kind, title, expr.at


def switched_off(move: Move, words: Wording) -> bool:
    """Do parameters alone keep a move from ever happening: a false condition, or a chance of 0?"""
    for condition in move.when:
        tree = tree_of(condition.test)
        left = None if tree is None else words.folded(tree, {})
        never = isinstance(left, Call) and left.function == CHANCE and words.known(left.args[0]) == 0
        if never or (left is not None and words.known(left) == 0):
            return True
    return any(words.value(chance) == 0 for chance in (move.apply, *(stage.passes for stage in move.stages)))


def _about(name: str, about: frozenset[str]) -> bool:
    """Is a name, or one of its words, of this kind?"""
    return name in about or bool(set(name.lower().split("_")) & about)


def _deciding(scheme: Scheme, words: Wording) -> Iterator[tuple[Title, Expr]]:
    """Every expression that decides who is hired or moves, with the title of its rule; not of what is switched off."""
    for expr in (scheme.hire_if, scheme.hire_order, scheme.entry.choose):
        if expr is not None:
            yield HIRING, expr
    for move in scheme.moves:
        if switched_off(move, words):
            continue
        tests = [condition.test for condition in move.when]
        tests += [stage.score for stage in move.stages if stage.score is not None]
        for expr in (*tests, move.order, move.to_expr, move.apply):
            if expr is not None:
                yield move.title, expr
    for score in scheme.scores:
        yield score.title, score.value


def _by_rank(scheme: Scheme, move: Move) -> bool:
    """Is somebody dismissed for coming last: by a rank in a condition or a score it reads, or as the worst so many?"""
    if move.order is not None and move.quota.kind not in ("unlimited", "vacancy"):
        return True
    scores = {score.name: score.value for score in scheme.scores}
    waiting, seen = [condition.test for condition in move.when], set[str]()
    while waiting:
        names = names_read(waiting.pop())
        if names & {spec.name for spec in (*RANKS, *FORCED)}:
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
