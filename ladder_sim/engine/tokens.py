"""Tokens: earned at a review, before its moves are tested."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from ladder_sim.engine.shared import Rule
from ladder_sim.streams.kernels import spread

UNTIL_THE_END = 10**6  # a month after all others, of tokens that are kept for ever


class Tokens(Rule):
    """Gives tokens; they are the population's, and reviews spend them."""

    def earn(self, month: int, due: Set[str]) -> None:
        """Tokens of the reviews `due` at the end of `month` are earned; those that have run out are gone."""
        population, columns = self.population, self.population.columns
        view = population.view(month, month)
        for plan in self.program.tokens:
            token = plan.token
            if token.review not in due:
                continue
            earned = spread(plan.earn.value(view), population.n) & population.alive()
            held, until = f"token:{token.name}", f"until:{token.name}"
            columns[held][columns[until] < month] = 0
            idx = np.flatnonzero(earned)
            more = idx[columns[held][idx] < token.at_most]
            columns[held][more] += 1
            columns[until][idx] = UNTIL_THE_END if token.keep is None else month + token.keep
            if self.script is not None:
                self.script.earned(plan, view, self.script.there(more, month))
            self.happened(more, month + 1, "token earned", old=columns["grade"][more], detail=token.name)
