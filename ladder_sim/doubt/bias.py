"""A planted bias: what a ladder makes of it that one group is rated a little lower for the same work.

The bias is in the ratings alone: who people are, how they work and the random numbers are the same, so that what
differs between the groups in pairs of runs is made by the rules of the scheme.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import ReplicationFloats
from ladder_sim.core.display import between, change, figure, sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.frozen import frozen
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.scalars import as_python
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import play_subjects, subjects_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.workforce import Workforce
from ladder_sim.results import differences
from ladder_sim.results.as_data import plain
from ladder_sim.results.audit import Department, departments
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, change_interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.parity import KINDS, GroupPair, pairs
from ladder_sim.results.provenance import result_line
from ladder_sim.results.run import Run
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd

SHIFT = -0.1  # standard deviations of a month's score


@dataclass(frozen=True, slots=True)
class BiasEffect:
    """One measure of groups under one scheme: without the bias, with it, and what the bias makes.

    Log ratios of the group to the others with their 95 % intervals.
    """

    scheme: str
    measure: Measure
    before: Interval
    after: Interval
    difference: Interval


@dataclass(frozen=True, eq=False)
class PlantedBias(AsData, Leading):
    """What each scheme of a comparison makes of a bias in the ratings of one group.

    Parameters
    ----------
    pair
        The comparison of groups in which the bias is looked at.
    group
        The group that is rated otherwise; one of `pair`.
    shift
        By how many standard deviations of a month's score the group is rated higher; below 0: lower.
    metric
        The metric that is shifted.
    runs
        By scheme, the run with the bias.
    """

    comparison: Comparison
    pair: GroupPair
    group: str
    shift: float
    metric: str
    runs: Mapping[str, Run]

    def __repr__(self) -> str:
        told = f"of {self.shift:g} on {self.metric} for {self.pair.attribute}:{self.group}"
        return result_line("PlantedBias", told, self.comparison.provenance)

    def effects(self) -> Iterator[BiasEffect]:
        """Promotion, leaving, dismissal and pay of the group against the others, under every scheme."""
        for scheme, biased in self.runs.items():
            run = self.comparison[scheme]
            for kind in KINDS:
                name = f"{kind}:{self.pair.attribute}:{self.pair.value}"
                if name in run.known:
                    measure = run.known[name]
                    yield BiasEffect(scheme, measure, run.interval(name), biased.interval(name),
                                     differences.change(biased, run, measure))  # fmt: skip

    def short(self, scheme: str) -> Interval:
        """How many fewer of the rated group are promoted a year for the bias, by replication of one department.

        Parameters
        ----------
        scheme
            Its id.

        Returns
        -------
        People a year, with the 95 % interval.

        Raises
        ------
        LadderError
            The scheme is not compared.
        """
        own, biased = (self._promoted(run) for run in (self.comparison[scheme], self.runs[scheme]))
        return change_interval((own - biased) * 12 / self.comparison.months)

    def _promoted(self, run: Run) -> ReplicationFloats:
        place = [value for attribute, value, _ in run.axes.groups].index(self.group)
        promoted: ReplicationFloats = run.counts.groups[:, :, place, 1].sum(axis=1, dtype=np.float64)
        return promoted

    def department(self, scheme: str) -> tuple[Department, Department] | None:
        """What one year of one department shows without and with the bias.

        Parameters
        ----------
        scheme
            Its id.

        Returns
        -------
        None of runs shorter than a year.

        Raises
        ------
        LadderError
            The scheme is not compared.
        """
        found = [
            one for run in (self.comparison[scheme], self.runs[scheme]) for one in departments(run)
            if one.attribute == self.pair.attribute
        ]  # fmt: skip
        return (found[0], found[1]) if len(found) == 2 else None

    def table(self) -> pd.DataFrame:
        """The effects in numbers.

        Returns
        -------
        One row per scheme and measure: the log ratio of the groups without and with the bias, and what it makes.
        """
        import pandas as pd

        rows = [
            (one.scheme, one.measure.name, one.before.mean, one.after.mean, one.difference.mean, one.difference.low,
             one.difference.high)
            for one in self.effects()
        ]  # fmt: skip
        columns = ["scheme", "measure", "before", "after", "difference", "low", "high"]
        return pd.DataFrame(rows, columns=columns).set_index(["scheme", "measure"])

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        return (tr("scheme", "方案"), tr("measure", "指标"), tr("without", "无偏差"), tr("with the bias", "有偏差"),
                tr("factor", "倍数"), tr("95% interval", "95%区间"))  # fmt: skip

    def rows(self) -> list[tuple[str, ...]]:
        """The table in texts: ratios in %, and the factor between them."""
        unit = "log_ratio"
        return [
            (self.comparison.short(one.scheme), str(one.measure.title), figure(one.before.mean, unit) or "–",
             figure(one.after.mean, unit) or "–", change(one.difference.mean, unit) if one.difference.n else "–",
             between(one.difference.low, one.difference.high, unit, signed=True) if one.difference.n else "–")
            for one in self.effects()
        ]  # fmt: skip

    def summary(self) -> list[str]:
        """What each scheme makes of the bias, in a sentence."""
        told: list[str] = through("PlantedBias.summary")(self)
        return told

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --bias … --json``."""
        made: dict[str, JsonObject] = {}
        for one in self.effects():
            made.setdefault(one.scheme, {})[one.measure.name] = {
                "before": plain(one.before.mean), "after": plain(one.after.mean),
                "difference": plain(one.difference.mean), "low": plain(one.difference.low),
                "high": plain(one.difference.high),
            }  # fmt: skip
        return {"attribute": self.pair.attribute, "group": self.group, "shift": self.shift, "metric": self.metric,
                "schemes": made}  # fmt: skip

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()),
                          note=self.comparison.provenance)  # fmt: skip


@shares_work
def planted_bias(
    comparison: Comparison,
    group: str,
    shift: float = SHIFT,
    *,
    metric: str = "kpi",
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> PlantedBias:
    """Rate one group a little lower for the same work, and see what each scheme makes of it.

    Parameters
    ----------
    group
        A group that is audited, such as ``"female"``; with its attribute where several have one of this name, as
        ``"gender:female"``.
    shift
        Of the ratings, in standard deviations of a month's score between people and months.
    metric
        What is shifted; one that is drawn by a normal distribution.
    executor, progress, store
        As of `compare`.

    Raises
    ------
    LadderError
        No such group is audited, the metric is not there or has no normal distribution, or the shift is no number
        other than 0; all at once.
    """
    check_no_department(comparison.runs, "planted_bias")
    check_arguments(executor=executor, progress=progress, store=store)
    first = comparison.runs[0]
    luck = one_luck(first)
    pair, value = _checked(first, comparison.workforce, group, shift, metric)
    shown = progress_of(progress, tr("planting a bias", "评分偏差模拟中"))
    playing = Playing(comparison.workforce, comparison.months, luck.seed, executor, shown, store=store_of(store))
    asked = [one.with_people(lambda people: _shifted(people, pair.attribute, value, shift, metric))
             for one in subjects_of(comparison)]  # fmt: skip
    runs = play_subjects(playing, asked, luck.first, comparison.replications)
    made = PlantedBias(comparison, pair, value, float(shift), metric, dict(zip(comparison.schemes, runs, strict=True)))
    comparison.explained["bias", pair.attribute, value] = made
    return made


def _checked(run: Run, people: Workforce, group: str, shift: float, metric: str) -> tuple[GroupPair, str]:
    attribute, _, value = group.rpartition(":")
    known = [f"{a}:{v}" for a, v, _ in run.axes.groups]
    there = [name for name in known if name == group or (not attribute and name.partition(":")[2] == value)]
    wrong = []
    if len(there) != 1:
        hint = tr("; there are {known}", "；可选：{known}", known=tr(", ", "、").join(there or known)) if known else tr(
            "; the workforce has no group to audit", "；人员文件没有可检视的组别")  # fmt: skip
        wrong.append(tr("bias: which group is '{group}'?{hint}", "bias：“{group}”是哪个组别？{hint}",
                        group=group, hint=hint))  # fmt: skip
    shift = as_python(shift)
    if isinstance(shift, bool) or not isinstance(shift, int | float) or not abs(shift) > 0 or abs(shift) > 10:
        wrong.append(tr("bias: the shift must be a number of standard deviations such as -0.1, got {shift!r}",
                        "bias：偏差应为标准差的倍数，如 -0.1，现为 {shift!r}", shift=shift))  # fmt: skip
    forces = [one.workforce for one in run.departments.values()] or [people]
    normal = list(dict.fromkeys(name for force in forces for name, one in force.metrics.items()
                                if one.kind == "normal" and (len(there) != 1 or _has(force, there[0]))))  # fmt: skip
    if metric not in normal:
        wrong.append(tr("bias: metric '{metric}' is none that is drawn by a normal distribution{hint}",
                        "bias：“{metric}”不是按正态分布抽取的绩效指标{hint}",
                        metric=metric, hint=nearest(metric, normal)))  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))
    attribute, _, value = there[0].partition(":")
    own = [pair for pair in pairs(run.axes) if pair.attribute == attribute]
    return next((pair for pair in own if pair.value == value), own[0]), value


def _has(people: Workforce, group: str) -> bool:
    """Whether there is somebody in a group."""
    attribute, _, value = group.partition(":")
    found = people.people.attributes.get(attribute)
    return found is not None and value in found.levels


def _shifted(people: Workforce, attribute: str, value: str, shift: float, metric: str) -> Workforce:
    """The people with another mean of a metric for one group; as they are where they have none of it, or no metric."""
    old = people.metrics.get(metric)
    if old is None or old.kind != "normal" or not _has(people, f"{attribute}:{value}"):
        return people
    b, w = (part.text if part is not None else "0" for part in (old.between, old.within))
    mean = "0" if old.mean is None else old.mean.text
    delta = f"{float(shift)!r} * sqrt(({b}) * ({b}) + ({w}) * ({w}))"
    new = replace(old, mean=Expr(f"({mean}) + ({delta} if {attribute} == {value} else 0)"))
    return replace(people, metrics=frozen({**people.metrics, metric: new}))
