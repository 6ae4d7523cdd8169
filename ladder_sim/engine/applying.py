"""Who takes an opening: applicants follow one another until one has what is asked for; the best of several is taken.

There may be hundreds of applicants for an opening, so only what the scheme asks about is drawn of each of them, what
they bring and show at the hire first and for many at once, and the rest of those who are taken. Every draw belongs to
an applicant's own key: what is not looked at changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ladder_sim.core.arrays import Keys, Numbers, PersonFloats, PersonMask, Slots
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import aged, hire_attributes
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import spread, spread_numbers

APPLICANTS = 500  # for one opening; the last is taken as he or she is
AT_ONCE = 1 << 14  # applicants who are looked at at once
FIRST, AHEAD = 4, 128  # of one opening: at first, and at most

Plans = Mapping[str, MetricPlan]


@dataclass(frozen=True, slots=True)
class Gate:
    """What applicants must meet: each condition that needs no place to be read, with what it reads; and the rest.

    `interview`: the whole, where it asks for more than these conditions tell; None where it does not.
    """

    ahead: list[tuple[Node, frozenset[str]]]
    interview: Node | None
    asked: frozenset[str]


class Applicants(Rule):
    """Chooses who takes each opening; keeps nothing from one hire to the next."""

    def __init__(self, shared: Shared, sampler: MetricSampler) -> None:
        super().__init__(shared)
        self.sampler = sampler
        self.gates: dict[int, Gate] = {}  # by the identity of the condition, which its program keeps

    def choose(self, idx: Slots, month: int) -> None:
        """Give the people at the slots `idx` what newcomers bring: the best of the applicants, or whoever comes."""
        population, program = self.population, self.program
        own = population.keys[idx]
        among = (
            1
            if program.hire_among is None
            else max(1, int(program.hire_among.value(population.view(month - 1, month))))
        )
        order = program.hire_order if among > 1 else None
        first = [draws.person_keys(population.seed, own, number << 32) for number in range(1, among if order else 1)]
        keys = np.stack([own, *first])
        if program.hire_if is not None:
            keys = self._fit(idx, keys, month, program.hire_if)
        taken = keys[0]
        if order is not None:
            asked, best = _reads([order], self.sampler.plans), np.full(idx.size, -np.inf)
            for some in keys:
                merit = spread_numbers(self._shown(idx, some, month, order, asked), idx.size)
                merit = np.nan_to_num(merit, nan=-1e300)
                taken = np.where(merit > best, some, taken)
                best = np.maximum(best, merit)
        self._bring(idx, taken, month, None)
        population.keys[idx] = own  # the work to come is the draws of the post's own person

    def _gate(self, gate: Node) -> Gate:
        """What applicants of the program in force must meet."""
        if id(gate) not in self.gates:
            plans = self.sampler.plans
            ahead, interview = _parts(gate, plans)
            self.gates[id(gate)] = Gate(
                [(node, _reads([node], plans)) for node in ahead], interview, _reads([gate], plans)
            )
        return self.gates[id(gate)]

    def _fit(self, idx: Slots, first: Keys, month: int, node: Node) -> Keys:
        """The keys of the first applicants who fit; where nobody does, of the last; shape of `first`.

        One search of an opening follows the other, each opening's on its own.

        Parameters
        ----------
        first
            The keys of the first applicants of each search, shape (searches, openings); those who follow have keys of
            their own, made from it.
        """
        seed, gate = self.population.seed, self._gate(node)
        found, left = first.copy(), np.arange(idx.size)
        search, at = np.zeros(idx.size, np.int64), np.zeros(idx.size, np.int64)
        wide = FIRST if gate.ahead else 1
        while left.size:
            ahead = max(1, min(wide, AT_ONCE // left.size))
            wide = min(2 * wide, AHEAD) if gate.ahead else 1
            began = first[search[left], left]
            numbers = np.minimum(at[left] + np.arange(ahead)[:, None], APPLICANTS - 1)
            keys = np.where(numbers == 0, began, draws.person_keys(seed, began, numbers))
            good = self._ahead(gate, idx[left], keys, month)
            row = np.where(good.any(axis=0), good.argmax(axis=0), ahead - 1)
            column = np.arange(left.size)
            at[left], taken = numbers[row, column], keys[row, column]
            good, last = good[row, column], at[left] == APPLICANTS - 1
            if gate.interview is not None:
                seen = np.flatnonzero(good)
                good[seen] = self._shown(idx[left[seen]], taken[seen], month, gate.interview, gate.asked)
            found[search[left], left] = taken
            at[left] += 1
            over = left[good | last]
            search[over] += 1
            at[over] = 0
            left = left[search[left] < len(first)]
        return found

    def _ahead(self, gate: Gate, idx: Slots, keys: Keys, month: int) -> PersonMask:
        """Who meets all conditions that need no place to be read: bool of the shape of `keys`, (applicants, openings).

        A condition is asked of those alone who meet the ones before it.
        """
        good = np.zeros(keys.size, bool)
        flat, left = keys.ravel(), np.arange(keys.size)
        ability = self.population.columns["ability"][idx]
        for node, reads in gate.ahead:
            some = flat[left]
            drawn = hire_attributes(self.workforce, some, reads)
            papers = {f"attr:{name}": aged(name, values, month) for name, values in drawn.items()}
            papers |= {"ability": ability[left % idx.size]}
            source: Any = _Papers(papers, some, self.sampler)  # these conditions ask a source for nothing else
            view = View(source, month - 1, month)
            left = left[spread(node.value(view), some.size)]
        good[left] = True
        return good.reshape(keys.shape)

    def _shown(self, idx: Slots, keys: Keys, month: int, node: Node, reads: frozenset[str]) -> PersonFloats:
        """What an expression says of the applicants with these keys, once they stand at the slots `idx`."""
        self._bring(idx, keys, month, reads)
        return spread_numbers(node.value(self.population.view(month - 1, month).of(idx)), idx.size)

    def _bring(self, idx: Slots, keys: Keys, month: int, only: frozenset[str] | None) -> None:
        """Attributes and what is shown at the hire, of the applicants with these keys."""
        columns = self.population.columns
        read = frozenset(name.removeprefix("attr:") for name in columns if name.startswith("attr:"))
        for name, values in hire_attributes(self.workforce, keys, read if only is None else only & read).items():
            if name in read:
                columns[f"attr:{name}"][idx] = aged(name, values, month)
        self.population.keys[idx] = keys
        # it is their own skill that shows, not that of whoever had the place before
        self.sampler.set_traits(idx, self.sampler.once if only is None else only)
        self.sampler.brought(idx, month, only)


def _parts(gate: Node, plans: Plans) -> tuple[list[Node], Node | None]:
    """The conditions that need no place to be read; and the whole, if that is not all that it asks."""
    if gate.key[0] == "and":
        parts = [_parts(part, plans) for part in gate.parts]
        return [node for ahead, _ in parts for node in ahead], gate if any(rest for _, rest in parts) else None
    return ([gate], None) if _placeless(gate, plans) else ([], gate)


def _placeless(node: Node, plans: Plans) -> bool:
    """Does it depend on attributes, exams and what is shown at the hire alone?"""
    match node.key[0]:
        case "attr":
            return True
        case "metric":
            plan = plans.get(str(node.key[1]))
            if plan is None or plan.metric.at == "month" or plan.metric.per != "person" or plan.gain is not None:
                return False
            return all(part is None or _placeless(part, plans) for part in (plan.mean, plan.between, plan.within))
        case _ if node.nature.evidence:
            return False
    return all(_placeless(part, plans) for part in node.parts) if node.parts else node.constant is not None


class _Papers:
    """Applicants as a source of values: what they bring and what they show at the hire, nothing else."""

    def __init__(self, columns: Mapping[str, Numbers], keys: Keys, sampler: MetricSampler) -> None:
        self.columns, self.keys, self.sampler = columns, keys, sampler

    def column(self, name: str) -> Numbers:
        """What the applicants bring under a name."""
        return self.columns[name]

    def metric(self, name: str, view: View) -> PersonFloats:
        """What they show of a metric."""
        return self.sampler.shown(name, self.keys, view)


def _reads(nodes: list[Node], plans: Plans) -> frozenset[str]:
    """The attributes and metrics that expressions read, and those that these metrics depend on."""
    found: set[tuple[str, str]] = set()
    left = list(nodes)
    while left:
        node = left.pop()
        left += node.parts
        if node.key[0] not in ("attr", "metric") or node.key in found:
            continue
        kind, name = node.key[0], str(node.key[1])
        found.add((kind, name))
        plan = plans.get(name) if kind == "metric" else None
        if plan is not None:
            left += [part for part in (plan.mean, plan.between, plan.within, plan.gain) if part is not None]
    return frozenset(name for _, name in found)
