"""What two results have otherwise: the figures that changed, by how much, and whether that is beyond luck."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import between, change, figure, first_few, table_html, value_text
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.proof.figures import FigureKey, StoredFigures, figures_of
from ladder_sim.results import differences
from ladder_sim.results.as_data import ends_of, plain
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.run import Run
from ladder_sim.scenarios.difference import diff

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A measure that the second result has otherwise.

    Parameters
    ----------
    scheme, measure : of which
    unit : of its numbers, '' where the files do not say it
    before, after : its mean and 95 % interval in each
    change : after − before with its 95 % interval
    """

    scheme: str
    measure: str
    unit: str
    before: Interval
    after: Interval
    change: Interval

    @property
    def beyond(self) -> bool:
        """Whether the interval of the change holds no 0."""
        return self.change.low > 0 or self.change.high < 0


@dataclass(frozen=True, slots=True, repr=False)
class ResultDiff(AsData, Leading):
    """The outcome of `diff_results`.

    Parameters
    ----------
    before, after : the results
    figures : those that changed, in the order of the first result
    equal : how many are the same to the last digit
    one_sided : figures that only one of both has, as ``scheme measure``
    inputs : what the two were made of otherwise, in sentences, where the files say it
    paired : whether changes are taken replication by replication, under luck that both share
    """

    before: StoredFigures
    after: StoredFigures
    figures: tuple[ChangedFigure, ...]
    equal: int
    one_sided: tuple[str, ...]
    inputs: tuple[str, ...]
    paired: bool

    @property
    def beyond(self) -> tuple[ChangedFigure, ...]:
        """Figures whose change is more than luck."""
        return tuple(one for one in self.figures if one.beyond)

    def sentence(self) -> str:
        """How much changed, in a sentence."""
        if not self.figures and not self.one_sided:
            return tr("No figure changed: all {n} are the same", "没有数字变化：{n}个数字完全相同", n=self.equal)
        return tr("{n} of {all} figures changed, {k} of them beyond luck",
                  "{all}个数字中有{n}个变化，其中{k}个超出随机波动",
                  n=len(self.figures), all=len(self.figures) + self.equal, k=len(self.beyond))  # fmt: skip

    def columns(self) -> tuple[str, ...]:
        """The headers of `rows`."""
        return (tr("scheme", "方案"), tr("measure", "指标"), tr("before", "之前"), tr("after", "之后"),
                tr("change", "变化"), tr("95% interval", "95%区间"), tr("beyond luck", "超出随机波动"))  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """Each changed figure as people read it, those beyond luck first."""
        return [
            (one.scheme, one.measure, _level(one.before.mean, one.unit), _level(one.after.mean, one.unit),
             _change(one.change.mean, one.unit), _range(one.change, one.unit), _luck(one))
            for one in sorted(self.figures, key=lambda one: not one.beyond)
        ]  # fmt: skip

    def summary(self) -> list[str]:
        """How much changed, what was made otherwise, and how to read it."""
        lines = [self.sentence() + tr(".", "。"), *self.inputs]
        if self.one_sided:
            lines.append(tr("Only one of both has: {names}", "仅一方有：{names}", names=first_few(self.one_sided)))
        if not self.figures:
            return lines
        how = tr("Changes are taken replication by replication, under the luck that both share.",
                 "变化按重复逐次计算，两者随机条件相同。") if self.paired else tr(
            "Changes are taken as if luck were not shared, for the files do not tell single replications: where it is,"
            " the intervals are too wide.",
            "文件没有各次重复的数值，变化按随机条件独立计算；若两者随机条件相同，区间偏宽。")  # fmt: skip
        lines += [how, tr("Of figures that only luck moves, one in twenty is called beyond luck.",
                          "仅由随机波动引起的变化，平均每20个有1个会显示为超出随机波动。")]  # fmt: skip
        return lines

    def table(self) -> pd.DataFrame:
        """The changed figures.

        Returns
        -------
        A row for each: scheme, measure, before and after, each with low and high, change with its ends, beyond_luck;
        in the measure's unit.
        """
        import pandas as pd

        rows = [(one.scheme, one.measure, one.unit, *_ends(one.before), *_ends(one.after), *_ends(one.change),
                 one.beyond) for one in self.figures]  # fmt: skip
        names = [f"{what}{end}" for what in ("before", "after", "change") for end in ("", "_low", "_high")]
        return pd.DataFrame(rows, columns=["scheme", "measure", "unit", *names, "beyond_luck"])

    def to_dict(self) -> JsonObject:
        """For programs."""
        return {
            "format": JSON_FORMAT, "before": self.before.name, "after": self.after.name, "sentence": self.sentence(),
            "equal": self.equal, "paired": self.paired, "inputs": list(self.inputs), "one_sided": list(self.one_sided),
            "figures": [{"scheme": one.scheme, "measure": one.measure, "before": ends_of(one.before),
                         "after": ends_of(one.after), "change": plain(one.change.mean),
                         "change_low": plain(one.change.low), "change_high": plain(one.change.high),
                         "beyond_luck": one.beyond} for one in self.figures],
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"<ResultDiff {self.before.name}, {self.after.name}: {len(self.figures)}>"

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=self.sentence(), note="\n".join(self.summary()[1:]))


@door
def diff_results(
    a: Run | Comparison | str | os.PathLike[str], b: Run | Comparison | str | os.PathLike[str]
) -> ResultDiff:
    """The figures that the second of two results has otherwise.

    Parameters
    ----------
    a, b : a run, a comparison, a file that `Run.save` wrote, a folder of ``run --out`` or ``compare --out``, its
        ``comparison.csv``, or a file of what ``--json`` printed

    Returns
    -------
    Changed figures alone, each with the interval of its change. Two runs under the same luck, and those of two
    comparisons, are held against each other replication by replication; of other results the intervals are put together
    as of independent ones, by the distances of their ends (Zou and Donner 2008).

    Raises
    ------
    LadderError
        One of them is no result.

    References
    ----------
    G. Y. Zou and A. Donner, Construction of confidence limits about effect measures: a general approach, Statistics in
    Medicine 27 (2008), 1693–1702.
    """
    before, after = figures_of(a), figures_of(b)
    named = _matched(before, after)
    pairs = {key[0]: _luck_shared(before.runs.get(key[0]), after.runs.get(other[0])) for key, other in named.items()}
    found, equal = [], 0
    for key, other in named.items():
        both = pairs[key[0]]
        old, new = before.levels[key], after.levels[other]
        if _same(old, new):
            equal += 1
            continue
        unit = before.units.get(key[1]) or after.units.get(key[1], "")
        moved = _paired(both, key[1]) if both else _apart(old, new)
        found.append(ChangedFigure(key[0], key[1], unit, old, new, moved))
    alone = [*(key for key in before.levels if key not in named),
             *(key for key in after.levels if key not in named.values())]  # fmt: skip
    return ResultDiff(before, after, tuple(found), equal, tuple(f"{scheme} {measure}" for scheme, measure in alone),
                      tuple(_inputs(before, after)), bool(pairs) and all(pairs.values()))  # fmt: skip


def _matched(before: StoredFigures, after: StoredFigures) -> dict[FigureKey, FigureKey]:
    """Which figure of the second is which of the first: of one scheme each, whatever the schemes are called."""
    alone = len(before.schemes) == len(after.schemes) == 1
    named = {key: (after.schemes[0], key[1]) if alone else key for key in before.levels}
    return {key: other for key, other in named.items() if other in after.levels}


def _luck_shared(a: Run | None, b: Run | None) -> tuple[Run, Run] | None:
    """Both runs, where their replications have the same luck and so can be held against each other one by one."""
    return (a, b) if a is not None and b is not None and a.luck == b.luck and a.months == b.months else None


def _paired(runs: tuple[Run, Run], measure: str) -> Interval:
    a, b = runs
    return differences.change(b, a, a.known[measure])


def _apart(a: Interval, b: Interval) -> Interval:
    """b − a of independent estimates (Zou and Donner 2008, equation 8)."""
    mean = b.mean - a.mean
    low = mean - math.hypot(b.mean - b.low, a.high - a.mean)
    return Interval(mean, low, mean + math.hypot(b.high - b.mean, a.mean - a.low), 0)


def _same(a: Interval, b: Interval) -> bool:
    return all(x == y or (math.isnan(x) and math.isnan(y)) for x, y in zip(_ends(a), _ends(b), strict=True))


def _ends(found: Interval) -> tuple[float, float, float]:
    return found.mean, found.low, found.high


def _inputs(before: StoredFigures, after: StoredFigures) -> list[str]:
    """What the two were made of otherwise."""
    lines: list[str] = []
    if before.run is not None and after.run is not None:
        a, b = before.run, after.run
        lines += [tr("scheme: {text}", "方案：{text}", text=text) for text in diff(a.scheme, b.scheme)]
        lines += [tr("workforce: {text}", "人员：{text}", text=text) for text in diff(a.workforce, b.workforce)]
        pairs = [(tr("months", "月数"), a.months, b.months), (tr("seeds", "种子"), _luck_text(a), _luck_text(b)),
                 *((name, old, b.origin.versions[name]) for name, old in a.origin.versions.items())]  # fmt: skip
    else:
        told = ("months", "replications", "seed", "first", "ladder_sim", "fingerprints")
        pairs = [(name, before.played[name], after.played[name]) for name in told
                 if name in before.played and name in after.played]  # fmt: skip
    return lines + [tr("{what}: {old} -> {new}", "{what}：{old} → {new}", what=what, old=old, new=new)
                    for what, old, new in pairs if old != new]  # fmt: skip


def _luck_text(run: Run) -> str:
    return ", ".join(map(str, run.luck))


def _level(value: float, unit: str) -> str:
    if math.isnan(value):
        return "–"
    return figure(value, unit, short=True) if unit else value_text(value)


def _change(value: float, unit: str) -> str:
    if math.isnan(value):
        return "–"
    return change(value, unit, short=True) if unit else f"{'+' if value > 0 else ''}{value_text(value)}"


def _range(found: Interval, unit: str) -> str:
    if unit or math.isnan(found.low):
        return between(found.low, found.high, unit or "ratio", signed=True, short=True)
    return tr("{a} to {b}", "{a}至{b}", a=_change(found.low, ""), b=_change(found.high, ""))


def _luck(one: ChangedFigure) -> str:
    if math.isnan(one.change.low):
        return "–"
    return tr("yes", "是") if one.beyond else tr("no", "否")
