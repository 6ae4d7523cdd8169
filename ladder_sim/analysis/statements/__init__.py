"""Words from numbers: what a comparison says, in plain sentences that claim no more than its intervals do.

- `summary`, `leaders`, `differences`: the few sentences that a terminal and a notebook print.
- `reviews`: that no review falls into a run.
- `effects`: a difference in the units people speak in, and as an amount with its hedge.
- `claims`: one scheme against the baseline, and the whole field, in a sentence.
- `verdict`: which scheme the numbers speak for, if for any, and what the verdict rests on.
"""

from ladder_sim.analysis.statements.bottom_line import differences, leaders, summary

__all__ = ["differences", "leaders", "summary"]
