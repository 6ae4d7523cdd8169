"""The moves of a scheme: from where to where, of what kind, and on which terms."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.words import WORDS
from ladder_sim.files import show
from ladder_sim.files.forms.move import ConditionForm, MoveForm, RaiseForm
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.resolving.grades import Ladder
from ladder_sim.files.resolving.quotas import resolve_quota, takes_openings
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.files.resolving.stages import resolve_stages, usual_severance
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.kinds import IN_GRADE, MOVE_KINDS, Cause, MoveKind
from ladder_sim.model.moves import (
    ANY,
    BEFORE,
    EXIT,
    LOWER,
    NEXT,
    SAME,
    Condition,
    Move,
    MoveProbation,
    PayRule,
    Review,
    StepRule,
    Waiver,
    beside_each_other,
)  # fmt: skip


def resolve_moves(r: Resolver, form: SchemeForm, ladder: Ladder, reviews: Mapping[str, Review]) -> tuple[Move, ...]:
    """The moves of a scheme in the file's order; one that is faulty is noted and left out."""
    made: list[Move] = []
    seen: set[str] = set()
    for index, entry in enumerate(form.moves):
        r.once(("moves", index, "id"), ("move", "规则"), entry.id, seen)
        move = _move(r, entry, index, form, ladder, reviews)
        if move is not None:
            made.append(move)
    _beside(r, form, made)
    _counts_as(r, form, made)
    return tuple(made)


def _counts_as(r: Resolver, form: SchemeForm, moves: list[Move]) -> None:
    """What a move counts as is another move, which stands for itself."""
    by_id = {move.id: move for move in moves}
    for index, entry in enumerate(form.moves):
        at, name = ("moves", index, "counts_as"), entry.counts_as
        if name is None:
            continue
        if name not in by_id:
            r.unknown(at, ("move", "规则"), name, [move.id for move in moves if move.id != entry.id])
        elif name == entry.id or by_id[name].counts_as is not None:
            r.add(at, tr("'{name}' must be another move, which counts as itself alone",
                         "“{name}”须为另一项变动，且它本身不再计作别的变动", name=name))  # fmt: skip


def _beside(r: Resolver, form: SchemeForm, moves: list[Move]) -> None:
    """Moves named under `beside` are there, and one of two leaves the grade as it is."""
    by_id = {move.id: move for move in moves}
    for index, entry in enumerate(form.moves):
        for place, name in enumerate(entry.beside):
            at: tuple[str | int, ...] = ("moves", index, "beside")
            at = (*at, place) if isinstance(r.tree.value["moves"].value[index].value["beside"].value, list) else at
            if name == ANY:
                continue
            if name not in by_id:
                r.unknown(at, ("move", "规则"), name, [move.id for move in moves])
            elif entry.id in by_id and not beside_each_other(by_id[entry.id], by_id[name]):
                said = tr("of two moves beside each other one must be to: same and none an exit",
                          "同时决定的两项变动中，须有一项为 to: same，且都不是离职")  # fmt: skip
                r.add(at, said)


def _move(
    r: Resolver, entry: MoveForm, index: int, form: SchemeForm, ladder: Ladder, reviews: Mapping[str, Review]
) -> Move | None:
    loc = ("moves", index)
    _refers(r, entry, form, reviews, loc)
    known = len(r.problems.errors)
    to, to_expr = _targets(r, entry, ladder, form, loc)
    astray = len(r.problems.errors) > known
    if not to and not astray:
        _left_out(r, entry, ladder, loc)
        return None
    # where its ends are wrong, what else it says is checked all the same
    kind = entry.kind or "promotion" if astray else _kind(r, entry, to, to_expr, ladder, loc)
    if kind == "regrade" and entry.kind is None:
        kind = "status" if _of_status(entry, form) else "honor" if _honors(entry) else kind
    if not astray:
        _exits_alone(r, entry, to, loc)
    conditions = _conditions(r, entry, loc)
    quota = resolve_quota(r, entry.seats, entry.count, loc)
    goals = [None if to_expr is not None else ladder.find(goal) for goal in to.values()]
    takes_openings(r, quota, kind, goals, (*loc, "seats"))
    return Move(
        id=entry.id,
        title=title_of(entry.title, entry.id),
        kind=kind,
        review=entry.review,
        to=to,
        to_expr=to_expr,
        when=conditions,
        quota=quota,
        order=r.maybe(entry.order, *loc, "order"),
        apply=r.maybe(entry.apply, *loc, "apply"),
        stages=resolve_stages(r, entry.stages, ladder, form.statuses, loc),
        pay=_pay(r, entry, kind, loc),
        step=None if entry.step is None else _step_rule(entry.step),
        step_to=_step_to(r, entry, form, loc),
        keeps_wait=_keeps_wait(r, entry, ladder, loc),
        award=r.maybe(entry.award, *loc, "award"),
        after=None if entry.after is None else r.months(entry.after, *loc, "after"),
        status=entry.status,
        spared_by=entry.spared_by,
        counts_as=entry.counts_as,
        beside=tuple(entry.beside),
        causes=_causes(r, entry, loc),
        severance=entry.severance or usual_severance(entry.cause),
        windows=entry.windows or ("since_move" if kind in ("demotion", "dismissal") else "across"),
        calendar=entry.windows or "across",
        probation=_probation(r, entry, loc),
        waive=_waiver(r, entry, conditions, loc),
        set={name: r.expr(value, *loc, "set", name) for name, value in entry.set.items()},
        at=r.place(*loc),
    )


def _step_rule(value: object) -> StepRule:
    """Which step of the grade a move leads to."""
    word = value.strip() if isinstance(value, str) else value
    return word if word in ("next", "keep", "first") else "to"


def _step_to(r: Resolver, entry: MoveForm, form: SchemeForm, loc: tuple[str | int, ...]) -> Expr | None:
    """The expression of a step; a single word that nobody declares is a misspelt one."""
    if entry.step is None or _step_rule(entry.step) != "to":
        return None
    word = str(entry.step).strip()
    declared = {*form.parameters, *form.scores, *WORDS}
    if word.isidentifier() and word not in declared:
        r.unknown((*loc, "step"), ("step", "档位"), word, ["next", "keep", "first", *form.parameters])
        return None
    return r.expr(entry.step, *loc, "step")


def _keeps_wait(r: Resolver, entry: MoveForm, ladder: Ladder, loc: tuple[str | int, ...]) -> Expr | None:
    """For whom the months in the step go on; there must be steps."""
    if entry.keeps_wait is not None and not any("base" in grade.steps for grade in ladder.grades):
        told = tr("'keeps_wait' changes nothing without steps: write the base of a grade as a list",
                  "没有档位，“keeps_wait”不起作用：请把职级的 base 写成列表")  # fmt: skip
        r.problems.warn(r.place(*loc, "keeps_wait"), told)
    return r.maybe(entry.keeps_wait, *loc, "keeps_wait")


def _refers(
    r: Resolver, entry: MoveForm, form: SchemeForm, reviews: Mapping[str, Review], loc: tuple[str | int, ...]
) -> None:
    """What a move names beside grades must be there."""
    if entry.review not in reviews:
        r.unknown((*loc, "review"), ("review", "评审"), entry.review, reviews)
    if entry.spared_by is not None and entry.spared_by not in form.tokens:
        r.unknown((*loc, "spared_by"), ("token", "豁免资格"), entry.spared_by, form.tokens)
    if entry.status is not None and entry.status not in form.statuses:
        r.unknown((*loc, "status"), ("status", "状态"), entry.status, form.statuses)


def _exits_alone(r: Resolver, entry: MoveForm, to: Mapping[str, str], loc: tuple[str | int, ...]) -> None:
    """Keys that only an exit may have, and one that it may not."""
    if entry.set and EXIT in to.values():
        r.add((*loc, "set"), tr("'set' does not go with to: exit", "“set”不能用于 to: exit"), key=True)
    for key in ("cause", "severance"):
        if getattr(entry, key) is not None and EXIT not in to.values():
            r.add((*loc, key), tr("'{key}' goes with to: exit", "“{key}”只用于 to: exit", key=key), key=True)


def _left_out(r: Resolver, entry: MoveForm, ladder: Ladder, loc: tuple[str | int, ...]) -> None:
    """Say that a move is not played, for a grade that it names is not there under these parameters."""
    named = [entry.from_] if isinstance(entry.from_, str) else entry.from_
    gone = [name for name in (*named, entry.to) if name.strip() in ladder.absent]
    if gone:
        r.problems.warn(
            r.place(*loc),
            tr("move '{move}' is left out: under these parameters grade {gone} is not there (see its 'exists')",
               "规则“{move}”不生效：按当前参数，职级{gone}不存在（见其 exists）", move=entry.id, gone=enumerated(gone)),
        )  # fmt: skip


def _targets(
    r: Resolver, entry: MoveForm, ladder: Ladder, form: SchemeForm, loc: tuple[str | int, ...]
) -> tuple[dict[str, str], Expr | None]:
    """Where each grade leads. Grades without a way are left out of groups, and an error when named singly."""
    starts = ladder.select(r, entry.from_, *loc, "from")
    word = entry.to.strip()
    if word in (EXIT, SAME, BEFORE):
        return {grade.id: word for grade, _named in starts}, None
    if word in (NEXT, LOWER):
        return _steps(r, starts, word, ladder, loc), None
    if word in ladder.absent:
        return {}, None
    if ladder.find(word) is not None:
        # a group leads to the grade from everywhere else; a grade named singly may lead to itself
        ends = {grade.id: SAME if grade.id == word else word for grade, named in starts if named or grade.id != word}
        if starts and not ends:
            r.add((*loc, "to"), tr("no other grade leads to '{to}'", "没有其他职级通向“{to}”", to=word))
        return ends, None
    if word.isidentifier() and word not in form.parameters and word not in form.scores:
        known = [EXIT, SAME, NEXT, LOWER, BEFORE, *ladder.ids]
        r.unknown((*loc, "to"), ("grade", "职级"), word, known)
        return {}, None
    # where an expression leads is only known at the review
    return {grade.id: SAME for grade, _named in starts}, r.expr(entry.to, *loc, "to")


def _steps(
    r: Resolver, starts: list[tuple[Grade, bool]], word: str, ladder: Ladder, loc: tuple[str | int, ...]
) -> dict[str, str]:
    made: dict[str, str] = {}
    dead = False
    for grade, named in starts:
        end = ladder.beside(grade, 1 if word == NEXT else -1)
        if end is not None:
            made[grade.id] = end.id
        elif named and not ladder.has_absent(grade, 1 if word == NEXT else -1):
            dead = True
            r.add(
                (*loc, "to"),
                tr(
                    "'{grade}' is the {end} grade of its track; there is no {word}",
                    "“{grade}”是本通道{end}职级，没有 {word}",
                    grade=grade.id,
                    word=word,
                    end=tr("highest", "最高") if word == NEXT else tr("lowest", "最低"),
                ),
            )
    if starts and not made and not dead and not ladder.absent:
        r.add((*loc, "to"), tr("none of these grades has a {word} one", "这些职级都没有 {word}", word=word))
    return made


def _kind(
    r: Resolver,
    entry: MoveForm,
    to: Mapping[str, str],
    to_expr: Expr | None,
    ladder: Ladder,
    loc: tuple[str | int, ...],
) -> MoveKind:
    if entry.kind == "dismissal" and EXIT not in to.values():
        r.add((*loc, "kind"), tr("a dismissal leads to exit", "辞退只能通向 exit"))
    if entry.kind is not None:
        return entry.kind
    if to_expr is not None:
        return "promotion"
    if entry.set and entry.pay is None and set(to.values()) == {SAME}:
        return "lateral"  # a transfer within the grade
    found: dict[MoveKind, str] = {}
    for start, end in to.items():
        found.setdefault(_kind_of(start, end, ladder), f"{start} → {end}")
    if len(found) > 1:
        kinds = tr(", ", "、").join(
            tr("{kind} ({ends})", "{kind}（{ends}）", kind=Title(kind, MOVE_KINDS[kind].event.of("zh")), ends=ends)
            for kind, ends in found.items()
        )
        r.add(
            loc,
            tr("a move must be of one kind, this is {kinds}; split it or name its kind",
               "一条规则只能是一种变动，这里有{kinds}；请拆开或写明 kind", kinds=kinds),
        )  # fmt: skip
    return next(iter(found))


def _of_status(entry: MoveForm, form: SchemeForm) -> bool:
    """Does a move within the grade no more than begin a status, or end one?"""
    paid = (entry.pay, entry.step, entry.award) != (None, None, None)
    ended = {name for status in form.statuses.values() for name in status.ends_with or ()}
    return not paid and (entry.status is not None or entry.id in ended)


def _honors(entry: MoveForm) -> bool:
    """Does a move within the grade give an award, and leave base pay and step as they are?"""
    return entry.award is not None and entry.pay in (None, "keep") and entry.step is None


def _kind_of(start: str, end: str, ladder: Ladder) -> MoveKind:
    """The kind of a move from one grade to another, from its ends."""
    words: dict[str, MoveKind] = {EXIT: "dismissal", SAME: "regrade", BEFORE: "demotion"}
    if end in words:
        return words[end]
    low, high = ladder.find(start), ladder.find(end)
    assert low is not None and high is not None  # both come from the ladder
    if low.track == high.track:
        if high.level < low.level:
            return "demotion"
        return "confirmation" if low.trial else "promotion"
    roles = {role: place for place, role in enumerate(ladder.roles)}
    was, will = roles.get(low.role, 0), roles.get(high.role, 0)
    if was != will:
        return "promotion" if will > was else "demotion"
    if low.layer == high.layer:
        return "lateral"
    return "promotion" if high.layer > low.layer else "demotion"


def _conditions(r: Resolver, entry: MoveForm, loc: tuple[str | int, ...]) -> tuple[Condition, ...]:
    made: list[Condition] = []
    seen: set[str] = set()
    single = not isinstance((r.tree.value["moves"].value[loc[1]].get("when") or r.tree).value, list)
    for index, given in enumerate(entry.when):
        at = (*loc, "when") if single else (*loc, "when", index)
        name = f"c{index + 1}"
        if isinstance(given, ConditionForm):
            name = given.id or name
            test, due = r.expr(given.if_, *at, "if"), given.due
            title = Title(test.text, test.text)
            if given.title is not None:
                title = r.filled(title_of(given.title, ""), *at, "title")
        else:
            test, due = r.expr(given, *at), None
            title = Title(test.text, test.text)
        r.once((*at, "id"), ("condition", "条件"), name, seen)
        made.append(Condition(name, title, test, due))
    return tuple(made)


def _pay(r: Resolver, entry: MoveForm, kind: MoveKind, loc: tuple[str | int, ...]) -> PayRule:
    given, at = entry.pay, (*loc, "pay")
    if given is None:
        keeps = (
            kind == "dismissal" or (kind in IN_GRADE and entry.step is None) or (entry.set and entry.to.strip() == SAME)
        )
        return PayRule("keep" if keeps else "base")
    if isinstance(given, RaiseForm):
        by = r.maybe(given.by, *at, "by")
        text = given.raise_
        if isinstance(text, str) and ".." in text:
            middle = text.index("..")
            low = r.part(text, 0, middle, *at, "raise")
            high = r.part(text, middle + 2, len(text), *at, "raise")
            if low.text and high.text:
                return PayRule("raise", low, high, by)
            r.add(
                (*at, "raise"),
                tr(
                    "a range is written such as '500..800', got {got}",
                    "范围应写作“500..800”，现为{got}",
                    got=show(text),
                ),
            )
            return PayRule("keep")
        one = r.expr(text, *at, "raise")
        return PayRule("raise", one, one, by)
    if given in ("to base", "keep"):
        return PayRule("base" if given == "to base" else "keep")
    return PayRule("set", value=r.expr(given, *at))


def _causes(r: Resolver, entry: MoveForm, loc: tuple[str | int, ...]) -> dict[Cause, Expr]:
    given = entry.cause
    if not isinstance(given, dict):
        return {given or "dismissal": Expr("1")}
    numbers = [value for value in given.values() if isinstance(value, int | float)]
    if len(numbers) == len(given):
        r.shares(numbers, *loc, "cause")
    return {cause: r.expr(value, *loc, "cause", cause) for cause, value in given.items()}


def _probation(r: Resolver, entry: MoveForm, loc: tuple[str | int, ...]) -> MoveProbation | None:
    given = entry.probation
    if given is None:
        return None
    months = r.whole(given.months, *loc, "probation", "months", high=120)
    if months == 0:  # where a slider has been pulled to its end
        return None
    return MoveProbation(months, r.maybe(given.confirm, *loc, "probation", "confirm"), given.otherwise)


def _waiver(
    r: Resolver, entry: MoveForm, conditions: tuple[Condition, ...], loc: tuple[str | int, ...]
) -> Waiver | None:
    given = entry.waive
    if given is None:
        return None
    ids = [condition.id for condition in conditions]
    for index, name in enumerate(given.only):
        if name not in ids:
            r.unknown((*loc, "waive", "only", index), ("condition", "条件"), name, ids)
    count = r.whole(given.count, *loc, "waive", "count", low=1)
    return Waiver(r.expr(given.when, *loc, "waive", "when"), count, tuple(given.only))
