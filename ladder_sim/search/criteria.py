"""By what schemes are chosen: a measure, or several by weights or by what they are worth; checked before any work."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import times_shown
from ladder_sim.experiment.subjects import Subject
from ladder_sim.results.choice import Criterion
from ladder_sim.results.measure import Measure

Amounts = Mapping[str, float]


def criterion_of(
    among: Sequence[Subject], months: int, measure: str | None, *,
    matters: float | Amounts | None, weights: Amounts | None, worth: Amounts | None,
) -> Criterion:  # fmt: skip
    """The criterion that is asked for; see `choose`.

    Raises
    ------
    LadderError
        Everything that is wrong, a line each.
    """
    _one_way(measure, weights, worth)
    names = [str(measure)] if measure is not None else list(weights or worth or ())
    found, problems = _measures(among, months, names)
    for argument, given in (("weights", weights), ("worth", worth)):
        problems += _not_above(argument, given or {})
    if weights is None:
        if isinstance(matters, Mapping) and set(matters) == set(names) and len(names) == 1 and worth is None:
            matters = matters[names[0]]
        if not _above(matters):
            problems.append(_no_difference(measure, worth))
    else:
        problems += _not_for_each(weights, matters)
    if problems:
        raise LadderError("\n".join(problems))
    if weights is not None:
        assert isinstance(matters, Mapping)
        return Criterion("weights", found, _numbers(weights), _numbers({name: matters[name] for name in names}), 1.0)
    assert isinstance(matters, int | float | np.number)
    if worth is not None:
        per = {name: 1 / times_shown(one.unit) for name, one in found.items()}
        return Criterion("worth", found, _numbers(worth), per, float(matters))
    return Criterion("single", found, {names[0]: 1.0}, {names[0]: 1.0}, float(matters))


def _one_way(measure: object, weights: object, worth: object) -> None:
    """Exactly one of the three says by what."""
    for name, given in (("weights", weights), ("worth", worth)):
        if given is not None and (not isinstance(given, Mapping) or not given):
            raise LadderError(tr("{name} must be a dict of measures, such as {{'turnover': 2, 'labor_cost': 1}}, got"
                                 " {got!r}",
                                 "{name} 应为指标的字典，例如 {{'turnover': 2, 'labor_cost': 1}}，现为 {got!r}",
                                 name=name, got=given))  # fmt: skip
    if sum(one is not None for one in (measure, weights, worth)) != 1:
        raise LadderError(
            tr("say by what to choose, in one way: a measure, such as 'turnover'; weights={'turnover': 2,"
               " 'labor_cost': 1}; or worth={'turnover': 50000, 'labor_cost': 1}",
               "请用一种方式说明选择依据：一个指标，例如 'turnover'；weights={'turnover': 2, 'labor_cost': 1}；"
               "或 worth={'turnover': 50000, 'labor_cost': 1}")
        )  # fmt: skip
    if measure is not None and not isinstance(measure, str):
        raise LadderError(tr("the measure must be a name, such as 'turnover', got {got!r}",
                             "指标应为名称，例如 'turnover'，现为 {got!r}", got=measure))  # fmt: skip


def _measures(among: Sequence[Subject], months: int, names: Iterable[str]) -> tuple[dict[str, Measure], list[str]]:
    """The measures by name, and a line for each that nothing can be chosen by."""
    known = [one.measured(months) for one in among]
    every = {name: measure for each in reversed(known) for name, measure in each.items()}
    found, problems = {}, []
    for name in names:
        meant = every.get(name)
        if meant is None:
            problems.append(tr("measure {name!r} is not known", "没有名为{name!r}的指标", name=name)
                            + nearest(str(name), every))  # fmt: skip
            continue
        found[name] = meant
        lacking = [s.id for s, each in zip(among, known, strict=True) if name not in each]
        problems += _unfit(meant, lacking)
    return found, problems


def _unfit(measure: Measure, lacking: Sequence[str]) -> Iterator[str]:
    """Why schemes cannot be chosen by a measure; nothing where they can."""
    name = measure.name
    if lacking:
        yield tr("{name}: {schemes} do not have this measure; take one that all have",
                 "{name}：{schemes} 没有该指标；请选用各方案都有的指标", name=name,
                 schemes=tr(", ", "、").join(lacking))  # fmt: skip
    if measure.better is None:
        yield tr("{name}: neither direction is better by itself; take another, or state one of your own in the file"
                 " (measures:, better: low)",
                 "{name}：该指标本身没有优劣方向；请改用其他指标，或在文件中自定义（measures:，better: low）",
                 name=name)  # fmt: skip
    if measure.pooled is not None:
        yield tr("{name}: it is one number of all replications together, and a choice needs one of each; take a rate"
                 " or a cost, such as advancement_rate",
                 "{name}：该指标由全部重复合并得出，而选择需要每次重复各有一个数值；请改用比率或成本类指标，"
                 "例如 advancement_rate", name=name)  # fmt: skip


def _above(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    return math.isfinite(value) and float(value) > 0


def _not_above(argument: str, given: Mapping[str, object]) -> list[str]:
    return [tr("{argument} of {name}: must be a number above 0, got {value!r}",
               "{argument} 中的 {name}：应为大于0的数，现为 {value!r}", argument=argument, name=name, value=value)
            for name, value in given.items() if not _above(value)]  # fmt: skip


def _no_difference(measure: str | None, worth: Amounts | None) -> str:
    if worth is not None:
        return tr("matters must be the smallest difference that matters, in money a year, such as 100000",
                  "matters 应为有意义的最小差值，以每年金额计，例如100000")  # fmt: skip
    return tr("matters must be the smallest difference of {name} that matters, a number above 0, such as 0.01 for one"
              " percentage point",
              "matters 应为{name}有意义的最小差值，是大于0的数，例如一个百分点写作0.01", name=measure)  # fmt: skip


def _not_for_each(weights: Amounts, matters: object) -> list[str]:
    """Whether what matters is said of every measure that has a weight, and of no other."""
    if not isinstance(matters, Mapping):
        return [tr("matters must say for each measure the smallest difference that matters, such as {'turnover': 0.01,"
                   " 'labor_cost': 100000}: weights count in these",
                   "matters 应为每个指标给出有意义的最小差值，例如 {'turnover': 0.01, 'labor_cost': 100000}："
                   "权重以此为单位")]  # fmt: skip
    problems = [tr("matters: {name} is missing", "matters：缺少 {name}", name=name)
                for name in weights if name not in matters]  # fmt: skip
    problems += [tr("matters: {name} has no weight", "matters：{name} 没有权重", name=name)
                 + nearest(str(name), weights) for name in matters if name not in weights]  # fmt: skip
    return problems + _not_above("matters", matters)


def _numbers(given: Amounts) -> dict[str, float]:
    return {name: float(value) for name, value in given.items()}
