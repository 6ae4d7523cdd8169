"""A comparison before and after the alternatives were made equal to the baseline in pay or in budget."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.display import (
    between,
    change,
    figure,
    number,
    sentences,
    spanned,
    table_html,
    told_apart,
    unit_text,
)
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.units import unit_name
from ladder_sim.results.as_data import plain
from ladder_sim.results.comparison import HIGHER, LOWER, MARKS, Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.provenance import result_line

if TYPE_CHECKING:
    import pandas as pd

Equal = Literal["pay", "budget"]


@dataclass(frozen=True, slots=True)
class Lever:
    """What of an alternative was moved, from where to where, and the cost it leaves on luck that was not looked at.

    Parameters
    ----------
    before, after : values of the lever; of pay a factor
    confirmed : labor cost ÷ that of the baseline − 1 on fresh seeds; None where a lever does not aim at cost
    missing : why the lever could not reach the baseline's cost; then the alternative stays as it was
    cost : as `confirmed`, on the luck with which it was sought
    neighbor, neighbor_cost : of whole numbers, of which none meets the budget, the one on its other side, with its
        cost; else None and NaN
    """

    name: str
    title: Title
    before: float
    after: float
    confirmed: Interval | None = None
    missing: Title | None = None
    cost: float = math.nan
    neighbor: float | None = None
    neighbor_cost: float = math.nan


@tells_money
@dataclass(frozen=True, eq=False)
class Level(FrozenFields, AsData, Leading):
    """Schemes compared before and after they were made equal; the ids are the same in both comparisons.

    Parameters
    ----------
    equal : ``"pay"`` or ``"budget"``
    before, after : the comparison as it was, and with equal pay or labor cost
    levers : what was moved, by scheme
    notes : what else a reader should know, such as pay by role where the ladders differ
    beyond : the comparison with the levers that take whole numbers at their neighbors on the other side of the budget;
        None where no lever has one
    """

    equal: Equal
    before: Comparison
    after: Comparison
    levers: Mapping[str, Lever]
    notes: tuple[Title, ...] = ()
    beyond: Comparison | None = None

    def __repr__(self) -> str:
        told = f"at equal {self.equal}: {', '.join(self.before.schemes)}"
        return result_line("Level", told, self.before.provenance)

    def table(self, measures: Sequence[str] | None = None) -> pd.DataFrame:
        """The difference from the baseline before and after, with intervals, in the measure's unit.

        Parameters
        ----------
        measures : names; None: the main ones

        Returns
        -------
        One row per measure and alternative. `beyond` is the difference at a lever's neighbor on the other side of the
        budget; missing where there is none.
        """
        import pandas as pd

        rows = []
        for name in measures or [name for name, measure in self.before.known.items() if measure.headline]:
            for scheme in self.before.others:
                was, now = (one.contrast(scheme, name) for one in (self.before, self.after))
                rows.append(
                    (name, scheme, was.difference.mean, was.difference.low, was.difference.high, now.difference.mean,
                     now.difference.low, now.difference.high, self._beyond(scheme, name), str(was.verdict),
                     str(now.verdict), unit_name(was.measure.unit))
                )  # fmt: skip
        columns = ["measure", "scheme", "before", "before_low", "before_high", "after", "after_low", "after_high",
                   "beyond", "verdict_before", "verdict_after", "unit"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).set_index(["measure", "scheme"])

    def rows(self, measures: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """`table` in texts, as a terminal shows it.

        Parameters
        ----------
        measures : names; None: the main ones
        """
        made: list[tuple[str, ...]] = []
        for name in measures or self.before.headline:
            for scheme in self.before.others:
                base = self.before.contrast(self.before.baseline, name).level.mean
                unit = self.before.known[name].unit
                now = [figure(base, unit, short=True), _told(self.before, scheme, name),
                       _told(self.after, scheme, name), _span(self.after, scheme, name)]  # fmt: skip
                if self.beyond is not None:
                    there = self.levers[scheme].neighbor is not None
                    now.append(_told(self.beyond, scheme, name) if there else "")
                made.append((str(self.before.known[name].title), self.before.short(scheme), *now))
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        return (tr("measure", "指标"), tr("scheme", "方案"), tr("baseline", "基准方案"), tr("as it is", "原方案差值"),
                *((tr("at equal pay", "同等薪酬下差值"),) if self.equal == "pay"
                  else (tr("at equal budget", "同等预算下差值"),)),
                tr("95% interval", "95%区间"),
                *((tr("at the next value", "相邻取值下差值"),) if self.beyond is not None else ()))  # fmt: skip

    def _beyond(self, scheme: str, measure: str) -> float:
        if self.beyond is None or self.levers[scheme].neighbor is None:
            return math.nan
        return self.beyond.contrast(scheme, measure).difference.mean

    def summary(self) -> list[str]:
        """What is left of the difference in turnover, then what was moved for it, and what could not be."""
        made: list[str] = through("Level.summary")(self)
        return made

    def moved(self) -> list[str]:
        """What was moved, and what could not be, a sentence each."""
        told = [
            self._lever(scheme, lever) for scheme, lever in self.levers.items()
            if self.equal != "pay" or lever.missing is not None
        ]  # fmt: skip
        if self.equal == "pay":
            told.append(tr("At equal pay: every scheme paid as {b}.", "同等薪酬：各方案均按{b}的薪酬发放。",
                           b=self.before.short(self.before.baseline)))  # fmt: skip
        return told + [tr("Note: {note}.", "说明：{note}。", note=note) for note in self.notes]

    def _lever(self, scheme: str, lever: Lever) -> str:
        texts = {"s": self.before.short(scheme), "lever": lever.title, "a": number(lever.before, 4),
                 "b": number(lever.after, 4)}  # fmt: skip
        if lever.missing is not None:
            return tr("{s}: not made equal, {why}.", "{s}：未能调整到同等预算，{why}。", why=lever.missing, **texts)
        if lever.confirmed is None:
            return tr("{s}: {lever}.", "{s}：{lever}。", **texts)
        span = spanned(*told_apart(lambda end, finer: f"{change(100 * end, 'points', finer=finer)}%",
                                   lever.confirmed.low, lever.confirmed.high))  # fmt: skip
        told = tr(
            "{s}: {lever} from {a} to {b}; on fresh seeds labor cost then is {x}% from the baseline's ({span}).",
            "{s}：{lever}由{a}调整为{b}；换用新的随机种子，人工成本与基准相差{x}%（{span}）。",
            x=change(100 * lever.confirmed.mean, "points"), span=span, **texts,
        )  # fmt: skip
        if lever.neighbor is None:
            return told
        return told + tr(
            " No whole number meets the budget: {b} leaves {x}%, {c} leaves {y}%, with the same luck.",
            "没有恰好等于预算的整数：{b}时相差{x}%，{c}时相差{y}%（相同随机条件）。",
            x=change(100 * lever.cost, "points"), c=number(lever.neighbor, 4), b=texts["b"],
            y=change(100 * lever.neighbor_cost, "points"),
        )  # fmt: skip

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --equal … --json``."""
        return {
            "equal": self.equal,
            "levers": {
                scheme: {"name": lever.name, "before": plain(lever.before), "after": plain(lever.after),
                         "cost_confirmed": None if lever.confirmed is None else plain(lever.confirmed.mean),
                         **({} if lever.confirmed is None else {"cost_confirmed_low": plain(lever.confirmed.low),
                                                                "cost_confirmed_high": plain(lever.confirmed.high)}),
                         "cost": plain(lever.cost), "neighbor": lever.neighbor,
                         "neighbor_cost": plain(lever.neighbor_cost),
                         "missing": None if lever.missing is None else str(lever.missing)}
                for scheme, lever in self.levers.items()
            },
            "after": self.after.to_dict(),
            "beyond": None if self.beyond is None else self.beyond.to_dict(),
            "notes": [str(note) for note in self.notes],
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.after.provenance)


def _told(comparison: Comparison, scheme: str, measure: str) -> str:
    c = comparison.contrast(scheme, measure)
    if c.verdict in (HIGHER, LOWER):
        return change(c.difference.mean, c.measure.unit, short=True)
    return MARKS.get(c.verdict, "")


def _span(comparison: Comparison, scheme: str, measure: str) -> str:
    c = comparison.contrast(scheme, measure)
    unit = unit_text(c.measure.unit)
    span = between(c.difference.low, c.difference.high, c.measure.unit, signed=True, short=True)
    return (
        span
        if c.measure.unit.startswith("share") or not span
        else tr("{span} {unit}", "{span}{unit}", span=span, unit=unit).strip()
    )
