"""Results told to people, in the language in use.

- `named`: any table of results with headings that people read.
- `in_words`: what `trace` returned, with names in the place of ids.
- `side_by_side`: what happens to the same people under several schemes.
- `stopped`: the why-not ledger of one move.
- `figure`, `change`, `between`: a number, a difference and an interval as reports write them.
"""

from ladder_sim.analysis.labels import Told, in_words, named, side_by_side, stopped
from ladder_sim.analysis.told_figures import between, change, figure

__all__ = ["Told", "between", "change", "figure", "in_words", "named", "side_by_side", "stopped"]


def __dir__() -> list[str]:
    return list(__all__)
