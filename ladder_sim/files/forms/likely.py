"""The human form of the range of an assumed number, of a scheme's parameter or at an address of a workforce file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, Tag

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.files import FileNode, Loc, find, locate
from ladder_sim.files.forms.common import Form, Number, Positive, TitleForm, by_shape
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.likely import RANGE_KEYS, Likely, RangeSource, Shape, interval_of

Ends = Annotated[list[Number], Field(min_length=2, max_length=2)]


class LikelyForm(Form):
    """Between which values an assumed number probably lies 数值的可能范围"""

    range: Ends | None = None
    """[low, high] 最低、最高"""
    times: Annotated[list[Positive], Field(min_length=2, max_length=2)] | None = None
    """[low, high] as factors of what stands there, for amounts, expressions and tables 原值的倍数"""
    interval: Ends | None = None
    """Of a fitted value: its 95 % interval [low, high] 拟合值的95%区间"""
    se: Annotated[Number, Field(gt=0)] | None = None
    """Of a fitted value: its standard error 拟合值的标准误"""
    shape: Shape | None = None
    """triangular (default), uniform, normal; of a fitted value estimate"""
    source: RangeSource | None = None
    """stated (default), evidence (computed from data), fitted (from your own records) or default (a guess)"""
    basis: TitleForm | None = None
    """What the range rests on 依据"""
    title: TitleForm | None = None


LikelyEntry = Annotated[
    Annotated[LikelyForm, Tag("<mapping>")] | Annotated[Ends, Tag("<list>")],
    by_shape,
]


def likely(r: Resolver, form: LikelyForm | list[Number], value: object, *loc: str | int) -> Likely | None:
    """The range of a number; None, and a problem, where it does not go together with the value in use.

    Parameters
    ----------
    value : the one in use
    loc : where the form stands in the file
    """
    given = form if isinstance(form, LikelyForm) else LikelyForm(range=form)
    said = [key for key in RANGE_KEYS if getattr(given, key) is not None]
    if len(said) != 1:
        r.add(loc, tr("needs one of range, times, interval and se, got {got}",
                      "需要 range、times、interval、se 之一，现为{got}",
                      got=tr(", ", "、").join(said) or tr("none", "无")), key=True)  # fmt: skip
        return None
    inner: Loc = (*loc, said[0]) if isinstance(form, LikelyForm) else loc
    now = 1.0 if given.times is not None else value
    if isinstance(now, bool) or not isinstance(now, int | float):
        r.add(inner, tr("{key} is for a number; for an amount that is worked out, or a table, write times: [0.8, 1.2]",
                        "{key} 只用于数字；对计算式或表格请写倍数，如 times: [0.8, 1.2]", key=said[0]))  # fmt: skip
        return None
    low, high = _ends(given, now)
    if not low < high:
        r.add(
            inner,
            tr(
                "the low end comes first: [{a:g}, {b:g}] is empty", "应先写较低一端：[{a:g}, {b:g}] 为空", a=low, b=high
            ),
        )
        return None
    if not low <= now <= high:  # as of a variant with another value
        text = tr("the value in use, {now:g}, is outside [{a:g}, {b:g}]: it is not moved; give it a range of its own",
                  "现值{now:g}不在[{a:g}, {b:g}]之内，因而不变动；请为它写明范围", now=now, a=low, b=high)  # fmt: skip
        r.problems.warn(locate(r.tree, inner), text)
        return None
    fitted = given.se is not None or given.interval is not None
    shape: Shape = given.shape or ("estimate" if fitted else "triangular")
    source: RangeSource = given.source or ("fitted" if fitted else "stated")
    return Likely(low, high, shape, source, given.times is not None,
                  None if given.title is None else title_of(given.title, ""),
                  title_of(given.basis or "", ""), r.place(*loc))  # fmt: skip


def _ends(given: LikelyForm, now: float) -> tuple[float, float]:
    """The ends, whichever way they are given."""
    if given.se is not None:
        return interval_of(now, float(given.se))
    ends = given.range or given.times or given.interval
    assert ends is not None
    return float(ends[0]), float(ends[1])


#: What hazards of leaving stand in, together: one address for whichever a file has.
LEAVING = ("attrition",)


def address_loc(address: str) -> Loc:
    """The path in a workforce's form that an address such as ``attrition.effects.pay_gap`` means."""
    return tuple(int(part) if part.isdigit() else part for part in address.split("."))


def resolve_assumptions(r: Resolver, forms: Mapping[str, LikelyForm | list[Number]]) -> dict[str, Likely]:
    """The ranges of a workforce file by address.

    An address that leads nowhere, or a range that does not suit what stands there, is a fault where one file says both.
    Where a variant says something else than the range was written for, the range is left out, of the form too.
    """
    made: dict[str, Likely] = {}
    for address, form in forms.items():
        loc = ("assumptions", address)
        entry = find(r.tree, loc)
        parts = address_loc(address)
        node = _leaving(r.tree) if parts == LEAVING else find(r.tree, parts)
        own = entry is None or not entry.file or (entry.file == r.tree.file and not _changed(r.tree, parts, node))
        probe = r if own else replace(r, problems=type(r.problems)())
        if node is None:
            probe.add(loc, tr("nothing in this file has the address '{got}'", "本文件中没有地址“{got}”", got=address)
                      + nearest(address, list(numbers_of(r.tree))), key=True)  # fmt: skip
        elif (found := likely(probe, form, node.value, *loc)) is not None:
            made[address] = found
        if not own and address not in made:
            r.tree.value["assumptions"].value.pop(address)
    return made


def _changed(tree: FileNode, parts: Loc, node: FileNode | None) -> bool:
    """Whether what stands at an address was changed in memory, where no file is; what is missing, by what is beside."""
    if node is not None:
        return not node.file
    length = next(n for n in range(len(parts), -1, -1) if find(tree, parts[:n]) is not None)
    above = find(tree, parts[:length])
    beside = above.value.values() if above is not None and isinstance(above.value, dict) else [above]
    return any(each is not None and not each.file for each in beside)


def _leaving(tree: FileNode) -> FileNode | None:
    """The hazard of leaving, whichever way a file gives it."""
    for key in ("preset", "base", "hazard"):
        if (node := find(tree, ("attrition", key))) is not None:
            return node
    return None


def numbers_of(tree: FileNode, above: str = "") -> dict[str, float]:
    """Every number of a form by its address."""
    found: dict[str, float] = {}
    entries = tree.value.items() if isinstance(tree.value, dict) else ()
    for key, node in entries:
        address = f"{above}.{key}" if above else str(key)
        if isinstance(node.value, dict):
            found |= numbers_of(node, address)
        elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
            found[address] = float(node.value)
    return found
