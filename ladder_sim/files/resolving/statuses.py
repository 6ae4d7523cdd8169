"""Statuses of a scheme or a workforce, from their forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.files import KeyPath, show
from ladder_sim.files.forms.status import LifeStatusForm, StatusForm, UniformForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.statuses import HAPPENINGS, STOPPABLE, STOPPED, Status


def resolve_statuses(
    r: Resolver, forms: Mapping[str, StatusForm], taken: Collection[str], moves: Collection[str] | None
) -> tuple[Status, ...]:
    """The statuses of a file.

    Parameters
    ----------
    taken : names that something else of the file has.
    moves : ids of the file's moves; None: it knows none, and names them as it likes.
    """
    return tuple(_status(r, name, form, taken, moves) for name, form in forms.items())


def _status(r: Resolver, name: str, form: StatusForm, taken: Collection[str], moves: Collection[str] | None) -> Status:
    at: KeyPath = ("statuses", name)
    if moves is None:  # else it is looked at among the names of the scheme
        r.free_name(name, *at)
    if name in taken:
        r.add(at, tr("'{name}' stands for something else already", "“{name}”已另有所指", name=name), key=True)
    if (form.months is None) == (form.until is None):
        r.add(at, tr("a status needs 'months' or 'until', one of them", "状态需要 months 或 until，二者取一"), key=True)
    between = months = None
    if isinstance(form.months, UniformForm):
        low, high = (r.expr(value, *at, "months", "uniform", i) for i, value in enumerate(form.months.uniform))
        between = (low, high)
    elif form.months is not None:
        months = r.months(form.months, *at, "months")
    pay = None if form.pay in ("all", "base") else r.expr(form.pay, *at, "pay")
    reviews = _reviews(form.reviews)
    for key, names in (("reviews", reviews), ("ends_with", form.ends_with)):
        for index, move in enumerate(names or ()):
            if moves is not None and move not in moves:
                r.unknown((*at, key, index), ("move", "规则"), move, moves)
    life = isinstance(form, LifeStatusForm)
    ends_with = form.ends_with if form.ends_with is not None else () if life else None
    return Status(
        id=name,
        title=title_of(form.title, name),
        months=months,
        between=between,
        until=r.maybe(form.until, *at, "until"),
        begins=r.expr(form.begins, *at, "begins") if isinstance(form, LifeStatusForm) else None,
        stops=_stops(r, form, at),
        windows=form.windows,
        pay=pay,
        parts=form.pay == "all",
        reviews=reviews,
        ends_with=None if ends_with is None else tuple(ends_with),
        place=form.place,
        counts=form.counts,
        at=r.place(*at),
    )


def _reviews(given: str | list[str]) -> tuple[str, ...] | None:
    match given:
        case "all":
            return None
        case "none":
            return ()
        case str():
            return (given,)
        case _:
            return tuple(given)


def _stops(r: Resolver, form: StatusForm, at: KeyPath) -> tuple[str, ...]:
    """The clocks that stand still."""
    if form.clocks == "run":
        return ()
    if form.clocks == "stop":
        return STOPPED
    names = [form.clocks] if isinstance(form.clocks, str) else form.clocks
    known = [*STOPPABLE, HAPPENINGS]
    for name in names:
        if name not in known:
            r.add(
                (*at, "clocks"),
                tr("must be run, stop, or some of {known}; got {got}{hint}",
                   "应为 run、stop，或 {known} 中的几项；现为{got}{hint}",
                   known=", ".join(known), got=show(name), hint=nearest(name, ["run", "stop", *known])),
            )  # fmt: skip
    return tuple(name for name in names if name in known)
