"""Differences read off two runs as they are: what leavers' hazards were made of, what costs consist of, where
candidates fell out. Each is formed within every replication, adds up, and depends on no order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import names_in
from ladder_sim.model.kinds import CAUSES, EXIT_CAUSES, PAY_PARTS, PayNature
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.program import FixedReason
from ladder_sim.results.coded import COST_TITLES, COSTS, DRIVERS, Driver
from ladder_sim.results.intervals import paired, ratio
from ladder_sim.results.run import Run
from ladder_sim.results.split import Coalition, SplitPart, product_shares, shapley

DRIVER_TITLES: Mapping[Driver, Title] = {
    "pay": Title("pay against the market", "薪酬与市场之比"),
    "promotion": Title("promotion and standing still", "晋升与停滞"),
    "passed_over": Title("passed over in a review", "晋升未果"),
    "performance": Title("performance", "绩效"),
    "base": Title("tenure and grade mix", "司龄与职级构成"),
}

# --- leavers --------------------------------------------------------------------------------------


def leavers(own: Run, base: Run, *, voluntary: bool = False) -> dict[SplitPart, Floats]:
    """Turnover own − base by what the hazards of leavers were made of, and by other causes.

    Parameters
    ----------
    own, base : runs that have counted what hazards were made of
    voluntary : leave the other causes out

    Returns
    -------
    For each part exits a year and a head, shape (replications,).
    """
    found = {SplitPart(name, DRIVER_TITLES[name]): _driven(own, name) - _driven(base, name) for name in DRIVER_TITLES}
    if voluntary:
        return found
    other = {SplitPart(cause, info.title): paired(_exits(own, cause), _exits(base, cause))
             for cause, info in EXIT_CAUSES.items() if cause != "voluntary"}  # fmt: skip
    return found | {part: values for part, values in other.items() if _any(own, part.id) or _any(base, part.id)}


def _driven(run: Run, driver: str) -> Floats:
    w = run.window()
    return ratio(w.over(run.counts.drivers)[:, DRIVERS.index(driver)] / w.years, w.everyone)


def _exits(run: Run, cause: str) -> Floats:
    return run.values(f"turnover_{cause}")


def _any(run: Run, cause: str) -> bool:
    return bool(run.window().exits[:, CAUSES.index(cause)].any())


# --- cost -----------------------------------------------------------------------------------------

NATURE_TITLES: Mapping[PayNature, Title] = {
    "fixed": Title("fixed pay", "固定工资"),
    "variable": Title("variable pay", "浮动薪酬"),
    "allowances": Title("allowances", "津贴补贴"),
}
HEADCOUNT = SplitPart("headcount", Title("headcount", "人数"))
MIX = SplitPart("mix", Title("grade mix", "职级构成"))


def cost(own: Run, base: Run, *, a_head: bool = False, salary: bool = False) -> dict[SplitPart, Floats]:
    """Labor cost own − base as a bridge.

    Pay is people × their shares by grade × what a grade is paid; its difference is shared between the three by the mean
    over all orders in which they may change (`split.shapley`). Where the ladders differ, grades are taken together by
    role. The other costs are their own differences.

    Parameters
    ----------
    a_head : divide by the average headcount
    salary : pay alone

    Returns
    -------
    For each part money a year, or a year and a head, shape (replications,).
    """
    units = _units(own, base)
    kinds = [_natures(own), _natures(base)]
    bars: dict[SplitPart, Floats] = {} if a_head else {HEADCOUNT: np.zeros(own.replications)}
    bars |= {MIX: np.zeros(own.replications)}
    for kind, title in NATURE_TITLES.items():
        theirs, ours = ([i for i, k in enumerate(of) if k == kind] for of in (kinds[1], kinds[0]))
        if not theirs and not ours:
            continue
        shares = _pay_bridge(_Paid(base, units, theirs), _Paid(own, units, ours), a_head)
        for player, part in (("heads", HEADCOUNT), ("mix", MIX), ("rate", SplitPart(kind, title))):
            if player in shares:
                bars[part] = bars.get(part, 0.0) + shares[player]
    if salary:
        return bars
    for i, name in enumerate(COSTS):
        bars[SplitPart(name, COST_TITLES[name])] = _besides(own, i, a_head) - _besides(base, i, a_head)
    return bars


class _Paid:
    """Of one run: people by unit, and what a unit is paid a year in some parts; shapes (replications, units)."""

    def __init__(self, run: Run, units: Sequence[str], parts: Sequence[int]) -> None:
        w = run.window()
        chosen = w.over(run.counts.pay)[:, :, list(parts)].sum(axis=2) / w.years
        by_role = set(units) - {grade.id for grade in run.axes.grades}
        places = [units.index(g.role if by_role else g.id) for g in run.axes.grades]
        into = np.zeros((len(places), len(units)))
        into[range(len(places)), places] = 1
        self.people, self.paid = w.people @ into, chosen @ into

    @property
    def heads(self) -> Floats:
        total: Floats = self.people.sum(axis=1, keepdims=True)
        return total


def _pay_bridge(base: _Paid, own: _Paid, a_head: bool) -> dict[str, Floats]:
    """The Shapley shares of headcount, mix and rate in the difference of pay; a rate that nobody has is the other's."""
    found = []
    for one in (base, own):
        found.append((one.heads, ratio(one.people, one.heads), ratio(one.paid, one.people)))
    rates = [np.nan_to_num(np.where(np.isnan(found[i][2]), found[1 - i][2], found[i][2])) for i in (0, 1)]
    # somebody paid in a month and gone at its end leaves pay without people: it is a rate of nobody
    stray = [one.paid.sum(axis=1) - (h * s * r).sum(axis=1)
             for one, (h, s, _), r in zip((base, own), found, rates, strict=True)]  # fmt: skip
    players = ["mix", "rate"] if a_head else ["heads", "mix", "rate"]

    def worth(has: Coalition) -> Floats:
        heads, mix = found["heads" in has][0], found["mix" in has][1]
        total: Floats = ((1.0 if a_head else heads) * mix * rates["rate" in has]).sum(axis=1)
        left = stray["rate" in has]
        return total + (ratio(left, found["rate" in has][0][:, 0]) if a_head else left)

    return shapley(players, worth)


def _units(own: Run, base: Run) -> list[str]:
    """Grades where both ladders have the same ones, else roles."""
    grades = [[grade.id for grade in run.axes.grades] for run in (base, own)]
    if set(grades[0]) == set(grades[1]):
        return grades[0]
    return list(dict.fromkeys(grade.role for run in (base, own) for grade in run.axes.grades))


def _besides(run: Run, cost: int, a_head: bool) -> Floats:
    w = run.window()
    total: Floats = w.costs[:, cost] / w.years
    return ratio(total, w.everyone) if a_head else total


def _natures(run: Run) -> list[PayNature]:
    """Of each part of pay: base pay is fixed; what results or scores decide, and awards, vary; the rest allows."""
    schemes = [run.scheme]
    while (replaced := schemes[-1].replaced) is not None:
        schemes.append(replaced)
    found: dict[str, PayNature] = {name: info.nature for name, info in PAY_PARTS.items()}
    for scheme in schemes:
        for part in scheme.pay:
            varies = _reads_results(part, scheme, run.workforce)
            found.setdefault(part.name, "variable" if varies else "allowances")
    return [found[name] for name, _ in run.axes.parts]


def _reads_results(part: PayPart, scheme: Scheme, workforce: Workforce) -> bool:
    results = {*scheme.signals, *workforce.metrics, *(score.name for score in scheme.scores)}
    read: set[str] = set()
    for expr in (part.amount, part.when):
        tree = None if expr is None else parse(expr, Problems())
        read |= set() if tree is None else names_in(tree)
    return bool(read & results)


# --- promotions -----------------------------------------------------------------------------------

REVIEWED = SplitPart("reviewed", Title("how many are reviewed", "参评人次"))
OTHERS = SplitPart("others", Title("pass the rules", "满足规则"))
FREE = SplitPart(
    "free", Title("free to move (no probation, no case under way)", "可参与变动（非试用期、无未办结流程）")
)
APPLIED = SplitPart("applied", Title("apply", "提出申请"))
SEATED = SplitPart("seated", Title("find a seat or a quota", "有编制或名额"))
PASSED = SplitPart("passed", Title("pass tests, votes and notice", "通过考核、评议和公示"))
LEFT = SplitPart("left", Title("still there and decided in time", "在职且流程按期办结"))
ELSE = SplitPart("else", Title("promotions without a review", "未经评审的晋升"))
#: Which share of the cases an outcome of the ledger takes away; None: none, for it is the move itself.
TAKEN: dict[FixedReason, SplitPart | None] = {
    "on probation": FREE, "case under way": FREE, "moved otherwise": FREE, "spared": FREE, "did not apply": APPLIED,
    "no seat": SEATED, "quota reached": SEATED, "budget spent": SEATED, "left": LEFT, "under way": LEFT,
    "top step": PASSED, "moved": None,
}  # fmt: skip
#: Outcomes that name a status or a stage stand in no table.
_TAKEN_BY_NAME = {str(reason): part for reason, part in TAKEN.items()}


def promotions(own: Run, base: Run) -> dict[SplitPart, Floats]:
    """The promotion rate own − base: cases a year and a head × the share that passes each step.

    Rules that both schemes test, in moves of the same names, are steps of their own; else they are one step. The
    difference of the product is shared between its factors by the mean over all orders in which they may change
    (`split.product_shares`).

    Returns
    -------
    For each part promotions a year and a head, shape (replications,).
    """
    steps = _steps(own, base)
    chains = [_chain(run, steps) for run in (base, own)]
    factors = [_factors(chain, other) for chain, other in ((chains[0], chains[1]), (chains[1], chains[0]))]
    bars = dict(zip(steps, product_shares(*factors), strict=True))
    rest = [run.values("promotion_rate") - chain[-1] for run, chain in ((base, chains[0]), (own, chains[1]))]
    left = np.where(np.abs(rest[1] - rest[0]) < 1e-12, 0.0, rest[1] - rest[0])
    return bars | ({ELSE: left} if left.any() else {})


def _steps(own: Run, base: Run) -> list[SplitPart]:
    rules = [_rules(run) for run in (base, own)]
    ids = [[(move, rule) for move, rule, _ in found] for found in rules]
    alike = ids[0] == ids[1] and len(ids[0]) <= MOST_RULES
    middle = [SplitPart(f"{move}.{rule}", title) for move, rule, title in rules[0]] if alike else [OTHERS]
    return [REVIEWED, *middle, FREE, APPLIED, SEATED, PASSED, LEFT]


MOST_RULES = 8  # more are too much to read


def _rules(run: Run) -> list[tuple[str, str, Title]]:
    """Move, rule and its title, for every condition of a promotion."""
    titles = {(move.id, line.id): line.title for move in run.scheme.moves for line in move.when}
    return [
        (move.id, rule, _met(titles.get((move.id, rule), Title(rule, rule))))
        for move in run.axes.moves if move.kind == "promotion"
        for rule in move.reason_ids[: move.conditions]
    ]  # fmt: skip


def _met(title: Title) -> Title:
    return Title("meet: {title}", "满足：{title}").fill(title=title)


def _chain(run: Run, steps: Sequence[SplitPart]) -> list[Floats]:
    """Cases a year and a head that are left before each step and after the last, all promotion moves together."""
    w = run.window()
    taken = {part.id: np.zeros(run.replications) for part in steps}
    cases = np.zeros(run.replications)
    for move in run.axes.moves:
        if move.kind != "promotion":
            continue
        counts = run.counts.ledger[move.id].sum(axis=1, dtype=np.float64)
        cases += counts.sum(axis=1)
        for i, reason in enumerate(move.reason_ids):
            if reason != "moved":
                taken[_step_of(move.id, reason, i < move.conditions, taken)] += counts[:, i]
    left = [cases]
    for part in steps[1:]:
        left.append(left[-1] - taken[part.id])
    return [ratio(one / w.years, w.everyone) for one in left]


def _step_of(move: str, reason: str, rule: bool, steps: Mapping[str, npt.NDArray[np.float64]]) -> str:
    if rule:
        return f"{move}.{reason}" if f"{move}.{reason}" in steps else OTHERS.id
    return (_TAKEN_BY_NAME.get(reason) or PASSED).id


def _factors(chain: Sequence[Floats], other: Sequence[Floats]) -> list[Floats]:
    """The first number, then what each step lets through; where no case came so far, as in the other scheme."""
    through = [ratio(after, before) for before, after in pairwise(chain)]
    theirs = [ratio(after, before) for before, after in pairwise(other)]
    filled = [np.nan_to_num(np.where(np.isnan(a), b, a)) for a, b in zip(through, theirs, strict=True)]
    return [chain[0], *filled]
