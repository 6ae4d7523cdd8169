"""What a study expects of its schemes: statements over measures and headcounts, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.model.expression import Expr

#: Of its months an expectation holds for all together, for each of them, or for one at least.
Holds = Literal["together", "always", "once"]


@dataclass(frozen=True, slots=True)
class Expectation(FrozenFields):
    """A statement about every scheme of a study.

    Parameters
    ----------
    rule : a condition over measures by name, ``headcount`` and ``headcount(grade)``
    first, last : the months that it speaks of, 1 is the first
    holds : whether it speaks of these months together, of each, or of one at least
    when : what a workforce file with ``based_on`` would say: as the people are then; empty: as the study has them
    """

    title: Title
    rule: Expr
    first: int
    last: int
    holds: Holds = "together"
    when: Mapping[str, PlainData] = field(default_factory=dict)
    at: Place = field(default=NOWHERE, compare=False)
