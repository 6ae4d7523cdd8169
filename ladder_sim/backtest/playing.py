"""A scheme played on fitted people over a horizon, with the luck of people, the differences of years, and the doubt
about fitted rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from ladder_sim.backtest.observed import Course, Horizon
from ladder_sim.backtest.service import played_by_service
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.history.chances import NORMAL_95, chi2_quantile
from ladder_sim.history.fit import Fit
from ladder_sim.history.leaving import survival_of
from ladder_sim.history.written import level_limits
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Attrition, Hiring, Workforce
from ladder_sim.people.grade_names import grades_meant
from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class HowOften:
    """How often to play: draws of the fitted rates, and replications of each."""

    worlds: int = 20
    replications: int = 20
    seed: int = 1


def places_of(scheme: Scheme, ids: tuple[str, ...]) -> list[int]:
    """The place among a scheme's grades of each grade of a history.

    Raises
    ------
    LadderError
        The scheme has no grade of such a name; all of them are named.
    """
    found = grades_meant(ids, scheme.grades)
    missing = [name for name in ids if name not in found]
    if missing:
        raise LadderError(tr(
            "the scheme has no grade {names}; its grades are {known}: name them alike, or give the scheme's names with "
            "grades=\"{example}=…<…\"",
            "方案中没有职级 {names}；方案的职级为 {known}：请统一名称，或用 grades=\"{example}=…<…\" 写出方案的名称",
            names=tr(", ", "、").join(missing), known=tr(", ", "、").join(grade.id for grade in scheme.grades),
            example=scheme.grades[0].id))  # fmt: skip
    return [found[name] for name in ids]


def played(
    fit: Fit, workforce: Workforce, scheme: Scheme, horizon: Horizon, playing: HowOften,
    plan: tuple[tuple[int, int], ...] | None = None, by_service: bool = False,
) -> Course:  # fmt: skip
    """What the replications of all draws of the fitted rates say, shapes (worlds × replications, …).

    Parameters
    ----------
    workforce : of the first day of the horizon
    plan : hires by month of the run in place of the fitted ones
    by_service : also leavers by length of service, which needs the events of each run
    """
    places = places_of(scheme, fit.history.order.ids)
    if plan is not None:
        workforce = replace(workforce, hiring=Hiring(kind="plan" if plan else "none", plan=plan),
                            between_years=replace(workforce.between_years, hiring=0.0))  # fmt: skip
    parts = []
    for world in range(playing.worlds):
        run = simulate(
            scheme,
            _drawn(fit, workforce, world, playing.worlds),
            months=horizon.months[-1],
            replications=playing.replications,
            seed=playing.seed,
            first=world * playing.replications,
            events=by_service,
        )
        parts.append(_course(run, places, horizon, fit))
    pairs = {pair for part in parts for pair in part.moves}
    shape = parts[0].leavers.shape
    return Course(
        np.concatenate([part.headcount for part in parts]),
        np.concatenate([part.leavers for part in parts]),
        {pair: np.concatenate([part.moves.get(pair, np.zeros(shape)) for part in parts]) for pair in pairs},
        np.concatenate([part.pay for part in parts if part.pay is not None]),
        np.concatenate([part.service for part in parts if part.service is not None]) if by_service else None,
    )


def _course(run: Run, places: list[int], horizon: Horizon, fit: Fit) -> Course:
    """What a run says of each period."""
    counts = run.counts
    ends = list(horizon.months)
    begins = [0, *ends[:-1]]
    at = {place: grade for grade, place in enumerate(places)}
    moves: dict[tuple[int, int], Floats] = {}
    for arc, (_, source, target) in enumerate(run.axes.arcs):
        if source in at and target in at and source != target:
            steps = np.stack([counts.moves[:, a:b, arc].sum(axis=1) for a, b in zip(begins, ends, strict=True)], axis=1)
            pair = (at[source], at[target])
            moves[pair] = moves.get(pair, np.zeros(steps.shape)) + steps
    exits = counts.exits[:, :, places].sum(axis=(2, 3)).astype(float)
    if fit.outward is not None:  # they leave the grades and not the company: no leavers
        exits = exits - counts.headcount[:, :-1][:, :, places] @ np.array(fit.outward.chance)
    if fit.history.snapshots:  # who came and left between two is not seen there
        survival = survival_of(fit.leaving)
        until = np.concatenate([np.arange(b - a, 0, -1) for a, b in zip(begins, ends, strict=True)])
        exits = exits - counts.hires[:, :, places].sum(axis=2) * (1 - survival[until])
    return Course(
        counts.headcount[:, ends][:, :, places].astype(float),
        np.stack([exits[:, a:b].sum(axis=1) for a, b in zip(begins, ends, strict=True)], axis=1).astype(float),
        moves, np.stack([counts.pay[:, end - 1][:, places, 0].sum(axis=1) for end in ends], axis=1),
        None if counts.events is None else played_by_service(run, horizon, fit),
    )  # fmt: skip


# --- the doubt about what was fitted ----------------------------------------------------------------


def _spaced(world: int, worlds: int, stride: int) -> float:
    """An even share in (0, 1), in another order for each stride: a Latin hypercube that needs no draws."""
    while np.gcd(stride, worlds) != 1:
        stride += 1
    return ((world * stride) % worlds + 0.5) / worlds


def _drawn(fit: Fit, workforce: Workforce, world: int, worlds: int) -> Workforce:
    """The workforce with fitted values as they might truly be: level of leaving, level of hiring, spread of years."""
    if worlds < 2:
        return workforce
    z = NormalDist().inv_cdf
    error = np.log(level_limits(fit)[1]) / NORMAL_95
    leaving = _times(workforce.attrition, float(np.exp(error * z(_spaced(world, worlds, 1)))))
    hiring = workforce.hiring
    if fit.hiring is not None and hiring.kind == "poisson":
        spread, years = fit.hiring.dispersion.sd, max(1, len(fit.hiring.counts))
        wrong = np.sqrt(1 / sum(fit.hiring.counts) + spread**2 / years)
        hiring = replace(hiring, rate=hiring.rate * float(np.exp(wrong * z(_spaced(world, worlds, 7)))))
    between = workforce.between_years
    df = max(1, len(fit.history.years) - 1)
    # a spread known from few years may be larger as well: its square is df s² ÷ chi-squared
    factor = float(np.sqrt(df / chi2_quantile(1 - _spaced(world, worlds, 3), df)))
    between = replace(between, leaving=min(2.0, between.leaving * factor), hiring=min(2.0, between.hiring * factor))
    return replace(workforce, attrition=leaving, hiring=hiring, between_years=between)


def _times(attrition: Attrition, factor: float) -> Attrition:
    if attrition.hazard is not None:
        return replace(attrition, hazard=replace(attrition.hazard, text=f"({attrition.hazard.text}) * {factor:.6g}"))
    return replace(attrition, base=tuple((month, min(1.0, chance * factor)) for month, chance in attrition.base))
