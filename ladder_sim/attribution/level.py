"""Fair comparisons: the alternatives at the baseline's pay, or with a lever moved until they cost what it costs."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import get_args

from ladder_sim.attribution.coalitions import MixtureSetup, at_pay_of
from ladder_sim.attribution.company_parts import company_at_pay_of
from ladder_sim.attribution.parts import PARTS, PAY, one_ladder, pair_of
from ladder_sim.attribution.pay_by_role import scaled
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.experiment.given import check_arguments
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.subjects import Subject, subject_of
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.company import name_in
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.level import Equal, Level, Lever
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.run import Run
from ladder_sim.store.folder import store_of

CLOSE = 0.001  # labor cost is equal when it is this near, as a share
PLAYS = 16  # at most, for one lever
FRESH = 1_000_003  # added to the seed for the luck on which an equal budget is confirmed
SCALE = (0.2, 5.0)  # where a pay scale is looked for


@shares_work
def at_equal(
    comparison: Comparison,
    equal: Equal = "pay",
    lever: str | Mapping[str, str] = "pay",
    *,
    executor: Executor | None = None,
    store: str | os.PathLike[str] | None = None,
) -> Level:
    """The alternatives made equal to the baseline, with the same luck, beside the comparison as it was.

    Parameters
    ----------
    equal : ``"pay"``: pay as the baseline's, by grade where the ladders are the same, else by role; ``"budget"``:
        labor cost as the baseline's, within 0.1 % on the same luck, confirmed on fresh seeds
    lever : for a budget, what is moved: ``"pay"`` (all pay of the scheme by one factor) or a parameter with a range;
        or a lever for each scheme. Of a whole number the value nearest to the budget is taken
    executor, store : as of `compare`

    Raises
    ------
    LadderError
        `equal` is neither, a scheme has no such lever, one department of a company is compared, or a
        department that is to be paid alike has another ladder.
    """
    check_no_department(comparison.runs, "at_equal")
    check_arguments(executor=executor, store=store)
    if equal not in get_args(Equal):
        raise LadderError(
            tr("equal must be 'pay' or 'budget', got {got!r}", "equal 应为 pay 或 budget，现为{got!r}", got=equal)
            + nearest(str(equal), get_args(Equal))
        )
    base = comparison[comparison.baseline]
    luck = one_luck(base)
    stage = MixtureSetup(base.workforce, base.months, base.replications, luck.seed, executor, first=luck.first,
                         store=store_of(store))  # fmt: skip
    found, levers, notes = dict[str, _Found](), dict[str, Lever](), list[Title]()
    for scheme in comparison.others:
        run = comparison[scheme]
        if equal == "pay":
            now, told = _paid_alike(run, base, stage)
            notes += told
            found[scheme] = _Found(now, Lever("pay", _AS_PAID, 1.0, math.nan))
        else:
            named = lever if isinstance(lever, str) else lever.get(scheme, "pay")
            found[scheme] = _Budget(run, base, stage, named).found()
        levers[scheme] = found[scheme].lever
    beyond = _made_of(comparison, found, beyond=True) if any(one.beyond for one in found.values()) else None
    made = Level(equal, comparison, _made_of(comparison, found), levers, tuple(dict.fromkeys(notes)), beyond)
    comparison.explained["level", equal] = made
    return made


@dataclass(frozen=True, slots=True)
class _Found:
    """An alternative made equal, its lever, and the run at the neighbor on the other side of the budget."""

    run: Run
    lever: Lever
    beyond: Run | None = None


def _made_of(comparison: Comparison, found: Mapping[str, _Found], *, beyond: bool = False) -> Comparison:
    """The comparison with the alternatives as found; `beyond`: at the other neighbors, where there are some."""
    runs = []
    for run in comparison.runs:
        one = found.get(run.scheme.id)
        if one is not None:
            run = _again(one.beyond if beyond and one.beyond is not None else one.run, run)
        runs.append(run)
    return Comparison(tuple(runs), comparison.baseline, comparison.notes)


_AS_PAID = Title("paid as under the baseline", "按基准方案的薪酬发放")


def _again(run: Run, before: Run) -> Run:
    """The run under the names of the scheme as it was, so that the two comparisons stand side by side."""
    scheme = replace(run.scheme, id=before.scheme.id, title=before.scheme.title, short_title=before.scheme.short_title)
    return replace(run, scheme=scheme)


def _paid_alike(run: Run, base: Run, stage: MixtureSetup) -> tuple[Run, tuple[Title, ...]]:
    if base.company is not None and run.company is not None:
        (now,) = stage.play_companies([company_at_pay_of(run.company, base.company)])
        return now, ()
    if not one_ladder(base.scheme, run.scheme):
        return at_pay_of(run, base, stage)
    rest = frozenset(part.id for part in PARTS if part is not PAY)
    (now,) = stage.play([pair_of(base.scheme, run.scheme).mixture(rest)])
    return now, ()


# --- at equal budget ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lever:
    name: str
    title: Title
    now: float
    low: float
    high: float
    whole: bool
    moved: Callable[[float], Subject]


def _lever(subject: Subject, name: str) -> _Lever:
    if name == "pay":
        return _Lever(name, Title("pay scale", "薪酬系数"), 1.0, *SCALE, False, lambda factor: _paid(subject, factor))
    scheme = subject.scheme
    found = scheme.parameters.get(name)
    movable = {
        one.name for one in scheme.parameters.values()
        if one.low is not None and one.high is not None and not isinstance(one.value, bool | str)
    }  # fmt: skip
    if found is None or name not in movable:
        raise LadderError(
            tr("lever {name!r}: {scheme} has no such parameter with a range; pay moves all pay by one factor",
               "lever {name!r}：{scheme} 没有带取值范围的这个参数；写 pay 则按同一系数调整全部薪酬",
               name=name, scheme=scheme.id) + nearest(name, ["pay", *movable])
        )  # fmt: skip
    assert found.low is not None and found.high is not None and not isinstance(found.value, bool | str)
    return _Lever(
        name, found.title, float(found.value), found.low, found.high, found.integer,
        _set(subject, found),
    )  # fmt: skip


def _paid(subject: Subject, factor: float) -> Subject:
    """A scheme, or those of all departments of a company, with all pay by one factor."""

    def paid(scheme: Scheme, workforce: Workforce) -> Scheme:
        return scaled(scheme, dict.fromkeys({grade.role for grade in scheme.grades}, factor), workforce)

    if subject.company is None:
        return replace(subject, scheme=paid(subject.scheme, subject.workforce))
    departments = tuple(replace(one, scheme=paid(one.scheme, one.workforce)) for one in subject.company.departments)
    return replace(subject, company=replace(subject.company, departments=departments))


def _set(subject: Subject, parameter: Parameter) -> Callable[[float], Subject]:
    """The subject as a function of the parameter's value; of a company it is that of one department."""

    def changed(scheme: Scheme, name: str, value: float) -> Scheme:
        return scheme.with_(None, id=None, **{name: int(value) if parameter.integer else value})

    def moved(value: float) -> Subject:
        if value == parameter.value:
            return subject
        company = subject.company
        if company is None:
            return replace(subject, scheme=changed(subject.scheme, parameter.name, value))
        departments = []
        for one in company.departments:
            own = next((name for name in one.scheme.parameters if name_in(one.id, name) == parameter.name), None)
            departments.append(one if own is None else replace(one, scheme=changed(one.scheme, own, value)))
        return replace(subject, company=replace(company, departments=tuple(departments)))

    return moved


@dataclass(frozen=True, slots=True)
class _Budget:
    """The search for the value of a lever at which an alternative costs what the baseline costs."""

    run: Run
    base: Run
    stage: MixtureSetup
    name: str

    def found(self) -> _Found:
        lever = _lever(subject_of(self.run), self.name)
        played: dict[float, tuple[float, Run]] = {lever.now: (self._gap(self.run), self.run)}

        def gap(value: float) -> float:
            if value not in played:
                (run,) = self.stage.play_subjects([lever.moved(value)])
                played[value] = self._gap(run), run
            return played[value][0]

        ends = self._ends(lever, gap)
        if ends is None:
            costs = sorted(100 * gap(end) for end in (lever.low, lever.now, lever.high))
            why = Title(
                "with {lever} from {low} to {high} labor cost lies {least} to {most} from the baseline's",
                "{lever}在{low}至{high}之间时，人工成本与基准相差{least}至{most}",
            ).fill(
                lever=lever.title, low=f"{lever.low:g}", high=f"{lever.high:g}", least=f"{costs[0]:+.1f}%",
                most=f"{costs[-1]:+.1f}%",
            )  # fmt: skip
            return _Found(self.run, Lever(lever.name, lever.title, lever.now, lever.now, missing=why))
        value = _root(gap, *ends, whole=lever.whole, plays=PLAYS)
        cost = played[value][0]
        made = Lever(lever.name, lever.title, lever.now, value, self._confirmed(lever.moved(value)), cost=cost)
        if not lever.whole or abs(cost) <= CLOSE:
            return _Found(played[value][1], made)
        # the search ended between two neighbors, of which the one is too dear and the other too cheap
        beyond = next((v for v, (g, _) in played.items() if abs(v - value) <= 1 and g * cost < 0), None)
        if beyond is None:
            return _Found(played[value][1], made)
        told = replace(made, neighbor=beyond, neighbor_cost=played[beyond][0])
        return _Found(played[value][1], told, played[beyond][1])

    def _gap(self, run: Run) -> float:
        return float(run.values("labor_cost").mean() / self.base.values("labor_cost").mean() - 1)

    def _ends(self, lever: _Lever, gap: Callable[[float], float]) -> tuple[float, float] | None:
        """Two values between which the cost is the baseline's, near the present one where that will do."""
        if abs(gap(lever.now)) <= CLOSE / 2:
            return lever.now, lever.now
        near = [lever.now / 1.5, lever.now * 1.5] if lever.name == "pay" else []
        for end in (*near, lever.low, lever.high):
            if gap(end) * gap(lever.now) <= 0:
                return lever.now, end
        return None

    def _confirmed(self, subject: Subject) -> Interval:
        stage = replace(self.stage, seed=self.stage.seed + FRESH)
        base, own = stage.play_subjects([subject_of(self.base), subject])
        return mean_interval(own.values("labor_cost") / base.values("labor_cost").mean()
                             - base.values("labor_cost") / base.values("labor_cost").mean())  # fmt: skip


def _root(gap: Callable[[float], float], a: float, b: float, *, whole: bool, plays: int) -> float:
    """Where a gap is 0 between two values of unlike signs: by the chord, and by halves where that is slow.

    A whole number is searched by halves down to two neighbors, of which the one with the smaller gap is taken.
    """
    fa, fb = gap(a), gap(b)
    for turn in range(plays):
        if min(abs(fa), abs(fb)) <= CLOSE / 2 or (whole and abs(b - a) <= 1):
            break
        middle = (a + b) / 2
        if whole:
            middle = math.floor(middle)
        elif turn % 3 != 2 and fa != fb:
            middle = a - fa * (b - a) / (fb - fa)
        found = gap(middle)
        if found * fa <= 0:
            b, fb = middle, found
        else:
            a, fa = middle, found
    return a if abs(fa) <= abs(fb) else b
