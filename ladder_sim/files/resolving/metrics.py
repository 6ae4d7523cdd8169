"""Metrics and attributes, from the human form to the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar, get_args

from ladder_sim.core.directions import direction_of
from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.expressions.scope import AGING
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.files import show
from ladder_sim.files.forms.metric import AttributeForm, ChangeForm, LearningForm, MetricForm, RateForm, SpreadForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import NEXT_LEVEL, Attribute, AttributeKind, FactChange, Metric, MetricKind
from ladder_sim.streams.distributions import DISTRIBUTIONS

KindT = TypeVar("KindT", bound=str)
_METRIC_KEYS: dict[MetricKind, str] = {kind: DISTRIBUTIONS[kind].key for kind in get_args(MetricKind)}
_ATTRIBUTE_KEYS: dict[AttributeKind, str] = {kind: DISTRIBUTIONS[kind].key for kind in get_args(AttributeKind)}


def metric(r: Resolver, name: str, form: MetricForm, *loc: str | int) -> Metric:
    """A metric from its form; more than one kind at once, or a key that does not go with the kind, is noted.

    Parameters
    ----------
    loc : where the form stands in the file
    """
    kind = _one_kind(r, form, _METRIC_KEYS, *loc) or "value"
    made: RecordValues = {}
    body = getattr(form, kind)
    if isinstance(body, SpreadForm):
        made = {
            "mean": r.expr(body.mean, *loc, kind, "mean"),
            "between": r.expr(body.between, *loc, kind, "between"),
            "within": r.expr(body.within, *loc, kind, "within"),
            "carry": float(body.carry),
            "ability": _float(body.ability),
            "at_move": r.maybe(body.at_move, *loc, kind, "at_move"),
        }
        if body.at_move is not None and (kind != "normal" or form.per != "person"):
            r.add((*loc, kind, "at_move"), tr("'at_move' goes with a person's normal metric",
                                              "“at_move”只用于按人抽取的 normal 指标"), key=True)  # fmt: skip
    elif isinstance(body, RateForm):
        made = {"mean": r.expr(body.mean, *loc, kind, "mean"), "ability": _float(body.ability)}
    elif kind == "uniform":
        low, high = (float(x) for x in body)
        _rising(r, low, high, *loc, kind)
        made = {"low": low, "high": high, "mean": Expr(repr((low + high) / 2), r.place(*loc, kind))}
    elif kind == "table":
        made = {"table": _table(r, body, *loc, kind), "mean": Expr(repr(_mean(body)), r.place(*loc, kind)),
                "low": float(min(body)), "high": float(max(body))}  # fmt: skip
    elif kind == "value":
        made = {} if body is None else {"mean": r.expr(body, *loc, kind)}
    else:
        raise AssertionError(f"the form of {kind!r} is read by nothing")
    if form.clip is not None:
        low_high = [_float(x) for x in form.clip]
        _rising(r, low_high[0], low_high[1], *loc, "clip")
        if kind in ("uniform", "table"):
            r.add((*loc, "clip"), tr("{kind} has its own limits", "{kind} 已有上下限", kind=kind), key=True)
        else:
            made["low"], made["high"] = low_high
    if form.cut is not None:
        made |= dict(zip(("low", "high", "cut"), (*_cut(r, kind, form, *loc), True), strict=True))
    if body is not None and isinstance(body, SpreadForm | RateForm):
        _within(r, body.mean, made.get("low"), made.get("high"), *loc, kind, "mean")
    if form.learning is not None:
        made |= _learning(r, form.learning, *loc, "learning")
    return Metric(
        name,
        title_of(form.title, name),
        kind,
        **made,
        at=form.at,
        per=form.per,
        unit=form.unit or "",
        better="low" if direction_of(form.better) == "down" else "high",
        event=form.event,
        missing=_float(form.missing),
        basis=form.basis or "",
    )


def _learning(r: Resolver, form: LearningForm, *loc: str | int) -> RecordValues:
    return {"gain": r.expr(form.gain, *loc, "gain"), "half_life": float(form.half_life)}


def attribute(r: Resolver, name: str, form: AttributeForm | int | float, *loc: str | int) -> Attribute:
    """An attribute from its form, or from a number: the same for everybody; faults are noted."""
    if not isinstance(form, AttributeForm):
        return Attribute(name, title_of(None, name), "constant", (float(form),))
    made = _as_drawn(r, name, form, *loc)
    changes = [_change(r, made, entry, *loc, "changes", i) for i, entry in enumerate(form.changes)]
    return replace(made, changes=tuple(change for change in changes if change is not None))


def _change(r: Resolver, of: Attribute, form: ChangeForm, *loc: str | int) -> FactChange | None:
    """How an attribute changes; clocks do so by themselves."""
    if of.name in AGING or of.name in GIVEN_CLOCKS:
        r.add(loc, tr("'{name}' grows by itself", "“{name}”随时间自动增长", name=of.name), key=True)
    if form.to == NEXT_LEVEL and not of.ordered:
        r.add((*loc, "to"), tr("'next' goes with order", "“next”要与 order 一起用"))
        return None
    return FactChange(r.period(form.every, form.month, *loc, "every"), r.expr(form.if_, *loc, "if"),
                      r.expr(form.to, *loc, "to"))  # fmt: skip


def _as_drawn(r: Resolver, name: str, form: AttributeForm, *loc: str | int) -> Attribute:
    title = title_of(form.title, name)
    kind = _one_kind(r, form, _ATTRIBUTE_KEYS, *loc)
    low, high = _float(form.at_least), _float(form.at_most)
    _rising(r, low, high, *loc, "at_least")
    if kind is None:
        return Attribute(name, title, "constant", (0.0,))
    if kind == "shares":
        return _shares(r, name, form, *loc)
    if form.cut is not None:
        low, high = _cut(r, kind, form, *loc)
    for key in ("order", "names"):
        if getattr(form, key):
            r.add((*loc, key), tr("'{key}' goes with shares", "“{key}”要与 shares 一起用", key=key), key=True)
    if form.table is not None:
        return Attribute(name, title, kind, table=_table(r, form.table, *loc, kind), low=low, high=high)
    body = getattr(form, _ATTRIBUTE_KEYS[kind])
    params = tuple(float(x) for x in body) if isinstance(body, list) else (float(body),)
    if kind == "uniform":
        _rising(r, params[0], params[1], *loc, kind)
    if kind == "normal":
        _within(r, params[0], low, high, *loc, kind, 0)
    if kind == "normal" and params[1] < 0:
        r.add(
            (*loc, kind, 1),
            tr("a standard deviation must be at least 0, got {got}", "标准差应不小于0，现为{got}", got=show(body[1])),
        )
    return Attribute(name, title, kind, params, low, high, cut=form.cut is not None)


def _within(r: Resolver, mean: object, low: float | None, high: float | None, *loc: str | int) -> None:
    """Warn of a mean that lies beyond the limits of what is drawn: nearly everybody would stand at a limit."""
    if isinstance(mean, bool) or not isinstance(mean, int | float):
        return  # an expression: known when it is played
    limits = (-math.inf if low is None else low, math.inf if high is None else high)
    if not limits[0] <= mean <= limits[1]:
        r.problems.warn(
            r.place(*loc),
            tr("the mean {mean} lies outside the limits {low} to {high}: hardly anybody is drawn within them, and what"
               " follows from such scores means nothing; choose a mean within",
               "均值{mean}超出上下限（{low}至{high}），几乎所有人都在界外，由此得出的结果没有意义；请使均值在界内",
               mean=plain(mean), low=plain(limits[0]).replace("inf", "∞"), high=plain(limits[1]).replace("inf", "∞")),
        )  # fmt: skip


def _table(r: Resolver, body: Mapping[float, float], *loc: str | int) -> tuple[tuple[float, float], ...]:
    """Values with their shares, the lowest first."""
    r.shares(body, *loc)
    return tuple(sorted((float(value), float(share)) for value, share in body.items()))


def _mean(body: Mapping[float, float]) -> float:
    return float(sum(value * share for value, share in body.items()) / (sum(body.values()) or 1))


def _cut(
    r: Resolver, kind: str, form: MetricForm | AttributeForm, *loc: str | int
) -> tuple[float | None, float | None]:
    """The limits within which something is drawn; those of what cannot be cut off are refused."""
    assert form.cut is not None
    low, high = (_float(x) for x in form.cut)
    _rising(r, low, high, *loc, "cut")
    also = [key for key in ("clip", "at_least", "at_most") if getattr(form, key, None) is not None]
    if also:
        r.add((*loc, "cut"), tr("has {key} too; choose one", "同时有 {key}；请只留一个", key=also[0]), key=True)
    can = [name for name, record in DISTRIBUTIONS.items() if record.cut is not None and hasattr(form, record.key)]
    if kind not in can:
        r.add((*loc, "cut"), tr("'cut' goes with {kinds}", "“cut”只用于 {kinds}", kinds=", ".join(can)), key=True)
    return low, high


def _shares(r: Resolver, name: str, form: AttributeForm, *loc: str | int) -> Attribute:
    title, shares = title_of(form.title, name), form.shares
    if isinstance(shares, dict):
        levels, values = tuple(shares), tuple(float(x) for x in shares.values())
        if form.order is not None and set(form.order) != set(levels):
            r.add((*loc, "order"), tr("order must name each of the shares once", "order 应恰好列出各份额的名称"))
        elif form.order is not None:
            levels, values = tuple(form.order), tuple(float(shares[level]) for level in form.order)
    else:
        values = tuple(float(x) for x in shares or [])
        levels = tuple(form.order or ())
        if len(levels) != len(values):
            r.add(
                (*loc, "shares"),
                tr(
                    "order has {n} entries but shares {m}",
                    "order 有{n}项，而 shares 有{m}项",
                    n=len(levels),
                    m=len(values),
                ),
            )
    r.shares(values, *loc, "shares")
    if len(set(levels)) != len(levels):
        r.add((*loc, "order"), tr("an entry stands twice", "有重复的项"))
    for level in form.names:
        if level not in levels:
            r.unknown((*loc, "names", level), ("value", "取值"), level, levels, key=True)
    names = {level: title_of(entry, level) for level, entry in form.names.items()}
    return Attribute(name, title, "shares", levels=levels, ordered=form.order is not None, shares=values, names=names)


def _one_kind(r: Resolver, form: object, keys: Mapping[KindT, str], *loc: str | int) -> KindT | None:
    """The one kind whose key, of those in `keys`, the form has."""
    given = [kind for kind, key in keys.items() if getattr(form, key) is not None]
    if len(given) == 1:
        return given[0]
    if len(given) > 1:
        both = " + ".join(keys[kind] for kind in given)
        r.add(
            loc,
            tr("has {given} at once; choose one", "同时有 {given}；请只留一个", given=both),
            key=True,
        )
        return given[0]
    r.add(loc, tr("needs one of {kinds}", "需要 {kinds} 之一", kinds=tr(", ", "、").join(keys.values())), key=True)
    return None


def _rising(r: Resolver, low: float | None, high: float | None, *loc: str | int) -> None:
    if low is not None and high is not None and low > high:
        r.add(
            loc,
            tr(
                "the lower limit {low:g} is above the upper {high:g}",
                "下限{low:g}高于上限{high:g}",
                low=low,
                high=high,
            ),
        )


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)
