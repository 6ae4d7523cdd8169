"""Whether a scheme, the one that it replaces and the people are in one currency, so far as their files say it."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.money import two_currencies
from ladder_sim.core.problems import Place, Problems
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def check_currency(scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Report a workforce, or a scheme that is replaced, whose amounts are in another currency than the scheme's."""
    named = [(tr("workforce {id}", "人员 {id}", id=workforce.id), workforce.currency)]
    if scheme.replaced is not None:
        named.append((tr("scheme {id}", "方案 {id}", id=scheme.replaced.id), scheme.replaced.currency))
    mine = scheme.currency or workforce.currency
    for other, theirs in named:
        if mine and theirs and theirs != mine:
            problems.add(
                Place(scheme.file, where="currency"),
                two_currencies(mine, theirs, tr("scheme {id}", "方案 {id}", id=scheme.id), other),
            )
