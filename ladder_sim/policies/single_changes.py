"""What each change of a policy does by itself: the earlier scheme with that one change, played with the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ladder_sim.analysis.statements.effects import effect
from ladder_sim.attribution.parts import SchemePair, one_ladder, pair_of
from ladder_sim.core.display import between
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, quietly
from ladder_sim.experiment.comparing import compare
from ladder_sim.expressions.rename import bare_parts
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Condition, Move
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.policies.expected import TOLD, compared_as
from ladder_sim.policies.policy_document import Clause, PolicyArticle, PolicyDocument
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

#: Changes that are played one by one; a longer list is cut there, and the rest says so.
MOST = 24
#: Of so many measures the effect of a single change is told.
_SHOWN = 3
_EARLIER = "earlier"


def with_single_effects(
    document: PolicyDocument, comparison: Comparison, scheme: Scheme, earlier: Scheme
) -> PolicyDocument:
    """The document with the effect of each change beside the clause that says it.

    Every change is played as the earlier scheme with that change alone, on the people and with the luck of the
    comparison. Where it cannot be played alone, the clause says so; clauses that say the same in other words bear none.

    Parameters
    ----------
    document : of the new scheme, its changes marked
    comparison : of the earlier scheme, its baseline, and the new one
    scheme, earlier : that the document is about

    Raises
    ------
    LadderError
        The comparison is of other schemes.
    """
    run = comparison[compared_as(comparison, scheme, earlier)]
    keys = list(dict.fromkeys(key for article in _articles(document) for key, _ in _changed(article)))
    if not keys:
        return document
    if run.seed is None or not one_ladder(earlier, scheme):
        return _told(document, {}, _apart(run))
    pair = pair_of(earlier, scheme)
    start = pair.mixture(frozenset())
    variants = {key: made for key in keys if (made := variant(pair, start, key)) is not None}
    played = {key: made for key, made in list(variants.items())[:MOST] if _rules(made) != _rules(start)}
    alone = tr(
        "By itself it cannot be played: other rules hang together with it.", "无法单独模拟：与其他规则相互关联。"
    )
    many = tr("Not played by itself: more than {n} changes.", "变更超过{n}项，未单独模拟。", n=MOST)
    found = _effects(start, played, run, alone)
    found |= dict.fromkeys(list(variants)[MOST:], many)
    found |= {key: alone for key in keys if key not in variants and _of_rules(key)}
    note = tr("Beside each changed clause stands its effect by itself, with the same people and luck; together the "
              "changes may do more or less than the sum.",
              "各变更条款旁列其单独实施的影响（人员和随机数相同）；合并实施的影响不等于各项之和。")  # fmt: skip
    return _told(document, found, note)


def _apart(run: Run) -> str:
    """Why no change is played by itself."""
    if run.seed is None:
        return tr("The comparison is joined of several seeds: no change is played by itself.",
                  "比较由多个随机种子合并而成，未逐项单独模拟。")  # fmt: skip
    return tr(
        "The ladders differ, so that no change can be played by itself.", "两办法职级体系不同，无法逐项单独模拟。"
    )


def _articles(document: PolicyDocument) -> Iterator[PolicyArticle]:
    """The articles of rules: not the differences that stand before them."""
    for chapter in document.chapters:
        yield from (article for article in chapter.articles if article.key not in ("changes", "effects"))


def _changed(article: PolicyArticle) -> Iterator[tuple[str, int]]:
    """The changed clauses of an article: what each is about, and its place in the article."""
    for place, clause in enumerate(article.clauses):
        if not clause.mark:
            continue
        if article.mark and article.key.startswith("moves."):
            yield article.key, place
        elif clause.address:
            yield clause.address, place
        elif article.key in ("ladder", "start", "reviews"):
            yield article.key, place


def _of_rules(key: str) -> bool:
    """Whether what an address leads to is played at all."""
    return key.partition(".")[0] in ("moves", "pay", "scores", "ladder", "start", "reviews", "tokens", "statuses")


def variant(pair: SchemePair, start: Scheme, key: str) -> Scheme | None:
    """The earlier scheme with one change of the new one; None where it is no change that stands by itself.

    Parameters
    ----------
    pair : the earlier scheme and the new one
    start : the earlier scheme, with all names that the new one needs
    key : the address of what changes, such as moves.up.line; start, reviews or ladder as a whole
    """
    match key.split("."):
        case ["moves", id]:
            return _move_changed(pair, start, id)
        case ["moves", id, what]:
            own, new = _move(start.moves, id), _move(pair.other.moves, id)
            return None if own is None or new is None else _with_move(start, _with_rule(own, new, what))
        case ["pay", name]:
            return replace(start, pay=_exchanged(start.pay, pair.other.pay, name))
        case ["scores", name]:
            theirs = next((score for score in pair.other.scores if score.name.partition("__")[0] == name), None)
            mine = tuple(replace(score, every=theirs.every, value=theirs.value, shares=theirs.shares)
                         if theirs is not None and score.name == name else score for score in start.scores)  # fmt: skip
            return None if theirs is None or mine == start.scores else replace(start, scores=mine)
        case ["ladder"]:
            return replace(start, grades=tuple(map(_regraded, start.grades, pair.other.grades)))
        case ["start"]:
            entered = pair.mixture(frozenset({"entry"}))
            return replace(entered, probation=pair.other.probation)
        case ["reviews"]:
            new_dates = {move.id: move.review for move in pair.other.moves}
            moves = tuple(replace(move, review=new_dates.get(move.id, move.review)) for move in start.moves)
            return replace(start, moves=moves)
        case _:
            return None


def _move(moves: Sequence[Move], id: str) -> Move | None:
    return next((move for move in moves if move.id == id), None)


def _with_move(scheme: Scheme, changed: Move) -> Scheme:
    return replace(scheme, moves=tuple(changed if move.id == changed.id else move for move in scheme.moves))


def _move_changed(pair: SchemePair, start: Scheme, id: str) -> Scheme | None:
    """A move that is new, or gone; of one that is in both all but its ends, its review and its conditions."""
    own, new = _move(start.moves, id), _move(pair.other.moves, id)
    if own is None and new is None:
        return None
    if own is None and new is not None:
        before = [move.id for move in pair.other.moves[: pair.other.moves.index(new)]]
        at = max((place for place, move in enumerate(start.moves, start=1) if move.id in before), default=0)
        return replace(start, moves=(*start.moves[:at], new, *start.moves[at:]))
    if new is None or own is None:
        return replace(start, moves=tuple(move for move in start.moves if move.id != id))
    held = replace(new, to=own.to, to_expr=own.to_expr, kind=own.kind, review=own.review, when=own.when,
                   waive=own.waive)  # fmt: skip
    return _with_move(start, held)


def _with_rule(own: Move, new: Move, what: str) -> Move:
    """A move with one condition, its review, its ends or its waiver of the new scheme."""
    if what == "review":
        return replace(own, review=new.review)
    if what == "to":
        return replace(own, to=new.to, to_expr=new.to_expr, kind=new.kind)
    if what == "waive":
        return replace(own, waive=new.waive)
    theirs = next((condition for condition in new.when if condition.id == what), None)
    kept: list[Condition] = []
    for condition in own.when:
        if condition.id != what:
            kept.append(condition)
        elif theirs is not None:
            kept.append(theirs)
    if theirs is not None and all(condition.id != what for condition in own.when):
        kept.append(theirs)
    return replace(own, when=tuple(kept))


def _exchanged(own: Sequence[PayPart], new: Sequence[PayPart], name: str) -> tuple[PayPart, ...]:
    """The parts of pay with one of them as the new scheme has it."""
    theirs = [part for part in new if part.name == name]
    kept = [part if part.name != name else theirs[0] for part in own if part.name != name or theirs]
    return (*kept, *(theirs if all(part.name != name for part in own) else ()))


def _regraded(own: Grade, new: Grade) -> Grade:
    """A grade with the base pay and the seats of the new scheme."""
    return replace(own, base=new.base, seats=new.seats, outside=new.outside, outside_after=new.outside_after)


def _rules(scheme: Scheme) -> object:
    """What of a scheme is played, without its words."""
    return bare_parts((
        scheme.grades, scheme.moves, scheme.pay, scheme.scores, scheme.probation, scheme.entry, scheme.placement,
        scheme.team_size, scheme.hire_if, scheme.hire_among, scheme.hire_order,
    ))  # fmt: skip


def _effects(start: Scheme, variants: Mapping[str, Scheme], run: Run, alone: str) -> dict[str, str]:
    """The effect of each variant in words; where one cannot be played, that."""
    found: dict[str, str] = {}
    names = {f"change_{n}": key for n, key in enumerate(variants, start=1)}
    try:
        played = _played(start, {name: variants[key] for name, key in names.items()}, run)
    except LadderError:
        for key, made in variants.items():
            try:
                found[key] = _effect(_played(start, {"change": made}, run), "change")
            except LadderError:
                found[key] = alone
        return found
    return {key: _effect(played, name) for name, key in names.items()} if names else {}


def _played(start: Scheme, variants: Mapping[str, Scheme], run: Run) -> Comparison:
    assert run.seed is not None
    schemes = {_EARLIER: start, **variants}
    with quietly():
        return compare(schemes, workforce=run.workforce, months=run.months, replications=run.replications,
                       seed=run.seed, first=run.first)  # fmt: skip


def _effect(comparison: Comparison, id: str) -> str:
    """The measures that differ beyond luck, with their intervals."""
    told = []
    for measure in TOLD:
        if effect(comparison, id, measure).there:
            one = comparison.contrast(id, measure)
            span = between(one.difference.low, one.difference.high, one.measure.unit, signed=True)
            told.append(f"{one.measure.title} {span}")
    if not told:
        return tr("By itself: no effect that stands out from luck.", "单独实施：未见超出随机波动的影响。")
    listed = tr("; ", "；").join(told[:_SHOWN])
    return tr("By itself: {told}.", "单独实施：{told}。", told=listed)


def _told(document: PolicyDocument, effects: Mapping[str, str], note: str) -> PolicyDocument:
    """The document with each effect behind the last clause that it is about, and a note in the article of effects."""
    last = {key: (article.key, place) for article in _articles(document) for key, place in _changed(article)}
    at = {where: effects[key] for key, where in last.items() if key in effects}

    def told(article: PolicyArticle) -> PolicyArticle:
        if article.key == "effects":
            return replace(article, clauses=(*article.clauses, Clause(note, 1)))
        clauses = (
            replace(clause, effect=at.get((article.key, place), "")) for place, clause in enumerate(article.clauses)
        )
        return replace(article, clauses=tuple(clauses))

    chapters = (replace(chapter, articles=tuple(map(told, chapter.articles))) for chapter in document.chapters)
    return replace(document, chapters=tuple(chapters))
