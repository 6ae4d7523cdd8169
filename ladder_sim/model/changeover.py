"""How a scheme takes over from another: who comes to which grade, when, and what becomes of base pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, assert_never

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.model.expression import Expr

#: How people are placed whom no mapping of grades names: in the grade of the same name and else by role, tenure and
#: ability, or in the highest grade of their role that pays no more than they have.
Placement = Literal["keep", "by pay"]
#: What becomes of base pay above that of the new grade. ``protected`` rises with the tables; ``frozen`` stays until the
#: tables have caught up (red-circled).
FallOfPay = Literal["at once", "protected", "frozen", "phased"]
#: Ways of passing, as the ids of their schemes end: everybody at once, in waves, only who is hired from then on.
WAYS = ("at_once", "in_waves", "new_hires")


@dataclass(frozen=True, slots=True)
class SwitchPay:
    """What becomes of base pay at the switch, where that of the new grade is another.

    Parameters
    ----------
    falls : where it is lower
    falls_over, rises_over : months over which a phased fall, or a rise, is spread in equal steps; 0: at once
    """

    falls: FallOfPay = "at once"
    falls_over: int = 0
    rises_over: int = 0

    @property
    def kept_apart(self) -> bool:
        """Is anybody paid otherwise than by the tables for a time, so that somebody must keep count of it?"""
        return self.falls in ("frozen", "phased") or self.rises_over > 0

    def __str__(self) -> str:
        """The rule in words."""
        match self.falls:
            case "at once":
                falls = tr("falls at once", "降低者立即执行新标准")
            case "protected":
                falls = tr("never falls", "就高不就低，并随薪级表调整")
            case "frozen":
                falls = tr("frozen until the tables catch up", "高出部分冻结，直至薪级表追平")
            case "phased":
                falls = tr("falls over {n} months", "降低者分{n}个月逐步到位", n=self.falls_over)
            case _:
                assert_never(self.falls)
        if not self.rises_over:
            return falls
        return falls + tr(", rises over {n} months", "，提高者分{n}个月逐步到位", n=self.rises_over)


@dataclass(frozen=True, slots=True)
class SwitchWave:
    """Who passes to the new scheme on the first of a month of the run; of several waves everybody in the first."""

    month: int
    who: Expr


@dataclass(frozen=True, slots=True)
class SchemeTransition(FrozenFields):
    """From `month` on (1 is the first) the scheme holds; until then `after` does.

    Parameters
    ----------
    placement : old grade → new grade, or how everybody is placed
    choose : old grade → expression that gives a new one
    pay : what becomes of base pay
    waves : who passes, and when; None: everybody at once; empty: only who is hired from `month` on
    beside : grades of the old ladder that stand beside the new ones while both hold
    """

    month: int
    after: str
    placement: Placement | Mapping[str, str] = "keep"
    choose: Mapping[str, Expr] = field(default_factory=dict)
    pay: SwitchPay = field(default_factory=SwitchPay)
    waves: tuple[SwitchWave, ...] | None = None
    beside: tuple[str, ...] = ()
