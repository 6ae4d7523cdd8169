"""Groups by several attributes at once, under every scheme of a comparison: what no single attribute shows."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.display import between, figure, number, sentences, table_html
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import names_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.unit_words import value_name
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import play_subjects, subjects_of
from ladder_sim.results.as_data import plain
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intersections import DEPARTMENT, MERGED, by_group, with_events
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.provenance import result_line
from ladder_sim.results.small_groups import real
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.run import Run

UNIT = "log_ratio"  # in which ratios are told, as everywhere: in % of everybody else's
TOLD = 2  # groups that a sentence names at most


@dataclass(frozen=True, eq=False)
class CrossedGroups(AsData, Leading):
    """Every combination of attributes against everybody else, scheme by scheme.

    Parameters
    ----------
    comparison
        What is crossed.
    by
        The attributes.
    tables
        By scheme, what `Run.by_group` gives.
    """

    comparison: Comparison
    by: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]

    def __repr__(self) -> str:
        return result_line("CrossedGroups", f"by {', '.join(self.by)}", self.comparison.provenance)

    def table(self) -> pd.DataFrame:
        """The tables of all schemes, one below the other.

        Returns
        -------
        A row for each scheme and combination of groups; see `Run.by_group`.
        """
        import pandas as pd

        made = pd.concat(dict(self.tables), names=["scheme", *self.by])
        made.attrs = dict(next(iter(self.tables.values())).attrs)
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        return (
            tr("scheme", "方案"), tr("group", "组别"), tr("people", "人数"),
            tr("promoted, in % of the others'", "晋升率为其余人员的"),
            tr("95% interval", "95%区间"), tr("persons short a year", "每年少晋升人数"),
            tr("leaving, in % of the others'", "主动离职率为其余人员的"),
            tr("dismissed, in % of the others'", "辞退率为其余人员的"),
        )  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """The tables in texts."""
        made: list[tuple[str, ...]] = []
        for scheme, table in self.tables.items():
            for label, row in table.iterrows():
                short = number(row["short"], 2) if row["promotion_ratio"] == row["promotion_ratio"] else "–"
                rates = (_percent(row["promotion_ratio"]), _span(row), short, _percent(row["leaving_ratio"]),
                         _percent(row["dismissal_ratio"]))  # fmt: skip
                made.append((self.comparison.short(scheme), self.named(label), number(row["people"], 1), *rates))
        return made

    def named(self, label: object) -> str:
        """A combination in words, departments by their titles.

        Parameters
        ----------
        label : of a row of `tables`
        """
        titles = self.comparison.runs[0].department_titles
        parts = zip(self.by, _labels(label), strict=True)
        told = tuple(str(titles[part]) if name == DEPARTMENT and part in titles else part for name, part in parts)
        return group_name(told)

    def note(self) -> str:
        """How the table is to be read."""
        told = tr(
            "Each combination against everybody else, all replications together; of twenty, one lies apart by chance."
            " Combinations of fewer than five people on average stand together in one row, so that sums hold.",
            "各交叉组与其余人员对照，各次重复合并；每20个交叉组中约有1个仅因随机波动而显得不同。平均不足五人的交叉组并为一行，合计不变。",
        )  # fmt: skip
        if not any(real(run) for run in self.comparison.runs):
            return told
        return told + tr(
            " Of real people, whole levels are joined until no row less others, of this table or of one by fewer"
            " attributes, tells of fewer than five.",
            "花名册中的真实人员按整段合并，本表各行之间、以及与属性较少的表相减，均不会得出不足五人的数据。",
        )  # fmt: skip

    def summary(self) -> list[str]:
        """Which combinations are promoted otherwise for certain, in a sentence for each scheme."""
        return [self._sentence(scheme, table) for scheme, table in self.tables.items()]

    def _sentence(self, scheme: str, table: pd.DataFrame) -> str:
        name = self.comparison.short(scheme)
        known = table[np.isfinite(table["promotion_ratio"].to_numpy(float))]
        apart = known[(known["promotion_low"] > 1) | (known["promotion_high"] < 1)]
        if not len(known):
            return tr("{s}: no combination can be compared: too few people, or nobody was promoted.",
                      "{s}：没有可比较的交叉组：人数太少，或没有人晋升。", s=name)  # fmt: skip
        if not len(apart):
            return tr("{s}: none of {n} combinations is promoted otherwise than everybody else beyond luck.",
                      "{s}：{n}个交叉组的晋升率与其余人员均无显著差异。", s=name, n=len(known))  # fmt: skip
        far = apart.iloc[np.argsort(-np.abs(np.log(apart["promotion_ratio"].to_numpy(float))), kind="stable")[:TOLD]]
        told = [
            tr("{group} at {x} ({span})", "{group}为{x}（{span}）", group=self.named(label),
               x=_percent(row["promotion_ratio"]), span=_span(row))
            for label, row in far.iterrows()
        ]  # fmt: skip
        return tr("{s}: of {n} combinations {k} are promoted otherwise than everybody else beyond luck: {told}.",
                  "{s}：{n}个交叉组中有{k}个的晋升率与其余人员差异显著：{told}。",
                  s=name, n=len(known), k=len(apart), told=tr(", ", "，").join(told))  # fmt: skip

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --cross … --json``."""
        schemes = {
            scheme: [
                dict(zip(self.by, _labels(label), strict=True)) | {str(k): plain(float(v)) for k, v in row.items()}
                for label, row in table.iterrows()
            ]
            for scheme, table in self.tables.items()
        }
        return {"by": list(self.by), "schemes": schemes}

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()),
                          note=f"{self.note()} {self.comparison.provenance}")  # fmt: skip


def _labels(label: object) -> tuple[str, ...]:
    return tuple(map(str, label)) if isinstance(label, tuple) else (str(label),)


def group_name(label: object) -> str:
    """The values of a combination in words; of several merged ones each value once."""
    return " · ".join(_value(part) for part in _labels(label))


def _value(part: str) -> str:
    """A value, or several merged ones; the sign that joins them also ends an open band, such as 40+."""
    values = re.split(rf"{re.escape(MERGED)}(?=[^{MERGED}])", part)
    return "/".join(_band(one) or str(value_name(one)) for one in values)


def _band(label: str) -> str:
    """A band of a number in words, as `results.intersections` labels them; '' of what is none."""
    cut = r"-?\d[\d.]*(?:e[-+]\d+)?"
    found = re.fullmatch(rf"(?P<under><)?(?P<a>{cut})(?:-(?P<b>{cut}))?(?P<over>\+)?", label)
    if found is None:
        return ""
    if found["under"]:
        return tr("under {a}", "不足{a}", a=found["a"])
    if found["b"]:
        return tr("{a} to under {b}", "{a}至不足{b}", a=found["a"], b=found["b"])
    return tr("{a} and over", "{a}及以上", a=found["a"]) if found["over"] else ""


def _percent(ratio: float) -> str:
    return figure(float(np.log(ratio)), UNIT) if np.isfinite(ratio) and ratio > 0 else "–"


def _span(row: pd.Series[float]) -> str:
    low, high = float(row["promotion_low"]), float(row["promotion_high"])
    return between(float(np.log(low)), float(np.log(high)), UNIT) if 0 < low <= high < np.inf else "–"


@shares_work
def crossed(
    comparison: Comparison,
    by: Sequence[str],
    bands: Mapping[str, Sequence[float]] | None = None,
    *,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> CrossedGroups:
    """Cross several attributes of people, such as gender and age band, under every scheme.

    Runs without events are played once more with them, on the same people with the same luck.

    Parameters
    ----------
    by
        One attribute or several, as ``["gender", "age"]``.
    bands
        Of a number the ends between bands, as ``{"age": [30, 40]}``.
    executor, progress, store
        As of `compare`.

    Raises
    ------
    LadderError
        There is no such attribute, or a number has no bands.
    """
    check_no_department(comparison.runs, "crossed")
    check_arguments(executor=executor, progress=progress, store=store)
    names = tuple(names_of(by, "by"))
    runs: Sequence[Run] = comparison.runs
    if not all(map(with_events, runs)):
        shown = progress_of(progress, tr("crossing groups", "交叉分组模拟中"))
        luck = one_luck(runs[0])
        playing = Playing(comparison.workforce, comparison.months, luck.seed, executor, shown, events=True,
                          store=store_of(store))  # fmt: skip
        runs = play_subjects(playing, subjects_of(comparison), luck.first, comparison.replications)
    made = CrossedGroups(comparison, names, {run.scheme.id: by_group(run, names, bands) for run in runs})
    comparison.explained["crossed", names] = made
    return made
