"""Mixtures of two schemes, played with the luck of their comparison, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import accumulate, combinations

from ladder_sim.attribution.company_parts import CompanyPair, company_pair
from ladder_sim.attribution.parts import LADDER, PARTS, PAY, SchemePair, one_ladder, pair_of
from ladder_sim.attribution.pay_by_role import CLOSE, ROUNDS, distance, factors, pay_of_roles, scaled, uncovered
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import Progress
from ladder_sim.core.roles import ROLES
from ladder_sim.experiment.companies import PlayingCompanies
from ladder_sim.experiment.responses import PayResponse
from ladder_sim.experiment.simulation import compiled, simulate_all
from ladder_sim.experiment.subjects import Subject
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.run import Run
from ladder_sim.results.split import Coalition, SplitPart
from ladder_sim.store.folder import Store

AT_ONCE = 8  # mixtures whose counts are kept in memory together
NOBODY: Coalition = frozenset()
#: Measures of one mixture: shape (replications,), of a pooled one (1 + samples,), in the measure's unit.
MixtureReading = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class MixtureSetup:
    """On which people, how long, how often and with which luck mixtures are played.

    bare : without what no rule reads (groups, and who is chosen); what is kept in a store is whole
    responses : what is read of each mixture besides, with other responses of leaving to pay
    part_of : person-months of all the work of which this is a part, where that is more
    """

    workforce: Workforce
    months: int
    replications: int
    seed: int
    executor: Executor | None = None
    progress: Progress | None = None
    first: int = 0
    store: Store | None = None
    bare: bool = False
    responses: tuple[PayResponse, ...] = ()
    part_of: int = 0

    def play(self, schemes: Sequence[Scheme], *, drivers: bool = False) -> list[Run]:
        """A run of each scheme, on the same people with the same chances.

        Parameters
        ----------
        drivers : whether what made each exit is counted, too (`RunCounts.drivers`)
        """
        return simulate_all(
            list(schemes), self.workforce, months=self.months, replications=self.replications, seed=self.seed,
            first=self.first, executor=self.executor, drivers=drivers, bare=self.bare and self.store is None,
            store=self.store, part_of=self.part_of,
        )  # fmt: skip

    def read(self, schemes: Sequence[Scheme], pooled: Sequence[str]) -> list[list[MixtureReading]]:
        """The measures of each scheme, and after them those at each of the other responses to pay.

        All of a scheme are played in the same blocks, or one after the other where a store keeps each by itself. There
        are no pooled measures of blocks with several responses.
        """
        if not self.responses:
            return [[reading(run, pooled, self.bare)] for run in self.play(schemes)]
        if self.store is not None:
            own = self.play(schemes) if self.replications else []
            found = [[reading(run, pooled, self.bare)] for run in own] or [[{}] for _ in schemes]
            for each in self.responses:
                for readings, run in zip(found, self.at(each).play(schemes), strict=True):
                    readings.append(reading(run, (), self.bare))
            return found
        together = simulate_all(
            list(schemes), self.workforce, months=self.months, replications=self.replications, seed=self.seed,
            first=self.first, executor=self.executor, bare=self.bare, responses=self.responses, part_of=self.part_of,
        )  # fmt: skip
        sizes = [self.replications, *(each.replications for each in self.responses)]
        return [_cut(reading(run, (), self.bare), sizes) for run in together]

    def at(self, response: PayResponse) -> MixtureSetup:
        """The same with another response of leaving to pay, on its replications."""
        attrition = self.workforce.attrition
        effects = replace(attrition.effects, pay_gap=response.exponent)
        return replace(
            self, workforce=replace(self.workforce, attrition=replace(attrition, effects=effects)),
            replications=response.replications, first=response.first, responses=(),
        )  # fmt: skip

    def play_subjects(self, subjects: Sequence[Subject]) -> list[Run]:
        """A run of each scheme or company, with the same chances."""
        companies = [one.company for one in subjects if one.company is not None]
        return self.play_companies(companies) if companies else self.play([one.scheme for one in subjects])

    def play_companies(self, companies: Sequence[Company]) -> list[Run]:
        """A run of each company, with the same chances."""
        playing = PlayingCompanies(self.months, self.seed, self.executor, store=self.store)
        return playing.play(companies, self.first, self.replications)


@dataclass
class Mixtures:
    """All mixtures of a baseline and an alternative: what each measure is under every coalition of parts.

    Parameters
    ----------
    players : parts in which the schemes differ
    equal : parts that both have alike
    notes : what could not be exchanged
    values : by coalition and measure, in the measure's unit; shape (replications,), of a pooled one (1 + samples,)
    responding : the same at other responses of leaving to pay, by their exponent; few replications of each
    """

    players: tuple[SplitPart, ...]
    equal: tuple[SplitPart, ...]
    notes: tuple[Title, ...]
    values: dict[Coalition, MixtureReading] = field(default_factory=dict)
    responding: dict[float, dict[Coalition, MixtureReading]] = field(default_factory=dict)

    def worth(self, measure: str) -> Callable[[Coalition], Floats]:
        """A measure as a function of the coalition: shape (replications,), or of a pooled one (1 + samples,)."""
        return lambda coalition: self.values[coalition][measure]

    def has(self, measure: str) -> bool:
        """Does every mixture of parts have a value of this measure?"""
        return all(measure in found for found in self.values.values())


def _cut(found: MixtureReading, sizes: Sequence[int]) -> list[MixtureReading]:
    ends = list(accumulate(sizes))
    return [{name: values[end - size : end] for name, values in found.items()}
            for size, end in zip(sizes, ends, strict=True)]  # fmt: skip


def reading(run: Run, pooled: Sequence[str], bare: bool = False) -> MixtureReading:
    """The measures of a run that are formed within replications, and those of the pooled ones that are asked for.

    Parameters
    ----------
    bare : without those that a bare run has no value of

    Returns
    -------
    By measure, in its unit; shape (replications,), of a pooled one (1 + samples,), see `Run.pooled`.
    """
    known = [one for one in run.known.values() if one.pooled is None and not (bare and one.noted)]
    found = {one.name: run.values(one.name) for one in known}
    return found | {name: run.pooled(name) for name in pooled if name in run.known and run.known[name].pooled}


def mixtures(base: Run, other: Run, stage: MixtureSetup, pooled: Sequence[str] = ()) -> Mixtures:
    """Play every mixture of two schemes; the two runs themselves are those of none and of all parts.

    Where the rules cannot be exchanged one by one, the ladder is one part, and pay is exchanged by role. Of a company
    the parts are those of its departments, and the transfers.

    Parameters
    ----------
    base, other : the baseline's run and the alternative's
    stage : with which people and luck they were played
    pooled : measures formed from all replications together that will be asked for
    """
    if base.company is not None and other.company is not None:
        return _of_companies(company_pair(base.company, other.company), base, other, stage, pooled)
    if one_ladder(base.scheme, other.scheme):
        pair = pair_of(base.scheme, other.scheme)
        if not (failed := _unfit(pair, stage.workforce)):
            made = Mixtures(pair.differing, tuple(part for part in PARTS if part not in pair.differing), ())
            stage = stage if PAY in made.players else replace(stage, responses=())
            return _exchanged(made, base, other, stage, pooled,
                              lambda some, on: on.read([pair.mixture(lent) for lent in some], pooled))  # fmt: skip
        return _by_role(base, other, stage, pooled, failed)
    return _by_role(base, other, stage, pooled, _no_grade_shared())


def coalitions(players: Sequence[SplitPart]) -> list[Coalition]:
    """Every choice of parts, the smaller ones first."""
    ids = [part.id for part in players]
    return [frozenset(chosen) for size in range(len(ids) + 1) for chosen in combinations(ids, size)]


def _unfit(pair: SchemePair, workforce: Workforce) -> tuple[Title, ...]:
    """Why rules of the two schemes do not fit together, although they have the same grades."""
    try:
        for part in pair.differing:
            compiled(pair.mixture(frozenset({part.id})), workforce)
    except LadderError:
        return (
            Title("the rules of the two schemes do not fit together: only pay can be exchanged",
                  "两个方案的规则无法互相组合：只能交换薪酬"),
        )  # fmt: skip
    return ()


def _of_companies(
    pair: CompanyPair, base: Run, other: Run, stage: MixtureSetup, pooled: Sequence[str]
) -> Mixtures:  # fmt: skip
    notes = () if len(pair.by_part) == len(pair.base.departments) else (
        Title("departments are exchanged whole, or all at once, where their rules do not fit together one by one",
              "部门规则无法逐项组合时，按部门整体或全公司一并交换"),
    )  # fmt: skip

    def read(some: Sequence[Coalition], on: MixtureSetup) -> list[list[MixtureReading]]:
        return [[reading(run, pooled)] for run in on.play_companies([pair.mixture(lent) for lent in some])]

    return _exchanged(Mixtures(pair.differing, pair.equal, notes), base, other,
                      replace(stage, bare=False, responses=()), pooled, read)  # fmt: skip


def _exchanged(
    made: Mixtures, base: Run, other: Run, stage: MixtureSetup, pooled: Sequence[str],
    read: Callable[[Sequence[Coalition], MixtureSetup], list[list[MixtureReading]]],
) -> Mixtures:  # fmt: skip
    """The mixtures of parts that are exchanged one by one, played and read by `read`."""
    players = made.players
    everything = frozenset(part.id for part in players)
    made.values[NOBODY], made.values[everything] = reading(base, pooled, stage.bare), reading(other, pooled, stage.bare)
    todo = [coalition for coalition in coalitions(players) if coalition not in made.values]
    played = stage.replications + sum(each.replications for each in stage.responses)
    stage = replace(stage, part_of=len(todo) * stage.workforce.people.size * stage.months * played)
    if stage.responses:
        _respond(made, list(dict.fromkeys((NOBODY, everything))), replace(stage, replications=0), read)
    for start in range(0, len(todo), AT_ONCE):
        some = todo[start : start + AT_ONCE]
        for coalition, (own, *others) in zip(some, read(some, stage), strict=True):
            made.values[coalition] = own
            _put(made, coalition, stage, others)
        if stage.progress is not None:
            stage.progress(min(start + AT_ONCE, len(todo)), len(todo))
    return made


def _respond(
    made: Mixtures, some: Sequence[Coalition], stage: MixtureSetup,
    read: Callable[[Sequence[Coalition], MixtureSetup], list[list[MixtureReading]]],
) -> None:  # fmt: skip
    for start in range(0, len(some), AT_ONCE):
        now = some[start : start + AT_ONCE]
        for coalition, (_, *others) in zip(now, read(now, stage), strict=True):
            _put(made, coalition, stage, others)


def _put(made: Mixtures, coalition: Coalition, stage: MixtureSetup, others: Sequence[MixtureReading]) -> None:
    for each, found in zip(stage.responses, others, strict=True):
        made.responding.setdefault(each.exponent, {})[coalition] = found


def responding(made: Mixtures, base: Run, other: Run, stage: MixtureSetup) -> None:
    """Play the mixtures at those of the stage's responses to pay at which they were not played yet."""
    missing = tuple(each for each in stage.responses if each.exponent not in made.responding)
    if LADDER in made.players:
        for each in missing:
            on = stage.at(each)
            ours, theirs = on.play([base.scheme, other.scheme])
            made.responding[each.exponent] = mixtures(ours, theirs, on).values
    elif missing:
        pair = pair_of(base.scheme, other.scheme)
        _respond(made, coalitions(made.players), replace(stage, replications=0, responses=missing),
                 lambda some, on: on.read([pair.mixture(lent) for lent in some], ()))  # fmt: skip


# --- by role --------------------------------------------------------------------------------------


def _no_grade_shared() -> tuple[Title, ...]:
    return (
        Title("the two ladders have different grades, so that rules, seats, dismissals, reviews and entry cannot be"
              " exchanged one by one: they are one part. Pay is exchanged by role, scaled to the other's mean",
              "两个方案职级不同，升降级规则、编制、辞退、评审、入职无法逐项交换，合并为一项；薪酬按岗位层级交换，调整至对方均值"),
    )  # fmt: skip


def _by_role(base: Run, other: Run, stage: MixtureSetup, pooled: Sequence[str], why: tuple[Title, ...]) -> Mixtures:
    with_pay, told_a = at_pay_of(base, other, stage)
    with_ladder, told_b = at_pay_of(other, base, stage)
    notes = (*why, *dict.fromkeys((*told_a, *told_b)))
    made = Mixtures((PAY, LADDER), (), notes)
    for coalition, run in (((), base), ((PAY,), with_pay), ((LADDER,), with_ladder), ((PAY, LADDER), other)):
        made.values[frozenset(part.id for part in coalition)] = reading(run, pooled, stage.bare)
    return made


def at_pay_of(run: Run, model: Run, stage: MixtureSetup) -> tuple[Run, tuple[Title, ...]]:
    """The scheme of a run with the mean pay per role of another, played; and what could not be exchanged.

    The factors are corrected after each play, for pay moves who stays and so the mix of grades within a role.
    """
    wanted = pay_of_roles(model)
    found, now = factors(run.scheme, pay_of_roles(run), wanted), run
    by_role = dict(found.by_role)
    for _ in range(ROUNDS):
        if now is not run and distance(pay_of_roles(now), wanted, by_role) <= CLOSE:
            break
        scheme = scaled(run.scheme, by_role, stage.workforce, model.scheme)
        if scheme is run.scheme:
            break
        (now,) = stage.play([replace(scheme, id=f"{run.scheme.id}@{model.scheme.id}")])
        again = factors(run.scheme, pay_of_roles(now), wanted)
        if distance(pay_of_roles(now), wanted, by_role) > CLOSE:
            by_role = {role: factor * again.by_role.get(role, 1.0) for role, factor in by_role.items()}
    return now, _not_exchanged(run, model, found.lent)


def _not_exchanged(run: Run, model: Run, lent: Mapping[str, str]) -> tuple[Title, ...]:
    """What is said of roles whose pay could not be exchanged, or not by their own mean."""
    notes = []
    if at_market := [role for role in uncovered(run) if role not in uncovered(model)]:
        name = run.scheme.short_title or run.scheme.title
        notes.append(Title("not exchanged: pay of {roles}, for whom {name} has no grade; they are paid what the market"
                           " pays",
                           "未交换：{roles}的薪酬，{name}没有相应职级，按市场薪酬发放")
                     .fill(roles=_named(at_market), name=name))  # fmt: skip
    for role, near in lent.items():
        name = model.scheme.short_title or model.scheme.title
        notes.append(Title("{role}: {name} has no such role, pay is scaled like that of {near}",
                           "{role}：{name}没有该岗位层级，薪酬按{near}的比例调整")
                     .fill(role=_named([role]), name=name, near=_named([near])))  # fmt: skip
    return tuple(notes)


def _named(roles: Sequence[str]) -> Title:
    titles = [ROLES[role].one if role in ROLES else Title(role, role) for role in roles]
    return in_both(lambda: tr(", ", "、").join(map(str, titles)))
