"""A changeover from one scheme to another, compiled."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.arrays import GradeMask
from ladder_sim.expressions.nodes import Node
from ladder_sim.model.changeover import SwitchPay


@dataclass(frozen=True, slots=True)
class WavePlan:
    """Who passes on the first of a month of the run; None: everybody who is left."""

    month: int
    who: Node | None


@dataclass(frozen=True, slots=True)
class SwitchPlan:
    """A changeover, compiled.

    Parameters
    ----------
    onto : bool by grade code: grades to which people pass
    to : old grade code → new one
    choose : old grade code → node that gives a new one
    by_pay : whether the others are placed by their pay
    partial : whether the old ladder goes on beside the new one
    """

    onto: GradeMask
    to: dict[int, int]
    choose: dict[int, Node]
    by_pay: bool
    pay: SwitchPay
    waves: tuple[WavePlan, ...]
    partial: bool
