"""Why a measure differs: the split with its consequences and the direct one, for each alternative of a comparison."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from ladder_sim.attribution import direct
from ladder_sim.attribution.assumed import assumed_pay
from ladder_sim.attribution.coalitions import Mixtures, MixtureSetup, mixtures, responding
from ladder_sim.attribution.parts import PAY
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.responses import PayResponse
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.differences import values_of
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.run import Run
from ladder_sim.results.split import Coalition, Response, Split, SplitPart, bars_of, shapley, together, total_of
from ladder_sim.results.why import Why
from ladder_sim.store.folder import Store, store_of

#: Responses of leaving to pay, as exponents of pay ÷ market: half the usual one is a guess, the other end is stated
#: (N. Emanuel and E. Harrington, The payoffs of higher pay: elasticities of productivity and labor supply with respect
#: to wages, Harvard University 2020, find −3 to −4.5).
RESPONSES = (-1.0, -4.5)
FEW = 20  # replications played for the range over these responses: with common luck they settle its ends

DIRECT: dict[str, Callable[[Run, Run], dict[SplitPart, Floats]]] = {
    "turnover": direct.leavers,
    "turnover_voluntary": lambda own, base: direct.leavers(own, base, voluntary=True),
    "labor_cost": direct.cost,
    "salary_cost": lambda own, base: direct.cost(own, base, salary=True),
    "salary_cost_per_head": lambda own, base: direct.cost(own, base, a_head=True, salary=True),
    "labor_cost_per_head": lambda own, base: direct.cost(own, base, a_head=True),
    "promotion_rate": direct.promotions,
}
_UNDEFINED = Title("it has no value under one of the schemes or of their mixtures", "在某个方案或其组合下无数值")
_NO_DIRECT = Title("this measure has no direct split", "该指标没有直接分解")
_NO_DIRECT_OF_A_COMPANY = Title("a company has no direct split: ask it of a study of one department",
                                "公司研究没有直接分解：请对单个部门的研究使用")  # fmt: skip


@shares_work
def why(
    comparison: Comparison,
    measure: str = "turnover",
    scheme: str | None = None,
    *,
    responses: tuple[float, float] | None = RESPONSES,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Why:
    """Split the difference of a measure between each alternative and the baseline by cause.

    Parameters
    ----------
    measure : its name
    scheme : one alternative; None for all of them
    responses : exponents of pay ÷ market between which the range of the pay bar is told; None: no range
    executor, progress, store : as of `compare`

    Raises
    ------
    LadderError
        The measure or the scheme is not known, or one department of a company is compared.
    """
    check_no_department(comparison.runs, "why")
    check_arguments(executor=executor, progress=progress, store=store)
    meant = find(measure, comparison.known)
    wanted = comparison.others if scheme is None else (comparison[scheme].scheme.id,)
    shown = progress_of(progress, tr("exchanging parts", "互换组合模拟中"))
    splits, kept = [], store_of(store)
    for name in wanted:
        if name != comparison.baseline:
            splits += _Case(comparison, name, meant, executor, shown, kept).splits(responses)
    made = Why(comparison, meant, tuple(splits))
    comparison.explained[measure, scheme] = made
    return made


@dataclass(frozen=True, slots=True)
class _Case:
    """One alternative of a comparison under one measure."""

    comparison: Comparison
    scheme: str
    measure: Measure
    executor: Executor | None
    progress: Progress | None
    store: Store | None

    @property
    def own(self) -> Run:
        return self.comparison[self.scheme]

    @property
    def base(self) -> Run:
        return self.comparison[self.comparison.baseline]

    def splits(self, responses: tuple[float, float] | None) -> list[Split]:
        assumed = assumed_pay(self.own.scheme) or assumed_pay(self.base.scheme)
        blank = Split("consequences", self.scheme, self.comparison.baseline, self.measure,
                      self.comparison.contrast(self.scheme, self.measure.name).difference,
                      pay_assumed=bool(assumed))  # fmt: skip
        return [self._consequences(blank, responses), self._direct(replace(blank, question="direct"))]

    def _consequences(self, blank: Split, responses: tuple[float, float] | None) -> Split:
        name = self.measure.name
        ends = self._responses(responses)
        found = self._mixtures(ends)
        if not found.has(name):
            return replace(blank, notes=found.notes, missing=_UNDEFINED)
        keys = list(found.values)
        values = dict(zip(keys, together([found.values[key][name] for key in keys]), strict=True))
        shares = shapley([part.id for part in found.players], values.__getitem__)
        everything = frozenset(part.id for part in found.players)
        total = total_of(self.measure, values[everything], values[frozenset()], self.own.replications)
        if not total.n:
            return replace(blank, notes=found.notes, missing=_UNDEFINED)
        bars = bars_of(self.measure, {part: shares[part.id] for part in found.players}, self.own.replications,
                       found.equal)  # fmt: skip
        made = replace(blank, total=total, bars=tuple(bars), notes=found.notes)
        paid = made.bar(PAY.id)
        if not ends or paid is None or paid.equal:
            return made
        responding(found, self.base, self.own, self._stage(self.base.replications, ends))
        return replace(made, response=self._response(found, ends, shares[PAY.id]))

    def _responses(self, exponents: tuple[float, float] | None) -> tuple[PayResponse, ...]:
        """What is played for the range of the pay bar; nothing where there is none."""
        usual = self.base.workforce.attrition.effects.pay_gap
        if exponents is None or usual is None or self.measure.pooled is not None:
            return ()
        few, first = min(FEW, self.base.replications), one_luck(self.base).first
        return tuple(PayResponse(exponent, first, few) for exponent in exponents)

    def _mixtures(self, ends: tuple[PayResponse, ...]) -> Mixtures:
        """All mixtures, played once for every measure that is asked for afterwards."""
        key = ("mixtures", self.scheme)
        found = self.comparison.explained.get(key)
        pooled = [self.measure.name] if self.measure.pooled is not None else []
        known = self.measure.name in self.own.known and self.measure.name in self.base.known
        if isinstance(found, Mixtures) and (not known or found.has(self.measure.name)):
            return found
        made = mixtures(self.base, self.own, self._stage(self.base.replications, ends), pooled)
        self.comparison.explained[key] = made
        return made

    def _stage(self, replications: int, responses: tuple[PayResponse, ...] = ()) -> MixtureSetup:
        run = self.base
        luck = one_luck(run)
        return MixtureSetup(
            run.workforce,
            run.months,
            replications,
            luck.seed,
            self.executor,
            self.progress,
            luck.first,
            self.store,
            bare=not self.measure.noted and run.company is None,
            responses=responses,
        )

    def _response(self, found: Mixtures, ends: tuple[PayResponse, ...], share: Floats) -> Response:
        """The pay bar at other responses to pay: the whole mean, moved by what fewer replications show of it."""
        usual, few = self.base.workforce.attrition.effects.pay_gap, ends[0].replications
        assert usual is not None  # or there would be no ends
        here, players = float(np.nanmean(share)), [part.id for part in found.players]
        weak, strong = (
            here + float(np.nanmean(shapley(players, self._worth(found, end))[PAY.id] - share[:few])) for end in ends
        )
        return Response(usual, (ends[0].exponent, ends[1].exponent), (weak, strong), few)

    def _worth(self, found: Mixtures, end: PayResponse) -> Callable[[Coalition], Floats]:
        return lambda coalition: found.responding[end.exponent][coalition][self.measure.name]

    def _direct(self, blank: Split) -> Split:
        if self.base.company is not None:
            return replace(blank, missing=_NO_DIRECT_OF_A_COMPANY)
        found = DIRECT.get(self.measure.name)
        if found is None:
            return replace(blank, missing=_NO_DIRECT)
        base, own = self._driven() if self.measure.name.startswith("turnover") else (self.base, self.own)
        shares = found(own, base)
        total = total_of(self.measure, values_of(own, self.measure.name), values_of(base, self.measure.name),
                         own.replications)  # fmt: skip
        if not total.n:
            return replace(blank, missing=_UNDEFINED)
        return replace(blank, total=total, bars=tuple(bars_of(self.measure, shares, own.replications)))

    def _driven(self) -> tuple[Run, Run]:
        """The two runs again, with what hazards were made of."""
        base, own = self._stage(self.base.replications).play([self.base.scheme, self.own.scheme], drivers=True)
        return base, own
