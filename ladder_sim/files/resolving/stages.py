"""The stages of a selection: what each takes, who passes it, and what follows a failure."""

from __future__ import annotations

import re
from collections.abc import Collection

from ladder_sim.core.i18n import tr
from ladder_sim.files import KeyPath, show
from ladder_sim.files.forms.move import FailureForm, StageForm
from ladder_sim.files.resolving.grades import Ladder
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.files.resolving.reviews import work_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.kinds import EXIT_CAUSES, Severance
from ladder_sim.model.moves import BEFORE, EXIT, LOWER, STAY, Failure, Stage


def resolve_stages(
    r: Resolver, forms: list[StageForm], ladder: Ladder, statuses: Collection[str], loc: KeyPath
) -> tuple[Stage, ...]:
    """The stages of a move; `statuses`: names that its scheme has."""
    seen: set[str] = set()
    made: list[Stage] = []
    for index, form in enumerate(forms):
        at = (*loc, "stages", index)
        r.once((*at, "stage"), ("stage", "环节"), form.stage, seen)
        made.append(_stage(r, form, ladder, statuses, at))
    return tuple(made)


def _stage(r: Resolver, form: StageForm, ladder: Ladder, statuses: Collection[str], at: KeyPath) -> Stage:
    if form.at_least is not None and form.score is None:
        r.add((*at, "at_least"), tr("'at_least' needs a score", "“at_least”需要 score"), key=True)
    if form.retake_after is None:
        for key in ("retakes", "kept"):
            if getattr(form, key) is not None:
                r.add((*at, key), tr("'{key}' needs retake_after", "“{key}”需要 retake_after", key=key), key=True)
    after = None if form.retake_after is None else r.duration(form.retake_after, *at, "retake_after")
    retakes = int(after is not None) if form.retakes is None else r.whole(form.retakes, *at, "retakes")
    return Stage(
        name=form.stage,
        title=title_of(form.title, form.stage),
        days=r.working_days(form.days, *at, "days"),
        passes=r.maybe(form.pass_, *at, "pass"),
        score=r.maybe(form.score, *at, "score"),
        at_least=r.maybe(form.at_least, *at, "at_least"),
        objection=r.maybe(form.objection, *at, "objection"),
        retake_after=after,
        retakes=retakes,
        kept=r.maybe(form.kept, *at, "kept"),
        capacity=_capacity(r, form.capacity, at),
        fails_to=_failure(r, form.fails_to, ladder, statuses, (*at, "fails_to")),
        work=work_of(r, form.work, *at, "work"),
    )


def _failure(r: Resolver, given: str | FailureForm, ladder: Ladder, statuses: Collection[str], at: KeyPath) -> Failure:
    """What follows a failure: a word for where to, or the whole."""
    if isinstance(given, str):
        return Failure(_goal(r, given, ladder, at))
    to = _goal(r, given.to, ladder, (*at, "to"))
    if to != EXIT:
        for key in ("cause", "severance"):
            if getattr(given, key) is not None:
                r.add((*at, key), tr("'{key}' goes with to: exit", "“{key}”只用于 to: exit", key=key), key=True)
    if given.status is not None and given.status not in statuses:
        r.unknown((*at, "status"), ("status", "状态"), given.status, statuses)
    after = None if given.after is None else r.months(given.after, *at, "after")
    effective = r.month_of_year(given.effective, *at, "effective")
    if given.status is not None and ((after is None and effective is None) or to == STAY):
        text = tr(
            "'status' lasts until the effect: give 'to', and 'after' or 'effective'",
            "“status”持续到生效为止：请写明 to 以及 after 或 effective",
        )
        r.add((*at, "status"), text, key=True)
    severance = given.severance or usual_severance(given.cause)
    return Failure(to, after, given.cause, severance, given.status, effective)


def _goal(r: Resolver, word: str, ladder: Ladder, at: KeyPath) -> str:
    known = [STAY, EXIT, LOWER, BEFORE]
    if word not in known and word not in ladder.declared:
        r.unknown(at, ("grade", "职级"), word, [*known, *ladder.ids])
    return word if word in known or word in ladder.ids else STAY


def usual_severance(cause: object) -> Severance:
    """What the file need not say: nothing for one cause for which nothing is due, else what is due."""
    nothing = any(name == cause and info.severance == "none" for name, info in EXIT_CAUSES.items())
    return "none" if nothing else "due"


def _capacity(r: Resolver, value: object, at: KeyPath) -> Expr | None:
    if value is None:
        return None
    found = re.fullmatch(r"\s*(.+?)\s+a\s+month\s*", value) if isinstance(value, str) else None
    if found:
        return r.part(str(value), *found.span(1), *at, "capacity")
    r.add(
        (*at, "capacity"),
        tr(
            "must say per month, such as '10 a month', got {got}",
            "应写明每月，如“10 a month”，现为{got}",
            got=show(value),
        ),
    )
    return None
