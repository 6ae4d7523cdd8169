"""A desk as it is at first."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.i18n import language
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import Candidate, DeskState, SchemeSheet, with_sheet
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce


def desk_for(scheme: Scheme, people: Workforce, *, baseline: Scheme, beside: Sequence[Scheme] = ()) -> Desk:
    """A desk with a scheme on it, on these people, beside others."""
    book = DeskBook([*beside, baseline, scheme], [people])
    base = None if baseline is scheme else Candidate(baseline.id)
    sheet = SchemeSheet(baseline=base, beside=tuple(Candidate(one.id) for one in beside))
    state = DeskState(scheme.id, people.id, language=language())
    return Desk(with_sheet(state, sheet), book)
