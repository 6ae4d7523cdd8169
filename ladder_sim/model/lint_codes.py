"""What can be doubtful in a scheme that is not wrong: the codes of the linter, and what a file silences."""

from __future__ import annotations

from typing import Literal

from ladder_sim.model.law import CautionKind

#: Codes that a scheme's rules show, whatever the country's law.
DesignCode = Literal[
    "unreachable", "dead_end", "too_slow", "ping_pong", "nobody_meets", "everybody_meets", "hidden_quota",
    "never_decides", "seats_never_open", "down_only", "pay_falls", "pay_overlaps", "calendar_twins",
]  # fmt: skip
#: Every code; those of the law are the kinds of its cautions.
LintCode = Literal[DesignCode, CautionKind]
#: Where a finding comes from: the rules alone, or a run of them.
LintBasis = Literal["rules", "run"]
