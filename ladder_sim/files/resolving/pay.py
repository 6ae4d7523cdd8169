"""Numbers of grades by step, indices and tables of pay, from the human form to the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.expressions.dated import PAID_FROM, month_number
from ladder_sim.files import show
from ladder_sim.files.forms.common import LaterForm
from ladder_sim.files.forms.index import IndexForm, RiseForm, SchemeIndexForm, TablesForm, WorkforceIndexForm
from ladder_sim.files.resolving.resolver import Resolver, dated_expr, number_of, title_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.indices import Index, Rise, Tables

_UNKNOWN = Expr("unknown")


def by_step(r: Resolver, value: object, *loc: str | int) -> tuple[Expr, ...]:
    """A number that a grade carries: one expression, or one for each step where it is a list."""
    if isinstance(value, list):
        return tuple(r.expr(each, *loc, place) for place, each in enumerate(value))
    if not isinstance(value, Mapping) or not any(isinstance(_plain(each), list) for each in value.values()):
        return (r.expr(value, *loc),)
    steps = max(len(found) for each in value.values() if isinstance(found := _plain(each), list))
    months = sorted(value, key=lambda month: month_number(month) or 0)
    return tuple(
        dated_expr({_late(value[month], month): _step(r, value[month], step, *loc, month) for month in months},
                   r.place(*loc))
        for step in range(steps)
    )  # fmt: skip


def _plain(value: object) -> object:
    return value.value if isinstance(value, LaterForm) else value


def _late(value: object, month: str) -> str:
    return f"{month}{PAID_FROM}{value.paid_from}" if isinstance(value, LaterForm) else month


def _step(r: Resolver, value: object, step: int, *loc: str | int) -> Expr:
    """The entry of a step in the list of a month; unknown beyond its end."""
    if isinstance(value, LaterForm):
        return _step(r, value.value, step, *loc, "value")
    if not isinstance(value, list):
        return r.expr(value, *loc)
    return r.expr(value[step], *loc, step) if step < len(value) else _UNKNOWN


def rate(r: Resolver, value: object, *loc: str | int) -> float:
    """A rise such as ``3%``, ``0.03`` or an expression of parameters, ``award%`` among them."""
    percent = isinstance(value, str) and value.strip().endswith("%")
    plain: PlainData = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    number = number_of(plain) if isinstance(plain, str) else None
    plain = r.constant(plain, *loc) if number is None else number
    if plain is None:
        return 0.0
    found = float("nan") if isinstance(plain, str) else float(plain) / 100 if percent else float(plain)
    if isinstance(plain, bool) or not -1 < found <= 1:
        r.add(loc, tr("must be a rise such as 3%, above −100% and at most 100%, got {got}",
                      "应为涨幅，如3%，大于−100%且不超过100%，现为{got}", got=show(value)))  # fmt: skip
        return 0.0
    return found


def indices(
    r: Resolver, forms: Mapping[str, IndexForm], chosen: Callable[..., tuple[str, ...]] | None = None
) -> dict[str, Index]:
    """The indices of a file. `chosen` gives the grades that a scheme's ``for`` means."""
    made: dict[str, Index] = {}
    for name, form in forms.items():
        loc = ("indices", name)
        r.free_name(name, *loc)
        given = [key for key in ("yearly", "steps", "of") if getattr(form, key)]
        if not given:
            r.add(loc, tr("needs yearly, steps or of", "需要 yearly、steps 或 of"), key=True)
        if "of" in given and "yearly" in given:
            both = tr("has {given} at once; choose one", "同时有 {given}；请只留一个", given="yearly + of")
            r.add((*loc, "of"), both, key=True)
        for key in ("lag", "share", "at_most"):
            if getattr(form, key) is not None and form.of is None:
                r.add((*loc, key), tr("'{key}' goes with of", "“{key}”要与 of 一起用", key=key), key=True)
        if form.of is not None and form.of in forms and form.of not in made:
            r.add((*loc, "of"), tr("index '{of}' must stand above", "指数“{of}”应写在前面", of=form.of))
        made[name] = _index(r, name, form, chosen)
    deflators = [name for name, index in made.items() if index.deflator]
    for name in deflators[1:]:
        r.add(("indices", name, "deflator"), tr("'{first}' is the deflator already", "折算指数已是“{first}”",
                                                first=deflators[0]))  # fmt: skip
    return made


def _index(r: Resolver, name: str, form: IndexForm, chosen: Callable[..., tuple[str, ...]] | None) -> Index:
    loc = ("indices", name)
    scheme = form if isinstance(form, SchemeIndexForm) else None
    grades = chosen(scheme.for_, *loc, "for") if scheme is not None and scheme.for_ and chosen is not None else ()
    if scheme is not None and scheme.for_ and not scheme.on:
        r.add((*loc, "for"), tr("'for' goes with on", "“for”要与 on 一起用"), key=True)
    share = 1.0 if form.share is None else rate(r, form.share, *loc, "share")
    return Index(
        name, title_of(form.title, name),
        yearly=None if form.yearly is None else rate(r, form.yearly, *loc, "yearly"),
        month=form.month or 1, steps=_rises(r, form.steps, *loc, "steps"), of=form.of or "",
        lag=0 if form.lag is None else r.duration(form.lag, *loc, "lag"), share=share,
        at_most=None if form.at_most is None else rate(r, form.at_most, *loc, "at_most"),
        on=() if scheme is None else tuple(scheme.on), grades=grades,
        deflator=isinstance(form, WorkforceIndexForm) and form.deflator, at=r.place(*loc, key=True),
    )  # fmt: skip


def _rises(r: Resolver, steps: Mapping[str, PlainData], *loc: str | int) -> tuple[Rise, ...]:
    made = []
    for month, value in sorted(steps.items(), key=lambda row: month_number(row[0]) or 0):
        if not isinstance(value, RiseForm):
            made.append(Rise(month, rate(r, value, *loc, month)))
            continue
        if (month_number(value.paid_from) or 0) < (month_number(month) or 0):
            r.add((*loc, month, "paid_from"), tr("is paid before it holds", "发放月份早于生效月份"))
        made.append(Rise(month, rate(r, value.rise, *loc, month, "rise"), value.paid_from))
    return tuple(made)


def check_on(r: Resolver, made: Mapping[str, Index], known: Sequence[str]) -> None:
    """What indices multiply must be carried by a grade."""
    for name, index in made.items():
        for place, field in enumerate(index.on):
            if field not in known:
                loc = ("indices", name, "on")
                single = not isinstance(r.tree.value["indices"].value[name].value["on"].value, list)
                r.unknown(loc if single else (*loc, place), ("number of the grades", "职级数字"), field, known)


def tables(form: TablesForm | None) -> Tables:
    """How pay follows its tables."""
    return Tables() if form is None else Tables(form.follow, None if form.round is None else float(form.round))
