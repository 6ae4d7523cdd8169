"""What two schemes of one ladder can exchange: six parts, and the scheme that any choice of them makes.

The parts of the alternative come with all that they read: where a parameter, a score or a field of a grade has another
value there, it travels under a name of its own. So a part that reads the same in both schemes is the same, and a
mixture of equal parts is the same mixture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.core.known_by import HasName
from ladder_sim.expressions.rename import FIELD, bare, bare_parts, renamed
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Move, PayRule, Quota, Review, Token
from ladder_sim.model.scheme import Probation, Scheme
from ladder_sim.results.split import Coalition, SplitPart

PAY = SplitPart("pay", Title("pay", "薪酬"))
MOVES = SplitPart("moves", Title("promotion and demotion rules", "升降级规则"))
SEATS = SplitPart("seats", Title("seats and quotas", "编制与名额"))
DISMISSAL = SplitPart("dismissal", Title("dismissal rules", "辞退规则"))
REVIEWS = SplitPart("reviews", Title("review calendar and process", "评审周期与流程"))
ENTRY = SplitPart("entry", Title("entry and probation", "入职与试用"))
PARTS = (PAY, MOVES, SEATS, DISMISSAL, REVIEWS, ENTRY)
#: Of schemes with ladders of their own: all that is not pay, for none of it fits the other ladder.
LADDER = SplitPart("ladder", Title("the ladder and its rules", "职级体系及其规则"))

LENT = "__of_the_other"  # at the end of a name that both schemes use for something else


def one_ladder(base: Scheme, other: Scheme) -> bool:
    """Whether two schemes have the same grades in the same order, so that the rules of one fit the other."""

    def shape(scheme: Scheme) -> list[tuple[object, ...]]:
        return [(g.id, g.track, g.role, g.level, g.layer, g.trial) for g in scheme.grades]

    alike = base.roles == other.roles and base.adopted == other.adopted and base.replaced == other.replaced
    return alike and shape(base) == shape(other)


@dataclass(frozen=True, slots=True)
class SchemePair:
    """A baseline and an alternative of one ladder, the alternative with names of its own where they would clash."""

    base: Scheme
    other: Scheme

    @property
    def differing(self) -> tuple[SplitPart, ...]:
        """The parts that are not the same in both."""
        return tuple(part for part in PARTS if self._content(self.base, part) != self._content(self.other, part))

    def mixture(self, lent: Coalition) -> Scheme:
        """The baseline with these parts of the alternative."""
        owner = {part.id: self.other if part.id in lent else self.base for part in PARTS}
        base, other = self.base, self.other
        return replace(
            base,
            id="+".join((base.id, *(part.id for part in PARTS if part.id in lent))),
            grades=tuple(map(_grade, base.grades, *(owner[part].grades for part in ("pay", "seats", "entry")),
                             other.grades)),
            parameters={**other.parameters, **base.parameters},
            scores=_joined(base.scores, other.scores),
            signals={**other.signals, **base.signals},
            reviews={**other.reviews, **base.reviews},
            tokens=tuple(self._token(token, owner) for token in _joined(base.tokens, other.tokens)),
            moves=tuple(self._move(move, owner) for part in ("dismissal", "moves")
                        for move in owner[part].moves if _part_of(move) == part),
            pay=owner["pay"].pay,
            caps=owner["seats"].caps,
            probation=_probation(owner["entry"], owner["pay"]),
            **{name: getattr(owner["entry"], name) for name in _ENTRY},
        )  # fmt: skip

    def _partner(self, move: Move, owner: Scheme) -> Move:
        """The same move in another scheme; itself where that has none."""
        found = next((m for m in owner.moves if m.id == move.id and _part_of(m) == _part_of(move)), None)
        return found or move

    def _move(self, move: Move, owner: Mapping[str, Scheme]) -> Move:
        paid, seated, held = (self._partner(move, owner[part]) for part in ("pay", "seats", "reviews"))
        return replace(move, pay=paid.pay, award=paid.award, quota=seated.quota, review=held.review, stages=held.stages)

    def _token(self, token: Token, owner: Mapping[str, Scheme]) -> Token:
        held = next((t for t in owner["reviews"].tokens if t.name == token.name), token)
        return replace(token, review=held.review)

    def _content(self, scheme: Scheme, part: SplitPart) -> object:
        """What a part consists of, to be compared: moves that the other scheme lacks are all part of its rules."""
        shared = [
            m for m in scheme.moves
            if any(n.id == m.id and _part_of(n) == _part_of(m) for one in (self.base, self.other) if one is not scheme
                   for n in one.moves)
        ]  # fmt: skip
        ids = {move.id for move in shared}
        if part is PAY:
            starting = None if scheme.probation is None else (scheme.probation.pay, scheme.probation.parts)
            found: object = (tuple(g.base for g in scheme.grades), scheme.pay,
                          {m.id: (m.pay, m.award) for m in shared}, starting)  # fmt: skip
        elif part is SEATS:
            held_by = [(g.seats, g.outside, g.outside_after) for g in scheme.grades]
            found = held_by, {m.id: m.quota for m in shared}, scheme.caps
        elif part is REVIEWS:
            held = {m.id: (scheme.reviews[m.review], m.stages) for m in shared}
            found = held, {t.name: scheme.reviews[t.review] for t in scheme.tokens}
        elif part is ENTRY:
            probation = scheme.probation and replace(scheme.probation, pay=_UNPAID, parts=False)
            found = [getattr(scheme, name) for name in _ENTRY], probation, [g.share for g in scheme.grades]
        else:
            own = tuple(_rules(m) if m.id in ids else m for m in scheme.moves if _part_of(m) == part.id)
            found = own, tuple(replace(t, review="") for t in scheme.tokens) if part is MOVES else ()
        return bare_parts(found)


N = TypeVar("N", bound=HasName)
_ENTRY = ("entry", "placement", "team_size", "hire_if", "hire_among", "hire_order")
_UNPAID = Expr("0")


def pair_of(base: Scheme, other: Scheme) -> SchemePair:
    """The pair; of the alternative's names those are changed that mean something else in the baseline."""
    base, other = _played(base), replace(_played(other), replaced=None)
    names: dict[str, str] = {}
    while True:
        changed = _named(renamed(other, names), names)
        clash = {name: name + LENT for name in _clashes(base, changed, names)}
        if not clash:
            return SchemePair(base, _reviews_named(base, changed))
        names |= clash


def _played(scheme: Scheme) -> Scheme:
    """The scheme without what only tells of it."""
    return replace(scheme, form={}, source={}, stated=(), notes=())


def _named(scheme: Scheme, names: Mapping[str, str]) -> Scheme:
    """What the scheme itself calls its parameters, scores, tokens, signals and fields, under the new names."""

    def called(name: str) -> str:
        return names.get(name, name)

    return replace(
        scheme,
        parameters={called(n): replace(p, name=called(n)) for n, p in scheme.parameters.items()},
        scores=tuple(replace(score, name=called(score.name)) for score in scheme.scores),
        tokens=tuple(replace(token, name=called(token.name)) for token in scheme.tokens),
        signals={called(n): replace(m, name=called(n)) for n, m in scheme.signals.items()},
        moves=tuple(replace(m, spared_by=m.spared_by and called(m.spared_by)) for m in scheme.moves),
        grades=tuple(replace(g, fields={called(FIELD + n)[1:]: e for n, e in g.fields.items()}) for g in scheme.grades),
    )


def _clashes(base: Scheme, changed: Scheme, names: Mapping[str, str]) -> set[str]:
    """Names of the alternative that the baseline gives another meaning, beyond those that are known."""
    own, theirs = _meanings(base), _meanings(changed)
    return {name for name in own.keys() & theirs.keys() if own[name] != theirs[name] and name not in names}


def _meanings(scheme: Scheme) -> dict[str, object]:
    found: dict[str, object] = {name: ("parameter", p.value) for name, p in scheme.parameters.items()}
    found |= {score.name: ("score", score.every, score.value, score.shares, score.within) for score in scheme.scores}
    found |= {token.name: ("token", token.earn, token.keep, token.at_most) for token in scheme.tokens}
    found |= {name: ("signal", bare(metric)) for name, metric in scheme.signals.items()}
    fields = {name for grade in scheme.grades for name in grade.fields}
    return found | {FIELD + name: ("field", [g.fields.get(name) for g in scheme.grades]) for name in fields}


def _reviews_named(base: Scheme, other: Scheme) -> Scheme:
    """The alternative with other names for reviews that are held at other times than those of the baseline."""
    new: dict[str, str] = {}
    for name, review in other.reviews.items():
        if name in base.reviews and _held(review) != _held(base.reviews[name]):
            new[name] = name + LENT
    return replace(
        other,
        reviews={new.get(n, n): replace(review, name=new.get(n, n)) for n, review in other.reviews.items()},
        moves=tuple(replace(m, review=new.get(m.review, m.review)) for m in other.moves),
        tokens=tuple(replace(t, review=new.get(t.review, t.review)) for t in other.tokens),
    )


def _held(review: Review) -> tuple[object, ...]:
    return review.every, review.effective


def _part_of(move: Move) -> str:
    return "dismissal" if move.kind == "dismissal" else "moves"


def _rules(move: Move) -> Move:
    """A move without what other parts say of it."""
    return replace(move, pay=PayRule(), award=None, quota=Quota(), review="", stages=())


def _joined(own: tuple[N, ...], other: tuple[N, ...]) -> tuple[N, ...]:
    have = {item.name for item in own}
    return (*own, *(item for item in other if item.name not in have))


def _grade(base: Grade, paid: Grade, seated: Grade, entered: Grade, other: Grade) -> Grade:
    return replace(
        base, base=paid.base, seats=seated.seats, outside=seated.outside, outside_after=seated.outside_after,
        share=entered.share, fields={**other.fields, **base.fields},
    )  # fmt: skip


def _probation(entered: Scheme, paid: Scheme) -> Probation | None:
    if entered.probation is None or paid.probation is None:
        return entered.probation
    return replace(entered.probation, pay=paid.probation.pay, parts=paid.probation.parts)
