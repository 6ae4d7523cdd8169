"""The stages of a selection: what each takes, who passes it, and what follows a failure."""

from __future__ import annotations

import re
from typing import Any

from ladder_sim.core.i18n import tr
from ladder_sim.files import show
from ladder_sim.files.move_form import StageForm
from ladder_sim.files.resolve import Resolver, title_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.moves import Stage


def resolve_stages(r: Resolver, forms: list[StageForm], loc: tuple[str | int, ...]) -> tuple[Stage, ...]:
    seen: set[str] = set()
    made: list[Stage] = []
    for index, form in enumerate(forms):
        at = (*loc, "stages", index)
        r.once((*at, "stage"), ("stage", "环节"), form.stage, seen)
        made.append(_stage(r, form, at))
    return tuple(made)


def _stage(r: Resolver, form: StageForm, at: tuple[str | int, ...]) -> Stage:
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
        days=r.expr(form.days, *at, "days"),
        passes=r.maybe(form.pass_, *at, "pass"),
        score=r.maybe(form.score, *at, "score"),
        at_least=r.maybe(form.at_least, *at, "at_least"),
        objection=r.maybe(form.objection, *at, "objection"),
        retake_after=after,
        retakes=retakes,
        kept=r.maybe(form.kept, *at, "kept"),
        capacity=_capacity(r, form.capacity, at),
        fails_to=form.fails_to,
    )


def _capacity(r: Resolver, value: Any, at: tuple[str | int, ...]) -> Expr | None:
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
