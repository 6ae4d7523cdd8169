"""The rule language: expressions parsed, checked, and evaluated on whole arrays of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ladder_sim.language.names import RESERVED

if TYPE_CHECKING:
    from ladder_sim.model import Scheme, Workforce
    from ladder_sim.problems import Problems

__all__ = ["RESERVED", "check_pair", "check_scheme", "check_workforce"]


def check_scheme(scheme: Scheme, problems: Problems) -> None:
    """Check every expression of a scheme against the signal vocabulary and its own names."""
    from ladder_sim.language.check import check_scheme as check

    check(scheme, problems)


def check_pair(scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Check a scheme on the people it is meant for: everything that a run would refuse."""
    from ladder_sim.language.check import check_pair as check

    check(scheme, workforce, problems)


def check_workforce(workforce: Workforce, problems: Problems) -> None:
    """Check every expression of a workforce."""
    from ladder_sim.language.check import check_workforce as check

    check(workforce, problems)
