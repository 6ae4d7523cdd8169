"""Who takes an opening: applicants follow one another until one has what is asked for; the best of several is taken.

There may be hundreds of applicants for an opening, so only what the scheme asks about is drawn of each of them, what
they bring on paper first and for many at once, and the rest of those who are taken. Every draw belongs to an
applicant's own key: what is not looked at changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ladder_sim.core.arrays import Keys, Numbers, PersonFloats, PersonMask, Slots
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.population import aged
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import hire_attributes
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.plan.analysis import is_gate
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import spread_numbers

APPLICANTS = 500  # for one opening; the last is taken as he or she is
AT_ONCE, AHEAD = 4096, 25  # papers read at once: of all openings, and of one


class Applicants(Rule):
    """Chooses who takes each opening; keeps nothing from one hire to the next."""

    def __init__(self, shared: Shared, sampler: MetricSampler) -> None:
        super().__init__(shared)
        self.sampler = sampler

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
        asked = _reads([] if order is None else [order], self.sampler.plans)
        best, taken = np.full(idx.size, -np.inf), own
        for number in range(1 if order is None else among):
            keys = own if number == 0 else draws.person_keys(population.seed, own, number << 32)
            if program.hire_if is not None:
                keys = self._fit(idx, keys, month, program.hire_if)
            if order is None:
                taken = keys
                break
            merit = spread_numbers(self._shown(idx, keys, month, order, asked), idx.size)
            merit = np.nan_to_num(merit, nan=-1e300)
            better = merit > best
            best, taken = np.where(better, merit, best), np.where(better, keys, taken)
        self._bring(idx, taken, month, None)
        population.keys[idx] = own  # the work to come is the draws of the post's own person

    def _fit(self, idx: Slots, first: Keys, month: int, gate: Node) -> Keys:
        """The key of the first applicant for each opening who fits; where nobody does, of the last.

        first: the keys of the first applicants; those who follow have keys of their own, made from it.
        """
        seed = self.population.seed
        paper, interview = _parts(gate)
        asked = _reads([gate], self.sampler.plans)
        at, found = np.zeros(idx.size, np.int64), first.copy()
        left = np.arange(idx.size)
        while left.size:
            ahead = max(1, min(AHEAD, AT_ONCE // left.size)) if paper else 1
            numbers = np.minimum(at[left] + np.arange(ahead)[:, None], APPLICANTS - 1)
            keys = np.where(numbers == 0, first[left], draws.person_keys(seed, first[left], numbers))
            good = self._on_paper(paper, keys, month)
            row = np.where(good.any(axis=0), good.argmax(axis=0), ahead - 1)
            column = np.arange(left.size)
            at[left], found[left] = numbers[row, column], keys[row, column]
            good, last = good[row, column], at[left] == APPLICANTS - 1
            if interview is not None:
                seen = np.flatnonzero(good)
                good[seen] = self._shown(idx[left[seen]], found[left[seen]], month, interview, asked)
            at[left] += 1
            left = left[~good & ~last]
        return found

    def _on_paper(self, conditions: list[Node], keys: Keys, month: int) -> PersonMask:
        """Whose papers meet all conditions: bool of the shape of `keys`."""
        good = np.ones(keys.size, bool)
        if conditions:
            drawn = hire_attributes(self.workforce, keys.ravel(), _reads(conditions, {}))
            papers = _Papers({f"attr:{name}": aged(name, values, month) for name, values in drawn.items()})
            view = View(papers, month - 1, month)  # type: ignore[arg-type]  # attributes ask a source for nothing else
            for node in conditions:
                good &= node.value(view)
        return good.reshape(keys.shape)

    def _shown(self, idx: Slots, keys: Keys, month: int, node: Node, reads: frozenset[str]) -> PersonFloats:
        """What an expression says of the applicants with these keys, once they stand at the slots `idx`."""
        self._bring(idx, keys, month, reads)
        value: PersonFloats = node.value(self.population.view(month - 1, month).of(idx))
        return value

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


def _parts(gate: Node) -> tuple[list[Node], Node | None]:
    """What papers tell: conditions on attributes alone; and the whole, if that is not all that it asks."""
    if gate.key[0] == "and":
        parts = [_parts(part) for part in gate.parts]
        return [node for paper, _ in parts for node in paper], gate if any(rest for _, rest in parts) else None
    return ([gate], None) if is_gate(gate) and _of_attributes(gate) else ([], gate)


def _of_attributes(node: Node) -> bool:
    if node.parts:
        return all(_of_attributes(part) for part in node.parts)
    return node.constant is not None or node.key[0] == "attr"


class _Papers:
    """Applicants as a source of values: what they bring, nothing else."""

    def __init__(self, columns: Mapping[str, Numbers]) -> None:
        self.columns = columns

    def column(self, name: str) -> Numbers:
        """What the applicants bring under a name."""
        return self.columns[name]


def _reads(nodes: list[Node], plans: Mapping[str, MetricPlan]) -> frozenset[str]:
    """The attributes and metrics that expressions read, and those that these metrics depend on."""
    found: set[tuple[str, str]] = set()
    left = list(nodes)
    while left:
        node = left.pop()
        left += node.parts
        if node.key[0] not in ("attr", "metric") or node.key in found:
            continue
        found.add((node.key[0], node.key[1]))
        plan = plans.get(node.key[1]) if node.key[0] == "metric" else None
        if plan is not None:
            left += [part for part in (plan.mean, plan.between, plan.within, plan.gain) if part is not None]
    return frozenset(name for _, name in found)
