"""Budgets of reviews: what the moves of an evening may add to base pay, or pay once, and who gets it.

A raise or an award is priced at the review, as for the first of the next month, and fixed there: what is decided is
what is paid, whenever it takes effect. Pay cuts free nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ladder_sim.core.arrays import Mask, OwnerFloats, PersonFloats, PersonInts, PersonMask, Slots
from ladder_sim.engine.choosing import Choosing, Shortlist
from ladder_sim.engine.pending_moves import PendingMove
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import View
from ladder_sim.model.moves import Budget, BudgetFor
from ladder_sim.plan.program import MovePlan
from ladder_sim.streams.kernels import by_group, spread

#: The base pay that a move would give its people from the first of a month on, or what it would pay them once.
PriceOfMove = Callable[[PendingMove, int], PersonFloats]
#: Where stands what has been decided of each.
DECIDED: Mapping[BudgetFor, str] = {"raises": "decided_raise", "awards": "decided_award"}
#: What earlier reviews have left, by the program and the review: of each replication or group, in money.
Carried = dict[tuple[int, str], OwnerFloats]
CENT = 1e-6  # what a sum of floats may be above its budget


class Budgets(Rule):
    """The budgets of one evening's reviews: what is left, and what was asked for, by review."""

    def __init__(
        self, shared: Shared, month: int, choosing: Choosing, prices: Mapping[BudgetFor, PriceOfMove],
        carried: Carried,
    ) -> None:  # fmt: skip
        super().__init__(shared)
        self.month, self.choosing, self.prices, self.carried = month, choosing, prices, carried
        self.left: dict[str, OwnerFloats] = {}
        self.fresh: dict[str, OwnerFloats] = {}  # of what is left at first, that of this review
        self.spent: dict[str, Mask] = {}  # budgets into which a raise did not fit
        self.asked: dict[str, list[tuple[Slots, PersonFloats]]] = {}  # who, and the raise
        people = self.population.n if self.program.budgets else 0
        self.decided = {of: np.zeros(people, bool) for of in DECIDED}

    def afford(self, number: int, plan: MovePlan, view: View, listed: Shortlist) -> PersonMask:
        """Who can be moved within the budget of the review; of everybody moved what it limits is decided.

        Parameters
        ----------
        number
            Of the move on the ledger's axis.
        listed
            Who may move, within quota and seats.

        Returns
        -------
        Shape of the shortlist.
        """
        review, idx = plan.move.review, listed.idx
        budget = self.program.scheme.reviews[review].budget
        assert budget is not None
        columns = self.population.columns
        before = columns["base"][idx] if budget.of == "raises" else np.zeros(idx.size)
        move = PendingMove(idx, columns["person"][idx], listed.goal, plan, number)
        after = self.prices[budget.of](move, self.month + 1)
        self.population.view(self.month, self.month)  # the evening goes on
        raises = np.maximum(after - before, 0)
        self._open(budget, review, view)
        chosen = np.ones(idx.size, bool)
        if budget.share_out == "best first":
            chosen = self._first(review, plan, view, listed, raises)
        self._decide(budget.of, idx[chosen], (after - before)[chosen])
        self.asked[review].append((idx[chosen], raises[chosen]))
        return chosen

    def held(self, plan: MovePlan, view: View) -> None:
        """A move of a review is tested tonight: its budget is there, whether somebody asks of it or not."""
        budget = self.program.scheme.reviews[plan.move.review].budget
        if budget is not None and budget.unspent != "lapses" and plan.move.review in self.program.budgets:
            self._open(budget, plan.move.review, view)

    def _open(self, budget: Budget, review: str, view: View) -> None:
        """What a review may spend tonight, with what earlier ones have left."""
        if review in self.left:
            return
        fresh = self.fresh[review] = self._whole(budget, review, view)
        before = self.carried.get((id(self.program), review))
        self.left[review] = fresh.copy() if before is None else fresh + before
        self.spent[review] = np.zeros(self._owned(review), bool)
        self.asked[review] = []

    def _decide(self, of: BudgetFor, idx: Slots, amount: PersonFloats) -> None:
        """Note raises or awards; a second one of the evening comes on top."""
        column, decided = self.population.columns[DECIDED[of]], self.decided[of]
        column[idx] = np.where(decided[idx], column[idx], 0.0) + amount
        decided[idx] = True

    def _owners(self, review: str, idx: Slots) -> PersonInts:
        """Whose budget each spends: a number of the replication, or of the group over the whole batch."""
        by = self.program.budgets[review].by
        return self.choosing.groups.owners(by, idx) if by else self.population.rep[idx]

    def _owned(self, review: str) -> int:
        """How many budgets the review has in the whole batch."""
        by = self.program.budgets[review].by
        return self.choosing.groups.count(by) if by else self.population.reps

    def _whole(self, budget: Budget, review: str, view: View) -> OwnerFloats:
        """What the review may spend, a month; shape (budgets,): one a replication, or one a group."""
        population, by = self.population, self.program.budgets[review].by
        n = population.of_unit(self.program.budgets[review].n, view)
        if budget.kind == "amount" and not by:
            return np.array(n, np.float64)
        there, sits = population.alive(), self.program.sits.get(review)
        if sits is not None:  # who is reviewed
            there = there & spread(sits.value(view), there.size)
        base = np.where(there, population.columns["base"], 0.0)
        paid: OwnerFloats = population.total(base)
        if not by:
            return n * paid
        idx = np.flatnonzero(there)
        own: OwnerFloats = np.bincount(self._owners(review, idx), base[idx], self._owned(review)).astype(np.float64)
        share = n / np.maximum(paid, CENT) if budget.kind == "amount" else n
        whole: OwnerFloats = own * np.repeat(share, own.size // population.reps)
        return whole

    def _first(self, review: str, plan: MovePlan, view: View, listed: Shortlist, raises: PersonFloats) -> PersonMask:
        """The best, until the next raise does not fit; then nobody more."""
        own, left, spent = self._owners(review, listed.idx), self.left[review], self.spent[review]
        order = self.choosing.order(plan, view, listed.idx)
        if self.program.budgets[review].by:  # by replication, and now by whose budget it is
            order = order[by_group(own[order], spent.size)]
        owner, cost = own[order], raises[order]
        total = np.cumsum(cost)
        first = np.searchsorted(owner, owner, side="left")
        run = total - total[first] + cost[first]
        fits = (run <= left[owner] + CENT) & ~spent[owner]
        # the first that does not fit ends it, though a later one would cost nothing
        misses = np.cumsum(~fits)
        fits &= misses - misses[first] + ~fits[first] == 0
        chosen = np.zeros(own.size, bool)
        chosen[order] = fits
        spent |= np.bincount(own[~chosen], minlength=spent.size) > 0
        left -= np.bincount(own, weights=np.where(chosen, raises, 0.0), minlength=left.size)
        return chosen

    def settle(self) -> None:
        """Cut what the evening gives where it is shared in proportion and comes to more than the budget."""
        for review, asked in self.asked.items():
            budget = self.program.scheme.reviews[review].budget
            assert budget is not None
            if budget.share_out == "in proportion" and asked:
                self._cut(budget, review, asked)
            if budget.unspent != "lapses":  # what came over is spent first: of what is left, no more is this review's
                most = self.fresh[review] if budget.unspent == "carried over once" else np.inf
                left = np.minimum(np.maximum(self.left[review], 0), most)
                self.carried[id(self.program), review] = left

    def _cut(self, budget: Budget, review: str, asked: list[tuple[Slots, PersonFloats]]) -> None:
        """Cut what a review gives by one factor where it comes to more than the budget."""
        idx, raises = (np.concatenate(parts) for parts in zip(*asked, strict=True))
        own = self._owners(review, idx)
        wanted = np.bincount(own, weights=raises, minlength=self.left[review].size)
        share = np.where(wanted > 0, np.minimum(1, self.left[review] / np.maximum(wanted, 1e-300)), 1.0)
        np.add.at(self.population.columns[DECIDED[budget.of]], idx, (share[own] - 1) * raises)
        self.left[review] = self.left[review] - np.minimum(wanted, self.left[review])
